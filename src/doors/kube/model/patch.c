/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the patches share, and the merge patch. A merge looks up each name of the patch in an index
 * of the object, so it costs what both are long; what goes is marked and swept in one walk.
 */
#include "doors/kube/model/patch.h"

#include "base/check.h"
#include "doors/kube/model/patch_inner.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

/* --- refusals ------------------------------------------------------------------------------- */

__attribute__((format(printf, 3, 0))) static int
print(struct vd_arena *arena, struct vd_slice *out_text, const char *format, va_list args)
{
    va_list again;
    char *text;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    vd_assert(len >= 0);
    text = vd_arena_alloc(arena, (size_t)len + 1);
    if (!text)
        return arena->total_bytes + (size_t)len + 1 > arena->limit_bytes ? VD_TOO_LARGE : -ENOMEM;
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    *out_text = vd_slice(text, (size_t)len);
    return 0;
}

int vd_kube_fault_set(struct vd_arena *arena, struct vd_kube_fault *fault, int status,
                      const char *format, ...)
{
    struct vd_slice message;
    va_list args;
    int rc;

    va_start(args, format);
    rc = print(arena, &message, format, args);
    va_end(args);
    if (rc)
        return rc;
    if (fault)
        *fault = (struct vd_kube_fault){status, message};
    return VD_INVALID;
}

void vd_kube_refused(struct vd_kube_patching *patching, int status, const char *format, ...)
{
    va_list args;

    if (patching->doc.rc)
        return;
    va_start(args, format);
    patching->doc.rc = print(patching->doc.arena, &patching->fault.message, format, args);
    va_end(args);
    patching->fault.status = status;
    if (patching->doc.rc == 0)
        patching->doc.rc = VD_INVALID;
}

struct vd_slice vd_kube_patching_text(struct vd_kube_patching *patching, const char *format, ...)
{
    struct vd_slice text = VD_SLICE_EMPTY;
    va_list args;

    if (patching->doc.rc)
        return text;
    va_start(args, format);
    patching->doc.rc = print(patching->doc.arena, &text, format, args);
    va_end(args);
    return text;
}

bool vd_kube_patching_step(struct vd_kube_patching *patching, uint64_t steps)
{
    if (patching->doc.rc == 0 && steps > patching->steps)
        patching->doc.rc = VD_TOO_LARGE;
    if (patching->doc.rc)
        return false;
    patching->steps -= steps;
    return true;
}

void vd_kube_patching_begin(struct vd_kube_patching *patching, struct vd_arena *arena,
                            const struct vd_json_value *object, const struct vd_json_value *patch,
                            struct vd_json_value **out_object, struct vd_json_value **out_patch)
{
    vd_assert(object->type == VD_JSON_OBJECT);
    *patching = (struct vd_kube_patching){.doc = {arena, 0}, .steps = VD_KUBE_PATCH_STEPS_MAX};
    *out_object = vd_kube_doc_copy(&patching->doc, object);
    *out_patch = vd_kube_doc_copy(&patching->doc, patch);
    if (patching->doc.rc)
        return;
    vd_kube_doc_drop_duplicates(*out_object);
    vd_kube_doc_drop_duplicates(*out_patch);
}

int vd_kube_patching_end(const struct vd_kube_patching *patching, struct vd_json_value *value,
                         struct vd_json_value **out_value, struct vd_kube_fault *out_fault)
{
    if (patching->doc.rc == VD_INVALID && out_fault)
        *out_fault = patching->fault;
    if (patching->doc.rc == 0)
        *out_value = value;
    return patching->doc.rc;
}

const char *vd_kube_json_kind(const struct vd_json_value *value)
{
    static const char *const NAMES[] = {
        [VD_JSON_NULL] = "null",     [VD_JSON_BOOL] = "bool",   [VD_JSON_NUMBER] = "number",
        [VD_JSON_STRING] = "string", [VD_JSON_ARRAY] = "array", [VD_JSON_OBJECT] = "object"};

    return NAMES[value->type];
}

/* --- merge patch ---------------------------------------------------------------------------- */

/* Leaves those members out that `goes`. */
static void sweep(struct vd_json_value *object, bool (*goes)(const struct vd_json_value *))
{
    struct vd_json_value *at = object->first, *next;

    vd_kube_doc_clear(object);
    for (; at; at = next) {
        next = at->next;
        if (!goes(at))
            vd_kube_doc_add(object, at);
    }
}

static bool is_null(const struct vd_json_value *value)
{
    return value->type == VD_JSON_NULL;
}

static bool is_marked(const struct vd_json_value *value)
{
    return value->is_duplicate;
}

/* Nulls that are not merged with anything say nothing; in arrays they stay. */
static void prune(struct vd_json_value *value)
{
    struct vd_json_value *at;

    if (value->type == VD_JSON_OBJECT)
        sweep(value, is_null);
    vd_kube_doc_each(at, value)
        prune(at);
}

static void merge(struct vd_json_value *object, struct vd_json_value *patch);

/* Null has marked the member, which goes when all are merged. */
static void merge_member(struct vd_json_value *object, struct vd_json_value *found,
                         struct vd_json_value *value)
{
    if (value->type == VD_JSON_NULL) {
        if (found)
            found->is_duplicate = true;
        return;
    }
    if (vd_kube_doc_is(found, VD_JSON_OBJECT) && value->type == VD_JSON_OBJECT) {
        merge(found, value);
        return;
    }
    if (!vd_kube_doc_is(found, VD_JSON_OBJECT))
        prune(value);
    if (found)
        vd_kube_doc_become(found, value);
    else
        vd_kube_doc_add(object, value);
}

static void merge(struct vd_json_value *object, struct vd_json_value *patch)
{
    struct vd_json_value *next;
    struct vd_kube_index index;

    vd_kube_index_init(&index, object);
    for (struct vd_json_value *at = patch->first; at; at = next) {
        next = at->next;
        merge_member(object, vd_kube_index_find(&index, at->name), at);
    }
    vd_kube_index_deinit(&index);
    sweep(object, is_marked);
}

int vd_kube_patch_merge(struct vd_arena *arena, const struct vd_json_value *object,
                        const struct vd_json_value *patch, struct vd_json_value **out_value,
                        struct vd_kube_fault *out_fault)
{
    struct vd_kube_patching patching;
    struct vd_json_value *value, *changes;

    vd_kube_patching_begin(&patching, arena, object, patch, &value, &changes);
    if (patch->type == VD_JSON_NULL)
        vd_kube_refused(&patching, 400, "Invalid JSON Patch");
    else if (patch->type != VD_JSON_OBJECT)
        vd_kube_refused(&patching, 400,
                        "error decoding patch: json: cannot unmarshal %s into Go value of type "
                        "map[string]interface {}",
                        vd_kube_json_kind(patch));
    if (patching.doc.rc == 0)
        merge(value, changes);
    return vd_kube_patching_end(&patching, value, out_value, out_fault);
}
