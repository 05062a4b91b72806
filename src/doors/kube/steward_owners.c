/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Garbage collection by owner references, as the controller of that name does it
 * (kubernetes/pkg/controller/garbagecollector): an object goes when none of its owners is there any
 * more. An owner that is deleted in the foreground waits for those that block it; one that orphans
 * takes itself out of what it leaves behind.
 */
#include "doors/kube/steward_inner.h"

#include "doors/kube/model/meta.h"

#define TEXT(slice) (int)(slice).len, (const char *)(slice).ptr

/* --- deleting what is owned ------------------------------------------------------------------- */

/* Owners in a circle would wait for each other: one that waits depends on this one, too. */
static bool is_in_circle(const struct vd_kube_look *look, struct vd_slice uid)
{
    const struct vd_kube_dependent *at = vd_kube_owners_first(look->steward->owners, uid);

    while (at && !vd_kube_dependent_is_leaving(at))
        at = vd_kube_owners_next(at);
    return at;
}

static bool blocks(const struct vd_kube_look *look)
{
    const struct vd_json_value *meta = vd_kube_doc_object(look->object, "metadata"), *at;

    vd_kube_doc_each(at, vd_kube_doc_array(meta, "ownerReferences")) {
        if (vd_kube_doc_bool(at, "blockOwnerDeletion", false))
            return true;
    }
    return false;
}

/* Its owners need not wait for it. That change brings it back. */
static void unblock(struct vd_kube_look *look)
{
    const struct vd_json_value *meta = vd_kube_doc_object(look->object, "metadata"), *at;
    struct vd_json_value *patch = vd_kube_doc_new_object(&look->doc);
    struct vd_json_value *patched = vd_kube_doc_ensure_object(&look->doc, patch, "metadata");
    struct vd_json_value *list = vd_kube_doc_ensure_array(&look->doc, patched, "ownerReferences");

    vd_kube_doc_each(at, vd_kube_doc_array(meta, "ownerReferences")) {
        struct vd_json_value *reference = vd_kube_doc_copy(&look->doc, at);

        vd_kube_doc_set_bool(&look->doc, reference, "blockOwnerDeletion", false);
        vd_kube_doc_append(&look->doc, list, reference);
    }
    vd_kube_doc_set(&look->doc, patched, "resourceVersion",
                    vd_kube_doc_new_printf(&look->doc, "%lld", (long long)look->revision));
    vd_kube_look_send(look, "PATCH", look->path, "application/merge-patch+json", patch,
                      vd_kube_look_end);
}

/* A conflict: it is another object by now, or has other owners, and is looked at again. */
static void collect(struct vd_kube_look *look)
{
    struct vd_slice uid = vd_kube_meta_uid(look->object);
    bool is_owner = vd_kube_owners_first(look->steward->owners, uid);
    struct vd_json_value *options, *conditions;

    if (look->waiting && blocks(look) && is_in_circle(look, uid)) {
        unblock(look);
        return;
    }
    options = vd_kube_doc_new_object(&look->doc);
    vd_kube_doc_set_str(&look->doc, options, "kind", "DeleteOptions");
    vd_kube_doc_set_str(&look->doc, options, "apiVersion", "v1");
    vd_kube_doc_set_str(&look->doc, options, "propagationPolicy",
                        look->waiting && is_owner ? "Foreground" : "Background");
    conditions = vd_kube_doc_ensure_object(&look->doc, options, "preconditions");
    vd_kube_doc_set_string(&look->doc, conditions, "uid", uid);
    vd_kube_doc_set(&look->doc, conditions, "resourceVersion",
                    vd_kube_doc_new_printf(&look->doc, "%lld", (long long)look->revision));
    vd_kube_look_send(look, "DELETE", look->path, "application/json", options, vd_kube_look_end);
}

/* --- owners, one after the other -------------------------------------------------------------- */

static void next_owner(struct vd_kube_look *look);

/* The owner at its key, or what is there in its place. */
static void on_owner(struct vd_kube_call *call)
{
    struct vd_kube_look *look = call->state_of_chore;
    struct vd_json_value *owner = NULL;
    int rc = call->loaded.rc;

    if (rc == 0)
        rc = vd_json_read(&call->arena, call->loaded.value, VD_KUBE_DOC_DEPTH_MAX, &owner, NULL);
    look->is_lost |= rc < 0;
    if (owner && vd_slice_eq(vd_kube_meta_uid(owner), vd_kube_doc_string(look->reference, "uid"))) {
        bool is_leaving = vd_kube_meta_is_ending(owner) &&
                          vd_kube_meta_has_finalizer(owner, "foregroundDeletion");

        if (is_leaving)
            look->waiting++;
        else
            look->solid++;
    }
    look->reference = look->reference->next;
    next_owner(look);
}

