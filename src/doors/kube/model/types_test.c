/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/check.h"
#include "doors/kube/model/types.h"
#include "doors/kube/model/types_table.h"

#define assert_text(slice, literal)                                                                \
    do {                                                                                           \
        struct vd_slice text_ = (slice);                                                           \
        assert_int_equal(text_.len, sizeof(literal) - 1);                                          \
        assert_memory_equal(text_.ptr, literal, sizeof(literal) - 1);                              \
    } while (0)

static const struct vd_kube_type *type_of(const char *group, const char *version, const char *kind)
{
    return vd_kube_type_of(vd_slice_str(group), vd_slice_str(version), vd_slice_str(kind));
}

static const struct vd_kube_field *field_of(const struct vd_kube_type *type, const char *name)
{
    const struct vd_kube_field *field = vd_kube_type_field(type, vd_slice_str(name));

    assert_non_null(field);
    return field;
}

static const struct vd_kube_type *core(const char *name)
{
    char full[128];
    const struct vd_kube_type *type;

    snprintf(full, sizeof(full), "io.k8s.api.core.v1.%s", name);
    type = vd_kube_type_named(vd_slice_str(full));
    assert_non_null(type);
    return type;
}

static void a_kind_is_found_by_group_version_and_kind(void **state)
{
    assert_text(vd_kube_type_name(type_of("", "v1", "Pod")), "Pod");
    assert_text(vd_kube_type_package(type_of("apps", "v1", "Deployment")), "io.k8s.api.apps.v1");
    assert_text(vd_kube_type_go_package(type_of("autoscaling", "v2", "HorizontalPodAutoscaler")),
                "v2");
    assert_non_null(type_of("apiextensions.k8s.io", "v1", "CustomResourceDefinition"));
    assert_non_null(type_of("apiregistration.k8s.io", "v1", "APIService"));
    assert_non_null(type_of("autoscaling", "v1", "Scale"));
    assert_non_null(type_of("policy", "v1", "Eviction"));
    assert_non_null(type_of("", "v1", "List"));
    assert_null(type_of("", "v1", "pod"));
    assert_null(type_of("apps", "v1beta1", "Deployment"));
    assert_null(type_of("example.org", "v1", "Pod"));
    assert_null(type_of("", "", ""));
}

static void what_every_group_has_is_found_under_each(void **state)
{
    assert_ptr_equal(type_of("apps", "v1", "DeleteOptions"),
                     type_of("meta.k8s.io", "v1", "DeleteOptions"));
    assert_non_null(type_of("", "v1", "Status"));
    assert_non_null(type_of("example.org", "v1alpha1", "DeleteOptions"));
}

static void fields_of_inlined_structs_are_their_owners(void **state)
{
    const struct vd_kube_type *volume = core("Volume");

    assert_int_equal(vd_kube_type_own(volume, 1)->flags & VD_KUBE_INLINE, VD_KUBE_INLINE);
    assert_int_equal(vd_kube_type_own(volume, 1)->number, 2);
    assert_text(vd_kube_field_name(vd_kube_type_at(volume, 0)), "name");
    assert_text(vd_kube_field_name(vd_kube_type_at(volume, 1)), "hostPath");
    assert_ptr_equal(vd_kube_field_type(field_of(volume, "emptyDir")),
                     core("EmptyDirVolumeSource"));
    assert_null(vd_kube_type_field(volume, VD_SLICE("volumeSource")));
    assert_null(vd_kube_type_field(volume, VD_SLICE("")));
    assert_non_null(field_of(type_of("", "v1", "Pod"), "apiVersion"));
}

static void names_are_taken_as_they_are_written(void **state)
{
    assert_null(vd_kube_type_field(core("PodSpec"), VD_SLICE("Containers")));
    assert_null(vd_kube_type_field(core("PodSpec"), VD_SLICE("container")));
    assert_null(vd_kube_type_field(core("PodSpec"), VD_SLICE("containersx")));
}

