/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sorts many keys by their bytes, equal ones by the order in which they came: multikey quicksort
 * (Bentley and Sedgewick, 1997) over eight bytes at a time, which are kept beside the key so that a
 * comparison seldom leaves the array. Where it cuts is drawn, so that chosen keys cannot make it
 * slow; and it recurses only into what is at most half, so that they cannot make it deep.
 */
#ifndef VD_CORE_KEY_SORT_H
#define VD_CORE_KEY_SORT_H

#include <stddef.h>
#include <stdint.h>

struct vd_sort_item {
    const uint8_t *key;
    uint32_t len;
    uint32_t row;  /* the order among equal keys, and whatever it means to the caller */
    uint64_t head; /* the sorter's */
};

void vd_key_sort(struct vd_sort_item *items, size_t count);

#endif
