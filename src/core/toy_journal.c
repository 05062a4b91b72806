/* SPDX-License-Identifier: Apache-2.0 */
#include "core/toy_journal.h"

#include "base/alloc.h"
#include "core/match.h"

#include <errno.h>

struct toy {
    struct vd_journal journal;
    struct vd_event **events;
    size_t count, room;
    int64_t head, floor;
    struct vd_list cursors;  /* selectors of all of them */
    struct vd_list requests; /* selectors whose cursor waits for the owner */
    struct vd_list answered; /* selectors whose cursor is to be told */
};

/* Of one cursor alone: this journal shares nothing. */
struct toy_selector {
    struct vd_list link, queue;
    struct vd_cursor *cursor;
    struct vd_slice key, end;
    struct vd_match_range range;
    const struct vd_event **events, **prevs;
    uint32_t count;
    size_t max_bytes;
    struct vd_pos from, to;
    bool has_batch, is_idle, inside;
    uint8_t bytes[];
};

static struct toy_selector *toy_selector(const struct vd_cursor *cursor)
{
    return (struct toy_selector *)(void *)cursor->selector;
}

static struct toy *toy_of(struct vd_journal *journal)
{
    return vd_container_of(journal, struct toy, journal);
}

static void queue_move(struct vd_list *to, struct toy_selector *selector)
{
    if (vd_list_is_linked(&selector->queue))
        vd_list_remove(&selector->queue);
    if (to)
        vd_list_append(to, &selector->queue);
}

static const struct vd_event *event_at(const struct toy *toy, int64_t revision, uint32_t sub)
{
    for (size_t i = 0; i < toy->count; i++)
        if (toy->events[i]->revision == revision && toy->events[i]->sub == sub)
            return toy->events[i];
    return NULL;
}

static struct vd_event *append(struct toy *toy, struct vd_slice key, struct vd_slice value)
{
    struct vd_block *block = vd_block_new(1, key.len + value.len);
    struct vd_event *event;

    vd_assert(block);
    event = vd_block_add(block, key, value, VD_SLICE_EMPTY);
    for (size_t i = 0; i < toy->count; i++)
        if (vd_slice_eq(vd_event_key(toy->events[i]), key)) {
            bool is_put = toy->events[i]->type == VD_EVENT_PUT;

            event->prev_revision = is_put ? toy->events[i]->revision : 0;
            event->prev_sub = is_put ? toy->events[i]->sub : 0;
        }
    if (toy->count == toy->room) {
        toy->room = toy->room ? toy->room * 2 : 64;
        toy->events = vd_realloc(toy->events, toy->room * sizeof(struct vd_event *));
        vd_assert(toy->events);
    }
    toy->events[toy->count++] = event;
    return event;
}

/* Idle cursors are asked for again: what has happened may concern them. */
static void publish(struct toy *toy)
{
    struct toy_selector *selector, *tmp;

    toy->head++;
    vd_list_each(selector, tmp, &toy->cursors, link) if (selector->is_idle)
    {
        selector->is_idle = false;
        queue_move(&toy->requests, selector);
    }
}

int64_t toy_put(struct toy *toy, const char *const *keys, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++) {
        struct vd_event *event = append(toy, vd_slice_str(keys[i]), vd_slice_str(value));

        event->revision = toy->head + 1;
        event->sub = (uint32_t)i;
        event->type = VD_EVENT_PUT;
        event->last = i + 1 == count;
    }
    publish(toy);
    return toy->head;
}

int64_t toy_remove(struct toy *toy, const char *key)
{
    struct vd_event *event = append(toy, vd_slice_str(key), VD_SLICE_EMPTY);

    event->revision = toy->head + 1;
    event->type = VD_EVENT_DELETE;
    event->last = 1;
    publish(toy);
    return toy->head;
}

void toy_compact(struct toy *toy, int64_t revision)
{
    toy->floor = revision;
}

const struct vd_event *toy_event(const struct toy *toy, size_t i)
{
    return i < toy->count ? toy->events[i] : NULL;
}

static void batch_drop(struct toy_selector *selector)
{
    vd_free(selector->events);
    vd_free(selector->prevs);
    selector->events = selector->prevs = NULL;
    selector->count = 0;
    selector->has_batch = false;
}

static bool is_wanted(const struct toy_selector *selector, const struct vd_event *event)
{
    return vd_pos_cmp(vd_event_pos(event), selector->cursor->next) >= 0 &&
           vd_match_range_has(&selector->range, vd_event_key(event));
}

