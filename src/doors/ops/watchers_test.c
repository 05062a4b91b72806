/* SPDX-License-Identifier: Apache-2.0 */
/* The loops and history answer when a test says so, so each step can be left in the middle. */
#include "doors/ops/ops.h"

#include "base/alloc.h"
#include "base/check.h"
#include "rpc/test_exchange.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_kv *kv;
static struct vd_door_survey *asked;
static struct vd_job *job;
static int survey_rc;
static struct vd_loop loop;
static long fail_after = -1; /* allocations of the one who asks */

static int survey(void *arg, struct vd_door_survey *what)
{
    if (survey_rc)
        return survey_rc;
    asked = what;
    vd_survey_list_init(&what->list, what->wish);
    return 0;
}

static const struct vd_door_facts facts = {.survey = survey};
static struct vd_door_env env = {.facts = &facts};

static void nobody(void *arg, unsigned slot)
{
}

static void keep_job(void *arg, struct vd_job *what)
{
    job = what;
}

static void no_keeper(void *arg)
{
}

static int set_up(void **state)
{
    struct vd_kv_env kv_env = {
        .wake = nobody, .lead = nobody, .submit_job = keep_job, .wake_keeper = no_keeper};
    struct vd_kv_options options = {.slots = 2, .loops = 1};

    vd_test_loop_init(&loop);
    survey_rc = 0;
    asked = NULL;
    job = NULL;
    if (vd_kv_open(NULL, &options, &kv_env, &kv))
        return -1;
    env.kv = kv;
    vd_kv_enter(kv, 0);
    return 0;
}

static int tear_down(void **state)
{
    vd_kv_leave(kv, 0);
    vd_kv_close(kv);
    return 0;
}

static int ask(struct vd_exchange *x, const char *query)
{
    struct vd_request request = {.method = VD_SLICE("GET"),
                                 .path = VD_SLICE("/watchers"),
                                 .query = vd_slice_str(query),
                                 .ended = true};

    vd_test_exchange_init(x, &loop);
    vd_alloc_fail_after(fail_after);
    return vd_door_watchers.routes[0].open(x, &request, &env);
}

static const struct vd_pos TOLD = {2, 3}, NEWEST = {0, 0};

/* What a loop would have found: `count` watches, of which number i is i * lag behind. */
static void find(unsigned count, uint64_t lag, struct vd_slice key, struct vd_slice end)
{
    struct vd_survey survey = {.list = &asked->list, .unsent_bytes = 5};

    snprintf(survey.peer, sizeof(survey.peer), "127.0.0.1:80");
    for (unsigned i = 0; i < count; i++) {
        survey.place.conn = i;
        if (vd_survey_add(&survey, VD_DOOR_LIVE, i * lag, false))
            vd_survey_name(&survey, &(struct vd_survey_watch){.by = "sse",
                                                              .key = key,
                                                              .end = end,
                                                              .options = VD_SLICE("prev"),
                                                              .next = i && lag ? TOLD : NEWEST});
    }
    asked->result = survey.sum;
    vd_survey_list_sort(&asked->list);
}

static const char *body_of(struct vd_exchange *x, size_t room)
{
    vd_test_pump(x, room, 1000000);
    assert_true(x->finished);
    vd_buf_append(&x->body, "", 1);
    return (const char *)x->body.data;
}

static void assert_has(const char *text, const char *part)
{
    if (!text || !strstr(text, part))
        fail_msg("%s\nis not in\n%s", part, text ? text : "nothing");
}

static void each_watch_is_a_row_with_its_door_selector_position_and_lag(void **state)
{
    struct vd_exchange x;
    const char *body;

    assert_int_equal(ask(&x, ""), 0);
    assert_false(x.started);
    find(1, 0, VD_SLICE("stocks/"), VD_SLICE("stocks0"));
    asked->done(asked);
    assert_null(job); /* nobody is behind: history is not asked */
    body = body_of(&x, 7);
    assert_string_equal(vd_test_header(&x, "content-type"), "application/json");
    assert_has(body, "\"total\":1,\"lag_max\":0,\"watchers\":[\n{\"place\":\"0.0.0.0\","
                     "\"door\":\"live\",\"by\":\"sse\",\"peer\":\"127.0.0.1:80\","
                     "\"selector\":\"prefix\",\"key\":\"stocks/\",\"options\":\"prev\","
                     "\"position\":\"1\",\"lag\":0,\"lag_ms\":0,\"state\":\"live\","
                     "\"unsent_bytes\":5}\n],\"more\":false}\n");
    assert_has(body, "\"live\":{\"live\":1,\"behind\":0,\"paused\":0,\"stalled\":0}");
    vd_test_exchange_deinit(&x);
}

static void what_is_behind_has_its_age_from_history(void **state)
{
    struct vd_exchange x;
    const char *body;

    assert_int_equal(ask(&x, ""), 0);
    find(3, 7, VD_SLICE("k"), VD_SLICE_EMPTY);
    asked->done(asked);
    assert_false(x.started);
    assert_non_null(job);
    vd_kv_leave(kv, 0);
    job->run(job, 1); /* an empty store: nobody knows the age, and so it is not said */
    vd_kv_enter(kv, 0);
    job->done(job);
    body = body_of(&x, 1000);
    assert_has(body, "\"position\":\"2.2\",\"lag\":14,\"state\":\"behind\"");
    assert_true(strstr(body, "\"lag\":14") < strstr(body, "\"lag\":7"));
    assert_has(body, "\"lag\":0,\"lag_ms\":0");
    vd_test_exchange_deinit(&x);
}

