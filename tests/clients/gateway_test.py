# SPDX-License-Identifier: Apache-2.0
"""etcd's JSON gateway over HTTP/1.1, HTTP/2 and WebSocket: what docs/doors/gateway.md promises."""

import base64
import glob
import hashlib
import importlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading

from gateway import PATHS, Gateway, Stream, b64
from kit import Skip, eq, until
from websocket_frames import WebSocket

HERE = os.path.dirname(os.path.abspath(__file__))


def gateway(t, server=None, prefix="/v3/"):
    g = Gateway((server or t).endpoint, prefix)
    t.defer(g.close)
    return g


def stream(t, path, *bodies, server=None):
    body = "".join(b if isinstance(b, str) else json.dumps(b) for b in bodies)
    s = Stream((server or t).endpoint, "/v3/" + path, body)
    t.defer(s.close)
    return s


def curl(t, *args):
    done = subprocess.run([t.need("curl"), "-sS", "--max-time", "60", *args], capture_output=True)
    assert done.returncode == 0, f"curl {args}: {done.returncode} {done.stderr.decode()}"
    return done.stdout.decode()


# --- single answers ------------------------------------------------------------------------------

def test_a_put_is_read_back(t):
    g, key = gateway(t), b64(t.key("a"))
    status, page = g.post("kv/put", {"key": key, "value": b64(b"\0\xff")})
    eq(status, 200)
    revision = page["header"]["revision"]
    assert isinstance(revision, str) and int(revision) > 1, page
    status, page = g.post("kv/range", {"key": key})
    eq((status, page["kvs"], page["count"]),
       (200, [{"key": key, "create_revision": revision, "mod_revision": revision, "version": "1",
               "value": b64(b"\0\xff")}], "1"))
    assert all(isinstance(page["header"][name], str) for name in ("cluster_id", "member_id", "raft_term")), page


def test_the_content_type_is_json(t):
    for path, status in (("kv/range", 400), ("maintenance/status", 200)):
        out = curl(t, "-o", "/dev/null", "-w", "%{http_code} %{content_type}", "-d", "", f"http://{t.endpoint}/v3/{path}")
        eq(out, f"{status} application/json")


def test_v3beta_is_the_same(t):
    key = b64(t.key())
    eq(gateway(t, prefix="/v3beta/").post("kv/put", {"key": key})[0], 200)
    eq(gateway(t).post("kv/range", {"key": key})[1]["count"], "1")


def test_every_method_has_its_path(t):
    g = gateway(t)
    paths = {*PATHS.values(), "kv/lease/revoke", "kv/lease/timetolive", "kv/lease/leases", "maintenance/hash",
             "auth/user/delete", "auth/user/changepw", "auth/user/grant", "auth/user/revoke", "auth/role/get",
             "auth/role/delete", "auth/role/grant", "auth/role/revoke", "lease/keepalive", "watch", "election/observe",
             "maintenance/snapshot"}
    if not t.ours("each version has others"):
        return
    for path in sorted(paths):
        status, page = g.post(path, "[]")
        assert status not in (404, 405), f"{path}: {status} {page}"


def test_what_is_not_there_is_404_and_what_is_not_posted_405(t):
    g = gateway(t)
    for path in ("kv/nosuch", "kv/range/", "KV/range"):
        eq(g.post(path, "{}")[0], 404, path)
    if t.ours("3.4 says 405 in plain text, 3.6 says 501"):
        eq(g.post("kv/nosuch", "{}"), (404, {"error": "Not Found", "code": 5, "message": "Not Found"}))
        for method in ("GET", "PUT", "DELETE"):
            eq(g.post("kv/range", "{}", method=method)[0], 405, method)


def test_an_error_has_its_status(t):
    g, key = gateway(t), b64(t.key())
    for path, body, status, code, message in (
            ("kv/range", {}, 400, 3, "etcdserver: key is not provided"),
            ("kv/range", {"key": key, "revision": 1 << 60}, 400, 11, "etcdserver: mvcc: required revision is a future "
                                                                     "revision"),
            ("lease/revoke", {"ID": 99}, 404, 5, "etcdserver: requested lease not found"),
            ("lease/grant", {"TTL": 9000000001}, 400, 11, "etcdserver: too large lease TTL"),
            ("kv/put", {"key": key, "value": b64(b"x" * 1600000)}, 400, 3, "etcdserver: request is too large")):
        got, page = g.post(path, body)
        eq((got, page["code"], page["message"]), (status, code, message), path)
        if not t.newer("3.5", "both fields") or not t.is_etcd:
            eq(page["error"], message)
    if t.ours("its authentication works"):
        eq(g.post("auth/enable", "")[0], 501)


