/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Kubernetes object as a document (wire/json_read.h): looked up by names, and edited in place.
 *
 * Readers take NULL for "not there" and answer it with NULL, an empty text or the default, so a way
 * through several levels needs no check on it.
 *
 * Editors take a `struct vd_kube_doc`, which remembers the first failure of memory: afterwards they
 * do nothing and constructors return NULL, which every editor takes. Check `rc` once, at the end:
 *
 *     struct vd_kube_doc doc = {arena, 0};
 *     struct vd_json_value *meta = vd_kube_doc_ensure_object(&doc, object, "metadata");
 *
 *     vd_kube_doc_set_string(&doc, meta, "name", name);
 *     vd_kube_doc_set_int(&doc, meta, "generation", 1);
 *     return doc.rc;
 *
 * Names given as `const char *` are ours and are not copied: literals. Texts and names given as
 * slices are copied into the arena. A value stands in one place: one that is put somewhere must
 * come from a constructor, from vd_kube_doc_copy or have been taken out before. Counts and the
 * marks of duplicates are kept right. Of members with one name the last one counts, as in every
 * JSON reader of Go.
 */
#ifndef VD_DOORS_KUBE_MODEL_DOC_H
#define VD_DOORS_KUBE_MODEL_DOC_H

#include "base/outcome.h"
#include "wire/json_read.h"

/* How deep a document of this door may be: read with this, and never edited to be deeper. */
enum { VD_KUBE_DOC_DEPTH_MAX = 256 };

struct vd_kube_doc {
    struct vd_arena *arena;
    int rc; /* 0; VD_TOO_LARGE: the arena's cap; -ENOMEM */
};

/* --- reading -------------------------------------------------------------------------------- */

/* for (at) each element or member of `parent`, which may be NULL or a scalar. */
#define vd_kube_doc_each(at, parent)                                                               \
    for ((at) = (parent) ? (parent)->first : NULL; (at); (at) = (at)->next)

/* The member of this name; NULL: none, or it is no object. */
struct vd_json_value *vd_kube_doc_get(const struct vd_json_value *object, const char *name);
struct vd_json_value *vd_kube_doc_get_slice(const struct vd_json_value *object,
                                            struct vd_slice name);
/* Down a path of names, which NULL ends. */
struct vd_json_value *vd_kube_doc_at(const struct vd_json_value *value, ...)
    __attribute__((sentinel));
/* A member of this type; NULL: none, or of another type. */
struct vd_json_value *vd_kube_doc_object(const struct vd_json_value *object, const char *name);
struct vd_json_value *vd_kube_doc_array(const struct vd_json_value *object, const char *name);
/* A member's value; what is not there or of another type (a number that is no int64) is empty, or
 * the default. */
struct vd_slice vd_kube_doc_string(const struct vd_json_value *object, const char *name);
int64_t vd_kube_doc_int(const struct vd_json_value *object, const char *name, int64_t otherwise);
bool vd_kube_doc_bool(const struct vd_json_value *object, const char *name, bool otherwise);

/* The value itself: whether it is there and of this type; its characters if it is a string; and as
 * an int64. */
bool vd_kube_doc_is(const struct vd_json_value *value, enum vd_json_type type);
struct vd_slice vd_kube_doc_text(const struct vd_json_value *value);
bool vd_kube_doc_is_int(const struct vd_json_value *value, int64_t *out_value);
/* Not there, or null. */
bool vd_kube_doc_is_null(const struct vd_json_value *value);
/* Is a string of just these characters. */
bool vd_kube_doc_says(const struct vd_json_value *value, const char *text);

/* The element at `index`; NULL: the array (or what is none) has no so many. */
struct vd_json_value *vd_kube_doc_element(const struct vd_json_value *array, size_t index);
/* The first element that is an object with the string `text` as its member `name`; or that is the
 * string. */
struct vd_json_value *vd_kube_doc_find(const struct vd_json_value *array, const char *name,
                                       struct vd_slice text);
struct vd_json_value *vd_kube_doc_find_string(const struct vd_json_value *array,
                                              struct vd_slice text);

/* The levels of arrays and objects in it: 0 of a scalar. Stops counting above `most`. */
uint32_t vd_kube_doc_depth(const struct vd_json_value *value, uint32_t most);

/*
 * Means the same: numbers by their value (1.0 is 1), members in any order, the last one of
 * a name. NULL is equal to NULL only. Their own names do not matter.
 */
bool vd_kube_doc_equal(const struct vd_json_value *a, const struct vd_json_value *b);

/* --- making --------------------------------------------------------------------------------- */

