/* SPDX-License-Identifier: Apache-2.0 */
/* What was begun of lines of an array and did not fit (doors/rest.h). */
#ifndef VD_DOORS_LIVE_REST_H
#define VD_DOORS_LIVE_REST_H

#include "doors/rest.h"

/* As vd_rest_begin, for lines of VD_LIVE_ARRAY, each of which ends in ",\n": that goes before the
 * next of them instead, and a newline before the first (*has_lines, which is false before it). */
VD_MUST_CHECK int vd_live_write_lines(struct vd_rest *rest, struct vd_out *out, bool *has_lines,
                                      struct vd_slice text, struct vd_bytes *bytes);

#endif
