/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a reader says (a position, a time) to where it begins and ends. Times are looked up in
 * history, which may take a job; everything else is answered at once.
 */
#ifndef VD_DOORS_LIVE_RESOLVE_H
#define VD_DOORS_LIVE_RESOLVE_H

#include "doors/live/source.h"

struct vd_live_resolving;

/*
 * Looks the wish up. done(arg, rc, span) is called in a later turn if this answers VD_WAIT, with
 * one of the other outcomes. 0: *out_span; VD_WAIT: *out_resolving, which is gone once done was
 * called; VD_COMPACTED: it is gone, or of another store; -ENOMEM, another failure.
 */
VD_MUST_CHECK int vd_live_resolve(struct vd_live *live, const struct vd_live_point *since,
                                  const struct vd_live_point *until,
                                  void (*done)(void *arg, int rc, const struct vd_live_span *span),
                                  void *arg, struct vd_live_span *out_span,
                                  struct vd_live_resolving **out_resolving);
/* Nobody wants to know any more: done is not called. */
void vd_live_resolve_cancel(struct vd_live_resolving *resolving);

#endif
