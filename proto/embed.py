#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py IN... OUT: a C file that defines vd_rpc_descriptors (src/rpc/descriptors.h) as the bytes of all
IN together: sets of descriptors, one behind the other, are one set."""
import sys

data = b""
for name in sys.argv[1:-1]:
    with open(name, "rb") as f:
        data += f.read()
rows = (data[i:i + 16] for i in range(0, len(data), 16))
with open(sys.argv[-1], "w", encoding="ascii") as f:
    f.write('#include "rpc/descriptors.h"\n\nstatic const uint8_t bytes[] = {\n')
    f.writelines("    " + ", ".join(map(str, row)) + ",\n" for row in rows)
    f.write("};\n\nconst struct vd_slice vd_rpc_descriptors = {bytes, sizeof(bytes)};\n")
