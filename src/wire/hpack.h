/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Header blocks of HTTP/2 (RFC 7541). Decoding is nghttp2's inflater behind our limits; encoding
 * is ours and uses the static table and literals without indexing only, so a response block is
 * constant bytes that need no state of the connection.
 */
#ifndef VD_WIRE_HPACK_H
#define VD_WIRE_HPACK_H

#include "base/buf.h"
#include "wire/header.h"

enum {
    VD_HPACK_FIELDS = 128,           /* fields of one block, cookie crumbs included */
    VD_HPACK_BYTES = 32 * 1024,      /* their size, counted as name + value + 32 each */
    VD_HPACK_TABLE_BYTES = 4096,     /* the dynamic table */
    VD_HPACK_GIVE_UP_FACTOR = 8,     /* decoding goes on to keep the table right, up to so often */
    VD_HPACK_UPDATE_NONE_BYTE = 0x20 /* a dynamic table size update to 0 */
};

struct nghttp2_hd_inflater;

/* Decoded fields, and the bytes that they point to or the inflater's table does: good until it is
 * used again. 36 KiB, so it lives on a stack. */
struct vd_hpack_block {
    uint32_t count;
    uint32_t used_bytes;
    struct vd_header headers[VD_HPACK_FIELDS];
    uint8_t bytes[VD_HPACK_BYTES];
};

/* About 1.4 KB, and what the peer puts in its table (at most 4 KB). NULL: no memory. */
struct nghttp2_hd_inflater *vd_hpack_new(void);
void vd_hpack_free(struct nghttp2_hd_inflater *inflater);

/*
 * Decodes one whole header block.
 *   0             all fields are in out_block
 *   VD_TOO_LARGE  over the limits; the table is right, so the connection can go on
 *   VD_TOO_MANY   far over the limits; given up half way, so the connection must end
 *   VD_INVALID    not HPACK; the connection must end
 *   -ENOMEM
 */
VD_MUST_CHECK int vd_hpack_decode(struct nghttp2_hd_inflater *inflater, struct vd_slice block,
                                  struct vd_hpack_block *out_block);

/* Appends one field of a response (or of trailers). The name must be in lower case. */
void vd_hpack_put(struct vd_buf *buf, struct vd_slice name, struct vd_slice value);
void vd_hpack_put_status(struct vd_buf *buf, unsigned status);

#endif
