/* SPDX-License-Identifier: Apache-2.0 */
/* vd-push: subscribers over HTTP/1.1 (Server-Sent Events, WebSocket, long poll, or JSON as it
 * comes) of any server, and one publisher; prints what it measured as one line of JSON, like
 * vd-load. It knows nothing of how a server says a value: each value opens with a mark, a number
 * and a time in hexadecimal digits, which it looks for in what arrives. A subscriber that misses a
 * value, gets one twice or out of order fails the run. Beside them there may be some that stop
 * reading as soon as they are open. With --expect nothing is published: each subscriber takes so
 * many values that are there already. */
#include "hist.h"
#include "http1.h"
#include "proc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SSE, WEBSOCKET, POLL, JSON };
enum { STALL_BYTES = 4096 }; /* what one that does not read may be sent all the same */
enum { MARK_BYTES = 8, WORD_DIGITS = 16, STAMP_BYTES = MARK_BYTES + 2 * WORD_DIGITS };
#define MARK "VDPUSH1."

struct subscriber {
    int fd;
    struct http1 http;
    uint8_t carry[STAMP_BYTES]; /* the end of what arrived, where a mark may have begun */
    uint32_t carry_size;
    bool is_open;
    uint8_t frame[14 + 125]; /* of a WebSocket: its head, and what a ping says */
    uint32_t frame_size;
    uint64_t frame_left; /* of the payload */
    uint64_t last, events, sum;
};

static struct {
    const char *host, *kind_name, *sub_path, *pub_path, *pub_method;
    const char *value_head, *value_tail; /* what a value stands between */
    unsigned port, pid, subs, stall, value_bytes, inflight;
    double rate, secs, warm_s, timeout_s, idle_s, settle_s;
    uint64_t window, expect;
} opt = {.host = "127.0.0.1",
         .kind_name = "sse",
         .sub_path = "/sub",
         .pub_path = "/pub",
         .pub_method = "POST",
         .value_head = "",
         .value_tail = "",
         .value_bytes = 128,
         .timeout_s = 120,
         .settle_s = 0.3};

static int kind, epoll_fd;
static struct subscriber *subs;
static unsigned open_count;
static uint64_t events, received_bytes, sent, answered, sent_sum, now_ns;
static struct hist delivery_hist, call_hist;
static char error_text[256];

static struct {
    int fd;
    struct http1 http;
    uint64_t sent_at[65536];
    char out[1 << 18];
    size_t out_size, out_off;
} pub;

__attribute__((format(printf, 1, 2))) static bool fail(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    if (!error_text[0])
        vsnprintf(error_text, sizeof(error_text), format, ap);
    va_end(ap);
    return false;
}

