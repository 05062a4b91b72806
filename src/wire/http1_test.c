/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/http1.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct vd_http1_request request;

static int parse(struct vd_slice bytes)
{
    size_t scanned = 0;

    return vd_http1_parse(bytes, &scanned, &request);
}

static void a_head_is_read_whole_wherever_it_is_cut(void **state)
{
    struct vd_slice head = VD_SLICE("GET /version?a=b HTTP/1.1\r\nHost: x:2379\r\n"
                                    "Accept:  text/html \r\nX-Empty:\r\n\r\nnext");

    for (size_t cut = 0; cut <= head.len; cut++) {
        size_t scanned = 0;
        int rc = vd_http1_parse(vd_slice(head.ptr, cut), &scanned, &request);

        if (cut < head.len - 4) {
            assert_int_equal(rc, VD_WAIT);
            rc = vd_http1_parse(head, &scanned, &request);
        }
        assert_int_equal(rc, 0);
        assert_int_equal(request.head_bytes, head.len - 4);
        assert_true(vd_slice_eq(request.method, VD_SLICE("GET")));
        assert_true(vd_slice_eq(request.target, VD_SLICE("/version?a=b")));
        assert_true(request.is_1_1 && request.keep_alive);
        assert_int_equal(request.header_count, 3);
        assert_true(vd_slice_eq(request.headers[1].name, VD_SLICE("accept")));
        assert_true(vd_slice_eq(request.headers[1].value, VD_SLICE("text/html")));
        assert_int_equal(request.headers[2].value.len, 0);
    }
}

static void connections_persist_as_the_version_says(void **state)
{
    static const struct {
        const char *head;
        bool keep_alive;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade, Close\r\n\r\n", false},
        {"GET / HTTP/1.0\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(vd_slice_str(cases[i].head)), 0);
        assert_int_equal(request.keep_alive, cases[i].keep_alive);
    }
}

static void ambiguous_and_malformed_heads_are_refused(void **state)
{
    static const struct {
        const char *head;
        unsigned status;
    } cases[] = {
        {"GET / HTTP/1.1\r\n\r\n", 400},                       /* no Host */
        {"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400}, /* two */
        {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
        {"GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505},
        {"GET / HTTPS/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400},
        {"GET /\r\nHost: x\r\n\r\n", 400},
        {"INVALID CONNECTION PREFACE\r\n\r\n", 0},
        {" GET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET /\x80 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\nHost: x\r\n\r\n", 400}, /* LF alone */
        {"GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", 400},      /* CR alone */
        {"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400}, /* obs-fold */
        {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},           /* space before : */
        {"GET / HTTP/1.1\r\nHost: x\r\n: v\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nA: b\x7f\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1,1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x10\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999999\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 411},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
         400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n", 417},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        if (parse(vd_slice_str(cases[i].head)) != VD_INVALID || request.refusal != cases[i].status)
            fail_msg("%s: %u", cases[i].head, request.refusal);
    }
}

static void a_nul_is_refused_wherever_it_stands(void **state)
{
    static const char head[] = "GET / HTTP/1.1\r\nHost: x\r\nA: bc\r\n\r\n";
    char bytes[sizeof(head)];

    for (size_t i = 0; i < sizeof(head) - 1; i++) {
        memcpy(bytes, head, sizeof(head));
        bytes[i] = 0;
        assert_int_not_equal(parse(vd_slice(bytes, sizeof(head) - 1)), 0);
    }
}

static void heads_over_16_kib_or_100_fields_are_refused(void **state)
{
    static char big[VD_HTTP1_HEAD_BYTES + 200];
    size_t n = (size_t)sprintf(big, "GET / HTTP/1.1\r\nHost: x\r\n");

    for (int i = 0; i < VD_HTTP1_FIELDS - 1; i++)
        n += (size_t)sprintf(big + n, "A: b\r\n");
    memcpy(big + n, "\r\n", 2);
    assert_int_equal(parse(vd_slice(big, n + 2)), 0);
    memcpy(big + n, "A: b\r\n\r\n", 8);
    assert_int_equal(parse(vd_slice(big, n + 8)), VD_INVALID);
    assert_int_equal(request.refusal, 431);

    memset(big + n, 'a', sizeof(big) - n);
    assert_int_equal(parse(vd_slice(big, VD_HTTP1_HEAD_BYTES)), VD_WAIT);
    assert_int_equal(parse(vd_slice(big, VD_HTTP1_HEAD_BYTES + 1)), VD_INVALID);
    assert_int_equal(request.refusal, 431);
}

static void the_first_bytes_tell_the_protocol(void **state)
{
    assert_int_equal(vd_http_sniff(VD_SLICE_EMPTY), VD_SNIFF_MORE);
    assert_int_equal(vd_http_sniff(VD_SLICE("P")), VD_SNIFF_MORE);
    assert_int_equal(vd_http_sniff(VD_SLICE("PRI * HTTP/2.0\r")), VD_SNIFF_MORE);
    assert_int_equal(vd_http_sniff(VD_SLICE("PRI * HTTP/2.0\r\n")), VD_SNIFF_HTTP2);
    assert_int_equal(vd_http_sniff(VD_SLICE("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nmore")),
                     VD_SNIFF_HTTP2);
    assert_int_equal(vd_http_sniff(VD_SLICE("PUT /")), VD_SNIFF_HTTP1);
    assert_int_equal(vd_http_sniff(VD_SLICE("\x16\x03\x01")), VD_SNIFF_HTTP1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_is_read_whole_wherever_it_is_cut),
        cmocka_unit_test(connections_persist_as_the_version_says),
        cmocka_unit_test(ambiguous_and_malformed_heads_are_refused),
        cmocka_unit_test(a_nul_is_refused_wherever_it_stands),
        cmocka_unit_test(heads_over_16_kib_or_100_fields_are_refused),
        cmocka_unit_test(the_first_bytes_tell_the_protocol),
    };

    return cmocka_run_group_tests_name("http1", tests, NULL, NULL);
}
