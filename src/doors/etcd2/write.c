/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PUT, POST and DELETE: look, decide, submit what was decided under the condition that all is still
 * as it was seen, and begin anew if it is not. Somebody's write has gone through then, so it always
 * goes on.
 *
 * A time to live is a lease of its own, granted just before the transaction in the same group. The
 * lease that the node had before is revoked once nothing has it any more.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "core/lease.h"
#include "doors/etcd2/decide.h"
#include "doors/etcd2/stats.h"

#include <errno.h>
#include <inttypes.h>

enum {
    ARENA_BYTES = 64 << 20,
    LEASE_TRIES = 8,
    TTL_MAX_S = 9223372036 /* what Go's durations hold, 292 years */
};

struct write {
    struct vd_etcd2_request *request;
    struct vd_arena arena; /* of one attempt */
    struct vd_etcd2_look look;
    struct vd_etcd2_plan plan;
    struct vd_write grant, txn;
    unsigned flying; /* writes that are under way */
    unsigned lease_tries;
    int64_t at_ms, expires_ms;
    int64_t lease; /* granted, and not anybody's yet */
    bool lease_takes_subtrees;
    bool is_planned; /* the plan was submitted */
    bool is_answered;
};

/* --- leases that nobody needs ------------------------------------------------------------------
 */

struct revoke {
    struct vd_write write;
    struct vd_principal principal;
    uint8_t name[];
};

static void on_revoked(struct vd_write *write)
{
    vd_free(vd_container_of(write, struct revoke, write));
}

/* If it cannot be done now it runs out all the same. */
static void revoke(struct vd_etcd2 *door, const struct vd_principal *principal, int64_t lease)
{
    struct vd_slice after = VD_SLICE_EMPTY, key;
    struct revoke *revoke;
    size_t count;

    if (vd_lease_keys(door->env.kv, door->env.slot, principal, lease, &after, &key, 1, &count) ||
        count)
        return;
    revoke = vd_alloc_zero(sizeof(*revoke) + principal->name.len);
    if (!revoke)
        return;
    if (principal->name.len)
        memcpy(revoke->name, principal->name.ptr, principal->name.len);
    revoke->principal.name = vd_slice(revoke->name, principal->name.len);
    revoke->write = (struct vd_write){.kind = VD_WRITE_LEASE_REVOKE,
                                      .principal = &revoke->principal,
                                      .lease = {.id = lease},
                                      .slot = door->env.slot,
                                      .done = on_revoked};
    vd_kv_submit(door->env.kv, &revoke->write);
    vd_loop_wake(door->env.loop);
}

/* What was granted for a write that did not come about. */
static void give_up_lease(struct write *write)
{
    if (write->lease)
        revoke(write->request->door, &write->request->principal, write->lease);
    write->lease = 0;
}

/* --- the end ------------------------------------------------------------------------------------
 */

static void destroy(struct write *write)
{
    vd_etcd2_look_deinit(&write->look);
    vd_arena_deinit(&write->arena);
    vd_etcd2_request_free(write->request);
    vd_free(write);
}

static void fail(struct write *write, const struct vd_etcd2_error *error)
{
    struct vd_etcd2_request *request = write->request;

    give_up_lease(write);
    write->is_answered = true;
    vd_etcd2_stats_count(vd_etcd2_stats_of(request), false);
    vd_etcd2_fail_with(request->x, request->door, error, vd_etcd2_head(request->door));
}

static void refuse(struct write *write)
{
    struct vd_etcd2_request *request = write->request;
    const struct vd_etcd2_plan *plan = &write->plan;
    int64_t head = vd_etcd2_head(request->door);

    give_up_lease(write);
    write->is_answered = true;
    vd_etcd2_stats_count(vd_etcd2_stats_of(request), false);
    if (plan->text.ptr)
        vd_etcd2_fail(request->x, request->door, plan->code, plan->text, head);
    else
        vd_etcd2_fail_at(request->x, request->door, plan->code, plan->stem, head);
}

