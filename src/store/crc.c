/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The processor's instruction takes eight bytes a cycle but answers three cycles later, so a run is
 * read as three lanes at once, and their sums are put together: a lane's sum is multiplied by x to
 * the power of the bits that follow it, modulo the polynomial, with one carry-less multiplication
 * and the instruction itself, which reduces.
 */
#include "store/crc.h"

#include "base/check.h"

#include <limits.h>

#include <isa-l/crc.h>

enum {
    LANES = 3,
    LANE_WORDS_MIN = 4, /* below, putting together costs more than it saves */
    LANE_WORDS_MAX = 16,
    WORD = sizeof(uint64_t),
    SHORT_BYTES =
        (LANE_WORDS_MAX + 1) * LANES * WORD - 1 /* beyond that isa-l's folding is faster */
};

#if defined(__x86_64__)

#include <nmmintrin.h>
#include <wmmintrin.h>

#define WITH_INSTRUCTIONS __attribute__((target("sse4.2,pclmul")))

/*
 * [i] is x^(64 i - 33) modulo the polynomial, bits reversed as CRC32C has them: the product of a
 * sum and [i], reduced by the instruction (which multiplies by x^33), is the sum i words on. [1] is
 * x^31, and the instruction makes [i + 1] of [i].
 */
static const uint32_t powers[2 * LANE_WORDS_MAX + 1] = {
    0,          0x00000001, 0x493c7d27, 0xf20c0dfe, 0xba4fc28e, 0x3da6d0cb, 0xddc0152b,
    0x1c291d04, 0x9e4addf8, 0x740eef02, 0x39d3b296, 0x083a6eec, 0x0715ce53, 0xc49f4f67,
    0x47db8317, 0x2ad91c30, 0x0d3b6092, 0x6992cea2, 0xc96cfdc0, 0x7e908048, 0x878a92a7,
    0x1b3d8f29, 0xdaece73e, 0xf1d0f55e, 0xab7aff2a, 0xa87ab8a8, 0x2162d385, 0x8462d800,
    0x83348832, 0x71d111a8, 0x299847d5, 0xffd852c6, 0xb9e02b86,
};

static bool has_instructions(void)
{
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
}

static inline uint64_t word_at(const uint8_t *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof(word));
    return word;
}

WITH_INSTRUCTIONS static inline uint64_t times(uint64_t sum, uint32_t power)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)sum), _mm_cvtsi32_si128((int)power), 0);

    return (uint64_t)_mm_cvtsi128_si64(product);
}

/* Three lanes of so many words, one behind the other. */
WITH_INSTRUCTIONS static uint64_t crc_lanes(uint64_t crc, const uint8_t *at, size_t words)
{
    const uint8_t *second = at + words * WORD, *third = second + words * WORD;
    size_t last = (words - 1) * WORD;
    uint64_t a = crc, b = 0, c = 0;

    for (size_t i = 0; i < last; i += WORD) {
        a = _mm_crc32_u64(a, word_at(at + i));
        b = _mm_crc32_u64(b, word_at(second + i));
        c = _mm_crc32_u64(c, word_at(third + i));
    }
    a = _mm_crc32_u64(a, word_at(at + last));
    b = _mm_crc32_u64(b, word_at(second + last));
    a = times(a, powers[2 * words]) ^ times(b, powers[words]);
    return _mm_crc32_u64(c, word_at(third + last) ^ a);
}

WITH_INSTRUCTIONS static uint32_t crc_short(uint32_t crc, const uint8_t *at, size_t n)
{
    size_t words = n / (LANES * WORD);
    uint64_t wide = crc;

    if (words >= LANE_WORDS_MIN) {
        wide = crc_lanes(wide, at, words);
        at += words * LANES * WORD;
        n -= words * LANES * WORD;
    }
    for (; n >= WORD; at += WORD, n -= WORD)
        wide = _mm_crc32_u64(wide, word_at(at));
    crc = (uint32_t)wide;
    for (; n; at++, n--)
        crc = _mm_crc32_u8(crc, *at);
    return crc;
}

#else

static bool has_instructions(void)
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
    if (n <= SHORT_BYTES && has_instructions())
        return crc_short(crc, ptr, n);
    vd_assert(n <= INT_MAX);
    return n ? crc32_iscsi((unsigned char *)(uintptr_t)ptr, (int)n, crc) : crc;
}
