/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nodes and keys. The node /a/b is the key ROOT + "a/b", and if it is a directory that v2 has made,
 * the key ROOT + "a/b/" marks it. A *stem* is the key of a node without that slash; the stem of the
 * root is ROOT. Keys with an empty, "." or ".." part have no node: v2 does not see them.
 */
#ifndef VD_DOORS_ETCD2_PATH_H
#define VD_DOORS_ETCD2_PATH_H

#include "base/arena.h"
#include "base/outcome.h"

enum { VD_ETCD2_DEPTH_MAX = 128 };

/*
 * What follows /v2/keys in a request, still encoded: decoded, cleaned as a file system path, and
 * made the stem of its node. 0; VD_INVALID: a bad escape; VD_TOO_MANY: deeper than
 * VD_ETCD2_DEPTH_MAX; -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd2_stem(struct vd_arena *arena, struct vd_slice root,
                                struct vd_slice encoded, struct vd_slice *out_stem);

/* Whose key it is: the stem, and whether it marks a directory. False: nobody's. */
bool vd_etcd2_stem_of_key(struct vd_slice root, struct vd_slice key, struct vd_slice *out_stem,
                          bool *out_is_marker);

/* The stem of the node above, at least the root. */
struct vd_slice vd_etcd2_parent(struct vd_slice root, struct vd_slice stem);

/* Whether a node lies below another, which may be the root. */
bool vd_etcd2_is_below(struct vd_slice root, struct vd_slice stem, struct vd_slice above);

/* Whether any part of the path from `above` (not with it) down to the stem begins with '_'. */
bool vd_etcd2_is_hidden(struct vd_slice stem, struct vd_slice above);

#endif
