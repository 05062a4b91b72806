# SPDX-License-Identifier: Apache-2.0
"""Clients that write down what they asked, when, and what they were told: one process of the run of
linear_test.py. usage: workload.py ENDPOINT NUMBER SEED PROGRESS FILE; it works until its standard
input ends and everybody has done a minimum, and leaves its part of the history in FILE. PROGRESS: how
often of a hundred times watches ask for it."""

import json
import os
import queue
import random
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import grpc  # noqa: E402
from etcd3 import Client  # noqa: E402
from model import slim  # noqa: E402

THREADS, WATCHERS = 3, 2
LEAST = 250  # acknowledged requests of each thread, however slow the machine
LONGEST_S = 240
PATIENCE_S, IMPATIENCE_S = 0.5, (0.001, 0.003)
GROUPS = ("a/", "b/", "c/")
KEYS = [f"{group}{i}" for group in GROUPS for i in range(6)]
# The server has judged the request, and it has changed nothing.
DEFINITE = {"INVALID_ARGUMENT", "OUT_OF_RANGE", "NOT_FOUND", "FAILED_PRECONDITION"}


def after(prefix):
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def wire_form(message):
    """Text as the bytes that the wire wants."""
    if isinstance(message, dict):
        return {name: wire_form(part) for name, part in message.items()}
    if isinstance(message, list):
        return [wire_form(part) for part in message]
    return message.encode("latin-1") if isinstance(message, str) else message


class Requests:
    """Random requests over a few keys; every value is written once in a run."""

    def __init__(self, rng, name):
        self.rng, self.name, self.count = rng, name, 0
        self.seen, self.mod = 1, {}  # the newest revision, and the revision of keys, as far as told

    def value(self):
        return f"{self.name}.{self.count}"

    def span(self):
        rng = self.rng
        group = rng.choice(GROUPS)
        return rng.choice([{"key": rng.choice(KEYS)}, {"key": group, "range_end": after(group)},
                           {"key": "\0", "range_end": "\0"}])

    def put(self):
        request = {"key": self.rng.choice(KEYS), "value": self.value()}
        kind = self.rng.randrange(20)
        if kind < 4:
            request["prev_kv"] = 1
        elif kind < 6:
            request = {"key": request["key"] if kind == 4 else "none", "ignore_value": 1}
        elif kind == 6:
            request["ignore_value"] = 1
        return request

    def get(self):
        request, rng = self.span(), self.rng
        kind = rng.randrange(10)
        if kind < 4:
            request["revision"] = max(1, self.seen - rng.randrange(60))
        elif kind == 4:
            request["revision"] = self.seen + rng.choice([1, 2, 5, 1000])
        if rng.random() < 0.3:
            request.update(rng.choice([{"limit": rng.randrange(1, 8)}, {"count_only": 1}, {"keys_only": 1},
                                       {"serializable": 1}]))
        return request

    def delete(self):
        rng = self.rng
        request = {"key": rng.choice(KEYS)}
        if rng.random() < 0.15:
            group = rng.choice(GROUPS)
            request = {"key": group, "range_end": after(group)}
        if rng.random() < 0.4:
            request["prev_kv"] = 1
        return request

    def swap(self):
        """If the key is as it was last seen, change it; else look at it."""
        rng, key = self.rng, self.rng.choice(KEYS)
        compare = {"key": key, "target": 2, "mod_revision": self.mod.get(key, 0)}
        if rng.random() < 0.2:
            compare = {"key": key, "target": 0, "result": 1, "version": rng.randrange(4)}
        change = {"request_delete_range": {"key": key}} if rng.random() < 0.2 else \
            {"request_put": {"key": key, "value": self.value()}}
        look = {"request_range": {"key": key}}
        return {"compare": [compare], "success": [change, look], "failure": [look]}

    def several(self):
        """Several keys at once, read and written; now and then one of them twice, which is refused."""
        keys = self.rng.sample(KEYS, self.rng.randrange(2, 5))
        ops = [{"request_put": {"key": k, "value": self.value(), "prev_kv": 1}} for k in keys]
        ops.append({"request_delete_range": {"key": self.rng.choice([k for k in KEYS if k not in keys])}})
        self.rng.shuffle(ops)
        ops.append({"request_range": {"key": "\0", "range_end": "\0"}})
        if self.rng.random() < 0.15:
            ops.append({"request_put": {"key": keys[0], "value": "twice"}})
        return {"success": ops}

    def next(self):
        self.count += 1
        kind = self.rng.randrange(100)
        if kind < 30:
            return "put", self.put()
        if kind < 58:
            return "range", self.get()
        if kind < 68:
            return "delete", self.delete()
        if kind < 90:
            return "txn", self.swap()
        if kind < 92:
            return "txn", {"success": [{"request_range": self.span()} for _ in range(2)]}
        return "txn", self.several()

    def learn(self, revision, rows):
        self.seen = max(self.seen, revision)
        for row in rows:
            self.mod[row["key"]] = row["mod_revision"]


