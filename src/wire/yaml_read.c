/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libyaml's events become a tree as they come. Each value is ours with its line behind it; anchors
 * are known by name in a table, and an alias is a copy of what its anchor holds.
 *
 * The event of a value is read by whoever expects the value, because keys and merges look at it
 * first.
 */
#include "wire/yaml_read.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "wire/yaml_reader.h"

#include <errno.h>

enum { ANCHORS_MIN = 16, STRICT_MAX = 100 };

#define MERGE_TAG "tag:yaml.org,2002:merge"

/* --- anchors -------------------------------------------------------------------------------- */

static struct vd_yaml_anchor *slot_of(const struct vd_yaml_reader *reader, struct vd_slice name)
{
    size_t at = (size_t)vd_hash(name) & (reader->anchors_size - 1);

    while (reader->anchors[at].node && !vd_slice_eq(reader->anchors[at].name, name))
        at = (at + 1) & (reader->anchors_size - 1);
    return &reader->anchors[at];
}

static bool grow_anchors(struct vd_yaml_reader *reader)
{
    struct vd_yaml_anchor *old = reader->anchors;
    size_t old_size = reader->anchors_size;

    reader->anchors_size = old_size ? old_size * 2 : ANCHORS_MIN;
    reader->anchors = vd_alloc_zero(reader->anchors_size * sizeof(struct vd_yaml_anchor));
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
static void remember(struct vd_yaml_reader *reader, const yaml_char_t *name,
                     struct vd_yaml_node *node)
{
    struct vd_yaml_anchor *slot;

    if (!name || !node || reader->rc)
        return;
    if (reader->anchors_count * 2 >= reader->anchors_size && !grow_anchors(reader))
        return;
    slot = slot_of(reader, vd_slice_str((const char *)name));
    if (!slot->node) {
        slot->name = vd_yaml_copy_text(reader, name, strlen((const char *)name));
        reader->anchors_count++;
    }
    slot->node = node;
}

/* A copy of what the alias names. */
static struct vd_yaml_node *read_alias(struct vd_yaml_reader *reader, const yaml_event_t *event,
                                       uint32_t depth)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct vd_yaml_anchor *slot = reader->anchors ? slot_of(reader, vd_slice_str(name)) : NULL;
    struct vd_yaml_node *node;

    if (!slot || !slot->node) {
        vd_yaml_refuse(reader, "yaml: unknown anchor '%s' referenced", name);
        return NULL;
    }
    if (slot->node->is_open) {
        vd_yaml_refuse(reader, "yaml: anchor '%s' value contains itself", name);
        return NULL;
    }
    if (depth + vd_yaml_depth(&slot->node->value) > reader->depth_max) {
        reader->rc = VD_TOO_LARGE;
        return NULL;
    }
    reader->in_alias++;
    node = vd_yaml_copy(reader, slot->node);
    reader->in_alias--;
    return node;
}

/* --- collections ---------------------------------------------------------------------------- */

static struct vd_yaml_node *read_value(struct vd_yaml_reader *reader, const yaml_event_t *event,
                                       uint32_t depth);

/* Reads the event of a value too. */
static struct vd_yaml_node *read_next(struct vd_yaml_reader *reader, uint32_t depth)
{
    yaml_event_t event;
    struct vd_yaml_node *node;

    if (!vd_yaml_next(reader, &event))
        return NULL;
    node = read_value(reader, &event, depth);
    yaml_event_delete(&event);
    return node;
}

static struct vd_yaml_node *open_node(struct vd_yaml_reader *reader, enum vd_json_type type,
                                      const yaml_event_t *event, const yaml_char_t *anchor,
                                      uint32_t depth)
{
    struct vd_yaml_node *node;

    if (depth >= reader->depth_max && reader->rc == 0)
        reader->rc = VD_TOO_LARGE;
    node = vd_yaml_node_new(reader, type, event->start_mark.line);
    if (node)
        node->is_open = true;
    remember(reader, anchor, node);
    return reader->rc ? NULL : node;
}

