/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes in, what the protocol says by itself, and the end.
 *
 * Two sides close, each for itself. Ours is closing once `close` is made or sent: no message is
 * taken or written from then on, but frames are still read, for the peer's own close. The peer's is
 * at its end when we are deaf. When both have come to pass the exchange is finished; when that
 * takes too long it is broken off.
 */
#include "http/websocket_inner.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/metrics.h"
#include "wire/http2_frame.h"
#include "wire/utf8.h"

#include <errno.h>

enum { MAX_MESSAGE_BYTES = 2 * 1024 * 1024 };

void *vd_ws_user(const struct vd_ws *ws)
{
    return ws->user;
}

struct vd_loop *vd_ws_loop(const struct vd_ws *ws)
{
    return vd_exchange_loop(ws->x);
}

const struct vd_principal *vd_ws_principal(const struct vd_ws *ws)
{
    return vd_exchange_principal(ws->x);
}

int vd_ws_protocol(const struct vd_ws *ws)
{
    return ws->protocol;
}

static bool is_closing(const struct vd_ws *ws)
{
    return ws->close || ws->close_sent;
}

bool vd_ws_is_open(const struct vd_ws *ws)
{
    return !is_closing(ws) && !ws->is_deaf && !ws->is_over;
}

void vd_ws_ready(struct vd_ws *ws, bool urgent)
{
    if (!vd_ws_is_open(ws))
        return;
    ws->wants = true;
    vd_exchange_ready(ws->x, urgent);
}

/* --- the end ---------------------------------------------------------------------------------- */

void vd_ws_break_off(struct vd_ws *ws)
{
    if (ws->is_over)
        return;
    ws->is_over = ws->is_deaf = true;
    vd_exchange_reset(ws->x, VD_HTTP2_CANCEL);
}

static void finish(struct vd_ws *ws)
{
    if (ws->is_over)
        return;
    ws->is_over = ws->is_deaf = true;
    vd_exchange_finish(ws->x, NULL, 0);
}

static bool can_take(const struct vd_ws *ws)
{
    if (ws->is_deaf)
        return false;
    return is_closing(ws) || (!ws->is_paused && ws->held.len <= VD_WS_HELD_PAUSE);
}

/* Whether the exchange is read follows from whether we could take what comes. */
static void set_pace(struct vd_ws *ws)
{
    if (!ws->is_over)
        vd_exchange_pause(ws->x, !ws->is_deaf && (ws->kept.len || !can_take(ws)));
}

static void begin_close(struct vd_ws *ws, struct vd_slice payload)
{
    if (is_closing(ws) || ws->is_over)
        return;
    ws->close = vd_ws_make_control(VD_WEBSOCKET_CLOSE, payload);
    if (!ws->close) {
        vd_ws_break_off(ws);
        return;
    }
    vd_timer_start(vd_ws_loop(ws), &ws->timer, VD_WS_CLOSING_MS);
    vd_exchange_ready(ws->x, true);
}

static void begin_close_with(struct vd_ws *ws, unsigned code, struct vd_slice reason)
{
    uint8_t payload[VD_WEBSOCKET_CONTROL_BYTES] = {(uint8_t)(code >> 8), (uint8_t)code};

    reason.len = VD_MIN(reason.len, (size_t)VD_WS_REASON_BYTES);
    reason.len = vd_utf8_span(reason);
    if (reason.len)
        memcpy(payload + 2, reason.ptr, reason.len);
    begin_close(ws, vd_slice(payload, 2 + reason.len));
}

void vd_ws_close(struct vd_ws *ws, unsigned code, const char *reason)
{
    vd_assert(vd_websocket_code_is_valid(code));
    begin_close_with(ws, code, reason ? vd_slice_str(reason) : VD_SLICE_EMPTY);
    set_pace(ws);
}

/* The peer has said that it closes; or has broken the rules, and is told which. */
static void stop_reading(struct vd_ws *ws)
{
    ws->is_deaf = true;
    vd_buf_deinit(&ws->kept);
    vd_buf_init(&ws->kept, 0);
    if (ws->close_sent)
        finish(ws);
}

/* --- in --------------------------------------------------------------------------------------- */

/* Of pings that come before there is room for an answer, the latest is answered. */
static void take_ping(struct vd_ws *ws, struct vd_slice payload)
{
    if (is_closing(ws))
        return;
    vd_free(ws->pong);
    ws->pong = vd_ws_make_control(VD_WEBSOCKET_PONG, payload);
    if (ws->pong)
        vd_exchange_ready(ws->x, true);
    else
        vd_ws_break_off(ws);
}

