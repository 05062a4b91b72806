/* SPDX-License-Identifier: Apache-2.0 */
#include "core/get.h"

#include "core/access.h"
#include "core/kv_private.h"

int vd_kv_get(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
              struct vd_slice key, bool with_value, struct vd_row *out_row)
{
    const struct vd_view *view = vd_kv_view(kv, slot);
    const struct vd_version *version;
    const struct vd_event *event;
    struct vd_slice value, cause = VD_SLICE_EMPTY;
    struct vd_index_hit hit;
    int rc = vd_access_check(principal, VD_ACCESS_READ, key, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    if (!vd_index_get(view->root, key, (struct vd_pos){0, 0}, &hit))
        return VD_NOT_FOUND;
    version = hit.version;
    value = (struct vd_slice){NULL, version->value_len};
    if (with_value && value.len) {
        event = vd_values_get(&kv->values, hit.key, vd_version_pos(version));
        if (!event)
            return VD_WAIT;
        value = vd_event_value(event);
        cause = vd_event_cause(event);
    }
    *out_row = (struct vd_row){.key = vd_key_slice(hit.key),
                               .value = value,
                               .cause = cause,
                               .create_revision = version->create_revision,
                               .mod_revision = version->revision,
                               .version = version->version,
                               .lease = version->lease};
    return 0;
}
