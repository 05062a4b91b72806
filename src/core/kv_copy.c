/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A copy is begun when history is at a whole record, in the same step that saw it so. Side rows and
 * the state are taken then; events follow piece by piece, up to the head of that moment. What is
 * carried into history meanwhile lies behind it.
 */
#include "core/kv_copy.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/kv_private.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 4 << 20 };

void vd_copy_unref(struct vd_kv *kv, struct vd_copy *copy)
{
    if (!copy || atomic_fetch_sub(&copy->refs, 1) > 1)
        return;
    atomic_store(&kv->copies.any_dead, true);
    vd_kv_call_keeper(kv);
}

/* False: nobody has it any more. */
static bool copy_try_ref(struct vd_copy *copy)
{
    uint32_t refs = atomic_load(&copy->refs);

    while (refs && !atomic_compare_exchange_weak(&copy->refs, &refs, refs + 1))
        ;
    return refs > 0;
}

static void copy_free(struct vd_copy *copy)
{
    if (copy->fd >= 0)
        close(copy->fd);
    vd_free(copy);
}

/* Freeing the blocks of a large file takes its time, so no loop does it. */
static void bury(struct vd_kv_copies *copies)
{
    struct vd_copy **link = &copies->live, *copy;

    if (!atomic_load_explicit(&copies->any_dead, memory_order_relaxed))
        return;
    atomic_store(&copies->any_dead, false);
    while ((copy = *link)) {
        if (atomic_load(&copy->refs)) {
            link = &copy->next;
            continue;
        }
        *link = copy->next;
        copy_free(copy);
    }
}

static unsigned count_live(const struct vd_kv_copies *copies)
{
    unsigned count = 0;

    for (const struct vd_copy *copy = copies->live; copy; copy = copy->next)
        count++;
    return count;
}

void vd_kv_copy_add(struct vd_kv *kv, struct vd_errand *errand)
{
    errand->next = kv->copies.waiting;
    kv->copies.waiting = errand;
}

bool vd_kv_copy_is_under_way(const struct vd_kv *kv)
{
    return kv->copies.copy.to;
}

/* Everybody gets the copy. */
static void hand_out(struct vd_kv *kv, struct vd_errand **list, struct vd_copy *copy)
{
    for (struct vd_errand *errand = *list; errand; errand = errand->next) {
        atomic_fetch_add(&copy->refs, 1);
        errand->copy = copy;
    }
    vd_errands_end(kv, list, 0);
}

static bool is_wanted(const struct vd_errand *errand)
{
    for (; errand; errand = errand->next)
        if (!atomic_load(&errand->is_dropped))
            return true;
    return false;
}

/* The copy under way comes to its end, one way or the other. */
static void finish(struct vd_kv *kv, int rc)
{
    struct vd_kv_copies *copies = &kv->copies;
    struct vd_copy *made = copies->made;
    struct stat st;

    vd_history_close(copies->copy.to);
    copies->copy = (struct vd_history_copy){0};
    copies->made = NULL;
    if (!rc && fstat(made->fd, &st) < 0)
        rc = -errno;
    if (rc) {
        copy_free(made);
        vd_errands_end(kv, &copies->served, rc);
        return;
    }
    made->size_bytes = (uint64_t)st.st_size;
    made->next = copies->live;
    copies->live = made;
    hand_out(kv, &copies->served, made);
    vd_copy_unref(kv, made);
}

static int open_copy(struct vd_kv *kv, unsigned slot, struct vd_copy *made)
{
    struct vd_kv_copies *copies = &kv->copies;
    int rc = vd_kv_reader(kv, slot, &copies->copy.from);

    if (!rc)
        rc = vd_store_scratch(kv->store, &copies->copy.to, &made->fd);
    return rc;
}

/* What has not changed since the newest copy was begun needs no new one. */
static bool share(struct vd_kv *kv)
{
    struct vd_copy *newest = kv->copies.live;

    if (!newest || newest->log_index != kv->keeper.log_index || !copy_try_ref(newest))
        return false;
    hand_out(kv, &kv->copies.waiting, newest);
    vd_copy_unref(kv, newest);
    return true;
}

static void begin(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_copies *copies = &kv->copies;
    struct vd_copy *made = vd_alloc(sizeof(*made));
    int rc = made ? 0 : -ENOMEM;

    if (made) {
        *made = (struct vd_copy){.refs = 1, .fd = -1, .log_index = kv->keeper.log_index};
        rc = open_copy(kv, slot, made);
    }
    if (rc) {
        vd_free(made);
        copies->copy = (struct vd_history_copy){0};
        vd_errands_end(kv, &copies->waiting, rc);
        return;
    }
    copies->made = made;
    copies->served = copies->waiting;
    copies->waiting = NULL;
    rc = vd_history_copy_sides(&copies->copy, &copies->state);
    made->revision = copies->state.head.revision;
    if (rc)
        finish(kv, rc);
}

static void go_on(struct vd_kv *kv)
{
    struct vd_kv_copies *copies = &kv->copies;
    int rc = VD_UNAVAILABLE;

    if (is_wanted(copies->served))
        rc = vd_history_copy_events(&copies->copy, copies->state.head.revision, PIECE_BYTES);
    if (rc == VD_END)
        rc = vd_history_copy_end(&copies->copy, &copies->state);
    else if (!rc)
        return;
    finish(kv, rc);
}

static void start(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_copies *copies = &kv->copies;

    if (!is_wanted(copies->waiting))
        vd_errands_end(kv, &copies->waiting, VD_UNAVAILABLE);
    else if (share(kv))
        return;
    else if (count_live(copies) < VD_COPIES_MAX)
        begin(kv, slot);
    else
        vd_errands_end(kv, &copies->waiting, VD_TOO_MANY);
}

bool vd_kv_copy_step(struct vd_kv *kv, unsigned slot)
{
    struct vd_kv_copies *copies = &kv->copies;

    bury(copies);
    if (copies->copy.to)
        go_on(kv);
    else if (!copies->waiting)
        return false;
    else if (!kv->keeper.is_cut && !kv->keeper.history_compacts && !vd_kv_defrag_is_under_way(kv))
        start(kv, slot);
    return true;
}

void vd_kv_copies_close(struct vd_kv *kv)
{
    struct vd_kv_copies *copies = &kv->copies;
    struct vd_copy *copy;

    vd_history_close(copies->copy.to);
    if (copies->made)
        copy_free(copies->made);
    vd_errands_abandon(&copies->served);
    vd_errands_abandon(&copies->waiting);
    while ((copy = copies->live)) {
        copies->live = copy->next;
        copy_free(copy);
    }
}
