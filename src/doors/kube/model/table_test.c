/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows beside those of Kubernetes' own printers: a file of lines from tests/conform/kube_tables,
 * given as the first argument. A text "@90" stands for the time 90 seconds ago.
 */
#include "doors/kube/model/table.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/crd.h"
#include "doors/kube/model/doc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { ARENA_BYTES = 16 << 20, LINE_BYTES = 1 << 20, TIME_BYTES = 32 };

#define NOW_S 1767225600LL /* 2026-01-01 */

static const char *fixtures;

static struct vd_json_value *read_doc(struct vd_arena *arena, struct vd_slice text)
{
    struct vd_json_value *value;

    assert_int_equal(vd_json_read(arena, text, VD_KUBE_DOC_DEPTH_MAX, &value, NULL), 0);
    return value;
}

static void put_times(struct vd_arena *arena, struct vd_json_value *value)
{
    struct vd_json_value *at;

    if (value->type == VD_JSON_STRING && value->text.len > 1 && value->text.ptr[0] == '@') {
        char text[TIME_BYTES];
        struct tm parts;
        time_t when;

        snprintf(text, sizeof(text), "%.*s", (int)value->text.len - 1,
                 (const char *)value->text.ptr + 1);
        when = (time_t)(NOW_S - strtoll(text, NULL, 10));
        assert_non_null(gmtime_r(&when, &parts));
        assert_true(strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts) > 0);
        assert_int_equal(vd_arena_copy(arena, vd_slice_str(text), &value->text), 0);
    }
    vd_kube_doc_each(at, value)
        put_times(arena, at);
}

static const struct vd_kube_kind *kind_of(const struct vd_json_value *line)
{
    struct vd_slice version = vd_kube_doc_string(line, "apiVersion"), group = VD_SLICE_EMPTY;
    const uint8_t *slash = memchr(version.ptr, '/', version.len);

    if (slash) {
        group = vd_slice(version.ptr, (size_t)(slash - version.ptr));
        version = vd_slice(slash + 1, version.len - group.len - 1);
    }
    return vd_kube_builtin_of(group, version, vd_kube_doc_string(line, "kind"));
}

static void assert_says(struct vd_buf *buf, const struct vd_json_value *want,
                        const struct vd_json_value *line)
{
    struct vd_json json;
    struct vd_buf text;

    vd_buf_init(&text, 0);
    vd_json_init(&json, &text);
    vd_json_write(&json, want);
    vd_buf_append(&text, "", 1);
    vd_buf_append(buf, "", 1);
    assert_int_equal(vd_buf_status(buf), 0);
    assert_int_equal(vd_buf_status(&text), 0);
    if (strcmp((char *)buf->data, (char *)text.data)) {
        vd_json_init(&json, &text);
        vd_json_write(&json, line);
        vd_buf_append(&text, "", 1);
        fprintf(stderr, "got    %s\nwanted %s\nof     %s\n", (char *)buf->data, (char *)text.data,
                (char *)text.data + strlen((char *)text.data) + 1);
        fail();
    }
    vd_buf_clear(buf);
    vd_buf_deinit(&text);
}

/* Descriptions are ours: there are none. */
static struct vd_json_value *without_descriptions(struct vd_arena *arena, struct vd_buf *buf)
{
    struct vd_json_value *columns = read_doc(arena, vd_buf_slice(buf)), *at;

    vd_kube_doc_each(at, columns) {
        assert_true(vd_kube_doc_says(vd_kube_doc_remove(at, "description"), ""));
    }
    vd_buf_clear(buf);
    return columns;
}

static void check_line(struct vd_arena *arena, struct vd_json_value *line)
{
    const struct vd_kube_kind *kind = kind_of(line);
    const struct vd_json_value *columns = vd_kube_doc_get(line, "columns");
    struct vd_json json;
    struct vd_buf buf;

    if (!kind)
        return; /* one that we do not serve */
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    if (columns) {
        vd_kube_table_columns(&buf, kind);
        vd_json_write(&json, without_descriptions(arena, &buf));
        assert_says(&buf, columns, line);
    }
    put_times(arena, vd_kube_doc_get(line, "object"));
    vd_kube_table_cells(&buf, kind, vd_kube_doc_get(line, "object"), NOW_S * 1000000);
    assert_says(&buf, vd_kube_doc_get(line, "cells"), line);
    vd_buf_deinit(&buf);
}

