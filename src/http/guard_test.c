/* SPDX-License-Identifier: Apache-2.0 */
#include "http/guard.h"

#include "base/check.h"
#include "http/test_door.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct vd_http_port loopback = {.is_loopback = true}, elsewhere;
static const char *const hosts[] = {"vedette.example", "*"};
static const char *const origins[] = {"https://app.example", "http://localhost:3000", "*"};

static const struct vd_http_guard strict;
static const struct vd_http_guard named = {.allowed_hosts = hosts, .allowed_host_count = 1};
static const struct vd_http_guard any_host = {.allowed_hosts = hosts, .allowed_host_count = 2};
static const struct vd_http_guard shared = {.cors_origins = origins, .cors_origin_count = 2};
static const struct vd_http_guard open_to_all = {.cors_origins = origins, .cors_origin_count = 3};

static enum vd_guard judge_host(const struct vd_http_guard *guard, const struct vd_http_port *port,
                                const char *authority)
{
    struct vd_request request = {.method = VD_SLICE("GET"), .authority = vd_slice_str(authority)};
    uint8_t cors;

    return vd_guard_judge(guard, port, &request, &cors);
}

static void on_loopback_only_names_that_cannot_be_rebound_pass(void **state)
{
    static const char *const good[] = {
        "localhost",      "LocalHost:2379", "localhost.", "localhost.:1", "127.0.0.1",
        "127.0.0.1:2379", "10.1.2.3:1",     "[::1]",      "[::1]:2379",   "[fe80::1]:1",
        "0.0.0.0:1",      "127.0.0.1:",     "",
    };
    static const char *const bad[] = {
        "evil.example",
        "evil.example:2379",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.nip.io",
        "127.1",
        "0x7f000001",
        "2130706433",
        "[::1",
        "[localhost]",
        "::1",
        "[::1]x",
        "127.0.0.1:x",
        "vedette.example",
        "a:b:1",
        ":2379",
        "[127.0.0.1]",
        "localhost..",
        ".",
    };

    for (size_t i = 0; i < VD_COUNT(good); i++)
        if (judge_host(&strict, &loopback, good[i]) != VD_GUARD_PASS)
            fail_msg("%s is refused", good[i]);
    for (size_t i = 0; i < VD_COUNT(bad); i++) {
        if (judge_host(&strict, &loopback, bad[i]) != VD_GUARD_HOST)
            fail_msg("%s passes", bad[i]);
        assert_int_equal(judge_host(&strict, &elsewhere, bad[i]), VD_GUARD_PASS);
        assert_int_equal(judge_host(&any_host, &loopback, bad[i]), VD_GUARD_PASS);
    }
}

static void hosts_that_are_allowed_pass_and_others_do_not_on_any_listener(void **state)
{
    const struct vd_http_port *ports[] = {&loopback, &elsewhere};

    for (size_t i = 0; i < VD_COUNT(ports); i++) {
        assert_int_equal(judge_host(&named, ports[i], "Vedette.Example:2379"), VD_GUARD_PASS);
        assert_int_equal(judge_host(&named, ports[i], "vedette.example."), VD_GUARD_PASS);
        assert_int_equal(judge_host(&named, ports[i], "10.1.2.3"), VD_GUARD_PASS);
        assert_int_equal(judge_host(&named, ports[i], "evil.example"), VD_GUARD_HOST);
        assert_int_equal(judge_host(&named, ports[i], "x.vedette.example"), VD_GUARD_HOST);
    }
}

static enum vd_guard judge_origin(const struct vd_http_guard *guard, const char *authority,
                                  const char *origin, uint8_t *out_cors)
{
    struct vd_header headers[] = {{VD_SLICE("accept"), VD_SLICE("*/*")},
                                  {VD_SLICE("origin"), vd_slice_str(origin)}};
    struct vd_request request = {.method = VD_SLICE("POST"),
                                 .authority = vd_slice_str(authority),
                                 .headers = headers,
                                 .header_count = VD_COUNT(headers)};

    *out_cors = 0;
    return vd_guard_judge(guard, &elsewhere, &request, out_cors);
}

