/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/utf8.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct text {
    const char *bytes;
    size_t len, span;
};

static void well_formed_text_is_told_from_the_rest(void **state)
{
    static const struct text TEXTS[] = {
        {"", 0, 0},
        {"plain ascii of some length", 26, 26},
        {"a\0b", 3, 3},
        {"\xc2\x80\xdf\xbf", 4, 4},
        {"\xc1\xbf", 2, 0},
        {"\xe0\xa0\x80", 3, 3},
        {"\xe0\x9f\xbf", 3, 0},
        {"\xed\x9f\xbf", 3, 3},
        {"\xed\xa0\x80", 3, 0},
        {"\xef\xbf\xbf", 3, 3},
        {"\xf0\x90\x80\x80", 4, 4},
        {"\xf0\x8f\xbf\xbf", 4, 0},
        {"\xf4\x8f\xbf\xbf", 4, 4},
        {"\xf4\x90\x80\x80", 4, 0},
        {"\xf5\x80\x80\x80", 4, 0},
        {"\x80", 1, 0},
        {"\xff", 1, 0},
        {"abcdefghij\xe2\x82\xac\xe2\x82", 15, 13},
        {"\xe2\x82\x20", 3, 0},
    };

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        struct vd_slice text = vd_slice(TEXTS[i].bytes, TEXTS[i].len);

        assert_int_equal(vd_utf8_span(text), TEXTS[i].span);
        assert_int_equal(vd_utf8_is_valid(text), TEXTS[i].span == TEXTS[i].len);
    }
}

/* Every code point, and what is none, encoded by the rule itself. */
static void every_code_point_is_one_character(void **state)
{
    for (uint32_t code = 0x80; code < 0x120000; code++) {
        uint8_t bytes[4];
        size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        bool right = code < 0xd800 || (code > 0xdfff && code < 0x110000);

        for (size_t i = n; i-- > 1;)
            bytes[i] = (uint8_t)(0x80 | (code >> 6 * (n - 1 - i) & 0x3f));
        bytes[0] = (uint8_t)((0xf00 >> n & 0xf0) | code >> 6 * (n - 1));
        assert_int_equal(vd_utf8_char(vd_slice(bytes, n)), right ? n : 0);
        assert_int_equal(vd_utf8_char(vd_slice(bytes, n - 1)), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_told_from_the_rest),
        cmocka_unit_test(every_code_point_is_one_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
