# SPDX-License-Identifier: Apache-2.0
"""Watches of etcd v3: creation and its refusals, history and live events without loss or doubling,
filters, previous values, fragments, progress, cancellation, and what becomes of the stream."""

import threading
import time

import grpc

from kit import Skip, eq
from wire import DELETE, NODELETE, NOPUT, PUT, Client

COMPACTED = "etcdserver: mvcc: required revision has been compacted"


def brief(events):
    """(type, last part of the key, value) of each event."""
    return [(e["type"], e["kv"]["key"].rsplit(b"/", 1)[1], e["kv"]["value"]) for e in events]


def put_op(key, value=b"v"):
    return {"request_put": {"key": key, "value": value}}


def all_of(t):
    return {"key": t.key(), "range_end": t.end}


# --- creation ---


def test_the_created_reply_comes_first_with_the_revision_of_registration(t):
    c = t.client()
    now = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    w = t.watch(c)
    reply = w.create(key=t.key("a"))
    eq((reply["watch_id"], reply["canceled"], reply["compact_revision"], reply["events"]), (0, 0, 0, []))
    eq(reply["header"]["revision"], now)
    assert reply["header"]["cluster_id"] and reply["header"]["member_id"]
    w.silent()
    c.put(key=t.key("a"), value=b"2")
    answer = w.next()
    eq((answer["watch_id"], answer["created"], answer["header"]["revision"]), (0, 0, now + 1))
    eq(brief(answer["events"]), [(PUT, b"a", b"2")])


def test_ids_count_from_0_on_each_stream_and_are_not_reused(t):
    c = t.client()
    w = t.watch(c)
    eq([w.create(key=t.key("a"))["watch_id"] for _ in range(3)], [0, 1, 2])
    w.cancel_watch(1)
    eq((w.next()["canceled"]), 1)
    eq(w.create(key=t.key("a"))["watch_id"], 3)
    eq(t.watch(c).create(key=t.key("a"))["watch_id"], 0, "another stream")


def test_an_id_of_ones_own_is_used_and_may_not_be_taken_twice(t):
    w = t.watch()
    eq(w.create(key=t.key("a"), watch_id=7)["watch_id"], 7)
    reply = w.create(key=t.key("a"), watch_id=7)
    eq((reply["watch_id"], reply["canceled"]), (-1, 1))
    eq(reply["cancel_reason"], "mvcc: duplicate watch ID provided on the WatchStream")
    w.cancel_watch(7)
    eq(w.next()["canceled"], 1)
    eq(w.create(key=t.key("a"), watch_id=7)["watch_id"], 7, "free again once cancelled")


def test_automatic_ids_skip_those_in_use(t):
    w = t.watch()
    eq(w.create(key=t.key("a"), watch_id=1)["watch_id"], 1)
    eq([w.create(key=t.key("a"))["watch_id"] for _ in range(2)], [0, 2])


def test_an_empty_range_is_refused_and_the_stream_stays(t):
    c = t.client()
    w = t.watch(c)
    for end in (t.key("a"), t.key("b")):
        reply = w.create(key=t.key("b"), range_end=end)
        eq((reply["watch_id"], reply["created"], reply["canceled"]), (-1, 1, 1))
        eq(reply["cancel_reason"], "mvcc: watcher range is empty")
    w.create(key=t.key("a"))
    c.put(key=t.key("a"), value=b"1")
    eq(brief(w.events(1)), [(PUT, b"a", b"1")])


def test_a_negative_start_revision_is_refused_and_the_stream_stays(t):
    w = t.watch()
    if t.newer("3.7", "up to 3.6 a negative start revision is taken as it comes"):
        reply = w.create(key=t.key("a"), start_revision=-3)
        eq((reply["watch_id"], reply["canceled"], reply["cancel_reason"]), (-1, 1, COMPACTED))
    eq(w.create(key=t.key("a"))["canceled"], 0)


