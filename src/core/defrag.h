/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Giving back the room that history's file does not need. It goes on in the background, whether or
 * not somebody still waits for its end. On one loop, whose slot is entered.
 */
#ifndef VD_CORE_DEFRAG_H
#define VD_CORE_DEFRAG_H

#include "base/outcome.h"
#include "core/kv.h"

struct vd_defrag;

/* ready(arg): ask for the result; on this loop, in a later turn. 0, VD_DENIED, -ENOMEM. */
VD_MUST_CHECK int vd_defrag_open(struct vd_kv *kv, unsigned slot,
                                 const struct vd_principal *principal, void (*ready)(void *arg),
                                 void *arg, struct vd_defrag **out_defrag);
/* ready is not called after this. NULL is fine. */
void vd_defrag_close(struct vd_defrag *defrag);
/* 0: done; VD_WAIT: not yet; VD_CORRUPT; VD_UNAVAILABLE: the store closes; -ENOSPC: no room for the
 * new file beside the old one; -errno. */
VD_MUST_CHECK int vd_defrag_result(const struct vd_defrag *defrag);

#endif
