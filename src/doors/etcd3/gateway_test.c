/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/gateway.h"

#include "base/alloc.h"
#include "doors/etcd3/state.h"
#include "rpc/test_exchange.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_method_of_etcd_has_a_path(void **state)
{
    for (uint32_t i = 0; i < VD_ETCD3_SERVICE.method_count; i++) {
        const char *path = VD_ETCD3_SERVICE.methods[i].path;
        bool is_etcds = strncmp(path, "/grpc.", 6) != 0 && !strstr(path, "/RangeStream");

        if (vd_etcd3_gateway_has(path) != is_etcds)
            fail_msg("%s", path);
    }
}

static int open_gateway(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    return vd_etcd3_gateway_open(arg, x, request);
}

static void assert_status(struct vd_etcd3_gateway *gateway, struct vd_slice method,
                          const char *path, unsigned want)
{
    struct vd_request request = {.method = method, .path = vd_slice_str(path), .ended = true};
    struct vd_loop loop;
    struct vd_exchange x;

    vd_test_loop_init(&loop);
    vd_test_exchange_init(&x, &loop);
    assert_int_equal(open_gateway(&x, &request, gateway), 0);
    assert_true(x.finished);
    assert_int_equal(x.status, want);
    vd_test_exchange_deinit(&x);
}

/* Made when it is first asked; if that fails, when it is asked again. */
static void a_gateway_is_whole_or_not_there(void **state)
{
    struct vd_request request = {
        .method = VD_SLICE("POST"), .path = VD_SLICE("/v3/kv"), .ended = true};
    struct vd_rpc_server *rpc = vd_rpc_server_new();
    struct vd_etcd3_gateway *gateway;
    struct vd_loop loop;
    struct vd_exchange x;
    long n = 0;
    int rc;

    assert_non_null(rpc);
    assert_int_equal(vd_rpc_server_add(rpc, &VD_ETCD3_SERVICE, NULL), 0);
    assert_int_equal(vd_etcd3_gateway_new(rpc, &gateway), 0);
    vd_test_loop_init(&loop);
    vd_test_exchange_init(&x, &loop);
    do {
        vd_alloc_fail_after(n++);
        rc = open_gateway(&x, &request, gateway);
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
    } while (rc);
    assert_true(n > 3);
    assert_int_equal(x.status, 404);
    vd_test_exchange_deinit(&x);
    vd_etcd3_gateway_free(gateway);
    vd_rpc_server_free(rpc);
}

static void what_is_no_call_is_told_so(void **state)
{
    struct vd_rpc_server *rpc = vd_rpc_server_new();
    struct vd_etcd3_gateway *gateway;

    assert_non_null(rpc);
    assert_int_equal(vd_rpc_server_add(rpc, &VD_ETCD3_SERVICE, NULL), 0);
    assert_int_equal(vd_etcd3_gateway_new(rpc, &gateway), 0);
    assert_status(gateway, VD_SLICE("POST"), "/v3/kv", 404);
    assert_status(gateway, VD_SLICE("POST"), "/v3/", 404);
    assert_status(gateway, VD_SLICE("POST"), "/v3beta/kv/rang", 404);
    assert_status(gateway, VD_SLICE("GET"), "/v3/kv/range", 405);
    assert_status(gateway, VD_SLICE("OPTIONS"), "/v3beta/kv/range", 200);
    assert_status(gateway, VD_SLICE("POST"), "/v3/auth/enable", 501);
    vd_etcd3_gateway_free(gateway);
    vd_rpc_server_free(rpc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_of_etcd_has_a_path),
        cmocka_unit_test(a_gateway_is_whole_or_not_there),
        cmocka_unit_test(what_is_no_call_is_told_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
