/* SPDX-License-Identifier: Apache-2.0 */
/* Schemas and documents that apiextensions-apiserver has judged (tests/conform/kube_schema). */
#include "doors/kube/model/schema.h"
#include "doors/kube/model/test_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *cases;

enum { TEXTS_MAX = 256 };

struct texts {
    struct vd_arena *arena;
    struct vd_slice list[TEXTS_MAX];
    size_t count;
};

static void add_text(void *arg, struct vd_slice text)
{
    struct texts *texts = arg;

    assert_true(texts->count < TEXTS_MAX);
    assert_int_equal(vd_arena_copy(texts->arena, text, &texts->list[texts->count++]), 0);
}

static int by_text(const void *a, const void *b)
{
    return vd_slice_cmp(*(const struct vd_slice *)a, *(const struct vd_slice *)b);
}

/* The same texts, whatever their order. */
static bool is_same(struct texts *texts, const struct vd_json_value *wanted)
{
    const struct vd_json_value *at;
    size_t i = 0;

    qsort(texts->list, texts->count, sizeof(texts->list[0]), by_text);
    vd_kube_doc_each(at, wanted) {
        if (i == texts->count || !vd_slice_eq(at->text, texts->list[i]))
            return false;
        i++;
    }
    return i == texts->count;
}

static void add_causes(struct texts *texts, const struct vd_kube_causes *causes)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (const struct vd_kube_cause *at = causes->first; at; at = at->next) {
        vd_buf_clear(&buf);
        vd_buf_append_slice(&buf, at->field);
        vd_buf_append(&buf, ": ", 2);
        vd_buf_append_slice(&buf, at->message);
        add_text(texts, vd_buf_slice(&buf));
    }
    vd_buf_deinit(&buf);
}

static bool differs(struct vd_arena *arena, const struct vd_json_value *given, const char *what,
                    const struct texts *texts)
{
    fprintf(stderr, "%s\n%s: it is", vd_test_text(arena, given), what);
    for (size_t i = 0; texts && i < texts->count; i++)
        fprintf(stderr, "\n  %.*s", (int)texts->list[i].len, (const char *)texts->list[i].ptr);
    fprintf(stderr, "\n");
    return false;
}

static bool is_as_judged(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct texts unknown = {.arena = arena}, errors = {.arena = arena};
    struct vd_json_value *doc = vd_kube_doc_get(given, "doc");
    const struct vd_kube_schema *schema;
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, arena);
    assert_int_equal(vd_kube_schema_read(arena, vd_kube_doc_get(given, "schema"), &schema), 0);
    vd_kube_schema_prune(schema, doc, add_text, &unknown);
    if (!is_same(&unknown, vd_kube_doc_get(given, "unknown")))
        return differs(arena, given, "unknown", &unknown);
    assert_int_equal(vd_kube_schema_default(schema, arena, doc), 0);
    if (!vd_kube_doc_equal(doc, vd_kube_doc_get(given, "after")))
        return differs(arena, doc, "after", NULL);
    assert_int_equal(vd_kube_schema_judge(schema, doc, &causes), 0);
    add_causes(&errors, &causes);
    if (!is_same(&errors, vd_kube_doc_get(given, "errors")))
        return differs(arena, given, "errors", &errors);
    return true;
}

static void objects_become_and_are_judged_as_a_real_server_has_it(void **state)
{
    vd_test_cases_run(cases, "schemas.jsonl", 300, is_as_judged);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_become_and_are_judged_as_a_real_server_has_it),
    };

    cases = argc > 1 ? argv[1] : "src/doors/kube/model/cases";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
