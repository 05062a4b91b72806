# SPDX-License-Identifier: Apache-2.0
"""The same requests in JSON to the gateway under test and to that of an etcd beside it must have the same
answers: random ones over a dozen keys, said in every form that JSON has for them, and a list of odd ones.
VD_SEED repeats a run."""

import json
import os
import random
import shutil

from differential_test import Requests
from gateway import Gateway, b64
from kit import Server, Skip, Target, eq

OPERATIONS = 1000
OURS_ALONE = ("cluster_id", "member_id", "raft_term")


def beside(t):
    """The gateways of a fresh server under test and of a fresh etcd."""
    etcd = shutil.which("etcd")
    if not etcd:
        raise Skip("etcd is not installed")
    server, reference = t.start(), Server(Target(etcd, is_etcd=True))
    t.defer(reference.stop)
    gateways = Gateway(server.endpoint), Gateway(reference.endpoint)
    for gateway in gateways:
        t.defer(gateway.close)
    return gateways


def plain(page):
    """Without what names the one server or the other, or depends on when they were asked."""
    if isinstance(page, dict):
        if "grantedTTL" in page:
            page = {**page, "TTL": int(page["TTL"]) > 0}
        return {k: plain(v) for k, v in page.items() if k not in OURS_ALONE}
    if not isinstance(page, list):
        return page
    page = [plain(v) for v in page]
    if page and (isinstance(page[0], str) or "ID" in page[0]):
        return sorted(page, key=str)
    if page and "mod_revision" in page[0]:
        # The order of keys of one revision is nobody's promise, and they are sorted by nothing else here.
        at = {}
        for kv in page:
            at.setdefault(kv["mod_revision"], []).append(kv)
        return [kv for run in at.values() for kv in sorted(run, key=lambda kv: kv["key"])]
    return page


def outcome(answer):
    """An error is its code, its message, and the status: FAILED_PRECONDITION is 412 in 3.4 and 400 since 3.5."""
    status, page = answer
    if isinstance(page, dict) and "code" in page:
        return {"status": 400 if status == 412 else status, "code": page["code"], "message": page["message"]}
    return {"status": status, "page": plain(page)}


def is_one_of_many(found):
    return found.get("code") in (3, 5, 11)


def test_random_requests_have_the_answers_of_etcd(t):
    seed = int(os.environ.get("VD_SEED") or random.randrange(1 << 32))
    ours, theirs = beside(t)
    rng = random.Random(seed)
    requests, errors = Requests(rng), 0
    for i in range(OPERATIONS):
        method, message = requests.next()
        got, want = outcome(ours.ask(method, message, rng)), outcome(theirs.ask(method, message, rng))
        if not (method == "txn" and is_one_of_many(got) and is_one_of_many(want)):
            eq(got, want, f"VD_SEED={seed}, request {i}: {method} {message}")
        if "code" in want:
            errors += 1
        elif "header" in want["page"]:
            requests.revision = max(requests.revision, int(want["page"]["header"]["revision"]))
            if method == "compact":
                requests.floor = message["revision"]
    assert 10 < errors < OPERATIONS / 2, f"{errors} errors: the requests prove little"


FOO = b64(b"foo")
ODD = [
    ("kv/range", '{"key":"%s"}' % FOO),
    ("kv/range", '{"key":"%s"} and what follows' % FOO),
    ("kv/range", ' \n\t{ "key" : "%s" }\r\n' % FOO),
    ("kv/range", '{"key":"Zm\\u0039v"}'),
    ("kv/range", '{"\\u006bey":"%s"}' % FOO),
    ("kv/range", '{"key":"%s","limit":null,"rangeEnd":null,"serializable":null,"sortOrder":null}' % FOO),
    ("kv/range", '{"key":"%s","nothing":{"of":["it"]}}' % FOO),
    ("kv/range", '{"key":"%s","limit":"1","serializable":true,"sort_target":"MOD","sortOrder":2}' % FOO),
    ("kv/range", '{"key":"%s","revision":"9223372036854775807"}' % FOO),
    ("kv/range", '{"key":"%s","revision":"-1"}' % FOO),
    ("kv/range", '{"key":"","range_end":"AA=="}'),
    ("kv/range", '{"key":"AA==","range_end":"AA==","keys_only":true}'),
    ("kv/range", '{"key":"AA==","range_end":"AA==","count_only":true}'),
    ("kv/range", ""),
    ("kv/range", "{}"),
    ("kv/txn", "{}"),
    ("kv/txn", '{"success":[]}'),
    ("kv/txn", '{"success":null}'),
    ("kv/txn", '{"success":[{"request_range":{"key":"%s"}},{"request_txn":{"success":[{"request_delete_range":'
               '{"key":"%s","prev_kv":true}}]}}]}' % (FOO, FOO)),
    ("kv/put", '{"key":"%s","value":"%s","prev_kv":true}' % (FOO, b64(bytes(range(256))))),
    ("kv/put", '{"key":"%s","value":"","prev_kv":true}' % FOO),
    ("kv/put", '{"key":"%s","lease":"77"}' % FOO),
    ("kv/put", '{"key":"%s","ignore_value":true,"value":"eA=="}' % FOO),
    ("kv/deleterange", '{"key":"%s","prev_kv":true}' % FOO),
    ("kv/compaction", '{"revision":"1000"}'),
    ("lease/revoke", '{"ID":"5"}'),
    ("kv/lease/revoke", '{"ID":5}'),
    ("lease/timetolive", '{"ID":5,"keys":true}'),
    ("kv/lease/timetolive", '{"ID":5}'),
    ("lease/leases", ""),
    ("kv/lease/leases", "{}"),
    ("lease/grant", '{"TTL":"9000000001"}'),
    ("cluster/member/remove", '{"ID":"5"}'),
    ("maintenance/transfer-leadership", '{"targetID":"5"}'),
    ("auth/authenticate", '{"name":"root","password":"x"}'),
    ("auth/user/list", ""),
    ("auth/role/list", ""),
    ("auth/user/get", '{"name":"x"}'),
    ("auth/role/get", '{"role":"x"}'),
    ("election/leader", '{"name":"bm9uZQ=="}'),
    ("election/proclaim", "{}"),
    ("election/resign", "{}"),
    ("lock/lock", '{"name":"bQ==","lease":"77"}'),
]

