/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of writes share: one door with a namespace n, and objects that many of them make.
 */
#ifndef VD_DOORS_KUBE_TEST_WRITING_H
#define VD_DOORS_KUBE_TEST_WRITING_H

#include "doors/kube/test_kube.h"

#include "base/alloc.h"
#include "doors/kube/model/kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define PODS "/api/v1/namespaces/n/pods"
#define POD  "/registry/pods/n/p"
#define POD_OF                                                                                     \
    "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}]" \
    "}}"
#define MAPS   "/api/v1/namespaces/n/configmaps"
#define MAP    "/registry/configmaps/n/m"
#define MAP_OF "{\"metadata\":{\"name\":\"m\"},\"data\":{\"a\":\"1\"}}"
#define MERGE  "application/merge-patch+json"
#define SETS   "/apis/apps/v1/namespaces/n/deployments"
#define SET    "/registry/deployments/n/d"
#define SET_OF                                                                                     \
    "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},"       \
    "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":"   \
    "\"c\",\"image\":\"i\"}]}}}}"
#define SERVICES "/api/v1/namespaces/n/services"

static struct test_kube t;

static inline void assert_at(const char *path, const char *expected)
{
    assert_string_equal(test_kube_at(&t, path), expected);
}

static inline void assert_stored(const char *key, const char *path, const char *expected)
{
    assert_string_equal(test_kube_stored(&t, key, path), expected);
}

static inline void make(const char *target, const char *body)
{
    unsigned status = test_kube_json(&t, "POST", target, body);

    if (status != 201)
        print_message("%s: %u %s\n", target, status, test_kube_body(&t));
    assert_int_equal(status, 201);
}

static inline int setup(void **state)
{
    (void)state;
    test_kube_init(&t, 0);
    make("/api/v1/namespaces", "{\"metadata\":{\"name\":\"n\"}}");
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    test_kube_deinit(&t);
    return 0;
}

static inline bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* The answer is a Status with this code and reason, whose message has this in it. */
static inline void assert_refused(unsigned status, unsigned code, const char *reason,
                                  const char *message)
{
    char number[16];

    snprintf(number, sizeof(number), "%u", code);
    if (status != code || !has(test_kube_at(&t, "message"), message))
        print_message("%u: %s\n", status, test_kube_body(&t));
    assert_int_equal(status, code);
    assert_at("kind", "Status");
    assert_at("status", "Failure");
    assert_at("reason", reason);
    assert_at("code", number);
    assert_true(has(test_kube_at(&t, "message"), message));
}

/* Somebody else's write, which comes before what is submitted next and is not seen by it. */
struct other {
    struct vd_txn txn;
    struct vd_op op;
    struct vd_write write;
};

static inline void other_done(struct vd_write *write)
{
    assert_int_equal(write->outcome, 0);
}

static inline void be_first(struct other *other, struct vd_op op)
{
    other->op = op;
    other->txn = (struct vd_txn){.success = &other->op, .success_count = 1};
    other->write = world_txn_write(&t.world, &other->txn);
    other->write.done = other_done;
    vd_kv_enter(t.world.kv, 0);
    vd_kv_submit(t.world.kv, &other->write);
    vd_kv_leave(t.world.kv, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
