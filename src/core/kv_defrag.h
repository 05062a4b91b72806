/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Defragmentation: all rows of history go into a new file beside it, which has no free pages, and
 * the new file takes the old one's place. The keeper does it in steps, and its batches go on; what
 * they bring meanwhile is copied after the rest, until nothing is missing. Only compaction waits.
 * Readers are not held up: each moves over when it begins its next piece of work.
 */
#ifndef VD_CORE_KV_DEFRAG_H
#define VD_CORE_KV_DEFRAG_H

#include "base/outcome.h"
#include "core/kv_errand.h"
#include "store/history_copy.h"

/* The keeper's. */
struct vd_kv_defrags {
    struct vd_errand *waiting, *served; /* not begun; of the one under way */
    struct vd_history_copy copy;        /* to: NULL when none is under way */
};

/* The keeper. */
void vd_kv_defrag_add(struct vd_kv *kv, struct vd_errand *errand);
bool vd_kv_defrag_is_under_way(const struct vd_kv *kv);
bool vd_kv_defrag_step(struct vd_kv *kv, unsigned slot);
void vd_kv_defrags_close(struct vd_kv *kv);

#endif
