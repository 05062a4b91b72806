# SPDX-License-Identifier: Apache-2.0
"""WebSocket on the live door: the protocol's rules with frames by hand, over HTTP/1.1 and HTTP/2, and the
clients of npm `ws` and python3-websockets."""

import asyncio
import json
import os
import random
import socket
import struct
import subprocess
import urllib.parse
import urllib.request

import node_test
from kit import eq, until
from websocket_frames import (BINARY, CLOSE, CONTINUATION, FIN, PING, PONG, TEXT, Closed, Frames, Refused, WebSocket, frame,
                       handshake)


def connect(t, path="/watch/", headers=()):
    ws = WebSocket(t.host, t.port, path, headers)
    t.defer(ws.socket.close)
    return ws


def path_of(key, query=""):
    return "/watch/" + urllib.parse.quote(key) + query


def event(ws, **want):
    """The next message, which has these members."""
    got = ws.json()
    eq({k: got.get(k) for k in want}, want, f"of {got}")
    return got


def put(t, key, value, client=None):
    """The revision of a put by etcd's API."""
    key = key.encode() if isinstance(key, str) else key
    return (client or t.client()).put(key=key, value=value)["header"]["revision"]


# --- the handshake -----------------------------------------------------------------------------------------


def refused(t, request):
    """The status and head that a request gets."""
    with socket.create_connection((t.host, t.port), timeout=60) as s:
        s.sendall(request)
        head = b""
        while b"\r\n\r\n" not in head:
            more = s.recv(65536)
            assert more, head
            head += more
    return int(head.split()[1]), head.split(b"\r\n\r\n")[0].lower()


def test_handshakes_that_are_refused(t):
    if not t.ours("it has no live door"):
        return
    good, _ = handshake(t.endpoint, "/watch/")
    key = [line for line in good.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key")][0]
    status, head = refused(t, good.replace(b"Version: 13", b"Version: 8"))
    eq(status, 426)
    assert b"sec-websocket-version: 13" in head and b"upgrade: websocket" in head, head
    for bad in (good.replace(key + b"\r\n", b""), good.replace(key, key + b"\r\n" + key),
                good.replace(key, b"Sec-WebSocket-Key: c2hvcnQ="),
                good.replace(b"Sec-WebSocket-Version: 13\r\n", b"")):
        eq(refused(t, bad)[0], 400, bad.decode())
    eq(refused(t, good.replace(b"/watch/ ", b"/watch/a?wait=3s "))[0], 400)
    eq(refused(t, good.replace(b"/watch/ ", b"/watch/a?nonsense "))[0], 400)


def test_compression_is_declined(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t, headers=["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"])
    assert "sec-websocket-extensions" not in ws.headers, ws.headers
    ws.send(FIN | 0x40 | TEXT, b"x")
    eq(ws.closed().code, 1002)


def test_a_page_from_elsewhere_is_refused(t):
    if not t.ours("it has no live door"):
        return
    try:
        connect(t, headers=["Origin: http://evil.example"])
        assert False, "accepted"
    except Refused as e:
        eq(e.status, 403)
    connect(t, headers=[f"Origin: http://{t.endpoint}"])


# --- frames ------------------------------------------------------------------------------------------------


VIOLATIONS = [
    ("not masked", frame(FIN | TEXT, b"{}", mask=None), 1002),
    ("rsv1", frame(FIN | 0x40 | TEXT, b"{}"), 1002),
    ("rsv2", frame(FIN | 0x20 | TEXT, b"{}"), 1002),
    ("rsv3", frame(FIN | 0x10 | PING), 1002),
    *[(f"opcode {n}", frame(FIN | n), 1002) for n in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)],
    ("a ping of 126 bytes", frame(FIN | PING, b"x" * 126), 1002),
    ("a close of 126 bytes", frame(FIN | CLOSE, b"\x03\xe8" + b"x" * 124), 1002),
    ("a ping in fragments", frame(PING, b"x"), 1002),
    ("a continuation of nothing", frame(FIN | CONTINUATION, b"x"), 1002),
    ("a text in a text", frame(TEXT, b"x") + frame(FIN | TEXT, b"y"), 1002),
    ("a length that could be shorter", b"\x81\xfe\x00\x01\x00\x00\x00\x00x", 1002),
    ("a length of 2^63", b"\x82\xff\x80" + bytes(7) + bytes(4), 1002),
    ("not UTF-8", frame(FIN | TEXT, b"\xff"), 1007),
    ("a surrogate", frame(FIN | TEXT, b"\xed\xa0\x80"), 1007),
    ("UTF-8 that is cut", frame(FIN | TEXT, b"\xe2\x82"), 1007),
    ("not UTF-8 in a later fragment", frame(TEXT, b"\xe2") + frame(CONTINUATION, b"\x28"), 1007),
    ("a terabyte", frame(FIN | BINARY, b"", length=1 << 40), 1009),
    ("a text of 5 MB", frame(FIN | TEXT, b"", length=5000000), 1009),
    ("a binary message", frame(FIN | BINARY, b"x"), 1003),
    ("half of a close code", frame(FIN | CLOSE, b"\x03"), 1002),
    ("a reason that is not UTF-8", frame(FIN | CLOSE, b"\x03\xe8\xff"), 1007),
    *[(f"close code {n}", frame(FIN | CLOSE, struct.pack("!H", n)), 1002)
      for n in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)],
    *[(f"close code {n}", frame(FIN | CLOSE, struct.pack("!H", n)), n)
      for n in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999)],
    ("a close without a code", frame(FIN | CLOSE), 1005),
]


