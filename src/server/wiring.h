/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands on a loop: the store's journal, the gRPC services, the doors and HTTP before them.
 * wiring.c is the only file that knows all doors.
 */
#ifndef VD_SERVER_WIRING_H
#define VD_SERVER_WIRING_H

#include "doors/door.h"
#include "http/http.h"

struct vd_wiring;

struct vd_wiring_options {
    struct vd_loop *loop;
    unsigned slot;
    struct vd_kv *kv;
    const struct vd_door_facts *facts;
    uint32_t max_streams; /* of a connection; 0: as many as we ever take */
    struct vd_http_guard guard;
    void (*submit_job)(void *arg, struct vd_job *job);
    void *arg;
};

/* On the main thread, before the loop runs. facts are borrowed. */
VD_MUST_CHECK int vd_wiring_new(const struct vd_wiring_options *options,
                                struct vd_wiring **out_wiring);
/* When the loop runs no more and has no connection. NULL is fine. */
void vd_wiring_free(struct vd_wiring *wiring);
/* A socket for HTTP, of a listener that lives as long as the wiring. Nonzero: it was not taken. */
VD_MUST_CHECK int vd_wiring_accept(struct vd_wiring *wiring, int fd,
                                   const struct vd_http_port *port);
/* The same for one that is shown metrics and health and nothing else. */
VD_MUST_CHECK int vd_wiring_accept_metrics(struct vd_wiring *wiring, int fd,
                                           const struct vd_http_port *port);
/* In a turn, after what was committed has been collected. */
void vd_wiring_turn(struct vd_wiring *wiring);
/* At the end of a turn: whether anybody here waits for what is published. Also counts. */
bool vd_wiring_looks(struct vd_wiring *wiring);
/* Takes nothing new and asks every connection to end. On the loop. */
void vd_wiring_drain(struct vd_wiring *wiring);

#endif
