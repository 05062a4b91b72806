#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Concurrent clients of one server that is killed, stopped and started again; then every request, every
watch and the whole log are held against each other by checker.py.

linear_test.py [SECONDS] [SEED]     VEDETTE names the binary, or VD_REFERENCE an etcd in its place
   --keep FILE      leaves the history there (a history that is refused is always left)
   --check FILE     looks at such a history again"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(HERE, "..", "lib"), os.path.join(HERE, "..", "clients")]
sys.dont_write_bytecode = True
import grpc  # noqa: E402
from checker import Violation, check  # noqa: E402
from kit import Server, choose_target  # noqa: E402
from model import slim  # noqa: E402
from wire import Client  # noqa: E402

PROCESSES = 3
# Below this a run proves too little, and fails.
LEAST = {"writes": 1000, "reads": 1000, "refused": 50, "unknown": 50, "unknown_there": 5, "unknown_not_there": 5,
         "compares_true": 100, "compares_false": 50, "events": 2000, "resumed": 10,
         "kills": 4, "stops": 4, "ends": 2, "defragmented": 2}


def start_clients(endpoint, seed, progress, folder):
    clients = []
    for number in range(PROCESSES):
        path = os.path.join(folder, f"client-{number}")
        clients.append((path, subprocess.Popen(
            [sys.executable, os.path.join(HERE, "workload.py"), endpoint, str(number), str(seed), str(progress),
             path],
            stdin=subprocess.PIPE)))
    return clients


def collect(clients):
    """Ends them; their parts of the history in one."""
    history = {"ops": [], "watches": []}
    for _, process in clients:
        process.stdin.close()
    for path, process in clients:
        assert process.wait(timeout=300) == 0, "a client failed"
        with open(path, encoding="ascii") as f:
            part = json.load(f)
        history["ops"] += part["ops"]
        history["watches"] += part["watches"]
    return history


def stop_for_a_while(server, rng):
    server.process.send_signal(signal.SIGSTOP)
    time.sleep(rng.choice([rng.uniform(0.05, 0.3), rng.uniform(0.6, 1.0)]))  # patience ends after half a second


def defragment(server, rng, tally):
    """Asks for it; what comes next may find it under way."""
    def ask():
        client = Client(server.endpoint)
        try:
            client.defragment(timeout=10)
            tally["defragmented"] += 1
        except grpc.RpcError:
            pass
        client.close()

    threading.Thread(target=ask, daemon=True).start()
    time.sleep(rng.uniform(0, 0.1))


def torment(server, rng, until):
    """Kills, stops and ends the server in turn, at random moments, defragmentations too; how often."""
    tally, round_ = {"kills": 0, "stops": 0, "ends": 0, "defragmented": 0}, 0
    latest = until + 120  # a slow machine may take longer, but not for ever
    while time.monotonic() < until or time.monotonic() < latest and any(tally[name] < LEAST[name] for name in tally):
        time.sleep(rng.uniform(0.2, 1.0))
        kind = ("kill", "stop", "defragment and stop", "defragment and kill", "end", "stop and kill")[round_ % 6]
        round_ += 1
        if "defragment" in kind:
            defragment(server, rng, tally)
        if "stop" in kind:
            stop_for_a_while(server, rng)
            tally["stops"] += 1
        if "kill" in kind:
            server.end(signal.SIGKILL)
            tally["kills"] += 1
            server.start()
        elif kind == "end":
            assert server.end() in (0, -signal.SIGTERM), "no clean end"
            tally["ends"] += 1
            server.start()
        else:
            server.process.send_signal(signal.SIGCONT)
    return tally


def read_log(endpoint):
    """Every event there ever was, by revision."""
    client = Client(endpoint)
    head, revisions = client.revision(), []
    stream = client.watch(timeout=120)
    stream.create(key=b"\0", range_end=b"\0", start_revision=1, prev_kv=1)
    while len(revisions) + 1 < head:
        for event in stream.next(30)["events"]:
            revision = event["kv"]["mod_revision"]
            if revision != len(revisions) + 1:
                revisions += [[] for _ in range(revision - len(revisions) - 1)]
            revisions[-1].append(slim(event))
    stream.close()
    client.close()
    return revisions


def run(target, seconds, seed):
    rng, server = random.Random(seed), Server(target)
    # etcd's progress may go back before 3.4.25 and 3.5.8 (etcd-io/etcd#15220).
    progress = 0 if target.is_etcd and target.version < (3, 5, 8) else 5
    clients = []
    try:
        with tempfile.TemporaryDirectory(prefix="vd-linear-") as folder:
            clients = start_clients(server.endpoint, seed, progress, folder)
            tally = torment(server, rng, time.monotonic() + seconds)
            history = collect(clients)
        server.end(signal.SIGKILL)
        server.start()
        history["log"] = read_log(server.endpoint)
    finally:
        for _, process in clients:
            if process.poll() is None:
                process.kill()
                process.wait()
        server.stop()
    return {"seed": seed, "nemesis": tally, **history}


def judge(history):
    """Prints what is to be said; whether all is well."""
    try:
        tally = {**check(history), **history.get("nemesis", {})}
    except Violation as violation:
        print(f"NOT LINEARIZABLE: {violation}")
        return False
    print(", ".join(f"{name} {n}" for name, n in tally.items()))
    few = [f"{name} {tally[name]} of {least}" for name, least in LEAST.items() if tally.get(name, 0) < least]
    if few:
        print("too little to prove anything: " + ", ".join(few))
    return not few


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("seconds", nargs="?", type=float, default=20)
    p.add_argument("seed", nargs="?", type=int, default=random.randrange(1 << 30))
    p.add_argument("--keep", metavar="FILE")
    p.add_argument("--check", metavar="FILE")
    args = p.parse_args()
    if args.check:
        with open(args.check, encoding="ascii") as f:
            history = json.load(f)
    else:
        print(f"seed {args.seed}", flush=True)
        if os.environ.get("VD_ENDPOINT"):
            p.error("it kills its server, and VD_ENDPOINT names one that is not its own")
        history = run(choose_target(), args.seconds, args.seed)
    well = judge(history)
    if args.keep or not (well or args.check):
        path = args.keep or os.path.join(tempfile.gettempdir(), f"history-{args.seed}.json")
        with open(path, "w", encoding="ascii") as f:
            json.dump(history, f)
        print(f"the history is in {path}")
    print("1 passed, 0 failed" if well else "0 passed, 1 failed")
    return 0 if well else 1


sys.exit(main())
