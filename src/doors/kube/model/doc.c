/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists are linked one way, so whoever takes something out walks up to it. That is cheaper than a
 * second link in each of the values of every document, most of which are never edited.
 */
#include "doors/kube/model/doc.h"

#include "base/check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

/* --- making --------------------------------------------------------------------------------- */

void *vd_kube_doc_alloc(struct vd_kube_doc *doc, size_t size)
{
    void *memory = doc->rc ? NULL : vd_arena_alloc(doc->arena, size);

    if (!memory && doc->rc == 0)
        doc->rc = doc->arena->total_bytes + size > doc->arena->limit_bytes ? VD_TOO_LARGE : -ENOMEM;
    return memory;
}

/* False: no memory. */
static bool copy_text(struct vd_kube_doc *doc, struct vd_slice from, struct vd_slice *to)
{
    uint8_t *bytes = vd_kube_doc_alloc(doc, from.len);

    if (!bytes)
        return false;
    if (from.len)
        memcpy(bytes, from.ptr, from.len);
    *to = vd_slice(bytes, from.len);
    return true;
}

static struct vd_json_value *new_value(struct vd_kube_doc *doc, enum vd_json_type type)
{
    struct vd_json_value *value = vd_kube_doc_alloc(doc, sizeof(*value));

    if (value)
        *value = (struct vd_json_value){.type = type};
    return value;
}

static struct vd_json_value *new_text(struct vd_kube_doc *doc, enum vd_json_type type,
                                      struct vd_slice text)
{
    struct vd_json_value *value = new_value(doc, type);

    return value && copy_text(doc, text, &value->text) ? value : NULL;
}

struct vd_json_value *vd_kube_doc_new_null(struct vd_kube_doc *doc)
{
    return new_value(doc, VD_JSON_NULL);
}

struct vd_json_value *vd_kube_doc_new_bool(struct vd_kube_doc *doc, bool is_true)
{
    struct vd_json_value *value = new_value(doc, VD_JSON_BOOL);

    if (value)
        value->is_true = is_true;
    return value;
}

struct vd_json_value *vd_kube_doc_new_int(struct vd_kube_doc *doc, int64_t value)
{
    uint8_t digits[VD_JSON_INT_BYTES];
    size_t len = (size_t)(vd_json_put_int(digits, value) - digits);

    return new_text(doc, VD_JSON_NUMBER, vd_slice(digits, len));
}

struct vd_json_value *vd_kube_doc_new_number(struct vd_kube_doc *doc, struct vd_slice text)
{
    return new_text(doc, VD_JSON_NUMBER, text);
}

struct vd_json_value *vd_kube_doc_new_string(struct vd_kube_doc *doc, struct vd_slice text)
{
    return new_text(doc, VD_JSON_STRING, text);
}

struct vd_json_value *vd_kube_doc_new_object(struct vd_kube_doc *doc)
{
    return new_value(doc, VD_JSON_OBJECT);
}

struct vd_json_value *vd_kube_doc_new_array(struct vd_kube_doc *doc)
{
    return new_value(doc, VD_JSON_ARRAY);
}

struct vd_json_value *vd_kube_doc_new_printf(struct vd_kube_doc *doc, const char *format, ...)
{
    struct vd_json_value *value = new_value(doc, VD_JSON_STRING);
    va_list args;
    char *text;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    vd_assert(len >= 0);
    text = vd_kube_doc_alloc(doc, (size_t)len + 1);
    if (!value || !text)
        return NULL;
    va_start(args, format);
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    value->text = vd_slice(text, (size_t)len);
    return value;
}

static void link_last(struct vd_json_value *parent, struct vd_json_value *value)
{
    value->next = NULL;
    if (parent->last)
        parent->last->next = value;
    else
        parent->first = value;
    parent->last = value;
    parent->count++;
}

struct vd_json_value *vd_kube_doc_copy(struct vd_kube_doc *doc, const struct vd_json_value *value)
{
    const struct vd_json_value *at;
    struct vd_json_value *copy;

    if (!value)
        return NULL;
    copy = new_text(doc, value->type, value->text);
    if (!copy)
        return NULL;
    copy->is_true = value->is_true;
    copy->has_duplicates = value->has_duplicates;
    vd_kube_doc_each(at, value) {
        struct vd_json_value *part = vd_kube_doc_copy(doc, at);

        if (!part || !copy_text(doc, at->name, &part->name))
            return NULL;
        part->is_duplicate = at->is_duplicate;
        link_last(copy, part);
    }
    return copy;
}

/* --- members -------------------------------------------------------------------------------- */

/* Whether there is something to be done; nothing to do is allowed after a failure only. */
static bool may_edit(const struct vd_kube_doc *doc, const struct vd_json_value *parent,
                     enum vd_json_type type, const struct vd_json_value *value)
{
    if (doc->rc)
        return false;
    vd_assert(parent && value && parent->type == type);
    return true;
}

