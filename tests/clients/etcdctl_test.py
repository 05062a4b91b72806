# SPDX-License-Identifier: Apache-2.0
"""Debian's etcdctl, as people type it."""

import json
import re

from ctl import Ctl, Watch, b64
from kit import eq


def test_put_get_del(t):
    ctl, k = Ctl(t), t.key("a").decode()
    eq(ctl("put", k, "one"), "OK\n")
    eq(ctl("get", k), f"{k}\none\n")
    eq(ctl("get", k, "--print-value-only"), "one\n")
    eq(ctl("del", k), "1\n")
    eq(ctl("get", k), "")
    eq(ctl("del", k), "0\n")


def test_put_reads_a_value_from_stdin_and_takes_prev_kv(t):
    ctl, k = Ctl(t), t.key("a").decode()
    ctl("put", k, stdin="from stdin")
    eq(ctl("put", k, "two", "--prev-kv"), f"OK\n{k}\nfrom stdin\n")
    eq(ctl("put", k, "--ignore-value"), "OK\n")
    eq(ctl("get", k, "--print-value-only"), "two\n")
    eq(ctl("put", k, "three", "--ignore-lease"), "OK\n")
    eq(ctl.error("put", t.key("none").decode(), "--ignore-value"), "etcdserver: key not found")
    eq(ctl.error("put", k, "x", "--lease=123abc"), "etcdserver: requested lease not found")
    eq(ctl.error("put", "", "x"), "etcdserver: key is not provided")


def fill(t, ctl):
    for name, value in (("b", "3"), ("a", "2"), ("c", "1"), ("a", "2"), ("a", "2"), ("b", "3")):
        ctl("put", t.key(name).decode(), value)
    return t.key().decode()


def test_get_flags(t):
    ctl = Ctl(t)
    p = fill(t, ctl)
    eq(ctl.lines("get", p, "--prefix"), [p + "a", "2", p + "b", "3", p + "c", "1"])
    eq(ctl.lines("get", p, "--prefix", "--keys-only"), [p + "a", "", p + "b", "", p + "c", ""])
    eq(ctl.lines("get", p, "--prefix", "--limit=2", "--print-value-only"), ["2", "3"])
    eq(ctl.lines("get", p + "a", p + "c", "--print-value-only"), ["2", "3"])
    eq(ctl.lines("get", p + "b", "--from-key", "--limit=2"), [p + "b", "3", p + "c", "1"])
    eq(ctl.lines("get", p, "--prefix", "--consistency=s", "--print-value-only"), ["2", "3", "1"])


def test_get_sorted(t):
    ctl = Ctl(t)
    p = fill(t, ctl)
    for by, order in {"KEY": "abc", "VERSION": "cba", "CREATE": "bac", "MODIFY": "cab", "VALUE": "cab"}.items():
        for direction, want in (("ASCEND", order), ("DESCEND", order[::-1])):
            got = ctl.lines("get", p, "--prefix", f"--sort-by={by}", f"--order={direction}", "--keys-only")
            eq("".join(line[-1] for line in got if line), want, f"{by} {direction}")


def test_get_at_a_revision_and_counted(t):
    ctl = Ctl(t)
    p = fill(t, ctl)
    header = ctl.json("get", p, "--prefix")["header"]
    ctl("put", p + "a", "new")
    eq(ctl.lines("get", p + "a", f"--rev={header['revision']}"), [p + "a", "2"])
    fields = ctl("get", p, "--prefix", "--limit=1", "-w", "fields")
    assert '"Count" : 3' in fields and '"More" : true' in fields, fields
    eq(ctl.error("get", p, f"--rev={header['revision'] + 100}"),
       "etcdserver: mvcc: required revision is a future revision")


def test_get_as_json_and_fields(t):
    ctl, k = Ctl(t), t.key("a").decode()
    ctl("put", k, "one")
    answer = ctl.json("get", k)
    kv = answer["kvs"][0]
    eq((kv["key"], kv["value"], kv["version"], answer["count"]), (b64(k), b64("one"), 1, 1))
    eq(kv["create_revision"], answer["header"]["revision"])
    fields = ctl("get", k, "-w", "fields")
    for line in (f'"Key" : "{k}"', '"Value" : "one"', '"Version" : 1', '"Lease" : 0', '"More" : false', '"Count" : 1'):
        assert line in fields, (line, fields)


