/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What makes a header list a request (RFC 9113, 8.2 and 8.3): pseudo headers first, each once and
 * none missing; names in lower case; no octet that could end a line somewhere else; nothing that
 * speaks of a connection. A CONNECT names an authority alone, or with :protocol all of them (RFC
 * 8441, 4). Whatever else it says is the router's business.
 */
#include "base/check.h"
#include "wire/http2_inner.h"

/* Octets of a field name: token characters (RFC 9110, 5.6.2), without capitals. */
static const bool name_octets[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1,         ['&'] = 1,         ['\''] = 1,
    ['*'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1,         ['^'] = 1,         ['_'] = 1,
    ['`'] = 1, ['|'] = 1, ['~'] = 1, ['0' ... '9'] = 1, ['a' ... 'z'] = 1,
};

static bool is_name(struct vd_slice name)
{
    bool good = name.len > 0;

    for (size_t i = 0; i < name.len; i++)
        good &= name_octets[name.ptr[i]];
    return good;
}

static bool is_method(struct vd_slice method)
{
    for (size_t i = 0; i < method.len; i++)
        if (!name_octets[method.ptr[i]] && (method.ptr[i] < 'A' || method.ptr[i] > 'Z'))
            return false;
    return method.len > 0;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* True if one of eight octets may be below 0x20 or be 0x7f; seldom true without reason. */
static bool may_hold_control(const uint8_t *octets)
{
    uint64_t word, low, del;

    memcpy(&word, octets, sizeof(word));
    low = (word - EACH(0x20)) & ~word;
    word ^= EACH(0x7f);
    del = (word - EACH(1)) & ~word;
    return ((low | del) & EACH(0x80)) != 0;
}

static bool is_control(uint8_t c)
{
    return (c < 0x20 && c != '\t') || c == 0x7f;
}

static bool has_control_slowly(struct vd_slice value)
{
    bool bad = false;

    for (size_t i = 0; i < value.len; i++)
        bad |= is_control(value.ptr[i]);
    return bad;
}

/* Eight octets at a time; the last eight overlap those before. */
static bool has_control(struct vd_slice value)
{
    bool bad;

    if (value.len < 8)
        return has_control_slowly(value);
    bad = may_hold_control(value.ptr + value.len - 8);
    for (size_t i = 0; i + 8 < value.len; i += 8)
        bad |= may_hold_control(value.ptr + i);
    return bad && has_control_slowly(value);
}

static bool is_value(struct vd_slice value)
{
    return value.len == 0 ||
           (!is_blank(value.ptr[0]) && !is_blank(value.ptr[value.len - 1]) && !has_control(value));
}

#define IS(slice, literal) vd_slice_eq(slice, VD_SLICE(literal))

/* Names that speak of the connection (RFC 9113, 8.2.2). */
static bool is_of_connection(struct vd_slice name)
{
    switch (name.len) {
    case 7:
        return IS(name, "upgrade");
    case 10:
        return IS(name, "connection") || IS(name, "keep-alive");
    case 16:
        return IS(name, "proxy-connection");
    case 17:
        return IS(name, "transfer-encoding");
    default:
        return false;
    }
}

/* Digits alone, and at most 18 of them. */
static int read_length(struct vd_slice value, int64_t *out_length)
{
    int64_t length = 0;

    if (value.len == 0 || value.len > 18)
        return VD_INVALID;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return VD_INVALID;
        length = length * 10 + (value.ptr[i] - '0');
    }
    *out_length = length;
    return 0;
}

static int read_regular(const struct vd_header *header, struct vd_http2_request *request)
{
    int64_t length;

    if (!is_name(header->name) || !is_value(header->value) || is_of_connection(header->name))
        return VD_INVALID;
    if (IS(header->name, "te"))
        return IS(header->value, "trailers") ? 0 : VD_INVALID;
    if (!IS(header->name, "content-length"))
        return 0;
    if (read_length(header->value, &length) ||
        (request->content_length >= 0 && request->content_length != length))
        return VD_INVALID;
    request->content_length = length;
    return 0;
}

/* Where a pseudo header goes; NULL: it is none of a request's. */
static struct vd_slice *pseudo_of(struct vd_slice name, struct vd_http2_request *request)
{
    switch (name.len) {
    case 5:
        return IS(name, ":path") ? &request->path : NULL;
    case 7:
        if (IS(name, ":method"))
            return &request->method;
        return IS(name, ":scheme") ? &request->scheme : NULL;
    case 9:
        return IS(name, ":protocol") ? &request->protocol : NULL;
    case 10:
        return IS(name, ":authority") ? &request->authority : NULL;
    default:
        return NULL;
    }
}

static int read_pseudo(const struct vd_header *header, struct vd_http2_request *request)
{
    struct vd_slice *into = pseudo_of(header->name, request);

    if (!into || into->ptr || !is_value(header->value))
        return VD_INVALID;
    *into = header->value;
    return 0;
}

static int check_pseudo(const struct vd_http2_request *request)
{
    bool is_whole = request->scheme.len && request->path.len;

    if (!is_method(request->method))
        return VD_INVALID;
    if (!vd_slice_eq(request->method, VD_SLICE("CONNECT")))
        return is_whole && !request->protocol.ptr ? 0 : VD_INVALID;
    if (!request->authority.len)
        return VD_INVALID;
    if (request->protocol.ptr)
        return is_whole && request->protocol.len ? 0 : VD_INVALID;
    return request->scheme.ptr || request->path.ptr ? VD_INVALID : 0;
}

int vd_http2_request_read(const struct vd_header *headers, uint32_t count,
                          struct vd_http2_request *out_request)
{
    struct vd_http2_request request = {.content_length = -1};
    uint32_t i = 0;

    for (; i < count && headers[i].name.len && headers[i].name.ptr[0] == ':'; i++)
        if (read_pseudo(&headers[i], &request))
            return VD_INVALID;
    if (check_pseudo(&request))
        return VD_INVALID;
    request.headers = headers + i;
    request.header_count = count - i;
    for (; i < count; i++)
        if (read_regular(&headers[i], &request))
            return VD_INVALID;
    *out_request = request;
    return 0;
}

int vd_http2_trailers_check(const struct vd_header *headers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_name(headers[i].name) || !is_value(headers[i].value) ||
            is_of_connection(headers[i].name))
            return VD_INVALID;
    return 0;
}
