/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/test_feed.h"

#include "wire/protobuf.h"

#include <stdlib.h>

enum { ROOM_BYTES = 1 << 20, ROUNDS = 1 << 12, TURNS_MAX = 20000, HEADERS_MAX = 4 };

static void on_wake(void *arg)
{
    (void)arg;
}

void test_feed_init(struct test_feed *feed, const struct vd_kv_options *options)
{
    struct vd_door_env env = {.loop = &feed->loop, .facts = &feed->facts};
    struct vd_hub_options hub = {
        .submit_job = world_submit_job, .wake = on_wake, .arg = &feed->world};

    *feed = (struct test_feed){0};
    vd_test_loop_init(&feed->loop);
    world_init(&feed->world, NULL, options);
    hub.kv = env.kv = feed->world.kv;
    vd_kv_enter(env.kv, 0);
    vd_assert(vd_hub_new(&hub, &feed->hub) == 0);
    vd_kv_leave(env.kv, 0);
    env.store = vd_hub_journal(feed->hub);
    vd_feed_init(&feed->door, &env);
    feed->server = vd_rpc_server_new();
    vd_assert(feed->server && vd_rpc_server_add(feed->server, &VD_FEED_SERVICE, &feed->door) == 0);
    for (unsigned i = 0; i < TEST_CALLS; i++) {
        feed->calls[i].room = ROOM_BYTES;
        feed->calls[i].rounds = ROUNDS;
        vd_test_exchange_init(&feed->calls[i].x, &feed->loop);
    }
}

void test_feed_drop(struct test_feed *feed, unsigned i)
{
    vd_kv_enter(feed->world.kv, 0);
    vd_test_exchange_deinit(&feed->calls[i].x);
    vd_kv_leave(feed->world.kv, 0);
    vd_test_exchange_init(&feed->calls[i].x, &feed->loop);
    feed->calls[i].read_at = 0;
}

void test_feed_deinit(struct test_feed *feed)
{
    struct vd_hub_stats stats;

    for (unsigned i = 0; i < TEST_CALLS; i++)
        test_feed_drop(feed, i);
    vd_hub_stats(feed->hub, &stats);
    vd_assert(stats.cursors == 0 && vd_test_loop_timers(&feed->loop) == 0);
    while (world_run_jobs(&feed->world))
        ;
    for (unsigned i = 0; i < TEST_CALLS; i++)
        vd_test_exchange_deinit(&feed->calls[i].x);
    vd_rpc_server_free(feed->server);
    vd_feed_deinit(&feed->door);
    vd_hub_free(feed->hub);
    world_deinit(&feed->world);
}

void test_feed_open(struct test_feed *feed, unsigned i, const char *path,
                    const char *const *metadata)
{
    struct vd_header headers[HEADERS_MAX];
    uint32_t count = 0;

    for (; metadata && *metadata; metadata += 2) {
        vd_assert(count < HEADERS_MAX);
        headers[count++] = (struct vd_header){vd_slice_str(metadata[0]), vd_slice_str(metadata[1])};
    }
    test_feed_drop(feed, i);
    vd_kv_enter(feed->world.kv, 0);
    vd_assert(vd_test_open(&feed->calls[i].x, vd_rpc_server_open, feed->server, path, headers,
                           count) == 0);
    vd_kv_leave(feed->world.kv, 0);
}

void test_feed_send(struct test_feed *feed, unsigned i, struct vd_slice message)
{
    vd_kv_enter(feed->world.kv, 0);
    vd_test_message(&feed->calls[i].x, message);
    vd_kv_leave(feed->world.kv, 0);
}

void test_feed_send_text(struct test_feed *feed, unsigned i, const char *text)
{
    struct vd_buf message;

    vd_buf_init(&message, 0);
    vd_pb_add_bytes(&message, 1, vd_slice_str(text));
    vd_assert(vd_buf_status(&message) == 0);
    test_feed_send(feed, i, vd_buf_slice(&message));
    vd_buf_deinit(&message);
}

void test_feed_half_close(struct test_feed *feed, unsigned i)
{
    vd_kv_enter(feed->world.kv, 0);
    vd_test_end(&feed->calls[i].x);
    vd_kv_leave(feed->world.kv, 0);
}

void test_feed_put(struct test_feed *feed, const char *key, const char *value)
{
    world_put(&feed->world, key, value);
}

bool test_feed_turn(struct test_feed *feed)
{
    bool moved = world_run_jobs(&feed->world);

    vd_kv_enter(feed->world.kv, 0);
    moved |= vd_hub_turn(feed->hub);
    for (unsigned i = 0; i < TEST_CALLS; i++) {
        struct test_call *call = &feed->calls[i];

        if (!call->room)
            continue;
        moved |= call->x.ready && !call->x.finished && !call->x.reset && !call->x.closed;
        vd_test_pump(&call->x, call->room, call->rounds);
    }
    vd_kv_leave(feed->world.kv, 0);
    return moved;
}

void test_feed_run(struct test_feed *feed)
{
    for (int quiet = 0, turns = 0; quiet < 3; turns++) {
        vd_assert(turns < TURNS_MAX);
        quiet = test_feed_turn(feed) ? 0 : quiet + 1;
    }
}

bool test_feed_next(struct test_feed *feed, unsigned i, struct vd_slice *out_value,
                    struct vd_slice *out_position)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    struct vd_slice message;

    if (!vd_test_next_message(&feed->calls[i].x, &feed->calls[i].read_at, &message))
        return false;
    *out_value = VD_SLICE_EMPTY;
    if (out_position)
        *out_position = VD_SLICE_EMPTY;
    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field)) {
        vd_assert(field.tag == VD_PB_TAG(1, VD_PB_LEN) ||
                  (out_position && field.tag == VD_PB_TAG(15, VD_PB_LEN)));
        *(field.tag == VD_PB_TAG(1, VD_PB_LEN) ? out_value : out_position) = field.bytes;
    }
    vd_assert(vd_pb_status(&reader) == 0);
    return true;
}

const char *test_feed_trailer(struct test_feed *feed, unsigned i, const char *name)
{
    const struct vd_exchange *x = &feed->calls[i].x;
    const char *value =
        vd_test_trailer(x, "grpc-status") ? vd_test_trailer(x, name) : vd_test_header(x, name);

    return value ? value : "";
}

int test_feed_status(struct test_feed *feed, unsigned i)
{
    return feed->calls[i].x.finished ? atoi(test_feed_trailer(feed, i, "grpc-status")) : -1;
}
