/* SPDX-License-Identifier: Apache-2.0 */
/*
 * llhttp is part of the binary, and its licence asks to go with every copy. The binary may be
 * copied alone, so the text is in it: Debian's file, as it was where this was built. Other
 * libraries are loaded from the system, which has their licences.
 */
#include "server/licenses.h"

#include <stdio.h>

extern const char vd_llhttp_license[], vd_llhttp_license_end[];

__asm__(".section .rodata\n"
        ".global vd_llhttp_license, vd_llhttp_license_end\n"
        "vd_llhttp_license: .incbin \"" VD_LLHTTP_LICENSE "\"\n"
        "vd_llhttp_license_end:\n"
        ".previous\n");

int vd_licenses_print(void)
{
    size_t len = (size_t)(vd_llhttp_license_end - vd_llhttp_license);

    puts("Vedette is licensed under the Apache License, Version 2.0:\n"
         "https://www.apache.org/licenses/LICENSE-2.0\n\n"
         "It contains llhttp, as Debian's node-llhttp has it, whose copyright file says:\n");
    return fwrite(vd_llhttp_license, 1, len, stdout) != len || fflush(stdout) != 0;
}
