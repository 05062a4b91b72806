/* SPDX-License-Identifier: Apache-2.0 */
/* What a schema takes out, puts in, and finds wrong, as tables of documents. */
#include "doors/kube/model/schema.h"

#include "base/alloc.h"
#include "doors/kube/model/doc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_arena arena;

static struct vd_json_value *read_doc(const char *text)
{
    struct vd_json_value *doc;

    if (vd_json_read(&arena, vd_slice_str(text), 200, &doc, NULL))
        fail_msg("no JSON: %s", text);
    return doc;
}

static const struct vd_kube_schema *read_schema(const char *text)
{
    const struct vd_kube_schema *schema;

    if (vd_kube_schema_read(&arena, read_doc(text), &schema))
        fail_msg("no schema: %s", text);
    return schema;
}

static const char *write_doc(const struct vd_json_value *doc)
{
    static char text[4096];
    struct vd_buf buf;
    struct vd_json json;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, doc);
    snprintf(text, sizeof(text), "%.*s", (int)buf.len, (const char *)buf.data);
    vd_buf_deinit(&buf);
    return text;
}

static int begin(void **state)
{
    vd_arena_init(&arena, 64 << 20);
    return 0;
}

static int end(void **state)
{
    vd_arena_deinit(&arena);
    return 0;
}

/* --- pruning ---------------------------------------------------------------------------------- */

static void add_path(void *arg, struct vd_slice path)
{
    char *list = arg;
    size_t len = strlen(list);

    snprintf(list + len, 256 - len, "%s%.*s", len ? " " : "", (int)path.len,
             (const char *)path.ptr);
}

static void what_a_schema_does_not_know_is_taken_out_and_named(void **state)
{
    static const struct {
        const char *schema, *before, *after, *unknown;
    } rows[] = {
        {"{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\",\"properties\":{\"a\":"
         "{"
         "\"type\":\"string\"}}}}}",
         "{\"apiVersion\":\"g/"
         "v\",\"kind\":\"K\",\"metadata\":{\"x\":1},\"spec\":{\"b\":1,\"a\":\"s\",\"c\":"
         "{}},\"more\":1}",
         "{\"apiVersion\":\"g/v\",\"kind\":\"K\",\"metadata\":{\"x\":1},\"spec\":{\"a\":\"s\"}}",
         "spec.b spec.c more"},
        {"{\"type\":\"object\",\"properties\":{\"l\":{\"type\":\"array\",\"items\":{\"type\":"
         "\"object\","
         "\"properties\":{\"a\":{\"type\":\"string\"}}}}}}",
         "{\"l\":[{\"a\":\"1\"},{\"b\":\"2\"}]}", "{\"l\":[{\"a\":\"1\"},{}]}", "l[1].b"},
        {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"additionalProperties\":"
         "{"
         "\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}}}",
         "{\"m\":{\"k\":{\"a\":\"1\",\"b\":2}}}", "{\"m\":{\"k\":{\"a\":\"1\"}}}", "m.k.b"},
        {"{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true,\"properties\":{\"a\":"
         "{"
         "\"type\":\"object\"}}}",
         "{\"x\":{\"y\":1},\"a\":{\"b\":1}}", "{\"x\":{\"y\":1},\"a\":{}}", "a.b"},
        {"{\"type\":\"object\",\"properties\":{\"t\":{\"type\":\"object\","
         "\"x-kubernetes-embedded-resource\":true,\"properties\":{\"spec\":{\"type\":\"object\"}}}}"
         "}",
         "{\"t\":{\"kind\":\"K\",\"metadata\":{\"name\":\"n\"},\"data\":1,\"spec\":{\"a\":1}}}",
         "{\"t\":{\"kind\":\"K\",\"metadata\":{\"name\":\"n\"},\"spec\":{}}}", "t.data t.spec.a"},
        {"{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\",\"additionalProperties\":"
         "true}}}",
         "{\"m\":{\"k\":1,\"l\":{\"a\":1}}}", "{\"m\":{\"k\":1,\"l\":{}}}", "m.l.a"},
        {"{\"type\":\"object\"}", "{\"a\":[1,{\"b\":2}],\"kind\":\"K\"}", "{\"kind\":\"K\"}", "a"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct vd_json_value *doc = read_doc(rows[i].before);
        char unknown[256] = "";

        vd_kube_schema_prune(read_schema(rows[i].schema), doc, add_path, unknown);
        assert_string_equal(write_doc(doc), rows[i].after);
        assert_string_equal(unknown, rows[i].unknown);
        assert_true(vd_kube_doc_equal(doc, read_doc(rows[i].after))); /* and the counts hold */
        vd_kube_schema_prune(read_schema(rows[i].schema), doc, NULL, NULL);
        assert_string_equal(write_doc(doc), rows[i].after);
    }
}

/* --- defaults --------------------------------------------------------------------------------- */

static void what_is_preset_comes_where_it_is_missing(void **state)
{
    static const struct {
        const char *schema, *before, *after;
    } rows[] = {
        {"{\"properties\":{\"a\":{\"type\":\"integer\",\"default\":3}}}", "{}", "{\"a\":3}"},
        {"{\"properties\":{\"a\":{\"type\":\"integer\",\"default\":3}}}", "{\"a\":4}", "{\"a\":4}"},
        {"{\"properties\":{\"a\":{\"type\":\"integer\",\"default\":3}}}", "{\"a\":null}",
         "{\"a\":3}"},
        {"{\"properties\":{\"a\":{\"type\":\"integer\",\"default\":3,\"nullable\":true}}}",
         "{\"a\":null}", "{\"a\":null}"},
        {"{\"properties\":{\"a\":{\"type\":\"integer\"}}}", "{\"a\":null,\"b\":null}",
         "{\"b\":null}"},
        {"{\"properties\":{\"s\":{\"default\":{},\"properties\":{\"a\":{\"default\":\"x\"}}}}}",
         "{}", "{\"s\":{\"a\":\"x\"}}"},
        {"{\"properties\":{\"s\":{\"properties\":{\"a\":{\"default\":\"x\"}}}}}", "{}", "{}"},
        {"{\"properties\":{\"l\":{\"items\":{\"properties\":{\"a\":{\"default\":[1]}}}}}}",
         "{\"l\":[{},{\"a\":[]}]}", "{\"l\":[{\"a\":[1]},{\"a\":[]}]}"},
        {"{\"properties\":{\"m\":{\"additionalProperties\":{\"properties\":{\"a\":{\"default\":"
         "false}}}}}}",
         "{\"m\":{\"k\":{}}}", "{\"m\":{\"k\":{\"a\":false}}}"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct vd_json_value *doc = read_doc(rows[i].before);

        assert_int_equal(vd_kube_schema_default(read_schema(rows[i].schema), &arena, doc), 0);
        assert_string_equal(write_doc(doc), rows[i].after);
        assert_true(vd_kube_doc_equal(doc, read_doc(rows[i].after)));
    }
}

/* --- bounds ----------------------------------------------------------------------------------- */

static void a_schema_that_is_too_deep_is_refused(void **state)
{
    const struct vd_kube_schema *schema;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (unsigned i = 0; i < 66; i++)
        vd_buf_printf(&buf, "{\"items\":");
    vd_buf_printf(&buf, "{}");
    for (unsigned i = 0; i < 66; i++)
        vd_buf_printf(&buf, "}");
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_kube_schema_read(&arena, read_doc((const char *)buf.data), &schema),
                     VD_TOO_LARGE);
    vd_buf_deinit(&buf);
}

static void what_is_no_schema_is_refused(void **state)
{
    static const char *const rows[] = {"[]", "{\"type\":\"nothing\"}", "{\"items\":[{}]}",
                                       "{\"properties\":{\"a\":1}}", "{\"required\":[1]}"};
    const struct vd_kube_schema *schema;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(vd_kube_schema_read(&arena, read_doc(rows[i]), &schema), VD_INVALID);
}

/* --- memory ----------------------------------------------------------------------------------- */

/* All that is done with a schema; 0 or what failed. */
static int do_all(struct vd_arena *memory, const struct vd_json_value *schema_doc,
                  const struct vd_json_value *object)
{
    struct vd_kube_doc copy = {memory, 0};
    struct vd_json_value *doc = vd_kube_doc_copy(&copy, object);
    const struct vd_kube_schema *schema;
    struct vd_kube_causes causes;
    int rc = doc ? vd_kube_schema_read(memory, schema_doc, &schema) : -ENOMEM;

    vd_kube_causes_init(&causes, memory);
    if (rc)
        return rc;
    vd_kube_schema_prune(schema, doc, NULL, NULL);
    rc = vd_kube_schema_default(schema, memory, doc);
    if (rc == 0)
        rc = vd_kube_schema_judge(schema, doc, &causes);
    if (rc == 0)
        assert_int_equal(causes.count, 4);
    return rc;
}

static void no_memory_is_said(void **state)
{
    const struct vd_json_value *schema = read_doc(
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^b+$\","
        "\"default\":\"c\"},\"l\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"},"
        "\"x-kubernetes-list-type\":\"set\"},\"o\":{\"type\":\"integer\",\"oneOf\":[{\"minimum\":2}"
        ",{"
        "\"enum\":[1,2]}]}}}");
    const struct vd_json_value *object = read_doc("{\"l\":[1,2,1],\"o\":0,\"x\":{}}");

    for (long n = 0;; n++) {
        struct vd_arena memory;
        int rc;

        vd_arena_init(&memory, 16 << 20);
        vd_alloc_fail_after(n);
        rc = do_all(&memory, schema, object);
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&memory);
        if (rc == 0)
            break;
        assert_int_equal(rc, -ENOMEM);
        assert_true(n < 10000);
    }
}

