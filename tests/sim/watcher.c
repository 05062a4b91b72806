/* SPDX-License-Identifier: Apache-2.0 */
#include "sim.h"

#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <stdlib.h>

static struct sim_watcher *watcher_of(struct vd_cursor *cursor)
{
    return vd_container_of(cursor, struct sim_watcher, cursor);
}

static void on_ready(struct vd_cursor *cursor)
{
    struct sim_watcher *watcher = watcher_of(cursor);

    sim_check(watcher->sim, watcher->is_open, "a closed watcher is told to be ready");
    sim_check(watcher->sim, !watcher->ready, "a watcher is told twice to be ready");
    watcher->ready = true;
}

struct sim_watcher *sim_watcher_new(struct sim *sim, unsigned loop, const char *key,
                                    const char *end)
{
    struct sim_watcher *watcher = calloc(1, sizeof(*watcher));

    vd_assert(watcher && strlen(key) < sizeof(watcher->key));
    vd_assert(!end || strlen(end) < sizeof(watcher->end));
    watcher->sim = sim;
    watcher->loop = loop;
    watcher->max_bytes = 4096;
    strcpy(watcher->key, key);
    watcher->selection.key = vd_slice(watcher->key, strlen(key));
    if (end) {
        strcpy(watcher->end, end);
        watcher->selection.end = vd_slice(watcher->end, *end ? strlen(end) : 1);
    }
    watcher->next = sim->watchers;
    sim->watchers = watcher;
    return watcher;
}

void sim_watcher_free(struct sim_watcher *watcher)
{
    struct sim_watcher **link = &watcher->sim->watchers;

    if (watcher->is_open)
        sim_watcher_close(watcher);
    while (*link != watcher)
        link = &(*link)->next;
    *link = watcher->next;
    free(watcher);
}

static struct vd_journal *journal_of(const struct sim_watcher *watcher)
{
    return watcher->sim->loops[watcher->loop].journal;
}

int sim_watcher_open(struct sim_watcher *watcher, struct vd_pos from)
{
    struct sim *sim = watcher->sim;
    struct vd_journal *journal = journal_of(watcher);
    struct vd_principal nobody = {0};
    int64_t now = -1;
    int rc;

    vd_assert(!watcher->is_open);
    watcher->cursor = (struct vd_cursor){.ready = on_ready};
    watcher->ready = false;
    watcher->is_open = true;
    vd_kv_enter(sim->kv, watcher->loop);
    sim_short_memory(sim);
    rc = journal->ops->open(journal, &watcher->cursor, &nobody, &watcher->selection, from, &now);
    sim_enough_memory(sim);
    vd_kv_leave(sim->kv, watcher->loop);
    if (rc == -ENOMEM && sim->options.short_memory) {
        watcher->is_open = false;
        return rc;
    }
    if (rc == VD_COMPACTED) {
        watcher->is_open = false;
        sim_check(sim, from.revision > 0 && from.revision < sim->model.floor,
                  "a watch from %lld is refused at floor %lld", (long long)from.revision,
                  (long long)sim->model.floor);
        return rc;
    }
    sim_check(sim, rc == 0, "a watch from %lld: %s", (long long)from.revision, vd_outcome_name(rc));
    sim_check(sim, from.revision == 0 || from.revision >= sim->model.floor,
              "a watch from %lld is accepted at floor %lld", (long long)from.revision,
              (long long)sim->model.floor);
    sim_check(sim, now >= sim->acked && now <= sim->model.head,
              "a watch is registered at %lld, between %lld and %lld", (long long)now,
              (long long)sim->acked, (long long)sim->model.head);
    if (now > sim->acked)
        sim->acked = now;
    watcher->covered = from.revision ? from : (struct vd_pos){now + 1, 0};
    return 0;
}

void sim_watcher_close(struct sim_watcher *watcher)
{
    struct vd_journal *journal = journal_of(watcher);

    vd_kv_enter(watcher->sim->kv, watcher->loop);
    journal->ops->close(journal, &watcher->cursor);
    vd_kv_leave(watcher->sim->kv, watcher->loop);
    watcher->is_open = false;
    watcher->ready = false;
}

static void check_shown(struct sim_watcher *watcher, const struct vd_event *event,
                        const struct model_event *expected)
{
    struct sim *sim = watcher->sim;

    sim_check(sim, vd_pos_cmp(vd_event_pos(event), expected->pos) == 0,
              "a watcher of \"%s\" is shown %lld.%u, not %lld.%u", watcher->key,
              (long long)event->revision, event->sub, (long long)expected->pos.revision,
              expected->pos.sub);
    sim_check(sim,
              vd_slice_eq(vd_event_key(event), model_key(expected->key)) &&
                  event->type == expected->type &&
                  vd_slice_eq(vd_event_value(event), expected->value) &&
                  event->create_revision == expected->create_revision &&
                  event->version == expected->version && event->last == expected->last,
              "a watcher of \"%s\" is shown %lld.%u with other contents", watcher->key,
              (long long)event->revision, event->sub);
}

