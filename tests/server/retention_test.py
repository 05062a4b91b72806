#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How much history is kept: by default half of the quota, and what --retain and etcd's auto-compaction say.
What is compacted is told, what was asked for stays, and the newest of every key is always there."""
import os
import sys
import time

from kit import Server, main, until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client  # noqa: E402

KEYS = 10


def fill(client, count, size=10):
    """Overwrites a few keys; the last revision."""
    for i in range(count):
        answer = client.put(key=b"k%d" % (i % KEYS), value=b"v" * size)
    return answer["header"]["revision"]


def floor(server):
    return int(server.metric("etcd_debugging_mvcc_compact_revision"))


def is_gone(client, revision):
    try:
        client.range(key=b"k0", revision=revision)
        return False
    except grpc.RpcError as e:
        assert e.details() == "etcdserver: mvcc: required revision has been compacted", e.details()
        return True


def all_keys(client):
    return len(client.range(key=b"k", range_end=b"l")["kvs"])


def test_by_default_half_of_the_quota_is_history():
    with Server("--quota", "4MiB", ephemeral=False) as server:
        client = Client(server.address)
        fill(client, KEYS, 1000)
        first = fill(client, 3000, 1000)
        until(lambda: floor(server) > 0)
        assert floor(server) < first and all_keys(client) == KEYS
        assert 'msg="compacted"' in server.stderr() and "half of the quota" in server.stderr()
        for _ in range(3):
            last = fill(client, 3000, 1000)
        until(lambda: client.status()["dbSizeInUse"] < 3 << 20)
        assert all_keys(client) == KEYS and is_gone(client, 5) and not is_gone(client, last)


def test_a_store_that_is_full_of_keys_is_refused_and_usable_again():
    with Server("--quota", "2MiB", ephemeral=False) as server:
        client = Client(server.address)
        refusal = None
        for i in range(4000):
            try:
                client.put(key=b"key%d" % i, value=b"v" * 1000)
            except grpc.RpcError as e:
                refusal = e.details()
                break
        assert refusal == "etcdserver: mvcc: database space exceeded", refusal
        assert client.delete(key=b"key", range_end=b"kez")["deleted"] == i


def test_without_a_disk_too():
    with Server("--quota", "2MiB", "--tail-bytes", "64KiB") as server:
        client = Client(server.address)
        fill(client, 3000, 1000)
        until(lambda: floor(server) > 0)
        assert all_keys(client) == KEYS


def test_all_is_kept_if_that_is_asked_for():
    with Server("--retain", "all", "--quota", "4MiB", ephemeral=False) as server:
        client = Client(server.address)
        fill(client, 2500, 1000)
        time.sleep(3)
        assert floor(server) == 0 and not is_gone(client, 5)


def test_revisions():
    with Server("--retain", "200rev", ephemeral=False) as server:
        client = Client(server.address)
        last = fill(client, 1000)
        until(lambda: floor(server) >= last - 225)
        assert floor(server) <= last - 200 and is_gone(client, last - 300) and not is_gone(client, last - 199)


def test_age_is_counted_without_writes_and_over_a_restart():
    with Server("--retain", "3s", ephemeral=False) as server:
        client = Client(server.address)
        old = fill(client, 50)
        until(lambda: floor(server) == old, seconds=30)
        begun = time.monotonic()
        new = fill(client, 50)
        server.terminate()
        with Server("--retain", "3s", ephemeral=False, data=server.data) as again:
            client = Client(again.address)
            if time.monotonic() - begun < 2:
                assert floor(again) == old and not is_gone(client, old + 1)
            until(lambda: floor(again) == new, seconds=30)
            assert all_keys(client) == KEYS


def test_periodic_as_etcd_has_it():
    with Server("--auto-compaction-retention", "2s", as_etcd=True) as server:
        client = Client(server.address)
        last = fill(client, 50)
        until(lambda: floor(server) == last, seconds=30)
        assert "--auto-compaction-retention" in server.stderr()


def test_without_auto_compaction_an_etcd_keeps_everything():
    with Server("--quota-backend-bytes", "4194304", as_etcd=True) as server:
        client = Client(server.address)
        fill(client, 2500, 1000)
        time.sleep(3)
        assert floor(server) == 0


main(globals())
