/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the whole door on one loop, over a store in memory and its hub, and a few calls whose
 * peers are the test.
 */
#ifndef VD_DOORS_FEED_TEST_FEED_H
#define VD_DOORS_FEED_TEST_FEED_H

#include "core/hub.h"
#include "core/kv_world.h"
#include "doors/feed/state.h"
#include "rpc/test_exchange.h"

enum { TEST_CALLS = 24 };

struct test_call {
    struct vd_exchange x;
    size_t room;   /* of one fill; 0: the peer does not read */
    size_t rounds; /* fills a turn */
    size_t read_at;
};

struct test_feed {
    struct vd_loop loop;
    struct world world;
    struct vd_hub *hub;
    struct vd_feed door;
    struct vd_rpc_server *server;
    struct vd_door_facts facts;
    struct test_call calls[TEST_CALLS];
};

/* options of the store; NULL: the usual ones. */
void test_feed_init(struct test_feed *feed, const struct vd_kv_options *options);
/* Drops what calls are left; nothing may be left of them. */
void test_feed_deinit(struct test_feed *feed);

/* A call begins, what was in its place is dropped, and one message is sent. metadata: pairs of name
 * and value, ended by NULL; or NULL. */
void test_feed_open(struct test_feed *feed, unsigned i, const char *path,
                    const char *const *metadata);
void test_feed_send(struct test_feed *feed, unsigned i, struct vd_slice message);
/* The same with field 1 of the message. */
void test_feed_send_text(struct test_feed *feed, unsigned i, const char *text);
void test_feed_half_close(struct test_feed *feed, unsigned i);
void test_feed_drop(struct test_feed *feed, unsigned i);
void test_feed_put(struct test_feed *feed, const char *key, const char *value);

/* A turn: jobs, matching, fills. True: something moved. */
bool test_feed_turn(struct test_feed *feed);
/* Until nothing moves. */
void test_feed_run(struct test_feed *feed);

/* The next message's field 1 (and 15, if asked for; empty: it has none), borrowed; false: there is
 * none. A message that holds anything else fails the test. */
bool test_feed_next(struct test_feed *feed, unsigned i, struct vd_slice *out_value,
                    struct vd_slice *out_position);
/* How it ended; -1: it has not. */
int test_feed_status(struct test_feed *feed, unsigned i);
/* Of the trailers, or where there are none of the headers; "" if it is not there. */
const char *test_feed_trailer(struct test_feed *feed, unsigned i, const char *name);

#endif
