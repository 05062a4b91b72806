/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: the whole door, over a store in memory (doors/test_door.h). */
#ifndef VD_DOORS_LIVE_TEST_LIVE_H
#define VD_DOORS_LIVE_TEST_LIVE_H

#include "doors/live/live.h"
#include "doors/live/state.h"
#include "doors/test_door.h"

enum { TEST_REQUESTS = 8 };

struct test_live {
    struct test_door d;
    struct world world;
    struct vd_live *live;
};

void test_live_init(struct test_live *test, const struct vd_kv_options *options);
/* Drops what is left. Nothing may be left of it. */
void test_live_deinit(struct test_live *test);

/* All of these run until nothing moves, but the last. What was in its place is dropped.
 * A request without a body. target: path and query. headers: "name: value\n" each, or NULL. */
void test_live_get(struct test_live *test, unsigned i, const char *target, const char *headers);
/* A request of any method, with a body that comes in two pieces. */
void test_live_send(struct test_live *test, unsigned i, const char *method, const char *target,
                    const char *headers, struct vd_slice body);
/* A GET that asks for a WebSocket; raw bytes of its peer, or of a body. */
void test_live_dial(struct test_live *test, unsigned i, const char *target);
void test_live_bytes(struct test_live *test, unsigned i, struct vd_slice bytes);
void test_live_end(struct test_live *test, unsigned i);
void test_live_drain(struct test_live *test, unsigned i);
/* Writes reach history, the tail is trimmed. */
void test_live_keep(struct test_live *test);
/* One in steps, with test_live_bytes for its body, whose length is not said. */
void test_live_begin(struct test_live *test, unsigned i, const char *method, const char *target);

#endif
