/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The head is found first (its empty line), so that a slow peer costs one look at each byte. Then
 * its lines are checked: they end in CRLF and in nothing else, none goes on in the next, a name
 * touches its colon. Then llhttp reads it, and what it read is judged: Host, Content-Length and
 * Transfer-Encoding come at most once and do not contradict each other, nor llhttp.
 */
#include "wire/http1.h"

#include "base/check.h"
#include "wire/http1_parser.h"

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
        if (!vd_http1_token_octets[s.ptr[i]])
            return false;
    return s.len > 0;
}

static bool equals_ignoring_case(struct vd_slice a, struct vd_slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (vd_http1_lower(a.ptr[i]) != vd_http1_lower(b.ptr[i]))
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

/* --- lines ------------------------------------------------------------------------------------ */

static int check_version(struct vd_slice version, struct vd_http1_request *request)
{
    if (!version.len || !memmem(version.ptr, version.len, "HTTP", 4))
        return refuse(request, 0);
    if (version.len != 8 || version.ptr[4] != '/' || version.ptr[6] != '.')
        return refuse(request, 400);
    if (version.ptr[5] != '1' || (version.ptr[7] != '0' && version.ptr[7] != '1'))
        return refuse(request, 505);
    request->is_1_1 = version.ptr[7] == '1';
    return 0;
}

static int check_request_line(struct vd_slice line, struct vd_http1_request *request)
{
    struct vd_slice *target = &request->target;

    if (!cut(&line, ' ', &request->method) || !cut(&line, ' ', target) ||
        !is_token(request->method) || target->len == 0)
        return refuse(request, 400);
    for (size_t i = 0; i < target->len; i++)
        if (target->ptr[i] <= 0x20 || target->ptr[i] >= 0x7f || target->ptr[i] == '#')
            return refuse(request, 400);
    if (target->len > VD_HTTP1_TARGET_BYTES)
        return refuse(request, 414);
    return check_version(line, request);
}

/* A line that begins with white space would go on with the one before it; it has no name. */
static int check_field(struct vd_slice line, struct vd_http1_request *request)
{
    struct vd_slice name;

    if (!cut(&line, ':', &name) || !is_token(name))
        return refuse(request, 400);
    for (size_t i = 0; i < line.len; i++)
        if ((line.ptr[i] < 0x20 && line.ptr[i] != '\t') || line.ptr[i] == 0x7f)
            return refuse(request, 400);
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

static int check_lines(struct vd_slice head, struct vd_http1_request *request)
{
    struct vd_slice line;
    int rc;

    if (!next_line(&head, &line))
        return refuse(request, 400);
    rc = check_request_line(line, request);
    while (!rc) {
        if (!next_line(&head, &line))
            return refuse(request, 400);
        if (line.len == 0)
            return head.len ? refuse(request, 400) : 0;
        rc = check_field(line, request);
    }
    return rc;
}

/* --- what they mean --------------------------------------------------------------------------- */

/* The one field of this name; NULL: there is none. *twice is set if there are more. */
static const struct vd_header *only(const struct vd_http1_request *request, struct vd_slice name,
                                    bool *twice)
{
    const struct vd_header *found = NULL;

    for (uint32_t i = 0; i < request->header_count; i++) {
        if (!vd_slice_eq(request->headers[i].name, name))
            continue;
        *twice |= found != NULL;
        found = &request->headers[i];
    }
    return found;
}

static int judge_length(struct vd_slice value, uint64_t read, struct vd_http1_request *request)
{
    uint64_t length = 0;

    if (value.len == 0 || value.len > 18)
        return refuse(request, 400);
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return refuse(request, 400);
        length = length * 10 + (value.ptr[i] - (uint64_t)'0');
    }
    if (length != read)
        return refuse(request, 400);
    request->content_length = length;
    return length > VD_HTTP1_BODY_BYTES ? refuse(request, 413) : 0;
}

/* Where the body ends: there is one answer, or none. */
static int judge_framing(const struct vd_http1_reading *reading, struct vd_http1_request *request)
{
    bool twice = false;
    const struct vd_header *length = only(request, VD_SLICE("content-length"), &twice);
    const struct vd_header *coding = only(request, VD_SLICE("transfer-encoding"), &twice);

    if (twice || (coding && (length || !request->is_1_1)))
        return refuse(request, 400);
    if (coding && !equals_ignoring_case(coding->value, VD_SLICE("chunked")))
        return refuse(request, reading->chunked ? 501 : 400);
    if (reading->chunked != (coding != NULL))
        return refuse(request, 400);
    request->chunked = reading->chunked;
    return length ? judge_length(length->value, reading->content_length, request) : 0;
}

static bool is_host_octet(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("-._~%!$&'()*+;=:[]", c));
}

static bool is_host(struct vd_slice host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!is_host_octet(host.ptr[i]))
            return false;
    return true;
}

