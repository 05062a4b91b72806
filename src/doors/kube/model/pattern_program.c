/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a pattern, written out as a program: twice, to count its states and to write them. */
#include "doors/kube/model/pattern_tree.h"

#include <errno.h>

/* How much may be written out of repetitions, also of what leaves no state. */
enum { WORK_MAX = 1000000 };

static uint32_t emit(struct vd_pattern_reader *r, struct vd_pattern_state state)
{
    if (r->count == VD_PATTERN_STATES_MAX) {
        vd_pattern_fail(r, VD_TOO_LARGE);
        return 0;
    }
    if (r->states)
        r->states[r->count] = state;
    return r->count++;
}

static void patch(struct vd_pattern_reader *r, uint32_t at, uint32_t x, uint32_t y)
{
    if (r->states && !r->rc) {
        r->states[at].x = x;
        r->states[at].y = y;
    }
}

static void write_node(struct vd_pattern_reader *r, struct vd_pattern_node *node);

/* a|b: split to both, and a jumps over b. */
static void write_either(struct vd_pattern_reader *r, struct vd_pattern_node *node)
{
    uint32_t split = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_SPLIT}), jump;

    write_node(r, node->a);
    jump = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_JUMP});
    patch(r, split, split + 1, r->count);
    write_node(r, node->b);
    patch(r, jump, r->count, 0);
}

static void write_repeat(struct vd_pattern_reader *r, struct vd_pattern_node *node)
{
    for (int i = 0; i < node->min && !r->rc; i++)
        write_node(r, node->a);
    if (node->max < 0) {
        uint32_t split = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_SPLIT});

        write_node(r, node->a);
        emit(r, (struct vd_pattern_state){.op = VD_PATTERN_JUMP, .x = split});
        patch(r, split, split + 1, r->count);
        return;
    }
    for (int i = node->min; i < node->max && !r->rc; i++) {
        uint32_t split = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_SPLIT});

        write_node(r, node->a);
        patch(r, split, split + 1, r->count);
    }
}

static const struct vd_pattern_class *keep_class(struct vd_pattern_reader *r,
                                                 struct vd_pattern_node *node)
{
    const struct vd_pattern_class *class = node->class;
    struct vd_pattern_class *kept;
    struct vd_slice ranges = VD_SLICE_EMPTY;

    if (node->kept || !r->states)
        return node->kept;
    kept = vd_arena_alloc(r->keep, sizeof(*kept));
    if (!kept ||
        vd_arena_copy(r->keep, vd_slice(class->ranges, class->count * sizeof(*class->ranges)),
                      &ranges)) {
        vd_pattern_fail(r, -ENOMEM);
        return NULL;
    }
    *kept = (struct vd_pattern_class){(const struct vd_pattern_range *)(const void *)ranges.ptr,
                                      class->count, class->is_negated};
    node->kept = kept;
    return kept;
}

static void write_node(struct vd_pattern_reader *r, struct vd_pattern_node *node)
{
    if (++r->work > WORK_MAX)
        vd_pattern_fail(r, VD_TOO_LARGE);
    if (r->rc)
        return;
    switch (node->kind) {
    case VD_NODE_CLASS:
        emit(r, (struct vd_pattern_state){
                    .op = VD_PATTERN_CLASS, .x = r->count + 1, .class = keep_class(r, node)});
        break;
    case VD_NODE_ASSERT:
        emit(r, (struct vd_pattern_state){
                    .op = VD_PATTERN_ASSERT, .assert = (uint8_t)node->assert, .x = r->count + 1});
        break;
    case VD_NODE_JOIN:
        for (struct vd_pattern_node *at = node->a; at; at = at->next)
            write_node(r, at);
        break;
    case VD_NODE_EITHER:
        write_either(r, node);
        break;
    case VD_NODE_REPEAT:
        write_repeat(r, node);
        break;
    }
}

/* Once to count, once to write. */
void vd_pattern_write_program(struct vd_pattern_reader *r, struct vd_pattern_node *node)
{
    write_node(r, node);
    emit(r, (struct vd_pattern_state){.op = VD_PATTERN_MATCH});
    if (!r->rc)
        r->states = vd_arena_alloc(r->keep, r->count * sizeof(*r->states));
    if (!r->states)
        vd_pattern_fail(r, -ENOMEM);
    r->count = r->work = 0;
    write_node(r, node);
    emit(r, (struct vd_pattern_state){.op = VD_PATTERN_MATCH});
}
