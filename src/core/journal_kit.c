/* SPDX-License-Identifier: Apache-2.0 */
#include "core/journal_kit.h"

#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

void kit_init(struct kit *kit, struct vd_journal *journal, const struct kit_ops *ops)
{
    *kit = (struct kit){.journal = journal, .ops = ops};
    vd_arena_init(&kit->arena, (size_t)1 << 30);
    vd_list_init(&kit->ready);
}

void kit_deinit(struct kit *kit)
{
    vd_arena_deinit(&kit->arena);
    free(kit->log);
}

void kit_log(struct kit *kit, const struct kit_event *event)
{
    struct kit_event *own;

    if (kit->log_count == kit->log_room) {
        kit->log_room = kit->log_room ? kit->log_room * 2 : 256;
        kit->log = realloc(kit->log, kit->log_room * sizeof(*kit->log));
    }
    own = &kit->log[kit->log_count++];
    *own = *event;
    assert_int_equal(vd_arena_copy(&kit->arena, event->key, &own->key), 0);
    assert_int_equal(vd_arena_copy(&kit->arena, event->value, &own->value), 0);
}

int64_t kit_head(const struct kit *kit)
{
    return kit->log_count ? kit->log[kit->log_count - 1].pos.revision : 1;
}

static void on_ready(struct vd_cursor *cursor)
{
    struct reader *reader = vd_container_of(cursor, struct reader, cursor);

    assert_true(reader->is_open);
    assert_true(reader->is_armed);
    assert_false(reader->is_ready);
    reader->is_armed = false;
    reader->is_ready = true;
    reader->ready_calls++;
    vd_list_append(&reader->kit->ready, &reader->link);
}

/* A journal remembers what it was asked for. */
static void assert_range(const struct reader *reader)
{
    uint8_t room[VD_JOURNAL_ROOM];
    struct vd_slice key, end;

    reader->kit->ops->enter(reader->kit);
    reader->kit->journal->ops->range(reader->kit->journal, &reader->cursor, room, &key, &end);
    assert_true(vd_slice_eq(key, reader->key) && vd_slice_eq(end, reader->end));
    reader->kit->ops->leave(reader->kit);
}

int reader_try_open(struct kit *kit, struct reader *reader, const struct vd_selection *selection,
                    struct vd_pos from)
{
    int64_t now;
    int rc;

    reader->kit = kit;
    reader->key = selection->key;
    reader->end = selection->end;
    reader->link = (struct vd_list){NULL, NULL};
    reader->is_ready = reader->is_inside = reader->is_gone = false;
    reader->cursor.ready = on_ready;
    if (!reader->max_bytes)
        reader->max_bytes = 1000;
    reader->is_armed = true;
    kit->ops->enter(kit);
    rc = kit->journal->ops->open(kit->journal, &reader->cursor, NULL, selection, from, &now);
    kit->ops->leave(kit);
    reader->is_open = rc == 0;
    if (rc)
        return rc;
    assert_int_equal(now, kit_head(kit));
    assert_range(reader);
    reader->next = from.revision ? from : (struct vd_pos){now + 1, 0};
    reader->log_at = 0;
    while (reader->log_at < kit->log_count &&
           vd_pos_cmp(kit->log[reader->log_at].pos, reader->next) < 0)
        reader->log_at++;
    return 0;
}

void reader_open(struct kit *kit, struct reader *reader, const char *key, const char *end,
                 int64_t from)
{
    struct vd_selection selection = {.key = vd_slice_str(key), .end = vd_slice_str(end)};

    assert_int_equal(reader_try_open(kit, reader, &selection, (struct vd_pos){from, 0}), 0);
}

static void forget_ready(struct reader *reader)
{
    if (vd_list_is_linked(&reader->link))
        vd_list_remove(&reader->link);
    reader->is_ready = false;
}

void reader_close(struct reader *reader)
{
    struct kit *kit = reader->kit;

    forget_ready(reader);
    kit->ops->enter(kit);
    kit->journal->ops->close(kit->journal, &reader->cursor);
    kit->ops->leave(kit);
    reader->is_open = false;
}

