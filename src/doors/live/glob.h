/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns for keys: `*` any bytes but '/', `**` any bytes, `?` one byte but '/', `[a-z]` `[!a-z]`
 * one byte of a set, `\` takes the next byte literally. Matching is one pass over the key, so no
 * pattern is slow; what is too long for a name is matched by none, so no key is either.
 */
#ifndef VD_DOORS_LIVE_GLOB_H
#define VD_DOORS_LIVE_GLOB_H

#include "base/outcome.h"
#include "base/slice.h"

enum { VD_LIVE_GLOB_BYTES = 256, VD_LIVE_GLOB_KEY_BYTES = 4096 };

struct vd_live_glob;

/* 0; VD_INVALID: a set that is not closed, or a '\' at the end; VD_TOO_LARGE; -ENOMEM. */
VD_MUST_CHECK int vd_live_glob_new(struct vd_slice pattern, struct vd_live_glob **out_glob);
void vd_live_glob_free(struct vd_live_glob *glob);
bool vd_live_glob_matches(const struct vd_live_glob *glob, struct vd_slice bytes);
/* What every match begins with; borrowed from the glob. exact: and it is nothing but that. */
struct vd_slice vd_live_glob_prefix(const struct vd_live_glob *glob, bool *out_exact);

#endif
