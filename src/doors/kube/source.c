/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The present state is read at one revision and the cursor stands behind that same revision from
 * the beginning, so nothing lies between them. While the state is read the cursor costs nothing,
 * however much happens; if history is compacted over it meanwhile, the reader is told so
 * afterwards.
 *
 * Events come from runs that all watches of a show share. A show that is not spliced makes each
 * reader's events for itself, a few at a time.
 */
#include "doors/kube/source.h"

#include "base/alloc.h"
#include "doors/kube/model/table.h"
#include "doors/kube/status.h"

#include <errno.h>
#include <stdio.h>

enum {
    PULL_MIN_BYTES = 4096,
    LIST_ROWS = 64,
    LIST_MIN_BYTES = 2048, /* of keys and values a look */
    LIST_MAX_BYTES = 65536,
    METADATA_BYTES = 64
};

struct vd_kube_listing {
    struct vd_kube_source *source;
    struct vd_range *range;
    int64_t revision;
};

static struct vd_journal *journal_of(const struct vd_kube_source *source)
{
    return source->show->kube->env.store;
}

/* --- what is said beside objects ---------------------------------------------------------------
 */

static void write_bookmark_kind(struct vd_json *json, const struct vd_kube_show *show)
{
    if (show->form.as == VD_KUBE_AS_OBJECT) {
        vd_json_add_string(json, "kind", show->kind->kind);
        vd_json_add_string(json, "apiVersion", show->kind->api_version);
        return;
    }
    vd_json_add_str(json, "kind",
                    show->form.as == VD_KUBE_AS_TABLE ? "Table" : "PartialObjectMetadata");
    vd_json_add_str(json, "apiVersion",
                    show->form.is_beta ? "meta.k8s.io/v1beta1" : "meta.k8s.io/v1");
}

void vd_kube_write_bookmark(struct vd_buf *buf, const struct vd_kube_show *show, int64_t revision,
                            bool is_end_of_state)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_add_str(&json, "type", "BOOKMARK");
    vd_json_name(&json, "object");
    vd_json_object(&json);
    write_bookmark_kind(&json, show);
    vd_json_name(&json, "metadata");
    vd_json_object(&json);
    vd_json_add_int_string(&json, "resourceVersion", revision);
    if (show->form.as != VD_KUBE_AS_TABLE) {
        vd_json_name(&json, "creationTimestamp");
        vd_json_null(&json);
    }
    if (is_end_of_state) {
        vd_json_name(&json, "annotations");
        vd_json_object(&json);
        vd_json_add_str(&json, "k8s.io/initial-events-end", "true");
        vd_json_object_end(&json);
    }
    vd_json_object_end(&json);
    if (show->form.as == VD_KUBE_AS_TABLE) {
        vd_json_name(&json, "columnDefinitions");
        vd_json_null(&json);
        vd_json_name(&json, "rows");
        vd_json_array(&json);
        vd_json_array_end(&json);
    }
    vd_json_object_end(&json);
    vd_json_object_end(&json);
    vd_json_line(&json);
}

void vd_kube_write_error(struct vd_buf *buf, const struct vd_kube_status *status)
{
    vd_buf_append(buf, "{\"type\":\"ERROR\",\"object\":", 25);
    vd_kube_status_write(buf, status);
    vd_buf_append(buf, "}\n", 2);
}

/* A table of one row, with the columns if it is the first. */
static void write_table(struct vd_kube_source *source, struct vd_buf *buf, struct vd_slice value,
                        bool is_ours, int64_t revision)
{
    const struct vd_kube_show *show = source->show;
    char metadata[METADATA_BYTES];

    snprintf(metadata, sizeof(metadata), "{\"resourceVersion\":\"%lld\"}", (long long)revision);
    vd_kube_table_open(buf, show->kind, vd_slice_str(metadata), show->form.is_beta,
                       !source->has_columns);
    source->has_columns = true;
    vd_kube_show_write(source->show, buf, value, is_ours, revision);
    vd_kube_table_close(buf);
}

