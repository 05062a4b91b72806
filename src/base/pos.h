/* SPDX-License-Identifier: Apache-2.0 */
/* A place on the line of revisions. In base because the disk and the core both speak of it. */
#ifndef VD_BASE_POS_H
#define VD_BASE_POS_H

#include <stdint.h>

/*
 * One event of one revision; sub counts from 0. As a place to go on from it is the first event
 * that is still wanted, so {R, 0} is "from revision R on" and {R + 1, 0} "after R".
 */
struct vd_pos {
    int64_t revision;
    uint32_t sub;
};

static inline int vd_pos_cmp(struct vd_pos a, struct vd_pos b)
{
    if (a.revision != b.revision)
        return a.revision < b.revision ? -1 : 1;
    return (a.sub > b.sub) - (a.sub < b.sub);
}

#endif