void reader_seek(struct reader *reader, struct vd_pos to)
{
    struct kit *kit = reader->kit;

    kit->ops->enter(kit);
    kit->journal->ops->seek(kit->journal, &reader->cursor, to);
    kit->ops->leave(kit);
    reader->next = to;
    reader->is_inside = to.sub > 0;
    reader->log_at = 0;
    while (reader->log_at < kit->log_count && vd_pos_cmp(kit->log[reader->log_at].pos, to) < 0)
        reader->log_at++;
    forget_ready(reader);
    reader->is_armed = false;
    reader->is_ready = true;
    vd_list_append(&kit->ready, &reader->link);
}

static bool wants(const struct reader *reader, const struct kit_event *event)
{
    if (!reader->end.len)
        return vd_slice_eq(event->key, reader->key) &&
               (!reader->accepts || reader->accepts(reader, event));
    if (vd_slice_cmp(event->key, reader->key) < 0)
        return false;
    if (!vd_slice_eq(reader->end, vd_slice("", 1)) && vd_slice_cmp(event->key, reader->end) >= 0)
        return false;
    return !reader->accepts || reader->accepts(reader, event);
}

/* The first event at or after a position; log_count: none. */
static size_t log_place(const struct kit *kit, struct vd_pos pos)
{
    size_t low = 0, high = kit->log_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (vd_pos_cmp(kit->log[middle].pos, pos) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct kit_event *log_find(const struct kit *kit, struct vd_pos pos)
{
    size_t at = log_place(kit, pos);

    return at < kit->log_count && !vd_pos_cmp(kit->log[at].pos, pos) ? &kit->log[at] : NULL;
}

static void check_event(const struct vd_event *event, const struct kit_event *expected)
{
    assert_int_equal(event->revision, expected->pos.revision);
    assert_int_equal(event->sub, expected->pos.sub);
    assert_int_equal(event->type == VD_EVENT_DELETE, expected->is_delete);
    assert_true(vd_slice_eq(vd_event_key(event), expected->key));
    assert_true(vd_slice_eq(vd_event_value(event), expected->value));
}

static void check_prev(const struct reader *reader, const struct vd_event *prev,
                       const struct kit_event *expected)
{
    int64_t floor = reader->kit->journal->ops->floor(reader->kit->journal);

    if (!expected->prev.revision) {
        assert_null(prev);
    } else if (!prev) {
        assert_true(expected->pos.revision <= floor);
    } else {
        check_event(prev, log_find(reader->kit, expected->prev));
    }
}

/* The batch goes on where one that ended at `since` did. */
static void check_since(struct reader *reader, const struct vd_batch *batch)
{
    const struct kit *kit = reader->kit;

    reader->goes_on = batch->since.revision && vd_pos_cmp(batch->since, reader->next) <= 0;
    if (!batch->since.revision)
        return;
    assert_true(vd_pos_cmp(batch->since, batch->from) <= 0);
    for (size_t i = log_place(kit, batch->since);
         i < kit->log_count && vd_pos_cmp(kit->log[i].pos, batch->from) < 0; i++)
        assert_false(wants(reader, &kit->log[i]));
}

/* The newest event of a key that a reader wants, up to the head. */
static const struct kit_event *newest(const struct reader *reader, const struct kit_event *event)
{
    const struct kit *kit = reader->kit;
    int64_t head = kit->journal->ops->head(kit->journal);
    const struct kit_event *found = event;

    for (; event < kit->log + kit->log_count && event->pos.revision <= head; event++)
        if (vd_slice_eq(event->key, found->key) && wants(reader, event))
            found = event;
    return found;
}

/* Whether a conflated batch leaves this out, which comes next of what the reader wants. */
static bool is_left_out(const struct reader *reader, const struct kit_event *event,
                        const struct vd_batch *batch, uint32_t at)
{
    bool is_there = at < batch->count && !vd_pos_cmp(vd_event_pos(batch->events[at]), event->pos);
    const struct kit_event *last;

    if (!(reader->flags & VD_PULL_LATEST) || (is_there && reader->accepts))
        return false;
    last = newest(reader, event);
    if (!is_there)
        assert_true(last != event);
    else if (last != event)
        /* It was deleted, and nobody knows it any more. */
        assert_true(last->is_delete &&
                    last->pos.revision <= reader->kit->journal->ops->floor(reader->kit->journal));
    return !is_there;
}

/* Complete, unique, in order, whole: exactly what the scan finds in [from, to). */
static void check_batch(struct reader *reader, const struct vd_batch *batch)
{
    const struct kit *kit = reader->kit;
    int64_t head = kit->journal->ops->head(kit->journal);
    uint32_t at = 0;

    assert_true(vd_pos_cmp(batch->from, reader->next) >= 0);
    check_since(reader, batch);
    assert_true(vd_pos_cmp(batch->from, batch->to) < 0);
    assert_true(batch->count > 0 || (reader->is_inside && !batch->splits) ||
                (reader->flags & VD_PULL_LATEST && (reader->is_inside || batch->splits)));
    assert_int_equal(batch->splits, batch->to.sub > 0);
    assert_true(batch->to.revision <= head + !batch->splits);
    if (reader->is_inside)
        assert_true(batch->to.revision <= batch->from.revision + !batch->splits);
    if (batch->splits && batch->count)
        assert_int_equal(batch->events[0]->revision, batch->to.revision);
    for (; reader->log_at < kit->log_count; reader->log_at++) {
        const struct kit_event *expected = &kit->log[reader->log_at];

        if (vd_pos_cmp(expected->pos, batch->to) >= 0)
            break;
        if (vd_pos_cmp(expected->pos, reader->next) < 0 || !wants(reader, expected))
            continue;
        if (is_left_out(reader, expected, batch, at))
            continue;
        assert_true(at < batch->count);
        check_event(batch->events[at], expected);
        if (reader->flags & VD_PULL_PREV)
            check_prev(reader, batch->prevs[at], expected);
        at++;
    }
    assert_int_equal(at, batch->count);
    reader->next = batch->to;
    reader->is_inside = batch->splits;
    reader->last_key = batch->key;
    reader->events += batch->count;
    reader->batches++;
    reader->kit->events += batch->count;
}

/* The batch that drained another reader: exactly what the scan finds for this one, too. */
static bool take_over(struct reader *reader)
{
    struct kit *kit = reader->kit;
    const struct vd_batch *batch = &kit->drained;
    uint32_t count = 0;

    if (!reader->repeats || !batch->key || !kit->journal->ops->repeat ||
        !kit->journal->ops->repeat(kit->journal, &reader->cursor, batch))
        return false;
    assert_true(vd_pos_cmp(batch->from, reader->next) >= 0);
    for (; reader->log_at < kit->log_count; reader->log_at++) {
        const struct kit_event *expected = &kit->log[reader->log_at];

        if (vd_pos_cmp(expected->pos, batch->to) >= 0)
            break;
        count += vd_pos_cmp(expected->pos, reader->next) >= 0 && wants(reader, expected);
    }
    assert_int_equal(count, batch->count);
    reader->next = batch->to;
    reader->events += count;
    reader->repeated++;
    kit->events += count;
    kit->repeats++;
    return true;
}

int reader_pull(struct reader *reader)
{
    struct kit *kit = reader->kit;
    struct vd_batch batch;
    int rc = take_over(reader) ? VD_WAIT
                               : kit->journal->ops->pull(kit->journal, &reader->cursor,
                                                         reader->max_bytes, reader->flags, &batch);

    kit->pulls++;
    switch (rc) {
    case 0:
        check_batch(reader, &batch);
        if (!batch.drained)
            break;
        /* As good as a VD_WAIT. */
        assert_true(reader->flags & VD_PULL_DRAIN);
        kit->drained = batch;
        rc = VD_WAIT;
        __attribute__((fallthrough));
    case VD_WAIT:
        reader->is_armed = true;
        forget_ready(reader);
        break;
    case VD_COMPACTED:
        assert_true(reader->next.revision < kit->journal->ops->floor(kit->journal));
        reader->is_gone = true;
        forget_ready(reader);
        break;
    case -ENOMEM:
        /* To be tried again. */
        forget_ready(reader);
        reader->is_ready = true;
        vd_list_append(&kit->ready, &reader->link);
        break;
    default:
        fail_msg("pull says %d", rc);
    }
    return rc;
}

bool kit_turn(struct kit *kit)
{
    struct vd_list now;
    bool more, pulled = false;

    kit->ops->enter(kit);
    more = kit->ops->turn(kit);
    vd_list_init(&now);
    vd_list_splice(&now, &kit->ready);
    while (!vd_list_is_empty(&now)) {
        struct reader *reader = vd_list_first(&now, struct reader, link);

        if (reader->is_paused) {
            vd_list_remove(&reader->link);
            vd_list_append(&kit->ready, &reader->link);
            continue;
        }
        pulled = true;
        while (!reader_pull(reader))
            ;
    }
    kit->ops->leave(kit);
    return more || pulled;
}

void kit_settle(struct kit *kit)
{
    unsigned turns = 0;
    bool more;

    do {
        more = kit_turn(kit);
        more |= kit->ops->elsewhere(kit);
        assert_true(turns++ < 20000);
    } while (more);
}

void reader_assert_complete(const struct reader *reader)
{
    const struct kit *kit = reader->kit;

    assert_true(reader->is_open && !reader->is_gone);
    for (size_t i = reader->log_at; i < kit->log_count; i++)
        if (vd_pos_cmp(kit->log[i].pos, reader->next) >= 0 && wants(reader, &kit->log[i]))
            fail_msg("revision %lld was not seen", (long long)kit->log[i].pos.revision);
    kit->ops->enter((struct kit *)kit);
    assert_int_equal(kit->journal->ops->head(kit->journal), kit_head(kit));
    assert_true(kit->journal->ops->is_live(kit->journal, &reader->cursor));
    kit->ops->leave((struct kit *)kit);
}

/*
 * The claims.
 */

void kit_claim_now_is_exact(struct kit *kit)
{
    struct reader a = {0}, b = {0}, all = {0};

    reader_open(kit, &a, "k", "", 0);
    kit->ops->put(kit, "k", "1");
    /* The journal has not had its turn yet: what is written is before `now` all the same. */
    reader_open(kit, &b, "k", "", 0);
    reader_open(kit, &all, "a", "z", 0);
    kit->ops->put(kit, "k", "2");
    kit_settle(kit);
    assert_int_equal(a.events, 2);
    assert_int_equal(b.events, 1);
    assert_int_equal(all.events, 1);
    reader_assert_complete(&a);
    reader_assert_complete(&b);
    reader_assert_complete(&all);
    reader_close(&a);
    reader_close(&b);
    reader_close(&all);
}

void kit_claim_history_is_replayed(struct kit *kit)
{
    struct reader one = {0}, range = {0}, prefix = {0}, other = {0}, from_start = {0};
    int64_t middle = 0;

    for (int i = 0; i < 40; i++) {
        char key[16];
        int64_t revision;

        snprintf(key, sizeof(key), "k/%d", i % 5);
        revision = i % 7 == 6 ? kit->ops->remove(kit, key) : kit->ops->put(kit, key, "value");
        if (i == 20)
            middle = revision;
    }
    reader_open(kit, &from_start, "", "k0", 1);
    reader_open(kit, &one, "k/3", "", middle);
    reader_open(kit, &range, "k/1", "k/35", middle);
    reader_open(kit, &prefix, "k/", "k0", middle);
    reader_open(kit, &other, "m", "n", 1);
    kit_settle(kit);
    assert_true(one.events > 2 && range.events > 5 && prefix.events > 15);
    assert_int_equal(from_start.events, kit->log_count);
    assert_int_equal(other.events, 0);
    kit->ops->put(kit, "k/3", "and on");
    kit_settle(kit);
    reader_assert_complete(&one);
    reader_assert_complete(&range);
    reader_assert_complete(&prefix);
    reader_assert_complete(&other);
    reader_close(&one);
    reader_close(&range);
    reader_close(&prefix);
    reader_close(&other);
    reader_close(&from_start);
}

void kit_claim_latest_leaves_out_what_has_a_newer_one(struct kit *kit)
{
    struct reader one = {.flags = VD_PULL_LATEST}, range = {.flags = VD_PULL_LATEST},
                  deleted = {.flags = VD_PULL_LATEST}, few = {.flags = VD_PULL_LATEST},
                  slow = {.flags = VD_PULL_LATEST | VD_PULL_PREV, .is_paused = true};

    reader_open(kit, &slow, "k/", "k0", 0);
    for (int i = 0; i < 900; i++) {
        kit->ops->put(kit, &"k/a\0k/b\0k/c"[i % 3 * 4], "value");
        if (i % 50 == 0)
            kit_settle(kit);
    }
    kit->ops->remove(kit, "k/b");
    few.max_bytes = 1;
    reader_open(kit, &one, "k/a", "", 1);
    reader_open(kit, &deleted, "k/b", "", 1);
    reader_open(kit, &range, "k/", "k0", 1);
    reader_open(kit, &few, "k/", "k/c", 1);
    slow.is_paused = false;
    kit_settle(kit);
    assert_int_equal(one.events, 1);
    assert_int_equal(deleted.events, 1);
    assert_int_equal(range.events, 3);
    assert_int_equal(few.events, 2);
    assert_int_equal(slow.events, 3);
    /* Nothing is kept from a reader that comes along. */
    for (int i = 0; i < 5; i++) {
        kit->ops->put(kit, "k/b", "value");
        kit_settle(kit);
    }
    assert_int_equal(deleted.events, 6);
    assert_int_equal(range.events, 8);
    assert_int_equal(slow.events, 8);
    reader_assert_complete(&one);
    reader_assert_complete(&deleted);
    reader_assert_complete(&range);
    reader_assert_complete(&few);
    reader_assert_complete(&slow);
    reader_close(&one);
    reader_close(&deleted);
    reader_close(&range);
    reader_close(&few);
    reader_close(&slow);
}

void kit_claim_latest_of_a_revision_that_is_split(struct kit *kit)
{
    enum { KEYS = 100 };
    static char names[KEYS][16];
    const char *keys[KEYS];
    struct reader half = {.max_bytes = 100, .flags = VD_PULL_LATEST}, none = half;

    for (int i = 0; i < KEYS; i++) {
        snprintf(names[i], sizeof(names[i]), "k/%03d", i);
        keys[i] = names[i];
    }
    kit->ops->put_many(kit, keys, KEYS, "value");
    kit->ops->put_many(kit, keys + KEYS / 2, KEYS / 2, "value");
    reader_open(kit, &half, "k/", "k0", 1);
    kit_settle(kit);
    assert_int_equal(half.events, KEYS);
    kit->ops->put_many(kit, keys, KEYS, "value");
    reader_open(kit, &none, "k/", "k0", 1);
    kit_settle(kit);
    assert_int_equal(none.events, KEYS);
    assert_false(none.is_inside);
    reader_assert_complete(&half);
    reader_assert_complete(&none);
    reader_close(&half);
    reader_close(&none);
}

void kit_claim_ready_is_called_once(struct kit *kit)
{
    struct reader reader = {.is_paused = true};

    reader_open(kit, &reader, "k", "", 0);
    for (int i = 0; i < 5; i++) {
        kit->ops->put(kit, "k", "v");
        kit_settle(kit);
    }
    assert_int_equal(reader.ready_calls, 1);
    reader.is_paused = false;
    kit_settle(kit);
    assert_int_equal(reader.events, 5);
    kit_settle(kit);
    assert_true(reader.ready_calls <= 2);
    reader_assert_complete(&reader);
    reader_close(&reader);
}

void kit_claim_future_shows_nothing_before(struct kit *kit)
{
    struct reader soon = {0}, later = {0}, never = {0};
    int64_t now = kit->ops->put(kit, "k", "0");

    reader_open(kit, &later, "k", "", now + 4);
    reader_open(kit, &never, "", "z", INT64_MAX - 1);
    reader_open(kit, &soon, "k", "", now + 1);
    for (int i = 0; i < 6; i++) {
        kit->ops->put(kit, "k", "v");
        if (i % 2)
            kit_settle(kit);
    }
    kit_settle(kit);
    assert_int_equal(soon.events, 6);
    assert_int_equal(later.events, 3);
    assert_int_equal(never.events, 0);
    reader_assert_complete(&later);
    reader_close(&later);
    reader_close(&never);
    reader_close(&soon);
}

void kit_claim_compacted_is_refused(struct kit *kit)
{
    struct reader below = {0}, at = {0}, stalled = {.is_paused = true};
    struct vd_selection selection = {.key = VD_SLICE("k"), .end = VD_SLICE("l")};
    int64_t first = kit->ops->put(kit, "k", "0"), floor = 0;

    reader_open(kit, &stalled, "k", "l", first);
    kit_settle(kit);
    /* More than waits in memory for a cursor that was live. */
    for (int i = 0; i < 600; i++) {
        int64_t revision = kit->ops->put(kit, "k1", "v");

        if (i == 595)
            floor = revision;
        if (i % 100 == 0)
            kit_settle(kit);
    }
    kit->ops->compact(kit, floor);
    assert_int_equal(reader_try_open(kit, &below, &selection, (struct vd_pos){floor - 1, 0}),
                     VD_COMPACTED);
    assert_int_equal(reader_try_open(kit, &at, &selection, (struct vd_pos){floor, 0}), 0);
    kit_settle(kit);
    assert_int_equal(at.events, 5);
    assert_true(stalled.is_ready);
    stalled.is_paused = false;
    kit_settle(kit);
    assert_true(stalled.is_gone);
    assert_int_equal(stalled.events, 0);
    reader_close(&stalled);
    reader_close(&at);
}

void kit_claim_seek_shows_the_same_again(struct kit *kit)
{
    struct reader reader = {0};
    int64_t first = 0;

    for (int i = 0; i < 30; i++) {
        int64_t revision = kit->ops->put(kit, i % 3 ? "k/a" : "k/b", "v");

        if (!i)
            first = revision;
    }
    reader_open(kit, &reader, "k/", "k0", first);
    kit_settle(kit);
    assert_int_equal(reader.events, 30);
    reader_seek(&reader, (struct vd_pos){first + 10, 0});
    kit_settle(kit);
    assert_int_equal(reader.events, 50);
    kit->ops->put(kit, "k/c", "v");
    kit_settle(kit);
    assert_int_equal(reader.events, 51);
    reader_assert_complete(&reader);
    reader_close(&reader);
}

void kit_claim_revisions_stay_whole(struct kit *kit)
{
    static const char *const keys[] = {"k/a", "k/b", "k/c", "m"};
    struct reader live = {.max_bytes = 25}, late = {.max_bytes = 25};

    reader_open(kit, &live, "k/", "k0", 0);
    for (int i = 0; i < 10; i++)
        kit->ops->put_many(kit, keys, VD_COUNT(keys), "value");
    kit_settle(kit);
    reader_open(kit, &late, "k/", "k0", 1);
    kit_settle(kit);
    /* 24 bytes a revision: one a batch, none split. */
    assert_int_equal(live.events, 30);
    assert_int_equal(live.batches, 10);
    assert_int_equal(late.events, 30);
    assert_int_equal(late.batches, 10);
    reader_close(&live);
    reader_close(&late);
}

void kit_claim_large_revision_is_split(struct kit *kit)
{
    enum { KEYS = 100 };
    static char names[KEYS][16];
    const char *keys[KEYS];
    struct reader live = {.max_bytes = 100}, late = {.max_bytes = 100, .flags = VD_PULL_PREV};

    for (int i = 0; i < KEYS; i++) {
        snprintf(names[i], sizeof(names[i]), "k/%03d", i);
        keys[i] = names[i];
    }
    reader_open(kit, &live, "k/", "k0", 0);
    kit->ops->put(kit, "k/x", "before");
    kit->ops->put_many(kit, keys, KEYS, "value");
    kit->ops->put(kit, "k/x", "after");
    kit_settle(kit);
    reader_open(kit, &late, "k/", "k0", 1);
    kit_settle(kit);
    assert_int_equal(live.events, KEYS + 2);
    assert_true(live.batches >= KEYS / 10);
    assert_int_equal(late.events, KEYS + 2);
    reader_seek(&late, (struct vd_pos){kit_head(kit) - 1, 50});
    kit_settle(kit);
    assert_int_equal(late.events, KEYS + 2 + 51);
    reader_assert_complete(&live);
    reader_assert_complete(&late);
    reader_close(&live);
    reader_close(&late);
}

static struct reader victims[3];

static void close_all_victims(struct vd_cursor *cursor)
{
    struct kit *kit = vd_container_of(cursor, struct reader, cursor)->kit;

    for (size_t i = 0; i < VD_COUNT(victims); i++)
        if (victims[i].is_open) {
            kit->journal->ops->close(kit->journal, &victims[i].cursor);
            victims[i].is_open = false;
        }
}

static void close_in_ready(struct kit *kit)
{
    memset(victims, 0, sizeof(victims));
    for (size_t i = 0; i < VD_COUNT(victims); i++) {
        reader_open(kit, &victims[i], "k", i == 2 ? "l" : "", 0);
        victims[i].cursor.ready = close_all_victims;
    }
    kit->ops->put(kit, "k", "v");
    kit_settle(kit);
    for (size_t i = 0; i < VD_COUNT(victims); i++)
        assert_false(victims[i].is_open);
}

void kit_claim_close_in_ready_is_safe(struct kit *kit)
{
    struct reader survivor = {0};

    close_in_ready(kit);
    reader_open(kit, &survivor, "k", "", 0);
    close_in_ready(kit);
    assert_int_equal(survivor.events, 1);
    reader_close(&survivor);
}

static void pull_in_ready(struct vd_cursor *cursor)
{
    struct reader *reader = vd_container_of(cursor, struct reader, cursor);

    assert_true(reader->is_armed);
    reader->is_armed = false;
    while (!reader_pull(reader))
        ;
}

void kit_claim_pull_in_ready_is_safe(struct kit *kit)
{
    enum { KEYS = 9000 }; /* more than is shown in one turn */
    static char names[KEYS][8];
    static const char *keys[KEYS];
    struct reader pullers[3] = {0};

    for (size_t i = 0; i < KEYS; i++) {
        snprintf(names[i], sizeof(names[i]), "a/%04zu", i);
        keys[i] = names[i];
    }
    for (size_t i = 0; i < VD_COUNT(pullers); i++) {
        pullers[i].flags = i ? VD_PULL_DRAIN : 0;
        reader_open(kit, &pullers[i], "a", "c", 0);
        pullers[i].cursor.ready = pull_in_ready;
    }
    for (size_t n = 1; n <= 3; n++) {
        kit->ops->put(kit, "b", "v");
        if (n == 2)
            kit->ops->put_many(kit, keys, KEYS, "v");
        kit_settle(kit);
        for (size_t i = 0; i < VD_COUNT(pullers); i++)
            assert_int_equal(pullers[i].events, n < 2 ? n : n + KEYS);
    }
    for (size_t i = 0; i < VD_COUNT(pullers); i++)
        reader_close(&pullers[i]);
}

void kit_claim_repeat_is_what_a_pull_would_be(struct kit *kit)
{
    struct reader first = {.flags = VD_PULL_DRAIN}, next = {.repeats = true},
                  other = {.repeats = true};

    reader_open(kit, &first, "k", "", 0);
    reader_open(kit, &next, "k", "", 0);
    reader_open(kit, &other, "k", "l", 0);
    kit->ops->put(kit, "k", "1");
    kit_settle(kit);
    assert_int_equal(next.repeated, 1);
    assert_int_equal(other.repeated, 0);
    reader_assert_complete(&next);

    /* A turn later it is still the same; after another event it is not. */
    for (size_t more = 0; more < 2; more++) {
        next.is_paused = true;
        kit->ops->put(kit, "k", "2");
        kit_turn(kit);
        first.is_paused = more;
        for (size_t i = 0; i < more; i++)
            kit->ops->put(kit, "k", "3");
        kit_turn(kit);
        next.is_paused = first.is_paused = false;
        kit_settle(kit);
        assert_int_equal(next.repeated, 2);
        reader_assert_complete(&next);
    }
    /* Nor is it for one that stands elsewhere. */
    next.is_paused = true;
    for (size_t i = 0; i < 2; i++) {
        kit->ops->put(kit, "k", "4");
        kit_turn(kit);
    }
    next.is_paused = false;
    kit_settle(kit);
    assert_int_equal(next.repeated, 2);
    assert_int_equal(next.events, 6);
    assert_int_equal(first.events, 6);
    assert_int_equal(other.events, 6);
    reader_assert_complete(&next);
    reader_close(&first);
    reader_close(&next);
    reader_close(&other);
}
