/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/json_read.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/json_sax.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 1 << 20, DEPTH = 16 };

static int read_text(struct vd_arena *arena, struct vd_slice text, struct vd_json_value **out)
{
    return vd_json_read(arena, text, DEPTH, out, NULL);
}

static void assert_written(const struct vd_json_value *value, const char *want)
{
    struct vd_json json;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, value);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_int_equal(buf.len, strlen(want));
    assert_memory_equal(buf.data, want, buf.len);
    vd_buf_deinit(&buf);
}

static void a_document_comes_back_as_it_was(void **state)
{
    static const char *const TEXTS[] = {
        "{\"z\":1,\"a\":[1e2,1.10,-0,9223372036854775808,0.1E-7],\"m\":{\"x\":null,\"y\":[true,"
        "false]}"
        ",\"\":\"\"}",
        "[]",
        "{}",
        "\"\xc3\xa9\xf0\x9f\x99\x82\"",
        "-0.5e10",
        "null",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
    };

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        struct vd_json_value *value;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(read_text(&arena, vd_slice_str(TEXTS[i]), &value), 0);
        assert_written(value, TEXTS[i]);
        vd_arena_deinit(&arena);
    }
}

static void escapes_are_read(void **state)
{
    static const char TEXT[] =
        " [\"\\u0041\\n\\/\\\\\\\"\\u0000\", \"\\ud83d\\ude42\\u20ac\"]\r\n\t";
    struct vd_json_value *value;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(read_text(&arena, vd_slice_str(TEXT), &value), 0);
    assert_true(vd_slice_eq(value->first->text, VD_SLICE("A\n/\\\"\0")));
    assert_true(vd_slice_eq(value->last->text, VD_SLICE("\xf0\x9f\x99\x82\xe2\x82\xac")));
    vd_arena_deinit(&arena);
}

static void what_is_not_json_is_refused_where_it_goes_wrong(void **state)
{
    static const struct {
        struct vd_slice text;
        size_t at; /* at most this far in */
    } TEXTS[] = {
        {VD_SLICE(""), 0},
        {VD_SLICE("  "), 2},
        {VD_SLICE("{"), 1},
        {VD_SLICE("[1,]"), 4},
        {VD_SLICE("[1 2]"), 4},
        {VD_SLICE("{\"a\" 1}"), 6},
        {VD_SLICE("{\"a\":1,}"), 8},
        {VD_SLICE("{a:1}"), 2},
        {VD_SLICE("01"), 2},
        {VD_SLICE("1."), 2},
        {VD_SLICE("1e"), 2},
        {VD_SLICE("+1"), 1},
        {VD_SLICE(".5"), 1},
        {VD_SLICE("-"), 1},
        {VD_SLICE("NaN"), 1},
        {VD_SLICE("tru"), 3},
        {VD_SLICE("'a'"), 1},
        {VD_SLICE("\"a\nb\""), 3},
        {VD_SLICE("\"\\x\""), 3},
        {VD_SLICE("\"\\u12\""), 6},
        {VD_SLICE("\"abc"), 4},
        {VD_SLICE("// c\n1"), 2},
        {VD_SLICE("\xef\xbb\xbf{}"), 1},
        {VD_SLICE("\"\xff\""), 3},
        {VD_SLICE("\"\xc0\x80\""), 4},
        {VD_SLICE("\"\xed\xa0\x80\""), 5},
        {VD_SLICE("{\"\xff\":1}"), 4},
        {VD_SLICE("\"\\ud83d\""), 8},
        {VD_SLICE("\"\\ud83dx\\ude42\""), 8},
        {VD_SLICE("\"\\ud83d\\n\""), 9},
        {VD_SLICE("\"\\ud83d\\u0041\""), 13},
        {VD_SLICE("\"\\ude42\""), 7},
        {VD_SLICE("\"\\ud83d\\ud83d\""), 13},
        {VD_SLICE("1 2"), 3},
        {VD_SLICE("{}{}"), 3},
        {VD_SLICE("\v1"), 1},
        {VD_SLICE("[1,\f2]"), 4},
        {VD_SLICE("1\v"), 2},
        {VD_SLICE("40\"}}"), 5},
        {VD_SLICE("{}\""), 3},
        {VD_SLICE("{} \"a"), 5},
        {VD_SLICE("1 \"a\\"), 5},
        {VD_SLICE("1 \"a\\u12"), 8},
        {VD_SLICE("1 \"a\\ud83d"), 10},
    };

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        struct vd_json_fault fault = {SIZE_MAX, NULL};
        struct vd_json_value *value = NULL;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(vd_json_read(&arena, TEXTS[i].text, DEPTH, &value, &fault), VD_INVALID);
        assert_null(value);
        assert_non_null(fault.message);
        assert_true(fault.offset_bytes <= TEXTS[i].at);
        vd_arena_deinit(&arena);
    }
}