def test_what_breaks_the_rules_gets_its_close_code(t):
    if not t.ours("it has no live door"):
        return
    for what, frames, code in VIOLATIONS:
        ws = connect(t)
        ws.write(frames)
        eq(ws.closed().code, code, what)
        eq(ws.socket.recv(1), b"", what)
        ws.socket.close()


def metric(server, name):
    with urllib.request.urlopen(f"http://{server.endpoint}/metrics", timeout=60) as r:
        return next(float(line.split()[1]) for line in r.read().decode().splitlines() if line.startswith(name + " "))


def test_sockets_are_counted(t):
    if not t.ours("it has no live door"):
        return
    server = t.start()
    with WebSocket("127.0.0.1", server.port, "/watch/k") as ws:
        event(ws, type="open")
        eq(metric(server, "vedette_websockets"), 1)
        eq(metric(server, "vedette_websocket_refused_total"), 0)
        ws.send(FIN | 15)
        eq(ws.closed().code, 1002)
    until(lambda: metric(server, "vedette_websockets") == 0, 60)
    eq(metric(server, "vedette_websocket_refused_total"), 1)


def test_a_flood_of_fragments_is_ended(t):
    if not t.ours("it has no live door"):
        return
    for flood in (frame(TEXT, b"x") + frame(CONTINUATION, b"x") * 20000,
                  frame(TEXT, b"x" * 64) + frame(CONTINUATION, b"x" * 64) * 5000,
                  frame(FIN | PING) * 20000):
        ws = connect(t)
        try:
            ws.write(flood)
            eq(ws.closed().code, 1008)
        except ConnectionError:
            pass  # it had stopped reading, and the rest of the flood met a closed socket
        ws.socket.close()


def test_pings_are_answered_between_fragments(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t)
    message = json.dumps({"type": "cancel", "id": "nothing"}).encode()
    for i, byte in enumerate(message):
        ws.send(TEXT if i == 0 else CONTINUATION, bytes([byte]))
        if i % 10 == 0:
            ws.send(FIN | PING, b"ping %d" % i)
            eq(ws.next_frame(), (FIN | PONG, b"ping %d" % i))
    ws.send(FIN | CONTINUATION)
    event(ws, id="nothing", type="error", status=404)
    eq(ws.close(), 1000)


