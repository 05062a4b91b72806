/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with an object, field by field: what a Status of reason Invalid lists under
 * details.causes, and sums up in its message. The texts are those of k8s.io/apimachinery's
 * util/validation/field, because people search for them and tests compare them.
 *
 * A field is named by a path whose nodes stand on the stack of who checks; only a fault renders it.
 * Sticky: no memory is said once, at the end (vd_kube_causes_status). Beyond VD_KUBE_CAUSES_MAX
 * faults the rest is counted and not kept, so that a hostile object cannot ask for memory.
 */
#ifndef VD_DOORS_KUBE_MODEL_CAUSES_H
#define VD_DOORS_KUBE_MODEL_CAUSES_H

#include "base/outcome.h"
#include "wire/json_read.h"

enum { VD_KUBE_CAUSES_MAX = 64 };

enum vd_kube_cause_type {
    VD_KUBE_VALUE_INVALID,
    VD_KUBE_VALUE_TYPE_INVALID,
    VD_KUBE_VALUE_REQUIRED,
    VD_KUBE_VALUE_NOT_SUPPORTED,
    VD_KUBE_VALUE_FORBIDDEN,
    VD_KUBE_VALUE_DUPLICATE,
    VD_KUBE_VALUE_NOT_FOUND,
    VD_KUBE_VALUE_TOO_LONG,
    VD_KUBE_VALUE_TOO_MANY,
    VD_KUBE_VALUE_TOO_SHORT,
    VD_KUBE_VALUE_TOO_FEW,
    VD_KUBE_VALUE_INTERNAL,
};

/* "FieldValueInvalid" and so on: the cause's reason. */
const char *vd_kube_cause_reason(enum vd_kube_cause_type type);

struct vd_kube_cause {
    enum vd_kube_cause_type type;
    struct vd_slice field;   /* "spec.containers[0].name" */
    struct vd_slice message; /* without the field: "Required value" */
    struct vd_kube_cause *next;
};

struct vd_kube_causes {
    struct vd_arena *arena;
    struct vd_kube_cause *first, *last;
    uint32_t count; /* kept */
    uint32_t lost;  /* beyond those */
    int status;
};

/* A node of a path: a member, an element, or the key of a map (written [key]). */
struct vd_kube_path {
    const struct vd_kube_path *parent; /* NULL: it is the first */
    struct vd_slice name;
    int64_t index; /* of an element; name is empty then */
    enum { VD_KUBE_PATH_MEMBER, VD_KUBE_PATH_INDEX, VD_KUBE_PATH_KEY } form;
};

static inline struct vd_kube_path vd_kube_path_of(const struct vd_kube_path *parent,
                                                  struct vd_slice name)
{
    return (struct vd_kube_path){parent, name, 0, VD_KUBE_PATH_MEMBER};
}

static inline struct vd_kube_path vd_kube_path_at(const struct vd_kube_path *parent, int64_t index)
{
    return (struct vd_kube_path){parent, VD_SLICE_EMPTY, index, VD_KUBE_PATH_INDEX};
}

static inline struct vd_kube_path vd_kube_path_key(const struct vd_kube_path *parent,
                                                   struct vd_slice key)
{
    return (struct vd_kube_path){parent, key, 0, VD_KUBE_PATH_KEY};
}

/* Of a literal name. */
#define VD_KUBE_PATH(parent, literal) vd_kube_path_of((parent), VD_SLICE(literal))

void vd_kube_causes_init(struct vd_kube_causes *causes, struct vd_arena *arena);
/* 0, or -ENOMEM. */
VD_MUST_CHECK int vd_kube_causes_status(const struct vd_kube_causes *causes);
static inline bool vd_kube_causes_has(const struct vd_kube_causes *causes)
{
    return causes->count > 0;
}

/* What stands after the field, whole: for those with a value of their own making. */
void vd_kube_cause_add(struct vd_kube_causes *causes, enum vd_kube_cause_type type,
                       const struct vd_kube_path *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* value NULL: as an empty string. */
void vd_kube_invalid(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                     const struct vd_json_value *value, const char *detail);
void vd_kube_invalid_text(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                          struct vd_slice value, const char *detail);
void vd_kube_invalid_int(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                         int64_t value, const char *detail);
/* detail: "" is none. */
void vd_kube_required(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                      const char *detail);
void vd_kube_forbidden(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       const char *detail);
void vd_kube_duplicate(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       const struct vd_json_value *value);
void vd_kube_not_found(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                       struct vd_slice value);
/* supported: ended by NULL, in the order in which they are listed. */
void vd_kube_not_supported(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                           struct vd_slice value, const char *const *supported);
void vd_kube_too_long(struct vd_kube_causes *causes, const struct vd_kube_path *path,
                      unsigned max_bytes);
void vd_kube_too_many(struct vd_kube_causes *causes, const struct vd_kube_path *path, size_t actual,
                      unsigned max);

/*
 * The message of an Invalid Status: `Pod "p" is invalid: spec.x: Required value`, and of several
 * causes `[a, b]`, each text once. group may be empty.
 */
void vd_kube_causes_message(struct vd_buf *buf, struct vd_slice kind, struct vd_slice group,
                            struct vd_slice name, const struct vd_kube_causes *causes);

/* A string as Go's %q writes it. */
void vd_kube_quote(struct vd_buf *buf, struct vd_slice text);
/* A field's path. */
void vd_kube_path_write(struct vd_buf *buf, const struct vd_kube_path *path);

#endif
