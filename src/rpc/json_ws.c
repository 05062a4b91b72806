/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The face over a WebSocket: what the peer's messages hold, end to end, is what the body would be,
 * and each line is a message of ours. The text has no line feed but the one behind each line, so
 * where it is cut, it goes on in a further frame.
 */
#include "rpc/json_inner.h"

#include <errno.h>

enum {
    MESSAGE_MAX_BYTES = VD_RPC_RECEIVE_MAX_BYTES * VD_JSON_IN_TEXT_TIMES + VD_JSON_IN_TEXT_MORE
};

/* --- the face ------------------------------------------------------------------------------- */

static void face_ready(struct vd_call *call, bool urgent)
{
    struct vd_json_state *state = vd_call_face_state(call);

    state->wants = true;
    if (state->ws)
        vd_ws_ready(state->ws, urgent);
}

static void face_pause(struct vd_call *call, bool paused)
{
    struct vd_json_state *state = vd_call_face_state(call);

    if (state->ws)
        vd_ws_pause(state->ws, paused);
}

static void face_reset(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);

    state->is_broken = true;
    if (state->ws)
        vd_ws_close(state->ws, VD_WS_INTERNAL_ERROR, "the answer cannot be completed");
}

const struct vd_call_face vd_json_ws_face = {"websocket", sizeof(struct vd_json_state), face_ready,
                                             face_pause,  vd_json_state_finish,         face_reset};

/* --- the socket ----------------------------------------------------------------------------- */

static void on_message(struct vd_ws *ws, enum vd_ws_type type, struct vd_slice bytes)
{
    vd_json_state_take(vd_ws_user(ws), bytes);
}

/* One frame: a line, or what there is of it. False: there is no room. */
static bool write_frame(struct vd_ws *ws, struct vd_call *call, struct vd_slice text,
                        struct vd_out *out)
{
    const uint8_t *end = memchr(text.ptr, '\n', text.len);
    struct vd_slice line = {text.ptr, end ? (size_t)(end - text.ptr) : text.len};
    struct vd_ws_frame frame;
    size_t n;

    if (!vd_ws_frame_begin(ws, out, &frame))
        return false;
    n = vd_out_copy(out, line);
    end = n == line.len ? end : NULL;
    vd_ws_frame_end(ws, out, &frame, VD_WS_TEXT, end != NULL);
    vd_json_state_wrote(call, n + (end != NULL));
    return true;
}

/* It is over, and all is written but why. */
static enum vd_fill finish(struct vd_ws *ws, struct vd_call *call, struct vd_json_state *state)
{
    if (state->ending->code == VD_RPC_OK) {
        vd_ws_close(ws, VD_WS_NORMAL, "");
        return VD_FILL_IDLE;
    }
    if (!vd_json_state_add_error(call)) {
        face_reset(call);
        return VD_FILL_IDLE;
    }
    state->ending->code = VD_RPC_OK;
    return VD_FILL_MORE;
}

static enum vd_fill on_fill(struct vd_ws *ws, struct vd_out *out)
{
    struct vd_call *call = vd_ws_user(ws);
    struct vd_json_state *state = vd_call_face_state(call);
    enum vd_fill more = VD_FILL_MORE;

    while (!state->is_broken) {
        struct vd_slice text = vd_json_state_text(state);

        if (text.len) {
            if (!write_frame(ws, call, text, out))
                return VD_FILL_MORE;
        } else if (state->ending) {
            if (finish(ws, call, state) == VD_FILL_IDLE)
                return VD_FILL_IDLE;
        } else if (more != VD_FILL_MORE) {
            return more;
        } else if (!out->room) {
            return VD_FILL_MORE;
        } else {
            more = vd_json_state_pull(call, out->room);
        }
    }
    return VD_FILL_IDLE;
}

static void on_drain(struct vd_ws *ws)
{
    vd_call_drain(vd_ws_user(ws));
}

static void on_closed(struct vd_ws *ws)
{
    vd_json_state_closed(vd_ws_user(ws));
}

static void on_survey(struct vd_ws *ws, struct vd_survey *survey)
{
    vd_call_survey(vd_ws_user(ws), survey);
}

int vd_json_ws_open(struct vd_json_method *method, struct vd_exchange *x,
                    const struct vd_request *request, uint64_t timeout_ms)
{
    /* Clients of etcd's own gateway put a token there. */
    static const char *const PROTOCOLS[] = {"Bearer", "bearer", NULL};
    static const struct vd_ws_kind KIND = {.protocols = PROTOCOLS,
                                           .max_message_bytes = MESSAGE_MAX_BYTES,
                                           .message = on_message,
                                           .fill = on_fill,
                                           .drain = on_drain,
                                           .closed = on_closed,
                                           .survey = on_survey};
    struct vd_json_state *state;
    struct vd_call *call;
    int rc;

    method->ws_entry.face = &vd_json_ws_face;
    call = vd_call_begin(x, NULL, request, &method->ws_entry, timeout_ms);
    if (!call)
        return -ENOMEM;
    state = vd_call_face_state(call);
    rc = vd_ws_accept(x, request, &KIND, call, &state->ws);
    if (rc) {
        state->ws = NULL;
        vd_json_state_closed(call);
        return rc == VD_INVALID ? 0 : rc;
    }
    if (state->wants)
        vd_ws_ready(state->ws, true);
    return 0;
}
