/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/path.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_stem(const char *root, const char *path, const char *want)
{
    struct vd_arena arena;
    struct vd_slice stem;

    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(vd_etcd2_stem(&arena, vd_slice_str(root), vd_slice_str(path), &stem), 0);
    if (!vd_slice_eq(stem, vd_slice_str(want)))
        fail_msg("%s under '%s': %.*s, not %s", path, root, (int)stem.len, stem.ptr, want);
    vd_arena_deinit(&arena);
}

static void paths_are_decoded_and_cleaned(void **state)
{
    assert_stem("", "", "");
    assert_stem("", "/", "");
    assert_stem("", "/a", "a");
    assert_stem("", "/a/", "a");
    assert_stem("", "//a///b//", "a/b");
    assert_stem("", "/a/./b/../c", "a/c");
    assert_stem("", "/../../a", "a");
    assert_stem("", "/a/b/../../..", "");
    assert_stem("", "/a%2Fb", "a/b");
    assert_stem("", "/%2e%2e/a+b%20c", "a+b c");
    assert_stem("", "/..a/...", "..a/...");
    assert_stem("/", "", "/");
    assert_stem("/", "/a/b/", "/a/b");
    assert_stem("/", "/../a", "/a");
    assert_stem("x/y/", "/a", "x/y/a");
}

static void what_is_no_path_is_refused(void **state)
{
    char deep[2 * VD_ETCD2_DEPTH_MAX + 3] = "";
    struct vd_arena arena;
    struct vd_slice stem;

    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(vd_etcd2_stem(&arena, VD_SLICE_EMPTY, VD_SLICE("/%2"), &stem), VD_INVALID);
    for (int i = 0; i < VD_ETCD2_DEPTH_MAX; i++)
        strcat(deep, "/a");
    assert_int_equal(vd_etcd2_stem(&arena, VD_SLICE_EMPTY, vd_slice_str(deep), &stem), 0);
    strcat(deep, "/b");
    assert_int_equal(vd_etcd2_stem(&arena, VD_SLICE_EMPTY, vd_slice_str(deep), &stem), VD_TOO_MANY);
    vd_arena_deinit(&arena);
    vd_arena_init(&arena, 1 << 20);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_etcd2_stem(&arena, VD_SLICE_EMPTY, VD_SLICE("/a"), &stem), -ENOMEM);
    vd_alloc_fail_after(-1);
    vd_arena_deinit(&arena);
}

static void a_key_has_a_node_or_none(void **state)
{
    static const struct {
        const char *root, *key, *stem; /* NULL: none */
        bool is_marker;
    } cases[] = {
        {"", "a", "a", false},       {"", "a/b", "a/b", false}, {"", "a/", "a", true},
        {"", "a/b/", "a/b", true},   {"", "/", NULL, false},    {"", "/a", NULL, false},
        {"", "a//", NULL, false},    {"", "a//b", NULL, false}, {"", "a/./b", NULL, false},
        {"", "..", NULL, false},     {"", "...", "...", false}, {"/", "/a", "/a", false},
        {"/", "/", NULL, false},     {"/", "//", NULL, false},  {"/", "a", NULL, false},
        {"x/", "x/a/", "x/a", true}, {"x/", "xa", NULL, false},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_slice stem;
        bool is_marker;
        bool has = vd_etcd2_stem_of_key(vd_slice_str(cases[i].root), vd_slice_str(cases[i].key),
                                        &stem, &is_marker);

        if (has != (cases[i].stem != NULL))
            fail_msg("%s", cases[i].key);
        if (!has)
            continue;
        assert_true(vd_slice_eq(stem, vd_slice_str(cases[i].stem)));
        assert_int_equal(is_marker, cases[i].is_marker);
    }
}

static void nodes_lie_above_and_below(void **state)
{
    const struct vd_slice root = VD_SLICE_EMPTY, slash = VD_SLICE("/");

    assert_true(vd_slice_eq(vd_etcd2_parent(root, VD_SLICE("a/b")), VD_SLICE("a")));
    assert_true(vd_slice_eq(vd_etcd2_parent(root, VD_SLICE("a")), root));
    assert_true(vd_slice_eq(vd_etcd2_parent(slash, VD_SLICE("/a/b")), VD_SLICE("/a")));
    assert_true(vd_slice_eq(vd_etcd2_parent(slash, VD_SLICE("/a")), slash));
    assert_true(vd_etcd2_is_below(root, VD_SLICE("a/b"), VD_SLICE("a")));
    assert_true(vd_etcd2_is_below(root, VD_SLICE("a"), root));
    assert_true(vd_etcd2_is_below(slash, VD_SLICE("/a"), slash));
    assert_false(vd_etcd2_is_below(root, VD_SLICE("a-b"), VD_SLICE("a")));
    assert_false(vd_etcd2_is_below(root, VD_SLICE("a"), VD_SLICE("a")));
    assert_true(vd_etcd2_is_hidden(VD_SLICE("a/_b/c"), VD_SLICE("a")));
    assert_false(vd_etcd2_is_hidden(VD_SLICE("_a/b"), VD_SLICE("_a")));
    assert_false(vd_etcd2_is_hidden(VD_SLICE("a/b_"), root));
    assert_true(vd_etcd2_is_hidden(VD_SLICE("_a"), root));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_decoded_and_cleaned),
        cmocka_unit_test(what_is_no_path_is_refused),
        cmocka_unit_test(a_key_has_a_node_or_none),
        cmocka_unit_test(nodes_lie_above_and_below),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
