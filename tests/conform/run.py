#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Foreign suites and clients that must be built with Go: h2spec against the port, and the newest
clientv3. What Go downloads goes to its own caches, what it builds to build-conform. `./dev conform
[h2spec] [clientv3]`; the results belong in docs/compat.md."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "build-conform")
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from etcd3 import Server  # noqa: E402

H2SPEC = "github.com/summerwind/h2spec/cmd/h2spec@v2.2.1+incompatible"


def h2spec(server):
    """Every case of h2spec, strict ones too, against /version."""
    subprocess.run(["go", "install", H2SPEC], check=True, env={**os.environ, "GOBIN": OUT, "GOWORK": "off"})
    host, port = server.address.rsplit(":", 1)
    done = subprocess.run([os.path.join(OUT, "h2spec"), "-h", host, "-p", port, "-P", "/version", "-o", "2", "-S"],
                          capture_output=True, text=True, timeout=900)
    print(done.stdout[-12000:])
    found = re.search(r"(\d+) tests, (\d+) passed, (\d+) skipped, (\d+) failed", done.stdout)
    if not found:
        print(done.stderr[-2000:])
        return 0, 1
    return int(found[2]), int(found[4])


def clientv3(server):
    """clientv3 of go.mod: kv, txn, watch with resume, progress, fragments, compaction."""
    subprocess.run(["go", "build", "-o", os.path.join(OUT, "clientv3"), "."], check=True,
                   cwd=os.path.join(HERE, "clientv3"), env={**os.environ, "GOWORK": "off"})
    done = subprocess.run([os.path.join(OUT, "clientv3"), server.address], capture_output=True, text=True, timeout=300)
    print(done.stdout + done.stderr[-4000:])
    return done.stdout.count("ok   "), done.stdout.count("FAIL ") or int(done.returncode != 0)


SUITES = {"h2spec": h2spec, "clientv3": clientv3}


def main():
    if not shutil.which("go"):
        print("conform: there is no go on this machine")
        return 1
    os.makedirs(OUT, exist_ok=True)
    passed = failed = 0
    for name in sys.argv[1:] or SUITES:
        data = tempfile.mkdtemp(prefix="vedette-conform-")
        server = Server(data, binary=os.path.join(ROOT, "build/vedette"))
        try:
            ok, bad = SUITES[name](server)
        finally:
            server.stop()
            shutil.rmtree(data, ignore_errors=True)
        print(f"-- {name}: {ok} passed, {bad} failed")
        passed, failed = passed + ok, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
