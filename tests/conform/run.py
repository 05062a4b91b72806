#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Foreign suites and clients that must be built with Go: h2spec against the port, the newest clientv3 and
its concurrency package, etcdctl, grpc-go on feeds, grpcurl, and porcupine over a history of tests/linear; and etcdctl's own check
of performance. What Go downloads goes to its own caches, what it builds to build-conform. `./dev
conform [NAME...]` runs the named ones of SUITES; the results belong in docs/compat.md."""
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "build-conform")
BINARY = os.path.join(ROOT, "build", "vedette")
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import kube  # noqa: E402
import kube_clients  # noqa: E402
from etcd3 import Server  # noqa: E402

PROTOC_GEN = ("google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.5",
              "google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.5.1")
GRPCURL = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3"
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


# The same packages, where clientv3 keeps them since 3.5.
MOVED = (("go.etcd.io/etcd/etcdserver/api/v3rpc/rpctypes", "go.etcd.io/etcd/api/v3/v3rpc/rpctypes"),
         ("go.etcd.io/etcd/contrib/recipes", "go.etcd.io/etcd/client/v3/experimental/recipes"),
         ("go.etcd.io/etcd/clientv3", "go.etcd.io/etcd/client/v3"))


def concurrency(server):
    """The checks of tests/clients/go, which are written against Debian's clientv3, on that of go.mod: sessions, locks
    under contention with kills, elections, transactions in memory, leasing, mirror, queues, leases by the thousand."""
    folder, program = os.path.join(OUT, "concurrency.go"), os.path.join(OUT, "concurrency")
    os.makedirs(folder, exist_ok=True)
    for name in ("go.mod", "go.sum"):
        shutil.copy(os.path.join(HERE, "clientv3", name), folder)
    sources = os.path.join(ROOT, "tests/clients/go")
    for name in os.listdir(sources):
        with open(os.path.join(sources, name), encoding="utf-8") as f:
            text = f.read()
        for old, new in MOVED:
            text = text.replace(f'"{old}', f'"{new}')
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=folder, env={**os.environ, "GOWORK": "off"})
    names = subprocess.run([program, "list"], capture_output=True, text=True, check=True).stdout.split()
    bad = 0
    for name in sorted(names):
        done = subprocess.run([program, name, server.address, f"{name}/"], capture_output=True, text=True, timeout=200)
        bad += done.returncode != 0
        print(f"FAIL {name}: {done.stderr.strip()}" if done.returncode else f"ok   {name}", flush=True)
    return len(names) - bad, bad


def feed(_):
    """grpc-go on feeds, with stubs made from proto/feed: two programs, since the messages of one name are two. Streams
    pause for ten seconds under publishers at full speed, and then none of their values is missing or doubled."""
    folder, protos, bad = os.path.join(OUT, "feed"), os.path.join(ROOT, "proto"), 0
    env = {**os.environ, "GOWORK": "off"}
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(HERE, "feed"), folder)
    for tool in PROTOC_GEN:
        subprocess.run(["go", "install", tool], check=True, env={**env, "GOBIN": OUT})
    passed, data = 0, tempfile.mkdtemp(prefix="vedette-feed-")
    # What is in memory of the newest history comes to its bound before it is looked at.
    server = Server(data, "--tail-bytes", "2MiB", binary=BINARY)
    try:
        for name, file, arguments in (("values", "server_stream", (str(server.process.pid), "10s")),
                                      ("talk", "both_stream", ())):
            package = f"Mfeed/{file}.proto=vedette/tests/conform/feed/pb/{name},module=vedette/tests/conform/feed"
            subprocess.run(["protoc", "-I", protos, f"--go_out={folder}", f"--go-grpc_out={folder}",
                            f"--go_opt={package}", f"--go-grpc_opt={package}", f"feed/{file}.proto"],
                           check=True, env={**env, "PATH": OUT + os.pathsep + env["PATH"]})
            program = os.path.join(folder, name, name)
            subprocess.run(["go", "build", "-o", program, f"./{name}"], check=True, cwd=folder, env=env)
            done = subprocess.run([program, server.address, *arguments], capture_output=True, text=True, timeout=300)
            print(done.stdout + done.stderr[-4000:], flush=True)
            passed += done.stdout.count("ok   ")
            bad += done.stdout.count("FAIL ") or int(done.returncode != 0)
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)
    return passed, bad


def grpcurl(server):
    """Without any .proto file: every service that is listed is described, and calls are made by name."""
    subprocess.run(["go", "install", GRPCURL], check=True, env={**os.environ, "GOBIN": OUT, "GOWORK": "off"})
    results = []

    def run(*arguments, data=None, options=("-max-time", "10")):
        command = [os.path.join(OUT, "grpcurl"), "-plaintext", *options]
        command += ["-d", json.dumps(data)] if data is not None else []
        return subprocess.run([*command, server.address, *arguments], capture_output=True, text=True, timeout=60)

    def check(name, done, holds):
        good = done.returncode == 0 and holds(done.stdout)
        print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f"\n{done.stdout}{done.stderr}"))
        results.append(good)

    listed = run("list")
    check("list", listed, lambda out: "etcdserverpb.KV" in out.split() and "grpc.health.v1.Health" in out.split())
    for service in listed.stdout.split():
        described = run("describe", service)
        check(f"describe {service}", described, lambda out: "rpc " in out)
        for method in run("list", service).stdout.split():
            check(f"describe {method}", run("describe", method), lambda out: "is a method" in out)
    check("describe a message", run("describe", "mvccpb.KeyValue"), lambda out: "int64 mod_revision = 3" in out)
    key, value = (base64.b64encode(b).decode() for b in (b"grpcurl", b"by name"))
    check("put", run("etcdserverpb.KV/Put", data={"key": key, "value": value}),
          lambda out: int(json.loads(out)["header"]["revision"]) > 1)
    check("range", run("etcdserverpb.KV/Range", data={"key": key}),
          lambda out: json.loads(out)["kvs"][0]["value"] == value)
    for prefix in ("proto.", ""):
        check(f"{prefix}StreamServer/Route", run(f"{prefix}StreamServer/Route", data={"data": "grpcurl"}),
              lambda out: json.loads(out) == {"code": 200, "value": "by name"})
        values = run(f"{prefix}StreamServer/ListValue", data={"data": "grpcurl"},
                     options=("-max-time", "2", "-H", "positions: 1"))
        values.returncode -= 64 + 4  # DEADLINE_EXCEEDED, as grpcurl says it
        check(f"{prefix}StreamServer/ListValue", values, lambda out: json.loads(out)["streamValue"] == "by name")
        check(f"{prefix}Stream/Conversations", run(f"{prefix}Stream/Conversations", data={"question": "who?"}),
              lambda out: json.loads(out)["answer"] == "from stream server answer: the 1 question is who?")
    check("health", run("grpc.health.v1.Health/Check"), lambda out: json.loads(out)["status"] == "SERVING")
    return results.count(True), results.count(False)


def keep_apart(pid):
    """Leaves the first processor to this server; the command prefix that leaves the others to somebody else."""
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) < 2:
        return []
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), {processors[0]})
    return ["taskset", "-c", ",".join(map(str, processors[1:]))]


def perf(server):
    """etcdctl's own verdict: throughput, slowest request and deviation under its loads, a minute each; and what it
    finds that ten thousand keys cost. Its generator hands out one request at a time, and one late by more than a
    request's worth is not made up for: so it does not share its processor with the server."""
    env, bad = {**os.environ, "ETCDCTL_API": "3"}, 0
    checks = [("perf", "s"), ("perf", "xl"), ("datascale", "s")]
    apart = keep_apart(server.process.pid)
    for what, load in checks:
        done = subprocess.run([*apart, "etcdctl", "--endpoints", server.address, "--command-timeout", "60s", "check",
                               what, f"--load={load}"], env=env, capture_output=True, text=True, timeout=300)
        said = re.findall(r"(?:PASS|FAIL)[^\r\n]*", done.stdout)
        good = done.returncode == 0 and said and not any(line.startswith("FAIL") for line in said)
        bad += not good
        print(f"{'ok  ' if good else 'FAIL'} check {what} --load={load}: {'; '.join(said)}{done.stderr[-500:]}", flush=True)
    return len(checks) - bad, bad


