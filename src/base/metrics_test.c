/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "base/metrics.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool contains(const struct vd_buf *buf, const char *text)
{
    return memmem(buf->data, buf->len, text, strlen(text)) != NULL;
}

static void *count_a_million(void *arg)
{
    for (int i = 0; i < 1000000; i++)
        vd_metric_add(VD_M_TURNS, 1);
    vd_metric_sub(VD_M_CONNECTIONS_OPEN, 2);
    return arg;
}

static void counts_of_ended_threads_are_in_the_sum(void **state)
{
    pthread_t threads[2];

    vd_metric_add(VD_M_CONNECTIONS_OPEN, 5);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_a_million, NULL), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(vd_metric_read(VD_M_TURNS), 2000000);
    assert_int_equal(vd_metric_read(VD_M_CONNECTIONS_OPEN), 1);
}

static void *count_without_memory(void *arg)
{
    vd_alloc_fail_after(0);
    vd_metric_add(VD_M_SENDS, 3);
    vd_alloc_fail_after(-1);
    return arg;
}

static void a_thread_without_memory_still_counts(void **state)
{
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, count_without_memory, NULL), 0);
    pthread_join(thread, NULL);
    assert_int_equal(vd_metric_read(VD_M_SENDS), 3);
}

static void set_fds(void *arg)
{
    vd_metric_set(VD_M_OPEN_FDS, 77);
    ++*(int *)arg;
}

static void text_asks_collectors_and_names_each_family_once(void **state)
{
    struct vd_buf buf;
    static int asked;

    vd_metrics_add_collector(set_fds, &asked);
    vd_buf_init(&buf, 0);
    vd_metrics_write_text(&buf, NULL, NULL);
    assert_int_equal(vd_buf_status(&buf), 0);
    assert_int_equal(asked, 1);
    assert_true(contains(&buf, "# TYPE process_open_fds gauge\nprocess_open_fds 77\n"));
    assert_true(contains(&buf, "# TYPE vedette_turns_total counter\nvedette_turns_total "));
    vd_buf_deinit(&buf);
}

static void histogram_buckets_are_cumulative_and_inclusive(void **state)
{
    struct vd_buf buf;

    vd_metric_observe_us(VD_H_FLUSH, 0);
    vd_metric_observe_us(VD_H_FLUSH, 8);
    vd_metric_observe_us(VD_H_FLUSH, 9);
    vd_metric_observe_us(VD_H_FLUSH, 60000000);
    vd_buf_init(&buf, 0);
    vd_metrics_write_text(&buf, NULL, NULL);
    assert_true(contains(&buf, "_seconds_bucket{le=\"0.000008\"} 2\n"));
    assert_true(contains(&buf, "_seconds_bucket{le=\"0.000016\"} 3\n"));
    assert_true(contains(&buf, "_seconds_bucket{le=\"16.777216\"} 3\n"));
    assert_true(contains(&buf, "_seconds_bucket{le=\"+Inf\"} 4\n"));
    assert_true(contains(&buf, "_seconds_sum 60.000017\n"));
    assert_true(contains(&buf, "_seconds_count 4\n"));
    vd_buf_deinit(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_of_ended_threads_are_in_the_sum),
        cmocka_unit_test(a_thread_without_memory_still_counts),
        cmocka_unit_test(text_asks_collectors_and_names_each_family_once),
        cmocka_unit_test(histogram_buckets_are_cumulative_and_inclusive),
    };

    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
