/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/doc.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 1 << 22 };

struct world {
    struct vd_arena arena;
    struct vd_kube_doc doc;
};

static int setup(void **state)
{
    static struct world world;

    vd_arena_init(&world.arena, ARENA_BYTES);
    world.doc = (struct vd_kube_doc){&world.arena, 0};
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    vd_arena_deinit(&((struct world *)*state)->arena);
    return 0;
}

static struct vd_json_value *parse(struct world *world, const char *text)
{
    struct vd_json_value *value;

    assert_int_equal(
        vd_json_read(&world->arena, vd_slice_str(text), VD_KUBE_DOC_DEPTH_MAX, &value, NULL), 0);
    return value;
}

/* The counts, the last one and the marks of every level are what a walk finds. */
static void assert_sound(const struct vd_json_value *value)
{
    const struct vd_json_value *at, *last = NULL, *before;
    bool duplicates = false;
    uint32_t count = 0;

    vd_kube_doc_each(at, value) {
        bool is_duplicate = false;

        if (value->type == VD_JSON_OBJECT)
            for (before = value->first; before != at; before = before->next)
                is_duplicate |= vd_slice_eq(before->name, at->name);
        assert_int_equal(at->is_duplicate, is_duplicate);
        duplicates |= is_duplicate;
        last = at;
        count++;
        assert_sound(at);
    }
    assert_int_equal(value->count, count);
    assert_ptr_equal(value->last, last);
    assert_int_equal(value->has_duplicates, duplicates);
}

static void assert_written(const struct vd_json_value *value, const char *want)
{
    struct vd_json json;
    struct vd_buf buf;

    assert_sound(value);
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, value);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_string_equal((const char *)buf.data, want);
    vd_buf_deinit(&buf);
}

static void what_is_not_there_reads_as_nothing(void **state)
{
    struct world *world = *state;
    struct vd_json_value *value = parse(
        world, "{\"a\":{\"b\":[{\"name\":\"x\"},{\"name\":\"y\",\"n\":7}]},\"t\":true,\"n\":1e2,"
               "\"s\":\"text\",\"z\":null,\"f\":1.5}");
    struct vd_json_value *list = vd_kube_doc_at(value, "a", "b", NULL);
    int64_t number = 5;

    assert_int_equal(list->count, 2);
    assert_null(vd_kube_doc_at(value, "a", "c", "d", NULL));
    assert_null(vd_kube_doc_at(value, "s", "d", NULL));
    assert_null(vd_kube_doc_at(NULL, "s", NULL));
    assert_null(vd_kube_doc_get(NULL, "a"));
    assert_null(vd_kube_doc_get(list, "a"));
    assert_null(vd_kube_doc_array(value, "a"));
    assert_ptr_equal(vd_kube_doc_array(vd_kube_doc_object(value, "a"), "b"), list);
    assert_true(vd_slice_eq(vd_kube_doc_string(value, "s"), VD_SLICE("text")));
    assert_int_equal(vd_kube_doc_string(value, "n").len, 0);
    assert_int_equal(vd_kube_doc_string(value, "gone").len, 0);
    assert_int_equal(vd_kube_doc_int(value, "n", -1), 100);
    assert_int_equal(vd_kube_doc_int(value, "f", -1), -1);
    assert_int_equal(vd_kube_doc_int(value, "s", -1), -1);
    assert_true(vd_kube_doc_bool(value, "t", false));
    assert_true(vd_kube_doc_bool(value, "gone", true));
    assert_false(vd_kube_doc_is_int(vd_kube_doc_get(value, "gone"), &number));
    assert_int_equal(number, 5);
    assert_true(vd_kube_doc_is_null(vd_kube_doc_get(value, "z")));
    assert_true(vd_kube_doc_is_null(vd_kube_doc_get(value, "gone")));
    assert_false(vd_kube_doc_is_null(value));
    assert_true(vd_kube_doc_says(vd_kube_doc_get(value, "s"), "text"));
    assert_false(vd_kube_doc_says(vd_kube_doc_get(value, "n"), "1e2"));
    assert_int_equal(vd_kube_doc_int(vd_kube_doc_find(list, "name", VD_SLICE("y")), "n", 0), 7);
    assert_null(vd_kube_doc_find(list, "name", VD_SLICE("z")));
    assert_null(vd_kube_doc_find(NULL, "name", VD_SLICE("z")));
    assert_ptr_equal(vd_kube_doc_element(list, 1), list->last);
    assert_null(vd_kube_doc_element(list, 2));
    assert_int_equal(vd_kube_doc_depth(value, 100), 4);
    assert_int_equal(vd_kube_doc_depth(value, 1), 2);
    assert_int_equal(vd_kube_doc_depth(list->first->first, 100), 0);
}

