/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The events of a parser are hung into a tree: `open` is the way from the value that is being read
 * up to the whole. Names that come twice are looked for when an object ends: in a short one each
 * with each, in a long one by a table of hashes, so a text costs what it is long.
 */
#include "wire/json_read.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "wire/json_sax.h"

#include <errno.h>

enum { FEW = 12, PARSER_MIN_BYTES = 16384 };

static const char NOT_JSON[] = "it is not JSON";
static const char CUT[] = "the text ends before the value does";
static const char TOO_MANY[] = "there is more than one value";
static const char TOO_LARGE[] = "it is too large";
static const char TOO_DEEP[] = "nested too deep";

struct reader {
    struct vd_arena *arena;
    struct vd_json_value *whole;
    struct vd_json_value **open; /* of `depth` */
    uint32_t depth;
    struct vd_slice name;
    const char *message;
};

/* NULL from an arena is its cap, or no memory. */
static int why_none(const struct vd_arena *arena, size_t size)
{
    return arena->total_bytes + size > arena->limit_bytes ? VD_TOO_LARGE : -ENOMEM;
}

static int copy(struct reader *reader, struct vd_slice text, struct vd_slice *out)
{
    return vd_arena_copy(reader->arena, text, out) ? why_none(reader->arena, text.len) : 0;
}

/* Hangs a new value into what is open. */
static int add(struct reader *reader, enum vd_json_type type, struct vd_json_value **out_value)
{
    struct vd_json_value *parent = reader->depth ? reader->open[reader->depth - 1] : NULL, *value;

    if (!parent && reader->whole) {
        reader->message = TOO_MANY;
        return VD_INVALID;
    }
    value = vd_arena_alloc_zero(reader->arena, sizeof(*value));
    if (!value)
        return why_none(reader->arena, sizeof(*value));
    value->type = type;
    value->name = reader->name;
    reader->name = VD_SLICE_EMPTY;
    if (!parent) {
        reader->whole = value;
    } else {
        if (parent->last)
            parent->last->next = value;
        else
            parent->first = value;
        parent->last = value;
        parent->count++;
    }
    *out_value = value;
    return 0;
}

static int on_null(void *arg)
{
    struct vd_json_value *value;

    return add(arg, VD_JSON_NULL, &value);
}

static int on_boolean(void *arg, bool is_true)
{
    struct vd_json_value *value;
    int rc = add(arg, VD_JSON_BOOL, &value);

    if (rc == 0)
        value->is_true = is_true;
    return rc;
}

static int on_number(void *arg, struct vd_slice text)
{
    struct vd_json_value *value;
    int rc = add(arg, VD_JSON_NUMBER, &value);

    return rc ? rc : copy(arg, text, &value->text);
}

static int on_string(void *arg, struct vd_slice text)
{
    struct vd_json_value *value;
    int rc = add(arg, VD_JSON_STRING, &value);

    return rc ? rc : copy(arg, text, &value->text);
}

static int on_name(void *arg, struct vd_slice name)
{
    struct reader *reader = arg;

    return copy(reader, name, &reader->name);
}

static int enter(struct reader *reader, enum vd_json_type type)
{
    struct vd_json_value *value;
    int rc = add(reader, type, &value);

    if (rc == 0)
        reader->open[reader->depth++] = value; /* the parser counts the depth */
    return rc;
}

static int on_object(void *arg)
{
    return enter(arg, VD_JSON_OBJECT);
}

static int on_array(void *arg)
{
    return enter(arg, VD_JSON_ARRAY);
}

static void mark(struct vd_json_value *object, struct vd_json_value *member)
{
    member->is_duplicate = true;
    object->has_duplicates = true;
}

static void mark_among_few(struct vd_json_value *object)
{
    for (struct vd_json_value *b = object->first; b; b = b->next)
        for (struct vd_json_value *a = object->first; a != b; a = a->next)
            if (vd_slice_eq(a->name, b->name)) {
                mark(object, b);
                break;
            }
}

