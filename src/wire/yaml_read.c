/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libyaml's events become a tree as they come. Each value is ours with its line behind it; anchors
 * are known by name in a table, and an alias is a copy of what its anchor holds. How much may be
 * copied is what go-yaml allows: nearly anything in small documents, a tenth in large ones.
 *
 * The event of a value is read by whoever expects the value, because keys and merges look at it
 * first.
 */
#include "wire/yaml_read.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "wire/base64.h"
#include "wire/yaml_scalar.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <yaml.h>

enum { ANCHORS_MIN = 16, STRICT_MAX = 100, KEY_BYTES = VD_YAML_FLOAT_BYTES };

#define BINARY_TAG    "tag:yaml.org,2002:binary"
#define MERGE_TAG     "tag:yaml.org,2002:merge"
#define STR_TAG       "tag:yaml.org,2002:str"
#define TIMESTAMP_TAG "tag:yaml.org,2002:timestamp"

struct node {
    struct vd_json_value value;
    uint32_t line;
    bool is_text_key; /* it is a member, whose key was a text */
    bool is_open;     /* what it holds is still being read */
    bool is_anchor;
};

struct anchor {
    struct vd_slice name; /* an empty one: a free slot */
    struct node *node;
};

struct reader {
    struct vd_arena *arena;
    yaml_parser_t parser;
    uint32_t depth_max;
    int rc; /* of the first failure; nothing is done after it */
    struct vd_slice message;
    struct anchor *anchors; /* a table of hashes; NULL: none yet */
    size_t anchors_size, anchors_count;
    uint64_t decoded, aliased; /* as go-yaml counts */
    uint32_t in_alias;
    struct vd_buf strict;
    uint32_t strict_count;
};

/* --- failing -------------------------------------------------------------------------------- */

static void *alloc(struct reader *reader, size_t size)
{
    void *memory = reader->rc ? NULL : vd_arena_alloc_zero(reader->arena, size);

    if (!memory && reader->rc == 0)
        reader->rc =
            reader->arena->total_bytes + size > reader->arena->limit_bytes ? VD_TOO_LARGE : -ENOMEM;
    return memory;
}

static struct vd_slice copy_text(struct reader *reader, const void *text, size_t len)
{
    void *copy = alloc(reader, len);

    if (!copy)
        return VD_SLICE_EMPTY;
    if (len)
        memcpy(copy, text, len);
    return vd_slice(copy, len);
}

__attribute__((format(printf, 2, 3))) static void refuse(struct reader *reader, const char *format,
                                                         ...)
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
    reader->message = copy_text(reader, text, VD_MIN((size_t)len, sizeof(text) - 1));
    if (reader->rc == 0)
        reader->rc = VD_INVALID;
}

/* What libyaml found wrong, where go-yaml says it is. */
static void refuse_problem(struct reader *reader)
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
        refuse(reader, "yaml: line %zu: %s", line, problem);
    else
        refuse(reader, "yaml: %s", problem);
}

/* False: there is none, and the reader has failed. */
static bool next(struct reader *reader, yaml_event_t *event)
{
    if (reader->rc)
        return false;
    if (!yaml_parser_parse(&reader->parser, event)) {
        refuse_problem(reader);
        return false;
    }
    return true;
}

/* Counts a value as go-yaml does, which bounds what aliases may make of a document. */
static void count(struct reader *reader)
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
        refuse(reader, "yaml: document contains excessive aliasing");
}

/* --- values --------------------------------------------------------------------------------- */

static struct node *node_of(struct vd_json_value *value)
{
    return vd_container_of(value, struct node, value);
}

static struct node *new_node(struct reader *reader, enum vd_json_type type, size_t line)
{
    struct node *node = alloc(reader, sizeof(*node));

    if (node) {
        node->value.type = type;
        node->line = (uint32_t)line;
    }
    return node;
}