static void rows_are_those_that_people_know(void **state)
{
    char *text = malloc(LINE_BYTES);
    FILE *file = fopen(fixtures, "r");
    size_t count = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(text);
    while (fgets(text, LINE_BYTES, file)) {
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        check_line(&arena, read_doc(&arena, vd_slice_str(text)));
        vd_arena_deinit(&arena);
        count++;
    }
    fclose(file);
    free(text);
    assert_true(count > 100);
}

static void a_table_is_put_together(void **state)
{
    const struct vd_kube_kind *kind =
        vd_kube_builtin_of(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("LimitRange"));
    struct vd_arena arena;
    struct vd_buf buf;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    vd_buf_init(&buf, 0);
    vd_kube_table_open(&buf, kind, VD_SLICE("{\"resourceVersion\":\"7\"}"), false, true);
    vd_kube_table_row(
        &buf, kind,
        read_doc(&arena, VD_SLICE("{\"metadata\":{\"name\":\"a\",\"creationTimestamp\":"
                                  "\"2026-01-01T00:00:00Z\"}}")),
        VD_SLICE("{\"x\":1}"), 0);
    vd_buf_append(&buf, ",", 1);
    vd_kube_table_row(&buf, kind, read_doc(&arena, VD_SLICE("{}")), VD_SLICE_EMPTY, 0);
    vd_kube_table_close(&buf);
    vd_buf_append(&buf, "", 1);
    assert_string_equal(
        (char *)buf.data,
        "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"resourceVersion\":"
        "\"7\"},\"columnDefinitions\":[{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\","
        "\"description\":\"\",\"priority\":0},{\"name\":\"Created "
        "At\",\"type\":\"date\",\"format\":"
        "\"\",\"description\":\"\",\"priority\":0}],\"rows\":[{\"cells\":[\"a\",\"2026-01-01T00:00:"
        "00Z\"],\"object\":{\"x\":1}},{\"cells\":[\"\",\"\"],\"object\":null}]}");
    vd_buf_clear(&buf);
    vd_kube_table_open(&buf, kind, VD_SLICE("{}"), true, false);
    vd_kube_table_close(&buf);
    vd_buf_append(&buf, "", 1);
    assert_string_equal(
        (char *)buf.data,
        "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1beta1\",\"metadata\":{},"
        "\"columnDefinitions\":null,\"rows\":[]}");
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
}

/* --- columns of a definition ---------------------------------------------------------------- */