static void find_owner(struct vd_kube_look *look);

static void on_kind(struct vd_kube_kinds_wait *wait)
{
    find_owner(vd_container_of(wait, struct vd_kube_look, kinds_wait));
}

static void find_owner(struct vd_kube_look *look)
{
    const struct vd_json_value *meta = vd_kube_doc_object(look->object, "metadata");
    struct vd_slice group, version, key;
    const struct vd_kube_kind *kind;
    int rc;

    vd_kube_version_split(vd_kube_doc_string(look->reference, "apiVersion"), &group, &version);
    look->kinds_wait.done = on_kind;
    rc = vd_kube_kinds_of(look->steward->kube->kinds, group, version,
                          vd_kube_doc_string(look->reference, "kind"), &look->kinds_wait, &kind);
    if (rc == VD_WAIT)
        return;
    if (rc) { /* of a kind that nobody knows: it may be there */
        look->is_lost |= rc < 0;
        look->solid++;
        next_owner(look);
        return;
    }
    key = vd_kube_key(look->call, kind,
                      kind->namespaced ? vd_kube_doc_string(meta, "namespace") : VD_SLICE_EMPTY,
                      vd_kube_doc_string(look->reference, "name"));
    vd_kube_kind_unref(kind);
    look->is_lost |= key.len == 0;
    if (key.len)
        vd_kube_load(look->call, key, on_owner);
    else
        next_owner(look);
}

/* Goes on with `step` for as long as what it begins is done at once, and `has_more`. True: it is
 * not under way any more. There may be thousands. */
static bool walk(struct vd_kube_look *look, bool (*has_more)(const struct vd_kube_look *look),
                 void (*step)(struct vd_kube_look *look))
{
    look->is_due = true;
    if (look->is_walking)
        return false;
    look->is_walking = true;
    while (look->is_due && !look->is_lost && has_more(look)) {
        look->is_due = false;
        step(look);
    }
    look->is_walking = false;
    return look->is_due;
}

static bool has_owner(const struct vd_kube_look *look)
{
    return look->reference && look->solid == 0;
}

static void next_owner(struct vd_kube_look *look)
{
    if (!walk(look, has_owner, find_owner))
        return;
    if (look->is_lost)
        vd_kube_look_failed(look);
    else if (look->solid || !vd_kube_look_is_known(look, look->revision))
        vd_kube_look_done(look);
    else
        collect(look);
}

void vd_kube_look_owned(struct vd_kube_look *look)
{
    const struct vd_json_value *references =
        vd_kube_doc_array(vd_kube_doc_object(look->object, "metadata"), "ownerReferences");

    look->solid = look->waiting = 0;
    look->is_lost = false;
    look->reference = references ? references->first : NULL;
    if (look->reference)
        next_owner(look);
    else
        vd_kube_look_done(look);
}

/* --- an owner that goes last ------------------------------------------------------------------ */

void vd_kube_look_foreground(struct vd_kube_look *look)
{
    struct vd_kube_steward *steward = look->steward;
    struct vd_slice uid = vd_kube_meta_uid(look->object);
    const struct vd_kube_dependent *at;
    bool is_blocked = false;

    for (at = vd_kube_owners_first(steward->owners, uid); at; at = vd_kube_owners_next(at)) {
        is_blocked |= at->blocks;
        vd_kube_look_at(steward, vd_kube_dependent_key(at));
    }
    if (is_blocked)
        vd_kube_look_park_for(look, uid);
    else
        vd_kube_look_let_go(look, "foregroundDeletion");
}

/* --- an owner that leaves them behind --------------------------------------------------------- */

static void orphan_next(struct vd_kube_look *look);

static void on_orphaned(struct vd_kube_look *look)
{
    if (vd_kube_look_went_well(look))
        orphan_next(look);
    else
        vd_kube_look_failed(look);
}

