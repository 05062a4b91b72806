/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assertions that are always compiled in. They guard what only a bug of ours can break;
 * bytes of a peer or of a disk are checked and answered, never asserted.
 */
#ifndef VD_BASE_CHECK_H
#define VD_BASE_CHECK_H

#include <stddef.h>

/* Prints file, line and expression on stderr and aborts. */
_Noreturn void vd_assert_failed(const char *expr, const char *file, int line);

#define vd_assert(expr)                                                                            \
    (__builtin_expect(!!(expr), 1) ? (void)0 : vd_assert_failed(#expr, __FILE__, __LINE__))

#define vd_container_of(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

#define VD_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define VD_MIN(a, b)    ((a) < (b) ? (a) : (b))
#define VD_MAX(a, b)    ((a) > (b) ? (a) : (b))

#endif
