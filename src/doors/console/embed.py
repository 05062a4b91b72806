#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The console's files as a C table: path, type, bytes, the same gzipped, and a tag that changes with them.

usage: embed.py OUTPUT.c FILE... (each below web/; index.html is "/", the others are "/console/...")"""
import gzip
import hashlib
import os
import sys

TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
         ".webmanifest": "application/manifest+json"}


def array(name, data):
    rows = (",".join(map(str, data[i:i + 32])) for i in range(0, len(data), 32))
    return f"static const uint8_t {name}[] = {{\n" + ",\n".join(rows) + "};\n"


def main():
    output, files = sys.argv[1], sorted(sys.argv[2:])
    text, rows = ['#include "doors/console/files.h"\n'], []
    for i, path in enumerate(files):
        with open(path, "rb") as f:
            data = f.read()
        name = path[path.rindex("web/") + 4:]
        url = "/" if name == "index.html" else "/console/" + name
        packed = gzip.compress(data, 9, mtime=0)
        tag = hashlib.sha256(data).hexdigest()[:20]
        text += [array(f"plain_{i}", data), array(f"packed_{i}", packed)]
        rows.append(f'{{"{url}", "{TYPES[os.path.splitext(name)[1]]}", "\\"{tag}\\"", "\\"{tag}-gzip\\"", '
                    f"{{plain_{i}, sizeof(plain_{i})}}, {{packed_{i}, sizeof(packed_{i})}}}}")
    text += ["const struct vd_console_file vd_console_files[] = {\n" + ",\n".join(rows) + "};\n",
             f"const unsigned vd_console_file_count = {len(files)};\n"]
    with open(output, "w", encoding="ascii") as f:
        f.write("".join(text))


main()