def test_a_body_over_the_limit_is_refused(t):
    """The message's limit is gRPC's, and a body that becomes none is cut too."""
    status, page = gateway(t).post("kv/put", {"key": b64(t.key()), "value": b64(b"x" * 2097152)})
    eq((status, page["code"]), (429, 8))
    assert page["message"].startswith("grpc: received message larger than max ("), page
    if not t.ours("its gateway reads any body to its end"):
        return
    s = socket.create_connection((t.host, t.port), timeout=60)
    t.defer(s.close)
    s.sendall(b"POST /v3/kv/put HTTP/1.1\r\nHost: %s\r\nContent-Length: 1000000000\r\n\r\n{" % t.endpoint.encode())
    threading.Thread(target=pour, args=(s,), daemon=True).start()
    assert b" 429 " in s.recv(4096)


def pour(s):
    try:
        for _ in range(10000):
            s.sendall(b" " * 65536)
    except OSError:
        pass


def protobuf(t):
    """Google's own library, with the messages of proto/etcd."""
    try:
        from google.protobuf import json_format
    except ImportError:
        raise Skip("python3-protobuf is not installed")
    out = tempfile.mkdtemp(prefix="vd-clients-proto-")
    protos = os.path.join(HERE, "..", "..", "proto", "etcd")
    subprocess.run([t.need("protoc"), "-I", protos, "--python_out", out,
                    *map(os.path.basename, glob.glob(os.path.join(protos, "*.proto")))], check=True, cwd=protos)
    sys.path.insert(0, out)
    modules = [importlib.import_module(n) for n in ("kv_pb2", "auth_pb2", "rpc_pb2", "lock_pb2", "election_pb2")]
    sys.path.remove(out)
    return json_format, modules


def random_message(rng, message, depth=2):
    """Fills some fields of any kind."""
    for field in message.DESCRIPTOR.fields:
        if rng.random() < 0.4 or field.type == field.TYPE_MESSAGE and not depth:
            continue
        values = [random_value(rng, field) for _ in range(rng.randrange(3))]
        if field.label == field.LABEL_REPEATED and field.type == field.TYPE_MESSAGE:
            for _ in values:
                random_message(rng, getattr(message, field.name).add(), depth - 1)
        elif field.label == field.LABEL_REPEATED:
            getattr(message, field.name).extend(values)
        elif field.type == field.TYPE_MESSAGE:
            getattr(message, field.name).SetInParent()
            random_message(rng, getattr(message, field.name), depth - 1)
        else:
            setattr(message, field.name, random_value(rng, field))
    return message


def random_value(rng, field):
    if field.type == field.TYPE_MESSAGE:
        return None
    if field.type == field.TYPE_BYTES:
        return rng.randbytes(rng.randrange(5))
    if field.type == field.TYPE_STRING:
        return rng.choice(["", "a", "\u00e9", '"\\\n', "</script>"])
    if field.type == field.TYPE_ENUM:
        return rng.choice(field.enum_type.values).number
    if field.type == field.TYPE_BOOL:
        return rng.random() < 0.5
    low, high = {field.TYPE_INT64: (-1 << 63, (1 << 63) - 1), field.TYPE_UINT64: (0, (1 << 64) - 1),
                 field.TYPE_INT32: (-1 << 31, (1 << 31) - 1), field.TYPE_UINT32: (0, (1 << 32) - 1)}[field.type]
    return rng.choice([0, 1, low, high, rng.randint(low, high)])


# These change what later ones see, or wait for ever.
NOT_SAID_TWICE = {"LeaseGrant", "Campaign", "Proclaim", "Resign", "Lock", "Defragment", "Hash", "RangeStream", "Compact", "LeaseLeases"}


