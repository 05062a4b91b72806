/* SPDX-License-Identifier: Apache-2.0 */
/*
 * History in memory: events in one array by position, side rows in another by table and key. A
 * batch gathers its changes beside them and makes room for them as it goes, so that a commit
 * cannot fail; readers share a lock with it, held from begin to reset.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "store/history.h"

#include <errno.h>
#include <pthread.h>

struct node {
    struct vd_entry entry;
    bool removed; /* by the open batch */
    uint8_t bytes[];
};

struct run {
    struct node **items;
    size_t count, cap;
};

struct row {
    uint8_t table;
    bool removed;
    uint32_t key_len, value_len;
    uint8_t bytes[];
};

struct rows {
    struct row **items;
    size_t count, cap;
};

struct mem_batch {
    struct vd_history_batch base;
    struct run puts;
    struct rows sides; /* in the order they came */
    bool removes;
};

struct mem_history {
    struct vd_history base;
    pthread_rwlock_t lock;
    struct vd_history_state state;
    struct run events;
    struct rows sides; /* in order */
    uint64_t bytes;
    struct mem_batch *batch;
};

struct mem_reader {
    struct vd_history_reader base;
    bool begun;
};

static struct mem_history *history_of(struct vd_history *history)
{
    return vd_container_of(history, struct mem_history, base);
}

static struct mem_reader *reader_of(struct vd_history_reader *reader)
{
    return vd_container_of(reader, struct mem_reader, base);
}

static struct mem_batch *batch_of(struct vd_history_batch *batch)
{
    return vd_container_of(batch, struct mem_batch, base);
}

/* Room for `more` beyond count in an array of pointers. */
static int reserve(void *items, size_t *cap, size_t count, size_t more)
{
    size_t want = VD_MAX(*cap + *cap / 2, count + more);
    void **array = items, *grown;

    if (count + more <= *cap)
        return 0;
    grown = vd_realloc(*array, want * sizeof(void *));
    if (!grown)
        return -ENOMEM;
    *array = grown;
    *cap = want;
    return 0;
}

/* The same for an array that readers look at. */
static int reserve_shared(struct mem_history *history, void *items, size_t *cap, size_t count,
                          size_t more)
{
    int rc;

    if (count + more <= *cap)
        return 0;
    pthread_rwlock_wrlock(&history->lock);
    rc = reserve(items, cap, count, more);
    pthread_rwlock_unlock(&history->lock);
    return rc;
}