static uint64_t digits(const uint8_t *p)
{
    uint64_t n = 0;
    for (int i = 0; i < WORD_DIGITS; i++)
        n = n << 4 | (uint64_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
    return n;
}

static void put_digits(char *to, uint64_t n)
{
    for (int i = WORD_DIGITS; i-- > 0; n >>= 4)
        to[i] = "0123456789abcdef"[n & 15];
}

/* --- subscribers --------------------------------------------------------------------------------
 */

static bool take_stamp(struct subscriber *s, const uint8_t *p)
{
    uint64_t number = digits(p + MARK_BYTES), at = digits(p + MARK_BYTES + WORD_DIGITS);
    if (number <= s->last)
        return fail("subscriber %u: value %llu after %llu", (unsigned)(s - subs),
                    (unsigned long long)number, (unsigned long long)s->last);
    s->last = number;
    s->sum += number;
    s->events++;
    events++;
    hist_add(&delivery_hist, now_ns > at ? now_ns - at : 0);
    return true;
}

/* How many bytes at the end may be the beginning of a mark. */
static size_t mark_begun(const uint8_t *p, const uint8_t *end)
{
    size_t n = (size_t)(end - p) < MARK_BYTES - 1 ? (size_t)(end - p) : MARK_BYTES - 1;
    while (n && memcmp(end - n, MARK, n))
        n--;
    return n;
}

/* The whole stamps of these bytes; *left: how many at the end begin another, or may. */
static bool scan(struct subscriber *s, const uint8_t *p, size_t n, size_t *left)
{
    const uint8_t *end = p + n, *mark;
    while ((mark = memmem(p, (size_t)(end - p), MARK, MARK_BYTES))) {
        *left = (size_t)(end - mark);
        if (*left < STAMP_BYTES)
            return true;
        if (!take_stamp(s, mark))
            return false;
        p = mark + STAMP_BYTES;
    }
    *left = mark_begun(p, end);
    return true;
}

static bool sub_body(void *ctx, const uint8_t *p, size_t n)
{
    struct subscriber *s = ctx;
    size_t left;
    while (s->carry_size && n) {
        /* Byte by byte, until what is carried is a stamp or none: it is short. */
        s->carry[s->carry_size++] = *p++;
        n--;
        if (!scan(s, s->carry, s->carry_size, &left))
            return false;
        memmove(s->carry, s->carry + s->carry_size - left, left);
        s->carry_size = (uint32_t)left;
    }
    if (!n)
        return true;
    if (!scan(s, p, n, &left))
        return false;
    memcpy(s->carry, p + n - left, left);
    s->carry_size = (uint32_t)left;
    return true;
}

static bool send_all(int fd, const char *p, size_t n);

/* A masked pong with what the ping said, which is all in s->frame. */
static bool pong(struct subscriber *s)
{
    char out[2 + 4 + 125] = {(char)0x8a, (char)(0x80 | (s->frame_size - 2))};
    memcpy(out + 6, s->frame + 2, s->frame_size - 2);
    return send_all(s->fd, out, 6 + s->frame_size - 2);
}

/* How long the head of a frame is, as far as it has come. */
static uint32_t frame_head(const struct subscriber *s)
{
    unsigned length = s->frame_size < 2 ? 0 : s->frame[1] & 127;
    return length == 127 ? 10 : length == 126 ? 4 : 2;
}

static uint64_t frame_length(const struct subscriber *s)
{
    uint32_t head = frame_head(s);
    uint64_t n = 0;
    for (uint32_t i = 2; i < head; i++)
        n = n << 8 | s->frame[i];
    return head == 2 ? s->frame[1] & 127 : n;
}

/* Frames of a WebSocket: pings are answered, a close is a failure, all else is looked through. */
static bool sub_frames(struct subscriber *s, const uint8_t *p, size_t n)
{
    while (n > 0) {
        unsigned opcode = s->frame[0] & 15;
        if (s->frame_left == 0) {
            s->frame[s->frame_size++] = *p++;
            n--;
            if (s->frame_size < 2 || s->frame_size < frame_head(s))
                continue;
            s->frame_left = frame_length(s);
            opcode = s->frame[0] & 15;
            if (opcode == 8)
                return fail("a WebSocket was closed");
        }
        size_t take = s->frame_left < n ? (size_t)s->frame_left : n;
        if (opcode == 9) {
            memcpy(s->frame + s->frame_size, p, take);
            s->frame_size += (uint32_t)take;
        } else if (take && !sub_body(s, p, take)) {
            return false;
        }
        p += take;
        n -= take;
        s->frame_left -= take;
        if (s->frame_left)
            continue;
        if (opcode == 9 && !pong(s))
            return false;
        s->frame_size = 0;
    }
    return true;
}

static bool sub_bytes(void *ctx, const uint8_t *p, size_t n)
{
    return kind == WEBSOCKET ? sub_frames(ctx, p, n) : sub_body(ctx, p, n);
}

static bool send_all(int fd, const char *p, size_t n)
{
    return send(fd, p, n, MSG_NOSIGNAL) == (ssize_t)n || fail("a request was not taken whole");
}

static bool ask(struct subscriber *s)
{
    char text[1024], known[400] = "";
    int n;
    if (s->http.etag[0])
        n = snprintf(known, sizeof(known), "If-None-Match: %s\r\n", s->http.etag);
    if (s->http.modified[0]) {
        n = (int)strlen(known);
        snprintf(known + n, sizeof(known) - (size_t)n, "If-Modified-Since: %s\r\n",
                 s->http.modified);
    }
    n = snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: %s:%u\r\n%s%s\r\n", opt.sub_path,
                 opt.host, opt.port, known,
                 kind == SSE         ? "Accept: text/event-stream\r\n"
                 : kind == WEBSOCKET ? "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                       "Sec-WebSocket-Version: 13\r\n"
                                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                 : kind == JSON      ? "Accept: application/json\r\n"
                                     : "");
    return send_all(s->fd, text, (size_t)n);
}

