/* SPDX-License-Identifier: Apache-2.0 */
/* Writes and their answers. */
#include "sim.h"

#include "base/check.h"
#include "core/index.h"

#include <errno.h>
#include <stdlib.h>

static void write_free(struct sim_write *write)
{
    vd_arena_deinit(&write->arena);
    free(write);
}

struct sim_write *sim_write_new(struct sim *sim, unsigned loop)
{
    struct sim_write *write = calloc(1, sizeof(*write));

    vd_assert(write);
    vd_arena_init(&write->arena, 64 << 20);
    write->sim = sim;
    write->id = ++sim->next_id;
    write->write.kind = VD_WRITE_TXN;
    write->write.slot = loop;
    write->write.arena = &write->arena;
    return write;
}

static int64_t count_at(void *arg, struct vd_slice key, struct vd_slice end, struct vd_pos before)
{
    struct sim_write *write = arg;
    const struct vd_view *view = vd_kv_view(write->sim->kv, write->write.slot);

    return vd_index_count(view->root, key, end, before);
}

static void check_txn_answer(struct sim_write *write)
{
    struct sim *sim = write->sim;
    const struct vd_write *answer = &write->write;
    int64_t judged = answer->changed ? answer->revision - 1 : answer->revision;
    struct model_judged right;
    const char *wrong;

    sim_check(sim, judged <= sim->model.head && judged >= write->head_before - 1,
              "write %llu was judged at %lld", (unsigned long long)write->id, (long long)judged);
    sim_check(sim,
              answer->changed == (write->learnt != 0) &&
                  (!answer->changed || answer->revision == write->learnt),
              "write %llu says revision %lld, the log says %lld", (unsigned long long)write->id,
              (long long)answer->revision, (long long)write->learnt);
    sim_check(sim, answer->changed || answer->revision >= write->head_before,
              "write %llu was judged before it was asked", (unsigned long long)write->id);
    if (answer->outcome == VD_COMPACTED || answer->outcome == VD_FUTURE)
        return; /* a range of it that the generator put where it may be */
    right = model_judge(&sim->model, answer->txn, judged, sim_lease_state, write);
    sim_check(sim,
              right.outcome == answer->outcome ||
                  (right.may_be_gone && answer->outcome == VD_LEASE_GONE),
              "write %llu: %s instead of %s", (unsigned long long)write->id,
              vd_outcome_name(answer->outcome), vd_outcome_name(right.outcome));
    if (answer->outcome) {
        sim->stats.refused++;
        return;
    }
    sim_check(sim, right.changes == answer->changed,
              "write %llu changed nothing, or should not have", (unsigned long long)write->id);
    wrong = model_check_result(&sim->model, answer->txn, &answer->result, judged, count_at, write);
    sim_check(sim, !wrong, "write %llu: %s", (unsigned long long)write->id, wrong);
}

static void check_compact_answer(struct sim_write *write)
{
    struct sim *sim = write->sim;
    const struct vd_write *answer = &write->write;

    switch (answer->outcome) {
    case 0:
        sim_check(sim, sim->model.floor >= answer->compact_revision, "compacted, but %lld is not",
                  (long long)answer->compact_revision);
        sim_check(sim, answer->compact_revision > write->floor_before || !write->floor_before,
                  "%lld is compacted again", (long long)answer->compact_revision);
        sim->stats.compactions++;
        break;
    case VD_COMPACTED:
        sim_check(sim, sim->model.floor >= answer->compact_revision, "%lld is not compacted",
                  (long long)answer->compact_revision);
        break;
    case VD_FUTURE:
        sim_check(sim, answer->compact_revision > write->head_before, "%lld is no future",
                  (long long)answer->compact_revision);
        break;
    default:
        sim_fail(sim, "a compaction answers %s", vd_outcome_name(answer->outcome));
    }
}

