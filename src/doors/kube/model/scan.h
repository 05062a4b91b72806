/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a few things out of the text of a stored object, where making a document of it would cost
 * more than all else: lists and watches look at every object, and want its labels and the place of
 * its metadata.
 *
 * The text is JSON that was checked (vd_kube_scan_check) or is known to be; of other text nothing
 * is promised but that no byte outside of it is read. Texts of strings are raw: what stands between
 * the quotes, escapes and all.
 */
#ifndef VD_DOORS_KUBE_MODEL_SCAN_H
#define VD_DOORS_KUBE_MODEL_SCAN_H

#include "base/slice.h"

enum { VD_KUBE_SCAN_DEPTH_MAX = 512 };

/* Whether it is one JSON value, of UTF-8 and not deeper than VD_KUBE_SCAN_DEPTH_MAX. */
bool vd_kube_scan_check(struct vd_slice text);

/* The members of an object, in order. */
struct vd_kube_scan {
    const uint8_t *at, *end;
    bool in_value; /* `at` is where one begins */
};

/* `object` begins with the brace, and may go on behind its end. False: it is no object. */
bool vd_kube_scan_object(struct vd_kube_scan *scan, struct vd_slice object);
/* The next one's raw name; false: there is none. */
bool vd_kube_scan_next(struct vd_kube_scan *scan, struct vd_slice *out_name);
/* Its value's text; once for each member. What is not asked for is passed over by the next. */
struct vd_slice vd_kube_scan_value(struct vd_kube_scan *scan);
/* Behind the last member: the place behind the closing brace. */
const uint8_t *vd_kube_scan_end(const struct vd_kube_scan *scan);

/* The value of the member of this name; empty: there is none. */
struct vd_slice vd_kube_scan_member(struct vd_slice object, struct vd_slice name);
/* The same through several objects: "spec.nodeName". */
struct vd_slice vd_kube_scan_path(struct vd_slice object, struct vd_slice path);

static inline bool vd_kube_scan_is_string(struct vd_slice value)
{
    return value.len >= 2 && value.ptr[0] == '"';
}
/* What is between the quotes. */
static inline struct vd_slice vd_kube_scan_raw(struct vd_slice value)
{
    return vd_slice(value.ptr + 1, value.len - 2);
}
/* Whether a raw text says these characters. */
bool vd_kube_scan_says(struct vd_slice raw, struct vd_slice characters);
static inline bool vd_kube_scan_has_escapes(struct vd_slice raw)
{
    return raw.len && memchr(raw.ptr, '\\', raw.len);
}
/* The characters of a raw text; `to` has room for raw.len. Returns how many bytes they are. */
size_t vd_kube_scan_unescape(struct vd_slice raw, uint8_t *to);

/* Copies a value's text without the white space between its parts; never longer. Returns the place
 * behind. */
uint8_t *vd_kube_scan_compact(uint8_t *to, struct vd_slice value);

#endif