static void a_page_of_our_own_passes_and_one_from_elsewhere_does_not(void **state)
{
    static const struct {
        const char *authority, *origin;
        bool passes;
    } cases[] = {
        {"localhost:2379", "http://localhost:2379", true},
        {"LOCALHOST:2379", "http://localhost:2379", true},
        {"10.0.0.1:2379", "https://10.0.0.1:2379", true},
        {"[::1]:2379", "http://[::1]:2379", true},
        {"x.example", "https://x.example", true}, /* behind what speaks TLS */
        {"x.example:443", "https://x.example", true},
        {"x.example:80", "http://x.example", true},
        {"x.example", "http://x.example:80", true},
        {"x.example:443", "http://x.example", false},
        {"localhost:2379", "http://localhost", false},
        {"localhost:2379", "http://localhost:3000", false},
        {"localhost:2379", "http://127.0.0.1:2379", false},
        {"localhost:2379", "http://evil.example", false},
        {"localhost:2379", "http://localhost:2379.evil.example", false},
        {"localhost:2379", "http://evil.example/localhost:2379", false},
        {"localhost:2379", "http://x@localhost:2379", false},
        {"localhost:2379", "ftp://localhost:2379", false},
        {"localhost:2379", "localhost:2379", false},
        {"localhost:2379", "null", false},
        {"localhost:2379", "", false},
        {"localhost:2379", "http://", false},
        {"", "http://", false},
        {"", "", false},
        {"localhost:2379", "http://localhost:2379 http://evil.example", false},
    };
    uint8_t cors;

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        enum vd_guard got = judge_origin(&strict, cases[i].authority, cases[i].origin, &cors);

        if (got != (cases[i].passes ? VD_GUARD_PASS : VD_GUARD_ORIGIN))
            fail_msg("%s, %s", cases[i].authority, cases[i].origin);
        assert_int_equal(cors, 0);
    }
}

static void origins_that_are_allowed_pass_and_are_told(void **state)
{
    uint8_t cors;

    assert_int_equal(judge_origin(&shared, "x", "https://app.example", &cors), VD_GUARD_PASS);
    assert_int_equal(cors, 1);
    assert_int_equal(judge_origin(&shared, "x", "http://localhost:3000", &cors), VD_GUARD_PASS);
    assert_int_equal(cors, 2);
    assert_int_equal(judge_origin(&shared, "x", "http://app.example", &cors), VD_GUARD_ORIGIN);
    assert_int_equal(judge_origin(&shared, "x", "https://app.example:1", &cors), VD_GUARD_ORIGIN);
    assert_int_equal(judge_origin(&shared, "x", "null", &cors), VD_GUARD_ORIGIN);
    assert_int_equal(judge_origin(&shared, "x", "http://x", &cors), VD_GUARD_PASS);
    assert_int_equal(cors, 0);
    assert_int_equal(judge_origin(&open_to_all, "x", "null", &cors), VD_GUARD_PASS);
    assert_int_equal(cors, 3);
}

static void two_origins_are_none(void **state)
{
    struct vd_header headers[] = {{VD_SLICE("origin"), VD_SLICE("http://x")},
                                  {VD_SLICE("origin"), VD_SLICE("http://x")}};
    struct vd_request request = {.method = VD_SLICE("GET"),
                                 .authority = VD_SLICE("x"),
                                 .headers = headers,
                                 .header_count = 2};
    uint8_t cors = 0;

    assert_int_equal(vd_guard_judge(&open_to_all, &elsewhere, &request, &cors), VD_GUARD_ORIGIN);
    assert_int_equal(cors, 0);
    request.header_count = 1;
    assert_int_equal(vd_guard_judge(&strict, &elsewhere, &request, &cors), VD_GUARD_PASS);
}

