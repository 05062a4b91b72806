/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/watch.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/watch_stream.h"

#include <errno.h>

enum {
    REPLIES_MIN = 4,
    REPLIES_PAUSE = 1024, /* a peer that asks and does not read is not listened to */
    PROGRESS_MAX = 1024
};

/* --- signals and queues ---------------------------------------------------------------------- */

void vd_etcd3_stream_signal(struct vd_etcd3_stream *stream, bool urgent)
{
    if (stream->is_signalled && !urgent)
        return;
    stream->is_signalled = true;
    vd_call_ready(vd_etcd3_stream_call(stream), urgent);
}

static void set_flag(struct vd_etcd3_watch *watch, unsigned flag, bool on)
{
    unsigned flags = on ? watch->flags | flag : watch->flags & ~flag;

    watch->flags = flags & ((1u << VD_ETCD3_WATCH_FLAG_BITS) - 1);
}

void vd_etcd3_stream_enqueue(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch)
{
    if (watch->flags & VD_ETCD3_WATCH_QUEUED)
        return;
    set_flag(watch, VD_ETCD3_WATCH_QUEUED, true);
    watch->next = VD_ETCD3_NO_SLOT;
    if (stream->queue_first == VD_ETCD3_NO_SLOT)
        stream->queue_first = watch->slot;
    else
        vd_etcd3_watch_table_at(&stream->table, stream->queue_last)->next = watch->slot;
    stream->queue_last = watch->slot;
}

struct vd_etcd3_watch *vd_etcd3_stream_dequeue(struct vd_etcd3_stream *stream)
{
    while (stream->queue_first != VD_ETCD3_NO_SLOT) {
        struct vd_etcd3_watch *watch = vd_etcd3_watch_table_at(&stream->table, stream->queue_first);

        stream->queue_first = watch->next;
        set_flag(watch, VD_ETCD3_WATCH_QUEUED, false);
        if (!(watch->flags & VD_ETCD3_WATCH_USED))
            vd_etcd3_watch_table_free_slot(&stream->table, watch);
        else if (!(watch->flags & VD_ETCD3_WATCH_GONE))
            return watch;
    }
    return NULL;
}

static void on_ready(struct vd_cursor *cursor)
{
    struct vd_etcd3_watch *watch = vd_container_of(cursor, struct vd_etcd3_watch, cursor);
    struct vd_etcd3_stream *stream =
        vd_container_of(vd_etcd3_watch_table_of(watch), struct vd_etcd3_stream, table);

    vd_etcd3_stream_enqueue(stream, watch);
    vd_etcd3_stream_signal(stream, false);
}

static struct vd_etcd3_replies *grow_replies(struct vd_etcd3_replies *replies)
{
    uint32_t cap = replies ? replies->cap * 2 : REPLIES_MIN;
    struct vd_etcd3_replies *more = vd_alloc(sizeof(*more) + cap * sizeof(more->items[0]));

    if (!more)
        return NULL;
    *more = (struct vd_etcd3_replies){.cap = cap};
    for (; replies && more->count < replies->count; more->count++)
        more->items[more->count] = replies->items[(replies->first + more->count) % replies->cap];
    vd_free(replies);
    return more;
}

/* False: no memory. */
static bool queue_reply(struct vd_etcd3_stream *stream, const struct vd_etcd3_reply *what)
{
    struct vd_etcd3_replies *replies = stream->replies;

    if (!replies || replies->count == replies->cap) {
        replies = grow_replies(replies);
        if (!replies)
            return false;
        stream->replies = replies;
    }
    replies->items[(replies->first + replies->count++) % replies->cap] = *what;
    if (replies->count >= REPLIES_PAUSE && !stream->is_paused) {
        stream->is_paused = true;
        vd_call_pause(vd_etcd3_stream_call(stream), true);
    }
    return true;
}

/* A reply that cannot be queued ends the stream: the client would wait for it forever. */
static void reply(struct vd_etcd3_stream *stream, enum vd_etcd3_reply_kind kind, int64_t id,
                  int64_t revision)
{
    struct vd_etcd3_reply what = {id, revision, kind};

    if (stream->reply_kind == VD_ETCD3_NO_REPLY)
        vd_etcd3_stream_set_reply(stream, &what);
    else if (!queue_reply(stream, &what))
        return vd_etcd3_fail(vd_etcd3_stream_call(stream), &VD_ETCD3_NO_MEMORY);
    vd_etcd3_stream_signal(stream, true);
}

