#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What an empty server and an idle connection cost."""
import os
import sys

from kit import ROOT, Server, main, until

sys.path.insert(0, os.path.join(ROOT, "tests", "lib"))
import websocket_frames  # noqa: E402


def empty(threads):
    """(anonymous memory, resident memory) of a server that was asked once, in KiB."""
    with Server("--threads", str(threads), ephemeral=False) as server:
        server.get("/version")
        return server.status("RssAnon"), server.status("VmRSS")


def test_an_empty_server_and_a_further_loop_stay_small():
    anon, rss = empty(2)
    assert rss <= 6000, f"VmRSS {rss} KiB"
    each = (empty(8)[0] - anon) / 6
    assert each <= 160, f"{each:.0f} KiB a loop"


def test_an_idle_connection_costs_less_than_a_kilobyte():
    with Server("--threads", "2", files=8192) as server:
        warm = [server.connect() for _ in range(200)]
        until(lambda: server.metric("vedette_connections_open") >= 200)
        before = server.status("RssAnon")
        idle = [server.connect() for _ in range(2000)]
        until(lambda: server.metric("vedette_connections_open") >= 2200)
        each = (server.status("RssAnon") - before) * 1024 / 2000
        assert each < 1024, f"{each:.0f} bytes a connection"
        for sock in warm + idle:
            sock.close()


def idle_sockets(server, count):
    """WebSockets with a watch each, which have been told that it is open."""
    sockets = [websocket_frames.WebSocket("127.0.0.1", server.port, f"/watch/k{i % 100}") for i in range(count)]
    for ws in sockets:
        assert ws.json()["type"] == "open"
    return sockets


def test_an_idle_websocket_with_its_watch_costs_less_than_3_kb():
    with Server("--threads", "2", files=8192) as server:
        warm = idle_sockets(server, 200)
        before = server.status("RssAnon")
        idle = idle_sockets(server, 2000)
        each = (server.status("RssAnon") - before) * 1024 / 2000
        print(f"an idle WebSocket: {each:.0f} bytes")
        assert each <= 3072
        for ws in warm + idle:
            ws.socket.close()


def test_an_idle_server_sleeps():
    import time
    with Server("--threads", "8", ephemeral=False) as server:
        server.get("/version")
        time.sleep(0.3)
        before = server.cpu_seconds()
        time.sleep(2)
        assert server.cpu_seconds() - before <= 0.02, server.cpu_seconds() - before


main(globals())
