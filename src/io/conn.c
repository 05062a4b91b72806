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
#include "base/clock.h"
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
                 (conn->life == VD_CONN_OPEN && !conn->paused && !conn->ended && !conn->greets);
    uint8_t wanted = reads ? UV_READABLE : UV_PRIORITIZED;

    if (conn->full)
        wanted |= UV_WRITABLE;
    if (!reads && conn->life == VD_CONN_OPEN && conn->paused && !conn->hung_up &&
        conn->ops->hung_up)
        wanted |= UV_DISCONNECT;
    if (wanted == conn->interest)
        return;
    conn->interest = wanted;
    vd_assert(uv_poll_start(&conn->poll, wanted, on_poll) == 0);
}

void vd_conn_unqueue(struct vd_conn *conn)
{
    if (vd_list_is_linked(&conn->link))
        vd_list_remove(&conn->link);
    conn->greets = false;
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

static void hear_end(struct vd_conn *conn)
{
    conn->ended = true;
    if (conn->ops->eof(conn))
        vd_conn_close(conn, false);
    if (conn->life == VD_CONN_OPEN)
        vd_conn_update_interest(conn);
}

/* Under TLS an end has to be said, not only to happen: anybody on the way can make it happen. */
static void end_of_bytes(struct vd_conn *conn)
{
    if (conn->secure && conn->secure->phase != VD_SECURE_CLEAR)
        vd_conn_die(conn, true);
    else
        hear_end(conn);
}

static void take_clear(struct vd_conn *conn, struct vd_slice bytes)
{
    if (!conn->ops->clear)
        vd_conn_die(conn, true);
    else if (conn->ops->clear(conn, bytes))
        vd_conn_close(conn, false);
}

/* What came of opening a piece of what has arrived. */
static void after_opening(struct vd_conn *conn, int rc, struct vd_slice rest)
{
    if (rc == VD_DENIED)
        take_clear(conn, rest);
    else if (rc == VD_END)
        hear_end(conn);
    else if (rc == VD_INVALID)
        vd_conn_close(conn, false); /* with an alert */
    else if (rc < 0)
        vd_conn_die(conn, true);
    if (conn->life != VD_CONN_OPEN)
        return;
    if (vd_conn_is_greeting(conn))
        vd_conn_send_control(conn);
    else if (vd_secure_has_control(conn->secure))
        vd_conn_ready(conn, VD_CONN_URGENT);
}

static void take_sealed(struct vd_conn *conn, struct vd_slice sealed)
{
    bool greeted = vd_conn_is_greeting(conn);
    size_t len;
    int rc;

    do {
        rc = vd_secure_open(conn->secure, &sealed, conn->loop->scratch, VD_CONN_ROOM_BYTES, &len);
        if (len && conn->ops->bytes(conn, vd_slice(conn->loop->scratch, len)))
            vd_conn_close(conn, false);
    } while (rc == VD_AGAIN && conn->life == VD_CONN_OPEN);
    if (conn->life != VD_CONN_OPEN)
        return;
    after_opening(conn, rc, sealed);
    if (greeted && conn->wants_fill)
        vd_conn_queue_fill(conn);
}

static void take_bytes(struct vd_conn *conn, struct vd_slice bytes)
{
    if (conn->secure)
        take_sealed(conn, bytes);
    else if (conn->ops->bytes(conn, bytes))
        vd_conn_close(conn, false);
}

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
        end_of_bytes(conn);
    } else {
        vd_metric_add(VD_M_RECEIVED_BYTES, (uint64_t)got);
        take_bytes(conn, vd_slice(loop->read_bytes, (size_t)got));
    }
}

void vd_conn_shake_hands(struct vd_loop *loop)
{
    struct vd_list greeting;
    uint64_t until_ns;

    if (vd_list_is_empty(&loop->greeting))
        return;
    vd_list_init(&greeting);
    vd_list_splice(&greeting, &loop->greeting);
    until_ns = vd_time_monotonic_ns() + VD_CONN_SLICE_NS;
    do {
        struct vd_conn *conn = vd_list_first(&greeting, struct vd_conn, link);

        vd_conn_unqueue(conn);
        receive(conn);
        if (conn->life == VD_CONN_OPEN)
            vd_conn_update_interest(conn);
    } while (!vd_list_is_empty(&greeting) && vd_time_monotonic_ns() < until_ns);
    vd_list_splice(&greeting, &loop->greeting); /* the rest keeps its place at the head */
    vd_list_splice(&loop->greeting, &greeting);
}

/* It stands in line: a key's work is the dearest that a stranger can ask for. */
static void wait_to_greet(struct vd_conn *conn)
{
    vd_conn_unqueue(conn);
    vd_list_append(&conn->loop->greeting, &conn->link);
    conn->greets = true;
    vd_conn_update_interest(conn);
}

static void hear_hangup(struct vd_conn *conn)
{
    conn->hung_up = true;
    if (conn->ops->hung_up(conn))
        vd_conn_die(conn, true);
    else
        vd_conn_update_interest(conn);
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
    if ((events & UV_DISCONNECT) && conn->life == VD_CONN_OPEN && (conn->interest & UV_DISCONNECT))
        hear_hangup(conn);
    if (!(events & UV_READABLE) || !(conn->interest & UV_READABLE) || conn->life == VD_CONN_DYING)
        return;
    if (conn->life == VD_CONN_OPEN && vd_conn_is_greeting(conn))
        wait_to_greet(conn);
    else
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

static void on_late(struct vd_secure *secure, void *arg)
{
    (void)secure;
    vd_conn_die(arg, true);
}

int vd_conn_secure(struct vd_conn *conn, struct vd_tls_identity *identity)
{
    return vd_secure_new(conn->loop, identity, conn->loop->handshake_ms, conn->loop->record_ms,
                         on_late, conn, &conn->secure);
}

const struct vd_tls *vd_conn_tls(const struct vd_conn *conn)
{
    return conn->secure && conn->secure->phase == VD_SECURE_TALKING ? conn->secure->tls : NULL;
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

/* The last words, where the socket takes them: an alert, or that there is nothing more. */
static void part(struct vd_conn *conn)
{
    struct vd_slice words;

    vd_secure_shut(conn->secure);
    words = vd_secure_control(conn->secure);
    if (words.len)
        (void)!send(conn->fd, words.ptr, words.len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void bury(struct vd_conn *conn)
{
    vd_list_remove(&conn->link);
    if (conn->secure && !conn->abort)
        part(conn);
    vd_conn_drop_leftover(conn);
    conn->full = false;
    vd_timer_stop(conn->loop, &conn->timer);
    conn->ops->closed(conn);
    vd_secure_free(conn->secure);
    conn->secure = NULL;
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
    if (conn->secure)
        conn->secure->paused = paused;
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
