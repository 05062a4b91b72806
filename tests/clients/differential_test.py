# SPDX-License-Identifier: Apache-2.0
"""The same random requests, leases among them, to the server under test and to an etcd beside it must have
the same answers, errors included, and leave the same history for a watch. VD_SEED repeats a run."""

import itertools
import os
import random
import shutil

import grpc

from kit import Server, Skip, Target, eq, prefix_end
from wire import Client

OPERATIONS = 3000
LEASES = [1, 2, 3, 4, 5, -6, 1 << 62]
NAMES = [b"%c" % c for c in b"abcdefgh"] + [b"a/%d" % i for i in range(4)] + [b"b/\xff", b"b/\xff\xff", b"c\x00"]

FILTERS = ("min_mod_revision", "max_mod_revision", "min_create_revision", "max_create_revision")


class Requests:
    """Random requests over a dozen keys, many of them at the edges of what is allowed."""

    def __init__(self, rng):
        self.rng = rng
        self.revision, self.floor = 1, 0

    def key(self):
        return self.rng.choice(NAMES)

    def span(self):
        """key and range_end, mostly of a single key."""
        key = self.key()
        kind = self.rng.randrange(10)
        if kind < 5:
            return {"key": key}
        end = {5: prefix_end(key), 6: b"\0", 7: self.key(), 8: self.key(), 9: key}[kind]
        return {"key": b"\0" if kind == 6 and self.rng.random() < 0.3 else key, "range_end": end}

    def some_revision(self):
        low = max(0, self.floor - 2)
        return self.rng.choice([0, 0, 0, self.revision, self.revision + 1, self.rng.randint(low, self.revision)])

    def put(self):
        rng = self.rng
        m = {"key": self.key(), "value": b"%d" % rng.randrange(6)}
        if rng.random() < 0.3:
            m["prev_kv"] = True
        if rng.random() < 0.05:
            m["ignore_value"] = True
            if rng.random() < 0.7:
                del m["value"]
        if rng.random() < 0.03:
            m["ignore_lease"] = True
        if rng.random() < 0.2:
            m["lease"] = self.lease()
        return m

    def lease(self):
        return self.rng.choice(LEASES)

    def grant(self):
        """So long that none expires before the end, or too long."""
        return {"ID": self.lease(), "TTL": self.rng.choice([5000, 6000, 7000, 9_000_000_000, 9_000_000_001])}

    def time_to_live(self):
        return {"ID": self.lease(), "keys": self.rng.randrange(2)}

    def range(self):
        rng, m = self.rng, self.span()
        if rng.random() < 0.4:
            m["revision"] = self.some_revision()
        if rng.random() < 0.3:
            m["limit"] = rng.randrange(6)
        if rng.random() < 0.4:
            m["sort_order"], m["sort_target"] = rng.randrange(3), rng.choice([0, 3])
        for flag in ("keys_only", "count_only", "serializable"):
            if rng.random() < 0.1:
                m[flag] = True
        for name in FILTERS:
            if rng.random() < 0.07:
                m[name] = rng.randint(0, self.revision)
        if m.get("sort_target"):
            # Which of several keys of one revision a limit leaves is anybody's.
            m.pop("limit", None)
        if rng.random() < 0.1 and not any(m.get(name) for name in FILTERS):
            # But in no order a limit takes the first keys, and so few are sorted in a known way.
            m.update(sort_order=0, sort_target=rng.randrange(1, 5), limit=rng.randrange(1, 6))
        return m

    def delete(self):
        m = self.span()
        if m.get("range_end") == b"\0" and self.rng.random() < 0.8:
            del m["range_end"]
        if self.rng.random() < 0.3:
            m["prev_kv"] = True
        return m

    def compare(self):
        rng = self.rng
        m = {"key": self.key(), "result": rng.randrange(4), "target": rng.randrange(5)}
        number = rng.choice([0, 1, 2, self.revision, rng.randint(0, self.revision)])
        name = ("version", "create_revision", "mod_revision", "value", "lease")[m["target"]]
        m[name] = b"%d" % rng.randrange(6) if name == "value" else number
        if name == "lease" and rng.random() < 0.7:
            m[name] = self.lease()
        if rng.random() < 0.2:
            m["range_end"] = rng.choice([prefix_end(m["key"]), b"\0", self.key()])
        return m

    def op(self, depth):
        kind = self.rng.randrange(10 if depth else 9)
        if kind < 4:
            return {"request_put": self.put()}
        if kind < 7:
            return {"request_range": self.range()}
        if kind < 9:
            return {"request_delete_range": self.delete()}
        return {"request_txn": self.txn(depth - 1)}

    def txn(self, depth=2):
        rng = self.rng
        txn = {"compare": [self.compare() for _ in range(rng.choice([0, 1, 1, 2]))],
               "success": [self.op(depth) for _ in range(rng.randrange(4))],
               "failure": [self.op(depth) for _ in range(rng.randrange(4))]}
        # A put that refers to what the same transaction has deleted before ends etcd with a panic.
        if any(self.deletes(txn)):
            for put in self.puts(txn):
                put.pop("ignore_value", None)
                put.pop("ignore_lease", None)
        return txn

    def puts(self, txn):
        for op in txn["success"] + txn["failure"]:
            yield from self.puts(op["request_txn"]) if "request_txn" in op else ()
            yield from [op["request_put"]] if "request_put" in op else ()

    def deletes(self, txn):
        for op in txn["success"] + txn["failure"]:
            yield "request_delete_range" in op or ("request_txn" in op and any(self.deletes(op["request_txn"])))

    def compact(self):
        return {"revision": self.rng.randint(max(0, self.floor - 1), self.revision + 1)}

    def next(self):
        kind = self.rng.randrange(110)
        if kind < 35:
            return "put", self.put()
        if kind < 60:
            return "range", self.range()
        if kind < 70:
            return "delete", self.delete()
        if kind < 99:
            return "txn", self.txn()
        if kind < 100:
            return "compact", self.compact()
        if kind < 104:
            return "lease_grant", self.grant()
        if kind < 106:
            return "lease_revoke", {"ID": self.lease()}
        if kind < 109:
            return "time_to_live", self.time_to_live()
        return "leases", {}