def test_an_empty_key_watches_from_the_first_key(t):
    c = t.client()
    w = t.watch(c)
    w.create(key=b"", range_end=b"\0")
    c.put(key=t.key("a"), value=b"1")
    eq(brief(w.events(1)), [(PUT, b"a", b"1")])


def test_range_forms(t):
    c = t.client()
    forms = {"key": {"key": t.key("b")}, "prefix": all_of(t), "half": {"key": t.key("b"), "range_end": t.key("c")},
             "from": {"key": t.key("b"), "range_end": b"\0"}}
    streams = {name: t.watch(c) for name in forms}
    for name, form in forms.items():
        streams[name].create(**form)
    for n in ("a", "b", "bb", "c"):
        c.put(key=t.key(n), value=b"1")
    want = {"key": ["b"], "prefix": ["a", "b", "bb", "c"], "half": ["b", "bb"], "from": ["b", "bb", "c"]}
    for name, names in want.items():
        eq([e["kv"]["key"] for e in streams[name].events(len(names))], [t.key(n) for n in names], name)
        streams[name].silent(0.1)


def test_an_unset_request_is_ignored(t):
    c = t.client()
    w = t.watch(c)
    w.requests.put(b"")
    w.create(key=t.key("a"))
    c.put(key=t.key("a"), value=b"1")
    eq(len(w.events(1)), 1)


def test_creates_are_answered_in_order(t):
    w = t.watch()
    for i in range(200):
        w.ask(key=t.key("k%d" % i))
    eq([w.next()["watch_id"] for _ in range(200)], list(range(200)))


# --- events ---


def test_an_event_carries_the_whole_pair_and_a_deletion_only_key_and_revision(t):
    c = t.client()
    w = t.watch(c)
    w.create(key=t.key("a"))
    first = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    c.put(key=t.key("a"), value=b"2")
    c.delete(key=t.key("a"))
    put, again, gone = w.events(3)
    eq(put["kv"], {"key": t.key("a"), "create_revision": first, "mod_revision": first, "version": 1, "value": b"1",
                   "lease": 0})
    eq((again["kv"]["create_revision"], again["kv"]["mod_revision"], again["kv"]["version"]), (first, first + 1, 2))
    eq(gone["type"], DELETE)
    eq(gone["kv"], {"key": t.key("a"), "create_revision": 0, "mod_revision": first + 2, "version": 0, "value": b"",
                    "lease": 0})
    eq([e["prev_kv"] for e in (put, again, gone)], [None] * 3)


def test_prev_kv_is_for_those_who_asked_only(t):
    c = t.client()
    with_prev, without = t.watch(c), t.watch(c)
    with_prev.create(key=t.key("a"), prev_kv=True)
    without.create(key=t.key("a"))
    both = t.watch(c)
    both.create(key=t.key("a"), prev_kv=True)
    both.create(key=t.key("a"))
    first = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    c.put(key=t.key("a"), value=b"2")
    c.delete(key=t.key("a"))
    c.put(key=t.key("a"), value=b"3")
    events = with_prev.events(4)
    eq([e["prev_kv"] and e["prev_kv"]["value"] for e in events], [None, b"1", b"2", None])
    eq(events[2]["prev_kv"], {"key": t.key("a"), "create_revision": first, "mod_revision": first + 1, "version": 2,
                              "value": b"2", "lease": 0})
    eq([e["prev_kv"] for e in without.events(4)], [None] * 4)
    seen = {0: [], 1: []}
    while min(len(v) for v in seen.values()) < 4:
        answer = both.next()
        seen[answer["watch_id"]] += [e["prev_kv"] and e["prev_kv"]["value"] for e in answer["events"]]
    eq(seen, {0: [None, b"1", b"2", None], 1: [None] * 4})


