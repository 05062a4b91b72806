/* SPDX-License-Identifier: Apache-2.0 */
#include "base/alloc.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* An echo in three kinds: what comes in goes out, `copies` times on a server stream. */
struct echo {
    struct vd_bytes *body;
    bool ended;
};

static unsigned released;
static struct vd_call *last_call;

static void echo_message(struct vd_call *call, struct vd_slice message)
{
    struct echo *echo = vd_call_state(call);

    last_call = call;
    vd_bytes_unref(echo->body);
    echo->body = vd_bytes_copy(message);
    if (echo->body)
        vd_call_ready(call, true);
    else
        vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "no memory");
}

static void write_echo(struct vd_call *call, struct vd_out *out)
{
    struct echo *echo = vd_call_state(call);
    uint8_t head[VD_RPC_PREFIX_BYTES];

    if (!echo->body)
        return;
    vd_call_put_prefix(head, echo->body->len);
    (void)!vd_call_write(call, out, vd_slice(head, sizeof(head)), echo->body);
    vd_bytes_unref(echo->body);
    echo->body = NULL;
}

static enum vd_fill unary_fill(struct vd_call *call, struct vd_out *out)
{
    write_echo(call, out);
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

static enum vd_fill bidi_fill(struct vd_call *call, struct vd_out *out)
{
    write_echo(call, out);
    return VD_FILL_IDLE;
}

static void bidi_end(struct vd_call *call)
{
    struct echo *echo = vd_call_state(call);

    echo->ended = true;
}

static void echo_release(struct vd_call *call)
{
    struct echo *echo = vd_call_state(call);

    vd_bytes_unref(echo->body);
    released++;
}

static void held_message(struct vd_call *call, struct vd_slice message)
{
    last_call = call;
    vd_call_hold(call);
}

/* Answers with the front of bytes that it shares with others. */
static struct vd_bytes *shared;
static size_t shared_piece;

static void piece_message(struct vd_call *call, struct vd_slice message)
{
    vd_call_ready(call, true);
}

static enum vd_fill piece_fill(struct vd_call *call, struct vd_out *out)
{
    struct echo *echo = vd_call_state(call);
    uint8_t head[VD_RPC_PREFIX_BYTES];

