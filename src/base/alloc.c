/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>

static _Thread_local long fail_after = -1;
static _Thread_local int fail_hit;

static int refused(void)
{
    if (__builtin_expect(fail_after < 0, 1))
        return 0;
    if (fail_after > 0) {
        fail_after--;
        return 0;
    }
    fail_hit = 1;
    return 1;
}

void *vd_alloc(size_t size)
{
    return refused() ? NULL : malloc(size ? size : 1);
}

void *vd_alloc_zero(size_t size)
{
    return refused() ? NULL : calloc(1, size ? size : 1);
}

void *vd_alloc_array(size_t count, size_t size)
{
    return refused() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *vd_realloc(void *ptr, size_t size)
{
    return refused() ? NULL : realloc(ptr, size ? size : 1);
}

void *vd_alloc_aligned(size_t align, size_t size)
{
    void *ptr = NULL;

    if (refused() || posix_memalign(&ptr, align, size ? size : align))
        return NULL;
    return ptr;
}

void vd_free(void *ptr)
{
    free(ptr);
}

void vd_alloc_fail_after(long after)
{
    fail_after = after;
    fail_hit = 0;
}

int vd_alloc_fail_hit(void)
{
    return fail_hit;
}
