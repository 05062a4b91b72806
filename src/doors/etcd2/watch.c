/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wait=true: a cursor, and the head of the answer at once. A poll ends with the first event that it
 * is shown, a stream goes on until somebody leaves.
 *
 * A range of keys covers the node and its marker (and, if it is recursive, what lies below), and
 * other names that begin with this one; those are passed over. Of a revision of v2's a reader is
 * shown one event: that of the node which the request was about, or, if that and all below it is
 * gone, whatever event of it comes first.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "doors/etcd2/look.h"
#include "doors/etcd2/path.h"
#include "doors/etcd2/stats.h"

#include <errno.h>
#include <inttypes.h>

enum { PULL_BYTES = 32 << 10, LARGEST_KEPT = 64 << 10 };

struct watch {
    struct vd_etcd2 *door;
    struct vd_exchange *x;
    struct vd_cursor cursor;
    struct vd_buf text; /* made, and sent up to */
    size_t sent;
    int64_t seen_head; /* what is not above it was history when this began */
    int64_t shown;     /* the newest revision of v2's that was shown */
    uint32_t stem_len;
    bool is_recursive, is_stream, is_over;
    uint8_t stem[];
};

/* An event on its way to a reader. */
struct shown {
    const struct vd_event *event, *prev;
    struct vd_slice stem; /* of the event's own key */
    bool is_marker;
    struct vd_etcd2_cause cause;
    struct vd_slice subject; /* the node that it is about */
};

static struct vd_slice stem_of(const struct watch *watch)
{
    return vd_slice(watch->stem, watch->stem_len);
}

/* --- what is shown -------------------------------------------------------------------------------
 */

static bool is_in_scope(const struct watch *watch, struct vd_slice stem)
{
    struct vd_slice own = stem_of(watch);

    if (vd_slice_eq(stem, own))
        return true;
    return watch->is_recursive && vd_etcd2_is_below(watch->door->root, stem, own);
}

/* Below the node that is watched; not in what was history already, as etcd has it. */
static bool is_hidden(const struct watch *watch, const struct shown *shown)
{
    struct vd_slice own = stem_of(watch);

    return shown->event->revision > watch->seen_head && shown->subject.len > own.len &&
           vd_etcd2_is_hidden(shown->subject, own);
}

/* A node that becomes a directory was a file until the event before, in the same revision. */
static bool is_shown(const struct watch *watch, const struct shown *shown)
{
    const struct vd_event *event = shown->event;
    bool is_delete = event->type == VD_EVENT_DELETE;

    if (shown->cause.is_v2 || shown->cause.stem_len) {
        if (shown->cause.refresh || event->revision == watch->shown)
            return false;
        if (shown->cause.action < VD_ETCD2_DELETE && (is_delete || !event->last))
            return false;
    }
    return is_in_scope(watch, shown->stem) && !is_hidden(watch, shown);
}

static void read(const struct watch *watch, struct shown *shown)
{
    vd_etcd2_cause_read(shown->event, &shown->cause);
    shown->subject = shown->stem;
    if (shown->cause.stem_len > watch->door->root.len)
        shown->subject = vd_slice(shown->event->key, shown->cause.stem_len);
}

/* --- how it is said ------------------------------------------------------------------------------
 */

/* The marker's event of a subtree that ran out, for a reader that watches inside: the first of its
 * revision, if it is still in memory. */
static const struct vd_event *subject_before(const struct watch *watch, const struct shown *shown)
{
    const struct vd_door_env *env = &watch->door->env;
    const struct vd_event *marker, *before;

    if (vd_kv_event(env->kv, env->slot, (struct vd_pos){shown->event->revision, 0}, &marker) ||
        marker->key_len != shown->subject.len + 1 || !marker->prev_revision ||
        vd_kv_event(env->kv, env->slot, (struct vd_pos){marker->prev_revision, marker->prev_sub},
                    &before))
        return NULL;
    return before;
}

/* The directory above the reader's node went, and the reader sees only its own part of that. */
static void prev_of_subtree(const struct watch *watch, const struct shown *shown,
                            struct vd_etcd2_node *prev)
{
    const struct vd_etcd2_cause *cause = &shown->cause;
    const struct vd_event *before = cause->is_v2 ? NULL : subject_before(watch, shown);

    if (before) {
        vd_etcd2_node_of_event(before, shown->subject, true, shown->event->time_ms, prev);
        return;
    }
    *prev = (struct vd_etcd2_node){.stem = shown->subject,
                                   .dir = true,
                                   .expires_ms = cause->prev_expires_ms,
                                   .at_ms = shown->event->time_ms,
                                   .modified = cause->created,
                                   .created = cause->created};
}

