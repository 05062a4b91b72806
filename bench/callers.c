/* SPDX-License-Identifier: Apache-2.0 */
/* The writers and readers of keys: unary calls, so many in flight on so many connections, or at a
 * fixed rate. Every answer is looked into, so that a refused call cannot pass for a fast one. A
 * lease is kept alive on one stream a connection, whose answers come in the order of requests. */
#include "load.h"
#include "pb.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LEASE_TTL_S = 3600 };

struct call {
    struct msg_parser parser;
    uint64_t sent_ns;
    uint32_t stream;
    uint32_t rows;
    uint64_t ttl;
    bool answered, succeeded;
};

struct caller {
    struct h2_conn h2;
    struct call *calls;
    struct call *reading;
    unsigned in_flight;
    uint32_t keep_stream; /* OP_KEEP: the stream, and how many requests and answers it had */
    uint64_t kept_asked, kept_answered;
};

static struct caller *callers;
static uint32_t call_mask;
static unsigned callers_ready, turn, in_flight;
static bool running, held_back;
static uint64_t stop_ns, stop_count, issued, sequence, next_key;
static uint8_t *value;
uint64_t calls_done, calls_failed, calls_elapsed_ns;
static uint64_t random_state = 88172645463325252ULL;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static uint64_t pick_key(void)
{
    if (opt.sequential)
        return opt.base + next_key++ % opt.keys;
    return opt.base + (opt.keys > 1 ? next_random() % opt.keys : 0);
}

static bool is_watched(uint64_t key)
{
    if (opt.wconns == 0)
        return false;
    if (opt.wkind == WATCH_ALL)
        return true;
    if ((opt.wkind == WATCH_PREFIX) != (opt.suffix[0] == '/'))
        return false;
    uint64_t n = opt.distinct ? (uint64_t)opt.wconns * opt.wstreams * opt.wwatches : 1;
    return key >= opt.wbase && key - opt.wbase < n;
}

static const char *path_of(enum op op)
{
    switch (op) {
    case OP_GET:
    case OP_RANGE:
        return "/etcdserverpb.KV/Range";
    case OP_TXN:
        return "/etcdserverpb.KV/Txn";
    case OP_DELETE:
        return "/etcdserverpb.KV/DeleteRange";
    case OP_GRANT:
        return "/etcdserverpb.Lease/LeaseGrant";
    case OP_KEEP:
        return "/etcdserverpb.Lease/LeaseKeepAlive";
    case OP_NONE:
    case OP_PUT:
        break;
    }
    return "/etcdserverpb.KV/Put";
}

static void stamp_value(uint64_t key)
{
    uint64_t head[3] = {VALUE_MAGIC, ++sequence, proc_now_ns()};
    memcpy(value, head, opt.text ? sizeof(head[0]) : sizeof(head));
    for (unsigned i = 1; opt.text && i < 3; i++)
        load_put_text(value + sizeof(head[0]) + (i - 1) * TEXT_WORD_BYTES, head[i]);
    totals.last_sequence = sequence;
    totals.puts_sent++;
    if (is_watched(key)) {
        totals.hits++;
        totals.sequence_sum += sequence;
    }
}

static uint8_t *encode_put(uint8_t *p, const uint8_t *key, size_t n, uint64_t index)
{
    stamp_value(index);
    p = pb_bytes(p, 1, key, n);
    return pb_bytes(p, 2, value, opt.value_bytes);
}

/* if version(key) > 0 then put else get */
static uint8_t *encode_txn(uint8_t *p, const uint8_t *key, size_t n, uint64_t index)
{
    static uint8_t inner[VALUE_MAX + 64], outer[VALUE_MAX + 80];
    uint8_t *q = pb_int(inner, 1, 1);
    q = pb_bytes(q, 3, key, n);
    q = pb_varint(q, 4 << 3);
    q = pb_varint(q, 0);
    p = pb_bytes(p, 1, inner, (size_t)(q - inner));
    q = encode_put(inner, key, n, index);
    uint8_t *o = pb_bytes(outer, 2, inner, (size_t)(q - inner));
    p = pb_bytes(p, 2, outer, (size_t)(o - outer));
    q = pb_bytes(inner, 1, key, n);
    o = pb_bytes(outer, 1, inner, (size_t)(q - inner));
    return pb_bytes(p, 3, outer, (size_t)(o - outer));
}