/* Puts value where *old was, or takes *old out for NULL; `before` is what stands before it. */
static void put_over(struct vd_json_value *parent, struct vd_json_value *before,
                     const struct vd_json_value *old, struct vd_json_value *value)
{
    struct vd_json_value *next = value ? value : old->next;

    if (value)
        value->next = old->next;
    else
        parent->count--;
    if (before)
        before->next = next;
    else
        parent->first = next;
    if (parent->last == old)
        parent->last = value ? value : before;
}

static struct vd_json_value *before_of(const struct vd_json_value *parent,
                                       const struct vd_json_value *value)
{
    struct vd_json_value *before = NULL;

    for (struct vd_json_value *at = parent->first; at != value; at = at->next) {
        vd_assert(at);
        before = at;
    }
    return before;
}

/* Takes out the duplicates of this name. True: one member of the name is left. */
static bool leave_one(struct vd_json_value *object, struct vd_slice name)
{
    struct vd_json_value *before = NULL, *next;
    bool is_there = false, others = false;

    for (struct vd_json_value *at = object->first; at; at = next) {
        next = at->next;
        if (!vd_slice_eq(at->name, name)) {
            others |= at->is_duplicate;
        } else if (is_there) {
            put_over(object, before, at, NULL);
            continue;
        } else {
            is_there = true;
        }
        before = at;
    }
    object->has_duplicates = others;
    return is_there;
}

static bool name_it(struct vd_kube_doc *doc, struct vd_json_value *value, struct vd_slice name,
                    bool is_ours)
{
    value->is_duplicate = false;
    value->name = name;
    return is_ours || copy_text(doc, name, &value->name);
}

/* The member of this name and what stands before it. */
static struct vd_json_value *find_member(const struct vd_json_value *object, struct vd_slice name,
                                         struct vd_json_value **out_before)
{
    struct vd_json_value *before = NULL, *at;

    for (at = object->first; at && !vd_slice_eq(at->name, name); at = at->next)
        before = at;
    *out_before = before;
    return at;
}

static void set(struct vd_kube_doc *doc, struct vd_json_value *object, struct vd_slice name,
                bool is_ours, bool is_first, struct vd_json_value *value)
{
    struct vd_json_value *before, *old;

    if (!may_edit(doc, object, VD_JSON_OBJECT, value) || !name_it(doc, value, name, is_ours))
        return;
    if (object->has_duplicates)
        (void)leave_one(object, name);
    old = find_member(object, name, &before);
    if (old) {
        put_over(object, before, old, value);
    } else if (is_first && object->first) {
        value->next = object->first;
        object->first = value;
        object->count++;
    } else {
        link_last(object, value);
    }
}

void vd_kube_doc_set(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                     struct vd_json_value *value)
{
    set(doc, object, vd_slice_str(name), true, false, value);
}

void vd_kube_doc_set_slice(struct vd_kube_doc *doc, struct vd_json_value *object,
                           struct vd_slice name, struct vd_json_value *value)
{
    set(doc, object, name, false, false, value);
}

void vd_kube_doc_set_first(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                           struct vd_json_value *value)
{
    set(doc, object, vd_slice_str(name), true, true, value);
}

void vd_kube_doc_set_string(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                            struct vd_slice text)
{
    vd_kube_doc_set(doc, object, name, vd_kube_doc_new_string(doc, text));
}

void vd_kube_doc_set_str(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                         const char *text)
{
    vd_kube_doc_set_string(doc, object, name, vd_slice_str(text));
}

void vd_kube_doc_set_int(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                         int64_t value)
{
    vd_kube_doc_set(doc, object, name, vd_kube_doc_new_int(doc, value));
}

void vd_kube_doc_set_bool(struct vd_kube_doc *doc, struct vd_json_value *object, const char *name,
                          bool value)
{
    vd_kube_doc_set(doc, object, name, vd_kube_doc_new_bool(doc, value));
}

void vd_kube_doc_add(struct vd_json_value *object, struct vd_json_value *value)
{
    value->is_duplicate = false;
    link_last(object, value);
}

static struct vd_json_value *ensure(struct vd_kube_doc *doc, struct vd_json_value *object,
                                    const char *name, enum vd_json_type type)
{
    struct vd_json_value *member = doc->rc ? NULL : vd_kube_doc_get(object, name);

    if (!vd_kube_doc_is(member, type)) {
        member = new_value(doc, type);
        vd_kube_doc_set(doc, object, name, member);
    }
    return member;
}

struct vd_json_value *vd_kube_doc_ensure_object(struct vd_kube_doc *doc,
                                                struct vd_json_value *object, const char *name)
{
    return ensure(doc, object, name, VD_JSON_OBJECT);
}

