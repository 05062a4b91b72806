#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The live door over real sockets: resuming everywhere and on every transport, readers that stall, restarts,
and what becomes of histories that are gone. The servers are real; the readers are raw HTTP/1.1."""
import base64
import http.client
import json
import random
import socket
import subprocess
import threading
import urllib.parse

from kit import PATIENCE, Server, Stream, main, until


def request(server, method, target, body=None, headers=None):
    conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    conn.request(method, target, body=body, headers=headers or {})
    answer = conn.getresponse()
    data = answer.read()
    conn.close()
    return answer, data


def put(server, key, value="v"):
    answer, data = request(server, "PUT", "/kv/" + urllib.parse.quote(key, safe=""), value)
    assert answer.status in (200, 201), (answer.status, data)
    return json.loads(data)["rev"]


def txn(server, *pairs):
    """Several keys on one revision, through the JSON gateway of etcd."""
    code = lambda text: base64.b64encode(text.encode()).decode()
    ops = [{"request_put": {"key": code(key), "value": code(value)}} for key, value in pairs]
    answer, data = request(server, "POST", "/v3/kv/txn", json.dumps({"success": ops}),
                           {"content-type": "application/json"})
    assert answer.status == 200, data
    return int(json.loads(data)["header"]["revision"])


def compact(server, revision):
    answer, data = request(server, "POST", "/v3/kv/compaction", json.dumps({"revision": str(revision), "physical": True}),
                           {"content-type": "application/json"})
    assert answer.status == 200, data


def changes(stream, count):
    """So many puts and deletes, whatever else is said between."""
    found = []
    while len(found) < count:
        line = stream.json()
        assert line is not None, f"ended after {len(found)}"
        if line["type"] in ("put", "delete"):
            found.append(line)
    return found


def history(server, revisions, seed):
    """Single keys and transactions at random: what a watch of everything is to show."""
    rng = random.Random(seed)
    for n in range(revisions):
        if rng.random() < 0.3:
            keys = rng.sample(range(20), rng.randint(2, 5))
            txn(server, *((f"s/{key}", f"{n}.{key}") for key in sorted(keys)))
        else:
            put(server, f"s/{rng.randrange(20)}", str(n))


def ndjson_slice(server, since, count):
    with Stream(server, f"/watch/s/?prefix&since={since}") as stream:
        return changes(stream, count), None


def sse_slice(server, since, count):
    found, last = [], None
    with Stream(server, "/watch/s/?prefix", {"accept": "text/event-stream", "last-event-id": since}) as stream:
        while len(found) < count:
            event = stream.event()
            if "data" in event and "event" not in event:
                found.append(json.loads(event["data"]))
                last = event["id"]
    return found, last


def poll_slice(server, since, count):
    answer, data = request(server, "GET", f"/watch/s/?prefix&wait=0&limit={count}&since={since}")
    assert answer.status == 200, data
    body = json.loads(data)
    assert answer.getheader("etag") == f'"{body["next"]}"'
    return body["events"], body["next"]


def validator_slice(server, since, count):
    answer, data = request(server, "GET", f"/watch/s/?prefix&limit={count}", headers={"if-none-match": f'"{since}"'})
    assert answer.status == 200, data
    return json.loads(data)["events"], answer.getheader("etag").strip('"')


def test_a_position_of_one_transport_is_good_on_every_other():
    with Server() as server:
        history(server, 300, 1)
        with Stream(server, "/watch/s/?prefix&since=0&until=301") as stream:
            whole = []
            while (line := stream.json()) is not None:
                whole += [line] if line["type"] == "put" else []
        assert [line["rev"] for line in whole] == sorted(line["rev"] for line in whole)
        assert len({line["pos"] for line in whole}) == len(whole) > 350
        for seed in range(4):
            rng = random.Random(seed)
            since, got = "0", []
            while len(got) < len(whole):
                count = min(rng.randint(1, 25), len(whole) - len(got))
                read = rng.choice([ndjson_slice, sse_slice, poll_slice, validator_slice])
                part, position = read(server, since, count)
                assert 0 < len(part) <= count
                got += part
                since = position or part[-1]["pos"]
            assert got == whole


def test_a_list_and_its_tail_under_writers_are_the_state():
    with Server() as server:
        stop = threading.Event()

        def write(n):
            rng = random.Random(n)
            conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
            while not stop.is_set():
                key = f"/kv/s/{rng.randrange(30)}"
                if rng.random() < 0.2:
                    conn.request("DELETE", key)
                else:
                    conn.request("PUT", key, body=f"{n}.{rng.random()}")
                conn.getresponse().read()
            conn.close()

        writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for writer in writers:
            writer.start()
        until(lambda: int(json.loads(request(server, "GET", "/kv/?prefix&limit=1")[1])["pos"]) > 50)
        streams = []
        for n in range(12):
            streams.append(Stream(server, "/watch/s/?prefix&list", {"accept": "text/event-stream"} if n % 3 == 0 else {}))
        seen = [{} for _ in streams]
        stop.set()
        for writer in writers:
            writer.join()
        end = put(server, "s/end")
        state = {item["key"]: item["value"] for item in
                 json.loads(request(server, "GET", "/kv/s/?prefix")[1])["items"]}
        for stream, mine in zip(streams, seen):
            last, synced = 0, False
            while last < end:
                if stream.headers["content-type"] == "text/event-stream":
                    event = stream.event()
                    if "data" not in event:
                        continue
                    line = json.loads(event["data"])
                else:
                    line = stream.json()
                if line["type"] == "put":
                    mine[line["key"]] = line["value"]
                elif line["type"] == "delete":
                    assert mine.pop(line["key"], None) is not None, "a deletion of what was not there"
                elif line["type"] == "synced":
                    assert not synced and len(mine) == line["count"]
                    synced, last = True, int(line["pos"])
                if "pos" in line and line["type"] in ("put", "delete"):
                    assert synced and line["rev"] > last, "a change that the list had already"
                    last = line["rev"]
            assert mine == state
            stream.close()


def test_readers_that_stall_hold_up_nobody_and_lose_nothing():
    with Server() as server:
        value = "x" * 8000
        stalled = [Stream(server, "/watch/big?since=0", receive_bytes=4096) for _ in range(50)]
        with Stream(server, "/watch/big") as reader:
            assert reader.json()["type"] == "open"
            memory = server.status("RssAnon")
            for n in range(600):
                put(server, "big", f"{n} {value}")
                line = reader.json()
                assert line["type"] == "put" and line["value"].startswith(f"{n} ")
            # 50 readers x 600 x 8 KB would be 240 MB.
            assert server.status("RssAnon") - memory < 80 * 1024
        for stream in stalled[:5]:
            assert stream.json()["type"] == "open"
            for n, line in enumerate(changes(stream, 600)):
                assert line["value"].startswith(f"{n} ")
        for stream in stalled:
            stream.close()


def test_a_conflated_reader_ends_on_the_last_value():
    with Server() as server:
        with Stream(server, "/watch/?prefix&latest", receive_bytes=4096) as slow:
            value = "x" * 4000
            for n in range(800):
                put(server, f"k{n % 3}", f"{n} {value}")
            last, shown = {}, 0
            while last.get("k1") != 799 - (799 - 1) % 3 or last.get("k2") != 797 or last.get("k0") != 798:
                line = slow.json()
                if line["type"] == "put":
                    number = int(line["value"].split()[0])
                    assert number > last.get(line["key"], -1), "it went backwards"
                    last[line["key"]] = number
                    shown += 1
            assert shown < 800


def test_a_reader_resumes_after_a_restart_and_not_in_another_store():
    with Server(ephemeral=False) as server:
        rev = put(server, "k", "1")
        with Stream(server, "/watch/k?since=0", {"accept": "text/event-stream"}) as stream:
            assert stream.event()["event"] == "opened"
            position = stream.event()["id"]
            code, _ = server.terminate()
            assert code == 0
            assert stream.event() is None, "the body ends as it should"
        with Server(ephemeral=False, data=server.data) as again:
            assert put(again, "k", "2") == rev + 1
            with Stream(again, "/watch/k", {"accept": "text/event-stream", "last-event-id": position}) as stream:
                stream.event()
                assert json.loads(stream.event()["data"])["value"] == "2"
    with Server() as other:
        put(other, "k", "1")
        put(other, "k", "2")
        answer, data = request(other, "GET", "/watch/k", headers={"last-event-id": position})
        problem = json.loads(data)
        assert answer.status == 410 and answer.getheader("content-type") == "application/problem+json"
        assert problem["code"] == "gone" and problem["current"] == "3" and problem["store"] not in position


def test_what_is_compacted_is_gone_before_the_head_and_within_the_body():
    with Server() as server:
        value = "x" * 20000
        slow = Stream(server, "/watch/k?since=0", receive_bytes=4096)
        for n in range(400):
            put(server, "k", f"{n} {value}")
        compact(server, 390)
        answer, data = request(server, "GET", "/watch/k?since=5&wait=1")
        assert answer.status == 410 and json.loads(data)["oldest"] == "390"
        answer, data = request(server, "GET", "/watch/k?since=390&wait=1")
        assert answer.status == 200 and len(json.loads(data)["events"]) > 0
        assert slow.json()["type"] == "open"
        last = 0
        while (line := slow.json())["type"] == "put":
            assert line["rev"] > last
            last = line["rev"]
            if last == 401:
                break
        # What was waiting in memory may still be shown; what is not there is not passed over in silence.
        if line["type"] != "put":
            assert line["type"] == "gone" and int(line["oldest"]) >= 390 and slow.json() is None
        slow.close()


def test_a_time_begins_where_its_revision_is():
    with Server() as server:
        put(server, "k", "1")
        with Stream(server, "/watch/k?since=0") as stream:
            assert stream.json()["type"] == "open"
            first = stream.json()
        until(lambda: put(server, "k", "2") and json.loads(
            request(server, "GET", "/watch/k?since=0&wait=0")[1])["events"][-1]["time"] > first["time"])
        events = json.loads(request(server, "GET", "/watch/k?wait=0&since=" + first["time"])[1])["events"]
        assert events and all(event["time"] > first["time"] for event in events) and events[0]["value"] == "2"
        events = json.loads(request(server, "GET", "/watch/k?wait=0&since=-1h")[1])["events"]
        assert events[0]["value"] == "1"
        events = json.loads(request(server, "GET", "/watch/k?wait=0&since=0&until=" + first["time"])[1])["events"]
        assert events[0]["value"] == "1" and all(event["time"] == first["time"] for event in events)
        compact(server, json.loads(request(server, "GET", "/kv/?prefix")[1])["items"][0]["rev"])
        answer, _ = request(server, "GET", "/watch/k?wait=0&since=-1h")
        assert answer.status == 410


def test_hostile_keys_inject_nothing():
    keys = [b"a\nid: 9\n\ndata: {}", b"\r\n\r\nHTTP/1.1 200 OK", b"\0\xff", "\u2028</script>".encode(), b'"},{"x":"',
            b"%2e%2e/%00", b"..", b"/", b"\x7f\x1b[31m", bytes(range(1, 256))]
    with Server("--log-level", "debug") as server:
        plain = Stream(server, "/watch/?prefix")
        sse = Stream(server, "/watch/?prefix", {"accept": "text/event-stream"})
        assert plain.json()["type"] == "open" and sse.event()["event"] == "opened"
        for n, key in enumerate(keys):
            target = "/kv/" + urllib.parse.quote(key, safe="")
            answer, _ = request(server, "PUT", target, key)
            assert answer.status == 201
            answer, data = request(server, "GET", target)
            assert data == key and answer.getheader("content-type") == "application/octet-stream"
            line, event = plain.json(), sse.event()
            assert json.loads(event["data"]) == line and set(event) == {"id", "data"}
            assert event["id"].endswith(f":{n + 2}")
            got = line["key"].encode() if "key" in line else base64.b64decode(line["key64"])
            assert got == key
            with Stream(server, "/watch/" + urllib.parse.quote(key, safe="") + "?since=0") as one:
                assert one.json()["type"] == "open" and one.json() == line
        plain.close()
        sse.close()
        code, _ = server.terminate()
        assert code == 0
        for line in server.stderr().splitlines():
            assert line.isprintable() and line.startswith("time="), repr(line)


def test_http_2_shows_what_http_1_shows():
    with Server() as server:
        history(server, 60, 3)
        target = f"http://127.0.0.1:{server.port}/watch/s/?prefix&since=0&until=61"
        pages = []
        for version in ("--http1.1", "--http2-prior-knowledge"):
            for accept in ("*/*", "text/event-stream"):
                done = subprocess.run(["curl", "-sS", "-N", "--max-time", str(PATIENCE), version, "-H", f"accept: {accept}",
                                       target], capture_output=True, check=True)
                pages.append([line for line in done.stdout.decode().splitlines() if not line.startswith("retry: ")])
        assert pages[0] == pages[2] and pages[1] == pages[3]
        assert len(pages[0]) > 60
        assert [line[6:] for line in pages[1] if line.startswith("data: ")] == pages[0][:-1]  # a bookmark is an id


def test_the_end_of_the_server_ends_every_body():
    with Server() as server:
        streams = [Stream(server, "/watch/k", {"accept": accept}) for accept in ("*/*", "text/event-stream")]
        polls = []

        def poll():
            polls.append(request(server, "GET", "/watch/k?wait=50s"))

        thread = threading.Thread(target=poll)
        thread.start()
        until(lambda: any(watch["by"] == "poll" for watch in json.loads(server.get("/watchers"))["watchers"]))
        code, seconds = server.terminate()
        assert code == 0 and seconds < 20
        for stream in streams:
            while stream.line() is not None:
                pass
            stream.close()
        thread.join()
        answer, data = polls[0]
        assert answer.status == 200 and json.loads(data)["events"] == []


if __name__ == "__main__":
    main(globals())
