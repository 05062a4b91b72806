/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one other place that knows libyaml: its emitter lays the text out. Which texts need quotes is
 * ours to say, by what a reader would make of them.
 */
#include "wire/yaml_write.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/yaml_scalar.h"

#include <errno.h>
#include <stdlib.h>
#include <yaml.h>

struct writer {
    yaml_emitter_t emitter;
    bool has_failed;
};

static int append(void *arg, unsigned char *bytes, size_t size)
{
    struct vd_buf *buf = arg;

    vd_buf_append(buf, bytes, size);
    return buf->status == 0;
}

/* Takes the event, if it could be made. */
static void emit(struct writer *writer, int is_made, yaml_event_t *event)
{
    if (!is_made)
        writer->has_failed = true;
    else if (writer->has_failed)
        yaml_event_delete(event);
    else
        writer->has_failed = !yaml_emitter_emit(&writer->emitter, event);
}

static void write_scalar(struct writer *writer, struct vd_slice text, yaml_scalar_style_t style)
{
    static const uint8_t NOTHING[1] = "";
    yaml_event_t event;

    emit(writer,
         yaml_scalar_event_initialize(&event, NULL, NULL, text.len ? text.ptr : NOTHING,
                                      (int)text.len, 1, 1, style),
         &event);
}

/* Bytes that are no UTF-8 are none of JSON, and its writer and this one have the same for them. */
static void write_repaired(struct writer *writer, struct vd_slice text, yaml_scalar_style_t style)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    while (text.len) {
        size_t good = vd_utf8_span(text);

        vd_buf_append(&buf, text.ptr, good);
        text.ptr += good;
        text.len -= good;
        if (!text.len)
            break;
        vd_buf_append(&buf, "\xef\xbf\xbd", 3);
        text.ptr++;
        text.len--;
    }
    if (vd_buf_status(&buf))
        writer->has_failed = true;
    else
        write_scalar(writer, vd_buf_slice(&buf), style);
    vd_buf_deinit(&buf);
}

/* Whether it has line breaks that are not ASCII's, which emitters lose in all but one style. */
static bool has_special_break(struct vd_slice text)
{
    static const struct vd_slice BREAKS[] = {VD_SLICE("\xc2\x85"), VD_SLICE("\xe2\x80\xa8"),
                                             VD_SLICE("\xe2\x80\xa9")};

    for (size_t i = 0; i < VD_COUNT(BREAKS); i++)
        if (text.len && memmem(text.ptr, text.len, BREAKS[i].ptr, BREAKS[i].len))
            return true;
    return false;
}

static void write_text(struct writer *writer, struct vd_slice text)
{
    yaml_scalar_style_t style = YAML_PLAIN_SCALAR_STYLE;
    struct vd_yaml_scalar scalar;

    vd_yaml_resolve(text, &scalar);
    if (has_special_break(text))
        style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    else if (text.len && memchr(text.ptr, '\n', text.len))
        style = YAML_LITERAL_SCALAR_STYLE;
    else if (scalar.kind != VD_YAML_TEXT || vd_yaml_is_base60(text))
        style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (vd_utf8_is_valid(text))
        write_scalar(writer, text, style);
    else
        write_repaired(writer, text, style);
}

/* A key that is no merge is one in quotes only. */
static void write_name(struct writer *writer, struct vd_slice name)
{
    if (vd_slice_eq(name, VD_SLICE("<<")))
        write_scalar(writer, name, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
    else
        write_text(writer, name);
}

/* Integers as they are, other numbers as Go prints a double. */
static void write_number(struct writer *writer, struct vd_slice text)
{
    char number[VD_YAML_FLOAT_BYTES];
    struct vd_yaml_scalar scalar;

    vd_yaml_resolve(text, &scalar);
    if (scalar.kind == VD_YAML_FLOAT) {
        vd_yaml_float_g(scalar.number, false, number);
        text = vd_slice_str(number);
    } else if (scalar.kind == VD_YAML_INT && !scalar.magnitude) {
        text = VD_SLICE("0"); /* -0 too */
    }
    write_scalar(writer, text, YAML_PLAIN_SCALAR_STYLE);
}

static void write_value(struct writer *writer, const struct vd_json_value *value);

static void write_array(struct writer *writer, const struct vd_json_value *array)
{
    yaml_event_t event;

    emit(writer,
         yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE),
         &event);
    for (const struct vd_json_value *at = array->first; at; at = at->next)
        write_value(writer, at);
    emit(writer, yaml_sequence_end_event_initialize(&event), &event);
}

