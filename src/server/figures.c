/* SPDX-License-Identifier: Apache-2.0 */
#include "server/figures.h"

#include "base/clock.h"
#include "base/metrics.h"
#include "server/turn.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct vd_kv *_Atomic watched;
static uint64_t start_us;

static uint64_t resident_bytes(void)
{
    unsigned long long size, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    if (!file)
        return 0;
    if (fscanf(file, "%llu %llu", &size, &resident) != 2)
        resident = 0;
    fclose(file);
    return resident * (uint64_t)sysconf(_SC_PAGESIZE);
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

static void collect_process(void)
{
    struct rusage used;
    struct rlimit limit;

    vd_metric_set(VD_M_RESIDENT_BYTES, resident_bytes());
    vd_metric_set(VD_M_OPEN_FDS, count_descriptors());
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        vd_metric_set(VD_M_MAX_FDS, limit.rlim_cur);
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
}

static void collect(void *arg)
{
    struct vd_kv *kv = atomic_load(&watched);

    (void)arg;
    collect_process();
    if (kv)
        collect_store(kv);
    vd_metric_set(VD_M_HAS_LEADER, 1); /* one server is its own cluster */
    vd_metric_set(VD_M_IS_LEADER, 1);
}

void vd_figures_watch(struct vd_kv *kv)
{
    if (!start_us) {
        start_us = (uint64_t)vd_time_wall_ms() * 1000;
        vd_metrics_add_collector(collect, NULL);
    }
    atomic_store(&watched, kv);
}
