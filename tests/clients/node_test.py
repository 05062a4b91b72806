# SPDX-License-Identifier: Apache-2.0
"""The npm client etcd3, pinned by node/package-lock.json: node/main.js, one check a run."""

import json
import os
import subprocess

from kit import Skip

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "node")


def install(t):
    node, npm = t.need("node"), t.need("npm")
    with open(os.path.join(HERE, "package.json"), encoding="utf-8") as f:
        wanted = json.load(f)["dependencies"]
    if not all(os.path.isdir(os.path.join(HERE, "node_modules", name)) for name in wanted):
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HERE,
                              capture_output=True, text=True, timeout=110)
        if done.returncode != 0:
            raise Skip("npm ci failed: " + done.stderr.strip().splitlines()[-1][:200])
    return node


def check(t, name):
    done = subprocess.run([install(t), "main.js", name, t.endpoint, t.key().decode()], cwd=HERE,
                          capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr


def test_put_get_and_delete(t):
    check(t, "basics")


def test_watch_a_key(t):
    check(t, "watch")


def test_watch_a_prefix(t):
    check(t, "watchPrefix")


def test_watch_from_a_revision(t):
    check(t, "watchFromRevision")


def test_fifty_watchers(t):
    check(t, "manyWatchers")


def test_txn(t):
    check(t, "txn")


def test_errors_are_the_typed_ones(t):
    check(t, "errors")


def test_a_compacted_start_is_reported(t):
    check(t, "compacted")


def test_a_lease(t):
    check(t, "lease")


def test_a_lease_is_kept_alive_until_it_is_let_go(t):
    check(t, "leaseIsKeptAlive")


def test_a_lease_that_is_lost(t):
    check(t, "leaseIsLost")


def test_twenty_share_a_lock(t):
    check(t, "lock")


def test_an_election_is_observed(t):
    check(t, "election")


def test_transfers_in_memory_conserve_the_sum(t):
    check(t, "stm")


def test_maintenance_and_members(t):
    check(t, "maintenance")
