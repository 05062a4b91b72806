# SPDX-License-Identifier: Apache-2.0
"""The etcd v3 messages as dictionaries, over python3-grpcio, with nothing generated.

A message is described by a table: field number -> (name, kind), where kind is INT, UINT, BYTES, TEXT,
another table, or a list of one of these for a repeated field. Absent scalars decode to their zero, absent
messages to None, so that a test can tell an absent prev_kv from an empty one."""

import queue
import threading
import time

import grpc

INT, UINT, BYTES, TEXT = "int", "uint", "bytes", "text"

KEY_VALUE = {1: ("key", BYTES), 2: ("create_revision", INT), 3: ("mod_revision", INT), 4: ("version", INT),
             5: ("value", BYTES), 6: ("lease", INT)}
HEADER = {1: ("cluster_id", UINT), 2: ("member_id", UINT), 3: ("revision", INT), 4: ("raft_term", UINT)}
EVENT = {1: ("type", INT), 2: ("kv", KEY_VALUE), 3: ("prev_kv", KEY_VALUE)}
PUT, DELETE = 0, 1

RANGE = {1: ("key", BYTES), 2: ("range_end", BYTES), 3: ("limit", INT), 4: ("revision", INT),
         5: ("sort_order", INT), 6: ("sort_target", INT), 7: ("serializable", INT), 8: ("keys_only", INT),
         9: ("count_only", INT), 10: ("min_mod_revision", INT), 11: ("max_mod_revision", INT),
         12: ("min_create_revision", INT), 13: ("max_create_revision", INT)}
RANGE_ANSWER = {1: ("header", HEADER), 2: ("kvs", [KEY_VALUE]), 3: ("more", INT), 4: ("count", INT)}
PUT_REQUEST = {1: ("key", BYTES), 2: ("value", BYTES), 3: ("lease", INT), 4: ("prev_kv", INT),
               5: ("ignore_value", INT), 6: ("ignore_lease", INT)}
PUT_ANSWER = {1: ("header", HEADER), 2: ("prev_kv", KEY_VALUE)}
DELETE_REQUEST = {1: ("key", BYTES), 2: ("range_end", BYTES), 3: ("prev_kv", INT)}
DELETE_ANSWER = {1: ("header", HEADER), 2: ("deleted", INT), 3: ("prev_kvs", [KEY_VALUE])}
# The one oneof whose members may be zero: a compare names its operand even when it is 0 or empty.
COMPARE = {1: ("result", INT), 2: ("target", INT), 3: ("key", BYTES), 4: ("version", INT),
           5: ("create_revision", INT), 6: ("mod_revision", INT), 7: ("value", BYTES), 8: ("lease", INT),
           64: ("range_end", BYTES)}
EQUAL, GREATER, LESS, NOT_EQUAL = range(4)
VERSION, CREATE, MOD, VALUE, LEASE = range(5)
NONE, ASCEND, DESCEND = range(3)
OP, TXN, OP_ANSWER, TXN_ANSWER = {}, {}, {}, {}
OP.update({1: ("request_range", RANGE), 2: ("request_put", PUT_REQUEST),
           3: ("request_delete_range", DELETE_REQUEST), 4: ("request_txn", TXN)})
TXN.update({1: ("compare", [COMPARE]), 2: ("success", [OP]), 3: ("failure", [OP])})
OP_ANSWER.update({1: ("response_range", RANGE_ANSWER), 2: ("response_put", PUT_ANSWER),
                  3: ("response_delete_range", DELETE_ANSWER), 4: ("response_txn", TXN_ANSWER)})
TXN_ANSWER.update({1: ("header", HEADER), 2: ("succeeded", INT), 3: ("responses", [OP_ANSWER])})
COMPACTION = {1: ("revision", INT), 2: ("physical", INT)}
ONLY_HEADER = {1: ("header", HEADER)}

WATCH_CREATE = {1: ("key", BYTES), 2: ("range_end", BYTES), 3: ("start_revision", INT),
                4: ("progress_notify", INT), 5: ("filters", [INT]), 6: ("prev_kv", INT), 7: ("watch_id", INT),
                8: ("fragment", INT)}
