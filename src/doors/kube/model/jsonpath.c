/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A path is an array of steps, walked from the left: each step hands what it finds to the rest.
 * The walk recurses by steps (of which there are few) and, for "..", by the depth of the document;
 * a budget of values bounds what wildcards and ".." can cost together, and a filter looks along
 * names and indices only.
 */
#include "doors/kube/model/jsonpath.h"

#include <errno.h>
#include <stdlib.h>

enum { STEPS_MAX = 64, VISITS_MAX = 20000, NUMBER_MAX_BYTES = 64 };

enum step_kind { NAME, INDEX, SLICE, ALL, DESCEND, FILTER };
enum filter_op { IS_THERE, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST };

struct operand {
    const struct vd_kube_jsonpath *path; /* from the element on; NULL: the literal */
    struct vd_json_value literal;
};

struct step {
    enum step_kind kind;
    struct vd_slice name;
    int64_t from, to; /* of INDEX (from) and SLICE */
    bool has_to;
    enum filter_op op;
    struct operand left, right;
};

struct vd_kube_jsonpath {
    struct step *steps;
    uint32_t count;
    struct vd_slice *names; /* of a simple one, else NULL */
};

/* --- reading ---------------------------------------------------------------------------------- */

struct reader {
    struct vd_arena *arena;
    const uint8_t *at, *end;
    int rc; /* the first failure */
};

static void refuse(struct reader *r, int rc)
{
    if (!r->rc)
        r->rc = rc;
    r->at = r->end;
}

static int peek(const struct reader *r)
{
    return r->at < r->end ? *r->at : -1;
}

static bool take(struct reader *r, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
        return false;
    r->at += len;
    return true;
}

static void skip_spaces(struct reader *r)
{
    while (peek(r) == ' ')
        r->at++;
}

static void expect(struct reader *r, const char *word)
{
    skip_spaces(r);
    if (!take(r, word))
        refuse(r, VD_INVALID);
}

/* Characters up to one of `stops`; a backslash takes the next one as it is. */
static struct vd_slice read_text(struct reader *r, const char *stops)
{
    uint8_t *text = vd_arena_alloc(r->arena, (size_t)(r->end - r->at) + 1);
    size_t len = 0;

    if (!text) {
        refuse(r, -ENOMEM);
        return VD_SLICE_EMPTY;
    }
    for (; r->at < r->end && !strchr(stops, *r->at); r->at++) {
        if (*r->at == '\\' && r->at + 1 < r->end)
            r->at++;
        if (*r->at == 0)
            refuse(r, VD_INVALID);
        else
            text[len++] = *r->at;
    }
    return vd_slice(text, len);
}

static struct vd_slice read_quoted(struct reader *r)
{
    int quote = peek(r);
    struct vd_slice text;

    r->at++;
    text = read_text(r, quote == '"' ? "\"" : "'");
    if (r->at >= r->end)
        refuse(r, VD_INVALID);
    else
        r->at++;
    return text;
}

static bool read_int(struct reader *r, int64_t *out_value)
{
    bool negative = take(r, "-");
    int64_t value = 0;
    const uint8_t *first = r->at;

    for (; peek(r) >= '0' && peek(r) <= '9'; r->at++)
        if (value < INT32_MAX)
            value = value * 10 + (*r->at - '0');
    *out_value = negative ? -value : value;
    return r->at > first;
}

static struct vd_kube_jsonpath *read_path(struct reader *r, const char *stops, bool is_operand);

/* @.a.b, "text", 'text', 12, true */
static void read_operand(struct reader *r, struct operand *operand)
{
    skip_spaces(r);
    if (take(r, "@")) {
        operand->path = read_path(r, " =!<>)", true);
    } else if (peek(r) == '"' || peek(r) == '\'') {
        operand->literal.type = VD_JSON_STRING;
        operand->literal.text = read_quoted(r);
    } else {
        struct vd_slice word = read_text(r, " =!<>)");

        operand->literal.text = word;
        operand->literal.type = VD_JSON_NUMBER;
        if (vd_slice_eq(word, VD_SLICE("true")) || vd_slice_eq(word, VD_SLICE("false"))) {
            operand->literal.type = VD_JSON_BOOL;
            operand->literal.is_true = word.len == 4;
        } else if (word.len == 0 || !strchr("-0123456789", word.ptr[0])) {
            refuse(r, VD_INVALID);
        }
    }
    skip_spaces(r);
}

/* Behind "?(". */
static void read_filter(struct reader *r, struct step *step)
{
    static const struct {
        const char *word;
        enum filter_op op;
    } ops[] = {{"==", EQUAL},    {"!=", UNEQUAL}, {"<=", AT_MOST},
               {">=", AT_LEAST}, {"<", LESS},     {">", MORE}};

    step->kind = FILTER;
    read_operand(r, &step->left);
    for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]) && step->op == IS_THERE; i++)
        if (take(r, ops[i].word))
            step->op = ops[i].op;
    if (step->op != IS_THERE)
        read_operand(r, &step->right);
    else if (!step->left.path)
        refuse(r, VD_INVALID);
    expect(r, ")");
}

