/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a call. Its exchange has one handler for all of it: the body is gathered here, a load
 * is walked here, and an answer is sent from call->answer. When the exchange is closed while
 * something is under way, the call waits for that and does nothing more.
 */
#include "doors/kube/call.h"

#include "base/alloc.h"
#include "core/get.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/status.h"
#include "wire/url.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { TEXT_BYTES = 1024, LOAD_ROW_BYTES = 1, LOOK_MS = 20 };

/* --- its end -----------------------------------------------------------------------------------
 */

static void close_range(struct vd_kube_call *call)
{
    if (call->range)
        vd_range_close(call->range);
    call->range = NULL;
}

void vd_kube_call_free(struct vd_kube_call *call)
{
    if (call->forget)
        call->forget(call);
    close_range(call);
    if (call->kind)
        vd_kube_kind_unref(call->kind);
    vd_buf_deinit(&call->body);
    vd_buf_deinit(&call->answer);
    vd_arena_deinit(&call->arena);
    vd_free(call);
}

/* --- its exchange ------------------------------------------------------------------------------
 */

static void on_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct vd_kube_call *call = vd_exchange_user(x);

    if (call->is_answered || call->is_body_complete)
        return;
    vd_buf_append_slice(&call->body, piece);
}

static void body_is_here(struct vd_kube_call *call)
{
    vd_kube_step *step = call->body_step;
    int rc = vd_buf_status(&call->body);

    call->body_step = NULL;
    if (rc == VD_TOO_LARGE)
        vd_kube_refuse(call, 413, "RequestEntityTooLarge", "limit is %d", VD_KUBE_BODY_MAX_BYTES);
    else if (rc)
        vd_kube_refuse_outcome(call, rc);
    else
        step(call);
}

static void on_end(struct vd_exchange *x)
{
    struct vd_kube_call *call = vd_exchange_user(x);

    call->is_body_complete = true;
    if (call->body_step)
        body_is_here(call);
}

static void load_on(struct vd_kube_call *call);

static enum vd_fill on_fill(struct vd_exchange *x, struct vd_out *out)
{
    struct vd_kube_call *call = vd_exchange_user(x);
    struct vd_slice rest;

    if (!call->is_answered) {
        if (call->range)
            load_on(call);
        return VD_FILL_IDLE;
    }
    rest = vd_slice(call->answer.data + call->answer_at, call->answer.len - call->answer_at);
    call->answer_at += vd_out_copy(out, rest);
    if (call->answer_at < call->answer.len)
        return VD_FILL_MORE;
    vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

/* What is under way comes to its end by itself, and soon. */
static void on_drain(struct vd_exchange *x)
{
    struct vd_kube_call *call = vd_exchange_user(x);

    if (call->body_step || call->await_step) {
        vd_timer_stop(call->kube->env.loop, &call->timer);
        call->body_step = call->await_step = NULL;
        vd_kube_refuse_outcome(call, VD_UNAVAILABLE);
    }
}

static void on_closed(struct vd_exchange *x, bool aborted)
{
    struct vd_kube_call *call = vd_exchange_user(x);

    (void)aborted;
    call->x = NULL;
    vd_timer_stop(call->kube->env.loop, &call->timer);
    close_range(call);
    vd_kube_kinds_unwait(&call->kinds_wait);
    vd_kube_steward_unwait(&call->steward_wait);
    if (!call->step)
        vd_kube_call_free(call);
}

static const struct vd_handler handler = {
    on_body, on_end, on_fill, on_drain, on_closed, NULL, .fill_starts = true};

struct vd_kube_call *vd_kube_call_new(struct vd_kube *kube, struct vd_exchange *x)
{
    struct vd_kube_call *call = vd_alloc(sizeof(*call));

