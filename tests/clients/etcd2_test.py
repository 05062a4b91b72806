# SPDX-License-Identifier: Apache-2.0
"""etcd v2 as its clients speak it (curl, python-etcd, etcdctl, loops like confd's), over both versions of
HTTP, and v2 and v3 on the same keys."""

import http.client
import json
import re
import subprocess
import threading
import time

import etcd

from ctl import Ctl
from kit import Server, eq, until

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


# --- curl

def curl(t, *args, path=""):
    done = subprocess.run([t.need("curl"), "-sS", "--max-time", "60", *args, f"http://{t.endpoint}/v2{path}"],
                          capture_output=True)
    assert done.returncode == 0, f"curl {args}: {done.returncode} {done.stderr.decode()}"
    return done.stdout.decode()


def versions(t):
    """An etcd 3.4 has no HTTP/2 for these without TLS."""
    return ["--http1.1", "--http2-prior-knowledge"] if t.ours("v2 over HTTP/2 with prior knowledge") else ["--http1.1"]


def test_curl_writes_reads_and_deletes(t):
    for i, version in enumerate(versions(t)):
        page = json.loads(curl(t, version, "-XPUT", "-d", "value=one two&x=1", path=f"/keys/curl{i}/a"))
        eq((page["action"], page["node"]["key"], page["node"]["value"]), ("set", f"/curl{i}/a", "one two"))
        assert page["node"]["modifiedIndex"] == page["node"]["createdIndex"], page
        text = curl(t, version, "-i", path=f"/keys/curl{i}/a")
        for name in ("x-etcd-cluster-id", "x-etcd-index", "x-raft-index", "x-raft-term"):
            assert re.search(rf"(?im)^{name}: \w+\r$", text), (name, text)
        eq(json.loads(curl(t, version, path=f"/keys/curl{i}"))["node"]["nodes"][0]["value"], "one two")
        eq(json.loads(curl(t, version, "-XDELETE", path=f"/keys/curl{i}/a"))["action"], "delete")
        error = json.loads(curl(t, version, path=f"/keys/curl{i}/a"))
        eq((error["errorCode"], error["message"], error["cause"]), (100, "Key not found", f"/curl{i}/a"))


