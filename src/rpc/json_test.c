/* SPDX-License-Identifier: Apache-2.0 */
/* The schema, and messages into JSON and back. What the bytes of a message are was asked of
 * Google's own library. */
#include "base/alloc.h"
#include "base/check.h"
#include "rpc/descriptors.h"
#include "rpc/json_in.h"
#include "rpc/json_out.h"
#include "wire/protobuf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MESSAGE_MAX = 65536 };

extern const struct vd_slice vd_test_types;

static struct vd_schema *schema;
static const struct vd_schema_message *everything;

static int set_up(void **state)
{
    assert_int_equal(vd_schema_new(vd_test_types, &schema), 0);
    everything = vd_schema_message(schema, VD_SLICE("test.Everything"));
    return everything ? 0 : -1;
}

static int tear_down(void **state)
{
    vd_schema_free(schema);
    return 0;
}

/* --- the schema ----------------------------------------------------------------------------- */

static void a_schema_knows_fields_by_number_and_both_names(void **state)
{
    const struct vd_schema_field *field = vd_schema_field(everything, 400);

    assert_non_null(field);
    assert_ptr_equal(vd_schema_field_named(everything, VD_SLICE("oddlyNamed_Field")), field);
    assert_ptr_equal(vd_schema_field_named(everything, VD_SLICE("oddlyNamedField")), field);
    assert_null(vd_schema_field(everything, 10));
    assert_null(vd_schema_field(everything, 0));
    assert_null(vd_schema_field_named(everything, VD_SLICE("oddly")));
    field = vd_schema_field(everything, 22);
    assert_true(field->is_repeated);
    assert_ptr_equal(field->message, vd_schema_message(schema, VD_SLICE("test.Leaf")));
    assert_true(vd_slice_eq(vd_schema_field(everything, 19)->enumeration->name,
                            VD_SLICE("test.Everything.Inner")));
    assert_ptr_equal(vd_schema_method(schema, VD_SLICE("/test.Test/Do"))->output, everything);
    assert_null(vd_schema_method(schema, VD_SLICE("/test.Test/Undo")));
}

static void our_own_protocols_have_a_schema(void **state)
{
    struct vd_schema *own;
    const struct vd_schema_method *method;

    assert_int_equal(vd_schema_new(vd_rpc_descriptors, &own), 0);
    method = vd_schema_method(own, VD_SLICE("/etcdserverpb.KV/Range"));
    assert_true(vd_slice_eq(method->input->name, VD_SLICE("etcdserverpb.RangeRequest")));
    assert_int_equal(vd_schema_field_named(method->output, VD_SLICE("kvs"))->number, 2);
    vd_schema_free(own);
}

static void a_schema_is_whole_or_not_there(void **state)
{
    struct vd_schema *made = NULL;
    long n = 0;
    int rc;

    do {
        vd_alloc_fail_after(n++);
        rc = vd_schema_new(vd_test_types, &made);
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
    } while (rc);
    assert_true(n > 2);
    vd_schema_free(made);
    assert_int_equal(vd_schema_new(vd_slice(vd_test_types.ptr, vd_test_types.len - 1), &made),
                     VD_INVALID);
}

/* --- out and in ----------------------------------------------------------------------------- */

static size_t unhex(const char *hex, uint8_t *to)
{
    size_t n = strlen(hex) / 2;

    for (size_t i = 0; i < n; i++) {
        unsigned byte;

        assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
        to[i] = (uint8_t)byte;
    }
    return n;
}

/* step: how many bytes at a time. */
static int to_json(const struct vd_schema_message *type, struct vd_slice message, size_t step,
                   struct vd_buf *to)
{
    struct vd_json_out out;
    int rc;

    vd_json_out_init(&out);
    rc = vd_json_out_begin(&out, type, message.len, to);
    for (size_t at = 0; rc == 0 && (at < message.len || at == 0); at += step) {
        struct vd_slice piece = {message.len ? message.ptr + at : NULL,
                                 VD_MIN(step, message.len - at)};

        rc = vd_json_out_take(&out, &piece, to);
        assert_true(rc || !piece.len);
    }
    if (rc == 0 && !vd_json_out_is_whole(&out))
        rc = VD_WAIT;
    vd_json_out_deinit(&out);
    return rc ? rc : vd_buf_status(to);
}

