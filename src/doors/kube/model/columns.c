/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What most cells are: something at a place, a text put together from a few.
 */
#include "doors/kube/model/columns.h"

#include "doors/kube/model/merging.h"
#include "doors/kube/model/quantity.h"
#include "doors/kube/model/time.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { SAID_MAX = 256, US_PER_S = 1000000 };

/* --- looking -------------------------------------------------------------------------------- */

const struct vd_json_value *vd_kube_find(const struct vd_json_value *value, const char *path)
{
    while (value && *path) {
        size_t len = strcspn(path, ".");

        value = vd_kube_doc_get_slice(value, vd_slice(path, len));
        path += len + (path[len] == '.');
    }
    return vd_kube_doc_is_null(value) ? NULL : value;
}

struct vd_slice vd_kube_find_text(const struct vd_json_value *value, const char *path)
{
    return vd_kube_doc_text(vd_kube_find(value, path));
}

int64_t vd_kube_find_int(const struct vd_json_value *value, const char *path)
{
    int64_t number;

    return vd_kube_doc_is_int(vd_kube_find(value, path), &number) ? number : 0;
}

bool vd_kube_find_bool(const struct vd_json_value *value, const char *path)
{
    value = vd_kube_find(value, path);
    return value && value->type == VD_JSON_BOOL && value->is_true;
}

uint32_t vd_kube_find_count(const struct vd_json_value *value, const char *path)
{
    value = vd_kube_find(value, path);
    return value ? value->count : 0;
}

const struct vd_json_value *vd_kube_find_condition(const struct vd_json_value *value,
                                                   const char *path, const char *type)
{
    return vd_kube_doc_find(vd_kube_find(value, path), "type", vd_slice_str(type));
}

bool vd_kube_condition_holds(const struct vd_json_value *condition)
{
    return vd_kube_doc_says(vd_kube_doc_get(condition, "status"), "True");
}

/* --- putting together ----------------------------------------------------------------------- */

void vd_kube_row_add(struct vd_kube_row *row, struct vd_slice text)
{
    vd_buf_append_slice(&row->text, text);
}