    if (echo->ended)
        return VD_FILL_IDLE;
    echo->ended = true;
    vd_call_put_prefix(head, shared_piece);
    (void)!vd_call_write_piece(call, out, vd_slice(head, sizeof(head)),
                               vd_slice(shared->data, shared_piece), shared);
    return VD_FILL_IDLE;
}

/* Says back in metadata what "tell" in the request's says: at once, and with the status. */
struct teller {
    char told[16];
    size_t len;
};

static void tell_open(struct vd_call *call, const struct vd_request *request)
{
    struct teller *teller = vd_call_state(call);
    const struct vd_header *tell =
        vd_header_find(request->headers, request->header_count, VD_SLICE("tell"));

    if (!tell) {
        vd_call_finish(call, VD_RPC_INVALID_ARGUMENT, "tell what?");
        return;
    }
    teller->len = VD_MIN(tell->value.len, sizeof(teller->told));
    memcpy(teller->told, tell->value.ptr, teller->len);
}

static void tell_message(struct vd_call *call, struct vd_slice message)
{
    struct teller *teller = vd_call_state(call);
    struct vd_header header = {VD_SLICE("told"), {(uint8_t *)teller->told, teller->len}};

    if (message.len)
        vd_call_start(call, &header, 1);
    vd_call_finish(call, VD_RPC_OK, NULL);
}

static uint32_t tell_trailers(struct vd_call *call, struct vd_header headers[VD_RPC_TRAILERS])
{
    struct teller *teller = vd_call_state(call);

    for (uint32_t i = 0; i < VD_RPC_TRAILERS; i++)
        headers[i] =
            (struct vd_header){VD_SLICE("told-late"), {(uint8_t *)teller->told, teller->len}};
    return VD_RPC_TRAILERS;
}

static enum vd_rpc_code admit(const struct vd_request *request, const char **out_message)
{
    for (uint32_t i = 0; i < request->header_count; i++)
        if (vd_slice_eq(request->headers[i].name, VD_SLICE("refuse-me"))) {
            *out_message = "as you wish";
            return VD_RPC_INVALID_ARGUMENT;
        }
    return VD_RPC_OK;
}

static const struct vd_rpc_ops UNARY = {sizeof(struct echo), echo_message, unary_fill, echo_release,
                                        NULL};
static const struct vd_rpc_ops BIDI = {sizeof(struct echo), echo_message, bidi_fill, echo_release,
                                       bidi_end};
static const struct vd_rpc_ops HELD = {sizeof(struct echo), held_message, unary_fill, echo_release,
                                       NULL};

static const struct vd_rpc_ops PIECE = {sizeof(struct echo), piece_message, piece_fill, NULL, NULL};

static const struct vd_rpc_ops TELL = {.state_bytes = sizeof(struct teller),
                                       .message = tell_message,
                                       .fill = piece_fill,
                                       .open = tell_open,
                                       .trailers = tell_trailers};

static const struct vd_rpc_method METHODS[] = {
    {"/t.Echo/Tell", VD_RPC_SERVER_STREAM, &TELL}, {"/t.Echo/Piece", VD_RPC_BIDI, &PIECE},
    {"/t.Echo/Unary", VD_RPC_UNARY, &UNARY},       {"/t.Echo/Bidi", VD_RPC_BIDI, &BIDI},
    {"/t.Echo/Held", VD_RPC_UNARY, &HELD},         {"/t.Echo/Planned", VD_RPC_UNARY, NULL},
};

static const struct vd_rpc_service SERVICE = {METHODS, VD_COUNT(METHODS), admit, "too late",
                                              "t: stopped"};

struct fixture {
    struct vd_loop loop;
    struct vd_rpc_server *server;
    struct vd_exchange x;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    vd_test_loop_init(&f->loop);
    vd_test_exchange_init(&f->x, &f->loop);
    f->server = vd_rpc_server_new();
    assert_int_equal(vd_rpc_server_add(f->server, &SERVICE, f), 0);
    released = 0;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    vd_test_exchange_deinit(&f->x);
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    vd_rpc_server_free(f->server);
    free(f);
    return 0;
}

static void open_path(struct fixture *f, const char *path, const char *name, const char *value)
{
    struct vd_header header = {vd_slice_str(name ? name : ""), vd_slice_str(value ? value : "")};

    assert_int_equal(
        vd_test_open(&f->x, vd_rpc_server_open, f->server, path, &header, name ? 1 : 0), 0);
}

static void assert_status(struct fixture *f, const char *code, const char *message)
{
    const char *got;

    assert_true(f->x.finished);
    got = vd_test_trailer(&f->x, "grpc-status");
    assert_string_equal(got ? got : vd_test_header(&f->x, "grpc-status"), code);
    if (!message)
        return;
    got = vd_test_trailer(&f->x, "grpc-message");
    assert_string_equal(got ? got : vd_test_header(&f->x, "grpc-message"), message);
}

static void unary_call_is_answered_and_freed_at_once(void **state)
{
    struct fixture *f = *state;
    struct vd_slice message;
    size_t at = 0;

    open_path(f, "/t.Echo/Unary", NULL, NULL);
    assert_false(f->x.started);
    vd_test_message(&f->x, VD_SLICE("hello"));
    assert_true(f->x.ready && f->x.urgent);
    vd_test_pump(&f->x, 1000, 10);
    assert_int_equal(f->x.status, 200);
    assert_string_equal(vd_test_header(&f->x, "content-type"), "application/grpc");
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_true(vd_slice_eq(message, VD_SLICE("hello")));
    assert_status(f, "0", NULL);
    vd_test_close(&f->x);
    assert_int_equal(released, 1);
}

static void metadata_goes_in_and_out(void **state)
{
    struct fixture *f = *state;

    for (size_t with_headers = 0; with_headers < 2; with_headers++) {
        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        open_path(f, "/t.Echo/Tell", "tell", "a secret");
        assert_false(f->x.started);
        vd_test_message(&f->x, with_headers ? VD_SLICE("now") : VD_SLICE_EMPTY);
        assert_string_equal(vd_test_header(&f->x, "content-type"), "application/grpc");
        assert_status(f, "0", NULL);
        if (with_headers) {
            assert_string_equal(vd_test_header(&f->x, "told"), "a secret");
            assert_string_equal(vd_test_trailer(&f->x, "told-late"), "a secret");
        } else {
            assert_null(vd_test_header(&f->x, "told"));
            assert_string_equal(vd_test_header(&f->x, "told-late"), "a secret");
        }
    }
}

static void a_method_may_refuse_what_the_metadata_says(void **state)
{
    struct fixture *f = *state;

    open_path(f, "/t.Echo/Tell", NULL, NULL);
    assert_status(f, "3", "tell what?");
    vd_test_message(&f->x, VD_SLICE("never seen"));
    assert_int_equal(f->x.body.len, 0);
}

static void call_begins_anew_in_the_memory_of_one_that_is_over(void **state)
{
    struct fixture *f = *state;
    struct vd_call *first;
    struct echo *echo;

    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("one"));
    first = last_call;
    vd_test_pump(&f->x, 100, 10);
    ((struct echo *)vd_call_state(first))->ended = true;
    vd_test_exchange_deinit(&f->x);
    assert_int_equal(released, 1);

