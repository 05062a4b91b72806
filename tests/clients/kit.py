# SPDX-License-Identifier: Apache-2.0
"""What a client test is given: a server, clients to it, keys of its own, and ways to say what is wrong."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import grpc

import wire


class Skip(Exception):
    pass


def eq(got, want, what=""):
    assert got == want, f"{what or 'value'}: got {got!r}, want {want!r}"


def fails(code, message, call, *args, **kwargs):
    """The call must end with this gRPC code and exactly this message."""
    try:
        answer = call(*args, **kwargs)
    except grpc.RpcError as e:
        eq((e.code().name, e.details()), (code, message), "the error")
        return
    raise AssertionError(f"no error, but {answer}")


def until(true, seconds=30):
    """Waits until something is true, and returns it."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def prefix_end(prefix):
    """The end of the range of keys that begin with this."""
    for i in reversed(range(len(prefix))):
        if prefix[i] < 0xff:
            return prefix[:i] + bytes([prefix[i] + 1])
    return b"\0"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A server in a temporary directory, started until ready and stopped by its pid."""

    def __init__(self, target, *options):
        self.target, self.options = target, options
        self.dir = tempfile.mkdtemp(prefix="vd-clients-")
        self.port = 0
        self.start()

    def start(self):
        self.log = open(os.path.join(self.dir, "log"), "ab")
        data = os.path.join(self.dir, "data")
        if self.target.is_etcd:
            self.port = self.port or free_port()
            url, peer = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{free_port()}"
            command = [self.target.binary, "--data-dir", data, "--listen-client-urls", url,
                       "--advertise-client-urls", url, "--listen-peer-urls", peer,
                       "--initial-advertise-peer-urls", peer, "--initial-cluster", f"default={peer}",
                       "--logger", "zap", "--log-level", "error", "--enable-v2=true"]
            if self.target.version >= (3, 6):
                command.remove("--enable-v2=true")
        else:
            # Two loops on any machine, so that what one of them writes is watched by the other.
            command = [self.target.binary, "serve", "--threads", "2", "--listen", f"127.0.0.1:{self.port}",
                       "--data", data]
        self.process = subprocess.Popen(command + list(self.options), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.log)
        os.set_blocking(self.process.stdout.fileno(), False)
        out, until = b"", time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            out += self.process.stdout.read() or b""
            found = re.search(rb"vedette: ready on http://127\.0\.0\.1:(\d+)", out)
            if found:
                self.port = int(found.group(1))
            if self.port and (found or self.target.is_etcd) and self._healthy():
                self.endpoint = f"127.0.0.1:{self.port}"
                return
            time.sleep(0.01)
        text = self.tail()
        self.stop()
        raise RuntimeError(f"the server did not become ready: {text}")

    def _healthy(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2) as r:
                return r.status == 200
        except OSError:
            return False

    def is_well(self, thoroughly):
        """Still running; thoroughly, it answers too (a process may take its time to die)."""
        return self.process.poll() is None and (not thoroughly or self._healthy())

    def tail(self):
        with open(os.path.join(self.dir, "log"), "rb") as f:
            return f.read()[-2000:].decode(errors="replace").strip()

    def end(self, with_signal=signal.SIGTERM):
        """Stops the process and keeps its data; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
        status = self.process.wait()
        self.process.stdout.close()
        self.log.close()
        return status

    def stop(self):
        self.end()
        shutil.rmtree(self.dir, ignore_errors=True)


class Target:
    """What is tested: Vedette, a reference etcd, or a server that is already running."""

    def __init__(self, binary=None, endpoint=None, is_etcd=False):
        self.binary, self.endpoint, self.is_etcd = binary, endpoint, is_etcd
        self.version = (0, 0, 0)
        if is_etcd and binary:
            out = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout
            self.version = tuple(map(int, re.search(r"etcd Version: (\d+)\.(\d+)\.(\d+)", out).groups()))

    def ask_version(self):
        """Of a running server: etcd says nothing else in /version than we do, so it must be told."""
        with urllib.request.urlopen(f"http://{self.endpoint}/version", timeout=5) as r:
            found = re.search(rb'"etcdserver":"(\d+)\.(\d+)\.(\d+)', r.read())
        self.version = tuple(map(int, found.groups()))


def choose_target(vedette=None):
    """VD_ENDPOINT, VD_REFERENCE, or the binary that was named here or in VEDETTE."""
    reference, endpoint = os.environ.get("VD_REFERENCE", ""), os.environ.get("VD_ENDPOINT")
    if endpoint:
        target = Target(endpoint=endpoint, is_etcd=bool(reference))
        target.ask_version()
        return target
    if reference:
        binary = reference if os.path.sep in reference else shutil.which("etcd")
        if not binary:
            sys.exit("VD_REFERENCE is set and no etcd is in PATH")
        return Target(binary, is_etcd=True)
    vedette = vedette or os.environ.get("VEDETTE", "build/vedette")
    if not os.access(vedette, os.X_OK):
        sys.exit(f"{vedette} is missing; build it, or set VD_REFERENCE=1")
    return Target(os.path.abspath(vedette))


class Test:
    """Passed to each test function."""

    def __init__(self, name, target, server, notes):
        self.name, self.target, self.notes = name, target, notes
        self.endpoint = target.endpoint or server.endpoint
        self.server = server
        self.host, port = self.endpoint.rsplit(":", 1)
        self.port = int(port)
        self._closers = []

    @property
    def is_etcd(self):
        return self.target.is_etcd

    def newer(self, version, reason):
        """False only against a reference etcd older than this, for an assertion that it cannot pass."""
        if self.is_etcd and self.target.version < tuple(map(int, version.split("."))):
            self.note(f"not asserted before etcd {version}: {reason}")
            return False
        return True

    def note(self, text):
        """Once, however often it is met."""
        if f"{self.name}: {text}" not in self.notes:
            self.notes.append(f"{self.name}: {text}")

    def ours(self, reason):
        """False against a reference etcd: a promise that only Vedette makes."""
        if self.is_etcd:
            self.note(f"not asserted of etcd: {reason}")
        return not self.is_etcd

    def client(self, server=None, **kwargs):
        """To the shared server, or to one of t.start()."""
        client = wire.Client((server or self).endpoint, **kwargs)
        self._closers.append(client.close)
        return client

    def watch(self, client=None, **kwargs):
        stream = (client or self.client()).watch(**kwargs)
        self._closers.append(stream.close)
        return stream

    def key(self, name=""):
        """A key that only this test uses; t.key() is their common prefix."""
        return f"{self.name}/{name}".encode()

    @property
    def end(self):
        """The end of the range of this test's keys."""
        return prefix_end(self.key())

    def start(self, *options):
        """A server of this test's own."""
        if self.target.endpoint:
            raise Skip("needs a server of its own, and VD_ENDPOINT names a running one")
        server = Server(self.target, *options)
        self._closers.append(server.stop)
        return server

    def defer(self, close):
        self._closers.append(close)

    def need(self, program):
        path = shutil.which(program)
        if not path:
            raise Skip(f"{program} is not installed")
        return path

    def close(self):
        for close in reversed(self._closers):
            close()
