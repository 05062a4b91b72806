/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leader and Observe: who leads, once, and for as long as somebody listens. An observer looks who
 * is first in the line, then follows that one key; when it is deleted it looks again. While the
 * line is empty it follows the whole line, and the first put leads.
 */
#include "doors/etcd3/contest.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/election.h"

#include <errno.h>

enum { KV = 2, NAME_BYTES = 128, PULL_BYTES = 65536 };

static const size_t ARENA_MAX_BYTES = 8 << 20;

enum step { LOOK, AWAIT, FOLLOW }; /* awaiting a first leader, following the one there is */

struct observe_call {
    struct vd_etcd3_look look;
    struct vd_cursor cursor; /* open but in LOOK */
    struct vd_call *call;
    enum step step;
    struct vd_arena arena;
    bool has_arena;
    struct vd_slice prefix, end;
    uint8_t memory[NAME_BYTES];
};

static void observe_message(struct vd_call *call, struct vd_slice message)
{
    struct observe_call *state = vd_call_state(call);
    struct vd_etcd3_contest_request request;
    int rc;

    if (vd_etcd3_read_contest(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    state->call = call;
    vd_arena_init_in(&state->arena, state->memory, sizeof(state->memory), ARENA_MAX_BYTES);
    state->has_arena = true;
    rc = vd_etcd3_contest_range(&state->arena, request.name, &state->prefix, &state->end);
    if (rc)
        return vd_etcd3_contest_fail(call, rc);
    vd_call_ready(call, true);
}

/* One LeaderResponse. */
static void make_body(struct vd_call *call, const struct vd_row *row, int64_t revision,
                      struct vd_buf *out_body)
{
    const struct vd_etcd3_header *header = vd_etcd3_header_of(vd_call_arg(call), revision);
    size_t row_bytes = vd_etcd3_row_size(row);
    uint8_t *to;

    vd_buf_init(out_body, 0);
    vd_buf_append(out_body, header->bytes, header->len);
    to = vd_buf_reserve(out_body, vd_etcd3_field_size(row_bytes));
    if (to)
        vd_buf_advance(out_body,
                       (size_t)(vd_etcd3_row_put(vd_etcd3_len_put(to, KV, row_bytes), row) - to));
}

static int look(struct observe_call *state, struct vd_row *out_row, int64_t *out_head)
{
    struct vd_range_op op = vd_etcd3_contest_holder(state->prefix, state->end);

    return vd_etcd3_look(&state->look, state->call, &op, out_row, out_head);
}

static enum vd_fill leader_fill(struct vd_call *call, struct vd_out *out)
{
    struct observe_call *state = vd_call_state(call);
    struct vd_row row;
    struct vd_buf body;
    int64_t head;
    int rc = look(state, &row, &head);

    if (rc == 0) {
        make_body(call, &row, head, &body);
        return vd_etcd3_reply(call, out, &body);
    }
    if (rc == VD_NOT_FOUND)
        vd_call_finish(call, VD_RPC_UNKNOWN, "election: no leader");
    else if (rc != VD_WAIT)
        vd_etcd3_contest_fail(call, rc);
    return VD_FILL_IDLE;
}

/* --- observe ---------------------------------------------------------------------------------- */

static struct vd_journal *journal_of(const struct observe_call *state)
{
    const struct vd_etcd3 *door = vd_call_arg(state->call);

    return door->env.store;
}

static void on_change(struct vd_cursor *cursor)
{
    struct observe_call *state = vd_container_of(cursor, struct observe_call, cursor);

    vd_call_ready(state->call, false);
}

static void look_again(struct observe_call *state)
{
    struct vd_journal *journal = journal_of(state);

    if (state->step != LOOK)
        journal->ops->close(journal, &state->cursor);
    state->step = LOOK;
}

/* From behind `revision` on. If that is gone meanwhile, another look is as good. */
static int follow(struct observe_call *state, struct vd_slice key, struct vd_slice end,
                  int64_t revision, enum step step)
{
    struct vd_journal *journal = journal_of(state);
    struct vd_selection selection = {.key = key, .end = end};
    int64_t now;
    int rc;

    state->cursor = (struct vd_cursor){.ready = on_change};
    rc = journal->ops->open(journal, &state->cursor, vd_call_principal(state->call), &selection,
                            (struct vd_pos){revision + 1, 0}, &now);
    if (rc == 0)
        state->step = step;
    return rc == VD_COMPACTED ? 0 : rc;
}

/* 0: told, go on; VD_TOO_MANY: told, and the room is used up; -ENOMEM. */
static int tell(struct observe_call *state, struct vd_out *out, const struct vd_row *row,
                int64_t revision)
{
    uint8_t prefix[VD_RPC_PREFIX_BYTES];
    struct vd_bytes *bytes = NULL;
    struct vd_buf body;
    bool is_out;

    make_body(state->call, row, revision, &body);
    if (vd_buf_status(&body) == 0)
        bytes = vd_bytes_copy(vd_buf_slice(&body));
    vd_buf_deinit(&body);
    if (!bytes)
        return -ENOMEM;
    vd_call_put_prefix(prefix, bytes->len);
    is_out = vd_call_write(state->call, out, vd_slice(prefix, sizeof(prefix)), bytes);
    vd_bytes_unref(bytes);
    return is_out ? 0 : VD_TOO_MANY;
}

static int look_and_tell(struct observe_call *state, struct vd_out *out)
{
    struct vd_row row;
    int64_t head;
    int told = 0, rc = look(state, &row, &head);

    if (rc == VD_WAIT)
        return rc;
    if (rc == 0) {
        told = tell(state, out, &row, head);
        rc = told < 0 ? told : follow(state, row.key, VD_SLICE_EMPTY, head, FOLLOW);
    } else if (rc == VD_NOT_FOUND) {
        rc = follow(state, state->prefix, state->end, head, AWAIT);
    }
    vd_etcd3_look_end(&state->look);
    return rc ? rc : told;
}

/* What happened to whom it follows. Events that are left of the batch are pulled again. */
static int heed(struct observe_call *state, struct vd_out *out, const struct vd_event *event)
{
    struct vd_row row = vd_etcd3_row_of(event);
    bool was_waiting = state->step == AWAIT;
    int told, rc = 0;

    if (event->type == VD_EVENT_DELETE) {
        if (!was_waiting)
            look_again(state);
        return 0;
    }
    told = tell(state, out, &row, event->revision);
    if (told >= 0 && was_waiting) {
        look_again(state);
        rc = follow(state, row.key, VD_SLICE_EMPTY, event->revision, FOLLOW);
    }
    return rc ? rc : told;
}

static int pull(struct observe_call *state, struct vd_out *out)
{
    struct vd_journal *journal = journal_of(state);
    enum step step = state->step;
    struct vd_batch batch;
    int rc = journal->ops->pull(journal, &state->cursor, PULL_BYTES, 0, &batch);

    if (rc == VD_COMPACTED) {
        look_again(state);
        return 0;
    }
    for (uint32_t i = 0; rc == 0 && i < batch.count && state->step == step; i++) {
        struct vd_pos next = vd_event_pos(batch.events[i]);

        rc = heed(state, out, batch.events[i]);
        next.sub++;
        if (rc == VD_TOO_MANY && state->step == step && i + 1 < batch.count)
            journal->ops->seek(journal, &state->cursor, next);
    }
    return rc;
}

static enum vd_fill observe_fill(struct vd_call *call, struct vd_out *out)
{
    struct observe_call *state = vd_call_state(call);
    int rc = 0;

    while (rc == 0)
        rc = state->step == LOOK ? look_and_tell(state, out) : pull(state, out);
    if (rc == VD_TOO_MANY)
        return VD_FILL_MORE;
    if (rc != VD_WAIT)
        vd_etcd3_contest_fail(call, rc);
    return VD_FILL_IDLE;
}

static void observe_release(struct vd_call *call)
{
    struct observe_call *state = vd_call_state(call);

    if (state->step != LOOK)
        look_again(state);
    vd_etcd3_look_end(&state->look);
    if (state->has_arena)
        vd_arena_deinit(&state->arena);
}

const struct vd_rpc_ops VD_ETCD3_LEADER = {sizeof(struct observe_call), observe_message,
                                           leader_fill, observe_release, NULL};
const struct vd_rpc_ops VD_ETCD3_OBSERVE = {sizeof(struct observe_call), observe_message,
                                            observe_fill, observe_release, NULL};
