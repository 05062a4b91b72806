/* SPDX-License-Identifier: Apache-2.0 */
/* Messages come out the same however the bytes are cut, and never larger than allowed. */
#include "base/check.h"
#include "wire/grpc.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { LIMIT = 5000 };

struct sum {
    size_t messages, bytes;
    uint32_t hash;
    int rc;
};

static struct sum read_all(struct vd_slice bytes, size_t step)
{
    struct vd_grpc_reader reader;
    struct vd_grpc_message message;
    struct sum sum = {.rc = VD_WAIT};

    vd_grpc_reader_init(&reader, LIMIT);
    while (bytes.len && sum.rc == VD_WAIT) {
        struct vd_slice piece = {bytes.ptr, VD_MIN(step, bytes.len)};

        bytes.ptr += piece.len;
        bytes.len -= piece.len;
        while ((sum.rc = vd_grpc_next(&reader, &piece, &message)) == 0) {
            vd_assert(message.bytes.len <= LIMIT);
            sum.messages++;
            for (size_t i = 0; i < message.bytes.len; i++)
                sum.hash = sum.hash * 31 + message.bytes.ptr[i];
            sum.bytes += message.bytes.len;
        }
        vd_assert(sum.rc != VD_WAIT || piece.len == 0);
    }
    vd_grpc_reader_deinit(&reader);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct sum whole = read_all(vd_slice(bytes, len), SIZE_MAX);
    struct sum pieces = read_all(vd_slice(bytes, len), 1 + len % 13);
    uint64_t ns;

    vd_assert(whole.messages == pieces.messages && whole.bytes == pieces.bytes);
    vd_assert(whole.hash == pieces.hash && whole.rc == pieces.rc);
    if (vd_grpc_timeout_parse(vd_slice(bytes, len), &ns) == 0)
        vd_assert(len >= 2 && len <= 9);
    return 0;
}
