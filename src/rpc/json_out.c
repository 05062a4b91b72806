/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine over bytes. A level is a message, or a packed field, that is being read, with the bytes
 * that are left of it; whatever ends in it must end before it does. What a level costs is taken
 * from the one below when it begins, so each byte is counted once.
 */
#include "rpc/json_out.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/base64.h"
#include "wire/json.h"
#include "wire/protobuf.h"

#include <errno.h>

enum { LEVELS_MIN = 8, NUMBER_BYTES = VD_JSON_INT_BYTES + 2 };

enum state { AT_TAG, IN_TAG, IN_VARINT, IN_FIXED, IN_LENGTH, IN_BYTES, IN_STRING, IN_UNKNOWN };

struct vd_json_out_level {
    const struct vd_schema_message *message; /* NULL: a packed field */
    const struct vd_schema_field *list;      /* whose array is open */
    uint64_t left;
    bool comma;
};

void vd_json_out_init(struct vd_json_out *out)
{
    *out = (struct vd_json_out){.state = AT_TAG};
    vd_buf_init(&out->text, 0);
}

void vd_json_out_deinit(struct vd_json_out *out)
{
    vd_free(out->levels);
    vd_buf_deinit(&out->text);
    vd_json_out_init(out);
}

bool vd_json_out_is_whole(const struct vd_json_out *out)
{
    return out->depth == 0;
}

static struct vd_json_out_level *top(struct vd_json_out *out)
{
    return &out->levels[out->depth - 1];
}

static void put(struct vd_buf *to, const char *literal)
{
    vd_buf_append_slice(to, vd_slice_str(literal));
}

/* --- levels --------------------------------------------------------------------------------- */

static int push(struct vd_json_out *out, const struct vd_schema_message *message, uint64_t left)
{
    if (out->depth == VD_JSON_OUT_DEPTH)
        return VD_INVALID;
    if (out->depth == out->cap) {
        uint32_t cap = VD_MAX(out->cap * 2, (uint32_t)LEVELS_MIN);
        struct vd_json_out_level *levels = vd_realloc(out->levels, cap * sizeof(*levels));

        if (!levels)
            return -ENOMEM;
        out->levels = levels;
        out->cap = cap;
    }
    out->levels[out->depth++] = (struct vd_json_out_level){.message = message, .left = left};
    out->state = message ? AT_TAG : IN_VARINT;
    return 0;
}

static void close_list(struct vd_json_out_level *level, struct vd_buf *to)
{
    if (level->list)
        put(to, "]");
    level->list = NULL;
}

static void pop(struct vd_json_out *out, struct vd_buf *to)
{
    struct vd_json_out_level *level = top(out);

    if (level->message) {
        close_list(level, to);
        put(to, "}");
    }
    out->depth--;
    out->state = AT_TAG;
}

/* What stands before a value of out->field: commas, its name, the beginning of its array. */
static void put_label(struct vd_json_out *out, struct vd_buf *to)
{
    struct vd_json_out_level *level = top(out);
    const struct vd_schema_field *field = out->field;

    if (!level->message) /* the array of a packed field is open in the level below */
        level--;
    if (field->is_repeated && level->list == field) {
        put(to, ",");
        return;
    }
    close_list(level, to);
    if (level->comma)
        put(to, ",");
    level->comma = true;
    vd_buf_append_slice(to, field->label);
    if (field->is_repeated) {
        put(to, "[");
        level->list = field;
    }
}

/* Whether a value of zero, or no bytes, is said. */
static bool shows_default(const struct vd_schema_field *field)
{
    return field->is_repeated || field->oneof >= 0;
}

/* --- values --------------------------------------------------------------------------------- */

static void put_int(struct vd_buf *to, int64_t value, const char *quote)
{
    uint8_t *at = vd_buf_reserve(to, NUMBER_BYTES);
    uint8_t *p = at;

    if (!at)
        return;
    if (*quote)
        *p++ = (uint8_t)*quote;
    p = vd_json_put_int(p, value);
    if (*quote)
        *p++ = (uint8_t)*quote;
    vd_buf_advance(to, (size_t)(p - at));
}

