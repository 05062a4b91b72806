/* SPDX-License-Identifier: Apache-2.0 */
/* llhttp, as far as http1.c uses it: nothing of it is known outside of http1_parser.c. */
#ifndef VD_WIRE_HTTP1_PARSER_H
#define VD_WIRE_HTTP1_PARSER_H

#include "wire/http1.h"

/* Octets of a token (RFC 9110, section 5.6.2). */
extern const bool vd_http1_token_octets[256];

static inline uint8_t vd_http1_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

/* What llhttp makes of a head, beside its fields. */
struct vd_http1_reading {
    struct vd_slice target; /* as it came */
    uint64_t content_length;
    bool chunked, keep_alive;
    bool upgrade; /* an Upgrade header, and the option that belongs to it */
};

/*
 * Reads a head that is whole, from its request line to its empty line. Fills in the headers, their
 * names in lower case, their values without white space around. 0; or VD_INVALID, and request's
 * refusal.
 */
VD_MUST_CHECK int vd_http1_read(struct vd_slice head, struct vd_http1_request *request,
                                struct vd_http1_reading *out_reading);

#endif
