/* SPDX-License-Identifier: Apache-2.0 */
#include "store/crc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A bit at a time, from the definition. */
static uint32_t naive(uint32_t crc, const uint8_t *at, size_t n)
{
    for (; n; at++, n--) {
        crc ^= *at;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
    }
    return crc;
}

static void it_is_the_checksum_of_rfc_3720(void **state)
{
    /* "123456789", and the 32 zero bytes of RFC 3720 B.4. */
    static const uint8_t zeros[32];

    assert_int_equal(~vd_crc32c(0xffffffffu, "123456789", 9), 0xe3069283u);
    assert_int_equal(~vd_crc32c(0xffffffffu, zeros, 32), 0x8a9136aau);
}

static void every_length_and_offset_agrees_with_the_definition(void **state)
{
    static uint8_t bytes[1200];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * i >> 3);
    for (size_t n = 0; n < 1100; n += n < 420 ? 1 : 13) {
        for (size_t at = 0; at < 9; at += 4)
            assert_int_equal(vd_crc32c(77, bytes + at, n), naive(77, bytes + at, n));
    }
}

static void it_continues_where_it_ended(void **state)
{
    static uint8_t bytes[1000];
    uint32_t whole = vd_crc32c(5, bytes, sizeof(bytes));

    for (size_t cut = 0; cut <= sizeof(bytes); cut += 37)
        assert_int_equal(vd_crc32c(vd_crc32c(5, bytes, cut), bytes + cut, sizeof(bytes) - cut),
                         whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_checksum_of_rfc_3720),
        cmocka_unit_test(every_length_and_offset_agrees_with_the_definition),
        cmocka_unit_test(it_continues_where_it_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
