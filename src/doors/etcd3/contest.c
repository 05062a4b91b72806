/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold: a key that was put, or may have been, and whose winning was not answered, is
 * deleted when the call goes; by its create revision, so that it is never somebody else's.
 */
#include "doors/etcd3/contest.h"

#include "base/alloc.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum {
    OWN_LEASE_MS = 60000,
    SUFFIX_BYTES = 24, /* a slash and a lease in hexadecimal */
    DEPARTURE_BYTES = 256,
    PULL_BYTES = 4096
};

void vd_etcd3_contest_fail(struct vd_call *call, int rc)
{
    vd_call_finish(call, VD_RPC_UNKNOWN, vd_etcd3_error_of(rc)->message);
}

static struct vd_journal *journal_of(const struct vd_etcd3_contest *contest)
{
    const struct vd_etcd3 *door = vd_call_arg(contest->submit.call);

    return door->env.store;
}

/* --- the line's names ------------------------------------------------------------------------- */

/* The name and what follows it, in one piece. */
static int join(struct vd_arena *arena, struct vd_slice name, const char *suffix,
                struct vd_slice *out_joined)
{
    size_t n = strlen(suffix);
    uint8_t *to = vd_arena_alloc(arena, name.len + n);

    if (!to)
        return -ENOMEM;
    if (name.len)
        memcpy(to, name.ptr, name.len);
    memcpy(to + name.len, suffix, n);
    *out_joined = vd_slice(to, name.len + n);
    return 0;
}

int vd_etcd3_contest_range(struct vd_arena *arena, struct vd_slice name,
                           struct vd_slice *out_prefix, struct vd_slice *out_end)
{
    int rc = join(arena, name, "/", out_prefix);

    return rc ? rc : join(arena, name, "0", out_end); /* '0' follows '/' */
}

struct vd_range_op vd_etcd3_contest_holder(struct vd_slice prefix, struct vd_slice end)
{
    return (struct vd_range_op){
        .key = prefix, .end = end, .order = VD_SORT_ASCEND, .target = VD_SORT_BY_CREATE};
}

static int make_key(struct vd_etcd3_contest *contest)
{
    struct vd_slice name = vd_slice(contest->prefix.ptr, contest->prefix.len - 1);
    uint64_t size = (uint64_t)contest->lease;
    char suffix[SUFFIX_BYTES];

    if (contest->lease < 0)
        size = 0 - size;
    snprintf(suffix, sizeof(suffix), "/%s%" PRIx64, contest->lease < 0 ? "-" : "", size);
    return join(&contest->submit.arena, name, suffix, &contest->key);
}

/* --- entering --------------------------------------------------------------------------------- */

/* If the key is new it is put, with our value; if it is there with another, that is replaced. */
static void enter(struct vd_etcd3_contest *contest)
{
    struct vd_write *write = &contest->submit.write;
    int rc = make_key(contest);

    if (rc)
        return vd_etcd3_contest_fail(contest->submit.call, rc);
    contest->is_new.key = contest->is_other.key = contest->key;
    contest->is_other.value = contest->put.put.value;
    contest->put.put.key = contest->key;
    contest->put.put.lease = contest->lease;
    write->kind = VD_WRITE_TXN;
    write->txn = &contest->enter;
    contest->step = VD_ETCD3_CONTEST_ENTER;
    contest->is_entered = true;
    vd_etcd3_submit(&contest->submit);
}

static void grant(struct vd_etcd3_contest *contest)
{
    struct vd_write *write = &contest->submit.write;

    write->kind = VD_WRITE_LEASE_GRANT;
    write->lease = (struct vd_lease_op){.ttl_ms = OWN_LEASE_MS};
    contest->step = VD_ETCD3_CONTEST_LEASE;
    vd_etcd3_submit(&contest->submit);
}

static void prepare(struct vd_etcd3_contest *contest)
{
    contest->is_new = (struct vd_compare){.target = VD_CMP_CREATE, .result = VD_CMP_EQUAL};
    contest->is_other = (struct vd_compare){.target = VD_CMP_VALUE, .result = VD_CMP_NOT_EQUAL};
    contest->put.type = VD_OP_PUT;
    contest->unless_equal = (struct vd_txn){.compares = &contest->is_other,
                                            .compare_count = 1,
                                            .success = &contest->put,
                                            .success_count = 1};
    contest->proclaim = (struct vd_op){.type = VD_OP_TXN, .txn = &contest->unless_equal};
    contest->enter = (struct vd_txn){.compares = &contest->is_new,
                                     .compare_count = 1,
                                     .success = &contest->put,
                                     .success_count = 1,
                                     .failure = &contest->proclaim,
                                     .failure_count = 1};
}

