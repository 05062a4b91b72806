/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Owners out of documents and back. They are few: at most ten that update, and those who apply.
 */
#include "doors/kube/model/managed_entries.h"

#include "doors/kube/model/doc.h"

#include <errno.h>

static int read_owner(struct vd_arena *arena, const struct vd_json_value *entry,
                      struct vd_kube_owner *out)
{
    struct vd_slice operation = vd_kube_doc_string(entry, "operation");
    const struct vd_json_value *fields = vd_kube_doc_get(entry, "fieldsV1");

    *out = (struct vd_kube_owner){
        .manager = vd_kube_doc_string(entry, "manager"),
        .api_version = vd_kube_doc_string(entry, "apiVersion"),
        .subresource = vd_kube_doc_string(entry, "subresource"),
        .time = vd_kube_doc_string(entry, "time"),
        .is_apply = vd_slice_eq(operation, VD_SLICE("Apply")),
    };
    if ((!out->is_apply && !vd_slice_eq(operation, VD_SLICE("Update"))) || !out->api_version.len ||
        !vd_slice_eq(vd_kube_doc_string(entry, "fieldsType"), VD_SLICE("FieldsV1")))
        return VD_INVALID;
    return fields ? vd_kube_fields_read(arena, fields, &out->set) : 0;
}

int vd_kube_owners_read(struct vd_arena *arena, const struct vd_json_value *array,
                        struct vd_kube_owners *out_owners)
{
    struct vd_kube_owners owners = {0};
    struct vd_json_value *at;

    vd_kube_doc_each(at, array) {
        struct vd_kube_owner owner;
        int rc = read_owner(arena, at, &owner);

        if (!rc)
            rc = vd_kube_owners_put(arena, &owners, &owner);
        if (rc)
            return rc;
    }
    *out_owners = owners;
    return 0;
}

struct vd_json_value *vd_kube_owners_of(const struct vd_json_value *object)
{
    return vd_kube_doc_array(vd_kube_doc_object(object, "metadata"), "managedFields");
}

int vd_kube_owners_reconcile(struct vd_arena *arena, struct vd_kube_shape shape,
                             struct vd_kube_owners *owners)
{
    int rc = 0;

    if (shape.source != VD_KUBE_SHAPE_ROOT)
        return 0; /* the built-in types do not change under those who own them */
    for (uint32_t i = 0; !rc && i < owners->count; i++)
        rc = vd_kube_fields_whole(arena, shape, owners->at[i].set, &owners->at[i].set);
    return rc;
}

static bool is_same(const struct vd_kube_owner *a, const struct vd_kube_owner *b)
{
    return a->is_apply == b->is_apply && vd_slice_eq(a->manager, b->manager) &&
           vd_slice_eq(a->subresource, b->subresource) &&
           (a->is_apply || vd_slice_eq(a->api_version, b->api_version));
}

struct vd_kube_owner *vd_kube_owners_find(struct vd_kube_owners *owners,
                                          const struct vd_kube_owner *like)
{
    for (uint32_t i = 0; i < owners->count; i++)
        if (is_same(&owners->at[i], like))
            return &owners->at[i];
    return NULL;
}

int vd_kube_owners_put(struct vd_arena *arena, struct vd_kube_owners *owners,
                       const struct vd_kube_owner *owner)
{
    struct vd_kube_owner *old = vd_kube_owners_find(owners, owner);

    if (old) {
        *old = *owner;
        return 0;
    }
    if (owners->count == owners->room) {
        uint32_t room = owners->room ? 2 * owners->room : 8;
        struct vd_kube_owner *at = vd_arena_alloc(arena, room * sizeof(*at));

        if (!at)
            return -ENOMEM;
        if (owners->count)
            memcpy(at, owners->at, owners->count * sizeof(*at));
        owners->at = at;
        owners->room = room;
    }
    owners->at[owners->count++] = *owner;
    return 0;
}

void vd_kube_owners_drop(struct vd_kube_owners *owners, struct vd_kube_owner *owner)
{
    size_t index = (size_t)(owner - owners->at);

    memmove(owner, owner + 1, (owners->count - index - 1) * sizeof(*owner));
    owners->count--;
}

void vd_kube_owners_drop_empty(struct vd_kube_owners *owners)
{
    for (uint32_t i = owners->count; i--;)
        if (vd_kube_fields_is_empty(owners->at[i].set))
            vd_kube_owners_drop(owners, &owners->at[i]);
}

