/* SPDX-License-Identifier: Apache-2.0 */
/* vd-bare: the limit. An epoll loop that knows nothing of revisions, keys or history and writes the
 * bytes a watch server would write to the same sockets, each batch built once; and the flush that a
 * durable answer cannot avoid.
 *
 *   vd-bare serve [--gather N]                       port 0; prints `vd-bare: ready on
 * 127.0.0.1:PORT` vd-bare flush FILE RATE SECONDS                  RATE 0: one after the other
 *
 * A connection opens with four little-endian words: magic, role, and for a watcher (role 1) its
 * streams and watches a stream, for a writer (role 2) the size of its values, which follow one
 * after the other. Answers and deliveries are HTTP/2 DATA frames, as from the real thing. */
#include "bare.h"
#include "hist.h"
#include "pb.h"
#include "proc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { MAGIC = 0x45524142, WATCHER = 1, WRITER = 2, FEED = 3, FRAME_MAX = 16384, BLOCK = 4096 };

struct peer {
    int fd;
    uint32_t hello[4];
    uint32_t hello_size;
    uint32_t next_stream; /* of a writer */
    uint8_t *partial;     /* of a writer: the value that is still arriving */
    uint32_t partial_size;
};

static struct peer **watchers;
static size_t watcher_count, watcher_cap;
static uint32_t shape_streams, shape_watches;
static bool shape_feed; /* messages of a feed, in place of a Watch's */
static unsigned gather;
static const char *fault = "";
static uint64_t batches;
static uint32_t last_value_size;
static uint64_t revision = 1;

static uint8_t *batch; /* what every watcher gets */
static size_t batch_size, batch_cap;
static uint8_t *events; /* the events gathered, each with its field 11 tag */
static size_t events_size, events_cap, event_count;

static void *grow(void *p, size_t *cap, size_t need)
{
    if (need <= *cap)
        return p;
    *cap = need * 2;
    p = realloc(p, *cap);
    if (!p)
        abort();
    return p;
}

/* The generator never stops reading. */
void bare_send_all(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t r = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (r < 0 && errno == EAGAIN) {
            struct pollfd f = {.fd = fd, .events = POLLOUT};
            poll(&f, 1, 1000);
        } else if (r < 0 && errno != EINTR) {
            return;
        } else if (r > 0) {
            p += r;
            n -= (size_t)r;
        }
    }
}

static uint8_t *put_header(uint8_t *p)
{
    uint8_t inner[48];
    uint8_t *q = pb_int(inner, 1, 0x8a3bb1c2d4e5f607ULL);
    q = pb_int(q, 2, 0x9a3bb1c2d4e5f607ULL);
    q = pb_int(q, 3, revision);
    q = pb_int(q, 4, 2);
    return pb_bytes(p, 1, inner, (size_t)(q - inner));
}

static void put_frame_head(uint8_t *p, size_t n, unsigned flags, uint32_t stream)
{
    uint8_t head[9] = {(uint8_t)(n >> 16),
                       (uint8_t)(n >> 8),
                       (uint8_t)n,
                       0,
                       (uint8_t)flags,
                       (uint8_t)(stream >> 24),
                       (uint8_t)(stream >> 16),
                       (uint8_t)(stream >> 8),
                       (uint8_t)stream};
    memcpy(p, head, 9);
}

static void add_feed_message(const uint8_t *value, uint32_t size)
{
    events = grow(events, &events_cap, events_size + size + 32);
    uint8_t *prefix = events + events_size;
    uint8_t *end = pb_bytes(prefix + 5, 1, value, size);
    size_t n = (size_t)(end - prefix) - 5;
    memcpy(prefix,
           (uint8_t[5]){0, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n},
           5);
    events_size += n + 5;
    revision++;
    event_count++;
}

