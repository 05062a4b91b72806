/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A watch on a socket: a source, and the few things that it says by itself (that it is open,
 * paused, going on, and a bookmark when nothing else was said). All of them wait as a bit, so
 * however often a peer asks, a watch that nobody listens to holds nothing.
 *
 * Lines are those of NDJSON, encoded once for all readers of the loop; each becomes a message, with
 * the watch's id put in front of its first member.
 */
#include "doors/live/ws_inner.h"

#include "base/alloc.h"
#include "doors/live/pace.h"

#include <errno.h>

enum { ARENA_MAX_BYTES = 1 << 20, OVERHEAD_PART = 8 };

/* A watch that waits for a time to be looked up. */
struct opening {
    struct vd_live_resolving *resolving;
    struct vd_live_wish wish;
    struct vd_arena arena;
};

struct vd_live_ws_watch {
    struct vd_live_source source;
    struct vd_live_ws *socket;
    struct vd_list all, link;
    struct vd_live_pace pace;
    struct opening *opening; /* NULL: it is open */
    bool says_open, says_paused, says_resumed;
    bool lists; /* it begins with a list */
    bool is_paused;
    uint8_t head_len; /* 0: it is the one of the URL, and has no id */
    uint8_t head[];   /* {"id":..., */
};

static struct vd_slice id_of(const struct vd_live_ws_watch *w)
{
    enum { BEFORE = sizeof("{\"id\":") - 1, AROUND = BEFORE + 1 };

    return w->head_len ? vd_slice(w->head + BEFORE, (size_t)w->head_len - AROUND) : VD_SLICE_EMPTY;
}

/* --- in line ---------------------------------------------------------------------------------- */

void vd_live_ws_watch_append(struct vd_live_ws_watch *watch, struct vd_list *list)
{
    if (!vd_list_is_linked(&watch->link))
        vd_list_append(list, &watch->link);
}

struct vd_live_ws_watch *vd_live_ws_watch_take(struct vd_list *list)
{
    struct vd_live_ws_watch *watch = vd_list_first(list, struct vd_live_ws_watch, link);

    vd_list_remove(&watch->link);
    return watch;
}

void vd_live_ws_watch_line_up(struct vd_live_ws_watch *watch)
{
    vd_live_ws_watch_append(watch, &watch->socket->ready);
    if (watch->socket->ws)
        vd_ws_ready(watch->socket->ws, false);
}

static void on_ready(struct vd_live_source *source)
{
    struct vd_live_ws_watch *w = vd_container_of(source, struct vd_live_ws_watch, source);

    if (!w->pace.is_held && !w->is_paused)
        vd_live_ws_watch_line_up(w);
}

/* Nothing is due for one that is paused. */
static void on_wake(struct vd_live_pace *pace)
{
    struct vd_live_ws_watch *w = vd_container_of(pace, struct vd_live_ws_watch, pace);

    if (w->is_paused)
        pace->is_due = false;
    else
        vd_live_ws_watch_line_up(w);
}

