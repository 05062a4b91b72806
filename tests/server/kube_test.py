#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The Kubernetes door over real sockets: lists and watches while others write, readers that stall, histories
that are gone, restarts. The servers are real; the readers are raw HTTP/1.1, and curl for HTTP/2."""
import http.client
import json
import random
import subprocess
import threading

from kit import PATIENCE, Server, Stream, main

PODS = "/api/v1/namespaces/ns/pods"


class Client:
    """Requests on one connection."""

    def __init__(self, server):
        self.conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)

    def ask(self, method, target, body=None):
        headers = {"content-type": "application/json", "user-agent": "test"}
        self.conn.request(method, target, body=json.dumps(body) if body is not None else None, headers=headers)
        answer = self.conn.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data else None

    def close(self):
        self.conn.close()


def pod(name, pad="", **labels):
    return {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": name, "namespace": "ns", "labels": labels},
            "spec": {"nodeName": "n" + name, "pad": pad}}


def put(client, name, pad="", **labels):
    """Written past the door, as etcdctl would."""
    status, answer = client.ask("PUT", f"/kv//registry/pods/ns/{name}", pod(name, pad, **labels))
    assert status in (200, 201), answer
    return answer["rev"]


def delete(client, name):
    status, answer = client.ask("DELETE", f"/kv//registry/pods/ns/{name}")
    assert status in (200, 404), answer


def compact(client, revision):
    status, answer = client.ask("POST", "/v3/kv/compaction", {"revision": str(revision), "physical": True})
    assert status == 200, answer


def version(thing):
    return int(thing["metadata"]["resourceVersion"])


def names(listed):
    return [item["metadata"]["name"] for item in listed["items"]]


def events(stream, count):
    found = [stream.json() for _ in range(count)]
    assert None not in found, f"ended after {found.index(None)}"
    return found


def test_a_hundred_watches_see_the_same_order():
    with Server("--threads", "2") as server:
        writers = [Client(server) for _ in range(4)]
        streams = [Stream(server, f"{PODS}?watch=1&resourceVersion=1") for _ in range(100)]
        changes = 300

        def write(client, seed):
            rng = random.Random(seed)
            for n in range(changes // 4):
                put(client, f"p{rng.randrange(20)}", str(n), app=rng.choice("abc"))

        threads = [threading.Thread(target=write, args=(client, n)) for n, client in enumerate(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seen = [events(stream, changes) for stream in streams]
        versions = [version(event["object"]) for event in seen[0]]
        assert versions == sorted(set(versions))
        assert all(lines == seen[0] for lines in seen)
        for stream in streams:
            stream.close()


def test_a_cache_that_is_cut_off_at_random_is_the_list():
    with Server("--threads", "2") as server:
        writer, reader = Client(server), Client(server)
        done = threading.Event()

        def write():
            rng = random.Random(7)
            try:
                for n in range(1000):
                    if rng.random() < 0.25:
                        delete(writer, f"p{rng.randrange(30)}")
                    else:
                        put(writer, f"p{rng.randrange(30)}", str(n))
            finally:
                done.set()

        thread = threading.Thread(target=write)
        thread.start()
        rng, cache, last, lists = random.Random(8), {}, None, 0
        while not done.is_set() or rng.random() < 0.8:
            if last is None:
                _, listed = reader.ask("GET", PODS)
                cache = {item["metadata"]["name"]: version(item) for item in listed["items"]}
                last, lists = version(listed), lists + 1
            with Stream(server, f"{PODS}?watch=1&resourceVersion={last}&timeoutSeconds=1") as stream:
                for _ in range(rng.randrange(1, 60)):
                    event = stream.json()
                    if event is None:
                        break
                    assert event["type"] != "ERROR", event
                    last = version(event["object"])
                    name = event["object"]["metadata"]["name"]
                    if event["type"] == "DELETED":
                        del cache[name]
                    else:
                        assert (event["type"] == "ADDED") == (name not in cache), event
                        cache[name] = last
        thread.join()
        _, listed = reader.ask("GET", PODS)
        with Stream(server, f"{PODS}?watch=1&resourceVersion={last}&timeoutSeconds=1") as stream:
            while event := stream.json():
                cache[event["object"]["metadata"]["name"]] = version(event["object"])
                if event["type"] == "DELETED":
                    del cache[event["object"]["metadata"]["name"]]
        assert lists == 1
        assert cache == {item["metadata"]["name"]: version(item) for item in listed["items"]}


def test_pages_of_many_objects_are_one_state():
    with Server() as server:
        client = Client(server)
        for n in range(250):
            put(client, f"p{n:03}")
        found, token, first = [], "", None
        while True:
            status, listed = client.ask("GET", f"{PODS}?limit=60{token}")
            assert status == 200, listed
            first = first or version(listed)
            assert version(listed) == first
            found += names(listed)
            put(client, f"p{len(found):03}x")
            if not listed["metadata"].get("continue"):
                break
            assert listed["metadata"]["remainingItemCount"] == 250 - len(found)
            token = "&continue=" + listed["metadata"]["continue"]
        assert found == [f"p{n:03}" for n in range(250)]


def test_the_state_and_its_end_and_then_what_happens():
    with Server() as server:
        client = Client(server)
        for n in range(500):
            put(client, f"p{n:03}", "x" * 3000)
        with Stream(server, f"{PODS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                            "&allowWatchBookmarks=true", receive_bytes=8192) as stream:
            late = [put(client, f"p{n:03}") for n in range(100)]
            state = events(stream, 500)
            assert [event["object"]["metadata"]["name"] for event in state] == [f"p{n:03}" for n in range(500)]
            mark = stream.json()
            assert mark["type"] == "BOOKMARK"
            assert mark["object"]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}
            rest = [revision for revision in late if revision > version(mark["object"])]
            assert [version(event["object"]) for event in events(stream, len(rest))] == rest


def test_readers_that_stall_cost_little_and_lose_nothing():
    with Server("--tail-bytes", "4MiB", "--cache-bytes", "1MiB", "--retain", "all") as server:
        client = Client(server)
        made = [put(client, "p")]
        stalled = [Stream(server, f"{PODS}?watch=1&resourceVersion=1", receive_bytes=4096) for _ in range(50)]
        before = server.status("RssAnon")
        made += [put(client, "p", "x" * 100000) for _ in range(300)]
        grown = server.status("RssAnon") - before
        # An event is 100 kB: none is held for all of the fifty but in their sockets and the store's own tail.
        assert grown < 45000, f"{grown} KiB"
        for stream in (stalled[0], stalled[-1]):
            found = events(stream, 301)
            assert [version(event["object"]) for event in found] == made
        for stream in stalled:
            stream.close()


def test_a_history_that_is_gone_is_said_and_ends_the_watch():
    with Server() as server:
        client = Client(server)
        for n in range(10):
            put(client, f"p{n}")
        compact(client, 8)
        status, event = client.ask("GET", f"{PODS}?watch=1&resourceVersion=3")
        assert status == 200
        assert (event["type"], event["object"]["code"], event["object"]["reason"]) == ("ERROR", 410, "Expired")
        status, answer = client.ask("GET", f"{PODS}?resourceVersion=3&resourceVersionMatch=Exact")
        assert (status, answer["reason"]) == (410, "Expired")
        status, listed = client.ask("GET", f"{PODS}?resourceVersion=8&resourceVersionMatch=Exact")
        assert status == 200 and len(names(listed)) == 7


def test_versions_hold_over_a_restart():
    with Server(ephemeral=False) as server:
        client = Client(server)
        for n in range(50):
            put(client, f"p{n % 7}", str(n))
        with Stream(server, f"{PODS}?watch=1&resourceVersion=1") as stream:
            before = events(stream, 50)
        code, _ = server.terminate()
        assert code == 0
        with Server(ephemeral=False, data=server.data) as again:
            client = Client(again)
            with Stream(again, f"{PODS}?watch=1&resourceVersion=1") as stream:
                assert events(stream, 50) == before
                put(client, "p0", "new")
                assert stream.json()["type"] == "MODIFIED"
            assert len(names(client.ask("GET", PODS)[1])) == 7


def test_stopping_ends_watches_as_they_should():
    with Server() as server:
        with Stream(server, f"{PODS}?watch=1") as stream:
            server.process.terminate()
            assert stream.json() is None
        assert server.process.wait(timeout=30) == 0


def test_the_door_can_be_shut_or_elsewhere():
    with Server("--no-kube") as server:
        client = Client(server)
        client.conn.request("GET", "/api/v1/pods")
        assert client.conn.getresponse().status == 404
        assert "gitVersion" not in server.get("/version")
    with Server("--kube-prefix", "/other/place") as server:
        client = Client(server)
        status, answer = client.ask("PUT", "/kv//other/place/pods/ns/p", pod("p"))
        assert status == 201, answer
        assert names(client.ask("GET", "/api/v1/pods")[1]) == ["p"]
        assert json.loads(server.get("/version"))["gitVersion"].startswith("v1.")


def test_watches_are_shown_and_counted():
    with Server() as server:
        client = Client(server)
        with Stream(server, f"{PODS}?watch=1&resourceVersion=1") as stream:
            put(client, "p")
            events(stream, 1)
            shown = json.loads(server.get("/watchers?door=kube"))["watchers"]
            assert [(watch["door"], watch["key"]) for watch in shown] == [("kube", "/registry/pods/ns/")]
            assert server.metric('vedette_events_delivered_total{door="kube"}') == 1


def test_http2_is_spoken_too():
    """curl over HTTP/2: a list, and a watch that ends by itself."""
    with Server() as server:
        client = Client(server)
        put(client, "p")
        url = f"http://{server.address}{PODS}"
        curl = ["curl", "-sN", "-A", "test", "--http2-prior-knowledge", "--max-time", str(PATIENCE)]
        listed = subprocess.run([*curl, url], capture_output=True, check=True, timeout=PATIENCE)
        assert names(json.loads(listed.stdout)) == ["p"]
        watched = subprocess.run([*curl, f"{url}?watch=1&timeoutSeconds=1"], capture_output=True, check=True,
                                 timeout=PATIENCE)
        assert [json.loads(line)["type"] for line in watched.stdout.splitlines()] == ["ADDED"]


if __name__ == "__main__":
    main(globals())
