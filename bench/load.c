/* SPDX-License-Identifier: Apache-2.0 */
/* vd-load: one process that opens watchers, then writes or reads, and prints what it measured as
 * one line of JSON. It measures the server's CPU around each phase itself, so that nothing of its
 * own start or end is counted. It exits 1, with "error" in the line, when anything was lost, late
 * or wrong: a figure is only as good as the check beside it. */
#include "load.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct options opt = {
    .host = "127.0.0.1",
    .timeout_s = 60,
    .settle_s = 0.2,
    .wstreams = 1,
    .wwatches = 1,
    .inflight = 1,
    .conns = 1,
    .keys = 1,
    .value_bytes = 128,
    .limit = 1000,
    .space = "bench/",
};
struct totals totals;
struct hist delivery_hist, call_hist;
uint64_t now_ns;

static int epoll_fd, first_fd, timer_fd;
enum { FIRST = 1, FIRST_EVERY = 16 }; /* stands for first_fd in an event; looked at so often */
static void (*tick)(void);
static struct h2_conn **dirty;
static size_t dirty_size, dirty_cap;
static bool looping;
static uint64_t timer_at, timer_step;

void load_key(uint8_t *out, uint64_t i)
{
    memcpy(out, opt.space, SPACE_BYTES);
    for (unsigned k = KEY_BYTES; k-- > SPACE_BYTES; i /= 10)
        out[k] = (uint8_t)('0' + i % 10);
}

uint64_t load_key_index(const uint8_t *key, size_t n)
{
    uint64_t i = 0;
    if (n < KEY_BYTES || memcmp(key, opt.space, SPACE_BYTES) != 0)
        return UINT64_MAX;
    for (unsigned k = SPACE_BYTES; k < KEY_BYTES; k++)
        i = i * 10 + (uint64_t)(key[k] - '0');
    return i;
}

int load_add(struct h2_conn *c, bool first)
{
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    c->poll_fd = first ? first_fd : epoll_fd;
    if (epoll_ctl(c->poll_fd, EPOLL_CTL_ADD, c->fd, &e) != 0)
        return -errno;
    load_dirty(c);
    return 0;
}

void load_dirty(struct h2_conn *c)
{
    if (c->dirty)
        return;
    c->dirty = true;
    if (dirty_size == dirty_cap) {
        dirty_cap = dirty_cap * 2 + 64;
        dirty = realloc(dirty, dirty_cap * sizeof(struct h2_conn *));
        if (!dirty)
            abort();
    }
    dirty[dirty_size++] = c;
}

