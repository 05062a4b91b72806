/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Started from the bottom up: store, kv, loops with what stands on them, listeners, threads; ended
 * from the top down. A server that cannot start lets go of what it had and says one line.
 */
#include "server/server.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "doors/kube/mishap.h"
#include "server/figures.h"
#include "server/keeper.h"
#include "server/listening.h"
#include "server/pool.h"
#include "server/retain.h"
#include "server/survey.h"
#include "server/turn.h"
#include "server/wiring.h"
#include "store/store.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    READERS = 2,
    LOOPS_MAX = 60,
    LOOK_MS = 2,     /* while waiting for clients to go */
    QUIET_MS = 10000 /* for the last flush to end */
};

struct vd_server {
    const struct vd_config *config;
    struct vd_door_facts facts;
    _Atomic bool is_ending;
    _Atomic bool kube_steward;
    struct vd_store *store;
    struct vd_kv *kv;
    _Atomic(struct vd_keeper *) keeper;
    struct vd_pool *pool;
    struct vd_retain *retain;
    struct vd_listening *listening;
    struct vd_figures_of figures;
    struct vd_stamps stamps;
    struct vd_kube_mishap_desk kube_faults;
    struct vd_surveyed surveyed;
    struct vd_flush_thread *flush_thread;
    struct vd_flush_choice flush_choice; /* whose loop has the role */
    const char *flush_way;               /* for the log */
    struct vd_server_loop loops[LOOPS_MAX];
    struct vd_loop *io_loops[LOOPS_MAX];
    unsigned loop_count;
    char *error;
};

__attribute__((format(printf, 3, 4))) static int fail(struct vd_server *server, int rc,
                                                      const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(server->error, VD_SERVER_ERROR_BYTES, format, args);
    va_end(args);
    return rc;
}

/* The kv reaches threads through these. */

static void wake_loop(void *arg, unsigned slot)
{
    struct vd_server *server = arg;

    if (slot < server->loop_count)
        vd_loop_wake(server->io_loops[slot]);
}

static void tell_published(void *arg, unsigned slot)
{
    struct vd_server *server = arg;

    if (slot < server->loop_count)
        vd_server_loop_published(&server->loops[slot]);
}

static void job_ended(void *arg, struct vd_job *job)
{
    vd_server_loop_job_ended(&((struct vd_server *)arg)->loops[job->slot], job);
}

static void submit_job(void *arg, struct vd_job *job)
{
    struct vd_server *server = arg;

    if (server->pool) {
        vd_pool_submit(server->pool, job);
        return;
    }
    job->run(job, server->loop_count); /* at the end, when nobody else has a reader's slot */
    job_ended(server, job);
}

static void urge_keeper(void *arg)
{
    struct vd_keeper *keeper = atomic_load(&((struct vd_server *)arg)->keeper);

    if (keeper)
        vd_keeper_urge(keeper);
}

static void wake_keeper(void *arg)
{
    struct vd_keeper *keeper = atomic_load(&((struct vd_server *)arg)->keeper);

    if (keeper) /* it looks for work when it starts */
        vd_keeper_wake(keeper);
}

static int explain_store(struct vd_server *server, int rc, const struct vd_diag *diag)
{
    if (rc == VD_CONFLICT)
        return fail(server, rc, "%s; stop it, or choose another --data", diag->text);
    if (rc == VD_CORRUPT)
        return fail(server, rc, "%s; restore a backup, or choose another --data", diag->text);
    if (rc == VD_INVALID)
        return fail(server, rc, "%s; use the version that wrote it, or choose another --data",
                    diag->text);
    return fail(server, rc, "%s; see --data", diag->text);
}

static int open_store(struct vd_server *server)
{
    struct vd_diag diag = {"no memory to open the store"};
    int rc = vd_store_open(vd_fs_posix(), server->config->data_dir, NULL, &diag, &server->store);

    return rc ? explain_store(server, rc, &diag) : 0;
}

static int open_kv(struct vd_server *server)
{
    const struct vd_config *config = server->config;
    struct vd_kv_env env = {.arg = server,
                            .wake = wake_loop,
                            .published = tell_published,
                            .lead = wake_loop,
                            .submit_job = submit_job,
                            .wake_keeper = wake_keeper,
                            .urge_keeper = urge_keeper};
    struct vd_kv_options options = {.slots = server->loop_count + READERS + 1,
                                    .loops = server->loop_count,
                                    .tail_bytes = config->tail_bytes,
                                    .cache_bytes = config->cache_bytes,
                                    .quota_bytes = config->quota_bytes,
                                    .makes_room = vd_retain_makes_room(&config->retention)};
    int rc = vd_kv_open(server->store, &options, &env, &server->kv);

    if (rc == VD_CORRUPT && server->store)
        return explain_store(server, rc, &server->store->diag);
    return rc ? fail(server, rc, "the store could not be read: %s", vd_outcome_name(rc)) : 0;
}