/* "http://host/path" names the same as "/path", and the host in it counts (RFC 9112, 3.2.2). */
static int judge_target(struct vd_http1_request *request)
{
    struct vd_slice rest, target = request->target;
    const uint8_t *end;

    if (target.ptr[0] == '/' ||
        (vd_slice_eq(target, VD_SLICE("*")) && vd_slice_eq(request->method, VD_SLICE("OPTIONS"))))
        return 0;
    if (vd_slice_eq(request->method, VD_SLICE("CONNECT")))
        return refuse(request, 501);
    if (!vd_slice_starts_with(target, VD_SLICE("http://")) &&
        !vd_slice_starts_with(target, VD_SLICE("https://")))
        return refuse(request, 400);
    end = target.ptr + target.len;
    rest.ptr = (const uint8_t *)memchr(target.ptr, ':', target.len) + strlen("://");
    rest.len = (size_t)(end - rest.ptr);
    request->target = VD_SLICE("/");
    for (request->authority = rest; rest.len; rest = vd_slice(rest.ptr + 1, rest.len - 1)) {
        if (*rest.ptr == '?')
            return refuse(request, 400); /* a path begins with a slash, or is not there */
        if (*rest.ptr != '/')
            continue;
        request->target = rest;
        break;
    }
    request->authority.len = (size_t)(rest.ptr - request->authority.ptr);
    return request->authority.len && is_host(request->authority) ? 0 : refuse(request, 400);
}

static int judge_host(struct vd_http1_request *request)
{
    bool twice = false;
    const struct vd_header *host = only(request, VD_SLICE("host"), &twice);

    if (twice || (request->is_1_1 && !host))
        return refuse(request, 400);
    request->authority = host ? host->value : VD_SLICE_EMPTY;
    if (!is_host(request->authority) || judge_target(request))
        return request->refusal ? VD_INVALID : refuse(request, 400);
    /* No URL of http is without a host. */
    return request->authority.len || !request->is_1_1 ? 0 : refuse(request, 400);
}

static int judge_expect(struct vd_http1_request *request)
{
    bool twice = false;
    const struct vd_header *expect = only(request, VD_SLICE("expect"), &twice);

    if (!expect)
        return 0;
    if (twice || !equals_ignoring_case(expect->value, VD_SLICE("100-continue")))
        return refuse(request, 417);
    request->expects_continue = request->is_1_1 && (request->content_length || request->chunked);
    return 0;
}

static bool names_websocket(struct vd_slice list)
{
    struct vd_slice item = VD_SLICE_EMPTY;
    bool more = true;

    while (more) {
        more = cut(&list, ',', &item);
        if (!more)
            item = list;
        while (item.len && (item.ptr[0] == ' ' || item.ptr[0] == '\t'))
            item = vd_slice(item.ptr + 1, item.len - 1);
        while (item.len && (item.ptr[item.len - 1] == ' ' || item.ptr[item.len - 1] == '\t'))
            item.len--;
        if (equals_ignoring_case(item, VD_SLICE("websocket")))
            return true;
    }
    return false;
}

/* Any other protocol is one that we do not know, and the request goes on as it is. */
static void judge_upgrade(struct vd_http1_request *request)
{
    if (!request->is_1_1 || request->content_length || request->chunked ||
        !vd_slice_eq(request->method, VD_SLICE("GET")))
        return;
    for (uint32_t i = 0; i < request->header_count; i++)
        if (vd_slice_eq(request->headers[i].name, VD_SLICE("upgrade")))
            request->upgrades |= names_websocket(request->headers[i].value);
}

static int read_head(struct vd_slice head, struct vd_http1_request *request)
{
    struct vd_http1_reading reading;
    int rc = check_lines(head, request);

    if (!rc)
        rc = vd_http1_read(head, request, &reading);
    if (!rc && !vd_slice_eq(reading.target, request->target))
        rc = refuse(request, 400);
    if (!rc)
        rc = judge_framing(&reading, request);
    if (!rc)
        rc = judge_host(request);
    if (!rc)
        rc = judge_expect(request);
    if (rc)
        return rc;
    request->keep_alive = reading.keep_alive;
    if (reading.upgrade)
        judge_upgrade(request);
    return 0;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Refused before the head is whole, so that rubbish does not wait for an empty line. */
static bool may_begin_a_head(struct vd_slice bytes)
{
    return bytes.len == 0 || vd_http1_token_octets[bytes.ptr[0]] || bytes.ptr[0] == '\r';
}

/* No head is as long as that: is it the first line, or what follows it? */
static int refuse_long(struct vd_slice bytes, struct vd_http1_request *request)
{
    return refuse(request, memchr(bytes.ptr, '\n', VD_HTTP1_HEAD_BYTES) ? 431 : 414);
}

int vd_http1_parse(struct vd_slice bytes, size_t *scanned, struct vd_http1_request *out_request)
{
    struct vd_slice head = bytes;
    size_t from = *scanned > 3 ? *scanned - 3 : 0, blank = 0;
    const uint8_t *end;

    out_request->header_count = out_request->refusal = 0;
    out_request->content_length = 0;
    out_request->chunked = out_request->keep_alive = out_request->expects_continue = false;
    out_request->upgrades = false;
    if (!may_begin_a_head(bytes))
        return refuse(out_request, 400);
    if (bytes.len >= 2 && memcmp(bytes.ptr, "\r\n", 2) == 0)
        blank = 2; /* one empty line before a request is forgiven (RFC 9112, 2.2) */
    from = VD_MAX(from, blank);
    end = from < bytes.len ? memmem(bytes.ptr + from, bytes.len - from, "\r\n\r\n", 4) : NULL;
    if (!end) {
        *scanned = bytes.len;
        return bytes.len > VD_HTTP1_HEAD_BYTES ? refuse_long(bytes, out_request) : VD_WAIT;
    }
    out_request->head_bytes = (size_t)(end - bytes.ptr) + 4;
    if (out_request->head_bytes > VD_HTTP1_HEAD_BYTES)
        return refuse_long(bytes, out_request);
    head.ptr += blank;
    head.len = out_request->head_bytes - blank;
    *scanned = 0;
    return read_head(head, out_request);
}
