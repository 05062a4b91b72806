/* SPDX-License-Identifier: Apache-2.0 */
/* Our HTTP/2 session against a client of nghttp2: the input is the script of what they do. */
#include "wire/test_http2_oracle.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_oracle_sums sums;
    const char *wrong = vd_oracle_run(vd_slice(bytes, len), &sums);

    if (!wrong)
        return 0;
    fprintf(stderr, "%s\n", wrong);
    abort();
}
