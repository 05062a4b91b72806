#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""One position model: a history is read by every transport, each reader cut off again and again and gone on from the
position it had; what each of them has seen in the end is the same, event by event."""
import base64
import http.client
import json
import os
import random
import sys
import urllib.parse

from kit import ROOT, Server, main

sys.path.insert(0, os.path.join(ROOT, "tests", "lib"))
import websocket_frames  # noqa: E402
import wire  # noqa: E402

EVENTS = 10000
CUT_EVERY = 100
PREFIX, END = b"positions/", b"positions0"
TIMEOUT = 120


# A history is a list of (revision, type, key, value); what a reader has seen has the same form.

def key_of(number):
    return PREFIX + b"key %d" % number


def write_single(client, count):
    """One event a revision: puts, and the deletion of a key that is there."""
    rnd, there, history, waiting = random.Random(1), set(), [], []

    def settle():
        for kind, key, value, answer in waiting:
            history.append((answer.result()["header"]["revision"], kind, key, value))
        waiting.clear()

    for i in range(count):
        key, value = key_of(rnd.randrange(50)), b"value %d" % i
        if key in there and rnd.randrange(8) == 0:
            there.discard(key)
            settle()  # calls that are under way at once may be done in any order
            waiting.append(("delete", key, None, client.later("delete", key=key)))
            settle()
        else:
            there.add(key)
            waiting.append(("put", key, value, client.later("put", key=key, value=value)))
        if len(waiting) == 500 or i + 1 == count:
            settle()
    return sorted(history, key=lambda event: event[0])


def write_transactions(client, count):
    """Up to 40 events a revision."""
    rnd, history = random.Random(2), []
    while len(history) < count:
        chosen = rnd.sample(range(200), rnd.choice((1, 2, 5, 40)))
        puts = [(key_of(number), b"value %d" % rnd.randrange(10 ** 9)) for number in chosen]
        answer = client.txn(success=[{"request_put": {"key": key, "value": value}} for key, value in puts])
        history += [(answer["header"]["revision"], "put", key, value) for key, value in puts]
    return history


# Each reader: given the server and a position of its own (None: the beginning), at least `some` events and the
# position to go on from. A reader whose protocol never splits a revision stops at the end of one.

def live_path(position, **more):
    return f"/watch/{urllib.parse.quote(PREFIX.decode())}?" + urllib.parse.urlencode(
        {"prefix": "1", "since": position or "0", **more})


def from_line(line):
    return line["rev"], line["type"], line["key"].encode(), line["value"].encode() if line["type"] == "put" else None


def request(server, path, method="GET", body=None, **headers):
    """The connection, and the answer as a file."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    assert answer.status == 200, (answer.status, answer.read())
    return connection, answer


def lines_until(answer, some, parse):
    """parse: a line into (event, position) or None."""
    events, position = [], None
    while len(events) < some:
        line = answer.readline()
        assert line.endswith(b"\n"), f"the stream ended with {line!r}"
        found = parse(line)
        if found:
            events.append(found[0])
            position = found[1]
    return events, position


def parse_ndjson(line):
    line = json.loads(line)
    return (from_line(line), line["pos"]) if line["type"] in ("put", "delete") else None


def read_ndjson(server, position, some):
    connection, answer = request(server, live_path(position))
    try:
        return lines_until(answer, some, parse_ndjson)
    finally:
        connection.close()


def read_sse(server, position, some):
    """As a browser does it: what comes after the first time is by Last-Event-ID alone."""
    headers = {"Accept": "text/event-stream", **({"Last-Event-ID": position} if position else {})}
    connection, answer = request(server, live_path(None), **headers)
    event, last = {}, [position]

    def parse(line):
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            event[name] = value
            return None
        last[0] = event.get("id", last[0])
        found = from_line(json.loads(event["data"])) if "data" in event and "event" not in event else None
        event.clear()
        return (found, last[0]) if found else None

    try:
        return lines_until(answer, some, parse)
    finally:
        connection.close()


def read_poll(server, position, some):
    events = []
    while len(events) < some:
        connection, answer = request(server, live_path(position, wait="30s", limit=some - len(events)))
        poll = json.loads(answer.read())
        connection.close()
        events += [from_line(line) for line in poll["events"]]
        position = poll["next"]
    return events, position


