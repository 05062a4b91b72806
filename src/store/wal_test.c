/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "store/fs_sim.h"
#include "store/wal.h"
#include "store/wal_format.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define SEGMENT    (64u << 10)
#define SMALL      (16u << 10)
#define FIRST_FILE "0000000000000001.wal"

static const struct vd_wal_options options = {
    .store_id = 0x5705e,
    .crc_seed = 0x5eed,
    .first_index = 1,
    .segment_bytes = SEGMENT,
    .small_segment_bytes = SMALL,
};

/* What came back from a recovery: the payload of record i says i, and how long it is. */
struct seen {
    uint64_t first, last;
    int64_t last_time_ms;
    uint64_t payload_bytes;
};

static void fill(uint8_t *payload, size_t len, uint64_t index)
{
    for (size_t i = 0; i < len; i++)
        payload[i] = (uint8_t)(index * 31 + i * 7);
}

static int see(void *arg, const struct vd_wal_record *record)
{
    uint8_t *want = malloc(record->payload.len + 1);
    struct seen *seen = arg;

    if (seen->last)
        assert_int_equal(record->index, seen->last + 1);
    else
        seen->first = record->index;
    seen->last = record->index;
    seen->last_time_ms = record->time_ms;
    seen->payload_bytes += record->payload.len;
    fill(want, record->payload.len, record->index);
    assert_memory_equal(want, record->payload.ptr, record->payload.len);
    assert_int_equal(record->type, 1 + record->index % 5);
    free(want);
    return 0;
}

static struct vd_wal *reopen(struct vd_fs *fs, uint64_t after, struct seen *seen)
{
    struct vd_diag diag = {""};
    struct vd_wal *wal;

    *seen = (struct seen){0};
    assert_int_equal(vd_wal_open(fs, "wal", &options, &diag, &wal), 0);
    if (vd_wal_recover(wal, after, see, seen, &diag) != 0)
        fail_msg("%s", diag.text);
    return wal;
}

/* The outcome of a recovery that is expected to refuse, and its words. */
static int refused(struct vd_fs *fs, const struct vd_wal_options *opts, uint64_t after,
                   struct vd_diag *diag)
{
    struct seen seen = {0};
    struct vd_wal *wal;
    int rc = vd_wal_open(fs, "wal", opts, diag, &wal);

    if (rc)
        return rc;
    rc = vd_wal_recover(wal, after, see, &seen, diag);
    vd_wal_close(wal, false);
    return rc;
}

static int append(struct vd_wal *wal, size_t len)
{
    uint64_t index = vd_wal_last_index(wal) + 1, got;
    uint8_t *payload = malloc(len + 1);
    struct vd_slice pieces[2];
    int rc;

    fill(payload, len, index);
    pieces[0] = vd_slice(payload, len / 3);
    pieces[1] = vd_slice(payload + len / 3, len - len / 3);
    rc = vd_wal_append(wal, (uint8_t)(1 + index % 5), (int64_t)(1000 + index), pieces, 2, &got);
    if (rc == 0)
        assert_int_equal(got, index);
    free(payload);
    return rc;
}

static void append_flushed(struct vd_wal *wal, size_t count, size_t len)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(append(wal, len), 0);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    assert_int_equal(vd_wal_durable_index(wal), vd_wal_last_index(wal));
}

static void keep(struct vd_wal *wal)
{
    int rc;

    while ((rc = vd_wal_step(wal)) == 0)
        ;
    assert_int_equal(rc, VD_WAIT);
}

