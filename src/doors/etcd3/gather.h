/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message of any number of small fields, gathered over several turns and then written as room
 * allows, to one call or to many. Its length stands before it, so it is in memory once, in pieces.
 */
#ifndef VD_DOORS_ETCD3_GATHER_H
#define VD_DOORS_ETCD3_GATHER_H

#include "doors/etcd3/encode.h"
#include "rpc/call.h"

struct vd_etcd3_piece;

/* Zeroed is empty. */
struct vd_etcd3_gather {
    struct vd_etcd3_piece *first, *last;
    size_t bytes;      /* of the message */
    size_t held_bytes; /* of memory */
    bool is_failed;    /* no memory, or more than a message can be */
};

/* How far a call has written it. Zeroed: not begun. */
struct vd_etcd3_gather_reader {
    const struct vd_etcd3_piece *piece; /* the next one */
    bool is_begun;                      /* the length is written */
};

/* n bytes to fill in, or NULL. */
uint8_t *vd_etcd3_gather_take(struct vd_etcd3_gather *gather, size_t n);
void vd_etcd3_gather_int(struct vd_etcd3_gather *gather, unsigned field, int64_t value);
/* Also when empty. */
void vd_etcd3_gather_bytes(struct vd_etcd3_gather *gather, unsigned field, struct vd_slice bytes);
void vd_etcd3_gather_header(struct vd_etcd3_gather *gather, const struct vd_etcd3_header *header);
/* A call's fill once all is gathered, and nothing has failed; ends the call. */
enum vd_fill vd_etcd3_gather_fill(const struct vd_etcd3_gather *gather,
                                  struct vd_etcd3_gather_reader *reader, struct vd_call *call,
                                  struct vd_out *out);
/* No reader may go on after this. */
void vd_etcd3_gather_end(struct vd_etcd3_gather *gather);

#endif
