/* SPDX-License-Identifier: Apache-2.0 */
/* What watches at rest say and cost: progress, surveys, memory. */
#include "doors/etcd3/test_watch.h"

/* --- progress
 * -------------------------------------------------------------------------------------- */

static void progress_comes_after_the_events(void **state)
{
    struct watch_fixture *f = *state;

    watch_create_key(f, "k");
    watch_create_key(f, "l");
    watch_receive_created(f, 2);
    test_journal_put1(&f->journal, "k", "v");
    watch_ask_progress(f);
    test_journal_put1(&f->journal, "l", "v");
    vd_test_pump(&f->x, 50, MANY_ROUNDS);
    assert_int_equal(watch_read_responses(f), 3);
    assert_int_equal(f->got[0]->n_events, 1);
    assert_int_equal(f->got[1]->n_events, 1);
    watch_assert_progress(f->got[2], -1, 3);
    watch_ask_progress(f);
    watch_ask_progress(f);
    assert_int_equal(watch_receive(f), 2);
    watch_assert_progress(f->got[0], -1, 3);
    watch_assert_progress(f->got[1], -1, 3);
}

static void progress_without_a_watch_or_behind_is_not_answered(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    watch_ask_progress(f);
    assert_int_equal(watch_receive(f), 0);
    test_journal_put1(&f->journal, "k", "v");
    f->journal.stalled = true;
    watch_create_key(f, "other");
    what.start_revision = 2;
    watch_create(f, what);
    watch_ask_progress(f);
    watch_receive_created(f, 2);
    test_journal_resume(&f->journal);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_put(f->got[0], 0, "k", 2);
    watch_ask_progress(f);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_progress(f->got[0], -1, 2);
}

static struct vd_survey_sum survey_of(struct watch_fixture *f)
{
    struct vd_survey survey = {.budget = 100};

    f->x.handler->survey(&f->x, &survey);
    return survey.sum;
}

static void a_survey_counts_watches_by_how_far_they_are_behind(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    struct vd_survey_sum sum;

    assert_int_equal(survey_of(f).counts[0], 0);
    for (int i = 0; i < 20; i++) /* revisions 2 to 21 */
        test_journal_put1(&f->journal, "k", "v");
    watch_create_key(f, "one");
    watch_create_key(f, "two");
    watch_receive_created(f, 2);
    sum = survey_of(f);
    assert_int_equal(sum.counts[0], 2);
    assert_int_equal(sum.watches[VD_DOOR_ETCD3][VD_SURVEY_LIVE], 2);
    assert_int_equal(sum.max, 0);
    what.start_revision = 20;
    watch_create(f, what);
    what.start_revision = 2;
    watch_create(f, what);
    f->journal.stalled = true;
    sum = survey_of(f);
    assert_int_equal(sum.max, 20); /* 2 to 21 */
    f->journal.stalled = false;
    sum = survey_of(f);
    assert_int_equal(sum.counts[0] + sum.counts[1] + sum.counts[2] + sum.counts[3], 4);
    assert_int_equal(sum.max, 20);
    watch_receive(f);
    watch_receive(f);
    sum = survey_of(f);
    assert_int_equal(sum.counts[0], 4);
    assert_int_equal(sum.max, 0);
}

static void a_survey_names_watches_in_slices(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    struct vd_survey_wish wish = {.order = VD_SURVEY_BY_PLACE, .limit = 9, .doors = ~0u};
    struct vd_survey_list list;
    struct vd_survey survey = {.list = &list};
    unsigned slices = 0;

    watch_create_key(f, "one");
    what.range_end = (ProtobufCBinaryData){1, (uint8_t *)(uintptr_t) "l"};
    what.prev_kv = what.progress_notify = true;
    what.watch_id = 77;
    watch_create(f, what);
    watch_create_key(f, "three");
    vd_survey_list_init(&list, &wish);
    do {
        survey.from = survey.resume;
        survey.resume = 0;
        survey.budget = 1;
        f->x.handler->survey(&f->x, &survey);
        slices++;
    } while (survey.resume);
    assert_int_equal(slices, 3);
    vd_survey_list_sort(&list);
    assert_int_equal(list.count, 3);
    assert_memory_equal(list.items[0]->key.ptr, "one", 3);
    assert_int_equal(list.items[0]->end.len, 0);
    assert_memory_equal(list.items[1]->end.ptr, "l", 1);
    assert_memory_equal(list.items[1]->id.ptr, "77", 2);
    assert_memory_equal(list.items[1]->options.ptr, "prev progress", 13);
    assert_string_equal(list.items[1]->by, "grpc");
    assert_memory_equal(list.items[2]->key.ptr, "three", 5);
    vd_survey_list_deinit(&list);
}

