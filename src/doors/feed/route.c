/* SPDX-License-Identifier: Apache-2.0 */
/* Route: the present value of a topic, once. */
#include "doors/feed/state.h"
#include "wire/protobuf.h"
#include "wire/utf8.h"

#include <errno.h>

enum { CODE = 1, VALUE = 2, FOUND = 200, ABSENT = 404 };

struct route {
    struct vd_feed_ask *ask;
};

static void route_message(struct vd_call *call, struct vd_slice message)
{
    struct route *route = vd_call_state(call);
    struct vd_slice key;

    if (vd_feed_read_text(message, &key)) {
        vd_call_finish(call, VD_RPC_INTERNAL, VD_FEED_BAD_MESSAGE);
        return;
    }
    route->ask = vd_feed_ask_new(call, key);
    if (route->ask)
        vd_call_ready(call, true);
    else
        vd_feed_fail(call, -ENOMEM);
}

static int answer(struct vd_call *call, struct vd_out *out, unsigned code, struct vd_slice value)
{
    uint8_t prefix[VD_RPC_PREFIX_BYTES];
    struct vd_bytes *bytes = NULL;
    struct vd_buf body;

    vd_buf_init(&body, 0);
    vd_pb_add_uint(&body, CODE, code);
    vd_pb_add_bytes(&body, VALUE, value);
    if (vd_buf_status(&body) == 0)
        bytes = vd_bytes_copy(vd_buf_slice(&body));
    vd_buf_deinit(&body);
    if (!bytes)
        return -ENOMEM;
    vd_call_put_prefix(prefix, bytes->len);
    (void)vd_call_write(call, out, vd_slice(prefix, sizeof(prefix)), bytes);
    vd_bytes_unref(bytes);
    return 0;
}

static enum vd_fill route_fill(struct vd_call *call, struct vd_out *out)
{
    struct route *route = vd_call_state(call);
    struct vd_pos next;
    struct vd_row row;
    /* The empty name is no topic, so it is absent. */
    int rc = route->ask->op.key.len ? vd_feed_look(route->ask, &row, &next) : VD_NOT_FOUND;

    if (rc == VD_WAIT)
        return VD_FILL_IDLE;
    if (rc == 0 && !vd_utf8_is_valid(row.value)) {
        vd_call_finish(call, VD_RPC_FAILED_PRECONDITION, "the value is not UTF-8");
        return VD_FILL_IDLE;
    }
    if (rc == 0)
        rc = answer(call, out, FOUND, row.value);
    else if (rc == VD_NOT_FOUND)
        rc = answer(call, out, ABSENT, VD_SLICE_EMPTY);
    if (rc)
        vd_feed_fail(call, rc);
    else
        vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static void route_release(struct vd_call *call)
{
    struct route *route = vd_call_state(call);

    vd_feed_ask_free(route->ask);
}

const struct vd_rpc_ops VD_FEED_ROUTE = {.state_bytes = sizeof(struct route),
                                         .message = route_message,
                                         .fill = route_fill,
                                         .release = route_release};
