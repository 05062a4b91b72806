/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list, written as it is read: however many objects it has, what is held is the piece that is
 * being written. Where a limit may cut it, its metadata comes behind its items, because only then
 * it is known where the next page begins.
 */
#include "base/alloc.h"
#include "doors/kube/answer.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/model/pretty.h"
#include "doors/kube/model/table.h"
#include "doors/kube/options.h"
#include "doors/kube/read.h"
#include "doors/kube/show.h"
#include "doors/kube/status.h"
#include "doors/rest.h"

#include <errno.h>
#include <stdio.h>

enum { ROWS = 64, MIN_BYTES = 2048, MAX_BYTES = 65536, STEPS = 64, H2_INTERNAL_ERROR = 2 };

enum stage { HEAD, ITEMS, TAIL, DONE };

struct list {
    struct vd_kube *kube;
    struct vd_exchange *x;
    struct vd_kube_show *show;
    struct vd_range *range;
    struct vd_rest rest;
    struct vd_slice key; /* where it begins; the show's, or in memory of its own */
    uint8_t *memory;
    int64_t revision, limit, shown, seen; /* seen: rows that were passed, shown or not */
    bool is_latest;                       /* pages before were of another revision */
    bool has_more, is_pretty;
    enum stage stage;
    struct vd_kube_pretty pretty;
    struct vd_buf next; /* where the next page begins, behind what all keys have */
};

/* --- its text ----------------------------------------------------------------------------------
 */

static void write_metadata(struct list *list, struct vd_json *json)
{
    int64_t left;

    vd_json_name(json, "metadata");
    vd_json_object(json);
    vd_json_add_int_string(json, "resourceVersion", list->revision);
    if (list->has_more) {
        struct vd_kube_token token = {list->revision, vd_buf_slice(&list->next)};
        struct vd_buf text;

        vd_buf_init(&text, 0);
        vd_kube_token_write(&text, &token);
        vd_json_add_string(json, "continue", vd_buf_slice(&text));
        json->buf->status = json->buf->status ? json->buf->status : vd_buf_status(&text);
        vd_buf_deinit(&text);
        left = vd_range_count(list->range) - list->seen;
        if (vd_kube_selector_is_empty(&list->show->selector) && left > 0)
            vd_json_add_int(json, "remainingItemCount", left);
    }
    vd_json_object_end(json);
}

static int write_head(struct list *list, struct vd_buf *buf)
{
    bool is_table = list->show->form.as == VD_KUBE_AS_TABLE;
    bool is_partial = list->show->form.as != VD_KUBE_AS_OBJECT;
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    if (is_partial) {
        vd_json_add_str(&json, "kind", is_table ? "Table" : "PartialObjectMetadataList");
        vd_json_add_str(&json, "apiVersion",
                        list->show->form.is_beta ? "meta.k8s.io/v1beta1" : "meta.k8s.io/v1");
    } else {
        vd_json_add_string(&json, "kind", list->show->kind->list_kind);
        vd_json_add_string(&json, "apiVersion", list->show->kind->api_version);
    }
    if (!list->limit)
        write_metadata(list, &json);
    if (is_table) {
        vd_json_name(&json, "columnDefinitions");
        vd_kube_table_columns(buf, list->show->kind);
        json.comma = true;
    }
    vd_json_name(&json, is_table ? "rows" : "items");
    vd_json_array(&json);
    list->stage = ITEMS;
    return 0;
}

static int write_tail(struct list *list, struct vd_buf *buf)
{
    struct vd_json json;
    int rc = vd_range_settle(list->range);

    if (rc)
        return rc;
    vd_buf_append(buf, "]", 1);
    vd_json_init(&json, buf);
    json.comma = true;
    if (list->limit)
        write_metadata(list, &json);
    vd_json_object_end(&json);
    vd_json_line(&json);
    list->stage = DONE;
    return 0;
}

/* The next page begins behind this key. */
static void set_next(struct list *list, struct vd_slice key)
{
    size_t skip = list->kube->prefix.len + list->show->kind->storage.len + 1;

    vd_buf_clear(&list->next);
    vd_buf_append(&list->next, key.ptr + skip, key.len - skip);
    vd_buf_append(&list->next, "", 1);
}

/* True: the limit is reached. */
static bool write_row(struct list *list, struct vd_buf *buf, const struct vd_row *row)
{
    bool is_ours = vd_kube_is_ours(row->cause);

    if (list->limit && list->shown == list->limit) {
        list->has_more = true;
        return true;
    }
    list->seen++;
    if (!vd_kube_show_admits(list->show, row->key, row->value, is_ours, true))
        return false;
    if (list->shown++)
        vd_buf_append(buf, ",", 1);
    vd_kube_show_write(list->show, buf, row->value, is_ours, row->mod_revision);
    if (list->limit && list->shown == list->limit)
        set_next(list, row->key);
    return false;
}

