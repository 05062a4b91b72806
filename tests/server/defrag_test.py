#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Defragmentation beside writers, watchers and readers of the past; and a server that is killed in the
middle of it, again and again.

VD_SEED repeats the kills."""
import os
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
import zlib

from kit import Server, main

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client  # noqa: E402

SEED = int(os.environ.get("VD_SEED") or random.randrange(1 << 30))


class Writer(threading.Thread):
    """Puts over a few keys until it is told to stop or the server is gone; keeps what was acknowledged."""

    def __init__(self, address, number, size):
        super().__init__(daemon=True)
        self.client, self.number, self.size = Client(address), number, size
        self.rng, self.over = random.Random(number), threading.Event()
        self.acked, self.last, self.problem = {}, 0, None

    def run(self):
        try:
            while not self.over.is_set():
                key, value = b"w%d/%d" % (self.number, self.rng.randrange(50)), self.rng.randbytes(self.size)
                revision = self.client.put(key=key, value=value)["header"]["revision"]
                assert revision > self.last
                self.last = revision
                self.acked[key] = (revision, zlib.crc32(value))
        except grpc.RpcError as e:
            self.problem = e

    def stop(self):
        self.over.set()
        self.join(30)
        assert not self.is_alive()
        self.client.close()


def watch_from(client, start, last):
    """(revision, key) of every event of the writers from a revision to another."""
    w = client.watch(timeout=120)
    w.create(key=b"w", range_end=b"x", start_revision=start)
    seen = []
    while not seen or seen[-1][0] < last:
        seen += [(e["kv"]["mod_revision"], e["kv"]["key"]) for e in w.next(60)["events"]]
    w.close()
    return seen


def test_writers_watchers_and_readers_of_the_past_go_on():
    with Server("--tail-bytes", "65536", "--cache-bytes", "65536", "--retain", "all", ephemeral=False) as server:
        client, admin = Client(server.address), Client(server.address)
        for i in range(2000):
            client.put(key=b"k%d" % (i % 100), value=os.urandom(2000))
        floor = client.revision() - 300
        client.compact(revision=floor, physical=True)  # and history has it all
        past = client.range(key=b"k", range_end=b"l", revision=floor)["kvs"]
        begin = client.revision()
        live = client.watch(timeout=120)
        live.create(key=b"w", range_end=b"x")
        writers = [Writer(server.address, n, 3000) for n in range(3)]
        for writer in writers:
            writer.start()
        sizes, rounds = [], 0
        while rounds < 6 or min(writer.last for writer in writers) < begin + 300:
            before = admin.status()["dbSize"]
            admin.defragment(timeout=60)
            sizes.append((before, admin.status()["dbSize"]))
            assert client.range(key=b"k", range_end=b"l", revision=floor)["kvs"] == past
            rounds += 1
        for writer in writers:
            writer.stop()
            assert writer.problem is None, writer.problem
        last = max(writer.last for writer in writers)
        seen = watch_from(client, begin + 1, last)
        assert [revision for revision, _ in seen] == list(range(begin + 1, last + 1)), "a gap, or one twice"
        at_once = []
        while not at_once or at_once[-1] < last:
            at_once += [e["kv"]["mod_revision"] for e in live.next(30)["events"]]
        assert at_once == list(range(begin + 1, last + 1)), "a gap, or one twice, on the live watch"
        live.close()
        assert sizes[0][1] < sizes[0][0], sizes
        deleted = [name for name in os.listdir(f"/proc/{server.process.pid}/fd")
                   if os.readlink(f"/proc/{server.process.pid}/fd/{name}").endswith("(deleted)")]
        assert not [d for d in deleted if "history" in os.readlink(f"/proc/{server.process.pid}/fd/{d}")]
        hashed = client.hash_kv(revision=last)["hash"]
        assert server.terminate()[0] == 0
        with Server(ephemeral=False, data=server.data) as again:
            other = Client(again.address)
            assert other.hash_kv(revision=last)["hash"] == hashed
            other.close()
        client.close()
        admin.close()


def test_killed_at_any_time_it_starts_with_everything():
    rng, data = random.Random(SEED), tempfile.mkdtemp(prefix="vd-defrag-")
    acked, done, rounds = {}, 0, 14
    print(f"seed {SEED}")
    try:
        for number in range(rounds):
            with Server("--retain", "all", ephemeral=False, data=data) as server:
                client = Client(server.address)
                assert set(os.listdir(os.path.join(data, "history"))) == {"data.mdb", "lock.mdb"}
                present = {kv["key"]: (kv["mod_revision"], zlib.crc32(kv["value"]))
                           for kv in client.range(key=b"w", range_end=b"x")["kvs"]}
                for key, (revision, crc) in acked.items():
                    found = present.get(key, (0, 0))
                    assert found == (revision, crc) or found[0] > revision, f"round {number}: {key} is lost"
                writers = [Writer(server.address, number * 10 + n, rng.choice([100, 5000, 60000])) for n in range(3)]
                for writer in writers:
                    writer.start()
                time.sleep(rng.uniform(0.05, 0.3))
                head = client.revision()
                client.compact(revision=head)
                kill = threading.Timer(rng.uniform(0, 0.4), server.process.kill)
                kill.start()
                try:
                    while True:
                        client.defragment(timeout=30)
                        done += 1
                except grpc.RpcError:
                    pass
                kill.join()
                server.process.wait()
                for writer in writers:
                    writer.stop()
                    for key, what in writer.acked.items():
                        if acked.get(key, (0, 0))[0] < what[0]:
                            acked[key] = what
                client.close()
        assert done >= 2 and len(acked) > 100, (done, len(acked))
    finally:
        shutil.rmtree(data, ignore_errors=True)


def test_a_disk_without_room_for_it_is_said_and_nothing_is_lost():
    with Server(ephemeral=False, env={"LC_ALL": "C"}) as server:
        client = Client(server.address)
        client.put(key=b"a", value=os.urandom(1000000))
        client.hash_kv()
        used = os.path.getsize(os.path.join(server.data, "history", "data.mdb"))
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (used // 2, used // 2))
        try:
            client.defragment(timeout=30)
            raise AssertionError("it has found room")
        except grpc.RpcError as e:
            assert e.code().name in ("RESOURCE_EXHAUSTED", "UNKNOWN"), e
        assert client.range(key=b"a", count_only=1)["count"] == 1
        assert set(os.listdir(os.path.join(server.data, "history"))) == {"data.mdb", "lock.mdb"}
        client.close()


main(globals())
