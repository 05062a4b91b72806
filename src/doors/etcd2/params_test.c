/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/params.h"

#include "base/alloc.h"
#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_arena arena;
static struct vd_etcd2_params params;

static const struct vd_etcd2_error *read_both(enum vd_etcd2_method method, const char *query,
                                              const char *form)
{
    vd_arena_deinit(&arena);
    vd_arena_init(&arena, 1 << 20);
    return vd_etcd2_params_read(&arena, method, vd_slice_str(query), vd_slice_str(form), &params);
}

static void the_form_comes_before_the_query_and_the_first_counts(void **state)
{
    assert_null(read_both(VD_ETCD2_M_PUT, "value=q&ttl=7", "value=a+b%26&value=c&dir=T"));
    assert_true(vd_slice_eq(params.value, VD_SLICE("a b&")));
    assert_true(params.has_ttl && params.dir && !params.has_prev_exist);
    assert_int_equal(params.ttl_s, 7);
    assert_null(read_both(VD_ETCD2_M_GET, "recursive=true&sorted=1&waitIndex=0&other=x", ""));
    assert_true(params.recursive && params.sorted && !params.wait);
    assert_null(read_both(VD_ETCD2_M_PUT, "", "ttl=&value="));
    assert_false(params.has_ttl);
    assert_null(read_both(VD_ETCD2_M_PUT, "", "prevExist=false&prevIndex=18446744073709551615"));
    assert_true(params.has_prev_exist && !params.prev_exist);
    assert_true(params.prev_index == UINT64_MAX);
}

static void what_makes_no_sense_is_refused_as_etcd_does(void **state)
{
    static const struct {
        const char *form;
        enum vd_etcd2_code code;
        const char *cause;
    } cases[] = {
        {"prevIndex=", VD_ETCD2_INDEX_NAN, "invalid value for \"prevIndex\""},
        {"prevIndex=1&prevIndex=x&waitIndex=+1", VD_ETCD2_INDEX_NAN,
         "invalid value for \"waitIndex\""},
        {"prevIndex=18446744073709551616", VD_ETCD2_INDEX_NAN, "invalid value for \"prevIndex\""},
        {"recursive=yes", VD_ETCD2_INVALID_FIELD, "invalid value for \"recursive\""},
        {"sorted", VD_ETCD2_INVALID_FIELD, "invalid value for \"sorted\""},
        {"quorum=tRUE", VD_ETCD2_INVALID_FIELD, "invalid value for \"quorum\""},
        {"wait=true", VD_ETCD2_INVALID_FIELD, "\"wait\" can only be used with GET requests"},
        {"prevValue=", VD_ETCD2_PREV_VALUE_REQUIRED, "\"prevValue\" cannot be empty"},
        {"noValueOnSuccess=", VD_ETCD2_INVALID_FIELD, "invalid value for \"noValueOnSuccess\""},
        {"ttl=1.5", VD_ETCD2_TTL_NAN, "invalid value for \"ttl\""},
        {"prevExist=", VD_ETCD2_INVALID_FIELD, "invalid value for prevExist"},
        {"refresh=", VD_ETCD2_INVALID_FIELD, "invalid value for refresh"},
        {"refresh=1&value=x", VD_ETCD2_REFRESH_VALUE, "A value was provided on a refresh"},
        {"refresh=1", VD_ETCD2_REFRESH_TTL, "No TTL value set"},
        {"a=%zz", VD_ETCD2_INVALID_FORM, "invalid URL escape \"%zz\""},
        {"%4", VD_ETCD2_INVALID_FORM, "invalid URL escape \"%4\""},
        {"a=%\"\x01", VD_ETCD2_INVALID_FORM, "invalid URL escape"},
        {"a=1;b", VD_ETCD2_INVALID_FORM, "invalid semicolon separator in query"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        const struct vd_etcd2_error *error = read_both(VD_ETCD2_M_PUT, "", cases[i].form);

        assert_non_null(error);
        assert_int_equal(error->code, cases[i].code);
        assert_string_equal(error->cause, cases[i].cause);
    }
}

static void too_many_parameters_are_refused(void **state)
{
    char form[1024] = "";

    for (int i = 0; i < 64; i++)
        strcat(form, "value=1&");
    assert_null(read_both(VD_ETCD2_M_PUT, "", form));
    assert_non_null(read_both(VD_ETCD2_M_PUT, "dir=1", form));
}

static void without_memory_it_says_so(void **state)
{
    const struct vd_etcd2_error *error;

    vd_arena_deinit(&arena);
    vd_arena_init(&arena, 1 << 20);
    vd_alloc_fail_after(0);
    error = vd_etcd2_params_read(&arena, VD_ETCD2_M_PUT, VD_SLICE("value=%41"), VD_SLICE_EMPTY,
                                 &params);
    vd_alloc_fail_after(-1);
    assert_non_null(error);
    assert_int_equal(error->code, VD_ETCD2_INTERNAL);
}

static int deinit(void **state)
{
    vd_arena_deinit(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_comes_before_the_query_and_the_first_counts),
        cmocka_unit_test(what_makes_no_sense_is_refused_as_etcd_does),
        cmocka_unit_test(too_many_parameters_are_refused),
        cmocka_unit_test(without_memory_it_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, deinit);
}
