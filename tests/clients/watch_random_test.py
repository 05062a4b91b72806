# SPDX-License-Identifier: Apache-2.0
"""Random watches beside random writers: each watch must get exactly its part of the one history, in
order, whenever and wherever it begins. VD_SEED repeats the choices (not the timing)."""

import os
import random
import threading
import time

import grpc

from kit import eq, prefix_end
from wire import DELETE, NODELETE, NOPUT, PUT, Client

WRITERS, STREAMS, WATCHES, REVISIONS = 4, 12, 100, 800
PAUSE = 0.01  # of a writer: the reader is Python and must keep up
NAMES = [b"%c/%d" % (c, i) for c in b"abc" for i in range(6)]


class Writer(threading.Thread):
    """Puts, deletes and transactions over a few keys until told to stop."""

    def __init__(self, t, seed, stop):
        super().__init__()
        self.prefix, self.stop = t.key(), stop
        self.rng, self.client, self.failure = random.Random(seed), Client(t.endpoint), None

    def key(self):
        return self.prefix + self.rng.choice(NAMES)

    def write(self):
        rng, c = self.rng, self.client
        kind = rng.randrange(20)
        if kind < 13:
            c.put(key=self.key(), value=b"%d" % rng.randrange(1 << 30))
        elif kind < 16:
            c.delete(key=self.key())
        elif kind < 17:
            prefix = self.prefix + rng.choice([b"a/", b"b/", b"c/"])
            c.delete(key=prefix, range_end=prefix_end(prefix))
        else:
            keys = rng.sample(NAMES, 5)
            ops = [{"request_put": {"key": self.prefix + k, "value": b"%d" % rng.randrange(1 << 30)}} for k in keys[:3]]
            ops += [{"request_delete_range": {"key": self.prefix + k}} for k in keys[3:]]
            rng.shuffle(ops)
            c.txn(success=ops)

    def run(self):
        try:
            while not self.stop.is_set():
                self.write()
                time.sleep(PAUSE)
        except (grpc.RpcError, AssertionError) as e:
            self.failure = e
        self.client.close()


class Asked:
    """A watch that was asked for, and what came."""

    def __init__(self, create, registered):
        self.create, self.registered = create, registered
        self.events, self.answers = [], []
        self.cancelled = self.floor = 0

    @property
    def start(self):
        return self.create.get("start_revision") or self.registered + 1

    def wants(self, event):
        key, end = self.create["key"], self.create.get("range_end")
        k, filters = event["kv"]["key"], self.create.get("filters", [])
        within = k == key if not end else key <= k and (end == b"\0" or k < end)
        return within and event["kv"]["mod_revision"] >= self.start and \
            not (event["type"] == PUT and NOPUT in filters) and not (event["type"] == DELETE and NODELETE in filters)

    def expected(self, history, last):
        events = [e for e in history if self.wants(e) and e["kv"]["mod_revision"] <= last]
        return events if self.create.get("prev_kv") else [{**e, "prev_kv": None} for e in events]


class Stream:
    """A watch stream with its watches; answers are taken as they come."""

    def __init__(self, client):
        self.w, self.watches = client.watch(timeout=110), {}

    def ask(self, create):
        self.w.ask(**create)
        while True:
            answer = self.w.next()
            if answer["created"]:
                break
            self.take(answer)
        assert not answer["canceled"], answer
        asked = Asked(create, answer["header"]["revision"])
        self.watches[answer["watch_id"]] = asked
        return answer["watch_id"], asked

    def take(self, answer):
        if answer["watch_id"] == -1:
            for asked in self.watches.values():
                asked.answers.append(("progress", answer["header"]["revision"]))
            return
        asked = self.watches[answer["watch_id"]]
        assert not asked.cancelled, "an answer after the cancelled one"
        asked.cancelled, asked.floor = answer["canceled"], answer["compact_revision"]
        asked.events += answer["events"]
        asked.answers.append(("events", {e["kv"]["mod_revision"] for e in answer["events"]}))

    def take_all(self, done, seconds=20):
        until = time.monotonic() + seconds
        while not done():
            self.take(self.w.next(max(0.05, until - time.monotonic())))

    def take_waiting(self):
        while not self.w.answers.empty():
            self.take(self.w.next())


def random_create(t, rng, now, floor):
    prefix, create = t.key(), {}
    kind = rng.randrange(6)
    if kind < 3:
        create["key"] = prefix + rng.choice(NAMES)
    elif kind < 4:
        create["key"] = prefix + rng.choice([b"a/", b"b/", b"c/"])
        create["range_end"] = prefix_end(create["key"])
    else:
        low, high = sorted(rng.sample(NAMES, 2))
        create["key"], create["range_end"] = prefix + low, prefix + high
    start = rng.randrange(5)
    if start < 2:
        create["start_revision"] = rng.randint(floor, now)
    elif start < 3:
        create["start_revision"] = now + rng.randint(1, 200)
    if rng.random() < 0.4:
        create["prev_kv"] = True
    if rng.random() < 0.2:
        create["filters"] = [rng.choice([NOPUT, NODELETE])]
    return create


