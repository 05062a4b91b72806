/* SPDX-License-Identifier: Apache-2.0 */
/* What was read and written again reads the same. */
#include "base/check.h"
#include "wire/protobuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool is_equal(const struct vd_pb_field *a, const struct vd_pb_field *b)
{
    return a->tag == b->tag && a->value == b->value && vd_slice_eq(a->bytes, b->bytes);
}

static void write(struct vd_buf *buf, const struct vd_pb_field *field)
{
    uint8_t bytes[2 * VD_PB_VARINT_BYTES], *to = vd_pb_put_varint(bytes, field->tag);

    switch (field->tag & 7) {
    case VD_PB_VARINT:
        to = vd_pb_put_varint(to, field->value);
        break;
    case VD_PB_LEN:
        to = vd_pb_put_varint(to, field->bytes.len);
        break;
    default:
        for (unsigned i = 0; i < ((field->tag & 7) == VD_PB_I64 ? 8 : 4); i++)
            *to++ = (uint8_t)(field->value >> 8 * i);
        break;
    }
    vd_buf_append(buf, bytes, (size_t)(to - bytes));
    vd_buf_append_slice(buf, field->bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_pb_reader reader, again;
    struct vd_pb_field field, back;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_pb_reader_init(&reader, vd_slice(bytes, len));
    while (vd_pb_next(&reader, &field)) {
        vd_assert(!field.bytes.len || (field.bytes.ptr >= bytes && field.bytes.len <= len));
        write(&buf, &field);
    }
    vd_pb_reader_init(&reader, vd_slice(bytes, len));
    vd_pb_reader_init(&again, vd_buf_slice(&buf));
    while (vd_pb_next(&reader, &field)) {
        vd_assert(vd_pb_next(&again, &back));
        vd_assert(is_equal(&field, &back));
    }
    vd_assert(!vd_pb_next(&again, &back) && vd_pb_status(&again) == 0);
    vd_buf_deinit(&buf);
    return 0;
}
