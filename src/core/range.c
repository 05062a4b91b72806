/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over a range. Between two calls nothing of the index is kept but the last key; each call
 * starts an iterator on the newest root and looks at it as of the range's position, which the hold
 * keeps readable. So an open range costs its last key, however long its reader takes.
 */
#include "core/range_private.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum {
    FETCH_ROWS = 256,
    FETCH_BYTES = 1 << 19, /* a block that malloc keeps, in place of mapping it for each fetch */
    WINDOW = 16,
    OPEN_ROWS = 256,
    KEPT_SHARE = 8
};

bool vd_range_admits(const struct vd_range *range, const struct vd_version *version)
{
    const struct vd_range_op *op = &range->op;

    if (!range->is_filtered)
        return true;
    return (op->min_mod_revision <= 0 || version->revision >= op->min_mod_revision) &&
           (op->max_mod_revision <= 0 || version->revision <= op->max_mod_revision) &&
           (op->min_create_revision <= 0 || version->create_revision >= op->min_create_revision) &&
           (op->max_create_revision <= 0 || version->create_revision <= op->max_create_revision);
}

static int check_op(const struct vd_range_op *op)
{
    return (unsigned)op->order > VD_SORT_DESCEND || (unsigned)op->target > VD_SORT_BY_VALUE
               ? VD_INVALID
               : 0;
}

/* The newest revision may be compacted between the look at it and the hold: then there is a newer
 * one. */
static int hold_position(struct vd_range *range, struct vd_pos at, const struct vd_view **out_view)
{
    const struct vd_view *view;
    int64_t revision;
    int rc;

    do {
        view = vd_kv_view(range->kv, range->slot);
        revision = range->op.revision > 0 ? range->op.revision : view->head;
        rc = at.revision > 0 ? vd_kv_hold_physical(range->kv, at.revision - 1, &range->hold)
                             : vd_kv_hold(range->kv, revision, &range->hold);
    } while (rc == VD_COMPACTED && !at.revision && range->op.revision <= 0);
    if (rc)
        return rc;
    /* A revision that is held is no larger than the head, so there is one after it. */
    range->at = at.revision > 0 ? at : (struct vd_pos){revision + 1, 0};
    *out_view = view;
    return 0;
}

/* Where to go on in another turn. Without memory for it the place before stays. */
static int remember(struct vd_range *range, struct vd_slice key)
{
    if (key.len > range->resume.cap) {
        struct vd_buf larger;
        int rc;

        vd_buf_init(&larger, 0);
        vd_buf_append_slice(&larger, key);
        rc = vd_buf_status(&larger);
        if (rc) {
            vd_buf_deinit(&larger);
            return rc;
        }
        vd_buf_deinit(&range->resume);
        range->resume = larger;
    } else {
        vd_buf_clear(&range->resume);
        vd_buf_append_slice(&range->resume, key);
    }
    range->has_resume = true;
    return 0;
}

static void counted(struct vd_range *range)
{
    const struct vd_range_op *op = &range->op;

    range->is_counted = true;
    range->has_resume = false;
    if (!range->is_filtered && !op->count_only)
        range->more = op->limit > 0 && range->count > op->limit;
}

/* Counts on, at most *steps rows. 0: it is counted; VD_AGAIN; -ENOMEM. */
static int count(struct vd_range *range, size_t *steps)
{
    const struct vd_view *view = vd_kv_view(range->kv, range->slot);
    const struct vd_key *next;
    int64_t some;
    int rc;

    if (range->is_counted)
        return 0;
    some = vd_index_count_some(view->root,
                               range->has_resume ? vd_buf_slice(&range->resume) : range->op.key,
                               range->op.end, range->at, steps, &next);
    rc = next ? remember(range, vd_key_slice(next)) : 0;
    if (rc)
        return rc;
    range->count += some;
    if (next)
        return VD_AGAIN;
    counted(range);
    return 0;
}