def test_json_says_what_protobuf_says(t):
    """Random requests of every method, to gRPC as bytes and to the gateway as Google's library writes them
    in JSON: the answers are the same message, or the same error."""
    import grpc

    if not t.ours("Google's library and its reading of proto/ are for our own"):
        return
    json_format, modules = protobuf(t)
    server = t.start()
    g, channel = gateway(t, server), grpc.insecure_channel(server.endpoint)
    t.defer(channel.close)
    seed = int(os.environ.get("VD_SEED") or random.randrange(1 << 32))
    rng, asked = random.Random(seed), 0
    paths = {path: name for name, path in ((n, p) for n, p in PATHS.items())}
    services = [s for m in modules for s in m.DESCRIPTOR.services_by_name.values()]
    by_method = {wire_path: PATHS[name] for name, (wire_path, *_) in unary().items() if name in PATHS}
    assert len(paths) == len(PATHS)
    for service in services:
        for method in service.methods:
            path = by_method.get(f"/{service.full_name}/{method.name}")
            if not path or method.name in NOT_SAID_TWICE:
                continue
            request, answer = (getattr(m, d.name) for d in (method.input_type, method.output_type)
                               for m in modules if hasattr(m, d.name) and getattr(m, d.name).DESCRIPTOR is d)
            call = channel.unary_unary(f"/{service.full_name}/{method.name}", request.SerializeToString,
                                       answer.FromString)
            for _ in range(12):
                asked += 1
                message = random_message(rng, request())
                text = json_format.MessageToJson(message, preserving_proto_field_name=rng.random() < 0.5)
                status, page = g.post(path, text)
                what = f"VD_SEED={seed}, {path} {text}"
                try:
                    want = call(message, timeout=20)
                except grpc.RpcError as e:
                    eq((page.get("code"), page.get("message")), (e.code().value[0], e.details()), what)
                    continue
                eq(status, 200, what)
                got = json_format.Parse(json.dumps(page), answer())
                for either in (got, want):
                    if "header" in answer.DESCRIPTOR.fields_by_name:
                        either.header.Clear()  # a put is another revision
                    if method.name == "Put":
                        either.prev_kv.Clear()
                    if method.name in ("Txn", "Status", "DeleteRange", "Alarm"):
                        either.Clear()  # done twice, it is another thing
                eq(got, want, what)
    assert asked > 200, asked


def unary():
    import wire

    return wire.UNARY


# --- streams -------------------------------------------------------------------------------------

def test_a_watch_is_a_line_for_each_answer(t):
    g, key = gateway(t), b64(t.key("k"))
    w = stream(t, "watch", {"create_request": {"key": key}})
    created = w.result()
    eq((created["created"], "watch_id" in created, "events" in created), (True, False, False))
    eq(w.answer.getheader("content-type"), "application/json")
    for i in range(3):
        g.post("kv/put", {"key": key, "value": b64(b"%d" % i)})
        event, = w.result()["events"]
        eq((event["kv"]["value"], "type" in event), (b64(b"%d" % i), False))
    g.post("kv/deleterange", {"key": key})
    event, = w.result()["events"]
    eq((event["type"], event["kv"]["key"]), ("DELETE", key))


def test_a_watch_by_curl_prints_each_line_at_once(t):
    g, key = gateway(t), b64(t.key("k"))
    c = subprocess.Popen([t.need("curl"), "-sSN", "--max-time", "60", "-d", json.dumps({"create_request": {"key": key}}),
                          f"http://{t.endpoint}/v3/watch"], stdout=subprocess.PIPE)
    t.defer(c.stdout.close)
    t.defer(c.wait)
    t.defer(c.terminate)
    assert json.loads(c.stdout.readline())["result"]["created"]
    g.post("kv/put", {"key": key, "value": b64(b"x")})
    eq(json.loads(c.stdout.readline())["result"]["events"][0]["kv"]["value"], b64(b"x"))


