/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "rpc/json_call.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"
#include "wire/protobuf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

extern const struct vd_slice vd_test_types;

enum { A_STRING = 9, AN_INT32 = 5, SOME_BYTES = 12, LEAF_NAME = 1, RECEIVE_MAX = 4096 };

/* --- the service ---------------------------------------------------------------------------- */

/* Echoes its message; an_int32 is a code to fail with instead: negative, when its turn comes. */
struct echo {
    struct vd_bytes *body;
    int32_t code;
    unsigned left; /* further times */
    bool ends;
};

static unsigned released, encoded;

static void put_message(struct vd_call *call, struct vd_out *out, struct vd_bytes *body)
{
    uint8_t head[VD_RPC_PREFIX_BYTES];

    encoded++;
    vd_call_put_prefix(head, body->len);
    (void)!vd_call_write(call, out, vd_slice(head, sizeof(head)), body);
}

static void do_message(struct vd_call *call, struct vd_slice message)
{
    struct echo *echo = vd_call_state(call);
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(AN_INT32, VD_PB_VARINT))
            echo->code = (int32_t)field.value;
    if (echo->code > 0) {
        vd_call_finish(call, (enum vd_rpc_code)echo->code, "no <luck>");
        return;
    }
    echo->body = vd_bytes_copy(message);
    if (echo->body)
        vd_call_ready(call, true);
    else
        vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "no memory");
}

static enum vd_fill do_fill(struct vd_call *call, struct vd_out *out)
{
    struct echo *echo = vd_call_state(call);

    if (echo->code < 0) {
        vd_call_finish(call, (enum vd_rpc_code) - echo->code, "found out late");
        return VD_FILL_IDLE;
    }
    put_message(call, out, echo->body);
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static void echo_release(struct vd_call *call)
{
    struct echo *echo = vd_call_state(call);

    vd_bytes_unref(echo->body);
    released++;
}

/* Echoes each message: "3x" three times; "end" and "fail" end it. */
static void stream_message(struct vd_call *call, struct vd_slice message)
{
    struct echo *echo = vd_call_state(call);
    struct vd_pb_reader reader;
    struct vd_pb_field field = {0};

    vd_pb_reader_init(&reader, message);
    (void)vd_pb_next(&reader, &field);
    if (vd_slice_eq(field.bytes, VD_SLICE("fail"))) {
        vd_call_finish(call, VD_RPC_OUT_OF_RANGE, "gone");
        return;
    }
    vd_bytes_unref(echo->body);
    echo->body = vd_bytes_copy(message);
    echo->left = vd_slice_eq(field.bytes, VD_SLICE("3x")) ? 3 : 1;
    if (echo->body)
        vd_call_ready(call, false);
    else
        vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "no memory");
}

static void stream_end(struct vd_call *call)
{
    struct echo *echo = vd_call_state(call);

    echo->ends = true;
    vd_call_ready(call, true);
}

static enum vd_fill stream_fill(struct vd_call *call, struct vd_out *out)
{
    struct echo *echo = vd_call_state(call);

