/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ListValue: a cursor on one key, behind its present value.
 *
 * A stream asks for its topic (ask), or begins behind a position that its metadata names; from then
 * on it is a cursor and where it stands. Whatever its client does not read stays in the store.
 */
#include "core/get.h"
#include "doors/feed/state.h"
#include "doors/feed/token.h"
#include "doors/watching.h"
#include "wire/utf8.h"

#include <errno.h>
#include <stdio.h>

enum { PULL_MIN_BYTES = 1024, PULL_MAX_BYTES = 16384, SAMPLE_EVERY = 32, TEXT_BYTES = 200 };

enum {
    WANTS = VD_FEED_POSITIONS | VD_FEED_LATEST,
    SINCE = 4,   /* begins behind a position */
    OPEN = 8,    /* the cursor is */
    BEHIND = 16, /* was not live when it last ran dry */
    ENDED = 32,  /* nothing further is shown */
    GONE = 64    /* because its position is gone */
};

struct list {
    struct vd_cursor cursor;
    struct vd_feed_ask *ask; /* NULL: it has its present value, or wants none */
    struct vd_pos next;      /* what has not been shown */
    unsigned flags;
};

_Static_assert(sizeof(struct list) <= 96, "an idle stream is to be cheap");

static struct vd_feed *door_of(const struct list *list)
{
    return vd_call_arg(vd_call_of_state((void *)(uintptr_t)list));
}

static struct vd_journal *journal_of(const struct list *list)
{
    return door_of(list)->env.store;
}

/* --- metadata ------------------------------------------------------------------------------------
 */

/* "1", "true" or nothing; "0", "false". VD_INVALID. */
static int read_flag(struct vd_slice value, bool *out)
{
    bool is_off = vd_slice_eq(value, VD_SLICE("0")) || vd_slice_eq(value, VD_SLICE("false"));

    if (!is_off && value.len && !vd_slice_eq(value, VD_SLICE("1")) &&
        !vd_slice_eq(value, VD_SLICE("true")))
        return VD_INVALID;
    *out = !is_off;
    return 0;
}

static int read_metadata(struct list *list, const struct vd_header *header)
{
    bool is_on = false;
    unsigned flag;
    int rc;

    if (vd_slice_eq(header->name, VD_SLICE("since"))) {
        if (list->flags & SINCE)
            return VD_INVALID;
        list->flags |= SINCE;
        rc = vd_feed_token_read(header->value, door_of(list)->store_id, &list->next);
        list->flags |= rc == VD_COMPACTED ? GONE : 0u;
        return rc == VD_COMPACTED ? 0 : rc;
    }
    if (vd_slice_eq(header->name, VD_SLICE("latest")))
        flag = VD_FEED_LATEST;
    else if (vd_slice_eq(header->name, VD_SLICE("positions")))
        flag = VD_FEED_POSITIONS;
    else
        return 0;
    rc = read_flag(header->value, &is_on);
    list->flags |= is_on ? flag : 0u;
    return rc;
}

static void list_open(struct vd_call *call, const struct vd_request *request)
{
    struct list *list = vd_call_state(call);

    for (uint32_t i = 0; i < request->header_count; i++) {
        const struct vd_header *header = &request->headers[i];
        char text[TEXT_BYTES];

        if (read_metadata(list, header) == 0)
            continue;
        snprintf(text, sizeof(text), "metadata %.*s makes no sense, or comes twice",
                 (int)header->name.len, (const char *)header->name.ptr);
        vd_call_finish(call, VD_RPC_INVALID_ARGUMENT, text);
        return;
    }
}

static struct vd_slice token(struct list *list, unsigned which, struct vd_pos next)
{
    struct vd_feed *door = door_of(list);
    uint8_t *to = door->tokens[which];

    return vd_slice(to, vd_feed_token_put(to, door->store_id, next));
}

/* Everything up to there was shown, or had been before. */
static struct vd_pos shown(struct list *list)
{
    struct vd_journal *journal = journal_of(list);

    if (list->flags & OPEN && !(list->flags & ENDED) &&
        journal->ops->is_live(journal, &list->cursor)) {
        struct vd_pos head = {journal->ops->head(journal) + 1, 0};

        return vd_pos_cmp(list->next, head) < 0 ? head : list->next;
    }
    return list->next;
}

