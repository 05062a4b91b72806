# SPDX-License-Identifier: Apache-2.0
"""The server under test as a process, and a client that outlives its restarts, over tests/lib/wire.py."""
import os
import re
import signal
import subprocess
import threading

import grpc

import wire


class Client(wire.Client):
    """Reconnects quickly, and takes messages of any size."""

    def __init__(self, address):
        super().__init__(address, options=[
            ("grpc.max_receive_message_length", -1), ("grpc.initial_reconnect_backoff_ms", 20),
            ("grpc.max_reconnect_backoff_ms", 100)])

    def wait(self, seconds):
        """Until there is a connection, or so long: a call that fails at once does not drive one on."""
        try:
            grpc.channel_ready_future(self.channel).result(seconds)
        except grpc.FutureTimeoutError:
            pass

    def watch_all(self, *creates):
        """The answers of a stream with these watches, until it breaks."""
        gate = threading.Event()

        def requests():
            for create in creates:
                yield wire.encode(wire.WATCH, {"create_request": create})
            gate.wait()

        stream = self.channel.stream_stream(
            "/etcdserverpb.Watch/Watch", request_serializer=lambda m: m,
            response_deserializer=lambda d: wire.decode(wire.WATCH_ANSWER, d))(requests())
        stream.add_callback(gate.set)
        return stream


class Server:
    """The server under test on a free loopback port, stopped by its pid."""

    def __init__(self, data, *options, binary=None):
        self.binary = binary or os.environ.get("VEDETTE", "build/vedette")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--threads", "2", "--listen", "127.0.0.1:0", "--data", data, *options],
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
