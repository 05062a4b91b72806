# SPDX-License-Identifier: Apache-2.0
"""Defragmentation while the server serves, and what it gives back."""

import signal
import threading

import grpc

from alarm_test import FULL, fill, own, raised
from kit import eq, fails, until
from wire import ALARM_DEACTIVATE, ALARM_NOSPACE


def test_defragment_changes_nothing_that_can_be_read(t):
    server, c = own(t)
    for i in range(300):
        c.put(key=b"k%d" % (i % 20), value=b"%d" % i * 100)
    c.delete(key=b"k3")
    c.compact(revision=200, physical=1)
    before = (c.range(key=b"k", range_end=b"l"), c.range(key=b"k", range_end=b"l", revision=250), c.hash_kv())
    answer = c.defragment(timeout=60)
    assert answer["header"] is None or not answer["header"]["revision"], answer
    eq((c.range(key=b"k", range_end=b"l"), c.range(key=b"k", range_end=b"l", revision=250), c.hash_kv()), before)
    fails("OUT_OF_RANGE", "etcdserver: mvcc: required revision has been compacted", c.range, key=b"k", revision=199)
    server.end(signal.SIGKILL)
    server.start()
    eq(t.client(server).range(key=b"k", range_end=b"l")["kvs"], before[0]["kvs"])


def test_writers_and_watchers_go_on_around_a_defragmentation(t):
    server, c = own(t)
    stop, counts, problems = threading.Event(), [0] * 3, []

    def write(number):
        mine = t.client(server)
        try:
            while not stop.is_set():
                mine.put(key=b"w%d" % number, value=b"%d" % counts[number])
                counts[number] += 1
        except grpc.RpcError as e:
            problems.append(e)

    w = t.watch(c)
    w.create(key=b"w", range_end=b"x")
    threads = [threading.Thread(target=write, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        seen = sum(counts)
        c.defragment(timeout=60)
        until(lambda: sum(counts) > seen + 10)
    stop.set()
    for thread in threads:
        thread.join()
    eq(problems, [])
    revisions = [e["kv"]["mod_revision"] for e in w.events(sum(counts))]
    eq(revisions, list(range(2, 2 + len(revisions))))


def test_a_full_store_is_emptied_and_goes_on(t):
    server, c = own(t, "--quota-backend-bytes", str(16 << 20))
    member, n = c.members()["header"]["member_id"], fill(c)
    # etcd counts what it has written to its file, a while later.
    assert 20 < n < (400 if t.is_etcd else 170), f"{n} times 100 KB of 16 MiB"
    until(lambda: raised(c) == [ALARM_NOSPACE])
    fails(*FULL, c.put, key=b"small")
    eq(c.range(key=b"k", range_end=b"l", count_only=1)["count"], n)
    c.delete(key=b"k", range_end=b"l")
    c.compact(revision=c.revision(), physical=1)
    fails(*FULL, c.put, key=b"small")  # room is not enough: the alarm is an operator's to take back
    c.defragment(timeout=60)
    c.alarm(action=ALARM_DEACTIVATE, memberID=member, alarm=ALARM_NOSPACE)
    for i in range(20):
        c.put(key=b"again%d" % i, value=b"v" * 100_000)
    eq((raised(c), c.status()["errors"]), ([], []))
    del server
