# SPDX-License-Identifier: Apache-2.0
"""The key-value half of etcd v3, as its clients rely on it: every error string, headers, ranges, sorts,
counts, transactions and compaction."""

from kit import eq, fails
from wire import (ASCEND, CREATE, DESCEND, EQUAL, GREATER, LEASE, LESS, MOD, NONE, NOT_EQUAL, VALUE, VERSION)

COMPACTED = "etcdserver: mvcc: required revision has been compacted"
FUTURE = "etcdserver: mvcc: required revision is a future revision"


def keys(answer):
    return [kv["key"] for kv in answer["kvs"]]


def put_op(key, value=b"v", **more):
    return {"request_put": dict(key=key, value=value, **more)}


def range_op(key, **more):
    return {"request_range": dict(key=key, **more)}


def delete_op(key, **more):
    return {"request_delete_range": dict(key=key, **more)}


def compare(key, target, result, operand, **more):
    field = {VERSION: "version", CREATE: "create_revision", MOD: "mod_revision", VALUE: "value", LEASE: "lease"}
    return {"key": key, "target": target, "result": result, field[target]: operand, **more}


# --- headers and revisions ---


def test_a_fresh_store_is_at_revision_1(t):
    from wire import Client
    c = Client(t.start().endpoint)
    t.defer(c.close)
    header = c.get(b"a")["header"]
    eq(header["revision"], 1)
    eq(c.put(key=b"a", value=b"1")["header"]["revision"], 2)


def test_every_answer_names_cluster_member_and_term(t):
    c = t.client()
    header = c.put(key=t.key("a"), value=b"1")["header"]
    for field in ("cluster_id", "member_id", "raft_term"):
        assert header[field], f"{field} is 0"
    for answer in (c.get(t.key("a")), c.delete(key=t.key("a")), c.txn()):
        for field in ("cluster_id", "member_id", "raft_term"):
            eq(answer["header"][field], header[field], field)


def test_a_range_header_has_the_current_revision_not_the_asked_one(t):
    c = t.client()
    first = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    c.put(key=t.key("a"), value=b"2")
    answer = c.get(t.key("a"), revision=first)
    eq(answer["header"]["revision"], first + 1)
    eq(answer["kvs"][0]["value"], b"1")


# --- put ---


def test_put_counts_versions_and_keeps_the_create_revision(t):
    c, k = t.client(), t.key("a")
    first = c.put(key=k, value=b"1")["header"]["revision"]
    second = c.put(key=k, value=b"2")["header"]["revision"]
    eq(second, first + 1)
    kv = c.get(k)["kvs"][0]
    eq(kv, {"key": k, "create_revision": first, "mod_revision": second, "version": 2, "value": b"2", "lease": 0})
    c.delete(key=k)
    third = c.put(key=k, value=b"3")["header"]["revision"]
    kv = c.get(k)["kvs"][0]
    eq((kv["version"], kv["create_revision"]), (1, third))


def test_put_returns_the_previous_pair_only_when_asked_and_there(t):
    c, k = t.client(), t.key("a")
    eq(c.put(key=k, value=b"1", prev_kv=True)["prev_kv"], None)
    eq(c.put(key=k, value=b"2")["prev_kv"], None)
    prev = c.put(key=k, value=b"3", prev_kv=True)["prev_kv"]
    eq((prev["value"], prev["version"]), (b"2", 2))


def test_put_of_the_same_value_is_a_new_revision(t):
    c, k = t.client(), t.key("a")
    first = c.put(key=k, value=b"1")["header"]["revision"]
    eq(c.put(key=k, value=b"1")["header"]["revision"], first + 1)


def test_ignore_value_keeps_the_value(t):
    c, k = t.client(), t.key("a")
    c.put(key=k, value=b"kept")
    c.put(key=k, ignore_value=True)
    kv = c.get(k)["kvs"][0]
    eq((kv["value"], kv["version"]), (b"kept", 2))
    fails("INVALID_ARGUMENT", "etcdserver: value is provided", c.put, key=k, value=b"x", ignore_value=True)
    fails("INVALID_ARGUMENT", "etcdserver: key not found", c.put, key=t.key("none"), ignore_value=True)


