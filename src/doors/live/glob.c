/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern is a run of steps. A bit stands for "everything before this step has matched"; a star
 * passes its bit on without taking a byte, and keeps it while it takes some.
 */
#include "doors/live/glob.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { WORDS = VD_LIVE_GLOB_BYTES / 64 + 1 };

enum kind { LITERAL, ONE, SET, STAR, STARS };

struct step {
    uint8_t kind;    /* enum kind */
    uint8_t literal; /* or, of a set: its number */
};

struct set {
    uint64_t bits[4];
};

struct vd_live_glob {
    uint32_t count, set_count;
    uint32_t prefix_len; /* leading literals */
    struct set *sets;
    uint8_t prefix[VD_LIVE_GLOB_BYTES];
    struct step steps[];
};

static uint8_t take(struct vd_slice *rest)
{
    uint8_t c = *rest->ptr;

    *rest = vd_slice(rest->ptr + 1, rest->len - 1);
    return c;
}

static bool take_is(struct vd_slice *rest, char c)
{
    if (!rest->len || *rest->ptr != (uint8_t)c)
        return false;
    take(rest);
    return true;
}

/* One byte of a set; -1: the pattern ends. */
static int take_member(struct vd_slice *rest)
{
    if (!rest->len || (take_is(rest, '\\') && !rest->len))
        return -1;
    return take(rest);
}

static void add_members(struct set *set, unsigned first, unsigned last)
{
    for (unsigned c = first; c <= last; c++)
        set->bits[c / 64] |= UINT64_C(1) << c % 64;
}

/* Behind the '['. A ']' that comes first is a member. */
static int parse_set(struct vd_slice *rest, struct set *set)
{
    bool inverted = take_is(rest, '!'), first = true;

    *set = (struct set){{0}};
    while (first || !take_is(rest, ']')) {
        int from = take_member(rest), to = from;

        first = false;
        if (rest->len >= 2 && rest->ptr[0] == '-' && rest->ptr[1] != ']') {
            take(rest);
            to = take_member(rest);
        }
        if (from < 0 || to < from)
            return VD_INVALID;
        add_members(set, (unsigned)from, (unsigned)to);
    }
    for (unsigned i = 0; i < 4 && inverted; i++)
        set->bits[i] = ~set->bits[i];
    return 0;
}

static int parse_step(struct vd_live_glob *glob, struct vd_slice *rest)
{
    struct step *step = &glob->steps[glob->count++];
    uint8_t c = take(rest);

    *step = (struct step){LITERAL, c};
    if (c == '*') {
        step->kind = STAR;
        while (take_is(rest, '*'))
            step->kind = STARS;
    } else if (c == '?') {
        step->kind = ONE;
    } else if (c == '[') {
        *step = (struct step){SET, (uint8_t)glob->set_count};
        return parse_set(rest, &glob->sets[glob->set_count++]);
    } else if (c == '\\') {
        if (!rest->len)
            return VD_INVALID;
        step->literal = take(rest);
    }
    return 0;
}

static size_t count_sets(struct vd_slice pattern)
{
    size_t count = 0;

    for (size_t i = 0; i < pattern.len; i++)
        count += pattern.ptr[i] == '[';
    return count;
}

int vd_live_glob_new(struct vd_slice pattern, struct vd_live_glob **out_glob)
{
    size_t sets = count_sets(pattern),
           steps_bytes = (pattern.len + 7) / 8 * 8 * sizeof(struct step);
    struct vd_live_glob *glob;
    int rc = 0;

    if (pattern.len > VD_LIVE_GLOB_BYTES)
        return VD_TOO_LARGE;
    glob = vd_alloc_zero(sizeof(*glob) + steps_bytes + sets * sizeof(struct set));
    if (!glob)
        return -ENOMEM;
    glob->sets = (struct set *)(void *)((uint8_t *)glob->steps + steps_bytes);
    while (pattern.len && rc == 0)
        rc = parse_step(glob, &pattern);
    if (rc) {
        vd_live_glob_free(glob);
        return rc;
    }
    for (; glob->prefix_len < glob->count; glob->prefix_len++) {
        if (glob->steps[glob->prefix_len].kind != LITERAL)
            break;
        glob->prefix[glob->prefix_len] = glob->steps[glob->prefix_len].literal;
    }
    *out_glob = glob;
    return 0;
}

void vd_live_glob_free(struct vd_live_glob *glob)
{
    vd_free(glob);
}

struct vd_slice vd_live_glob_prefix(const struct vd_live_glob *glob, bool *out_exact)
{
    *out_exact = glob->prefix_len == glob->count;
    return vd_slice(glob->prefix, glob->prefix_len);
}

static bool step_takes(const struct vd_live_glob *glob, const struct step *step, uint8_t c)
{
    switch ((enum kind)step->kind) {
    case LITERAL:
        return c == step->literal;
    case SET:
        return glob->sets[step->literal].bits[c / 64] >> c % 64 & 1;
    case ONE:
    case STAR:
        return c != '/';
    case STARS:
        break;
    }
    return true;
}

static bool is_star(const struct vd_live_glob *glob, uint32_t at)
{
    return at < glob->count && glob->steps[at].kind >= STAR;
}

static void add_place(const struct vd_live_glob *glob, uint64_t places[WORDS], uint32_t at)
{
    places[at / 64] |= UINT64_C(1) << at % 64;
    for (; is_star(glob, at); at++)
        places[(at + 1) / 64] |= UINT64_C(1) << (at + 1) % 64;
}

/* Where the pattern may stand after one more byte. False: nowhere. */
static bool advance(const struct vd_live_glob *glob, const uint64_t from[WORDS], uint8_t c,
                    uint64_t to[WORDS])
{
    bool any = false;

    for (uint32_t word = 0; word < WORDS; word++) {
        for (uint64_t bits = from[word]; bits; bits &= bits - 1) {
            uint32_t at = word * 64 + (uint32_t)__builtin_ctzll(bits);

            if (at == glob->count || !step_takes(glob, &glob->steps[at], c))
                continue;
            add_place(glob, to, is_star(glob, at) ? at : at + 1);
            any = true;
        }
    }
    return any;
}

bool vd_live_glob_matches(const struct vd_live_glob *glob, struct vd_slice bytes)
{
    uint64_t places[WORDS] = {0};

    add_place(glob, places, 0);
    for (size_t i = 0; i < bytes.len; i++) {
        uint64_t next[WORDS] = {0};

        if (!advance(glob, places, bytes.ptr[i], next))
            return false;
        memcpy(places, next, sizeof(places));
    }
    return places[glob->count / 64] >> glob->count % 64 & 1;
}
