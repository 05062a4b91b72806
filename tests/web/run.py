#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The console in Debian's Chromium, driven by playwright-core as package-lock.json pins it.

usage: tests/web/run.py [NAME...]     only the tests whose names contain one of these

The server is VEDETTE, or build/vedette. The last line is `N passed, N failed`."""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    vedette = os.path.abspath(os.environ.get("VEDETTE", "build/vedette"))
    chromium, node, npm = (shutil.which(name) for name in ("chromium", "node", "npm"))
    if not (chromium and node and npm):
        print("SKIP: chromium, node or npm is not installed\n0 passed, 0 failed")
        return 0
    if not os.path.isdir(os.path.join(HERE, "node_modules", "playwright-core")):
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HERE,
                              capture_output=True, text=True)
        if done.returncode:
            print(f"SKIP: npm ci failed: {done.stderr.strip().splitlines()[-1][:200]}\n0 passed, 0 failed")
            return 0
    return subprocess.run([node, os.path.join(HERE, "run.mjs"), vedette, chromium, *sys.argv[1:]]).returncode


sys.exit(main())
