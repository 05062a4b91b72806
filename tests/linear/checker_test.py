#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The test of the test: a history of a perfect store is taken, and each way of doctoring it is refused
for its own reason."""

import copy
import os
import random
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(HERE, "..", "lib")]
sys.dont_write_bytecode = True
from checker import Violation, check, wanted  # noqa: E402
from model import Log, Refused, evaluate, writes  # noqa: E402
from workload import Requests  # noqa: E402

OPERATIONS = 400


def perfect(seed):
    """Requests that overlap and take effect in the order of a clock; some answers are lost on the way,
    and some requests before they arrive."""
    rng = random.Random(seed)
    clients = [Requests(random.Random(rng.random()), name) for name in ("p", "q", "r")]
    log, ops = Log([]), []
    for now in range(100, 100 + 10 * OPERATIONS, 10):
        client = rng.choice(clients)
        client.seen = log.head
        method, request = client.next()
        op = {"id": f"{client.name}.{client.count}", "call": now - rng.randrange(25), "end": now + rng.randrange(25),
              "method": method, "request": request, "outcome": "ok"}
        lost = rng.random() < 0.1
        if not (lost and rng.random() < 0.5):
            try:
                op["answer"], events = evaluate(log, log.head, method, request)
                if events:
                    log = Log(log.events + [events])
                op["revision"] = log.head
                client.learn(log.head, op["answer"].get("kvs", ()))
            except Refused as refusal:
                op.update(outcome="refused", answer=refusal.answer)
        if lost:
            op.update(outcome="unknown", answer=["UNAVAILABLE", "lost"])
            op.pop("revision", None)
        ops.append(op)
    watches = [watched(log, {"id": "all", "key": "\0", "range_end": "\0", "prev_kv": 1}, 1),
               watched(log, {"id": "some", "key": "a/", "range_end": "a0", "prev_kv": 0}, 20)]
    return {"ops": ops, "watches": watches, "log": copy.deepcopy(log.events)}


def watched(log, watch, start):
    """A watch that breaks twice, with an answer for each revision and progress here and there."""
    late, part = 100 + 10 * OPERATIONS + 50, [r for r in wanted(log, watch) if r[0] >= start]
    watch["runs"], third = [], len(part) // 3
    for piece in (part[:third], part[third:2 * third], part[2 * third:]):
        answers = [{"at": late, "revision": revision, "events": copy.deepcopy(events)} for revision, events in piece]
        answers.append({"at": late, "revision": piece[-1][0], "events": []})
        watch["runs"].append({"call": late, "created": {"at": late, "revision": log.head}, "start": start,
                              "answers": answers})
        start = piece[-1][0] + 1
    return watch


def some(history, outcome, true=lambda op: True, last=False):
    """An operation that can be spoilt."""
    found = [op for op in history["ops"] if op["outcome"] == outcome and true(op)]
    return found[-1] if last else found[len(found) // 2]


def wrote(op):
    return writes(op["method"], op["request"], op["answer"])


def read_rows(op):
    return op["method"] == "range" and op["answer"].get("kvs") and not op["request"].get("revision")


def an_acknowledged_write_is_lost(h):
    op = some(h, "ok", wrote, last=True)
    h["log"] = h["log"][:op["revision"] - 2]
    for watch in h["watches"]:
        watch["runs"] = []
    h["ops"] = [o for o in h["ops"] if o.get("revision", 0) < op["revision"]] + [op]
    return "not in the log"


def two_writes_have_one_revision(h):
    a = some(h, "ok", lambda op: op["method"] == "put")
    h["ops"].append({**copy.deepcopy(a), "id": "twin"})
    return "acknowledged twice"


def a_read_is_stale(h):
    op = some(h, "ok", lambda op: op["method"] == "range" and "revision" not in op["request"], last=True)
    op["revision"] -= 40
    op["answer"], _ = evaluate(Log(h["log"]), op["revision"], "range", op["request"])
    return "was seen"


def a_value_is_wrong(h):
    some(h, "ok", read_rows)["answer"]["kvs"][0]["value"] = "another"
    return "another answer"


def a_row_is_left_out(h):
    some(h, "ok", read_rows)["answer"]["kvs"].pop()
    return "another answer"


def a_version_is_wrong_in_the_log(h):
    put = some(h, "ok", lambda op: op["method"] == "put" and not op["request"].get("ignore_value"))
    h["log"][put["revision"] - 2][0]["kv"]["version"] += 1
    return ""  # whoever reads it first


def order_is_against_real_time(h):
    op = some(h, "ok", wrote)
    op["call"] += 3000
    op["end"] += 3000
    return "was seen"


def a_write_before_what_a_watch_had_shown(h):
    op = some(h, "ok", wrote)
    h["watches"][0]["runs"][0]["answers"][-1]["at"] = 0
    h["watches"][0]["runs"][0]["answers"][-1]["revision"] = op["revision"] + 5
    return "was seen"


def a_watch_begins_behind_what_was_acknowledged(h):
    h["watches"][1]["runs"][0]["created"]["revision"] = 3
    return "was seen"


def a_refused_write_was_made(h):
    op = some(h, "unknown", lambda op: op["method"] == "put" and
              any(e["kv"].get("value") == op["request"].get("value") for r in h["log"] for e in r))
    op.update(outcome="refused", answer=["NOT_FOUND", "etcdserver: requested lease not found"])
    return "refused without a reason"


def a_refusal_has_no_reason(h):
    op = some(h, "refused")
    op["answer"][1] = "etcdserver: because"
    return "refused without a reason"


def a_refusal_came_too_late(h):
    # A revision that was the future's once, long ago.
    op = some(h, "refused", lambda op: op["answer"][0] == "OUT_OF_RANGE" and op["request"]["revision"] < len(h["log"]) - 20)
    op["call"], op["end"] = 100 + 10 * OPERATIONS, 110 + 10 * OPERATIONS
    return "refused without a reason"


def an_unknown_write_was_made_twice(h):
    # Appended, as if it had been sent again.
    op = some(h, "unknown", lambda op: op["method"] == "put" and not op["request"].get("ignore_value") and
              any(e["kv"].get("value") == op["request"]["value"] for r in h["log"] for e in r))
    log = Log(h["log"])
    h["log"].append(evaluate(log, log.head, "put", op["request"])[1])
    return "nobody's write"


def an_unknown_write_was_made_before_it_was_asked_for(h):
    op = some(h, "unknown", lambda op: op["method"] == "put" and not op["request"].get("ignore_value") and
              any(e["kv"].get("value") == op["request"]["value"] for r in h["log"] for e in r))
    op["call"] += 3000
    return "nobody's write"


def a_write_is_nobodys(h):
    log = Log(h["log"])
    h["log"].append(evaluate(log, log.head, "put", {"key": "a/0", "value": "ghost"})[1])
    return "nobody's write"


def half_a_transaction_is_there(h):
    op = some(h, "ok", lambda op: op["method"] == "txn" and len(h["log"][op["revision"] - 2]) > 2 and wrote(op))
    h["log"][op["revision"] - 2].pop()
    return ""


def a_compare_went_the_wrong_way(h):
    op = some(h, "ok", lambda op: op["request"].get("compare") and not op["answer"].get("succeeded"))
    op["answer"]["succeeded"] = True
    return "another answer"


def a_revision_is_missing(h):
    h["log"][50] = []
    return "is missing from the log"


def answers(h):
    return h["watches"][0]["runs"][1]["answers"]


def a_watch_misses_an_event(h):
    del answers(h)[3]
    return "not the events of revision"


def a_watch_shows_an_event_twice(h):
    answers(h).insert(4, copy.deepcopy(answers(h)[3]))
    return "not the events of revision"


def a_watch_goes_back(h):
    a = answers(h)
    a[3], a[4] = a[4], a[3]
    return "not the events of revision"


def a_watch_splits_a_revision(h):
    i = next(i for i, a in enumerate(answers(h)) if len(a["events"]) > 1)
    whole = answers(h)[i]
    answers(h)[i:i + 1] = [{**whole, "events": whole["events"][:1]}, {**whole, "events": whole["events"][1:]}]
    return "or not all of them"


def a_watch_shows_another_value_before(h):
    event = next(e for a in answers(h) for e in a["events"] if "prev_kv" in e)
    event["prev_kv"]["version"] += 1
    return "not the events of revision"


def a_watch_shows_what_it_was_not_asked_for(h):
    event = next(e for r in h["log"] for e in r if not e["kv"]["key"].startswith("a/"))
    h["watches"][1]["runs"][1]["answers"][2]["events"].append(event)
    return "not the events of revision"


def a_watch_shows_what_is_not_durable(h):
    log = Log(h["log"])
    event = evaluate(log, log.head, "put", {"key": "a/0", "value": "gone"})[1]
    h["watches"][0]["runs"][2]["answers"].append({"at": 1 << 40, "revision": log.head + 1, "events": event})
    return "not in the log"


def progress_comes_too_early(h):
    answers(h).insert(0, {"at": 1 << 40, "revision": answers(h)[2]["revision"], "events": []})
    return "progress at"


def a_watch_misses_events_over_a_break(h):
    run = h["watches"][0]["runs"][2]
    del run["answers"][0]
    return "not the events of revision"


DOCTORS = [an_acknowledged_write_is_lost, two_writes_have_one_revision, a_read_is_stale, a_value_is_wrong,
           a_row_is_left_out, a_version_is_wrong_in_the_log, order_is_against_real_time,
           a_write_before_what_a_watch_had_shown, a_watch_begins_behind_what_was_acknowledged,
           a_refused_write_was_made, a_refusal_has_no_reason, a_refusal_came_too_late, an_unknown_write_was_made_twice,
           an_unknown_write_was_made_before_it_was_asked_for, a_write_is_nobodys, half_a_transaction_is_there,
           a_compare_went_the_wrong_way, a_revision_is_missing, a_watch_misses_an_event, a_watch_shows_an_event_twice,
           a_watch_goes_back, a_watch_splits_a_revision, a_watch_shows_another_value_before,
           a_watch_shows_what_it_was_not_asked_for, a_watch_shows_what_is_not_durable, progress_comes_too_early,
           a_watch_misses_events_over_a_break]


def is_taken(seed):
    tally = check(perfect(seed))
    for name in ("writes", "reads", "refused", "unknown_there", "unknown_not_there", "compares_true", "compares_false"):
        assert tally[name] > 5, tally


def is_refused(doctor, seed):
    history = perfect(seed)
    reason = doctor(history)
    try:
        check(history)
    except Violation as violation:
        assert reason in str(violation), f"refused for another reason than {reason!r}: {violation}"
        return
    raise AssertionError("the history was taken")


def main():
    passed = failed = 0
    tests = [("a perfect history is taken", is_taken, ())] + [(d.__name__, is_refused, (d,)) for d in DOCTORS]
    for name, function, args in tests:
        try:
            for seed in range(5):
                function(*args, seed)
            passed += 1
        except Exception:
            failed += 1
            print(f"FAILED {name}, seed {seed}")
            traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