/* The first at or after pos. */
static size_t find_event(const struct run *run, struct vd_pos pos)
{
    size_t low = 0, high = run->count;

    /* Nearly every put is behind the last one. */
    if (high && vd_pos_cmp(run->items[high - 1]->entry.pos, pos) < 0)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (vd_pos_cmp(run->items[middle]->entry.pos, pos) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct node *event_at(const struct run *run, struct vd_pos pos)
{
    size_t i = find_event(run, pos);

    if (i == run->count || vd_pos_cmp(run->items[i]->entry.pos, pos) != 0)
        return NULL;
    return run->items[i];
}

static int compare_row(const struct row *row, uint8_t table, struct vd_slice key)
{
    if (row->table != table)
        return row->table < table ? -1 : 1;
    return vd_slice_cmp(vd_slice(row->bytes, row->key_len), key);
}

static size_t find_row(const struct rows *rows, uint8_t table, struct vd_slice key)
{
    size_t low = 0, high = rows->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_row(rows->items[middle], table, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int mem_reader_open(struct vd_history *history, struct vd_history_reader **out_reader)
{
    struct mem_reader *reader = vd_alloc_zero(sizeof(*reader));

    if (!reader)
        return -ENOMEM;
    reader->base.history = history;
    *out_reader = &reader->base;
    return 0;
}

static int mem_reader_begin(struct vd_history_reader *base)
{
    struct mem_reader *reader = reader_of(base);

    vd_assert(!reader->begun);
    pthread_rwlock_rdlock(&history_of(base->history)->lock);
    reader->begun = true;
    return 0;
}

static void mem_reader_reset(struct vd_history_reader *base)
{
    struct mem_reader *reader = reader_of(base);

    vd_assert(reader->begun);
    reader->begun = false;
    pthread_rwlock_unlock(&history_of(base->history)->lock);
}

static void mem_reader_close(struct vd_history_reader *base)
{
    if (reader_of(base)->begun)
        mem_reader_reset(base);
    vd_free(reader_of(base));
}

static int mem_state(struct vd_history_reader *reader, struct vd_history_state *out_state)
{
    *out_state = history_of(reader->history)->state;
    return 0;
}

static int mem_scan(struct vd_history_reader *reader, struct vd_pos from, unsigned flags,
                    vd_history_entry_fn *each, void *arg)
{
    const struct run *run = &history_of(reader->history)->events;
    int rc;

    vd_assert(reader_of(reader)->begun);
    for (size_t i = find_event(run, from); i < run->count; i++) {
        rc = each(arg, &run->items[i]->entry);
        if (rc)
            return rc;
    }
    return VD_END;
}

static int mem_get(struct vd_history_reader *reader, struct vd_pos pos, struct vd_entry *out_entry)
{
    const struct node *node = event_at(&history_of(reader->history)->events, pos);

    vd_assert(reader_of(reader)->begun);
    if (!node)
        return VD_NOT_FOUND;
    *out_entry = node->entry;
    return 0;
}

static int mem_side_scan(struct vd_history_reader *reader, uint8_t table, vd_history_side_fn *each,
                         void *arg)
{
    const struct rows *rows = &history_of(reader->history)->sides;
    int rc;

    for (size_t i = find_row(rows, table, VD_SLICE_EMPTY); i < rows->count; i++) {
        const struct row *row = rows->items[i];

        if (row->table != table)
            break;
        rc = each(arg, vd_slice(row->bytes, row->key_len),
                  vd_slice(row->bytes + row->key_len, row->value_len));
        if (rc)
            return rc;
    }
    return VD_END;
}

static int mem_batch_begin(struct vd_history *base, struct vd_history_batch **out_batch)
{
    struct mem_history *history = history_of(base);
    struct mem_batch *batch = vd_alloc_zero(sizeof(*batch));

    if (!batch)
        return -ENOMEM;
    vd_assert(!history->batch);
    batch->base.history = base;
    batch->base.state = history->state;
    history->batch = batch;
    *out_batch = &batch->base;
    return 0;
}

static uint8_t *append(uint8_t *to, struct vd_slice *bytes)
{
    if (bytes->len)
        memcpy(to, bytes->ptr, bytes->len);
    bytes->ptr = to;
    return to + bytes->len;
}

static struct node *node_new(const struct vd_entry *entry)
{
    struct node *node =
        vd_alloc(sizeof(*node) + entry->key.len + entry->value.len + entry->cause.len);
    uint8_t *at;

    if (!node)
        return NULL;
    node->entry = *entry;
    node->entry.value_len = (uint32_t)entry->value.len;
    node->entry.apart = false;
    node->removed = false;
    at = append(node->bytes, &node->entry.key);
    at = append(at, &node->entry.value);
    append(at, &node->entry.cause);
    return node;
}

static int mem_batch_remove(struct vd_history_batch *base, struct vd_pos pos);

static int mem_batch_put(struct vd_history_batch *base, const struct vd_entry *entry)
{
    struct mem_history *history = history_of(base->history);
    struct mem_batch *batch = batch_of(base);
    struct run *puts = &batch->puts;
    struct node *node;
    size_t i;
    int rc;

    (void)mem_batch_remove(base, entry->pos); /* a put over an event replaces it */
    rc = reserve(&puts->items, &puts->cap, puts->count, 1);
    if (!rc)
        rc = reserve_shared(history, &history->events.items, &history->events.cap,
                            history->events.count, puts->count + 1);
    node = rc ? NULL : node_new(entry);
    if (!node)
        return -ENOMEM;
    i = find_event(puts, entry->pos);
    memmove(puts->items + i + 1, puts->items + i, (puts->count - i) * sizeof(*puts->items));
    puts->items[i] = node;
    puts->count++;
    return 0;
}

static int mem_batch_remove(struct vd_history_batch *base, struct vd_pos pos)
{
    struct mem_batch *batch = batch_of(base);
    struct node *node = event_at(&history_of(base->history)->events, pos);
    size_t i = find_event(&batch->puts, pos);

    if (node) {
        node->removed = true;
        batch->removes = true;
    }
    if (i < batch->puts.count && vd_pos_cmp(batch->puts.items[i]->entry.pos, pos) == 0) {
        vd_free(batch->puts.items[i]);
        batch->puts.count--;
        memmove(batch->puts.items + i, batch->puts.items + i + 1,
                (batch->puts.count - i) * sizeof(*batch->puts.items));
    }
    return 0;
}

static int mem_batch_side(struct vd_history_batch *base, const struct vd_side *side)
{
    struct mem_history *history = history_of(base->history);
    struct mem_batch *batch = batch_of(base);
    struct row *row;
    int rc;

    rc = reserve(&batch->sides.items, &batch->sides.cap, batch->sides.count, 1);
    if (!rc)
        rc = reserve_shared(history, &history->sides.items, &history->sides.cap,
                            history->sides.count, batch->sides.count + 1);
    row = rc ? NULL : vd_alloc(sizeof(*row) + side->key.len + side->value.len);
    if (!row)
        return -ENOMEM;
    row->table = side->table;
    row->removed = side->removed;
    row->key_len = (uint32_t)side->key.len;
    row->value_len = (uint32_t)side->value.len;
    if (side->key.len)
        memcpy(row->bytes, side->key.ptr, side->key.len);
    if (side->value.len)
        memcpy(row->bytes + side->key.len, side->value.ptr, side->value.len);
    batch->sides.items[batch->sides.count++] = row;
    return 0;
}

/* What is there and what the batch adds, as one. */
static int mem_batch_scan(struct vd_history_batch *base, struct vd_pos from,
                          vd_history_entry_fn *each, void *arg)
{
    const struct run *old = &history_of(base->history)->events, *new = &batch_of(base)->puts;
    size_t i = find_event(old, from), j = find_event(new, from);

    while (i < old->count || j < new->count) {
        bool take_old =
            j == new->count ||
            (i < old->count && vd_pos_cmp(old->items[i]->entry.pos, new->items[j]->entry.pos) < 0);
        const struct node *node = take_old ? old->items[i++] : new->items[j++];
        int rc = node->removed ? 0 : each(arg, &node->entry);

        if (rc)
            return rc;
    }
    return VD_END;
}

static uint64_t node_bytes(const struct node *node)
{
    return sizeof(*node) + sizeof(void *) + node->entry.key.len + node->entry.value.len +
           node->entry.cause.len;
}

static void drop_removed(struct mem_history *history)
{
    struct run *run = &history->events;
    size_t kept = 0;

    for (size_t i = 0; i < run->count; i++) {
        struct node *node = run->items[i];

        if (!node->removed) {
            run->items[kept++] = node;
            continue;
        }
        history->bytes -= node_bytes(node);
        vd_free(node);
    }
    run->count = kept;
}

/* Both runs are in order; the places for the merge were reserved. Works from the back. */
static void merge(struct mem_history *history, struct run *puts)
{
    struct run *run = &history->events;
    size_t i = run->count, j = puts->count, to = i + j;

    vd_assert(to <= run->cap || j == 0);
    run->count = to;
    while (j) {
        bool take_old =
            i && vd_pos_cmp(run->items[i - 1]->entry.pos, puts->items[j - 1]->entry.pos) > 0;

        if (!take_old)
            history->bytes += node_bytes(puts->items[j - 1]);
        run->items[--to] = take_old ? run->items[--i] : puts->items[--j];
    }
    puts->count = 0;
}

static void apply_row(struct rows *rows, struct row *row)
{
    struct vd_slice key = vd_slice(row->bytes, row->key_len);
    size_t i = find_row(rows, row->table, key);

    if (i < rows->count && compare_row(rows->items[i], row->table, key) == 0) {
        vd_free(rows->items[i]);
        rows->count--;
        memmove(rows->items + i, rows->items + i + 1, (rows->count - i) * sizeof(*rows->items));
    }
    if (row->removed) {
        vd_free(row);
        return;
    }
    vd_assert(rows->count < rows->cap);
    memmove(rows->items + i + 1, rows->items + i, (rows->count - i) * sizeof(*rows->items));
    rows->items[i] = row;
    rows->count++;
}

static void batch_free(struct mem_batch *batch)
{
    history_of(batch->base.history)->batch = NULL;
    for (size_t i = 0; i < batch->puts.count; i++)
        vd_free(batch->puts.items[i]);
    for (size_t i = 0; i < batch->sides.count; i++)
        vd_free(batch->sides.items[i]);
    vd_free(batch->puts.items);
    vd_free(batch->sides.items);
    vd_free(batch);
}

static int mem_batch_commit(struct vd_history_batch *base)
{
    struct mem_history *history = history_of(base->history);
    struct mem_batch *batch = batch_of(base);

    pthread_rwlock_wrlock(&history->lock);
    if (batch->removes)
        drop_removed(history);
    merge(history, &batch->puts);
    for (size_t i = 0; i < batch->sides.count; i++)
        apply_row(&history->sides, batch->sides.items[i]);
    batch->sides.count = 0;
    history->state = base->state;
    pthread_rwlock_unlock(&history->lock);
    batch_free(batch);
    return 0;
}

static void mem_batch_abort(struct vd_history_batch *base)
{
    struct run *run = &history_of(base->history)->events;
    struct mem_batch *batch = batch_of(base);

    for (size_t i = 0; i < run->count && batch->removes; i++)
        run->items[i]->removed = false;
    batch_free(batch);
}

static int mem_stats(struct vd_history *base, struct vd_history_stats *out_stats)
{
    struct mem_history *history = history_of(base);

    pthread_rwlock_rdlock(&history->lock);
    *out_stats = (struct vd_history_stats){
        .entries = history->events.count,
        .used_bytes = history->bytes,
        .file_bytes = history->bytes,
    };
    pthread_rwlock_unlock(&history->lock);
    return 0;
}

static void mem_close(struct vd_history *base)
{
    struct mem_history *history = history_of(base);

    vd_assert(!history->batch);
    for (size_t i = 0; i < history->events.count; i++)
        vd_free(history->events.items[i]);
    for (size_t i = 0; i < history->sides.count; i++)
        vd_free(history->sides.items[i]);
    vd_free(history->events.items);
    vd_free(history->sides.items);
    pthread_rwlock_destroy(&history->lock);
    vd_free(history);
}

static const struct vd_history_ops mem_ops = {
    .reader_open = mem_reader_open,
    .reader_begin = mem_reader_begin,
    .reader_reset = mem_reader_reset,
    .reader_close = mem_reader_close,
    .state = mem_state,
    .scan = mem_scan,
    .get = mem_get,
    .side_scan = mem_side_scan,
    .batch_begin = mem_batch_begin,
    .batch_put = mem_batch_put,
    .batch_remove = mem_batch_remove,
    .batch_side = mem_batch_side,
    .batch_scan = mem_batch_scan,
    .batch_commit = mem_batch_commit,
    .batch_abort = mem_batch_abort,
    .stats = mem_stats,
    .close = mem_close,
};

int vd_history_open_mem(const struct vd_history_identity *fresh, struct vd_history **out_history)
{
    struct mem_history *history = vd_alloc_zero(sizeof(*history));

    if (!history)
        return -ENOMEM;
    if (pthread_rwlock_init(&history->lock, NULL)) {
        vd_free(history);
        return -ENOMEM;
    }
    history->base.ops = &mem_ops;
    history->base.identity = *fresh;
    history->base.identity.format_version = VD_HISTORY_FORMAT_VERSION;
    history->base.made = true;
    history->state.applied_index = fresh->log_base;
    *out_history = &history->base;
    return 0;
}

void vd_history_mem_crash(struct vd_history *base)
{
    struct mem_history *history = history_of(base);

    vd_assert(base->ops == &mem_ops);
    base->made = false;
    if (history->batch)
        mem_batch_abort(&history->batch->base);
}
