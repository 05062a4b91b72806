/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list is read at one revision and the cursor stands behind that same revision from the
 * beginning, so nothing lies between them. While the list is read the cursor costs nothing, however
 * much happens; if history is compacted over it meanwhile, the reader is told so afterwards.
 *
 * An end that lies in the future is not seen by a cursor that nothing matches. So a second cursor,
 * on all keys, waits for the revision of the end: the fence. It is there only while the source has
 * nothing else to do.
 */
#include "doors/live/source.h"

#include "base/alloc.h"
#include "doors/live/filter.h"

#include <errno.h>
#include <stdio.h>

enum {
    PULL_MIN_BYTES = 4096,
    LIST_ROWS = 64,
    LIST_MIN_BYTES = 2048, /* of keys and values a look */
    ALIKE_LATEST = 1 << 8
};

struct vd_live_listing {
    struct vd_live_source *source;
    struct vd_range *range;
    int64_t count;
    bool is_keys_only;
    struct vd_slice key, end; /* in bytes */
    uint8_t bytes[];
};

struct vd_live_fence {
    struct vd_cursor cursor;
    struct vd_live_source *source;
};

static struct vd_journal *journal_of(const struct vd_live_source *source)
{
    return source->live->env.store;
}

/* --- the cursor --------------------------------------------------------------------------------
 */

static void on_ready(struct vd_cursor *cursor)
{
    struct vd_live_source *source = vd_container_of(cursor, struct vd_live_source, cursor);

    if (!source->listing)
        source->ready(source);
}

static int open_cursor(struct vd_live_source *source, const struct vd_principal *principal,
                       const struct vd_live_bounds *bounds, struct vd_pos from)
{
    struct vd_journal *journal = journal_of(source);
    struct vd_selection selection = {.key = bounds->key,
                                     .end = bounds->end,
                                     .residual = source->filter ? vd_live_filter_residual : NULL,
                                     .residual_arg = source->filter};
    int64_t now;
    int rc;

    source->cursor.ready = on_ready;
    rc = journal->ops->open(journal, &source->cursor, principal, &selection, from, &now);
    if (rc)
        return rc;
    source->is_open = true;
    source->after = from.revision ? from : (struct vd_pos){now + 1, 0};
    return 0;
}

/* --- the list ----------------------------------------------------------------------------------
 */

static void on_rows(void *arg)
{
    struct vd_live_listing *listing = arg;

    listing->source->ready(listing->source);
}

static void drop_listing(struct vd_live_source *source)
{
    struct vd_live_listing *listing = source->listing;

    source->listing = NULL;
    if (!listing)
        return;
    if (listing->range)
        vd_range_close(listing->range);
    vd_free(listing);
}

/* at: as the range has it, 0 is the present. Leaves where the cursor has to begin. */
static int open_listing(struct vd_live_source *source, const struct vd_principal *principal,
                        const struct vd_live_bounds *bounds, int64_t at, struct vd_pos *out_from)
{
    const struct vd_door_env *env = &source->live->env;
    struct vd_live_listing *listing =
        vd_alloc_zero(sizeof(*listing) + bounds->key.len + bounds->end.len);
    struct vd_range_op op = {.revision = at, .keys_only = (source->how & VD_LIVE_KEYS) != 0};
    int rc;

    if (!listing)
        return -ENOMEM;
    memcpy(listing->bytes, bounds->key.ptr, bounds->key.len);
    if (bounds->end.len)
        memcpy(listing->bytes + bounds->key.len, bounds->end.ptr, bounds->end.len);
    op.key = vd_slice(listing->bytes, bounds->key.len);
    op.end = vd_slice(listing->bytes + bounds->key.len, bounds->end.len);
    listing->source = source;
    listing->is_keys_only = op.keys_only;
    source->listing = listing;
    rc = vd_range_open(env->kv, env->slot, principal, &op, (struct vd_pos){0, 0}, on_rows, listing,
                       &listing->range);
    if (rc) {
        drop_listing(source);
        return rc;
    }
    *out_from = (struct vd_pos){(at ? at : vd_range_head(listing->range)) + 1, 0};
    return 0;
}

