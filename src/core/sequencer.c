/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The local order of writes: group commit by whoever has the role.
 *
 * Writes of all loops come in through one stack that is taken whole and turned around, so each
 * loop's writes keep their order. The leader applies them one after another and begins one flush;
 * the writes of that flush are *in flight* and are answered only after it, those that changed
 * nothing too, because they may have seen what others in the same group have changed. What comes
 * meanwhile gathers in the stack.
 *
 * Nobody sleeps on the role: who finds it taken leaves its writes where they are, and who gives it
 * back looks at the stack after that. Both steps are sequentially consistent, so one of the two
 * always sees the other.
 *
 * A large write is applied a slice a turn. Between two of them the role is *paused*: it is taken,
 * and whoever leads next goes on with it. Nothing is visible before the last of them.
 */
#include "core/kv_private.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/access_txn.h"
#include "core/companion.h"
#include "core/group.h"

#include <errno.h>

enum { SLOTS_MAX = 64, PURGE_KEYS = 64, COLLECT_ITEMS = 1024 };

/* What finished writes of a slot wait in, until it collects. */
struct answers {
    _Alignas(64) pthread_mutex_t lock;
    struct vd_chain chain;
    _Atomic bool any;
};

struct local {
    struct vd_sequencer base;
    struct vd_kv *kv;
    _Alignas(64) _Atomic(struct vd_write *) queue; /* newest first */
    _Atomic bool left;      /* writes are left pending while nobody has the role */
    _Atomic bool is_paused; /* the role, in the middle of a group: who takes this away has it */
    struct vd_group group;  /* the role's; what is finished goes with the commit in flight */
    struct answers answers[SLOTS_MAX];
};

static struct local *local_of(struct vd_sequencer *sequencer)
{
    return vd_container_of(sequencer, struct local, base);
}

static void push(struct local *local, struct vd_write *write)
{
    struct vd_write *head = atomic_load_explicit(&local->queue, memory_order_relaxed);

    do {
        write->next = head;
    } while (!atomic_compare_exchange_weak(&local->queue, &head, write));
}

/* The stack, turned around, behind what is pending already. */
static void take_queue(struct local *local)
{
    struct vd_write *write = atomic_exchange(&local->queue, NULL);
    struct vd_chain chain = {.last = write};

    while (write) {
        struct vd_write *older = write->next;

        write->next = chain.first;
        chain.first = write;
        write = older;
    }
    vd_chain_splice(&local->group.pending, &chain);
}

static void answer_slot(struct local *local, unsigned slot, struct vd_chain *chain)
{
    struct answers *answers = &local->answers[slot];

    pthread_mutex_lock(&answers->lock);
    vd_chain_splice(&answers->chain, chain);
    atomic_store_explicit(&answers->any, true, memory_order_release);
    pthread_mutex_unlock(&answers->lock);
}

/* Hands finished writes to their slots; which ones, as a set of bits. */
static uint64_t answer_all(struct local *local, struct vd_chain *finished)
{
    struct vd_chain chains[SLOTS_MAX];
    struct vd_write *write;
    uint64_t slots = 0;

    while ((write = vd_chain_take(finished))) {
        vd_assert(write->slot < SLOTS_MAX);
        if (!(slots & 1ULL << write->slot))
            chains[write->slot] = (struct vd_chain){0};
        slots |= 1ULL << write->slot;
        vd_chain_append(&chains[write->slot], write);
    }
    for (uint64_t rest = slots; rest; rest &= rest - 1) {
        unsigned slot = (unsigned)__builtin_ctzll(rest);

        answer_slot(local, slot, &chains[slot]);
    }
    return slots;
}

static void wake(struct local *local, uint64_t slots)
{
    struct vd_kv_env *env = &local->kv->env;

    for (; slots; slots &= slots - 1)
        env->wake(env->arg, (unsigned)__builtin_ctzll(slots));
}

static void tell_published(struct local *local, uint64_t slots)
{
    struct vd_kv_env *env = &local->kv->env;

    for (; slots; slots &= slots - 1)
        (env->published ? env->published : env->wake)(env->arg, (unsigned)__builtin_ctzll(slots));
}

static uint64_t all_loops(const struct local *local)
{
    unsigned loops = local->kv->options.loops;

    return loops == 64 ? UINT64_MAX : (1ULL << loops) - 1;
}

static void answer_one(struct local *local, struct vd_write *write, int outcome)
{
    struct vd_chain chain = {0};

    write->outcome = outcome;
    vd_chain_append(&chain, write);
    wake(local, answer_all(local, &chain));
}

