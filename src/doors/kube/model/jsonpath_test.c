/* SPDX-License-Identifier: Apache-2.0 */
/* Paths as columns name them: what they find in a document, and what is refused. */
#include "doors/kube/model/jsonpath.h"

#include "base/alloc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char document[] =
    "{\"metadata\":{\"name\":\"n\",\"annotations\":{\"a.b/c\":\"x\",\"it's\":\"q\"}},"
    "\"spec\":{\"a\":1,\"list\":[10,20,30,40],\"map\":{\"k\":1,\"l\":2},\"a\":2},"
    "\"status\":{\"conditions\":["
    "{\"type\":\"Ready\",\"status\":\"True\",\"n\":5},"
    "{\"type\":\"Synced\",\"status\":\"False\",\"n\":7.5,\"flag\":true}]}}";

static int read_path(struct vd_arena *arena, const char *text, const struct vd_kube_jsonpath **out)
{
    return vd_kube_jsonpath_read(arena, vd_slice_str(text), out);
}

/* What is found, written one after the other with spaces. */
static void find(const char *path_text, char *out, size_t size)
{
    struct vd_arena arena;
    const struct vd_kube_jsonpath *path;
    const struct vd_json_value *values[16];
    struct vd_json_value *doc;
    size_t count, len = 0;

    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(vd_json_read(&arena, vd_slice_str(document), 64, &doc, NULL), 0);
    assert_int_equal(read_path(&arena, path_text, &path), 0);
    count = vd_kube_jsonpath_look(path, doc, values, 16);
    out[0] = 0;
    for (size_t i = 0; i < count; i++) {
        const char *word = values[i]->type == VD_JSON_OBJECT ? "{}" : "[]";

        if (values[i]->text.len > 0)
            len += (size_t)snprintf(out + len, size - len, "%s%.*s", i ? " " : "",
                                    (int)values[i]->text.len, (const char *)values[i]->text.ptr);
        else
            len += (size_t)snprintf(out + len, size - len, "%s%s", i ? " " : "", word);
    }
    vd_arena_deinit(&arena);
}

static void a_path_finds_what_it_names(void **state)
{
    static const struct {
        const char *path, *found;
    } rows[] = {
        {".metadata.name", "n"},
        {"{.metadata.name}", "n"},
        {"$.metadata.name", "n"},
        {".spec.a", "2"},
        {".spec.none.deeper", ""},
        {".metadata.name.deeper", ""},
        {".metadata.annotations['a.b/c']", "x"},
        {".metadata.annotations[\"a.b/c\"]", "x"},
        {".metadata.annotations.a\\.b/c", "x"},
        {".metadata.annotations['it\\'s']", "q"},
        {".spec.list[0]", "10"},
        {".spec.list[-1]", "40"},
        {".spec.list[4]", ""},
        {".spec.list[-9]", ""},
        {".spec.list[1:3]", "20 30"},
        {".spec.list[:2]", "10 20"},
        {".spec.list[2:]", "30 40"},
        {".spec.list[:-1]", "10 20 30"},
        {".spec.list[*]", "10 20 30 40"},
        {".spec.map.*", "1 2"},
        {".spec.map[0]", ""},
        {"..type", "Ready Synced"},
        {".status.conditions[?(@.type==\"Ready\")].status", "True"},
        {".status.conditions[?(@.type=='Synced')].status", "False"},
        {".status.conditions[?(@.type != 'Synced')].status", "True"},
        {".status.conditions[?( @.n > 6 )].type", "Synced"},
        {".status.conditions[?(@.n<=5)].type", "Ready"},
        {".status.conditions[?(@.n>=5)].type", "Ready Synced"},
        {".status.conditions[?(@.n<5)].type", ""},
        {".status.conditions[?(@.flag)].type", "Synced"},
        {".status.conditions[?(@.flag==true)].type", "Synced"},
        {".status.conditions[?(@.type=='None')].status", ""},
        {".status.conditions[?(@.type=='Ready')]", "{}"},
        {".spec[?(@.k==1)]", ""},
    };
    char found[256];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        find(rows[i].path, found, sizeof(found));
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s finds \"%s\"", rows[i].path, found);
    }
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const char *const rows[] = {
        "spec",
        ".spec.",
        ".a[",
        ".a[]",
        ".a[x]",
        ".a['b",
        ".a[?(@.b==)]",
        ".a[?(1)]",
        ".a[?(@.b=='c'",
        ".a[?(@..b=='c')]",
        ".a[1",
        ".a[?(@.b==x)]",
        "..",
        ".a[?(@.b[?(@.c)])]",
    };
    struct vd_arena arena;
    const struct vd_kube_jsonpath *path;

    vd_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (read_path(&arena, rows[i], &path) != VD_INVALID)
            fail_msg("%s is taken", rows[i]);
    vd_arena_deinit(&arena);
}