def etcdctl(server):
    """The newest etcdctl, as its operator uses it: what it saves is what `vedette snapshot` restores."""
    folder, env = tempfile.mkdtemp(prefix="vedette-etcdctl-"), {**os.environ, "GOWORK": "off"}
    program, saved, restored = (os.path.join(*p) for p in ((OUT, "etcdctl"), (folder, "saved"), (folder, "restored")))
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=os.path.join(HERE, "etcdctl"), env=env)
    results = []

    def run(*command):
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def ctl(*arguments, address=server.address):
        return run(program, "--endpoints", address, *arguments)

    def check(name, done, holds, code=0):
        good = done.returncode == code and holds(done.stdout + done.stderr)
        print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f"\n{done.stdout}{done.stderr}"))
        results.append(good)

    try:
        for i in range(100):
            ctl("put", f"k{i % 10}", "v" * 100 * i)
        check("compact --physical", ctl("compact", "--physical", "90"), lambda out: "compacted revision 90" in out)
        check("snapshot save", ctl("snapshot", "save", saved), lambda out: "Server version 3.6.0" in out)
        status = json.loads(run(BINARY, "snapshot", "status", saved, "--json").stdout)
        check("endpoint hashkv", ctl("endpoint", "hashkv"),
              lambda out: out == f"{server.address}, {status['hash']}, {status['revision']}\n")
        check("defrag", ctl("defrag"), lambda out: "Finished defragmenting etcd member" in out)
        check("endpoint hashkv after it", ctl("endpoint", "hashkv"), lambda out: f", {status['hash']}, " in out)
        check("endpoint status", ctl("endpoint", "status", "-w", "json"),
              lambda out: json.loads(out)[0]["Status"]["storageVersion"] == "3.6.0")
        member = json.loads(ctl("member", "list", "-w", "json").stdout)["members"][0]["ID"]
        check("move-leader to itself", ctl("move-leader", f"{member:x}"), lambda out: "Leadership transferred" in out)
        check("move-leader to nobody", ctl("move-leader", "1234"), lambda out: "bad leader transferee" in out, code=1)
        check("downgrade validate", ctl("downgrade", "validate", "3.4"),
              lambda out: "invalid downgrade target version" in out, code=1)
        check("downgrade cancel", ctl("downgrade", "cancel"), lambda out: "cluster version 3.6" in out)
        check("vedette snapshot restore", run(BINARY, "snapshot", "restore", saved, "--data", restored),
              lambda out: "restored revision 101" in out)
        other = Server(restored, binary=BINARY)
        try:
            check("get of what was restored", ctl("get", "k9", "--print-value-only", address=other.address),
                  lambda out: out == "v" * 9900 + "\n")
            check("endpoint hashkv of it", ctl("endpoint", "hashkv", address=other.address),
                  lambda out: f", {status['hash']}, " in out)
        finally:
            other.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return results.count(True), results.count(False)