def test_messages_of_any_size_arrive_whole(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t, path_of(t.key().decode(), "?prefix"))
    event(ws, type="open")
    for size in (0, 1, 100, 125, 126, 127, 128, 1000, 16384, 65535, 65536, 65537, 200000, 1000000):
        value = "v" * size
        ws.say({"type": "put", "id": size, "key": t.key(str(size)).decode(), "value": value})
        event(ws, id=size, type="written", created=True)
        event(ws, type="put", key=t.key(str(size)).decode(), value=value)


# --- the session -------------------------------------------------------------------------------------------


def test_a_watch_of_the_url(t):
    if not t.ours("it has no live door"):
        return
    key = t.key("k").decode()
    ws = connect(t, path_of(key))
    opened = event(ws, type="open")
    assert "id" not in opened, opened
    rev = put(t, key, b"one")
    event(ws, type="put", key=key, value="one", rev=rev, pos=str(rev))
    put(t, key, b"\xff\x00")
    event(ws, type="put", value64="/wA=")
    t.client().delete(key=key.encode())
    event(ws, type="delete", key=key)
    eq(ws.close(), 1000)


def test_many_watches_on_one_socket(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t)
    for name in ("a", "b", 3):
        ws.say({"type": "subscribe", "id": name, "key": t.key(f"{name}/").decode(), "prefix": True})
        event(ws, id=name, type="open")
    ws.say({"type": "subscribe", "id": "a", "key": "other"})
    event(ws, id="a", type="error", status=400, code="bad-request")
    for name in (3, "b", "a"):
        put(t, t.key(f"{name}/x"), b"v")
        event(ws, id=name, type="put", key=t.key(f"{name}/x").decode(), value="v")
    ws.say({"type": "cancel", "id": "b"})
    event(ws, id="b", type="canceled")
    put(t, t.key("b/x"), b"not seen")
    put(t, t.key("a/x"), b"seen")
    event(ws, id="a", type="put", value="seen")
    ws.say({"type": "subscribe", "id": "b", "key": t.key("b/").decode(), "prefix": True, "list": True})
    event(ws, id="b", type="open")
    event(ws, id="b", type="put", value="not seen")
    event(ws, id="b", type="synced", count=1)


def test_a_paused_watch_goes_on_where_it_was(t):
    if not t.ours("it has no live door"):
        return
    key = t.key("k").decode()
    ws = connect(t, path_of(key))
    event(ws, type="open")
    ws.say({"type": "subscribe", "id": "p", "key": key})
    event(ws, id="p", type="open")
    ws.say({"type": "pause", "id": "p"})
    at = event(ws, id="p", type="paused")["pos"]
    for i in range(100):
        put(t, key, b"%d" % i)
        event(ws, type="put", value=str(i))
    ws.say({"type": "resume", "id": "p"})
    event(ws, id="p", type="resumed", pos=at)
    for i in range(100):
        event(ws, id="p", type="put", value=str(i))


def test_a_cut_every_hundred_events_loses_nothing(t):
    if not t.ours("it has no live door"):
        return
    key, client = t.key("k"), t.client()
    first = put(t, key, b"0", client)
    for i in range(1, 1000):
        put(t, key, b"%d" % i, client)
    seen, since = [], str(first - 1)
    while len(seen) < 1000:
        with WebSocket(t.host, t.port, path_of(key.decode(), f"?since={since}")) as ws:
            event(ws, type="open", pos=since)
            for _ in range(100):
                got = event(ws, type="put")
                seen.append(got["value"])
                since = got["pos"]
    eq(seen, [str(i) for i in range(1000)])


