/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON written by appending (RFC 8259). Commas and quotes come by themselves; nesting is the
 * caller's. Sticky like the buffer that it writes to: check vd_buf_status once, at the end.
 *
 *     vd_json_init(&json, &buf);
 *     vd_json_object(&json);
 *     vd_json_add_string(&json, "key", key);
 *     vd_json_add_int(&json, "revision", 7);
 *     vd_json_name(&json, "list");
 *     vd_json_array(&json);
 *     vd_json_int(&json, 1);
 *     vd_json_array_end(&json);
 *     vd_json_object_end(&json);
 *     vd_json_line(&json);
 *
 * Strings: control characters and what could end a script or a tag (<, >, &, U+2028, U+2029) are
 * escaped, so the text may stand inside a page; a byte that is not part of well-formed UTF-8
 * becomes U+FFFD (ask vd_utf8_is_valid first where that would lose something).
 */
#ifndef VD_WIRE_JSON_H
#define VD_WIRE_JSON_H

#include "base/buf.h"
#include "wire/utf8.h"

struct vd_json {
    struct vd_buf *buf;
    bool comma; /* a value stands before, on the same level */
};

/* Several texts may go into one buffer, one after the other. */
void vd_json_init(struct vd_json *json, struct vd_buf *buf);
/* A newline, and the next value begins a text of its own. */
void vd_json_line(struct vd_json *json);

void vd_json_object(struct vd_json *json);
void vd_json_object_end(struct vd_json *json);
void vd_json_array(struct vd_json *json);
void vd_json_array_end(struct vd_json *json);
/* The name of the value that is written next. Ours: written as it is. */
void vd_json_name(struct vd_json *json, const char *name);
/* A name of somebody else: escaped. */
void vd_json_name_of(struct vd_json *json, struct vd_slice name);

void vd_json_string(struct vd_json *json, struct vd_slice text);
void vd_json_base64(struct vd_json *json, struct vd_slice bytes);
void vd_json_int(struct vd_json *json, int64_t value);
void vd_json_uint(struct vd_json *json, uint64_t value);
/* As a string: what JavaScript reads without loss. */
void vd_json_int_string(struct vd_json *json, int64_t value);
void vd_json_uint_string(struct vd_json *json, uint64_t value);
/* The shortest text that reads back as the same number; null if it is not finite. */
void vd_json_double(struct vd_json *json, double value);
void vd_json_bool(struct vd_json *json, bool value);
void vd_json_null(struct vd_json *json);
/* A whole value that is JSON already. */
void vd_json_raw(struct vd_json *json, struct vd_slice text);

/* A member of an object: name and value. */
void vd_json_add_string(struct vd_json *json, const char *name, struct vd_slice text);
void vd_json_add_str(struct vd_json *json, const char *name, const char *text);
void vd_json_add_base64(struct vd_json *json, const char *name, struct vd_slice bytes);
void vd_json_add_int(struct vd_json *json, const char *name, int64_t value);
void vd_json_add_uint(struct vd_json *json, const char *name, uint64_t value);
void vd_json_add_int_string(struct vd_json *json, const char *name, int64_t value);
void vd_json_add_uint_string(struct vd_json *json, const char *name, uint64_t value);
void vd_json_add_double(struct vd_json *json, const char *name, double value);
void vd_json_add_bool(struct vd_json *json, const char *name, bool value);

/* For encoders of their own: a string into memory that has room for vd_json_string_size of it,
 * quotes included. Returns the place behind. Never more than 6 bytes a byte and 2. */
size_t vd_json_string_size(struct vd_slice text);
uint8_t *vd_json_put_string(uint8_t *to, struct vd_slice text);
/* The digits, without quotes; at most VD_JSON_INT_BYTES. Returns the place behind. */
enum { VD_JSON_INT_BYTES = 20 };
uint8_t *vd_json_put_int(uint8_t *to, int64_t value);
uint8_t *vd_json_put_uint(uint8_t *to, uint64_t value);

#endif
