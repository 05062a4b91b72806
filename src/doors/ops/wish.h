/* SPDX-License-Identifier: Apache-2.0 */
/* What the query of /watchers asks for. */
#ifndef VD_DOORS_OPS_WISH_H
#define VD_DOORS_OPS_WISH_H

#include "base/buf.h"
#include "base/survey_list.h"

/* key: empty; it gets the bytes of a key that is asked for, which the wish then borrows. NULL, or
 * a sentence that says which parameter makes no sense, or comes twice. */
const char *vd_ops_read_wish(struct vd_slice query, struct vd_buf *key,
                             struct vd_survey_wish *out_wish);

#endif