def test_ignore_lease_refuses_a_lease_and_a_missing_key(t):
    c, k = t.client(), t.key("a")
    c.put(key=k, value=b"1")
    c.put(key=k, value=b"2", ignore_lease=True)
    eq(c.get(k)["kvs"][0]["value"], b"2")
    fails("INVALID_ARGUMENT", "etcdserver: lease is provided", c.put, key=k, value=b"x", lease=5, ignore_lease=True)
    fails("INVALID_ARGUMENT", "etcdserver: key not found", c.put, key=t.key("none"), value=b"x", ignore_lease=True)


def test_an_unknown_lease_is_refused(t):
    c = t.client()
    before = c.revision()
    fails("NOT_FOUND", "etcdserver: requested lease not found", c.put, key=t.key("a"), value=b"x", lease=123456)
    eq(c.revision(), before, "the revision after a refused put")


def test_an_empty_key_is_refused(t):
    c = t.client()
    text = "etcdserver: key is not provided"
    fails("INVALID_ARGUMENT", text, c.put, value=b"x")
    fails("INVALID_ARGUMENT", text, c.range)
    fails("INVALID_ARGUMENT", text, c.delete)
    fails("INVALID_ARGUMENT", text, c.txn, compare=[{"target": VERSION, "version": 0}])
    fails("INVALID_ARGUMENT", text, c.txn, success=[put_op(b"")])
    fails("INVALID_ARGUMENT", text, c.txn, failure=[range_op(b"")])


def test_keys_and_values_are_any_bytes(t):
    c = t.client()
    k = t.key() + bytes(range(256))
    c.put(key=k, value=bytes(reversed(range(256))))
    kv = c.get(k)["kvs"][0]
    eq((kv["key"], kv["value"]), (k, bytes(reversed(range(256)))))
    c.put(key=t.key("empty"), value=b"")
    eq(c.get(t.key("empty"))["kvs"][0]["value"], b"")


def test_a_request_over_1_5_mib_is_too_large(t):
    c = t.client(options=[("grpc.max_send_message_length", -1)])
    c.put(key=t.key("large"), value=b"x" * 1_500_000)
    eq(len(c.get(t.key("large"))["kvs"][0]["value"]), 1_500_000)
    fails("INVALID_ARGUMENT", "etcdserver: request is too large", c.put, key=t.key("a"), value=b"x" * 1_600_000)
    fails("RESOURCE_EXHAUSTED", "grpc: received message larger than max (2097180 vs. 2097152)",
          c.put, key=b"a", value=b"x" * 2_097_172)


# --- delete ---


def test_delete_counts_and_moves_the_revision_only_when_something_went(t):
    c = t.client()
    for n in b"1", b"2", b"3":
        c.put(key=t.key() + n, value=n)
    before = c.revision()
    answer = c.delete(key=t.key(), range_end=t.end, prev_kv=True)
    eq((answer["deleted"], answer["header"]["revision"]), (3, before + 1))
    eq([kv["value"] for kv in answer["prev_kvs"]], [b"1", b"2", b"3"])
    answer = c.delete(key=t.key(), range_end=t.end, prev_kv=True)
    eq((answer["deleted"], answer["prev_kvs"], answer["header"]["revision"]), (0, [], before + 1))


def test_delete_without_prev_kv_returns_none(t):
    c = t.client()
    c.put(key=t.key("a"), value=b"1")
    eq(c.delete(key=t.key("a"))["prev_kvs"], [])


def test_a_range_that_ends_before_it_begins_is_empty(t):
    c = t.client()
    c.put(key=t.key("m"), value=b"1")
    for end in (t.key("a"), t.key("m")):
        answer = c.range(key=t.key("m"), range_end=end)
        eq((answer["kvs"], answer["count"]), ([], 0))
        eq(c.delete(key=t.key("m"), range_end=end)["deleted"], 0)


# --- range ---


def fill(t, c, names=("a", "b", "c", "d")):
    for n in names:
        c.put(key=t.key(n), value=n.encode())
    return [t.key(n) for n in names]


