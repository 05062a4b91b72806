/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/check.h"
#include "wire/yaml_read.h"
#include "wire/yaml_scalar.h"
#include "wire/yaml_write.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 64 << 20, DEPTH = 64 };

static int read_text(struct vd_arena *arena, const char *text, struct vd_json_value **out,
                     struct vd_slice *strict, struct vd_yaml_fault *fault)
{
    return vd_yaml_read(arena, vd_slice_str(text), DEPTH, out, strict, fault);
}

static void assert_json(const struct vd_json_value *value, const char *want)
{
    struct vd_json json;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, value);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_string_equal((const char *)buf.data, want);
    vd_buf_deinit(&buf);
}

static void yaml_is_read_as_what_it_means_in_json(void **state)
{
    static const struct {
        const char *yaml, *json;
    } TEXTS[] = {
        {"", "null"},
        {"z: 1\na: [yes, 0x10, 1_0, 010, 2001-01-01, '5', 1e3]\nm: {}\n",
         "{\"z\":1,\"a\":[true,16,10,8,\"2001-01-01\",\"5\",1000],\"m\":{}}"},
        {"a: &x {k: v, l: 1}\nb:\n  <<: *x\n  l: 2\n",
         "{\"a\":{\"k\":\"v\",\"l\":1},\"b\":{\"k\":\"v\",\"l\":1,\"l\":2}}"},
        {"one\n---\ntwo\n", "\"one\""},
        {"{\"json\": [1.50, 9007199254740993, \"\\u00e9\"]}",
         "{\"json\":[1.5,9007199254740993,\"\xc3\xa9\"]}"},
        {"true: 1\n1.5: 2\n", "{\"true\":1,\"1.5\":2}"},
    };

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        struct vd_json_value *value;
        struct vd_slice strict;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(read_text(&arena, TEXTS[i].yaml, &value, &strict, NULL), 0);
        assert_json(value, TEXTS[i].json);
        vd_arena_deinit(&arena);
    }
}

static void keys_that_come_twice_are_marked_and_named(void **state)
{
    struct vd_json_value *value;
    struct vd_slice strict;
    struct vd_arena arena;

    vd_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(read_text(&arena, "a: 1\nb: 2\na: 3\n", &value, &strict, NULL), 0);
    assert_true(value->has_duplicates);
    assert_true(value->last->is_duplicate);
    assert_true(vd_slice_eq(strict, VD_SLICE("yaml: unmarshal errors:\n  line 3: key \"a\" already "
                                             "set in map")));
    assert_true(vd_slice_eq(vd_json_member(value, VD_SLICE("a"))->text, VD_SLICE("3")));
    assert_int_equal(read_text(&arena, "a: 1\nb: 2\n", &value, &strict, NULL), 0);
    assert_int_equal(strict.len, 0);
    vd_arena_deinit(&arena);
}

static void what_is_no_yaml_is_refused_by_name(void **state)
{
    static const struct {
        const char *yaml, *message;
    } TEXTS[] = {
        {"a: [1\n", "yaml: line 1: did not find expected ',' or ']'"},
        {"a: b: c\n", "yaml: mapping values are not allowed in this context"},
        {"a: *b\n", "yaml: unknown anchor 'b' referenced"},
        {"a: &a [*a]\n", "yaml: anchor 'a' value contains itself"},
        {"<<: 5\n", "yaml: map merge requires map or sequence of maps as the value"},
        {"a: .nan\n", "json: unsupported value: NaN"},
        {"a: \xff\n", "yaml: invalid leading UTF-8 octet"},
    };

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        struct vd_yaml_fault fault = {VD_SLICE_EMPTY};
        struct vd_json_value *value = NULL;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(read_text(&arena, TEXTS[i].yaml, &value, NULL, &fault), VD_INVALID);
        assert_null(value);
        assert_true(vd_slice_eq(fault.message, vd_slice_str(TEXTS[i].message)));
        vd_arena_deinit(&arena);
    }
}

static int read_buf(struct vd_buf *buf, size_t arena_bytes, struct vd_yaml_fault *fault)
{
    struct vd_json_value *value;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, arena_bytes);
    rc = vd_yaml_read(&arena, vd_buf_slice(buf), DEPTH, &value, NULL, fault);
    vd_arena_deinit(&arena);
    vd_buf_clear(buf);
    return rc;
}

