# SPDX-License-Identifier: Apache-2.0
"""Who lists and watches Kubernetes for a living, on Vedette's door: client-go of several years, a controller-runtime
manager, and npm's informer for a whole minute."""
import os
import random
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "build-conform")
# The newest is in go.mod. From 0.32 on bodies are protobuf, from 0.35 on informers watch their lists.
CLIENT_GO = ("v31.mod", "v33.mod", "go.mod")


def build(name, *arguments, folder):
    program = os.path.join(OUT, name)
    subprocess.run(["go", "build", "-o", program, *arguments], check=True, cwd=os.path.join(HERE, folder),
                   env={**os.environ, "GOWORK": "off"})
    return program


def told(*command, timeout=400):
    """Runs a program that says `ok   ` and `FAIL `: how many of each."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    print(done.stdout + done.stderr[-4000:], flush=True)
    return done.stdout.count("ok   "), done.stdout.count("FAIL ") or int(done.returncode != 0)


def client_go(server):
    """client-go 0.31, 0.33 and the newest: typed, dynamic and metadata clients and informers, faults, a retried watch, a
    kind that is defined, a hundred watches, elections by three processes."""
    passed = failed = 0
    for mod in CLIENT_GO:
        name = f"clientgo-{mod.split('.')[0]}"
        print(f"{name}:", flush=True)
        ok, bad = told(build(name, "-modfile", mod, ".", folder="clientgo"), f"http://{server.address}", name)
        passed, failed = passed + ok, failed + bad
    return passed, failed


def controller_runtime(server):
    """A manager with a reconciler of a kind that envtest installs into this server; it meets faults."""
    return told(build("controller", ".", folder="controller"), f"http://{server.address}")


def npm_informer(server):
    """npm's informer, broken off at random for a minute: it lists once, and has the list."""
    folder = os.path.join(ROOT, "tests", "clients", "node")
    if not os.path.isdir(os.path.join(folder, "node_modules", "@kubernetes")):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], check=True, cwd=folder)
    seed = random.randrange(1 << 31)
    done = subprocess.run(["node", "kube.mjs", "informer", server.address, "minute", str(seed), "60"], cwd=folder,
                          capture_output=True, text=True, timeout=400)
    print(f"seed {seed}: {done.stdout}{done.stderr[-4000:]}", flush=True)
    return int(done.returncode == 0), int(done.returncode != 0)
