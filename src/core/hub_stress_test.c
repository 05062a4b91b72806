/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hubs in threads: three loops that write, watch and pause, a pool thread, a keeper, little memory.
 * Whatever the schedule is: each cursor sees every event of its range from its start on, once and
 * in order; what "every event" is, a cursor on everything tells, which must find no gap.
 * Bounded in operations, not in time. Worth its name under ThreadSanitizer.
 */
#include "base/check.h"
#include "base/hash.h"
#include "core/hub.h"
#include "core/kv.h"
#include "store/wal.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LOOPS = 3, WRITES = 1200, CURSORS = 24, KEYS = 16, REVISIONS = LOOPS * WRITES + 2 };

struct loop;

struct watcher {
    struct vd_cursor cursor;
    struct loop *loop;
    char key[8], end[8];
    struct vd_pos start, last;
    uint64_t sum; /* of what it saw */
    size_t count;
    bool is_ready, is_armed, is_open;
};

struct loop {
    pthread_t thread;
    unsigned slot;
    uint64_t random;
    struct vd_hub *hub;
    struct watcher all, watchers[CURSORS];
    struct vd_write write;
    struct vd_txn txn;
    struct vd_op ops[2];
    struct vd_arena arena;
    char keys[2][8];
    unsigned submitted, answered;
    struct vd_job *jobs_done;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool is_woken;
};

/* What a cursor on everything has seen; written by loop 0's. */
struct seen {
    uint32_t key[2];
    unsigned count;
};

static struct vd_kv *kv;
static struct loop loops[LOOPS];
static struct seen seen[REVISIONS];
static pthread_t pool_thread, keeper_thread;
static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t pool_filled = PTHREAD_COND_INITIALIZER;
static struct vd_job *pool_jobs;
static bool pool_closed;
static _Atomic bool is_over;
static _Atomic unsigned writers_done;

static unsigned rnd(struct loop *loop, unsigned n)
{
    loop->random += 0x9e3779b97f4a7c15ULL;
    return (unsigned)(vd_hash_u64(loop->random) % n);
}

static void wake_loop(void *arg, unsigned slot)
{
    struct loop *loop = &loops[slot];

    pthread_mutex_lock(&loop->lock);
    loop->is_woken = true;
    pthread_cond_signal(&loop->woken);
    pthread_mutex_unlock(&loop->lock);
}

static void on_hub_wake(void *arg)
{
    wake_loop(NULL, ((struct loop *)arg)->slot);
}

static void on_job(void *arg, struct vd_job *job)
{
    pthread_mutex_lock(&pool_lock);
    job->next = pool_jobs;
    pool_jobs = job;
    pthread_cond_signal(&pool_filled);
    pthread_mutex_unlock(&pool_lock);
}

static void on_wake_keeper(void *arg)
{
}

static void *run_pool(void *arg)
{
    pthread_mutex_lock(&pool_lock);
    while (!pool_closed || pool_jobs) {
        struct vd_job *job = pool_jobs;
        struct loop *loop;

        if (!job) {
            pthread_cond_wait(&pool_filled, &pool_lock);
            continue;
        }
        pool_jobs = job->next;
        pthread_mutex_unlock(&pool_lock);
        job->run(job, LOOPS);
        loop = &loops[job->slot];
        pthread_mutex_lock(&loop->lock);
        job->next = loop->jobs_done;
        loop->jobs_done = job;
        loop->is_woken = true;
        pthread_cond_signal(&loop->woken);
        pthread_mutex_unlock(&loop->lock);
        pthread_mutex_lock(&pool_lock);
    }
    pthread_mutex_unlock(&pool_lock);
    return NULL;
}

