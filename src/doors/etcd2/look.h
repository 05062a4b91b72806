/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands at a node. A directory is where a key lies below it, its marker or another; a file is
 * where there is none, and a key of its name. So what v3 has made both is a directory.
 *
 * A look is begun anew until it answers something else than VD_WAIT and VD_AGAIN; what it has found
 * out that takes long is kept, and what changes meanwhile is for the comparisons of a write to
 * find.
 */
#ifndef VD_DOORS_ETCD2_LOOK_H
#define VD_DOORS_ETCD2_LOOK_H

#include "core/peek.h"
#include "doors/etcd2/node.h"

/* A range in which nothing was found up to a key. */
struct vd_etcd2_passed {
    struct vd_etcd2_passed *next;
    struct vd_slice key, up_to;
    uint8_t *memory;
    size_t cap;
    bool is_empty;
};

struct vd_etcd2_look {
    struct vd_etcd2 *door;
    const struct vd_principal *principal;
    struct vd_arena *arena;
    struct vd_lookup *lookup; /* made when it is needed */
    void (*ready)(void *arg);
    void *arg;
    int64_t revision; /* 0: now */
    struct vd_etcd2_passed *passed;
    size_t rows; /* that may still be looked at in this turn */
};

struct vd_etcd2_target {
    bool is_root, is_dir, is_file;
    struct vd_etcd2_node node; /* of what is there; borrowed for the turn */
    int64_t marker_lease, file_lease;
    int64_t marker_revision, file_revision; /* of the newest event, 0: there is no such key */
    bool is_v2_lease;                       /* the node's own lease, of a request of v2 */
    /* Where nothing is there. */
    struct vd_slice missing; /* the first node on the way that is not there */
    struct vd_slice above;   /* the directory before it */
    bool above_has_marker;
    struct vd_slice in_way; /* a file where a directory should be; its ptr is NULL: none */
};

/* The memory that makes keys is the arena's. A later turn's rows are full again. */
void vd_etcd2_look_init(struct vd_etcd2_look *look, struct vd_etcd2 *door,
                        const struct vd_principal *principal, struct vd_arena *arena,
                        void (*ready)(void *arg), void *arg);
void vd_etcd2_look_deinit(struct vd_etcd2_look *look);

/* At the beginning of a turn. */
void vd_etcd2_look_turn(struct vd_etcd2_look *look);
/* 0; VD_WAIT: ready will be called; VD_AGAIN: in another turn; VD_DENIED, VD_CORRUPT, -errno. */
VD_MUST_CHECK int vd_etcd2_look_at(struct vd_etcd2_look *look, struct vd_slice stem,
                                   struct vd_etcd2_target *out_target);
/* Whether a directory has no children. VD_NOT_FOUND: it has none; 0: it has; and as above. */
VD_MUST_CHECK int vd_etcd2_look_below(struct vd_etcd2_look *look, struct vd_slice stem);

/* One key. 0; VD_NOT_FOUND; VD_DENIED. */
VD_MUST_CHECK int vd_etcd2_peek(struct vd_etcd2_look *look, struct vd_slice key,
                                struct vd_peek *out_peek);
/* The first key of a range, however many in it are gone. 0, VD_NOT_FOUND, VD_AGAIN, VD_DENIED,
 * -ENOMEM. */
VD_MUST_CHECK int vd_etcd2_peek_first(struct vd_etcd2_look *look, struct vd_slice key,
                                      struct vd_slice end, struct vd_peek *out_peek);
/* Its event, from memory or fetched, with others that were wanted. 0; VD_WAIT; VD_CORRUPT, -errno.
 */
VD_MUST_CHECK int vd_etcd2_event(struct vd_etcd2_look *look, const struct vd_peek *peek,
                                 const struct vd_event **out_event);

/* Nothing is wanted any more, and there is a lookup. 0, -ENOMEM. */
VD_MUST_CHECK int vd_etcd2_look_clear(struct vd_etcd2_look *look);

/* What lies below a node, itself marked or not: [key, end). Of the root, all of it. 0, -ENOMEM. */
VD_MUST_CHECK int vd_etcd2_range(struct vd_arena *arena, struct vd_slice root, struct vd_slice stem,
                                 struct vd_slice *out_key, struct vd_slice *out_end);

#endif
