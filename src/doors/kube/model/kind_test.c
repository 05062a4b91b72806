/* SPDX-License-Identifier: Apache-2.0 */
/* The table of kinds, as a table; and the versions of one object. */
#include "doors/kube/model/kind.h"

#include "doors/kube/model/doc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct vd_kube_kind *find(const char *group, const char *version, const char *plural)
{
    return vd_kube_builtin_find(vd_slice_str(group), vd_slice_str(version), vd_slice_str(plural));
}

static void each_kind_says_all_that_is_asked_of_it(void **state)
{
    size_t count;
    const struct vd_kube_kind *kinds = vd_kube_builtin_kinds(&count);

    assert_true(count > 60);
    for (size_t i = 0; i < count; i++) {
        const struct vd_kube_kind *kind = &kinds[i];
        bool is_question = kind->traits & VD_KUBE_CREATE_ONLY;

        assert_true(kind->plural.len && kind->singular.len && kind->kind.len && kind->version.len);
        assert_true(vd_slice_starts_with(kind->list_kind, kind->kind));
        assert_int_equal(is_question, kind->storage.len == 0);
        assert_int_equal(is_question, kind->verbs == VD_KUBE_MAY_CREATE);
        assert_int_equal(!is_question, kind->stored_api_version.len > 0);
        assert_int_equal(vd_kube_kind_has_sub(kind, VD_KUBE_SUB_STATUS),
                         !!(kind->traits & VD_KUBE_HAS_STATUS));
        assert_int_equal(kind->to_served != NULL,
                         !vd_slice_eq(kind->api_version, kind->stored_api_version) &&
                             !is_question && kind->stored_api_version.len > 0);
        assert_ptr_equal(vd_kube_builtin_find(kind->group, kind->version, kind->plural), kind);
        assert_non_null(vd_kube_kind_type(kind));
        assert_ptr_equal(vd_kube_builtin_of(kind->group, kind->version, kind->kind), kind);
    }
}

static void no_two_kinds_lie_in_one_place(void **state)
{
    size_t count;
    const struct vd_kube_kind *kinds = vd_kube_builtin_kinds(&count);

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (kinds[i].storage.len && vd_slice_eq(kinds[i].storage, kinds[j].storage))
                assert_true(vd_slice_eq(kinds[i].kind, kinds[j].kind));
}

