/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads against each other: three loops that write and read, two pool threads, a keeper, little
 * memory. What must hold whatever the schedule is:
 *   - a pair of keys that is always written together is never seen apart, at any revision;
 *   - a counter that is only ever raised by compare-and-put ends at the number of successes;
 *   - a follower sees every revision, in order, without a gap, from tail and history together;
 *   - beside snapshots, hashes and defragmentations; a hash asked for twice is the same;
 *   - after all of it a restart finds the same.
 * Bounded in operations, not in time. Worth its name under ThreadSanitizer.
 */
#include "core/defrag.h"
#include "core/index.h"
#include "core/kv_hash.h"
#include "core/kv_world.h"
#include "core/range.h"
#include "core/snapshot.h"
#include "core/tail.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "store/store.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { LOOPS = 3, POOL = 2, PAIRS = 40, WRITES = 1500, IN_FLIGHT = 8, VALUE = 600 };

struct request {
    struct vd_write write;
    struct vd_txn txn;
    struct vd_op ops[2];
    struct vd_compare compare;
    struct vd_arena arena;
    char keys[2][32], value[VALUE];
    struct request *next; /* free ones */
    struct loop *loop;
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct vd_job *first;
    bool is_closed;
};

/* What an operator does beside it all, one thing at a time. */
struct care {
    struct vd_defrag *defrag;
    struct vd_snapshot *snapshot;
    struct vd_kv_hash *hash;
    struct vd_kv_hash_result before; /* revision 0: none */
    unsigned defrags, snapshots, same_hashes;
};

struct loop {
    pthread_t thread;
    unsigned slot;
    uint64_t random;
    struct request requests[IN_FLIGHT], *free;
    unsigned submitted, answered;
    int64_t raised;       /* successes on the counter */
    struct vd_pos follow; /* the next event that the follower wants */
    struct vd_range *range;
    bool range_waits;
    struct vd_job *jobs_done;
    pthread_mutex_t lock; /* of jobs_done and is_woken */
    pthread_cond_t woken;
    bool is_woken;
    struct vd_job fetch; /* of the follower */
    bool is_fetching;
    struct vd_block *fetched;
    int fetch_rc;
    struct care care;
};

static struct vd_kv *kv;
static struct loop loops[LOOPS];
static struct queue pool;
static pthread_t pool_threads[POOL], keeper_thread;
static _Atomic bool is_over;

static unsigned rnd(struct loop *loop, unsigned n)
{
    loop->random += 0x9e3779b97f4a7c15ULL;
    return (unsigned)(vd_hash_u64(loop->random) % n);
}

static void on_wake(void *arg, unsigned slot)
{
    struct loop *loop = &loops[slot];

    pthread_mutex_lock(&loop->lock);
    loop->is_woken = true;
    pthread_cond_signal(&loop->woken);
    pthread_mutex_unlock(&loop->lock);
}

static void on_job(void *arg, struct vd_job *job)
{
    pthread_mutex_lock(&pool.lock);
    job->next = pool.first;
    pool.first = job;
    pthread_cond_signal(&pool.filled);
    pthread_mutex_unlock(&pool.lock);
}

static void on_wake_keeper(void *arg)
{
}

static void *run_pool(void *arg)
{
    unsigned slot = LOOPS + (unsigned)(uintptr_t)arg;

    pthread_mutex_lock(&pool.lock);
    for (;;) {
        struct vd_job *job = pool.first;
        struct loop *loop;

        if (!job && pool.is_closed)
            break;
        if (!job) {
            pthread_cond_wait(&pool.filled, &pool.lock);
            continue;
        }
        pool.first = job->next;
        pthread_mutex_unlock(&pool.lock);
        job->run(job, slot);
        loop = &loops[job->slot];
        pthread_mutex_lock(&loop->lock);
        job->next = loop->jobs_done;
        loop->jobs_done = job;
        loop->is_woken = true;
        pthread_cond_signal(&loop->woken);
        pthread_mutex_unlock(&loop->lock);
        pthread_mutex_lock(&pool.lock);
    }
    pthread_mutex_unlock(&pool.lock);
    return NULL;
}

