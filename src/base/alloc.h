/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of ours goes through here, so that a test can make the n-th one fail.
 * All return NULL when memory is short; the caller passes -ENOMEM up.
 */
#ifndef VD_BASE_ALLOC_H
#define VD_BASE_ALLOC_H

#include <stddef.h>

void *vd_alloc(size_t size) __attribute__((malloc, warn_unused_result));
void *vd_alloc_zero(size_t size) __attribute__((malloc, warn_unused_result));
void *vd_alloc_array(size_t count, size_t size) __attribute__((malloc, warn_unused_result));
void *vd_realloc(void *ptr, size_t size) __attribute__((warn_unused_result));
/* align: a power of two, at least sizeof(void *). */
void *vd_alloc_aligned(size_t align, size_t size) __attribute__((malloc, warn_unused_result));
void vd_free(void *ptr);

/*
 * Test hook: let `after` further allocations of this thread succeed, then fail every one;
 * negative switches it off. vd_alloc_fail_hit says whether one was refused since.
 */
void vd_alloc_fail_after(long after);
int vd_alloc_fail_hit(void);

#endif
