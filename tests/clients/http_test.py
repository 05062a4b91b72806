# SPDX-License-Identifier: Apache-2.0
"""curl and nghttp: the plain pages over HTTP/1.1 and HTTP/2, and a gRPC call by hand."""

import json
import os
import re
import struct
import subprocess
import tempfile

from kit import Skip, eq
from wire import PUT_ANSWER, PUT_REQUEST, RANGE, RANGE_ANSWER, decode, encode


def curl(t, *args, stdin=None):
    done = subprocess.run([t.need("curl"), "-sS", "--max-time", "10", *args], input=stdin, capture_output=True)
    assert done.returncode == 0, f"curl {args}: {done.returncode} {done.stderr.decode()}"
    return done.stdout


def url(t, path):
    return f"http://{t.endpoint}{path}"


def test_version_over_http_1(t):
    page = json.loads(curl(t, url(t, "/version")))
    for field in ("etcdserver", "etcdcluster"):
        assert re.fullmatch(r"\d+\.\d+\.\d+.*", page[field]), page
    out = curl(t, "-X", "POST", "-o", "/dev/null", "-w", "%{http_code}", url(t, "/version")).decode()
    eq(out, "405")


def test_health_over_http_1(t):
    page = json.loads(curl(t, url(t, "/health")))
    eq(page["health"], "true")
    eq(curl(t, "-o", "/dev/null", "-w", "%{http_code}", url(t, "/health")).decode(), "200")


def test_an_upgrade_to_h2c_is_ignored(t):
    out = curl(t, "--http2", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", url(t, "/version")).decode()
    eq(out, "1.1 200")


def test_a_kept_connection_serves_many_requests(t):
    out = curl(t, url(t, "/version"), url(t, "/health"), url(t, "/version"),
               "-w", "\n%{num_connects} %{http_code}\n").decode()
    eq(re.findall(r"^(\d) (\d+)$", out, re.M), [("1", "200"), ("0", "200"), ("0", "200")])


def test_an_unknown_page_is_404(t):
    eq(curl(t, "-o", "/dev/null", "-w", "%{http_code}", url(t, "/no/such/page")).decode(), "404")


def test_plain_pages_over_http_2(t):
    if not t.ours("its clear port takes HTTP/2 by prior knowledge as gRPC alone"):
        return
    for path in ("/version", "/health"):
        out = curl(t, "--http2-prior-knowledge", "-w", " %{http_version} %{http_code}", url(t, path)).decode()
        assert out.endswith(" 2 200"), out
        json.loads(out[:-6])


def grpc_call(t, path, table, message, answer_table):
    """A unary call through curl; returns (answer or None, headers and trailers)."""
    body = encode(table, message)
    with tempfile.TemporaryDirectory() as d:
        request, answer, headers = (os.path.join(d, n) for n in ("request", "answer", "headers"))
        with open(request, "wb") as f:
            f.write(b"\0" + struct.pack(">I", len(body)) + body)
        curl(t, "--http2-prior-knowledge", "-X", "POST", "-H", "content-type: application/grpc", "-H", "te: trailers",
             "--data-binary", "@" + request, "-o", answer, "-D", headers, url(t, path))
        with open(answer, "rb") as f:
            data = f.read()
        with open(headers) as f:
            head = dict(line.strip().split(": ", 1) for line in f if ": " in line.strip())
    if not data:
        return None, head
    flag, size = struct.unpack(">BI", data[:5])
    eq((flag, size), (0, len(data) - 5), "the gRPC prefix")
    return decode(answer_table, data[5:]), head


def test_a_grpc_call_by_hand(t):
    k = t.key("a")
    answer, head = grpc_call(t, "/etcdserverpb.KV/Put", PUT_REQUEST, {"key": k, "value": b"by curl"}, PUT_ANSWER)
    assert answer["header"]["revision"] > 1
    eq(head["content-type"], "application/grpc")
    eq(head["grpc-status"], "0")
    answer, head = grpc_call(t, "/etcdserverpb.KV/Range", RANGE, {"key": k}, RANGE_ANSWER)
    eq(answer["kvs"][0]["value"], b"by curl")
    eq(t.client().get(k)["kvs"][0]["value"], b"by curl")


def test_a_grpc_error_is_in_the_trailers(t):
    answer, head = grpc_call(t, "/etcdserverpb.KV/Put", PUT_REQUEST, {"value": b"x"}, PUT_ANSWER)
    eq((answer, head["grpc-status"], head["grpc-message"]), (None, "3", "etcdserver: key is not provided"))
    answer, head = grpc_call(t, "/etcdserverpb.KV/Txn", {1: ("compare", [{3: ("key", "bytes")}])}, {"compare": [{}]},
                             PUT_ANSWER)
    eq((answer, head["grpc-status"], head["grpc-message"]), (None, "3", "etcdserver: key is not provided"))


def nghttp(t, *args):
    done = subprocess.run([t.need("nghttp"), "-t", "10", "-v", *args], capture_output=True, text=True,
                          errors="replace", timeout=20)
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def test_nghttp_speaks_grpc(t):
    body = encode(PUT_REQUEST, {"key": t.key("a"), "value": b"by nghttp"})
    with tempfile.NamedTemporaryFile() as f:
        f.write(b"\0" + struct.pack(">I", len(body)) + body)
        f.flush()
        out = nghttp(t, "-d", f.name, "-H", "content-type: application/grpc", "-H", "te: trailers",
                     url(t, "/etcdserverpb.KV/Put"))
    assert ":status: 200" in out and "grpc-status: 0" in out, out
    assert "recv SETTINGS frame" in out and "GOAWAY" not in out.split("send GOAWAY")[0], out
    eq(t.client().get(t.key("a"))["kvs"][0]["value"], b"by nghttp")


def test_nghttp_reads_a_page(t):
    if not t.ours("its clear port takes HTTP/2 by prior knowledge as gRPC alone"):
        return
    out = nghttp(t, url(t, "/version"))
    assert ":status: 200" in out and '"etcdserver"' in out, out


def test_requests_multiplexed_on_one_connection(t):
    if not t.ours("its clear port takes HTTP/2 by prior knowledge as gRPC alone"):
        return
    path = t.need("h2load") if os.path.exists("/usr/bin/h2load") else None
    if not path:
        raise Skip("h2load is not installed")
    done = subprocess.run([path, "-n", "500", "-c", "2", "-m", "50", url(t, "/health")], capture_output=True,
                          text=True, timeout=60)
    assert "500 succeeded, 0 failed, 0 errored" in done.stdout, done.stdout
