/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_world.h"

#include "base/check.h"
#include "store/wal.h"

/* So often a write that is not answered lets the keeper do something: it may wait for him. */
enum { KEEPER_TURNS = 100 };

static void on_wake(void *arg, unsigned slot)
{
    ((struct world *)arg)->wakes[slot]++;
}

static void on_lead(void *arg, unsigned slot)
{
    ((struct world *)arg)->leads++;
}

void world_submit_job(void *arg, struct vd_job *job)
{
    struct world *world = arg;

    job->next = world->jobs;
    world->jobs = job;
    world->job_count++;
}

static void on_wake_keeper(void *arg)
{
    ((struct world *)arg)->keeper_wakes++;
}

int world_try_init(struct world *world, struct vd_store *store, const struct vd_kv_options *options)
{
    struct vd_kv_env env = {
        .arg = world,
        .wake = on_wake,
        .lead = on_lead,
        .submit_job = world_submit_job,
        .wake_keeper = on_wake_keeper,
    };

    *world = (struct world){.store = store, .now_ms = 1000, .clock_ms = 1};
    if (options)
        world->options = *options;
    if (!world->options.loops)
        world->options.loops = 1;
    world->options.slots = world->options.loops + 2;
    vd_arena_init(&world->arena, 64 << 20);
    return vd_kv_open(store, &world->options, &env, &world->kv);
}

void world_init(struct world *world, struct vd_store *store, const struct vd_kv_options *options)
{
    int rc = world_try_init(world, store, options);

    vd_assert(rc == 0);
}

void world_deinit(struct world *world)
{
    while (world_run_jobs(world))
        ;
    vd_kv_close(world->kv);
    vd_arena_deinit(&world->arena);
}

unsigned world_pool_slot(const struct world *world)
{
    return world->options.loops;
}

unsigned world_keeper_slot(const struct world *world)
{
    return world->options.loops + 1;
}

static void flush(struct world *world, const struct vd_wal_flush *what)
{
    struct vd_file file = {.fs = world->fs ? world->fs : vd_fs_posix(), .handle = what->fd};
    int rc = vd_file_write_durable(&file, what->buf, what->len, (uint64_t)what->offset);

    vd_assert(rc == 0);
    vd_kv_flushed(world->kv, 0);
}

void world_turn(struct world *world, unsigned slot)
{
    struct vd_wal_flush what;
    int rc;

    vd_kv_enter(world->kv, slot);
    vd_kv_set_time(world->kv, world->clock_ms);
    rc = vd_kv_lead(world->kv, slot, world->now_ms++, &what);
    vd_assert(rc == 0 || rc == VD_WAIT);
    if (!rc)
        flush(world, &what);
    world->done += vd_kv_collect(world->kv, slot);
    vd_kv_leave(world->kv, slot);
}

bool world_run_jobs(struct world *world)
{
    struct vd_job *job = world->jobs;

    if (!job)
        return false;
    world->jobs = NULL;
    while (job) {
        struct vd_job *next = job->next;
        unsigned slot = job->slot;

        job->run(job, world_pool_slot(world));
        vd_kv_enter(world->kv, slot);
        job->done(job);
        vd_kv_leave(world->kv, slot);
        job = next;
    }
    return true;
}

static void on_done(struct vd_write *write)
{
    write->slot = UINT32_MAX;
}

int world_write(struct world *world, struct vd_write *write)
{
    unsigned slot = write->slot;

    write->done = on_done;
    vd_kv_enter(world->kv, slot);
    vd_kv_submit(world->kv, write);
    vd_kv_leave(world->kv, slot);
    for (unsigned turns = 1; write->slot != UINT32_MAX; turns++) {
        world_turn(world, slot);
        world_run_jobs(world);
        if (turns % KEEPER_TURNS == 0)
            vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms);
    }
    write->slot = slot;
    return write->outcome;
}

void world_keep(struct world *world)
{
    unsigned slot = world_keeper_slot(world);
    bool more;

    do {
        world->now_ms += 200;
        more = vd_kv_keeper_step(world->kv, slot, world->now_ms);
    } while (more);
}

struct vd_write world_txn_write(struct world *world, const struct vd_txn *txn)
{
    return (struct vd_write){.kind = VD_WRITE_TXN, .txn = txn, .arena = &world->arena};
}

struct vd_op world_put_op(const char *key, const char *value)
{
    struct vd_op op = {.type = VD_OP_PUT};

    op.put = (struct vd_put_op){.key = vd_slice_str(key), .value = vd_slice_str(value)};
    return op;
}

struct vd_op world_delete_op(struct vd_slice key, struct vd_slice end)
{
    struct vd_op op = {.type = VD_OP_DELETE};

    op.del = (struct vd_delete_op){.key = key, .end = end};
    return op;
}

struct vd_op world_range_op(struct vd_slice key, struct vd_slice end)
{
    struct vd_op op = {.type = VD_OP_RANGE};

    op.range = (struct vd_range_op){.key = key, .end = end};
    return op;
}

static void write_one(struct world *world, const struct vd_op *op, struct vd_write *out_write)
{
    struct vd_txn txn = {.success = op, .success_count = 1};
    int rc;

    *out_write = world_txn_write(world, &txn);
    rc = world_write(world, out_write);
    vd_assert(rc == 0);
}

int64_t world_put(struct world *world, const char *key, const char *value)
{
    struct vd_op op = world_put_op(key, value);
    struct vd_write write;

    write_one(world, &op, &write);
    vd_assert(write.changed);
    return write.revision;
}

int64_t world_delete(struct world *world, const char *key, const char *end)
{
    struct vd_op op = world_delete_op(vd_slice_str(key), vd_slice_str(end));
    struct vd_write write;

    write_one(world, &op, &write);
    return write.result.ops[0].deleted;
}

int world_compact(struct world *world, int64_t revision)
{
    struct vd_write write = {.kind = VD_WRITE_COMPACT, .compact_revision = revision};

    return world_write(world, &write);
}

int world_grant(struct world *world, int64_t id, int64_t ttl_ms)
{
    struct vd_write write = {.kind = VD_WRITE_LEASE_GRANT, .lease = {id, ttl_ms}};

    return world_write(world, &write);
}

int world_revoke(struct world *world, int64_t id)
{
    struct vd_write write = {.kind = VD_WRITE_LEASE_REVOKE, .lease = {.id = id}};

    return world_write(world, &write);
}

int world_alarm(struct world *world, enum vd_alarm alarm, bool raise)
{
    struct vd_write write = {.kind = VD_WRITE_ALARM, .alarm = {alarm, raise}};

    return world_write(world, &write);
}

int world_put_leased(struct world *world, const char *key, int64_t lease)
{
    struct vd_op op = world_put_op(key, "v");
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(world, &txn);

    op.put.lease = lease;
    return world_write(world, &write);
}

void world_pass(struct world *world, int64_t ms)
{
    unsigned leads, wakes;

    world->clock_ms += ms;
    do {
        leads = world->leads;
        wakes = world->wakes[0];
        world_turn(world, 0);
    } while (leads != world->leads || wakes != world->wakes[0]);
}