static void what_was_flushed_comes_back_in_order(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_fs *fs = vd_fs_sim_fs(sim);
    struct seen seen;
    struct vd_wal *wal = reopen(fs, 0, &seen);

    assert_int_equal(seen.last, 0);
    for (int i = 0; i < 100; i++)
        append_flushed(wal, 1 + (size_t)i % 4, (size_t)i * 13);
    assert_int_equal(vd_wal_close(wal, false), 0);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(fs, 0, &seen);
    assert_int_equal(seen.first, 1);
    assert_int_equal(seen.last, 250);
    assert_int_equal(seen.last_time_ms, 1250);
    assert_int_equal(vd_wal_last_index(wal), 250);
    assert_int_equal(vd_wal_last_time_ms(wal), 1250);
    vd_wal_close(wal, false);
    wal = reopen(fs, 200, &seen);
    assert_int_equal(seen.first, 201);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void an_unflushed_batch_is_absent(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    append_flushed(wal, 3, 10);
    assert_int_equal(append(wal, 10), 0);
    vd_wal_close(wal, false);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 3);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void every_life_that_writes_has_segments_of_its_own(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_fs *fs = vd_fs_sim_fs(sim);
    struct vd_wal_stats stats;
    struct seen seen;
    struct vd_wal *wal;

    for (uint64_t life = 0; life < 6; life++) {
        wal = reopen(fs, 0, &seen);
        assert_int_equal(seen.last, life);
        append_flushed(wal, 1, 10);
        vd_wal_stats(wal, &stats);
        assert_int_equal(stats.segments_used, 1);
        assert_int_equal(vd_wal_close(wal, life % 2), 0);
        wal = reopen(fs, 0, &seen);
        vd_wal_stats(wal, &stats);
        assert_int_equal(stats.segments_used, 0);
        assert_int_equal(vd_wal_close(wal, true), 0);
    }
    vd_fs_sim_free(sim);
}

static void a_batch_larger_than_a_segment_gets_one_of_its_size(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_stats stats;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    keep(wal);
    append_flushed(wal, 1, 100);
    append_flushed(wal, 1, 300000);
    append_flushed(wal, 1, 100);
    append_flushed(wal, 2, 3000000);
    append_flushed(wal, 1, 0);
    vd_wal_stats(wal, &stats);
    assert_int_equal(stats.segments_made_inline, 3);
    vd_wal_close(wal, false);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 6);
    assert_int_equal(seen.payload_bytes, 6300200);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

/* Zeros for as many bytes take long: the role goes on with other things meanwhile. */
static void a_batch_larger_than_a_segment_waits_for_the_keeper(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_file file = {.fs = vd_fs_sim_fs(sim)};
    struct vd_wal_flush flush;
    struct vd_wal_stats stats;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    keep(wal);
    append_flushed(wal, 1, 100);
    for (size_t len = 300000; len <= 3000000; len *= 10) {
        unsigned asked = 0, steps = 0;

        assert_int_equal(append(wal, len), 0);
        for (; vd_wal_flush_begin(wal, &flush) == VD_AGAIN; asked++) {
            assert_false(vd_wal_has_large(wal));
            for (; !vd_wal_has_large(wal); steps++)
                assert_int_equal(vd_wal_step(wal), 0);
        }
        assert_int_equal(asked, 1);
        assert_in_range(steps, 1, 2 + len / (1 << 20));
        file.handle = flush.fd;
        assert_int_equal(vd_file_write_durable(&file, flush.buf, flush.len, (uint64_t)flush.offset),
                         0);
        vd_wal_flush_done(wal, 0);
        append_flushed(wal, 1, 100);
    }
    vd_wal_stats(wal, &stats);
    assert_int_equal(stats.segments_made_inline, 1); /* when it was opened */
    /* One that is made and not used, and one that is not even made, leave nothing behind. */
    assert_int_equal(append(wal, 400000), 0);
    assert_int_equal(vd_wal_flush_begin(wal, &flush), VD_AGAIN);
    vd_wal_unappend(wal, vd_wal_last_index(wal));
    keep(wal);
    assert_true(vd_wal_has_large(wal));
    assert_int_equal(append(wal, 500000), 0);
    assert_int_equal(vd_wal_flush_begin(wal, &flush), VD_AGAIN);
    assert_false(vd_wal_has_large(wal));
    assert_int_equal(vd_wal_step(wal), 0);
    vd_wal_close(wal, false);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 5);
    assert_int_equal(seen.payload_bytes, 3300300);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void a_batch_may_be_built_while_the_one_before_is_being_flushed(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_flush flush, second;
    struct vd_file file = {.fs = vd_fs_sim_fs(sim)};
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    assert_int_equal(append(wal, 5000), 0);
    assert_int_equal(vd_wal_flush_begin(wal, &flush), 0);
    assert_int_equal((uintptr_t)flush.buf % 4096, 0);
    assert_int_equal(flush.offset % 4096, 0);
    assert_int_equal(flush.len % 4096, 0);
    for (int i = 0; i < 300; i++)
        assert_int_equal(append(wal, 2000), 0);
    assert_int_equal(vd_wal_flush_begin(wal, &second), VD_WAIT);
    assert_int_equal(vd_wal_durable_index(wal), 0);
    file.handle = flush.fd;
    assert_int_equal(vd_file_write_durable(&file, flush.buf, flush.len, (uint64_t)flush.offset), 0);
    vd_wal_flush_done(wal, 0);
    assert_int_equal(vd_wal_durable_index(wal), 1);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    assert_int_equal(vd_wal_durable_index(wal), 301);
    vd_wal_close(wal, false);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 301);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void a_full_batch_takes_no_more_and_a_huge_record_still_fits_alone(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_options small = options;
    struct seen seen = {0};
    struct vd_wal *wal;

    small.batch_bytes = 10000;
    assert_int_equal(vd_wal_open(vd_fs_sim_fs(sim), "wal", &small, NULL, &wal), 0);
    assert_int_equal(vd_wal_recover(wal, 0, see, &seen, NULL), 0);
    assert_int_equal(append(wal, 20000), 0);
    assert_true(vd_wal_is_full(wal));
    assert_int_equal(append(wal, 1), VD_WAIT);
    assert_int_equal(vd_wal_draft_begin(wal, 1, 2000, 1), VD_WAIT);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    assert_false(vd_wal_is_full(wal));
    assert_int_equal(append(wal, 1), 0);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void unappend_takes_back_the_end_of_the_open_batch(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    append_flushed(wal, 2, 50);
    for (int i = 0; i < 5; i++)
        assert_int_equal(append(wal, 100), 0);
    vd_wal_unappend(wal, 5);
    assert_int_equal(vd_wal_last_index(wal), 4);
    assert_int_equal(vd_wal_last_time_ms(wal), 1004);
    append_flushed(wal, 1, 77);
    assert_int_equal(append(wal, 100), 0);
    vd_wal_unappend(wal, 6);
    assert_int_equal(vd_wal_last_time_ms(wal), 1005);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    vd_wal_close(wal, false);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 5);
    assert_int_equal(seen.payload_bytes, 2 * 50 + 2 * 100 + 77);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

/* The next record, put together in pieces of `step` bytes; expect: what was said it would be. */
static void draft(struct vd_wal *wal, size_t len, size_t step, size_t expect)
{
    uint64_t index = vd_wal_last_index(wal) + 1;
    uint8_t *payload = malloc(len + 1);

    fill(payload, len, index);
    assert_int_equal(
        vd_wal_draft_begin(wal, (uint8_t)(1 + index % 5), (int64_t)(1000 + index), expect), 0);
    for (size_t at = 0; at < len; at += step) {
        struct vd_slice pieces[2];
        size_t n = at + step < len ? step : len - at;

        pieces[0] = vd_slice(payload + at, n / 2);
        pieces[1] = vd_slice(payload + at + n / 2, n - n / 2);
        assert_int_equal(vd_wal_draft_add(wal, pieces, 2), 0);
    }
    assert_int_equal(vd_wal_draft_end(wal), index);
    free(payload);
}

static void a_record_made_piecemeal_is_the_same_record(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    draft(wal, 0, 1, 0);
    draft(wal, 1000, 1, 2000);
    assert_int_equal(append(wal, 100), 0);
    draft(wal, 300000, 777, 10); /* it grows past what was said */
    draft(wal, 13, 5, 13);
    assert_int_equal(append(wal, 7), 0);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    vd_wal_close(wal, false);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 6);
    assert_int_equal(seen.payload_bytes, 1000 + 100 + 300000 + 13 + 7);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void a_draft_that_is_dropped_was_never_there(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_slice piece = VD_SLICE("half of it");
    struct vd_wal_flush flush;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    vd_wal_draft_drop(wal);
    assert_int_equal(vd_wal_draft_begin(wal, 1, 5000, 100), 0);
    assert_int_equal(vd_wal_draft_add(wal, &piece, 1), 0);
    vd_wal_draft_drop(wal);
    assert_int_equal(vd_wal_last_index(wal), 0);
    assert_int_equal(vd_wal_flush_begin(wal, &flush), VD_END);
    assert_int_equal(append(wal, 40), 0);
    assert_int_equal(vd_wal_draft_begin(wal, 1, 5000, 1 << 20), 0);
    vd_wal_draft_drop(wal);
    assert_int_equal(append(wal, 50), 0);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    vd_wal_close(wal, false);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, 2);
    assert_int_equal(seen.payload_bytes, 90);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

/* What was refused for lack of memory was not added, and what was there is. */
static void a_piece_that_finds_no_memory_is_not_added(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    static uint8_t payload[200000];
    struct vd_slice half = vd_slice(payload, sizeof(payload) / 2), rest = half;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    fill(payload, sizeof(payload), 1);
    rest.ptr += half.len;
    vd_alloc_fail_after(0);
    assert_int_equal(vd_wal_draft_begin(wal, 2, 1001, 10), -ENOMEM);
    vd_alloc_fail_after(-1);
    assert_int_equal(vd_wal_draft_begin(wal, 2, 1001, half.len), 0);
    assert_int_equal(vd_wal_draft_add(wal, &half, 1), 0);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_wal_draft_add(wal, &rest, 1), -ENOMEM);
    vd_alloc_fail_after(-1);
    assert_int_equal(vd_wal_draft_add(wal, &rest, 1), 0);
    assert_int_equal(vd_wal_draft_end(wal), 1);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    vd_wal_close(wal, false);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.payload_bytes, sizeof(payload));
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void applied_segments_are_recycled_and_their_old_records_stay_dead(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_stats stats;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    uint64_t applied = 0;

    for (int i = 0; i < 200; i++) {
        keep(wal);
        append_flushed(wal, 2, 3000);
        applied = vd_wal_last_index(wal) - 1;
        vd_wal_set_applied(wal, applied);
    }
    vd_wal_stats(wal, &stats);
    assert_int_equal(stats.segments_made_inline, 1);
    assert_true(stats.segments_recycled > 10);
    assert_true(stats.segments_prepared < 4);
    assert_true(stats.disk_bytes <= 5 * SEGMENT);
    vd_wal_close(wal, false);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(vd_fs_sim_fs(sim), applied, &seen);
    assert_int_equal(seen.first, 400);
    assert_int_equal(seen.last, 400);
    append_flushed(wal, 1, 10);
    vd_wal_close(wal, false);
    wal = reopen(vd_fs_sim_fs(sim), applied, &seen);
    assert_int_equal(seen.last, 401);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void the_last_segment_stays_until_its_successor_is_on_the_disk(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_flush flush;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    keep(wal);
    append_flushed(wal, 5, 100);
    vd_wal_set_applied(wal, 5);
    assert_int_equal(append(wal, SMALL), 0);
    assert_int_equal(vd_wal_flush_begin(wal, &flush), 0);
    assert_int_equal(flush.offset, 0); /* it opens a segment */
    keep(wal);
    vd_wal_close(wal, false);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(vd_fs_sim_fs(sim), 5, &seen);
    assert_int_equal(vd_wal_last_index(wal), 5);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

static void a_log_that_ends_before_history_or_begins_after_it_is_refused(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_diag diag;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    assert_int_equal(refused(vd_fs_sim_fs(sim), &options, 7, &diag), VD_CORRUPT);
    assert_non_null(strstr(diag.text, "history has records up to 7"));
    for (int i = 0; i < 60; i++) {
        keep(wal);
        append_flushed(wal, 1, 3000);
        vd_wal_set_applied(wal, vd_wal_last_index(wal));
    }
    vd_wal_close(wal, true);
    assert_int_equal(refused(vd_fs_sim_fs(sim), &options, 61, &diag), VD_CORRUPT);
    assert_non_null(strstr(diag.text, "ends with record 60"));
    assert_int_equal(refused(vd_fs_sim_fs(sim), &options, 3, &diag), VD_CORRUPT);
    assert_non_null(strstr(diag.text, "records 4 to"));
    vd_fs_sim_free(sim);
}

static void another_stores_log_and_a_newer_format_are_refused_by_name(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_options other = options;
    struct vd_wal_segment_header header;
    struct vd_diag diag;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    size_t len;

    append_flushed(wal, 1, 10);
    vd_wal_close(wal, true);
    other.store_id = 0xa;
    assert_int_equal(refused(vd_fs_sim_fs(sim), &other, 0, &diag), VD_INVALID);
    assert_non_null(strstr(diag.text, "belongs to store 000000000005705e"));
    memcpy(&header, vd_fs_sim_bytes(sim, "wal", FIRST_FILE, &len), sizeof(header));
    header.version = 2;
    header.crc = vd_wal_segment_header_crc(&header);
    vd_fs_sim_spoil(sim, "wal", FIRST_FILE, 0, &header, sizeof(header));
    vd_fs_sim_spoil(sim, "wal", FIRST_FILE, 2048, &header, sizeof(header));
    assert_int_equal(refused(vd_fs_sim_fs(sim), &options, 0, &diag), VD_INVALID);
    assert_non_null(strstr(diag.text, "newer format 2"));
    vd_fs_sim_free(sim);
}

/* Two records in two flushes, the second one then changed, with a sum that is right again. */
static struct vd_fs_sim *forge(void (*change)(struct vd_wal_record_header *header))
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct vd_wal_record_header header;
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    size_t len;

    append_flushed(wal, 1, 10);
    append_flushed(wal, 1, 10);
    vd_wal_close(wal, false);
    memcpy(&header, vd_fs_sim_bytes(sim, "wal", FIRST_FILE, &len) + 8192, sizeof(header));
    assert_int_equal(header.index, 2);
    assert_int_equal(header.durable_index, 1);
    change(&header);
    header.crc = vd_wal_record_header_crc(options.crc_seed, &header);
    vd_fs_sim_spoil(sim, "wal", FIRST_FILE, 8192, &header, sizeof(header));
    return sim;
}

static void change_nothing(struct vd_wal_record_header *header)
{
}

static void change_generation(struct vd_wal_record_header *header)
{
    header->generation++;
}

static void change_chain(struct vd_wal_record_header *header)
{
    header->prev_crc++;
}

static void change_index(struct vd_wal_record_header *header)
{
    header->index++;
}

static void change_length(struct vd_wal_record_header *header)
{
    header->payload_len = 0xfffffff0;
}

static void a_record_that_does_not_follow_the_one_before_is_no_record(void **state)
{
    static const struct {
        void (*change)(struct vd_wal_record_header *header);
        uint64_t last;
    } rows[] = {
        {change_nothing, 2}, {change_generation, 1}, {change_chain, 1},
        {change_index, 1},   {change_length, 1},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct vd_fs_sim *sim = forge(rows[i].change);
        struct seen seen;
        struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

        assert_int_equal(seen.last, rows[i].last);
        vd_wal_close(wal, false);
        vd_fs_sim_free(sim);
    }
}

static void a_failed_flush_is_the_end_of_the_log(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);

    append_flushed(wal, 1, 10);
    assert_int_equal(append(wal, 10), 0);
    vd_fs_sim_fail_at(sim, vd_fs_sim_steps(sim) + 1, EIO);
    assert_int_equal(vd_wal_flush_sync(wal), -EIO);
    assert_int_equal(append(wal, 10), -EIO);
    assert_int_equal(vd_wal_flush_sync(wal), -EIO);
    assert_int_equal(vd_wal_durable_index(wal), 1);
    assert_int_equal(vd_wal_close(wal, true), -EINVAL);
    vd_fs_sim_free(sim);
}

static void a_full_disk_leaves_the_batch_open_until_there_is_room(void **state)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    uint64_t appended = 0;

    vd_fs_sim_limit(sim, SMALL + SMALL / 2);
    assert_int_equal(vd_wal_step(wal), -ENOSPC);
    assert_true(vd_wal_room(wal) > 4000);
    while (vd_wal_room(wal) > 3000) {
        append_flushed(wal, 1, 3000);
        appended++;
    }
    assert_int_equal(appended, 3);
    assert_int_equal(append(wal, 5000), 0);
    assert_int_equal(vd_wal_flush_sync(wal), -ENOSPC);
    assert_int_equal(vd_wal_flush_sync(wal), -ENOSPC);
    vd_fs_sim_limit(sim, 0);
    assert_int_equal(vd_wal_flush_sync(wal), 0);
    vd_wal_close(wal, false);
    vd_fs_sim_crash(sim, VD_FS_SIM_LOSE_ALL);
    wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    assert_int_equal(seen.last, appended + 1);
    vd_wal_close(wal, false);
    vd_fs_sim_free(sim);
}

