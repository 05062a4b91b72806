/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease_table.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/epoch.h"
#include "core/index.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct vd_lease_table *table;
static uint64_t head; /* the newest log index */

static int make_table(void **state)
{
    table = vd_lease_table_new();
    head = 0;
    vd_lease_table_set_time(table, 5000);
    return table ? 0 : -1;
}

static int free_table(void **state)
{
    vd_lease_table_free(table);
    return 0;
}

static void grant(int64_t id, int64_t ttl_ms)
{
    assert_int_equal(vd_lease_table_grant(table, &(struct vd_lease_op){.id = id, .ttl_ms = ttl_ms}),
                     0);
    vd_lease_table_accept(table, ++head);
}

static void revoke(int64_t id)
{
    assert_int_equal(vd_lease_table_revoke(table, id), 0);
    vd_lease_table_accept(table, ++head);
}

static bool is_seen(uint64_t log_index, int64_t id)
{
    struct vd_lease_info info;
    int rc = vd_lease_table_info(table, log_index, id, vd_lease_table_time(table), &info);

    assert_true(rc == 0 || rc == VD_LEASE_GONE);
    return rc == 0;
}

static int64_t remaining(int64_t id)
{
    struct vd_lease_info info = {0};

    assert_int_equal(vd_lease_table_info(table, head, id, vd_lease_table_time(table), &info), 0);
    return info.remaining_ms;
}

static int renew(int64_t id)
{
    int64_t ttl;

    return vd_lease_table_renew(table, head, id, vd_lease_table_time(table), &ttl);
}

/* The next one that has run out, 0: none. */
static int64_t next_due(void)
{
    int64_t id = 0;
    int rc;

    do
        rc = vd_lease_table_next_due(table, vd_lease_table_time(table), &id);
    while (rc == VD_WAIT);
    return rc == VD_END ? 0 : id;
}

static void pass(int64_t ms)
{
    vd_lease_table_set_time(table, vd_lease_table_time(table) + ms);
}

static void readers_see_what_was_accepted_up_to_their_index(void **state)
{
    assert_int_equal(vd_lease_table_grant(table, &(struct vd_lease_op){.id = 7, .ttl_ms = 1000}),
                     0);
    assert_true(vd_lease_table_has(table, 7));
    assert_false(is_seen(99, 7));
    vd_lease_table_accept(table, 3);
    assert_false(is_seen(2, 7));
    assert_true(is_seen(3, 7));
    vd_lease_table_publish(table);
    assert_int_equal(vd_lease_table_revoke(table, 7), 0);
    assert_false(vd_lease_table_has(table, 7));
    assert_true(is_seen(99, 7));
    vd_lease_table_accept(table, 5);
    assert_true(is_seen(4, 7));
    assert_false(is_seen(5, 7));
    vd_lease_table_publish(table);
    assert_false(is_seen(4, 7));
}

static void what_is_undone_was_never_there(void **state)
{
    assert_int_equal(vd_lease_table_grant(table, &(struct vd_lease_op){.id = 7, .ttl_ms = 1000}),
                     0);
    vd_lease_table_undo(table);
    assert_false(vd_lease_table_has(table, 7));
    grant(7, 1000);
    assert_int_equal(vd_lease_table_grant(table, &(struct vd_lease_op){.id = 7, .ttl_ms = 1000}),
                     VD_EXISTS);
    assert_int_equal(vd_lease_table_revoke(table, 8), VD_LEASE_GONE);
    assert_int_equal(vd_lease_table_revoke(table, 7), 0);
    assert_int_equal(vd_lease_table_revoke(table, 7), VD_LEASE_GONE);
    vd_lease_table_undo(table);
    assert_true(vd_lease_table_has(table, 7));
    vd_lease_table_publish(table);
    assert_int_equal(renew(7), 0);
}

static void a_lease_revoked_and_granted_again_at_once_is_two(void **state)
{
    struct vd_lease_info info;

    grant(7, 1000);
    vd_lease_table_publish(table);
    revoke(7);
    grant(7, 2000);
    revoke(7);
    grant(7, 3000);
    assert_int_equal(vd_lease_table_info(table, 1, 7, 5000, &info), 0);
    assert_int_equal(info.ttl_ms, 1000);
    assert_int_equal(vd_lease_table_info(table, 3, 7, 5000, &info), 0);
    assert_int_equal(info.ttl_ms, 2000);
    assert_int_equal(vd_lease_table_info(table, 4, 7, 5000, &info), VD_LEASE_GONE);
    assert_int_equal(vd_lease_table_info(table, 5, 7, 5000, &info), 0);
    assert_int_equal(info.ttl_ms, 3000);
    vd_lease_table_publish(table);
    assert_int_equal(vd_lease_table_info(table, 5, 7, 5000, &info), 0);
    assert_int_equal(info.ttl_ms, 3000);
}

