/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables out of columns: those of a definition, of the built-in kinds, or for what has none its
 * name and when it was made.
 */
#include "doors/kube/model/table.h"

#include "base/check.h"
#include "doors/kube/model/columns.h"
#include "doors/kube/model/crd.h"
#include "doors/kube/model/time.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROW_BYTES = 2048, ROW_MAX_BYTES = 16 << 20, FOUND_MAX = 1, NUMBER_MAX = 64 };

static void cell_created(struct vd_kube_row *row);

/* What the server falls back to. */
static const struct vd_kube_column PLAIN[] = {
    VD_KUBE_NAME_COLUMN,
    {"Created At", cell_created, "metadata.creationTimestamp", .type = 'd'},
};

static const struct vd_kube_column OF_CUSTOM[] = {
    VD_KUBE_NAME_COLUMN,
    {"Age", vd_kube_cell_age, "metadata.creationTimestamp", "<unknown>", .type = 'd'},
};

static void cell_created(struct vd_kube_row *row)
{
    vd_kube_row_add(row, vd_kube_find_text(row->doc, row->column->path));
    vd_kube_row_done(row, NULL);
}

static bool is_of(const struct vd_kube_columns *columns, const struct vd_kube_kind *kind)
{
    return vd_slice_eq(kind->kind, vd_slice_str(columns->kind)) &&
           vd_slice_eq(kind->group, vd_slice_str(columns->group));
}

static struct vd_kube_columns columns_of(const struct vd_kube_kind *kind)
{
    static const struct vd_kube_columns *const TABLES[] = {
        vd_kube_columns_of_pods, vd_kube_columns_of_work, vd_kube_columns_of_net,
        vd_kube_columns_of_storage, vd_kube_columns_of_rest};

    if (kind->custom)
        return (struct vd_kube_columns){"", "", OF_CUSTOM, VD_COUNT(OF_CUSTOM)};
    for (size_t i = 0; i < VD_COUNT(TABLES); i++)
        for (const struct vd_kube_columns *at = TABLES[i]; at->kind; at++)
            if (is_of(at, kind))
                return *at;
    return (struct vd_kube_columns){"", "", PLAIN, VD_COUNT(PLAIN)};
}

static bool has_own_columns(const struct vd_kube_kind *kind)
{
    return kind->custom && kind->custom->column_count;
}

/* --- definitions ---------------------------------------------------------------------------- */

static const char *type_name(char type)
{
    switch (type) {
    case 'i':
        return "integer";
    case 'b':
        return "boolean";
    case 'd':
        return "date";
    default:
        return "string";
    }
}

static void add_definition(struct vd_json *json, struct vd_slice name, struct vd_slice type,
                           struct vd_slice format, struct vd_slice description, int64_t priority)
{
    vd_json_object(json);
    vd_json_add_string(json, "name", name);
    vd_json_add_string(json, "type", type);
    vd_json_add_string(json, "format", format);
    vd_json_add_string(json, "description", description);
    vd_json_add_int(json, "priority", priority);
    vd_json_object_end(json);
}

static void add_column(struct vd_json *json, const struct vd_kube_column *column)
{
    add_definition(json, vd_slice_str(column->name), vd_slice_str(type_name(column->type)),
                   column->is_name ? VD_SLICE("name") : VD_SLICE_EMPTY, VD_SLICE_EMPTY,
                   column->priority);
}

void vd_kube_table_columns(struct vd_buf *to, const struct vd_kube_kind *kind)
{
    struct vd_kube_columns columns = columns_of(kind);
    struct vd_json json;

    vd_json_init(&json, to);
    vd_json_array(&json);
    if (has_own_columns(kind)) {
        add_column(&json, &OF_CUSTOM[0]);
        for (uint32_t i = 0; i < kind->custom->column_count; i++) {
            const struct vd_kube_custom_column *column = &kind->custom->columns[i];

            add_definition(&json, column->name, column->type, column->format, column->description,
                           column->priority);
        }
    } else {
        for (size_t i = 0; i < columns.count; i++)
            add_column(&json, &columns.at[i]);
    }
    vd_json_array_end(&json);
}

/* --- cells of definitions ------------------------------------------------------------------- */

static double to_double(struct vd_slice text)
{
    char memory[NUMBER_MAX];

    snprintf(memory, sizeof(memory), "%.*s", (int)(text.len < sizeof(memory) ? text.len : 0),
             (const char *)text.ptr);
    return strtod(memory, NULL);
}

static void number_cell(struct vd_kube_row *row, const struct vd_json_value *value, bool is_int)
{
    int64_t number;

    if (value->type != VD_JSON_NUMBER) {
        vd_json_null(&row->json);
    } else if (!is_int) {
        vd_json_write(&row->json, value);
    } else if (vd_kube_doc_is_int(value, &number)) {
        vd_json_int(&row->json, number);
    } else {
        double whole = to_double(value->text);

        vd_json_int(&row->json, whole > -9e18 && whole < 9e18 ? (int64_t)whole : 0);
    }
}

