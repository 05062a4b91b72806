# SPDX-License-Identifier: Apache-2.0
"""The rows of the benchmark. A row is a function of a Row; its name is GROUP/NAME."""

import re
import time

import kube
from harness import BarePush, Sampler, Vedette, Wrong, calls, deliveries, memory_kb

ROWS = []


def row(name, title):
    def keep(fn):
        ROWS.append((name, title, fn))
        return fn
    return keep


# --- put ---------------------------------------------------------------------------------------


def call_row(r, prepare=None, warm=0.3, **options):
    b = r.bench
    r.rounds(b.peers(), lambda s: calls(b.load(s, secs=b.secs(3), warm=warm, **options)), prepare)


def fill(r, keys, **options):
    """A prepare step that writes each key once, in order."""
    def prepare(s):
        r.bench.load(s, op="put", inflight=256, keys=keys, count=keys, sequential=True, timeout=300, **options)
    return prepare


@row("put/one", "1 client, one put at a time, each durable")
def put_one(r):
    b = r.bench
    call_row(r, op="put", keys=10000)
    for _ in range(b.rounds):
        r.add("flush", b.flush(0, b.secs(2)))
    r.goal("p50 ≤ 0.55 × etcd", "p50_us", 0.55, over="etcd")
    r.goal("p50 ≤ 1.3 × the bare flush", "p50_us", 1.3, over="flush")


@row("put/64", "64 connections, one put in flight each")
def put_64(r):
    call_row(r, op="put", keys=10000, conns=64)
    r.goal("rate ≥ 4 × etcd", "rate", 4, over="etcd", least=True)
    r.goal("CPU ≤ 7.5 µs", "cpu_us", 7.5)


@row("put/256", "1 connection, 256 puts in flight")
def put_256(r):
    call_row(r, op="put", keys=10000, inflight=256)
    r.goal("rate ≥ 8 × etcd", "rate", 8, over="etcd", least=True)
    r.goal("CPU ≤ 1.6 µs", "cpu_us", 1.6)


@row("put/get", "get of one key of 10,000, 64 connections")
def get_64(r):
    call_row(r, fill(r, 10000), op="get", keys=10000, conns=64)
    r.goal("rate ≥ 6 × etcd", "rate", 6, over="etcd", least=True)
    r.goal("CPU ≤ 6.5 µs", "cpu_us", 6.5)


@row("put/range", "range of 1,000 keys, 4 connections; figures per key")
def range_1000(r):
    b = r.bench

    def measure(s):
        m = calls(b.load(s, op="range", keys=2000, conns=4, secs=b.secs(3), warm=0.3))
        m["rate"] *= 1000
        for k in ("cpu_us", "kworker_us"):
            if k in m:
                m[k] /= 1000
        return m

    r.rounds(b.peers(), measure, fill(r, 2000))
    r.goal("CPU ≤ 0.2 µs a key", "cpu_us", 0.2)


@row("put/txn", "txn (if version > 0 then put else get), 64 connections")
def txn_64(r):
    call_row(r, fill(r, 10000), op="txn", keys=10000, conns=64)
    r.goal("rate ≥ 5 × etcd", "rate", 5, over="etcd", least=True)


# --- fan-out -----------------------------------------------------------------------------------


# As fast as it goes: the writer runs ahead of the watchers by at most so many events. It is far more than
# any server gathers into a write, and a bound on how long the rest takes when the writer stops.
AHEAD = 1024


# The bare writer has no disk, so the fan-out goals are held against us without one, too. (Durable, each
# put costs its flush as well, which at 200 puts/s to 1,000 watches is most of what a delivery costs.)
MEM = "vedette-mem"


@row("put/keep", "a lease of 10,000 kept alive, 64 connections with a stream each")
def keep_64(r):
    def grant(s):
        r.bench.load(s, op="grant", inflight=256, keys=10000, count=10000, sequential=True)

    call_row(r, grant, op="keep", keys=10000, conns=64)
    r.goal("CPU ≤ 1/5 of etcd's", "cpu_us", 0.2, over="etcd")



def fan(r, gather=0, ephemeral=True, **options):
    """Watchers of one key."""
    b = r.bench
    watches = options["wconns"] * options.get("wstreams", 1) * options.get("wwatches", 1)
    options.setdefault("warm", 0.5)
    r.rounds(b.peers(bare=gather, ephemeral=ephemeral),
             lambda s: deliveries(b.load(s, op="put", secs=b.secs(4), timeout=180, **options)))
    r.notes.append(f"{watches:,} watches; every event of every watch checked for loss, order and doubling")


@row("fan/1000x1", "1,000 connections, one stream each, 200 puts/s")
def fan_1000(r):
    fan(r, wconns=1000, rate=200)
    r.goal("CPU ≤ 1.08 × bare", "cpu_us", 1.08, over="bare", ours=MEM)
    r.goal("p50 ≤ 1.1 × bare", "p50_us", 1.1, over="bare", ours=MEM)


@row("fan/5000x1", "5,000 connections, one stream each, 10 puts/s")
def fan_5000(r):
    fan(r, wconns=5000, rate=10, warm=1)
    r.goal("CPU ≤ 1.08 × bare", "cpu_us", 1.08, over="bare", ours=MEM)
    r.goal("memory ≤ 1/30 of etcd", "anon_mb", 1 / 30, over="etcd", ours=MEM)


