/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/mishaps.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_kube_mishaps faults;
static char error[VD_KUBE_MISHAPS_ERROR_BYTES];

static int parse(const char *text)
{
    error[0] = '\0';
    return vd_kube_mishaps_parse(vd_slice_str(text), &faults, error);
}

static enum vd_kube_mishap_act meet(uint32_t verb, const char *plural)
{
    const struct vd_kube_mishap_request request = {
        .verb = verb, .plural = vd_slice_str(plural), .name_space = VD_SLICE("n")};

    return vd_kube_mishaps_meet(&faults, &request).act;
}

static enum vd_kube_mishap_act get(const char *plural)
{
    return meet(VD_KUBE_MAY_GET, plural);
}

static void a_text_without_rules_strikes_nothing(void **state)
{
    (void)state;
    assert_int_equal(parse(""), 0);
    assert_int_equal(parse(" ; \n;"), 0);
    assert_int_equal(faults.count, 0);
    assert_int_equal(get("pods"), VD_KUBE_MISHAP_NONE);
}

static void what_is_understood_is_all_that_a_rule_says(void **state)
{
    const struct vd_kube_mishap_rule *rule = faults.rules;

    (void)state;
    assert_int_equal(parse("watch pods after=3 expire;write configmaps nth=2 conflict\n"
                           "get,list deployments.apps/status namespace=a name=b throttle=7; "
                           "watch * bookmark=2 times=9 delay-bookmarks=2s"),
                     0);
    assert_int_equal(faults.count, 4);
    assert_int_equal(rule[0].verbs, VD_KUBE_MAY_WATCH);
    assert_int_equal(rule[0].fault.act, VD_KUBE_MISHAP_EXPIRE);
    assert_int_equal(rule[0].fault.after, 3);
    assert_int_equal(rule[0].times, 0);
    assert_int_equal(rule[1].nth, 2);
    assert_int_equal(rule[1].times, 1);
    assert_true(vd_slice_eq(rule[2].plural, VD_SLICE("deployments")));
    assert_true(vd_slice_eq(rule[2].group, VD_SLICE("apps")));
    assert_true(vd_slice_eq(rule[2].subresource, VD_SLICE("status")));
    assert_true(vd_slice_eq(rule[2].name_space, VD_SLICE("a")));
    assert_true(vd_slice_eq(rule[2].name, VD_SLICE("b")));
    assert_int_equal(rule[2].fault.amount, 7);
    assert_int_equal(rule[3].fault.amount, 2000);
    assert_int_equal(rule[3].fault.bookmark, 2);
    assert_int_equal(rule[3].times, 9);
}

static void what_is_not_understood_is_refused_by_its_rule(void **state)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"watch", "rule 1: which resource? write it like: watch pods after=3 expire"},
        {"watch pods", "rule 1: what is to happen? write it like: watch pods after=3 expire"},
        {"look pods expire", "rule 1: look: no such verb"},
        {"get, pods throttle;watch,,list pods expire", "rule 2: : no such verb"},
        {"watch .apps expire",
         "rule 1: .apps: not a resource; write it like pods or deployments.apps/status"},
        {"watch pods/ expire",
         "rule 1: pods/: not a resource; write it like pods or deployments.apps/status"},
        {"watch pods. expire",
         "rule 1: pods.: not a resource; write it like pods or deployments.apps/status"},
        {"watch pods;", "rule 1: what is to happen? write it like: watch pods after=3 expire"},
        {"get pods explode", "rule 1: explode: no such fault"},
        {"get pods throttle=0", "rule 1: throttle=0: needs seconds, from 1 to 3600"},
        {"get pods throttle=", "rule 1: throttle=: needs seconds, from 1 to 3600"},
        {"watch pods expire=1", "rule 1: expire=1: takes no value"},
        {"watch pods delay-bookmarks",
         "rule 1: delay-bookmarks: needs a time like 500ms or 2s, at most 10m"},
        {"watch pods delay-bookmarks=11m",
         "rule 1: delay-bookmarks=11m: needs a time like 500ms or 2s, at most 10m"},
        {"get pods nth=0 throttle", "rule 1: nth=0: needs a number, 1 or more"},
        {"get pods nth=1x throttle", "rule 1: nth=1x: needs a number, 1 or more"},
        {"get pods nth=99999999999999999999 throttle",
         "rule 1: nth=99999999999999999999: needs a number, 1 or more"},
        {"get pods nth=1 nth=2 throttle", "rule 1: nth=2: stands there twice"},
        {"get pods name=a name=b throttle", "rule 1: name=b: stands there twice"},
        {"get pods name= throttle", "rule 1: name=: needs a name"},
        {"get pods when=now throttle", "rule 1: when=now: no such option"},
        {"get pods throttle nth=1", "rule 1: throttle: no such option"},
        {"get pods conflict", "rule 1: conflict cannot befall all of these verbs"},
        {"any pods conflict", "rule 1: conflict cannot befall all of these verbs"},
        {"read pods cut", "rule 1: cut cannot befall all of these verbs"},
        {"get pods after=1 throttle", "rule 1: after= is for what befalls a watch: expire and cut"},
        {"list pods after=1 expire", "rule 1: after= is for what befalls a watch: expire and cut"},
        {"watch pods bookmark=1 expire",
         "rule 1: bookmark= is for drop-bookmarks and delay-bookmarks"},
    };

    (void)state;
    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].text), VD_INVALID);
        if (strcmp(error, cases[i].error) != 0)
            print_message("of: %s\n", cases[i].text);
        assert_string_equal(error, cases[i].error);
    }
}

