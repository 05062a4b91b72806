# SPDX-License-Identifier: Apache-2.0
"""Go's clientv3 as Debian ships it: the program in go/, one check a run."""

import os
import subprocess
import tempfile

from kit import Skip

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = "/usr/share/gocode"
built = {}


def program(t):
    """Builds the program once; whatever other Go comes first in PATH, Debian's knows its libraries."""
    if "path" in built:
        return built["path"]
    go = next((p for p in ("/usr/lib/go-1.19/bin/go", "/usr/lib/go/bin/go") if os.path.exists(p)), None)
    if not go:
        raise Skip("golang-go is not installed")
    if not os.path.isdir(SOURCES + "/src/go.etcd.io/etcd/clientv3"):
        raise Skip("golang-etcd-server-dev is not installed")
    built["dir"] = tempfile.TemporaryDirectory(prefix="vd-go-")
    path = os.path.join(built["dir"].name, "prog")
    env = {**os.environ, "GO111MODULE": "off", "GOPATH": SOURCES, "GOFLAGS": "", "GOROOT": "",
           "GOTOOLCHAIN": "local"}
    del env["GOROOT"]
    done = subprocess.run([go, "build", "-o", path, "."], env=env, cwd=os.path.join(HERE, "go"),
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    built["path"] = path
    return path


def check(t, name):
    done = subprocess.run([program(t), name, t.endpoint, t.key().decode()], capture_output=True, text=True,
                          timeout=110)
    assert done.returncode == 0, done.stderr


def test_0_the_program_builds(t):
    program(t)


def test_watch_a_prefix(t):
    check(t, "watch-prefix")


def test_get_then_watch_gives_the_whole_state(t):
    check(t, "get-then-watch")


def test_a_compacted_start_is_a_typed_error_with_the_floor(t):
    check(t, "compacted")


def test_txn(t):
    check(t, "txn")


def test_errors_are_the_typed_ones(t):
    check(t, "errors")


def test_many_watches_of_one_client(t):
    check(t, "many-watches")


def test_progress_on_request(t):
    check(t, "progress")


def test_one_watch_is_cancelled_alone(t):
    check(t, "cancel")


def test_a_range_in_pages(t):
    check(t, "pages")


def test_fragments_are_put_together(t):
    check(t, "fragments")


def test_sessions(t):
    check(t, "sessions")


def test_fifty_clients_take_turns_under_a_lock_and_three_are_killed(t):
    check(t, "contention")


def test_a_lock_that_is_not_to_be_had_in_time(t):
    check(t, "locker")


def test_ten_candidates_lead_in_turn_and_are_observed(t):
    check(t, "elections")


def test_an_election_is_resumed_and_passed_on(t):
    check(t, "resume")


def test_transfers_in_memory_conserve_the_sum(t):
    check(t, "stm")


def test_an_aborted_transaction_in_memory_changes_nothing(t):
    check(t, "stm-abort")


def test_a_transaction_in_memory_runs_again_when_what_it_read_has_changed(t):
    check(t, "stm-isolation")


def test_leases(t):
    check(t, "leases")


def test_a_thousand_leases_are_kept_alive_on_one_stream(t):
    check(t, "keep-alives")


def test_the_leasing_cache(t):
    check(t, "leasing")


def test_the_mirror_helper(t):
    check(t, "mirror")


def test_the_ordering_helper(t):
    check(t, "ordering")


def test_the_namespace_helper(t):
    check(t, "namespace")


def test_queues(t):
    check(t, "queues")


def test_barriers(t):
    check(t, "barriers")


def test_readers_and_writers_under_a_lock(t):
    check(t, "rwmutex")


def test_what_an_operator_asks(t):
    check(t, "operator")


def test_credentials_where_there_are_no_users(t):
    check(t, "credentials")


def test_a_snapshot(t):
    check(t, "snapshot")
