/* SPDX-License-Identifier: Apache-2.0 */
#include "base/metrics.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* One message in, one out; a bidi stream goes on, a unary call ends as its first byte says. */
static void on_message(struct vd_call *call, struct vd_slice message)
{
    if (message.len && message.ptr[0])
        vd_call_finish(call, (enum vd_rpc_code)message.ptr[0], "as asked");
    else
        vd_call_ready(call, true);
}

static enum vd_fill fill_and_end(struct vd_call *call, struct vd_out *out)
{
    (void)!vd_call_write(call, out, VD_SLICE("\0\0\0\0\0"), NULL);
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static enum vd_fill fill_and_stay(struct vd_call *call, struct vd_out *out)
{
    (void)!vd_call_write(call, out, VD_SLICE("\0\0\0\0\0"), NULL);
    return VD_FILL_IDLE;
}

static enum vd_rpc_code admit(const struct vd_request *request, const char **out_message)
{
    *out_message = "no";
    return request->header_count ? VD_RPC_PERMISSION_DENIED : VD_RPC_OK;
}

static const struct vd_rpc_ops UNARY = {1, on_message, fill_and_end, NULL, NULL};
static const struct vd_rpc_ops BIDI = {1, on_message, fill_and_stay, NULL, NULL};
static const struct vd_rpc_method METHODS[] = {
    {"/a.b.S/Unary", VD_RPC_UNARY, &UNARY},
    {"/a.b.S/Bidi", VD_RPC_BIDI, &BIDI},
    {"/a.b.S/Planned", VD_RPC_SERVER_STREAM, NULL},
};
static const struct vd_rpc_service SERVICE = {METHODS, VD_COUNT(METHODS), admit, "late", "stopped"};

struct fixture {
    struct vd_loop loop;
    struct vd_rpc_server *servers[2];
    struct vd_exchange x;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    vd_test_loop_init(&f->loop);
    vd_test_exchange_init(&f->x, &f->loop);
    for (int i = 0; i < 2; i++) {
        f->servers[i] = vd_rpc_server_new();
        assert_int_equal(vd_rpc_server_add(f->servers[i], &SERVICE, f), 0);
    }
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    vd_test_exchange_deinit(&f->x);
    for (int i = 0; i < 2; i++)
        vd_rpc_server_free(f->servers[i]);
    free(f);
    return 0;
}

static void begin(struct fixture *f, unsigned server, const char *path, bool refused)
{
    static const struct vd_header HEADER = {VD_SLICE("refuse"), VD_SLICE("me")};

    vd_test_exchange_deinit(&f->x);
    vd_test_exchange_init(&f->x, &f->loop);
    assert_int_equal(
        vd_test_open(&f->x, vd_rpc_server_open, f->servers[server], path, &HEADER, refused), 0);
}

static void call(struct fixture *f, unsigned server, uint8_t code)
{
    begin(f, server, "/a.b.S/Unary", false);
    vd_test_message(&f->x, vd_slice(&code, 1));
    vd_test_pump(&f->x, 100, 10);
    assert_true(f->x.finished);
}

/* The value of a row; -1: there is no such row. */
static long row(const char *family, const char *labels)
{
    struct vd_buf buf;
    char wanted[300];
    const char *at;
    long value = -1;

    snprintf(wanted, sizeof(wanted), "\n%s{%s} ", family, labels);
    vd_buf_init(&buf, 0);
    vd_metrics_write_text(&buf, NULL, NULL);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    at = strstr((const char *)buf.data, wanted);
    if (at)
        value = strtol(at + strlen(wanted), NULL, 10);
    vd_buf_deinit(&buf);
    return value;
}

#define UNARY_LABELS "grpc_method=\"Unary\",grpc_service=\"a.b.S\",grpc_type=\"unary\""
#define BIDI_LABELS  "grpc_method=\"Bidi\",grpc_service=\"a.b.S\",grpc_type=\"bidi_stream\""

static void every_method_and_code_has_a_row_before_anybody_calls(void **state)
{
    static const char *const labels[] = {
        UNARY_LABELS, BIDI_LABELS,
        "grpc_method=\"Planned\",grpc_service=\"a.b.S\",grpc_type=\"server_stream\""};

    for (size_t i = 0; i < VD_COUNT(labels); i++) {
        assert_int_equal(row("grpc_server_started_total", labels[i]), 0);
        assert_int_equal(row("grpc_server_msg_received_total", labels[i]), 0);
        assert_int_equal(row("grpc_server_msg_sent_total", labels[i]), 0);
        for (unsigned code = 0; code < VD_RPC_CODES; code++) {
            char text[300];

            snprintf(text, sizeof(text), "grpc_code=\"%s\",%s",
                     vd_rpc_code_name((enum vd_rpc_code)code), labels[i]);
            assert_int_equal(row("grpc_server_handled_total", text), 0);
        }
    }
}

static void calls_of_all_loops_are_added_up(void **state)
{
    struct fixture *f = *state;

    call(f, 0, 0);
    call(f, 1, 0);
    call(f, 1, VD_RPC_NOT_FOUND);
    assert_int_equal(row("grpc_server_started_total", UNARY_LABELS), 3);
    assert_int_equal(row("grpc_server_msg_received_total", UNARY_LABELS), 3);
    assert_int_equal(row("grpc_server_msg_sent_total", UNARY_LABELS), 2);
    assert_int_equal(row("grpc_server_handled_total", "grpc_code=\"OK\"," UNARY_LABELS), 2);
    assert_int_equal(row("grpc_server_handled_total", "grpc_code=\"NotFound\"," UNARY_LABELS), 1);
}

static void an_open_stream_is_started_and_not_handled(void **state)
{
    struct fixture *f = *state;

    begin(f, 0, "/a.b.S/Bidi", false);
    for (int i = 0; i < 3; i++) {
        vd_test_message(&f->x, VD_SLICE(""));
        vd_test_pump(&f->x, 100, 10);
    }
    assert_int_equal(row("grpc_server_started_total", BIDI_LABELS), 1);
    assert_int_equal(row("grpc_server_msg_received_total", BIDI_LABELS), 3);
    assert_int_equal(row("grpc_server_msg_sent_total", BIDI_LABELS), 3);
    assert_int_equal(row("grpc_server_handled_total", "grpc_code=\"Canceled\"," BIDI_LABELS), 0);
    vd_test_close(&f->x);
    assert_int_equal(row("grpc_server_handled_total", "grpc_code=\"Canceled\"," BIDI_LABELS), 1);
}

static void a_call_that_is_not_admitted_is_handled(void **state)
{
    struct fixture *f = *state;

    begin(f, 0, "/a.b.S/Unary", true);
    assert_int_equal(row("grpc_server_started_total", UNARY_LABELS), 1);
    assert_int_equal(
        row("grpc_server_handled_total", "grpc_code=\"PermissionDenied\"," UNARY_LABELS), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_method_and_code_has_a_row_before_anybody_calls),
        TEST(calls_of_all_loops_are_added_up),
        TEST(an_open_stream_is_started_and_not_handled),
        TEST(a_call_that_is_not_admitted_is_handled),
    };
#undef TEST

    return cmocka_run_group_tests_name("counts", tests, NULL, NULL);
}
