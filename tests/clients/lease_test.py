# SPDX-License-Identifier: Apache-2.0
"""Leases: what is granted, what holds on to them, and what goes when they go.

Nothing here says how long an expiry may take; that it never comes early is said, by this machine's clock."""

import signal
import threading
import time

import grpc

from kit import eq, fails, until
from wire import DELETE, LEASE, MOD, PUT

UNKNOWN = ("NOT_FOUND", "etcdserver: requested lease not found")
ids = iter(range(7001, 1 << 30))


def grant(c, seconds=60, **more):
    return c.lease_grant(TTL=seconds, **more)["ID"]


def leases(c):
    return [lease["ID"] for lease in c.leases()["leases"]]


# What is granted


def test_the_server_gives_an_id(t):
    c = t.client()
    before = c.revision()
    answer = c.lease_grant(TTL=60)
    assert 0 < answer["ID"] < 1 << 63, answer
    eq((answer["TTL"], answer["error"]), (60, ""))
    eq(answer["header"]["revision"], before, "a grant is not a change")
    eq(c.revision(), before)
    eq(len({grant(c) for _ in range(50)}), 50)


def test_an_id_of_ones_own(t):
    c, lease = t.client(), next(ids)
    eq(c.lease_grant(TTL=100, ID=lease)["ID"], lease)
    assert lease in leases(c)
    fails("FAILED_PRECONDITION", "etcdserver: lease already exists", c.lease_grant, TTL=100, ID=lease)
    c.lease_revoke(ID=lease)
    eq(grant(c, ID=lease), lease)


def test_ids_may_be_negative(t):
    c = t.client()
    for lease in (-1, -1 << 63, (1 << 63) - 1):
        eq(grant(c, ID=lease), lease)
        k = t.key(str(lease))
        c.put(key=k, lease=lease)
        eq(c.get(k)["kvs"][0]["lease"], lease)
        eq(c.time_to_live(ID=lease, keys=1)["keys"], [k])
        c.lease_revoke(ID=lease)
        eq(c.get(k)["kvs"], [])


def test_a_lease_lasts_at_least_two_seconds(t):
    c = t.client()
    for asked in (1, 0, -5, -1 << 63):
        answer = c.lease_grant(TTL=asked)
        eq(answer["TTL"], 2, f"granted for {asked}")
        eq(c.time_to_live(ID=answer["ID"])["grantedTTL"], 2)
    eq(c.lease_grant(TTL=3)["TTL"], 3)


def test_a_lease_may_be_too_long(t):
    c = t.client()
    eq(c.lease_grant(TTL=9_000_000_000)["TTL"], 9_000_000_000)
    for asked in (9_000_000_001, (1 << 63) - 1):
        fails("OUT_OF_RANGE", "etcdserver: too large lease TTL", c.lease_grant, TTL=asked)


def test_revoking_what_is_not_there(t):
    c, lease = t.client(), grant(t.client())
    c.lease_revoke(ID=lease)
    fails(*UNKNOWN, c.lease_revoke, ID=lease)
    fails(*UNKNOWN, c.lease_revoke, ID=0)


def test_time_to_live(t):
    c = t.client()
    lease = grant(c, 500)
    answer = c.time_to_live(ID=lease)
    eq((answer["ID"], answer["grantedTTL"], answer["keys"]), (lease, 500, []))
    assert 490 <= answer["TTL"] <= 500, answer
    for name in (b"b", b"a", b"c"):
        c.put(key=t.key() + name, lease=lease)
    eq(c.time_to_live(ID=lease)["keys"], [], "keys that were not asked for")
    eq(sorted(c.time_to_live(ID=lease, keys=1)["keys"]), [t.key("a"), t.key("b"), t.key("c")])


def test_time_to_live_of_no_lease_is_an_answer(t):
    c = t.client()
    for lease in (4711, 0, -4711):
        answer = c.time_to_live(ID=lease, keys=1)
        eq((answer["ID"], answer["TTL"], answer["grantedTTL"], answer["keys"]), (lease, -1, 0, []))
        assert answer["header"]["revision"] > 0, answer


