/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/http1_chunks.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct outcome {
    int rc;       /* 0: more is wanted */
    size_t taken; /* where there was an end */
    struct vd_buf body;
};

/* Feeds bytes in two parts, the second of which begins at `cut`; or one by one, at SIZE_MAX. */
static void feed(struct vd_slice bytes, size_t cut, struct outcome *out)
{
    struct vd_http1_chunks *chunks = vd_http1_chunks_new();
    size_t at = 0;

    assert_non_null(chunks);
    *out = (struct outcome){0};
    vd_buf_init(&out->body, 0);
    while (at < bytes.len && !out->rc) {
        size_t to = cut == SIZE_MAX ? at + 1 : at < cut ? VD_MIN(cut, bytes.len) : bytes.len;
        struct vd_slice part = vd_slice(bytes.ptr + at, to - at), piece;

        while (part.len && !out->rc) {
            out->rc = vd_http1_chunks_next(chunks, &part, &piece);
            vd_buf_append_slice(&out->body, piece);
        }
        at = to - part.len;
    }
    out->taken = out->rc == VD_END ? at : 0;
    vd_http1_chunks_free(chunks);
}

static void expect(struct vd_slice bytes, int rc, const char *body, size_t left)
{
    for (size_t cut = 0; cut <= bytes.len + 1; cut++) {
        struct outcome got;

        feed(bytes, cut > bytes.len ? SIZE_MAX : cut, &got);
        if (got.rc != rc || !vd_slice_eq(vd_buf_slice(&got.body), vd_slice_str(body)))
            fail_msg("%.60s, cut at %zu: %s, not %s; %.*s", bytes.ptr, cut, vd_outcome_name(got.rc),
                     vd_outcome_name(rc), (int)got.body.len, got.body.data);
        if (rc == VD_END)
            assert_int_equal(got.taken, bytes.len - left);
        vd_buf_deinit(&got.body);
    }
}

static void a_body_is_the_same_wherever_it_is_cut(void **state)
{
    static const struct {
        const char *bytes, *body;
        size_t left;
    } cases[] = {
        {"0\r\n\r\n", "", 0},
        {"5\r\nabcde\r\n0\r\n\r\n", "abcde", 0},
        {"5\r\nabcde\r\n0\r\n\r\nGET / HT", "abcde", 8},
        {"1\r\na\r\n00002\r\nbc\r\n000\r\n\r\n", "abc", 0},
        {"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789", 0},
        {"4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", 0},
        {"3;name=value\r\nabc\r\n0;last\r\n\r\n", "abc", 0},
        {"3;name=\"a value\"\r\nabc\r\n0\r\n\r\n", "abc", 0},
        {"3\r\nabc\r\n0\r\nX-Sum: 5\r\nExpires: now\r\n\r\nnext", "abc", 4},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++)
        expect(vd_slice_str(cases[i].bytes), VD_END, cases[i].body, cases[i].left);
}

static void what_two_parsers_could_read_in_two_ways_is_refused(void **state)
{
    static const struct {
        const char *bytes, *body;
    } cases[] = {
        {"\r\n5\r\nabcde\r\n", ""},
        {" 5\r\nabcde\r\n", ""},
        {"5 \r\nabcde\r\n", ""},
        {"5\t\r\nabcde\r\n", ""},
        {"0x5\r\nabcde\r\n", ""},
        {"+5\r\nabcde\r\n", ""},
        {"-5\r\nabcde\r\n", ""},
        {"5_0\r\nabcde\r\n", ""},
        {"g\r\nabcde\r\n", ""},
        {";\r\nabcde\r\n", ""},
        {"5\nabcde\r\n0\r\n\r\n", ""},     /* LF alone behind a size */
        {"5\rabcde\r\n0\r\n\r\n", ""},     /* CR alone */
        {"5\r\r\nabcde\r\n0\r\n\r\n", ""}, /* two */
        {"5\r\nabcde0\r\n\r\n", "abcde"},  /* nothing behind the data */
        {"5\r\nabcde\n0\r\n\r\n", "abcde"},
        {"5\r\nabcde\rX0\r\n\r\n", "abcde"},
        {"5\r\nabcdef\r\n0\r\n\r\n", "abcde"}, /* more than it says */
        {"5;a\nb\r\nabcde\r\n", ""},           /* a line end in an extension */
        {"5;a=\"b\n\"\r\nabcde\r\n", ""},
        {"5;a\rb\r\nabcde\r\n", ""},
        {"5;a=\"\x01\"\r\nabcde\r\n", ""}, /* a control byte in one */
        {"5;a=\"\x7f\"\r\nabcde\r\n", ""},
        {"5;\r\nabcde\r\n", ""},
        {"10000000000000000\r\n", ""}, /* 2^64 */
        {"FFFFFFFFFFFFFFFFF0\r\n", ""},
        {"0\r\nContent-Length: 5\r\n\r\n", ""}, /* in a trailer */
        {"0\r\ntransfer-ENCODING: chunked\r\n\r\n", ""},
        {"0\r\nHost: x\r\n\r\n", ""},
        {"0\r\nA : b\r\n\r\n", ""},
        {"0\r\n: b\r\n\r\n", ""},
        {"0\r\nA: b\r\n c\r\n\r\n", ""}, /* one that is folded */
        {"0\r\nno colon\r\n\r\n", ""},
        {"0\r\nA: b\nB: c\r\n\r\n", ""},
        {"0\r\nA: b\rB: c\r\n\r\n", ""},
        {"0\r\nA: \x01\r\n\r\n", ""},
        {"0\r\n\n", ""},
        {"0\r\n\rX", ""},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++)
        expect(vd_slice_str(cases[i].bytes), VD_INVALID, cases[i].body, 0);
    expect(VD_SLICE("5\0\r\nabcde\r\n"), VD_INVALID, "", 0);
    expect(VD_SLICE("5;a=\"\0\"\r\nabcde\r\n"), VD_INVALID, "", 0);
}

