/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/causes.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct vd_arena arena;
static struct vd_kube_causes causes;

static int setup(void **state)
{
    (void)state;
    vd_arena_init(&arena, 1 << 20);
    vd_kube_causes_init(&causes, &arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vd_arena_deinit(&arena);
    return 0;
}

static void assert_slice(struct vd_slice slice, const char *expected)
{
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.ptr, expected, slice.len);
}

static void assert_message(const char *expected)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_kube_causes_message(&buf, VD_SLICE("Deployment"), VD_SLICE("apps"), VD_SLICE("d"), &causes);
    assert_slice(vd_buf_slice(&buf), expected);
    vd_buf_deinit(&buf);
}

static void a_path_names_members_elements_and_keys(void **state)
{
    struct vd_kube_path spec = VD_KUBE_PATH(NULL, "spec");
    struct vd_kube_path containers = VD_KUBE_PATH(&spec, "containers");
    struct vd_kube_path second = vd_kube_path_at(&containers, 1);
    struct vd_kube_path limits = VD_KUBE_PATH(&second, "limits");
    struct vd_kube_path cpu = vd_kube_path_key(&limits, VD_SLICE("cpu"));

    (void)state;
    vd_kube_required(&causes, &cpu, "");
    assert_slice(causes.first->field, "spec.containers[1].limits[cpu]");
    assert_slice(causes.first->message, "Required value");
    assert_string_equal(vd_kube_cause_reason(causes.first->type), "FieldValueRequired");
}

static void values_are_shown_as_go_shows_them(void **state)
{
    static const char *const supported[] = {"Always", "Never", NULL};
    struct vd_json_value number = {.type = VD_JSON_NUMBER, .text = VD_SLICE("-1")};
    struct vd_kube_path f = VD_KUBE_PATH(NULL, "f");
    struct vd_kube_cause *cause;

    (void)state;
    vd_kube_invalid_text(&causes, &f, VD_SLICE("a\"b\\\n\x01"), "why");
    vd_kube_invalid(&causes, &f, &number, "must be positive");
    vd_kube_not_supported(&causes, &f, VD_SLICE("x"), supported);
    vd_kube_too_long(&causes, &f, 128);
    vd_kube_too_many(&causes, &f, 9, 1);
    vd_kube_duplicate(&causes, &f, &number);
    vd_kube_forbidden(&causes, &f, "not now");
    cause = causes.first;
    assert_slice(cause->message, "Invalid value: \"a\\\"b\\\\\\n\\x01\": why");
    cause = cause->next;
    assert_slice(cause->message, "Invalid value: -1: must be positive");
    cause = cause->next;
    assert_slice(cause->message,
                 "Unsupported value: \"x\": supported values: \"Always\", \"Never\"");
    cause = cause->next;
    assert_slice(cause->message, "Too long: may not be more than 128 bytes");
    cause = cause->next;
    assert_slice(cause->message, "Too many: 9: must have at most 1 item");
    cause = cause->next;
    assert_slice(cause->message, "Duplicate value: -1");
    cause = cause->next;
    assert_slice(cause->message, "Forbidden: not now");
}

static void the_sum_is_a_list_only_of_different_ones(void **state)
{
    struct vd_kube_path a = VD_KUBE_PATH(NULL, "a"), b = VD_KUBE_PATH(NULL, "b");

    (void)state;
    vd_kube_required(&causes, &a, "");
    vd_kube_required(&causes, &a, "");
    assert_message("Deployment.apps \"d\" is invalid: a: Required value");
    vd_kube_forbidden(&causes, &b, "no");
    assert_message("Deployment.apps \"d\" is invalid: [a: Required value, b: Forbidden: no]");
}

static void what_is_too_much_is_counted(void **state)
{
    struct vd_kube_path a = VD_KUBE_PATH(NULL, "a");

    (void)state;
    for (int i = 0; i < 100000; i++)
        vd_kube_required(&causes, &a, "");
    assert_int_equal(causes.count, VD_KUBE_CAUSES_MAX);
    assert_int_equal(causes.lost, 100000 - VD_KUBE_CAUSES_MAX);
    assert_int_equal(vd_kube_causes_status(&causes), 0);
}

static void no_memory_is_said_at_the_end(void **state)
{
    struct vd_kube_path a = VD_KUBE_PATH(NULL, "a");
    int rc = -1;

    (void)state;
    for (long after = 0; rc; after++) {
        teardown(NULL);
        setup(NULL);
        vd_alloc_fail_after(after);
        vd_kube_invalid_text(&causes, &a, VD_SLICE("v"), "why");
        rc = vd_kube_causes_status(&causes);
        assert_true(!vd_alloc_fail_hit() || rc);
        vd_alloc_fail_after(-1);
        assert_true(after < 20);
    }
    assert_int_equal(causes.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_path_names_members_elements_and_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(values_are_shown_as_go_shows_them, setup, teardown),
        cmocka_unit_test_setup_teardown(the_sum_is_a_list_only_of_different_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_too_much_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(no_memory_is_said_at_the_end, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
