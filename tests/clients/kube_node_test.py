# SPDX-License-Identifier: Apache-2.0
"""The npm client @kubernetes/client-node, pinned by node/package-lock.json: node/kube.mjs, one check a run."""

import random
import subprocess

from kit import Skip
from node_test import HERE, install


def check(t, name, *arguments):
    if t.is_etcd:
        raise Skip("etcd serves no Kubernetes")
    server = t.start()
    done = subprocess.run([install(t), "kube.mjs", name, server.endpoint, f"node-{name}", *arguments], cwd=HERE,
                          capture_output=True, text=True, timeout=115)
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"


def test_create_patch_replace_list_and_delete(t):
    check(t, "basics")


def test_an_informer_that_is_broken_off_at_random_has_the_list_and_lists_once(t):
    check(t, "informer", str(random.randrange(1 << 31)))


def test_an_informer_meets_faults_and_lists_again_only_when_its_version_is_gone(t):
    check(t, "faults")


def test_a_hundred_watches_are_told_the_same_in_the_order_of_versions(t):
    check(t, "order", str(random.randrange(1 << 31)))
