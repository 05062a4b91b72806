/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What yajl leaves to be desired is done here. It does not look at what its allocations return, so
 * a refused one leaves it by longjmp; all that it has allocated is in a list, and goes with the
 * parser. It joins any two escapes to a surrogate pair and writes '?' for half of one, so the
 * escapes are looked at before it sees them; and it takes overlong UTF-8, so each string is looked
 * at when it comes.
 */
#include "wire/json_sax.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/list.h"
#include "wire/utf8.h"

#include <errno.h>
#include <setjmp.h>

#include <yajl/yajl_parse.h>

/* An allocation of yajl's. */
struct piece {
    struct vd_list link;
    size_t size;
    _Alignas(16) uint8_t data[];
};

enum escape_state { PLAIN, BACKSLASH, HEX };

struct vd_json_parser {
    const struct vd_json_events *events;
    void *arg;
    yajl_handle yajl;
    struct vd_list pieces;
    size_t memory_bytes, memory_max_bytes;
    uint32_t depth, depth_max;
    int stopped;       /* why, once it has */
    size_t base_bytes; /* of the pieces before this one */
    size_t at_bytes;   /* where it stopped */
    jmp_buf refused;
    enum escape_state escape;
    uint8_t hex_left;
    uint16_t code;
    bool wants_low; /* the first half of a pair has come */
    bool is_ending; /* a quote was added to see whether it ends a string */
};

/* --- memory --------------------------------------------------------------------------------- */

static _Noreturn void refuse_memory(struct vd_json_parser *parser, int why)
{
    parser->stopped = why;
    longjmp(parser->refused, 1);
}

static void charge(struct vd_json_parser *parser, size_t size)
{
    if (size > parser->memory_max_bytes || parser->memory_bytes > parser->memory_max_bytes - size)
        refuse_memory(parser, VD_TOO_LARGE);
}

static void *sax_alloc(void *ctx, size_t size)
{
    struct vd_json_parser *parser = ctx;
    struct piece *piece;

    charge(parser, size);
    piece = vd_alloc(sizeof(*piece) + size);
    if (!piece)
        refuse_memory(parser, -ENOMEM);
    *piece = (struct piece){.size = size};
    parser->memory_bytes += size;
    vd_list_append(&parser->pieces, &piece->link);
    return piece->data;
}

static void sax_free(void *ctx, void *data)
{
    struct vd_json_parser *parser = ctx;
    struct piece *piece;

    if (!data)
        return;
    piece = vd_container_of((uint8_t(*)[])data, struct piece, data);
    parser->memory_bytes -= piece->size;
    vd_list_remove(&piece->link);
    vd_free(piece);
}

static void *sax_realloc(void *ctx, void *data, size_t size)
{
    struct vd_json_parser *parser = ctx;
    struct piece *old = data ? vd_container_of((uint8_t(*)[])data, struct piece, data) : NULL;
    uint8_t *fresh = sax_alloc(parser, size);

    if (!old)
        return fresh;
    memcpy(fresh, data, VD_MIN(old->size, size));
    sax_free(parser, data);
    return fresh;
}

/* --- events --------------------------------------------------------------------------------- */

static int stop(struct vd_json_parser *parser, int why)
{
    parser->stopped = why;
    return why == 0;
}

static int enter(struct vd_json_parser *parser)
{
    return parser->depth++ < parser->depth_max ? 0 : VD_INVALID;
}

static int on_null(void *ctx)
{
    struct vd_json_parser *parser = ctx;

    return stop(parser, parser->events->null(parser->arg));
}

static int on_boolean(void *ctx, int value)
{
    struct vd_json_parser *parser = ctx;

    return stop(parser, parser->events->boolean(parser->arg, value != 0));
}

static int on_number(void *ctx, const char *text, size_t len)
{
    struct vd_json_parser *parser = ctx;

    return stop(parser, parser->events->number(parser->arg, vd_slice(text, len)));
}

