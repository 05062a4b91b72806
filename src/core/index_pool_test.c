/* SPDX-License-Identifier: Apache-2.0 */
#include "core/index_pool.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/epoch.h"
#include "core/index.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { KEEPS = VD_INDEX_POOL_BYTES > 0, THREADS = 3, PIECES = 1000, BYTES = 1500 };

struct piece {
    void *ptr;
    uint8_t size;
};

static struct piece take(struct vd_index_pool *pool, size_t bytes)
{
    struct piece piece;
    size_t got = bytes;

    piece.ptr = vd_index_pool_take(pool, &got, &piece.size);
    if (piece.ptr) {
        assert_true(got >= bytes);
        memset(piece.ptr, 0xa5, got);
    }
    return piece;
}

static void give(struct vd_index_pool *pool, struct piece piece)
{
    vd_index_pool_give(pool, piece.ptr, piece.size);
}

/* How many can be taken while malloc refuses. */
static unsigned spares(struct vd_index_pool *pool, size_t bytes, struct piece *pieces, unsigned max)
{
    unsigned count = 0;

    vd_alloc_fail_after(0);
    for (; count < max; count++) {
        pieces[count] = take(pool, bytes);
        if (!pieces[count].ptr)
            break;
    }
    vd_alloc_fail_after(-1);
    return count;
}

static void what_was_given_back_is_taken_again(void **state)
{
    struct vd_index_pool *pool = vd_index_pool_new();
    struct piece pieces[4];

    assert_non_null(pool);
    for (unsigned i = 0; i < 3; i++)
        pieces[i] = take(pool, i < 2 ? BYTES : 100);
    for (unsigned i = 0; i < 3; i++)
        give(pool, pieces[i]);
    assert_int_equal(spares(pool, 700, pieces, 4), 0); /* none of that size */
    assert_int_equal(spares(pool, BYTES, pieces, 4), KEEPS ? 2 : 0);
    for (unsigned i = 0; KEEPS && i < 2; i++)
        give(pool, pieces[i]);
    vd_index_pool_free(pool);
}

static void what_is_kept_is_bounded(void **state)
{
    enum { MANY = 3 << 20 };
    struct vd_index_pool *pool = vd_index_pool_new();
    static struct piece pieces[MANY / BYTES];
    unsigned kept;

    assert_non_null(pool);
    for (unsigned i = 0; i < VD_COUNT(pieces); i++)
        pieces[i] = take(pool, BYTES);
    for (unsigned i = 0; i < VD_COUNT(pieces); i++)
        give(pool, pieces[i]);
    kept = spares(pool, BYTES, pieces, VD_COUNT(pieces));
    assert_in_range(kept * BYTES, VD_INDEX_POOL_BYTES / 2, VD_INDEX_POOL_BYTES);
    for (unsigned i = 0; i < kept; i++)
        give(pool, pieces[i]);
    vd_index_pool_free(pool);
}

struct giver {
    struct vd_index_pool *pool;
    struct piece pieces[PIECES];
};

static void *run_giver(void *arg)
{
    struct giver *giver = arg;

    for (unsigned i = 0; i < PIECES; i++)
        give(giver->pool, giver->pieces[i]);
    return NULL;
}

static void any_thread_may_give_back_while_one_takes(void **state)
{
    struct vd_index_pool *pool = vd_index_pool_new();
    static struct giver givers[THREADS];
    static struct piece taken[PIECES];
    pthread_t ids[THREADS];

    assert_non_null(pool);
    for (unsigned t = 0; t < THREADS; t++) {
        givers[t].pool = pool;
        for (unsigned i = 0; i < PIECES; i++)
            givers[t].pieces[i] = take(pool, 64 + i % 5 * 300);
    }
    for (unsigned t = 0; t < THREADS; t++)
        assert_int_equal(pthread_create(&ids[t], NULL, run_giver, &givers[t]), 0);
    for (unsigned i = 0; i < PIECES; i++) {
        taken[i] = take(pool, 64 + i % 5 * 300);
        assert_non_null(taken[i].ptr);
    }
    for (unsigned t = 0; t < THREADS; t++)
        pthread_join(ids[t], NULL);
    for (unsigned i = 0; i < PIECES; i++)
        give(pool, taken[i]);
    vd_index_pool_free(pool);
}

static void put_one(struct vd_index *index, int64_t revision)
{
    struct vd_version version = {.revision = revision, .create_revision = 2, .version = 1};

    assert_int_equal(vd_index_begin(index), 0);
    assert_int_equal(vd_index_put(index, VD_SLICE("key"), &version, NULL), 0);
    vd_index_publish(index);
    vd_index_reclaim(index);
}

/* The epoch holds nodes of an index that is gone; they go where there is still a pool. */
static void nodes_may_come_back_after_their_index_has_ended(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(1);
    struct vd_index *index = vd_index_new(epoch);

    assert_non_null(index);
    vd_epoch_enter(epoch, 0);
    for (int64_t revision = 2; revision < 6; revision++)
        put_one(index, revision);
    vd_epoch_leave(epoch, 0);
    vd_index_free(index);
    assert_true(vd_epoch_collect(epoch, 1) > 0);
    assert_true(vd_epoch_pending(epoch) > 0);
    vd_epoch_free(epoch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_given_back_is_taken_again),
        cmocka_unit_test(what_is_kept_is_bounded),
        cmocka_unit_test(any_thread_may_give_back_while_one_takes),
        cmocka_unit_test(nodes_may_come_back_after_their_index_has_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