static void *run_keeper(void *arg)
{
    int64_t now_ms = 1000;

    while (!atomic_load(&is_over)) {
        now_ms += 30;
        if (!vd_kv_keeper_step(kv, LOOPS + POOL, now_ms))
            usleep(1000);
    }
    return NULL;
}

static void on_done(struct vd_write *write)
{
    struct request *request = vd_container_of(write, struct request, write);
    struct loop *loop = request->loop;

    vd_assert(write->outcome == 0 ||
              (write->kind == VD_WRITE_COMPACT && write->outcome == VD_COMPACTED));
    if (write->kind == VD_WRITE_TXN && request->txn.compare_count && write->result.succeeded)
        loop->raised++;
    loop->answered++;
    vd_arena_deinit(&request->arena);
    request->next = loop->free;
    loop->free = request;
}

/* The same value under two keys; long enough that the tail soon loses it. */
static void make_pair(struct loop *loop, struct request *request)
{
    unsigned pair = rnd(loop, PAIRS);
    size_t len = (size_t)snprintf(request->value, VALUE, "%u:%u:", loop->slot, loop->submitted);

    memset(request->value + len, 'x', VALUE - len);
    for (int i = 0; i < 2; i++) {
        snprintf(request->keys[i], sizeof(request->keys[i]), "pair/%02u/%d", pair, i);
        request->ops[i] = (struct vd_op){.type = VD_OP_PUT};
        request->ops[i].put = (struct vd_put_op){.key = vd_slice_str(request->keys[i]),
                                                 .value = vd_slice(request->value, VALUE)};
    }
    request->txn = (struct vd_txn){.success = request->ops, .success_count = 2};
    if (rnd(loop, 8) == 0)
        for (int i = 0; i < 2; i++)
            request->ops[i] = world_delete_op(vd_slice_str(request->keys[i]), VD_SLICE_EMPTY);
}

static int64_t counter_version(void)
{
    const struct vd_view *view = vd_kv_view(kv, 0);
    struct vd_index_hit hit;

    return vd_index_get(view->root, VD_SLICE("counter"), (struct vd_pos){0, 0}, &hit)
               ? hit.version->version
               : 0;
}

static void make_raise(struct loop *loop, struct request *request)
{
    struct vd_index_hit hit;
    int64_t version = 0;

    if (vd_index_get(vd_kv_view(kv, loop->slot)->root, VD_SLICE("counter"), (struct vd_pos){0, 0},
                     &hit))
        version = hit.version->version;
    request->compare = (struct vd_compare){
        .target = VD_CMP_VERSION, .key = VD_SLICE("counter"), .number = version};
    request->ops[0] = world_put_op("counter", "n");
    request->txn = (struct vd_txn){.compares = &request->compare,
                                   .compare_count = 1,
                                   .success = request->ops,
                                   .success_count = 1};
}

/* Needs the values of all first halves, most of which are on disk, to change nothing. */
static void make_look(struct loop *loop, struct request *request)
{
    snprintf(request->keys[0], sizeof(request->keys[0]), "pair/%02u/0", rnd(loop, PAIRS));
    request->ops[0] = world_range_op(VD_SLICE("pair/"), VD_SLICE("pair0"));
    request->compare = (struct vd_compare){.target = VD_CMP_VALUE,
                                           .result = VD_CMP_GREATER,
                                           .key = vd_slice_str(request->keys[0]),
                                           .value = VD_SLICE("9")};
    request->txn = (struct vd_txn){
        .failure = request->ops,
        .failure_count = 1,
        .compares = &request->compare,
        .compare_count = 1,
    };
}

static void choose(struct loop *loop, struct request *request)
{
    unsigned kind = rnd(loop, 256);

    if (kind < 16) {
        make_look(loop, request);
    } else if (kind < 64) {
        make_raise(loop, request);
    } else if (kind < 66) {
        request->write.kind = VD_WRITE_COMPACT;
        request->write.compact_revision = VD_MAX(1, vd_kv_view(kv, loop->slot)->head - 30);
    } else {
        make_pair(loop, request);
    }
}

