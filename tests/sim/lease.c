/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leases, from outside. What is certain of one is held against the store: it is there from its
 * granted answer on, for its full time from its last renewal or the start; it ends once, with all
 * its keys on one revision, never before its time unless somebody asked for it, and not long after.
 * Between the moment when an end becomes possible and the one when it is seen, either is right.
 */
#include "sim.h"

#include "base/check.h"
#include "core/lease.h"

#include <errno.h>
#include <stdlib.h>

enum { LATE_MS = 200, OPEN_MAX = 12 };

static struct sim_lease *find(const struct sim *sim, int64_t id)
{
    struct sim_lease *lease = sim->leases;

    while (lease && lease->id != id)
        lease = lease->next;
    return lease;
}

static bool may_have_ended(const struct sim *sim, const struct sim_lease *lease)
{
    return lease->ending || sim->now_ms >= lease->min_expires_ms;
}

/* It runs from now on, or did a moment ago. */
static void arm(struct sim *sim, struct sim_lease *lease)
{
    lease->min_expires_ms = VD_MAX(lease->min_expires_ms, sim->now_ms + lease->ttl_ms);
    lease->max_expires_ms = sim->now_ms + lease->ttl_ms;
}

enum model_lease sim_lease_state(void *arg, int64_t id)
{
    const struct sim_write *write = arg;
    const struct sim_lease *lease = find(write->sim, id);

    if (!lease || (lease->gone && lease->gone < write->asked))
        return MODEL_GONE;
    if (lease->gone || !lease->known || lease->known > write->asked ||
        may_have_ended(write->sim, lease))
        return MODEL_MAYBE;
    return MODEL_THERE;
}

int64_t sim_random_lease(struct sim *sim)
{
    struct sim_lease *lease = sim->leases;

    if (sim_roll(sim, 3))
        return 0;
    if (sim_roll(sim, 50) == 0)
        return 1 + (int64_t)sim_roll(sim, 2 * sim->next_id); /* maybe one that never was */
    for (uint64_t skip = sim_roll(sim, OPEN_MAX); lease && lease->next && skip > 0; skip--)
        lease = lease->next;
    while (lease && lease->gone && sim_roll(sim, 8))
        lease = lease->next;
    sim->stats.leased += lease != NULL;
    return lease ? lease->id : 0;
}

static void grant(struct sim *sim, unsigned loop)
{
    struct sim_write *write = sim_write_new(sim, loop);
    struct sim_lease *lease = calloc(1, sizeof(*lease));

    vd_assert(lease);
    lease->id = sim_roll(sim, 8) ? (int64_t)write->id : -(int64_t)write->id;
    lease->ttl_ms = sim_roll(sim, 3) ? 200 + (int64_t)sim_roll(sim, 20000) : 1;
    lease->min_expires_ms = sim->now_ms + lease->ttl_ms;
    lease->max_expires_ms = INT64_MAX / 2;
    lease->next = sim->leases;
    sim->leases = lease;
    write->write.kind = VD_WRITE_LEASE_GRANT;
    write->write.lease = (struct vd_lease_op){lease->id, lease->ttl_ms};
    sim_submit(sim, write);
}

static void revoke(struct sim *sim, unsigned loop, struct sim_lease *lease)
{
    struct sim_write *write = sim_write_new(sim, loop);

    write->write.kind = VD_WRITE_LEASE_REVOKE;
    write->write.lease.id = lease->id;
    lease->endings++;
    if (!lease->ending)
        lease->ending = ++sim->told;
    sim_submit(sim, write);
}

/* Somebody was told that it is not there. */
static void told_gone(struct sim *sim, struct sim_lease *lease, const char *by)
{
    sim_check(sim, !lease->known || lease->gone || may_have_ended(sim, lease),
              "%s: lease %lld is gone, which nobody wanted, %lld ms before its time", by,
              (long long)lease->id, (long long)(lease->min_expires_ms - sim->now_ms));
    if (lease->known && !lease->gone)
        lease->gone = ++sim->told;
}

static void told_there(struct sim *sim, struct sim_lease *lease, const char *by)
{
    sim_check(sim, !lease->gone, "%s: lease %lld has come back", by, (long long)lease->id);
    if (!lease->known)
        lease->known = ++sim->told;
}

