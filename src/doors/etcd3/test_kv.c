/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/test_kv.h"

#include <stdio.h>
#include <stdlib.h>

static int set_up(void **state, unsigned slice_steps)
{
    struct vd_kv_options options = {.slice_steps = slice_steps};
    struct kv_fixture *f = calloc(1, sizeof(*f));
    struct vd_door_env env = {.loop = &f->loop, .facts = &f->facts};

    vd_test_loop_init(&f->loop);
    world_init(&f->world, NULL, &options);
    env.kv = f->world.kv;
    f->url = "http://here:1";
    f->facts = (struct vd_door_facts){
        .client_urls = &f->url, .client_url_count = 1, .member_name = "me", .quota_bytes = 99};
    vd_etcd3_init(&f->door, &env);
    f->server = vd_rpc_server_new();
    assert_int_equal(vd_rpc_server_add(f->server, &VD_ETCD3_SERVICE, &f->door), 0);
    vd_test_exchange_init(&f->x, &f->loop);
    *state = f;
    return 0;
}

int kv_setup(void **state)
{
    return set_up(state, 0);
}

int kv_setup_slices(void **state)
{
    return set_up(state, 2);
}

int kv_teardown(void **state)
{
    struct kv_fixture *f = *state;

    vd_test_exchange_deinit(&f->x);
    assert_int_equal(vd_test_loop_timers(&f->loop), 0);
    vd_rpc_server_free(f->server);
    vd_etcd3_deinit(&f->door);
    world_deinit(&f->world);
    free(f);
    return 0;
}

void kv_pump(struct kv_fixture *f, size_t room)
{
    vd_kv_enter(f->world.kv, 0);
    vd_test_pump(&f->x, room, MANY_ROUNDS);
    vd_kv_leave(f->world.kv, 0);
}

void kv_run(struct kv_fixture *f, size_t room)
{
    for (int i = 0; i < 100 && !f->x.finished && !f->x.reset; i++) {
        world_turn(&f->world, 0);
        while (world_run_jobs(&f->world))
            ;
        kv_pump(f, room);
    }
}

void kv_renew(struct kv_fixture *f)
{
    vd_test_exchange_deinit(&f->x);
    vd_test_exchange_init(&f->x, &f->loop);
    assert_non_null(vd_buf_reserve(&f->x.body, 1 << 16));
}

void kv_send_call(struct kv_fixture *f, const char *method, const ProtobufCMessage *request)
{
    size_t n = protobuf_c_message_get_packed_size(request);
    uint8_t *bytes = malloc(n + 1);
    char path[100];

    snprintf(path, sizeof(path), "/etcdserverpb.%s", method);
    protobuf_c_message_pack(request, bytes);
    if (vd_test_open(&f->x, vd_rpc_server_open, f->server, path, NULL, 0) == 0) {
        vd_kv_enter(f->world.kv, 0);
        vd_test_message(&f->x, vd_slice(bytes, n));
        vd_test_end(&f->x);
        vd_kv_leave(f->world.kv, 0);
    }
    free(bytes);
}

void kv_start(struct kv_fixture *f, const char *method, const ProtobufCMessage *request)
{
    kv_renew(f);
    kv_send_call(f, method, request);
}

const char *kv_status(struct kv_fixture *f)
{
    const char *code = vd_test_trailer(&f->x, "grpc-status");

    assert_true(f->x.finished);
    return code ? code : vd_test_header(&f->x, "grpc-status");
}

struct vd_slice kv_answer_in(struct kv_fixture *f, size_t room)
{
    struct vd_slice message = VD_SLICE_EMPTY;
    size_t at = 0;

    kv_run(f, room);
    assert_string_equal(kv_status(f), "0");
    assert_true(vd_test_next_message(&f->x, &at, &message));
    assert_int_equal(at, f->x.body.len);
    return message;
}

struct vd_slice kv_call(struct kv_fixture *f, const char *method, const void *request)
{
    kv_start(f, method, request);
    return kv_answer_in(f, ALL_ROOM);
}

void kv_assert_fails(struct kv_fixture *f, const char *method, const void *request,
                     const char *code, const char *text)
{
    const char *message;

    kv_start(f, method, request);
    kv_run(f, ALL_ROOM);
    assert_string_equal(kv_status(f), code);
    message = vd_test_trailer(&f->x, "grpc-message");
    assert_string_equal(message ? message : vd_test_header(&f->x, "grpc-message"), text);
}

ProtobufCBinaryData kv_bytes_of(const char *text)
{
    return (ProtobufCBinaryData){strlen(text), (uint8_t *)(uintptr_t)text};
}

void kv_assert_data(ProtobufCBinaryData got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.data, want, got.len);
}

Etcdserverpb__RangeRequest kv_range_of(const char *key, const char *end)
{
    Etcdserverpb__RangeRequest r = ETCDSERVERPB__RANGE_REQUEST__INIT;

    r.key = kv_bytes_of(key);
    r.range_end = kv_bytes_of(end);
    return r;
}

Etcdserverpb__PutRequest kv_put_of(const char *key, const char *value)
{
    Etcdserverpb__PutRequest r = ETCDSERVERPB__PUT_REQUEST__INIT;

    r.key = kv_bytes_of(key);
    r.value = kv_bytes_of(value);
    return r;
}

Etcdserverpb__RangeResponse *kv_range(struct kv_fixture *f, const Etcdserverpb__RangeRequest *r)
{
    struct vd_slice m = kv_call(f, "KV/Range", r);
    Etcdserverpb__RangeResponse *response =
        etcdserverpb__range_response__unpack(NULL, m.len, m.ptr);

    assert_non_null(response);
    return response;
}

void kv_free_range(Etcdserverpb__RangeResponse *r)
{
    etcdserverpb__range_response__free_unpacked(r, NULL);
}
