/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/owners.h"

#include "base/alloc.h"
#include "doors/kube/model/doc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MANY = 1000 };

static struct vd_kube_owners *owners;
static struct vd_arena arena;

static int set_up(void **state)
{
    (void)state;
    vd_arena_init(&arena, 1 << 24);
    return vd_kube_owners_new(&owners);
}

static int tear_down(void **state)
{
    (void)state;
    vd_kube_owners_free(owners);
    vd_arena_deinit(&arena);
    return 0;
}

static int say(const char *key, const char *text)
{
    struct vd_json_value *object = NULL;

    if (text && vd_json_read(&arena, vd_slice_str(text), 16, &object, NULL))
        return -ENOMEM;
    return vd_kube_owners_set(owners, vd_slice_str(key), object);
}

static int names(const char *key, const char *uid, const char *more)
{
    char text[256];

    snprintf(text, sizeof(text), "{\"metadata\":{\"ownerReferences\":[{\"uid\":\"%s\"%s}]}}", uid,
             more);
    return say(key, text);
}

static size_t count(const char *uid)
{
    const struct vd_kube_dependent *at = vd_kube_owners_first(owners, vd_slice_str(uid));
    size_t n = 0;

    for (; at; at = vd_kube_owners_next(at))
        n++;
    return n;
}

static void dependents_of_a_uid_are_those_that_name_it(void **state)
{
    (void)state;
    assert_int_equal(names("/a", "1", ""), 0);
    assert_int_equal(names("/b", "1", ",\"blockOwnerDeletion\":true"), 0);
    assert_int_equal(names("/c", "2", ""), 0);
    assert_int_equal(count("1"), 2);
    assert_int_equal(count("2"), 1);
    assert_int_equal(count("3"), 0);
    assert_false(vd_kube_owners_first(owners, VD_SLICE("1"))->blocks);
    assert_true(vd_kube_owners_next(vd_kube_owners_first(owners, VD_SLICE("1")))->blocks);
    assert_true(vd_slice_eq(vd_kube_owners_uid(owners, VD_SLICE("/c"), 0), VD_SLICE("2")));
    assert_int_equal(vd_kube_owners_uid(owners, VD_SLICE("/c"), 1).len, 0);
}

static void what_an_object_says_later_replaces_what_it_said(void **state)
{
    (void)state;
    assert_int_equal(names("/a", "1", ""), 0);
    assert_int_equal(names("/a", "2", ""), 0);
    assert_int_equal(count("1"), 0);
    assert_int_equal(count("2"), 1);
    assert_int_equal(say("/a", "{\"metadata\":{}}"), 0);
    assert_false(vd_kube_owners_has(owners, VD_SLICE("/a")));
    assert_int_equal(names("/a", "2", ""), 0);
    assert_int_equal(say("/a", NULL), 0);
    assert_true(vd_kube_owners_is_empty(owners));
}

static void references_without_sense_are_none(void **state)
{
    (void)state;
    assert_int_equal(say("/a", "{\"metadata\":{\"ownerReferences\":[{},7,{\"uid\":\"\"}]}}"), 0);
    assert_int_equal(say("/b", "{\"metadata\":{\"ownerReferences\":{}}}"), 0);
    assert_int_equal(say("/c", "[]"), 0);
    assert_true(vd_kube_owners_is_empty(owners));
}

static void many_are_found(void **state)
{
    char key[32], uid[32];

    (void)state;
    for (int i = 0; i < MANY; i++) {
        snprintf(key, sizeof(key), "/%d", i);
        snprintf(uid, sizeof(uid), "u%d", i / 2);
        assert_int_equal(names(key, uid, ""), 0);
    }
    for (int i = 0; i < MANY / 2; i++) {
        snprintf(uid, sizeof(uid), "u%d", i);
        assert_int_equal(count(uid), 2);
    }
}

static void memory_may_fail_anywhere(void **state)
{
    int rc = -ENOMEM;

    (void)state;
    for (unsigned n = 0; rc == -ENOMEM; n++) {
        vd_alloc_fail_after(n);
        rc = names("/a", "1", "");
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || vd_kube_owners_is_empty(owners));
    }
    assert_int_equal(rc, 0);
    assert_int_equal(count("1"), 1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(dependents_of_a_uid_are_those_that_name_it),
        CASE(what_an_object_says_later_replaces_what_it_said),
        CASE(references_without_sense_are_none),
        CASE(many_are_found),
        CASE(memory_may_fail_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