def plain(answer):
    """Without what names the one server or the other, or depends on when they were asked."""
    if isinstance(answer, dict):
        if "grantedTTL" in answer:
            answer = {**answer, "TTL": answer["TTL"] > 0}
        return {k: plain(v) for k, v in answer.items() if k not in ("cluster_id", "member_id", "raft_term")}
    if not isinstance(answer, list):
        return answer
    answer = [plain(v) for v in answer]
    if answer and (isinstance(answer[0], bytes) or "ID" in answer[0]):
        return sorted(answer, key=str)  # the keys of a lease, and the leases
    if answer and "mod_revision" in answer[0]:
        # The order of keys of one revision is nobody's promise; within a run of them it is made one.
        runs = itertools.groupby(answer, key=lambda kv: kv["mod_revision"])
        answer = [kv for _, run in runs for kv in sorted(run, key=lambda kv: kv["key"])]
    return answer


def ask(client, method, message):
    try:
        return plain(getattr(client, method)(**message))
    except grpc.RpcError as e:
        return {"error": (e.code().name, e.details())}


def which_of_many(answer):
    """A txn with several faults may name any of them: 3.4 looks at puts first, 3.6 goes in order."""
    return answer.get("error", ("",))[0] in ("OUT_OF_RANGE", "NOT_FOUND", "INVALID_ARGUMENT")


def history(client, start, last):
    """Every event from a revision on, to the deletion or put that has the last revision."""
    w = client.watch()
    w.create(key=b"\0", range_end=b"\0", start_revision=start, prev_kv=True)
    events = []
    while not events or events[-1]["kv"]["mod_revision"] < last:
        answer = w.next()
        assert not answer["canceled"], answer
        events += answer["events"]
    w.close()
    return events


def test_random_requests_have_the_answers_of_etcd(t):
    etcd = shutil.which("etcd")
    if not etcd:
        raise Skip("etcd is not installed")
    seed = int(os.environ.get("VD_SEED") or random.randrange(1 << 32))
    server, reference = t.start(), Server(Target(etcd, is_etcd=True))
    t.defer(reference.stop)
    ours, theirs = Client(server.endpoint), Client(reference.endpoint)
    t.defer(ours.close)
    t.defer(theirs.close)
    requests, errors = Requests(random.Random(seed)), 0
    for i in range(OPERATIONS):
        method, message = requests.next()
        got, want = ask(ours, method, message), ask(theirs, method, message)
        if not (method == "txn" and which_of_many(got) and which_of_many(want)):
            eq(got, want, f"VD_SEED={seed}, request {i}: {method} {message}")
        if "error" in want:
            errors += 1
        elif want["header"]:
            requests.revision = max(requests.revision, want["header"]["revision"])
            if method == "compact":
                requests.floor = message["revision"]
    assert 20 < errors < OPERATIONS / 2, f"{errors} errors: the requests prove little"
    # One more write ends the history; from the floor on, both must tell it alike.
    last = theirs.put(key=b"end", value=b"")["header"]["revision"]
    eq(ours.put(key=b"end", value=b"")["header"]["revision"], last)
    start = requests.floor + 1
    got, want = history(ours, start, last), history(theirs, start, last)
    for a, b in zip(got, want):
        # A known difference: when two transactions inside one change the same key, etcd shows what was
        # before the revision, and we show what was before the event.
        if a["prev_kv"] and a["prev_kv"]["mod_revision"] == a["kv"]["mod_revision"]:
            a["prev_kv"] = b["prev_kv"]
        # What stood before the oldest kept revision may be gone on either side.
        if a["prev_kv"] is None or b["prev_kv"] is None:
            before = (a["prev_kv"] or b["prev_kv"] or {"mod_revision": 0})["mod_revision"]
            if before <= requests.floor:
                a["prev_kv"] = b["prev_kv"] = None
        eq(a, b, f"VD_SEED={seed}, history")
    eq(len(got), len(want), f"VD_SEED={seed}, the length of history")
    # What either keeps has one sum at every revision: the same keys, values, versions and revisions.
    for revision in sorted({start, last, *random.Random(seed).choices(range(start, last + 1), k=200)}):
        got, want = ours.hash_kv(revision=revision)["hash"], theirs.hash_kv(revision=revision)["hash"]
        eq(got, want, f"VD_SEED={seed}, the hash at {revision} above {requests.floor}")