static int cmp_owners(const struct vd_kube_owner *a, const struct vd_kube_owner *b)
{
    int c = (int)b->is_apply - (int)a->is_apply;

    if (!c) /* in UTC and with seconds, times are ordered as texts are */
        c = vd_slice_cmp(a->time, b->time);
    if (!c)
        c = vd_slice_cmp(a->manager, b->manager);
    if (!c)
        c = vd_slice_cmp(a->api_version, b->api_version);
    return c ? c : vd_slice_cmp(a->subresource, b->subresource);
}

static void sort_owners(struct vd_kube_owners *owners)
{
    for (uint32_t i = 1; i < owners->count; i++) {
        struct vd_kube_owner owner = owners->at[i];
        uint32_t k = i;

        for (; k && cmp_owners(&owners->at[k - 1], &owner) > 0; k--)
            owners->at[k] = owners->at[k - 1];
        owners->at[k] = owner;
    }
}

static int add_text(struct vd_arena *arena, struct vd_json_value *object, const char *name,
                    struct vd_slice text)
{
    struct vd_json_value *value;

    if (!text.len)
        return 0;
    value = vd_kube_new(arena, VD_JSON_STRING);
    if (!value)
        return -ENOMEM;
    value->name = vd_slice_str(name);
    value->text = text;
    vd_kube_append(object, value);
    return 0;
}

static int write_owner(struct vd_arena *arena, const struct vd_kube_owner *owner,
                       struct vd_json_value *array)
{
    struct vd_json_value *entry = vd_kube_new(arena, VD_JSON_OBJECT);
    struct vd_json_value *fields = vd_kube_fields_document(arena, owner->set);

    if (!entry || !fields || add_text(arena, entry, "manager", owner->manager) ||
        add_text(arena, entry, "operation",
                 owner->is_apply ? VD_SLICE("Apply") : VD_SLICE("Update")) ||
        add_text(arena, entry, "apiVersion", owner->api_version) ||
        add_text(arena, entry, "time", owner->time) ||
        add_text(arena, entry, "fieldsType", VD_SLICE("FieldsV1")))
        return -ENOMEM;
    fields->name = VD_SLICE("fieldsV1");
    vd_kube_append(entry, fields);
    vd_kube_append(array, entry);
    return add_text(arena, entry, "subresource", owner->subresource);
}

int vd_kube_owners_store(struct vd_arena *arena, struct vd_kube_owners *owners,
                         struct vd_json_value *object)
{
    struct vd_kube_doc doc = {arena, 0};
    struct vd_json_value *meta = vd_kube_doc_ensure_object(&doc, object, "metadata");
    struct vd_json_value *array;

    if (!meta)
        return -ENOMEM;
    (void)vd_kube_doc_remove(meta, "managedFields");
    if (!owners->count)
        return 0;
    sort_owners(owners);
    array = vd_kube_new(arena, VD_JSON_ARRAY);
    if (!array)
        return -ENOMEM;
    for (uint32_t i = 0; i < owners->count; i++)
        if (write_owner(arena, &owners->at[i], array))
            return -ENOMEM;
    array->name = VD_SLICE("managedFields");
    vd_kube_append(meta, array);
    return 0;
}

int vd_kube_writer_keep(struct vd_arena *arena, const struct vd_kube_writer *writer,
                        struct vd_kube_writer *out_writer)
{
    struct vd_kube_writer own = *writer;

    if (vd_arena_copy(arena, writer->manager, &own.manager) ||
        vd_arena_copy(arena, writer->api_version, &own.api_version) ||
        vd_arena_copy(arena, writer->subresource, &own.subresource) ||
        vd_arena_copy(arena, writer->time, &own.time))
        return -ENOMEM;
    *out_writer = own;
    return 0;
}

struct vd_kube_owner vd_kube_owner_of(const struct vd_kube_writer *writer, bool is_apply)
{
    return (struct vd_kube_owner){
        .manager = writer->manager.len ? writer->manager : VD_SLICE("unknown"),
        .api_version = writer->api_version,
        .subresource = writer->subresource,
        .is_apply = is_apply,
    };
}

int vd_kube_subresource_cmp(struct vd_slice a, struct vd_slice b)
{
    return a.len && b.len ? vd_slice_cmp(a, b) : (a.len == 0) - (b.len == 0);
}

int vd_kube_why(const struct vd_arena *arena, int rc)
{
    bool is_full = arena->total_bytes > arena->limit_bytes / 2;

    return rc == -ENOMEM && is_full ? VD_TOO_LARGE : rc;
}
