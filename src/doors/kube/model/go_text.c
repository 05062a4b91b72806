/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values in the words of Go, which refusals of a Kubernetes API server quote.
 */
#include "base/buf.h"
#include "base/check.h"
#include "doors/kube/model/patch_inner.h"

#include <errno.h>
#include <stdlib.h>

enum { TEXT_MAX = 16384 };

static int by_name(const void *a, const void *b)
{
    const struct vd_json_value *const *x = a, *const *y = b;

    return vd_slice_cmp((*x)->name, (*y)->name);
}

static void write_text(struct vd_kube_patching *patching, struct vd_buf *buf,
                       const struct vd_json_value *value);

static void write_object(struct vd_kube_patching *patching, struct vd_buf *buf,
                         const struct vd_json_value *object)
{
    const struct vd_json_value **members =
        vd_kube_doc_alloc(&patching->doc, object->count * sizeof(struct vd_json_value *));
    const struct vd_json_value *at;
    size_t count = 0;

    if (!members) {
        buf->status = -ENOMEM;
        return;
    }
    vd_kube_doc_each(at, object)
        members[count++] = at;
    qsort(members, count, sizeof(struct vd_json_value *), by_name);
    vd_buf_printf(buf, "map[");
    for (size_t i = 0; i < count; i++) {
        vd_buf_printf(buf, "%s", i ? " " : "");
        vd_buf_append_slice(buf, members[i]->name);
        vd_buf_printf(buf, ":");
        write_text(patching, buf, members[i]);
    }
    vd_buf_printf(buf, "]");
}

static void write_array(struct vd_kube_patching *patching, struct vd_buf *buf,
                        const struct vd_json_value *array)
{
    const struct vd_json_value *at;

    vd_buf_printf(buf, "[");
    vd_kube_doc_each(at, array) {
        write_text(patching, buf, at);
        if (at->next)
            vd_buf_printf(buf, " ");
    }
    vd_buf_printf(buf, "]");
}

static void write_text(struct vd_kube_patching *patching, struct vd_buf *buf,
                       const struct vd_json_value *value)
{
    if (buf->status)
        return;
    switch (value->type) {
    case VD_JSON_NULL:
        vd_buf_printf(buf, "<nil>");
        break;
    case VD_JSON_BOOL:
        vd_buf_printf(buf, "%s", value->is_true ? "true" : "false");
        break;
    case VD_JSON_NUMBER: /* an integer as it is, as nearly all are */
    case VD_JSON_STRING:
        vd_buf_append_slice(buf, value->text);
        break;
    case VD_JSON_ARRAY:
        write_array(patching, buf, value);
        break;
    case VD_JSON_OBJECT:
        write_object(patching, buf, value);
        break;
    }
}

struct vd_slice vd_kube_go_text(struct vd_kube_patching *patching,
                                const struct vd_json_value *value)
{
    struct vd_slice text = VD_SLICE_EMPTY;
    struct vd_buf buf;

    if (patching->doc.rc)
        return text;
    vd_buf_init(&buf, TEXT_MAX);
    write_text(patching, &buf, value);
    if (vd_buf_status(&buf) == -ENOMEM)
        patching->doc.rc = -ENOMEM;
    else /* what is too long is cut */
        text = vd_kube_patching_text(patching, "%.*s", VD_KUBE_TEXT(vd_buf_slice(&buf)));
    vd_buf_deinit(&buf);
    return text;
}
