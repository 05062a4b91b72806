/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /watchers (docs/doors/ops.md): three steps, each of which may outlive the exchange: all loops
 * are asked for their watches; where some are behind, history is asked how old what they want next
 * is; then the rows are written, some at each fill.
 */
#include "doors/ops/ops.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "core/ages.h"
#include "doors/ops/wish.h"
#include "wire/json.h"

#include <errno.h>
#include <stdio.h>

enum { ROWS_AT_ONCE = 64, PLACE_BYTES = 64, H2_INTERNAL_ERROR = 2 };

struct listing {
    const struct vd_door_env *env;
    struct vd_exchange *x; /* NULL: gone */
    bool is_waiting;       /* for the loops, or for history */
    bool is_ended;         /* the last byte is in the buffer */
    struct vd_survey_wish wish;
    struct vd_door_survey survey;
    struct vd_ages ages;
    int64_t *times; /* what each item wants next, and then when that was committed */
    int64_t now_ms;
    uint32_t at;       /* the item that is written next */
    struct vd_buf key; /* that is wished for */
    struct vd_buf text;
    size_t sent;
};

static void listing_free(struct listing *listing)
{
    vd_survey_list_deinit(&listing->survey.list);
    vd_buf_deinit(&listing->key);
    vd_buf_deinit(&listing->text);
    vd_free(listing->times);
    vd_free(listing);
}

/* --- what is written -------------------------------------------------------------------------- */

/* Text where it is UTF-8; a cut in the middle of a character does not make it anything else. */
static void add_bytes(struct vd_json *json, const char *name, const char *name64,
                      struct vd_slice bytes, size_t whole_bytes)
{
    size_t span = vd_utf8_span(bytes);

    if (span == bytes.len || (whole_bytes > bytes.len && bytes.len - span < 4))
        vd_json_add_string(json, name, vd_slice(bytes.ptr, span));
    else
        vd_json_add_base64(json, name64, bytes);
}

/* "N" is after the whole of revision N, "N.s" after its event s. */
static void add_position(struct vd_json *json, struct vd_pos next, int64_t head)
{
    char text[48];

    if (!next.revision)
        snprintf(text, sizeof(text), "%lld", (long long)head);
    else if (next.sub)
        snprintf(text, sizeof(text), "%lld.%u", (long long)next.revision, next.sub - 1);
    else
        snprintf(text, sizeof(text), "%lld", (long long)next.revision - 1);
    vd_json_add_str(json, "position", text);
}

static void print_place(const struct vd_survey_place *place, char text[PLACE_BYTES])
{
    snprintf(text, PLACE_BYTES, "%u.%llu.%u.%u", place->loop, (unsigned long long)place->conn,
             place->stream, place->slot);
}

static void add_lag(struct listing *listing, struct vd_json *json, uint32_t i)
{
    const struct vd_survey_item *item = listing->survey.list.items[i];
    int64_t then_ms = listing->times ? listing->times[i] : 0;

    vd_json_add_uint(json, "lag", item->behind);
    if (!item->behind)
        vd_json_add_int(json, "lag_ms", 0);
    else if (then_ms) /* else nobody knows any more */
        vd_json_add_int(json, "lag_ms", VD_MAX(listing->now_ms - then_ms, 0));
}

static void write_item(struct listing *listing, struct vd_json *json, uint32_t i, int64_t head)
{
    const struct vd_survey_item *item = listing->survey.list.items[i];
    enum vd_survey_kind kind = (enum vd_survey_kind)item->kind;
    char place[PLACE_BYTES];

    print_place(&item->place, place);
    vd_json_object(json);
    vd_json_add_str(json, "place", place);
    vd_json_add_str(json, "door", vd_door_id_name((enum vd_door_id)item->door));
    vd_json_add_str(json, "by", item->by ? item->by : "");
    if (item->id.len)
        add_bytes(json, "id", "id64", item->id, item->id.len);
    vd_json_add_str(json, "peer", item->peer);
    vd_json_add_str(json, "selector", vd_survey_kind_name(kind));
    if (kind != VD_SURVEY_ALL)
        add_bytes(json, "key", "key64", item->key, item->key_bytes);
    if (item->key_bytes > item->key.len)
        vd_json_add_uint(json, "key_bytes", item->key_bytes);
    if (kind == VD_SURVEY_RANGE)
        add_bytes(json, "end", "end64", item->end, item->end_bytes);
    if (item->options.len)
        add_bytes(json, "options", "options64", item->options, item->options.len);
    add_position(json, item->next, head);
    add_lag(listing, json, i);
    vd_json_add_str(json, "state", vd_survey_state_name((enum vd_survey_state)item->state));
    vd_json_add_uint(json, "unsent_bytes", item->unsent_bytes);
    vd_json_object_end(json);
}