static int keep_message(void *arg, struct vd_slice message)
{
    struct vd_buf *to = arg;

    vd_buf_append_slice(to, message);
    vd_buf_append(to, "", 0);
    return vd_buf_status(to);
}

static int from_json(const struct vd_schema_message *type, struct vd_slice text, size_t step,
                     struct vd_buf *to)
{
    struct vd_json_in *in;
    int rc = vd_json_in_new(type, MESSAGE_MAX, keep_message, to, &in);

    if (rc)
        return rc;
    for (size_t at = 0; rc == 0 && at < text.len; at += step)
        rc = vd_json_in_feed(in, vd_slice(text.ptr + at, VD_MIN(step, text.len - at)));
    assert_true(rc != VD_INVALID || vd_json_in_fault(in).len);
    if (rc == 0 && !vd_json_in_is_at_rest(in))
        rc = VD_WAIT;
    vd_json_in_free(in);
    return rc;
}

static void assert_bytes(const struct vd_buf *buf, const void *want, size_t len)
{
    assert_int_equal(buf->len, len);
    if (len)
        assert_memory_equal(buf->data, want, len);
}

static const struct {
    const char *in, *hex, *out;
} ROWS[] = {
    {"{}", "", "{}"},
    {"{\"a_double\":0.5}", "09000000000000e03f", "{\"a_double\":0.5}"},
    {"{\"a_double\":\"1e300\"}", "099c7500883ce4377e", "{\"a_double\":1e+300}"},
    {"{\"a_double\":\"NaN\"}", "09000000000000f87f", "{\"a_double\":\"NaN\"}"},
    {"{\"a_double\":\"-Infinity\"}", "09000000000000f0ff", "{\"a_double\":\"-Infinity\"}"},
    {"{\"a_float\":-2.5}", "15000020c0", "{\"a_float\":-2.5}"},
    {"{\"an_int64\":\"-9223372036854775808\"}", "1880808080808080808001",
     "{\"an_int64\":\"-9223372036854775808\"}"},
    {"{\"an_int64\":7}", "1807", "{\"an_int64\":\"7\"}"},
    {"{\"a_uint64\":\"18446744073709551615\"}", "20ffffffffffffffffff01",
     "{\"a_uint64\":\"18446744073709551615\"}"},
    {"{\"an_int32\":-5}", "28fbffffffffffffffff01", "{\"an_int32\":-5}"},
    {"{\"a_fixed64\":\"9\"}", "310900000000000000", "{\"a_fixed64\":\"9\"}"},
    {"{\"a_fixed32\":4294967295}", "3dffffffff", "{\"a_fixed32\":4294967295}"},
    {"{\"a_bool\":true}", "4001", "{\"a_bool\":true}"},
    {"{\"a_string\":\"\\u00e9<\\n\"}", "4a04c3a93c0a", "{\"a_string\":\"\xc3\xa9\\u003c\\n\"}"},
    {"{\"leaf\":{}}", "5a00", "{\"leaf\":{}}"},
    {"{\"leaf\":{\"name\":\"x\",\"leaves\":[{},{\"name\":\"y\"}]}}", "5a0a0a0178120012030a0179",
     "{\"leaf\":{\"name\":\"x\",\"leaves\":[{},{\"name\":\"y\"}]}}"},
    {"{\"some_bytes\":\"AAECAw==\"}", "620400010203", "{\"some_bytes\":\"AAECAw==\"}"},
    {"{\"some_bytes\":\"_-8\"}", "6202ffef", "{\"some_bytes\":\"/+8=\"}"},
    {"{\"a_uint32\":4294967295}", "68ffffffff0f", "{\"a_uint32\":4294967295}"},
    {"{\"colour\":\"BLUE\"}", "70fdffffffffffffffff01", "{\"colour\":\"BLUE\"}"},
    {"{\"colour\":1}", "7001", "{\"colour\":\"GREEN\"}"},
    {"{\"colour\":-3}", "70fdffffffffffffffff01", "{\"colour\":\"BLUE\"}"},
    {"{\"a_sfixed32\":-1}", "7dffffffff", "{\"a_sfixed32\":-1}"},
    {"{\"a_sfixed64\":\"-2\"}", "8101feffffffffffffff", "{\"a_sfixed64\":\"-2\"}"},
    {"{\"a_sint32\":-3}", "880105", "{\"a_sint32\":-3}"},
    {"{\"a_sint64\":\"-4\"}", "900107", "{\"a_sint64\":\"-4\"}"},
    {"{\"inner\":\"SOME\"}", "980107", "{\"inner\":\"SOME\"}"},
    {"{\"numbers\":[1,\"-2\",3e2]}", "a2010d01feffffffffffffffff01ac02",
     "{\"numbers\":[\"1\",\"-2\",\"300\"]}"},
    {"{\"strings\":[\"\",\"a\"]}", "aa0100aa010161", "{\"strings\":[\"\",\"a\"]}"},
    {"{\"leaves\":[{},{\"name\":\"z\"}]}", "b20100b201030a017a",
     "{\"leaves\":[{},{\"name\":\"z\"}]}"},
    {"{\"colours\":[\"GREEN\",-3,0]}", "ba010c01fdffffffffffffffff0100",
     "{\"colours\":[\"GREEN\",\"BLUE\",\"RED\"]}"},
    {"{\"fixeds\":[1,2]}", "c201080100000002000000", "{\"fixeds\":[1,2]}"},
    {"{\"blobs\":[\"\",\"YQ==\"]}", "ca0100ca010161", "{\"blobs\":[\"\",\"YQ==\"]}"},
    {"{\"one_number\":\"0\"}", "f00100", "{\"one_number\":\"0\"}"},
    {"{\"oneLeaf\":{}}", "fa0100", "{\"one_leaf\":{}}"},
    {"{\"one_blob\":\"\"}", "820200", "{\"one_blob\":\"\"}"},
    {"{\"oddlyNamed_Field\":\"o\"}", "8219016f", "{\"oddlyNamed_Field\":\"o\"}"},
    {"{\"oddlyNamedField\":\"o\"}", "8219016f", "{\"oddlyNamed_Field\":\"o\"}"},
    {"{\"aString\":\"camel\"}", "4a0563616d656c", "{\"a_string\":\"camel\"}"},
    {"{\"a_string\":null,\"numbers\":null,\"leaf\":null}", "", "{}"},
};

