# SPDX-License-Identifier: Apache-2.0
"""Feeds with the npm client @grpc/grpc-js: node/feed.js, one check a run."""

import os
import subprocess

from feedkit import Publisher
from kit import Skip
from node_test import HERE, install

PAUSE_MS = str(int(1000 * float(os.environ.get("VD_FEED_PAUSE", "1"))))


def start(t, name, topic, server=None):
    if t.is_etcd:
        raise Skip("etcd has no feeds")
    process = subprocess.Popen([install(t), "feed.js", name, (server or t).endpoint, topic, PAUSE_MS], cwd=HERE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    t.defer(process.kill)
    return process


def ends_well(process):
    out, errors = process.communicate(timeout=100)
    assert process.returncode == 0, errors
    return out


def under_a_publisher(t, name):
    """Publishes from before its first value to after its pause; it must end on the last."""
    if t.is_etcd:
        raise Skip("etcd has no feeds")
    server = t.start()
    publisher = Publisher(t, "t", server)
    process = start(t, name, "t", server)
    assert process.stdout.readline() == "paused\n", process.stderr.read()
    if name == "pause":
        assert process.stdout.readline() == "resumed\n"
    last = publisher.stop()
    assert ends_well(process) == f"last {last}\n"


def test_a_paused_stream_loses_nothing(t):
    under_a_publisher(t, "pause")


def test_a_conflated_stream_ends_on_the_last_value(t):
    under_a_publisher(t, "latest")


def test_route_deadlines_positions_and_refusals(t):
    topic, client = t.key("t"), t.client()
    client.put(key=topic, value=b"one")
    process = start(t, "basics", topic.decode())
    position = process.stdout.readline()
    assert ":" in position, process.stderr.read()
    client.put(key=topic, value=b"two")
    client.put(key=topic, value=b"three")
    client.delete(key=topic)
    ends_well(process)


def test_conversations(t):
    ends_well(start(t, "conversations", "none"))
