/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protobuf bodies of Kubernetes clients. Whatever becomes a document is JSON that reads back as the
 * same, is no deeper than documents may be, fits its type, and refers to nothing of the body.
 *
 * Input: a whole body that begins with k8s; or two bytes that choose a kind, and the bytes of its
 * message.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/protobuf.h"
#include "doors/kube/model/type_check.h"
#include "wire/protobuf.h"

enum { ARENA_BYTES = 4 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void wrap(const uint8_t *bytes, size_t len, struct vd_buf *to)
{
    size_t count = 0, meta;
    const struct vd_kube_type_kind *kind;
    struct vd_slice group, version;

    while (vd_kube_type_kind_each(count))
        count++;
    kind = vd_kube_type_kind_each((size_t)(bytes[0] << 8 | bytes[1]) % count);
    group = vd_kube_type_kind_group(kind);
    version = vd_kube_type_kind_version(kind);
    vd_buf_append(to, "k8s", 4);
    meta = vd_pb_begin(to, 1);
    if (group.len) {
        struct vd_buf both;

        vd_buf_init(&both, 0);
        vd_buf_append_slice(&both, group);
        vd_buf_append(&both, "/", 1);
        vd_buf_append_slice(&both, version);
        vd_pb_add_bytes(to, 1, vd_buf_slice(&both));
        vd_buf_deinit(&both);
    } else {
        vd_pb_add_bytes(to, 1, version);
    }
    vd_pb_add_bytes(to, 2, vd_kube_type_kind_name(kind));
    vd_pb_end(to, meta);
    vd_pb_add_element(to, 2, vd_slice(bytes + 2, len - 2));
}

static void assert_reads_back(const struct vd_json_value *document)
{
    struct vd_json_value *again;
    struct vd_arena arena;
    struct vd_json json;
    struct vd_buf text;

    vd_assert(vd_kube_doc_depth(document, 1000) <= VD_KUBE_DOC_DEPTH_MAX);
    vd_buf_init(&text, 0);
    vd_json_init(&json, &text);
    vd_json_write(&json, document);
    vd_assert(vd_buf_status(&text) == 0);
    vd_arena_init(&arena, 4 * ARENA_BYTES);
    vd_assert(vd_json_read(&arena, vd_buf_slice(&text), VD_KUBE_DOC_DEPTH_MAX, &again, NULL) == 0);
    vd_assert(vd_kube_doc_equal(document, again));
    vd_arena_deinit(&arena);
    vd_buf_deinit(&text);
}

static void assert_fits(const struct vd_json_value *document)
{
    struct vd_slice version = vd_kube_doc_string(document, "apiVersion"), group = VD_SLICE_EMPTY;
    const uint8_t *slash = memchr(version.ptr, '/', version.len);
    struct vd_kube_type_check check;
    struct vd_arena arena;

    if (slash) {
        group = vd_slice(version.ptr, (size_t)(slash - version.ptr));
        version = vd_slice(slash + 1, version.len - group.len - 1);
    }
    vd_arena_init(&arena, ARENA_BYTES);
    vd_assert(vd_kube_type_check(
                  &arena, vd_kube_type_of(group, version, vd_kube_doc_string(document, "kind")),
                  document, &check) == 0);
    vd_assert(!check.strict);
    vd_arena_deinit(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_slice fault = VD_SLICE_EMPTY;
    struct vd_json_value *document;
    struct vd_arena arena;
    struct vd_buf body;
    int rc;

    if (len < 2)
        return 0;
    vd_buf_init(&body, 0);
    if (bytes[0] == 'k')
        vd_buf_append(&body, bytes, len);
    else
        wrap(bytes, len, &body);
    vd_assert(vd_buf_status(&body) == 0);
    vd_arena_init(&arena, ARENA_BYTES);
    rc = vd_kube_protobuf_read(&arena, vd_buf_slice(&body), VD_SLICE("v1"), VD_SLICE("Pod"),
                               &document, &fault);
    vd_buf_deinit(&body);
    vd_assert(rc == 0 || rc == VD_INVALID || rc == VD_NOT_FOUND || rc == VD_TOO_LARGE);
    vd_assert((rc == 0) == (fault.len == 0));
    if (rc == 0) {
        assert_reads_back(document);
        assert_fits(document);
    }
    vd_arena_deinit(&arena);
    return 0;
}