# What is refused with 400 and INVALID_ARGUMENT, in words of one's own.
WRONG = [
    '{"key":', '{', 'xx', '{"key":"a"', "[]", "1", '"x"', "true", '{"key":1}', '{"key":"!"}', '{"key":true}',
    '{"key":["Zm9v"]}', '{"key":{}}', '{"key":"Zm9v","limit":1.5}', '{"key":"Zm9v","limit":true}',
    '{"key":"Zm9v","limit":"x"}', '{"key":"Zm9v","limit":9223372036854775808}', '{"key":"Zm9v","limit":[]}',
    '{"key":"Zm9v","serializable":1}', '{"key":"Zm9v","serializable":"true"}', '{"key":"Zm9v","sort_order":"UP"}',
    '{"key":"Zm9v","sort_order":{}}', "{'key':'Zm9v'}", '{"key":"Zm9v",}', '{"key":"Zm9v" "limit":1}',
]


def test_odd_requests_have_the_answers_of_etcd(t):
    ours, theirs = beside(t)
    for path, body in ODD:
        got, want = outcome(ours.post(path, body)), outcome(theirs.post(path, body))
        if path == "election/leader" and "code" in want or path.startswith("auth/auth"):
            got.pop("message"), want.pop("message")
        eq(got, want, f"{path} {body}")


def test_what_is_wrong_is_refused_as_etcd_refuses_it(t):
    ours, theirs = beside(t)
    for body in WRONG:
        if t.is_etcd and "UP" in body and not t.ours("3.6 takes a name that no enum has for no order"):
            continue
        got, want = ours.post("kv/range", body), theirs.post("kv/range", body)
        assert got[1]["message"] and got[1].get("error", got[1]["message"]) == got[1]["message"], got
        eq((got[0], got[1]["code"]), (want[0], want[1]["code"]), body)
        eq((got[0], got[1]["code"]), (400, 3), body)


def test_watches_are_told_the_same(t):
    """The same writes to both; each line of a watch with the value before, of one with filters, and of a
    second one on the stream."""
    gateways = beside(t)
    seen = []
    for gateway in gateways:
        create = [{"create_request": {"key": "AA==", "range_end": "AA==", "prev_kv": True}},
                  {"createRequest": {"key": FOO, "filters": ["NOPUT"], "watchId": "9", "startRevision": 1}},
                  {"create_request": {"key": FOO, "watch_id": 9}},
                  {"cancel_request": {"watch_id": "9"}}]
        stream = gateway.stream("watch", "".join(map(json.dumps, create)))
        t.defer(stream.close)
        lines = [plain(stream.result()) for _ in range(4)]
        for path, body in (("kv/put", {"key": FOO, "value": b64(b"1")}), ("kv/put", {"key": FOO, "value": b64(b"2")}),
                           ("kv/deleterange", {"key": FOO}),
                           ("kv/txn", {"success": [{"request_put": {"key": b64(b"a")}},
                                                   {"request_put": {"key": b64(b"b"), "value": b64(b"\xff")}}]})):
            eq(gateway.post(path, body)[0], 200)
            lines.append(plain(stream.result()))
        seen.append(lines)
    eq(seen[0], seen[1], "the lines")