def test_range_forms(t):
    c = t.client()
    a, b, k, d = fill(t, c)
    eq(keys(c.get(b)), [b])
    eq(keys(c.range(key=b, range_end=d)), [b, k])
    eq(keys(c.range(key=t.key(), range_end=t.end)), [a, b, k, d])
    assert keys(c.range(key=b, range_end=b"\0"))[:3] == [b, k, d], "0x00 ends at the last key"
    everything = keys(c.range(key=b"\0", range_end=b"\0"))
    assert set([a, b, k, d]) <= set(everything) and everything == sorted(everything)
    eq(keys(c.get(t.key("none"))), [])


def test_limit_cuts_and_says_more_and_the_count_ignores_it(t):
    c = t.client()
    a, b, *_ = fill(t, c)
    answer = c.range(key=t.key(), range_end=t.end, limit=2)
    eq((keys(answer), answer["more"], answer["count"]), ([a, b], 1, 4))
    answer = c.range(key=t.key(), range_end=t.end, limit=4)
    eq((len(answer["kvs"]), answer["more"], answer["count"]), (4, 0, 4))
    answer = c.range(key=t.key(), range_end=t.end, limit=9)
    eq((len(answer["kvs"]), answer["more"]), (4, 0))


def test_count_only_and_keys_only(t):
    c = t.client()
    fill(t, c)
    answer = c.range(key=t.key(), range_end=t.end, count_only=True)
    eq((answer["kvs"], answer["count"], answer["more"]), ([], 4, 0))
    answer = c.range(key=t.key(), range_end=t.end, count_only=True, limit=1)
    eq((answer["kvs"], answer["count"], answer["more"]), ([], 4, 0))
    for kv in c.range(key=t.key(), range_end=t.end, keys_only=True)["kvs"]:
        eq(kv["value"], b"")
        assert kv["mod_revision"] and kv["create_revision"] and kv["version"]


def test_sort_by_each_target(t):
    c = t.client()
    for name, value in (("b", b"3"), ("a", b"2"), ("c", b"1"), ("a", b"2"), ("a", b"2"), ("b", b"3")):
        c.put(key=t.key(name), value=value)
    for target, order in enumerate(("abc", "cba", "bac", "cab", "cab")):  # key, version, create, mod, value
        want = [t.key(n) for n in order]
        span = dict(key=t.key(), range_end=t.end, sort_target=target)
        eq(keys(c.range(sort_order=ASCEND, **span)), want, f"ascending by {target}")
        eq(keys(c.range(sort_order=DESCEND, **span)), want[::-1], f"descending by {target}")
        eq(keys(c.range(sort_order=NONE, **span)), want, f"no order named, by {target}")


def test_a_sorted_range_is_cut_after_the_sort(t):
    c = t.client()
    a, b, k, d = fill(t, c)
    answer = c.range(key=t.key(), range_end=t.end, sort_order=DESCEND, limit=2)
    eq((keys(answer), answer["more"], answer["count"]), ([d, k], 1, 4))


def test_a_limit_without_an_order_takes_the_first_keys_before_they_are_sorted(t):
    c = t.client()
    for name, value in (("d", b"0"), ("c", b"1"), ("b", b"2"), ("a", b"3")):
        c.put(key=t.key(name), value=value)
    for target in (2, 3, 4):  # create, mod, value
        span = dict(key=t.key(), range_end=t.end, sort_target=target)
        # One key more than the limit is taken, and the last in order is left out.
        answer = c.range(limit=2, **span)
        eq((keys(answer), answer["more"], answer["count"]), ([t.key("c"), t.key("b")], 1, 4))
        answer = c.range(limit=4, **span)
        eq((keys(answer), answer["more"]), ([t.key(n) for n in "dcba"], 0))
        # With an order, or a filter, it is cut after the sort.
        eq(keys(c.range(limit=2, sort_order=ASCEND, **span)), [t.key("d"), t.key("c")])
        eq(keys(c.range(limit=2, min_mod_revision=1, **span)), [t.key("d"), t.key("c")])