def test_what_cannot_be_done_is_told_and_changes_nothing(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t, path_of(t.key("k").decode()))
    event(ws, type="open")
    for message in ("", "x", "[]", "{}", "{\"type\":1}", "{\"type\":\"put\"}", "{\"type\":\"put\",\"key\":\"a\"}",
                    "{\"type\":\"put\",\"key\":\"\",\"value\":\"\"}", "{\"type\":\"put\",\"key64\":\"*\",\"value\":\"\"}",
                    "{\"type\":\"put\",\"key\":\"a\",\"value\":\"\",\"ttl\":\"soon\"}",
                    "{\"type\":\"put\",\"key\":\"a\",\"value\":\"\",\"if\":-1}",
                    "{\"type\":\"put\",\"key\":\"a\",\"value\":\"\",\"value\":\"\"}",
                    "{\"type\":\"delete\"}", "{\"type\":\"delete\",\"prefix\":true}",
                    "{\"type\":\"subscribe\",\"key\":\"a\"}", "{\"type\":\"subscribe\",\"id\":1}",
                    "{\"type\":\"subscribe\",\"id\":1,\"key\":\"a\",\"since\":[]}",
                    "{\"type\":\"subscribe\",\"id\":1,\"key\":\"a\",\"since\":\"x\"}",
                    "{\"type\":\"subscribe\",\"id\":1,\"key\":\"a\",\"wait\":\"3s\"}",
                    "{\"type\":\"subscribe\",\"id\":1,\"key\":\"a\",\"glob\":\"[\"}",
                    "{\"type\":\"subscribe\",\"id\":\"" + "i" * 65 + "\",\"key\":\"a\"}",
                    "{\"type\":\"subscribe\",\"id\":{},\"key\":\"a\"}", "[" * 10000):
        ws.send(FIN | TEXT, message.encode())
        got = ws.json()
        eq(got["type"], "error", message)
        eq(got["status"], 400, message)
    put(t, t.key("k"), b"still here")
    event(ws, type="put", value="still here")


def test_a_position_that_is_gone(t):
    if not t.ours("it has no live door"):
        return
    server = t.start()
    client, key = t.client(server), t.key("k").decode()
    for i in range(10):
        rev = put(t, key, b"%d" % i, client)
    client.compact(revision=rev)
    host, port = server.endpoint.split(":")
    with WebSocket(host, int(port), path_of(key, "?since=2")) as ws:
        event(ws, type="gone", oldest=str(rev), current=str(rev))
        eq(ws.closed().code, 4410)
    with WebSocket(host, int(port), "/watch/") as ws:
        ws.say({"type": "subscribe", "id": "x", "key": key, "since": "2"})
        event(ws, id="x", type="gone", oldest=str(rev))
        event(ws, id="x", type="canceled")
        ws.say({"type": "subscribe", "id": "x", "key": key, "since": rev - 2})
        event(ws, id="x", type="gone")
        event(ws, id="x", type="canceled")
        ws.say({"type": "subscribe", "id": "x", "key": key, "since": rev})
        event(ws, id="x", type="open")


def test_the_end_that_was_wished_for(t):
    if not t.ours("it has no live door"):
        return
    key = t.key("k").decode()
    revs = [put(t, key, b"%d" % i) for i in range(3)]
    ws = connect(t, path_of(key, f"?since={revs[0]}&until={revs[1]}"))
    event(ws, type="open")
    event(ws, type="put", value="1")
    event(ws, type="bookmark", pos=str(revs[1]))
    eq(ws.closed().code, 1000)


def test_a_transaction_is_cut_within_its_revision(t):
    if not t.ours("it has no live door"):
        return
    names = [t.key(n) for n in ("a", "b", "c")]
    rev = t.client().txn(success=[{"request_put": {"key": n, "value": b"v"}} for n in names])["header"]["revision"]
    ws = connect(t, path_of(t.key().decode(), f"?prefix&since={rev - 1}"))
    event(ws, type="open")
    eq([ws.json()["pos"] for _ in names], [f"{rev}.0", f"{rev}.1", str(rev)])


