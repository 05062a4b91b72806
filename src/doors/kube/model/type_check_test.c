/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that the decoder of real API servers judged, and what it said: three lines each, as
 * tests/conform/kubemodel writes them. The file comes as the argument; all of it has to agree.
 */
#include "doors/kube/model/type_check.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/go_words.h"
#include "doors/kube/model/test_recorded.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ARENA_BYTES = 64 << 20, DEPTH = 256 };

static const char *recorded_path;

/* "v1 Pod", "apps/v1 Deployment" */
static const struct vd_kube_type *type_of(struct vd_slice line)
{
    const uint8_t *end = line.ptr + line.len, *space = memchr(line.ptr, ' ', line.len);
    const uint8_t *slash = memchr(line.ptr, '/', (size_t)(space - line.ptr));
    const uint8_t *version = slash ? slash + 1 : line.ptr;

    return vd_kube_type_of(vd_slice(line.ptr, slash ? (size_t)(slash - line.ptr) : 0),
                           vd_slice(version, (size_t)(space - version)),
                           vd_slice(space + 1, (size_t)(end - space - 1)));
}

/* What is said of a document, as the cases write it. */
static int judge(struct vd_arena *arena, const struct vd_kube_type *type, struct vd_slice text,
                 char *out, size_t size)
{
    struct vd_kube_type_check check;
    struct vd_json_value *document;
    struct vd_slice said = VD_SLICE("ok");
    int rc;

    assert_int_equal(vd_json_read(arena, text, DEPTH, &document, NULL), 0);
    rc = vd_kube_type_check(arena, type, document, &check);
    if (rc == VD_INVALID)
        said = check.fault;
    else if (rc == 0 && check.strict)
        assert_int_equal(vd_kube_type_check_strict(arena, &check, &said), 0);
    snprintf(out, size, "%s%.*s", rc == VD_INVALID ? "fault " : "", (int)said.len,
             (const char *)said.ptr);
    return rc == VD_INVALID ? 0 : rc;
}

static void a_recorded_document_is_judged_as_go_does(void **state)
{
    static char said[65536], expected[65536];
    struct test_recorded recorded;
    size_t count = 0;

    test_recorded_open(&recorded, recorded_path);
    for (; test_recorded_next(&recorded); count++) {
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(
            judge(&arena, type_of(recorded.line[0]), recorded.line[1], said, sizeof(said)), 0);
        snprintf(expected, sizeof(expected), "%.*s", (int)recorded.line[2].len,
                 (const char *)recorded.line[2].ptr);
        if (strcmp(said, expected) != 0)
            print_message("%.*s\n%.*s\n", (int)recorded.line[0].len,
                          (const char *)recorded.line[0].ptr, (int)recorded.line[1].len,
                          (const char *)recorded.line[1].ptr);
        assert_string_equal(said, expected);
        vd_arena_deinit(&arena);
    }
    assert_true(count >= 100);
    test_recorded_close(&recorded);
}

static void assert_judges(const char *kind, const char *text, const char *expected)
{
    struct vd_arena arena;
    char said[16384];

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(
        judge(&arena, type_of(vd_slice_str(kind)), vd_slice_str(text), said, sizeof(said)), 0);
    assert_string_equal(said, expected);
    vd_arena_deinit(&arena);
}

static void a_wrong_type_names_struct_field_and_type(void **state)
{
    assert_judges("v1 Pod", "{\"spec\":{\"containers\":\"x\"}}",
                  "fault json: cannot unmarshal string into Go struct field "
                  "PodSpec.spec.containers of type []v1.Container");
    assert_judges("apps/v1 Deployment", "{\"spec\":{\"replicas\":1.5}}",
                  "fault json: cannot unmarshal number 1.5 into Go struct field "
                  "DeploymentSpec.spec.replicas of type int32");
    assert_judges("v1 Pod", "[]",
                  "fault json: cannot unmarshal array into Go value of type v1.Pod");
}

static void what_is_unknown_or_double_is_said_by_its_path(void **state)
{
    assert_judges("v1 Pod", "{\"spec\":{\"foo\":1,\"containers\":[{\"name\":\"a\",\"bar\":{}}]}}",
                  "strict decoding error: unknown field \"spec.foo\", "
                  "unknown field \"spec.containers[0].bar\"");
    assert_judges("v1 ConfigMap", "{\"data\":{\"a\":\"1\",\"a\":\"2\"},\"data\":{}}",
                  "strict decoding error: duplicate field \"data.a\", duplicate field \"data\"");
}

static void a_wrong_type_wins_over_what_is_unknown(void **state)
{
    assert_judges("v1 Pod", "{\"foo\":1,\"metadata\":{\"name\":7}}",
                  "fault json: cannot unmarshal number into Go struct field "
                  "ObjectMeta.metadata.name of type string");
}