/* A whole life; answers the first error. */
static int live(struct vd_fs *fs, uint64_t *out_durable)
{
    struct seen seen = {0};
    struct vd_wal *wal;
    int rc = vd_wal_open(fs, "wal", &options, NULL, &wal);

    *out_durable = 0;
    if (rc)
        return rc;
    rc = vd_wal_recover(wal, 0, see, &seen, NULL);
    for (int i = 0; i < 40 && rc >= 0; i++) {
        rc = append(wal, 5000);
        if (!rc)
            rc = vd_wal_flush_sync(wal);
        *out_durable = vd_wal_durable_index(wal);
        if (!rc)
            rc = vd_wal_step(wal);
    }
    if (rc < 0)
        vd_wal_close(wal, false);
    else
        rc = vd_wal_close(wal, true);
    return rc;
}

static void every_failed_allocation_is_passed_up_and_loses_nothing(void **state)
{
    int rc = -ENOMEM;
    long n = 0;

    for (; rc == -ENOMEM; n++) {
        struct vd_fs_sim *sim = vd_fs_sim_new(1);
        uint64_t durable;
        struct vd_wal *wal;
        struct seen seen;

        vd_alloc_fail_after(n);
        rc = live(vd_fs_sim_fs(sim), &durable);
        vd_alloc_fail_after(-1);
        wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
        assert_int_equal(seen.last, durable);
        vd_wal_close(wal, false);
        vd_fs_sim_free(sim);
    }
    assert_int_equal(rc, 0);
    assert_true(n > 10);
}