class Model:
    """A socket under random commands, and what each watch was shown."""

    def __init__(self, t, seed):
        self.random, self.t = random.Random(seed), t
        self.ws = connect(t)
        self.history = []  # (revision, key)
        self.watches = {}  # id -> {"at": position, "prefix", "key", "seen", "state"}
        self.next_id = 0

    def matches(self, watch, key):
        return key.startswith(watch["key"]) if watch["prefix"] else key == watch["key"]

    def read(self, until_type, until_id):
        """Messages until this one, which is returned; lines on the way go to their watches."""
        while True:
            got = self.ws.json()
            if got["type"] == "put":
                watch = self.watches[got["id"]]
                eq(watch["state"], "open", f"state of {got}")
                watch["seen"].append(got["rev"])
            elif got["type"] != "bookmark":
                eq((got["type"], got.get("id")), (until_type, until_id), f"of {got}")
                return got

    def put(self):
        key = self.t.key(self.random.choice("ab") + self.random.choice("12")).decode()
        self.ws.say({"type": "put", "id": "put", "key": key, "value": "v" * self.random.choice((1, 200, 5000))})
        self.history.append((self.read("written", "put")["rev"], key))

    def subscribe(self):
        self.next_id += 1
        watch = {"prefix": self.random.random() < 0.5, "seen": [], "state": "open"}
        watch["key"] = self.t.key(self.random.choice("ab") + ("" if watch["prefix"] else "1")).decode()
        message = {"type": "subscribe", "id": self.next_id, "key": watch["key"], "prefix": watch["prefix"]}
        if self.history and self.random.random() < 0.5:
            message["since"] = str(self.random.choice(self.history)[0])
        self.watches[self.next_id] = watch
        self.ws.say(message)
        watch["at"] = int(self.read("open", self.next_id)["pos"])

    def some(self, state):
        return self.random.choice([i for i, w in self.watches.items() if w["state"] == state] or [None])

    def command(self, word, state, answer):
        chosen = self.some(state)
        if chosen is None:
            return
        self.ws.say({"type": word, "id": chosen})
        if answer == "resumed":
            self.watches[chosen]["state"] = "open"
        self.read(answer, chosen)
        if answer != "resumed":
            self.watches[chosen]["state"] = answer

    def step(self):
        self.random.choices((self.put, self.subscribe, lambda: self.command("cancel", "open", "canceled"),
                             lambda: self.command("pause", "open", "paused"),
                             lambda: self.command("resume", "paused", "resumed")), (60, 10, 5, 15, 15))[0]()

    def check(self):
        while self.some("paused") is not None:
            self.command("resume", "paused", "resumed")
        for watch in self.watches.values():
            want = [rev for rev, key in self.history if rev > watch["at"] and self.matches(watch, key)]
            while watch["state"] == "open" and watch["seen"] != want:
                got = self.ws.json()
                if got["type"] != "bookmark":
                    eq(got["type"], "put")
                    self.watches[got["id"]]["seen"].append(got["rev"])
            eq(watch["seen"], want[:len(watch["seen"])])


def test_random_commands_lose_and_double_nothing(t):
    if not t.ours("it has no live door"):
        return
    for seed in range(6):
        model = Model(t, seed)
        try:
            for _ in range(400):
                model.step()
            model.check()
        except AssertionError as e:
            raise AssertionError(f"seed {seed}: {e}") from e


def test_hostile_keys_stay_inside_their_message(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t, path_of(t.key().decode(), "?prefix"))
    event(ws, type="open")
    for tail in ("\n", "\r\n\r\n{\"type\":\"gone\"}", "\",\"type\":\"gone", "\0", "\u2028", "</script>", "\x7f\x81"):
        key = t.key().decode() + tail
        put(t, key.encode(), tail.encode())
        event(ws, type="put", key=key, value=tail)


