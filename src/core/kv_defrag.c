/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_defrag.h"

#include "base/check.h"
#include "core/kv_private.h"

#include <errno.h>

enum { PIECE_BYTES = 4 << 20 };

void vd_kv_defrag_add(struct vd_kv *kv, struct vd_errand *errand)
{
    errand->next = kv->defrags.waiting;
    kv->defrags.waiting = errand;
}

bool vd_kv_defrag_is_under_way(const struct vd_kv *kv)
{
    return kv->defrags.copy.to;
}

static void begin(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_defrags *defrags = &kv->defrags;
    int rc = vd_store_settle_name(kv->store);

    if (!rc)
        rc = vd_kv_reader(kv, slot, &defrags->copy.from);
    if (!rc)
        rc = vd_store_new_history(kv->store, &defrags->copy.to);
    if (!rc) {
        defrags->served = defrags->waiting;
        defrags->waiting = NULL;
        return;
    }
    defrags->copy = (struct vd_history_copy){0};
    vd_errands_end(kv, &defrags->waiting, rc == VD_NOT_FOUND ? 0 : rc); /* memory has no holes */
}

/* Nothing is missing but what is not an event: in this one step, in which history stands still. */
static int replace(struct vd_kv *kv)
{
    struct vd_history_copy *copy = &kv->defrags.copy;
    struct vd_history_state state;
    int rc = vd_history_copy_sides(copy, &state);

    if (!rc)
        rc = vd_history_copy_end(copy, &state);
    if (rc) {
        vd_store_drop_history(kv->store, copy->to);
        return rc;
    }
    rc = vd_store_replace_history(kv->store, copy->to);
    vd_kv_keeper_weigh(kv);
    return rc;
}

static void go_on(struct vd_kv *kv)
{
    struct vd_kv_defrags *defrags = &kv->defrags;
    int rc = vd_history_copy_events(&defrags->copy, INT64_MAX, PIECE_BYTES);

    if (!rc)
        return;
    if (rc == VD_END)
        rc = replace(kv);
    else
        vd_store_drop_history(kv->store, defrags->copy.to);
    defrags->copy = (struct vd_history_copy){0};
    vd_errands_end(kv, &defrags->served, rc);
}

bool vd_kv_defrag_step(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_defrags *defrags = &kv->defrags;
    bool is_settled = vd_history_settle(kv->history);

    if (defrags->copy.to) {
        go_on(kv);
        return true;
    }
    if (!defrags->waiting || !is_settled || kv->keeper.history_compacts ||
        vd_kv_copy_is_under_way(kv))
        return false; /* what is under way brings us here again */
    begin(kv, slot);
    return true;
}

void vd_kv_defrags_close(struct vd_kv *kv)
{
    struct vd_kv_defrags *defrags = &kv->defrags;

    if (defrags->copy.to)
        vd_store_drop_history(kv->store, defrags->copy.to);
    vd_errands_abandon(&defrags->served);
    vd_errands_abandon(&defrags->waiting);
}
