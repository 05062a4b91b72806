/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message of any number of small fields, gathered over several turns and then written as room
 * allows. Its length stands before it, so it is in memory once, in pieces that leave one by one.
 */
#ifndef VD_DOORS_ETCD3_GATHER_H
#define VD_DOORS_ETCD3_GATHER_H

#include "doors/etcd3/state.h"

struct vd_etcd3_piece;

/* In the state of a call, zeroed. */
struct vd_etcd3_gather {
    struct vd_etcd3_piece *first, *last;
    size_t bytes;
    bool is_failed; /* no memory */
    bool is_begun;  /* the length is written */
};

/* n bytes to fill in, or NULL. */
uint8_t *vd_etcd3_gather_take(struct vd_etcd3_gather *gather, size_t n);
void vd_etcd3_gather_int(struct vd_etcd3_gather *gather, unsigned field, int64_t value);
/* Also when empty. */
void vd_etcd3_gather_bytes(struct vd_etcd3_gather *gather, unsigned field, struct vd_slice bytes);
void vd_etcd3_gather_header(struct vd_etcd3_gather *gather, const struct vd_etcd3_header *header);
/* The call's fill once all is gathered; ends the call. */
enum vd_fill vd_etcd3_gather_fill(struct vd_etcd3_gather *gather, struct vd_call *call,
                                  struct vd_out *out);
/* In the call's release. */
void vd_etcd3_gather_end(struct vd_etcd3_gather *gather);

#endif