def test_prev_kv_of_history(t):
    c = t.client()
    first = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    c.put(key=t.key("a"), value=b"2")
    c.delete(key=t.key("a"))
    w = t.watch(c)
    w.create(key=t.key("a"), prev_kv=True, start_revision=first)
    eq([e["prev_kv"] and e["prev_kv"]["value"] for e in w.events(3)], [None, b"1", b"2"])


def test_prev_kv_that_is_compacted_away_is_absent_or_right(t):
    c = t.client()
    c.put(key=t.key("a"), value=b"1")
    second = c.put(key=t.key("a"), value=b"2")["header"]["revision"]
    c.compact(revision=second, physical=True)
    w = t.watch(c)
    w.create(key=t.key("a"), prev_kv=True, start_revision=second)
    prev = w.events(1)[0]["prev_kv"]
    assert prev is None or prev["value"] == b"1", prev


def test_filters(t):
    c = t.client()
    streams = {}
    for name, filters in (("noput", [NOPUT]), ("nodelete", [NODELETE]), ("both", [NOPUT, NODELETE]), ("unknown", [9])):
        streams[name] = t.watch(c)
        streams[name].create(key=t.key("a"), filters=filters)
    c.put(key=t.key("a"), value=b"1")
    c.delete(key=t.key("a"))
    c.put(key=t.key("a"), value=b"2")
    eq(brief(streams["noput"].events(1)), [(DELETE, b"a", b"")])
    eq(brief(streams["nodelete"].events(2)), [(PUT, b"a", b"1"), (PUT, b"a", b"2")])
    eq(len(streams["unknown"].events(3)), 3)
    for s in streams.values():
        s.silent(0.1)


def test_filters_apply_to_history(t):
    c = t.client()
    first = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    c.delete(key=t.key("a"))
    w = t.watch(c)
    w.create(key=t.key("a"), filters=[NOPUT], start_revision=first)
    eq(brief(w.events(1)), [(DELETE, b"a", b"")])
    w.silent(0.2)


def test_a_txn_is_one_answer_in_sub_revision_order(t):
    c = t.client()
    w = t.watch(c)
    w.create(**all_of(t))
    names = [b"c", b"a", b"b", b"e", b"d"]
    now = c.txn(success=[put_op(t.key() + n) for n in names])["header"]["revision"]
    answer = w.next()
    eq([k for _, k, _ in brief(answer["events"])], names, "the order of the operations")
    eq({e["kv"]["mod_revision"] for e in answer["events"]}, {now})
    eq(answer["header"]["revision"], now)


def test_a_range_delete_is_one_answer_in_key_order(t):
    c = t.client()
    names = [b"%03d" % i for i in range(100)]
    for n in reversed(names):
        c.put(key=t.key() + n, value=b"v")
    w = t.watch(c)
    w.create(**all_of(t))
    c.delete(**all_of(t))
    answer = w.next()
    eq([k for _, k, _ in brief(answer["events"])], names)


def test_a_revision_is_never_split(t):
    c = t.client()
    first = None
    for i in range(300):
        header = c.txn(success=[put_op(t.key("%d-%d" % (i, j)), b"x" * 400) for j in range(20)])["header"]
        first = first or header["revision"]
    w = t.watch(c)
    w.create(start_revision=first, **all_of(t))
    seen = {}
    n = answers = 0
    while n < 6000:
        events = w.next()["events"]
        answers += 1
        n += len(events)
        for revision in dict.fromkeys(e["kv"]["mod_revision"] for e in events):
            eq(sum(e["kv"]["mod_revision"] == revision for e in events), 20, f"events of revision {revision} together")
            assert revision not in seen, "a revision came twice"
            seen[revision] = answers
    eq(list(seen), sorted(seen))
    eq(n, 6000)


# --- where a watch begins ---