static void huge_chunks_are_refused_before_they_come(void **state)
{
    expect(VD_SLICE("FFFFFFFFFFFFFFFF\r\na"), VD_TOO_LARGE, "", 0);
    expect(VD_SLICE("7fffffffffffffff\r\na"), VD_TOO_LARGE, "", 0);
    expect(VD_SLICE("10000000001\r\na"), VD_TOO_LARGE, "", 0); /* one more than 2^40 */
    expect(VD_SLICE("10000000000\r\na"), 0, "a", 0);
    expect(VD_SLICE("1\r\na\r\n10000000000\r\nb"), 0, "ab", 0);
}

/* begin, then n times `again`. */
static int feed_many(const char *begin, const char *again, size_t n)
{
    struct vd_http1_chunks *chunks = vd_http1_chunks_new();
    struct vd_slice bytes = vd_slice_str(begin), piece;
    int rc = vd_http1_chunks_next(chunks, &bytes, &piece);

    while (n-- && !rc)
        for (bytes = vd_slice_str(again); bytes.len && !rc;)
            rc = vd_http1_chunks_next(chunks, &bytes, &piece);
    vd_http1_chunks_free(chunks);
    return rc;
}

static void floods_between_the_data_are_refused(void **state)
{
    assert_int_equal(feed_many("5;", "a", VD_HTTP1_CHUNK_LINE_BYTES - 2), 0);
    assert_int_equal(feed_many("5;", "a", VD_HTTP1_CHUNK_LINE_BYTES - 1), VD_INVALID);
    assert_int_equal(feed_many("5;a=\"", "a", VD_HTTP1_CHUNK_LINE_BYTES), VD_INVALID);
    assert_int_equal(feed_many("", "0", VD_HTTP1_CHUNK_LINE_BYTES), 0);
    assert_int_equal(feed_many("", "0", VD_HTTP1_CHUNK_LINE_BYTES + 1), VD_INVALID);
    assert_int_equal(feed_many("0\r\n", "A: b\r\n", VD_HTTP1_TRAILERS_BYTES / 4), 0);
    assert_int_equal(feed_many("0\r\n", "A: b\r\n", VD_HTTP1_TRAILERS_BYTES / 4 + 1), VD_INVALID);
    assert_int_equal(feed_many("0\r\nA:", "b", VD_HTTP1_CHUNK_LINE_BYTES), VD_INVALID);
}

static void no_memory_is_said(void **state)
{
    vd_alloc_fail_after(0);
    assert_null(vd_http1_chunks_new());
    vd_alloc_fail_after(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_the_same_wherever_it_is_cut),
        cmocka_unit_test(what_two_parsers_could_read_in_two_ways_is_refused),
        cmocka_unit_test(huge_chunks_are_refused_before_they_come),
        cmocka_unit_test(floods_between_the_data_are_refused),
        cmocka_unit_test(no_memory_is_said),
    };

    return cmocka_run_group_tests_name("http1_chunks", tests, NULL, NULL);
}
