/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ages.h"

#include "base/check.h"
#include "core/kv_private.h"

static int64_t time_of(const struct vd_ages *ages, unsigned slot, int64_t revision)
{
    struct vd_block *block;
    int64_t time_ms;

    if (!revision || vd_kv_read_history(ages->kv, slot, (struct vd_pos){revision, 0}, 1, &block))
        return 0;
    time_ms = block->events[0].time_ms;
    vd_block_unref(block);
    return time_ms;
}

/* Neighbours are mostly equal: those who are behind were left behind together. */
static void run(struct vd_job *job, unsigned slot)
{
    struct vd_ages *ages = vd_container_of(job, struct vd_ages, job);
    int64_t revision = 0, time_ms = 0;

    for (uint32_t i = 0; i < ages->count; i++) {
        if (ages->values[i] != revision) {
            revision = ages->values[i];
            time_ms = time_of(ages, slot, revision);
        }
        ages->values[i] = time_ms;
    }
}

static void done(struct vd_job *job)
{
    struct vd_ages *ages = vd_container_of(job, struct vd_ages, job);

    ages->done(ages);
}

void vd_ages_find(struct vd_ages *ages)
{
    struct vd_kv *kv = ages->kv;

    ages->job = (struct vd_job){.slot = ages->slot, .run = run, .done = done};
    kv->env.submit_job(kv->env.arg, &ages->job);
}
