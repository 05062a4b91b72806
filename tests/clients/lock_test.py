# SPDX-License-Identifier: Apache-2.0
"""The Lock and Election services: who has it, who is next, and what those who give up leave behind."""

import threading
import time

import grpc

from kit import eq, fails, until
from wire import Client

UNKNOWN_LEASE = ("UNKNOWN", "etcdserver: requested lease not found")  # not the code of Put


def grant(c, seconds=60, **more):
    return c.lease_grant(TTL=seconds, **more)["ID"]


def key_of(name, lease):
    return name + b"/%x" % lease


def keys(t, c):
    return [kv["key"] for kv in c.range(key=t.key(), range_end=t.end)["kvs"]]


def waiting(t, c, n):
    """Until so many keys stand there: the holder's, and those of all who wait."""
    until(lambda: len(keys(t, c)) == n)


def ends(call, *codes, seconds=20):
    """The status of a call that must fail: (code, text)."""
    try:
        answer = call.result(timeout=seconds)
    except grpc.RpcError as e:
        assert not codes or e.code().name in codes, e
        return e.code().name, e.details()
    raise AssertionError(f"no error, but {answer}")


# Lock


def test_a_lock_is_a_key_on_a_lease(t):
    c, name = t.client(), t.key("m")
    lease = grant(c)
    answer = c.lock(name=name, lease=lease)
    eq(answer["key"], key_of(name, lease))
    kv, = c.get(answer["key"])["kvs"]
    eq((kv["lease"], kv["value"], kv["version"]), (lease, b"", 1))
    assert answer["header"]["revision"] >= kv["create_revision"], answer
    assert answer["header"]["cluster_id"] and answer["header"]["member_id"], answer
    head = c.unlock(key=answer["key"])["header"]["revision"]
    eq((keys(t, c), c.revision()), ([], head))
    eq(c.time_to_live(ID=lease)["grantedTTL"], 60, "the lease is the client's")


def test_a_lock_without_a_lease_gets_one_of_a_minute(t):
    c, name = t.client(), t.key("m")
    key = c.lock(name=name)["key"]
    lease = c.get(key)["kvs"][0]["lease"]
    eq((key, c.time_to_live(ID=lease)["grantedTTL"]), (key_of(name, lease), 60))
    second = c.later("lock", name=name)
    waiting(t, c, 2)
    c.lease_revoke(ID=lease)
    assert second.result(timeout=20)["key"] != key


def test_a_lock_needs_its_lease(t):
    c = t.client()
    fails(*UNKNOWN_LEASE, c.lock, name=t.key("m"), lease=4711)
    eq(keys(t, c), [])


def test_the_same_lease_has_it_already(t):
    c, name = t.client(), t.key("m")
    lease = grant(c)
    key = c.lock(name=name, lease=lease)["key"]
    before = c.revision()
    eq(c.lock(name=name, lease=lease)["key"], key)
    eq(c.revision(), before)


def test_they_get_it_in_the_order_in_which_they_came(t):
    c, name, calls = t.client(), t.key("m"), []
    key, leases = c.lock(name=name, lease=grant(c))["key"], [grant(c) for _ in range(8)]
    for n, lease in enumerate(leases):
        calls.append(c.later("lock", name=name, lease=lease))
        waiting(t, c, n + 2)
    for n, lease in enumerate(leases):
        assert not any(call.done() for call in calls[n:]), "two have it"
        c.unlock(key=key)
        key = calls[n].result(timeout=20)["key"]
        eq(key, key_of(name, lease))


def test_locks_of_other_names_do_not_wait(t):
    c = t.client()
    for name in (b"m", b"m2", b"mm", b"n"):
        c.lock(name=t.key() + name, lease=grant(c), timeout=10)


def test_a_name_is_a_folder(t):
    """A lock waits for everything below its name, as it is in etcd."""
    c = t.client()
    below = c.lock(name=t.key("m/below"), lease=grant(c))["key"]
    above = c.later("lock", name=t.key("m"), lease=grant(c))
    waiting(t, c, 2)
    assert not above.done()
    c.unlock(key=below)
    above.result(timeout=20)
    c.put(key=t.key("plain/x"))  # no lock at all, and yet it is waited for
    plain = c.later("lock", name=t.key("plain"), lease=grant(c))
    waiting(t, c, 3)
    c.delete(key=t.key("plain/x"))
    plain.result(timeout=20)