static void submit(struct loop *loop)
{
    struct request *request = loop->free;

    loop->free = request->next;
    request->loop = loop;
    vd_arena_init(&request->arena, 1 << 20);
    request->write = (struct vd_write){.kind = VD_WRITE_TXN,
                                       .txn = &request->txn,
                                       .arena = &request->arena,
                                       .slot = loop->slot,
                                       .done = on_done};
    choose(loop, request);
    loop->submitted++;
    vd_kv_submit(kv, &request->write);
}

static void lead(struct loop *loop)
{
    struct vd_wal_flush flush;
    struct vd_file file = {.fs = vd_fs_posix()};
    int rc = vd_kv_lead(kv, loop->slot, 5000 + loop->submitted, &flush);

    if (rc)
        return;
    file.handle = flush.fd;
    rc = vd_file_write_durable(&file, flush.buf, flush.len, (uint64_t)flush.offset);
    vd_assert(rc == 0);
    vd_kv_flushed(kv, 0);
}

static void on_range_ready(void *arg)
{
    ((struct loop *)arg)->range_waits = false;
}

/* Both halves of a pair follow each other. */
static void check_rows(const struct vd_row *rows, size_t count)
{
    for (size_t i = 0; i + 1 < count; i += 2) {
        vd_assert(rows[i].mod_revision == rows[i + 1].mod_revision);
        vd_assert(rows[i].version == rows[i + 1].version);
        vd_assert(vd_slice_eq(rows[i].value, rows[i + 1].value));
        vd_assert(rows[i].value.len == VALUE);
    }
}

/* Some rows of an open range a turn, so that it stays open over commits and compactions. */
static void read_range(struct loop *loop)
{
    static const struct vd_range_op op = {
        .key = {(const uint8_t *)"pair/", 5},
        .end = {(const uint8_t *)"pair0", 5},
    };
    struct vd_row rows[6];
    size_t count = 0;
    int rc = 0;

    if (!loop->range)
        rc = vd_range_open(kv, loop->slot, NULL, &op, (struct vd_pos){0, 0}, on_range_ready, loop,
                           &loop->range);
    vd_assert(rc == 0);
    if (loop->range_waits)
        return;
    rc = vd_range_next(loop->range, true, rows, 6, SIZE_MAX, &count);
    check_rows(rows, count - count % 2);
    loop->range_waits = rc == VD_WAIT;
    vd_assert(rc == 0 || rc == VD_WAIT || rc == VD_AGAIN || rc == VD_END);
    /* An odd count cuts a pair in two; start again. */
    if (rc == VD_END || count % 2 || rnd(loop, 20) == 0) {
        if (loop->range_waits)
            return;
        vd_range_close(loop->range);
        loop->range = NULL;
    }
}

static void follow_block(struct loop *loop, const struct vd_block *block)
{
    for (uint32_t i = vd_block_find(block, loop->follow); i < block->count; i++) {
        const struct vd_event *event = &block->events[i];

        vd_assert(event->revision == loop->follow.revision && event->sub == loop->follow.sub);
        loop->follow.sub++;
        if (event->last)
            loop->follow = (struct vd_pos){event->revision + 1, 0};
    }
}

static void fetch_run(struct vd_job *job, unsigned slot)
{
    struct loop *loop = vd_container_of(job, struct loop, fetch);

    loop->fetch_rc = vd_kv_read_history(kv, slot, loop->follow, 3000, &loop->fetched);
}

static void fetch_done(struct vd_job *job)
{
    struct loop *loop = vd_container_of(job, struct loop, fetch);

    loop->is_fetching = false;
    if (!loop->fetch_rc) {
        follow_block(loop, loop->fetched);
        vd_block_unref(loop->fetched);
    }
    vd_assert(loop->fetch_rc == 0 || loop->fetch_rc == VD_COMPACTED);
}

static void follow(struct loop *loop)
{
    struct vd_block *block;
    uint32_t first;
    int rc;

    if (loop->is_fetching)
        return;
    if (loop->follow.revision <= vd_kv_view(kv, loop->slot)->floor)
        loop->follow = (struct vd_pos){vd_kv_view(kv, loop->slot)->floor + 1, 0};
    rc = vd_kv_tail_block(kv, loop->slot, loop->follow, &block, &first);
    if (rc == VD_WAIT) {
        loop->is_fetching = true;
        loop->fetch = (struct vd_job){.slot = loop->slot, .run = fetch_run, .done = fetch_done};
        on_job(NULL, &loop->fetch);
    } else if (!rc) {
        follow_block(loop, block);
    }
}