def test_leases_are_listed_by_expiry(t):
    c = t.client(t.start())
    eq(c.leases()["leases"], [])
    by_time = {seconds: grant(c, seconds) for seconds in (300, 100, 400, 200)}
    eq(leases(c), [by_time[s] for s in sorted(by_time)])
    c.lease_revoke(ID=by_time[200])
    eq(leases(c), [by_time[s] for s in (100, 300, 400)])
    eq(c.leases()["header"]["revision"], 1)


def test_headers_say_the_present_revision(t):
    c, lease = t.client(), next(ids)
    head = c.put(key=t.key("a"))["header"]
    beats = c.keep_alive()
    beats.send(ID=grant(c, ID=lease))
    for answer in (c.lease_grant(TTL=60), c.time_to_live(ID=lease), c.leases(), beats.next(), c.lease_revoke(ID=lease)):
        eq({k: answer["header"][k] for k in ("cluster_id", "member_id")}, {k: head[k] for k in ("cluster_id", "member_id")})
        assert answer["header"]["revision"] >= head["revision"], answer
    beats.close()


# Keys that hang on a lease


def test_a_key_shows_its_lease(t):
    c, k = t.client(), t.key("a")
    lease, w = grant(c), t.watch(c)
    w.create(key=k, prev_kv=True)
    c.put(key=k, value=b"1", lease=lease)
    eq(c.get(k)["kvs"][0]["lease"], lease)
    c.put(key=k, value=b"2")
    first, second = w.events(2)
    eq((first["kv"]["lease"], second["kv"]["lease"], second["prev_kv"]["lease"]), (lease, 0, lease))
    eq(c.put(key=k, prev_kv=True)["prev_kv"]["lease"], 0)


def test_a_put_needs_its_lease(t):
    c, k = t.client(), t.key("a")
    before = c.revision()
    for lease in (4711, -4711):
        fails(*UNKNOWN, c.put, key=k, lease=lease)
    gone = grant(c)
    c.lease_revoke(ID=gone)
    fails(*UNKNOWN, c.put, key=k, lease=gone)
    eq(c.get(k)["kvs"], [])
    eq(c.revision(), before)


def test_revoke_deletes_all_keys_in_one_revision(t):
    c, w = t.client(), t.watch()
    lease, other = grant(c), grant(c)
    names = [b"%03d" % i for i in range(300)]
    for name in sorted(names, key=lambda n: n[::-1]):
        c.put(key=t.key() + name, value=name, lease=lease)
    c.put(key=t.key("stays"), lease=other)
    head = w.create(key=t.key(), range_end=t.end, prev_kv=True)["header"]["revision"]
    eq(c.lease_revoke(ID=lease)["header"]["revision"], head + 1)
    answer = w.next()
    eq([e["kv"]["key"] for e in answer["events"]], [t.key() + name for name in names], "the order of the events")
    eq({(e["type"], e["kv"]["mod_revision"], e["kv"]["lease"]) for e in answer["events"]}, {(DELETE, head + 1, 0)})
    eq([e["prev_kv"]["value"] for e in answer["events"]], names)
    eq({e["prev_kv"]["lease"] for e in answer["events"]}, {lease})
    eq([kv["key"] for kv in c.range(key=t.key(), range_end=t.end)["kvs"]], [t.key("stays")])
    eq(c.revision(), head + 1)


def test_a_revoke_without_keys_is_no_change(t):
    c = t.client()
    lease, before = grant(c), c.revision()
    eq(c.lease_revoke(ID=lease)["header"]["revision"], before)
    eq(c.revision(), before)


def test_a_later_put_lets_go_of_the_lease(t):
    c, k = t.client(), t.key()
    first, second = grant(c), grant(c)
    for name in (b"plain", b"other", b"kept", b"same", b"gone", b"again"):
        c.put(key=k + name, value=b"v", lease=first)
    c.put(key=k + b"plain")
    c.put(key=k + b"other", lease=second)
    c.put(key=k + b"kept", value=b"new", ignore_lease=True)
    c.put(key=k + b"same", lease=first)
    c.delete(key=k + b"gone")
    c.delete(key=k + b"again")
    c.put(key=k + b"again")
    eq(sorted(c.time_to_live(ID=first, keys=1)["keys"]), [k + b"kept", k + b"same"])
    eq(c.time_to_live(ID=second, keys=1)["keys"], [k + b"other"])
    c.lease_revoke(ID=first)
    eq([kv["key"] for kv in c.range(key=k, range_end=t.end)["kvs"]], [k + b"again", k + b"other", k + b"plain"])
    c.lease_revoke(ID=second)
    eq(c.range(key=k, range_end=t.end)["count"], 2)