static void write_sums(struct vd_json *json, const struct vd_survey_sum *sum)
{
    uint64_t total = 0;

    vd_json_name(json, "doors");
    vd_json_object(json);
    for (unsigned door = 0; door < VD_DOOR_ID_COUNT; door++) {
        vd_json_name(json, vd_door_id_name((enum vd_door_id)door));
        vd_json_object(json);
        for (unsigned state = 0; state < VD_SURVEY_STATES; state++) {
            vd_json_add_uint(json, vd_survey_state_name((enum vd_survey_state)state),
                             sum->watches[door][state]);
            total += sum->watches[door][state];
        }
        vd_json_object_end(json);
    }
    vd_json_object_end(json);
    vd_json_add_uint(json, "total", total);
    vd_json_add_uint(json, "lag_max", sum->max);
}

static int64_t head_of(const struct vd_door_env *env)
{
    return vd_kv_view(env->kv, env->slot)->head;
}

static void write_head(struct listing *listing)
{
    char store[24];
    struct vd_json json;

    snprintf(store, sizeof(store), "%016llx", (unsigned long long)vd_kv_store_id(listing->env->kv));
    vd_json_init(&json, &listing->text);
    vd_json_object(&json);
    vd_json_add_str(&json, "store", store);
    vd_json_add_int(&json, "head", head_of(listing->env));
    write_sums(&json, &listing->survey.result);
    vd_buf_append_slice(&listing->text, VD_SLICE(",\"watchers\":["));
}

static void write_rows(struct listing *listing)
{
    const struct vd_survey_list *list = &listing->survey.list;
    int64_t head = head_of(listing->env);

    for (unsigned n = 0; n < ROWS_AT_ONCE && listing->at < list->count; n++) {
        struct vd_json json;

        vd_json_init(&json, &listing->text);
        vd_buf_append(&listing->text, listing->at ? ",\n" : "\n", listing->at ? 2 : 1);
        write_item(listing, &json, listing->at++, head);
    }
}

static void write_end(struct listing *listing)
{
    const struct vd_survey_list *list = &listing->survey.list;
    struct vd_json json;
    char place[PLACE_BYTES];

    vd_buf_append_slice(&listing->text, VD_SLICE("\n],"));
    vd_json_init(&json, &listing->text);
    vd_json_add_bool(&json, "more", list->more || list->no_memory);
    if (list->more && list->count && list->wish.order == VD_SURVEY_BY_PLACE) {
        print_place(&list->items[list->count - 1]->place, place);
        vd_json_add_str(&json, "next", place);
    }
    vd_buf_append_slice(&listing->text, VD_SLICE("}\n"));
    listing->is_ended = true;
}

/* --- the exchange ----------------------------------------------------------------------------- */

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct listing *listing = vd_exchange_user(x);

    if (listing->sent == listing->text.len && !listing->is_ended) {
        vd_buf_clear(&listing->text);
        listing->sent = 0;
        write_rows(listing);
        if (listing->at == listing->survey.list.count)
            write_end(listing);
    }
    if (vd_buf_status(&listing->text)) {
        vd_exchange_reset(x, H2_INTERNAL_ERROR);
        return VD_FILL_IDLE;
    }
    listing->sent += vd_out_copy(
        out, vd_slice(listing->text.data + listing->sent, listing->text.len - listing->sent));
    if (listing->sent < listing->text.len || !listing->is_ended)
        return VD_FILL_MORE;
    vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct listing *listing = vd_exchange_user(x);

    (void)aborted;
    listing->x = NULL;
    if (!listing->is_waiting)
        listing_free(listing);
}

