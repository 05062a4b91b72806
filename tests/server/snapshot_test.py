#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`vedette snapshot status` and `restore`: what is saved is what is served again, as another store;
damage is refused; and a restore that is killed at any system call leaves nothing that starts."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

from kit import BINARY, Server, fails, main, run

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from etcd3 import Client  # noqa: E402

SERVE = ("serve", "--listen", "127.0.0.1:0", "--data")


def save(client, path):
    with open(path, "wb") as file:
        for answer in client.snapshot():
            file.write(answer["blob"])


def status(path, *flags):
    code, out, err = run("snapshot", "status", path, "--json", *flags)
    assert code == 0, err
    return json.loads(out)


def restore(path, data, *flags):
    code, out, err = run("snapshot", "restore", path, "--data", data, "--json", *flags)
    assert code == 0, err
    return json.loads(out)


class Saved:
    """A server with a history behind it, its snapshot in a file, and what it said when it was saved."""

    def __init__(self, writes=60, value=200):
        self.dir = tempfile.mkdtemp(prefix="vd-snapshot-")
        self.path, self.data = os.path.join(self.dir, "saved"), os.path.join(self.dir, "new")
        rng = random.Random(7)
        with Server(ephemeral=False) as server:
            client = Client(server.address)
            self.lease = client.lease_grant(TTL=3600)["ID"]
            for _ in range(writes):
                key = b"k%02d" % rng.randrange(30)
                if rng.random() < 0.2:
                    client.delete(key=key)
                else:
                    client.put(key=key, value=rng.randbytes(rng.choice([1, value, 3000])))
            client.put(key=b"leased", value=b"x", lease=self.lease)
            self.head = client.revision()
            client.compact(revision=self.head // 2)
            self.floor = self.head // 2
            save(client, self.path)
            self.seen = self.look(client)
            client.put(key=b"later", value=b"is not in it")
            client.close()
            assert server.terminate()[0] == 0

    def look(self, client):
        """Everything that a client can see from the floor on, but for who says it."""
        w = client.watch()
        w.create(key=b"\0", range_end=b"\0", start_revision=self.floor + 1, prev_kv=True)
        events, last = [], 0
        while last < self.head:
            events += w.next()["events"]
            last = events[-1]["kv"]["mod_revision"]
        w.close()
        kept = [client.range(key=b"\0", range_end=b"\0", revision=r)["kvs"] for r in (self.floor, self.head - 5, self.head)]
        lease = client.time_to_live(ID=self.lease, keys=1)
        sums = [client.hash_kv(revision=r)["hash"] for r in (self.floor, self.head - 3, self.head)]
        return events, kept, (lease["ID"], lease["grantedTTL"], lease["keys"]), sums

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.dir, ignore_errors=True)


def test_what_was_saved_is_served_again_as_another_store():
    with Saved() as saved:
        before = status(saved.path)
        assert before["revision"] == saved.head and before["hash"] == saved.seen[3][2], before
        assert before["totalKey"] == len(saved.seen[1][2]), before
        assert before["compactRevision"] == saved.floor and before["totalSize"] == os.path.getsize(saved.path) - 32
        restored = restore(saved.path, saved.data)
        assert restored["revision"] == saved.head
        for _ in range(2):  # and over a restart
            with Server(ephemeral=False, data=saved.data) as server:
                client = Client(server.address)
                header = client.range(key=b"k")["header"]
                assert "%x" % header["cluster_id"] == restored["storeId"] != before["storeId"]
                assert header["revision"] == saved.head
                assert saved.look(client) == saved.seen
                client.close()
                assert server.terminate()[0] == 0


def test_revisions_go_on_from_the_snapshot():
    with Saved() as saved:
        restore(saved.path, saved.data)
        with Server(ephemeral=False, data=saved.data) as server:
            client = Client(server.address)
            w = client.watch()
            w.create(key=b"new", start_revision=saved.head + 1)
            assert client.put(key=b"new", value=b"1")["header"]["revision"] == saved.head + 1
            assert w.events(1)[0]["kv"]["mod_revision"] == saved.head + 1
            w.close()
            client.lease_revoke(ID=saved.lease)
            assert client.range(key=b"leased")["kvs"] == []
            again = os.path.join(saved.dir, "again")
            save(client, again)  # a restored store has snapshots of its own
            client.close()
            server.process.kill()
            server.process.wait()
        with Server(ephemeral=False, data=saved.data) as server:
            client = Client(server.address)
            assert client.revision() == saved.head + 2
            client.close()
        assert status(again)["revision"] == saved.head + 2


def test_the_file_of_a_data_directory_can_be_restored():
    with tempfile.TemporaryDirectory() as folder:
        old, new = os.path.join(folder, "old"), os.path.join(folder, "new")
        with Server(ephemeral=False, data=old) as server:
            client = Client(server.address)
            for i in range(50):
                client.put(key=b"k%d" % i, value=b"v")
            client.hash_kv()  # brings history to what is published
            client.close()
            assert server.terminate()[0] == 0
        path = os.path.join(old, "history", "data.mdb")
        fails(1, "--skip-hash-check", "snapshot", "restore", path, "--data", new)
        assert restore(path, new, "--skip-hash-check")["revision"] == 51
        with Server(ephemeral=False, data=new) as server:
            client = Client(server.address)
            assert client.range(key=b"k", range_end=b"l", count_only=1)["count"] == 50
            client.close()


