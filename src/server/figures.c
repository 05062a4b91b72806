/* SPDX-License-Identifier: Apache-2.0 */
#include "server/figures.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "doors/door.h"
#include "rpc/call.h"
#include "rpc/counts.h"
#include "server/turn.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct vd_figures_of *watched;
static uint64_t start_us;

static void collect_memory(void)
{
    unsigned long long size = 0, resident = 0;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    FILE *file = fopen("/proc/self/statm", "r");

    if (!file)
        return;
    if (fscanf(file, "%llu %llu", &size, &resident) == 2) {
        vd_metric_set(VD_M_VIRTUAL_BYTES, size * page);
        vd_metric_set(VD_M_RESIDENT_BYTES, resident * page);
    }
    fclose(file);
}

/* The size of that directory is how many there are, since Linux 6.2; before, they are counted. */
static uint64_t count_descriptors(void)
{
    struct stat st;
    uint64_t count = 0;
    DIR *dir;

    if (stat("/proc/self/fd", &st) == 0 && st.st_size > 0)
        return (uint64_t)st.st_size;
    dir = opendir("/proc/self/fd");
    if (!dir)
        return 0;
    while (readdir(dir))
        count++;
    closedir(dir);
    return count > 3 ? count - 3 : 0; /* not ., .. and the directory's own */
}

static uint64_t us_of(const struct timeval *time)
{
    return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

static void collect_descriptors(void)
{
    uint64_t open = count_descriptors();
    struct rlimit limit;

    vd_metric_set(VD_M_OPEN_FDS, open);
    vd_metric_set(VD_M_FDS_USED, open);
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return;
    vd_metric_set(VD_M_MAX_FDS, limit.rlim_cur);
    vd_metric_set(VD_M_FDS_LIMIT, limit.rlim_cur);
}

static void collect_process(void)
{
    struct rusage used;

    collect_memory();
    collect_descriptors();
    if (getrusage(RUSAGE_SELF, &used) == 0)
        vd_metric_set(VD_M_CPU_SECONDS, us_of(&used.ru_utime) + us_of(&used.ru_stime));
    vd_metric_set(VD_M_START_SECONDS, start_us);
}

static void collect_store(struct vd_kv *kv)
{
    const struct vd_view *view = vd_kv_view(kv, vd_server_slot());
    struct vd_kv_stats stats;

    vd_kv_stats(kv, &stats);
    vd_metric_set(VD_M_REVISION, (uint64_t)view->head);
    vd_metric_set(VD_M_COMPACTED, (uint64_t)view->floor);
    vd_metric_set(VD_M_KEYS, stats.keys);
    vd_metric_set(VD_M_TAIL_EVENTS, stats.events_in_tail);
    vd_metric_set(VD_M_TAIL_BYTES, stats.tail_bytes);
    vd_metric_set(VD_M_CACHE_BYTES, stats.cache_bytes);
    vd_metric_set(VD_M_DISK_BYTES, stats.disk_bytes);
    vd_metric_set(VD_M_DISK_USED_BYTES, stats.disk_used_bytes);
    vd_metric_set(VD_M_COMMITTED, stats.log_index);
    vd_metric_set(VD_M_APPLIED, stats.applied_index);
    vd_metric_set(VD_M_WRITES, stats.writes);
    vd_metric_set(VD_M_FLUSHES, stats.flushes);
    vd_metric_set(VD_M_COMPACTIONS, stats.compactions);
    vd_metric_set(VD_M_COMPACTED_EVENTS, stats.compacted_events);
    vd_metric_set(VD_M_LAG_BYTES, stats.lag_bytes);
}

static void collect(void *arg)
{
    (void)arg;
    collect_process();
    if (watched) {
        collect_store(watched->kv);
        vd_metric_set(VD_M_QUOTA_BYTES, watched->quota_bytes);
    }
    vd_metric_set(VD_M_WATCH_STREAMS, vd_rpc_counts_open("/etcdserverpb.Watch/Watch"));
    vd_metric_set(VD_M_HAS_LEADER, 1); /* one server is its own cluster */
    vd_metric_set(VD_M_IS_LEADER, 1);
    vd_metric_set(VD_M_LEADER_CHANGES, 1);
}

/* --- families --------------------------------------------------------------------------------- */

static void write_server_version(struct vd_buf *buf, enum vd_family family)
{
    vd_metrics_add_row(buf, family, VD_SLICE("server_version=\"" VD_DOOR_ETCD_VERSION "\""), 1);
}

/* A cluster shows no patch release. */
static void write_cluster_version(struct vd_buf *buf, enum vd_family family)
{
    static const char version[] = VD_DOOR_ETCD_CLUSTER_VERSION;
    const char *last_point = strrchr(version, '.');
    char labels[64];

    snprintf(labels, sizeof(labels), "cluster_version=\"%.*s\"", (int)(last_point - version),
             version);
    vd_metrics_add_row(buf, family, vd_slice_str(labels), 1);
}

static void write_server_id(struct vd_buf *buf, enum vd_family family)
{
    char labels[64];

    if (!watched)
        return;
    snprintf(labels, sizeof(labels), "server_id=\"%llx\"",
             (unsigned long long)vd_kv_member_id(watched->kv));
    vd_metrics_add_row(buf, family, vd_slice_str(labels), 1);
}

/* What clients of etcd call a request: a call, whatever comes in it. */
static void write_client_requests(struct vd_buf *buf, enum vd_family family)
{
    vd_metrics_add_row(buf, family, VD_SLICE("client_api_version=\"unknown\",type=\"unary\""),
                       vd_rpc_counts_started(VD_RPC_UNARY));
    vd_metrics_add_row(buf, family, VD_SLICE("client_api_version=\"unknown\",type=\"stream\""),
                       vd_rpc_counts_started(VD_RPC_SERVER_STREAM) +
                           vd_rpc_counts_started(VD_RPC_BIDI));
}

static void write_stream_failures(struct vd_buf *buf, enum vd_family family)
{
    vd_metrics_add_row(buf, family, VD_SLICE("API=\"watch\",Type=\"receive\""),
                       vd_rpc_counts_failed("/etcdserverpb.Watch/Watch"));
    vd_metrics_add_row(buf, family, VD_SLICE("API=\"lease-keepalive\",Type=\"receive\""),
                       vd_rpc_counts_failed("/etcdserverpb.Lease/LeaseKeepAlive"));
}

/* Set by whoever has asked last; a figure that is half of the one before is no harm. */
static _Atomic uint64_t lag_counts[1 + VD_SURVEY_BUCKETS];
static _Atomic uint64_t watch_counts[VD_DOOR_ID_COUNT][VD_SURVEY_STATES];

void vd_figures_show_survey(const struct vd_survey_sum *sum)
{
    uint64_t slow = 0;

    for (unsigned i = 0; i < VD_COUNT(lag_counts); i++) {
        atomic_store_explicit(&lag_counts[i], sum->counts[i], memory_order_relaxed);
        slow += i ? sum->counts[i] : 0;
    }
    for (unsigned door = 0; door < VD_DOOR_ID_COUNT; door++)
        for (unsigned state = 0; state < VD_SURVEY_STATES; state++)
            atomic_store_explicit(&watch_counts[door][state], sum->watches[door][state],
                                  memory_order_relaxed);
    vd_metric_set(VD_M_SLOW_WATCHERS, slow);
    vd_metric_set(VD_M_LAG_MAX, sum->max);
    vd_metric_set(VD_M_PENDING_EVENTS, sum->total);
}

static void write_watches(struct vd_buf *buf, enum vd_family family)
{
    for (unsigned i = 0; i < VD_DOOR_ID_COUNT * VD_SURVEY_STATES; i++) {
        unsigned door = i / VD_SURVEY_STATES, state = i % VD_SURVEY_STATES;
        char labels[64];

        snprintf(labels, sizeof(labels), "door=\"%s\",state=\"%s\"",
                 vd_door_id_name((enum vd_door_id)door),
                 vd_survey_state_name((enum vd_survey_state)state));
        vd_metrics_add_row(buf, family, vd_slice_str(labels),
                           atomic_load_explicit(&watch_counts[door][state], memory_order_relaxed));
    }
}

static void write_lag(struct vd_buf *buf, enum vd_family family)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < VD_COUNT(lag_counts); i++) {
        char labels[32];

        if (i < VD_SURVEY_BUCKETS)
            snprintf(labels, sizeof(labels), "le=\"%llu\"", (unsigned long long)vd_survey_bound(i));
        else
            snprintf(labels, sizeof(labels), "le=\"+Inf\"");
        sum += atomic_load_explicit(&lag_counts[i], memory_order_relaxed);
        vd_metrics_add_row(buf, family, vd_slice_str(labels), sum);
    }
}