/* The name of a node in order is the revision. */
static int name_in_order(struct write *write)
{
    struct vd_slice parent = write->request->stem;
    bool is_root = parent.len == write->request->door->root.len;
    size_t len = parent.len + !is_root;
    uint8_t *stem = vd_arena_alloc(&write->arena, len + VD_IN_ORDER_DIGITS + 1);

    if (!stem)
        return -ENOMEM;
    if (parent.len)
        memcpy(stem, parent.ptr, parent.len);
    if (!is_root)
        stem[parent.len] = '/';
    snprintf((char *)stem + len, VD_IN_ORDER_DIGITS + 1, "%020" PRId64, write->txn.revision);
    write->plan.node.stem = vd_slice(stem, len + VD_IN_ORDER_DIGITS);
    return 0;
}

static void answer(struct write *write)
{
    struct vd_etcd2_request *request = write->request;
    struct vd_etcd2_plan *plan = &write->plan;
    struct vd_etcd2_node *node = &plan->node;
    bool is_delete = plan->action == VD_ETCD2_DELETE || plan->action == VD_ETCD2_CAD;
    bool shows = is_delete || !request->params.no_value_on_success;
    bool is_created =
        plan->action == VD_ETCD2_CREATE || (plan->action == VD_ETCD2_SET && !plan->has_prev);
    struct vd_etcd2_headers headers;
    struct vd_buf body;

    node->modified = write->txn.revision;
    node->created = node->created ? node->created : write->txn.revision;
    node->at_ms = write->at_ms;
    write->is_answered = true;
    vd_etcd2_stats_count(vd_etcd2_stats_of(request), true);
    if (plan->in_order && name_in_order(write) != 0) {
        fail(write, vd_etcd2_error_of(-ENOMEM));
        return;
    }
    vd_buf_init(&body, 0);
    vd_etcd2_event_write(&body, request->door, plan->action, shows ? node : NULL,
                         shows && plan->has_prev ? &plan->prev : NULL);
    vd_etcd2_headers_init(&headers, request->door);
    vd_etcd2_headers_index(&headers, request->door, write->txn.revision);
    vd_etcd2_answer(request->x, is_created ? 201 : 200, &headers, &body);
}

/* --- submitting ---------------------------------------------------------------------------------
 */

static void landed(struct write *write)
{
    if (--write->flying)
        return;
    if (write->request->x) {
        vd_exchange_ready(write->request->x, true);
        return;
    }
    if (write->txn.outcome || !write->txn.changed)
        give_up_lease(write);
    destroy(write);
}

static void on_granted(struct vd_write *done)
{
    landed(vd_container_of(done, struct write, grant));
}

static void on_done(struct vd_write *done)
{
    landed(vd_container_of(done, struct write, txn));
}

static void submit(struct write *write, struct vd_write *what)
{
    struct vd_etcd2 *door = write->request->door;

    write->flying++;
    vd_kv_submit(door->env.kv, what);
    vd_loop_wake(door->env.loop);
}

static void grant(struct write *write)
{
    struct vd_etcd2_request *request = write->request;
    uint64_t ttl_s = VD_MIN(request->params.ttl_s, (uint64_t)TTL_MAX_S);

    write->lease = vd_etcd2_lease_id();
    write->lease_takes_subtrees = write->plan.node.dir;
    write->grant = (struct vd_write){.kind = VD_WRITE_LEASE_GRANT,
                                     .principal = &request->principal,
                                     .lease = {.id = write->lease,
                                               .ttl_ms = VD_MAX((int64_t)ttl_s * 1000, 1),
                                               .subtree = write->plan.node.dir},
                                     .slot = request->door->env.slot,
                                     .done = on_granted};
    submit(write, &write->grant);
}

static void submit_plan(struct write *write)
{
    struct vd_etcd2_request *request = write->request;

    if (write->lease && write->lease_takes_subtrees != write->plan.node.dir)
        give_up_lease(write);
    write->grant.outcome = 0;
    if (write->expires_ms && !write->lease)
        grant(write);
    vd_etcd2_plan_set_lease(&write->plan, write->lease);
    write->txn = (struct vd_write){.kind = VD_WRITE_TXN,
                                   .principal = &request->principal,
                                   .txn = &write->plan.txn,
                                   .cause = vd_slice(write->plan.cause, write->plan.cause_len),
                                   .arena = &write->arena,
                                   .slot = request->door->env.slot,
                                   .done = on_done};
    write->is_planned = true;
    submit(write, &write->txn);
}