def test_an_unknown_sort_is_refused(t):
    c = t.client()
    fill(t, c)
    span = dict(key=t.key(), range_end=t.end)
    if t.newer("3.5", "the order and target are checked since 3.5; before, any is taken"):
        fails("INVALID_ARGUMENT", "etcdserver: invalid sort option", c.range, sort_order=7, **span)
        fails("INVALID_ARGUMENT", "etcdserver: invalid sort option", c.range, sort_target=7, **span)


def test_revision_filters_leave_the_count_alone(t):
    c = t.client()
    first = c.revision() + 1
    fill(t, c)
    span = dict(key=t.key(), range_end=t.end)
    c.put(key=t.key("a"), value=b"again")
    for name, value, want in (("min_mod_revision", first + 2, "acd"), ("max_mod_revision", first + 2, "bc"),
                              ("min_create_revision", first + 2, "cd"), ("max_create_revision", first, "a")):
        answer = c.range(**{name: value}, **span)
        eq(keys(answer), [t.key(n) for n in want], name)
        eq(answer["count"], 4, f"count under {name}")
    answer = c.range(min_mod_revision=first + 1, max_mod_revision=first + 3, limit=2, **span)
    eq((keys(answer), answer["more"], answer["count"]), ([t.key("b"), t.key("c")], 1, 4))


def test_a_read_at_an_old_revision_sees_it_whole(t):
    c = t.client()
    fill(t, c)
    old = c.revision()
    c.put(key=t.key("a"), value=b"new")
    c.delete(key=t.key("b"))
    c.put(key=t.key("e"), value=b"e")
    answer = c.range(key=t.key(), range_end=t.end, revision=old)
    eq([kv["value"] for kv in answer["kvs"]], [b"a", b"b", b"c", b"d"])
    eq(answer["count"], 4)
    eq(c.range(key=t.key(), range_end=t.end, revision=old, count_only=True)["count"], 4)
    eq([kv["value"] for kv in c.range(key=t.key(), range_end=t.end)["kvs"]], [b"new", b"c", b"d", b"e"])


def test_a_future_revision_is_refused_and_0_or_less_is_now(t):
    c = t.client()
    now = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    fails("OUT_OF_RANGE", FUTURE, c.get, t.key("a"), revision=now + 1)
    eq(c.get(t.key("a"), revision=now)["kvs"][0]["value"], b"1")
    for revision in (0, -1, -5):
        eq(c.get(t.key("a"), revision=revision)["kvs"][0]["value"], b"1")


def test_a_serializable_range_reads_the_same(t):
    c = t.client()
    c.put(key=t.key("a"), value=b"1")
    eq(c.get(t.key("a"), serializable=True)["kvs"][0]["value"], b"1")


# --- txn ---


def test_txn_takes_the_branch_and_has_one_revision(t):
    c, k = t.client(), t.key("a")
    before = c.revision()
    answer = c.txn(compare=[compare(k, VERSION, EQUAL, 0)],
                   success=[put_op(k, b"1"), put_op(t.key("b"), b"2"), range_op(k)], failure=[range_op(k)])
    eq((answer["succeeded"], answer["header"]["revision"]), (1, before + 1))
    eq(len(answer["responses"]), 3)
    for r in answer["responses"]:
        inner = (r["response_put"] or r["response_range"])["header"]
        eq(inner["revision"], before + 1, "the revision inside")
        eq((inner["cluster_id"], inner["member_id"], inner["raft_term"]), (0, 0, 0), "the rest of the header inside")
    eq(answer["responses"][2]["response_range"]["kvs"][0]["value"], b"1", "a range sees the txn's own put")
    answer = c.txn(compare=[compare(k, VERSION, EQUAL, 0)], success=[put_op(k)], failure=[range_op(k)])
    eq((answer["succeeded"], answer["header"]["revision"]), (0, before + 1))
    eq(answer["responses"][0]["response_range"]["kvs"][0]["value"], b"1")


def test_an_empty_txn_succeeds_and_changes_nothing(t):
    c = t.client()
    before = c.revision()
    answer = c.txn()
    eq((answer["succeeded"], answer["responses"], answer["header"]["revision"]), (1, [], before))


