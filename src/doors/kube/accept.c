/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/accept.h"

#include "base/check.h"

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static struct vd_slice trimmed(struct vd_slice s)
{
    while (s.len && is_space(s.ptr[0]))
        s = vd_slice(s.ptr + 1, s.len - 1);
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

/* What stands before the first `end`, and leaves the rest behind it. */
static struct vd_slice cut(struct vd_slice *rest, uint8_t end)
{
    const uint8_t *at = rest->len ? memchr(rest->ptr, end, rest->len) : NULL;
    size_t n = at ? (size_t)(at - rest->ptr) : rest->len;
    struct vd_slice piece = vd_slice(rest->ptr, n);

    *rest = at ? vd_slice(at + 1, rest->len - n - 1) : VD_SLICE_EMPTY;
    return trimmed(piece);
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

static bool is_word(struct vd_slice s, struct vd_slice word)
{
    if (s.len != word.len)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (lower(s.ptr[i]) != word.ptr[i])
            return false;
    return true;
}

struct vd_slice vd_kube_accept_param(struct vd_slice params, struct vd_slice name)
{
    while (params.len) {
        struct vd_slice value = cut(&params, ';'), key = cut(&value, '=');

        if (is_word(key, name)) {
            if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
                value = vd_slice(value.ptr + 1, value.len - 2);
            return value;
        }
    }
    return VD_SLICE_EMPTY;
}

/* In thousandths, as far as the grammar goes: 1, 0, 0.25. What is none is 1000. */
static unsigned weight_of(struct vd_slice q)
{
    unsigned value = 0, unit = 100;

    if (!q.len || (q.ptr[0] != '0' && q.ptr[0] != '1'))
        return 1000;
    value = q.ptr[0] == '1' ? 1000 : 0;
    for (size_t i = 2; i < q.len && unit; i++, unit /= 10)
        value += q.ptr[i] >= '0' && q.ptr[i] <= '9' ? (unsigned)(q.ptr[i] - '0') * unit : 0;
    return VD_MIN(value, 1000u);
}

bool vd_kube_accept_next(struct vd_slice *rest, struct vd_slice *out_type,
                         struct vd_slice *out_params)
{
    while (rest->len) {
        struct vd_slice params = cut(rest, ','), type = cut(&params, ';');

        if (!type.len || !weight_of(vd_kube_accept_param(params, VD_SLICE("q"))))
            continue;
        *out_type = type;
        *out_params = params;
        return true;
    }
    return false;
}

/* False: it is no type of ours. */
static bool find_media(struct vd_slice type, unsigned medias, enum vd_kube_media *out_media)
{
    static const struct {
        struct vd_slice type;
        enum vd_kube_media media;
    } known[] = {
        {VD_SLICE("application/json"), VD_KUBE_JSON},
        {VD_SLICE("application/*"), VD_KUBE_JSON},
        {VD_SLICE("*/*"), VD_KUBE_JSON},
        {VD_SLICE("application/yaml"), VD_KUBE_YAML},
    };

    for (size_t i = 0; i < VD_COUNT(known); i++)
        if (is_word(type, known[i].type) && medias & 1u << known[i].media) {
            *out_media = known[i].media;
            return true;
        }
    return false;
}

/* False: the clause wants what is not served in this place. */
static bool find_form(struct vd_slice params, unsigned forms, struct vd_kube_shown *out_form)
{
    static const struct {
        struct vd_slice word;
        enum vd_kube_as as;
    } known[] = {
        {VD_SLICE("Table"), VD_KUBE_AS_TABLE},
        {VD_SLICE("PartialObjectMetadata"), VD_KUBE_AS_PARTIAL},
        {VD_SLICE("PartialObjectMetadataList"), VD_KUBE_AS_PARTIAL_LIST},
    };
    struct vd_slice as = vd_kube_accept_param(params, VD_SLICE("as"));
    struct vd_slice group = vd_kube_accept_param(params, VD_SLICE("g"));
    struct vd_slice version = vd_kube_accept_param(params, VD_SLICE("v"));

    out_form->as = VD_KUBE_AS_OBJECT;
    out_form->is_beta = vd_slice_eq(version, VD_SLICE("v1beta1"));
    if (!as.len)
        return !group.len || (forms & VD_KUBE_AS_OBJECT);
    if (!vd_slice_eq(group, VD_SLICE("meta.k8s.io")) ||
        (!out_form->is_beta && !vd_slice_eq(version, VD_SLICE("v1"))))
        return false;
    for (size_t i = 0; i < VD_COUNT(known); i++)
        if (vd_slice_eq(as, known[i].word) && forms & (unsigned)known[i].as) {
            out_form->as = known[i].as;
            return true;
        }
    return false;
}

int vd_kube_accept_parse(struct vd_slice header, unsigned forms, unsigned medias,
                         struct vd_kube_shown *out_form)
{
    struct vd_slice type, params;
    unsigned best = 0;

    if (!trimmed(header).len) {
        *out_form = (struct vd_kube_shown){.media = VD_KUBE_JSON, .as = VD_KUBE_AS_OBJECT};
        return 0;
    }
    while (vd_kube_accept_next(&header, &type, &params)) {
        unsigned weight = weight_of(vd_kube_accept_param(params, VD_SLICE("q")));
        struct vd_kube_shown form;

        if (weight > best && find_media(type, medias, &form.media) &&
            find_form(params, forms, &form)) {
            *out_form = form;
            best = weight;
        }
    }
    return best ? 0 : VD_NOT_FOUND;
}
