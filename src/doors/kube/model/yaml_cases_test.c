/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML as sigs.k8s.io/yaml reads and writes it.
 */
#include "base/check.h"
#include "doors/kube/model/test_cases.h"
#include "wire/yaml_read.h"
#include "wire/yaml_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char *cases;

/* What Go says further of a key that is none is how it prints its types. And it looks at meaning
 * when all of the text is read, where we may have been content with the first thing that is wrong.
 */
static bool is_fault_alike(struct vd_slice ours, struct vd_slice theirs)
{
    static const char *const MEANINGS[] = {"yaml: map merge requires", "yaml: anchor '",
                                           "yaml: cannot decode", "yaml: invalid map key",
                                           "unsupported map key"};

    if (ours.len && vd_slice_starts_with(theirs, ours))
        return true;
    for (size_t i = 0; i < VD_COUNT(MEANINGS); i++)
        if (vd_slice_starts_with(ours, vd_slice_str(MEANINGS[i])))
            return true;
    return false;
}

static bool is_read(struct vd_arena *arena, const struct vd_json_value *given)
{
    const struct vd_json_value *want = vd_kube_doc_get(given, "result");
    struct vd_slice strict = VD_SLICE_EMPTY, error = vd_kube_doc_string(given, "error");
    struct vd_yaml_fault fault = {VD_SLICE_EMPTY};
    struct vd_json_value *value;
    int rc = vd_yaml_read(arena, vd_kube_doc_string(given, "text"), 64, &value, &strict, &fault);

    if (rc == 0 && want) {
        if (vd_kube_doc_equal(value, want) &&
            vd_slice_eq(strict, vd_kube_doc_string(given, "strict")))
            return true;
        fprintf(stderr, "read: %s strict: %.*s\n", vd_test_text(arena, value), (int)strict.len,
                (const char *)strict.ptr);
        return false;
    }
    if (rc == VD_INVALID && !want && is_fault_alike(fault.message, error))
        return true;
    fprintf(stderr, "read: %d %.*s\n", rc, (int)fault.message.len, (const char *)fault.message.ptr);
    return false;
}

static bool is_written(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct vd_slice want = vd_kube_doc_string(given, "text");
    struct vd_buf buf;
    bool is_same;

    vd_buf_init(&buf, 0);
    assert_int_equal(vd_yaml_write(&buf, vd_kube_doc_get(given, "original")), 0);
    assert_int_equal(vd_buf_status(&buf), 0);
    is_same = vd_slice_eq(vd_buf_slice(&buf), want);
    if (!is_same)
        fprintf(stderr, "wrote:\n%.*swant:\n%.*s", (int)buf.len, (const char *)buf.data,
                (int)want.len, (const char *)want.ptr);
    vd_buf_deinit(&buf);
    return is_same;
}

static bool is_as_judged(struct vd_arena *arena, const struct vd_json_value *given)
{
    return vd_kube_doc_says(vd_kube_doc_get(given, "kind"), "read") ? is_read(arena, given)
                                                                    : is_written(arena, given);
}

static void yaml_is_read_and_written_as_by_a_real_server(void **state)
{
    vd_test_cases_run(cases, "yaml.jsonl", 1000, is_as_judged);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_is_read_and_written_as_by_a_real_server),
    };

    vd_assert(argc == 2);
    cases = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
