/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Life of a connection: open - (closing: what is written still leaves) - dying: queued for the end
 * of the turn, where `closed` is called - lingering: our side is shut, what still comes is thrown
 * away - gone. Callbacks are only ever called while it is open, so nothing is torn down under a
 * protocol's feet.
 */
#include "io/conn_inner.h"
#include "io/pieces.h"
#include "io/socket.h"

#include "base/alloc.h"
#include "base/metrics.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

static void on_poll(uv_poll_t *poll, int status, int events);

/*
 * While nothing is to be read, UV_PRIORITIZED stands for "only if it is dead": epoll reports
 * errors and hang-ups whatever was asked for, but libuv only if something was.
 */
void vd_conn_update_interest(struct vd_conn *conn)
{
    bool reads = conn->life == VD_CONN_LINGERING ||
                 (conn->life == VD_CONN_OPEN && !conn->paused && !conn->ended);
    uint8_t wanted = reads ? UV_READABLE : UV_PRIORITIZED;

    if (conn->full)
        wanted |= UV_WRITABLE;
    if (wanted == conn->interest)
        return;
    conn->interest = wanted;
    vd_assert(uv_poll_start(&conn->poll, wanted, on_poll) == 0);
}

void vd_conn_unqueue(struct vd_conn *conn)
{
    if (vd_list_is_linked(&conn->link))
        vd_list_remove(&conn->link);
}

void vd_conn_die(struct vd_conn *conn, bool abort)
{
    conn->abort |= abort;
    if (conn->life == VD_CONN_DYING)
        return;
    conn->life = VD_CONN_DYING;
    vd_conn_unqueue(conn);
    vd_list_append(&conn->loop->dying, &conn->link);
}

void vd_conn_ready(struct vd_conn *conn, enum vd_conn_ready how)
{
    bool urgent = how == VD_CONN_URGENT;

    if (conn->filling || (conn->wants_fill && (conn->urgent || !urgent)))
        return;
    conn->wants_fill = true;
    conn->urgent |= urgent;
    vd_conn_queue_fill(conn);
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
    if (conn->life == VD_CONN_LINGERING) {
        if (got <= 0)
            gone(conn);
        return;
    }
    if (got < 0) {
        vd_conn_die(conn, true);
    } else if (got == 0) {
        conn->ended = true;
        if (conn->ops->eof(conn))
            vd_conn_close(conn, false);
        if (conn->life == VD_CONN_OPEN)
            vd_conn_update_interest(conn);
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
    if (conn->life == VD_CONN_DYING)
        return;
    if (status < 0 || (events & UV_PRIORITIZED)) {
        if (conn->life == VD_CONN_LINGERING)
            gone(conn);
        else
            vd_conn_die(conn, true);
        return;
    }
    if ((events & UV_WRITABLE) && conn->full)
        vd_conn_writable(conn);
    else if (events & UV_WRITABLE)
        vd_conn_update_interest(conn);
    if ((events & UV_READABLE) && (conn->interest & UV_READABLE) && conn->life != VD_CONN_DYING)
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
    conn->credit_bytes = VD_CONN_ASK_BYTES; /* any socket takes so much, and many answer no more */
    conn->timer.fire = vd_conn_on_stall;
    vd_list_append(&loop->conns, &conn->all);
    atomic_fetch_add_explicit(&loop->open_count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&loop->socket_count, 1, memory_order_relaxed);
    vd_metric_add(VD_M_CONNECTIONS_OPENED, 1);
    vd_metric_add(VD_M_CONNECTIONS_OPEN, 1);
    vd_conn_update_interest(conn);
    *out_conn = conn;
    return 0;
}

static void on_closed(uv_handle_t *handle)
{
    vd_free(vd_container_of(handle, struct vd_conn, poll));
}

static void gone(struct vd_conn *conn)
{
    conn->life = VD_CONN_DYING;
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
    conn->life = VD_CONN_LINGERING;
    conn->timer.fire = on_linger_end;
    vd_timer_start(conn->loop, &conn->timer, conn->loop->linger_ms);
    vd_conn_update_interest(conn);
}

static void bury(struct vd_conn *conn)
{
    vd_list_remove(&conn->link);
    vd_conn_drop_leftover(conn);
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
        if (conn->life == VD_CONN_LINGERING)
            gone(conn);
        else
            vd_conn_die(conn, true);
    }
    vd_conn_bury(loop);
}

void vd_loop_drain(struct vd_loop *loop)
{
    struct vd_conn *conn, *next;

    vd_list_each(conn, next, &loop->conns, all)
    {
        if (conn->life == VD_CONN_OPEN)
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
        if (conn->life == VD_CONN_OPEN && conn->ops->survey) {
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
    vd_assert(conn->life != VD_CONN_LINGERING);
    if (conn->life != VD_CONN_DYING && (conn->filling || (conn->leftover && !abort))) {
        conn->abort |= abort;
        conn->life = VD_CONN_CLOSING;
        vd_conn_unqueue(conn);
        vd_conn_update_interest(conn);
    } else {
        vd_conn_die(conn, abort);
    }
}

void vd_conn_pause(struct vd_conn *conn, bool paused)
{
    if (conn->paused == paused)
        return;
    conn->paused = paused;
    if (conn->life == VD_CONN_OPEN)
        vd_conn_update_interest(conn);
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
