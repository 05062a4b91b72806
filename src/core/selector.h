/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A selector: what several cursors of one hub want, once for all of them.
 *
 * It is small (a watch of its own key is mostly this), and so everything that exists only while
 * something waits hangs off it: the ring of matches that live cursors have not pulled, and the
 * seat in the pass that cursors behind share.
 */
#ifndef VD_CORE_SELECTOR_H
#define VD_CORE_SELECTOR_H

#include "core/match.h"

struct vd_ring;
struct vd_seat;

struct vd_selector {
    struct vd_list idle; /* cursors that are live and have pulled everything */
    struct vd_ring *ring;
    struct vd_seat *seat;
    struct vd_selector_extra *extra; /* NULL: the range says it all */
    size_t refs;                     /* one a cursor */
    struct vd_match_entry entry;
};

/* Terms and residual, which few selectors have. */
struct vd_selector_extra {
    struct vd_match_terms terms; /* what entry.terms points to, if there are any */
    bool (*residual)(const struct vd_event *event, const struct vd_event *prev, void *arg);
    void *residual_arg;
    bool residual_prev;
    struct vd_term copies[];
};

_Static_assert(sizeof(struct vd_selector) == 80, "a watch of its own key is to stay small");

/* Without references, in no index. 0; VD_INVALID: terms without an extractor; VD_TOO_LARGE;
 * -ENOMEM. */
VD_MUST_CHECK int vd_selector_new(const struct vd_match_range *range,
                                  const struct vd_selection *selection,
                                  struct vd_selector **out_selector);
/* No references, in no index. */
void vd_selector_free(struct vd_selector *selector);
/* One in the index that is equal to the selection, whose range this is; or NULL. */
struct vd_selector *vd_selector_find(struct vd_match *match, const struct vd_match_range *range,
                                     const struct vd_selection *selection);

static inline struct vd_selector *vd_selector_of(struct vd_match_entry *entry)
{
    return vd_container_of(entry, struct vd_selector, entry);
}

/* A range as core/access.h writes it, for the index of keys. room: for the end of a prefix. */
enum { VD_SELECTOR_ROOM = VD_JOURNAL_ROOM };
void vd_selector_key_range(const struct vd_selector *selector, uint8_t room[VD_SELECTOR_ROOM],
                           struct vd_slice *out_key, struct vd_slice *out_end);

#endif