NOPUT, NODELETE = 0, 1
WATCH = {1: ("create_request", WATCH_CREATE), 2: ("cancel_request", {1: ("watch_id", INT)}),
         3: ("progress_request", {})}
WATCH_ANSWER = {1: ("header", HEADER), 2: ("watch_id", INT), 3: ("created", INT), 4: ("canceled", INT),
                5: ("compact_revision", INT), 6: ("cancel_reason", TEXT), 7: ("fragment", INT),
                11: ("events", [EVENT])}

LEASE_GRANT = {1: ("TTL", INT), 2: ("ID", INT)}
LEASE_GRANT_ANSWER = {1: ("header", HEADER), 2: ("ID", INT), 3: ("TTL", INT), 4: ("error", TEXT)}
LEASE_ID = {1: ("ID", INT)}
KEEP_ALIVE_ANSWER = {1: ("header", HEADER), 2: ("ID", INT), 3: ("TTL", INT)}
TIME_TO_LIVE = {1: ("ID", INT), 2: ("keys", INT)}
TIME_TO_LIVE_ANSWER = {1: ("header", HEADER), 2: ("ID", INT), 3: ("TTL", INT), 4: ("grantedTTL", INT),
                       5: ("keys", [BYTES])}
LEASES_ANSWER = {1: ("header", HEADER), 2: ("leases", [LEASE_ID])}

LOCK = {1: ("name", BYTES), 2: ("lease", INT)}
LOCK_ANSWER = {1: ("header", HEADER), 2: ("key", BYTES)}
LEADER_KEY = {1: ("name", BYTES), 2: ("key", BYTES), 3: ("rev", INT), 4: ("lease", INT)}
CAMPAIGN = {1: ("name", BYTES), 2: ("lease", INT), 3: ("value", BYTES)}
CAMPAIGN_ANSWER = {1: ("header", HEADER), 2: ("leader", LEADER_KEY)}
LEADER_ANSWER = {1: ("header", HEADER), 2: ("kv", KEY_VALUE)}

MEMBER = {1: ("ID", UINT), 2: ("name", TEXT), 3: ("peerURLs", [TEXT]), 4: ("clientURLs", [TEXT]),
          5: ("isLearner", INT)}
MEMBERS = {1: ("header", HEADER), 2: ("members", [MEMBER])}
MEMBER_ADDED = {1: ("header", HEADER), 2: ("member", MEMBER), 3: ("members", [MEMBER])}
STATUS = {1: ("header", HEADER), 2: ("version", TEXT), 3: ("dbSize", INT), 4: ("leader", UINT),
          5: ("raftIndex", UINT), 6: ("raftTerm", UINT), 7: ("raftAppliedIndex", UINT), 8: ("errors", [TEXT]),
          9: ("dbSizeInUse", INT), 10: ("isLearner", INT), 11: ("storageVersion", TEXT), 12: ("dbSizeQuota", INT),
          13: ("downgradeInfo", {1: ("enabled", INT), 2: ("targetVersion", TEXT)})}
HASH = {1: ("header", HEADER), 2: ("hash", INT)}
HASH_KV = {1: ("header", HEADER), 2: ("hash", INT), 3: ("compact_revision", INT), 4: ("hash_revision", INT)}
SNAPSHOT = {1: ("header", HEADER), 2: ("remaining_bytes", UINT), 3: ("blob", BYTES), 4: ("version", TEXT)}
DOWNGRADE = {1: ("action", INT), 2: ("version", TEXT)}
VALIDATE, ENABLE, CANCEL = range(3)
ALARM_GET, ALARM_ACTIVATE, ALARM_DEACTIVATE = range(3)
ALARM_NONE, ALARM_NOSPACE, ALARM_CORRUPT = range(3)
ALARM_MEMBER = {1: ("memberID", UINT), 2: ("alarm", INT)}
USER = {1: ("name", TEXT), 2: ("password", TEXT)}
HEALTH = {1: ("service", TEXT)}
HEALTH_ANSWER = {1: ("status", INT)}

