/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that name elements of lists are nearly always short texts and small numbers; whatever else
 * a peer writes there has an order too, by which sets stay sets.
 */
#include "doors/kube/model/values.h"

#include "doors/kube/model/causes.h"

#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_MAX = 64 };

/* Between numbers, which are of one rank. */
static int rank(const struct vd_json_value *value)
{
    static const int RANKS[] = {
        [VD_JSON_NUMBER] = 0, [VD_JSON_STRING] = 1, [VD_JSON_BOOL] = 2,
        [VD_JSON_ARRAY] = 3,  [VD_JSON_OBJECT] = 4, [VD_JSON_NULL] = 5,
    };

    return RANKS[value->type];
}

static double to_double(struct vd_slice text)
{
    char memory[NUMBER_MAX];

    snprintf(memory, sizeof(memory), "%.*s", (int)(text.len < sizeof(memory) ? text.len : 0),
             (const char *)text.ptr);
    return strtod(memory, NULL);
}

static int cmp_numbers(struct vd_slice a, struct vd_slice b)
{
    int64_t x, y;
    double p, q;

    if (vd_slice_eq(a, b))
        return 0;
    if (vd_json_number_int(a, &x) && vd_json_number_int(b, &y))
        return (x > y) - (x < y);
    p = to_double(a);
    q = to_double(b);
    return (p > q) - (p < q);
}

static int cmp_elements(const struct vd_json_value *a, const struct vd_json_value *b)
{
    const struct vd_json_value *x = a->first, *y = b->first;
    int c = 0;

    for (; !c && x && y; x = x->next, y = y->next) {
        if (a->type == VD_JSON_OBJECT)
            c = vd_slice_cmp(x->name, y->name);
        if (!c)
            c = vd_kube_value_cmp(x, y);
    }
    return c ? c : (a->count > b->count) - (a->count < b->count);
}

int vd_kube_value_cmp(const struct vd_json_value *a, const struct vd_json_value *b)
{
    if (rank(a) != rank(b))
        return rank(a) < rank(b) ? -1 : 1;
    switch (a->type) {
    case VD_JSON_NUMBER:
        return cmp_numbers(a->text, b->text);
    case VD_JSON_STRING:
        return vd_slice_cmp(a->text, b->text);
    case VD_JSON_BOOL:
        return a->is_true - b->is_true;
    case VD_JSON_ARRAY:
    case VD_JSON_OBJECT:
        return cmp_elements(a, b);
    case VD_JSON_NULL:
        break;
    }
    return 0;
}

static void print_elements(struct vd_buf *buf, const struct vd_json_value *value)
{
    bool is_array = value->type == VD_JSON_ARRAY;

    if (is_array)
        vd_buf_append(buf, "[", 1);
    for (const struct vd_json_value *at = value->first; at; at = at->next) {
        if (is_array && at != value->first)
            vd_buf_append(buf, ",", 1);
        if (!is_array)
            vd_buf_printf(buf, "%.*s=", (int)at->name.len, (const char *)at->name.ptr);
        vd_kube_value_print(buf, at);
    }
    if (is_array)
        vd_buf_append(buf, "]", 1);
}

void vd_kube_value_print(struct vd_buf *buf, const struct vd_json_value *value)
{
    switch (value->type) {
    case VD_JSON_NUMBER:
        vd_buf_append_slice(buf, value->text);
        return;
    case VD_JSON_STRING:
        vd_kube_quote(buf, value->text);
        return;
    case VD_JSON_BOOL:
        vd_buf_printf(buf, "%s", value->is_true ? "true" : "false");
        return;
    case VD_JSON_ARRAY:
    case VD_JSON_OBJECT:
        print_elements(buf, value);
        return;
    case VD_JSON_NULL:
        vd_buf_append(buf, "null", 4);
        return;
    }
}