def test_history_then_live_without_loss_or_doubling(t):
    c = t.client()
    first = c.put(key=t.key("a"), value=b"0")["header"]["revision"]
    stop, count = threading.Event(), [1]

    def write():
        mine = Client(t.endpoint)
        while not stop.is_set():
            mine.put(key=t.key("a"), value=b"%d" % count[0])
            count[0] += 1
        mine.close()

    writer = threading.Thread(target=write)
    writer.start()
    watches = []
    for _ in range(6):
        time.sleep(0.1)
        w = t.watch(c)
        w.create(key=t.key("a"), start_revision=first)
        watches.append(w)
    time.sleep(0.2)
    stop.set()
    writer.join()
    assert count[0] > 20, "the writer was too slow to prove anything"
    for w in watches:
        events = w.events(count[0])
        eq([int(e["kv"]["value"]) for e in events], list(range(count[0])))
        w.silent(0.05)


def test_a_watch_from_now_sees_everything_after_its_created_reply(t):
    c = t.client()
    for i in range(50):
        w = t.watch(c)
        registered = w.create(key=t.key("a"))["header"]["revision"]
        put = c.put(key=t.key("a"), value=b"%d" % i)["header"]["revision"]
        event = w.events(1)[0]
        eq((registered, event["kv"]["mod_revision"]), (put - 1, put))
        w.close()


def test_a_future_start_waits_for_its_revision(t):
    c = t.client()
    now = c.put(key=t.key("a"), value=b"0")["header"]["revision"]
    w = t.watch(c)
    eq(w.create(key=t.key("a"), start_revision=now + 3)["canceled"], 0)
    for i in range(1, 5):
        c.put(key=t.key("a"), value=b"%d" % i)
    eq(brief(w.events(2)), [(PUT, b"a", b"3"), (PUT, b"a", b"4")])
    w.silent(0.1)


def test_a_start_at_the_current_revision_includes_it(t):
    c = t.client()
    now = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    w = t.watch(c)
    w.create(key=t.key("a"), start_revision=now)
    eq(brief(w.events(1)), [(PUT, b"a", b"1")])


def test_a_compacted_start_is_created_then_cancelled_with_the_floor(t):
    c = t.client()
    first = c.put(key=t.key("a"), value=b"0")["header"]["revision"]
    for i in range(1, 6):
        c.put(key=t.key("a"), value=b"%d" % i)
    c.compact(revision=first + 3)
    w = t.watch(c)
    reply = w.create(key=t.key("a"), start_revision=first + 1)
    eq((reply["watch_id"], reply["canceled"]), (0, 0))
    reply = w.next()
    eq((reply["watch_id"], reply["canceled"], reply["compact_revision"]), (0, 1, first + 3))
    eq((reply["created"], reply["cancel_reason"], reply["events"]), (0, "", []))
    eq((reply["header"] or {"revision": 0})["revision"], 0, "the revision of the header")
    w.silent(0.2)
    w.cancel_watch(0)
    reply = w.next()
    eq((reply["watch_id"], reply["canceled"], reply["compact_revision"]), (0, 1, 0), "the client's own cancel")
    w.create(key=t.key("a"), start_revision=first + 3)
    eq(brief(w.events(3)), [(PUT, b"a", b"3"), (PUT, b"a", b"4"), (PUT, b"a", b"5")])


def test_a_deletion_at_the_compacted_revision_is_still_seen(t):
    c = t.client()
    c.put(key=t.key("a"), value=b"1")
    gone = c.delete(key=t.key("a"))["header"]["revision"]
    c.put(key=t.key("b"), value=b"1")
    c.compact(revision=gone, physical=True)
    if t.newer("3.5.16", "a tombstone exactly at the compacted revision is kept since 3.5.16 and 3.4.34"):
        w = t.watch(c)
        w.create(start_revision=gone, **all_of(t))
        eq(brief(w.events(2)), [(DELETE, b"a", b""), (PUT, b"b", b"1")])