    if (echo->left) {
        echo->left--;
        put_message(call, out, echo->body);
        return VD_FILL_MORE;
    }
    if (echo->ends)
        vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static const struct vd_rpc_ops DO = {.state_bytes = sizeof(struct echo),
                                     .message = do_message,
                                     .fill = do_fill,
                                     .release = echo_release};
static const struct vd_rpc_ops STREAM = {.state_bytes = sizeof(struct echo),
                                         .message = stream_message,
                                         .fill = stream_fill,
                                         .end = stream_end,
                                         .release = echo_release};
static const struct vd_rpc_method METHODS[] = {{"/test.Test/Do", VD_RPC_UNARY, &DO},
                                               {"/test.Test/Stream", VD_RPC_BIDI, &STREAM}};
static const struct vd_rpc_service SERVICE = {METHODS, VD_COUNT(METHODS), NULL, "too late",
                                              "stopped"};

/* --- the fixture ---------------------------------------------------------------------------- */

struct fixture {
    struct vd_loop loop;
    struct vd_exchange x;
    struct vd_rpc_server *rpc;
    struct vd_schema *schema;
    struct vd_json_calls *calls;
    struct vd_json_method call, stream;
};

static struct fixture fixture;

static int set_up(void **state)
{
    struct fixture *f = &fixture;

    released = encoded = 0;
    vd_test_loop_init(&f->loop);
    vd_test_exchange_init(&f->x, &f->loop);
    assert_non_null(f->rpc = vd_rpc_server_new());
    vd_rpc_server_set_receive_max(f->rpc, RECEIVE_MAX);
    assert_int_equal(vd_rpc_server_add(f->rpc, &SERVICE, NULL), 0);
    assert_int_equal(vd_schema_new(vd_test_types, &f->schema), 0);
    assert_non_null(f->calls = vd_json_calls_new(f->schema));
    assert_int_equal(vd_json_method_init(&f->call, f->calls,
                                         vd_rpc_server_find(f->rpc, VD_SLICE("/test.Test/Do"))),
                     0);
    assert_int_equal(vd_json_method_init(&f->stream, f->calls,
                                         vd_rpc_server_find(f->rpc, VD_SLICE("/test.Test/Stream"))),
                     0);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    vd_test_exchange_deinit(&f->x);
    vd_json_method_deinit(&f->call);
    vd_json_method_deinit(&f->stream);
    vd_json_calls_free(f->calls);
    vd_schema_free(f->schema);
    vd_rpc_server_free(f->rpc);
    return 0;
}

static void reset(struct fixture *f)
{
    vd_test_exchange_deinit(&f->x);
    vd_test_exchange_init(&f->x, &f->loop);
}

static int open_method(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    return vd_json_method_open(arg, x, request);
}

static void open_with(struct fixture *f, struct vd_json_method *method, const char *body,
                      const struct vd_header *header)
{
    assert_int_equal(vd_test_open(&f->x, open_method, method, "/x", header, header != NULL), 0);
    if (f->x.handler && body)
        vd_test_body(&f->x, vd_slice_str(body));
}

static void ask(struct fixture *f, struct vd_json_method *method, const char *body)
{
    open_with(f, method, body, NULL);
    if (f->x.handler)
        vd_test_end(&f->x);
}

static void assert_body(struct fixture *f, const char *want)
{
    assert_int_equal(f->x.body.len, strlen(want));
    if (*want)
        assert_memory_equal(f->x.body.data, want, strlen(want));
}

static void assert_answer(struct fixture *f, unsigned status, const char *want)
{
    assert_true(f->x.finished);
    assert_int_equal(f->x.status, status);
    assert_string_equal(vd_test_header(&f->x, "content-type"), "application/json");
    assert_body(f, want);
}

/* --- single answers ------------------------------------------------------------------------- */

static void a_message_is_answered_with_one(void **state)
{
    struct fixture *f = *state;

    ask(f, &f->call, "{\"aString\":\"x\"}");
    assert_false(f->x.started);
    vd_test_pump(&f->x, 4096, 10);
    assert_answer(f, 200, "{\"a_string\":\"x\"}");
    vd_test_close(&f->x);
    assert_int_equal(released, 1);
}

static void an_empty_body_is_an_empty_message(void **state)
{
    struct fixture *f = *state;

    ask(f, &f->call, " \n");
    vd_test_pump(&f->x, 4096, 10);
    assert_answer(f, 200, "{}");
    reset(f);
    ask(f, &f->call, NULL);
    vd_test_pump(&f->x, 4096, 10);
    assert_answer(f, 200, "{}");
}

static void what_follows_the_message_of_a_single_call_is_not_looked_at(void **state)
{
    struct fixture *f = *state;

    ask(f, &f->call, "{\"a_string\":\"x\"} garbage");
    vd_test_pump(&f->x, 4096, 10);
    assert_answer(f, 200, "{\"a_string\":\"x\"}");
}

static void a_status_says_how_a_call_failed_whenever_that_is_known(void **state)
{
    static const unsigned STATUSES[VD_RPC_CODES] = {200, 499, 500, 400, 504, 404, 409, 403, 429,
                                                    400, 409, 400, 501, 500, 503, 500, 401};
    struct fixture *f = *state;
    char body[64], want[128];

    for (int code = 1; code < VD_RPC_CODES; code++) {
        snprintf(body, sizeof(body), "{\"an_int32\":%d}", code);
        snprintf(want, sizeof(want),
                 "{\"error\":\"no \\u003cluck\\u003e\",\"code\":%d,\"message\":\"no "
                 "\\u003cluck\\u003e\"}",
                 code);
        ask(f, &f->call, body);
        vd_test_pump(&f->x, 4096, 10);
        assert_answer(f, STATUSES[code], want);
        reset(f);
        snprintf(body, sizeof(body), "{\"an_int32\":%d}", -code);
        snprintf(want, sizeof(want),
                 "{\"error\":\"found out late\",\"code\":%d,\"message\":\"found out late\"}", code);
        ask(f, &f->call, body);
        vd_test_pump(&f->x, 4096, 10);
        assert_answer(f, STATUSES[code], want);
        reset(f);
    }
}

static void bad_requests_are_told_what_is_wrong(void **state)
{
    static const struct {
        const char *body, *message;
    } BODIES[] = {
        {"{", "unexpected EOF"},
        {"{\"a_string\":\"x", "unexpected EOF"},
        {"{]", "proto: syntax error at byte 2"},
        {"{\"a_string\":7}", "proto: invalid value for string field a_string: 7"},
        {"[1]", "proto: the request is to be an object, not an array"},
    };
    struct fixture *f = *state;
    char want[256];

    for (size_t i = 0; i < VD_COUNT(BODIES); i++) {
        snprintf(want, sizeof(want), "{\"error\":\"%s\",\"code\":3,\"message\":\"%s\"}",
                 BODIES[i].message, BODIES[i].message);
        ask(f, &f->call, BODIES[i].body);
        vd_test_pump(&f->x, 4096, 10);
        assert_answer(f, 400, want);
        reset(f);
    }
}

static void a_message_over_the_limit_is_refused(void **state)
{
    struct fixture *f = *state;
    char piece[1001];

    memset(piece, 'a', 1000);
    piece[1000] = 0;
    open_with(f, &f->call, "{\"a_string\":\"", NULL);
    for (int i = 0; i < 5; i++)
        vd_test_body(&f->x, vd_slice_str(piece));
    vd_test_body(&f->x, VD_SLICE("\"}"));
    vd_test_end(&f->x);
    vd_test_pump(&f->x, 4096, 10);
    assert_answer(
        f, 429,
        "{\"error\":\"grpc: received message larger than max (4097 vs. 4096)\",\"code\":8,"
        "\"message\":\"grpc: received message larger than max (4097 vs. 4096)\"}");
}

/* It is not too large: another body of its size is answered. */
static void a_body_nested_too_deep_makes_no_sense(void **state)
{
    struct fixture *f = *state;

    open_with(f, &f->call, "{\"no\":", NULL);
    for (int i = 0; i < 600 && !f->x.finished; i++)
        vd_test_body(&f->x, VD_SLICE("["));
    vd_test_pump(&f->x, 4096, 10);
    assert_int_equal(f->x.status, 400);
    assert_non_null(memmem(f->x.body.data, f->x.body.len, "proto: nested too deep at byte", 30));
}

/* A body that never becomes a message is not gathered without end. */
static void a_body_without_end_is_refused(void **state)
{
    struct fixture *f = *state;
    char piece[1001];

    memset(piece, ' ', 1000);
    piece[1000] = 0;
    open_with(f, &f->call, "{", NULL);
    for (int i = 0; i < 1000 && !f->x.finished; i++) {
        vd_test_body(&f->x, vd_slice_str(piece));
        vd_test_pump(&f->x, 4096, 10);
    }
    assert_true(f->x.finished);
    assert_int_equal(f->x.status, 429);
}

/* Twice as long as what is pulled at first. */
static void a_long_answer_leaves_as_there_is_room(void **state)
{
    static const size_t ROOMS[] = {1, 7, 64, 1000, 100000};
    struct fixture *f = *state;
    enum { BYTES = 4000 };
    char body[64 + 2 * BYTES], *at = body + sprintf(body, "{\"strings\":[");

    while (at - body < BYTES)
        at += sprintf(at, "%s\"\"", at[-1] == '[' ? "" : ",");
    strcpy(at, "]}");
    for (size_t i = 0; i < VD_COUNT(ROOMS); i++) {
        ask(f, &f->call, body);
        vd_test_pump(&f->x, ROOMS[i], 100000);
        assert_answer(f, 200, body);
        reset(f);
    }
}

/* --- streams -------------------------------------------------------------------------------- */

static void a_stream_is_lines(void **state)
{
    struct fixture *f = *state;

    for (size_t room = 1; room < 100; room += 9) {
        open_with(f, &f->stream, "{\"name\":\"3x\"} {\"na", NULL);
        vd_test_pump(&f->x, room, 1000);
        assert_int_equal(f->x.status, 200);
        vd_test_body(&f->x, VD_SLICE("me\":\"b\"}"));
        vd_test_pump(&f->x, room, 1000);
        assert_false(f->x.finished);
        vd_test_end(&f->x);
        vd_test_pump(&f->x, room, 1000);
        assert_answer(f, 200,
                      "{\"result\":{\"name\":\"3x\"}}\n{\"result\":{\"name\":\"3x\"}}\n"
                      "{\"result\":{\"name\":\"3x\"}}\n{\"result\":{\"name\":\"b\"}}\n");
        reset(f);
    }
}

static void a_stream_that_fails_at_once_says_so_in_its_status(void **state)
{
    struct fixture *f = *state;

    open_with(f, &f->stream, "{\"name\":\"fail\"}", NULL);
    vd_test_pump(&f->x, 1000, 10);
    assert_answer(f, 400, "{\"error\":\"gone\",\"code\":11,\"message\":\"gone\"}");
}

static void a_stream_that_fails_later_says_so_in_its_last_line(void **state)
{
    static const char *const BODIES[] = {"{\"name\":\"fail\"}", "nonsense"};
    static const char *const LINES[] = {
        "{\"error\":{\"grpc_code\":11,\"http_code\":400,\"message\":\"gone\",\"http_status\":\"Bad "
        "Request\",\"code\":11}}\n",
        "{\"error\":{\"grpc_code\":3,\"http_code\":400,\"message\":\"proto: syntax error at byte "
        "1\",\"http_status\":\"Bad Request\",\"code\":3}}\n"};
    struct fixture *f = *state;
    char want[256];

    for (size_t i = 0; i < VD_COUNT(BODIES); i++) {
        open_with(f, &f->stream, "{\"name\":\"a\"}", NULL);
        vd_test_pump(&f->x, 10, 100);
        vd_test_body(&f->x, vd_slice_str(BODIES[i]));
        vd_test_pump(&f->x, 10, 100);
        snprintf(want, sizeof(want), "{\"result\":{\"name\":\"a\"}}\n%s", LINES[i]);
        assert_answer(f, 200, want);
        reset(f);
    }
}

static void a_stream_that_is_not_read_holds_little(void **state)
{
    struct fixture *f = *state;
    unsigned before;

    open_with(f, &f->stream, "{\"name\":\"a\"}", NULL);
    vd_test_fill(&f->x, 1);
    vd_test_fill(&f->x, 1);
    before = encoded;
    for (int i = 0; i < 100; i++)
        vd_test_body(&f->x, VD_SLICE("{\"name\":\"3x\"}"));
    vd_test_fill(&f->x, 0);
    assert_int_equal(encoded, before);
}

static void what_neighbours_are_sent_is_the_same(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 3; i++) {
        ask(f, &f->stream, "{\"name\":\"same\",\"leaves\":[{}]}");
        vd_test_pump(&f->x, 100, 100);
        assert_answer(f, 200, "{\"result\":{\"name\":\"same\",\"leaves\":[{}]}}\n");
        reset(f);
    }
}