def test_a_txn_that_deletes_nothing_has_no_revision(t):
    c = t.client()
    before = c.revision()
    answer = c.txn(success=[delete_op(t.key("none")), range_op(t.key("none"))])
    eq(answer["header"]["revision"], before)
    eq(c.revision(), before)


def outcome(c, *compares):
    return bool(c.txn(compare=list(compares))["succeeded"])


def test_compare_each_target_with_each_result(t):
    c, k = t.client(), t.key("a")
    c.put(key=k, value=b"m")
    c.put(key=k, value=b"m")
    kv = c.get(k)["kvs"][0]
    have = {VERSION: 2, CREATE: kv["create_revision"], MOD: kv["mod_revision"], LEASE: 0}
    for target, value in have.items():
        for operand in (value - 1, value, value + 1):
            want = {EQUAL: value == operand, GREATER: value > operand, LESS: value < operand,
                    NOT_EQUAL: value != operand}
            for result, truth in want.items():
                eq(outcome(c, compare(k, target, result, operand)), truth, f"{target} {result} {operand - value}")
    for operand in (b"", b"l", b"m", b"mm", b"n"):
        want = {EQUAL: b"m" == operand, GREATER: b"m" > operand, LESS: b"m" < operand, NOT_EQUAL: b"m" != operand}
        for result, truth in want.items():
            eq(outcome(c, compare(k, VALUE, result, operand)), truth, f"value {result} {operand}")


def test_a_missing_key_compares_as_zero_and_its_value_never(t):
    c, k = t.client(), t.key("none")
    for target in (VERSION, CREATE, MOD, LEASE):
        assert outcome(c, compare(k, target, EQUAL, 0)), target
        assert not outcome(c, compare(k, target, GREATER, 0)), target
        assert outcome(c, compare(k, target, LESS, 1)), target
    for result in (EQUAL, NOT_EQUAL, GREATER, LESS):
        assert not outcome(c, compare(k, VALUE, result, b"")), result


def test_all_compares_must_hold(t):
    c, k = t.client(), t.key("a")
    c.put(key=k, value=b"1")
    yes, no = compare(k, VERSION, EQUAL, 1), compare(k, VERSION, EQUAL, 2)
    eq([outcome(c, yes, yes), outcome(c, yes, no), outcome(c, no, yes)], [True, False, False])


def test_a_compare_over_a_range_must_hold_for_every_key(t):
    c = t.client()
    fill(t, c)
    c.put(key=t.key("d"), value=b"d")
    span = dict(range_end=t.end)
    assert outcome(c, compare(t.key(), VERSION, GREATER, 0, **span))
    assert not outcome(c, compare(t.key(), VERSION, EQUAL, 1, **span))
    assert outcome(c, compare(t.key("a"), VERSION, EQUAL, 1, range_end=t.key("d")))
    empty = dict(range_end=t.key("x2"))
    assert outcome(c, compare(t.key("x1"), VERSION, EQUAL, 0, **empty)), "an empty range compares as a zero pair"
    assert not outcome(c, compare(t.key("x1"), VERSION, GREATER, 0, **empty))
    assert not outcome(c, compare(t.key("x1"), VALUE, EQUAL, b"", **empty))


def test_ops_of_a_txn_run_in_order(t):
    c, k = t.client(), t.key("a")
    c.put(key=k, value=b"0")
    answer = c.txn(success=[range_op(k), put_op(k, b"1", prev_kv=True), range_op(k), delete_op(t.key("b")),
                            range_op(t.key(), range_end=t.end, count_only=True)])
    r = answer["responses"]
    eq(r[0]["response_range"]["kvs"][0]["value"], b"0")
    eq(r[1]["response_put"]["prev_kv"]["value"], b"0")
    eq(r[2]["response_range"]["kvs"][0]["value"], b"1")
    eq(r[3]["response_delete_range"]["deleted"], 0)
    eq(r[4]["response_range"]["count"], 1)


