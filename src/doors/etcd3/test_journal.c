/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/test_journal.h"

#include "base/hash.h"

#include <errno.h>
#include <stdlib.h>

enum { EVENTS_MIN = 64, KEY_BYTES = 256 };

/* Plain malloc throughout: a test that makes allocations fail means those of the door. */
struct test_cursor {
    struct test_cursor *next;
    struct vd_cursor *cursor;
    uint8_t key[KEY_BYTES], end[KEY_BYTES];
    size_t key_len, end_len;
    struct vd_pos from; /* nothing before is shown */
    bool told;          /* ready was called and it has not been pulled dry */
};

static struct test_journal *self(struct vd_journal *journal)
{
    return vd_container_of(journal, struct test_journal, journal);
}

static struct test_cursor *find(const struct test_journal *journal, const struct vd_cursor *cursor)
{
    for (struct test_cursor *c = journal->cursors; c; c = c->next)
        if (c->cursor == cursor)
            return c;
    abort();
}

static bool matches(const struct test_cursor *c, const struct vd_event *event)
{
    struct vd_slice key = vd_slice(c->key, c->key_len), end = vd_slice(c->end, c->end_len);
    struct vd_slice got = vd_event_key(event);

    if (!end.len)
        return vd_slice_eq(got, key);
    return vd_slice_cmp(got, key) >= 0 &&
           (vd_slice_eq(end, VD_SLICE("\0")) || vd_slice_cmp(got, end) < 0);
}

/* The first published event at or after the cursor's position; count: none. */
static size_t next_match(const struct test_journal *journal, const struct test_cursor *c)
{
    size_t i = 0, end = journal->count;

    while (i < end) {
        size_t middle = (i + end) / 2;

        if (vd_pos_cmp(vd_event_pos(journal->events[middle]), c->cursor->next) < 0)
            i = middle + 1;
        else
            end = middle;
    }
    while (i < journal->count &&
           (journal->events[i]->revision > journal->head || !matches(c, journal->events[i])))
        i++;
    return i;
}

static void tell(struct test_journal *journal, struct test_cursor *c)
{
    if (c->told || journal->stalled || next_match(journal, c) == journal->count)
        return;
    c->told = true;
    c->cursor->ready(c->cursor);
}

static int64_t journal_head(struct vd_journal *journal)
{
    return self(journal)->head;
}

static int64_t journal_floor(struct vd_journal *journal)
{
    return self(journal)->floor;
}

static int journal_open(struct vd_journal *journal, struct vd_cursor *cursor,
                        const struct vd_principal *principal, const struct vd_selection *selection,
                        struct vd_pos from, int64_t *out_now)
{
    struct test_journal *j = self(journal);
    struct test_cursor *c;

    vd_assert(principal && cursor->ready);
    if (j->deny)
        return VD_DENIED;
    if (from.revision && from.revision < j->floor)
        return VD_COMPACTED;
    c = calloc(1, sizeof(*c));
    *c = (struct test_cursor){.cursor = cursor, .next = j->cursors};
    vd_assert(selection->key.len <= KEY_BYTES && selection->end.len <= KEY_BYTES);
    memcpy(c->key, selection->key.ptr, c->key_len = selection->key.len);
    if (selection->end.len)
        memcpy(c->end, selection->end.ptr, c->end_len = selection->end.len);
    cursor->next = from.revision ? from : (struct vd_pos){j->head + 1, 0};
    c->from = cursor->next;
    j->cursors = c;
    j->open_count++;
    *out_now = j->head;
    tell(j, c);
    return 0;
}

/* Sets *out_end behind the last event that the pull hands out, and says whether it splits. */
static bool choose(const struct test_journal *journal, const struct test_cursor *c, size_t at,
                   size_t max_bytes, size_t *out_end)
{
    size_t bytes = 0, whole = at, i;

    for (i = at; i < journal->count && journal->events[i]->revision <= journal->head; i++) {
        const struct vd_event *event = journal->events[i];

        if (i > at && event->revision != journal->events[i - 1]->revision)
            whole = i;
        if (!matches(c, event))
            continue;
        if (bytes && bytes + event->key_len + event->value_len > max_bytes) {
            *out_end = whole > at ? whole : i;
            return whole == at;
        }
        bytes += event->key_len + event->value_len;
    }
    *out_end = i;
    return false;
}

static const struct vd_event *before(const struct test_journal *journal, size_t at)
{
    struct vd_slice key = vd_event_key(journal->events[at]);

    for (size_t i = at; i-- > 0;)
        if (vd_slice_eq(vd_event_key(journal->events[i]), key))
            return journal->events[i]->type == VD_EVENT_PUT ? journal->events[i] : NULL;
    return NULL;
}

static uint64_t batch_key(const struct test_journal *journal, const struct test_cursor *c)
{
    uint64_t key =
        vd_hash(vd_slice(c->key, c->key_len)) ^ vd_hash(vd_slice(c->end, c->end_len)) * 3;

    return journal->batch_key ? journal->batch_key : key;
}

