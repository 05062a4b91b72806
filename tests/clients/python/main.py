# SPDX-License-Identifier: Apache-2.0
"""The library python3-etcd3, as its users call it. usage: main.py CHECK HOST:PORT PREFIX"""

import io
import sys
import threading
import time

import etcd3

check, endpoint, prefix = sys.argv[1:]
HOST, PORT = endpoint.rsplit(":", 1)


def connect():
    return etcd3.client(host=HOST, port=int(PORT), timeout=20)


def eq(got, want, what=""):
    assert got == want, f"{what or 'value'}: got {got!r}, want {want!r}"


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def basics(c):
    eq(c.get(prefix + "a"), (None, None))
    c.put(prefix + "a", "one")
    value, meta = c.get(prefix + "a")
    eq((value, meta.key, meta.version, meta.lease_id), (b"one", (prefix + "a").encode(), 1, 0))
    eq(c.put(prefix + "a", "two", prev_kv=True).prev_kv.value, b"one")
    assert c.put_if_not_exists(prefix + "b", "new") and not c.put_if_not_exists(prefix + "b", "newer")
    assert c.replace(prefix + "b", "new", "newer") and not c.replace(prefix + "b", "new", "never")
    eq([value for value, _ in c.get_prefix(prefix, sort_order="descend", sort_target="key")], [b"newer", b"two"])
    eq([meta.key for _, meta in c.get_prefix(prefix, keys_only=True)], [(prefix + k).encode() for k in "ab"])
    eq([value for value, _ in c.get_range(prefix + "a", prefix + "b")], [b"two"])
    assert c.delete(prefix + "a") and not c.delete(prefix + "a")
    eq(c.delete_prefix(prefix).deleted, 1)


def transactions(c):
    c.put(prefix + "a", "1")
    t = c.transactions
    succeeded, answers = c.transaction(
        compare=[t.value(prefix + "a") == "1", t.version(prefix + "a") > 0, t.create(prefix + "none") == 0],
        success=[t.put(prefix + "b", "2"), t.get(prefix + "b"), t.delete(prefix + "a")], failure=[t.get(prefix + "a")])
    eq((succeeded, answers[1][0][0]), (True, b"2"))
    succeeded, answers = c.transaction(compare=[t.mod(prefix + "b") == 1], success=[],
                                       failure=[t.txn(compare=[t.version(prefix + "b") == 1],
                                                      success=[t.put(prefix + "c", "3")], failure=[])])
    eq((succeeded, c.get(prefix + "c")[0], c.get(prefix + "a")[0]), (False, b"3", None))


def watches(c):
    events, cancel = c.watch(prefix + "a")
    writer = connect()
    for i in range(20):
        writer.put(prefix + "a", str(i))
    writer.delete(prefix + "a")
    got = [next(events) for _ in range(21)]
    eq([e.value for e in got], [str(i).encode() for i in range(20)] + [b""])
    assert isinstance(got[0], etcd3.events.PutEvent) and isinstance(got[20], etcd3.events.DeleteEvent)
    cancel()
    seen = []
    watch_id = c.add_watch_prefix_callback(prefix, lambda answer: seen.extend(answer.events))
    for i in range(100):
        writer.put(f"{prefix}{i % 7}", str(i))
    until(lambda: len(seen) == 100)
    eq([e.value for e in seen], [str(i).encode() for i in range(100)])
    c.cancel_watch(watch_id)
    many = [c.watch(f"{prefix}many/{i}") for i in range(50)]  # on one stream, one after the other
    for i in range(50):
        writer.put(f"{prefix}many/{i}", str(i))
    eq([next(events).value for events, _ in many], [str(i).encode() for i in range(50)])
    history, cancel = c.watch_prefix(prefix + "many/", start_revision=1)
    eq([next(history).value for _ in range(50)], [str(i).encode() for i in range(50)])
    cancel()
    try:
        c.watch_once(prefix + "never", timeout=0.2)
        raise AssertionError("an event of nothing")
    except etcd3.exceptions.WatchTimedOut:
        pass


def compacted(c):
    for i in range(5):
        last = c.put(prefix + "a", str(i)).header.revision
    c.compact(last)
    events, _ = c.watch(prefix + "a", start_revision=last - 3)
    try:
        next(events)
        raise AssertionError("events that are compacted")
    except etcd3.exceptions.RevisionCompactedError as e:
        eq(e.compacted_revision, last)


def leases(c):
    lease = c.lease(60)
    c.put(prefix + "a", "1", lease=lease)
    c.put(prefix + "b", "2", lease=lease)
    eq((lease.granted_ttl, sorted(lease.keys)), (60, [(prefix + k).encode() for k in "ab"]))
    assert 50 < lease.remaining_ttl <= 60, lease.remaining_ttl
    eq([answer.TTL for answer in lease.refresh()], [60])
    eq(c.get(prefix + "a")[1].lease_id, lease.id)
    lease.revoke()
    eq((list(c.get_prefix(prefix)), lease.remaining_ttl), ([], -1))
    eq(c.lease(60, lease_id=4242).id, 4242)
    c.revoke_lease(4242)
    short = c.lease(2)
    c.put(prefix + "gone", "", lease=short)
    until(lambda: c.get(prefix + "gone")[0] is None)
    eq([answer.TTL for answer in short.refresh()], [0])


def take(c, name, ttl):
    """The lock, sooner or later: how Debian's library waits does not go with Debian's tenacity."""
    lock = c.lock(name, ttl=ttl)
    until(lambda: lock.acquire(timeout=0), 60)
    return lock


def locks(c):
    name = prefix + "m"
    with c.lock(name, ttl=20) as lock:
        assert lock.is_acquired()
        eq([answer.TTL for answer in lock.refresh()], [20])
        assert not connect().lock(name, ttl=20).acquire(timeout=0)
    assert not lock.is_acquired()
    inside, turns, problems = [], [], []

    def work():
        mine = connect()
        try:
            for _ in range(3):
                lock = take(mine, name, 20)
                inside.append(1)
                assert len(inside) == 1, "two are inside"
                turns.append(1)
                time.sleep(0.005)
                inside.pop()
                assert lock.release()
        except AssertionError as e:
            problems.append(e)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eq((problems, len(turns)), ([], 24))
    take(c, name, 2)
    take(connect(), name, 20)  # the other's lease is over


def operator(c):
    member, = list(c.members)
    status = c.status()
    eq((status.leader.id, member.name != ""), (member.id, True))
    assert status.db_size > 0 and status.raft_index > 0 and status.version, vars(status)
    assert c.hash() > 0
    c.put(prefix + "a", "x" * 10000)
    out = io.BytesIO()
    c.snapshot(out)
    assert len(out.getvalue()) > 10000, len(out.getvalue())
    c.defragment()
    eq(c.get(prefix + "a")[0], b"x" * 10000)


def alarms(c):
    eq(list(c.list_alarms()), [])
    raised, = c.create_alarm()
    eq([alarm.alarm_type for alarm in c.list_alarms()], [raised.alarm_type])
    try:
        c.put(prefix + "a", "1")
        raise AssertionError("put beside an alarm")
    except Exception as e:  # the library passes on what gRPC says
        assert "database space exceeded" in str(e), e
    c.disarm_alarm()
    eq(list(c.list_alarms()), [])
    c.put(prefix + "a", "1")


globals()[check](connect())
