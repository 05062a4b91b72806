/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Continue tokens, as Kubernetes has them: where the next page begins, and at which revision all
 * pages are. The peer gives back what it was given, or anything else.
 */
#ifndef VD_DOORS_KUBE_TOKEN_H
#define VD_DOORS_KUBE_TOKEN_H

#include "base/arena.h"
#include "base/buf.h"

enum { VD_KUBE_TOKEN_MAX_BYTES = 8192, VD_KUBE_TOKEN_LATEST = -1 };

struct vd_kube_token {
    int64_t revision;      /* VD_KUBE_TOKEN_LATEST: what follows is not of the pages before */
    struct vd_slice start; /* the first key that is wanted, behind what all keys of the list have */
};

/* Appends it. */
void vd_kube_token_write(struct vd_buf *buf, const struct vd_kube_token *token);
/* start is in the arena. 0; VD_INVALID: it is none, and *out_why says so; -ENOMEM. */
VD_MUST_CHECK int vd_kube_token_read(struct vd_arena *arena, struct vd_slice text,
                                     struct vd_kube_token *out_token, const char **out_why);

#endif
