# SPDX-License-Identifier: Apache-2.0
"""What a store of one revision line answers: the log of all events, the state at any revision of it,
and each request judged against a state. Naive on purpose; it knows what workload.py asks.

Messages are those of tests/lib/wire.py made slim: bytes as text, no headers, nothing that is zero."""

import bisect
import operator

PUT, DELETE = 0, 1
RESULTS = {0: operator.eq, 1: operator.gt, 2: operator.lt, 3: operator.ne}
TARGETS = {0: ("version", "version"), 1: ("create_revision", "create_revision"),
           2: ("mod_revision", "mod_revision"), 3: ("value", "value"), 4: ("lease", "lease")}


class Refused(Exception):
    """A definite no: (gRPC code, message)."""

    def __init__(self, code, text):
        super().__init__(code, text)
        self.answer = [code, "etcdserver: " + text]


def slim(message):
    """Bytes as text; without headers and zeros. Lists keep their places."""
    if isinstance(message, bytes):
        return message.decode("latin-1")
    if isinstance(message, list):
        return [slim(part) for part in message]
    if not isinstance(message, dict):
        return message
    parts = {name: slim(part) for name, part in message.items() if name != "header"}
    # A row that is nothing but zeros is still a row, and so is an empty kind of operation.
    return {name: part for name, part in parts.items() if part or isinstance(part, dict)}


class Log:
    """Revision -> its events in order, from revision 2 on without a gap."""

    def __init__(self, revisions):
        self.events = revisions
        self.head = 1 + len(revisions)
        self.versions = {}
        for revision, events in enumerate(revisions, 2):
            for event in events:
                key = event["kv"]["key"]
                row = event["kv"] if event.get("type", PUT) == PUT else None
                revs, rows = self.versions.setdefault(key, ([], []))
                if revs and revs[-1] == revision:
                    rows[-1] = row  # a deletion and a put of one transaction
                else:
                    revs.append(revision)
                    rows.append(row)
        self.keys = sorted(self.versions)

    def at(self, revision):
        """The events of a revision."""
        return self.events[revision - 2]

    def get(self, key, revision):
        revs, rows = self.versions.get(key, ((), ()))
        i = bisect.bisect_right(revs, revision)
        return rows[i - 1] if i else None

    def span(self, request):
        """The keys that were ever in the range of a request."""
        key, end = request["key"], request.get("range_end", "")
        if not end:
            return [key] if key in self.versions else []
        low = bisect.bisect_left(self.keys, key)
        return self.keys[low:] if end == "\0" else self.keys[low:bisect.bisect_left(self.keys, end)]


class Turn:
    """One request at one state: what it reads, with its own writes over it."""

    def __init__(self, log, base):
        self.log, self.base = log, base
        self.own, self.events = {}, []

    def get(self, key):
        return self.own[key] if key in self.own else self.log.get(key, self.base)

    def rows(self, request):
        keys = self.log.span(request)
        if not request.get("range_end"):
            keys = [request["key"]]
        elif self.own:
            end = request["range_end"]
            keys = sorted({*keys, *(k for k in self.own if request["key"] <= k and (end == "\0" or k < end))})
        return [row for row in map(self.get, keys) if row is not None]

    def range(self, request):
        at = request.get("revision", 0)
        if at > self.base:
            raise Refused("OUT_OF_RANGE", "mvcc: required revision is a future revision")
        rows = Turn(self.log, at).rows(request) if at else self.rows(request)
        answer = {"count": len(rows)}
        limit = request.get("limit", 0)
        if request.get("count_only"):
            return answer
        if limit and len(rows) > limit:
            rows, answer["more"] = rows[:limit], True
        if request.get("keys_only"):
            rows = [{name: part for name, part in row.items() if name != "value"} for row in rows]
        return {**answer, "kvs": rows}

    def check_put(self, request):
        if not request.get("key"):
            raise Refused("INVALID_ARGUMENT", "key is not provided")
        if request.get("lease"):
            raise Refused("NOT_FOUND", "requested lease not found")
        if request.get("ignore_value"):
            if request.get("value"):
                raise Refused("INVALID_ARGUMENT", "value is provided")
            if self.get(request["key"]) is None:
                raise Refused("INVALID_ARGUMENT", "key not found")

    def put(self, request):
        self.check_put(request)
        key, before, revision = request["key"], self.get(request["key"]), self.base + 1
        value = before.get("value", "") if request.get("ignore_value") else request.get("value", "")
        row = {"key": key, "create_revision": before["create_revision"] if before else revision,
               "mod_revision": revision, "version": before["version"] + 1 if before else 1, "value": value}
        self.own[key] = row
        self.events.append({"type": PUT, "kv": row, "prev_kv": self.log.get(key, self.base)})
        return {"prev_kv": before if request.get("prev_kv") else None}

    def delete(self, request):
        rows = self.rows(request)
        for row in rows:
            self.own[row["key"]] = None
            self.events.append({"type": DELETE, "kv": {"key": row["key"], "mod_revision": self.base + 1},
                                "prev_kv": self.log.get(row["key"], self.base)})
        return {"deleted": len(rows), "prev_kvs": rows if request.get("prev_kv") else []}

    def holds(self, compare):
        target, operand = TARGETS[compare.get("target", 0)]
        row = self.get(compare["key"])
        if target == "value":
            return row is not None and RESULTS[compare.get("result", 0)](row.get("value", ""), compare.get(operand, ""))
        return RESULTS[compare.get("result", 0)]((row or {}).get(target, 0), compare.get(operand, 0))

    def txn(self, request):
        for branch in ("success", "failure"):
            puts = [op["request_put"].get("key") for op in request.get(branch, []) if "request_put" in op]
            if len(puts) != len(set(puts)):
                raise Refused("INVALID_ARGUMENT", "duplicate key given in txn request")
        succeeded = all(map(self.holds, request.get("compare", [])))
        ops = request.get("success" if succeeded else "failure", [])
        for op in ops:
            if "request_put" in op:
                self.check_put(op["request_put"])
        responses = []
        for op in ops:
            (name, inner), = op.items()
            kind = {"request_put": self.put, "request_range": self.range, "request_delete_range": self.delete}[name]
            responses.append({name.replace("request", "response"): kind(inner)})
        return {"succeeded": succeeded, "responses": responses}


def evaluate(log, base, method, request):
    """The request at the state of revision `base`: (slim answer, slim events). Its writes, if there
    are any, get revision base + 1. Raises Refused."""
    turn = Turn(log, base)
    answer = slim(getattr(turn, method)(request))
    return answer, [slim(event) for event in turn.events]


def writes(method, request, answer):
    """Whether an acknowledged request has changed something, by its own answer."""
    if method == "put":
        return True
    if method == "delete":
        return answer.get("deleted", 0) > 0
    if method != "txn":
        return False
    return any("response_put" in r or r.get("response_delete_range", {}).get("deleted", 0) > 0
               for r in answer.get("responses", []))
