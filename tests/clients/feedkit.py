# SPDX-License-Identifier: Apache-2.0
"""What the tests of feeds share: the messages, a publisher at full speed, and what a server holds in memory."""

import re
import threading
import urllib.request

import wire

SERVICE = "/proto.StreamServer/"
TEXT = {1: ("data", wire.TEXT)}
REPLY = {1: ("code", wire.INT), 2: ("value", wire.TEXT)}
VALUE = {1: ("stream_value", wire.TEXT), 15: ("position", wire.TEXT)}
IN_FLIGHT = 128
VALUE_BYTES = 120


def _encode(message):
    return wire.encode(TEXT, message)


class Feed:
    """A stub made by hand, on a channel of its own."""

    def __init__(self, t, server=None, service=SERVICE, **options):
        self.client = t.client(server, **options)
        channel = self.client.channel
        self._route = channel.unary_unary(service + "Route", request_serializer=_encode,
                                          response_deserializer=lambda d: wire.decode(REPLY, d))
        self._list = channel.unary_stream(service + "ListValue", request_serializer=_encode,
                                          response_deserializer=lambda d: wire.decode(VALUE, d))

    def route(self, topic):
        answer = self._route({"data": topic}, timeout=20)
        return answer["code"], answer["value"]

    def values(self, topic, timeout=100, **metadata):
        """The call: an iterator of messages."""
        return self._list({"data": topic}, timeout=timeout, metadata=list(metadata.items()))


def number_of(message):
    """The number of a publisher's value; and whether it is the last."""
    number, _, rest = message["stream_value"].partition(" ")
    return int(number), rest.startswith("last")


class Publisher:
    """Puts numbered values, from 1 on, as fast as it goes; in their order, since they go over one connection."""

    def __init__(self, t, topic, server=None):
        self.put, self.topic = t.client(server)._unary("put"), topic.encode()
        self.sent, self.is_over = 0, False
        self.window = threading.Semaphore(IN_FLIGHT)
        self.failure = None
        self.put({"key": b"connect", "value": b""}, timeout=60)  # calls keep their order once it is there
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _done(self, future):
        self.failure = self.failure or future.exception()
        self.window.release()

    def _send(self, what=""):
        self.window.acquire()
        self.sent += 1
        value = f"{self.sent} {what}".encode().ljust(VALUE_BYTES, b".")
        self.put.future({"key": self.topic, "value": value}, timeout=60).add_done_callback(self._done)

    def _run(self):
        while not self.is_over:
            self._send()
        self._send("last")
        for _ in range(IN_FLIGHT):
            self.window.acquire()

    def stop(self):
        """The number of the last value, which says that it is."""
        self.is_over = True
        self.thread.join(60)
        assert not self.thread.is_alive() and not self.failure, self.failure
        return self.sent


def metric(endpoint, name):
    with urllib.request.urlopen(f"http://{endpoint}/metrics", timeout=20) as r:
        text = r.read().decode()
    return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.M).group(1))


def anonymous_bytes(server):
    """Memory of a server that is not a file's."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as f:
        return int(re.search(r"^RssAnon:\s+(\d+) kB", f.read(), re.M).group(1)) << 10
