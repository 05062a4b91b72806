/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A level is an object that is a message, or an array that is a repeated field; what is not known
 * is counted through by `skipped` and has none. The protobuf message is written as the text is
 * read, each message inside behind a length that is filled in at its end.
 */
#include "rpc/json_in.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/base64.h"
#include "wire/json_read.h"
#include "wire/json_sax.h"
#include "wire/protobuf.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { LEVELS_MIN = 8, FAULT_BYTES = 256, NAME_SHOWN = 64, PARSER_TIMES = 8, REAL_BYTES = 64 };

struct level {
    const struct vd_schema_message *message; /* NULL: an array, of the field of the level below */
    const struct vd_schema_field *field;     /* what the next value is for; NULL: not known */
    uint64_t seen;                           /* bit i: fields[i] has come */
    uint64_t oneofs;                         /* bit i: one of oneof i has */
    size_t begun;                            /* for vd_pb_end; 0: the message itself */
};

struct vd_json_in {
    struct vd_json_parser *parser;
    const struct vd_schema_message *message;
    vd_json_in_message *whole;
    void *arg;
    struct level *levels;
    uint32_t depth, cap;
    uint32_t skipped; /* depth of what is passed over */
    struct vd_buf bytes;
    size_t text_bytes, text_max_bytes; /* of the value under way */
    bool is_at_rest;
    struct vd_buf fault;
};

static struct level *top(struct vd_json_in *in)
{
    return &in->levels[in->depth - 1];
}

/* --- faults --------------------------------------------------------------------------------- */

/* Texts of a peer are cut: they come back to it. */
static void put_shown(struct vd_buf *buf, struct vd_slice text)
{
    bool is_cut = text.len > NAME_SHOWN;

    if (is_cut)
        text.len = vd_utf8_span(vd_slice(text.ptr, NAME_SHOWN));
    vd_buf_append_slice(buf, text);
    if (is_cut)
        vd_buf_append(buf, "...", 3);
}

static int refuse(struct vd_json_in *in, const char *what, struct vd_slice name)
{
    vd_buf_clear(&in->fault);
    vd_buf_append_slice(&in->fault, vd_slice_str("proto: "));
    vd_buf_append_slice(&in->fault, vd_slice_str(what));
    if (name.len) {
        vd_buf_append(&in->fault, " ", 1);
        put_shown(&in->fault, name);
    }
    return VD_INVALID;
}

static const char *type_name(const struct vd_schema_field *field)
{
    static const char *const NAMES[] = {"",         "double",   "float",   "int64",  "uint64",
                                        "int32",    "fixed64",  "fixed32", "bool",   "string",
                                        "group",    "message",  "bytes",   "uint32", "enum",
                                        "sfixed32", "sfixed64", "sint32",  "sint64"};

    return NAMES[field->type];
}

static int refuse_value(struct vd_json_in *in, struct vd_slice text)
{
    const struct vd_schema_field *field = top(in)->field;

    vd_buf_clear(&in->fault);
    vd_buf_printf(&in->fault, "proto: invalid value for %s field %.*s: ", type_name(field),
                  (int)field->name.len, (const char *)field->name.ptr);
    put_shown(&in->fault, text);
    return VD_INVALID;
}

/* --- values --------------------------------------------------------------------------------- */

/* Zeros and empty bytes are written too: in a oneof they say something. */
static void put_uint(struct vd_json_in *in, uint64_t value)
{
    uint8_t *to = vd_buf_reserve(&in->bytes, 5 + VD_PB_VARINT_BYTES);

    if (to)
        vd_buf_advance(&in->bytes,
                       (size_t)(vd_pb_put_uint(to, top(in)->field->number, value) - to));
}

static void put_fixed(struct vd_json_in *in, enum vd_pb_type type, uint64_t value)
{
    uint8_t *to = vd_buf_reserve(&in->bytes, 5 + 8), *p;
    unsigned n = type == VD_PB_I64 ? 8 : 4;

    if (!to)
        return;
    p = vd_pb_put_tag(to, top(in)->field->number, type);
    for (unsigned i = 0; i < n; i++)
        *p++ = (uint8_t)(value >> 8 * i);
    vd_buf_advance(&in->bytes, (size_t)(p - to));
}

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (0 - (uint64_t)(value < 0));
}

