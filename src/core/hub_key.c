/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cursor of one key that is behind walks the versions of its key, which the index names: so many
 * such cursors cost what happened to their keys, and not what happened. Where the versions lie
 * dense among the revisions, reading everything is cheaper, and the cursor joins the pass.
 */
#include "core/hub_private.h"

#include "core/index.h"

#include <errno.h>

enum {
    KEY_VERSIONS = 512,
    DENSE_COUNT = 64,
    DENSE_SPAN = 8, /* revisions between versions that make the pass cheaper than single reads */
};

struct versions {
    struct vd_pos pos[KEY_VERSIONS];
    uint32_t count;
    struct vd_pos limit; /* where what was collected ends */
};

static bool is_dense(const struct versions *versions)
{
    return versions->count >= DENSE_COUNT &&
           versions->pos[DENSE_COUNT - 1].revision - versions->pos[0].revision <
               DENSE_COUNT * DENSE_SPAN;
}

static void collect_versions(struct vd_hub *hub, const struct vd_view *view,
                             const struct vd_cursor *cursor, size_t max_bytes, struct versions *out)
{
    const struct vd_match_entry *entry = &cursor->selector->entry;
    struct vd_slice key = vd_slice(entry->bytes, entry->key_len);
    const struct vd_version *version;
    struct vd_index_history history;
    size_t bytes = 0;

    out->count = 0;
    out->limit = vd_hub_end(hub);
    if (!vd_index_history_init(&history, view->root, key, cursor->next, NULL))
        return;
    while ((version = vd_index_history_next(&history))) {
        struct vd_pos pos = vd_version_pos(version);

        if (pos.revision > hub->head)
            return;
        if (out->count == KEY_VERSIONS ||
            (out->count && bytes > max_bytes && pos.revision > out->pos[out->count - 1].revision &&
             out->count >= DENSE_COUNT)) {
            out->limit = pos;
            return;
        }
        bytes += key.len + version->value_len;
        out->pos[out->count++] = pos;
        if (out->count == DENSE_COUNT && is_dense(out))
            return;
    }
}

static void want_if_away(struct vd_hub *hub, struct vd_pos pos)
{
    const struct vd_event *event;

    int rc = vd_fetch_event(hub, pos, &event);

    /* Only what has left the tail is sure to be found by a job. */
    if (rc == VD_WAIT || (!rc && vd_fetch_has(hub, event)))
        vd_fetch_want(hub, pos);
}

/* With the value before the first of them: one job has to bring all that a batch needs. */
static int wait_for_versions(struct vd_hub *hub, const struct vd_view *view,
                             struct vd_cursor *cursor, const struct versions *versions)
{
    const struct vd_match_entry *entry = &cursor->selector->entry;
    struct vd_index_hit before;

    if (vd_index_get(view->root, vd_slice(entry->bytes, entry->key_len), versions->pos[0], &before))
        want_if_away(hub, vd_version_pos(before.version));
    for (uint32_t i = 0; i < versions->count; i++)
        want_if_away(hub, versions->pos[i]);
    vd_fetch_join(hub, cursor);
    return VD_WAIT;
}

/* The events of the versions that are in memory and pass, into a run. 0, also for none; VD_WAIT
 * when not even the first can be told. */
static int collect_events(struct vd_hub *hub, const struct vd_view *view, struct vd_cursor *cursor,
                          struct versions *versions, const struct vd_event **events,
                          uint32_t *out_count)
{
    uint32_t kept = 0;
    bool passes;
    int rc = 0;

    for (uint32_t i = 0; i < versions->count; i++) {
        rc = vd_fetch_event(hub, versions->pos[i], &events[kept]);
        if (!rc && cursor->selector->extra) {
            vd_hub_event_begin(hub, events[kept]);
            rc = vd_hub_event_passes(hub, cursor->selector, true, &passes);
        } else {
            passes = true;
        }
        if (rc) {
            versions->limit = versions->pos[i];
            break;
        }
        kept += passes;
    }
    vd_hub_event_begin(hub, NULL);
    *out_count = kept;
    if (!rc || vd_pos_cmp(versions->limit, versions->pos[0]) > 0)
        return 0;
    if (rc == VD_WAIT)
        return wait_for_versions(hub, view, cursor, versions);
    if (rc != VD_NOT_FOUND)
        return rc;
    /* The index names it and it is not there: it was compacted while we looked, or is lost. */
    return versions->pos[0].revision < vd_kv_view(hub->kv, hub->slot)->floor ? VD_COMPACTED : -EIO;
}

int vd_pull_key(struct vd_hub *hub, const struct vd_view *view, struct vd_cursor *cursor,
                size_t max_bytes, unsigned flags, struct vd_batch *out_batch)
{
    const struct vd_event *events[KEY_VERSIONS], **copy;
    struct vd_run run = {.events = events};
    struct vd_source source = {.run = &run};
    struct versions versions;
    int rc;

    collect_versions(hub, view, cursor, max_bytes, &versions);
    if (is_dense(&versions)) {
        vd_pass_join(hub, cursor);
        return VD_WAIT;
    }
    rc = collect_events(hub, view, cursor, &versions, events, &run.count);
    if (rc)
        return rc;
    source.limit = versions.limit;
    if (vd_pull_has_left(cursor, &source))
        return vd_pull_serve_end(cursor, out_batch);
    if (!run.count) {
        cursor->next = versions.limit;
        return VD_PULL_AGAIN;
    }
    copy = vd_arena_alloc(&hub->arena, run.count * sizeof(struct vd_event *));
    if (!copy)
        return -ENOMEM;
    memcpy(copy, events, run.count * sizeof(struct vd_event *));
    run.events = copy;
    return vd_pull_serve(hub, cursor, &source, max_bytes, flags, out_batch);
}
