#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Plays tests/kube/sessions with kubectl: each on a fresh server, once with Debian's kubectl and once with a
current one where there is one.

usage: tests/kube/run.py [--record URL] [NAME...]

--record plays them against the API server at URL and writes what it answers into the files; look at the
difference before it is committed. VEDETTE names the binary. The last line is `N passed, N failed`."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "server")]
sys.dont_write_bytecode = True

import kubectl  # noqa: E402
import sessions  # noqa: E402
from kit import Server  # noqa: E402

CLIENTS = {"old": kubectl.old(), "new": kubectl.new()}


def chosen(names):
    for name in sorted(os.listdir(os.path.join(HERE, "sessions"))):
        if not names or any(n in name for n in names):
            yield os.path.join(HERE, "sessions", name)


def play(path, program):
    with Server() as server:
        terminal = sessions.Terminal(program, f"http://{server.address}")
        try:
            return sessions.play(path, terminal)
        finally:
            terminal.close()


def record(url, names):
    for path in chosen(names):
        top, _ = sessions.read(path)
        client = "old" if sessions.keeps_out(top, "new") else "new"
        terminal = sessions.Terminal(CLIENTS[client], url)
        try:
            sessions.record(path, terminal)
        finally:
            terminal.close()


def main():
    names = sys.argv[1:]
    if names[:1] == ["--record"]:
        record(names[1], names[2:])
        return 0
    passed = failed = 0
    for client, program in CLIENTS.items():
        if not program:
            print(f"SKIP no {'current' if client == 'new' else 'Debian'} kubectl on this machine")
            continue
        for path in chosen(names):
            title = f"{os.path.basename(path)} ({client})"
            why = sessions.keeps_out(sessions.read(path)[0], client)
            if why:
                continue
            try:
                print(f"ok     {title}: {play(path, program)} steps", flush=True)
                passed += 1
            except Exception as e:  # pylint: disable=broad-except
                print(f"FAILED {title}: {e}", flush=True)
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