    vd_test_exchange_init(&f->x, &f->loop);
    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("two"));
    assert_ptr_equal(last_call, first);
    echo = vd_call_state(last_call);
    assert_false(echo->ended);
    vd_test_pump(&f->x, 100, 10);
    assert_string_equal(vd_test_trailer(&f->x, "grpc-status"), "0");
}

/* Every room from one byte on, bodies below and above the size that goes by reference. */
static void output_is_whole_in_any_room(void **state)
{
    struct fixture *f = *state;
    static const size_t SIZES[] = {0, 1, 100, VD_OUT_REF_MIN_BYTES - 1, 100000};
    static const size_t ROOMS[] = {1, 2, 5, 6, 7, 1000, VD_OUT_REF_MIN_BYTES, 65536};
    uint8_t *bytes = malloc(100000);

    for (size_t i = 0; i < 100000; i++)
        bytes[i] = (uint8_t)(i * 7);
    for (size_t s = 0; s < VD_COUNT(SIZES); s++)
        for (size_t r = 0; r < VD_COUNT(ROOMS); r++) {
            struct vd_slice message;
            size_t at = 0;

            vd_test_exchange_deinit(&f->x);
            vd_test_exchange_init(&f->x, &f->loop);
            open_path(f, "/t.Echo/Unary", NULL, NULL);
            vd_test_message(&f->x, vd_slice(bytes, SIZES[s]));
            vd_test_pump(&f->x, ROOMS[r], 200000);
            assert_status(f, "0", NULL);
            assert_true(vd_test_next_message(&f->x, &at, &message));
            assert_true(vd_slice_eq(message, vd_slice(bytes, SIZES[s])));
            assert_int_equal(at, f->x.body.len);
        }
    free(bytes);
}