static size_t encode_call(uint8_t *buf)
{
    uint8_t key[64], end[SPACE_BYTES], *p = buf + 5;
    uint64_t index = pick_key();
    load_key(key, index);
    size_t n = KEY_BYTES + strlen(opt.suffix);
    memcpy(key + KEY_BYTES, opt.suffix, n - KEY_BYTES);
    memcpy(end, opt.space, SPACE_BYTES);
    end[SPACE_BYTES - 1]++;
    switch (opt.op) {
    case OP_GET:
        p = pb_bytes(p, 1, key, n);
        break;
    case OP_RANGE:
        load_key(key, opt.base);
        p = pb_bytes(p, 1, key, KEY_BYTES);
        p = pb_bytes(p, 2, end, SPACE_BYTES);
        p = pb_int(p, 3, opt.limit);
        break;
    case OP_DELETE:
        p = pb_bytes(p, 1, opt.space, SPACE_BYTES);
        p = pb_bytes(p, 2, end, SPACE_BYTES);
        break;
    case OP_TXN:
        p = encode_txn(p, key, n, index);
        break;
    case OP_GRANT: /* a lease's id is its key's number */
        p = pb_int(p, 1, LEASE_TTL_S);
        p = pb_int(p, 2, index + 1);
        break;
    case OP_KEEP:
        p = pb_int(p, 1, index + 1);
        break;
    case OP_NONE:
    case OP_PUT:
        p = encode_put(p, key, n, index);
        break;
    }
    size_t size = (size_t)(p - buf) - 5;
    buf[0] = 0;
    buf[1] = (uint8_t)(size >> 24);
    buf[2] = (uint8_t)(size >> 16);
    buf[3] = (uint8_t)(size >> 8);
    buf[4] = (uint8_t)size;
    return size + 5;
}

static bool may_issue(void)
{
    if (!running)
        return false;
    held_back = opt.window && opt.wconns && watchers_behind() >= opt.window;
    if (held_back)
        return false;
    if (stop_count)
        return issued < stop_count && now_ns < stop_ns;
    return now_ns < stop_ns;
}

static bool issue(struct caller *k)
{
    static uint8_t buf[VALUE_MAX * 2 + 512];
    struct h2_conn *c = &k->h2;
    if (c->window < (int64_t)opt.value_bytes + 512 && !opt.bare)
        return false; /* on_window goes on */
    size_t n = encode_call(buf);
    bool keeps = opt.op == OP_KEEP;
    uint32_t stream = c->next_stream;
    struct call *call = &k->calls[(keeps ? k->kept_asked++ : stream >> 1) & call_mask];
    if (call->stream) {
        h2_fail("one call is overtaken by %u others", call_mask);
        return false;
    }
    if (opt.bare) {
        c->next_stream += 2;
        memcpy(h2_reserve(c, opt.value_bytes), value, opt.value_bytes);
    } else if (keeps && k->keep_stream) {
        h2_data(c, k->keep_stream, buf, n, false);
    } else {
        h2_request(c);
        h2_data(c, stream, buf, n, !keeps);
        k->keep_stream = keeps ? stream : 0;
    }
    load_dirty(c);
    call->stream = stream;
    call->sent_ns = proc_now_ns();
    call->answered = call->succeeded = false;
    call->rows = 0;
    call->ttl = 0;
    k->in_flight++;
    in_flight++;
    issued++;
    return true;
}

static void fill(struct caller *k)
{
    while (opt.rate <= 0 && k->in_flight < opt.inflight && may_issue() && issue(k))
        ;
}

void callers_resume(void)
{
    for (unsigned i = 0; held_back && running && i < opt.conns; i++) {
        held_back = false;
        fill(&callers[i]);
    }
}

static void on_ready(struct h2_conn *c)
{
    callers_ready++;
}

static void on_window(struct h2_conn *c, uint32_t stream, uint32_t bytes)
{
    fill(c->owner);
}

static inline bool call_field(void *ctx, const struct pb_field *f)
{
    struct call *call = ctx;
    if (f->num == 1 && f->wire == 2) {
        const uint8_t *p = f->data, *end = p + f->size;
        struct pb_field h = {0};
        while (p && p < end && (p = pb_next(p, end, &h)))
            if (h.num == 3 && h.value > totals.last_revision)
                totals.last_revision = h.value;
    } else if (f->num == 2 && f->wire == 2) {
        call->rows++;
    } else if (f->num == 3 && f->wire == 0) {
        call->ttl = f->value;
    } else if (f->num == 2 && f->wire == 0) {
        call->succeeded = f->value == 1;
        if (opt.op == OP_DELETE)
            totals.deleted += f->value;
    }
    return true;
}

static inline bool call_message(void *ctx)
{
    struct call *call = ctx;
    call->answered = true;
    return true;
}

static struct call *call_of(struct h2_conn *c, uint32_t stream)
{
    struct caller *k = c->owner;
    struct call *call = &k->calls[(stream >> 1) & call_mask];
    return call->stream == stream ? call : NULL;
}

static bool is_right(const struct call *call)
{
    if (!call->answered)
        return false;
    switch (opt.op) {
    case OP_GET:
        return call->rows == 1;
    case OP_RANGE:
        return call->rows == opt.limit;
    case OP_TXN:
        return call->succeeded;
    case OP_GRANT:
    case OP_KEEP:
        return call->ttl == LEASE_TTL_S;
    case OP_NONE:
    case OP_PUT:
    case OP_DELETE:
        break;
    }
    return true;
}

