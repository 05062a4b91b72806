/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/test_websocket.h"

#include "base/check.h"

static const uint8_t MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

void vd_ws_peer_put_as(struct vd_buf *buf, unsigned first, unsigned len_bytes,
                       struct vd_slice payload)
{
    uint8_t head[14], *at = head + 2, *to;

    if (len_bytes == 1)
        len_bytes = payload.len < 126 ? 0 : payload.len < 65536 ? 2 : 8;
    head[0] = (uint8_t)first;
    head[1] = (uint8_t)(0x80 | (len_bytes == 0 ? payload.len : len_bytes == 2 ? 126 : 127));
    for (unsigned i = len_bytes; i-- > 0;)
        *at++ = (uint8_t)((uint64_t)payload.len >> 8 * i);
    memcpy(at, MASK, sizeof(MASK));
    vd_buf_append(buf, head, (size_t)(at - head) + sizeof(MASK));
    to = vd_buf_reserve(buf, payload.len + 1);
    vd_assert(to);
    for (size_t i = 0; i < payload.len; i++)
        to[i] = payload.ptr[i] ^ MASK[i % 4];
    vd_buf_advance(buf, payload.len);
}

void vd_ws_peer_put(struct vd_buf *buf, unsigned first, struct vd_slice payload)
{
    vd_ws_peer_put_as(buf, first, 1, payload);
}

/* How many bytes say the length, by the second byte; it is as short as it can be, and not masked.
 */
static bool read_length(struct vd_slice bytes, size_t *out_head, uint64_t *out_len)
{
    uint64_t len = bytes.ptr[1];
    size_t n = len == 126 ? 2 : len == 127 ? 8 : 0;

    if (len > 127 || bytes.len < 2 + n)
        return false;
    for (size_t i = 0; i < n; i++)
        len = (i ? len << 8 : 0) | bytes.ptr[2 + i];
    *out_head = 2 + n;
    *out_len = len;
    return n == 0 || len >= (n == 2 ? 126 : 65536);
}

bool vd_ws_peer_next(struct vd_slice *bytes, unsigned *out_first, struct vd_slice *out_payload)
{
    size_t head;
    uint64_t len;

    if (bytes->len < 2 || !read_length(*bytes, &head, &len) || bytes->len - head < len)
        return false;
    *out_first = bytes->ptr[0];
    *out_payload = vd_slice(bytes->ptr + head, (size_t)len);
    *bytes = vd_slice(bytes->ptr + head + len, bytes->len - head - (size_t)len);
    return true;
}

void vd_ws_peer_tell(struct vd_slice bytes, struct vd_buf *said)
{
    static const char whole[] = "NTB-----CPO-----", part[] = "ntb-------------";
    struct vd_slice payload;
    unsigned first;

    while (vd_ws_peer_next(&bytes, &first, &payload)) {
        char name = (first & 0x80 ? whole : part)[first & 15];

        if (name == 'C' && payload.len >= 2) {
            vd_buf_printf(said, "C%u:", payload.ptr[0] << 8 | payload.ptr[1]);
            payload = vd_slice(payload.ptr + 2, payload.len - 2);
        } else {
            vd_buf_printf(said, "%c%zu:", name, payload.len);
        }
        vd_buf_append_slice(said, payload);
        vd_buf_append(said, " ", 1);
    }
    if (bytes.len)
        vd_buf_append(said, "?", 1);
    vd_buf_append(said, "", 1);
    vd_assert(!vd_buf_status(said));
    said->len--;
}
