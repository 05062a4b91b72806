/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions of a reflection stream as a peer may write them, each behind a byte of length, with
 * windows of any size in between: each is answered once, in order, or the stream has ended.
 */
#include "base/check.h"
#include "rpc/reflection.h"
#include "rpc/test_exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const size_t ROOMS[] = {1, 30, 1000, 100000};
    struct vd_slice input = {bytes, len}, message;
    struct vd_rpc_server *server = vd_rpc_server_new();
    size_t asked = 0, answered = 0, at = 0;
    struct vd_exchange x;
    struct vd_loop loop;

    vd_test_loop_init(&loop);
    vd_test_exchange_init(&x, &loop);
    vd_assert(server && vd_rpc_reflection_add(server) == 0);
    vd_assert(vd_test_open(&x, vd_rpc_server_open, server,
                           "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", NULL,
                           0) == 0);
    while (input.len && !x.finished) {
        size_t n = VD_MIN((size_t)input.ptr[0], input.len - 1);

        vd_test_message(&x, vd_slice(input.ptr + 1, n));
        asked++;
        vd_test_pump(&x, ROOMS[n % 4], 3);
        input = vd_slice(input.ptr + 1 + n, input.len - 1 - n);
    }
    if (!x.finished)
        vd_test_end(&x);
    vd_test_pump(&x, 100000, 100000);
    while (vd_test_next_message(&x, &at, &message))
        answered++;
    vd_assert(x.finished && at == x.body.len && answered <= asked);
    vd_test_exchange_deinit(&x);
    vd_rpc_server_free(server);
    return 0;
}
