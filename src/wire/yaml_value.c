/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values and scalars of YAML, and how its reader fails. How much may be copied is what go-yaml
 * allows: nearly anything in small documents, a tenth in large ones.
 */
#include "base/check.h"
#include "wire/base64.h"
#include "wire/yaml_reader.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#define BINARY_TAG    "tag:yaml.org,2002:binary"
#define TIMESTAMP_TAG "tag:yaml.org,2002:timestamp"

/* --- failing -------------------------------------------------------------------------------- */

void *vd_yaml_alloc(struct vd_yaml_reader *reader, size_t size)
{
    void *memory = reader->rc ? NULL : vd_arena_alloc_zero(reader->arena, size);

    if (!memory && reader->rc == 0)
        reader->rc =
            reader->arena->total_bytes + size > reader->arena->limit_bytes ? VD_TOO_LARGE : -ENOMEM;
    return memory;
}

struct vd_slice vd_yaml_copy_text(struct vd_yaml_reader *reader, const void *text, size_t len)
{
    void *copy = vd_yaml_alloc(reader, len);

    if (!copy)
        return VD_SLICE_EMPTY;
    if (len)
        memcpy(copy, text, len);
    return vd_slice(copy, len);
}

void vd_yaml_refuse(struct vd_yaml_reader *reader, const char *format, ...)
{
    char text[512];
    va_list args;
    int len;

    if (reader->rc)
        return;
    va_start(args, format);
    len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    vd_assert(len >= 0);
    reader->message = vd_yaml_copy_text(reader, text, VD_MIN((size_t)len, sizeof(text) - 1));
    if (reader->rc == 0)
        reader->rc = VD_INVALID;
}

/* What libyaml found wrong, where go-yaml says it is. */
static void refuse_problem(struct vd_yaml_reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    size_t line = parser->problem_mark.line
                      ? parser->problem_mark.line + (parser->error == YAML_SCANNER_ERROR)
                      : parser->context_mark.line;
    const char *problem =
        parser->problem ? parser->problem : "unknown problem parsing YAML content";

    if (parser->error == YAML_MEMORY_ERROR && reader->rc == 0)
        reader->rc = -ENOMEM;
    else if (line)
        vd_yaml_refuse(reader, "yaml: line %zu: %s", line, problem);
    else
        vd_yaml_refuse(reader, "yaml: %s", problem);
}

bool vd_yaml_next(struct vd_yaml_reader *reader, yaml_event_t *event)
{
    if (reader->rc)
        return false;
    if (!yaml_parser_parse(&reader->parser, event)) {
        refuse_problem(reader);
        return false;
    }
    return true;
}

void vd_yaml_count(struct vd_yaml_reader *reader)
{
    static const double LOW = 400000, HIGH = 4000000;
    double decoded = (double)++reader->decoded, allowed = 0.99;

    reader->aliased += reader->in_alias > 0;
    if (reader->aliased <= 100 || reader->decoded <= 1000)
        return;
    if (decoded >= HIGH)
        allowed = 0.10;
    else if (decoded > LOW)
        allowed = 0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW));
    if ((double)reader->aliased / decoded > allowed)
        vd_yaml_refuse(reader, "yaml: document contains excessive aliasing");
}

/* --- values --------------------------------------------------------------------------------- */

struct vd_yaml_node *vd_yaml_node_new(struct vd_yaml_reader *reader, enum vd_json_type type,
                                      size_t line)
{
    struct vd_yaml_node *node = vd_yaml_alloc(reader, sizeof(*node));

    if (node) {
        node->value.type = type;
        node->line = (uint32_t)line;
    }
    return node;
}

void vd_yaml_add(struct vd_json_value *parent, struct vd_yaml_node *node)
{
    if (parent->last)
        parent->last->next = &node->value;
    else
        parent->first = &node->value;
    parent->last = &node->value;
    parent->count++;
}

