/* SPDX-License-Identifier: Apache-2.0 */
#include "core/index_pool.h"

#include "base/alloc.h"
#include "base/check.h"

#include <stdatomic.h>
#include <string.h>

enum {
    STEP_BYTES = 64, /* sizes are multiples of it */
    SIZES = 64,      /* more than the largest node has */
    LINE_BYTES = 64
};

/* What stands in memory that nobody uses. */
struct spare {
    struct spare *next;
    uint8_t size;
};

struct vd_index_pool {
    struct spare *spares[SIZES]; /* the taker's */
    size_t kept;                 /* bytes of them */
    _Alignas(LINE_BYTES) _Atomic(struct spare *) given;
    _Atomic size_t given_bytes; /* about */
};

_Static_assert(sizeof(struct spare) <= STEP_BYTES, "stands in the smallest");

struct vd_index_pool *vd_index_pool_new(void)
{
    struct vd_index_pool *pool = vd_alloc_aligned(LINE_BYTES, sizeof(*pool));

    if (pool)
        memset(pool, 0, sizeof(*pool));
    return pool;
}

static void free_all(struct spare *spare)
{
    while (spare) {
        struct spare *next = spare->next;

        vd_free(spare);
        spare = next;
    }
}

void vd_index_pool_free(void *ptr)
{
    struct vd_index_pool *pool = ptr;

    if (!pool)
        return;
    for (unsigned size = 0; size < SIZES; size++)
        free_all(pool->spares[size]);
    free_all(atomic_load(&pool->given));
    vd_free(pool);
}

static void keep(struct vd_index_pool *pool, struct spare *spare)
{
    size_t bytes = (size_t)spare->size * STEP_BYTES;

    if (pool->kept + bytes > VD_INDEX_POOL_BYTES) {
        vd_free(spare);
        return;
    }
    pool->kept += bytes;
    spare->next = pool->spares[spare->size];
    pool->spares[spare->size] = spare;
}

static void sort_given(struct vd_index_pool *pool)
{
    struct spare *spare;

    if (!atomic_load_explicit(&pool->given, memory_order_relaxed))
        return;
    spare = atomic_exchange_explicit(&pool->given, NULL, memory_order_acquire);
    atomic_store_explicit(&pool->given_bytes, 0, memory_order_relaxed);
    while (spare) {
        struct spare *next = spare->next;

        keep(pool, spare);
        spare = next;
    }
}

void *vd_index_pool_take(struct vd_index_pool *pool, size_t *bytes, uint8_t *out_size)
{
    size_t size = (*bytes + STEP_BYTES - 1) / STEP_BYTES;
    struct spare *spare;

    vd_assert(size < SIZES);
    if (!pool->spares[size])
        sort_given(pool);
    spare = pool->spares[size];
    if (spare) {
        pool->spares[size] = spare->next;
        pool->kept -= size * STEP_BYTES;
    } else {
        spare = vd_alloc(size * STEP_BYTES);
    }
    *bytes = size * STEP_BYTES;
    *out_size = (uint8_t)size;
    return spare;
}

void vd_index_pool_give(struct vd_index_pool *pool, void *ptr, uint8_t size)
{
    struct spare *spare = ptr, *top;
    size_t bytes = (size_t)size * STEP_BYTES, waiting;

    vd_assert(size < SIZES);
    waiting = atomic_fetch_add_explicit(&pool->given_bytes, bytes, memory_order_relaxed);
    if (waiting + bytes > VD_INDEX_POOL_BYTES) {
        vd_free(ptr);
        return;
    }
    spare->size = size;
    top = atomic_load_explicit(&pool->given, memory_order_relaxed);
    do
        spare->next = top;
    while (!atomic_compare_exchange_weak_explicit(&pool->given, &top, spare, memory_order_release,
                                                  memory_order_relaxed));
}