static void depth_bytes_and_aliases_are_bounded(void **state)
{
    struct vd_yaml_fault fault;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (int i = 0; i < 100000; i++)
        vd_buf_append(&buf, "[", 1);
    assert_int_equal(read_buf(&buf, ARENA_BYTES, &fault), VD_TOO_LARGE);
    for (int i = 0; i < 100000; i++)
        vd_buf_append(&buf, "- ", 2);
    assert_int_equal(read_buf(&buf, ARENA_BYTES, &fault), VD_TOO_LARGE);
    vd_buf_printf(&buf, "a0: &a0 [x]\n");
    for (int i = 1; i < 100; i++)
        vd_buf_printf(&buf, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    assert_int_equal(read_buf(&buf, ARENA_BYTES, &fault), VD_TOO_LARGE);
    for (int i = 0; i < 10000; i++)
        vd_buf_printf(&buf, "- &a%d x\n- *a%d\n", i, i);
    assert_int_equal(read_buf(&buf, ARENA_BYTES, &fault), 0);
    vd_buf_printf(&buf, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++)
        vd_buf_printf(&buf, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1,
                      i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    assert_int_equal(read_buf(&buf, (size_t)1 << 30, &fault), VD_INVALID);
    vd_buf_deinit(&buf);
}

static void floats_are_printed_as_go_prints_them(void **state)
{
    static const struct {
        double number;
        const char *json, *g, *single;
    } NUMBERS[] = {
        {1e5, "100000", "100000", "100000"},
        {1e6, "1000000", "1e+06", "1e+06"},
        {1234567, "1234567", "1.234567e+06", "1.234567e+06"},
        {1e20, "100000000000000000000", "1e+20", "1e+20"},
        {1e21, "1e+21", "1e+21", "1e+21"},
        {1.5e-5, "0.000015", "1.5e-05", "1.5e-05"},
        {1e-6, "0.000001", "1e-06", "1e-06"},
        {1e-7, "1e-7", "1e-07", "1e-07"},
        {-123.456, "-123.456", "-123.456", "-123.456"},
        {0.1, "0.1", "0.1", "0.1"},
        {1e-100, "1e-100", "1e-100", "0"},
        {123456789.5, "123456789.5", "1.234567895e+08", "1.2345679e+08"},
        {1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308", ".inf"},
        {5e-324, "5e-324", "5e-324", "0"},
        {0, "0", "0", "0"},
    };

    for (size_t i = 0; i < VD_COUNT(NUMBERS); i++) {
        char text[VD_YAML_FLOAT_BYTES];

        vd_yaml_float_json(NUMBERS[i].number, text);
        assert_string_equal(text, NUMBERS[i].json);
        vd_yaml_float_g(NUMBERS[i].number, false, text);
        assert_string_equal(text, NUMBERS[i].g);
        vd_yaml_float_g(NUMBERS[i].number, true, text);
        assert_string_equal(text, NUMBERS[i].single);
    }
}

static void documents_are_written_in_blocks(void **state)
{
    static const char JSON[] = "{\"z\":[1,{\"b\":\"yes\",\"a\":null}],\"a10\":\"x: y\",\"a9\":"
                               "\"one\\ntwo\\n\",\"e\":{},\"l\":[],\"t\":\"2001-01-01\",\"n\":1e2}";
    static const char YAML[] = "a9: |\n  one\n  two\na10: 'x: y'\ne: {}\nl: []\n\"n\": 100\n"
                               "t: \"2001-01-01\"\nz:\n- 1\n- a: null\n  b: \"yes\"\n";
    struct vd_json_value *value;
    struct vd_arena arena;
    struct vd_buf buf;

    vd_arena_init(&arena, ARENA_BYTES);
    vd_buf_init(&buf, 0);
    assert_int_equal(vd_json_read(&arena, vd_slice_str(JSON), DEPTH, &value, NULL), 0);
    assert_int_equal(vd_yaml_write(&buf, value), 0);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_string_equal((const char *)buf.data, YAML);
    vd_buf_deinit(&buf);
    vd_buf_init(&buf, 10);
    assert_int_equal(vd_yaml_write(&buf, value), 0);
    assert_int_equal(vd_buf_status(&buf), VD_TOO_LARGE);
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
}

static int read_and_write(void)
{
    struct vd_json_value *value;
    struct vd_slice strict;
    struct vd_arena arena;
    struct vd_buf buf;
    int rc;

    vd_arena_init(&arena, ARENA_BYTES);
    vd_buf_init(&buf, 0);
    rc = read_text(&arena,
                   "a: &x {b: 1, c: [1.5, x]}\nd: *x\ne: {<<: [*x, {f: 1}], b: 1}\n1.5: !!binary "
                   "aGk=\na: 2\n",
                   &value, &strict, NULL);
    if (rc == 0)
        rc = vd_yaml_write(&buf, value);
    if (rc == 0)
        rc = vd_buf_status(&buf);
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
    return rc;
}

static void every_allocation_may_fail(void **state)
{
    long n = 0;
    int rc;

    do {
        vd_alloc_fail_after(n);
        rc = read_and_write();
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
    } while (rc && ++n < 1000);
    assert_int_equal(rc, 0);
    assert_true(n > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_is_read_as_what_it_means_in_json),
        cmocka_unit_test(keys_that_come_twice_are_marked_and_named),
        cmocka_unit_test(what_is_no_yaml_is_refused_by_name),
        cmocka_unit_test(depth_bytes_and_aliases_are_bounded),
        cmocka_unit_test(floats_are_printed_as_go_prints_them),
        cmocka_unit_test(documents_are_written_in_blocks),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
