/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/test_live.h"

void test_live_init(struct test_live *test, const struct vd_kv_options *options)
{
    world_init(&test->world, NULL, options);
    test_door_begin(&test->d, &test->world, TEST_REQUESTS);
    test_door_open(&test->d, &vd_door_live);
    test->live = test->d.state;
}

void test_live_deinit(struct test_live *test)
{
    test_door_let_go(&test->d);
    test_door_end(&test->d);
    world_deinit(&test->world);
}

void test_live_get(struct test_live *test, unsigned i, const char *target, const char *headers)
{
    test_live_send(test, i, "GET", target, headers, VD_SLICE_EMPTY);
}

void test_live_send(struct test_live *test, unsigned i, const char *method, const char *target,
                    const char *headers, struct vd_slice body)
{
    test_door_ask(&test->d, i,
                  &(struct test_request){
                      .method = method, .target = target, .headers = headers, .body = body});
    test_door_run(&test->d);
}

void test_live_dial(struct test_live *test, unsigned i, const char *target)
{
    test_door_ask(&test->d, i,
                  &(struct test_request){.method = "GET",
                                         .target = target,
                                         .headers = "sec-websocket-version: 13\n",
                                         .upgrade = "websocket",
                                         .is_open = true});
    test_door_run(&test->d);
}

void test_live_begin(struct test_live *test, unsigned i, const char *method, const char *target)
{
    test_door_ask(&test->d, i,
                  &(struct test_request){.method = method, .target = target, .is_open = true});
}

void test_live_bytes(struct test_live *test, unsigned i, struct vd_slice bytes)
{
    test_door_bytes(&test->d, i, bytes);
    test_door_run(&test->d);
}

void test_live_end(struct test_live *test, unsigned i)
{
    test_door_half_close(&test->d, i);
    test_door_run(&test->d);
}

void test_live_drain(struct test_live *test, unsigned i)
{
    test_door_drain(&test->d, i);
    test_door_run(&test->d);
}

void test_live_keep(struct test_live *test)
{
    world_keep(&test->world);
    test_door_run(&test->d);
}