static void add(struct vd_json_value *parent, struct node *node)
{
    if (parent->last)
        parent->last->next = &node->value;
    else
        parent->first = &node->value;
    parent->last = &node->value;
    parent->count++;
}

static uint32_t depth_of(const struct vd_json_value *value)
{
    uint32_t deepest = 0;

    if (value->type != VD_JSON_ARRAY && value->type != VD_JSON_OBJECT)
        return 0;
    for (const struct vd_json_value *at = value->first; at; at = at->next) {
        uint32_t depth = depth_of(at);

        deepest = VD_MAX(deepest, depth);
    }
    return deepest + 1;
}

/* Texts are shared: nobody changes them. */
static struct node *copy(struct reader *reader, const struct node *from)
{
    struct node *node;

    count(reader);
    node = new_node(reader, from->value.type, from->line);
    if (!node)
        return NULL;
    node->value = from->value;
    node->value.first = node->value.last = node->value.next = NULL;
    node->value.count = 0;
    node->is_text_key = from->is_text_key;
    for (struct vd_json_value *at = from->value.first; at; at = at->next) {
        struct node *part;

        if (from->value.type == VD_JSON_OBJECT)
            count(reader); /* the key */
        part = copy(reader, node_of(at));
        if (!part)
            return NULL;
        add(&node->value, part);
    }
    return node;
}

/* --- scalars -------------------------------------------------------------------------------- */

static bool is_tag(const yaml_event_t *event, const char *tag)
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
static void resolve_tagged(struct reader *reader, const yaml_event_t *event, struct vd_slice text,
                           struct vd_yaml_scalar *out)
{
    static const char *const TAGS[] = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int",
                                       "tag:yaml.org,2002:float", "tag:yaml.org,2002:null",
                                       TIMESTAMP_TAG};
    const char *tag = (const char *)event->data.scalar.tag;
    bool is_known = false;
    char name[64];

    *out = (struct vd_yaml_scalar){.kind = VD_YAML_TEXT};
    for (size_t i = 0; i < VD_COUNT(TAGS); i++)
        is_known |= is_tag(event, TAGS[i]);
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
    refuse(reader, "yaml: cannot decode %s `%.*s` as a %s", tag_of(out->kind),
           (int)VD_MIN(text.len, (size_t)200), (const char *)text.ptr, tag);
}

/* Base64 on any number of lines. */
static struct vd_slice decode_binary(struct reader *reader, struct vd_slice text)
{
    uint8_t *bytes = alloc(reader, text.len + vd_base64_decoded_max(0));
    size_t len = 0;

    if (!bytes)
        return VD_SLICE_EMPTY;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '\n' && text.ptr[i] != '\r')
            bytes[len++] = text.ptr[i];
    if (vd_base64_decode(vd_slice(bytes, len), bytes, &len))
        refuse(reader, "yaml: !!binary value contains invalid base64 data");
    return reader->rc ? VD_SLICE_EMPTY : vd_slice(bytes, len);
}

/* What a scalar is, and its text: as it is written, or the bytes of !!binary. */
static struct vd_yaml_scalar resolve(struct reader *reader, const yaml_event_t *event,
                                     struct vd_slice *out_text)
{
    struct vd_slice text = vd_slice(event->data.scalar.value, event->data.scalar.length);
    struct vd_yaml_scalar scalar = {.kind = VD_YAML_TEXT};

    *out_text = text;
    if (is_tag(event, BINARY_TAG)) {
        *out_text = decode_binary(reader, text);
    } else if (event->data.scalar.tag) {
        resolve_tagged(reader, event, text, &scalar);
    } else if (event->data.scalar.plain_implicit) {
        vd_yaml_resolve(text, &scalar);
    }
    return scalar;
}

static struct vd_slice print_int(const struct vd_yaml_scalar *scalar, uint8_t out[KEY_BYTES])
{
    uint8_t *to = out;

    if (scalar->is_negative)
        *to++ = '-';
    to = vd_json_put_uint(to, scalar->magnitude);
    return vd_slice(out, (size_t)(to - out));
}