static void write_event(struct vd_kube_source *source, struct vd_buf *buf, const char *type,
                        struct vd_slice value, bool is_ours, int64_t revision)
{
    vd_buf_printf(buf, "{\"type\":\"%s\",\"object\":", type);
    if (source->show->form.as == VD_KUBE_AS_TABLE)
        write_table(source, buf, value, is_ours, revision);
    else
        vd_kube_show_write(source->show, buf, value, is_ours, revision);
    vd_buf_append(buf, "}\n", 2);
}

/* --- the cursor --------------------------------------------------------------------------------
 */

static void on_ready(struct vd_cursor *cursor)
{
    struct vd_kube_source *source = vd_container_of(cursor, struct vd_kube_source, cursor);

    if (!source->listing)
        source->ready(source);
}

static int open_cursor(struct vd_kube_source *source, const struct vd_principal *principal,
                       struct vd_pos from)
{
    struct vd_selection selection = vd_kube_show_selection(source->show);
    struct vd_journal *journal = journal_of(source);
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

/* --- the present state -------------------------------------------------------------------------
 */

static void on_rows(void *arg)
{
    struct vd_kube_listing *listing = arg;

    listing->source->ready(listing->source);
}

static void drop_listing(struct vd_kube_source *source)
{
    struct vd_kube_listing *listing = source->listing;

    source->listing = NULL;
    if (!listing)
        return;
    if (listing->range)
        vd_range_close(listing->range);
    vd_free(listing);
}

static int open_listing(struct vd_kube_source *source, const struct vd_principal *principal,
                        struct vd_pos *out_from)
{
    const struct vd_door_env *env = &source->show->kube->env;
    struct vd_range_op op = {.key = source->show->key, .end = source->show->end};
    struct vd_kube_listing *listing = vd_alloc_zero(sizeof(*listing));
    int rc;

    if (!listing)
        return -ENOMEM;
    listing->source = source;
    source->listing = listing;
    rc = vd_range_open(env->kv, env->slot, principal, &op, (struct vd_pos){0, 0}, on_rows, listing,
                       &listing->range);
    if (rc) {
        drop_listing(source);
        return rc;
    }
    listing->revision = vd_range_head(listing->range);
    *out_from = (struct vd_pos){listing->revision + 1, 0};
    return 0;
}

static void add_row(struct vd_kube_source *source, const struct vd_row *row)
{
    struct vd_kube_show *show = source->show;
    bool is_ours = vd_kube_is_ours(row->cause);

    if (vd_kube_show_admits(show, row->key, row->value, is_ours, true))
        write_event(source, &show->kube->scratch, "ADDED", row->value, is_ours, row->mod_revision);
}

static int next_of_list(struct vd_kube_source *source, size_t max_bytes,
                        struct vd_kube_piece *out_piece)
{
    struct vd_kube_listing *listing = source->listing;
    struct vd_buf *scratch = vd_kube_scratch(source->show->kube);
    size_t bytes = VD_MIN(VD_MAX(max_bytes, (size_t)LIST_MIN_BYTES), (size_t)LIST_MAX_BYTES);
    struct vd_row rows[LIST_ROWS];
    size_t count = 0;
    int rc = vd_range_next(listing->range, true, rows, LIST_ROWS, bytes, &count);

    if (rc && rc != VD_END)
        return rc;
    for (size_t i = 0; i < count; i++)
        add_row(source, &rows[i]);
    if (rc == VD_END) {
        if (source->says_end)
            vd_kube_write_bookmark(scratch, source->show, listing->revision, true);
        drop_listing(source);
    }
    *out_piece = (struct vd_kube_piece){.text = vd_buf_slice(scratch)};
    return vd_buf_status(scratch);
}

/* --- changes -----------------------------------------------------------------------------------
 */

static void count_delivery(struct vd_kube_source *source, int64_t first, uint32_t events,
                           bool is_last)
{
    vd_watching_sent(&source->show->kube->delivered, VD_DOOR_KUBE, events, first, source->was_live);
    source->was_live = is_last;
}

/* Whether it is to be given what another one was; then its cursor has taken it. */
static bool take_alike(struct vd_kube_source *source, size_t max_bytes,
                       struct vd_kube_piece *out_piece)
{
    struct vd_kube_sent *sent = &source->show->kube->sent;
    struct vd_journal *journal = journal_of(source);

