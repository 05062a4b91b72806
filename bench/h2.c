/* SPDX-License-Identifier: Apache-2.0 */
#include "h2.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum frame_type { DATA = 0, HEADERS = 1, RST = 3, SETTINGS = 4, PING = 6, GOAWAY = 7, WINDOW = 8 };

enum {
    READ_BYTES = 128 * 1024,
    WINDOW_MAX = 0x7fffffff,
    GIVE_BACK = 1 << 28,
};

static uint8_t read_buffer[READ_BYTES];
static char error_text[512];

const char *h2_error(void)
{
    return error_text;
}

void h2_fail(const char *format, ...)
{
    if (error_text[0])
        return;
    va_list ap;
    va_start(ap, format);
    vsnprintf(error_text, sizeof(error_text), format, ap);
    va_end(ap);
}

static void put32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint8_t *h2_reserve(struct h2_conn *c, size_t n)
{
    if (c->out_size + n > c->out_cap) {
        c->out_cap = (c->out_size + n) * 2 + 256;
        c->out = realloc(c->out, c->out_cap);
        if (!c->out)
            abort();
    }
    uint8_t *p = c->out + c->out_size;
    c->out_size += n;
    return p;
}

static uint8_t *frame(struct h2_conn *c, size_t n, unsigned type, unsigned flags, uint32_t stream)
{
    uint8_t *p = h2_reserve(c, 9 + n);
    p[0] = (uint8_t)(n >> 16);
    p[1] = (uint8_t)(n >> 8);
    p[2] = (uint8_t)n;
    p[3] = (uint8_t)type;
    p[4] = (uint8_t)flags;
    put32(p + 5, stream);
    return p + 9;
}

void h2_grant(struct h2_conn *c, uint32_t stream, uint32_t n)
{
    put32(frame(c, 4, WINDOW, 0, stream), n);
}

static void queue_preface(struct h2_conn *c, bool small_windows, uint32_t stream_window)
{
    memcpy(h2_reserve(c, 24), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24);
    uint8_t *p = frame(c, 12, SETTINGS, 0, 0);
    static const uint8_t no_push[6] = {0, 2, 0, 0, 0, 0};
    memcpy(p, no_push, 6);
    p[6] = 0;
    p[7] = 4; /* SETTINGS_INITIAL_WINDOW_SIZE */
    put32(p + 8, stream_window ? stream_window : small_windows ? 65535 : WINDOW_MAX);
    if (!small_windows)
        h2_grant(c, 0, WINDOW_MAX - 65535);
}

int h2_open(struct h2_conn *c, const struct h2_options *opt)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    if (fd < 0)
        return -errno;
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(0x7f000001U + opt->source % 64U);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    /* An abortive close leaves no TIME_WAIT behind for the next round. */
    struct linger abort_on_close = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort_on_close, sizeof(abort_on_close));
    if (opt->rcvbuf)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &opt->rcvbuf, sizeof(opt->rcvbuf));
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)opt->port)};
    if (inet_pton(AF_INET, opt->host, &to.sin_addr) != 1 ||
        bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
        connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
        int e = errno;
        close(fd);
        return e ? -e : -EINVAL;
    }
    c->fd = fd;
    c->window = 65535;
    c->peer_stream_window = 65535;
    c->peer_max_streams = UINT32_MAX;
    c->next_stream = 1;
    c->may_index = true;
    c->no_updates = opt->small_windows;
    if (!c->bare)
        queue_preface(c, opt->small_windows, opt->stream_window);
    return 0;
}

void h2_close(struct h2_conn *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    free(c->out);
    c->out = NULL;
    c->out_size = c->out_cap = c->out_off = 0;
}

/* A string literal of HPACK without Huffman coding; all of ours are under 127 bytes. */
static size_t hpack_field(uint8_t *p, uint8_t first, const char *name, const char *value)
{
    size_t n = 0, len;
    p[n++] = first;
    if (name) {
        len = strlen(name);
        p[n++] = (uint8_t)len;
        memcpy(p + n, name, len);
        n += len;
    }
    len = strlen(value);
    p[n++] = (uint8_t)len;
    memcpy(p + n, value, len);
    return n + len;
}

