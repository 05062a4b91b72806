/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an etcd v2 request brings: its path, its query and its form, three lines of any bytes. A
 * path becomes the stem of a node that is the same when it is read again and has no part that a
 * node cannot have; parameters are read or refused in words; a value that was read is the same when
 * it is encoded and read again.
 */
#include "base/check.h"
#include "doors/etcd2/params.h"
#include "doors/etcd2/path.h"
#include "wire/url.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct vd_slice ROOTS[] = {{NULL, 0}, {(const uint8_t *)"/", 1}};

static struct vd_slice next_line(struct vd_slice *rest)
{
    const uint8_t *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    struct vd_slice line = *rest;

    if (!end) {
        *rest = VD_SLICE_EMPTY;
        return line;
    }
    line.len = (size_t)(end - rest->ptr);
    *rest = vd_slice(end + 1, rest->len - line.len - 1);
    return line;
}

/* Encoded again, a stem is the path of itself. */
static void check_stem(struct vd_slice root, struct vd_slice stem)
{
    struct vd_slice again, own;
    struct vd_arena arena;
    struct vd_buf path;
    bool is_marker;

    vd_assert(vd_slice_starts_with(stem, root));
    vd_arena_init(&arena, 1 << 22);
    vd_buf_init(&path, 0);
    vd_buf_append(&path, "/", 1);
    vd_url_encode(&path, vd_slice(stem.ptr + root.len, stem.len - root.len));
    vd_assert(vd_etcd2_stem(&arena, root, vd_buf_slice(&path), &again) == 0);
    vd_assert(vd_slice_eq(stem, again));
    if (stem.len > root.len) {
        vd_assert(vd_etcd2_stem_of_key(root, stem, &own, &is_marker));
        vd_assert(!is_marker && vd_slice_eq(own, stem));
        vd_assert(vd_etcd2_is_below(root, stem, vd_etcd2_parent(root, stem)));
    }
    vd_buf_deinit(&path);
    vd_arena_deinit(&arena);
}

static void check_value(struct vd_slice value)
{
    struct vd_etcd2_params params;
    struct vd_arena arena;
    struct vd_buf form;

    vd_arena_init(&arena, 1 << 22);
    vd_buf_init(&form, 0);
    vd_buf_append(&form, "value=", 6);
    vd_url_encode(&form, value);
    vd_assert(!vd_etcd2_params_read(&arena, VD_ETCD2_M_PUT, VD_SLICE("value=x"),
                                    vd_buf_slice(&form), &params));
    vd_assert(vd_slice_eq(params.value, value));
    vd_buf_deinit(&form);
    vd_arena_deinit(&arena);
}

static void check_error(const struct vd_etcd2_error *error)
{
    vd_assert(vd_etcd2_status(error->code) >= 400);
    vd_assert(*vd_etcd2_message(error->code) && *error->cause);
    vd_assert(strlen(error->cause) < 64);
}

static void check_key(struct vd_slice root, struct vd_slice key)
{
    struct vd_slice stem;
    bool is_marker;

    if (!vd_etcd2_stem_of_key(root, key, &stem, &is_marker))
        return;
    vd_assert(stem.len + is_marker == key.len);
    vd_etcd2_is_hidden(stem, root);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_slice rest = vd_slice(bytes, len), path = next_line(&rest), query = next_line(&rest);

    for (unsigned method = VD_ETCD2_M_HEAD; method <= VD_ETCD2_M_DELETE; method++) {
        struct vd_slice root = ROOTS[method % 2], stem;
        const struct vd_etcd2_error *error;
        struct vd_etcd2_params params;
        struct vd_arena arena;

        vd_arena_init(&arena, 1 << 22);
        if (vd_etcd2_stem(&arena, root, path, &stem) == 0)
            check_stem(root, stem);
        check_key(root, path);
        error = vd_etcd2_params_read(&arena, (enum vd_etcd2_method)method, query, rest, &params);
        if (error)
            check_error(error);
        else
            check_value(params.value);
        vd_arena_deinit(&arena);
    }
    return 0;
}
