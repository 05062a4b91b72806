/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is the same for both faces: text of the peer becomes messages, frames of the method become
 * text. The method writes its frames into a scratch buffer of the loop, a little at a time, as if
 * it were a connection with little room; so a call that is not read holds no more than what that
 * little became.
 */
#include "rpc/json_inner.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "wire/grpc.h"

#include <errno.h>

enum {
    SCRATCH_BYTES = VD_OUT_REF_MIN_BYTES - 1, /* nothing comes by reference */
    PULL_MIN_BYTES = 512,
    GROWTH = 4, /* what text is expected to be longer than frames */
    KEPT_TEXTS = 16,
    KEPT_TEXT_MAX_BYTES = 65536,
    SPARE_TEXT_BYTES = 1 << 18,
    TOO_LARGE_BYTES = 128
};

/* A message that was made into text, and may come again. */
struct kept {
    uint64_t hash;
    const struct vd_schema_message *type;
    struct vd_bytes *message, *text;
};

struct vd_json_calls {
    const struct vd_schema *schema;
    struct vd_json_work *spare;
    struct kept kept[KEPT_TEXTS];
    uint8_t scratch[SCRATCH_BYTES];
};

/* --- what calls share ----------------------------------------------------------------------- */

struct vd_json_calls *vd_json_calls_new(const struct vd_schema *schema)
{
    struct vd_json_calls *calls = vd_alloc_zero(sizeof(*calls));

    if (calls)
        calls->schema = schema;
    return calls;
}

static void work_free(struct vd_json_work *work)
{
    if (!work)
        return;
    vd_json_out_deinit(&work->out);
    vd_buf_deinit(&work->text);
    vd_free(work);
}

static void forget(struct kept *kept)
{
    if (kept->message)
        vd_bytes_unref(kept->message);
    if (kept->text)
        vd_bytes_unref(kept->text);
    *kept = (struct kept){0};
}

void vd_json_calls_free(struct vd_json_calls *calls)
{
    if (!calls)
        return;
    work_free(calls->spare);
    for (size_t i = 0; i < KEPT_TEXTS; i++)
        forget(&calls->kept[i]);
    vd_free(calls);
}

int vd_json_method_init(struct vd_json_method *method, struct vd_json_calls *calls,
                        const struct vd_rpc_entry *grpc)
{
    const struct vd_schema_method *schema =
        vd_schema_method(calls->schema, vd_slice_str(grpc->method->path));

    if (!schema)
        return VD_NOT_FOUND;
    *method = (struct vd_json_method){.schema = schema, .calls = calls};
    method->entry.method = method->ws_entry.method = grpc->method;
    method->entry.service = method->ws_entry.service = grpc->service;
    method->entry.arg = method->ws_entry.arg = grpc->arg;
    method->entry.counted = method->ws_entry.counted = grpc->counted;
    method->entry.receive_max_bytes = method->ws_entry.receive_max_bytes = grpc->receive_max_bytes;
    return 0;
}

void vd_json_method_deinit(struct vd_json_method *method)
{
    vd_rpc_entry_deinit(&method->entry);
    vd_rpc_entry_deinit(&method->ws_entry);
}

struct vd_json_method *vd_json_method_of(const struct vd_call *call)
{
    struct vd_rpc_entry *entry = vd_call_entry(call);

    return entry->face == &vd_json_ws_face ? vd_container_of(entry, struct vd_json_method, ws_entry)
                                           : vd_container_of(entry, struct vd_json_method, entry);
}

static struct vd_json_work *work_of(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);
    struct vd_json_calls *calls = vd_json_method_of(call)->calls;

    if (state->work)
        return state->work;
    state->work = calls->spare ? calls->spare : vd_alloc_zero(sizeof(*state->work));
    if (!state->work || calls->spare) {
        calls->spare = NULL;
        return state->work;
    }
    vd_json_out_init(&state->work->out);
    vd_buf_init(&state->work->text, 0);
    return state->work;
}

/* Nothing is half written: the next call may have it. */
static void work_release(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);
    struct vd_json_calls *calls = vd_json_method_of(call)->calls;
    struct vd_json_work *work = state->work;

    if (!work)
        return;
    state->work = NULL;
    vd_buf_clear(&work->text);
    work->at = 0;
    if (calls->spare || work->text.cap > SPARE_TEXT_BYTES || !vd_json_out_is_whole(&work->out) ||
        work->prefix_len)
        work_free(work);
    else
        calls->spare = work;
}

/* --- in ------------------------------------------------------------------------------------- */

static bool takes_one(const struct vd_call *call)
{
    return vd_call_entry(call)->method->kind != VD_RPC_BIDI;
}