def test_a_poll_has_its_headers_at_once(t):
    for i, version in enumerate(versions(t)):
        key = f"/keys/early{i}"
        out = subprocess.Popen([t.need("curl"), "-vsSN", version, "--max-time", "60",
                                f"http://{t.endpoint}/v2/keys{key}?wait=true"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
        head = b""
        while b"\n< \r\n" not in head:
            head += out.stderr.readline()
        assert re.search(rb"< HTTP/[12.]+ 200", head), head
        index = int(re.search(rb"(?i)x-etcd-index: (\d+)", head)[1])
        curl(t, version, "-XPUT", "-d", "value=late", path="/keys" + key)
        event = json.loads(out.stdout.read())
        eq((event["node"]["value"], out.wait()), ("late", 0))
        assert event["node"]["modifiedIndex"] > index


def test_a_stream_goes_on(t):
    for i, version in enumerate(versions(t)):
        out = subprocess.Popen([t.need("curl"), "-sSN", version, "--max-time", "60",
                                f"http://{t.endpoint}/v2/keys/stream{i}?wait=true&recursive=true&stream=true"],
                               stdout=subprocess.PIPE)
        # It has begun when it sees one.
        done = threading.Event()

        def put():
            while not done.is_set():
                curl(t, "-XPUT", "-d", "value=first", path=f"/keys/stream{i}/a")
                done.wait(0.05)
        writer = threading.Thread(target=put)
        writer.start()
        eq(json.loads(out.stdout.readline())["node"]["value"], "first")
        done.set()
        writer.join()
        for n in range(20):
            curl(t, "-XPUT", "-d", f"value={n}", path=f"/keys/stream{i}/a")
        seen = []
        while len(seen) < 20:
            value = json.loads(out.stdout.readline())["node"]["value"]
            seen += [value] if value != "first" else []
        eq(seen, [str(n) for n in range(20)])
        out.kill()
        out.wait()


def test_other_pages(t):
    members = json.loads(curl(t, path="/members"))["members"]
    eq(len(members), 1)
    eq(members[0]["clientURLs"], [f"http://{t.endpoint}"])
    eq(curl(t, path="/machines"), f"http://{t.endpoint}")
    eq(json.loads(curl(t, path="/members/leader"))["id"], members[0]["id"])
    own = json.loads(curl(t, path="/stats/self"))
    eq((own["id"], own["state"], own["leaderInfo"]["leader"]), (members[0]["id"], "StateLeader", members[0]["id"]))
    eq(json.loads(curl(t, path="/stats/leader")), {"leader": members[0]["id"], "followers": {}})
    before = json.loads(curl(t, path="/stats/store"))
    curl(t, "-XPUT", "-d", "value=1", path="/keys/counted")
    curl(t, "-XPUT", "-d", "value=1&prevValue=no", path="/keys/counted")
    curl(t, path="/keys/counted")
    after = json.loads(curl(t, path="/stats/store"))
    for name in ("setsSuccess", "compareAndSwapFail", "getsSuccess"):
        assert after[name] > before[name], (name, before, after)
    eq(sorted(after), sorted(before))
    eq(json.loads(curl(t, path="/auth/enable")), {"enabled": False})
    eq(json.loads(curl(t, path="/auth/users")), {"users": None})
    eq([r["role"] for r in json.loads(curl(t, path="/auth/roles"))["roles"]], ["root"])
    eq(json.loads(curl(t, path="/auth/users/me")), {"message": "auth: User me does not exist."})
    for method, path in (("DELETE", "/members/12ab"), ("GET", "/members/12ab"), ("POST", "/stats/self"),
                         ("POST", "/machines"), ("PATCH", "/members"), ("GET", "/nothing"), ("GET", "/stats/x")):
        status = curl(t, "-X", method, "-o", "/dev/null", "-w", "%{http_code}", path=path)
        eq(status, "404" if "12ab" in path or path in ("/nothing", "/stats/x") else "405", (method, path))


# --- python-etcd

def python_etcd(t, **kwargs):
    return etcd.Client(host=t.host, port=t.port, **kwargs)


def test_python_etcd_keys(t):
    c = python_etcd(t, allow_reconnect=True)
    c.write("/py/a", "1", ttl=1000)
    got = c.read("/py/a")
    eq((got.value, got.dir, got.ttl in (999, 1000)), ("1", False, True))
    assert got.etcd_index >= got.modifiedIndex
    got.value = "2"
    c.update(got)
    eq(c.get("/py/a").value, "2")
    c.test_and_set("/py/a", "3", "2")
    try:
        c.test_and_set("/py/a", "4", "2")
        raise AssertionError("compared")
    except etcd.EtcdCompareFailed as e:
        eq(e.payload["errorCode"], 101)
    for error, call in ((etcd.EtcdKeyNotFound, lambda: c.read("/py/none")),
                        (etcd.EtcdAlreadyExist, lambda: c.write("/py/a", "x", prevExist=False)),
                        (etcd.EtcdNotFile, lambda: c.write("/py", "x")),
                        (etcd.EtcdNotDir, lambda: c.write("/py/a/b", "x")),
                        (etcd.EtcdRootReadOnly, lambda: c.delete("/"))):
        try:
            call()
            raise AssertionError(error)
        except error:
            pass
    first, second = (c.write("/py/q", v, append=True).key for v in "12")
    assert first < second, (first, second)
    c.write("/py/d", None, dir=True)
    eq([x.key for x in c.read("/py", recursive=True, sorted=True).children], ["/py/a", "/py/d", first, second])
    c.refresh("/py/a", 2000)
    assert c.get("/py/a").ttl > 1000
    eq(c.pop("/py/a").value, "3")
    c.delete("/py", recursive=True)
    assert "/py" not in c


def test_python_etcd_knows_the_cluster(t):
    c = python_etcd(t)
    eq(len(c.members), 1)
    eq(c.leader["clientURLs"], [f"http://{t.endpoint}"])
    eq(c.machines, [f"http://{t.endpoint}"])
    assert c.version and c.cluster_version, (c.version, c.cluster_version)
    eq(c.stats["state"], "StateLeader")
    assert "watchers" in c.store_stats


def test_python_etcd_watches(t):
    c, seen = python_etcd(t, read_timeout=60), []
    start = c.write("/pyw/a", "0").modifiedIndex

    def watch():
        for event in python_etcd(t, read_timeout=60).eternal_watch("/pyw", index=start, recursive=True):
            seen.append((event.action, event.value))
            if event.value == "end":
                return
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    for i in range(1, 30):
        c.write("/pyw/a", str(i))
    c.delete("/pyw/a")
    c.write("/pyw/b", "end")
    watcher.join(60)
    eq(seen, [("set", str(i)) for i in range(30)] + [("delete", None), ("set", "end")])
    eq(c.watch("/pyw", index=start, recursive=True).value, "0")
    try:
        c.watch("/pyw/never", timeout=1)
        raise AssertionError("woken")
    except etcd.EtcdWatchTimedOut:
        pass


def test_python_etcd_locks_out(t):
    inside, most, done = [], [], []

    def work(n):
        c = python_etcd(t, read_timeout=60)
        for _ in range(3):
            lock = etcd.Lock(c, "recipe")
            lock.acquire(blocking=True, lock_ttl=60)
            inside.append(n)
            most.append(len(inside))
            time.sleep(0.01)
            inside.remove(n)
            lock.release()
        done.append(n)
    workers = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(4)]
    for w in workers:
        w.start()
    for w in workers:
        w.join(60)
    eq((sorted(done), max(most)), ([0, 1, 2, 3], 1))


# --- etcdctl

class Ctl2(Ctl):
    def __init__(self, t):
        super().__init__(t)
        self.command = [t.need("etcdctl"), "--endpoints", f"http://{t.endpoint}"]

    def run(self, *args, stdin=None):
        return subprocess.run([*self.command, *args], input=stdin, capture_output=True, text=True, timeout=60,
                              env={"ETCDCTL_API": "2", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})


def test_etcdctl_keys(t):
    ctl = Ctl2(t)
    eq(ctl("set", "/ctl/a", "1"), "1\n")
    eq(ctl("get", "/ctl/a"), "1\n")
    eq(ctl("mk", "/ctl/b", "2"), "2\n")
    eq(ctl("update", "/ctl/b", "3"), "3\n")
    ctl("mkdir", "/ctl/d")
    ctl("setdir", "/ctl/e", "--ttl", "1000")
    ctl("updatedir", "/ctl/e", "--ttl", "2000")
    eq(ctl.lines("ls", "--sort", "/ctl"), ["/ctl/a", "/ctl/b", "/ctl/d", "/ctl/e"])
    eq(ctl.lines("ls", "--sort", "-p", "--recursive", "/ctl")[-1], "/ctl/e/")
    eq(ctl("set", "/ctl/a", "9", "--swap-with-value", "1"), "9\n")
    eq(ctl("rm", "/ctl/b"), "PrevNode.Value: 3\n")
    ctl("rmdir", "/ctl/d")
    ctl("rm", "--recursive", "/ctl/e")
    for args, code in ((("get", "/ctl/none"), 100), (("mk", "/ctl/a", "x"), 105), (("rmdir", "/ctl"), 108),
                       (("set", "/ctl/a", "x", "--swap-with-value", "1"), 101), (("rm", "/ctl"), 102)):
        done = ctl.run(*args)
        assert done.returncode == 4 and f"{code}:" in done.stderr, (args, done)
    eq(ctl.lines("ls", "/ctl"), ["/ctl/a"])


def test_etcdctl_cluster(t):
    ctl = Ctl2(t)
    assert "cluster is healthy" in ctl("cluster-health")
    assert f"clientURLs=http://{t.endpoint} isLeader=true" in ctl("member", "list"), ctl("member", "list")


def test_etcdctl_watches(t):
    ctl = Ctl2(t)
    first = json.loads(ctl("-o", "extended", "set", "/ctlw/a", "1").splitlines()[1].split(":")[1])
    eq(ctl("watch", "/ctlw/a", "--after-index", str(first - 1)), "1\n")
    process = subprocess.Popen([*ctl.command, "watch", "--recursive", "--forever", "--after-index", str(first - 1),
                                "/ctlw"], stdout=subprocess.PIPE, text=True,
                               env={"ETCDCTL_API": "2", "PATH": "/usr/bin:/bin"})
    for i in range(2, 8):
        ctl("set", f"/ctlw/{i}", str(i))
    lines = [process.stdout.readline() for _ in range(14)]
    process.kill()
    process.wait()
    eq(lines[:4], ["[set] /ctlw/a\n", "1\n", "[set] /ctlw/2\n", "2\n"])
    eq(lines[1::2], [f"{i}\n" for i in range(1, 8)])


def test_etcdctl_runs_a_program_for_each_event(t):
    ctl = Ctl2(t)
    first = json.loads(ctl("-o", "extended", "set", "/ctlx/a", "1").splitlines()[1].split(":")[1])
    # Without the usual "--", which this etcdctl does not understand, the key comes last.
    process = subprocess.Popen([*ctl.command, "exec-watch", "--recursive", "--after-index", str(first - 1), "sh",
                                "-c", "echo $ETCD_WATCH_ACTION $ETCD_WATCH_KEY $ETCD_WATCH_VALUE", "/ctlx"],
                               stdout=subprocess.PIPE, text=True, env={"ETCDCTL_API": "2", "PATH": "/usr/bin:/bin"})
    ctl("set", "/ctlx/b", "2")
    lines = [process.stdout.readline() for _ in range(2)]
    process.kill()
    process.wait()
    eq(sorted(lines), ["set /ctlx/a 1\n", "set /ctlx/b 2\n"])


# --- loops like confd's: read all, wait for what comes after it, read all again

def test_a_loop_of_reading_and_waiting_misses_nothing(t):
    stop, states = threading.Event(), []

    def ask(conn, path):
        conn.request("GET", "/v2/keys" + path)
        r = conn.getresponse()
        return r, r.read()

    def loop():
        conn = http.client.HTTPConnection(t.host, t.port, timeout=60)
        while not stop.is_set():
            r, body = ask(conn, "/confd?recursive=true")
            page = json.loads(body)
            states.append({n["key"]: n["value"] for n in page["node"].get("nodes", [])})
            if states[-1].get("/confd/end"):
                return
            after = int(r.getheader("X-Etcd-Index")) + 1
            ask(conn, f"/confd?wait=true&recursive=true&waitIndex={after}")
    c = python_etcd(t)
    c.write("/confd/a", "-1")
    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    for i in range(100):
        c.write("/confd/" + "ab"[i % 2], str(i))
    c.write("/confd/end", "1")
    thread.join(60)
    stop.set()
    eq(states[-1], {"/confd/a": "98", "/confd/b": "99", "/confd/end": "1"})


# --- v2 and v3

def test_what_v2_writes_v3_sees_and_the_reverse(t):
    if not t.ours("v2 and v3 have the same keys"):
        return
    v2, v3 = python_etcd(t), t.client()
    v2.write("/mix/a/b", "one")
    eq(v3.get(b"mix/a/b")["kvs"][0]["value"], b"one")
    eq([kv["key"] for kv in v3.range(key=b"mix/", range_end=b"mix0")["kvs"]], [b"mix/", b"mix/a/", b"mix/a/b"])
    eq(len({kv["mod_revision"] for kv in v3.range(key=b"mix/", range_end=b"mix0")["kvs"]}), 1)
    v3.put(key=b"mix/a/b", value=b"two")
    got = v2.read("/mix/a/b")
    eq((got.value, got.modifiedIndex), ("two", v3.get(b"mix/a/b")["kvs"][0]["mod_revision"]))
    v3.put(key=b"mix/c/d", value=b"v3")
    eq([n.key for n in v2.read("/mix", recursive=True).leaves], ["/mix/a/b", "/mix/c/d"])
    v3.put(key=b"mix/c", value=b"hidden by what lies below")
    assert v2.read("/mix/c").dir
    v3.delete(key=b"mix/c/d")
    eq(v2.read("/mix/c").value, "hidden by what lies below")
    lease = v3.lease_grant(TTL=1000)["ID"]
    v3.put(key=b"mix/leased", value=b"x", lease=lease)
    assert 990 < v2.read("/mix/leased").ttl <= 1000
    v2.delete("/mix", recursive=True)
    eq(v3.range(key=b"mix/", range_end=b"mix0")["count"], 0)


def test_each_wakes_the_watches_of_the_other(t):
    if not t.ours("v2 and v3 have the same keys"):
        return
    v2, v3 = python_etcd(t), t.client()
    w = t.watch(v3)
    w.create(key=b"wake/", range_end=b"wake0")
    v2.write("/wake/d/a", "1")
    eq([e["kv"]["key"] for e in w.events(3)], [b"wake/", b"wake/d/", b"wake/d/a"])
    conn = http.client.HTTPConnection(t.host, t.port, timeout=60)
    conn.request("GET", "/v2/keys/wake/d/a?wait=true")
    r = conn.getresponse()
    v3.put(key=b"wake/d/a", value=b"2")
    event = json.loads(r.read())
    eq((event["action"], event["node"]["value"], event["prevNode"]["value"]), ("set", "2", "1"))
    eq(event["node"]["createdIndex"], v3.get(b"wake/d/a")["kvs"][0]["create_revision"])


def test_of_a_transaction_a_poll_shows_the_first_and_a_stream_all(t):
    if not t.ours("v2 and v3 have the same keys"):
        return
    v3 = t.client()
    start = v3.revision() + 1
    v3.txn(success=[{"request_put": {"key": b"txn/%d" % i, "value": b"%d" % i}} for i in (3, 1, 2)])

    def watch(more):
        conn = http.client.HTTPConnection(t.host, t.port, timeout=60)
        conn.request("GET", f"/v2/keys/txn?wait=true&recursive=true&waitIndex={start}{more}")
        return conn.getresponse()
    eq(json.loads(watch("").read())["node"]["value"], "3")
    stream = watch("&stream=true")
    eq([json.loads(stream.readline())["node"]["value"] for _ in range(3)], ["3", "1", "2"])


def test_history_that_is_gone_is_refused(t):
    if not t.ours("history reaches back to a compaction by v3"):
        return
    v2, v3 = python_etcd(t), t.client()
    first = v2.write("/gone/a", "1").modifiedIndex
    last = v2.write("/gone/a", "2").modifiedIndex
    v3.compact(revision=last)
    conn = http.client.HTTPConnection(t.host, t.port, timeout=60)
    conn.request("GET", f"/v2/keys/gone?wait=true&waitIndex={first}")
    r = conn.getresponse()
    error = json.loads(r.read())
    eq((r.status, error["errorCode"], error["cause"]),
       (400, 401, f"the requested history has been cleared [{last + 1}/{first}]"))
    assert error["index"] >= last
    eq(v2.read("/gone/a").createdIndex, last)


def test_a_root_of_its_own(t):
    if not t.ours("--v2-root"):
        return
    server = Server(t.target, "--v2-root", "/")
    t.defer(server.stop)
    v2, v3 = etcd.Client(host="127.0.0.1", port=server.port), t.client(server)
    v2.write("/foo/bar", "1")
    eq([kv["key"] for kv in v3.range(key=b"\0", range_end=b"\0")["kvs"]], [b"/foo/", b"/foo/bar"])
    v3.put(key=b"/foo/baz", value=b"2")
    v3.put(key=b"elsewhere", value=b"3")
    eq([n.key for n in v2.read("/", recursive=True).leaves], ["/foo/bar", "/foo/baz"])


def test_what_v2_knows_is_there_after_a_restart(t):
    server = Server(t.target)
    t.defer(server.stop)

    def client():
        return etcd.Client(host="127.0.0.1", port=server.port)
    client().write("/keep/a", "1")
    again = client().write("/keep/a", "2")
    client().write("/keep/d", None, dir=True, ttl=1000)
    server.end()
    server.start()
    got = client().read("/keep/a")
    eq((got.value, got.createdIndex, got.modifiedIndex), ("2", again.createdIndex, again.modifiedIndex))
    assert client().read("/keep/d").dir and client().read("/keep/d").ttl > 900
    if t.ours("history survives a restart"):
        eq(client().watch("/keep/a", index=again.modifiedIndex).value, "2")


def test_when_the_server_goes_polls_end(t):
    server = Server(t.target)
    t.defer(server.stop)
    waiting = []
    for query in ("", "&stream=true"):
        conn = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        conn.request("GET", "/v2/keys/x?wait=true" + query)
        waiting.append(conn.getresponse())
    server.end()
    for r in waiting:
        try:
            eq(r.read(), b"")
        except http.client.IncompleteRead:
            assert t.is_etcd