static void text_cell(struct vd_kube_row *row, const struct vd_json_value *value)
{
    struct vd_json json;

    if (value->type == VD_JSON_STRING || value->type == VD_JSON_NUMBER) {
        vd_kube_row_add(row, value->text);
    } else if (value->type == VD_JSON_NULL) {
        vd_kube_row_say(row, "<nil>");
    } else {
        vd_json_init(&json, &row->text);
        vd_json_write(&json, value);
    }
    vd_kube_row_done(row, NULL);
}

static void date_cell(struct vd_kube_row *row, const struct vd_json_value *value)
{
    int64_t us;

    if (value->type != VD_JSON_STRING) {
        vd_json_null(&row->json);
        return;
    }
    if (value->text.len && vd_kube_time_parse(value->text, &us))
        vd_kube_row_say(row, "<invalid>");
    else
        vd_kube_row_ago(row, value);
    vd_kube_row_done(row, NULL);
}

static void own_cell(struct vd_kube_row *row, const struct vd_kube_custom_column *column)
{
    const struct vd_json_value *value = vd_kube_jsonpath_first(column->path, row->doc);
    bool is_int = vd_slice_eq(column->type, VD_SLICE("integer"));

    if (!value)
        vd_json_null(&row->json);
    else if (vd_slice_eq(column->type, VD_SLICE("string")))
        text_cell(row, value);
    else if (is_int || vd_slice_eq(column->type, VD_SLICE("number")))
        number_cell(row, value, is_int);
    else if (vd_slice_eq(column->type, VD_SLICE("date")))
        date_cell(row, value);
    else if (vd_slice_eq(column->type, VD_SLICE("boolean")) && value->type == VD_JSON_BOOL)
        vd_json_bool(&row->json, value->is_true);
    else
        vd_json_null(&row->json);
}

/* --- rows ----------------------------------------------------------------------------------- */

static void begin_cell(struct vd_kube_row *row, const struct vd_kube_column *column)
{
    row->column = column;
    vd_buf_clear(&row->text);
}

static void write_cells(struct vd_kube_row *row, const struct vd_kube_kind *kind)
{
    struct vd_kube_columns columns = columns_of(kind);
    int status = 0;

    if (has_own_columns(kind)) {
        begin_cell(row, &OF_CUSTOM[0]);
        row->column->cell(row);
        for (uint32_t i = 0; i < kind->custom->column_count; i++) {
            begin_cell(row, NULL);
            own_cell(row, &kind->custom->columns[i]);
        }
        return;
    }
    for (size_t i = 0; i < columns.count; i++) {
        begin_cell(row, &columns.at[i]);
        columns.at[i].cell(row);
        status = status ? status : vd_buf_status(&row->text);
    }
    if (status)
        row->text.status = status;
}

void vd_kube_table_cells(struct vd_buf *to, const struct vd_kube_kind *kind,
                         const struct vd_json_value *document, int64_t now_us)
{
    struct vd_kube_row row = {.doc = document, .now_us = now_us};
    char memory[ROW_BYTES];

    vd_json_init(&row.json, to);
    vd_buf_init(&row.text, 0);
    vd_arena_init_in(&row.arena, memory, sizeof(memory), ROW_MAX_BYTES);
    vd_json_array(&row.json);
    write_cells(&row, kind);
    vd_json_array_end(&row.json);
    if (!to->status)
        to->status = vd_buf_status(&row.text);
    vd_arena_deinit(&row.arena);
    vd_buf_deinit(&row.text);
}

void vd_kube_table_row(struct vd_buf *to, const struct vd_kube_kind *kind,
                       const struct vd_json_value *document, struct vd_slice object, int64_t now_us)
{
    vd_buf_printf(to, "{\"cells\":");
    vd_kube_table_cells(to, kind, document, now_us);
    vd_buf_printf(to, ",\"object\":");
    vd_buf_append_slice(to, object.len ? object : VD_SLICE("null"));
    vd_buf_append(to, "}", 1);
}

void vd_kube_table_open(struct vd_buf *to, const struct vd_kube_kind *kind,
                        struct vd_slice metadata, bool is_beta, bool with_columns)
{
    vd_buf_printf(to, "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/%s\",\"metadata\":",
                  is_beta ? "v1beta1" : "v1");
    vd_buf_append_slice(to, metadata);
    vd_buf_printf(to, ",\"columnDefinitions\":");
    if (with_columns)
        vd_kube_table_columns(to, kind);
    else
        vd_buf_printf(to, "null");
    vd_buf_printf(to, ",\"rows\":[");
}

void vd_kube_table_close(struct vd_buf *to)
{
    vd_buf_printf(to, "]}");
}