static int on_string(void *ctx, const unsigned char *text, size_t len)
{
    struct vd_json_parser *parser = ctx;
    struct vd_slice string = {text, len};

    if (parser->is_ending)
        return stop(parser, VD_END);
    if (!vd_utf8_is_valid(string))
        return stop(parser, VD_INVALID);
    return stop(parser, parser->events->string(parser->arg, string));
}

static int on_name(void *ctx, const unsigned char *text, size_t len)
{
    struct vd_json_parser *parser = ctx;
    struct vd_slice name = {text, len};

    if (!vd_utf8_is_valid(name))
        return stop(parser, VD_INVALID);
    return stop(parser, parser->events->name(parser->arg, name));
}

static int on_object(void *ctx)
{
    struct vd_json_parser *parser = ctx;
    int rc = enter(parser);

    return stop(parser, rc ? rc : parser->events->object(parser->arg));
}

static int on_object_end(void *ctx)
{
    struct vd_json_parser *parser = ctx;

    parser->depth--;
    return stop(parser, parser->events->object_end(parser->arg));
}

static int on_array(void *ctx)
{
    struct vd_json_parser *parser = ctx;
    int rc = enter(parser);

    return stop(parser, rc ? rc : parser->events->array(parser->arg));
}

static int on_array_end(void *ctx)
{
    struct vd_json_parser *parser = ctx;

    parser->depth--;
    return stop(parser, parser->events->array_end(parser->arg));
}

/* --- escapes -------------------------------------------------------------------------------- */

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A \uXXXX is whole. */
static bool take_code(struct vd_json_parser *parser)
{
    bool is_low = parser->code >= 0xdc00 && parser->code < 0xe000;

    parser->escape = PLAIN;
    if (parser->wants_low != is_low)
        return false;
    parser->wants_low = parser->code >= 0xd800 && parser->code < 0xdc00;
    return true;
}

/* One byte, where it is known to matter. False: half of a pair stands alone. What is no escape at
 * all is left to yajl, which refuses it. */
static bool take_escape(struct vd_json_parser *parser, uint8_t c)
{
    int digit;

    switch (parser->escape) {
    case PLAIN:
        if (c == '\\')
            parser->escape = BACKSLASH;
        else if (parser->wants_low)
            return false;
        return true;
    case BACKSLASH:
        if (c != 'u') {
            parser->escape = PLAIN;
            return !parser->wants_low;
        }
        parser->escape = HEX;
        parser->hex_left = 4;
        parser->code = 0;
        return true;
    case HEX:
        digit = hex_digit(c);
        if (digit < 0)
            return false;
        parser->code = (uint16_t)(parser->code << 4 | digit);
        return --parser->hex_left || take_code(parser);
    }
    return false;
}

/* How much of the piece may be shown to yajl. */
static size_t check_escapes(struct vd_json_parser *parser, struct vd_slice piece)
{
    size_t at = 0;

    while (at < piece.len) {
        if (parser->escape == PLAIN && !parser->wants_low) {
            const uint8_t *next = memchr(piece.ptr + at, '\\', piece.len - at);

            if (!next)
                return piece.len;
            at = (size_t)(next - piece.ptr);
        }
        if (!take_escape(parser, piece.ptr[at]))
            return at;
        at++;
    }
    return at;
}

/* --- the whole ------------------------------------------------------------------------------ */

