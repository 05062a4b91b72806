# SPDX-License-Identifier: Apache-2.0
"""As much of an etcd v3 client as the tests need, over python3-grpcio, with nothing generated: messages
are dictionaries, encoded by the field tables below. And how to start the server under test."""
import os
import re
import signal
import subprocess
import threading

import grpc

V, B = "varint", "bytes"

KV = {1: ("key", B), 2: ("create_revision", V), 3: ("mod_revision", V), 4: ("version", V), 5: ("value", B), 6: ("lease", V)}
HEADER = {1: ("cluster_id", V), 2: ("member_id", V), 3: ("revision", V), 4: ("raft_term", V)}
EVENT = {1: ("type", V), 2: ("kv", KV), 3: ("prev_kv", KV)}
RANGE_REQUEST = {1: ("key", B), 2: ("range_end", B), 3: ("limit", V), 4: ("revision", V), 5: ("sort_order", V), 6: ("sort_target", V),
                 7: ("serializable", V), 8: ("keys_only", V), 9: ("count_only", V)}
RANGE_RESPONSE = {1: ("header", HEADER), 2: ("kvs", [KV]), 3: ("more", V), 4: ("count", V)}
PUT_REQUEST = {1: ("key", B), 2: ("value", B), 3: ("lease", V), 4: ("prev_kv", V)}
PUT_RESPONSE = {1: ("header", HEADER), 2: ("prev_kv", KV)}
DELETE_REQUEST = {1: ("key", B), 2: ("range_end", B), 3: ("prev_kv", V)}
DELETE_RESPONSE = {1: ("header", HEADER), 2: ("deleted", V), 3: ("prev_kvs", [KV])}
OP = {1: ("request_range", RANGE_REQUEST), 2: ("request_put", PUT_REQUEST), 3: ("request_delete_range", DELETE_REQUEST)}
OP_RESPONSE = {1: ("response_range", RANGE_RESPONSE), 2: ("response_put", PUT_RESPONSE), 3: ("response_delete_range", DELETE_RESPONSE)}
TXN_REQUEST = {2: ("success", [OP]), 3: ("failure", [OP])}
TXN_RESPONSE = {1: ("header", HEADER), 2: ("succeeded", V), 3: ("responses", [OP_RESPONSE])}
COMPACT_REQUEST = {1: ("revision", V), 2: ("physical", V)}
COMPACT_RESPONSE = {1: ("header", HEADER)}
CREATE = {1: ("key", B), 2: ("range_end", B), 3: ("start_revision", V), 4: ("progress_notify", V), 6: ("prev_kv", V), 7: ("watch_id", V),
          8: ("fragment", V)}
WATCH_REQUEST = {1: ("create_request", CREATE), 2: ("cancel_request", {1: ("watch_id", V)}), 3: ("progress_request", {})}
WATCH_RESPONSE = {1: ("header", HEADER), 2: ("watch_id", V), 3: ("created", V), 4: ("canceled", V), 5: ("compact_revision", V),
                  6: ("cancel_reason", B), 7: ("fragment", V), 11: ("events", [EVENT])}

METHODS = {
    "/etcdserverpb.KV/Range": (RANGE_REQUEST, RANGE_RESPONSE),
    "/etcdserverpb.KV/Put": (PUT_REQUEST, PUT_RESPONSE),
    "/etcdserverpb.KV/DeleteRange": (DELETE_REQUEST, DELETE_RESPONSE),
    "/etcdserverpb.KV/Txn": (TXN_REQUEST, TXN_RESPONSE),
    "/etcdserverpb.KV/Compact": (COMPACT_REQUEST, COMPACT_RESPONSE),
    "/etcdserverpb.Watch/Watch": (WATCH_REQUEST, WATCH_RESPONSE),
}


def varint(n):
    n &= (1 << 64) - 1
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def encode(table, message):
    out = b""
    for number, (name, kind) in table.items():
        if name not in message:
            continue
        value = message[name]
        if kind == V:
            out += varint(number << 3) + varint(int(value)) if value else b""
            continue
        for item in value if isinstance(kind, list) else [value]:
            data = item if kind == B else encode(kind[0] if isinstance(kind, list) else kind, item)
            out += varint(number << 3 | 2) + varint(len(data)) + data
    return out


def read_varint(data, at):
    n = shift = 0
    while True:
        byte = data[at]
        at += 1
        n |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return n, at


def decode(table, data):
    message = {name: [] if isinstance(kind, list) else b"" if kind == B else 0
               for name, kind in table.values() if kind in (V, B) or isinstance(kind, list)}
    at = 0
    while at < len(data):
        tag, at = read_varint(data, at)
        name, kind = table.get(tag >> 3, (None, None))
        if tag & 7 == 0:
            value, at = read_varint(data, at)
            if value >= 1 << 63:
                value -= 1 << 64
        else:
            size, at = read_varint(data, at)
            value = data[at:at + size]
            at += size
            if isinstance(kind, list):
                message[name].append(decode(kind[0], value))
                continue
            if isinstance(kind, dict):
                value = decode(kind, value)
        if name:
            message[name] = value
    return message


class Client:
    """client.Put(key=b"a", value=b"b") and so on; raises grpc.RpcError."""

    def __init__(self, address):
        self.channel = grpc.insecure_channel(address, options=[
            ("grpc.max_receive_message_length", -1), ("grpc.initial_reconnect_backoff_ms", 20),
            ("grpc.max_reconnect_backoff_ms", 100), ("grpc.use_local_subchannel_pool", 1)])
        for path, (request, response) in METHODS.items():
            name = path.rsplit("/", 1)[1]
            if name == "Watch":
                self._watch = self.channel.stream_stream(
                    path, request_serializer=lambda m: encode(WATCH_REQUEST, m),
                    response_deserializer=lambda d: decode(WATCH_RESPONSE, d))
            else:
                call = self.channel.unary_unary(
                    path, request_serializer=lambda m, t=request: encode(t, m),
                    response_deserializer=lambda d, t=response: decode(t, d))
                setattr(self, name, lambda timeout=10, call=call, **message: call(message, timeout=timeout))

    def watch(self, *creates, timeout=None):
        """A stream with these watches; iterate it for responses, .cancel() ends it."""
        gate = threading.Event()

        def requests():
            for create in creates:
                yield {"create_request": create}
            gate.wait()

        stream = self._watch(requests(), timeout=timeout)
        stream.add_callback(gate.set)
        return stream

    def close(self):
        self.channel.close()


class Server:
    """The server under test on a free loopback port, stopped by its pid."""

    def __init__(self, data, *options, binary=None):
        self.binary = binary or os.environ.get("VEDETTE", "build/vedette")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--listen", "127.0.0.1:0", "--data", data, *options],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"ready on http://(\S+)", line)
        if not found:
            self.process.wait()
            raise RuntimeError(f"the server did not start: {line!r}")
        self.address = found.group(1)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """SIGTERM; returns the exit code."""
        self.process.terminate()
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        return code
