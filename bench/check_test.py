#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The generator's checks must be able to fail: a bare server that drops, doubles, swaps or corrupts
one delivery to one watcher is found out, and one that does not is passed.

usage: check_test.py VD_LOAD VD_BARE"""

import json
import subprocess
import sys


def outcome(load, bare, fault, proto):
    server = subprocess.Popen([bare, "serve"] + (["--fault", fault] if fault else []), stdout=subprocess.PIPE)
    try:
        port = server.stdout.readline().decode().rsplit(":", 1)[1].strip()
        done = subprocess.run([load, "--bare", "--port", port, "--pid", str(server.pid), "--timeout", "5",
                               "--wproto", proto, "--wconns", "3", "--settle", "0.05", "--op", "put", "--rate", "200",
                               "--count", "50"], stdout=subprocess.PIPE, timeout=30)
        return done.returncode, json.loads(done.stdout)["error"]
    finally:
        server.kill()
        server.wait()


def main():
    load, bare = sys.argv[1:]
    lost, order, others = "not done within its time", "out of order", "others than were written"
    expected = {"etcd": {"": "", "drop": lost, "double": order, "swap": order, "corrupt": others},
                "feed": {"": "", "drop": lost, "double": order, "swap": order, "corrupt": order}}
    failed = 0
    for proto, fault, text in ((p, f, t) for p, faults in expected.items() for f, t in faults.items()):
        code, error = outcome(load, bare, fault, proto)
        right = (code == 0 and not error) if not fault else (code == 1 and text in error)
        failed += not right
        print(("ok" if right else "FAILED"), proto, fault or "no fault", "->", code, error)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
