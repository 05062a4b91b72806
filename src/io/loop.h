/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loop: one thread, its connections, and the turn.
 *
 * A turn is: read what has arrived (the protocols parse it, doors queue writes) - hooks.turn (the
 * server commits, collects answers, matches events) - fill every *urgent* connection (answers) -
 * fill *streaming* connections from the head of a FIFO for at most about half a millisecond -
 * poll again, without sleeping while anything is left. A connection stands in each queue once, is
 * filled with everything that it has by then, and leaves in one send. That is the whole gathering
 * policy: at once when idle, ever larger under load, no timer.
 *
 * Built on libuv (this file and its neighbours are the only ones that know): uv_poll on sockets of
 * our own, so that the write path is ours.
 */
#ifndef VD_IO_LOOP_H
#define VD_IO_LOOP_H

#include "base/list.h"
#include "base/outcome.h"
#include "io/out.h"

struct vd_loop;

struct vd_loop_hooks {
    void *arg;
    void (*turn)(void *arg);    /* once a turn, after reading */
    void (*closing)(void *arg); /* the loop is about to end */
};

VD_MUST_CHECK int vd_loop_new(const struct vd_loop_hooks *hooks, struct vd_loop **out_loop);
void vd_loop_free(struct vd_loop *loop);
/* Runs until vd_loop_stop. */
void vd_loop_run(struct vd_loop *loop);
/* Any thread. */
void vd_loop_stop(struct vd_loop *loop);
/* Makes the loop take a turn soon (hooks.turn is called). Any thread; cheap when already awake. */
void vd_loop_wake(struct vd_loop *loop);

/* Runs task->run(task) on the loop's thread. Any thread. The task is the caller's and may be reused
 * once run. */
struct vd_loop_task {
    struct vd_loop_task *next;
    void (*run)(struct vd_loop_task *task);
};
void vd_loop_post(struct vd_loop *loop, struct vd_loop_task *task);

/* Of the present turn, cheap. */
uint64_t vd_loop_now_ms(const struct vd_loop *loop);

/* Timers are coarse (a wheel of about 10 ms), intrusive, and cost nothing while they wait. */
struct vd_timer {
    struct vd_list link;
    uint64_t due_ms;
    void (*fire)(struct vd_timer *timer);
};
void vd_timer_start(struct vd_loop *loop, struct vd_timer *timer, uint64_t after_ms);
void vd_timer_stop(struct vd_loop *loop, struct vd_timer *timer); /* also when it is not running */

/* Calls back on the loop when fd is readable (an eventfd, a ring). */
struct vd_watch_fd;
VD_MUST_CHECK int vd_watch_fd_new(struct vd_loop *loop, int fd, void (*readable)(void *arg),
                                  void *arg, struct vd_watch_fd **out_watch);
void vd_watch_fd_free(struct vd_watch_fd *watch);

#endif