def test_a_watch_from_the_past_is_whole(t):
    """A long history in as many lines as it takes: nothing missing, nothing twice."""
    g, n = gateway(t), 3000
    first = int(g.post("kv/put", {"key": b64(t.key("0"))})[1]["header"]["revision"])
    for i in range(1, n // 100):
        ops = [{"request_put": {"key": b64(t.key("%d" % (i * 100 + k))), "value": b64(os.urandom(20))}} for k in range(100)]
        eq(g.post("kv/txn", {"success": ops})[0], 200)
    w = stream(t, "watch", {"create_request": {"key": b64(t.key()), "range_end": b64(t.end), "start_revision": first}})
    assert w.result()["created"]
    keys = []
    while len(keys) < n - 99:
        keys += [base64.b64decode(e["kv"]["key"]) for e in w.result()["events"]]
    eq(keys, [t.key("0")] + [t.key("%d" % i) for i in range(100, n)])


def test_many_watchers_are_told_the_same(t):
    g, key, n = gateway(t), b64(t.key("k")), 200
    watchers = [stream(t, "watch", {"create_request": {"key": key}}) for _ in range(n)]
    for w in watchers:
        assert w.result()["created"]
    for i in range(5):
        g.post("kv/put", {"key": key, "value": b64(b"%d" % i)})
    for w in watchers:
        values = []
        while len(values) < 5:
            values += [e["kv"]["value"] for e in w.result()["events"]]
        eq(values, [b64(b"%d" % i) for i in range(5)])


def test_one_stream_may_ask_for_several_watches(t):
    g, a, b = gateway(t), b64(t.key("a")), b64(t.key("b"))
    w = stream(t, "watch", {"create_request": {"key": a, "watch_id": "1"}}, "\n", {"createRequest": {"key": b, "watchId": 2}})
    eq([w.result()["watch_id"] for _ in range(2)], ["1", "2"])
    g.post("kv/put", {"key": b})
    eq(w.result()["watch_id"], "2")


def test_a_watch_that_fails_says_so(t):
    if not t.ours("3.4 says 500, 3.6 says nothing"):
        return
    for body in ("xx", '{"create_request":7}', '{"create_request":{"key":"a"'):
        status, page = gateway(t).post("watch", body)
        eq((status, page["code"]), (400, 3), body)


def test_keepalives_are_answered_one_by_one(t):
    g = gateway(t)
    lease = g.post("lease/grant", {"TTL": 600})[1]["ID"]
    status, text = g.post("lease/keepalive", json.dumps({"ID": lease}) + json.dumps({"ID": "12345"}))
    eq(status, 200)
    lines = [json.loads(line)["result"] for line in text.splitlines()]
    eq([(line["ID"], line.get("TTL")) for line in lines], [(lease, "600"), ("12345", None)])
    status, page = g.post("lease/keepalive", {"ID": lease})
    eq((status, page["result"]["TTL"]), (200, "600"))


def test_locks_and_elections(t):
    g, name = gateway(t), b64(t.key("e"))
    lease = g.post("lease/grant", {"TTL": 600})[1]["ID"]
    key = g.post("lock/lock", {"name": name, "lease": lease})[1]["key"]
    eq(g.post("lock/unlock", {"key": key})[0], 200)
    leader = g.post("election/campaign", {"name": name, "lease": lease, "value": b64(b"one")})[1]["leader"]
    eq((leader["name"], leader["lease"]), (name, lease))
    observed = stream(t, "election/observe", {"name": name})
    eq(observed.result()["kv"]["value"], b64(b"one"))
    eq(g.post("election/proclaim", {"leader": leader, "value": b64(b"two")})[0], 200)
    eq(observed.result()["kv"]["value"], b64(b"two"))
    eq(g.post("election/leader", {"name": name})[1]["kv"]["value"], b64(b"two"))
    eq(g.post("election/resign", {"leader": leader})[0], 200)


def test_a_snapshot_is_lines_whose_last_is_the_sum(t):
    server = t.start()
    gateway(t, server).post("kv/put", {"key": b64(b"k"), "value": b64(b"v" * 100000)})
    s, blobs, left = stream(t, "maintenance/snapshot", "{}", server=server), [], []
    while (line := s.line()):
        blobs.append(base64.b64decode(line["result"]["blob"]))
        left.append(int(line["result"].get("remaining_bytes", 0)))
    assert len(blobs) > 2, len(blobs)
    eq(hashlib.sha256(b"".join(blobs[:-1])).digest(), blobs[-1])
    eq(left, sorted(left, reverse=True))


def test_a_deadline_is_kept(t):
    lease = gateway(t).post("lease/grant", {"TTL": 600})[1]["ID"]
    name = b64(t.key("m"))
    eq(gateway(t).post("lock/lock", {"name": name, "lease": lease})[0], 200)
    status, page = gateway(t).post("lock/lock", {"name": name}, headers={"Grpc-Timeout": "200m"})
    eq((status, page["code"]), (504, 4))


def test_streams_end_in_their_words_when_the_server_goes_down(t):
    if not t.ours("it ends them without a word"):
        return
    server = t.start()
    w = stream(t, "watch", {"create_request": {"key": b64(b"k")}}, server=server)
    w.result()
    server.process.send_signal(signal.SIGTERM)
    error = w.line()["error"]
    eq((error["code"], error["grpc_code"], error["http_code"]), (14, 14, 503))
    eq(w.line(), None)


# --- HTTP/2 --------------------------------------------------------------------------------------

def test_over_http_2(t):
    if not t.ours("its clear port takes HTTP/2 by prior knowledge as gRPC alone"):
        return
    key, url = b64(t.key()), f"http://{t.endpoint}/v3/"
    post = ("--http2-prior-knowledge", "-w", " %{http_version} %{http_code}", "-d")
    out = curl(t, *post, json.dumps({"key": key, "value": b64(b"v")}), url + "kv/put")
    assert out.endswith(" 2 200"), out
    out = curl(t, *post, "{}", url + "kv/range")
    assert out.endswith(" 2 400") and "key is not provided" in out, out
    c = subprocess.Popen([t.need("curl"), "-sSN", "--http2-prior-knowledge", "--max-time", "60", "-d",
                          json.dumps({"create_request": {"key": key}}), url + "watch"], stdout=subprocess.PIPE)
    t.defer(c.stdout.close)
    t.defer(c.wait)
    t.defer(c.terminate)
    assert json.loads(c.stdout.readline())["result"]["created"]
    gateway(t).post("kv/put", {"key": key, "value": b64(b"w")})
    eq(json.loads(c.stdout.readline())["result"]["events"][0]["kv"]["value"], b64(b"w"))


# --- memory --------------------------------------------------------------------------------------

def resident_bytes(server):
    with open(f"/proc/{server.process.pid}/status") as f:
        fields = dict(line.split(":", 1) for line in f)
    return (int(fields["RssAnon"].split()[0]) + int(fields["RssShmem"].split()[0])) * 1024


def test_a_long_answer_is_not_held(t):
    """Answers of 27 MB, read by nobody at first: 1.3 GB if each was held."""
    if not t.ours("it holds them"):
        return
    server = t.start()
    g = gateway(t, server)
    for i in range(200):
        eq(g.post("kv/put", {"key": b64(b"k%03d" % i), "value": b64(bytes([i]) * 100000)})[0], 200)
    before = resident_bytes(server)
    body = json.dumps({"key": b64(b"k"), "range_end": b64(b"l")})
    readers = [Stream(server.endpoint, "/v3/kv/range", body, receive_bytes=4096) for _ in range(48)]
    for r in readers:
        t.defer(r.close)
        r.start()
    grown = resident_bytes(server) - before
    assert grown < 64 << 20, f"{grown >> 20} MB"
    page = json.loads(readers[7].answer.read())
    eq([base64.b64decode(kv["value"]) for kv in page["kvs"]], [bytes([i]) * 100000 for i in range(200)])


def test_a_reader_that_stalls_holds_up_nobody_and_misses_nothing(t):
    if not t.ours("it queues what is not read"):
        return
    server = t.start()
    g, n = gateway(t, server), 300
    body = json.dumps({"create_request": {"key": b64(b"k")}})
    stalled = [Stream(server.endpoint, "/v3/watch", body, receive_bytes=4096) for _ in range(50)]
    brisk = Stream(server.endpoint, "/v3/watch", body)
    for s in (*stalled, brisk):
        t.defer(s.close)
        assert s.result()["created"]
    before = resident_bytes(server)
    for i in range(n):
        g.post("kv/put", {"key": b64(b"k"), "value": b64(b"%08d" % i + b"x" * 50000)})
        value = brisk.result()["events"][0]["kv"]["value"]
        eq(base64.b64decode(value)[:8], b"%08d" % i)
    grown = resident_bytes(server) - before  # the tail of the log among it
    assert grown < 96 << 20, f"{grown >> 20} MB"
    seen = []
    while len(seen) < n:
        seen += [base64.b64decode(e["kv"]["value"])[:8] for e in stalled[3].result()["events"]]
    eq(seen, [b"%08d" % i for i in range(n)])


# --- WebSocket -----------------------------------------------------------------------------------

def web_socket(t, path, server=None):
    host, port = (server or t).endpoint.rsplit(":", 1)
    ws = WebSocket(host, int(port), f"/v3/{path}")
    t.defer(ws.socket.close)
    return ws


def heard(ws):
    return ws.json()


def query(t):
    """Of the URL: etcd's proxy passes the method on, and its gateway wants POST."""
    return "?method=POST"


def test_a_watch_over_a_web_socket(t):
    g, key = gateway(t), b64(t.key("k"))
    ws = web_socket(t, "watch" + query(t))
    ws.say({"create_request": {"key": key}})
    assert heard(ws)["result"]["created"]
    for i in range(3):
        g.post("kv/put", {"key": key, "value": b64(b"%d" % i)})
        eq(heard(ws)["result"]["events"][0]["kv"]["value"], b64(b"%d" % i))
    ws.say({"create_request": {"key": key, "watch_id": "5"}})
    eq(heard(ws)["result"]["watch_id"], "5")
    ws.say({"cancel_request": {"watch_id": 5}})
    eq(heard(ws)["result"]["canceled"], True)


def test_keepalives_over_a_web_socket(t):
    lease = gateway(t).post("lease/grant", {"TTL": 600})[1]["ID"]
    ws = web_socket(t, "lease/keepalive" + query(t))
    for _ in range(3):
        ws.say({"ID": lease})
        eq(heard(ws)["result"]["TTL"], "600")


def test_a_single_call_over_a_web_socket_is_answered_and_closed(t):
    ws = web_socket(t, "kv/put" + query(t))
    ws.say({"key": b64(t.key())})
    assert "revision" in heard(ws)["header"]
    if t.ours("it drops the connection without a close"):
        eq(ws.closed().code, 1000)


def test_a_web_socket_is_told_what_is_wrong(t):
    if not t.ours("it says nothing and waits"):
        return
    ws = web_socket(t, "watch")
    ws.say({"create_request": {"key": "!"}})
    error = heard(ws)
    eq((error["code"], error["error"]), (3, error["message"]))
    eq(ws.closed().code, 1000)


def test_long_messages_over_a_web_socket(t):
    g, value = gateway(t), os.urandom(300000)
    ws = web_socket(t, "kv/range" + query(t))
    g.post("kv/put", {"key": b64(t.key()), "value": b64(value)})
    ws.say({"key": b64(t.key())})
    if not t.ours("its proxy does not pass on so long a line"):
        return
    eq(base64.b64decode(heard(ws)["kvs"][0]["value"]), value)


def test_a_web_socket_that_is_dropped_leaves_no_watch(t):
    if not t.ours("it has no list of watches"):
        return
    server = t.start()
    for _ in range(20):
        ws = web_socket(t, "watch", server=server)
        ws.say({"create_request": {"key": b64(b"k")}})
        heard(ws)
        ws.socket.close()
    until(lambda: b"etcd_debugging_mvcc_watcher_total 0\n" in metrics(server))


def metrics(server):
    import urllib.request

    with urllib.request.urlopen(f"http://{server.endpoint}/metrics", timeout=30) as page:
        return page.read()


def test_web_sockets_over_http_2(t):
    """Several on one connection (RFC 8441), beside a plain call."""
    if not t.ours("its clear port takes HTTP/2 by prior knowledge as gRPC alone"):
        return
    try:
        from websocket_test import http2
        connection = http2(t)
    except ImportError:
        raise Skip("python3-h2 is not installed")
    g, keys = gateway(t), [b64(t.key("%d" % i)) for i in range(3)]
    sockets = [connection.websocket("/v3/watch") for _ in keys]
    for ws, key in zip(sockets, keys):
        ws.say({"create_request": {"key": key}})
        assert heard(ws)["result"]["created"]
    for ws, key in reversed(list(zip(sockets, keys))):
        g.post("kv/put", {"key": key, "value": b64(os.urandom(50000))})
        eq(heard(ws)["result"]["events"][0]["kv"]["key"], key)


def test_its_watches_are_told_from_those_of_grpc(t):
    if not t.ours("it has no list of watches"):
        return
    server = t.start()
    create, g = {"create_request": {"key": b64(b"k")}}, gateway(t, server)
    w, ws = stream(t, "watch", create, server=server), web_socket(t, "watch", server=server)
    ws.say(create)
    assert w.result()["created"] and heard(ws)["result"]["created"]
    status, page = Gateway(server.endpoint, "/").post("watchers?door=gateway", "", method="GET")
    eq((status, sorted(x["by"] for x in page["watchers"])), (200, ["json", "websocket"]))
    g.post("kv/put", {"key": b64(b"k")})
    assert w.result()["events"] and heard(ws)["result"]["events"]
    until(lambda: b'vedette_events_delivered_total{door="gateway"} 2\n' in metrics(server))