static int put_signed(struct vd_json_in *in, enum vd_schema_type type, struct vd_slice text)
{
    bool is_32 = type == VD_SCHEMA_INT32 || type == VD_SCHEMA_SINT32 || type == VD_SCHEMA_SFIXED32;
    int64_t value;

    if (!vd_json_number_int(text, &value) || (is_32 && value != (int32_t)value))
        return refuse_value(in, text);
    if (type == VD_SCHEMA_SFIXED32 || type == VD_SCHEMA_SFIXED64)
        put_fixed(in, is_32 ? VD_PB_I32 : VD_PB_I64, (uint64_t)value);
    else if (type == VD_SCHEMA_SINT32 || type == VD_SCHEMA_SINT64)
        put_uint(in, zigzag(value));
    else
        put_uint(in, (uint64_t)value);
    return 0;
}

static int put_unsigned(struct vd_json_in *in, enum vd_schema_type type, struct vd_slice text)
{
    bool is_32 = type == VD_SCHEMA_UINT32 || type == VD_SCHEMA_FIXED32;
    uint64_t value;

    if (!vd_json_number_uint(text, &value) || (is_32 && value > UINT32_MAX))
        return refuse_value(in, text);
    if (type == VD_SCHEMA_FIXED32 || type == VD_SCHEMA_FIXED64)
        put_fixed(in, is_32 ? VD_PB_I32 : VD_PB_I64, value);
    else
        put_uint(in, value);
    return 0;
}

static bool read_real(struct vd_slice text, double *out_value)
{
    char copy[REAL_BYTES], *end;

    if (vd_slice_eq(text, VD_SLICE("NaN")))
        *out_value = (double)NAN;
    else if (vd_slice_eq(text, VD_SLICE("Infinity")))
        *out_value = (double)INFINITY;
    else if (vd_slice_eq(text, VD_SLICE("-Infinity")))
        *out_value = -(double)INFINITY;
    else {
        if (!text.len || text.len >= sizeof(copy) || memchr("+.nNiI \t", text.ptr[0], 8))
            return false;
        memcpy(copy, text.ptr, text.len);
        copy[text.len] = 0;
        *out_value = strtod(copy, &end);
        return *end == 0 && isfinite(*out_value) && !strpbrk(copy, "xXnN");
    }
    return true;
}

static int put_real(struct vd_json_in *in, enum vd_schema_type type, struct vd_slice text)
{
    uint64_t bits = 0;
    double value;
    float narrow;

    if (!read_real(text, &value))
        return refuse_value(in, text);
    narrow = (float)value;
    if (type == VD_SCHEMA_DOUBLE)
        memcpy(&bits, &value, sizeof(value));
    else if (isinf(narrow) && !isinf(value))
        return refuse_value(in, text);
    else
        memcpy(&bits, &narrow, sizeof(narrow));
    put_fixed(in, type == VD_SCHEMA_DOUBLE ? VD_PB_I64 : VD_PB_I32, bits);
    return 0;
}

static int put_enum(struct vd_json_in *in, struct vd_slice text, bool is_string)
{
    const struct vd_schema_enum *enumeration = top(in)->field->enumeration;

    if (!is_string)
        return put_signed(in, VD_SCHEMA_INT32, text);
    for (uint32_t i = 0; i < enumeration->count; i++)
        if (vd_slice_eq(enumeration->values[i].name, text)) {
            put_uint(in, (uint64_t)(int64_t)enumeration->values[i].number);
            return 0;
        }
    return refuse_value(in, text);
}

static int put_bytes(struct vd_json_in *in, struct vd_slice text)
{
    size_t most = vd_base64_decoded_max(text.len), len;
    uint8_t *to = vd_buf_reserve(&in->bytes, 5 + VD_PB_VARINT_BYTES + most);
    uint8_t *decoded = to + 5 + VD_PB_VARINT_BYTES, *p;

    if (!to)
        return 0;
    if (vd_base64_decode(text, decoded, &len))
        return refuse_value(in, text);
    p = vd_pb_put_len(to, top(in)->field->number, len);
    memmove(p, decoded, len);
    vd_buf_advance(&in->bytes, (size_t)(p - to) + len);
    return 0;
}

