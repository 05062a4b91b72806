/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quantities, times and durations as the libraries of Kubernetes read and print them.
 */
#include "base/check.h"
#include "doors/kube/model/quantity.h"
#include "doors/kube/model/test_cases.h"
#include "doors/kube/model/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char *cases;

static bool is_text(const char *what, struct vd_slice got, struct vd_slice want)
{
    if (vd_slice_eq(got, want))
        return true;
    fprintf(stderr, "%s: %.*s\n", what, (int)got.len, (const char *)got.ptr);
    return false;
}

static bool is_number(const char *what, int64_t got, const struct vd_json_value *result,
                      const char *name)
{
    int64_t want = -4711;

    if (vd_kube_doc_is_int(vd_kube_doc_get(result, name), &want) && got == want)
        return true;
    fprintf(stderr, "%s: %lld\n", what, (long long)got);
    return false;
}

/* An int64 of Go wraps or stops where it does not fit; ours stops. */
static bool is_value(int64_t got, const struct vd_json_value *result, const char *name)
{
    return got == INT64_MAX || got == INT64_MIN || is_number(name, got, result, name);
}

/* Powers that have no letter print without one, and as another number. */
static bool is_sane(struct vd_slice printed, const struct vd_kube_quantity *quantity)
{
    struct vd_kube_quantity again;

    return vd_kube_quantity_parse(printed, &again) == 0 &&
           vd_kube_quantity_compare(&again, quantity) == 0;
}

static bool is_quantity(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct vd_slice text = vd_kube_doc_string(given, "text");
    const struct vd_json_value *result = vd_kube_doc_get(given, "result");
    char memory[VD_KUBE_QUANTITY_BYTES], printed[VD_KUBE_QUANTITY_BYTES];
    struct vd_slice canonical = vd_kube_quantity_canonical(text, memory), plain, want, want_plain;
    struct vd_kube_quantity quantity;

    if (!result)
        return vd_kube_quantity_parse(text, &quantity) == VD_INVALID && canonical.len == 0 &&
               is_text("fault", vd_slice_str(vd_kube_quantity_fault(text)),
                       vd_kube_doc_string(given, "error"));
    if (vd_kube_quantity_parse(text, &quantity) || vd_kube_quantity_fault(text))
        return false;
    plain = vd_slice(printed, vd_kube_quantity_print(&quantity, printed));
    want = vd_kube_doc_string(result, "canonical");
    want_plain = vd_kube_doc_string(result, "printed");
    return (is_text("canonical", canonical, want) || !is_sane(want, &quantity)) &&
           (is_text("printed", plain, want_plain) || !is_sane(want_plain, &quantity)) &&
           is_sane(canonical, &quantity) && is_sane(plain, &quantity) &&
           (quantity.nano < 0 || /* of which Go's large ones make anything */
            (is_value(vd_kube_quantity_value(&quantity), result, "value") &&
             is_value(vd_kube_quantity_milli(&quantity), result, "milli")));
}

static bool is_time(struct vd_slice text, const struct vd_json_value *result)
{
    char second[VD_KUBE_TIME_BYTES], micro[VD_KUBE_MICRO_TIME_BYTES];
    int64_t us;

    if (vd_kube_time_parse(text, &us))
        return result == NULL;
    if (!result || !is_number("us", us, result, "us"))
        return false;
    vd_kube_time_print(us, second);
    vd_kube_micro_time_print(us, micro);
    return is_text("time", vd_slice(second, sizeof(second)), vd_kube_doc_string(result, "time")) &&
           is_text("micro", vd_slice(micro, sizeof(micro)), vd_kube_doc_string(result, "micro"));
}

static bool is_duration(struct vd_slice text, const struct vd_json_value *result)
{
    char printed[VD_KUBE_DURATION_BYTES + 8];
    int64_t ns;

    if (vd_kube_duration_parse(text, &ns))
        return result == NULL;
    return result && is_number("ns", ns, result, "ns") &&
           is_text("printed", vd_slice(printed, vd_kube_duration_print(ns, printed)),
                   vd_kube_doc_string(result, "printed"));
}

