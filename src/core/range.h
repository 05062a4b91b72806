/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a range of keys as they were at one position, in bounded pieces: however many keys have
 * to be looked at to count it, or to find the next row that its filters let through, one call looks
 * at a slice of them and then answers VD_AGAIN.
 *
 * A range can be walked twice (its encoded size first, its bytes as the reader takes them):
 * vd_range_rewind starts over, and the rows are the same, because the range holds its revision.
 * Rows come in their final order with filters and limit applied. Values that are not in memory
 * are fetched by a job; meanwhile vd_range_next answers VD_WAIT and `ready` is called after.
 */
#ifndef VD_CORE_RANGE_H
#define VD_CORE_RANGE_H

#include "core/kv.h"

struct vd_row {
    struct vd_slice key;
    struct vd_slice value; /* NULL, of the recorded length, when values were not asked for */
    int64_t create_revision, mod_revision, version, lease;
    struct vd_slice cause; /* of the event that put it (core/write.h); empty without the value, and
                            * where rows are sorted by value */
};

struct vd_range;

/*
 * at: {0, 0} reads op->revision (or the head); otherwise everything before that position, as a
 * transaction's results say; that is there as long as the write's `done` has not returned, even if
 * it was compacted meanwhile. ready(arg) is called on the slot's loop after a VD_WAIT.
 * 0; VD_COMPACTED; VD_FUTURE; VD_DENIED; VD_INVALID (sort); -ENOMEM.
 * op's slices must live as long as the range.
 */
VD_MUST_CHECK int vd_range_open(struct vd_kv *kv, unsigned slot,
                                const struct vd_principal *principal, const struct vd_range_op *op,
                                struct vd_pos at, void (*ready)(void *arg), void *arg,
                                struct vd_range **out_range);
void vd_range_close(struct vd_range *range);

/* 0: the range is counted, which vd_range_next sees to as well; VD_AGAIN: not yet, ask again in
 * another turn; -ENOMEM. A range at the head, or in which little has changed since, is counted when
 * it is opened. */
VD_MUST_CHECK int vd_range_settle(struct vd_range *range);
/* Keys in the range at that revision, whatever limit and filters say. It must be counted. */
int64_t vd_range_count(const struct vd_range *range);
/* Whether limit cut something off; known at once where nothing is filtered, otherwise once the rows
 * were walked to the end. */
bool vd_range_has_more(const struct vd_range *range);
/* The head when it was opened: what a header says. */
int64_t vd_range_head(const struct vd_range *range);

/*
 * Up to max_rows rows, and about max_bytes of keys and values, at least one. with_values false is
 * cheap, and waits at most once, before the first row of many that are not in the order of keys.
 * Rows are borrowed until the next call or until the slot leaves. With keys_only values are empty,
 * with count_only there are no rows.
 * 0 (count in *out_count, at least 1); VD_END; VD_WAIT; VD_AGAIN; VD_TOO_LARGE: too many values to
 * sort them; VD_CORRUPT: history lacks an event that the index names; -errno.
 */
VD_MUST_CHECK int vd_range_next(struct vd_range *range, bool with_values, struct vd_row *rows,
                                size_t max_rows, size_t max_bytes, size_t *out_count);
void vd_range_rewind(struct vd_range *range);

#endif
