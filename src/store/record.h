/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a record of the log says: the payload of vd_wal_append, and what recovery reads back.
 *
 * All types share one body, so that replaying needs no knowledge of what a lease or an alarm is:
 *
 *   revision, floor, event count, side count (varints), the events (store/entry.h), the sides
 *   a side: table 1, key length, value length + 1 (0: it is removed), key, value
 *
 * revision: of the events, 0 if there are none. floor: a compaction up to here, 0 if it is not
 * one. Sides are rows of small tables beside the history (leases, alarms, settings).
 */
#ifndef VD_STORE_RECORD_H
#define VD_STORE_RECORD_H

#include "store/entry.h"

/* For people and for figures; the body says what is to be done. */
enum vd_record_type {
    VD_RECORD_WRITE = 1,
    VD_RECORD_COMPACT = 2,
    VD_RECORD_LEASE_GRANT = 3,
    VD_RECORD_LEASE_REVOKE = 4,
    VD_RECORD_ALARM = 5,
    VD_RECORD_META = 6,
};

/* The tables of sides, on disk by these numbers. */
enum vd_side_table {
    VD_SIDE_META = 0,
    VD_SIDE_LEASE = 1,
    VD_SIDE_ALARM = 2,
};

struct vd_side {
    uint8_t table;
    bool removed;
    struct vd_slice key, value;
};

#define VD_RECORD_HEAD_MAX 40
#define VD_SIDE_HEAD_MAX   24
#define VD_SIDE_KEY_MAX    480

struct vd_record_head {
    int64_t revision;
    int64_t floor;
    uint32_t events, sides;
};

/*
 * Encoding is by pieces, so that keys and values are copied once, into the log's batch: a head,
 * then for each event its vd_entry_encode_head, key, value, cause, then for each side its head, key
 * and value. Subs are counted, in order, from 0. Return how many bytes were written.
 */
size_t vd_record_encode_head(const struct vd_record_head *head, uint8_t out[VD_RECORD_HEAD_MAX]);
size_t vd_side_encode_head(const struct vd_side *side, uint8_t out[VD_SIDE_HEAD_MAX]);

struct vd_record_reader {
    struct vd_record_head head;
    struct vd_slice rest;
    int64_t time_ms;
    uint32_t event, side; /* the next one */
};

/* Borrows the payload. time_ms is passed on to the events. VD_CORRUPT. */
VD_MUST_CHECK int vd_record_reader_init(struct vd_record_reader *reader, struct vd_slice payload,
                                        int64_t time_ms);
/* The next event; VD_END: no more; VD_CORRUPT. All events must be read before the sides. */
VD_MUST_CHECK int vd_record_next_event(struct vd_record_reader *reader, struct vd_entry *out_entry);
/* The next side; VD_END: no more, and nothing is left over; VD_CORRUPT. */
VD_MUST_CHECK int vd_record_next_side(struct vd_record_reader *reader, struct vd_side *out_side);

#endif