static bool call_ended(struct caller *k, struct call *call, bool reset)
{
    if (reset || !is_right(call)) {
        calls_failed++;
        h2_fail("call %u failed: %s, %u rows [%s]", call->stream,
                reset ? "reset" : (call->answered ? "a wrong answer" : "no answer"), call->rows,
                h2_last_headers(&k->h2));
        return false;
    }
    hist_add(&call_hist, now_ns - call->sent_ns);
    calls_done++;
    totals.puts_done++;
    call->stream = 0;
    k->in_flight--;
    in_flight--;
    return true;
}

static struct call *kept_call(struct caller *k)
{
    return &k->calls[k->kept_answered & call_mask];
}

static bool kept_field(void *ctx, const struct pb_field *f)
{
    return call_field(kept_call(ctx), f);
}

static bool kept_message(void *ctx)
{
    struct caller *k = ctx;
    struct call *call = kept_call(k);
    if (k->kept_answered == k->kept_asked) {
        h2_fail("more was answered than asked");
        return false;
    }
    call->answered = true;
    if (!call_ended(k, call, false))
        return false;
    k->kept_answered++;
    return true;
}

static bool on_data(struct h2_conn *c, uint32_t stream, const uint8_t *p, size_t n)
{
    struct caller *k = c->owner;
    struct call *call = call_of(c, stream);
    if (opt.op == OP_KEEP) {
        bool good = msg_feed(&k->calls[0].parser, p, n, kept_field, kept_message, k);
        fill(k);
        return good;
    }
    return call && msg_feed(&call->parser, p, n, call_field, call_message, call);
}

static bool on_end(struct h2_conn *c, uint32_t stream, bool reset)
{
    struct caller *k = c->owner;
    struct call *call = opt.op == OP_KEEP ? kept_call(k) : call_of(c, stream);
    if (!call || !call_ended(k, call, reset || opt.op == OP_KEEP))
        return false;
    fill(k);
    return true;
}

static const struct h2_events call_events = {
    .data = on_data,
    .end = on_end,
    .ready = on_ready,
    .window = on_window,
};

static bool all_ready(void)
{
    return callers_ready >= opt.conns;
}

static uint32_t slots_for(unsigned n)
{
    uint32_t slots = 64;
    while (slots < n * 64)
        slots *= 2;
    return slots;
}

bool callers_open(uint64_t deadline_ns)
{
    unsigned deepest = opt.rate > 0 ? 256 : opt.inflight;
    call_mask = slots_for(deepest) - 1;
    callers = calloc(opt.conns, sizeof(*callers));
    value = malloc(opt.value_bytes);
    if (!callers || !value)
        return false;
    memset(value, 'v', opt.value_bytes);
    for (unsigned i = 0; i < opt.conns; i++) {
        struct caller *k = &callers[i];
        k->calls = calloc(call_mask + 1, sizeof(*k->calls));
        k->h2 = (struct h2_conn){.events = &call_events,
                                 .owner = k,
                                 .path = path_of(opt.op),
                                 .authority = opt.authority,
                                 .bare = opt.bare};
        struct h2_options o = {.host = opt.host, .port = opt.port, .source = i};
        int r = k->calls ? h2_open(&k->h2, &o) : -ENOMEM;
        if (r < 0) {
            h2_fail("connect: %s", strerror(-r));
            return false;
        }
        if (opt.bare) {
            uint32_t hello[4] = {0x45524142, 2, opt.value_bytes, 0};
            memcpy(h2_reserve(&k->h2, sizeof(hello)), hello, sizeof(hello));
        }
        if (load_add(&k->h2, opt.wconns > 0) != 0)
            return false;
    }
    return load_run(all_ready, deadline_ns);
}

static void on_tick(void)
{
    if (opt.rate > 0 && may_issue())
        issue(&callers[turn++ % opt.conns]);
}

static bool finished(void)
{
    if (running && (now_ns >= stop_ns || (stop_count && issued >= stop_count)))
        running = false;
    return !running && in_flight == 0;
}

bool callers_run(double secs, uint64_t count, uint64_t deadline_ns)
{
    uint64_t begin = proc_now_ns();
    now_ns = begin;
    stop_ns = secs > 0 ? begin + (uint64_t)(secs * 1e9) : deadline_ns;
    stop_count = count;
    issued = 0;
    running = true;
    calls_done = 0;
    load_on_tick(on_tick);
    load_arm_timer(opt.rate);
    for (unsigned i = 0; i < opt.conns; i++)
        fill(&callers[i]);
    bool ok = load_run(finished, deadline_ns);
    calls_elapsed_ns = proc_now_ns() - begin;
    load_arm_timer(0);
    running = false;
    return ok;
}

void callers_close(void)
{
    for (unsigned i = 0; callers && i < opt.conns; i++) {
        h2_close(&callers[i].h2);
        for (uint32_t j = 0; callers[i].calls && j <= call_mask; j++)
            msg_parser_deinit(&callers[i].calls[j].parser);
        free(callers[i].calls);
    }
    free(callers);
    free(value);
    callers = NULL;
}
