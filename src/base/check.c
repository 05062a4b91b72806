/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void vd_assert_failed(const char *expr, const char *file, int line)
{
    fprintf(stderr, "vedette: assertion failed: %s (%s:%d)\n", expr, file, line);
    abort();
}
