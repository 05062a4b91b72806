#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Real clients against the server: each *_test.py here, on a fresh server in a temporary directory.

usage: tests/clients/run.py [--vedette PATH] [NAME...]

A NAME selects the files or test functions that contain it. The server under test is --vedette (default
build/vedette); with VD_REFERENCE=1 Debian's etcd in its place (or the etcd that it names), with
VD_ENDPOINT=HOST:PORT a server that is already running. The same tests hold for all of them. What a
reference cannot pass because of its version is a note, not a skip. The last line is `N passed, N failed`."""

import argparse
import importlib
import os
import signal
import sys
import time
import traceback

import grpc

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.dont_write_bytecode = True

from kit import Server, Skip, Test, choose_target  # noqa: E402

TEST_SECONDS = 120


class TooLong(Exception):
    pass


def on_alarm(*_):
    raise TooLong(f"took more than {TEST_SECONDS} s")


def tests_of(module):
    return [(n, f) for n, f in vars(module).items() if n.startswith("test_") and callable(f)]


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.skips, self.notes, self.failures = [], [], []

    @staticmethod
    def where(info):
        """The lines of the tests that led there, and what went wrong, cut where it is long."""
        frames = [f for f in traceback.extract_tb(info[2]) if f.filename.startswith(HERE)]
        lines = [f"  {os.path.basename(f.filename)}:{f.lineno}: {f.line}" for f in frames[1:]]
        text = f"{info[0].__name__}: {info[1]}"
        if isinstance(info[1], grpc.RpcError):
            text = f"{info[1].code().name}: {info[1].details()}"
        return "\n".join(lines + ["  " + text[:2000]])

    def one(self, name, function, target, server):
        begin = time.monotonic()
        t = Test(name, target, server, self.notes)
        signal.alarm(TEST_SECONDS)
        try:
            function(t)
            self.passed += 1
            word = "ok"
        except Skip as e:
            self.skips.append(f"{name}: {e}")
            word = "skip"
        except (Exception, AssertionError):
            self.failed += 1
            self.failures.append(name)
            word = "FAILED"
            print(self.where(sys.exc_info()))
        finally:
            signal.alarm(0)
            t.close()
        print(f"{word:6} {name} ({time.monotonic() - begin:.2f} s)", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("names", nargs="*", metavar="NAME")
    p.add_argument("--vedette", default=os.environ.get("VEDETTE", "build/vedette"))
    args = p.parse_args()
    target, tally = choose_target(args.vedette), Tally()
    signal.signal(signal.SIGALRM, on_alarm)
    for file in sorted(f for f in os.listdir(HERE) if f.endswith("_test.py")):
        module = file[:-8]
        chosen = [(n, f) for n, f in tests_of(importlib.import_module(file[:-3]))
                  if not args.names or any(w in f"{module}.{n[5:]}" for w in args.names)]
        if not chosen:
            continue
        server = None
        try:
            if not target.endpoint:
                server = Server(target)
            for name, function in chosen:
                failed = tally.failed
                tally.one(f"{module}.{name[5:]}", function, target, server)
                if server and not server.is_well(thoroughly=tally.failed > failed):
                    print(f"the server died in {name}: {server.tail()}")
                    tally.failed += tally.failed == failed
                    server.stop()
                    server = Server(target)
        except RuntimeError as e:
            print(f"FAILED {module}: {e}")
            tally.failed += len(chosen)
        finally:
            if server:
                server.stop()
    for note in tally.notes:
        print("NOTE", note)
    for skip in tally.skips:
        print("SKIP", skip)
    if tally.failures:
        print("FAILED: " + " ".join(tally.failures))
    print(f"{len(tally.skips)} skipped")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
