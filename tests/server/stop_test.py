#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""SIGTERM ends every client in its protocol's words, and the server exits 0 within --drain."""
import os
import signal
import socket
import sys
import threading
import time

from kit import Server, main, until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))


def test_an_idle_server_ends_at_once():
    for sig in (signal.SIGTERM, signal.SIGINT):
        with Server() as server:
            code, seconds = server.terminate(sig)
            assert code == 0 and seconds < 1, (code, seconds, server.stderr())


def test_idle_connections_are_ended_at_once():
    with Server() as server:
        socks = [server.connect() for _ in range(20)]
        for sock in socks[:10]:
            sock.sendall(b"GET /version HTTP/1.1\r\nhost: localhost\r\n\r\n")
            assert sock.recv(4096)
        code, seconds = server.terminate()
        assert code == 0 and seconds < 1.5, (code, seconds)
        for sock in socks:
            assert sock.recv(4096) == b"", "the end, not a reset"
            sock.close()


def test_a_peer_that_does_not_end_is_cut_off_after_drain():
    with Server("--drain", "500ms") as server:
        sock = server.connect()
        sock.sendall(b"POST /version HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nabc")
        time.sleep(0.1)
        code, seconds = server.terminate()
        assert code == 0 and seconds < 2.5, (code, seconds)
        sock.close()


def test_nothing_new_is_taken_while_it_ends():
    with Server("--drain", "2s") as server:
        sock = server.connect()
        sock.sendall(b"GET /vers")
        server.process.send_signal(signal.SIGTERM)

        def refused():
            try:
                server.connect(timeout=1).close()
            except ConnectionError:
                return True
            return server.process.poll() is not None
        until(refused, 2)
        sock.close()
        assert server.process.wait(timeout=5) == 0


def test_sighup_and_a_closed_stdout_do_not_end_it():
    with Server() as server:
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.1)
        assert "etcdserver" in server.get("/version")


def watchers_are_ended(busy):
    import grpc
    from etcd3 import Client

    with Server("--threads", "2") as server:
        ended, seen, lock = [], [0], threading.Lock()

        def watch():
            try:
                for response in Client(server.address).watch_all({"key": b"k"}):
                    with lock:
                        seen[0] += 1
            except grpc.RpcError as error:
                with lock:
                    ended.append((error.code(), error.details()))

        def write():
            client = Client(server.address)
            try:
                while True:
                    client.put(key=b"k", value=b"v" * 200, timeout=5)
            except grpc.RpcError as error:
                with lock:
                    ended.append((error.code(), error.details()))

        threads = [threading.Thread(target=watch, daemon=True) for _ in range(10)]
        if busy:
            threads += [threading.Thread(target=write, daemon=True) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            until(lambda: seen[0] >= (200 if busy else 10) or ended)
            assert not ended
        except AssertionError as error:
            raise AssertionError(f"{error}: {seen[0]} answers, {ended}, exit code {server.process.poll()}, "
                                 f"said {server.stderr()}") from error
        code, seconds = server.terminate()
        assert code == 0 and seconds < 3.5, (code, seconds, server.stderr())
        for thread in threads:
            thread.join(10)
        assert len(ended) == len(threads), f"{len(ended)} of {len(threads)} clients were told"
        assert {code for code, _ in ended} == {grpc.StatusCode.UNAVAILABLE}, ended


def test_idle_watchers_are_told_and_it_exits_0():
    watchers_are_ended(False)


def test_busy_watchers_and_writers_are_told_and_it_exits_0():
    watchers_are_ended(True)


main(globals())