static void on_done(struct vd_write *answer)
{
    struct sim_write *write = vd_container_of(answer, struct sim_write, write);
    struct sim *sim = write->sim;

    if (sim->crashing)
        return;
    sim_check(sim, !write->is_done, "write %llu is answered twice", (unsigned long long)write->id);
    write->is_done = true;
    sim->stats.writes++;
    if (answer->outcome == -ENOMEM) {
        sim_check(sim, !answer->changed && write->learnt == 0,
                  "a write without memory changed something");
        sim->stats.failures++;
        sim_lease_refused(write);
        return;
    }
    if (answer->outcome == VD_OVER_QUOTA) {
        /* A segment that found no memory is told like one that found no room. */
        sim_check(sim,
                  (sim->was_full || sim->options.short_memory) && !answer->changed &&
                      write->learnt == 0,
                  "a write is refused by a disk that has room");
        sim->stats.refused_disk++;
        sim_lease_refused(write);
        return;
    }
    if (answer->kind == VD_WRITE_TXN)
        check_txn_answer(write);
    else if (answer->kind == VD_WRITE_COMPACT)
        check_compact_answer(write);
    else
        sim_lease_answered(write);
    if (answer->revision > sim->acked)
        sim->acked = answer->revision;
}

void sim_submit(struct sim *sim, struct sim_write *write)
{
    write->write.done = on_done;
    write->write.cause = vd_slice(&write->id, sizeof(write->id));
    write->head_before = sim->acked;
    write->asked = ++sim->told;
    write->floor_before = sim->model.floor;
    write->next = sim->writes;
    sim->writes = write;
    vd_kv_enter(sim->kv, write->write.slot);
    vd_kv_submit(sim->kv, &write->write);
    vd_kv_leave(sim->kv, write->write.slot);
    sim->loops[write->write.slot].woken = true;
}

/* Answered writes are forgotten; those lost in a crash when the log has shown that it ends before
 * them (they cannot come back: revisions are made from then on by others). */
void sim_forget_writes(struct sim *sim)
{
    struct sim_write **link = &sim->writes;

    while (*link) {
        struct sim_write *write = *link;

        if (write->is_done || write->is_lost) {
            *link = write->next;
            write_free(write);
        } else {
            link = &write->next;
        }
    }
}

static struct sim_write *one_op(struct sim *sim, const struct vd_op *op)
{
    struct sim_write *write = sim_write_new(sim, 0);
    struct vd_op *copy = vd_arena_alloc(&write->arena, sizeof(*copy));
    struct vd_txn *txn = vd_arena_alloc_zero(&write->arena, sizeof(*txn));

    vd_assert(copy && txn);
    *copy = *op;
    txn->success = copy;
    txn->success_count = 1;
    write->write.txn = txn;
    return write;
}

static void commit(struct sim *sim, struct sim_write *write)
{
    const struct sim_write *first = write;

    sim_submit(sim, write);
    for (unsigned i = 0; i < 1000 && sim->writes; i++) {
        sim_turn(sim, 0);
        sim_flush_done(sim);
        while (sim_run_job(sim, 0))
            continue;
    }
    sim_check(sim, sim->writes != first, "a write is never answered");
}

int64_t sim_put(struct sim *sim, const char *key, const char *value)
{
    struct vd_op op = {.type = VD_OP_PUT};

    op.put = (struct vd_put_op){.key = vd_slice_str(key), .value = vd_slice_str(value)};
    commit(sim, one_op(sim, &op));
    return sim->model.head;
}

int64_t sim_delete(struct sim *sim, const char *key, const char *end)
{
    struct vd_op op = {.type = VD_OP_DELETE};

    op.del = (struct vd_delete_op){.key = vd_slice_str(key),
                                   .end = end ? vd_slice_str(end) : VD_SLICE_EMPTY};
    commit(sim, one_op(sim, &op));
    return sim->model.head;
}

int sim_compact(struct sim *sim, int64_t revision)
{
    struct sim_write *write = sim_write_new(sim, 0);
    int64_t floor = sim->model.floor;

    write->write.kind = VD_WRITE_COMPACT;
    write->write.compact_revision = revision;
    commit(sim, write);
    if (revision <= floor)
        return VD_COMPACTED;
    return revision > sim->model.head ? VD_FUTURE : 0;
}
