/* SPDX-License-Identifier: Apache-2.0 */
#include "core/group.h"

#include "base/check.h"
#include "base/metrics.h"
#include "core/companion.h"
#include "core/tally.h"
#include "store/wal.h"

enum {
    GROUP_WRITES = 4096,
    GROUP_BYTES = 4 << 20,
    GROUP_BLOCKS = GROUP_BYTES / (256 * 1024),
    SLICE_SLACK = 8,  /* a write begins with at least this part of a slice */
    EXPIRE_MAX = 256, /* leases, in a group */
};

static const uint8_t EXPIRED = VD_CAUSE_EXPIRED;

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

/* What has to be there before the record is begun. */
static int prepare_log(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;
    int rc;

    if (group->write->kind == VD_WRITE_TXN)
        return vd_companion_hold(kv, group->write, kv->apply.head);
    rc = vd_lease_table_revoke(kv->leases, group->write->lease.id);
    group->is_staged = !rc;
    return rc;
}

static void accept(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;

    kv->cost += vd_apply_cost_made(&kv->apply);
    if (group->write->changed)
        vd_apply_accept(&kv->apply);
    if (group->is_staged)
        vd_lease_table_accept(kv->leases, kv->log_index);
    group->is_staged = false;
    group->is_logged = true;
}

/* Neither a record under way nor a staged revoke is left. */
static void unstage(struct vd_group *group)
{
    vd_kv_log_drop(group->kv);
    if (group->is_staged)
        vd_lease_table_undo(group->kv->leases);
    group->is_staged = false;
}

/* What is applied is final with its record. Otherwise the steps from here on take it back. */
static int step_log(struct vd_group *group, size_t *steps)
{
    struct vd_kv *kv = group->kv;
    int rc = kv->is_drafting ? 0 : prepare_log(group);

    if (!group->write->changed && !group->is_staged)
        return rc;
    if (!rc)
        rc = vd_kv_log_txn(kv, steps);
    if (rc == VD_AGAIN)
        return rc;
    if (!rc) {
        accept(group);
        return 0;
    }
    unstage(group);
    vd_apply_txn_fail(&kv->apply, rc);
    group->is_applied = false;
    return step_apply(group, steps);
}

/* It is tried again, from the heap. */
static void end_expiry(struct vd_group *group, int rc)
{
    group->expires = false;
    if (rc && rc != VD_LEASE_GONE)
        vd_kv_expire_later(group->kv);
}

