/* SPDX-License-Identifier: Apache-2.0 */
/* The registry over a store in memory and its hub: what is found when, and who is told. */
#include "doors/kube/kinds.h"

#include "base/alloc.h"
#include "core/hub.h"
#include "core/kv_world.h"
#include "rpc/test_exchange.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define FOLDER "/registry/apiextensions.k8s.io/customresourcedefinitions/"

struct kinds_world {
    struct vd_loop loop;
    struct world world;
    struct vd_hub *hub;
    struct vd_kube kube;
};

static struct kinds_world w;

static void no_wake(void *arg)
{
}

static int begin(void **state)
{
    struct vd_hub_options hub = {.submit_job = world_submit_job, .wake = no_wake, .arg = &w.world};
    struct vd_kv_options options = {.slots = 3, .loops = 1};

    w = (struct kinds_world){0};
    vd_test_loop_init(&w.loop);
    world_init(&w.world, NULL, &options);
    hub.kv = w.world.kv;
    vd_kv_enter(hub.kv, 0);
    assert_int_equal(vd_hub_new(&hub, &w.hub), 0);
    vd_kv_leave(hub.kv, 0);
    w.kube.env =
        (struct vd_door_env){.loop = &w.loop, .kv = hub.kv, .store = vd_hub_journal(w.hub)};
    w.kube.prefix = VD_SLICE("/registry/");
    assert_int_equal(vd_kube_kinds_open(&w.kube, &w.kube.kinds), 0);
    return 0;
}

static int end(void **state)
{
    vd_kv_enter(w.world.kv, 0);
    vd_kube_kinds_close(w.kube.kinds);
    vd_kv_leave(w.world.kv, 0);
    vd_hub_free(w.hub);
    world_deinit(&w.world);
    return 0;
}

/* Turns until nothing moves. */
static void run(void)
{
    for (int quiet = 0; quiet < 3;) {
        bool moved = world_run_jobs(&w.world);

        world_turn(&w.world, 0);
        vd_kv_enter(w.world.kv, 0);
        moved |= vd_hub_turn(w.hub);
        vd_test_loop_pass(&w.loop, 2);
        vd_kv_leave(w.world.kv, 0);
        quiet = moved ? 0 : quiet + 1;
    }
}

/* A definition of <plural>.example.com with one served version, as it is stored. */
static void put_crd(const char *plural, const char *kind, const char *version, bool is_served)
{
    char key[256], value[2048];

    snprintf(key, sizeof(key), FOLDER "%s.example.com", plural);
    snprintf(
        value, sizeof(value),
        "{\"metadata\":{\"name\":\"%s.example.com\"},\"spec\":{\"group\":\"example.com\","
        "\"scope\":\"Namespaced\",\"names\":{\"plural\":\"%s\",\"kind\":\"%s\",\"shortNames\":["
        "\"s%s\"]},\"versions\":[{\"name\":\"%s\",\"served\":true,\"storage\":true}]},"
        "\"status\":{\"conditions\":[{\"type\":\"NamesAccepted\",\"status\":\"True\"},{\"type\":"
        "\"Established\",\"status\":\"%s\"}]}}",
        plural, plural, kind, plural, version, is_served ? "True" : "False");
    world_put(&w.world, key, value);
}

static void delete_crd(const char *plural)
{
    char key[256], after[260];

    snprintf(key, sizeof(key), FOLDER "%s.example.com", plural);
    snprintf(after, sizeof(after), "%s!", key);
    world_delete(&w.world, key, after);
}

struct ask {
    struct vd_kube_kinds_wait wait;
    const char *plural, *version;
    const struct vd_kube_kind *kind;
    int rc;
    unsigned told;
};

static void ask_now(struct ask *ask)
{
    ask->rc = vd_kube_kinds_find(w.kube.kinds, VD_SLICE("example.com"), vd_slice_str(ask->version),
                                 vd_slice_str(ask->plural), &ask->wait, &ask->kind);
}

static void on_done(struct vd_kube_kinds_wait *wait)
{
    struct ask *ask = vd_container_of(wait, struct ask, wait);

    ask->told++;
    ask_now(ask);
    assert_int_not_equal(ask->rc, VD_WAIT);
}

static struct ask *find(const char *plural, const char *version)
{
    static struct ask ask;

    ask = (struct ask){.wait = {.done = on_done}, .plural = plural, .version = version};
    vd_kv_enter(w.world.kv, 0);
    ask_now(&ask);
    vd_kv_leave(w.world.kv, 0);
    run();
    return &ask;
}