static void a_lease_runs_from_its_publication_and_not_longer_than_its_time(void **state)
{
    grant(7, 1000);
    pass(60000); /* the flush has taken its time */
    assert_int_equal(next_due(), 0);
    vd_lease_table_publish(table);
    assert_int_equal(remaining(7), 1000);
    pass(999);
    assert_int_equal(next_due(), 0);
    assert_int_equal(remaining(7), 1);
    pass(1);
    assert_int_equal(vd_lease_table_due_at(table), vd_lease_table_time(table));
    assert_int_equal(next_due(), 7);
    assert_int_equal(next_due(), 0);
    assert_int_equal(remaining(7), 0);
}

static void a_renewed_lease_has_its_full_time_again(void **state)
{
    grant(7, 1000);
    vd_lease_table_publish(table);
    for (int i = 0; i < 10; i++) {
        pass(999);
        assert_int_equal(renew(7), 0);
        assert_int_equal(remaining(7), 1000);
        assert_int_equal(next_due(), 0);
    }
    assert_int_equal(renew(8), VD_LEASE_GONE);
}

static void
a_lease_that_has_run_out_cannot_be_renewed_and_comes_again_until_it_is_gone(void **state)
{
    grant(7, 1000);
    vd_lease_table_publish(table);
    pass(1000);
    assert_int_equal(renew(7), VD_WAIT);
    for (int i = 0; i < 5; i++) {
        int64_t ttl;

        assert_int_equal(next_due(), 7);
        /* Not by somebody whose clock is a little behind either. */
        assert_int_equal(vd_lease_table_renew(table, head, 7, 5999, &ttl), VD_WAIT);
        assert_int_equal(next_due(), 0);
        pass(500);
    }
    revoke(7);
    assert_int_equal(next_due(), 0);
    assert_int_equal(vd_lease_table_renew(table, head - 1, 7, 9999, &(int64_t){0}), VD_WAIT);
    vd_lease_table_publish(table);
    assert_int_equal(renew(7), VD_LEASE_GONE);
    assert_int_equal(vd_lease_table_due_at(table), INT64_MAX);
}

static void what_was_recovered_has_its_full_time_from_the_first_turn_on(void **state)
{
    struct vd_lease_table *recovered = vd_lease_table_new();
    int64_t id;

    assert_int_equal(vd_lease_table_due_at(recovered), INT64_MAX);
    assert_int_equal(
        vd_lease_table_recover(recovered, &(struct vd_lease_op){.id = 7, .ttl_ms = 1000}), 0);
    assert_int_equal(
        vd_lease_table_recover(recovered, &(struct vd_lease_op){.id = 8, .ttl_ms = 1000}), 0);
    assert_int_equal(
        vd_lease_table_recover(recovered, &(struct vd_lease_op){.id = 7, .ttl_ms = 3000}), 0);
    vd_lease_table_forget(recovered, 8);
    assert_int_equal(vd_lease_table_due_at(recovered), INT64_MIN);
    vd_lease_table_set_time(recovered, 1234567);
    assert_int_equal(vd_lease_table_due_at(recovered), 1237567);
    assert_int_equal(vd_lease_table_next_due(recovered, 1237566, &id), VD_END);
    assert_int_equal(vd_lease_table_next_due(recovered, 1237567, &id), 0);
    assert_int_equal(id, 7);
    vd_lease_table_free(recovered);
}

/* Against a model that looks at all of them. */
static void of_many_leases_each_runs_out_in_its_turn(void **state)
{
    enum { IDS = 3000, STEPS = 60000 };
    static int64_t expires[IDS + 1], ttls[IDS + 1]; /* 0: not there */
    uint64_t random = 1;

    memset(expires, 0, sizeof(expires));
    for (unsigned i = 0; i < STEPS; i++) {
        int64_t now = vd_lease_table_time(table), id, due;

        random = vd_hash_u64(random + i);
        id = 1 + (int64_t)(random % IDS);
        if (!expires[id]) {
            ttls[id] = 1 + (int64_t)(random >> 32) % 2000;
            grant(id, ttls[id]);
            expires[id] = now + ttls[id];
        } else if (random >> 32 & 1) {
            assert_int_equal(renew(id), 0);
            expires[id] = now + ttls[id];
        } else if ((random >> 33) % 8 == 0) {
            revoke(id);
            expires[id] = 0;
        }
        vd_lease_table_publish(table);
        pass((int64_t)(random >> 60) == 0);
        while ((due = next_due())) {
            assert_true(expires[due] && expires[due] <= now + 1);
            revoke(due);
            vd_lease_table_publish(table);
            expires[due] = 0;
        }
        now = vd_lease_table_time(table);
        for (id = 1; i % 100 == 0 && id <= IDS; id++)
            assert_true(!expires[id] || expires[id] > now);
    }
}

