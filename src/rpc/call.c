/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold: the exchange is started before anything is filled and finished once; `rest` is
 * the tail of the last message that was begun and goes before anything else, the status included;
 * and the call is freed when its exchange is gone and nothing holds it.
 */
#include "rpc/call.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "io/out_rest.h"
#include "wire/grpc.h"

#include <errno.h>

enum {
    H2_INTERNAL_ERROR = 2,
    METADATA = 6, /* of a method's own, in the headers */
    TRAILERS = 2 + VD_RPC_TRAILERS,
    STATE_ALIGN = 8,
    TOO_LARGE_BYTES = 128,
    SPARE_BYTES = 1 << 18
};

enum {
    STARTED = 1,   /* the response's headers are given */
    OVER = 2,      /* a status is chosen: nothing more comes in */
    FINISHED = 4,  /* ... and given to the exchange */
    BROKEN = 8,    /* reset */
    ANSWERING = 16 /* the one message of a unary call has come */
};

/* A status that waits for the rest to leave, whose arg it is. */
struct call_ending {
    enum vd_rpc_code code;
    size_t len;
    uint8_t message[];
};

/* What few calls have at a time: a deadline, and a message that has come in part. */
struct call_extra {
    struct vd_timer timer;
    struct vd_call *call;
    struct vd_grpc_reader reader;
    bool is_cut; /* the reader is in the middle of a message */
};

struct vd_call {
    struct vd_exchange *exchange; /* NULL once it is gone */
    struct vd_rpc_entry *entry;
    struct vd_out_rest
        *rest; /* of a message, with what ends the call behind it; NULL: there is none */
    struct call_extra *extra; /* NULL: it has neither */
    uint32_t holds;
    uint8_t flags;
};

_Static_assert(sizeof(struct vd_call) <= 40, "an idle stream is to be cheap");

static size_t state_offset(void)
{
    return (sizeof(struct vd_call) + STATE_ALIGN - 1) & ~(size_t)(STATE_ALIGN - 1);
}

void *vd_call_state(struct vd_call *call)
{
    return (uint8_t *)call + state_offset();
}

struct vd_call *vd_call_of_state(void *state)
{
    return (struct vd_call *)(void *)((uint8_t *)state - state_offset());
}

void *vd_call_arg(const struct vd_call *call)
{
    return call->entry->arg;
}

const struct vd_principal *vd_call_principal(const struct vd_call *call)
{
    return call->exchange ? vd_exchange_principal(call->exchange) : NULL;
}

const char *vd_call_by(const struct vd_call *call)
{
    return call->entry->face ? call->entry->face->by : "grpc";
}

bool vd_call_is_open(const struct vd_call *call)
{
    return call->exchange && !(call->flags & (OVER | BROKEN));
}

