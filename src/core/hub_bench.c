/* SPDX-License-Identifier: Apache-2.0 */
/* What cursors cost: opening and closing, a delivery, catching up. CPU of the core's part alone. */
#include "core/hub.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "core/kv_world.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

struct bench {
    struct world world;
    struct vd_hub *hub;
    struct vd_journal *journal;
    struct vd_cursor **ready; /* whose `ready` was called */
    size_t ready_count, pulled, batches, shared;
    uint64_t last_key;
    struct vd_batch drained; /* what drained a cursor last */
    bool is_woken;
};

static struct bench bench;

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void submit_job(void *arg, struct vd_job *job)
{
    job->next = bench.world.jobs;
    bench.world.jobs = job;
}

static void wake(void *arg)
{
    bench.is_woken = true;
}

static void on_ready(struct vd_cursor *cursor)
{
    bench.ready[bench.ready_count++] = cursor;
}

static void begin(const struct vd_kv_options *options)
{
    struct vd_hub_options hub_options = {.submit_job = submit_job, .wake = wake};

    bench = (struct bench){.ready = malloc(2000000 * sizeof(struct vd_cursor *))};
    world_init(&bench.world, NULL, options);
    hub_options.kv = bench.world.kv;
    vd_kv_enter(bench.world.kv, 0);
    if (vd_hub_new(&hub_options, &bench.hub))
        abort();
    vd_kv_leave(bench.world.kv, 0);
    bench.journal = vd_hub_journal(bench.hub);
}

static void end(void)
{
    vd_hub_free(bench.hub);
    world_deinit(&bench.world);
    free(bench.ready);
}

static bool take_over(struct vd_cursor *cursor)
{
    if (!bench.drained.key || !bench.journal->ops->repeat(bench.journal, cursor, &bench.drained))
        return false;
    bench.pulled += bench.drained.count;
    bench.batches++;
    bench.shared++;
    return true;
}

/* Every ready cursor pulls one batch; those with more stay. */
static bool turn(void)
{
    size_t count, kept = 0;
    bool more;

    bench.is_woken = false;
    vd_kv_enter(bench.world.kv, 0);
    more = vd_hub_turn(bench.hub);
    count = bench.ready_count;
    for (size_t i = 0; i < count; i++) {
        struct vd_batch batch;
        int rc;

        if (take_over(bench.ready[i]))
            continue;
        rc = bench.journal->ops->pull(bench.journal, bench.ready[i], 65536, VD_PULL_DRAIN, &batch);
        if (rc == 0) {
            bench.pulled += batch.count;
            bench.batches++;
            bench.shared += batch.key && batch.key == bench.last_key;
            bench.last_key = batch.key;
            if (batch.drained)
                bench.drained = batch;
            else
                bench.ready[kept++] = bench.ready[i];
        } else if (rc != VD_WAIT) {
            abort();
        }
    }
    memmove(bench.ready + kept, bench.ready + count, (bench.ready_count - count) * sizeof(void *));
    bench.ready_count = bench.ready_count - count + kept;
    vd_kv_leave(bench.world.kv, 0);
    more |= world_run_jobs(&bench.world);
    return more || bench.ready_count || bench.is_woken;
}

static void settle(void)
{
    while (turn())
        ;
}

static void open_cursor(struct vd_cursor *cursor, const char *key, size_t len, const char *last,
                        int64_t from)
{
    struct vd_selection selection = {.key = vd_slice(key, len),
                                     .end = vd_slice(last, last ? len : 0)};
    int64_t now;

    cursor->ready = on_ready;
    if (bench.journal->ops->open(bench.journal, cursor, NULL, &selection, (struct vd_pos){from, 0},
                                 &now))
        abort();
}

static void close_all(struct vd_cursor *cursors, size_t count)
{
    vd_kv_enter(bench.world.kv, 0);
    for (size_t i = 0; i < count; i++)
        bench.journal->ops->close(bench.journal, &cursors[i]);
    vd_kv_leave(bench.world.kv, 0);
}

static void report(const char *what, uint64_t ns, size_t count)
{
    printf("%-58s %8.1f ns each (%zu)\n", what, (double)ns / (double)count, count);
}

static void opening(size_t count, bool distinct)
{
    struct vd_cursor *cursors = malloc(count * sizeof(*cursors));
    size_t memory = mallinfo2().uordblks + mallinfo2().hblkhd;
    uint64_t start = now_ns();
    char key[32];

    vd_kv_enter(bench.world.kv, 0);
    for (size_t i = 0; i < count; i++) {
        int n = snprintf(key, sizeof(key), "/key/%014zu", distinct ? i * 7919 : 0);

        open_cursor(&cursors[i], key, (size_t)n, NULL, 0);
    }
    vd_kv_leave(bench.world.kv, 0);
    report(distinct ? "open, keys of their own (with printing the key)" : "open, one shared key",
           now_ns() - start, count);
    printf("%-58s %8zu bytes beside the cursor's %zu\n", "   memory",
           (mallinfo2().uordblks + mallinfo2().hblkhd - memory) / count, sizeof(struct vd_cursor));
    start = now_ns();
    close_all(cursors, count);
    report("close", now_ns() - start, count);
    free(cursors);
}

