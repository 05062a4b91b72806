/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "doors/etcd3/encode.h"
#include "doors/etcd3/events.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Two selections over one history: every event, and every third. */
enum { REVISIONS = 400, SELECTIONS = 2 };

struct history {
    struct vd_block *block;
    const struct vd_event *all[SELECTIONS][REVISIONS * 3], *prevs[REVISIONS * 3];
    uint32_t count[SELECTIONS];
    struct vd_runs runs;
};

static int setup(void **state)
{
    struct history *h = calloc(1, sizeof(*h));
    static uint8_t value[3000];
    uint32_t n = 0;

    srand(7);
    h->block = vd_block_new(REVISIONS * 3, REVISIONS * 3 * 3010);
    for (int64_t revision = 1; revision <= REVISIONS; revision++) {
        uint32_t subs = 1 + (uint32_t)rand() % 3;

        for (uint32_t sub = 0; sub < subs; sub++, n++) {
            size_t len = rand() % 20 ? (size_t)rand() % 200 : (size_t)rand() % 3000;
            struct vd_event *event =
                vd_block_add(h->block, VD_SLICE("key"), vd_slice(value, len), VD_SLICE_EMPTY);

            event->revision = revision;
            event->sub = sub;
            event->type = rand() % 4 ? VD_EVENT_PUT : VD_EVENT_DELETE;
            h->prevs[n] = n % 2 ? h->all[0][n - 1] : NULL;
            h->all[0][h->count[0]++] = event;
            if (n % 3 == 0)
                h->all[1][h->count[1]++] = event;
        }
    }
    vd_runs_init(&h->runs, &vd_etcd3_events, NULL);
    *state = h;
    return 0;
}

static int teardown(void **state)
{
    struct history *h = *state;

    vd_runs_deinit(&h->runs);
    assert_int_equal(h->runs.bytes, 0);
    vd_block_unref(h->block);
    free(h);
    return 0;
}

static uint32_t find(const struct history *h, unsigned selection, int64_t revision)
{
    uint32_t i = 0;

    while (i < h->count[selection] && h->all[selection][i]->revision < revision)
        i++;
    return i;
}

/* The events of the revisions [from, to), as a journal hands them out. */
static struct vd_batch batch_of(const struct history *h, unsigned selection, int64_t from,
                                int64_t to, uint64_t key)
{
    uint32_t first = find(h, selection, from);

    return (struct vd_batch){.events = h->all[selection] + first,
                             .prevs = selection == 0 ? h->prevs + first : NULL,
                             .count = find(h, selection, to) - first,
                             .from = {from, 0},
                             .to = {to, 0},
                             .key = key};
}

/* Events first .. end-1 of a batch by themselves. */
static struct vd_bytes *encode(const struct vd_batch *batch, uint32_t end, unsigned variant)
{
    struct vd_bytes *bytes = vd_bytes_new(1 << 20);
    uint8_t *to = bytes->data;

    for (uint32_t i = 0; i < end; i++)
        if (vd_etcd3_wants(variant, batch->events[i])) {
            const struct vd_event *prev =
                variant & VD_ETCD3_PREV_KV && batch->prevs ? batch->prevs[i] : NULL;
            struct vd_etcd3_event_sizes sizes = vd_etcd3_event_measure(batch->events[i], prev);

            to = vd_etcd3_event_write(to, batch->events[i], prev, &sizes);
        }
    bytes->len = (uint32_t)(to - bytes->data);
    return bytes;
}

/* The piece is what the batch's events up to `to` are by themselves. */
static void assert_piece(const struct vd_batch *batch, unsigned variant,
                         const struct vd_run_piece *encoding)
{
    struct vd_bytes *bytes;
    uint32_t end = 0, wanted = 0;

    assert_true(vd_pos_cmp(batch->from, encoding->to) < 0);
    assert_true(vd_pos_cmp(encoding->to, batch->to) <= 0);
    assert_true(batch->splits || encoding->to.sub == 0);
    for (; end < batch->count && vd_pos_cmp(vd_event_pos(batch->events[end]), encoding->to) < 0;
         end++)
        wanted += vd_etcd3_wants(variant, batch->events[end]);
    bytes = encode(batch, end, variant);
    assert_int_equal(encoding->events, wanted);
    assert_int_equal(encoding->piece.len, bytes->len);
    if (bytes->len)
        assert_memory_equal(encoding->piece.ptr, bytes->data, bytes->len);
    vd_bytes_unref(bytes);
}

static void piece_of_a_run_is_what_the_events_are_by_themselves(void **state)
{
    struct history *h = *state;

    for (int i = 0; i < 20000; i++) {
        unsigned selection = (unsigned)rand() % SELECTIONS, variant = (unsigned)rand() % 8;
        int64_t from = 1 + rand() % REVISIONS, to = from + 1 + rand() % 20;
        struct vd_run_piece encoding;
        struct vd_batch batch;

        if (to > REVISIONS + 1)
            continue;
        batch = batch_of(h, selection, from, to, rand() % 10 ? selection + 1 : 0);
        if (!batch.count)
            continue;
        if (rand() % 2 && batch.events != h->all[selection])
            batch.since = (struct vd_pos){batch.events[-1]->revision + 1, 0};
        if (rand() % 8 == 0) {
            /* As if the journal had cut it inside its last revision. */
            batch.splits = true;
            batch.to = vd_event_pos(batch.events[--batch.count]);
            if (!batch.count)
                continue;
        }
        assert_int_equal(vd_etcd3_events_get(&h->runs, &batch, variant, &encoding), 0);
        assert_piece(&batch, variant, &encoding);
        assert_true(h->runs.bytes <= VD_RUNS_BYTES);
    }
}

static void revision_larger_than_a_run_is_one_piece(void **state)
{
    struct history *h = *state;
    enum { EVENTS = 300 };
    const struct vd_event *events[EVENTS];
    struct vd_batch batch = {
        .events = events, .count = EVENTS, .from = {1, 0}, .to = {3, 0}, .key = 9};
    struct vd_run_piece encoding;
    struct vd_block *block = vd_block_new(EVENTS, EVENTS * 210);
    static uint8_t value[200];

    for (uint32_t i = 0; i < EVENTS; i++) {
        struct vd_event *event =
            vd_block_add(block, VD_SLICE("k"), vd_slice(value, sizeof(value)), VD_SLICE_EMPTY);

        event->revision = i < EVENTS - 1 ? 1 : 2;
        event->sub = i < EVENTS - 1 ? i : 0;
        events[i] = event;
    }
    assert_int_equal(vd_etcd3_events_get(&h->runs, &batch, 0, &encoding), 0);
    assert_piece(&batch, 0, &encoding);
    assert_true(encoding.piece.len > VD_RUN_BYTES);
    assert_true(encoding.to.revision >= 2);
    vd_block_unref(block);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(piece_of_a_run_is_what_the_events_are_by_themselves),
        T(revision_larger_than_a_run_is_one_piece),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