def read_websocket(server, position, some):
    events = []
    with websocket_frames.WebSocket("127.0.0.1", server.port, live_path(position)) as socket:
        while len(events) < some:
            line = socket.json()
            if line["type"] in ("put", "delete"):
                events.append(from_line(line))
                position = line["pos"]
    return events, position


def read_v2(server, position, some):
    events, index = [], position or 1
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
    while len(events) < some:
        connection.request("GET", f"/v2/keys/positions?wait=true&recursive=true&waitIndex={index}")
        answer = json.loads(connection.getresponse().read())
        node = answer["node"]
        events.append((node["modifiedIndex"], "delete" if answer["action"] == "delete" else "put",
                       node["key"].encode()[1:], node["value"].encode() if "value" in node else None))
        index = node["modifiedIndex"] + 1
    connection.close()
    return events, index


def from_v3(kv, is_put):
    return int(kv["mod_revision"]), "put" if is_put else "delete", kv["key"], kv["value"] if is_put else None


def read_gateway(server, position, some):
    def text(data):
        return base64.b64encode(data).decode()

    create = {"key": text(PREFIX), "range_end": text(END), "start_revision": position or 1}
    connection, answer = request(server, "/v3/watch", "POST", json.dumps({"create_request": create}))
    events = []
    try:
        while len(events) < some:
            for event in json.loads(answer.readline())["result"].get("events", ()):
                kv = {name: event["kv"].get(name, "") for name in ("mod_revision", "key", "value")}
                kv.update(key=base64.b64decode(kv["key"]), value=base64.b64decode(kv["value"]))
                events.append(from_v3(kv, event.get("type", "PUT") == "PUT"))
        return events, events[-1][0] + 1
    finally:
        connection.close()


def read_grpc(server, position, some):
    client = wire.Client(server.address)
    stream, events = client.watch(timeout=TIMEOUT), []
    stream.create(key=PREFIX, range_end=END, start_revision=position or 1)
    while len(events) < some:
        events += [from_v3(event["kv"], event["type"] == wire.PUT) for event in stream.next(TIMEOUT)["events"]]
    stream.close()
    client.close()
    return events, events[-1][0] + 1


READERS = {"NDJSON": read_ndjson, "SSE": read_sse, "long poll": read_poll, "WebSocket": read_websocket,
           "v2": read_v2, "gateway": read_gateway, "gRPC": read_grpc}


def read_all(server, reader, count):
    """Reads so many events, cut off again and again."""
    seen, position, cuts = [], None, 0
    while len(seen) < count:
        events, position = reader(server, position, min(CUT_EVERY, count - len(seen)))
        seen += events
        cuts += 1
    return seen, cuts


def check(name, seen, expected):
    for i, (one, other) in enumerate(zip(seen, expected)):
        assert one == other, f"{name}: event {i} is {one}, not {other}"
    assert len(seen) == len(expected), f"{name}: {len(seen)} events, not {len(expected)}"


def test_seven_transports_read_the_same_history():
    with Server() as server:
        client = wire.Client(server.address)
        history = write_single(client, EVENTS)
        assert len({event[0] for event in history}) == EVENTS
        for name, reader in READERS.items():
            seen, cuts = read_all(server, reader, EVENTS)
            check(name, seen, history)
            assert cuts == EVENTS // CUT_EVERY or name in ("gateway", "gRPC"), (name, cuts)
        client.close()


def test_six_read_the_same_transactions_and_v2_the_first_of_each():
    with Server() as server:
        client = wire.Client(server.address)
        history = write_transactions(client, EVENTS)
        for name, reader in READERS.items():
            expected = history
            if name == "v2":
                revisions = [event[0] for event in history]
                expected = [event for i, event in enumerate(history) if i == 0 or revisions[i - 1] != event[0]]
            check(name, read_all(server, reader, len(expected))[0], expected)
        client.close()


def test_a_position_of_one_transport_is_good_on_the_others():
    with Server() as server:
        client = wire.Client(server.address)
        history = write_transactions(client, 1000)
        rnd, readers = random.Random(3), [read_ndjson, read_sse, read_poll, read_websocket]
        seen, position = [], None
        while len(seen) < len(history):
            some = min(rnd.randrange(1, 60), len(history) - len(seen))
            events, position = rnd.choice(readers)(server, position, some)
            seen += events
        check("mixed", seen, history)
        client.close()


if __name__ == "__main__":
    main(globals())
