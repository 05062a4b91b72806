/* SPDX-License-Identifier: Apache-2.0 */
#include "store/diag.h"

#include <stdarg.h>
#include <stdio.h>

void vd_diag_set(struct vd_diag *diag, const char *format, ...)
{
    va_list args;

    if (!diag)
        return;
    va_start(args, format);
    vsnprintf(diag->text, sizeof(diag->text), format, args);
    va_end(args);
}
