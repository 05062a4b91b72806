/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faults are rendered when they are found and copied into the arena of the request. The forms
 * follow field.Error.ErrorBody: a type's words, the value where the type shows one, the detail.
 */
#include "doors/kube/model/causes.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { TEXT_MAX_BYTES = 4096, PATH_DEPTH = 64 };

static const struct {
    const char *reason, *words;
} types[] = {
    [VD_KUBE_VALUE_INVALID] = {"FieldValueInvalid", "Invalid value"},
    [VD_KUBE_VALUE_TYPE_INVALID] = {"FieldValueTypeInvalid", "Invalid value"},
    [VD_KUBE_VALUE_REQUIRED] = {"FieldValueRequired", "Required value"},
    [VD_KUBE_VALUE_NOT_SUPPORTED] = {"FieldValueNotSupported", "Unsupported value"},
    [VD_KUBE_VALUE_FORBIDDEN] = {"FieldValueForbidden", "Forbidden"},
    [VD_KUBE_VALUE_DUPLICATE] = {"FieldValueDuplicate", "Duplicate value"},
    [VD_KUBE_VALUE_NOT_FOUND] = {"FieldValueNotFound", "Not found"},
    [VD_KUBE_VALUE_TOO_LONG] = {"FieldValueTooLong", "Too long"},
    [VD_KUBE_VALUE_TOO_MANY] = {"FieldValueTooMany", "Too many"},
    [VD_KUBE_VALUE_TOO_SHORT] = {"FieldValueTooShort", "Too short"},
    [VD_KUBE_VALUE_TOO_FEW] = {"FieldValueTooFew", "Too few"},
    [VD_KUBE_VALUE_INTERNAL] = {"InternalError", "Internal error"},
};

const char *vd_kube_cause_reason(enum vd_kube_cause_type type)
{
    return types[type].reason;
}

void vd_kube_causes_init(struct vd_kube_causes *causes, struct vd_arena *arena)
{
    *causes = (struct vd_kube_causes){.arena = arena};
}

int vd_kube_causes_status(const struct vd_kube_causes *causes)
{
    return causes->status;
}

/* --- texts -------------------------------------------------------------------------------------
 */

static void quote_byte(struct vd_buf *buf, uint8_t c)
{
    static const char named[] = "abtnvfr"; /* 7 .. 13 */

    if (c == '"' || c == '\\')
        vd_buf_printf(buf, "\\%c", c);
    else if (c >= 7 && c <= 13)
        vd_buf_printf(buf, "\\%c", named[c - 7]);
    else if (c < 0x20 || c == 0x7f)
        vd_buf_printf(buf, "\\x%02x", c);
    else
        vd_buf_append(buf, &c, 1);
}

void vd_kube_quote(struct vd_buf *buf, struct vd_slice text)
{
    vd_buf_append(buf, "\"", 1);
    for (size_t i = 0; i < text.len; i++)
        quote_byte(buf, text.ptr[i]);
    vd_buf_append(buf, "\"", 1);
}

void vd_kube_path_write(struct vd_buf *buf, const struct vd_kube_path *path)
{
    const struct vd_kube_path *nodes[PATH_DEPTH];
    unsigned count = 0;

    for (; path && count < PATH_DEPTH; path = path->parent)
        nodes[count++] = path;
    for (unsigned i = count; i-- > 0;) {
        const struct vd_kube_path *node = nodes[i];

        if (node->form == VD_KUBE_PATH_INDEX) {
            vd_buf_printf(buf, "[%lld]", (long long)node->index);
        } else if (node->form == VD_KUBE_PATH_KEY) {
            vd_buf_append(buf, "[", 1);
            vd_buf_append_slice(buf, node->name);
            vd_buf_append(buf, "]", 1);
        } else {
            if (i + 1 < count)
                vd_buf_append(buf, ".", 1);
            vd_buf_append_slice(buf, node->name);
        }
    }
}

static void write_value(struct vd_buf *buf, const struct vd_json_value *value)
{
    struct vd_json json;

    if (!value) {
        vd_buf_append(buf, "\"\"", 2);
    } else if (value->type == VD_JSON_STRING) {
        vd_kube_quote(buf, value->text);
    } else {
        vd_json_init(&json, buf);
        vd_json_write(&json, value);
    }
}

/* --- adding ------------------------------------------------------------------------------------
 */

static void fail(struct vd_kube_causes *causes)
{
    if (!causes->status)
        causes->status = -ENOMEM;
}

/* A text that is too long is cut, like what nobody reads to its end. */
static int keep_text(struct vd_kube_causes *causes, struct vd_buf *buf, struct vd_slice *out_text)
{
    struct vd_slice text = vd_buf_slice(buf);

    if (vd_buf_status(buf) == -ENOMEM)
        return -ENOMEM;
    return vd_arena_copy(causes->arena, text, out_text);
}

/* Takes what was written as the message of one more cause, and the buffer. */
static void keep(struct vd_kube_causes *causes, enum vd_kube_cause_type type,
                 const struct vd_kube_path *path, struct vd_buf *message)
{
    struct vd_kube_cause *cause = vd_arena_alloc_zero(causes->arena, sizeof(*cause));
    struct vd_buf field;

    vd_buf_init(&field, TEXT_MAX_BYTES);
    vd_kube_path_write(&field, path);
    if (!cause || keep_text(causes, message, &cause->message) ||
        keep_text(causes, &field, &cause->field)) {
        fail(causes);
    } else {
        cause->type = type;
        if (causes->last)
            causes->last->next = cause;
        else
            causes->first = cause;
        causes->last = cause;
        causes->count++;
    }
    vd_buf_deinit(&field);
    vd_buf_deinit(message);
}