/* How much of the revision that begins at event i is wanted. */
static size_t revision_size(const struct toy *toy, const struct toy_selector *selector, size_t i)
{
    int64_t revision = toy->events[i]->revision;
    size_t size = 0;

    for (; i < toy->count && toy->events[i]->revision == revision; i++)
        if (is_wanted(selector, toy->events[i]))
            size += toy->events[i]->key_len + toy->events[i]->value_len;
    return size;
}

/* Fills in one batch; none: the cursor has everything. */
static void prepare(struct toy *toy, struct toy_selector *selector)
{
    size_t bytes = 0;
    int64_t revision = 0;

    selector->events = vd_alloc_array(toy->count + 1, sizeof(struct vd_event *));
    selector->prevs = vd_alloc_array(toy->count + 1, sizeof(struct vd_event *));
    vd_assert(selector->events && selector->prevs);
    selector->from = selector->cursor->next;
    selector->to = (struct vd_pos){toy->head + 1, 0};
    for (size_t i = 0; i < toy->count; i++) {
        const struct vd_event *event = toy->events[i];
        size_t size = event->key_len + event->value_len;

        if (!is_wanted(selector, event))
            continue;
        if (event->revision != revision) {
            size_t whole = revision_size(toy, selector, i);

            if (selector->count && (selector->inside || bytes + whole > selector->max_bytes)) {
                selector->to = (struct vd_pos){revision + 1, 0};
                break;
            }
            revision = event->revision;
        } else if (bytes + size > selector->max_bytes) {
            selector->to = vd_event_pos(event);
            break;
        }
        bytes += size;
        selector->events[selector->count] = event;
        selector->prevs[selector->count++] =
            event->prev_revision ? event_at(toy, event->prev_revision, event->prev_sub) : NULL;
    }
    selector->has_batch = selector->count > 0;
}

bool toy_owner_step(struct toy *toy)
{
    bool did = false;

    while (!vd_list_is_empty(&toy->requests)) {
        struct toy_selector *selector = vd_list_first(&toy->requests, struct toy_selector, queue);

        did = true;
        batch_drop(selector);
        if (selector->cursor->next.revision >= toy->floor)
            prepare(toy, selector);
        selector->is_idle = !selector->has_batch && selector->cursor->next.revision >= toy->floor;
        queue_move(selector->is_idle ? NULL : &toy->answered, selector);
        if (selector->is_idle && selector->cursor->next.revision <= toy->head)
            selector->cursor->next = (struct vd_pos){toy->head + 1, 0};
    }
    return did;
}

void toy_turn(struct toy *toy)
{
    struct vd_list now;

    vd_list_init(&now);
    vd_list_splice(&now, &toy->answered);
    while (!vd_list_is_empty(&now)) {
        struct toy_selector *selector = vd_list_first(&now, struct toy_selector, queue);

        queue_move(NULL, selector);
        selector->cursor->ready(selector->cursor);
    }
}

static int64_t toy_head(struct vd_journal *journal)
{
    return toy_of(journal)->head;
}

static int64_t toy_floor(struct vd_journal *journal)
{
    return toy_of(journal)->floor;
}

static int toy_barrier(struct vd_journal *journal, void (*reached)(void *arg), void *arg)
{
    return 0;
}

static int toy_open(struct vd_journal *journal, struct vd_cursor *cursor,
                    const struct vd_principal *principal, const struct vd_selection *selection,
                    struct vd_pos from, int64_t *out_now)
{
    struct toy *toy = toy_of(journal);
    size_t len = selection->key.len + selection->end.len;
    struct toy_selector *selector;
    struct vd_slice key, end;
    int rc;

    if (from.revision && from.revision < toy->floor)
        return VD_COMPACTED;
    selector = vd_alloc_zero(sizeof(*selector) + len);
    if (!selector)
        return -ENOMEM;
    key = vd_slice(selector->bytes, selection->key.len);
    end = vd_slice(selector->bytes + selection->key.len, selection->end.len);
    memcpy(selector->bytes, selection->key.ptr, selection->key.len);
    if (end.len)
        memcpy(selector->bytes + key.len, selection->end.ptr, end.len);
    rc = vd_match_range(key, end, &selector->range);
    if (rc) {
        vd_free(selector);
        return rc;
    }
    selector->key = key;
    selector->end = end;
    selector->cursor = cursor;
    selector->max_bytes = 1000;
    cursor->selector = (struct vd_selector *)(void *)selector;
    cursor->next = from.revision ? from : (struct vd_pos){toy->head + 1, 0};
    vd_list_append(&toy->cursors, &selector->link);
    queue_move(&toy->requests, selector);
    *out_now = toy->head;
    return 0;
}

