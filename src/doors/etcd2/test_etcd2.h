/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: the whole door, over a store on a simulated disk (doors/test_door.h). */
#ifndef VD_DOORS_ETCD2_TEST_ETCD2_H
#define VD_DOORS_ETCD2_TEST_ETCD2_H

#include "core/kv_disk_world.h"
#include "doors/etcd2/etcd2.h"
#include "doors/etcd2/state.h"
#include "doors/test_door.h"

enum { TEST_REQUESTS = 4 };

struct test_etcd2 {
    struct test_door d;
    struct disk disk;
};

/* root: --v2-root, or NULL. Peers take one fill a turn. */
void test_etcd2_init(struct test_etcd2 *test, const char *root);
void test_etcd2_deinit(struct test_etcd2 *test);

/* What was in its place is dropped. form: NULL for a request without a body. Runs until nothing
 * moves. */
void test_etcd2_ask(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                    const char *form);
/* The same, and nothing runs after it. */
void test_etcd2_begin(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                      const char *form);

#endif