/* Rows are state, which a reader of deletions alone has none of. */
static void add_rows(struct vd_live_source *source, enum vd_live_format format,
                     const struct vd_row *rows, size_t count)
{
    struct vd_live_listing *listing = source->listing;

    for (size_t i = 0; i < count; i++) {
        if (source->how & VD_LIVE_NO_PUT ||
            (source->filter && !vd_live_filter_admits(source->filter, rows[i].key)))
            continue;
        listing->count++;
        vd_live_add_row(&source->live->scratch, vd_live_variant(source->how, format), &rows[i]);
    }
}

static int next_of_list(struct vd_live_source *source, enum vd_live_format format, size_t max_bytes,
                        struct vd_live_piece *out_piece)
{
    struct vd_live_listing *listing = source->listing;
    struct vd_live *live = source->live;
    struct vd_row rows[LIST_ROWS];
    size_t bytes = VD_MIN(VD_MAX(max_bytes / 2, (size_t)LIST_MIN_BYTES), (size_t)VD_RUN_BYTES);
    size_t count = 0;
    int rc = vd_range_next(listing->range, !listing->is_keys_only, rows, LIST_ROWS, bytes, &count);

    (void)vd_live_scratch(live);
    if (rc == 0) {
        add_rows(source, format, rows, count);
    } else if (rc == VD_END) {
        vd_live_add_synced(&live->scratch, format, live->store, source->after, listing->count);
        drop_listing(source);
    } else {
        return rc;
    }
    *out_piece = (struct vd_live_piece){.text = vd_buf_slice(&live->scratch)};
    return vd_buf_status(&live->scratch);
}

/* --- the end -----------------------------------------------------------------------------------
 */

static void drop_fence(struct vd_live_source *source)
{
    struct vd_live_fence *fence = source->fence;

    source->fence = NULL;
    if (!fence)
        return;
    journal_of(source)->ops->close(journal_of(source), &fence->cursor);
    vd_free(fence);
}

static void on_fence(struct vd_cursor *cursor)
{
    struct vd_live_fence *fence = vd_container_of(cursor, struct vd_live_fence, cursor);

    fence->source->ready(fence->source);
}

static int raise_fence(struct vd_live_source *source)
{
    static const struct vd_selection everything = {.key = VD_SLICE("\0"), .end = VD_SLICE("\0")};
    struct vd_journal *journal = journal_of(source);
    struct vd_live_fence *fence = source->fence ? NULL : vd_alloc_zero(sizeof(*fence));
    struct vd_pos from = {source->until.sub ? source->until.revision : source->until.revision - 1,
                          0};
    int64_t now;
    int rc;

    if (source->fence)
        return VD_WAIT;
    if (!fence)
        return -ENOMEM;
    fence->source = source;
    fence->cursor.ready = on_fence;
    rc = journal->ops->open(journal, &fence->cursor, source->principal, &everything, from, &now);
    if (rc) {
        vd_free(fence);
        return rc;
    }
    source->fence = fence;
    return VD_WAIT;
}

/* The cursor has nothing now. Who is behind has to be asked again until it is not, because nobody
 * is told that nothing was there. */
static int check_end(struct vd_live_source *source)
{
    struct vd_journal *journal = journal_of(source);
    struct vd_pos reached = {journal->ops->head(journal) + 1, 0};

    if (vd_pos_cmp(reached, source->until) < 0)
        return raise_fence(source);
    if (!journal->ops->is_live(journal, &source->cursor))
        return VD_AGAIN;
    source->after = source->until;
    return VD_END;
}

static int nothing_now(struct vd_live_source *source)
{
    if (!source->was_live)
        source->was_live = vd_live_source_is_live(source);
    return source->until.revision ? check_end(source) : VD_WAIT;
}

/* Leaves what lies behind the end out of the batch. */
static void clip(const struct vd_live_source *source, struct vd_batch *batch)
{
    if (!source->until.revision || vd_pos_cmp(batch->to, source->until) <= 0)
        return;
    while (batch->count &&
           vd_pos_cmp(vd_event_pos(batch->events[batch->count - 1]), source->until) >= 0)
        batch->count--;
    batch->to = source->until;
    batch->drained = false;
}

/* --- changes -----------------------------------------------------------------------------------
 */

static void count_delivery(struct vd_live_source *source, int64_t first, uint32_t events,
                           bool is_last)
{
    vd_watching_sent(&source->live->delivered, VD_DOOR_LIVE, events, first, source->was_live);
    source->was_live = is_last;
}

