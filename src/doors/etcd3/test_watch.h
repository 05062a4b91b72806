/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the Watch service on one stream, over a journal of the test's making; responses are
 * read by protobuf-c.
 */
#ifndef VD_DOORS_ETCD3_TEST_WATCH_H
#define VD_DOORS_ETCD3_TEST_WATCH_H

#include "base/alloc.h"
#include "doors/etcd3/test_journal.h"
#include "doors/etcd3/watch.h"
#include "doors/etcd3/watch_stream.h"
#include "rpc.pb-c.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ALL_ROOM = 1 << 20, MANY_ROUNDS = 1 << 20, RESPONSES_MAX = 1 << 16 };

typedef Etcdserverpb__WatchResponse watch_response;

struct watch_fixture {
    struct vd_loop loop;
    struct test_journal journal;
    struct vd_etcd3 door;
    struct vd_rpc_server *server;
    struct vd_exchange x;
    size_t at; /* what of the body has been read */
    watch_response *got[RESPONSES_MAX];
    size_t count;
};

void watch_open_stream(struct watch_fixture *f);
int watch_setup(void **state);
void watch_forget(struct watch_fixture *f);
int watch_teardown(void **state);
Etcdserverpb__WatchCreateRequest watch_of(const char *key);
void watch_create(struct watch_fixture *f, Etcdserverpb__WatchCreateRequest what);
void watch_create_key(struct watch_fixture *f, const char *key);
void watch_create_range(struct watch_fixture *f, const char *key, const char *end, int64_t start);
void watch_cancel(struct watch_fixture *f, int64_t id);
void watch_ask_progress(struct watch_fixture *f);
/* Reads what is whole in the body by now. */
size_t watch_read_responses(struct watch_fixture *f);

/* Everything the server has to say now. */
size_t watch_receive(struct watch_fixture *f);

void watch_assert_canceled(const watch_response *r, int64_t id, int64_t revision);
void watch_assert_lost(const watch_response *r, int64_t id, int64_t floor);
void watch_assert_progress(const watch_response *r, int64_t id, int64_t revision);
void watch_assert_put(const watch_response *r, size_t i, const char *key, int64_t revision);
void watch_receive_created(struct watch_fixture *f, size_t count);

#endif
