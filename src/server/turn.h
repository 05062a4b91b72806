/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loop of the server and what it does in a turn: it pins the store, leads a commit if one is
 * due, collects what is answered, and lets the doors' cursors match, before io fills connections.
 */
#ifndef VD_SERVER_TURN_H
#define VD_SERVER_TURN_H

#include "core/kv.h"
#include "core/stamps.h"
#include "server/flush.h"
#include "server/thread.h"

#include <stdatomic.h>

struct vd_wiring;

struct vd_server_loop {
    struct vd_loop *loop;
    struct vd_kv *kv;
    struct vd_stamps *stamps;
    struct vd_flusher *flusher; /* NULL: ephemeral */
    struct vd_wiring *wiring;
    pthread_t thread;
    unsigned slot;
    bool running;
    atomic_bool is_flushing; /* a flush of ours is under way */
    /* Whether somebody on this loop waits for what others write. The loop sets it and then looks
     * whether anything was published meanwhile; who publishes does so and then looks at it. */
    atomic_bool looks;
    uint64_t seen_index; /* the log index up to which this turn has shown what there is */
    _Atomic(struct vd_job *) ended_jobs; /* newest first */
    uint64_t flush_began_ns;
    struct vd_timer due; /* of the first loop: when the store wants a turn */
    int64_t due_ms;      /* INT64_MAX: never */
};

/* The loop alone; kv, flusher and wiring are set before it starts. */
VD_MUST_CHECK int vd_server_loop_init(struct vd_server_loop *loop, unsigned slot);
void vd_server_loop_deinit(struct vd_server_loop *loop);
/* thread: NULL for io_uring alone. choice: NULL for the thread alone. */
VD_MUST_CHECK int vd_server_loop_add_flusher(struct vd_server_loop *loop,
                                             struct vd_flush_thread *thread,
                                             struct vd_flush_choice *choice);
VD_MUST_CHECK int vd_server_loop_start(struct vd_server_loop *loop);
/* Ends the loop's thread; its connections are aborted. */
void vd_server_loop_stop(struct vd_server_loop *loop);
/* Something was published: a turn, if it concerns this loop. Any thread. */
void vd_server_loop_published(struct vd_server_loop *loop);
/* Finishes what has ended meanwhile, once no thread runs any more. */
void vd_server_loop_last_turn(struct vd_server_loop *loop);
/* The slot of the loop that runs on this thread. */
unsigned vd_server_slot(void);
/* A job has run: its `done` is called in the loop's next turn. Any thread. */
void vd_server_loop_job_ended(struct vd_server_loop *loop, struct vd_job *job);

#endif
