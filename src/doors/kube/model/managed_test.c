/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sequences of apply_test do not show: who writes, what resets what, what is no change,
 * and memory.
 */
#include "doors/kube/model/managed.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema.h"
#include "doors/kube/model/types.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 16 << 20 };

static const char POD[] =
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"d\","
    "\"labels\":{\"app\":\"x\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"env\":"
    "[{\"name\":\"B\",\"value\":\"1\"},{\"name\":\"A\"}]}],\"restartPolicy\":\"Always\"}}";

static struct vd_json_value *read_doc(struct vd_arena *arena, const char *text)
{
    struct vd_json_value *value;

    if (vd_json_read(arena, vd_slice_str(text), VD_KUBE_DOC_DEPTH_MAX, &value, NULL))
        return NULL;
    return value;
}

static struct vd_kube_shape pod_shape(void)
{
    return vd_kube_shape_of_type(vd_kube_type_of(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("Pod")));
}

static struct vd_kube_writer writer_of(const char *manager, const char *time)
{
    static const char *const STATUS[] = {"status", NULL};

    return (struct vd_kube_writer){.manager = vd_slice_str(manager),
                                   .api_version = VD_SLICE("v1"),
                                   .kind = VD_SLICE("Pod"),
                                   .time = vd_slice_str(time),
                                   .resets = STATUS};
}

static void a_client_without_a_name_has_its_user_agents(void **state)
{
    static const struct {
        const char *agent, *want;
    } AGENTS[] = {
        {"kubectl/v1.32.4 (linux/amd64) kubernetes/4cb5f07", "kubectl"},
        {"curl", "curl"},
        {"", ""},
        {"/x", ""},
        {"a\tb\x7f\xff"
         "c/1",
         "abc"},
        {"\xc3\xa9t\xc3\xa9/1", "\xc3\xa9t\xc3\xa9"},
    };
    char memory[VD_KUBE_MANAGER_MAX_BYTES], many[300];
    struct vd_slice got;

    (void)state;
    for (size_t i = 0; i < VD_COUNT(AGENTS); i++) {
        got = vd_kube_manager_of(vd_slice_str(AGENTS[i].agent), memory);
        assert_true(vd_slice_eq(got, vd_slice_str(AGENTS[i].want)));
    }
    memset(many, 'x', sizeof(many));
    got = vd_kube_manager_of(vd_slice(many, sizeof(many)), memory);
    assert_int_equal(got.len, VD_KUBE_MANAGER_MAX_BYTES);
}

static bool resets(vd_kube_resets resets, const char *path)
{
    for (; *resets; resets++)
        if (!strcmp(*resets, path))
            return true;
    return false;
}

static void a_resource_resets_what_belongs_to_another(void **state)
{
    vd_kube_resets of;

    (void)state;
    of = vd_kube_resets_of(VD_SLICE(""), VD_SLICE("pods"), VD_SLICE_EMPTY, true, false);
    assert_true(resets(of, "status") && !resets(of, "spec"));
    of = vd_kube_resets_of(VD_SLICE(""), VD_SLICE("pods"), VD_SLICE("status"), true, false);
    assert_true(resets(of, "spec") && resets(of, "metadata.ownerReferences"));
    of = vd_kube_resets_of(VD_SLICE(""), VD_SLICE("configmaps"), VD_SLICE_EMPTY, false, false);
    assert_null(*of);
    of = vd_kube_resets_of(VD_SLICE("x.io"), VD_SLICE("pods"), VD_SLICE("status"), true, true);
    assert_true(resets(of, "metadata") && resets(of, "spec"));
    of = vd_kube_resets_of(VD_SLICE("apps"), VD_SLICE("deployments"), VD_SLICE("scale"), true,
                           false);
    assert_null(*of);
}

static void a_version_in_the_configuration_does_not_come_into_the_object(void **state)
{
    struct vd_kube_writer writer = writer_of("a", "2026-01-01T00:00:00Z");
    struct vd_kube_applied applied = {0};
    struct vd_json_value *config, *meta;
    struct vd_arena arena;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    config =
        read_doc(&arena, "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\","
                         "\"resourceVersion\":\"5\"}}");
    assert_int_equal(vd_kube_apply(&arena, pod_shape(), NULL, config, &writer, false, &applied), 0);
    meta = vd_kube_doc_get(applied.object, "metadata");
    assert_null(vd_kube_doc_get(meta, "resourceVersion"));
    assert_true(vd_slice_eq(vd_kube_doc_string(meta, "name"), VD_SLICE("p")));
    assert_non_null(vd_kube_doc_get(vd_kube_doc_get(config, "metadata"), "resourceVersion"));
    vd_arena_deinit(&arena);
}