static void drop_flushers(struct vd_server *server)
{
    for (unsigned i = 0; i < server->loop_count; i++) {
        vd_flusher_free(server->loops[i].flusher);
        server->loops[i].flusher = NULL;
    }
}

static int add_way(struct vd_server *server, struct vd_flush_thread *thread,
                   struct vd_flush_choice *choice, const char *name)
{
    int rc = 0;

    for (unsigned i = 0; rc == 0 && i < server->loop_count; i++)
        rc = vd_server_loop_add_flusher(&server->loops[i], thread, choice);
    if (rc)
        drop_flushers(server);
    else
        server->flush_way = name;
    return rc;
}

/* VEDETTE_FLUSH is for tests, which want to know what they test. */
static int add_flushers(struct vd_server *server)
{
    const char *wish = getenv("VEDETTE_FLUSH");
    bool thread_only = wish && strcmp(wish, "thread") == 0;
    bool uring_only = wish && strcmp(wish, "io_uring") == 0;
    int rc = vd_flush_thread_start(&server->flush_thread);

    if (rc)
        return fail(server, rc, "no thread for flushing the log: %s", vd_outcome_name(rc));
    if (uring_only && add_way(server, NULL, NULL, "io_uring") == 0)
        return 0;
    if (!uring_only && !thread_only) {
        rc = add_way(server, server->flush_thread, &server->flush_choice, "io_uring or thread");
        if (rc == 0)
            return 0;
        vd_log(VD_LOG_INFO, "io_uring is not to be had; a thread flushes the log",
               VD_F_STR("reason", vd_outcome_name(rc)));
    }
    rc = add_way(server, server->flush_thread, NULL, "thread");
    return rc ? fail(server, rc, "no way to flush the log: %s", vd_outcome_name(rc)) : 0;
}

static int make_loops(struct vd_server *server)
{
    int rc = 0;

    while (rc == 0 && server->loop_count < server->config->threads) {
        struct vd_server_loop *loop = &server->loops[server->loop_count];

        rc = vd_server_loop_init(loop, server->loop_count);
        if (rc == 0)
            server->io_loops[server->loop_count++] = loop->loop;
    }
    return rc ? fail(server, rc, "no event loop: %s", vd_outcome_name(rc)) : 0;
}

static struct vd_wiring *wiring_of(struct vd_server *server, const struct vd_loop *loop)
{
    for (unsigned i = 0; i < server->loop_count; i++)
        if (server->io_loops[i] == loop)
            return server->loops[i].wiring;
    return NULL;
}

static int survey(void *arg, struct vd_door_survey *asked)
{
    return vd_survey_begin(&((struct vd_server *)arg)->surveyed, asked);
}

static int accepted(void *arg, struct vd_loop *loop, int fd, const struct vd_http_port *port,
                    bool is_metrics)
{
    struct vd_wiring *wiring = wiring_of(arg, loop);

    if (!wiring)
        return -ENOENT;
    return is_metrics ? vd_wiring_accept_metrics(wiring, fd, port)
                      : vd_wiring_accept(wiring, fd, port);
}

static int listen_for_clients(struct vd_server *server)
{
    struct vd_listening_options options = {.config = server->config,
                                           .loops = server->io_loops,
                                           .loop_count = server->loop_count,
                                           .accepted = accepted,
                                           .arg = server};
    char why[VD_LISTENING_ERROR_BYTES];
    int rc = vd_listening_open(&options, &server->listening, why);

    return rc ? fail(server, rc, "%s", why) : 0;
}

void vd_server_reload(struct vd_server *server)
{
    vd_listening_reload(server->listening);
}

/* What doors may say of us. */
static void gather_facts(struct vd_server *server)
{
    const struct vd_config *config = server->config;

    server->facts =
        (struct vd_door_facts){.member_name = config->name,
                               .v2_root = config->v2_root,
                               .kube_prefix = config->no_kube ? NULL : config->kube_prefix,
                               .kube_accept = config->kube_accepts,
                               .kube_faults = &server->kube_faults,
                               .kube_steward = &server->kube_steward,
                               .quota_bytes = config->quota_bytes,
                               .progress_interval_ms = config->progress_interval_ms,
                               .max_request_bytes = config->max_request_bytes,
                               .max_txn_ops = config->max_txn_ops,
                               .is_ending = &server->is_ending,
                               .survey = survey,
                               .survey_arg = server,
                               .stamps = &server->stamps};
    server->facts.client_urls =
        vd_listening_urls(server->listening, &server->facts.client_url_count);
    if (config->advertise.count) {
        server->facts.client_urls = config->advertise.items;
        server->facts.client_url_count = config->advertise.count;
    }
}

