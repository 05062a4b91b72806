/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1 requests (RFC 9112), as strict as can be: what two parsers could read in two ways is
 * refused. A head is judged line by line here and then read by llhttp; the two must agree. Bodies
 * have a Content-Length, which the caller counts, or come in chunks (http1_chunks.h).
 */
#ifndef VD_WIRE_HTTP1_H
#define VD_WIRE_HTTP1_H

#include "base/outcome.h"
#include "wire/header.h"

enum { VD_HTTP1_HEAD_BYTES = 16 * 1024, VD_HTTP1_TARGET_BYTES = 8 * 1024, VD_HTTP1_FIELDS = 100 };

/* What a body can never be longer than, whoever takes it. */
#define VD_HTTP1_BODY_BYTES ((uint64_t)1 << 40)

/* A parsed head; about 20 KiB, so it lives on a stack. Slices point into the input, names into
 * `names`. */
struct vd_http1_request {
    struct vd_slice method;
    struct vd_slice target;    /* path and query, or "*" */
    struct vd_slice authority; /* of the target if it is absolute, else the Host; may be empty */
    size_t head_bytes;         /* how much of the input it was */
    uint64_t content_length;
    uint32_t header_count;
    unsigned refusal; /* the status to answer with, where it was refused */
    bool is_1_1, keep_alive;
    bool chunked; /* the body is, and content_length is 0 */
    bool expects_continue;
    bool upgrades; /* to a WebSocket, and with no body before it */
    struct vd_header headers[VD_HTTP1_FIELDS];
    uint8_t names[VD_HTTP1_HEAD_BYTES];
};

enum vd_sniff { VD_SNIFF_MORE, VD_SNIFF_HTTP1, VD_SNIFF_HTTP2 };

/* What the first bytes of a connection speak. */
enum vd_sniff vd_http_sniff(struct vd_slice first);

/*
 * Reads one head from the front of bytes, which may hold less, or more.
 *   0           whole
 *   VD_WAIT     more bytes are needed (*scanned remembers how far was looked; begin with 0)
 *   VD_INVALID  refused: answer out_request->refusal (400, 413, 414, 417, 431, 501, 505) and close;
 *               or close without a word (0): the first line does not end as HTTP's does
 */
VD_MUST_CHECK int vd_http1_parse(struct vd_slice bytes, size_t *scanned,
                                 struct vd_http1_request *out_request);

/* The reason phrase; "" for a status that has none here. */
const char *vd_http_reason(unsigned status);

#endif