def test_names_may_be_any_bytes(t):
    c = t.client()
    for name in (b"\0", b"\xff\xfe", b"/", b"a b", b"x" * 1000):
        lease = grant(c)
        eq(c.lock(name=t.key() + name, lease=lease, timeout=10)["key"], key_of(t.key() + name, lease))


def test_a_lease_that_is_revoked_gives_it_away(t):
    c, name = t.client(), t.key("m")
    holder = grant(c)
    c.lock(name=name, lease=holder)
    second = c.later("lock", name=name, lease=grant(c))
    waiting(t, c, 2)
    c.lease_revoke(ID=holder)
    assert second.result(timeout=20)["key"] in keys(t, c)


def test_a_lease_that_expires_gives_it_away(t):
    c, name = t.client(), t.key("m")
    c.lock(name=name, lease=grant(c, 2))
    second = c.later("lock", name=name, lease=grant(c))
    eq(keys(t, c) and second.result(timeout=30)["key"], keys(t, c)[0])


def test_who_gives_up_leaves_nothing_behind(t):
    c, name = t.client(), t.key("m")
    first = c.lock(name=name, lease=grant(c))["key"]
    gone, stays = c.later("lock", name=name, lease=grant(c)), None
    waiting(t, c, 2)
    stays = c.later("lock", name=name, lease=grant(c))
    waiting(t, c, 3)
    gone.cancel()
    waiting(t, c, 2)
    assert not stays.done()
    c.unlock(key=first)
    eq(keys(t, c), [stays.result(timeout=20)["key"]])


def test_whose_time_is_over_leaves_nothing_behind(t):
    c, name = t.client(), t.key("m")
    c.lock(name=name, lease=grant(c))
    late = c.later("lock", name=name, lease=grant(c), timeout=0.5)
    waiting(t, c, 2)
    ends(late, "DEADLINE_EXCEEDED")
    waiting(t, c, 1)


def test_whose_connection_breaks_leaves_nothing_behind(t):
    c, name, other = t.client(), t.key("m"), Client(t.endpoint)
    c.lock(name=name, lease=grant(c))
    call = other.later("lock", name=name, lease=grant(c))
    waiting(t, c, 2)
    other.close()
    assert call.done()
    waiting(t, c, 1)


def test_a_lease_that_ends_while_it_waits_is_an_expired_session(t):
    c, name = t.client(), t.key("m")
    first, lease = c.lock(name=name, lease=grant(c))["key"], grant(c)
    second = c.later("lock", name=name, lease=lease)
    waiting(t, c, 2)
    c.lease_revoke(ID=lease)
    time.sleep(0.1)
    assert not second.done(), "it waits for those before it all the same"
    c.unlock(key=first)
    if t.newer("3.5.0", "it gives the lock to a key that is not there"):
        eq(ends(second), ("UNKNOWN", "mutex: session is expired"))
    eq(keys(t, c), [])


def test_unlocking_what_is_not_locked(t):
    c = t.client()
    before = c.revision()
    eq(c.unlock(key=t.key("none/1"))["header"]["revision"], before)
    fails("UNKNOWN", "etcdserver: key is not provided", c.unlock)


def test_one_at_a_time(t):
    """Twenty clients, each with the lock for a moment; a counter that only holders touch."""
    name, counter, problems = t.key("m"), t.key("counter"), []

    def work():
        c = t.client()
        try:
            for _ in range(5):
                lease = grant(c)
                key = c.lock(name=name, lease=lease, timeout=60)["key"]
                before = c.get(counter)["kvs"]
                seen = int(before[0]["value"]) if before else 0
                c.put(key=counter, value=b"%d" % (seen + 1))
                c.lease_revoke(ID=lease) if seen % 2 else c.unlock(key=key)
        except (grpc.RpcError, AssertionError) as e:
            problems.append(e)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eq(problems, [])
    eq(t.client().get(counter)["kvs"][0]["value"], b"100")