static void add_event(const uint8_t *value, uint32_t size)
{
    last_value_size = size;
    if (shape_feed)
        return add_feed_message(value, size);
    uint8_t kv[64], head[96];
    uint8_t *p = pb_bytes(kv, 1, "bench/0000000000000", 19);
    p = pb_int(p, 2, 2);
    p = pb_int(p, 3, ++revision);
    p = pb_int(p, 4, revision - 1);
    p = pb_varint(p, 5 << 3 | 2);
    p = pb_varint(p, size);
    size_t kv_head = (size_t)(p - kv), kv_size = kv_head + size;
    uint8_t tag[16], *t = pb_varint(tag, 2 << 3 | 2);
    t = pb_varint(t, kv_size);
    p = pb_varint(head, 11 << 3 | 2);
    p = pb_varint(p, (uint64_t)(t - tag) + kv_size);
    memcpy(p, tag, (size_t)(t - tag));
    p += t - tag;
    memcpy(p, kv, kv_head);
    p += kv_head;
    events = grow(events, &events_cap, events_size + (size_t)(p - head) + size);
    memcpy(events + events_size, head, (size_t)(p - head));
    events_size += (size_t)(p - head);
    memcpy(events + events_size, value, size);
    events_size += size;
    event_count++;
}

/* The messages of one stream: for each of its watches the gathered events. */
static void build_stream(uint32_t stream)
{
    size_t frame = 0, frame_at = 0;
    uint8_t header[64];
    size_t header_size = (size_t)(put_header(header) - header);
    for (uint32_t w = 0; w < shape_watches; w++) {
        uint8_t id[8];
        size_t id_size = (size_t)(pb_int(id, 2, w) - id);
        size_t message = header_size + id_size + events_size;
        batch = grow(batch, &batch_cap, batch_size + message + 64);
        if (frame && frame + message + 5 > FRAME_MAX) {
            put_frame_head(batch + frame_at, frame, 0, stream);
            frame = 0;
        }
        if (!frame) {
            frame_at = batch_size;
            batch_size += 9;
        }
        uint8_t *p = batch + batch_size;
        *p++ = 0;
        *p++ = (uint8_t)(message >> 24);
        *p++ = (uint8_t)(message >> 16);
        *p++ = (uint8_t)(message >> 8);
        *p++ = (uint8_t)message;
        memcpy(p, header, header_size);
        memcpy(p + header_size, id, id_size);
        memcpy(p + header_size + id_size, events, events_size);
        batch_size += message + 5;
        frame += message + 5;
    }
    put_frame_head(batch + frame_at, frame, 0, stream);
}

/* Wrongs the first watcher once, so that the generator's checks can be seen to fail. True when the
 * batch must not be sent to it as well. */
static bool wrong_first(int fd)
{
    static uint8_t *kept;
    static size_t kept_size;
    if (kept) {
        bare_send_all(fd, batch, batch_size);
        bare_send_all(fd, kept, kept_size);
        free(kept);
        kept = NULL;
        return true;
    }
    if (++batches != 3)
        return false;
    if (!strcmp(fault, "double"))
        bare_send_all(fd, batch, batch_size);
    if (!strcmp(fault, "swap")) {
        kept = malloc(batch_size);
        if (!kept)
            abort();
        memcpy(kept, batch, batch_size);
        kept_size = batch_size;
    }
    if (!strcmp(fault, "corrupt")) {
        /* The sequence number, which stands eight bytes into the value that ends the batch. */
        uint8_t *sequence = batch + batch_size - last_value_size + 8;
        ++*sequence;
        bare_send_all(fd, batch, batch_size);
        --*sequence;
        return true;
    }
    return !strcmp(fault, "drop") || kept;
}

/* The gathered messages of a feed, in frames that may cut one. */
static void build_feed(uint32_t stream)
{
    for (size_t at = 0; at < events_size;) {
        size_t n = events_size - at < FRAME_MAX ? events_size - at : FRAME_MAX;
        batch = grow(batch, &batch_cap, batch_size + n + 9);
        put_frame_head(batch + batch_size, n, 0, stream);
        memcpy(batch + batch_size + 9, events + at, n);
        batch_size += n + 9;
        at += n;
    }
}

