/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/reflection.h"

#include "base/alloc.h"
#include "rpc/descriptors.h"
#include "rpc/test_exchange.h"
#include "wire/protobuf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
    FILES = 4,
    EXTENSION_NUMBERS = 5,
    SERVICES = 6,
    ERROR = 7,
    ANY_ROOM = 1 << 20,
    ROUNDS = 100000
};

#define V1      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
#define V1ALPHA "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"

static const struct vd_rpc_ops NOTHING = {.state_bytes = 1};
static const struct vd_rpc_method METHODS[] = {
    {"/t.Half/Planned", VD_RPC_UNARY, NULL},  {"/t.Half/Served", VD_RPC_UNARY, &NOTHING},
    {"/t.Planned/One", VD_RPC_UNARY, NULL},   {"/t.Whole/One", VD_RPC_UNARY, &NOTHING},
    {"/t.Whole/Two", VD_RPC_UNARY, &NOTHING},
};
static const struct vd_rpc_service SERVICE = {.methods = METHODS, .method_count = 5};

struct fixture {
    struct vd_loop loop;
    struct vd_rpc_server *server;
    struct vd_exchange x;
    size_t read;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    vd_test_loop_init(&f->loop);
    vd_test_exchange_init(&f->x, &f->loop);
    f->server = vd_rpc_server_new();
    assert_int_equal(vd_rpc_server_add(f->server, &SERVICE, f), 0);
    assert_int_equal(vd_rpc_reflection_add(f->server), 0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    vd_test_exchange_deinit(&f->x);
    vd_rpc_server_free(f->server);
    free(f);
    return 0;
}

static void open_stream(struct fixture *f, const char *path)
{
    assert_int_equal(vd_test_open(&f->x, vd_rpc_server_open, f->server, path, NULL, 0), 0);
}

static void ask(struct fixture *f, uint32_t kind, const char *operand)
{
    struct vd_buf message;

    vd_buf_init(&message, 0);
    vd_pb_add_element(&message, kind, vd_slice_str(operand));
    vd_test_message(&f->x, vd_buf_slice(&message));
    vd_buf_deinit(&message);
}

static struct vd_slice field_of(struct vd_slice message, uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(number, VD_PB_LEN))
            return field.bytes;
    return VD_SLICE_EMPTY;
}

static uint64_t number_of(struct vd_slice message, uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(number, VD_PB_VARINT))
            return field.value;
    return 0;
}

static struct vd_slice next_answer(struct fixture *f)
{
    struct vd_slice message;

    vd_test_pump(&f->x, ANY_ROOM, ROUNDS);
    assert_true(vd_test_next_message(&f->x, &f->read, &message));
    return message;
}

static void assert_error(struct fixture *f, enum vd_rpc_code code)
{
    assert_int_equal(number_of(field_of(next_answer(f), ERROR), 1), code);
}

/* Whether one of the messages in it, files or services, has this name. */
static bool has_named(struct vd_slice message, const char *name)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (vd_slice_eq(field_of(field.bytes, 1), vd_slice_str(name)))
            return true;
    return false;
}

static unsigned count_of(struct vd_slice message)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    unsigned count = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        count++;
    return count;
}

static void list_names_each_service_that_has_a_method_once(void **state)
{
    static const char *const names[] = {"t.Half", "t.Whole", "grpc.reflection.v1.ServerReflection",
                                        "grpc.reflection.v1alpha.ServerReflection"};
    static const char *const paths[] = {V1, V1ALPHA};

    for (size_t p = 0; p < VD_COUNT(paths); p++) {
        struct fixture *f = *state;
        struct vd_slice list;

        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        f->read = 0;
        open_stream(f, paths[p]);
        ask(f, 7, "");
        list = field_of(next_answer(f), SERVICES);
        assert_int_equal(count_of(list), VD_COUNT(names));
        for (size_t i = 0; i < VD_COUNT(names); i++)
            assert_true(has_named(list, names[i]));
    }
}

static void a_file_comes_with_what_it_imports_and_first(void **state)
{
    static const struct {
        uint32_t kind;
        const char *operand;
    } rows[] = {{3, "lock.proto"}, {4, "v3lockpb.Lock"}, {4, "v3lockpb.LockRequest.name"}};
    struct fixture *f = *state;

    open_stream(f, V1);
    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        struct vd_slice files;

        ask(f, rows[i].kind, rows[i].operand);
        files = field_of(next_answer(f), FILES);
        assert_int_equal(count_of(files), 4);
        assert_true(vd_slice_eq(field_of(field_of(files, 1), 1), VD_SLICE("lock.proto")));
        assert_true(has_named(files, "rpc.proto"));
        assert_true(has_named(files, "kv.proto"));
        assert_true(has_named(files, "auth.proto"));
    }
}

