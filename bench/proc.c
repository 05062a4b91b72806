/* SPDX-License-Identifier: Apache-2.0 */
#include "proc.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t proc_now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

struct proc_mem proc_mem(pid_t pid)
{
    struct proc_mem mem = {0};
    char path[64], line[256];
    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *f = pid > 0 ? fopen(path, "re") : NULL;
    if (!f)
        return mem;
    while (fgets(line, sizeof(line), f)) {
        if (!strncmp(line, "RssAnon:", 8) || !strncmp(line, "RssShmem:", 9))
            mem.anon_kb += strtol(strchr(line, ':') + 1, NULL, 10);
        else if (!strncmp(line, "RssFile:", 8))
            mem.file_kb = strtol(line + 8, NULL, 10);
    }
    fclose(f);
    return mem;
}

/* One thread's user and system ticks if its name begins with "kworker", else 0. */
static uint64_t kworker_ticks(const char *pid)
{
    char path[64], buf[512];
    snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
    FILE *f = fopen(path, "re");
    if (!f)
        return 0;
    size_t n = fread(buf, 1, sizeof(buf) - 1, f);
    fclose(f);
    buf[n] = 0;
    const char *open = strchr(buf, '('), *close = strrchr(buf, ')');
    if (!open || !close || strncmp(open, "(kworker", 8) != 0)
        return 0;
    unsigned long user = 0, system = 0;
    if (sscanf(close + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) !=
        2)
        return 0;
    return user + system;
}

static int64_t kworker_ns(void)
{
    DIR *dir = opendir("/proc");
    if (!dir || access("/proc/2/stat", R_OK) != 0) {
        if (dir)
            closedir(dir);
        return -1;
    }
    uint64_t ticks = 0;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir))
        if (isdigit((unsigned char)e->d_name[0]))
            ticks += kworker_ticks(e->d_name);
    closedir(dir);
    return (int64_t)(ticks * (1000000000U / (uint64_t)sysconf(_SC_CLK_TCK)));
}

struct proc_cpu proc_cpu(pid_t pid)
{
    struct proc_cpu cpu = {.kworker_ns = kworker_ns()};
    clockid_t clock;
    struct timespec ts;
    if (pid > 0 && clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &ts) == 0)
        cpu.process_ns = (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
    return cpu;
}

struct proc_cpu proc_cpu_since(struct proc_cpu now, struct proc_cpu then)
{
    struct proc_cpu d = {.process_ns = now.process_ns - then.process_ns, .kworker_ns = -1};
    if (now.kworker_ns >= 0 && then.kworker_ns >= 0)
        d.kworker_ns = now.kworker_ns - then.kworker_ns;
    return d;
}

void proc_mem_print(FILE *out, const char *name, struct proc_mem mem)
{
    fprintf(out, "\"%s\":{\"anon_kb\":%ld,\"file_kb\":%ld}", name, mem.anon_kb, mem.file_kb);
}
