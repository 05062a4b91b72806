#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Peers that are slow on purpose hold nothing up, cost next to nothing, and are cut off in the end."""
import select
import time

from kit import Server, main, until


def test_half_requests_by_the_hundred_do_not_stand_in_the_way():
    with Server("--threads", "2", files=4096) as server:
        server.get("/version")
        before = server.status("RssAnon")
        slow = [server.connect() for _ in range(500)]
        for sock in slow:
            sock.sendall(b"GET /version HT")
        until(lambda: server.metric("vedette_connections_open") >= 500)
        begun = time.monotonic()
        for _ in range(50):
            server.get("/version")
        assert time.monotonic() - begun < 2
        grown = server.status("RssAnon") - before
        assert grown < 4000, f"{grown} KiB for 500 half requests"
        for sock in slow:
            sock.close()


def test_a_head_that_never_ends_is_cut_off_in_time():
    with Server() as server:
        sock = server.connect(timeout=20)
        begun = time.monotonic()
        sock.sendall(b"GET /version HTTP/1.1\r\n")
        while time.monotonic() - begun < 15:
            if select.select([sock], [], [], 0.5)[0]:
                break
            try:
                sock.sendall(b"a")
            except ConnectionError:
                break
        took = time.monotonic() - begun
        assert 2 < took < 13, f"cut off after {took:.1f} s"
        sock.close()


def test_a_reader_that_does_not_read_holds_up_nobody():
    with Server("--threads", "1") as server:
        stuck = server.connect()
        for _ in range(200):  # answers pile up until its window is full
            try:
                stuck.settimeout(0.2)
                stuck.sendall(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n" * 10)
            except TimeoutError:
                break
        begun = time.monotonic()
        for _ in range(20):
            server.get("/version")
        assert time.monotonic() - begun < 2
        assert server.status("RssAnon") < 12000, server.status("RssAnon")
        stuck.close()


main(globals())