int vd_range_open(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                  const struct vd_range_op *op, struct vd_pos at, void (*ready)(void *arg),
                  void *arg, struct vd_range **out_range)
{
    const struct vd_view *view;
    size_t steps = OPEN_ROWS;
    struct vd_range *range;
    int rc = vd_access_check(principal, VD_ACCESS_READ, op->key, op->end);

    if (!rc)
        rc = check_op(op);
    if (rc)
        return rc;
    range = vd_alloc_zero(sizeof(*range));
    if (!range)
        return -ENOMEM;
    range->kv = kv;
    range->slot = slot;
    range->op = *op;
    range->ready = ready;
    range->arg = arg;
    rc = hold_position(range, at, &view);
    if (rc) {
        vd_free(range);
        return rc;
    }
    range->head = view->head;
    vd_buf_init(&range->resume, 0);
    range->is_sorted = op->target != VD_SORT_BY_KEY;
    range->is_filtered = op->min_mod_revision > 0 || op->max_mod_revision > 0 ||
                         op->min_create_revision > 0 || op->max_create_revision > 0;
    range->at_end = op->count_only;
    rc = count(range, &steps);
    if (rc && rc != VD_AGAIN) {
        vd_range_close(range);
        return rc;
    }
    *out_range = range;
    return 0;
}

int vd_range_settle(struct vd_range *range)
{
    size_t steps = range->kv->options.slice_steps;

    return count(range, &steps);
}

static void destroy(struct vd_range *range)
{
    vd_kv_release(range->kv, &range->hold);
    vd_buf_deinit(&range->resume);
    vd_free(range->sorted);
    vd_arena_deinit(&range->values);
    vd_wanted_deinit(&range->wanted);
    vd_block_unref(range->fetched);
    vd_free(range);
}

void vd_range_close(struct vd_range *range)
{
    if (!range)
        return;
    if (range->is_busy)
        range->is_closed = true;
    else
        destroy(range);
}

int64_t vd_range_count(const struct vd_range *range)
{
    vd_assert(range->is_counted);
    return range->count;
}

bool vd_range_has_more(const struct vd_range *range)
{
    return range->more;
}

int64_t vd_range_head(const struct vd_range *range)
{
    return range->head;
}

void vd_range_rewind(struct vd_range *range)
{
    if (!range->is_counted)
        return; /* nothing of it was walked */
    range->has_resume = false;
    range->walked = 0;
    range->at_end = range->op.count_only;
}

static void job_done(struct vd_job *job)
{
    struct vd_range *range = vd_container_of(job, struct vd_range, job);

    range->is_busy = false;
    if (range->is_closed)
        destroy(range);
    else
        range->ready(range->arg);
}

int vd_range_submit(struct vd_range *range, void (*run)(struct vd_job *job, unsigned slot))
{
    struct vd_kv_env *env = &range->kv->env;

    range->is_busy = true;
    range->job_rc = 0;
    range->job = (struct vd_job){.slot = range->slot, .run = run, .done = job_done};
    env->submit_job(env->arg, &range->job);
    return VD_WAIT;
}

static void fetch_run(struct vd_job *job, unsigned slot)
{
    struct vd_range *range = vd_container_of(job, struct vd_range, job);
    struct vd_wanted *wanted = &range->wanted;

    vd_block_unref(range->fetched);
    range->fetched = NULL;
    vd_wanted_sort(wanted);
    /* No more than fits was wanted. */
    range->job_rc = vd_kv_read_events(range->kv, slot, wanted->positions, &wanted->count, SIZE_MAX,
                                      &range->fetched);
}

/* The rows of a walk, whatever their order: an iterator in either direction, or the sorted array.
 */
struct walk {
    struct vd_range *range;
    struct vd_index_iter iter;
    size_t *steps; /* rows that may still be looked at */
    size_t next;   /* in the sorted array */
    bool is_backward;
    bool is_cut; /* it has ended because no step is left */
};

static void walk_begin(struct walk *walk, struct vd_range *range, const struct vd_view *view,
                       size_t *steps)
{
    struct vd_slice last = vd_buf_slice(&range->resume);

    walk->range = range;
    walk->steps = steps;
    walk->is_cut = false;
    walk->next = (size_t)range->walked;
    walk->is_backward = range->op.order == VD_SORT_DESCEND;
    if (range->is_sorted)
        return;
    vd_index_iter_init(&walk->iter, view->root, range->op.key, range->op.end, range->at);
    if (range->has_resume && walk->is_backward)
        vd_index_iter_seek(&walk->iter, last);
    else if (range->has_resume)
        vd_index_iter_seek_after(&walk->iter, last);
    else if (walk->is_backward)
        vd_index_iter_seek_last(&walk->iter);
}

/* The next row that passes the filters. False: there is none, or the walk is cut. */
static bool walk_next(struct walk *walk, const struct vd_key **out_key,
                      const struct vd_version **out_version)
{
    struct vd_range *range = walk->range;
    struct vd_index_hit hit;

    if (range->is_sorted) {
        if (walk->next == range->sorted_count)
            return false;
        *out_key = range->sorted[walk->next].key;
        *out_version = &range->sorted[walk->next++].version;
        return true;
    }
    do {
        int rc = VD_AGAIN;

        if (*walk->steps)
            rc = vd_index_iter_step(&walk->iter, walk->is_backward, walk->steps, &hit);
        walk->is_cut = rc == VD_AGAIN;
        if (rc)
            return false;
    } while (!vd_range_admits(range, hit.version));
    *out_key = hit.key;
    *out_version = hit.version;
    return true;
}