static unsigned alike_of(const struct vd_live_source *source, enum vd_live_format format)
{
    return vd_live_variant(source->how, format) | (source->latest ? (unsigned)ALIKE_LATEST : 0);
}

/* Whether it is to be given what another one was; then its cursor has taken it. */
static bool take_alike(struct vd_live_source *source, enum vd_live_format format, size_t max_bytes,
                       uint32_t max_events, struct vd_live_piece *out_piece)
{
    struct vd_live_sent *sent = &source->live->sent;
    struct vd_journal *journal = journal_of(source);

    if (!sent->piece.bytes || sent->alike != alike_of(source, format) ||
        sent->piece.piece.len > max_bytes || (max_events && sent->piece.events > max_events) ||
        source->until.revision || !journal->ops->repeat(journal, &source->cursor, &sent->batch))
        return false;
    source->after = sent->piece.to;
    *out_piece = (struct vd_live_piece){sent->piece.piece, sent->piece.bytes, sent->piece.events,
                                        sent->piece.first, true};
    count_delivery(source, sent->first, sent->piece.events, true);
    return true;
}

static void keep_sent(struct vd_live *live, const struct vd_batch *batch,
                      const struct vd_run_piece *piece, unsigned alike)
{
    struct vd_bytes *before = live->sent.piece.bytes;

    live->sent = (struct vd_live_sent){*batch, *piece, batch->events[0]->revision, alike};
    vd_bytes_ref(piece->bytes);
    vd_bytes_unref(before);
}

static int encode(struct vd_live_source *source, struct vd_batch *batch, enum vd_live_format format,
                  size_t max_bytes, uint32_t max_events, struct vd_live_piece *out_piece)
{
    struct vd_live *live = source->live;
    struct vd_journal *journal = journal_of(source);
    struct vd_run_piece piece;
    int rc =
        vd_runs_get(&live->runs, batch, vd_live_variant(source->how, format),
                    VD_MAX(max_bytes, (size_t)1), max_events ? max_events : UINT32_MAX, &piece);

    if (rc)
        return rc;
    if (vd_pos_cmp(piece.to, batch->to) < 0) {
        journal->ops->seek(journal, &source->cursor, piece.to);
        batch->drained = false;
    }
    source->after = piece.to;
    *out_piece =
        (struct vd_live_piece){piece.piece, piece.bytes, piece.events, piece.first, batch->drained};
    if (!piece.events)
        return 0;
    if (batch->drained && batch->key && journal->ops->repeat && !source->until.revision)
        keep_sent(live, batch, &piece, alike_of(source, format));
    count_delivery(source, batch->events[0]->revision, piece.events, batch->drained);
    return 0;
}

static int next_of_tail(struct vd_live_source *source, enum vd_live_format format, size_t max_bytes,
                        uint32_t max_events, struct vd_live_piece *out_piece)
{
    struct vd_journal *journal = journal_of(source);
    size_t bytes = VD_MIN(VD_MAX(max_bytes, (size_t)PULL_MIN_BYTES), (size_t)VD_RUN_BYTES);
    unsigned flags = VD_PULL_DRAIN | (source->how & VD_LIVE_PREV ? VD_PULL_PREV : 0) |
                     (source->latest ? VD_PULL_LATEST : 0);
    struct vd_batch batch;
    int rc;

    if (take_alike(source, format, max_bytes, max_events, out_piece))
        return 0;
    if (source->until.revision && vd_pos_cmp(source->after, source->until) >= 0)
        return VD_END;
    rc = journal->ops->pull(journal, &source->cursor, bytes, flags, &batch);
    if (rc == VD_WAIT)
        return nothing_now(source);
    if (rc)
        return rc;
    clip(source, &batch);
    if (batch.count)
        return encode(source, &batch, format, max_bytes, max_events, out_piece);
    /* It ends a revision that was split, or holds nothing that this reader wants of it. */
    source->after = batch.to;
    *out_piece = (struct vd_live_piece){.is_last = batch.drained};
    return 0;
}

/* --- the whole ---------------------------------------------------------------------------------
 */