/* --- what becomes of a watch ----------------------------------------------------------------- */

static struct vd_journal *journal_of(struct vd_etcd3_stream *stream)
{
    return stream->door->env.store;
}

static void set_behind(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch, bool behind)
{
    if (behind == !!(watch->flags & VD_ETCD3_WATCH_BEHIND))
        return;
    set_flag(watch, VD_ETCD3_WATCH_BEHIND, behind);
    stream->table.behind += behind ? 1 : UINT32_MAX;
}

void vd_etcd3_stream_settle(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch)
{
    struct vd_journal *journal = journal_of(stream);

    set_behind(stream, watch, !journal->ops->is_live(journal, &watch->cursor));
}

static bool is_future(const struct vd_etcd3_stream *stream, uint32_t slot, int64_t head)
{
    return stream->futures && slot < stream->futures->cap && stream->futures->starts[slot] > head;
}

static int note_future(struct vd_etcd3_stream *stream, const struct vd_etcd3_watch *watch,
                       int64_t start_revision)
{
    struct vd_etcd3_futures *futures = stream->futures;
    uint32_t had = futures ? futures->cap : 0;

    if (watch->slot >= had) {
        uint32_t cap = VD_MAX(had * 2, watch->slot + 1u);

        futures = vd_realloc(futures, sizeof(*futures) + cap * sizeof(int64_t));
        if (!futures)
            return -ENOMEM;
        if (!had)
            futures->at = 0;
        memset(futures->starts + had, 0, (cap - had) * sizeof(int64_t));
        futures->cap = cap;
        stream->futures = futures;
    }
    futures->starts[watch->slot] = start_revision;
    return 0;
}

static void drop_future(struct vd_etcd3_stream *stream, const struct vd_etcd3_watch *watch)
{
    if (stream->futures && watch->slot < stream->futures->cap)
        stream->futures->starts[watch->slot] = 0;
}

/* Looks first at the one that was found last time. */
static bool nobody_is_future(struct vd_etcd3_stream *stream, int64_t head)
{
    struct vd_etcd3_futures *futures = stream->futures;

    if (!futures)
        return true;
    if (is_future(stream, futures->at, head))
        return false;
    for (uint32_t slot = 0; slot < futures->cap; slot++)
        if (is_future(stream, slot, head)) {
            futures->at = slot;
            return false;
        }
    vd_free(futures);
    stream->futures = NULL;
    return true;
}

bool vd_etcd3_watch_is_live(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch,
                            int64_t head)
{
    if (watch->flags & VD_ETCD3_WATCH_BEHIND)
        vd_etcd3_stream_settle(stream, watch);
    return !(watch->flags & (VD_ETCD3_WATCH_BEHIND | VD_ETCD3_WATCH_GONE)) &&
           !is_future(stream, watch->slot, head);
}

/* Looks at those that were behind when last seen, beginning with the one that still was. */
static bool nobody_is_behind(struct vd_etcd3_stream *stream)
{
    uint32_t slot = stream->behind_at;

    for (uint32_t i = 0; stream->table.behind && i < stream->table.end; i++, slot++) {
        struct vd_etcd3_watch *watch;

        slot = slot < stream->table.end ? slot : 0;
        watch = vd_etcd3_watch_table_at(&stream->table, slot);
        if (!(watch->flags & VD_ETCD3_WATCH_BEHIND))
            continue;
        vd_etcd3_stream_settle(stream, watch);
        if (watch->flags & VD_ETCD3_WATCH_BEHIND) {
            stream->behind_at = slot;
            return false;
        }
    }
    return true;
}

bool vd_etcd3_stream_is_live(struct vd_etcd3_stream *stream, int64_t head)
{
    return nobody_is_future(stream, head) && nobody_is_behind(stream);
}

/* Ends the cursor; the watch stays in the table. */
static void close_cursor(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch)
{
    struct vd_journal *journal = journal_of(stream);

    if (watch->flags & VD_ETCD3_WATCH_GONE)
        return;
    set_behind(stream, watch, false);
    drop_future(stream, watch);
    journal->ops->close(journal, &watch->cursor);
}

void vd_etcd3_stream_lose(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch)
{
    struct vd_journal *journal = journal_of(stream);

    close_cursor(stream, watch);
    set_flag(watch, VD_ETCD3_WATCH_GONE, true);
    reply(stream, VD_ETCD3_LOST, watch->id, journal->ops->floor(journal));
}

