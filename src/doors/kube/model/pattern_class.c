/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of characters, by all the names that they have in a pattern. */
#include "doors/kube/model/pattern_tree.h"

#include <stdlib.h>

enum { LAST_CHARACTER = 0x10ffff };

void vd_pattern_add_range(struct vd_pattern_reader *r, struct vd_pattern_ranges *set, uint32_t low,
                          uint32_t high)
{
    if (set->count == VD_PATTERN_RANGES_MAX) {
        vd_pattern_fail(r, VD_TOO_LARGE);
        return;
    }
    set->list[set->count++] = (struct vd_pattern_range){low, high};
}

/* With what has the other case, of ASCII, if the pattern does not care. */
void vd_pattern_add_folded(struct vd_pattern_reader *r, struct vd_pattern_ranges *set, uint32_t low,
                           uint32_t high)
{
    vd_pattern_add_range(r, set, low, high);
    if (!r->folds)
        return;
    for (unsigned shift = 0; shift < 2; shift++) {
        uint32_t first = shift ? 'a' : 'A', last = shift ? 'z' : 'Z';
        uint32_t from_c = low > first ? low : first, to_c = high < last ? high : last;

        if (from_c <= to_c)
            vd_pattern_add_range(r, set, from_c ^ 0x20, to_c ^ 0x20);
    }
}

static int by_low(const void *a, const void *b)
{
    const struct vd_pattern_range *x = a, *y = b;

    return (x->low > y->low) - (x->low < y->low);
}

/* Everything else. */
static void add_others(struct vd_pattern_reader *r, struct vd_pattern_ranges *set,
                       struct vd_pattern_ranges *without)
{
    uint32_t low = 0;

    qsort(without->list, without->count, sizeof(without->list[0]), by_low);
    for (uint32_t i = 0; i < without->count; i++) {
        if (without->list[i].low > low)
            vd_pattern_add_range(r, set, low, without->list[i].low - 1);
        if (without->list[i].high + 1 > low)
            low = without->list[i].high + 1;
    }
    if (low <= LAST_CHARACTER)
        vd_pattern_add_range(r, set, low, LAST_CHARACTER);
}

/* Pairs of ends, as a text. */
static void add_pairs(struct vd_pattern_reader *r, struct vd_pattern_ranges *set, const char *pairs,
                      bool is_negated)
{
    struct vd_pattern_ranges own = {.count = 0};

    for (; *pairs; pairs += 2)
        vd_pattern_add_range(r, is_negated ? &own : set, (uint8_t)pairs[0], (uint8_t)pairs[1]);
    if (is_negated)
        add_others(r, set, &own);
}

/* \d \D \s \S \w \W: whether the letter is one. */
bool vd_pattern_add_perl(struct vd_pattern_reader *r, struct vd_pattern_ranges *set, uint8_t letter)
{
    bool is_negated = letter < 'a';

    switch (letter | 0x20) {
    case 'd':
        add_pairs(r, set, "09", is_negated);
        return true;
    case 's':
        add_pairs(r, set, "\t\n\f\r  ", is_negated);
        return true;
    case 'w':
        add_pairs(r, set, "09AZ__az", is_negated);
        return true;
    default:
        return false;
    }
}

static const struct {
    const char *name, *pairs;
} posix[] = {
    {"alnum", "09AZaz"},
    {"alpha", "AZaz"},
    {"blank", "\t\t  "},
    {"digit", "09"},
    {"graph", "!~"},
    {"lower", "az"},
    {"print", " ~"},
    {"punct", "!/:@[`{~"},
    {"space", "\t\r  "},
    {"upper", "AZ"},
    {"word", "09AZaz__"},
    {"xdigit", "09AFaf"},
    {"cntrl", "\1\37\177\177"},
    {"ascii", "\1\177"},
};

