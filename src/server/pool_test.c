/* SPDX-License-Identifier: Apache-2.0 */
#include "server/pool.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

enum { JOBS = 3000, SLOT = 5, SLOTS = SLOT + SLOT + 1 /* both, added */ };

struct counted {
    struct vd_job job;
    _Atomic unsigned runs, ends;
};

static struct counted jobs[JOBS];
static _Atomic unsigned by_slot[8], ended_count;

static void run(struct vd_job *job, unsigned slot)
{
    vd_container_of(job, struct counted, job)->runs++;
    by_slot[slot]++;
    for (int i = 0; i < 60000 && !by_slot[SLOTS - slot]; i++)
        usleep(1000); /* until the other thread has one too, however busy the machine is */
}

static void ended(void *arg, struct vd_job *job)
{
    struct counted *counted = vd_container_of(job, struct counted, job);

    assert_ptr_equal(arg, &ended_count);
    assert_int_equal(counted->runs, 1);
    counted->ends++;
    ended_count++;
}

static void each_job_runs_once_on_a_slot_of_the_pool_even_while_it_stops(void **state)
{
    struct vd_pool *pool;

    assert_int_equal(vd_pool_start(2, SLOT, ended, &ended_count, &pool), 0);
    for (unsigned i = 0; i < JOBS; i++) {
        jobs[i].job.run = run;
        vd_pool_submit(pool, &jobs[i].job);
    }
    vd_pool_stop(pool);
    assert_int_equal(ended_count, JOBS);
    for (unsigned i = 0; i < JOBS; i++)
        assert_int_equal(jobs[i].ends, 1);
    assert_int_equal(by_slot[SLOT] + by_slot[SLOT + 1], JOBS);
    assert_true(by_slot[SLOT] > 0 && by_slot[SLOT + 1] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_job_runs_once_on_a_slot_of_the_pool_even_while_it_stops),
    };

    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
