/* SPDX-License-Identifier: Apache-2.0 */
/* A judgement in progress, for its two files: schema_judge.c walks, schema_scalar.c looks at one
 * value. */
#ifndef VD_DOORS_KUBE_MODEL_SCHEMA_JUDGE_INNER_H
#define VD_DOORS_KUBE_MODEL_SCHEMA_JUDGE_INNER_H

#include "doors/kube/model/schema_inner.h"

enum { VD_KUBE_PLACE_BYTES = 1024 };

/* What all of one judgement share. */
struct vd_kube_judging {
    uint64_t steps;
    int rc; /* the first failure; VD_TOO_LARGE: it costs too much */
};

/* What one schema found. */
struct vd_kube_verdict {
    struct vd_kube_judging *judging;
    struct vd_kube_causes *causes; /* NULL: nobody will read them */
    unsigned faults, matches;
};

/* "spec.x" as a text. */
struct vd_kube_place {
    char text[VD_KUBE_PLACE_BYTES];
};
const char *vd_kube_place_of(struct vd_kube_place *place, const struct vd_kube_path *path);

/* What the root is called where a field is to be named; and a path, or that for the root's. */
extern const struct vd_kube_path vd_kube_nowhere;
const struct vd_kube_path *vd_kube_field_of(const struct vd_kube_path *path);

/* Something is wrong. True: it is to be said. */
bool vd_kube_verdict_tells(struct vd_kube_verdict *verdict);
void vd_kube_verdict_say(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                         const struct vd_json_value *value, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* value: as it is shown; NULL: "". The detail begins with the place. */
#define VD_KUBE_VERDICT_INVALID(verdict, path, value, format, ...)                                 \
    do {                                                                                           \
        if (vd_kube_verdict_tells(verdict)) {                                                      \
            struct vd_kube_place place;                                                            \
                                                                                                   \
            vd_kube_verdict_say((verdict)->causes, path, value, "%s in body " format,              \
                                vd_kube_place_of(&place, path), __VA_ARGS__);                      \
        }                                                                                          \
    } while (0)

/* One value by itself: its type; then, by the rules of the schema, which are there, a text's bounds
 * and pattern, its format, a number's range for its type, its bounds, and an enum. */
void vd_kube_judge_type(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                        const struct vd_json_value *value, const struct vd_kube_path *path);
void vd_kube_judge_text(struct vd_kube_verdict *verdict, const struct vd_kube_schema_rules *rules,
                        const struct vd_json_value *value, const struct vd_kube_path *path);
void vd_kube_judge_format(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                          const struct vd_json_value *value, const struct vd_kube_path *path);
void vd_kube_judge_range(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                         const struct vd_json_value *value, const struct vd_kube_path *path);
void vd_kube_judge_number(struct vd_kube_verdict *verdict, const struct vd_kube_schema *schema,
                          const struct vd_json_value *value, const struct vd_kube_path *path);
void vd_kube_judge_allowed(struct vd_kube_verdict *verdict, const struct vd_json_value *allowed,
                           const struct vd_json_value *value, const struct vd_kube_path *path);

#endif