/* False: this one is counted only. */
static bool begin(struct vd_kube_causes *causes, enum vd_kube_cause_type type, struct vd_buf *buf)
{
    if (causes->count >= VD_KUBE_CAUSES_MAX) {
        causes->lost++;
        return false;
    }
    vd_buf_init(buf, TEXT_MAX_BYTES);
    vd_buf_append_slice(buf, vd_slice_str(types[type].words));
    return true;
}

static void detail_of(struct vd_buf *buf, const char *detail)
{
    if (*detail)
        vd_buf_printf(buf, ": %s", detail);
}

void vd_kube_cause_add(struct vd_kube_causes *causes, enum vd_kube_cause_type type,
                       const struct vd_kube_path *path, const char *format, ...)
{
    char text[TEXT_MAX_BYTES];
    struct vd_buf buf;
    va_list args;

    if (!begin(causes, type, &buf))
        return;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    detail_of(&buf, text);
    keep(causes, type, path, &buf);
}

static void add_value(struct vd_kube_causes *causes, enum vd_kube_cause_type type,
                      const struct vd_kube_path *path, const struct vd_json_value *value,
                      const char *detail)
{
    struct vd_buf buf;

    if (!begin(causes, type, &buf))
        return;
    vd_buf_append(&buf, ": ", 2);
    write_value(&buf, value);
    detail_of(&buf, detail);
    keep(causes, type, path, &buf);
}

void vd_kube_invalid(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                     const struct vd_json_value *value, const char *detail)
{
    add_value(causes, VD_KUBE_VALUE_INVALID, path, value, detail);
}

static void add_text(struct vd_kube_causes *causes, enum vd_kube_cause_type type,
                     const struct vd_kube_path *path, struct vd_slice value, const char *detail)
{
    struct vd_json_value text = {.type = VD_JSON_STRING, .text = value};

    add_value(causes, type, path, &text, detail);
}

void vd_kube_invalid_text(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                          struct vd_slice value, const char *detail)
{
    add_text(causes, VD_KUBE_VALUE_INVALID, path, value, detail);
}

void vd_kube_invalid_int(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                         int64_t value, const char *detail)
{
    vd_kube_cause_add(causes, VD_KUBE_VALUE_INVALID, path, "%lld: %s", (long long)value, detail);
}

void vd_kube_required(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                      const char *detail)
{
    vd_kube_cause_add(causes, VD_KUBE_VALUE_REQUIRED, path, "%s", detail);
}

void vd_kube_forbidden(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       const char *detail)
{
    vd_kube_cause_add(causes, VD_KUBE_VALUE_FORBIDDEN, path, "%s", detail);
}

void vd_kube_duplicate(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       const struct vd_json_value *value)
{
    add_value(causes, VD_KUBE_VALUE_DUPLICATE, path, value, "");
}

void vd_kube_not_found(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       struct vd_slice value)
{
    add_text(causes, VD_KUBE_VALUE_NOT_FOUND, path, value, "");
}

void vd_kube_not_supported(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                           struct vd_slice value, const char *const *supported)
{
    struct vd_buf buf;

    if (!begin(causes, VD_KUBE_VALUE_NOT_SUPPORTED, &buf))
        return;
    vd_buf_append(&buf, ": ", 2);
    vd_kube_quote(&buf, value);
    for (unsigned i = 0; supported[i]; i++) {
        vd_buf_printf(&buf, "%s", i ? ", " : ": supported values: ");
        vd_kube_quote(&buf, vd_slice_str(supported[i]));
    }
    keep(causes, VD_KUBE_VALUE_NOT_SUPPORTED, path, &buf);
}

void vd_kube_too_long(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                      unsigned max_bytes)
{
    vd_kube_cause_add(causes, VD_KUBE_VALUE_TOO_LONG, path, "may not be more than %u byte%s",
                      max_bytes, max_bytes == 1 ? "" : "s");
}

void vd_kube_too_many(struct vd_kube_causes *causes, const struct vd_kube_path *path, size_t actual,
                      unsigned max)
{
    vd_kube_cause_add(causes, VD_KUBE_VALUE_TOO_MANY, path, "%zu: must have at most %u item%s",
                      actual, max, max == 1 ? "" : "s");
}

/* --- the sum -----------------------------------------------------------------------------------
 */

static bool was_before(const struct vd_kube_causes *causes, const struct vd_kube_cause *cause)
{
    for (const struct vd_kube_cause *c = causes->first; c != cause; c = c->next)
        if (vd_slice_eq(c->field, cause->field) && vd_slice_eq(c->message, cause->message))
            return true;
    return false;
}

static unsigned count_different(const struct vd_kube_causes *causes)
{
    unsigned count = 0;

    for (const struct vd_kube_cause *c = causes->first; c; c = c->next)
        count += !was_before(causes, c);
    return count;
}

void vd_kube_causes_message(struct vd_buf *buf, struct vd_slice kind, struct vd_slice group,
                            struct vd_slice name, const struct vd_kube_causes *causes)
{
    bool is_list = count_different(causes) > 1;
    const char *between = is_list ? ": [" : ": ";

    vd_buf_append_slice(buf, kind);
    if (group.len)
        vd_buf_append(buf, ".", 1);
    vd_buf_append_slice(buf, group);
    vd_buf_append(buf, " ", 1);
    vd_kube_quote(buf, name);
    vd_buf_printf(buf, " is invalid");
    for (const struct vd_kube_cause *c = causes->first; c; c = c->next) {
        if (was_before(causes, c))
            continue;
        vd_buf_printf(buf, "%s", between);
        vd_buf_append_slice(buf, c->field);
        vd_buf_append(buf, ": ", 2);
        vd_buf_append_slice(buf, c->message);
        between = ", ";
    }
    if (is_list)
        vd_buf_append(buf, "]", 1);
}
