/* SPDX-License-Identifier: Apache-2.0 */
/* The watchers: open many watches cheaply, and believe nothing. Each watch keeps how many events it
 * got, the sum of their sequence numbers and its last revision, so that a lost, doubled or
 * reordered event fails the run; a watch with a key of its own also checks that the event carries
 * it, and events of a range delete must come in key order. */
#include "load.h"
#include "pb.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct watch {
    uint64_t last_revision;
    uint64_t sequences;
    uint64_t events;
};

struct stream {
    struct h2_conn *conn;
    uint32_t id;
    uint32_t unacked;
    uint64_t first;          /* index of its first watch */
    uint32_t asked, created; /* create requests sent, created replies */
    int64_t granted, sent;   /* stream window given by the peer beyond the first, and used */
    struct msg_parser parser;
    uint64_t watch_id; /* of the message being read */
    bool msg_created, msg_canceled;
    bool stalled;
    uint64_t base_events; /* of its watch when the present catch-up pass began */
};

struct wconn {
    struct h2_conn h2;
    struct stream *streams;
    bool stalled;
};

static struct wconn *conns;
static struct watch *watches;
static uint64_t live_watches, created_total;
static uint64_t pace_at;
uint64_t watchers_passes;
static bool looping;

/* The prefix of a message that ends at q. Its size. */
static size_t encode_prefix(uint8_t *buf, const uint8_t *q)
{
    size_t size = (size_t)(q - buf - 5);
    memcpy(buf, (uint8_t[5]){0, 0, 0, (uint8_t)(size >> 8), (uint8_t)size}, 5);
    return size + 5;
}

static size_t encode_create(uint8_t *buf, uint64_t index)
{
    uint8_t key[64], end[64];
    load_key(key, opt.wbase + (opt.distinct ? index : 0));
    size_t n = KEY_BYTES, end_n = 0;
    if (opt.wproto != PROTO_ETCD)
        return encode_prefix(buf, pb_bytes(buf + 5, 1, key, n));
    if (opt.wkind == WATCH_PREFIX) {
        key[n++] = '/';
        memcpy(end, key, n);
        end[n - 1] = '/' + 1;
        end_n = n;
    } else if (opt.wkind == WATCH_RANGE) {
        memcpy(end, key, n);
        memcpy(end + n, "zz", 2);
        end_n = n + 2;
    } else if (opt.wkind == WATCH_ALL) {
        n = SPACE_BYTES;
        memcpy(end, key, n);
        end[n - 1]++;
        end_n = n;
    }
    uint8_t inner[192], *p = pb_bytes(inner, 1, key, n);
    if (end_n)
        p = pb_bytes(p, 2, end, end_n);
    p = pb_int(p, 3, (uint64_t)opt.wfrom);
    return encode_prefix(buf, pb_bytes(buf + 5, 1, inner, (size_t)(p - inner)));
}

/* Sends create requests, many to a DATA frame, as far as both windows and 64 KB of output allow. */
static void pump_creates(struct stream *s)
{
    struct h2_conn *c = s->conn;
    while (s->asked < opt.wwatches && c->out_size < 65536) {
        uint8_t buf[16384];
        int64_t room = (int64_t)c->peer_stream_window + s->granted - s->sent;
        room = room < c->window ? room : c->window;
        size_t cap = room < (int64_t)sizeof(buf) ? (room > 0 ? (size_t)room : 0) : sizeof(buf);
        size_t n = 0;
        while (s->asked < opt.wwatches && n + 128 <= cap)
            n += encode_create(buf + n, s->first + s->asked++);
        if (n == 0)
            return;
        h2_data(c, s->id, buf, n, opt.wproto != PROTO_ETCD);
        s->sent += (int64_t)n;
        load_dirty(c);
    }
}

static struct stream *stream_of(struct h2_conn *c, uint32_t id)
{
    struct wconn *w = c->owner;
    uint32_t i = id >> 1;
    return (id & 1) && i < opt.wstreams ? &w->streams[i] : NULL;
}

static void on_window(struct h2_conn *c, uint32_t id, uint32_t bytes)
{
    struct wconn *w = c->owner;
    struct stream *s = id ? stream_of(c, id) : NULL;
    if (s) {
        s->granted += bytes;
        pump_creates(s);
        return;
    }
    for (unsigned i = 0; w->streams && i < opt.wstreams; i++)
        if (w->streams[i].id)
            pump_creates(&w->streams[i]);
}

static bool wrong(const struct stream *s, const struct watch *w, const char *what)
{
    h2_fail("watch %llu: %s (after %llu events, revision %llu)",
            (unsigned long long)(w ? (uint64_t)(w - watches) : s->first), what,
            w ? (unsigned long long)w->events : 0ULL,
            w ? (unsigned long long)w->last_revision : 0ULL);
    return false;
}

