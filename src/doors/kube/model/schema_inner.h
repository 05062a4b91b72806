/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read schemas and judge by them share. */
#ifndef VD_DOORS_KUBE_MODEL_SCHEMA_INNER_H
#define VD_DOORS_KUBE_MODEL_SCHEMA_INNER_H

#include "doors/kube/model/pattern.h"
#include "doors/kube/model/schema.h"

enum { VD_KUBE_SCHEMA_DEPTH_MAX = 64, VD_KUBE_SCHEMA_NODES_MAX = 50000 };

/* While one is read. */
struct vd_kube_schema_reader {
    struct vd_arena *arena;
    unsigned nodes;
};

struct vd_kube_schema_list {
    const struct vd_kube_schema *const *schemas;
    uint32_t count;
};

/* What values must keep to, beside the shape. */
struct vd_kube_schema_rules {
    struct vd_slice minimum, maximum, multiple_of; /* numbers as they are written; empty: none */
    int64_t min_length, max_length, min_items, max_items, min_members, max_members; /* -1: none */
    struct vd_slice pattern_text, format;
    const struct vd_kube_pattern *pattern, *format_pattern;
    const struct vd_json_value *allowed; /* the array of an enum; NULL: none */
    struct vd_kube_schema_list all_of, any_of, one_of;
    const struct vd_kube_schema *not_of;
};

/* A schema, or a part of one in allOf and the like, at a depth. As vd_kube_schema_read. */
VD_MUST_CHECK int vd_kube_schema_read_node(struct vd_kube_schema_reader *reader,
                                           const struct vd_json_value *doc, unsigned depth,
                                           const struct vd_kube_schema **out_schema);
/* The rules of a node; NULL if it has none. */
VD_MUST_CHECK int vd_kube_schema_read_rules(struct vd_kube_schema_reader *reader,
                                            const struct vd_json_value *doc, unsigned depth,
                                            const struct vd_kube_schema_rules **out_rules);
/* What is twice in a list that is a set or a map, and embedded objects that do not say what they
 * are. 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_schema_judge_lists(const struct vd_kube_schema *schema,
                                             const struct vd_json_value *doc,
                                             struct vd_kube_causes *causes);
/* As vd_kube_schema_judge, without what the one above looks for. */
VD_MUST_CHECK int vd_kube_schema_judge_shape(const struct vd_kube_schema *schema,
                                             const struct vd_json_value *doc,
                                             struct vd_kube_causes *causes);
/* A default, which lies in an object: what is twice in a list is not looked for, and embedded
 * objects that do not say what they are come first, alone. causes is empty. 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_schema_judge_default(const struct vd_kube_schema *schema,
                                               const struct vd_json_value *value, bool is_embedded,
                                               struct vd_kube_causes *causes);

#endif