/* --- ends ----------------------------------------------------------------------------------- */

static void a_drain_ends_streams_in_their_words(void **state)
{
    struct fixture *f = *state;

    open_with(f, &f->stream, NULL, NULL);
    f->x.handler->drain(&f->x);
    vd_test_pump(&f->x, 1000, 10);
    assert_answer(f, 503, "{\"error\":\"stopped\",\"code\":14,\"message\":\"stopped\"}");
    reset(f);
    open_with(f, &f->stream, "{\"name\":\"a\"}", NULL);
    vd_test_pump(&f->x, 1000, 10);
    f->x.handler->drain(&f->x);
    vd_test_pump(&f->x, 1000, 10);
    assert_answer(
        f, 200,
        "{\"result\":{\"name\":\"a\"}}\n{\"error\":{\"grpc_code\":14,\"http_code\":503,"
        "\"message\":\"stopped\",\"http_status\":\"Service Unavailable\",\"code\":14}}\n");
}

static void a_deadline_is_kept(void **state)
{
    static const struct vd_header SOON = {VD_SLICE("grpc-timeout"), VD_SLICE("50m")};
    static const struct vd_header WRONG = {VD_SLICE("grpc-timeout"), VD_SLICE("soon")};
    struct fixture *f = *state;

    open_with(f, &f->stream, NULL, &SOON);
    vd_test_loop_pass(&f->loop, 49);
    assert_false(f->x.ready);
    vd_test_loop_pass(&f->loop, 1);
    vd_test_pump(&f->x, 1000, 10);
    assert_answer(f, 504, "{\"error\":\"too late\",\"code\":4,\"message\":\"too late\"}");
    reset(f);
    open_with(f, &f->stream, NULL, &WRONG);
    assert_int_equal(f->x.status, 400);
}