static void what_is_not_there_is_an_error_inside_an_answer(void **state)
{
    struct fixture *f = *state;

    open_stream(f, V1);
    ask(f, 3, "no.proto");
    assert_error(f, VD_RPC_NOT_FOUND);
    ask(f, 4, "no.Symbol");
    assert_error(f, VD_RPC_NOT_FOUND);
    ask(f, 5, "\n\x06no.One");
    assert_error(f, VD_RPC_NOT_FOUND);
    ask(f, 6, "no.Message");
    assert_error(f, VD_RPC_NOT_FOUND);
    ask(f, 6, "etcdserverpb.KV");
    assert_error(f, VD_RPC_NOT_FOUND);
    ask(f, 1, "only a host");
    assert_error(f, VD_RPC_INVALID_ARGUMENT);
    assert_false(f->x.finished);
}

static void a_message_of_ours_has_no_extensions(void **state)
{
    struct fixture *f = *state;
    struct vd_slice numbers;

    open_stream(f, V1);
    ask(f, 6, "mvccpb.KeyValue");
    numbers = field_of(next_answer(f), EXTENSION_NUMBERS);
    assert_int_equal(count_of(numbers), 1);
    assert_true(vd_slice_eq(field_of(numbers, 1), VD_SLICE("mvccpb.KeyValue")));
}

static void an_answer_names_its_host_and_its_question(void **state)
{
    struct fixture *f = *state;
    struct vd_slice answer;
    struct vd_buf question;

    open_stream(f, V1);
    vd_buf_init(&question, 0);
    vd_pb_add_bytes(&question, 1, VD_SLICE("a.host"));
    vd_pb_add_bytes(&question, 4, VD_SLICE("no.Symbol"));
    vd_test_message(&f->x, vd_buf_slice(&question));
    answer = next_answer(f);
    assert_true(vd_slice_eq(field_of(answer, 1), VD_SLICE("a.host")));
    assert_true(vd_slice_eq(field_of(answer, 2), vd_buf_slice(&question)));
    vd_buf_deinit(&question);
}

static void questions_are_answered_in_order_in_any_room(void **state)
{
    struct fixture *f = *state;
    struct vd_slice message;

    open_stream(f, V1);
    ask(f, 3, "lock.proto");
    ask(f, 4, "no.Symbol");
    ask(f, 7, "");
    assert_true(f->x.paused);
    vd_test_end(&f->x);
    vd_test_pump(&f->x, 7, ROUNDS);
    assert_true(vd_test_next_message(&f->x, &f->read, &message));
    assert_int_equal(count_of(field_of(message, FILES)), 4);
    assert_true(vd_test_next_message(&f->x, &f->read, &message));
    assert_true(field_of(message, ERROR).len > 0);
    assert_true(vd_test_next_message(&f->x, &f->read, &message));
    assert_true(field_of(message, SERVICES).len > 0);
    assert_true(f->x.finished);
    assert_string_equal(vd_test_trailer(&f->x, "grpc-status"), "0");
}

static void a_stream_that_is_answered_is_listened_to_again(void **state)
{
    struct fixture *f = *state;

    open_stream(f, V1);
    ask(f, 7, "");
    assert_true(f->x.paused);
    next_answer(f);
    assert_false(f->x.paused);
    vd_test_end(&f->x);
    vd_test_pump(&f->x, ANY_ROOM, ROUNDS);
    assert_true(f->x.finished);
}

static void bytes_that_are_no_request_end_the_stream(void **state)
{
    struct fixture *f = *state;

    open_stream(f, V1);
    vd_test_message(&f->x, VD_SLICE("\x22\x7f"));
    vd_test_pump(&f->x, ANY_ROOM, ROUNDS);
    assert_string_equal(vd_test_trailer(&f->x, "grpc-status"), "13");
}

static void without_memory_a_stream_ends_and_nothing_leaks(void **state)
{
    bool done = false;

    for (int n = 0; !done; n++) {
        struct fixture *f = *state;

        vd_test_exchange_deinit(&f->x);
        vd_test_exchange_init(&f->x, &f->loop);
        assert_true(vd_buf_reserve(&f->x.body, ANY_ROOM) != NULL);
        open_stream(f, V1);
        vd_alloc_fail_after(n);
        vd_test_message(&f->x, VD_SLICE("\x22\x09no.Symbol"));
        vd_test_pump(&f->x, ANY_ROOM, ROUNDS);
        vd_alloc_fail_after(-1);
        done = !f->x.finished && f->x.body.len > 0;
        assert_true(done || f->x.finished || f->x.reset);
        assert_true(n < 100);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(list_names_each_service_that_has_a_method_once),
        TEST(a_file_comes_with_what_it_imports_and_first),
        TEST(what_is_not_there_is_an_error_inside_an_answer),
        TEST(a_message_of_ours_has_no_extensions),
        TEST(an_answer_names_its_host_and_its_question),
        TEST(questions_are_answered_in_order_in_any_room),
        TEST(a_stream_that_is_answered_is_listened_to_again),
        TEST(bytes_that_are_no_request_end_the_stream),
        TEST(without_memory_a_stream_ends_and_nothing_leaks),
    };
#undef TEST

    return cmocka_run_group_tests_name("reflection", tests, NULL, NULL);
}
