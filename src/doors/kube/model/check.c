/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a configuration is of its kind's shape: no member that the schema does not know, no value
 * of another type, no two elements of one name. Messages as Go prints them, its names of types
 * included, since people look for them.
 */
#include "doors/kube/model/causes.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/merging.h"

enum { FAULTS_MAX = 64 };

struct checker {
    struct vd_arena *arena;
    struct vd_buf path, *faults;
    size_t count;
};

static void check_place(struct checker *checker, struct vd_kube_shape shape,
                        const struct vd_json_value *value);

/* Begins a fault at the present path; the caller says what it is. */
static bool begin(struct checker *checker)
{
    if (checker->count == FAULTS_MAX)
        return false;
    vd_buf_append(checker->faults, "\n  ", 3);
    vd_buf_append_slice(checker->faults, vd_buf_slice(&checker->path));
    vd_buf_append(checker->faults, ": ", 2);
    checker->count++;
    return true;
}

/* A value as Go's %v shows it. */
static void print_value(struct vd_buf *buf, const struct vd_json_value *value)
{
    struct vd_json_value *at;

    switch (value->type) {
    case VD_JSON_NULL:
        vd_buf_append(buf, "<nil>", 5);
        return;
    case VD_JSON_BOOL:
        vd_buf_printf(buf, "%s", value->is_true ? "true" : "false");
        return;
    case VD_JSON_NUMBER:
    case VD_JSON_STRING:
        vd_buf_append_slice(buf, value->text);
        return;
    case VD_JSON_ARRAY:
    case VD_JSON_OBJECT:
        break;
    }
    vd_buf_printf(buf, "%s", value->type == VD_JSON_OBJECT ? "map[" : "[");
    vd_kube_doc_each(at, value) {
        if (at != value->first)
            vd_buf_append(buf, " ", 1);
        if (value->type == VD_JSON_OBJECT)
            vd_buf_printf(buf, "%.*s:", (int)at->name.len, (const char *)at->name.ptr);
        print_value(buf, at);
    }
    vd_buf_append(buf, "]", 1);
}

static void refuse_type(struct checker *checker, const char *wanted,
                        const struct vd_json_value *value)
{
    if (!begin(checker))
        return;
    vd_buf_printf(checker->faults, "expected %s, got &{", wanted);
    print_value(checker->faults, value);
    vd_buf_append(checker->faults, "}", 1);
}

static void refuse_string(struct checker *checker, const struct vd_json_value *value)
{
    if (!begin(checker))
        return;
    vd_buf_printf(checker->faults, "expected string, got &value.valueUnstructured{Value:");
    print_value(checker->faults, value);
    vd_buf_append(checker->faults, "}", 1);
}

static const char *go_type(const struct vd_json_value *value)
{
    static const char *const NAMES[] = {
        [VD_JSON_NULL] = "<nil>",           [VD_JSON_BOOL] = "bool",
        [VD_JSON_NUMBER] = "int64",         [VD_JSON_STRING] = "string",
        [VD_JSON_ARRAY] = "[]interface {}", [VD_JSON_OBJECT] = "map[string]interface {}",
    };

    return NAMES[value->type];
}

static void check_members(struct checker *checker, struct vd_kube_shape shape,
                          const struct vd_json_value *value)
{
    size_t len = checker->path.len;
    struct vd_json_value *at;

    vd_kube_doc_each(at, value) {
        struct vd_kube_shape below;

        vd_buf_append(&checker->path, ".", 1);
        vd_buf_append_slice(&checker->path, at->name);
        if (vd_kube_shape_member(shape, at->name, &below) == VD_KUBE_UNKNOWN) {
            if (begin(checker))
                vd_buf_printf(checker->faults, "field not declared in schema");
            checker->path.len = len;
            return; /* one of an object is said */
        }
        check_place(checker, below, at);
        checker->path.len = len;
    }
}

