/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request body in chunks (RFC 9112, section 7.1), taken apart by llhttp. What it would let pass
 * is refused: bytes between the data that are no text, a line that begins with white space or is
 * too long, trailers that would frame or route the request. Trailers that are fine are forgotten.
 */
#ifndef VD_WIRE_HTTP1_CHUNKS_H
#define VD_WIRE_HTTP1_CHUNKS_H

#include "base/outcome.h"
#include "base/slice.h"

enum {
    VD_HTTP1_CHUNK_LINE_BYTES = 512,    /* a chunk's size and extensions, or a trailer */
    VD_HTTP1_TRAILERS_BYTES = 8 * 1024, /* all of them */
};

struct vd_http1_chunks;

/* At the first byte behind the head. NULL: no memory. */
struct vd_http1_chunks *vd_http1_chunks_new(void);
void vd_http1_chunks_free(struct vd_http1_chunks *chunks);
/*
 * Takes the next piece of the body off the front of bytes.
 *   0             *out_piece is it; empty: all of bytes is taken, and more is needed
 *   VD_END        the body is complete; what is left of bytes is not of this request
 *   VD_INVALID    refused with 400
 *   VD_TOO_LARGE  refused with 413 (a chunk says so, or the sum is)
 */
VD_MUST_CHECK int vd_http1_chunks_next(struct vd_http1_chunks *chunks, struct vd_slice *bytes,
                                       struct vd_slice *out_piece);

#endif
