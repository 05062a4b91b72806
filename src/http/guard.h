/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a web page may not do through the browser of somebody who can reach us. A page from
 * elsewhere is told by its Origin, which browsers send with whatever may change something, forms
 * and plain text included, and with every WebSocket; and, where they load what they do not read (a
 * script, an image, a frame), by Sec-Fetch-Site. A page that has its own name point to us (DNS
 * rebinding) is told by the Host. Programs that are no browsers send neither.
 */
#ifndef VD_HTTP_GUARD_H
#define VD_HTTP_GUARD_H

#include "http/http.h"

enum vd_guard {
    VD_GUARD_PASS,
    VD_GUARD_HOST,  /* 421: we are not who is asked */
    VD_GUARD_ORIGIN /* 403: the page is from elsewhere */
};

/*
 * Judges a request by its headers and authority. *out_cors: 0, or 1 + the index of the origin in
 * guard->cors_origins that lets a page from elsewhere pass, which is to be told so (vd_guard_cors).
 */
enum vd_guard vd_guard_judge(const struct vd_http_guard *guard, const struct vd_http_port *port,
                             const struct vd_request *request, uint8_t *out_cors);

/* What the answer to such a page says; constant but for the first. */
enum { VD_GUARD_CORS_HEADERS = 3 };
void vd_guard_cors(const struct vd_http_guard *guard, uint8_t cors,
                   struct vd_header out_headers[VD_GUARD_CORS_HEADERS]);

#endif
