/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the whole door on one loop, over a store in memory and its hub, and a few calls at a
 * time whose peers are the test.
 */
#ifndef VD_DOORS_ETCD3_TEST_CALLS_H
#define VD_DOORS_ETCD3_TEST_CALLS_H

#include "core/hub.h"
#include "core/kv_world.h"
#include "doors/etcd3/state.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

enum { TEST_CALLS = 8 };

struct test_calls {
    struct vd_loop loop;
    struct world world;
    struct vd_hub *hub;
    struct vd_etcd3 door;
    struct vd_rpc_server *server;
    struct vd_door_facts facts;
    const char *url;
    size_t room; /* of one fill; a megabyte at first. 0: the peers do not read */
    struct vd_exchange x[TEST_CALLS];
    size_t read_at[TEST_CALLS];
};

void test_calls_init(struct test_calls *calls);
/* Drops what calls are left. Nothing may be left of them. */
void test_calls_deinit(struct test_calls *calls);

/* The call begins; what was in its place is dropped. path: "package.Service/Method". */
void test_calls_open(struct test_calls *calls, unsigned i, const char *path);
void test_calls_send(struct test_calls *calls, unsigned i, struct vd_slice message);
/* The peer says no more, but listens. */
void test_calls_half_close(struct test_calls *calls, unsigned i);
/* The peer is gone. */
void test_calls_drop(struct test_calls *calls, unsigned i);
/* A turn: jobs, commit, matching, fills. True: something moved. */
bool test_calls_turn(struct test_calls *calls);
/* Until nothing moves. */
void test_calls_run(struct test_calls *calls);
/* A step of the keeper. */
void test_calls_keep(struct test_calls *calls);
/* Time passes, and the loop has its turns. */
void test_calls_pass(struct test_calls *calls, uint64_t ms);

/* The next answer; false: there is none yet. Borrowed until the next run. */
bool test_calls_next(struct test_calls *calls, unsigned i, struct vd_slice *out_message);
/* How it ended: the status as a number, or -1: it has not. */
int test_calls_status(struct test_calls *calls, unsigned i);
/* And its message; "" if there is none. */
const char *test_calls_message(struct test_calls *calls, unsigned i);

#endif
