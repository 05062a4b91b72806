# SPDX-License-Identifier: Apache-2.0
"""Maintenance: snapshots, MoveLeader, Downgrade."""

import hashlib
import os
import subprocess
import tempfile
import time

import wire
from kit import eq, fails


def read(stream):
    """The bytes of a snapshot, with its sum checked as etcdctl checks it."""
    blobs, remaining = [], None
    for answer in stream:
        assert answer["header"] is None
        if remaining is not None and remaining > 0:
            eq(answer["remaining_bytes"] + len(answer["blob"]), remaining, "what remains falls by what comes")
        remaining = answer["remaining_bytes"]
        blobs.append(answer["blob"])
    digest, data = blobs.pop(), b"".join(blobs)
    eq(digest, hashlib.sha256(data).digest(), "the last blob is the sum of all before")
    eq(remaining, 0)
    eq(len(data) % 512, 0, "the size")
    return data


def test_a_snapshot_ends_with_its_sum(t):
    c = t.client()
    for i in range(300):
        c.put(key=t.key("%d" % i), value=os.urandom(3000))
    data = read(c.snapshot())
    assert len(data) > 900000, len(data)
    for i in (0, 150, 299):
        assert t.key("%d" % i) in data


def test_a_snapshot_says_how_much_remains_with_its_first_blob(t):
    c = t.client()
    c.put(key=t.key("a"), value=os.urandom(1000000))
    answers = list(c.snapshot())
    total = sum(len(a["blob"]) for a in answers) - 32
    eq(answers[0]["remaining_bytes"] + len(answers[0]["blob"]), total)
    if t.newer("3.6", "its snapshots name no version"):
        eq({a["version"] for a in answers}, {"3.6.0"})


def test_snapshots_at_once_beside_writers(t):
    c = t.client()
    for i in range(100):
        c.put(key=t.key("%d" % i), value=os.urandom(30000))
    streams = [t.client().snapshot() for _ in range(4)]
    for i in range(100):
        c.put(key=t.key("%d" % i), value=b"new")
    sizes = {len(read(stream)) for stream in streams}
    assert min(sizes) > 3000000, sizes


def test_a_snapshot_that_nobody_finishes_holds_up_nothing(t):
    c = t.client()
    c.put(key=t.key("a"), value=os.urandom(1400000))
    for _ in range(20):
        stream = t.client().snapshot()
        next(stream)
        stream.cancel()
    started = time.monotonic()
    c.put(key=t.key("a"), value=b"")
    read(c.snapshot())
    assert time.monotonic() - started < 20


def test_etcdctl_saves_a_snapshot(t):
    ctl, c = t.need("etcdctl"), t.client()
    c.put(key=t.key("a"), value=os.urandom(100000))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "saved")
        done = subprocess.run([ctl, "--endpoints", t.endpoint, "snapshot", "save", path],
                              env={**os.environ, "ETCDCTL_API": "3"}, capture_output=True, text=True, timeout=30)
        eq(done.returncode, 0, done.stderr)
        assert done.stdout.startswith(f"Snapshot saved at {path}\n"), done.stdout  # newer ones name a version
        with open(path, "rb") as f:
            data = f.read()
        eq(len(data) % 512, 32)
        eq(data[-32:], hashlib.sha256(data[:-32]).digest())
        assert t.key("a") in data


def test_hashkv_of_every_revision(t):
    server = t.start()
    c = wire.Client(server.endpoint)
    t.defer(c.close)
    for key, value in ((b"a", b"1"), (b"a", b"2"), (b"b", b"3")):
        c.put(key=key, value=value)
    c.delete(key=b"b")
    names_revision = t.newer("3.6", "its hashes name no revision")
    # These are etcd's own figures, of 3.4 and 3.6 alike.
    for revision, want in ((-1, 1084519789), (1, 1084519789), (2, 2587454935), (5, 3072576826), (0, 3072576826)):
        answer = c.hash_kv(revision=revision)
        eq(answer["hash"], want, f"the hash at {revision}")
        eq((answer["header"]["revision"], answer["compact_revision"]), (5, -1))
        eq(answer["hash_revision"], (revision or 5) if names_revision else 0)
    fails("OUT_OF_RANGE", "etcdserver: mvcc: required revision is a future revision", c.hash_kv, revision=6)
    c.compact(revision=4)
    answer = c.hash_kv()
    eq((answer["hash"], answer["compact_revision"]), (1702593555, 4))
    fails("OUT_OF_RANGE", "etcdserver: mvcc: required revision has been compacted", c.hash_kv, revision=3)
    eq(c.hash()["header"]["revision"], 5)
    before = c.hash()["hash"]
    server.end()
    server.start()
    c = wire.Client(server.endpoint)
    t.defer(c.close)
    eq((c.hash_kv()["hash"], c.hash()["hash"] == before or t.is_etcd), (1702593555, True), "after a restart")