static void deliver(void)
{
    if (event_count == 0)
        return;
    batch_size = 0;
    for (uint32_t s = 0; s < shape_streams && watcher_count; s++)
        (shape_feed ? build_feed : build_stream)(s * 2 + 1);
    for (size_t i = 0; i < watcher_count; i++)
        if (i > 0 || !*fault || !wrong_first(watchers[i]->fd))
            bare_send_all(watchers[i]->fd, batch, batch_size);
    events_size = event_count = 0;
}

static size_t answer_one(struct peer *w, uint8_t *out)
{
    uint8_t message[80];
    size_t header = (size_t)(put_header(message) - message);
    put_frame_head(out, header + 5, 1, w->next_stream);
    w->next_stream += 2;
    memset(out + 9, 0, 4);
    out[13] = (uint8_t)header;
    memcpy(out + 14, message, header);
    return 14 + header;
}

static void take_values(struct peer *w, const uint8_t *p, size_t n)
{
    static uint8_t *answers;
    static size_t cap;
    size_t answers_size = 0, value = w->hello[2];
    /* Gathered events are delivered after their answers, as a real server does it. */
    while (n > 0) {
        size_t take = value - w->partial_size;
        take = take < n ? take : n;
        memcpy(w->partial + w->partial_size, p, take);
        w->partial_size += (uint32_t)take;
        p += take;
        n -= take;
        if (w->partial_size < value)
            break;
        w->partial_size = 0;
        add_event(w->partial, (uint32_t)value);
        answers = grow(answers, &cap, answers_size + 128);
        answers_size += answer_one(w, answers + answers_size);
        if (gather && event_count == gather) {
            bare_send_all(w->fd, answers, answers_size);
            answers_size = 0;
            deliver();
        }
    }
    bare_send_all(w->fd, answers, answers_size);
}

static void greet(struct peer *p)
{
    static const uint8_t settings[9] = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    bare_send_all(p->fd, settings, sizeof(settings));
    if (p->hello[1] == WRITER) {
        p->next_stream = 1;
        p->partial = malloc(p->hello[2]);
        if (!p->partial)
            abort();
        return;
    }
    shape_feed = p->hello[1] == FEED;
    shape_streams = p->hello[2];
    shape_watches = p->hello[3];
    if (watcher_count == watcher_cap) {
        watcher_cap = watcher_cap * 2 + 64;
        watchers = realloc(watchers, watcher_cap * sizeof(struct peer *));
        if (!watchers)
            abort();
    }
    watchers[watcher_count++] = p;
}

static void drop(struct peer *p)
{
    for (size_t i = 0; i < watcher_count; i++)
        if (watchers[i] == p) {
            watchers[i] = watchers[--watcher_count];
            break;
        }
    close(p->fd);
    free(p->partial);
    free(p);
}

static void read_peer(struct peer *p)
{
    static uint8_t buf[65536];
    ssize_t n = recv(p->fd, buf, sizeof(buf), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        drop(p);
        return;
    }
    const uint8_t *b = buf;
    if (p->hello_size < sizeof(p->hello)) {
        size_t take = sizeof(p->hello) - p->hello_size;
        take = take < (size_t)n ? take : (size_t)n;
        memcpy((uint8_t *)p->hello + p->hello_size, b, take);
        p->hello_size += (uint32_t)take;
        b += take;
        n -= (ssize_t)take;
        if (p->hello_size == sizeof(p->hello))
            greet(p);
    }
    if (n > 0 && p->partial)
        take_values(p, b, (size_t)n);
}

static void accept_peer(int listener, int epoll_fd)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC), one = 1;
    struct peer *p = fd >= 0 ? calloc(1, sizeof(*p)) : NULL;
    if (!p)
        return;
    p->fd = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = p};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &e);
}