static uint64_t steps_of_a_life(void)
{
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    uint64_t durable, steps;

    assert_int_equal(live(vd_fs_sim_fs(sim), &durable), 0);
    steps = vd_fs_sim_steps(sim);
    vd_fs_sim_free(sim);
    return steps;
}

static void every_failed_call_is_passed_up_and_loses_nothing(void **state)
{
    uint64_t steps = steps_of_a_life();

    assert_true(steps > 60);
    for (uint64_t n = 1; n <= steps; n++) {
        struct vd_fs_sim *sim = vd_fs_sim_new(n);
        uint64_t durable;
        struct vd_wal *wal;
        struct seen seen;

        vd_fs_sim_fail_at(sim, n, n % 2 ? EIO : ENOSPC);
        assert_true(live(vd_fs_sim_fs(sim), &durable) < 0);
        vd_fs_sim_crash(sim, VD_FS_SIM_RANDOM);
        wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
        assert_in_range(seen.last, durable, durable + 1);
        vd_wal_close(wal, false);
        vd_fs_sim_free(sim);
    }
}

/*
 * The bytes of a whole log, as docs/format.md has them. If this fails, the format has changed: that
 * takes a new version number and a reader for the old one, not a new sum here.
 */
static void the_bytes_on_disk_are_those_of_the_format(void **state)
{
    static const uint8_t header[] = {
        'V',  'D',  'W', 'A', 'L', 'S', 'E', 'G', 1, 0, 0, 0, 0, 0, 0, 0, /* version */
        0x5e, 0x70, 5,   0,   0,   0,   0,   0,                           /* store id */
        1,    0,    0,   0,   0,   0,   0,   0,                           /* file number */
        1,    0,    0,   0,   0,   0,   0,   0,                           /* sequence */
    };
    static const uint8_t record[] = {
        'V', 'D', 'R', '1', 3, 0, 0, 0, 3, 0, 0, 0, /* type, length; then the payload's sum */
    };
    struct vd_fs_sim *sim = vd_fs_sim_new(1);
    struct seen seen;
    struct vd_wal *wal = reopen(vd_fs_sim_fs(sim), 0, &seen);
    const uint8_t *bytes;
    size_t len;

    append_flushed(wal, 2, 3);
    append_flushed(wal, 1, 5000);
    vd_wal_close(wal, true);
    bytes = vd_fs_sim_bytes(sim, "wal", FIRST_FILE, &len);
    assert_int_equal(len, SMALL);
    assert_memory_equal(bytes, header, sizeof(header));
    assert_memory_equal(bytes + 2048, bytes, 80);
    assert_memory_equal(bytes + 4096 + 64, record, sizeof(record));
    assert_int_equal(bytes[4096 + 64 + 16], 2);
    assert_int_equal(bytes[8192 + 16], 3);
    assert_int_equal(bytes[8192 + 40], 2);
    assert_int_equal(vd_crc32c(0, bytes, len), 0xe2999a4a);
    vd_fs_sim_free(sim);
}

