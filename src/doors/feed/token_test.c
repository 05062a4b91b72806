/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/token.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const uint64_t STORE = 0x7f3c09aa41b2d516;

static void what_is_written_is_read_again(void **state)
{
    static const struct {
        struct vd_pos next;
        const char *text;
    } rows[] = {
        {{1, 0}, "7f3c09aa41b2d516:0"},
        {{43, 0}, "7f3c09aa41b2d516:42"},
        {{43, 1}, "7f3c09aa41b2d516:43.0"},
        {{43, 8}, "7f3c09aa41b2d516:43.7"},
        {{INT64_MAX, 0}, "7f3c09aa41b2d516:9223372036854775806"},
        {{INT64_MAX - 1, UINT32_MAX}, "7f3c09aa41b2d516:9223372036854775806.4294967294"},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        uint8_t text[VD_FEED_TOKEN_BYTES];
        size_t len = vd_feed_token_put(text, STORE, rows[i].next);
        struct vd_pos next = {0, 0};

        assert_int_equal(len, strlen(rows[i].text));
        assert_memory_equal(text, rows[i].text, len);
        assert_int_equal(vd_feed_token_read(vd_slice(text, len), STORE, &next), 0);
        assert_int_equal(vd_pos_cmp(next, rows[i].next), 0);
        /* The store may be left out. */
        assert_int_equal(vd_feed_token_read(vd_slice(text + 17, len - 17), STORE, &next), 0);
        assert_int_equal(vd_pos_cmp(next, rows[i].next), 0);
        assert_int_equal(vd_feed_token_read(vd_slice(text, len), STORE + 1, &next), VD_COMPACTED);
    }
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "x",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.",
        ".1",
        "1.x",
        "1.2.3",
        "0.0",
        "1,2",
        "0x10",
        "9223372036854775807",
        "18446744073709551617",
        "99999999999999999999999999",
        "5.4294967295",
        "5.99999999999",
        ":5",
        "7f3c09aa41b2d516:",
        "7f3c09aa41b2d516:.1",
        "7f3c09aa41b2d516:7f3c09aa41b2d516:1",
        "7f3c09aa41b2d51:5",
        "7f3c09aa41b2d5166:5",
        "7F3C09AA41B2D516:5",
        "7f3c09aa41b2d51g:5",
    };
    struct vd_pos next = {7, 7};

    for (size_t i = 0; i < VD_COUNT(rows); i++)
        if (vd_feed_token_read(vd_slice_str(rows[i]), STORE, &next) != VD_INVALID)
            fail_msg("'%s' was read", rows[i]);
    assert_int_equal(vd_feed_token_read(vd_slice("5\0", 2), STORE, &next), VD_INVALID);
    assert_true(next.revision == 7 && next.sub == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
