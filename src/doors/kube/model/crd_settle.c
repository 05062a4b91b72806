/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The status of a definition: what the naming and establishing controllers of apiextensions would
 * write a moment after it was created or changed, written with it.
 *
 * Each name that is asked for is accepted unless another definition of the group has it; one that
 * conflicts leaves the name that was accepted before. Once established, always established.
 */
#include "doors/kube/model/crd_inner.h"

#include "doors/kube/model/doc.h"

#include <errno.h>

/* Sticky: the first conflict's reason is replaced by later ones, as the real one does. */
struct naming {
    struct vd_kube_doc *edit;
    const struct vd_kube_crd_others *others;
    struct vd_slice group, self;
    const struct vd_json_value *wanted;
    struct vd_json_value *accepted;
    const char *reason; /* NULL: all names are accepted */
    struct vd_slice message;
};

static void set_message(struct naming *naming, const char *reason, struct vd_slice name)
{
    struct vd_json_value *text = vd_kube_doc_new_printf(naming->edit, "\"%.*s\" is already in use",
                                                        (int)name.len, (const char *)name.ptr);

    naming->reason = reason;
    naming->message = vd_kube_doc_text(text);
}

static bool is_taken(const struct naming *naming, struct vd_slice name, bool is_kind)
{
    return naming->others &&
           naming->others->taken(naming->others->arg, naming->group, name, is_kind, naming->self)
                   .len > 0;
}

static void name_one(struct naming *naming, const char *member, bool is_kind, const char *reason)
{
    struct vd_slice wanted = vd_kube_doc_string(naming->wanted, member);

    if (!vd_slice_eq(wanted, vd_kube_doc_string(naming->accepted, member)) &&
        is_taken(naming, wanted, is_kind)) {
        set_message(naming, reason, wanted);
        return;
    }
    if (wanted.len > 0)
        vd_kube_doc_set_string(naming->edit, naming->accepted, member, wanted);
    else
        vd_kube_doc_remove(naming->accepted, member);
}

/* Replaces a list of the accepted names by the one that is asked for. */
static void take_list(struct naming *naming, const char *member)
{
    const struct vd_json_value *wanted = vd_kube_doc_array(naming->wanted, member);

    if (wanted && wanted->count > 0)
        vd_kube_doc_set(naming->edit, naming->accepted, member,
                        vd_kube_doc_copy(naming->edit, wanted));
    else
        vd_kube_doc_remove(naming->accepted, member);
}

static void name_short_ones(struct naming *naming)
{
    const struct vd_json_value *mine = vd_kube_doc_array(naming->accepted, "shortNames"), *at;
    bool is_free = true;

    vd_kube_doc_each(at, vd_kube_doc_array(naming->wanted, "shortNames"))
        if (!vd_kube_doc_find_string(mine, vd_kube_doc_text(at)) &&
            is_taken(naming, vd_kube_doc_text(at), false)) {
            set_message(naming, "ShortNamesConflict", vd_kube_doc_text(at));
            is_free = false;
        }
    if (is_free)
        take_list(naming, "shortNames");
}

static void accept_names(struct naming *naming)
{
    name_one(naming, "plural", false, "PluralConflict");
    name_one(naming, "singular", false, "SingularConflict");
    name_short_ones(naming);
    name_one(naming, "kind", true, "KindConflict");
    name_one(naming, "listKind", true, "ListKindConflict");
    take_list(naming, "categories");
}

/* --- conditions ------------------------------------------------------------------------------- */

struct condition {
    const char *type, *status, *reason;
    struct vd_slice message;
};

/* A condition is changed in place; its time only if its status is another. */
static void set_condition(struct vd_kube_doc *edit, struct vd_json_value *status,
                          const struct condition *said, struct vd_slice time)
{
    struct vd_json_value *list = vd_kube_doc_ensure_array(edit, status, "conditions");
    struct vd_json_value *one = vd_kube_doc_find(list, "type", vd_slice_str(said->type));

    if (!one) {
        one = vd_kube_doc_new_object(edit);
        vd_kube_doc_append(edit, list, one);
    }
    if (edit->rc)
        return;
    if (!vd_kube_doc_says(vd_kube_doc_get(one, "status"), said->status))
        vd_kube_doc_set_string(edit, one, "lastTransitionTime", time);
    vd_kube_doc_set_string(edit, one, "message", said->message);
    vd_kube_doc_set_str(edit, one, "reason", said->reason);
    vd_kube_doc_set_str(edit, one, "status", said->status);
    vd_kube_doc_set_str(edit, one, "type", said->type);
}

static bool is_true(const struct vd_json_value *status, const char *type)
{
    const struct vd_json_value *one =
        vd_kube_doc_find(vd_kube_doc_array(status, "conditions"), "type", vd_slice_str(type));

    return vd_kube_doc_says(vd_kube_doc_get(one, "status"), "True");
}

