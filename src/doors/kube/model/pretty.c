/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/pretty.h"

#include "base/check.h"

enum { WIDTH = 2 };

static void new_line(const struct vd_kube_pretty *pretty, struct vd_buf *buf)
{
    size_t n = 1 + (size_t)pretty->depth * WIDTH;
    uint8_t *to = vd_buf_reserve(buf, n);

    if (!to)
        return;
    memset(to, ' ', n);
    to[0] = '\n';
    vd_buf_advance(buf, n);
}

static void begin_value(struct vd_kube_pretty *pretty, struct vd_buf *buf)
{
    if (pretty->is_open)
        new_line(pretty, buf);
    pretty->is_open = false;
}

/* How many bytes of the piece lie within the string that is open, its quote included. */
static size_t feed_string(struct vd_kube_pretty *pretty, struct vd_slice piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        if (pretty->is_escaped) {
            pretty->is_escaped = false;
        } else if (piece.ptr[i] == '\\') {
            pretty->is_escaped = true;
        } else if (piece.ptr[i] == '"') {
            pretty->in_string = false;
            return i + 1;
        }
    }
    return piece.len;
}

static void feed_mark(struct vd_kube_pretty *pretty, struct vd_buf *buf, uint8_t c)
{
    switch (c) {
    case '{':
    case '[':
        begin_value(pretty, buf);
        vd_buf_append(buf, &c, 1);
        pretty->depth++;
        pretty->is_open = true;
        return;
    case '}':
    case ']':
        pretty->depth -= pretty->depth > 0;
        if (!pretty->is_open)
            new_line(pretty, buf);
        pretty->is_open = false;
        break;
    case ',':
        vd_buf_append(buf, &c, 1);
        new_line(pretty, buf);
        return;
    case ':':
        vd_buf_append(buf, ": ", 2);
        return;
    default:
        begin_value(pretty, buf);
        pretty->in_string = c == '"';
        break;
    }
    vd_buf_append(buf, &c, 1);
}

void vd_kube_pretty_feed(struct vd_kube_pretty *pretty, struct vd_buf *buf, struct vd_slice piece)
{
    while (piece.len) {
        size_t n = 1;

        if (pretty->in_string) {
            n = feed_string(pretty, piece);
            vd_buf_append(buf, piece.ptr, n);
        } else {
            feed_mark(pretty, buf, piece.ptr[0]);
        }
        piece = vd_slice(piece.ptr + n, piece.len - n);
    }
}
