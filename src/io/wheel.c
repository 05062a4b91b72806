/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A timer stands in the lowest wheel that reaches its tick, in the slot of that tick's digit (base
 * 64). When time enters a slot of a higher wheel, its timers move down. Slots are only ever
 * visited when their bit is set, so a long sleep costs as little as a short one.
 */
#include "io/wheel.h"

enum { DIGIT_BITS = 6 };

static const uint64_t reach_ticks = (uint64_t)1 << (DIGIT_BITS * VD_WHEEL_LEVELS);

void vd_wheel_init(struct vd_wheel *wheel, uint64_t now_ms)
{
    *wheel = (struct vd_wheel){.now_tick = now_ms / VD_WHEEL_TICK_MS};
    for (unsigned level = 0; level < VD_WHEEL_LEVELS; level++)
        for (unsigned slot = 0; slot < VD_WHEEL_SLOTS; slot++)
            vd_list_init(&wheel->slots[level][slot]);
}

static uint64_t due_tick(const struct vd_timer *timer)
{
    return timer->due_ms / VD_WHEEL_TICK_MS + (timer->due_ms % VD_WHEEL_TICK_MS != 0);
}

/* at_tick is after now, or now itself while the timers of a higher slot move down. */
static void place(struct vd_wheel *wheel, struct vd_timer *timer, uint64_t at_tick)
{
    uint64_t delta = at_tick - wheel->now_tick;
    unsigned level = 0, slot;

    if (delta >= reach_ticks) { /* parked at the far end, placed again from there */
        at_tick = wheel->now_tick + reach_ticks - 1;
        delta = reach_ticks - 1;
    }
    while (delta >> (DIGIT_BITS * (level + 1)))
        level++;
    slot = (at_tick >> (DIGIT_BITS * level)) % VD_WHEEL_SLOTS;
    wheel->used[level] |= (uint64_t)1 << slot;
    vd_list_append(&wheel->slots[level][slot], &timer->link);
}

void vd_wheel_start(struct vd_wheel *wheel, struct vd_timer *timer, uint64_t due_ms)
{
    vd_wheel_stop(timer);
    timer->due_ms = due_ms;
    place(wheel, timer, VD_MAX(due_tick(timer), wheel->now_tick + 1));
}

void vd_wheel_stop(struct vd_timer *timer)
{
    if (vd_list_is_linked(&timer->link))
        vd_list_remove(&timer->link);
}

/* The first tick after now at which a slot of this level is entered that may hold timers. */
static uint64_t next_of_level(const struct vd_wheel *wheel, unsigned level)
{
    uint64_t index = wheel->now_tick >> (DIGIT_BITS * level);
    unsigned first = (unsigned)((index + 1) % VD_WHEEL_SLOTS);
    uint64_t bits = wheel->used[level];

    if (!bits)
        return UINT64_MAX;
    bits = bits >> first | (first ? bits << (VD_WHEEL_SLOTS - first) : 0);
    return (index + 1 + (uint64_t)__builtin_ctzll(bits)) << (DIGIT_BITS * level);
}

static uint64_t next_tick(const struct vd_wheel *wheel)
{
    uint64_t next = UINT64_MAX;

    for (unsigned level = 0; level < VD_WHEEL_LEVELS; level++)
        next = VD_MIN(next, next_of_level(wheel, level));
    return next;
}

uint64_t vd_wheel_next_ms(const struct vd_wheel *wheel)
{
    uint64_t next = next_tick(wheel);

    return next == UINT64_MAX ? next : next * VD_WHEEL_TICK_MS;
}

/* Everything in the slot that now lies in, moved to `list`. */
static void take_slot(struct vd_wheel *wheel, unsigned level, struct vd_list *list)
{
    unsigned slot = (wheel->now_tick >> (DIGIT_BITS * level)) % VD_WHEEL_SLOTS;

    wheel->used[level] &= ~((uint64_t)1 << slot);
    vd_list_splice(list, &wheel->slots[level][slot]);
}

static void settle(struct vd_wheel *wheel, unsigned level)
{
    struct vd_list list;

    vd_list_init(&list);
    take_slot(wheel, level, &list);
    while (!vd_list_is_empty(&list)) {
        struct vd_timer *timer = vd_list_first(&list, struct vd_timer, link);

        vd_list_remove(&timer->link);
        place(wheel, timer, VD_MAX(due_tick(timer), wheel->now_tick));
    }
}

static void expire(struct vd_wheel *wheel)
{
    struct vd_list list;

    vd_list_init(&list);
    take_slot(wheel, 0, &list);
    while (!vd_list_is_empty(&list)) {
        struct vd_timer *timer = vd_list_first(&list, struct vd_timer, link);

        vd_list_remove(&timer->link);
        timer->fire(timer);
    }
}

void vd_wheel_advance(struct vd_wheel *wheel, uint64_t now_ms)
{
    uint64_t to = now_ms / VD_WHEEL_TICK_MS;

    while (next_tick(wheel) <= to) {
        wheel->now_tick = next_tick(wheel);
        for (unsigned level = VD_WHEEL_LEVELS - 1; level > 0; level--)
            if ((wheel->now_tick & (((uint64_t)1 << (DIGIT_BITS * level)) - 1)) == 0)
                settle(wheel, level);
        expire(wheel);
    }
    wheel->now_tick = VD_MAX(wheel->now_tick, to);
}
