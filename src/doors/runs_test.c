/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/runs.h"

#include "base/alloc.h"
#include "base/hash.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Two selections over one history: every event, and every third. */
enum { REVISIONS = 300, EVENTS_MAX = REVISIONS * 3, SELECTIONS = 2, HIDE_DELETES = 1 };

static struct vd_block *block;
static const struct vd_event *all[SELECTIONS][EVENTS_MAX];
static uint32_t count[SELECTIONS];
static struct vd_runs runs;
static unsigned written;

/* An event is as many bytes as its value, of its own kind, and a variant's mark. */
static size_t bound(unsigned variant, const struct vd_event *event, const struct vd_event *prev)
{
    return variant & HIDE_DELETES && event->type == VD_EVENT_DELETE ? 0 : 2 * event->value_len + 2;
}

static uint8_t *write_event(void *arg, unsigned variant, uint8_t *to, const struct vd_event *event,
                            const struct vd_event *prev)
{
    written++;
    *to = (uint8_t)variant;
    memset(to + 1, (uint8_t)(event->revision * 7 + event->sub), event->value_len);
    return to + 1 + event->value_len;
}

static const struct vd_run_encoder encoder = {bound, write_event};
static const struct vd_run_encoder whole = {bound, write_event, NULL, .whole_revisions = true};

static int set_up(void **state)
{
    static uint8_t value[30000];
    uint64_t random = 1;
    uint32_t n = 0;

    memset(count, 0, sizeof(count));
    block = vd_block_new(EVENTS_MAX, (size_t)EVENTS_MAX * 3000);
    for (int64_t revision = 1; revision <= REVISIONS; revision++) {
        random = vd_hash_u64(random);
        for (uint32_t sub = 0, subs = 1 + (uint32_t)(random % 3); sub < subs; sub++, n++) {
            size_t len = vd_hash_u64(n) % 50 ? vd_hash_u64(n) % 150 : vd_hash_u64(n) % 30000;
            struct vd_event *event =
                vd_block_add(block, VD_SLICE("key"), vd_slice(value, len), VD_SLICE_EMPTY);

            assert_non_null(event);
            event->revision = revision;
            event->sub = sub;
            event->type = vd_hash_u64(n + 7) % 4 ? VD_EVENT_PUT : VD_EVENT_DELETE;
            all[0][count[0]++] = event;
            if (n % 3 == 0)
                all[1][count[1]++] = event;
        }
    }
    vd_runs_init(&runs, &encoder, NULL);
    written = 0;
    return 0;
}

static int tear_down(void **state)
{
    vd_runs_deinit(&runs);
    assert_int_equal(runs.bytes, 0);
    vd_block_unref(block);
    return 0;
}

static uint32_t find(unsigned selection, struct vd_pos pos)
{
    uint32_t i = 0;

    while (i < count[selection] && vd_pos_cmp(vd_event_pos(all[selection][i]), pos) < 0)
        i++;
    return i;
}

static struct vd_batch batch_of(unsigned selection, struct vd_pos from, struct vd_pos to)
{
    uint32_t first = find(selection, from);

    return (struct vd_batch){.events = all[selection] + first,
                             .count = find(selection, to) - first,
                             .from = from,
                             .to = to,
                             .key = selection + 1};
}

/* The piece is what the batch's events up to `to` are, one by one. */
static void assert_piece(const struct vd_batch *batch, unsigned variant,
                         const struct vd_run_piece *piece)
{
    const uint8_t *at = piece->piece.ptr;
    uint32_t events = 0;

    assert_true(vd_pos_cmp(batch->from, piece->to) < 0 && vd_pos_cmp(piece->to, batch->to) <= 0);
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct vd_event *event = batch->events[i];

        if (vd_pos_cmp(vd_event_pos(event), piece->to) >= 0 || !bound(variant, event, NULL))
            continue;
        events++;
        assert_int_equal(*at++, variant);
        for (uint32_t n = 0; n < event->value_len; n++)
            assert_int_equal(*at++, (uint8_t)(event->revision * 7 + event->sub));
    }
    assert_int_equal(events, piece->events);
    assert_ptr_equal(at, piece->piece.ptr + piece->piece.len);
}

