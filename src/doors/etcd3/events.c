/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/events.h"

#include "doors/etcd3/encode.h"

enum { FRAME_BYTES = 72 /* an event is at most so much longer than its key and value */ };

static const struct vd_event *shown_prev(unsigned variant, const struct vd_event *prev)
{
    return variant & VD_ETCD3_PREV_KV ? prev : NULL;
}

/* To measure an event costs as much as to write it. */
static size_t bound(unsigned variant, const struct vd_event *event, const struct vd_event *prev)
{
    size_t bytes = event->key_len + (size_t)event->value_len + FRAME_BYTES;

    if (!vd_etcd3_wants(variant, event))
        return 0;
    prev = shown_prev(variant, prev);
    return prev ? bytes + prev->key_len + (size_t)prev->value_len + FRAME_BYTES : bytes;
}

static size_t size(unsigned variant, const struct vd_event *event, const struct vd_event *prev)
{
    return vd_etcd3_event_measure(event, shown_prev(variant, prev)).field;
}

static uint8_t *write_event(void *arg, unsigned variant, uint8_t *to, const struct vd_event *event,
                            const struct vd_event *prev)
{
    struct vd_etcd3_event_sizes sizes;

    prev = shown_prev(variant, prev);
    sizes = vd_etcd3_event_measure(event, prev);
    return vd_etcd3_event_write(to, event, prev, &sizes);
}

const struct vd_run_encoder vd_etcd3_events = {
    .bound = bound, .write = write_event, .size = size, .whole_revisions = true};
