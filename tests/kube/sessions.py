# SPDX-License-Identifier: Apache-2.0
"""Sessions: what somebody types into a terminal, and what comes back, against any Kubernetes API server.

A session is a text file. A line `$ COMMAND` is run by bash in tests/kube/files, where `kubectl` talks to the
server; the lines below it are what it prints, errors too. `&w $ COMMAND` begins one that runs beside the
others, and `&w N` waits for the next N lines that it prints. `? CODE` after a command: how it exits, where
that is not 0. `# …` is said to the reader, and `! NAME: why` at the top keeps a session from the client (`old`, `new`)
that cannot have it.

What differs from run to run is replaced before the comparison: ages, times, uids, versions, addresses and
the widths of columns. A line `…` stands for any number of lines."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = os.path.join(HERE, "files")
PATIENCE = 60

AGE = r"(?:\d+[smhdy](?:\d+[smhd])?|<invalid>|<unknown>)"
PLAIN = [
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UID"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"), "TIME"),
    (re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"), "TIME"),
    (re.compile(r"(resourceVersion\"?: \"?)\d+"), r"\1N"),
    (re.compile(r"^warning: "), "Warning: "),
    (re.compile(r"/tmp/vd-kubectl-\w+"), "HOME"),
    (re.compile(r" deleted from \S+ namespace"), " deleted"),
    (re.compile(r"https?://127\.0\.0\.1:\d+"), "URL"),
    (re.compile(r"\b10\.(?:96|97|98|99|1\d\d)\.\d+\.\d+\b"), "CLUSTER-IP"),
    (re.compile(r"(?<![^\s(])" + AGE + r"(?= ago\)|\s|$)"), "AGE"),
]


def plain(line):
    """A line without what differs from run to run."""
    for pattern, word in PLAIN:
        line = pattern.sub(word, line)
    return re.sub(r"(?<=\S) {2,}", "  ", line.rstrip())


class Differs(AssertionError):
    pass


def matches(wanted, got):
    """Whether lines are as wanted, where `…` is any number of them."""
    if not wanted:
        return not got
    if wanted[0] == "…":
        return any(matches(wanted[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and wanted[0] == got[0] and matches(wanted[1:], got[1:])


class Beside:
    """A command that runs beside the others; its lines are taken as they come."""

    def __init__(self, command, terminal):
        self.process = subprocess.Popen(["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, start_new_session=True, cwd=FILES,
                                        env=terminal.env)
        self.lines, self.changed = [], threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(plain(line))
                self.changed.notify()

    def take(self, count):
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while len(self.lines) < count and time.monotonic() < deadline:
                self.changed.wait(1)
            taken, self.lines = self.lines[:count], self.lines[count:]
            return taken

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()


class Terminal:
    """Where a session is typed: a kubectl, and the server that it talks to."""

    def __init__(self, kubectl, url, options=()):
        self.home = tempfile.mkdtemp(prefix="vd-kubectl-")
        program = os.path.join(self.home, "bin", "kubectl")
        os.mkdir(os.path.dirname(program))
        with open(program, "w", encoding="ascii") as f:
            words = " ".join([kubectl, "-s", url, "--cache-dir", os.path.join(self.home, "cache"), *options])
            f.write(f'#!/bin/sh\nexec {words} "$@"\n')
        os.chmod(program, 0o755)
        self.env = {**os.environ, "HOME": self.home, "URL": url, "KUBE_EDITOR": "true",
                    "PATH": os.path.dirname(program) + os.pathsep + os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.env.pop("KUBECONFIG", None)
        self.beside = {}

    def run(self, command):
        """(lines, exit code)."""
        done = subprocess.run(["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=PATIENCE * 2, cwd=FILES, env=self.env)
        return [plain(line) for line in done.stdout.splitlines()], done.returncode

    def close(self):
        for beside in self.beside.values():
            beside.stop()
        shutil.rmtree(self.home, ignore_errors=True)


class Step:
    def __init__(self, number, line):
        self.number, self.line = number, line
        self.wanted, self.code = [], 0

    def play(self, terminal):
        """(lines, exit code) of it."""
        found = re.fullmatch(r"&(\w+) (?:\$ (.+)|(\d+))", self.line)
        if not found:
            return terminal.run(self.line[2:])
        name, command, count = found.groups()
        if command:
            terminal.beside[name] = Beside(command, terminal)
            return [], 0
        return terminal.beside[name].take(int(count)), 0


def read(path):
    """(comments at the top, steps)."""
    top, steps = [], []
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f.read().splitlines(), 1):
            if re.match(r"\$ |&\w+ ", line):
                steps.append(Step(number, line))
            elif line.startswith("? ") and steps:
                steps[-1].code = int(line[2:])
            elif not steps:
                top.append(line)
            elif line and not line.startswith("# "):
                steps[-1].wanted.append(line)
    return top, steps


def keeps_out(top, client):
    """Why a session is not for this client, or None."""
    for line in top:
        if line.startswith(f"! {client}: "):
            return line.split(": ", 1)[1]
    return None


def play(path, terminal):
    """Raises Differs at the first step that does not answer as the file says. Returns the number of steps."""
    _, steps = read(path)
    for step in steps:
        lines, code = step.play(terminal)
        lines = [line for line in lines if line]
        if code != step.code or not matches(step.wanted, lines):
            raise Differs(f"{os.path.basename(path)}:{step.number}: {step.line}\n" +
                          "".join(f"  wanted {line}\n" for line in step.wanted + [f"? {step.code}"]) +
                          "".join(f"  got    {line}\n" for line in lines + [f"? {code}"]))
    return len(steps)


def record(path, terminal):
    """Writes what a server answers into the file."""
    with open(path, encoding="utf-8") as f:
        old = f.read().splitlines()
    _, steps = read(path)
    numbers = {step.number: step for step in steps}
    new = []
    for number, line in enumerate(old, 1):
        step = numbers.get(number)
        if step:
            lines, code = step.play(terminal)
            new += [line, *(line for line in lines if line)] + ([f"? {code}"] if code else [])
        elif not line or line.startswith(("# ", "! ")) or number < steps[0].number:
            new.append(line)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(new) + "\n")
