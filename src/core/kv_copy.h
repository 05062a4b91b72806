/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of the store in files without a name. The keeper makes one at a time, in steps; all who
 * asked before it began get the same, and so does who asks before anything else has been written.
 * While one is made nothing is compacted, and while something is compacted none is begun.
 */
#ifndef VD_CORE_KV_COPY_H
#define VD_CORE_KV_COPY_H

#include "core/kv_errand.h"
#include "store/history_copy.h"

enum { VD_COPIES_MAX = 4 }; /* that somebody still reads */

struct vd_copy {
    struct vd_copy *next;
    _Atomic uint32_t refs;
    int fd; /* for reading, at any place */
    uint64_t size_bytes;
    int64_t revision;   /* of the newest event in it */
    uint64_t log_index; /* nothing behind it was in history when the copy was begun */
};

/* The keeper's. */
struct vd_kv_copies {
    struct vd_errand *waiting, *served; /* not begun; of the copy under way */
    struct vd_history_copy copy;        /* to: NULL when none is under way */
    struct vd_history_state state;      /* of the copy under way */
    struct vd_copy *made;               /* what it will be */
    struct vd_copy *live;               /* newest first */
    _Atomic bool any_dead;
};

/* Any thread. The keeper closes the file. */
void vd_copy_unref(struct vd_kv *kv, struct vd_copy *copy);

/* The keeper. */
void vd_kv_copy_add(struct vd_kv *kv, struct vd_errand *errand);
bool vd_kv_copy_is_under_way(const struct vd_kv *kv);
/* A bounded piece of the copy under way, or the beginning of the next one. */
bool vd_kv_copy_step(struct vd_kv *kv, unsigned slot);
void vd_kv_copies_close(struct vd_kv *kv);

#endif
