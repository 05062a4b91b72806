#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""TLS with real clients: curl, openssl s_client, Python's ssl, etcdctl, grpcio; who is let in, what is refused,
certificates that change under a running watch, and what a stranger can make the server spend."""
import http.client
import os
import re
import select
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import closing

os.environ.update(GRPC_ENABLE_FORK_SUPPORT="0", GRPC_VERBOSITY="NONE")  # curl and openssl are started beside it
import grpc  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import certs  # noqa: E402
import websocket_frames  # noqa: E402
import wire  # noqa: E402
from kit import Server, fails, main, until  # noqa: E402

certs.authority("ca")
certs.authority("other-ca")
certs.issue("server", "ca")
certs.issue("renewed", "ca")
certs.issue("client", "ca")
certs.issue("stranger", "other-ca")
certs.issue("slow", "ca", "rsa:4096")

CA, CERT = certs.path("ca.pem"), ["--cert", certs.path("server.pem"), "--key", certs.path("server.key")]
CLIENTS_ONLY = [*CERT, "--client-ca", CA]
WAIT = 60  # for what has to happen, however slow the machine is
CLEAR_WORDS = "this port speaks TLS; use https\n"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9).replace(b"\0\0\0\0", b"\0\0\0\4", 1)

# A line a route, of every door: (method, path, content type). Each must answer who has a certificate.
ROUTES = [
    ("GET", "/version", ""), ("GET", "/health", ""), ("GET", "/livez", ""), ("GET", "/readyz", ""),
    ("GET", "/metrics", ""), ("GET", "/watchers", ""), ("GET", "/", ""),
    ("GET", "/kv/k", ""), ("PUT", "/kv/k", "text/plain"), ("DELETE", "/kv/k", ""),
    ("GET", "/watch/k?wait=1ms", ""), ("GET", "/watch/k", ""),
    ("PUT", "/v2/keys/d/k?value=v", ""), ("GET", "/v2/keys/", ""), ("GET", "/v2/members", ""), ("GET", "/v2/machines", ""),
    ("GET", "/v2/stats/self", ""),
    ("POST", "/v3/kv/range", "application/json"), ("POST", "/v3beta/kv/range", "application/json"),
]
# The same for calls that need HTTP/2: methods of gRPC.
CALLS = ["/etcdserverpb.KV/Range", "/etcdserverpb.Maintenance/Status", "/v3lockpb.Lock/Lock",
         "/grpc.health.v1.Health/Check", "/proto.StreamServer/Route"]


def identity(name):
    return certs.path(f"{name}.pem"), certs.path(f"{name}.key")


def context(cert=None, alpn=None, version=None):
    made = ssl.create_default_context(cafile=CA)
    made.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    if cert:
        made.load_cert_chain(*identity(cert))
    if alpn:
        made.set_alpn_protocols(alpn)
    if version:
        made.minimum_version = made.maximum_version = version
    return made


def connect(server, made=None, timeout=WAIT):
    return (made or context()).wrap_socket(server.connect(timeout), server_hostname="localhost",
                                           suppress_ragged_eofs=False)


def credentials(cert=None):
    def read(path):
        with open(path, "rb") as file:
            return file.read()
    mine = [read(path) for path in reversed(identity(cert))] if cert else [None, None]
    return grpc.ssl_channel_credentials(read(CA), *mine)


def client(server, cert=None):
    return wire.Client(f"localhost:{server.port}", credentials=credentials(cert))


def next_value(stream):
    return stream.events(1, timeout=WAIT)[0]["kv"]["value"]


def curl(server, *args, path="/version", scheme="https"):
    """(exit code, what it printed, version and status)."""
    done = subprocess.run(["curl", "-sS", "--max-time", str(WAIT), "--cacert", CA, "-w", "\n%{http_version} %{http_code}",
                           *args, f"{scheme}://127.0.0.1:{server.port}{path}"],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=2 * WAIT)
    body, _, facts = done.stdout.rpartition("\n")
    return done.returncode, body, facts


def etcdctl(server, *args, cert=None, **options):
    command = ["etcdctl", "--endpoints", f"https://127.0.0.1:{server.port}", "--cacert", CA]
    if cert:
        command += ["--cert", identity(cert)[0], "--key", identity(cert)[1]]
    return subprocess.Popen([*command, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, env={**os.environ, "ETCDCTL_API": "3"}, **options)


def read_all(sock):
    got = b""
    while True:
        piece = sock.recv(65536)
        if not piece:
            return got
        got += piece


def body_of(sock, gulp=65536):
    with http.client.HTTPResponse(sock) as answer:
        answer.begin()
        return b"".join(iter(lambda: answer.read(gulp), b""))


def request(method, path, kind="", more=""):
    kind = f"content-type: {kind}\r\n" if kind else ""
    return (f"{method} {path} HTTP/1.1\r\nhost: localhost\r\n{kind}content-length: 0\r\n{more}\r\n").encode()


def plain(server):
    """Of a server that was given --listen-plain too."""
    host, port = server.ready_line()[len("http://"):].rsplit(":", 1)
    return host, int(port)


def ask_plain(at, path):
    with socket.create_connection(at, timeout=WAIT) as sock:
        sock.sendall(request("GET", path, more="connection: close\r\n"))
        return read_all(sock).decode()


# --- clients ------------------------------------------------------------------------------------------------


def test_curl_speaks_both_versions_of_both():
    with Server(*CERT) as server:
        assert server.urls == [f"https://127.0.0.1:{server.port}"]
        for tls in (["--tls-max", "1.2"], ["--tlsv1.3"]):
            for flags, facts in ((["--http1.1"], "1.1 200"), (["--http2"], "2 200"), (["--no-alpn"], "1.1 200")):
                code, body, got = curl(server, *tls, *flags)
                assert (code, got) == (0, facts) and "etcdserver" in body, (tls, flags, code, got)
        assert curl(server, "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0")[0] == 35


def test_openssl_sees_the_protocol_and_may_not_negotiate_again():
    with Server(*CERT) as server:
        def s_client(*args, say=""):
            done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-CAfile", CA, *args],
                                  input=say, capture_output=True, text=True, timeout=2 * WAIT)
            return done.stdout + done.stderr
        for tls in ("-tls1_2", "-tls1_3"):
            said = s_client(tls, "-alpn", "h2,http/1.1")
            assert "ALPN protocol: h2" in said and "Verify return code: 0 (ok)" in said, said
            assert "Compression: NONE" in said, said
        assert "no protocols available" in s_client("-tls1_1") or "alert protocol version" in s_client("-tls1_1")
        assert "no application protocol" in s_client("-alpn", "spdy/3")
        assert "no renegotiation" in s_client("-tls1_2", say="R\n")
        assert curl(server)[0] == 0


def test_etcdctl_puts_and_watches():
    with Server(*CLIENTS_ONLY) as server:
        watch = etcdctl(server, "watch", "--prefix", "k", cert="client")
        try:
            with closing(client(server, "client").watch()) as stream:  # until it is there
                stream.create(key=b"k0")
            until(lambda: 'etcd_debugging_mvcc_watcher_total 1' in curl(
                server, "--cert", identity("client")[0], "--key", identity("client")[1], path="/metrics")[1])
            for i in range(5):
                out, err = etcdctl(server, "put", f"k{i}", f"v{i}", cert="client").communicate(timeout=WAIT)
                assert out == "OK\n", err
            got = [watch.stdout.readline().strip() for _ in range(15)]
            assert got == [word for i in range(5) for word in ("PUT", f"k{i}", f"v{i}")], got
        finally:
            watch.kill()
            watch.communicate()
        out, err = etcdctl(server, "--dial-timeout=1s", "--command-timeout=2s", "put", "a", "b").communicate(timeout=WAIT)
        assert out == "" and err, "without a certificate"


def test_grpcio_puts_and_watches():
    with Server(*CERT) as server:
        ours = client(server)
        with closing(ours.watch()) as stream:
            stream.create(key=b"a")
            ours.put(key=b"a", value=b"x" * 100000)
            assert next_value(stream) == b"x" * 100000


# --- who is let in ------------------------------------------------------------------------------------------


def is_let_in(server, cert, method="GET", path="/version", kind="", version=None):
    """Whether a request over HTTP/1 is answered; if it is not, not a byte may come."""
    try:
        with connect(server, context(cert, version=version)) as sock:
            sock.sendall(request(method, path, kind, "connection: close\r\n"))
            got = sock.recv(4096)
    except (ssl.SSLError, ConnectionError):
        return False
    assert got.startswith(b"HTTP/1.1 "), got
    assert b"404 Not Found" not in got or b'"code"' in got, f"{method} {path} is no route: {got}"
    return True


def test_no_route_answers_without_a_certificate():
    with Server(*CLIENTS_ONLY) as server:
        for method, path, kind in ROUTES:
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                for cert in (None, "stranger"):
                    assert not is_let_in(server, cert, method, path, kind, version), (method, path, cert)
                assert is_let_in(server, "client", method, path, kind, version), (method, path)
            with server.connect() as sock:
                sock.sendall(request(method, path, kind))
                assert read_all(sock).decode().endswith(CLEAR_WORDS), (method, path)


def test_no_call_is_answered_without_a_certificate():
    def outcome(channel, path, seconds=WAIT):
        try:
            channel.unary_unary(path)(b"", timeout=seconds, wait_for_ready=False)
        except grpc.RpcError as error:
            return error.code()
        return grpc.StatusCode.OK
    with Server(*CLIENTS_ONLY) as server:
        with grpc.insecure_channel(f"localhost:{server.port}") as channel:  # it tries until its time is over
            assert outcome(channel, CALLS[0], 3) in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
        for path in CALLS:
            for made in (credentials(), credentials("stranger")):
                with grpc.secure_channel(f"localhost:{server.port}", made) as channel:
                    assert outcome(channel, path) == grpc.StatusCode.UNAVAILABLE, path
            with grpc.secure_channel(f"localhost:{server.port}", credentials("client")) as channel:
                assert outcome(channel, path) not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.UNIMPLEMENTED), path


def test_who_agrees_on_one_version_and_speaks_the_other_is_refused():
    with Server(*CERT) as server:
        with connect(server, context(alpn=["h2"])) as sock:
            assert sock.selected_alpn_protocol() == "h2"
            sock.sendall(request("GET", "/version"))
            got = read_all(sock)
            assert b"HTTP/1" not in got and b"etcdserver" not in got and got[3:4] in (b"\4", b"\7"), got
        with connect(server, context(alpn=["http/1.1"])) as sock:
            assert sock.selected_alpn_protocol() == "http/1.1"
            sock.sendall(PREFACE)
            got = read_all(sock)
            assert got == b"" or re.match(rb"HTTP/1\.1 (400|505) ", got), got


# --- clear text ---------------------------------------------------------------------------------------------


def test_clear_text_is_refused_in_the_words_of_its_version():
    with Server(*CERT) as server:
        for piece in (1, 3, 1000):
            for said in (request("GET", "/version"), PREFACE):
                with server.connect(WAIT) as sock:
                    for at in range(0, len(said), piece):
                        try:
                            sock.sendall(said[at:at + piece])
                        except ConnectionError:
                            break
                        time.sleep(0.001)
                    got = read_all(sock)
                if said == PREFACE:
                    assert got[3:5] == b"\4\0", got  # SETTINGS, then GOAWAY with INADEQUATE_SECURITY
                    assert got[9:] == b"\0\0\x1c\7" + bytes(12) + b"\x0cthis port speaks TLS", got
                else:
                    assert got.startswith(b"HTTP/1.1 400 ") and got.decode().endswith(CLEAR_WORDS), got


def test_clear_text_is_spoken_where_it_is_asked_for():
    with Server(*CERT, "--listen-plain", "127.0.0.1:0", "--listen-metrics", "127.0.0.1:0") as server:
        at = plain(server)
        assert "etcdserver" in ask_plain(at, "/version")
        assert curl(server)[0] == 0
        server.process.send_signal(1)  # SIGHUP is not for it
        assert "etcdserver" in ask_plain(at, "/version")


def test_sighup_without_certificates_is_of_no_effect():
    with Server() as server:
        server.process.send_signal(1)
        assert "etcdserver" in server.get("/version")
        assert server.terminate()[0] == 0


def test_etcds_flags_say_for_each_url():
    flags = ["--cert-file", certs.path("server.pem"), "--key-file", certs.path("server.key"),
             "--client-cert-auth", "--trusted-ca-file", CA]
    with Server(*flags, listen=("https://127.0.0.1:0", "http://127.0.0.1:0"), as_etcd=True) as server:
        assert server.urls[0].startswith("https://") and server.urls[1].startswith("http://"), server.urls
        until(lambda: '"serving client traffic securely"' in server.stderr())
        assert is_let_in(server, "client") and not is_let_in(server, None)
        host, port = server.urls[1][len("http://"):].rsplit(":", 1)
        assert "etcdserver" in ask_plain((host, int(port)), "/version")
    with Server(*flags[:4], "--tls-min-version", "TLS1.3", listen=("https://127.0.0.1:0",), as_etcd=True) as server:
        assert curl(server, "--tls-max", "1.2")[0] == 35 and curl(server)[0] == 0


# --- certificates that change -------------------------------------------------------------------------------


def served_name(server, cert=None):
    with connect(server, context(cert)) as sock:
        return dict(pair[0] for pair in sock.getpeercert()["subject"])["commonName"]


def replace(folder, name, kind):
    for end in (".pem", ".key"):
        shutil.copy(certs.path(name + end), os.path.join(folder, "new"))
        os.replace(os.path.join(folder, "new"), os.path.join(folder, kind + end))


def test_certificates_are_read_anew_under_a_watch_that_goes_on():
    with tempfile.TemporaryDirectory() as folder:
        replace(folder, "server", "its")
        shutil.copy(CA, os.path.join(folder, "clients.pem"))
        files = ["--cert", os.path.join(folder, "its.pem"), "--key", os.path.join(folder, "its.key"),
                 "--client-ca", os.path.join(folder, "clients.pem")]
        with Server("--threads", "2", *files) as server:
            ours = client(server, "client")

            def hangup(words):
                before = server.stderr().count(words)
                server.process.send_signal(1)
                until(lambda: server.stderr().count(words) > before)
            with closing(ours.watch()) as stream:
                stream.create(key=b"a")
                ours.put(key=b"a", value=b"0")
                assert next_value(stream) == b"0"
                assert served_name(server, "client") == "server"

                replace(folder, "renewed", "its")
                assert served_name(server, "client") == "server", "not before it is told"
                hangup("certificates were read anew")
                assert served_name(server, "client") == "renewed"
                ours.put(key=b"a", value=b"1")
                assert next_value(stream) == b"1"

                shutil.copy(certs.path("server.key"), os.path.join(folder, "its.key"))
                hangup("does not belong to the certificate")
                assert served_name(server, "client") == "renewed"
                os.unlink(os.path.join(folder, "its.key"))
                hangup("No such file")
                assert served_name(server, "client") == "renewed"

                replace(folder, "server", "its")
                shutil.copy(certs.path("other-ca.pem"), os.path.join(folder, "clients.pem"))
                hangup("certificates were read anew")
                assert is_let_in(server, "stranger") and not is_let_in(server, "client")
                ours.put(key=b"a", value=b"2")
                assert next_value(stream) == b"2"


def test_bad_files_are_exit_1_and_one_line():
    with tempfile.TemporaryDirectory() as folder:
        empty, absent = os.path.join(folder, "empty"), os.path.join(folder, "absent")
        with open(empty, "w", encoding="ascii"):
            pass
        start = ["serve", "--ephemeral", "--listen", "127.0.0.1:0"]
        cert, key = identity("server")
        fails(1, ["--cert", absent, "No such file"], *start, "--cert", absent, "--key", key)
        fails(1, ["--cert", empty, "no certificate"], *start, "--cert", empty, "--key", key)
        fails(1, ["--key", cert, "no private key"], *start, "--cert", cert, "--key", cert)
        fails(1, ["--key", "does not belong"], *start, "--cert", cert, "--key", identity("client")[1])
        fails(1, ["--client-ca", empty, "no certificate"], *start, *CERT, "--client-ca", empty)
        fails(1, ["--client-ca", folder, "directory"], *start, *CERT, "--client-ca", folder)
        fails(2, "--cert", *start, "--cert", cert)


# --- ends ---------------------------------------------------------------------------------------------------


def test_a_websocket_watches_and_writes():
    with Server(*CLIENTS_ONLY) as server:
        made = context("client", alpn=["http/1.1"])
        with websocket_frames.WebSocket("localhost", server.port, "/watch/k", over=connect(server, made)) as ws:
            assert ws.json()["type"] == "open"
            ws.say({"type": "put", "id": 1, "key": "k", "value": "v" * 100000})
            assert ws.json()["type"] == "written"
            assert ws.json()["value"] == "v" * 100000
            assert ws.close() == 1000


def test_an_end_is_said_and_not_only_happens():
    with Server(*CERT) as server:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with connect(server, context(version=version)) as sock:
                sock.sendall(request("GET", "/version", more="connection: close\r\n"))
                assert b"etcdserver" in read_all(sock)  # ssl raises if the last words are missing


def test_an_end_that_is_not_said_cuts_the_connection():
    with Server(*CERT, "--listen-plain", "127.0.0.1:0") as server:
        at = plain(server)
        with connect(server) as sock:
            sock.sendall(request("GET", "/version"))
            assert b"HTTP/1.1 200" in sock.recv(4096)
            until(lambda: "\nvedette_connections_open 2\n" in ask_plain(at, "/metrics"))
            socket.socket.shutdown(sock, socket.SHUT_WR)
            until(lambda: "\nvedette_connections_open 1\n" in ask_plain(at, "/metrics"))


def test_a_server_that_ends_says_so_to_all():
    with Server(*CERT) as server:
        idle, silent = connect(server), server.connect()
        with closing(client(server).watch()) as stream:
            stream.create(key=b"a")
            assert server.terminate()[0] == 0
        assert read_all(idle) == b""
        idle.close()
        silent.close()


def test_a_slow_reader_loses_nothing():
    with Server(*CERT, "--listen-plain", "127.0.0.1:0") as server:
        at = plain(server)
        ours = wire.Client(f"{at[0]}:{at[1]}")
        for i in range(60):
            ours.put(key=b"k%03d" % i, value=bytes([65 + i % 26]) * 50000)
        path = "/kv/k?prefix&list" if "k000" in ask_plain(at, "/kv/k?prefix&list") else "/kv/k?prefix"
        with socket.create_connection(at, timeout=WAIT) as sock:
            sock.sendall(request("GET", path, more="connection: close\r\n"))
            said = body_of(sock)
        assert len(said) > 60 * 50000, len(said)
        with socket.socket() as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.connect(("127.0.0.1", server.port))
            with context().wrap_socket(raw, server_hostname="localhost", suppress_ragged_eofs=False) as sock:
                sock.sendall(request("GET", path, more="connection: close\r\n"))
                assert body_of(sock, 3001) == said


# --- what a stranger can make us spend ----------------------------------------------------------------------


def client_hello():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    half = context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        half.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def test_who_is_slow_with_the_handshake_or_a_record_is_cut():
    hello = client_hello()
    with Server(*CERT, "--listen-plain", "127.0.0.1:0") as server:
        at = plain(server)
        silent, begun, answered = [server.connect(WAIT) for _ in range(3)]
        begun.sendall(hello[:100])
        answered.sendall(hello)
        shaken = connect(server)
        socket.socket.sendall(shaken, b"\x17\x03\x03\x40\x00" + bytes(100))  # the head of a record, and little of it
        idle = connect(server)
        for sock in (silent, begun, answered):
            while sock.recv(65536):
                pass
            sock.close()
        try:
            read_all(shaken)
            assert False, "an end that was not said"
        except (ssl.SSLError, ConnectionError):
            pass
        assert re.search(r'vedette_tls_handshakes_total{result="late"} 3\n', ask_plain(at, "/metrics"))
        idle.sendall(request("GET", "/version"))
        assert b"HTTP/1.1 200" in idle.recv(4096), "who has said nothing is not late"
        idle.close()
        shaken.close()


def test_a_flood_of_handshakes_does_not_stall_others():
    """Each costs the server milliseconds for its key; what is asked meanwhile is not answered after all of them."""
    flood, hello = 80, client_hello()
    slow = ["--cert", certs.path("slow.pem"), "--key", certs.path("slow.key")]
    with Server("--threads", "1", *slow, "--listen-plain", "127.0.0.1:0") as server:
        at = plain(server)
        with socket.create_connection(at, timeout=WAIT) as sock:
            sock.sendall(request("GET", "/version"))
            assert b"HTTP/1.1 200" in sock.recv(4096)
            strangers = [server.connect(WAIT) for _ in range(flood)]
            for stranger in strangers:
                stranger.sendall(hello)
            sock.sendall(request("GET", "/version"))
            assert b"HTTP/1.1 200" in sock.recv(4096)
            answered = len(select.select(strangers, [], [], 0)[0])
            assert answered < flood / 2, f"{answered} of {flood} handshakes came first"
            for stranger in strangers:
                assert stranger.recv(1), "each has its turn"
                stranger.close()


def test_an_idle_connection_holds_little():
    count = 300
    with Server(*CERT) as server:
        def more():
            made = context()
            return [connect(server, made) for _ in range(count)]
        held = more()  # the first ones pay for OpenSSL itself
        before = server.status("RssAnon")
        held += more()
        each = (server.status("RssAnon") - before) * 1024 / count
        print(f"an idle TLS connection: {each:.0f} bytes")
        assert each < 24 * 1024, each
        for sock in held:
            sock.close()


main(globals())