static void *run_keeper(void *arg)
{
    int64_t now_ms = 1000;

    while (!atomic_load(&is_over)) {
        struct timespec pause = {0, 300000};

        vd_kv_keeper_step(kv, LOOPS + 1, now_ms += 200);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/*
 * Watching.
 */

static uint64_t event_sum(int64_t revision, uint32_t sub, uint32_t key)
{
    return vd_hash_u64((uint64_t)revision * 64 + sub * 32 + key);
}

static uint32_t key_number(struct vd_slice key)
{
    vd_assert(key.len == 4);
    return (uint32_t)(key.ptr[2] - '0') * 10 + (uint32_t)(key.ptr[3] - '0');
}

static void on_ready(struct vd_cursor *cursor)
{
    struct watcher *watcher = vd_container_of(cursor, struct watcher, cursor);

    vd_assert(watcher->is_armed && !watcher->is_ready);
    watcher->is_armed = false;
    watcher->is_ready = true;
}

static void watch(struct loop *loop, struct watcher *watcher, int64_t from)
{
    struct vd_journal *journal = vd_hub_journal(loop->hub);
    struct vd_selection selection = {.key = vd_slice_str(watcher->key),
                                     .end = vd_slice_str(watcher->end)};
    int64_t now;
    int rc;

    watcher->loop = loop;
    watcher->cursor.ready = on_ready;
    watcher->is_armed = watcher->is_open = true;
    rc = journal->ops->open(journal, &watcher->cursor, NULL, &selection, (struct vd_pos){from, 0},
                            &now);
    vd_assert(rc == 0);
    watcher->start = (struct vd_pos){from ? from : now + 1, 0};
}

static void watch_some(struct loop *loop, struct watcher *watcher)
{
    struct vd_journal *journal = vd_hub_journal(loop->hub);
    unsigned key = rnd(loop, KEYS);

    snprintf(watcher->key, sizeof(watcher->key), "k/%02u", key);
    if (rnd(loop, 2))
        snprintf(watcher->end, sizeof(watcher->end), "k/%02u", key + 1 + rnd(loop, KEYS));
    watch(loop, watcher,
          rnd(loop, 2) ? 0 : 2 + rnd(loop, (unsigned)journal->ops->head(journal) + 3));
}

static void take(struct watcher *watcher, const struct vd_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct vd_event *event = batch->events[i];
        uint32_t key = key_number(vd_event_key(event));

        vd_assert(vd_pos_cmp(vd_event_pos(event), watcher->last) > 0);
        vd_assert(vd_pos_cmp(vd_event_pos(event), watcher->start) >= 0);
        if (watcher == &watcher->loop->all)
            vd_assert(event->revision <= watcher->last.revision + 1);
        if (watcher == &loops[0].all) {
            seen[event->revision].key[event->sub] = key;
            seen[event->revision].count++;
        }
        watcher->last = vd_event_pos(event);
        watcher->sum += event_sum(event->revision, event->sub, key);
        watcher->count++;
    }
}

static void pull(struct loop *loop, struct watcher *watcher)
{
    struct vd_journal *journal = vd_hub_journal(loop->hub);
    unsigned times = 1 + rnd(loop, 4);

    while (watcher->is_ready && times--) {
        struct vd_batch batch;
        int rc = journal->ops->pull(journal, &watcher->cursor, 300, 0, &batch);

        vd_assert(rc == 0 || rc == VD_WAIT);
        if (rc == 0) {
            take(watcher, &batch);
            continue;
        }
        watcher->is_armed = true;
        watcher->is_ready = false;
    }
}

/*
 * Writing.
 */

static void on_done(struct vd_write *write)
{
    struct loop *loop = vd_container_of(write, struct loop, write);

    vd_assert(write->outcome == 0 && write->changed);
    vd_arena_deinit(&loop->arena);
    if (++loop->answered == WRITES)
        atomic_fetch_add(&writers_done, 1);
}

static void submit(struct loop *loop)
{
    unsigned first = rnd(loop, KEYS), count = 1 + rnd(loop, 2);

    for (unsigned i = 0; i < count; i++) {
        snprintf(loop->keys[i], sizeof(loop->keys[i]), "k/%02u", (first + i * 3) % KEYS);
        loop->ops[i] = (struct vd_op){.type = VD_OP_PUT};
        loop->ops[i].put.key = vd_slice_str(loop->keys[i]);
        loop->ops[i].put.value = VD_SLICE("some value or other that takes a little room");
    }
    loop->txn = (struct vd_txn){.success = loop->ops, .success_count = count};
    loop->write = (struct vd_write){.kind = VD_WRITE_TXN,
                                    .txn = &loop->txn,
                                    .arena = &loop->arena,
                                    .slot = loop->slot,
                                    .done = on_done};
    loop->submitted++;
    vd_kv_submit(kv, &loop->write);
}

static bool is_done(struct loop *loop)
{
    struct vd_journal *journal = vd_hub_journal(loop->hub);

    if (atomic_load(&writers_done) < LOOPS || vd_hub_jobs(loop->hub) ||
        journal->ops->head(journal) < LOOPS * WRITES + 1 ||
        !journal->ops->is_live(journal, &loop->all.cursor))
        return false;
    for (unsigned i = 0; i < CURSORS; i++)
        if (loop->watchers[i].is_open && !journal->ops->is_live(journal, &loop->watchers[i].cursor))
            return false;
    return true;
}

static bool turn(struct loop *loop, struct vd_job *jobs)
{
    struct vd_wal_flush flush;
    bool more, done;
    int rc;

    vd_kv_enter(kv, loop->slot);
    while (jobs) {
        struct vd_job *next = jobs->next;

        jobs->done(jobs);
        jobs = next;
    }
    if (loop->submitted == loop->answered && loop->submitted < WRITES)
        submit(loop);
    if (rnd(loop, 20) == 0) {
        struct watcher *watcher = &loop->watchers[rnd(loop, CURSORS)];

        if (!watcher->is_open)
            watch_some(loop, watcher);
    }
    rc = vd_kv_lead(kv, loop->slot, 1000, &flush);
    vd_assert(rc == VD_WAIT);
    vd_kv_collect(kv, loop->slot);
    more = vd_hub_turn(loop->hub);
    pull(loop, &loop->all);
    more |= loop->all.is_ready;
    for (unsigned i = 0; i < CURSORS; i++) {
        if (rnd(loop, 4) || loop->answered == WRITES)
            pull(loop, &loop->watchers[i]);
        more |= loop->watchers[i].is_ready;
    }
    more |= loop->submitted == loop->answered && loop->submitted < WRITES;
    done = !more && is_done(loop);
    vd_kv_leave(kv, loop->slot);
    if (done)
        return false;
    if (more)
        wake_loop(NULL, loop->slot);
    return true;
}

static struct vd_job *sleep_and_take(struct loop *loop)
{
    struct timespec until;
    struct vd_job *jobs;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 2000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&loop->lock);
    if (!loop->is_woken)
        pthread_cond_timedwait(&loop->woken, &loop->lock, &until);
    loop->is_woken = false;
    jobs = loop->jobs_done;
    loop->jobs_done = NULL;
    pthread_mutex_unlock(&loop->lock);
    return jobs;
}