def test_a_lagging_watch_of_many_revisions_gets_answers_under_4_mib(t):
    c = t.client()
    first = None
    for i in range(120):
        header = c.put(key=t.key("a"), value=b"%04d" % i + b"x" * 100_000)["header"]
        first = first or header["revision"]
    if not t.ours("without fragments it sends up to 1,000 revisions in one message of any size"):
        return
    w = t.watch(c)
    w.create(key=t.key("a"), start_revision=first)
    eq([int(e["kv"]["value"][:4]) for e in w.events(120)], list(range(120)))
    assert max(w.sizes) < 4 << 20, max(w.sizes)


# --- fragments ---


def two_mib_revision(t, c):
    """A revision of three megabytes of events: a range delete under prev_kv."""
    for i in range(30):
        c.put(key=t.key("%02d" % i), value=b"x" * 100_000)


def test_a_large_revision_is_fragmented_for_those_who_ask(t):
    c = t.client(options=[("grpc.max_receive_message_length", -1)])
    two_mib_revision(t, c)
    w, whole = t.watch(c), t.watch(c)
    w.create(fragment=True, prev_kv=True, **all_of(t))
    whole.create(prev_kv=True, **all_of(t))
    now = c.delete(**all_of(t))["header"]["revision"]
    parts = []
    while not parts or parts[-1]["fragment"]:
        parts.append(w.next())
    assert len(parts) > 1, "one message"
    eq([p["fragment"] for p in parts], [1] * (len(parts) - 1) + [0])
    eq({(p["watch_id"], p["header"]["revision"]) for p in parts}, {(0, now)})
    events = [e for p in parts for e in p["events"]]
    eq([k for _, k, _ in brief(events)], [b"%02d" % i for i in range(30)])
    assert all(len(e["prev_kv"]["value"]) == 100_000 for e in events)
    assert all(p["events"] for p in parts)
    assert max(w.sizes) < 2_097_152 + 10_000, max(w.sizes)
    answer = whole.next()
    eq((len(answer["events"]), answer["fragment"]), (30, 0), "who did not ask gets it whole")


def test_a_small_answer_is_not_fragmented(t):
    c = t.client()
    w = t.watch(c)
    w.create(fragment=True, **all_of(t))
    c.txn(success=[put_op(t.key("%d" % i)) for i in range(50)])
    answer = w.next()
    eq((len(answer["events"]), answer["fragment"]), (50, 0))


# --- progress ---


def test_a_progress_request_is_answered_once_for_the_stream(t):
    c = t.client()
    w = t.watch(c)
    w.create(key=t.key("a"))
    w.create(key=t.key("b"))
    now = c.put(key=t.key("elsewhere"), value=b"1")["header"]["revision"]
    w.progress()
    answer = w.next()
    eq((answer["watch_id"], answer["events"], answer["created"], answer["canceled"]), (-1, [], 0, 0))
    eq(answer["header"]["revision"], now)
    w.silent(0.2)


def test_progress_on_a_stream_without_watches_is_not_answered(t):
    w = t.watch()
    w.progress()
    if t.newer("3.4.25", "3.4 answered before it asked whether anything is watched"):
        w.silent(0.3)


def test_progress_is_never_ahead_of_events(t):
    c = t.client()
    for i in range(3000):
        if i % 100 == 0:
            c.txn(success=[put_op(t.key("%d" % j), b"%d" % i) for j in range(100)])
    first = c.revision()
    for i in range(2000):
        c.put(key=t.key("a"), value=b"%d" % i)
    last = c.revision()
    if not t.newer("3.4.25", "progress could overtake events (etcd issue 15220)"):
        return
    w = t.watch(c)
    w.ask(key=t.key("a"), start_revision=first + 1)
    reported = delivered = 0
    until = time.monotonic() + 30
    w.progress()
    while reported < last and time.monotonic() < until:
        w.progress()
        try:
            answer = w.next(0.1)
        except AssertionError:
            continue
        if answer["watch_id"] == -1:
            reported = answer["header"]["revision"]
            assert delivered == last, f"progress {reported} while events had come to {delivered} of {last}"
        for e in answer["events"]:
            assert e["kv"]["mod_revision"] > max(delivered, reported), "an event at or below a progress reply"
            delivered = e["kv"]["mod_revision"]
    eq((delivered, reported), (last, last))


