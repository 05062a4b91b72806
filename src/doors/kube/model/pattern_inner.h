/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled form: a program of a few instructions, for the one who makes it and the one who
 * runs it. */
#ifndef VD_DOORS_KUBE_MODEL_PATTERN_INNER_H
#define VD_DOORS_KUBE_MODEL_PATTERN_INNER_H

#include "doors/kube/model/pattern.h"

enum { VD_PATTERN_STATES_MAX = 10000 };

enum vd_pattern_op {
    VD_PATTERN_CLASS, /* takes a character of the class */
    VD_PATTERN_SPLIT, /* goes on at x and at y */
    VD_PATTERN_JUMP,  /* goes on at x */
    VD_PATTERN_ASSERT,
    VD_PATTERN_MATCH
};

enum vd_pattern_assert {
    VD_PATTERN_TEXT_BEGIN,
    VD_PATTERN_TEXT_END,
    VD_PATTERN_LINE_BEGIN,
    VD_PATTERN_LINE_END,
    VD_PATTERN_WORD,
    VD_PATTERN_NO_WORD
};

struct vd_pattern_range {
    uint32_t low, high;
};

/* Any of the ranges; or, negated, none. */
struct vd_pattern_class {
    const struct vd_pattern_range *ranges;
    uint32_t count;
    bool is_negated;
};

struct vd_pattern_state {
    uint8_t op;     /* enum vd_pattern_op */
    uint8_t assert; /* enum vd_pattern_assert */
    uint32_t x, y;
    const struct vd_pattern_class *class;
};

struct vd_kube_pattern {
    const struct vd_pattern_state *states;
    uint32_t count;
};

#endif