static void watch_events(struct h2_conn *c, bool write)
{
    uint32_t events = (c->deaf ? 0U : EPOLLIN) | (write ? EPOLLOUT : 0U);
    struct epoll_event e = {.events = events, .data.ptr = c};
    c->wants_write = write;
    epoll_ctl(c->poll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

void load_deafen(struct h2_conn *c)
{
    c->deaf = true;
    watch_events(c, false);
}

static bool flush_dirty(void)
{
    size_t n = dirty_size;
    dirty_size = 0;
    for (size_t i = 0; i < n; i++) {
        struct h2_conn *c = dirty[i];
        c->dirty = false;
        int r = h2_flush(c);
        if (r < 0)
            return false;
        if ((r == 1) != c->wants_write)
            watch_events(c, r == 1);
        if (r == 0)
            c->events->window(c, 0, 0);
    }
    return true;
}

void load_on_tick(void (*fn)(void))
{
    tick = fn;
}

void load_arm_timer(double rate)
{
    timer_step = rate > 0 ? (uint64_t)(1e9 / rate) : 0;
    timer_at = proc_now_ns() + timer_step;
    struct itimerspec t = {0};
    t.it_value.tv_sec = (time_t)(timer_at / 1000000000U);
    t.it_value.tv_nsec = (long)(timer_at % 1000000000U);
    t.it_interval.tv_sec = (time_t)(timer_step / 1000000000U);
    t.it_interval.tv_nsec = (long)(timer_step % 1000000000U);
    if (rate <= 0)
        t = (struct itimerspec){0};
    timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &t, NULL);
}

static void take_ticks(void)
{
    uint64_t n = 0;
    if (read(timer_fd, &n, sizeof(n)) != sizeof(n))
        return;
    now_ns = proc_now_ns();
    for (; n > 0 && tick; n--)
        tick();
}

static bool serve(struct epoll_event *e)
{
    struct h2_conn *c = e->data.ptr;
    if (!c) {
        take_ticks();
        return true;
    }
    if (e->events & EPOLLOUT)
        load_dirty(c);
    if (c->deaf || !(e->events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        return !(c->deaf && e->events & (EPOLLHUP | EPOLLERR));
    int r = h2_read(c);
    if (c->out_size)
        load_dirty(c);
    return r >= 0;
}

/* Writers do not stand in line behind a thousand watchers of the same process, which in earnest
 * would be elsewhere: what they wait for is the server. */
static bool serve_first(void)
{
    struct epoll_event events[64];
    int n = epoll_wait(first_fd, events, 64, 0);
    if (n <= 0)
        return true;
    now_ns = proc_now_ns();
    for (int i = 0; i < n; i++)
        if (!serve(&events[i]))
            return false;
    return flush_dirty();
}

static bool serve_all(struct epoll_event *events, int n)
{
    for (int i = 0; i < n; i++) {
        if (i % FIRST_EVERY == 0 && opt.wconns && !serve_first())
            return false;
        if (events[i].data.u64 != FIRST && !serve(&events[i]))
            return false;
    }
    return true;
}

bool load_run(bool (*done)(void), uint64_t deadline_ns)
{
    struct epoll_event events[256];
    for (;;) {
        if (looping)
            watchers_recreate();
        callers_resume();
        if (!flush_dirty())
            return false;
        now_ns = proc_now_ns();
        if (done() && dirty_size == 0)
            return true;
        if (h2_error()[0])
            return false;
        if (now_ns > deadline_ns) {
            h2_fail("not done within its time");
            return false;
        }
        watchers_pace();
        int n = epoll_wait(epoll_fd, events, 256, opt.wrate > 0 ? 1 : 20);
        now_ns = proc_now_ns();
        if (!serve_all(events, n)) {
            h2_fail("a stalled connection was closed");
            return false;
        }
    }
}

struct option_row {
    const char *name;
    enum { INT, NUMBER, TEXT, FLAG, COUNT64 } kind;
    void *to;
    size_t size;
};

static const char *op_name = "none", *kind_name = "key", *proto_name = "etcd", *suffix = "";
static unsigned pid_number, port_number;

static const struct option_row rows[] = {
    {"host", TEXT, &opt.host, 0},
    {"port", INT, &port_number, 0},
    {"pid", INT, &pid_number, 0},
    {"bare", FLAG, &opt.bare, 0},
    {"timeout", NUMBER, &opt.timeout_s, 0},
    {"settle", NUMBER, &opt.settle_s, 0},
    {"wconns", INT, &opt.wconns, 0},
    {"wstreams", INT, &opt.wstreams, 0},
    {"wwatches", INT, &opt.wwatches, 0},
    {"wkind", TEXT, &kind_name, 0},
    {"wproto", TEXT, &proto_name, 0},
    {"wrate", NUMBER, &opt.wrate, 0},
    {"text", FLAG, &opt.text, 0},
    {"distinct", FLAG, &opt.distinct, 0},
    {"wbase", COUNT64, &opt.wbase, 0},
    {"wfrom", COUNT64, &opt.wfrom, 0},
    {"wexpect", COUNT64, &opt.wexpect, 0},
    {"wstall", INT, &opt.wstall, 0},
    {"stall-window", FLAG, &opt.stall_window, 0},
    {"loop", NUMBER, &opt.loop_s, 0},
    {"idle", NUMBER, &opt.idle_s, 0},
    {"op", TEXT, &op_name, 0},
    {"conns", INT, &opt.conns, 0},
    {"inflight", INT, &opt.inflight, 0},
    {"rate", NUMBER, &opt.rate, 0},
    {"secs", NUMBER, &opt.secs, 0},
    {"warm", NUMBER, &opt.warm_s, 0},
    {"count", COUNT64, &opt.count, 0},
    {"window", COUNT64, &opt.window, 0},
    {"keys", COUNT64, &opt.keys, 0},
    {"base", COUNT64, &opt.base, 0},
    {"sequential", FLAG, &opt.sequential, 0},
    {"suffix", TEXT, &suffix, 0},
    {"value", INT, &opt.value_bytes, 0},
    {"limit", COUNT64, &opt.limit, 0},
    {"space", TEXT, &opt.space, 0},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void set_option(const struct option_row *r, const char *text)
{
    switch (r->kind) {
    case INT:
        *(unsigned *)r->to = (unsigned)strtoul(text, NULL, 10);
        break;
    case NUMBER:
        *(double *)r->to = strtod(text, NULL);
        break;
    case TEXT:
        *(const char **)r->to = text;
        break;
    case FLAG:
        *(bool *)r->to = true;
        break;
    case COUNT64:
        *(uint64_t *)r->to = strtoull(text, NULL, 10);
        break;
    }
}

static int word_index(const char *word, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (!strcmp(word, words[i]))
            return i;
    return -1;
}

static bool parse_options(int argc, char **argv)
{
    static const char *const ops[] = {"none",   "put",   "get",  "range", "txn",
                                      "delete", "grant", "keep", NULL};
    static const char *const kinds[] = {"key", "prefix", "range", "all", NULL};
    static const char *const protos[] = {"etcd", "feed", "latest", NULL};
    struct option longs[ROWS + 1] = {0};
    for (int i = 0; i < ROWS; i++)
        longs[i] = (struct option){rows[i].name, rows[i].kind == FLAG ? 0 : 1, NULL, i + 1};
    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
        if (c == '?')
            return false;
        set_option(&rows[c - 1], optarg);
    }
    int op = word_index(op_name, ops), kind = word_index(kind_name, kinds);
    int proto = word_index(proto_name, protos);
    if (op < 0 || kind < 0 || proto < 0 || (proto && opt.wwatches != 1) || optind != argc ||
        strlen(opt.space) != SPACE_BYTES || strlen(suffix) >= sizeof(opt.suffix) ||
        opt.value_bytes < VALUE_MIN || opt.value_bytes > VALUE_MAX || opt.wstall > opt.wconns ||
        opt.keys == 0)
        return false;
    opt.op = (enum op)op;
    opt.wkind = (enum watch_kind)kind;
    opt.wproto = (enum watch_proto)proto;
    opt.text |= opt.wproto != PROTO_ETCD;
    memcpy(opt.suffix, suffix, strlen(suffix) + 1);
    opt.port = (int)port_number;
    opt.pid = (pid_t)pid_number;
    static char authority[64];
    snprintf(authority, sizeof(authority), "%.40s:%d", opt.host, opt.port);
    opt.authority = authority;
    return opt.port > 0;
}

static uint64_t wait_until;

static bool waited(void)
{
    return now_ns >= wait_until;
}

static bool wait_for(double seconds)
{
    wait_until = proc_now_ns() + (uint64_t)(seconds * 1e9);
    return load_run(waited, UINT64_MAX);
}

/* A moment: what the process under test had used when. */
struct mark {
    struct proc_cpu cpu;
    uint64_t at_ns;
};

static struct mark mark(void)
{
    return (struct mark){.cpu = proc_cpu(opt.pid), .at_ns = proc_now_ns()};
}

static void print_since(struct mark then, struct mark now)
{
    struct proc_cpu cpu = proc_cpu_since(now.cpu, then.cpu);
    printf("\"elapsed_s\":%.6f,\"cpu_ns\":%llu,\"kworker_ns\":%lld,",
           (double)(now.at_ns - then.at_ns) / 1e9, (unsigned long long)cpu.process_ns,
           (long long)cpu.kworker_ns);
    proc_mem_print(stdout, "mem", proc_mem(opt.pid));
}

static bool phase_watchers(uint64_t deadline)
{
    proc_mem_print(stdout, "mem_start", proc_mem(opt.pid));
    printf(",");
    struct mark m0 = mark();
    if (!watchers_connect(deadline) || !wait_for(opt.settle_s))
        return false;
    struct mark m1 = mark();
    printf("\"connect\":{");
    print_since(m0, m1);
    printf("},");
    if (!watchers_create(deadline))
        return false;
    printf("\"create\":{");
    print_since(m1, mark());
    printf("},");
    if (opt.wexpect && opt.loop_s <= 0) {
        if (!load_run(watchers_caught_up, deadline))
            return false;
        printf("\"catchup\":{\"events\":%llu,", (unsigned long long)totals.events);
        print_since(m1, mark());
        printf("},");
    }
    if (!wait_for(opt.settle_s))
        return false;
    proc_mem_print(stdout, "mem_settled", proc_mem(opt.pid));
    printf(",");
    watchers_stall();
    return true;
}

static bool phase_idle(void)
{
    struct mark m0 = mark();
    if (!wait_for(opt.idle_s))
        return false;
    printf("\"idle\":{");
    print_since(m0, mark());
    printf("},");
    return true;
}

/* Catch-ups repeated for a time, as a disturbance to others. */
static bool phase_loop(void)
{
    looping = true;
    struct mark m0 = mark();
    uint64_t before = totals.events;
    if (!wait_for(opt.loop_s))
        return false;
    printf("\"loop\":{\"passes\":%llu,\"events\":%llu,", (unsigned long long)watchers_passes,
           (unsigned long long)(totals.events - before));
    print_since(m0, mark());
    printf("},");
    return true;
}

static bool warm_up(uint64_t deadline)
{
    bool ok = callers_run(opt.warm_s, 0, deadline);
    ok = ok && (opt.wconns == 0 || load_run(watchers_drained, deadline));
    hist_reset(&delivery_hist);
    hist_reset(&call_hist);
    return ok;
}

static bool phase_calls(uint64_t deadline)
{
    if (!callers_open(deadline) || (opt.warm_s > 0 && !warm_up(deadline)))
        return false;
    hist_reset(&delivery_hist);
    uint64_t events = totals.events;
    struct mark m0 = mark();
    bool ok = callers_run(opt.secs, opt.count, deadline);
    printf("\"calls\":{\"n\":%llu,\"failed\":%llu,\"deleted\":%llu,\"last_revision\":%llu,",
           (unsigned long long)calls_done, (unsigned long long)calls_failed,
           (unsigned long long)totals.deleted, (unsigned long long)totals.last_revision);
    hist_print(stdout, "latency", &call_hist);
    printf(",");
    print_since(m0, mark());
    printf("},");
    if (opt.wconns == 0)
        return ok;
    ok = ok && load_run(watchers_drained, deadline);
    printf("\"deliveries\":{\"n\":%llu,", (unsigned long long)(totals.events - events));
    hist_print(stdout, "latency", &delivery_hist);
    printf(",");
    print_since(m0, mark());
    printf("},");
    return ok;
}

static bool run(void)
{
    uint64_t deadline = proc_now_ns() + (uint64_t)(opt.timeout_s * 1e9);
    if (opt.wconns && !phase_watchers(deadline))
        return false;
    if (opt.idle_s > 0 && !phase_idle())
        return false;
    if (opt.loop_s > 0)
        return phase_loop();
    if (opt.op != OP_NONE && !phase_calls(deadline))
        return false;
    /* What comes now was never written: a moment to see doubled deliveries. */
    if (opt.wconns && !wait_for(0.05))
        return false;
    return opt.wconns == 0 || watchers_verify();
}

static void print_quoted(const char *text)
{
    putchar('"');
    for (; *text; text++)
        if (*text == '"' || *text == '\\' || (unsigned char)*text < 32 ||
            (unsigned char)*text > 126)
            putchar('.');
        else
            putchar(*text);
    putchar('"');
}

int main(int argc, char **argv)
{
    if (!parse_options(argc, argv)) {
        fprintf(stderr, "vd-load: wrong options; see bench/README.md\n");
        return 2;
    }
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN};
    if (epoll_fd < 0 || timer_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, timer_fd, &e) != 0)
        return 1;
    e.data.u64 = FIRST;
    first_fd = epoll_create1(EPOLL_CLOEXEC);
    if (first_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, first_fd, &e) != 0)
        return 1;
    printf("{");
    bool ok = run();
    proc_mem_print(stdout, "mem_end", proc_mem(opt.pid));
    struct rusage mine;
    getrusage(RUSAGE_SELF, &mine);
    printf(",\"load_cpu_s\":%.3f,\"error\":",
           (double)(mine.ru_utime.tv_sec + mine.ru_stime.tv_sec) +
               (double)(mine.ru_utime.tv_usec + mine.ru_stime.tv_usec) / 1e6);
    print_quoted(ok ? "" : (h2_error()[0] ? h2_error() : "failed"));
    printf("}\n");
    callers_close();
    watchers_close();
    return ok ? 0 : 1;
}