/* [:name:] or [:^name:] inside brackets. */
bool vd_pattern_add_posix(struct vd_pattern_reader *r, struct vd_pattern_ranges *set)
{
    struct vd_slice rest = vd_pattern_from(r, r->at), name;
    const uint8_t *end = rest.len > 2 ? memmem(rest.ptr + 2, rest.len - 2, ":]", 2) : NULL;
    bool is_negated;

    if (!end || !vd_pattern_sees(r, "[:"))
        return false;
    is_negated = rest.ptr[2] == '^';
    name = vd_slice(rest.ptr + 2 + is_negated, (size_t)(end - rest.ptr) - 2 - is_negated);
    r->at += (size_t)(end - rest.ptr) + 2;
    for (size_t i = 0; i < sizeof(posix) / sizeof(posix[0]); i++)
        if (vd_slice_eq(name, vd_slice_str(posix[i].name))) {
            add_pairs(r, set, posix[i].pairs, is_negated);
            return true;
        }
    vd_pattern_fault(r, "invalid character class range",
                     vd_slice(rest.ptr, (size_t)(end - rest.ptr) + 2));
    return true;
}

/* Behind \p or \P: a letter, or a name in braces; "^" negates. */
void vd_pattern_add_unicode(struct vd_pattern_reader *r, struct vd_pattern_ranges *set,
                            bool is_negated, size_t begin)
{
    struct vd_pattern_ranges own = {.count = 0};
    struct vd_slice name;
    size_t at;

    if (vd_pattern_take(r, "{")) {
        is_negated ^= vd_pattern_take(r, "^");
        at = r->at;
        while (!vd_pattern_is_at_end(r) && !vd_pattern_sees(r, "}"))
            r->at++;
        name = vd_pattern_since(r, at);
        if (!vd_pattern_take(r, "}"))
            vd_pattern_fault(r, "invalid character class range", vd_pattern_since(r, begin));
    } else {
        at = r->at;
        if (!vd_pattern_is_at_end(r))
            vd_pattern_take_character(r);
        name = vd_pattern_since(r, at);
    }
    if (!name.len) {
        vd_pattern_fault(r, "invalid character class range", vd_pattern_since(r, begin));
        return;
    }
    switch (name.ptr[0]) {
    case 'N':
        add_pairs(r, &own, "09", false);
        break;
    case 'P':
        add_pairs(r, &own, "!#%*,/:;?@[]__{{}}", false);
        vd_pattern_add_range(r, &own, 0xa1, 0xbf);
        break;
    case 'S':
        add_pairs(r, &own, "$$++<>^^``||~~", false);
        vd_pattern_add_range(r, &own, 0xa2, 0xb8);
        break;
    case 'Z':
        add_pairs(r, &own, "  ", false);
        vd_pattern_add_range(r, &own, 0xa0, 0xa0);
        break;
    case 'C':
        add_pairs(r, &own, "\1\37\177\177", false);
        break;
    default: /* letters, and the names of scripts */
        add_pairs(r, &own,
                  vd_slice_eq(name, VD_SLICE("Lu"))   ? "AZ"
                  : vd_slice_eq(name, VD_SLICE("Ll")) ? "az"
                                                      : "AZaz",
                  false);
        vd_pattern_add_range(r, &own, 0xc0, LAST_CHARACTER);
        break;
    }
    if (is_negated)
        add_others(r, set, &own);
    else
        for (uint32_t i = 0; i < own.count; i++)
            vd_pattern_add_range(r, set, own.list[i].low, own.list[i].high);
}

struct vd_pattern_node *vd_pattern_class_node(struct vd_pattern_reader *r,
                                              const struct vd_pattern_ranges *set, bool is_negated)
{
    struct vd_pattern_node *node = vd_pattern_new_node(r, VD_NODE_CLASS, NULL, NULL);
    struct vd_pattern_class *class = vd_pattern_make(r, sizeof(*class));
    struct vd_pattern_range *ranges = vd_pattern_make(r, (set->count + 1) * sizeof(*ranges));

    if (r->rc)
        return NULL;
    memcpy(ranges, set->list, set->count * sizeof(*ranges));
    *class = (struct vd_pattern_class){ranges, set->count, is_negated};
    node->class = class;
    return node;
}

struct vd_pattern_node *vd_pattern_character_node(struct vd_pattern_reader *r, uint32_t c)
{
    struct vd_pattern_ranges set = {.count = 0};

    vd_pattern_add_folded(r, &set, c, c);
    return vd_pattern_class_node(r, &set, false);
}