static void take_close(struct vd_ws *ws, const struct vd_websocket_item *item)
{
    uint8_t code[2] = {(uint8_t)(item->code >> 8), (uint8_t)item->code};

    begin_close(ws, vd_slice(code, item->code == VD_WEBSOCKET_NO_CODE ? 0 : sizeof(code)));
    stop_reading(ws);
}

static void take_item(struct vd_ws *ws, const struct vd_websocket_item *item)
{
    if (item->type == VD_WEBSOCKET_CLOSE)
        take_close(ws, item);
    else if (item->type == VD_WEBSOCKET_PING)
        take_ping(ws, item->bytes);
    else if (item->type != VD_WEBSOCKET_PONG && vd_ws_is_open(ws))
        ws->kind->message(ws, (enum vd_ws_type)item->type, item->bytes);
}

static void take(struct vd_ws *ws, struct vd_slice *input)
{
    struct vd_websocket_item item;

    while (can_take(ws)) {
        int rc = vd_websocket_next(&ws->reader, input, vd_loop_now_ms(vd_ws_loop(ws)), &item);

        if (rc == VD_WAIT)
            return;
        if (rc == 0) {
            take_item(ws, &item);
        } else if (rc == VD_INVALID) {
            vd_metric_add(VD_M_WEBSOCKET_REFUSED, 1);
            begin_close_with(ws, ws->reader.code, vd_slice_str(ws->reader.why));
            stop_reading(ws);
        } else {
            vd_ws_break_off(ws);
        }
    }
}

static void keep(struct vd_ws *ws, struct vd_slice bytes)
{
    if (ws->is_deaf || !bytes.len)
        return;
    vd_buf_append_slice(&ws->kept, bytes);
    if (vd_buf_status(&ws->kept))
        vd_ws_break_off(ws);
}

static void on_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct vd_ws *ws = vd_exchange_user(x);

    ws->is_active = true;
    ws->is_pinged = false;
    ws->unheard_ticks = 0;
    if (!ws->kept.len)
        take(ws, &piece);
    keep(ws, piece);
    set_pace(ws);
}

/* What came while no message was taken. Doors are called, and the loop's turn is past the point
 * where it looks after them: so it takes another. */
static void take_kept(struct vd_ws *ws)
{
    struct vd_buf kept = ws->kept;
    struct vd_slice bytes = vd_buf_slice(&kept);

    if (!kept.len || !can_take(ws))
        return;
    vd_buf_init(&ws->kept, 0);
    vd_loop_wake(vd_ws_loop(ws));
    take(ws, &bytes);
    if (ws->is_deaf || !bytes.len) {
        vd_buf_deinit(&kept);
    } else {
        vd_buf_consume(&kept, kept.len - bytes.len);
        ws->kept = kept;
    }
    set_pace(ws);
}

/* A peer that ends its side has nothing to say any more, not even that it closes. */
static void on_end(struct vd_exchange *x)
{
    struct vd_ws *ws = vd_exchange_user(x);

    if (ws->close_sent)
        finish(ws);
    else if (!ws->is_deaf)
        vd_ws_break_off(ws);
}

void vd_ws_pause(struct vd_ws *ws, bool paused)
{
    ws->is_paused = paused;
    set_pace(ws);
    if (!paused && ws->kept.len)
        vd_exchange_ready(ws->x, true);
}

/* --- out -------------------------------------------------------------------------------------- */

static bool write_ping(struct vd_ws *ws, struct vd_out *out)
{
    uint8_t *to = vd_out_take(out, 2);

    if (!to)
        return false;
    vd_websocket_put_head(to, VD_WEBSOCKET_FIN | VD_WEBSOCKET_PING, 0);
    ws->ping_due = false;
    ws->is_pinged = true;
    ws->unheard_ticks = 0;
    return true;
}

/* The last frame of ours. */
static enum vd_fill write_close(struct vd_ws *ws, struct vd_out *out)
{
    if (ws->close && !vd_ws_write_control(out, &ws->close))
        return VD_FILL_MORE;
    ws->close_sent = true;
    if (ws->is_deaf)
        finish(ws);
    return VD_FILL_IDLE;
}

static enum vd_fill write(struct vd_ws *ws, struct vd_out *out)
{
    enum vd_fill more = VD_FILL_IDLE;

