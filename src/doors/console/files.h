/* SPDX-License-Identifier: Apache-2.0 */
/* The files of web/, as embed.py puts them into the program when it is built. */
#ifndef VD_DOORS_CONSOLE_FILES_H
#define VD_DOORS_CONSOLE_FILES_H

#include "base/slice.h"

struct vd_console_file {
    const char *path, *type;
    const char *tag, *packed_tag; /* of an ETag, with its quotes */
    struct vd_slice plain, packed;
};

extern const struct vd_console_file vd_console_files[];
extern const unsigned vd_console_file_count;

#endif
