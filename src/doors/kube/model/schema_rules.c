/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of a schema's node, read. */
#include "doors/kube/model/schema_inner.h"

int vd_kube_schema_read_rules(struct vd_kube_schema_reader *reader, const struct vd_json_value *doc,
                              unsigned depth, const struct vd_kube_schema_rules **out_rules)
{
    *out_rules = NULL;
    return 0;
}