uint32_t vd_yaml_depth(const struct vd_json_value *value)
{
    uint32_t deepest = 0;

    if (value->type != VD_JSON_ARRAY && value->type != VD_JSON_OBJECT)
        return 0;
    for (const struct vd_json_value *at = value->first; at; at = at->next) {
        uint32_t depth = vd_yaml_depth(at);

        deepest = VD_MAX(deepest, depth);
    }
    return deepest + 1;
}

struct vd_yaml_node *vd_yaml_copy(struct vd_yaml_reader *reader, const struct vd_yaml_node *from)
{
    struct vd_yaml_node *node;

    vd_yaml_count(reader);
    node = vd_yaml_node_new(reader, from->value.type, from->line);
    if (!node)
        return NULL;
    node->value = from->value;
    node->value.first = node->value.last = node->value.next = NULL;
    node->value.count = 0;
    node->is_text_key = from->is_text_key;
    for (struct vd_json_value *at = from->value.first; at; at = at->next) {
        struct vd_yaml_node *part;

        if (from->value.type == VD_JSON_OBJECT)
            vd_yaml_count(reader); /* the key */
        part = vd_yaml_copy(reader, vd_yaml_node_of(at));
        if (!part)
            return NULL;
        vd_yaml_add(&node->value, part);
    }
    return node;
}

/* --- scalars -------------------------------------------------------------------------------- */

bool vd_yaml_is_tag(const yaml_event_t *event, const char *tag)
{
    const char *is = (const char *)event->data.scalar.tag;

    return is && strcmp(is, tag) == 0;
}

static const char *short_tag(const char *tag, char out[64])
{
    static const char PREFIX[] = "tag:yaml.org,2002:";

    if (strncmp(tag, PREFIX, sizeof(PREFIX) - 1) != 0)
        return tag;
    (void)snprintf(out, 64, "!!%s", tag + sizeof(PREFIX) - 1);
    return out;
}

static const char *tag_of(enum vd_yaml_kind kind)
{
    static const char *const TAGS[] = {
        [VD_YAML_TEXT] = "!!str", [VD_YAML_NULL] = "!!null",   [VD_YAML_BOOL] = "!!bool",
        [VD_YAML_INT] = "!!int",  [VD_YAML_FLOAT] = "!!float", [VD_YAML_TIMESTAMP] = "!!timestamp"};

    return TAGS[kind];
}

/* By what its tag says of a scalar: only those of YAML's own types mean something. */
static void resolve_tagged(struct vd_yaml_reader *reader, const yaml_event_t *event,
                           struct vd_slice text, struct vd_yaml_scalar *out)
{
    static const char *const TAGS[] = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int",
                                       "tag:yaml.org,2002:float", "tag:yaml.org,2002:null",
                                       TIMESTAMP_TAG};
    const char *tag = (const char *)event->data.scalar.tag;
    bool is_known = false;
    char name[64];

    *out = (struct vd_yaml_scalar){.kind = VD_YAML_TEXT};
    for (size_t i = 0; i < VD_COUNT(TAGS); i++)
        is_known |= vd_yaml_is_tag(event, TAGS[i]);
    if (!is_known)
        return;
    vd_yaml_resolve(text, out);
    tag = short_tag(tag, name);
    if (strcmp(tag, tag_of(out->kind)) == 0)
        return;
    if (strcmp(tag, "!!float") == 0 && out->kind == VD_YAML_INT &&
        out->magnitude <= (uint64_t)INT64_MAX) {
        double number = (double)out->magnitude;

        *out = (struct vd_yaml_scalar){.kind = VD_YAML_FLOAT,
                                       .number = out->is_negative ? -number : number};
        return;
    }
    vd_yaml_refuse(reader, "yaml: cannot decode %s `%.*s` as a %s", tag_of(out->kind),
                   (int)VD_MIN(text.len, (size_t)200), (const char *)text.ptr, tag);
}

