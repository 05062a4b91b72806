/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies that real Go code encoded, with the JSON that it prints of them: three lines an object, as
 * tests/conform/kubemodel writes them. The file comes as the argument; all of it has to agree.
 */
#include "doors/kube/model/protobuf.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/test_recorded.h"
#include "wire/base64.h"
#include "wire/protobuf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ARENA_BYTES = 64 << 20 };

static const char *recorded_path;

static int read_body(struct vd_arena *arena, struct vd_slice body, struct vd_json_value **out,
                     struct vd_slice *fault)
{
    return vd_kube_protobuf_read(arena, body, VD_SLICE_EMPTY, VD_SLICE_EMPTY, out, fault);
}

static void print(const struct vd_json_value *value, struct vd_buf *buf)
{
    struct vd_json json;

    vd_buf_init(buf, 0);
    vd_json_init(&json, buf);
    vd_json_write(&json, value);
    vd_buf_append(buf, "", 1);
    assert_int_equal(vd_buf_status(buf), 0);
}

/* --- recorded --------------------------------------------------------------------------------- */

/* The text as we would print it: what is compared is order, names, and texts of numbers. */
static void assert_prints(const struct test_recorded *recorded, const struct vd_json_value *value)
{
    struct vd_json_value *expected;
    struct vd_buf ours, theirs;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(vd_json_read(&arena, recorded->line[2], 300, &expected, NULL), 0);
    print(value, &ours);
    print(expected, &theirs);
    if (strcmp((char *)ours.data, (char *)theirs.data) != 0)
        print_message("%.*s\n", (int)recorded->line[0].len, (const char *)recorded->line[0].ptr);
    assert_string_equal((char *)ours.data, (char *)theirs.data);
    vd_buf_deinit(&ours);
    vd_buf_deinit(&theirs);
    vd_arena_deinit(&arena);
}

static void a_recorded_body_is_the_document_that_go_prints(void **state)
{
    struct test_recorded recorded;
    size_t count = 0;

    test_recorded_open(&recorded, recorded_path);
    for (; test_recorded_next(&recorded); count++) {
        uint8_t *body = malloc(recorded.line[1].len + 4);
        struct vd_slice fault = VD_SLICE_EMPTY;
        struct vd_json_value *value;
        struct vd_arena arena;
        size_t len;
        int rc;

        assert_non_null(body);
        assert_int_equal(vd_base64_decode(recorded.line[1], body, &len), 0);
        vd_arena_init(&arena, ARENA_BYTES);
        rc = read_body(&arena, vd_slice(body, len), &value, &fault);
        if (rc)
            print_message("%.*s: %.*s\n", (int)recorded.line[0].len,
                          (const char *)recorded.line[0].ptr, (int)fault.len,
                          (const char *)fault.ptr);
        assert_int_equal(rc, 0);
        free(body); /* nothing refers to it */
        assert_prints(&recorded, value);
        vd_arena_deinit(&arena);
    }
    assert_true(count >= 40);
    test_recorded_close(&recorded);
}

/* --- made by hand ----------------------------------------------------------------------------- */

/* A body of this kind; `object` are the bytes of its message. */
static void envelope(struct vd_buf *buf, const char *api_version, const char *kind,
                     struct vd_slice object)
{
    size_t meta;

    vd_buf_init(buf, 0);
    vd_buf_append(buf, "k8s", 4);
    meta = vd_pb_begin(buf, 1);
    vd_pb_add_bytes(buf, 1, vd_slice_str(api_version));
    vd_pb_add_bytes(buf, 2, vd_slice_str(kind));
    vd_pb_end(buf, meta);
    vd_pb_add_element(buf, 2, object);
}

static void assert_reads(const char *api_version, const char *kind, struct vd_slice object,
                         const char *expected)
{
    struct vd_json_value *value;
    struct vd_arena arena;
    struct vd_buf body, text;

    envelope(&body, api_version, kind, object);
    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(read_body(&arena, vd_buf_slice(&body), &value, NULL), 0);
    print(value, &text);
    assert_string_equal((char *)text.data, expected);
    vd_buf_deinit(&text);
    vd_buf_deinit(&body);
    vd_arena_deinit(&arena);
}

static void assert_fault(int rc, int expected_rc, struct vd_slice fault, const char *expected)
{
    char text[512];

    assert_int_equal(rc, expected_rc);
    snprintf(text, sizeof(text), "%.*s", (int)fault.len, (const char *)fault.ptr);
    assert_string_equal(text, expected);
}

static void assert_refuses_body(struct vd_slice body, int expected_rc, const char *expected)
{
    struct vd_slice fault = VD_SLICE_EMPTY;
    struct vd_json_value *value;
    struct vd_arena arena;

    vd_arena_init(&arena, 1 << 20);
    assert_fault(read_body(&arena, body, &value, &fault), expected_rc, fault, expected);
    vd_arena_deinit(&arena);
}

