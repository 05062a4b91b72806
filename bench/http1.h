/* SPDX-License-Identifier: Apache-2.0 */
/* The answers of an HTTP/1.1 server, as far as the push generator must understand them: heads,
 * lengths, chunks, and bodies that end with the connection or go on in another protocol. */
#ifndef BENCH_HTTP1_H
#define BENCH_HTTP1_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HTTP1_HEAD_MAX = 2048, HTTP1_TEXT = 128 };

enum http1_state { HTTP1_HEAD, HTTP1_LENGTH, HTTP1_SIZE, HTTP1_CHUNK, HTTP1_CRLF, HTTP1_RAW };

struct http1 {
    enum http1_state state;
    char head[HTTP1_HEAD_MAX];
    uint32_t head_size;
    uint64_t left;
    unsigned status;
    bool last_chunk;
    char etag[HTTP1_TEXT], modified[HTTP1_TEXT]; /* of the newest head */
};

typedef bool http1_body_fn(void *ctx, const uint8_t *p, size_t n);
/* The head is complete; and when it is a whole answer, the body too. */
typedef bool http1_fn(void *ctx);

static inline const char *http1_header(const struct http1 *h, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = strstr(h->head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (!strncasecmp(line, name, n) && line[n] == ':')
            return line + n + 1 + strspn(line + n + 1, " ");
    }
    return NULL;
}

static inline void http1_keep(char *to, const char *value)
{
    size_t n = value ? strcspn(value, "\r") : 0;
    n = n < HTTP1_TEXT ? n : 0;
    memcpy(to, value ? value : "", n);
    to[n] = 0;
}

/* Where the body of the head just read is. */
static inline enum http1_state http1_body_state(struct http1 *h)
{
    const char *length = http1_header(h, "content-length");
    const char *coding = http1_header(h, "transfer-encoding");
    h->left = length ? strtoull(length, NULL, 10) : 0;
    if (h->status == 101)
        return HTTP1_RAW;
    if (coding && !strncasecmp(coding, "chunked", 7))
        return HTTP1_SIZE;
    return length || h->status == 204 || h->status == 304 ? HTTP1_LENGTH : HTTP1_RAW;
}

/* Takes bytes of a head; how many. */
static inline size_t http1_take_head(struct http1 *h, const uint8_t *p, size_t n, bool *whole)
{
    for (size_t i = 0; i < n && h->head_size < HTTP1_HEAD_MAX - 1; i++) {
        h->head[h->head_size++] = (char)p[i];
        if (p[i] != '\n' || h->head_size < 4 || memcmp(h->head + h->head_size - 4, "\r\n\r\n", 4))
            continue;
        h->head[h->head_size] = 0;
        h->status = h->head_size > 12 ? (unsigned)strtoul(h->head + 9, NULL, 10) : 0;
        http1_keep(h->etag, http1_header(h, "etag"));
        http1_keep(h->modified, http1_header(h, "last-modified"));
        h->state = http1_body_state(h);
        h->head_size = 0;
        *whole = true;
        return i + 1;
    }
    return n;
}

/* False: it makes no sense, or a callback said so. */
static inline bool http1_feed(struct http1 *h, const uint8_t *p, size_t n, http1_fn *head,
                              http1_body_fn *body, http1_fn *end, void *ctx)
{
    while (n > 0) {
        size_t take = n;
        bool whole = false, ended = false;
        switch (h->state) {
        case HTTP1_HEAD:
            take = http1_take_head(h, p, n, &whole);
            if (!whole && h->head_size >= HTTP1_HEAD_MAX - 1)
                return false;
            if (whole && !head(ctx))
                return false;
            ended = whole && h->state == HTTP1_LENGTH && h->left == 0;
            break;
        case HTTP1_RAW:
            if (!body(ctx, p, n))
                return false;
            break;
        case HTTP1_LENGTH:
        case HTTP1_CHUNK:
            take = h->left < n ? (size_t)h->left : n;
            h->left -= take;
            if (!body(ctx, p, take))
                return false;
            if (h->left == 0 && h->state == HTTP1_CHUNK)
                h->state = HTTP1_CRLF;
            else
                ended = h->left == 0;
            break;
        case HTTP1_CRLF:
            take = 1;
            if (*p == '\n')
                h->state = h->last_chunk ? HTTP1_HEAD : HTTP1_SIZE;
            ended = *p == '\n' && h->last_chunk;
            h->last_chunk &= !ended;
            break;
        case HTTP1_SIZE:
            take = 1;
            if (*p == '\n') {
                h->last_chunk = h->left == 0;
                h->state = h->last_chunk ? HTTP1_CRLF : HTTP1_CHUNK;
            } else if (*p != '\r') {
                unsigned digit = *p <= '9' ? *p - (unsigned)'0' : (*p | 32) - (unsigned)'a' + 10;
                if (digit > 15)
                    return false;
                h->left = h->left * 16 + digit;
            }
            break;
        }
        p += take;
        n -= take;
        if (ended) {
            h->state = HTTP1_HEAD;
            if (!end(ctx))
                return false;
        }
    }
    return true;
}

#endif