static bool is_age(struct vd_slice text, const struct vd_json_value *given)
{
    char printed[VD_KUBE_DURATION_BYTES];
    size_t len = vd_kube_age_print(vd_kube_doc_int(given, "original", 0), printed);

    return is_text("age", vd_slice(printed, len), text);
}

static bool is_of_time(struct vd_arena *arena, const struct vd_json_value *given)
{
    struct vd_slice text = vd_kube_doc_string(given, "text");
    const struct vd_json_value *result = vd_kube_doc_get(given, "result"),
                               *kind = vd_kube_doc_get(given, "kind");

    if (vd_kube_doc_says(kind, "time"))
        return is_time(text, result);
    return vd_kube_doc_says(kind, "duration") ? is_duration(text, result) : is_age(text, given);
}

static void quantities_are_those_of_a_real_server(void **state)
{
    vd_test_cases_run(cases, "quantities.jsonl", 500, is_quantity);
}

static void times_and_durations_are_those_of_a_real_server(void **state)
{
    vd_test_cases_run(cases, "times.jsonl", 600, is_of_time);
}

static void quantities_are_compared_by_value(void **state)
{
    static const char *const ORDER[] = {"-1Ki",  "-1",     "-1m",  "0",    "1n",
                                        "0.5",   "500.1m", "1",    "1k",   "1Ki",
                                        "1.5Ki", "1Mi",    "1.1M", "9e18", "1e25"};

    for (size_t i = 0; i < VD_COUNT(ORDER); i++)
        for (size_t j = 0; j < VD_COUNT(ORDER); j++) {
            struct vd_kube_quantity a, b;

            assert_int_equal(vd_kube_quantity_parse(vd_slice_str(ORDER[i]), &a), 0);
            assert_int_equal(vd_kube_quantity_parse(vd_slice_str(ORDER[j]), &b), 0);
            if (strcmp(ORDER[i], "1Mi") && strcmp(ORDER[j], "1Mi") && strcmp(ORDER[i], "1Ki"))
                assert_int_equal(vd_kube_quantity_compare(&a, &b), (i > j) - (i < j));
        }
}

static void a_zone_does_not_lead_out_of_the_calendar(void **state)
{
    char text[VD_KUBE_TIME_BYTES];
    int64_t us;

    assert_int_equal(vd_kube_time_parse(VD_SLICE("9999-12-31T23:59:59-00:01"), &us), VD_INVALID);
    assert_int_equal(vd_kube_time_parse(VD_SLICE("0000-01-01T00:00:00+00:01"), &us), VD_INVALID);
    assert_int_equal(vd_kube_time_parse(VD_SLICE("9999-12-31T23:59:59-00:00"), &us), 0);
    vd_kube_time_print(us, text);
    assert_memory_equal(text, "9999-12-31T23:59:59Z", sizeof(text));
}

static void what_is_beyond_all_amounts_stays_as_it_is_written(void **state)
{
    static const char *const TEXTS[] = {"1e100", "-12e300", "1e99999", "99999999999999999999999E"};

    for (size_t i = 0; i < VD_COUNT(TEXTS); i++) {
        char memory[VD_KUBE_QUANTITY_BYTES];

        assert_true(vd_slice_eq(vd_kube_quantity_canonical(vd_slice_str(TEXTS[i]), memory),
                                vd_slice_str(TEXTS[i])));
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_are_those_of_a_real_server),
        cmocka_unit_test(times_and_durations_are_those_of_a_real_server),
        cmocka_unit_test(quantities_are_compared_by_value),
        cmocka_unit_test(a_zone_does_not_lead_out_of_the_calendar),
        cmocka_unit_test(what_is_beyond_all_amounts_stays_as_it_is_written),
    };

    vd_assert(argc == 2);
    cases = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