def test_an_ephemeral_store_can_be_saved_too():
    with tempfile.TemporaryDirectory() as folder:
        path, data = os.path.join(folder, "saved"), os.path.join(folder, "data")
        with Server() as server:
            client = Client(server.address)
            client.put(key=b"a", value=b"1")
            save(client, path)
            client.close()
        restore(path, data)
        with Server(ephemeral=False, data=data) as server:
            client = Client(server.address)
            assert client.range(key=b"a")["kvs"][0]["value"] == b"1"
            client.close()


def test_what_is_damaged_or_no_snapshot_is_exit_1():
    with Saved() as saved, tempfile.TemporaryDirectory() as folder:
        with open(saved.path, "rb") as file:
            good = file.read()
        bad = os.path.join(folder, "bad")
        rng = random.Random(3)
        for what, make in (
                ("checksum", lambda: good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]),
                ("checksum", lambda: good[:-1] + bytes([good[-1] ^ 1])),
                ("saved whole", lambda: good[:-32]),
                ("saved whole", lambda: good[:-8000]),
                ("not a snapshot", lambda: rng.randbytes(len(good))),
                ("not a snapshot", lambda: b"")):
            with open(bad, "wb") as file:
                file.write(make())
            fails(1, [bad, what], "snapshot", "status", bad)
            fails(1, [bad, what], "snapshot", "restore", bad, "--data", os.path.join(folder, "data"))
            assert not os.path.exists(os.path.join(folder, "data"))
        # Without the sum nothing may crash either, whatever the bytes are.
        for _ in range(60):
            data = bytearray(good[:-32])
            for _ in range(rng.randrange(1, 6)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            with open(bad, "wb") as file:
                file.write(data)
            code, _, err = run("snapshot", "status", bad, "--skip-hash-check")
            assert code in (0, 1) and err.count("\n") == code, (code, err)
            code, _, err = run("snapshot", "restore", bad, "--skip-hash-check", "--data", os.path.join(folder, "data"))
            assert code in (0, 1) and err.count("\n") == code, (code, err)
            shutil.rmtree(os.path.join(folder, "data"), ignore_errors=True)


def test_a_directory_in_use_or_not_empty_is_exit_1():
    with Saved() as saved:
        with Server(ephemeral=False) as server:
            fails(1, [server.data, "not empty"], "snapshot", "restore", saved.path, "--data", server.data)
            assert "etcdserver" in server.get("/version")
        restore(saved.path, saved.data)
        fails(1, [saved.data, "not empty"], "snapshot", "restore", saved.path, "--data", saved.data)


def test_bad_usage_is_exit_2():
    fails(2, "see vedette snapshot --help", "snapshot")
    fails(2, "no such command", "snapshot", "save")
    fails(2, "which FILE", "snapshot", "status")
    fails(2, "--data DIR", "snapshot", "restore", "file")
    fails(2, "needs a value", "snapshot", "restore", "file", "--data")
    fails(2, "no such flag", "snapshot", "status", "file", "--nonsense")
    fails(2, "one FILE", "snapshot", "status", "file", "other")
    code, out, _ = run("snapshot", "--help")
    assert code == 0 and out.startswith("usage: vedette snapshot")


def serves(data, head):
    """True: it starts with all that was saved; False: it is refused as cut short, or nothing is there."""
    if not os.path.exists(data) or not set(os.listdir(data)) - {"lock"}:
        return False
    if "history" in os.listdir(data):
        with Server(ephemeral=False, data=data) as server:
            client = Client(server.address)
            assert client.revision() == head
            client.close()
        return True
    fails(1, "a restore into it was cut short", *SERVE, data)
    return False


def test_a_restore_killed_at_any_system_call_leaves_nothing_that_starts():
    if not shutil.which("strace"):
        print("SKIP strace is not installed")
        return
    calls = ("openat", "mkdir", "pwrite64", "pwritev", "fdatasync", "fsync", "renameat", "unlinkat", "ftruncate",
             "flock", "msync", "close")
    killed = whole = 0
    with Saved(writes=20) as saved:
        for call in calls:
            for when in range(1, 200):
                done = subprocess.run(
                    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                     "-e", f"inject={call}:signal=SIGKILL:when={when}",
                     BINARY, "snapshot", "restore", saved.path, "--data", saved.data],
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=30, check=False)
                if done.returncode == 0:
                    break
                assert done.returncode in (-9, 137), done
                killed += 1
                whole += serves(saved.data, saved.head)
                # Whatever is there, another try ends well, unless the first one had.
                code, _, err = run("snapshot", "restore", saved.path, "--data", saved.data)
                assert (code, "not empty" in err) in ((0, False), (1, True)), err
                assert serves(saved.data, saved.head)
                shutil.rmtree(saved.data)
            shutil.rmtree(saved.data, ignore_errors=True)
    assert killed > 20 and whole >= 1, (killed, whole)


def test_a_restore_of_what_does_not_fit_is_exit_1_and_leaves_nothing():
    with Saved() as saved:
        def small():
            import resource
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (30000, 30000))
        fails(1, [saved.data, "cannot be written"], "snapshot", "restore", saved.path, "--data", saved.data, preexec_fn=small)
        assert not os.path.exists(saved.data)


main(globals())
