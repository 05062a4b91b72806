/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in the annotation is JSON as Go writes a map: members by name, a newline at the end.
 */
#include "doors/kube/model/last_applied.h"

#include "doors/kube/model/doc.h"

#include <errno.h>

enum { ANNOTATIONS_MAX_BYTES = 256 << 10 };

static const char NAME[] = "kubectl.kubernetes.io/last-applied-configuration";

static struct vd_json_value *annotations_of(const struct vd_json_value *object)
{
    return vd_kube_doc_object(vd_kube_doc_object(object, "metadata"), "annotations");
}

static int fields_in_common(struct vd_arena *arena, struct vd_kube_shape shape,
                            const struct vd_json_value *last, const struct vd_json_value *object,
                            const struct vd_kube_fields **out_set)
{
    struct vd_kube_diff diff;
    int rc = vd_kube_collect(arena, shape, last, out_set);

    if (!rc)
        rc = vd_kube_compare(arena, shape, last, object, true, &diff);
    if (!rc)
        rc = vd_kube_fields_difference(arena, *out_set, diff.modified, out_set);
    if (!rc)
        rc = vd_kube_fields_difference(arena, *out_set, diff.added, out_set);
    return rc ? rc : vd_kube_fields_difference(arena, *out_set, diff.removed, out_set);
}

int vd_kube_last_applied_fields(struct vd_arena *arena, struct vd_kube_shape shape,
                                const struct vd_json_value *object, struct vd_slice api_version,
                                const struct vd_kube_fields **out_set)
{
    struct vd_slice text = vd_kube_doc_string(annotations_of(object), NAME);
    struct vd_json_value *last;
    struct vd_buf faults;
    bool is_right;
    int rc;

    if (!text.len)
        return VD_NOT_FOUND;
    rc = vd_json_read(arena, text, VD_KUBE_DOC_DEPTH_MAX, &last, NULL);
    if (rc < 0)
        return rc;
    if (rc || !vd_slice_eq(vd_kube_doc_string(last, "apiVersion"), api_version))
        return VD_NOT_FOUND;
    vd_buf_init(&faults, 0);
    vd_kube_check(arena, shape, last, &faults);
    rc = vd_buf_status(&faults);
    is_right = !faults.len;
    vd_buf_deinit(&faults);
    if (rc || !is_right)
        return rc < 0 ? rc : VD_NOT_FOUND;
    return fields_in_common(arena, shape, last, object, out_set);
}

/* Members by name, and without the annotation itself. */
static int write_sorted(struct vd_arena *arena, struct vd_json *json,
                        const struct vd_json_value *value, int level)
{
    struct vd_kube_members members;
    struct vd_json_value *at;
    int rc = 0;

    if (value->type == VD_JSON_ARRAY) {
        vd_json_array(json);
        for (at = value->first; !rc && at; at = at->next)
            rc = write_sorted(arena, json, at, -1);
        vd_json_array_end(json);
        return rc;
    }
    if (value->type != VD_JSON_OBJECT) {
        vd_json_write(json, value);
        return 0;
    }
    rc = vd_kube_members_by_name(arena, value->first, &members);
    vd_json_object(json);
    for (uint32_t i = 0; !rc && i < members.count; i++) {
        static const char *const PATH[] = {"metadata", "annotations", NAME};
        bool is_on_path = level >= 0 && vd_slice_eq(members.at[i]->name, vd_slice_str(PATH[level]));

        if (is_on_path && level == 2)
            continue;
        vd_json_name_of(json, members.at[i]->name);
        rc = write_sorted(arena, json, members.at[i], is_on_path ? level + 1 : -1);
    }
    vd_json_object_end(json);
    return rc;
}

static size_t size_of(const struct vd_json_value *annotations)
{
    struct vd_json_value *at;
    size_t size = 0;

    vd_kube_doc_each(at, annotations)
        size += at->name.len + at->text.len;
    return size;
}

int vd_kube_last_applied_update(struct vd_arena *arena, struct vd_json_value *object,
                                const struct vd_json_value *config)
{
    struct vd_json_value *annotations = annotations_of(object);
    struct vd_json_value *text = vd_kube_doc_get(annotations, NAME);
    struct vd_json json;
    struct vd_buf buf;
    int rc;

    if (!vd_kube_doc_text(text).len)
        return 0;
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    rc = write_sorted(arena, &json, config, 0);
    vd_json_line(&json);
    if (!rc && (vd_buf_status(&buf) || vd_arena_copy(arena, vd_buf_slice(&buf), &text->text)))
        rc = -ENOMEM;
    vd_buf_deinit(&buf);
    if (!rc && size_of(annotations) > ANNOTATIONS_MAX_BYTES)
        vd_kube_doc_take(annotations, text);
    return rc;
}
