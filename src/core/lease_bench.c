/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Not a test: prints what leases cost. usage: lease_bench [LEASES] [DIR]
 * With a directory the store is durable, and opened again at the end.
 */
#include "core/kv_world.h"
#include "core/lease.h"

#include "base/check.h"
#include "base/clock.h"
#include "store/store.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUP = 256, TTL_MS = 60000, MANY = 10000 };

static struct vd_op ops[GROUP];
static struct vd_txn txns[GROUP];
static struct vd_write writes[GROUP];
static char keys[GROUP][32];
static uint8_t value[32];

static void fail(const char *what, int rc)
{
    fprintf(stderr, "%s: %s\n", what, vd_outcome_name(rc));
    exit(1);
}

static double cpu_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static size_t heap_bytes(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static void report(const char *name, double seconds, uint64_t count, const char *unit)
{
    printf("%-32s %8.3f us CPU %s\n", name, seconds * 1e6 / (double)count, unit);
}

static void ignore(struct vd_write *write)
{
    if (write->outcome)
        fail("a write", write->outcome);
}

/* In groups, as loops with much to do would. prepare fills writes[i] for the n-th. */
static void write_all(struct world *world, uint64_t count,
                      void (*prepare)(struct world *world, unsigned i, uint64_t n))
{
    for (uint64_t n = 0; n < count; n += GROUP) {
        unsigned group = (unsigned)VD_MIN((uint64_t)GROUP, count - n);

        vd_kv_enter(world->kv, 0);
        for (unsigned i = 0; i < group; i++) {
            prepare(world, i, n + i);
            writes[i].done = ignore;
            vd_kv_submit(world->kv, &writes[i]);
        }
        vd_kv_leave(world->kv, 0);
        world_turn(world, 0);
        vd_arena_deinit(&world->arena);
        vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms);
    }
}

static int64_t id_of(uint64_t n)
{
    return (int64_t)(1 + (n * 2654435769u & 0xffffffff));
}

static void grant(struct world *world, unsigned i, uint64_t n)
{
    writes[i] = (struct vd_write){.kind = VD_WRITE_LEASE_GRANT, .lease = {id_of(n), TTL_MS}};
}

static void put(struct world *world, unsigned i, uint64_t n, int64_t lease)
{
    snprintf(keys[i], sizeof(keys[i]), "/bench/%016llx", (unsigned long long)id_of(n));
    ops[i].type = VD_OP_PUT;
    ops[i].put = (struct vd_put_op){
        .key = vd_slice(keys[i], 23), .value = vd_slice(value, sizeof(value)), .lease = lease};
    txns[i] = (struct vd_txn){.success = &ops[i], .success_count = 1};
    writes[i] = world_txn_write(world, &txns[i]);
}

static void put_plain(struct world *world, unsigned i, uint64_t n)
{
    put(world, i, n, 0);
}

static void put_leased(struct world *world, unsigned i, uint64_t n)
{
    put(world, i, n, id_of(n));
}

static void put_shared(struct world *world, unsigned i, uint64_t n)
{
    put(world, i, n, id_of(0));
}

static void bench_write(struct world *world, const char *name, uint64_t count,
                        void (*prepare)(struct world *world, unsigned i, uint64_t n))
{
    double start = cpu_s();

    write_all(world, count, prepare);
    report(name, cpu_s() - start, count, "each");
}

static void bench_renew(struct world *world, uint64_t leases)
{
    uint64_t state = 1, count = 4000000;
    double start = cpu_s();
    int64_t ttl_ms;

    vd_kv_enter(world->kv, 0);
    for (uint64_t i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        if (vd_lease_renew(world->kv, 0, NULL, id_of((state >> 33) % leases), world->clock_ms,
                           &ttl_ms))
            fail("renew", 0);
    }
    vd_kv_leave(world->kv, 0);
    report("renew one of all", cpu_s() - start, count, "each");
}

