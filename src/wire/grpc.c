/* SPDX-License-Identifier: Apache-2.0 */
/* A message that is whole in the input is lent from there; only one that is cut is copied. */
#include "wire/grpc.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { GATHER_FIRST_BYTES = 1024 };

void vd_grpc_reader_init(struct vd_grpc_reader *reader, uint32_t max_bytes)
{
    *reader = (struct vd_grpc_reader){.max_bytes = max_bytes};
}

static void release(struct vd_grpc_reader *reader)
{
    vd_free(reader->gathered);
    reader->gathered = NULL;
    reader->filled = reader->cap = 0;
}

void vd_grpc_reader_deinit(struct vd_grpc_reader *reader)
{
    release(reader);
}

static void advance(struct vd_slice *input, size_t n)
{
    input->ptr += n;
    input->len -= n;
}

static int read_prefix(struct vd_grpc_reader *reader, struct vd_slice *input)
{
    size_t n = VD_MIN(input->len, (size_t)VD_GRPC_PREFIX_BYTES - reader->prefix_len);

    if (n)
        memcpy(reader->prefix + reader->prefix_len, input->ptr, n);
    advance(input, n);
    reader->prefix_len += (uint8_t)n;
    if (reader->prefix_len < VD_GRPC_PREFIX_BYTES)
        return VD_WAIT;
    reader->len = (uint32_t)reader->prefix[1] << 24 | (uint32_t)reader->prefix[2] << 16 |
                  (uint32_t)reader->prefix[3] << 8 | reader->prefix[4];
    if (reader->prefix[0] > 1)
        return VD_INVALID;
    return 0;
}

static int make_room(struct vd_grpc_reader *reader, size_t n)
{
    size_t cap = VD_MAX((size_t)reader->cap, (size_t)GATHER_FIRST_BYTES);
    uint8_t *gathered;

    while (cap < reader->filled + n)
        cap *= 2;
    cap = VD_MIN(cap, (size_t)reader->len);
    if (cap <= reader->cap)
        return 0;
    gathered = vd_realloc(reader->gathered, cap);
    if (!gathered)
        return -ENOMEM;
    reader->gathered = gathered;
    reader->cap = (uint32_t)cap;
    return 0;
}

static int gather(struct vd_grpc_reader *reader, struct vd_slice *input)
{
    size_t n = VD_MIN(input->len, reader->len - reader->filled);
    int rc = make_room(reader, n);

    if (rc)
        return rc;
    if (n)
        memcpy(reader->gathered + reader->filled, input->ptr, n);
    reader->filled += (uint32_t)n;
    advance(input, n);
    return reader->filled == reader->len ? 0 : VD_WAIT;
}

int vd_grpc_next(struct vd_grpc_reader *reader, struct vd_slice *input,
                 struct vd_grpc_message *out_message)
{
    int rc;

    if (reader->prefix_len < VD_GRPC_PREFIX_BYTES) {
        release(reader);
        rc = read_prefix(reader, input);
        if (rc)
            return rc;
    }
    if (reader->len > reader->max_bytes)
        return VD_TOO_LARGE;
    if (!reader->filled && input->len >= reader->len) {
        *out_message =
            (struct vd_grpc_message){vd_slice(input->ptr, reader->len), reader->prefix[0] == 1};
        advance(input, reader->len);
    } else {
        rc = gather(reader, input);
        if (rc)
            return rc;
        *out_message = (struct vd_grpc_message){vd_slice(reader->gathered, reader->len),
                                                reader->prefix[0] == 1};
    }
    reader->prefix_len = 0;
    return 0;
}

bool vd_grpc_is_mid_message(const struct vd_grpc_reader *reader)
{
    return reader->prefix_len > 0;
}

static uint64_t unit_ns(uint8_t unit)
{
    switch (unit) {
    case 'H':
        return 3600 * 1000000000ULL;
    case 'M':
        return 60 * 1000000000ULL;
    case 'S':
        return 1000000000ULL;
    case 'm':
        return 1000000;
    case 'u':
        return 1000;
    case 'n':
        return 1;
    default:
        return 0;
    }
}

int vd_grpc_timeout_parse(struct vd_slice text, uint64_t *out_ns)
{
    uint64_t value = 0, unit;

    if (text.len < 2 || text.len > 9)
        return VD_INVALID;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return VD_INVALID;
        value = value * 10 + (text.ptr[i] - (uint64_t)'0');
    }
    unit = unit_ns(text.ptr[text.len - 1]);
    if (!unit)
        return VD_INVALID;
    *out_ns = value > UINT64_MAX / unit ? UINT64_MAX : value * unit;
    return 0;
}

void vd_grpc_put_message(struct vd_buf *buf, struct vd_slice text)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        const char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};

        if (c >= 0x20 && c <= 0x7e && c != '%')
            vd_buf_append(buf, &c, 1);
        else
            vd_buf_append(buf, escaped, 3);
    }
}

void vd_grpc_put_too_large(struct vd_buf *buf, uint32_t len, uint32_t max_bytes)
{
    vd_buf_printf(buf, "grpc: received message larger than max (%u vs. %u)", len, max_bytes);
}