static void what_takes_too_long_to_judge_is_given_up(void **state)
{
    struct vd_kube_causes causes;
    struct vd_buf schema, object;

    vd_buf_init(&schema, 0);
    vd_buf_init(&object, 0);
    vd_buf_printf(&schema, "{\"properties\":{\"l\":{\"items\":{\"allOf\":[{}");
    for (unsigned i = 0; i < 200; i++)
        vd_buf_printf(&schema, ",{\"minimum\":0}");
    vd_buf_printf(&schema, "]}}}}");
    vd_buf_append(&schema, "", 1);
    vd_buf_printf(&object, "{\"l\":[1");
    for (unsigned i = 0; i < 200000; i++)
        vd_buf_printf(&object, ",1");
    vd_buf_printf(&object, "]}");
    vd_buf_append(&object, "", 1);
    vd_kube_causes_init(&causes, &arena);
    assert_int_equal(vd_kube_schema_judge(read_schema((const char *)schema.data),
                                          read_doc((const char *)object.data), &causes),
                     0);
    assert_int_equal(causes.count, 1);
    assert_int_equal(causes.first->type, VD_KUBE_VALUE_INTERNAL);
    vd_buf_deinit(&schema);
    vd_buf_deinit(&object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_a_schema_does_not_know_is_taken_out_and_named, begin,
                                        end),
        cmocka_unit_test_setup_teardown(what_is_preset_comes_where_it_is_missing, begin, end),
        cmocka_unit_test_setup_teardown(a_schema_that_is_too_deep_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_schema_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(no_memory_is_said, begin, end),
        cmocka_unit_test_setup_teardown(what_takes_too_long_to_judge_is_given_up, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
