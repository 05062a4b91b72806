/* SPDX-License-Identifier: Apache-2.0 */
/* The present value of a topic: at once if it is in memory, and else from a range of one key. */
#include "base/alloc.h"
#include "core/get.h"
#include "doors/feed/state.h"

static const size_t ROW_MAX_BYTES = SIZE_MAX / 2;

struct vd_feed_ask *vd_feed_ask_new(struct vd_call *call, struct vd_slice key)
{
    struct vd_feed_ask *ask = vd_alloc(sizeof(*ask) + key.len);

    if (!ask)
        return NULL;
    *ask = (struct vd_feed_ask){.call = call, .key_len = key.len};
    if (key.len)
        memcpy(ask->key, key.ptr, key.len);
    ask->op = (struct vd_range_op){.key = vd_slice(ask->key, key.len), .limit = 1};
    return ask;
}

void vd_feed_look_again(struct vd_feed_ask *ask)
{
    vd_range_close(ask->range);
    ask->range = NULL;
}

void vd_feed_ask_free(struct vd_feed_ask *ask)
{
    if (!ask)
        return;
    vd_feed_look_again(ask);
    vd_free(ask);
}

static void on_ready(void *arg)
{
    struct vd_feed_ask *ask = arg;

    vd_call_ready(ask->call, true);
}

static int look_at_range(struct vd_feed_ask *ask, const struct vd_feed *door,
                         struct vd_row *out_row, int64_t *out_head)
{
    size_t count;
    int rc = 0;

    if (!ask->range)
        rc = vd_range_open(door->env.kv, door->env.slot, vd_call_principal(ask->call), &ask->op,
                           (struct vd_pos){0, 0}, on_ready, ask, &ask->range);
    if (rc)
        return rc;
    rc = vd_range_next(ask->range, true, out_row, 1, ROW_MAX_BYTES, &count);
    *out_head = vd_range_head(ask->range);
    return rc == VD_END ? VD_NOT_FOUND : rc;
}

int vd_feed_look(struct vd_feed_ask *ask, struct vd_row *out_row, struct vd_pos *out_next)
{
    const struct vd_feed *door = vd_call_arg(ask->call);
    int64_t head = vd_kv_view(door->env.kv, door->env.slot)->head;
    int rc = VD_WAIT;

    if (!ask->range)
        rc = vd_kv_get(door->env.kv, door->env.slot, vd_call_principal(ask->call), ask->op.key,
                       true, out_row);
    if (rc == VD_WAIT)
        rc = look_at_range(ask, door, out_row, &head);
    /* It may have been looked at a later state than the head that we took before. */
    if (rc == 0)
        head = VD_MAX(head, out_row->mod_revision);
    *out_next = (struct vd_pos){head + 1, 0};
    return rc;
}