static bool sub_head(void *ctx)
{
    struct subscriber *s = ctx;
    unsigned want = kind == WEBSOCKET ? 101 : 200;
    if (s->http.status != want && !(kind == POLL && s->http.status == 304))
        return fail("a subscriber was answered %u", s->http.status);
    open_count += !s->is_open && kind != POLL;
    s->is_open = true;
    return true;
}

static bool sub_end(void *ctx)
{
    if (opt.expect)
        return true;
    return kind == POLL ? ask(ctx) : fail("a subscription ended");
}

static int dial(unsigned source, int receive_bytes)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    struct linger abort_on_close = {.l_onoff = 1};
    from.sin_addr.s_addr = htonl(0x7f000001U + source % 64U);
    to.sin_port = htons((uint16_t)opt.port);
    inet_pton(AF_INET, opt.host, &to.sin_addr);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort_on_close, sizeof(abort_on_close));
    if (receive_bytes)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(receive_bytes));
    if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
        connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
        fail("connect: %s", strerror(errno));
        return -1;
    }
    return fd;
}

static bool open_subscribers(void)
{
    subs = calloc(opt.subs + opt.stall, sizeof(*subs));
    for (unsigned i = 0; subs && i < opt.subs + opt.stall; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.u64 = i + 1};
        subs[i].fd = dial(i, i < opt.subs ? 0 : STALL_BYTES);
        if (subs[i].fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, subs[i].fd, &e) != 0 ||
            !ask(&subs[i]))
            return false;
        open_count += kind == POLL;
    }
    return subs != NULL;
}

/* Those behind the readers are not listened to any more. */
static bool stall(void)
{
    for (unsigned i = opt.subs; i < opt.subs + opt.stall; i++)
        if (epoll_ctl(epoll_fd, EPOLL_CTL_DEL, subs[i].fd, NULL) != 0)
            return fail("epoll_ctl: %s", strerror(errno));
    return true;
}

/* --- the publisher ------------------------------------------------------------------------------
 */

static bool is_behind(void)
{
    return opt.window && opt.subs && (sent * opt.subs - events) / opt.subs > opt.window;
}

static bool flush_pub(void)
{
    while (pub.out_off < pub.out_size) {
        ssize_t n = send(pub.fd, pub.out + pub.out_off, pub.out_size - pub.out_off,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n < 0)
            return fail("publish: %s", strerror(errno));
        pub.out_off += (size_t)n;
    }
    pub.out_off = pub.out_size = 0;
    return true;
}

static bool publish_one(void)
{
    char *at = pub.out + pub.out_size;
    size_t head = strlen(opt.value_head), tail = strlen(opt.value_tail);
    size_t room = sizeof(pub.out) - pub.out_size, bytes = head + opt.value_bytes + tail;
    if (room < 1024 + bytes || sent - answered >= 65536)
        return fail("the publisher is not taken");
    int n =
        snprintf(at, room, "%s %s HTTP/1.1\r\nHost: %s:%u\r\n%sContent-Length: %zu\r\n\r\n%s",
                 opt.pub_method, opt.pub_path, opt.host, opt.port,
                 kind == JSON ? "Content-Type: application/json\r\n" : "", bytes, opt.value_head);
    at += n;
    memcpy(at + opt.value_bytes, opt.value_tail, tail);
    memset(at, '.', opt.value_bytes);
    memcpy(at, MARK, MARK_BYTES);
    pub.sent_at[sent % 65536] = now_ns = proc_now_ns();
    put_digits(at + MARK_BYTES, ++sent);
    put_digits(at + MARK_BYTES + WORD_DIGITS, now_ns);
    sent_sum += sent;
    pub.out_size += (size_t)n + opt.value_bytes + tail;
    return flush_pub();
}

static bool pub_head(void *ctx)
{
    (void)ctx;
    return pub.http.status / 100 == 2 || fail("a value was answered %u", pub.http.status);
}

static bool pub_body(void *ctx, const uint8_t *p, size_t n)
{
    (void)ctx;
    (void)p;
    (void)n;
    return true;
}

static bool pub_end(void *ctx)
{
    (void)ctx;
    hist_add(&call_hist, now_ns - pub.sent_at[answered % 65536]);
    answered++;
    return true;
}

/* --- the loop -----------------------------------------------------------------------------------
 */

