/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coarse timers: four wheels of 64 slots, ticks of 10 ms in the lowest. Starting and stopping is
 * O(1), a waiting timer costs nothing, and nothing ticks: the wheel says when it wants to be
 * looked at next. No clock in here; times come in.
 */
#ifndef VD_IO_WHEEL_H
#define VD_IO_WHEEL_H

#include "base/list.h"

#include <stdint.h>

enum { VD_WHEEL_TICK_MS = 10, VD_WHEEL_LEVELS = 4, VD_WHEEL_SLOTS = 64 };

/* Intrusive. Zeroed: not running. fire is called once; it may start and stop any timer. */
struct vd_timer {
    struct vd_list link;
    uint64_t due_ms;
    void (*fire)(struct vd_timer *timer);
};

struct vd_wheel {
    uint64_t now_tick;
    uint64_t used[VD_WHEEL_LEVELS]; /* a bit a slot that may hold timers */
    struct vd_list slots[VD_WHEEL_LEVELS][VD_WHEEL_SLOTS];
};

void vd_wheel_init(struct vd_wheel *wheel, uint64_t now_ms);
/* Never fires early; late by up to a tick. Starting a running timer moves it. */
void vd_wheel_start(struct vd_wheel *wheel, struct vd_timer *timer, uint64_t due_ms);
void vd_wheel_stop(struct vd_timer *timer);
/* Fires what is due at now_ms. */
void vd_wheel_advance(struct vd_wheel *wheel, uint64_t now_ms);
/* When vd_wheel_advance must be called next; UINT64_MAX: nothing waits. May be too early. */
uint64_t vd_wheel_next_ms(const struct vd_wheel *wheel);

#endif
