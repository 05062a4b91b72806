# SPDX-License-Identifier: Apache-2.0
"""./dev bench soak [MINUTES]: does anything grow, or get lost, in a server that is never left alone?

A round is a minute of churn: connections that come, watch, write and go (vd-load, which checks every
event); connections that are cut in the middle of a request; watches that are made and dropped on one
stream; leases that are kept alive, revoked or forgotten, with keys on them; compaction behind it all.
Then everybody leaves, every lease runs out, and the quiet server is looked at: its memory, its
descriptors, its leases and watches. The number of keys is bounded, so after the first rounds nothing
may grow: not the memory by more than SLACK, not a descriptor, not a lease, not a key."""

import itertools
import os
import re
import socket
import sys
import threading
import time
import urllib.request

import grpc

from harness import Bench, Vedette, Wrong, memory_kb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "lib"))
import wire  # noqa: E402

ROUND_S = 50       # of churn; what is left of a minute goes by while leases run out
LEASE_S = 2
WATCHES = 64       # of one stream at a time
KEPT_REVISIONS = 20_000
SETTLED_ROUND = 3  # memory is compared with what it was after this one
SLACK_KB = 4096
SLACK_SHARE = 0.05
SLACK_FDS = 2      # segments of the log come and go
FIRST_PUTS = 600_000  # fill the tail, so that what grows after that should not

LEASE_GRANT = {1: ("TTL", wire.INT), 2: ("ID", wire.INT)}
LEASE_ANSWER = {1: ("header", wire.HEADER), 2: ("ID", wire.INT), 3: ("TTL", wire.INT)}
LEASE = {1: ("ID", wire.INT)}


class Churn:
    """Threads that work until they are told to stop; the first thing that goes wrong is kept."""

    def __init__(self):
        self.over = threading.Event()
        self.threads, self.wrong, self.count = [], None, {}

    def start(self, name, work):
        self.count[name] = 0
        thread = threading.Thread(target=self._run, args=(name, work), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _run(self, name, work):
        try:
            for done in work():
                self.count[name] += done
                if self.over.is_set():
                    return
        except Exception as e:  # noqa: BLE001 - whatever it is, the run went wrong
            self.wrong = self.wrong or Wrong(f"{name}: {e!r}")
            self.over.set()

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join(60)
            if thread.is_alive():
                self.wrong = self.wrong or Wrong("a thread of the churn did not end")
        if self.wrong:
            raise self.wrong


def call(client, path, request, answer, **message):
    method = client.channel.unary_unary(path, request_serializer=lambda m: wire.encode(request, m),
                                        response_deserializer=lambda d: wire.decode(answer, d))
    return method(message, timeout=20)


def watching_connections(bench, server):
    """Comes with 100 connections of 10 watches, writes to them, and goes, again and again."""
    for kind in itertools.cycle(("key", "prefix", "all")):
        out = bench.load(server, timeout=60, wconns=100, wstreams=5, wwatches=2, wkind=kind, op="put",
                         conns=4, inflight=8, keys=1 if kind == "key" else 2000, count=2000, window=256)
        yield out["deliveries"]["n"]


def cut_connections(server):
    """The preface, some of a request, and gone: by a close or by a reset."""
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5)
    for n in itertools.count():
        with socket.create_connection(("127.0.0.1", server.port)) as s:
            if n % 2:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            s.sendall((preface + b"\0\1\0\1\4\0\0\0\1" + bytes(100))[:20 + n % 130])
        yield 1


def watches_of_one_stream(server):
    """Made and canceled in turn, some at a time."""
    client = wire.Client(f"127.0.0.1:{server.port}")
    stream = client.watch()
    try:
        for n in itertools.count():
            for i in range(WATCHES):
                stream.ask(key=b"soak/%d" % (n * WATCHES + i), range_end=b"soak0")
            made = [stream.next() for _ in range(WATCHES)]
            for answer in made:
                stream.cancel_watch(answer["watch_id"])
            gone = [stream.next() for _ in range(WATCHES)]
            if not all(a["created"] for a in made) or not all(a["canceled"] for a in gone):
                raise Wrong("a watch was not made, or did not go")
            yield WATCHES
    finally:
        stream.close()
        client.close()


