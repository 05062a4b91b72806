/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event as it is stored: the same bytes in a record of the log and in history.
 *
 *   flags 1, key length, [value length], [cause length], [create delta, version], [lease 8],
 *   [prev delta, prev sub], key, [value], cause
 *
 * Lengths, deltas (revision minus the other), versions and subs are varints; what is in brackets
 * is there if a flag says so. A delete has neither value nor create revision nor version.
 */
#ifndef VD_STORE_ENTRY_H
#define VD_STORE_ENTRY_H

#include "base/outcome.h"
#include "base/pos.h"
#include "base/slice.h"

enum vd_entry_type { VD_ENTRY_PUT = 0, VD_ENTRY_DELETE = 1 };

struct vd_entry {
    struct vd_pos pos;
    struct vd_pos prev;      /* the key's version before; revision 0: none */
    int64_t create_revision; /* 0 on a delete */
    int64_t version;         /* 0 on a delete */
    int64_t lease;           /* 0: none */
    int64_t time_ms;         /* of the commit, since 1970 */
    struct vd_slice key, value, cause;
    uint32_t value_len; /* also of a value that was not read */
    uint8_t type;       /* enum vd_entry_type */
    bool last;          /* of its revision */
    bool apart;         /* the value stands elsewhere: `value` is empty until it was fetched */
};

#define VD_ENTRY_HEAD_MAX  64
#define VD_ENTRY_LEN_MAX   (1u << 30) /* of a key or a value */
#define VD_ENTRY_CAUSE_MAX 65535

/* The bytes before the key; they answer for pos, time_ms being kept elsewhere. Uses value.len
 * unless apart. Returns how many. */
size_t vd_entry_encode_head(const struct vd_entry *entry, uint8_t out[VD_ENTRY_HEAD_MAX]);
/*
 * Reads one entry from the front of *bytes and moves it on. pos and time_ms are the caller's and
 * must be set; the slices borrow from *bytes. VD_CORRUPT: not an entry, or one that contradicts
 * itself.
 */
VD_MUST_CHECK int vd_entry_decode(struct vd_slice *bytes, struct vd_entry *entry);

#endif