/* How often the walk has shown each id. */
static void scan_some(uint64_t *cursor, unsigned *seen, bool *out_is_end)
{
    struct vd_lease_row rows[256];
    size_t count;

    *out_is_end = vd_lease_table_scan(table, head, cursor, rows, 256, &count);
    for (size_t i = 0; i < count; i++)
        seen[rows[i].id]++;
}

static void a_walk_shows_each_lease_once_while_others_come_and_go(void **state)
{
    enum { STAY = 5000, IDS = 40000 };
    static unsigned seen[IDS + 1];

    for (int64_t id = 1; id <= STAY; id++)
        grant(id, 1000);
    vd_lease_table_publish(table);
    for (unsigned round = 0; round < 6; round++) {
        uint64_t cursor = 0, steps = 0;
        int64_t other = STAY;
        bool grows = round % 2 == 0, is_end = false;

        for (; !grows && other < IDS; other++)
            grant(other + 1, 1000);
        memset(seen, 0, sizeof(seen));
        while (!is_end) {
            scan_some(&cursor, seen, &is_end);
            for (int i = 0; i < 300; i++) {
                if (grows && other < IDS)
                    grant(++other, 1000);
                else if (!grows && other > STAY)
                    revoke(other--);
            }
            vd_lease_table_publish(table);
            steps++;
        }
        assert_true(steps > 10);
        for (int64_t id = 1; id <= IDS; id++)
            assert_true(id <= STAY ? seen[id] == 1 : seen[id] <= 1);
        while (other > STAY)
            revoke(other--);
        vd_lease_table_publish(table);
    }
}

/* An index in which keys "0", "1", ... name leases. */
struct truth {
    struct vd_epoch *epoch;
    struct vd_index *index;
    int64_t revision;
};

static void init_truth(struct truth *truth)
{
    truth->epoch = vd_epoch_new(1);
    truth->index = vd_index_new(truth->epoch);
    truth->revision = 1;
    assert_int_equal(vd_index_begin(truth->index), 0);
}

static void deinit_truth(struct truth *truth)
{
    vd_index_free(truth->index);
    vd_epoch_free(truth->epoch);
}

/* lease -1: it is deleted. */
static struct vd_key *set_key(struct truth *truth, unsigned n, int64_t lease)
{
    struct vd_version version = {.revision = ++truth->revision, .lease = lease, .version = 1};
    struct vd_key *key;
    char text[16];

    snprintf(text, sizeof(text), "%06u", n);
    if (lease < 0)
        version.lease = version.version = 0;
    assert_int_equal(vd_index_put(truth->index, vd_slice_str(text), &version, &key), 0);
    return key;
}

/* How many keys a reader is shown, in calls for max of them. */
static unsigned count_keys(struct truth *truth, uint64_t log_index, size_t max)
{
    const struct vd_index_root *root = vd_index_working(truth->index);
    struct vd_slice after = VD_SLICE_EMPTY, last = VD_SLICE_EMPTY;
    unsigned shown = 0;
    int rc;

    do {
        struct vd_index_hit hits[64];
        size_t count;

        rc = vd_lease_table_keys(table, log_index, root, 7, &after, hits, max, &count);
        assert_true(rc == 0 || rc == VD_AGAIN);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(hits[i].version->lease, 7);
            assert_true(vd_slice_cmp(last, vd_key_slice(hits[i].key)) < 0);
            last = vd_key_slice(hits[i].key);
        }
        shown += (unsigned)count;
    } while (rc);
    return shown;
}

static void keys_are_shown_if_the_index_says_that_they_are_the_leases(void **state)
{
    enum { KEYS = 5000 };
    struct truth truth;
    unsigned theirs = 0;

    init_truth(&truth);
    grant(7, 1000);
    vd_lease_table_publish(table);
    for (unsigned i = 0; i < KEYS; i++)
        assert_int_equal(vd_lease_table_attach(table, 7, set_key(&truth, i, 7)), 0);
    assert_int_equal(vd_lease_table_attach(table, 7, set_key(&truth, 9, 7)), VD_EXISTS);
    assert_int_equal(count_keys(&truth, head, 64), KEYS);
    /* A few at both ends and in the middle stay; what the others were is still hinted at. */
    for (unsigned i = 0; i < KEYS; i++) {
        bool stays = i < 3 || i > KEYS - 3 || i % 1700 == 0;

        theirs += stays;
        if (!stays)
            set_key(&truth, i, i % 3 ? 8 : -1);
    }
    assert_int_equal(count_keys(&truth, head, 64), theirs);
    assert_int_equal(count_keys(&truth, head, 1), theirs);
    for (unsigned i = 0; i < KEYS; i++)
        vd_lease_table_detach(table, 7, set_key(&truth, i, i < 10 ? 7 : 0));
    assert_int_equal(count_keys(&truth, head, 64), 0);
    deinit_truth(&truth);
}

