/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A JSON document in memory, for what somebody else wrote and wants back as it was: members keep
 * their order, numbers their text (1e2 stays 1e2, 64-bit integers stay exact), and of members with
 * the same name each is there and says so. Everything lies in the caller's arena, whose cap bounds
 * it: a value takes 64 bytes and its texts.
 */
#ifndef VD_WIRE_JSON_READ_H
#define VD_WIRE_JSON_READ_H

#include "base/arena.h"
#include "wire/json.h"

enum vd_json_type {
    VD_JSON_NULL,
    VD_JSON_BOOL,
    VD_JSON_NUMBER,
    VD_JSON_STRING,
    VD_JSON_ARRAY,
    VD_JSON_OBJECT
};

struct vd_json_value {
    enum vd_json_type type;
    bool is_true;                       /* of BOOL */
    bool is_duplicate;                  /* a member before it in the object has the same name */
    bool has_duplicates;                /* of OBJECT: some of its own members are */
    uint32_t count;                     /* of ARRAY, OBJECT: elements, members */
    struct vd_slice name;               /* of a member */
    struct vd_slice text;               /* of STRING: its characters; of NUMBER: as written */
    struct vd_json_value *first, *last; /* of ARRAY, OBJECT */
    struct vd_json_value *next;         /* in the array or object that it is in */
};

/* Where and why a text was refused. */
struct vd_json_fault {
    size_t offset_bytes;
    const char *message;
};

/*
 * The one value that the text is. 0; VD_INVALID: it is not JSON, more than one value, or too deep;
 * VD_TOO_LARGE: the arena's cap; -ENOMEM. The fault is set with VD_INVALID and
 * VD_TOO_LARGE; it may be NULL. Nothing refers to the text afterwards.
 */
VD_MUST_CHECK int vd_json_read(struct vd_arena *arena, struct vd_slice text, uint32_t depth_max,
                               struct vd_json_value **out_value, struct vd_json_fault *out_fault);

/* The member of this name, the last one if several have it; NULL: there is none, or it is no
 * object. */
struct vd_json_value *vd_json_member(const struct vd_json_value *object, struct vd_slice name);

/* Marks the members of an object whose name one before them has. 0; -ENOMEM. What has been read is
 * marked: this is for other readers. */
VD_MUST_CHECK int vd_json_mark_duplicates(struct vd_json_value *object);

/* A number that is an integer whatever way it is written (1e2, 10.0), exactly. False: it is not, or
 * does not fit. */
bool vd_json_number_int(struct vd_slice text, int64_t *out_value);
bool vd_json_number_uint(struct vd_slice text, uint64_t *out_value);
/* Two numbers of the same value, however they are written (1.0 and 1, 1e2 and 100); exponents
 * beyond six digits are compared as they are written. */
bool vd_json_number_equal(struct vd_slice a, struct vd_slice b);

/* Writes a value as it was read, without white space; and with what was changed in between. To the
 * depth that vd_json_read allowed. */
void vd_json_write(struct vd_json *json, const struct vd_json_value *value);

#endif