static struct vd_http_guard guard_of(const struct vd_config *config)
{
    return (struct vd_http_guard){.allowed_hosts = config->allowed_hosts.items,
                                  .allowed_host_count = config->allowed_hosts.count,
                                  .cors_origins = config->cors.items,
                                  .cors_origin_count = config->cors.count};
}

static int wire_loops(struct vd_server *server)
{
    int rc = 0;

    for (unsigned i = 0; rc == 0 && i < server->loop_count; i++) {
        struct vd_server_loop *loop = &server->loops[i];
        struct vd_wiring_options options = {.loop = loop->loop,
                                            .slot = i,
                                            .kv = server->kv,
                                            .facts = &server->facts,
                                            .guard = guard_of(server->config),
                                            .max_streams = (uint32_t)server->config->max_streams,
                                            .submit_job = submit_job,
                                            .arg = server};

        loop->kv = server->kv;
        loop->stamps = &server->stamps;
        rc = vd_wiring_new(&options, &loop->wiring);
    }
    return rc ? fail(server, rc, "no memory to start: %s", vd_outcome_name(rc)) : 0;
}

static int start_threads(struct vd_server *server)
{
    unsigned slot = server->loop_count;
    struct vd_retain_options retain = {.kv = server->kv,
                                       .keeper_slot = slot + READERS,
                                       .loop = server->io_loops[0],
                                       .retention = server->config->retention,
                                       .quota_bytes = server->config->quota_bytes};
    struct vd_keeper *keeper = NULL;
    int rc = vd_pool_start(READERS, slot, job_ended, server, &server->pool);

    if (rc == 0)
        rc = vd_retain_new(&retain, &server->retain);
    if (rc == 0)
        rc = vd_keeper_start(server->kv, slot + READERS, vd_retain_look, server->retain, &keeper);
    atomic_store(&server->keeper, keeper);
    for (unsigned i = 0; rc == 0 && i < server->loop_count; i++)
        rc = vd_server_loop_start(&server->loops[i]);
    return rc ? fail(server, rc, "no thread to start: %s; see ulimit -u", vd_outcome_name(rc)) : 0;
}

static void watch_figures(struct vd_server *server)
{
    server->figures = (struct vd_figures_of){.kv = server->kv,
                                             .loops = server->io_loops,
                                             .loop_count = server->loop_count,
                                             .quota_bytes = server->config->quota_bytes};
    vd_figures_watch(&server->figures);
    vd_surveyed_init(&server->surveyed, server->io_loops, server->loop_count, &server->is_ending);
}

static int start(struct vd_server *server)
{
    int rc = make_loops(server);

    if (rc == 0 && !server->config->ephemeral)
        rc = open_store(server);
    if (rc == 0)
        rc = open_kv(server);
    if (rc == 0 && server->store)
        rc = add_flushers(server);
    if (rc == 0)
        rc = listen_for_clients(server);
    if (rc == 0)
        gather_facts(server);
    if (rc == 0)
        rc = wire_loops(server);
    if (rc == 0)
        watch_figures(server);
    if (rc == 0)
        rc = start_threads(server);
    if (rc)
        return rc;
    vd_log(VD_LOG_INFO, "serving",
           VD_F_STR("data", server->store ? server->config->data_dir : "ephemeral"),
           VD_F_INT("loops", server->loop_count),
           VD_F_STR("flush", server->store ? server->flush_way : "none"));
    return 0;
}

int vd_server_start(const struct vd_config *config, struct vd_server **out_server,
                    char out_error[VD_SERVER_ERROR_BYTES])
{
    struct vd_server *server = vd_alloc_zero(sizeof(*server));
    int rc;

    snprintf(out_error, VD_SERVER_ERROR_BYTES, "no memory to start");
    if (!server)
        return -ENOMEM;
    server->config = config;
    server->error = out_error;
    rc = vd_kube_mishap_desk_init(&server->kube_faults, config->kube_faults);
    if (rc == 0)
        rc = start(server);
    if (rc) {
        vd_server_stop(server);
        return rc;
    }
    *out_server = server;
    return 0;
}

const char *vd_server_url(const struct vd_server *server, unsigned i)
{
    unsigned count;
    const char *const *urls = vd_listening_urls(server->listening, &count);

    return i < count ? urls[i] : NULL;
}