void vd_etcd3_stream_cancel(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch)
{
    struct vd_journal *journal = journal_of(stream);
    int64_t id = watch->id;

    close_cursor(stream, watch);
    vd_etcd3_watch_table_remove(&stream->table, watch);
    reply(stream, VD_ETCD3_CANCELED, id, journal->ops->head(journal));
}

/* --- progress_notify ---------------------------------------------------------------------------
 */

static void on_tick(struct vd_timer *timer)
{
    struct vd_etcd3_ticker *ticker = vd_container_of(timer, struct vd_etcd3_ticker, timer);
    struct vd_etcd3_stream *stream = ticker->stream;

    vd_timer_start(stream->door->env.loop, timer, ticker->interval_ms);
    if (!ticker->due)
        ticker->at = 0;
    ticker->due = true;
    vd_etcd3_stream_signal(stream, false);
}

/* One timer a stream, made for the first watch that asks; its jitter is fixed then. */
static int start_ticker(struct vd_etcd3_stream *stream)
{
    struct vd_etcd3 *door = stream->door;
    uint64_t interval_ms = door->progress_interval_ms;

    if (stream->ticker)
        return 0;
    stream->ticker = vd_alloc_zero(sizeof(*stream->ticker));
    if (!stream->ticker)
        return -ENOMEM;
    interval_ms += vd_hash(vd_slice(&stream, sizeof(stream))) % (interval_ms / 10 + 1);
    stream->ticker->stream = stream;
    stream->ticker->interval_ms = interval_ms;
    stream->ticker->timer.fire = on_tick;
    vd_timer_start(door->env.loop, &stream->ticker->timer, interval_ms);
    return 0;
}

/* --- requests ----------------------------------------------------------------------------------
 */

static bool is_empty_range(struct vd_slice key, struct vd_slice end)
{
    return end.len && !vd_slice_eq(end, VD_SLICE("\0")) && vd_slice_cmp(key, end) >= 0;
}

/* Ids count up from 0, over those that the client has chosen itself. */
static int64_t choose_id(struct vd_etcd3_stream *stream)
{
    while (stream->has_chosen_ids && vd_etcd3_watch_table_find(&stream->table, stream->next_id))
        stream->next_id++;
    return stream->next_id++;
}

static void refuse(struct vd_etcd3_stream *stream, enum vd_etcd3_reply_kind kind)
{
    struct vd_journal *journal = journal_of(stream);

    reply(stream, kind, -1, journal->ops->head(journal));
}

static uint32_t flags_of(const struct vd_etcd3_watch_request *request)
{
    return (request->prev_kv ? VD_ETCD3_PREV_KV : 0u) | (request->no_put ? VD_ETCD3_NO_PUT : 0u) |
           (request->no_delete ? VD_ETCD3_NO_DELETE : 0u) |
           (request->fragment ? VD_ETCD3_WATCH_FRAGMENT : 0u) |
           (request->progress_notify ? VD_ETCD3_WATCH_NOTIFY : 0u);
}

/* The cursor and what goes with it. *out_now is the revision of the registration. */
static int open_watch(struct vd_etcd3_stream *stream, struct vd_etcd3_watch *watch,
                      const struct vd_etcd3_watch_request *request, int64_t *out_now)
{
    struct vd_journal *journal = journal_of(stream);
    const struct vd_selection selection = {.key = request->key.len ? request->key : VD_SLICE("\0"),
                                           .end = request->end};
    int rc = request->progress_notify ? start_ticker(stream) : 0;

    if (rc)
        return rc;
    set_flag(watch, flags_of(request), true);
    watch->cursor.ready = on_ready;
    rc =
        journal->ops->open(journal, &watch->cursor, vd_call_principal(vd_etcd3_stream_call(stream)),
                           &selection, (struct vd_pos){request->start_revision, 0}, out_now);
    if (rc)
        return rc;
    if (request->start_revision > *out_now)
        rc = note_future(stream, watch, request->start_revision);
    if (rc)
        close_cursor(stream, watch);
    else if (request->start_revision)
        vd_etcd3_stream_settle(stream, watch);
    return rc;
}

static enum vd_etcd3_reply_kind refusal_of(int rc)
{
    if (rc == VD_DENIED)
        return VD_ETCD3_REFUSE_DENIED;
    return rc == VD_INVALID ? VD_ETCD3_REFUSE_RANGE : VD_ETCD3_REFUSE_MEMORY;
}

