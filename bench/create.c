/* SPDX-License-Identifier: Apache-2.0 */
/* vd-create: connections that each post a document, wait for its answer and post the next; prints
 * what that cost as one line of JSON, like vd-load. The document is given whole; wherever it holds
 * sixteen @ a number is put in hexadecimal digits, never the same twice, or with --count from 1 to
 * that. Any answer but 201, or one that does not repeat the number, fails the run. */
#include "hist.h"
#include "http1.h"
#include "proc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DIGITS = 16, PLACES_MAX = 8, DOCUMENT_MAX = 1 << 20, ANSWER_MAX = 1 << 20 };
#define PLACE "@@@@@@@@@@@@@@@@"

struct caller {
    int fd;
    struct http1 http;
    uint64_t sent_at;
    char number[DIGITS];
    char *answer;
    size_t answer_size;
};

static struct {
    const char *path, *document;
    unsigned port, pid, conns;
    uint64_t count;
    double secs, warm_s, timeout_s;
} opt = {.conns = 64, .secs = 3, .timeout_s = 120};

static int epoll_fd;
static struct caller *callers;
static uint64_t number, done_count, now_ns;
static unsigned idle_count;
static bool over;
static struct hist call_hist;
static char error_text[256];
static char *request; /* one for all: only the number differs */
static size_t request_size, places[PLACES_MAX];
static unsigned place_count;

__attribute__((format(printf, 1, 2))) static bool fail(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    if (!error_text[0])
        vsnprintf(error_text, sizeof(error_text), format, ap);
    va_end(ap);
    return false;
}

static bool make_request(void)
{
    size_t room = strlen(opt.path) + strlen(opt.document) + 512;
    request = malloc(room);
    if (!request)
        return false;
    request_size =
        (size_t)snprintf(request, room,
                         "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                         "User-Agent: vd-create\r\nAccept: application/json\r\n"
                         "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                         opt.path, opt.port, strlen(opt.document), opt.document);
    for (char *p = request; (p = strstr(p, PLACE)) && place_count < PLACES_MAX; p += DIGITS)
        places[place_count++] = (size_t)(p - request);
    return place_count || fail("the document has no place for a number");
}

static bool call(struct caller *c)
{
    for (uint64_t i = DIGITS, n = ++number; i-- > 0; n >>= 4)
        c->number[i] = "0123456789abcdef"[n & 15];
    for (unsigned i = 0; i < place_count; i++)
        memcpy(request + places[i], c->number, DIGITS);
    c->answer_size = 0;
    c->sent_at = proc_now_ns();
    return send(c->fd, request, request_size, MSG_NOSIGNAL) == (ssize_t)request_size ||
           fail("a request was not taken whole");
}

static bool on_head(void *ctx)
{
    struct caller *c = ctx;
    return c->http.status == 201 || fail("a create was answered %u", c->http.status);
}

static bool on_body(void *ctx, const uint8_t *p, size_t n)
{
    struct caller *c = ctx;
    if (c->answer_size + n > ANSWER_MAX)
        return fail("an answer is too long");
    memcpy(c->answer + c->answer_size, p, n);
    c->answer_size += n;
    return true;
}

static bool on_end(void *ctx)
{
    struct caller *c = ctx;
    if (!memmem(c->answer, c->answer_size, c->number, DIGITS))
        return fail("an answer is another's");
    hist_add(&call_hist, now_ns - c->sent_at);
    done_count++;
    if (!over && (!opt.count || number < opt.count))
        return call(c);
    idle_count++;
    return true;
}

static int dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)opt.port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
        return fd;
    fail("connect: %s", strerror(errno));
    return -1;
}

static bool open_callers(void)
{
    callers = calloc(opt.conns, sizeof(*callers));
    number = opt.count ? 0 : proc_now_ns(); /* no two runs begin alike */
    for (unsigned i = 0; callers && i < opt.conns; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &callers[i]};
        callers[i].fd = dial();
        callers[i].answer = malloc(ANSWER_MAX);
        if (callers[i].fd < 0 || !callers[i].answer ||
            epoll_ctl(epoll_fd, EPOLL_CTL_ADD, callers[i].fd, &e) != 0 || !call(&callers[i]))
            return false;
    }
    return callers != NULL;
}

