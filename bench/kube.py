# SPDX-License-Identifier: Apache-2.0
"""What the rows of the Kubernetes door need beside the generators: objects, kubectl's requests, a fill
of the store, idle watches over HTTP/2, and a reader that stalls. Whatever is not answered as it should
be raises Wrong."""

import http.client
import json
import os
import selectors
import socket
import struct
import time

from harness import Wrong, memory_kb

MARK = "VDPUSH1."  # of vd-push: a mark, a number, a time
NUMBER = "@" * 16  # of vd-create: where it puts a number
PODS = "/api/v1/namespaces/default/pods"
WATCH = PODS + "?allowWatchBookmarks=true&watch=true"
ALL = "/api/v1/namespaces/bench/pods"
WATCH_LIST = ALL + "?allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&watch=true"
AGENT = "manager/v0.0.0 (linux/amd64) kubernetes/$Format"
DISCOVERY = ("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
             "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json")
TABLE = ("application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,"
         "application/json")


def pod(name, size, namespace="default", mark="", stored=False):
    """The text of a pod of about `size` bytes, most of them in the environment of its container."""
    meta = {"name": name, "namespace": namespace, "labels": {"app": "bench", "tier": "web", "pod-template-hash": "6f5d9"}}
    if mark:
        meta["annotations"] = {"bench": mark}
    if stored:
        meta |= {"uid": "5f0d8f0e-6f0c-4a52-9d0c-3c1f7c1b7a11", "creationTimestamp": "2026-01-01T00:00:00Z"}
    probe = {"httpGet": {"path": "/healthz", "port": 8080, "scheme": "HTTP"}, "periodSeconds": 10, "timeoutSeconds": 1,
             "successThreshold": 1, "failureThreshold": 3}
    box = {"name": "app", "image": "registry.example.com/team/app:v1.2.3", "imagePullPolicy": "IfNotPresent",
           "ports": [{"containerPort": 8080, "protocol": "TCP", "name": "http"}],
           "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}},
           "livenessProbe": probe, "readinessProbe": probe, "env": []}
    made = {"kind": "Pod", "apiVersion": "v1", "metadata": meta,
            "spec": {"containers": [box], "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
                     "dnsPolicy": "ClusterFirst", "schedulerName": "default-scheduler", "securityContext": {},
                     "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists",
                                      "effect": "NoExecute", "tolerationSeconds": 300}]}}
    if stored:
        made["status"] = {"phase": "Running", "podIP": "10.244.1.17", "qosClass": "Burstable"}

    def text():
        return json.dumps(made, separators=(",", ":"))

    one = len(json.dumps({"name": "SETTING_0000", "value": "the value of this setting 0000"}, separators=(",", ":"))) + 1
    for i in range(max(0, size - len(text())) // one):
        box["env"].append({"name": f"SETTING_{i:04}", "value": f"the value of this setting {i:04}"})
    return text()


def ask(server, method, path, body=None, accept="application/json"):
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        c.request(method, path, body, {"Accept": accept, "Content-Type": "application/json", "User-Agent": AGENT})
        got = c.getresponse()
        text = got.read()
    except OSError as e:
        raise Wrong(f"{server.name}: {method} {path}: {e}") from None
    finally:
        c.close()
    if got.status not in (200, 201):
        raise Wrong(f"{server.name}: {method} {path} was answered {got.status}: {text[:200]!r}")
    return text


def kubectl_get_pods(server):
    """The requests of a `kubectl get pods` that has nothing cached."""
    ask(server, "GET", "/api?timeout=32s", accept=DISCOVERY)
    ask(server, "GET", "/apis?timeout=32s", accept=DISCOVERY)
    table = json.loads(ask(server, "GET", PODS + "?limit=500", accept=TABLE))
    if table["kind"] != "Table":
        raise Wrong(f"{server.name}: no table but {table['kind']}")


def cpu_ms(pid):
    """The CPU time of a process, all of its threads (the kernel's clock of it)."""
    return time.clock_gettime_ns(~pid << 3 | 2) / 1e6


def key_path(namespace, name):
    return f"/kv/%2Fregistry%2Fpods%2F{namespace}%2F{name}"


def fill(server, count, size):
    """Creates so many pods of the namespace `bench` through the door, numbered from 1 in the order of keys."""
    ask(server, "POST", "/api/v1/namespaces", '{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"bench"}}')
    document = pod("p-" + NUMBER, size, "bench", MARK + NUMBER + "0" * 16)
    server.bench.create(server, path=ALL, document=document, count=count, timeout=300)


def stalled(server, path, seconds):
    """How much memory a reader costs that asks and never reads; KB at its highest."""
    base = peak = memory_kb(server.pid)[0]
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect(("127.0.0.1", server.port))
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode())
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            peak = max(peak, memory_kb(server.pid)[0])
            time.sleep(0.02)
        if not s.recv(64).startswith(b"HTTP/1.1 200"):
            raise Wrong(f"{server.name}: the stalled reader was refused")
    return peak - base


class Http2Watches:
    """A connection with many watches and prior knowledge of HTTP/2; every one must be answered 200."""

    def __init__(self, server, paths):
        self.name, self.wanted, self.opened, self.rest = server.name, len(paths), 0, b""
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        head = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + self.frame(4, 0, 0, b"")
        self.socket.sendall(head + b"".join(
            self.frame(1, 5, 2 * i + 1, self.block(server.port, path, i == 0)) for i, path in enumerate(paths)))

    @staticmethod
    def frame(kind, flags, stream, payload):
        return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload

    @staticmethod
    def block(port, path, first):
        """As Go's client: what repeats is indexed (the path is not), the first time spelled out."""
        def text(s):
            n = len(s)
            return (bytes([n]) if n < 127 else b"\x7f" + bytes([n - 127])) + s.encode()

        names = b"\x82\x86\x04" + text(path)
        if not first:
            return names + b"\xc0\xbf\xbe"
        return names + b"\x41" + text(f"127.0.0.1:{port}") + b"\x53" + text("application/json") + b"\x7a" + text(AGENT)

    def read(self):
        """Takes what has come: counts the heads of answers, refuses everything that ends a stream."""
        got = self.socket.recv(1 << 16)
        if not got:
            raise Wrong(f"{self.name}: a connection of watches ended")
        data, at = self.rest + got, 0
        while len(data) - at >= 9:
            size, kind, flags = int.from_bytes(data[at:at + 3], "big"), data[at + 3], data[at + 4]
            if len(data) - at < 9 + size:
                break
            payload = data[at + 9:at + 9 + size]
            at += 9 + size
            if kind == 4 and not flags & 1:
                self.socket.sendall(self.frame(4, 1, 0, b""))
            elif kind == 1 and payload[:1] == b"\x88" and not flags & 1:
                self.opened += 1
            elif kind in (1, 3, 7):
                raise Wrong(f"{self.name}: a watch was refused or ended (frame {kind}, {payload[:60]!r})")
        self.rest = data[at:]

    def close(self):
        self.socket.close()


def http2_watches(server, conns, paths):
    """Opens them and waits until all are answered; the connections."""
    made = [Http2Watches(server, paths[i::conns]) for i in range(conns)]
    with selectors.DefaultSelector() as ready:
        for c in made:
            ready.register(c.socket, selectors.EVENT_READ, c)
        end = time.monotonic() + 60
        while any(c.opened < c.wanted for c in made):
            if time.monotonic() > end:
                raise Wrong(f"{server.name}: {sum(c.opened for c in made)} of {len(paths)} watches were answered")
            for key, _ in ready.select(1):
                key.data.read()
    return made


def resident_mb(pid):
    with open(f"/proc/{pid}/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)
