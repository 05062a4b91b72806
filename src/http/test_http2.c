/* SPDX-License-Identifier: Apache-2.0 */
#include "http/test_http2.h"

#include <stdio.h>
#include <stdlib.h>

struct h2_world h2;

struct h2_seen *h2_seen_of(int32_t id)
{
    return &h2.seen[id / 2];
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_len, const uint8_t *value, size_t value_len, uint8_t flags,
                     void *arg)
{
    if (name_len == 7 && memcmp(name, ":status", 7) == 0)
        h2_seen_of(frame->hd.stream_id)->status = (unsigned)strtoul((const char *)value, NULL, 10);
    if (name_len == 11 && memcmp(name, "grpc-status", 11) == 0)
        h2_seen_of(frame->hd.stream_id)->trailers = true;
    return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data,
                   size_t len, void *arg)
{
    struct h2_seen *s = h2_seen_of(id);

    if (h2.order_count < VD_COUNT(h2.order))
        h2.order[h2.order_count++] = id;
    for (size_t i = 0; i < len; i++, s->bytes++) {
        if (s->bytes < sizeof(s->first))
            s->first[s->bytes] = data[i];
        s->wrong |= h2.door.total && data[i] != vd_fake_byte(s->bytes);
    }
    return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *arg)
{
    if (frame->hd.type == NGHTTP2_GOAWAY) {
        h2.goaways++;
        h2.goaway_error = frame->goaway.error_code;
    }
    if (frame->hd.type <= NGHTTP2_HEADERS && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
        h2_seen_of(frame->hd.stream_id)->ended = true;
    return 0;
}

static int on_invalid(nghttp2_session *session, const nghttp2_frame *frame, int error, void *arg)
{
    fail_msg("the client has found a fault: %s", nghttp2_strerror(error));
    return 0;
}

static int on_close(nghttp2_session *session, int32_t id, uint32_t error, void *arg)
{
    h2_seen_of(id)->closed = true;
    h2_seen_of(id)->error = error;
    return 0;
}

void h2_connect_client(void)
{
    nghttp2_session_callbacks *callbacks;

    memset(h2.seen, 0, sizeof(h2.seen));
    h2.goaways = h2.goaway_error = h2.order_count = 0;
    h2.conn = vd_fake_connect(&h2.door);
    assert_int_equal(nghttp2_session_callbacks_new(&callbacks), 0);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_invalid);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    assert_int_equal(nghttp2_session_client_new(&h2.client, callbacks, NULL), 0);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(h2.client, NGHTTP2_FLAG_NONE, NULL, 0);
}

int h2_setup(void **state)
{
    h2.room = 65536;
    vd_fake_door_init(&h2.door, NULL);
    h2_connect_client();
    return 0;
}

int h2_teardown(void **state)
{
    nghttp2_session_del(h2.client);
    vd_fake_free(h2.conn);
    assert_int_equal(h2.door.opened, h2.door.finished + h2.door.aborted);
    vd_fake_door_deinit(&h2.door);
    return 0;
}

void h2_send_client(void)
{
    const uint8_t *bytes;
    ssize_t n;

    while ((n = nghttp2_session_mem_send(h2.client, &bytes)) > 0)
        vd_fake_receive(h2.conn, vd_slice(bytes, (size_t)n));
    assert_int_equal(n, 0);
}

void h2_recv_client(void)
{
    assert_int_equal(nghttp2_session_mem_recv(h2.client, h2.conn->sent.data, h2.conn->sent.len),
                     h2.conn->sent.len);
    vd_buf_clear(&h2.conn->sent);
}

void h2_pump(void)
{
    for (int i = 0; i < 100000; i++) {
        h2_send_client();
        vd_fake_fill(h2.conn, h2.room, 1);
        if (!h2.conn->sent.len && !nghttp2_session_want_write(h2.client) &&
            (!h2.conn->wants_fill || h2.conn->closing))
            return;
        h2_recv_client();
    }
    fail_msg("it goes on for ever");
}

static ssize_t read_body(nghttp2_session *session, int32_t id, uint8_t *to, size_t len,
                         uint32_t *flags, nghttp2_data_source *source, void *arg)
{
    struct vd_slice *rest = source->ptr;
    size_t n = VD_MIN(len, rest->len);

    memcpy(to, rest->ptr, n);
    rest->ptr += n;
    rest->len -= n;
    if (!rest->len)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)n;
}

nghttp2_nv h2_pair(const char *name, const char *value)
{
    return (nghttp2_nv){(uint8_t *)(uintptr_t)name, (uint8_t *)(uintptr_t)value, strlen(name),
                        strlen(value), NGHTTP2_NV_FLAG_NONE};
}

int32_t h2_ask(const char *method, const char *path, const char *type, struct vd_slice *body)
{
    nghttp2_nv nv[] = {h2_pair(":method", method), h2_pair(":scheme", "http"),
                       h2_pair(":authority", "x"), h2_pair(":path", path),
                       h2_pair("content-type", type)};
    nghttp2_data_provider provider = {.source.ptr = body, .read_callback = read_body};
    int32_t id = nghttp2_submit_request(h2.client, NULL, nv, VD_COUNT(nv) - !*type,
                                        body ? &provider : NULL, NULL);

    assert_in_range(id, 1, 2 * STREAMS - 1);
    return id;
}

int32_t h2_get(const char *path)
{
    return h2_ask("GET", path, "", NULL);
}

void h2_check_answer(int32_t id, unsigned status, const char *body)
{
    assert_int_equal(h2_seen_of(id)->status, status);
    assert_int_equal(h2_seen_of(id)->bytes, strlen(body));
    assert_memory_equal(h2_seen_of(id)->first, body, strlen(body));
    assert_true(h2_seen_of(id)->ended);
    assert_true(h2_seen_of(id)->closed);
    assert_int_equal(h2_seen_of(id)->error, 0);
}