static void write_loops(struct vd_buf *buf, enum vd_family family)
{
    for (unsigned i = 0; watched && i < watched->loop_count; i++) {
        char labels[32];

        snprintf(labels, sizeof(labels), "loop=\"%u\"", i);
        vd_metrics_add_row(buf, family, vd_slice_str(labels), vd_loop_busy_us(watched->loops[i]));
    }
}

void vd_figures_watch(const struct vd_figures_of *of)
{
    watched = of;
    if (start_us)
        return;
    start_us = (uint64_t)vd_time_wall_ms() * 1000;
    vd_metrics_add_collector(collect, NULL);
    vd_metrics_set_writer(VD_FAMILY_SERVER_VERSION, write_server_version);
    vd_metrics_set_writer(VD_FAMILY_CLUSTER_VERSION, write_cluster_version);
    vd_metrics_set_writer(VD_FAMILY_SERVER_ID, write_server_id);
    vd_metrics_set_writer(VD_FAMILY_CLIENT_REQUESTS, write_client_requests);
    vd_metrics_set_writer(VD_FAMILY_STREAM_FAILURES, write_stream_failures);
    vd_metrics_set_writer(VD_FAMILY_LOOP_BUSY, write_loops);
    vd_metrics_set_writer(VD_FAMILY_WATCH_LAG, write_lag);
    vd_metrics_set_writer(VD_FAMILY_WATCHES, write_watches);
}