/* Where nothing was asked for there is no position. */
static uint32_t list_trailers(struct vd_call *call, struct vd_header headers[VD_RPC_TRAILERS])
{
    struct list *list = vd_call_state(call);
    struct vd_journal *journal = journal_of(list);
    uint32_t count = 0;

    if (list->next.revision)
        headers[count++] =
            (struct vd_header){VD_SLICE("vedette-position"), token(list, 0, shown(list))};
    if (!(list->flags & GONE))
        return count;
    headers[count++] =
        (struct vd_header){VD_SLICE("vedette-oldest"),
                           token(list, 1, (struct vd_pos){journal->ops->floor(journal) + 1, 0})};
    headers[count++] =
        (struct vd_header){VD_SLICE("vedette-current"),
                           token(list, 2, (struct vd_pos){journal->ops->head(journal) + 1, 0})};
    return count;
}

/* --- how it ends -------------------------------------------------------------------------------
 */

static void fail(struct list *list, int rc)
{
    list->flags |= ENDED;
    vd_feed_fail(vd_call_of_state(list), rc);
}

static void gone(struct list *list, const char *why)
{
    struct vd_journal *journal = journal_of(list);
    char text[TEXT_BYTES];

    list->flags |= ENDED | GONE;
    snprintf(text, sizeof(text), "the position is %s: the oldest is %lld, the current %lld", why,
             (long long)journal->ops->floor(journal), (long long)journal->ops->head(journal));
    vd_call_finish(vd_call_of_state(list), VD_RPC_OUT_OF_RANGE, text);
}

static void not_text(struct list *list, int64_t revision)
{
    char text[TEXT_BYTES];

    list->flags |= ENDED;
    snprintf(
        text, sizeof(text),
        "the value of revision %lld is not UTF-8, and no message can hold it; since: %lld goes on "
        "behind it",
        (long long)revision, (long long)revision);
    vd_call_finish(vd_call_of_state(list), VD_RPC_FAILED_PRECONDITION, text);
}

/* --- the beginning -------------------------------------------------------------------------------
 */

static void on_ready(struct vd_cursor *cursor)
{
    struct list *list = vd_container_of(cursor, struct list, cursor);

    vd_call_ready(vd_call_of_state(list), false);
}

/* 0; as the journal's open. */
static int follow(struct list *list, struct vd_slice key, struct vd_pos from)
{
    struct vd_journal *journal = journal_of(list);
    struct vd_selection selection = {.key = key};
    int64_t now;
    int rc;

    list->cursor = (struct vd_cursor){.ready = on_ready};
    rc = journal->ops->open(journal, &list->cursor, vd_call_principal(vd_call_of_state(list)),
                            &selection, from, &now);
    if (rc)
        return rc;
    list->flags |= OPEN;
    if (!journal->ops->is_live(journal, &list->cursor))
        list->flags |= BEHIND;
    return 0;
}

/* The headers, at once: whoever begins anew from there misses nothing of this stream. */
static void start(struct list *list)
{
    struct vd_header header = {VD_SLICE("vedette-position"), token(list, 0, list->next)};

    vd_call_start(vd_call_of_state(list), &header, 1);
}

static void go_on_from_position(struct list *list, struct vd_slice key)
{
    int rc = follow(list, key, list->next);

    if (rc == VD_COMPACTED)
        return gone(list, "gone");
    if (rc)
        return fail(list, rc);
    start(list);
}

static void begin(struct list *list, struct vd_slice key)
{
    struct vd_call *call = vd_call_of_state(list);
    const struct vd_door_env *env = &door_of(list)->env;
    int64_t head = vd_kv_view(env->kv, env->slot)->head;
    struct vd_row row;
    int rc = vd_kv_get(env->kv, env->slot, vd_call_principal(call), key, false, &row);

    if (rc && rc != VD_NOT_FOUND)
        return fail(list, rc);
    list->next = (struct vd_pos){rc ? head + 1 : row.mod_revision, 0};
    list->ask = vd_feed_ask_new(call, key);
    if (!list->ask)
        return fail(list, -ENOMEM);
    start(list);
    vd_call_ready(call, true);
}

static void list_message(struct vd_call *call, struct vd_slice message)
{
    struct list *list = vd_call_state(call);
    struct vd_slice key;

    if (vd_feed_read_text(message, &key))
        vd_call_finish(call, VD_RPC_INTERNAL, VD_FEED_BAD_MESSAGE);
    else if (!key.len)
        vd_call_finish(call, VD_RPC_INVALID_ARGUMENT, "data names no topic");
    else if (list->flags & GONE)
        gone(list, "of another store");
    else if (list->flags & SINCE)
        go_on_from_position(list, key);
    else
        begin(list, key);
}

/* --- out ----------------------------------------------------------------------------------------
 */