static void hostile_keys_are_json_and_nothing_else(void **state)
{
    struct vd_exchange x;
    const char *body;

    assert_int_equal(ask(&x, ""), 0);
    find(1, 0, VD_SLICE("\"</script>\r\n"), VD_SLICE("\xff\xfe"));
    asked->done(asked);
    body = body_of(&x, 1000);
    assert_null(strstr(body, "</script"));
    assert_null(strchr(body, '\r'));
    assert_has(body, "\"end64\":\"//4=\"");
    vd_test_exchange_deinit(&x);
}

static void pages_say_where_the_next_begins(void **state)
{
    struct vd_exchange x;
    const char *body;

    assert_int_equal(ask(&x, "sort=place&limit=70"), 0);
    find(100, 0, VD_SLICE("k"), VD_SLICE_EMPTY);
    asked->done(asked);
    body = body_of(&x, 100);
    assert_has(body, "],\"more\":true,\"next\":\"0.69.0.0\"}\n");
    vd_test_exchange_deinit(&x);
    assert_int_equal(ask(&x, "limit=70&after=0.69.0.0"), 0);
    find(100, 0, VD_SLICE("k"), VD_SLICE_EMPTY);
    assert_int_equal(asked->list.count, 30);
    asked->done(asked);
    body = body_of(&x, 100);
    assert_has(body, "],\"more\":false}\n");
    vd_test_exchange_deinit(&x);
}

static void the_query_chooses_doors_and_a_key(void **state)
{
    struct vd_exchange x;

    assert_int_equal(ask(&x, "door=live&door=feed&key=a%2Fb"), 0);
    assert_int_equal(asked->wish->doors, 1 << VD_DOOR_LIVE | 1 << VD_DOOR_FEED);
    assert_true(vd_slice_eq(asked->wish->key, VD_SLICE("a/b")));
    assert_int_equal(asked->wish->limit, 1000);
    assert_int_equal(asked->wish->order, VD_SURVEY_BY_LAG);
    asked->done(asked);
    vd_test_exchange_deinit(&x);
}

static void a_query_that_makes_no_sense_is_refused_by_its_name(void **state)
{
    static const struct {
        const char *query, *body;
    } rows[] = {
        {"limit=0", "limit is a number from 1 to 5000, once\n"},
        {"limit=5001", "limit is a number from 1 to 5000, once\n"},
        {"limit=1&limit=2", "limit is a number from 1 to 5000, once\n"},
        {"limit=1x", "limit is a number from 1 to 5000, once\n"},
        {"limit=99999999999999999999999", "limit is a number from 1 to 5000, once\n"},
        {"sort=age", "sort is lag or place, once\n"},
        {"door=back", "door is the name of one: they stand in the answer without it\n"},
        {"key=%zz", "key is a key, percent-encoded, once\n"},
        {"after=1.2.3", "after is the place of a watch, once\n"},
        {"after=1.2.3.4.5", "after is the place of a watch, once\n"},
        {"after=1.2.3.99999999999", "after is the place of a watch, once\n"},
        {"whatever",
         "there is no such parameter; the parameters are limit, sort, after, door and key\n"},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct vd_exchange x;

        assert_int_equal(ask(&x, rows[i].query), 0);
        assert_int_equal(x.status, 400);
        assert_string_equal(body_of(&x, 100), rows[i].body);
        vd_test_exchange_deinit(&x);
    }
    assert_null(asked);
}

static void who_goes_meanwhile_leaves_nothing(void **state)
{
    struct vd_exchange x;

    assert_int_equal(ask(&x, ""), 0);
    find(3, 7, VD_SLICE("k"), VD_SLICE_EMPTY);
    vd_test_exchange_deinit(&x); /* before the loops have answered */
    asked->done(asked);
    assert_int_equal(ask(&x, ""), 0);
    find(3, 7, VD_SLICE("k"), VD_SLICE_EMPTY);
    asked->done(asked);
    vd_test_exchange_deinit(&x); /* before history has */
    vd_kv_leave(kv, 0);
    job->run(job, 1);
    vd_kv_enter(kv, 0);
    job->done(job);
    assert_int_equal(ask(&x, ""), 0);
    find(200, 0, VD_SLICE("k"), VD_SLICE_EMPTY);
    asked->done(asked);
    vd_test_fill(&x, 1000);
    vd_test_exchange_deinit(&x); /* in the middle of the answer */
}

static void without_memory_the_request_is_refused_and_nothing_leaks(void **state)
{
    struct vd_exchange x;

    survey_rc = -ENOMEM;
    assert_int_equal(ask(&x, ""), -ENOMEM);
    vd_test_exchange_deinit(&x);
    survey_rc = 0;
    for (long n = 0; n < 12; n++) {
        int rc;

        fail_after = n;
        rc = ask(&x, "key=k");
        fail_after = -1;
        if (rc == 0 && !x.started) {
            find(3, 7, VD_SLICE("k"), VD_SLICE_EMPTY);
            job = NULL;
            asked->done(asked);
            if (job)
                job->done(job);
            vd_test_pump(&x, 1000, 1000);
        }
        vd_alloc_fail_after(-1);
        assert_true(rc == 0 || rc == -ENOMEM);
        vd_test_exchange_deinit(&x);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_watch_is_a_row_with_its_door_selector_position_and_lag),
        CASE(what_is_behind_has_its_age_from_history),
        CASE(hostile_keys_are_json_and_nothing_else),
        CASE(pages_say_where_the_next_begins),
        CASE(the_query_chooses_doors_and_a_key),
        CASE(a_query_that_makes_no_sense_is_refused_by_its_name),
        CASE(who_goes_meanwhile_leaves_nothing),
        CASE(without_memory_the_request_is_refused_and_nothing_leaks),
    };

    return cmocka_run_group_tests_name("watchers", tests, NULL, NULL);
}