static void set_number(struct reader *reader, struct vd_json_value *value,
                       const struct vd_yaml_scalar *scalar)
{
    char text[VD_YAML_FLOAT_BYTES];
    uint8_t digits[KEY_BYTES];
    struct vd_slice printed;

    if (scalar->kind == VD_YAML_INT) {
        printed = print_int(scalar, digits);
    } else if (isfinite(scalar->number)) {
        vd_yaml_float_json(scalar->number, text);
        printed = vd_slice_str(text);
    } else {
        refuse(reader, "json: unsupported value: %s",
               isnan(scalar->number) ? "NaN"
               : scalar->number > 0  ? "+Inf"
                                     : "-Inf");
        return;
    }
    value->text = copy_text(reader, printed.ptr, printed.len);
}

static struct node *read_scalar(struct reader *reader, const yaml_event_t *event)
{
    static const enum vd_json_type TYPES[] = {
        [VD_YAML_TEXT] = VD_JSON_STRING,  [VD_YAML_NULL] = VD_JSON_NULL,
        [VD_YAML_BOOL] = VD_JSON_BOOL,    [VD_YAML_INT] = VD_JSON_NUMBER,
        [VD_YAML_FLOAT] = VD_JSON_NUMBER, [VD_YAML_TIMESTAMP] = VD_JSON_STRING};
    struct vd_slice text;
    struct vd_yaml_scalar scalar = resolve(reader, event, &text);
    struct node *node = new_node(reader, TYPES[scalar.kind], event->start_mark.line);

    if (!node)
        return NULL;
    if (node->value.type == VD_JSON_STRING)
        node->value.text = copy_text(reader, text.ptr, text.len);
    else if (node->value.type == VD_JSON_NUMBER)
        set_number(reader, &node->value, &scalar);
    node->value.is_true = scalar.is_true;
    return node;
}

/* --- anchors -------------------------------------------------------------------------------- */

static struct anchor *slot_of(const struct reader *reader, struct vd_slice name)
{
    size_t at = (size_t)vd_hash(name) & (reader->anchors_size - 1);

    while (reader->anchors[at].node && !vd_slice_eq(reader->anchors[at].name, name))
        at = (at + 1) & (reader->anchors_size - 1);
    return &reader->anchors[at];
}

static bool grow_anchors(struct reader *reader)
{
    struct anchor *old = reader->anchors;
    size_t old_size = reader->anchors_size;

    reader->anchors_size = old_size ? old_size * 2 : ANCHORS_MIN;
    reader->anchors = vd_alloc_zero(reader->anchors_size * sizeof(struct anchor));
    if (!reader->anchors) {
        reader->anchors = old;
        reader->anchors_size = old_size;
        reader->rc = -ENOMEM;
        return false;
    }
    for (size_t i = 0; i < old_size; i++)
        if (old[i].node)
            *slot_of(reader, old[i].name) = old[i];
    vd_free(old);
    return true;
}

/* The value is what this name stands for, from now on. */
static void remember(struct reader *reader, const yaml_char_t *name, struct node *node)
{
    struct anchor *slot;

    if (!name || !node || reader->rc)
        return;
    if (reader->anchors_count * 2 >= reader->anchors_size && !grow_anchors(reader))
        return;
    slot = slot_of(reader, vd_slice_str((const char *)name));
    if (!slot->node) {
        slot->name = copy_text(reader, name, strlen((const char *)name));
        reader->anchors_count++;
    }
    slot->node = node;
    node->is_anchor = true;
}

/* A copy of what the alias names. */
static struct node *read_alias(struct reader *reader, const yaml_event_t *event, uint32_t depth)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct anchor *slot = reader->anchors ? slot_of(reader, vd_slice_str(name)) : NULL;
    struct node *node;

    if (!slot || !slot->node) {
        refuse(reader, "yaml: unknown anchor '%s' referenced", name);
        return NULL;
    }
    if (slot->node->is_open) {
        refuse(reader, "yaml: anchor '%s' value contains itself", name);
        return NULL;
    }
    if (depth + depth_of(&slot->node->value) > reader->depth_max) {
        reader->rc = VD_TOO_LARGE;
        return NULL;
    }
    reader->in_alias++;
    node = copy(reader, slot->node);
    reader->in_alias--;
    return node;
}