static struct vd_job *take_jobs(struct loop *loop, bool may_sleep)
{
    struct vd_job *jobs;
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&loop->lock);
    if (may_sleep && !loop->is_woken)
        pthread_cond_timedwait(&loop->woken, &loop->lock, &until);
    loop->is_woken = false;
    jobs = loop->jobs_done;
    loop->jobs_done = NULL;
    pthread_mutex_unlock(&loop->lock);
    return jobs;
}

static void on_care_ready(void *arg)
{
}

static void begin_care(struct loop *loop)
{
    struct care *care = &loop->care;
    int64_t revision = care->before.revision ? care->before.revision
                                             : vd_kv_view(kv, loop->slot)->head - rnd(loop, 4);
    int rc = 0;

    switch (rnd(loop, 6)) {
    case 0:
        rc = vd_defrag_open(kv, loop->slot, NULL, on_care_ready, NULL, &care->defrag);
        break;
    case 1:
        rc = vd_snapshot_open(kv, loop->slot, NULL, on_care_ready, NULL, &care->snapshot);
        break;
    default:
        rc = vd_kv_hash_open(kv, loop->slot, NULL, revision, on_care_ready, NULL, &care->hash);
        if (rc)
            care->before.revision = 0;
        break;
    }
    vd_assert(rc == 0 || rc == VD_COMPACTED);
}

static void go_on_with_hash(struct care *care)
{
    struct vd_kv_hash_result result;
    int rc = vd_kv_hash_result(care->hash, &result);

    if (rc == VD_WAIT)
        return;
    vd_assert(rc == 0);
    vd_kv_hash_close(care->hash);
    care->hash = NULL;
    if (care->before.revision == result.revision && care->before.floor == result.floor) {
        vd_assert(care->before.hash == result.hash);
        care->same_hashes++;
        result.revision = 0;
    }
    care->before = result;
}

static void go_on_with_snapshot(struct care *care)
{
    struct vd_bytes *piece;
    int rc;

    while ((rc = vd_snapshot_next(care->snapshot, &piece)) == 0)
        vd_bytes_unref(piece);
    if (rc == VD_WAIT)
        return;
    vd_assert(rc == VD_END);
    vd_snapshot_close(care->snapshot);
    care->snapshot = NULL;
    care->snapshots++;
}

static void go_on_with_defrag(struct care *care)
{
    int rc = vd_defrag_result(care->defrag);

    if (rc == VD_WAIT)
        return;
    vd_assert(rc == 0);
    vd_defrag_close(care->defrag);
    care->defrag = NULL;
    care->defrags++;
}

static bool is_caring(const struct care *care)
{
    return care->hash || care->snapshot || care->defrag;
}

static bool has_cared(const struct care *care)
{
    return care->defrags && care->snapshots && care->same_hashes;
}

static void take_care(struct loop *loop)
{
    if (loop->care.hash)
        go_on_with_hash(&loop->care);
    else if (loop->care.snapshot)
        go_on_with_snapshot(&loop->care);
    else if (loop->care.defrag)
        go_on_with_defrag(&loop->care);
    else if (loop->answered < WRITES || !has_cared(&loop->care))
        begin_care(loop);
}

static bool is_done(const struct loop *loop)
{
    return loop->answered == WRITES && !loop->range && !loop->is_fetching &&
           !is_caring(&loop->care) && has_cared(&loop->care);
}

static void turn(struct loop *loop)
{
    struct vd_job *job = take_jobs(loop, !loop->free || loop->submitted == WRITES);

    vd_kv_enter(kv, loop->slot);
    while (job) {
        struct vd_job *next = job->next;

        job->done(job);
        job = next;
    }
    for (unsigned n = rnd(loop, IN_FLIGHT); n && loop->free && loop->submitted < WRITES; n--)
        submit(loop);
    lead(loop);
    vd_kv_collect(kv, loop->slot);
    follow(loop);
    if (loop->range || loop->answered < WRITES)
        read_range(loop);
    take_care(loop);
    vd_kv_leave(kv, loop->slot);
}

