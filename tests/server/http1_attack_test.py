#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The known attacks on HTTP/1 servers and through browsers, over real sockets: what is answered, what it
costs, and that others are still served. What is refused byte by byte is in src/wire/http1_test.c and
http1_chunks_test.c, whom browsers may speak for in src/http/guard_test.c."""
import base64
import select
import socket
import subprocess
import time

from kit import Server, main, until

HOST = b"Host: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
NEXT = b"GET /version HTTP/1.1\r\n" + HOST + b"\r\n"


def ask(server, request, timeout=60):
    """Everything that is answered until the server ends the connection."""
    with server.connect(timeout=timeout) as sock:
        try:
            sock.sendall(request)
        except ConnectionError:
            pass  # it was told before it had said everything
        return read_all(sock)


def read_all(sock):
    got = b""
    try:
        while some := sock.recv(65536):
            got += some
    except ConnectionError:
        pass
    return got


class Reader:
    """Answers off a connection that stays."""

    def __init__(self, sock):
        self.file = sock.makefile("rb")

    def line(self):
        return self.file.readline().rstrip(b"\r\n")

    def answer(self):
        status, headers = int(self.line().split()[1]), {}
        while line := self.line():
            name, value = line.split(b":", 1)
            headers[name.strip().decode()] = value.strip().decode()
        if status < 200 or status in (204, 304):
            return status, headers, b""
        if headers.get("transfer-encoding") == "chunked":
            return status, headers, b"".join(iter(self.chunk, b""))
        return status, headers, self.file.read(int(headers["content-length"]))

    def chunk(self):
        size = int(self.line(), 16)
        data = self.file.read(size)
        assert self.line() == b""
        return data


def put(key, value, fields=b""):
    return (b"PUT /kv/" + key + b" HTTP/1.1\r\n" + HOST + fields + b"Content-Length: %d\r\n\r\n" % len(value) + value)


def put_chunked(key, *chunks):
    return (b"PUT /kv/" + key + b" HTTP/1.1\r\n" + HOST + CHUNKED + b"\r\n" +
            b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks) + b"0\r\n\r\n")


def get(key):
    return b"GET /kv/" + key + b" HTTP/1.1\r\n" + HOST + b"\r\n"


# --- what is spoken -------------------------------------------------------------------------------


def test_requests_are_answered_in_order_on_one_connection():
    with Server() as server, server.connect(timeout=60) as sock:
        sock.sendall(put(b"a", b"one") + put_chunked(b"a", b"t", b"w", b"o") + get(b"a") + get(b"b") + NEXT)
        reader = Reader(sock)
        assert reader.answer()[0] in (200, 201)
        assert reader.answer()[0] in (200, 201)
        assert reader.answer()[::2] == (200, b"two")
        assert reader.answer()[0] == 404
        assert b"etcdserver" in reader.answer()[2]


def test_a_body_in_chunks_is_the_same_wherever_it_is_cut():
    request = put_chunked(b"cut", b"he", b"llo\r\n0\r\n\r\n", b"!")
    with Server() as server, server.connect(timeout=60) as sock:
        reader = Reader(sock)
        for cut in range(1, len(request)):
            sock.sendall(request[:cut])
            until(lambda: unread(server) == 0)
            sock.sendall(request[cut:] + get(b"cut"))
            assert reader.answer()[0] in (200, 201), cut
            assert reader.answer()[2] == b"hello\r\n0\r\n\r\n!", cut


def unread(server):
    """Bytes that the kernel holds for the server and that it has not read."""
    with open("/proc/net/tcp", encoding="ascii") as table:
        return sum(int(line.split()[4].split(":")[1], 16) for line in table
                   if line.split()[1] == f"0100007F:{server.port:04X}" and line.split()[3] == "01")


def test_expect_is_met_when_the_body_is_wanted():
    with Server() as server:
        with server.connect(timeout=60) as sock:
            reader = Reader(sock)
            head, body = put(b"a", b"body", b"Expect: 100-continue\r\n").split(b"\r\n\r\n")
            sock.sendall(head + b"\r\n\r\n")
            assert reader.answer()[0] == 100
            sock.sendall(body + get(b"a"))
            assert reader.answer()[0] in (200, 201)
            assert reader.answer()[2] == b"body"
        got = ask(server, b"POST /version HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n")
        assert b" 100 " not in got and got.startswith(b"HTTP/1.1 "), got
        got = ask(server, put(b"a", b"body", b"Expect: a-miracle\r\n"))
        assert got.startswith(b"HTTP/1.1 417 "), got


def test_http_1_0_and_close_end_the_connection():
    with Server() as server:
        for request in (b"GET /version HTTP/1.0\r\n\r\n", b"GET /version HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
                        b"HEAD /version HTTP/1.0\r\n\r\n"):
            got = ask(server, request + NEXT)
            assert got.startswith(b"HTTP/1.1 200 ") and got.count(b"HTTP/1.1") == 1, got
            assert b"connection: close\r\n" in got
            assert (b"etcdserver" in got) == request.startswith(b"GET")


def test_a_peer_that_ends_its_side_while_it_waits_is_forgotten():
    with Server() as server:
        watchers = "etcd_debugging_mvcc_watcher_total"
        for ask_for in (b"/watch/a", b"/watch/a?wait=60s"):
            with server.connect(timeout=60) as sock:
                sock.sendall(b"GET " + ask_for + b" HTTP/1.1\r\n" + HOST + b"\r\n")
                until(lambda: server.metric(watchers) == 1)
                sock.shutdown(socket.SHUT_WR)
                until(lambda: server.metric(watchers) == 0)
                read_all(sock)


def test_a_peer_that_goes_away_with_requests_sent_ahead_is_forgotten():
    with Server() as server:
        watchers = "etcd_debugging_mvcc_watcher_total"
        for leave in (socket.socket.close, lambda sock: sock.shutdown(socket.SHUT_WR)):
            sock = server.connect(timeout=60)
            sock.sendall(b"GET /v2/keys/a?wait=true HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT)
            until(lambda: server.metric(watchers) == 1)
            leave(sock)
            until(lambda: server.metric(watchers) == 0)
            sock.close()


# --- smuggling ------------------------------------------------------------------------------------

POST = b"POST /version HTTP/1.1\r\n"
PUT = b"PUT /kv/a HTTP/1.1\r\n"
SMUGGLED = {
    "both framings": POST + HOST + b"Content-Length: 6\r\n" + CHUNKED + b"\r\n0\r\n\r\nG",
    "both framings, the other way": POST + HOST + CHUNKED + b"Content-Length: 6\r\n\r\n0\r\n\r\nG",
    "two lengths": POST + HOST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "two equal lengths": POST + HOST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "a list of lengths": POST + HOST + b"Content-Length: 3, 3\r\n\r\nabc",
    "a signed length": POST + HOST + b"Content-Length: +3\r\n\r\nabc",
    "a negative length": POST + HOST + b"Content-Length: -3\r\n\r\nabc",
    "a length in hex": POST + HOST + b"Content-Length: 0x3\r\n\r\nabc",
    "a length with a point": POST + HOST + b"Content-Length: 3.0\r\n\r\nabc",
    "an empty length": POST + HOST + b"Content-Length: \r\n\r\nabc",
    "a length that overflows": POST + HOST + b"Content-Length: 18446744073709551619\r\n\r\nabc",
    "a length behind a space": POST + HOST + b" Content-Length: 3\r\n\r\nabc",
    "a length before a spaced colon": POST + HOST + b"Content-Length : 3\r\n\r\nabc",
    "a coding before a spaced colon": POST + HOST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a coding behind a tab": POST + HOST + b"A: b\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding with a vertical tab": POST + HOST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a coding that looks like it": POST + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding that is none": POST + HOST + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "chunked not last": POST + HOST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + HOST + CHUNKED + CHUNKED + b"\r\n0\r\n\r\n",
    "chunked in HTTP/1.0": b"POST /version HTTP/1.0\r\n" + HOST + CHUNKED + b"\r\n0\r\n\r\n",
    "a folded coding": POST + HOST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "a folded line": POST + HOST + b"A: b\r\n c\r\n\r\n",
    "no host": b"GET /version HTTP/1.1\r\n\r\n",
    "an empty host": b"GET /version HTTP/1.1\r\nHost:\r\n\r\n",
    "two hosts": b"GET /version HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "two hosts, one spaced": b"GET /version HTTP/1.1\r\n" + HOST + b"Host : evil\r\n\r\n",
    "a host that is two": b"GET /version HTTP/1.1\r\nHost: localhost, evil\r\n\r\n",
    "a host with a user": b"GET /version HTTP/1.1\r\nHost: evil@localhost\r\n\r\n",
    "a line end of LF": b"GET /version HTTP/1.1\n" + HOST + b"\r\n",
    "lines that end in LF": b"GET /version HTTP/1.1\nHost: localhost\n\n\r\n\r\n",
    "an LF in a field": b"GET /version HTTP/1.1\r\n" + HOST + b"A: b\nC: d\r\n\r\n",
    "a CR in a field": b"GET /version HTTP/1.1\r\n" + HOST + b"A: b\rC: d\r\n\r\n",
    "a CR in the first line": b"GET /version\r HTTP/1.1\r\n" + HOST + b"\r\n",
    "a NUL in a field": b"GET /version HTTP/1.1\r\n" + HOST + b"A: b\0c\r\n\r\n",
    "a NUL in a name": b"GET /version HTTP/1.1\r\n" + HOST + b"A\0: b\r\n\r\n",
    "a name that is no token": b"GET /version HTTP/1.1\r\n" + HOST + b"A(b): c\r\n\r\n",
    "no name": b"GET /version HTTP/1.1\r\n" + HOST + b": c\r\n\r\n",
    "no colon": b"GET /version HTTP/1.1\r\n" + HOST + b"ab\r\n\r\n",
    "two spaces": b"GET  /version HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tab": b"GET\t/version HTTP/1.1\r\n" + HOST + b"\r\n",
    "a space at the end": b"GET /version HTTP/1.1 \r\n" + HOST + b"\r\n",
    "a fragment": b"GET /version#a HTTP/1.1\r\n" + HOST + b"\r\n",
    "a first line that is white": b" GET /version HTTP/1.1\r\n" + HOST + b"\r\n",
    "a chunk that ends in LF": PUT + HOST + CHUNKED + b"\r\n3\nabc\r\n0\r\n\r\n",
    "a chunk that ends in CR": PUT + HOST + CHUNKED + b"\r\n3\rabc\r\n0\r\n\r\n",
    "a chunk shorter than it says": PUT + HOST + CHUNKED + b"\r\n5\r\nabc\r\n0\r\n\r\n",
    "a chunk longer than it says": PUT + HOST + CHUNKED + b"\r\n3\r\nabcd\r\n0\r\n\r\n",
    "a chunk with a sign": PUT + HOST + CHUNKED + b"\r\n+3\r\nabc\r\n0\r\n\r\n",
    "a chunk with 0x": PUT + HOST + CHUNKED + b"\r\n0x3\r\nabc\r\n0\r\n\r\n",
    "a chunk behind a space": PUT + HOST + CHUNKED + b"\r\n 3\r\nabc\r\n0\r\n\r\n",
    "a chunk that overflows": PUT + HOST + CHUNKED + b"\r\n10000000000000003\r\nabc\r\n0\r\n\r\n",
    "an extension with an LF": PUT + HOST + CHUNKED + b"\r\n2;\nxx\r\nab\r\n0\r\n\r\n",
    "an extension with a quoted LF": PUT + HOST + CHUNKED + b"\r\n2;a=\"\n\"\r\nab\r\n0\r\n\r\n",
    "an extension with a CR": PUT + HOST + CHUNKED + b"\r\n2;a\rb\r\nab\r\n0\r\n\r\n",
    "an extension with a control byte": PUT + HOST + CHUNKED + b"\r\n2;a=\"\x01\"\r\nab\r\n0\r\n\r\n",
    "a length among the trailers": PUT + HOST + CHUNKED + b"\r\n0\r\nContent-Length: 5\r\n\r\n",
    "a host among the trailers": PUT + HOST + CHUNKED + b"\r\n0\r\nHost: evil\r\n\r\n",
    "a folded trailer": PUT + HOST + CHUNKED + b"\r\n0\r\nA: b\r\n c\r\n\r\n",
    "a last line that ends in LF": PUT + HOST + CHUNKED + b"\r\n0\r\n\n",
}


def test_requests_that_could_be_read_in_two_ways_are_refused_and_nothing_after_them_is_read():
    with Server() as server:
        for name, request in SMUGGLED.items():
            got = ask(server, request + NEXT)
            assert got.startswith(b"HTTP/1.1 400 "), (name, got)
            assert got.count(b"HTTP/1.1") == 1 and b"etcdserver" not in got, (name, got)
            assert b"\r\nconnection: close\r\n" in got and b"\r\ndate: " in got, (name, got)
        assert curl(server, "/kv/a")[0] == 404


def test_what_is_well_formed_and_not_served_is_told_apart():
    with Server() as server:
        for request, status in (
                (POST + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
                (b"CONNECT localhost:1 HTTP/1.1\r\n" + HOST + b"\r\n", 501),
                (b"BREW /version HTTP/1.1\r\n" + HOST + b"\r\n", 501),
                (b"GET /version HTTP/1.2\r\n" + HOST + b"\r\n", 505),
                (b"GET /version HTTP/9.1\r\n" + HOST + b"\r\n", 505)):
            got = ask(server, request + NEXT)
            assert got.startswith(b"HTTP/1.1 %d " % status) and got.count(b"HTTP/1.1") == 1, (request, got)
        assert ask(server, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100)) != b""
        assert ask(server, b"no http at all\r\n\r\n") == b""


# --- floods ---------------------------------------------------------------------------------------


def attacked(attack, memory_kib=4096, cpu=1.0, files=8192):
    """Runs the attack against a server of its own, and looks at what it has cost."""
    with Server("--threads", "2", files=files) as server:
        server.get("/version")
        memory, spent = server.status("RssAnon"), server.cpu_seconds()
        attack(server)
        grown = server.status("RssAnon") - memory
        assert grown <= memory_kib, f"grew by {grown} KiB"
        spent = server.cpu_seconds() - spent
        assert spent <= cpu, f"took {spent:.2f} s of CPU"
        assert "etcdserver" in server.get("/version")
        code, _ = server.terminate()
        assert code == 0, code


def flood(server, first, again, most=64 << 20):
    """Sends until it is answered or all of it was sent: what was answered."""
    with server.connect(timeout=60) as sock:
        sock.sendall(first)
        again *= max(1, 65536 // len(again))
        sent = 0
        try:
            while sent < most and not select.select([sock], [], [], 0)[0]:
                sent += sock.send(again)
        except ConnectionError:
            pass
        assert sent < most, "nothing was said"
        return read_all(sock)


def test_heads_without_end_are_refused():
    floods = ((b"GET /version HTTP/1.1\r\n" + HOST, b"A: b\r\n", 431),
              (b"GET /version HTTP/1.1\r\n" + HOST + b"A: ", b"b", 431),
              (b"GET /version HTTP/1.1\r\n" + HOST, b"a", 431),
              (b"GET /", b"a", 414),
              (b"", b"A", 414))
    answered = []

    def attack(server):
        for first, again, _ in floods:
            answered.append(flood(server, first, again))
    attacked(attack)
    for (first, again, status), got in zip(floods, answered):
        # A reset may overtake the answer of a server that has stopped reading.
        assert not got or got.startswith(b"HTTP/1.1 %d " % status), (first, again, got)
    assert sum(got != b"" for got in answered) >= 1


def test_chunks_without_end_are_refused():
    begin = PUT + HOST + CHUNKED + b"\r\n"
    floods = ((begin + b"5;", b"a"), (begin + b"5;a=\"", b"b"), (begin, b"0"),
              (begin + b"0\r\n", b"A: b\r\n"), (begin + b"0\r\nA: ", b"b"))

    def attack(server):
        for first, again in floods:
            got = flood(server, first, again)
            assert not got or got.startswith(b"HTTP/1.1 400 "), (first, got)
    attacked(attack)


def test_huge_bodies_are_refused_before_they_come():
    def attack(server):
        for request in (PUT + HOST + CHUNKED + b"\r\nffffffffffffffff\r\n",
                        PUT + HOST + CHUNKED + b"\r\n7fffffffffffffff\r\nabc",
                        PUT + HOST + b"Content-Length: 999999999999999999\r\n\r\n",
                        PUT + HOST + b"Content-Length: 1000000000\r\n\r\n"):
            got = ask(server, request)
            assert got.startswith(b"HTTP/1.1 413 "), (request, got)
    attacked(attack)


def test_a_body_in_chunks_cannot_grow_past_what_a_door_takes():
    def attack(server):
        got = flood(server, PUT + HOST + CHUNKED + b"\r\n", b"1000\r\n" + bytes(4096) + b"\r\n")
        assert not got or got.startswith(b"HTTP/1.1 413 "), got
    attacked(attack, memory_kib=16 * 1024, cpu=3.0)


def test_a_flood_of_requests_whose_answers_are_not_read_is_not_read():
    """The peer's own sending comes to a stop; nothing grows."""
    def attack(server):
        with server.connect() as sock:
            sock.setblocking(False)
            sent, rest = 0, NEXT * 65536
            while select.select([], [sock], [], 2)[1]:
                sent += sock.send(rest[sent % len(NEXT):][:1 << 20])
                assert sent < 1 << 30, "it never stops"
            for _ in range(20):
                server.get("/version")
    attacked(attack, cpu=20.0)