static const struct vd_handler handler = {.fill = fill, .closed = closed};

static void start(struct listing *listing, unsigned status)
{
    const struct vd_header headers[] = {
        {VD_SLICE("content-type"),
         status == 200 ? VD_SLICE("application/json") : VD_SLICE("text/plain; charset=utf-8")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("cache-control"), VD_SLICE("no-store")},
    };

    vd_exchange_start(listing->x, status, headers, VD_COUNT(headers));
    vd_exchange_ready(listing->x, true);
}

static void refuse(struct listing *listing, unsigned status, const char *what)
{
    vd_buf_printf(&listing->text, "%s\n", what);
    listing->is_ended = true;
    start(listing, status);
}

static void answer(struct listing *listing)
{
    listing->is_waiting = false;
    if (!listing->x) {
        listing_free(listing);
        return;
    }
    listing->now_ms = vd_time_wall_ms();
    write_head(listing);
    start(listing, 200);
}

static void on_ages(struct vd_ages *ages)
{
    answer(vd_container_of(ages, struct listing, ages));
}

/* How old is what they want next? Those that have everything stand at the end, or anywhere. */
static void on_surveyed(struct vd_door_survey *survey)
{
    struct listing *listing = vd_container_of(survey, struct listing, survey);
    const struct vd_survey_list *list = &survey->list;

    if (listing->x && survey->result.max)
        listing->times = vd_alloc_zero((list->count + 1) * sizeof(listing->times[0]));
    if (!listing->times) {
        answer(listing);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++)
        listing->times[i] = list->items[i]->behind ? list->items[i]->next.revision : 0;
    listing->ages = (struct vd_ages){.kv = listing->env->kv,
                                     .slot = listing->env->slot,
                                     .values = listing->times,
                                     .count = list->count,
                                     .done = on_ages};
    vd_ages_find(&listing->ages);
}

static int ask_loops(struct listing *listing)
{
    const struct vd_door_facts *facts = listing->env->facts;

    listing->survey.wish = &listing->wish;
    listing->survey.loop = listing->env->loop;
    listing->survey.done = on_surveyed;
    if (facts->survey(facts->survey_arg, &listing->survey))
        return -ENOMEM;
    listing->is_waiting = true;
    return 0;
}

static int open_watchers(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    const struct vd_door_env *env = arg;
    struct listing *listing = vd_alloc_zero(sizeof(*listing));
    const char *wrong;

    if (!listing)
        return -ENOMEM;
    listing->env = env;
    listing->x = x;
    vd_buf_init(&listing->text, 0);
    vd_buf_init(&listing->key, 0);
    wrong = vd_ops_read_wish(request->query, &listing->key, &listing->wish);
    if (!wrong && env->facts->survey &&
        vd_access_check(vd_exchange_principal(x), VD_ACCESS_ADMIN, VD_SLICE("\0"),
                        VD_SLICE("\0")) == 0 &&
        ask_loops(listing)) {
        listing_free(listing);
        return -ENOMEM;
    }
    vd_exchange_set(x, &handler, listing);
    if (wrong) {
        refuse(listing, 400, wrong);
    } else if (!listing->is_waiting) {
        refuse(listing, env->facts->survey ? 403 : 503,
               env->facts->survey ? "permission denied" : "nobody knows");
    }
    return 0;
}

static const struct vd_route routes[] = {
    {.path = "/watchers", .open = open_watchers, .methods = "GET"},
};

/* As in ops.c: the state is what the loop lends. */
static int open_door(const struct vd_door_env *env, void **out_state)
{
    *out_state = (void *)(uintptr_t)env;
    return 0;
}

static void close_door(void *state)
{
    (void)state;
}

const struct vd_door vd_door_watchers = {.name = "watchers",
                                         .open = open_door,
                                         .routes = routes,
                                         .route_count = VD_COUNT(routes),
                                         .close = close_door};