static int on_message(void *arg, struct vd_slice message)
{
    struct vd_call *call = arg;
    struct vd_json_state *state = vd_call_face_state(call);

    state->has_message = true;
    vd_call_take(call, message);
    return takes_one(call) || !vd_call_is_open(call) ? VD_END : 0;
}

static void too_large(struct vd_call *call)
{
    uint32_t most = vd_call_entry(call)->receive_max_bytes;
    struct vd_buf text;

    vd_buf_init(&text, TOO_LARGE_BYTES);
    vd_grpc_put_too_large(&text, most + 1, most);
    vd_call_fail(call, VD_RPC_RESOURCE_EXHAUSTED, vd_buf_slice(&text));
    vd_buf_deinit(&text);
}

static void drop_in(struct vd_json_state *state)
{
    vd_json_in_free(state->in);
    state->in = NULL;
}

static int feed(struct vd_call *call, struct vd_json_state *state, struct vd_slice piece)
{
    int rc = 0;

    if (!state->in)
        rc = vd_json_in_new(vd_json_method_of(call)->schema->input,
                            vd_call_entry(call)->receive_max_bytes, on_message, call, &state->in);
    return rc ? rc : vd_json_in_feed(state->in, piece);
}

void vd_json_state_take(struct vd_call *call, struct vd_slice piece)
{
    struct vd_json_state *state = vd_call_face_state(call);
    int rc;

    if (!vd_call_is_open(call) || (takes_one(call) && state->has_message))
        return;
    rc = feed(call, state, piece);
    if (rc == VD_INVALID)
        vd_call_fail(call, VD_RPC_INVALID_ARGUMENT, vd_json_in_fault(state->in));
    else if (rc == VD_TOO_LARGE)
        too_large(call);
    else if (rc && rc != VD_END)
        vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "out of memory");
    if (rc || vd_json_in_is_at_rest(state->in))
        drop_in(state);
}

void vd_json_state_end(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);

    if (!vd_call_is_open(call))
        return;
    if (state->in) {
        drop_in(state);
        vd_call_finish(call, VD_RPC_INVALID_ARGUMENT, "unexpected EOF");
        return;
    }
    if (takes_one(call) && !state->has_message)
        (void)on_message(call, VD_SLICE_EMPTY);
    vd_call_end(call);
}

/* --- out ------------------------------------------------------------------------------------ */

static bool is_stream(const struct vd_call *call)
{
    return vd_call_entry(call)->method->kind != VD_RPC_UNARY;
}

static void begin_text(struct vd_call *call, struct vd_buf *text)
{
    if (is_stream(call))
        vd_buf_append_slice(text, VD_SLICE("{\"result\":"));
}

static void end_text(struct vd_call *call, struct vd_buf *text)
{
    struct vd_json_state *state = vd_call_face_state(call);

    if (is_stream(call))
        vd_buf_append_slice(text, VD_SLICE("}\n"));
    else if (state->ws)
        vd_buf_append_slice(text, VD_SLICE("\n"));
}

/* What is left of the frame that has begun, out of its prefix. */
static uint32_t frame_bytes(const struct vd_json_work *work)
{
    return (uint32_t)work->prefix[1] << 24 | (uint32_t)work->prefix[2] << 16 |
           (uint32_t)work->prefix[3] << 8 | work->prefix[4];
}

static int write_text(struct vd_call *call, struct vd_json_work *work, struct vd_slice *piece)
{
    int rc = vd_json_out_take(&work->out, piece, &work->text);

    if (rc == 0 && vd_json_out_is_whole(&work->out)) {
        work->prefix_len = 0;
        end_text(call, &work->text);
    }
    return rc ? rc : vd_buf_status(&work->text);
}

static int begin_frame(struct vd_call *call, struct vd_json_work *work)
{
    begin_text(call, &work->text);
    return vd_json_out_begin(&work->out, vd_json_method_of(call)->schema->output, frame_bytes(work),
                             &work->text);
}

/* No memory: it is not kept. */
static void keep(struct kept *kept, uint64_t hash, const struct vd_schema_message *type,
                 struct vd_slice message, struct vd_slice text)
{
    forget(kept);
    *kept = (struct kept){hash, type, vd_bytes_copy(message), vd_bytes_copy(text)};
    if (!kept->message || !kept->text)
        forget(kept);
}

/* A whole message of a stream: most likely a neighbour was just sent the same. */
static int write_whole(struct vd_call *call, struct vd_json_work *work, struct vd_slice message)
{
    const struct vd_schema_message *type = vd_json_method_of(call)->schema->output;
    uint64_t hash = vd_hash(message);
    struct kept *kept = &vd_json_method_of(call)->calls->kept[hash % KEPT_TEXTS];
    size_t begun = work->text.len;
    int rc;

    if (kept->message && kept->hash == hash && kept->type == type &&
        vd_slice_eq(vd_bytes_slice(kept->message), message)) {
        vd_buf_append_slice(&work->text, vd_bytes_slice(kept->text));
        work->prefix_len = 0;
        return vd_buf_status(&work->text);
    }
    rc = begin_frame(call, work);
    if (rc == 0) {
        struct vd_slice rest = message;

        rc = write_text(call, work, &rest);
    }
    if (rc == 0 && work->text.len - begun <= KEPT_TEXT_MAX_BYTES)
        keep(kept, hash, type, message, vd_slice(work->text.data + begun, work->text.len - begun));
    return rc;
}

