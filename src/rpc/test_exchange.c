/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/test_exchange.h"

#include "rpc/call.h"

#include <stdio.h>
#include <stdlib.h>

enum { SCRATCH_BYTES = 1 << 20, VALUE_BYTES = 256, PEER_BYTES = 8192 };

/* --- the loop ------------------------------------------------------------------------------- */

void vd_test_loop_init(struct vd_loop *loop)
{
    *loop = (struct vd_loop){.now_ms = 1000};
    vd_list_init(&loop->timers);
    loop->last_task = &loop->tasks;
}

void vd_loop_post(struct vd_loop *loop, struct vd_loop_task *task)
{
    task->next = NULL;
    *loop->last_task = task;
    loop->last_task = &task->next;
}

bool vd_test_loop_tasks(struct vd_loop *loop)
{
    struct vd_loop_task *task, *next = loop->tasks;
    bool some = next;

    loop->tasks = NULL;
    loop->last_task = &loop->tasks;
    while ((task = next)) {
        next = task->next;
        task->run(task);
    }
    return some;
}

/* Whoever runs the test takes the turns. */
void vd_loop_wake(struct vd_loop *loop)
{
    (void)loop;
}

uint64_t vd_loop_now_ms(const struct vd_loop *loop)
{
    return loop->now_ms;
}

void vd_timer_start(struct vd_loop *loop, struct vd_timer *timer, uint64_t after_ms)
{
    vd_timer_stop(loop, timer);
    timer->due_ms = loop->now_ms + after_ms;
    vd_list_append(&loop->timers, &timer->link);
}

void vd_timer_stop(struct vd_loop *loop, struct vd_timer *timer)
{
    if (vd_list_is_linked(&timer->link))
        vd_list_remove(&timer->link);
}

size_t vd_test_loop_timers(const struct vd_loop *loop)
{
    size_t n = 0;

    for (const struct vd_list *at = loop->timers.next; at != &loop->timers; at = at->next)
        n++;
    return n;
}

static struct vd_timer *first_due(struct vd_loop *loop, uint64_t until_ms)
{
    struct vd_timer *best = NULL, *timer, *tmp;

    vd_list_each(timer, tmp, &loop->timers,
                 link) if (timer->due_ms <= until_ms && (!best || timer->due_ms < best->due_ms))
        best = timer;
    return best;
}

void vd_test_loop_pass(struct vd_loop *loop, uint64_t ms)
{
    uint64_t until_ms = loop->now_ms + ms;
    struct vd_timer *timer;

    while ((timer = first_due(loop, until_ms))) {
        vd_list_remove(&timer->link);
        loop->now_ms = VD_MAX(loop->now_ms, timer->due_ms);
        timer->fire(timer);
    }
    loop->now_ms = until_ms;
}

/* --- what http offers ----------------------------------------------------------------------- */

static void put_headers(struct vd_buf *buf, const struct vd_header *headers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        vd_buf_append_slice(buf, headers[i].name);
        vd_buf_append(buf, ": ", 2);
        vd_buf_append_slice(buf, headers[i].value);
        vd_buf_append(buf, "\n", 1);
    }
}

void vd_exchange_start(struct vd_exchange *x, unsigned status, const struct vd_header *headers,
                       uint32_t count)
{
    vd_assert(!x->started && !x->closed);
    x->started = true;
    x->status = status;
    put_headers(&x->headers, headers, count);
}

void vd_exchange_start_with(struct vd_exchange *x, const struct vd_head *head)
{
    vd_exchange_start(x, head->status, head->headers, head->count);
}

void vd_exchange_tunnel(struct vd_exchange *x, const struct vd_header *headers, uint32_t count)
{
    vd_exchange_start(x, 200, headers, count);
}

void vd_exchange_ready(struct vd_exchange *x, bool urgent)
{
    vd_assert((x->started || x->handler->fill_starts) && !x->closed);
    x->ready = true;
    x->urgent |= urgent;
}

void vd_exchange_finish(struct vd_exchange *x, const struct vd_header *trailers, uint32_t count)
{
    vd_assert(x->started && !x->finished && !x->closed);
    x->finished = true;
    put_headers(&x->trailers, trailers, count);
}

int vd_exchange_body(struct vd_exchange *x, struct vd_slice body)
{
    vd_assert(x->started && !x->finished && !x->closed);
    vd_buf_append_slice(&x->body, body);
    return 0;
}

void vd_exchange_reset(struct vd_exchange *x, uint32_t h2_error)
{
    vd_assert(!x->closed);
    x->reset = true;
    x->reset_error = h2_error;
}

void vd_exchange_pause(struct vd_exchange *x, bool paused)
{
    vd_assert(!x->closed);
    x->paused = paused;
}

void vd_exchange_set(struct vd_exchange *x, const struct vd_handler *handler, void *user)
{
    x->handler = handler;
    x->user = user;
}

void *vd_exchange_user(const struct vd_exchange *x)
{
    return x->user;
}

struct vd_loop *vd_exchange_loop(const struct vd_exchange *x)
{
    return x->loop;
}

const struct vd_principal *vd_exchange_principal(const struct vd_exchange *x)
{
    return &x->principal;
}

bool vd_exchange_is_http2(const struct vd_exchange *x)
{
    return true;
}

