/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/render.h"

#include "doors/kube/model/doc.h"

#include <errno.h>
#include <stdio.h>

enum { ARENA_MAX_BYTES = 96 << 20, NUMBER_BYTES = 24 };

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

void vd_kube_render(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                    bool is_ours, int64_t revision)
{
    struct vd_json_value *document;
    struct vd_arena arena;
    struct vd_json json;
    int rc;

    (void)is_ours;
    vd_arena_init(&arena, ARENA_MAX_BYTES);
    rc = vd_kube_render_document(show->kind, &arena, value, revision, &document);
    vd_json_init(&json, buf);
    if (rc == 0)
        vd_json_write(&json, document);
    else if (!buf->status)
        buf->status = rc == -ENOMEM ? rc : VD_CORRUPT;
    vd_arena_deinit(&arena);
}
