/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/patch.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/test_cases.h"
#include "doors/kube/model/type_check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 256 << 20 };

static const char *cases;

/* The type that core/v1/Pod names. */
static const struct vd_kube_type *type_of(struct vd_slice name)
{
    const uint8_t *slash = memchr(name.ptr, '/', name.len);
    const uint8_t *last = memrchr(name.ptr, '/', name.len);
    struct vd_slice group = vd_slice(name.ptr, (size_t)(slash - name.ptr));
    const struct vd_kube_type *type;

    if (vd_slice_eq(group, VD_SLICE("core")))
        group = VD_SLICE_EMPTY;
    type = vd_kube_type_of(group, vd_slice(slash + 1, (size_t)(last - slash) - 1),
                           vd_slice(last + 1, (size_t)(name.ptr + name.len - last) - 1));
    assert_non_null(type);
    return type;
}

static int apply(struct vd_arena *arena, const struct vd_json_value *given,
                 struct vd_json_value **out, struct vd_kube_fault *fault)
{
    const struct vd_json_value *kind = vd_kube_doc_get(given, "kind"),
                               *original = vd_kube_doc_get(given, "original"),
                               *patch = vd_kube_doc_get(given, "patch");

    if (vd_kube_doc_says(kind, "json"))
        return vd_kube_patch_json(arena, original, patch, out, fault);
    if (vd_kube_doc_says(kind, "merge"))
        return vd_kube_patch_merge(arena, original, patch, out, fault);
    return vd_kube_patch_strategic(arena, type_of(vd_kube_doc_string(given, "type")), original,
                                   patch, out, fault);
}

/* A line each, as the case has them. */
static bool is_as_strict(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct vd_slice want = vd_kube_doc_string(given, "strict");
    bool is_json = vd_kube_doc_says(vd_kube_doc_get(given, "kind"), "json"), is_same;
    struct vd_kube_strict *strict;
    struct vd_buf lines;

    vd_buf_init(&lines, 0);
    assert_int_equal(vd_kube_patch_strict(arena, is_json, vd_kube_doc_get(given, "patch"), &strict),
                     0);
    for (; strict; strict = strict->next)
        vd_buf_printf(&lines, "%.*s\n", (int)strict->text.len, (const char *)strict->text.ptr);
    is_same = vd_slice_eq(vd_buf_slice(&lines), want);
    if (!is_same)
        fprintf(stderr, "strict: %.*s", (int)lines.len, (const char *)lines.data);
    vd_buf_deinit(&lines);
    return is_same;
}

static bool is_as_judged(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct vd_json_value *before = vd_kube_doc_copy(&(struct vd_kube_doc){arena, 0}, given);
    const struct vd_json_value *want = vd_kube_doc_get(given, "result");
    struct vd_kube_fault fault = {0};
    struct vd_json_value *value;
    int rc = apply(arena, given, &value, &fault);

    assert_true(rc == 0 || rc == VD_INVALID);
    if (!is_as_strict(arena, given))
        return false;
    assert_string_equal(vd_test_text(arena, before), vd_test_text(arena, given));
    if (rc == 0 && want && vd_kube_doc_equal(value, want))
        return true;
    if (rc && !want && fault.status == vd_kube_doc_int(given, "status", 0) &&
        vd_slice_eq(fault.message, vd_kube_doc_string(given, "error")))
        return true;
    if (rc)
        fprintf(stderr, "refused: %d %.*s\n", fault.status, (int)fault.message.len,
                (const char *)fault.message.ptr);
    else
        fprintf(stderr, "came out: %s\n", vd_test_text(arena, value));
    return false;
}

static void json_patches_do_as_a_real_server(void **state)
{
    vd_test_cases_run(cases, "json_patches.jsonl", 500, is_as_judged);
}

static void merge_patches_do_as_a_real_server(void **state)
{
    vd_test_cases_run(cases, "merge_patches.jsonl", 300, is_as_judged);
}

static void strategic_patches_do_as_a_real_server(void **state)
{
    vd_test_cases_run(cases, "strategic_patches.jsonl", 350, is_as_judged);
}

static struct vd_json_value *parse(struct vd_arena *arena, const char *text)
{
    struct vd_json_value *value;

    assert_int_equal(vd_json_read(arena, vd_slice_str(text), VD_KUBE_DOC_DEPTH_MAX, &value, NULL),
                     0);
    return value;
}

