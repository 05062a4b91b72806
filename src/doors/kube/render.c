/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/render.h"

#include "base/clock.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/scan.h"
#include "doors/kube/model/splice.h"
#include "doors/kube/model/table.h"

#include <errno.h>
#include <stdio.h>

enum {
    ARENA_BYTES = 32 << 10, /* most objects take no more */
    ARENA_MAX_BYTES = 96 << 20,
    NUMBER_BYTES = 24
};

/* The first of metadata, as a splice has it. */
static int set_revision(struct vd_arena *arena, struct vd_json_value *object, int64_t revision)
{
    struct vd_kube_doc doc = {arena, 0};
    struct vd_json_value *metadata = vd_kube_doc_object(object, "metadata");
    char text[NUMBER_BYTES];

    if (!metadata)
        return VD_INVALID;
    vd_kube_doc_remove(metadata, "resourceVersion");
    vd_kube_doc_remove(metadata, "selfLink");
    if (!revision)
        return 0;
    snprintf(text, sizeof(text), "%lld", (long long)revision);
    vd_kube_doc_set_first(&doc, metadata, "resourceVersion",
                          vd_kube_doc_new_string(&doc, vd_slice_str(text)));
    return doc.rc;
}

int vd_kube_render_document(const struct vd_kube_kind *kind, struct vd_arena *arena,
                            struct vd_slice value, int64_t revision,
                            struct vd_json_value **out_document)
{
    struct vd_json_value *document;
    int rc = vd_json_read(arena, value, VD_KUBE_DEPTH_MAX, &document, NULL);

    if (rc == 0 && document->type != VD_JSON_OBJECT)
        rc = VD_INVALID;
    if (rc == 0 && kind->to_served)
        rc = kind->to_served(kind, arena, document);
    if (rc == 0)
        rc = set_revision(arena, document, revision);
    if (rc == 0)
        *out_document = document;
    return rc;
}

/* What a row has besides its cells; empty: nothing. */
static int row_object(const struct vd_kube_kind *kind, struct vd_arena *arena,
                      enum vd_kube_with with, bool is_beta, struct vd_slice value, bool is_ours,
                      int64_t revision, struct vd_slice *out_text)
{
    uint8_t *text;

    *out_text = VD_SLICE_EMPTY;
    if (with == VD_KUBE_WITH_NONE)
        return 0;
    text = vd_arena_alloc(arena, vd_kube_splice_bound(kind, value.len));
    if (!text)
        return -ENOMEM;
    *out_text = vd_slice(
        text, (size_t)(vd_kube_splice_put_partial(text, value, is_ours, revision, is_beta) - text));
    return 0;
}

/* A row says nothing of who owns what, which is half of many objects: it is not read. */
static int without_owners(struct vd_arena *arena, struct vd_slice value, struct vd_slice *out_value)
{
    struct vd_slice owners = vd_kube_scan_path(value, VD_SLICE("metadata.managedFields"));
    size_t before, after;
    uint8_t *text;

    *out_value = value;
    if (owners.len <= 2)
        return 0;
    before = (size_t)(owners.ptr - value.ptr);
    after = value.len - before - owners.len;
    text = vd_arena_alloc(arena, before + 2 + after);
    if (!text)
        return -ENOMEM;
    memcpy(text, value.ptr, before);
    memcpy(text + before, "[]", 2);
    memcpy(text + before + 2, owners.ptr + owners.len, after);
    *out_value = vd_slice(text, before + 2 + after);
    return 0;
}

int vd_kube_render_row(const struct vd_kube_kind *kind, struct vd_arena *arena,
                       enum vd_kube_with with, bool is_beta, struct vd_slice value, bool is_ours,
                       int64_t revision, struct vd_buf *buf)
{
    int64_t now_us = vd_time_wall_ms() * 1000;
    struct vd_slice object, read = value;
    struct vd_json_value *document;
    struct vd_json json;
    struct vd_buf whole;
    int rc = with == VD_KUBE_WITH_OBJECT ? 0 : without_owners(arena, value, &read);

    if (rc == 0)
        rc = vd_kube_render_document(kind, arena, read, revision, &document);
    if (rc)
        return rc;
    if (with == VD_KUBE_WITH_OBJECT) {
        vd_buf_init(&whole, 0);
        vd_json_init(&json, &whole);
        vd_json_write(&json, document);
        rc = vd_buf_status(&whole);
        vd_kube_table_row(buf, kind, document, vd_buf_slice(&whole), now_us);
        vd_buf_deinit(&whole);
        return rc;
    }
    rc = row_object(kind, arena, with, is_beta, value, is_ours, revision, &object);
    if (rc == 0)
        vd_kube_table_row(buf, kind, document, object, now_us);
    return rc;
}

static int render_object(struct vd_kube_show *show, struct vd_arena *arena, struct vd_buf *buf,
                         struct vd_slice value, int64_t revision)
{
    struct vd_json_value *document;
    struct vd_json json;
    int rc = vd_kube_render_document(show->kind, arena, value, revision, &document);

    vd_json_init(&json, buf);
    if (rc == 0)
        vd_json_write(&json, document);
    return rc;
}

void vd_kube_render(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                    bool is_ours, int64_t revision)
{
    _Alignas(16) char memory[ARENA_BYTES];
    struct vd_arena arena;
    int rc;

    vd_arena_init_in(&arena, memory, sizeof(memory), ARENA_MAX_BYTES);
    rc = show->form.as == VD_KUBE_AS_TABLE
             ? vd_kube_render_row(show->kind, &arena, show->with, show->form.is_beta, value,
                                  is_ours, revision, buf)
             : render_object(show, &arena, buf, value, revision);
    if (rc && !buf->status)
        buf->status = rc == -ENOMEM ? rc : VD_CORRUPT;
    vd_arena_deinit(&arena);
}