class Worker(threading.Thread):
    """One request after the other."""

    def __init__(self, endpoint, name, seed, ops, stop):
        super().__init__()
        self.rng, self.client, self.name, self.ops, self.stop = random.Random(seed), Client(endpoint), name, ops, stop
        self.requests = Requests(self.rng, name)

    def ask(self, method, request, op):
        timeout = self.rng.uniform(*IMPATIENCE_S) if self.rng.random() < 0.03 else PATIENCE_S
        try:
            answer = getattr(self.client, method)(**wire_form(request), timeout=timeout)
        except grpc.RpcError as e:
            code, text = e.code().name, e.details() or ""
            op.update(outcome="refused" if code in DEFINITE else "unknown", answer=[code, text])
            if code == "UNAVAILABLE":
                op["unsent"] = "connect" in text
            return
        op.update(outcome="ok", revision=answer["header"]["revision"], answer=slim(answer))

    def run(self):
        acknowledged, until = 0, time.monotonic() + LONGEST_S
        while (not self.stop.is_set() or acknowledged < LEAST) and time.monotonic() < until:
            method, request = self.requests.next()
            op = {"id": f"{self.name}.{self.requests.count}", "call": time.monotonic_ns(), "method": method,
                  "request": request}
            self.ask(method, request, op)
            op["end"] = time.monotonic_ns()
            self.ops.append(op)
            if op["outcome"] == "ok":
                acknowledged += 1
                self.requests.learn(op["revision"], op["answer"].get("kvs", ()) if method == "range" else ())
            elif op.get("unsent") is not None:
                self.client.wait(1)


class Watcher(threading.Thread):
    """Watches that are broken off at random and go on after what they have seen."""

    def __init__(self, endpoint, name, seed, watches, stop, progress):
        super().__init__()
        self.progress = progress / 100
        self.rng, self.client, self.name = random.Random(seed), Client(endpoint), name
        self.watches, self.stop = watches, stop
        self.count, self.seen = 0, 1

    def begin(self):
        self.count += 1
        span = self.rng.choice([{"key": "\0", "range_end": "\0"}, {"key": "a/", "range_end": "a0"},
                                {"key": self.rng.choice(KEYS)}])
        watch = {"id": f"{self.name}.{self.count}", **span, "prev_kv": self.rng.randrange(2), "runs": []}
        self.watches.append(watch)
        return watch, self.rng.choice([0, 1, self.rng.randint(1, self.seen)])

    def follow(self, watch, start):
        """One stream until it breaks or is broken off; where to go on."""
        stream, call = self.client.watch(timeout=60), time.monotonic_ns()
        create = {name: watch[name] for name in ("key", "range_end", "prev_kv") if name in watch}
        stream.ask(**wire_form(create), start_revision=start)
        created = self.take(stream, 5)
        if created:
            assert created["created"] and not created["canceled"], created
            revision = created["header"]["revision"]
            run = {"call": call, "created": {"at": time.monotonic_ns(), "revision": revision},
                   "start": start or revision + 1, "answers": []}
            watch["runs"].append(run)
            start = self.collect(stream, run)
        stream.close()
        return start

    def collect(self, stream, run):
        reached, until = run["start"] - 1, time.monotonic() + self.rng.expovariate(1.2)
        while not self.stop.is_set() and time.monotonic() < until:
            if self.rng.random() < self.progress:
                stream.progress()
            answer = self.take(stream, 0.1)
            if answer is None:
                break
            if not answer:
                continue
            assert not answer["canceled"], answer
            revision, events = answer["header"]["revision"], slim(answer["events"])
            run["answers"].append({"at": time.monotonic_ns(), "revision": revision, "events": events})
            reached = max([reached, *(e["kv"]["mod_revision"] for e in events)] + ([] if events else [revision]))
        self.seen = max(self.seen, reached)
        return reached + 1

    @staticmethod
    def take(stream, seconds):
        """An answer; {} if none came in time, None when the stream is over."""
        try:
            answer = stream.answers.get(timeout=seconds)
        except queue.Empty:
            return {}
        return answer if isinstance(answer, dict) else None

    def run(self):
        watch, start = self.begin()
        while not self.stop.is_set():
            self.client.wait(1)
            start = self.follow(watch, start)
            if watch["runs"] and self.rng.random() < 0.2:
                watch, start = self.begin()
            time.sleep(self.rng.uniform(0, 0.05))


def fail(problem):
    """A thread that fails ends the process."""
    sys.__excepthook__(problem.exc_type, problem.exc_value, problem.exc_traceback)
    os._exit(1)


def main():
    threading.excepthook = fail
    endpoint, number, seed, progress, path = sys.argv[1:]
    rng, stop, ops, watches = random.Random(f"{seed}/{number}"), threading.Event(), [], []
    workers = [Worker(endpoint, f"w{number}{'abcdef'[i]}", rng.random(), ops, stop) for i in range(THREADS)]
    watchers_stop = threading.Event()
    watchers = [Watcher(endpoint, f"{number}{'xyz'[i]}", rng.random(), watches, watchers_stop, int(progress))
                for i in range(WATCHERS)]
    for thread in workers + watchers:
        thread.start()
    sys.stdin.read()
    stop.set()
    for thread in workers:
        thread.join()
    watchers_stop.set()
    for thread in watchers:
        thread.join()
    with open(path, "w", encoding="ascii") as out:
        json.dump({"ops": ops, "watches": watches}, out)
    os._exit(0)  # grpc's own threads may still be busy with a channel


if __name__ == "__main__":
    main()
