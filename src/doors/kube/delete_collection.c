/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DELETE of a collection: the names that are there when it begins, one after the other, each as a
 * deletion of its own; what is gone or changed by then is looked at anew. The answer is a Status,
 * as the published API has it.
 *
 * Names are kept in the call's arena, each object in one of its own: a collection may be large.
 */
#include "doors/kube/write_inner.h"

#include "base/alloc.h"
#include "core/range.h"
#include "doors/kube/model/selector.h"
#include "doors/kube/model/splice.h"

#include <errno.h>

enum { ROWS = 256, ROWS_BYTES = 64 << 10, AT_ONCE = 64 };

struct named {
    struct named *next;
    struct vd_slice key;
};

struct emptying {
    struct vd_range *range;
    struct vd_range_op op;
    struct named *first, *last;
    struct vd_kube_selector selector;
    bool is_running, is_due; /* so that what is done at once does not nest */
    unsigned at_once;
    struct vd_arena kept; /* the call's own, while an object has its place */
    bool is_kept;
};

static struct emptying *emptying_of(const struct vd_kube_writing *w)
{
    return w->more;
}

/* --- an arena an object ------------------------------------------------------------------------
 */

static void leave_object(struct vd_kube_writing *w)
{
    struct emptying *e = emptying_of(w);

    if (!e->is_kept)
        return;
    vd_arena_deinit(&w->call->arena);
    w->call->arena = e->kept;
    e->is_kept = false;
}

static void enter_object(struct vd_kube_writing *w)
{
    struct emptying *e = emptying_of(w);

    leave_object(w);
    e->kept = w->call->arena;
    e->is_kept = true;
    vd_arena_init(&w->call->arena, VD_KUBE_ARENA_MAX_BYTES);
}

static void forget(struct vd_kube_writing *w)
{
    struct emptying *e = emptying_of(w);

    leave_object(w);
    if (e->range)
        vd_range_close(e->range);
    e->range = NULL;
}

/* --- one after the other -----------------------------------------------------------------------
 */

static void next(struct vd_kube_writing *w);

static bool is_selected(const struct vd_kube_writing *w)
{
    struct vd_kube_subject subject = {
        .name_space = w->call->name_space, .name = w->name, .value = w->old_text};

    return vd_kube_selector_matches(&emptying_of(w)->selector, &subject);
}

/* What is no object of the kind is no part of the collection, as in a list. */
static bool is_stranger(const struct vd_kube_writing *w)
{
    const struct vd_kube_stored *loaded = &w->call->loaded;

    return loaded->rc == 0 && !vd_kube_splice_check(w->stored, loaded->value, loaded->is_ours);
}

static void on_loaded(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (call->loaded.rc == VD_NOT_FOUND || is_stranger(w)) {
        next(w);
        return;
    }
    if (!vd_kube_write_old(w))
        return;
    w->name = vd_kube_meta_name(w->old);
    if (is_selected(w))
        vd_kube_delete_object(w, on_loaded);
    else
        next(w);
}

static void on_ended(struct vd_kube_writing *w, bool is_deleted)
{
    (void)is_deleted;
    next(w);
}

static void one(struct vd_kube_writing *w)
{
    struct emptying *e = emptying_of(w);
    struct named *named = e->first;

    leave_object(w);
    if (!named) {
        vd_kube_answer_success(w->call, VD_SLICE_EMPTY);
        return;
    }
    e->first = named->next;
    w->key = named->key;
    w->tries = 0;
    enter_object(w);
    vd_kube_load(w->call, w->key, on_loaded);
}

static void on_yielded(struct vd_write *write)
{
    vd_kube_call_resume(vd_container_of(write, struct vd_kube_writing, write)->call);
}

static void resumed(struct vd_kube_call *call)
{
    next(vd_kube_writing_of(call));
}

/* Others have a turn: a transaction of nothing comes back in a later one. */
static void yield(struct vd_kube_writing *w)
{
    const struct vd_door_env *env = &w->call->kube->env;

    emptying_of(w)->at_once = 0;
    w->txn = (struct vd_txn){.success_count = 0};
    w->write = (struct vd_write){.kind = VD_WRITE_TXN,
                                 .principal = &w->principal,
                                 .txn = &w->txn,
                                 .arena = &w->call->arena,
                                 .slot = env->slot,
                                 .done = on_yielded};
    vd_kube_call_begin(w->call, resumed);
    vd_kv_submit(env->kv, &w->write);
    vd_loop_wake(env->loop);
}