static void members_keep_their_order_and_numbers_their_text(void **state)
{
    struct vd_json_value *value, *object, *patch;
    struct vd_kube_fault fault;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    object = parse(&arena, "{\"z\":1e2,\"m\":{\"b\":1,\"a\":2.50},\"c\":[3,1],\"d\":0}");
    patch = parse(&arena, "{\"m\":{\"b\":9,\"n\":1.0},\"y\":1,\"d\":null,\"x\":2}");
    assert_int_equal(vd_kube_patch_merge(&arena, object, patch, &value, &fault), 0);
    assert_string_equal(vd_test_text(&arena, value),
                        "{\"z\":1e2,\"m\":{\"b\":9,\"a\":2.50,\"n\":1.0},\"c\":[3,1],\"y\":1,"
                        "\"x\":2}");
    assert_int_equal(vd_kube_patch_strategic(&arena, type_of(VD_SLICE("core/v1/Pod")),
                                             parse(&arena, "{\"kind\":\"Pod\",\"spec\":{\"b\":1}}"),
                                             parse(&arena, "{\"spec\":{\"a\":1,\"b\":2.0}}"),
                                             &value, &fault),
                     0);
    assert_string_equal(vd_test_text(&arena, value),
                        "{\"kind\":\"Pod\",\"spec\":{\"b\":2.0,\"a\":1}}");
    patch = parse(&arena, "[{\"op\":\"replace\",\"path\":\"/z\",\"value\":1E3},{\"op\":\"test\","
                          "\"path\":\"/z\",\"value\":1000}]");
    assert_int_equal(vd_kube_patch_json(&arena, object, patch, &value, &fault), 0);
    assert_string_equal(vd_test_text(&arena, value),
                        "{\"z\":1E3,\"m\":{\"b\":1,\"a\":2.50},\"c\":[3,1],\"d\":0}");
    vd_arena_deinit(&arena);
}

static void of_duplicates_the_last_counts(void **state)
{
    struct vd_json_value *value, *object, *patch;
    struct vd_kube_fault fault;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    object = parse(&arena, "{\"a\":1,\"b\":2,\"a\":{\"x\":1}}");
    patch = parse(&arena, "{\"a\":{\"y\":1},\"b\":3,\"a\":{\"y\":2}}");
    assert_int_equal(vd_kube_patch_merge(&arena, object, patch, &value, &fault), 0);
    assert_string_equal(vd_test_text(&arena, value), "{\"a\":{\"x\":1,\"y\":2},\"b\":3}");
    assert_false(value->has_duplicates);
    vd_arena_deinit(&arena);
}

/* --- what a patch may cost ------------------------------------------------------------------ */

static struct vd_json_value *parse_buf(struct vd_arena *arena, struct vd_buf *buf)
{
    struct vd_json_value *value;

    vd_buf_append(buf, "", 1);
    assert_int_equal(vd_buf_status(buf), 0);
    value = parse(arena, (const char *)buf->data);
    vd_buf_deinit(buf);
    return value;
}

/* `count` times this operation. */
static int repeat(size_t count, const char *operation, struct vd_kube_fault *fault)
{
    struct vd_json_value *value;
    struct vd_arena arena;
    struct vd_buf buf;
    int rc;

    vd_buf_init(&buf, 0);
    for (size_t i = 0; i < count; i++)
        vd_buf_printf(&buf, "%s%s", i ? "," : "[", operation);
    vd_buf_append(&buf, "]", 1);
    vd_arena_init(&arena, ARENA_BYTES);
    rc = vd_kube_patch_json(&arena, parse(&arena, "{\"a\":[1],\"o\":{}}"), parse_buf(&arena, &buf),
                            &value, fault);
    if (rc == 0)
        assert_true(vd_kube_doc_depth(value, UINT32_MAX) <= VD_KUBE_DOC_DEPTH_MAX);
    else if (rc == VD_INVALID && fault->message.len < 100)
        fault->message = VD_SLICE_EMPTY; /* it lies in the arena */
    vd_arena_deinit(&arena);
    return rc;
}

