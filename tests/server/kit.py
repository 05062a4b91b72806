# SPDX-License-Identifier: Apache-2.0
"""Runs the server under test and looks at it from outside. VEDETTE names the binary."""
import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 60
BINARY = os.environ.get("VEDETTE", os.path.join(ROOT, "build", "vedette"))


def run(*args, timeout=20, **options):
    """The command to its end: (exit code, stdout, stderr)."""
    done = subprocess.run([BINARY, *args], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, **options)
    return done.returncode, done.stdout, done.stderr


def fails(code, words, *args, **options):
    """It must exit with this code and say, in one line on stderr, all of these words."""
    got, out, err = run(*args, **options)
    assert got == code, f"{args}: exit {got}, not {code}; said {err!r}"
    assert out == "", f"{args}: wrote {out!r} on stdout"
    assert err.count("\n") == 1 and err.endswith("\n"), f"{args}: not one line: {err!r}"
    for word in words if isinstance(words, (list, tuple)) else [words]:
        assert word in err, f"{args}: {err!r} does not say {word!r}"


class Server:
    """A server on a free port, in a directory of its own unless told otherwise. as_etcd: started by `vedette
    etcd`, in that directory, with these flags and a URL to listen on."""

    def __init__(self, *flags, listen=("127.0.0.1:0",), ephemeral=True, data=None, files=None, env=None,
                 as_etcd=False):
        self.dir = tempfile.mkdtemp(prefix="vd-server-")
        self.data = data or os.path.join(self.dir, "data")
        command = [BINARY, "etcd" if as_etcd else "serve", *flags]
        if as_etcd:
            command += ["--listen-client-urls",
                        ",".join(address if "://" in address else f"http://{address}" for address in listen)]
        else:
            for address in listen:
                command += ["--listen", address]
            command += ["--ephemeral"] if ephemeral else ["--data", self.data]

        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        self.err = open(os.path.join(self.dir, "stderr"), "w+b")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.err,
                                        cwd=self.dir if as_etcd else None, preexec_fn=limit if files else None,
                                        env={**os.environ, **(env or {})})
        self.urls = [self.ready_line() for _ in listen if listen != ("none",)]
        ports = [re.fullmatch(r"https?://(.+):(\d+)", url) for url in self.urls]
        self.port = int(ports[0].group(2)) if ports and ports[0] else None

    def ready_line(self):
        line = self.process.stdout.readline().decode()
        found = re.fullmatch(r"vedette: ready on (\S+)\n", line)
        assert found, f"not a ready line: {line!r}; said {self.stderr()!r}"
        return found.group(1)

    def stderr(self):
        self.err.seek(0)
        return self.err.read().decode()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def connect(self, timeout=10):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def get(self, path, timeout=10):
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=timeout) as answer:
            return answer.read().decode()

    def metric(self, name):
        return float(re.search(rf"^{re.escape(name)} (\S+)$", self.get("/metrics"), re.M).group(1))

    def status(self, field):
        """A figure of /proc/PID/status, in KiB where it is memory."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"^{field}:\s+(\d+)", status.read(), re.M).group(1))

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def terminate(self, sig=signal.SIGTERM):
        """Asks it to end, and waits: (exit code, seconds)."""
        begun = time.monotonic()
        self.process.send_signal(sig)
        code = self.process.wait(timeout=30)
        return code, time.monotonic() - begun

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.err.close()
        shutil.rmtree(self.dir, ignore_errors=True)


class Stream:
    """A GET whose body is read line by line as it comes."""

    def __init__(self, server, target, headers=None, receive_bytes=None):
        self.sock = socket.socket()
        if receive_bytes:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(("127.0.0.1", server.port))
        lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        self.sock.sendall(f"GET {target} HTTP/1.1\r\nhost: localhost\r\n{lines}\r\n".encode())
        self.file = self.sock.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = http.client.parse_headers(self.file)
        self.rest = b""

    def line(self):
        """The next line of the body; None: it has ended as it should."""
        while b"\n" not in self.rest:
            size = int(self.file.readline(), 16)
            chunk = self.file.read(size)
            assert self.file.readline() == b"\r\n"
            if size == 0:
                assert self.rest == b""
                return None
            self.rest += chunk
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode()

    def json(self):
        line = self.line()
        return None if line is None else json.loads(line)

    def event(self):
        """The next event of SSE, as its fields."""
        fields = {}
        while True:
            line = self.line()
            if line is None:
                return None
            if line == "":
                return fields
            name, _, value = line.partition(": ")
            fields[name] = value

    def close(self):
        self.file.close()
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def until(true, seconds=60):
    """Waits until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.01)


def main(tests):
    """Runs every function named test_..., and counts."""
    passed = failed = 0
    for name, test in list(tests.items()):
        if not name.startswith("test_"):
            continue
        try:
            test()
            passed += 1
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
