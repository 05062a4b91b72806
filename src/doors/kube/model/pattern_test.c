/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns: what they match, as Go's regexp does; what is refused; and what they may cost. */
#include "doors/kube/model/pattern.h"

#include "base/alloc.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static int find(const char *pattern_text, struct vd_slice text)
{
    const struct vd_kube_pattern *pattern;
    struct vd_arena arena;
    struct vd_slice fault;
    int rc;

    vd_arena_init(&arena, 16 << 20);
    rc = vd_kube_pattern_read(&arena, vd_slice_str(pattern_text), &pattern, &fault);
    if (rc)
        fail_msg("%s: %d %.*s", pattern_text, rc, (int)fault.len, (const char *)fault.ptr);
    rc = vd_kube_pattern_find(pattern, text);
    vd_arena_deinit(&arena);
    return rc;
}

/* Made with Go's regexp.MatchString. */
static const struct {
    const char *pattern, *text;
    bool matches;
} rows[] = {
    {"abc", "xabcx", true},
    {"abc", "abx", false},
    {"", "", true},
    {"^$", "", true},
    {"^$", "a", false},
    {"^a+$", "aaa", true},
    {"^a+$", "aab", false},
    {"^a*?b??$", "aa", true},
    {"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "my-name", true},
    {"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "my-name-", false},
    {"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "a.b-c.d", true},
    {"^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$", "* * * * */5", true},
    {"^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$", "* * * * *", true},
    {"^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$", "* * *", false},
    {"^(a|bc|)d$", "bcd", true},
    {"^(a|bc|)d$", "d", true},
    {"^(a|bc|)d$", "bd", false},
    {"^.$", "\n", false},
    {"(?s)^.$", "\n", true},
    {"^.$", "\xc3\xa4", true},
    {"^\xc3\xa4+$", "\xc3\xa4\xc3\xa4", true},
    {"(?i)^AbC$", "aBc", true},
    {"^(?i:a)B$", "AB", true},
    {"^(?i:a)B$", "Ab", false},
    {"(?i)^[a-c]$", "B", true},
    {"^b$", "a\nb\nc", false},
    {"(?m)^b$", "a\nb\nc", true},
    {"\\bfoo\\b", "a foo b", true},
    {"\\bfoo\\b", "afoo b", false},
    {"\\Boo", "foo", true},
    {"^[^a]$", "b", true},
    {"^[^a]$", "a", false},
    {"^[]a]+$", "]a", true},
    {"^[a-]+$", "-a", true},
    {"^[\\w.-]+$", "a_b.c-d", true},
    {"^[^\\s]+$", "a b", false},
    {"^[\\D]$", "1", false},
    {"^[[:alpha:]]+$", "abZ", true},
    {"^[[:^alpha:]]+$", "12-", true},
    {"^[[:digit:][:punct:]]+$", "1!2", true},
    {"^\\pL+$", "ab\xc3\xa4", true},
    {"^\\p{Lu}$", "a", false},
    {"^\\PN+$", "ab", true},
    {"^a{2,3}$", "a", false},
    {"^a{2,3}$", "aaa", true},
    {"^a{2,3}$", "aaaa", false},
    {"^a{2}$", "aa", true},
    {"^a{2,}$", "aaaaa", true},
    {"^a{,2}$", "a{,2}", true},
    {"^a{$", "a{", true},
    {"^\\Qa.b\\E+$", "a.bb", true},
    {"^\\Qa.b\\E$", "a.b", true},
    {"^a\\Q|)\\E|b$", "a|)", true},
    {"^\\x41\\x{42}\\101$", "ABA", true},
    {"^\\x41\\x{42}$", "AB", true},
    {"^\\.\\*\\-\\/$", ".*-/", true},
    {"^(?P<year>\\d{4})-(?:\\d{2})$", "2026-11", true},
    {"\\Aab\\z", "ab", true},
    {"^(a*)*$", "aaab", false},
    {"^(a*)+$", "", true},
    {"a$b", "a$b", false},
    {"x*", "yyy", true},
};

static void a_pattern_matches_what_it_matches_in_go(void **state)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int rc;

        rc = find(rows[i].pattern, vd_slice_str(rows[i].text));
        if (rc != (rows[i].matches ? 0 : VD_NOT_FOUND))
            fail_msg("%s on \"%s\": %d", rows[i].pattern, rows[i].text, rc);
    }
}

static void what_is_no_pattern_is_refused_in_gos_words(void **state)
{
    static const struct {
        const char *pattern, *fault;
    } bad[] = {
        {"(a", "missing closing ): `(a`"},
        {"a)", "unexpected ): `a)`"},
        {"[a", "missing closing ]: `[a`"},
        {"a[b-a]", "invalid character class range: `b-a`"},
        {"*", "missing argument to repetition operator: `*`"},
        {"a|*", "missing argument to repetition operator: `*`"},
        {"a**", "invalid nested repetition operator: `**`"},
        {"a{1001}", "invalid repeat count: `{1001}`"},
        {"a{2,1}", "invalid repeat count: `{2,1}`"},
        {"\\k", "invalid escape sequence: `\\k`"},
        {"\\1", "invalid escape sequence: `\\1`"},
        {"a\\", "trailing backslash at end of expression: ``"},
        {"(?<=a)b", NULL},
        {"(?!a)", "invalid or unsupported Perl syntax: `(?!`"},
        {"[[:nothing:]]", "invalid character class range: `[:nothing:]`"},
        {"\xff", "invalid UTF-8: ``"},
    };
    const struct vd_kube_pattern *pattern;
    struct vd_arena arena;
    struct vd_slice fault;

    vd_arena_init(&arena, 16 << 20);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int rc = vd_kube_pattern_read(&arena, vd_slice_str(bad[i].pattern), &pattern, &fault);

        if (rc != VD_INVALID || (bad[i].fault && !vd_slice_eq(fault, vd_slice_str(bad[i].fault))))
            fail_msg("%s: %d %.*s", bad[i].pattern, rc, (int)fault.len, (const char *)fault.ptr);
    }
    vd_arena_deinit(&arena);
}