static void what_a_page_loads_without_reading_it_is_told_by_sec_fetch(void **state)
{
    static const struct {
        const char *method, *site, *mode, *dest;
        bool passes;
    } cases[] = {
        {"GET", "same-origin", "cors", "empty", true},
        {"GET", "none", "navigate", "document", true},
        {"GET", "cross-site", "navigate", "document", true}, /* a link */
        {"GET", "cross-site", "navigate", "iframe", false},
        {"GET", "cross-site", "no-cors", "script", false},
        {"GET", "same-site", "no-cors", "image", false},
        {"POST", "cross-site", "navigate", "document", false},
        {"GET", "cross-site", "", "", false},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_header headers[] = {
            {VD_SLICE("sec-fetch-site"), vd_slice_str(cases[i].site)},
            {VD_SLICE("sec-fetch-mode"), vd_slice_str(cases[i].mode)},
            {VD_SLICE("sec-fetch-dest"), vd_slice_str(cases[i].dest)},
        };
        struct vd_request request = {.method = vd_slice_str(cases[i].method),
                                     .authority = VD_SLICE("localhost"),
                                     .headers = headers,
                                     .header_count = VD_COUNT(headers)};
        uint8_t cors;

        assert_int_equal(vd_guard_judge(&strict, &loopback, &request, &cors),
                         cases[i].passes ? VD_GUARD_PASS : VD_GUARD_ORIGIN);
        assert_int_equal(vd_guard_judge(&open_to_all, &loopback, &request, &cors), VD_GUARD_PASS);
    }
}

/* --- through the router ----------------------------------------------------------------------- */

#define SHARED_WITH_APP                                                                            \
    "access-control-allow-origin: https://app.example\r\naccess-control-expose-headers: *\r\n"     \
    "vary: origin\r\n"

static void what_the_guard_says_is_answered_before_any_door_is_asked(void **state)
{
    static const struct {
        const char *request, *answer;
        unsigned opened;
    } cases[] = {
        {"GET /hello HTTP/1.1\r\nhost: evil.example\r\n\r\n",
         "HTTP/1.1 421 Misdirected Request\r\ncontent-type: text/plain\r\ncontent-length: "
         "59\r\n\r\n"
         "this server is not known by that name; see --allowed-hosts\n",
         0},
        {"GET http://evil.example/hello HTTP/1.1\r\nhost: localhost\r\n\r\n",
         "HTTP/1.1 421 Misdirected Request\r\n", 0},
        {"POST /echo HTTP/1.1\r\nhost: localhost\r\norigin: http://evil.example\r\n"
         "content-type: text/plain\r\ncontent-length: 0\r\n\r\n",
         "HTTP/1.1 403 Forbidden\r\n", 0},
        {"POST /echo HTTP/1.1\r\nhost: localhost\r\norigin: null\r\n"
         "content-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n\r\n",
         "HTTP/1.1 403 Forbidden\r\n", 0},
        {"GET /tunnel HTTP/1.1\r\nhost: localhost\r\norigin: http://evil.example\r\n"
         "connection: upgrade\r\nupgrade: websocket\r\n\r\n",
         "HTTP/1.1 403 Forbidden\r\n", 0},
        {"OPTIONS /some HTTP/1.1\r\nhost: localhost\r\norigin: http://evil.example\r\n"
         "access-control-request-method: PUT\r\n\r\n",
         "HTTP/1.1 403 Forbidden\r\n", 0},
        {"POST /grpc.Echo/x HTTP/1.1\r\nhost: localhost\r\norigin: http://evil.example\r\n"
         "content-type: application/grpc\r\ncontent-length: 0\r\n\r\n",
         "HTTP/1.1 403 Forbidden\r\n", 0}, /* gRPC is HTTP/2 */
        {"GET /hello HTTP/1.1\r\nhost: localhost\r\norigin: https://app.example\r\n\r\n",
         "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n" SHARED_WITH_APP
         "content-length: 6\r\n\r\nhello\n",
         1},
        {"GET /head HTTP/1.1\r\nhost: localhost\r\norigin: https://app.example\r\n\r\n",
         "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n" SHARED_WITH_APP
         "transfer-encoding: chunked\r\n\r\n",
         1},
        {"GET /nowhere HTTP/1.1\r\nhost: localhost\r\norigin: https://app.example\r\n\r\n",
         "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\n" SHARED_WITH_APP, 0},
        {"OPTIONS /hello HTTP/1.1\r\nhost: localhost\r\norigin: https://app.example\r\n"
         "access-control-request-method: PUT\r\n"
         "access-control-request-headers: if-match, x-mine\r\n\r\n",
         "HTTP/1.1 204 No Content\r\n"
         "access-control-allow-methods: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n"
         "access-control-max-age: 600\r\naccess-control-allow-private-network: true\r\n"
         "access-control-allow-headers: if-match, x-mine\r\n" SHARED_WITH_APP "\r\n",
         0},
        {"OPTIONS /some HTTP/1.1\r\nhost: localhost\r\norigin: https://app.example\r\n\r\n",
         "HTTP/1.1 204 No Content\r\nallow: GET, PUT, HEAD, OPTIONS\r\n" SHARED_WITH_APP "\r\n", 0},
    };
    struct vd_http_config config = {.guard = shared};

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_fake_door door;
        struct vd_conn *conn;

        vd_fake_door_init(&door, &config);
        door.port = &loopback;
        conn = vd_fake_connect(&door);
        vd_fake_receive(conn, vd_slice_str(cases[i].request));
        vd_fake_fill(conn, 65536, 10);
        if (!vd_slice_starts_with(vd_buf_slice(&conn->sent), vd_slice_str(cases[i].answer)))
            fail_msg("%s:\n%.*s", cases[i].request, (int)conn->sent.len, conn->sent.data);
        assert_int_equal(door.opened, cases[i].opened);
        vd_fake_free(conn);
        vd_fake_door_deinit(&door);
    }
}

