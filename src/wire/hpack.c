/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A block that is over the limits is still decoded, without keeping anything, because the next
 * block needs the table; but only so far: what a peer can make us do is bounded by the fields and
 * the bytes that come out, not by the few bytes that go in (one byte can name a field of 4 KiB).
 */
#include "wire/hpack.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

#include <nghttp2/nghttp2.h>

static void *mem_alloc(size_t size, void *arg)
{
    return vd_alloc(size);
}

static void mem_free(void *ptr, void *arg)
{
    vd_free(ptr);
}

static void *mem_calloc(size_t count, size_t size, void *arg)
{
    return vd_alloc_array(count, size);
}

static void *mem_realloc(void *ptr, size_t size, void *arg)
{
    return vd_realloc(ptr, size);
}

struct nghttp2_hd_inflater *vd_hpack_new(void)
{
    /* Kept by the inflater, and never written. */
    static nghttp2_mem mem = {NULL, mem_alloc, mem_free, mem_calloc, mem_realloc};
    nghttp2_hd_inflater *inflater;

    return nghttp2_hd_inflate_new2(&inflater, &mem) ? NULL : inflater;
}

void vd_hpack_free(struct nghttp2_hd_inflater *inflater)
{
    if (inflater)
        nghttp2_hd_inflate_del(inflater);
}

struct tally {
    size_t fields, bytes;
};

/* A field that the table keeps is lent from there, as long as nothing can drive it out. */
static void lend(struct vd_hpack_block *block, const nghttp2_nv *nv)
{
    block->headers[block->count++] =
        (struct vd_header){vd_slice(nv->name, nv->namelen), vd_slice(nv->value, nv->valuelen)};
}

static struct vd_slice copied(struct vd_hpack_block *block, struct vd_slice from)
{
    uint8_t *to = block->bytes + block->used_bytes;

    if (from.len)
        memcpy(to, from.ptr, from.len);
    block->used_bytes += (uint32_t)from.len;
    return vd_slice(to, from.len);
}

/* Copies the fields that were lent, from *first on. */
static void keep(struct vd_hpack_block *block, uint32_t *first)
{
    for (; *first < block->count; (*first)++) {
        struct vd_header *header = &block->headers[*first];

        *header = (struct vd_header){copied(block, header->name), copied(block, header->value)};
    }
}

/* True while the sums are within factor times the limits. */
static bool within(const struct tally *tally, size_t factor)
{
    return tally->fields <= factor * VD_HPACK_FIELDS && tally->bytes <= factor * VD_HPACK_BYTES;
}

int vd_hpack_decode(struct nghttp2_hd_inflater *inflater, struct vd_slice block,
                    struct vd_hpack_block *out_block)
{
    struct tally tally = {0};
    uint32_t kept = 0;
    bool indexed;
    int flags;
    nghttp2_nv nv;
    ssize_t n;

    out_block->count = out_block->used_bytes = 0;
    for (;;) {
        indexed = block.len && (block.ptr[0] & 0x80);
        if (!indexed && block.len)
            keep(out_block, &kept);
        flags = 0;
        n = nghttp2_hd_inflate_hd2(inflater, &nv, &flags, block.ptr, block.len, 1);
        if (n < 0)
            return n == NGHTTP2_ERR_NOMEM ? -ENOMEM : VD_INVALID;
        block.ptr += n;
        block.len -= (size_t)n;
        if (flags & NGHTTP2_HD_INFLATE_EMIT) {
            tally.fields++;
            tally.bytes += nv.namelen + nv.valuelen + 32;
            if (within(&tally, 1))
                lend(out_block, &nv);
            else if (!within(&tally, VD_HPACK_GIVE_UP_FACTOR))
                return VD_TOO_MANY;
            if (!indexed)
                keep(out_block, &kept);
        }
        if (flags & NGHTTP2_HD_INFLATE_FINAL)
            break;
        if (!(flags & NGHTTP2_HD_INFLATE_EMIT) && block.len == 0)
            return VD_INVALID;
    }
    nghttp2_hd_inflate_end_headers(inflater);
    return within(&tally, 1) ? 0 : VD_TOO_LARGE;
}

