/* SPDX-License-Identifier: Apache-2.0 */
/* The state of a range, for its two files: the walk (range.c) and the sorting (range_sort.c). */
#ifndef VD_CORE_RANGE_PRIVATE_H
#define VD_CORE_RANGE_PRIVATE_H

#include "core/kv_private.h"
#include "core/range.h"

#include "base/buf.h"

struct vd_sorted {
    const struct vd_key *key; /* kept by the range's hold */
    struct vd_version version;
    struct vd_slice value; /* only where values are the order */
};

struct vd_range {
    struct vd_kv *kv;
    unsigned slot;
    struct vd_range_op op;
    struct vd_pos at;
    struct vd_kv_hold hold;
    int64_t head, count;
    bool is_filtered, is_sorted; /* sorted: not in the order of the index, in either direction */
    bool is_counted;
    bool more;

    /* The walk; before it, while it is counted, the key to go on counting from. */
    int64_t walked;       /* rows handed out */
    struct vd_buf resume; /* the last key handed out or passed over */
    bool has_resume;
    bool at_end;

    /* The rows in order, where they have to be sorted. */
    bool has_sorted;
    struct vd_sorted *sorted;
    size_t sorted_count;
    struct vd_arena values;

    /* What is fetched, and by whom. */
    void (*ready)(void *arg);
    void *arg;
    struct vd_job job;
    bool is_busy, is_closed; /* a job has it; nobody wants it any more */
    int job_rc;
    struct vd_wanted wanted;
    struct vd_block *fetched;
    size_t kept_bytes; /* what it has put into the cache */
};

/* Does the row pass the filters on its revisions? */
bool vd_range_admits(const struct vd_range *range, const struct vd_version *version);
/* Gives the range to a job; ready is called after it. VD_WAIT. */
int vd_range_submit(struct vd_range *range, void (*run)(struct vd_job *job, unsigned slot));

/* Collects and sorts the rows, here where they are few, or in a job. 0, VD_WAIT, VD_TOO_LARGE,
 * VD_CORRUPT, -ENOMEM. */
VD_MUST_CHECK int vd_range_sort(struct vd_range *range);

#endif
