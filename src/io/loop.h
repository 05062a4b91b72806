/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loop: one thread, its connections, and the turn.
 *
 * A turn is: hooks.begin - read what has arrived (the protocols parse it, doors queue writes), run
 * posted tasks and timers, go on with handshakes for about half a millisecond - hooks.turn (the
 * server commits, collects answers, matches events) - fill every *urgent* connection (answers) -
 * fill *streaming* connections from the head of a FIFO for at most about half a millisecond, or
 * until hooks.presses - hooks.after - poll again, without sleeping while anything is left. A
 * connection stands in one queue once, is filled at most once a turn with everything that it has by
 * then, and leaves in one send. That is the whole gathering policy: at once when idle, ever larger
 * under load, no timer.
 *
 * Every callback of io (bytes, fill, closed, a timer, a task, a watched fd) runs between
 * hooks.begin and hooks.after; the thread sleeps only outside of them.
 *
 * Built on libuv (this file and its neighbours are the only ones that know): uv_poll on sockets of
 * our own, so that the write path is ours.
 */
#ifndef VD_IO_LOOP_H
#define VD_IO_LOOP_H

#include "base/list.h"
#include "base/outcome.h"
#include "io/out.h"
#include "io/wheel.h"

struct vd_loop;

/* Any of them may be NULL. */
struct vd_loop_hooks {
    void *arg;
    void (*begin)(void *arg);   /* a turn begins: before its first callback */
    void (*turn)(void *arg);    /* once a turn, after reading */
    void (*after)(void *arg);   /* the turn is over */
    void (*closing)(void *arg); /* the loop is about to end; its connections are gone */
    bool (*presses)(void *arg); /* between two fills: no more streaming ones in this turn */
};

VD_MUST_CHECK int vd_loop_new(const struct vd_loop_hooks *hooks, struct vd_loop **out_loop);
/* On the thread that ran it, or when it never ran. */
void vd_loop_free(struct vd_loop *loop);
/* Runs until vd_loop_stop; then aborts what connections are left, and calls hooks.closing. Tasks
 * posted before the end still run. */
void vd_loop_run(struct vd_loop *loop);
/* Any thread. */
void vd_loop_stop(struct vd_loop *loop);
/* Makes the loop take a turn soon: hooks.turn is called after this. Any thread; cheap when it is
 * awake, free when that call is yet to come in the present turn. */
void vd_loop_wake(struct vd_loop *loop);
/* Calls `drain` of every connection; aborts every connection. On the loop's thread, not from inside
 * a connection's callback. */
void vd_loop_drain(struct vd_loop *loop);
void vd_loop_abort(struct vd_loop *loop);
/*
 * Goes on with a round over all connections, asking how far behind their readers are, as far as the
 * survey's budget goes. True: it has been everywhere. One round at a time, each with a number of
 * its own. On the loop's thread, not from inside a connection's callback.
 */
struct vd_survey;
VD_MUST_CHECK bool vd_loop_survey(struct vd_loop *loop, struct vd_survey *survey);
/* Connections whose `closed` was not called yet, and sockets held (the former and those that
 * linger). Any thread. */
unsigned vd_loop_open_count(const struct vd_loop *loop);
unsigned vd_loop_socket_count(const struct vd_loop *loop);

/* How long it has not slept, all its turns together. Any thread. */
uint64_t vd_loop_busy_us(const struct vd_loop *loop);

/* Runs task->run(task) on the loop's thread. Any thread, in order of posting. The task is the
 * caller's and may be reused once run. */
struct vd_loop_task {
    struct vd_loop_task *next;
    void (*run)(struct vd_loop_task *task);
};
void vd_loop_post(struct vd_loop *loop, struct vd_loop_task *task);

/* Of the present turn, monotonic, cheap. */
uint64_t vd_loop_now_ms(const struct vd_loop *loop);

/* Timers are coarse (io/wheel.h), intrusive, and cost nothing while they wait. */
void vd_timer_start(struct vd_loop *loop, struct vd_timer *timer, uint64_t after_ms);
void vd_timer_stop(struct vd_loop *loop, struct vd_timer *timer); /* also when it is not running */

/* Calls back on the loop while fd is readable (an eventfd, a ring, a listening socket). The fd
 * stays the caller's; it is out of the loop when vd_watch_fd_free returns. */
struct vd_watch_fd;
VD_MUST_CHECK int vd_watch_fd_new(struct vd_loop *loop, int fd, void (*readable)(void *arg),
                                  void *arg, struct vd_watch_fd **out_watch);
void vd_watch_fd_pause(struct vd_watch_fd *watch, bool paused);
void vd_watch_fd_free(struct vd_watch_fd *watch);

#endif