/* Frames of the method, cut anywhere. */
static int write_frames(struct vd_call *call, struct vd_json_work *work, struct vd_slice bytes)
{
    int rc = 0;

    while (rc == 0 && bytes.len) {
        uint32_t frame;

        if (!vd_json_out_is_whole(&work->out)) {
            rc = write_text(call, work, &bytes);
            continue;
        }
        work->prefix[work->prefix_len++] = *bytes.ptr++;
        bytes.len--;
        if (work->prefix_len < VD_RPC_PREFIX_BYTES)
            continue;
        frame = frame_bytes(work);
        if (is_stream(call) && frame <= bytes.len) {
            rc = write_whole(call, work, vd_slice(bytes.ptr, frame));
            bytes = vd_slice(bytes.ptr + frame, bytes.len - frame);
        } else {
            rc = begin_frame(call, work);
            if (rc == 0)
                rc = write_text(call, work, &bytes);
        }
    }
    return rc;
}

/* What the method has written cannot be said: the stream is cut off. */
static void give_up(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);

    vd_call_break(call);
    if (!state->is_broken)
        vd_call_entry(call)->face->reset(call);
}

enum vd_fill vd_json_state_pull(struct vd_call *call, size_t room)
{
    struct vd_json_state *state = vd_call_face_state(call);
    struct vd_json_calls *calls = vd_json_method_of(call)->calls;
    struct vd_json_work *work;
    struct vd_out out;
    enum vd_fill more;

    if (!state->wants)
        return VD_FILL_IDLE;
    state->wants = false;
    out.scratch = calls->scratch;
    out.len = 0;
    out.cap = SCRATCH_BYTES;
    out.room = VD_MIN(VD_MAX(room / GROWTH, (size_t)PULL_MIN_BYTES), (size_t)SCRATCH_BYTES);
    out.ref_bytes = 0;
    out.ref_count = 0;
    more = vd_call_fill(call, &out);
    vd_assert(!out.ref_count);
    state->wants |= more != VD_FILL_IDLE;
    if (state->is_broken || !out.len)
        return more;
    work = work_of(call);
    if (!work || write_frames(call, work, vd_slice(out.scratch, out.len)) != 0)
        give_up(call);
    return more;
}

struct vd_slice vd_json_state_text(const struct vd_json_state *state)
{
    const struct vd_json_work *work = state->work;

    return work && work->at < work->text.len
               ? vd_slice(work->text.data + work->at, work->text.len - work->at)
               : VD_SLICE_EMPTY;
}

void vd_json_state_wrote(struct vd_call *call, size_t n)
{
    struct vd_json_state *state = vd_call_face_state(call);
    struct vd_json_work *work = state->work;

    state->has_begun |= n != 0;
    if (!work)
        return;
    work->at += n;
    if (work->at < work->text.len)
        return;
    work->at = 0;
    vd_buf_clear(&work->text);
    if (!work->prefix_len && vd_json_out_is_whole(&work->out))
        work_release(call);
}

/* --- the end -------------------------------------------------------------------------------- */

bool vd_json_state_add_error(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);
    const struct vd_json_ending *ending = state->ending;
    struct vd_slice message = {ending->message, ending->len};
    struct vd_json_work *work = work_of(call);

    if (!work)
        return false;
    if (state->has_begun && is_stream(call))
        vd_json_put_stream_error(&work->text, ending->code, message);
    else
        vd_json_put_error(&work->text, ending->code, message);
    vd_buf_append(&work->text, "\n", 1);
    return vd_buf_status(&work->text) == 0;
}

void vd_json_state_finish(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message)
{
    struct vd_json_state *state = vd_call_face_state(call);

    state->ending = vd_alloc(sizeof(*state->ending) + message.len);
    if (!state->ending) {
        vd_call_entry(call)->face->reset(call);
        return;
    }
    state->ending->code = code;
    state->ending->len = message.len;
    if (message.len)
        memcpy(state->ending->message, message.ptr, message.len);
    vd_call_entry(call)->face->ready(call, true);
}

void vd_json_state_closed(struct vd_call *call)
{
    struct vd_json_state *state = vd_call_face_state(call);

    drop_in(state);
    vd_free(state->ending);
    state->ending = NULL;
    work_release(call);
    vd_call_closed(call);
}