def test_ignore_lease_keeps_what_is_there(t):
    c, k = t.client(), t.key("a")
    lease = grant(c)
    c.put(key=k, value=b"1", lease=lease)
    c.put(key=k, value=b"2", ignore_lease=True)
    eq(c.get(k)["kvs"][0]["lease"], lease)
    c.put(key=k, ignore_value=True)
    eq((c.get(k)["kvs"][0]["lease"], c.get(k)["kvs"][0]["value"]), (0, b"2"))
    fails("INVALID_ARGUMENT", "etcdserver: lease is provided", c.put, key=k, lease=lease, ignore_lease=True)


def test_a_txn_with_a_lease_is_whole(t):
    c, k = t.client(), t.key()
    lease = grant(c)
    c.txn(success=[{"request_put": {"key": k + name, "lease": lease}} for name in (b"a", b"b", b"c")])
    before = c.revision()
    fails(*UNKNOWN, c.txn, success=[{"request_put": {"key": k + b"d"}}, {"request_delete_range": {"key": k + b"a"}},
                                    {"request_put": {"key": k + b"e", "lease": 4711}}])
    eq(c.revision(), before)
    eq(sorted(c.time_to_live(ID=lease, keys=1)["keys"]), [k + b"a", k + b"b", k + b"c"])
    c.txn(success=[{"request_delete_range": {"key": k + b"a"}}, {"request_put": {"key": k + b"b"}}])
    eq(c.time_to_live(ID=lease, keys=1)["keys"], [k + b"c"])
    eq(c.lease_revoke(ID=lease)["header"]["revision"], c.revision())
    eq([kv["key"] for kv in c.range(key=k, range_end=t.end)["kvs"]], [k + b"b"])


def test_a_txn_compares_leases(t):
    c, k = t.client(), t.key("a")
    lease = grant(c)

    def holds(result, operand):
        return c.txn(compare=[{"key": k, "target": LEASE, "result": result, "lease": operand}])["succeeded"]

    eq((holds(0, 0), holds(3, lease)), (1, 1), "of a key that is not there")
    c.put(key=k, lease=lease)
    eq((holds(0, lease), holds(0, 0), holds(1, lease - 1), holds(2, lease)), (1, 0, 1, 0))


def test_a_txn_branch_that_is_not_taken_needs_no_lease(t):
    c, k = t.client(), t.key("a")
    answer = c.txn(compare=[{"key": k, "target": MOD, "mod_revision": 77}],
                   success=[{"request_put": {"key": k, "lease": 4711}}], failure=[{"request_put": {"key": k}}])
    eq((answer["succeeded"], c.get(k)["count"]), (0, 1))


def test_one_key_in_the_hands_of_many_leases(t):
    c, k = t.client(), t.key("a")
    held = [grant(c) for _ in range(20)]
    for lease in held:
        c.put(key=k, lease=lease)
    for lease in held[:-1]:
        before = c.revision()
        eq(c.lease_revoke(ID=lease)["header"]["revision"], before, "it held nothing any more")
    eq(c.get(k)["count"], 1)
    c.lease_revoke(ID=held[-1])
    eq(c.get(k)["count"], 0)


def test_grants_revokes_and_puts_of_many_at_once(t):
    problems, k = [], t.key()

    def work(number):
        c = t.client()
        try:
            for i in range(40):
                lease = grant(c)
                mine = [k + b"%d/%d/%d" % (number, i, n) for n in range(3)]
                for key in mine:
                    c.put(key=key, lease=lease)
                eq(sorted(c.time_to_live(ID=lease, keys=1)["keys"]), mine)
                c.lease_revoke(ID=lease)
                eq(c.range(key=mine[0], range_end=mine[-1] + b"0")["count"], 0)
        except (grpc.RpcError, AssertionError) as e:
            problems.append(e)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eq(problems, [])
    eq(t.client().range(key=k, range_end=t.end)["count"], 0)


