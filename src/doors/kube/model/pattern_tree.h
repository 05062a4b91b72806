/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern while it is read, for the files that do: pattern.c reads, pattern_class.c makes classes
 * of characters, pattern_program.c writes the program. Sticky: after the first fault nothing more
 * is read, and what is made may be NULL.
 */
#ifndef VD_DOORS_KUBE_MODEL_PATTERN_TREE_H
#define VD_DOORS_KUBE_MODEL_PATTERN_TREE_H

#include "doors/kube/model/pattern_inner.h"

enum { VD_PATTERN_RANGES_MAX = 512 };

enum vd_pattern_node_kind {
    VD_NODE_CLASS,
    VD_NODE_JOIN,
    VD_NODE_EITHER,
    VD_NODE_REPEAT,
    VD_NODE_ASSERT
};

struct vd_pattern_node {
    enum vd_pattern_node_kind kind;
    struct vd_pattern_node *a, *b; /* of VD_NODE_JOIN: the first and the last */
    struct vd_pattern_node *next;  /* in a VD_NODE_JOIN */
    int min, max;                  /* of VD_NODE_REPEAT; max -1: no end */
    enum vd_pattern_assert assert;
    const struct vd_pattern_class *class, *kept; /* while reading, and for good */
};

struct vd_pattern_reader {
    struct vd_arena *keep; /* of what is made */
    struct vd_arena arena; /* of the tree */
    struct vd_slice text;
    size_t at;
    unsigned depth;
    bool folds, has_lines, dot_takes_all; /* (?i), (?m), (?s) */
    bool is_quoting;                      /* behind \Q */
    int rc;
    struct vd_slice fault;
    struct vd_pattern_state *states;
    uint32_t count, work;
};

struct vd_pattern_ranges {
    struct vd_pattern_range list[VD_PATTERN_RANGES_MAX];
    uint32_t count;
};

void vd_pattern_fail(struct vd_pattern_reader *r, int rc);
void vd_pattern_fault(struct vd_pattern_reader *r, const char *what, struct vd_slice text);
struct vd_slice vd_pattern_since(const struct vd_pattern_reader *r, size_t from);
struct vd_slice vd_pattern_from(const struct vd_pattern_reader *r, size_t at);
void *vd_pattern_make(struct vd_pattern_reader *r, size_t size);
struct vd_pattern_node *vd_pattern_new_node(struct vd_pattern_reader *r,
                                            enum vd_pattern_node_kind kind,
                                            struct vd_pattern_node *a, struct vd_pattern_node *b);
bool vd_pattern_is_at_end(const struct vd_pattern_reader *r);
bool vd_pattern_sees(const struct vd_pattern_reader *r, const char *word);
bool vd_pattern_take(struct vd_pattern_reader *r, const char *word);
uint32_t vd_pattern_take_character(struct vd_pattern_reader *r);
void vd_pattern_add_range(struct vd_pattern_reader *r, struct vd_pattern_ranges *set, uint32_t low,
                          uint32_t high);
void vd_pattern_add_folded(struct vd_pattern_reader *r, struct vd_pattern_ranges *set, uint32_t low,
                           uint32_t high);
bool vd_pattern_add_perl(struct vd_pattern_reader *r, struct vd_pattern_ranges *set,
                         uint8_t letter);
bool vd_pattern_add_posix(struct vd_pattern_reader *r, struct vd_pattern_ranges *set);
void vd_pattern_add_unicode(struct vd_pattern_reader *r, struct vd_pattern_ranges *set,
                            bool is_negated, size_t begin);
struct vd_pattern_node *vd_pattern_class_node(struct vd_pattern_reader *r,
                                              const struct vd_pattern_ranges *set, bool is_negated);
struct vd_pattern_node *vd_pattern_character_node(struct vd_pattern_reader *r, uint32_t c);
void vd_pattern_write_program(struct vd_pattern_reader *r, struct vd_pattern_node *node);

#endif