static int put_scalar(struct vd_json_in *in, struct vd_slice text, bool is_string)
{
    const struct vd_schema_field *field = top(in)->field;

    switch (field->type) {
    case VD_SCHEMA_DOUBLE:
    case VD_SCHEMA_FLOAT:
        return put_real(in, field->type, text);
    case VD_SCHEMA_INT64:
    case VD_SCHEMA_INT32:
    case VD_SCHEMA_SINT32:
    case VD_SCHEMA_SINT64:
    case VD_SCHEMA_SFIXED32:
    case VD_SCHEMA_SFIXED64:
        return put_signed(in, field->type, text);
    case VD_SCHEMA_UINT64:
    case VD_SCHEMA_UINT32:
    case VD_SCHEMA_FIXED32:
    case VD_SCHEMA_FIXED64:
        return put_unsigned(in, field->type, text);
    case VD_SCHEMA_ENUM:
        return put_enum(in, text, is_string);
    case VD_SCHEMA_STRING:
        if (!is_string)
            break;
        vd_pb_add_element(&in->bytes, field->number, text);
        return 0;
    case VD_SCHEMA_BYTES:
        if (!is_string)
            break;
        return put_bytes(in, text);
    case VD_SCHEMA_BOOL:
    case VD_SCHEMA_MESSAGE:
    case VD_SCHEMA_GROUP:
        break;
    }
    return refuse_value(in, text);
}

/* --- places --------------------------------------------------------------------------------- */

static int push(struct vd_json_in *in, struct level level)
{
    vd_assert(in->depth < VD_JSON_IN_DEPTH); /* the parser counts */
    if (in->depth == in->cap) {
        uint32_t cap = VD_MAX(in->cap * 2, (uint32_t)LEVELS_MIN);
        struct level *levels = vd_realloc(in->levels, cap * sizeof(*levels));

        if (!levels)
            return -ENOMEM;
        in->levels = levels;
        in->cap = cap;
    }
    in->levels[in->depth++] = level;
    return 0;
}

/* Marks that the field of the level has a value now; refuses a second one of its oneof. */
static int claim(struct vd_json_in *in)
{
    struct level *level = top(in);
    uint64_t bit = level->field->oneof < 0 ? 0 : UINT64_C(1) << (level->field->oneof & 63);

    if (level->oneofs & bit)
        return refuse(in, "another field of its oneof is set already:", level->field->name);
    level->oneofs |= bit;
    return 0;
}

/* Whether a value that comes now is for a field, and alone (not an array's beginning).
 * VD_NOT_FOUND: it is passed over. */
static int expect_one(struct vd_json_in *in, const char *what)
{
    if (in->skipped)
        return VD_NOT_FOUND;
    if (!in->depth)
        return refuse(in, "the request is to be an object, not", vd_slice_str(what));
    if (!top(in)->field)
        return VD_NOT_FOUND;
    if (top(in)->message && top(in)->field->is_repeated)
        return refuse(in, "an array is expected for", top(in)->field->name);
    return top(in)->message ? claim(in) : 0;
}

static int on_null(void *arg)
{
    struct vd_json_in *in = arg;

    if (in->skipped)
        return 0;
    if (!in->depth)
        return refuse(in, "the request is to be an object, not null", VD_SLICE_EMPTY);
    if (!top(in)->message)
        return refuse(in, "null is not a value in the array of", top(in)->field->name);
    return 0;
}

static int on_boolean(void *arg, bool value)
{
    struct vd_json_in *in = arg;
    int rc = expect_one(in, "true or false");

    if (rc)
        return rc == VD_NOT_FOUND ? 0 : rc;
    if (top(in)->field->type != VD_SCHEMA_BOOL)
        return refuse_value(in, value ? VD_SLICE("true") : VD_SLICE("false"));
    put_uint(in, value);
    return 0;
}

static int on_number(void *arg, struct vd_slice text)
{
    struct vd_json_in *in = arg;
    int rc = expect_one(in, "a number");

    if (rc)
        return rc == VD_NOT_FOUND ? 0 : rc;
    return put_scalar(in, text, false);
}

static int on_string(void *arg, struct vd_slice text)
{
    struct vd_json_in *in = arg;
    int rc = expect_one(in, "a string");

    if (rc)
        return rc == VD_NOT_FOUND ? 0 : rc;
    return put_scalar(in, text, true);
}

static int begin_value(struct vd_json_in *in)
{
    in->is_at_rest = false;
    vd_buf_clear(&in->bytes);
    return push(in, (struct level){.message = in->message});
}

static int on_object(void *arg)
{
    struct vd_json_in *in = arg;
    const struct vd_schema_field *field;
    size_t begun;
    int rc;

    if (!in->depth)
        return begin_value(in);
    rc = expect_one(in, "");
    if (rc == VD_NOT_FOUND)
        in->skipped++;
    if (rc)
        return rc == VD_NOT_FOUND ? 0 : rc;
    field = top(in)->field;
    if (field->type != VD_SCHEMA_MESSAGE)
        return refuse_value(in, VD_SLICE("{"));
    begun = vd_pb_begin(&in->bytes, field->number);
    return push(in, (struct level){.message = field->message, .begun = begun});
}

