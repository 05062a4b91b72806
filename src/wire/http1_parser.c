/* SPDX-License-Identifier: Apache-2.0 */
/*
 * llhttp calls back with runs of bytes. A head is given to it whole, so a run is a whole name or
 * value; a body comes as it comes, and each run of data pauses it, so that the caller decides when
 * it goes on. What stands between the runs of a body is looked at by us as well.
 */
#include "wire/http1_parser.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/http1_chunks.h"

#include <llhttp/llhttp.h>

const bool vd_http1_token_octets[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1,         ['&'] = 1,         ['\''] = 1,
    ['*'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1,         ['^'] = 1,         ['_'] = 1,
    ['`'] = 1, ['|'] = 1, ['~'] = 1, ['0' ... '9'] = 1, ['a' ... 'z'] = 1, ['A' ... 'Z'] = 1,
};

/* --- a head ----------------------------------------------------------------------------------- */

struct reader {
    llhttp_t parser;
    struct vd_http1_request *request;
    struct vd_http1_reading *reading;
    size_t names_bytes;
    bool complete;
};

static struct reader *reader_of(llhttp_t *parser)
{
    return vd_container_of(parser, struct reader, parser);
}

static struct vd_slice trim(struct vd_slice s)
{
    while (s.len && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
        s.ptr++, s.len--;
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t'))
        s.len--;
    return s;
}

static int on_url(llhttp_t *parser, const char *at, size_t len)
{
    reader_of(parser)->reading->target = vd_slice(at, len);
    return 0;
}

static int on_field(llhttp_t *parser, const char *at, size_t len)
{
    struct reader *reader = reader_of(parser);
    struct vd_http1_request *request = reader->request;
    uint8_t *to = request->names + reader->names_bytes;

    if (request->header_count == VD_HTTP1_FIELDS) {
        request->refusal = 431;
        return HPE_USER;
    }
    vd_assert(len <= sizeof(request->names) - reader->names_bytes);
    for (size_t i = 0; i < len; i++)
        to[i] = vd_http1_lower((uint8_t)at[i]);
    reader->names_bytes += len;
    request->headers[request->header_count++] =
        (struct vd_header){vd_slice(to, len), VD_SLICE_EMPTY};
    return 0;
}

static int on_value(llhttp_t *parser, const char *at, size_t len)
{
    struct vd_http1_request *request = reader_of(parser)->request;

    if (!request->header_count || request->headers[request->header_count - 1].value.ptr)
        return HPE_USER; /* a value in two runs is one that was folded */
    request->headers[request->header_count - 1].value = trim(vd_slice(at, len));
    return 0;
}

static int on_headers_complete(llhttp_t *parser)
{
    struct reader *reader = reader_of(parser);

    reader->complete = true;
    reader->reading->chunked = parser->flags & F_CHUNKED;
    reader->reading->content_length = parser->content_length;
    reader->reading->keep_alive =
        llhttp_should_keep_alive(parser) && !(parser->flags & F_CONNECTION_CLOSE);
    reader->reading->upgrade = llhttp_get_upgrade(parser);
    return 0;
}

static const llhttp_settings_t head_settings = {
    .on_url = on_url,
    .on_header_field = on_field,
    .on_header_value = on_value,
    .on_headers_complete = on_headers_complete,
};

int vd_http1_read(struct vd_slice head, struct vd_http1_request *request,
                  struct vd_http1_reading *out_reading)
{
    struct reader reader = {.request = request, .reading = out_reading};
    llhttp_errno_t rc;

    request->header_count = request->refusal = 0;
    *out_reading = (struct vd_http1_reading){.target = VD_SLICE_EMPTY};
    llhttp_init(&reader.parser, HTTP_REQUEST, &head_settings);
    rc = llhttp_execute(&reader.parser, (const char *)head.ptr, head.len);
    if ((rc == HPE_OK || rc == HPE_PAUSED_UPGRADE) && reader.complete)
        return 0;
    if (!request->refusal)
        request->refusal = rc == HPE_INVALID_METHOD ? 501 : 400;
    return VD_INVALID;
}

/* --- a body in chunks ------------------------------------------------------------------------- */

enum { NAME_BYTES = 20 };

struct vd_http1_chunks {
    llhttp_t parser;
    struct vd_slice piece;
    uint64_t taken_bytes;
    uint32_t line_bytes, trailers_bytes;
    bool after_cr;
    bool is_last;     /* the chunk that was begun is the empty one */
    bool in_trailers; /* and its line is over */
    bool after_colon; /* of a trailer */
    bool complete, too_large;
    uint8_t name_len;
    uint8_t name[NAME_BYTES]; /* of a trailer, in lower case, as much as fits */
};

static struct vd_http1_chunks *chunks_of(llhttp_t *parser)
{
    return vd_container_of(parser, struct vd_http1_chunks, parser);
}

static int on_chunk(llhttp_t *parser)
{
    struct vd_http1_chunks *chunks = chunks_of(parser);

    chunks->is_last = parser->content_length == 0;
    chunks->too_large = parser->content_length > VD_HTTP1_BODY_BYTES;
    return HPE_PAUSED;
}

static int on_data(llhttp_t *parser, const char *at, size_t len)
{
    chunks_of(parser)->piece = vd_slice(at, len);
    return HPE_PAUSED;
}

static int on_complete(llhttp_t *parser)
{
    chunks_of(parser)->complete = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t chunks_settings = {
    .on_chunk_header = on_chunk,
    .on_body = on_data,
    .on_message_complete = on_complete,
};

struct vd_http1_chunks *vd_http1_chunks_new(void)
{
    /* A parser begins with a head. */
    static const char head[] = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    struct vd_http1_chunks *chunks = vd_alloc_zero(sizeof(*chunks));

    if (!chunks)
        return NULL;
    llhttp_init(&chunks->parser, HTTP_REQUEST, &chunks_settings);
    vd_assert(llhttp_execute(&chunks->parser, head, sizeof(head) - 1) == HPE_OK);
    return chunks;
}

void vd_http1_chunks_free(struct vd_http1_chunks *chunks)
{
    vd_free(chunks);
}

/* Trailers that would say how long the request is, or whom it is for, if somebody took them for
 * headers. */
static bool is_forbidden(struct vd_slice name)
{
    static const struct vd_slice names[] = {
        VD_SLICE("content-length"), VD_SLICE("transfer-encoding"),
        VD_SLICE("host"),           VD_SLICE("connection"),
        VD_SLICE("content-type"),   VD_SLICE("content-encoding"),
        VD_SLICE("authorization"),  VD_SLICE("cookie"),
        VD_SLICE("origin"),         VD_SLICE("upgrade"),
        VD_SLICE("trailer"),        VD_SLICE("te"),
        VD_SLICE("expect"),         VD_SLICE("content-range"),
    };

    for (size_t i = 0; i < VD_COUNT(names); i++)
        if (vd_slice_eq(names[i], name))
            return true;
    return false;
}

/* An octet of a trailer's name, or the colon behind it. */
static bool take_name(struct vd_http1_chunks *chunks, uint8_t c)
{
    if (c == ':') {
        chunks->after_colon = true;
        return chunks->name_len && !is_forbidden(vd_slice(chunks->name, chunks->name_len));
    }
    if (chunks->name_len < NAME_BYTES)
        chunks->name[chunks->name_len++] = vd_http1_lower(c);
    return vd_http1_token_octets[c];
}

static void end_line(struct vd_http1_chunks *chunks)
{
    chunks->after_cr = chunks->after_colon = false;
    chunks->line_bytes = chunks->name_len = 0;
}

static bool take_octet(struct vd_http1_chunks *chunks, uint8_t c)
{
    if (chunks->after_cr) {
        end_line(chunks);
        return c == '\n';
    }
    chunks->after_cr = c == '\r';
    if (chunks->after_cr)
        return true;
    if ((c < 0x20 && c != '\t') || c == 0x7f)
        return false;
    if (!chunks->line_bytes++ && (c == ' ' || c == '\t'))
        return false;
    if (!chunks->in_trailers)
        return chunks->line_bytes <= VD_HTTP1_CHUNK_LINE_BYTES;
    return chunks->line_bytes <= VD_HTTP1_CHUNK_LINE_BYTES &&
           ++chunks->trailers_bytes <= VD_HTTP1_TRAILERS_BYTES &&
           (chunks->after_colon || take_name(chunks, c));
}

/* What stands between the data: sizes, extensions, line ends, trailers. */
static int check_framing(struct vd_http1_chunks *chunks, const uint8_t *from, const uint8_t *to)
{
    while (from < to)
        if (!take_octet(chunks, *from++))
            return VD_INVALID;
    chunks->in_trailers = chunks->is_last;
    return 0;
}

/* Lets llhttp go on to where something is to be told. */
static int step(struct vd_http1_chunks *chunks, struct vd_slice *bytes)
{
    const uint8_t *begin = bytes->ptr, *end = begin + bytes->len;
    llhttp_errno_t rc = llhttp_execute(&chunks->parser, (const char *)begin, bytes->len);

    if (rc != HPE_OK && rc != HPE_PAUSED)
        return VD_INVALID;
    if (rc == HPE_PAUSED) {
        end = (const uint8_t *)llhttp_get_error_pos(&chunks->parser);
        llhttp_resume(&chunks->parser);
    }
    vd_assert(begin <= end && end <= begin + bytes->len);
    *bytes = vd_slice(end, bytes->len - (size_t)(end - begin));
    if (check_framing(chunks, begin, chunks->piece.len ? chunks->piece.ptr : end))
        return VD_INVALID;
    chunks->taken_bytes += chunks->piece.len;
    return chunks->too_large || chunks->taken_bytes > VD_HTTP1_BODY_BYTES ? VD_TOO_LARGE : 0;
}

int vd_http1_chunks_next(struct vd_http1_chunks *chunks, struct vd_slice *bytes,
                         struct vd_slice *out_piece)
{
    int rc = 0;

    chunks->piece = VD_SLICE_EMPTY;
    while (bytes->len && !rc && !chunks->piece.len && !chunks->complete)
        rc = step(chunks, bytes);
    *out_piece = chunks->piece;
    if (rc)
        return rc;
    return chunks->complete ? VD_END : 0;
}