/* Readers that stand anywhere, want any length and take any number of bytes. */
static void every_piece_is_what_its_events_are(void **state)
{
    uint64_t random = 3;

    for (unsigned n = 0; n < 3000; n++) {
        unsigned selection = n % SELECTIONS, variant = n / 2 % 2;
        struct vd_pos from, to;
        struct vd_run_piece piece;
        struct vd_batch batch;
        size_t max_bytes;
        uint32_t max_events;

        random = vd_hash_u64(random);
        from = (struct vd_pos){1 + (int64_t)(random % REVISIONS), random >> 32 & 1};
        to = (struct vd_pos){from.revision + 1 + (int64_t)(random >> 16) % 40, 0};
        max_bytes = 1 + (random >> 40) % 5000;
        max_events = random % 5 ? UINT32_MAX : 1 + (uint32_t)(random >> 50) % 7;
        batch = batch_of(selection, from, to);
        if (!batch.count)
            continue;
        assert_int_equal(vd_runs_get(&runs, &batch, variant, max_bytes, max_events, &piece), 0);
        assert_piece(&batch, variant, &piece);
        assert_true(piece.events <= max_events);
        assert_true(piece.piece.len <= max_bytes || piece.events == 1);
        assert_true(runs.bytes <= VD_RUNS_BYTES + 4 * VD_RUN_BYTES);
    }
}

static void neighbours_share_what_was_encoded(void **state)
{
    struct vd_batch batch = batch_of(0, (struct vd_pos){5, 0}, (struct vd_pos){20, 0});
    struct vd_batch longer = batch_of(0, (struct vd_pos){7, 0}, (struct vd_pos){22, 0});
    struct vd_run_piece first, again, more;
    unsigned after;

    assert_int_equal(vd_runs_get(&runs, &batch, 0, SIZE_MAX, UINT32_MAX, &first), 0);
    after = written;
    assert_in_range(after, 1, batch.count);
    assert_int_equal(vd_runs_get(&runs, &batch, 0, SIZE_MAX, UINT32_MAX, &again), 0);
    assert_ptr_equal(first.piece.ptr, again.piece.ptr);
    assert_int_equal(written, after);
    assert_int_equal(vd_runs_get(&runs, &longer, 0, SIZE_MAX, UINT32_MAX, &more), 0);
    assert_in_range(written - after, 0, find(0, longer.to) - find(0, first.to));
    /* Another variant, and a batch that is equal to none, are not. */
    after = written;
    assert_int_equal(vd_runs_get(&runs, &batch, 2, SIZE_MAX, UINT32_MAX, &again), 0);
    assert_true(written > after);
    after = written;
    batch.key = 0;
    assert_int_equal(vd_runs_get(&runs, &batch, 0, SIZE_MAX, UINT32_MAX, &again), 0);
    assert_true(written > after);
}

static void want_whole_revisions(void)
{
    vd_runs_deinit(&runs);
    vd_runs_init(&runs, &whole, NULL);
}

static void get(const struct vd_batch *batch, struct vd_run_piece *out_piece)
{
    assert_int_equal(vd_runs_get(&runs, batch, 0, SIZE_MAX, UINT32_MAX, out_piece), 0);
    assert_piece(batch, 0, out_piece);
}

/* Batches of whole revisions, and now and then one that the journal has cut inside one. */
static void whole_revisions_stay_together(void **state)
{
    uint64_t random = 5;

    want_whole_revisions();
    for (unsigned n = 0; n < 5000; n++) {
        struct vd_pos from, to;
        struct vd_run_piece piece;
        struct vd_batch batch;

        random = vd_hash_u64(random);
        from = (struct vd_pos){1 + (int64_t)(random % REVISIONS), 0};
        to = (struct vd_pos){from.revision + 1 + (int64_t)(random >> 16) % 20, 0};
        batch = batch_of(n % SELECTIONS, from, to);
        if (random >> 40 & 1 && batch.count > 1) {
            batch.splits = true;
            batch.to = vd_event_pos(batch.events[--batch.count]);
        }
        if (!batch.count)
            continue;
        get(&batch, &piece);
        assert_true(batch.splits || piece.to.sub == 0);
    }
}

/* What was encoded of a revision for one who took a part of it is there, and must not come twice.
 * The last of these events does not fit into the run that the others are in. */
static void a_run_that_ends_inside_a_revision_serves_no_whole_one(void **state)
{
    static const struct vd_pos at[] = {{1, 0}, {2, 0}, {2, 1}};
    static uint8_t value[600];
    struct vd_block *small = vd_block_new(3, 2000);
    const struct vd_event *events[3];
    struct vd_batch part = {.events = events, .count = 2, .from = {1, 0}, .to = {2, 1}, .key = 9};
    struct vd_batch whole_one = part;
    struct vd_run_piece piece;

    for (unsigned i = 0; i < 3; i++) {
        struct vd_event *event = vd_block_add(
            small, VD_SLICE("k"), vd_slice(value, i < 2 ? 40 : sizeof(value)), VD_SLICE_EMPTY);

        event->revision = at[i].revision;
        event->sub = (uint32_t)at[i].sub;
        events[i] = event;
    }
    want_whole_revisions();
    part.splits = true;
    whole_one.count = 3;
    whole_one.to = (struct vd_pos){3, 0};
    for (unsigned n = 0; n < 3; n++) {
        get(&part, &piece);
        assert_int_equal(piece.events, 2);
        get(&whole_one, &piece);
        assert_int_equal(piece.to.sub, 0);
    }
    vd_block_unref(small);
}