@row("fan/1000x1-max", "1,000 connections, one stream each, 64 puts in flight (bare: 16 a write)")
def fan_1000_max(r):
    fan(r, gather=16, wconns=1000, inflight=64, window=AHEAD)
    r.goal("CPU ≤ 0.12 µs", "cpu_us", 0.12, ours=MEM)
    r.goal("rate ≥ 6 M/s", "rate", 6e6, least=True, ours=MEM)
    r.goal("then: CPU ≤ 0.06 µs", "cpu_us", 0.06, ours=MEM)
    r.goal("then: rate ≥ 10 M/s", "rate", 10e6, least=True, ours=MEM)


@row("fan/1000x1-16w", "1,000 connections, one stream each, 16 writers with one put in flight")
def fan_1000_16w(r):
    fan(r, gather=16, wconns=1000, conns=16, window=AHEAD)
    r.goal("CPU ≤ 0.15 µs", "cpu_us", 0.15, ours=MEM)
    r.goal("put p50 ≤ 1 ms", "put_p50_us", 1000, ours=MEM)


@row("fan/100x10", "100 connections of 10 streams, 200 puts/s")
def fan_100x10(r):
    fan(r, wconns=100, wstreams=10, rate=200)
    r.goal("CPU ≤ 1.25 × bare", "cpu_us", 1.25, over="bare", ours=MEM)


@row("fan/100x50", "100 connections of 50 streams, 200 puts/s")
def fan_100x50(r):
    fan(r, wconns=100, wstreams=50, rate=200)
    r.goal("CPU ≤ 1.5 × bare", "cpu_us", 1.5, over="bare", ours=MEM)
    r.goal("CPU ≤ 0.14 µs", "cpu_us", 0.14, ours=MEM)
    r.goal("the full 1 M/s", "rate", 0.99e6, least=True, ours=MEM)
    r.goal("p50 ≤ 1.2 ms", "p50_us", 1200, ours=MEM)


@row("fan/100x50-max", "100 connections of 50 streams, 64 puts in flight (bare: 16 a write)")
def fan_100x50_max(r):
    fan(r, gather=16, wconns=100, wstreams=50, inflight=64, window=AHEAD)
    r.goal("CPU ≤ 0.03 µs", "cpu_us", 0.03, ours=MEM)


@row("fan/1x1000", "1,000 watches on one stream, 200 puts/s")
def fan_1x1000(r):
    fan(r, wconns=1, wwatches=1000, rate=200)
    r.goal("CPU ≤ 1.6 × bare", "cpu_us", 1.6, over="bare", ours=MEM)
    r.goal("CPU ≤ 0.06 µs", "cpu_us", 0.06, ours=MEM)
    r.goal("p99 ≤ 0.6 ms", "p99_us", 600, ours=MEM)


@row("fan/one", "put to event, one watcher, durable, 200 puts/s")
def fan_one(r):
    b = r.bench
    fan(r, ephemeral=False, wconns=1, rate=200)
    for _ in range(b.rounds):
        r.add("flush", b.flush(200, b.secs(2)))
    bare, flush = r.median("bare"), r.median("flush")
    ours = r.median("vedette")
    limit = bare["p50_us"] + flush["p50_us"] if bare and flush else None
    r.hold("p50 ≤ 1.1 × (wire + flush at 200/s)", ours["p50_us"] / limit if ours and limit else None, 1.1)
    r.goal("p50 ≤ 0.7 × etcd", "p50_us", 0.7, over="etcd")
    r.goal("CPU ≤ 100 µs", "cpu_us", 100)


# --- feeds -------------------------------------------------------------------------------------


def feed(r, gather=0, wproto="feed", **options):
    """Streams of one topic, which has a value when they begin."""
    b = r.bench
    streams = options["wconns"] * options.get("wstreams", 1)
    options.setdefault("warm", 0.5)
    r.rounds(b.peers(bare=gather, ephemeral=True, etcd=False),
             lambda s: deliveries(b.load(s, op="put", secs=b.secs(4), timeout=180, wproto=wproto, **options)),
             fill(r, 1, text=True))
    r.notes.append(f"{streams:,} streams; every value of every stream checked for loss, order and doubling")


@row("feed/1000x1", "1,000 connections, one feed each, 200 puts/s")
def feed_1000(r):
    feed(r, wconns=1000, rate=200)
    r.goal("CPU ≤ 1.08 × bare", "cpu_us", 1.08, over="bare", ours=MEM)
    r.goal("p50 ≤ 1.1 × bare", "p50_us", 1.1, over="bare", ours=MEM)


@row("feed/1000x1-max", "1,000 connections, one feed each, 64 puts in flight (bare: 16 a write)")
def feed_1000_max(r):
    feed(r, gather=16, wconns=1000, inflight=64, window=AHEAD)
    r.goal("CPU ≤ 0.12 µs", "cpu_us", 0.12, ours=MEM)
    r.goal("rate ≥ 6 M/s", "rate", 6e6, least=True, ours=MEM)
    r.goal("then: CPU ≤ 0.06 µs", "cpu_us", 0.06, ours=MEM)
    r.goal("then: rate ≥ 10 M/s", "rate", 10e6, least=True, ours=MEM)


@row("feed/100x50", "100 connections of 50 feeds, 200 puts/s")
def feed_100x50(r):
    feed(r, wconns=100, wstreams=50, rate=200)
    r.goal("CPU ≤ 1.5 × bare", "cpu_us", 1.5, over="bare", ours=MEM)
    r.goal("CPU ≤ 0.14 µs", "cpu_us", 0.14, ours=MEM)
    r.goal("the full 1 M/s", "rate", 0.99e6, least=True, ours=MEM)
    r.goal("p50 ≤ 1.2 ms", "p50_us", 1200, ours=MEM)