static void a_patch_has_so_many_operations(void **state)
{
    static const char ADD[] = "{\"op\":\"add\",\"path\":\"/o/x\",\"value\":1}";
    struct vd_kube_fault fault = {0};

    assert_int_equal(repeat(10000, ADD, &fault), 0);
    assert_int_equal(repeat(10001, ADD, &fault), VD_INVALID);
    assert_int_equal(fault.status, 413);
}

static void copies_do_not_explode(void **state)
{
    struct vd_kube_fault fault = {0};

    assert_int_equal(repeat(40, "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/-\"}", &fault),
                     VD_INVALID);
    assert_int_equal(fault.status, 422);
}

static void what_is_moved_into_itself_does_not_get_too_deep(void **state)
{
    struct vd_kube_fault fault = {0};

    assert_int_equal(repeat(200, "{\"op\":\"add\",\"path\":\"/o\",\"value\":{}}", &fault), 0);
    assert_int_equal(repeat(300,
                            "{\"op\":\"move\",\"from\":\"/o\",\"path\":\"/p\"},"
                            "{\"op\":\"add\",\"path\":\"/o\",\"value\":{}},"
                            "{\"op\":\"move\",\"from\":\"/p\",\"path\":\"/o/o\"}",
                            &fault),
                     VD_INVALID);
    assert_int_equal(fault.status, 422);
}

static struct vd_json_value *many_members(struct vd_arena *arena, int count, const char *value)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (int i = 0; i < count; i++)
        vd_buf_printf(&buf, "%s\"k%d\":%s", i ? "," : "{", i, value);
    vd_buf_append(&buf, "}", 1);
    return parse_buf(arena, &buf);
}

static void large_maps_merge_by_an_index(void **state)
{
    struct vd_json_value *value, *object, *patch;
    struct vd_kube_fault fault;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    object = many_members(&arena, 100000, "1");
    patch = many_members(&arena, 99999, "null");
    assert_int_equal(vd_kube_patch_merge(&arena, object, patch, &value, &fault), 0);
    assert_string_equal(vd_test_text(&arena, value), "{\"k99999\":1}");
    assert_int_equal(vd_kube_patch_merge(&arena, patch, object, &value, &fault), 0);
    assert_int_equal(value->count, 100000);
    vd_arena_deinit(&arena);
}

static struct vd_json_value *many_containers(struct vd_arena *arena, int from, int count)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_buf_printf(&buf, "{\"spec\":{\"containers\":[");
    for (int i = 0; i < count; i++)
        vd_buf_printf(&buf, "%s{\"name\":\"c%d\"}", i ? "," : "", from + i);
    vd_buf_printf(&buf, "]}}");
    return parse_buf(arena, &buf);
}

static void lists_that_cost_too_much_to_merge_are_refused(void **state)
{
    const struct vd_kube_type *type = type_of(VD_SLICE("core/v1/Pod"));
    struct vd_json_value *value;
    struct vd_kube_fault fault;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(vd_kube_patch_strategic(&arena, type, many_containers(&arena, 0, 1000),
                                             many_containers(&arena, 500, 1000), &value, &fault),
                     0);
    assert_int_equal(vd_kube_doc_at(value, "spec", "containers", NULL)->count, 1500);
    assert_int_equal(vd_kube_patch_strategic(&arena, type, many_containers(&arena, 0, 50000),
                                             many_containers(&arena, 50000, 50000), &value, &fault),
                     VD_TOO_LARGE);
    vd_arena_deinit(&arena);
}

/* Containers with a thousand members each, their name the last of them. */
static struct vd_json_value *wide_containers(struct vd_arena *arena, int count)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_buf_printf(&buf, "{\"spec\":{\"containers\":[");
    for (int i = 0; i < count; i++) {
        vd_buf_printf(&buf, "%s{", i ? "," : "");
        for (int j = 0; j < 1000; j++)
            vd_buf_printf(&buf, "\"%x\":0,", j);
        vd_buf_printf(&buf, "\"name\":\"c%d\"}", i);
    }
    vd_buf_printf(&buf, "]}}");
    return parse_buf(arena, &buf);
}

static void what_an_element_holds_is_counted_too(void **state)
{
    struct vd_json_value *value, *object;
    struct vd_kube_fault fault;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    object = wide_containers(&arena, 300);
    assert_int_equal(vd_kube_patch_strategic(&arena, type_of(VD_SLICE("core/v1/Pod")), object,
                                             object, &value, &fault),
                     VD_TOO_LARGE);
    vd_arena_deinit(&arena);
}