static void create(struct vd_etcd3_stream *stream, const struct vd_etcd3_watch_request *request)
{
    struct vd_etcd3 *door = stream->door;
    struct vd_journal *journal = door->env.store;
    int64_t now = journal->ops->head(journal);
    struct vd_etcd3_watch *watch;
    int rc;

    if (request->start_revision < 0)
        return refuse(stream, VD_ETCD3_REFUSE_COMPACTED);
    if (is_empty_range(request->key.len ? request->key : VD_SLICE("\0"), request->end))
        return refuse(stream, VD_ETCD3_REFUSE_RANGE);
    if (request->watch_id && vd_etcd3_watch_table_find(&stream->table, request->watch_id))
        return refuse(stream, VD_ETCD3_REFUSE_ID);
    if (stream->table.count >= door->watches_per_stream)
        return refuse(stream, VD_ETCD3_REFUSE_COUNT);
    stream->has_chosen_ids |= request->watch_id != 0;
    watch = vd_etcd3_watch_table_add(&stream->table,
                                     request->watch_id ? request->watch_id : choose_id(stream));
    if (!watch)
        return refuse(stream, VD_ETCD3_REFUSE_MEMORY);
    rc = open_watch(stream, watch, request, &now);
    if (rc && rc != VD_COMPACTED) {
        vd_etcd3_watch_table_remove(&stream->table, watch);
        return refuse(stream, refusal_of(rc));
    }
    reply(stream, VD_ETCD3_CREATED, watch->id, now);
    if (rc == VD_COMPACTED) {
        set_flag(watch, VD_ETCD3_WATCH_GONE, true);
        reply(stream, VD_ETCD3_LOST, watch->id, journal->ops->floor(journal));
    }
}

static void cancel(struct vd_etcd3_stream *stream, int64_t id)
{
    struct vd_etcd3_watch *watch = vd_etcd3_watch_table_find(&stream->table, id);

    if (!watch)
        return;
    if (stream->large && vd_etcd3_large_is_of(stream->large, watch)) {
        if (vd_etcd3_large_is_exclusive(stream->large))
            return vd_etcd3_large_cancel(stream->large);
        vd_etcd3_large_drop(stream);
    }
    vd_etcd3_stream_cancel(stream, watch);
}

/* Never deferred: a watch that is not live now means no answer, and the client asks again. */
static void request_progress(struct vd_etcd3_stream *stream)
{
    struct vd_journal *journal = journal_of(stream);

    if (!stream->table.count || stream->progress_wanted >= PROGRESS_MAX ||
        !vd_etcd3_stream_is_live(stream, journal->ops->head(journal)))
        return;
    stream->progress_wanted++;
    vd_etcd3_stream_signal(stream, true);
}

static void watch_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_etcd3_stream *stream = vd_call_state(call);
    struct vd_etcd3_watch_request request;

    if (!stream->is_open) {
        stream->is_open = true;
        stream->door = vd_call_arg(call);
        stream->queue_first = VD_ETCD3_NO_SLOT;
        vd_etcd3_watch_table_init(&stream->table);
    }
    if (vd_etcd3_read_watch(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    switch (request.kind) {
    case VD_ETCD3_WATCH_CREATE:
        return create(stream, &request);
    case VD_ETCD3_WATCH_CANCEL:
        return cancel(stream, request.watch_id);
    case VD_ETCD3_WATCH_PROGRESS:
        return request_progress(stream);
    case VD_ETCD3_WATCH_NONE:
        return;
    }
}

static void watch_release(struct vd_call *call)
{
    struct vd_etcd3_stream *stream = vd_call_state(call);

    if (!stream->is_open)
        return;
    vd_etcd3_large_drop(stream);
    for (uint32_t slot = 0; slot < stream->table.end; slot++) {
        struct vd_etcd3_watch *watch = vd_etcd3_watch_table_at(&stream->table, slot);

        if (watch->flags & VD_ETCD3_WATCH_USED)
            close_cursor(stream, watch);
    }
    vd_etcd3_watch_table_deinit(&stream->table);
    if (stream->ticker)
        vd_timer_stop(stream->door->env.loop, &stream->ticker->timer);
    vd_free(stream->ticker);
    vd_free(stream->futures);
    vd_free(stream->replies);
}

const struct vd_rpc_ops VD_ETCD3_WATCH = {
    sizeof(struct vd_etcd3_stream), watch_message, vd_etcd3_stream_fill, watch_release, NULL,
    vd_etcd3_stream_survey};