def test_many_puts_at_once_are_all_answered(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t)
    key = t.key("k").decode()
    ws.write(b"".join(frame(FIN | TEXT, json.dumps({"type": "put", "id": i, "key": key, "value": str(i)}).encode())
                      for i in range(3000)))
    revs = []
    for i in range(3000):
        revs.append(event(ws, id=i, type="written")["rev"])
    eq(revs, list(range(revs[0], revs[0] + 3000)))


def test_a_reader_that_stops_holds_up_nobody(t):
    if not t.ours("it has no live door"):
        return
    key = t.key("k").decode()
    slow, fast = connect(t, path_of(key)), connect(t, path_of(key))
    event(fast, type="open")
    client = t.client()
    for i in range(300):
        put(t, key, b"%06d" % i + b"x" * 10000, client)
        eq(fast.json()["value"][:6], "%06d" % i)
    event(slow, type="open")
    for i in range(300):
        eq(slow.json()["value"][:6], "%06d" % i)


def test_the_end_of_the_server_is_said(t):
    if not t.ours("it has no live door"):
        return
    server = t.start()
    host, port = server.endpoint.split(":")
    with WebSocket(host, int(port), "/watch/a") as ws:
        event(ws, type="open")
        server.process.terminate()
        end = ws.closed()
        eq(end.code, 1001)
        ws.send(FIN | CLOSE, struct.pack("!H", 1001))
        eq(server.process.wait(60), 0)


def test_watches_are_seen_in_the_list_of_watchers(t):
    if not t.ours("it has no live door"):
        return
    ws = connect(t)
    ws.say({"type": "subscribe", "id": "seen", "key": t.key("k").decode()})
    event(ws, id="seen", type="open")

    def look():
        with urllib.request.urlopen(f"http://{t.endpoint}/watchers", timeout=60) as r:
            return b"websocket" in r.read()
    until(look, 60)


# --- HTTP/2 ------------------------------------------------------------------------------------------------


class Http2:
    """One connection of python3-h2, and a WebSocket on each stream (RFC 8441)."""

    def __init__(self, t):
        import h2.config
        import h2.connection
        import h2.events
        self.events = h2.events
        self.socket = socket.create_connection((t.host, t.port), timeout=60)
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
        self.h2.initiate_connection()
        self.flush()
        self.heads, self.data, self.ended, self.resets, self.settings = {}, {}, set(), {}, {}
        until(lambda: self.pump() and self.settings, 60)

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def pump(self):
        """Takes what has come; False at the end."""
        received = self.socket.recv(65536)
        for e in self.h2.receive_data(received):
            if isinstance(e, self.events.RemoteSettingsChanged):
                self.settings.update({int(k): v.new_value for k, v in e.changed_settings.items()})
            elif isinstance(e, self.events.ResponseReceived):
                self.heads[e.stream_id] = dict(e.headers)
            elif isinstance(e, self.events.DataReceived):
                self.data[e.stream_id] = self.data.get(e.stream_id, b"") + e.data
                self.h2.acknowledge_received_data(e.flow_controlled_length, e.stream_id)
            elif isinstance(e, self.events.StreamEnded):
                self.ended.add(e.stream_id)
            elif isinstance(e, self.events.StreamReset):
                self.resets[e.stream_id] = e.error_code
        self.flush()
        return received != b""

    def request(self, headers, end=False):
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, headers, end_stream=end)
        self.flush()
        return stream

    def dial(self, path, protocol="websocket"):
        return self.request([(":method", "CONNECT"), (":protocol", protocol), (":scheme", "http"), (":path", path),
                             (":authority", "localhost"), ("sec-websocket-version", "13")])

    def status(self, stream):
        until(lambda: stream in self.heads or stream in self.resets or not self.pump(), 60)
        return int(self.heads[stream][":status"]) if stream in self.heads else None

    def websocket(self, path):
        stream = self.dial(path)
        eq(self.status(stream), 200)
        assert "sec-websocket-accept" not in self.heads[stream]

        def read():
            while not self.data.get(stream) and stream not in self.ended and stream not in self.resets:
                self.pump()
            return self.data.pop(stream, b"")

        def write(data):
            while data:
                n = min(len(data), self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)
                if n:
                    self.h2.send_data(stream, data[:n])
                    self.flush()
                    data = data[n:]
                else:
                    self.pump()
        frames = Frames(read, write)
        frames.stream = stream
        return frames