static void a_rest_keeps_no_more_than_four_times_itself(void **state)
{
    static const struct {
        size_t all, piece;
        unsigned refs;
    } CASES[] = {{65536, 1000, 1}, {65536, 16384, 1}, {65536, 40000, 2}, {4000, 3000, 2}};
    struct fixture *f = *state;

    for (size_t i = 0; i < VD_COUNT(CASES); i++) {
        struct vd_slice message;
        size_t at = 0;

        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        shared = vd_bytes_new(CASES[i].all);
        memset(shared->data, 's', shared->len);
        shared_piece = CASES[i].piece;
        open_path(f, "/t.Echo/Piece", NULL, NULL);
        vd_test_message(&f->x, VD_SLICE("x"));
        assert_int_equal(vd_test_fill(&f->x, 300), 300);
        assert_int_equal(shared->refs, CASES[i].refs);
        vd_test_pump(&f->x, 1000, 1000);
        assert_int_equal(shared->refs, 1);
        assert_true(vd_test_next_message(&f->x, &at, &message));
        assert_true(vd_slice_eq(message, vd_slice(shared->data, shared_piece)));
        vd_bytes_unref(shared);
    }
}

static void messages_come_in_any_pieces(void **state)
{
    struct fixture *f = *state;
    static const uint8_t TWO[] = {0, 0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0, 2, 'd', 'e'};
    struct vd_slice message;
    size_t at = 0;

    open_path(f, "/t.Echo/Bidi", NULL, NULL);
    for (size_t i = 0; i < sizeof(TWO); i++) {
        vd_test_body(&f->x, vd_slice(TWO + i, 1));
        vd_test_pump(&f->x, 100, 10);
    }
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_true(vd_slice_eq(message, VD_SLICE("abc")));
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_true(vd_slice_eq(message, VD_SLICE("de")));
}

static void second_message_of_a_unary_call_is_dropped(void **state)
{
    struct fixture *f = *state;
    struct vd_slice message;
    size_t at = 0;

    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("one"));
    vd_test_message(&f->x, VD_SLICE("two"));
    vd_test_pump(&f->x, 100, 10);
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_true(vd_slice_eq(message, VD_SLICE("one")));
    assert_false(vd_test_next_message(&f->x, &at, &message));
}

static void half_close_does_not_end_a_bidi_stream(void **state)
{
    struct fixture *f = *state;

    open_path(f, "/t.Echo/Bidi", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("one"));
    vd_test_end(&f->x);
    assert_true(((struct echo *)vd_call_state(last_call))->ended);
    vd_test_pump(&f->x, 100, 10);
    assert_false(f->x.finished);
    assert_int_equal(f->x.body.len, VD_RPC_PREFIX_BYTES + 3);
}

static void requests_are_refused_in_grpc_words(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *path, *name, *value, *code, *message;
    } CASES[] = {
        {"/t.Nope/Unary", NULL, NULL, "12", "unknown service t.Nope"},
        {"/t.Echo/Nope", NULL, NULL, "12", "unknown method Nope for service t.Echo"},
        {"/t.Echo/Planned", NULL, NULL, "12", "unknown method Planned for service t.Echo"},
        {"t.Echo/Unary", NULL, NULL, "12", "malformed method name: \"t.Echo/Unary\""},
        {"/Unary", NULL, NULL, "12", "malformed method name: \"/Unary\""},
        {"", NULL, NULL, "12", "malformed method name: \"\""},
        {"/", NULL, NULL, "12", "malformed method name: \"/\""},
        {"/t.Echo/Unary", "grpc-encoding", "gzip", "12",
         "grpc: Decompressor is not installed for grpc-encoding \"gzip\""},
        {"/t.Echo/Unary", "grpc-timeout", "5", "13", "malformed grpc-timeout: \"5\""},
        {"/t.Echo/Unary", "refuse-me", "yes", "3", "as you wish"},
    };

    for (size_t i = 0; i < VD_COUNT(CASES); i++) {
        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        open_path(f, CASES[i].path, CASES[i].name, CASES[i].value);
        assert_int_equal(f->x.status, 200);
        assert_null(f->x.handler);
        assert_string_equal(vd_test_header(&f->x, "grpc-accept-encoding"), "identity");
        assert_status(f, CASES[i].code, CASES[i].message);
    }
}

