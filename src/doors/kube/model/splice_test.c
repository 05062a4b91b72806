/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/splice.h"

#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static const struct vd_kube_kind *find(const char *group, const char *version, const char *plural)
{
    return vd_kube_builtin_find(vd_slice_str(group), vd_slice_str(version), vd_slice_str(plural));
}

static char *text_of(uint8_t *text, uint8_t *end, size_t bound)
{
    assert_true((size_t)(end - text) <= bound);
    *end = '\0';
    return (char *)text;
}

static char *spliced(const struct vd_kube_kind *kind, const char *value, bool is_ours,
                     int64_t revision)
{
    size_t bound = vd_kube_splice_bound(kind, strlen(value));
    uint8_t *text = malloc(bound + 1);

    return text_of(text, vd_kube_splice_put(text, kind, vd_slice_str(value), is_ours, revision),
                   bound);
}

static void assert_spliced(const struct vd_kube_kind *kind, const char *value, bool is_ours,
                           int64_t revision, const char *wanted)
{
    char *text = spliced(kind, value, is_ours, revision);

    assert_string_equal(text, wanted);
    free(text);
}

static void the_revision_is_the_first_of_metadata(void **state)
{
    const struct vd_kube_kind *pods = find("", "v1", "pods");

    (void)state;
    assert_spliced(
        pods,
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},"
        "\"spec\":{\"metadata\":{}}}",
        true, 7,
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\","
        "\"name\":\"a\"},\"spec\":{\"metadata\":{}}}");
    assert_spliced(pods, "{\"spec\":{\"metadata\":{}},\"metadata\":{},\"kind\":\"Pod\"}", true, 9,
                   "{\"spec\":{\"metadata\":{}},\"metadata\":{\"resourceVersion\":\"9\"},"
                   "\"kind\":\"Pod\"}");
    assert_spliced(pods, "{\"metadata\":{\"name\":\"a\"}}", true, 0,
                   "{\"metadata\":{\"name\":\"a\"}}");
}

static void the_version_is_the_kinds_where_several_lie_together(void **state)
{
    struct vd_kube_kind kind = *find("", "v1", "pods");

    (void)state;
    kind.api_version = VD_SLICE("x.example/v2");
    kind.traits |= VD_KUBE_SEVERAL_VERSIONS;
    assert_spliced(&kind,
                   "{\"apiVersion\":\"x.example/v1\",\"kind\":\"X\",\"metadata\":{\"name\":\"a\"},"
                   "\"z\":1}",
                   true, 3,
                   "{\"apiVersion\":\"x.example/v2\",\"kind\":\"X\",\"metadata\":{"
                   "\"resourceVersion\":\"3\",\"name\":\"a\"},\"z\":1}");
    assert_spliced(&kind,
                   "{\"kind\":\"X\",\"metadata\":{\"name\":\"a\"},\"apiVersion\":\"x.example/v1\","
                   "\"z\":1}",
                   true, 3,
                   "{\"kind\":\"X\",\"metadata\":{\"resourceVersion\":\"3\",\"name\":\"a\"},"
                   "\"apiVersion\":\"x.example/v2\",\"z\":1}");
}

static void what_others_wrote_is_made_compact_and_loses_its_revision(void **state)
{
    const struct vd_kube_kind *pods = find("", "v1", "pods");

    (void)state;
    assert_spliced(
        pods,
        "{ \"kind\" : \"Pod\",\n \"apiVersion\": \"v1\",\n \"metadata\": {\n"
        "  \"resourceVersion\": \"5\", \"name\": \"a b\", \"selfLink\": \"/x\"\n }\n}\n",
        false, 7,
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\","
        "\"name\":\"a b\"}}");
    assert_spliced(
        pods, "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{}}", false, 7,
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"}}");
}

static void a_partial_object_has_metadata_alone(void **state)
{
    static const char value[] = "{\"kind\":\"Pod\",\"spec\":{},\"metadata\":{\"name\":\"a\"}}";
    uint8_t text[512];

    (void)state;
    for (unsigned ours = 0; ours < 2; ours++) {
        uint8_t *end = vd_kube_splice_put_partial(text, vd_slice_str(value), ours, 4, false);

        assert_string_equal(
            text_of(text, end, vd_kube_splice_bound(find("", "v1", "pods"), strlen(value))),
            "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","
            "\"metadata\":{\"resourceVersion\":\"4\",\"name\":\"a\"}}");
    }
}

static void what_is_no_object_of_its_kind_is_told_apart(void **state)
{
    static const struct {
        const char *value;
        bool is_pod;
    } cases[] = {
        {"{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{}}", true},
        {"{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{},\"metadata\":{}}", false},
        {"{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":[]}", false},
        {"{\"kind\":\"Pod\",\"apiVersion\":\"apps/v1\",\"metadata\":{}}", false},
        {"{\"kind\":\"Node\",\"apiVersion\":\"v1\",\"metadata\":{}}", false},
        {"{\"kind\":\"Pod\",\"metadata\":{}}", false},
        {"{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{}", false},
        {"k8s", false},
        {"", false},
        {"[]", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(
            vd_kube_splice_check(find("", "v1", "pods"), vd_slice_str(cases[i].value), false),
            cases[i].is_pod);
    assert_true(vd_kube_splice_check(find("", "v1", "pods"), VD_SLICE("k8s"), true));
    assert_true(vd_kube_splice_check(
        find("events.k8s.io", "v1", "events"),
        VD_SLICE("{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"metadata\":{}}"), false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_revision_is_the_first_of_metadata),
        cmocka_unit_test(the_version_is_the_kinds_where_several_lie_together),
        cmocka_unit_test(what_others_wrote_is_made_compact_and_loses_its_revision),
        cmocka_unit_test(a_partial_object_has_metadata_alone),
        cmocka_unit_test(what_is_no_object_of_its_kind_is_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
