/* SPDX-License-Identifier: Apache-2.0 */
/* A head is read the same whole and byte by byte, and what is accepted is unambiguous. */
#include "base/check.h"
#include "wire/http1.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool has_line_end(struct vd_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\r' || s.ptr[i] == '\n' || s.ptr[i] == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct vd_http1_request whole, pieces;
    size_t scanned = 0, at = 0;
    int rc = vd_http1_parse(vd_slice(bytes, len), &scanned, &whole), again = VD_WAIT;

    for (scanned = 0; at <= len && again == VD_WAIT; at++)
        again = vd_http1_parse(vd_slice(bytes, at), &scanned, &pieces);
    vd_assert(rc == again);
    if (rc)
        return 0;
    vd_assert(whole.head_bytes == pieces.head_bytes && whole.head_bytes <= len);
    vd_assert(whole.header_count == pieces.header_count && whole.header_count <= VD_HTTP1_FIELDS);
    vd_assert(!has_line_end(whole.method) && !has_line_end(whole.target));
    for (uint32_t i = 0; i < whole.header_count; i++)
        vd_assert(whole.headers[i].name.len && !has_line_end(whole.headers[i].name) &&
                  !has_line_end(whole.headers[i].value));
    return 0;
}
