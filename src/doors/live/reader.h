/* SPDX-License-Identifier: Apache-2.0 */
/* The two ways in which HTTP alone reads a source: a body without an end, and an answer. */
#ifndef VD_DOORS_LIVE_READER_H
#define VD_DOORS_LIVE_READER_H

#include "doors/live/ask.h"
#include "doors/live/source.h"

/*
 * Both take the exchange over and answer it, sooner or later. 0; or as vd_live_source_open, and
 * nothing was answered.
 */
VD_MUST_CHECK int vd_live_stream_open(struct vd_live *live, struct vd_exchange *x,
                                      const struct vd_live_ask *ask,
                                      const struct vd_live_span *span);
VD_MUST_CHECK int vd_live_poll_open(struct vd_live *live, struct vd_exchange *x,
                                    const struct vd_live_ask *ask, const struct vd_live_span *span);
/* The head of a stream and nothing else: for HEAD. */
void vd_live_stream_head(struct vd_exchange *x, const struct vd_live_ask *ask);

enum { VD_LIVE_H2_INTERNAL_ERROR = 2 };

#endif