    if (!sent->piece.bytes || sent->show != source->show->number ||
        sent->piece.piece.len > max_bytes ||
        !journal->ops->repeat(journal, &source->cursor, &sent->batch))
        return false;
    source->after = sent->piece.to;
    *out_piece = (struct vd_kube_piece){sent->piece.piece, sent->piece.bytes, sent->piece.events,
                                        sent->piece.first, true};
    count_delivery(source, sent->first, sent->piece.events, true);
    return true;
}

static void keep_sent(struct vd_kube *kube, const struct vd_batch *batch,
                      const struct vd_run_piece *piece, uint32_t show)
{
    struct vd_bytes *before = kube->sent.piece.bytes;

    kube->sent = (struct vd_kube_sent){*batch, *piece, batch->events[0]->revision, show};
    vd_bytes_ref(piece->bytes);
    vd_bytes_unref(before);
}

/* Goes back to where less than the batch was taken of it. */
static void take_part(struct vd_kube_source *source, struct vd_batch *batch, struct vd_pos to)
{
    struct vd_journal *journal = journal_of(source);

    if (vd_pos_cmp(to, batch->to) < 0) {
        journal->ops->seek(journal, &source->cursor, to);
        batch->drained = false;
    }
    source->after = to;
}

static int encode_shared(struct vd_kube_source *source, struct vd_batch *batch, size_t max_bytes,
                         uint32_t max_events, struct vd_kube_piece *out_piece)
{
    struct vd_kube *kube = source->show->kube;
    struct vd_run_piece piece;
    int rc;

    kube->showing = source->show;
    rc = vd_runs_get(&kube->runs, batch, source->show->number, VD_MAX(max_bytes, (size_t)1),
                     max_events, &piece);
    if (rc)
        return rc;
    take_part(source, batch, piece.to);
    *out_piece =
        (struct vd_kube_piece){piece.piece, piece.bytes, piece.events, piece.first, batch->drained};
    if (!piece.events)
        return 0;
    if (batch->drained && batch->key && journal_of(source)->ops->repeat)
        keep_sent(kube, batch, &piece, source->show->number);
    count_delivery(source, batch->events[0]->revision, piece.events, batch->drained);
    return 0;
}

/* One event, for this reader alone. */
static int encode_one(struct vd_kube_source *source, struct vd_batch *batch,
                      struct vd_kube_piece *out_piece)
{
    struct vd_buf *scratch = vd_kube_scratch(source->show->kube);
    const struct vd_event *event = batch->events[0];
    struct vd_slice value;
    bool is_ours;
    enum vd_kube_change change = vd_kube_show_judge(
        source->show, event, batch->prevs ? batch->prevs[0] : NULL, &value, &is_ours);

    if (change != VD_KUBE_NO_CHANGE)
        write_event(source, scratch, vd_kube_change_name(change), value, is_ours, event->revision);
    take_part(source, batch, batch->count > 1 ? vd_event_pos(batch->events[1]) : batch->to);
    *out_piece =
        (struct vd_kube_piece){vd_buf_slice(scratch), NULL, 1, vd_event_pos(event), batch->drained};
    count_delivery(source, event->revision, 1, batch->drained);
    return vd_buf_status(scratch);
}

static int next_of_tail(struct vd_kube_source *source, size_t max_bytes, uint32_t max_events,
                        struct vd_kube_piece *out_piece)
{
    struct vd_journal *journal = journal_of(source);
    size_t bytes = VD_MIN(VD_MAX(max_bytes, (size_t)PULL_MIN_BYTES), (size_t)VD_RUN_BYTES);
    struct vd_batch batch;
    int rc;

