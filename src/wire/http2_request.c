/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What makes a header list a request (RFC 9113, 8.2 and 8.3): pseudo headers first, each once and
 * none missing; names in lower case; no octet that could end a line somewhere else; nothing that
 * speaks of a connection. Whatever else it says is the router's business.
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
    for (size_t i = 0; i < name.len; i++)
        if (!name_octets[name.ptr[i]])
            return false;
    return name.len > 0;
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

static bool is_value(struct vd_slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if ((value.ptr[i] < 0x20 && value.ptr[i] != '\t') || value.ptr[i] == 0x7f)
            return false;
    return value.len == 0 || (!is_blank(value.ptr[0]) && !is_blank(value.ptr[value.len - 1]));
}

/* Names that speak of the connection (RFC 9113, 8.2.2). */
static bool is_of_connection(struct vd_slice name)
{
    static const struct vd_slice names[] = {
        {(const uint8_t *)"connection", 10},       {(const uint8_t *)"keep-alive", 10},
        {(const uint8_t *)"proxy-connection", 16}, {(const uint8_t *)"transfer-encoding", 17},
        {(const uint8_t *)"upgrade", 7},
    };

    for (size_t i = 0; i < VD_COUNT(names); i++)
        if (vd_slice_eq(name, names[i]))
            return true;
    return false;
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
    if (vd_slice_eq(header->name, VD_SLICE("te")))
        return vd_slice_eq(header->value, VD_SLICE("trailers")) ? 0 : VD_INVALID;
    if (!vd_slice_eq(header->name, VD_SLICE("content-length")))
        return 0;
    if (read_length(header->value, &length) ||
        (request->content_length >= 0 && request->content_length != length))
        return VD_INVALID;
    request->content_length = length;
    return 0;
}

static int read_pseudo(const struct vd_header *header, struct vd_http2_request *request)
{
    const struct {
        struct vd_slice name, *into;
    } known[] = {
        {VD_SLICE(":method"), &request->method},
        {VD_SLICE(":scheme"), &request->scheme},
        {VD_SLICE(":authority"), &request->authority},
        {VD_SLICE(":path"), &request->path},
    };

    for (size_t i = 0; i < VD_COUNT(known); i++) {
        if (!vd_slice_eq(header->name, known[i].name))
            continue;
        if (known[i].into->ptr || !is_value(header->value))
            return VD_INVALID;
        *known[i].into = header->value;
        return 0;
    }
    return VD_INVALID;
}

static int check_pseudo(const struct vd_http2_request *request)
{
    if (!is_method(request->method))
        return VD_INVALID;
    if (vd_slice_eq(request->method, VD_SLICE("CONNECT")))
        return request->authority.len && !request->scheme.ptr && !request->path.ptr ? 0
                                                                                    : VD_INVALID;
    return request->scheme.len && request->path.len ? 0 : VD_INVALID;
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
