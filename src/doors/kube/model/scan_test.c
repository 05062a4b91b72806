/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/scan.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/json_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static const char object[] =
    "{\"a\":1,\"b\":{\"c\":\"x\\\"}{\",\"d\":[1,{\"e\":null}]}, \"\\u0066\" : true ,\"g\":\"\"}";

static void assert_text(struct vd_slice found, const char *wanted)
{
    if (found.len != strlen(wanted) || (found.len && memcmp(found.ptr, wanted, found.len) != 0))
        fail_msg("%.*s is not %s", (int)found.len, found.ptr, wanted);
}

static void members_come_in_order_with_their_texts(void **state)
{
    static const char *const wanted[][2] = {{"a", "1"},
                                            {"b", "{\"c\":\"x\\\"}{\",\"d\":[1,{\"e\":null}]}"},
                                            {"\\u0066", "true"},
                                            {"g", "\"\""}};
    struct vd_kube_scan scan;
    struct vd_slice name;

    (void)state;
    assert_true(vd_kube_scan_object(&scan, vd_slice_str(object)));
    for (size_t i = 0; i < VD_COUNT(wanted); i++) {
        assert_true(vd_kube_scan_next(&scan, &name));
        assert_text(name, wanted[i][0]);
        assert_text(vd_kube_scan_value(&scan), wanted[i][1]);
    }
    assert_false(vd_kube_scan_next(&scan, &name));
    assert_ptr_equal(vd_kube_scan_end(&scan), object + strlen(object));
}

static void values_that_nobody_asks_for_are_passed_over(void **state)
{
    struct vd_kube_scan scan;
    struct vd_slice name;

    (void)state;
    assert_true(vd_kube_scan_object(&scan, vd_slice_str(object)));
    for (unsigned i = 0; i < 4; i++)
        assert_true(vd_kube_scan_next(&scan, &name));
    assert_text(name, "g");
}

static void paths_lead_through_objects_and_escaped_names(void **state)
{
    (void)state;
    assert_text(vd_kube_scan_path(vd_slice_str(object), VD_SLICE("b.c")), "\"x\\\"}{\"");
    assert_text(vd_kube_scan_path(vd_slice_str(object), VD_SLICE("f")), "true");
    assert_text(vd_kube_scan_path(vd_slice_str(object), VD_SLICE("a.b")), "");
    assert_text(vd_kube_scan_path(vd_slice_str(object), VD_SLICE("b.x.y")), "");
    assert_text(vd_kube_scan_path(VD_SLICE("[]"), VD_SLICE("b")), "");
}

static void texts_are_unescaped_as_documents_have_them(void **state)
{
    static const char *const raws[] = {"plain", "a\\n\\t\\b\\f\\r\\/\\\\\\\"b",
                                       "\\u00e9\\u4e2d\\ud83d\\ude00", "\\u003c", "x\\u0000y\\z"};

    (void)state;
    for (size_t i = 0; i + 1 < VD_COUNT(raws); i++) {
        struct vd_json_value *value;
        struct vd_arena arena;
        uint8_t text[64];
        char quoted[64];

        snprintf(quoted, sizeof(quoted), "\"%s\"", raws[i]);
        vd_arena_init(&arena, 4096);
        assert_int_equal(vd_json_read(&arena, vd_slice_str(quoted), 4, &value, NULL), 0);
        assert_int_equal(vd_kube_scan_unescape(vd_slice_str(raws[i]), text), value->text.len);
        assert_memory_equal(text, value->text.ptr, value->text.len);
        assert_true(vd_kube_scan_says(vd_slice_str(raws[i]), value->text));
        vd_arena_deinit(&arena);
    }
    assert_false(vd_kube_scan_says(VD_SLICE("a\\nb"), VD_SLICE("a\\nb")));
}

static void white_space_goes_but_not_from_strings(void **state)
{
    static const char spaced[] = " { \"a b\" : [ 1 , 2 ],\n\t\"c\":\" \\\" \" } ";
    uint8_t text[sizeof(spaced)];
    uint8_t *end = vd_kube_scan_compact(text, vd_slice_str(spaced));

    (void)state;
    assert_text(vd_slice(text, (size_t)(end - text)), "{\"a b\":[1,2],\"c\":\" \\\" \"}");
}

