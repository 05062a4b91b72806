# SPDX-License-Identifier: Apache-2.0
"""The live door with curl, over HTTP/1.1 and HTTP/2, and with the npm package eventsource: every parameter of
/watch/ and /kv/ as docs/doors/live.md has them. What etcdctl's protocol writes is what they see."""

import json
import re
import subprocess

from kit import Skip, eq, until
from node_test import HERE, install

VERSIONS = ("--http1.1", "--http2-prior-knowledge")


def need(t):
    if t.is_etcd:
        raise Skip("etcd has no live door")


def url(t, path):
    return f"http://{t.endpoint}{path}"


def curl(t, *args, stdin=None):
    """Status, headers, body."""
    done = subprocess.run([t.need("curl"), "-sS", "-g", "-i", "--max-time", "60", *args], input=stdin, capture_output=True)
    assert done.returncode == 0, f"curl {args}: {done.returncode} {done.stderr.decode()}"
    head, body = done.stdout.split(b"\r\n\r\n", 1)
    while re.match(rb"HTTP/1.1 1\d\d", head):
        head, body = body.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    return int(lines[0].split()[1]), headers, body


def poll(t, path, *args):
    status, headers, body = curl(t, *args, url(t, path))
    eq(status, 200, body)
    page = json.loads(body)
    eq(headers["etag"], f'"{page["next"]}"')
    return page


class Reader:
    """curl -N, line by line."""

    def __init__(self, t, path, *args):
        self.process = subprocess.Popen([t.need("curl"), "-sS", "-g", "-N", "--max-time", "100", *args, url(t, path)],
                                        stdout=subprocess.PIPE)
        t.defer(self.close)

    def line(self):
        return self.process.stdout.readline().decode().rstrip("\n")

    def json(self):
        return json.loads(self.line())

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def key(t, name=""):
    return t.key(name).decode()


def values(events):
    return [event.get("value") for event in events]


def test_the_first_terminal_prints_what_the_second_one_puts(t):
    need(t)
    for version in VERSIONS:
        reader = Reader(t, f"/watch/{key(t, version)}", version)
        line = reader.json()
        eq(line["type"], "open")
        status, _, body = curl(t, version, "-X", "PUT", "-d", "haha", url(t, f"/kv/{key(t, version)}"))
        eq(status, 201)
        line = reader.json()
        eq((line["type"], line["key"], line["value"]), ("put", key(t, version), "haha"))
        eq(line["rev"], json.loads(body)["rev"])
        t.client().put(key=t.key(version), value=b"by etcdctl")
        eq(reader.json()["value"], "by etcdctl")
        t.client().delete(key=t.key(version))
        eq(reader.json()["type"], "delete")


def test_state_then_tail_as_sse(t):
    need(t)
    client = t.client()
    for name in (b"a", b"b"):
        client.put(key=t.key() + name, value=name)
    for version in VERSIONS:
        reader = Reader(t, f"/watch/{key(t)}?prefix&list", version, "-H", "Accept: text/event-stream")
        assert re.fullmatch(r"retry: [23]\d{3}", reader.line())
        eq(reader.line(), "event: opened")
        eq(json.loads(reader.line()[6:])["type"], "open")
        eq(reader.line(), "")
        for name in "ab":
            line = json.loads(reader.line()[6:])
            eq((line["key"], line["value"], "pos" in line), (key(t, name), name, False))
            eq(reader.line(), "")
        assert re.fullmatch(r"id: [0-9a-f]{16}:\d+", reader.line())
        eq(reader.line(), "event: synced")
        eq(json.loads(reader.line()[6:])["count"], 2)
        reader.line()
        revision = client.put(key=t.key(b"a".decode()), value=b"a")["header"]["revision"]
        assert reader.line().endswith(f":{revision}")
        eq(json.loads(reader.line()[6:])["rev"], revision)


