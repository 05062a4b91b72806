/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/test_calls.h"

#include <stdio.h>

void test_calls_init(struct test_calls *calls)
{
    calls->url = "http://here:1";
    world_init(&calls->world, NULL, NULL);
    test_door_begin(&calls->d, &calls->world, TEST_CALLS);
    calls->d.facts = (struct vd_door_facts){
        .client_urls = &calls->url, .client_url_count = 1, .member_name = "me"};
    vd_etcd3_init(&calls->door, &calls->d.env);
    test_door_serve(&calls->d, &VD_ETCD3_SERVICE, &calls->door);
}

void test_calls_deinit(struct test_calls *calls)
{
    test_door_let_go(&calls->d);
    vd_etcd3_deinit(&calls->door);
    test_door_end(&calls->d);
    world_deinit(&calls->world);
}

void test_calls_open(struct test_calls *calls, unsigned i, const char *path)
{
    char full[100];

    snprintf(full, sizeof(full), "/%s", path);
    test_door_call(&calls->d, i, full, NULL, 0);
}

void test_calls_keep(struct test_calls *calls)
{
    struct world *world = &calls->world;

    (void)vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms++);
}
