#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A disk that stalls, dawdles and fails under the log or under history (slow_disk.c, preloaded), for
each way of flushing: nobody but the writer waits for it, nothing is shown before it is durable, and a
flush that fails ends the server."""
import mmap
import os
import struct
import sys
import tempfile
import threading
from errno import EIO, ENOSPC

from kit import BINARY, Server, main, until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client  # noqa: E402

PRELOAD = os.path.join(os.path.dirname(BINARY), "tests", "server", "slow_disk.so")
FLUSHERS = ("thread", "io_uring")
HOLD, ERROR, DELAY, HELD, FLUSHES, REFUSED = range(6)


class Disk:
    """The knobs of one of the disks."""

    def __init__(self, page, index):
        self.page, self.at = page, 32 * index

    def get(self, knob):
        return struct.unpack_from("<I", self.page, self.at + 4 * knob)[0]

    def set(self, knob, value):
        struct.pack_into("<I", self.page, self.at + 4 * knob, value)

    def is_holding(self):
        return self.get(HELD) > 0


class Slow(Server):
    """A server with data of its own, or another's, on disks with knobs."""

    def __init__(self, flusher, *flags, data=None):
        assert os.path.exists(PRELOAD), f"{PRELOAD} is missing: configure with -Dtests=true"
        self.knobs = tempfile.NamedTemporaryFile(prefix="vd-knobs-")
        self.knobs.truncate(4096)
        page = mmap.mmap(self.knobs.fileno(), 4096)
        self.log, self.history, self.segments = (Disk(page, i) for i in range(3))
        super().__init__(*flags, ephemeral=False, data=data,
                         env={"LD_PRELOAD": PRELOAD, "VD_SLOW_DISK": self.knobs.name, "VEDETTE_FLUSH": flusher})
        if flusher == "io_uring" and 'flush="io_uring"' not in self.stderr():
            self.log = None

    def __exit__(self, *args):
        super().__exit__(*args)
        self.knobs.close()


def each_flusher(test):
    """Runs a test for the thread and for io_uring, where there is one."""
    def both():
        for flusher in FLUSHERS:
            with tempfile.TemporaryDirectory(prefix="vd-slow-") as folder:
                with Slow(flusher, "--threads", "2", data=os.path.join(folder, "data")) as server:
                    if server.log is None:
                        print(f"SKIP {test.__name__} with io_uring: not to be had here")
                        continue
                    test(server)
    both.__name__ = test.__name__
    return both


class Put(threading.Thread):
    """A put that may take its time."""

    def __init__(self, server, key, value=b"v"):
        super().__init__(daemon=True)
        self.client, self.key, self.value, self.answer = Client(server.address), key, value, None
        self.start()

    def run(self):
        try:
            self.answer = self.client.put(key=self.key, value=self.value, timeout=60)
        except grpc.RpcError as error:
            self.answer = error

    def is_answered(self):
        return self.answer is not None

    def revision(self):
        self.join(60)
        assert isinstance(self.answer, dict), self.answer
        return self.answer["header"]["revision"]


def hold_a_put(server, key=b"held", value=b"v"):
    """The disk stalls with this put on its way."""
    server.log.set(HOLD, 1)
    put = Put(server, key, value)
    until(server.log.is_holding)
    return put


@each_flusher
def test_a_thousand_reads_are_answered_while_one_put_waits(server):
    clients = [Client(server.address) for _ in range(8)]
    head = clients[0].put(key=b"k", value=b"before")["header"]["revision"]
    put = hold_a_put(server, b"k", b"after")
    clients.append(put.client)  # those of the connection that writes, too
    for i in range(1000):
        answer = clients[i % len(clients)].range(key=b"k", timeout=20)
        assert answer["kvs"][0]["value"] == b"before" and answer["header"]["revision"] == head, answer
    for _ in range(20):
        assert '"health":"true"' in server.get("/health")
    assert clients[0].txn(success=[{"request_range": {"key": b"k"}}])["header"]["revision"] == head
    assert not put.is_answered()
    server.log.set(HOLD, 0)
    assert put.revision() == head + 1
    assert clients[0].range(key=b"k")["kvs"][0]["value"] == b"after"


@each_flusher
def test_watchers_of_what_is_durable_go_on(server):
    client = Client(server.address)
    for i in range(300):
        client.put(key=b"k%d" % (i % 7), value=b"%d" % i)
    live = client.watch()
    head = live.create(key=b"k", range_end=b"l")["header"]["revision"]
    put = hold_a_put(server, b"k1", b"held")
    for _ in range(5):  # on both loops
        other = Client(server.address)
        late = other.watch()
        created = late.create(key=b"k", range_end=b"l", start_revision=2, prev_kv=True)
        assert created["header"]["revision"] == head, created
        events = late.events(300)
        assert [e["kv"]["mod_revision"] for e in events] == list(range(2, head + 1))
        late.progress()
        answer = late.next()
        assert not answer["events"] and answer["header"]["revision"] == head, answer
        late.silent(0.05)
    live.silent(0.05)
    assert not put.is_answered()
    server.log.set(HOLD, 0)
    for watch in (live, late):
        event, = watch.events(1)
        assert event["kv"]["value"] == b"held" and event["kv"]["mod_revision"] == put.revision(), event