static struct vd_yaml_node *read_sequence(struct vd_yaml_reader *reader, const yaml_event_t *event,
                                          uint32_t depth)
{
    struct vd_yaml_node *node =
        open_node(reader, VD_JSON_ARRAY, event, event->data.sequence_start.anchor, depth);
    bool is_end = false;

    while (node && !is_end) {
        struct vd_yaml_node *part = NULL;
        yaml_event_t inner;

        if (!vd_yaml_next(reader, &inner))
            return NULL;
        is_end = inner.type == YAML_SEQUENCE_END_EVENT;
        if (!is_end)
            part = read_value(reader, &inner, depth + 1);
        yaml_event_delete(&inner);
        if (part)
            vd_yaml_add(&node->value, part);
        else if (!is_end)
            return NULL;
    }
    if (node)
        node->is_open = false;
    return node;
}

/* Adds copies of what is in a map; the copies because another may know it by its anchor. */
static void merge_map(struct vd_yaml_reader *reader, struct vd_yaml_node *into,
                      struct vd_json_value *from)
{
    for (struct vd_json_value *at = from->first; at && reader->rc == 0; at = at->next) {
        struct vd_yaml_node *part = vd_yaml_copy(reader, vd_yaml_node_of(at));

        if (part) {
            part->value.is_duplicate = false;
            vd_yaml_add(&into->value, part);
        }
    }
}

static void merge_list(struct vd_yaml_reader *reader, struct vd_yaml_node *into,
                       struct vd_json_value *list)
{
    /* What stands in front counts more, so it comes last. */
    size_t left = list->count;
    struct vd_json_value **maps = vd_yaml_alloc(reader, left * sizeof(struct vd_json_value *));

    if (!maps)
        return;
    for (struct vd_json_value *at = list->first; at; at = at->next)
        maps[--left] = at;
    for (size_t i = 0; i < list->count; i++)
        if (maps[i]->type == VD_JSON_OBJECT)
            merge_map(reader, into, maps[i]);
        else
            vd_yaml_refuse(reader, "yaml: map merge requires map or sequence of maps as the value");
}

/* The value of a key `<<`. */
static void read_merge(struct vd_yaml_reader *reader, struct vd_yaml_node *into, uint32_t depth)
{
    struct vd_yaml_node *from = NULL;
    yaml_event_t event;
    bool is_alias;

    if (!vd_yaml_next(reader, &event))
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
        vd_yaml_refuse(reader, "yaml: map merge requires map or sequence of maps as the value");
}

static bool is_merge(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 2 &&
           memcmp(event->data.scalar.value, "<<", 2) == 0 &&
           (event->data.scalar.plain_implicit || vd_yaml_is_tag(event, MERGE_TAG));
}

/* A value as the text that JSON needs of a key; `is_text` unless it was one before. */
static struct vd_slice key_text(struct vd_yaml_reader *reader, const struct vd_yaml_scalar *scalar,
                                struct vd_slice text, bool *is_text)
{
    char number[VD_YAML_FLOAT_BYTES];
    uint8_t digits[VD_YAML_FLOAT_BYTES];

    *is_text = scalar->kind == VD_YAML_TEXT || scalar->kind == VD_YAML_TIMESTAMP;
    if (scalar->kind == VD_YAML_NULL) {
        vd_yaml_refuse(reader, "unsupported map key of type: %%!s(<nil>), key: <nil>");
    } else if (scalar->kind == VD_YAML_BOOL) {
        text = scalar->is_true ? VD_SLICE("true") : VD_SLICE("false");
    } else if (scalar->kind == VD_YAML_INT) {
        if (scalar->magnitude > (uint64_t)INT64_MAX + scalar->is_negative)
            vd_yaml_refuse(reader, "unsupported map key of type: uint64, key: %#llx",
                           (unsigned long long)scalar->magnitude);
        text = vd_yaml_print_int(scalar, digits);
    } else if (scalar->kind == VD_YAML_FLOAT) {
        vd_yaml_float_g(scalar->number, true, number);
        text = vd_slice_str(number);
    }
    return vd_yaml_copy_text(reader, text.ptr, text.len);
}

