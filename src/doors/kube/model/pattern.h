/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions as schemas have them (RE2's syntax, as Go's regexp reads it), for the one
 * question whether a text contains a match. Patterns come from strangers: matching is a walk over
 * all states at once, never backtracking, so its cost is the product of two lengths; both the
 * compiled pattern and the steps of one question are bounded.
 *
 * Unicode classes (\pL, \p{Lu} …) are exact for ASCII only: of the rest, every character that is
 * not in Latin-1's punctuation counts as a letter of either case.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATTERN_H
#define VD_DOORS_KUBE_MODEL_PATTERN_H

#include "base/arena.h"
#include "base/outcome.h"

struct vd_kube_pattern;

/* Into the arena. 0; VD_INVALID, and what is wrong with it in Go's words ("missing closing ):
 * `(a`", in the arena, may be empty); VD_TOO_LARGE: it takes too many states; -ENOMEM. */
VD_MUST_CHECK int vd_kube_pattern_read(struct vd_arena *arena, struct vd_slice text,
                                       const struct vd_kube_pattern **out_pattern,
                                       struct vd_slice *out_fault);
/* 0: it matches somewhere; VD_NOT_FOUND: nowhere; VD_TOO_LARGE: too many steps; -ENOMEM. */
VD_MUST_CHECK int vd_kube_pattern_find(const struct vd_kube_pattern *pattern, struct vd_slice text);

#endif