static void progress_notify_comes_at_ticks_without_events(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");
    uint64_t interval;

    watch_create_key(f, "k");
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    what.progress_notify = 1;
    watch_create(f, what);
    what.key.data = (uint8_t *)(uintptr_t) "l";
    watch_create(f, what);
    assert_int_equal(vd_test_loop_timers(&f->loop), 1);
    watch_receive_created(f, 3);
    interval = ((struct vd_timer *)vd_list_first(&f->loop.timers, struct vd_timer, link))->due_ms -
               f->loop.now_ms;
    assert_in_range(interval, 1000, 1100);
    vd_test_loop_pass(&f->loop, interval - 1);
    assert_int_equal(watch_receive(f), 0);
    vd_test_loop_pass(&f->loop, 1);
    assert_int_equal(watch_receive(f), 2);
    watch_assert_progress(f->got[0], 1, 1);
    watch_assert_progress(f->got[1], 2, 1);
    test_journal_put1(&f->journal, "k", "v");
    assert_int_equal(watch_receive(f), 2);
    vd_test_loop_pass(&f->loop, interval);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_progress(f->got[0], 2, 2);
    vd_test_loop_pass(&f->loop, interval);
    assert_int_equal(watch_receive(f), 2);
}

static void progress_notify_waits_until_the_watch_is_live(void **state)
{
    struct watch_fixture *f = *state;
    Etcdserverpb__WatchCreateRequest what = watch_of("k");

    test_journal_put1(&f->journal, "k", "v");
    f->journal.stalled = true;
    what.progress_notify = 1;
    what.start_revision = 1;
    watch_create(f, what);
    what.key.data = (uint8_t *)(uintptr_t) "l";
    what.start_revision = 100;
    f->journal.stalled = false;
    watch_create(f, what);
    f->journal.stalled = true;
    watch_receive_created(f, 2);
    vd_test_loop_pass(&f->loop, 1100);
    assert_int_equal(watch_receive(f), 0);
    test_journal_resume(&f->journal);
    assert_int_equal(watch_receive(f), 1);
    vd_test_loop_pass(&f->loop, 1100);
    assert_int_equal(watch_receive(f), 0);
    vd_test_loop_pass(&f->loop, 1100);
    assert_int_equal(watch_receive(f), 1);
    watch_assert_progress(f->got[0], 0, 2);
}

/* --- memory
 * --------------------------------------------------------------------------------------- */

static void idle_stream_is_small(void **state)
{
    assert_true(sizeof(struct vd_etcd3_stream) <= 192);
    assert_true(sizeof(struct vd_etcd3_watch) <= 88);
}

static void stream_at_rest_holds_nothing_but_its_watches(void **state)
{
    struct watch_fixture *f = *state;
    struct vd_etcd3_stream *stream = vd_call_state(f->x.user);

    watch_create_key(f, "k");
    test_journal_put1(&f->journal, "k", "v");
    watch_receive(f);
    assert_null(stream->replies);
    assert_int_equal(stream->reply_kind, VD_ETCD3_NO_REPLY);
    assert_null(stream->large);
    assert_null(stream->ticker);
    assert_null(stream->futures);
    assert_null(stream->table.more);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, watch_setup, watch_teardown)
    const struct CMUnitTest tests[] = {
        T(progress_comes_after_the_events),
        T(progress_without_a_watch_or_behind_is_not_answered),
        T(a_survey_counts_watches_by_how_far_they_are_behind),
        T(a_survey_names_watches_in_slices),
        T(progress_notify_comes_at_ticks_without_events),
        T(progress_notify_waits_until_the_watch_is_live),
        T(idle_stream_is_small),
        T(stream_at_rest_holds_nothing_but_its_watches),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
