/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/splice.h"

#include "base/check.h"

#include "doors/kube/model/scan.h"

/* What is put in beside the kind's apiVersion, and what a partial object begins with. */
enum { MORE_BYTES = 160 };

static const struct vd_slice METADATA = VD_SLICE("metadata"), API_VERSION = VD_SLICE("apiVersion"),
                             KIND = VD_SLICE("kind");

bool vd_kube_splice_is_enough(const struct vd_kube_kind *kind)
{
    return !kind->to_served || kind->traits & VD_KUBE_SEVERAL_VERSIONS;
}

static uint8_t *put(uint8_t *to, struct vd_slice text)
{
    if (text.len)
        memcpy(to, text.ptr, text.len);
    return to + text.len;
}

#define PUT(to, literal) put((to), VD_SLICE(literal))

/* --- checking ----------------------------------------------------------------------------------
 */

/* "apps/v1" is of the group "apps", "v1" of the group "". */
static bool is_of_group(struct vd_slice api_version, struct vd_slice group)
{
    const uint8_t *slash = api_version.len ? memchr(api_version.ptr, '/', api_version.len) : NULL;
    size_t len = slash ? (size_t)(slash - api_version.ptr) : 0;

    return api_version.len && vd_slice_eq(vd_slice(api_version.ptr, len), group);
}

/* Events are stored as those of the core group. */
static bool fits_api_version(const struct vd_kube_kind *kind, struct vd_slice value)
{
    struct vd_slice raw;

    if (!vd_kube_scan_is_string(value))
        return false;
    raw = vd_kube_scan_raw(value);
    return is_of_group(raw, kind->group) || vd_slice_eq(raw, kind->stored_api_version);
}

bool vd_kube_splice_check(const struct vd_kube_kind *kind, struct vd_slice value, bool is_ours)
{
    unsigned kinds = 0, versions = 0, metadatas = 0;
    struct vd_kube_scan scan;
    struct vd_slice name;

    if (is_ours)
        return true;
    if (!vd_kube_scan_check(value) || !vd_kube_scan_object(&scan, value))
        return false;
    while (vd_kube_scan_next(&scan, &name)) {
        struct vd_slice member = vd_kube_scan_value(&scan);

        if (vd_kube_scan_says(name, KIND)) {
            kinds++;
            if (!vd_kube_scan_is_string(member) ||
                !vd_kube_scan_says(vd_kube_scan_raw(member), kind->kind))
                return false;
        } else if (vd_kube_scan_says(name, API_VERSION)) {
            versions++;
            if (!fits_api_version(kind, member))
                return false;
        } else if (vd_kube_scan_says(name, METADATA)) {
            metadatas++;
            if (member.ptr[0] != '{')
                return false;
        }
    }
    return kinds == 1 && versions == 1 && metadatas == 1;
}

/* --- putting -----------------------------------------------------------------------------------
 */

size_t vd_kube_splice_bound(const struct vd_kube_kind *kind, size_t value_len)
{
    return value_len + kind->api_version.len + MORE_BYTES;
}

static uint8_t *put_revision(uint8_t *to, int64_t revision)
{
    if (!revision)
        return to;
    to = PUT(to, "\"resourceVersion\":\"");
    to = vd_json_put_int(to, revision);
    return PUT(to, "\"");
}

static uint8_t *put_version(uint8_t *to, const struct vd_kube_kind *kind)
{
    return PUT(put(PUT(to, "\""), kind->api_version), "\"");
}

/* The members of metadata behind its brace, in text that is ours: a copy up to `end`. */
static uint8_t *put_rest(uint8_t *to, const uint8_t *at, const uint8_t *end, int64_t revision)
{
    to = put_revision(to, revision);
    if (revision && at < end && *at != '}')
        *to++ = ',';
    return put(to, vd_slice(at, (size_t)(end - at)));
}

