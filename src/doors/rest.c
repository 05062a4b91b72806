/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/rest.h"

#include "io/out_bytes.h"

#include <errno.h>

enum {
    COPY_PART = 4 /* less than one part of so many is copied */
};

void vd_rest_drop(struct vd_rest *rest)
{
    vd_bytes_unref(rest->bytes);
    *rest = (struct vd_rest){0};
}

int vd_rest_set(struct vd_rest *rest, struct vd_slice text, struct vd_bytes *bytes)
{
    vd_assert(!rest->bytes && text.len);
    if (bytes && text.len >= bytes->len / COPY_PART) {
        *rest = (struct vd_rest){vd_bytes_ref(bytes), text};
        return 0;
    }
    bytes = vd_bytes_copy(text);
    if (!bytes)
        return -ENOMEM;
    *rest = (struct vd_rest){bytes, vd_bytes_slice(bytes)};
    return 0;
}

void vd_rest_write(struct vd_rest *rest, struct vd_out *out)
{
    size_t n = vd_out_bytes(out, rest->text, rest->bytes);

    rest->text = vd_slice(rest->text.ptr + n, rest->text.len - n);
    if (!rest->text.len)
        vd_rest_drop(rest);
}

int vd_rest_begin(struct vd_rest *rest, struct vd_out *out, struct vd_slice text,
                  struct vd_bytes *bytes)
{
    size_t n = vd_out_bytes(out, text, bytes);

    if (n == text.len)
        return 0;
    return vd_rest_set(rest, vd_slice(text.ptr + n, text.len - n), bytes);
}