    if (!vd_ws_write_rest(ws, out) || !vd_ws_write_held(ws, out))
        return VD_FILL_MORE;
    if (is_closing(ws))
        return write_close(ws, out);
    if ((ws->pong && !vd_ws_write_control(out, &ws->pong)) ||
        (ws->ping_due && !write_ping(ws, out)))
        return VD_FILL_MORE;
    if (!ws->wants)
        return VD_FILL_IDLE;
    if (!out->room)
        return VD_FILL_MORE;
    ws->wants = false;
    more = ws->kind->fill(ws, out);
    ws->wants |= more != VD_FILL_IDLE;
    return ws->rest || ws->close || (ws->held.len && !ws->is_mid_message) ? VD_FILL_MORE : more;
}

static enum vd_fill on_fill(struct vd_exchange *x, struct vd_out *out)
{
    struct vd_ws *ws = vd_exchange_user(x);
    size_t room = out->room;
    enum vd_fill more;

    if (ws->is_over)
        return VD_FILL_IDLE;
    more = write(ws, out);
    ws->is_active |= out->room != room;
    take_kept(ws);
    set_pace(ws);
    return ws->is_over ? VD_FILL_IDLE : more;
}

/* --- time ------------------------------------------------------------------------------------- */

/* A peer that we do not read cannot be heard; one that has no room for a ping is no more silent
 * than it was before it. */
static void on_tick(struct vd_ws *ws)
{
    bool was_active = ws->is_active || ws->kept.len || !can_take(ws);

    ws->is_active = false;
    vd_timer_start(vd_ws_loop(ws), &ws->timer, VD_WS_TICK_MS);
    if (!can_take(ws))
        ws->unheard_ticks = 0;
    else if (ws->is_pinged)
        ws->unheard_ticks++;
    if (ws->unheard_ticks >= VD_WS_PONG_TICKS) {
        vd_ws_break_off(ws);
    } else if (!was_active && !ws->is_pinged) {
        ws->ping_due = true;
        vd_exchange_ready(ws->x, true);
    }
}

static void on_timer(struct vd_timer *timer)
{
    struct vd_ws *ws = vd_container_of(timer, struct vd_ws, timer);

    if (ws->is_over)
        return;
    if (!is_closing(ws))
        on_tick(ws);
    else if (ws->close_sent)
        finish(ws);
    else
        vd_ws_break_off(ws);
}

/* --- from the beginning to the end -------------------------------------------------------------
 */

static void on_drain(struct vd_exchange *x)
{
    struct vd_ws *ws = vd_exchange_user(x);

    if (!vd_ws_is_open(ws))
        return;
    if (ws->kind->drain)
        ws->kind->drain(ws);
    else
        vd_ws_close(ws, VD_WS_GOING_AWAY, "the server is going down");
}

static void on_closed(struct vd_exchange *x, bool aborted)
{
    struct vd_ws *ws = vd_exchange_user(x);

    ws->is_over = ws->is_deaf = true;
    vd_timer_stop(vd_ws_loop(ws), &ws->timer);
    vd_metric_sub(VD_M_WEBSOCKETS, 1);
    ws->kind->closed(ws);
    vd_websocket_reader_deinit(&ws->reader);
    vd_out_rest_free(ws->rest);
    vd_free(ws->pong);
    vd_free(ws->close);
    vd_buf_deinit(&ws->held);
    vd_buf_deinit(&ws->kept);
    vd_free(ws);
}

static void on_survey(struct vd_exchange *x, struct vd_survey *survey)
{
    struct vd_ws *ws = vd_exchange_user(x);

    if (ws->kind->survey && vd_ws_is_open(ws))
        ws->kind->survey(ws, survey);
}

static const struct vd_handler handler = {
    .body = on_body,
    .end = on_end,
    .fill = on_fill,
    .drain = on_drain,
    .closed = on_closed,
    .survey = on_survey,
};

struct vd_ws *vd_ws_new(struct vd_exchange *x, const struct vd_ws_kind *kind, void *user)
{
    struct vd_ws *ws = vd_alloc_zero(sizeof(*ws));

    if (!ws)
        return NULL;
    ws->x = x;
    ws->kind = kind;
    ws->user = user;
    ws->timer.fire = on_timer;
    vd_buf_init(&ws->held, 0);
    vd_buf_init(&ws->kept, 0);
    vd_websocket_reader_init(&ws->reader,
                             kind->max_message_bytes ? kind->max_message_bytes : MAX_MESSAGE_BYTES,
                             vd_loop_now_ms(vd_exchange_loop(x)));
    return ws;
}

void vd_ws_begin(struct vd_ws *ws, const struct vd_header *headers, uint32_t count)
{
    vd_metric_add(VD_M_WEBSOCKETS, 1);
    vd_exchange_set(ws->x, &handler, ws);
    vd_timer_start(vd_ws_loop(ws), &ws->timer, VD_WS_TICK_MS);
    vd_exchange_tunnel(ws->x, headers, count);
}
