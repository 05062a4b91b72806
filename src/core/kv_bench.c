/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Not a test: prints what the write side costs. usage: kv_bench [KEYS] [DIR]
 * With a directory the store is durable: what is printed then has the log in it, and how long it
 * takes to open it again; KEYS 0 does only that, with what is there.
 */
#include "core/kv_world.h"
#include "core/range.h"

#include "base/clock.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

enum { GROUP = 256, ROWS = 1000 };

static struct vd_op ops[GROUP];
static struct vd_txn txns[GROUP];
static struct vd_write writes[GROUP];
static char keys[GROUP][32];
static uint8_t value[128];

static uint64_t next_random(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15ULL;
    return *state * 0xbf58476d1ce4e5b9ULL >> 20;
}

/* Keys come in no order: a permutation of the numbers of 32 bits. */
static uint64_t spread(uint64_t n)
{
    return (uint32_t)n * 2654435769u;
}

static double cpu_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void ignore(struct vd_write *write)
{
}

static void put_group(struct world *world, uint64_t key_count, bool is_new, uint64_t *state)
{
    vd_kv_enter(world->kv, 0);
    for (unsigned i = 0; i < GROUP; i++) {
        uint64_t key = is_new ? spread((*state)++) : spread(next_random(state) % key_count);

        snprintf(keys[i], sizeof(keys[i]), "/bench/key/%08llx", (unsigned long long)key);
        ops[i].type = VD_OP_PUT;
        ops[i].put = (struct vd_put_op){.key = vd_slice(keys[i], 19),
                                        .value = vd_slice(value, sizeof(value))};
        txns[i] = (struct vd_txn){.success = &ops[i], .success_count = 1};
        writes[i] = world_txn_write(world, &txns[i]);
        writes[i].done = ignore;
        vd_kv_submit(world->kv, &writes[i]);
    }
    vd_kv_leave(world->kv, 0);
    world_turn(world, 0);
    vd_arena_deinit(&world->arena);
    vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms);
}

static void bench_puts(struct world *world, const char *name, uint64_t puts, uint64_t key_count,
                       bool is_new)
{
    uint64_t state = 0;
    double start = cpu_s();

    for (uint64_t i = 0; i < puts; i += GROUP)
        put_group(world, key_count, is_new, &state);
    printf("%-24s %8.3f us CPU a put\n", name, (cpu_s() - start) * 1e6 / (double)puts);
}

static void not_ready(void *arg)
{
    abort();
}

static size_t read_range(struct world *world, const struct vd_range_op *op)
{
    static struct vd_row rows[256];
    struct vd_range *range;
    size_t all = 0, count;
    int rc;

    vd_kv_enter(world->kv, 0);
    if (vd_range_open(world->kv, 0, NULL, op, (struct vd_pos){0, 0}, not_ready, NULL, &range))
        abort();
    while ((rc = vd_range_next(range, true, rows, 256, 1 << 20, &count)) == 0)
        all += count;
    vd_range_close(range);
    vd_kv_leave(world->kv, 0);
    return rc == VD_END ? all : 0;
}

static void bench_ranges(struct world *world, uint64_t key_count)
{
    uint64_t state = 1;
    size_t rows = 0;
    double start = cpu_s();

    for (int i = 0; i < 1000; i++) {
        char key[32];
        struct vd_range_op op = {.end = VD_SLICE("\0"), .limit = ROWS};

        snprintf(key, sizeof(key), "/bench/key/%08llx",
                 (unsigned long long)(next_random(&state) & 0xdfffffff));
        op.key = vd_slice(key, 19);
        rows += read_range(world, &op);
    }
    if (rows)
        printf("%-24s %8.3f us CPU a key (%zu rows)\n", "range of 1,000",
               (cpu_s() - start) * 1e6 / (double)rows, rows);
    else
        printf("range of 1,000: values are on disk\n");
}

static void bench_delete(struct world *world)
{
    double start = cpu_s();
    int64_t deleted = world_delete(world, "/bench", "/bench0");

    printf("%-24s %8.3f us CPU a key (%lld keys)\n", "delete in one revision",
           (cpu_s() - start) * 1e6 / (double)deleted, (long long)deleted);
}

static struct vd_store *open_store(const char *dir)
{
    struct vd_store *store;
    struct vd_diag diag;

    if (!vd_store_open(vd_fs_posix(), dir, NULL, &diag, &store))
        return store;
    fprintf(stderr, "%s\n", diag.text);
    exit(1);
}

static void reopen(struct world *world, const char *dir, const struct vd_kv_options *options)
{
    struct vd_kv_stats stats;
    uint64_t start;
    double cpu;

    world_keep(world);
    world_deinit(world);
    vd_store_close(world->store, true);
    start = vd_time_monotonic_ns();
    cpu = cpu_s();
    world_init(world, open_store(dir), options);
    cpu = cpu_s() - cpu;
    vd_kv_enter(world->kv, 0);
    vd_kv_stats(world->kv, &stats);
    printf("%-24s %8.3f s, %.3f s CPU (%llu keys, revision %lld)\n", "open again",
           (double)(vd_time_monotonic_ns() - start) * 1e-9, cpu, (unsigned long long)stats.keys,
           (long long)vd_kv_view(world->kv, 0)->head);
    vd_kv_leave(world->kv, 0);
}

int main(int argc, char **argv)
{
    uint64_t key_count = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
    const char *dir = argc > 2 ? argv[2] : NULL;
    struct vd_kv_options options = {.tail_bytes = (size_t)256 << 20};
    struct world world;

    world_init(&world, dir ? open_store(dir) : NULL, &options);
    if (!key_count) {
        reopen(&world, dir, &options);
        return 0;
    }
    bench_puts(&world, "put, new keys", key_count, key_count, true);
    bench_ranges(&world, key_count);
    if (dir)
        reopen(&world, dir, &options);
    bench_puts(&world, "put, random keys", 1000000, key_count, false);
    if (dir)
        reopen(&world, dir, &options);
    bench_delete(&world);
    world_deinit(&world);
    vd_store_close(world.store, true);
    return 0;
}