static int on_name(void *arg, struct vd_slice name)
{
    struct vd_json_in *in = arg;
    struct level *level;
    uint64_t bit;

    if (in->skipped)
        return 0;
    level = top(in);
    level->field = vd_schema_field_named(level->message, name);
    if (!level->field)
        return 0;
    bit = UINT64_C(1) << (level->field - level->message->fields);
    if (level->seen & bit)
        return refuse(in, "duplicate field", name);
    level->seen |= bit;
    return 0;
}

static int on_object_end(void *arg)
{
    struct vd_json_in *in = arg;

    if (in->skipped) {
        in->skipped--;
        return 0;
    }
    if (top(in)->begun)
        vd_pb_end(&in->bytes, top(in)->begun);
    if (--in->depth)
        return vd_buf_status(&in->bytes);
    if (vd_buf_status(&in->bytes))
        return vd_buf_status(&in->bytes);
    in->is_at_rest = true;
    in->text_bytes = 0;
    return in->whole(in->arg, vd_buf_slice(&in->bytes));
}

static int on_array(void *arg)
{
    struct vd_json_in *in = arg;
    const struct vd_schema_field *field;

    if (!in->depth)
        return refuse(in, "the request is to be an object, not an array", VD_SLICE_EMPTY);
    if (in->skipped || !top(in)->field) {
        in->skipped++;
        return 0;
    }
    field = top(in)->field;
    if (!top(in)->message || !field->is_repeated)
        return refuse_value(in, VD_SLICE("["));
    return push(in, (struct level){.field = field});
}

static int on_array_end(void *arg)
{
    struct vd_json_in *in = arg;

    if (in->skipped)
        in->skipped--;
    else
        in->depth--;
    return vd_buf_status(&in->bytes);
}

/* --- the whole ------------------------------------------------------------------------------ */

int vd_json_in_new(const struct vd_schema_message *message, uint32_t message_max_bytes,
                   vd_json_in_message *whole, void *arg, struct vd_json_in **out_in)
{
    static const struct vd_json_events EVENTS = {on_null,       on_boolean, on_number,
                                                 on_string,     on_object,  on_name,
                                                 on_object_end, on_array,   on_array_end};
    struct vd_json_limits limits = {VD_JSON_IN_DEPTH, (size_t)message_max_bytes * PARSER_TIMES +
                                                          VD_JSON_IN_TEXT_MORE};
    struct vd_json_in *in = vd_alloc_zero(sizeof(*in));
    int rc;

    if (!in)
        return -ENOMEM;
    in->message = message;
    in->whole = whole;
    in->arg = arg;
    in->is_at_rest = true;
    in->text_max_bytes = (size_t)message_max_bytes * VD_JSON_IN_TEXT_TIMES + VD_JSON_IN_TEXT_MORE;
    vd_buf_init(&in->bytes, message_max_bytes);
    vd_buf_init(&in->fault, FAULT_BYTES);
    rc = vd_json_parser_new(&EVENTS, in, &limits, &in->parser);
    if (rc) {
        vd_json_in_free(in);
        return rc;
    }
    *out_in = in;
    return 0;
}

void vd_json_in_free(struct vd_json_in *in)
{
    if (!in)
        return;
    vd_json_parser_free(in->parser);
    vd_buf_deinit(&in->bytes);
    vd_buf_deinit(&in->fault);
    vd_free(in->levels);
    vd_free(in);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int vd_json_in_feed(struct vd_json_in *in, struct vd_slice piece)
{
    int rc;

    if (in->is_at_rest)
        while (piece.len && is_space(piece.ptr[0])) {
            piece.ptr++;
            piece.len--;
        }
    if (!piece.len)
        return 0;
    in->text_bytes += piece.len;
    in->is_at_rest = false;
    rc = vd_json_parser_feed(in->parser, piece);
    if (rc == VD_INVALID && !in->fault.len)
        vd_buf_printf(&in->fault, "proto: %s at byte %zu",
                      vd_json_parser_is_too_deep(in->parser) ? "nested too deep" : "syntax error",
                      vd_json_parser_offset(in->parser));
    if (rc == 0 && in->text_bytes > in->text_max_bytes)
        return VD_TOO_LARGE;
    while (piece.len > 1 && is_space(piece.ptr[piece.len - 1]))
        piece.len--;
    in->is_at_rest = !in->depth && piece.ptr[piece.len - 1] == '}';
    return rc;
}

struct vd_slice vd_json_in_fault(const struct vd_json_in *in)
{
    return vd_buf_slice(&in->fault);
}

bool vd_json_in_is_at_rest(const struct vd_json_in *in)
{
    return in->is_at_rest;
}
