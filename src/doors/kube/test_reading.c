/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/test_reading.h"

#include <stdarg.h>
#include <stdio.h>

#include <setjmp.h>

#include <cmocka.h>

enum { TEXT_BYTES = 1024 };

void test_reading_init(struct test_reading *test, const struct vd_kv_options *options)
{
    world_init(&test->world, NULL, options);
    test_door_begin(&test->d, &test->world, TEST_CALLS);
    test->d.facts.kube_prefix = "/registry";
    test->d.own_cursors = 1; /* on the definitions of kinds */
    test_door_open(&test->d, &vd_door_kube);
    test->kube = test->d.state;
}

void test_reading_deinit(struct test_reading *test)
{
    test_door_let_go(&test->d);
    test_door_end(&test->d);
    world_deinit(&test->world);
}

void test_reading_get(struct test_reading *test, unsigned i, const char *target,
                      const char *headers)
{
    test_reading_send(test, i, "GET", target, headers, NULL);
}

void test_reading_send(struct test_reading *test, unsigned i, const char *method,
                       const char *target, const char *headers, const char *body)
{
    test_door_ask(&test->d, i,
                  &(struct test_request){.method = method,
                                         .target = target,
                                         .headers = headers,
                                         .body = body ? vd_slice_str(body) : VD_SLICE_EMPTY});
    test_door_run(&test->d);
}

void test_reading_dial(struct test_reading *test, unsigned i, const char *target,
                       const char *headers)
{
    char lines[TEXT_BYTES];

    snprintf(lines, sizeof(lines), "sec-websocket-version: 13\n%s", headers ? headers : "");
    test_door_ask(&test->d, i,
                  &(struct test_request){.method = "GET",
                                         .target = target,
                                         .headers = lines,
                                         .upgrade = "websocket",
                                         .is_open = true});
    test_door_run(&test->d);
}

int64_t test_reading_put_value(struct test_reading *test, const char *key, const char *value,
                               bool is_ours)
{
    const struct vd_op op = world_put_op(key, value);
    const struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(&test->world, &txn);

    if (is_ours)
        write.cause = VD_SLICE("\3");
    assert_int_equal(world_write(&test->world, &write), 0);
    test_door_run(&test->d);
    return write.revision;
}

int64_t test_reading_put(struct test_reading *test, const char *name, const char *labels,
                         const char *node, bool is_ours)
{
    char key[TEXT_BYTES], value[TEXT_BYTES];

    snprintf(key, sizeof(key), "/registry/pods/ns/%s", name);
    snprintf(value, sizeof(value),
             "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\",\"namespace\":"
             "\"ns\",\"labels\":{%s}},\"spec\":{\"nodeName\":\"%s\"}}",
             name, labels, node);
    return test_reading_put_value(test, key, value, is_ours);
}

unsigned test_reading_status(struct test_reading *test, unsigned i)
{
    return test->d.x[i].status;
}

const char *test_reading_header(struct test_reading *test, unsigned i, const char *name)
{
    const char *value = vd_test_header(&test->d.x[i], name);

    return value ? value : "";
}

void test_reading_expect(struct test_reading *test, unsigned i, ...)
{
    const char *line = test_door_line(&test->d, i), *at = line, *word;
    va_list args;

    va_start(args, i);
    while ((word = va_arg(args, const char *))) {
        at = at ? strstr(at, word) : NULL;
        if (!at)
            fail_msg("%s is not in its place in: %s", word, line ? line : "nothing");
        at += strlen(word);
    }
    va_end(args);
}

void test_reading_expect_none(struct test_reading *test, unsigned i)
{
    const char *line = test_door_line(&test->d, i);

    if (line)
        fail_msg("there is more: %s", line);
}