static inline bool check_value(const struct stream *s, struct watch *w,
                               const struct pb_field *value)
{
    uint64_t head[3];
    if (value->size != opt.value_bytes)
        return wrong(s, w, "a value of another size");
    memcpy(head, value->data, sizeof(head));
    if (head[0] != VALUE_MAGIC)
        return wrong(s, w, "a value that nobody wrote");
    for (unsigned i = 1; opt.text && i < 3; i++)
        head[i] = load_get_text(value->data + sizeof(head[0]) + (i - 1) * TEXT_WORD_BYTES);
    if (opt.wproto != PROTO_ETCD) {
        if (head[1] <= w->last_revision)
            return wrong(s, w, "a value out of order");
        w->last_revision = head[1];
    }
    w->sequences += head[1];
    totals.event_sequences += head[1];
    hist_add(&delivery_hist, now_ns > head[2] ? now_ns - head[2] : 0);
    return true;
}

static inline bool check_kv(const struct stream *s, struct watch *w, const struct pb_field *kv,
                            bool deleted)
{
    const uint8_t *p = kv->data, *end = p + kv->size;
    struct pb_field f, key = {0}, value = {0};
    uint64_t revision = 0;
    while (p < end) {
        p = pb_next(p, end, &f);
        if (!p)
            return wrong(s, w, "a malformed key-value");
        if (f.num == 1)
            key = f;
        else if (f.num == 3)
            revision = f.value;
        else if (f.num == 5)
            value = f;
    }
    if (revision < w->last_revision || (revision == w->last_revision && !deleted))
        return wrong(s, w, "a revision out of order");
    w->last_revision = revision;
    if (opt.distinct && load_key_index(key.data, key.size) != opt.wbase + (uint64_t)(w - watches))
        return wrong(s, w, "an event of another watch's key");
    if (deleted && opt.op == OP_DELETE &&
        load_key_index(key.data, key.size) != opt.base + w->events)
        return wrong(s, w, "a deletion out of key order");
    return deleted || check_value(s, w, &value);
}

static inline bool take_event(struct stream *s, const struct pb_field *event)
{
    uint64_t i = opt.wwatches == 1 ? 0 : s->watch_id;
    if (i >= opt.wwatches)
        return wrong(s, NULL, "an event of an unknown watch id");
    struct watch *w = &watches[s->first + i];
    const uint8_t *p = event->data, *end = p + event->size;
    struct pb_field f, kv = {0};
    bool deleted = false;
    while (p < end) {
        p = pb_next(p, end, &f);
        if (!p)
            return wrong(s, w, "a malformed event");
        if (f.num == 1)
            deleted = f.value == 1;
        else if (f.num == 2)
            kv = f;
    }
    if (!check_kv(s, w, &kv, deleted))
        return false;
    w->events++;
    totals.events += !s->stalled;
    return true;
}

static inline bool watch_field(void *ctx, const struct pb_field *f)
{
    struct stream *s = ctx;
    if (f->num == 11 && f->wire == 2)
        return take_event(s, f);
    if (f->num == 2)
        s->watch_id = f->value;
    else if (f->num == 3)
        s->msg_created = true;
    else if (f->num == 4)
        s->msg_canceled = true;
    else if (f->num == 6)
        h2_fail("the server cancelled a watch: %.*s", (int)f->size, (const char *)f->data);
    return true;
}

static inline bool watch_message(void *ctx)
{
    struct stream *s = ctx;
    if (s->msg_canceled && !looping)
        return wrong(s, NULL, "cancelled by the server");
    if (s->msg_created) {
        s->created++;
        created_total++;
    }
    s->watch_id = 0;
    s->msg_created = s->msg_canceled = false;
    return true;
}

static inline bool feed_field(void *ctx, const struct pb_field *f)
{
    struct stream *s = ctx;
    struct watch *w = &watches[s->first];
    if (f->num != 1 || f->wire != 2)
        return wrong(s, w, "a field that a feed does not have");
    if (!s->created)
        return true; /* what was there before */
    if (!check_value(s, w, f))
        return false;
    w->events++;
    totals.events += !s->stalled;
    return true;
}

static inline bool feed_message(void *ctx)
{
    struct stream *s = ctx;
    created_total += !s->created;
    s->created = 1;
    return true;
}

static bool on_data(struct h2_conn *c, uint32_t id, const uint8_t *p, size_t n)
{
    struct stream *s = stream_of(c, id);
    if (!s)
        return false;
    s->unacked += (uint32_t)n;
    if (s->unacked >= 1U << 28 && !c->no_updates && !c->bare) {
        h2_grant(c, id, s->unacked);
        load_dirty(c);
        s->unacked = 0;
    }
    if (opt.wproto != PROTO_ETCD)
        return msg_feed(&s->parser, p, n, feed_field, feed_message, s);
    return msg_feed(&s->parser, p, n, watch_field, watch_message, s);
}