void vd_kube_row_say(struct vd_kube_row *row, const char *format, ...)
{
    char said[SAID_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(said, sizeof(said), format, args);
    va_end(args);
    vd_kube_row_add(row, vd_slice_str(said));
}

void vd_kube_row_comma(struct vd_kube_row *row, const char *comma)
{
    if (row->text.len)
        vd_kube_row_add(row, vd_slice_str(comma));
}

static void say_duration(struct vd_kube_row *row, int64_t us)
{
    char text[VD_KUBE_DURATION_BYTES];

    vd_kube_row_add(row, vd_slice(text, vd_kube_age_print(us / US_PER_S, text)));
}

void vd_kube_row_ago(struct vd_kube_row *row, const struct vd_json_value *time)
{
    int64_t us;

    if (vd_kube_time_parse(vd_kube_doc_text(time), &us))
        vd_kube_row_add(row, VD_SLICE("<unknown>"));
    else
        say_duration(row, row->now_us - us);
}

void vd_kube_row_amount(struct vd_kube_row *row, const struct vd_json_value *amount)
{
    char text[VD_KUBE_QUANTITY_BYTES];
    struct vd_slice canonical;

    if (!amount || (amount->type != VD_JSON_STRING && amount->type != VD_JSON_NUMBER)) {
        vd_kube_row_add(row, VD_SLICE("0"));
        return;
    }
    canonical = vd_kube_quantity_canonical(amount->text, text);
    vd_kube_row_add(row, canonical.len ? canonical : amount->text);
}

void vd_kube_row_scalar(struct vd_kube_row *row, const struct vd_json_value *value)
{
    if (value && (value->type == VD_JSON_STRING || value->type == VD_JSON_NUMBER))
        vd_kube_row_add(row, value->text);
    else if (value && value->type == VD_JSON_BOOL)
        vd_kube_row_say(row, "%s", value->is_true ? "true" : "false");
}

void vd_kube_row_done(struct vd_kube_row *row, const char *otherwise)
{
    if (!row->text.len && otherwise)
        vd_kube_row_add(row, vd_slice_str(otherwise));
    vd_json_string(&row->json, vd_buf_slice(&row->text));
}

static int try_names_say(struct vd_kube_row *row, const struct vd_kube_names *names,
                         const char *comma)
{
    struct vd_kube_members sorted;
    int rc = vd_kube_members_by_name(&row->arena, names->first, &sorted);

    for (uint32_t i = 0; !rc && i < sorted.count; i++) {
        if (i)
            vd_kube_row_add(row, vd_slice_str(comma));
        vd_kube_row_add(row, sorted.at[i]->text.ptr ? sorted.at[i]->text : sorted.at[i]->name);
    }
    return rc;
}

void vd_kube_names_add(struct vd_kube_row *row, struct vd_kube_names *names, struct vd_slice name,
                       struct vd_slice text)
{
    struct vd_json_value *value = vd_arena_alloc_zero(&row->arena, sizeof(*value));

    if (!value) {
        row->text.status = -ENOMEM;
        return;
    }
    value->name = name;
    value->text = text;
    value->next = names->first;
    names->first = value;
    names->count++;
}

void vd_kube_names_say(struct vd_kube_row *row, const struct vd_kube_names *names,
                       const char *comma)
{
    if (try_names_say(row, names, comma))
        row->text.status = -ENOMEM;
}

/* --- cells ---------------------------------------------------------------------------------- */

static const struct vd_json_value *here(const struct vd_kube_row *row)
{
    return vd_kube_find(row->doc, row->column->path);
}

void vd_kube_cell_text(struct vd_kube_row *row)
{
    vd_kube_row_add(row, vd_kube_doc_text(here(row)));
    vd_kube_row_done(row, row->column->otherwise);
}

void vd_kube_cell_scalar(struct vd_kube_row *row)
{
    vd_kube_row_scalar(row, here(row));
    vd_kube_row_done(row, row->column->otherwise);
}

void vd_kube_cell_int(struct vd_kube_row *row)
{
    vd_json_int(&row->json, vd_kube_find_int(row->doc, row->column->path));
}

void vd_kube_cell_count(struct vd_kube_row *row)
{
    vd_json_int(&row->json, vd_kube_find_count(row->doc, row->column->path));
}

void vd_kube_cell_bool(struct vd_kube_row *row)
{
    const struct vd_json_value *value = here(row);

    vd_json_bool(&row->json, value ? value->is_true : row->column->otherwise != NULL);
}

void vd_kube_cell_True(struct vd_kube_row *row)
{
    const struct vd_json_value *value = here(row);

    if (value)
        vd_kube_row_say(row, "%s", value->is_true ? "True" : "False");
    vd_kube_row_done(row, row->column->otherwise);
}

void vd_kube_cell_age(struct vd_kube_row *row)
{
    const struct vd_json_value *time = here(row);

    if (time)
        vd_kube_row_ago(row, time);
    vd_kube_row_done(row, row->column->otherwise);
}

void vd_kube_cell_list(struct vd_kube_row *row)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, here(row)) {
        vd_kube_row_comma(row, ",");
        vd_kube_row_add(row, at->text);
    }
    vd_kube_row_done(row, row->column->otherwise);
}

static void say_labels(struct vd_kube_row *row, const struct vd_json_value *labels)
{
    struct vd_kube_members sorted;

    if (!labels || labels->type != VD_JSON_OBJECT)
        return;
    if (vd_kube_members_by_name(&row->arena, labels->first, &sorted)) {
        row->text.status = -ENOMEM;
        return;
    }
    for (uint32_t i = 0; i < sorted.count; i++) {
        vd_kube_row_comma(row, ",");
        vd_kube_row_add(row, sorted.at[i]->name);
        vd_kube_row_say(row, "=");
        vd_kube_row_add(row, sorted.at[i]->text);
    }
}

void vd_kube_cell_labels(struct vd_kube_row *row)
{
    say_labels(row, here(row));
    vd_kube_row_done(row, "<none>");
}

/* --- label selectors ------------------------------------------------------------------------ */