static void built_in_kinds_are_found_without_reading_anything(void **state)
{
    struct vd_hub_stats stats;
    struct vd_kube_kinds_wait wait = {0};
    const struct vd_kube_kind *kind;

    vd_kv_enter(w.world.kv, 0);
    assert_int_equal(vd_kube_kinds_find(w.kube.kinds, VD_SLICE("apps"), VD_SLICE("v1"),
                                        VD_SLICE("deployments"), &wait, &kind),
                     0);
    assert_int_equal(
        vd_kube_kinds_of(w.kube.kinds, VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("Pod"), &wait, &kind),
        0);
    assert_int_equal(vd_kube_kinds_find(w.kube.kinds, VD_SLICE(""), VD_SLICE("v1"),
                                        VD_SLICE("nothing"), &wait, &kind),
                     VD_NOT_FOUND);
    vd_hub_stats(w.hub, &stats);
    assert_int_equal(stats.cursors, 0);
    vd_kv_leave(w.world.kv, 0);
}

static void a_definition_that_is_there_is_found(void **state)
{
    struct ask *ask;

    put_crd("widgets", "Widget", "v1", true);
    ask = find("widgets", "v1");
    assert_int_equal(ask->rc, 0);
    assert_true(vd_slice_eq(ask->kind->kind, VD_SLICE("Widget")));
    vd_kube_kind_unref(ask->kind);
    assert_int_equal(find("widgets", "v2")->rc, VD_NOT_FOUND);
    assert_int_equal(find("gadgets", "v1")->rc, VD_NOT_FOUND);
}

static void a_definition_that_was_published_but_not_seen_is_waited_for(void **state)
{
    struct ask *ask;

    assert_int_equal(find("widgets", "v1")->rc, VD_NOT_FOUND);
    put_crd("widgets", "Widget", "v1", true); /* and the hub has had no turn since */
    ask = find("widgets", "v1");
    assert_int_equal(ask->told, 1);
    assert_int_equal(ask->rc, 0);
    vd_kube_kind_unref(ask->kind);
    ask = find("widgets", "v1");
    assert_int_equal(ask->told, 0); /* nothing was published since: no need to wait */
    vd_kube_kind_unref(ask->kind);
}

static void a_question_that_is_taken_back_is_not_answered(void **state)
{
    struct ask ask = {.wait = {.done = on_done}, .plural = "widgets", .version = "v1"};

    find("widgets", "v1");
    put_crd("widgets", "Widget", "v1", true);
    vd_kv_enter(w.world.kv, 0);
    ask_now(&ask);
    assert_int_equal(ask.rc, VD_WAIT);
    vd_kube_kinds_unwait(&ask.wait);
    vd_kube_kinds_unwait(&ask.wait);
    vd_kv_leave(w.world.kv, 0);
    run();
    assert_int_equal(ask.told, 0);
}

static void what_is_not_established_or_gone_is_not_found(void **state)
{
    struct ask *ask;

    put_crd("widgets", "Widget", "v1", false);
    assert_int_equal(find("widgets", "v1")->rc, VD_NOT_FOUND);
    put_crd("widgets", "Widget", "v1", true);
    ask = find("widgets", "v1");
    assert_int_equal(ask->rc, 0);
    vd_kube_kind_unref(ask->kind);
    delete_crd("widgets");
    assert_int_equal(find("widgets", "v1")->rc, VD_NOT_FOUND);
}

static unsigned told;

static void on_gone(struct vd_kube_kind_watch *watch)
{
    told++;
}

static void who_watches_a_kind_is_told_once_when_it_changes_or_goes(void **state)
{
    struct vd_kube_kind_watch watch = {.gone = on_gone}, other = {.gone = on_gone};
    const struct vd_kube_kind *kind;

    told = 0;
    put_crd("widgets", "Widget", "v1", true);
    kind = find("widgets", "v1")->kind;
    vd_kube_kinds_watch(w.kube.kinds, kind, &watch);
    vd_kube_kinds_watch(w.kube.kinds, kind, &other);
    put_crd("gadgets", "Gadget", "v1", true);
    put_crd("widgets", "Widget", "v1", true); /* the same again */
    run();
    assert_int_equal(told, 0);
    vd_kube_kinds_unwatch(&other);
    put_crd("widgets", "Widget", "v2", true);
    run();
    assert_int_equal(told, 1);
    assert_true(vd_slice_eq(kind->version, VD_SLICE("v1"))); /* and is as it was */
    vd_kube_kind_unref(kind);

    kind = find("widgets", "v2")->kind;
    vd_kube_kinds_watch(w.kube.kinds, kind, &watch);
    delete_crd("widgets");
    run();
    assert_int_equal(told, 2);
    vd_kube_kinds_unwatch(&watch);
    vd_kube_kind_unref(kind);
}

