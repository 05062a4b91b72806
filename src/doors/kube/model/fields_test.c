/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/fields.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/doc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 4 << 20 };

static int read_set(struct vd_arena *arena, const char *text, const struct vd_kube_fields **out)
{
    struct vd_json_value *json;
    int rc = vd_json_read(arena, vd_slice_str(text), VD_KUBE_DOC_DEPTH_MAX, &json, NULL);

    return rc ? rc : vd_kube_fields_read(arena, json, out);
}

static void assert_set(struct vd_arena *arena, const struct vd_kube_fields *set, const char *want)
{
    struct vd_json_value *document = vd_kube_fields_document(arena, set);
    struct vd_json json;
    struct vd_buf buf;

    assert_non_null(document);
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, document);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_string_equal((const char *)buf.data, want);
    vd_buf_deinit(&buf);
}

static void a_text_comes_back_in_canonical_order(void **state)
{
    static const struct {
        const char *text, *want;
    } TEXTS[] = {
        {"{}", "{}"},
        {"{\"f:b\":{},\"f:a\":{}}", "{\"f:a\":{},\"f:b\":{}}"},
        {"{\"f:a\":{\".\":{},\"f:x\":{}}}", "{\"f:a\":{\".\":{},\"f:x\":{}}}"},
        {"{\"f:a\":{\".\":{}}}", "{\"f:a\":{}}"},
        {"{\"f:a\":null}", "{\"f:a\":{}}"},
        {"{\"i:2\":{},\"v:true\":{},\"v:\\\"x\\\"\":{},\"v:10\":{},\"v:9\":{},\"k:{\\\"b\\\":1}\":{"
         "},\"k:{\\\"a\\\":\\\"z\\\"}\":{},\"f:z\":{}}",
         "{\"f:z\":{},\"k:{\\\"a\\\":\\\"z\\\"}\":{},\"k:{\\\"b\\\":1}\":{},\"v:9\":{},\"v:10\":{}"
         ",\"v:\\\"x\\\"\":{},\"v:true\":{},\"i:2\":{}}"},
        {"{\"k:{\\\"protocol\\\":\\\"TCP\\\",\\\"containerPort\\\":80}\":{\".\":{}}}",
         "{\"k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":{}}"},
        {"{\"k:{\\\"n\\\": \\\"a\\\\u0041\\\"}\":{}}", "{\"k:{\\\"n\\\":\\\"aA\\\"}\":{}}"},
        {"{\"f:a\":{\"f:x\":{}},\"f:a\":{\"f:y\":{}}}", "{\"f:a\":{\"f:x\":{},\"f:y\":{}}}"},
        {"{\"q:what\":{},\"f:\":{}}", "{\"f:\":{}}"},
    };

    (void)state;
    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        const struct vd_kube_fields *set;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(read_set(&arena, TEXTS[i].text, &set), 0);
        assert_set(&arena, set, TEXTS[i].want);
        vd_arena_deinit(&arena);
    }
}

static void what_is_no_set_is_refused(void **state)
{
    static const char *const TEXTS[] = {
        "[]",
        "{\"x\":{}}",
        "{\"fa\":{}}",
        "{\"f:a\":1}",
        "{\"k:{\":{}}",
        "{\"k:[]\":{}}",
        "{\"k:{}\":{}}",
        "{\"v:\":{}}",
        "{\"v:{\":{}}",
        "{\"i:x\":{}}",
        "{\"k:{\\\"a\\\":1}x\":{}}",
        "{\"k:{\\\"a\\\":1,\\\"a\\\":2}\":{}}",
    };

    (void)state;
    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        const struct vd_kube_fields *set;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(read_set(&arena, TEXTS[i], &set), VD_INVALID);
        vd_arena_deinit(&arena);
    }
}