static void a_run_goes_on_where_nothing_was_between(void **state)
{
    const struct vd_event *const *at = all[1];
    struct vd_batch first, next;
    struct vd_run_piece a, b;

    while (at[1]->revision - at[0]->revision < 2 || at[0]->value_len + at[1]->value_len > 200)
        at++;
    first =
        batch_of(1, (struct vd_pos){at[0]->revision, 0}, (struct vd_pos){at[0]->revision + 1, 0});
    next =
        batch_of(1, (struct vd_pos){at[1]->revision, 0}, (struct vd_pos){at[1]->revision + 1, 0});
    get(&first, &a);
    get(&next, &b);
    assert_ptr_not_equal(a.bytes, b.bytes);
    vd_runs_deinit(&runs);
    next.since = first.to;
    get(&first, &a);
    get(&next, &b);
    assert_ptr_equal(a.bytes, b.bytes);
    assert_ptr_equal(a.piece.ptr + a.piece.len, b.piece.ptr);
}

static void a_busy_selection_gets_long_runs_and_others_short_ones(void **state)
{
    struct vd_batch batch = batch_of(0, (struct vd_pos){1, 0}, (struct vd_pos){2, 0});
    struct vd_bytes *before = NULL;
    struct vd_run_piece piece;
    unsigned begun = 0;
    size_t bytes = 0;

    get(&batch, &piece);
    assert_true(runs.bytes < 4096);
    while (piece.to.revision <= REVISIONS) {
        batch = batch_of(0, piece.to, (struct vd_pos){piece.to.revision + 1, 0});
        get(&batch, &piece);
        begun += piece.bytes != before;
        before = piece.bytes;
        bytes += piece.piece.len;
    }
    assert_true(begun < 10 + 3 * bytes / VD_RUN_BYTES);
}

static void bytes_live_as_long_as_they_are_held(void **state)
{
    struct vd_batch batch = batch_of(0, (struct vd_pos){1, 0}, (struct vd_pos){5, 0});
    struct vd_run_piece piece;
    struct vd_bytes *held;

    get(&batch, &piece);
    held = vd_bytes_ref(piece.bytes);
    vd_runs_deinit(&runs);
    assert_piece(&batch, 0, &piece);
    vd_bytes_unref(held);
}

static size_t very_size(unsigned variant, const struct vd_event *event, const struct vd_event *prev)
{
    return event->value_len + 1;
}

/* Events of the first piece of a new set of runs. */
static uint32_t taken(const struct vd_run_encoder *by, const struct vd_batch *batch)
{
    struct vd_run_piece piece;

    vd_runs_deinit(&runs);
    vd_runs_init(&runs, by, NULL);
    get(batch, &piece);
    return piece.events;
}

static void a_size_is_asked_for_where_a_run_may_be_full(void **state)
{
    static const struct vd_run_encoder exact = {bound, write_event, very_size};
    uint32_t more = 0;

    for (int64_t from = 1; from < REVISIONS - 100; from++) {
        struct vd_batch batch =
            batch_of(0, (struct vd_pos){from, 0}, (struct vd_pos){from + 100, 0});
        uint32_t loose = taken(&encoder, &batch), tight = taken(&exact, &batch);

        assert_true(tight >= loose);
        more += tight - loose;
    }
    assert_true(more > 0);
}

static void memory_that_is_short_is_said_and_nothing_is_lost(void **state)
{
    struct vd_batch batch = batch_of(0, (struct vd_pos){5, 0}, (struct vd_pos){20, 0});
    struct vd_run_piece piece;

    for (long n = 0; n < 2; n++) {
        vd_alloc_fail_after(n);
        assert_int_equal(vd_runs_get(&runs, &batch, 0, SIZE_MAX, UINT32_MAX, &piece), -ENOMEM);
        vd_alloc_fail_after(-1);
    }
    assert_int_equal(vd_runs_get(&runs, &batch, 0, SIZE_MAX, UINT32_MAX, &piece), 0);
    assert_piece(&batch, 0, &piece);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(every_piece_is_what_its_events_are),
        T(neighbours_share_what_was_encoded),
        T(whole_revisions_stay_together),
        T(a_run_that_ends_inside_a_revision_serves_no_whole_one),
        T(a_run_goes_on_where_nothing_was_between),
        T(a_busy_selection_gets_long_runs_and_others_short_ones),
        T(bytes_live_as_long_as_they_are_held),
        T(a_size_is_asked_for_where_a_run_may_be_full),
        T(memory_that_is_short_is_said_and_nothing_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
