/* SPDX-License-Identifier: Apache-2.0 */
#include "core/companion.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>

enum {
    ROUNDS_MAX = 256,
    /* Of two rounds, each as large as one may be, with what stands around keys and values. */
    FETCH_BYTES = 3 * VD_WANTED_BYTES_MAX
};

struct vd_companion {
    struct vd_job job;
    struct vd_kv *kv;
    struct vd_write *write;
    void (*when_fetched)(struct vd_sequencer *sequencer, struct vd_write *write, int rc);
    struct vd_wanted wanted;
    struct vd_block *fetched;
    unsigned rounds; /* of fetching */
    int rc;
    bool holds;
    struct vd_kv_hold hold;
};

static struct vd_companion *companion_of(struct vd_kv *kv, struct vd_write *write)
{
    struct vd_companion *companion = write->private;

    if (!companion) {
        companion = vd_alloc_zero(sizeof(*companion));
        if (companion)
            *companion = (struct vd_companion){.kv = kv, .write = write};
        write->private = companion;
    }
    return companion;
}

struct vd_companion *vd_companion_take(struct vd_write *write)
{
    struct vd_companion *companion = write->private;

    write->private = NULL;
    return companion;
}

void vd_companion_free(struct vd_kv *kv, struct vd_companion *companion)
{
    if (!companion)
        return;
    if (companion->holds)
        vd_kv_release(kv, &companion->hold);
    vd_block_unref(companion->fetched);
    vd_wanted_deinit(&companion->wanted);
    vd_free(companion);
}

const struct vd_block *vd_companion_fetched(const struct vd_write *write)
{
    const struct vd_companion *companion = write->private;

    return companion ? companion->fetched : NULL;
}

static void fetch_run(struct vd_job *job, unsigned slot)
{
    struct vd_companion *companion = vd_container_of(job, struct vd_companion, job);

    struct vd_wanted *wanted = &companion->wanted;
    size_t count;

    vd_block_unref(companion->fetched);
    companion->fetched = NULL;
    vd_wanted_sort(wanted);
    count = wanted->count;
    companion->rc = vd_kv_read_events(companion->kv, slot, wanted->positions, &count, FETCH_BYTES,
                                      &companion->fetched);
    if (!companion->rc && count < wanted->count)
        companion->rc = VD_TOO_LARGE;
}

static void fetch_done(struct vd_job *job)
{
    struct vd_companion *companion = vd_container_of(job, struct vd_companion, job);

    companion->when_fetched(companion->kv->sequencer, companion->write, companion->rc);
}

/*
 * What a write has wanted before it will want again, so every round fetches all of it. A round that
 * was in vain is one that met a value before it was published, which cannot go on for long.
 */
int vd_companion_fetch(struct vd_kv *kv, struct vd_write *write, struct vd_wanted *wanted,
                       void (*fetched)(struct vd_sequencer *sequencer, struct vd_write *write,
                                       int rc))
{
    struct vd_companion *companion = companion_of(kv, write);
    int rc;

    if (!companion)
        return -ENOMEM;
    vd_assert(wanted->count > 0);
    if (++companion->rounds > ROUNDS_MAX)
        return VD_CORRUPT;
    rc = vd_wanted_add(&companion->wanted, wanted);
    vd_wanted_deinit(wanted);
    if (rc)
        return rc;
    companion->when_fetched = fetched;
    companion->job = (struct vd_job){.slot = write->slot, .run = fetch_run, .done = fetch_done};
    kv->env.submit_job(kv->env.arg, &companion->job);
    return VD_WAIT;
}

/* The oldest revision that reading the results will need; INT64_MAX: none. */
static int64_t oldest_needed(const struct vd_txn *txn, const struct vd_txn_result *result,
                             int64_t head)
{
    const struct vd_op *ops = result->succeeded ? txn->success : txn->failure;
    int64_t oldest = INT64_MAX;

    for (uint32_t i = 0; i < result->count; i++) {
        const struct vd_op *op = &ops[i];
        int64_t need = INT64_MAX;

        if (op->type == VD_OP_RANGE)
            need = op->range.revision > 0 ? op->range.revision : head;
        else if (op->type == VD_OP_TXN)
            need = oldest_needed(op->txn, result->ops[i].txn, head);
        else if (op->type == VD_OP_PUT ? op->put.prev_kv : op->del.prev_kv)
            need = head;
        oldest = VD_MIN(oldest, need);
    }
    return oldest;
}

int vd_companion_hold(struct vd_kv *kv, struct vd_write *write, int64_t head)
{
    int64_t oldest = oldest_needed(write->txn, &write->result, head);
    struct vd_companion *companion;
    int rc;

    if (oldest == INT64_MAX)
        return 0;
    companion = companion_of(kv, write);
    if (!companion)
        return -ENOMEM;
    if (companion->holds)
        vd_kv_release(kv, &companion->hold);
    rc = vd_kv_hold_physical(kv, oldest, &companion->hold);
    companion->holds = !rc;
    return rc;
}