# Election


def test_a_campaign_that_is_won(t):
    c, name = t.client(), t.key("e")
    lease = grant(c)
    answer = c.campaign(name=name, lease=lease, value=b"me")
    kv, = c.get(key_of(name, lease))["kvs"]
    eq(answer["leader"], {"name": name, "key": key_of(name, lease), "rev": kv["create_revision"], "lease": lease})
    eq((kv["value"], kv["lease"]), (b"me", lease))
    answer = c.leader(name=name)
    eq(answer["kv"], kv)
    assert answer["header"]["revision"] >= kv["mod_revision"], answer


def test_no_leader(t):
    c = t.client()
    fails("UNKNOWN", "election: no leader", c.leader, name=t.key("e"))


def test_a_campaign_needs_its_lease(t):
    c = t.client()
    fails(*UNKNOWN_LEASE, c.campaign, name=t.key("e"), lease=4711, value=b"x")
    eq(keys(t, c), [])


def test_a_campaign_without_a_lease_gets_one_of_a_minute(t):
    c = t.client()
    leader = c.campaign(name=t.key("e"), value=b"me")["leader"]
    eq(c.time_to_live(ID=leader["lease"], keys=1)["grantedTTL"], 60)


def test_the_leader_that_campaigns_again_changes_its_value(t):
    c, name = t.client(), t.key("e")
    lease = grant(c)
    first = c.campaign(name=name, lease=lease, value=b"one")["leader"]
    before = c.revision()
    eq(c.campaign(name=name, lease=lease, value=b"one")["leader"], first)
    eq(c.revision(), before, "nothing was to be said")
    eq(c.campaign(name=name, lease=lease, value=b"two")["leader"], first)
    eq(c.leader(name=name)["kv"]["value"], b"two")


def test_proclaim(t):
    c, name = t.client(), t.key("e")
    leader = c.campaign(name=name, lease=grant(c), value=b"one")["leader"]
    eq(c.proclaim(leader=leader, value=b"two")["header"]["revision"], c.revision())
    kv = c.leader(name=name)["kv"]
    eq((kv["value"], kv["lease"], kv["create_revision"]), (b"two", leader["lease"], leader["rev"]))
    fails("UNKNOWN", "election: not leader", c.proclaim, leader={**leader, "rev": leader["rev"] - 1}, value=b"x")
    fails("UNKNOWN", '"leader" field must be provided', c.proclaim, value=b"x")
    c.resign(leader=leader)
    fails("UNKNOWN", "election: not leader", c.proclaim, leader=leader, value=b"x")
    eq(keys(t, c), [])


def test_resign(t):
    c, name = t.client(), t.key("e")
    leader = c.campaign(name=name, lease=grant(c), value=b"one")["leader"]
    c.resign(leader={**leader, "rev": leader["rev"] + 1})
    eq(c.leader(name=name)["kv"]["value"], b"one", "another's resignation is none")
    fails("UNKNOWN", '"leader" field must be provided', c.resign)
    c.resign(leader=leader)
    fails("UNKNOWN", "election: no leader", c.leader, name=name)
    c.resign(leader=leader)
    eq(c.time_to_live(ID=leader["lease"])["grantedTTL"], 60, "the lease is the client's")


def test_the_next_leads_when_one_resigns(t):
    c, name = t.client(), t.key("e")
    leaders, calls = [c.campaign(name=name, lease=grant(c), value=b"0")["leader"]], []
    for n in range(1, 5):
        calls.append(c.later("campaign", name=name, lease=grant(c), value=b"%d" % n))
        waiting(t, c, n + 1)
    for n in range(1, 5):
        assert not calls[n - 1].done()
        eq(c.leader(name=name)["kv"]["value"], b"%d" % (n - 1))
        c.resign(leader=leaders[-1])
        leaders.append(calls[n - 1].result(timeout=20)["leader"])
    eq(c.leader(name=name)["kv"]["value"], b"4")
    eq([leader["rev"] for leader in leaders], sorted(leader["rev"] for leader in leaders))