/* Packed fields are read either way, and written one by one. */
static bool is_packed(const char *hex)
{
    return strncmp(hex, "a201", 4) == 0 || strncmp(hex, "ba01", 4) == 0 ||
           strncmp(hex, "c201", 4) == 0;
}

static void every_type_goes_both_ways_however_it_is_cut(void **state)
{
    struct vd_buf text, message;
    uint8_t bytes[64];

    vd_buf_init(&text, 0);
    vd_buf_init(&message, 0);
    for (size_t i = 0; i < VD_COUNT(ROWS); i++) {
        size_t len = unhex(ROWS[i].hex, bytes);

        for (size_t step = 1; step < 70; step = step * 2 + 1) {
            vd_buf_clear(&text);
            assert_int_equal(to_json(everything, vd_slice(bytes, len), step, &text), 0);
            assert_bytes(&text, ROWS[i].out, strlen(ROWS[i].out));
            vd_buf_clear(&message);
            assert_int_equal(from_json(everything, vd_slice_str(ROWS[i].in), step, &message), 0);
            if (!is_packed(ROWS[i].hex))
                assert_bytes(&message, bytes, len);
            vd_buf_clear(&text);
            assert_int_equal(to_json(everything, vd_buf_slice(&message), step, &text), 0);
            assert_bytes(&text, ROWS[i].out, strlen(ROWS[i].out));
        }
    }
    vd_buf_deinit(&text);
    vd_buf_deinit(&message);
}

static void several_fields_are_one_object(void **state)
{
    static const char TEXT[] =
        "{\"an_int64\":\"1\",\"leaf\":{\"name\":\"a\",\"leaves\":[{\"leaves\":[{}]},{}]},"
        "\"some_bytes\":\"YQ==\",\"numbers\":[\"0\",\"1\"],\"strings\":[\"x\"],"
        "\"oddlyNamed_Field\":\"o\"}";
    struct vd_buf text, message;

    vd_buf_init(&text, 0);
    vd_buf_init(&message, 0);
    assert_int_equal(from_json(everything, vd_slice_str(TEXT), 7, &message), 0);
    assert_int_equal(to_json(everything, vd_buf_slice(&message), 5, &text), 0);
    assert_bytes(&text, TEXT, sizeof(TEXT) - 1);
    vd_buf_deinit(&text);
    vd_buf_deinit(&message);
}

