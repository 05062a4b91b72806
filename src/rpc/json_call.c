/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The face over HTTP. Nothing is started until it is known how the answer begins: the first fill
 * pulls a little, and then there is text and the status is 200, or the call has failed and the
 * status says so. An answer that is whole by then has a length; others are chunks.
 */
#include "base/alloc.h"
#include "rpc/json_inner.h"
#include "rpc/server.h"
#include "wire/grpc.h"

#include <errno.h>

enum { H2_INTERNAL_ERROR = 2, REFUSAL_BYTES = 512 };

static const struct vd_header JSON_HEADERS[] = {
    {VD_SLICE("content-type"), VD_SLICE("application/json")},
    {VD_SLICE("grpc-metadata-content-type"), VD_SLICE("application/grpc")}};

static const struct vd_head HEAD = {200, JSON_HEADERS, VD_COUNT(JSON_HEADERS)};

/* --- the face ------------------------------------------------------------------------------- */

static void face_ready(struct vd_call *call, bool urgent)
{
    struct vd_json_state *state = vd_call_face_state(call);

    state->wants = true;
    vd_exchange_ready(vd_call_exchange(call), urgent);
}

static void face_pause(struct vd_call *call, bool paused)
{
    vd_exchange_pause(vd_call_exchange(call), paused);
}

static void face_reset(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);

    state->is_broken = true;
    vd_exchange_reset(vd_call_exchange(call), H2_INTERNAL_ERROR);
}

static const struct vd_call_face FACE = {"json",     sizeof(struct vd_json_state), face_ready,
                                         face_pause, vd_json_state_finish,         face_reset};

/* --- the exchange --------------------------------------------------------------------------- */

static void on_body(struct vd_exchange *x, struct vd_slice piece)
{
    vd_json_state_take(vd_exchange_user(x), piece);
}

static void on_end(struct vd_exchange *x)
{
    vd_json_state_end(vd_exchange_user(x));
}

static void on_drain(struct vd_exchange *x)
{
    vd_call_drain(vd_exchange_user(x));
}

static void on_closed(struct vd_exchange *x, bool aborted)
{
    vd_json_state_closed(vd_exchange_user(x));
}

static void on_survey(struct vd_exchange *x, struct vd_survey *survey)
{
    vd_call_survey(vd_exchange_user(x), survey);
}

/* Nothing was given away yet, and it is over. */
static void give_whole(struct vd_exchange *x, struct vd_call *call, struct vd_json_state *state)
{
    const struct vd_json_ending *ending = state->ending;
    struct vd_slice text = vd_json_state_text(state);

    state->has_begun = true;
    if (ending->code != VD_RPC_OK) {
        vd_json_refuse(x, 0, ending->code, vd_slice(ending->message, ending->len));
        return;
    }
    vd_exchange_start_with(x, &HEAD);
    if (text.len && vd_exchange_body(x, text))
        return;
    vd_exchange_finish(x, NULL, 0);
    vd_json_state_wrote(call, text.len);
}

/* How the answer begins. */
static enum vd_fill begin(struct vd_exchange *x, struct vd_call *call, struct vd_json_state *state)
{
    enum vd_fill more =
        state->ending ? VD_FILL_IDLE : vd_json_state_pull(call, VD_JSON_FRAMES_BYTES * 4);
    bool has_text = vd_json_state_text(state).len;

    if (state->is_broken)
        return VD_FILL_IDLE;
    if (state->ending && (state->ending->code == VD_RPC_OK || !has_text)) {
        give_whole(x, call, state);
        return VD_FILL_IDLE;
    }
    if (!has_text)
        return more;
    vd_exchange_start_with(x, &HEAD);
    state->has_begun = true;
    return VD_FILL_MORE;
}

/* All that the method wrote has been given away. A stream says why it ended in a line, an answer
 * that is cut cannot. */
static enum vd_fill finish(struct vd_exchange *x, struct vd_call *call, struct vd_json_state *state)
{
    if (state->ending->code == VD_RPC_OK) {
        vd_exchange_finish(x, NULL, 0);
        return VD_FILL_IDLE;
    }
    if (vd_call_entry(call)->method->kind == VD_RPC_UNARY || !vd_json_state_add_error(call)) {
        face_reset(call);
        return VD_FILL_IDLE;
    }
    state->ending->code = VD_RPC_OK;
    return VD_FILL_MORE;
}