static void names_that_come_twice_are_known(void **state)
{
    struct vd_json_value *value, *at;
    struct vd_arena arena;
    struct vd_buf text;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(
        read_text(&arena, VD_SLICE("{\"a\":1,\"b\":{\"a\":2},\"\\u0061\":3,\"a\":4}"), &value), 0);
    assert_true(value->has_duplicates);
    at = value->first;
    assert_false(at->is_duplicate || at->next->is_duplicate || at->next->has_duplicates);
    assert_true(at->next->next->is_duplicate && at->next->next->next->is_duplicate);
    assert_true(vd_slice_eq(vd_json_member(value, VD_SLICE("a"))->text, VD_SLICE("4")));
    assert_null(vd_json_member(value, VD_SLICE("c")));
    assert_null(vd_json_member(at, VD_SLICE("a")));

    vd_buf_init(&text, 0);
    vd_buf_append(&text, "{", 1);
    for (int i = 0; i < 1000; i++)
        vd_buf_printf(&text, "\"k%d\":%d,", i == 777 ? 3 : i, i);
    vd_buf_printf(&text, "\"last\":0}");
    assert_int_equal(read_text(&arena, vd_buf_slice(&text), &value), 0);
    assert_int_equal(value->count, 1001);
    at = value->first;
    for (int i = 0; at; i++, at = at->next)
        assert_int_equal(at->is_duplicate, i == 777);
    vd_buf_deinit(&text);
    vd_arena_deinit(&arena);
}

static void depth_and_bytes_are_bounded(void **state)
{
    struct vd_json_value *value = NULL;
    struct vd_json_fault fault;
    struct vd_arena arena;
    struct vd_buf text;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(read_text(&arena, VD_SLICE("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"), &value),
                     VD_INVALID);
    assert_int_equal(
        read_text(&arena, VD_SLICE("[[{\"a\":[[[[[[[[[[[[[{}]]]]]]]]]]]]]}]]"), &value),
        VD_INVALID);
    vd_arena_deinit(&arena);

    vd_buf_init(&text, 0);
    for (int i = 0; i < 2000000; i++)
        vd_buf_append(&text, "[", 1);
    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(vd_json_read(&arena, vd_buf_slice(&text), DEPTH, &value, &fault), VD_INVALID);
    assert_true(fault.offset_bytes <= DEPTH + 1);
    assert_string_equal(fault.message, "nested too deep");
    vd_buf_clear(&text);
    vd_buf_append(&text, "[", 1);
    for (int i = 0; i < 20000; i++)
        vd_buf_append(&text, "0,", 2);
    assert_int_equal(vd_json_read(&arena, vd_buf_slice(&text), DEPTH, &value, &fault),
                     VD_TOO_LARGE);
    assert_null(value);
    vd_buf_deinit(&text);
    vd_arena_deinit(&arena);
}

