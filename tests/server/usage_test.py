#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Bad usage is exit 2 and one line on stderr; a server that cannot start is exit 1 and one line."""
import os
import socket
import tempfile

from kit import Server, fails, main, run


def test_bad_usage_is_exit_2_and_one_line():
    fails(2, "which command? see vedette help")
    fails(2, ["bogus", "no such command"], "bogus")
    fails(2, ["--bogus", "no such flag"], "serve", "--bogus")
    fails(2, "serve takes flags only", "serve", "data")
    fails(2, "needs a value", "serve", "--listen")
    fails(2, "must lie between 1 and 60", "serve", "--threads=0")
    fails(2, "write it like --drain 3s", "serve", "--drain", "soon")


def test_help_and_version_are_answers():
    for args in (["help"], ["--help"], ["serve", "--help"]):
        code, out, err = run(*args)
        assert (code, err) == (0, "") and "usage: vedette" in out, (args, code, out, err)
    for flag in ("--listen", "--data", "--ephemeral", "--threads", "--drain", "--log-level"):
        assert flag in run("serve", "--help")[1], flag
    code, out, _ = run("version")
    assert code == 0 and out.startswith("vedette "), out


def test_an_address_that_is_none_is_exit_1():
    fails(1, ["--listen nowhere", "write it like"], "serve", "--ephemeral", "--listen", "nowhere")
    fails(1, "--listen 127.0.0.1:99999", "serve", "--ephemeral", "--listen", "127.0.0.1:99999")


def test_a_port_in_use_is_exit_1_and_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        fails(1, [address, "somebody serves there already"], "serve", "--ephemeral", "--listen", address)


def test_a_port_that_is_not_ours_is_exit_1():
    # An address of no interface of this machine.
    fails(1, ["192.0.2.1:1", "choose another address"], "serve", "--ephemeral", "--listen", "192.0.2.1:1")


def test_a_full_stdout_is_exit_1():
    with open("/dev/full", "w", encoding="ascii") as full:
        import subprocess
        from kit import BINARY
        done = subprocess.run([BINARY, "serve", "--ephemeral", "--listen", "127.0.0.1:0"], stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=20)
    assert done.returncode == 1 and "standard output" in done.stderr, done


def test_flags_may_be_written_both_ways():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s")
        with Server("--threads=2", "--drain", "1s", "--log-level=warn", listen=("127.0.0.1:0", f"unix:{path}")) as server:
            assert server.urls[1] == f"unix:{path}"
            assert "etcdserver" in server.get("/version")


main(globals())