static void bench_list(struct world *world)
{
    struct vd_lease_list *list;
    double start = cpu_s(), longest = 0;
    int64_t ids[256];
    size_t count = 0, n;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_lease_list_new(world->kv, 0, NULL, &list);
    while (!rc) {
        double before = cpu_s();

        rc = vd_lease_list_step(list, world->kv, 0);
        longest = VD_MAX(longest, cpu_s() - before);
        if (!rc)
            break;
        if (rc == VD_WAIT)
            rc = 0;
    }
    if (rc)
        fail("list", rc);
    vd_kv_leave(world->kv, 0);
    while ((n = vd_lease_list_next(list, ids, 256)))
        count += n;
    vd_lease_list_free(list);
    report("list all, in order", cpu_s() - start, count, "each");
    printf("%-32s %8.3f ms\n", "  the longest step", longest * 1e3);
}

/* All that are there run out; the longest turn is what another request may have to wait for. */
static void bench_expiry(struct world *world, const char *name)
{
    struct vd_kv_stats stats;
    uint64_t count, turns = 0;
    double start, longest = 0;

    vd_kv_enter(world->kv, 0);
    vd_kv_stats(world->kv, &stats);
    vd_kv_leave(world->kv, 0);
    count = stats.leases;
    world->clock_ms += 2 * TTL_MS;
    start = cpu_s();
    for (; stats.leases; turns++) {
        double before = cpu_s();

        world_turn(world, 0);
        longest = VD_MAX(longest, cpu_s() - before);
        vd_kv_enter(world->kv, 0);
        vd_kv_stats(world->kv, &stats);
        vd_kv_leave(world->kv, 0);
        vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms);
    }
    report(name, cpu_s() - start, count, "each");
    printf("%-32s %8.3f ms of %llu turns\n", "  the longest turn", longest * 1e3,
           (unsigned long long)turns);
}

static void bench_restart(struct world *world, const char *dir)
{
    struct vd_diag diag;
    uint64_t start;
    int64_t head;
    int rc;

    vd_kv_enter(world->kv, 0);
    head = vd_kv_view(world->kv, 0)->head;
    vd_kv_leave(world->kv, 0);
    world_compact(world, head);
    world_keep(world);
    world_deinit(world);
    vd_store_close(world->store, true);
    malloc_trim(0);
    start = vd_time_monotonic_ns();
    rc = vd_store_open(vd_fs_posix(), dir, NULL, &diag, &world->store);
    if (!rc)
        rc = world_try_init(world, world->store, NULL);
    if (rc)
        fail("open again", rc);
    printf("%-32s %8.3f s\n", "open again", (double)(vd_time_monotonic_ns() - start) * 1e-9);
}

int main(int argc, char **argv)
{
    uint64_t leases = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    const char *dir = argc > 2 ? argv[2] : NULL;
    struct vd_store *store = NULL;
    struct vd_diag diag;
    struct world world;
    size_t before;
    int rc = dir ? vd_store_open(vd_fs_posix(), dir, NULL, &diag, &store) : 0;

    if (rc)
        fail("open", rc);
    world_init(&world, store, NULL);
    bench_write(&world, "put", leases, put_plain);
    bench_write(&world, "put again", leases, put_plain);
    before = heap_bytes();
    bench_write(&world, "grant", leases, grant);
    printf("%-32s %8.1f bytes\n", "  a lease, which may have one key",
           (double)(heap_bytes() - before) / (double)leases);
    bench_write(&world, "put again, with a lease", leases, put_leased);
    bench_write(&world, "put again, with the same lease", leases, put_leased);
    bench_renew(&world, leases);
    bench_list(&world);
    if (dir)
        bench_restart(&world, dir);
    world_turn(&world, 0);
    bench_expiry(&world, "run out, with a key each");
    write_all(&world, MANY, grant);
    write_all(&world, MANY, put_leased);
    bench_expiry(&world, "run out, 10,000");
    write_all(&world, 1, grant);
    bench_write(&world, "put, all with one lease", leases, put_shared);
    bench_expiry(&world, "run out, one with all keys");
    world_deinit(&world);
    vd_store_close(store ? world.store : NULL, true);
    return 0;
}