/* Something to run once on each loop. */
struct errand {
    struct vd_loop_task task;
    struct vd_server_loop *loop;
    _Atomic unsigned *left;
};

/* Has every loop run it, and waits until all have. Loops run, and take a turn after it at once. */
static void send_round(struct vd_server *server, void (*run)(struct vd_loop_task *task))
{
    struct errand errands[LOOPS_MAX];
    _Atomic unsigned left = server->loop_count;

    for (unsigned i = 0; i < server->loop_count; i++) {
        errands[i] = (struct errand){.task.run = run, .loop = &server->loops[i], .left = &left};
        vd_loop_post(server->io_loops[i], &errands[i].task);
    }
    while (atomic_load(&left))
        vd_sleep_ms(1);
}

static void errand_done(struct errand *errand)
{
    vd_loop_wake(errand->loop->loop);
    atomic_fetch_sub(errand->left, 1); /* the errand is gone after this */
}

static void pass_loop(struct vd_loop_task *task)
{
    errand_done(vd_container_of(task, struct errand, task));
}

static void drain_loop(struct vd_loop_task *task)
{
    struct errand *errand = vd_container_of(task, struct errand, task);

    vd_wiring_drain(errand->loop->wiring);
    errand_done(errand);
}

static void abort_loop(struct vd_loop_task *task)
{
    struct errand *errand = vd_container_of(task, struct errand, task);

    vd_loop_abort(errand->loop->loop);
    errand_done(errand);
}

static unsigned open_connections(const struct vd_server *server)
{
    unsigned count = 0;

    for (unsigned i = 0; i < server->loop_count; i++)
        count += vd_loop_open_count(server->io_loops[i]);
    return count;
}

void vd_server_drain(struct vd_server *server, uint64_t ms, bool (*hurry)(void *arg), void *arg)
{
    uint64_t until_ns = vd_time_monotonic_ns() + ms * 1000000;

    atomic_store(&server->is_ending, true);
    vd_listening_end(server->listening);
    send_round(server, pass_loop); /* now whatever was accepted has been handed over */
    send_round(server, drain_loop);
    while (open_connections(server) && vd_time_monotonic_ns() < until_ns && !hurry(arg))
        vd_sleep_ms(LOOK_MS);
    if (open_connections(server))
        vd_log(VD_LOG_WARN, "clients were cut off; --drain gives them more time",
               VD_F_INT("connections", open_connections(server)));
}

static bool is_flushing(const struct vd_server *server)
{
    for (unsigned i = 0; i < server->loop_count; i++)
        if (atomic_load(&server->loops[i].is_flushing))
            return true;
    return false;
}

/* No connection is left that could write; what was written is flushed and answered. */
static void settle(struct vd_server *server)
{
    uint64_t until_ns = vd_time_monotonic_ns() + (uint64_t)QUIET_MS * 1000000;
    unsigned quiet = 0;

    send_round(server, abort_loop);
    while (quiet < 3 && vd_time_monotonic_ns() < until_ns) {
        quiet = is_flushing(server) ? 0 : quiet + 1;
        send_round(server, abort_loop); /* a turn of every loop: it leads what is queued */
    }
    if (is_flushing(server)) {
        vd_log(VD_LOG_ERROR, "the disk does not answer; ending with a flush under way");
        _exit(1);
    }
}

void vd_server_stop(struct vd_server *server)
{
    if (server->loop_count && server->loops[server->loop_count - 1].running)
        settle(server);
    for (unsigned i = 0; i < server->loop_count; i++)
        vd_server_loop_stop(&server->loops[i]);
    vd_pool_stop(server->pool);
    server->pool = NULL;
    vd_keeper_stop(atomic_exchange(&server->keeper, NULL));
    vd_listening_close(server->listening);
    for (unsigned i = 0; i < server->loop_count; i++)
        vd_server_loop_last_turn(&server->loops[i]);
    vd_figures_watch(NULL);
    vd_surveyed_deinit(&server->surveyed);
    for (unsigned i = 0; i < server->loop_count; i++)
        vd_wiring_free(server->loops[i].wiring);
    vd_kv_close(server->kv);
    vd_retain_free(server->retain);
    if (server->store && vd_store_close(server->store, server->kv != NULL))
        vd_log(VD_LOG_WARN, "the log has no mark of its clean end; the next start checks it whole");
    for (unsigned i = 0; i < server->loop_count; i++)
        vd_server_loop_deinit(&server->loops[i]);
    vd_listening_free(server->listening);
    vd_flush_thread_stop(server->flush_thread);
    vd_kube_mishap_desk_deinit(&server->kube_faults);
    vd_free(server);
}