static int check_write(const struct vd_write *write)
{
    switch (write->kind) {
    case VD_WRITE_TXN:
        return vd_access_check_txn(write->principal, write->txn);
    case VD_WRITE_LEASE_GRANT:
    case VD_WRITE_LEASE_REVOKE:
        return vd_access_check(write->principal, VD_ACCESS_WRITE, VD_SLICE_EMPTY, VD_SLICE_EMPTY);
    case VD_WRITE_COMPACT:
    case VD_WRITE_ALARM:
        break;
    }
    return vd_access_check(write->principal, VD_ACCESS_ADMIN, VD_SLICE_EMPTY, VD_SLICE_EMPTY);
}

static void local_submit(struct vd_sequencer *sequencer, struct vd_write *write)
{
    struct local *local = local_of(sequencer);
    int rc;

    vd_assert(write->slot < local->kv->options.loops);
    rc = check_write(write);
    write->private = NULL;
    write->is_internal = false;
    write->changed = false;
    write->revision = 0;
    write->result = (struct vd_txn_result){0};
    if (rc)
        answer_one(local, write, rc);
    else
        push(local, write);
}

/* Writes that wait for room, and were told to try again. */
static bool has_parked(const struct vd_kv *kv)
{
    return atomic_load(&kv->has_parked) && !atomic_load(&kv->wants_room);
}

static void local_nudge(struct vd_sequencer *sequencer)
{
    struct local *local = local_of(sequencer);
    struct vd_kv *kv = local->kv;

    if (!atomic_load(&local->queue) && !atomic_load(&local->left) && !vd_kv_has_due(kv) &&
        !has_parked(kv))
        return;
    if (!atomic_load(&kv->role))
        kv->env.lead(kv->env.arg, 0);
}

static void on_fetched(struct vd_sequencer *sequencer, struct vd_write *write, int rc)
{
    struct local *local = local_of(sequencer);

    if (rc) {
        answer_one(local, write, rc);
        return;
    }
    push(local, write);
    local_nudge(sequencer);
}

/* Gives up what is pending: the peers are told, and may come again. */
static void refuse_pending(struct local *local, int outcome, struct vd_chain *refused)
{
    struct vd_write *write;

    vd_group_forget_own(&local->group);
    while ((write = vd_chain_take(&local->group.pending))) {
        write->outcome = outcome;
        write->changed = false;
        write->revision = local->kv->apply.head;
        vd_chain_append(refused, write);
    }
}

static void publish(struct local *local, uint64_t but_slots)
{
    struct vd_kv *kv = local->kv;
    uint64_t lookers = 0, answered;

    if (local->group.is_logged) {
        vd_kv_publish(kv);
        vd_kv_call_keeper(kv);
        lookers = all_loops(local);
    }
    local->group.is_logged = false;
    answered = answer_all(local, &local->group.finished);
    atomic_store(&local->left, local->group.pending.first != NULL);
    vd_kv_role_release(kv);
    answered &= ~but_slots;
    wake(local, answered);
    tell_published(local, lookers & ~answered & ~but_slots);
    vd_kv_tell_due(kv);
    if (!answered)
        local_nudge(&local->base); /* who is woken leads */
}

/* The flush of what was applied. Where it cannot begin the group waits, applied and whole, until
 * the keeper has found room; what comes meanwhile is refused if the disk is full. */
static int begin_flush(struct local *local, struct vd_wal_flush *out_flush)
{
    struct vd_kv *kv = local->kv;
    struct vd_chain refused = {0};
    uint64_t slots;

    if (!kv->is_stalled || vd_kv_flush_may_begin(kv))
        kv->is_stalled = vd_kv_flush_begin(kv, out_flush) != 0;
    if (!kv->is_stalled)
        return 0;
    if (atomic_load(&kv->no_space))
        refuse_pending(local, VD_OVER_QUOTA, &refused);
    slots = answer_all(local, &refused);
    atomic_store(&local->left, true);
    vd_kv_role_release(kv);
    wake(local, slots);
    if (vd_kv_flush_may_begin(kv))
        local_nudge(&local->base); /* he was done before there was somebody to be told */
    return VD_WAIT;
}

/* True: history is so far behind that writes have to wait; the keeper nudges. */
static bool hold_back(struct vd_kv *kv)
{
    if (atomic_load_explicit(&kv->lag_bytes, memory_order_relaxed) < kv->lag_max_bytes || !kv->wal)
        return false;
    atomic_store(&kv->is_held_back, true);
    vd_kv_call_keeper(kv);
    return atomic_load(&kv->lag_bytes) >= kv->lag_max_bytes;
}

/* The role is kept, for whoever leads next: this loop, if nobody else does before. */
static void pause_group(struct local *local, unsigned slot)
{
    atomic_store(&local->is_paused, true);
    local->kv->env.wake(local->kv->env.arg, slot);
}

/* Whether there is a group to be gone on with; then we have the role. */
static bool take_paused(struct local *local)
{
    return atomic_load_explicit(&local->is_paused, memory_order_relaxed) &&
           atomic_exchange(&local->is_paused, false);
}