static void assert_refuses(const char *api_version, const char *kind, struct vd_slice object,
                           int expected_rc, const char *expected)
{
    struct vd_buf body;

    envelope(&body, api_version, kind, object);
    assert_refuses_body(vd_buf_slice(&body), expected_rc, expected);
    vd_buf_deinit(&body);
}

static void what_nobody_set_is_as_go_prints_it(void **state)
{
    assert_reads("v1", "ConfigMap", VD_SLICE_EMPTY,
                 "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{}}");
    assert_reads("v1", "Pod", VD_SLICE_EMPTY,
                 "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{},"
                 "\"spec\":{\"containers\":null},\"status\":{}}");
    assert_reads("v1", "ConfigMapList", VD_SLICE_EMPTY,
                 "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{},"
                 "\"items\":null}");
}

static void a_pointer_keeps_its_zero(void **state)
{
    /* spec (2) { replicas (1): 0 } */
    assert_reads("autoscaling/v1", "Scale", VD_SLICE("\x12\x02\x08\x00"),
                 "{\"kind\":\"Scale\",\"apiVersion\":\"autoscaling/v1\",\"metadata\":{},"
                 "\"spec\":{},\"status\":{\"replicas\":0}}");
    assert_reads("v1", "DeleteOptions", VD_SLICE("\x08\x00"),
                 "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
                 "\"gracePeriodSeconds\":0}");
}

static void maps_are_in_order_and_the_last_of_a_name_stays(void **state)
{
    /* data (2): b=1, a=2, b=3, c (without value), and an entry without a key */
    assert_reads("v1", "ConfigMap",
                 VD_SLICE("\x12\x06\x0a\x01"
                          "b\x12\x01"
                          "1\x12\x06\x0a\x01"
                          "a\x12\x01"
                          "2\x12\x06\x0a\x01"
                          "b\x12\x01"
                          "3\x12\x03\x0a\x01"
                          "c\x12\x03\x12\x01x"),
                 "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{},"
                 "\"data\":{\"\":\"x\",\"a\":\"2\",\"b\":\"3\",\"c\":\"\"}}");
}

static void unknown_fields_are_skipped(void **state)
{
    assert_reads("v1", "ConfigMap", VD_SLICE("\xfa\x07\x03xyz\xf8\x07\x05"),
                 "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{}}");
}

static void names_that_the_envelope_lacks_are_the_callers(void **state)
{
    struct vd_json_value *value;
    struct vd_arena arena;
    struct vd_buf body;

    envelope(&body, "", "", VD_SLICE_EMPTY);
    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(vd_kube_protobuf_read(&arena, vd_buf_slice(&body), VD_SLICE("apps/v1"),
                                           VD_SLICE("Deployment"), &value, NULL),
                     0);
    assert_true(vd_slice_eq(vd_kube_doc_string(value, "kind"), VD_SLICE("Deployment")));
    assert_true(vd_slice_eq(vd_kube_doc_string(value, "apiVersion"), VD_SLICE("apps/v1")));
    vd_buf_deinit(&body);
    vd_arena_deinit(&arena);
}

static void what_is_no_envelope_is_refused(void **state)
{
    assert_refuses_body(VD_SLICE(""), VD_INVALID, "empty data");
    assert_refuses_body(VD_SLICE("k8s\0"), VD_INVALID, "empty body");
    assert_refuses_body(VD_SLICE("{}"), VD_INVALID,
                        "provided data does not appear to be a protobuf message, expected prefix "
                        "[107 56 115 0]");
    assert_refuses_body(VD_SLICE("k8s\0\x0a\x7f"), VD_INVALID, "unexpected EOF");
    assert_refuses_body(VD_SLICE("k8s\0\x08\x01"), VD_INVALID, "unexpected EOF");
    assert_refuses_body(VD_SLICE("k8s\0\x1a\x04gzip"), VD_INVALID,
                        "the content of the message is encoded");
    assert_refuses_body(VD_SLICE("k8s\0\x22\x10"
                                 "application/json"),
                        VD_INVALID, "the content of the message is not protobuf");
    assert_refuses_body(VD_SLICE("k8s\0\x12\x00"), VD_INVALID, "Object 'Kind' is missing");
    assert_refuses("v\xca", "Status", VD_SLICE_EMPTY, VD_INVALID,
                   "proto: a string is not valid UTF-8");
    assert_refuses("", "Pod", VD_SLICE_EMPTY, VD_INVALID, "Object 'apiVersion' is missing");
    assert_refuses("v1", "Nothing", VD_SLICE_EMPTY, VD_NOT_FOUND,
                   "no kind \"Nothing\" is registered for version \"v1\"");
}