def test_the_next_leads_when_a_lease_expires(t):
    c, name = t.client(), t.key("e")
    c.campaign(name=name, lease=grant(c, 2), value=b"one")
    second = c.later("campaign", name=name, lease=grant(c), value=b"two")
    second.result(timeout=30)
    eq(c.leader(name=name)["kv"]["value"], b"two")


def test_a_candidate_that_gives_up_leaves_nothing_behind(t):
    c, name = t.client(), t.key("e")
    leader = c.campaign(name=name, lease=grant(c), value=b"one")["leader"]
    gone = c.later("campaign", name=name, lease=grant(c), value=b"two")
    waiting(t, c, 2)
    third = c.later("campaign", name=name, lease=grant(c), value=b"three")
    waiting(t, c, 3)
    gone.cancel()
    waiting(t, c, 2)
    c.resign(leader=leader)
    third.result(timeout=20)
    eq(c.leader(name=name)["kv"]["value"], b"three")


def observe(t, c, name):
    stream = c.observe().ask_once(name=name)
    t.defer(stream.close)
    return stream


def test_observe_shows_each_leader_and_what_it_proclaims(t):
    c, name = t.client(), t.key("e")
    early = observe(t, c, name)
    early.silent(0.2)
    leader = c.campaign(name=name, lease=grant(c), value=b"one")["leader"]
    eq(early.next()["kv"]["value"], b"one")
    late = observe(t, c, name)
    eq(late.next()["kv"]["value"], b"one")
    for value in (b"two", b"three"):
        c.proclaim(leader=leader, value=value)
        for stream in (early, late):
            answer = stream.next()
            eq((answer["kv"]["value"], answer["kv"]["key"]), (value, leader["key"]))
            assert answer["header"]["revision"] >= answer["kv"]["mod_revision"], answer
    second = c.later("campaign", name=name, lease=grant(c), value=b"four")
    waiting(t, c, 2)
    early.silent(0.2)
    c.resign(leader=leader)
    leader = second.result(timeout=20)["leader"]
    for stream in (early, late):
        eq(stream.next()["kv"]["value"], b"four")
    c.resign(leader=leader)
    early.silent(0.2)
    c.campaign(name=name, lease=grant(c), value=b"five")
    for stream in (early, late):
        eq(stream.next()["kv"]["value"], b"five")


def test_observe_sees_every_change_of_leaders_that_hurry(t):
    c, name = t.client(), t.key("e")
    leases, stream = [grant(c) for _ in range(4)], observe(t, c, name)
    for n in range(60):
        leader = c.campaign(name=name, lease=leases[n % 4], value=b"%d" % n)["leader"]
        # Who observes may skip a leader that has gone, but never the one that is there.
        until(lambda: stream.next()["kv"]["value"] == b"%d" % n)
        c.resign(leader=leader)


def test_observe_is_of_one_election(t):
    c, stream = t.client(), None
    stream = observe(t, c, t.key("e"))
    c.campaign(name=t.key("e2"), lease=grant(c), value=b"another's")
    c.campaign(name=t.key("e"), lease=grant(c), value=b"mine")
    eq(stream.next()["kv"]["value"], b"mine")
    stream.silent(0.2)


def test_one_leader_at_a_time(t):
    """Ten candidates that campaign again and again; nobody sees two of them lead."""
    name, leading, most, lock, problems = t.key("e"), set(), [], threading.Lock(), []

    def work(number):
        c = t.client()
        try:
            lease = grant(c)
            for _ in range(6):
                leader = c.campaign(name=name, lease=lease, value=b"%d" % number, timeout=60)["leader"]
                with lock:
                    leading.add(number)
                    most.append(len(leading))
                eq(c.leader(name=name)["kv"]["value"], b"%d" % number)
                with lock:
                    leading.discard(number)
                c.resign(leader=leader)
        except (grpc.RpcError, AssertionError) as e:
            problems.append(e)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eq((problems, max(most), len(most)), ([], 1, 60))