static void what_is_not_grpc_is_refused_in_http_words(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *method, *type;
        unsigned status;
    } CASES[] = {{"GET", "application/grpc", 405},      {"POST", "", 415},
                 {"POST", "application/json", 415},     {"POST", "application/grpc+json", 415},
                 {"POST", "application/grpc-web", 415}, {"POST", "application/grpc+proto", 0},
                 {"POST", "application/grpc;x=y", 0}};

    for (size_t i = 0; i < VD_COUNT(CASES); i++) {
        struct vd_request request = {.method = vd_slice_str(CASES[i].method),
                                     .path = VD_SLICE("/t.Echo/Unary"),
                                     .content_type = vd_slice_str(CASES[i].type)};

        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        assert_int_equal(vd_rpc_server_open(&f->x, &request, f->server), 0);
        assert_int_equal(f->x.status, CASES[i].status);
    }
}

static void compressed_message_is_refused(void **state)
{
    struct fixture *f = *state;
    static const uint8_t MESSAGE[] = {1, 0, 0, 0, 1, 'a'};

    open_path(f, "/t.Echo/Unary", "grpc-encoding", "identity");
    vd_test_body(&f->x, vd_slice(MESSAGE, sizeof(MESSAGE)));
    assert_status(f, "13", "grpc: compressed flag set with identity or empty encoding");
}

static void message_over_the_limit_is_refused_before_it_comes(void **state)
{
    struct fixture *f = *state;
    static const uint8_t PREFIX[] = {0, 0, 0x20, 0, 1}; /* 2097153 */

    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_body(&f->x, vd_slice(PREFIX, sizeof(PREFIX)));
    assert_status(f, "8", "grpc: received message larger than max (2097153 vs. 2097152)");
}

static void body_that_is_cut_off_is_an_error(void **state)
{
    struct fixture *f = *state;
    static const uint8_t PREFIX[] = {0, 0, 0, 0, 9, 'a'};

    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_body(&f->x, vd_slice(PREFIX, sizeof(PREFIX)));
    vd_test_end(&f->x);
    assert_status(f, "13", NULL);
    vd_test_exchange_deinit(&f->x);
    vd_test_exchange_init(&f->x, &f->loop);
    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_end(&f->x);
    assert_status(f, "13", NULL);
}

static void deadline_ends_the_call(void **state)
{
    struct fixture *f = *state;

    open_path(f, "/t.Echo/Held", "grpc-timeout", "50m");
    vd_test_message(&f->x, VD_SLICE("x"));
    vd_test_loop_pass(&f->loop, 49);
    assert_false(f->x.finished);
    vd_test_loop_pass(&f->loop, 1);
    assert_status(f, "4", "too late");
    vd_test_close(&f->x);
    assert_int_equal(released, 0);
    assert_false(vd_call_is_open(last_call));
    vd_call_ready(last_call, true);
    vd_call_unhold(last_call);
    assert_int_equal(released, 1);
}

static void deadline_that_is_met_leaves_no_timer(void **state)
{
    struct fixture *f = *state;

    open_path(f, "/t.Echo/Unary", "grpc-timeout", "1S");
    assert_int_equal(vd_test_loop_timers(&f->loop), 1);
    vd_test_message(&f->x, VD_SLICE("x"));
    vd_test_pump(&f->x, 100, 10);
    assert_status(f, "0", NULL);
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
}

static void drain_ends_streams_and_lets_unary_calls_finish(void **state)
{
    struct fixture *f = *state;

    open_path(f, "/t.Echo/Bidi", NULL, NULL);
    f->x.handler->drain(&f->x);
    assert_status(f, "14", "t: stopped");
    vd_test_exchange_deinit(&f->x);
    vd_test_exchange_init(&f->x, &f->loop);
    open_path(f, "/t.Echo/Unary", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("x"));
    f->x.handler->drain(&f->x);
    assert_false(f->x.finished);
    vd_test_pump(&f->x, 100, 10);
    assert_status(f, "0", NULL);
}