def porcupine(_):
    """A history of tests/linear, judged by porcupine; and one that is doctored, which it must refuse."""
    program, path = os.path.join(OUT, "porcupine"), os.path.join(OUT, "history.json")
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=os.path.join(HERE, "porcupine"),
                   env={**os.environ, "GOWORK": "off"})
    made = subprocess.run([sys.executable, os.path.join(ROOT, "tests/linear/linear_test.py"), "20", "--keep", path],
                          env={**os.environ, "VEDETTE": BINARY}, timeout=600)
    taken = subprocess.run([program, path], timeout=700)
    with open(path, encoding="ascii") as f:
        history = json.load(f)
    reads = [op for op in history["ops"] if op["outcome"] == "ok" and op["method"] == "range" and op["answer"].get("kvs")]
    reads[len(reads) // 2]["answer"]["kvs"][0]["value"] = "doctored"
    with open(path, "w", encoding="ascii") as f:
        json.dump(history, f)
    print("a doctored history:", flush=True)
    refused = subprocess.run([program, path], timeout=700)
    good = [made.returncode == 0, taken.returncode == 0, refused.returncode == 1]
    return sum(good), len(good) - sum(good)


def kube_model(server):
    """The model of Kubernetes against the Go code that it is about: the committed table is what its generator makes and
    agrees with client-go's merge schema; protobuf bodies of every kind, filled at random, are what Go prints of them; and
    documents spoilt at random are judged in the words of Go's decoder."""
    here, model = os.path.join(HERE, "kubemodel"), os.path.join(ROOT, "src", "doors", "kube", "model")
    env = {**os.environ, "GOWORK": "off"}
    oracle, build = os.path.join(OUT, "kubemodel"), os.path.join(ROOT, "build-conform-model")
    results = []

    def say(what, is_ok, output=""):
        print(("ok   " if is_ok else "FAIL ") + what)
        if not is_ok:
            print(output[-4000:])
        results.append(is_ok)

    subprocess.run(["go", "build", "-o", oracle, "."], check=True, cwd=here, env=env)
    table = os.path.join(OUT, "types_table.c")
    subprocess.run(["go", "run", ".", "-o", table], check=True, cwd=os.path.join(model, "gen"), env=env)
    with open(table, "rb") as made, open(os.path.join(model, "types_table.c"), "rb") as committed:
        say("the table is what its generator makes", made.read() == committed.read())
    facts = subprocess.run(["go", "run", ".", "-json"], check=True, cwd=os.path.join(model, "gen"), env=env,
                           capture_output=True).stdout
    done = subprocess.run([oracle, "openapi", "http://" + server.address], capture_output=True, cwd=here, env=env)
    say("the schemas of OpenAPI are those of Kubernetes", done.returncode == 0, done.stdout.decode())
    done = subprocess.run([oracle, "apply"], input=facts, capture_output=True, cwd=here, env=env)
    say("lists and maps are merged as client-go has it", done.returncode == 0, done.stdout.decode())

    if not os.path.exists(os.path.join(build, "build.ninja")):
        subprocess.run(["meson", "setup", build, "--buildtype=debugoptimized"], check=True, stdout=subprocess.DEVNULL)
    tests = {"bodies": "kube_protobuf_test", "checks": "kube_type_check_test"}
    targets = {command: "src/doors/kube/model/" + name for command, name in tests.items()}
    subprocess.run(["ninja", "-C", build, "--quiet", *targets.values()], check=True)
    seed = int.from_bytes(os.urandom(3), "big")
    print(f"seed {seed}")
    for i in range(10):
        for command, options in (("bodies", ["-count", "20", "-dense", "0.9", "-most", "400000"]),
                                 ("checks", ["-count", "60", "-most", "3000"])):
            cases = os.path.join(OUT, command + ".txt")
            with open(cases, "wb") as out:
                subprocess.run([oracle, command, "-seed", str(seed + i), *options], check=True, stdout=out)
            done = subprocess.run([os.path.join(build, targets[command]), cases], capture_output=True, text=True,
                                  timeout=600)
            say(f"{command} of every kind, seed {seed + i}", done.returncode == 0, done.stdout + done.stderr)
    return sum(results), len(results) - sum(results)


def kube_cases(_):
    """The cases of src/doors/kube/model, as the libraries of a Kubernetes API server judge them now."""
    program, made = os.path.join(OUT, "kube_cases"), tempfile.mkdtemp(prefix="vedette-kube-cases-")
    kept = os.path.join(ROOT, "src/doors/kube/model/cases")
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=os.path.join(HERE, "kube_cases"),
                   env={**os.environ, "GOWORK": "off"})
    results = []
    try:
        subprocess.run([program, made], check=True, timeout=600)
        for name in sorted(os.listdir(made)):
            with open(os.path.join(made, name), "rb") as new, open(os.path.join(kept, name), "rb") as old:
                results.append(new.read() == old.read())
            print(f"{'ok  ' if results[-1] else 'FAIL'} {name}")
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return results.count(True), results.count(False)