static void fan_out(size_t count, unsigned puts_a_turn)
{
    struct vd_cursor *cursors = malloc(count * sizeof(*cursors));
    uint64_t ns = 0;
    char what[80];

    vd_kv_enter(bench.world.kv, 0);
    for (size_t i = 0; i < count; i++)
        open_cursor(&cursors[i], "key", 3, NULL, 0);
    vd_kv_leave(bench.world.kv, 0);
    bench.pulled = bench.batches = bench.shared = 0;
    for (int round = 0; round < 200; round++) {
        for (unsigned i = 0; i < puts_a_turn; i++)
            world_put(&bench.world, "key", "value");
        ns -= now_ns();
        settle();
        ns += now_ns();
    }
    snprintf(what, sizeof(what), "delivery, %zu cursors of one key, %u events a turn", count,
             puts_a_turn);
    report(what, ns, bench.pulled);
    printf("   a batch %.1f ns, shared %.3f\n", (double)ns / (double)bench.batches,
           (double)bench.shared / (double)bench.batches);
    close_all(cursors, count);
    free(cursors);
}

static void catch_up(const char *name, const char *key, const char *last, size_t count,
                     int64_t from)
{
    struct vd_cursor *cursors = malloc(count * sizeof(*cursors));
    char what[80];
    uint64_t start;

    vd_kv_enter(bench.world.kv, 0);
    for (size_t i = 0; i < count; i++)
        open_cursor(&cursors[i], key, strlen(key), last, from);
    vd_kv_leave(bench.world.kv, 0);
    bench.pulled = bench.batches = bench.shared = 0;
    start = now_ns();
    settle();
    snprintf(what, sizeof(what), "catch-up of %zu, %s", count, name);
    report(what, now_ns() - start, bench.pulled);
    close_all(cursors, count);
    free(cursors);
}

static void resume(size_t count, int64_t back, bool prefix, const char *name)
{
    struct vd_cursor *cursors = malloc(count * sizeof(*cursors));
    const struct vd_view *view;
    uint64_t start;
    char key[32], last[32];

    bench.pulled = 0;
    start = now_ns();
    vd_kv_enter(bench.world.kv, 0);
    view = vd_kv_view(bench.world.kv, 0);
    for (size_t i = 0; i < count; i++) {
        int n = snprintf(key, sizeof(key), "/key/%06zu", i);

        memcpy(last, key, sizeof(key));
        last[n - 1]++;
        open_cursor(&cursors[i], key, (size_t)n, prefix ? last : NULL, view->head - back);
    }
    vd_kv_leave(bench.world.kv, 0);
    settle();
    report(name, now_ns() - start, count);
    printf("   %zu events, %.3f s in all\n", bench.pulled, (double)(now_ns() - start) / 1e9);
    vd_kv_enter(bench.world.kv, 0);
    for (size_t i = 0; i < count; i++)
        if (!bench.journal->ops->is_live(bench.journal, &cursors[i]))
            abort();
    vd_kv_leave(bench.world.kv, 0);
    close_all(cursors, count);
    free(cursors);
}

static void put_many(size_t count, size_t value_len, size_t keys)
{
    char value[256] = {0}, key[32];

    memset(value, 'v', value_len);
    for (size_t i = 0; i < count; i++) {
        snprintf(key, sizeof(key), keys == 1 ? "key" : "/key/%06zu", i * 7919 % keys);
        world_put(&bench.world, key, value);
    }
}

int main(void)
{
    static const struct vd_kv_options small = {.tail_bytes = 100000, .cache_bytes = 1};

    begin(NULL);
    opening(1000000, false);
    opening(1000000, true);
    fan_out(1000, 1);
    fan_out(1000, 16);
    fan_out(1000, 1000);
    end();

    for (int on_disk = 0; on_disk < 2; on_disk++) {
        begin(on_disk ? &small : NULL);
        printf("%s\n", on_disk ? "history by jobs" : "history in the tail");
        put_many(100000, 128, 1);
        world_keep(&bench.world);
        settle();
        catch_up("its key", "key", NULL, 1, 1);
        catch_up("its prefix", "key", "kez", 1, 1);
        catch_up("its key", "key", NULL, 100, 1);
        end();
        begin(on_disk ? &small : NULL);
        put_many(200000, 32, 100000);
        world_keep(&bench.world);
        settle();
        resume(100000, 1000, false, "resume 1,000 back, 100,000 keys");
        resume(100000, 100000, false, "resume 100,000 back, 100,000 keys");
        resume(100000, 1000, true, "resume 1,000 back, 100,000 prefixes");
        resume(100000, 100000, true, "resume 100,000 back, 100,000 prefixes");
        end();
    }
    return 0;
}
