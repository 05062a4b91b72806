/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/base64.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void what_is_written_is_read_back(void **state)
{
    uint8_t bytes[64], text[96], back[80];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 131 + 7);
    for (size_t n = 0; n <= sizeof(bytes); n++) {
        size_t len = (size_t)(vd_base64_put(text, vd_slice(bytes, n)) - text), got = 99;

        assert_int_equal(len, vd_base64_size(n));
        assert_true(vd_base64_decoded_max(len) <= sizeof(back));
        assert_int_equal(vd_base64_decode(vd_slice(text, len), back, &got), 0);
        assert_int_equal(got, n);
        assert_memory_equal(back, bytes, n);
        while (len && text[len - 1] == '=')
            len--;
        assert_int_equal(vd_base64_decode(vd_slice(text, len), text, &got), 0);
        assert_int_equal(got, n);
        assert_memory_equal(text, bytes, n);
    }
}

static void the_vectors_of_the_rfc(void **state)
{
    static const char *const PAIRS[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    uint8_t text[16];

    for (size_t i = 0; i < VD_COUNT(PAIRS); i++) {
        size_t len = (size_t)(vd_base64_put(text, vd_slice_str(PAIRS[i][0])) - text);

        assert_int_equal(len, strlen(PAIRS[i][1]));
        assert_memory_equal(text, PAIRS[i][1], len);
    }
}

static void both_alphabets_are_read_and_nothing_else(void **state)
{
    static const struct {
        const char *text;
        int rc;
    } TEXTS[] = {{"+/+/", 0},
                 {"-_-_", 0},
                 {"-_-_-_", 0},
                 {"+/-_", VD_INVALID},
                 {"Zg=", VD_INVALID},
                 {"Zg===", VD_INVALID},
                 {"Z", VD_INVALID},
                 {"Zm9vZ", VD_INVALID},
                 {"=", VD_INVALID},
                 {"====", VD_INVALID},
                 {"Zg==Zg==", VD_INVALID},
                 {"Zm 9v", VD_INVALID},
                 {"Zm9\n", VD_INVALID},
                 {"Z\xc3\xa9v", VD_INVALID}};
    uint8_t out[16];

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        size_t len = 77;

        assert_int_equal(vd_base64_decode(vd_slice_str(TEXTS[i].text), out, &len), TEXTS[i].rc);
        assert_true(TEXTS[i].rc == 0 || len == 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(the_vectors_of_the_rfc),
        cmocka_unit_test(both_alphabets_are_read_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
