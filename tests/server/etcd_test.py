#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`vedette etcd`: started as people start an etcd, with its flags, its variables and its file, and found
ready by what their scripts wait for."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from kit import Server, fails, main, run, until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client  # noqa: E402


def log(server):
    """Every line of the log as an object."""
    return [json.loads(line) for line in server.stderr().splitlines()]


def messages(server):
    return [line["msg"] for line in log(server)]


def members(server):
    return Client(server.address).members()["members"]


def test_every_flag_of_etcd_is_known():
    reference = shutil.which("etcd")
    if not reference:
        print("SKIP every_flag_of_etcd_is_known: etcd is not installed")
        return
    done = subprocess.run([reference, "--help"], capture_output=True, text=True, timeout=20)
    flags = set(re.findall(r"^ +(--[a-z0-9-]+)", done.stdout + done.stderr, re.M))
    assert len(flags) > 60, flags
    known = set(re.findall(r"^ +(--[a-z0-9-]+)", run("etcd", "--help")[1], re.M))
    # What ends the program at once, and not a flag of the server.
    missing = flags - known - {"--version", "--help"}
    assert not missing, f"etcd takes {sorted(missing)}"


def test_command_lines_that_people_use():
    lines = [
        # a test environment of Kubernetes
        ["--advertise-client-urls=http://127.0.0.1:2379", "--data-dir=d", "--listen-peer-urls=http://localhost:0",
         "--unsafe-no-fsync=true"],
        # scripts that run one for a moment
        ["--data-dir", "d", "--advertise-client-urls", "http://127.0.0.1:2379", "--log-level=warn", "--debug=false"],
        # a container
        ["-name", "etcd0", "-advertise-client-urls", "http://10.0.0.1:2379,http://10.0.0.1:4001",
         "-initial-advertise-peer-urls", "http://10.0.0.1:2380", "-listen-peer-urls", "http://0.0.0.0:2380",
         "-initial-cluster-token", "etcd-cluster-1", "-initial-cluster", "etcd0=http://10.0.0.1:2380",
         "-initial-cluster-state", "new"],
        # a unit of systemd, tuned
        ["--name=n", "--snapshot-count=10000", "--quota-backend-bytes=8589934592", "--heartbeat-interval=100",
         "--election-timeout=1000", "--max-snapshots=5", "--max-wals=5", "--auto-compaction-retention=1",
         "--auto-compaction-mode=periodic", "--max-request-bytes=10485760", "--metrics=basic", "--logger=zap",
         "--log-outputs=stderr", "--pre-vote", "--strict-reconfig-check=false", "--enable-pprof",
         "--experimental-initial-corrupt-check=true", "--experimental-watch-progress-notify-interval=5s"],
    ]
    for line in lines:
        with Server(*line, as_etcd=True) as server:
            Client(server.address).put(key=b"k", value=b"v")
            assert server.terminate()[0] == 0, line


def test_scripts_see_that_it_is_ready():
    with Server(as_etcd=True) as server:
        until(lambda: "ready to serve client requests" in messages(server))
        address, = [line["address"] for line in log(server) if line["msg"].startswith("serving client traffic insecurely")]
        assert address == server.address
        assert json.loads(server.get("/health"))["health"] == "true"


def test_the_defaults_are_those_of_etcd():
    with Server(as_etcd=True) as server:
        assert os.path.isdir(os.path.join(server.dir, "default.etcd"))
        member, = members(server)
        assert (member["name"], member["clientURLs"]) == ("default", [f"http://{server.address}"])
    with Server("--name", "infra1", "--advertise-client-urls", "http://10.0.0.1:2379", as_etcd=True) as server:
        assert os.path.isdir(os.path.join(server.dir, "infra1.etcd"))
        member, = members(server)
        assert (member["name"], member["clientURLs"]) == ("infra1", ["http://10.0.0.1:2379"])


def test_variables_of_the_environment_are_read():
    env = {"ETCD_NAME": "beneath", "ETCD_DATA_DIR": "elsewhere", "ETCD_LOG_LEVEL": "debug", "ETCD_PORT": "tcp://10.0.0.1:1"}
    with Server("--name=above", as_etcd=True, env=env) as server:
        assert os.path.isdir(os.path.join(server.dir, "elsewhere"))
        assert members(server)[0]["name"] == "above"
    with tempfile.TemporaryDirectory() as folder:
        fails(2, "--proxy on: there is no proxy", "etcd", cwd=folder, env={**os.environ, "ETCD_PROXY": "on"})