static void set_conditions(struct naming *naming, struct vd_json_value *status,
                           struct vd_slice time)
{
    struct condition names = {"NamesAccepted", "True", "NoConflicts",
                              VD_SLICE("no conflicts found")};
    struct condition established = {"Established", "True", "InitialNamesAccepted",
                                    VD_SLICE("the initial names have been accepted")};

    if (naming->reason) {
        names = (struct condition){"NamesAccepted", "False", naming->reason, naming->message};
        established = (struct condition){"Established", "False", "NotAccepted",
                                         VD_SLICE("not all names are accepted")};
    }
    set_condition(naming->edit, status, &names, time);
    if (!is_true(status, "Established"))
        set_condition(naming->edit, status, &established, time);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The version that is written joins those that were. */
static void note_version(struct vd_kube_doc *edit, const struct vd_json_value *doc,
                         struct vd_json_value *status)
{
    struct vd_json_value *stored = vd_kube_doc_ensure_array(edit, status, "storedVersions");
    const struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_at(doc, "spec", "versions", NULL)) {
        struct vd_slice name = vd_kube_doc_string(at, "name");

        if (vd_kube_doc_bool(at, "storage", false) && !vd_kube_doc_find_string(stored, name))
            vd_kube_doc_append_string(edit, stored, name);
    }
}

int vd_kube_crd_settle(struct vd_arena *arena, struct vd_json_value *doc,
                       const struct vd_json_value *old, const struct vd_kube_crd_others *others,
                       struct vd_slice time)
{
    struct vd_kube_doc edit = {arena, 0};
    const struct vd_json_value *before = vd_kube_doc_object(old, "status");
    struct vd_json_value *status;
    struct naming naming = {.edit = &edit, .others = others};

    if (before)
        vd_kube_doc_set(&edit, doc, "status", vd_kube_doc_copy(&edit, before));
    else
        vd_kube_doc_set(&edit, doc, "status", vd_kube_doc_new_object(&edit));
    if (edit.rc)
        return -ENOMEM;
    status = vd_kube_doc_get(doc, "status");
    naming.group = vd_kube_doc_string(vd_kube_doc_get(doc, "spec"), "group");
    naming.self = vd_kube_doc_string(vd_kube_doc_get(doc, "metadata"), "name");
    naming.wanted = vd_kube_doc_at(doc, "spec", "names", NULL);
    naming.accepted = vd_kube_doc_ensure_object(&edit, status, "acceptedNames");
    if (edit.rc)
        return -ENOMEM;
    accept_names(&naming);
    set_conditions(&naming, status, time);
    note_version(&edit, doc, status);
    return edit.rc ? -ENOMEM : 0;
}

int vd_kube_crd_end(struct vd_arena *arena, struct vd_json_value *doc, struct vd_slice time)
{
    struct vd_kube_doc edit = {arena, 0};
    struct condition ending = {"Terminating", "True", "InstanceDeletionInProgress",
                               VD_SLICE("CustomResource deletion is in progress")};

    set_condition(&edit, vd_kube_doc_ensure_object(&edit, doc, "status"), &ending, time);
    return edit.rc ? -ENOMEM : 0;
}

/* --- defaults --------------------------------------------------------------------------------- */

static bool is_missing(const struct vd_json_value *object, const char *name)
{
    return vd_kube_doc_is_null(vd_kube_doc_get(object, name)) ||
           vd_kube_doc_says(vd_kube_doc_get(object, name), "");
}

static void set_lower(struct vd_kube_doc *edit, struct vd_json_value *object, const char *name,
                      struct vd_slice text)
{
    uint8_t *lower = vd_arena_alloc(edit->arena, text.len + 1);

    if (!lower) {
        edit->rc = -ENOMEM;
        return;
    }
    for (size_t i = 0; i < text.len; i++)
        lower[i] =
            text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? (uint8_t)(text.ptr[i] | 0x20) : text.ptr[i];
    vd_kube_doc_set_string(edit, object, name, vd_slice(lower, text.len));
}

int vd_kube_crd_default(struct vd_arena *arena, struct vd_json_value *doc)
{
    struct vd_kube_doc edit = {arena, 0};
    struct vd_json_value *spec = vd_kube_doc_object(doc, "spec");
    struct vd_json_value *names = vd_kube_doc_object(spec, "names");
    struct vd_slice kind = vd_kube_doc_string(names, "kind");

    if (names && kind.len > 0 && is_missing(names, "singular"))
        set_lower(&edit, names, "singular", kind);
    if (names && kind.len > 0 && is_missing(names, "listKind"))
        vd_kube_doc_set(
            &edit, names, "listKind",
            vd_kube_doc_new_printf(&edit, "%.*sList", (int)kind.len, (const char *)kind.ptr));
    if (spec && is_missing(spec, "conversion"))
        vd_kube_doc_set_str(&edit, vd_kube_doc_ensure_object(&edit, spec, "conversion"), "strategy",
                            "None");
    return edit.rc ? -ENOMEM : 0;
}
