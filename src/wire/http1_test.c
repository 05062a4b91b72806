/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/http1.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define TE(value) "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " value "\r\n\r\n"

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

static void the_target_is_a_path_and_its_host_counts(void **state)
{
    static const struct {
        const char *head, *target, *authority;
    } cases[] = {
        {"GET /a?b HTTP/1.1\r\nHost: x:1\r\n\r\n", "/a?b", "x:1"},
        {"GET http://y:2/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "/a?b", "y:2"},
        {"GET https://[::1]:2/ HTTP/1.1\r\nHost: x\r\n\r\n", "/", "[::1]:2"},
        {"GET http://y HTTP/1.1\r\nHost: x\r\n\r\n", "/", "y"},
        {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "*", "x"},
        {"GET / HTTP/1.0\r\n\r\n", "/", ""},
        {"GET / HTTP/1.0\r\nHost:\r\n\r\n", "/", ""},
        {"GET http://y/ HTTP/1.1\r\nHost:\r\n\r\n", "/", "y"},
        {"\r\nGET //a:b@c/%00 HTTP/1.1\r\nHost: x\r\n\r\n", "//a:b@c/%00", "x"},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        assert_int_equal(parse(vd_slice_str(cases[i].head)), 0);
        assert_true(vd_slice_eq(request.target, vd_slice_str(cases[i].target)));
        assert_true(vd_slice_eq(request.authority, vd_slice_str(cases[i].authority)));
    }
}

static void a_body_has_one_framing(void **state)
{
    assert_int_equal(parse(VD_SLICE("GET / HTTP/1.1\r\nHost: x\r\n\r\n")), 0);
    assert_true(!request.chunked && request.content_length == 0);
    assert_int_equal(parse(VD_SLICE("PUT / HTTP/1.1\r\nHost: x\r\ncontent-length:   012 \r\n\r\n")),
                     0);
    assert_true(!request.chunked && request.content_length == 12);
    assert_int_equal(parse(VD_SLICE(TE(" Chunked "))), 0);
    assert_true(request.chunked && request.content_length == 0);
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
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1099511627777\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1 2\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 1\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n Content-Length: 2\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
         400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
         400},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: gzip\r\n\r\n", 400},
        {TE("chunked\r\nTransfer-Encoding: chunked"), 400},
        {TE("identity\r\nTransfer-Encoding: chunked"), 400},
        {TE("chunked, chunked"), 400},
        {TE("chunked, identity"), 400},
        {TE("identity"), 400},
        {TE("xchunked"), 400},
        {TE("chunkedx"), 400},
        {TE("chunked;a=b"), 400},
        {TE("\"chunked\""), 400},
        {TE("\x0b"
            "chunked"),
         400},
        {TE("chunked\x0b"), 400},
        {TE("chunked,"), 400},
        {TE(""), 400},
        {TE("\r\n chunked"), 400},
        {TE("gzip, chunked"), 501}, /* a coding that might be, and is not here */
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer\tEncoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\n Transfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nA: b\rTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nA: b\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nA:\rTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n", 417},
        {"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue, x\r\n\r\n", 417},
        {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: user@x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
        {"GET http://user@x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET http:///x HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET http://x?a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"get / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\tA: b\r\nHost: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\nA\x80: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: x\r\n\xef\xbb\xbf: b\r\n\r\n", 400},
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

    /* One long line, ended or not; and a long target in a head that is not too long. */
    memset(big, '/', sizeof(big));
    memcpy(big, "GET ", 4);
    assert_int_equal(parse(vd_slice(big, sizeof(big))), VD_INVALID);
    assert_int_equal(request.refusal, 414);
    for (size_t over = 0; over < 2; over++) {
        memset(big + 4, '/', VD_HTTP1_TARGET_BYTES + 1);
        strcpy(big + 4 + VD_HTTP1_TARGET_BYTES + over, " HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_int_equal(parse(vd_slice_str(big)), over ? VD_INVALID : 0);
        assert_int_equal(request.refusal, over ? 414 : 0);
    }
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
        cmocka_unit_test(the_target_is_a_path_and_its_host_counts),
        cmocka_unit_test(a_body_has_one_framing),
        cmocka_unit_test(ambiguous_and_malformed_heads_are_refused),
        cmocka_unit_test(a_nul_is_refused_wherever_it_stands),
        cmocka_unit_test(heads_over_16_kib_or_100_fields_are_refused),
        cmocka_unit_test(the_first_bytes_tell_the_protocol),
    };

    return cmocka_run_group_tests_name("http1", tests, NULL, NULL);
}
