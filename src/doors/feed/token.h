/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a position is written where clients keep it: "STORE:N", after the whole of revision N, or
 * "STORE:N.s", after its event s. STORE is the store's id, 16 hex digits, and may be left out when
 * a position is given to us.
 */
#ifndef VD_DOORS_FEED_TOKEN_H
#define VD_DOORS_FEED_TOKEN_H

#include "base/outcome.h"
#include "base/pos.h"
#include "base/slice.h"

enum { VD_FEED_TOKEN_BYTES = 16 + 1 + 19 + 1 + 10 };

/* next: the first event that is still wanted. How many bytes it wrote. */
size_t vd_feed_token_put(uint8_t to[VD_FEED_TOKEN_BYTES], uint64_t store_id, struct vd_pos next);
/* The first event that is still wanted. VD_INVALID; VD_COMPACTED: it is of another store. */
VD_MUST_CHECK int vd_feed_token_read(struct vd_slice text, uint64_t store_id,
                                     struct vd_pos *out_next);

#endif
