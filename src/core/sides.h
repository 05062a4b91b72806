/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of the side tables, what they say of leases and alarms, and the queue in which they wait
 * for history: the role appends what it has logged, the keeper carries what is published.
 *
 *   table 1 (leases)  key: the id, big-endian     value: the time to live in ms, a varint; then 1
 *                                               if subtrees go with its keys, or nothing
 *   table 2 (alarms)  key: the alarm, one byte    value: empty
 */
#ifndef VD_CORE_SIDES_H
#define VD_CORE_SIDES_H

#include "core/write.h"
#include "store/record.h"

#include <stdatomic.h>

/* A row as it was logged with the record log_index. */
struct vd_side_row {
    uint64_t log_index;
    uint8_t table, key_len, value_len;
    bool is_removed;
    uint8_t bytes[20]; /* key, value */
};

/* ttl_ms 0: it is removed. */
struct vd_side_row vd_side_row_lease(const struct vd_lease_op *lease);
struct vd_side_row vd_side_row_alarm(enum vd_alarm alarm, bool raised);
/* Of one that was read as a lease or an alarm. */
struct vd_side_row vd_side_row_copy(const struct vd_side *side);
/* Borrows from the row. */
struct vd_side vd_side_of_row(const struct vd_side_row *row);
/* What a row of theirs says (value ignored if it is removed). 0 or VD_CORRUPT. */
VD_MUST_CHECK int vd_side_read_lease(const struct vd_side *side, struct vd_lease_op *out_lease);
VD_MUST_CHECK int vd_side_read_alarm(const struct vd_side *side, enum vd_alarm *out_alarm);

enum { VD_SIDE_CHUNK_ROWS = 126 };

struct vd_side_chunk {
    _Atomic(struct vd_side_chunk *) next;
    _Atomic uint32_t count;
    struct vd_side_row rows[VD_SIDE_CHUNK_ROWS];
};

/* One thread appends and one takes, without a lock. Zeroed is not enough: vd_side_queue_init. */
struct vd_side_queue {
    struct vd_side_chunk *last;  /* the role's */
    struct vd_side_chunk *spare; /* the role's: behind it */
    struct vd_side_chunk *first; /* the keeper's, as what follows */
    uint32_t taken;              /* of the first */
};

VD_MUST_CHECK int vd_side_queue_init(struct vd_side_queue *queue);
void vd_side_queue_deinit(struct vd_side_queue *queue);
/* The role: room for one row. 0, -ENOMEM. */
VD_MUST_CHECK int vd_side_queue_reserve(struct vd_side_queue *queue);
/* The role: there must be room. */
void vd_side_queue_append(struct vd_side_queue *queue, const struct vd_side_row *row);
/* The keeper: every row up to log_index goes to each(); it stays until it is dropped. Returns how
 * many. */
size_t vd_side_queue_walk(const struct vd_side_queue *queue, uint64_t log_index,
                          void (*each)(void *arg, const struct vd_side *side), void *arg);
/* The keeper: they are in history. */
void vd_side_queue_drop(struct vd_side_queue *queue, uint64_t log_index);

#endif
