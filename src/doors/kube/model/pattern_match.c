/* SPDX-License-Identifier: Apache-2.0 */
/* All states at once, a character at a time (Thompson's construction, run as Pike's machine without
 * its captures): each state is entered at most once a character. */
#include "doors/kube/model/pattern_inner.h"

#include "base/alloc.h"

#include <errno.h>

enum { STEPS_MAX = 50000000, NO_CHARACTER = UINT32_MAX };

struct machine {
    const struct vd_kube_pattern *pattern;
    uint32_t *now, *next, *stack; /* states */
    uint32_t now_count, next_count;
    uint32_t *marks; /* of each state: the last character before which it was entered, and one */
    uint32_t mark;
    uint64_t steps;
    bool has_matched;
};

static bool is_in(const struct vd_pattern_class *class, uint32_t c)
{
    for (uint32_t i = 0; i < class->count; i++)
        if (c >= class->ranges[i].low && c <= class->ranges[i].high)
            return !class->is_negated;
    return class->is_negated;
}

static bool is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool holds(uint8_t assert, uint32_t before, uint32_t after)
{
    switch ((enum vd_pattern_assert)assert) {
    case VD_PATTERN_TEXT_BEGIN:
        return before == NO_CHARACTER;
    case VD_PATTERN_TEXT_END:
        return after == NO_CHARACTER;
    case VD_PATTERN_LINE_BEGIN:
        return before == NO_CHARACTER || before == '\n';
    case VD_PATTERN_LINE_END:
        return after == NO_CHARACTER || after == '\n';
    case VD_PATTERN_WORD:
        return is_word(before) != is_word(after);
    case VD_PATTERN_NO_WORD:
        return is_word(before) == is_word(after);
    }
    return false;
}

/* Everything that can be reached from a state without a character, between these two. */
static void enter(struct machine *m, uint32_t from, uint32_t before, uint32_t after)
{
    uint32_t depth = 0;

    m->stack[depth++] = from;
    while (depth > 0) {
        uint32_t at = m->stack[--depth];
        const struct vd_pattern_state *state = &m->pattern->states[at];

        if (m->marks[at] == m->mark)
            continue;
        m->marks[at] = m->mark;
        m->steps++;
        switch ((enum vd_pattern_op)state->op) {
        case VD_PATTERN_CLASS:
            m->next[m->next_count++] = at;
            break;
        case VD_PATTERN_SPLIT:
            m->stack[depth++] = state->y;
            m->stack[depth++] = state->x;
            break;
        case VD_PATTERN_JUMP:
            m->stack[depth++] = state->x;
            break;
        case VD_PATTERN_ASSERT:
            if (holds(state->assert, before, after))
                m->stack[depth++] = state->x;
            break;
        case VD_PATTERN_MATCH:
            m->has_matched = true;
            break;
        }
    }
}

/* The character at *at, which goes behind it. Bytes that are no UTF-8 are U+FFFD each. */
static uint32_t next_character(struct vd_slice text, size_t *at)
{
    static const uint8_t lengths[] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4};
    uint8_t first;
    uint32_t c;
    unsigned len;

    if (*at >= text.len)
        return NO_CHARACTER;
    first = text.ptr[*at];
    len = lengths[first >> 4];
    if (len == 1) {
        (*at)++;
        return first;
    }
    if (len == 0 || *at + len > text.len) {
        (*at)++;
        return 0xfffd;
    }
    c = first & (0xffu >> (len + 1));
    for (unsigned i = 1; i < len; i++)
        c = c << 6 | (text.ptr[*at + i] & 0x3f);
    *at += len;
    return c;
}

static void swap(struct machine *m)
{
    uint32_t *states = m->now;

    m->now = m->next;
    m->now_count = m->next_count;
    m->next = states;
    m->next_count = 0;
    m->mark++;
}

static int run(struct machine *m, struct vd_slice text)
{
    size_t at = 0;
    uint32_t before = NO_CHARACTER, c = next_character(text, &at);

    m->mark = 1;
    enter(m, 0, before, c);
    while (!m->has_matched && c != NO_CHARACTER) {
        uint32_t after = next_character(text, &at);

        swap(m);
        for (uint32_t i = 0; i < m->now_count; i++) {
            const struct vd_pattern_state *state = &m->pattern->states[m->now[i]];

            m->steps += state->class->count;
            if (is_in(state->class, c))
                enter(m, state->x, c, after);
        }
        enter(m, 0, c, after); /* a match may begin anywhere */
        if (m->steps > STEPS_MAX)
            return VD_TOO_LARGE;
        c = after;
    }
    return m->has_matched ? 0 : VD_NOT_FOUND;
}

int vd_kube_pattern_find(const struct vd_kube_pattern *pattern, struct vd_slice text)
{
    size_t count = pattern->count;
    /* A state is pushed at most twice before it is marked. */
    uint32_t *memory = vd_alloc_zero(sizeof(uint32_t) * (count * 5 + 2));
    struct machine m = {.pattern = pattern};
    int rc;

    if (!memory)
        return -ENOMEM;
    m.now = memory;
    m.next = memory + count;
    m.marks = memory + 2 * count;
    m.stack = memory + 3 * count;
    rc = run(&m, text);
    vd_free(memory);
    return rc;
}