static bool is_limited(const struct vd_range *range, int64_t walked)
{
    return range->op.limit > 0 && walked >= range->op.limit;
}

/* A value from the disk that is still its key's newest is worth keeping, but those of a long range
 * would wash out of the cache what others ask for: it gets a part of it. */
static void keep(struct vd_range *range, const struct vd_view *view, const struct vd_event *event)
{
    struct vd_values *values = &range->kv->values;
    struct vd_index_hit hit;

    if (range->kept_bytes >= values->limit_bytes / KEPT_SHARE ||
        !vd_index_get(view->root, vd_event_key(event), (struct vd_pos){0, 0}, &hit) ||
        vd_pos_cmp(vd_version_pos(hit.version), vd_event_pos(event)))
        return;
    vd_values_keep(values, hit.key, event);
    range->kept_bytes += sizeof(struct vd_block) + sizeof(*event) + event->key_len +
                         event->value_len + event->cause_len;
}

static const struct vd_event *find_event(struct vd_range *range, const struct vd_view *view,
                                         const struct vd_key *key, struct vd_pos pos)
{
    const struct vd_event *event = vd_values_get(&range->kv->values, key, pos);
    uint32_t i;

    if (event || !range->fetched)
        return event;
    i = vd_block_find(range->fetched, pos);
    if (i == range->fetched->count || vd_pos_cmp(vd_event_pos(&range->fetched->events[i]), pos))
        return NULL;
    event = &range->fetched->events[i];
    keep(range, view, event);
    return event;
}

/* False: the value is on disk. */
static bool fill_value(struct vd_range *range, const struct vd_view *view, size_t index,
                       const struct vd_key *key, const struct vd_version *version,
                       struct vd_slice *out_value, struct vd_slice *out_cause)
{
    const struct vd_event *event;

    *out_cause = VD_SLICE_EMPTY;
    if (!version->value_len) {
        *out_value = VD_SLICE_EMPTY;
        return true;
    }
    if (range->is_sorted && range->op.target == VD_SORT_BY_VALUE) {
        *out_value = range->sorted[index].value;
        return true;
    }
    event = find_event(range, view, key, vd_version_pos(version));
    if (!event)
        return false;
    *out_value = vd_event_value(event);
    *out_cause = vd_event_cause(event);
    return true;
}

static int want(struct vd_wanted *wanted, const struct vd_key *key,
                const struct vd_version *version)
{
    if (!wanted->positions) {
        wanted->positions = vd_alloc_array(FETCH_ROWS, sizeof(wanted->positions[0]));
        wanted->cap = wanted->positions ? FETCH_ROWS : 0;
    }
    if (!wanted->positions)
        return -ENOMEM;
    wanted->positions[wanted->count++] = vd_version_pos(version);
    wanted->bytes += (size_t)key->len + version->value_len;
    return 0;
}

/* One job for what the next rows lack. */
static int fetch(struct vd_range *range, const struct vd_view *view)
{
    struct vd_wanted *wanted = &range->wanted;
    const struct vd_version *version;
    const struct vd_key *key;
    struct vd_slice value, cause;
    size_t steps = range->kv->options.slice_steps;
    struct walk walk;
    int64_t walked = range->walked;

    wanted->count = wanted->bytes = 0;
    walk_begin(&walk, range, view, &steps);
    for (int rows = 0; rows < FETCH_ROWS && wanted->bytes < FETCH_BYTES &&
                       !is_limited(range, walked) && walk_next(&walk, &key, &version);
         rows++, walked++)
        if (!fill_value(range, view, 0, key, version, &value, &cause)) {
            int rc = want(wanted, key, version);

            if (rc)
                return rc;
        }
    return vd_range_submit(range, fetch_run);
}

static bool was_fetched(const struct vd_range *range, const struct vd_version *version)
{
    for (size_t i = 0; i < range->wanted.count; i++)
        if (!vd_pos_cmp(range->wanted.positions[i], vd_version_pos(version)))
            return true;
    return false;
}

