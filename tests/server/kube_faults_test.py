#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Faults on purpose (--kube-faults, /kube/faults): what curl sees of each, on HTTP/1.1 and HTTP/2."""
import asyncio
import json
import subprocess

import websockets
from kit import Server, fails, main

MAPS = "/api/v1/namespaces/default/configmaps"
OURS = "labelSelector=by%3Dfaults"  # what is in the namespace by itself is not looked at
SECONDS = "60"


class Kube(Server):
    def __init__(self, *flags):
        super().__init__("--threads", "2", *flags)
        try:
            if self.curl("/api/v1/namespaces/default")[0] == 404:
                self.made(self.post("/api/v1/namespaces", {"metadata": {"name": "default"}}))
        except BaseException:
            self.__exit__()
            raise

    def curl(self, path, *options):
        """(status, body, curl's exit code): 18 is a body that broke off, 92 a stream that did."""
        done = subprocess.run(["curl", "-sN", "-m", SECONDS, "-w", "\n%{http_code}", *options, f"http://{self.address}{path}"],
                              capture_output=True, text=True, timeout=90)
        body, _, code = done.stdout.rpartition("\n")
        return int(code), body, done.returncode

    def post(self, path, body):
        return self.curl(path, "-H", "content-type: application/json", "-d", json.dumps(body))

    def made(self, answer):
        assert answer[0] == 201, answer
        return json.loads(answer[1])

    def map(self, name, **data):
        return self.post(MAPS, {"metadata": {"name": name, "labels": {"by": "faults"}}, "data": data})

    def maps(self, *names):
        """Makes them; the version before."""
        before = json.loads(self.curl(MAPS)[1])["metadata"]["resourceVersion"]
        for name in names:
            self.made(self.map(name))
        return before

    def rules(self, text):
        code, body, _ = self.curl("/kube/faults", "-X", "PUT", "--data-binary", text)
        return code, json.loads(body)

    def counts(self):
        return [(f["seen"], f["struck"]) for f in json.loads(self.curl("/kube/faults")[1])["faults"]]

    def watch(self, query, *options):
        """The events of a watch, its unread rest and how curl ended."""
        code, body, ended = self.curl(f"{MAPS}?watch=true&{OURS}&{query}", *options)
        assert code == 200, (code, body)
        lines = body.split("\n")
        return [json.loads(line) for line in lines[:-1] if line], lines[-1], ended


def seen(events):
    return [(e["type"], e["object"].get("metadata", {}).get("name")) for e in events]


def test_rules_that_are_not_understood_are_refused_at_the_start_and_later():
    fails(2, "--kube-faults: rule 2: explode: no such fault", "serve", "--kube-faults", "get * throttle;get pods explode")
    with Kube("--kube-faults", "get secrets throttle") as kube:
        code, status = kube.rules("get pods explode")
        assert (code, status["reason"], status["message"]) == (400, "BadRequest", "rule 1: explode: no such fault")
        assert kube.counts() == [(0, 0)]
        assert kube.curl("/kube/faults", "-X", "DELETE")[:2] == (200, '{"faults":[]}\n')
        assert kube.counts() == []


def test_the_second_write_meets_a_conflict_and_the_third_is_taken():
    with Kube("--kube-faults", "create configmaps nth=2 conflict") as kube:
        kube.made(kube.map("a"))
        code, body, _ = kube.map("b")
        assert (code, json.loads(body)["reason"]) == (409, "Conflict"), body
        kube.made(kube.map("b"))
        assert kube.counts() == [(3, 1)]


def test_reads_are_throttled_for_so_many_times():
    with Kube() as kube:
        assert kube.rules("list configmaps namespace=default times=2 throttle=7")[0] == 200
        code, head, _ = kube.curl(MAPS, "-i")
        status = json.loads(head.replace("\r", "").partition("\n\n")[2])
        assert (code, status["reason"], status["details"]["retryAfterSeconds"]) == (429, "TooManyRequests", 7)
        assert "retry-after: 7" in head.lower()
        assert kube.curl("/api/v1/configmaps")[0] == 200
        assert [kube.curl(MAPS)[0] for _ in range(3)] == [429, 200, 200]