static bool serve(struct caller *c)
{
    static uint8_t buf[128 * 1024];
    ssize_t n = recv(c->fd, buf, sizeof(buf), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (n <= 0)
        return fail("the server closed a connection");
    return http1_feed(&c->http, buf, (size_t)n, on_head, on_body, on_end, c) ||
           fail("an answer that makes no sense");
}

/* Serves for so long, or until all have their answers and none is to ask again. */
static bool run(double seconds)
{
    struct epoll_event ready[256];
    uint64_t end = proc_now_ns() + (uint64_t)(seconds * 1e9);
    while (idle_count < opt.conns) {
        int n = epoll_wait(epoll_fd, ready, 256, 10);
        now_ns = proc_now_ns();
        for (int i = 0; i < n; i++)
            if (!serve(ready[i].data.ptr))
                return false;
        if (now_ns >= end)
            return (!over && !opt.count) || fail("the last answers did not come in time");
    }
    return true;
}

static bool measure(void)
{
    if (!make_request() || !open_callers() || (opt.warm_s > 0 && !run(opt.warm_s)))
        return false;
    hist_reset(&call_hist);
    uint64_t done0 = done_count, begin = proc_now_ns();
    struct proc_cpu cpu0 = proc_cpu((pid_t)opt.pid);
    if (!run(opt.count ? opt.timeout_s : opt.secs))
        return false;
    struct proc_cpu cpu = proc_cpu_since(proc_cpu((pid_t)opt.pid), cpu0);
    printf("\"calls\":{\"n\":%llu,\"elapsed_s\":%.6f,\"cpu_ns\":%llu,\"kworker_ns\":%lld,",
           (unsigned long long)(done_count - done0), (double)(proc_now_ns() - begin) / 1e9,
           (unsigned long long)cpu.process_ns, (long long)cpu.kworker_ns);
    hist_print(stdout, "latency", &call_hist);
    printf(",");
    proc_mem_print(stdout, "mem", proc_mem((pid_t)opt.pid));
    printf("},");
    over = true;
    return run(opt.timeout_s);
}

static bool parse(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        if (!strcmp(name, "--path"))
            opt.path = value;
        else if (!strcmp(name, "--document"))
            opt.document = value;
        else if (!strcmp(name, "--port"))
            opt.port = (unsigned)strtoul(value, NULL, 10);
        else if (!strcmp(name, "--pid"))
            opt.pid = (unsigned)strtoul(value, NULL, 10);
        else if (!strcmp(name, "--conns"))
            opt.conns = (unsigned)strtoul(value, NULL, 10);
        else if (!strcmp(name, "--count"))
            opt.count = strtoull(value, NULL, 10);
        else if (!strcmp(name, "--secs"))
            opt.secs = strtod(value, NULL);
        else if (!strcmp(name, "--warm"))
            opt.warm_s = strtod(value, NULL);
        else if (!strcmp(name, "--timeout"))
            opt.timeout_s = strtod(value, NULL);
        else
            return false;
    }
    return argc % 2 == 1 && opt.path && opt.document && opt.port && opt.conns &&
           (!opt.count || (opt.count >= opt.conns && opt.warm_s == 0)) &&
           strlen(opt.document) <= DOCUMENT_MAX;
}

int main(int argc, char **argv)
{
    if (!parse(argc, argv)) {
        fprintf(stderr, "vd-create: wrong options; see bench/README.md\n");
        return 2;
    }
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    printf("{");
    bool ok = epoll_fd >= 0 && measure();
    printf("\"error\":\"%s\"}\n", ok ? "" : error_text[0] ? error_text : "failed");
    return ok ? 0 : 1;
}
