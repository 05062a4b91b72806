/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void vd_buf_init(struct vd_buf *buf, size_t limit_bytes)
{
    *buf = (struct vd_buf){.limit_bytes = limit_bytes ? limit_bytes : SIZE_MAX};
}

void vd_buf_deinit(struct vd_buf *buf)
{
    vd_free(buf->data);
    *buf = (struct vd_buf){0};
}

void vd_buf_clear(struct vd_buf *buf)
{
    buf->len = 0;
    buf->status = 0;
}

uint8_t *vd_buf_reserve(struct vd_buf *buf, size_t n)
{
    size_t cap = buf->cap;
    uint8_t *data;

    if (buf->status)
        return NULL;
    if (n <= cap - buf->len)
        return buf->data + buf->len;
    if (n > buf->limit_bytes || buf->len > buf->limit_bytes - n) {
        buf->status = VD_TOO_LARGE;
        return NULL;
    }
    cap = VD_MAX(cap + cap / 2, VD_MAX(buf->len + n, (size_t)64));
    cap = VD_MIN(cap, buf->limit_bytes);
    data = vd_realloc(buf->data, cap);
    if (!data) {
        buf->status = -ENOMEM;
        return NULL;
    }
    buf->data = data;
    buf->cap = cap;
    return data + buf->len;
}

void vd_buf_advance(struct vd_buf *buf, size_t n)
{
    vd_assert(n <= buf->cap - buf->len);
    buf->len += n;
}

void vd_buf_append(struct vd_buf *buf, const void *ptr, size_t n)
{
    uint8_t *to = n ? vd_buf_reserve(buf, n) : NULL;

    if (to) {
        memcpy(to, ptr, n);
        buf->len += n;
    }
}

void vd_buf_printf(struct vd_buf *buf, const char *format, ...)
{
    va_list args;
    char small[256];
    uint8_t *to;
    int n;

    va_start(args, format);
    n = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    vd_assert(n >= 0);
    if ((size_t)n < sizeof(small)) {
        vd_buf_append(buf, small, (size_t)n);
        return;
    }
    to = vd_buf_reserve(buf, (size_t)n + 1);
    if (!to)
        return;
    va_start(args, format);
    vsnprintf((char *)to, (size_t)n + 1, format, args);
    va_end(args);
    buf->len += (size_t)n;
}

void vd_buf_consume(struct vd_buf *buf, size_t n)
{
    vd_assert(n <= buf->len);
    buf->len -= n;
    if (buf->len)
        memmove(buf->data, buf->data + n, buf->len);
}

int vd_buf_status(const struct vd_buf *buf)
{
    return buf->status;
}