static void renew(struct sim *sim, unsigned loop, struct sim_lease *lease)
{
    int64_t ttl_ms = 0;
    int rc;

    vd_kv_enter(sim->kv, loop);
    rc = vd_lease_renew(sim->kv, loop, NULL, lease->id, sim->now_ms, &ttl_ms);
    vd_kv_leave(sim->kv, loop);
    if (rc == VD_LEASE_GONE) {
        told_gone(sim, lease, "renew");
    } else if (rc == VD_WAIT) {
        told_there(sim, lease, "renew");
        sim_check(sim, may_have_ended(sim, lease), "lease %lld cannot be renewed",
                  (long long)lease->id);
        if (sim_roll(sim, 2))
            revoke(sim, loop, lease);
    } else {
        sim_check(sim, rc == 0 && ttl_ms == lease->ttl_ms, "renew: %s", vd_outcome_name(rc));
        told_there(sim, lease, "renew");
        arm(sim, lease);
        sim->stats.renewals++;
    }
}

static void check_keys(struct sim *sim, unsigned loop, const struct sim_lease *lease)
{
    struct vd_slice after = VD_SLICE_EMPTY, keys[3];
    unsigned key = 0;
    size_t count;
    int rc;

    do {
        rc = vd_lease_keys(sim->kv, loop, NULL, lease->id, &after, keys, VD_COUNT(keys), &count);
        sim_check(sim, rc == 0 || rc == VD_AGAIN, "keys: %s", vd_outcome_name(rc));
        for (size_t i = 0; i < count; i++, key++) {
            while (key < SIM_KEYS && !model_has_lease(&sim->model, key, lease->id))
                key++;
            sim_check(sim, key < SIM_KEYS && vd_slice_eq(keys[i], model_key(key)),
                      "lease %lld has \"%.*s\", or lacks what comes before", (long long)lease->id,
                      (int)keys[i].len, (const char *)keys[i].ptr);
            sim->stats.lease_keys++;
        }
    } while (rc);
    while (key < SIM_KEYS && !model_has_lease(&sim->model, key, lease->id))
        key++;
    sim_check(sim, key == SIM_KEYS, "lease %lld lacks a key", (long long)lease->id);
}

void sim_check_lease(struct sim *sim, unsigned loop, struct sim_lease *lease)
{
    struct vd_lease_info info = {0};
    int rc;

    vd_kv_enter(sim->kv, loop);
    rc = vd_lease_info(sim->kv, loop, NULL, lease->id, sim->now_ms, &info);
    if (rc == VD_LEASE_GONE) {
        told_gone(sim, lease, "info");
    } else {
        sim_check(sim, rc == 0, "info: %s", vd_outcome_name(rc));
        told_there(sim, lease, "info");
        sim_check(sim,
                  info.ttl_ms == lease->ttl_ms &&
                      info.remaining_ms >= VD_MIN(lease->min_expires_ms - sim->now_ms, 0) &&
                      info.remaining_ms <= info.ttl_ms,
                  "lease %lld has %lld of %lld ms", (long long)lease->id,
                  (long long)info.remaining_ms, (long long)info.ttl_ms);
        sim_check(sim, lease->max_expires_ms > sim->now_ms || !info.remaining_ms,
                  "lease %lld has %lld ms more than it may", (long long)lease->id,
                  (long long)info.remaining_ms);
        check_keys(sim, loop, lease);
    }
    vd_kv_leave(sim->kv, loop);
}

/* Those of which no more is to be learnt are forgotten, but for a few that may be named. */
static void forget_gone(struct sim *sim)
{
    struct sim_lease **link = &sim->leases;
    unsigned gone = 0;

    while (*link) {
        struct sim_lease *lease = *link;

        if (lease->gone && ++gone > OPEN_MAX && !sim->writes) {
            *link = lease->next;
            free(lease);
        } else {
            link = &lease->next;
        }
    }
}

void sim_step_lease(struct sim *sim, unsigned loop)
{
    struct sim_lease *lease;
    uint64_t what = sim_roll(sim, 10);
    unsigned count = 0;

    forget_gone(sim);
    for (lease = sim->leases; lease; lease = lease->next)
        count++;
    if (!count || what < 2) {
        grant(sim, loop);
        return;
    }
    lease = sim->leases;
    for (uint64_t skip = sim_roll(sim, VD_MIN(count, OPEN_MAX)); skip > 0; skip--)
        lease = lease->next;
    while (lease->gone && lease->next && sim_roll(sim, 8))
        lease = lease->next;
    if (what < 3)
        revoke(sim, loop, lease);
    else if (what < 7)
        renew(sim, loop, lease);
    else
        sim_check_lease(sim, loop, lease);
}

