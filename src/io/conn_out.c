/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a connection writes: `fill` writes into the loop's scratch and one send takes it. What is
 * written cannot be unsaid, so no more is written than the socket will take: a connection has a
 * credit, the kernel is asked for a new one when little is left of it, and a connection whose
 * socket is full is not filled until it is writable. A reader that has stalled costs nothing here
 * but its struct.
 *
 * The kernel may still take less (it is short of memory, or the socket is no TCP). What is left
 * then is kept in one allocation of exactly its size, its references as references, and the next
 * fill is offered as much room as was taken last, doubled as the reader keeps up.
 */
#include "io/conn_inner.h"
#include "io/pieces.h"
#include "io/socket.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/metrics.h"

#include <errno.h>

void vd_conn_queue_fill(struct vd_conn *conn)
{
    if (conn->life != VD_CONN_OPEN || conn->full || vd_conn_is_greeting(conn))
        return;
    vd_conn_unqueue(conn);
    vd_list_append(conn->urgent ? &conn->loop->urgent : &conn->loop->stream, &conn->link);
}

static bool gives_up(struct vd_conn *conn)
{
    uint32_t held = vd_socket_held(conn->fd);
    bool moved = conn->progress || held < conn->held_bytes;

    conn->held_bytes = held;
    if (moved)
        return false;
    return conn->life == VD_CONN_CLOSING || (conn->ops->stalled && conn->ops->stalled(conn));
}

void vd_conn_on_stall(struct vd_timer *timer)
{
    struct vd_conn *conn = vd_container_of(timer, struct vd_conn, timer);

    if (gives_up(conn)) {
        vd_metric_add(VD_M_CONNECTIONS_STALLED, 1);
        vd_conn_die(conn, true);
    }
    if (conn->life == VD_CONN_DYING)
        return;
    conn->progress = false;
    vd_timer_start(conn->loop, timer, conn->loop->stall_ms);
}

static void become_full(struct vd_conn *conn)
{
    vd_metric_add(VD_M_SENDS_BLOCKED, 1);
    conn->full = true;
    conn->credit_bytes = 0;
    conn->progress = false;
    conn->held_bytes = vd_socket_held(conn->fd);
    vd_timer_start(conn->loop, &conn->timer, conn->loop->stall_ms);
    vd_conn_update_interest(conn);
}

void vd_conn_drop_leftover(struct vd_conn *conn)
{
    if (!conn->leftover)
        return;
    vd_pieces_drop(conn->leftover);
    vd_free(conn->leftover);
    conn->leftover = NULL;
}

/* What a send of `sent` bytes has left of a fill. */
static void keep_rest(struct vd_conn *conn, struct vd_pieces *pieces, size_t sent)
{
    vd_pieces_sent(pieces, sent);
    if (vd_pieces_is_empty(pieces)) {
        conn->room_bytes = VD_MIN(2 * conn->room_bytes, VD_CONN_ROOM_BYTES);
        return;
    }
    conn->leftover = vd_pieces_keep(pieces);
    if (!conn->leftover) {
        vd_conn_die(conn, true);
        return;
    }
    conn->room_bytes = (uint32_t)VD_MAX(sent, (size_t)VD_SOCKET_CREDIT_MIN_BYTES);
    become_full(conn);
}

static void send_pieces(struct vd_conn *conn, struct vd_pieces *pieces)
{
    struct iovec parts[VD_PIECES_MAX];
    ssize_t sent = -EPIPE;

    if (!conn->abort)
        sent = vd_socket_send(conn->fd, parts, vd_pieces_iov(pieces, parts));
    if (sent >= 0) {
        keep_rest(conn, pieces, (size_t)sent);
        return;
    }
    vd_pieces_drop(pieces);
    vd_conn_die(conn, true);
}

static void add_piece(struct vd_pieces *pieces, struct vd_slice bytes)
{
    if (bytes.len)
        pieces->items[pieces->count++] = (struct vd_piece){.bytes = bytes};
}

/* Puts in the place of what was filled: what TLS has to say, and then the former sealed. */
static int seal(struct vd_conn *conn, struct vd_pieces *pieces, size_t filled_bytes)
{
    uint8_t *to = conn->loop->read_bytes;
    ssize_t len = vd_secure_seal(conn->secure, pieces, to);
    size_t more;

    pieces->first = pieces->count = 0;
    if (len < 0)
        return (int)len;
    add_piece(pieces, vd_secure_control(conn->secure));
    add_piece(pieces, vd_slice(to, (size_t)len));
    more = vd_secure_control(conn->secure).len + (size_t)len - filled_bytes;
    conn->credit_bytes -= (uint32_t)VD_MIN(more, (size_t)conn->credit_bytes);
    return 0;
}