static void refuse_element(struct checker *checker, struct vd_kube_shape shape, uint32_t index,
                           const struct vd_json_value *element)
{
    struct vd_buf *to = checker->faults;
    bool is_set = vd_kube_shape_merge(shape, NULL) == VD_KUBE_MERGE_SET;
    struct vd_slice name;

    if (!begin(checker))
        return;
    vd_buf_printf(to, "element %u: ", index);
    if (is_set && element->type == VD_JSON_OBJECT) {
        vd_buf_printf(to, "associative list without keys has an element that's a map type");
    } else if (is_set && element->type == VD_JSON_ARRAY) {
        vd_buf_printf(to, "not supported: associative list with lists as elements");
    } else if (is_set) {
        vd_buf_printf(to, "associative list without keys has an element that's an explicit null");
    } else if (element->type == VD_JSON_NULL) {
        vd_buf_printf(to, "associative list with keys may not have a null element");
    } else if (element->type != VD_JSON_OBJECT) {
        vd_buf_printf(to, "associative list with keys may not have non-map elements");
    } else {
        vd_buf_printf(to, "associative list with keys has an element that omits all key fields [");
        for (size_t i = 0; vd_kube_shape_key(shape, i, &name); i++) {
            if (i)
                vd_buf_append(to, " ", 1);
            vd_kube_quote(to, name);
        }
        vd_buf_printf(to, "] (and doesn't have default values for any key fields)");
    }
}

static void check_doubles(struct checker *checker, struct vd_kube_elements *elements)
{
    if (vd_kube_elements_sort(checker->arena, elements))
        return; /* what follows has no memory either */
    for (uint32_t i = 0, run; i < elements->count; i += run) {
        run = vd_kube_elements_run(elements, i);
        for (uint32_t k = 1; k < run && begin(checker); k++) {
            vd_buf_printf(checker->faults, "duplicate entries for key ");
            vd_kube_step_print(checker->faults, &elements->at[i].step);
        }
    }
}

static void check_elements(struct checker *checker, struct vd_kube_shape shape,
                           const struct vd_json_value *value)
{
    bool is_named = vd_kube_shape_merge(shape, value) != VD_KUBE_MERGE_LEAF;
    struct vd_kube_shape below = vd_kube_shape_element(shape);
    struct vd_kube_elements elements;
    size_t len = checker->path.len;
    struct vd_json_value *at;
    uint32_t index = 0;

    vd_kube_doc_each(at, value) {
        struct vd_kube_step step = {.kind = VD_KUBE_STEP_INDEX, .index = index};

        if (is_named && vd_kube_element_step(checker->arena, shape, at, &step)) {
            refuse_element(checker, shape, index, at);
            return;
        }
        vd_kube_step_print(&checker->path, &step);
        check_place(checker, below, at);
        checker->path.len = len;
        index++;
    }
    if (is_named && !vd_kube_elements_named(checker->arena, shape, value, &elements))
        check_doubles(checker, &elements);
}

static void check_scalar(struct checker *checker, enum vd_kube_takes takes,
                         const struct vd_json_value *value)
{
    if (takes == VD_KUBE_TAKES_STRING && value->type != VD_JSON_STRING)
        refuse_string(checker, value);
    else if (takes == VD_KUBE_TAKES_BOOL && value->type != VD_JSON_BOOL)
        refuse_type(checker, "boolean", value);
    else if (takes == VD_KUBE_TAKES_SCALAR && value->first)
        refuse_type(checker, "any scalar", value);
    else if (takes == VD_KUBE_TAKES_NUMBER && value->type != VD_JSON_NUMBER && begin(checker))
        vd_buf_printf(checker->faults, "expected numeric (int or float), got %s", go_type(value));
}

static void check_place(struct checker *checker, struct vd_kube_shape shape,
                        const struct vd_json_value *value)
{
    enum vd_kube_takes takes = vd_kube_shape_takes(shape);

    if (value->type == VD_JSON_NULL)
        return;
    if (takes == VD_KUBE_TAKES_LIST && value->type != VD_JSON_ARRAY)
        refuse_type(checker, "list", value);
    else if (takes == VD_KUBE_TAKES_MAP && value->type != VD_JSON_OBJECT)
        refuse_type(checker, "map", value);
    else if (takes != VD_KUBE_TAKES_ANY && takes < VD_KUBE_TAKES_LIST)
        check_scalar(checker, takes, value);
    else if (value->type == VD_JSON_OBJECT)
        check_members(checker, shape, value);
    else if (value->type == VD_JSON_ARRAY)
        check_elements(checker, shape, value);
}

void vd_kube_check(struct vd_arena *arena, struct vd_kube_shape shape,
                   const struct vd_json_value *value, struct vd_buf *faults)
{
    struct checker checker = {.arena = arena, .faults = faults};

    vd_buf_init(&checker.path, 0);
    check_place(&checker, shape, value);
    if (!faults->status)
        faults->status = vd_buf_status(&checker.path);
    vd_buf_deinit(&checker.path);
    if (checker.count == 1 && !faults->status)
        vd_buf_consume(faults, 3);
}