static void kinds_lie_where_kube_apiserver_puts_them(void **state)
{
    static const struct {
        const char *group, *plural, *storage;
    } rows[] = {
        {"", "pods", "pods"},
        {"", "nodes", "minions"},
        {"", "services", "services/specs"},
        {"", "endpoints", "services/endpoints"},
        {"", "replicationcontrollers", "controllers"},
        {"networking.k8s.io", "ingresses", "ingress"},
        {"apps", "deployments", "deployments"},
        {"events.k8s.io", "events", "events"},
        {"apiextensions.k8s.io", "customresourcedefinitions",
         "apiextensions.k8s.io/customresourcedefinitions"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct vd_kube_kind *kind = find(rows[i].group, "v1", rows[i].plural);

        assert_non_null(kind);
        assert_true(vd_slice_eq(kind->storage, vd_slice_str(rows[i].storage)));
    }
    assert_null(find("", "v1", "deployments"));
    assert_null(find("apps", "v2", "deployments"));
    assert_true(vd_kube_builtin_has_group(VD_SLICE("batch")));
    assert_false(vd_kube_builtin_has_group(VD_SLICE("stable.example.com")));
}

static void the_preferred_version_is_found_first(void **state)
{
    const struct vd_kube_kind *kind = vd_kube_builtin_of(VD_SLICE("autoscaling"), VD_SLICE_EMPTY,
                                                         VD_SLICE("HorizontalPodAutoscaler"));

    assert_true(vd_slice_eq(kind->version, VD_SLICE("v2")));
}

static void words_behind_a_name_are_known(void **state)
{
    assert_int_equal(vd_kube_sub_of(VD_SLICE("status")), VD_KUBE_SUB_STATUS);
    assert_int_equal(vd_kube_sub_of(VD_SLICE("stat")), VD_KUBE_SUB_NONE);
    assert_int_equal(vd_kube_sub_of(VD_SLICE("")), VD_KUBE_SUB_NONE);
    for (unsigned sub = 1; sub < VD_KUBE_SUBS; sub++)
        assert_true(vd_kube_sub_facts((enum vd_kube_sub)sub)->verbs != 0);
    assert_string_equal(vd_kube_may_name(VD_KUBE_MAY_DELETE_COLLECTION), "deletecollection");
    assert_string_equal(vd_kube_may_name(VD_KUBE_MAY_WATCH), "watch");
}

typedef int convert(const struct vd_kube_kind *kind, struct vd_arena *arena,
                    struct vd_json_value *doc);

/* What becomes of a document. */
static void expect(const struct vd_kube_kind *kind, convert *turn, const char *from, const char *to)
{
    struct vd_arena arena;
    struct vd_json_value *doc, *wanted;

    vd_arena_init(&arena, 1 << 20);
    assert_int_equal(vd_json_read(&arena, vd_slice_str(from), 64, &doc, NULL), 0);
    assert_int_equal(vd_json_read(&arena, vd_slice_str(to), 64, &wanted, NULL), 0);
    assert_int_equal(turn(kind, &arena, doc), 0);
    if (!vd_kube_doc_equal(doc, wanted)) {
        struct vd_buf buf;
        struct vd_json json;

        vd_buf_init(&buf, 0);
        vd_json_init(&json, &buf);
        vd_json_write(&json, doc);
        fail_msg("got %.*s", (int)buf.len, (const char *)buf.data);
    }
    vd_arena_deinit(&arena);
}

static void events_are_one_object_with_two_sets_of_names(void **state)
{
    static const char core[] =
        "{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"e\"},"
        "\"involvedObject\":{\"kind\":\"Pod\"},\"reason\":\"R\",\"message\":\"m\","
        "\"source\":{\"component\":\"c\"},\"firstTimestamp\":null,\"lastTimestamp\":null,\"count\":"
        "3,"
        "\"reportingComponent\":\"rc\",\"reportingInstance\":\"ri\",\"type\":\"Normal\"}";
    static const char events[] =
        "{\"kind\":\"Event\",\"apiVersion\":\"events.k8s.io/v1\",\"metadata\":{\"name\":\"e\"},"
        "\"regarding\":{\"kind\":\"Pod\"},\"reason\":\"R\",\"note\":\"m\","
        "\"deprecatedSource\":{\"component\":\"c\"},\"deprecatedFirstTimestamp\":null,"
        "\"deprecatedLastTimestamp\":null,\"deprecatedCount\":3,"
        "\"reportingController\":\"rc\",\"reportingInstance\":\"ri\",\"type\":\"Normal\"}";
    const struct vd_kube_kind *kind = find("events.k8s.io", "v1", "events");

    expect(kind, kind->to_served, core, events);
    expect(kind, kind->to_stored, events, core);
}

static void an_autoscaler_of_version_1_has_its_cpu_and_annotations(void **state)
{
    static const char v2[] =
        "{\"apiVersion\":\"autoscaling/"
        "v2\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"maxReplicas\":3,"
        "\"metrics\":[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"target\":{\"type\":"
        "\"Utilization\",\"averageUtilization\":80}}},{\"type\":\"Pods\",\"pods\":{}}],"
        "\"behavior\":{\"scaleUp\":{}}},\"status\":{\"currentReplicas\":1,\"conditions\":[{"
        "\"type\":"
        "\"AbleToScale\"}]}}";
    static const char v1[] =
        "{\"apiVersion\":\"autoscaling/v1\",\"metadata\":{\"name\":\"a\",\"annotations\":{"
        "\"autoscaling.alpha.kubernetes.io/"
        "metrics\":\"[{\\\"type\\\":\\\"Pods\\\",\\\"pods\\\":{}}]\","
        "\"autoscaling.alpha.kubernetes.io/behavior\":\"{\\\"scaleUp\\\":{}}\","
        "\"autoscaling.alpha.kubernetes.io/conditions\":\"[{\\\"type\\\":\\\"AbleToScale\\\"}]\"}},"
        "\"spec\":{\"maxReplicas\":3,\"targetCPUUtilizationPercentage\":80},\"status\":{"
        "\"currentReplicas\":1}}";
    const struct vd_kube_kind *kind = find("autoscaling", "v1", "horizontalpodautoscalers");

    expect(kind, kind->to_served, v2, v1);
    expect(kind, kind->to_stored, v1, v2);
}

static void an_annotation_that_is_no_json_is_left_out(void **state)
{
    const struct vd_kube_kind *kind = find("autoscaling", "v1", "horizontalpodautoscalers");

    expect(kind, kind->to_stored,
           "{\"metadata\":{\"annotations\":{\"autoscaling.alpha.kubernetes.io/metrics\":\"[\"}}}",
           "{\"metadata\":{},\"apiVersion\":\"autoscaling/v2\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_says_all_that_is_asked_of_it),
        cmocka_unit_test(no_two_kinds_lie_in_one_place),
        cmocka_unit_test(kinds_lie_where_kube_apiserver_puts_them),
        cmocka_unit_test(the_preferred_version_is_found_first),
        cmocka_unit_test(words_behind_a_name_are_known),
        cmocka_unit_test(events_are_one_object_with_two_sets_of_names),
        cmocka_unit_test(an_autoscaler_of_version_1_has_its_cpu_and_annotations),
        cmocka_unit_test(an_annotation_that_is_no_json_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
