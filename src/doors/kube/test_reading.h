/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: the whole door, over a store in memory (doors/test_door.h). */
#ifndef VD_DOORS_KUBE_TEST_READING_H
#define VD_DOORS_KUBE_TEST_READING_H

#include "doors/kube/kube.h"
#include "doors/kube/state.h"
#include "doors/test_door.h"

enum { TEST_CALLS = 8 };

struct test_reading {
    struct test_door d;
    struct world world;
    struct vd_kube *kube;
};

void test_reading_init(struct test_reading *test, const struct vd_kv_options *options);
/* Drops what is left. Nothing may be left of it. */
void test_reading_deinit(struct test_reading *test);

/* A GET, which runs until nothing moves. What was in its place is dropped. target: path and query;
 * headers: "name: value\n" each, or NULL. */
void test_reading_get(struct test_reading *test, unsigned i, const char *target,
                      const char *headers);
/* Any method, with a body. */
void test_reading_send(struct test_reading *test, unsigned i, const char *method,
                       const char *target, const char *headers, const char *body);
void test_reading_dial(struct test_reading *test, unsigned i, const char *target,
                       const char *headers);

/* Puts a pod into the store, past the door or as if by it: name, namespace and labels, which are
 * what stands between braces ("\"a\":\"b\""), and a node. Returns its revision. */
int64_t test_reading_put(struct test_reading *test, const char *name, const char *labels,
                         const char *node, bool is_ours);
/* The same with a value of any form. */
int64_t test_reading_put_value(struct test_reading *test, const char *key, const char *value,
                               bool is_ours);

/* The status of an answer, and a header of it, "" if it is not there. */
unsigned test_reading_status(struct test_reading *test, unsigned i);
const char *test_reading_header(struct test_reading *test, unsigned i, const char *name);
/* Fails unless the next line of a body has all of these (up to NULL), one after the other. */
void test_reading_expect(struct test_reading *test, unsigned i, ...) __attribute__((sentinel));
/* Fails if there is another line. */
void test_reading_expect_none(struct test_reading *test, unsigned i);

#endif
