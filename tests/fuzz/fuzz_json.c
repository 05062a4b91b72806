/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON of a peer, three ways, cut into pieces of any size. As a document: what is read is written,
 * and read and written again is the same. As requests of the gateway: each is a message, which is
 * text again, and that text is the same message. And bytes as a message of ours: whatever comes of
 * them is JSON.
 *
 * Input: a byte that chooses, a byte of the message's kind, a byte of the size of a piece; the
 * text.
 */
#include "base/check.h"
#include "rpc/descriptors.h"
#include "rpc/json_in.h"
#include "rpc/json_out.h"
#include "wire/json_read.h"

enum { ARENA_BYTES = 1 << 20, DEPTH = 64, MESSAGE_MAX = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct vd_schema_message *choose(uint8_t kind)
{
    static const char *const NAMES[] = {
        "etcdserverpb.TxnRequest",     "etcdserverpb.WatchRequest",
        "etcdserverpb.RangeRequest",   "etcdserverpb.TxnResponse",
        "etcdserverpb.WatchResponse",  "etcdserverpb.MemberAddRequest",
        "etcdserverpb.StatusResponse", "authpb.Permission"};
    static struct vd_schema *schema;

    if (!schema)
        vd_assert(vd_schema_new(vd_rpc_descriptors, &schema) == 0);
    return vd_schema_message(schema, vd_slice_str(NAMES[kind % VD_COUNT(NAMES)]));
}

/* --- documents ------------------------------------------------------------------------------ */

/* False: it is refused. */
static bool rewrite(struct vd_slice text, struct vd_buf *to)
{
    struct vd_json_value *value;
    struct vd_arena arena;
    struct vd_json json;
    int rc;

    vd_arena_init(&arena, ARENA_BYTES);
    vd_json_init(&json, to);
    rc = vd_json_read(&arena, text, DEPTH, &value, NULL);
    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_TOO_LARGE);
    if (rc == 0)
        vd_json_write(&json, value);
    vd_assert(vd_buf_status(to) == 0);
    vd_arena_deinit(&arena);
    return rc == 0;
}

static void try_document(struct vd_slice text)
{
    struct vd_buf once, twice;

    vd_buf_init(&once, 0);
    vd_buf_init(&twice, 0);
    if (rewrite(text, &once)) {
        vd_assert(rewrite(vd_buf_slice(&once), &twice));
        vd_assert(vd_slice_eq(vd_buf_slice(&once), vd_buf_slice(&twice)));
    }
    vd_buf_deinit(&once);
    vd_buf_deinit(&twice);
}

/* --- messages ------------------------------------------------------------------------------- */

static int to_json(const struct vd_schema_message *type, struct vd_slice message, size_t step,
                   struct vd_buf *to)
{
    struct vd_json_out out;
    size_t at = 0;
    int rc;

    vd_json_out_init(&out);
    rc = vd_json_out_begin(&out, type, message.len, to);
    do {
        struct vd_slice piece = {message.len ? message.ptr + at : NULL,
                                 VD_MIN(step, message.len - at)};

        at += piece.len;
        if (rc == 0)
            rc = vd_json_out_take(&out, &piece, to);
        vd_assert(rc || !piece.len);
    } while (rc == 0 && at < message.len);
    if (rc == 0 && !vd_json_out_is_whole(&out))
        rc = VD_WAIT;
    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_WAIT);
    vd_json_out_deinit(&out);
    return rc;
}

struct requests {
    const struct vd_schema_message *type;
    size_t step;
    bool is_again;
    struct vd_buf *seen; /* text of all */
};

static int from_json(struct requests *requests, struct vd_slice text);

static int on_message(void *arg, struct vd_slice message)
{
    struct requests *requests = arg, again = *requests;
    size_t begun = requests->seen->len;
    struct vd_buf text;

    vd_assert(to_json(requests->type, message, requests->step, requests->seen) == 0);
    if (requests->is_again)
        return 0;
    vd_buf_init(&text, 0);
    again.is_again = true;
    again.seen = &text;
    vd_assert(from_json(&again,
                        vd_slice(requests->seen->data + begun, requests->seen->len - begun)) == 0);
    vd_assert(vd_slice_eq(vd_buf_slice(&text),
                          vd_slice(requests->seen->data + begun, requests->seen->len - begun)));
    vd_buf_deinit(&text);
    return 0;
}

static int from_json(struct requests *requests, struct vd_slice text)
{
    struct vd_json_in *in;
    int rc = vd_json_in_new(requests->type, MESSAGE_MAX, on_message, requests, &in);

    vd_assert(rc == 0);
    for (size_t at = 0; rc == 0 && at < text.len; at += requests->step)
        rc = vd_json_in_feed(in, vd_slice(text.ptr + at, VD_MIN(requests->step, text.len - at)));
    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_TOO_LARGE);
    vd_assert(rc != VD_INVALID || vd_json_in_fault(in).len);
    vd_json_in_free(in);
    return rc;
}

static void try_requests(const struct vd_schema_message *type, size_t step, struct vd_slice text)
{
    struct vd_buf seen, whole;
    struct requests pieces = {type, step, false, &seen}, once = {type, text.len + 1, false, &whole};

    vd_buf_init(&seen, 0);
    vd_buf_init(&whole, 0);
    (void)from_json(&pieces, text);
    (void)from_json(&once, text);
    vd_assert(vd_slice_eq(vd_buf_slice(&seen), vd_buf_slice(&whole)));
    vd_buf_deinit(&seen);
    vd_buf_deinit(&whole);
}

static void try_answer(const struct vd_schema_message *type, size_t step, struct vd_slice message)
{
    struct vd_buf text, again;

    vd_buf_init(&text, 0);
    vd_buf_init(&again, 0);
    if (to_json(type, message, step, &text) == 0)
        (void)rewrite(vd_buf_slice(&text), &again); /* deeper than DEPTH, it is refused */
    vd_buf_deinit(&text);
    vd_buf_deinit(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_slice rest = {bytes + 3, len - 3};
    size_t step;

    if (len < 3)
        return 0;
    step = (size_t)bytes[2] + 1;
    if (bytes[0] % 3 == 0)
        try_document(rest);
    else if (bytes[0] % 3 == 1)
        try_requests(choose(bytes[1]), step, rest);
    else
        try_answer(choose(bytes[1]), step, rest);
    return 0;
}
