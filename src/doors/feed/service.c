/* SPDX-License-Identifier: Apache-2.0 */
/* The methods of the door, with and without the package before their service. */
#include "base/alloc.h"
#include "doors/feed/feed.h"
#include "doors/feed/state.h"
#include "wire/protobuf.h"
#include "wire/utf8.h"

#include <errno.h>

static const struct vd_rpc_method METHODS[] = {
    {"/proto.StreamServer/Route", VD_RPC_UNARY, &VD_FEED_ROUTE},
    {"/proto.StreamServer/ListValue", VD_RPC_SERVER_STREAM, &VD_FEED_LIST_VALUE},
    {"/proto.Stream/Route", VD_RPC_UNARY, &VD_FEED_ROUTE},
    {"/proto.Stream/Conversations", VD_RPC_BIDI, &VD_FEED_CONVERSATIONS},
    {"/StreamServer/Route", VD_RPC_UNARY, &VD_FEED_ROUTE},
    {"/StreamServer/ListValue", VD_RPC_SERVER_STREAM, &VD_FEED_LIST_VALUE},
    {"/Stream/Route", VD_RPC_UNARY, &VD_FEED_ROUTE},
    {"/Stream/Conversations", VD_RPC_BIDI, &VD_FEED_CONVERSATIONS},
};

const struct vd_rpc_service VD_FEED_SERVICE = {.methods = METHODS,
                                               .method_count = VD_COUNT(METHODS),
                                               .deadline_message = VD_FEED_DEADLINE,
                                               .stopped_message = VD_FEED_STOPPED};

int vd_feed_read_text(struct vd_slice message, struct vd_slice *out_text)
{
    struct vd_slice text = VD_SLICE_EMPTY;
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(1, VD_PB_LEN))
            text = field.bytes;
    if (vd_pb_status(&reader) || !vd_utf8_is_valid(text))
        return VD_INVALID;
    *out_text = text;
    return 0;
}

bool vd_feed_write(struct vd_call *call, struct vd_out *out, struct vd_slice piece,
                   struct vd_bytes *bytes)
{
    if (piece.len >= VD_OUT_REF_MIN_BYTES || piece.len > out->room)
        return vd_call_write_piece(call, out, VD_SLICE_EMPTY, piece, bytes);
    (void)vd_out_copy(out, piece);
    return true;
}

void vd_feed_fail(struct vd_call *call, int rc)
{
    const char *message;
    enum vd_rpc_code code = vd_feed_code_of(rc, &message);

    vd_call_finish(call, code, message);
}

void vd_feed_init(struct vd_feed *door, const struct vd_door_env *env)
{
    *door = (struct vd_feed){
        .env = *env, .store_id = vd_kv_store_id(env->kv), .sent.stamps = env->facts->stamps};
    vd_feed_pages_init(&door->pages, door->store_id);
}

void vd_feed_deinit(struct vd_feed *door)
{
    vd_feed_pages_deinit(&door->pages);
}

static int door_open(const struct vd_door_env *env, void **out_state)
{
    struct vd_feed *door = vd_alloc(sizeof(*door));
    int rc;

    if (!door)
        return -ENOMEM;
    vd_feed_init(door, env);
    rc = vd_rpc_server_add(env->rpc, &VD_FEED_SERVICE, door);
    if (rc) {
        vd_free(door);
        return rc < 0 ? rc : -EEXIST;
    }
    *out_state = door;
    return 0;
}

static void door_close(void *state)
{
    vd_feed_deinit(state);
    vd_free(state);
}

const struct vd_door vd_door_feed = {.name = "feed", .open = door_open, .close = door_close};
