/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_errand.h"

#include "base/check.h"
#include "core/kv_private.h"

static void run_nothing(struct vd_job *job, unsigned slot)
{
}

void vd_errand_post(struct vd_kv *kv, unsigned slot, struct vd_errand *errand,
                    void (*done)(struct vd_job *job))
{
    struct vd_errand *newest = atomic_load_explicit(&kv->errands.posted, memory_order_relaxed);

    errand->log_index = vd_kv_view(kv, slot)->log_index;
    errand->job = (struct vd_job){.slot = slot, .run = run_nothing, .done = done};
    do
        errand->next = newest;
    while (!atomic_compare_exchange_weak(&kv->errands.posted, &newest, errand));
    if (kv->env.urge_keeper)
        kv->env.urge_keeper(kv->env.arg);
    else
        vd_kv_call_keeper(kv);
}

void vd_errand_end(struct vd_kv *kv, struct vd_errand *errand, int rc)
{
    errand->rc = rc;
    kv->env.submit_job(kv->env.arg, &errand->job);
}

void vd_errands_end(struct vd_kv *kv, struct vd_errand **list, int rc)
{
    struct vd_errand *errand;

    while ((errand = *list)) {
        *list = errand->next;
        vd_errand_end(kv, errand, rc);
    }
}

void vd_errands_abandon(struct vd_errand **list)
{
    struct vd_errand *errand;

    while ((errand = *list)) {
        *list = errand->next;
        errand->rc = VD_UNAVAILABLE;
        errand->job.done(&errand->job);
    }
}

bool vd_kv_errands_take(struct vd_kv *kv)
{
    struct vd_kv_errands *errands = &kv->errands;
    struct vd_errand *errand = NULL;
    bool lacks = false;

    if (atomic_load_explicit(&errands->posted, memory_order_relaxed))
        errand = atomic_exchange(&errands->posted, NULL);
    while (errand) {
        struct vd_errand *older = errand->next;

        errand->next = errands->waiting;
        errands->waiting = errand;
        errand = older;
    }
    for (errand = errands->waiting; errand && !lacks; errand = errand->next)
        lacks = errand->log_index > kv->keeper.log_index;
    return lacks;
}

static void go_on(struct vd_kv *kv, struct vd_errand *errand)
{
    switch (errand->kind) {
    case VD_ERRAND_CARRY:
    case VD_ERRAND_PURGE:
        vd_errand_end(kv, errand, 0);
        break;
    case VD_ERRAND_COPY:
        vd_kv_copy_add(kv, errand);
        break;
    case VD_ERRAND_DEFRAG:
        vd_kv_defrag_add(kv, errand);
        break;
    }
}

/* A purge is waited for where it stands: as long as somebody reads what is to go, it is put off. */
static bool is_due(const struct vd_kv *kv, const struct vd_errand *errand)
{
    return errand->log_index <= kv->keeper.log_index &&
           (errand->kind != VD_ERRAND_PURGE || vd_kv_is_purged(kv, errand->floor));
}

bool vd_kv_errands_step(struct vd_kv *kv, unsigned slot)
{
    struct vd_errand **link = &kv->errands.waiting, *errand;
    bool more;

    while ((errand = *link)) {
        bool due = is_due(kv, errand);

        if (!due && !kv->keeper.batch_rc) {
            link = &errand->next;
            continue;
        }
        *link = errand->next;
        if (due)
            go_on(kv, errand);
        else
            vd_errand_end(kv, errand, kv->keeper.batch_rc);
    }
    more = vd_kv_copy_step(kv, slot);
    return vd_kv_defrag_step(kv, slot) || more;
}

void vd_kv_errands_close(struct vd_kv *kv)
{
    (void)vd_kv_errands_take(kv);
    vd_kv_copies_close(kv);
    vd_kv_defrags_close(kv);
    vd_errands_abandon(&kv->errands.waiting);
}