int bare_listen(int epoll_fd)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001)};
    socklen_t size = sizeof(at);
    struct epoll_event e = {.events = EPOLLIN};
    if (bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(listener, 4096) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &size) != 0 ||
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &e) != 0)
        return -1;
    printf("vd-bare: ready on 127.0.0.1:%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return listener;
}

static int serve(void)
{
    int epoll_fd = epoll_create1(0), listener = bare_listen(epoll_fd);
    struct epoll_event ready[256];
    if (listener < 0)
        return 1;
    for (;;) {
        int n = epoll_wait(epoll_fd, ready, 256, -1);
        for (int i = 0; i < n; i++)
            if (ready[i].data.ptr)
                read_peer(ready[i].data.ptr);
            else
                accept_peer(listener, epoll_fd);
        deliver();
    }
}

/* Flushes of one aligned block each, on a file that is already written and goes round. */
static int flush(const char *file, double rate, double seconds, bool direct)
{
    enum { FILE_BYTES = 16 << 20 };
    void *block;
    static struct hist hist;
    int fd = open(file, O_RDWR | O_CREAT | (direct ? O_DIRECT : 0) | O_CLOEXEC, 0600);
    if (fd < 0 || posix_memalign(&block, BLOCK, 1 << 20) != 0) {
        fprintf(stderr, "vd-bare: %s: %s\n", file, strerror(errno));
        return 1;
    }
    memset(block, 1, 1 << 20);
    for (off_t at = 0; at < FILE_BYTES; at += 1 << 20)
        if (pwrite(fd, block, 1 << 20, at) != 1 << 20)
            return 1;
    fsync(fd);
    struct proc_cpu c0 = proc_cpu(getpid());
    uint64_t begin = proc_now_ns(), end = begin + (uint64_t)(seconds * 1e9), n = 0;
    for (uint64_t now = begin; now < end; now = proc_now_ns(), n++) {
        if (rate > 0) {
            uint64_t at = begin + (uint64_t)((double)(n + 1) * 1e9 / rate);
            struct timespec until = {.tv_sec = (time_t)(at / 1000000000U),
                                     .tv_nsec = (long)(at % 1000000000U)};
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
            now = proc_now_ns();
        }
        struct iovec v = {.iov_base = block, .iov_len = BLOCK};
        off_t at = (off_t)(n * BLOCK % FILE_BYTES);
        if (pwritev2(fd, &v, 1, at, direct ? RWF_DSYNC : 0) != BLOCK || (!direct && fdatasync(fd)))
            return 1;
        hist_add(&hist, proc_now_ns() - now);
    }
    double elapsed = (double)(proc_now_ns() - begin) / 1e9;
    struct proc_cpu cpu = proc_cpu_since(proc_cpu(getpid()), c0);
    printf("{\"calls\":{\"n\":%llu,\"elapsed_s\":%.6f,\"cpu_ns\":%llu,\"kworker_ns\":%lld,",
           (unsigned long long)n, elapsed, (unsigned long long)cpu.process_ns,
           (long long)cpu.kworker_ns);
    hist_print(stdout, "latency", &hist);
    printf("},\"error\":\"\"}\n");
    return 0;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc >= 2 && !strcmp(argv[1], "serve")) {
        if (argc == 4 && !strcmp(argv[2], "--gather"))
            gather = (unsigned)strtoul(argv[3], NULL, 10);
        if (argc == 4 && !strcmp(argv[2], "--fault"))
            fault = argv[3];
        return serve();
    }
    if (argc >= 2 && !strcmp(argv[1], "push"))
        return bare_push(argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0);
    if (argc >= 5 && !strcmp(argv[1], "flush"))
        return flush(argv[2], strtod(argv[3], NULL), strtod(argv[4], NULL), argc == 5);
    fprintf(stderr, "vd-bare: serve [--gather N | --fault KIND] | push [--gather N] | flush FILE "
                    "RATE SECONDS [buffered]\n");
    return 2;
}