static void integers_are_exact_however_they_are_written(void **state)
{
    static const struct {
        const char *text;
        bool is_int, is_uint;
        int64_t value;
    } NUMBERS[] = {
        {"0", true, true, 0},
        {"-0", true, true, 0},
        {"-0.0e5", true, true, 0},
        {"1e1", true, true, 10},
        {"10.0", true, true, 10},
        {"1.50e1", true, true, 15},
        {"120e-1", true, true, 12},
        {"1.5", false, false, 0},
        {"1e-1", false, false, 0},
        {"0e99999999999", true, true, 0},
        {"1e99999999999", false, false, 0},
        {"1e-99999999999", false, false, 0},
        {"9223372036854775807", true, true, INT64_MAX},
        {"9223372036854775808", false, true, INT64_MIN},
        {"-9223372036854775808", true, false, INT64_MIN},
        {"-9223372036854775809", false, false, 0},
        {"18446744073709551615", false, true, -1},
        {"18446744073709551616", false, false, 0},
        {"1.8446744073709551615e19", false, true, -1},
        {"-1", true, false, -1},
        {"", false, false, 0},
        {"-", false, false, 0},
        {"01", false, false, 0},
        {"1.", false, false, 0},
        {".1", false, false, 0},
        {"1e", false, false, 0},
        {" 1", false, false, 0},
        {"1 ", false, false, 0},
        {"0x1", false, false, 0},
        {"+1", false, false, 0},
    };

    for (size_t i = 0; i < VD_COUNT(NUMBERS); i++) {
        uint64_t u = 7;
        int64_t v = 7;

        assert_int_equal(vd_json_number_int(vd_slice_str(NUMBERS[i].text), &v), NUMBERS[i].is_int);
        assert_true(v == (NUMBERS[i].is_int ? NUMBERS[i].value : 7));
        assert_int_equal(vd_json_number_uint(vd_slice_str(NUMBERS[i].text), &u),
                         NUMBERS[i].is_uint);
        assert_true(u == (NUMBERS[i].is_uint ? (uint64_t)NUMBERS[i].value : 7));
    }
}

static void numbers_are_compared_by_value(void **state)
{
    static const struct {
        const char *a, *b;
        bool is_equal;
    } PAIRS[] = {
        {"1", "1.0", true},
        {"1", "10e-1", true},
        {"100", "1e2", true},
        {"0.001", "1e-3", true},
        {"-0", "0.0e7", true},
        {"12.50", "125E-1", true},
        {"9007199254740993", "9007199254740992", false},
        {"1", "-1", false},
        {"1", "10", false},
        {"0.1", "0.01", false},
        {"1e9999999", "1e9999999", true},
        {"1e9999999", "1e8888888", false},
        {"x", "1", false},
    };

    for (size_t i = 0; i < VD_COUNT(PAIRS); i++) {
        struct vd_slice a = vd_slice_str(PAIRS[i].a), b = vd_slice_str(PAIRS[i].b);

        assert_int_equal(vd_json_number_equal(a, b), PAIRS[i].is_equal);
        assert_int_equal(vd_json_number_equal(b, a), PAIRS[i].is_equal);
    }
}

/* --- events in pieces ----------------------------------------------------------------------- */

struct trace {
    struct vd_buf text;
    int stop_after;
};

static int trace(void *arg, const char *what, struct vd_slice text)
{
    struct trace *t = arg;

    vd_buf_append_slice(&t->text, vd_slice_str(what));
    vd_buf_append_slice(&t->text, text);
    return t->stop_after-- == 0 ? 4711 : 0;
}

static int t_null(void *arg)
{
    return trace(arg, "N", VD_SLICE_EMPTY);
}
static int t_boolean(void *arg, bool v)
{
    return trace(arg, v ? "T" : "F", VD_SLICE_EMPTY);
}
static int t_number(void *arg, struct vd_slice s)
{
    return trace(arg, "#", s);
}
static int t_string(void *arg, struct vd_slice s)
{
    return trace(arg, "$", s);
}
static int t_object(void *arg)
{
    return trace(arg, "{", VD_SLICE_EMPTY);
}
static int t_name(void *arg, struct vd_slice s)
{
    return trace(arg, ":", s);
}
static int t_object_end(void *arg)
{
    return trace(arg, "}", VD_SLICE_EMPTY);
}
static int t_array(void *arg)
{
    return trace(arg, "[", VD_SLICE_EMPTY);
}
static int t_array_end(void *arg)
{
    return trace(arg, "]", VD_SLICE_EMPTY);
}

static const struct vd_json_events TRACE = {t_null, t_boolean,    t_number, t_string,   t_object,
                                            t_name, t_object_end, t_array,  t_array_end};
static const struct vd_json_limits LIMITS = {64, 1 << 16};

static void assert_traced(struct trace *t, const char *want)
{
    assert_int_equal(t->text.len, strlen(want));
    assert_memory_equal(t->text.data, want, t->text.len);
    vd_buf_deinit(&t->text);
}

