/* SPDX-License-Identifier: Apache-2.0 */
#include "store/crc.h"

#include "base/check.h"

#include <limits.h>

#include <isa-l/crc.h>

#define SHORT_BYTES 384 /* about where isa-l's folding overtakes one instruction for 8 bytes */

#if defined(__x86_64__)

static bool has_instruction(void)
{
    return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2"))) static uint32_t crc_short(uint32_t crc, const uint8_t *at,
                                                            size_t n)
{
    unsigned long long wide = crc, word;

    for (; n >= sizeof(word); at += sizeof(word), n -= sizeof(word)) {
        memcpy(&word, at, sizeof(word));
        wide = __builtin_ia32_crc32di(wide, word);
    }
    crc = (uint32_t)wide;
    for (; n; at++, n--)
        crc = __builtin_ia32_crc32qi(crc, *at);
    return crc;
}

#else

static bool has_instruction(void)
{
    return false;
}

static uint32_t crc_short(uint32_t crc, const uint8_t *at, size_t n)
{
    return crc;
}

#endif

uint32_t vd_crc32c(uint32_t crc, const void *ptr, size_t n)
{
    if (n <= SHORT_BYTES && has_instruction())
        return crc_short(crc, ptr, n);
    vd_assert(n <= INT_MAX);
    return n ? crc32_iscsi((unsigned char *)(uintptr_t)ptr, (int)n, crc) : crc;
}
