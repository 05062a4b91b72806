/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/accept.h"

#include "base/check.h"

#include <stdarg.h>

#include <setjmp.h>

#include <cmocka.h>

#define TABLE   "application/json;as=Table;v=v1;g=meta.k8s.io"
#define PARTIAL "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"

enum { ALL = VD_KUBE_AS_OBJECT | VD_KUBE_AS_PARTIAL | VD_KUBE_AS_TABLE, NO_TABLE = 3 };

static const struct {
    const char *header;
    unsigned forms;
    int rc;
    struct vd_kube_shown form;
} cases[] = {
    {"", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"  ", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/json", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"Application/JSON ; charset=utf-8", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"*/*", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/*", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/yaml", ALL, 0, {VD_KUBE_YAML, VD_KUBE_AS_OBJECT, false}},
    {"application/yaml;q=0.5,application/json", ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/yaml,application/json", ALL, 0, {VD_KUBE_YAML, VD_KUBE_AS_OBJECT, false}},
    {"application/json;q=0.2, application/yaml;q=0.21",
     ALL,
     0,
     {VD_KUBE_YAML, VD_KUBE_AS_OBJECT, false}},
    {"application/json;q=0", ALL, VD_NOT_FOUND, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/vnd.kubernetes.protobuf",
     ALL,
     VD_NOT_FOUND,
     {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/vnd.kubernetes.protobuf,application/json",
     ALL,
     0,
     {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {TABLE, ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_TABLE, false}},
    {TABLE ",application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json",
     ALL,
     0,
     {VD_KUBE_JSON, VD_KUBE_AS_TABLE, false}},
    {"application/json;as=Table;v=v1beta1;g=meta.k8s.io",
     ALL,
     0,
     {VD_KUBE_JSON, VD_KUBE_AS_TABLE, true}},
    {TABLE, NO_TABLE, VD_NOT_FOUND, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {TABLE ",application/json", NO_TABLE, 0, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {PARTIAL, ALL, 0, {VD_KUBE_JSON, VD_KUBE_AS_PARTIAL, false}},
    {"application/json;as=\"PartialObjectMetadata\";g=meta.k8s.io;v=v1",
     ALL,
     0,
     {VD_KUBE_JSON, VD_KUBE_AS_PARTIAL, false}},
    {"application/json;as=Table;v=v2;g=meta.k8s.io",
     ALL,
     VD_NOT_FOUND,
     {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/json;as=Table;v=v1;g=other",
     ALL,
     VD_NOT_FOUND,
     {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {"application/json;as=Else;v=v1;g=meta.k8s.io",
     ALL,
     VD_NOT_FOUND,
     {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
    {",,;;=,", ALL, VD_NOT_FOUND, {VD_KUBE_JSON, VD_KUBE_AS_OBJECT, false}},
};

static void the_best_clause_that_can_be_served_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_kube_shown form;
        int rc = vd_kube_accept_parse(vd_slice_str(cases[i].header), cases[i].forms,
                                      1 << VD_KUBE_JSON | 1 << VD_KUBE_YAML, &form);

        if (rc != cases[i].rc ||
            (rc == 0 && (form.media != cases[i].form.media || form.as != cases[i].form.as ||
                         form.is_beta != cases[i].form.is_beta)))
            fail_msg("%s", cases[i].header);
    }
}

static void clauses_are_gone_through_one_by_one(void **state)
{
    struct vd_slice rest = VD_SLICE("a/b;x=1;y=\"2\" , c/d;q=0, e/f"), type, params;

    (void)state;
    assert_true(vd_kube_accept_next(&rest, &type, &params));
    assert_true(vd_slice_eq(type, VD_SLICE("a/b")));
    assert_true(vd_slice_eq(vd_kube_accept_param(params, VD_SLICE("y")), VD_SLICE("2")));
    assert_int_equal(vd_kube_accept_param(params, VD_SLICE("z")).len, 0);
    assert_true(vd_kube_accept_next(&rest, &type, &params));
    assert_true(vd_slice_eq(type, VD_SLICE("e/f")));
    assert_false(vd_kube_accept_next(&rest, &type, &params));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_clause_that_can_be_served_counts),
        cmocka_unit_test(clauses_are_gone_through_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
