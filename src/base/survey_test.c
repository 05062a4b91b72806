/* SPDX-License-Identifier: Apache-2.0 */
#include "base/survey_list.h"

#include "base/alloc.h"
#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ALL_DOORS = (1 << VD_DOOR_ID_COUNT) - 1 };

static void survey_init(struct vd_survey *survey, struct vd_survey_list *list,
                        const struct vd_survey_wish *wish)
{
    vd_survey_list_init(list, wish);
    *survey = (struct vd_survey){.list = list};
}

/* One that is so far behind, of connection `conn`. */
static void meet(struct vd_survey *survey, uint64_t conn, uint32_t slot, uint64_t behind,
                 const char *key, const char *end)
{
    survey->place.conn = conn;
    if (vd_survey_add(survey, VD_DOOR_LIVE, behind, false))
        vd_survey_name(survey, &(struct vd_survey_watch){.slot = slot,
                                                         .by = "sse",
                                                         .key = vd_slice_str(key),
                                                         .end = vd_slice_str(end)});
}

static void the_worst_are_kept_and_sorted_by_lag_then_by_place(void **state)
{
    struct vd_survey_wish wish = {.order = VD_SURVEY_BY_LAG, .limit = 10, .doors = ALL_DOORS};
    struct vd_survey_list list;
    struct vd_survey survey;

    survey_init(&survey, &list, &wish);
    for (unsigned i = 0; i < 1000; i++) /* every lag of 0 .. 499 twice */
        meet(&survey, 1 + i % 7, i, (i * 7919) % 500, "k", "");
    vd_survey_list_sort(&list);
    assert_int_equal(list.count, 10);
    assert_true(list.more);
    for (unsigned i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i]->behind, 499 - i / 2);
        if (i % 2)
            assert_true(list.items[i]->place.conn > list.items[i - 1]->place.conn ||
                        (list.items[i]->place.conn == list.items[i - 1]->place.conn &&
                         list.items[i]->place.slot > list.items[i - 1]->place.slot));
    }
    assert_int_equal(survey.sum.watches[VD_DOOR_LIVE][VD_SURVEY_BEHIND], 998);
    vd_survey_list_deinit(&list);
}

static void pages_by_place_show_each_watch_once(void **state)
{
    struct vd_survey_wish wish = {.order = VD_SURVEY_BY_PLACE, .limit = 7, .doors = ALL_DOORS};
    unsigned seen = 0;
    bool more = true;

    while (more) {
        struct vd_survey_list list;
        struct vd_survey survey;

        survey_init(&survey, &list, &wish);
        for (unsigned i = 0; i < 100; i++)
            meet(&survey, (i * 37) % 100, i % 3, i, "k", "");
        vd_survey_list_sort(&list);
        for (unsigned i = 0; i < list.count; i++)
            assert_int_equal(list.items[i]->place.conn, seen++);
        more = list.more;
        wish.has_after = true;
        wish.after = list.items[list.count - 1]->place;
        vd_survey_list_deinit(&list);
    }
    assert_int_equal(seen, 100);
}

static void lists_of_several_loops_are_joined(void **state)
{
    static const uint64_t worst[] = {42, 41, 40, 32, 31};
    struct vd_survey_wish wish = {.order = VD_SURVEY_BY_LAG, .limit = 5, .doors = ALL_DOORS};
    struct vd_survey_list all;

    vd_survey_list_init(&all, &wish);
    for (unsigned loop = 0; loop < 3; loop++) {
        struct vd_survey_list list;
        struct vd_survey survey;

        survey_init(&survey, &list, &wish);
        survey.place.loop = loop;
        for (unsigned i = 0; i < 5; i++)
            meet(&survey, 1, i, 10 * i + loop, "k", "");
        vd_survey_list_join(&all, &list);
        assert_int_equal(list.count, 0);
    }
    vd_survey_list_sort(&all);
    assert_int_equal(all.count, 5);
    assert_true(all.more);
    for (unsigned i = 0; i < 5; i++)
        assert_int_equal(all.items[i]->behind, worst[i]);
    vd_survey_list_deinit(&all);
}

static void only_what_is_wished_for_is_named(void **state)
{
    struct vd_survey_wish wish = {.limit = 10, .doors = ALL_DOORS, .has_key = true};
    struct vd_survey_list list;
    struct vd_survey survey;

    wish.key = VD_SLICE("m");
    survey_init(&survey, &list, &wish);
    meet(&survey, 1, 0, 0, "m", "");
    meet(&survey, 2, 0, 0, "l", "");
    meet(&survey, 3, 0, 0, "a", "n");
    meet(&survey, 4, 0, 0, "a", "m");
    survey.place.conn = 5;
    assert_true(vd_survey_add(&survey, VD_DOOR_LIVE, 0, false));
    vd_survey_name(&survey,
                   &(struct vd_survey_watch){.key = VD_SLICE("\0"), .end = VD_SLICE("\0")});
    vd_survey_list_sort(&list);
    assert_int_equal(list.count, 3);
    assert_int_equal(list.items[0]->place.conn, 1);
    assert_int_equal(list.items[1]->place.conn, 3);
    assert_int_equal(list.items[2]->place.conn, 5);
    vd_survey_list_deinit(&list);

    wish = (struct vd_survey_wish){.limit = 10, .doors = 1u << VD_DOOR_FEED};
    survey_init(&survey, &list, &wish);
    assert_false(vd_survey_add(&survey, VD_DOOR_LIVE, 0, false));
    assert_true(vd_survey_add(&survey, VD_DOOR_FEED, 0, false));
    survey.as = 1 + VD_DOOR_LIVE; /* counted for another door */
    assert_false(vd_survey_add(&survey, VD_DOOR_FEED, 0, false));
    vd_survey_list_deinit(&list);
}