/* [1], [-1], [1:], [:3], [1:3] */
static void read_range(struct reader *r, struct step *step)
{
    bool has_from = read_int(r, &step->from);

    step->kind = INDEX;
    skip_spaces(r);
    if (take(r, ":")) {
        step->kind = SLICE;
        skip_spaces(r);
        step->has_to = read_int(r, &step->to);
    } else if (!has_from) {
        refuse(r, VD_INVALID);
    }
}

/* Behind "[". */
static void read_bracket(struct reader *r, struct step *step)
{
    skip_spaces(r);
    if (peek(r) == '\'' || peek(r) == '"') {
        step->kind = NAME;
        step->name = read_quoted(r);
    } else if (take(r, "*")) {
        step->kind = ALL;
    } else if (take(r, "?(")) {
        read_filter(r, step);
    } else {
        read_range(r, step);
    }
    expect(r, "]");
}

/* Behind a dot. */
static void read_name(struct reader *r, struct step *step, const char *stops)
{
    char ends[32] = ".[";

    memcpy(ends + 2, stops, strlen(stops) + 1);
    step->kind = NAME;
    step->name = read_text(r, ends);
    if (step->name.len == 0)
        refuse(r, VD_INVALID);
    if (vd_slice_eq(step->name, VD_SLICE("*")))
        step->kind = ALL;
}

static void read_step(struct reader *r, struct step *step, const char *stops)
{
    *step = (struct step){.kind = NAME};
    if (take(r, "..")) {
        step->kind = DESCEND;
        /* What follows is a step of its own, a name by the second dot: "..name", "..[0]". */
        if (peek(r) != '[')
            r->at--;
    } else if (take(r, "[")) {
        read_bracket(r, step);
    } else if (take(r, ".")) {
        read_name(r, step, stops);
    } else {
        refuse(r, VD_INVALID);
    }
}

/* For those who want the names alone. */
static int note_names(struct reader *r, struct vd_kube_jsonpath *path)
{
    struct vd_slice *names;

    for (uint32_t i = 0; i < path->count; i++)
        if (path->steps[i].kind != NAME)
            return 0;
    names = vd_arena_alloc(r->arena, (path->count + 1) * sizeof(*names));
    if (!names)
        return -ENOMEM;
    for (uint32_t i = 0; i < path->count; i++)
        names[i] = path->steps[i].name;
    path->names = names;
    return 0;
}

static struct vd_kube_jsonpath *read_path(struct reader *r, const char *stops, bool is_operand)
{
    struct step steps[STEPS_MAX];
    struct vd_kube_jsonpath *path = vd_arena_alloc_zero(r->arena, sizeof(*path));
    int rc;

    if (!path) {
        refuse(r, -ENOMEM);
        return NULL;
    }
    while (r->at < r->end && !strchr(stops, *r->at)) {
        if (path->count == STEPS_MAX) {
            refuse(r, VD_TOO_LARGE);
            return NULL;
        }
        read_step(r, &steps[path->count], stops);
        if (is_operand && steps[path->count].kind != NAME && steps[path->count].kind != INDEX)
            refuse(r, VD_INVALID);
        path->count++;
    }
    path->steps = vd_arena_alloc(r->arena, (path->count + 1) * sizeof(*steps));
    if (!path->steps) {
        refuse(r, -ENOMEM);
        return NULL;
    }
    memcpy(path->steps, steps, path->count * sizeof(*steps));
    rc = note_names(r, path);
    if (rc)
        refuse(r, rc);
    return path;
}

int vd_kube_jsonpath_read(struct vd_arena *arena, struct vd_slice text,
                          const struct vd_kube_jsonpath **out_path)
{
    struct reader r = {arena, text.ptr, text.ptr + text.len, 0};
    const struct vd_kube_jsonpath *path;

    if (text.len >= 2 && text.ptr[0] == '{' && text.ptr[text.len - 1] == '}') {
        r.at++;
        r.end--;
    }
    if (peek(&r) == '$')
        r.at++;
    path = read_path(&r, "", false);
    if (r.rc)
        return r.rc;
    *out_path = path;
    return 0;
}

bool vd_kube_jsonpath_is_simple(const struct vd_kube_jsonpath *path)
{
    return path->names && path->count > 0;
}

const struct vd_slice *vd_kube_jsonpath_names(const struct vd_kube_jsonpath *path,
                                              size_t *out_count)
{
    *out_count = path->names ? path->count : 0;
    return path->names;
}

/* --- looking ---------------------------------------------------------------------------------- */

struct look {
    const struct vd_json_value **values;
    size_t room, count;
    unsigned visits;
};