def test_progress_follows_the_writers(t):
    c = t.client()
    if not t.newer("3.4.25", "progress could overtake events (etcd issue 15220)"):
        return
    w = t.watch(c)
    w.create(key=t.key("a"))
    stop = threading.Event()

    def write():
        mine = Client(t.endpoint)
        i = 0
        while not stop.is_set():
            mine.put(key=t.key("a"), value=b"%d" % i)
            i += 1
        mine.close()

    writer = threading.Thread(target=write)
    writer.start()
    replies, delivered, seen = 0, 0, 0
    until = time.monotonic() + 2
    while time.monotonic() < until:
        w.progress()
        try:
            answer = w.next(0.5)
        except AssertionError:
            continue
        if answer["watch_id"] == -1:
            replies += 1
            assert answer["header"]["revision"] >= seen, "progress went back"
            seen = answer["header"]["revision"]
        for e in answer["events"]:
            assert e["kv"]["mod_revision"] > max(seen, delivered), "an event at or below a progress reply"
            delivered = e["kv"]["mod_revision"]
    stop.set()
    writer.join()
    assert replies > 10, f"{replies} replies in 2 s of requests"


def test_progress_waits_for_a_future_start(t):
    c = t.client()
    now = c.put(key=t.key("a"), value=b"0")["header"]["revision"]
    w = t.watch(c)
    w.create(key=t.key("a"), start_revision=now + 2)
    if t.newer("3.6.5", "progress before the start revision was answered (etcd issue 20221)"):
        w.progress()
        w.silent(0.3)
    c.put(key=t.key("b"), value=b"1")
    c.put(key=t.key("b"), value=b"2")
    w.progress()
    until = time.monotonic() + 5
    while w.next()["header"]["revision"] < now + 2:
        assert time.monotonic() < until
        w.progress()


def test_progress_notify_tells_an_idle_watch_where_it_stands(t):
    flag = "--experimental-watch-progress-notify-interval" if t.is_etcd else "--watch-progress-notify-interval"
    if not t.newer("3.5", "the interval cannot be set"):
        return
    try:
        server = t.start(f"{flag}=200ms")
    except RuntimeError as e:
        if "no such flag" in str(e):
            raise Skip(f"{flag} is not there yet") from None
        raise
    c = Client(server.endpoint)
    t.defer(c.close)
    w = c.watch()
    t.defer(w.close)
    w.create(key=b"a", progress_notify=True)
    w.create(key=b"a")
    now = c.put(key=b"elsewhere", value=b"1")["header"]["revision"]
    revision = 0
    while revision < now:
        answer = w.next(2)
        eq((answer["watch_id"], answer["events"], answer["created"]), (0, [], 0))
        assert answer["header"]["revision"] >= revision
        revision = answer["header"]["revision"]


# --- cancel and the end ---


def test_cancel_is_confirmed_and_nothing_follows(t):
    c = t.client()
    w = t.watch(c)
    w.create(key=t.key("a"))
    w.create(key=t.key("a"))
    now = c.revision()
    w.cancel_watch(0)
    answer = w.next()
    eq((answer["watch_id"], answer["canceled"], answer["cancel_reason"], answer["compact_revision"]), (0, 1, "", 0))
    eq(answer["header"]["revision"], now)
    c.put(key=t.key("a"), value=b"1")
    answer = w.next()
    eq((answer["watch_id"], len(answer["events"])), (1, 1))
    w.silent(0.2)


def test_cancel_of_an_unknown_id_is_not_answered(t):
    c = t.client()
    w = t.watch(c)
    w.create(key=t.key("a"))
    w.cancel_watch(42)
    w.silent(0.2)
    c.put(key=t.key("a"), value=b"1")
    eq(len(w.events(1)), 1)


