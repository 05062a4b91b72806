# SPDX-License-Identifier: Apache-2.0
"""Feeds with python3-grpcio: streams, positions, pauses under a publisher at full speed."""

import os
import time

import grpc

import wire
from feedkit import VALUE_BYTES, Feed, Publisher, anonymous_bytes, metric, number_of
from kit import Skip, eq, until

PAUSE_SECONDS = float(os.environ.get("VD_FEED_PAUSE", "1"))
SMALL = ("--tail-bytes", "1MiB")


def feed(t, server=None, **options):
    if t.is_etcd:
        raise Skip("etcd has no feeds")
    return Feed(t, server, **options)


def ends(call, code):
    """The rest of its messages, and the text and the metadata with which it ends."""
    got = []
    try:
        got.extend(call)
    except grpc.RpcError:
        pass
    eq(call.code().name, code, f"the status ({call.details()})")
    return got, call.details(), dict(call.trailing_metadata())


def next_is(call, value):
    eq(next(call)["stream_value"], value)


def watchers(t):
    return metric(t.endpoint, "etcd_debugging_mvcc_watcher_total")


def test_route_knows_what_is_there_and_what_is_not(t):
    for service in ("/proto.StreamServer/", "/StreamServer/", "/proto.Stream/", "/Stream/"):
        f, topic = feed(t, service=service), t.key("route" + service).decode()
        eq(f.route(topic), (404, ""))
        f.client.put(key=topic.encode(), value="grün".encode())
        eq(f.route(topic), (200, "grün"))
        f.client.delete(key=topic.encode())
        eq(f.route(topic), (404, ""))


def test_the_present_value_then_every_next_one_until_it_is_deleted(t):
    f, topic = feed(t), t.key("t").decode()
    f.client.put(key=topic.encode(), value=b"0")
    call = f.values(topic)
    next_is(call, "0")
    for i in range(1, 50):
        f.client.put(key=topic.encode(), value=b"%d" % i)
    for i in range(1, 50):
        next_is(call, str(i))
    f.client.delete(key=topic.encode())
    got, _, trailers = ends(call, "OK")
    eq(got, [])
    assert int(trailers["vedette-position"].split(":")[1]) >= 52


def test_an_absent_topic_is_waited_for(t):
    f, topic = feed(t), t.key("t").decode()
    call = f.values(topic)
    assert ":" in dict(call.initial_metadata())["vedette-position"]
    f.client.put(key=topic.encode(), value=b"here")
    next_is(call, "here")
    call.cancel()


def test_deadline_and_cancel_end_a_stream_and_it_is_forgotten(t):
    f, before = feed(t), watchers(t)
    _, _, _ = ends(f.values(t.key("none").decode(), timeout=0.3), "DEADLINE_EXCEEDED")
    until(lambda: watchers(t) == before)
    calls = [f.values(t.key("none").decode()) for _ in range(20)]
    for call in calls:
        call.initial_metadata()
    until(lambda: watchers(t) == before + 20)
    for call in calls:
        call.cancel()
    until(lambda: watchers(t) == before)
    ends(calls[0], "CANCELLED")


def test_a_value_that_is_not_text_ends_the_stream_before_it(t):
    f, topic = feed(t), t.key("t").decode()
    f.client.put(key=topic.encode(), value=b"text")
    call = f.values(topic)
    next_is(call, "text")
    f.client.put(key=topic.encode(), value=b"\xff\xfe")
    got, _, trailers = ends(call, "FAILED_PRECONDITION")
    eq(got, [])
    f.client.put(key=topic.encode(), value=b"again")
    _, details, _ = ends(f.values(topic, since=trailers["vedette-position"]), "FAILED_PRECONDITION")
    behind = details.split("since: ")[1].split()[0]
    next_is(f.values(topic, since=behind), "again")


def test_nonsense_is_refused(t):
    f, topic = feed(t), t.key("t").decode()
    for code, data, metadata in (("INVALID_ARGUMENT", "", {}), ("INVALID_ARGUMENT", topic, {"since": "x"}),
                                 ("INVALID_ARGUMENT", topic, {"latest": "perhaps"}),
                                 ("OUT_OF_RANGE", topic, {"since": "0123456789abcdef:1"})):
        got, _, _ = ends(f.values(data, timeout=20, **metadata), code)
        eq(got, [])


def test_a_position_that_is_gone_names_the_oldest_and_the_current(t):
    server = feed(t) and t.start()
    f = feed(t, server)
    for i in range(10):
        f.client.put(key=b"t", value=b"%d" % i)
    f.client.compact(revision=8)
    _, details, trailers = ends(f.values("t", since="3"), "OUT_OF_RANGE")
    assert "oldest is 8" in details and "current 11" in details, details
    call = f.values("t", since=trailers["vedette-oldest"])
    for i in range(7, 10):
        next_is(call, str(i))


