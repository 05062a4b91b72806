/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects of strangers, written and applied one after the other by a few managers. Whatever they
 * are, it ends in an object or a refusal; an object can be written, what its managed fields say is
 * read again and is canonical, and to apply the same once more is neither refused nor a change of
 * who owns what.
 *
 * Input: a byte that chooses the kind, then documents, a line each. The first byte of a line says
 * whether it is applied (its lowest bit), by force (the next), and by whom.
 */
#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/managed.h"
#include "doors/kube/model/managed_entries.h"
#include "doors/kube/model/schema.h"
#include "doors/kube/model/types.h"

#include <errno.h>
#include <stdio.h>

enum { ARENA_BYTES = 16 << 20, DEPTH = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const char SCHEMA[] =
    "{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{\"tags\":{"
    "\"type\":\"array\",\"x-kubernetes-list-type\":\"set\",\"items\":{\"type\":\"string\"}},"
    "\"rules\":{\"type\":\"array\",\"x-kubernetes-list-type\":\"map\","
    "\"x-kubernetes-list-map-keys\":[\"host\",\"port\"],\"items\":{\"type\":\"object\","
    "\"properties\":{\"host\":{\"type\":\"string\"},\"port\":{\"type\":\"integer\",\"default\":80},"
    "\"paths\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}},"
    "\"any\":{\"x-kubernetes-preserve-unknown-fields\":true}}}}}";

struct rig {
    struct vd_arena arena;
    struct vd_kube_shape shape;
    const char *version, *kind;
    struct vd_json_value *live;
    unsigned step;
};

static bool choose(struct rig *rig, uint8_t kind)
{
    static const char *const KINDS[] = {"Pod", "Service", "ConfigMap", "Node"};
    const struct vd_kube_schema *schema = NULL;
    struct vd_json_value *json;

    rig->version = "v1";
    rig->kind = KINDS[kind % VD_COUNT(KINDS)];
    if (kind % 6 < VD_COUNT(KINDS)) {
        rig->kind = KINDS[kind % 6];
        rig->shape = vd_kube_shape_of_type(
            vd_kube_type_of(VD_SLICE(""), VD_SLICE("v1"), vd_slice_str(rig->kind)));
        return true;
    }
    if (kind % 6 == VD_COUNT(KINDS) &&
        (vd_json_read(&rig->arena, vd_slice_str(SCHEMA), DEPTH, &json, NULL) ||
         vd_kube_schema_read(&rig->arena, json, &schema)))
        return false;
    rig->shape = vd_kube_shape_of_custom(schema);
    return true;
}

/* Each owner's fields are what they say, in the one order. */
static void check_owners(struct rig *rig, const struct vd_json_value *object)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_owners_of(object)) {
        const struct vd_json_value *fields = vd_kube_doc_get(at, "fieldsV1"), *again;
        const struct vd_kube_fields *set;
        int rc = vd_kube_fields_read(&rig->arena, fields, &set);

        vd_assert(rc == 0 || rc == -ENOMEM);
        again = rc ? NULL : vd_kube_fields_document(&rig->arena, set);
        vd_assert(!again || vd_kube_doc_equal(fields, again));
    }
}

static void check_written(const struct vd_json_value *object)
{
    struct vd_json json;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, object);
    vd_assert(vd_buf_status(&buf) == 0);
    vd_buf_deinit(&buf);
}

static struct vd_kube_writer writer_of(struct rig *rig, uint8_t how, char time[24])
{
    static const char *const MANAGERS[] = {"a", "b", "kubectl", ""};
    static const char *const STATUS[] = {"status", NULL};

    (void)snprintf(time, 24, "2026-01-01T00:%02u:00Z", rig->step++ % 60);
    return (struct vd_kube_writer){.manager = vd_slice_str(MANAGERS[how >> 2 & 3]),
                                   .api_version = vd_slice_str(rig->version),
                                   .kind = vd_slice_str(rig->kind),
                                   .subresource = how & 32 ? VD_SLICE("status") : VD_SLICE_EMPTY,
                                   .time = vd_slice_str(time),
                                   .resets = STATUS};
}

static void apply(struct rig *rig, const struct vd_json_value *config, uint8_t how)
{
    struct vd_kube_applied applied = {0}, again = {0};
    char time[24];
    struct vd_kube_writer writer = writer_of(rig, how, time);
    int rc = vd_kube_apply(&rig->arena, rig->shape, rig->live, config, &writer, how & 2, &applied);

    vd_assert(rc == 0 || rc == VD_CONFLICT || rc == VD_INVALID || rc == VD_TOO_LARGE ||
              rc == -ENOMEM);
    vd_assert(rc != VD_CONFLICT || (applied.conflicts && applied.message.len));
    vd_assert(rc != VD_INVALID || (applied.code && applied.message.len));
    if (rc)
        return;
    check_owners(rig, applied.object);
    check_written(applied.object);
    rc = vd_kube_apply(&rig->arena, rig->shape, applied.object, config, &writer, false, &again);
    vd_assert(rc == 0 || rc == VD_TOO_LARGE || rc == -ENOMEM);
    rig->live = applied.object;
}

static void update(struct rig *rig, struct vd_json_value *object, uint8_t how)
{
    char time[24];
    struct vd_kube_writer writer = writer_of(rig, how, time);
    int rc = vd_kube_managed_update(&rig->arena, rig->shape, rig->live, object, &writer);

    vd_assert(rc == 0 || rc == VD_TOO_LARGE || rc == -ENOMEM);
    if (rc)
        return;
    check_owners(rig, object);
    check_written(object);
    rig->live = object;
}

static void step(struct rig *rig, struct vd_slice line)
{
    struct vd_json_value *object;
    uint8_t how;

    if (line.len < 2)
        return;
    how = line.ptr[0];
    line = vd_slice(line.ptr + 1, line.len - 1);
    if (vd_json_read(&rig->arena, line, DEPTH, &object, NULL) || object->type != VD_JSON_OBJECT)
        return;
    vd_kube_doc_drop_duplicates(object); /* as whoever decodes a body does */
    if (how & 1)
        apply(rig, object, how);
    else
        update(rig, object, how);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct rig rig = {0};
    struct vd_slice rest;

    if (len < 2)
        return 0;
    vd_arena_init(&rig.arena, ARENA_BYTES);
    rest = vd_slice(bytes + 1, len - 1);
    if (choose(&rig, bytes[0]))
        while (rest.len) {
            const uint8_t *end = memchr(rest.ptr, '\n', rest.len);
            size_t n = end ? (size_t)(end - rest.ptr) : rest.len;

            step(&rig, vd_slice(rest.ptr, n));
            n += end != NULL;
            rest = vd_slice(rest.ptr + n, rest.len - n);
        }
    vd_arena_deinit(&rig.arena);
    return 0;
}