#define STRESS_RECORDS 3000

static atomic_bool stress_over;

/* What the keeper does: everything durable is at once in history. */
static void *stress_keeper(void *arg)
{
    struct vd_wal *wal = arg;
    int rc = 0;

    while (rc >= 0 && !atomic_load(&stress_over)) {
        vd_wal_set_applied(wal, vd_wal_durable_index(wal));
        rc = vd_wal_step(wal);
        if (rc == VD_WAIT)
            sched_yield();
    }
    return rc < 0 ? arg : NULL;
}

static void role_and_keeper_work_at_the_same_time(void **state)
{
    char path[] = "/tmp/vd-wal-test-XXXXXX", wal_path[64];
    struct seen seen = {0};
    struct vd_wal_stats stats;
    pthread_t keeper;
    struct vd_wal *wal;
    void *failed;

    assert_non_null(mkdtemp(path));
    snprintf(wal_path, sizeof(wal_path), "%s/wal", path);
    assert_int_equal(vd_wal_open(vd_fs_posix(), wal_path, &options, NULL, &wal), 0);
    assert_int_equal(vd_wal_recover(wal, 0, see, &seen, NULL), 0);
    atomic_store(&stress_over, false);
    assert_int_equal(pthread_create(&keeper, NULL, stress_keeper, wal), 0);
    for (int i = 0; i < STRESS_RECORDS; i += 3) {
        struct vd_wal_flush flush;

        for (int j = 0; j < 3; j++)
            assert_int_equal(append(wal, 900), 0);
        assert_int_equal(vd_wal_flush_begin(wal, &flush), 0);
        assert_int_equal(pwrite(flush.fd, flush.buf, flush.len, flush.offset), flush.len);
        vd_wal_flush_done(wal, 0);
        vd_wal_stats(wal, &stats);
    }
    atomic_store(&stress_over, true);
    pthread_join(keeper, &failed);
    assert_null(failed);
    assert_true(stats.segments_used >= STRESS_RECORDS / 3 * 4096 / SEGMENT);
    vd_wal_set_applied(wal, STRESS_RECORDS - 1);
    vd_wal_close(wal, true);
    assert_int_equal(vd_wal_open(vd_fs_posix(), wal_path, &options, NULL, &wal), 0);
    assert_int_equal(vd_wal_recover(wal, STRESS_RECORDS - 1, see, &seen, NULL), 0);
    assert_int_equal(seen.last, STRESS_RECORDS);
    vd_wal_close(wal, true);
    setenv("PLACE", path, 1);
    assert_int_equal(system("rm -r \"$PLACE\""), 0);
}

