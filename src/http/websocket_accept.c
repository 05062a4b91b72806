/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The opening handshake (RFC 6455, 4.2; over HTTP/2, RFC 8441, 5): what is asked of a request, and
 * which of the subprotocols that it offers is chosen. Extensions are not looked at: none is agreed
 * to.
 */
#include "http/websocket_inner.h"

#include "wire/http2_frame.h"

#include <errno.h>

enum { MAX_HEADERS = 2 };

bool vd_ws_is_asked(const struct vd_request *request)
{
    return vd_slice_eq(request->upgrade, VD_SLICE("websocket"));
}

/* The one field of this name; NULL: there is none, or more. */
static const struct vd_header *find_one(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *found = NULL;

    for (uint32_t i = 0; i < request->header_count; i++) {
        if (!vd_slice_eq(request->headers[i].name, name))
            continue;
        if (found)
            return NULL;
        found = &request->headers[i];
    }
    return found;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* The next element of a list, without the blanks around it; false: there is none left. */
static bool next_element(struct vd_slice *list, struct vd_slice *out_element)
{
    const uint8_t *comma = list->len ? memchr(list->ptr, ',', list->len) : NULL;
    struct vd_slice element = *list;

    if (!list->len)
        return false;
    if (comma)
        element.len = (size_t)(comma - list->ptr);
    list->ptr += element.len + (comma != NULL);
    list->len -= element.len + (comma != NULL);
    for (; element.len && is_blank(element.ptr[0]); element.len--)
        element.ptr++;
    while (element.len && is_blank(element.ptr[element.len - 1]))
        element.len--;
    *out_element = element;
    return true;
}

/* -1: none of them is spoken. */
static int find_protocol(const struct vd_ws_kind *kind, struct vd_slice offers)
{
    struct vd_slice offer;

    while (next_element(&offers, &offer))
        for (int i = 0; kind->protocols[i]; i++)
            if (vd_slice_eq(offer, vd_slice_str(kind->protocols[i])))
                return i;
    return -1;
}

static int choose_protocol(const struct vd_ws_kind *kind, const struct vd_request *request)
{
    int chosen = -1;

    for (uint32_t i = 0; kind->protocols && chosen < 0 && i < request->header_count; i++)
        if (vd_slice_eq(request->headers[i].name, VD_SLICE("sec-websocket-protocol")))
            chosen = find_protocol(kind, request->headers[i].value);
    return chosen;
}

/* Empty: there is none, or it is not asked. */
static struct vd_slice find_spoken(const struct vd_ws_kind *kind, const struct vd_request *request)
{
    for (uint32_t i = 0; kind->speaks && i < request->header_count; i++) {
        struct vd_slice offers = request->headers[i].value, offer;

        if (!vd_slice_eq(request->headers[i].name, VD_SLICE("sec-websocket-protocol")))
            continue;
        while (next_element(&offers, &offer))
            if (offer.len && kind->speaks(offer))
                return offer;
    }
    return VD_SLICE_EMPTY;
}

/* `upgrade` is of a connection, and so of HTTP/1 alone (RFC 9110, 15.5.22; RFC 9113, 8.2.2). */
static int refuse(struct vd_exchange *x, unsigned status, const char *text)
{
    const struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("text/plain")},
        {VD_SLICE("sec-websocket-version"), VD_SLICE("13")},
        {VD_SLICE("upgrade"), VD_SLICE("websocket")},
        {VD_SLICE("connection"), VD_SLICE("upgrade")},
    };
    uint32_t count = status != 426 ? 1 : vd_exchange_is_http2(x) ? 2 : VD_COUNT(headers);

    vd_exchange_start(x, status, headers, count);
    if (vd_exchange_body(x, vd_slice_str(text)))
        vd_exchange_reset(x, VD_HTTP2_INTERNAL_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
    return VD_INVALID;
}

/* key: what answers the request's key; NULL: it needs none. */
static void accept(struct vd_ws *ws, const char *key, struct vd_slice protocol)
{
    struct vd_header headers[MAX_HEADERS];
    uint32_t count = 0;

    if (key)
        headers[count++] = (struct vd_header){VD_SLICE("sec-websocket-accept"),
                                              vd_slice(key, VD_WEBSOCKET_ACCEPT_BYTES)};
    if (ws->protocol >= 0)
        protocol = vd_slice_str(ws->kind->protocols[ws->protocol]);
    if (protocol.len)
        headers[count++] = (struct vd_header){VD_SLICE("sec-websocket-protocol"), protocol};
    vd_ws_begin(ws, headers, count);
}

/* 0: nothing stands in the way; VD_INVALID: it is answered; -ENOMEM. */
static int examine(struct vd_exchange *x, const struct vd_request *request,
                   char key_answer[VD_WEBSOCKET_ACCEPT_BYTES])
{
    const struct vd_header *version = find_one(request, VD_SLICE("sec-websocket-version"));
    const struct vd_header *key = find_one(request, VD_SLICE("sec-websocket-key"));
    bool is_http2 = vd_exchange_is_http2(x);
    int rc = 0;

    if (!version)
        return refuse(x, 400, "Sec-WebSocket-Version is missing, or there more than once\n");
    if (!vd_slice_eq(version->value, VD_SLICE("13")))
        return refuse(x, 426, "the version of WebSocket here is 13\n");
    if (is_http2 && request->ended)
        return refuse(x, 400, "the stream has ended already\n");
    if (!is_http2)
        rc = key ? vd_websocket_accept(key->value, key_answer) : VD_INVALID;
    if (rc == VD_INVALID)
        return refuse(x, 400, "Sec-WebSocket-Key must be there once: 16 bytes as base64\n");
    return rc;
}

int vd_ws_accept(struct vd_exchange *x, const struct vd_request *request,
                 const struct vd_ws_kind *kind, void *user, struct vd_ws **out_ws)
{
    char key_answer[VD_WEBSOCKET_ACCEPT_BYTES];
    int rc = examine(x, request, key_answer);
    struct vd_ws *ws;

    if (rc)
        return rc;
    ws = vd_ws_new(x, kind, user);
    if (!ws)
        return -ENOMEM;
    ws->protocol = (int8_t)choose_protocol(kind, request);
    *out_ws = ws;
    accept(ws, vd_exchange_is_http2(x) ? NULL : key_answer, find_spoken(kind, request));
    return 0;
}