/* Takes the owner out of the references of what was loaded. */
static void orphan(struct vd_kube_look *look, struct vd_json_value *object,
                   const struct vd_kube_kind *kind, int64_t revision)
{
    struct vd_slice uid = vd_kube_meta_uid(look->object);
    const struct vd_json_value *meta = vd_kube_doc_object(object, "metadata"), *at;
    struct vd_json_value *patch = vd_kube_doc_new_object(&look->doc);
    struct vd_json_value *patched = vd_kube_doc_ensure_object(&look->doc, patch, "metadata");
    struct vd_json_value *left = vd_kube_doc_ensure_array(&look->doc, patched, "ownerReferences");

    vd_kube_doc_each(at, vd_kube_doc_array(meta, "ownerReferences"))
        if (!vd_slice_eq(vd_kube_doc_string(at, "uid"), uid))
            vd_kube_doc_append(&look->doc, left, vd_kube_doc_copy(&look->doc, at));
    if (left && !left->first)
        vd_kube_doc_set(&look->doc, patched, "ownerReferences", vd_kube_doc_new_null(&look->doc));
    vd_kube_doc_set(&look->doc, patched, "resourceVersion",
                    vd_kube_doc_new_printf(&look->doc, "%lld", (long long)revision));
    vd_kube_look_send(look, "PATCH",
                      vd_kube_look_path(look, kind, vd_kube_doc_string(meta, "namespace"),
                                        vd_kube_doc_string(meta, "name")),
                      "application/merge-patch+json", patch, on_orphaned);
}

static void on_dependent(struct vd_kube_call *call)
{
    struct vd_kube_look *look = call->state_of_chore;
    struct vd_json_value *object = NULL;
    struct vd_slice group, version;
    const struct vd_kube_kind *kind;
    int rc = call->loaded.rc;

    if (rc == VD_NOT_FOUND) {
        orphan_next(look);
        return;
    }
    if (rc == 0)
        rc = vd_json_read(&call->arena, call->loaded.value, VD_KUBE_DOC_DEPTH_MAX, &object, NULL);
    vd_kube_version_split(vd_kube_doc_string(object, "apiVersion"), &group, &version);
    if (rc == 0) /* the registry knows all kinds: a look is begun by asking it */
        rc = vd_kube_kinds_of(look->steward->kube->kinds, group, version,
                              vd_kube_doc_string(object, "kind"), &look->kinds_wait, &kind);
    if (rc == VD_WAIT)
        vd_kube_kinds_unwait(&look->kinds_wait);
    if (rc == VD_NOT_FOUND) { /* of a kind that nobody serves: it cannot be asked */
        orphan_next(look);
        return;
    }
    if (rc) {
        look->is_lost = true;
        orphan_next(look);
        return;
    }
    orphan(look, object, kind, call->loaded.mod_revision);
    vd_kube_kind_unref(kind);
}

static bool has_dependent(const struct vd_kube_look *look)
{
    return look->index < look->key_count;
}

static void load_dependent(struct vd_kube_look *look)
{
    vd_kube_load(look->call, look->keys[look->index++], on_dependent);
}

static void orphan_next(struct vd_kube_look *look)
{
    if (!walk(look, has_dependent, load_dependent))
        return;
    if (look->is_lost)
        vd_kube_look_failed(look);
    else
        vd_kube_look_let_go(look, "orphan");
}

/* Their keys are copied: the changes made here come back through the cursor and take them from the
 * owner one by one. */
void vd_kube_look_orphaning(struct vd_kube_look *look)
{
    const struct vd_kube_owners *owners = look->steward->owners;
    struct vd_slice uid = vd_kube_meta_uid(look->object);
    const struct vd_kube_dependent *at;
    size_t count = 0;

    for (at = vd_kube_owners_first(owners, uid); at; at = vd_kube_owners_next(at))
        count++;
    look->keys = vd_kube_doc_alloc(&look->doc, (count + 1) * sizeof(*look->keys));
    look->index = look->key_count = 0;
    look->is_lost = false;
    if (!look->keys) {
        vd_kube_look_failed(look);
        return;
    }
    for (at = vd_kube_owners_first(owners, uid); at; at = vd_kube_owners_next(at))
        look->keys[look->key_count++] =
            vd_kube_look_text(look, "%.*s", TEXT(vd_kube_dependent_key(at)));
    if (look->doc.rc)
        vd_kube_look_failed(look);
    else
        orphan_next(look);
}