/* --- collections ---------------------------------------------------------------------------- */

static struct node *read_value(struct reader *reader, const yaml_event_t *event, uint32_t depth);

/* Reads the event of a value too. */
static struct node *read_next(struct reader *reader, uint32_t depth)
{
    yaml_event_t event;
    struct node *node;

    if (!next(reader, &event))
        return NULL;
    node = read_value(reader, &event, depth);
    yaml_event_delete(&event);
    return node;
}

static struct node *open_node(struct reader *reader, enum vd_json_type type,
                              const yaml_event_t *event, const yaml_char_t *anchor, uint32_t depth)
{
    struct node *node;

    if (depth >= reader->depth_max && reader->rc == 0)
        reader->rc = VD_TOO_LARGE;
    node = new_node(reader, type, event->start_mark.line);
    if (node)
        node->is_open = true;
    remember(reader, anchor, node);
    return reader->rc ? NULL : node;
}

static struct node *read_sequence(struct reader *reader, const yaml_event_t *event, uint32_t depth)
{
    struct node *node =
        open_node(reader, VD_JSON_ARRAY, event, event->data.sequence_start.anchor, depth);
    bool is_end = false;

    while (node && !is_end) {
        struct node *part = NULL;
        yaml_event_t inner;

        if (!next(reader, &inner))
            return NULL;
        is_end = inner.type == YAML_SEQUENCE_END_EVENT;
        if (!is_end)
            part = read_value(reader, &inner, depth + 1);
        yaml_event_delete(&inner);
        if (part)
            add(&node->value, part);
        else if (!is_end)
            return NULL;
    }
    if (node)
        node->is_open = false;
    return node;
}

/* Adds copies of what is in a map; the copies because another may know it by its anchor. */
static void merge_map(struct reader *reader, struct node *into, struct vd_json_value *from)
{
    for (struct vd_json_value *at = from->first; at && reader->rc == 0; at = at->next) {
        struct node *part = copy(reader, node_of(at));

        if (part) {
            part->value.is_duplicate = false;
            add(&into->value, part);
        }
    }
}

static void merge_list(struct reader *reader, struct node *into, struct vd_json_value *list)
{
    /* What stands in front counts more, so it comes last. */
    size_t left = list->count;
    struct vd_json_value **maps = alloc(reader, left * sizeof(struct vd_json_value *));

    if (!maps)
        return;
    for (struct vd_json_value *at = list->first; at; at = at->next)
        maps[--left] = at;
    for (size_t i = 0; i < list->count; i++)
        if (maps[i]->type == VD_JSON_OBJECT)
            merge_map(reader, into, maps[i]);
        else
            refuse(reader, "yaml: map merge requires map or sequence of maps as the value");
}

/* The value of a key `<<`. */
static void read_merge(struct reader *reader, struct node *into, uint32_t depth)
{
    struct node *from = NULL;
    yaml_event_t event;
    bool is_alias;

    if (!next(reader, &event))
        return;
    is_alias = event.type == YAML_ALIAS_EVENT;
    from = read_value(reader, &event, depth + 1);
    yaml_event_delete(&event);
    if (!from)
        return;
    if (from->value.type == VD_JSON_OBJECT)
        merge_map(reader, into, &from->value);
    else if (from->value.type == VD_JSON_ARRAY && !is_alias)
        merge_list(reader, into, &from->value);
    else
        refuse(reader, "yaml: map merge requires map or sequence of maps as the value");
}

