/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for one request: many small pieces, given back all at once, with a cap on the sum
 * so that no request can ask for more than was configured.
 */
#ifndef VD_BASE_ARENA_H
#define VD_BASE_ARENA_H

#include "base/slice.h"

struct vd_arena_chunk;

struct vd_arena {
    struct vd_arena_chunk *chunks;
    size_t used_bytes;  /* in the newest chunk */
    size_t total_bytes; /* handed out, over all chunks */
    size_t limit_bytes;
    struct vd_arena_chunk *lent; /* the caller's, not freed */
};

void vd_arena_init(struct vd_arena *arena, size_t limit_bytes);
/* Begins in `size` bytes of the caller's, which live as long: most requests need no other memory.
 */
void vd_arena_init_in(struct vd_arena *arena, void *memory, size_t size, size_t limit_bytes);
void vd_arena_deinit(struct vd_arena *arena);
/* Aligned to 16 bytes; NULL: over the cap, or no memory. */
void *vd_arena_alloc(struct vd_arena *arena, size_t size);
void *vd_arena_alloc_zero(struct vd_arena *arena, size_t size);
/* Copies into the arena; `out` is untouched on failure (-ENOMEM). */
int vd_arena_copy(struct vd_arena *arena, struct vd_slice from, struct vd_slice *out)
    __attribute__((warn_unused_result));

#endif
