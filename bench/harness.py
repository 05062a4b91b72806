# SPDX-License-Identifier: Apache-2.0
"""Servers under test, the load generator, and what a row of the benchmark is made of.

Every process is started here on loopback in a directory of its own, bounded in time, and stopped by
its pid. A measurement that the generator did not confirm (a lost, doubled or reordered event, a refused
call, a timeout) raises Wrong, and the row says so in place of a figure."""

import json
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import threading
import time
import urllib.request


class Wrong(Exception):
    pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def memory_kb(pid):
    """RssAnon + RssShmem and RssFile of a process, in KB."""
    anon = file = 0
    try:
        with open(f"/proc/{pid}/status") as f:
            for line in f:
                if line.startswith(("RssAnon:", "RssShmem:")):
                    anon += int(line.split()[1])
                elif line.startswith("RssFile:"):
                    file = int(line.split()[1])
    except (OSError, ValueError):
        pass
    return anon, file


def tcp_memory_kb():
    """What all sockets of the machine hold in the kernel."""
    with open("/proc/net/sockstat") as f:
        found = re.search(r"TCP:.* mem (\d+)", f.read())
    return int(found.group(1)) * resource.getpagesize() // 1024 if found else 0


class Sampler:
    """Follows a server's memory each 20 ms and ends it when it would take the machine with it."""

    def __init__(self, server, cap_kb):
        self.server, self.cap_kb = server, cap_kb
        self.start_kb, self.start_tcp_kb = memory_kb(server.pid)[0], tcp_memory_kb()
        self.peak_kb, self.peak_tcp_kb = self.start_kb, self.start_tcp_kb
        self.killed = False
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        while not self.over.wait(0.02):
            self.peak_kb = max(self.peak_kb, memory_kb(self.server.pid)[0])
            self.peak_tcp_kb = max(self.peak_tcp_kb, tcp_memory_kb())
            if self.peak_kb > self.cap_kb and not self.killed:
                self.killed = True
                os.kill(self.server.pid, signal.SIGKILL)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    @property
    def growth_kb(self):
        return self.peak_kb - self.start_kb

    @property
    def tcp_growth_kb(self):
        return self.peak_tcp_kb - self.start_tcp_kb


class Server:
    """A process with a data directory: start, restart on the same data, stop."""

    name = "?"
    is_bare = False

    def __init__(self, bench):
        self.bench = bench
        self.process = None
        self.port = 0
        self.dir = None

    @property
    def pid(self):
        return self.process.pid

    def command(self):
        raise NotImplementedError

    def ready(self):
        """The port once the server answers, else None."""
        raise NotImplementedError

    def start(self, fresh=True):
        """Starts it and returns the seconds until it answered."""
        if fresh:
            self.dir = self.bench.new_dir(self.name)
        self.log = open(os.path.join(self.dir, "log"), "ab")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            self.command(), stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        self.output = b""
        while time.monotonic() - begin < 60:
            if self.process.poll() is not None:
                raise Wrong(f"{self.name} ended with {self.process.returncode} at its start: {self.tail()}")
            if self.ready():
                return time.monotonic() - begin
            time.sleep(0.002)
        self.stop()
        raise Wrong(f"{self.name} was not ready in 60 s: {self.tail()}")

    def tail(self):
        with open(os.path.join(self.dir, "log"), "rb") as f:
            return f.read()[-300:].decode(errors="replace").strip().replace("\n", " | ")

    def read_output(self):
        try:
            self.output += self.process.stdout.read() or b""
        except (BlockingIOError, ValueError):
            pass
        return self.output.decode(errors="replace")

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        if self.dir:
            shutil.rmtree(self.dir, ignore_errors=True)

    def healthy(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2) as r:
                return r.status == 200
        except OSError:
            return False


class Vedette(Server):
    name = "vedette"

    def command(self):
        return [self.bench.vedette, "serve", "--listen", f"127.0.0.1:{self.port}",
                "--data", os.path.join(self.dir, "data")] + self.bench.vedette_args

    def ready(self):
        found = re.search(r"vedette: ready on http://127\.0\.0\.1:(\d+)", self.read_output())
        if found:
            self.port = int(found.group(1))
        return bool(found) and self.healthy()


class Ephemeral(Vedette):
    """Without a disk, as the bare writer is: what delivery costs when no flush is in the sum."""

    name = "vedette-mem"

    def command(self):
        return [self.bench.vedette, "serve", "--listen", f"127.0.0.1:{self.port}", "--ephemeral"] \
            + self.bench.vedette_args