int vd_json_parser_new(const struct vd_json_events *events, void *arg,
                       const struct vd_json_limits *limits, struct vd_json_parser **out_parser)
{
    static const yajl_callbacks CALLBACKS = {
        .yajl_null = on_null,
        .yajl_boolean = on_boolean,
        .yajl_number = on_number,
        .yajl_string = on_string,
        .yajl_start_map = on_object,
        .yajl_map_key = on_name,
        .yajl_end_map = on_object_end,
        .yajl_start_array = on_array,
        .yajl_end_array = on_array_end,
    };
    struct vd_json_parser *parser = vd_alloc_zero(sizeof(*parser));
    yajl_alloc_funcs memory = {sax_alloc, sax_realloc, sax_free, parser};

    if (!parser)
        return -ENOMEM;
    parser->events = events;
    parser->arg = arg;
    parser->depth_max = limits->depth_max;
    parser->memory_max_bytes = limits->memory_max_bytes;
    vd_list_init(&parser->pieces);
    if (setjmp(parser->refused)) {
        int why = parser->stopped;

        vd_json_parser_free(parser);
        return why;
    }
    parser->yajl = yajl_alloc(&CALLBACKS, &memory, parser);
    yajl_config(parser->yajl, yajl_allow_multiple_values, 1);
    yajl_config(parser->yajl, yajl_dont_validate_strings, 1);
    *out_parser = parser;
    return 0;
}

void vd_json_parser_free(struct vd_json_parser *parser)
{
    if (!parser)
        return;
    while (!vd_list_is_empty(&parser->pieces)) {
        struct piece *piece = vd_container_of(parser->pieces.next, struct piece, link);

        vd_list_remove(&piece->link);
        vd_free(piece);
    }
    vd_free(parser);
}

static int result_of(struct vd_json_parser *parser, yajl_status status, size_t offered)
{
    size_t taken = status == yajl_status_ok ? offered : yajl_get_bytes_consumed(parser->yajl);

    parser->base_bytes += offered;
    parser->at_bytes = parser->base_bytes - offered + VD_MIN(taken, offered);
    if (status == yajl_status_error)
        parser->stopped = VD_INVALID;
    return parser->stopped;
}

/* Shows it to yajl. */
static int parse(struct vd_json_parser *parser, struct vd_slice piece)
{
    if (setjmp(parser->refused))
        return parser->stopped;
    return result_of(parser, yajl_parse(parser->yajl, piece.ptr, piece.len), piece.len);
}

/* What stands before a tab or feed that is white space to yajl, and nowhere allowed in JSON. */
static size_t before_odd_space(struct vd_slice piece)
{
    const uint8_t *tab = piece.len ? memchr(piece.ptr, '\v', piece.len) : NULL;
    size_t len = tab ? (size_t)(tab - piece.ptr) : piece.len;
    const uint8_t *feed = len ? memchr(piece.ptr, '\f', len) : NULL;

    return feed ? (size_t)(feed - piece.ptr) : len;
}

int vd_json_parser_feed(struct vd_json_parser *parser, struct vd_slice piece)
{
    struct vd_slice shown = vd_slice(piece.ptr, before_odd_space(piece));
    size_t safe = check_escapes(parser, shown);
    int rc;

    vd_assert(!parser->stopped);
    rc = safe ? parse(parser, vd_slice(piece.ptr, safe)) : 0;
    if (rc == 0 && safe < piece.len)
        rc = parser->stopped = VD_INVALID;
    return rc;
}

/* A string that has begun behind a whole value is a further value to yajl, of which it says nothing
 * at the end: a quote that ends one tells. */
static int end_string(struct vd_json_parser *parser)
{
    parser->is_ending = true;
    return result_of(parser, yajl_parse(parser->yajl, (const uint8_t *)"\"", 1), 0);
}

int vd_json_parser_end(struct vd_json_parser *parser)
{
    int rc;

    vd_assert(!parser->stopped);
    if (setjmp(parser->refused))
        return parser->stopped;
    rc = result_of(parser, yajl_complete_parse(parser->yajl), 0);
    if (rc == 0)
        rc = parser->escape != PLAIN || parser->wants_low ? VD_END : end_string(parser);
    return rc == VD_INVALID ? VD_END : rc;
}

size_t vd_json_parser_offset(const struct vd_json_parser *parser)
{
    return parser->at_bytes;
}

bool vd_json_parser_is_too_deep(const struct vd_json_parser *parser)
{
    return parser->depth > parser->depth_max;
}