static int journal_pull(struct vd_journal *journal, struct vd_cursor *cursor, size_t max_bytes,
                        unsigned flags, struct vd_batch *out_batch)
{
    struct test_journal *j = self(journal);
    struct test_cursor *c = find(j, cursor);
    size_t at, end;
    uint32_t count = 0;

    j->pulls++;
    j->largest_pull_bytes = VD_MAX(j->largest_pull_bytes, max_bytes);
    if (cursor->next.revision < j->floor && c->from.revision < j->floor)
        return VD_COMPACTED;
    at = next_match(j, c);
    if (j->stalled || at == j->count) {
        c->told = false;
        return VD_WAIT;
    }
    *out_batch = (struct vd_batch){.from = cursor->next};
    out_batch->splits = choose(j, c, at, max_bytes, &end);
    for (size_t i = at; i < end; i++)
        if (matches(c, j->events[i])) {
            j->batch[count] = j->events[i];
            j->prevs[count++] = flags & VD_PULL_PREV ? before(j, i) : NULL;
        }
    cursor->next = end < j->count ? vd_event_pos(j->events[end]) : (struct vd_pos){j->head + 1, 0};
    out_batch->events = j->batch;
    out_batch->prevs = flags & VD_PULL_PREV ? j->prevs : NULL;
    out_batch->count = count;
    out_batch->to = cursor->next;
    if (flags & VD_PULL_DRAIN && next_match(j, c) == j->count) {
        out_batch->drained = true;
        c->told = false;
    }
    out_batch->key = batch_key(j, c);
    out_batch->drained =
        flags & VD_PULL_DRAIN && !out_batch->splits && next_match(j, c) == j->count;
    c->told = !out_batch->drained;
    return 0;
}

static bool journal_repeat(struct vd_journal *journal, struct vd_cursor *cursor,
                           const struct vd_batch *batch)
{
    struct test_journal *j = self(journal);
    struct test_cursor *c = find(j, cursor);
    struct vd_pos from = cursor->next;

    if (j->stalled || !c->told || batch_key(j, c) != batch->key || vd_pos_cmp(from, batch->from))
        return false;
    cursor->next = batch->to;
    if (next_match(j, c) < j->count) {
        cursor->next = from;
        return false;
    }
    c->told = false;
    j->repeats++;
    return true;
}

static void journal_seek(struct vd_journal *journal, struct vd_cursor *cursor, struct vd_pos to)
{
    struct test_cursor *c = find(self(journal), cursor);

    vd_assert(vd_pos_cmp(to, c->from) >= 0);
    cursor->next = to;
    c->told = true; /* nothing will call ready for it */
}

static bool journal_is_live(struct vd_journal *journal, const struct vd_cursor *cursor)
{
    struct test_journal *j = self(journal);

    return !j->stalled && next_match(j, find(j, cursor)) == j->count;
}

static void journal_close(struct vd_journal *journal, struct vd_cursor *cursor)
{
    struct test_journal *j = self(journal);
    struct test_cursor *c = find(j, cursor), **at = &j->cursors;

    while (*at != c)
        at = &(*at)->next;
    *at = c->next;
    free(c);
    j->open_count--;
}

static void journal_range(struct vd_journal *journal, const struct vd_cursor *cursor,
                          uint8_t room[VD_JOURNAL_ROOM], struct vd_slice *out_key,
                          struct vd_slice *out_end)
{
    const struct test_cursor *c = find(self(journal), cursor);

    (void)room;
    *out_key = vd_slice(c->key, c->key_len);
    *out_end = vd_slice(c->end, c->end_len);
}

void test_journal_init(struct test_journal *journal)
{
    static const struct vd_journal_ops OPS = {
        .head = journal_head,
        .floor = journal_floor,
        .open = journal_open,
        .pull = journal_pull,
        .repeat = journal_repeat,
        .seek = journal_seek,
        .is_live = journal_is_live,
        .close = journal_close,
        .range = journal_range,
    };

    *journal = (struct test_journal){.journal = {&OPS}, .head = 1};
}

static void grow(struct test_journal *journal)
{
    size_t cap = VD_MAX(journal->cap * 2, (size_t)EVENTS_MIN);

    journal->events = realloc(journal->events, cap * sizeof(void *));
    journal->batch = realloc(journal->batch, cap * sizeof(void *));
    journal->prevs = realloc(journal->prevs, cap * sizeof(void *));
    journal->blocks = realloc(journal->blocks, cap * sizeof(void *));
    journal->cap = cap;
}

void test_journal_deinit(struct test_journal *journal)
{
    for (size_t i = 0; i < journal->block_count; i++)
        vd_block_unref(journal->blocks[i]);
    free(journal->blocks);
    free(journal->events);
    free(journal->batch);
    free(journal->prevs);
}

static struct vd_event *append(struct test_journal *journal, const char *key, struct vd_slice value)
{
    struct vd_block *block = vd_block_new(1, strlen(key) + value.len + 16);
    struct vd_event *event = vd_block_add(block, vd_slice_str(key), value, VD_SLICE_EMPTY);

    vd_assert(event);
    if (journal->count == journal->cap)
        grow(journal);
    event->revision = journal->head + 1;
    event->sub = journal->next_sub++;
    journal->blocks[journal->block_count++] = block;
    journal->events[journal->count++] = event;
    return event;
}

void test_journal_put(struct test_journal *journal, const char *key, struct vd_slice value)
{
    struct vd_event *event = append(journal, key, value);
    const struct vd_event *prev = before(journal, journal->count - 1);

    event->version = prev ? prev->version + 1 : 1;
    event->create_revision = prev ? prev->create_revision : event->revision;
}

void test_journal_delete(struct test_journal *journal, const char *key)
{
    append(journal, key, VD_SLICE_EMPTY)->type = VD_EVENT_DELETE;
}

int64_t test_journal_commit(struct test_journal *journal)
{
    struct test_cursor *c, *next;

    journal->head++;
    journal->next_sub = 0;
    for (c = journal->cursors; c; c = next) {
        next = c->next;
        tell(journal, c);
    }
    return journal->head;
}

int64_t test_journal_put1(struct test_journal *journal, const char *key, const char *value)
{
    test_journal_put(journal, key, vd_slice_str(value));
    return test_journal_commit(journal);
}

void test_journal_resume(struct test_journal *journal)
{
    journal->stalled = false;
    for (struct test_cursor *c = journal->cursors; c; c = c->next)
        tell(journal, c);
}
