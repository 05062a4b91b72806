/* SPDX-License-Identifier: Apache-2.0 */
/* What the store says was committed, and is there to be read, against the model. */
#include "sim.h"

#include "core/index.h"

/*
 * What the log says was committed becomes the model's. Each event names the write that made it, so
 * this also finds out which unanswered writes a crash has spared.
 */

/* NULL: nobody's write, a lease has run out. */
static struct sim_write *write_of(struct sim *sim, const struct vd_event *event)
{
    struct vd_slice cause = vd_event_cause(event);
    struct sim_write *write;
    uint64_t id = 0;

    if (cause.len == 1 && cause.ptr[0] == VD_CAUSE_EXPIRED)
        return NULL;
    sim_check(sim, cause.len == sizeof(id), "revision %lld has a cause of %zu bytes",
              (long long)event->revision, cause.len);
    memcpy(&id, cause.ptr, sizeof(id));
    for (write = sim->writes; write; write = write->next)
        if (write->id == id)
            break;
    sim_check(sim, write, "revision %lld was made by no write that is under way",
              (long long)event->revision);
    sim_check(sim,
              (write->write.kind == VD_WRITE_TXN || write->write.kind == VD_WRITE_LEASE_REVOKE) &&
                  write->learnt == 0,
              "write %llu was applied twice", (unsigned long long)id);
    return write;
}

void sim_check_event(struct sim *sim, const struct vd_event *event,
                     const struct model_event *expected, const char *where)
{
    int64_t prev_revision = 0;
    uint32_t prev_sub = 0;

    if (expected->prev >= 0) {
        prev_revision = sim->model.events[expected->prev].pos.revision;
        prev_sub = sim->model.events[expected->prev].pos.sub;
    }
    sim_check(sim, vd_pos_cmp(vd_event_pos(event), expected->pos) == 0,
              "%s: event %lld.%u instead of %lld.%u", where, (long long)event->revision, event->sub,
              (long long)expected->pos.revision, expected->pos.sub);
    sim_check(sim, vd_slice_eq(vd_event_key(event), model_key(expected->key)),
              "%s: event %lld.%u has the wrong key", where, (long long)event->revision, event->sub);
    sim_check(sim,
              event->type == expected->type && event->last == expected->last &&
                  event->create_revision == expected->create_revision &&
                  event->version == expected->version && event->lease == expected->lease,
              "%s: event %lld.%u: type %u last %u create %lld version %lld", where,
              (long long)event->revision, event->sub, event->type, event->last,
              (long long)event->create_revision, (long long)event->version);
    sim_check(sim, event->prev_revision == prev_revision && event->prev_sub == prev_sub,
              "%s: event %lld.%u: before it %lld.%u, not %lld.%u", where,
              (long long)event->revision, event->sub, (long long)event->prev_revision,
              event->prev_sub, (long long)prev_revision, prev_sub);
    sim_check(sim, vd_slice_eq(vd_event_value(event), expected->value),
              "%s: event %lld.%u has the wrong value", where, (long long)event->revision,
              event->sub);
}

/* The event at a position, as the pool would read it. */
static struct vd_block *read_event(struct sim *sim, struct vd_pos pos)
{
    struct vd_block *block = NULL;
    size_t count = 1;
    int rc;

    vd_kv_enter(sim->kv, sim_pool_slot(sim));
    rc = vd_kv_read_events(sim->kv, sim_pool_slot(sim), &pos, &count, 1, &block);
    vd_kv_leave(sim->kv, sim_pool_slot(sim));
    sim_check(sim, rc == 0 && block->count == 1, "event %lld.%u cannot be read: %s",
              (long long)pos.revision, pos.sub, vd_outcome_name(rc));
    return block;
}

/* An event, from memory or else from the disk; *out_block is to be unreferenced. */
const struct vd_event *sim_find_event(struct sim *sim, struct vd_pos pos,
                                      struct vd_block **out_block)
{
    const struct vd_event *event;
    int rc;

    *out_block = NULL;
    vd_kv_enter(sim->kv, sim_keeper_slot(sim));
    rc = vd_kv_event(sim->kv, sim_keeper_slot(sim), pos, &event);
    if (!rc)
        *out_block = vd_block_ref(event->block);
    vd_kv_leave(sim->kv, sim_keeper_slot(sim));
    if (!rc)
        return event;
    sim_check(sim, rc == VD_WAIT, "event %lld.%u: %s", (long long)pos.revision, pos.sub,
              vd_outcome_name(rc));
    *out_block = read_event(sim, pos);
    return &(*out_block)->events[0];
}

static void learn_txn(struct sim *sim, struct sim_write *write, int64_t revision)
{
    struct model_judged judged =
        model_judge(&sim->model, write->write.txn, revision - 1, sim_lease_state, write);

    sim_check(sim, judged.outcome == 0 && judged.changes, "revision %lld should not have been made",
              (long long)revision);
    model_apply(&sim->model, write->write.txn, write->id);
    sim->stats.commits++;
}

