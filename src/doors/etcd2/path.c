/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/path.h"

#include "wire/url.h"

#include <errno.h>

/* Takes the next part off the front of a path; empty ones are passed over. */
static bool next_part(struct vd_slice *rest, struct vd_slice *part)
{
    const uint8_t *slash;

    while (rest->len && rest->ptr[0] == '/')
        *rest = vd_slice(rest->ptr + 1, rest->len - 1);
    if (!rest->len)
        return false;
    slash = memchr(rest->ptr, '/', rest->len);
    *part = vd_slice(rest->ptr, slash ? (size_t)(slash - rest->ptr) : rest->len);
    *rest = vd_slice(rest->ptr + part->len, rest->len - part->len);
    return true;
}

static bool is_dots(struct vd_slice part)
{
    return vd_slice_eq(part, VD_SLICE(".")) || vd_slice_eq(part, VD_SLICE(".."));
}

/* Behind the root's bytes, parts with a slash between them; it only ever writes behind what it has
 * read. Returns the length. */
static size_t clean(uint8_t *to, size_t root_len, struct vd_slice path, unsigned *depth)
{
    size_t ends[VD_ETCD2_DEPTH_MAX + 1] = {root_len}, len = root_len;
    struct vd_slice part;

    *depth = 0;
    while (*depth <= VD_ETCD2_DEPTH_MAX && next_part(&path, &part)) {
        if (is_dots(part)) {
            *depth -= *depth && part.len == 2;
            len = ends[*depth];
            continue;
        }
        if (*depth == VD_ETCD2_DEPTH_MAX) {
            ++*depth;
            break;
        }
        if (*depth)
            to[len++] = '/';
        memmove(to + len, part.ptr, part.len);
        len += part.len;
        ends[++*depth] = len;
    }
    return len;
}

int vd_etcd2_stem(struct vd_arena *arena, struct vd_slice root, struct vd_slice encoded,
                  struct vd_slice *out_stem)
{
    uint8_t *to = vd_arena_alloc(arena, root.len + encoded.len + 1);
    unsigned depth;
    size_t len;
    int rc;

    if (!to)
        return -ENOMEM;
    if (root.len)
        memcpy(to, root.ptr, root.len);
    rc = vd_url_decode(VD_URL_PATH, encoded, to + root.len, &len);
    if (rc)
        return rc;
    len = clean(to, root.len, vd_slice(to + root.len, len), &depth);
    if (depth > VD_ETCD2_DEPTH_MAX)
        return VD_TOO_MANY;
    *out_stem = vd_slice(to, len);
    return 0;
}

static struct vd_slice behind(struct vd_slice s, size_t n)
{
    return vd_slice(s.ptr + n, s.len - n);
}

bool vd_etcd2_stem_of_key(struct vd_slice root, struct vd_slice key, struct vd_slice *out_stem,
                          bool *out_is_marker)
{
    struct vd_slice rest, part;
    bool is_marker;

    if (!vd_slice_starts_with(key, root) || key.len == root.len)
        return false;
    is_marker = key.ptr[key.len - 1] == '/';
    rest = vd_slice(key.ptr + root.len, key.len - root.len - is_marker);
    *out_stem = vd_slice(key.ptr, key.len - is_marker);
    *out_is_marker = is_marker;
    for (;;) {
        if (!rest.len || rest.ptr[0] == '/')
            return false;
        next_part(&rest, &part);
        if (is_dots(part))
            return false;
        if (!rest.len)
            return true;
        rest = behind(rest, 1);
    }
}

struct vd_slice vd_etcd2_parent(struct vd_slice root, struct vd_slice stem)
{
    size_t len = stem.len;

    while (len > root.len && stem.ptr[len - 1] != '/')
        len--;
    return vd_slice(stem.ptr, len > root.len ? len - 1 : root.len);
}

bool vd_etcd2_is_below(struct vd_slice root, struct vd_slice stem, struct vd_slice above)
{
    if (above.len <= root.len)
        return stem.len > root.len;
    return stem.len > above.len && stem.ptr[above.len] == '/' && vd_slice_starts_with(stem, above);
}

bool vd_etcd2_is_hidden(struct vd_slice stem, struct vd_slice above)
{
    struct vd_slice rest = behind(stem, above.len), part;

    while (next_part(&rest, &part))
        if (part.ptr[0] == '_')
            return true;
    return false;
}