static int send_value(struct list *list, struct vd_out *out, const struct vd_row *row,
                      struct vd_pos next)
{
    struct vd_call *call = vd_call_of_state(list);
    struct vd_bytes *bytes;

    if (!vd_utf8_is_valid(row->value)) {
        not_text(list, row->mod_revision);
        return 0;
    }
    bytes = vd_feed_message(door_of(list)->store_id, row->value, next, list->flags & WANTS);
    if (!bytes)
        return -ENOMEM;
    list->next = next;
    vd_call_count_sent(call, 1);
    (void)vd_feed_write(call, out, vd_bytes_slice(bytes), bytes);
    vd_bytes_unref(bytes);
    return 0;
}

static enum vd_fill send_present(struct list *list, struct vd_out *out)
{
    struct vd_feed_ask *ask = list->ask;
    struct vd_pos next;
    struct vd_row row;
    int found = vd_feed_look(ask, &row, &next);
    int rc = found && found != VD_NOT_FOUND ? found : follow(list, ask->op.key, next);

    if (rc == VD_WAIT)
        return VD_FILL_IDLE;
    if (rc == VD_COMPACTED) {
        /* The value took long to come, and what it was the state of is gone. */
        vd_feed_look_again(ask);
        return VD_FILL_MORE;
    }
    if (rc == 0 && found == 0)
        rc = send_value(list, out, &row, next);
    if (rc)
        fail(list, rc);
    vd_feed_ask_free(ask);
    list->ask = NULL;
    return VD_FILL_MORE;
}

static void send_page(struct list *list, struct vd_out *out, const struct vd_feed_page *page)
{
    struct vd_call *call = vd_call_of_state(list);
    struct vd_feed *door = door_of(list);

    list->next = page->next;
    if (page->count) {
        vd_call_count_sent(call, page->count);
        vd_watching_sent(&door->sent, VD_DOOR_FEED, page->count, page->first,
                         !(list->flags & BEHIND));
        (void)vd_feed_write(call, out, vd_slice(page->bytes->data, page->len), page->bytes);
    }
    if (page->end == VD_FEED_DELETED) {
        list->flags |= ENDED;
        vd_call_finish(call, VD_RPC_OK, NULL);
    } else if (page->end == VD_FEED_NOT_TEXT) {
        not_text(list, page->next.revision);
    }
}

static enum vd_fill send_changes(struct list *list, struct vd_out *out)
{
    struct vd_feed *door = door_of(list);
    struct vd_journal *journal = journal_of(list);
    size_t max_bytes = VD_MIN(VD_MAX(out->room, (size_t)PULL_MIN_BYTES), (size_t)PULL_MAX_BYTES);
    const struct vd_feed_page *page;
    bool is_drained = false;
    int rc = vd_feed_pages_next(&door->pages, journal, &list->cursor, list->flags & WANTS,
                                max_bytes, &page, &is_drained);

    if (rc == 0)
        send_page(list, out, page);
    else if (rc == VD_COMPACTED)
        gone(list, "gone");
    else if (rc != VD_WAIT)
        fail(list, rc);
    if (rc == 0 && !is_drained)
        return VD_FILL_MORE;
    if (list->flags & BEHIND && journal->ops->is_live(journal, &list->cursor))
        list->flags &= ~(unsigned)BEHIND;
    return VD_FILL_IDLE;
}

static enum vd_fill list_fill(struct vd_call *call, struct vd_out *out)
{
    struct list *list = vd_call_state(call);

    if (list->ask)
        return send_present(list, out);
    return send_changes(list, out);
}

static void list_release(struct vd_call *call)
{
    struct list *list = vd_call_state(call);
    struct vd_journal *journal = journal_of(list);

    if (list->flags & OPEN)
        journal->ops->close(journal, &list->cursor);
    vd_feed_ask_free(list->ask);
}

static void list_survey(struct vd_call *call, struct vd_survey *survey)
{
    struct list *list = vd_call_state(call);
    struct vd_watching watching = {.door = VD_DOOR_FEED, .by = "grpc"};

    if (!(list->flags & OPEN))
        return;
    if (list->flags & VD_FEED_LATEST)
        watching.options = VD_SLICE("latest");
    vd_watching_survey(survey, journal_of(list), &list->cursor, &watching);
}

const struct vd_rpc_ops VD_FEED_LIST_VALUE = {.state_bytes = sizeof(struct list),
                                              .message = list_message,
                                              .fill = list_fill,
                                              .release = list_release,
                                              .survey = list_survey,
                                              .open = list_open,
                                              .trailers = list_trailers};