static bool is_merge(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 2 &&
           memcmp(event->data.scalar.value, "<<", 2) == 0 &&
           (event->data.scalar.plain_implicit || is_tag(event, MERGE_TAG));
}

/* A value as the text that JSON needs of a key; `is_text` unless it was one before. */
static struct vd_slice key_text(struct reader *reader, const struct vd_yaml_scalar *scalar,
                                struct vd_slice text, bool *is_text)
{
    char number[VD_YAML_FLOAT_BYTES];
    uint8_t digits[KEY_BYTES];

    *is_text = scalar->kind == VD_YAML_TEXT || scalar->kind == VD_YAML_TIMESTAMP;
    if (scalar->kind == VD_YAML_NULL) {
        refuse(reader, "unsupported map key of type: %%!s(<nil>), key: <nil>");
    } else if (scalar->kind == VD_YAML_BOOL) {
        text = scalar->is_true ? VD_SLICE("true") : VD_SLICE("false");
    } else if (scalar->kind == VD_YAML_INT) {
        if (scalar->magnitude > (uint64_t)INT64_MAX + scalar->is_negative)
            refuse(reader, "unsupported map key of type: uint64, key: %#llx",
                   (unsigned long long)scalar->magnitude);
        text = print_int(scalar, digits);
    } else if (scalar->kind == VD_YAML_FLOAT) {
        vd_yaml_float_g(scalar->number, true, number);
        text = vd_slice_str(number);
    }
    return copy_text(reader, text.ptr, text.len);
}

/* The key that an alias stands for, or that has an anchor. */
static struct vd_slice key_of_node(struct reader *reader, const struct node *node, bool *is_text)
{
    struct vd_yaml_scalar scalar = {.kind = VD_YAML_TEXT};

    if (node->value.type == VD_JSON_ARRAY || node->value.type == VD_JSON_OBJECT) {
        refuse(reader, "yaml: invalid map key: %s",
               node->value.type == VD_JSON_ARRAY ? "[]interface {}"
                                                 : "map[interface {}]interface {}");
        return VD_SLICE_EMPTY;
    }
    if (node->value.type == VD_JSON_NULL)
        scalar.kind = VD_YAML_NULL;
    else if (node->value.type == VD_JSON_BOOL)
        scalar = (struct vd_yaml_scalar){.kind = VD_YAML_BOOL, .is_true = node->value.is_true};
    else if (node->value.type == VD_JSON_NUMBER)
        vd_yaml_resolve(node->value.text, &scalar);
    return key_text(reader, &scalar, node->value.text, is_text);
}

static struct vd_slice read_key(struct reader *reader, const yaml_event_t *event, uint32_t depth,
                                bool *is_text)
{
    struct vd_yaml_scalar scalar;
    struct vd_slice text;
    struct node *node;

    if (event->type == YAML_SCALAR_EVENT && !event->data.scalar.anchor) {
        count(reader);
        scalar = resolve(reader, event, &text);
        return key_text(reader, &scalar, text, is_text);
    }
    node = read_value(reader, event, depth + 1);
    return node ? key_of_node(reader, node, is_text) : VD_SLICE_EMPTY;
}

static void note_duplicates(struct reader *reader, struct vd_json_value *object)
{
    int rc = vd_json_mark_duplicates(object);

    if (rc && reader->rc == 0)
        reader->rc = rc;
    for (struct vd_json_value *at = object->first;
         object->has_duplicates && at && reader->strict_count < STRICT_MAX; at = at->next) {
        const struct node *node = node_of(at);
        const char *quote = node->is_text_key ? "\"" : "";

        if (!at->is_duplicate)
            continue;
        vd_buf_printf(&reader->strict, "%s\n  line %u: key %s%.*s%s already set in map",
                      reader->strict_count++ ? "" : "yaml: unmarshal errors:", node->line + 1,
                      quote, (int)VD_MIN(at->name.len, (size_t)256), (const char *)at->name.ptr,
                      quote);
    }
}

