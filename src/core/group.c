/* SPDX-License-Identifier: Apache-2.0 */
#include "core/group.h"

#include "base/check.h"
#include "core/companion.h"
#include "store/wal.h"

enum {
    GROUP_WRITES = 4096,
    GROUP_BYTES = 4 << 20,
    GROUP_BLOCKS = GROUP_BYTES / (256 * 1024),
    SLICE_SLACK = 8 /* a write begins with at least this part of a slice */
};

/* Judged and applied, but for its record. 0, VD_AGAIN; VD_WAIT: parked; otherwise how it ends. */
static int step_apply(struct vd_group *group, size_t *steps)
{
    struct vd_kv *kv = group->kv;
    int rc = vd_apply_txn_step(&kv->apply, steps);

    if (rc == VD_AGAIN)
        return rc;
    if (rc == VD_WAIT)
        rc = vd_companion_fetch(kv, group->write, &group->wanted, group->fetched);
    vd_wanted_deinit(&group->wanted);
    if (rc)
        return rc;
    group->is_applied = true;
    return 0;
}

/* What is applied is final with its record. Otherwise the steps from here on take it back. */
static int step_log(struct vd_group *group, size_t *steps)
{
    struct vd_kv *kv = group->kv;
    int rc = 0;

    if (!kv->is_drafting)
        rc = vd_companion_hold(kv, group->write, kv->apply.head);
    if (!group->write->changed)
        return rc;
    if (!rc)
        rc = vd_kv_log_txn(kv, steps);
    if (rc == VD_AGAIN)
        return rc;
    if (!rc) {
        vd_apply_accept(&kv->apply);
        group->is_logged = true;
        return 0;
    }
    vd_apply_txn_fail(&kv->apply, rc);
    group->is_applied = false;
    return step_apply(group, steps);
}

static void finish(struct vd_group *group, struct vd_write *write, int rc)
{
    if (rc)
        write->revision = group->kv->apply.head;
    write->outcome = rc;
    vd_chain_append(&group->finished, write);
}

/* VD_AGAIN: there is more to do; anything else: the write is finished, or parked. */
static int step(struct vd_group *group, size_t *steps)
{
    struct vd_write *write = group->write;
    int rc = group->is_applied ? 0 : step_apply(group, steps);

    if (!rc)
        rc = step_log(group, steps);
    if (rc == VD_AGAIN)
        return rc;
    group->write = NULL;
    if (rc != VD_WAIT)
        finish(group, write, rc);
    return rc;
}

/* A compaction of 0 succeeds without effect, as it does in a fresh etcd. */
static int apply_compact(struct vd_group *group, struct vd_write *write)
{
    struct vd_apply *apply = &group->kv->apply;
    int64_t revision = write->compact_revision;
    int rc;

    write->revision = apply->head;
    if (revision == 0 && apply->floor == 0)
        return 0;
    if (revision <= apply->floor)
        return VD_COMPACTED;
    if (revision > apply->head)
        return VD_FUTURE;
    rc = vd_kv_log_compact(group->kv, revision);
    if (rc)
        return rc;
    apply->floor = revision;
    group->is_logged = true;
    return 0;
}

/* What takes no more than a step. */
static int apply_at_once(struct vd_group *group, struct vd_write *write)
{
    switch (write->kind) {
    case VD_WRITE_COMPACT:
        return apply_compact(group, write);
    case VD_WRITE_TXN:
    case VD_WRITE_LEASE_GRANT:
    case VD_WRITE_LEASE_REVOKE:
    case VD_WRITE_ALARM:
        break;
    }
    return VD_READ_ONLY;
}

/* As step, from the beginning of a write. */
static int begin(struct vd_group *group, struct vd_write *write, size_t *steps)
{
    int rc = vd_kv_check_space(group->kv, write);

    if (!rc && write->kind == VD_WRITE_TXN) {
        group->write = write;
        group->is_applied = false;
        vd_apply_txn_begin(&group->kv->apply, write, vd_companion_fetched(write), &group->wanted);
        return step(group, steps);
    }
    if (!rc)
        rc = apply_at_once(group, write);
    finish(group, write, rc);
    return rc;
}

/* As if it had not been tried: it is the first of what is pending again. It has made no more
 * changes than a slice has steps, and they are taken back at once. */
static void give_back(struct vd_group *group)
{
    size_t steps = SIZE_MAX;
    int rc;

    vd_kv_log_drop(group->kv);
    vd_apply_txn_fail(&group->kv->apply, VD_AGAIN);
    rc = vd_apply_txn_step(&group->kv->apply, &steps);
    vd_assert(rc == VD_AGAIN);
    vd_wanted_deinit(&group->wanted);
    vd_chain_prepend(&group->pending, group->write);
    group->write = NULL;
}

/* About what the pending writes up to the limits of a group will need in a block. */
static size_t estimate(const struct vd_group *group)
{
    const struct vd_write *write = group->pending.first;
    size_t bytes = 0;

    for (unsigned n = 0; write && n < GROUP_WRITES && bytes < GROUP_BYTES; n++) {
        if (write->kind == VD_WRITE_TXN)
            bytes += vd_apply_estimate(write->txn, write->cause.len);
        write = write->next;
    }
    return bytes;
}

static int complete(struct vd_group *group, unsigned writes)
{
    vd_apply_end(&group->kv->apply);
    atomic_fetch_add_explicit(&group->kv->writes, writes, memory_order_relaxed);
    return 0;
}

int vd_group_apply(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;
    uint64_t first = kv->values.tail.staged_end;
    size_t slice = kv->options.slice_steps, steps = slice;
    unsigned count = 0;

    vd_assert(!group->write && !group->is_logged);
    vd_apply_begin(&kv->apply, estimate(group));
    while (group->pending.first && steps && count < GROUP_WRITES && vd_kv_log_takes(kv) &&
           kv->values.tail.staged_end - first <= GROUP_BLOCKS) {
        steps = VD_MAX(steps, slice / SLICE_SLACK);
        if (begin(group, vd_chain_take(&group->pending), &steps) != VD_AGAIN) {
            count++;
            continue;
        }
        if (!group->is_logged && !group->finished.first)
            return VD_AGAIN;
        give_back(group);
        break;
    }
    return complete(group, count);
}

int vd_group_go_on(struct vd_group *group)
{
    size_t steps = group->kv->options.slice_steps;

    vd_assert(group->write);
    return step(group, &steps) == VD_AGAIN ? VD_AGAIN : complete(group, 1);
}

void vd_group_abandon(struct vd_group *group)
{
    vd_kv_log_drop(group->kv);
    vd_wanted_deinit(&group->wanted);
    vd_chain_append(&group->finished, group->write);
    group->write = NULL;
}
