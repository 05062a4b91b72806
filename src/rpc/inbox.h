/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of a bidi stream that wait for their answers, in their order: what one piece of a body
 * brought, if the method stops listening (vd_call_pause) until all are answered. Without memory
 * while it is empty.
 */
#ifndef VD_RPC_INBOX_H
#define VD_RPC_INBOX_H

#include "base/buf.h"

/* Zeroed is empty. */
struct vd_rpc_inbox {
    struct vd_buf messages; /* each behind its length */
    size_t at;
};

/* Copies a message. 0, -ENOMEM. */
VD_MUST_CHECK int vd_rpc_inbox_put(struct vd_rpc_inbox *inbox, struct vd_slice message);
static inline bool vd_rpc_inbox_is_empty(const struct vd_rpc_inbox *inbox)
{
    return inbox->at == inbox->messages.len;
}
/* Takes the next one, which there must be; borrowed until the next call. */
struct vd_slice vd_rpc_inbox_take(struct vd_rpc_inbox *inbox);
/* Frees everything; it is empty then. */
void vd_rpc_inbox_clear(struct vd_rpc_inbox *inbox);

#endif
