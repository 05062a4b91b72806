/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a watch begins: which of the many ways of asking for one is meant (apiserver's
 * pkg/endpoints/handlers/get.go and pkg/registry/rest), and what it is refused with. A refusal that
 * clients read from the stream is an event there.
 */
#include "doors/kube/watch.h"

#include "doors/kube/call_inner.h"
#include "doors/kube/read.h"
#include "doors/kube/status.h"

#include <errno.h>
#include <stdio.h>

enum { TIMEOUT_MIN_S = 1800, TIMEOUT_MAX_S = 86400, TEXT_BYTES = 128 };

/* What a call that watches has; in its arena. */
struct wish {
    struct vd_kube_options options;
    struct vd_kube_start start;
};

/* Anybody who asks for no version, or for any, is shown the present state first; unless it is said
 * that it is not wanted. Whoever takes bookmarks is told where it ends. */
static void resolve(struct wish *wish)
{
    const struct vd_kube_options *options = &wish->options;
    struct vd_kube_start *start = &wish->start;
    bool is_any = !options->revision;

    if (options->initial_events == VD_KUBE_UNSET)
        start->has_state = is_any;
    else
        start->has_state = options->initial_events == VD_KUBE_TRUE;
    start->says_end = start->has_state && options->wants_bookmarks;
    if (!start->has_state && !is_any)
        start->from = (struct vd_pos){options->revision + 1, 0};
}

/* Everybody a little different, where nothing was said. */
static uint32_t timeout_ms(struct vd_kube *kube, const struct vd_kube_options *options)
{
    int64_t seconds = VD_MIN(options->timeout_s, (int64_t)TIMEOUT_MAX_S);

    if (seconds)
        return (uint32_t)seconds * 1000;
    return TIMEOUT_MIN_S * 1000 + vd_kube_random(kube, TIMEOUT_MIN_S * 1000);
}

struct vd_kube_status vd_kube_status_expired(struct vd_kube *kube, int64_t revision, char *text,
                                             size_t size)
{
    struct vd_journal *journal = kube->env.store;
    int n = snprintf(text, size, "too old resource version: %lld (%lld)", (long long)revision,
                     (long long)journal->ops->floor(journal));

    return (struct vd_kube_status){
        .code = 410, .reason = "Expired", .message = vd_slice(text, VD_MIN((size_t)n, size - 1))};
}

/* An event of an error is the whole answer. */
static void answer_error(struct vd_kube_call *call, const struct vd_kube_status *status)
{
    struct vd_buf *scratch = vd_kube_scratch(call->kube);

    vd_kube_write_error(scratch, status);
    if (vd_buf_status(scratch))
        vd_kube_call_break_off(call);
    else
        vd_kube_watch_say(call, vd_buf_slice(scratch));
}

static void begin(struct vd_kube_call *call, const struct wish *wish)
{
    struct vd_kube_watching watching = {.start = wish->start,
                                        .timeout_ms = timeout_ms(call->kube, &wish->options),
                                        .wants_bookmarks = wish->options.wants_bookmarks,
                                        .fault = call->fault};
    int rc = vd_kube_show_take(call, &wish->options, &watching.show);
    char text[TEXT_BYTES];
    struct vd_kube_status status;

    if (rc == 0)
        rc = call->is_websocket ? vd_kube_ws_open(call, &watching)
                                : vd_kube_stream_open(call, &watching);
    if (rc == VD_COMPACTED) {
        status = vd_kube_status_expired(call->kube, wish->options.revision, text, sizeof(text));
        answer_error(call, &status);
    } else if (rc) {
        vd_kube_refuse_outcome(call, rc);
    }
}

static void on_awaited(struct vd_kube_call *call)
{
    struct vd_kube_status_cause cause;
    struct vd_kube_status status;
    char text[TEXT_BYTES];

    if (!call->is_too_new) {
        begin(call, call->state);
        return;
    }
    status = vd_kube_status_too_new(call, text, sizeof(text), &cause);
    answer_error(call, &status);
}

void vd_kube_watch_open(struct vd_kube_call *call)
{
    struct wish *wish = vd_arena_alloc_zero(&call->arena, sizeof(*wish));

    if (!wish) {
        vd_kube_refuse_outcome(call, -ENOMEM);
        return;
    }
    call->state = wish;
    if (!vd_kube_options_read(call, &wish->options))
        return;
    resolve(wish);
    vd_kube_call_await(call, wish->start.has_state ? wish->options.revision : 0, on_awaited);
}