void vd_live_ws_watch_pause(struct vd_live_ws_watch *watch, bool paused)
{
    watch->is_paused = paused;
    watch->source.was_live &= !paused; /* what comes meanwhile is late because it was asked to be */
    watch->says_paused = paused;
    watch->says_resumed = !paused;
    vd_live_ws_watch_line_up(watch);
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool write_line(struct vd_live_ws_watch *w, struct vd_out *out, struct vd_slice line,
                       struct vd_bytes *bytes)
{
    if (w->head_len)
        line = vd_slice(line.ptr + 1, line.len - 1);
    return vd_ws_write(w->socket->ws, out, VD_WS_TEXT, vd_slice(w->head, w->head_len), line, bytes);
}

/* Takes lines off the front of *text, which ends with the end of one. False: no further one can be
 * written. */
static bool write_lines(struct vd_live_ws_watch *w, struct vd_out *out, struct vd_slice *text,
                        struct vd_bytes *bytes)
{
    bool goes_on = true;

    while (text->len && goes_on) {
        const uint8_t *end = memchr(text->ptr, '\n', text->len);
        struct vd_slice line = {text->ptr, (size_t)(end - text->ptr)};

        *text = vd_slice(end + 1, text->len - line.len - 1);
        goes_on = write_line(w, out, line, bytes);
    }
    return goes_on;
}

bool vd_live_ws_write_rest(struct vd_live_ws *socket, struct vd_out *out)
{
    bool goes_on;

    if (vd_rest_is_empty(&socket->rest))
        return true;
    goes_on = write_lines(socket->writing, out, &socket->rest.text, socket->rest.bytes);
    if (!socket->rest.text.len) {
        vd_rest_drop(&socket->rest);
        socket->writing = NULL;
    }
    return goes_on;
}

static void fail(struct vd_live_ws_watch *w)
{
    vd_ws_close(w->socket->ws, VD_WS_INTERNAL_ERROR, "out of memory");
}

/* A line of the door's scratch buffer. */
static bool write_scratch(struct vd_live_ws_watch *w, struct vd_out *out)
{
    struct vd_buf *scratch = &w->socket->live->scratch;
    struct vd_slice text = vd_buf_slice(scratch);

    if (vd_buf_status(scratch)) {
        fail(w);
        return false;
    }
    return write_lines(w, out, &text, NULL);
}

static bool write_open(struct vd_live_ws_watch *w, struct vd_out *out)
{
    struct vd_live *live = w->socket->live;

    w->says_open = false;
    (void)vd_live_scratch(live);
    vd_live_add_open(&live->scratch, VD_LIVE_NDJSON, live->store, w->source.after,
                     live->env.store->ops->head(live->env.store), !w->lists);
    return write_scratch(w, out);
}

/* That it is paused or goes on, and where. */
static bool write_state(struct vd_live_ws_watch *w, struct vd_out *out)
{
    struct vd_buf *scratch = &w->socket->live->scratch;
    uint8_t text[VD_LIVE_POS_BYTES];
    uint8_t *end = vd_live_pos_put(text, vd_live_source_position(&w->source));
    struct vd_json json;

    vd_buf_clear(scratch);
    vd_json_init(&json, scratch);
    vd_json_object(&json);
    vd_json_add_str(&json, "type", w->says_paused ? "paused" : "resumed");
    vd_json_add_string(&json, "pos", vd_slice(text, (size_t)(end - text)));
    vd_json_object_end(&json);
    vd_json_line(&json);
    w->says_paused = w->says_resumed = false;
    return write_scratch(w, out);
}

static bool write_bookmark(struct vd_live_ws_watch *w, struct vd_out *out)
{
    struct vd_live *live = w->socket->live;

    (void)vd_live_scratch(live);
    vd_live_add_bookmark(&live->scratch, VD_LIVE_NDJSON, live->store,
                         vd_live_source_position(&w->source));
    return write_scratch(w, out);
}

/* --- the end ---------------------------------------------------------------------------------- */

/* Why, and that it has ended; with the only watch of a URL the socket does. */
static void end(struct vd_live_ws_watch *w, int rc)
{
    struct vd_live_ws *socket = w->socket;
    struct vd_live *live = socket->live;
    bool is_all = !w->head_len && socket->watch_count == 1;
    unsigned code = VD_WS_INTERNAL_ERROR;

    if (rc == VD_END) {
        code = VD_WS_NORMAL;
        (void)vd_live_scratch(live);
        vd_live_add_bookmark(&live->scratch, VD_LIVE_NDJSON, live->store,
                             vd_live_source_position(&w->source));
        vd_live_ws_send_line(socket, id_of(w));
    } else if (rc == VD_COMPACTED) {
        code = VD_LIVE_WS_CODE_GONE;
        vd_live_ws_say_gone(socket, id_of(w));
    } else {
        vd_live_ws_fail(socket, id_of(w), vd_live_problem_of(rc), NULL);
    }
    if (!is_all)
        vd_live_ws_say_canceled(socket, id_of(w));
    vd_live_ws_watch_free(w);
    if (is_all)
        vd_ws_close(socket->ws, code, "the watch has ended");
}

/* --- a turn ----------------------------------------------------------------------------------- */

static enum vd_live_ws_turn write_piece(struct vd_live_ws_watch *w, struct vd_out *out,
                                        const struct vd_live_piece *piece)
{
    struct vd_slice text = piece->text;
    bool goes_on;

    vd_live_pace_given(&w->pace, piece);
    if (!text.len)
        return piece->is_last ? VD_LIVE_WS_IDLE : VD_LIVE_WS_MORE;
    goes_on = write_lines(w, out, &text, piece->bytes);
    if (text.len) {
        w->socket->writing = w;
        if (vd_rest_set(&w->socket->rest, text, piece->bytes))
            fail(w);
    }
    if (!goes_on)
        return VD_LIVE_WS_FULL;
    return piece->is_last ? VD_LIVE_WS_IDLE : VD_LIVE_WS_MORE;
}

static enum vd_live_ws_turn write_next(struct vd_live_ws_watch *w, struct vd_out *out)
{
    struct vd_live_piece piece;
    size_t room = out->room - out->room / OVERHEAD_PART;
    int rc = VD_WAIT;

    if (!w->pace.is_held)
        rc = vd_live_source_next(&w->source, VD_LIVE_NDJSON, room, 0, &piece);
    if (rc == 0)
        return write_piece(w, out, &piece);
    if (rc == VD_AGAIN)
        return VD_LIVE_WS_LATER;
    if (rc != VD_WAIT) {
        end(w, rc);
        return VD_LIVE_WS_GONE;
    }
    vd_live_pace_said(&w->pace);
    if (!vd_live_pace_take_due(&w->pace))
        return VD_LIVE_WS_IDLE;
    return write_bookmark(w, out) ? VD_LIVE_WS_IDLE : VD_LIVE_WS_FULL;
}

enum vd_live_ws_turn vd_live_ws_watch_write(struct vd_live_ws_watch *watch, struct vd_out *out)
{
    if (watch->opening)
        return VD_LIVE_WS_IDLE;
    if (watch->says_open)
        return write_open(watch, out) ? VD_LIVE_WS_MORE : VD_LIVE_WS_FULL;
    if (watch->says_paused || watch->says_resumed)
        return write_state(watch, out) ? VD_LIVE_WS_MORE : VD_LIVE_WS_FULL;
    return watch->is_paused ? VD_LIVE_WS_IDLE : write_next(watch, out);
}

/* --- its life --------------------------------------------------------------------------------- */

static void opening_free(struct opening *opening)
{
    if (!opening)
        return;
    vd_live_resolve_cancel(opening->resolving);
    vd_arena_deinit(&opening->arena);
    vd_free(opening);
}

void vd_live_ws_watch_free(struct vd_live_ws_watch *watch)
{
    struct vd_live_ws *socket = watch->socket;

    if (socket->writing == watch) {
        vd_rest_drop(&socket->rest);
        socket->writing = NULL;
    }
    if (vd_list_is_linked(&watch->link))
        vd_list_remove(&watch->link);
    vd_list_remove(&watch->all);
    socket->watch_count--;
    vd_live_pace_stop(&watch->pace);
    opening_free(watch->opening);
    vd_live_source_close(&watch->source);
    vd_free(watch);
}

struct vd_live_ws_watch *vd_live_ws_first(struct vd_live_ws *socket)
{
    return vd_list_first(&socket->watches, struct vd_live_ws_watch, all);
}

struct vd_live_ws_watch *vd_live_ws_find(struct vd_live_ws *socket, struct vd_slice id)
{
    struct vd_live_ws_watch *w, *next;

    vd_list_each(w, next, &socket->watches, all)
    {
        if (vd_slice_eq(id_of(w), id))
            return w;
    }
    return NULL;
}

static int open_source(struct vd_live_ws_watch *w, const struct vd_principal *principal,
                       const struct vd_live_wish *wish, const struct vd_live_span *span)
{
    int rc = vd_live_source_open(&w->source, w->socket->live, principal, wish, span);

    if (rc)
        return rc;
    vd_live_pace_start(&w->pace);
    w->says_open = true;
    vd_live_ws_watch_line_up(w);
    return 0;
}

static void on_resolved(void *arg, int rc, const struct vd_live_span *span)
{
    struct vd_live_ws_watch *w = arg;
    struct opening *opening = w->opening;

    w->opening = NULL;
    opening->resolving = NULL;
    if (rc == 0)
        rc = open_source(w, vd_ws_principal(w->socket->ws), &opening->wish, span);
    opening_free(opening);
    if (rc)
        end(w, rc);
}

/* The wish's slices go on being needed. */
static int open_later(struct vd_live_ws_watch *w, const struct vd_live_wish *wish,
                      struct vd_live_span *out_span)
{
    struct opening *opening = vd_alloc_zero(sizeof(*opening));
    int rc;

    if (!opening)
        return -ENOMEM;
    vd_arena_init(&opening->arena, ARENA_MAX_BYTES);
    opening->wish = *wish;
    rc = vd_arena_copy(&opening->arena, wish->key, &opening->wish.key);
    if (rc == 0)
        rc = vd_arena_copy(&opening->arena, wish->glob, &opening->wish.glob);
    if (rc == 0)
        rc = vd_live_resolve(w->socket->live, &wish->since, &wish->until, on_resolved, w, out_span,
                             &opening->resolving);
    if (rc == VD_WAIT)
        w->opening = opening;
    else
        opening_free(opening);
    return rc;
}

static int open_watch(struct vd_live_ws_watch *w, const struct vd_principal *principal,
                      const struct vd_live_wish *wish)
{
    bool needs_lookup = wish->since.kind == VD_LIVE_TIME || wish->until.kind == VD_LIVE_TIME;
    struct vd_live_span span;
    int rc = needs_lookup ? open_later(w, wish, &span)
                          : vd_live_resolve(w->socket->live, &wish->since, &wish->until, NULL, NULL,
                                            &span, NULL);

    if (rc == VD_WAIT)
        return 0;
    return rc ? rc : open_source(w, principal, wish, &span);
}

static struct vd_live_ws_watch *new_watch(struct vd_live_ws *socket, struct vd_slice id,
                                          const struct vd_live_wish *wish)
{
    struct vd_buf head;
    struct vd_live_ws_watch *w;

    vd_buf_init(&head, 0);
    if (id.len)
        vd_buf_printf(&head, "{\"id\":%.*s,", (int)id.len, (const char *)id.ptr);
    w = vd_buf_status(&head) ? NULL : vd_alloc_zero(sizeof(*w) + head.len);
    if (w) {
        w->socket = socket;
        w->lists = wish->list;
        w->pace.wake = on_wake;
        vd_live_pace_init(&w->pace, socket->live, &w->source, wish);
        w->source.ready = on_ready;
        w->head_len = (uint8_t)head.len;
        if (head.len)
            memcpy(w->head, head.data, head.len);
    }
    vd_buf_deinit(&head);
    return w;
}

int vd_live_ws_subscribe(struct vd_live_ws *socket, const struct vd_principal *principal,
                         struct vd_slice id, const struct vd_live_wish *wish)
{
    struct vd_live_ws_watch *w;
    int rc;

    if (socket->watch_count >= VD_LIVE_WS_WATCHES)
        return VD_TOO_MANY;
    if (vd_live_ws_find(socket, id))
        return VD_EXISTS;
    w = new_watch(socket, id, wish);
    if (!w)
        return -ENOMEM;
    vd_list_append(&socket->watches, &w->all);
    socket->watch_count++;
    rc = open_watch(w, principal, wish);
    if (rc)
        vd_live_ws_watch_free(w);
    return rc;
}

void vd_live_ws_survey_watches(struct vd_live_ws *socket, struct vd_survey *survey)
{
    struct vd_live_ws_watch *w, *next;

    vd_list_each(w, next, &socket->watches, all)
    {
        vd_live_source_survey(
            &w->source, survey,
            &(struct vd_watching){
                .door = VD_DOOR_LIVE, .by = "websocket", .id = id_of(w), .paused = w->is_paused});
    }
}