/* Names of the static table (RFC 7541, appendix A) that responses use; by length, as they are
 * looked for. */
#define KNOWN(name, index)                                                                         \
    {                                                                                              \
        {(const uint8_t *)(name), sizeof(name) - 1}, index                                         \
    }
static const struct {
    struct vd_slice name;
    uint8_t index;
} known_names[] = {
    KNOWN("date", 33),
    KNOWN("etag", 34),
    KNOWN("vary", 59),
    KNOWN("link", 45),
    KNOWN("allow", 22),
    KNOWN("server", 54),
    KNOWN("location", 46),
    KNOWN("set-cookie", 55),
    KNOWN("retry-after", 53),
    KNOWN("content-type", 31),
    KNOWN("cache-control", 24),
    KNOWN("last-modified", 44),
    KNOWN("accept-ranges", 18),
    KNOWN("content-length", 28),
    KNOWN("content-encoding", 26),
    KNOWN("www-authenticate", 61),
    KNOWN("access-control-allow-origin", 20),
};

static unsigned known_name(struct vd_slice name)
{
    for (size_t i = 0; i < VD_COUNT(known_names) && known_names[i].name.len <= name.len; i++)
        if (vd_slice_eq(name, known_names[i].name))
            return known_names[i].index;
    return 0;
}

enum { INT_BYTES = 12 }; /* more than any integer here takes */

/* An integer behind a prefix of so many bits, whose first byte carries `high` (RFC 7541, 5.1). */
static uint8_t *put_int(uint8_t *to, uint8_t high, unsigned bits, size_t value)
{
    size_t max = ((size_t)1 << bits) - 1;

    if (value < max) {
        *to++ = (uint8_t)(high | value);
        return to;
    }
    *to++ = (uint8_t)(high | max);
    for (value -= max; value >= 0x80; value >>= 7)
        *to++ = (uint8_t)(value | 0x80);
    *to++ = (uint8_t)value;
    return to;
}

static uint8_t *put_string(uint8_t *to, struct vd_slice s)
{
    to = put_int(to, 0, 7, s.len);
    if (s.len)
        memcpy(to, s.ptr, s.len);
    return to + s.len;
}

void vd_hpack_put(struct vd_buf *buf, struct vd_slice name, struct vd_slice value)
{
    uint8_t *begin = vd_buf_reserve(buf, name.len + value.len + 3 * INT_BYTES), *to = begin;
    unsigned index = known_name(name);

    if (!begin)
        return;
    to = put_int(to, 0, 4, index);
    if (!index)
        to = put_string(to, name);
    to = put_string(to, value);
    vd_buf_advance(buf, (size_t)(to - begin));
}

void vd_hpack_put_status(struct vd_buf *buf, unsigned status)
{
    static const uint16_t indexed[] = {200, 204, 206, 304, 400, 404, 500};
    uint8_t *begin = vd_buf_reserve(buf, 3 + 2 * INT_BYTES), *to = begin;
    char digits[3];

    vd_assert(status >= 100 && status <= 999);
    if (!begin)
        return;
    for (size_t i = 0; i < VD_COUNT(indexed); i++) {
        if (indexed[i] == status) {
            vd_buf_advance(buf, (size_t)(put_int(to, 0x80, 7, 8 + i) - begin));
            return;
        }
    }
    digits[0] = (char)('0' + status / 100);
    digits[1] = (char)('0' + status / 10 % 10);
    digits[2] = (char)('0' + status % 10);
    to = put_string(put_int(to, 0, 4, 8), vd_slice(digits, 3));
    vd_buf_advance(buf, (size_t)(to - begin));
}