static void put_uint64(struct vd_buf *to, uint64_t value)
{
    struct vd_json json;

    vd_json_init(&json, to);
    vd_json_uint_string(&json, value);
}

static void put_enum(struct vd_buf *to, const struct vd_schema_enum *enumeration, int32_t number)
{
    for (uint32_t i = 0; i < enumeration->count; i++)
        if (enumeration->values[i].number == number) {
            put(to, "\"");
            vd_buf_append_slice(to, enumeration->values[i].name);
            put(to, "\"");
            return;
        }
    put_int(to, number, "");
}

static void put_real(struct vd_buf *to, double value)
{
    struct vd_json json;

    if (value != value) {
        put(to, "\"NaN\"");
    } else if (value - value != 0) {
        put(to, value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    } else {
        vd_json_init(&json, to);
        vd_json_double(&json, value);
    }
}

static double double_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static double float_of(uint64_t bits)
{
    uint32_t low = (uint32_t)bits;
    float value;

    memcpy(&value, &low, sizeof(value));
    return (double)value;
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

static void put_number(struct vd_buf *to, const struct vd_schema_field *field, uint64_t value)
{
    switch (field->type) {
    case VD_SCHEMA_DOUBLE:
        put_real(to, double_of(value));
        return;
    case VD_SCHEMA_FLOAT:
        put_real(to, float_of(value));
        return;
    case VD_SCHEMA_INT64:
    case VD_SCHEMA_SFIXED64:
        put_int(to, (int64_t)value, "\"");
        return;
    case VD_SCHEMA_UINT64:
    case VD_SCHEMA_FIXED64:
        put_uint64(to, value);
        return;
    case VD_SCHEMA_INT32:
    case VD_SCHEMA_SFIXED32:
        put_int(to, (int32_t)value, "");
        return;
    case VD_SCHEMA_UINT32:
    case VD_SCHEMA_FIXED32:
        put_int(to, (uint32_t)value, "");
        return;
    case VD_SCHEMA_SINT32:
        put_int(to, (int32_t)unzigzag(value), "");
        return;
    case VD_SCHEMA_SINT64:
        put_int(to, unzigzag(value), "\"");
        return;
    case VD_SCHEMA_BOOL:
        put(to, value ? "true" : "false");
        return;
    case VD_SCHEMA_ENUM:
        put_enum(to, field->enumeration, (int32_t)value);
        return;
    case VD_SCHEMA_STRING:
    case VD_SCHEMA_BYTES:
    case VD_SCHEMA_MESSAGE:
    case VD_SCHEMA_GROUP:
        break;
    }
}

/* A number is whole. */
static void end_number(struct vd_json_out *out, struct vd_buf *to)
{
    bool is_packed = !top(out)->message;

    if (out->value || shows_default(out->field)) {
        put_label(out, to);
        put_number(to, out->field, out->value);
    }
    out->state = AT_TAG;
    if (is_packed) {
        out->state = vd_schema_wire_type(out->field->type) == VD_PB_VARINT ? IN_VARINT : IN_FIXED;
        out->value = 0;
        out->shift = 0;
    }
}

/* --- the beginnings of fields --------------------------------------------------------------- */

static void begin_number(struct vd_json_out *out, enum state state)
{
    out->state = (uint8_t)state;
    out->value = 0;
    out->shift = 0;
}

/* A tag is whole. */
static int begin_field(struct vd_json_out *out)
{
    unsigned wire_type = out->tag & 7;
    const struct vd_schema_field *field = vd_schema_field(top(out)->message, out->tag >> 3);

    if (field && wire_type != vd_schema_wire_type(field->type) &&
        !(field->is_repeated && wire_type == VD_PB_LEN))
        field = NULL;
    out->field = field;
    switch (wire_type) {
    case VD_PB_VARINT:
        begin_number(out, IN_VARINT);
        return 0;
    case VD_PB_LEN:
        begin_number(out, IN_LENGTH);
        return 0;
    case VD_PB_I64:
    case VD_PB_I32:
        begin_number(out, IN_FIXED);
        return 0;
    default:
        return VD_INVALID;
    }
}

static int begin_message(struct vd_json_out *out, uint64_t bytes, struct vd_buf *to)
{
    put_label(out, to);
    put(to, "{");
    return push(out, out->field->message, bytes);
}

static int begin_bytes(struct vd_json_out *out, uint64_t bytes, struct vd_buf *to)
{
    if (!bytes && !shows_default(out->field)) {
        out->state = AT_TAG;
        return 0;
    }
    put_label(out, to);
    out->left = bytes;
    out->carry_len = 0;
    out->state = out->field->type == VD_SCHEMA_STRING ? IN_STRING : IN_BYTES;
    if (out->state == IN_BYTES)
        put(to, "\"");
    vd_buf_clear(&out->text);
    return 0;
}

/* The length of a field is whole; it is the level's no longer. */
static int begin_delimited(struct vd_json_out *out, struct vd_buf *to)
{
    struct vd_json_out_level *level = top(out);
    uint64_t bytes = out->value;

    if (bytes > level->left)
        return VD_INVALID;
    level->left -= bytes;
    if (!out->field) {
        out->left = bytes;
        out->state = IN_UNKNOWN;
        return 0;
    }
    switch (vd_schema_wire_type(out->field->type)) {
    case VD_PB_LEN:
        return out->field->type == VD_SCHEMA_MESSAGE ? begin_message(out, bytes, to)
                                                     : begin_bytes(out, bytes, to);
    default: {
        int rc = push(out, NULL, bytes);

        begin_number(out,
                     vd_schema_wire_type(out->field->type) == VD_PB_VARINT ? IN_VARINT : IN_FIXED);
        return rc;
    }
    }
}

/* --- bytes ---------------------------------------------------------------------------------- */

static uint8_t take_byte(struct vd_json_out *out, struct vd_slice *piece)
{
    top(out)->left--;
    piece->len--;
    return *piece->ptr++;
}

/* Bytes of a varint, as far as they are there. 0: it is whole; VD_WAIT. */
static int take_varint(struct vd_json_out *out, struct vd_slice *piece)
{
    while (piece->len) {
        uint8_t byte;

        if (!top(out)->left || out->shift > 63)
            return VD_INVALID;
        byte = take_byte(out, piece);
        out->value |= (uint64_t)(byte & 0x7f) << out->shift;
        out->shift = (uint8_t)(out->shift + 7);
        if (byte < 0x80)
            return 0;
    }
    return VD_WAIT;
}

static int take_fixed(struct vd_json_out *out, struct vd_slice *piece)
{
    unsigned bits = out->field ? (vd_schema_wire_type(out->field->type) == VD_PB_I64 ? 64 : 32)
                               : ((out->tag & 7) == VD_PB_I64 ? 64 : 32);

    while (piece->len) {
        if (!top(out)->left)
            return VD_INVALID;
        out->value |= (uint64_t)take_byte(out, piece) << out->shift;
        out->shift = (uint8_t)(out->shift + 8);
        if (out->shift == bits)
            return 0;
    }
    return VD_WAIT;
}

static struct vd_slice take_some(struct vd_json_out *out, struct vd_slice *piece)
{
    struct vd_slice some = {piece->ptr, (size_t)VD_MIN((uint64_t)piece->len, out->left)};

    piece->ptr += some.len;
    piece->len -= some.len;
    out->left -= some.len;
    return some;
}

static void put_base64(struct vd_buf *to, struct vd_slice bytes)
{
    uint8_t *at = bytes.len ? vd_buf_reserve(to, vd_base64_size(bytes.len)) : NULL;

    if (at)
        vd_buf_advance(to, (size_t)(vd_base64_put(at, bytes) - at));
}

/* Whole groups of three, first with what was left of the piece before. */
static void take_bytes(struct vd_json_out *out, struct vd_slice *piece, struct vd_buf *to)
{
    struct vd_slice some = take_some(out, piece);
    size_t whole;

    while (out->carry_len && out->carry_len < 3 && some.len) {
        out->carry[out->carry_len++] = *some.ptr++;
        some.len--;
    }
    if (out->carry_len == 3) {
        put_base64(to, vd_slice(out->carry, 3));
        out->carry_len = 0;
    }
    whole = out->left ? some.len / 3 * 3 : some.len;
    if (!out->carry_len) {
        put_base64(to, vd_slice(some.ptr, whole));
        for (size_t i = whole; i < some.len; i++)
            out->carry[out->carry_len++] = some.ptr[i];
    }
    if (out->left)
        return;
    put_base64(to, vd_slice(out->carry, out->carry_len));
    put(to, "\"");
    out->state = AT_TAG;
}

/* Strings are short: they are put together first, for their characters may be cut. */
static int take_string(struct vd_json_out *out, struct vd_slice *piece, struct vd_buf *to)
{
    struct vd_json json;

    vd_buf_append_slice(&out->text, take_some(out, piece));
    if (vd_buf_status(&out->text))
        return -ENOMEM;
    if (out->left)
        return 0;
    vd_json_init(&json, to);
    vd_json_string(&json, vd_buf_slice(&out->text));
    out->state = AT_TAG;
    return 0;
}

/* --- the whole ------------------------------------------------------------------------------ */

int vd_json_out_begin(struct vd_json_out *out, const struct vd_schema_message *message,
                      uint64_t bytes, struct vd_buf *to)
{
    int rc;

    vd_assert(vd_json_out_is_whole(out));
    rc = push(out, message, bytes);
    if (rc == 0)
        put(to, "{");
    return rc;
}

static int take_number(struct vd_json_out *out, struct vd_slice *piece, struct vd_buf *to)
{
    enum state state = (enum state)out->state;
    int rc = state == IN_FIXED ? take_fixed(out, piece) : take_varint(out, piece);

    if (rc)
        return rc == VD_WAIT ? 0 : rc;
    if (state == IN_TAG) {
        if (out->value > UINT32_MAX || out->value < 8)
            return VD_INVALID;
        out->tag = (uint32_t)out->value;
        return begin_field(out);
    }
    if (state == IN_LENGTH)
        return begin_delimited(out, to);
    if (out->field)
        end_number(out, to);
    else
        out->state = AT_TAG;
    return 0;
}

static int step(struct vd_json_out *out, struct vd_slice *piece, struct vd_buf *to)
{
    switch ((enum state)out->state) {
    case AT_TAG:
        begin_number(out, IN_TAG);
        return 0;
    case IN_TAG:
    case IN_VARINT:
    case IN_FIXED:
    case IN_LENGTH:
        return take_number(out, piece, to);
    case IN_BYTES:
        take_bytes(out, piece, to);
        return 0;
    case IN_STRING:
        return take_string(out, piece, to);
    case IN_UNKNOWN:
        (void)take_some(out, piece);
        if (!out->left)
            out->state = AT_TAG;
        return 0;
    }
    return VD_INVALID;
}

/* Whether the level on top has come to its end, between two fields or two packed numbers. */
static bool is_at_end(struct vd_json_out *out)
{
    struct vd_json_out_level *level = top(out);

    return !level->left && (out->state == AT_TAG || (!level->message && !out->shift));
}

int vd_json_out_take(struct vd_json_out *out, struct vd_slice *piece, struct vd_buf *to)
{
    int rc = 0;

    while (rc == 0 && out->depth) {
        if (is_at_end(out))
            pop(out, to);
        else if (piece->len || (out->state >= IN_BYTES && !out->left) || out->state == AT_TAG)
            rc = step(out, piece, to);
        else
            break;
    }
    return rc;
}