static void a_schema_in_a_schema_is_said_by_the_outer_one(void **state)
{
    assert_judges("apiextensions.k8s.io/v1 CustomResourceDefinition",
                  "{\"spec\":{\"versions\":[{\"schema\":{\"openAPIV3Schema\":{\"items\":"
                  "{\"type\":1,\"unknown\":1}}}}]}}",
                  "fault json: cannot unmarshal number into Go struct field "
                  "JSONSchemaProps.spec.versions.schema.openAPIV3Schema.items.type of type string");
    assert_judges("apiextensions.k8s.io/v1 CustomResourceDefinition",
                  "{\"spec\":{\"versions\":[{\"schema\":{\"openAPIV3Schema\":"
                  "{\"additionalProperties\":1}}}]}}",
                  "fault boolean or JSON schema expected");
    assert_judges("apiextensions.k8s.io/v1 CustomResourceDefinition",
                  "{\"spec\":{\"versions\":[{\"schema\":{\"openAPIV3Schema\":{\"items\":"
                  "{\"unknown\":1}}}}]}}",
                  "ok");
}

/* Of many faults a bounded number is said, each once, and long names are cut. */
static void what_is_said_is_bounded(void **state)
{
    struct vd_kube_type_check check;
    struct vd_json_value *document;
    struct vd_arena arena;
    struct vd_buf text;

    vd_buf_init(&text, 0);
    vd_buf_append(&text, "{", 1);
    for (int i = 0; i < 5000; i++)
        vd_buf_printf(&text, "\"f%d%0*d\":1,\"f%d\":2,", i % 500, i % 2 ? 5000 : 1, 0, i % 500);
    vd_buf_printf(&text, "\"kind\":\"Pod\"}");
    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(vd_json_read(&arena, vd_buf_slice(&text), DEPTH, &document, NULL), 0);
    assert_int_equal(vd_kube_type_check(&arena, type_of(VD_SLICE("v1 Pod")), document, &check), 0);
    assert_int_equal(check.strict_count, VD_KUBE_STRICT_MAX);
    for (struct vd_kube_strict *at = check.strict; at; at = at->next)
        assert_true(at->text.len <= VD_KUBE_WORDS_BYTES);
    vd_arena_deinit(&arena);
    vd_buf_deinit(&text);
}

static void words_are_cut_between_characters(void **state)
{
    struct vd_kube_words words;

    vd_kube_words_init(&words);
    for (int i = 0; i < VD_KUBE_WORDS_BYTES; i++)
        vd_kube_words_add(&words, VD_SLICE("\u65e5"));
    assert_int_equal(words.len, VD_KUBE_WORDS_BYTES - VD_KUBE_WORDS_BYTES % 3);
}

/* Each allocation fails in turn: the whole is done, or nothing is said but that memory is short. */
static void memory_that_runs_out_is_an_error(void **state)
{
    static const char TEXT[] = "{\"a\":1,\"metadata\":{\"name\":1},\"b\":2}";
    struct vd_json_value *document;
    struct vd_arena given;
    int rc = -ENOMEM;

    vd_arena_init(&given, ARENA_BYTES);
    assert_int_equal(vd_json_read(&given, vd_slice_str(TEXT), DEPTH, &document, NULL), 0);
    for (int fail_at = 0; rc == -ENOMEM; fail_at++) {
        struct vd_kube_type_check check;
        struct vd_arena arena;

        assert_true(fail_at < 1000);
        vd_arena_init(&arena, ARENA_BYTES);
        vd_alloc_fail_after(fail_at);
        rc = vd_kube_type_check(&arena, type_of(VD_SLICE("v1 Pod")), document, &check);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
    }
    assert_int_equal(rc, VD_INVALID);
    vd_arena_deinit(&given);
}

static void an_arena_that_is_full_is_said(void **state)
{
    static const char TEXT[] = "{\"a\":1}";
    struct vd_kube_type_check check;
    struct vd_json_value *document;
    struct vd_arena given, arena;

    vd_arena_init(&given, ARENA_BYTES);
    assert_int_equal(vd_json_read(&given, vd_slice_str(TEXT), DEPTH, &document, NULL), 0);
    vd_arena_init(&arena, 8);
    assert_int_equal(vd_kube_type_check(&arena, type_of(VD_SLICE("v1 Pod")), document, &check),
                     VD_TOO_LARGE);
    vd_arena_deinit(&arena);
    vd_arena_deinit(&given);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recorded_document_is_judged_as_go_does),
        cmocka_unit_test(a_wrong_type_names_struct_field_and_type),
        cmocka_unit_test(what_is_unknown_or_double_is_said_by_its_path),
        cmocka_unit_test(a_wrong_type_wins_over_what_is_unknown),
        cmocka_unit_test(a_schema_in_a_schema_is_said_by_the_outer_one),
        cmocka_unit_test(what_is_said_is_bounded),
        cmocka_unit_test(words_are_cut_between_characters),
        cmocka_unit_test(memory_that_runs_out_is_an_error),
        cmocka_unit_test(an_arena_that_is_full_is_said),
    };

    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    recorded_path = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
