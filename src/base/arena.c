/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { CHUNK_BYTES = 4096, ALIGN = 16 };

struct vd_arena_chunk {
    struct vd_arena_chunk *next;
    size_t cap;
    _Alignas(ALIGN) uint8_t data[];
};

_Static_assert(_Alignof(max_align_t) >= ALIGN, "what malloc gives is aligned enough");

void vd_arena_init(struct vd_arena *arena, size_t limit_bytes)
{
    *arena = (struct vd_arena){.limit_bytes = limit_bytes};
}

void vd_arena_init_in(struct vd_arena *arena, void *memory, size_t size, size_t limit_bytes)
{
    size_t skip = -(uintptr_t)memory & (ALIGN - 1);
    struct vd_arena_chunk *chunk = (void *)((uint8_t *)memory + skip);

    vd_arena_init(arena, limit_bytes);
    if (size < skip + sizeof(*chunk))
        return;
    chunk->next = NULL;
    chunk->cap = size - skip - sizeof(*chunk);
    arena->chunks = arena->lent = chunk;
}

void vd_arena_deinit(struct vd_arena *arena)
{
    struct vd_arena_chunk *chunk = arena->chunks;

    while (chunk) {
        struct vd_arena_chunk *next = chunk->next;

        if (chunk != arena->lent)
            vd_free(chunk);
        chunk = next;
    }
    vd_arena_init(arena, arena->limit_bytes);
}

void *vd_arena_alloc(struct vd_arena *arena, size_t size)
{
    struct vd_arena_chunk *chunk = arena->chunks;
    void *ptr;

    if (size > arena->limit_bytes || arena->total_bytes > arena->limit_bytes - size)
        return NULL;
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!chunk || size > chunk->cap - arena->used_bytes) {
        size_t cap = VD_MAX(size, (size_t)CHUNK_BYTES - sizeof(*chunk));

        chunk = vd_alloc(sizeof(*chunk) + cap);
        if (!chunk)
            return NULL;
        chunk->next = arena->chunks;
        chunk->cap = cap;
        arena->chunks = chunk;
        arena->used_bytes = 0;
    }
    ptr = chunk->data + arena->used_bytes;
    arena->used_bytes += size;
    arena->total_bytes += size;
    return ptr;
}

void *vd_arena_alloc_zero(struct vd_arena *arena, size_t size)
{
    void *ptr = vd_arena_alloc(arena, size);

    if (ptr)
        memset(ptr, 0, size);
    return ptr;
}

int vd_arena_copy(struct vd_arena *arena, struct vd_slice from, struct vd_slice *out)
{
    uint8_t *ptr = vd_arena_alloc(arena, from.len);

    if (!ptr)
        return -ENOMEM;
    if (from.len)
        memcpy(ptr, from.ptr, from.len);
    *out = vd_slice(ptr, from.len);
    return 0;
}
