/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/glob.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static bool matches(const char *pattern, const char *text)
{
    struct vd_live_glob *glob;
    bool is_match;

    assert_int_equal(vd_live_glob_new(vd_slice_str(pattern), &glob), 0);
    is_match = vd_live_glob_matches(glob, vd_slice_str(text));
    vd_live_glob_free(glob);
    return is_match;
}

static void patterns_match_what_they_say(void **state)
{
    static const struct {
        const char *pattern, *text;
        bool is_match;
    } cases[] = {
        {"", "", true},           {"", "a", false},          {"*", "", true},
        {"*", "abc", true},       {"*", "a/c", false},       {"**", "a/b/c", true},
        {"a*c", "abbbc", true},   {"a*c", "ab/bc", false},   {"a**c", "ab/bc", true},
        {"?", "a", true},         {"?", "/", false},         {"?", "", false},
        {"[a-c]x", "bx", true},   {"[a-c]x", "dx", false},   {"[!a-c]x", "dx", true},
        {"[!a-c]x", "bx", false}, {"[]a]", "]", true},       {"[a-]", "-", true},
        {"[\\]]", "]", true},     {"\\*", "*", true},        {"\\*", "a", false},
        {"*.US", "CL.US", true},  {"*.US", "CL.USA", false}, {"*a*b*", "xxaxxbxx", true},
        {"***", "a/b", true},     {"[/]", "/", true},        {"a?c*", "abc", true},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++)
        assert_int_equal(matches(cases[i].pattern, cases[i].text), cases[i].is_match);
}

static void what_is_left_open_is_refused(void **state)
{
    static const char *const cases[] = {"[", "[a", "[]", "[!", "a\\", "[b-a]", "[a\\", "[a-\\"};
    char large[VD_LIVE_GLOB_BYTES + 2];
    struct vd_live_glob *glob;

    for (size_t i = 0; i < VD_COUNT(cases); i++)
        assert_int_equal(vd_live_glob_new(vd_slice_str(cases[i]), &glob), VD_INVALID);
    memset(large, '*', sizeof(large));
    assert_int_equal(vd_live_glob_new(vd_slice(large, VD_LIVE_GLOB_BYTES + 1), &glob),
                     VD_TOO_LARGE);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_live_glob_new(VD_SLICE("*"), &glob), -ENOMEM);
    vd_alloc_fail_after(-1);
}

/* The obvious way, which is slow. */
static bool naive(const char *p, const char *t)
{
    if (!*p)
        return !*t;
    if (*p == '*') {
        bool all = p[1] == '*';
        const char *rest = p;

        while (*rest == '*')
            rest++;
        for (;; t++) {
            if (naive(rest, t))
                return true;
            if (!*t || (*t == '/' && !all))
                return false;
        }
    }
    return *t && (*p == '?' ? *t != '/' : *p == *t) && naive(p + 1, t + 1);
}

static void it_agrees_with_the_obvious_way(void **state)
{
    static const char letters[] = "ab/*?*";
    unsigned hits = 0;

    for (uint64_t i = 0; i < 40000; i++) {
        uint64_t random = vd_hash_u64(i);
        char pattern[92] = {0}, text[92] = {0};
        size_t before = (random >> 16) % 80; /* what varies lies anywhere in a word, or over two */

        memset(pattern, 'x', before);
        memset(text, 'x', before);
        for (unsigned n = 0; n < random % 9; n++)
            pattern[before + n] = letters[vd_hash_u64(random + n) % 6];
        for (unsigned n = 0; n < (random >> 8) % 9; n++)
            text[before + n] = letters[vd_hash_u64(random - n - 1) % 3];
        assert_int_equal(matches(pattern, text), naive(pattern, text));
        hits += naive(pattern, text);
    }
    assert_in_range(hits, 1000, 39000);
}

/* One that takes the obvious way longer than the world has been there. */
static void no_pattern_is_slow(void **state)
{
    char pattern[VD_LIVE_GLOB_BYTES + 1] = {0}, text[4001] = {0};

    for (unsigned i = 0; i < VD_LIVE_GLOB_BYTES; i += 2)
        memcpy(pattern + i, "*a", 2);
    memset(text, 'a', sizeof(text) - 1);
    assert_true(matches(pattern, text));
    pattern[VD_LIVE_GLOB_BYTES - 1] = 'b';
    assert_false(matches(pattern, text));
}

static void what_is_too_long_for_a_name_is_matched_by_none(void **state)
{
    char text[VD_LIVE_GLOB_KEY_BYTES + 2] = {0};

    memset(text, 'a', VD_LIVE_GLOB_KEY_BYTES);
    assert_true(matches("*", text));
    text[VD_LIVE_GLOB_KEY_BYTES] = 'a';
    assert_false(matches("*", text));
}

static void what_every_match_begins_with_is_known(void **state)
{
    static const struct {
        const char *pattern, *prefix;
        bool exact;
    } cases[] = {{"", "", true},    {"abc", "abc", true},   {"a\\*b*", "a*b", false},
                 {"*a", "", false}, {"ab[c]", "ab", false}, {"ab?", "ab", false}};

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_live_glob *glob;
        bool exact;

        assert_int_equal(vd_live_glob_new(vd_slice_str(cases[i].pattern), &glob), 0);
        assert_true(vd_slice_eq(vd_live_glob_prefix(glob, &exact), vd_slice_str(cases[i].prefix)));
        assert_int_equal(exact, cases[i].exact);
        vd_live_glob_free(glob);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_what_they_say),
        cmocka_unit_test(what_is_left_open_is_refused),
        cmocka_unit_test(it_agrees_with_the_obvious_way),
        cmocka_unit_test(no_pattern_is_slow),
        cmocka_unit_test(what_is_too_long_for_a_name_is_matched_by_none),
        cmocka_unit_test(what_every_match_begins_with_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
