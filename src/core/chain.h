/* SPDX-License-Identifier: Apache-2.0 */
/* Writes in a row, linked by their own `next`: one owner's, no lock. Zeroed is empty. */
#ifndef VD_CORE_CHAIN_H
#define VD_CORE_CHAIN_H

#include "core/write.h"

struct vd_chain {
    struct vd_write *first, *last;
};

static inline void vd_chain_append(struct vd_chain *chain, struct vd_write *write)
{
    write->next = NULL;
    if (chain->last)
        chain->last->next = write;
    else
        chain->first = write;
    chain->last = write;
}

static inline void vd_chain_prepend(struct vd_chain *chain, struct vd_write *write)
{
    write->next = chain->first;
    chain->first = write;
    if (!chain->last)
        chain->last = write;
}

/* All of `from` behind `to`. */
static inline void vd_chain_splice(struct vd_chain *to, struct vd_chain *from)
{
    if (!from->first)
        return;
    if (to->last)
        to->last->next = from->first;
    else
        to->first = from->first;
    to->last = from->last;
    *from = (struct vd_chain){0};
}

/* The first one; NULL: there is none. */
static inline struct vd_write *vd_chain_take(struct vd_chain *chain)
{
    struct vd_write *write = chain->first;

    if (write) {
        chain->first = write->next;
        if (!chain->first)
            chain->last = NULL;
        write->next = NULL;
    }
    return write;
}

#endif
