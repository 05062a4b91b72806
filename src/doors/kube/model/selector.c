/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/selector.h"

#include "base/check.h"
#include "doors/kube/model/names.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* --- what both have ----------------------------------------------------------------------------
 */

static int refuse(char fault[VD_KUBE_SELECTOR_FAULT_BYTES], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int refuse(char fault[VD_KUBE_SELECTOR_FAULT_BYTES], const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(fault, VD_KUBE_SELECTOR_FAULT_BYTES, format, args);
    va_end(args);
    return VD_INVALID;
}

#define CUT(slice) (int)VD_MIN((slice).len, (size_t)100), (slice).ptr

/* Room for one more; grown by doubling, the old ones stay in the arena. */
static int add(struct vd_arena *arena, struct vd_kube_requirement **list, uint32_t *count,
               const struct vd_kube_requirement *requirement)
{
    struct vd_kube_requirement *grown = *list;

    if (*count == VD_KUBE_REQUIREMENTS_MAX)
        return VD_TOO_MANY;
    if ((*count & (*count - 1)) == 0) {
        grown = vd_arena_alloc(arena, (*count ? *count * 2 : 1) * sizeof(*grown));
        if (!grown)
            return -ENOMEM;
        if (*count)
            memcpy(grown, *list, *count * sizeof(*grown));
        *list = grown;
    }
    grown[(*count)++] = *requirement;
    return 0;
}

static int one_value(struct vd_arena *arena, struct vd_slice value,
                     struct vd_kube_requirement *requirement)
{
    struct vd_slice *values = vd_arena_alloc(arena, sizeof(*values));

    if (!values)
        return -ENOMEM;
    *values = value;
    requirement->values = values;
    requirement->value_count = 1;
    return 0;
}

/* --- labels ------------------------------------------------------------------------------------
 */

enum token { END, WORD, COMMA, OPEN, CLOSE, EQUALS, NOT_EQUALS, NOT, ABOVE, BELOW };

struct lexer {
    const uint8_t *at, *end;
    enum token token; /* that was read last */
    struct vd_slice text;
};

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_special(uint8_t c)
{
    return c && strchr("=!(),<>", c);
}

/* "=", "==" and "!=" are the only ones of two characters: "=!" and the like are two. */
static enum token special(struct lexer *lexer)
{
    uint8_t c = *lexer->at++;
    bool has_equals = lexer->at < lexer->end && *lexer->at == '=';

    switch (c) {
    case '=':
        lexer->at += has_equals;
        return EQUALS;
    case '!':
        lexer->at += has_equals;
        return has_equals ? NOT_EQUALS : NOT;
    case ',':
        return COMMA;
    case '(':
        return OPEN;
    case ')':
        return CLOSE;
    case '>':
        return ABOVE;
    default:
        return BELOW;
    }
}

static enum token next(struct lexer *lexer)
{
    const uint8_t *from;

    while (lexer->at < lexer->end && is_blank(*lexer->at))
        lexer->at++;
    from = lexer->at;
    if (from == lexer->end) {
        lexer->token = END;
    } else if (is_special(*from)) {
        lexer->token = special(lexer);
    } else {
        while (lexer->at < lexer->end && !is_blank(*lexer->at) && !is_special(*lexer->at))
            lexer->at++;
        lexer->token = WORD;
    }
    lexer->text = vd_slice(from, (size_t)(lexer->at - from));
    return lexer->token;
}

static int unexpected(const struct lexer *lexer, const char *expected, char *fault)
{
    return refuse(fault, "unable to parse requirement: found '%.*s', expected: %s",
                  CUT(lexer->text), expected);
}

static int check_key(struct vd_slice key, char *fault)
{
    const char *why = vd_kube_fault(vd_kube_label_key_check(key, false));

    return why ? refuse(fault, "unable to parse requirement: key: Invalid value: \"%.*s\": %s",
                        CUT(key), why)
               : 0;
}

static int check_value(struct vd_slice value, char *fault)
{
    const char *why = vd_kube_fault(vd_kube_label_value_check(value));

    return why ? refuse(fault,
                        "unable to parse requirement: values[0]: Invalid value: \"%.*s\": %s",
                        CUT(value), why)
               : 0;
}

static int by_bytes(const void *a, const void *b)
{
    return vd_slice_cmp(*(const struct vd_slice *)a, *(const struct vd_slice *)b);
}

static uint32_t sort_values(struct vd_slice *values, uint32_t count)
{
    uint32_t kept = 0;

    qsort(values, count, sizeof(*values), by_bytes);
    for (uint32_t i = 0; i < count; i++)
        if (!kept || !vd_slice_eq(values[kept - 1], values[i]))
            values[kept++] = values[i];
    return kept;
}

/* How many values there can be before the parenthesis closes. */
static size_t count_values(const struct lexer *lexer)
{
    size_t count = 1;

    for (const uint8_t *at = lexer->at; at < lexer->end && *at != ')'; at++)
        count += *at == ',';
    return count;
}

/* "(a, b)": between two commas, and at either end of the list, may stand nothing, which is "". */
static int parse_values(struct vd_arena *arena, struct lexer *lexer,
                        struct vd_kube_requirement *requirement, char *fault)
{
    size_t room;
    struct vd_slice *values;
    uint32_t count = 0;
    bool has_comma = true;

    if (next(lexer) != OPEN)
        return unexpected(lexer, "'('", fault);
    room = count_values(lexer);
    if (room > VD_KUBE_REQUIREMENT_VALUES_MAX)
        return VD_TOO_MANY;
    values = vd_arena_alloc(arena, room * sizeof(*values));
    if (!values)
        return -ENOMEM;
    while (next(lexer) == WORD || lexer->token == COMMA) {
        int rc = lexer->token == WORD ? check_value(lexer->text, fault) : 0;

        if (rc)
            return rc;
        if (lexer->token == WORD ? !has_comma : false)
            return unexpected(lexer, "',' or ')'", fault);
        if (lexer->token == WORD || has_comma)
            values[count++] = lexer->token == WORD ? lexer->text : VD_SLICE_EMPTY;
        has_comma = lexer->token == COMMA;
    }
    if (lexer->token != CLOSE)
        return unexpected(lexer, "',' or ')'", fault);
    if (has_comma && count)
        values[count++] = VD_SLICE_EMPTY;
    if (!count)
        return refuse(fault, "unable to parse requirement: values: Invalid value: []: for 'in', "
                             "'notin' operators, values set can't be empty");
    requirement->values = values;
    requirement->value_count = sort_values(values, count);
    return 0;
}

/* Behind "=", "!=", ">" or "<"; nothing is "". */
static int parse_value(struct vd_arena *arena, struct lexer *lexer,
                       struct vd_kube_requirement *requirement, char *fault)
{
    bool is_number = requirement->op == VD_KUBE_ABOVE || requirement->op == VD_KUBE_BELOW;
    struct lexer before = *lexer;
    struct vd_slice value = VD_SLICE_EMPTY;
    int rc;

    if (next(lexer) == WORD)
        value = lexer->text;
    else if (lexer->token == END || lexer->token == COMMA)
        *lexer = before;
    else
        return unexpected(lexer, "identifier", fault);
    rc = check_value(value, fault);
    if (rc)
        return rc;
    if (is_number && !vd_kube_selector_int(value, &requirement->number))
        return refuse(fault,
                      "unable to parse requirement: values[0]: Invalid value: \"%.*s\": for 'Gt', "
                      "'Lt' operators, the value must be an integer",
                      CUT(value));
    return one_value(arena, value, requirement);
}

static int parse_operator(struct vd_arena *arena, struct lexer *lexer,
                          struct vd_kube_requirement *requirement, char *fault)
{
    switch (lexer->token) {
    case EQUALS:
        requirement->op = VD_KUBE_IS;
        return parse_value(arena, lexer, requirement, fault);
    case NOT_EQUALS:
        requirement->op = VD_KUBE_IS_NOT;
        return parse_value(arena, lexer, requirement, fault);
    case ABOVE:
        requirement->op = VD_KUBE_ABOVE;
        return parse_value(arena, lexer, requirement, fault);
    case BELOW:
        requirement->op = VD_KUBE_BELOW;
        return parse_value(arena, lexer, requirement, fault);
    case WORD:
        if (vd_slice_eq(lexer->text, VD_SLICE("in")))
            requirement->op = VD_KUBE_IS;
        else if (vd_slice_eq(lexer->text, VD_SLICE("notin")))
            requirement->op = VD_KUBE_IS_NOT;
        else
            break;
        return parse_values(arena, lexer, requirement, fault);
    case END:
    case COMMA:
    case OPEN:
    case CLOSE:
    case NOT:
        break;
    }
    return unexpected(lexer, "in, notin, =, ==, !=, gt, lt", fault);
}

/* The token that it begins with was read; leaves the one behind it. */
static int parse_requirement(struct vd_arena *arena, struct lexer *lexer,
                             struct vd_kube_selector *selector, char *fault)
{
    struct vd_kube_requirement requirement = {.op = VD_KUBE_EXISTS};
    int rc;

    if (lexer->token == NOT) {
        requirement.op = VD_KUBE_IS_ABSENT;
        next(lexer);
    }
    if (lexer->token != WORD)
        return unexpected(lexer, "!, identifier, or 'end of string'", fault);
    requirement.key = lexer->text;
    rc = check_key(requirement.key, fault);
    if (rc)
        return rc;
    next(lexer);
    if (lexer->token != END && lexer->token != COMMA) {
        if (requirement.op == VD_KUBE_IS_ABSENT)
            return unexpected(lexer, "',' or 'end of string'", fault);
        rc = parse_operator(arena, lexer, &requirement, fault);
        if (rc)
            return rc;
        next(lexer);
    }
    return add(arena, &selector->labels, &selector->label_count, &requirement);
}

int vd_kube_selector_add_labels(struct vd_arena *arena, struct vd_slice text,
                                struct vd_kube_selector *selector,
                                char fault[VD_KUBE_SELECTOR_FAULT_BYTES])
{
    struct vd_slice copy = VD_SLICE_EMPTY;
    struct lexer lexer;
    int rc = vd_arena_copy(arena, text, &copy);

    lexer = (struct lexer){.at = copy.ptr, .end = copy.ptr + copy.len};
    if (rc || next(&lexer) == END)
        return rc;
    for (;;) {
        rc = parse_requirement(arena, &lexer, selector, fault);
        if (rc || lexer.token == END)
            return rc;
        if (lexer.token != COMMA)
            return unexpected(&lexer, "',' or 'end of string'", fault);
        if (next(&lexer) == END)
            return unexpected(&lexer, "identifier after ','", fault);
    }
}

/* --- fields ------------------------------------------------------------------------------------
 */

/* The end of a term: a comma that is not escaped. */
static size_t term_len(struct vd_slice text)
{
    size_t i = 0;

    while (i < text.len && text.ptr[i] != ',')
        i += text.ptr[i] == '\\' && i + 1 < text.len ? 2 : 1;
    return VD_MIN(i, text.len);
}

/* In place. False: a backslash stands before something else than one, a comma or "=". */
static bool unescape(struct vd_slice *value)
{
    uint8_t *to = (uint8_t *)(uintptr_t)value->ptr;
    size_t n = 0;

    for (size_t i = 0; i < value->len; i++) {
        uint8_t c = value->ptr[i];

        if (c == '\\') {
            if (++i == value->len || !strchr("\\,=", value->ptr[i]) || !value->ptr[i])
                return false;
            c = value->ptr[i];
        } else if (c == ',' || c == '=') {
            return false;
        }
        to[n++] = c;
    }
    value->len = n;
    return true;
}

static bool cut_term(struct vd_slice term, struct vd_slice *out_label, struct vd_slice *out_value,
                     enum vd_kube_operator *out_operator)
{
    size_t i = 0, skip = 1;

    while (i < term.len && term.ptr[i] != '=' &&
           !(term.ptr[i] == '!' && i + 1 < term.len && term.ptr[i + 1] == '='))
        i++;
    if (i == term.len)
        return false;
    *out_operator = term.ptr[i] == '!' ? VD_KUBE_IS_NOT : VD_KUBE_IS;
    if (term.ptr[i] == '!' || (i + 1 < term.len && term.ptr[i + 1] == '='))
        skip = 2;
    *out_label = vd_slice(term.ptr, i);
    *out_value = vd_slice(term.ptr + i + skip, term.len - i - skip);
    return true;
}

static int unsupported(const struct vd_kube_kind *kind, struct vd_slice label, char *fault)
{
    struct vd_kube_selectable more;

    if (vd_kube_selectable_at(kind, 2, &more))
        return refuse(fault, "field label not supported: %.*s", CUT(label));
    return refuse(fault,
                  "\"%.*s\" is not a known field selector: only \"metadata.name\", "
                  "\"metadata.namespace\"",
                  CUT(label));
}

static int add_term(struct vd_arena *arena, const struct vd_kube_kind *kind, struct vd_slice term,
                    struct vd_kube_selector *selector, char *fault)
{
    struct vd_kube_requirement requirement = {.number = 0};
    struct vd_slice label, value;
    int rc;

    if (!cut_term(term, &label, &value, &requirement.op))
        return refuse(fault, "invalid selector: '%.*s'; can't understand '%.*s'", CUT(term),
                      CUT(term));
    if (!unescape(&value))
        return refuse(fault, "invalid field selector: invalid escape sequence in '%.*s'",
                      CUT(term));
    if (!vd_kube_selectable_find(kind, label, &requirement.field))
        return unsupported(kind, label, fault);
    rc = one_value(arena, value, &requirement);
    return rc ? rc : add(arena, &selector->fields, &selector->field_count, &requirement);
}

int vd_kube_selector_add_fields(struct vd_arena *arena, const struct vd_kube_kind *kind,
                                struct vd_slice text, struct vd_kube_selector *selector,
                                char fault[VD_KUBE_SELECTOR_FAULT_BYTES])
{
    struct vd_slice rest;
    int rc = vd_arena_copy(arena, text, &rest);

    while (rc == 0 && rest.len) {
        size_t n = term_len(rest);

        if (n)
            rc = add_term(arena, kind, vd_slice(rest.ptr, n), selector, fault);
        n = VD_MIN(n + 1, rest.len);
        rest = vd_slice(rest.ptr + n, rest.len - n);
    }
    return rc;
}