def http2(t):
    connection = Http2(t)
    t.defer(connection.socket.close)
    return connection


def test_websockets_over_http_2(t):
    if not t.ours("it has no live door"):
        return
    h = http2(t)
    eq(h.settings.get(8), 1, "SETTINGS_ENABLE_CONNECT_PROTOCOL")
    one, two = h.websocket(path_of(t.key("1").decode())), h.websocket(path_of(t.key("2").decode()))
    event(one, type="open")
    event(two, type="open")
    two.say({"type": "put", "id": 1, "key": t.key("1").decode(), "value": "x" * 100000})
    event(two, id=1, type="written")
    event(one, type="put", value="x" * 100000)
    eq(one.close(), 1000)
    until(lambda: one.stream in h.ended or one.stream in h.resets or not h.pump(), 60)
    put(t, t.key("2"), b"the other goes on")
    event(two, type="put", value="the other goes on")
    h.h2.end_stream(two.stream)
    h.flush()
    until(lambda: two.stream in h.ended or two.stream in h.resets or not h.pump(), 60)
    three = h.websocket("/watch/")
    h.h2.reset_stream(three.stream, 8)
    h.flush()
    four = h.websocket("/watch/")
    four.write(frame(FIN | TEXT, b"{}", mask=None))
    eq(four.closed().code, 1002)


def test_what_is_no_websocket_over_http_2(t):
    if not t.ours("it has no live door"):
        return
    h = http2(t)
    eq(h.status(h.dial("/watch/", "connect-udp")), 501)
    eq(h.status(h.dial("/version")), 501)
    eq(h.status(h.dial("/watch/a?nonsense")), 400)
    bad = h.request([(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/watch/"),
                     (":authority", "localhost"), ("sec-websocket-version", "8")])
    eq(h.status(bad), 426)
    ended = h.request([(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"), (":path", "/watch/"),
                       (":authority", "localhost"), ("sec-websocket-version", "13")], end=True)
    eq(h.status(ended), 400)


# --- clients of others -------------------------------------------------------------------------------------


def node(t, name):
    env = dict(os.environ, NODE_PATH=os.path.join(node_test.HERE, "node_modules"))
    done = subprocess.run([node_test.install(t), "ws.js", name, t.endpoint, t.key().decode()], cwd=node_test.HERE,
                          capture_output=True, text=True, timeout=110, env=env)
    assert done.returncode == 0, done.stderr


def test_npm_ws_watches_and_writes(t):
    if t.ours("it has no live door"):
        node(t, "session")


def test_npm_ws_sees_large_messages(t):
    if t.ours("it has no live door"):
        node(t, "large")


def test_npm_ws_pings_and_closes(t):
    if t.ours("it has no live door"):
        node(t, "control")


def test_python_websockets(t):
    if not t.ours("it has no live door"):
        return
    import websockets
    key = t.key("k").decode()

    async def session():
        async with websockets.connect(f"ws://{t.endpoint}{path_of(key)}", open_timeout=60) as ws:
            eq(json.loads(await ws.recv())["type"], "open")
            await ws.send(json.dumps({"type": "put", "id": 1, "key": key, "value": "from python"}))
            eq(json.loads(await ws.recv())["type"], "written")
            eq(json.loads(await ws.recv())["value"], "from python")
            await asyncio.wait_for(await ws.ping(b"are you there"), 60)
        eq(ws.close_code, 1000)
    asyncio.run(session())