/* --- the peer -------------------------------------------------------------------------------- */

void vd_test_exchange_init(struct vd_exchange *x, struct vd_loop *loop)
{
    struct vd_buf *bufs[] = {&x->headers, &x->trailers, &x->body};

    *x = (struct vd_exchange){.loop = loop};
    /* Room for small answers now, so that it is not the peer who runs out of memory in a test. */
    for (size_t i = 0; i < VD_COUNT(bufs); i++) {
        vd_buf_init(bufs[i], 0);
        vd_assert(vd_buf_reserve(bufs[i], PEER_BYTES));
    }
}

void vd_test_exchange_deinit(struct vd_exchange *x)
{
    vd_test_close(x);
    vd_buf_deinit(&x->headers);
    vd_buf_deinit(&x->trailers);
    vd_buf_deinit(&x->body);
}

int vd_test_open(struct vd_exchange *x,
                 int (*open)(struct vd_exchange *, const struct vd_request *, void *), void *arg,
                 const char *path, const struct vd_header *headers, uint32_t count)
{
    struct vd_request request = {.method = VD_SLICE("POST"),
                                 .path = vd_slice_str(path),
                                 .content_type = VD_SLICE("application/grpc"),
                                 .headers = headers,
                                 .header_count = count};

    return open(x, &request, arg);
}

void vd_test_body(struct vd_exchange *x, struct vd_slice bytes)
{
    if (x->handler && x->handler->body && !x->closed && !x->reset)
        x->handler->body(x, bytes);
}

void vd_test_message(struct vd_exchange *x, struct vd_slice message)
{
    size_t n = VD_RPC_PREFIX_BYTES + message.len;
    uint8_t *copy = malloc(n);

    vd_call_put_prefix(copy, message.len);
    if (message.len)
        memcpy(copy + VD_RPC_PREFIX_BYTES, message.ptr, message.len);
    vd_test_body(x, vd_slice(copy, n));
    free(copy);
}

void vd_test_end(struct vd_exchange *x)
{
    if (x->handler && x->handler->end && !x->closed && !x->reset)
        x->handler->end(x);
}

static void take_out(struct vd_exchange *x, struct vd_out *out)
{
    size_t at = 0;

    for (unsigned i = 0; i < out->ref_count; i++) {
        struct vd_out_ref *ref = &out->refs[i];

        vd_buf_append(&x->body, out->scratch + at, ref->at - at);
        vd_buf_append_slice(&x->body, ref->bytes);
        at = ref->at;
        ref->release(ref->hold);
    }
    vd_buf_append(&x->body, out->scratch + at, out->len - at);
}

size_t vd_test_fill(struct vd_exchange *x, size_t room)
{
    static uint8_t scratch[SCRATCH_BYTES];
    struct vd_out out = {.scratch = scratch,
                         .cap = SCRATCH_BYTES,
                         .room = x->started ? VD_MIN(room, (size_t)SCRATCH_BYTES) : 0};
    size_t before = x->body.len;

    if (!x->started)
        out.room = 0;
    if (!x->ready || x->finished || x->reset || x->closed)
        return 0;
    x->ready = x->urgent = false;
    if (x->handler->fill(x, &out) != VD_FILL_IDLE && !x->finished && !x->reset)
        x->ready = true;
    take_out(x, &out);
    vd_assert(out.len + out.ref_bytes <= room);
    return x->body.len - before;
}

void vd_test_pump(struct vd_exchange *x, size_t room, size_t rounds)
{
    while (rounds-- && x->ready && !x->finished && !x->reset)
        vd_test_fill(x, room);
}

void vd_test_close(struct vd_exchange *x)
{
    if (x->closed || !x->handler)
        return;
    if (x->handler->closed)
        x->handler->closed(x, !x->finished);
    x->closed = true;
}

static const char *value_of(const struct vd_buf *lines, const char *name)
{
    static char value[VALUE_BYTES];
    size_t n = strlen(name);

    for (size_t at = 0; at < lines->len;) {
        const char *line = (const char *)lines->data + at;
        const char *end = memchr(line, '\n', lines->len - at);
        size_t len = (size_t)(end - line);

        if (len > n + 1 && memcmp(line, name, n) == 0 && line[n] == ':') {
            snprintf(value, sizeof(value), "%.*s", (int)(len - n - 2), line + n + 2);
            return value;
        }
        at += len + 1;
    }
    return NULL;
}

const char *vd_test_trailer(const struct vd_exchange *x, const char *name)
{
    return value_of(&x->trailers, name);
}

const char *vd_test_header(const struct vd_exchange *x, const char *name)
{
    return value_of(&x->headers, name);
}

bool vd_test_next_message(const struct vd_exchange *x, size_t *at, struct vd_slice *out_message)
{
    const uint8_t *p = x->body.data + *at;
    size_t left = x->body.len - *at, n;

    if (left < VD_RPC_PREFIX_BYTES)
        return false;
    n = (size_t)p[1] << 24 | (size_t)p[2] << 16 | (size_t)p[3] << 8 | p[4];
    if (left - VD_RPC_PREFIX_BYTES < n)
        return false;
    *out_message = vd_slice(p + VD_RPC_PREFIX_BYTES, n);
    *at += VD_RPC_PREFIX_BYTES + n;
    return true;
}