@row("feed/100x50-max", "100 connections of 50 feeds, 64 puts in flight (bare: 16 a write)")
def feed_100x50_max(r):
    feed(r, gather=16, wconns=100, wstreams=50, inflight=64, window=AHEAD)
    r.goal("CPU ≤ 0.03 µs", "cpu_us", 0.03, ours=MEM)


@row("feed/latest", "1,000 conflated feeds on 10 connections, 5,000 puts/s, each reads 500 values a second")
def feed_latest(r):
    b = r.bench
    options = dict(op="put", rate=5000, secs=b.secs(6), warm=b.secs(4), inflight=256, text=True, timeout=180)

    def measure(s):
        alone = calls(b.load(s, **options))
        out = b.load(s, wproto="latest", wrate=500, wconns=10, wstreams=100, **options)
        m, d = deliveries(out), out["deliveries"]
        # What the puts cost is not the delivered values'.
        m["cpu_us"] = (d["cpu_ns"] - alone["cpu_us"] * 1e3 * out["calls"]["n"]) / d["n"] / 1e3
        m["share"] = d["n"] / 1000 / out["calls"]["n"]
        m["growth_mb"] = (d["mem"]["anon_kb"] - out["mem_settled"]["anon_kb"]) / 1024
        return m

    r.rounds(b.peers(ephemeral=True, etcd=False), measure, fill(r, 1, text=True))
    r.notes.append("share: of the values put, how many a stream was handed; every stream ended on the last one")
    r.notes.append("CPU is what is used beyond that of the same puts alone, for a delivered value")
    r.goal("CPU ≤ 0.3 µs a delivered value", "cpu_us", 0.3, ours=MEM)
    r.goal("memory growth ≤ 64 MB (the in-memory tail)", "growth_mb", 64)


# --- HTTP push ---------------------------------------------------------------------------------


def push(r, kind, gather=0, bare=True, **options):
    """Subscribers of one topic over HTTP/1.1."""
    b = r.bench
    options.setdefault("warm", 0.5)
    r.rounds(b.push_peers(gather if bare else None),
             lambda s: deliveries(b.push(s, kind=kind, secs=b.secs(4), **options)))
    r.notes.append(f"{options['subs']:,} subscribers; every value of every one checked for loss, order and doubling")


@row("push/sse-1000", "1,000 subscribers over Server-Sent Events, 200 values/s")
def push_sse(r):
    push(r, "sse", subs=1000, rate=200)
    r.goal("CPU ≤ 1.08 × bare", "cpu_us", 1.08, over="bare", ours=MEM)
    r.goal("p50 ≤ 1.1 × bare", "p50_us", 1.1, over="bare", ours=MEM)
    r.goal("CPU ≤ nchan's", "cpu_us", 1, over="nchan", ours=MEM)


@row("push/ws-1000", "1,000 subscribers over WebSocket, 200 values/s (bare: events)")
def push_ws(r):
    b = r.bench
    push(r, "ws", bare=False, subs=1000, rate=200)
    with BarePush(b) as bare:
        for _ in range(b.rounds):
            r.add("bare", deliveries(b.push(bare, kind="sse", secs=b.secs(4), warm=0.5, subs=1000, rate=200)))
    r.goal("CPU ≤ 1.08 × bare", "cpu_us", 1.08, over="bare", ours=MEM)
    r.goal("CPU ≤ nchan's", "cpu_us", 1, over="nchan", ours=MEM)


@row("push/poll-1000", "1,000 long polls that ask again, 200 values/s")
def push_poll(r):
    push(r, "poll", bare=False, subs=1000, rate=200)
    r.goal("CPU ≤ 6 µs", "cpu_us", 6, ours=MEM)
    r.goal("p50 ≤ 5 ms", "p50_us", 5000, ours=MEM)


@row("push/sse-5000-max", "5,000 subscribers over Server-Sent Events, as fast as it goes (bare: 16 a write)")
def push_sse_max(r):
    push(r, "sse", gather=16, subs=5000, inflight=64, window=AHEAD, warm=1)
    r.goal("CPU ≤ 0.3 µs", "cpu_us", 0.3, ours=MEM)


@row("push/ws-5000-max", "5,000 subscribers over WebSocket, as fast as it goes")
def push_ws_max(r):
    push(r, "ws", bare=False, subs=5000, inflight=64, window=AHEAD, warm=1)
    r.goal("CPU ≤ 0.3 µs", "cpu_us", 0.3, ours=MEM)


def push_idle(r, kind):
    b = r.bench

    def measure(s):
        b.push(s, kind=kind, subs=1, idle=0.2)
        time.sleep(0.3)
        base = memory_kb(s.pid)[0]
        n = b.size(10_000)
        out = b.push(s, kind=kind, subs=n, idle=1)
        return {"bytes_a_subscriber": (out["create"]["mem"]["anon_kb"] - base) * 1024 / n,
                "create_us": out["create"]["cpu_ns"] / n / 1e3}

    r.fresh_rounds(b.push_peers(), measure)
    r.goal("≤ 3 KB a subscriber", "bytes_a_subscriber", 3072, ours=MEM)


@row("push/idle-sse", "memory of 10,000 idle subscribers over Server-Sent Events")
def push_idle_sse(r):
    push_idle(r, "sse")


@row("push/idle-ws", "memory of 10,000 idle subscribers over WebSocket")
def push_idle_ws(r):
    push_idle(r, "ws")


@row("push/idle-poll", "memory of 10,000 idle long polls")
def push_idle_poll(r):
    push_idle(r, "poll")


