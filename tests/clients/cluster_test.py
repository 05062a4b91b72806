# SPDX-License-Identifier: Apache-2.0
"""A cluster of one member, authentication that is off, and the health service of gRPC."""

import grpc

from kit import eq, fails

NO_MEMBER = ("NOT_FOUND", "etcdserver: member not found")
SERVING, SERVICE_UNKNOWN = 1, 3


# Members


def test_the_one_member(t):
    c = t.client()
    answer, head = c.members(linearizable=1), c.put(key=t.key("a"))["header"]
    member, = answer["members"]
    eq((member["ID"], member["isLearner"]), (head["member_id"], 0))
    assert member["name"], "a member without a name has not started"
    assert any(url.endswith(f":{t.port}") for url in member["clientURLs"]), member
    eq({k: answer["header"][k] for k in ("cluster_id", "member_id", "raft_term", "revision")},
       {**{k: head[k] for k in ("cluster_id", "member_id", "raft_term")}, "revision": 0})
    eq(c.members()["members"], [member])


def test_ids_stay_over_a_restart(t):
    server = t.start()
    before = t.client(server).put(key=b"a")["header"]
    server.end()
    server.start()
    after = t.client(server).range(key=b"a")["header"]
    eq((after["cluster_id"], after["member_id"]), (before["cluster_id"], before["member_id"]))
    assert after["raft_term"] >= before["raft_term"], (before, after)


def test_two_servers_are_two_clusters(t):
    first, second = (t.client(t.start()).status()["header"] for _ in range(2))
    if t.ours("its ids are made from its addresses"):
        assert first["cluster_id"] != second["cluster_id"], first


def test_a_member_needs_addresses(t):
    c = t.client()
    for urls in ([], ["nonsense"], ["http://"], ["http://127.0.0.1:1", "nonsense"], ["127.0.0.1:2380"]):
        fails("INVALID_ARGUMENT", "etcdserver: given member URLs are invalid", c.member_add, peerURLs=urls)
    if not t.is_etcd:  # which would wait for it from now on
        try:
            c.member_add(peerURLs=["http://127.0.0.1:1"])
            raise AssertionError("a second member")
        except grpc.RpcError as e:
            eq(e.code().name, "UNIMPLEMENTED")
    eq(len(c.members()["members"]), 1)


def test_members_that_are_not_there(t):
    c = t.client()
    for member in (5, (1 << 64) - 1):
        fails(*NO_MEMBER, c.member_remove, ID=member)
        fails(*NO_MEMBER, c.member_update, ID=member, peerURLs=["http://127.0.0.1:1"])
        fails(*NO_MEMBER, c.member_promote, ID=member)


def test_the_last_member_stays(t):
    c = t.client()
    own = c.members()["header"]["member_id"]
    fails("UNKNOWN", "etcdserver: re-configuration failed due to not enough started members", c.member_remove, ID=own)
    fails("FAILED_PRECONDITION", "etcdserver: can only promote a learner member", c.member_promote, ID=own)
    eq(len(c.members()["members"]), 1)


# Authentication


def test_authentication_is_off(t):
    c = t.client()
    fails("FAILED_PRECONDITION", "etcdserver: authentication is not enabled", c.authenticate, name="root", password="x")
    fails("FAILED_PRECONDITION", "etcdserver: authentication is not enabled", c.authenticate)
    if t.newer("3.5.0", "there is no AuthStatus"):
        answer = c.auth_status()
        eq(answer["enabled"], 0)
        assert answer["header"]["revision"] and answer["authRevision"], answer


def test_disabling_what_is_off(t):
    c = t.client()
    before = c.revision()
    eq(c.auth_disable()["header"]["revision"], before)
    c.put(key=t.key("a"))


def test_there_are_no_users_and_no_roles(t):
    c = t.client()
    eq((c.user_list()["users"], c.role_list()["roles"]), ([], []))
    fails("FAILED_PRECONDITION", "etcdserver: user name not found", c.user_get, name="somebody")


def test_it_is_never_pretended_to_be_on(t):
    """etcd wants a root user first; we want nobody to believe in users that we do not have."""
    c = t.client()
    for call, message in ((c.auth_enable, {}), (c.user_add, {"name": "x", "password": "y"}), (c.role_add, {"name": "x"})):
        if t.is_etcd and message:
            continue  # it would be there for the other tests
        try:
            call(**message)
            raise AssertionError("done")
        except grpc.RpcError as e:
            eq(e.code().name, "FAILED_PRECONDITION" if t.is_etcd else "UNIMPLEMENTED")
    c.put(key=t.key("a"))


def test_a_token_of_another_server_is_ignored(t):
    if not t.newer("3.5.0", "it looks at tokens though authentication is off"):
        return
    c = t.client()
    c.put(key=t.key("a"), value=b"1", metadata=[("token", "whatever.1")])
    eq(c.range(key=t.key("a"), metadata=[("token", "whatever.1")])["count"], 1)


# Health


def test_health_check(t):
    c = t.client()
    eq(c.health()["status"], SERVING)
    fails("NOT_FOUND", "unknown service", c.health, service="no.such.Service")


def test_health_watch(t):
    c = t.client()
    known, unknown = c.health_watch(), c.health_watch()
    known.ask_once()
    eq(known.next()["status"], SERVING)
    known.silent(0.2)
    unknown.ask_once(service="no.such.Service")
    eq(unknown.next()["status"], SERVICE_UNKNOWN)
    unknown.silent(0.2)
    known.close()
    unknown.close()


def test_what_etcd_does_not_have(t):
    c = t.client()
    for path in ("/etcdserverpb.KV/Nonsense", "/etcdserverpb.Lease/LeaseCheckpoint", "/no.such.Service/Call"):
        try:
            c.raw(path, b"")
            raise AssertionError(f"{path} answers")
        except grpc.RpcError as e:
            eq(e.code().name, "UNIMPLEMENTED", path)