def test_nested_txns_decide_on_the_state_before(t):
    c, k = t.client(), t.key("a")
    inner = {"request_txn": {"compare": [compare(k, VERSION, EQUAL, 0)], "success": [put_op(t.key("then"), b"1")],
                             "failure": [put_op(t.key("else"), b"1")]}}
    before = c.revision()
    answer = c.txn(success=[put_op(k, b"1"), inner])
    eq(answer["header"]["revision"], before + 1)
    nested = answer["responses"][1]["response_txn"]
    eq(nested["succeeded"], 1, "the put before it in the same txn is not seen")
    header = nested["header"] or {"revision": 0, "cluster_id": 0}
    eq((header["revision"], header["cluster_id"]), (0, 0), "a nested header is all zero")
    eq(nested["responses"][0]["response_put"]["header"]["revision"], before + 1)
    eq(keys(c.range(key=t.key(), range_end=t.end)), [k, t.key("then")])


def test_a_key_twice_in_a_txn_is_refused(t):
    c, k = t.client(), t.key("a")
    text = "etcdserver: duplicate key given in txn request"
    before = c.revision()
    fails("INVALID_ARGUMENT", text, c.txn, success=[put_op(k), put_op(k)])
    fails("INVALID_ARGUMENT", text, c.txn, failure=[put_op(k), put_op(k)])
    fails("INVALID_ARGUMENT", text, c.txn, success=[put_op(k), delete_op(k)])
    fails("INVALID_ARGUMENT", text, c.txn, success=[delete_op(t.key(), range_end=t.end), put_op(k)])
    nested = {"request_txn": {"success": [put_op(k)]}}
    fails("INVALID_ARGUMENT", text, c.txn, success=[put_op(k), nested])
    fails("INVALID_ARGUMENT", text, c.txn, success=[nested, nested])
    eq(c.revision(), before, "the revision after refusals")
    both = {"request_txn": {"success": [put_op(k)], "failure": [put_op(k)]}}
    c.txn(success=[both])
    c.txn(success=[put_op(k)], failure=[put_op(k)])
    c.txn(success=[delete_op(k), delete_op(t.key(), range_end=t.end)])
    c.txn(success=[put_op(k), delete_op(t.key("b"))])


def test_more_than_128_operations_are_refused(t):
    c = t.client()
    text = "etcdserver: too many operations in txn request"
    gets = [range_op(t.key("a"))] * 129
    fails("INVALID_ARGUMENT", text, c.txn, success=gets)
    fails("INVALID_ARGUMENT", text, c.txn, failure=gets)
    fails("INVALID_ARGUMENT", text, c.txn, compare=[compare(t.key("a"), VERSION, EQUAL, 0)] * 129)
    eq(len(c.txn(success=gets[:128])["responses"]), 128)
    nested = {"request_txn": {"success": gets[:127]}}
    c.txn(success=[nested])
    fails("INVALID_ARGUMENT", text, c.txn, success=[nested, range_op(t.key("a"))])


def test_an_operation_without_a_kind_is_refused(t):
    fails("INVALID_ARGUMENT", "etcdserver: key not found", t.client().txn, success=[{}])


def test_an_error_inside_a_txn_changes_nothing(t):
    c, k = t.client(), t.key("a")
    before = c.revision()
    fails("OUT_OF_RANGE", FUTURE, c.txn, success=[put_op(k), range_op(k, revision=before + 100)])
    fails("NOT_FOUND", "etcdserver: requested lease not found", c.txn,
          success=[put_op(k), put_op(t.key("b"), lease=987654)])
    fails("INVALID_ARGUMENT", "etcdserver: key not found", c.txn,
          success=[put_op(k), put_op(t.key("none"), b"", ignore_value=True)])
    eq(c.revision(), before)
    eq(c.get(k)["kvs"], [])


def test_a_range_delete_inside_a_txn_reports_what_went(t):
    c = t.client()
    fill(t, c)
    answer = c.txn(success=[delete_op(t.key(), range_end=t.key("c"), prev_kv=True)])
    gone = answer["responses"][0]["response_delete_range"]
    eq((gone["deleted"], [kv["key"] for kv in gone["prev_kvs"]]), (2, [t.key("a"), t.key("b")]))


# --- compaction ---


