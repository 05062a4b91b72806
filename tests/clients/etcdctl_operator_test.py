# SPDX-License-Identifier: Apache-2.0
"""What an operator does with etcdctl: alarms, compaction, mirrors, members. Snapshots and hashes are in
maintenance_test.py."""

from ctl import Ctl, Running
from kit import eq, until
from wire import ALARM_ACTIVATE, ALARM_NOSPACE


def test_alarms(t):
    server = t.start()
    ctl, c = Ctl(t, server), t.client(server)
    eq(ctl("alarm", "list"), "")
    member = c.members()["header"]["member_id"]
    c.alarm(action=ALARM_ACTIVATE, memberID=member, alarm=ALARM_NOSPACE)
    eq(ctl("alarm", "list"), f"memberID:{member} alarm:NOSPACE \n")
    eq(ctl.error("put", "a", "b"), "etcdserver: mvcc: database space exceeded")
    status = ctl.json("endpoint", "status")[0]["Status"]
    eq(status["errors"], [f"memberID:{member} alarm:NOSPACE "])
    eq(ctl("alarm", "disarm"), f"memberID:{member} alarm:NOSPACE \n")
    eq(ctl("alarm", "list"), "")
    eq(ctl("put", "a", "b"), "OK\n")


def test_compaction(t):
    server = t.start()
    ctl = Ctl(t, server)
    for _ in range(20):
        ctl("put", "a", "x" * 1000)
    eq(ctl("compaction", "15", "--physical"), "compacted revision 15\n")
    eq(ctl("get", "a", "--print-value-only"), "x" * 1000 + "\n")
    eq(ctl.error("get", "a", "--rev=14"), "etcdserver: mvcc: required revision has been compacted")


def test_move_leader(t):
    ctl = Ctl(t)
    done = ctl.run("move-leader", "12345")
    assert done.returncode != 0 and "etcdserver: bad leader transferee" in done.stdout + done.stderr, done


def mirror(t, *options):
    """Two servers and an etcdctl that mirrors the first to the second."""
    source, target = t.start(), t.start()
    from_ctl, to_ctl = Ctl(t, source), Ctl(t, target)
    for i in range(30):
        from_ctl("put", f"/app/{i:02}", f"old {i}")
    from_ctl("put", "/other/a", "no")
    running = Running(t, "make-mirror", *options, target.endpoint, server=source)
    return t.client(source), t.client(target), running, to_ctl


def test_make_mirror(t):
    source, target, running, to_ctl = mirror(t)
    until(lambda: target.range(key=b"/", range_end=b"0", count_only=1)["count"] == 31)
    for i in range(300):
        source.put(key=b"/app/%02d" % (i % 40), value=b"new %d" % i)
    source.delete(key=b"/app/0", range_end=b"/app/1")
    source.txn(success=[{"request_put": {"key": b"/app/x", "value": b"x"}}, {"request_delete_range": {"key": b"/app/20"}},
                        {"request_put": {"key": b"/app/y", "value": b"y"}}])

    def rows(c):
        return [(kv["key"], kv["value"]) for kv in c.range(key=b"\0", range_end=b"\0")["kvs"]]

    until(lambda: rows(target) == rows(source))
    eq(to_ctl("get", "/app/x", "--print-value-only"), "x\n")
    eq(running.process.poll(), None)


def test_make_mirror_of_a_prefix_to_another(t):
    source, target, running, _ = mirror(t, "--prefix=/app/", "--dest-prefix=/copy/")
    until(lambda: target.range(key=b"/copy/", range_end=b"/copy0", count_only=1)["count"] == 30)
    source.put(key=b"/app/new", value=b"1")
    source.delete(key=b"/app/00")
    until(lambda: target.get(b"/copy/new")["count"] == 1 and target.get(b"/copy/00")["count"] == 0)
    eq(target.range(key=b"\0", range_end=b"\0")["count"], 30)
    eq(running.process.poll(), None)


def test_users_and_roles_that_are_not_there(t):
    ctl = Ctl(t)
    eq((ctl("user", "list"), ctl("role", "list")), ("", ""))
    eq(ctl.error("user", "get", "somebody"), "etcdserver: user name not found")
    eq(ctl.error("role", "get", "some"), "etcdserver: role name not found")
    done = ctl.run("auth", "enable")
    assert done.returncode != 0, done
    eq(ctl("put", t.key("a").decode(), "1"), "OK\n")


def test_members_that_are_not_there(t):
    ctl = Ctl(t)
    eq(ctl.error("member", "remove", "12345"), "etcdserver: member not found")
    eq(ctl.error("member", "update", "12345", "--peer-urls=http://127.0.0.1:1"), "etcdserver: member not found")
    eq(ctl.error("member", "promote", "12345"), "etcdserver: member not found")


def test_credentials_of_a_server_with_users_do_no_harm(t):
    ctl, k = Ctl(t), t.key("a").decode()
    eq(ctl("--user", "root:secret", "put", k, "1"), "OK\n")
    eq(ctl("--user", "root:secret", "get", k, "--print-value-only"), "1\n")
