/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The head is found first (its empty line), so that a slow peer costs one look at each byte, and
 * then read line by line. Lines end in CRLF and in nothing else; no line goes on in the next; a
 * name touches its colon; Host, Content-Length and Transfer-Encoding come at most once.
 */
#include "wire/http1.h"

#include "base/check.h"

static const bool token_octets[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1,         ['&'] = 1,         ['\''] = 1,
    ['*'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1,         ['^'] = 1,         ['_'] = 1,
    ['`'] = 1, ['|'] = 1, ['~'] = 1, ['0' ... '9'] = 1, ['a' ... 'z'] = 1, ['A' ... 'Z'] = 1,
};

enum vd_sniff vd_http_sniff(struct vd_slice first)
{
    struct vd_slice preface = VD_SLICE("PRI * HTTP/2.0\r\n");
    size_t n = VD_MIN(first.len, preface.len);

    if (n && memcmp(first.ptr, preface.ptr, n) != 0)
        return VD_SNIFF_HTTP1;
    return n == preface.len ? VD_SNIFF_HTTP2 : VD_SNIFF_MORE;
}

static int refuse(struct vd_http1_request *request, unsigned status)
{
    request->refusal = status;
    return VD_INVALID;
}

static bool is_token(struct vd_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!token_octets[s.ptr[i]])
            return false;
    return s.len > 0;
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

static bool equals_ignoring_case(struct vd_slice a, struct vd_slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

/* Cuts off what stands before the first c, and c itself. False: there is none. */
static bool cut(struct vd_slice *from, uint8_t c, struct vd_slice *out_before)
{
    const uint8_t *at = from->len ? memchr(from->ptr, c, from->len) : NULL;

    if (!at)
        return false;
    *out_before = vd_slice(from->ptr, (size_t)(at - from->ptr));
    from->len -= out_before->len + 1;
    from->ptr = at + 1;
    return true;
}

static int read_version(struct vd_slice version, struct vd_http1_request *request)
{
    if (!vd_slice_starts_with(version, VD_SLICE("HTTP")))
        return refuse(request, 0);
    if (version.len != 8 || version.ptr[4] != '/' || version.ptr[6] != '.')
        return refuse(request, 400);
    if (version.ptr[5] != '1' || (version.ptr[7] != '0' && version.ptr[7] != '1'))
        return refuse(request, 505);
    request->is_1_1 = request->keep_alive = version.ptr[7] == '1';
    return 0;
}

static int read_request_line(struct vd_slice line, struct vd_http1_request *request)
{
    if (!cut(&line, ' ', &request->method) || !cut(&line, ' ', &request->target) ||
        !is_token(request->method) || request->target.len == 0)
        return refuse(request, 400);
    for (size_t i = 0; i < request->target.len; i++)
        if (request->target.ptr[i] <= 0x20 || request->target.ptr[i] >= 0x7f)
            return refuse(request, 400);
    return read_version(line, request);
}

static struct vd_slice trim(struct vd_slice s)
{
    while (s.len && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
        s.ptr++, s.len--;
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* What is remembered across the fields of a head. */
struct seen {
    bool host, length, encoding, upgrade_option, websocket;
    size_t names_bytes;
};

static int read_length(struct vd_slice value, struct vd_http1_request *request)
{
    uint64_t length = 0;

    if (value.len == 0 || value.len > 18)
        return refuse(request, 400);
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return refuse(request, 400);
        length = length * 10 + (value.ptr[i] - (uint64_t)'0');
    }
    request->content_length = length;
    return 0;
}

/* Cuts the next item off a list with commas. False: there is none left. */
static bool next_item(struct vd_slice *list, struct vd_slice *out_item)
{
    if (!list->len)
        return false;
    if (!cut(list, ',', out_item)) {
        *out_item = *list;
        *list = VD_SLICE_EMPTY;
    }
    *out_item = trim(*out_item);
    return true;
}

/* One of the protocols to go on in, the first of which is wanted most; we know one. */
static void read_upgrade(struct vd_slice value, struct seen *seen)
{
    struct vd_slice protocol;

    while (next_item(&value, &protocol))
        seen->websocket |= equals_ignoring_case(protocol, VD_SLICE("websocket"));
}

/* A list of options; only some of them mean something here. */
static void read_connection(struct vd_slice value, struct seen *seen,
                            struct vd_http1_request *request)
{
    struct vd_slice option;

    while (next_item(&value, &option)) {
        if (equals_ignoring_case(option, VD_SLICE("close")))
            request->keep_alive = false;
        else if (equals_ignoring_case(option, VD_SLICE("upgrade")))
            seen->upgrade_option = true;
        else if (!request->is_1_1 && equals_ignoring_case(option, VD_SLICE("keep-alive")))
            request->keep_alive = true;
    }
}

static int once(bool *seen, struct vd_http1_request *request)
{
    if (*seen)
        return refuse(request, 400);
    *seen = true;
    return 0;
}

static int read_meaning(const struct vd_header *header, struct seen *seen,
                        struct vd_http1_request *request)
{
    if (vd_slice_eq(header->name, VD_SLICE("host")))
        return once(&seen->host, request);
    if (vd_slice_eq(header->name, VD_SLICE("transfer-encoding")))
        return once(&seen->encoding, request);
    if (vd_slice_eq(header->name, VD_SLICE("connection")))
        read_connection(header->value, seen, request);
    if (vd_slice_eq(header->name, VD_SLICE("upgrade")))
        read_upgrade(header->value, seen);
    if (vd_slice_eq(header->name, VD_SLICE("expect"))) {
        if (!equals_ignoring_case(header->value, VD_SLICE("100-continue")))
            return refuse(request, 417);
        request->expects_continue = request->is_1_1;
    }
    if (vd_slice_eq(header->name, VD_SLICE("content-length")))
        return once(&seen->length, request) ? VD_INVALID : read_length(header->value, request);
    return 0;
}

static int read_field(struct vd_slice line, struct seen *seen, struct vd_http1_request *request)
{
    struct vd_slice name, value;
    uint8_t *to = request->names + seen->names_bytes;
    struct vd_header *header;

    if (!cut(&line, ':', &name) || !is_token(name))
        return refuse(request, 400);
    value = trim(line);
    for (size_t i = 0; i < value.len; i++)
        if ((value.ptr[i] < 0x20 && value.ptr[i] != '\t') || value.ptr[i] == 0x7f)
            return refuse(request, 400);
    if (request->header_count == VD_HTTP1_FIELDS)
        return refuse(request, 431);
    for (size_t i = 0; i < name.len; i++)
        to[i] = lower(name.ptr[i]);
    seen->names_bytes += name.len;
    header = &request->headers[request->header_count++];
    *header = (struct vd_header){vd_slice(to, name.len), value};
    return read_meaning(header, seen, request);
}

static int check_whole(const struct seen *seen, struct vd_http1_request *request)
{
    request->upgrades = seen->upgrade_option && seen->websocket && request->is_1_1 &&
                        !request->content_length && vd_slice_eq(request->method, VD_SLICE("GET"));
    if (request->is_1_1 && !seen->host)
        return refuse(request, 400);
    if (seen->encoding)
        return refuse(request, seen->length || !request->is_1_1 ? 400 : 411);
    if (request->content_length > VD_HTTP1_BODY_BYTES)
        return refuse(request, 413);
    return 0;
}

/* A line, without its CRLF. False: a CR or an LF alone. */
static bool next_line(struct vd_slice *head, struct vd_slice *out_line)
{
    if (!cut(head, '\n', out_line) || out_line->len == 0 ||
        out_line->ptr[out_line->len - 1] != '\r')
        return false;
    out_line->len--;
    return !out_line->len || !memchr(out_line->ptr, '\r', out_line->len);
}

static int read_head(struct vd_slice head, struct vd_http1_request *request)
{
    struct seen seen = {0};
    struct vd_slice line;
    int rc;

    if (!next_line(&head, &line))
        return refuse(request, 400);
    rc = read_request_line(line, request);
    while (!rc) {
        if (!next_line(&head, &line))
            return refuse(request, 400);
        if (line.len == 0)
            return head.len ? refuse(request, 400) : check_whole(&seen, request);
        rc = read_field(line, &seen, request);
    }
    return rc;
}

/* Refused before the head is whole, so that rubbish does not wait for an empty line. */
static bool may_begin_a_head(struct vd_slice bytes)
{
    return bytes.len == 0 || token_octets[bytes.ptr[0]] || bytes.ptr[0] == '\r';
}

int vd_http1_parse(struct vd_slice bytes, size_t *scanned, struct vd_http1_request *out_request)
{
    struct vd_slice head = bytes;
    size_t from = *scanned > 3 ? *scanned - 3 : 0, blank = 0;
    const uint8_t *end;

    out_request->header_count = out_request->refusal = 0;
    out_request->content_length = 0;
    out_request->keep_alive = out_request->expects_continue = false;
    if (!may_begin_a_head(bytes))
        return refuse(out_request, 400);
    if (bytes.len >= 2 && memcmp(bytes.ptr, "\r\n", 2) == 0)
        blank = 2; /* one empty line before a request is forgiven (RFC 9112, 2.2) */
    from = VD_MAX(from, blank);
    end = from < bytes.len ? memmem(bytes.ptr + from, bytes.len - from, "\r\n\r\n", 4) : NULL;
    if (!end) {
        *scanned = bytes.len;
        return bytes.len > VD_HTTP1_HEAD_BYTES ? refuse(out_request, 431) : VD_WAIT;
    }
    out_request->head_bytes = (size_t)(end - bytes.ptr) + 4;
    if (out_request->head_bytes > VD_HTTP1_HEAD_BYTES)
        return refuse(out_request, 431);
    head.ptr += blank;
    head.len = out_request->head_bytes - blank;
    *scanned = 0;
    return read_head(head, out_request);
}

static const struct {
    unsigned status;
    const char *reason;
} reasons[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

const char *vd_http_reason(unsigned status)
{
    for (size_t i = 0; i < VD_COUNT(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "";
}
