/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a journal in memory whose every answer the test decides. Events are appended by the
 * test; cursors are the simplest thing that keeps journal.h's promise (a scan over all events).
 */
#ifndef VD_DOORS_ETCD3_TEST_JOURNAL_H
#define VD_DOORS_ETCD3_TEST_JOURNAL_H

#include "core/journal.h"

struct test_cursor; /* what the journal knows of a cursor */

struct test_journal {
    struct vd_journal journal;
    int64_t head, floor;
    const struct vd_event **events;
    size_t count, cap;
    struct vd_block **blocks;
    size_t block_count;
    struct test_cursor *cursors;
    const struct vd_event **batch, **prevs; /* of the last pull */
    size_t open_count;                      /* cursors */
    size_t pulls, repeats;
    size_t largest_pull_bytes; /* asked for */
    uint32_t next_sub;
    bool stalled; /* pulls wait, and nothing is live */
    bool deny;
    uint64_t batch_key; /* of all batches; 0: by the selection */
};

void test_journal_init(struct test_journal *journal);
void test_journal_deinit(struct test_journal *journal);

/* A further event of the revision that comes next; test_journal_commit ends it. */
void test_journal_put(struct test_journal *journal, const char *key, struct vd_slice value);
void test_journal_delete(struct test_journal *journal, const char *key);
/* Publishes: cursors that have something are told. The revision. */
int64_t test_journal_commit(struct test_journal *journal);
/* put and commit. */
int64_t test_journal_put1(struct test_journal *journal, const char *key, const char *value);
/* Pulls go on; who was told to wait is told. */
void test_journal_resume(struct test_journal *journal);

#endif