static void states_tell_a_pause_and_a_stall_from_lag(void **state)
{
    struct vd_survey_wish wish = {.limit = 10, .doors = ALL_DOORS};
    struct vd_survey survey = {.list = NULL};
    struct vd_survey_list list;

    vd_survey_add(&survey, VD_DOOR_FEED, 0, false);
    vd_survey_add(&survey, VD_DOOR_FEED, 3, false);
    vd_survey_add(&survey, VD_DOOR_FEED, 3, true);
    survey.stalled = true;
    vd_survey_add(&survey, VD_DOOR_FEED, 3, false);
    vd_survey_add(&survey, VD_DOOR_FEED, 0, false); /* all is written: nothing waits for it */
    assert_int_equal(survey.sum.watches[VD_DOOR_FEED][VD_SURVEY_LIVE], 2);
    assert_int_equal(survey.sum.watches[VD_DOOR_FEED][VD_SURVEY_BEHIND], 1);
    assert_int_equal(survey.sum.watches[VD_DOOR_FEED][VD_SURVEY_PAUSED], 1);
    assert_int_equal(survey.sum.watches[VD_DOOR_FEED][VD_SURVEY_STALLED], 1);
    vd_survey_list_init(&list, &wish);
    survey.list = &list;
    vd_survey_add(&survey, VD_DOOR_FEED, 3, false);
    vd_survey_name(&survey, &(struct vd_survey_watch){.key = VD_SLICE("k")});
    assert_string_equal(vd_survey_state_name((enum vd_survey_state)list.items[0]->state),
                        "stalled");
    vd_survey_list_deinit(&list);
}

static void long_keys_are_cut_and_their_length_is_known(void **state)
{
    struct vd_survey_wish wish = {.limit = 1, .doors = ALL_DOORS};
    struct vd_survey_list list;
    struct vd_survey survey;
    char key[2000];

    memset(key, 'k', sizeof(key));
    survey_init(&survey, &list, &wish);
    vd_survey_add(&survey, VD_DOOR_LIVE, 0, false);
    vd_survey_name(&survey, &(struct vd_survey_watch){.key = vd_slice(key, sizeof(key))});
    assert_int_equal(list.items[0]->key.len, VD_SURVEY_TEXT_BYTES);
    assert_int_equal(list.items[0]->key_bytes, sizeof(key));
    vd_survey_list_deinit(&list);
}

static void ranges_are_told_in_words(void **state)
{
    static const struct {
        struct vd_slice key, end;
        enum vd_survey_kind kind;
    } rows[] = {
        {VD_SLICE("a"), VD_SLICE_EMPTY, VD_SURVEY_KEY},
        {VD_SLICE("a"), VD_SLICE("b"), VD_SURVEY_PREFIX},
        {VD_SLICE("a\xff"), VD_SLICE("b"), VD_SURVEY_PREFIX},
        {VD_SLICE("ab"), VD_SLICE("b"), VD_SURVEY_RANGE},
        {VD_SLICE("a"), VD_SLICE("c"), VD_SURVEY_RANGE},
        {VD_SLICE("\xff"), VD_SLICE("\xff\xff"), VD_SURVEY_RANGE},
        {VD_SLICE("a"), VD_SLICE("\0"), VD_SURVEY_FROM},
        {VD_SLICE("\0"), VD_SLICE("\0"), VD_SURVEY_ALL},
    };
    struct vd_survey_wish wish = {
        .order = VD_SURVEY_BY_PLACE, .limit = VD_COUNT(rows), .doors = ALL_DOORS};
    struct vd_survey_list list;
    struct vd_survey survey;

    survey_init(&survey, &list, &wish);
    for (uint32_t i = 0; i < VD_COUNT(rows); i++) {
        vd_survey_add(&survey, VD_DOOR_LIVE, 0, false);
        vd_survey_name(
            &survey, &(struct vd_survey_watch){.slot = i, .key = rows[i].key, .end = rows[i].end});
    }
    vd_survey_list_sort(&list);
    for (unsigned i = 0; i < VD_COUNT(rows); i++)
        assert_int_equal(list.items[i]->kind, rows[i].kind);
    assert_string_equal(vd_survey_kind_name(VD_SURVEY_PREFIX), "prefix");
    vd_survey_list_deinit(&list);
}

static void without_memory_what_is_missing_is_known(void **state)
{
    struct vd_survey_wish wish = {.limit = 40, .doors = ALL_DOORS};

    for (long n = 0; n < 50; n++) {
        struct vd_survey_list list;
        struct vd_survey survey;

        survey_init(&survey, &list, &wish);
        vd_alloc_fail_after(n);
        for (unsigned i = 0; i < 40; i++)
            meet(&survey, i, 0, i, "k", "");
        vd_alloc_fail_after(-1);
        assert_true(list.no_memory == (list.count < 40));
        vd_survey_list_deinit(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_are_kept_and_sorted_by_lag_then_by_place),
        cmocka_unit_test(pages_by_place_show_each_watch_once),
        cmocka_unit_test(lists_of_several_loops_are_joined),
        cmocka_unit_test(only_what_is_wished_for_is_named),
        cmocka_unit_test(states_tell_a_pause_and_a_stall_from_lag),
        cmocka_unit_test(long_keys_are_cut_and_their_length_is_known),
        cmocka_unit_test(ranges_are_told_in_words),
        cmocka_unit_test(without_memory_what_is_missing_is_known),
    };

    return cmocka_run_group_tests_name("survey", tests, NULL, NULL);
}