def test_a_flag_without_effect_is_said_once_and_why():
    with Server("--snapshot-count=1", "--snapshot-count=2", "--heartbeat-interval", "100", as_etcd=True) as server:
        noted = [line for line in log(server) if line["msg"] == "a flag of etcd that has no effect here"]
        assert [line["flag"] for line in noted] == ["snapshot-count", "heartbeat-interval"], noted
        assert all(line["because"] for line in noted)


def test_what_would_be_a_pretence_is_exit_2_and_one_line():
    with tempfile.TemporaryDirectory() as folder:
        fails(2, ["--auto-tls true", "--cert-file"], "etcd", "--auto-tls", cwd=folder)
        fails(2, "more than one member", "etcd", "--initial-cluster", "a=http://h1:1,b=http://h2:1", cwd=folder)
        fails(2, "authentication is off", "etcd", "--auth-token=jwt,sign-method=RS256", cwd=folder)
        fails(2, "etcd has no such flag", "etcd", "--listen", "127.0.0.1:1", cwd=folder)
        fails(2, "not a flag", "etcd", "grpc-proxy", "start", cwd=folder)
        assert os.listdir(folder) == []


def test_the_data_of_an_etcd_is_left_alone():
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "d", "member", "wal"))
        fails(1, ["holds the data of an etcd", "choose another --data-dir"], "etcd", "--data-dir", "d", cwd=folder)
        assert os.listdir(os.path.join(folder, "d")) == ["member"]


def test_help_and_version_are_answers():
    code, out, err = run("etcd", "--help")
    assert (code, err) == (0, "") and "usage: vedette etcd" in out and "--listen-client-urls" in out
    code, out, err = run("etcd", "--version")
    assert (code, err) == (0, "") and re.match(r"etcd Version: 3\.\d+\.\d+\n", out), out


def test_a_file_takes_the_place_of_flags():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "etcd.yml")
        with open(path, "w", encoding="ascii") as file:
            file.write("name: 'filed'\nlisten-client-urls: http://127.0.0.1:0\nclient-transport-security:\n"
                       "  cert-file:\n  auto-tls: false\n")
        with Server(f"--config-file={path}", "--name", "flagged", as_etcd=True) as server:
            assert os.path.isdir(os.path.join(server.dir, "filed.etcd"))
            assert members(server)[0]["name"] == "filed"


def test_limits_of_requests_are_obeyed():
    def put(client, size):
        return client.put(key=b"k", value=b"v" * size)

    def txn(client, ops):
        return client.txn(success=[{"request_put": {"key": b"%d" % i}} for i in range(ops)])

    def refused(call, *args):
        try:
            call(*args)
        except grpc.RpcError as e:
            return e.details()
        return None

    with Server("--max-request-bytes=4194304", "--max-txn-ops=300", as_etcd=True) as server:
        client = Client(server.address)
        put(client, 4 << 20 >> 1)
        put(client, (4 << 20) - 100)
        assert refused(put, client, 4 << 20) == "etcdserver: request is too large"
        assert "larger than max" in refused(put, client, 5 << 20)
        assert txn(client, 300)["succeeded"] == 1
        assert refused(txn, client, 301) == "etcdserver: too many operations in txn request"


def test_metrics_have_a_listener_of_their_own():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "metrics")
        with Server("--listen-metrics-urls", f"unix://{path}", as_etcd=True) as server:
            def ask(*options):
                done = subprocess.run(["curl", "-s", "-w", "%{http_code}", "--unix-socket", path, *options],
                                      capture_output=True, text=True, timeout=20)
                return done.stdout
            assert "etcd_server_has_leader 1" in ask("http://x/metrics")
            assert ask("http://x/health").endswith("200")
            Client(server.address).put(key=b"k", value=b"v")
            channel = grpc.insecure_channel(f"unix:{path}")
            try:
                channel.unary_unary("/etcdserverpb.KV/Range")(b"\n\x01k", timeout=10)
                raise AssertionError("keys are shown where only metrics are")
            except grpc.RpcError as e:
                assert e.code() != grpc.StatusCode.OK
            channel.close()


def test_the_log_goes_where_it_is_sent():
    with Server("--log-outputs", "etcd.log", as_etcd=True) as server:
        def lines():
            with open(os.path.join(server.dir, "etcd.log"), encoding="ascii") as file:
                return [json.loads(line)["msg"] for line in file]
        until(lambda: "ready to serve client requests" in lines())
        assert server.stderr() == ""
    with Server("--log-format", "console", as_etcd=True) as server:
        until(lambda: 'msg="ready to serve client requests"' in server.stderr())


main(globals())