static void what_is_not_known_is_passed_over(void **state)
{
    static const char TEXT[] = "{\"no\":{\"a\":[1,{\"b\":[]}],\"a_bool\":true},\"no\":[[],{}],"
                               "\"a_bool\":true,\"neither\":null,\"nor\":\"x\"}";
    /* fields 500 (varint), 501 (bytes), 502 (64 bits), 503 (32 bits), then a_bool, then a_bool as
     * bytes */
    struct vd_buf text, message;
    uint8_t bytes[64];
    size_t len;

    vd_buf_init(&text, 0);
    vd_buf_init(&message, 0);
    assert_int_equal(from_json(everything, vd_slice_str(TEXT), 3, &message), 0);
    assert_bytes(&message, "\x40\x01", 2);
    len = unhex("a01f9601aa1f0361b2ffb11f0102030405060708bd1f010203044001420100", bytes);
    for (size_t step = 1; step < len; step++) {
        vd_buf_clear(&text);
        assert_int_equal(to_json(everything, vd_slice(bytes, len), step, &text), 0);
        assert_bytes(&text, "{\"a_bool\":true}", 15);
    }
    vd_buf_deinit(&text);
    vd_buf_deinit(&message);
}

static void what_does_not_fit_a_field_is_refused(void **state)
{
    static const char *const TEXTS[] = {
        "null",
        "[]",
        "1",
        "\"a\"",
        "true",
        "[{}]",
        "xx",
        "{\"an_int64\":1.5}",
        "{\"an_int64\":\"\"}",
        "{\"an_int64\":\" 1\"}",
        "{\"an_int64\":true}",
        "{\"an_int64\":9223372036854775808}",
        "{\"an_int64\":[1]}",
        "{\"an_int64\":{}}",
        "{\"an_int32\":2147483648}",
        "{\"a_sint32\":-2147483649}",
        "{\"a_uint32\":4294967296}",
        "{\"a_uint32\":-1}",
        "{\"a_uint64\":18446744073709551616}",
        "{\"a_fixed32\":-1}",
        "{\"a_double\":\"x\"}",
        "{\"a_double\":\"0x1\"}",
        "{\"a_double\":\"inf\"}",
        "{\"a_double\":1e999}",
        "{\"a_float\":1e39}",
        "{\"a_bool\":\"true\"}",
        "{\"a_bool\":1}",
        "{\"a_string\":1}",
        "{\"a_string\":true}",
        "{\"some_bytes\":1}",
        "{\"some_bytes\":\"!\"}",
        "{\"some_bytes\":\"a\"}",
        "{\"some_bytes\":\"+/-_\"}",
        "{\"colour\":\"PINK\"}",
        "{\"colour\":1.5}",
        "{\"leaf\":1}",
        "{\"leaf\":[]}",
        "{\"leaf\":\"\"}",
        "{\"numbers\":1}",
        "{\"numbers\":{}}",
        "{\"numbers\":[null]}",
        "{\"numbers\":[[1]]}",
        "{\"numbers\":[{}]}",
        "{\"numbers\":[\"x\"]}",
        "{\"leaves\":[1]}",
        "{\"leaves\":[null]}",
        "{\"a_bool\":true,\"a_bool\":true}",
        "{\"a_bool\":true,\"aBool\":false}",
        "{\"one_number\":1,\"one_leaf\":{}}",
        "{\"a_string\":\"\\ud800\"}",
        "{\"a_string\":\"\xff\"}",
    };
    struct vd_buf message;

    vd_buf_init(&message, 0);
    for (size_t i = 0; i < VD_COUNT(TEXTS); i++)
        for (size_t step = 1; step < 100; step += 98) {
            vd_buf_clear(&message);
            if (i != 2 || step == 1) /* a number is not whole before what follows it */
                assert_int_not_equal(from_json(everything, vd_slice_str(TEXTS[i]), step, &message),
                                     0);
            assert_int_equal(message.len, 0);
        }
    assert_int_equal(
        from_json(everything, VD_SLICE("{\"one_leaf\":null,\"one_number\":1}"), 100, &message), 0);
    vd_buf_deinit(&message);
}