static void walk(struct look *look, const struct step *step, const struct step *end,
                 const struct vd_json_value *value);

static bool is_container(const struct vd_json_value *value)
{
    return value->type == VD_JSON_ARRAY || value->type == VD_JSON_OBJECT;
}

static bool number_of(const struct vd_json_value *value, double *out_number)
{
    char text[NUMBER_MAX_BYTES];

    if (value->type != VD_JSON_NUMBER || value->text.len >= sizeof(text))
        return false;
    memcpy(text, value->text.ptr, value->text.len);
    text[value->text.len] = 0;
    *out_number = strtod(text, NULL);
    return true;
}

/* How two scalars stand to each other; false: they cannot be compared. */
static bool compare(const struct vd_json_value *a, const struct vd_json_value *b, int *out_order)
{
    double x, y;

    if (a->type == VD_JSON_STRING && b->type == VD_JSON_STRING)
        *out_order = vd_slice_cmp(a->text, b->text);
    else if (a->type == VD_JSON_BOOL && b->type == VD_JSON_BOOL)
        *out_order = (int)a->is_true - (int)b->is_true;
    else if (number_of(a, &x) && number_of(b, &y))
        *out_order = (x > y) - (x < y);
    else
        return false;
    return true;
}

static const struct vd_json_value *operand_of(const struct operand *operand,
                                              const struct vd_json_value *element)
{
    return operand->path ? vd_kube_jsonpath_first(operand->path, element) : &operand->literal;
}

static bool passes(const struct step *step, const struct vd_json_value *element)
{
    const struct vd_json_value *left = operand_of(&step->left, element), *right;
    int order = 0;

    if (step->op == IS_THERE)
        return left != NULL;
    right = operand_of(&step->right, element);
    if (!left || !right || !compare(left, right, &order))
        return false;
    switch (step->op) {
    case IS_THERE:
    case EQUAL:
        return order == 0;
    case UNEQUAL:
        return order != 0;
    case LESS:
        return order < 0;
    case AT_MOST:
        return order <= 0;
    case MORE:
        return order > 0;
    case AT_LEAST:
        return order >= 0;
    }
    return false;
}

/* A place from the end, as from the front. */
static int64_t place(int64_t index, const struct vd_json_value *array)
{
    return index < 0 ? index + array->count : index;
}

static void walk_elements(struct look *look, const struct step *step, const struct step *end,
                          const struct vd_json_value *array)
{
    int64_t from = place(step->from, array), at = 0;
    int64_t to = step->kind == INDEX ? from + 1 : array->count;

    if (array->type != VD_JSON_ARRAY)
        return;
    if (step->kind == SLICE && step->has_to)
        to = place(step->to, array);
    for (const struct vd_json_value *element = array->first; element && at < to;
         element = element->next, at++)
        if (at >= from)
            walk(look, step + 1, end, element);
}

static void walk_all(struct look *look, const struct step *step, const struct step *end,
                     const struct vd_json_value *value)
{
    if (!is_container(value) || (step->kind == FILTER && value->type != VD_JSON_ARRAY))
        return;
    for (const struct vd_json_value *at = value->first; at; at = at->next)
        if (step->kind == ALL || passes(step, at))
            walk(look, step + 1, end, at);
}

/* The value itself, and everything below it. */
static void walk_below(struct look *look, const struct step *step, const struct step *end,
                       const struct vd_json_value *value)
{
    walk(look, step + 1, end, value);
    if (!is_container(value))
        return;
    for (const struct vd_json_value *at = value->first; at && look->visits < VISITS_MAX;
         at = at->next)
        walk_below(look, step, end, at);
}

static void walk(struct look *look, const struct step *step, const struct step *end,
                 const struct vd_json_value *value)
{
    if (!value || look->count == look->room || look->visits++ >= VISITS_MAX)
        return;
    if (step == end) {
        look->values[look->count++] = value;
        return;
    }
    switch (step->kind) {
    case NAME:
        walk(look, step + 1, end, vd_json_member(value, step->name));
        break;
    case INDEX:
    case SLICE:
        walk_elements(look, step, end, value);
        break;
    case ALL:
    case FILTER:
        walk_all(look, step, end, value);
        break;
    case DESCEND:
        walk_below(look, step, end, value);
        break;
    }
}

size_t vd_kube_jsonpath_look(const struct vd_kube_jsonpath *path, const struct vd_json_value *doc,
                             const struct vd_json_value **out_values, size_t room)
{
    struct look look = {out_values, room, 0, 0};

    walk(&look, path->steps, path->steps + path->count, doc);
    return look.count;
}

const struct vd_json_value *vd_kube_jsonpath_first(const struct vd_kube_jsonpath *path,
                                                   const struct vd_json_value *doc)
{
    const struct vd_json_value *value;

    return vd_kube_jsonpath_look(path, doc, &value, 1) ? value : NULL;
}