static void columns_of_a_definition_are_filled(void **state)
{
    static const char CRD[] =
        "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\","
        "\"metadata\":{\"name\":\"things.x.io\"},\"spec\":{\"group\":\"x.io\",\"scope\":"
        "\"Namespaced\",\"names\":{\"plural\":\"things\",\"singular\":\"thing\",\"kind\":\"Thing\","
        "\"listKind\":\"ThingList\"},\"versions\":[{\"name\":\"v1\",\"served\":true,\"storage\":"
        "true,\"schema\":{\"openAPIV3Schema\":{\"type\":\"object\"}},\"additionalPrinterColumns\":["
        "{\"name\":\"S\",\"type\":\"string\",\"jsonPath\":\".spec.s\",\"description\":\"what\"},"
        "{\"name\":\"I\",\"type\":\"integer\",\"jsonPath\":\".spec.i\",\"priority\":1},"
        "{\"name\":\"N\",\"type\":\"number\",\"jsonPath\":\".spec.n\",\"format\":\"float\"},"
        "{\"name\":\"B\",\"type\":\"boolean\",\"jsonPath\":\".spec.b\"},"
        "{\"name\":\"D\",\"type\":\"date\",\"jsonPath\":\".metadata.creationTimestamp\"}]}]},"
        "\"status\":{\"acceptedNames\":{\"plural\":\"things\",\"singular\":\"thing\",\"kind\":"
        "\"Thing\",\"listKind\":\"ThingList\"},\"conditions\":[{\"type\":\"NamesAccepted\","
        "\"status\":\"True\"},{\"type\":\"Established\",\"status\":\"True\"}],\"storedVersions\":"
        "[\"v1\"]}}";
    static const struct {
        const char *object, *cells;
    } ROWS[] = {
        {"{\"metadata\":{\"name\":\"a\",\"creationTimestamp\":\"2025-12-31T23:58:00Z\"},\"spec\":{"
         "\"s\":\"x\",\"i\":7,\"n\":1.5,\"b\":true}}",
         "[\"a\",\"x\",7,1.5,true,\"2m\"]"},
        {"{\"metadata\":{\"name\":\"b\"}}", "[\"b\",null,null,null,null,null]"},
        {"{\"metadata\":{\"name\":\"c\",\"creationTimestamp\":\"soon\"},\"spec\":{\"s\":{\"k\":[1]}"
         ",\"i\":2.9,\"n\":\"1\",\"b\":\"no\"}}",
         "[\"c\",\"{\\\"k\\\":[1]}\",2,null,null,\"\\u003cinvalid\\u003e\"]"},
    };
    const struct vd_kube_kind *kinds;
    struct vd_kube_crd *crd;
    struct vd_arena arena;
    struct vd_buf buf;
    size_t count;

    (void)state;
    vd_arena_init(&arena, ARENA_BYTES);
    vd_buf_init(&buf, 0);
    assert_int_equal(vd_kube_crd_new(vd_slice(CRD, sizeof(CRD) - 1), &crd), 0);
    kinds = vd_kube_crd_kinds(crd, &count);
    assert_int_equal(count, 1);
    vd_kube_table_columns(&buf, &kinds[0]);
    assert_int_equal(read_doc(&arena, vd_buf_slice(&buf))->count, 6);
    for (size_t i = 0; i < VD_COUNT(ROWS); i++) {
        vd_buf_clear(&buf);
        vd_kube_table_cells(&buf, &kinds[0], read_doc(&arena, vd_slice_str(ROWS[i].object)),
                            NOW_S * 1000000);
        vd_buf_append(&buf, "", 1);
        assert_string_equal((char *)buf.data, ROWS[i].cells);
    }
    vd_kube_crd_unref(crd);
    vd_buf_deinit(&buf);
    vd_arena_deinit(&arena);
}

/* Whatever stands where: rows have their columns, and short memory is said. */
static void strange_objects_and_short_memory_are_borne(void **state)
{
    static const char *const OBJECTS[] = {
        "{}",
        "[]",
        "{\"metadata\":1,\"spec\":[],\"status\":\"x\"}",
        "{\"metadata\":{\"name\":[1],\"creationTimestamp\":{}},\"spec\":{\"containers\":{\"a\":1},"
        "\"ports\":[1,null],\"selector\":[],\"metrics\":[null],\"rules\":3},\"status\":{"
        "\"conditions\":[1,{}],\"containerStatuses\":[[],{}]},\"subsets\":[{\"addresses\":1}]}",
    };
    size_t kinds;
    const struct vd_kube_kind *kind = vd_kube_builtin_kinds(&kinds);

    (void)state;
    for (; kinds; kinds--, kind++)
        for (size_t i = 0; i < VD_COUNT(OBJECTS); i++) {
            struct vd_json_value *object, *columns, *cells;
            struct vd_arena arena;
            struct vd_buf buf;

            vd_arena_init(&arena, ARENA_BYTES);
            vd_buf_init(&buf, 0);
            object = read_doc(&arena, vd_slice_str(OBJECTS[i]));
            vd_kube_table_columns(&buf, kind);
            columns = read_doc(&arena, vd_buf_slice(&buf));
            vd_buf_clear(&buf);
            vd_kube_table_cells(&buf, kind, object, NOW_S);
            cells = read_doc(&arena, vd_buf_slice(&buf));
            assert_int_equal(cells->count, columns->count);
            for (long n = 0; n < 4; n++) {
                vd_buf_deinit(&buf);
                vd_buf_init(&buf, 0);
                vd_alloc_fail_after(n);
                vd_kube_table_cells(&buf, kind, object, NOW_S);
                vd_alloc_fail_after(-1);
                assert_true(vd_buf_status(&buf) == 0 || vd_buf_status(&buf) == -ENOMEM);
            }
            vd_buf_deinit(&buf);
            vd_arena_deinit(&arena);
        }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(rows_are_those_that_people_know),
        cmocka_unit_test(a_table_is_put_together),
        cmocka_unit_test(columns_of_a_definition_are_filled),
        cmocka_unit_test(strange_objects_and_short_memory_are_borne),
    };

    vd_assert(argc > 1);
    fixtures = argv[1];
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