    if (!call)
        return NULL;
    memset(call, 0, offsetof(struct vd_kube_call, memory));
    call->kube = kube;
    call->x = x;
    vd_buf_init(&call->body, VD_KUBE_BODY_MAX_BYTES);
    vd_buf_init(&call->answer, 0);
    vd_arena_init_in(&call->arena, call->memory, sizeof(call->memory), VD_KUBE_ARENA_MAX_BYTES);
    if (x) {
        call->principal = vd_exchange_principal(x);
        vd_exchange_set(x, &handler, call);
    }
    return call;
}

/* --- steps -------------------------------------------------------------------------------------
 */

void vd_kube_call_begin(struct vd_kube_call *call, vd_kube_step *step)
{
    vd_assert(!call->step && !call->is_answered);
    call->step = step;
}

void vd_kube_call_resume(struct vd_kube_call *call)
{
    vd_kube_step *step = call->step;

    vd_assert(step);
    call->step = NULL;
    if (call->x || call->answered)
        step(call);
    else
        vd_kube_call_free(call);
}

void vd_kube_call_body(struct vd_kube_call *call, vd_kube_step *step)
{
    vd_assert(!call->body_step && !call->is_answered);
    call->body_step = step;
    if (call->is_body_complete)
        body_is_here(call);
}

static void on_barrier(void *arg)
{
    vd_kube_call_resume(arg);
}

void vd_kube_call_barrier(struct vd_kube_call *call, vd_kube_step *step)
{
    struct vd_journal *journal = call->kube->env.store;
    int rc = journal->ops->barrier(journal, on_barrier, call);

    if (rc == VD_WAIT)
        vd_kube_call_begin(call, step);
    else if (rc)
        vd_kube_refuse_outcome(call, rc);
    else
        step(call);
}

/* --- waiting for a revision ---------------------------------------------------------------------
 */

static void awaited(struct vd_kube_call *call, bool is_too_new)
{
    vd_kube_step *step = call->await_step;

    call->await_step = NULL;
    call->is_too_new = is_too_new;
    step(call);
}

static void look(struct vd_kube_call *call)
{
    const struct vd_door_env *env = &call->kube->env;

    if (vd_kv_view(env->kv, env->slot)->head >= call->await_revision)
        awaited(call, false);
    else if (vd_loop_now_ms(env->loop) >= call->await_until_ms)
        awaited(call, true);
    else
        vd_timer_start(env->loop, &call->timer, LOOK_MS);
}

static void on_timer(struct vd_timer *timer)
{
    look(vd_container_of(timer, struct vd_kube_call, timer));
}

void vd_kube_call_await(struct vd_kube_call *call, int64_t revision, vd_kube_step *step)
{
    vd_assert(!call->await_step);
    call->await_step = step;
    call->await_revision = revision;
    call->await_until_ms = vd_loop_now_ms(call->kube->env.loop) + VD_KUBE_AWAIT_MS;
    call->timer.fire = on_timer;
    look(call);
}

/* --- loading -----------------------------------------------------------------------------------
 */

static void loaded(struct vd_kube_call *call, int rc, const struct vd_row *row)
{
    vd_kube_step *step = call->load_step;
    struct vd_kube_stored *to = &call->loaded;

    call->load_step = NULL;
    *to = (struct vd_kube_stored){
        .rc = rc, .head = vd_kv_view(call->kube->env.kv, call->kube->env.slot)->head};
    if (rc == 0) {
        to->is_ours = vd_slice_eq(row->cause, VD_KUBE_CAUSE);
        to->create_revision = row->create_revision;
        to->mod_revision = row->mod_revision;
        to->version = row->version;
        to->lease = row->lease;
        to->rc = vd_arena_copy(&call->arena, row->value, &to->value);
    }
    close_range(call);
    step(call);
}

/* Its exchange has its turn; a chore has the one that it is called in. */
static void load_later(struct vd_kube_call *call)
{
    if (call->x)
        vd_exchange_ready(call->x, true);
    else
        load_on(call);
}

/* The range has something, or has not. */
static void load_on(struct vd_kube_call *call)
{
    struct vd_row row;
    size_t count;
    int rc = vd_range_next(call->range, true, &row, 1, LOAD_ROW_BYTES, &count);

    if (rc == VD_WAIT)
        return;
    if (rc == VD_AGAIN)
        load_later(call);
    else
        loaded(call, rc == VD_END ? VD_NOT_FOUND : rc, &row);
}

static void on_range(void *arg)
{
    load_later(arg);
}

static void open_range(struct vd_kube_call *call, struct vd_slice key)
{
    const struct vd_door_env *env = &call->kube->env;
    struct vd_range_op op = {0};
    int rc = vd_arena_copy(&call->arena, key, &op.key);

    if (rc == 0)
        rc = vd_range_open(env->kv, env->slot, call->principal, &op, (struct vd_pos){0, 0},
                           on_range, call, &call->range);
    if (rc)
        loaded(call, rc, NULL);
    else
        load_on(call);
}

void vd_kube_load(struct vd_kube_call *call, struct vd_slice key, vd_kube_step *step)
{
    const struct vd_door_env *env = &call->kube->env;
    struct vd_row row;
    int rc = vd_kv_get(env->kv, env->slot, call->principal, key, true, &row);

    vd_assert(!call->load_step && !call->range);
    call->load_step = step;
    if (rc == VD_WAIT)
        open_range(call, key);
    else
        loaded(call, rc, &row);
}

/* --- what it says ------------------------------------------------------------------------------
 */

struct vd_slice vd_kube_text(struct vd_kube_call *call, const char *format, ...)
{
    char *text;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = n >= 0 ? vd_arena_alloc(&call->arena, (size_t)n + 1) : NULL;
    if (!text)
        return VD_SLICE_EMPTY;
    va_start(args, format);
    (void)vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return vd_slice(text, (size_t)n);
}

void vd_kube_warn(struct vd_kube_call *call, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (n <= 0 || call->warning_count == VD_KUBE_WARNINGS_MAX)
        return;
    if (vd_arena_copy(&call->arena, vd_slice(text, VD_MIN((size_t)n, sizeof(text) - 1)),
                      &call->warnings[call->warning_count]) == 0)
        call->warning_count++;
}

static uint8_t *put(uint8_t *to, struct vd_slice text)
{
    if (text.len)
        memcpy(to, text.ptr, text.len);
    return to + text.len;
}

struct vd_slice vd_kube_key(struct vd_kube_call *call, const struct vd_kube_kind *kind,
                            struct vd_slice name_space, struct vd_slice name)
{
    struct vd_slice prefix = call->kube->prefix, slash = VD_SLICE("/");
    uint8_t *key = vd_arena_alloc(&call->arena,
                                  prefix.len + kind->storage.len + name_space.len + name.len + 2),
            *to = key;

    if (!key)
        return VD_SLICE_EMPTY;
    to = put(put(put(to, prefix), kind->storage), slash);
    if (name_space.len)
        to = put(put(to, name_space), slash);
    to = put(to, name);
    return vd_slice(key, (size_t)(to - key));
}

struct vd_slice vd_kube_call_key(struct vd_kube_call *call)
{
    struct vd_slice name_space = call->kind->namespaced ? call->name_space : VD_SLICE_EMPTY;

    return vd_kube_key(call, call->kind, name_space, call->name);
}

int vd_kube_query(struct vd_kube_call *call, struct vd_slice name, struct vd_slice *out_value)
{
    struct vd_slice rest = call->query;
    struct vd_url_pair pair;

    while (vd_url_next(&rest, &pair))
        if (vd_url_is(pair.name, name))
            return vd_url_decode_in(&call->arena, VD_URL_FORM, pair.value, out_value);
    return VD_NOT_FOUND;
}

bool vd_kube_query_flag(struct vd_kube_call *call, struct vd_slice name)
{
    struct vd_slice value;

    return vd_kube_query(call, name, &value) == 0 && !vd_slice_eq(value, VD_SLICE("0")) &&
           !vd_slice_eq(value, VD_SLICE("false"));
}
