/* SPDX-License-Identifier: Apache-2.0 */
/* Conversations: each question is answered with its number and itself. */
#include "doors/feed/state.h"
#include "rpc/inbox.h"
#include "wire/protobuf.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum { ANSWER = 1, TEXT_BYTES = 80 };

struct talk {
    struct vd_rpc_inbox questions;
    uint64_t number; /* of the last one that was answered */
    bool ended;
};

static void talk_message(struct vd_call *call, struct vd_slice message)
{
    struct talk *talk = vd_call_state(call);
    struct vd_slice question;

    if (vd_feed_read_text(message, &question)) {
        vd_call_finish(call, VD_RPC_INTERNAL, VD_FEED_BAD_MESSAGE);
        return;
    }
    if (vd_rpc_inbox_put(&talk->questions, question)) {
        vd_feed_fail(call, -ENOMEM);
        return;
    }
    vd_call_pause(call, true);
    vd_call_ready(call, true);
}

static void talk_end(struct vd_call *call)
{
    struct talk *talk = vd_call_state(call);

    talk->ended = true;
    vd_call_ready(call, true);
}

static void answer(struct vd_call *call, struct vd_out *out, struct vd_slice question)
{
    struct talk *talk = vd_call_state(call);
    char text[TEXT_BYTES];
    int n = snprintf(text, sizeof(text), "from stream server answer: the %" PRIu64 " question is ",
                     ++talk->number);
    size_t answer_bytes = (size_t)n + question.len;
    struct vd_bytes *bytes =
        vd_bytes_new(VD_RPC_PREFIX_BYTES + vd_pb_bytes_size(ANSWER, answer_bytes));
    uint8_t *at;

    if (!bytes)
        return vd_feed_fail(call, -ENOMEM);
    at = vd_call_put_prefix(bytes->data, bytes->len - VD_RPC_PREFIX_BYTES);
    at = vd_pb_put_len(at, ANSWER, answer_bytes);
    memcpy(at, text, (size_t)n);
    if (question.len)
        memcpy(at + n, question.ptr, question.len);
    vd_call_count_sent(call, 1);
    (void)vd_feed_write(call, out, vd_bytes_slice(bytes), bytes);
    vd_bytes_unref(bytes);
}

static enum vd_fill talk_fill(struct vd_call *call, struct vd_out *out)
{
    struct talk *talk = vd_call_state(call);

    if (!vd_rpc_inbox_is_empty(&talk->questions))
        answer(call, out, vd_rpc_inbox_take(&talk->questions));
    if (!vd_rpc_inbox_is_empty(&talk->questions))
        return VD_FILL_MORE;
    vd_rpc_inbox_clear(&talk->questions);
    if (talk->ended)
        vd_call_finish(call, VD_RPC_OK, NULL);
    else
        vd_call_pause(call, false);
    return VD_FILL_IDLE;
}

static void talk_release(struct vd_call *call)
{
    struct talk *talk = vd_call_state(call);

    vd_rpc_inbox_clear(&talk->questions);
}

const struct vd_rpc_ops VD_FEED_CONVERSATIONS = {.state_bytes = sizeof(struct talk),
                                                 .message = talk_message,
                                                 .fill = talk_fill,
                                                 .release = talk_release,
                                                 .end = talk_end};
