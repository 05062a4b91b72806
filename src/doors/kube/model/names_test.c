/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static bool is_fine(enum vd_kube_name_rule rule, const char *name)
{
    return !vd_kube_name_check(rule, vd_slice_str(name), false).count;
}

static const char *name_of(char c, size_t len)
{
    static char text[300];

    memset(text, c, len);
    text[len] = '\0';
    return text;
}

static void names_of_most_kinds_are_dns_subdomains(void **state)
{
    static const char *const good[] = {"a", "0", "a-1", "a--1--2--b", "a.b", "1.2.3", "a-b.c-d"};
    static const char *const bad[] = {"",     "A",   "-",    "a-", "-a",   "a_b", ".",  "a.",
                                      "a..b", "a b", "a.-b", ".a", "a-.b", "a/b", "a%b"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(is_fine(VD_KUBE_NAME_SUBDOMAIN_RULE, good[i]));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(is_fine(VD_KUBE_NAME_SUBDOMAIN_RULE, bad[i]));
    assert_true(is_fine(VD_KUBE_NAME_SUBDOMAIN_RULE, name_of('a', 253)));
    assert_false(is_fine(VD_KUBE_NAME_SUBDOMAIN_RULE, name_of('a', 254)));
}

static void names_of_namespaces_are_labels(void **state)
{
    struct vd_kube_faults faults =
        vd_kube_name_check(VD_KUBE_NAME_LABEL_RULE, VD_SLICE("a.b"), false);

    (void)state;
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.texts[0], "must not contain dots");
    assert_true(is_fine(VD_KUBE_NAME_LABEL_RULE, name_of('a', 63)));
    assert_false(is_fine(VD_KUBE_NAME_LABEL_RULE, name_of('a', 64)));
    faults = vd_kube_name_check(VD_KUBE_NAME_LABEL_RULE, VD_SLICE("Bad_Name"), false);
    assert_string_equal(
        faults.texts[0],
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
        "must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex "
        "used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
}

static void names_of_services_begin_with_a_letter(void **state)
{
    (void)state;
    assert_true(is_fine(VD_KUBE_NAME_RFC1035_RULE, "a1"));
    assert_false(is_fine(VD_KUBE_NAME_RFC1035_RULE, "1a"));
    assert_false(is_fine(VD_KUBE_NAME_RFC1035_RULE, "a.b"));
}

static void names_in_a_path_are_nearly_anything(void **state)
{
    (void)state;
    assert_true(is_fine(VD_KUBE_NAME_PATH_RULE, "system:node Admin"));
    assert_false(is_fine(VD_KUBE_NAME_PATH_RULE, "."));
    assert_false(is_fine(VD_KUBE_NAME_PATH_RULE, ".."));
    assert_false(is_fine(VD_KUBE_NAME_PATH_RULE, "a/b"));
    assert_int_equal(vd_kube_name_check(VD_KUBE_NAME_PATH_RULE, VD_SLICE("a/b%"), false).count, 2);
}

static void a_prefix_may_end_in_a_dash(void **state)
{
    static const char *const good[] = {"a-", "a.b-", "a", "a--", "A-"};
    static const char *const bad[] = {"Ab-", "-", "a_b-", "a.", ""};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_int_equal(
            vd_kube_name_check(VD_KUBE_NAME_SUBDOMAIN_RULE, vd_slice_str(good[i]), true).count, 0);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_not_equal(
            vd_kube_name_check(VD_KUBE_NAME_SUBDOMAIN_RULE, vd_slice_str(bad[i]), true).count, 0);
}

static void labels_have_qualified_keys_and_short_values(void **state)
{
    static const char *const good[] = {"a", "a/b", "example.com/My_Name.1", "1-a"};
    static const char *const bad[] = {"", "/a", "a/", "a/b/c", "-a", "a-", "Ex.com/a", "a b", "ä"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_int_equal(vd_kube_label_key_check(vd_slice_str(good[i]), false).count, 0);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_not_equal(vd_kube_label_key_check(vd_slice_str(bad[i]), false).count, 0);
    assert_int_equal(vd_kube_label_key_check(VD_SLICE("Ex.com/a"), true).count, 0);
    assert_int_equal(vd_kube_label_value_check(VD_SLICE("")).count, 0);
    assert_int_equal(vd_kube_label_value_check(VD_SLICE("A_b.c-1")).count, 0);
    assert_int_equal(vd_kube_label_value_check(VD_SLICE("a b")).count, 1);
    assert_int_equal(vd_kube_label_value_check(vd_slice_str(name_of('a', 64))).count, 1);
    assert_string_equal(vd_kube_label_key_check(VD_SLICE("a/"), false).texts[0],
                        "name part must be non-empty");
}

static void ports_keys_and_variables_have_rules_of_their_own(void **state)
{
    (void)state;
    assert_int_equal(vd_kube_port_name_check(VD_SLICE("http-1")).count, 0);
    assert_string_equal(vd_kube_fault(vd_kube_port_name_check(VD_SLICE("80"))),
                        "must contain at least one letter (a-z)");
    assert_string_equal(vd_kube_fault(vd_kube_port_name_check(VD_SLICE("a--b"))),
                        "must not contain consecutive hyphens");
    assert_int_equal(vd_kube_port_name_check(VD_SLICE("")).count, 2);
    assert_null(vd_kube_fault(vd_kube_config_key_check(VD_SLICE("a.b_c-D"))));
    assert_non_null(vd_kube_fault(vd_kube_config_key_check(VD_SLICE("a/b"))));
    assert_string_equal(vd_kube_fault(vd_kube_config_key_check(VD_SLICE(".."))),
                        "must not be '..'");
    assert_null(vd_kube_fault(vd_kube_env_name_check(VD_SLICE("MY VAR.1"))));
    assert_non_null(vd_kube_fault(vd_kube_env_name_check(VD_SLICE("a=b"))));
}

static void a_made_name_is_the_prefix_and_five_letters(void **state)
{
    uint8_t out[VD_KUBE_MADE_BYTES];
    char name[10] = "";

    (void)state;
    assert_int_equal(vd_kube_name_make(VD_SLICE("pod-"), 0x123456789abcdef, out), 9);
    memcpy(name, out, 9);
    assert_memory_equal(name, "pod-", 4);
    assert_true(is_fine(VD_KUBE_NAME_LABEL_RULE, name));
    assert_int_equal(vd_kube_name_make(vd_slice_str(name_of('a', 100)), 7, out), 63);
}

static void a_uid_is_a_uuid_of_version_4(void **state)
{
    uint64_t random[2] = {UINT64_MAX, 0};
    uint8_t out[VD_KUBE_UID_BYTES];

    (void)state;
    vd_kube_uid_make(random, out);
    assert_memory_equal(out, "ffffffff-ffff-4fff-8000-000000000000", VD_KUBE_UID_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_most_kinds_are_dns_subdomains),
        cmocka_unit_test(names_of_namespaces_are_labels),
        cmocka_unit_test(names_of_services_begin_with_a_letter),
        cmocka_unit_test(names_in_a_path_are_nearly_anything),
        cmocka_unit_test(a_prefix_may_end_in_a_dash),
        cmocka_unit_test(labels_have_qualified_keys_and_short_values),
        cmocka_unit_test(ports_keys_and_variables_have_rules_of_their_own),
        cmocka_unit_test(a_made_name_is_the_prefix_and_five_letters),
        cmocka_unit_test(a_uid_is_a_uuid_of_version_4),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
