/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET: a node, and if it is a directory what lies below, as it all was at one revision.
 *
 * A tree is walked, not held. The text is made in pieces of a few kilobytes; between two of them
 * there is the path of the node that was written last, and how deep it lies. One that fits into the
 * first piece has a length, others are sent as they are made.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "doors/etcd2/look.h"
#include "doors/etcd2/stats.h"
#include "doors/etcd2/walk.h"

#include <errno.h>

enum { PIECE_BYTES = 32 << 10, H2_INTERNAL_ERROR = 2, ARENA_BYTES = 32 << 20 };

struct get {
    struct vd_etcd2_request *request;
    struct vd_arena arena; /* of the look */
    struct vd_etcd2_look look;
    struct vd_kv_hold hold;
    struct vd_etcd2_walk walk;
    struct vd_etcd2_node node; /* the directory itself; its slices are not kept */
    struct vd_json json;
    struct vd_buf text; /* made, and sent up to */
    size_t sent;
    bool is_found, is_walking, is_whole; /* the node; its children; all of the text */
    bool is_started, is_answered;
};

static void destroy(struct get *get)
{
    struct vd_etcd2 *door = get->request->door;

    vd_etcd2_walk_deinit(&get->walk);
    vd_etcd2_look_deinit(&get->look);
    vd_kv_release(door->env.kv, &get->hold);
    vd_arena_deinit(&get->arena);
    vd_buf_deinit(&get->text);
    vd_etcd2_request_free(get->request);
    vd_free(get);
}

static void fail(struct get *get, int rc)
{
    struct vd_etcd2_request *request = get->request;

    get->is_answered = true;
    vd_etcd2_stats_count(VD_ETCD2_STAT_GETS, false);
    if (get->is_started)
        vd_exchange_reset(request->x, H2_INTERNAL_ERROR);
    else
        vd_etcd2_fail_with(request->x, request->door, vd_etcd2_error_of(rc), get->hold.revision);
}

static void refuse(struct get *get, const struct vd_etcd2_target *target)
{
    struct vd_etcd2_request *request = get->request;
    bool is_in_way = target->in_way.ptr != NULL;

    get->is_answered = true;
    vd_etcd2_stats_count(VD_ETCD2_STAT_GETS, false);
    vd_etcd2_fail_at(request->x, request->door,
                     is_in_way ? VD_ETCD2_NOT_DIR : VD_ETCD2_KEY_NOT_FOUND,
                     is_in_way ? target->in_way : target->missing, get->hold.revision);
}

/* --- the text -----------------------------------------------------------------------------------
 */

static void end_text(struct get *get)
{
    if (get->is_walking)
        vd_etcd2_walk_end_list(&get->walk, &get->json);
    vd_etcd2_node_end(&get->json, &get->node);
    vd_json_object_end(&get->json);
    vd_json_line(&get->json);
    get->is_whole = true;
}

static int begin_text(struct get *get, const struct vd_etcd2_target *target)
{
    struct vd_etcd2_request *request = get->request;

    get->is_found = true;
    get->node = target->node;
    vd_json_init(&get->json, &get->text);
    vd_json_object(&get->json);
    vd_json_add_str(&get->json, "action", "get");
    vd_json_name(&get->json, "node");
    vd_etcd2_node_begin(&get->json, request->door, &get->node);
    get->node.stem = get->node.value = VD_SLICE_EMPTY;
    if (!target->is_dir) {
        end_text(get);
        return 0;
    }
    get->is_walking = true;
    return vd_etcd2_walk_init(&get->walk, &get->look, request->stem, request->params.recursive);
}

/* Goes on until the piece is large enough. 0: it is, or all is there; otherwise as the walk. */
static int make_text(struct get *get)
{
    while (!get->is_whole && get->text.len < PIECE_BYTES) {
        int rc = vd_etcd2_walk_next(&get->walk, &get->json);

        if (rc == VD_END)
            end_text(get);
        else if (rc)
            return rc;
    }
    return vd_buf_status(&get->text);
}