def all_history(t, client, first, last):
    s = Stream(client)
    _, asked = s.ask({"key": t.key(), "range_end": t.end, "start_revision": first, "prev_kv": True})
    s.take_all(lambda: asked.events and asked.events[-1]["kv"]["mod_revision"] >= last)
    s.w.close()
    return asked.events


def check_order(asked):
    """Revisions rise from answer to answer, and no progress is ahead of an event."""
    seen, reported = 0, 0
    for kind, what in asked.answers:
        if kind == "progress":
            assert what >= reported, "progress went back"
            reported = what
        elif what:
            assert min(what) > seen, "a revision in two answers, or out of order"
            assert min(what) > reported, "an event at or below an earlier progress"
            seen = max(what)


def run(t, during=lambda client, rng, now: None, floor=lambda: 0):
    seed = int(os.environ.get("VD_SEED") or random.randrange(1 << 32))
    print(f"VD_SEED={seed}")
    rng, client, stop = random.Random(seed), t.client(), threading.Event()
    first = client.put(key=t.key("begin"), value=b"")["header"]["revision"]
    writers = [Writer(t, rng.random(), stop) for _ in range(WRITERS)]
    for w in writers:
        w.start()
    streams = [Stream(client) for _ in range(STREAMS)]
    watches, now = [], first
    try:
        while now - first < REVISIONS:
            now = client.revision()
            stream = rng.choice(streams)
            # Spread over the whole time of writing, however fast that goes.
            if len(watches) < WATCHES * (now - first) // REVISIONS:
                create = random_create(t, rng, now, max(first, floor()))
                watches.append((stream, *stream.ask(create)))
            if rng.random() < 0.2:
                stream.w.progress()
            during(client, rng, now)
            stream.take_waiting()
    finally:
        stop.set()
        for w in writers:
            w.join()
    eq([w.failure for w in writers], [None] * WRITERS)
    # Past every future start, one last event for each watch, and then all of them are complete.
    last = client.revision()
    for _ in range(210):
        last = client.put(key=t.key("z"), value=b"")["header"]["revision"]
    for name in NAMES:
        client.put(key=t.key() + name, value=b"last")
        last = client.delete(key=t.key() + name)["header"]["revision"]
    return client, first, last, watches


def test_each_watch_gets_exactly_its_part_of_history(t):
    client, first, last, watches = run(t)
    history = all_history(t, client, first, last)
    assert len(history) > REVISIONS, "fewer events than revisions"
    for stream, watch_id, asked in watches:
        want = asked.expected(history, last)
        stream.take_all(lambda: len(asked.events) >= len(want))
        eq(asked.cancelled, 0)
        eq(asked.events, want, f"watch {watch_id} of {asked.create}")
        if t.newer("3.4.25", "progress could overtake events (etcd issue 15220)"):
            check_order(asked)
    time.sleep(0.2)
    for stream in {stream for stream, *_ in watches}:
        stream.take_waiting()
        stream.w.close()
    for stream, watch_id, asked in watches:
        eq(len(asked.events), len(asked.expected(history, last)), "events that nobody made")


def test_under_compaction_a_watch_is_whole_or_told(t):
    floors = [0]

    def compact(client, rng, now):
        if rng.random() < 0.1 and now - 60 > floors[0]:
            client.compact(revision=now - 50)
            floors[0] = now - 50

    witness = t.client()
    s = Stream(witness)
    begin = witness.put(key=t.key("first"), value=b"")["header"]["revision"]
    _, whole = s.ask({"key": t.key(), "range_end": t.end, "start_revision": begin})
    client, first, last, watches = run(t, compact, lambda: floors[0] - 20)
    assert floors[0], "nothing was compacted"
    s.take_all(lambda: whole.cancelled or whole.events and whole.events[-1]["kv"]["mod_revision"] >= last)
    eq(whole.cancelled, 0, "the witness fell behind")
    s.w.close()
    told = 0
    for stream, watch_id, asked in watches:
        asked.create.pop("prev_kv", None)
        want = asked.expected(whole.events, last)
        stream.take_all(lambda: asked.cancelled or len(asked.events) >= len(want))
        got = [{**e, "prev_kv": None} for e in asked.events]
        if asked.cancelled:
            told += 1
            assert asked.floor, "cancelled without the floor"
            eq(got, want[:len(got)], f"what came before the cancel of {asked.create}")
        else:
            eq(got, want, f"watch {watch_id} of {asked.create}")
    for stream in {stream for stream, *_ in watches}:
        stream.w.close()
    assert 0 < told < len(watches) / 2, f"{told} of {len(watches)} watches were told that their position is gone"
