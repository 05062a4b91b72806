/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the whole door on one loop, over a store on a simulated disk and its hub, and a few
 * requests at a time whose peers are the test.
 */
#ifndef VD_DOORS_ETCD2_TEST_ETCD2_H
#define VD_DOORS_ETCD2_TEST_ETCD2_H

#include "core/hub.h"
#include "core/kv_disk_world.h"
#include "doors/etcd2/etcd2.h"
#include "doors/etcd2/state.h"
#include "rpc/test_exchange.h"

enum { TEST_REQUESTS = 4 };

struct test_etcd2 {
    struct vd_loop loop;
    struct disk disk;
    struct vd_hub *hub;
    struct vd_etcd2 *door;
    struct vd_door_facts facts;
    size_t room;     /* of one fill */
    size_t fills;    /* that wrote something */
    long fail_after; /* allocations of a request; -1: none fails */
    bool has_failed; /* one did */
    struct vd_exchange x[TEST_REQUESTS];
};

/* root: --v2-root, or NULL. */
void test_etcd2_init(struct test_etcd2 *test, const char *root);
void test_etcd2_deinit(struct test_etcd2 *test);
struct world *test_etcd2_world(struct test_etcd2 *test);

/* What was in its place is dropped. form: NULL for a request without a body. Runs until nothing
 * moves. */
void test_etcd2_ask(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                    const char *form);
/* The same, and nothing runs after it. */
void test_etcd2_begin(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                      const char *form);
void test_etcd2_run(struct test_etcd2 *test);
void test_etcd2_drop(struct test_etcd2 *test, unsigned i);
void test_etcd2_drain(struct test_etcd2 *test, unsigned i);
/* Time passes, and the loop has its turns. */
void test_etcd2_pass(struct test_etcd2 *test, uint64_t ms);
/* The body so far, as a string; valid until the next call. */
const char *test_etcd2_body(struct test_etcd2 *test, unsigned i);

#endif
