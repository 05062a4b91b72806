/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel knows of the process under test: its CPU time, its memory, and beside it the CPU
 * time of the kernel's own workers, which do part of an asynchronous write and are charged to
 * nobody. */
#ifndef BENCH_PROC_H
#define BENCH_PROC_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct proc_mem {
    long anon_kb; /* RssAnon + RssShmem: what the process costs */
    long file_kb; /* RssFile: mapped files, shared with the page cache */
};

struct proc_cpu {
    uint64_t process_ns; /* user and system time of all threads, ended ones included */
    int64_t kworker_ns;  /* all kworker threads of the machine, 10 ms steps; -1 where not visible */
};

/* Both leave zeros (and -1) for a process that is gone or a pid of 0. */
struct proc_mem proc_mem(pid_t pid);
struct proc_cpu proc_cpu(pid_t pid);
struct proc_cpu proc_cpu_since(struct proc_cpu now, struct proc_cpu then);

uint64_t proc_now_ns(void);

/* Prints `"NAME":{"anon_kb":..,"file_kb":..}`. */
void proc_mem_print(FILE *out, const char *name, struct proc_mem mem);

#endif
