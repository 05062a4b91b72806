/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Life of a connection: open - (closing: what is written still leaves) - dying: queued for the end
 * of the turn, where `closed` is called - lingering: our side is shut, what still comes is thrown
 * away - gone. Callbacks are only ever called while it is open, so nothing is torn down under a
 * protocol's feet.
 *
 * Output: `fill` writes into the loop's scratch and one send takes it. What is written cannot be
 * unsaid, so no more is written than the socket will take: a connection has a credit, the kernel is
 * asked for a new one when little is left of it, and a connection whose socket is full is not
 * filled until it is writable. A reader that has stalled costs nothing here but its struct.
 *
 * The kernel may still take less (it is short of memory, or the socket is no TCP). What is left
 * then is kept in one allocation of exactly its size, its references as references, and the next
 * fill is offered as much room as was taken last, doubled as the reader keeps up.
 */
#include "io/internal.h"
#include "io/pieces.h"
#include "io/socket.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/metrics.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SLICE_NS = 500000, /* of a turn for streaming connections */
    ASK_BYTES = 16384  /* with less credit than this the kernel is asked for more */
};

enum conn_state { OPEN, CLOSING, DYING, LINGERING };

struct vd_conn {
    uv_poll_t poll;
    struct vd_loop *loop;
    const struct vd_conn_ops *ops;
    void *state;
    struct vd_list all;         /* in loop->conns */
    struct vd_list link;        /* in one of loop->urgent, stream, dying */
    struct vd_timer timer;      /* no progress in writing, or the end of lingering */
    struct vd_pieces *leftover; /* what the socket has not taken; NULL: nothing */
    uint64_t number;            /* of the loop's connections; never used again */
    int fd;
    uint32_t room_bytes;
    uint32_t credit_bytes; /* what the socket will take without being asked again */
    uint32_t held_bytes;   /* by the kernel, when it was looked at for progress */
    uint32_t surveyed;     /* the round that has been here last */
    uint8_t life;          /* enum conn_state */
    uint8_t interest;      /* what uv polls for */
    bool full;             /* the socket is: no fill until it is writable */
    bool urgent, wants_fill, filling, paused, ended, abort, progress;
};

static void on_poll(uv_poll_t *poll, int status, int events);

/*
 * While nothing is to be read, UV_PRIORITIZED stands for "only if it is dead": epoll reports
 * errors and hang-ups whatever was asked for, but libuv only if something was.
 */
static void update_interest(struct vd_conn *conn)
{
    bool reads = conn->life == LINGERING || (conn->life == OPEN && !conn->paused && !conn->ended);
    uint8_t wanted = reads ? UV_READABLE : UV_PRIORITIZED;

    if (conn->full)
        wanted |= UV_WRITABLE;
    if (wanted == conn->interest)
        return;
    conn->interest = wanted;
    vd_assert(uv_poll_start(&conn->poll, wanted, on_poll) == 0);
}

static void unqueue(struct vd_conn *conn)
{
    if (vd_list_is_linked(&conn->link))
        vd_list_remove(&conn->link);
}

static void die(struct vd_conn *conn, bool abort)
{
    conn->abort |= abort;
    if (conn->life == DYING)
        return;
    conn->life = DYING;
    unqueue(conn);
    vd_list_append(&conn->loop->dying, &conn->link);
}

static void queue_fill(struct vd_conn *conn)
{
    if (conn->life != OPEN || conn->full)
        return;
    unqueue(conn);
    vd_list_append(conn->urgent ? &conn->loop->urgent : &conn->loop->stream, &conn->link);
}

void vd_conn_ready(struct vd_conn *conn, enum vd_conn_ready how)
{
    bool urgent = how == VD_CONN_URGENT;

    if (conn->filling || (conn->wants_fill && (conn->urgent || !urgent)))
        return;
    conn->wants_fill = true;
    conn->urgent |= urgent;
    queue_fill(conn);
}

static bool gives_up(struct vd_conn *conn)
{
    uint32_t held = vd_socket_held(conn->fd);
    bool moved = conn->progress || held < conn->held_bytes;

    conn->held_bytes = held;
    if (moved)
        return false;
    return conn->life == CLOSING || (conn->ops->stalled && conn->ops->stalled(conn));
}

static void on_stall(struct vd_timer *timer)
{
    struct vd_conn *conn = vd_container_of(timer, struct vd_conn, timer);

    if (gives_up(conn)) {
        vd_metric_add(VD_M_CONNECTIONS_STALLED, 1);
        die(conn, true);
    }
    if (conn->life == DYING)
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
    update_interest(conn);
}

static void drop_leftover(struct vd_conn *conn)
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
        die(conn, true);
        return;
    }
    conn->room_bytes = (uint32_t)VD_MAX(sent, (size_t)VD_SOCKET_CREDIT_MIN_BYTES);
    become_full(conn);
}