def test_a_flood_of_requests_is_answered_in_order_and_others_are_served_meanwhile():
    with Server() as server, server.connect(timeout=60) as sock:
        count = 20000
        reader = Reader(sock)
        sock.setblocking(True)
        rest = NEXT * count
        done = 0
        while rest:
            sock.sendall(rest[:200 * len(NEXT)])
            rest = rest[200 * len(NEXT):]
            if done % 20 == 0:
                server.get("/version")
            for _ in range(200):
                assert reader.answer()[0] == 200
            done += 1


# --- slow peers -----------------------------------------------------------------------------------


def test_slow_heads_and_slow_bodies_are_ended_and_cost_little():
    """A byte now and then, on 600 connections at once."""
    dribbled = {
        "head": (b"GET /version HTTP/1.1\r\n" + HOST, b"A"),
        "body": (PUT + HOST + b"Content-Length: 100000\r\n\r\n", b"b"),
        "chunks": (PUT + HOST + CHUNKED + b"\r\n", b"1\r\nb\r\n"),
    }

    def attack(server):
        socks = []
        for first, again in dribbled.values():
            for _ in range(200):
                sock = server.connect()
                sock.sendall(first)
                socks.append((sock, again))
        begun, left = time.monotonic(), socks
        while left and time.monotonic() - begun < 60:
            still = []
            for sock, again in left:
                if select.select([sock], [], [], 0)[0]:
                    got = read_all(sock)
                    assert got.startswith(b"HTTP/1.1 408 "), got
                    sock.close()
                    continue
                try:
                    sock.send(again)
                except ConnectionError:
                    pass
                still.append((sock, again))
            left = still
            server.get("/version")
            time.sleep(0.5)
        assert not left, f"{len(left)} are still served"
        assert time.monotonic() - begun > 5
    attacked(attack, memory_kib=8192, cpu=5.0)