def test_a_history_is_read_with_a_disconnect_every_hundred_values(t):
    f, topic = feed(t), t.key("t").decode()
    count = 3000
    for i in range(0, count, 100):
        # Calls keep their order once the connection is there.
        f.client.put(key=t.key("other"), value=b"x")
        for later in [f.client.later("put", key=topic.encode(), value=b"%d" % k) for k in range(i, i + 100)]:
            later.result()
    got, position = [], "0"
    while len(got) < count:
        call = f.values(topic, since=position, positions="1")
        for _, message in zip(range(100), call):
            got.append(message["stream_value"])
            position = message["position"]
        call.cancel()
    eq(got, [str(i) for i in range(count)])


def test_the_end_of_the_server_is_told_and_the_stream_goes_on_after_it(t):
    if t.is_etcd:
        raise Skip("etcd has no feeds")
    server = t.start()
    f = feed(t, server)
    f.client.put(key=b"t", value=b"one")
    call = f.values("t")
    next_is(call, "one")
    eq(server.end(), 0)
    _, details, trailers = ends(call, "UNAVAILABLE")
    assert "stopping" in details, details
    server.start()
    f = feed(t, server)
    f.client.put(key=b"t", value=b"two")
    next_is(f.values("t", since=trailers["vedette-position"]), "two")


def take_all(call, last):
    """The numbers of the rest, up to the last; each is one more than the one before."""
    before = None
    for message in call:
        number, is_last = number_of(message)
        assert before is None or number == before + 1, f"{number} follows {before}"
        before = number
        if is_last:
            eq(number, last)
            return
    raise AssertionError(f"it ended after {before}: {call.code()} {call.details()}")


def test_paused_streams_lose_nothing_and_cost_nothing(t):
    """Readers that stop under a publisher at full speed: what they are owed is not held for them."""
    server = feed(t) and t.start(*SMALL)
    publisher = Publisher(t, "t", server)
    until(lambda: publisher.sent > 15000, 60)  # the tail and the keeper's buffers are as large as they get
    # A window of the usual size: grpc's own guess of a better one would take in megabytes by itself.
    clients = [feed(t, server, options=[("grpc.http2.bdp_probe", 0)]) for _ in range(2)]
    calls = [clients[i % 2].values("t") for i in range(10)]
    firsts = [number_of(next(call))[0] for call in calls]
    until(lambda: publisher.sent > max(firsts) + 2000, 60)  # the windows are full
    sent, before = publisher.sent, anonymous_bytes(server)
    time.sleep(PAUSE_SECONDS)
    until(lambda: publisher.sent > sent + 12000, 60)
    grown, published = anonymous_bytes(server) - before, publisher.sent - sent
    last = publisher.stop()
    # What the store remembers of a revision, whoever reads it, is less than a value; each stream is owed one.
    most, owed = (3 << 20) + 200 * published, published * VALUE_BYTES * len(calls)
    print(f"  {published} values in the pause, {owed >> 10} KiB owed, {grown >> 10} KiB grown")
    assert grown < most < owed / 2, f"{grown} bytes for {published} values"
    for call in calls:
        take_all(call, last)


def test_conflated_streams_end_on_the_last_value(t):
    server = feed(t) and t.start(*SMALL)
    publisher = Publisher(t, "t", server)
    calls = [feed(t, server, options=[("grpc.http2.bdp_probe", 0)]).values("t", latest="1") for _ in range(4)]
    for call in calls:
        next(call)
    sent = publisher.sent
    time.sleep(min(PAUSE_SECONDS, 2))
    until(lambda: publisher.sent > sent + 3000, 60)
    last = publisher.stop()
    for call in calls:
        seen, before, is_last = 0, 0, False
        while not is_last:
            number, is_last = number_of(next(call))
            assert number > before, f"{number} follows {before}"
            before, seen = number, seen + 1
        eq(before, last)
        assert seen < last - sent, f"{seen} of {last}"
        call.cancel()


def test_questions_are_answered(t):
    if t.is_etcd:
        raise Skip("etcd has no feeds")
    question = {1: ("question", wire.TEXT)}
    for service in ("/proto.Stream/", "/Stream/"):
        call = t.client().channel.stream_stream(service + "Conversations",
                                                request_serializer=lambda m: wire.encode(question, m),
                                                response_deserializer=lambda d: wire.decode(question, d))
        got = list(call(iter([{"question": f"stream client rpc {i}"} for i in range(1000)]), timeout=60))
        eq([m["question"] for m in got],
           [f"from stream server answer: the {i + 1} question is stream client rpc {i}" for i in range(1000)])