static void write_out(struct vd_conn *conn, const struct vd_out *out)
{
    struct vd_piece items[VD_PIECES_MAX];
    bool is_secure = conn->secure && conn->secure->phase != VD_SECURE_CLEAR;
    struct vd_pieces pieces;

    vd_pieces_init(&pieces, items, out);
    if (is_secure && seal(conn, &pieces, out->len + out->ref_bytes)) {
        vd_conn_die(conn, true);
        return;
    }
    if (vd_pieces_is_empty(&pieces))
        return;
    send_pieces(conn, &pieces);
    if (is_secure)
        vd_secure_control_sent(conn->secure);
}

void vd_conn_send_control(struct vd_conn *conn)
{
    struct vd_piece item;
    struct vd_pieces pieces = {.items = &item};

    if (conn->full || !vd_secure_has_control(conn->secure))
        return;
    add_piece(&pieces, vd_secure_control(conn->secure));
    send_pieces(conn, &pieces);
    vd_secure_control_sent(conn->secure);
}

/* What was granted before holds until it is used. */
static bool has_credit(struct vd_conn *conn)
{
    if (conn->credit_bytes < VD_CONN_ASK_BYTES)
        conn->credit_bytes = VD_MAX(conn->credit_bytes, vd_socket_credit(conn->fd));
    return conn->credit_bytes >= VD_SOCKET_CREDIT_MIN_BYTES;
}

static void fill(struct vd_conn *conn)
{
    struct vd_out out;
    enum vd_fill more;
    uint32_t room;

    vd_conn_unqueue(conn);
    if (!has_credit(conn)) {
        become_full(conn);
        return;
    }
    room = VD_MIN(conn->room_bytes, conn->credit_bytes);
    conn->wants_fill = conn->urgent = false;
    out.scratch = conn->loop->scratch;
    out.len = out.ref_bytes = out.ref_count = 0;
    out.cap = VD_CONN_ROOM_BYTES;
    out.room = room;
    conn->filling = true;
    more = conn->ops->fill(conn, &out);
    conn->filling = false;
    vd_assert(out.len <= out.cap && out.len + out.ref_bytes <= room);
    conn->credit_bytes -= (uint32_t)(out.len + out.ref_bytes);
    write_out(conn, &out);
    if (conn->life == VD_CONN_CLOSING && !conn->leftover)
        vd_conn_die(conn, false);
    if (conn->life != VD_CONN_OPEN)
        return;
    conn->wants_fill = more != VD_FILL_IDLE;
    if (conn->wants_fill)
        vd_conn_queue_fill(conn);
    if (conn->hung_up) {
        conn->hung_up = false;
        vd_conn_update_interest(conn);
    }
}

static bool is_pressed(const struct vd_loop *loop)
{
    return loop->hooks.presses && loop->hooks.presses(loop->hooks.arg);
}

void vd_conn_fill_ready(struct vd_loop *loop)
{
    struct vd_list urgent, stream;
    uint64_t until_ns;

    /* Who is ready again after its fill stands in the loop's own lists, and waits for a turn. */
    vd_list_init(&urgent);
    vd_list_init(&stream);
    vd_list_splice(&urgent, &loop->urgent);
    vd_list_splice(&stream, &loop->stream);
    while (!vd_list_is_empty(&urgent))
        fill(vd_list_first(&urgent, struct vd_conn, link));
    if (vd_list_is_empty(&stream))
        return;
    until_ns = vd_time_monotonic_ns() + VD_CONN_SLICE_NS;
    do
        fill(vd_list_first(&stream, struct vd_conn, link));
    while (!vd_list_is_empty(&stream) && !is_pressed(loop) && vd_time_monotonic_ns() < until_ns);
    vd_list_splice(&stream, &loop->stream); /* the rest keeps its place at the head */
    vd_list_splice(&loop->stream, &stream);
}

/* False: it is not gone. */
static bool flush_leftover(struct vd_conn *conn)
{
    struct iovec parts[VD_PIECES_MAX];
    ssize_t sent;

    if (!conn->leftover)
        return true;
    sent = vd_socket_send(conn->fd, parts, vd_pieces_iov(conn->leftover, parts));
    if (sent < 0) {
        vd_conn_die(conn, true);
        return false;
    }
    conn->progress |= sent > 0;
    vd_pieces_sent(conn->leftover, (size_t)sent);
    if (!vd_pieces_is_empty(conn->leftover))
        return false;
    vd_conn_drop_leftover(conn);
    return true;
}

/* The socket takes bytes again: a few of them, whatever it says when it is asked. */
void vd_conn_writable(struct vd_conn *conn)
{
    if (!flush_leftover(conn))
        return;
    conn->full = false;
    conn->credit_bytes = VD_SOCKET_CREDIT_MIN_BYTES;
    vd_timer_stop(conn->loop, &conn->timer);
    if (vd_conn_is_greeting(conn))
        vd_conn_send_control(conn);
    if (conn->life == VD_CONN_CLOSING)
        vd_conn_die(conn, false);
    else if (conn->wants_fill)
        vd_conn_queue_fill(conn);
    /* A slow reader is soon full again: only when it is found writable with nothing to write is
     * that no longer asked for. */
}
