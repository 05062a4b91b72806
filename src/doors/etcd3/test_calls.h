/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: the whole door, over a store in memory (doors/test_door.h). */
#ifndef VD_DOORS_ETCD3_TEST_CALLS_H
#define VD_DOORS_ETCD3_TEST_CALLS_H

#include "doors/etcd3/state.h"
#include "doors/test_door.h"

enum { TEST_CALLS = 8 };

struct test_calls {
    struct test_door d;
    struct world world;
    struct vd_etcd3 door;
    const char *url;
};

void test_calls_init(struct test_calls *calls);
/* Drops what calls are left. Nothing may be left of them. */
void test_calls_deinit(struct test_calls *calls);

/* The call begins; what was in its place is dropped. path: "package.Service/Method". */
void test_calls_open(struct test_calls *calls, unsigned i, const char *path);
/* A step of the keeper. */
void test_calls_keep(struct test_calls *calls);

#endif
