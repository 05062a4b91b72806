/* SPDX-License-Identifier: Apache-2.0 */
#include "io/wheel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TIMERS = 2000 };

static uint64_t now_ms;

struct alarm {
    struct vd_timer timer;
    uint64_t fired_ms;
    unsigned times;
};

static void note(struct vd_timer *timer)
{
    struct alarm *alarm = vd_container_of(timer, struct alarm, timer);

    alarm->fired_ms = now_ms;
    alarm->times++;
}

static uint64_t random_delay(void)
{
    static const uint64_t scale[] = {20, 700, 40000, 3000000, 200000000, 4000000000};

    return (uint64_t)rand() % scale[rand() % 6];
}

/* Walks time as a loop does: only to where the wheel asks for it. Returns how many stops it made.
 */
static unsigned run_dry(struct vd_wheel *wheel)
{
    unsigned stops = 0;

    while (vd_wheel_next_ms(wheel) != UINT64_MAX) {
        now_ms = VD_MAX(now_ms, vd_wheel_next_ms(wheel));
        vd_wheel_advance(wheel, now_ms);
        stops++;
    }
    return stops;
}

static void each_timer_fires_once_never_early_and_at_most_a_tick_late(void **state)
{
    static struct alarm alarms[TIMERS];
    static uint64_t due[TIMERS];
    struct vd_wheel wheel;
    unsigned seed = 20261120;

    srand(seed);
    now_ms = 123456789;
    vd_wheel_init(&wheel, now_ms);
    for (int i = 0; i < TIMERS; i++) {
        alarms[i] = (struct alarm){.timer.fire = note};
        due[i] = now_ms + random_delay();
        vd_wheel_start(&wheel, &alarms[i].timer, due[i]);
    }
    for (int i = 0; i < TIMERS; i += 7)
        vd_wheel_stop(&alarms[i].timer);
    run_dry(&wheel);
    for (int i = 0; i < TIMERS; i++) {
        assert_int_equal(alarms[i].times, i % 7 ? 1 : 0);
        if (i % 7)
            assert_in_range(alarms[i].fired_ms, due[i], due[i] + 2 * VD_WHEEL_TICK_MS);
    }
}

static void a_lone_far_timer_costs_a_handful_of_looks(void **state)
{
    struct alarm alarm = {.timer.fire = note};
    struct vd_wheel wheel;

    now_ms = 5;
    vd_wheel_init(&wheel, now_ms);
    vd_wheel_start(&wheel, &alarm.timer, now_ms + 86400000);
    assert_in_range(run_dry(&wheel), 1, 6);
    assert_int_equal(alarm.times, 1);
}

static void late_looks_fire_everything_that_is_due(void **state)
{
    struct alarm alarms[100] = {0};
    struct vd_wheel wheel;

    now_ms = 1000;
    vd_wheel_init(&wheel, now_ms);
    for (unsigned i = 0; i < 100; i++) {
        alarms[i].timer.fire = note;
        vd_wheel_start(&wheel, &alarms[i].timer, 1000 + i * i * 10);
    }
    now_ms = 51010;
    vd_wheel_advance(&wheel, now_ms);
    for (unsigned i = 0; i < 100; i++)
        assert_int_equal(alarms[i].times, 1000 + i * i * 10 <= now_ms);
    for (unsigned i = 0; i < 100; i++)
        vd_wheel_stop(&alarms[i].timer);
    run_dry(&wheel);
    assert_int_equal(alarms[99].times, 0);
}

static struct vd_wheel shared_wheel;
static struct alarm victim;

static void stop_the_other_and_start_again(struct vd_timer *timer)
{
    note(timer);
    vd_wheel_stop(&victim.timer);
    if (vd_container_of(timer, struct alarm, timer)->times < 3)
        vd_wheel_start(&shared_wheel, timer, now_ms);
}

static void a_firing_timer_may_stop_its_neighbour_and_start_itself(void **state)
{
    struct alarm first = {.timer.fire = stop_the_other_and_start_again};

    now_ms = 0;
    victim = (struct alarm){.timer.fire = note};
    vd_wheel_init(&shared_wheel, now_ms);
    vd_wheel_start(&shared_wheel, &first.timer, 50);
    vd_wheel_start(&shared_wheel, &victim.timer, 50);
    run_dry(&shared_wheel);
    assert_int_equal(first.times, 3);
    assert_int_equal(victim.times, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_timer_fires_once_never_early_and_at_most_a_tick_late),
        cmocka_unit_test(a_lone_far_timer_costs_a_handful_of_looks),
        cmocka_unit_test(late_looks_fire_everything_that_is_due),
        cmocka_unit_test(a_firing_timer_may_stop_its_neighbour_and_start_itself),
    };

    return cmocka_run_group_tests_name("wheel", tests, NULL, NULL);
}
