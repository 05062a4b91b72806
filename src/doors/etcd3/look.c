/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/look.h"

static const size_t ROW_MAX_BYTES = SIZE_MAX / 2;

static void on_ready(void *arg)
{
    struct vd_call *call = arg;

    vd_call_ready(call, true);
}

int vd_etcd3_look(struct vd_etcd3_look *look, struct vd_call *call, const struct vd_range_op *op,
                  struct vd_row *out_row, int64_t *out_head)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    size_t count;
    int rc = 0;

    if (!look->range) {
        look->op = *op;
        look->op.limit = 1;
        rc = vd_range_open(door->env.kv, door->env.slot, vd_call_principal(call), &look->op,
                           (struct vd_pos){0, 0}, on_ready, call, &look->range);
    }
    if (rc == 0)
        rc = vd_range_next(look->range, !op->keys_only, out_row, 1, ROW_MAX_BYTES, &count);
    if (look->range)
        *out_head = vd_range_head(look->range);
    return rc == VD_END ? VD_NOT_FOUND : rc;
}

void vd_etcd3_look_end(struct vd_etcd3_look *look)
{
    vd_range_close(look->range);
    look->range = NULL;
}
