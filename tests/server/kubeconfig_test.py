#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`vedette kubeconfig`: what it prints takes kubectl to the server, in clear text and with certificates."""
import os
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kube"))
import certs  # noqa: E402
import kubectl  # noqa: E402
from kit import Server, fails, main, run  # noqa: E402

certs.authority("ca")
certs.issue("server", "ca")
certs.issue("alice", "ca")


def use(*flags, cwd=None):
    """Whether each kubectl that there is lists namespaces with it."""
    code, text, said = run("kubeconfig", *flags, cwd=cwd)
    assert (code, said) == (0, ""), said
    programs = [p for p in (kubectl.old(), kubectl.new()) if p]
    if not programs:
        print("SKIP no kubectl on this machine")
    with tempfile.TemporaryDirectory(prefix="vd-kubeconfig-") as folder:
        path = os.path.join(folder, "config")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        for program in programs:
            done = subprocess.run([program, "--kubeconfig", path, "--cache-dir", folder, "get", "namespaces", "-o", "name"],
                                  capture_output=True, text=True, timeout=60, env={**os.environ, "HOME": folder})
            assert done.returncode == 0, done.stderr
    return text


def test_in_clear_text():
    with Server() as server:
        assert 'namespace: "n"' in use("--endpoint", f"http://{server.address}", "--namespace=n")


def test_with_certificates_that_are_named_from_where_one_stands():
    flags = ("--cert", certs.path("server.pem"), "--key", certs.path("server.key"), "--client-ca", certs.path("ca.pem"))
    with Server(*flags) as server:
        text = use("--endpoint", f"https://{server.address}", "--certificate-authority", "ca.pem", "--client-certificate",
                   "alice.pem", "--client-key", "alice.key", "--name", 'a "name"', cwd=certs.FOLDER)
        assert 'current-context: "a \\"name\\""' in text and f'"{certs.path("ca.pem")}"' in text, text


def test_what_cannot_work_is_refused():
    for words, flags in ((("no such flag", "--endpont"), ("--endpont", "x")),
                         ("takes flags only", ("x",)),
                         ("needs a value (URL)", ("--endpoint",)),
                         ("not a URL", ("--endpoint", "localhost:2379")),
                         ("not a URL", ("--endpoint=https://",)),
                         ("certificates are for https", ("--certificate-authority", certs.path("ca.pem"))),
                         ("the one needs the other", ("--endpoint=https://h", "--client-key", certs.path("alice.key")))):
        fails(2, words, "kubeconfig", *flags)
    fails(1, "No such file", "kubeconfig", "--endpoint=https://h", "--certificate-authority", "/nowhere")


main(globals())
