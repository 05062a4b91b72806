/* SPDX-License-Identifier: Apache-2.0 */
#include "http/test_io.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdlib.h>

enum { SCRATCH_BYTES = 65536 };

void vd_fake_loop_init(struct vd_loop *loop)
{
    *loop = (struct vd_loop){.now_ms = 1000};
    vd_list_init(&loop->timers);
}

int vd_conn_new(struct vd_loop *loop, int fd, const struct vd_conn_ops *ops, void *state,
                struct vd_conn **out_conn)
{
    struct vd_conn *conn = vd_alloc_zero(sizeof(*conn));

    if (!conn)
        return -ENOMEM;
    conn->loop = loop;
    conn->ops = ops;
    conn->state = state;
    vd_buf_init(&conn->sent, 0);
    *out_conn = loop->newest = conn;
    return 0;
}

int vd_conn_secure(struct vd_conn *conn, struct vd_tls_identity *identity)
{
    return 0;
}

const struct vd_tls *vd_conn_tls(const struct vd_conn *conn)
{
    return NULL;
}

void vd_conn_ready(struct vd_conn *conn, enum vd_conn_ready how)
{
    if (conn->filling)
        return;
    conn->wants_fill = true;
    conn->urgent |= how == VD_CONN_URGENT;
}

void vd_conn_close(struct vd_conn *conn, bool abort)
{
    conn->closing = true;
    conn->abort |= abort;
}

void vd_conn_pause(struct vd_conn *conn, bool paused)
{
    conn->paused = paused;
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

uint64_t vd_loop_now_ms(const struct vd_loop *loop)
{
    return loop->now_ms;
}

void vd_loop_wake(struct vd_loop *loop)
{
    loop->woken = true;
}

void vd_timer_start(struct vd_loop *loop, struct vd_timer *timer, uint64_t after_ms)
{
    vd_timer_stop(loop, timer);
    timer->due_ms = loop->now_ms + after_ms;
    vd_list_append(&loop->timers, &timer->link);
}

void vd_timer_stop(struct vd_loop *loop, struct vd_timer *timer)
{
    if (vd_list_is_linked(&timer->link))
        vd_list_remove(&timer->link);
}

void vd_fake_pass(struct vd_loop *loop, uint64_t ms)
{
    struct vd_timer *timer, *tmp;

    loop->now_ms += ms;
    vd_list_each(timer, tmp, &loop->timers, link)
    {
        if (timer->due_ms > loop->now_ms)
            continue;
        vd_list_remove(&timer->link);
        timer->fire(timer);
    }
}

void vd_fake_receive(struct vd_conn *conn, struct vd_slice bytes)
{
    uint8_t *copy;

    if (conn->closing || conn->gone || !bytes.len)
        return;
    /* An exact copy that is freed at once: a borrowed byte kept too long is seen. */
    copy = malloc(bytes.len);
    vd_assert(copy);
    memcpy(copy, bytes.ptr, bytes.len);
    if (conn->ops->bytes(conn, vd_slice(copy, bytes.len)))
        vd_conn_close(conn, false);
    free(copy);
}

void vd_fake_eof(struct vd_conn *conn)
{
    if (!conn->closing && !conn->gone && conn->ops->eof(conn))
        vd_conn_close(conn, false);
}

static void fill_once(struct vd_conn *conn, uint8_t *scratch, size_t room)
{
    struct vd_out out = {.scratch = scratch, .cap = SCRATCH_BYTES, .room = room};
    size_t at = 0;
    enum vd_fill more;

    conn->wants_fill = conn->urgent = false;
    conn->fills++;
    conn->filling = true;
    more = conn->ops->fill(conn, &out);
    conn->filling = false;
    vd_assert(out.len + out.ref_bytes <= room);
    for (unsigned i = 0; i < out.ref_count; i++) {
        vd_buf_append(&conn->sent, scratch + at, out.refs[i].at - at);
        at = out.refs[i].at;
        vd_buf_append_slice(&conn->sent, out.refs[i].bytes);
        out.refs[i].release(out.refs[i].hold);
    }
    vd_buf_append(&conn->sent, scratch + at, out.len - at);
    conn->wants_fill = more != VD_FILL_IDLE;
}

void vd_fake_fill(struct vd_conn *conn, size_t room, unsigned most)
{
    uint8_t *scratch = malloc(SCRATCH_BYTES);

    vd_assert(scratch && room <= SCRATCH_BYTES);
    for (; most && conn->wants_fill && !conn->closing && !conn->gone; most--)
        fill_once(conn, scratch, room);
    free(scratch);
}

bool vd_fake_settle(struct vd_conn *conn)
{
    if (conn->closing && !conn->gone) {
        conn->gone = true;
        conn->ops->closed(conn);
    }
    return conn->gone;
}

void vd_fake_free(struct vd_conn *conn)
{
    conn->closing = true;
    vd_fake_settle(conn);
    vd_buf_deinit(&conn->sent);
    vd_free(conn);
}