static bool on_end(struct h2_conn *c, uint32_t id, bool reset)
{
    h2_fail("watch stream %u ended%s [%s]", id, reset ? " by a reset" : "", h2_last_headers(c));
    return false;
}

static unsigned conns_ready;

static void on_ready(struct h2_conn *c)
{
    conns_ready++;
}

static const struct h2_events watch_events = {
    .data = on_data,
    .end = on_end,
    .ready = on_ready,
    .window = on_window,
};

static bool all_ready(void)
{
    return conns_ready == opt.wconns;
}

static bool all_created(void)
{
    return created_total >= (uint64_t)opt.wconns * opt.wstreams * opt.wwatches;
}

/* Of a value in its message: prefix, tag and length. */
static uint32_t feed_message_bytes(void)
{
    return 5 + 1 + (opt.value_bytes < 128 ? 1U : 2U) + opt.value_bytes;
}

void watchers_pace(void)
{
    if (opt.wrate <= 0 || created_total < (uint64_t)opt.wconns * opt.wstreams)
        return;
    if (!pace_at)
        pace_at = now_ns;
    for (; pace_at <= now_ns; pace_at += (uint64_t)(1e9 / opt.wrate))
        for (unsigned i = 0; i < opt.wconns; i++) {
            for (unsigned k = 0; k < opt.wstreams; k++) {
                struct stream *s = &conns[i].streams[k];
                /* What it has read, and no more: one message is on its way or waited for. */
                if (s->unacked)
                    h2_grant(s->conn, s->id, s->unacked);
                s->unacked = 0;
            }
            load_dirty(&conns[i].h2);
        }
}

static bool open_conn(struct wconn *w, unsigned i)
{
    w->stalled = i < opt.wstall;
    w->h2 = (struct h2_conn){.events = &watch_events,
                             .owner = w,
                             .path = opt.wproto == PROTO_ETCD ? "/etcdserverpb.Watch/Watch"
                                                              : "/proto.StreamServer/ListValue",
                             .metadata = opt.wproto == PROTO_LATEST ? "latest" : NULL,
                             .authority = opt.authority,
                             .bare = opt.bare};
    struct h2_options o = {.host = opt.host, .port = opt.port, .source = i};
    if (opt.wrate > 0)
        o.stream_window = feed_message_bytes();
    if (w->stalled) {
        o.small_windows = opt.stall_window;
        o.rcvbuf = opt.stall_window ? 0 : 4096;
    }
    int r = h2_open(&w->h2, &o);
    if (r < 0) {
        h2_fail("connect %u: %s", i, strerror(-r));
        return false;
    }
    if (opt.bare) {
        uint32_t hello[4] = {0x45524142, opt.wproto == PROTO_ETCD ? 1 : 3, opt.wstreams,
                             opt.wwatches};
        memcpy(h2_reserve(&w->h2, sizeof(hello)), hello, sizeof(hello));
    }
    return load_add(&w->h2, false) == 0;
}

static void open_streams(struct wconn *w, uint64_t first)
{
    for (unsigned i = 0; i < opt.wstreams; i++) {
        struct stream *s = &w->streams[i];
        s->conn = &w->h2;
        s->stalled = w->stalled;
        s->first = first + (uint64_t)i * opt.wwatches;
        if (opt.bare) {
            s->created = s->asked = opt.wwatches;
            created_total += opt.wwatches;
            continue;
        }
        s->id = h2_request(&w->h2);
        load_dirty(&w->h2);
        pump_creates(s);
    }
}

static bool allocate(void)
{
    uint64_t all = (uint64_t)opt.wconns * opt.wstreams * opt.wwatches;
    conns = calloc(opt.wconns, sizeof(*conns));
    watches = calloc(all, sizeof(*watches));
    for (unsigned i = 0; conns && i < opt.wconns; i++) {
        conns[i].h2.fd = -1;
        conns[i].streams = calloc(opt.wstreams, sizeof(struct stream));
    }
    live_watches = all - (uint64_t)opt.wstall * opt.wstreams * opt.wwatches;
    return conns && watches;
}

/* The pages of the sums are touched before any clock runs. */
static void touch_all(void)
{
    for (uint64_t i = 0; i < (uint64_t)opt.wconns * opt.wstreams * opt.wwatches; i++)
        *(volatile uint64_t *)&watches[i].events = 0;
}

