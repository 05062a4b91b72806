/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/test_cases.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ARENA_BYTES = 64 << 20 };

const char *vd_test_text(struct vd_arena *arena, const struct vd_json_value *value)
{
    struct vd_slice text;
    struct vd_json json;
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, value);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_int_equal(vd_arena_copy(arena, vd_buf_slice(&buf), &text), 0);
    vd_buf_deinit(&buf);
    return (const char *)text.ptr;
}

void vd_test_cases_run(const char *folder, const char *name, size_t at_least, vd_test_case *check)
{
    size_t size = 0, count = 0, wrong = 0;
    char path[4096], *line = NULL;
    ssize_t len;
    FILE *file;

    assert_true(snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path));
    file = fopen(path, "r");
    assert_non_null(file);
    while ((len = getline(&line, &size, file)) > 0) {
        struct vd_json_value *given;
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(vd_json_read(&arena, vd_slice(line, (size_t)len),
                                      VD_KUBE_DOC_DEPTH_MAX + 8, &given, NULL),
                         0);
        count++;
        if (!check(&arena, given)) {
            wrong++;
            fprintf(stderr, "%s:%zu: %s", name, count, line);
        }
        vd_arena_deinit(&arena);
    }
    free(line);
    fclose(file);
    assert_true(count >= at_least);
    assert_int_equal(wrong, 0);
}