/* --- looking and deciding -----------------------------------------------------------------------
 */

static void on_looked(void *arg)
{
    struct write *write = arg;

    if (write->request->x)
        vd_exchange_ready(write->request->x, true);
}

static void begin_attempt(struct write *write)
{
    struct vd_etcd2_request *request = write->request;

    vd_etcd2_look_deinit(&write->look);
    vd_arena_deinit(&write->arena);
    vd_arena_init(&write->arena, ARENA_BYTES);
    vd_etcd2_look_init(&write->look, request->door, &request->principal, &write->arena, on_looked,
                       write);
    write->is_planned = false;
}

/* 0: submitted, or refused; VD_WAIT, VD_AGAIN; or how the request fails. */
static int attempt(struct write *write)
{
    struct vd_etcd2_request *request = write->request;
    struct vd_etcd2_target target;
    int below = VD_NOT_FOUND, rc;

    rc = vd_etcd2_look_at(&write->look, request->stem, &target);
    if (!rc && vd_etcd2_decide_needs_children(request, &target))
        below = vd_etcd2_look_below(&write->look, request->stem);
    if (!rc && below && below != VD_NOT_FOUND)
        rc = below;
    if (!rc)
        rc = vd_etcd2_decide(&write->arena, request, &target, !below,
                             request->method == VD_ETCD2_M_DELETE ? 0 : write->expires_ms,
                             &write->plan);
    if (rc)
        return rc;
    if (write->plan.code)
        refuse(write);
    else
        submit_plan(write);
    return 0;
}

/* What was submitted is through. True: it is answered; otherwise it is tried again. */
static bool conclude(struct write *write)
{
    const struct vd_write *txn = &write->txn;

    if (write->grant.outcome)
        write->lease = 0;
    if (write->grant.outcome == VD_EXISTS || txn->outcome == VD_LEASE_GONE) {
        write->lease = 0;
        if (++write->lease_tries < LEASE_TRIES)
            return false;
    }
    if (write->grant.outcome || txn->outcome) {
        fail(write, vd_etcd2_error_of(write->grant.outcome ? write->grant.outcome : txn->outcome));
        return true;
    }
    if (!txn->result.succeeded || !txn->changed)
        return false;
    write->lease = 0;
    if (write->plan.old_lease)
        revoke(write->request->door, &write->request->principal, write->plan.old_lease);
    answer(write);
    return true;
}

static enum vd_fill step(struct write *write)
{
    int rc;

    if (write->is_answered || write->flying)
        return VD_FILL_IDLE;
    if (write->is_planned) {
        if (conclude(write))
            return VD_FILL_IDLE;
        begin_attempt(write);
    }
    vd_etcd2_look_turn(&write->look);
    rc = attempt(write);
    if (rc == VD_AGAIN)
        return VD_FILL_LATER;
    if (rc && rc != VD_WAIT)
        fail(write, vd_etcd2_error_of(rc));
    return VD_FILL_IDLE;
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    (void)out;
    return step(vd_exchange_user(x));
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct write *write = vd_exchange_user(x);

    (void)aborted;
    write->request->x = NULL;
    if (write->flying)
        return;
    if (!write->is_answered)
        give_up_lease(write);
    destroy(write);
}

static const struct vd_handler handler = {.fill = fill, .closed = closed, .fill_starts = true};

int vd_etcd2_write_begin(struct vd_etcd2_request *request)
{
    struct write *write = vd_alloc_zero(sizeof(*write));

    if (!write)
        return -ENOMEM;
    write->request = request;
    write->at_ms = vd_time_wall_ms();
    if (request->params.has_ttl)
        write->expires_ms =
            write->at_ms + (int64_t)VD_MIN(request->params.ttl_s, (uint64_t)TTL_MAX_S) * 1000;
    vd_arena_init(&write->arena, ARENA_BYTES);
    begin_attempt(write);
    vd_exchange_set(request->x, &handler, write);
    if (step(write) != VD_FILL_IDLE)
        vd_exchange_ready(request->x, true);
    return 0;
}
