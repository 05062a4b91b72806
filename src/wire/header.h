/* SPDX-License-Identifier: Apache-2.0 */
/* One header field, as HTTP/1 and HTTP/2 both bring it: borrowed bytes, the name in lower case. */
#ifndef VD_WIRE_HEADER_H
#define VD_WIRE_HEADER_H

#include "base/slice.h"

struct vd_header {
    struct vd_slice name, value;
};

/* The first field of this (lower-case) name, or NULL. */
static inline const struct vd_header *vd_header_find(const struct vd_header *headers, size_t count,
                                                     struct vd_slice name)
{
    for (size_t i = 0; i < count; i++)
        if (vd_slice_eq(headers[i].name, name))
            return &headers[i];
    return NULL;
}

#endif
