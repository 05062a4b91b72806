#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Listening: several addresses, Unix sockets, the limit of connections, and no descriptors left."""
import os
import socket
import tempfile
import time
import urllib.error

from kit import Server, main, until

REQUEST = b"GET /version HTTP/1.1\r\nhost: localhost\r\n\r\n"


def ask(sock):
    sock.sendall(REQUEST)
    return sock.recv(4096)


def test_each_listener_has_a_ready_line_and_serves():
    with Server(listen=("127.0.0.1:0", "[::1]:0", "localhost:0")) as server:
        for url in server.urls:
            host, port = url[len("http://"):].rsplit(":", 1)
            with socket.create_connection((host.strip("[]"), int(port)), timeout=5) as sock:
                assert ask(sock).startswith(b"HTTP/1.1 200"), url


def test_a_unix_socket_serves_and_is_removed_at_the_end():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "vedette.sock")
        with Server(listen=(f"unix:{path}",)) as server:
            with socket.socket(socket.AF_UNIX) as sock:
                sock.connect(path)
                assert ask(sock).startswith(b"HTTP/1.1 200")
            assert server.terminate()[0] == 0
            assert not os.path.exists(path)
        with Server(listen=(f"unix:{path}",)) as server:
            server.process.kill()
            server.process.wait()
        with Server(listen=(f"unix:{path}",)) as server:  # what the killed one left is replaced
            with socket.socket(socket.AF_UNIX) as sock:
                sock.connect(path)
                assert ask(sock).startswith(b"HTTP/1.1 200")


def test_listening_nowhere_is_allowed():
    with Server(listen=("none",)) as server:
        time.sleep(0.1)
        assert server.process.poll() is None
        assert server.terminate()[0] == 0


def test_beyond_the_limit_clients_are_told_and_later_ones_served():
    with Server("--max-connections", "3") as server:
        held = [server.connect() for _ in range(3)]
        for sock in held:
            assert ask(sock).startswith(b"HTTP/1.1 200")
        with server.connect() as sock:
            assert sock.recv(4096).startswith(b"HTTP/1.1 503 ")
        held.pop().close()

        def served():
            with server.connect() as sock:
                return ask(sock).startswith(b"HTTP/1.1 200")
        until(served)
        held.pop().close()

        def counted():
            try:
                return server.metric("vedette_connections_refused_total") >= 1
            except urllib.error.HTTPError:  # refused itself: the closed one is not gone yet
                return False
        until(counted)
        for sock in held:
            sock.close()


def test_without_descriptors_it_refuses_without_spinning_and_recovers():
    with Server("--max-connections", "100000", files=64) as server:
        held, refused = [], 0
        for _ in range(80):
            sock = server.connect()
            try:
                if ask(sock).startswith(b"HTTP/1.1 200"):
                    held.append(sock)
                    continue
            except (ConnectionError, socket.timeout):
                pass
            refused += 1
            sock.close()
        assert len(held) > 20 and refused > 10, (len(held), refused)
        before = server.cpu_seconds()
        time.sleep(0.5)
        assert server.cpu_seconds() - before < 0.1, "it spins"
        assert ask(held[0]).startswith(b"HTTP/1.1 200"), "those who are in are served"
        for sock in held:
            sock.close()

        def served():
            with server.connect() as sock:
                return ask(sock).startswith(b"HTTP/1.1 200")
        until(served)
        assert server.metric("vedette_accept_exhausted_total") >= 1


def test_connections_that_are_closed_leave_no_descriptor():
    with Server("--threads", "2") as server:
        until(lambda: server.metric("vedette_connections_open") == 1)
        before = server.metric("process_open_fds")
        for _ in range(300):
            with server.connect() as sock:
                ask(sock)
        until(lambda: server.metric("process_open_fds") <= before)


main(globals())
