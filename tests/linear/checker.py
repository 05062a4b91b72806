# SPDX-License-Identifier: Apache-2.0
"""Is a history linearizable? Revisions order the writes, so there is nothing to search for:

- the log has every revision once, and each is what exactly one request does to the state before it;
- an acknowledged write has the revision that its answer names, and an answer says what the state says;
- a request that began after another had ended has no smaller revision (a write: a greater one);
- a request of unknown outcome is there at most once; one that was refused is not there, and was rightly
  refused at some revision that its time allows;
- a watch was given its part of the log: in order, without a gap, each revision whole, across all breaks.

A history is {"ops": [...], "watches": [...], "log": [...]}, as workload.py records it:
op     {"id", "call", "end", "method", "request", "outcome": ok | refused | unknown, "revision", "answer"}
watch  {"id", "key", "range_end", "prev_kv", "runs": [{"call", "created": {"at", "revision"}, "start",
       "answers": [{"at", "revision", "events"}]}]}
log    the events of revision 2, 3, ...
Times are nanoseconds of one clock. An op without an end has none; it may take effect at any time."""

import collections

from model import Log, Refused, evaluate, writes


class Violation(Exception):
    """The history is not linearizable, or a watch was lied to."""


def need(true, what, *about):
    if not true:
        raise Violation(what + "".join(f"\n    {a}" for a in about))


def brief(op):
    return {k: op.get(k) for k in ("id", "method", "request", "outcome", "revision", "answer")}


def check_log(log):
    for revision, events in enumerate(log.events, 2):
        need(events, f"revision {revision} is missing from the log")
        for event in events:
            need(event["kv"].get("mod_revision") == revision, f"the log shows another event at revision {revision}", event)


def check_answers(log, ops):
    """Every acknowledged request against the state; who has which revision."""
    claimed = {}
    for op in ops:
        if op["outcome"] != "ok":
            continue
        revision, method, request = op["revision"], op["method"], op["request"]
        writing = writes(method, request, op["answer"])
        need(1 + writing <= revision <= log.head, f"revision {revision} was acknowledged and is not in the log", brief(op))
        try:
            answer, events = evaluate(log, revision - writing, method, request)
        except Refused as refusal:
            raise Violation(f"acknowledged, where a refusal was due: {refusal.answer}\n    {brief(op)}") from None
        need(answer == op["answer"], f"the state at revision {revision - writing} gives another answer", brief(op), answer)
        if writing:
            need(revision not in claimed, f"revision {revision} was acknowledged twice", brief(op),
                 brief(claimed.get(revision, op)))
            need(events == log.at(revision), f"the log has something else at revision {revision}", brief(op),
                 log.at(revision))
            claimed[revision] = op
        else:
            need(not events, "it changes something and was answered as if it did not", brief(op))
    return claimed


def check_order(ops, observed):
    """Real time: sets op["low"], the greatest revision that had been seen when it was called."""
    moments = [(at, 1, revision, None) for at, revision in observed]
    for op in ops:
        moments.append((op["call"], 0, 0, op))
        if op["outcome"] == "ok":
            moments.append((op["end"], 1, op["revision"], op))
    seen, by = 1, None
    # At one and the same time, what is called was not called after what ends.
    for _, is_end, revision, op in sorted(moments, key=lambda m: m[:3]):
        if is_end:
            if revision > seen:
                seen, by = revision, op
            continue
        op["low"] = seen
        if op["outcome"] == "ok":
            floor = seen + writes(op["method"], op["request"], op["answer"])
            need(op["revision"] >= floor, f"revision {op['revision']} for what began after revision {seen} was seen",
                 brief(op), brief(by) if by else "seen by a watch")


def check_refusals(log, ops):
    """A refusal has no revision: one that its time allows must be found at which it is right."""
    seen, moments = log.head, []
    for op in ops:
        if op["outcome"] == "ok":
            moments.append((op["call"], 0, op["revision"] - writes(op["method"], op["request"], op["answer"]), None))
        if op["outcome"] == "refused":
            moments.append((op["end"], 1, 0, op))
    # Backwards: how far the store can have been when it was refused.
    for _, is_end, revision, op in sorted(moments, key=lambda m: m[:3], reverse=True):
        if not is_end:
            seen = min(seen, revision)
            continue
        answers = []
        for base in range(op["low"], seen + 1):
            try:
                answers.append(evaluate(log, base, op["method"], op["request"])[0])
            except Refused as refusal:
                if refusal.answer == op["answer"]:
                    break
                answers.append(refusal.answer)
        else:
            need(False, f"refused without a reason at revisions {op['low']} to {seen}", brief(op), *answers[:1])