static void write_out(struct vd_conn *conn, const struct vd_out *out)
{
    struct vd_piece items[VD_PIECES_MAX];
    struct iovec parts[VD_PIECES_MAX];
    struct vd_pieces pieces;
    ssize_t sent = -EPIPE;

    vd_pieces_init(&pieces, items, out);
    if (vd_pieces_is_empty(&pieces))
        return;
    if (!conn->abort)
        sent = vd_socket_send(conn->fd, parts, vd_pieces_iov(&pieces, parts));
    if (sent >= 0) {
        keep_rest(conn, &pieces, (size_t)sent);
        return;
    }
    vd_pieces_drop(&pieces);
    die(conn, true);
}

/* What was granted before holds until it is used. */
static bool has_credit(struct vd_conn *conn)
{
    if (conn->credit_bytes < ASK_BYTES)
        conn->credit_bytes = VD_MAX(conn->credit_bytes, vd_socket_credit(conn->fd));
    return conn->credit_bytes >= VD_SOCKET_CREDIT_MIN_BYTES;
}

static void fill(struct vd_conn *conn)
{
    struct vd_out out;
    enum vd_fill more;
    uint32_t room;

    unqueue(conn);
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
    if (conn->life == CLOSING && !conn->leftover)
        die(conn, false);
    if (conn->life != OPEN)
        return;
    conn->wants_fill = more != VD_FILL_IDLE;
    if (conn->wants_fill)
        queue_fill(conn);
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
    until_ns = vd_time_monotonic_ns() + SLICE_NS;
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
        die(conn, true);
        return false;
    }
    conn->progress |= sent > 0;
    vd_pieces_sent(conn->leftover, (size_t)sent);
    if (!vd_pieces_is_empty(conn->leftover))
        return false;
    drop_leftover(conn);
    return true;
}

/* The socket takes bytes again: a few of them, whatever it says when it is asked. */
static void become_writable(struct vd_conn *conn)
{
    if (!flush_leftover(conn))
        return;
    conn->full = false;
    conn->credit_bytes = VD_SOCKET_CREDIT_MIN_BYTES;
    vd_timer_stop(conn->loop, &conn->timer);
    if (conn->life == CLOSING)
        die(conn, false);
    else if (conn->wants_fill)
        queue_fill(conn);
    /* A slow reader is soon full again: only when it is found writable with nothing to write is
     * that no longer asked for. */
}

static void gone(struct vd_conn *conn);

static void receive(struct vd_conn *conn)
{
    struct vd_loop *loop = conn->loop;
    ssize_t got;

    do
        got = recv(conn->fd, loop->read_bytes, VD_IO_READ_BYTES, 0);
    while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EAGAIN)
        return;
    if (conn->life == LINGERING) {
        if (got <= 0)
            gone(conn);
        return;
    }
    if (got < 0) {
        die(conn, true);
    } else if (got == 0) {
        conn->ended = true;
        if (conn->ops->eof(conn))
            vd_conn_close(conn, false);
        if (conn->life == OPEN)
            update_interest(conn);
    } else {
        vd_metric_add(VD_M_RECEIVED_BYTES, (uint64_t)got);
        if (conn->ops->bytes(conn, vd_slice(loop->read_bytes, (size_t)got)))
            vd_conn_close(conn, false);
    }
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct vd_conn *conn = vd_container_of(poll, struct vd_conn, poll);

    vd_loop_enter(conn->loop);
    if (conn->life == DYING)
        return;
    if (status < 0 || (events & UV_PRIORITIZED)) {
        if (conn->life == LINGERING)
            gone(conn);
        else
            die(conn, true);
        return;
    }
    if ((events & UV_WRITABLE) && conn->full)
        become_writable(conn);
    else if (events & UV_WRITABLE)
        update_interest(conn);
    if ((events & UV_READABLE) && (conn->interest & UV_READABLE) && conn->life != DYING)
        receive(conn);
}

int vd_conn_new(struct vd_loop *loop, int fd, const struct vd_conn_ops *ops, void *state,
                struct vd_conn **out_conn)
{
    struct vd_conn *conn = vd_alloc_zero(sizeof(*conn));
    int rc;

    if (!conn)
        return -ENOMEM;
    rc = uv_poll_init(&loop->uv, &conn->poll, fd);
    if (rc) {
        vd_free(conn);
        return rc;
    }
    vd_socket_prepare(fd);
    conn->loop = loop;
    conn->fd = fd;
    conn->number = ++loop->conn_number;
    conn->ops = ops;
    conn->state = state;
    conn->room_bytes = VD_CONN_ROOM_BYTES;
    conn->credit_bytes = ASK_BYTES; /* any socket takes so much, and many answer no more */
    conn->timer.fire = on_stall;
    vd_list_append(&loop->conns, &conn->all);
    atomic_fetch_add_explicit(&loop->open_count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&loop->socket_count, 1, memory_order_relaxed);
    vd_metric_add(VD_M_CONNECTIONS_OPENED, 1);
    vd_metric_add(VD_M_CONNECTIONS_OPEN, 1);
    update_interest(conn);
    *out_conn = conn;
    return 0;
}