static void custom_kinds_come_behind_the_built_in_ones_in_order(void **state)
{
    const struct vd_kube_kind *kind;
    uint64_t before = vd_kube_kinds_change(w.kube.kinds);
    size_t count;

    put_crd("widgets", "Widget", "v1beta1", true);
    put_crd("gadgets", "Gadget", "v1", true);
    put_crd("hidden", "Hidden", "v1", false);
    find("widgets", "v1");
    assert_true(vd_kube_kinds_change(w.kube.kinds) != before);
    vd_kube_builtin_kinds(&count);
    kind = vd_kube_kinds_at(w.kube.kinds, count);
    assert_true(vd_slice_eq(kind->plural, VD_SLICE("gadgets")));
    kind = vd_kube_kinds_at(w.kube.kinds, count + 1);
    assert_true(vd_slice_eq(kind->plural, VD_SLICE("widgets")));
    assert_null(vd_kube_kinds_at(w.kube.kinds, count + 2));
}

static void a_kind_is_found_by_its_name_too(void **state)
{
    struct vd_kube_kinds_wait wait = {0};
    const struct vd_kube_kind *kind;

    put_crd("widgets", "Widget", "v1", true);
    find("widgets", "v2");
    vd_kv_enter(w.world.kv, 0);
    assert_int_equal(vd_kube_kinds_of(w.kube.kinds, VD_SLICE("example.com"), VD_SLICE_EMPTY,
                                      VD_SLICE("Widget"), &wait, &kind),
                     0);
    vd_kube_kind_unref(kind);
    assert_int_equal(vd_kube_kinds_of(w.kube.kinds, VD_SLICE("example.com"), VD_SLICE("v2"),
                                      VD_SLICE("Widget"), &wait, &kind),
                     VD_NOT_FOUND);
    vd_kv_leave(w.world.kv, 0);
}

static void names_that_others_have_are_known(void **state)
{
    const struct vd_kube_crd_others *others;

    put_crd("widgets", "Widget", "v1", true);
    find("widgets", "v2");
    others = vd_kube_kinds_names(w.kube.kinds);
#define TAKEN(group, name, is_kind, self)                                                          \
    others->taken(others->arg, VD_SLICE(group), VD_SLICE(name), is_kind, VD_SLICE(self)).len
    assert_true(TAKEN("example.com", "swidgets", false, "x"));
    assert_true(TAKEN("example.com", "Widget", true, "x"));
    assert_true(TAKEN("example.com", "WidgetList", true, "x"));
    assert_false(TAKEN("example.com", "Widget", false, "x"));
    assert_false(TAKEN("example.com", "Widget", true, "widgets.example.com"));
    assert_false(TAKEN("other.com", "Widget", true, "x"));
    assert_false(TAKEN("example.com", "", false, "x"));
}

static void what_is_stored_there_and_is_none_is_counted(void **state)
{
    struct vd_kube_kinds_stats stats;

    world_put(&w.world, FOLDER "odd", "not json");
    put_crd("widgets", "Widget", "v1", true);
    vd_kube_kind_unref(find("widgets", "v1")->kind);
    vd_kube_kinds_stats(w.kube.kinds, &stats);
    assert_int_equal(stats.broken, 1);
    assert_int_equal(stats.definitions, 1);
    assert_true(stats.bytes > 0);
}

static void no_memory_is_an_answer_and_not_for_ever(void **state)
{
    put_crd("widgets", "Widget", "v1", true);
    for (long n = 0;; n++) {
        struct ask *ask;

        vd_alloc_fail_after(n);
        ask = find("widgets", "v1");
        vd_alloc_fail_after(-1);
        if (ask->rc == 0) {
            vd_kube_kind_unref(ask->kind);
            break;
        }
        assert_int_equal(ask->rc, -ENOMEM);
        assert_true(n < 1000);
    }
}

int main(void)
{
#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(built_in_kinds_are_found_without_reading_anything),
        IN_A_WORLD(a_definition_that_is_there_is_found),
        IN_A_WORLD(a_definition_that_was_published_but_not_seen_is_waited_for),
        IN_A_WORLD(a_question_that_is_taken_back_is_not_answered),
        IN_A_WORLD(what_is_not_established_or_gone_is_not_found),
        IN_A_WORLD(who_watches_a_kind_is_told_once_when_it_changes_or_goes),
        IN_A_WORLD(custom_kinds_come_behind_the_built_in_ones_in_order),
        IN_A_WORLD(a_kind_is_found_by_its_name_too),
        IN_A_WORLD(names_that_others_have_are_known),
        IN_A_WORLD(what_is_stored_there_and_is_none_is_counted),
        IN_A_WORLD(no_memory_is_an_answer_and_not_for_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