def test_each_parameter_of_a_watch(t):
    need(t)
    client = t.client()
    start = client.put(key=t.key("x"), value=b"0")["header"]["revision"]
    client.put(key=t.key("x"), value=b"1")
    client.put(key=t.key("y/z"), value=b"\xff\x00")
    client.delete(key=t.key("x"))
    client.put(key=t.key("y"), value=b"3")
    since = f"since={start}&wait=0"
    prefix = key(t)
    eq(values(poll(t, f"/watch/{prefix}x?{since}")["events"]), ["1", None])
    eq(len(poll(t, f"/watch/{prefix}?prefix&{since}")["events"]), 4)
    eq([e["key"] for e in poll(t, f"/watch/{prefix}?glob=?&{since}")["events"]],
       [key(t, "x"), key(t, "x"), key(t, "y")])
    eq([e["key"] for e in poll(t, f"/watch/{prefix}?glob=[xy]/*&{since}")["events"]], [key(t, "y/z")])
    eq(poll(t, f"/watch/{prefix}y/z?{since}")["events"][0]["value64"], "/wA=")
    eq([e["rev"] for e in poll(t, f"/watch/{prefix}?prefix&until={start + 2}&{since}")["events"]], [start + 1, start + 2])
    eq(["value" in e for e in poll(t, f"/watch/{prefix}x?keys&{since}")["events"]], [False, False])
    eq([e.get("prev") for e in poll(t, f"/watch/{prefix}x?prev&{since}")["events"]], ["0", "1"])
    eq([e["type"] for e in poll(t, f"/watch/{prefix}?prefix&type=delete&{since}")["events"]], ["delete"])
    eq(len(poll(t, f"/watch/{prefix}?prefix&type=put&{since}")["events"]), 3)
    eq(values(poll(t, f"/watch/{prefix}x?latest&since={start - 1}&wait=0")["events"]), [None])
    page = poll(t, f"/watch/{prefix}?prefix&limit=2&{since}")
    eq(len(page["events"]), 2)
    eq(len(poll(t, f"/watch/{prefix}?prefix&wait=0&since={page['next']}")["events"]), 2)
    eq(len(poll(t, f"/watch/{prefix}?prefix&wait=0&since=-1h")["events"]), 5)
    eq(poll(t, f"/watch/{prefix}?prefix&wait=0&since=2999-01-01T00:00:00Z")["events"], [])
    eq(values(poll(t, f"/watch/{prefix}x?list&since={start}&wait=0")["events"])[:1], ["0"])


def test_polls_wait(t):
    need(t)
    client = t.client()
    revision = client.put(key=t.key("k"), value=b"1")["header"]["revision"]
    path = f"/watch/{key(t, 'k')}"
    for args, query in (((), "?wait=40s&since=REV"), (("-H", "Prefer: wait=40"), "?since=REV"),
                        (("-H", 'If-None-Match: "REV"'), "")):
        args, target = [arg.replace("REV", str(revision)) for arg in args], path + query.replace("REV", str(revision))
        waiting = subprocess.Popen([t.need("curl"), "-sS", "-g", "-i", "--max-time", "90", *args, url(t, target)],
                                   stdout=subprocess.PIPE)
        t.defer(waiting.kill)
        until(lambda: any(watch["by"] == "poll" for watch in json.loads(curl(t, url(t, "/watchers"))[2])["watchers"]))
        revision = client.put(key=t.key("k"), value=b"2")["header"]["revision"]
        out = waiting.communicate(timeout=90)[0].decode()
        assert out.startswith("HTTP/1.1 200") and f'"rev":{revision}' in out, out
        assert ("preference-applied: wait=40" in out) == ("Prefer" in str(args)), out
    status, headers, body = curl(t, "-H", f'If-None-Match: "{revision}"', url(t, path + "?wait=1s"))
    eq((status, body), (304, b""))
    assert int(headers["etag"].strip('"').split(":")[1]) >= revision
    eq(poll(t, f"{path}?wait=1s&since={revision}")["events"], [])


def test_a_browser_that_navigates_sees_text(t):
    need(t)
    status, headers, _ = curl(t, "-I", "-H", "Accept: text/html", url(t, f"/watch/{key(t)}?prefix"))
    eq((status, headers["content-type"], headers["x-content-type-options"]), (200, "text/plain; charset=utf-8", "nosniff"))
    status, headers, _ = curl(t, "-I", url(t, f"/watch/{key(t)}?prefix"))
    eq((status, headers["content-type"], headers["cache-control"]), (200, "application/x-ndjson", "no-store"))


def test_idle_streams_have_bookmarks(t):
    need(t)
    reader = Reader(t, f"/watch/{key(t, 'k')}?heartbeat=1s")
    eq(reader.json()["type"], "open")
    revision = t.client().put(key=t.key("other"), value=b"")["header"]["revision"]
    line = reader.json()
    while int(line["pos"]) < revision:
        eq(line["type"], "bookmark")
        line = reader.json()
    eq(line["type"], "bookmark")


def test_a_rate_shows_the_last_value(t):
    need(t)
    reader = Reader(t, f"/watch/{key(t, 'k')}?latest&rate=1")
    eq(reader.json()["type"], "open")
    client = t.client()
    for n in range(200):
        client.put(key=t.key("k"), value=str(n).encode())
    got = [int(reader.json()["value"])]
    while got[-1] != 199:
        got.append(int(reader.json()["value"]))
    assert got == sorted(got) and len(got) < 100, got


