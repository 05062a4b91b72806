#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The layers of the house, checked: includes go downward only, no door includes another, foreign
libraries are named in one place each, and the wing that keeps the log has no clock and no thread."""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src")

# What a room may include besides itself.
ROOMS = {
    "base": set(),
    "wire": {"base"},
    "io": {"base", "wire"},
    "http": {"base", "wire", "io"},
    "store": {"base"},
    "core": {"base", "store"},
    "rpc": {"base", "wire", "io", "http"},
    "upstream": {"base", "wire", "io", "core"},
    "tree": {"base", "core/journal.h", "core/event.h", "core/access.h"},
    "doors": {"base", "wire", "io", "http", "rpc", "core", "tree"},
    "client": {"base", "wire"},
    "cli": {"client", "wire", "base"},
    "server": None,  # knows all
}

# A foreign header and the files that may include it.
FOREIGN = {
    r"uv\.h": r"io/",
    r"lmdb\.h": r"store/history_lmdb",
    r"liburing\.h": r"server/flush_uring",
    r"yajl/.*": r"wire/json_sax",
    r"yaml\.h": r"wire/yaml_(reader\.h|write\.c)",
    r"nghttp2/.*": r"wire/hpack|wire/test_http2_oracle|http/test_http2|.*_test\.c",
    r"isa-l.*|crc\.h": r"store/crc",
    r"openssl/.*": r"base/sha256|wire/websocket|wire/tls|wire/test_tls_peer|.*_test\.c",
    r"protobuf-c/.*|.*\.pb-c\.h": r"doors/etcd3/",
}

# The wing that says what changed takes times as arguments and never starts a thread.
NO_CLOCK_ROOMS = {"core", "store", "tree"}
NO_CLOCK = re.compile(r"\b(clock_gettime|gettimeofday|time\s*\(\s*NULL|pthread_create|sleep|usleep|nanosleep)\s*\(?")
NO_LOG_ROOMS = {"wire", "io", "http", "store", "core", "rpc", "tree"}

# What a Kubernetes object is: pure functions on documents, without a clock.
MODEL = "doors/kube/model/"

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def files():
    for folder, _, names in os.walk(ROOT):
        for name in names:
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def check(path):
    room = path.split("/")[0]
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        text = f.read()
    if not text.startswith("/* SPDX-License-Identifier: Apache-2.0 */"):
        yield "does not open with its SPDX line"
    is_test = path.endswith(("_test.c", "_bench.c")) or "/test_" in path
    allowed = ROOMS.get(room, set())
    for quote, target in INCLUDE.findall(text):
        if quote == "<" or target.endswith(".pb-c.h"):
            for header, owners in FOREIGN.items():
                if re.fullmatch(header, target) and not re.match(owners, path):
                    yield f"includes <{target}>, which only {owners} may"
            continue
        other = target.split("/")[0]
        if "/" not in target or not os.path.exists(os.path.join(ROOT, target)):
            yield f'includes "{target}", which is not a path from src/'
        elif other != room and allowed is not None and other not in allowed and target not in allowed:
            yield f'includes "{target}": {room} may not look at {other}'
        elif room == other == "doors":
            mine, theirs = path.split("/")[1], target.split("/")[1]
            if theirs != mine and not theirs.endswith(".h"):
                yield f'includes "{target}": no door includes another'
        if path.startswith(MODEL) and other not in ("base", "wire") and not target.startswith(MODEL):
            yield f'includes "{target}": what a Kubernetes object is knows base, wire and itself'
        if target == "base/log.h" and room in NO_LOG_ROOMS and not is_test:
            yield "logs: only doors and server do"
        if target == "base/clock.h" and (room in NO_CLOCK_ROOMS or path.startswith(MODEL)) and not is_test:
            yield "has a clock: time comes in as an argument"
    if room in NO_CLOCK_ROOMS and not is_test:
        for word in NO_CLOCK.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
            yield f"calls {word}: no clock and no thread in {room}"


def main():
    count = bad = 0
    for path in sorted(files()):
        count += 1
        for what in check(path):
            bad += 1
            print(f"src/{path}: {what}")
    if count < 10:
        print("layers: found hardly any file; is this the right tree?")
        bad += 1
    print(f"layers: {count} files, {bad} breaches")
    return 1 if bad else 0


sys.exit(main())
