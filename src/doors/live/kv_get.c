/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One value. A small one that is in memory is answered at once. Any other is read from a range that
 * holds its revision, anew for each fill, so that a reader that is slow holds nothing of it.
 */
#include "doors/live/kv.h"

#include "base/alloc.h"
#include "core/get.h"

#include <errno.h>
#include <stdio.h>

enum { SMALL_BYTES = 16384, HEADERS = 10 };

struct value {
    struct vd_live *live;
    struct vd_exchange *x;
    struct vd_range *range;
    struct vd_live_conditions conditions; /* of the request: only while it is opened */
    size_t written;
    bool is_started, is_head;
    uint8_t bytes[]; /* the key */
};

/* --- the head ----------------------------------------------------------------------------------
 */

/* Text for headers, and how much of it is used. */
struct head {
    struct vd_header headers[HEADERS];
    uint32_t count;
    uint8_t text[256], *at;
};

static void add(struct head *head, struct vd_slice name, const uint8_t *from)
{
    head->headers[head->count++] =
        (struct vd_header){name, vd_slice(from, (size_t)(head->at - from))};
}

static void add_number(struct head *head, struct vd_slice name, int64_t number)
{
    uint8_t *from = head->at;

    head->at += snprintf((char *)from, 24, "%lld", (long long)number);
    add(head, name, from);
}

static void add_position(const struct vd_live *live, struct head *head, struct vd_slice name,
                         int64_t revision, bool is_quoted)
{
    uint8_t *from = head->at;

    if (is_quoted)
        *head->at++ = '"';
    head->at = vd_live_full_pos_put(head->at, live->store, (struct vd_pos){revision + 1, 0});
    if (is_quoted)
        *head->at++ = '"';
    add(head, name, from);
}

/* head_revision: what the row was read at. */
static void make_head(const struct vd_live *live, struct head *head, const struct vd_row *row,
                      int64_t head_revision)
{
    static const struct vd_header common[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/octet-stream")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("cache-control"), VD_SLICE("no-store")},
    };

    memcpy(head->headers, common, sizeof(common));
    head->count = VD_COUNT(common);
    head->at = head->text;
    add_position(live, head, VD_SLICE("etag"), row->mod_revision, true);
    add_position(live, head, VD_SLICE("vedette-position"), head_revision, false);
    add_number(head, VD_SLICE("vedette-create"), row->create_revision);
    add_number(head, VD_SLICE("vedette-version"), row->version);
    if (row->lease)
        add_number(head, VD_SLICE("vedette-lease"), row->lease);
}

/* True: it was answered without the value, because of a condition. */
static bool answer_condition(struct vd_live *live, struct vd_exchange *x,
                             const struct vd_live_conditions *conditions, struct head *head,
                             const struct vd_row *row)
{
    bool is_unchanged;

    if (vd_live_conditions_hold(live, conditions, row->mod_revision, &is_unchanged))
        return false;
    if (is_unchanged) {
        vd_exchange_start(x, 304, head->headers + 1, head->count - 1); /* without a type */
        vd_exchange_finish(x, NULL, 0);
    } else {
        vd_live_refuse(live, x, &VD_LIVE_PRECONDITION, NULL);
    }
    return true;
}

static void start(struct vd_live *live, struct vd_exchange *x, const struct vd_row *row,
                  int64_t head_revision, const struct vd_live_conditions *conditions,
                  bool *out_answered)
{
    struct head head;

    make_head(live, &head, row, head_revision);
    *out_answered = answer_condition(live, x, conditions, &head, row);
    if (*out_answered)
        return;
    add_number(&head, VD_SLICE("content-length"), (int64_t)row->value.len);
    vd_exchange_start(x, 200, head.headers, head.count);
}

/* --- a value that is read in pieces ------------------------------------------------------------
 */