static void what_is_no_object_is_refused(void **state)
{
    assert_refuses("v1", "ConfigMap", VD_SLICE("\x0a\x7f"), VD_INVALID, "unexpected EOF");
    assert_refuses("v1", "ConfigMap", VD_SLICE("\x08\x01"), VD_INVALID,
                   "proto: wrong wireType = 0 for field metadata");
    assert_refuses("v1", "ConfigMap", VD_SLICE("\x0a\x03\x0a\x01\xff"), VD_INVALID,
                   "proto: a string is not valid UTF-8");
    assert_refuses("v1", "ConfigMap", VD_SLICE("\x0a\x00\x0a\x00"), VD_INVALID,
                   "proto: field metadata comes twice");
    /* metadata { creationTimestamp (8) { seconds: far } } */
    assert_refuses("v1", "ConfigMap",
                   VD_SLICE("\x0a\x0d\x42\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x10\x00"),
                   VD_INVALID, "proto: this is no time");
    /* data of ControllerRevision (2) { raw (1): no JSON } */
    assert_refuses("apps/v1", "ControllerRevision", VD_SLICE("\x12\x04\x0a\x02{x"), VD_INVALID,
                   "raw JSON: it is not JSON");
    /* IntOrString of an impossible type: ServicePort.targetPort */
    assert_refuses("v1", "Service", VD_SLICE("\x12\x06\x0a\x04\x22\x02\x08\x02"), VD_INVALID,
                   "impossible IntOrString.Type");
    /* a quantity: ResourceQuota.spec.hard */
    assert_refuses("v1", "ResourceQuota",
                   VD_SLICE("\x12\x0b\x0a\x09\x0a\x01"
                            "a\x12\x04\x0a\x02xx"),
                   VD_INVALID,
                   "quantities must match the regular expression "
                   "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}

/* The message becomes the field `name` of a message of this type. */
static void wrap(struct vd_buf *message, const char *type, const char *name)
{
    char full[128];
    const struct vd_kube_field *field;
    struct vd_buf outer;

    snprintf(full, sizeof(full), "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.%s",
             type);
    field = vd_kube_type_field(vd_kube_type_named(vd_slice_str(full)), vd_slice_str(name));
    vd_buf_init(&outer, 0);
    vd_pb_add_element(&outer, field->number, vd_buf_slice(message));
    vd_buf_deinit(message);
    *message = outer;
}

static void levels_without_end_are_refused(void **state)
{
    struct vd_buf object;

    vd_buf_init(&object, 0);
    for (int i = 0; i < 2000; i++)
        wrap(&object, "JSONSchemaProps", "not");
    wrap(&object, "CustomResourceValidation", "openAPIV3Schema");
    wrap(&object, "CustomResourceDefinitionVersion", "schema");
    wrap(&object, "CustomResourceDefinitionSpec", "versions");
    wrap(&object, "CustomResourceDefinition", "spec");
    assert_refuses("apiextensions.k8s.io/v1", "CustomResourceDefinition", vd_buf_slice(&object),
                   VD_TOO_LARGE, "the object is too deep");
    vd_buf_deinit(&object);
}

static void an_object_larger_than_the_arena_is_refused(void **state)
{
    struct vd_slice fault = VD_SLICE_EMPTY;
    struct vd_json_value *value;
    struct vd_arena arena;
    struct vd_buf object, body;

    vd_buf_init(&object, 0);
    for (int i = 0; i < 1000; i++)
        vd_pb_add_element(&object, 2, VD_SLICE_EMPTY); /* items */
    envelope(&body, "v1", "PodList", vd_buf_slice(&object));
    vd_arena_init(&arena, 64 << 10);
    assert_fault(read_body(&arena, vd_buf_slice(&body), &value, &fault), VD_TOO_LARGE, fault,
                 "the object is too large");
    vd_arena_deinit(&arena);
    vd_buf_deinit(&object);
    vd_buf_deinit(&body);
}

/* Each allocation fails in turn: the whole is done, or nothing is said but that memory is short. */
static void memory_that_runs_out_is_an_error(void **state)
{
    struct vd_json_value *value;
    struct vd_buf body;
    int rc = -ENOMEM;

    envelope(&body, "v1", "Pod",
             VD_SLICE("\x0a\x03\x0a\x01p\x12\x09\x12\x07\x0a\x01"
                      "c\x12\x02im"));
    for (int fail_at = 0; rc == -ENOMEM; fail_at++) {
        struct vd_arena arena;

        assert_true(fail_at < 1000);
        vd_arena_init(&arena, ARENA_BYTES);
        vd_alloc_fail_after(fail_at);
        rc = read_body(&arena, vd_buf_slice(&body), &value, NULL);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
    }
    assert_int_equal(rc, 0);
    vd_buf_deinit(&body);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recorded_body_is_the_document_that_go_prints),
        cmocka_unit_test(what_nobody_set_is_as_go_prints_it),
        cmocka_unit_test(a_pointer_keeps_its_zero),
        cmocka_unit_test(maps_are_in_order_and_the_last_of_a_name_stays),
        cmocka_unit_test(unknown_fields_are_skipped),
        cmocka_unit_test(names_that_the_envelope_lacks_are_the_callers),
        cmocka_unit_test(what_is_no_envelope_is_refused),
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(levels_without_end_are_refused),
        cmocka_unit_test(an_object_larger_than_the_arena_is_refused),
        cmocka_unit_test(memory_that_runs_out_is_an_error),
    };

    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    recorded_path = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