static void start(struct vd_call *call)
{
    static const struct vd_header HEADERS[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/grpc")}};
    static const struct vd_head HEAD = {200, HEADERS, VD_COUNT(HEADERS)};

    if (call->flags & STARTED)
        return;
    call->flags |= STARTED;
    vd_exchange_start_with(call->exchange, &HEAD);
}

/* The method's state, then its face's. */
static size_t face_offset(const struct vd_rpc_entry *entry)
{
    return (state_offset() + entry->method->ops->state_bytes + STATE_ALIGN - 1) &
           ~(size_t)(STATE_ALIGN - 1);
}

void *vd_call_face_state(struct vd_call *call)
{
    return (uint8_t *)call + face_offset(call->entry);
}

struct vd_rpc_entry *vd_call_entry(const struct vd_call *call)
{
    return call->entry;
}

struct vd_exchange *vd_call_exchange(const struct vd_call *call)
{
    return call->exchange;
}

void vd_call_start(struct vd_call *call, const struct vd_header *metadata, uint32_t count)
{
    struct vd_header headers[1 + METADATA] = {
        {VD_SLICE("content-type"), VD_SLICE("application/grpc")}};

    vd_assert(count <= METADATA);
    if (!vd_call_is_open(call) || call->flags & STARTED || call->entry->face)
        return;
    call->flags |= STARTED;
    for (uint32_t i = 0; i < count; i++)
        headers[1 + i] = metadata[i];
    vd_exchange_start(call->exchange, 200, headers, 1 + count);
}

void vd_call_ready(struct vd_call *call, bool urgent)
{
    if (!vd_call_is_open(call))
        return;
    if (call->entry->face) {
        call->entry->face->ready(call, urgent);
        return;
    }
    start(call);
    vd_exchange_ready(call->exchange, urgent);
}

void vd_call_break(struct vd_call *call)
{
    if (!call->exchange || call->flags & (BROKEN | FINISHED))
        return;
    call->flags |= OVER | BROKEN;
    if (call->entry->face)
        call->entry->face->reset(call);
    else
        vd_exchange_reset(call->exchange, H2_INTERNAL_ERROR);
}

static void rest_free(struct vd_out_rest *rest)
{
    if (rest)
        vd_free(rest->arg);
    vd_out_rest_free(rest);
}

/* NULL: no memory. */
static struct call_extra *need_extra(struct vd_call *call)
{
    if (call->extra)
        return call->extra;
    call->extra = vd_alloc_zero(sizeof(*call->extra));
    if (call->extra)
        call->extra->call = call;
    return call->extra;
}

static void drop_extra(struct vd_call *call)
{
    if (call->extra->is_cut || vd_list_is_linked(&call->extra->timer.link))
        return;
    vd_free(call->extra);
    call->extra = NULL;
}

static void timer_stop(struct vd_call *call)
{
    if (!call->extra)
        return;
    vd_timer_stop(vd_exchange_loop(call->exchange), &call->extra->timer);
    drop_extra(call);
}

/* --- the end ------------------------------------------------------------------------------- */

/* Fills up to TRAILERS headers; the encoded text lies in `text`. call: whose metadata goes with it,
 * or NULL. Returns how many. */
static uint32_t status_headers(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message,
                               struct vd_buf *text, struct vd_header headers[TRAILERS])
{
    uint32_t count = 0;

    headers[count++] = (struct vd_header){VD_SLICE("grpc-status"), vd_rpc_code_digits(code)};
    if (message.len)
        vd_grpc_put_message(text, message);
    if (message.len && vd_buf_status(text) == 0)
        headers[count++] = (struct vd_header){VD_SLICE("grpc-message"), vd_buf_slice(text)};
    if (call && call->entry->method->ops->trailers)
        count += call->entry->method->ops->trailers(call, headers + count);
    vd_assert(count <= TRAILERS);
    return count;
}

static void give_trailers(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message)
{
    struct vd_header headers[TRAILERS];
    struct vd_buf text;
    uint32_t count;

    vd_buf_init(&text, 0);
    count = status_headers(call, code, message, &text, headers);
    vd_exchange_finish(call->exchange, headers, count);
    vd_buf_deinit(&text);
}

/* A response that is nothing but a status. */
static void give_status(struct vd_exchange *x, struct vd_call *call, enum vd_rpc_code code,
                        struct vd_slice message)
{
    enum { HEADERS = 2 };
    struct vd_header headers[HEADERS + TRAILERS] = {
        {VD_SLICE("content-type"), VD_SLICE("application/grpc")},
        {VD_SLICE("grpc-accept-encoding"), VD_SLICE("identity")}};
    struct vd_buf text;
    uint32_t count;

    vd_buf_init(&text, 0);
    count = HEADERS + status_headers(call, code, message, &text, headers + HEADERS);
    vd_exchange_start(x, 200, headers, count);
    vd_exchange_finish(x, NULL, 0);
    vd_buf_deinit(&text);
}

void vd_call_refuse(struct vd_exchange *x, enum vd_rpc_code code, struct vd_slice message)
{
    give_status(x, NULL, code, message);
}

static void finish_now(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message)
{
    call->flags |= FINISHED;
    vd_rpc_count(&call->entry->counted->handled[code], 1);
    if (code == VD_RPC_OK && call->entry->method->kind == VD_RPC_UNARY)
        vd_call_count_sent(call, 1);
    timer_stop(call);
    if (call->entry->face) {
        call->entry->face->finish(call, code, message);
        return;
    }
    if (call->flags & STARTED) {
        give_trailers(call, code, message);
        return;
    }
    call->flags |= STARTED;
    give_status(call->exchange, call, code, message);
}

void vd_call_fail(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message)
{
    struct call_ending *ending;

    if (!vd_call_is_open(call))
        return;
    call->flags |= OVER;
    if (!call->rest) {
        finish_now(call, code, message);
        return;
    }
    ending = vd_alloc(sizeof(*ending) + message.len);
    if (!ending) {
        call->flags &= (uint8_t)~OVER;
        vd_call_break(call);
        return;
    }
    ending->code = code;
    ending->len = message.len;
    if (message.len)
        memcpy(ending->message, message.ptr, message.len);
    call->rest->arg = ending;
}

void vd_call_finish(struct vd_call *call, enum vd_rpc_code code, const char *message)
{
    vd_call_fail(call, code, message ? vd_slice_str(message) : VD_SLICE_EMPTY);
}

/* --- out ------------------------------------------------------------------------------------ */

bool vd_call_write_piece(struct vd_call *call, struct vd_out *out, struct vd_slice head,
                         struct vd_slice body, struct vd_bytes *hold)
{
    size_t n = vd_out_copy(out, head);

    vd_assert(!call->rest);
    if (n)
        head = vd_slice(head.ptr + n, head.len - n);
    if (!head.len && body.len)
        vd_out_take_bytes(out, &body, hold);
    if (!head.len && !body.len)
        return true;
    call->rest = vd_out_rest_new(head, VD_SLICE_EMPTY, body, hold);
    if (!call->rest)
        vd_call_break(call);
    return false;
}

bool vd_call_write(struct vd_call *call, struct vd_out *out, struct vd_slice head,
                   struct vd_bytes *body)
{
    if (call->entry->method->kind != VD_RPC_UNARY) /* an answer is counted when it is whole */
        vd_call_count_sent(call, 1);
    return vd_call_write_piece(call, out, head, body ? vd_bytes_slice(body) : VD_SLICE_EMPTY, body);
}

void vd_call_count_sent(struct vd_call *call, unsigned n)
{
    vd_rpc_count(&call->entry->counted->sent, n);
}

/* True: nothing is kept any more, and the call goes on. */
static bool write_rest(struct vd_call *call, struct vd_out *out)
{
    struct vd_out_rest *rest = call->rest;
    const struct call_ending *ending = rest->arg;

    if (!vd_out_rest_write(rest, out))
        return false;
    call->rest = NULL;
    if (ending)
        finish_now(call, ending->code, vd_slice(ending->message, ending->len));
    rest_free(rest);
    return !(call->flags & FINISHED);
}

enum vd_fill vd_call_fill(struct vd_call *call, struct vd_out *out)
{
    enum vd_fill more = VD_FILL_MORE;

    if (call->flags & (BROKEN | FINISHED))
        return VD_FILL_IDLE;
    if ((!call->rest || write_rest(call, out)) && out->room)
        more = call->entry->method->ops->fill(call, out);
    if (call->flags & (BROKEN | FINISHED))
        return VD_FILL_IDLE;
    return call->rest ? VD_FILL_MORE : more;
}

static enum vd_fill call_fill(struct vd_exchange *x, struct vd_out *out)
{
    return vd_call_fill(vd_exchange_user(x), out);
}

/* --- in ------------------------------------------------------------------------------------- */

static void too_large(struct vd_call *call, const struct vd_grpc_reader *reader)
{
    struct vd_buf text;

    vd_buf_init(&text, TOO_LARGE_BYTES);
    vd_grpc_put_too_large(&text, reader->len, reader->max_bytes);
    vd_call_fail(call, VD_RPC_RESOURCE_EXHAUSTED, vd_buf_slice(&text));
    vd_buf_deinit(&text);
}

/* A second message of a call that takes one is dropped: the first is being answered. */
void vd_call_take(struct vd_call *call, struct vd_slice message)
{
    bool one = call->entry->method->kind != VD_RPC_BIDI;

    if (!vd_call_is_open(call) || (one && call->flags & ANSWERING))
        return;
    call->flags |= ANSWERING;
    vd_rpc_count(&call->entry->counted->received, 1);
    call->entry->method->ops->message(call, message);
}

static void take_message(struct vd_call *call, const struct vd_grpc_message *message)
{
    if (message->compressed)
        vd_call_finish(call, VD_RPC_INTERNAL,
                       "grpc: compressed flag set with identity or empty encoding");
    else
        vd_call_take(call, message->bytes);
}

/* Every message that is whole in the piece, and the ones that are cut. */
static void read_messages(struct vd_call *call, struct vd_grpc_reader *reader,
                          struct vd_slice piece)
{
    struct vd_grpc_message message;

    while (vd_call_is_open(call)) {
        int rc = vd_grpc_next(reader, &piece, &message);

        if (rc == VD_WAIT)
            return;
        if (rc == 0)
            take_message(call, &message);
        else if (rc == VD_TOO_LARGE)
            too_large(call, reader);
        else if (rc == VD_INVALID)
            vd_call_finish(call, VD_RPC_INTERNAL, "grpc: the message prefix makes no sense");
        else
            vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "out of memory");
    }
}