def push_stalled(r, kind):
    """Ten readers, alone and beside many that stop reading; the warm-up fills their sockets."""
    b = r.bench
    stall = b.size(5000)
    options = dict(kind=kind, subs=10, rate=200, value=4000, secs=b.secs(4))

    def measure(s):
        alone = b.push(s, warm=0.5, **options)
        out = b.push(s, warm=b.secs(2), stall=stall, **options)
        live, without = deliveries(out), deliveries(alone)
        return {"p50_us": live["p50_us"], "p99_us": live["p99_us"], "cpu_us": live["cpu_us"],
                "p50_share": live["p50_us"] / without["p50_us"], "p99_share": live["p99_us"] / without["p99_us"],
                "growth_mb": (out["deliveries"]["mem"]["anon_kb"] - out["create"]["mem"]["anon_kb"]) / 1024}

    r.rounds(b.push_peers(), measure)
    r.goal("the readers' p50 ≤ 1.2 × that without them", "p50_share", 1.2, ours=MEM)
    r.goal("the readers' p99 ≤ 1.5 × that without them", "p99_share", 1.5, ours=MEM)
    r.goal("memory growth ≤ 64 MB (the in-memory tail)", "growth_mb", 64, ours=MEM)


@row("push/sse-stalled", "10 readers beside 5,000 stalled Server-Sent Events, 200 values of 4 KB a second")
def push_sse_stalled(r):
    push_stalled(r, "sse")


@row("push/ws-stalled", "10 readers beside 5,000 stalled WebSockets, 200 values of 4 KB a second")
def push_ws_stalled(r):
    push_stalled(r, "ws")


# --- Kubernetes --------------------------------------------------------------------------------


@row("kube/start", "from the start to the first `kubectl get pods`, discovery and all; the server empty")
def kube_start(r):
    b = r.bench

    def measure(s):
        begin = time.monotonic()
        s.start()
        kube.kubectl_get_pods(s)
        elapsed, cpu = (time.monotonic() - begin) * 1e3, kube.cpu_ms(s.pid)
        time.sleep(0.5)
        anon, file = memory_kb(s.pid)
        return {"cpu_ms": cpu, "elapsed_ms": elapsed, "anon_mb": anon / 1024, "file_mb": file / 1024,
                "resident_mb": kube.resident_mb(s.pid)}

    for _ in range(max(3, b.rounds)):
        for make in b.peers(etcd=False, ephemeral=True):
            s = make()
            try:
                figures = r.attempt(s.name, lambda s=s: measure(s))
                if figures:
                    r.add(s.name, figures)
            finally:
                s.__exit__()
    r.notes.append("elapsed is on this machine, as busy as it is; the goal is held against CPU")
    r.goal("the server's CPU ≤ 50 ms", "cpu_ms", 50)
    r.goal("resident memory ≤ 10 MB", "resident_mb", 10)


@row("kube/idle-http1", "10,000 idle watches of a namespace's pods, a connection each")
def kube_idle_http1(r):
    b = r.bench

    def measure(s):
        kube.kubectl_get_pods(s)
        b.push(s, kind="json", subs=1, idle=0.2, sub_path=kube.WATCH)
        time.sleep(0.3)
        base, n = memory_kb(s.pid)[0], b.size(10_000)
        out = b.push(s, kind="json", subs=n, idle=1, sub_path=kube.WATCH)
        return {"bytes_a_watch": (out["mem_end"]["anon_kb"] - base) * 1024 / n,
                "create_us": out["create"]["cpu_ns"] / n / 1e3}

    r.fresh_rounds(b.peers(etcd=False), measure)
    r.goal("≤ 4 KB a watch", "bytes_a_watch", 4096)


@row("kube/idle-http2", "10,000 idle watches as streams of 4 connections; own: each of one node's pods")
def kube_idle_http2(r):
    b = r.bench
    n = b.size(10_000)

    def watches(s, paths):
        for c in kube.http2_watches(s, 4, [kube.WATCH] * 4):
            c.close()
        time.sleep(0.3)
        base, cpu = memory_kb(s.pid)[0], kube.cpu_ms(s.pid)
        conns = kube.http2_watches(s, 4, paths)
        cpu = kube.cpu_ms(s.pid) - cpu
        time.sleep(0.5)
        used = memory_kb(s.pid)[0] - base
        for c in conns:
            c.close()
        time.sleep(0.3)
        return used * 1024 / n, cpu * 1e3 / n

    def measure(s):
        kube.kubectl_get_pods(s)
        own, own_us = watches(s, [kube.WATCH + f"&fieldSelector=spec.nodeName%3Dnode-{i}" for i in range(n)])
        s.stop()
        s.start()
        kube.kubectl_get_pods(s)
        same, same_us = watches(s, [kube.WATCH] * n)
        return {"bytes_a_watch": same, "create_us": same_us, "own_bytes": own, "own_create_us": own_us}

    r.fresh_rounds(b.peers(etcd=False), measure)
    r.goal("≤ 2 KB a watch", "bytes_a_watch", 2048)
    r.notes.append("own: as each node's agent asks for the pods of that node; no goal is held against it")


def kube_fan(r, subs, rate, warm):
    """A pod is put through /kv/ so that its own cost is small; the bare server is then given values
    that make its events as long as the door's."""
    b = r.bench
    head, tail = kube.pod("p", 1000, mark="@", stored=True).split("@")
    seen = {}

    def measure(s):
        if s.is_bare:
            options = dict(value=seen["bytes"] - 40)  # the frame of its events takes 40
        else:
            kube.ask(s, "PUT", kube.key_path("default", "p"), kube.pod("p", 1000, stored=True))
            options = dict(sub_path=kube.WATCH, pub_path=kube.key_path("default", "p"), value=40, value_head=head,
                           value_tail=tail)
        out = b.push(s, kind="json", subs=subs, rate=rate, secs=b.secs(4), warm=warm, timeout=180, **options)
        d = out["deliveries"]
        seen["bytes"] = round(d["bytes"] / d["n"])
        return deliveries(out) | {"bytes": d["bytes"] / d["n"]}

    r.rounds(b.peers(etcd=False, ephemeral=True) + [lambda: BarePush(b)], measure)
    r.notes.append(f"{subs:,} watches; every event of every one checked for loss, order and doubling")
    r.goal("CPU ≤ 1.08 × bare", "cpu_us", 1.08, over="bare", ours=MEM)