static void *run_loop(void *arg)
{
    struct loop *loop = arg;
    struct vd_hub_options options = {
        .kv = kv, .slot = loop->slot, .submit_job = on_job, .wake = on_hub_wake, .arg = loop};
    int rc;

    vd_kv_enter(kv, loop->slot);
    rc = vd_hub_new(&options, &loop->hub);
    vd_assert(rc == 0);
    snprintf(loop->all.key, sizeof(loop->all.key), "k");
    snprintf(loop->all.end, sizeof(loop->all.end), "l");
    loop->all.last = (struct vd_pos){1, 0};
    watch(loop, &loop->all, 1);
    loop->all.start = (struct vd_pos){2, 0};
    vd_kv_leave(kv, loop->slot);
    while (turn(loop, sleep_and_take(loop)))
        ;
    return NULL;
}

static void check(struct loop *loop, struct watcher *watcher)
{
    uint64_t sum = 0;
    size_t count = 0;

    for (int64_t revision = watcher->start.revision; revision < REVISIONS; revision++)
        for (uint32_t sub = 0; sub < seen[revision].count; sub++) {
            char key[8];

            snprintf(key, sizeof(key), "k/%02u", seen[revision].key[sub]);
            if (watcher->end[0] ? strcmp(key, watcher->key) < 0 || strcmp(key, watcher->end) >= 0
                                : strcmp(key, watcher->key) != 0)
                continue;
            sum += event_sum(revision, sub, seen[revision].key[sub]);
            count++;
        }
    assert_int_equal(watcher->count, count);
    assert_true(watcher->sum == sum);
}

static void finish(struct loop *loop)
{
    struct vd_journal *journal;

    journal = vd_hub_journal(loop->hub);
    check(loop, &loop->all);
    vd_kv_enter(kv, loop->slot);
    journal->ops->close(journal, &loop->all.cursor);
    for (unsigned i = 0; i < CURSORS; i++) {
        if (!loop->watchers[i].is_open)
            continue;
        check(loop, &loop->watchers[i]);
        journal->ops->close(journal, &loop->watchers[i].cursor);
    }
    vd_hub_free(loop->hub);
    vd_kv_leave(kv, loop->slot);
}

static void hubs_in_threads_miss_and_repeat_nothing(void **state)
{
    static const struct vd_kv_options options = {
        .slots = LOOPS + 2, .loops = LOOPS, .tail_bytes = 20000, .cache_bytes = 1000};
    static const struct vd_kv_env env = {
        .wake = wake_loop, .lead = wake_loop, .submit_job = on_job, .wake_keeper = on_wake_keeper};

    assert_int_equal(vd_kv_open(NULL, &options, &env, &kv), 0);
    for (unsigned i = 0; i < LOOPS; i++) {
        loops[i].slot = i;
        loops[i].random = i * 77 + 1;
        pthread_mutex_init(&loops[i].lock, NULL);
        pthread_cond_init(&loops[i].woken, NULL);
        vd_arena_init(&loops[i].arena, 1 << 20);
    }
    pthread_create(&pool_thread, NULL, run_pool, NULL);
    pthread_create(&keeper_thread, NULL, run_keeper, NULL);
    for (unsigned i = 0; i < LOOPS; i++)
        pthread_create(&loops[i].thread, NULL, run_loop, &loops[i]);
    for (unsigned i = 0; i < LOOPS; i++)
        pthread_join(loops[i].thread, NULL);
    atomic_store(&is_over, true);
    pthread_join(keeper_thread, NULL);
    pthread_mutex_lock(&pool_lock);
    pool_closed = true;
    pthread_cond_signal(&pool_filled);
    pthread_mutex_unlock(&pool_lock);
    pthread_join(pool_thread, NULL);
    for (unsigned i = 0; i < LOOPS; i++)
        finish(&loops[i]);
    vd_kv_close(kv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hubs_in_threads_miss_and_repeat_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
