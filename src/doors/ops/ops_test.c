/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/ops/ops.h"

#include "base/alloc.h"
#include "rpc/test_exchange.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct vd_kv *kv;
static _Atomic bool is_ending;
static const struct vd_door_facts facts = {.is_ending = &is_ending};
static struct vd_door_env env = {.facts = &facts};
static struct vd_loop loop;
static long fail_after = -1; /* allocations of the door's `open` */

static void nobody(void *arg, unsigned slot)
{
}

static void no_job(void *arg, struct vd_job *job)
{
}

static void no_keeper(void *arg)
{
}

static int set_up(void **state)
{
    struct vd_kv_env kv_env = {
        .wake = nobody, .lead = nobody, .submit_job = no_job, .wake_keeper = no_keeper};
    struct vd_kv_options options = {.slots = 1, .loops = 1};

    is_ending = false;
    vd_test_loop_init(&loop);
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

static const struct vd_route *find_route(const char *path)
{
    for (uint32_t i = 0; i < vd_door_ops.route_count; i++) {
        const struct vd_route *route = &vd_door_ops.routes[i];
        size_t len = strlen(route->path);

        if (strcmp(route->path, path) == 0 ||
            (route->path[len - 1] == '/' && strncmp(route->path, path, len) == 0))
            return route;
    }
    return NULL;
}

static int request(struct vd_exchange *x, const char *method, const char *path, const char *query)
{
    struct vd_request request = {.method = vd_slice_str(method),
                                 .path = vd_slice_str(path),
                                 .query = vd_slice_str(query),
                                 .ended = true};

    int rc;

    vd_test_exchange_init(x, &loop);
    vd_alloc_fail_after(fail_after);
    rc = find_route(path)->open(x, &request, &env);
    vd_alloc_fail_after(-1);
    return rc;
}

/* Asks, and takes the answer 7 bytes at a time. */
static void expect(const char *method, const char *path, const char *query, unsigned status,
                   const char *body)
{
    struct vd_exchange x;

    assert_int_equal(request(&x, method, path, query), 0);
    assert_int_equal(x.status, status);
    vd_test_pump(&x, 7, 1000);
    assert_true(x.finished);
    vd_buf_append(&x.body, "", 1);
    assert_string_equal((const char *)x.body.data, body);
    vd_test_exchange_deinit(&x);
}

static void version_is_etcds_json(void **state)
{
    expect("GET", "/version", "", 200,
           "{\"etcdserver\":\"3.6.5\",\"etcdcluster\":\"3.6.0\",\"storage\":\"3.6.0\"}");
}

static void version_has_the_members_of_kubernetes_beside_etcds(void **state)
{
    static const struct vd_door_facts with_kube = {.is_ending = &is_ending,
                                                   .kube_prefix = "/registry"};

    (void)state;
    env.facts = &with_kube;
    expect("GET", "/version", "", 200,
           "{\"etcdserver\":\"3.6.5\",\"etcdcluster\":\"3.6.0\",\"storage\":\"3.6.0\","
           "\"major\":\"1\",\"minor\":\"37\",\"gitVersion\":\"v1.37.2+vedette\",\"gitCommit\":\"\","
           "\"gitTreeState\":\"\",\"buildDate\":\"1970-01-01T00:00:00Z\",\"goVersion\":\"\","
           "\"compiler\":\"\",\"platform\":\"linux\"}");
    env.facts = &facts;
    expect("GET", "/healthz", "", 200, "ok\n");
}

static void every_page_is_for_reading(void **state)
{
    for (uint32_t i = 0; i < vd_door_ops.route_count; i++)
        assert_string_equal(vd_door_ops.routes[i].methods, "GET");
}

static void health_is_a_string_and_false_while_the_server_stops(void **state)
{
    expect("GET", "/health", "", 200, "{\"health\":\"true\",\"reason\":\"\"}");
    is_ending = true;
    expect("GET", "/health", "", 503, "{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}");
}

static void probes_say_ok_and_with_verbose_each_check(void **state)
{
    expect("GET", "/livez", "", 200, "ok\n");
    expect("GET", "/readyz", "", 200, "ok\n");
    expect("GET", "/livez", "verbose", 200, "[+]serializable_read ok\nok\n");
    expect("GET", "/readyz", "a=b&verbose", 200,
           "[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\n"
           "[+]non_learner ok\nok\n");
}

static void a_failing_probe_names_the_check_unless_it_is_excluded(void **state)
{
    is_ending = true;
    expect("GET", "/livez", "", 200, "ok\n");
    expect("GET", "/readyz", "", 503,
           "[+]data_corruption ok\n[+]serializable_read ok\n"
           "[-]linearizable_read failed: the server is stopping\n[+]non_learner ok\n");
    expect("GET", "/readyz", "exclude=non_learner&exclude=linearizable_read", 200, "ok\n");
    expect("GET", "/readyz/linearizable_read", "", 503,
           "[-]linearizable_read failed: the server is stopping\n");
}

static void single_checks_have_paths_and_unknown_ones_are_not_found(void **state)
{
    expect("GET", "/livez/serializable_read", "", 200, "ok\n");
    expect("GET", "/livez/data_corruption", "", 404, "404 page not found\n");
    expect("GET", "/readyz/nonsense", "", 404, "404 page not found\n");
}

static void metrics_are_text(void **state)
{
    struct vd_exchange x;

    assert_int_equal(request(&x, "GET", "/metrics", ""), 0);
    assert_string_equal(vd_test_header(&x, "content-type"),
                        "text/plain; version=0.0.4; charset=utf-8");
    vd_test_pump(&x, 1000, 1000);
    assert_true(x.finished);
    assert_non_null(memmem(x.body.data, x.body.len, "# TYPE vedette_turns_total counter\n", 35));
    vd_test_exchange_deinit(&x);
}

static bool has(const struct vd_exchange *x, const char *text)
{
    return memmem(x->body.data, x->body.len, text, strlen(text)) != NULL;
}

static void metrics_may_be_asked_for_by_name(void **state)
{
    struct vd_exchange x;

    assert_int_equal(request(&x, "GET", "/metrics",
                             "name%5B%5D=vedette_turns_total&name[]=vedette_turn_duration_seconds"),
                     0);
    vd_test_pump(&x, 1000, 1000);
    assert_true(has(&x, "# TYPE vedette_turns_total counter\n"));
    assert_true(has(&x, "\nvedette_turn_duration_seconds_count "));
    assert_false(has(&x, "vedette_writes_total"));
    vd_test_exchange_deinit(&x);
    assert_int_equal(request(&x, "GET", "/metrics", "name[]=nothing"), 0);
    vd_test_pump(&x, 1000, 1000);
    assert_int_equal(x.body.len, 0);
    vd_test_exchange_deinit(&x);
}

static struct vd_door_survey *asked;
static int survey_rc;

static int survey(void *arg, struct vd_door_survey *what)
{
    asked = survey_rc ? NULL : what;
    return survey_rc;
}

static const struct vd_door_facts asking_facts = {.is_ending = &is_ending, .survey = survey};

static int ask_metrics(struct vd_exchange *x, const char *query)
{
    int rc;

    env.facts = &asking_facts;
    rc = request(x, "GET", "/metrics", query);
    env.facts = &facts;
    return rc;
}

static void metrics_wait_until_all_loops_have_been_asked(void **state)
{
    struct vd_exchange x;

    survey_rc = 0;
    assert_int_equal(ask_metrics(&x, ""), 0);
    assert_false(x.started);
    asked->done(asked);
    assert_int_equal(x.status, 200);
    vd_test_pump(&x, 1000, 1000);
    assert_true(x.finished);
    assert_true(has(&x, "# TYPE vedette_turns_total counter\n"));
    vd_test_exchange_deinit(&x);
    assert_int_equal(ask_metrics(&x, "name[]=vedette_writes_total"), 0);
    asked->done(asked);
    vd_test_pump(&x, 1000, 1000);
    assert_true(has(&x, "\nvedette_writes_total "));
    assert_false(has(&x, "vedette_turns_total"));
    vd_test_exchange_deinit(&x);
}

static void who_goes_before_the_loops_have_answered_leaves_nothing(void **state)
{
    struct vd_exchange x;

    survey_rc = 0;
    assert_int_equal(ask_metrics(&x, ""), 0);
    vd_test_exchange_deinit(&x);
    asked->done(asked);
    survey_rc = -ENOMEM;
    assert_int_equal(ask_metrics(&x, ""), -ENOMEM);
    vd_test_exchange_deinit(&x);
}

static void without_memory_the_request_is_refused_and_nothing_leaks(void **state)
{
    struct vd_exchange x;
    for (fail_after = 0; fail_after < 2; fail_after++) {
        assert_int_equal(request(&x, "GET", "/readyz", "verbose"), -ENOMEM);
        vd_test_exchange_deinit(&x);
    }
    fail_after = -1;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(version_is_etcds_json),
        CASE(version_has_the_members_of_kubernetes_beside_etcds),
        CASE(every_page_is_for_reading),
        CASE(health_is_a_string_and_false_while_the_server_stops),
        CASE(probes_say_ok_and_with_verbose_each_check),
        CASE(a_failing_probe_names_the_check_unless_it_is_excluded),
        CASE(single_checks_have_paths_and_unknown_ones_are_not_found),
        CASE(metrics_are_text),
        CASE(metrics_may_be_asked_for_by_name),
        CASE(metrics_wait_until_all_loops_have_been_asked),
        CASE(who_goes_before_the_loops_have_answered_leaves_nothing),
        CASE(without_memory_the_request_is_refused_and_nothing_leaks),
    };

    return cmocka_run_group_tests_name("ops", tests, NULL, NULL);
}
