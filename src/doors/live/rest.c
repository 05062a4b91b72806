/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/rest.h"

#include "io/out_bytes.h"

#include <errno.h>

enum {
    COPY_PART = 4, /* less than one part of so many is copied */
    SEPARATOR_BYTES = 2
};

void vd_live_rest_drop(struct vd_live_rest *rest)
{
    vd_bytes_unref(rest->bytes);
    *rest = (struct vd_live_rest){0};
}

int vd_live_rest_set(struct vd_live_rest *rest, struct vd_slice text, struct vd_bytes *bytes)
{
    vd_assert(!rest->bytes && text.len);
    if (bytes && text.len >= bytes->len / COPY_PART) {
        *rest = (struct vd_live_rest){vd_bytes_ref(bytes), text};
        return 0;
    }
    bytes = vd_bytes_copy(text);
    if (!bytes)
        return -ENOMEM;
    *rest = (struct vd_live_rest){bytes, vd_bytes_slice(bytes)};
    return 0;
}

void vd_live_rest_write(struct vd_live_rest *rest, struct vd_out *out)
{
    size_t n = vd_out_bytes(out, rest->text, rest->bytes);

    rest->text = vd_slice(rest->text.ptr + n, rest->text.len - n);
    if (!rest->text.len)
        vd_live_rest_drop(rest);
}

int vd_live_write(struct vd_live_rest *rest, struct vd_out *out, struct vd_slice text,
                  struct vd_bytes *bytes)
{
    size_t n = vd_out_bytes(out, text, bytes);

    if (n == text.len)
        return 0;
    return vd_live_rest_set(rest, vd_slice(text.ptr + n, text.len - n), bytes);
}

int vd_live_write_lines(struct vd_live_rest *rest, struct vd_out *out, bool *has_lines,
                        struct vd_slice text, struct vd_bytes *bytes)
{
    struct vd_slice before = *has_lines ? VD_SLICE(",\n") : VD_SLICE("\n");
    struct vd_bytes *both;

    text.len -= SEPARATOR_BYTES;
    *has_lines = true;
    if (out->room >= before.len) {
        (void)vd_out_copy(out, before);
        return vd_live_write(rest, out, text, bytes);
    }
    both = vd_bytes_new(before.len + text.len);
    if (!both)
        return -ENOMEM;
    memcpy(both->data, before.ptr, before.len);
    memcpy(both->data + before.len, text.ptr, text.len);
    *rest = (struct vd_live_rest){both, vd_bytes_slice(both)};
    return 0;
}