static void a_member_is_replaced_where_it_stands(void **state)
{
    struct world *world = *state;
    struct vd_kube_doc *doc = &world->doc;
    struct vd_json_value *value = parse(world, "{\"a\":1,\"b\":{\"x\":0},\"c\":3}"), *meta;

    vd_kube_doc_set_int(doc, value, "a", -5);
    vd_kube_doc_set_str(doc, value, "c", "last");
    vd_kube_doc_set_bool(doc, value, "d", true);
    assert_written(value, "{\"a\":-5,\"b\":{\"x\":0},\"c\":\"last\",\"d\":true}");
    vd_kube_doc_set_first(doc, value, "kind", vd_kube_doc_new_string(doc, VD_SLICE("Pod")));
    vd_kube_doc_set_first(doc, value, "b", vd_kube_doc_new_null(doc));
    vd_kube_doc_set_slice(doc, value, VD_SLICE("e"), vd_kube_doc_new_number(doc, VD_SLICE("1e3")));
    assert_written(value,
                   "{\"kind\":\"Pod\",\"a\":-5,\"b\":null,\"c\":\"last\",\"d\":true,\"e\":1e3}");
    meta = vd_kube_doc_ensure_object(doc, value, "b");
    assert_ptr_equal(vd_kube_doc_ensure_object(doc, value, "b"), meta);
    vd_kube_doc_append_string(doc, vd_kube_doc_ensure_array(doc, meta, "list"), VD_SLICE("x"));
    vd_kube_doc_append(doc, vd_kube_doc_ensure_array(doc, meta, "list"),
                       vd_kube_doc_new_printf(doc, "%s-%d", "y", 7));
    assert_written(meta, "{\"list\":[\"x\",\"y-7\"]}");
    assert_null(vd_kube_doc_remove(value, "gone"));
    assert_null(vd_kube_doc_remove(NULL, "gone"));
    assert_non_null(vd_kube_doc_remove(value, "kind"));
    assert_non_null(vd_kube_doc_remove(value, "e"));
    assert_non_null(vd_kube_doc_remove_slice(value, VD_SLICE("b")));
    assert_written(value, "{\"a\":-5,\"c\":\"last\",\"d\":true}");
    vd_kube_doc_clear(value);
    vd_kube_doc_set_first(doc, value, "a", vd_kube_doc_new_object(doc));
    assert_written(value, "{\"a\":{}}");
    assert_int_equal(doc->rc, 0);
}

static void elements_come_and_go_at_any_place(void **state)
{
    struct world *world = *state;
    struct vd_kube_doc *doc = &world->doc;
    struct vd_json_value *list = parse(world, "[1]");

    vd_kube_doc_insert(doc, list, 0, vd_kube_doc_new_int(doc, 0));
    vd_kube_doc_insert(doc, list, 2, vd_kube_doc_new_int(doc, 3));
    vd_kube_doc_insert(doc, list, 2, vd_kube_doc_new_int(doc, 2));
    vd_kube_doc_insert(doc, list, 99, vd_kube_doc_new_int(doc, 4));
    assert_written(list, "[0,1,2,3,4]");
    assert_true(vd_slice_eq(vd_kube_doc_remove_at(list, 4)->text, VD_SLICE("4")));
    assert_null(vd_kube_doc_remove_at(list, 4));
    (void)vd_kube_doc_remove_at(list, 0);
    assert_written(list, "[1,2,3]");
    vd_kube_doc_replace(doc, list, list->last, vd_kube_doc_new_null(doc));
    vd_kube_doc_replace(doc, list, list->first, vd_kube_doc_new_array(doc));
    assert_written(list, "[[],2,null]");
    vd_kube_doc_become(list->first->next, parse(world, "{\"a\":[1]}"));
    assert_written(list, "[[],{\"a\":[1]},null]");
    while (list->first)
        (void)vd_kube_doc_remove_at(list, 0);
    vd_kube_doc_append(doc, list, vd_kube_doc_new_bool(doc, false));
    assert_written(list, "[false]");
    assert_int_equal(doc->rc, 0);
}

