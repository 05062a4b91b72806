/* SPDX-License-Identifier: Apache-2.0 */
#include "server/retain.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>

enum { ARENA_BYTES = 4096 };

struct vd_retain {
    struct vd_retain_options options;
    struct vd_retention_state state; /* the keeper's, as the next */
    uint64_t room_index; /* what was written when writes began to wait for room; 0: none waits */
    bool made_room;      /* by a compaction, since then */
    atomic_bool is_busy; /* a compaction of ours is under way, and below is the loop's */
    struct vd_loop_task task;
    struct vd_write write;
    struct vd_principal principal; /* nobody's but the server's own */
    struct vd_arena arena;
};

static const char *reason_of(enum vd_retention_kind kind)
{
    switch (kind) {
    case VD_RETAIN_ALL:
        break;
    case VD_RETAIN_HALF:
        return "history fills half of the quota; see --retain";
    case VD_RETAIN_AGE:
    case VD_RETAIN_BYTES:
    case VD_RETAIN_REVISIONS:
        return "--retain";
    case VD_RETAIN_PERIODIC:
    case VD_RETAIN_EVERY_5M:
        return "--auto-compaction-retention";
    }
    return "";
}

static void on_done(struct vd_write *write)
{
    struct vd_retain *retain = vd_container_of(write, struct vd_retain, write);

    if (!write->outcome)
        vd_log(VD_LOG_INFO, "compacted", VD_F_INT("revision", write->compact_revision),
               VD_F_STR("because", reason_of(retain->options.retention.kind)));
    else if (write->outcome != VD_COMPACTED && write->outcome != VD_UNAVAILABLE)
        vd_log(VD_LOG_WARN, "history could not be compacted",
               VD_F_STR("reason", vd_outcome_name(write->outcome)));
    vd_arena_deinit(&retain->arena);
    atomic_store(&retain->is_busy, false);
}

static void submit(struct vd_loop_task *task)
{
    struct vd_retain *retain = vd_container_of(task, struct vd_retain, task);

    vd_kv_submit(retain->options.kv, &retain->write);
}

static void compact(struct vd_retain *retain, int64_t revision)
{
    vd_arena_init(&retain->arena, ARENA_BYTES);
    retain->write = (struct vd_write){.kind = VD_WRITE_COMPACT,
                                      .principal = &retain->principal,
                                      .compact_revision = revision,
                                      .arena = &retain->arena,
                                      .done = on_done};
    retain->task.run = submit;
    atomic_store(&retain->is_busy, true);
    vd_loop_post(retain->options.loop, &retain->task);
}

/* Up to where, or the floor where it cannot be said. */
static int64_t revision_of(struct vd_retain *retain, int64_t time_ms, int64_t floor)
{
    int64_t revision = floor;
    int rc = vd_kv_revision_at(retain->options.kv, retain->options.keeper_slot, time_ms, &revision);

    if (rc)
        vd_log(VD_LOG_WARN, "history could not be read", VD_F_STR("reason", vd_outcome_name(rc)));
    return revision;
}

static struct vd_kv_past past_of(const struct vd_retain *retain)
{
    struct vd_kv_past past;

    vd_kv_keeper_past(retain->options.kv, retain->options.keeper_slot, &past);
    return past;
}

/* False: there is nothing to be compacted. */
static bool look(struct vd_retain *retain, int64_t now_ms, const struct vd_kv_past *past)
{
    const struct vd_retention_facts facts = {.now_ms = now_ms,
                                             .head = past->head,
                                             .floor = past->floor,
                                             .is_settled = past->is_settled,
                                             .used_bytes = past->used_bytes,
                                             .events = past->events,
                                             .keys = past->keys,
                                             .quota_bytes = retain->options.quota_bytes};
    int64_t where = 0;
    enum vd_retention_verdict verdict =
        vd_retention_look(&retain->options.retention, &retain->state, &facts, &where);

    if (verdict == VD_RETAIN_FROM_TIME)
        where = revision_of(retain, where, past->floor);
    if (verdict == VD_RETAIN_NOTHING || where <= past->floor)
        return false;
    compact(retain, where);
    return true;
}

static void say_room(struct vd_retain *retain, bool may_come)
{
    retain->room_index = 0;
    retain->made_room = false;
    vd_kv_say_room(retain->options.kv, may_come);
}

/* Writes wait. Once history has what was written before, one compaction, and they try again; if
 * none would help, they are told so. */
static void make_room(struct vd_retain *retain, int64_t now_ms)
{
    struct vd_kv_past past = past_of(retain);

    if (!retain->room_index)
        retain->room_index = past.log_index;
    if (past.carried_index < retain->room_index || !past.is_settled)
        return;
    if (retain->made_room) {
        say_room(retain, true);
        return;
    }
    retain->state.next_ms = 0;
    retain->made_room = look(retain, now_ms, &past);
    if (!retain->made_room)
        say_room(retain, false);
}

/* Whether there may be something to do though nothing was written. */
static bool goes_by_time(enum vd_retention_kind kind)
{
    return kind == VD_RETAIN_AGE || kind == VD_RETAIN_PERIODIC || kind == VD_RETAIN_EVERY_5M;
}

bool vd_retain_makes_room(const struct vd_retention *retention)
{
    return retention->kind == VD_RETAIN_HALF || retention->kind == VD_RETAIN_BYTES;
}

uint64_t vd_retain_look(void *arg)
{
    struct vd_retain *retain = arg;
    const struct vd_retention *retention = &retain->options.retention;
    int64_t now_ms = vd_time_wall_ms();

    if (retention->kind == VD_RETAIN_ALL)
        return UINT64_MAX;
    if (atomic_load(&retain->is_busy))
        return 0;
    if (vd_kv_wants_room(retain->options.kv)) {
        make_room(retain, now_ms);
        return 0;
    }
    if (vd_retention_is_due(retention, &retain->state, now_ms)) {
        struct vd_kv_past past = past_of(retain);

        look(retain, now_ms, &past);
    }
    if (!goes_by_time(retention->kind))
        return UINT64_MAX;
    return (uint64_t)VD_MAX(retain->state.next_ms - now_ms, (int64_t)1);
}

int vd_retain_new(const struct vd_retain_options *options, struct vd_retain **out_retain)
{
    struct vd_retain *retain = vd_alloc_zero(sizeof(*retain));

    if (!retain)
        return -ENOMEM;
    retain->options = *options;
    *out_retain = retain;
    return 0;
}

void vd_retain_free(struct vd_retain *retain)
{
    vd_free(retain);
}
