# SPDX-License-Identifier: Apache-2.0
"""Which kubectl there is: Debian's, as ./dev unpacks it, and a current one where somebody installed or built it."""
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEBIAN = (os.path.join(ROOT, "build-tools", "kubernetes-client", "usr", "bin", "kubectl"),)
CURRENT = (os.environ.get("VD_KUBECTL", ""), os.path.join(ROOT, "build-conform", "kubectl"), "/usr/local/bin/kubectl",
           "/usr/bin/kubectl")


def minor(program):
    """32 for version 1.32; 0: it is none."""
    try:
        said = subprocess.run([program, "version", "--client", "-o", "json"], capture_output=True, text=True, timeout=60)
    except OSError:
        return 0
    found = re.search(r'"gitVersion": "v1\.(\d+)', said.stdout)
    return int(found[1]) if found else 0


def old():
    """Debian's, or None."""
    return next((p for p in DEBIAN if minor(p)), None)


def new():
    """One that sends protobuf bodies (1.32 and later), or None."""
    return next((p for p in CURRENT if p and minor(p) >= 32), None)