static void fill_row(const struct vd_key *key, const struct vd_version *version,
                     struct vd_slice value, struct vd_slice cause, struct vd_row *row)
{
    *row = (struct vd_row){
        .key = vd_key_slice(key),
        .value = value,
        .cause = cause,
        .create_revision = version->create_revision,
        .mod_revision = version->revision,
        .version = version->version,
        .lease = version->lease,
    };
}

/* Rows were handed out. Those behind them that the walk has passed over need not be looked at
 * again, if nothing that it has found is left. */
static int walk_end(struct walk *walk, size_t count, const struct vd_row *rows, bool is_spent)
{
    struct vd_range *range = walk->range;
    int rc = 0;

    if (!range->is_sorted && is_spent && walk->is_cut)
        rc = remember(range, vd_index_iter_passed(&walk->iter, walk->is_backward));
    else if (!range->is_sorted)
        rc = remember(range, rows[count - 1].key);
    if (!rc)
        range->walked += (int64_t)count;
    return rc;
}

/* No row was found: none is left, the limit is reached, or no step is left. */
static int walk_none(struct walk *walk)
{
    struct vd_range *range = walk->range;
    const struct vd_version *version;
    const struct vd_key *key;

    if (range->is_filtered && !range->is_sorted && is_limited(range, range->walked))
        range->more = walk_next(walk, &key, &version);
    if (walk->is_cut) {
        int rc = remember(range, vd_index_iter_passed(&walk->iter, walk->is_backward));

        return rc ? rc : VD_AGAIN;
    }
    range->at_end = true;
    return VD_END;
}

/* The next few rows at once, so that their cache lines come in beside each other. */
struct window {
    struct {
        const struct vd_key *key;
        const struct vd_version *version;
    } rows[WINDOW];
    size_t count, at;
};

static bool window_next(struct window *window, struct walk *walk, int64_t walked, bool with_values)
{
    struct vd_range *range = walk->range;

    if (++window->at < window->count)
        return true;
    window->at = window->count = 0;
    while (window->count < WINDOW && !is_limited(range, walked + (int64_t)window->count) &&
           walk_next(walk, &window->rows[window->count].key, &window->rows[window->count].version))
        __builtin_prefetch(window->rows[window->count++].key);
    for (size_t i = 0; with_values && i < window->count; i++)
        vd_values_prefetch(&range->kv->values, window->rows[i].key);
    return window->count > 0;
}

static int collect(struct vd_range *range, bool with_values, size_t *steps, struct vd_row *rows,
                   size_t max_rows, size_t max_bytes, size_t *out_count)
{
    const struct vd_view *view = vd_kv_view(range->kv, range->slot);
    struct window window = {.count = 0};
    size_t count = 0, bytes = 0;
    struct walk walk;
    int rc;

    walk_begin(&walk, range, view, steps);
    while (count < max_rows && bytes < max_bytes &&
           window_next(&window, &walk, range->walked + (int64_t)count, with_values)) {
        const struct vd_version *version = window.rows[window.at].version;
        const struct vd_key *key = window.rows[window.at].key;
        size_t index = (size_t)range->walked + count;
        struct vd_slice value = {NULL, 0}, cause = VD_SLICE_EMPTY;

        if (!range->op.keys_only)
            value.len = version->value_len;
        if (with_values && value.len &&
            !fill_value(range, view, index, key, version, &value, &cause)) {
            if (count)
                break;
            return was_fetched(range, version) ? VD_CORRUPT : fetch(range, view);
        }
        bytes += key->len + value.len;
        fill_row(key, version, value, cause, &rows[count++]);
    }
    if (!count)
        return walk_none(&walk);
    rc = walk_end(&walk, count, rows, !window.count);
    if (!rc)
        *out_count = count;
    return rc;
}

int vd_range_next(struct vd_range *range, bool with_values, struct vd_row *rows, size_t max_rows,
                  size_t max_bytes, size_t *out_count)
{
    size_t steps = range->kv->options.slice_steps;
    int rc = range->job_rc;

    vd_assert(!range->is_closed && max_rows > 0 && max_bytes > 0);
    if (range->is_busy)
        return VD_WAIT;
    range->job_rc = 0;
    if (rc) {
        range->wanted.count = 0;
        return rc;
    }
    rc = count(range, &steps);
    if (rc)
        return rc;
    if (range->at_end)
        return VD_END;
    if (range->is_sorted && !range->has_sorted) {
        rc = vd_range_sort(range);
        if (rc)
            return rc;
    }
    if (!steps)
        return VD_AGAIN;
    return collect(range, with_values, &steps, rows, max_rows, max_bytes, out_count);
}
