/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The children of a directory, and theirs, written as JSON in the order of their names, one at a
 * time; hidden ones are passed over.
 *
 * Keys stand in another order than names: "a/x" behind "a-b", though a is before a-b. So a
 * directory is asked for where its name would stand: each time that a name comes which goes on, in
 * place of the slash, with something smaller.
 */
#ifndef VD_DOORS_ETCD2_WALK_H
#define VD_DOORS_ETCD2_WALK_H

#include "doors/etcd2/look.h"

struct vd_etcd2_level {
    size_t dir_len;            /* of what stands before the names in it, in `at` */
    int64_t modified, created; /* of the directory */
    uint64_t count;            /* of children that were written */
};

struct vd_etcd2_walk {
    struct vd_etcd2_look *look;
    struct vd_buf at;    /* the stem of the child that was written or passed over last */
    struct vd_buf pos;   /* the key to go on from, if it is not what follows from `at` */
    struct vd_buf probe; /* for keys that are asked for */
    struct vd_etcd2_level *levels;
    unsigned depth, level_max; /* of the present level */
    bool has_last;             /* a child in it */
    bool has_pos;
    bool is_recursive;
    size_t shorter; /* names of that length, of the key at pos, were asked for */
};

/* 0, -ENOMEM. */
VD_MUST_CHECK int vd_etcd2_walk_init(struct vd_etcd2_walk *walk, struct vd_etcd2_look *look,
                                     struct vd_slice stem, bool recursive);
void vd_etcd2_walk_deinit(struct vd_etcd2_walk *walk);
/* Writes the next child, or the end of a directory in which there is no other. 0; VD_END: all is
 * written, but the end of the outermost list; VD_AGAIN, VD_WAIT; VD_DENIED, VD_CORRUPT, -errno. */
VD_MUST_CHECK int vd_etcd2_walk_next(struct vd_etcd2_walk *walk, struct vd_json *json);
/* After VD_END: the end of the list, if one was begun. */
void vd_etcd2_walk_end_list(struct vd_etcd2_walk *walk, struct vd_json *json);

#endif
