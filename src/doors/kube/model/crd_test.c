/* SPDX-License-Identifier: Apache-2.0 */
/* Definitions: what kinds they make, and what status they get. */
#include "doors/kube/model/crd.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/crd_inner.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char widget[] =
    "{\"kind\":\"CustomResourceDefinition\",\"apiVersion\":\"apiextensions.k8s.io/v1\","
    "\"metadata\":{\"name\":\"widgets.example.com\"},\"spec\":{\"group\":\"example.com\","
    "\"scope\":\"Namespaced\",\"names\":{\"plural\":\"widgets\",\"kind\":\"Widget\",\"shortNames\":"
    "[\"wd\",\"wg\"],\"categories\":[\"all\"]},\"versions\":["
    "{\"name\":\"v1beta1\",\"served\":true,\"storage\":false,\"deprecated\":true,\"schema\":{"
    "\"openAPIV3Schema\":{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}}},"
    "{\"name\":\"v1alpha1\",\"served\":false,\"storage\":false},"
    "{\"name\":\"v1\",\"served\":true,\"storage\":true,\"schema\":{\"openAPIV3Schema\":{\"type\":"
    "\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{\"size\":{\"type\":"
    "\"integer\"},\"color\":{\"type\":\"string\"}}}}}},\"subresources\":{\"status\":{},\"scale\":{"
    "\"specReplicasPath\":\".spec.size\",\"statusReplicasPath\":\".status.size\"}},"
    "\"selectableFields\":[{\"jsonPath\":\".spec.color\"}],\"additionalPrinterColumns\":[{\"name\":"
    "\"Size\",\"type\":\"integer\",\"jsonPath\":\".spec.size\"},{\"name\":\"Odd\",\"type\":"
    "\"string\","
    "\"jsonPath\":\"spec[\"},{\"name\":\"Color\",\"type\":\"string\",\"jsonPath\":\".spec.color\","
    "\"priority\":1}]}]}}";

static struct vd_arena arena;

static int begin(void **state)
{
    vd_arena_init(&arena, 64 << 20);
    return 0;
}

static int end(void **state)
{
    vd_arena_deinit(&arena);
    return 0;
}

static struct vd_json_value *read_doc(const char *text)
{
    struct vd_json_value *doc;

    if (vd_json_read(&arena, vd_slice_str(text), 200, &doc, NULL))
        fail_msg("no JSON: %s", text);
    return doc;
}

static struct vd_kube_crd *read_crd(const struct vd_json_value *doc)
{
    struct vd_kube_crd *crd;
    struct vd_buf buf;
    struct vd_json json;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, doc);
    assert_int_equal(vd_kube_crd_new(vd_buf_slice(&buf), &crd), 0);
    vd_buf_deinit(&buf);
    return crd;
}

