/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unsigned integers in as few bytes as they need, seven bits a byte, lowest first; and a reader
 * over a run of bytes that remembers its first failure. Only the shortest form of a number is
 * read back, so equal values have equal bytes.
 */
#ifndef VD_STORE_VARINT_H
#define VD_STORE_VARINT_H

#include "base/slice.h"

#define VD_VARINT_MAX 10

static inline size_t vd_varint_put(uint8_t *out, uint64_t n)
{
    size_t len = 0;

    while (n >= 0x80) {
        out[len++] = (uint8_t)(n | 0x80);
        n >>= 7;
    }
    out[len++] = (uint8_t)n;
    return len;
}

struct vd_bytes_reader {
    const uint8_t *at, *end;
    bool failed;
};

static inline struct vd_bytes_reader vd_bytes_reader(struct vd_slice bytes)
{
    return (struct vd_bytes_reader){bytes.ptr, bytes.ptr + bytes.len, false};
}

static inline size_t vd_bytes_left(const struct vd_bytes_reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

/* The next len bytes; empty after a failure. */
static inline struct vd_slice vd_bytes_take(struct vd_bytes_reader *reader, uint64_t len)
{
    struct vd_slice taken = VD_SLICE_EMPTY;

    if (reader->failed || len > vd_bytes_left(reader)) {
        reader->failed = true;
        return taken;
    }
    taken = vd_slice(reader->at, (size_t)len);
    reader->at += len;
    return taken;
}

static inline uint8_t vd_bytes_u8(struct vd_bytes_reader *reader)
{
    struct vd_slice byte = vd_bytes_take(reader, 1);

    return byte.len ? *byte.ptr : 0;
}

static inline uint64_t vd_bytes_u64(struct vd_bytes_reader *reader)
{
    struct vd_slice bytes = vd_bytes_take(reader, 8);
    uint64_t n = 0;

    if (bytes.len)
        memcpy(&n, bytes.ptr, 8); /* little-endian, as everything here */
    return n;
}

/* 0 after a failure: cut off, longer than 64 bits, longer than needed, or above max. */
static inline uint64_t vd_bytes_varint(struct vd_bytes_reader *reader, uint64_t max)
{
    const uint8_t *at = reader->at;
    size_t left = reader->failed ? 0 : vd_bytes_left(reader);
    uint64_t n = 0;

    for (size_t i = 0; i < left && i < VD_VARINT_MAX; i++) {
        n |= (uint64_t)(at[i] & 0x7f) << 7 * i;
        if (at[i] & 0x80)
            continue;
        if ((i > 0 && at[i] == 0) || (i == VD_VARINT_MAX - 1 && at[i] > 1) || n > max)
            break;
        reader->at = at + i + 1;
        return n;
    }
    reader->failed = true;
    return 0;
}

#endif