static void too_much_is_refused(void **state)
{
    static char text[VD_KUBE_MISHAPS_TEXT_BYTES + 1];
    size_t len = 0;

    (void)state;
    for (unsigned i = 0; i <= VD_KUBE_MISHAPS_MAX; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "get * throttle;");
    assert_int_equal(vd_kube_mishaps_parse(vd_slice(text, len), &faults, error), VD_INVALID);
    assert_string_equal(error, "rule 65: one too many; there may be 64");
    memset(text, ' ', sizeof(text));
    assert_int_equal(vd_kube_mishaps_parse(vd_slice(text, sizeof(text)), &faults, error),
                     VD_INVALID);
    assert_string_equal(error, "more than 8192 bytes of rules");
}

static void the_nth_and_so_many_behind_it_are_struck(void **state)
{
    (void)state;
    assert_int_equal(parse("get pods nth=2 throttle; get pods nth=4 times=2 throttle"), 0);
    for (unsigned i = 1; i <= 7; i++)
        assert_int_equal(get("pods"), i == 2 || i == 4 || i == 5 ? VD_KUBE_MISHAP_THROTTLE
                                                                 : VD_KUBE_MISHAP_NONE);
    assert_int_equal(faults.rules[0].seen, 7);
    assert_int_equal(faults.rules[0].struck, 1);
    assert_int_equal(faults.rules[1].struck, 2);
}

static void without_nth_all_or_the_first_are_struck(void **state)
{
    (void)state;
    assert_int_equal(parse("get pods throttle; get nodes times=1 throttle"), 0);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(get("pods"), VD_KUBE_MISHAP_THROTTLE);
        assert_int_equal(get("nodes"), i ? VD_KUBE_MISHAP_NONE : VD_KUBE_MISHAP_THROTTLE);
    }
}

static void the_first_of_several_rules_strikes_and_all_count(void **state)
{
    (void)state;
    assert_int_equal(parse("update leases nth=2 conflict; update leases throttle"), 0);
    assert_int_equal(meet(VD_KUBE_MAY_UPDATE, "leases"), VD_KUBE_MISHAP_THROTTLE);
    assert_int_equal(meet(VD_KUBE_MAY_UPDATE, "leases"), VD_KUBE_MISHAP_CONFLICT);
    assert_int_equal(meet(VD_KUBE_MAY_UPDATE, "leases"), VD_KUBE_MISHAP_THROTTLE);
    assert_int_equal(faults.rules[1].seen, 3);
    assert_int_equal(faults.rules[1].struck, 2);
}

static void only_what_a_rule_names_is_struck(void **state)
{
    struct vd_kube_mishap_request request = {.verb = VD_KUBE_MAY_PATCH,
                                             .plural = VD_SLICE("deployments"),
                                             .group = VD_SLICE("apps"),
                                             .name_space = VD_SLICE("n"),
                                             .name = VD_SLICE("d")};

    (void)state;
    assert_int_equal(parse("write deployments.apps namespace=n name=d conflict"), 0);
    assert_int_equal(vd_kube_mishaps_meet(&faults, &request).act, VD_KUBE_MISHAP_CONFLICT);
    request.subresource = VD_SLICE("status");
    assert_int_equal(vd_kube_mishaps_meet(&faults, &request).act, VD_KUBE_MISHAP_NONE);
    request.subresource = VD_SLICE_EMPTY;
    request.name = VD_SLICE("e");
    assert_int_equal(vd_kube_mishaps_meet(&faults, &request).act, VD_KUBE_MISHAP_NONE);
    request.name = VD_SLICE("d");
    request.name_space = VD_SLICE("m");
    assert_int_equal(vd_kube_mishaps_meet(&faults, &request).act, VD_KUBE_MISHAP_NONE);
    request.name_space = VD_SLICE("n");
    request.group = VD_SLICE("extensions");
    assert_int_equal(vd_kube_mishaps_meet(&faults, &request).act, VD_KUBE_MISHAP_NONE);
    request.group = VD_SLICE("apps");
    request.verb = VD_KUBE_MAY_LIST;
    assert_int_equal(vd_kube_mishaps_meet(&faults, &request).act, VD_KUBE_MISHAP_NONE);
    assert_int_equal(faults.rules[0].seen, 1);
}

static void what_was_counted_is_told(void **state)
{
    struct vd_buf buf;

    (void)state;
    vd_buf_init(&buf, 0);
    assert_int_equal(parse("  get pods nth=2 throttle ;"), 0);
    get("pods");
    vd_kube_mishaps_write(&faults, &buf);
    assert_int_equal(vd_buf_status(&buf), 0);
    vd_buf_append(&buf, "", 1);
    assert_string_equal((const char *)buf.data,
                        "{\"faults\":[{\"rule\":\"get pods nth=2 throttle\",\"seen\":1,"
                        "\"struck\":0}]}");
    vd_buf_deinit(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_without_rules_strikes_nothing),
        cmocka_unit_test(what_is_understood_is_all_that_a_rule_says),
        cmocka_unit_test(what_is_not_understood_is_refused_by_its_rule),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(the_nth_and_so_many_behind_it_are_struck),
        cmocka_unit_test(without_nth_all_or_the_first_are_struck),
        cmocka_unit_test(the_first_of_several_rules_strikes_and_all_count),
        cmocka_unit_test(only_what_a_rule_names_is_struck),
        cmocka_unit_test(what_was_counted_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
