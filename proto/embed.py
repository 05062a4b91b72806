#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py [--name NAME] IN... OUT: a C file that defines NAME (vd_rpc_descriptors, src/rpc/descriptors.h) as
the bytes of all IN together: sets of descriptors, one behind the other, are one set."""
import sys

args, symbol = sys.argv[1:], "vd_rpc_descriptors"
if args[0] == "--name":
    symbol, args = args[1], args[2:]
data = b""
for name in args[:-1]:
    with open(name, "rb") as f:
        data += f.read()
rows = (data[i:i + 16] for i in range(0, len(data), 16))
with open(args[-1], "w", encoding="ascii") as f:
    f.write('#include "rpc/descriptors.h"\n\nstatic const uint8_t bytes[] = {\n')
    f.writelines("    " + ", ".join(map(str, row)) + ",\n" for row in rows)
    f.write("};\n\nextern const struct vd_slice %s;\n" % symbol)
    f.write("const struct vd_slice %s = {bytes, sizeof(bytes)};\n" % symbol)