    if (source->show->is_spliced && take_alike(source, max_bytes, out_piece))
        return 0;
    rc = journal->ops->pull(journal, &source->cursor, bytes, VD_PULL_DRAIN | VD_PULL_PREV, &batch);
    if (rc == VD_WAIT && !source->was_live)
        source->was_live = vd_kube_source_is_live(source);
    if (rc)
        return rc;
    if (batch.count && source->show->is_spliced)
        return encode_shared(source, &batch, max_bytes, max_events, out_piece);
    if (batch.count)
        return encode_one(source, &batch, out_piece);
    /* It ends a revision that was split. */
    source->after = batch.to;
    *out_piece = (struct vd_kube_piece){.is_last = batch.drained};
    return 0;
}

/* --- the whole ---------------------------------------------------------------------------------
 */

int vd_kube_source_open(struct vd_kube_source *source, struct vd_kube_show *show,
                        const struct vd_principal *principal, const struct vd_kube_start *start)
{
    struct vd_pos from = start->from;
    int rc = 0;

    source->show = show;
    source->says_end = start->says_end;
    vd_list_append(&show->watches, &source->peers);
    if (start->has_state)
        rc = open_listing(source, principal, &from);
    if (rc == 0)
        rc = open_cursor(source, principal, from);
    if (rc)
        vd_kube_source_close(source);
    return rc;
}

void vd_kube_source_close(struct vd_kube_source *source)
{
    if (!source->show)
        return;
    drop_listing(source);
    if (source->is_open)
        journal_of(source)->ops->close(journal_of(source), &source->cursor);
    source->is_open = false;
    vd_list_remove(&source->peers);
    vd_kube_show_drop(source->show); /* after the cursor, whose residual it is */
    source->show = NULL;
}

int vd_kube_source_next(struct vd_kube_source *source, size_t max_bytes,
                        struct vd_kube_piece *out_piece)
{
    if (source->show->is_gone)
        return VD_END;
    if (source->listing)
        return next_of_list(source, max_bytes, out_piece);
    return next_of_tail(source, max_bytes, UINT32_MAX, out_piece);
}

int vd_kube_source_again(struct vd_kube_source *source, struct vd_pos first,
                         struct vd_kube_piece *out_piece)
{
    struct vd_journal *journal = journal_of(source);

    journal->ops->seek(journal, &source->cursor, first);
    source->after = first;
    return next_of_tail(source, 1, 1, out_piece);
}

bool vd_kube_source_is_live(const struct vd_kube_source *source)
{
    struct vd_journal *journal = journal_of(source);

    return !source->listing && journal->ops->is_live(journal, &source->cursor);
}

int64_t vd_kube_source_revision(const struct vd_kube_source *source)
{
    struct vd_journal *journal = journal_of(source);

    if (source->listing || source->after.sub)
        return 0;
    if (vd_kube_source_is_live(source))
        return VD_MAX(journal->ops->head(journal), source->after.revision - 1);
    return source->after.revision - 1;
}

void vd_kube_source_survey(struct vd_kube_source *source, struct vd_survey *survey, const char *by)
{
    const struct vd_kube_show *show = source->show;
    char text[256];
    int n;

    if (!show || !source->is_open)
        return;
    n = snprintf(text, sizeof(text), "%.*s%s%s", (int)VD_MIN(show->kind->plural.len, (size_t)200),
                 show->kind->plural.ptr, source->listing ? " list" : "",
                 vd_kube_selector_is_empty(&show->selector) ? "" : " selector");
    vd_watching_survey(survey, journal_of(source), &source->cursor,
                       &(struct vd_watching){
                           .door = VD_DOOR_KUBE, .by = by, .options = vd_slice(text, (size_t)n)});
}
