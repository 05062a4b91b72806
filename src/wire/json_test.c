/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/json.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_text(struct vd_buf *buf, const char *want)
{
    assert_int_equal(vd_buf_status(buf), 0);
    assert_int_equal(buf->len, strlen(want));
    assert_memory_equal(buf->data, want, buf->len);
}

static void write_everything(struct vd_buf *buf)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_add_str(&json, "s", "a\"b");
    vd_json_add_int(&json, "i", INT64_MIN);
    vd_json_add_uint(&json, "u", UINT64_MAX);
    vd_json_add_int_string(&json, "is", -7);
    vd_json_add_uint_string(&json, "us", 0);
    vd_json_add_bool(&json, "t", true);
    vd_json_add_bool(&json, "f", false);
    vd_json_add_base64(&json, "b", VD_SLICE("foob"));
    vd_json_add_double(&json, "d", 0.1);
    vd_json_name(&json, "l");
    vd_json_array(&json);
    vd_json_null(&json);
    vd_json_array(&json);
    vd_json_array_end(&json);
    vd_json_object(&json);
    vd_json_object_end(&json);
    vd_json_raw(&json, VD_SLICE("[1]"));
    vd_json_array_end(&json);
    vd_json_name_of(&json, VD_SLICE("\n"));
    vd_json_string(&json, VD_SLICE_EMPTY);
    vd_json_object_end(&json);
    vd_json_line(&json);
    vd_json_int(&json, 1);
    vd_json_line(&json);
}

static const char EVERYTHING[] =
    "{\"s\":\"a\\\"b\",\"i\":-9223372036854775808,\"u\":18446744073709551615,\"is\":\"-7\","
    "\"us\":\"0\",\"t\":true,\"f\":false,\"b\":\"Zm9vYg==\",\"d\":0.1,"
    "\"l\":[null,[],{},[1]],\"\\n\":\"\"}\n1\n";

static void commas_stand_between_values_and_nowhere_else(void **state)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    write_everything(&buf);
    assert_text(&buf, EVERYTHING);
    vd_buf_deinit(&buf);
}

static void strings_are_escaped_where_they_must_be(void **state)
{
    static const struct {
        struct vd_slice text;
        const char *want;
    } TEXTS[] = {
        {VD_SLICE(""), "\"\""},
        {VD_SLICE("plain"), "\"plain\""},
        {VD_SLICE("\"\\/"), "\"\\\"\\\\/\""},
        {VD_SLICE("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\""},
        {VD_SLICE("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\x7f\""},
        {VD_SLICE("</script>&"), "\"\\u003c/script\\u003e\\u0026\""},
        {VD_SLICE("\xc3\xa9<\xe2\x82\xac\"\xf0\x9f\x99\x82"),
         "\"\xc3\xa9\\u003c\xe2\x82\xac\\\"\xf0\x9f\x99\x82\""},
        {VD_SLICE("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa"), "\"\\u2028\\u2029\xe2\x80\xaa\""},
        {VD_SLICE("a\xff\xc3(\xe2\x82"), "\"a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\""},
        {VD_SLICE("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    };
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        struct vd_json json;

        vd_buf_clear(&buf);
        vd_json_init(&json, &buf);
        vd_json_string(&json, TEXTS[i].text);
        assert_text(&buf, TEXTS[i].want);
        assert_int_equal(vd_json_string_size(TEXTS[i].text), strlen(TEXTS[i].want));
    }
    vd_buf_deinit(&buf);
}

/* Random bytes of the kinds that matter: what is written is UTF-8 without anything to escape, and
 * of the size that was said. */
static void any_bytes_become_a_safe_string_of_the_size_that_was_said(void **state)
{
    static const char PIECES[] = "ab<\"\\\n\x7f\x80\xa8\xa9\xbf\xc3\xe2\xed\xf0\xf4\xff";
    uint8_t text[24], out[24 * 6 + 2];
    uint64_t seed = 1;

    for (int round = 0; round < 200000; round++) {
        size_t len, size;

        for (size_t i = 0; i < sizeof(text); i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[i] = (uint8_t)PIECES[(seed >> 33) % (sizeof(PIECES) - 1)];
        }
        len = (seed >> 20) % (sizeof(text) + 1);
        size = vd_json_string_size(vd_slice(text, len));
        assert_true(size <= len * 6 + 2);
        assert_int_equal(vd_json_put_string(out, vd_slice(text, len)) - out, size);
        assert_true(vd_utf8_is_valid(vd_slice(out, size)));
        for (size_t i = 1; i + 1 < size; i++) {
            assert_false(out[i] < 0x20 || out[i] == '<');
            if (out[i] == '\\')
                i++;
            else
                assert_int_not_equal(out[i], '"');
        }
    }
}

static void doubles_read_back_as_they_were(void **state)
{
    static const double VALUES[] = {0, -0.0, 1, 0.1, 1.0 / 3, 1e300, 5e-324, 123456789012345678.0};
    struct vd_json json;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (size_t i = 0; i < VD_COUNT(VALUES); i++) {
        double back;

        vd_buf_clear(&buf);
        vd_json_init(&json, &buf);
        vd_json_double(&json, VALUES[i]);
        vd_buf_append(&buf, "", 1);
        assert_int_equal(sscanf((const char *)buf.data, "%lf", &back), 1);
        assert_memory_equal(&back, &VALUES[i], sizeof(back));
    }
    vd_buf_clear(&buf);
    vd_json_init(&json, &buf);
    vd_json_array(&json);
    vd_json_double(&json, (double)INFINITY);
    vd_json_double(&json, (double)NAN);
    vd_json_array_end(&json);
    assert_text(&buf, "[null,null]");
    vd_buf_deinit(&buf);
}

static void a_failure_is_kept_to_the_end(void **state)
{
    struct vd_buf buf;

    for (long n = 0;; n++) {
        vd_buf_init(&buf, 0);
        vd_alloc_fail_after(n);
        write_everything(&buf);
        vd_alloc_fail_after(-1);
        if (vd_buf_status(&buf) == 0)
            break;
        assert_int_equal(vd_buf_status(&buf), -ENOMEM);
        vd_buf_deinit(&buf);
    }
    assert_text(&buf, EVERYTHING);
    vd_buf_deinit(&buf);
    for (size_t limit = 1; limit < sizeof(EVERYTHING) - 1; limit++) {
        vd_buf_init(&buf, limit);
        write_everything(&buf);
        assert_int_equal(vd_buf_status(&buf), VD_TOO_LARGE);
        assert_true(buf.len <= limit);
        vd_buf_deinit(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_values_and_nowhere_else),
        cmocka_unit_test(strings_are_escaped_where_they_must_be),
        cmocka_unit_test(any_bytes_become_a_safe_string_of_the_size_that_was_said),
        cmocka_unit_test(doubles_read_back_as_they_were),
        cmocka_unit_test(a_failure_is_kept_to_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
