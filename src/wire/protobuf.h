/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protocol Buffers on the wire (protobuf.dev, "Encoding"): a reader over bytes of a peer, and the
 * writing primitives that hand-written encoders are made of. No descriptors, no allocation.
 *
 * Reading:
 *     vd_pb_reader_init(&r, bytes);
 *     while (vd_pb_next(&r, &f))
 *         switch (f.tag) {
 *         case VD_PB_TAG(1, VD_PB_LEN): key = f.bytes; break;
 *         case VD_PB_TAG(3, VD_PB_VARINT): lease = (int64_t)f.value; break;
 *         }
 *     return vd_pb_status(&r);
 * A known number with another wire type falls through, as an unknown field does.
 */
#ifndef VD_WIRE_PROTOBUF_H
#define VD_WIRE_PROTOBUF_H

#include "base/buf.h"

enum vd_pb_type { VD_PB_VARINT = 0, VD_PB_I64 = 1, VD_PB_LEN = 2, VD_PB_I32 = 5 };

enum { VD_PB_VARINT_BYTES = 10, VD_PB_GROUP_DEPTH = 64 };

#define VD_PB_TAG(number, type) ((uint32_t)(number) << 3 | (uint32_t)(type))

struct vd_pb_reader {
    const uint8_t *at, *end;
    int status;
};

struct vd_pb_field {
    uint32_t tag;          /* VD_PB_TAG(number, type) */
    uint64_t value;        /* of VARINT, I64, I32 */
    struct vd_slice bytes; /* of LEN, borrowed from the message */
};

void vd_pb_reader_init(struct vd_pb_reader *reader, struct vd_slice message);
/* The next field; false at the end and on malformed bytes. Groups are skipped, to a depth. */
bool vd_pb_next(struct vd_pb_reader *reader, struct vd_pb_field *out_field);
/* 0, or VD_INVALID. */
VD_MUST_CHECK int vd_pb_status(const struct vd_pb_reader *reader);
/* One varint out of a packed field. False at the end and on malformed bytes. */
bool vd_pb_next_varint(struct vd_pb_reader *reader, uint64_t *out_value);
static inline size_t vd_pb_varint_size(uint64_t value)
{
    return (size_t)(70 - __builtin_clzll(value | 1)) / 7;
}

/* Each vd_pb_put_* writes at `to` and returns the byte behind. The caller has made room. */
static inline uint8_t *vd_pb_put_varint(uint8_t *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = (uint8_t)(value | 0x80);
    *to++ = (uint8_t)value;
    return to;
}

static inline size_t vd_pb_tag_size(uint32_t number)
{
    return vd_pb_varint_size((uint64_t)number << 3);
}

static inline uint8_t *vd_pb_put_tag(uint8_t *to, uint32_t number, enum vd_pb_type type)
{
    return vd_pb_put_varint(to, VD_PB_TAG(number, type));
}

/* A field, tag and value; sizes and puts agree. Integers of 0 are written too: skip them first. */
static inline size_t vd_pb_uint_size(uint32_t number, uint64_t value)
{
    return vd_pb_tag_size(number) + vd_pb_varint_size(value);
}

static inline uint8_t *vd_pb_put_uint(uint8_t *to, uint32_t number, uint64_t value)
{
    return vd_pb_put_varint(vd_pb_put_tag(to, number, VD_PB_VARINT), value);
}

/* Of a field that holds n bytes. */
static inline size_t vd_pb_bytes_size(uint32_t number, size_t n)
{
    return vd_pb_tag_size(number) + vd_pb_varint_size(n) + n;
}

/* The tag and the length before n bytes that the caller writes next. */
static inline uint8_t *vd_pb_put_len(uint8_t *to, uint32_t number, size_t n)
{
    return vd_pb_put_varint(vd_pb_put_tag(to, number, VD_PB_LEN), n);
}

static inline uint8_t *vd_pb_put_bytes(uint8_t *to, uint32_t number, struct vd_slice bytes)
{
    to = vd_pb_put_len(to, number, bytes.len);
    if (bytes.len)
        memcpy(to, bytes.ptr, bytes.len);
    return to + bytes.len;
}

/* The same into a buffer, for messages that are not hot. As proto3 has it, zeros and empty bytes
 * are left out. */
void vd_pb_add_uint(struct vd_buf *buf, uint32_t number, uint64_t value);
void vd_pb_add_bytes(struct vd_buf *buf, uint32_t number, struct vd_slice bytes);
/* Even when empty: elements of a repeated field, and messages whose presence says something. */
void vd_pb_add_element(struct vd_buf *buf, uint32_t number, struct vd_slice bytes);
/* A message inside: everything appended between the two calls. Pass begin's result to end. */
VD_MUST_CHECK size_t vd_pb_begin(struct vd_buf *buf, uint32_t number);
void vd_pb_end(struct vd_buf *buf, size_t begun);

#endif
