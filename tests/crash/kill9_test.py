#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random moments under live clients, again and again on one data directory: every
acknowledged write is there, no revision goes back, watches that resume see each event once, and
leases are there with their keys, or gone with them.

kill9_test.py [ROUNDS] [SEED]"""
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client, Server  # noqa: E402

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 12
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
WRITERS = 4


class Writer(threading.Thread):
    """Puts and transactions, one after the other, until the server is gone; keeps what was acknowledged."""

    def __init__(self, number, start, address, rng):
        super().__init__(daemon=True)
        self.number, self.count, self.rng = number, start, rng
        self.client = Client(address)
        self.acked, self.unknown = {}, set()
        self.highest = 0

    def run(self):
        while True:
            self.count += 1
            key = b"w%d/%07d" % (self.number, self.count)
            value = self.rng.randbytes(self.rng.choice([1, 100, 100, 3000, 70000]))
            try:
                if self.rng.random() < 0.2:
                    puts = [{"request_put": {"key": key + s, "value": value}} for s in (b"/a", b"/b")]
                    answer = self.client.txn(success=puts, timeout=5)
                    keys = [key + b"/a", key + b"/b"]
                else:
                    answer = self.client.put(key=key, value=value, timeout=5)
                    keys = [key]
            except grpc.RpcError:
                self.unknown.update((key, key + b"/a", key + b"/b"))
                return
            revision = answer["header"]["revision"]
            assert revision > self.highest, "a revision went back under one client"
            self.highest = revision
            for k in keys:
                self.acked[k] = (revision, zlib.crc32(value))


class Leaser(threading.Thread):
    """Grants leases with two keys each and revokes most of them, until the server is gone; keeps what is
    certain: present holds those that nobody has asked to end, gone those that have ended."""

    def __init__(self, start, address, rng):
        super().__init__(daemon=True)
        self.count, self.rng = start, rng
        self.client = Client(address)
        self.present, self.gone = set(), set()

    def run(self):
        try:
            while True:
                self.count += 1
                lease = self.count
                self.client.lease_grant(TTL=3600, ID=lease, timeout=5)
                puts = [{"request_put": {"key": b"l/%d/%d" % (lease, i), "value": b"v", "lease": lease}}
                        for i in (0, 1)]
                self.client.txn(success=puts, timeout=5)
                self.present.add(lease)
                if self.rng.random() < 0.7:
                    self.present.discard(lease)
                    self.client.lease_revoke(ID=lease, timeout=5)
                    self.gone.add(lease)
        except grpc.RpcError:
            pass


def check_leases(client, present, gone):
    """Whatever a lease is, its keys are."""
    listed = {lease["ID"] for lease in client.leases(timeout=30)["leases"]}
    assert present <= listed, f"leases {present - listed} are lost"
    assert not gone & listed, f"leases {gone & listed} have come back"
    keys = {}
    for kv in client.range(key=b"l/", range_end=b"l0", timeout=30)["kvs"]:
        lease = int(kv["key"].split(b"/")[1])
        assert kv["lease"] == lease and lease in listed, f"{kv['key']} has lost its lease"
        keys.setdefault(lease, []).append(kv["key"])
    assert all(len(of_one) == 2 for of_one in keys.values()), "half of what a lease had"
    assert present <= set(keys), f"leases {present - set(keys)} have lost their keys"
    for lease in list(present)[:5]:
        answer = client.time_to_live(ID=lease, keys=1, timeout=30)
        assert answer["grantedTTL"] == 3600 and answer["keys"] == sorted(keys[lease]), answer


class Watcher(threading.Thread):
    """One watch of everything, from a position, until the server is gone."""

    def __init__(self, address, start):
        super().__init__(daemon=True)
        self.client, self.start_revision = Client(address), start
        self.events, self.problem = [], None

    def run(self):
        last = max(self.start_revision - 1, 1)  # nothing has revision 1
        try:
            for response in self.client.watch_all({"key": b"\0", "range_end": b"\0", "start_revision": self.start_revision}):
                for event in response["events"]:
                    kv = event["kv"]
                    if kv["mod_revision"] < last or kv["mod_revision"] > last + 1:
                        self.problem = f"event of revision {kv['mod_revision']} after {last}"
                    last = kv["mod_revision"]
                    self.events.append((kv["mod_revision"], kv["key"], zlib.crc32(kv["value"])))
        except grpc.RpcError:
            pass


def main():
    rng = random.Random(SEED)
    data = tempfile.mkdtemp(prefix="vedette-kill9-")
    acked, unknown, seen = {}, set(), {}
    present_leases, gone_leases, lease_count = set(), set(), 0
    counts, head, resume, events = [0] * WRITERS, 1, 1, 0
    print(f"seed {SEED}")
    try:
        for number in range(ROUNDS):
            server = Server(data)
            client = Client(server.address)
            now = client.range(key=b"\0", range_end=b"\0", count_only=1, timeout=30)["header"]["revision"]
            assert now >= head, f"round {number}: head {now} after an acknowledged {head}"
            watcher = Watcher(server.address, resume)
            writers = [Writer(i, counts[i], server.address, random.Random(rng.random())) for i in range(WRITERS)]
            check_leases(client, present_leases, gone_leases)
            leaser = Leaser(lease_count, server.address, random.Random(rng.random()))
            for thread in [watcher, leaser, *writers]:
                thread.start()
            time.sleep(rng.uniform(0.05, 0.6))
            server.kill()
            for thread in [watcher, leaser, *writers]:
                thread.join(30)
                assert not thread.is_alive(), "a client hangs on a dead server"
                thread.client.close()
            client.close()
            assert watcher.problem is None, f"round {number}: {watcher.problem}"
            lease_count = leaser.count
            present_leases |= leaser.present
            gone_leases |= leaser.gone
            for i, writer in enumerate(writers):
                counts[i] = writer.count
                head = max(head, writer.highest)
                acked.update(writer.acked)
                unknown |= writer.unknown
            # The last revision seen may have been cut inside: it is asked for again, and must agree.
            for revision, key, crc in watcher.events:
                assert seen.setdefault((revision, key), crc) == crc, "an event changed between two lives"
                resume = max(resume, revision)
            events += len(watcher.events)
        server = Server(data)
        client = Client(server.address)
        check_leases(client, present_leases, gone_leases)
        present = {}
        for i in range(WRITERS):
            for kv in client.range(key=b"w%d/" % i, range_end=b"w%d0" % i, timeout=60)["kvs"]:
                present[kv["key"]] = (kv["mod_revision"], zlib.crc32(kv["value"]))
        lost = [key for key, what in acked.items() if present.get(key) != what]
        assert not lost, f"{len(lost)} acknowledged writes are lost or changed, first {lost[0]}"
        strange = [key for key in present if key not in acked and key not in unknown]
        assert not strange, f"{len(strange)} keys nobody wrote, first {strange[0]}"
        for key in present:
            other = key[:-1] + (b"b" if key.endswith(b"/a") else b"a")
            if key[-2:] in (b"/a", b"/b"):
                assert other in present, f"half of a transaction: {key}"
        for (revision, key), crc in seen.items():
            assert key.startswith(b"l/") or present.get(key) == (revision, crc), f"a watcher was shown {key} at {revision}, which is gone"
        client.close()
        assert server.stop() == 0
        assert len(acked) >= ROUNDS * 5 and events >= ROUNDS * 5, "too little happened to prove anything"
        assert len(gone_leases) >= ROUNDS and len(present_leases) >= ROUNDS, "too few leases to prove anything"
        print(f"{ROUNDS} kills, {len(acked)} acknowledged writes, {events} events watched, "
              f"{len(present_leases)} leases kept and {len(gone_leases)} ended")
        print("1 passed, 0 failed")
        return 0
    finally:
        shutil.rmtree(data, ignore_errors=True)


sys.exit(main())
