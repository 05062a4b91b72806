# SPDX-License-Identifier: Apache-2.0
"""etcd's JSON gateway as a program with an HTTP library sees it, and the messages of tests/lib/wire.py said
in protobuf's JSON, in every form that it allows."""

import base64
import http.client
import json
import random
import socket

import wire

# The path of each method of wire.UNARY that can be posted to.
PATHS = {
    "range": "kv/range", "put": "kv/put", "delete": "kv/deleterange", "txn": "kv/txn", "compact": "kv/compaction",
    "lease_grant": "lease/grant", "lease_revoke": "lease/revoke", "time_to_live": "lease/timetolive",
    "leases": "lease/leases", "lock": "lock/lock", "unlock": "lock/unlock", "campaign": "election/campaign",
    "proclaim": "election/proclaim", "leader": "election/leader", "resign": "election/resign",
    "members": "cluster/member/list", "member_add": "cluster/member/add", "member_remove": "cluster/member/remove",
    "member_update": "cluster/member/update", "member_promote": "cluster/member/promote",
    "status": "maintenance/status", "alarm": "maintenance/alarm", "defragment": "maintenance/defragment",
    "hash_kv": "maintenance/hashkv", "move_leader": "maintenance/transfer-leadership", "downgrade": "maintenance/downgrade",
    "auth_enable": "auth/enable", "auth_disable": "auth/disable", "auth_status": "auth/status",
    "authenticate": "auth/authenticate", "user_add": "auth/user/add", "user_get": "auth/user/get",
    "user_list": "auth/user/list", "role_add": "auth/role/add", "role_list": "auth/role/list",
}

ENUMS = {"sort_order": ["NONE", "ASCEND", "DESCEND"], "sort_target": ["KEY", "VERSION", "CREATE", "MOD", "VALUE"],
         "result": ["EQUAL", "GREATER", "LESS", "NOT_EQUAL"],
         "target": ["VERSION", "CREATE", "MOD", "VALUE", "LEASE"], "filters": ["NOPUT", "NODELETE"]}
BOOLS = {"serializable", "keys_only", "count_only", "prev_kv", "ignore_value", "ignore_lease", "physical", "keys",
         "linearizable", "progress_notify", "fragment", "isLearner"}


def b64(data):
    return base64.b64encode(data).decode()


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def said(rng, name, kind, value):
    """A value in one of its forms."""
    if isinstance(kind, list):
        return [said(rng, name, kind[0], v) for v in value]
    if isinstance(kind, dict):
        return to_json(kind, value, rng)
    if kind == wire.BYTES:
        return b64(value)
    if kind == wire.TEXT:
        return value
    if name in BOOLS:
        return bool(value)
    if name in ENUMS and value < len(ENUMS[name]):
        return rng.choice([value, ENUMS[name][value]])
    return value if name in ENUMS else rng.choice([value, str(value)])


def to_json(table, message, rng):
    """A dictionary for json.dumps; rng chooses between the forms that mean the same."""
    kinds = {name: kind for name, kind in table.values()}
    answer = {rng.choice([name, camel(name)]): said(rng, name, kinds[name], value)
              for name, value in message.items()}
    if rng.random() < 0.1:
        answer["surely_not_a_field"] = rng.choice([None, 1, [{}], {"a": ["b"]}])
    return answer


class Gateway:
    def __init__(self, endpoint, prefix="/v3/"):
        self.endpoint, self.prefix = endpoint, prefix
        self.connection = http.client.HTTPConnection(endpoint, timeout=60)

    def close(self):
        self.connection.close()

    def post(self, path, body, method="POST", headers=()):
        """The status, and the page as JSON (or as text, where it is none)."""
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        self.connection.request(method, self.prefix + path, body=body, headers=dict(headers))
        answer = self.connection.getresponse()
        text = answer.read()
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text.decode(errors="replace")

    def ask(self, name, message, rng=random):
        """A method of wire.UNARY, by its name there."""
        return self.post(PATHS[name], to_json(wire.UNARY[name][1], message, rng))

    def stream(self, path, body):
        return Stream(self.endpoint, self.prefix + path, body)


class Stream:
    """A POST whose answer is read line by line."""

    def __init__(self, endpoint, path, body, receive_bytes=None):
        host, port = endpoint.rsplit(":", 1)
        self.socket = socket.socket()
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(60)
        self.socket.connect((host, int(port)))
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        body = body.encode() if isinstance(body, str) else body
        self.socket.sendall(b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                            % (path.encode(), endpoint.encode(), len(body)) + body)
        self.answer = None

    def start(self):
        """Waits for the head of the answer."""
        self.answer = http.client.HTTPResponse(self.socket)
        self.answer.begin()
        return self

    def line(self):
        """The next line, as JSON; None at the end."""
        if not self.answer:
            self.start()
        text = self.answer.readline()
        return json.loads(text) if text else None

    def result(self):
        line = self.line()
        assert line and set(line) == {"result"}, f"not a result: {line}"
        return line["result"]

    def close(self):
        if self.answer:
            self.answer.close()
        self.socket.close()