def test_a_list_expires():
    with Kube("--kube-faults", "list configmaps nth=1 expire") as kube:
        code, body, _ = kube.curl(MAPS)
        assert (code, json.loads(body)["reason"]) == (410, "Expired")
        assert kube.curl(MAPS)[0] == 200


def test_a_watch_expires_behind_so_many_events():
    for http in ("--http1.1", "--http2-prior-knowledge"):
        rules = "watch configmaps after=3 nth=1 expire; watch configmaps nth=2 expire"
        with Kube("--kube-faults", rules) as kube:
            before = kube.maps("a", "b", "c", "d")
            events, rest, ended = kube.watch(f"resourceVersion={before}", http)
            assert seen(events[:3]) == [("ADDED", "a"), ("ADDED", "b"), ("ADDED", "c")] and len(events) == 4, events
            status = events[3]["object"]
            assert (events[3]["type"], status["code"], status["reason"], rest, ended) == ("ERROR", 410, "Expired", "", 0)
            events, rest, ended = kube.watch(f"resourceVersion={before}", http)
            assert ([e["type"] for e in events], rest, ended) == (["ERROR"], "", 0)
            events, _, ended = kube.watch(f"resourceVersion={before}&timeoutSeconds=1", http)
            assert (len(events), ended) == (4, 0)


def test_a_watch_breaks_off_in_the_middle_of_an_event():
    for http, code in (("--http1.1", 18), ("--http2-prior-knowledge", 92)):
        with Kube("--kube-faults", "watch configmaps after=1 times=1 cut") as kube:
            before = kube.maps("a", "b", "c")
            events, rest, ended = kube.watch(f"resourceVersion={before}", http)
            assert seen(events) == [("ADDED", "a")]
            assert rest.startswith('{"type":"ADDED","object":{') and '"c"' not in rest, rest
            assert ended == code, ended


INITIAL = "allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=3"


def marks(events):
    """Behind how many other events each bookmark came."""
    return [sum(e["type"] != "BOOKMARK" for e in events[:i]) for i, e in enumerate(events) if e["type"] == "BOOKMARK"]


def test_bookmarks_are_dropped():
    with Kube("--kube-faults", "watch configmaps nth=2 bookmark=1 drop-bookmarks; watch configmaps nth=3 drop-bookmarks") as kube:
        kube.maps("a", "b")
        count = len(json.loads(kube.curl(f"{MAPS}?{OURS}")[1])["items"])
        assert marks(kube.watch(INITIAL)[0]) == [count, count]  # the end of the state, and one before the end
        assert marks(kube.watch(INITIAL)[0]) == [count]
        assert marks(kube.watch(INITIAL)[0]) == []


def test_what_stands_behind_a_delayed_bookmark_waits_with_it():
    with Kube("--kube-faults", "watch configmaps bookmark=1 delay-bookmarks=1s") as kube:
        kube.maps("a")
        path = f"http://{kube.address}{MAPS}?watch=true&{OURS}&{INITIAL}".replace("timeoutSeconds=3", "timeoutSeconds=30")
        with subprocess.Popen(["curl", "-sN", "-m", SECONDS, path], stdout=subprocess.PIPE, text=True) as reader:
            try:
                assert json.loads(reader.stdout.readline())["object"]["metadata"]["name"] == "a"
                kube.made(kube.map("b"))
                types = [json.loads(reader.stdout.readline())["type"] for _ in range(2)]
            finally:
                reader.kill()
        assert types == ["BOOKMARK", "ADDED"], types


def test_a_websocket_is_struck_as_well():
    async def read(url):
        async with websockets.connect(url) as socket:
            return [json.loads(text) async for text in socket]
    with Kube("--kube-faults", "watch configmaps after=1 expire") as kube:
        before = kube.maps("a", "b")
        events = asyncio.run(read(f"ws://{kube.address}{MAPS}?watch=true&{OURS}&resourceVersion={before}"))
        assert [e["type"] for e in events] == ["ADDED", "ERROR"], events


main(globals())
