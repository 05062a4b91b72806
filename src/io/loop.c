/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The turn itself. libuv polls; its callbacks only read, and everything that writes happens after
 * them, in an order that is ours (see loop.h). A loop is woken through one uv_async, and only when
 * it really sleeps: a wake of a running loop is one store.
 */
#include "io/internal.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "io/secure.h"

#include <errno.h>

static _Thread_local struct vd_loop *running;

void vd_loop_enter(struct vd_loop *loop)
{
    if (loop->in_turn)
        return;
    loop->in_turn = true;
    loop->hooked = false;
    loop->turn_began_ns = vd_time_monotonic_ns();
    if (loop->hooks.begin)
        loop->hooks.begin(loop->hooks.arg);
}

static void on_async(uv_async_t *async)
{
    (void)async; /* to have been woken is all */
}

static void on_alarm(uv_timer_t *alarm)
{
    struct vd_loop *loop = vd_container_of(alarm, struct vd_loop, alarm);

    loop->alarm_ms = UINT64_MAX;
    uv_stop(&loop->uv); /* it fires before libuv polls, too, and shall not sleep then */
}

static void discard_closed(uv_handle_t *handle)
{
    (void)handle;
}

static int close_uv(struct vd_loop *loop)
{
    uv_run(&loop->uv, UV_RUN_NOWAIT); /* lets go of closed handles */
    return uv_loop_close(&loop->uv);
}

static int init_uv(struct vd_loop *loop)
{
    int rc = uv_loop_init(&loop->uv);

    if (rc)
        return rc;
    rc = uv_async_init(&loop->uv, &loop->async, on_async);
    if (rc) {
        close_uv(loop);
        return rc;
    }
    uv_timer_init(&loop->uv, &loop->alarm);
    return 0;
}

int vd_loop_new(const struct vd_loop_hooks *hooks, struct vd_loop **out_loop)
{
    struct vd_loop *loop = vd_alloc_zero(sizeof(*loop));
    int rc = -ENOMEM;

    if (!loop)
        return -ENOMEM;
    loop->read_bytes = vd_alloc(VD_SECURE_SEALED_BYTES(VD_IO_READ_BYTES));
    loop->scratch = vd_alloc(VD_CONN_ROOM_BYTES);
    if (!loop->read_bytes || !loop->scratch)
        goto fail;
    rc = init_uv(loop);
    if (rc)
        goto fail;
    if (hooks)
        loop->hooks = *hooks;
    loop->alarm_ms = UINT64_MAX;
    loop->stall_ms = VD_CONN_STALL_MS;
    loop->linger_ms = VD_CONN_LINGER_MS;
    loop->handshake_ms = VD_CONN_HANDSHAKE_MS;
    loop->record_ms = VD_CONN_RECORD_MS;
    vd_wheel_init(&loop->wheel, uv_now(&loop->uv));
    vd_list_init(&loop->conns);
    vd_list_init(&loop->urgent);
    vd_list_init(&loop->stream);
    vd_list_init(&loop->dying);
    vd_list_init(&loop->greeting);
    *out_loop = loop;
    return 0;
fail:
    vd_free(loop->scratch);
    vd_free(loop->read_bytes);
    vd_free(loop);
    return rc;
}

void vd_loop_free(struct vd_loop *loop)
{
    if (!loop)
        return;
    uv_close((uv_handle_t *)&loop->async, discard_closed);
    uv_close((uv_handle_t *)&loop->alarm, discard_closed);
    vd_assert(close_uv(loop) == 0); /* a handle left open is a leak of ours */
    vd_free(loop->scratch);
    vd_free(loop->read_bytes);
    vd_free(loop);
}

static void rouse(struct vd_loop *loop)
{
    atomic_store(&loop->wanted, true);
    if (atomic_load(&loop->asleep))
        uv_async_send(&loop->async);
}

void vd_loop_wake(struct vd_loop *loop)
{
    if (loop != running)
        rouse(loop);
    else if (!loop->in_turn || loop->hooked)
        loop->again = true;
}

void vd_loop_stop(struct vd_loop *loop)
{
    atomic_store(&loop->stopping, true);
    vd_loop_wake(loop);
}

void vd_loop_post(struct vd_loop *loop, struct vd_loop_task *task)
{
    struct vd_loop_task *newest = atomic_load_explicit(&loop->posted, memory_order_relaxed);

    do
        task->next = newest;
    while (!atomic_compare_exchange_weak_explicit(&loop->posted, &newest, task,
                                                  memory_order_release, memory_order_relaxed));
    if (loop == running)
        loop->again = true;
    else
        rouse(loop);
}

static void run_posted(struct vd_loop *loop)
{
    struct vd_loop_task *task, *in_order = NULL;

    if (!atomic_load_explicit(&loop->posted, memory_order_relaxed))
        return;
    task = atomic_exchange_explicit(&loop->posted, NULL, memory_order_acquire);
    while (task) {
        struct vd_loop_task *next = task->next;

        task->next = in_order;
        in_order = task;
        task = next;
    }
    while (in_order) {
        task = in_order;
        in_order = task->next;
        task->run(task);
    }
}

static void count_turn(struct vd_loop *loop)
{
    uint64_t us = (vd_time_monotonic_ns() - loop->turn_began_ns) / 1000;
    uint64_t busy_us = atomic_load_explicit(&loop->busy_us, memory_order_relaxed);

    vd_metric_add(VD_M_TURNS, 1);
    vd_metric_observe_us(VD_H_TURN, us);
    atomic_store_explicit(&loop->busy_us, busy_us + us, memory_order_relaxed);
}

