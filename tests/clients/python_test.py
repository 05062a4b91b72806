# SPDX-License-Identifier: Apache-2.0
"""Debian's python3-etcd3: python/main.py, one check a run (its name is that of a module of ours)."""

import os
import subprocess

from kit import Skip

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "python", "main.py")


def check(t, name, server=None):
    if not os.path.exists("/usr/lib/python3/dist-packages/etcd3"):
        raise Skip("python3-etcd3 is not installed")
    done = subprocess.run(["/usr/bin/python3", PROGRAM, name, (server or t).endpoint, t.key().decode()],
                          capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr


def test_put_get_and_delete(t):
    check(t, "basics")


def test_transactions(t):
    check(t, "transactions")


def test_watches(t):
    check(t, "watches")


def test_a_compacted_start_is_a_typed_error_with_the_floor(t):
    check(t, "compacted")


def test_leases(t):
    check(t, "leases")


def test_locks(t):
    check(t, "locks")


def test_what_an_operator_asks(t):
    check(t, "operator")


def test_alarms(t):
    check(t, "alarms", t.start())