def test_del_with_prefix_and_prev_kv(t):
    ctl = Ctl(t)
    p = fill(t, ctl)
    eq(ctl.lines("del", p, "--prefix", "--prev-kv"), ["3", p + "a", "2", p + "b", "3", p + "c", "1"])
    fill(t, ctl)
    eq(ctl("del", p + "a", p + "c"), "2\n")
    assert int(ctl("del", p + "c", "--from-key")) >= 1
    eq(ctl("get", p, "--prefix"), "")


def test_txn_from_stdin(t):
    ctl, k = Ctl(t), t.key("a").decode()
    ctl("put", k, "one")
    script = (f'value("{k}") = "one"\nversion("{k}") > "0"\n\n'
              f'put {k} two\nget {k}\n\n'
              f'get {k}\n\n')
    eq(ctl.lines("txn", stdin=script), ["SUCCESS", "", "OK", "", k, "two"])
    eq(ctl.lines("txn", stdin=script), ["FAILURE", "", k, "two"])
    script = f'create("{k}") = "0"\n\n\ndel {k}\nput {k}2 "a b"\n\n'
    eq(ctl.lines("txn", stdin=script), ["FAILURE", "", "1", "", "OK"])
    eq(ctl("get", k + "2", "--print-value-only"), "a b\n")
    eq(ctl.error("txn", stdin=f"\nput {k} 1\nput {k} 2\n\n\n"), "etcdserver: duplicate key given in txn request")


def test_txn_as_json(t):
    ctl, k = Ctl(t), t.key("a").decode()
    done = json.loads(ctl("txn", "-w", "json", stdin=f'version("{k}") = "0"\n\nput {k} 1\n\nget {k}\n\n'))
    eq(done["succeeded"], True)
    eq(len(done["responses"]), 1)
    eq(done["responses"][0]["Response"]["ResponsePut"]["header"]["revision"], done["header"]["revision"])


def test_compaction(t):
    ctl, k = Ctl(t), t.key("a").decode()
    for value in "123":
        ctl("put", k, value)
    now = ctl.json("get", k)["header"]["revision"]
    eq(ctl("compaction", str(now - 1)), f"compacted revision {now - 1}\n")
    eq(ctl.error("get", k, f"--rev={now - 2}"), "etcdserver: mvcc: required revision has been compacted")
    eq(ctl.error("compaction", str(now - 1)), "etcdserver: mvcc: required revision has been compacted")
    eq(ctl.error("compaction", str(now + 5)), "etcdserver: mvcc: required revision is a future revision")
    eq(ctl("compaction", "--physical", str(now)), f"compacted revision {now}\n")


def test_watch_a_key(t):
    ctl, k = Ctl(t), t.key("a").decode()
    w = Watch(t, k)
    w.until(lambda: ctl("put", k, "warm"))
    ctl("put", k, "one")
    ctl("put", k + "-other", "x")
    ctl("del", k)
    eq(w.take(6), ["PUT", k, "one", "DELETE", k, ""])


def test_watch_a_prefix_with_previous_values(t):
    ctl, p = Ctl(t), t.key().decode()
    w = Watch(t, p, "--prefix", "--prev-kv")
    w.until(lambda: ctl("put", p + "warm", "x"))
    ctl("put", p + "a", "1")
    ctl("put", p + "a", "2")
    ctl("del", p + "a")
    eq(w.take(3), ["PUT", p + "a", "1"])
    eq(w.take(5), ["PUT", p + "a", "1", p + "a", "2"])
    eq(w.take(5), ["DELETE", p + "a", "2", p + "a", ""])


def test_watch_everything_from_revision_1(t):
    server = t.start()
    t.endpoint = server.endpoint
    ctl = Ctl(t)
    for k, v in (("a", "1"), ("b", "2"), ("a", "3")):
        ctl("put", k, v)
    ctl("del", "b")
    w = Watch(t, "--rev=1", "--prefix", "")
    eq(w.take(12), ["PUT", "a", "1", "PUT", "b", "2", "PUT", "a", "3", "DELETE", "b", ""])
    ctl("put", "c", "4")
    eq(w.take(3), ["PUT", "c", "4"])