static void a_path_of_too_many_steps_is_refused(void **state)
{
    char text[2 * 66 + 1];
    struct vd_arena arena;
    const struct vd_kube_jsonpath *path;

    for (size_t i = 0; i < 65; i++)
        memcpy(text + 2 * i, ".a", 3);
    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(read_path(&arena, text, &path), VD_TOO_LARGE);
    text[2 * 64] = 0;
    assert_int_equal(read_path(&arena, text, &path), 0);
    vd_arena_deinit(&arena);
}

static void simple_paths_have_names(void **state)
{
    struct vd_arena arena;
    const struct vd_kube_jsonpath *path;
    const struct vd_slice *names;
    size_t count;

    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(read_path(&arena, ".spec.color", &path), 0);
    assert_true(vd_kube_jsonpath_is_simple(path));
    names = vd_kube_jsonpath_names(path, &count);
    assert_int_equal(count, 2);
    assert_true(vd_slice_eq(names[1], VD_SLICE("color")));
    assert_int_equal(read_path(&arena, ".spec.list[0]", &path), 0);
    assert_false(vd_kube_jsonpath_is_simple(path));
    assert_int_equal(read_path(&arena, "", &path), 0);
    assert_false(vd_kube_jsonpath_is_simple(path));
    vd_arena_deinit(&arena);
}

static void a_path_that_looks_everywhere_looks_at_a_bounded_number(void **state)
{
    struct vd_arena arena;
    struct vd_buf buf;
    const struct vd_kube_jsonpath *path;
    struct vd_json_value *doc;

    vd_arena_init(&arena, 64 << 20);
    vd_buf_init(&buf, 0);
    for (unsigned i = 0; i < 60; i++)
        vd_buf_printf(&buf, "{\"a\":[1,2,3,");
    vd_buf_printf(&buf, "1");
    for (unsigned i = 0; i < 60; i++)
        vd_buf_printf(&buf, "]}");
    assert_int_equal(vd_json_read(&arena, vd_buf_slice(&buf), 200, &doc, NULL), 0);
    assert_int_equal(read_path(&arena, "..[*]..[*]..[*]..[*]..[*]..[*]..none", &path), 0);
    assert_null(vd_kube_jsonpath_first(path, doc)); /* and comes back */
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
}

static void no_memory_is_said(void **state)
{
    for (long n = 0;; n++) {
        struct vd_arena arena;
        const struct vd_kube_jsonpath *path;
        int rc;

        vd_arena_init(&arena, 1 << 20);
        vd_alloc_fail_after(n);
        rc = read_path(&arena, ".a.b['c'][?(@.d=='e')]", &path);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
        if (rc == 0)
            break;
        assert_int_equal(rc, -ENOMEM);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_finds_what_it_names),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(a_path_of_too_many_steps_is_refused),
        cmocka_unit_test(simple_paths_have_names),
        cmocka_unit_test(a_path_that_looks_everywhere_looks_at_a_bounded_number),
        cmocka_unit_test(no_memory_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