/* Of a transaction that another thread is applying: its keys are not in the reader's index. */
static void hints_that_the_reader_cannot_know_are_passed_over(void **state)
{
    enum { KEYS = 300 };
    struct truth staged, published;

    init_truth(&staged);
    init_truth(&published);
    grant(7, 1000);
    vd_lease_table_publish(table);
    for (unsigned i = 0; i < KEYS; i++) {
        assert_int_equal(vd_lease_table_attach(table, 7, set_key(&staged, i, 7)), 0);
        if (i % 100 == 0)
            set_key(&published, i, 7);
    }
    assert_int_equal(count_keys(&published, head, 64), 3);
    assert_int_equal(count_keys(&published, head, 2), 3);
    assert_int_equal(count_keys(&staged, VD_LEASE_STAGED, 64), KEYS);
    deinit_truth(&staged);
    deinit_truth(&published);
}

static void of_two_of_one_id_each_has_its_own_keys(void **state)
{
    struct truth truth;
    struct vd_key *key;

    init_truth(&truth);
    key = set_key(&truth, 1, 7);
    grant(7, 1000);
    vd_lease_table_publish(table);
    assert_int_equal(vd_lease_table_attach(table, 7, key), 0);
    revoke(7);
    grant(7, 1000);
    assert_int_equal(count_keys(&truth, head - 2, 64), 1);
    assert_int_equal(count_keys(&truth, VD_LEASE_STAGED, 64), 0);
    vd_lease_table_publish(table);
    assert_int_equal(count_keys(&truth, head, 64), 0);
    assert_int_equal(vd_lease_table_attach(table, 7, key), 0);
    vd_lease_table_detach(table, 8, key);
    assert_int_equal(count_keys(&truth, head, 64), 1);
    deinit_truth(&truth);
}

/* The n-th allocation fails, for every n: a change is refused and nothing of it stays. */
static void without_memory_a_change_is_refused_and_leaves_nothing(void **state)
{
    for (long after = 0; after < 40; after++) {
        uint64_t was = head;
        int refused = 0;

        make_table(state);
        vd_alloc_fail_after(after);
        for (int64_t id = 1; id <= 40; id++) {
            int rc = vd_lease_table_grant(table, &(struct vd_lease_op){.id = id, .ttl_ms = 1000});

            assert_true(rc == 0 || rc == -ENOMEM);
            assert_int_equal(vd_lease_table_has(table, id), rc == 0);
            refused += rc != 0;
            if (!rc)
                vd_lease_table_accept(table, ++head);
            if (rc)
                continue;
            rc = vd_lease_table_revoke(table, id);
            assert_int_equal(vd_lease_table_has(table, id), rc != 0);
            if (!rc)
                vd_lease_table_undo(table);
        }
        vd_alloc_fail_after(-1);
        assert_true(refused > 0);
        vd_lease_table_publish(table);
        for (int64_t id = 1; id <= 40; id++)
            assert_int_equal(is_seen(head, id), vd_lease_table_has(table, id));
        free_table(state);
        head = was;
    }
    vd_alloc_fail_after(0);
    assert_null(vd_lease_table_new());
    vd_alloc_fail_after(1);
    assert_null(vd_lease_table_new());
    vd_alloc_fail_after(-1);
}

#define with_table(test) cmocka_unit_test_setup_teardown(test, make_table, free_table)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_table(readers_see_what_was_accepted_up_to_their_index),
        with_table(what_is_undone_was_never_there),
        with_table(a_lease_revoked_and_granted_again_at_once_is_two),
        with_table(a_lease_runs_from_its_publication_and_not_longer_than_its_time),
        with_table(a_renewed_lease_has_its_full_time_again),
        with_table(a_lease_that_has_run_out_cannot_be_renewed_and_comes_again_until_it_is_gone),
        with_table(what_was_recovered_has_its_full_time_from_the_first_turn_on),
        with_table(of_many_leases_each_runs_out_in_its_turn),
        with_table(a_walk_shows_each_lease_once_while_others_come_and_go),
        with_table(keys_are_shown_if_the_index_says_that_they_are_the_leases),
        with_table(hints_that_the_reader_cannot_know_are_passed_over),
        with_table(of_two_of_one_id_each_has_its_own_keys),
        cmocka_unit_test(without_memory_a_change_is_refused_and_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
