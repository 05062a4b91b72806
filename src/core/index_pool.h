/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for the nodes of one index. A batch copies the nodes that it changes, and soon after what
 * it copied from is free: nearly every new node can be where an old one of its size was, still
 * warm, and malloc need neither split nor join anything.
 *
 * One thread takes (who has the role), any thread gives back. What is kept is bounded; the rest
 * goes back to malloc.
 */
#ifndef VD_CORE_INDEX_POOL_H
#define VD_CORE_INDEX_POOL_H

#include <stddef.h>
#include <stdint.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VD_INDEX_POOL_BYTES 0u
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define VD_INDEX_POOL_BYTES 0u
#endif

/* Kept for the next, and about as much between giver and taker. Nothing under AddressSanitizer,
 * which would not see that a node is used after it was freed. */
#ifndef VD_INDEX_POOL_BYTES
#define VD_INDEX_POOL_BYTES (1u << 20)
#endif

struct vd_index_pool;

/* NULL: no memory. */
struct vd_index_pool *vd_index_pool_new(void);
/* Frees what is kept. Nothing may be given back after that; what is out can be freed with vd_free.
 * NULL is fine. A function of void * for the epoch's sake. */
void vd_index_pool_free(void *pool);

/* At least *bytes, of which there are at least as many as a pointer needs; how many it is goes to
 * *bytes, and its size to give it back with. NULL: no memory. */
void *vd_index_pool_take(struct vd_index_pool *pool, size_t *bytes, uint8_t *out_size);
void vd_index_pool_give(struct vd_index_pool *pool, void *ptr, uint8_t size);

#endif
