/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/console/console.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/console/files.h"
#include "rpc/test_exchange.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_loop loop;

/* name and value: a header of the request, or NULL. */
static int request(struct vd_exchange *x, const char *path, const char *name, const char *value)
{
    struct vd_header header = {vd_slice_str(name ? name : ""), vd_slice_str(value ? value : "")};
    struct vd_request request = {.method = VD_SLICE("GET"),
                                 .path = vd_slice_str(path),
                                 .headers = &header,
                                 .header_count = name != NULL,
                                 .ended = true};

    vd_test_loop_init(&loop);
    vd_test_exchange_init(x, &loop);
    return vd_door_console.routes[0].open(x, &request, NULL);
}

static void every_file_comes_as_it_is_and_packed(void **state)
{
    assert_true(vd_console_file_count > 10);
    for (unsigned i = 0; i < vd_console_file_count; i++) {
        const struct vd_console_file *file = &vd_console_files[i];
        struct vd_exchange x;

        assert_int_equal(request(&x, file->path, NULL, NULL), 0);
        assert_int_equal(x.status, 200);
        assert_null(vd_test_header(&x, "content-encoding"));
        assert_string_equal(vd_test_header(&x, "content-type"), file->type);
        assert_string_equal(vd_test_header(&x, "x-content-type-options"), "nosniff");
        vd_test_pump(&x, 1000, 10000);
        assert_true(x.finished);
        assert_int_equal(x.body.len, file->plain.len);
        assert_memory_equal(x.body.data, file->plain.ptr, file->plain.len);
        vd_test_exchange_deinit(&x);
        assert_int_equal(request(&x, file->path, "accept-encoding", "br, gzip;q=0.5"), 0);
        assert_string_equal(vd_test_header(&x, "content-encoding"), "gzip");
        vd_test_pump(&x, 1000, 10000);
        assert_int_equal(x.body.len, file->packed.len);
        vd_test_exchange_deinit(&x);
    }
}

static void the_page_trusts_nothing_but_its_own_files(void **state)
{
    static const char *const parts[] = {"default-src 'none'", "script-src 'self'",
                                        "frame-ancestors 'none'", "base-uri 'none'",
                                        "require-trusted-types-for 'script'"};
    struct vd_exchange x;
    const char *policy;

    assert_int_equal(request(&x, "/", NULL, NULL), 0);
    policy = vd_test_header(&x, "content-security-policy");
    assert_non_null(policy);
    for (size_t i = 0; policy && i < VD_COUNT(parts); i++)
        assert_non_null(strstr(policy, parts[i]));
    assert_null(policy ? strstr(policy, "unsafe") : NULL);
    vd_test_exchange_deinit(&x);
}

static void what_a_browser_has_is_not_sent_again(void **state)
{
    static const char *const lists[] = {"\"x\", %s", "W/%s", "%s", "*"};
    struct vd_exchange x;
    char tag[64], list[80];

    assert_int_equal(request(&x, "/", NULL, NULL), 0);
    snprintf(tag, sizeof(tag), "%s", vd_test_header(&x, "etag"));
    vd_test_exchange_deinit(&x);
    for (size_t i = 0; i < VD_COUNT(lists); i++) {
        const char *at = strstr(lists[i], "%s");

        snprintf(list, sizeof(list), "%.*s%s", at ? (int)(at - lists[i]) : 1, lists[i],
                 at ? tag : "");
        assert_int_equal(request(&x, "/", "if-none-match", list), 0);
        assert_int_equal(x.status, 304);
        assert_string_equal(vd_test_header(&x, "etag"), tag);
        assert_true(x.finished);
        vd_test_exchange_deinit(&x);
    }
    assert_int_equal(request(&x, "/", "if-none-match", "\"other\""), 0);
    assert_int_equal(x.status, 200);
    vd_test_exchange_deinit(&x);
}

static void who_refuses_gzip_does_not_get_it(void **state)
{
    static const char *const lists[] = {"gzip;q=0", "gzip; q=0.00", "identity", "x-gzip-not", ""};

    for (size_t i = 0; i < VD_COUNT(lists); i++) {
        struct vd_exchange x;

        assert_int_equal(request(&x, "/", "accept-encoding", lists[i]), 0);
        assert_null(vd_test_header(&x, "content-encoding"));
        assert_string_equal(vd_test_header(&x, "vary"), "accept-encoding");
        vd_test_exchange_deinit(&x);
    }
}

static void other_files_are_not_there(void **state)
{
    struct vd_exchange x;

    assert_int_equal(request(&x, "/console/../etc/passwd", NULL, NULL), 0);
    assert_int_equal(x.status, 404);
    vd_test_exchange_deinit(&x);
}

static void without_memory_the_request_is_refused(void **state)
{
    struct vd_request what = {.method = VD_SLICE("GET"), .path = VD_SLICE("/"), .ended = true};
    struct vd_exchange x;

    vd_test_loop_init(&loop);
    vd_test_exchange_init(&x, &loop);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_door_console.routes[0].open(&x, &what, NULL), -ENOMEM);
    vd_alloc_fail_after(-1);
    vd_test_exchange_deinit(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_comes_as_it_is_and_packed),
        cmocka_unit_test(the_page_trusts_nothing_but_its_own_files),
        cmocka_unit_test(what_a_browser_has_is_not_sent_again),
        cmocka_unit_test(who_refuses_gzip_does_not_get_it),
        cmocka_unit_test(other_files_are_not_there),
        cmocka_unit_test(without_memory_the_request_is_refused),
    };

    return cmocka_run_group_tests_name("console", tests, NULL, NULL);
}