static void of_duplicates_the_last_counts(void **state)
{
    static const char TEXT[] = "{\"a\":1,\"b\":2,\"a\":{\"c\":1,\"c\":2},\"b\":4,\"a\":5}";
    struct world *world = *state;
    struct vd_kube_doc *doc = &world->doc;
    struct vd_json_value *value = parse(world, TEXT);
    struct vd_buf many;

    vd_kube_doc_set_int(doc, value, "a", 9);
    assert_written(value, "{\"a\":9,\"b\":2,\"b\":4}");
    value = parse(world, TEXT);
    assert_true(vd_slice_eq(vd_kube_doc_remove(value, "b")->text, VD_SLICE("4")));
    assert_written(value, "{\"a\":1,\"a\":{\"c\":1,\"c\":2},\"a\":5}");
    vd_kube_doc_take(value, value->first);
    assert_written(value, "{\"a\":{\"c\":1,\"c\":2},\"a\":5}");
    vd_kube_doc_take(value, value->last);
    assert_written(value, "{\"a\":{\"c\":1,\"c\":2}}");
    vd_kube_doc_drop_duplicates(value);
    assert_written(value, "{\"a\":{\"c\":2}}");
    value = parse(world, TEXT);
    vd_kube_doc_drop_duplicates(value);
    assert_written(value, "{\"a\":5,\"b\":4}");

    vd_buf_init(&many, 0);
    vd_buf_printf(&many, "{");
    for (int i = 0; i < 300; i++)
        vd_buf_printf(&many, "\"k%d\":%d,", i % 100, i);
    vd_buf_printf(&many, "\"k0\":-1}");
    vd_buf_append(&many, "", 1);
    value = parse(world, (const char *)many.data);
    vd_kube_doc_drop_duplicates(value);
    assert_sound(value);
    assert_int_equal(value->count, 100);
    assert_int_equal(vd_kube_doc_int(value, "k0", 0), -1);
    assert_int_equal(vd_kube_doc_int(value, "k99", 0), 299);
    vd_buf_deinit(&many);
}

static void a_copy_lives_in_its_own_arena(void **state)
{
    static const char TEXT[] = "{\"a\":[1.50,\"x\",null,true,{}],\"b\":{\"c\":{},\"c\":[]}}";
    struct world *world = *state;
    struct vd_json_value *copy;
    struct vd_arena arena;
    struct vd_json_value *value;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(vd_json_read(&arena, vd_slice_str(TEXT), 16, &value, NULL), 0);
    copy = vd_kube_doc_copy(&world->doc, value);
    assert_null(vd_kube_doc_copy(&world->doc, NULL));
    vd_arena_deinit(&arena);
    assert_written(copy, TEXT);
}

