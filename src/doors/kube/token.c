/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/token.h"

#include "wire/base64.h"
#include "wire/json_read.h"

#include <errno.h>

enum { DEPTH_MAX = 2 };

static const struct vd_slice VERSION = VD_SLICE("meta.k8s.io/v1");

void vd_kube_token_write(struct vd_buf *buf, const struct vd_kube_token *token)
{
    struct vd_buf text;
    struct vd_json json;
    size_t size;
    uint8_t *to;

    vd_buf_init(&text, 0);
    vd_json_init(&json, &text);
    vd_json_object(&json);
    vd_json_add_string(&json, "v", VERSION);
    vd_json_add_int(&json, "rv", token->revision);
    vd_json_add_string(&json, "start", token->start);
    vd_json_object_end(&json);
    buf->status = buf->status ? buf->status : vd_buf_status(&text);
    size = vd_base64_size(text.len);
    to = vd_buf_reserve(buf, size);
    if (to) {
        (void)vd_base64_put(to, vd_buf_slice(&text));
        for (size_t i = 0; i < size; i++)
            to[i] = to[i] == '+' ? '-' : to[i] == '/' ? '_' : to[i];
        while (size && to[size - 1] == '=')
            size--;
        vd_buf_advance(buf, size);
    }
    vd_buf_deinit(&text);
}

/* It names one key of the list: no part of it is empty or leads elsewhere. */
static bool is_start(struct vd_slice start)
{
    size_t from = 0;

    if (!start.len)
        return false;
    for (size_t i = 0; i <= start.len; i++) {
        struct vd_slice part = vd_slice(start.ptr + from, i - from);

        if (i < start.len && start.ptr[i] != '/')
            continue;
        if (!part.len || vd_slice_eq(part, VD_SLICE(".")) || vd_slice_eq(part, VD_SLICE("..")))
            return false;
        from = i + 1;
    }
    return true;
}

static int read_members(const struct vd_json_value *doc, struct vd_kube_token *out_token,
                        const char **out_why)
{
    const struct vd_json_value *version = vd_json_member(doc, VD_SLICE("v"));
    const struct vd_json_value *revision = vd_json_member(doc, VD_SLICE("rv"));
    const struct vd_json_value *start = vd_json_member(doc, VD_SLICE("start"));

    *out_why = "continue key is not valid: server does not recognize this encoded version";
    if (!version || version->type != VD_JSON_STRING || !vd_slice_eq(version->text, VERSION))
        return VD_INVALID;
    *out_why = "continue key is not valid: incorrect encoded start resourceVersion (version "
               "meta.k8s.io/v1)";
    if (!revision || revision->type != VD_JSON_NUMBER ||
        !vd_json_number_int(revision->text, &out_token->revision) || !out_token->revision ||
        out_token->revision < VD_KUBE_TOKEN_LATEST)
        return VD_INVALID;
    *out_why = "continue key is not valid: encoded start key empty or not of this list (version "
               "meta.k8s.io/v1)";
    if (!start || start->type != VD_JSON_STRING || !is_start(start->text))
        return VD_INVALID;
    out_token->start = start->text;
    return 0;
}

int vd_kube_token_read(struct vd_arena *arena, struct vd_slice text,
                       struct vd_kube_token *out_token, const char **out_why)
{
    struct vd_json_value *doc;
    struct vd_slice decoded;
    uint8_t *to;
    int rc;

    *out_why = "continue key is not valid: illegal base64 data";
    if (text.len > VD_KUBE_TOKEN_MAX_BYTES)
        return VD_INVALID;
    to = vd_arena_alloc(arena, vd_base64_decoded_max(text.len));
    if (!to)
        return -ENOMEM;
    rc = vd_base64_decode(text, to, &decoded.len);
    if (rc)
        return rc;
    decoded.ptr = to;
    *out_why = "continue key is not valid: it is not a JSON object";
    rc = vd_json_read(arena, decoded, DEPTH_MAX, &doc, NULL);
    if (rc)
        return rc == -ENOMEM ? rc : VD_INVALID;
    return read_members(doc, out_token, out_why);
}
