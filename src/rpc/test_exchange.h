/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exchange and a loop in memory, in place of the real ones, for tests: the test is the peer. It
 * decides how many bytes each fill may write and when time passes, and everything that was written
 * can be looked at.
 */
#ifndef VD_RPC_TEST_EXCHANGE_H
#define VD_RPC_TEST_EXCHANGE_H

#include "base/buf.h"
#include "http/exchange.h"

struct vd_loop {
    uint64_t now_ms;
    struct vd_list timers;
    struct vd_loop_task *tasks, **last_task; /* posted, and not run yet */
};

/* Runs what was posted; true: something was. */
bool vd_test_loop_tasks(struct vd_loop *loop);

struct vd_exchange {
    struct vd_loop *loop;
    const struct vd_handler *handler;
    void *user;
    struct vd_principal principal;
    unsigned status;
    struct vd_buf headers, trailers; /* lines "name: value\n" */
    struct vd_buf body;
    uint32_t reset_error;
    bool started, ready, urgent, finished, reset, paused, closed;
};

void vd_test_loop_init(struct vd_loop *loop);
/* Fires what is due within the next ms milliseconds, in order. */
void vd_test_loop_pass(struct vd_loop *loop, uint64_t ms);
size_t vd_test_loop_timers(const struct vd_loop *loop);

void vd_test_exchange_init(struct vd_exchange *x, struct vd_loop *loop);
/* Also closes it, as if the connection was lost, if it is open. */
void vd_test_exchange_deinit(struct vd_exchange *x);
/* Asks the route's open function: POST, content-type application/grpc, the headers given. */
int vd_test_open(struct vd_exchange *x,
                 int (*open)(struct vd_exchange *, const struct vd_request *, void *), void *arg,
                 const char *path, const struct vd_header *headers, uint32_t count);
void vd_test_body(struct vd_exchange *x, struct vd_slice bytes);
/* One gRPC message: the prefix and the bytes. */
void vd_test_message(struct vd_exchange *x, struct vd_slice message);
void vd_test_end(struct vd_exchange *x);
/* One fill of at most `room` bytes, if the exchange is ready. Returns how many were written. */
size_t vd_test_fill(struct vd_exchange *x, size_t room);
/* Fills `room` at a time for as long as the exchange has more, at most `rounds` times. */
void vd_test_pump(struct vd_exchange *x, size_t room, size_t rounds);
/* `closed` is called; aborted unless the response is finished. */
void vd_test_close(struct vd_exchange *x);
/* The value of a trailer, or of a header of the response; NULL. Valid until the next call. */
const char *vd_test_trailer(const struct vd_exchange *x, const char *name);
const char *vd_test_header(const struct vd_exchange *x, const char *name);
/* Takes the next whole gRPC message off the body; false: there is none. out borrows from the body
 * until the next fill. *at: where to begin, 0 at first. */
bool vd_test_next_message(const struct vd_exchange *x, size_t *at, struct vd_slice *out_message);

#endif