def kube_apply(_):
    """Ownership and server-side apply beside Kubernetes' own field manager: sequences made up at random."""
    program, build = os.path.join(OUT, "kube_apply"), os.path.join(ROOT, "build-conform-model")
    here, target = os.path.join(HERE, "kube_apply"), "src/doors/kube/model/kube_apply_test"
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=here, env={**os.environ, "GOWORK": "off"})
    if not os.path.exists(os.path.join(build, "build.ninja")):
        subprocess.run(["meson", "setup", build, "--buildtype=debugoptimized"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", build, "--quiet", target], check=True)
    seed, results = int.from_bytes(os.urandom(3), "big"), []
    for i in range(4):
        cases = os.path.join(OUT, "applies.jsonl")
        with open(cases, "wb") as out:
            subprocess.run([program, "-random", "1000", "-seed", str(seed + i)], check=True, stdout=out, timeout=600)
        done = subprocess.run([os.path.join(build, target), cases], capture_output=True, text=True, timeout=600)
        results.append(done.returncode == 0)
        print(f"{'ok  ' if results[-1] else 'FAIL'} 1000 sequences, seed {seed + i}")
        if not results[-1]:
            print((done.stdout + done.stderr)[-4000:])
    return results.count(True), results.count(False)


def kube_tables(_):
    """What kubectl prints: the committed rows are those that Kubernetes' own printers make."""
    here, program = os.path.join(HERE, "kube_tables"), os.path.join(OUT, "kube_tables")
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=here, env={**os.environ, "GOWORK": "off"})
    objects = subprocess.run([sys.executable, os.path.join(here, "objects.py")], check=True, capture_output=True).stdout
    made = subprocess.run([program], check=True, input=objects, capture_output=True, timeout=600).stdout
    with open(os.path.join(ROOT, "src/doors/kube/model/cases/tables.jsonl"), "rb") as kept:
        is_ok = kept.read() == made
    print(f"{'ok  ' if is_ok else 'FAIL'} tables.jsonl")
    return int(is_ok), int(not is_ok)


def kube_schema(_):
    """Custom resources beside apiextensions-apiserver's own pruning, defaults and validation: the committed cases, and
    schemas and objects made up at random."""
    program, build = os.path.join(OUT, "kube_schema"), os.path.join(ROOT, "build-conform-model")
    target, made = "src/doors/kube/model/kube_schema_cases_test", os.path.join(OUT, "schemas")
    subprocess.run(["go", "build", "-o", program, "."], check=True, cwd=os.path.join(HERE, "kube_schema"),
                   env={**os.environ, "GOWORK": "off"})
    if not os.path.exists(os.path.join(build, "build.ninja")):
        subprocess.run(["meson", "setup", build, "--buildtype=debugoptimized"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", build, "--quiet", target], check=True)
    os.makedirs(made, exist_ok=True)
    seed, results = int.from_bytes(os.urandom(3), "big"), []
    subprocess.run([program, made], check=True, timeout=600)
    for name in sorted(os.listdir(made)):
        with open(os.path.join(made, name), "rb") as new, \
                open(os.path.join(ROOT, "src/doors/kube/model/cases", name), "rb") as old:
            results.append(new.read() == old.read())
        print(f"{'ok  ' if results[-1] else 'FAIL'} {name}")
    for i in range(4):
        subprocess.run([program, made, str(seed + i), "4000"], check=True, timeout=600)
        done = subprocess.run([os.path.join(build, target), made], capture_output=True, text=True, timeout=600)
        results.append(done.returncode == 0)
        print(f"{'ok  ' if results[-1] else 'FAIL'} 4000 objects, seed {seed + i}")
        if not results[-1]:
            print((done.stdout + done.stderr)[-4000:])
    return results.count(True), results.count(False)


SUITES = {suite.__name__: suite for suite in (h2spec, clientv3, concurrency, etcdctl, feed, grpcurl, kube_apply,
                                              kube.kube_apiserver, kube.kubectl, kube_cases, kube_model, kube_schema,
                                              kube_clients.client_go, kube_clients.controller_runtime,
                                              kube_clients.helm, kube_clients.npm_informer, kube_tables, perf, porcupine)}


def main():
    if not shutil.which("go"):
        print("conform: there is no go on this machine")
        return 1
    os.makedirs(OUT, exist_ok=True)
    passed = failed = 0
    for name in sys.argv[1:] or SUITES:
        data = tempfile.mkdtemp(prefix="vedette-conform-")
        server = Server(data, binary=BINARY)
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