static void calls_are_counted_with_those_of_grpc(void **state)
{
    struct fixture *f = *state;
    const struct vd_rpc_entry *entry = vd_rpc_server_find(f->rpc, VD_SLICE("/test.Test/Do"));

    ask(f, &f->call, "{}");
    vd_test_pump(&f->x, 1000, 10);
    assert_int_equal(atomic_load(&entry->counts.started), 1);
    assert_int_equal(atomic_load(&entry->counts.received), 1);
    assert_int_equal(atomic_load(&entry->counts.sent), 1);
    assert_int_equal(atomic_load(&entry->counts.handled[VD_RPC_OK]), 1);
}

static void a_call_that_is_cut_off_anywhere_is_released(void **state)
{
    struct fixture *f = *state;

    for (size_t n = 0; n < 60; n++) {
        open_with(f, &f->stream, "{\"name\":\"3x\"}{\"name\":", NULL);
        for (size_t i = 0; i < n; i++)
            vd_test_fill(&f->x, 3);
        reset(f);
    }
    assert_int_equal(released, 60);
}

static void every_allocation_may_fail(void **state)
{
    static const char *const BODIES[] = {"{\"a_string\":\"some\\ntext\"}",
                                         "{\"name\":\"3x\"}{\"name\":\"b\"}nonsense"};
    struct fixture *f = *state;

    for (size_t i = 0; i < VD_COUNT(BODIES); i++) {
        struct vd_json_method *method = i ? &f->stream : &f->call;
        bool hit = true;

        for (long n = 0; hit; n++) {
            struct vd_request request = {.method = VD_SLICE("POST")};
            int rc;

            vd_json_calls_free(f->calls); /* so that nothing is there from before */
            assert_non_null(f->calls = vd_json_calls_new(f->schema));
            vd_json_method_deinit(method);
            method->calls = f->calls;
            vd_alloc_fail_after(n);
            rc = vd_json_method_open(method, &f->x, &request);
            if (rc == 0) {
                vd_test_body(&f->x, vd_slice_str(BODIES[i]));
                vd_test_pump(&f->x, 5, 4);
                if (f->x.handler && !f->x.finished && !f->x.reset)
                    vd_test_end(&f->x);
                vd_test_pump(&f->x, 9, 1000);
            }
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            assert_true(rc == 0 || rc == -ENOMEM);
            assert_true(rc || f->x.finished || f->x.reset);
            reset(f);
        }
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_message_is_answered_with_one),
        CASE(an_empty_body_is_an_empty_message),
        CASE(what_follows_the_message_of_a_single_call_is_not_looked_at),
        CASE(a_status_says_how_a_call_failed_whenever_that_is_known),
        CASE(bad_requests_are_told_what_is_wrong),
        CASE(a_message_over_the_limit_is_refused),
        CASE(a_body_nested_too_deep_makes_no_sense),
        CASE(a_body_without_end_is_refused),
        CASE(a_long_answer_leaves_as_there_is_room),
        CASE(a_stream_is_lines),
        CASE(a_stream_that_fails_at_once_says_so_in_its_status),
        CASE(a_stream_that_fails_later_says_so_in_its_last_line),
        CASE(a_stream_that_is_not_read_holds_little),
        CASE(what_neighbours_are_sent_is_the_same),
        CASE(a_drain_ends_streams_in_their_words),
        CASE(a_deadline_is_kept),
        CASE(calls_are_counted_with_those_of_grpc),
        CASE(a_call_that_is_cut_off_anywhere_is_released),
        CASE(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
