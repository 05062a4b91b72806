# SPDX-License-Identifier: Apache-2.0
"""etcdctl run by a test, to its end or beside it."""

import base64
import json
import os
import re
import signal
import subprocess
import threading
import time

ENV = {"ETCDCTL_API": "3", "PATH": os.environ["PATH"], "HOME": "/nonexistent"}


def b64(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


class Ctl:
    """etcdctl against the server of a test, or one of t.start(); calling it runs a command that must succeed."""

    def __init__(self, t, server=None):
        self.t = t
        self.command = [t.need("etcdctl"), "--endpoints", (server or t).endpoint]

    def run(self, *args, stdin=None):
        return subprocess.run([*self.command, *args], input=stdin, capture_output=True, text=True, timeout=30,
                              env=ENV)

    def __call__(self, *args, stdin=None):
        done = self.run(*args, stdin=stdin)
        assert done.returncode == 0, f"etcdctl {' '.join(args)}: {done.returncode} {done.stderr}"
        return done.stdout

    def lines(self, *args, stdin=None):
        return self(*args, stdin=stdin).splitlines()

    def json(self, *args):
        return json.loads(self(*args, "-w", "json"))

    def error(self, *args, stdin=None):
        done = self.run(*args, stdin=stdin)
        assert done.returncode != 0, f"etcdctl {' '.join(args)} succeeded: {done.stdout}"
        found = re.search(r'"error":"((?:[^"\\]|\\.)*)"|^Error: (.*)$', done.stderr, re.M)
        text = (found.group(1) or found.group(2)).replace('\\"', '"') if found else done.stderr.strip()
        return re.sub(r"^rpc error: code = \w+ desc = ", "", text)


class Running:
    """An etcdctl that goes on; its lines are taken with a timeout."""

    def __init__(self, t, *args, server=None):
        self.process = subprocess.Popen([t.need("etcdctl"), "--endpoints", (server or t).endpoint, *args],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, env=ENV, bufsize=1)
        self.out, self.changed = [], threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        t.defer(self.close)

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.out.append(line.rstrip("\n"))
                self.changed.notify_all()

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def take(self, n, timeout=15):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.out) >= n, timeout), f"only {self.out} of {n} lines"
            lines, self.out = self.out[:n], self.out[n:]
        return lines

    def silent(self, seconds=0.3):
        """No line for so long."""
        with self.changed:
            assert not self.changed.wait_for(lambda: self.out, seconds), f"unexpected: {self.out}"

    def end(self, with_signal=signal.SIGINT):
        """As if somebody had pressed ^C; the exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait(15)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.reader.join(5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


class Watch(Running):
    """`etcdctl watch …` running."""

    def __init__(self, t, *args):
        super().__init__(t, "watch", *args)

    def until(self, again, timeout=15):
        """Repeats a write until the watch shows something, then until it has shown all of them: only
        then is it known to be there, since etcdctl does not say when."""
        times, until = 0, time.monotonic() + timeout
        while time.monotonic() < until and not self.out:
            again()
            times += 1
            time.sleep(0.05)
        assert self.out, "the watch shows nothing"
        time.sleep(0.3)
        with self.changed:
            self.out = []
