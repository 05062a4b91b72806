# SPDX-License-Identifier: Apache-2.0
"""Certificates made on the spot by the openssl command, in a folder that goes with the process."""
import atexit
import os
import shutil
import subprocess
import tempfile

FOLDER = tempfile.mkdtemp(prefix="vd-certs-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def path(name):
    return os.path.join(FOLDER, name)


def openssl(*args):
    subprocess.run(["openssl", *args], stdin=subprocess.DEVNULL, check=True, capture_output=True, timeout=60)


def _key(kind):
    return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else ["-newkey", kind]


def authority(name):
    """A certificate that vouches for others: NAME.pem and NAME.key."""
    openssl("req", "-x509", *_key("ec"), "-nodes", "-days", "2", "-subj", f"/CN={name}",
            "-keyout", path(f"{name}.key"), "-out", path(f"{name}.pem"))


def issue(name, by, kind="ec"):
    """One that BY vouches for, for localhost and 127.0.0.1 and for clients: NAME.pem and NAME.key."""
    openssl("req", *_key(kind), "-nodes", "-subj", f"/CN={name}", "-keyout", path(f"{name}.key"),
            "-out", path(f"{name}.csr"))
    with open(path("extensions"), "w", encoding="ascii") as file:
        file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", path(f"{name}.csr"), "-CA", path(f"{by}.pem"), "-CAkey", path(f"{by}.key"),
            "-CAcreateserial", "-days", "2", "-extfile", path("extensions"), "-out", path(f"{name}.pem"))