static void equal_is_what_means_the_same(void **state)
{
    static const struct {
        const char *a, *b;
        bool is_equal;
    } PAIRS[] = {
        {"{\"a\":1,\"b\":[true,null]}", "{\"b\":[true,null],\"a\":1.0}", true},
        {"{\"a\":1,\"b\":2}", "{\"a\":1}", false},
        {"{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false},
        {"{\"a\":1,\"a\":2}", "{\"a\":2}", true},
        {"{\"a\":1,\"a\":2}", "{\"a\":1}", false},
        {"{\"a\":2}", "{\"a\":1,\"a\":2}", true},
        {"{\"a\":2,\"a\":3}", "{\"a\":3,\"b\":2}", false},
        {"[1,2]", "[2,1]", false},
        {"[1,2]", "[1]", false},
        {"\"1\"", "1", false},
        {"\"a\"", "\"b\"", false},
        {"true", "false", false},
        {"null", "null", true},
        {"{}", "[]", false},
    };
    struct world *world = *state;

    for (size_t i = 0; i < VD_COUNT(PAIRS); i++) {
        struct vd_json_value *a = parse(world, PAIRS[i].a), *b = parse(world, PAIRS[i].b);

        assert_int_equal(vd_kube_doc_equal(a, b), PAIRS[i].is_equal);
        assert_int_equal(vd_kube_doc_equal(b, a), PAIRS[i].is_equal);
        assert_true(vd_kube_doc_equal(a, a));
        assert_false(vd_kube_doc_equal(a, NULL));
    }
    assert_true(vd_kube_doc_equal(NULL, NULL));
}

/* An object k0 … of n members, forwards or backwards. */
static struct vd_json_value *many(struct world *world, int n, bool is_backwards)
{
    struct vd_json_value *object = vd_kube_doc_new_object(&world->doc);
    struct vd_buf text;
    struct vd_json_value *value;

    assert_non_null(object);
    vd_buf_init(&text, 0);
    for (int i = 0; i < n; i++)
        vd_buf_printf(&text, "%s\"k%d\":%d", i ? "," : "{", is_backwards ? n - 1 - i : i,
                      is_backwards ? n - 1 - i : i);
    vd_buf_append(&text, "}", 2);
    value = parse(world, (const char *)text.data);
    vd_buf_deinit(&text);
    return value;
}

static void large_objects_are_compared_by_an_index(void **state)
{
    struct world *world = *state;
    struct vd_json_value *a = many(world, 5000, false), *b = many(world, 5000, true);
    struct vd_kube_index index;

    assert_true(vd_kube_doc_equal(a, b));
    vd_kube_index_init(&index, a);
    assert_non_null(index.slots);
    assert_ptr_equal(vd_kube_index_find(&index, VD_SLICE("k4999")), a->last);
    assert_null(vd_kube_index_find(&index, VD_SLICE("k5000")));
    vd_kube_index_deinit(&index);
    vd_alloc_fail_after(0);
    assert_true(vd_kube_doc_equal(a, b));
    assert_true(vd_alloc_fail_hit());
    vd_alloc_fail_after(-1);
    vd_kube_doc_set_int(&world->doc, b, "k2500", 0);
    assert_false(vd_kube_doc_equal(a, b));
    vd_kube_index_init(&index, NULL);
    assert_null(vd_kube_index_find(&index, VD_SLICE("a")));
    vd_kube_index_deinit(&index);
}

static int edit(struct vd_arena *arena)
{
    struct vd_kube_doc doc = {arena, 0};
    struct vd_json_value *object = vd_kube_doc_new_object(&doc), *meta;

    vd_kube_doc_set_first(&doc, object, "kind", vd_kube_doc_new_string(&doc, VD_SLICE("Pod")));
    meta = vd_kube_doc_ensure_object(&doc, object, "metadata");
    vd_kube_doc_set_string(&doc, meta, "name", VD_SLICE("p"));
    vd_kube_doc_append(&doc, vd_kube_doc_ensure_array(&doc, meta, "finalizers"),
                       vd_kube_doc_new_printf(&doc, "%d", 7));
    vd_kube_doc_insert(&doc, vd_kube_doc_ensure_array(&doc, meta, "finalizers"), 0,
                       vd_kube_doc_new_bool(&doc, true));
    for (int i = 0; i < 100; i++)
        vd_kube_doc_set_slice(&doc, meta, vd_slice(&i, sizeof(i)),
                              vd_kube_doc_copy(&doc, vd_kube_doc_get(meta, "finalizers")));
    return doc.rc;
}

static void every_allocation_may_fail(void **state)
{
    struct vd_arena arena;
    long n = 0;
    int rc;

    do {
        vd_arena_init(&arena, ARENA_BYTES);
        vd_alloc_fail_after(n);
        rc = edit(&arena);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
        assert_true(rc == 0 || rc == -ENOMEM);
    } while (rc && ++n < 1000);
    assert_int_equal(rc, 0);
    assert_true(n > 3);
    for (size_t cap = 0; cap < 20000; cap += 16) {
        vd_arena_init(&arena, cap);
        assert_int_equal(edit(&arena), VD_TOO_LARGE);
        vd_arena_deinit(&arena);
    }
}

#define test_of(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_of(what_is_not_there_reads_as_nothing),
        test_of(a_member_is_replaced_where_it_stands),
        test_of(elements_come_and_go_at_any_place),
        test_of(of_duplicates_the_last_counts),
        test_of(a_copy_lives_in_its_own_arena),
        test_of(equal_is_what_means_the_same),
        test_of(large_objects_are_compared_by_an_index),
        test_of(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
