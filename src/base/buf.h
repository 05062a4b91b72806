/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer with a cap. Sticky: after the first failure (no memory, or the cap)
 * further appends do nothing, and vd_buf_status says why, once, at the end.
 */
#ifndef VD_BASE_BUF_H
#define VD_BASE_BUF_H

#include "base/outcome.h"
#include "base/slice.h"

struct vd_buf {
    uint8_t *data;
    size_t len, cap, limit_bytes;
    int status; /* 0, -ENOMEM, or VD_TOO_LARGE */
};

/* limit_bytes: 0 is no limit. */
void vd_buf_init(struct vd_buf *buf, size_t limit_bytes);
void vd_buf_deinit(struct vd_buf *buf);
/* Forgets contents and failure, keeps the memory. */
void vd_buf_clear(struct vd_buf *buf);
/* Room for n more bytes at the end, or NULL after a failure; commit with vd_buf_advance. */
uint8_t *vd_buf_reserve(struct vd_buf *buf, size_t n);
void vd_buf_advance(struct vd_buf *buf, size_t n);
void vd_buf_append(struct vd_buf *buf, const void *ptr, size_t n);
void vd_buf_printf(struct vd_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Drops the first n bytes. O(rest). */
void vd_buf_consume(struct vd_buf *buf, size_t n);
VD_MUST_CHECK int vd_buf_status(const struct vd_buf *buf);

static inline struct vd_slice vd_buf_slice(const struct vd_buf *buf)
{
    return vd_slice(buf->data, buf->len);
}

static inline void vd_buf_append_slice(struct vd_buf *buf, struct vd_slice s)
{
    vd_buf_append(buf, s.ptr, s.len);
}

#endif
