/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of a prefix, at one revision, as JSON that is written as it is read. */
#include "doors/live/kv.h"

#include "base/alloc.h"
#include "doors/live/rest.h"
#include "doors/live/wish.h"

#include <errno.h>
#include <stdio.h>

enum { ROWS = 64, MIN_BYTES = 2048, MAX_BYTES = 16384, TEXT_BYTES = 160 };

enum stage { HEAD, ITEMS, TAIL, DONE };

struct list {
    struct vd_live *live;
    struct vd_exchange *x;
    struct vd_range *range;
    struct vd_rest rest;
    int64_t revision;
    enum stage stage;
    bool has_lines, is_keys_only;
    uint8_t bytes[]; /* both ends of the range */
};

static int write_head(struct list *list, struct vd_out *out)
{
    uint8_t text[TEXT_BYTES], store[VD_LIVE_STORE_BYTES];
    int n;

    (void)vd_live_store_put(store, list->live->store);
    n = snprintf((char *)text, sizeof(text), "{\"store\":\"%.*s\",\"pos\":\"%lld\",\"items\":[",
                 VD_LIVE_STORE_BYTES, (const char *)store, (long long)list->revision);
    list->stage = ITEMS;
    return vd_rest_begin(&list->rest, out, vd_slice(text, (size_t)n), NULL);
}

static int write_tail(struct list *list, struct vd_out *out)
{
    char text[TEXT_BYTES];
    int n, rc = vd_range_settle(list->range);

    if (rc)
        return rc;
    n = snprintf(text, sizeof(text), "%s],\"count\":%lld,\"more\":%s}\n",
                 list->has_lines ? "\n" : "", (long long)vd_range_count(list->range),
                 vd_range_has_more(list->range) ? "true" : "false");
    list->stage = DONE;
    return vd_rest_begin(&list->rest, out, vd_slice(text, (size_t)n), NULL);
}

static int write_items(struct list *list, struct vd_out *out)
{
    size_t bytes = VD_MIN(VD_MAX(out->room / 2, (size_t)MIN_BYTES), (size_t)MAX_BYTES);
    struct vd_buf *scratch = vd_live_scratch(list->live);
    unsigned how = list->is_keys_only ? VD_LIVE_KEYS : 0;
    struct vd_row rows[ROWS];
    size_t count;
    int rc = vd_range_next(list->range, !list->is_keys_only, rows, ROWS, bytes, &count);

    if (rc == VD_END)
        list->stage = TAIL;
    if (rc)
        return rc == VD_END ? 0 : rc;
    for (size_t i = 0; i < count; i++)
        vd_live_add_row(scratch, vd_live_variant(how, VD_LIVE_ARRAY), &rows[i]);
    rc = vd_buf_status(scratch);
    return rc ? rc
              : vd_live_write_lines(&list->rest, out, &list->has_lines, vd_buf_slice(scratch),
                                    NULL);
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct list *list = vd_exchange_user(x);

    for (;;) {
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
        rc = list->stage == HEAD    ? write_head(list, out)
             : list->stage == ITEMS ? write_items(list, out)
                                    : write_tail(list, out);
        if (rc == VD_WAIT)
            return VD_FILL_IDLE;
        if (rc == VD_AGAIN)
            return VD_FILL_LATER;
        if (rc) {
            vd_exchange_reset(x, VD_LIVE_H2_ERROR);
            return VD_FILL_IDLE;
        }
    }
}

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
    vd_free(list);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    list_free(vd_exchange_user(x));
}

static const struct vd_handler handler = {.fill = fill, .closed = closed};

/* Where the list begins: with the prefix, or behind a key that lies further on. */
static struct vd_slice make_key(const struct vd_live_kv_ask *ask, uint8_t *room)
{
    struct vd_slice key = ask->key;

    if (ask->has_after && vd_slice_cmp(ask->after, key) >= 0) {
        memcpy(room, ask->after.ptr, ask->after.len);
        room[ask->after.len] = 0;
        return vd_slice(room, ask->after.len + 1);
    }
    if (!key.len)
        return VD_SLICE("\0");
    memcpy(room, key.ptr, key.len);
    return vd_slice(room, key.len);
}

static void start(struct list *list)
{
    uint8_t position[VD_LIVE_FULL_POS_BYTES];
    uint8_t *end =
        vd_live_full_pos_put(position, list->live->store, (struct vd_pos){list->revision + 1, 0});
    const struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/json")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("cache-control"), VD_SLICE("no-store")},
        {VD_SLICE("vedette-position"), vd_slice(position, (size_t)(end - position))},
    };

    vd_exchange_start(list->x, 200, headers, VD_COUNT(headers));
    vd_exchange_ready(list->x, true);
}

int vd_live_kv_list(struct vd_live *live, struct vd_exchange *x, const struct vd_live_kv_ask *ask)
{
    size_t room = VD_MAX(ask->key.len, ask->after.len) + 1;
    struct list *list = vd_alloc_zero(sizeof(*list) + room + ask->key.len);
    struct vd_range_op op = {.limit = ask->limit, .revision = ask->revision};
    int rc;

    if (!list)
        return -ENOMEM;
    list->live = live;
    list->x = x;
    list->is_keys_only = op.keys_only = ask->is_keys_only;
    op.key = make_key(ask, list->bytes);
    op.end = vd_live_prefix_end(ask->key, list->bytes + room);
    rc = vd_range_open(live->env.kv, live->env.slot, vd_exchange_principal(x), &op,
                       (struct vd_pos){0, 0}, on_ready, list, &list->range);
    if (rc) {
        vd_free(list);
        return rc;
    }
    list->revision = ask->revision ? ask->revision : vd_range_head(list->range);
    vd_exchange_set(x, &handler, list);
    start(list);
    return 0;
}
