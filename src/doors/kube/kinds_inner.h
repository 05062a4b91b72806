/* SPDX-License-Identifier: Apache-2.0 */
/* The registry, for its two files: kinds.c answers, kinds_follow.c keeps it up to date. */
#ifndef VD_DOORS_KUBE_KINDS_INNER_H
#define VD_DOORS_KUBE_KINDS_INNER_H

#include "core/range.h"
#include "doors/kube/kinds.h"

enum vd_kube_kinds_state {
    VD_KUBE_KINDS_IDLE,    /* nothing is read: nobody has asked */
    VD_KUBE_KINDS_LOADING, /* the range is read, the cursor gathers what comes after */
    VD_KUBE_KINDS_LIVE
};

/* A key on the prefix of definitions. */
struct vd_kube_kinds_entry {
    struct vd_slice name;    /* of the definition, from its key; ours */
    struct vd_kube_crd *crd; /* NULL: what is stored there is none */
    struct vd_list watches;
    bool is_old; /* while loading again: not seen yet */
};

struct vd_kube_kinds {
    struct vd_kube *kube;
    struct vd_slice prefix, end; /* of their keys; ours */
    enum vd_kube_kinds_state state;
    struct vd_principal principal;
    struct vd_cursor cursor;
    bool is_open; /* the cursor */
    struct vd_range *range;
    struct vd_timer again;
    bool has_barrier; /* one is under way */
    struct vd_list waits;

    struct vd_kube_kinds_entry **entries; /* by name */
    size_t count, room;
    const struct vd_kube_kind **order; /* the custom ones as discovery shows them; NULL: not made */
    size_t order_count;
    uint64_t change;
    struct vd_kube_crd_others others;
};

/* Begins to read, if nobody did. 0, -errno. */
VD_MUST_CHECK int vd_kube_kinds_follow(struct vd_kube_kinds *kinds);
void vd_kube_kinds_unfollow(struct vd_kube_kinds *kinds);
/* Takes what has come. True: everything up to this revision is known. */
bool vd_kube_kinds_knows(struct vd_kube_kinds *kinds, int64_t revision);
/* The entry of a name; or where it would stand. */
struct vd_kube_kinds_entry *vd_kube_kinds_entry(const struct vd_kube_kinds *kinds,
                                                struct vd_slice name, size_t *out_index);
void vd_kube_kinds_clear(struct vd_kube_kinds *kinds);
/* Something has come, or cannot: lets go those who wait. rc: -errno, for all of them. */
void vd_kube_kinds_release(struct vd_kube_kinds *kinds, int rc);

#endif
