/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys for doors that keep something in the cause of an event, or that walk in an order of their
 * own: what stands at a key, or at the first key from one on, with its event if that is in memory;
 * and the fetching of those that are not. Rows for all others: core/get.h, core/range.h.
 */
#ifndef VD_CORE_PEEK_H
#define VD_CORE_PEEK_H

#include "core/kv.h"

/* Borrowed until the slot leaves. */
struct vd_peek {
    struct vd_slice key;
    struct vd_pos pos; /* of its event */
    int64_t create_revision, version, lease;
    uint32_t value_len;
    const struct vd_event *event; /* NULL: it is on disk (vd_lookup_want) */
};

/* The key as it is now, in a slot that is entered. 0, VD_NOT_FOUND, VD_DENIED. */
VD_MUST_CHECK int vd_kv_peek(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                             struct vd_slice key, struct vd_peek *out_peek);

/*
 * The first key of a range as it was at a revision, which is not above the head and is held
 * (vd_kv_hold), or now (revision 0). *rows, which is not 0, counts down with every key that is
 * looked at. 0; VD_NOT_FOUND; VD_AGAIN: no row is left, go on behind out_peek->key; VD_DENIED.
 */
VD_MUST_CHECK int vd_kv_peek_first(struct vd_kv *kv, unsigned slot,
                                   const struct vd_principal *principal, struct vd_slice key,
                                   struct vd_slice end, int64_t revision, size_t *rows,
                                   struct vd_peek *out_peek);

enum { VD_LOOKUP_MAX = 128, VD_LOOKUP_BYTES = 1 << 20 };

/* Events from disk, a few at a time. */
struct vd_lookup;

/* ready(arg) is called on the slot's loop when what was wanted has come. NULL: no memory. */
struct vd_lookup *vd_lookup_new(struct vd_kv *kv, unsigned slot, void (*ready)(void *arg),
                                void *arg);
/* Its job may be under way. NULL is fine. */
void vd_lookup_free(struct vd_lookup *fetch);
/*
 * To be fetched by the next vd_lookup_begin; also what was wanted before is fetched again, until
 * vd_lookup_clear. True: it has room for one more, and of these sizes it takes no more.
 */
bool vd_lookup_want(struct vd_lookup *fetch, const struct vd_peek *peek);
void vd_lookup_clear(struct vd_lookup *fetch);
/* Begins, if something is wanted that has not come: VD_WAIT, nothing else may be called but
 * vd_lookup_is_busy and _free until `ready`. VD_CORRUPT: all of it was fetched and it is not there;
 * -errno: the fetch before failed. */
VD_MUST_CHECK int vd_lookup_begin(struct vd_lookup *fetch);
bool vd_lookup_is_busy(const struct vd_lookup *fetch);
/* NULL: it did not come. Borrowed until the next begin or clear. */
const struct vd_event *vd_lookup_find(const struct vd_lookup *fetch, struct vd_pos pos);

#endif
