/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/selector.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static const char pod[] =
    "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\",\"namespace\":\"n\","
    "\"labels\":{\"app\":\"web\",\"n\":\"5\",\"e\":\"\",\"x/y\":\"z\"}},"
    "\"spec\":{\"nodeName\":\"n1\",\"hostNetwork\":true},\"status\":{\"phase\":\"Running\"}}";

static const struct vd_kube_kind *pods(void)
{
    return vd_kube_builtin_find(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("pods"));
}

static struct vd_kube_subject subject_of(const char *text)
{
    return (struct vd_kube_subject){
        .name_space = VD_SLICE("n"), .name = VD_SLICE("p"), .value = vd_slice_str(text)};
}

struct label_case {
    const char *text;
    int rc, matches; /* the latter with rc 0 */
};

static const struct label_case label_cases[] = {
    {"", 0, 1},
    {"  ", 0, 1},
    {"app", 0, 1},
    {"!app", 0, 0},
    {"nope", 0, 0},
    {"!nope", 0, 1},
    {"app=web", 0, 1},
    {"app==web", 0, 1},
    {" app = web ", 0, 1},
    {"app=other", 0, 0},
    {"app!=web", 0, 0},
    {"app!=other", 0, 1},
    {"nope!=web", 0, 1},
    {"e=", 0, 1},
    {"e", 0, 1},
    {"app=", 0, 0},
    {"app in (web)", 0, 1},
    {"app in (a,web , b)", 0, 1},
    {"app in (a,b)", 0, 0},
    {"app in (b,a,c,web,d,z)", 0, 1},
    {"app notin (web,a)", 0, 0},
    {"app notin (a,b)", 0, 1},
    {"nope notin (a)", 0, 1},
    {"e in (,)", 0, 1},
    {"e in (a,)", 0, 1},
    {"app in (a,)", 0, 0},
    {"n>4", 0, 1},
    {"n>5", 0, 0},
    {"n<6", 0, 1},
    {"n<5", 0, 0},
    {"app>1", 0, 0},
    {"x/y=z,app=web", 0, 1},
    {"x/y=z,app=web,!q,n>1,e notin (a)", 0, 1},
    {"x/y=z,app=no", 0, 0},
    {"in=a", 0, 0},
    {"!in", 0, 1},
    {"app=web,", VD_INVALID, 0},
    {",app=web", VD_INVALID, 0},
    {"app=web,,n=5", VD_INVALID, 0},
    {"app in ()", VD_INVALID, 0},
    {"app in web", VD_INVALID, 0},
    {"app in (web", VD_INVALID, 0},
    {"app in (a b)", VD_INVALID, 0},
    {"app like web", VD_INVALID, 0},
    {"app=a b", VD_INVALID, 0},
    {"app=(a)", VD_INVALID, 0},
    {"=web", VD_INVALID, 0},
    {"!", VD_INVALID, 0},
    {"!!app", VD_INVALID, 0},
    {"!app=web", VD_INVALID, 0},
    {"a b", VD_INVALID, 0},
    {"-a=b", VD_INVALID, 0},
    {"a/b/c=d", VD_INVALID, 0},
    {"/b=d", VD_INVALID, 0},
    {"app=a*", VD_INVALID, 0},
    {"app in (a*)", VD_INVALID, 0},
    {"n>x", VD_INVALID, 0},
    {"n>", VD_INVALID, 0},
    {"app=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", VD_INVALID, 0},
};

static void labels_are_selected_as_the_grammar_has_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < VD_COUNT(label_cases); i++) {
        const struct label_case *wanted = &label_cases[i];
        char fault[VD_KUBE_SELECTOR_FAULT_BYTES] = "";
        struct vd_kube_selector selector = {.label_count = 0};
        struct vd_kube_subject subject = subject_of(pod);
        struct vd_arena arena;
        int rc;

        vd_arena_init(&arena, 1 << 20);
        rc = vd_kube_selector_add_labels(&arena, vd_slice_str(wanted->text), &selector, fault);
        if (rc != wanted->rc)
            fail_msg("%s: %d, %s", wanted->text, rc, fault);
        if (rc == VD_INVALID)
            assert_true(fault[0]);
        else if (vd_kube_selector_matches(&selector, &subject) != wanted->matches)
            fail_msg("%s: does not select as it should", wanted->text);
        vd_arena_deinit(&arena);
    }
}

struct field_case {
    const char *plural, *text;
    int rc, matches;
};