static void depth_and_size_are_bounded(void **state)
{
    struct vd_buf text, message;
    int rc;

    vd_buf_init(&text, 0);
    vd_buf_init(&message, 0);
    vd_buf_printf(&text, "{\"leaf\":");
    for (int i = 0; i < 100000; i++)
        vd_buf_printf(&text, "{\"leaves\":[");
    rc = from_json(everything, vd_buf_slice(&text), 4096, &message);
    assert_int_equal(rc, VD_INVALID);
    vd_buf_clear(&text);
    vd_buf_printf(&text, "{\"no\":");
    for (int i = 0; i < 100000; i++)
        vd_buf_printf(&text, "[");
    assert_int_equal(from_json(everything, vd_buf_slice(&text), 4096, &message), VD_INVALID);
    vd_buf_clear(&text);
    vd_buf_printf(&text, "{\"strings\":[");
    for (int i = 0; i < 40000; i++)
        vd_buf_printf(&text, "\"\",");
    assert_int_equal(from_json(everything, vd_buf_slice(&text), 4096, &message), 0 + VD_WAIT);
    vd_buf_printf(&text, "\"\"]}");
    assert_int_equal(from_json(everything, vd_buf_slice(&text), 4096, &message), VD_TOO_LARGE);
    vd_buf_clear(&text);
    vd_buf_printf(&text, "{\"no\":[");
    for (int i = 0; i < 200000; i++)
        vd_buf_printf(&text, "1,");
    assert_int_equal(from_json(everything, vd_buf_slice(&text), 4096, &message), VD_TOO_LARGE);
    vd_buf_deinit(&text);
    vd_buf_deinit(&message);
}

static void broken_messages_are_told(void **state)
{
    static const char *const HEXES[] = {
        "5a05", "5a0212ff", "08",       "4a",        "20ffffffffffffffffffff01", "0b", "07",
        "00",   "5a020a05", "31010203", "a20102ffff"};
    struct vd_buf text;
    uint8_t bytes[64];

    vd_buf_init(&text, 0);
    for (size_t i = 0; i < VD_COUNT(HEXES); i++) {
        size_t len = unhex(HEXES[i], bytes);
        int rc = to_json(everything, vd_slice(bytes, len), 1, &text);

        assert_true(rc == VD_INVALID || rc == VD_WAIT);
    }
    vd_buf_deinit(&text);
}

static int both_ways(void)
{
    static const char TEXT[] = "{\"a_string\":\"a\\nb\",\"leaves\":[{\"leaves\":[{\"leaves\":[{"
                               "\"leaves\":[{\"name\":\"x\"}]}]}]}],\"some_bytes\":\"YWJj\"}";
    struct vd_buf text, message;
    int rc;

    vd_buf_init(&text, 0);
    vd_buf_init(&message, 0);
    rc = from_json(everything, vd_slice_str(TEXT), 9, &message);
    if (rc == 0)
        rc = to_json(everything, vd_buf_slice(&message), 4, &text);
    if (rc == 0)
        assert_bytes(&text, TEXT, sizeof(TEXT) - 1);
    vd_buf_deinit(&text);
    vd_buf_deinit(&message);
    return rc;
}

static void every_allocation_may_fail(void **state)
{
    long n = 0;
    int rc;

    do {
        vd_alloc_fail_after(n);
        rc = both_ways();
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
    } while (rc && ++n < 1000);
    assert_int_equal(rc, 0);
    assert_true(n > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_schema_knows_fields_by_number_and_both_names),
        cmocka_unit_test(our_own_protocols_have_a_schema),
        cmocka_unit_test(a_schema_is_whole_or_not_there),
        cmocka_unit_test(every_type_goes_both_ways_however_it_is_cut),
        cmocka_unit_test(several_fields_are_one_object),
        cmocka_unit_test(what_is_not_known_is_passed_over),
        cmocka_unit_test(what_does_not_fit_a_field_is_refused),
        cmocka_unit_test(depth_and_size_are_bounded),
        cmocka_unit_test(broken_messages_are_told),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