def leases(server):
    """A third is kept alive and revoked, a third revoked, a third forgotten."""
    client = wire.Client(f"127.0.0.1:{server.port}")
    keep = client.channel.stream_stream("/etcdserverpb.Lease/LeaseKeepAlive")
    try:
        for n in itertools.count():
            ids = [call(client, "/etcdserverpb.Lease/LeaseGrant", LEASE_GRANT, LEASE_ANSWER, TTL=LEASE_S)["ID"]
                   for _ in range(30)]
            for i, lease in enumerate(ids):
                client.put(key=b"leased/%d" % (n % 50 * 30 + i), value=b"x" * 100, lease=lease)
            for _ in keep(wire.encode(LEASE, {"ID": i}) for i in ids[:10]):
                pass
            for lease in ids[:20]:
                call(client, "/etcdserverpb.Lease/LeaseRevoke", LEASE, wire.ONLY_HEADER, ID=lease)
            yield len(ids)
    finally:
        client.close()


def compactions(server):
    client = wire.Client(f"127.0.0.1:{server.port}")
    try:
        while True:
            time.sleep(1)
            revision = client.revision() - KEPT_REVISIONS
            try:
                if revision > 0:
                    client.compact(revision=revision)
                yield 1
            except grpc.RpcError as e:
                if "compacted" not in (e.details() or ""):
                    raise
                yield 0
    finally:
        client.close()


def one_round(bench, server, seconds):
    churn = Churn()
    churn.start("watched", lambda: watching_connections(bench, server))
    churn.start("cut", lambda: cut_connections(server))
    churn.start("watches", lambda: watches_of_one_stream(server))
    churn.start("leases", lambda: leases(server))
    churn.start("compactions", lambda: compactions(server))
    churn.over.wait(seconds)
    churn.end()
    idle = [name for name, n in churn.count.items() if not n]
    if idle:
        raise Wrong("nothing was done of: " + ", ".join(idle))
    return churn.count


def metric(text, name):
    found = re.search(rf"^{name}(?:{{[^}}]*}})? ([0-9.e+]+)$", text, re.M)
    if not found:
        raise Wrong(f"/metrics has no {name}")
    return int(float(found.group(1)))


def look(server):
    """The server when everybody has left."""
    client = wire.Client(f"127.0.0.1:{server.port}")
    kept = client.range(key=b"leased/", range_end=b"leased0", count_only=1)["count"]
    client.close()
    time.sleep(1)
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=20) as r:
        text = r.read().decode()
    return {"anon_kb": memory_kb(server.pid)[0], "fds": len(os.listdir(f"/proc/{server.pid}/fd")),
            "threads": len(os.listdir(f"/proc/{server.pid}/task")), "leased_keys": kept,
            "watches": metric(text, "etcd_debugging_mvcc_watcher_total")}


def judge(seen):
    """What grew, as one line; None: nothing did."""
    first, last = seen[min(SETTLED_ROUND, len(seen)) - 1], seen[-1]
    if last["leased_keys"] or last["watches"]:
        return "leases or watches are left of those that went"
    for what in ("fds", "threads"):
        if last[what] > seen[0][what] + (SLACK_FDS if what == "fds" else 0):
            return f"{what} grew from {seen[0][what]} to {last[what]}"
    bound = first["anon_kb"] * (1 + SLACK_SHARE) + SLACK_KB
    if last["anon_kb"] > bound:
        return f"memory grew from {first['anon_kb']} KB to {last['anon_kb']} KB"
    return None


def soak(args, minutes):
    bench = Bench(args)
    seen = []
    print(f"soak: {minutes} minutes; each line is a quiet server after a round", flush=True)
    with Vedette(bench) as server:
        bench.load(server, op="put", inflight=256, count=FIRST_PUTS, keys=20_000)
        for n in range(max(2, minutes)):
            count = one_round(bench, server, ROUND_S if not args.quick else ROUND_S / 10)
            time.sleep(LEASE_S + 3)
            seen.append(look(server))
            print(f"{n + 1:4}: " + ", ".join(f"{k} {v}" for k, v in seen[-1].items()) + "; done: "
                  + ", ".join(f"{k} {v}" for k, v in count.items()), flush=True)
    wrong = judge(seen)
    print(f"soak: {wrong}" if wrong else "soak: nothing grew and nothing was lost")
    return 1 if wrong else 0
