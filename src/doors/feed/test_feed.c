/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/test_feed.h"

#include "wire/protobuf.h"

enum { HEADERS_MAX = 4 };

void test_feed_init(struct test_feed *feed, const struct vd_kv_options *options)
{
    world_init(&feed->world, NULL, options);
    test_door_begin(&feed->d, &feed->world, TEST_CALLS);
    vd_feed_init(&feed->door, &feed->d.env);
    test_door_serve(&feed->d, &VD_FEED_SERVICE, &feed->door);
}

void test_feed_deinit(struct test_feed *feed)
{
    test_door_let_go(&feed->d);
    vd_feed_deinit(&feed->door);
    test_door_end(&feed->d);
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
    test_door_call(&feed->d, i, path, headers, count);
}

void test_feed_send_text(struct test_feed *feed, unsigned i, const char *text)
{
    struct vd_buf message;

    vd_buf_init(&message, 0);
    vd_pb_add_bytes(&message, 1, vd_slice_str(text));
    vd_assert(vd_buf_status(&message) == 0);
    test_door_message(&feed->d, i, vd_buf_slice(&message));
    vd_buf_deinit(&message);
}

void test_feed_put(struct test_feed *feed, const char *key, const char *value)
{
    world_put(&feed->world, key, value);
}

bool test_feed_next(struct test_feed *feed, unsigned i, struct vd_slice *out_value,
                    struct vd_slice *out_position)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    struct vd_slice message;

    if (!test_door_next(&feed->d, i, &message))
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
