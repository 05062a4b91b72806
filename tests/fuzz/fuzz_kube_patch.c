/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patches of any bytes on objects of any bytes: neither is changed, what comes out is a sound
 * document that is not too deep and reads back as it was written.
 *
 * Input: a byte that chooses the kind of patch; the object, a byte 0, the patch.
 */
#include "base/check.h"
#include "doors/kube/model/patch.h"
#include "doors/kube/model/types.h"

enum { ARENA_BYTES = 8 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void write_to(struct vd_buf *buf, const struct vd_json_value *value)
{
    struct vd_json json;

    vd_buf_init(buf, 0);
    vd_json_init(&json, buf);
    vd_json_write(&json, value);
    vd_assert(vd_buf_status(buf) == 0);
}

static void assert_sound(const struct vd_json_value *value)
{
    const struct vd_json_value *at, *last = NULL;
    uint32_t count = 0;

    vd_kube_doc_each(at, value) {
        assert_sound(at);
        last = at;
        count++;
    }
    vd_assert(value->count == count && value->last == last && !value->has_duplicates);
}

static void assert_readable(const struct vd_json_value *value)
{
    struct vd_json_value *again;
    struct vd_arena arena;
    struct vd_buf text;
    int rc;

    vd_arena_init(&arena, 4 * ARENA_BYTES);
    write_to(&text, value);
    rc = vd_json_read(&arena, vd_buf_slice(&text), VD_KUBE_DOC_DEPTH_MAX, &again, NULL);
    vd_assert(rc == 0 && vd_kube_doc_equal(value, again) && vd_kube_doc_equal(again, value));
    vd_buf_deinit(&text);
    vd_arena_deinit(&arena);
}

static int apply(uint8_t kind, struct vd_arena *arena, const struct vd_json_value *object,
                 const struct vd_json_value *patch, struct vd_json_value **out,
                 struct vd_kube_fault *fault)
{
    if (kind % 3 == 0)
        return vd_kube_patch_json(arena, object, patch, out, fault);
    if (kind % 3 == 1)
        return vd_kube_patch_merge(arena, object, patch, out, fault);
    return vd_kube_patch_strategic(arena,
                                   vd_kube_type_of(VD_SLICE_EMPTY, VD_SLICE("v1"), VD_SLICE("Pod")),
                                   object, patch, out, fault);
}

static void try_patch(uint8_t kind, struct vd_arena *arena, const struct vd_json_value *object,
                      const struct vd_json_value *patch)
{
    struct vd_kube_fault fault = {0};
    struct vd_kube_strict *strict;
    struct vd_buf before, after;
    struct vd_json_value *value;
    int rc;

    vd_assert(vd_kube_patch_strict(arena, kind % 3 == 0, patch, &strict) == 0);
    write_to(&before, object);
    rc = apply(kind, arena, object, patch, &value, &fault);
    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_TOO_LARGE);
    vd_assert((rc == VD_INVALID) == (fault.message.len > 0 && fault.status >= 400));
    write_to(&after, object);
    vd_assert(vd_slice_eq(vd_buf_slice(&before), vd_buf_slice(&after)));
    if (rc == 0) {
        assert_sound(value);
        assert_readable(value);
    }
    vd_buf_deinit(&before);
    vd_buf_deinit(&after);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const uint8_t *middle = len ? memchr(bytes + 1, 0, len - 1) : NULL;
    struct vd_json_value *object, *patch;
    struct vd_arena arena;

    if (!middle)
        return 0;
    vd_arena_init(&arena, ARENA_BYTES);
    if (vd_json_read(&arena, vd_slice(bytes + 1, (size_t)(middle - bytes) - 1),
                     VD_KUBE_DOC_DEPTH_MAX, &object, NULL) == 0 &&
        object->type == VD_JSON_OBJECT &&
        vd_json_read(&arena, vd_slice(middle + 1, (size_t)(bytes + len - middle) - 1),
                     VD_KUBE_DOC_DEPTH_MAX, &patch, NULL) == 0)
        try_patch(bytes[0], &arena, object, patch);
    vd_arena_deinit(&arena);
    return 0;
}