static size_t header_block(struct h2_conn *c, uint8_t *p)
{
    static const uint8_t repeated[] = {0x83, 0x86, 0xc2, 0xc1, 0xc0, 0xbf, 0xbe};
    size_t n = 0;
    if (c->spelled_out && c->may_index) {
        memcpy(p, repeated, sizeof(repeated));
        n = sizeof(repeated);
        return c->metadata ? n + hpack_field(p + n, 0x00, c->metadata, "1") : n;
    }
    bool index = c->may_index;
    if (!index && !c->spelled_out)
        p[n++] = 0x20; /* the peer allows no dynamic table: say that ours is empty */
    p[n++] = 0x83;     /* :method: POST */
    p[n++] = 0x86;     /* :scheme: http */
    n += hpack_field(p + n, index ? 0x44 : 0x04, NULL, c->path);
    n += hpack_field(p + n, index ? 0x41 : 0x01, NULL, c->authority);
    if (index) {
        n += hpack_field(p + n, 0x5f, NULL, "application/grpc");
        n += hpack_field(p + n, 0x7a, NULL, "grpc-go/1.71.1");
    } else {
        n += hpack_field(p + n, 0x00, "content-type", "application/grpc");
        n += hpack_field(p + n, 0x00, "user-agent", "grpc-go/1.71.1");
    }
    n += hpack_field(p + n, index ? 0x40 : 0x00, "te", "trailers");
    if (c->metadata)
        n += hpack_field(p + n, 0x00, c->metadata, "1");
    c->spelled_out = true;
    return n;
}

uint32_t h2_request(struct h2_conn *c)
{
    uint8_t block[512];
    size_t n = header_block(c, block);
    uint32_t stream = c->next_stream;
    c->next_stream += 2;
    memcpy(frame(c, n, HEADERS, 0x4, stream), block, n);
    return stream;
}

void h2_data(struct h2_conn *c, uint32_t stream, const uint8_t *p, size_t n, bool end)
{
    do {
        size_t part = n < 16384 ? n : 16384;
        bool last = part == n;
        memcpy(frame(c, part, DATA, end && last ? 1 : 0, stream), p, part);
        p += part;
        n -= part;
        c->window -= (int64_t)part;
    } while (n > 0);
}

static void take_setting(struct h2_conn *c, unsigned id, uint32_t value)
{
    if (id == 1 && value < 4096)
        c->may_index = false;
    else if (id == 3)
        c->peer_max_streams = value;
    else if (id == 4)
        c->peer_stream_window = value;
}

static bool take_control(struct h2_conn *c)
{
    const uint8_t *p = c->ctl;
    switch ((enum frame_type)c->type) {
    case SETTINGS:
        if (c->flags & 1)
            return true;
        for (uint32_t i = 0; i + 6 <= c->ctl_size; i += 6)
            take_setting(c, (unsigned)p[i] << 8 | p[i + 1], get32(p + i + 2));
        if (!c->bare)
            frame(c, 0, SETTINGS, 1, 0);
        if (!c->ready)
            c->events->ready(c);
        c->ready = true;
        c->events->window(c, 0, 0);
        return true;
    case PING:
        if (!(c->flags & 1))
            memcpy(frame(c, 8, PING, 1, 0), p, 8);
        return true;
    case WINDOW:
        if (c->stream == 0)
            c->window += get32(p);
        c->events->window(c, c->stream, get32(p));
        return true;
    case GOAWAY:
        h2_fail("GOAWAY code %u: %.*s", get32(p + 4), (int)c->ctl_size - 8, (const char *)p + 8);
        return false;
    case RST:
        return c->events->end(c, c->stream, true);
    case DATA:
    case HEADERS:
    default:
        return true;
    }
}

static bool frame_done(struct h2_conn *c)
{
    c->head_size = 0;
    if (c->type == DATA || c->type == HEADERS) {
        if ((c->flags & 1) && !c->events->end(c, c->stream, false))
            return false;
        return true;
    }
    return take_control(c);
}