/* Of other text: each member by itself, without those that are not stored. */
static uint8_t *put_metadata(uint8_t *to, struct vd_slice metadata, int64_t revision)
{
    struct vd_kube_scan scan;
    struct vd_slice name;
    bool has_members = revision != 0;

    to = put_revision(PUT(to, "{"), revision);
    if (!vd_kube_scan_object(&scan, metadata))
        return PUT(to, "}");
    while (vd_kube_scan_next(&scan, &name)) {
        if (vd_kube_scan_says(name, VD_SLICE("resourceVersion")) ||
            vd_kube_scan_says(name, VD_SLICE("selfLink")))
            continue;
        if (has_members)
            *to++ = ',';
        has_members = true;
        to = PUT(put(PUT(to, "\""), name), "\":");
        to = vd_kube_scan_compact(to, vd_kube_scan_value(&scan));
    }
    return PUT(to, "}");
}

static uint8_t *put_member(uint8_t *to, const struct vd_kube_kind *kind, struct vd_slice name,
                           struct vd_slice value, int64_t revision)
{
    to = PUT(put(PUT(to, "\""), name), "\":");
    if (vd_kube_scan_says(name, METADATA))
        return put_metadata(to, value, revision);
    if (vd_kube_scan_says(name, API_VERSION))
        return put_version(to, kind);
    return vd_kube_scan_compact(to, value);
}

static uint8_t *put_other(uint8_t *to, const struct vd_kube_kind *kind, struct vd_slice value,
                          int64_t revision)
{
    struct vd_kube_scan scan;
    struct vd_slice name;
    bool has_members = false;

    to = PUT(to, "{");
    if (!vd_kube_scan_object(&scan, value))
        return PUT(to, "}");
    while (vd_kube_scan_next(&scan, &name)) {
        if (has_members)
            *to++ = ',';
        has_members = true;
        to = put_member(to, kind, name, vd_kube_scan_value(&scan), revision);
    }
    return PUT(to, "}");
}

/* What lies before metadata and its brace is copied, but for the version, and then the rest at
 * once. With a version to be replaced metadata and apiVersion may stand either way round. */
static uint8_t *put_ours(uint8_t *to, const struct vd_kube_kind *kind, struct vd_slice value,
                         int64_t revision)
{
    bool wants_version = (kind->traits & VD_KUBE_SEVERAL_VERSIONS) != 0, wants_metadata = true;
    const uint8_t *copied = value.ptr, *end = value.ptr + value.len;
    struct vd_kube_scan scan;
    struct vd_slice name;

    if (!vd_kube_scan_object(&scan, value))
        return put(to, value);
    while ((wants_version || wants_metadata) && vd_kube_scan_next(&scan, &name)) {
        if (wants_metadata && vd_slice_eq(name, METADATA)) {
            to = put(to, vd_slice(copied, (size_t)(scan.at + 1 - copied)));
            to = put_rest(to, scan.at + 1, VD_MIN(scan.at + 2, end), revision);
            copied = VD_MIN(scan.at + 2, end);
            wants_metadata = false;
        } else if (wants_version && vd_slice_eq(name, API_VERSION)) {
            to = put(to, vd_slice(copied, (size_t)(scan.at - copied)));
            to = put_version(to, kind);
            (void)vd_kube_scan_value(&scan);
            copied = scan.at;
            wants_version = false;
        }
    }
    return put(to, vd_slice(copied, (size_t)(end - copied)));
}

uint8_t *vd_kube_splice_put(uint8_t *to, const struct vd_kube_kind *kind, struct vd_slice value,
                            bool is_ours, int64_t revision)
{
    return is_ours ? put_ours(to, kind, value, revision) : put_other(to, kind, value, revision);
}

uint8_t *vd_kube_splice_put_partial(uint8_t *to, struct vd_slice value, bool is_ours,
                                    int64_t revision, bool is_beta)
{
    struct vd_slice metadata = vd_kube_scan_member(value, METADATA);

    to = PUT(to, "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1");
    to = PUT(put(to, is_beta ? VD_SLICE("beta1") : VD_SLICE_EMPTY), "\",\"metadata\":");
    if (is_ours && metadata.len > 1)
        to = put_rest(PUT(to, "{"), metadata.ptr + 1, metadata.ptr + metadata.len, revision);
    else
        to = put_metadata(to, metadata, revision);
    return PUT(to, "}");
}