static bool is_cut(const struct vd_call *call)
{
    return call->extra && call->extra->is_cut;
}

static void forget_cut(struct vd_call *call)
{
    if (!is_cut(call))
        return;
    vd_grpc_reader_deinit(&call->extra->reader);
    call->extra->is_cut = false;
    drop_extra(call);
}

static bool keep_cut(struct vd_call *call, const struct vd_grpc_reader *reader)
{
    struct call_extra *extra = need_extra(call);

    if (!extra)
        return false;
    extra->reader = *reader;
    extra->is_cut = true;
    return true;
}

/* A reader belongs to the call only while a message is cut: streams that rest have none. */
static void call_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct vd_call *call = vd_exchange_user(x);
    struct vd_grpc_reader reader;

    if (is_cut(call)) {
        read_messages(call, &call->extra->reader, piece);
        if (!vd_call_is_open(call) || !vd_grpc_is_mid_message(&call->extra->reader))
            forget_cut(call);
        return;
    }
    vd_grpc_reader_init(&reader, call->entry->receive_max_bytes);
    read_messages(call, &reader, piece);
    if (vd_call_is_open(call) && vd_grpc_is_mid_message(&reader)) {
        if (keep_cut(call, &reader))
            return;
        vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "out of memory");
    }
    vd_grpc_reader_deinit(&reader);
}