/* The key that an alias stands for, or that has an anchor. */
static struct vd_slice key_of_node(struct vd_yaml_reader *reader, const struct vd_yaml_node *node,
                                   bool *is_text)
{
    struct vd_yaml_scalar scalar = {.kind = VD_YAML_TEXT};

    if (node->value.type == VD_JSON_ARRAY || node->value.type == VD_JSON_OBJECT) {
        vd_yaml_refuse(reader, "yaml: invalid map key: %s",
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

static struct vd_slice read_key(struct vd_yaml_reader *reader, const yaml_event_t *event,
                                uint32_t depth, bool *is_text)
{
    struct vd_yaml_scalar scalar;
    struct vd_slice text;
    struct vd_yaml_node *node;

    if (event->type == YAML_SCALAR_EVENT && !event->data.scalar.anchor) {
        vd_yaml_count(reader);
        scalar = vd_yaml_resolve_event(reader, event, &text);
        return key_text(reader, &scalar, text, is_text);
    }
    node = read_value(reader, event, depth + 1);
    return node ? key_of_node(reader, node, is_text) : VD_SLICE_EMPTY;
}

static void note_duplicates(struct vd_yaml_reader *reader, struct vd_json_value *object)
{
    int rc = vd_json_mark_duplicates(object);

    if (rc && reader->rc == 0)
        reader->rc = rc;
    for (struct vd_json_value *at = object->first;
         object->has_duplicates && at && reader->strict_count < STRICT_MAX; at = at->next) {
        const struct vd_yaml_node *node = vd_yaml_node_of(at);
        const char *quote = node->is_text_key ? "\"" : "";

        if (!at->is_duplicate)
            continue;
        vd_buf_printf(&reader->strict, "%s\n  line %u: key %s%.*s%s already set in map",
                      reader->strict_count++ ? "" : "yaml: unmarshal errors:", node->line + 1,
                      quote, (int)VD_MIN(at->name.len, (size_t)256), (const char *)at->name.ptr,
                      quote);
    }
}

static struct vd_yaml_node *read_mapping(struct vd_yaml_reader *reader, const yaml_event_t *event,
                                         uint32_t depth)
{
    struct vd_yaml_node *node =
        open_node(reader, VD_JSON_OBJECT, event, event->data.mapping_start.anchor, depth);
    bool is_end = false;

    while (node && !is_end) {
        bool is_text = false, merges;
        struct vd_slice name;
        struct vd_yaml_node *part;
        yaml_event_t key;

        if (!vd_yaml_next(reader, &key))
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
            vd_yaml_add(&node->value, part);
        }
    }
    if (!node || reader->rc)
        return NULL;
    node->is_open = false;
    note_duplicates(reader, &node->value);
    return node;
}

static struct vd_yaml_node *read_value(struct vd_yaml_reader *reader, const yaml_event_t *event,
                                       uint32_t depth)
{
    struct vd_yaml_node *node = NULL;

    vd_yaml_count(reader);
    if (reader->rc)
        return NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node = vd_yaml_read_scalar(reader, event);
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
static struct vd_yaml_node *read_document(struct vd_yaml_reader *reader)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    struct vd_yaml_node *node = NULL;
    yaml_event_t event;

    for (int i = 0; i < 2; i++) { /* the stream, the document */
        if (!vd_yaml_next(reader, &event))
            return NULL;
        type = event.type;
        yaml_event_delete(&event);
    }
    if (type == YAML_STREAM_END_EVENT)
        return vd_yaml_node_new(reader, VD_JSON_NULL, 0);
    node = read_next(reader, 0);
    if (node && vd_yaml_next(reader, &event)) /* its end: what follows it closely may be wrong */
        yaml_event_delete(&event);
    return node;
}

static void copy_strict(struct vd_yaml_reader *reader, struct vd_slice *out_strict)
{
    struct vd_slice text = vd_buf_slice(&reader->strict);

    if (vd_buf_status(&reader->strict) && reader->rc == 0)
        reader->rc = -ENOMEM;
    *out_strict = vd_yaml_copy_text(reader, text.ptr, text.len);
}

int vd_yaml_read(struct vd_arena *arena, struct vd_slice text, uint32_t depth_max,
                 struct vd_json_value **out_value, struct vd_slice *out_strict,
                 struct vd_yaml_fault *out_fault)
{
    struct vd_yaml_reader reader = {.arena = arena, .depth_max = depth_max};
    struct vd_slice strict;
    struct vd_yaml_node *node;

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
