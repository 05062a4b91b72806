/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A borrowed run of bytes: a pointer and a length, owned by somebody else. Never NUL
 * terminated by promise. An empty slice may have a NULL pointer.
 */
#ifndef VD_BASE_SLICE_H
#define VD_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct vd_slice {
    const uint8_t *ptr;
    size_t len;
};

#define VD_SLICE_EMPTY    ((struct vd_slice){NULL, 0})
/* A slice over a string literal. */
#define VD_SLICE(literal) ((struct vd_slice){(const uint8_t *)("" literal), sizeof(literal) - 1})

static inline struct vd_slice vd_slice(const void *ptr, size_t len)
{
    return (struct vd_slice){(const uint8_t *)ptr, len};
}

static inline struct vd_slice vd_slice_str(const char *str)
{
    return vd_slice(str, strlen(str));
}

/* Order of bytes, shorter first on a tie. */
static inline int vd_slice_cmp(struct vd_slice a, struct vd_slice b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;

    return c ? c : (a.len > b.len) - (a.len < b.len);
}

static inline bool vd_slice_eq(struct vd_slice a, struct vd_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool vd_slice_starts_with(struct vd_slice s, struct vd_slice prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

#endif
