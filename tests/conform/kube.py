# SPDX-License-Identifier: Apache-2.0
"""Kubernetes' own programs, built from its modules: a current kubectl, and kube-apiserver on Vedette's etcd door."""
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "build-conform")
sys.path[:0] = [os.path.join(HERE, "..", name) for name in ("kube", "lib", "clients")]
import sessions  # noqa: E402
from etcd3 import Server  # noqa: E402
from kit import free_port  # noqa: E402

SESSIONS = os.path.join(HERE, "..", "kube", "sessions")
READY_SECONDS = 180


def build(name, version):
    """The program of tests/conform/NAME, which says that it is of this version."""
    major, minor = version[1:].split(".")[:2]
    said = {"gitVersion": version, "gitMajor": major, "gitMinor": minor}
    flags = " ".join(f"-X k8s.io/component-base/version.{name}={value}" for name, value in said.items())
    program = os.path.join(OUT, name)
    subprocess.run(["go", "build", "-ldflags", flags, "-o", program, "."], check=True, cwd=os.path.join(HERE, name),
                   env={**os.environ, "GOWORK": "off"})
    return program


def play(start, program, options=()):
    """Every session of tests/kube, each on a server of its own. start() gives its URL and how it is stopped."""
    passed = failed = 0
    for name in sorted(os.listdir(SESSIONS)):
        path = os.path.join(SESSIONS, name)
        if sessions.keeps_out(sessions.read(path)[0], "new"):
            continue
        url, stop = start()
        terminal = sessions.Terminal(program, url, options)
        try:
            print(f"ok   {name}: {sessions.play(path, terminal)} steps", flush=True)
            passed += 1
        except (sessions.Differs, subprocess.TimeoutExpired) as e:
            print(f"FAIL {e}", flush=True)
            failed += 1
        finally:
            terminal.close()
            stop()
    return passed, failed


def kubectl(_):
    """The newest kubectl, which sends protobuf bodies and asks to watch its lists, through the sessions of tests/kube."""
    def start():
        data = tempfile.mkdtemp(prefix="vedette-kubectl-")
        server = Server(data)

        def stop():
            server.stop()
            shutil.rmtree(data, ignore_errors=True)
        return f"http://{server.address}", stop
    return play(start, build("kubectl", "v1.37.2"))


class ApiServer:
    """A kube-apiserver whose etcd is a Vedette. Everybody who has the token may do everything."""

    TOKEN = "conform"
    # What would add to objects, or wait for controllers that nobody runs.
    WITHOUT = ("ServiceAccount,DefaultTolerationSeconds,Priority,TaintNodesByCondition,PodSecurity,LimitRanger,"
               "StorageObjectInUseProtection,ResourceQuota,RuntimeClass,DefaultStorageClass,DefaultIngressClass,"
               "PodTopologyLabels,MutatingAdmissionWebhook,ValidatingAdmissionWebhook")

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="vedette-apiserver-")
        self.process = None
        self.etcd = Server(os.path.join(self.folder, "data"), "--no-kube")
        key, tokens = (os.path.join(self.folder, name) for name in ("key", "tokens"))
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
        with open(tokens, "w", encoding="ascii") as f:
            f.write(f'{self.TOKEN},admin,1,"system:masters"\n')
        self.port = free_port()
        self.log = open(os.path.join(self.folder, "log"), "w", encoding="utf-8")  # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            [program, f"--etcd-servers=http://{self.etcd.address}", "--bind-address=127.0.0.1",
             f"--secure-port={self.port}", f"--cert-dir={self.folder}/certs", "--authorization-mode=AlwaysAllow",
             f"--token-auth-file={tokens}", "--service-account-issuer=https://conform",
             f"--service-account-key-file={key}", f"--service-account-signing-key-file={key}",
             "--service-cluster-ip-range=10.96.0.0/12", f"--disable-admission-plugins={self.WITHOUT}"],
            stdout=self.log, stderr=self.log)
        self.url = f"https://127.0.0.1:{self.port}"

    def is_ready(self):
        request = urllib.request.Request(f"{self.url}/readyz", headers={"Authorization": f"Bearer {self.TOKEN}"})
        insecure = ssl.create_default_context()
        insecure.check_hostname, insecure.verify_mode = False, ssl.CERT_NONE
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(request, context=insecure, timeout=10) as answer:
                    if answer.read() == b"ok":
                        return True
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.2)
        return False

    def stop(self):
        self.process.send_signal(signal.SIGKILL)  # it would wait for watches that are never ended
        self.process.wait()
        self.log.close()
        self.etcd.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def kube_apiserver(_):
    """kube-apiserver with Vedette in etcd's place: it comes to be ready, and kubectl's sessions are as on etcd, where
    they were recorded."""
    program, client = build("kube-apiserver", "v1.36.3"), build("kubectl", "v1.37.2")

    def start():
        server = ApiServer(program)
        if not server.is_ready():
            server.stop()
            raise RuntimeError("kube-apiserver did not come to be ready")
        return server.url, server.stop
    return play(start, client, ("--insecure-skip-tls-verify", f"--token={ApiServer.TOKEN}"))
