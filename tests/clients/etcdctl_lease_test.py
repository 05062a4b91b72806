# SPDX-License-Identifier: Apache-2.0
"""Leases, locks and elections by Debian's etcdctl, as people and scripts use them."""

import os
import re
import signal
import subprocess
import tempfile

from ctl import ENV, Ctl, Running
from kit import eq, until


def grant(ctl, seconds):
    line = ctl("lease", "grant", str(seconds))
    found = re.fullmatch(r"lease ([0-9a-f]{16}) granted with TTL\((\d+)s\)\n", line)
    assert found, line
    eq(int(found.group(2)), seconds)
    return found.group(1)


def listed(ctl):
    first, *ids = ctl.lines("lease", "list")
    eq(first, f"found {len(ids)} leases")
    return ids


# Leases


def test_grant_list_and_revoke(t):
    server = t.start()
    ctl = Ctl(t, server)
    eq(listed(ctl), [])
    first, second = grant(ctl, 600), grant(ctl, 300)
    eq(listed(ctl), [second, first])
    eq(ctl("lease", "revoke", first), f"lease {first} revoked\n")
    eq(listed(ctl), [second])
    eq(ctl.error("lease", "revoke", first), "etcdserver: requested lease not found")


def test_time_to_live_with_keys(t):
    ctl, p = Ctl(t), t.key().decode()
    lease = grant(ctl, 500)
    ctl("put", p + "a", "1", f"--lease={lease}")
    ctl("put", p + "b", "2", f"--lease={lease}")
    line = ctl("lease", "timetolive", lease)
    found = re.fullmatch(rf"lease {lease} granted with TTL\(500s\), remaining\((\d+)s\)\n", line)
    assert found and 490 <= int(found.group(1)) <= 500, line
    line = ctl("lease", "timetolive", lease, "--keys")
    keys = re.search(r", attached keys\(\[(.*)\]\)$", line.strip()).group(1).split()
    eq(sorted(keys), [p + "a", p + "b"])
    ctl("lease", "revoke", lease)
    eq(ctl("lease", "timetolive", lease), f"lease {lease} already expired\n")
    eq(ctl("get", p, "--prefix"), "")


def test_keep_alive_once(t):
    ctl = Ctl(t)
    lease = grant(ctl, 100)
    eq(ctl("lease", "keep-alive", "--once", lease), f"lease {lease} keepalived with TTL(100)\n")
    ctl("lease", "revoke", lease)
    done = ctl.run("lease", "keep-alive", "--once", lease)
    assert "requested lease not found" in done.stderr + done.stdout, done


def test_keep_alive_goes_on_until_the_lease_is_gone(t):
    ctl, k = Ctl(t), t.key("a").decode()
    lease = grant(ctl, 3)
    ctl("put", k, "v", f"--lease={lease}")
    beats = Running(t, "lease", "keep-alive", lease)
    eq(beats.take(6, timeout=30), [f"lease {lease} keepalived with TTL(3)"] * 6)  # one a second
    eq(ctl("get", k, "--print-value-only"), "v\n")
    ctl("lease", "revoke", lease)
    until(lambda: f"lease {lease} expired or revoked." in beats.out)
    eq(beats.process.wait(15), 0)


def test_a_key_goes_when_nobody_keeps_its_lease_alive(t):
    ctl, k = Ctl(t), t.key("a").decode()
    ctl("put", k, "v", f"--lease={grant(ctl, 2)}")
    eq(ctl("get", k, "--print-value-only"), "v\n")
    until(lambda: ctl("get", k) == "")


# Locks


def test_a_command_under_a_lock(t):
    ctl, name = Ctl(t), t.key("m").decode()
    out = ctl("lock", name, "--", "sh", "-c", "echo $ETCD_LOCK_KEY $ETCD_LOCK_REV")
    key, revision = out.split()
    assert re.fullmatch(rf"{re.escape(name)}/[0-9a-f]+", key) and int(revision) > 1, out
    eq(ctl("get", name, "--prefix"), "", "the lock was given back")
    done = ctl.run("lock", name, "--", "sh", "-c", "exit 3")
    assert done.returncode != 0, "the command's failure is told"
    eq(ctl("get", name, "--prefix"), "")


def test_a_lock_that_is_held_until_interrupted(t):
    ctl, name = Ctl(t), t.key("m").decode()
    first = Running(t, "lock", name)
    key, = first.take(1)
    second = Running(t, "lock", name)
    until(lambda: len(ctl("get", name, "--prefix", "--keys-only").split()) == 2)
    second.silent()
    first.end()
    other, = second.take(1)
    assert other != key, "the same key twice"
    second.end()
    until(lambda: ctl("get", name, "--prefix") == "")


def test_who_is_killed_loses_the_lock_with_the_lease(t):
    name = t.key("m").decode()
    first = Running(t, "lock", "--ttl=2", name)
    first.take(1)
    second = Running(t, "lock", name)
    first.end(signal.SIGKILL)
    second.take(1, timeout=30)


def test_ten_scripts_share_a_file_under_a_lock(t):
    name, ctl = t.key("m").decode(), t.need("etcdctl")
    with tempfile.TemporaryDirectory(prefix="vd-lock-") as folder:
        path = os.path.join(folder, "count")
        with open(path, "w", encoding="ascii") as f:
            f.write("0")
        script = f"n=$(cat {path}); sleep 0.02; echo $((n + 1)) > {path}"
        running = [subprocess.Popen([ctl, "--endpoints", t.endpoint, "lock", name, "--", "sh", "-c", script], env=ENV,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                   for _ in range(10)]
        for process in running:
            out, _ = process.communicate(timeout=60)
            eq((process.returncode, out), (0, ""))
        with open(path, encoding="ascii") as f:
            eq(f.read(), "10\n")


# Elections


def test_an_election_is_won_passed_on_and_listened_to(t):
    ctl, name = Ctl(t), t.key("e").decode()
    listener = Running(t, "elect", "-l", name)
    first = Running(t, "elect", name, "one")
    key, value = first.take(2)
    eq(value, "one")
    eq(listener.take(2), [key, "one"])
    second = Running(t, "elect", name, "two")
    until(lambda: len(ctl("get", name, "--prefix", "--keys-only").split()) == 2)
    second.silent()
    first.end()
    other, value = second.take(2)
    eq((value, listener.take(2)), ("two", [other, "two"]))
    second.end()
    until(lambda: ctl("get", name, "--prefix") == "")


def test_a_leader_that_is_killed_is_followed_when_its_lease_expires(t):
    name = t.key("e").decode()
    first = Running(t, "elect", name, "one")
    first.take(2)
    lease = Ctl(t).json("get", name, "--prefix")["kvs"][0]["lease"]
    second = Running(t, "elect", name, "two")
    first.end(signal.SIGKILL)
    second.silent()
    Ctl(t)("lease", "revoke", f"{lease:x}")  # rather than wait for a minute
    eq(second.take(2)[1], "two")