/* Of those that are left of a limit no more are read than may be shown, and one. */
static size_t rows_wanted(const struct list *list)
{
    if (!list->limit || list->limit - list->shown >= ROWS)
        return ROWS;
    return (size_t)(list->limit - list->shown) + 1;
}

static int write_items(struct list *list, struct vd_buf *buf, size_t room)
{
    size_t bytes = VD_MIN(VD_MAX(room, (size_t)MIN_BYTES), (size_t)MAX_BYTES);
    struct vd_row rows[ROWS];
    size_t count;
    int rc = vd_range_next(list->range, true, rows, rows_wanted(list), bytes, &count);

    if (rc == VD_END)
        list->stage = TAIL;
    if (rc)
        return rc == VD_END ? 0 : rc;
    for (size_t i = 0; i < count; i++)
        if (write_row(list, buf, &rows[i])) {
            list->stage = TAIL;
            break;
        }
    return 0;
}

static struct vd_slice prettied(struct list *list, struct vd_slice text)
{
    struct vd_buf *page = &list->kube->page;

    if (!list->is_pretty)
        return text;
    vd_buf_clear(page);
    vd_kube_pretty_feed(&list->pretty, page, text);
    return vd_buf_slice(page);
}

/* The next piece. 0; VD_WAIT, VD_AGAIN; otherwise it failed. */
static int write_next(struct list *list, struct vd_out *out)
{
    struct vd_buf *scratch = vd_kube_scratch(list->kube);
    struct vd_slice text;
    int rc = list->stage == HEAD    ? write_head(list, scratch)
             : list->stage == ITEMS ? write_items(list, scratch, out->room)
                                    : write_tail(list, scratch);

    if (rc == 0)
        rc = vd_buf_status(scratch);
    if (rc)
        return rc;
    text = prettied(list, vd_buf_slice(scratch));
    if (list->is_pretty && vd_buf_status(&list->kube->page))
        return vd_buf_status(&list->kube->page);
    return text.len ? vd_rest_begin(&list->rest, out, text, NULL) : 0;
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct list *list = vd_exchange_user(x);

    for (unsigned i = 0; i < STEPS; i++) {
        int rc;

        if (!vd_rest_is_empty(&list->rest))
            vd_rest_write(&list->rest, out);
        if (!vd_rest_is_empty(&list->rest))
            return VD_FILL_MORE;
        if (list->stage == DONE) {
            vd_exchange_finish(x, NULL, 0);
            return VD_FILL_IDLE;
        }
        if (!out->room)
            return VD_FILL_MORE;
        rc = write_next(list, out);
        if (rc == VD_WAIT)
            return VD_FILL_IDLE;
        if (rc == VD_AGAIN)
            return VD_FILL_LATER;
        if (rc) {
            vd_exchange_reset(x, H2_INTERNAL_ERROR);
            return VD_FILL_IDLE;
        }
    }
    return VD_FILL_LATER;
}

/* --- its life ----------------------------------------------------------------------------------
 */

static void on_ready(void *arg)
{
    struct list *list = arg;

    vd_exchange_ready(list->x, true);
}

static void list_free(struct list *list)
{
    if (list->range)
        vd_range_close(list->range);
    vd_rest_drop(&list->rest);
    vd_kube_show_drop(list->show);
    vd_buf_deinit(&list->next);
    vd_free(list->memory);
    vd_free(list);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    list_free(vd_exchange_user(x));
}

static const struct vd_handler handler = {.fill = fill, .closed = closed};

/* --- its beginning -----------------------------------------------------------------------------
 */

/* What a call that lists has; in its arena. */
struct wish {
    struct vd_kube_options options;
    int64_t at; /* the revision to read; 0: the newest */
};

/* Where a page begins: behind the keys of those before. */
static int set_start(struct list *list, const struct vd_kube_token *token)
{
    struct vd_slice prefix = list->kube->prefix, storage = list->show->kind->storage;
    size_t len = prefix.len + storage.len + 1 + token->start.len;
    uint8_t *to = list->memory = vd_alloc(len);

    if (!to)
        return -ENOMEM;
    memcpy(to, prefix.ptr, prefix.len);
    memcpy(to + prefix.len, storage.ptr, storage.len);
    to[prefix.len + storage.len] = '/';
    memcpy(to + prefix.len + storage.len + 1, token->start.ptr, token->start.len);
    list->key = vd_slice(to, len);
    if (vd_slice_cmp(list->key, list->show->key) < 0 ||
        (list->show->end.len && vd_slice_cmp(list->key, list->show->end) >= 0))
        return VD_INVALID;
    return 0;
}

