/* SPDX-License-Identifier: Apache-2.0 */
/* Definitions that apiextensions-apiserver has judged (tests/conform/kube_schema). */
#include "doors/kube/model/crd.h"
#include "doors/kube/model/test_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *cases;

/* Whether some cause is this text and was not taken before. */
static bool take(const struct vd_kube_causes *causes, uint64_t *taken, struct vd_slice text)
{
    const struct vd_kube_cause *at;
    unsigned i = 0;

    for (at = causes->first; at; at = at->next, i++)
        if (!(*taken >> i & 1) && text.len == at->field.len + 2 + at->message.len &&
            vd_slice_starts_with(text, at->field) &&
            memcmp(text.ptr + at->field.len + 2, at->message.ptr, at->message.len) == 0) {
            *taken |= (uint64_t)1 << i;
            return true;
        }
    return false;
}

static bool is_as_judged(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct vd_json_value *doc = vd_kube_doc_get(given, "doc");
    const struct vd_json_value *at;
    const struct vd_kube_cause *cause;
    struct vd_kube_causes causes;
    struct vd_slice refusal, warning;
    uint64_t taken = 0;
    bool is_same = true;
    unsigned i = 0;

    vd_kube_causes_init(&causes, arena);
    assert_int_equal(vd_kube_crd_default(arena, doc), 0);
    assert_int_equal(vd_kube_crd_judge(arena, doc, NULL, 0, &causes, &refusal, &warning), 0);
    if (causes.lost > 0)
        return true; /* more than anybody reads */
    vd_kube_doc_each(at, vd_kube_doc_get(given, "errors"))
        if (!take(&causes, &taken, at->text)) {
            fprintf(stderr, "not said: %.*s\n", (int)at->text.len, (const char *)at->text.ptr);
            is_same = false;
        }
    for (cause = causes.first; cause; cause = cause->next, i++)
        if (!(taken >> i & 1)) {
            fprintf(stderr, "said: %.*s: %.*s\n", (int)cause->field.len,
                    (const char *)cause->field.ptr, (int)cause->message.len,
                    (const char *)cause->message.ptr);
            is_same = false;
        }
    return is_same;
}

static void definitions_are_judged_as_a_real_server_judges_them(void **state)
{
    vd_test_cases_run(cases, "definitions.jsonl", 100, is_as_judged);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definitions_are_judged_as_a_real_server_judges_them),
    };

    cases = argc > 1 ? argv[1] : "src/doors/kube/model/cases";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