static int mark_among_many(struct vd_json_value *object)
{
    size_t size = 64;
    struct vd_json_value **slots;

    while (size < (size_t)object->count * 2)
        size *= 2;
    slots = vd_alloc_zero(size * sizeof(*slots));
    if (!slots)
        return -ENOMEM;
    for (struct vd_json_value *member = object->first; member; member = member->next) {
        size_t at = (size_t)vd_hash(member->name) & (size - 1);

        while (slots[at] && !vd_slice_eq(slots[at]->name, member->name))
            at = (at + 1) & (size - 1);
        if (slots[at])
            mark(object, member);
        else
            slots[at] = member;
    }
    vd_free(slots);
    return 0;
}

int vd_json_mark_duplicates(struct vd_json_value *object)
{
    if (object->count > FEW)
        return mark_among_many(object);
    mark_among_few(object);
    return 0;
}

static int on_object_end(void *arg)
{
    struct reader *reader = arg;

    return vd_json_mark_duplicates(reader->open[--reader->depth]);
}

static int on_array_end(void *arg)
{
    struct reader *reader = arg;

    reader->depth--;
    return 0;
}

static int parse(struct reader *reader, struct vd_slice text, uint32_t depth_max,
                 struct vd_json_fault *fault)
{
    static const struct vd_json_events EVENTS = {on_null,       on_boolean, on_number,
                                                 on_string,     on_object,  on_name,
                                                 on_object_end, on_array,   on_array_end};
    /* The text comes in one piece, so the parser holds one string of it, grown by doubling. */
    struct vd_json_limits limits = {depth_max, PARSER_MIN_BYTES + 4 * text.len};
    struct vd_json_parser *parser;
    int rc = vd_json_parser_new(&EVENTS, reader, &limits, &parser);

    if (rc)
        return rc;
    rc = vd_json_parser_feed(parser, text);
    if (rc == 0) {
        rc = vd_json_parser_end(parser);
        if (rc == VD_END) {
            rc = VD_INVALID;
            reader->message = CUT;
        }
    }
    fault->offset_bytes = vd_json_parser_offset(parser);
    if (vd_json_parser_is_too_deep(parser))
        reader->message = TOO_DEEP;
    vd_json_parser_free(parser);
    return rc;
}

int vd_json_read(struct vd_arena *arena, struct vd_slice text, uint32_t depth_max,
                 struct vd_json_value **out_value, struct vd_json_fault *out_fault)
{
    struct reader reader = {.arena = arena, .message = NOT_JSON};
    struct vd_json_fault fault = {0};
    int rc;

    reader.open = vd_alloc_array(depth_max, sizeof(struct vd_json_value *));
    if (!reader.open)
        return -ENOMEM;
    rc = parse(&reader, text, depth_max, &fault);
    vd_free(reader.open);
    fault.message = rc == VD_TOO_LARGE ? TOO_LARGE : reader.message;
    if (rc > 0 && out_fault)
        *out_fault = fault;
    if (rc == 0)
        *out_value = reader.whole;
    return rc;
}

struct vd_json_value *vd_json_member(const struct vd_json_value *object, struct vd_slice name)
{
    struct vd_json_value *found = NULL;

    if (object->type != VD_JSON_OBJECT)
        return NULL;
    for (struct vd_json_value *at = object->first; at; at = at->next)
        if (vd_slice_eq(at->name, name)) {
            found = at;
            if (!object->has_duplicates)
                break;
        }
    return found;
}

static void write_scalar(struct vd_json *json, const struct vd_json_value *value)
{
    if (value->type == VD_JSON_BOOL)
        vd_json_bool(json, value->is_true);
    else if (value->type == VD_JSON_NUMBER)
        vd_json_raw(json, value->text);
    else if (value->type == VD_JSON_STRING)
        vd_json_string(json, value->text);
    else
        vd_json_null(json);
}

void vd_json_write(struct vd_json *json, const struct vd_json_value *value)
{
    bool is_object = value->type == VD_JSON_OBJECT;

    if (!is_object && value->type != VD_JSON_ARRAY) {
        write_scalar(json, value);
        return;
    }
    if (is_object)
        vd_json_object(json);
    else
        vd_json_array(json);
    for (const struct vd_json_value *at = value->first; at; at = at->next) {
        if (is_object)
            vd_json_name_of(json, at->name);
        vd_json_write(json, at);
    }
    if (is_object)
        vd_json_object_end(json);
    else
        vd_json_array_end(json);
}