static void take_turn(struct vd_loop *loop)
{
    vd_loop_enter(loop);
    run_posted(loop);
    vd_wheel_advance(&loop->wheel, uv_now(&loop->uv));
    vd_conn_shake_hands(loop);
    loop->hooked = true;
    if (loop->hooks.turn)
        loop->hooks.turn(loop->hooks.arg);
    vd_conn_fill_ready(loop);
    vd_conn_bury(loop);
    loop->in_turn = false;
    if (loop->hooks.after)
        loop->hooks.after(loop->hooks.arg);
    count_turn(loop);
}

static void set_alarm(struct vd_loop *loop)
{
    uint64_t at_ms = vd_wheel_next_ms(&loop->wheel), now_ms = uv_now(&loop->uv);

    if (at_ms == loop->alarm_ms)
        return;
    loop->alarm_ms = at_ms;
    if (at_ms == UINT64_MAX)
        uv_timer_stop(&loop->alarm);
    else
        uv_timer_start(&loop->alarm, on_alarm, at_ms > now_ms ? at_ms - now_ms : 0, 0);
}

/* Waits for something to happen, if nothing is left to do, and reads what has arrived. */
static void poll_once(struct vd_loop *loop)
{
    bool busy = loop->again || !vd_list_is_empty(&loop->urgent) ||
                !vd_list_is_empty(&loop->stream) || !vd_list_is_empty(&loop->dying) ||
                !vd_list_is_empty(&loop->greeting);

    loop->again = false;
    set_alarm(loop);
    if (!busy) {
        atomic_store(&loop->asleep, true);
        busy = atomic_load(&loop->wanted);
    }
    uv_run(&loop->uv, busy ? UV_RUN_NOWAIT : UV_RUN_ONCE);
    atomic_store_explicit(&loop->asleep, false, memory_order_relaxed);
    atomic_exchange(&loop->wanted, false); /* the turn that follows sees whatever it was for */
}

void vd_loop_run(struct vd_loop *loop)
{
    running = loop;
    while (!atomic_load_explicit(&loop->stopping, memory_order_relaxed)) {
        poll_once(loop);
        take_turn(loop);
    }
    vd_loop_enter(loop);
    run_posted(loop);
    vd_loop_abort(loop);
    loop->in_turn = false;
    if (loop->hooks.after)
        loop->hooks.after(loop->hooks.arg);
    if (loop->hooks.closing)
        loop->hooks.closing(loop->hooks.arg);
    running = NULL;
}

unsigned vd_loop_open_count(const struct vd_loop *loop)
{
    return atomic_load_explicit(&loop->open_count, memory_order_relaxed);
}

unsigned vd_loop_socket_count(const struct vd_loop *loop)
{
    return atomic_load_explicit(&loop->socket_count, memory_order_relaxed);
}

uint64_t vd_loop_busy_us(const struct vd_loop *loop)
{
    return atomic_load_explicit(&loop->busy_us, memory_order_relaxed);
}

uint64_t vd_loop_now_ms(const struct vd_loop *loop)
{
    return uv_now(&loop->uv);
}

void vd_timer_start(struct vd_loop *loop, struct vd_timer *timer, uint64_t after_ms)
{
    vd_wheel_start(&loop->wheel, timer, uv_now(&loop->uv) + after_ms);
}

void vd_timer_stop(struct vd_loop *loop, struct vd_timer *timer)
{
    (void)loop;
    vd_wheel_stop(timer);
}

struct vd_watch_fd {
    uv_poll_t poll;
    void (*readable)(void *arg);
    void *arg;
};

static void on_watch(uv_poll_t *poll, int status, int events)
{
    struct vd_watch_fd *watch = vd_container_of(poll, struct vd_watch_fd, poll);

    (void)status; /* an error of the fd shows when its owner reads it */
    (void)events;
    vd_loop_enter(vd_container_of(poll->loop, struct vd_loop, uv));
    watch->readable(watch->arg);
}

static void on_watch_closed(uv_handle_t *handle)
{
    vd_free(vd_container_of(handle, struct vd_watch_fd, poll));
}

int vd_watch_fd_new(struct vd_loop *loop, int fd, void (*readable)(void *arg), void *arg,
                    struct vd_watch_fd **out_watch)
{
    struct vd_watch_fd *watch = vd_alloc_zero(sizeof(*watch));
    int rc;

    if (!watch)
        return -ENOMEM;
    rc = uv_poll_init(&loop->uv, &watch->poll, fd);
    if (rc) {
        vd_free(watch);
        return rc;
    }
    watch->readable = readable;
    watch->arg = arg;
    rc = uv_poll_start(&watch->poll, UV_READABLE, on_watch);
    if (rc) {
        vd_watch_fd_free(watch);
        return rc;
    }
    *out_watch = watch;
    return 0;
}

void vd_watch_fd_pause(struct vd_watch_fd *watch, bool paused)
{
    if (paused)
        uv_poll_stop(&watch->poll);
    else
        vd_assert(uv_poll_start(&watch->poll, UV_READABLE, on_watch) == 0);
}

void vd_watch_fd_free(struct vd_watch_fd *watch)
{
    if (watch)
        uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
}
