# SPDX-License-Identifier: Apache-2.0
"""GET /metrics: the text format, the names that dashboards and alerts of etcd ask for, and figures that follow
what was done."""

import re
import subprocess
import threading
import time
import urllib.request

import grpc

import wire
from kit import Test, eq

# What the dashboards and alerts that are made for etcd read, and an etcd of one member has from its start.
NAMES = """
etcd_cluster_version etcd_server_version etcd_server_id etcd_server_has_leader etcd_server_is_leader
etcd_server_leader_changes_seen_total etcd_server_proposals_committed_total etcd_server_proposals_applied_total
etcd_server_proposals_pending etcd_server_proposals_failed_total etcd_server_slow_apply_total
etcd_server_apply_duration_seconds_bucket etcd_server_quota_backend_bytes etcd_server_health_success
etcd_server_health_failures etcd_server_is_learner
etcd_server_client_requests_total etcd_network_server_stream_failures_total etcd_debugging_mvcc_pending_events_total
etcd_debugging_mvcc_db_compaction_keys_total
etcd_debugging_server_watch_send_loop_watch_stream_duration_seconds_bucket
etcd_mvcc_put_total etcd_mvcc_delete_total etcd_mvcc_range_total etcd_mvcc_txn_total
etcd_mvcc_db_total_size_in_bytes etcd_mvcc_db_total_size_in_use_in_bytes
etcd_debugging_mvcc_keys_total etcd_debugging_mvcc_current_revision etcd_debugging_mvcc_compact_revision
etcd_debugging_mvcc_watcher_total etcd_debugging_mvcc_watch_stream_total etcd_debugging_mvcc_slow_watcher_total
etcd_debugging_mvcc_events_total etcd_debugging_mvcc_total_put_size_in_bytes
etcd_disk_wal_fsync_duration_seconds_bucket etcd_disk_backend_commit_duration_seconds_bucket
etcd_disk_backend_defrag_duration_seconds_bucket etcd_disk_backend_snapshot_duration_seconds_bucket
etcd_debugging_lease_granted_total etcd_debugging_lease_revoked_total etcd_debugging_lease_renewed_total
etcd_debugging_server_lease_expired_total etcd_network_client_grpc_received_bytes_total etcd_network_client_grpc_sent_bytes_total
grpc_server_started_total grpc_server_handled_total grpc_server_msg_received_total grpc_server_msg_sent_total
process_resident_memory_bytes process_virtual_memory_bytes process_open_fds process_max_fds
process_cpu_seconds_total process_start_time_seconds os_fd_used os_fd_limit
""".split()
NOT_IN_3_4 = {"etcd_server_apply_duration_seconds_bucket", "etcd_debugging_mvcc_current_revision", "etcd_debugging_mvcc_compact_revision",
              "etcd_debugging_mvcc_total_put_size_in_bytes", "etcd_server_client_requests_total",
              "etcd_network_server_stream_failures_total", "etcd_debugging_mvcc_db_compaction_keys_total"}
OURS = """
vedette_watch_lag_revisions_bucket vedette_watch_lag_revisions_max vedette_delivery_delay_seconds_bucket
vedette_turn_duration_seconds_bucket vedette_loop_busy_seconds_total vedette_watches vedette_events_delivered_total
vedette_http_responses_total
""".split()

ROW = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*",?)*\})? (\S+)')