static struct vd_slice taken(struct vd_kube_row *row, size_t from)
{
    struct vd_slice text = vd_slice(row->text.data + from, row->text.len - from), copy;

    if (vd_buf_status(&row->text) || vd_arena_copy(&row->arena, text, &copy)) {
        row->text.status = -ENOMEM;
        return VD_SLICE_EMPTY;
    }
    row->text.len = from;
    return copy;
}

static void say_values(struct vd_kube_row *row, const struct vd_json_value *values)
{
    struct vd_kube_names names = {0};
    struct vd_json_value *at;

    vd_kube_doc_each(at, values)
        vd_kube_names_add(row, &names, at->text, VD_SLICE_EMPTY);
    vd_kube_names_say(row, &names, ",");
}

/* False: it is none. */
static bool say_requirement(struct vd_kube_row *row, const struct vd_json_value *expression)
{
    struct vd_slice op = vd_kube_doc_string(expression, "operator");
    const struct vd_json_value *values = vd_kube_doc_array(expression, "values");
    bool is_in = vd_slice_eq(op, VD_SLICE("In")), is_not_in = vd_slice_eq(op, VD_SLICE("NotIn"));
    bool is_absent = vd_slice_eq(op, VD_SLICE("DoesNotExist"));

    if (!is_in && !is_not_in && !is_absent && !vd_slice_eq(op, VD_SLICE("Exists")))
        return false;
    if ((is_in || is_not_in) != (values && values->count))
        return false;
    if (is_absent)
        vd_kube_row_say(row, "!");
    vd_kube_row_add(row, vd_kube_doc_string(expression, "key"));
    if (is_in || is_not_in) {
        vd_kube_row_say(row, "%s", is_in ? " in (" : " notin (");
        say_values(row, values);
        vd_kube_row_say(row, ")");
    }
    return true;
}

/* A name that sorts by the key and keeps those of one key apart. */
static struct vd_slice sort_name(struct vd_kube_row *row, struct vd_slice key, uint32_t number)
{
    size_t from = row->text.len;

    vd_kube_row_add(row, key);
    vd_buf_append(&row->text, "", 1);
    vd_kube_row_say(row, "%08x", number);
    return taken(row, from);
}

static bool say_selector(struct vd_kube_row *row, const struct vd_json_value *selector)
{
    const struct vd_json_value *labels = vd_kube_doc_object(selector, "matchLabels");
    const struct vd_json_value *terms = vd_kube_doc_array(selector, "matchExpressions");
    struct vd_kube_names names = {0};
    struct vd_json_value *at;

    vd_kube_doc_each(at, labels) {
        struct vd_slice name = sort_name(row, at->name, names.count);

        vd_kube_row_add(row, at->name);
        vd_kube_row_say(row, "=");
        vd_kube_row_add(row, at->text);
        vd_kube_names_add(row, &names, name, taken(row, 0));
    }
    vd_kube_doc_each(at, terms) {
        struct vd_slice name = sort_name(row, vd_kube_doc_string(at, "key"), names.count);

        if (!say_requirement(row, at))
            return false;
        vd_kube_names_add(row, &names, name, taken(row, 0));
    }
    vd_kube_names_say(row, &names, ",");
    return true;
}

void vd_kube_cell_selector(struct vd_kube_row *row)
{
    if (!say_selector(row, here(row))) {
        vd_buf_clear(&row->text);
        vd_kube_row_say(row, "%s", row->column->otherwise ? "<error>" : "<invalid>");
    }
    vd_kube_row_done(row, row->column->otherwise);
}

/* --- containers ----------------------------------------------------------------------------- */

static void say_each(struct vd_kube_row *row, const char *name)
{
    const struct vd_json_value *containers = here(row);
    struct vd_json_value *at;

    vd_kube_doc_each(at, containers) {
        if (at != containers->first)
            vd_kube_row_say(row, ",");
        vd_kube_row_add(row, vd_kube_doc_string(at, name));
    }
    vd_kube_row_done(row, NULL);
}

void vd_kube_cell_names(struct vd_kube_row *row)
{
    say_each(row, "name");
}

void vd_kube_cell_images(struct vd_kube_row *row)
{
    say_each(row, "image");
}
