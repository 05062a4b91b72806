# SPDX-License-Identifier: Apache-2.0
"""Who lists and watches Kubernetes for a living, on Vedette's door: client-go of several years, a controller-runtime
manager, helm, and npm's informer for a whole minute."""
import json
import os
import random
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "build-conform")
BINARY = os.path.join(ROOT, "build", "vedette")
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


def helm(server):
    """helm 3 installs, upgrades, rolls back and uninstalls a small chart with a definition of its own."""
    program, folder, results = build("helm", "helm.sh/helm/v3/cmd/helm", folder="helm"), tempfile.mkdtemp(prefix="vedette-helm-"), []
    config = os.path.join(folder, "config")
    with open(config, "wb") as f:
        subprocess.run([BINARY, "kubeconfig", "--endpoint", f"http://{server.address}"], check=True, stdout=f)
    env = {**os.environ, "HOME": folder, "KUBECONFIG": config, "HELM_DEBUG": "false"}
    chart, space = os.path.join(HERE, "helm", "chart"), "helmed"

    def there(path):
        try:
            with urllib.request.urlopen(f"http://{server.address}{path}", timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as e:
            return e.code

    def run(name, *arguments, holds):
        done = subprocess.run([program, "-n", space, *arguments], env=env, capture_output=True, text=True, timeout=120)
        good = done.returncode == 0 and holds(done.stdout)
        print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f"\n{done.stdout}{done.stderr}"), flush=True)
        results.append(good)

    def color(expected, replicas):
        return (there(f"/api/v1/namespaces/{space}/configmaps/r")["data"] == {"color": expected}
                and there(f"/apis/helm.vedette.test/v1/namespaces/{space}/gadgets/r")["spec"] == {"color": expected}
                and there(f"/apis/apps/v1/namespaces/{space}/deployments/r")["spec"]["replicas"] == replicas
                and there(f"/api/v1/namespaces/{space}/services/r")["spec"]["clusterIP"])

    blue = f"/api/v1/namespaces/{space}/secrets/r-blue"
    try:
        run("install", "install", "r", chart, "--create-namespace", holds=lambda _: color("red", 1) and there(blue) == 404)
        run("list", "list", "-o", "json", holds=lambda out: [r["status"] for r in json.loads(out)] == ["deployed"])
        run("upgrade", "upgrade", "r", chart, "--set", "color=blue,replicas=3",
            holds=lambda _: color("blue", 3) and there(blue) != 404)
        run("rollback", "rollback", "r", "1", holds=lambda _: color("red", 1) and there(blue) == 404)
        run("history", "history", "r", "-o", "json", holds=lambda out: [r["revision"] for r in json.loads(out)] == [1, 2, 3])
        run("uninstall", "uninstall", "r", "--wait",
            holds=lambda _: there(f"/api/v1/namespaces/{space}/configmaps/r") == 404
            and there(f"/apis/apps/v1/namespaces/{space}/deployments/r") == 404)
        run("list after it", "list", "--all", "-o", "json", holds=lambda out: json.loads(out) == [])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return results.count(True), results.count(False)


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