struct vd_json_value *vd_kube_doc_ensure_array(struct vd_kube_doc *doc,
                                               struct vd_json_value *object, const char *name)
{
    return ensure(doc, object, name, VD_JSON_ARRAY);
}

struct vd_json_value *vd_kube_doc_remove_slice(struct vd_json_value *object, struct vd_slice name)
{
    struct vd_json_value *counts = vd_kube_doc_get_slice(object, name), *before, *at;

    if (!counts)
        return NULL;
    if (object->has_duplicates)
        (void)leave_one(object, name);
    at = find_member(object, name, &before);
    put_over(object, before, at, NULL);
    counts->next = NULL;
    counts->is_duplicate = false;
    return counts;
}

struct vd_json_value *vd_kube_doc_remove(struct vd_json_value *object, const char *name)
{
    return vd_kube_doc_remove_slice(object, vd_slice_str(name));
}

/* The last value of a name moves into the first member that has it. */
static void drop_own_duplicates(struct vd_json_value *object)
{
    struct vd_json_value *before = NULL, *next;
    struct vd_kube_index index;

    vd_kube_index_init(&index, object);
    for (struct vd_json_value *at = object->first; at; at = next) {
        next = at->next;
        if (at->is_duplicate) {
            put_over(object, before, at, NULL);
            continue;
        }
        if (index.slots || object->has_duplicates) {
            struct vd_json_value *counts = vd_kube_index_find(&index, at->name);

            if (counts && counts != at)
                vd_kube_doc_become(at, counts);
        }
        before = at;
    }
    object->has_duplicates = false;
    vd_kube_index_deinit(&index);
}

void vd_kube_doc_drop_duplicates(struct vd_json_value *value)
{
    struct vd_json_value *at;

    if (value->has_duplicates)
        drop_own_duplicates(value);
    vd_kube_doc_each(at, value)
        vd_kube_doc_drop_duplicates(at);
}

/* --- elements ------------------------------------------------------------------------------- */

void vd_kube_doc_append(struct vd_kube_doc *doc, struct vd_json_value *array,
                        struct vd_json_value *value)
{
    if (may_edit(doc, array, VD_JSON_ARRAY, value) && name_it(doc, value, VD_SLICE_EMPTY, true))
        link_last(array, value);
}

void vd_kube_doc_append_string(struct vd_kube_doc *doc, struct vd_json_value *array,
                               struct vd_slice text)
{
    vd_kube_doc_append(doc, array, vd_kube_doc_new_string(doc, text));
}

void vd_kube_doc_insert(struct vd_kube_doc *doc, struct vd_json_value *array, size_t index,
                        struct vd_json_value *value)
{
    struct vd_json_value *before;

    if (!may_edit(doc, array, VD_JSON_ARRAY, value))
        return;
    if (index >= array->count) {
        vd_kube_doc_append(doc, array, value);
        return;
    }
    (void)name_it(doc, value, VD_SLICE_EMPTY, true);
    before = index ? vd_kube_doc_element(array, index - 1) : NULL;
    value->next = before ? before->next : array->first;
    if (before)
        before->next = value;
    else
        array->first = value;
    array->count++;
}

void vd_kube_doc_take(struct vd_json_value *parent, struct vd_json_value *value)
{
    put_over(parent, before_of(parent, value), value, NULL);
    value->next = NULL;
    if (parent->has_duplicates) { /* what is left of its name has to be marked anew */
        bool is_first = true;

        parent->has_duplicates = false;
        for (struct vd_json_value *at = parent->first; at; at = at->next) {
            if (vd_slice_eq(at->name, value->name)) {
                at->is_duplicate = !is_first;
                is_first = false;
            }
            parent->has_duplicates |= at->is_duplicate;
        }
    }
    value->is_duplicate = false;
}

struct vd_json_value *vd_kube_doc_remove_at(struct vd_json_value *array, size_t index)
{
    struct vd_json_value *value = vd_kube_doc_element(array, index);

    if (value)
        vd_kube_doc_take(array, value);
    return value;
}

void vd_kube_doc_replace(struct vd_kube_doc *doc, struct vd_json_value *parent,
                         struct vd_json_value *old, struct vd_json_value *value)
{
    if (doc->rc)
        return;
    vd_assert(parent && old && value);
    value->name = old->name;
    value->is_duplicate = old->is_duplicate;
    put_over(parent, before_of(parent, old), old, value);
    old->next = NULL;
    old->is_duplicate = false;
}

void vd_kube_doc_clear(struct vd_json_value *parent)
{
    parent->first = parent->last = NULL;
    parent->count = 0;
    parent->has_duplicates = false;
}

void vd_kube_doc_become(struct vd_json_value *to, struct vd_json_value *from)
{
    struct vd_json_value old = *to;

    *to = *from;
    to->name = old.name;
    to->next = old.next;
    to->is_duplicate = old.is_duplicate;
}