static void check_prev(struct sim_watcher *watcher, const struct vd_event *prev,
                       const struct model_event *expected)
{
    const struct sim *sim = watcher->sim;
    const struct model_event *before =
        expected->prev >= 0 ? &sim->model.events[expected->prev] : NULL;

    /* Of an event at the floor it may be gone. */
    if (!prev && expected->pos.revision <= sim->model.floor)
        return;
    sim_check(sim, (prev != NULL) == (before != NULL),
              "%lld.%u: a value before is missing, or too many", (long long)expected->pos.revision,
              expected->pos.sub);
    if (!before)
        return;
    sim_check(sim,
              vd_pos_cmp(vd_event_pos(prev), before->pos) == 0 &&
                  vd_slice_eq(vd_event_value(prev), before->value) &&
                  prev->create_revision == before->create_revision &&
                  prev->version == before->version,
              "%lld.%u: the value before is another one", (long long)expected->pos.revision,
              expected->pos.sub);
}

/* Batches with the same name hold the same events. */
static void check_name(struct sim_watcher *watcher, const struct vd_batch *batch)
{
    struct sim *sim = watcher->sim;
    struct sim_loop *loop = &sim->loops[watcher->loop];
    struct sim_seen seen = {.key = batch->key, .from = batch->from, .to = batch->to};

    if (!batch->key)
        return;
    for (uint32_t i = 0; i < batch->count; i++)
        seen.sum = vd_hash_u64(seen.sum ^ (uint64_t)batch->events[i]->revision << 20 ^
                               batch->events[i]->sub);
    for (unsigned i = 0; i < loop->seen_count; i++)
        if (loop->seen[i].key == seen.key && vd_pos_cmp(loop->seen[i].from, seen.from) == 0 &&
            vd_pos_cmp(loop->seen[i].to, seen.to) == 0)
            sim_check(sim, loop->seen[i].sum == seen.sum, "two batches with one name differ");
    if (loop->seen_count < SIM_BATCHES_SEEN)
        loop->seen[loop->seen_count++] = seen;
}

/* The model's number of an event that is shown next, the first not being below `at`. */
static size_t match_shown(struct sim_watcher *watcher, const struct vd_event *event, size_t at,
                          struct vd_pos to)
{
    const struct model *model = &watcher->sim->model;

    for (;;) {
        long next = model_next_match(model, &watcher->selection, at, to, MODEL_EITHER);
        const struct model_event *expected;

        sim_check(watcher->sim, next >= 0,
                  "a watcher of \"%s\" is shown %lld.%u, which it did not ask for", watcher->key,
                  (long long)event->revision, event->sub);
        expected = &model->events[next];
        if (vd_pos_cmp(vd_event_pos(event), expected->pos) == 0 ||
            model_match(model, expected, &watcher->selection) == MODEL_SHOWN)
            return (size_t)next;
        at = (size_t)next + 1;
    }
}

static void check_batch(struct sim_watcher *watcher, const struct vd_batch *batch)
{
    struct sim *sim = watcher->sim;
    const struct model *model = &sim->model;
    struct vd_pos from = watcher->covered;
    size_t at = model_find(model, from);

    sim_check(sim, vd_pos_cmp(batch->from, batch->to) < 0 && vd_pos_cmp(batch->to, from) > 0,
              "a batch from %lld.%u to %lld.%u at %lld.%u", (long long)batch->from.revision,
              batch->from.sub, (long long)batch->to.revision, batch->to.sub,
              (long long)from.revision, from.sub);
    sim_check(sim, batch->to.revision <= model->head + 1, "a batch reaches to %lld.%u",
              (long long)batch->to.revision, batch->to.sub);
    sim_check(sim, batch->splits == (batch->to.sub != 0), "a batch to %lld.%u: splits %d",
              (long long)batch->to.revision, batch->to.sub, batch->splits);
    /* Only the end of a revision that was split may be empty. */
    sim_check(sim, batch->count > 0 || (from.sub != 0 && !batch->splits), "an empty batch");
    sim_check(sim, !watcher->want_prev || batch->prevs || !batch->count,
              "values before were asked for");
    for (uint32_t i = 0; i < batch->count; i++, at++) {
        at = match_shown(watcher, batch->events[i], at, batch->to);
        check_shown(watcher, batch->events[i], &model->events[at]);
        if (watcher->want_prev) {
            check_prev(watcher, batch->prevs[i], &model->events[at]);
            sim->stats.prevs += batch->prevs[i] != NULL;
        }
    }
    sim_check(sim, model_next_match(model, &watcher->selection, at, batch->to, MODEL_SHOWN) < 0,
              "a watcher of \"%s\" has missed something before %lld.%u", watcher->key,
              (long long)batch->to.revision, batch->to.sub);
    check_name(watcher, batch);
}