static int find(struct get *get)
{
    struct vd_etcd2_target target;
    int rc = vd_etcd2_look_at(&get->look, get->request->stem, &target);

    if (rc)
        return rc;
    if (target.is_dir || target.is_file)
        return begin_text(get, &target);
    refuse(get, &target);
    return 0;
}

/* --- the answer ---------------------------------------------------------------------------------
 */

static void start(struct get *get)
{
    struct vd_etcd2_request *request = get->request;
    struct vd_etcd2_headers headers;

    vd_etcd2_headers_init(&headers, request->door);
    vd_etcd2_headers_index(&headers, request->door, get->hold.revision);
    if (get->is_whole) {
        get->is_answered = true;
        vd_etcd2_answer(request->x, 200, &headers, &get->text);
        return;
    }
    get->is_started = true;
    vd_exchange_start(request->x, 200, headers.fields, headers.count);
    if (request->method == VD_ETCD2_M_HEAD) {
        get->is_answered = true;
        vd_exchange_finish(request->x, NULL, 0);
    }
}

static void send(struct get *get, struct vd_out *out)
{
    struct vd_slice rest = vd_slice(get->text.data + get->sent, get->text.len - get->sent);

    get->sent += vd_out_copy(out, rest);
    if (get->sent < get->text.len)
        return;
    vd_buf_clear(&get->text);
    get->sent = 0;
}

/* What is made is sent before more is made. */
static enum vd_fill go_on(struct get *get, struct vd_out *out)
{
    int rc = 0;

    if (!get->is_found)
        rc = find(get);
    if (!rc && get->is_found && !get->sent)
        rc = make_text(get);
    if (rc == VD_WAIT)
        return VD_FILL_IDLE;
    if (rc == VD_AGAIN && !get->text.len)
        return VD_FILL_LATER;
    if (rc && rc != VD_AGAIN)
        fail(get, rc);
    if (get->is_answered)
        return VD_FILL_IDLE;
    if (!get->is_started)
        start(get);
    if (get->is_answered)
        return VD_FILL_IDLE;
    if (out)
        send(get, out);
    if (!get->is_whole || get->text.len)
        return rc == VD_AGAIN && !get->text.len ? VD_FILL_LATER : VD_FILL_MORE;
    get->is_answered = true;
    vd_exchange_finish(get->request->x, NULL, 0);
    return VD_FILL_IDLE;
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct get *get = vd_exchange_user(x);

    if (get->is_answered)
        return VD_FILL_IDLE;
    vd_etcd2_look_turn(&get->look);
    return go_on(get, out);
}

static void on_ready(void *arg)
{
    struct get *get = arg;

    vd_exchange_ready(get->request->x, true);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    destroy(vd_exchange_user(x));
}

static const struct vd_handler handler = {.fill = fill, .closed = closed, .fill_starts = true};

/* The newest revision may be compacted between the look at it and the hold: then there is a newer
 * one. */
static int hold(struct get *get)
{
    struct vd_etcd2 *door = get->request->door;
    int rc;

    do
        rc = vd_kv_hold(door->env.kv, vd_etcd2_head(door), &get->hold);
    while (rc == VD_COMPACTED);
    return rc;
}

int vd_etcd2_get_begin(struct vd_etcd2_request *request)
{
    struct get *get = vd_alloc_zero(sizeof(*get));
    int rc;

    if (!get)
        return -ENOMEM;
    get->request = request;
    rc = hold(get);
    if (rc) {
        vd_free(get);
        return rc;
    }
    vd_arena_init(&get->arena, ARENA_BYTES);
    vd_buf_init(&get->text, 0);
    vd_etcd2_look_init(&get->look, request->door, &request->principal, &get->arena, on_ready, get);
    get->look.revision = get->hold.revision;
    vd_etcd2_stats_count(VD_ETCD2_STAT_GETS, true);
    vd_exchange_set(request->x, &handler, get);
    if (go_on(get, NULL) != VD_FILL_IDLE)
        vd_exchange_ready(request->x, true);
    return 0;
}