/* The same configuration again, in another minute, with its lists turned round and back. */
static void only_times_are_no_change(void **state)
{
    struct vd_kube_writer writer = writer_of("a", "2026-01-01T00:00:00Z");
    struct vd_kube_doc doc;
    struct vd_json_value *first, *second, *spec;
    struct vd_arena arena;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    doc = (struct vd_kube_doc){&arena, 0};
    first = read_doc(&arena, POD);
    assert_int_equal(vd_kube_managed_update(&arena, pod_shape(), NULL, first, &writer), 0);
    second = vd_kube_doc_copy(&doc, first);
    spec = vd_kube_doc_get(second, "spec");
    writer.time = VD_SLICE("2026-01-01T00:01:00Z");
    assert_int_equal(vd_kube_managed_update(&arena, pod_shape(), first, second, &writer), 0);
    assert_true(vd_kube_managed_settle(first, second));
    assert_true(vd_kube_doc_equal(first, second));

    vd_kube_doc_set_str(
        &doc, vd_kube_doc_element(vd_kube_doc_at(second, "metadata", "managedFields", NULL), 0),
        "time", "2026-01-01T00:01:00Z");
    assert_false(vd_kube_doc_equal(first, second));
    assert_true(vd_kube_managed_settle(first, second));
    assert_true(vd_kube_doc_equal(first, second));

    vd_kube_doc_set_str(&doc, spec, "restartPolicy", "Never");
    assert_int_equal(vd_kube_managed_update(&arena, pod_shape(), first, second, &writer), 0);
    assert_false(vd_kube_managed_settle(first, second));
    vd_arena_deinit(&arena);
}

static struct vd_kube_shape shape_of_schema(struct vd_arena *arena, const char *text)
{
    const struct vd_kube_schema *schema;

    assert_int_equal(vd_kube_schema_read(arena, read_doc(arena, text), &schema), 0);
    return vd_kube_shape_of_custom(schema);
}

/* Who owned an element of a list owns the list when its definition says that it is one value. */
static void a_list_that_becomes_one_value_has_its_elements_owners(void **state)
{
    static const char SCHEMA[] =
        "{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{"
        "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
        "\"x-kubernetes-list-type\":\"%s\"}}}}}";
    static const char THING[] = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":"
                                "\"t\"},\"spec\":{\"tags\":[\"%s\"]}}";
    struct vd_kube_writer writer = writer_of("a", "2026-01-01T00:00:00Z");
    struct vd_kube_applied applied = {0};
    struct vd_json_value *first, *second;
    char text[512];
    struct vd_arena arena;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    snprintf(text, sizeof(text), THING, "x");
    first = read_doc(&arena, text);
    snprintf(text, sizeof(text), SCHEMA, "set");
    assert_int_equal(
        vd_kube_managed_update(&arena, shape_of_schema(&arena, text), NULL, first, &writer), 0);
    snprintf(text, sizeof(text), THING, "y");
    second = read_doc(&arena, text);
    writer.manager = VD_SLICE("b");
    snprintf(text, sizeof(text), SCHEMA, "atomic");
    assert_int_equal(vd_kube_apply(&arena, shape_of_schema(&arena, text), first, second, &writer,
                                   false, &applied),
                     VD_CONFLICT);
    assert_true(vd_slice_eq(applied.conflicts->field, VD_SLICE(".spec.tags")));
    assert_null(applied.conflicts->next);
    vd_arena_deinit(&arena);
}

static int write_twice(struct vd_arena *arena)
{
    struct vd_kube_writer first = writer_of("a", "2026-01-01T00:00:00Z");
    struct vd_kube_writer second = writer_of("kubectl", "2026-01-01T00:01:00Z");
    struct vd_json_value *object = read_doc(arena, POD), *config = read_doc(arena, POD);
    struct vd_kube_applied applied = {0};
    struct vd_kube_doc doc = {arena, 0};
    int rc = object && config ? 0 : -ENOMEM;

    if (!rc)
        rc = vd_kube_managed_update(arena, pod_shape(), NULL, object, &first);
    if (!rc)
        rc = vd_kube_apply(arena, pod_shape(), object, config, &second, false, &applied);
    if (rc)
        return rc;
    vd_kube_doc_set_str(&doc, vd_kube_doc_get(config, "spec"), "restartPolicy", "Never");
    rc = doc.rc ? doc.rc
                : vd_kube_apply(arena, pod_shape(), object, config, &second, false, &applied);
    return rc == VD_CONFLICT
               ? vd_kube_apply(arena, pod_shape(), object, config, &second, true, &applied)
               : rc;
}

static void without_memory_it_says_so(void **state)
{
    int rc = -ENOMEM;

    (void)state;
    for (long n = 0; rc; n++) {
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        vd_alloc_fail_after(n);
        rc = write_twice(&arena);
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
        vd_arena_deinit(&arena);
        assert_true(n < 10000);
    }
}

static void over_the_arena_it_says_so(void **state)
{
    (void)state;
    for (size_t limit = 4096; limit < 65536; limit += 512) {
        struct vd_arena arena;
        int rc;

        vd_arena_init(&arena, limit);
        rc = write_twice(&arena);
        assert_true(rc == 0 || rc == -ENOMEM || rc == VD_TOO_LARGE);
        vd_arena_deinit(&arena);
    }
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(a_client_without_a_name_has_its_user_agents),
        cmocka_unit_test(a_resource_resets_what_belongs_to_another),
        cmocka_unit_test(a_version_in_the_configuration_does_not_come_into_the_object),
        cmocka_unit_test(only_times_are_no_change),
        cmocka_unit_test(a_list_that_becomes_one_value_has_its_elements_owners),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(over_the_arena_it_says_so),
    };

    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
