/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every length is compared with what is left before it is used, a varint has at most ten bytes, and
 * nothing recurses: groups are closed by a small stack of their numbers.
 */
#include "wire/protobuf.h"

#include "base/check.h"

enum { GROUP_START = 3, GROUP_END = 4, NUMBER_MAX = (1 << 29) - 1 };

void vd_pb_reader_init(struct vd_pb_reader *reader, struct vd_slice message)
{
    *reader = (struct vd_pb_reader){message.ptr,
                                    message.len ? message.ptr + message.len : message.ptr, 0};
}

int vd_pb_status(const struct vd_pb_reader *reader)
{
    return reader->status;
}

static bool refuse(struct vd_pb_reader *reader)
{
    reader->status = VD_INVALID;
    reader->at = reader->end;
    return false;
}

static bool long_varint(struct vd_pb_reader *reader, uint64_t *out_value)
{
    uint64_t value = 0;
    unsigned shift = 0;

    while (reader->at < reader->end && shift < 70) {
        uint8_t byte = *reader->at++;

        if (shift == 63 && byte > 1)
            return refuse(reader);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *out_value = value;
            return true;
        }
        shift += 7;
    }
    return refuse(reader);
}

static inline bool varint(struct vd_pb_reader *reader, uint64_t *out_value)
{
    if (__builtin_expect(reader->at < reader->end && *reader->at < 0x80, 1)) {
        *out_value = *reader->at++;
        return true;
    }
    return long_varint(reader, out_value);
}

static bool fixed(struct vd_pb_reader *reader, size_t n, uint64_t *out_value)
{
    uint64_t value = 0;

    if ((size_t)(reader->end - reader->at) < n)
        return refuse(reader);
    for (size_t i = 0; i < n; i++)
        value |= (uint64_t)reader->at[i] << (8 * i);
    reader->at += n;
    *out_value = value;
    return true;
}

static bool delimited(struct vd_pb_reader *reader, struct vd_slice *out_bytes)
{
    uint64_t len;

    if (!varint(reader, &len))
        return false;
    if (len > (uint64_t)(reader->end - reader->at))
        return refuse(reader);
    *out_bytes = vd_slice(reader->at, (size_t)len);
    reader->at += len;
    return true;
}

static bool read_tag(struct vd_pb_reader *reader, uint32_t *out_tag)
{
    uint64_t tag;

    if (!varint(reader, &tag))
        return false;
    if (tag > UINT32_MAX || tag >> 3 == 0)
        return refuse(reader);
    *out_tag = (uint32_t)tag;
    return true;
}

static bool read_value(struct vd_pb_reader *reader, uint32_t tag, struct vd_pb_field *out_field)
{
    struct vd_pb_field field = {.tag = tag};
    bool ok;

    switch (tag & 7) {
    case VD_PB_VARINT:
        ok = varint(reader, &field.value);
        break;
    case VD_PB_I64:
        ok = fixed(reader, 8, &field.value);
        break;
    case VD_PB_LEN:
        ok = delimited(reader, &field.bytes);
        break;
    case VD_PB_I32:
        ok = fixed(reader, 4, &field.value);
        break;
    default:
        ok = refuse(reader);
        break;
    }
    if (ok)
        *out_field = field;
    return ok;
}

static bool skip_group(struct vd_pb_reader *reader, uint32_t number)
{
    uint32_t open[VD_PB_GROUP_DEPTH], tag;
    struct vd_pb_field field;
    size_t depth = 0;

    open[depth++] = number;
    while (depth) {
        if (!read_tag(reader, &tag))
            return false;
        if ((tag & 7) == GROUP_START) {
            if (depth == VD_COUNT(open))
                return refuse(reader);
            open[depth++] = tag >> 3;
        } else if ((tag & 7) == GROUP_END) {
            if (open[--depth] != tag >> 3)
                return refuse(reader);
        } else if (!read_value(reader, tag, &field)) {
            return false;
        }
    }
    return true;
}

bool vd_pb_next(struct vd_pb_reader *reader, struct vd_pb_field *out_field)
{
    uint32_t tag;

    while (reader->at < reader->end) {
        if (!read_tag(reader, &tag))
            return false;
        if ((tag & 7) != GROUP_START)
            return read_value(reader, tag, out_field);
        if (!skip_group(reader, tag >> 3))
            return false;
    }
    return false;
}

bool vd_pb_next_varint(struct vd_pb_reader *reader, uint64_t *out_value)
{
    return reader->at < reader->end && varint(reader, out_value);
}

void vd_pb_add_uint(struct vd_buf *buf, uint32_t number, uint64_t value)
{
    uint8_t *to = value ? vd_buf_reserve(buf, 5 + VD_PB_VARINT_BYTES) : NULL;

    if (to)
        vd_buf_advance(buf, (size_t)(vd_pb_put_uint(to, number, value) - to));
}

void vd_pb_add_element(struct vd_buf *buf, uint32_t number, struct vd_slice bytes)
{
    uint8_t *to = vd_buf_reserve(buf, 5 + VD_PB_VARINT_BYTES + bytes.len);

    if (to)
        vd_buf_advance(buf, (size_t)(vd_pb_put_bytes(to, number, bytes) - to));
}

void vd_pb_add_bytes(struct vd_buf *buf, uint32_t number, struct vd_slice bytes)
{
    if (bytes.len)
        vd_pb_add_element(buf, number, bytes);
}

/* One byte is left for the length; nearly every message inside is shorter than 128 bytes. */
size_t vd_pb_begin(struct vd_buf *buf, uint32_t number)
{
    uint8_t *to = vd_buf_reserve(buf, 6);

    if (!to)
        return 0;
    vd_buf_advance(buf, (size_t)(vd_pb_put_tag(to, number, VD_PB_LEN) - to) + 1);
    return buf->len;
}

void vd_pb_end(struct vd_buf *buf, size_t begun)
{
    size_t len = buf->len - begun, more = vd_pb_varint_size(len) - 1;

    if (vd_buf_status(buf) || !vd_buf_reserve(buf, more + 1))
        return;
    if (more) {
        memmove(buf->data + begun + more, buf->data + begun, len);
        vd_buf_advance(buf, more);
    }
    vd_pb_put_varint(buf->data + begun - 1, len);
}