static bool serve(uint64_t who)
{
    static uint8_t buf[128 * 1024];
    struct subscriber *s = who ? &subs[who - 1] : NULL;
    ssize_t n = recv(s ? s->fd : pub.fd, buf, sizeof(buf), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (n <= 0)
        return fail("the server closed a connection");
    received_bytes += s ? (uint64_t)n : 0;
    if (s ? http1_feed(&s->http, buf, (size_t)n, sub_head, sub_bytes, sub_end, s)
          : http1_feed(&pub.http, buf, (size_t)n, pub_head, pub_body, pub_end, &pub))
        return true;
    return fail("an answer that makes no sense");
}

/* Publishes while it is time to. */
static bool publish_due(uint64_t *next_ns)
{
    if (!flush_pub())
        return false;
    if (opt.rate <= 0) {
        for (; sent - answered < opt.inflight && !is_behind();)
            if (!publish_one())
                return false;
        return true;
    }
    for (; *next_ns <= now_ns; *next_ns += (uint64_t)(1e9 / opt.rate))
        if (!publish_one())
            return false;
    return true;
}

/* Serves until done() or the deadline, and publishes until then if it is to. */
static bool run(bool (*done)(void), double seconds, bool publishes)
{
    struct epoll_event ready[256];
    uint64_t begin = proc_now_ns(), end = begin + (uint64_t)(seconds * 1e9), next = begin;
    for (;;) {
        now_ns = proc_now_ns();
        if (done && done())
            return true;
        if (now_ns >= end)
            return done ? fail("not done within its time (%llu of %llu delivered)",
                               (unsigned long long)events, (unsigned long long)sent * opt.subs)
                        : true;
        if (publishes && !publish_due(&next))
            return false;
        int n = epoll_wait(epoll_fd, ready, 256, 1);
        now_ns = proc_now_ns();
        for (int i = 0; i < n; i++)
            if (!serve(ready[i].data.u64))
                return false;
    }
}

static bool all_open(void)
{
    return open_count == opt.subs + opt.stall;
}

static bool all_delivered(void)
{
    return answered == sent && events >= sent * opt.subs;
}

static bool all_caught_up(void)
{
    return events >= opt.expect * opt.subs;
}

static bool verify(void)
{
    for (unsigned i = 0; i < opt.subs; i++)
        if (subs[i].events != sent || subs[i].sum != sent_sum)
            return fail("subscriber %u got %llu values of %llu", i,
                        (unsigned long long)subs[i].events, (unsigned long long)sent);
    return true;
}

struct mark {
    struct proc_cpu cpu;
    uint64_t at_ns;
};

static struct mark mark(void)
{
    return (struct mark){proc_cpu((pid_t)opt.pid), proc_now_ns()};
}

static void print_since(struct mark then)
{
    struct mark now = mark();
    struct proc_cpu cpu = proc_cpu_since(now.cpu, then.cpu);
    printf("\"elapsed_s\":%.6f,\"cpu_ns\":%llu,\"kworker_ns\":%lld,",
           (double)(now.at_ns - then.at_ns) / 1e9, (unsigned long long)cpu.process_ns,
           (long long)cpu.kworker_ns);
    proc_mem_print(stdout, "mem", proc_mem((pid_t)opt.pid));
}

/* Values that were there before, numbered from 1: until each subscriber has had all of them. */
static bool catch_up(void)
{
    struct mark m0 = mark();
    if (!open_subscribers() || !run(all_caught_up, opt.timeout_s, false))
        return false;
    printf("\"catchup\":{\"events\":%llu,\"bytes\":%llu,", (unsigned long long)events,
           (unsigned long long)received_bytes);
    print_since(m0);
    printf("},");
    for (unsigned i = 0; i < opt.subs; i++)
        if (subs[i].sum != opt.expect * (opt.expect + 1) / 2)
            return fail("subscriber %u did not get each value once", i);
    return true;
}

static bool measure(void)
{
    proc_mem_print(stdout, "mem_start", proc_mem((pid_t)opt.pid));
    printf(",");
    if (opt.expect)
        return catch_up();
    struct mark m0 = mark();
    if (!open_subscribers() || !run(all_open, opt.timeout_s, false) || !stall() ||
        !run(NULL, opt.settle_s, false))
        return false;
    printf("\"create\":{");
    print_since(m0);
    printf("},");
    if (opt.idle_s > 0)
        return run(NULL, opt.idle_s, false);
    struct epoll_event e = {.events = EPOLLIN, .data.u64 = 0};
    pub.fd = dial(0, 0);
    if (pub.fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, pub.fd, &e) != 0)
        return false;
    if (!run(NULL, opt.warm_s, true) || !run(all_delivered, opt.timeout_s, false))
        return false;
    hist_reset(&delivery_hist);
    hist_reset(&call_hist);
    uint64_t events0 = events, sent0 = sent, bytes0 = received_bytes;
    m0 = mark();
    if (!run(NULL, opt.secs, true) || !run(all_delivered, opt.timeout_s, false))
        return false;
    printf("\"calls\":{\"n\":%llu,", (unsigned long long)(sent - sent0));
    hist_print(stdout, "latency", &call_hist);
    printf("},\"deliveries\":{\"n\":%llu,\"bytes\":%llu,", (unsigned long long)(events - events0),
           (unsigned long long)(received_bytes - bytes0));
    hist_print(stdout, "latency", &delivery_hist);
    printf(",");
    print_since(m0);
    printf("},");
    return run(NULL, 0.05, false) && verify();
}