static void it_works_on_real_files(void **state)
{
    char path[] = "/tmp/vd-wal-test-XXXXXX", wal_path[64], command[96];
    struct vd_diag diag = {""};
    struct seen seen;
    struct vd_wal *wal;

    assert_non_null(mkdtemp(path));
    snprintf(wal_path, sizeof(wal_path), "%s/wal", path);
    for (uint64_t round = 0; round < 4; round++) {
        seen = (struct seen){0};
        assert_int_equal(vd_wal_open(vd_fs_posix(), wal_path, &options, &diag, &wal), 0);
        assert_int_equal(vd_wal_recover(wal, 0, see, &seen, &diag), 0);
        assert_int_equal(seen.last, round * 40);
        for (int i = 0; i < 20; i++) {
            append_flushed(wal, 2, 2500);
            keep(wal);
        }
        vd_wal_close(wal, round % 2);
    }
    snprintf(command, sizeof(command), "rm -r %s", path);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_flushed_comes_back_in_order),
        cmocka_unit_test(an_unflushed_batch_is_absent),
        cmocka_unit_test(every_life_that_writes_has_segments_of_its_own),
        cmocka_unit_test(a_batch_larger_than_a_segment_gets_one_of_its_size),
        cmocka_unit_test(a_batch_larger_than_a_segment_waits_for_the_keeper),
        cmocka_unit_test(a_batch_may_be_built_while_the_one_before_is_being_flushed),
        cmocka_unit_test(a_full_batch_takes_no_more_and_a_huge_record_still_fits_alone),
        cmocka_unit_test(unappend_takes_back_the_end_of_the_open_batch),
        cmocka_unit_test(a_record_made_piecemeal_is_the_same_record),
        cmocka_unit_test(a_draft_that_is_dropped_was_never_there),
        cmocka_unit_test(a_piece_that_finds_no_memory_is_not_added),
        cmocka_unit_test(applied_segments_are_recycled_and_their_old_records_stay_dead),
        cmocka_unit_test(the_last_segment_stays_until_its_successor_is_on_the_disk),
        cmocka_unit_test(a_log_that_ends_before_history_or_begins_after_it_is_refused),
        cmocka_unit_test(another_stores_log_and_a_newer_format_are_refused_by_name),
        cmocka_unit_test(a_record_that_does_not_follow_the_one_before_is_no_record),
        cmocka_unit_test(a_failed_flush_is_the_end_of_the_log),
        cmocka_unit_test(a_full_disk_leaves_the_batch_open_until_there_is_room),
        cmocka_unit_test(every_failed_allocation_is_passed_up_and_loses_nothing),
        cmocka_unit_test(every_failed_call_is_passed_up_and_loses_nothing),
        cmocka_unit_test(the_bytes_on_disk_are_those_of_the_format),
        cmocka_unit_test(role_and_keeper_work_at_the_same_time),
        cmocka_unit_test(it_works_on_real_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