/* --- memory --------------------------------------------------------------------------------- */

static const char OBJECT[] =
    "{\"metadata\":{\"name\":\"p\",\"labels\":{\"a\":\"1\"},\"finalizers\":[\"x\",\"y\"]},\"spec\":"
    "{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\",\"args\":[\"1\"]}]}}";

static int patch_all(const char *const *patches, const char *kind)
{
    struct vd_kube_fault fault;
    struct vd_arena arena;
    int rc = 0;

    vd_arena_init(&arena, ARENA_BYTES);
    for (size_t i = 0; patches[i] && rc == 0; i++) {
        struct vd_json_value *object, *patch, *value;

        rc = vd_json_read(&arena, vd_slice_str(OBJECT), 16, &object, NULL);
        if (rc == 0)
            rc = vd_json_read(&arena, vd_slice_str(patches[i]), 16, &patch, NULL);
        if (rc == 0 && *kind == 'j')
            rc = vd_kube_patch_json(&arena, object, patch, &value, &fault);
        else if (rc == 0 && *kind == 'm')
            rc = vd_kube_patch_merge(&arena, object, patch, &value, &fault);
        else if (rc == 0)
            rc = vd_kube_patch_strategic(&arena, type_of(VD_SLICE("core/v1/Pod")), object, patch,
                                         &value, &fault);
        if (rc == VD_INVALID && fault.message.len)
            rc = 0;
    }
    vd_arena_deinit(&arena);
    return rc;
}

static void every_allocation_may_fail(void **state)
{
    static const char *const JSON[] = {
        "[{\"op\":\"add\",\"path\":\"/metadata/labels/b~1c\",\"value\":{}},{\"op\":\"copy\","
        "\"from\":\"/spec\",\"path\":\"/more\"},{\"op\":\"add\",\"path\":\"/spec/containers/x\"}]",
        "[{\"op\":\"remove\",\"path\":\"/gone\"}]", NULL};
    static const char *const MERGE[] = {
        "{\"metadata\":{\"labels\":{\"b\":\"2\",\"a\":null}},\"spec\":[1]}", "[]", NULL};
    static const char *const STRATEGIC[] = {
        "{\"metadata\":{\"$setElementOrder/finalizers\":[\"y\",\"z\"],\"finalizers\":[\"z\"]},"
        "\"spec\":{\"containers\":[{\"name\":\"c\"},{\"name\":\"b\",\"$patch\":\"delete\"}]}}",
        "{\"spec\":{\"containers\":[{\"image\":\"c\"}]}}",
        "{\"metadata\":{\"finalizers\":[1]}}",
        "{\"metadata\":{\"$patch\":\"x\"}}",
        "{\"metadata\":{\"$setElementOrder/finalizers\":[\"y\"],\"finalizers\":[\"z\"]}}",
        NULL};
    static const struct {
        const char *const *patches;
        const char *kind;
    } ALL[] = {{JSON, "json"}, {MERGE, "merge"}, {STRATEGIC, "strategic"}};

    for (size_t i = 0; i < VD_COUNT(ALL); i++) {
        long n = 0;
        int rc;

        do {
            vd_alloc_fail_after(n);
            rc = patch_all(ALL[i].patches, ALL[i].kind);
            vd_alloc_fail_after(-1);
            assert_true(rc == 0 || rc == -ENOMEM);
        } while (rc && ++n < 1000);
        assert_int_equal(rc, 0);
        assert_true(n > 3);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_patches_do_as_a_real_server),
        cmocka_unit_test(merge_patches_do_as_a_real_server),
        cmocka_unit_test(strategic_patches_do_as_a_real_server),
        cmocka_unit_test(members_keep_their_order_and_numbers_their_text),
        cmocka_unit_test(of_duplicates_the_last_counts),
        cmocka_unit_test(a_patch_has_so_many_operations),
        cmocka_unit_test(copies_do_not_explode),
        cmocka_unit_test(what_is_moved_into_itself_does_not_get_too_deep),
        cmocka_unit_test(large_maps_merge_by_an_index),
        cmocka_unit_test(lists_that_cost_too_much_to_merge_are_refused),
        cmocka_unit_test(what_an_element_holds_is_counted_too),
        cmocka_unit_test(every_allocation_may_fail),
    };

    vd_assert(argc == 2);
    cases = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