def test_compaction_errors(t):
    c, k = t.client(), t.key("a")
    revisions = [c.put(key=k, value=b"%d" % i)["header"]["revision"] for i in range(5)]
    c.compact(revision=revisions[2])
    fails("OUT_OF_RANGE", COMPACTED, c.compact, revision=revisions[2])
    fails("OUT_OF_RANGE", COMPACTED, c.compact, revision=revisions[0])
    fails("OUT_OF_RANGE", FUTURE, c.compact, revision=revisions[4] + 1)
    fails("OUT_OF_RANGE", COMPACTED, c.get, k, revision=revisions[1])
    eq(c.get(k, revision=revisions[2])["kvs"][0]["value"], b"2", "at the compacted revision")
    eq(c.get(k, revision=revisions[3])["kvs"][0]["value"], b"3")
    fails("OUT_OF_RANGE", COMPACTED, c.txn, success=[put_op(k), range_op(k, revision=revisions[1])])
    eq(c.get(k)["kvs"][0]["value"], b"4")


def test_compaction_at_the_current_revision_keeps_the_living(t):
    c = t.client()
    fill(t, c)
    now = c.delete(key=t.key("b"))["header"]["revision"]
    answer = c.compact(revision=now, physical=True)
    eq(answer["header"]["revision"], now)
    answer = c.range(key=t.key(), range_end=t.end)
    eq([kv["value"] for kv in answer["kvs"]], [b"a", b"c", b"d"])
    kv = c.range(key=t.key("a"))["kvs"][0]
    eq(kv["version"], 1)
    eq(c.put(key=t.key("a"), value=b"x", prev_kv=True)["prev_kv"]["value"], b"a")


def test_a_compacted_past_is_gone_for_every_key(t):
    c = t.client()
    old = c.put(key=t.key("a"), value=b"1")["header"]["revision"]
    now = c.put(key=t.key("b"), value=b"1")["header"]["revision"]
    c.compact(revision=now, physical=True)
    fails("OUT_OF_RANGE", COMPACTED, c.get, t.key("never"), revision=old)


# --- the rest of the port ---


def test_an_unknown_method_is_unimplemented(t):
    import grpc
    c = t.client()
    for path in ("/etcdserverpb.KV/Nothing", "/no.such.Service/Method"):
        try:
            c.raw(path, b"")
            raise AssertionError("no error")
        except grpc.RpcError as e:
            eq(e.code().name, "UNIMPLEMENTED")


def test_a_malformed_request_is_an_error_of_that_call_alone(t):
    import grpc
    c = t.client()
    try:
        c.raw("/etcdserverpb.KV/Put", b"\x0a\xff\xff\xff\xff\x0fx")
        raise AssertionError("no error")
    except grpc.RpcError as e:
        assert e.code().name in ("INTERNAL", "INVALID_ARGUMENT"), e.code()
    c.put(key=t.key("a"), value=b"1")


def test_unknown_fields_of_a_request_are_ignored(t):
    c, k = t.client(), t.key("a")
    put = b"\x0a" + bytes([len(k)]) + k + b"\x12\x01v" + b"\xa2\x06\x03abc" + b"\x98\x06\x05"
    c.raw("/etcdserverpb.KV/Put", put)
    eq(c.get(k)["kvs"][0]["value"], b"v")


def test_members_and_status(t):
    c = t.client()
    c.put(key=t.key("a"), value=b"1")
    header = c.get(t.key("a"))["header"]
    members = c.members()
    eq(len(members["members"]), 1)
    member = members["members"][0]
    eq(member["ID"], header["member_id"])
    assert member["name"] and member["clientURLs"], "a started member has a name and client URLs"
    eq(members["header"]["cluster_id"], header["cluster_id"])
    eq(members["header"]["revision"], 0, "a cluster answer names no revision")
    status = c.status()
    eq(status["leader"] % 2 ** 64, header["member_id"])
    assert status["dbSize"] > 0 and status["raftIndex"] > 0 and status["raftTerm"] > 0
    eq(status["header"]["revision"], header["revision"])
    eq(status["errors"], [])


def test_the_grpc_health_service_says_serving(t):
    eq(t.client().health()["status"], 1)
