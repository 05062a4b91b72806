/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a door on one loop, over a store and its hub, and a few exchanges whose peers are the
 * test. The store is a world of the test's, in memory or on a simulated disk; the door is opened as
 * the server opens it, or is a service of a gRPC server.
 *
 *     test_door_begin, facts, test_door_open or test_door_serve, ..., test_door_let_go,
 * test_door_end
 */
#ifndef VD_DOORS_TEST_DOOR_H
#define VD_DOORS_TEST_DOOR_H

#include "core/hub.h"
#include "core/kv_world.h"
#include "doors/door.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

enum { TEST_PEERS_MAX = 24, TEST_ROOM_BYTES = 1 << 20 };

struct test_door {
    struct vd_loop loop;
    struct world *world;
    struct vd_hub *hub;
    struct vd_door_facts facts; /* to be set before the door is opened */
    struct vd_door_env env;
    const struct vd_door *door; /* NULL: a service of `server` */
    void *state;
    struct vd_rpc_server *server;
    unsigned count; /* of peers */
    struct vd_exchange x[TEST_PEERS_MAX];
    size_t read_at[TEST_PEERS_MAX];
    size_t room[TEST_PEERS_MAX];   /* of one fill; 0: the peer does not read */
    size_t rounds[TEST_PEERS_MAX]; /* fills a turn, at most */
    size_t turns_written;          /* in which something was written, of all peers together */
    long fail_after;               /* allocations of what a peer does next; -1: none fails */
    bool has_failed;               /* one did */
    size_t own_cursors;            /* of the door itself, at most, until it is closed */
};

/* A request over HTTP. NULL and empty: there is none. */
struct test_request {
    const char *method;
    const char *target;  /* path and query */
    const char *headers; /* "name: value\n" each */
    const char *upgrade, *content_type;
    struct vd_slice body;
    bool is_open; /* no length is said, and more may come */
};

/* count: of peers, each with a room of a megabyte. */
void test_door_begin(struct test_door *test, struct world *world, unsigned count);
void test_door_open(struct test_door *test, const struct vd_door *door);
void test_door_serve(struct test_door *test, const struct vd_rpc_service *service, void *state);
/* Drops what is left. Nothing may be left of it: no timer, no cursor. */
void test_door_let_go(struct test_door *test);
/* The door is closed, if it was opened. The world is the test's to close. */
void test_door_end(struct test_door *test);

/* What was in its place is dropped. A body that is there comes in two pieces. Nothing runs after
 * it, and the request lies in memory of its own, which is gone when it was opened. */
void test_door_ask(struct test_door *test, unsigned i, const struct test_request *request);
/* A gRPC call. path: "/package.Service/Method". */
void test_door_call(struct test_door *test, unsigned i, const char *path,
                    const struct vd_header *headers, uint32_t count);
/* Raw bytes of a body; one gRPC message; the end of what the peer says. */
void test_door_bytes(struct test_door *test, unsigned i, struct vd_slice bytes);
void test_door_message(struct test_door *test, unsigned i, struct vd_slice message);
void test_door_half_close(struct test_door *test, unsigned i);
/* The peer is gone. */
void test_door_drop(struct test_door *test, unsigned i);
/* Its handler is told that the server goes down. */
void test_door_drain(struct test_door *test, unsigned i);

/* Of all peers. */
void test_door_set_room(struct test_door *test, size_t room);
/* A turn: jobs, commit, matching, fills. True: something moved. */
bool test_door_turn(struct test_door *test);
/* Until nothing moves. */
void test_door_run(struct test_door *test);
/* Time passes, and the loop has its turns. */
void test_door_pass(struct test_door *test, uint64_t ms);

/* Valid until the next call: the body so far; the next line of it, without its end, or NULL if
 * there is no whole one. */
const char *test_door_body(struct test_door *test, unsigned i);
const char *test_door_line(struct test_door *test, unsigned i);
/* The next message of a call; false: there is none yet. Borrowed until the next run. */
bool test_door_next(struct test_door *test, unsigned i, struct vd_slice *out_message);
/* How a call ended: its status as a number, or -1: it has not. */
int test_door_status(struct test_door *test, unsigned i);
/* A trailer of a call, or where there are none a header; "" if it is not there. */
const char *test_door_trailer(struct test_door *test, unsigned i, const char *name);

#endif
