/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the newest revisions were published, for who wants to know how long their delivery took. A
 * ring that publishers write and everybody reads, without a lock: a figure, not a record. A stamp
 * that is being overwritten is not found.
 */
#ifndef VD_CORE_STAMPS_H
#define VD_CORE_STAMPS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { VD_STAMPS = 256 };

struct vd_stamps {
    struct {
        _Atomic int64_t head; /* the newest revision that was published then */
        _Atomic uint64_t time_ns;
    } ring[VD_STAMPS];
    _Atomic uint32_t count;
};

/* Any thread. */
void vd_stamps_put(struct vd_stamps *stamps, int64_t head, uint64_t time_ns);
/* When this revision was published. Any thread. False: too long ago, or not known yet. */
bool vd_stamps_find(const struct vd_stamps *stamps, int64_t revision, uint64_t *out_time_ns);

#endif