static int64_t fixed_ms;

static int64_t fixed_clock(void)
{
    return fixed_ms;
}

static void expect_date(struct vd_fake_door *door, const char *request, const char *date)
{
    struct vd_conn *conn = vd_fake_connect(door);

    vd_fake_receive(conn, vd_slice_str(request));
    vd_fake_fill(conn, 65536, 10);
    if (!memmem(conn->sent.data, conn->sent.len, date, strlen(date)))
        fail_msg("%s:\n%.*s", request, (int)conn->sent.len, conn->sent.data);
    vd_fake_free(conn);
}

static void answers_and_refusals_say_when_they_were_made(void **state)
{
    struct vd_http_config config = {.wall_ms = fixed_clock};
    struct vd_fake_door door;

    fixed_ms = 784111777999;
    vd_fake_door_init(&door, &config);
    expect_date(&door, "GET /hello HTTP/1.1\r\nhost: x\r\n\r\n",
                "\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    fixed_ms += 1;
    expect_date(&door, "GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n",
                "\r\ndate: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
    expect_date(&door, "GET /hello HTTP/1.1\r\n\r\n",
                "\r\ndate: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
    vd_fake_door_deinit(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_loopback_only_names_that_cannot_be_rebound_pass),
        cmocka_unit_test(hosts_that_are_allowed_pass_and_others_do_not_on_any_listener),
        cmocka_unit_test(a_page_of_our_own_passes_and_one_from_elsewhere_does_not),
        cmocka_unit_test(origins_that_are_allowed_pass_and_are_told),
        cmocka_unit_test(two_origins_are_none),
        cmocka_unit_test(what_a_page_loads_without_reading_it_is_told_by_sec_fetch),
        cmocka_unit_test(what_the_guard_says_is_answered_before_any_door_is_asked),
        cmocka_unit_test(answers_and_refusals_say_when_they_were_made),
    };

    return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