def test_values_go_in_and_out_as_they_are(t):
    need(t)
    data = bytes(range(256)) * 4000
    for version in VERSIONS:
        target = url(t, f"/kv/{key(t, 'bin')}%00%ff%0a")
        status, headers, body = curl(t, version, "-X", "PUT", "--data-binary", "@-", target, stdin=data)
        assert status in (200, 201), body
        tag = headers["etag"]
        status, headers, body = curl(t, version, target)
        eq(status, 200)
        assert body == data
        eq((headers["content-type"], headers["x-content-type-options"]), ("application/octet-stream", "nosniff"))
        eq(headers["etag"], tag)
        eq(int(headers["content-length"]), len(data))
        status, headers, body = curl(t, version, "-I", target)
        eq((status, body, int(headers["content-length"])), (200, b"", len(data)))
        eq(curl(t, version, "-H", f"If-None-Match: {tag}", target)[0], 304)
        eq(curl(t, version, "-X", "PUT", "-d", "x", "-H", 'If-Match: "1"', target)[0], 412)
        eq(curl(t, version, "-X", "PUT", "-d", "x", "-H", "If-None-Match: *", target)[0], 412)
        eq(curl(t, version, "-X", "PUT", "-d", "x", "-H", f"If-Match: {tag}", target)[0], 200)
        status, headers, body = curl(t, version, "-X", "DELETE", target)
        eq((status, json.loads(body)["deleted"]), (200, 1))
        status, headers, body = curl(t, version, target)
        eq((status, headers["content-type"], json.loads(body)["code"]), (404, "application/problem+json", "not-found"))
        eq(curl(t, version, "-X", "DELETE", target)[0], 404)
        large = b"x" * (1536 * 1024 + 1)
        status, _, body = curl(t, version, "-H", "Expect:", "-T", "-", url(t, f"/kv/{key(t, 'large')}"), stdin=large)
        eq(status, 413)
        status, headers, body = curl(t, version, "-X", "POST", "-d", "x", target)
        eq((status, headers["content-type"], json.loads(body)["code"]), (405, "application/problem+json", "method"))


def test_a_time_to_live(t):
    need(t)
    client = t.client()
    target = url(t, f"/kv/{key(t, 'k')}")
    reader = Reader(t, f"/watch/{key(t, 'k')}")
    reader.json()
    eq(curl(t, "-X", "PUT", "-d", "x", target + "?ttl=1s")[0], 201)
    line = reader.json()
    eq(line["lease"], str(client.get(key=t.key("k"))["kvs"][0]["lease"]) if client.get(key=t.key("k"))["kvs"] else line["lease"])
    eq(reader.json()["type"], "delete")
    eq(curl(t, target)[0], 404)
    eq(curl(t, "-X", "PUT", "-d", "x", target + "?lease=12345")[0], 404)


def test_lists_come_in_pages_of_one_revision(t):
    need(t)
    client = t.client()
    for n in range(25):
        client.put(key=t.key(f"{n:02}"), value=b"v")
    found, after, at = [], "", ""
    while True:
        status, headers, body = curl(t, url(t, f"/kv/{key(t)}?prefix&limit=10{after}{at}"))
        eq(status, 200)
        page = json.loads(body)
        found += [item["key"] for item in page["items"]]
        eq(headers["vedette-position"], f"{page['store']}:{page['pos']}")
        if not page["more"]:
            break
        after, at = f"&after={found[-1]}", f"&rev={page['pos']}"
        client.put(key=t.key("00x"), value=b"not on this page")
    eq(found, [key(t, f"{n:02}") for n in range(25)])


def test_what_is_wrong_is_a_problem(t):
    need(t)
    for path in ("/watch/?x", "/watch/k?sinse=1", "/watch/%zz", "/watch/k?since=x", "/kv/", "/kv/k?rev=0"):
        status, headers, body = curl(t, url(t, path))
        eq((status, headers["content-type"]), (400, "application/problem+json"), path)
        problem = json.loads(body)
        eq((problem["status"], problem["code"]), (400, "bad-request"))
        assert problem["title"] and problem["detail"]
    status, _, body = curl(t, url(t, "/watch/k?since=0000000000000000:1"))
    eq((status, json.loads(body)["code"]), (410, "gone"))


def node(t, name):
    need(t)
    done = subprocess.run([install(t), "live.js", name, t.endpoint, key(t)], cwd=HERE, capture_output=True, text=True,
                          timeout=110)
    assert done.returncode == 0, done.stderr


def test_eventsource_is_told_of_changes(t):
    node(t, "basics")


def test_eventsource_goes_on_where_it_was_cut(t):
    node(t, "resume")


def test_eventsource_does_not_come_again_after_the_end(t):
    node(t, "until")
