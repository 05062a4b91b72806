/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of the tree, and who reads it beside a writer. */
#include "core/index_model.h"

#include <pthread.h>
#include <stdio.h>

static struct vd_slice numbered(char *buf, unsigned n)
{
    int len = snprintf(buf, 32, "/keys/%08u", n);

    return vd_slice(buf, (size_t)len);
}

/* Large enough for three levels; forth, back and at random. */
static void keys_in_any_order_are_found_in_order(void **state)
{
    for (unsigned way = 0; way < 3; way++) {
        enum { N = 20000 };
        struct vd_epoch *epoch = vd_epoch_new(1);
        struct vd_index *index = vd_index_new(epoch);
        struct vd_index_iter iter;
        struct vd_index_hit hit;
        struct vd_key *removed;
        unsigned i;
        char buf[32];

        assert_non_null(index);
        assert_int_equal(vd_index_begin(index), 0);
        for (i = 0; i < N; i++) {
            unsigned n = way == 0 ? i : way == 1 ? N - 1 - i : (i * 7919u) % N;
            struct vd_version version = {.revision = 2 + i, .create_revision = 2 + i, .version = 1};

            assert_int_equal(vd_index_put(index, numbered(buf, n), &version, NULL), 0);
        }
        index_check_tree(vd_index_working(index));
        assert_true(vd_index_working(index)->node->level >= 2);
        vd_index_iter_init(&iter, vd_index_publish(index), VD_SLICE(""), VD_SLICE("\0"),
                           (struct vd_pos){0});
        vd_index_reclaim(index);
        for (i = 0; vd_index_iter_next(&iter, &hit); i++)
            assert_true(vd_slice_eq(vd_key_slice(hit.key), numbered(buf, i)));
        assert_int_equal(i, N);

        /* And away again, in batches, in the other order. */
        for (i = 0; i < N; i++) {
            struct vd_version gone = {.revision = 2 + N + i};
            struct vd_slice key = numbered(buf, (i * 4099u) % N);

            assert_int_equal(vd_index_begin(index), 0);
            assert_int_equal(vd_index_put(index, key, &gone, NULL), 0);
            assert_int_equal(vd_index_purge_key(index, key, gone.revision, &removed), 0);
            assert_null(removed); /* a tombstone exactly at the floor stays */
            assert_int_equal(vd_index_purge_key(index, key, gone.revision + 1, &removed), 0);
            assert_non_null(removed);
            if (i % 100 == 0 || i > N - 100) {
                index_check_tree(vd_index_working(index));
                vd_index_publish(index);
                vd_index_reclaim(index);
                vd_epoch_collect(epoch, SIZE_MAX);
            }
        }
        assert_int_equal(vd_index_size(vd_index_publish(index)), 0);
        assert_int_equal(vd_index_head(vd_index_publish(index)), 0);
        vd_index_reclaim(index);
        vd_index_free(index);
        vd_epoch_free(epoch);
    }
}

static void ordered_keys_fill_their_leaves(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(1);
    struct vd_index *index = vd_index_new(epoch);
    const struct vd_index_node *node;
    char buf[32];

    assert_non_null(index);
    assert_int_equal(vd_index_begin(index), 0);
    for (unsigned i = 0; i < 10 * VD_LEAF_MAX; i++) {
        struct vd_version version = {.revision = 2 + i, .create_revision = 2 + i, .version = 1};

        assert_int_equal(vd_index_put(index, numbered(buf, i), &version, NULL), 0);
    }
    node = vd_index_working(index)->node;
    assert_int_equal(node->level, 1);
    assert_int_equal(node->count, 10);
    vd_index_free(index);
    vd_epoch_free(epoch);
}

/*
 * Readers beside a writer. Each revision changes the two keys of a pair, so a reader that ever
 * saw half of a batch, or memory that was freed, would find a pair that differs.
 */
enum { PAIRS = 300, READERS = 3, BATCHES = 600 };

static struct {
    struct vd_epoch *epoch;
    _Atomic(const struct vd_index_root *) root;
    _Atomic bool stop;
    _Atomic uint64_t rows;
} shared;

static void *read_pairs(void *arg)
{
    unsigned slot = (unsigned)(uintptr_t)arg;

    for (unsigned turn = 0; !atomic_load(&shared.stop); turn++) {
        const struct vd_index_root *root;
        struct vd_index_iter iter;
        struct vd_index_hit a, b;
        struct vd_pos before = {0};
        uint64_t rows = 0;

        vd_epoch_enter(shared.epoch, slot);
        root = atomic_load(&shared.root);
        if (turn % 2 && vd_index_head(root) > 40)
            before.revision = vd_index_head(root) - 20;
        vd_index_iter_init(&iter, root, VD_SLICE("p"), VD_SLICE("\0"), before);
        while (vd_index_iter_next(&iter, &a)) {
            vd_assert(vd_index_iter_next(&iter, &b));
            vd_assert(a.version->revision == b.version->revision);
            vd_assert(a.version->version == b.version->version);
            rows += 2;
        }
        vd_assert(vd_index_count(root, VD_SLICE("p"), VD_SLICE("\0"), before) % 2 == 0);
        vd_epoch_leave(shared.epoch, slot);
        atomic_fetch_add(&shared.rows, rows);
    }
    return NULL;
}

static uint64_t roll(uint64_t *random, uint64_t n)
{
    return vd_hash_u64(++*random * 0x9e3779b97f4a7c15ULL) % n;
}

static void readers_see_whole_batches_only(void **state)
{
    uint64_t random = 99;
    struct vd_index *index;
    pthread_t threads[READERS];
    int64_t revision = 1;

    shared.epoch = vd_epoch_new(READERS);
    index = vd_index_new(shared.epoch);
    assert_non_null(index);
    atomic_store(&shared.root, vd_index_publish(index));
    for (uintptr_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_pairs, (void *)i), 0);
    for (unsigned batch = 0; batch < BATCHES || atomic_load(&shared.rows) < 5000; batch++) {
        assert_int_equal(vd_index_begin(index), 0);
        for (unsigned i = 0; i < 20; i++) {
            unsigned pair = (unsigned)roll(&random, PAIRS);
            bool tombstone = roll(&random, 3) == 0;
            struct vd_key *removed;

            revision++;
            for (unsigned side = 0; side < 2; side++) {
                struct vd_version version = {.revision = revision, .sub = side};
                char buf[32];
                struct vd_slice key;

                snprintf(buf, sizeof(buf), "pair-%04u-%u", pair, side);
                key = vd_slice_str(buf);
                version.version = tombstone ? 0 : revision;
                version.create_revision = version.version;
                assert_int_equal(vd_index_put(index, key, &version, NULL), 0);
                assert_int_equal(vd_index_purge_key(index, key, revision - 30, &removed), 0);
            }
        }
        atomic_store(&shared.root, vd_index_publish(index));
        vd_index_reclaim(index);
        vd_epoch_collect(shared.epoch, 100);
    }
    atomic_store(&shared.stop, true);
    for (unsigned i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    index_check_tree(atomic_load(&shared.root));
    vd_index_free(index);
    vd_epoch_free(shared.epoch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_in_any_order_are_found_in_order),
        cmocka_unit_test(ordered_keys_fill_their_leaves),
        cmocka_unit_test(readers_see_whole_batches_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