UNARY = {
    "range": ("/etcdserverpb.KV/Range", RANGE, RANGE_ANSWER),
    "put": ("/etcdserverpb.KV/Put", PUT_REQUEST, PUT_ANSWER),
    "delete": ("/etcdserverpb.KV/DeleteRange", DELETE_REQUEST, DELETE_ANSWER),
    "txn": ("/etcdserverpb.KV/Txn", TXN, TXN_ANSWER),
    "compact": ("/etcdserverpb.KV/Compact", COMPACTION, ONLY_HEADER),
    "lease_grant": ("/etcdserverpb.Lease/LeaseGrant", LEASE_GRANT, LEASE_GRANT_ANSWER),
    "lease_revoke": ("/etcdserverpb.Lease/LeaseRevoke", LEASE_ID, ONLY_HEADER),
    "time_to_live": ("/etcdserverpb.Lease/LeaseTimeToLive", TIME_TO_LIVE, TIME_TO_LIVE_ANSWER),
    "leases": ("/etcdserverpb.Lease/LeaseLeases", {}, LEASES_ANSWER),
    "lock": ("/v3lockpb.Lock/Lock", LOCK, LOCK_ANSWER),
    "unlock": ("/v3lockpb.Lock/Unlock", {1: ("key", BYTES)}, ONLY_HEADER),
    "campaign": ("/v3electionpb.Election/Campaign", CAMPAIGN, CAMPAIGN_ANSWER),
    "proclaim": ("/v3electionpb.Election/Proclaim", {1: ("leader", LEADER_KEY), 2: ("value", BYTES)}, ONLY_HEADER),
    "leader": ("/v3electionpb.Election/Leader", {1: ("name", BYTES)}, LEADER_ANSWER),
    "resign": ("/v3electionpb.Election/Resign", {1: ("leader", LEADER_KEY)}, ONLY_HEADER),
    "members": ("/etcdserverpb.Cluster/MemberList", {1: ("linearizable", INT)}, MEMBERS),
    "member_add": ("/etcdserverpb.Cluster/MemberAdd", {1: ("peerURLs", [TEXT]), 2: ("isLearner", INT)}, MEMBER_ADDED),
    "member_remove": ("/etcdserverpb.Cluster/MemberRemove", {1: ("ID", UINT)}, MEMBERS),
    "member_update": ("/etcdserverpb.Cluster/MemberUpdate", {1: ("ID", UINT), 2: ("peerURLs", [TEXT])}, MEMBERS),
    "member_promote": ("/etcdserverpb.Cluster/MemberPromote", {1: ("ID", UINT)}, MEMBERS),
    "status": ("/etcdserverpb.Maintenance/Status", {}, STATUS),
    "alarm": ("/etcdserverpb.Maintenance/Alarm", {1: ("action", INT), 2: ("memberID", UINT), 3: ("alarm", INT)},
              {1: ("header", HEADER), 2: ("alarms", [ALARM_MEMBER])}),
    "defragment": ("/etcdserverpb.Maintenance/Defragment", {}, ONLY_HEADER),
    "hash": ("/etcdserverpb.Maintenance/Hash", {}, HASH),
    "hash_kv": ("/etcdserverpb.Maintenance/HashKV", {1: ("revision", INT)}, HASH_KV),
    "move_leader": ("/etcdserverpb.Maintenance/MoveLeader", {1: ("targetID", UINT)}, ONLY_HEADER),
    "downgrade": ("/etcdserverpb.Maintenance/Downgrade", DOWNGRADE, {1: ("header", HEADER), 2: ("version", TEXT)}),
    "auth_enable": ("/etcdserverpb.Auth/AuthEnable", {}, ONLY_HEADER),
    "auth_disable": ("/etcdserverpb.Auth/AuthDisable", {}, ONLY_HEADER),
    "auth_status": ("/etcdserverpb.Auth/AuthStatus", {},
                    {1: ("header", HEADER), 2: ("enabled", INT), 3: ("authRevision", UINT)}),
    "authenticate": ("/etcdserverpb.Auth/Authenticate", USER, {1: ("header", HEADER), 2: ("token", TEXT)}),
    "user_add": ("/etcdserverpb.Auth/UserAdd", USER, ONLY_HEADER),
    "user_get": ("/etcdserverpb.Auth/UserGet", USER, {1: ("header", HEADER), 2: ("roles", [TEXT])}),
    "user_list": ("/etcdserverpb.Auth/UserList", {}, {1: ("header", HEADER), 2: ("users", [TEXT])}),
    "role_add": ("/etcdserverpb.Auth/RoleAdd", {1: ("name", TEXT)}, ONLY_HEADER),
    "role_list": ("/etcdserverpb.Auth/RoleList", {}, {1: ("header", HEADER), 2: ("roles", [TEXT])}),
    "health": ("/grpc.health.v1.Health/Check", HEALTH, HEALTH_ANSWER),
}
STREAMS = {
    "keep_alive": ("/etcdserverpb.Lease/LeaseKeepAlive", LEASE_ID, KEEP_ALIVE_ANSWER),
    "observe": ("/v3electionpb.Election/Observe", {1: ("name", BYTES)}, LEADER_ANSWER),
    "health_watch": ("/grpc.health.v1.Health/Watch", HEALTH, HEALTH_ANSWER),
}


