/* SPDX-License-Identifier: Apache-2.0 */
/* Protobuf by hand, and a gRPC stream cut into the top-level fields of its messages.
 * The parser buffers only a field that a chunk border cuts, so a message of 45 MB on each of a
 * thousand streams costs the generator nothing. It is inlined into its two users: at tens of
 * millions of events a second the generator must stay cheaper than any server. */
#ifndef BENCH_PB_H
#define BENCH_PB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static inline uint8_t *pb_varint(uint8_t *p, uint64_t v)
{
    while (v >= 0x80) {
        *p++ = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    *p++ = (uint8_t)v;
    return p;
}

static inline uint8_t *pb_int(uint8_t *p, unsigned field, uint64_t v)
{
    if (v == 0)
        return p;
    p = pb_varint(p, (uint64_t)field << 3);
    return pb_varint(p, v);
}

static inline uint8_t *pb_bytes(uint8_t *p, unsigned field, const void *data, size_t n)
{
    p = pb_varint(p, (uint64_t)field << 3 | 2);
    p = pb_varint(p, n);
    memcpy(p, data, n);
    return p + n;
}

/* Reads a varint; NULL when the bytes end first or it is longer than ten bytes. */
static inline const uint8_t *pb_get(const uint8_t *p, const uint8_t *end, uint64_t *v)
{
    if (p < end && *p < 0x80) {
        *v = *p;
        return p + 1;
    }
    uint64_t r = 0;
    for (unsigned shift = 0; p < end && shift < 70; shift += 7) {
        r |= (uint64_t)(*p & 0x7f) << (shift & 63);
        if (*p++ < 0x80) {
            *v = r;
            return p;
        }
    }
    return NULL;
}

struct pb_field {
    uint32_t num;
    uint32_t wire;
    uint64_t value;      /* of a varint */
    const uint8_t *data; /* of a length-delimited field */
    size_t size;
};

/* Reads one field of [p, end); NULL when it is not whole. */
static inline const uint8_t *pb_next(const uint8_t *p, const uint8_t *end, struct pb_field *f)
{
    uint64_t tag, v;
    p = pb_get(p, end, &tag);
    if (!p)
        return NULL;
    f->num = (uint32_t)(tag >> 3);
    f->wire = (uint32_t)(tag & 7);
    size_t skip = 0;
    switch (f->wire) {
    case 0:
        return pb_get(p, end, &f->value);
    case 1:
        skip = 8;
        break;
    case 2:
        p = pb_get(p, end, &v);
        if (!p || v > (uint64_t)(end - p))
            return NULL;
        f->data = p;
        f->size = (size_t)v;
        return p + v;
    case 5:
        skip = 4;
        break;
    default:
        return NULL;
    }
    return (size_t)(end - p) >= skip ? p + skip : NULL;
}

struct msg_parser {
    uint8_t *carry;
    uint32_t carry_size, carry_cap;
    uint32_t left; /* of the message being read */
    bool in_message;
};

static inline void msg_parser_deinit(struct msg_parser *m)
{
    free(m->carry);
    memset(m, 0, sizeof(*m));
}

static inline void msg_carry(struct msg_parser *m, const uint8_t *p, size_t n)
{
    if (m->carry_size + n > m->carry_cap) {
        m->carry_cap = (uint32_t)(m->carry_size + n) * 2 + 64;
        m->carry = realloc(m->carry, m->carry_cap);
        if (!m->carry)
            abort();
    }
    memcpy(m->carry + m->carry_size, p, n);
    m->carry_size += (uint32_t)n;
}

/* The size of the unit (5-byte prefix or whole field) that begins at p; 0 if n bytes cannot tell.
 */
static inline size_t msg_unit(const struct msg_parser *m, const uint8_t *p, size_t n)
{
    if (!m->in_message)
        return 5;
    const uint8_t *end = p + n, *q;
    uint64_t tag, v;
    q = pb_get(p, end, &tag);
    if (!q)
        return 0;
    switch (tag & 7) {
    case 0:
        q = pb_get(q, end, &v);
        return q ? (size_t)(q - p) : 0;
    case 1:
        return (size_t)(q - p) + 8;
    case 2:
        q = pb_get(q, end, &v);
        return q ? (size_t)(q - p) + (size_t)v : 0;
    case 5:
        return (size_t)(q - p) + 4;
    default:
        return SIZE_MAX;
    }
}

typedef bool msg_field_fn(void *ctx, const struct pb_field *f);
typedef bool msg_end_fn(void *ctx);

static inline __attribute__((always_inline)) bool msg_take(struct msg_parser *m, const uint8_t *p,
                                                           size_t n, msg_field_fn *field,
                                                           msg_end_fn *end, void *ctx)
{
    if (!m->in_message) {
        if (p[0] != 0)
            return false;
        m->left = (uint32_t)p[1] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 8 | p[4];
        m->in_message = m->left > 0;
        return m->in_message || end(ctx);
    }
    struct pb_field f = {0};
    if (n > m->left || !pb_next(p, p + n, &f) || !field(ctx, &f))
        return false;
    m->left -= (uint32_t)n;
    if (m->left > 0)
        return true;
    m->in_message = false;
    return end(ctx);
}

/* Feeds one chunk; false on malformed bytes or when a callback says so. */
static inline __attribute__((always_inline)) bool msg_feed(struct msg_parser *m, const uint8_t *p,
                                                           size_t n, msg_field_fn *field,
                                                           msg_end_fn *end, void *ctx)
{
    while (n > 0) {
        if (m->carry_size == 0) {
            size_t need = msg_unit(m, p, n);
            if (need == 0 || need > n) {
                msg_carry(m, p, n);
                return need != SIZE_MAX;
            }
            if (!msg_take(m, p, need, field, end, ctx))
                return false;
            p += need;
            n -= need;
            continue;
        }
        size_t need = msg_unit(m, m->carry, m->carry_size);
        if (need == 0 || need > m->carry_size) {
            size_t take = need ? need - m->carry_size : 1;
            take = take < n ? take : n;
            msg_carry(m, p, take);
            p += take;
            n -= take;
            need = msg_unit(m, m->carry, m->carry_size);
        }
        if (need == 0 || need > m->carry_size)
            continue;
        uint8_t *unit = m->carry;
        bool ok = msg_take(m, unit, need, field, end, ctx);
        m->carry_size = 0;
        if (!ok)
            return false;
    }
    if (m->carry_size == 0 && m->carry) {
        free(m->carry);
        m->carry = NULL;
        m->carry_cap = 0;
    }
    return true;
}

#endif
