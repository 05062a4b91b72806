/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern is a run of steps. A bit stands for "everything before this step has matched": a place.
 * A byte moves all places at once, 64 in a word: those whose step takes it go to the next step, or
 * stay where that is a star; and a star passes its place on without taking anything. So what a byte
 * costs depends on the pattern's length alone, whatever its steps are.
 */
#include "doors/live/glob.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum { WORDS = VD_LIVE_GLOB_BYTES / 64 + 1, BYTES = 256 };

struct set {
    uint64_t bits[BYTES / 64];
};

struct vd_live_glob {
    uint32_t count; /* of steps; the place behind the last is the match */
    uint32_t words; /* of a set of places */
    uint32_t prefix_len;
    uint8_t prefix[VD_LIVE_GLOB_BYTES]; /* leading literals */
    uint64_t stars[WORDS];
    uint64_t takes[]; /* for each byte, the places whose step takes it */
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

static struct set all_but(int c)
{
    struct set set = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

    if (c >= 0)
        set.bits[c / 64] &= ~(UINT64_C(1) << c % 64);
    return set;
}

static void add_step(struct vd_live_glob *glob, const struct set *set, bool is_star)
{
    uint32_t word = glob->count / 64;
    uint64_t bit = UINT64_C(1) << glob->count % 64;

    for (unsigned c = 0; c < BYTES; c++)
        if (set->bits[c / 64] >> c % 64 & 1)
            glob->takes[c * glob->words + word] |= bit;
    if (is_star)
        glob->stars[word] |= bit;
    glob->count++;
}

static int add_literal(struct vd_live_glob *glob, uint8_t c)
{
    struct set set = {{0}};

    add_members(&set, c, c);
    if (glob->prefix_len == glob->count)
        glob->prefix[glob->prefix_len++] = c;
    add_step(glob, &set, false);
    return 0;
}

static int parse_step(struct vd_live_glob *glob, struct vd_slice *rest)
{
    uint8_t c = take(rest);
    struct set set;
    int but = '/', rc;

    switch (c) {
    case '*':
        while (take_is(rest, '*'))
            but = -1;
        set = all_but(but);
        add_step(glob, &set, true);
        return 0;
    case '?':
        set = all_but(but);
        add_step(glob, &set, false);
        return 0;
    case '[':
        rc = parse_set(rest, &set);
        if (!rc)
            add_step(glob, &set, false);
        return rc;
    case '\\':
        return rest->len ? add_literal(glob, take(rest)) : VD_INVALID;
    default:
        return add_literal(glob, c);
    }
}

int vd_live_glob_new(struct vd_slice pattern, struct vd_live_glob **out_glob)
{
    uint32_t words = (uint32_t)(pattern.len / 64 + 1);
    struct vd_live_glob *glob;
    int rc = 0;

    if (pattern.len > VD_LIVE_GLOB_BYTES)
        return VD_TOO_LARGE;
    glob = vd_alloc_zero(sizeof(*glob) + BYTES * words * sizeof(glob->takes[0]));
    if (!glob)
        return -ENOMEM;
    glob->words = words;
    while (pattern.len && rc == 0)
        rc = parse_step(glob, &pattern);
    if (rc) {
        vd_live_glob_free(glob);
        return rc;
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

/* The same places, each one further. */
static uint64_t shifted(uint64_t word, uint64_t *carry)
{
    uint64_t out = word << 1 | *carry;

    *carry = word >> 63;
    return out;
}

/* Stars pass their places on; no star follows another. */
static void pass_on(const struct vd_live_glob *glob, uint64_t places[WORDS])
{
    uint64_t carry = 0;

    for (uint32_t i = 0; i < glob->words; i++)
        places[i] |= shifted(places[i] & glob->stars[i], &carry);
}

/* One byte further. False: the pattern stands nowhere any more. */
static bool advance(const struct vd_live_glob *glob, uint64_t places[WORDS], uint8_t c)
{
    const uint64_t *takes = &glob->takes[c * glob->words];
    uint64_t carry = 0, any = 0;

    for (uint32_t i = 0; i < glob->words; i++) {
        uint64_t taken = places[i] & takes[i];

        places[i] = (taken & glob->stars[i]) | shifted(taken & ~glob->stars[i], &carry);
        any |= places[i];
    }
    pass_on(glob, places);
    return any != 0;
}

bool vd_live_glob_matches(const struct vd_live_glob *glob, struct vd_slice bytes)
{
    uint64_t places[WORDS] = {1};

    if (bytes.len > VD_LIVE_GLOB_KEY_BYTES)
        return false;
    pass_on(glob, places);
    for (size_t i = 0; i < bytes.len; i++)
        if (!advance(glob, places, bytes.ptr[i]))
            return false;
    return places[glob->count / 64] >> glob->count % 64 & 1;
}
