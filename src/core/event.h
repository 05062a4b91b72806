/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Positions, events, and the blocks of memory that hold events.
 *
 * An event is one change of one key. It is immutable once its revision is published, lies in a
 * block together with the events committed beside it, and is read without a lock: either under
 * an epoch pin (core/epoch.h), or for as long as the reader holds a reference to its block.
 */
#ifndef VD_CORE_EVENT_H
#define VD_CORE_EVENT_H

#include "base/pos.h"
#include "base/slice.h"

#include <stdatomic.h>

enum vd_event_type { VD_EVENT_PUT = 0, VD_EVENT_DELETE = 1 };

struct vd_event {
    int64_t revision;
    int64_t prev_revision; /* of the key's version before, 0: there was none (or a tombstone) */
    uint32_t sub;
    uint32_t prev_sub;
    int64_t create_revision; /* 0 on a delete */
    int64_t version;         /* 1 on creation, 0 on a delete */
    int64_t lease;
    int64_t time_ms;    /* of the commit, since 1970; never goes backwards over revisions */
    const uint8_t *key; /* the value follows the key directly, the cause follows the value */
    struct vd_block *block;
    uint32_t key_len;
    uint32_t value_len;
    uint16_t cause_len;
    uint8_t type;          /* enum vd_event_type */
    uint8_t last;          /* 1: the last event of its revision */
    _Atomic uint8_t asked; /* 1: read by key since, so worth keeping (core/values.h) */
};

static inline struct vd_pos vd_event_pos(const struct vd_event *event)
{
    return (struct vd_pos){event->revision, event->sub};
}

static inline struct vd_slice vd_event_key(const struct vd_event *event)
{
    return vd_slice(event->key, event->key_len);
}

static inline struct vd_slice vd_event_value(const struct vd_event *event)
{
    return vd_slice(event->key + event->key_len, event->value_len);
}

static inline struct vd_slice vd_event_cause(const struct vd_event *event)
{
    return vd_slice(event->key + event->key_len + event->value_len, event->cause_len);
}

/*
 * A run of consecutive events, in order. Events grow from the front of its memory and their
 * bytes from the back, so that every pointer is final when it is made. A large revision may
 * span several blocks; a block may hold many revisions.
 */
struct vd_block {
    _Atomic uint32_t refs;
    uint32_t count;
    size_t size_bytes;  /* of the whole allocation */
    size_t front, back; /* first free byte, first used byte of the data at the end */
    struct vd_event events[];
};

/* Room for `count` events that have `data_bytes` of keys, values and causes; one reference. NULL:
 * no memory. */
struct vd_block *vd_block_new(size_t count, size_t data_bytes);
/* The next event with key, value and cause copied in; the other fields are zero, for the caller to
 * fill. NULL: full. */
struct vd_event *vd_block_add(struct vd_block *block, struct vd_slice key, struct vd_slice value,
                              struct vd_slice cause);
struct vd_block *vd_block_ref(struct vd_block *block);
void vd_block_unref(struct vd_block *block);

#endif