void vd_etcd3_contest_begin(struct vd_etcd3_contest *contest, struct vd_call *call,
                            struct vd_slice name, int64_t lease, struct vd_slice value)
{
    struct vd_arena *arena = &contest->submit.arena;
    int rc = vd_etcd3_submit_begin(&contest->submit, call);

    prepare(contest);
    if (rc == 0)
        rc = vd_etcd3_contest_range(arena, name, &contest->prefix, &contest->end);
    if (rc == 0)
        rc = vd_arena_copy(arena, value, &contest->put.put.value);
    if (rc)
        return vd_etcd3_contest_fail(call, rc);
    contest->lease = lease;
    if (lease)
        enter(contest);
    else
        grant(contest);
}

/* --- waiting ---------------------------------------------------------------------------------- */

static void on_change(struct vd_cursor *cursor)
{
    struct vd_etcd3_contest *contest = vd_container_of(cursor, struct vd_etcd3_contest, cursor);

    vd_call_ready(contest->submit.call, true);
}

static void stop_waiting(struct vd_etcd3_contest *contest)
{
    struct vd_journal *journal = journal_of(contest);

    journal->ops->close(journal, &contest->cursor);
    contest->step = VD_ETCD3_CONTEST_AHEAD;
}

/* From right after the look that found it there. */
static int wait_for(struct vd_etcd3_contest *contest, struct vd_slice key)
{
    struct vd_journal *journal = journal_of(contest);
    struct vd_selection selection = {.key = key};
    int64_t now;
    int rc;

    contest->cursor = (struct vd_cursor){.ready = on_change};
    rc = journal->ops->open(journal, &contest->cursor, &contest->submit.principal, &selection,
                            (struct vd_pos){contest->head + 1, 0}, &now);
    if (rc == 0)
        contest->step = VD_ETCD3_CONTEST_WAIT;
    return rc == VD_COMPACTED ? 0 : rc; /* then look again */
}

static bool holds_delete(const struct vd_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++)
        if (batch->events[i]->type == VD_EVENT_DELETE)
            return true;
    return false;
}

/* 0: look again; VD_WAIT. */
static int heed(struct vd_etcd3_contest *contest)
{
    struct vd_journal *journal = journal_of(contest);
    struct vd_batch batch;
    int rc;

    do
        rc = journal->ops->pull(journal, &contest->cursor, PULL_BYTES, 0, &batch);
    while (rc == 0 && !holds_delete(&batch));
    if (rc == VD_WAIT)
        return VD_WAIT;
    stop_waiting(contest);
    return rc == VD_COMPACTED ? 0 : rc;
}

/* --- the steps -------------------------------------------------------------------------------- */

/* 0, VD_WAIT, or how the write ended. */
static int written(struct vd_etcd3_contest *contest)
{
    if (!contest->submit.is_done)
        return VD_WAIT;
    return contest->submit.write.outcome;
}

static int look_ahead(struct vd_etcd3_contest *contest)
{
    struct vd_range_op op = {.key = contest->prefix,
                             .end = contest->end,
                             .order = VD_SORT_DESCEND,
                             .target = VD_SORT_BY_CREATE,
                             .max_create_revision = contest->revision - 1,
                             .keys_only = true};
    struct vd_row row;
    int rc = vd_etcd3_look(&contest->look, contest->submit.call, &op, &row, &contest->head);

    if (rc == VD_WAIT)
        return rc;
    if (rc == 0)
        rc = wait_for(contest, row.key);
    if (rc == VD_NOT_FOUND) {
        contest->step = VD_ETCD3_CONTEST_OWN;
        contest->is_last_look = true;
        rc = 0;
    }
    vd_etcd3_look_end(&contest->look);
    return rc;
}

/* VD_NOT_FOUND: it was taken away. */
static int look_at_own(struct vd_etcd3_contest *contest)
{
    struct vd_range_op op = {.key = contest->key, .keys_only = true};
    struct vd_row row;
    int rc = vd_etcd3_look(&contest->look, contest->submit.call, &op, &row, &contest->head);

    if (rc == VD_WAIT)
        return rc;
    if (rc == 0 && !contest->revision)
        contest->revision = row.create_revision;
    if (rc == 0 && row.create_revision != contest->revision)
        rc = VD_NOT_FOUND;
    contest->step = contest->is_last_look ? VD_ETCD3_CONTEST_WON : VD_ETCD3_CONTEST_AHEAD;
    vd_etcd3_look_end(&contest->look);
    return rc;
}