/* Progress may be told: nothing up to the journal's head is missing. */
static void check_progress(struct sim_watcher *watcher)
{
    struct vd_journal *journal = journal_of(watcher);
    struct vd_pos end = {journal->ops->head(journal) + 1, 0};
    const struct model *model = &watcher->sim->model;

    if (!journal->ops->is_live(journal, &watcher->cursor))
        return;
    sim_check(watcher->sim,
              model_next_match(model, &watcher->selection, model_find(model, watcher->covered), end,
                               MODEL_SHOWN) < 0,
              "progress at %lld would be ahead of a watcher of \"%s\" at %lld.%u",
              (long long)end.revision - 1, watcher->key, (long long)watcher->covered.revision,
              watcher->covered.sub);
    if (vd_pos_cmp(watcher->covered, end) < 0)
        watcher->covered = end;
}

static long count_matches(const struct sim_watcher *watcher, struct vd_pos to,
                          enum model_match at_least)
{
    const struct model *model = &watcher->sim->model;
    size_t at = model_find(model, watcher->covered);
    long count = 0, next;

    for (; (next = model_next_match(model, &watcher->selection, at, to, at_least)) >= 0; count++)
        at = (size_t)next + 1;
    return count;
}

/* It takes over what drained another watcher, if the journal finds that it would be handed that. */
static bool repeat(struct sim_watcher *watcher)
{
    struct sim *sim = watcher->sim;
    struct vd_journal *journal = journal_of(watcher);
    const struct vd_batch *batch = &sim->loops[watcher->loop].drained;

    if (!batch->key || !sim_roll(sim, 2) || !journal->ops->repeat(journal, &watcher->cursor, batch))
        return false;
    sim_check(sim,
              count_matches(watcher, batch->to, MODEL_SHOWN) <= batch->count &&
                  count_matches(watcher, batch->to, MODEL_EITHER) >= batch->count,
              "%u events to %lld are repeated for a watcher of \"%s\" at %lld.%u", batch->count,
              (long long)batch->to.revision, watcher->key, (long long)watcher->covered.revision,
              watcher->covered.sub);
    watcher->covered = batch->to;
    watcher->delivered += batch->count;
    watcher->ready = watcher->went_back = false;
    sim->stats.delivered += batch->count;
    sim->stats.repeats++;
    check_progress(watcher);
    return true;
}

bool sim_watcher_pull(struct sim_watcher *watcher)
{
    struct sim *sim = watcher->sim;
    struct vd_journal *journal = journal_of(watcher);
    struct vd_batch batch = {0};
    int rc;

    if (repeat(watcher))
        return false;
    sim_short_memory(sim);
    rc = journal->ops->pull(
        journal, &watcher->cursor, watcher->max_bytes,
        (watcher->want_prev ? VD_PULL_PREV : 0) | (sim_roll(sim, 2) ? VD_PULL_DRAIN : 0), &batch);
    sim_enough_memory(sim);
    switch (rc) {
    case 0:
        check_batch(watcher, &batch);
        /* Once more the same, as a message in two passes is made. */
        watcher->went_back = !watcher->went_back && (watcher->seek_always || !sim_roll(sim, 50));
        if (watcher->went_back) {
            journal->ops->seek(journal, &watcher->cursor,
                               vd_pos_cmp(batch.from, watcher->covered) < 0 ? watcher->covered
                                                                            : batch.from);
            sim->stats.seeks++;
            return true;
        }
        watcher->covered = batch.to;
        watcher->delivered += batch.count;
        sim->stats.delivered += batch.count;
        sim->stats.batches++;
        sim->stats.splits += batch.splits;
        sim->stats.drains += batch.drained;
        watcher->ready = !batch.drained;
        if (batch.drained)
            sim->loops[watcher->loop].drained = batch;
        check_progress(watcher);
        return !batch.drained;
    case VD_WAIT:
        watcher->ready = false;
        sim->stats.waits++;
        check_progress(watcher);
        return false;
    case VD_COMPACTED:
        sim_check(sim, watcher->covered.revision < sim->model.floor,
                  "a watcher of \"%s\" at %lld.%u is told that it is compacted, the floor is %lld",
                  watcher->key, (long long)watcher->covered.revision, watcher->covered.sub,
                  (long long)sim->model.floor);
        sim->stats.compacted++;
        watcher->was_refused = true;
        watcher->ready = false;
        journal->ops->close(journal, &watcher->cursor);
        watcher->is_open = false;
        return false;
    case -ENOMEM:
        sim_check(sim, sim->options.short_memory, "a pull has no memory");
        sim->stats.failures++;
        watcher->ready = false;
        journal->ops->close(journal, &watcher->cursor);
        watcher->is_open = false;
        return false;
    default:
        sim_fail(sim, "pull: %s", vd_outcome_name(rc));
    }
}

bool sim_watcher_has_all(const struct sim_watcher *watcher)
{
    const struct model *model = &watcher->sim->model;

    return model_next_match(model, &watcher->selection, model_find(model, watcher->covered),
                            (struct vd_pos){INT64_MAX, 0}, MODEL_SHOWN) < 0;
}
