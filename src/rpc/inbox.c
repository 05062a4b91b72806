/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/inbox.h"

#include "base/check.h"

int vd_rpc_inbox_put(struct vd_rpc_inbox *inbox, struct vd_slice message)
{
    uint32_t len = (uint32_t)message.len;

    if (!inbox->messages.data)
        vd_buf_init(&inbox->messages, 0);
    vd_buf_append(&inbox->messages, &len, sizeof(len));
    vd_buf_append_slice(&inbox->messages, message);
    return vd_buf_status(&inbox->messages);
}

struct vd_slice vd_rpc_inbox_take(struct vd_rpc_inbox *inbox)
{
    const uint8_t *at = inbox->messages.data + inbox->at;
    uint32_t len;

    vd_assert(!vd_rpc_inbox_is_empty(inbox));
    memcpy(&len, at, sizeof(len));
    inbox->at += sizeof(len) + len;
    return vd_slice(at + sizeof(len), len);
}

void vd_rpc_inbox_clear(struct vd_rpc_inbox *inbox)
{
    vd_buf_deinit(&inbox->messages);
    inbox->at = 0;
}