void sim_learn_expiry(struct sim *sim, int64_t revision, struct sim_write *write)
{
    struct vd_block *block;
    const struct vd_event *event = sim_find_event(sim, (struct vd_pos){revision, 0}, &block);
    struct sim_lease *lease = NULL;

    for (unsigned key = 0; key < SIM_KEYS && !lease; key++) {
        long at = model_at(&sim->model, key, (struct vd_pos){INT64_MAX, 0});

        if (vd_slice_eq(vd_event_key(event), model_key(key)) && at >= 0)
            lease = find(sim, sim->model.events[at].lease);
    }
    vd_block_unref(block);
    sim_check(sim, lease && !lease->gone, "revision %lld is no lease's end", (long long)revision);
    sim_check(sim, !write || write->write.lease.id == lease->id,
              "the revoke of another lease ends %lld", (long long)lease->id);
    sim_check(sim, write || sim->now_ms >= lease->min_expires_ms,
              "lease %lld has run out %lld ms before its time", (long long)lease->id,
              (long long)(lease->min_expires_ms - sim->now_ms));
    if (!lease->known)
        lease->known = ++sim->told;
    lease->gone = ++sim->told;
    model_revoke(&sim->model, lease->id, write ? write->id : 0);
    sim->stats.expired += !write;
    sim->stats.commits++;
}

static bool has_keys(const struct sim *sim, int64_t id)
{
    for (unsigned key = 0; key < SIM_KEYS; key++)
        if (model_has_lease(&sim->model, key, id))
            return true;
    return false;
}

static bool is_of_lease(const struct sim_write *write)
{
    return write->write.kind == VD_WRITE_LEASE_GRANT || write->write.kind == VD_WRITE_LEASE_REVOKE;
}

void sim_lease_refused(struct sim_write *write)
{
    struct sim_lease *lease = is_of_lease(write) ? find(write->sim, write->write.lease.id) : NULL;

    if (!lease)
        return;
    if (write->write.kind == VD_WRITE_LEASE_GRANT)
        lease->known = lease->gone = ++write->sim->told;
    else if (!--lease->endings)
        lease->ending = 0;
}

void sim_lease_answered(struct sim_write *write)
{
    struct sim *sim = write->sim;
    struct sim_lease *lease = find(sim, write->write.lease.id);
    int outcome = write->write.outcome;

    vd_assert(lease);
    if (write->write.kind == VD_WRITE_LEASE_GRANT) {
        sim_check(sim, outcome == 0 && !write->write.changed, "a grant answers %s",
                  vd_outcome_name(outcome));
        if (!lease->known)
            lease->known = ++sim->told;
        lease->max_expires_ms = VD_MIN(lease->max_expires_ms, sim->now_ms + lease->ttl_ms);
        sim->stats.grants++;
        return;
    }
    sim_check(sim, outcome == 0 || outcome == VD_LEASE_GONE, "a revoke answers %s",
              vd_outcome_name(outcome));
    lease->endings--;
    sim_check(sim, write->write.changed == (write->learnt != 0), "a revoke says another revision");
    sim_check(sim, !has_keys(sim, lease->id), "lease %lld was revoked and has keys",
              (long long)lease->id);
    if (!lease->gone && (outcome == 0 || lease->known))
        lease->gone = ++sim->told;
    sim->stats.revoked += outcome == 0;
}

/* Whatever nobody was told of is found out: what has not come to pass now never will. */
void sim_leases_restarted(struct sim *sim)
{
    for (struct sim_lease *lease = sim->leases; lease; lease = lease->next) {
        struct vd_lease_info info;
        int rc;

        vd_kv_enter(sim->kv, 0);
        rc = vd_lease_info(sim->kv, 0, NULL, lease->id, sim->now_ms, &info);
        vd_kv_leave(sim->kv, 0);
        if (rc == VD_LEASE_GONE) {
            told_gone(sim, lease, "restart");
            if (!lease->gone)
                lease->known = lease->gone = ++sim->told; /* it never was */
            continue;
        }
        told_there(sim, lease, "restart");
        sim_check(sim, rc == 0 && info.remaining_ms == lease->ttl_ms,
                  "lease %lld does not begin anew", (long long)lease->id);
        lease->ending = lease->endings = 0;
        arm(sim, lease);
    }
}

void sim_leases_settled(struct sim *sim)
{
    for (struct sim_lease *lease = sim->leases; lease; lease = lease->next) {
        sim_check_lease(sim, 0, lease);
        sim_check(sim,
                  lease->gone || (lease->known && !lease->ending &&
                                  lease->max_expires_ms + LATE_MS > sim->now_ms),
                  "lease %lld should be gone for %lld ms", (long long)lease->id,
                  (long long)(sim->now_ms - lease->max_expires_ms));
    }
}