# Keeping alive


def test_keep_alive_answers_each_request_in_order(t):
    c = t.client()
    a, b = grant(c, 100), grant(c, 200)
    beats = c.keep_alive()
    asked = [a, b, 4711, b, a, 0, -1] * 30
    for lease in asked:
        beats.send(ID=lease)
    got = [beats.next() for _ in asked]
    eq([answer["ID"] for answer in got], asked)
    eq([answer["TTL"] for answer in got], [{a: 100, b: 200}.get(lease, 0) for lease in asked])
    assert all(answer["header"]["revision"] for answer in got)
    beats.half_close()
    beats.ended()


def test_a_keep_alive_stream_that_asks_nothing_ends_well(t):
    beats = t.client().keep_alive()
    beats.half_close()
    beats.ended()


def test_what_was_asked_before_the_half_close_is_answered(t):
    c = t.client()
    lease, beats = grant(c), c.keep_alive()
    for _ in range(20):
        beats.send(ID=lease)
    beats.half_close()
    eq([beats.next()["TTL"] for _ in range(20)], [60] * 20)
    beats.ended()


def test_keep_alive_of_a_revoked_lease_says_zero(t):
    c = t.client()
    lease, beats = grant(c), c.keep_alive()
    beats.send(ID=lease)
    eq(beats.next()["TTL"], 60)
    c.lease_revoke(ID=lease)
    beats.send(ID=lease)
    eq((beats.next()["TTL"], lease in leases(c)), (0, False))
    beats.close()


def test_keep_alive_gives_back_the_full_time(t):
    c = t.client()
    lease, beats = grant(c, 30), c.keep_alive()
    until(lambda: c.time_to_live(ID=lease)["TTL"] < 29)
    beats.send(ID=lease)
    eq(beats.next()["TTL"], 30)
    assert c.time_to_live(ID=lease)["TTL"] >= 29
    beats.close()


# Expiry


def test_expiry_is_one_revision_and_never_early(t):
    c, w = t.client(), t.watch()
    w.create(key=t.key(), range_end=t.end)
    begun = time.monotonic()
    lease = grant(c, 2)
    for name in (b"c", b"a", b"b"):
        c.put(key=t.key() + name, lease=lease)
    w.events(3)
    answer = w.next(20)
    assert time.monotonic() - begun >= 2, "expired early"
    eq([(e["type"], e["kv"]["key"]) for e in answer["events"]], [(DELETE, t.key() + n) for n in (b"a", b"b", b"c")])
    eq(len({e["kv"]["mod_revision"] for e in answer["events"]}), 1)
    eq(c.time_to_live(ID=lease)["TTL"], -1)
    assert lease not in leases(c)
    fails(*UNKNOWN, c.lease_revoke, ID=lease)
    fails(*UNKNOWN, c.put, key=t.key("a"), lease=lease)
    beats = c.keep_alive()
    beats.send(ID=lease)
    eq(beats.next()["TTL"], 0)
    beats.close()


def test_a_lease_that_is_kept_alive_does_not_expire(t):
    c, w = t.client(), t.watch()
    kept, left = grant(c, 4), grant(c, 2)
    granted = time.monotonic()
    w.create(key=t.key(), range_end=t.end)
    c.put(key=t.key("kept"), lease=kept)
    c.put(key=t.key("left"), lease=left)
    beats = c.keep_alive()
    w.events(2)
    while time.monotonic() < granted + 5 or w.answers.empty():  # beyond its own first time
        last = time.monotonic()
        beats.send(ID=kept)
        eq(beats.next()["TTL"], 4)
        time.sleep(0.3)
    eq(w.events(1)[0]["kv"]["key"], t.key("left"))
    w.silent(0)
    eq(w.events(1)[0]["kv"]["key"], t.key("kept"))
    assert time.monotonic() - last >= 4, "expired too soon after it was kept alive"
    beats.close()