static void a_field_says_how_it_is_merged_and_owned(void **state)
{
    const struct vd_kube_field *ports = field_of(core("Container"), "ports");
    const struct vd_kube_field *volumes = field_of(core("PodSpec"), "volumes");
    const struct vd_kube_field *finalizers =
        field_of(vd_kube_field_type(field_of(type_of("", "v1", "Pod"), "metadata")), "finalizers");
    struct vd_slice key;

    assert_int_equal(ports->flags & VD_KUBE_PATCH_MERGE, VD_KUBE_PATCH_MERGE);
    assert_text(vd_kube_field_merge_key(ports), "containerPort");
    assert_int_equal(ports->list, VD_KUBE_LIST_MAP);
    assert_true(vd_kube_field_list_key(ports, 0, &key));
    assert_text(key, "containerPort");
    assert_true(vd_kube_field_list_key(ports, 1, &key));
    assert_text(key, "protocol");
    assert_false(vd_kube_field_list_key(ports, 2, &key));
    assert_text(vd_kube_field_default(field_of(vd_kube_field_type(ports), "protocol")), "\"TCP\"");
    assert_int_equal(volumes->flags & VD_KUBE_PATCH_RETAIN_KEYS, VD_KUBE_PATCH_RETAIN_KEYS);
    assert_int_equal(finalizers->list, VD_KUBE_LIST_SET);
    assert_int_equal(field_of(core("Container"), "args")->list, VD_KUBE_LIST_ATOMIC);
    assert_false(vd_kube_field_list_key(field_of(core("Container"), "args"), 0, &key));
    assert_true(vd_kube_field_is_atomic(field_of(core("PodSpec"), "nodeSelector")));
    assert_true(vd_kube_field_is_atomic(
        field_of(vd_kube_type_named(VD_SLICE("io.k8s.api.apps.v1.DeploymentSpec")), "selector")));
    assert_false(vd_kube_field_is_atomic(field_of(core("PodSpec"), "affinity")));
    assert_true(vd_kube_field_is_atomic(field_of(core("Event"), "involvedObject")));
    assert_false(vd_kube_field_is_atomic(field_of(core("PersistentVolumeSpec"), "claimRef")));
    assert_text(vd_kube_field_default(field_of(core("Container"), "name")), "\"\"");
    assert_text(vd_kube_field_default(field_of(core("Container"), "image")), "");
}

static void a_field_says_its_shape(void **state)
{
    const struct vd_kube_field *replicas =
        field_of(vd_kube_type_named(VD_SLICE("io.k8s.api.apps.v1.DeploymentSpec")), "replicas");

    assert_int_equal(replicas->form, VD_KUBE_INT32);
    assert_int_equal(replicas->flags, VD_KUBE_POINTER | VD_KUBE_OMITEMPTY);
    assert_text(vd_kube_field_go_type(field_of(core("PodSpec"), "containers")), "[]v1.Container");
    assert_int_equal(field_of(core("PodSpec"), "containers")->flags & VD_KUBE_REQUIRED,
                     VD_KUBE_REQUIRED);
    assert_int_equal(field_of(core("Secret"), "data")->form, VD_KUBE_BYTES);
    assert_true(vd_kube_field_is_map(field_of(core("Secret"), "data")));
    assert_true(vd_kube_field_is_list(field_of(core("PodSpec"), "containers")));
    assert_int_equal(field_of(core("ResourceRequirements"), "limits")->form, VD_KUBE_QUANTITY);
    assert_int_equal(field_of(core("ContainerPort"), "hostPort")->number, 2);
}

/* What the lookups lean on, for every row. */
static void the_table_is_in_order(void **state)
{
    const struct vd_kube_type *type, *before = NULL;

    for (size_t i = 0; (type = vd_kube_type_each(i)); i++, before = type) {
        if (before) {
            int order = vd_slice_cmp(vd_kube_type_package(before), vd_kube_type_package(type));

            assert_true(order <= 0);
            assert_true(order < 0 ||
                        vd_slice_cmp(vd_kube_type_name(before), vd_kube_type_name(type)) < 0);
        }
        for (size_t f = 0; f < vd_kube_type_count(type); f++) {
            const struct vd_kube_field *field = vd_kube_type_at(type, f);
            struct vd_slice name = vd_kube_field_name(field);

            assert_int_equal(strlen((const char *)name.ptr), name.len);
            assert_int_equal(vd_kube_type_index(type, name), (int)f);
            assert_false(field->flags & VD_KUBE_INLINE);
        }
    }
    for (size_t i = 0; i < vd_kube_type_kinds_count; i++) {
        const struct vd_kube_type_kind *kind = vd_kube_type_kind_each(i);

        assert_ptr_equal(vd_kube_type_of(vd_kube_type_kind_group(kind),
                                         vd_kube_type_kind_version(kind),
                                         vd_kube_type_kind_name(kind)),
                         vd_kube_type_kind_type(kind));
    }
    assert_null(vd_kube_type_kind_each(vd_kube_type_kinds_count));
}

static void a_full_name_is_taken_apart_at_its_last_dot(void **state)
{
    const struct vd_kube_type *type;

    for (size_t i = 0; (type = vd_kube_type_each(i)); i++) {
        char full[256];

        snprintf(full, sizeof(full), "%s.%s", (const char *)vd_kube_type_package(type).ptr,
                 (const char *)vd_kube_type_name(type).ptr);
        assert_ptr_equal(vd_kube_type_named(vd_slice_str(full)), type);
    }
    assert_null(vd_kube_type_named(VD_SLICE("")));
    assert_null(vd_kube_type_named(VD_SLICE("Pod")));
    assert_null(vd_kube_type_named(VD_SLICE("io.k8s.api.core.v1.")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_is_found_by_group_version_and_kind),
        cmocka_unit_test(what_every_group_has_is_found_under_each),
        cmocka_unit_test(fields_of_inlined_structs_are_their_owners),
        cmocka_unit_test(names_are_taken_as_they_are_written),
        cmocka_unit_test(a_field_says_how_it_is_merged_and_owned),
        cmocka_unit_test(a_field_says_its_shape),
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(a_full_name_is_taken_apart_at_its_last_dot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