@row("kube/fan-1000", "1,000 watches of a namespace's pods over HTTP/1, 100 changes/s")
def kube_fan_1000(r):
    kube_fan(r, 1000, 100, 0.5)


@row("kube/fan-5000", "5,000 watches of a namespace's pods over HTTP/1, 10 changes/s")
def kube_fan_5000(r):
    kube_fan(r, 5000, 10, 1)


@row("kube/list", "a WatchList and a LIST of 165,000 pods of 9.5 KB (quick: 20,000), read and stalled")
def kube_list(r):
    b = r.bench
    n = 20_000 if b.quick else 165_000

    def read(s, path, filled_kb):
        with Sampler(s, b.cap_kb) as sampler:
            out = b.push(s, kind="json", subs=1, expect=n, sub_path=path, timeout=120)["catchup"]
        return {"rate": n / out["elapsed_s"], "cpu_us": out["cpu_ns"] / n / 1e3, "bytes": out["bytes"] / n,
                "grown_mb": (sampler.peak_kb - filled_kb) / 1024, "stalled_mb": kube.stalled(s, path, 1.5) / 1024}

    with Vedette(b) as s:
        kube.fill(s, n, 4650)  # as much again is said of who set what
        time.sleep(1)
        filled_kb = memory_kb(s.pid)[0]
        for _ in range(b.rounds):
            for name, path in (("watch-list", kube.WATCH_LIST), ("list", kube.ALL)):
                r.add(name, read(s, path, filled_kb))
    r.notes.append("figures per object; grown: the peak of RssAnon over what it was before any was read; "
                   "stalled: what a reader that never reads costs")
    for name in ("watch-list", "list"):
        r.goal(f"{name}: ≥ 150,000 objects/s", "rate", 150e3, least=True, ours=name)
        r.goal(f"{name}: CPU ≤ 6.7 µs an object (one core)", "cpu_us", 6.7, ours=name)
        r.goal(f"{name}: memory grows by ≤ 5 MB (4 of the cache)", "grown_mb", 5, ours=name)
        r.goal(f"{name}: memory grows by ≤ 1 MB while stalled", "stalled_mb", 1, ours=name)


@row("kube/create", "JSON creates of pods of 2.5 KB, 64 connections with one in flight")
def kube_create(r):
    b = r.bench
    document = kube.pod("p-" + kube.NUMBER, 2500)

    def measure(s):
        return calls(b.create(s, path=kube.PODS, document=document, conns=64, secs=b.secs(3), warm=0.3))

    r.rounds(b.peers(etcd=False, ephemeral=True), measure, kube.kubectl_get_pods)
    r.goal("rate ≥ 20,000/s", "rate", 20e3, least=True)
    r.goal("CPU ≤ 60 µs", "cpu_us", 60)


# --- matching ----------------------------------------------------------------------------------


