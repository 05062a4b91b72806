# SPDX-License-Identifier: Apache-2.0
"""GET /watchers: every watch by door, selector, position and lag, also of very many, and in pages."""

import json
import subprocess
import threading
import urllib.parse
import urllib.request

import wire
from kit import eq, prefix_end, until


def ask(t, **query):
    url = f"http://{t.endpoint}/watchers?{urllib.parse.urlencode(query, doseq=True)}"
    with urllib.request.urlopen(url, timeout=60) as answer:
        eq(answer.headers["content-type"], "application/json")
        return json.load(answer)


def test_watches_are_named(t):
    if not t.ours("/watchers"):
        return
    here = t.start()
    client = t.client(here)
    revision = client.put(key=b"stocks/CL", value=b"1")["header"]["revision"]
    stream = t.watch(client)
    stream.create(key=b"stocks/", range_end=prefix_end(b"stocks/"), prev_kv=True)
    stream.create(key=b"\xff\x00<script>", progress_notify=True)
    stream.create(key=b"a", range_end=b"c", start_revision=revision + 100)
    stream.create(key=b"\0", range_end=b"\0")
    found = ask(here, sort="place")
    eq((found["head"], found["total"], found["doors"]["etcd3"]["live"], found["more"]), (revision, 4, 4, False))
    rows = found["watchers"]
    eq([row["selector"] for row in rows], ["prefix", "key", "range", "all"])
    eq([row["id"] for row in rows], ["0", "1", "2", "3"])
    eq({(row["door"], row["by"], row["state"], row["lag"]) for row in rows}, {("etcd3", "grpc", "live", 0)})
    eq((rows[0]["key"], rows[0]["options"], rows[1]["options"]), ("stocks/", "prev", "progress"))
    eq(rows[1]["key64"], "/wA8c2NyaXB0Pg==")
    eq((rows[2]["key"], rows[2]["end"], rows[2]["position"]), ("a", "c", str(revision + 99)))
    eq(rows[0]["position"], str(revision))
    assert rows[0]["peer"].startswith("127.0.0.1:"), rows[0]["peer"]
    eq([row["id"] for row in ask(here, key="b", sort="place")["watchers"]], ["2", "3"])
    eq(ask(here, door="live")["watchers"], [])
    stream.cancel_watch(1)
    until(lambda: ask(here)["total"] == 3)


def test_http2_has_it_too(t):
    if not t.ours("/watchers"):
        return
    t.need("curl")
    answer = subprocess.run(["curl", "-s", "-m", "30", "--http2-prior-knowledge", f"http://{t.endpoint}/watchers"],
                            capture_output=True, check=True)
    assert "watchers" in json.loads(answer.stdout)


def test_who_does_not_read_is_behind_in_revisions_and_in_time(t):
    if not t.ours("/watchers"):
        return
    here = t.start()
    client, gate = t.client(here), threading.Event()

    def requests():
        yield wire.encode(wire.WATCH, {"create_request": {"key": b"k"}})
        gate.wait()

    unread = t.client(here).channel.stream_stream("/etcdserverpb.Watch/Watch")(requests())
    t.defer(unread.cancel)
    t.defer(gate.set)
    until(lambda: ask(here)["total"] == 1)
    for _ in range(200):
        client.put(key=b"k", value=b"v" * 100000)
    row = until(lambda: [r for r in ask(here)["watchers"] if r["state"] == "stalled"])[0]
    assert 0 < row["lag"] <= 200 and 0 <= row["lag_ms"] < 600000, row
    eq(int(row["position"].split(".")[0]) + row["lag"], client.revision())
    later = ask(here)["watchers"][0]
    assert later["lag_ms"] >= row["lag_ms"], (row, later)


def test_very_many_watches_are_paged_through(t):
    if not t.ours("/watchers"):
        return
    count, here = 20000, t.start()
    stream = t.watch(t.client(here))
    for i in range(count):
        stream.ask(key=b"k%d" % i)
        if i % 1000 == 999:
            for _ in range(1000):
                stream.next(60)
    eq(ask(here)["total"], count)
    eq(len(ask(here)["watchers"]), 1000)
    seen, query = set(), {"sort": "place", "limit": 5000}
    while True:
        found = ask(here, **query)
        seen.update(row["key"] for row in found["watchers"])
        eq(len(found["watchers"]), 5000)
        if not found["more"]:
            break
        query["after"] = found["next"]
    eq(len(seen), count)
    eq(len(ask(here, key="k77")["watchers"]), 1)


def test_many_who_ask_at_once_are_all_answered(t):
    if not t.ours("/watchers"):
        return
    here = t.start()
    stream = t.watch(t.client(here))
    for i in range(300):
        stream.create(key=b"k%d" % i)
    answers, askers = [], []

    def look(path):
        with urllib.request.urlopen(f"http://{here.endpoint}{path}", timeout=60) as answer:
            answers.append(answer.read())

    for i in range(40):
        askers.append(threading.Thread(target=look, args=("/metrics" if i % 2 else "/watchers",)))
        askers[-1].start()
    for asker in askers:
        asker.join()
    eq(len(answers), 40)
    for answer in answers:
        if answer.startswith(b"{"):
            eq(len({row["key"] for row in json.loads(answer)["watchers"]}), 300)
        else:
            assert b'vedette_watches{door="etcd3",state="live"} 300' in answer, answer[-4000:]
