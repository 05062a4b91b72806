/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/test_etcd2.h"

static const struct vd_kv_options SMALL = {.tail_bytes = 4000, .cache_bytes = 8000};
static const struct vd_store_options STORE = {
    .segment_bytes = 1 << 20, .small_segment_bytes = 64 << 10, .batch_bytes = 32 << 10};

void test_etcd2_init(struct test_etcd2 *test, const char *root)
{
    static const char *const urls[] = {"http://127.0.0.1:2379"};

    disk_open(&test->disk, &STORE, &SMALL);
    test_door_begin(&test->d, &test->disk.world, TEST_REQUESTS);
    test->d.facts = (struct vd_door_facts){
        .v2_root = root, .member_name = "test", .client_urls = urls, .client_url_count = 1};
    for (unsigned i = 0; i < TEST_REQUESTS; i++)
        test->d.rounds[i] = 1;
    test_door_open(&test->d, &vd_door_etcd2);
}

void test_etcd2_deinit(struct test_etcd2 *test)
{
    test_door_let_go(&test->d);
    test_door_end(&test->d);
    disk_close(&test->disk);
}

void test_etcd2_begin(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                      const char *form)
{
    struct test_request request = {.method = method, .target = target};

    if (form) {
        request.content_type = "application/x-www-form-urlencoded";
        request.body = vd_slice_str(form);
    }
    test_door_ask(&test->d, i, &request);
}

void test_etcd2_ask(struct test_etcd2 *test, unsigned i, const char *method, const char *target,
                    const char *form)
{
    test_etcd2_begin(test, i, method, target, form);
    test_door_run(&test->d);
}