/* Memory of the arena, not zeroed; NULL: a failure, which is remembered. */
void *vd_kube_doc_alloc(struct vd_kube_doc *doc, size_t size);
struct vd_json_value *vd_kube_doc_new_null(struct vd_kube_doc *doc);
struct vd_json_value *vd_kube_doc_new_bool(struct vd_kube_doc *doc, bool value);
struct vd_json_value *vd_kube_doc_new_int(struct vd_kube_doc *doc, int64_t value);
/* The text of a number as JSON writes it; copied. */
struct vd_json_value *vd_kube_doc_new_number(struct vd_kube_doc *doc, struct vd_slice text);
struct vd_json_value *vd_kube_doc_new_string(struct vd_kube_doc *doc, struct vd_slice text);
struct vd_json_value *vd_kube_doc_new_object(struct vd_kube_doc *doc);
struct vd_json_value *vd_kube_doc_new_array(struct vd_kube_doc *doc);
/* A string printed as printf does. */
struct vd_json_value *vd_kube_doc_new_printf(struct vd_kube_doc *doc, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A deep copy, whose texts lie in this arena too; of NULL it is NULL. */
struct vd_json_value *vd_kube_doc_copy(struct vd_kube_doc *doc, const struct vd_json_value *value);

/* --- objects -------------------------------------------------------------------------------- */

/* Replaces the member where it stands, or adds it at the end. */
void vd_kube_doc_set(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                     struct vd_json_value *value);
void vd_kube_doc_set_slice(struct vd_kube_doc *doc, struct vd_json_value *object,
                           struct vd_slice name, struct vd_json_value *value);
void vd_kube_doc_set_string(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                            struct vd_slice text);
void vd_kube_doc_set_str(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                         const char *text);
void vd_kube_doc_set_int(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                         int64_t value);
void vd_kube_doc_set_bool(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                          bool value);
/* Replaces the member where it stands, or adds it in front of all. */
void vd_kube_doc_set_first(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                           struct vd_json_value *value);
/* The member of this type; one that is missing, null or of another type is made empty. */
struct vd_json_value *vd_kube_doc_ensure_object(struct vd_kube_doc *doc,
                                                struct vd_json_value *object, const char *name);
struct vd_json_value *vd_kube_doc_ensure_array(struct vd_kube_doc *doc,
                                               struct vd_json_value *object, const char *name);
/* Adds a member that has its name already, which no other of the object has: without looking. */
void vd_kube_doc_add(struct vd_json_value *object, struct vd_json_value *value);
/* Takes out all members of this name and returns the one that counted, to be put elsewhere or
 * forgotten; NULL: there was none, or it is no object. */
struct vd_json_value *vd_kube_doc_remove(struct vd_json_value *object, const char *name);
struct vd_json_value *vd_kube_doc_remove_slice(struct vd_json_value *object, struct vd_slice name);
/* Of several members with one name only the last stays, on the first one's place; in all levels. */
void vd_kube_doc_drop_duplicates(struct vd_json_value *value);

/* --- arrays, and both ----------------------------------------------------------------------- */

void vd_kube_doc_append(struct vd_kube_doc *doc, struct vd_json_value *array,
                        struct vd_json_value *value);
void vd_kube_doc_append_string(struct vd_kube_doc *doc, struct vd_json_value *array,
                               struct vd_slice text);
/* Before the element `index`; at the end, if there are no more than that. */
void vd_kube_doc_insert(struct vd_kube_doc *doc, struct vd_json_value *array, size_t index,
                        struct vd_json_value *value);
/* Takes out this element or member, which is in it. O(what stands before it). */
void vd_kube_doc_take(struct vd_json_value *parent, struct vd_json_value *value);
/* Takes out the element `index` and returns it; NULL: there is none. */
struct vd_json_value *vd_kube_doc_remove_at(struct vd_json_value *array, size_t index);
/* Takes the place (and name) of `old`, which is in parent and is taken out. */
void vd_kube_doc_replace(struct vd_kube_doc *doc, struct vd_json_value *parent,
                         struct vd_json_value *old, struct vd_json_value *value);
/* Takes out all that is in it. */
void vd_kube_doc_clear(struct vd_json_value *parent);
/* `to` becomes what `from` is, with all that is in it, and keeps its name and place; `from` is
 * used up. */
void vd_kube_doc_become(struct vd_json_value *to, struct vd_json_value *from);

/* --- many members --------------------------------------------------------------------------- */

/*
 * The members of an object by name, so that looking up many in a large one costs what they are: a
 * peer may send a hundred thousand. Without memory it is slower and answers the same. What is set
 * or removed later is not seen.
 */
struct vd_kube_index {
    const struct vd_json_value *object;
    struct vd_json_value **slots; /* NULL: few members, or no memory */
    size_t mask;
};

void vd_kube_index_init(struct vd_kube_index *index, const struct vd_json_value *object);
void vd_kube_index_deinit(struct vd_kube_index *index);
struct vd_json_value *vd_kube_index_find(const struct vd_kube_index *index, struct vd_slice name);

#endif
