/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents held against a built-in type. Whatever is said is UTF-8 of a bounded length, said once,
 * and there is no fault without words.
 *
 * Input: two bytes that choose a type, and the JSON.
 */
#include "base/check.h"
#include "doors/kube/model/go_words.h"
#include "doors/kube/model/type_check.h"
#include "wire/utf8.h"

enum { ARENA_BYTES = 4 << 20, DEPTH = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void assert_said(struct vd_slice text)
{
    vd_assert(text.len && text.len <= VD_KUBE_WORDS_BYTES && vd_utf8_is_valid(text));
}

static void assert_judged(struct vd_arena *arena, const struct vd_kube_type *type,
                          const struct vd_json_value *document)
{
    struct vd_kube_type_check check;
    struct vd_slice text;
    int rc = vd_kube_type_check(arena, type, document, &check);
    uint32_t count = 0;

    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_TOO_LARGE);
    if (rc == VD_INVALID)
        assert_said(check.fault);
    if (rc)
        return;
    for (const struct vd_kube_strict *at = check.strict; at; at = at->next, count++) {
        assert_said(at->text);
        for (const struct vd_kube_strict *other = at->next; other; other = other->next)
            vd_assert(!vd_slice_eq(at->text, other->text));
    }
    vd_assert(count == check.strict_count && count <= VD_KUBE_STRICT_MAX);
    rc = vd_kube_type_check_strict(arena, &check, &text);
    vd_assert(rc == 0 || rc == VD_TOO_LARGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_json_value *document;
    struct vd_arena arena;
    size_t count = 0;

    if (len < 2)
        return 0;
    while (vd_kube_type_kind_each(count))
        count++;
    vd_arena_init(&arena, ARENA_BYTES);
    if (vd_json_read(&arena, vd_slice(bytes + 2, len - 2), DEPTH, &document, NULL) == 0)
        assert_judged(&arena,
                      vd_kube_type_kind_type(
                          vd_kube_type_kind_each((size_t)(bytes[0] << 8 | bytes[1]) % count)),
                      document);
    vd_arena_deinit(&arena);
    return 0;
}
