/* SPDX-License-Identifier: Apache-2.0 */
#include "core/epoch.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int freed;

static void count_free(void *ptr)
{
    (*(int *)ptr)++;
    freed++;
}

static void retired_waits_for_the_slots_that_were_entered(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(2);
    int a = 0, b = 0;

    assert_non_null(epoch);
    vd_epoch_enter(epoch, 0);
    assert_true(vd_epoch_is_entered(epoch, 0));
    assert_int_equal(vd_epoch_retire_one(epoch, &a, count_free), 0);
    vd_epoch_enter(epoch, 1);
    assert_int_equal(vd_epoch_retire_one(epoch, &b, count_free), 0);
    assert_int_equal(vd_epoch_pending(epoch), 2);
    assert_int_equal(vd_epoch_collect(epoch, 100), 0);

    vd_epoch_leave(epoch, 0);
    assert_int_equal(vd_epoch_collect(epoch, 100), 1);
    assert_int_equal(a, 1);
    assert_int_equal(b, 0);

    vd_epoch_leave(epoch, 1);
    assert_int_equal(vd_epoch_collect(epoch, 100), 1);
    assert_int_equal(b, 1);
    assert_int_equal(vd_epoch_pending(epoch), 0);
    vd_epoch_free(epoch);
}

static void slot_that_enters_later_holds_nothing_back(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(1);
    int a = 0;

    assert_non_null(epoch);
    assert_int_equal(vd_epoch_retire_one(epoch, &a, count_free), 0);
    vd_epoch_enter(epoch, 0);
    assert_int_equal(vd_epoch_collect(epoch, 100), 1);
    assert_int_equal(a, 1);
    vd_epoch_leave(epoch, 0);
    vd_epoch_free(epoch);
}

static void list_is_retired_whole_and_keeps_its_spare_room(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(1);
    struct vd_retire_list list = {0};
    int hits = 0;

    assert_non_null(epoch);
    assert_int_equal(vd_retire_list_reserve(&list, 1000), 0);
    for (int i = 0; i < 130; i++)
        vd_retire_list_add(&list, &hits, count_free);
    assert_int_equal(list.count, 130);
    vd_epoch_retire(epoch, &list);
    assert_int_equal(list.count, 0);
    assert_true(list.room > 0);
    vd_retire_list_add(&list, &hits, count_free);
    assert_int_equal(hits, 0);
    assert_int_equal(vd_epoch_collect(epoch, SIZE_MAX), 130);
    assert_int_equal(hits, 130);
    vd_retire_list_free_now(&list);
    assert_int_equal(hits, 131);
    assert_int_equal(list.room, 0);
    vd_epoch_free(epoch);
}

static void collecting_is_bounded(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(1);
    int hits = 0;

    assert_non_null(epoch);
    for (int i = 0; i < 10; i++)
        assert_int_equal(vd_epoch_retire_one(epoch, &hits, count_free), 0);
    assert_int_equal(vd_epoch_collect(epoch, 3), 3);
    assert_int_equal(vd_epoch_pending(epoch), 7);
    vd_epoch_free(epoch);
    assert_int_equal(hits, 10);
}

static void failing_to_reserve_changes_nothing(void **state)
{
    struct vd_retire_list list = {0};
    struct vd_epoch *epoch = vd_epoch_new(1);
    int a = 0;

    assert_non_null(epoch);
    vd_alloc_fail_after(2);
    assert_int_equal(vd_retire_list_reserve(&list, 1000), -ENOMEM);
    assert_int_equal(vd_retire_list_reserve(&list, 1), -ENOMEM);
    assert_null(list.first);
    assert_int_equal(vd_epoch_retire_one(epoch, &a, count_free), -ENOMEM);
    assert_null(vd_epoch_new(1));
    vd_alloc_fail_after(-1);
    assert_int_equal(list.room, 0);
    assert_int_equal(vd_epoch_pending(epoch), 0);
    assert_int_equal(a, 0);
    vd_epoch_free(epoch);
    vd_epoch_free(NULL);
}

/* Readers follow a published pointer while a writer replaces it: what a reader holds is never
 * freed under it. Freed things are poisoned first, and the sanitizers look on. */
enum { READERS = 3, ROUNDS = 20000 };

struct thing {
    uint64_t alive;
};

static struct {
    struct vd_epoch *epoch;
    _Atomic(struct thing *) published;
    _Atomic bool stop;
    _Atomic uint64_t reads;
} race;

static void poison(void *ptr)
{
    ((struct thing *)ptr)->alive = 0;
    vd_free(ptr);
}

static struct thing *thing_new(void)
{
    struct thing *thing = vd_alloc(sizeof(*thing));

    vd_assert(thing);
    thing->alive = 42;
    return thing;
}

static void *read_loop(void *arg)
{
    unsigned slot = (unsigned)(uintptr_t)arg;
    uint64_t reads = 0;

    while (!atomic_load(&race.stop)) {
        vd_epoch_enter(race.epoch, slot);
        for (int i = 0; i < 8; i++) {
            struct thing *thing = atomic_load(&race.published);

            vd_assert(thing->alive == 42);
        }
        vd_epoch_leave(race.epoch, slot);
        reads++;
    }
    atomic_fetch_add(&race.reads, reads);
    return NULL;
}

static void readers_never_see_what_was_freed(void **state)
{
    pthread_t threads[READERS];

    race.epoch = vd_epoch_new(READERS);
    assert_non_null(race.epoch);
    atomic_store(&race.published, thing_new());
    for (uintptr_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_loop, (void *)i), 0);
    for (int i = 0; i < ROUNDS; i++) {
        struct thing *old = atomic_exchange(&race.published, thing_new());

        assert_int_equal(vd_epoch_retire_one(race.epoch, old, poison), 0);
        vd_epoch_collect(race.epoch, 64);
    }
    atomic_store(&race.stop, true);
    for (int i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    while (vd_epoch_collect(race.epoch, SIZE_MAX))
        continue;
    assert_int_equal(vd_epoch_pending(race.epoch), 0);
    vd_free(atomic_load(&race.published));
    vd_epoch_free(race.epoch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(retired_waits_for_the_slots_that_were_entered),
        cmocka_unit_test(slot_that_enters_later_holds_nothing_back),
        cmocka_unit_test(list_is_retired_whole_and_keeps_its_spare_room),
        cmocka_unit_test(collecting_is_bounded),
        cmocka_unit_test(failing_to_reserve_changes_nothing),
        cmocka_unit_test(readers_never_see_what_was_freed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