class Etcd(Server):
    def __init__(self, bench, name, path):
        super().__init__(bench)
        self.name, self.path = name, path
        self.port, self.peer_port = free_port(), free_port()

    def command(self):
        url, peer = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.peer_port}"
        return [self.path, "--data-dir", os.path.join(self.dir, "data"), "--listen-client-urls", url,
                "--advertise-client-urls", url, "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer, "--initial-cluster", f"default={peer}",
                "--quota-backend-bytes", str(8 << 30), "--logger", "zap", "--log-level", "error"]

    def ready(self):
        return self.healthy()


class Nchan(Server):
    """Debian's nginx with nchan, one worker, which is the process that is measured."""

    name = "nchan"
    MODULE = "/usr/lib/nginx/modules/ngx_nchan_module.so"
    CONF = """load_module {module};
daemon off; worker_processes 1; worker_rlimit_nofile 60000; pid {dir}/pid; error_log {dir}/error.log;
events {{ worker_connections 50000; }}
http {{
  access_log off; client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;
  keepalive_requests 100000000; nchan_shared_memory_size 512M;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location /health {{ return 200; }}
    location /sub {{ nchan_subscriber; nchan_channel_id bench; nchan_subscriber_first_message newest; }}
    location /pub {{ nchan_publisher; nchan_channel_id bench; nchan_message_buffer_length 20000; }}
  }}
}}
"""

    def __init__(self, bench):
        super().__init__(bench)
        self.port = free_port()

    def command(self):
        path = os.path.join(self.dir, "nginx.conf")
        with open(path, "w") as f:
            f.write(self.CONF.format(module=self.MODULE, dir=self.dir, port=self.port))
        return ["/usr/sbin/nginx", "-p", self.dir, "-c", path]

    @property
    def pid(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as f:
            children = f.read().split()
        return int(children[0]) if children else self.process.pid

    def ready(self):
        return self.healthy()


class Bare(Server):
    name = "bare"
    is_bare = True
    mode = "serve"

    def __init__(self, bench, gather=0):
        super().__init__(bench)
        self.gather = gather

    def command(self):
        extra = ["--gather", str(self.gather)] if self.gather else []
        return [self.bench.tool("vd-bare"), self.mode] + extra

    def ready(self):
        found = re.search(r"ready on 127\.0\.0\.1:(\d+)", self.read_output())
        if found:
            self.port = int(found.group(1))
        return bool(found)


class BarePush(Bare):
    mode = "push"


class Bench:
    """One run: where things are, how long a round is, and the generator."""

    def __init__(self, args):
        self.build, self.quick = args.build, args.quick
        self.rounds = args.rounds or (1 if args.quick else 3)
        self.vedette = None if args.vedette == "none" else args.vedette
        self.vedette_args = args.vedette_arg
        self.etcds = [] if args.no_etcd else [("etcd", args.etcd_debian)]
        if args.etcd:
            self.etcds.append(("etcd-new", args.etcd))
        self.root = args.dir
        self.cap_kb = args.memory_cap_mb * 1024
        self.verbose = args.verbose
        self.count = 0
        os.makedirs(self.root, exist_ok=True)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.files = hard

    def new_dir(self, name):
        self.count += 1
        path = os.path.join(self.root, f"{name}-{os.getpid()}-{self.count}")
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def tool(self, name):
        return os.path.join(self.build, "bench", name)

    def secs(self, full):
        return max(0.5, full / 4) if self.quick else full

    def size(self, full, least=1):
        return max(least, full // 10) if self.quick else full

    def peers(self, bare=None, ephemeral=False, etcd=True):
        """Constructors of the servers of a row, the measured one first."""
        made = [lambda: Vedette(self)] if self.vedette else []
        if self.vedette and ephemeral:
            made.append(lambda: Ephemeral(self))
        made += [lambda n=n, p=p: Etcd(self, n, p) for n, p in self.etcds if etcd]
        if bare is not None:
            made.append(lambda: Bare(self, bare))
        return made

    def load(self, server, **options):
        """Runs the generator against a server; the dictionary it printed, or Wrong."""
        timeout = options.pop("timeout", 120)
        command = [self.tool("vd-load"), "--port", str(server.port), "--pid", str(server.pid),
                   "--timeout", str(timeout)] + (["--bare"] if server.is_bare else [])
        for key, value in options.items():
            if value is True:
                command.append("--" + key.replace("_", "-"))
            elif value is not None and value is not False:
                command += ["--" + key.replace("_", "-"), str(value)]
        if self.verbose:
            print("#", server.name, " ".join(command[5:]), flush=True)
        done = self.run_tool(command, timeout + 30)
        if server.process.poll() is not None:
            raise Wrong(f"{server.name} died: {server.tail()}")
        if done["error"]:
            raise Wrong(f"{server.name}: {done['error']}")
        return done

    def push_peers(self, bare=None):
        made = [lambda: Vedette(self), lambda: Ephemeral(self)] if self.vedette else []
        if os.path.exists(Nchan.MODULE) and os.path.exists("/usr/sbin/nginx"):
            made.append(lambda: Nchan(self))
        if bare is not None:
            made.append(lambda: BarePush(self, bare))
        return made

    def push(self, server, **options):
        """Runs vd-push against a server, which has the one topic that all subscribe to."""
        timeout = options.pop("timeout", 120)
        if server.name.startswith("vedette"):
            options = dict(sub_path="/watch/bench" + ("?wait=30s" if options["kind"] == "poll" else ""),
                           pub_path="/kv/bench", pub_method="PUT") | options
        return self.generate("vd-push", server, timeout, options)

    def create(self, server, **options):
        """Runs vd-create against a server."""
        return self.generate("vd-create", server, options.pop("timeout", 120), options)

    def generate(self, tool, server, timeout, options):
        command = [self.tool(tool), "--port", str(server.port), "--pid", str(server.pid), "--timeout", str(timeout)]
        for key, value in options.items():
            command += ["--" + key.replace("_", "-"), str(value)]
        if self.verbose:
            print("#", server.name, " ".join(command[5:]), flush=True)
        done = self.run_tool(command, timeout + 30)
        if server.process.poll() is not None:
            raise Wrong(f"{server.name} died: {server.tail()}")
        if done["error"]:
            raise Wrong(f"{server.name}: {done['error']}")
        return done

    def start_load(self, server, **options):
        """The same in the background; the process, whose output finish_load takes."""
        timeout = options.pop("timeout", 120)
        command = [self.tool("vd-load"), "--port", str(server.port), "--pid", str(server.pid),
                   "--timeout", str(timeout)]
        for key, value in options.items():
            command += ["--" + key.replace("_", "-")] + ([] if value is True else [str(value)])
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    @staticmethod
    def finish_load(server, process, timeout):
        try:
            out, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Wrong(f"{server.name}: the background load did not end") from None
        done = Bench.parse(out)
        if done["error"]:
            raise Wrong(f"{server.name}: {done['error']}")
        return done

    @staticmethod
    def parse(out):
        try:
            return json.loads(out)
        except ValueError:
            return {"error": "the generator printed no result: " + repr(out[-200:])}

    def lines(self, tool, *args, timeout=120):
        """What one of the micro-benchmarks of src/core prints."""
        path = os.path.join(self.build, "src", "core", tool)
        if not os.path.exists(path):
            raise Wrong(f"{path} is missing")
        done = subprocess.run([path, *args], stdout=subprocess.PIPE, text=True, timeout=timeout)
        if done.returncode != 0:
            raise Wrong(f"{tool} ended with {done.returncode}")
        return done.stdout.splitlines()

    def run_tool(self, command, timeout):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            out, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return {"error": f"the generator did not end in {timeout} s"}
        return self.parse(out)

    def flush(self, rate, secs):
        """The bare flush on the disk that the servers use."""
        path = os.path.join(self.root, f"flush-{os.getpid()}")
        try:
            out = self.run_tool([self.tool("vd-bare"), "flush", path, str(rate), str(secs)], secs + 60)
        finally:
            if os.path.exists(path):
                os.unlink(path)
        if out["error"]:
            raise Wrong("bare flush: " + out["error"])
        return calls(out)


def calls(out):
    """The figures of a calls section: per call."""
    c = out["calls"]
    n = max(1, c["n"])
    m = {"rate": c["n"] / c["elapsed_s"], "cpu_us": c["cpu_ns"] / n / 1e3,
         "p50_us": c["latency"]["p50_us"], "p99_us": c["latency"]["p99_us"]}
    if c["kworker_ns"] >= 0:
        m["kworker_us"] = c["kworker_ns"] / n / 1e3
    add_memory(m, c)
    return m


def deliveries(out):
    """The figures of a deliveries section: per event delivered to one watch."""
    d = out["deliveries"]
    n = max(1, d["n"])
    m = {"rate": d["n"] / d["elapsed_s"], "cpu_us": d["cpu_ns"] / n / 1e3,
         "p50_us": d["latency"]["p50_us"], "p99_us": d["latency"]["p99_us"],
         "put_p50_us": out["calls"]["latency"]["p50_us"]}
    if d["kworker_ns"] >= 0:
        m["kworker_us"] = d["kworker_ns"] / n / 1e3
    add_memory(m, d)
    return m


def add_memory(m, section):
    if "mem" in section:
        m["anon_mb"] = section["mem"]["anon_kb"] / 1024
        m["file_mb"] = section["mem"]["file_kb"] / 1024


class Row:
    """What one row measured: for each server the rounds' figures, and the goals held against them."""

    def __init__(self, bench, name, title):
        self.bench, self.name, self.title = bench, name, title
        self.samples, self.goals, self.errors, self.notes = {}, [], [], []
        self.peer_errors = []

    def add(self, server, figures):
        self.samples.setdefault(server, []).append(figures)

    def median(self, server):
        rounds = self.samples.get(server)
        if not rounds:
            return None
        keys = [k for k in rounds[0] if all(k in r for r in rounds)]
        return {k: statistics.median(r[k] for r in rounds) for k in keys}

    def attempt(self, server_name, work):
        """Runs work(); what went wrong is kept with the server's name. A peer that cannot do what the
        row asks is a result; only ours and the limit make the row wrong."""
        try:
            return work()
        except Wrong as e:
            text = str(e) if str(e).startswith(server_name) else f"{server_name}: {e}"
            (self.peer_errors if server_name.startswith(("etcd", "nchan")) else self.errors).append(text)
            return None

    def rounds(self, makers, measure, prepare=None, once=()):
        """Interleaved rounds. Each server of the row is started once, prepared, and then they take
        turns; measure(server) returns its figures. A server in `once` is measured in one round only."""
        servers = []
        try:
            for make in makers:
                s = make()
                servers.append(s)
                if self.attempt(s.name, lambda s=s: (s.start(), prepare(s) if prepare else None)) is None:
                    s.stop()
                    servers.remove(s)
            for i in range(self.bench.rounds):
                for s in list(servers):
                    if i > 0 and s.name in once:
                        continue
                    figures = self.attempt(s.name, lambda s=s: measure(s))
                    if figures is None:
                        s.stop()
                        servers.remove(s)
                    else:
                        self.add(s.name, figures)
        finally:
            for s in servers:
                s.__exit__()

    def fresh_rounds(self, makers, measure, once=()):
        """The same with a new server and an empty directory for each measurement."""
        failed = set()
        for i in range(self.bench.rounds):
            for make in makers:
                s = make()
                if s.name in failed or (i > 0 and s.name in once):
                    continue

                def one(s=s):
                    with s:
                        return measure(s)

                figures = self.attempt(s.name, one)
                if figures is None:
                    failed.add(s.name)
                else:
                    self.add(s.name, figures)

    def goal(self, text, key, bound, over=None, least=False, ours="vedette"):
        """Holds the median `key` of `ours` (divided by that of `over`) against a bound."""
        found, value = self.median(ours), None
        if found and key in found:
            value = found[key]
            if over:
                theirs = self.median(over)
                other = theirs and theirs.get(key)
                value = value / other if other else None
        self.hold(text, value, bound, least)

    def hold(self, text, value, bound, least=False):
        met = None if value is None else (value >= bound if least else value <= bound)
        self.goals.append({"text": text, "value": value, "bound": bound, "met": met})

    def as_json(self):
        return {"row": self.name, "title": self.title,
                "servers": {s: {"median": self.median(s), "rounds": r} for s, r in self.samples.items()},
                "goals": self.goals, "errors": self.errors, "peer_errors": self.peer_errors, "notes": self.notes}


COLUMNS = [("rate", "rate/s"), ("cpu_us", "CPU µs"), ("kworker_us", "kworker"), ("p50_us", "p50 µs"),
           ("p99_us", "p99 µs"), ("put_p50_us", "put p50"), ("anon_mb", "anon MB"), ("file_mb", "file MB")]
MARK = {True: "met", False: "MISSED", None: "no data"}


def number(value):
    if value is None:
        return "-"
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def print_row(row):
    print(f"\n{row.name}: {row.title}")
    medians = {s: row.median(s) for s in row.samples}
    extra = sorted({k for m in medians.values() for k in m} - {k for k, _ in COLUMNS})
    columns = [c for c in COLUMNS if any(c[0] in m for m in medians.values())]
    columns += [(k, k) for k in extra]
    widths = [max(10, len(t) + 2) for _, t in columns]
    wide = max([12] + [len(n) + 1 for n in medians])
    if medians:
        print("  " + " " * wide + "".join(t.rjust(w) for (_, t), w in zip(columns, widths)))
    for name, m in medians.items():
        cells = (number(m.get(k)).rjust(w) for (k, _), w in zip(columns, widths))
        print("  " + name.ljust(wide) + "".join(cells))
    for note in row.notes:
        print("  note  " + note)
    for g in row.goals:
        print(f"  goal  {g['text'].ljust(52)} {number(g['value']).rjust(10)}   {MARK[g['met']]}")
    for e in row.peer_errors:
        print("  could not  " + e)
    for e in row.errors:
        print("  FAILED  " + e)