/* Base64 on any number of lines. */
static struct vd_slice decode_binary(struct vd_yaml_reader *reader, struct vd_slice text)
{
    uint8_t *bytes = vd_yaml_alloc(reader, text.len + vd_base64_decoded_max(0));
    size_t len = 0;

    if (!bytes)
        return VD_SLICE_EMPTY;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\n' && text.ptr[i] != '\r')
            bytes[len++] = text.ptr[i];
    if (vd_base64_decode(vd_slice(bytes, len), bytes, &len))
        vd_yaml_refuse(reader, "yaml: !!binary value contains invalid base64 data");
    return reader->rc ? VD_SLICE_EMPTY : vd_slice(bytes, len);
}

struct vd_yaml_scalar vd_yaml_resolve_event(struct vd_yaml_reader *reader,
                                            const yaml_event_t *event, struct vd_slice *out_text)
{
    struct vd_slice text = vd_slice(event->data.scalar.value, event->data.scalar.length);
    struct vd_yaml_scalar scalar = {.kind = VD_YAML_TEXT};

    *out_text = text;
    if (vd_yaml_is_tag(event, BINARY_TAG)) {
        *out_text = decode_binary(reader, text);
    } else if (event->data.scalar.tag) {
        resolve_tagged(reader, event, text, &scalar);
    } else if (event->data.scalar.plain_implicit) {
        vd_yaml_resolve(text, &scalar);
    }
    return scalar;
}

struct vd_slice vd_yaml_print_int(const struct vd_yaml_scalar *scalar,
                                  uint8_t out[VD_YAML_FLOAT_BYTES])
{
    uint8_t *to = out;

    if (scalar->is_negative)
        *to++ = '-';
    to = vd_json_put_uint(to, scalar->magnitude);
    return vd_slice(out, (size_t)(to - out));
}

static void set_number(struct vd_yaml_reader *reader, struct vd_json_value *value,
                       const struct vd_yaml_scalar *scalar)
{
    char text[VD_YAML_FLOAT_BYTES];
    uint8_t digits[VD_YAML_FLOAT_BYTES];
    struct vd_slice printed;

    if (scalar->kind == VD_YAML_INT) {
        printed = vd_yaml_print_int(scalar, digits);
    } else if (isfinite(scalar->number)) {
        vd_yaml_float_json(scalar->number, text);
        printed = vd_slice_str(text);
    } else {
        vd_yaml_refuse(reader, "json: unsupported value: %s",
                       isnan(scalar->number) ? "NaN"
                       : scalar->number > 0  ? "+Inf"
                                             : "-Inf");
        return;
    }
    value->text = vd_yaml_copy_text(reader, printed.ptr, printed.len);
}

struct vd_yaml_node *vd_yaml_read_scalar(struct vd_yaml_reader *reader, const yaml_event_t *event)
{
    static const enum vd_json_type TYPES[] = {
        [VD_YAML_TEXT] = VD_JSON_STRING,  [VD_YAML_NULL] = VD_JSON_NULL,
        [VD_YAML_BOOL] = VD_JSON_BOOL,    [VD_YAML_INT] = VD_JSON_NUMBER,
        [VD_YAML_FLOAT] = VD_JSON_NUMBER, [VD_YAML_TIMESTAMP] = VD_JSON_STRING};
    struct vd_slice text;
    struct vd_yaml_scalar scalar = vd_yaml_resolve_event(reader, event, &text);
    struct vd_yaml_node *node =
        vd_yaml_node_new(reader, TYPES[scalar.kind], event->start_mark.line);

    if (!node)
        return NULL;
    if (node->value.type == VD_JSON_STRING)
        node->value.text = vd_yaml_copy_text(reader, text.ptr, text.len);
    else if (node->value.type == VD_JSON_NUMBER)
        set_number(reader, &node->value, &scalar);
    node->value.is_true = scalar.is_true;
    return node;
}