static void a_text_cut_anywhere_is_the_same_text(void **state)
{
    static const char TEXT[] =
        "{\"a\\ud83d\\ude42\":[1.5e3,\"x\\ny\",true,null]}{\"b\":false}\n[-7] \"\xe2\x82\xac\"";

    for (size_t cut = 0; cut < sizeof(TEXT); cut++) {
        struct trace t = {.stop_after = -1};
        struct vd_json_parser *parser;

        vd_buf_init(&t.text, 0);
        assert_int_equal(vd_json_parser_new(&TRACE, &t, &LIMITS, &parser), 0);
        assert_int_equal(vd_json_parser_feed(parser, vd_slice(TEXT, cut)), 0);
        assert_int_equal(vd_json_parser_feed(parser, vd_slice(TEXT + cut, sizeof(TEXT) - 1 - cut)),
                         0);
        assert_int_equal(vd_json_parser_end(parser), 0);
        assert_traced(&t, "{:a\xf0\x9f\x99\x82[#1.5e3$x\nyTN]}{:bF}[#-7]$\xe2\x82\xac");
        vd_json_parser_free(parser);
    }
}

static void an_event_can_end_the_parse(void **state)
{
    for (int n = 0; n < 6; n++) {
        struct trace t = {.stop_after = n};
        struct vd_json_parser *parser;

        vd_buf_init(&t.text, 0);
        assert_int_equal(vd_json_parser_new(&TRACE, &t, &LIMITS, &parser), 0);
        assert_int_equal(vd_json_parser_feed(parser, VD_SLICE("{\"a\":[1,\"\"]}}")), 4711);
        vd_json_parser_free(parser);
        vd_buf_deinit(&t.text);
    }
}

static void a_parser_holds_no_more_than_it_may(void **state)
{
    static char chunk[4096];
    struct trace t = {.stop_after = -1};
    struct vd_json_parser *parser;
    int rc;

    memset(chunk, 'a', sizeof(chunk));
    vd_buf_init(&t.text, 0);
    assert_int_equal(vd_json_parser_new(&TRACE, &t, &LIMITS, &parser), 0);
    rc = vd_json_parser_feed(parser, VD_SLICE("[\""));
    for (int i = 0; rc == 0 && i < 100; i++)
        rc = vd_json_parser_feed(parser, vd_slice(chunk, sizeof(chunk)));
    assert_int_equal(rc, VD_TOO_LARGE);
    vd_json_parser_free(parser);
    vd_buf_deinit(&t.text);
}

static int parse_all(void)
{
    struct trace t = {.stop_after = -1};
    struct vd_json_parser *parser = NULL;
    int rc = vd_json_parser_new(&TRACE, &t, &LIMITS, &parser);

    vd_buf_init(&t.text, 0);
    if (rc == 0)
        rc = vd_json_parser_feed(parser, VD_SLICE("{\"a\\n\":[[[[[[\"x\\u0041 long enough, and m"));
    if (rc == 0)
        rc = vd_json_parser_feed(parser, VD_SLICE("ore of it\\n\"]]]]]], \"b\": \"\\n\"}"));
    if (rc == 0)
        rc = vd_json_parser_end(parser);
    vd_json_parser_free(parser);
    vd_buf_deinit(&t.text);
    return rc;
}

static int read_all(void)
{
    static const char TEXT[] = "{\"a\":[1,\"\\n\"],\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,"
                               "\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0}";
    struct vd_json_value *value;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, ARENA_BYTES);
    rc = read_text(&arena, vd_slice_str(TEXT), &value);
    vd_arena_deinit(&arena);
    return rc;
}

static void every_allocation_may_fail(void **state)
{
    static int (*const WORKS[])(void) = {parse_all, read_all};

    for (size_t i = 0; i < VD_COUNT(WORKS); i++) {
        long n = 0;
        int rc;

        do {
            vd_alloc_fail_after(n);
            rc = WORKS[i]();
            vd_alloc_fail_after(-1);
            assert_true(rc == 0 || rc == -ENOMEM);
        } while (rc && ++n < 1000);
        assert_int_equal(rc, 0);
        assert_true(n > 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_back_as_it_was),
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(what_is_not_json_is_refused_where_it_goes_wrong),
        cmocka_unit_test(names_that_come_twice_are_known),
        cmocka_unit_test(depth_and_bytes_are_bounded),
        cmocka_unit_test(integers_are_exact_however_they_are_written),
        cmocka_unit_test(numbers_are_compared_by_value),
        cmocka_unit_test(a_text_cut_anywhere_is_the_same_text),
        cmocka_unit_test(an_event_can_end_the_parse),
        cmocka_unit_test(a_parser_holds_no_more_than_it_may),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