static bool frame_begin(struct h2_conn *c)
{
    c->left = (uint32_t)c->head[0] << 16 | (uint32_t)c->head[1] << 8 | c->head[2];
    c->type = c->head[3];
    c->flags = c->head[4];
    c->stream = get32(c->head + 5) & 0x7fffffff;
    c->ctl_size = 0;
    if (c->type == DATA && (c->flags & 8)) {
        h2_fail("padded DATA is not expected of a server");
        return false;
    }
    return c->left > 0 || frame_done(c);
}

static bool take_payload(struct h2_conn *c, const uint8_t *p, uint32_t n)
{
    c->left -= n;
    if (c->type == DATA) {
        c->unacked += n;
        if (!c->events->data(c, c->stream, p, n))
            return false;
    } else {
        uint32_t room = (uint32_t)sizeof(c->ctl) - c->ctl_size;
        uint32_t keep = n < room ? n : room;
        memcpy(c->ctl + c->ctl_size, p, keep);
        c->ctl_size += keep;
    }
    return c->left > 0 || frame_done(c);
}

static bool dispatch(struct h2_conn *c, const uint8_t *p, size_t n)
{
    while (n > 0) {
        if (c->head_size < 9) {
            uint8_t take = (uint8_t)(9 - c->head_size);
            take = n < take ? (uint8_t)n : take;
            memcpy(c->head + c->head_size, p, take);
            c->head_size = (uint8_t)(c->head_size + take);
            p += take;
            n -= take;
            if (c->head_size == 9 && !frame_begin(c))
                return false;
            continue;
        }
        uint32_t take = n < c->left ? (uint32_t)n : c->left;
        if (!take_payload(c, p, take))
            return false;
        p += take;
        n -= take;
    }
    return true;
}

const char *h2_last_headers(const struct h2_conn *c)
{
    static char text[1024];
    size_t used = 0, at = 0;
    nghttp2_hd_inflater *inflater;
    text[0] = 0;
    if (c->type != HEADERS || nghttp2_hd_inflate_new(&inflater) != 0)
        return text;
    while (at < c->ctl_size) {
        nghttp2_nv nv;
        int flags = 0;
        ssize_t n = nghttp2_hd_inflate_hd2(inflater, &nv, &flags, c->ctl + at, c->ctl_size - at, 1);
        if (n < 0)
            break;
        at += (size_t)n;
        if (!(flags & NGHTTP2_HD_INFLATE_EMIT))
            break;
        int r = snprintf(text + used, sizeof(text) - used, "%s%.*s: %.*s", used ? ", " : "",
                         (int)nv.namelen, (const char *)nv.name, (int)nv.valuelen,
                         (const char *)nv.value);
        used += r > 0 ? (size_t)r : 0;
        if (used >= sizeof(text))
            break;
    }
    nghttp2_hd_inflate_del(inflater);
    return text;
}

int h2_read(struct h2_conn *c)
{
    ssize_t n = recv(c->fd, read_buffer, sizeof(read_buffer), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n <= 0) {
        h2_fail("the server closed a connection: %s", n < 0 ? strerror(errno) : "end of stream");
        return n < 0 ? -errno : -ECONNRESET;
    }
    if (!dispatch(c, read_buffer, (size_t)n)) {
        h2_fail("a malformed or unexpected answer (frame type %u, stream %u)", c->type, c->stream);
        return -EPROTO;
    }
    if (c->unacked >= GIVE_BACK && !c->bare && !c->no_updates) {
        h2_grant(c, 0, (uint32_t)c->unacked);
        c->unacked = 0;
    }
    return (size_t)n == sizeof(read_buffer);
}

int h2_flush(struct h2_conn *c)
{
    while (c->out_off < c->out_size) {
        ssize_t n =
            send(c->fd, c->out + c->out_off, c->out_size - c->out_off, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return 1;
        if (n < 0) {
            h2_fail("write: %s", strerror(errno));
            return -errno;
        }
        c->out_off += (size_t)n;
    }
    c->out_off = c->out_size = 0;
    if (c->out_cap > 65536) {
        free(c->out);
        c->out = NULL;
        c->out_cap = 0;
    }
    return 0;
}