void vd_call_end(struct vd_call *call)
{
    if (!vd_call_is_open(call))
        return;
    if (is_cut(call))
        vd_call_finish(call, VD_RPC_INTERNAL, "unexpected EOF");
    else if (call->entry->method->kind != VD_RPC_BIDI && !(call->flags & ANSWERING))
        vd_call_finish(call, VD_RPC_INTERNAL, "the request has no message");
    else if (call->entry->method->ops->end)
        call->entry->method->ops->end(call);
}

static void call_end(struct vd_exchange *x)
{
    vd_call_end(vd_exchange_user(x));
}

/* --- from the beginning to the end ------------------------------------------------------------ */

void vd_call_drain(struct vd_call *call)
{
    if (call->entry->method->kind != VD_RPC_UNARY || !(call->flags & ANSWERING))
        vd_call_finish(call, VD_RPC_UNAVAILABLE, call->entry->service->stopped_message);
    if (call->rest && call->entry->face)
        call->entry->face->ready(call, true);
    else if (call->rest)
        vd_exchange_ready(call->exchange, true);
}

static void call_drain(struct vd_exchange *x)
{
    vd_call_drain(vd_exchange_user(x));
}

static void deadline(struct vd_timer *timer)
{
    struct vd_call *call = vd_container_of(timer, struct call_extra, timer)->call;

    if (call->rest)
        vd_call_break(call);
    else
        vd_call_finish(call, VD_RPC_DEADLINE_EXCEEDED, call->entry->service->deadline_message);
}

/* A free call says in its first word which one is free behind it. */
static struct vd_call **next_spare(struct vd_call *call)
{
    return (struct vd_call **)(void *)call;
}

static size_t call_bytes(const struct vd_rpc_entry *entry)
{
    return face_offset(entry) + (entry->face ? entry->face->state_bytes : 0);
}

static struct vd_call *call_alloc(struct vd_rpc_entry *entry)
{
    struct vd_call *call = entry->spare;