/* --- the order of names --------------------------------------------------------------------- */

/* Of ASCII; whatever is beyond it counts as one. */
static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool is_digit_at(struct vd_slice text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* Runs of digits are compared as numbers. */
static int compare_from(struct vd_slice a, struct vd_slice b, size_t at)
{
    uint64_t x = 0, y = 0;
    size_t i = at, j = at;

    if (a.ptr[at] == '0' || b.ptr[at] == '0')
        for (size_t k = at; k > 0 && is_digit_at(a, k - 1); k--)
            if (a.ptr[k - 1] != '0') {
                x = y = 1;
                break;
            }
    for (; is_digit_at(a, i); i++)
        x = x * 10 + (a.ptr[i] - '0');
    for (; is_digit_at(b, j); j++)
        y = y * 10 + (b.ptr[j] - '0');
    if (x != y)
        return (int64_t)x < (int64_t)y ? -1 : 1;
    return i != j ? (i < j ? -1 : 1) : 0;
}

/* As go-yaml sorts keys: letters behind what is none. */
static int compare_names(struct vd_slice a, struct vd_slice b)
{
    for (size_t at = 0; at < a.len && at < b.len; at++) {
        uint8_t x = a.ptr[at], y = b.ptr[at];
        int order;

        if (x == y)
            continue;
        if (is_letter(x) != is_letter(y))
            return is_letter(y) ? -1 : 1;
        order = is_letter(x) ? 0 : compare_from(a, b, at);
        return order ? order : x < y ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int by_name(const void *a, const void *b)
{
    const struct vd_json_value *const *x = a, *const *y = b;

    return compare_names((*x)->name, (*y)->name);
}

static void write_members(struct writer *writer, const struct vd_json_value *object,
                          const struct vd_json_value **members)
{
    size_t count = 0;

    for (const struct vd_json_value *at = object->first; at; at = at->next)
        if (!at->is_duplicate)
            members[count++] = at;
    qsort(members, count, sizeof(struct vd_json_value *), by_name);
    for (size_t i = 0; i < count; i++) {
        write_name(writer, members[i]->name);
        write_value(writer,
                    object->has_duplicates ? vd_json_member(object, members[i]->name) : members[i]);
    }
}

static void write_object(struct writer *writer, const struct vd_json_value *object)
{
    const struct vd_json_value **members =
        vd_alloc_array(object->count + 1, sizeof(struct vd_json_value *));
    yaml_event_t event;

    emit(writer,
         yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE),
         &event);
    if (members)
        write_members(writer, object, members);
    else
        writer->has_failed = true;
    vd_free(members);
    emit(writer, yaml_mapping_end_event_initialize(&event), &event);
}

static void write_value(struct writer *writer, const struct vd_json_value *value)
{
    if (writer->has_failed)
        return;
    switch (value->type) {
    case VD_JSON_NULL:
        write_scalar(writer, VD_SLICE("null"), YAML_PLAIN_SCALAR_STYLE);
        break;
    case VD_JSON_BOOL:
        write_scalar(writer, value->is_true ? VD_SLICE("true") : VD_SLICE("false"),
                     YAML_PLAIN_SCALAR_STYLE);
        break;
    case VD_JSON_NUMBER:
        write_number(writer, value->text);
        break;
    case VD_JSON_STRING:
        write_text(writer, value->text);
        break;
    case VD_JSON_ARRAY:
        write_array(writer, value);
        break;
    case VD_JSON_OBJECT:
        write_object(writer, value);
        break;
    }
}

int vd_yaml_write(struct vd_buf *buf, const struct vd_json_value *value)
{
    struct writer writer = {0};
    yaml_event_t event;

    if (!yaml_emitter_initialize(&writer.emitter))
        return -ENOMEM;
    yaml_emitter_set_output(&writer.emitter, append, buf);
    yaml_emitter_set_unicode(&writer.emitter, 1);
    emit(&writer, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event);
    emit(&writer, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1), &event);
    write_value(&writer, value);
    writer.emitter.open_ended = 0; /* the end of the text is its end: no "..." */
    emit(&writer, yaml_document_end_event_initialize(&event, 1), &event);
    emit(&writer, yaml_stream_end_event_initialize(&event), &event);
    yaml_emitter_delete(&writer.emitter);
    return writer.has_failed && buf->status == 0 ? -ENOMEM : 0;
}
