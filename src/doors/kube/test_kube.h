/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the whole door on one loop, over a store in memory and its hub. One request at a time,
 * whose peer is the test; what it answers is read as a document.
 */
#ifndef VD_DOORS_KUBE_TEST_KUBE_H
#define VD_DOORS_KUBE_TEST_KUBE_H

#include "doors/kube/kube.h"
#include "doors/kube/model/doc.h"
#include "doors/test_door.h"

enum { TEST_KUBE_PEERS = 12 }; /* the first one is asked by what follows */

struct test_kube {
    struct world world;
    struct test_door d;
    struct vd_arena arena;
    _Atomic bool has_steward;
};

/* Nothing is there, and nothing happens by itself. */
void test_kube_init(struct test_kube *test, unsigned accept);
/* The same, and what happens by itself does. */
void test_kube_init_by_itself(struct test_kube *test);
void test_kube_deinit(struct test_kube *test);

/* A request with a body (NULL: none) of this type (NULL: none is said); its status, once it is
 * answered. 0: it was broken off. */
unsigned test_kube_send(struct test_kube *test, const char *method, const char *target,
                        const char *type, const char *body);
unsigned test_kube_send_bytes(struct test_kube *test, const char *method, const char *target,
                              const char *type, struct vd_slice body);
/* The same with JSON. */
unsigned test_kube_json(struct test_kube *test, const char *method, const char *target,
                        const char *body);
/* It is sent, and not run. */
void test_kube_begin(struct test_kube *test, const char *method, const char *target,
                     const char *type, struct vd_slice body);
/* Until nothing moves; the status. */
unsigned test_kube_run(struct test_kube *test);
/* The peer goes away. */
void test_kube_drop(struct test_kube *test);

/* The answer as text, and as a document (NULL: it is no JSON). Until the next request. */
const char *test_kube_body(struct test_kube *test);
const struct vd_json_value *test_kube_document(struct test_kube *test);
/* A text of the answer, down a path parted by dots: "metadata.name"; numbers are elements. What is
 * no text is written as JSON, "" is not there. Until the next call. */
const char *test_kube_at(struct test_kube *test, const char *path);
/* The same of what is stored at a key. */
const char *test_kube_stored(struct test_kube *test, const char *key, const char *path);
/* Its value, "" if there is none; and its revision. */
const char *test_kube_value(struct test_kube *test, const char *key);
int64_t test_kube_revision(struct test_kube *test, const char *key);
int64_t test_kube_head(struct test_kube *test);
const char *test_kube_warning(struct test_kube *test);

#endif