static bool parse(int argc, char **argv)
{
    static const struct option longs[] = {
        {"host", 1, NULL, 'h'},       {"port", 1, NULL, 'p'},     {"pid", 1, NULL, 'P'},
        {"kind", 1, NULL, 'k'},       {"subs", 1, NULL, 's'},     {"stall", 1, NULL, 'S'},
        {"sub-path", 1, NULL, 'u'},   {"pub-path", 1, NULL, 'v'}, {"pub-method", 1, NULL, 'm'},
        {"rate", 1, NULL, 'r'},       {"inflight", 1, NULL, 'i'}, {"window", 1, NULL, 'w'},
        {"secs", 1, NULL, 't'},       {"warm", 1, NULL, 'W'},     {"timeout", 1, NULL, 'T'},
        {"idle", 1, NULL, 'I'},       {"value", 1, NULL, 'b'},    {"value-head", 1, NULL, 'a'},
        {"value-tail", 1, NULL, 'z'}, {"expect", 1, NULL, 'e'},   {0}};
    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        const char **texts[128] = {
            ['h'] = &opt.host,      ['k'] = &opt.kind_name,  ['u'] = &opt.sub_path,
            ['v'] = &opt.pub_path,  ['m'] = &opt.pub_method, ['a'] = &opt.value_head,
            ['z'] = &opt.value_tail};
        unsigned *counts[128] = {
            ['p'] = &opt.port,  ['P'] = &opt.pid,      ['s'] = &opt.subs,
            ['S'] = &opt.stall, ['i'] = &opt.inflight, ['b'] = &opt.value_bytes};
        double *numbers[128] = {['r'] = &opt.rate,
                                ['t'] = &opt.secs,
                                ['W'] = &opt.warm_s,
                                ['T'] = &opt.timeout_s,
                                ['I'] = &opt.idle_s};
        if (c == '?')
            return false;
        if (texts[c])
            *texts[c] = optarg;
        else if (counts[c])
            *counts[c] = (unsigned)strtoul(optarg, NULL, 10);
        else if (numbers[c])
            *numbers[c] = strtod(optarg, NULL);
        else
            *(c == 'e' ? &opt.expect : &opt.window) = strtoull(optarg, NULL, 10);
    }
    kind = !strcmp(opt.kind_name, "sse")    ? SSE
           : !strcmp(opt.kind_name, "ws")   ? WEBSOCKET
           : !strcmp(opt.kind_name, "poll") ? POLL
           : !strcmp(opt.kind_name, "json") ? JSON
                                            : -1;
    return kind >= 0 && opt.port && opt.value_bytes >= STAMP_BYTES && opt.value_bytes <= 65536;
}

int main(int argc, char **argv)
{
    struct rlimit files;
    if (!parse(argc, argv)) {
        fprintf(stderr, "vd-push: wrong options; see bench/README.md\n");
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    printf("{");
    bool ok = epoll_fd >= 0 && measure();
    proc_mem_print(stdout, "mem_end", proc_mem((pid_t)opt.pid));
    printf(",\"error\":\"%s\"}\n", ok ? "" : error_text[0] ? error_text : "failed");
    return ok ? 0 : 1;
}