static void assert_text(struct vd_slice text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

/* --- reading ---------------------------------------------------------------------------------- */

static void a_definition_makes_a_kind_of_each_version_that_is_served(void **state)
{
    struct vd_kube_crd *crd = read_crd(read_doc(widget));
    const struct vd_kube_kind *kinds;
    size_t count;

    kinds = vd_kube_crd_kinds(crd, &count);
    assert_int_equal(count, 2);
    assert_false(vd_kube_crd_is_served(crd)); /* nobody accepted it */
    assert_text(vd_kube_crd_name(crd), "widgets.example.com");
    assert_text(kinds[0].api_version, "example.com/v1");
    assert_text(kinds[1].api_version, "example.com/v1beta1");
    assert_text(kinds[1].stored_api_version, "example.com/v1");
    assert_text(kinds[0].storage, "example.com/widgets");
    assert_text(kinds[0].list_kind, "WidgetList");
    assert_int_equal(kinds[0].short_name_count, 2);
    assert_text(kinds[0].short_names[1], "wg");
    assert_true(kinds[0].namespaced);
    assert_true(vd_kube_kind_has_sub(&kinds[0], VD_KUBE_SUB_SCALE));
    assert_false(vd_kube_kind_has_sub(&kinds[1], VD_KUBE_SUB_STATUS));
    assert_true(kinds[0].traits & VD_KUBE_HAS_STATUS);
    assert_true(kinds[0].traits & VD_KUBE_SEVERAL_VERSIONS);
    assert_text(kinds[1].custom->deprecation, "example.com/v1beta1 Widget is deprecated");
    assert_int_equal(kinds[0].custom->deprecation.len, 0);
    vd_kube_crd_unref(crd);
}

static void columns_whose_path_makes_no_sense_are_left_out(void **state)
{
    struct vd_kube_crd *crd = read_crd(read_doc(widget));
    size_t count;
    const struct vd_kube_custom *custom = vd_kube_crd_kinds(crd, &count)[0].custom;

    assert_int_equal(custom->column_count, 2);
    assert_text(custom->columns[1].name, "Color");
    assert_int_equal(custom->columns[1].priority, 1);
    assert_int_equal(custom->selectable_count, 1);
    assert_text(custom->selectable[0], "spec.color");
    assert_non_null(custom->scale_spec);
    assert_null(custom->scale_selector);
    vd_kube_crd_unref(crd);
}

static void a_kind_keeps_its_definition(void **state)
{
    struct vd_kube_crd *crd = read_crd(read_doc(widget));
    const struct vd_kube_schema *schema;
    size_t count;
    const struct vd_kube_kind *kind = vd_kube_kind_ref(vd_kube_crd_kinds(crd, &count));

    vd_kube_crd_unref(crd);
    assert_int_equal(vd_kube_kind_schema(kind, &schema), 0);
    assert_int_equal(schema->type, VD_KUBE_SCHEMA_OBJECT);
    assert_non_null(vd_kube_schema_member(schema, VD_SLICE("spec")));
    assert_null(vd_kube_schema_member(schema, VD_SLICE("status")));
    vd_kube_kind_unref(kind);
}

static void an_object_of_another_version_has_its_version_replaced(void **state)
{
    struct vd_kube_crd *crd = read_crd(read_doc(widget));
    size_t count;
    const struct vd_kube_kind *kinds = vd_kube_crd_kinds(crd, &count);
    struct vd_json_value *doc = read_doc("{\"kind\":\"Widget\",\"apiVersion\":\"example.com/v1\"}");

    assert_int_equal(kinds[1].to_served(&kinds[1], &arena, doc), 0);
    assert_text(vd_kube_doc_string(doc, "apiVersion"), "example.com/v1beta1");
    assert_int_equal(kinds[1].to_stored(&kinds[1], &arena, doc), 0);
    assert_text(vd_kube_doc_string(doc, "apiVersion"), "example.com/v1");
    vd_kube_crd_unref(crd);
}

static void what_is_no_definition_is_refused(void **state)
{
    static const char no_kind[] =
        "{\"spec\":{\"group\":\"g\",\"names\":{\"plural\":\"p\"},\"versions\":[{\"storage\":true}]}"
        "}";
    static const char *const rows[] = {
        "",
        "{}",
        "{\"spec\":{\"group\":\"g\",\"names\":{\"plural\":\"p\",\"kind\":\"K\"}}}",
        "{\"spec\":{\"group\":\"g\",\"names\":{\"plural\":\"p\",\"kind\":\"K\"},\"versions\":[]}}",
        no_kind,
    };
    struct vd_kube_crd *crd;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(vd_kube_crd_new(vd_slice_str(rows[i]), &crd), VD_INVALID);
}

static void versions_are_preferred_as_kubernetes_prefers_them(void **state)
{
    static const char *const order[] = {"v10",     "v2",        "v1",        "v11beta2", "v10beta3",
                                        "v3beta1", "v12alpha1", "v11alpha2", "foo1",     "foo10"};

    for (size_t i = 0; i + 1 < sizeof(order) / sizeof(order[0]); i++)
        if (vd_kube_version_cmp(vd_slice_str(order[i]), vd_slice_str(order[i + 1])) <= 0)
            fail_msg("%s is not preferred to %s", order[i], order[i + 1]);
}

static void no_memory_is_said_when_one_is_read(void **state)
{
    for (long n = 0;; n++) {
        struct vd_kube_crd *crd;
        int rc;

        vd_alloc_fail_after(n);
        rc = vd_kube_crd_new(vd_slice_str(widget), &crd);
        vd_alloc_fail_after(-1);
        if (rc == 0) {
            vd_kube_crd_unref(crd);
            break;
        }
        assert_int_equal(rc, -ENOMEM);
        assert_true(n < 10000);
    }
}

/* --- status ----------------------------------------------------------------------------------- */

/* "widgets.other.com" has the short name wd and the kind Taken. */
static struct vd_slice taken(void *arg, struct vd_slice group, struct vd_slice name, bool is_kind,
                             struct vd_slice self)
{
    assert_text(group, "example.com");
    assert_text(self, "widgets.example.com");
    if (vd_slice_eq(name, vd_slice_str(arg)))
        return VD_SLICE("other.example.com");
    return VD_SLICE_EMPTY;
}

static void settle(struct vd_json_value *doc, const struct vd_json_value *old, const char *in_use,
                   const char *time)
{
    char name[32];
    struct vd_kube_crd_others others = {taken, name};

    strcpy(name, in_use);
    assert_int_equal(vd_kube_crd_default(&arena, doc), 0);
    assert_int_equal(vd_kube_crd_settle(&arena, doc, old, &others, vd_slice_str(time)), 0);
}

static const struct vd_json_value *condition(const struct vd_json_value *doc, const char *type)
{
    return vd_kube_doc_find(vd_kube_doc_at(doc, "status", "conditions", NULL), "type",
                            vd_slice_str(type));
}

static void a_new_definition_is_established_in_its_first_revision(void **state)
{
    struct vd_json_value *doc = read_doc(widget);
    struct vd_kube_crd *crd;

    settle(doc, NULL, "-", "2026-11-20T00:00:00Z");
    assert_true(vd_kube_doc_equal(
        vd_kube_doc_get(doc, "status"),
        read_doc(
            "{\"acceptedNames\":{\"plural\":\"widgets\",\"singular\":\"widget\",\"shortNames\":["
            "\"wd\",\"wg\"],\"kind\":\"Widget\",\"listKind\":\"WidgetList\",\"categories\":["
            "\"all\"]},\"conditions\":[{\"lastTransitionTime\":\"2026-11-20T00:00:00Z\","
            "\"message\":\"no conflicts found\",\"reason\":\"NoConflicts\",\"status\":\"True\","
            "\"type\":\"NamesAccepted\"},{\"lastTransitionTime\":\"2026-11-20T00:00:00Z\","
            "\"message\":\"the initial names have been accepted\",\"reason\":"
            "\"InitialNamesAccepted\",\"status\":\"True\",\"type\":\"Established\"}],"
            "\"storedVersions\":[\"v1\"]}")));
    crd = read_crd(doc);
    assert_true(vd_kube_crd_is_served(crd));
    vd_kube_crd_unref(crd);
}

static void a_name_in_use_is_not_accepted_and_nothing_is_served(void **state)
{
    struct vd_json_value *doc = read_doc(widget);
    struct vd_kube_crd *crd;

    settle(doc, NULL, "wd", "2026-11-20T00:00:00Z");
    assert_text(vd_kube_doc_string(condition(doc, "NamesAccepted"), "reason"),
                "ShortNamesConflict");
    assert_text(vd_kube_doc_string(condition(doc, "NamesAccepted"), "message"),
                "\"wd\" is already in use");
    assert_text(vd_kube_doc_string(condition(doc, "Established"), "status"), "False");
    assert_null(vd_kube_doc_at(doc, "status", "acceptedNames", "shortNames", NULL));
    crd = read_crd(doc);
    assert_false(vd_kube_crd_is_served(crd));
    vd_kube_crd_unref(crd);
}

static void what_was_established_stays_so_and_keeps_its_times(void **state)
{
    struct vd_json_value *old = read_doc(widget), *doc = read_doc(widget);

    settle(old, NULL, "-", "2026-11-20T00:00:00Z");
    vd_kube_doc_become(vd_kube_doc_at(doc, "spec", "names", "shortNames", NULL),
                       read_doc("[\"new\"]"));
    settle(doc, old, "new", "2026-11-21T00:00:00Z");
    assert_text(vd_kube_doc_string(condition(doc, "NamesAccepted"), "status"), "False");
    assert_text(vd_kube_doc_string(condition(doc, "NamesAccepted"), "lastTransitionTime"),
                "2026-11-21T00:00:00Z");
    assert_text(vd_kube_doc_string(condition(doc, "Established"), "status"), "True");
    assert_text(vd_kube_doc_string(condition(doc, "Established"), "lastTransitionTime"),
                "2026-11-20T00:00:00Z");
}

static void each_version_that_was_stored_is_remembered(void **state)
{
    struct vd_json_value *old = read_doc(widget), *doc = read_doc(widget), *versions;

    settle(old, NULL, "-", "2026-11-20T00:00:00Z");
    versions = vd_kube_doc_at(doc, "spec", "versions", NULL);
    vd_kube_doc_get(versions->first, "storage")->is_true = true;
    vd_kube_doc_get(versions->last, "storage")->is_true = false;
    settle(doc, old, "-", "2026-11-21T00:00:00Z");
    assert_true(vd_kube_doc_equal(vd_kube_doc_at(doc, "status", "storedVersions", NULL),
                                  read_doc("[\"v1\",\"v1beta1\"]")));
}

static void one_that_is_being_deleted_says_so(void **state)
{
    struct vd_json_value *doc = read_doc(widget);

    settle(doc, NULL, "-", "2026-11-20T00:00:00Z");
    assert_int_equal(vd_kube_crd_end(&arena, doc, VD_SLICE("2026-11-20T00:00:01Z")), 0);
    assert_text(vd_kube_doc_string(condition(doc, "Terminating"), "reason"),
                "InstanceDeletionInProgress");
}

/* --- judging ---------------------------------------------------------------------------------- */

static int judge(struct vd_arena *memory, const struct vd_json_value *doc,
                 const struct vd_json_value *old, unsigned accept, struct vd_slice *out_refusal,
                 struct vd_slice *out_warning, struct vd_kube_causes *causes)
{
    vd_kube_causes_init(causes, memory);
    return vd_kube_crd_judge(memory, doc, old, accept, causes, out_refusal, out_warning);
}

static void rules_and_webhooks_are_refused_unless_they_are_accepted(void **state)
{
    struct vd_json_value *doc = read_doc(widget), *schema;
    struct vd_slice refusal, warning;
    struct vd_kube_causes causes;
    struct vd_kube_doc edit = {&arena, 0};

    vd_kube_doc_take(vd_kube_doc_at(doc, "spec", "versions", NULL),
                     vd_kube_doc_element(vd_kube_doc_at(doc, "spec", "versions", NULL), 1));
    assert_int_equal(vd_kube_crd_default(&arena, doc), 0);
    vd_kube_doc_remove(vd_kube_doc_at(doc, "spec", "versions", NULL)->last,
                       "additionalPrinterColumns");
    assert_int_equal(judge(&arena, doc, NULL, 0, &refusal, &warning, &causes), 0);
    assert_int_equal(causes.count, 0);
    assert_int_equal(refusal.len + warning.len, 0);

    schema = vd_kube_doc_at(vd_kube_doc_at(doc, "spec", "versions", NULL)->last, "schema",
                            "openAPIV3Schema", NULL);
    vd_kube_doc_set(&edit, schema, "x-kubernetes-validations",
                    read_doc("[{\"rule\":\"self.spec.size > 1\"}]"));
    assert_int_equal(judge(&arena, doc, NULL, VD_KUBE_ACCEPT_WEBHOOKS, &refusal, &warning, &causes),
                     0);
    assert_true(refusal.len > 0 && warning.len == 0 && causes.count == 0);
    assert_int_equal(judge(&arena, doc, NULL, VD_KUBE_ACCEPT_CEL, &refusal, &warning, &causes), 0);
    assert_true(refusal.len == 0 && warning.len > 0);

    vd_kube_doc_set(&edit, vd_kube_doc_get(doc, "spec"), "conversion",
                    read_doc("{\"strategy\":\"Webhook\",\"webhook\":{\"clientConfig\":{\"url\":"
                             "\"https://x\"}}}"));
    assert_int_equal(judge(&arena, doc, NULL, VD_KUBE_ACCEPT_CEL, &refusal, &warning, &causes), 0);
    assert_true(refusal.len > 0);
    assert_int_equal(judge(&arena, doc, NULL, VD_KUBE_ACCEPT_CEL | VD_KUBE_ACCEPT_WEBHOOKS,
                           &refusal, &warning, &causes),
                     0);
    assert_true(refusal.len == 0 && warning.len > 0);
}

/* For builds that watch what is asked of memory: neither part of the name is there. */
static void a_name_of_nothing_is_compared_with_nothing(void **state)
{
    static const char *const names[] = {".", ".g", "p."};
    static const char *const parts[] = {"", "\"group\":\"g\"", "\"names\":{\"plural\":\"p\"}"};
    struct vd_slice refusal, warning;
    struct vd_kube_causes causes;

    (void)state;
    for (size_t i = 0; i < VD_COUNT(names); i++) {
        char text[128];

        snprintf(text, sizeof(text), "{\"metadata\":{\"name\":\"%s\"},\"spec\":{%s}}", names[i],
                 parts[i]);
        assert_int_equal(judge(&arena, read_doc(text), NULL, 0, &refusal, &warning, &causes), 0);
        assert_true(causes.count > 0);
    }
}

static void what_must_not_change_does_not(void **state)
{
    struct vd_json_value *old = read_doc(widget), *doc = read_doc(widget);
    struct vd_slice refusal, warning;
    struct vd_kube_causes causes;
    struct vd_kube_doc edit = {&arena, 0};
    const struct vd_kube_cause *at;
    unsigned immutable = 0, missing = 0;

    settle(old, NULL, "-", "2026-11-20T00:00:00Z");
    assert_int_equal(vd_kube_crd_default(&arena, doc), 0);
    vd_kube_doc_set_str(&edit, vd_kube_doc_get(doc, "spec"), "scope", "Cluster");
    vd_kube_doc_set_str(&edit, vd_kube_doc_at(doc, "spec", "names", NULL), "kind", "Other");
    vd_kube_doc_set_str(&edit, vd_kube_doc_at(doc, "spec", "versions", NULL)->last, "name", "v2");
    assert_int_equal(judge(&arena, doc, old, 0, &refusal, &warning, &causes), 0);
    for (at = causes.first; at; at = at->next) {
        immutable += memmem(at->message.ptr, at->message.len, "field is immutable", 18) != NULL;
        missing += vd_slice_eq(at->field, VD_SLICE("status.storedVersions[0]"));
    }
    assert_int_equal(immutable, 2);
    assert_int_equal(missing, 1);
}

static void no_memory_is_said_when_one_is_judged(void **state)
{
    struct vd_json_value *doc = read_doc(widget);

    for (long n = 0;; n++) {
        struct vd_slice refusal, warning;
        struct vd_kube_causes causes;
        struct vd_arena memory;
        int rc;

        vd_arena_init(&memory, 16 << 20);
        vd_alloc_fail_after(n);
        rc = judge(&memory, doc, NULL, 0, &refusal, &warning, &causes);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&memory);
        if (rc == 0)
            break;
        assert_int_equal(rc, -ENOMEM);
        assert_true(n < 10000);
    }
}

int main(void)
{
#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH_ARENA(a_definition_makes_a_kind_of_each_version_that_is_served),
        WITH_ARENA(columns_whose_path_makes_no_sense_are_left_out),
        WITH_ARENA(a_kind_keeps_its_definition),
        WITH_ARENA(an_object_of_another_version_has_its_version_replaced),
        WITH_ARENA(what_is_no_definition_is_refused),
        WITH_ARENA(versions_are_preferred_as_kubernetes_prefers_them),
        WITH_ARENA(no_memory_is_said_when_one_is_read),
        WITH_ARENA(a_new_definition_is_established_in_its_first_revision),
        WITH_ARENA(a_name_in_use_is_not_accepted_and_nothing_is_served),
        WITH_ARENA(what_was_established_stays_so_and_keeps_its_times),
        WITH_ARENA(each_version_that_was_stored_is_remembered),
        WITH_ARENA(one_that_is_being_deleted_says_so),
        WITH_ARENA(rules_and_webhooks_are_refused_unless_they_are_accepted),
        WITH_ARENA(a_name_of_nothing_is_compared_with_nothing),
        WITH_ARENA(what_must_not_change_does_not),
        WITH_ARENA(no_memory_is_said_when_one_is_judged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
