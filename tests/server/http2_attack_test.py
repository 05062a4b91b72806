#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The known attacks on HTTP/2 servers, over real sockets: what each costs the server's memory and
processor, and that it still answers others. Their exact bounds are in src/wire/http2_attack_test.c."""
import select
import socket
import struct
import time

from kit import Server, main, until

DATA, HEADERS, PRIORITY, RST, SETTINGS, PING, WINDOW, CONTINUATION = 0, 1, 2, 3, 4, 6, 8, 9
END_STREAM, END_HEADERS = 1, 4
CALM = 11
GET = b"\x82\x86\x04\x08/version\x41\x09localhost"


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


HELLO = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0)


class Peer:
    """A client that sends what it likes, and remembers how the server ended it."""

    def __init__(self, server, hello=HELLO):
        self.sock = server.connect(timeout=20)
        self.sock.sendall(hello)
        self.got = b""
        self.ended = False

    def read(self, seconds=0.0):
        while not self.ended and select.select([self.sock], [], [], seconds)[0]:
            try:
                some = self.sock.recv(1 << 20)
            except ConnectionError:
                some = b""
            self.ended = not some
            self.got += some

    def send(self, data, reads=True):
        """False: the server has ended it."""
        try:
            self.sock.sendall(data)
        except OSError:
            self.ended = True
        if reads:
            self.read()
        return not self.ended

    def goaway(self):
        """The error of the last GOAWAY, or None."""
        at, error = 0, None
        while at + 9 <= len(self.got):
            length = int.from_bytes(self.got[at:at + 3], "big")
            if self.got[at + 3] == 7:
                error = int.from_bytes(self.got[at + 13:at + 17], "big")
            at += 9 + length
        return error

    def wait_end(self):
        until(lambda: self.read(0.01) or self.ended, 20)
        return self.goaway()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()


def attacked(attack, memory_kib=4096, cpu=1.0):
    """Runs the attack against a server of its own, and looks at what it has cost."""
    with Server("--threads", "2", files=8192) as server:
        server.get("/version")
        memory, spent = server.status("RssAnon"), server.cpu_seconds()
        attack(server)
        grown = server.status("RssAnon") - memory
        assert grown <= memory_kib, f"grew by {grown} KiB"
        spent = server.cpu_seconds() - spent
        assert spent <= cpu, f"took {spent:.2f} s of CPU"
        assert "etcdserver" in server.get("/version")
        code, _ = server.terminate()
        assert code == 0, code


def ends_calm(pieces, reads=True):
    def attack(server):
        with Peer(server) as peer:
            for piece in pieces:
                if not peer.send(piece, reads):
                    break
            error = peer.wait_end()
            assert error == CALM, f"ended with {error}"
    return attack


def test_rapid_reset():
    attacked(ends_calm(b"".join(frame(HEADERS, 5, i, GET) + frame(RST, 0, i, b"\0\0\0\x08")
                                for i in range(k, k + 200, 2)) for k in range(1, 200001, 200)))


def test_made_you_reset():
    attacked(ends_calm(b"".join(frame(HEADERS, 4, i, GET) + frame(WINDOW, 0, i, bytes(4))
                                for i in range(k, k + 200, 2)) for k in range(1, 200001, 200)))


def test_continuation_flood():
    attacked(ends_calm([frame(HEADERS, 0, 1, GET)] + [frame(CONTINUATION, 0, 1, b"\x82" * 16384)] * 1000))
    attacked(ends_calm([frame(HEADERS, 0, 1, GET)] + [frame(CONTINUATION, 0, 1)] * 1000))


def test_ping_settings_and_priority_floods_read_and_unread():
    for one in (frame(PING, 0, 0, b"12345678"), frame(SETTINGS, 0, 0), frame(PRIORITY, 0, 1, b"\0\0\0\0\x10")):
        attacked(ends_calm([one * 1000] * 1000))


def test_a_flood_whose_answers_are_not_read_is_not_read():
    """The peer's own sending comes to a stop; nothing grows."""
    def attack(server):
        with Peer(server) as peer:
            peer.sock.setblocking(False)
            sent, rest = 0, frame(PING, 0, 0, b"12345678") * 60000
            while sent < len(rest) and select.select([], [peer.sock], [], 0.3)[1]:
                try:
                    sent += peer.sock.send(rest[sent:sent + 65536])
                except OSError:
                    break
    attacked(attack)


def test_header_bombs_are_not_stored():
    """4,000 fields of one byte, 100 streams on each of 50 connections, their windows shut."""
    def attack(server):
        shut = HELLO + frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\0")
        bomb = b"".join(frame(HEADERS, 4, 2 * i + 1, GET + b"\x90" * 4000) for i in range(100))
        peers = [Peer(server, shut) for _ in range(50)]
        for peer in peers:
            peer.send(bomb)
        for peer in peers:
            assert peer.wait_end() == CALM
            peer.sock.close()
    attacked(attack, memory_kib=32 * 1024)


def test_answers_that_nobody_takes_cost_little():
    """5,000 requests whose windows are shut."""
    def attack(server):
        shut = HELLO + frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\0")
        asks = b"".join(frame(HEADERS, 5, 2 * i + 1, GET) for i in range(100))
        peers = [Peer(server, shut) for _ in range(50)]
        for peer in peers:
            assert peer.send(asks)
        time.sleep(0.5)
        for peer in peers:
            peer.sock.close()
    attacked(attack, memory_kib=16 * 1024)


def test_readers_of_one_byte_hold_up_nobody():
    def attack(server):
        peers = []
        for _ in range(150):
            sock = socket.socket()
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            sock.connect(("127.0.0.1", server.port))
            sock.sendall(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n" * 20)
            peers.append(sock)
        for _ in range(20):
            server.get("/version")
        for sock in peers:
            sock.close()
    attacked(attack, memory_kib=48 * 1024, cpu=5.0)


main(globals())