static const struct field_case field_cases[] = {
    {"pods", "", 0, 1},
    {"pods", "metadata.name=p", 0, 1},
    {"pods", "metadata.name==p", 0, 1},
    {"pods", "metadata.name!=p", 0, 0},
    {"pods", "metadata.name=q", 0, 0},
    {"pods", "metadata.namespace=n,spec.nodeName=n1", 0, 1},
    {"pods", "spec.host=n1", 0, 1},
    {"pods", "spec.nodeName=", 0, 0},
    {"pods", "status.nominatedNodeName=", 0, 1},
    {"pods", "spec.hostNetwork=true", 0, 1},
    {"pods", "status.phase!=Succeeded,status.phase!=Failed", 0, 1},
    {"pods", "status.phase!=Succeeded,,status.phase!=Running", 0, 0},
    {"pods", "metadata.name=a\\,b", 0, 0},
    {"pods", "metadata.name=a\\=b", 0, 0},
    {"pods", "metadata.name=a\\b", VD_INVALID, 0},
    {"pods", "metadata.name=a\\", VD_INVALID, 0},
    {"pods", "metadata.name=a=b", VD_INVALID, 0},
    {"pods", "metadata.name", VD_INVALID, 0},
    {"pods", "spec.foo=1", VD_INVALID, 0},
    {"configmaps", "metadata.name=p", 0, 1},
    {"configmaps", "spec.nodeName=n1", VD_INVALID, 0},
};

static void fields_are_selected_where_the_kind_has_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < VD_COUNT(field_cases); i++) {
        const struct field_case *wanted = &field_cases[i];
        const struct vd_kube_kind *kind =
            vd_kube_builtin_find(VD_SLICE(""), VD_SLICE("v1"), vd_slice_str(wanted->plural));
        char fault[VD_KUBE_SELECTOR_FAULT_BYTES] = "";
        struct vd_kube_selector selector = {.label_count = 0};
        struct vd_kube_subject subject = subject_of(pod);
        struct vd_arena arena;
        int rc;

        vd_arena_init(&arena, 1 << 20);
        rc =
            vd_kube_selector_add_fields(&arena, kind, vd_slice_str(wanted->text), &selector, fault);
        if (rc != wanted->rc)
            fail_msg("%s: %d, %s", wanted->text, rc, fault);
        if (rc == 0 && vd_kube_selector_matches(&selector, &subject) != wanted->matches)
            fail_msg("%s: does not select as it should", wanted->text);
        vd_arena_deinit(&arena);
    }
}

static void what_an_object_lacks_is_what_it_would_be(void **state)
{
    static const char bare[] = "{\"metadata\":{\"labels\":null},\"source\":{},"
                               "\"reportingComponent\":\"c\",\"spec\":{\"hostNetwork\":null}}";
    const struct vd_kube_kind *events =
        vd_kube_builtin_find(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("events"));
    struct vd_kube_subject subject = subject_of(bare);
    struct vd_kube_selectable field;

    (void)state;
    assert_true(vd_kube_selectable_find(pods(), VD_SLICE("spec.hostNetwork"), &field));
    assert_true(vd_slice_eq(vd_kube_subject_field(&subject, &field), VD_SLICE("false")));
    assert_true(vd_kube_selectable_find(events, VD_SLICE("source"), &field));
    assert_true(vd_slice_eq(vd_kube_subject_field(&subject, &field), VD_SLICE("c")));
    assert_int_equal(vd_kube_subject_labels(&subject).len, 0);
}

static void more_than_a_selector_may_ask_is_refused(void **state)
{
    size_t len = 3 * (VD_KUBE_REQUIREMENTS_MAX + 1);
    char *text = malloc(len), fault[VD_KUBE_SELECTOR_FAULT_BYTES];
    struct vd_kube_selector selector = {.label_count = 0};
    struct vd_arena arena;

    (void)state;
    for (size_t i = 0; i < len; i += 3)
        memcpy(text + i, "!a,", 3);
    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(vd_kube_selector_add_labels(&arena, vd_slice(text, len - 1), &selector, fault),
                     VD_TOO_MANY);
    vd_arena_deinit(&arena);
    free(text);
}

static void without_memory_nothing_is_half_done(void **state)
{
    (void)state;
    for (long fail_after = 0;; fail_after++) {
        char fault[VD_KUBE_SELECTOR_FAULT_BYTES];
        struct vd_kube_selector selector = {.label_count = 0};
        struct vd_arena arena;
        int rc;

        vd_arena_init(&arena, 1 << 20);
        vd_alloc_fail_after(fail_after);
        rc = vd_kube_selector_add_labels(&arena, VD_SLICE("a in (b,c),d=e"), &selector, fault);
        if (rc == 0)
            rc = vd_kube_selector_add_fields(&arena, pods(), VD_SLICE("spec.nodeName=x"), &selector,
                                             fault);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
        if (rc == 0)
            break;
        assert_int_equal(rc, -ENOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_selected_as_the_grammar_has_it),
        cmocka_unit_test(fields_are_selected_where_the_kind_has_them),
        cmocka_unit_test(what_an_object_lacks_is_what_it_would_be),
        cmocka_unit_test(more_than_a_selector_may_ask_is_refused),
        cmocka_unit_test(without_memory_nothing_is_half_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