static bool has_work(const struct local *local)
{
    return atomic_load_explicit(&local->queue, memory_order_relaxed) ||
           atomic_load_explicit(&local->left, memory_order_relaxed) || vd_kv_has_due(local->kv) ||
           has_parked(local->kv);
}

/* With the role: what comes after a slice. rc: what it has answered. */
static int after_slice(struct local *local, int rc, unsigned slot, struct vd_wal_flush *out_flush)
{
    if (rc == VD_AGAIN) {
        pause_group(local, slot);
        return VD_WAIT;
    }
    vd_kv_purge_some(local->kv, PURGE_KEYS);
    if (local->group.is_logged && local->kv->wal)
        return begin_flush(local, out_flush);
    publish(local, 1ULL << slot);
    return VD_WAIT;
}

static int local_lead(struct vd_sequencer *sequencer, unsigned slot, int64_t now_ms,
                      struct vd_wal_flush *out_flush)
{
    struct local *local = local_of(sequencer);
    struct vd_kv *kv = local->kv;
    int rc;

    if (take_paused(local))
        return after_slice(local, vd_group_go_on(&local->group), slot, out_flush);
    if (!has_work(local) || hold_back(kv) || !vd_kv_role_try(kv))
        return VD_WAIT;
    take_queue(local);
    if (kv->is_stalled)
        return begin_flush(local, out_flush);
    kv->apply.time_ms = VD_MAX(kv->apply.time_ms, now_ms);
    /* What the groups before have replaced, while it is warm, is this one's memory; the keeper
     * would give it back too late, and into the hands of another thread's malloc. */
    vd_epoch_collect(kv->epoch, COLLECT_ITEMS);
    vd_kv_detach_some(kv);
    rc = vd_kv_prepare(kv);
    if (!rc)
        return after_slice(local, vd_group_apply(&local->group), slot, out_flush);
    refuse_pending(local, rc, &local->group.finished);
    publish(local, 1ULL << slot);
    return VD_WAIT;
}

static void local_flushed(struct vd_sequencer *sequencer, int rc)
{
    struct local *local = local_of(sequencer);

    vd_assert(rc == 0 && local->group.is_logged);
    vd_wal_flush_done(local->kv->wal, 0);
    atomic_fetch_add_explicit(&local->kv->flushes, 1, memory_order_relaxed);
    publish(local, 0);
}

static size_t local_collect(struct vd_sequencer *sequencer, unsigned slot)
{
    struct local *local = local_of(sequencer);
    struct answers *answers = &local->answers[slot];
    struct vd_chain chain;
    struct vd_write *write;
    size_t count = 0;

    if (!atomic_load_explicit(&answers->any, memory_order_acquire))
        return 0;
    pthread_mutex_lock(&answers->lock);
    chain = answers->chain;
    answers->chain = (struct vd_chain){0};
    atomic_store_explicit(&answers->any, false, memory_order_relaxed);
    pthread_mutex_unlock(&answers->lock);
    while ((write = vd_chain_take(&chain))) {
        struct vd_companion *companion = vd_companion_take(write);

        write->done(write); /* and is its door's again */
        vd_companion_free(local->kv, companion);
        count++;
    }
    return count;
}

static void local_close(struct vd_sequencer *sequencer)
{
    struct local *local = local_of(sequencer);

    if (take_paused(local)) {
        vd_group_abandon(&local->group);
        vd_kv_role_release(local->kv);
    }
    /* A group that never found room is taken back. */
    if (local->kv->is_stalled)
        vd_wal_unappend(local->kv->wal, vd_wal_durable_index(local->kv->wal) + 1);
    vd_group_forget_own(&local->group);
    vd_chain_splice(&local->group.finished, &local->group.parked);
    vd_chain_splice(&local->group.finished, &local->group.pending);
    local->group.pending = local->group.finished;
    local->group.finished = (struct vd_chain){0};
    take_queue(local);
    refuse_pending(local, VD_UNAVAILABLE, &local->group.finished);
    answer_all(local, &local->group.finished);
    for (unsigned slot = 0; slot < SLOTS_MAX; slot++) {
        local_collect(sequencer, slot);
        pthread_mutex_destroy(&local->answers[slot].lock);
    }
    vd_free(local);
}

static const struct vd_sequencer_ops local_ops = {
    .submit = local_submit,
    .lead = local_lead,
    .flushed = local_flushed,
    .collect = local_collect,
    .nudge = local_nudge,
    .close = local_close,
};

struct vd_sequencer *vd_sequencer_local(struct vd_kv *kv)
{
    struct local *local = vd_alloc_aligned(64, sizeof(*local));

    if (!local)
        return NULL;
    memset(local, 0, sizeof(*local));
    local->base.ops = &local_ops;
    local->kv = kv;
    local->group = (struct vd_group){.kv = kv, .fetched = on_fetched};
    for (unsigned slot = 0; slot < SLOTS_MAX; slot++)
        pthread_mutex_init(&local->answers[slot].lock, NULL);
    return &local->base;
}