static bool make_prev(const struct watch *watch, const struct shown *shown,
                      struct vd_etcd2_node *prev)
{
    bool is_own = vd_slice_eq(shown->subject, shown->stem);

    if (shown->cause.dir && shown->event->type == VD_EVENT_DELETE && !(is_own && shown->prev)) {
        prev_of_subtree(watch, shown, prev);
        return true;
    }
    if (!shown->prev)
        return false;
    vd_etcd2_node_of_event(shown->prev, shown->subject,
                           shown->prev->key[shown->prev->key_len - 1] == '/', shown->event->time_ms,
                           prev);
    return true;
}

static void make_node(const struct shown *shown, const struct vd_etcd2_node *prev,
                      struct vd_etcd2_node *node)
{
    const struct vd_event *event = shown->event;

    if (event->type == VD_EVENT_PUT) {
        vd_etcd2_node_of_event(event, shown->stem, shown->is_marker, event->time_ms, node);
        node->modified = event->revision;
        return;
    }
    *node = (struct vd_etcd2_node){.stem = shown->subject,
                                   .dir = shown->is_marker || shown->cause.dir,
                                   .modified = event->revision};
    node->created = prev ? prev->created : shown->cause.created;
}

static void show(struct watch *watch, const struct shown *shown)
{
    struct vd_etcd2_node node, prev;
    bool has_prev = make_prev(watch, shown, &prev);

    make_node(shown, has_prev ? &prev : NULL, &node);
    vd_etcd2_event_write(&watch->text, watch->door, shown->cause.action, &node,
                         has_prev ? &prev : NULL);
    if (shown->cause.is_v2 || shown->cause.stem_len)
        watch->shown = shown->event->revision;
}

static bool is_of(const struct vd_event *event, struct vd_slice stem)
{
    return vd_slice_eq(vd_event_key(event), stem);
}

/* How many events of the batch were shown. */
static uint64_t show_batch(struct watch *watch, const struct vd_batch *batch)
{
    const struct vd_event *replaced = NULL; /* the file that a directory takes the place of */
    uint64_t count = 0;

    for (uint32_t i = 0; i < batch->count && !watch->is_over; i++) {
        struct shown shown = {.event = batch->events[i], .prev = batch->prevs[i]};

        if (!vd_etcd2_stem_of_key(watch->door->root, vd_event_key(shown.event), &shown.stem,
                                  &shown.is_marker))
            continue;
        read(watch, &shown);
        if (shown.cause.is_v2 && shown.cause.action == VD_ETCD2_SET &&
            shown.event->type == VD_EVENT_DELETE)
            replaced = shown.prev;
        if (!is_shown(watch, &shown))
            continue;
        if (shown.is_marker && !shown.prev && replaced && is_of(replaced, shown.stem))
            shown.prev = replaced;
        show(watch, &shown);
        count++;
        watch->is_over = !watch->is_stream;
    }
    return count;
}

/* --- the exchange --------------------------------------------------------------------------------
 */

static struct vd_journal *journal_of(const struct watch *watch)
{
    return watch->door->env.store;
}

static bool send(struct watch *watch, struct vd_out *out)
{
    struct vd_slice rest = vd_slice(watch->text.data + watch->sent, watch->text.len - watch->sent);

    watch->sent += vd_out_copy(out, rest);
    if (watch->sent < watch->text.len)
        return false;
    watch->sent = 0;
    if (watch->text.cap > LARGEST_KEPT)
        vd_buf_deinit(&watch->text);
    vd_buf_clear(&watch->text);
    return true;
}

/* 0; VD_WAIT; otherwise it is over. */
static int pull(struct watch *watch)
{
    struct vd_journal *journal = journal_of(watch);
    bool is_live = journal->ops->is_live(journal, &watch->cursor);
    struct vd_batch batch;
    int rc = journal->ops->pull(journal, &watch->cursor, PULL_BYTES, VD_PULL_PREV, &batch);
    uint64_t count;

    if (rc)
        return rc;
    count = show_batch(watch, &batch);
    if (count)
        vd_watching_sent(&watch->door->delivered, VD_DOOR_ETCD2, count, batch.from.revision,
                         is_live);
    return vd_buf_status(&watch->text);
}

static enum vd_fill end(struct watch *watch)
{
    watch->is_over = true;
    vd_exchange_finish(watch->x, NULL, 0);
    return VD_FILL_IDLE;
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct watch *watch = vd_exchange_user(x);

    while (send(watch, out)) {
        int rc;

        if (watch->is_over)
            return end(watch);
        rc = pull(watch);
        if (rc == VD_WAIT)
            return VD_FILL_IDLE;
        if (rc)
            return end(watch); /* as etcd drops a watch that cannot go on: ask again */
        if (!out->room)
            return VD_FILL_MORE;
    }
    return VD_FILL_MORE;
}

