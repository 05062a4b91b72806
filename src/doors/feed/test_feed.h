/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: the whole door, over a store in memory (doors/test_door.h). */
#ifndef VD_DOORS_FEED_TEST_FEED_H
#define VD_DOORS_FEED_TEST_FEED_H

#include "doors/feed/state.h"
#include "doors/test_door.h"

enum { TEST_CALLS = 24 };

struct test_feed {
    struct test_door d;
    struct world world;
    struct vd_feed door;
};

/* options of the store; NULL: the usual ones. */
void test_feed_init(struct test_feed *feed, const struct vd_kv_options *options);
/* Drops what calls are left; nothing may be left of them. */
void test_feed_deinit(struct test_feed *feed);

/* A call begins, what was in its place is dropped, and one message is sent. metadata: pairs of name
 * and value, ended by NULL; or NULL. */
void test_feed_open(struct test_feed *feed, unsigned i, const char *path,
                    const char *const *metadata);
/* A message of field 1 alone. */
void test_feed_send_text(struct test_feed *feed, unsigned i, const char *text);
void test_feed_put(struct test_feed *feed, const char *key, const char *value);

/* The next message's field 1 (and 15, if asked for; empty: it has none), borrowed; false: there is
 * none. A message that holds anything else fails the test. */
bool test_feed_next(struct test_feed *feed, unsigned i, struct vd_slice *out_value,
                    struct vd_slice *out_position);
#endif
