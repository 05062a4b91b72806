/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the whole door on one loop, over a store in memory and its hub, and a few requests at
 * a time whose peers are the test.
 */
#ifndef VD_DOORS_LIVE_TEST_LIVE_H
#define VD_DOORS_LIVE_TEST_LIVE_H

#include "core/hub.h"
#include "core/kv_world.h"
#include "doors/live/live.h"
#include "doors/live/state.h"
#include "rpc/test_exchange.h"

enum { TEST_REQUESTS = 8 };

struct test_live {
    struct vd_loop loop;
    struct world world;
    struct vd_hub *hub;
    struct vd_live *live;
    struct vd_door_facts facts;
    size_t room; /* of one fill; a megabyte at first. 0: the peers do not read */
    struct vd_exchange x[TEST_REQUESTS];
    size_t read_at[TEST_REQUESTS];
    long fail_after; /* allocations of what is opened next; -1: none fails */
    bool has_failed; /* one did */
};

void test_live_init(struct test_live *test, const struct vd_kv_options *options);
/* Drops what is left. Nothing may be left of it. */
void test_live_deinit(struct test_live *test);

/* A request without a body; what was in its place is dropped. target: path and query. headers:
 * "name: value\n" each, or NULL. */
void test_live_get(struct test_live *test, unsigned i, const char *target, const char *headers);
/* A request of any method, with a body that comes in two pieces. */
void test_live_send(struct test_live *test, unsigned i, const char *method, const char *target,
                    const char *headers, struct vd_slice body);
/* A GET that asks for a WebSocket; raw bytes of its peer. */
void test_live_dial(struct test_live *test, unsigned i, const char *target);
void test_live_bytes(struct test_live *test, unsigned i, struct vd_slice bytes);
/* One in steps, with test_live_bytes for its body, whose length is not said. */
void test_live_begin(struct test_live *test, unsigned i, const char *method, const char *target);
void test_live_end(struct test_live *test, unsigned i);
void test_live_drop(struct test_live *test, unsigned i);
/* Its handler is told that the server goes down. */
void test_live_drain(struct test_live *test, unsigned i);
/* Until nothing moves. */
void test_live_run(struct test_live *test);
/* Time passes, and the loop has its turns. */
void test_live_pass(struct test_live *test, uint64_t ms);
/* Writes reach history, the tail is trimmed. */
void test_live_keep(struct test_live *test);

/* The next line of the body, without its end; NULL: there is no whole one. Valid until the next
 * call. */
const char *test_live_line(struct test_live *test, unsigned i);
/* The body so far, as a string; valid until the next call. */
const char *test_live_body(struct test_live *test, unsigned i);

#endif
