/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watches of one stream: from id to watch, and from slot number to watch. A watch never moves
 * (its cursor stands in lists of the journal). Most streams have one, so the first lies in the
 * table itself; the others come in chunks that double, 1,000,000 of them cost about 80 bytes each.
 */
#ifndef VD_DOORS_ETCD3_WATCH_TABLE_H
#define VD_DOORS_ETCD3_WATCH_TABLE_H

#include "core/journal.h"

enum {
    VD_ETCD3_WATCH_VARIANT = 7, /* enum vd_etcd3_variant */
    VD_ETCD3_WATCH_FRAGMENT = 8,
    VD_ETCD3_WATCH_NOTIFY = 16,  /* progress_notify */
    VD_ETCD3_WATCH_SENT = 32,    /* an event went out since the last tick */
    VD_ETCD3_WATCH_QUEUED = 64,  /* in the stream's queue of watches that have something */
    VD_ETCD3_WATCH_BEHIND = 128, /* was not live when it last ran dry */
    VD_ETCD3_WATCH_GONE = 256,   /* its position was compacted: no cursor, but the id is taken */
    VD_ETCD3_WATCH_USED = 512,
    VD_ETCD3_WATCH_FLAG_BITS = 10,
    VD_ETCD3_WATCH_SLOT_BITS = 22,
    VD_ETCD3_WATCHES_MAX = (1 << VD_ETCD3_WATCH_SLOT_BITS) - 1,
    VD_ETCD3_WATCH_CHUNKS = VD_ETCD3_WATCH_SLOT_BITS
};

#define VD_ETCD3_NO_SLOT UINT32_MAX

struct vd_etcd3_watch {
    struct vd_cursor cursor;
    int64_t id;
    uint32_t next; /* slot of the next one in the queue, or in the list of free slots */
    uint32_t slot : VD_ETCD3_WATCH_SLOT_BITS;
    uint32_t flags : VD_ETCD3_WATCH_FLAG_BITS;
};

struct vd_etcd3_watch_more;

struct vd_etcd3_watch_table {
    struct vd_etcd3_watch first; /* slot 0 */
    struct vd_etcd3_watch_more *more;
    uint32_t count;
    uint32_t end;    /* slots at and above were never used */
    uint32_t free;   /* first of the free slots below */
    uint32_t behind; /* the owner's count of those marked BEHIND */
};

/* `table` is zeroed memory. */
void vd_etcd3_watch_table_init(struct vd_etcd3_watch_table *table);
/* The watches must have been closed. */
void vd_etcd3_watch_table_deinit(struct vd_etcd3_watch_table *table);

/* NULL: there is none. */
struct vd_etcd3_watch *vd_etcd3_watch_table_find(const struct vd_etcd3_watch_table *table,
                                                 int64_t id);
/* A new watch of an id that is not taken, zeroed but for id, slot and USED. NULL: no memory. */
struct vd_etcd3_watch *vd_etcd3_watch_table_add(struct vd_etcd3_watch_table *table, int64_t id);
/* Frees the id; the slot too, unless the watch is QUEUED: then with free_slot, later. */
void vd_etcd3_watch_table_remove(struct vd_etcd3_watch_table *table, struct vd_etcd3_watch *watch);
void vd_etcd3_watch_table_free_slot(struct vd_etcd3_watch_table *table,
                                    struct vd_etcd3_watch *watch);

/* The watch of a slot below table->end; it may be unused. */
struct vd_etcd3_watch *vd_etcd3_watch_table_at(const struct vd_etcd3_watch_table *table,
                                               uint32_t slot);
/* The table that it is in. */
struct vd_etcd3_watch_table *vd_etcd3_watch_table_of(struct vd_etcd3_watch *watch);

#endif