static void next(struct vd_kube_writing *w)
{
    struct emptying *e = emptying_of(w);

    e->is_due = true;
    if (e->is_running)
        return;
    e->is_running = true;
    while (e->is_due) {
        e->is_due = false;
        if (++e->at_once > AT_ONCE)
            yield(w);
        else
            one(w);
    }
    e->is_running = false;
}

/* --- names -------------------------------------------------------------------------------------
 */

static int keep(struct vd_kube_writing *w, struct vd_slice key)
{
    struct emptying *e = emptying_of(w);
    struct named *named = vd_arena_alloc_zero(&w->call->arena, sizeof(*named));

    if (!named || vd_arena_copy(&w->call->arena, key, &named->key))
        return -ENOMEM;
    if (e->last)
        e->last->next = named;
    else
        e->first = named;
    e->last = named;
    return 0;
}

static void collect(struct vd_kube_call *call);

static void on_ready(void *arg)
{
    vd_kube_call_resume(arg);
}

static void collect(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct emptying *e = emptying_of(w);
    struct vd_row rows[ROWS];
    size_t count = 0;
    int rc;

    do {
        rc = vd_range_next(e->range, false, rows, ROWS, ROWS_BYTES, &count);
        for (size_t i = 0; rc == 0 && i < count; i++)
            rc = keep(w, rows[i].key);
    } while (rc == 0 || rc == VD_AGAIN);
    if (rc == VD_WAIT) {
        vd_kube_call_begin(call, collect);
        return;
    }
    vd_range_close(e->range);
    e->range = NULL;
    if (rc == VD_END)
        next(w);
    else
        vd_kube_refuse_outcome(call, rc);
}

static int begin(struct vd_kube_writing *w)
{
    const struct vd_door_env *env = &w->call->kube->env;
    struct emptying *e = emptying_of(w);
    struct vd_slice key = vd_kube_key(w->call, w->stored, w->call->name_space, VD_SLICE_EMPTY);
    uint8_t *end = vd_arena_alloc(&w->call->arena, key.len + 1);

    if (!key.len || !end)
        return -ENOMEM;
    memcpy(end, key.ptr, key.len);
    end[key.len - 1]++; /* the slash at its end */
    e->op = (struct vd_range_op){.key = key, .end = vd_slice(end, key.len), .keys_only = true};
    return vd_range_open(env->kv, env->slot, &w->principal, &e->op, (struct vd_pos){0, 0}, on_ready,
                         w->call, &e->range);
}

/* False: refused. */
static bool read_selector(struct vd_kube_writing *w)
{
    struct vd_kube_selector *selector = &emptying_of(w)->selector;
    char fault[VD_KUBE_SELECTOR_FAULT_BYTES] = "";
    struct vd_slice labels, fields;
    int rc = vd_kube_query(w->call, VD_SLICE("labelSelector"), &labels);

    if (rc == 0)
        rc = vd_kube_selector_add_labels(&w->call->arena, labels, selector, fault);
    if (rc == 0 || rc == VD_NOT_FOUND)
        rc = vd_kube_query(w->call, VD_SLICE("fieldSelector"), &fields);
    if (rc == 0)
        rc = vd_kube_selector_add_fields(&w->call->arena, w->kind, fields, selector, fault);
    if (rc == VD_INVALID || rc == VD_TOO_MANY) {
        vd_kube_refuse_bad_request(w->call, "%s", *fault ? fault : "the selector does not decode");
        return false;
    }
    return !vd_kube_write_failed(w, rc == VD_NOT_FOUND ? 0 : rc);
}

void vd_kube_delete_collection_open(struct vd_kube_writing *w)
{
    struct emptying *e = vd_arena_alloc_zero(&w->call->arena, sizeof(*e));

    if (vd_kube_write_failed(w, e ? 0 : -ENOMEM) || !vd_kube_delete_options_read(w))
        return;
    w->more = e;
    w->forget_more = forget;
    w->ended = on_ended;
    if (read_selector(w) && !vd_kube_write_failed(w, begin(w)))
        collect(w->call);
}
