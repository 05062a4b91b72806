/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rest of something that was begun, which there was no room for: bytes that its writer had
 * only for the moment, and behind them bytes that may be shared. It goes out before anything else
 * of whoever keeps it.
 */
#ifndef VD_IO_OUT_REST_H
#define VD_IO_OUT_REST_H

#include "base/alloc.h"
#include "io/out_bytes.h"

struct vd_out_rest {
    void *arg;             /* of who keeps it; NULL at first */
    struct vd_bytes *hold; /* what body lies in; NULL: there is none, or it was copied */
    struct vd_slice body;
    size_t head_at, head_len;
    uint8_t head[];
};

/* Whether a reference would keep much for the sake of little: a reader that has stalled keeps it
 * for as long as it likes. */
static inline bool vd_out_is_copied(struct vd_slice body, const struct vd_bytes *hold)
{
    return !hold || (body.len < VD_OUT_REF_MIN_BYTES && body.len <= hold->len / 4);
}

/* Of two pieces that are copied, and of body, which lies in `hold` (NULL: it is copied). NULL: no
 * memory. */
static inline struct vd_out_rest *vd_out_rest_new(struct vd_slice first, struct vd_slice second,
                                                  struct vd_slice body, struct vd_bytes *hold)
{
    bool is_copied = vd_out_is_copied(body, hold);
    const struct vd_slice copied[] = {first, second, is_copied ? body : VD_SLICE_EMPTY};
    size_t len = first.len + second.len + copied[2].len, at = 0;
    struct vd_out_rest *rest = (struct vd_out_rest *)vd_alloc(sizeof(*rest) + len);

    if (!rest)
        return NULL;
    *rest = (struct vd_out_rest){.head_len = len};
    for (unsigned i = 0; i < 3; i++) {
        if (copied[i].len)
            memcpy(rest->head + at, copied[i].ptr, copied[i].len);
        at += copied[i].len;
    }
    if (!is_copied && body.len) {
        rest->body = body;
        rest->hold = vd_bytes_ref(hold);
    }
    return rest;
}

/* As far as there is room. True: it is all out, and to be freed. */
static inline bool vd_out_rest_write(struct vd_out_rest *rest, struct vd_out *out)
{
    rest->head_at +=
        vd_out_copy(out, vd_slice(rest->head + rest->head_at, rest->head_len - rest->head_at));
    if (rest->head_at < rest->head_len)
        return false;
    if (rest->body.len)
        vd_out_take_bytes(out, &rest->body, rest->hold);
    return !rest->body.len;
}

static inline void vd_out_rest_free(struct vd_out_rest *rest)
{
    if (!rest)
        return;
    vd_bytes_unref(rest->hold);
    vd_free(rest);
}

#endif
