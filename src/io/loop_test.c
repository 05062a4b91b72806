/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "io/conn.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cmocka.h>

enum { POSTERS = 4, POSTS = 5000, ROUNDS = 50000, LATE_ROUNDS = 5, GIVE_UP_S = 60 };

struct post {
    struct vd_loop_task task;
    unsigned poster, number;
};

static struct vd_loop *loop, *other;
static struct post posts[POSTERS][POSTS];
static unsigned seen[POSTERS], disorder, total;

static void on_post(struct vd_loop_task *task)
{
    struct post *post = vd_container_of(task, struct post, task);

    if (seen[post->poster]++ != post->number)
        disorder++;
    if (++total == POSTERS * POSTS)
        vd_loop_stop(loop);
}

static void *post_all(void *arg)
{
    struct post *mine = arg;

    for (unsigned i = 0; i < POSTS; i++)
        vd_loop_post(loop, &mine[i].task);
    return NULL;
}

static void tasks_of_each_thread_run_once_and_in_order(void **state)
{
    pthread_t threads[POSTERS];

    assert_int_equal(vd_loop_new(NULL, &loop), 0);
    for (unsigned i = 0; i < POSTERS; i++) {
        for (unsigned j = 0; j < POSTS; j++)
            posts[i][j] = (struct post){.task.run = on_post, .poster = i, .number = j};
        assert_int_equal(pthread_create(&threads[i], NULL, post_all, posts[i]), 0);
    }
    vd_loop_run(loop);
    for (unsigned i = 0; i < POSTERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(total, POSTERS * POSTS);
    assert_int_equal(disorder, 0);
    vd_loop_free(loop);
}

struct ball {
    struct vd_loop_task task;
    unsigned hits;
};

static void hit(struct vd_loop_task *task)
{
    struct ball *ball = vd_container_of(task, struct ball, task);

    if (++ball->hits == ROUNDS) {
        vd_loop_stop(loop);
        vd_loop_stop(other);
        return;
    }
    vd_loop_post(ball->hits % 2 ? other : loop, task);
}

static void *run_other(void *arg)
{
    vd_loop_run(other);
    return arg;
}

static void no_wake_is_lost_between_two_loops(void **state)
{
    struct ball ball = {.task.run = hit};
    pthread_t thread;

    assert_int_equal(vd_loop_new(NULL, &loop), 0);
    assert_int_equal(vd_loop_new(NULL, &other), 0);
    assert_int_equal(pthread_create(&thread, NULL, run_other, NULL), 0);
    vd_loop_post(loop, &ball.task);
    vd_loop_run(loop);
    pthread_join(thread, NULL);
    assert_int_equal(ball.hits, ROUNDS);
    vd_loop_free(loop);
    vd_loop_free(other);
}

struct hooked {
    unsigned begins, turns, afters, closings;
    bool inside, broken;
};

static void on_begin(void *arg)
{
    struct hooked *hooked = arg;

    hooked->broken |= hooked->inside;
    hooked->inside = true;
    hooked->begins++;
}

static void on_turn(void *arg)
{
    struct hooked *hooked = arg;

    hooked->broken |= !hooked->inside;
    if (++hooked->turns < 10)
        vd_loop_wake(loop);
    else
        vd_loop_stop(loop);
}

static void on_after(void *arg)
{
    struct hooked *hooked = arg;

    hooked->broken |= !hooked->inside;
    hooked->inside = false;
    hooked->afters++;
}

static void on_closing(void *arg)
{
    struct hooked *hooked = arg;

    hooked->broken |= hooked->inside;
    hooked->closings++;
}

static void each_turn_stands_between_begin_and_after(void **state)
{
    struct hooked hooked = {0};
    struct vd_loop_hooks hooks = {&hooked, on_begin, on_turn, on_after, on_closing};

    assert_int_equal(vd_loop_new(&hooks, &loop), 0);
    vd_loop_wake(loop);
    vd_loop_run(loop);
    vd_loop_free(loop);
    assert_int_equal(hooked.turns, 10);
    assert_int_equal(hooked.begins, hooked.afters);
    assert_int_equal(hooked.closings, 1);
    assert_false(hooked.broken);
}

struct late {
    struct vd_loop_task task;
    struct vd_timer timer;
    unsigned fired;
};

struct watched {
    struct vd_watch_fd *watch;
    struct vd_timer timer;
    int fd;
    unsigned reads, fired;
};

static void on_readable(void *arg)
{
    struct watched *watched = arg;
    eventfd_t value;

    assert_int_equal(eventfd_read(watched->fd, &value), 0);
    watched->reads++;
    vd_watch_fd_pause(watched->watch, true);
    eventfd_write(watched->fd, 1); /* not seen while paused */
    vd_timer_start(loop, &watched->timer, 30);
}

static void on_timer(struct vd_timer *timer)
{
    struct watched *watched = vd_container_of(timer, struct watched, timer);

    watched->fired++;
    assert_int_equal(watched->reads, watched->fired);
    if (watched->fired < 3) {
        vd_watch_fd_pause(watched->watch, false);
        return;
    }
    vd_watch_fd_free(watched->watch);
    vd_loop_stop(loop);
}

static void a_watched_fd_calls_back_unless_paused_and_timers_fire(void **state)
{
    struct watched watched = {.fd = eventfd(1, EFD_NONBLOCK), .timer.fire = on_timer};

    assert_int_equal(vd_loop_new(NULL, &loop), 0);
    assert_int_equal(vd_watch_fd_new(loop, watched.fd, on_readable, &watched, &watched.watch), 0);
    vd_loop_run(loop);
    assert_int_equal(watched.fired, 3);
    vd_loop_free(loop);
    close(watched.fd);
}

/* Its turn is so long that the timer is due before the loop comes to poll. */
static void start_and_dawdle(struct vd_loop_task *task)
{
    struct late *late = vd_container_of(task, struct late, task);

    vd_timer_start(loop, &late->timer, 1);
    usleep(30000);
}

static void on_late(struct vd_timer *timer)
{
    struct late *late = vd_container_of(timer, struct late, timer);

    if (++late->fired == LATE_ROUNDS)
        vd_loop_stop(loop);
    else
        vd_loop_post(loop, &late->task);
}

static void a_timer_that_is_due_before_the_loop_polls_does_not_wait_for_something_else(void **state)
{
    struct late late = {.timer.fire = on_late, .task.run = start_and_dawdle};

    assert_int_equal(vd_loop_new(NULL, &loop), 0);
    vd_loop_post(loop, &late.task);
    alarm(GIVE_UP_S);
    vd_loop_run(loop);
    alarm(0);
    assert_int_equal(late.fired, LATE_ROUNDS);
    vd_loop_free(loop);
}

static void each_failing_allocation_is_reported_and_leaks_nothing(void **state)
{
    struct vd_watch_fd *watch;
    int rc, fd = eventfd(0, EFD_NONBLOCK);
    long n = 0;

    do {
        vd_alloc_fail_after(n++);
        rc = vd_loop_new(NULL, &loop);
        vd_alloc_fail_after(-1);
    } while (rc == -ENOMEM);
    assert_int_equal(rc, 0);
    assert_true(n > 3);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_watch_fd_new(loop, fd, on_readable, NULL, &watch), -ENOMEM);
    vd_alloc_fail_after(-1);
    vd_loop_free(loop);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tasks_of_each_thread_run_once_and_in_order),
        cmocka_unit_test(no_wake_is_lost_between_two_loops),
        cmocka_unit_test(each_turn_stands_between_begin_and_after),
        cmocka_unit_test(a_watched_fd_calls_back_unless_paused_and_timers_fire),
        cmocka_unit_test(
            a_timer_that_is_due_before_the_loop_polls_does_not_wait_for_something_else),
        cmocka_unit_test(each_failing_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