static enum vd_fill on_fill(struct vd_exchange *x, struct vd_out *out)
{
    struct vd_call *call = vd_exchange_user(x);
    struct vd_json_state *state = vd_call_face_state(call);
    enum vd_fill more = VD_FILL_MORE;

    if (state->is_broken)
        return VD_FILL_IDLE;
    if (!state->has_begun)
        return begin(x, call, state);
    while (!state->is_broken) {
        struct vd_slice text = vd_json_state_text(state);

        if (text.len) {
            vd_json_state_wrote(call, vd_out_copy(out, text));
            if (vd_json_state_text(state).len)
                return VD_FILL_MORE;
        }
        if (state->ending) {
            if (finish(x, call, state) == VD_FILL_IDLE)
                return VD_FILL_IDLE;
            continue;
        }
        if (more != VD_FILL_MORE)
            return more;
        if (!out->room)
            return VD_FILL_MORE;
        more = vd_json_state_pull(call, out->room);
    }
    return VD_FILL_IDLE;
}

/* --- open ----------------------------------------------------------------------------------- */

/* Grpc-Timeout, as grpc-gateway takes it. */
static int read_timeout(const struct vd_request *request, uint64_t *out_ms)
{
    uint64_t ns;

    *out_ms = UINT64_MAX;
    for (uint32_t i = 0; i < request->header_count; i++) {
        const struct vd_header *header = &request->headers[i];

        if (!vd_slice_eq(header->name, VD_SLICE("grpc-timeout")))
            continue;
        if (vd_grpc_timeout_parse(header->value, &ns) != 0)
            return VD_INVALID;
        *out_ms = ns / 1000000 + (ns % 1000000 != 0);
    }
    return 0;
}

static int open_http(struct vd_json_method *method, struct vd_exchange *x,
                     const struct vd_request *request, uint64_t timeout_ms)
{
    static const struct vd_handler HANDLER = {.body = on_body,
                                              .end = on_end,
                                              .fill = on_fill,
                                              .drain = on_drain,
                                              .closed = on_closed,
                                              .survey = on_survey,
                                              .fill_starts = true};
    struct vd_call *call;

    method->entry.face = &FACE;
    call = vd_call_begin(x, &HANDLER, request, &method->entry, timeout_ms);
    if (!call)
        return -ENOMEM;
    if (request->ended)
        vd_json_state_end(call);
    return 0;
}

static int refuse_unserved(struct vd_exchange *x, const struct vd_rpc_entry *entry)
{
    struct vd_slice service = vd_rpc_service_of(entry->method->path);
    struct vd_buf text;

    vd_buf_init(&text, REFUSAL_BYTES);
    vd_buf_printf(&text, "unknown method %s for service %.*s",
                  entry->method->path + service.len + 2, (int)service.len,
                  (const char *)service.ptr);
    vd_json_refuse(x, 0, VD_RPC_UNIMPLEMENTED, vd_buf_slice(&text));
    vd_buf_deinit(&text);
    return 0;
}

int vd_json_method_open(struct vd_json_method *method, struct vd_exchange *x,
                        const struct vd_request *request)
{
    const struct vd_rpc_entry *entry = &method->entry;
    enum vd_rpc_code code = VD_RPC_OK;
    const char *message = "";
    uint64_t timeout_ms;

    if (!entry->method->ops)
        return refuse_unserved(x, entry);
    if (read_timeout(request, &timeout_ms)) {
        vd_json_refuse(x, 0, VD_RPC_INVALID_ARGUMENT, VD_SLICE("invalid grpc-timeout"));
        return 0;
    }
    if (entry->service->admit)
        code = entry->service->admit(request, &message);
    if (code != VD_RPC_OK) {
        vd_json_refuse(x, 0, code, vd_slice_str(message));
        return 0;
    }
    return vd_ws_is_asked(request) ? vd_json_ws_open(method, x, request, timeout_ms)
                                   : open_http(method, x, request, timeout_ms);
}
