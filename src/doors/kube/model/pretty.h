/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON for people: two spaces a level, as Go indents it. It is fed with compact JSON in pieces of
 * any size, and appends what they come to.
 */
#ifndef VD_DOORS_KUBE_MODEL_PRETTY_H
#define VD_DOORS_KUBE_MODEL_PRETTY_H

#include "base/buf.h"

struct vd_kube_pretty {
    uint32_t depth;
    bool in_string, is_escaped;
    bool is_open; /* a bracket was written: what comes next is on a line of its own, unless it is
                   * the other bracket */
};

/* Begins as zeros. */
void vd_kube_pretty_feed(struct vd_kube_pretty *pretty, struct vd_buf *buf, struct vd_slice piece);

#endif
