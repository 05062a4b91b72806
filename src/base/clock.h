/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, for the rooms that may have one (io, server, doors). core and store take times as
 * arguments. */
#ifndef VD_BASE_CLOCK_H
#define VD_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t vd_time_monotonic_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Milliseconds since 1970. */
static inline int64_t vd_time_wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#endif