@each_flusher
def test_what_arrives_meanwhile_is_one_flush(server):
    first = hold_a_put(server)
    flushes = server.log.get(FLUSHES)
    puts = [Put(server, b"p%d" % i) for i in range(100)]
    until(lambda: server.metric("vedette_connections_open") >= 100)
    for _ in range(50):
        server.get("/version")  # a turn of each loop and more, so that all are read
    assert not any(put.is_answered() for put in puts)
    server.log.set(HOLD, 0)
    revisions = sorted(put.revision() for put in puts)
    assert revisions == list(range(first.revision() + 1, first.revision() + 101)), revisions
    assert server.log.get(FLUSHES) - flushes <= 20, server.log.get(FLUSHES) - flushes


@each_flusher
def test_a_disk_that_dawdles_gathers_writes(server):
    server.log.set(DELAY, 20000)
    flushes = server.log.get(FLUSHES)

    def write(number):
        client = Client(server.address)
        for i in range(20):
            client.put(key=b"w%d" % number, value=b"%d" % i, timeout=60)

    threads = [threading.Thread(target=write, args=(i,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = server.log.get(FLUSHES) - flushes
    assert 20 <= made <= 160, f"{made} flushes for 320 puts of 16 clients"
    assert Client(server.address).revision() == 321


@each_flusher
def test_a_client_that_gave_up_leaves_an_unknown_outcome_and_no_harm(server):
    server.log.set(HOLD, 1)
    client = Client(server.address)
    try:
        client.put(key=b"k", value=b"v", timeout=0.2)
        raise AssertionError("answered before it was durable")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error
    assert server.log.is_holding() and not client.range(key=b"k")["kvs"]
    server.log.set(HOLD, 0)
    until(lambda: client.range(key=b"k")["kvs"])


@each_flusher
def test_kill_9_while_a_flush_is_held_loses_nothing_that_was_answered(server):
    client = Client(server.address)
    for i in range(50):
        client.put(key=b"k%d" % i, value=b"v")
    put = hold_a_put(server)
    server.process.kill()
    server.process.wait()
    put.join(60)
    assert isinstance(put.answer, grpc.RpcError), put.answer
    with Server(ephemeral=False, data=server.data) as again:
        assert Client(again.address).range(key=b"k", range_end=b"l", count_only=1)["count"] == 50


def listens(server):
    try:
        server.connect().close()
        return True
    except ConnectionError:
        return False


@each_flusher
def test_sigterm_while_a_flush_is_held_ends_once_it_is_done(server):
    put = hold_a_put(server)
    server.process.terminate()
    until(lambda: not listens(server))
    assert not put.is_answered() and server.process.poll() is None
    server.log.set(HOLD, 0)
    assert server.process.wait(timeout=20) == 0, server.stderr()
    put.join(60)
    with Server(ephemeral=False, data=server.data) as again:
        kvs = Client(again.address).range(key=b"held")["kvs"]
        assert kvs or isinstance(put.answer, grpc.RpcError), "an acknowledged write is gone"


def write_until_it_fails(server):
    """Four clients; what each was told is there."""
    acked, lock = set(), threading.Lock()

    def write(number):
        client = Client(server.address)
        try:
            for i in range(100000):
                key = b"w%d/%05d" % (number, i)
                client.put(key=key, value=b"v" * 200, timeout=20)
                with lock:
                    acked.add(key)
        except grpc.RpcError:
            pass

    threads = [threading.Thread(target=write, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    return acked, threads


def a_failed_flush(server, error):
    acked, threads = write_until_it_fails(server)
    until(lambda: len(acked) > 100)
    server.log.set(ERROR, error)
    assert server.process.wait(timeout=30) == 1
    for thread in threads:
        thread.join(60)
    said = [line for line in server.stderr().splitlines() if "level=error" in line]
    assert len(said) == 1 and "could not be written" in said[0], server.stderr()
    assert "level=info" in server.stderr().splitlines()[0] and len(server.stderr().splitlines()) == 2, server.stderr()
    with Server(ephemeral=False, data=server.data) as again:
        there = {kv["key"] for kv in Client(again.address).range(key=b"w", range_end=b"x")["kvs"]}
        assert acked <= there, f"{len(acked - there)} acknowledged writes are gone"
        assert len(there - acked) <= 4, "more is there than was under way"


@each_flusher
def test_a_flush_that_fails_ends_it_with_one_line_and_loses_nothing(server):
    a_failed_flush(server, EIO)


@each_flusher
def test_the_write_that_was_held_when_the_disk_died_is_not_acknowledged(server):
    put = hold_a_put(server)
    server.log.set(ERROR, EIO)
    server.log.set(HOLD, 0)
    assert server.process.wait(timeout=30) == 1
    put.join(60)
    assert isinstance(put.answer, grpc.RpcError), put.answer
    with Server(ephemeral=False, data=server.data) as again:
        assert not Client(again.address).range(key=b"held")["kvs"], "a refused flush was written"


@each_flusher
def test_a_stalled_history_holds_up_neither_writers_nor_readers(server):
    client = Client(server.address)
    server.history.set(HOLD, 1)
    client.put(key=b"k", value=b"v")
    until(server.history.is_holding)
    for i in range(500):
        client.put(key=b"k%d" % (i % 10), value=b"v" * 1000)
        assert client.range(key=b"k%d" % (i % 10))["kvs"][0]["value"] == b"v" * 1000
    watch = client.watch()
    watch.create(key=b"k", range_end=b"l", start_revision=2)
    assert len(watch.events(501)) == 501
    assert server.history.is_holding()
    server.process.kill()  # history never came; the log has it all
    server.process.wait()
    with Server(ephemeral=False, data=server.data) as again:
        assert Client(again.address).revision() == 502


@each_flusher
def test_leases_are_kept_alive_while_a_flush_is_held(server):
    client = Client(server.address)
    lease = client.lease_grant(TTL=60)["ID"]
    client.put(key=b"k", lease=lease)
    held = hold_a_put(server)
    granted, revoked = client.later("lease_grant", TTL=60), client.later("lease_revoke", ID=lease)
    beats = client.keep_alive()
    for _ in range(100):
        beats.send(ID=lease)
        assert beats.next()["TTL"] == 60
    assert client.time_to_live(ID=lease, keys=1)["keys"] == [b"k"]
    assert len(client.leases()["leases"]) == 1 and client.range(key=b"k")["count"] == 1
    assert not (granted.done() or revoked.done() or held.is_answered())
    server.log.set(HOLD, 0)
    granted.result(timeout=20)
    assert revoked.result(timeout=20)["header"]["revision"] > held.revision()
    assert len(client.leases()["leases"]) == 1 and client.range(key=b"k")["count"] == 0
    beats.close()


@each_flusher
def test_a_lease_that_expires_while_the_disk_stalls_is_gone_once_that_is_durable(server):
    client = Client(server.address)
    watch = client.watch()
    watch.create(key=b"k")
    client.put(key=b"k", lease=client.lease_grant(TTL=2)["ID"])
    watch.events(1)
    server.log.set(HOLD, 1)
    until(server.log.is_holding)  # nobody else writes: this is the expiry
    assert client.range(key=b"k")["count"] == 1
    watch.silent(0.2)
    server.log.set(HOLD, 0)
    event, = watch.events(1)
    assert event["type"] == 1 and client.range(key=b"k")["count"] == 0, event


def is_refused(client, value=b"more"):
    """A put; whether it was refused for want of room."""
    try:
        client.put(key=b"k", value=value)
        return False
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error
        return True


@each_flusher
def test_a_log_without_room_refuses_writes_until_there_is_some(server):
    client = Client(server.address)
    client.put(key=b"k", value=b"before")
    server.segments.set(ERROR, ENOSPC)
    until(lambda: is_refused(client, b"v" * 1_000_000))
    assert client.range(key=b"k")["kvs"] and server.process.poll() is None, server.stderr()
    watch = client.watch()
    watch.create(key=b"k", start_revision=2)
    assert watch.next()["events"]
    server.segments.set(ERROR, 0)
    until(lambda: not is_refused(client, b"v" * 1_000_000))
    comes_back_whole(server)


@each_flusher
def test_a_history_without_room_refuses_writes_until_there_is_some(server):
    client = Client(server.address)
    watch = client.watch()
    watch.create(key=b"k")
    server.history.set(ERROR, ENOSPC)
    until(lambda: is_refused(client))
    assert client.range(key=b"k")["kvs"] and watch.next()["events"]
    assert server.process.poll() is None, server.stderr()
    server.history.set(ERROR, 0)
    until(lambda: not is_refused(client))
    comes_back_whole(server)


@each_flusher
def test_a_history_that_cannot_be_flushed_for_a_while_catches_up(server):
    client = Client(server.address)
    server.history.set(ERROR, EIO)
    for i in range(20):
        client.put(key=b"k", value=b"%d" % i)
    until(lambda: server.history.get(REFUSED) >= 3)
    assert client.range(key=b"k")["kvs"] and server.process.poll() is None, server.stderr()
    server.history.set(ERROR, 0)
    flushes = server.history.get(FLUSHES)
    until(lambda: client.put(key=b"k", value=b"after") and server.history.get(FLUSHES) > flushes)
    comes_back_whole(server)


def comes_back_whole(server):
    head = Client(server.address).revision()
    assert server.terminate()[0] == 0
    with Server(ephemeral=False, data=server.data) as again:
        client = Client(again.address)
        assert client.revision() == head
        watch = client.watch()
        watch.create(key=b"k", start_revision=2)
        assert [e["kv"]["mod_revision"] for e in watch.events(head - 1)] == list(range(2, head + 1))


@each_flusher
def test_segments_that_cannot_be_prepared_yet_hold_up_nobody(server):
    client = Client(server.address)
    server.segments.set(HOLD, 1)
    for i in range(300):
        client.put(key=b"k", value=b"v" * 1000)
    server.segments.set(HOLD, 0)
    comes_back_whole(server)


main(globals())
