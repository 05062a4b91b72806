/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When revisions were committed, for who wants to show how old something is. A job, since the older
 * ones are on disk.
 */
#ifndef VD_CORE_AGES_H
#define VD_CORE_AGES_H

#include "core/kv.h"

/* The caller's; it stays until `done` was called. */
struct vd_ages {
    struct vd_kv *kv;
    unsigned slot;   /* of the loop that asks */
    int64_t *values; /* revisions, or 0; then the time of each, or of the first event behind it, in
                      * milliseconds since 1970; 0: there is none, or it was compacted */
    uint32_t count;
    void (*done)(struct vd_ages *ages); /* on that loop, in a later turn */
    struct vd_job job;                  /* core's own */
};

void vd_ages_find(struct vd_ages *ages);

#endif