def test_watch_a_range(t):
    ctl, p = Ctl(t), t.key().decode()
    now = ctl.json("get", p)["header"]["revision"]
    w = Watch(t, f"--rev={now + 1}", p + "b", p + "d")
    for n in "abcd":
        ctl("put", p + n, n)
    eq(w.take(6), ["PUT", p + "b", "b", "PUT", p + "c", "c"])


def test_watch_as_json(t):
    ctl, k = Ctl(t), t.key("a").decode()
    now = ctl.json("get", k)["header"]["revision"]
    w = Watch(t, f"--rev={now + 1}", "-w", "json", k)
    ctl("put", k, "1")
    answer = json.loads(w.take(1)[0])
    eq(answer["Events"][0]["kv"]["value"], b64("1"))
    eq(answer["Header"]["revision"], now + 1)


def test_watch_interactively_with_progress(t):
    ctl, k = Ctl(t), t.key("a").decode()
    w = Watch(t, "-i")
    w.type(f"watch {k}")
    w.until(lambda: ctl("put", k, "warm"))
    now = ctl.json("put", k + "-other", "x")["header"]["revision"]
    w.type("progress")
    eq(w.take(1), [f"progress notify: {now}"])
    w.type(f"watch {k}2 --rev={now}")
    w.type("progress")
    ctl("put", k, "1")
    ctl("put", k + "2", "2")
    lines = []
    while lines.count("PUT") < 2 or lines[-1] == "PUT" or lines[-2] == "PUT":
        lines += [line for line in w.take(1) if not line.startswith("progress")]
    eq(sorted([lines[0:3], lines[3:6]]), sorted([["PUT", k, "1"], ["PUT", k + "2", "2"]]))


def test_watch_of_a_compacted_revision_ends_with_the_reason(t):
    ctl, k = Ctl(t), t.key("a").decode()
    for value in "123":
        ctl("put", k, value)
    now = ctl.json("get", k)["header"]["revision"]
    ctl("compaction", str(now))
    done = ctl.run("watch", f"--rev={now - 2}", k)
    assert done.returncode != 0
    assert "watch was canceled (etcdserver: mvcc: required revision has been compacted)" in done.stderr, done.stderr
    assert "watch is canceled by the server" in done.stderr, done.stderr


def test_endpoint_health_and_status(t):
    ctl = Ctl(t)
    done = ctl.run("endpoint", "health")
    eq(done.returncode, 0)
    assert re.match(rf"{re.escape(t.endpoint)} is healthy: successfully committed proposal: took = ",
                    done.stdout + done.stderr), done
    status = ctl.json("endpoint", "status")[0]
    eq(status["Endpoint"], t.endpoint)
    eq(status["Status"]["leader"], status["Status"]["header"]["member_id"])
    assert re.match(r"\d+\.\d+\.\d+", status["Status"]["version"])
    simple = ctl("endpoint", "status").strip().split(", ")
    eq(simple[0], t.endpoint)
    eq(simple[4:6], ["true", "false"], "is leader, is learner")


def test_member_list(t):
    ctl = Ctl(t)
    members = ctl.json("member", "list")["members"]
    eq(len(members), 1)
    assert members[0]["clientURLs"][0].startswith("http"), members
    fields = ctl("member", "list").strip().split(", ")
    eq((fields[1], fields[-1]), ("started", "false"))
    done = ctl.run("endpoint", "health", "--cluster")
    eq(done.returncode, 0, "health of the members' own URLs: " + done.stderr)


def test_values_of_any_bytes_survive(t):
    ctl, k = Ctl(t), t.key("a").decode()
    text = "snow ☃ and \t tab, 'quotes' \"too\""
    ctl("put", k, text)
    eq(ctl("get", k, "--print-value-only"), text + "\n")
    assert '\\u2603' in ctl("get", k, "--hex", "--print-value-only") or \
        "\\xe2\\x98\\x83" in ctl("get", k, "--hex", "--print-value-only")
    ctl("put", "--", "-" + k, "-dash")
    eq(ctl("get", "--", "-" + k), f"-{k}\n-dash\n")