static struct node *read_mapping(struct reader *reader, const yaml_event_t *event, uint32_t depth)
{
    struct node *node =
        open_node(reader, VD_JSON_OBJECT, event, event->data.mapping_start.anchor, depth);
    bool is_end = false;

    while (node && !is_end) {
        bool is_text = false, merges;
        struct vd_slice name;
        struct node *part;
        yaml_event_t key;

        if (!next(reader, &key))
            return NULL;
        is_end = key.type == YAML_MAPPING_END_EVENT;
        merges = !is_end && is_merge(&key);
        if (!is_end && !merges)
            name = read_key(reader, &key, depth, &is_text);
        yaml_event_delete(&key);
        if (merges) {
            read_merge(reader, node, depth);
        } else if (!is_end) {
            part = read_next(reader, depth + 1);
            if (!part)
                return NULL;
            part->value.name = name;
            part->is_text_key = is_text;
            add(&node->value, part);
        }
    }
    if (!node || reader->rc)
        return NULL;
    node->is_open = false;
    note_duplicates(reader, &node->value);
    return node;
}

static struct node *read_value(struct reader *reader, const yaml_event_t *event, uint32_t depth)
{
    struct node *node = NULL;

    count(reader);
    if (reader->rc)
        return NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node = read_scalar(reader, event);
        remember(reader, event->data.scalar.anchor, node);
        break;
    case YAML_ALIAS_EVENT:
        node = read_alias(reader, event, depth);
        break;
    case YAML_SEQUENCE_START_EVENT:
        node = read_sequence(reader, event, depth);
        break;
    case YAML_MAPPING_START_EVENT:
        node = read_mapping(reader, event, depth);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        vd_assert(event->type == YAML_ALIAS_EVENT); /* a value comes here */
    }
    return reader->rc ? NULL : node;
}

/* --- documents ------------------------------------------------------------------------------ */

/* The first document; no document is null. */
static struct node *read_document(struct reader *reader)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    struct node *node = NULL;
    yaml_event_t event;

    for (int i = 0; i < 2; i++) { /* the stream, the document */
        if (!next(reader, &event))
            return NULL;
        type = event.type;
        yaml_event_delete(&event);
    }
    if (type == YAML_STREAM_END_EVENT)
        return new_node(reader, VD_JSON_NULL, 0);
    node = read_next(reader, 0);
    if (node && next(reader, &event)) /* its end: what follows it closely may be wrong */
        yaml_event_delete(&event);
    return node;
}

static void copy_strict(struct reader *reader, struct vd_slice *out_strict)
{
    struct vd_slice text = vd_buf_slice(&reader->strict);

    if (vd_buf_status(&reader->strict) && reader->rc == 0)
        reader->rc = -ENOMEM;
    *out_strict = copy_text(reader, text.ptr, text.len);
}

int vd_yaml_read(struct vd_arena *arena, struct vd_slice text, uint32_t depth_max,
                 struct vd_json_value **out_value, struct vd_slice *out_strict,
                 struct vd_yaml_fault *out_fault)
{
    struct reader reader = {.arena = arena, .depth_max = depth_max};
    struct vd_slice strict;
    struct node *node;

    if (!yaml_parser_initialize(&reader.parser))
        return -ENOMEM;
    vd_buf_init(&reader.strict, 0);
    yaml_parser_set_input_string(&reader.parser, text.len ? text.ptr : (const uint8_t *)"\n",
                                 text.len ? text.len : 1);
    node = read_document(&reader);
    copy_strict(&reader, &strict);
    yaml_parser_delete(&reader.parser);
    vd_buf_deinit(&reader.strict);
    vd_free(reader.anchors);
    if (reader.rc == VD_TOO_LARGE)
        reader.message = VD_SLICE("too deep, or too much");
    if (reader.rc > 0 && out_fault)
        out_fault->message = reader.message;
    if (reader.rc)
        return reader.rc;
    *out_value = &node->value;
    if (out_strict)
        *out_strict = strict;
    return 0;
}
