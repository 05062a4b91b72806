# SPDX-License-Identifier: Apache-2.0
"""A WebSocket client that can also be wrong: frames by hand, over a socket or anything like one."""

import base64
import hashlib
import json
import os
import socket
import struct

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
FIN = 0x80
PATIENCE_S = 60


class Refused(Exception):
    """The handshake was answered otherwise."""

    def __init__(self, status, headers, body):
        super().__init__(f"{status} {body!r}")
        self.status, self.headers, self.body = status, headers, body


class Closed(Exception):
    """The connection has ended; code: of a close frame, None without one (1005: it says none)."""

    def __init__(self, code, reason=b""):
        super().__init__(f"closed: {code} {reason!r}")
        self.code, self.reason = code, reason


def frame(first, payload=b"", mask=b"\x12\x34\x56\x78", length=None):
    """A client's frame; mask: None for one that is not masked; length: what the head claims."""
    n = len(payload) if length is None else length
    bit = 0x80 if mask is not None else 0
    if n < 126:
        head = struct.pack("!BB", first, bit | n)
    elif n < 65536:
        head = struct.pack("!BBH", first, bit | 126, n)
    else:
        head = struct.pack("!BBQ", first, bit | 127, n)
    if mask is None:
        return head + payload
    pad = (mask * (len(payload) // 4 + 1))[:len(payload)]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(pad, "big")).to_bytes(len(payload), "big")
    return head + mask + masked


def handshake(host, path, headers=()):
    """The bytes of a request, and the answer that its key must get."""
    key = base64.b64encode(os.urandom(16))
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
             f"Sec-WebSocket-Key: {key.decode()}", "Sec-WebSocket-Version: 13", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n", base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()


class Frames:
    """Frames of a server out of whatever `read` gives; read: bytes, b"" at the end."""

    def __init__(self, read, write):
        self.read, self.write = read, write
        self.bytes = b""

    def take(self, n):
        while len(self.bytes) < n:
            more = self.read()
            if not more:
                raise Closed(None)
            self.bytes += more
        taken, self.bytes = self.bytes[:n], self.bytes[n:]
        return taken

    def next_frame(self):
        """(first byte, payload); a close raises Closed."""
        first, n = self.take(2)
        assert n < 128, "the server's frames are not masked"
        if n == 126:
            n, = struct.unpack("!H", self.take(2))
            assert n > 125
        elif n == 127:
            n, = struct.unpack("!Q", self.take(8))
            assert n > 65535
        payload = self.take(n)
        if first & 15 == CLOSE:
            assert first & FIN
            code = struct.unpack("!H", payload[:2])[0] if payload else 1005
            raise Closed(code, payload[2:])
        return first, payload

    def next(self):
        """The next message as (type, bytes); pings are answered."""
        kind, whole = None, b""
        while True:
            first, payload = self.next_frame()
            if first & 15 == PING:
                self.write(frame(FIN | PONG, payload))
            if first & 8:
                continue
            kind = kind or first & 15
            whole += payload
            if first & FIN:
                return kind, whole

    def text(self):
        kind, whole = self.next()
        assert kind == TEXT, kind
        return whole.decode()

    def json(self):
        return json.loads(self.text())

    def send(self, first, payload=b"", **how):
        self.write(frame(first, payload, **how))

    def say(self, value):
        self.send(FIN | TEXT, json.dumps(value).encode())

    def close(self, code=1000, reason=b""):
        """Closes, and waits for the answer: the code that came back."""
        self.send(FIN | CLOSE, struct.pack("!H", code) + reason)
        return self.closed().code

    def closed(self):
        """Reads on until the end: how it came."""
        try:
            while True:
                self.next_frame()
        except Closed as end:
            return end


class WebSocket(Frames):
    """Over HTTP/1.1."""

    def __init__(self, host, port, path, headers=(), over=None):
        """over: a connected socket, in place of a new one."""
        self.socket = over or socket.create_connection((host, port), timeout=PATIENCE_S)
        super().__init__(lambda: self.socket.recv(65536), self.socket.sendall)
        request, want = handshake(f"{host}:{port}", path, headers)
        self.socket.sendall(request)
        self.head = self.read_head()
        if self.status != 101:
            raise Refused(self.status, self.headers, self.bytes)
        assert self.headers["sec-websocket-accept"] == want, self.headers
        assert self.headers["upgrade"].lower() == "websocket"
        assert self.headers["connection"].lower() == "upgrade"

    def read_head(self):
        while b"\r\n\r\n" not in self.bytes:
            more = self.socket.recv(65536)
            if not more:
                raise Closed(None)
            self.bytes += more
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            self.headers[name.lower()] = value.strip()
        return head

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