/* Of the prepared batch, what has nothing newer. */
static void leave_latest(const struct toy *toy, struct toy_selector *selector)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < selector->count; i++) {
        struct vd_slice key = vd_event_key(selector->events[i]);
        const struct vd_event *newest = NULL;

        for (size_t j = 0; j < toy->count; j++)
            if (vd_slice_eq(vd_event_key(toy->events[j]), key))
                newest = toy->events[j];
        if (newest != selector->events[i])
            continue;
        selector->prevs[kept] = selector->prevs[i];
        selector->events[kept++] = selector->events[i];
    }
    selector->count = kept;
}

static int toy_pull(struct vd_journal *journal, struct vd_cursor *cursor, size_t max_bytes,
                    unsigned flags, struct vd_batch *out_batch)
{
    struct toy *toy = toy_of(journal);
    struct toy_selector *selector = toy_selector(cursor);

    if (cursor->next.revision < toy->floor)
        return VD_COMPACTED;
    if (selector->is_idle)
        return VD_WAIT;
    if (!selector->has_batch || selector->max_bytes != max_bytes) {
        selector->max_bytes = max_bytes;
        queue_move(&toy->requests, selector);
        return VD_WAIT;
    }
    if (flags & VD_PULL_LATEST)
        leave_latest(toy, selector);
    if (!selector->count && !selector->inside && !selector->to.sub) {
        cursor->next = selector->to;
        selector->has_batch = false;
        queue_move(&toy->requests, selector);
        return VD_WAIT;
    }
    *out_batch = (struct vd_batch){
        .events = selector->events,
        .prevs = flags & VD_PULL_PREV ? selector->prevs : NULL,
        .count = selector->count,
        .from = selector->from,
        .to = selector->to,
        .splits = selector->to.sub > 0,
    };
    cursor->next = selector->to;
    selector->inside = out_batch->splits;
    selector->has_batch = false;
    return 0;
}

static void toy_seek(struct vd_journal *journal, struct vd_cursor *cursor, struct vd_pos to)
{
    struct toy_selector *selector = toy_selector(cursor);

    queue_move(NULL, selector);
    batch_drop(selector);
    selector->is_idle = false;
    selector->inside = to.sub > 0;
    cursor->next = to;
}

static bool toy_is_live(struct vd_journal *journal, const struct vd_cursor *cursor)
{
    return toy_selector(cursor)->is_idle;
}

static void toy_close(struct vd_journal *journal, struct vd_cursor *cursor)
{
    struct toy_selector *selector = toy_selector(cursor);

    queue_move(NULL, selector);
    vd_list_remove(&selector->link);
    batch_drop(selector);
    vd_free(selector);
}

static void toy_range(struct vd_journal *journal, const struct vd_cursor *cursor,
                      uint8_t room[VD_JOURNAL_ROOM], struct vd_slice *out_key,
                      struct vd_slice *out_end)
{
    (void)journal;
    (void)room;
    *out_key = toy_selector(cursor)->key;
    *out_end = toy_selector(cursor)->end;
}

static const struct vd_journal_ops toy_ops = {
    .head = toy_head,
    .floor = toy_floor,
    .barrier = toy_barrier,
    .open = toy_open,
    .pull = toy_pull,
    .seek = toy_seek,
    .is_live = toy_is_live,
    .close = toy_close,
    .range = toy_range,
};

struct toy *toy_new(void)
{
    struct toy *toy = vd_alloc_zero(sizeof(*toy));

    vd_assert(toy);
    toy->journal.ops = &toy_ops;
    toy->head = 1;
    vd_list_init(&toy->cursors);
    vd_list_init(&toy->requests);
    vd_list_init(&toy->answered);
    return toy;
}

void toy_free(struct toy *toy)
{
    vd_assert(vd_list_is_empty(&toy->cursors));
    for (size_t i = 0; i < toy->count; i++)
        vd_block_unref(toy->events[i]->block);
    vd_free(toy->events);
    vd_free(toy);
}

struct vd_journal *toy_journal(struct toy *toy)
{
    return &toy->journal;
}