static int open_range(struct list *list, const struct vd_principal *principal, int64_t at)
{
    const struct vd_door_env *env = &list->kube->env;
    struct vd_range_op op = {.key = list->key, .end = list->show->end, .revision = at};
    int rc = vd_range_open(env->kv, env->slot, principal, &op, (struct vd_pos){0, 0}, on_ready,
                           list, &list->range);

    if (rc == 0)
        list->revision = at ? at : vd_range_head(list->range);
    return rc;
}

static int list_new(struct vd_kube_call *call, const struct wish *wish, struct list **out_list)
{
    struct list *list = vd_alloc_zero(sizeof(*list));
    int rc;

    if (!list)
        return -ENOMEM;
    list->kube = call->kube;
    list->x = call->x;
    list->limit = wish->options.limit;
    list->is_pretty = call->is_pretty;
    vd_buf_init(&list->next, 0);
    rc = vd_kube_show_take(call, &wish->options, &list->show);
    if (rc == 0)
        list->key = list->show->key;
    if (rc == 0 && wish->options.has_continue)
        rc = set_start(list, &wish->options.token);
    if (rc == 0)
        rc = open_range(list, call->principal, wish->at);
    if (rc) {
        list_free(list);
        return rc;
    }
    *out_list = list;
    return 0;
}

static void start(struct list *list, struct vd_kube_call *call)
{
    struct vd_header headers[VD_KUBE_HEADERS_MAX];
    char audit[VD_KUBE_AUDIT_BYTES];
    uint32_t count = vd_kube_answer_headers(call, headers, audit);

    vd_exchange_set(list->x, &handler, list);
    vd_exchange_start(list->x, 200, headers, count);
    vd_exchange_ready(list->x, true);
    vd_kube_call_free(call);
}

/* The rest of a list of which something was shown is to be had all the same, if not as it was. */
static void refuse_gone(struct vd_kube_call *call, const struct wish *wish)
{
    struct vd_kube_token token = {VD_KUBE_TOKEN_LATEST, wish->options.token.start};
    struct vd_kube_status status = {
        .code = 410,
        .reason = "Expired",
        .message = VD_SLICE("The resourceVersion for the provided list is too old.")};
    struct vd_buf text;

    vd_buf_init(&text, 0);
    if (wish->options.has_continue) {
        status.message =
            VD_SLICE("The provided continue parameter is too old to display a consistent list "
                     "result. You can start a new list without the continue parameter, or use the "
                     "continue token in this response to retrieve the remainder of the results. "
                     "Continuing with the provided token results in an inconsistent list - objects "
                     "that were created, modified, or deleted between the time the first chunk was "
                     "returned and now may show up in the list.");
        vd_kube_token_write(&text, &token);
        status.continue_token = vd_buf_slice(&text);
    }
    vd_kube_refuse_with(call, &status);
    vd_buf_deinit(&text);
}

static void on_awaited(struct vd_kube_call *call)
{
    const struct wish *wish = call->state;
    struct list *list;
    int rc;

    if (call->is_too_new) {
        vd_kube_refuse_too_new(call);
        return;
    }
    rc = list_new(call, wish, &list);
    if (rc == 0)
        start(list, call);
    else if (rc == VD_COMPACTED)
        refuse_gone(call, wish);
    else if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(call, "continue key is not valid: it is of another list");
    else
        vd_kube_refuse_outcome(call, rc);
}

/* Which revision is read, and which must have come before that. */
static int64_t resolve(struct wish *wish)
{
    struct vd_kube_options *options = &wish->options;

    if (options->has_continue) {
        wish->at = VD_MAX(options->token.revision, (int64_t)0);
        return wish->at;
    }
    if (options->match == VD_KUBE_MATCH_EXACT ||
        (options->match == VD_KUBE_MATCH_UNSET && options->limit))
        wish->at = options->revision;
    /* Any state will do, and that is the whole of the newest. */
    if (options->has_revision && !options->revision)
        options->limit = 0;
    return options->revision;
}

void vd_kube_list_open(struct vd_kube_call *call)
{
    struct wish *wish = vd_arena_alloc_zero(&call->arena, sizeof(*wish));

    if (!wish) {
        vd_kube_refuse_outcome(call, -ENOMEM);
        return;
    }
    call->state = wish;
    if (vd_kube_options_read(call, &wish->options))
        vd_kube_call_await(call, resolve(wish), on_awaited);
}