def scrape(t):
    """{name or name{labels}: value}, after a look at every line."""
    with urllib.request.urlopen(f"http://{t.endpoint}/metrics", timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/plain"), answer.headers["content-type"]
        text = answer.read().decode()
    rows, families, family = {}, set(), None
    for line in text.splitlines():
        if line.startswith("# HELP "):
            continue
        if line.startswith("# TYPE "):
            _, _, family, kind = line.split(" ")
            assert family not in families, f"{family} comes twice"
            assert kind in ("counter", "gauge", "histogram", "summary", "untyped"), line
            families.add(family)
            continue
        found = ROW.fullmatch(line)
        assert found, f"not a line of the format: {line!r}"
        name, labels, value = found.groups()
        assert re.fullmatch(rf"{family}(_bucket|_sum|_count)?", name), f"{name} stands under {family}"
        labels = ",".join(sorted(re.findall(r'[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"', labels or "")))
        key = f"{name}{{{labels}}}" if labels else name
        assert key not in rows, f"{key} comes twice"
        rows[key] = float(value)
    return rows


def grpc_row(family, service, method, kind, **more):
    labels = {"grpc_service": service, "grpc_method": method, "grpc_type": kind, **more}
    return f"grpc_server_{family}_total{{" + ",".join(sorted(f'{k}="{v}"' for k, v in labels.items())) + "}"


def until(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)


def moved(t, *keys):
    """A function that says by how much these have risen since now."""
    before = scrape(t)
    def difference():
        after = scrape(t)
        return tuple(after[k] - before.get(k, 0) for k in keys)
    return difference


def test_every_name_that_dashboards_ask_for_is_there(t):
    names = {key.split("{")[0] for key in scrape(t)}
    missing = [n for n in NAMES if n not in names and (n not in NOT_IN_3_4 or t.newer("3.6", n))]
    assert not missing, f"missing: {missing}"
    if t.ours("metrics of our own"):
        assert not [n for n in OURS if n not in names]


def test_grpc_counters_are_there_for_every_method_before_it_is_called(t):
    rows = scrape(t)
    methods = [
        ("etcdserverpb.KV", "Range", "unary"), ("etcdserverpb.KV", "Compact", "unary"),
        ("etcdserverpb.Watch", "Watch", "bidi_stream"), ("etcdserverpb.Lease", "LeaseKeepAlive", "bidi_stream"),
        ("etcdserverpb.Lease", "LeaseGrant", "unary"), ("etcdserverpb.Maintenance", "Snapshot", "server_stream"),
        ("etcdserverpb.Auth", "UserChangePassword", "unary"), ("grpc.health.v1.Health", "Check", "unary")]
    if t.ours("an etcd counts locks and elections when they are first called"):
        methods += [("v3lockpb.Lock", "Lock", "unary"), ("v3electionpb.Election", "Observe", "server_stream")]
    for service, method, kind in methods:
        for family in ("started", "msg_received", "msg_sent"):
            assert grpc_row(family, service, method, kind) in rows, (family, service, method)
        for code in ("OK", "Canceled", "Unavailable", "InvalidArgument", "Unauthenticated"):
            assert grpc_row("handled", service, method, kind, grpc_code=code) in rows, (service, method, code)


def test_calls_are_counted_by_how_they_end(t):
    client, put = t.client(), ("etcdserverpb.KV", "Put", "unary")
    risen = moved(t, grpc_row("started", *put), grpc_row("handled", *put, grpc_code="OK"),
                  grpc_row("handled", *put, grpc_code="InvalidArgument"), grpc_row("msg_received", *put))
    sent = moved(t, grpc_row("msg_sent", *put))
    client.put(key=t.key("a"), value=b"1")
    client.put(key=t.key("a"), value=b"2")
    try:
        client.put(key=b"", value=b"3")
    except grpc.RpcError:
        pass
    eq(risen(), (3, 2, 1, 3))
    if t.ours("etcd 3.6 counts a refusal as a message"):
        eq(sent(), (2,))


def test_operations_are_counted_those_in_transactions_too(t):
    client = t.client()
    client.put(key=t.key("warm"))  # an etcd writes into its own store when it starts
    risen = moved(t, "etcd_mvcc_put_total", "etcd_mvcc_range_total", "etcd_mvcc_delete_total", "etcd_mvcc_txn_total")
    client.put(key=t.key("a"), value=b"1")
    client.range(key=t.key("a"))
    client.txn(success=[{"request_put": {"key": t.key("b"), "value": b"2"}}, {"request_range": {"key": t.key("a")}}])
    eq(risen(), (2, 2, 0, 1))
    client.txn(compare=[{"target": 0, "key": t.key("none"), "version": 7}],
               success=[{"request_put": {"key": t.key("b")}}],
               failure=[{"request_delete_range": {"key": t.key("a")}}])
    puts, ranges, deletes, txns = risen()
    eq((puts, deletes, txns), (2, 1, 1))
    if t.ours("an etcd counts what a comparison reads"):
        eq(ranges, 2)


def test_leases_are_counted(t):
    client = t.client()
    names = [f"etcd_debugging_{n}_total" for n in ("lease_granted", "lease_revoked", "lease_renewed", "server_lease_expired")]
    risen = moved(t, *names)
    client.lease_grant(TTL=2)
    kept = client.lease_grant(TTL=60)["ID"]
    beats = client.keep_alive()
    t.defer(beats.close)
    beats.send(ID=kept)
    beats.next()
    client.lease_revoke(ID=kept)
    until(lambda: risen()[3] == 1)
    eq(risen(), (2, 2, 1, 1))


def test_watches_are_counted_while_they_are_open(t):
    def settled(key, value):
        until(lambda: scrape(t)[key] == value)
    streams, watches = "etcd_debugging_mvcc_watch_stream_total", "etcd_debugging_mvcc_watcher_total"
    row = ("etcdserverpb.Watch", "Watch", "bidi_stream")
    before = scrape(t)
    events = moved(t, "etcd_debugging_mvcc_events_total", grpc_row("started", *row), grpc_row("msg_received", *row))
    watch = t.watch()
    watch.create(key=t.key("a"))
    watch.create(key=t.key("b"))
    settled(streams, before[streams] + 1)
    settled(watches, before[watches] + 2)
    t.client().put(key=t.key("a"), value=b"1")
    watch.next()
    if t.ours("events are counted when they are sent to a watch"):
        eq(events(), (1, 1, 2))
    watch.close()
    settled(streams, before[streams])
    settled(watches, before[watches])


def test_the_store_is_shown_as_it_is(t):
    client = t.client()
    revision = client.put(key=t.key("a"), value=b"12345")["header"]["revision"]
    rows = scrape(t)
    if t.newer("3.6", "the revision is not among the metrics"):
        eq(rows["etcd_debugging_mvcc_current_revision"], revision)
    eq((rows["etcd_server_has_leader"], rows["etcd_server_is_leader"]), (1, 1))
    assert rows["etcd_server_quota_backend_bytes"] == 2 << 30
    status = client.status()
    version, = [key for key in rows if key.startswith("etcd_server_version{")]
    assert status["version"] in version and rows[version] == 1
    assert f'etcd_server_id{{server_id="{status["header"]["member_id"]:x}"}}' in rows


def test_a_watch_that_nobody_reads_is_shown_with_its_lag(t):
    if not t.ours("the lag of each watch"):
        return
    slow, count = "etcd_debugging_mvcc_slow_watcher_total", 300
    server = t.start("--threads", "2")
    here = Test(t.name, t.target, server, t.notes)
    t.defer(here.close)
    client, current, gate = here.client(), here.watch(), threading.Event()
    current.create(key=b"k")

    def requests():
        yield wire.encode(wire.WATCH, {"create_request": {"key": b"k"}})
        gate.wait()

    # Its answers are not asked for, so its window stays shut once it is full.
    unread = here.client().channel.stream_stream("/etcdserverpb.Watch/Watch")(requests())
    t.defer(unread.cancel)
    t.defer(gate.set)
    until(lambda: scrape(here)["etcd_debugging_mvcc_watcher_total"] == 2)
    for _ in range(count):
        client.put(key=b"k", value=b"v" * 100000)
    current.events(count)
    rows = scrape(here)
    eq((rows[slow], rows['vedette_watch_lag_revisions_bucket{le="0"}'],
        rows['vedette_watch_lag_revisions_bucket{le="+Inf"}']), (1, 1, 2))
    assert 10 < rows["vedette_watch_lag_revisions_max"] <= count, rows["vedette_watch_lag_revisions_max"]
    assert rows['vedette_delivery_delay_seconds_count{door="etcd3"}'] > 0
    assert rows['vedette_events_delivered_total{door="etcd3"}'] >= count
    threading.Thread(target=lambda: drained(unread), daemon=True).start()
    until(lambda: scrape(here)[slow] == 0)
    eq(scrape(here)["vedette_watch_lag_revisions_max"], 0)


def drained(stream):
    try:
        for _ in stream:
            pass
    except grpc.RpcError:
        pass


def test_http_responses_are_counted_by_version_and_class(t):
    if not t.ours("metrics of our own"):
        return
    here, curl = t.start(), t.need("curl")
    for version, option in (("1", "--http1.1"), ("2", "--http2-prior-knowledge")):
        row = 'vedette_http_responses_total{code="%s",version="%s"}'
        risen = moved(here, row % ("2xx", version), row % ("4xx", version), row % ("5xx", version))
        for path in ("/version", "/kv/absent", "/version", "/nowhere"):
            subprocess.run([curl, "-s", "-m", "30", option, f"http://{here.endpoint}{path}"], check=True,
                           stdout=subprocess.DEVNULL)
        fine, refused, broken = risen()
        assert fine >= 2, fine  # and our own looks, which are of version 1
        eq((refused, broken), (2, 0))


def test_requests_streams_and_compactions_are_counted_as_etcd_does(t):
    if not t.ours("etcd counts these when they first happen"):
        return
    here = t.start()
    client = t.client(here)
    requests, failures = "etcd_server_client_requests_total", "etcd_network_server_stream_failures_total"
    unary, stream = (f'{requests}{{client_api_version="unknown",type="{kind}"}}' for kind in ("unary", "stream"))
    risen = moved(here, unary, stream, f'{failures}{{API="watch",Type="receive"}}')
    for i in range(20):
        revision = client.put(key=b"k", value=b"%d" % i)["header"]["revision"]
    watch = t.watch(client)
    watch.create(key=b"k")
    eq(risen(), (20, 1, 0))
    client.compact(revision=revision)
    until(lambda: scrape(here)["etcd_debugging_mvcc_db_compaction_keys_total"] >= 19)
    eq(scrape(here)["etcd_debugging_mvcc_pending_events_total"], 0)
