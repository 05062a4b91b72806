/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: unary calls over a store in memory, one at a time; answers are read by protobuf-c.
 */
#ifndef VD_DOORS_ETCD3_TEST_KV_H
#define VD_DOORS_ETCD3_TEST_KV_H

#include "base/alloc.h"
#include "core/kv_world.h"
#include "doors/etcd3/kv.h"
#include "doors/etcd3/member.h"
#include "rpc.pb-c.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ALL_ROOM = 1 << 20, MANY_ROUNDS = 1 << 20 };

struct kv_fixture {
    struct vd_loop loop;
    struct world world;
    struct vd_etcd3 door;
    struct vd_rpc_server *server;
    struct vd_exchange x;
    struct vd_door_facts facts;
    const char *url;
};

int kv_setup(void **state);
/* Little is done in a turn, so what is large for others is small here. */
int kv_setup_slices(void **state);

int kv_teardown(void **state);
void kv_pump(struct kv_fixture *f, size_t room);
/* Turns until the call is over, or nothing moves any more. */
void kv_run(struct kv_fixture *f, size_t room);

void kv_renew(struct kv_fixture *f);
void kv_send_call(struct kv_fixture *f, const char *method, const ProtobufCMessage *request);
void kv_start(struct kv_fixture *f, const char *method, const ProtobufCMessage *request);
const char *kv_status(struct kv_fixture *f);
struct vd_slice kv_answer_in(struct kv_fixture *f, size_t room);
struct vd_slice kv_call(struct kv_fixture *f, const char *method, const void *request);
void kv_assert_fails(struct kv_fixture *f, const char *method, const void *request,
                     const char *code, const char *text);
ProtobufCBinaryData kv_bytes_of(const char *text);
void kv_assert_data(ProtobufCBinaryData got, const char *want);
Etcdserverpb__RangeRequest kv_range_of(const char *key, const char *end);
Etcdserverpb__PutRequest kv_put_of(const char *key, const char *value);
Etcdserverpb__RangeResponse *kv_range(struct kv_fixture *f, const Etcdserverpb__RangeRequest *r);
void kv_free_range(Etcdserverpb__RangeResponse *r);

#endif