static void *run_loop(void *arg)
{
    struct loop *loop = arg;

    while (!is_done(loop))
        turn(loop);
    return NULL;
}

static void init_loop(struct loop *loop, unsigned slot)
{
    *loop = (struct loop){.slot = slot, .random = slot + 1, .follow = {2, 0}};
    pthread_mutex_init(&loop->lock, NULL);
    pthread_cond_init(&loop->woken, NULL);
    for (int i = 0; i < IN_FLIGHT; i++) {
        loop->requests[i].next = loop->free;
        loop->free = &loop->requests[i];
    }
}

static void start(void)
{
    pool = (struct queue){0};
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.filled, NULL);
    atomic_store(&is_over, false);
    for (unsigned i = 0; i < POOL; i++)
        pthread_create(&pool_threads[i], NULL, run_pool, (void *)(uintptr_t)i);
    pthread_create(&keeper_thread, NULL, run_keeper, NULL);
    for (unsigned i = 0; i < LOOPS; i++)
        pthread_create(&loops[i].thread, NULL, run_loop, &loops[i]);
}

/* A loop that has finished takes no more turns, but the others' writes need no turn of its own. */
static void finish(void)
{
    for (unsigned i = 0; i < LOOPS; i++)
        pthread_join(loops[i].thread, NULL);
    pthread_mutex_lock(&pool.lock);
    pool.is_closed = true;
    pthread_cond_broadcast(&pool.filled);
    pthread_mutex_unlock(&pool.lock);
    for (unsigned i = 0; i < POOL; i++)
        pthread_join(pool_threads[i], NULL);
    atomic_store(&is_over, true);
    pthread_join(keeper_thread, NULL);
}

static struct vd_kv *open_kv(struct vd_store *store)
{
    static const struct vd_kv_options options = {
        .slots = LOOPS + POOL + 1,
        .loops = LOOPS,
        .tail_bytes = 20000,
        .cache_bytes = 8000,
        .slice_steps = 8, /* loops hand each other what they are in the middle of */
    };
    static const struct vd_kv_env env = {
        .wake = on_wake, .lead = on_wake, .submit_job = on_job, .wake_keeper = on_wake_keeper};
    struct vd_kv *opened;

    assert_int_equal(vd_kv_open(store, &options, &env, &opened), 0);
    return opened;
}

static int64_t raised(void)
{
    int64_t sum = 0;

    for (unsigned i = 0; i < LOOPS; i++)
        sum += loops[i].raised;
    return sum;
}

static int64_t head_now(int64_t *out_counter)
{
    int64_t head;

    vd_kv_enter(kv, 0);
    head = vd_kv_view(kv, 0)->head;
    *out_counter = counter_version();
    vd_kv_leave(kv, 0);
    return head;
}

static void run_all(struct vd_store *store)
{
    for (unsigned i = 0; i < LOOPS; i++)
        init_loop(&loops[i], i);
    kv = open_kv(store);
    start();
    finish();
}

static void loops_agree_without_a_disk(void **state)
{
    int64_t counter;

    run_all(NULL);
    assert_true(head_now(&counter) > 1);
    assert_int_equal(counter, raised());
    vd_kv_close(kv);
}

static void loops_agree_on_disk_and_after_a_restart(void **state)
{
    const struct vd_store_options options = {.segment_bytes = 256 << 10};
    char dir[] = "/tmp/vd-kv-stress-XXXXXX", path[64], command[64];
    struct vd_store *store;
    struct vd_diag diag;
    int64_t counter, head, again;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/data", dir);
    assert_int_equal(vd_store_open(vd_fs_posix(), path, &options, &diag, &store), 0);
    run_all(store);
    head = head_now(&counter);
    assert_int_equal(counter, raised());
    vd_kv_close(kv);
    vd_store_close(store, false);

    assert_int_equal(vd_store_open(vd_fs_posix(), path, &options, &diag, &store), 0);
    kv = open_kv(store);
    again = head_now(&counter);
    assert_int_equal(again, head);
    assert_int_equal(counter, raised());
    vd_kv_close(kv);
    vd_store_close(store, true);
    snprintf(command, sizeof(command), "rm -r %s", dir);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_agree_without_a_disk),
        cmocka_unit_test(loops_agree_on_disk_and_after_a_restart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