static void sets_combine_as_sets_do(void **state)
{
    static const char A[] = "{\"f:a\":{\".\":{},\"f:x\":{},\"f:y\":{}},\"f:b\":{},\"f:c\":{}}";
    static const char B[] = "{\"f:a\":{\"f:x\":{}},\"f:b\":{\".\":{},\"f:z\":{}},\"f:d\":{}}";
    const struct vd_kube_fields *a, *b, *set;
    struct vd_arena arena;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(read_set(&arena, A, &a), 0);
    assert_int_equal(read_set(&arena, B, &b), 0);
    assert_int_equal(vd_kube_fields_union(&arena, a, b, &set), 0);
    assert_set(&arena, set,
               "{\"f:a\":{\".\":{},\"f:x\":{},\"f:y\":{}},\"f:b\":{\".\":{},\"f:z\":{}},\"f:c\":{},"
               "\"f:d\":{}}");
    assert_int_equal(vd_kube_fields_intersection(&arena, a, b, &set), 0);
    assert_set(&arena, set, "{\"f:a\":{\"f:x\":{}},\"f:b\":{}}");
    assert_int_equal(vd_kube_fields_difference(&arena, a, b, &set), 0);
    assert_set(&arena, set, "{\"f:a\":{\".\":{},\"f:y\":{}},\"f:c\":{}}");
    assert_int_equal(vd_kube_fields_difference(&arena, b, a, &set), 0);
    assert_set(&arena, set, "{\"f:b\":{\"f:z\":{}},\"f:d\":{}}");
    assert_int_equal(vd_kube_fields_without(&arena, b, a, &set), 0);
    assert_set(&arena, set, "{\"f:d\":{}}");
    assert_true(vd_kube_fields_equal(a, a));
    assert_false(vd_kube_fields_equal(a, b));
    assert_int_equal(vd_kube_fields_difference(&arena, a, a, &set), 0);
    assert_true(vd_kube_fields_is_empty(set));
    assert_true(vd_kube_fields_equal(set, NULL));
    vd_arena_deinit(&arena);
}

static int print_path(void *arg, const struct vd_kube_step *path, size_t steps)
{
    vd_kube_fields_print(arg, path, steps);
    vd_buf_append(arg, "\n", 1);
    return 0;
}

static void paths_are_said_as_people_read_them(void **state)
{
    static const char TEXT[] =
        "{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"c\\\",\\\"port\\\":80}\":{\".\":{},"
        "\"f:image\":{}}},\"f:tags\":{\"v:\\\"x\\\"\":{},\"i:3\":{}}},\"f:data\":{}}";
    const struct vd_kube_fields *set;
    struct vd_arena arena;
    struct vd_buf buf;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    vd_buf_init(&buf, 0);
    assert_int_equal(read_set(&arena, TEXT, &set), 0);
    assert_int_equal(vd_kube_fields_each(set, print_path, &buf), 0);
    vd_buf_append(&buf, "", 1);
    assert_string_equal((const char *)buf.data, ".data\n"
                                                ".spec.containers[name=\"c\",port=80]\n"
                                                ".spec.containers[name=\"c\",port=80].image\n"
                                                ".spec.tags[=\"x\"]\n"
                                                ".spec.tags[3]\n");
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
}

/* Ten thousand steps in the worst order, twice: sorted once, not each put in its place. */
static void many_steps_are_put_in_order(void **state)
{
    enum { MANY = 10000 };
    const struct vd_kube_fields *set;
    struct vd_arena arena;
    struct vd_buf buf;

    (void)state;
    vd_arena_init(&arena, 64 << 20);
    vd_buf_init(&buf, 0);
    vd_buf_append(&buf, "{", 1);
    for (int i = 2 * MANY; i--;)
        vd_buf_printf(&buf, "\"f:%05d\":{}%s", i % MANY, i ? "," : "}");
    vd_buf_append(&buf, "", 1);
    assert_int_equal(read_set(&arena, (const char *)buf.data, &set), 0);
    assert_int_equal(set->count, MANY);
    for (uint32_t i = 1; i < set->count; i++)
        assert_true(vd_kube_step_cmp(&set->entries[i - 1].step, &set->entries[i].step) < 0);
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
}

static int combine_all(struct vd_arena *arena, const char *x, const char *y)
{
    const struct vd_kube_fields *a, *b, *set;
    int rc = read_set(arena, x, &a);

    if (!rc)
        rc = read_set(arena, y, &b);
    if (!rc)
        rc = vd_kube_fields_union(arena, a, b, &set);
    if (!rc)
        rc = vd_kube_fields_difference(arena, set, a, &set);
    return rc ? rc : vd_kube_fields_document(arena, set) ? 0 : -ENOMEM;
}

static void without_memory_it_says_so(void **state)
{
    static const char A[] =
        "{\"f:b\":{\"f:c\":{}},\"f:a\":{\"k:{\\\"n\\\":\\\"\\\\u0041\\\"}\":{}}}";
    static const char B[] = "{\"f:z\":{\"v:1\":{}},\"f:b\":{}}";
    int rc = -ENOMEM;

    (void)state;
    for (long n = 0; rc == -ENOMEM; n++) {
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        vd_alloc_fail_after(n);
        rc = combine_all(&arena, A, B);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
        assert_true(n < 1000);
    }
    assert_int_equal(rc, 0);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(a_text_comes_back_in_canonical_order),
        cmocka_unit_test(what_is_no_set_is_refused),
        cmocka_unit_test(sets_combine_as_sets_do),
        cmocka_unit_test(paths_are_said_as_people_read_them),
        cmocka_unit_test(many_steps_are_put_in_order),
        cmocka_unit_test(without_memory_it_says_so),
    };

    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
