/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/encode.h"

#include "base/check.h"

void vd_etcd3_header_make(const struct vd_etcd3_identity *identity, int64_t revision,
                          struct vd_etcd3_header *out_header)
{
    size_t n = vd_etcd3_int_size((int64_t)identity->cluster_id) +
               vd_etcd3_int_size((int64_t)identity->member_id) + vd_etcd3_int_size(revision) +
               vd_etcd3_int_size((int64_t)identity->term);
    uint8_t *to = vd_etcd3_len_put(out_header->bytes, 1, n);

    to = vd_etcd3_int_put(to, 1, (int64_t)identity->cluster_id);
    to = vd_etcd3_int_put(to, 2, (int64_t)identity->member_id);
    to = vd_etcd3_int_put(to, 3, revision);
    to = vd_etcd3_int_put(to, 4, (int64_t)identity->term);
    out_header->revision = revision;
    out_header->len = (uint8_t)(to - out_header->bytes);
    vd_assert(out_header->len <= VD_ETCD3_HEADER_BYTES);
}

size_t vd_etcd3_part_header_size(int64_t revision)
{
    return vd_etcd3_field_size(vd_etcd3_int_size(revision));
}

uint8_t *vd_etcd3_part_header_put(uint8_t *to, int64_t revision)
{
    to = vd_etcd3_len_put(to, 1, vd_etcd3_int_size(revision));
    return vd_etcd3_int_put(to, 3, revision);
}

/* A delete tells its key and its revision; whatever else the event holds is not shown. */
static struct vd_row kv_of(const struct vd_event *event)
{
    if (event->type == VD_EVENT_DELETE)
        return (struct vd_row){.key = vd_event_key(event), .mod_revision = event->revision};
    return vd_etcd3_row_of(event);
}

struct vd_etcd3_event_sizes vd_etcd3_event_measure(const struct vd_event *event,
                                                   const struct vd_event *prev)
{
    struct vd_row kv = kv_of(event);
    struct vd_etcd3_event_sizes sizes = {.kv = vd_etcd3_row_size(&kv)};

    sizes.message =
        vd_etcd3_int_size(event->type == VD_EVENT_DELETE) + vd_etcd3_field_size(sizes.kv);
    if (prev) {
        struct vd_row before = vd_etcd3_row_of(prev);

        sizes.prev = vd_etcd3_row_size(&before);
        sizes.message += vd_etcd3_field_size(sizes.prev);
    }
    sizes.field = vd_etcd3_field_size(sizes.message);
    return sizes;
}

uint8_t *vd_etcd3_event_write(uint8_t *to, const struct vd_event *event,
                              const struct vd_event *prev, const struct vd_etcd3_event_sizes *sizes)
{
    enum { EVENTS = 11, TYPE = 1, KV = 2, PREV_KV = 3 };
    struct vd_row kv = kv_of(event);

    to = vd_etcd3_len_put(to, EVENTS, sizes->message);
    to = vd_etcd3_int_put(to, TYPE, event->type == VD_EVENT_DELETE);
    to = vd_etcd3_row_put(vd_etcd3_len_put(to, KV, sizes->kv), &kv);
    if (prev) {
        struct vd_row before = vd_etcd3_row_of(prev);

        to = vd_etcd3_row_put(vd_etcd3_len_put(to, PREV_KV, sizes->prev), &before);
    }
    return to;
}
