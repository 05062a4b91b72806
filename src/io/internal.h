/* SPDX-License-Identifier: Apache-2.0 */
/* What loop.c and conn.c know of each other; nobody else includes it. */
#ifndef VD_IO_INTERNAL_H
#define VD_IO_INTERNAL_H

#include "io/conn.h"

#include <stdatomic.h>
#include <uv.h>

enum { VD_IO_READ_BYTES = 65536 };

struct vd_loop {
    uv_loop_t uv;
    uv_async_t async;
    uv_timer_t alarm;
    uint64_t alarm_ms; /* when it is set for; UINT64_MAX: it is not */
    struct vd_loop_hooks hooks;
    struct vd_wheel wheel;
    struct vd_list conns;          /* all, by vd_conn.all */
    struct vd_list urgent, stream; /* to fill, by vd_conn.link */
    struct vd_list dying;          /* to bury at the end of the turn, by vd_conn.link */
    struct vd_list greeting;       /* in their handshake, with bytes to be read, by vd_conn.link */
    /* What is read, and what is filled; under TLS also what is sealed, and what was opened: while
     * one is read the other is written. */
    uint8_t *read_bytes, *scratch;
    bool in_turn; /* between hooks.begin and hooks.after */
    bool hooked;  /* hooks.turn was called in this turn */
    bool again;   /* a further turn is wanted */
    /* VD_CONN_...; a test has less time */
    uint32_t stall_ms, linger_ms, handshake_ms, record_ms;

    _Atomic(struct vd_loop_task *) posted; /* newest first */
    /* A waker sets wanted and then looks at asleep; the loop sets asleep and then looks at
     * wanted; so one of them sees the other. */
    atomic_bool wanted, asleep, stopping;
    _Atomic uint32_t open_count, socket_count;
    uint64_t conn_number; /* of the newest */
    uint64_t turn_began_ns;
    _Atomic uint64_t busy_us;
};

/* Before any callback: a turn has begun. */
void vd_loop_enter(struct vd_loop *loop);
/* Goes on with handshakes, within the turn's bounds. */
void vd_conn_shake_hands(struct vd_loop *loop);
/* Fills what is ready, within the turn's bounds. */
void vd_conn_fill_ready(struct vd_loop *loop);
/* Ends the connections that are to end. */
void vd_conn_bury(struct vd_loop *loop);
#endif