static void fail(struct value *value, int rc)
{
    if (value->is_started)
        vd_exchange_reset(value->x, VD_LIVE_H2_ERROR);
    else
        vd_live_refuse(value->live, value->x, vd_live_problem_of(rc), NULL);
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct value *value = vd_exchange_user(x);
    struct vd_row row;
    size_t count;
    int rc;

    if (!value->is_started)
        return VD_FILL_IDLE;
    vd_range_rewind(value->range);
    rc = vd_range_next(value->range, true, &row, 1, 1, &count);
    if (rc == VD_WAIT)
        return VD_FILL_IDLE;
    if (rc) {
        fail(value, rc);
        return VD_FILL_IDLE;
    }
    value->written +=
        vd_out_copy(out, vd_slice(row.value.ptr + value->written, row.value.len - value->written));
    if (value->written < row.value.len)
        return VD_FILL_MORE;
    vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

/* The row without its value says all that the head does. */
static int begin(struct value *value, int64_t head_revision)
{
    struct vd_row row;
    size_t count;
    bool is_answered;
    int rc = vd_range_next(value->range, false, &row, 1, 1, &count);

    if (rc)
        return rc == VD_END ? VD_NOT_FOUND : rc;
    start(value->live, value->x, &row, head_revision, &value->conditions, &is_answered);
    value->is_started = true;
    if (is_answered)
        return 0;
    if (value->is_head)
        vd_exchange_finish(value->x, NULL, 0);
    else
        vd_exchange_ready(value->x, true);
    return 0;
}

static void on_ready(void *arg)
{
    struct value *value = arg;

    vd_exchange_ready(value->x, true);
}

static void value_free(struct value *value)
{
    if (value->range)
        vd_range_close(value->range);
    vd_free(value);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    value_free(vd_exchange_user(x));
}

static const struct vd_handler handler = {.fill = fill, .closed = closed};

static int open_value(struct vd_live *live, struct vd_exchange *x, const struct vd_request *request,
                      const struct vd_live_kv_ask *ask, const struct vd_live_conditions *conditions)
{
    struct vd_range_op op = {.revision = ask->revision};
    struct value *value = vd_alloc_zero(sizeof(*value) + ask->key.len);
    int rc;

    if (!value)
        return -ENOMEM;
    value->live = live;
    value->x = x;
    value->is_head = vd_slice_eq(request->method, VD_SLICE("HEAD"));
    value->conditions = *conditions;
    memcpy(value->bytes, ask->key.ptr, ask->key.len);
    op.key = vd_slice(value->bytes, ask->key.len);
    rc = vd_range_open(live->env.kv, live->env.slot, vd_exchange_principal(x), &op,
                       (struct vd_pos){0, 0}, on_ready, value, &value->range);
    if (rc) {
        vd_free(value);
        return rc;
    }
    vd_exchange_set(x, &handler, value);
    rc = begin(value, ask->revision ? ask->revision : vd_range_head(value->range));
    if (rc)
        vd_live_refuse(live, x, vd_live_problem_of(rc), NULL);
    return 0;
}

int vd_live_kv_get(struct vd_live *live, struct vd_exchange *x, const struct vd_request *request,
                   const struct vd_live_kv_ask *ask)
{
    struct vd_live_conditions conditions = vd_live_conditions_of(request);
    const struct vd_door_env *env = &live->env;
    struct vd_row row;
    bool is_answered;
    int rc = VD_WAIT;

    if (!ask->revision)
        rc = vd_kv_get(env->kv, env->slot, vd_exchange_principal(x), ask->key, true, &row);
    if (rc == VD_NOT_FOUND && conditions.if_match.len)
        return VD_CONFLICT;
    if (rc == VD_WAIT || (rc == 0 && row.value.len > SMALL_BYTES))
        return open_value(live, x, request, ask, &conditions);
    if (rc)
        return rc;
    start(live, x, &row, vd_kv_view(env->kv, env->slot)->head, &conditions, &is_answered);
    if (is_answered)
        return 0;
    if (row.value.len && !vd_slice_eq(request->method, VD_SLICE("HEAD")) &&
        vd_exchange_body(x, row.value))
        vd_exchange_reset(x, VD_LIVE_H2_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
    return 0;
}
