/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON read as events (RFC 8259), in pieces of any size: the one place that knows yajl. It accepts
 * what the grammar has and nothing else: strings that are not UTF-8, or whose escapes name half of
 * a surrogate pair, are refused. Several values may follow one another, with or without white space
 * between them; whoever listens counts them.
 *
 * Memory is bounded by the caller: a parser keeps what is open (a byte a level) and the string or
 * number that is under way, and no more than memory_max_bytes for both.
 */
#ifndef VD_WIRE_JSON_SAX_H
#define VD_WIRE_JSON_SAX_H

#include "base/outcome.h"
#include "base/slice.h"

struct vd_json_parser;

/* Each returns 0 to go on; anything else ends the parse and is what vd_json_parser_feed returns.
 * Texts are borrowed for the call. */
struct vd_json_events {
    int (*null)(void *arg);
    int (*boolean)(void *arg, bool value);
    int (*number)(void *arg, struct vd_slice text); /* as it was written */
    int (*string)(void *arg, struct vd_slice text); /* without quotes and escapes */
    int (*object)(void *arg);
    int (*name)(void *arg, struct vd_slice name);
    int (*object_end)(void *arg);
    int (*array)(void *arg);
    int (*array_end)(void *arg);
};

struct vd_json_limits {
    uint32_t depth_max;      /* of objects and arrays in one another */
    size_t memory_max_bytes; /* of the parser's own */
};

/* 0; -ENOMEM. */
VD_MUST_CHECK int vd_json_parser_new(const struct vd_json_events *events, void *arg,
                                     const struct vd_json_limits *limits,
                                     struct vd_json_parser **out_parser);
void vd_json_parser_free(struct vd_json_parser *parser);

/*
 * 0: all of the piece was taken. VD_INVALID: this is not JSON, or too deep. VD_TOO_LARGE: the limit
 * of memory. -ENOMEM. What an event returned. After anything but 0 only vd_json_parser_free and the
 * three below may be called.
 */
VD_MUST_CHECK int vd_json_parser_feed(struct vd_json_parser *parser, struct vd_slice piece);
/* Nothing follows. VD_END: it ended in the middle of a value (or there was none, which whoever
 * listens knows); else as above. */
VD_MUST_CHECK int vd_json_parser_end(struct vd_json_parser *parser);
/* How many bytes were taken when the last event came, or the fault was found. */
size_t vd_json_parser_offset(const struct vd_json_parser *parser);
/* Whether what was refused was a value deeper than limits allow. */
bool vd_json_parser_is_too_deep(const struct vd_json_parser *parser);

#endif