static int open_all(struct vd_live_source *source, const struct vd_principal *principal,
                    const struct vd_live_wish *wish, const struct vd_live_span *span)
{
    struct vd_pos from = span->from;
    struct vd_live_bounds bounds;
    int rc = vd_live_filter_take(source->live, wish, &source->filter);

    if (rc)
        return rc;
    rc = vd_live_bounds_make(source->filter, wish, &bounds);
    if (rc)
        return rc;
    if (wish->list)
        rc = open_listing(source, principal, &bounds, from.revision ? from.revision - 1 : 0, &from);
    if (rc == 0)
        rc = open_cursor(source, principal, &bounds, from);
    vd_free(bounds.memory);
    return rc;
}

int vd_live_source_open(struct vd_live_source *source, struct vd_live *live,
                        const struct vd_principal *principal, const struct vd_live_wish *wish,
                        const struct vd_live_span *span)
{
    int rc;

    source->live = live;
    source->principal = principal;
    source->how = (uint8_t)wish->how;
    source->latest = wish->latest;
    source->until = span->until;
    rc = open_all(source, principal, wish, span);
    if (rc)
        vd_live_source_close(source);
    return rc;
}

void vd_live_source_close(struct vd_live_source *source)
{
    if (!source->live)
        return;
    drop_fence(source);
    drop_listing(source);
    if (source->is_open)
        journal_of(source)->ops->close(journal_of(source), &source->cursor);
    source->is_open = false;
    vd_live_filter_drop(source->filter); /* after the cursor that it belongs to */
    source->filter = NULL;
}

int vd_live_source_next(struct vd_live_source *source, enum vd_live_format format, size_t max_bytes,
                        uint32_t max_events, struct vd_live_piece *out_piece)
{
    if (source->listing)
        return next_of_list(source, format, max_bytes, out_piece);
    return next_of_tail(source, format, max_bytes, max_events, out_piece);
}

/* Conflated it might be left out now. */
int vd_live_source_again(struct vd_live_source *source, enum vd_live_format format,
                         struct vd_pos first, struct vd_live_piece *out_piece)
{
    struct vd_journal *journal = journal_of(source);
    bool is_latest = source->latest;
    int rc;

    journal->ops->seek(journal, &source->cursor, first);
    source->after = first;
    source->latest = false;
    rc = next_of_tail(source, format, 1, 1, out_piece);
    source->latest = is_latest;
    return rc;
}

bool vd_live_source_is_live(const struct vd_live_source *source)
{
    struct vd_journal *journal = journal_of(source);

    return !source->listing && journal->ops->is_live(journal, &source->cursor);
}

struct vd_pos vd_live_source_position(const struct vd_live_source *source)
{
    struct vd_journal *journal = journal_of(source);
    struct vd_pos head = {journal->ops->head(journal) + 1, 0};

    if (source->until.revision && vd_pos_cmp(head, source->until) > 0)
        head = source->until;
    if (vd_live_source_is_live(source) && vd_pos_cmp(source->after, head) < 0)
        return head;
    return source->after;
}

/* What it was asked for, as words. */
static size_t put_options(const struct vd_live_source *source, char *text, size_t size)
{
    static const struct {
        unsigned how;
        const char *word;
    } words[] = {{VD_LIVE_KEYS, " keys"},
                 {VD_LIVE_PREV, " prev"},
                 {VD_LIVE_NO_PUT, " type=delete"},
                 {VD_LIVE_NO_DELETE, " type=put"}};
    int n = snprintf(text, size, "%s%s%s%s", source->listing ? " list" : "",
                     source->latest ? " latest" : "",
                     vd_live_filter_has_glob(source->filter) ? " glob" : "",
                     source->until.revision ? " until" : "");

    for (size_t i = 0; i < VD_COUNT(words); i++)
        if (source->how & words[i].how)
            n += snprintf(text + n, size - (size_t)n, "%s", words[i].word);
    return (size_t)n;
}

void vd_live_source_survey(struct vd_live_source *source, struct vd_survey *survey,
                           const struct vd_watching *watching)
{
    struct vd_watching mine = *watching;
    char text[80];
    size_t n;

    if (!source->is_open)
        return;
    n = put_options(source, text, sizeof(text));
    if (n && !mine.options.len)
        mine.options = vd_slice(text + 1, n - 1);
    vd_watching_survey(survey, journal_of(source), &source->cursor, &mine);
}