def test_etcdctl_shows_the_hash(t):
    ctl, c = t.need("etcdctl"), t.client()
    c.put(key=t.key("a"), value=b"1")
    done = subprocess.run([ctl, "--endpoints", t.endpoint, "endpoint", "hashkv"],
                          env={**os.environ, "ETCDCTL_API": "3"}, capture_output=True, text=True, timeout=30)
    eq(done.returncode, 0, done.stderr)
    eq(done.stdout.strip().split(", ")[:2], [t.endpoint, str(c.hash_kv()["hash"])])


def make_holes(client, rounds=6):
    """A history of which a compaction leaves little."""
    for i in range(rounds * 40):
        client.put(key=b"hole/%d" % (i % 40), value=os.urandom(40000))
    head = client.revision()
    client.compact(revision=head, physical=1)
    client.hash_kv()  # history has it all
    return head


def in_use(client):
    client.put(key=b"stir", value=b"")  # an etcd that rests does not count anew
    return client.status()["dbSizeInUse"]


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def test_a_defragmentation_gives_room_back(t):
    server = t.start()
    c = wire.Client(server.endpoint)
    t.defer(c.close)
    make_holes(c)
    until(lambda: in_use(c) < 4 << 20)
    before, rows = c.status()["dbSize"], c.range(key=b"\0", range_end=b"\0")["kvs"]
    assert before > 6 << 20, before
    sum_before = c.hash_kv()["hash"]
    answer = c.defragment()
    eq(answer["header"], None)
    status = c.status()
    assert status["dbSizeInUse"] <= status["dbSize"] < before / 2, (before, status)
    eq(c.range(key=b"\0", range_end=b"\0")["kvs"], rows)
    eq(c.hash_kv()["hash"], sum_before)
    c.put(key=b"after", value=b"1")
    head = c.revision()
    server.end()
    server.start()
    c = wire.Client(server.endpoint)
    t.defer(c.close)
    eq(c.revision(), head)
    assert c.status()["dbSize"] < before / 2


def test_etcdctl_defragments(t):
    ctl, c = t.need("etcdctl"), t.client()
    c.put(key=t.key("a"), value=b"1")
    done = subprocess.run([ctl, "--endpoints", t.endpoint, "defrag"],
                          env={**os.environ, "ETCDCTL_API": "3"}, capture_output=True, text=True, timeout=30)
    eq(done.returncode, 0, done.stderr)
    assert done.stdout.startswith("Finished defragmenting etcd member["), done.stdout


def test_the_one_member_leads_and_nobody_else_can(t):
    c = t.client()
    fails("FAILED_PRECONDITION", "etcdserver: bad leader transferee", c.move_leader)
    fails("FAILED_PRECONDITION", "etcdserver: bad leader transferee", c.move_leader, targetID=77)
    answer = c.move_leader(targetID=c.status()["header"]["member_id"])
    eq(answer["header"], None)


def test_downgrades_are_judged(t):
    if not t.newer("3.6", "it has no Downgrade"):
        return
    c = t.client()
    for version in ("", "3", "3.", "x", "v3.5", " 3.5", "3.5.x"):
        for action in (wire.VALIDATE, wire.ENABLE):
            fails("INVALID_ARGUMENT", "etcdserver: wrong downgrade target version format",
                  c.downgrade, action=action, version=version)
    for version in ("3.6", "3.7", "2.5", "4.5", "3.4.0-rc1"):
        for action in (wire.VALIDATE, wire.ENABLE):
            fails("INVALID_ARGUMENT", "etcdserver: invalid downgrade target version",
                  c.downgrade, action=action, version=version)
    if t.ours("there is no older version of it"):
        fails("INVALID_ARGUMENT", "etcdserver: invalid downgrade target version", c.downgrade, version="3.5")
    fails("UNKNOWN", "etcdserver: unknown method", c.downgrade, action=3, version="3.5")
    eq(c.downgrade(action=wire.CANCEL)["version"], "3.6")