def test_half_close_does_not_end_the_stream(t):
    c = t.client()
    w = t.watch(c)
    w.create(key=t.key("a"))
    w.half_close()
    time.sleep(0.2)
    for i in range(3):
        c.put(key=t.key("a"), value=b"%d" % i)
    eq(brief(w.events(3)), [(PUT, b"a", b"0"), (PUT, b"a", b"1"), (PUT, b"a", b"2")])


def test_streams_of_one_connection_are_independent(t):
    c = t.client()
    one, two = t.watch(c), t.watch(c)
    one.create(key=t.key("a"))
    two.create(key=t.key("a"))
    one.call.cancel()
    c.put(key=t.key("a"), value=b"1")
    eq(len(two.events(1)), 1)


def test_a_watch_goes_on_where_it_was_after_a_restart(t):
    server = t.start()
    c = Client(server.endpoint)
    first = [c.put(key=b"a", value=b"%d" % i)["header"]["revision"] for i in range(10)][0]
    w = c.watch()
    w.create(key=b"a", start_revision=first)
    eq(len(w.events(10)), 10)
    c.close()
    server.end()
    server.start()
    c = Client(server.endpoint)
    t.defer(c.close)
    w = c.watch()
    t.defer(w.close)
    w.create(key=b"a", start_revision=first + 4)
    c.put(key=b"a", value=b"10")
    eq([int(e["kv"]["value"]) for e in w.events(7)], list(range(4, 11)))


def test_a_stopping_server_ends_the_stream_with_an_error(t):
    server = t.start()
    c = Client(server.endpoint)
    t.defer(c.close)
    w = c.watch()
    w.create(key=b"a")
    begin = time.monotonic()
    server.end()
    try:
        w.next(5)
        raise AssertionError("an answer from a stopped server")
    except grpc.RpcError as e:
        eq(e.code().name, "UNAVAILABLE")
    assert time.monotonic() - begin < 15


# --- many ---


def test_a_thousand_watches_on_one_stream_get_their_own_events(t):
    c = t.client()
    w = t.watch(c)
    for i in range(1000):
        w.ask(key=t.key("%d" % i))
    ids = [w.next()["watch_id"] for _ in range(1000)]
    eq(ids, list(range(1000)))
    for i in range(0, 1000, 37):
        c.put(key=t.key("%d" % i), value=b"%d" % i)
    for i in range(0, 1000, 37):
        answer = w.next()
        eq((answer["watch_id"], brief(answer["events"])), (i, [(PUT, b"%d" % i, b"%d" % i)]))


def test_two_hundred_streams_on_one_connection(t):
    c = t.client()
    streams = [t.watch(c) for _ in range(200)]
    for w in streams:
        w.create(key=t.key("a"))
    for i in range(5):
        c.put(key=t.key("a"), value=b"%d" % i)
    for w in streams:
        eq([v for _, _, v in brief(w.events(5))], [b"%d" % i for i in range(5)])


def test_a_reader_that_stops_does_not_stop_the_others(t):
    c = t.client()
    stalled = t.client(options=[("grpc.max_receive_message_length", -1)])
    call = stalled.channel.stream_stream("/etcdserverpb.Watch/Watch")
    gate = threading.Event()
    create = b"\x0a" + bytes([len(t.key("a")) + 2]) + b"\x0a" + bytes([len(t.key("a"))]) + t.key("a")

    def requests():
        yield create
        gate.wait()

    never_read = call(requests(), timeout=60)
    t.defer(lambda: (never_read.cancel(), gate.set()))
    w = t.watch(c)
    w.create(key=t.key("a"))
    for i in range(200):
        c.put(key=t.key("a"), value=b"%d" % i + b" " * 50_000)
        eq(w.events(1)[0]["kv"]["value"].strip(), b"%d" % i)