static void on_closed(uv_handle_t *handle)
{
    vd_free(vd_container_of(handle, struct vd_conn, poll));
}

static void gone(struct vd_conn *conn)
{
    conn->life = DYING;
    vd_timer_stop(conn->loop, &conn->timer);
    vd_list_remove(&conn->all);
    uv_close((uv_handle_t *)&conn->poll, on_closed);
    close(conn->fd);
    atomic_fetch_sub_explicit(&conn->loop->socket_count, 1, memory_order_relaxed);
}

static void on_linger_end(struct vd_timer *timer)
{
    gone(vd_container_of(timer, struct vd_conn, timer));
}

/* Ends our side, and waits a moment for the peer to end its own: to close a socket with unread
 * bytes would make the kernel reset it and take back what was sent last. */
static void linger(struct vd_conn *conn)
{
    conn->life = LINGERING;
    conn->timer.fire = on_linger_end;
    vd_timer_start(conn->loop, &conn->timer, conn->loop->linger_ms);
    update_interest(conn);
}

static void bury(struct vd_conn *conn)
{
    vd_list_remove(&conn->link);
    drop_leftover(conn);
    conn->full = false;
    vd_timer_stop(conn->loop, &conn->timer);
    conn->ops->closed(conn);
    atomic_fetch_sub_explicit(&conn->loop->open_count, 1, memory_order_relaxed);
    vd_metric_sub(VD_M_CONNECTIONS_OPEN, 1);
    if (!conn->abort && !conn->ended && shutdown(conn->fd, SHUT_WR) == 0)
        linger(conn);
    else
        gone(conn);
}

void vd_conn_bury(struct vd_loop *loop)
{
    while (!vd_list_is_empty(&loop->dying))
        bury(vd_list_first(&loop->dying, struct vd_conn, link));
}

void vd_loop_abort(struct vd_loop *loop)
{
    struct vd_conn *conn, *next;

    vd_list_each(conn, next, &loop->conns, all)
    {
        if (conn->life == LINGERING)
            gone(conn);
        else
            die(conn, true);
    }
    vd_conn_bury(loop);
}

void vd_loop_drain(struct vd_loop *loop)
{
    struct vd_conn *conn, *next;

    vd_list_each(conn, next, &loop->conns, all)
    {
        if (conn->life == OPEN)
            conn->ops->drain(conn);
    }
    vd_loop_wake(loop);
}

/* What the socket and this file know of the peer and of what it has not taken. */
static void say_whose(struct vd_conn *conn, struct vd_survey *survey)
{
    if (survey->place.conn != conn->number)
        survey->within = false;
    survey->place.conn = conn->number;
    survey->stalled = conn->full;
    if (!vd_survey_is_naming(survey))
        return;
    vd_socket_peer(conn->fd, survey->peer);
    _Static_assert(sizeof(survey->peer) >= VD_SOCKET_PEER_BYTES, "it fits");
    survey->unsent_bytes =
        vd_socket_held(conn->fd) + (conn->leftover ? vd_pieces_bytes(conn->leftover) : 0);
}

bool vd_loop_survey(struct vd_loop *loop, struct vd_survey *survey)
{
    while (!vd_list_is_empty(&loop->conns)) {
        struct vd_conn *conn = vd_list_first(&loop->conns, struct vd_conn, all);

        if (conn->surveyed == survey->round)
            return true;
        if (!vd_survey_goes_on(survey))
            return false;
        if (conn->life == OPEN && conn->ops->survey) {
            say_whose(conn, survey);
            conn->ops->survey(conn, survey);
            if (survey->within)
                return false;
        }
        conn->surveyed = survey->round;
        vd_list_remove(&conn->all);
        vd_list_append(&loop->conns, &conn->all);
    }
    return true;
}

void vd_conn_close(struct vd_conn *conn, bool abort)
{
    vd_assert(conn->life != LINGERING);
    if (conn->life != DYING && (conn->filling || (conn->leftover && !abort))) {
        conn->abort |= abort;
        conn->life = CLOSING;
        unqueue(conn);
        update_interest(conn);
    } else {
        die(conn, abort);
    }
}

void vd_conn_pause(struct vd_conn *conn, bool paused)
{
    if (conn->paused == paused)
        return;
    conn->paused = paused;
    if (conn->life == OPEN)
        update_interest(conn);
}

struct vd_loop *vd_conn_loop(const struct vd_conn *conn)
{
    return conn->loop;
}

void *vd_conn_state(const struct vd_conn *conn)
{
    return conn->state;
}

void vd_conn_set_ops(struct vd_conn *conn, const struct vd_conn_ops *ops, void *state)
{
    conn->ops = ops;
    conn->state = state;
}
