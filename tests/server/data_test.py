#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The data directory: private, for one process, refused when it makes no sense; and a log that cannot
be written ends the server."""
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import zlib

from kit import BINARY, Server, fails, main, until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client  # noqa: E402


def serve(data):
    return "serve", "--listen", "127.0.0.1:0", "--data", data


def test_it_is_made_private_and_kept():
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        with Server(ephemeral=False, data=data) as server:
            assert stat.S_IMODE(os.stat(data).st_mode) == 0o700
            Client(server.address).put(key=b"k", value=b"v")
            assert server.terminate()[0] == 0
        with Server(ephemeral=False, data=data) as server:
            answer = Client(server.address).range(key=b"k")
            assert [kv["value"] for kv in answer["kvs"]] == [b"v"], answer


def test_a_second_server_on_it_is_exit_1():
    with Server(ephemeral=False) as server:
        fails(1, [server.data, "another process"], *serve(server.data))
        assert "etcdserver" in server.get("/version")


def test_a_killed_server_leaves_no_lock():
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        with Server(ephemeral=False, data=data) as server:
            Client(server.address).put(key=b"k", value=b"v")
            server.process.kill()
            server.process.wait()
        with Server(ephemeral=False, data=data) as server:
            assert Client(server.address).range(key=b"k")["kvs"]


def test_leases_begin_anew_with_the_server_and_not_with_its_first_client():
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        with Server(ephemeral=False, data=data) as server:
            client = Client(server.address)
            client.lease_grant(TTL=2, ID=2)
            client.lease_grant(TTL=60, ID=60)
            client.put(key=b"k", value=b"v", lease=2)
            server.process.kill()
            server.process.wait()
        with Server(ephemeral=False, data=data) as server:
            time.sleep(3)  # nobody is there
            client = Client(server.address)
            left = client.time_to_live(ID=60)["TTL"]
            assert 0 <= left < 60 - 2, left
            until(lambda: not client.range(key=b"k")["kvs"])
            assert [lease["ID"] for lease in client.leases()["leases"]] == [60]


def test_what_is_no_directory_or_not_ours_is_exit_1():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with open(path, "w", encoding="ascii"):
            pass
        fails(1, path, *serve(path))
        fails(1, "missing", *serve(os.path.join(folder, "missing", "data")))
        if os.geteuid():
            os.chmod(folder, 0o500)
            fails(1, "ermission denied", *serve(os.path.join(folder, "data")))
            os.chmod(folder, 0o700)


def filled(folder):
    data = os.path.join(folder, "data")
    with Server(ephemeral=False, data=data) as server:
        client = Client(server.address)
        for i in range(50):
            client.put(key=b"k%d" % i, value=b"v" * 1000)
        server.process.kill()  # so that the log has all of it
        server.process.wait()
    return data


def segments(data):
    folder = os.path.join(data, "wal")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".wal")]


def test_a_newer_format_is_exit_1_and_nothing_is_touched():
    with tempfile.TemporaryDirectory() as folder:
        data = filled(folder)
        for path in segments(data):
            with open(path, "r+b") as segment:
                head = segment.read(80)
                if head[:8] != b"VDWALSEG":
                    continue
                newer = head[:8] + (99).to_bytes(4, "little") + head[12:76]
                newer += crc32c(newer).to_bytes(4, "little")
                for at in (0, 2048):
                    segment.seek(at)
                    segment.write(newer)
        before = contents(data)
        fails(1, [data, "newer"], *serve(data))
        assert before == contents(data)


def contents(data):
    found = {}
    for path in segments(data):
        with open(path, "rb") as segment:
            found[path] = zlib.crc32(segment.read())
    return found


def crc32c(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc


def test_a_lost_log_or_history_is_exit_1():
    with tempfile.TemporaryDirectory() as folder:
        data = filled(folder)
        kept = os.path.join(folder, "kept")
        shutil.copytree(data, kept)
        shutil.rmtree(os.path.join(data, "history"))
        fails(1, data, *serve(data))


def injected(what):
    """The command of a server whose system calls strace spoils; the process is the server's."""
    return ["strace", "-D", "-f", "-qq", "-o", "/dev/null", *what, BINARY, "serve", "--listen", "127.0.0.1:0"]


def start_injected(folder, what, env):
    process = subprocess.Popen([*injected(what), "--data", os.path.join(folder, "data")], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **env})
    line = process.stdout.readline()
    assert line.startswith("vedette: ready on http://"), (line, process.stderr.read())
    return process, line.split("http://")[1].strip()


def write_until_it_fails(address):
    client = Client(address)
    acked = 0
    try:
        while acked < 1000:
            client.put(key=b"k%d" % acked, value=b"v", timeout=10)
            acked += 1
    except grpc.RpcError:
        pass
    return acked


def test_a_failed_flush_ends_it_at_once_and_what_was_answered_is_there():
    with tempfile.TemporaryDirectory() as folder:
        spoil = ["-e", "trace=pwritev2", "-e", "inject=pwritev2:error=EIO:when=20+"]
        process, address = start_injected(folder, spoil, {"VEDETTE_FLUSH": "thread"})
        acked = write_until_it_fails(address)
        assert process.wait(timeout=20) == 1
        said = process.stderr.read()
        errors = [line for line in said.splitlines() if "level=error" in line]
        assert 0 < acked < 1000 and len(errors) == 1 and "could not be written" in errors[0], (acked, said)
        with Server(ephemeral=False, data=os.path.join(folder, "data")) as server:
            kvs = Client(server.address).range(key=b"k", range_end=b"l")["kvs"]
            assert {kv["key"] for kv in kvs} >= {b"k%d" % i for i in range(acked)}


def test_without_io_uring_a_thread_flushes():
    with tempfile.TemporaryDirectory() as folder:
        spoil = ["-e", "trace=io_uring_setup", "-e", "inject=io_uring_setup:error=EPERM"]
        process, address = start_injected(folder, spoil, {})
        Client(address).put(key=b"k", value=b"v", timeout=10)
        process.terminate()
        process.wait(timeout=20)
        said = process.stderr.read()
        assert "io_uring is not to be had" in said and 'flush="thread"' in said, said
        with Server(ephemeral=False, data=os.path.join(folder, "data")) as server:
            assert Client(server.address).range(key=b"k")["kvs"]


main(globals())