def test_many_leases_that_expire_together(t):
    c, w = t.client(), t.watch(timeout=100)
    w.create(key=t.key(), range_end=t.end)
    held, gone = [], {}
    for number in range(200):
        held.append(grant(c, 3))
        c.txn(success=[{"request_put": {"key": t.key() + b"%03d/%d" % (number, i), "lease": held[-1]}} for i in range(3)])
    while len(gone) < len(held):
        for event in w.next(30)["events"]:
            if event["type"] == DELETE:
                gone.setdefault(event["kv"]["mod_revision"], []).append(event["kv"]["key"])
        c.get(t.key("x"), timeout=5)
    want = {tuple(t.key() + b"%03d/%d" % (number, i) for i in range(3)) for number in range(len(held))}
    eq({tuple(keys) for keys in gone.values()}, want, "each lease in a revision of its own")
    eq([lease for lease in held if lease in leases(c)], [])


def test_a_key_that_was_given_to_another_lease_outlives_the_first(t):
    c = t.client()
    short, long = grant(c, 2), grant(c, 600)
    for name in (b"moved", b"freed"):
        c.put(key=t.key() + name, lease=short)
    c.put(key=t.key("stays"), lease=short)
    c.put(key=t.key("moved"), lease=long)
    c.put(key=t.key("freed"))
    until(lambda: c.time_to_live(ID=short)["TTL"] == -1)
    eq([kv["key"] for kv in c.range(key=t.key(), range_end=t.end)["kvs"]], [t.key("freed"), t.key("moved")])


# Over a restart


def restart(t, how):
    """A server with two leases, one of them old already; what it says after it has been started again."""
    server = t.start()
    c = t.client(server)
    old, empty = grant(c, 5), grant(c, 1000)
    c.put(key=b"a", lease=old)
    c.put(key=b"b", lease=old)
    c.put(key=b"b")
    revision = c.revision()
    until(lambda: c.time_to_live(ID=old)["TTL"] < 4)
    server.end(how)
    begun = time.monotonic()
    server.start()
    c = t.client(server)
    w = t.watch(c)
    w.create(key=b"", range_end=b"\0")
    answer = c.time_to_live(ID=old, keys=1)
    eq((answer["grantedTTL"], answer["keys"], c.revision()), (5, [b"a"], revision))
    assert answer["TTL"] + time.monotonic() - begun >= 4, f"not the full time again: {answer}"
    eq(c.time_to_live(ID=empty)["grantedTTL"], 1000)
    eq(leases(c), [old, empty])
    fails("FAILED_PRECONDITION", "etcdserver: lease already exists", c.lease_grant, TTL=10, ID=old)
    event, = w.events(1, timeout=30)
    assert time.monotonic() - begun >= 5, "expired before its full time was over again"
    eq((event["type"], event["kv"]["key"], event["kv"]["mod_revision"]), (DELETE, b"a", revision + 1))
    eq(leases(c), [empty])


def test_a_restart_begins_their_time_anew(t):
    restart(t, signal.SIGTERM)


def test_kill_9_begins_their_time_anew(t):
    restart(t, signal.SIGKILL)


def test_a_revoked_lease_stays_revoked(t):
    server = t.start()
    c = t.client(server)
    gone, kept = grant(c), grant(c)
    c.put(key=b"gone", lease=gone)
    c.put(key=b"kept", lease=kept)
    c.lease_revoke(ID=gone)
    server.end(signal.SIGKILL)
    server.start()
    c = t.client(server)
    eq((leases(c), c.get(b"gone")["count"], c.get(b"kept")["kvs"][0]["lease"]), ([kept], 0, kept))
    c.lease_revoke(ID=kept)
    eq(c.get(b"kept")["count"], 0)


def test_what_expired_while_nobody_served_is_deleted_once(t):
    server = t.start()
    c = t.client(server)
    c.put(key=b"a", lease=grant(c, 2))
    head = c.revision()
    server.end(signal.SIGKILL)
    time.sleep(2.5)  # its time is over, and nobody was there to say so
    server.start()
    c = t.client(server)
    w = t.watch(c)
    w.create(key=b"a", start_revision=2)
    eq([(e["type"], e["kv"]["mod_revision"]) for e in w.events(2, timeout=30)], [(PUT, head), (DELETE, head + 1)])
    w.silent(0.5)
