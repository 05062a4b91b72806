/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/test_recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

void test_recorded_open(struct test_recorded *recorded, const char *path)
{
    *recorded = (struct test_recorded){fopen(path, "r")};
    assert_non_null(recorded->file);
}

void test_recorded_close(struct test_recorded *recorded)
{
    for (int i = 0; i < 3; i++)
        free(recorded->memory[i]);
    fclose(recorded->file);
}

bool test_recorded_next(struct test_recorded *recorded)
{
    for (int i = 0; i < 3; i++) {
        ssize_t len = getline(&recorded->memory[i], &recorded->cap[i], recorded->file);

        if (len <= 0)
            return false;
        recorded->line[i] = vd_slice(recorded->memory[i], (size_t)len - 1);
    }
    return true;
}