def find_unknown(log, ops, claimed):
    """Gives every revision that nobody claims to a request of unknown outcome that does just this: a
    matching, by augmenting paths. Sets op["found"]; returns how many there are."""
    unknown = [op for op in ops if op["outcome"] == "unknown"]
    might, orphans = collections.defaultdict(list), {}
    for op in unknown:
        for what in effects(log, op["method"], op["request"]):
            might[what].append(op)
    for revision in range(2, log.head + 1):
        if revision not in claimed:
            first = log.at(revision)[0]["kv"]
            same = might[first["key"], first["value"]] if first.get("value") else []
            orphans[revision] = candidates(log, revision, same + might[first["key"], None])
    owner = {}

    def place(revision, tried):
        for op in orphans[revision]:
            if op["id"] not in tried:
                tried.add(op["id"])
                if op["id"] not in owner or place(owner[op["id"]], tried):
                    owner[op["id"]] = revision
                    return True
        return False

    for revision, possible in orphans.items():
        need(place(revision, set()), f"revision {revision} is nobody's write, or one request's twice",
             log.at(revision), *map(brief, possible))
    for op in unknown:
        if op["id"] in owner:
            op["found"] = owner[op["id"]]
    return len(orphans)


def effects(log, method, request):
    """What a request may do: (key, its new value), or (key, None) for a deletion or the value it had."""
    if method == "put":
        return {(request.get("key"), request.get("value"))}
    if method == "delete":
        return {(key, None) for key in log.span(request)}
    if method != "txn":
        return set()
    found = set()
    for op in request.get("success", []) + request.get("failure", []):
        (name, inner), = op.items()
        found |= effects(log, {"request_put": "put", "request_delete_range": "delete"}.get(name), inner)
    return found


def candidates(log, revision, ops):
    found = []
    for op in ops:
        if op["low"] < revision:
            try:
                if evaluate(log, revision - 1, op["method"], op["request"])[1] == log.at(revision):
                    found.append(op)
            except Refused:
                pass
    return found


def begun(watch, run):
    """The beginning of a watch is a read of the present revision."""
    return {"id": f"watch {watch['id']}", "method": "watch", "request": {"key": watch["key"]}, "outcome": "ok",
            "call": run["call"], "end": run["created"]["at"], "revision": run["created"]["revision"], "answer": {}}


def wanted(log, watch):
    """The part of the log that a watch is to be shown: (revision, events)."""
    key, end, part = watch["key"], watch.get("range_end", ""), []
    for revision, events in enumerate(log.events, 2):
        mine = [e for e in events
                if (e["kv"]["key"] == key if not end else key <= e["kv"]["key"] and (end == "\0" or e["kv"]["key"] < end))]
        if mine:
            part.append((revision, mine if watch.get("prev_kv") else
                         [{k: v for k, v in e.items() if k != "prev_kv"} for e in mine]))
    return part


def check_watch(log, watch):
    """All runs of one watch: each goes on where the one before had come to."""
    part, reached, events = wanted(log, watch), None, 0
    name = f"watch {watch['id']}"
    for run in watch["runs"]:
        start = run["start"]
        need(reached is None or start == reached + 1, f"{name}: the test itself resumed at {start} after {reached}")
        at = next((i for i, (revision, _) in enumerate(part) if revision >= start), len(part))
        reached = start - 1
        for answer in run["answers"]:
            got = answer["events"]
            events += len(got)
            while got:
                need(at < len(part), f"{name}: events that are not in the log", got)
                revision, due = part[at]
                need(got[:len(due)] == due, f"{name}: not the events of revision {revision}, or not all of them", got, due)
                got, at, reached = got[len(due):], at + 1, revision
            if not answer["events"]:  # progress
                due = part[at][0] if at < len(part) else log.head + 1
                need(answer["revision"] < due, f"{name}: progress at {answer['revision']} before the events of {due}")
                reached = max(reached, answer["revision"])
            need(answer["revision"] >= reached, f"{name}: an answer of revision {answer['revision']} after {reached}")
            need(answer["revision"] <= log.head, f"{name}: revision {answer['revision']} was shown and is not in the log")
    return events


def check(history):
    """Raises Violation, or returns what there was to check, in numbers."""
    log, ops = Log(history["log"]), history["ops"]
    check_log(log)
    claimed = check_answers(log, ops)
    observed = [(a["at"], a["revision"]) for w in history["watches"] for run in w["runs"] for a in run["answers"]]
    check_order(ops + [begun(w, run) for w in history["watches"] for run in w["runs"]], observed)
    check_refusals(log, ops)
    found = find_unknown(log, ops, claimed)
    events = sum(check_watch(log, watch) for watch in history["watches"])
    tally = collections.Counter(op["outcome"] for op in ops)
    sent = sum(op["outcome"] == "unknown" and not op.get("unsent") and bool(effects(log, op["method"], op["request"]))
               for op in ops)
    txns = [op for op in ops if op["outcome"] == "ok" and op["method"] == "txn" and op["request"].get("compare")]
    return {"revisions": log.head, "writes": len(claimed), "reads": tally["ok"] - len(claimed),
            "refused": tally["refused"], "unknown": tally["unknown"], "unknown_there": found,
            "unknown_not_there": sent - found, "compares_true": sum(bool(op["answer"].get("succeeded")) for op in txns),
            "compares_false": sum(not op["answer"].get("succeeded") for op in txns), "events": events,
            "resumed": sum(len(w["runs"]) - 1 for w in history["watches"])}