def matching(r, kind, suffix):
    """Puts by 64 connections with no watch, beside many watches that none of them concerns, and
    beside as many where each put concerns exactly one."""
    b = r.bench
    keys = b.size(100_000)

    def measure(s):
        watches = 100_000 if s.name.startswith("etcd") else 1_000_000
        watches = b.size(watches)
        put = dict(op="put", conns=64, secs=b.secs(3), warm=0.3, keys=keys, suffix=suffix, timeout=200)
        watch = dict(wconns=10, wwatches=watches // 10, wkind=kind, distinct=True)
        for base in (0, watches):
            b.load(s, op="put", inflight=256, keys=keys, base=base, count=keys, sequential=True,
                   suffix=suffix, timeout=200)
        none = calls(b.load(s, base=watches, **put))
        miss_out = b.load(s, base=watches, **watch, **put)
        hit = calls(b.load(s, base=0, **watch, **put))
        miss = calls(miss_out)
        return {"watches": watches, "cpu_us": miss["cpu_us"], "rate": miss["rate"], "p50_us": miss["p50_us"],
                "none_cpu_us": none["cpu_us"], "hit_cpu_us": hit["cpu_us"],
                "over_none": miss["cpu_us"] / none["cpu_us"], "hit_over_none": hit["cpu_us"] / none["cpu_us"],
                "anon_mb": miss["anon_mb"], "file_mb": miss["file_mb"],
                "create_us": miss_out["create"]["cpu_ns"] / watches / 1e3}

    r.fresh_rounds(b.peers(), measure, once=("etcd", "etcd-new"))
    r.notes.append("CPU of a put that no watch concerns over that with no watch at all; "
                   "in hit… each put concerns one watch and its delivery is paid for too")


@row("match/lookup", "the matching index alone: ns a lookup with full key compare")
def match_lookup(r):
    """Rows named by shape and size; each is a column group of its own, so they stand as servers."""
    shape = re.compile(r"^(.+?)\s+(\d+): lookup\s+(\d+) ns, insert\s+(\d+) ns, remove\s+(\d+) ns,\s+(\d+) bytes")
    for _ in range(r.bench.rounds):
        for line in r.bench.lines("match_bench", "100000", "1000000"):
            found = shape.match(line)
            if found:
                name, count, lookup, insert, remove, size = found.groups()
                r.add(f"{name} {int(count) // 1000}k", {"lookup_us": int(lookup) / 1e3, "insert_us": int(insert) / 1e3,
                                                       "remove_us": int(remove) / 1e3, "bytes_a_watch": int(size)})
    for name, bounds in (("exact keys", (0.1, 0.2)), ("prefixes", (0.2, 0.4)), ("ranges", (0.35, 1.0))):
        for size, bound in zip(("100k", "1000k"), bounds):
            got = r.median(f"{name} {size}")
            r.hold(f"{name}, {size}: ≤ {bound} µs", got and got["lookup_us"], bound)


@row("match/key", "1,000,000 watches on distinct keys (etcd: 100,000), 64 connections put")
def match_key(r):
    matching(r, "key", "")
    r.goal("a put costs ≤ +5 %", "over_none", 1.05)


@row("match/prefix", "1,000,000 watches on distinct prefixes (etcd: 100,000), 64 connections put")
def match_prefix(r):
    matching(r, "prefix", "/x")
    r.goal("a put costs ≤ +5 %", "over_none", 1.05)


@row("match/range", "1,000,000 watches on distinct arbitrary ranges (etcd: 100,000), 64 connections put")
def match_range(r):
    matching(r, "range", "")


# --- catch-up ----------------------------------------------------------------------------------


def caught_up(out, sampler, watches):
    c = out["catchup"]
    return {"rate": c["events"] / c["elapsed_s"], "cpu_us": c["cpu_ns"] / c["events"] / 1e3,
            "elapsed_s": c["elapsed_s"], "anon_mb": c["mem"]["anon_kb"] / 1024,
            "file_mb": c["mem"]["file_kb"] / 1024, "growth_kb_a_watch": sampler.growth_kb / watches}


def history_of(r, events):
    """One key written so many times."""
    return lambda s: r.bench.load(s, op="put", inflight=256, count=events(s), timeout=300)


def full_unless_etcd(b, n):
    """What takes a fast server milliseconds is not shortened in quick rounds, or nothing is measured."""
    return lambda s: b.size(n) if s.name.startswith("etcd") else n


def catch(r, conns, restart, once):
    b = r.bench
    events = full_unless_etcd(b, 100_000)

    def prepare(s):
        history_of(r, events)(s)
        if restart:
            s.stop()
            s.start(fresh=False)

    def measure(s):
        with Sampler(s, b.cap_kb) as sampler:
            out = b.load(s, wconns=conns, wfrom=1, wexpect=events(s), timeout=240)
        return caught_up(out, sampler, conns)

    r.rounds(b.peers(), measure, prepare, once)


@row("catch/1", "1 watch from revision 1 over 100,000 events, just written")
def catch_1(r):
    catch(r, 1, False, ("etcd", "etcd-new"))
    r.goal("≥ 5,000,000 events/s", "rate", 5e6, least=True)
    r.goal("CPU ≤ 0.12 µs", "cpu_us", 0.12)


@row("catch/1-disk", "the same after a restart: from the disk's page cache")
def catch_1_disk(r):
    catch(r, 1, True, ("etcd", "etcd-new"))
    r.goal("≥ 5,000,000 events/s", "rate", 5e6, least=True)
    r.goal("CPU ≤ 0.12 µs", "cpu_us", 0.12)


@row("catch/100", "100 watches on 100 connections from revision 1 over 100,000 events")
def catch_100(r):
    catch(r, 100, False, ("etcd", "etcd-new"))
    r.goal("≥ 12 M events/s", "rate", 12e6, least=True)
    r.goal("CPU ≤ 0.08 µs", "cpu_us", 0.08)
    r.goal("memory ≤ 64 KB a watch", "growth_kb_a_watch", 64)


@row("catch/herd", "100,000 watches on distinct keys resume 1,000 revisions back, after a restart")
def catch_herd(r):
    b = r.bench
    keys, back = b.size(100_000), 1000

    def measure(s):
        fill(r, keys)(s)
        last = b.load(s, op="put", inflight=64, keys=keys, count=back)["calls"]["last_revision"]
        s.stop()
        s.start(fresh=False)
        with Sampler(s, b.cap_kb) as sampler:
            out = b.load(s, wconns=100, wwatches=keys // 100, distinct=True, wfrom=last - back + 1,
                         wexpect=back, op="put", keys=keys, count=64, inflight=1, timeout=240)
        live = out["catchup"]
        d = out["deliveries"]
        return {"elapsed_s": live["elapsed_s"], "cpu_s": live["cpu_ns"] / 1e9,
                "live_p99_us": d["latency"]["p99_us"], "anon_mb": d["mem"]["anon_kb"] / 1024,
                "file_mb": d["mem"]["file_kb"] / 1024, "growth_kb_a_watch": sampler.growth_kb / keys}

    r.fresh_rounds(b.peers(), measure, once=("etcd", "etcd-new"))
    r.notes.append("until every watch is created and all that was missed has come; then 64 puts reach them live")
    r.goal("all live within 1 s of CPU", "cpu_s", 1.0)


def beside(r, writers):
    """The rate of writers alone, and beside one catch-up that begins again for ever."""
    b = r.bench
    events = full_unless_etcd(b, 100_000)

    def measure(s):
        put = dict(op="put", conns=writers, keys=10000, base=10, secs=b.secs(3), warm=0.2, timeout=120)
        alone = calls(b.load(s, **put))
        looped = b.start_load(s, wconns=1, wfrom=1, wexpect=events(s), loop=b.secs(3) + 2.5)
        try:
            time.sleep(1)
            both = calls(b.load(s, **put))
        except Wrong:
            looped.kill()
            looped.communicate()
            raise
        passes = b.finish_load(s, looped, 60)["loop"]
        return {"rate": both["rate"], "p50_us": both["p50_us"], "p99_us": both["p99_us"],
                "alone_rate": alone["rate"], "alone_p50_us": alone["p50_us"],
                "share_of_alone": both["rate"] / alone["rate"],
                "catchup_events_s": passes["events"] / passes["elapsed_s"]}

    r.rounds(b.peers(), measure, history_of(r, events))


@row("catch/beside-1", "puts of one writer while another client catches up for ever")
def beside_1(r):
    beside(r, 1)
    r.goal("rate ≥ 0.7 of the undisturbed", "share_of_alone", 0.7, least=True)


@row("catch/beside-16", "puts of 16 writers while another client catches up for ever")
def beside_16(r):
    beside(r, 16)
    r.goal("rate ≥ 0.9 of the undisturbed", "share_of_alone", 0.9, least=True)


# --- idle cost ---------------------------------------------------------------------------------


@row("idle/empty", "an empty server, one second after its start")
def idle_empty(r):
    b = r.bench

    def measure(s):
        time.sleep(1)
        anon, file = memory_kb(s.pid)
        return {"anon_mb": anon / 1024, "file_mb": file / 1024}

    r.fresh_rounds(b.peers(), measure)
    r.goal("≤ 6 MB", "anon_mb", 6)


def idle_watches(r, unit, count, options):
    """Memory and CPU of creating `count` units beyond what one of them costs."""
    b = r.bench

    def measure(s):
        # One connection, stream and watch before the count, so that first-use costs are not counted.
        b.load(s, wconns=1, op="put", keys=10, count=100)
        time.sleep(0.3)
        base = memory_kb(s.pid)[0]
        n = count(s)
        out = b.load(s, settle=0.5, idle=b.secs(3), timeout=200, **options(s))
        create, idle = out["create"], out["idle"]
        end = out["mem_settled"]
        return {f"bytes_a_{unit}": (end["anon_kb"] - base) * 1024 / n,
                "create_us": create["cpu_ns"] / n / 1e3, "created_s": n / create["elapsed_s"],
                "idle_percent": idle["cpu_ns"] / idle["elapsed_s"] / 1e7,
                "anon_mb": end["anon_kb"] / 1024, "file_mb": end["file_kb"] / 1024}

    r.fresh_rounds(b.peers(), measure, once=("etcd", "etcd-new"))


@row("idle/conn", "10,000 connections, each with a stream and a watch (etcd: 2,000)")
def idle_conn(r):
    b = r.bench

    def conns(s):
        return b.size(2000 if s.name.startswith("etcd") else 10_000)

    idle_watches(r, "conn", conns, lambda s: {"wconns": conns(s), "distinct": True})
    r.goal("≤ 4 KB a connection", "bytes_a_conn", 4096)
    r.goal("idle CPU ≤ 0.1 % of a core", "idle_percent", 0.1)


@row("idle/stream", "10,000 further streams with a watch, on 100 connections")
def idle_stream(r):
    b = r.bench
    streams = b.size(100)

    def measure(s):
        b.load(s, wconns=1, op="put", keys=10, count=100)
        one = b.load(s, wconns=100, distinct=True, settle=0.5)
        grown = one["mem_settled"]["anon_kb"] - one["mem_start"]["anon_kb"]
        time.sleep(1)
        many = b.load(s, wconns=100, wstreams=streams + 1, distinct=True, settle=0.5)
        all_kb = many["mem_settled"]["anon_kb"] - one["mem_start"]["anon_kb"] - grown
        n = 100 * streams
        return {"bytes_a_stream": all_kb * 1024 / n, "create_us": many["create"]["cpu_ns"] / n / 1e3,
                "created_s": n / many["create"]["elapsed_s"],
                "anon_mb": many["mem_settled"]["anon_kb"] / 1024,
                "file_mb": many["mem_settled"]["file_kb"] / 1024}

    r.fresh_rounds(b.peers(), measure)
    r.goal("≤ 500 B a stream with its watch", "bytes_a_stream", 500)
    r.goal("creation ≤ 2 µs CPU", "create_us", 2)


def further_watches(r, distinct):
    b = r.bench
    n = b.size(100_000)
    idle_watches(r, "watch", lambda s: n,
                 lambda s: {"wconns": 1, "wwatches": n, "distinct": distinct or None})


@row("idle/watch-shared", "100,000 further watches on one stream, all on one key")
def idle_watch_shared(r):
    further_watches(r, False)
    r.goal("≤ 100 B a watch", "bytes_a_watch", 100)
    r.goal("creation ≥ 1,000,000/s", "created_s", 1e6, least=True)
    r.goal("creation ≤ 1 µs CPU", "create_us", 1)


@row("idle/watch-own", "100,000 further watches on one stream, each on its own key")
def idle_watch_own(r):
    further_watches(r, True)
    r.goal("≤ 250 B a watch", "bytes_a_watch", 250)
    r.goal("creation ≥ 1,000,000/s", "created_s", 1e6, least=True)
    r.goal("creation ≤ 1 µs CPU", "create_us", 1)


@row("idle/keys", "1,000,000 keys of 32 bytes on disk: start to the first answer, memory a key")
def idle_keys(r):
    b = r.bench
    keys = b.size(1_000_000)

    def prepare(s):
        time.sleep(0.5)
        s.empty_kb = memory_kb(s.pid)[0]
        fill(r, keys, suffix="/aaaaaaaaaaaa")(s)

    def measure(s):
        s.stop()
        seconds = s.start(fresh=False)
        time.sleep(0.5)
        anon, file = memory_kb(s.pid)
        b.load(s, op="get", keys=keys, suffix="/aaaaaaaaaaaa", count=1000, inflight=16)
        return {"start_s": seconds, "bytes_a_key": (anon - s.empty_kb) * 1024 / keys - 32,
                "anon_mb": anon / 1024, "file_mb": file / 1024}

    r.rounds(b.peers(), measure, prepare, once=("etcd", "etcd-new"))
    r.goal("first answer within 1 s", "start_s", 1.0)
    r.goal("≤ 120 B a key beside the key", "bytes_a_key", 120)


@row("idle/index", "the key index alone: 1,000,000 keys of 32 bytes")
def idle_index(r):
    names = {"insert at random": "insert_ns", "memory": "bytes_a_key", "lookup": "lookup_ns"}
    for _ in range(r.bench.rounds):
        figures = {}
        for line in r.bench.lines("index_bench"):
            found = re.match(r"^(\S.*?)\s{2,}([\d.]+) ", line)
            if found and found.group(1) in names:
                figures[names[found.group(1)]] = float(found.group(2))
        r.add("vedette", figures)
    r.goal("≤ 120 B a key beside the key", "bytes_a_key", 120)


# --- slow readers ------------------------------------------------------------------------------


def stalled(r, window):
    b = r.bench
    conns, puts = b.size(10_000), b.size(100_000)

    def measure(s):
        # The warm-up fills the sockets' buffers; what is measured is the time after that.
        put = dict(op="put", inflight=16, count=puts, warm=b.secs(4), timeout=300)
        before = b.load(s, wconns=1, **put)
        time.sleep(0.5)
        with Sampler(s, b.cap_kb) as sampler:
            out = b.load(s, wconns=conns + 1, wstall=conns, stall_window=window or None, **put)
        if sampler.killed:
            raise Wrong(f"grew past {b.cap_kb // 1024} MB and was killed")
        alone, with_them = calls(before), calls(out)
        live = deliveries(out)
        settled = out["mem_settled"]["anon_kb"]
        return {"rate": with_them["rate"], "share_of_alone": with_them["rate"] / alone["rate"],
                "cpu_us": with_them["cpu_us"], "reader_p50_us": live["p50_us"],
                "reader_p99_us": live["p99_us"],
                "reader_alone_p99_us": deliveries(before)["p99_us"],
                "reader_p99_share": live["p99_us"] / deliveries(before)["p99_us"],
                "growth_mb": (sampler.peak_kb - settled) / 1024,
                "tcp_growth_mb": sampler.tcp_growth_kb / 1024}

    r.fresh_rounds(b.peers(), measure, once=("etcd", "etcd-new"))
    r.notes.append("growth is the server's peak over its memory with all watchers open and before the first put")
    r.goal("writer's rate ≥ 0.9 of that without them", "share_of_alone", 0.9, least=True)
    r.goal("the other reader's p99 ≤ 1.5 × that without them", "reader_p99_share", 1.5)
    r.goal("memory growth ≤ 64 MB (the in-memory tail)", "growth_mb", 64)


@row("slow/socket", "10,000 watchers that stop reading their sockets, while 100,000 events are put")
def slow_socket(r):
    stalled(r, False)


@row("slow/window", "10,000 watchers that read but never give HTTP/2 window back, 100,000 events")
def slow_window(r):
    stalled(r, True)


@row("slow/delete", "one DeleteRange of 1,000,000 keys under 1,000 watchers, 100 of them stalled")
def slow_delete(r):
    b = r.bench
    watchers = b.size(1000)

    def delete(s, **watching):
        """The same deletion of the same keys, put again each time; its sampler and what came out."""
        keys = b.size(10_000 if s.name.startswith("etcd") else 1_000_000)
        fill(r, keys)(s)
        time.sleep(1)
        with Sampler(s, b.cap_kb) as sampler:
            try:
                out = b.load(s, op="delete", count=1, timeout=400, **watching)
            except Wrong as e:
                if sampler.killed:
                    raise Wrong(f"{keys:,} keys: grew past {b.cap_kb // 1024} MB and was killed") from None
                raise e
        return keys, sampler, out

    def measure(s):
        _, alone, _ = delete(s)
        s.stop()
        s.start()
        keys, sampler, out = delete(s, wconns=watchers, wstall=watchers // 10, wkind="all")
        d = out["deliveries"]
        before = out["mem_settled"]["anon_kb"]
        return {"keys": keys, "answer_s": out["calls"]["elapsed_s"], "all_delivered_s": d["elapsed_s"],
                "rate": d["n"] / d["elapsed_s"], "cpu_us": d["cpu_ns"] / d["n"] / 1e3,
                "alone_growth_mb": alone.growth_kb / 1024, "growth_mb": (sampler.peak_kb - before) / 1024,
                "kb_a_watcher": (sampler.peak_kb - before - alone.growth_kb) / watchers,
                "tcp_growth_mb": sampler.tcp_growth_kb / 1024}

    r.fresh_rounds(b.peers(), measure, once=("vedette", "etcd", "etcd-new"))
    r.notes.append("etcd is asked for 10,000 keys: at 100,000 it answers `etcdserver: request timed out`")
    r.notes.append("alone: the growth of the same deletion with no watcher; kb_a_watcher is what the watchers add to it")
    r.goal("memory growth ≤ 64 KB a watcher over that without them", "kb_a_watcher", 64)
