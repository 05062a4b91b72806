/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DELETE of one object. It goes at once, unless something holds it: finalizers (its own, or the one
 * that a policy of propagation puts there), the grace of a pod that runs on a node, or, of a
 * namespace, what lies in it. Then it is only marked, and whoever holds it lets go of it by an
 * update.
 */
#include "doors/kube/write_inner.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/prepare.h"
#include "doors/kube/model/time.h"

#include <errno.h>

#define US_PER_S 1000000

/* A pod is marked even if it goes at once: who watches sees that it was to end. */
enum fate { GOES, GOES_MARKED, IS_MARKED, STAYS_AS_IT_IS };

/* --- conditions --------------------------------------------------------------------------------
 */

static void refuse_condition(struct vd_kube_writing *w, const char *what, struct vd_slice asked,
                             struct vd_slice there, const char *because)
{
    struct vd_kube_status status = {.code = 409,
                                    .reason = "Conflict",
                                    .has_details = true,
                                    .name = w->name,
                                    .group = w->kind->group,
                                    .kind = w->kind->kind};

    status.message = vd_kube_text(
        w->call,
        "Operation cannot be fulfilled on %.*s%s%.*s \"%.*s\": the %s in the precondition (%.*s) "
        "does not match the %s in record (%.*s). The object might have been %s",
        (int)status.kind.len, (const char *)status.kind.ptr, status.group.len ? "." : "",
        (int)status.group.len, (const char *)status.group.ptr, (int)status.name.len,
        (const char *)status.name.ptr, what, (int)asked.len, (const char *)asked.ptr, what,
        (int)there.len, (const char *)there.ptr, because);
    vd_kube_refuse_with(w->call, &status);
}

static bool conditions_hold(struct vd_kube_writing *w)
{
    struct vd_slice uid = vd_kube_meta_uid(w->old);
    struct vd_slice revision = vd_kube_text(w->call, "%lld", (long long)w->old_revision);

    if (w->ending.uid.ptr && !vd_slice_eq(w->ending.uid, uid)) {
        refuse_condition(w, "UID", w->ending.uid, uid, "deleted and then recreated");
        return false;
    }
    if (w->ending.version.ptr && !vd_slice_eq(w->ending.version, revision)) {
        refuse_condition(w, "ResourceVersion", w->ending.version, revision, "modified");
        return false;
    }
    return true;
}

/* --- what holds it -----------------------------------------------------------------------------
 */

static struct vd_slice time_in(struct vd_kube_writing *w, int64_t seconds)
{
    char *text = vd_arena_alloc(&w->call->arena, VD_KUBE_TIME_BYTES);

    if (!text) {
        w->doc.rc = -ENOMEM;
        return VD_SLICE_EMPTY;
    }
    vd_kube_time_print(w->now_ms * 1000 + seconds * US_PER_S, text);
    return vd_slice(text, VD_KUBE_TIME_BYTES);
}

static int64_t pod_grace(const struct vd_kube_writing *w)
{
    const struct vd_json_value *spec = vd_kube_doc_get(w->object, "spec");
    const struct vd_json_value *phase = vd_kube_doc_at(w->object, "status", "phase", NULL);
    int64_t grace_s = w->ending.has_grace
                          ? w->ending.grace_s
                          : vd_kube_doc_int(spec, "terminationGracePeriodSeconds", 0);

    if (!vd_kube_doc_string(spec, "nodeName").len || vd_kube_doc_says(phase, "Failed") ||
        vd_kube_doc_says(phase, "Succeeded"))
        return 0;
    return grace_s < 0 ? 1 : grace_s;
}

/* It has a grace already, which may only become shorter. */
static enum fate shorten(struct vd_kube_writing *w, struct vd_json_value *meta, int64_t had_s)
{
    int64_t at_us = 0, now_us = w->now_ms * 1000, grace_s = w->ending.grace_s;

    if (!w->ending.has_grace || grace_s >= had_s)
        return STAYS_AS_IT_IS;
    if (vd_kube_time_parse(vd_kube_doc_string(meta, "deletionTimestamp"), &at_us))
        at_us = now_us;
    at_us += (grace_s - had_s) * US_PER_S;
    if (at_us < now_us) {
        at_us = now_us;
        grace_s = grace_s ? 1 : 0;
    }
    vd_kube_meta_end(&w->doc, meta, time_in(w, (at_us - now_us) / US_PER_S), grace_s);
    return grace_s ? IS_MARKED : GOES_MARKED;
}

static enum fate pod_fate(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    int64_t had_s = vd_kube_doc_int(meta, "deletionGracePeriodSeconds", 0);
    int64_t grace_s;

    if (vd_kube_meta_is_ending(w->object))
        return had_s ? shorten(w, meta, had_s) : GOES;
    grace_s = pod_grace(w);
    vd_kube_meta_end(&w->doc, meta, time_in(w, grace_s), grace_s);
    return grace_s ? IS_MARKED : GOES_MARKED;
}

static enum fate mark(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    struct vd_slice at =
        vd_kube_meta_is_ending(w->object) ? vd_kube_doc_string(meta, "deletionTimestamp") : w->now;

    vd_kube_meta_end(&w->doc, meta, at, 0);
    return IS_MARKED;
}

