/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/batches.h"

#include "base/hash.h"
#include "doors/etcd3/encode.h"

#include <errno.h>

static void forget(struct vd_etcd3_encoding *encoding)
{
    vd_bytes_unref(encoding->bytes);
    *encoding = (struct vd_etcd3_encoding){0};
}

void vd_etcd3_batches_deinit(struct vd_etcd3_batches *batches)
{
    for (size_t i = 0; i < VD_ETCD3_BATCH_SLOTS; i++)
        forget(&batches->slots[i]);
    forget(&batches->large);
}

static const struct vd_event *prev_of(const struct vd_batch *batch, uint32_t i, unsigned variant)
{
    return variant & VD_ETCD3_PREV_KV && batch->prevs ? batch->prevs[i] : NULL;
}

int vd_etcd3_encode_events(const struct vd_batch *batch, uint32_t first, uint32_t end,
                           unsigned variant, struct vd_bytes **out_bytes, uint32_t *out_events)
{
    size_t size = 0;
    uint32_t events = 0;
    struct vd_bytes *bytes;
    uint8_t *to;

    for (uint32_t i = first; i < end; i++)
        if (vd_etcd3_wants(variant, batch->events[i])) {
            size += vd_etcd3_event_size(batch->events[i], prev_of(batch, i, variant));
            events++;
        }
    *out_events = events;
    *out_bytes = NULL;
    if (!events)
        return 0;
    bytes = size <= UINT32_MAX ? vd_bytes_new(size) : NULL;
    if (!bytes)
        return -ENOMEM;
    to = bytes->data;
    for (uint32_t i = first; i < end; i++)
        if (vd_etcd3_wants(variant, batch->events[i]))
            to = vd_etcd3_event_put(to, batch->events[i], prev_of(batch, i, variant));
    vd_assert(to == bytes->data + size);
    *out_bytes = bytes;
    return 0;
}

static bool is_encoding_of(const struct vd_etcd3_encoding *encoding, const struct vd_batch *batch,
                           unsigned variant)
{
    return encoding->key == batch->key && batch->key && encoding->variant == variant &&
           vd_pos_cmp(encoding->to, batch->to) == 0 && vd_pos_cmp(encoding->from, batch->from) == 0;
}

int vd_etcd3_batches_get(struct vd_etcd3_batches *batches, const struct vd_batch *batch,
                         unsigned variant, const struct vd_etcd3_encoding **out_encoding)
{
    struct vd_etcd3_encoding *slot =
        &batches->slots[vd_hash_u64(batch->key * (VD_ETCD3_VARIANTS + 1) + variant) %
                        VD_ETCD3_BATCH_SLOTS];
    struct vd_bytes *bytes;
    uint32_t events;
    int rc;

    *out_encoding = slot;
    if (is_encoding_of(slot, batch, variant))
        return 0;
    *out_encoding = &batches->large;
    if (is_encoding_of(&batches->large, batch, variant))
        return 0;
    rc = vd_etcd3_encode_events(batch, 0, batch->count, variant, &bytes, &events);
    if (rc)
        return rc;
    if (bytes && bytes->len > VD_ETCD3_BATCH_SLOT_BYTES)
        slot = &batches->large;
    forget(slot);
    *slot = (struct vd_etcd3_encoding){batch->key, batch->from, batch->to, bytes, events, variant};
    *out_encoding = slot;
    return 0;
}