static void on_ready(struct vd_cursor *cursor)
{
    vd_exchange_ready(vd_container_of(cursor, struct watch, cursor)->x, false);
}

static void drain(struct vd_exchange *x)
{
    struct watch *watch = vd_exchange_user(x);

    if (!watch->is_over || watch->text.len)
        end(watch);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct watch *watch = vd_exchange_user(x);
    struct vd_journal *journal = journal_of(watch);

    (void)aborted;
    journal->ops->close(journal, &watch->cursor);
    vd_etcd2_stats_watch(false);
    vd_buf_deinit(&watch->text);
    vd_free(watch);
}

static void survey(struct vd_exchange *x, struct vd_survey *survey)
{
    const struct watch *watch = vd_exchange_user(x);

    vd_watching_survey(survey, journal_of(watch), &watch->cursor,
                       &(struct vd_watching){.door = VD_DOOR_ETCD2,
                                             .by = watch->is_stream ? "stream" : "poll",
                                             .options = watch->is_recursive ? VD_SLICE("recursive")
                                                                            : VD_SLICE_EMPTY});
}

static const struct vd_handler handler = {
    .fill = fill, .drain = drain, .closed = closed, .survey = survey};

/* --- the beginning -------------------------------------------------------------------------------
 */

static struct watch *make(const struct vd_etcd2_request *request)
{
    struct watch *watch = vd_alloc_zero(sizeof(*watch) + request->stem.len);

    if (!watch)
        return NULL;
    watch->door = request->door;
    watch->x = request->x;
    watch->is_recursive = request->params.recursive;
    watch->is_stream = request->params.stream;
    watch->stem_len = (uint32_t)request->stem.len;
    if (request->stem.len)
        memcpy(watch->stem, request->stem.ptr, request->stem.len);
    vd_buf_init(&watch->text, 0);
    watch->cursor.ready = on_ready;
    return watch;
}

/* From the node's own key to its marker, or to the last key below it. */
static int select_range(struct vd_etcd2_request *request, struct vd_selection *out_selection)
{
    struct vd_slice stem = request->stem, root = request->door->root, key, end;
    uint8_t *after;
    int rc = vd_etcd2_range(&request->arena, root, stem, &key, &end);

    if (rc)
        return rc;
    *out_selection = (struct vd_selection){.key = key, .end = end};
    if (stem.len == root.len)
        return 0;
    out_selection->key = stem;
    if (request->params.recursive)
        return 0;
    after = vd_arena_alloc_zero(&request->arena, key.len + 1);
    if (!after)
        return -ENOMEM;
    memcpy(after, key.ptr, key.len);
    out_selection->end = vd_slice(after, key.len + 1);
    return 0;
}

static int open_cursor(struct vd_etcd2_request *request, struct watch *watch)
{
    uint64_t from = VD_MIN(request->params.wait_index, (uint64_t)INT64_MAX);
    struct vd_journal *journal = journal_of(watch);
    struct vd_selection selection;
    int64_t now;
    int rc = select_range(request, &selection);

    if (!rc)
        rc = journal->ops->open(journal, &watch->cursor, vd_exchange_principal(request->x),
                                &selection, (struct vd_pos){(int64_t)from, 0}, &now);
    if (!rc)
        watch->seen_head = now;
    return rc;
}

static void say_cleared(struct vd_etcd2_request *request)
{
    struct vd_journal *journal = request->door->env.store;
    char text[128];

    snprintf(text, sizeof(text), "the requested history has been cleared [%" PRId64 "/%" PRIu64 "]",
             journal->ops->floor(journal) + 1, request->params.wait_index);
    vd_etcd2_fail(request->x, request->door, VD_ETCD2_CLEARED, vd_slice_str(text),
                  vd_etcd2_head(request->door));
}

static void start(struct watch *watch)
{
    struct vd_etcd2_headers headers;

    vd_etcd2_headers_init(&headers, watch->door);
    vd_etcd2_headers_index(&headers, watch->door, watch->seen_head);
    vd_exchange_start(watch->x, 200, headers.fields, headers.count);
    vd_exchange_ready(watch->x, true);
}

int vd_etcd2_watch_begin(struct vd_etcd2_request *request)
{
    struct watch *watch = make(request);
    int rc = watch ? open_cursor(request, watch) : -ENOMEM;

    if (rc) {
        vd_free(watch);
        if (rc != VD_COMPACTED)
            return rc;
        say_cleared(request);
        return 0;
    }
    vd_etcd2_stats_watch(true);
    vd_exchange_set(request->x, &handler, watch);
    vd_etcd2_request_free(request);
    start(watch);
    return 0;
}