def varint(n):
    n &= (1 << 64) - 1
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def encode_field(number, kind, value, keep_zero):
    if kind in (INT, UINT):
        return varint(number << 3) + varint(int(value)) if value or keep_zero else b""
    data = value.encode() if kind == TEXT else value if kind == BYTES else encode(kind, value)
    if not data and kind in (TEXT, BYTES) and not keep_zero:
        return b""
    return varint(number << 3 | 2) + varint(len(data)) + data


def encode(table, message):
    unknown = set(message) - {name for name, _ in table.values()}
    assert not unknown, f"no such field: {unknown}"
    out = b""
    for number, (name, kind) in table.items():
        if name not in message:
            continue
        if isinstance(kind, list):
            for item in message[name]:
                out += encode_field(number, kind[0], item, True)
        else:
            out += encode_field(number, kind, message[name], table is COMPARE and 4 <= number <= 8)
    return out


def read_varint(data, at):
    n = shift = 0
    while True:
        byte = data[at]
        at += 1
        n |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return n, at


def zero(kind):
    if isinstance(kind, list):
        return []
    return {INT: 0, UINT: 0, BYTES: b"", TEXT: ""}.get(kind) if isinstance(kind, str) else None


def fields(data):
    """(number, wire type, value) of each field."""
    at = 0
    while at < len(data):
        tag, at = read_varint(data, at)
        if tag & 7 == 0:
            value, at = read_varint(data, at)
        elif tag & 7 == 2:
            size, at = read_varint(data, at)
            assert at + size <= len(data), "a field runs past its message"
            value = data[at:at + size]
            at += size
        else:
            raise AssertionError(f"wire type {tag & 7} is in none of these messages")
        yield tag >> 3, tag & 7, value


def decode(table, data):
    message = {name: zero(kind) for name, kind in table.values()}
    for number, wire, value in fields(data):
        name, kind = table.get(number, (None, None))
        if name is None:
            continue
        many = isinstance(kind, list)
        one = kind[0] if many else kind
        if one in (INT, UINT):
            assert wire == 0, f"{name} is not a varint"
            value = value - (1 << 64) if value >> 63 and one == INT else value
        elif one == TEXT:
            value = value.decode()
        elif one != BYTES:
            value = decode(one, value)
        if many:
            message[name].append(value)
        else:
            message[name] = value
    return message


