/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/url.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct decoding {
    enum vd_url_part part;
    struct vd_slice from, to;
    int rc;
};

static const struct decoding decodings[] = {
    {VD_URL_PATH, VD_SLICE(""), VD_SLICE(""), 0},
    {VD_URL_PATH, VD_SLICE("a/b+c"), VD_SLICE("a/b+c"), 0},
    {VD_URL_FORM, VD_SLICE("a/b+c"), VD_SLICE("a/b c"), 0},
    {VD_URL_FORM, VD_SLICE("%2B%2b"), VD_SLICE("++"), 0},
    {VD_URL_PATH, VD_SLICE("%00%ff%C3%A4"), VD_SLICE("\0\xff\xc3\xa4"), 0},
    {VD_URL_PATH, VD_SLICE("%252f"), VD_SLICE("%2f"), 0},
    {VD_URL_PATH, VD_SLICE("%"), VD_SLICE(""), VD_INVALID},
    {VD_URL_PATH, VD_SLICE("%4"), VD_SLICE(""), VD_INVALID},
    {VD_URL_PATH, VD_SLICE("abc%4g"), VD_SLICE(""), VD_INVALID},
    {VD_URL_PATH, VD_SLICE("%g4"), VD_SLICE(""), VD_INVALID},
    {VD_URL_FORM, VD_SLICE("%+1"), VD_SLICE(""), VD_INVALID},
    {VD_URL_FORM, VD_SLICE("%u0041"), VD_SLICE(""), VD_INVALID},
};

static void bytes_are_decoded_strictly(void **state)
{
    for (size_t i = 0; i < VD_COUNT(decodings); i++) {
        const struct decoding *d = &decodings[i];
        uint8_t to[32];
        size_t len = 77;

        assert_int_equal(vd_url_decode(d->part, d->from, to, &len), d->rc);
        if (d->rc)
            assert_int_equal(len, 77);
        else
            assert_true(vd_slice_eq(vd_slice(to, len), d->to));
    }
}

static void decoding_may_happen_in_place(void **state)
{
    uint8_t bytes[] = "a%20b%2fc";
    size_t len;

    assert_int_equal(vd_url_decode(VD_URL_PATH, vd_slice(bytes, 9), bytes, &len), 0);
    assert_true(vd_slice_eq(vd_slice(bytes, len), VD_SLICE("a b/c")));
}

static void what_needs_no_decoding_is_lent(void **state)
{
    struct vd_slice plain = VD_SLICE("a+b"), out;
    struct vd_arena arena;

    vd_arena_init(&arena, 4096);
    assert_int_equal(vd_url_decode_in(&arena, VD_URL_PATH, plain, &out), 0);
    assert_ptr_equal(out.ptr, plain.ptr);
    assert_int_equal(vd_url_decode_in(&arena, VD_URL_FORM, plain, &out), 0);
    assert_true(vd_slice_eq(out, VD_SLICE("a b")));
    assert_int_equal(vd_url_decode_in(&arena, VD_URL_FORM, VD_SLICE("%x"), &out), VD_INVALID);
    vd_alloc_fail_after(0);
    vd_arena_deinit(&arena);
    vd_arena_init(&arena, 4096);
    assert_int_equal(vd_url_decode_in(&arena, VD_URL_FORM, VD_SLICE("%41"), &out), -ENOMEM);
    vd_alloc_fail_after(-1);
    vd_arena_deinit(&arena);
}

static void what_is_encoded_decodes_to_the_same(void **state)
{
    uint8_t all[256], back[3 * 256];
    struct vd_buf buf;
    size_t len;

    for (unsigned i = 0; i < 256; i++)
        all[i] = (uint8_t)i;
    vd_buf_init(&buf, 0);
    vd_url_encode(&buf, vd_slice(all, sizeof(all)));
    assert_int_equal(vd_buf_status(&buf), 0);
    for (size_t i = 0; i < buf.len; i++)
        assert_true(buf.data[i] > ' ' && buf.data[i] < 0x7f && !strchr("?#&=+\"<>", buf.data[i]));
    for (unsigned part = VD_URL_PATH; part <= VD_URL_FORM; part++) {
        assert_int_equal(vd_url_decode(part, vd_buf_slice(&buf), back, &len), 0);
        assert_true(vd_slice_eq(vd_slice(back, len), vd_slice(all, sizeof(all))));
    }
    vd_buf_deinit(&buf);
}

static void pairs_come_one_by_one(void **state)
{
    struct vd_slice rest = VD_SLICE("&a=1&&b&c=&=d&e=f=g;h&%61=%2");
    static const struct {
        const char *name, *value;
        bool has_value;
    } expected[] = {{"a", "1", true}, {"b", "", false},     {"c", "", true},
                    {"", "d", true},  {"e", "f=g;h", true}, {"%61", "%2", true}};
    struct vd_url_pair pair;

    for (size_t i = 0; i < VD_COUNT(expected); i++) {
        assert_true(vd_url_next(&rest, &pair));
        assert_true(vd_slice_eq(pair.name, vd_slice_str(expected[i].name)));
        assert_true(vd_slice_eq(pair.value, vd_slice_str(expected[i].value)));
        assert_int_equal(pair.has_value, expected[i].has_value);
    }
    assert_false(vd_url_next(&rest, &pair));
    assert_false(vd_url_next(&rest, &pair));
}

static void names_are_compared_decoded(void **state)
{
    assert_true(vd_url_is(VD_SLICE("pre%66ix"), VD_SLICE("prefix")));
    assert_true(vd_url_is(VD_SLICE("a+b"), VD_SLICE("a b")));
    assert_true(vd_url_is(VD_SLICE(""), VD_SLICE("")));
    assert_false(vd_url_is(VD_SLICE("prefi"), VD_SLICE("prefix")));
    assert_false(vd_url_is(VD_SLICE("prefixx"), VD_SLICE("prefix")));
    assert_false(vd_url_is(VD_SLICE("prefix%"), VD_SLICE("prefix")));
}

static void flags_are_on_off_or_wrong(void **state)
{
    static const struct {
        struct vd_slice query;
        int rc;
        bool flag;
    } cases[] = {{VD_SLICE("x"), 0, true},
                 {VD_SLICE("x="), 0, true},
                 {VD_SLICE("x=1"), 0, true},
                 {VD_SLICE("x=true"), 0, true},
                 {VD_SLICE("x=0"), 0, false},
                 {VD_SLICE("x=fals%65"), 0, false},
                 {VD_SLICE("x=yes"), VD_INVALID, false},
                 {VD_SLICE("x=2"), VD_INVALID, false}};

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_slice rest = cases[i].query;
        struct vd_url_pair pair;
        bool flag = !cases[i].flag;

        assert_true(vd_url_next(&rest, &pair));
        assert_int_equal(vd_url_flag(&pair, &flag), cases[i].rc);
        assert_int_equal(flag, cases[i].rc ? !cases[i].flag : cases[i].flag);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_decoded_strictly),
        cmocka_unit_test(decoding_may_happen_in_place),
        cmocka_unit_test(what_needs_no_decoding_is_lent),
        cmocka_unit_test(what_is_encoded_decodes_to_the_same),
        cmocka_unit_test(pairs_come_one_by_one),
        cmocka_unit_test(names_are_compared_decoded),
        cmocka_unit_test(flags_are_on_off_or_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