def test_peers_that_never_read_hold_up_nobody():
    def attack(server):
        peers = []
        for _ in range(150):
            sock = socket.socket()
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            sock.connect(("127.0.0.1", server.port))
            sock.sendall(b"GET /metrics HTTP/1.1\r\n" + HOST + b"\r\n")
            peers.append(sock)
        for _ in range(20):
            server.get("/version")
        for sock in peers:
            sock.close()
    attacked(attack, memory_kib=48 * 1024, cpu=5.0)


# --- through browsers -----------------------------------------------------------------------------


def curl(server, path, *fields, method="GET", body=None, http2=False, host=None):
    """(status, headers) of what curl was answered."""
    command = ["curl", "-sS", "-m", "60", "-o", "/dev/null", "-D", "-", "-X", method]
    command += ["--http2-prior-knowledge"] if http2 else ["--http1.1"]
    for field in (*fields, *([f"Host: {host}"] if host else [])):
        command += ["-H", field]
    command += ["--data-binary", body] if body is not None else []
    out = subprocess.run([*command, f"http://{server.address}{path}"], capture_output=True, text=True, check=True).stdout
    lines = out.replace("\r", "").strip().split("\n\n")[-1].split("\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    return int(lines[0].split()[1]), headers


EVIL = "Origin: https://evil.example"


def test_a_page_from_elsewhere_can_neither_read_nor_write():
    with Server() as server:
        for http2 in (False, True):
            for method, path, fields, body in (
                    ("GET", "/kv/a", (), None), ("GET", "/watch/a", (), None), ("GET", "/metrics", (), None),
                    ("PUT", "/kv/a", (), "x"), ("DELETE", "/kv/a", (), None),
                    ("POST", "/kv/a", ("Content-Type: text/plain",), "x"),
                    ("POST", "/v2/keys/a", ("Content-Type: application/x-www-form-urlencoded",), "value=x"),
                    ("POST", "/v3/kv/put", ("Content-Type: text/plain",), '{"key":"YQ==","value":"YQ=="}'),
                    ("OPTIONS", "/kv/a", ("Access-Control-Request-Method: PUT",), None)):
                for origin in (EVIL, "Origin: null", f"Origin: http://localhost:{server.port}",
                               f"Origin: http://{server.address}.evil.example"):
                    status, headers = curl(server, path, *fields, origin, method=method, body=body, http2=http2)
                    assert status == 403, (method, path, origin, http2, status)
                    assert "access-control-allow-origin" not in headers
        assert curl(server, "/kv/a")[0] == 404
        got = ask(server, b"GET /watch/a HTTP/1.1\r\n" + HOST + EVIL.encode() + b"\r\nConnection: Upgrade, close\r\n"
                  b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                  base64.b64encode(bytes(16)) + b"\r\n\r\n")
        assert got.startswith(b"HTTP/1.1 403 "), got
        assert server.metric("vedette_http_guarded_total") >= 73


def test_a_page_of_our_own_may_do_everything():
    with Server() as server:
        for http2 in (False, True):
            own = f"Origin: http://{server.address}"
            assert curl(server, "/kv/a", own, method="PUT", body="x", http2=http2)[0] in (200, 201)
            status, headers = curl(server, "/kv/a", own, http2=http2)
            assert status == 200 and "access-control-allow-origin" not in headers
            assert headers["date"].endswith(" gmt"), headers


def test_what_a_page_from_elsewhere_loads_without_reading_it_is_refused():
    with Server() as server:
        fetch = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script")
        assert curl(server, "/version", *fetch)[0] == 403
        link = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
        assert curl(server, "/version", *link)[0] == 200


def test_grpc_is_exempt_and_nothing_that_only_looks_like_it():
    with Server() as server:
        path = "/etcdserverpb.Maintenance/Status"
        status, headers = curl(server, path, EVIL, "Content-Type: application/grpc", "TE: trailers", method="POST", body="", http2=True)
        assert status == 200 and headers["content-type"] == "application/grpc", (status, headers)
        assert curl(server, path, EVIL, "Content-Type: application/grpc", method="POST", body="")[0] == 403
        assert curl(server, path, EVIL, "Content-Type: application/grpcx", method="POST", body="", http2=True)[0] == 403


def test_cors_opens_up_to_whom_it_names():
    with Server("--cors", "https://app.example,http://localhost:3000") as server:
        for http2 in (False, True):
            status, headers = curl(server, "/version", "Origin: https://app.example", http2=http2)
            assert status == 200 and headers["access-control-allow-origin"] == "https://app.example", headers
            assert headers["vary"] == "origin" and "access-control-allow-credentials" not in headers
            status, headers = curl(server, "/kv/a", "Origin: http://localhost:3000", "Access-Control-Request-Method: PUT",
                                   "Access-Control-Request-Headers: if-match", method="OPTIONS", http2=http2)
            assert status == 204 and "put" in headers["access-control-allow-methods"], headers
            assert headers["access-control-allow-headers"] == "if-match"
            assert curl(server, "/version", EVIL, http2=http2)[0] == 403
    with Server("--cors", "*") as server:
        status, headers = curl(server, "/version", EVIL)
        assert status == 200 and headers["access-control-allow-origin"] == "*"


def test_a_name_that_was_rebound_is_not_ours():
    with Server() as server:
        for http2 in (False, True):
            for name in ("evil.example", f"evil.example:{server.port}", "localhost.evil.example", "127.0.0.1.evil.example"):
                assert curl(server, "/kv/a", host=name, http2=http2)[0] == 421, name
                # Such a page is of the same origin as what it asks.
                assert curl(server, "/kv/a", f"Origin: http://{name}", method="PUT", body="x", host=name, http2=http2)[0] == 421
            for name in ("localhost", f"LocalHost:{server.port}", "[::1]", "10.0.0.1:1"):
                assert curl(server, "/version", host=name, http2=http2)[0] == 200, name
        got = ask(server, b"GET http://evil.example/version HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        assert got.startswith(b"HTTP/1.1 421 "), got
        assert curl(server, "/kv/a")[0] == 404


def test_allowed_hosts_are_ours_and_on_other_listeners_they_alone():
    with Server("--allowed-hosts", "a.example,b.example") as server:
        assert curl(server, "/version", host="A.example:1")[0] == 200
        assert curl(server, "/version", host="b.example")[0] == 200
        assert curl(server, "/version", host="c.example")[0] == 421
    with Server(listen=("0.0.0.0:0",)) as server:
        assert curl(server, "/version", host="c.example")[0] == 200
    with Server("--allowed-hosts", "a.example", listen=("0.0.0.0:0",)) as server:
        assert curl(server, "/version", host="a.example")[0] == 200
        assert curl(server, "/version", host="c.example")[0] == 421


main(globals())