/* The status comes after the whole message that was begun. */
static void drain_in_the_middle_of_a_message_completes_it(void **state)
{
    struct fixture *f = *state;
    struct vd_slice message;
    size_t at = 0;

    open_path(f, "/t.Echo/Bidi", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("0123456789"));
    assert_int_equal(vd_test_fill(&f->x, 3), 3);
    f->x.handler->drain(&f->x);
    assert_false(f->x.finished);
    vd_test_pump(&f->x, 4, 100);
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_true(vd_slice_eq(message, VD_SLICE("0123456789")));
    assert_status(f, "14", "t: stopped");
}

static void cancelled_call_waits_for_its_hold(void **state)
{
    struct fixture *f = *state;

    open_path(f, "/t.Echo/Held", NULL, NULL);
    vd_test_message(&f->x, VD_SLICE("x"));
    vd_test_close(&f->x);
    assert_int_equal(released, 0);
    assert_null(vd_call_principal(last_call));
    vd_call_finish(last_call, VD_RPC_OK, NULL);
    vd_call_unhold(last_call);
    assert_int_equal(released, 1);
}

static void method_of_two_services_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(vd_rpc_server_add(f->server, &SERVICE, NULL), VD_EXISTS);
}

/* Each allocation fails in turn: the call ends with a status, a reset or a 500, and leaks nothing.
 */
static void short_memory_ends_the_call(void **state)
{
    struct fixture *f = *state;
    uint8_t bytes[3000] = {0};

    for (long n = 0;; n++) {
        struct vd_header header = {VD_SLICE("grpc-timeout"), VD_SLICE("1S")};
        int rc;

        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        vd_alloc_fail_after(n);
        rc = vd_test_open(&f->x, vd_rpc_server_open, f->server, "/t.Echo/Unary", &header, 1);
        if (rc == 0) {
            vd_test_body(&f->x, vd_slice("\0\0\0\x0b\xb8", 5));
            vd_test_body(&f->x, vd_slice(bytes, 1500));
            vd_test_body(&f->x, vd_slice(bytes, 1500));
            /* What the peer keeps is not the server's memory. */
            for (int i = 0; i < 5000 && f->x.ready && !f->x.finished && !f->x.reset; i++)
                vd_test_fill(&f->x, 1);
        }
        rc = rc == 0 && f->x.finished && vd_test_trailer(&f->x, "grpc-status") &&
             strcmp(vd_test_trailer(&f->x, "grpc-status"), "0") == 0;
        if (!vd_alloc_fail_hit()) {
            vd_alloc_fail_after(-1);
            assert_true(rc);
            break;
        }
        vd_alloc_fail_after(-1);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(unary_call_is_answered_and_freed_at_once),
        T(metadata_goes_in_and_out),
        T(a_method_may_refuse_what_the_metadata_says),
        T(call_begins_anew_in_the_memory_of_one_that_is_over),
        T(output_is_whole_in_any_room),
        T(a_rest_keeps_no_more_than_four_times_itself),
        T(messages_come_in_any_pieces),
        T(second_message_of_a_unary_call_is_dropped),
        T(half_close_does_not_end_a_bidi_stream),
        T(requests_are_refused_in_grpc_words),
        T(what_is_not_grpc_is_refused_in_http_words),
        T(compressed_message_is_refused),
        T(message_over_the_limit_is_refused_before_it_comes),
        T(body_that_is_cut_off_is_an_error),
        T(deadline_ends_the_call),
        T(deadline_that_is_met_leaves_no_timer),
        T(drain_ends_streams_and_lets_unary_calls_finish),
        T(drain_in_the_middle_of_a_message_completes_it),
        T(cancelled_call_waits_for_its_hold),
        T(method_of_two_services_is_refused),
        T(short_memory_ends_the_call),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
