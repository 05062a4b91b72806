# SPDX-License-Identifier: Apache-2.0
"""Status, alarms, and the quota: what a full store refuses, and how it is emptied."""

import json
import re
import signal
import urllib.error
import urllib.request

import grpc

from kit import eq, fails, until
from wire import ALARM_ACTIVATE, ALARM_CORRUPT, ALARM_DEACTIVATE, ALARM_GET, ALARM_NONE, ALARM_NOSPACE

FULL = ("RESOURCE_EXHAUSTED", "etcdserver: mvcc: database space exceeded")
BROKEN = ("DATA_LOSS", "etcdserver: corrupt cluster")


def own(t, *options):
    """A server of the test's own, and a client of it."""
    server = t.start(*options)
    return server, t.client(server)


def raised(c, alarm=ALARM_NONE):
    return [a["alarm"] for a in c.alarm(action=ALARM_GET, alarm=alarm)["alarms"]]


def health(server):
    """(status, the page) of /health; nothing while nobody listens."""
    try:
        with urllib.request.urlopen(f"http://{server.endpoint}/health", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as e:
        return e.code, json.load(e)
    except OSError:
        return None, None


# Status


def test_status_in_full(t):
    c = t.client()
    before = c.status()
    head = c.put(key=t.key("a"), value=b"v" * 1000)["header"]
    until(lambda: c.status()["dbSizeInUse"])
    after = c.status()
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", after["version"]), after
    eq((after["leader"], after["raftTerm"], after["isLearner"], after["errors"]),
       (head["member_id"], head["raft_term"], 0, []))
    assert after["raftIndex"] > before["raftIndex"] and after["raftAppliedIndex"] > before["raftAppliedIndex"], after
    assert after["dbSizeInUse"] <= after["dbSize"], after
    eq(after["header"]["revision"], head["revision"])
    if t.newer("3.6.0", "Status does not say the storage version"):
        assert re.fullmatch(r"\d+\.\d+\.\d+", after["storageVersion"]), after


# Alarms


def test_no_alarm(t):
    answer = t.client().alarm(action=ALARM_GET)
    eq(answer["alarms"], [])
    if t.newer("3.6.0", "the header is missing"):
        assert answer["header"]["revision"] >= 1, answer


def test_nospace_refuses_what_needs_room_and_nothing_else(t):
    server, c = own(t)
    member, lease = c.members()["header"]["member_id"], c.lease_grant(TTL=60)["ID"]
    for name in (b"a", b"b", b"c"):
        c.put(key=name, value=b"v", lease=lease)
    w = t.watch(c)
    w.create(key=b"", range_end=b"\0")
    eq(c.alarm(action=ALARM_ACTIVATE, memberID=member, alarm=ALARM_NOSPACE)["alarms"],
       [{"memberID": member, "alarm": ALARM_NOSPACE}])
    put, get, delete = ({"request_put": {"key": b"x"}}, {"request_range": {"key": b"a"}},
                        {"request_delete_range": {"key": b"b"}})
    fails(*FULL, c.put, key=b"x", value=b"v")
    fails(*FULL, c.txn, success=[get, put])
    fails(*FULL, c.txn, failure=[put])
    fails(*FULL, c.lease_grant, TTL=60)
    eq(c.range(key=b"\0", range_end=b"\0")["count"], 3)
    eq(c.txn(success=[get, delete])["succeeded"], 1)
    eq(c.delete(key=b"c")["deleted"], 1)
    c.compact(revision=c.revision())
    eq(c.time_to_live(ID=lease)["grantedTTL"], 60)
    beats = c.keep_alive()
    beats.send(ID=lease)
    eq(beats.next()["TTL"], 60)
    beats.close()
    c.lease_revoke(ID=lease)
    eq([e["kv"]["key"] for e in w.events(3)], [b"b", b"c", b"a"])
    errors = c.status()["errors"]
    eq(errors, [f"memberID:{member} alarm:NOSPACE "])
    status, page = health(server)
    eq((status, page["health"]), (503, "false"))
    if t.newer("3.5.0", "/health does not say why"):
        assert "NOSPACE" in page["reason"], page


def test_an_alarm_is_listed_kept_and_disarmed(t):
    server, c = own(t)
    member = c.members()["header"]["member_id"]
    for _ in range(2):
        c.alarm(action=ALARM_ACTIVATE, memberID=member, alarm=ALARM_NOSPACE)
    eq(raised(c), [ALARM_NOSPACE])
    eq((raised(c, ALARM_NOSPACE), raised(c, ALARM_CORRUPT)), ([ALARM_NOSPACE], []))
    server.end(signal.SIGKILL)
    # A server with an alarm is not healthy, and is there all the same.
    server._healthy = lambda: health(server)[0] == 503
    server.start()
    c = t.client(server)
    until(lambda: raised(c) == [ALARM_NOSPACE])
    fails(*FULL, c.put, key=b"x")
    eq(c.alarm(action=ALARM_DEACTIVATE, memberID=member, alarm=ALARM_NOSPACE)["alarms"],
       [{"memberID": member, "alarm": ALARM_NOSPACE}])
    eq(c.alarm(action=ALARM_DEACTIVATE, memberID=member, alarm=ALARM_NOSPACE)["alarms"], [])
    eq((raised(c), health(server)[0]), ([], 200))
    c.put(key=b"x")


def test_corrupt_refuses_every_write(t):
    server, c = own(t)
    member = c.members()["header"]["member_id"]
    lease = c.lease_grant(TTL=60)["ID"]
    c.put(key=b"a", lease=lease)
    c.alarm(action=ALARM_ACTIVATE, memberID=member, alarm=ALARM_CORRUPT)
    fails(*BROKEN, c.put, key=b"x")
    fails(*BROKEN, c.delete, key=b"none")
    fails(*BROKEN, c.txn, success=[{"request_put": {"key": b"x"}}])
    fails(*BROKEN, c.compact, revision=1)
    fails(*BROKEN, c.lease_grant, TTL=60)
    fails(*BROKEN, c.lease_revoke, ID=lease)
    eq(c.get(b"a")["count"], 1)
    eq(c.txn(success=[{"request_range": {"key": b"a"}}])["responses"][0]["response_range"]["count"], 1)
    eq(c.time_to_live(ID=lease)["grantedTTL"], 60)
    eq((raised(c), health(server)[0]), ([ALARM_CORRUPT], 503))
    eq(c.status()["errors"], [f"memberID:{member} alarm:CORRUPT "])
    c.alarm(action=ALARM_DEACTIVATE, memberID=member, alarm=ALARM_CORRUPT)
    c.put(key=b"x")


def fill(c, first=0):
    """Keys of 100 KB, until one is refused; how many there are."""
    for n in range(first, 1000):
        try:
            c.put(key=b"k%04d" % n, value=bytes([n % 256]) * 100_000)
        except grpc.RpcError as e:
            eq((e.code().name, e.details()), FULL)
            return n
    raise AssertionError("100 MB went into 16")


def test_an_alarm_that_is_disarmed_too_early_comes_back(t):
    _, c = own(t, "--quota-backend-bytes", str(16 << 20))
    member, n = c.members()["header"]["member_id"], fill(c)
    for _ in range(3):
        until(lambda: raised(c) == [ALARM_NOSPACE])
        c.alarm(action=ALARM_DEACTIVATE, memberID=member, alarm=ALARM_NOSPACE)
        n = fill(c, n)
    assert n < 400, f"{n} times 100 KB of 16 MiB"