/* What is in it goes first; whoever sees to that takes the finalizer from its spec. */
static enum fate namespace_fate(struct vd_kube_writing *w, struct vd_json_value *meta)
{
    const struct vd_json_value *held = vd_kube_doc_at(w->object, "spec", "finalizers", NULL);

    if ((!held || !held->first) && !vd_kube_meta_has_finalizers(w->object))
        return GOES;
    if (vd_kube_meta_is_ending(w->object))
        return STAYS_AS_IT_IS;
    vd_kube_doc_set_string(&w->doc, meta, "deletionTimestamp", w->now);
    vd_kube_doc_set_str(&w->doc, vd_kube_doc_ensure_object(&w->doc, w->object, "status"), "phase",
                        "Terminating");
    return IS_MARKED;
}

static enum fate fate_of(struct vd_kube_writing *w)
{
    struct vd_json_value *meta = vd_kube_meta_of(&w->doc, w->object);
    enum fate fate = GOES;

    if (vd_kube_kind_is(w->stored, "", "Pod"))
        fate = pod_fate(w, meta);
    if (fate == STAYS_AS_IT_IS)
        return fate;
    if (!vd_kube_kind_is(w->stored, "", "Event"))
        (void)vd_kube_meta_propagate(&w->doc, meta, w->ending.propagation);
    if (vd_kube_kind_is(w->stored, "", "Namespace"))
        return namespace_fate(w, meta);
    if (fate != IS_MARKED && vd_kube_meta_has_finalizers(w->object))
        fate = mark(w, meta);
    if (fate == IS_MARKED && w->stored->traits & VD_KUBE_NAME_CRD &&
        vd_kube_crd_end(&w->call->arena, w->object, w->now))
        w->doc.rc = -ENOMEM;
    return fate;
}

/* --- the transaction ---------------------------------------------------------------------------
 */

static void on_committed(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    bool is_refused, is_deleted = w->op.type == VD_OP_DELETE;

    if (!vd_kube_committed(w, &is_refused)) {
        if (is_refused)
            return;
        if (++w->tries < VD_KUBE_WRITE_TRIES)
            vd_kube_load(call, w->key, w->again);
        else
            vd_kube_refuse_conflict(call, "the object has been modified; please apply your changes "
                                          "to the latest version and try again");
        return;
    }
    if (w->ended)
        w->ended(w, is_deleted);
}

static void on_marked(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (!w->write.result.succeeded || w->write.outcome) {
        on_committed(call);
        return;
    }
    w->old_revision = vd_kube_write_revision(w);
    vd_kube_commit_delete(w, on_committed);
}

void vd_kube_delete_object(struct vd_kube_writing *w, vd_kube_step *again)
{
    enum fate fate;

    w->again = again;
    if (!conditions_hold(w))
        return;
    w->object = vd_kube_doc_copy(&w->doc, w->old);
    if (vd_kube_write_failed(w, w->doc.rc))
        return;
    fate = fate_of(w);
    if (vd_kube_write_failed(w, w->doc.rc))
        return;
    if (fate == GOES) {
        w->text = w->old_text;
        vd_kube_commit_delete(w, on_committed);
        return;
    }
    if (fate == STAYS_AS_IT_IS || vd_kube_doc_equal(w->object, w->old)) {
        w->text = w->old_text;
        w->write.revision = w->old_revision;
        w->ended(w, false);
        return;
    }
    if (vd_kube_write_text(w))
        vd_kube_commit_put(w, fate == GOES_MARKED ? on_marked : on_committed);
}

/* --- one ---------------------------------------------------------------------------------------
 */

static void answer(struct vd_kube_writing *w, bool is_deleted)
{
    if (is_deleted && !(w->kind->traits & VD_KUBE_RETURNS_OBJECT))
        vd_kube_answer_success(w->call, vd_kube_meta_uid(w->old));
    else
        vd_kube_answer_stored(w->call,
                              !is_deleted && w->ending.has_orphan && !w->ending.orphans ? 202 : 200,
                              w->text, vd_kube_write_revision(w));
}

static bool is_kept(struct vd_kube_writing *w)
{
    static const char *const names[] = {"default", "kube-system", "kube-public"};

    if (!vd_kube_kind_is(w->stored, "", "Namespace"))
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!vd_slice_eq(w->name, vd_slice_str(names[i])))
            continue;
        vd_kube_refuse(w->call, 403, "Forbidden",
                       "namespaces \"%s\" is forbidden: this namespace may not be deleted",
                       names[i]);
        return true;
    }
    return false;
}

static void on_loaded(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (!vd_kube_write_old(w))
        return;
    if (!w->old)
        vd_kube_refuse_not_found(call);
    else if (!is_kept(w))
        vd_kube_delete_object(w, on_loaded);
}

void vd_kube_delete_open(struct vd_kube_writing *w)
{
    if (!vd_kube_delete_options_read(w))
        return;
    w->ended = answer;
    w->key = vd_kube_call_key(w->call);
    if (!vd_kube_write_failed(w, w->key.len ? 0 : -ENOMEM))
        vd_kube_load(w->call, w->key, on_loaded);
}