static int step(struct vd_etcd3_contest *contest)
{
    const struct vd_write *write = &contest->submit.write;
    int rc;

    switch (contest->step) {
    case VD_ETCD3_CONTEST_LEASE:
        rc = written(contest);
        if (rc)
            return rc;
        contest->lease = write->lease.id;
        enter(contest);
        return VD_WAIT;
    case VD_ETCD3_CONTEST_ENTER:
        rc = written(contest);
        if (rc == 0 && write->result.succeeded)
            contest->revision = write->revision;
        if (rc == 0)
            contest->step = contest->revision ? VD_ETCD3_CONTEST_AHEAD : VD_ETCD3_CONTEST_OWN;
        return rc;
    case VD_ETCD3_CONTEST_OWN:
        return look_at_own(contest);
    case VD_ETCD3_CONTEST_AHEAD:
        return look_ahead(contest);
    case VD_ETCD3_CONTEST_WAIT:
        return heed(contest);
    case VD_ETCD3_CONTEST_WON:
        break;
    }
    return 0;
}

bool vd_etcd3_contest_go(struct vd_etcd3_contest *contest, const char *gone)
{
    int rc = 0;

    while (rc == 0 && contest->step != VD_ETCD3_CONTEST_WON)
        rc = step(contest);
    if (rc == VD_NOT_FOUND)
        vd_call_finish(contest->submit.call, VD_RPC_UNKNOWN, gone);
    else if (rc && rc != VD_WAIT)
        vd_etcd3_contest_fail(contest->submit.call, rc);
    return rc == 0;
}

/* --- leaving ---------------------------------------------------------------------------------- */

/* A delete that nobody waits for. */
struct departure {
    struct vd_write write;
    struct vd_compare is_ours;
    struct vd_op take;
    struct vd_txn txn;
    struct vd_principal principal;
    struct vd_arena arena;
    uint8_t memory[DEPARTURE_BYTES];
};

static void departed(struct vd_write *write)
{
    struct departure *departure = vd_container_of(write, struct departure, write);

    vd_arena_deinit(&departure->arena);
    vd_free(departure);
}

static void depart(const struct vd_etcd3_contest *contest, struct departure *departure)
{
    const struct vd_etcd3 *door = vd_call_arg(contest->submit.call);

    departure->is_ours.target = VD_CMP_CREATE;
    departure->is_ours.result = VD_CMP_EQUAL;
    departure->is_ours.number = contest->revision;
    departure->take.type = VD_OP_DELETE;
    departure->take.del.key = departure->is_ours.key;
    departure->txn = (struct vd_txn){.compares = &departure->is_ours,
                                     .compare_count = 1,
                                     .success = &departure->take,
                                     .success_count = 1};
    departure->write = (struct vd_write){.kind = VD_WRITE_TXN,
                                         .principal = &departure->principal,
                                         .txn = &departure->txn,
                                         .arena = &departure->arena,
                                         .slot = door->env.slot,
                                         .done = departed};
    vd_kv_submit(door->env.kv, &departure->write);
    vd_loop_wake(door->env.loop);
}

/* Without memory the key stays until its lease is over, as it does when a client is killed. */
static void leave(struct vd_etcd3_contest *contest)
{
    struct departure *departure = vd_alloc(sizeof(*departure));
    int rc;

    if (!departure)
        return;
    *departure = (struct departure){0};
    vd_arena_init_in(&departure->arena, departure->memory, sizeof(departure->memory), SIZE_MAX);
    rc = vd_arena_copy(&departure->arena, contest->key, &departure->is_ours.key);
    if (rc == 0)
        rc = vd_arena_copy(&departure->arena, contest->submit.principal.name,
                           &departure->principal.name);
    if (rc == 0)
        depart(contest, departure);
    else
        departed(&departure->write);
}

/* The key was put by this call, or found there; a write still under way would hold the call. */
static bool is_in_line(struct vd_etcd3_contest *contest)
{
    const struct vd_write *write = &contest->submit.write;

    if (!contest->is_entered || contest->is_answered)
        return false;
    if (contest->step == VD_ETCD3_CONTEST_ENTER && write->outcome == 0 && write->result.succeeded)
        contest->revision = write->revision;
    return contest->revision != 0;
}

void vd_etcd3_contest_end(struct vd_etcd3_contest *contest)
{
    if (contest->step == VD_ETCD3_CONTEST_WAIT)
        stop_waiting(contest);
    if (is_in_line(contest))
        leave(contest);
    vd_etcd3_look_end(&contest->look);
    vd_etcd3_submit_end(&contest->submit);
}
