/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML of any bytes: what is read is written, and reads back as the same document.
 */
#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "wire/yaml_read.h"
#include "wire/yaml_write.h"

enum { ARENA_BYTES = 8 << 20, DEPTH = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Of !!binary only; they are not written as they are. */
static bool has_bytes(const struct vd_json_value *value)
{
    bool has = !vd_utf8_is_valid(value->text) || !vd_utf8_is_valid(value->name);

    for (const struct vd_json_value *at = value->first; at && !has; at = at->next)
        has = has_bytes(at);
    return has;
}

static void assert_readable(const struct vd_json_value *value)
{
    struct vd_json_value *again;
    struct vd_arena arena;
    struct vd_buf text;
    int rc;

    vd_arena_init(&arena, 4 * ARENA_BYTES);
    vd_buf_init(&text, 0);
    vd_assert(vd_yaml_write(&text, value) == 0 && vd_buf_status(&text) == 0);
    rc = vd_yaml_read(&arena, vd_buf_slice(&text), DEPTH, &again, NULL, NULL);
    vd_assert(rc == 0);
    vd_assert(has_bytes(value) || vd_kube_doc_equal(value, again));
    vd_buf_deinit(&text);
    vd_arena_deinit(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_yaml_fault fault = {VD_SLICE_EMPTY};
    struct vd_json_value *value;
    struct vd_slice strict;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, ARENA_BYTES);
    rc = vd_yaml_read(&arena, vd_slice(bytes, len), DEPTH, &value, &strict, &fault);
    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_TOO_LARGE);
    vd_assert(rc == 0 || fault.message.len);
    if (rc == 0)
        assert_readable(value);
    vd_arena_deinit(&arena);
    return 0;
}