static void learn_revision(struct sim *sim, int64_t revision)
{
    struct vd_block *block;
    const struct vd_event *event = sim_find_event(sim, (struct vd_pos){revision, 0}, &block);
    struct sim_write *write = write_of(sim, event);

    sim_check(sim, !write || write->is_lost || revision > write->head_before,
              "revision %lld is older than the request that made it", (long long)revision);
    if (write)
        write->learnt = revision;
    if (write && write->write.kind == VD_WRITE_TXN)
        learn_txn(sim, write, revision);
    else
        sim_learn_expiry(sim, revision, write);
    vd_block_unref(block);
}

/* Every event of the new revisions, as the log has them. */
static void check_new_events(struct sim *sim, size_t from)
{
    for (size_t i = from; i < sim->model.count; i++) {
        struct vd_block *block;
        const struct vd_event *event = sim_find_event(sim, sim->model.events[i].pos, &block);

        sim_check_event(sim, event, &sim->model.events[i], "log");
        vd_block_unref(block);
    }
}

void sim_learn(struct sim *sim)
{
    size_t known = sim->model.count;
    const struct vd_view *view;
    int64_t head, floor;

    vd_kv_enter(sim->kv, sim_keeper_slot(sim));
    view = vd_kv_view(sim->kv, sim_keeper_slot(sim));
    head = view->head;
    floor = view->floor;
    vd_kv_leave(sim->kv, sim_keeper_slot(sim));
    sim_check(sim, head >= sim->model.head, "the head went back from %lld to %lld",
              (long long)sim->model.head, (long long)head);
    sim_check(sim, floor >= sim->model.floor && floor <= head, "the floor went from %lld to %lld",
              (long long)sim->model.floor, (long long)floor);
    while (sim->model.head < head)
        learn_revision(sim, sim->model.head + 1);
    sim->model.floor = floor;
    check_new_events(sim, known);
}

static void check_row(struct sim *sim, const struct vd_index_hit *hit,
                      const struct model_event *expected)
{
    const struct vd_version *version = hit->version;
    struct vd_block *block;
    const struct vd_event *event;

    sim_check(sim,
              vd_slice_eq(vd_key_slice(hit->key), model_key(expected->key)) &&
                  vd_pos_cmp(vd_version_pos(version), expected->pos) == 0 &&
                  version->create_revision == expected->create_revision &&
                  version->version == expected->version && version->lease == expected->lease &&
                  version->value_len == expected->value.len,
              "the index has another version of \"%.*s\"", (int)hit->key->len, hit->key->bytes);
    event = sim_find_event(sim, expected->pos, &block);
    sim_check_event(sim, event, expected, "read");
    vd_block_unref(block);
    sim->stats.rows++;
}

void sim_check_read(struct sim *sim, unsigned slot, int64_t revision)
{
    struct vd_pos before = {revision + 1, 0};
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    const struct vd_view *view;

    vd_kv_enter(sim->kv, slot);
    view = vd_kv_view(sim->kv, slot);
    sim_check(sim, revision >= view->floor && revision <= view->head, "no revision to read");
    vd_index_iter_init(&iter, view->root, VD_SLICE(""), VD_SLICE("\0"), before);
    for (unsigned key = 0; key < SIM_KEYS; key++) {
        long at = model_at(&sim->model, key, before);

        if (at < 0)
            continue;
        sim_check(sim, vd_index_iter_next(&iter, &hit), "\"%s\" is missing at %lld",
                  (const char *)model_key(key).ptr, (long long)revision);
        check_row(sim, &hit, &sim->model.events[at]);
    }
    sim_check(sim, !vd_index_iter_next(&iter, &hit), "\"%.*s\" is there at %lld", (int)hit.key->len,
              hit.key->bytes, (long long)revision);
    vd_kv_leave(sim->kv, slot);
    sim->stats.reads++;
}

void sim_check_history(struct sim *sim, struct vd_pos from)
{
    struct vd_block *block = NULL;
    size_t at = model_find(&sim->model, from);
    uint32_t first;
    int rc;

    vd_kv_enter(sim->kv, sim_pool_slot(sim));
    rc = vd_kv_read_history(sim->kv, sim_pool_slot(sim), from, 1 + sim_roll(sim, 20000), &block);
    vd_kv_leave(sim->kv, sim_pool_slot(sim));
    if (rc == VD_COMPACTED) {
        sim_check(sim, from.revision < sim->model.floor, "%lld is not compacted",
                  (long long)from.revision);
        return;
    }
    if (rc == VD_END) {
        sim_check(sim, at == sim->model.count, "history ends before %lld.%u",
                  (long long)from.revision, from.sub);
        return;
    }
    sim_check(sim, rc == 0 && block->count > 0, "history: %s", vd_outcome_name(rc));
    first = vd_pos_cmp(vd_event_pos(&block->events[0]), from) < 0 ? 1 : 0;
    while (first && first < block->count &&
           vd_pos_cmp(vd_event_pos(&block->events[first]), from) < 0)
        first++;
    for (uint32_t i = first; i < block->count; i++, at++) {
        sim_check(sim, at < sim->model.count, "history has more than there is");
        sim_check_event(sim, &block->events[i], &sim->model.events[at], "history");
        sim->stats.history++;
    }
    vd_block_unref(block);
}