class Client:
    """client.put(key=b"a", value=b"b") and so on; raises grpc.RpcError."""

    def __init__(self, endpoint, options=(), credentials=None):
        options = [("grpc.use_local_subchannel_pool", 1), *options]
        self.channel = (grpc.secure_channel(endpoint, credentials, options=options) if credentials
                        else grpc.insecure_channel(endpoint, options=options))
        for name in UNARY:
            setattr(self, name, self._method(name))
        for name, tables in STREAMS.items():
            setattr(self, name, lambda timeout=60, tables=tables: Stream(self.channel, *tables, timeout=timeout))

    def _unary(self, name):
        path, request, answer = UNARY[name]
        return self.channel.unary_unary(path, request_serializer=lambda m: encode(request, m),
                                        response_deserializer=lambda d: decode(answer, d))

    def _method(self, name):
        call = self._unary(name)
        return lambda timeout=20, metadata=None, **message: call(message, timeout=timeout, metadata=metadata)

    def raw(self, path, data, timeout=10):
        """A unary call of bytes."""
        return self.channel.unary_unary(path)(data, timeout=timeout)

    def later(self, method, /, timeout=60, **message):
        """A unary call that takes its time: a future."""
        return self._unary(method).future(message, timeout=timeout)

    def get(self, key, **more):
        return self.range(key=key, **more)

    def revision(self):
        return self.range(key=b"\0")["header"]["revision"]

    def snapshot(self, timeout=60):
        """The answers of Maintenance.Snapshot, as they come."""
        return self.channel.unary_stream("/etcdserverpb.Maintenance/Snapshot", request_serializer=lambda m: m,
                                         response_deserializer=lambda d: decode(SNAPSHOT, d))(b"", timeout=timeout)

    def watch(self, **options):
        return WatchStream(self.channel, **options)

    def close(self):
        self.channel.close()


class Stream:
    """One stream: requests are queued, answers taken with a timeout."""

    def __init__(self, channel, path, request, answer, timeout=60):
        self.requests, self.answers = queue.Queue(), queue.Queue()
        self.request, self.answer, self.sizes = request, answer, []
        call = channel.stream_stream(path, request_serializer=lambda m: m, response_deserializer=self._decode)
        self.call = call(iter(self.requests.get, None), timeout=timeout)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _decode(self, data):
        self.sizes.append(len(data))
        return decode(self.answer, data)

    def _read(self):
        try:
            for answer in self.call:
                self.answers.put(answer)
            self.answers.put(None)
        except grpc.RpcError as e:
            self.answers.put(e)

    def send(self, **message):
        self.requests.put(encode(self.request, message))

    def ask_once(self, **message):
        """The one request of a call that only answers in a stream."""
        self.send(**message)
        self.half_close()
        return self

    def half_close(self):
        self.requests.put(None)

    def next(self, timeout=10):
        try:
            answer = self.answers.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"no answer on the stream in {timeout} s") from None
        if isinstance(answer, Exception):
            raise answer
        assert answer is not None, "the stream ended"
        return answer

    def ended(self, timeout=10):
        """The stream ends with OK and without another answer."""
        answer = self.answers.get(timeout=timeout)
        if isinstance(answer, Exception):
            raise answer
        assert answer is None, f"not the end: {answer}"

    def silent(self, seconds=0.3):
        """Nothing comes for so long."""
        try:
            answer = self.answers.get(timeout=seconds)
        except queue.Empty:
            return
        raise AssertionError(f"unexpected on the stream: {str(answer)[:500]}")

    def close(self):
        self.call.cancel()
        self.requests.put(None)
        self.thread.join(5)


class WatchStream(Stream):
    """A Watch stream."""

    def __init__(self, channel, timeout=60):
        super().__init__(channel, "/etcdserverpb.Watch/Watch", WATCH, WATCH_ANSWER, timeout)

    def ask(self, **create):
        self.send(create_request=create)

    def create(self, **create):
        """Asks for a watch and returns its created reply."""
        self.ask(**create)
        answer = self.next()
        assert answer["created"], f"not a created reply: {answer}"
        return answer

    def cancel_watch(self, watch_id):
        self.send(cancel_request={"watch_id": watch_id})

    def progress(self):
        self.send(progress_request={})

    def events(self, n, timeout=20):
        """The next n events, whatever the answers that carry them."""
        out, until = [], time.monotonic() + timeout
        while len(out) < n:
            answer = self.next(max(0.01, until - time.monotonic()))
            assert not answer["canceled"], f"cancelled: {answer}"
            out += answer["events"]
        assert len(out) == n, f"{len(out)} events where {n} were expected"
        return out