static void a_pattern_that_takes_too_many_states_is_refused(void **state)
{
    static const char *const large[] = {"((a{100}){100}){100}", "((()){1000}){1000}",
                                        "(((){1000}){1000}){1000}", "(\\pL{1000}){11}"};
    const struct vd_kube_pattern *pattern;
    char deep[300];
    struct vd_arena arena;
    struct vd_slice fault;

    vd_arena_init(&arena, 16 << 20);
    for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++)
        assert_int_equal(vd_kube_pattern_read(&arena, vd_slice_str(large[i]), &pattern, &fault),
                         VD_TOO_LARGE);
    memset(deep, '(', 150);
    memset(deep + 150, ')', 150);
    assert_int_equal(vd_kube_pattern_read(&arena, vd_slice(deep, 300), &pattern, &fault),
                     VD_TOO_LARGE);
    vd_arena_deinit(&arena);
}

/* What takes a backtracking matcher longer than anybody lives. */
static void nothing_is_tried_twice(void **state)
{
    char text[4096];

    memset(text, 'a', sizeof(text));
    assert_int_equal(find("^(a+)+$b", vd_slice(text, sizeof(text))), VD_NOT_FOUND);
    assert_int_equal(find("^(a|a)*b$", vd_slice(text, sizeof(text))), VD_NOT_FOUND);
    assert_int_equal(find("^(a*)*(a*)*(a*)*b", vd_slice(text, sizeof(text))), VD_NOT_FOUND);
}

static void a_question_that_takes_too_many_steps_is_given_up(void **state)
{
    char *text = malloc(1 << 20);

    memset(text, 'a', 1 << 20);
    assert_int_equal(find("(a{0,100}){0,9}b", vd_slice(text, 1 << 20)), VD_TOO_LARGE);
    free(text);
}

static void no_memory_is_said(void **state)
{
    for (long n = 0;; n++) {
        const struct vd_kube_pattern *pattern;
        struct vd_arena arena;
        struct vd_slice fault;
        int rc;

        vd_arena_init(&arena, 1 << 20);
        vd_alloc_fail_after(n);
        rc = vd_kube_pattern_read(&arena, VD_SLICE("^[a-z]+(b|c){3}$"), &pattern, &fault);
        if (rc == 0)
            rc = vd_kube_pattern_find(pattern, VD_SLICE("abbb"));
        vd_alloc_fail_after(-1);
        vd_arena_deinit(&arena);
        if (rc == 0)
            break;
        assert_int_equal(rc, -ENOMEM);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_matches_what_it_matches_in_go),
        cmocka_unit_test(what_is_no_pattern_is_refused_in_gos_words),
        cmocka_unit_test(a_pattern_that_takes_too_many_states_is_refused),
        cmocka_unit_test(nothing_is_tried_twice),
        cmocka_unit_test(a_question_that_takes_too_many_steps_is_given_up),
        cmocka_unit_test(no_memory_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
