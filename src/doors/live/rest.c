/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/rest.h"

#include <errno.h>

enum { SEPARATOR_BYTES = 2 };

int vd_live_write_lines(struct vd_rest *rest, struct vd_out *out, bool *has_lines,
                        struct vd_slice text, struct vd_bytes *bytes)
{
    struct vd_slice before = *has_lines ? VD_SLICE(",\n") : VD_SLICE("\n");
    struct vd_bytes *both;

    text.len -= SEPARATOR_BYTES;
    *has_lines = true;
    if (out->room >= before.len) {
        (void)vd_out_copy(out, before);
        return vd_rest_begin(rest, out, text, bytes);
    }
    both = vd_bytes_new(before.len + text.len);
    if (!both)
        return -ENOMEM;
    memcpy(both->data, before.ptr, before.len);
    memcpy(both->data + before.len, text.ptr, text.len);
    *rest = (struct vd_rest){both, vd_bytes_slice(both)};
    return 0;
}