    if (!call)
        return vd_alloc_zero(call_bytes(entry));
    entry->spare = *next_spare(call);
    entry->spare_count--;
    memset(call, 0, call_bytes(entry));
    return call;
}

/* Calls that are answered at once come again and again; streams do not. */
static void call_recycle(struct vd_rpc_entry *entry, struct vd_call *call)
{
    if (entry->method->kind != VD_RPC_UNARY ||
        (entry->spare_count + 1) * call_bytes(entry) > SPARE_BYTES) {
        vd_free(call);
        return;
    }
    *next_spare(call) = entry->spare;
    entry->spare = call;
    entry->spare_count++;
}

void vd_rpc_entry_deinit(struct vd_rpc_entry *entry)
{
    while (entry->spare) {
        struct vd_call *call = entry->spare;

        entry->spare = *next_spare(call);
        vd_free(call);
    }
    entry->spare_count = 0;
}

static void call_free(struct vd_call *call)
{
    if (call->entry->method->ops->release)
        call->entry->method->ops->release(call);
    call_recycle(call->entry, call);
}

void vd_call_hold(struct vd_call *call)
{
    call->holds++;
}

void vd_call_unhold(struct vd_call *call)
{
    vd_assert(call->holds);
    if (--call->holds == 0 && !call->exchange)
        call_free(call);
}

void vd_call_closed(struct vd_call *call)
{
    timer_stop(call);
    if (!(call->flags & FINISHED))
        vd_rpc_count(&call->entry->counted
                          ->handled[call->flags & BROKEN ? VD_RPC_INTERNAL : VD_RPC_CANCELED],
                     1);
    call->exchange = NULL;
    rest_free(call->rest);
    call->rest = NULL;
    forget_cut(call);
    if (!call->holds)
        call_free(call);
}

static void call_closed(struct vd_exchange *x, bool aborted)
{
    vd_call_closed(vd_exchange_user(x));
}

void vd_call_pause(struct vd_call *call, bool paused)
{
    if (!vd_call_is_open(call))
        return;
    if (call->entry->face)
        call->entry->face->pause(call, paused);
    else
        vd_exchange_pause(call->exchange, paused);
}

static int timer_start(struct vd_call *call, uint64_t timeout_ms)
{
    struct call_extra *extra = need_extra(call);

    if (!extra)
        return -ENOMEM;
    extra->timer.fire = deadline;
    vd_timer_start(vd_exchange_loop(call->exchange), &extra->timer, timeout_ms);
    return 0;
}

void vd_call_survey(struct vd_call *call, struct vd_survey *survey)
{
    if (call->entry->method->ops->survey && vd_call_is_open(call))
        call->entry->method->ops->survey(call, survey);
}

static void call_survey(struct vd_exchange *x, struct vd_survey *survey)
{
    vd_call_survey(vd_exchange_user(x), survey);
}

static struct vd_call *call_new(struct vd_exchange *x, struct vd_rpc_entry *entry,
                                uint64_t timeout_ms)
{
    struct vd_call *call = call_alloc(entry);

    if (!call)
        return NULL;
    call->exchange = x;
    call->entry = entry;
    vd_rpc_count(&entry->counted->started, 1);
    if (timeout_ms != UINT64_MAX && timer_start(call, timeout_ms) != 0) {
        call_recycle(entry, call);
        return NULL;
    }
    return call;
}

struct vd_call *vd_call_begin(struct vd_exchange *x, const struct vd_handler *handler,
                              const struct vd_request *request, struct vd_rpc_entry *entry,
                              uint64_t timeout_ms)
{
    struct vd_call *call = call_new(x, entry, timeout_ms);

    if (!call)
        return NULL;
    if (handler)
        vd_exchange_set(x, handler, call);
    if (entry->method->ops->open)
        entry->method->ops->open(call, request);
    return call;
}

int vd_call_open(struct vd_exchange *x, const struct vd_request *request,
                 struct vd_rpc_entry *entry, uint64_t timeout_ms)
{
    static const struct vd_handler HANDLER = {call_body,  call_end,    call_fill,
                                              call_drain, call_closed, call_survey};

    return vd_call_begin(x, &HANDLER, request, entry, timeout_ms) ? 0 : -ENOMEM;
}
