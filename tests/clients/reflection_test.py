# SPDX-License-Identifier: Apache-2.0
"""Server reflection, as a tool without any .proto file uses it: list, describe, then call."""

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import wire
from kit import Skip, eq

EXTENSION = {1: ("containing_type", wire.TEXT), 2: ("extension_number", wire.INT)}
REQUEST = {1: ("host", wire.TEXT), 3: ("file_by_filename", wire.TEXT), 4: ("file_containing_symbol", wire.TEXT),
           5: ("file_containing_extension", EXTENSION), 6: ("all_extension_numbers_of_type", wire.TEXT),
           7: ("list_services", wire.TEXT)}
RESPONSE = {1: ("valid_host", wire.TEXT), 2: ("original_request", REQUEST),
            4: ("files", {1: ("file_descriptor_proto", [wire.BYTES])}),
            5: ("numbers", {1: ("base_type_name", wire.TEXT), 2: ("extension_number", [wire.INT])}),
            6: ("services", {1: ("service", [{1: ("name", wire.TEXT)}])}),
            7: ("error", {1: ("error_code", wire.INT), 2: ("error_message", wire.TEXT)})}
NOT_FOUND = grpc.StatusCode.NOT_FOUND.value[0]


def ask(t, version, *questions):
    if t.is_etcd:
        raise Skip("etcd has no reflection")
    call = t.client().channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=lambda m: wire.encode(REQUEST, m),
        response_deserializer=lambda d: wire.decode(RESPONSE, d))
    return list(call(iter(questions), timeout=20))


def services(t, version="v1"):
    answer, = ask(t, version, {"list_services": "*"})
    return {s["name"] for s in answer["services"]["service"]}


def pool_of(t, version, symbol):
    """A pool with the file that defines the symbol and all that it imports."""
    answer, = ask(t, version, {"file_containing_symbol": symbol})
    files = [descriptor_pb2.FileDescriptorProto.FromString(f) for f in answer["files"]["file_descriptor_proto"]]
    pool, known = descriptor_pool.DescriptorPool(), set()
    while files:
        ready = [f for f in files if set(f.dependency) <= known]
        assert ready, f"imports are missing of {[f.name for f in files]}"
        for file in ready:
            pool.Add(file)
            known.add(file.name)
            files.remove(file)
    return pool


def message_class(descriptor):
    return getattr(message_factory, "GetMessageClass", message_factory.MessageFactory().GetPrototype)(descriptor)


def test_both_versions_list_the_same_services(t):
    listed = services(t, "v1")
    eq(services(t, "v1alpha"), listed)
    for name in ("etcdserverpb.KV", "etcdserverpb.Watch", "etcdserverpb.Maintenance", "etcdserverpb.Cluster",
                 "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"):
        assert name in listed, f"{name} is not among {listed}"


def test_every_listed_service_is_described_and_its_methods_are_known(t):
    for name in services(t):
        service = pool_of(t, "v1", name).FindServiceByName(name)
        assert service.methods, f"{name} has no methods"
        served = 0
        for method in service.methods:
            call = t.client().channel.stream_stream(f"/{name}/{method.name}")
            try:
                for _ in call(iter([b""]), timeout=0.3):
                    break
                served += 1
            except grpc.RpcError as e:
                served += e.code() != grpc.StatusCode.UNIMPLEMENTED
        assert served, f"{name} is listed, and none of its methods is served"


def test_a_put_is_made_from_descriptors_alone(t):
    method = pool_of(t, "v1", "etcdserverpb.KV").FindServiceByName("etcdserverpb.KV").FindMethodByName("Put")
    request, answer = message_class(method.input_type), message_class(method.output_type)
    call = t.client().channel.unary_unary("/etcdserverpb.KV/Put", request_serializer=request.SerializeToString,
                                          response_deserializer=answer.FromString)
    call(request(key=t.key("k"), value=b"one"), timeout=10)
    got = call(request(key=t.key("k"), value=b"two", prev_kv=True), timeout=10)
    eq((got.prev_kv.key, got.prev_kv.value, got.prev_kv.version), (t.key("k"), b"one", 1))
    eq(got.header.revision, t.client().revision())


def test_questions_of_one_stream_are_answered_in_order(t):
    answers = ask(t, "v1", {"file_by_filename": "kv.proto"}, {"file_by_filename": "no.proto"},
                  {"file_containing_symbol": "etcdserverpb.No"}, {"list_services": "*"},
                  {"file_containing_extension": {"containing_type": "mvccpb.Event", "extension_number": 9}},
                  {"all_extension_numbers_of_type": "mvccpb.Event"})
    eq(len(answers), 6)
    file = descriptor_pb2.FileDescriptorProto.FromString(answers[0]["files"]["file_descriptor_proto"][0])
    eq((file.name, file.package), ("kv.proto", "mvccpb"))
    eq([a["error"]["error_code"] for a in answers[1:3] + answers[4:5]], [NOT_FOUND] * 3)
    assert answers[3]["services"]["service"]
    eq(answers[5]["numbers"], {"base_type_name": "mvccpb.Event", "extension_number": []})
    eq(answers[1]["original_request"]["file_by_filename"], "no.proto")