/* Whatever the reader of documents takes, this one takes, and no other text. */
static void assert_agrees(struct vd_slice text)
{
    struct vd_json_value *value;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, 1 << 20);
    rc = vd_json_read(&arena, text, VD_KUBE_SCAN_DEPTH_MAX, &value, NULL);
    vd_arena_deinit(&arena);
    if (vd_kube_scan_check(text) != (rc == 0))
        fail_msg("%.*s: documents say %d", (int)text.len, text.ptr, rc);
}

static void checking_agrees_with_the_reader_of_documents(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "{}",
                                        "[]",
                                        "null",
                                        "nul",
                                        "{",
                                        "}",
                                        "[1,]",
                                        "[,1]",
                                        "{\"a\":1,}",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{a:1}",
                                        "[1 2]",
                                        "01",
                                        "-",
                                        "-0",
                                        "1.",
                                        "1.5e",
                                        "1.5e+7",
                                        "1e2",
                                        ".5",
                                        "+1",
                                        "\"\\x\"",
                                        "\"\\ud800\"",
                                        "\"\\udc00\"",
                                        "\"\\ud83d\\ude00\"",
                                        "\"a\nb\"",
                                        "\"\\u12g4\"",
                                        "tru",
                                        "true false",
                                        "{}{}",
                                        "[[[[]]]]",
                                        "[}",
                                        "{]",
                                        "\"abc",
                                        "\"\\",
                                        "{\"a\":{\"b\":[true,false,null,-1.5E-3]}} \n",
                                        "\"\xc3\xa9\"",
                                        "\"\xc3\"",
                                        "\"\xed\xa0\x80\"",
                                        "\x00",
                                        "[1,\"\x7f\"]"};

    (void)state;
    for (size_t i = 0; i < VD_COUNT(texts); i++)
        assert_agrees(vd_slice_str(texts[i]));
}

static void checking_agrees_after_any_byte_was_changed(void **state)
{
    static const char bytes[] = "\"{}[]:,\\ue0-1.x \n\x80";
    char text[sizeof(object)];

    (void)state;
    for (size_t at = 0; at + 1 < sizeof(object); at++)
        for (size_t i = 0; i + 1 < sizeof(bytes); i++) {
            memcpy(text, object, sizeof(object));
            text[at] = bytes[i];
            assert_agrees(vd_slice(text, sizeof(object) - 1));
        }
}

static void what_is_too_deep_is_refused(void **state)
{
    char text[2 * VD_KUBE_SCAN_DEPTH_MAX + 2];

    (void)state;
    memset(text, '[', VD_KUBE_SCAN_DEPTH_MAX + 1);
    memset(text + VD_KUBE_SCAN_DEPTH_MAX + 1, ']', VD_KUBE_SCAN_DEPTH_MAX + 1);
    assert_false(vd_kube_scan_check(vd_slice(text, sizeof(text))));
    assert_true(vd_kube_scan_check(vd_slice(text + 1, sizeof(text) - 2)));
}

/* Under the sanitizers: nothing outside of the text is read, whatever it is. */
static void cut_texts_are_read_to_their_end_only(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(object); len++) {
        char *copy = malloc(len ? len : 1);
        struct vd_slice name;
        struct vd_kube_scan scan;

        memcpy(copy, object, len);
        if (vd_kube_scan_object(&scan, vd_slice(copy, len)))
            while (vd_kube_scan_next(&scan, &name))
                (void)vd_kube_scan_value(&scan);
        (void)vd_kube_scan_path(vd_slice(copy, len), VD_SLICE("b.d"));
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_in_order_with_their_texts),
        cmocka_unit_test(values_that_nobody_asks_for_are_passed_over),
        cmocka_unit_test(paths_lead_through_objects_and_escaped_names),
        cmocka_unit_test(texts_are_unescaped_as_documents_have_them),
        cmocka_unit_test(white_space_goes_but_not_from_strings),
        cmocka_unit_test(checking_agrees_with_the_reader_of_documents),
        cmocka_unit_test(checking_agrees_after_any_byte_was_changed),
        cmocka_unit_test(what_is_too_deep_is_refused),
        cmocka_unit_test(cut_texts_are_read_to_their_end_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
