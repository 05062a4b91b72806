/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes of a loop that would defeat each other come one after the other: those that give out
 * addresses, which compare all services, and those that were second once and begin anew. Without
 * it sixty-four writers of one object would each be second sixty times. A turn lasts from the look
 * at what is there to the end of the transaction; other loops, and those who come for the first
 * time, still compete.
 */
#include "doors/kube/write_inner.h"

/* Whoever is next; of those whose peers are gone nothing is left but that they are freed. */
static void wake(struct vd_kube *kube)
{
    struct vd_kube_writing *next;

    if (kube->turn.is_waking)
        return;
    kube->turn.is_waking = true;
    while (!kube->turn.owner && kube->turn.first) {
        next = kube->turn.first;
        kube->turn.first = next->next_turn;
        if (!kube->turn.first)
            kube->turn.last = NULL;
        kube->turn.owner = next;
        vd_kube_call_resume(next->call);
    }
    kube->turn.is_waking = false;
}

void vd_kube_turn_release(struct vd_kube_writing *w)
{
    struct vd_kube *kube = w->call->kube;

    if (kube->turn.owner != w)
        return;
    kube->turn.owner = NULL;
    wake(kube);
}

void vd_kube_turn_take(struct vd_kube_writing *w, vd_kube_step *step)
{
    struct vd_kube *kube = w->call->kube;

    if (!kube->turn.owner || kube->turn.owner == w) {
        kube->turn.owner = w;
        step(w->call);
        return;
    }
    w->next_turn = NULL;
    if (kube->turn.last)
        kube->turn.last->next_turn = w;
    else
        kube->turn.first = w;
    kube->turn.last = w;
    vd_kube_call_begin(w->call, step);
}