static void finish(struct vd_group *group, struct vd_write *write, int rc)
{
    if (rc)
        write->revision = group->kv->apply.head;
    write->outcome = rc;
    if (!rc && write->kind == VD_WRITE_TXN)
        vd_tally_txn(write->txn, &write->result);
    if (!rc && write->kind == VD_WRITE_LEASE_REVOKE)
        vd_metric_add(VD_M_LEASES_REVOKED, 1);
    if (!rc && write->is_internal)
        vd_metric_add(VD_M_LEASES_EXPIRED, 1);
    if (write->is_internal)
        end_expiry(group, rc);
    else
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

static int64_t free_id(struct vd_kv *kv)
{
    int64_t id;

    do
        id = (int64_t)(vd_fs_random(kv->fs) >> 1);
    while (!id || vd_lease_table_has(kv->leases, id));
    return id;
}

static int apply_grant(struct vd_group *group, struct vd_write *write)
{
    struct vd_kv *kv = group->kv;
    struct vd_lease_op op = write->lease;
    struct vd_side_row row;
    int rc;

    if (op.ttl_ms < 1 || op.ttl_ms > VD_LEASE_TTL_MAX_MS)
        return VD_INVALID;
    if (!op.id)
        op.id = free_id(kv);
    rc = vd_lease_table_grant(kv->leases, &op);
    if (rc)
        return rc;
    row = vd_side_row_lease(&op);
    rc = vd_kv_log_side(kv, VD_RECORD_LEASE_GRANT, &row);
    if (rc) {
        vd_lease_table_undo(kv->leases);
        return rc;
    }
    vd_lease_table_accept(kv->leases, kv->log_index);
    vd_metric_add(VD_M_LEASES_GRANTED, 1);
    write->lease.id = op.id;
    write->revision = kv->apply.head;
    group->is_logged = true;
    return 0;
}

static int log_alarm(struct vd_group *group, enum vd_alarm alarm, bool raise)
{
    struct vd_kv *kv = group->kv;
    struct vd_side_row row = vd_side_row_alarm(alarm, raise);
    int rc = vd_kv_log_side(kv, VD_RECORD_ALARM, &row);

    if (!rc)
        group->is_logged = true;
    return rc;
}

static int apply_alarm(struct vd_group *group, struct vd_write *write)
{
    struct vd_kv *kv = group->kv;
    unsigned bit = 1u << write->alarm.alarm;
    int rc;

    vd_assert(write->alarm.alarm == VD_ALARM_NOSPACE || write->alarm.alarm == VD_ALARM_CORRUPT);
    write->revision = kv->apply.head;
    if (!(kv->raised & bit) == !write->alarm.raise)
        return 0;
    rc = log_alarm(group, write->alarm.alarm, write->alarm.raise);
    if (rc)
        return rc;
    kv->raised ^= bit;
    write->changed = true;
    return 0;
}

/* Where the record cannot be written it is raised all the same, until the end of the process. */
static void raise_nospace(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;

    if (log_alarm(group, VD_ALARM_NOSPACE, true))
        atomic_fetch_or(&kv->alarms, 1u << VD_ALARM_NOSPACE);
    kv->raised |= 1u << VD_ALARM_NOSPACE;
}

/* What takes no more than a step. */
static int apply_at_once(struct vd_group *group, struct vd_write *write)
{
    switch (write->kind) {
    case VD_WRITE_COMPACT:
        return apply_compact(group, write);
    case VD_WRITE_LEASE_GRANT:
        return apply_grant(group, write);
    case VD_WRITE_ALARM:
        return apply_alarm(group, write);
    case VD_WRITE_TXN:
    case VD_WRITE_LEASE_REVOKE:
        break;
    }
    return VD_READ_ONLY;
}

/* There is nothing to be answered: it is begun anew when the keeper has made room. */
static int park(struct vd_group *group, struct vd_write *write)
{
    struct vd_kv *kv = group->kv;

    vd_chain_append(&group->parked, write);
    atomic_store(&kv->has_parked, true);
    atomic_store(&kv->wants_room, true);
    vd_kv_call_keeper(kv);
    return VD_WAIT;
}

/* Those that waited come first. */
static void unpark(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;

    if (!group->parked.first || atomic_load(&kv->wants_room))
        return;
    vd_chain_splice(&group->parked, &group->pending);
    group->pending = group->parked;
    group->parked = (struct vd_chain){0};
    atomic_store(&kv->has_parked, false);
}

/* As step, from the beginning of a write. */
static int begin(struct vd_group *group, struct vd_write *write, size_t *steps)
{
    bool raise;
    int rc = vd_kv_check_space(group->kv, write, &raise);

    if (raise && vd_kv_may_get_room(group->kv))
        return park(group, write);
    if (raise)
        raise_nospace(group);
    if (!rc && (write->kind == VD_WRITE_TXN || write->kind == VD_WRITE_LEASE_REVOKE)) {
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

    unstage(group);
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

/* The revoke of a lease that has run out, NULL: none has. */
static struct vd_write *next_expiry(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;
    int64_t id;

    if (group->expires || !vd_kv_has_due(kv) ||
        vd_lease_table_next_due(kv->leases, vd_lease_table_time(kv->leases), &id))
        return NULL;
    group->expires = true;
    group->expiry = (struct vd_write){.kind = VD_WRITE_LEASE_REVOKE,
                                      .lease = {.id = id},
                                      .cause = vd_slice(&EXPIRED, 1),
                                      .is_internal = true};
    return &group->expiry;
}

int vd_group_apply(struct vd_group *group)
{
    struct vd_kv *kv = group->kv;
    uint64_t first = kv->values.tail.staged_end;
    size_t slice = kv->options.slice_steps, steps = slice;
    unsigned count = 0, expired = 0;

    vd_assert(!group->write && !group->is_logged);
    unpark(group);
    vd_apply_begin(&kv->apply, estimate(group));
    while (steps && count < GROUP_WRITES && vd_kv_log_takes(kv) &&
           kv->values.tail.staged_end - first <= GROUP_BLOCKS) {
        struct vd_write *write = vd_chain_take(&group->pending);

        if (!write && expired < EXPIRE_MAX) {
            write = next_expiry(group);
            expired++;
        }
        if (!write)
            break;
        steps = VD_MAX(steps, slice / SLICE_SLACK);
        if (begin(group, write, &steps) != VD_AGAIN) {
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

void vd_group_forget_own(struct vd_group *group)
{
    if (group->expires && group->pending.first == &group->expiry)
        vd_chain_take(&group->pending);
    group->expires = false;
}

void vd_group_abandon(struct vd_group *group)
{
    unstage(group);
    vd_wanted_deinit(&group->wanted);
    finish(group, group->write, VD_UNAVAILABLE);
    group->write = NULL;
}
