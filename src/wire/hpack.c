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

static void keep(struct vd_hpack_block *block, const nghttp2_nv *nv)
{
    uint8_t *name = block->bytes + block->used_bytes, *value = name + nv->namelen;

    memcpy(name, nv->name, nv->namelen);
    memcpy(value, nv->value, nv->valuelen);
    block->used_bytes += (uint32_t)(nv->namelen + nv->valuelen);
    block->headers[block->count++] =
        (struct vd_header){vd_slice(name, nv->namelen), vd_slice(value, nv->valuelen)};
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
    int flags;
    nghttp2_nv nv;
    ssize_t n;

    out_block->count = out_block->used_bytes = 0;
    for (;;) {
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
                keep(out_block, &nv);
            else if (!within(&tally, VD_HPACK_GIVE_UP_FACTOR))
                return VD_TOO_MANY;
        }
        if (flags & NGHTTP2_HD_INFLATE_FINAL)
            break;
        if (!(flags & NGHTTP2_HD_INFLATE_EMIT) && block.len == 0)
            return VD_INVALID;
    }
    nghttp2_hd_inflate_end_headers(inflater);
    return within(&tally, 1) ? 0 : VD_TOO_LARGE;
}

/* Names of the static table (RFC 7541, appendix A) that responses use. */
static const struct {
    const char *name;
    uint8_t index;
} known_names[] = {
    {"content-type", 31},
    {"content-length", 28},
    {"cache-control", 24},
    {"date", 33},
    {"etag", 34},
    {"location", 46},
    {"server", 54},
    {"vary", 59},
    {"allow", 22},
    {"retry-after", 53},
    {"last-modified", 44},
    {"content-encoding", 26},
    {"access-control-allow-origin", 20},
    {"www-authenticate", 61},
    {"set-cookie", 55},
    {"link", 45},
    {"accept-ranges", 18},
};

static unsigned known_name(struct vd_slice name)
{
    for (size_t i = 0; i < VD_COUNT(known_names); i++)
        if (vd_slice_eq(name, vd_slice_str(known_names[i].name)))
            return known_names[i].index;
    return 0;
}

/* An integer behind a prefix of so many bits, whose first byte carries `high` (RFC 7541, 5.1). */
static void put_int(struct vd_buf *buf, uint8_t high, unsigned bits, size_t value)
{
    size_t max = ((size_t)1 << bits) - 1;
    uint8_t out[12];
    size_t n = 0;

    if (value < max) {
        out[n++] = (uint8_t)(high | value);
    } else {
        out[n++] = (uint8_t)(high | max);
        for (value -= max; value >= 0x80; value >>= 7)
            out[n++] = (uint8_t)(value | 0x80);
        out[n++] = (uint8_t)value;
    }
    vd_buf_append(buf, out, n);
}

static void put_string(struct vd_buf *buf, struct vd_slice s)
{
    put_int(buf, 0, 7, s.len);
    vd_buf_append_slice(buf, s);
}

void vd_hpack_put(struct vd_buf *buf, struct vd_slice name, struct vd_slice value)
{
    unsigned index = known_name(name);

    put_int(buf, 0, 4, index);
    if (!index)
        put_string(buf, name);
    put_string(buf, value);
}

void vd_hpack_put_status(struct vd_buf *buf, unsigned status)
{
    static const uint16_t indexed[] = {200, 204, 206, 304, 400, 404, 500};
    char digits[3];

    vd_assert(status >= 100 && status <= 999);
    for (size_t i = 0; i < VD_COUNT(indexed); i++) {
        if (indexed[i] == status) {
            put_int(buf, 0x80, 7, 8 + i);
            return;
        }
    }
    digits[0] = (char)('0' + status / 100);
    digits[1] = (char)('0' + status / 10 % 10);
    digits[2] = (char)('0' + status % 10);
    put_int(buf, 0, 4, 8);
    put_string(buf, vd_slice(digits, 3));
}
