/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The feed door over a store in memory: the input is a schedule of peers that bring metadata and
 * messages of any bytes, of values that come and go, and of how much is read. However it ends,
 * nothing may be left of the calls (test_feed_deinit looks).
 */
#include "doors/feed/test_feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { STEPS_MAX = 64, METADATA_MAX = 40, ACTIONS = 10 };

/* Takes a byte of length, and so many bytes. */
static struct vd_slice take(struct vd_slice *input)
{
    size_t n = input->len ? VD_MIN((size_t)input->ptr[0], input->len - 1) : 0;
    struct vd_slice taken = vd_slice(input->ptr + (input->len > 0), n);

    *input = vd_slice(taken.ptr + n, input->len - n - (input->len > 0));
    return taken;
}

static void open_list(struct test_feed *feed, unsigned i, struct vd_slice metadata,
                      struct vd_slice message)
{
    static const char *const names[] = {"since", "latest", "positions", "x"};
    char value[METADATA_MAX] = "";
    const char *pairs[] = {names[message.len % 4], value, "latest", i % 2 ? "1" : "0", NULL};

    if (metadata.len)
        memcpy(value, metadata.ptr, VD_MIN(metadata.len, sizeof(value) - 1));
    test_feed_open(feed, i, "/StreamServer/ListValue", pairs);
    test_door_message(&feed->d, i, message);
}

static void write_value(struct test_feed *feed, struct vd_slice value)
{
    struct vd_op op = world_put_op("k", "");
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_write write = world_txn_write(&feed->world, &txn);

    op.put.value = value;
    (void)world_write(&feed->world, &write);
}

static bool listens(const struct vd_exchange *x)
{
    return x->handler && !x->paused && !x->finished && !x->reset && !x->closed;
}

/* Low bits: which call. The rest: what happens. Returns what is left of the input. */
static struct vd_slice step(struct test_feed *feed, struct vd_slice input)
{
    static const size_t rooms[] = {0, 1, 9, 300, 1 << 20};
    unsigned i = input.ptr[0] % TEST_CALLS, what = input.ptr[0] / TEST_CALLS;
    struct vd_slice first;

    input = vd_slice(input.ptr + 1, input.len - 1);
    switch (what % ACTIONS) {
    case 0:
        first = take(&input);
        open_list(feed, i, first, take(&input));
        break;
    case 1:
        test_feed_open(feed, i, "/StreamServer/Route", NULL);
        test_door_message(&feed->d, i, take(&input));
        break;
    case 2:
        test_feed_open(feed, i, "/Stream/Conversations", NULL);
        test_door_message(&feed->d, i, take(&input));
        break;
    case 3:
        if (listens(&feed->d.x[i]))
            test_door_message(&feed->d, i, take(&input));
        break;
    case 4:
        if (listens(&feed->d.x[i]))
            test_door_half_close(&feed->d, i);
        break;
    case 5:
        write_value(feed, take(&input));
        break;
    case 6:
        (void)world_delete(&feed->world, "k", "");
        break;
    case 7:
        feed->d.room[i] = rooms[i % VD_COUNT(rooms)];
        test_door_run(&feed->d);
        break;
    case 8:
        test_door_drop(&feed->d, i);
        break;
    default:
        (void)world_compact(&feed->world, i);
    }
    return input;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct test_feed feed;
    struct vd_slice input = vd_slice(bytes, len);

    test_feed_init(&feed, NULL);
    for (unsigned steps = 0; input.len && steps < STEPS_MAX; steps++)
        input = step(&feed, input);
    test_door_run(&feed.d);
    test_feed_deinit(&feed);
    return 0;
}