bool watchers_connect(uint64_t deadline_ns)
{
    if (!allocate())
        return false;
    touch_all();
    for (unsigned i = 0; i < opt.wconns; i++)
        if (!open_conn(&conns[i], i))
            return false;
    return load_run(all_ready, deadline_ns);
}

bool watchers_create(uint64_t deadline_ns)
{
    for (unsigned i = 0; i < opt.wconns; i++) {
        if (opt.wstreams > conns[i].h2.peer_max_streams) {
            h2_fail("the server allows only %u streams", conns[i].h2.peer_max_streams);
            return false;
        }
        open_streams(&conns[i], (uint64_t)i * opt.wstreams * opt.wwatches);
    }
    return load_run(all_created, deadline_ns);
}

void watchers_stall(void)
{
    for (unsigned i = 0; i < opt.wstall; i++)
        if (!opt.stall_window)
            load_deafen(&conns[i].h2);
}

bool watchers_caught_up(void)
{
    uint64_t want = opt.distinct ? opt.wexpect : opt.wexpect * live_watches;
    return totals.events >= want;
}

static uint64_t expected_events(void)
{
    uint64_t history = opt.distinct ? opt.wexpect : opt.wexpect * live_watches;
    if (opt.op == OP_DELETE)
        return totals.deleted * live_watches;
    if (opt.distinct)
        return history + totals.hits;
    return history + totals.hits * live_watches;
}

static bool all_have_the_last(void)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < (uint64_t)opt.wconns * opt.wstreams; i++)
        n += watches[i].last_revision == totals.last_sequence;
    return n == live_watches;
}

bool watchers_drained(void)
{
    if (opt.wproto == PROTO_LATEST)
        return all_have_the_last();
    return totals.events >= expected_events();
}

uint64_t watchers_behind(void)
{
    uint64_t watching = opt.distinct ? 1 : live_watches;
    uint64_t expected = expected_events();
    return expected > totals.events && watching ? (expected - totals.events) / watching : 0;
}

/* Each single-watch stream that has had its whole history is cancelled and asked for anew. */
static void next_pass(struct stream *s)
{
    struct watch *w = &watches[s->first];
    if (w->events - s->base_events < opt.wexpect)
        return;
    watchers_passes++;
    s->base_events = w->events;
    w->last_revision = 0;
    uint8_t buf[256], *p = buf + 5, inner[16];
    uint8_t *q = pb_int(inner, 1, s->created - 1);
    p = pb_bytes(p, 2, inner, (size_t)(q - inner));
    memcpy(buf, (uint8_t[5]){0, 0, 0, 0, (uint8_t)(p - buf - 5)}, 5);
    size_t n = (size_t)(p - buf);
    n += encode_create(buf + n, s->first);
    h2_data(s->conn, s->id, buf, n, false);
    load_dirty(s->conn);
}

void watchers_recreate(void)
{
    looping = true;
    for (unsigned i = 0; i < opt.wconns; i++)
        for (unsigned k = 0; k < opt.wstreams; k++)
            next_pass(&conns[i].streams[k]);
}

static bool verify_shared(void)
{
    uint64_t history_sum = opt.wexpect * (opt.wexpect + 1) / 2;
    uint64_t want = opt.op == OP_DELETE ? totals.deleted : opt.wexpect + totals.hits;
    uint64_t sum = opt.op == OP_DELETE ? 0 : history_sum + totals.sequence_sum;
    uint64_t per_conn = (uint64_t)opt.wstreams * opt.wwatches;
    for (uint64_t i = opt.wstall * per_conn; i < opt.wconns * per_conn; i++)
        if (watches[i].events != want || watches[i].sequences != sum) {
            h2_fail("watch %llu got %llu events of %llu, or others than were written",
                    (unsigned long long)i, (unsigned long long)watches[i].events,
                    (unsigned long long)want);
            return false;
        }
    return true;
}

bool watchers_verify(void)
{
    if (looping)
        return true;
    if (opt.wproto == PROTO_LATEST) {
        if (!all_have_the_last())
            h2_fail("a conflated stream did not end on the last value");
        return all_have_the_last();
    }
    if (totals.events != expected_events()) {
        h2_fail("%llu events delivered of %llu expected", (unsigned long long)totals.events,
                (unsigned long long)expected_events());
        return false;
    }
    return opt.distinct || verify_shared();
}

void watchers_close(void)
{
    for (unsigned i = 0; conns && i < opt.wconns; i++) {
        h2_close(&conns[i].h2);
        for (unsigned k = 0; conns[i].streams && k < opt.wstreams; k++)
            msg_parser_deinit(&conns[i].streams[k].parser);
        free(conns[i].streams);
    }
    free(conns);
    free(watches);
    conns = NULL;
    watches = NULL;
}
