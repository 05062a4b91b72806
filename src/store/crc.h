/* SPDX-License-Identifier: Apache-2.0 */
/* CRC32C (Castagnoli, RFC 3720 B.4 polynomial), by isa-l: a few bytes a cycle on any x86 and arm.
 */
#ifndef VD_STORE_CRC_H
#define VD_STORE_CRC_H

#include "base/check.h"
#include "base/slice.h"

#include <limits.h>

#include <isa-l/crc.h>

/*
 * Continues `crc` over n more bytes: vd_crc32c(vd_crc32c(s, a), b) is the CRC of a then b under
 * the start value s. Start value and result are the bare register, without the final complement;
 * a random start value makes the sum one that a stranger cannot compute.
 */
static inline uint32_t vd_crc32c(uint32_t crc, const void *ptr, size_t n)
{
    vd_assert(n <= INT_MAX);
    return n ? crc32_iscsi((unsigned char *)(uintptr_t)ptr, (int)n, crc) : crc;
}

#endif
