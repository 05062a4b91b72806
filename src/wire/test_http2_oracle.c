/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/test_http2_oracle.h"

#include "base/buf.h"
#include "base/check.h"
#include "wire/hpack.h"
#include "wire/http2.h"

#include <stdio.h>
#include <stdlib.h>

#include <nghttp2/nghttp2.h>

enum { STREAMS = 128, FIELDS = 12, VALUE_BYTES = 600 };

/* One request and its answer, with what each side has sent and seen of it. */
struct talk {
    struct vd_http2_stream stream; /* the server's */
    int32_t id;
    bool opened, attached, reset;

    size_t body_bytes, body_sent, body_seen; /* the request's */
    bool body_ended, says_length, trails, trailers_seen;
    unsigned fields, fields_seen;
    uint32_t value_bytes[FIELDS];

    bool head_sent, head_seen; /* the answer's */
    size_t answer_bytes, answer_sent, answer_seen;
    bool answer_trails, answer_trailers_seen, answer_ended, answer_end_seen;
    bool closed; /* the client has seen it close */
};

struct world {
    struct vd_slice script;
    nghttp2_session *client;
    struct vd_http2_session server;
    struct vd_buf to_client;
    struct vd_buf to_server;
    struct talk talks[STREAMS];
    unsigned talk_count;
    uint8_t padding;
    const char *wrong;
};

static unsigned draw(struct world *w)
{
    unsigned byte = w->script.len ? w->script.ptr[0] : 0;

    if (w->script.len) {
        w->script.ptr++;
        w->script.len--;
    }
    return byte;
}

static void blame(struct world *w, const char *what)
{
    if (!w->wrong)
        w->wrong = what;
}

/* Bytes that tell their stream and place. */
static uint8_t body_byte(int32_t id, size_t at)
{
    return (uint8_t)((size_t)id * 37 + at * 11 + (at >> 8));
}

static struct talk *talk_of_id(struct world *w, int32_t id)
{
    size_t i = (size_t)(id - 1) / 2;

    return id % 2 == 1 && i < w->talk_count ? &w->talks[i] : NULL;
}

static struct talk *draw_talk(struct world *w)
{
    return w->talk_count ? &w->talks[draw(w) % w->talk_count] : NULL;
}

/* The server. */

static struct vd_http2_stream *on_accept(void *owner)
{
    struct world *w = owner;
    struct talk *talk = talk_of_id(w, (int32_t)w->server.frame.stream_id);

    if (!talk || talk->opened) {
        blame(w, "a request that was not sent");
        return NULL;
    }
    talk->opened = talk->attached = true;
    return &talk->stream;
}

static bool value_is_right(const struct talk *talk, unsigned field, struct vd_slice value)
{
    if (value.len != talk->value_bytes[field])
        return false;
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != 'a' + (field + i) % 26)
            return false;
    return true;
}

static void on_request(void *owner, struct vd_http2_stream *stream,
                       const struct vd_http2_request *request, bool ended)
{
    struct talk *talk = vd_container_of(stream, struct talk, stream);
    struct world *w = owner;

    if (!vd_slice_eq(request->method, talk->body_bytes ? VD_SLICE("POST") : VD_SLICE("GET")) ||
        !vd_slice_eq(request->path, VD_SLICE("/some/path")))
        blame(w, "another request");
    for (uint32_t i = 0; i < request->header_count; i++) {
        if (!vd_slice_starts_with(request->headers[i].name, VD_SLICE("x-")))
            continue;
        if (talk->fields_seen >= talk->fields ||
            !value_is_right(talk, talk->fields_seen, request->headers[i].value))
            blame(w, "another header");
        talk->fields_seen++;
    }
    if (talk->fields_seen != talk->fields)
        blame(w, "a header is missing");
    talk->body_ended = ended;
}

static void on_data(void *owner, struct vd_http2_stream *stream, struct vd_slice bytes, bool ended)
{
    struct talk *talk = vd_container_of(stream, struct talk, stream);
    struct world *w = owner;

    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] != body_byte(talk->id, talk->body_seen++))
            blame(w, "another body");
    talk->body_ended = ended;
    vd_http2_consumed(&w->server, stream, bytes.len);
}

static void on_trailers(void *owner, struct vd_http2_stream *stream,
                        const struct vd_header *headers, uint32_t count)
{
    struct talk *talk = vd_container_of(stream, struct talk, stream);

    if (count != 1 || !vd_slice_eq(headers[0].name, VD_SLICE("t")) || !talk->trails)
        blame(owner, "other trailers");
    talk->body_ended = talk->trailers_seen = true;
}

static void on_reset(void *owner, struct vd_http2_stream *stream, uint32_t error)
{
    struct talk *talk = vd_container_of(stream, struct talk, stream);

    if (!talk->reset)
        blame(owner, "the server has found a fault");
    talk->attached = false;
}

static void on_writable(void *owner, struct vd_http2_stream *stream)
{
}

static const struct vd_http2_ops server_ops = {
    .accept = on_accept,
    .request = on_request,
    .data = on_data,
    .trailers = on_trailers,
    .reset = on_reset,
    .writable = on_writable,
};

static void write_block(struct world *w, struct talk *talk, struct vd_buf *block, bool end)
{
    uint8_t *to = vd_buf_reserve(&w->to_client, vd_http2_headers_bytes(block->len));

    vd_assert(to);
    vd_buf_advance(&w->to_client, (size_t)(vd_http2_put_headers(&w->server, &talk->stream, to,
                                                                vd_buf_slice(block), end) -
                                           to));
    vd_buf_deinit(block);
}

static void answer_head(struct world *w, struct talk *talk)
{
    struct vd_buf block;
    uint8_t value[300];
    size_t n = draw(w);

    memset(value, 'v', sizeof(value));
    vd_buf_init(&block, 0);
    vd_hpack_put_status(&block, draw(w) % 2 ? 200 : 400 + draw(w) % 100);
    vd_hpack_put(&block, VD_SLICE("content-type"), vd_slice(value, n));
    vd_hpack_put(&block, VD_SLICE("x-long"), vd_slice(value, n / 2));
    write_block(w, talk, &block, false);
    talk->head_sent = true;
    talk->answer_bytes = draw(w) * draw(w) * 4;
    talk->answer_trails = draw(w) % 2;
}

static void answer_data(struct world *w, struct talk *talk, size_t most)
{
    size_t n = VD_MIN(most, talk->answer_bytes - talk->answer_sent);
    uint8_t *to;
    bool end;

    n = VD_MIN(VD_MIN(n, vd_http2_room(&w->server, &talk->stream)), (size_t)VD_HTTP2_FRAME_MAX);
    end = talk->answer_sent + n == talk->answer_bytes && !talk->answer_trails;
    if (!n && !end)
        return;
    to = vd_buf_reserve(&w->to_client, VD_HTTP2_HEAD_BYTES + n);
    vd_assert(to);
    for (size_t i = 0; i < n; i++)
        to[VD_HTTP2_HEAD_BYTES + i] = body_byte(talk->id, talk->answer_sent++);
    vd_http2_put_data_head(&w->server, &talk->stream, to, n, end);
    vd_buf_advance(&w->to_client, VD_HTTP2_HEAD_BYTES + n);
    talk->answer_ended |= end;
}

static void answer_trailers(struct world *w, struct talk *talk)
{
    struct vd_buf block;

    vd_buf_init(&block, 0);
    vd_hpack_put(&block, VD_SLICE("grpc-status"), VD_SLICE("0"));
    write_block(w, talk, &block, true);
    talk->answer_ended = true;
}

/* Does the next thing of an answer; detaches it once both sides have ended. */
static void answer(struct world *w, struct talk *talk, size_t most)
{
    if (!talk->attached)
        return;
    if (!talk->head_sent)
        answer_head(w, talk);
    else if (!talk->answer_ended && talk->answer_sent == talk->answer_bytes && talk->answer_trails)
        answer_trailers(w, talk);
    else if (!talk->answer_ended)
        answer_data(w, talk, most);
    if (talk->answer_ended && talk->body_ended) {
        vd_http2_detach(&w->server, &talk->stream, VD_HTTP2_CANCEL);
        talk->attached = false;
    }
}

static void server_reset(struct world *w, struct talk *talk)
{
    if (!talk->attached)
        return;
    talk->reset = true;
    talk->attached = false;
    vd_http2_detach(&w->server, &talk->stream, VD_HTTP2_CANCEL);
}

/* The client. */

static int on_client_header(nghttp2_session *session, const nghttp2_frame *frame,
                            const uint8_t *name, size_t name_len, const uint8_t *value,
                            size_t value_len, uint8_t flags, void *arg)
{
    struct talk *talk = talk_of_id(arg, frame->hd.stream_id);
    struct vd_slice key = {name, name_len};

    if (!talk)
        return 0;
    if (vd_slice_eq(key, VD_SLICE(":status")))
        talk->head_seen = true;
    if (vd_slice_eq(key, VD_SLICE("grpc-status")))
        talk->answer_trailers_seen = true;
    return 0;
}

static int on_client_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data,
                          size_t len, void *arg)
{
    struct world *w = arg;
    struct talk *talk = talk_of_id(w, id);

    for (size_t i = 0; talk && i < len; i++)
        if (data[i] != body_byte(id, talk->answer_seen++))
            blame(w, "another answer");
    return 0;
}

static int on_client_frame(nghttp2_session *session, const nghttp2_frame *frame, void *arg)
{
    struct talk *talk = talk_of_id(arg, frame->hd.stream_id);

    if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code)
        blame(arg, "the server has said GOAWAY");
    if (frame->hd.type == NGHTTP2_RST_STREAM && talk && !talk->reset && !talk->answer_ended)
        blame(arg, "the server has reset a stream");
    if (talk && frame->hd.type <= NGHTTP2_HEADERS && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
        talk->answer_end_seen = true;
    return 0;
}

static int on_client_invalid(nghttp2_session *session, const nghttp2_frame *frame, int error,
                             void *arg)
{
    blame(arg, "the client has found a fault");
    return 0;
}

static int on_client_close(nghttp2_session *session, int32_t id, uint32_t error, void *arg)
{
    struct talk *talk = talk_of_id(arg, id);

    if (talk)
        talk->closed = true;
    return 0;
}

static ssize_t on_client_padding(nghttp2_session *session, const nghttp2_frame *frame, size_t max,
                                 void *arg)
{
    struct world *w = arg;

    return (ssize_t)VD_MIN(frame->hd.length + w->padding, max);
}

static ssize_t read_body(nghttp2_session *session, int32_t id, uint8_t *to, size_t len,
                         uint32_t *flags, nghttp2_data_source *source, void *arg)
{
    struct talk *talk = source->ptr;
    size_t n = VD_MIN(len, talk->body_bytes - talk->body_sent);
    nghttp2_nv trailer = {(uint8_t *)(uintptr_t) "t", (uint8_t *)(uintptr_t) "v", 1, 1, 0};

    for (size_t i = 0; i < n; i++)
        to[i] = body_byte(id, talk->body_sent++);
    if (talk->body_sent < talk->body_bytes)
        return (ssize_t)n;
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (talk->trails) {
        *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
        nghttp2_submit_trailer(session, id, &trailer, 1);
    }
    return (ssize_t)n;
}

static nghttp2_nv pair(const char *name, const char *value, size_t value_len)
{
    return (nghttp2_nv){(uint8_t *)(uintptr_t)name, (uint8_t *)(uintptr_t)value, strlen(name),
                        value_len, NGHTTP2_NV_FLAG_NONE};
}

static void client_request(struct world *w)
{
    static const char *const names[FIELDS] = {"x-a", "x-b", "x-c", "x-d", "x-e", "x-f",
                                              "x-g", "x-h", "x-i", "x-j", "x-k", "x-l"};
    static char values[FIELDS][VALUE_BYTES];
    struct talk *talk = &w->talks[w->talk_count];
    nghttp2_nv nv[FIELDS + 5];
    nghttp2_data_provider body = {.source.ptr = talk, .read_callback = read_body};
    char length[24];
    size_t n = 0;

    if (w->talk_count == STREAMS)
        return;
    talk->id = (int32_t)(2 * w->talk_count + 1);
    talk->body_bytes = draw(w) % 2 ? draw(w) * draw(w) * 2 : 0;
    talk->fields = draw(w) % FIELDS;
    nv[n++] = talk->body_bytes ? pair(":method", "POST", 4) : pair(":method", "GET", 3);
    nv[n++] = pair(":scheme", "http", 4);
    nv[n++] = pair(":authority", "localhost", 9);
    nv[n++] = pair(":path", "/some/path", 10);
    for (unsigned i = 0; i < talk->fields; i++) {
        talk->value_bytes[i] = draw(w) * 2;
        for (size_t k = 0; k < talk->value_bytes[i]; k++)
            values[i][k] = (char)('a' + (i + k) % 26);
        nv[n++] = pair(names[i], values[i], talk->value_bytes[i]);
    }
    if (talk->body_bytes) {
        talk->trails = draw(w) % 4 == 0;
        talk->says_length = draw(w) % 2;
    }
    if (talk->says_length) {
        snprintf(length, sizeof(length), "%zu", talk->body_bytes);
        nv[n++] = pair("content-length", length, strlen(length));
    }
    if (nghttp2_submit_request(w->client, NULL, nv, n, talk->body_bytes ? &body : NULL, talk) !=
        talk->id)
        blame(w, "the client cannot make a request");
    w->talk_count++;
}

static void client_settings(struct world *w)
{
    static const uint32_t windows[] = {0, 1, 100, 65535, 1 << 20};
    static const uint32_t tables[] = {0, 100, 4096, 65536};
    nghttp2_settings_entry entries[2] = {
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, windows[draw(w) % VD_COUNT(windows)]},
        {NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, tables[draw(w) % VD_COUNT(tables)]},
    };

    nghttp2_submit_settings(w->client, NGHTTP2_FLAG_NONE, entries, 1 + draw(w) % 2);
}

static void client_reset(struct world *w, struct talk *talk)
{
    if (!talk->opened || talk->closed)
        return;
    talk->reset = true;
    nghttp2_submit_rst_stream(w->client, NGHTTP2_FLAG_NONE, talk->id, NGHTTP2_CANCEL);
}

static void client_widen(struct world *w, struct talk *talk)
{
    int32_t by = (int32_t)(1 + draw(w) * draw(w));

    nghttp2_submit_window_update(w->client, NGHTTP2_FLAG_NONE, talk && !talk->closed ? talk->id : 0,
                                 by);
}

static void client_priority(struct world *w, struct talk *talk)
{
    nghttp2_priority_spec spec;

    nghttp2_priority_spec_init(&spec, 0, (int32_t)(1 + draw(w)), 0);
    if (talk && !talk->closed)
        nghttp2_submit_priority(w->client, NGHTTP2_FLAG_NONE, talk->id, &spec);
}

/* The bytes between them. */

static void pump_to_server(struct world *w, size_t most)
{
    const uint8_t *bytes;
    ssize_t n;
    size_t take;

    while (w->to_server.len < most && (n = nghttp2_session_mem_send(w->client, &bytes)) > 0)
        vd_buf_append(&w->to_server, bytes, (size_t)n);
    take = VD_MIN(most, w->to_server.len);
    if (take && vd_http2_input(&w->server, vd_slice(w->to_server.data, take), 0))
        blame(w, "the server has ended");
    vd_buf_consume(&w->to_server, take);
}

static void pump_to_client(struct world *w, size_t most)
{
    size_t take = VD_MIN(most, w->to_client.len);

    if (take && nghttp2_session_mem_recv(w->client, w->to_client.data, take) != (ssize_t)take)
        blame(w, "the client has ended");
    vd_buf_consume(&w->to_client, take);
}

static void step(struct world *w)
{
    struct talk *talk;

    switch (draw(w) % 16) {
    case 0:
    case 1:
        client_request(w);
        break;
    case 2:
        client_settings(w);
        break;
    case 3:
        if ((talk = draw_talk(w)) && draw(w) % 4 == 0)
            client_reset(w, talk);
        break;
    case 4:
        nghttp2_submit_ping(w->client, NGHTTP2_FLAG_NONE, NULL);
        break;
    case 5:
    case 6:
        client_widen(w, draw_talk(w));
        break;
    case 7:
        if ((talk = draw_talk(w)) && draw(w) % 4 == 0)
            server_reset(w, talk);
        break;
    case 8:
    case 9:
    case 10:
        if ((talk = draw_talk(w)))
            answer(w, talk, draw(w) * 64);
        break;
    case 11:
        w->padding = (uint8_t)draw(w);
        break;
    case 12:
        client_priority(w, draw_talk(w));
        break;
    case 13:
        pump_to_server(w, 1 + draw(w));
        break;
    case 14:
        pump_to_server(w, 70000);
        break;
    default:
        pump_to_client(w, 1 + draw(w) * draw(w));
        break;
    }
}

/* Windows wide open, everything answered, until nothing moves. */
static void settle(struct world *w)
{
    nghttp2_settings_entry wide = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 1 << 24};

    nghttp2_submit_settings(w->client, NGHTTP2_FLAG_NONE, &wide, 1);
    nghttp2_submit_window_update(w->client, NGHTTP2_FLAG_NONE, 0, 1 << 30);
    for (unsigned round = 0; round < 2000 && !w->wrong; round++) {
        pump_to_server(w, SIZE_MAX);
        for (unsigned i = 0; i < w->talk_count; i++)
            answer(w, &w->talks[i], SIZE_MAX);
        pump_to_client(w, SIZE_MAX);
        if (!w->to_client.len && !w->to_server.len && !nghttp2_session_want_write(w->client) &&
            round > 200)
            return;
    }
}

static void compare_talk(struct world *w, const struct talk *talk, struct vd_oracle_sums *sums)
{
    sums->requests++;
    sums->body_bytes += talk->body_seen;
    sums->answer_bytes += talk->answer_seen;
    if (talk->body_seen > talk->body_sent || talk->answer_seen > talk->answer_sent)
        blame(w, "more was seen than sent");
    if (talk->reset) {
        sums->resets++;
        return;
    }
    if (!talk->opened || !talk->body_ended || talk->body_seen != talk->body_bytes ||
        talk->trailers_seen != talk->trails)
        blame(w, "the server has not seen the whole request");
    if (!talk->head_seen || !talk->answer_end_seen || talk->answer_seen != talk->answer_bytes ||
        talk->answer_trailers_seen != talk->answer_trails || !talk->closed)
        blame(w, "the client has not seen the whole answer");
    sums->completed++;
}

static void compare(struct world *w, struct vd_oracle_sums *sums)
{
    for (unsigned i = 0; i < w->talk_count; i++)
        compare_talk(w, &w->talks[i], sums);
    if (w->server.streams.count)
        blame(w, "the server has a stream too many");
    if (nghttp2_session_get_local_window_size(w->client) != w->server.send_window)
        blame(w, "windows differ: of the server's sending");
    if (nghttp2_session_get_remote_window_size(w->client) != w->server.recv_window)
        blame(w, "windows differ: of the server's receiving");
}

static void client_new(struct world *w)
{
    nghttp2_session_callbacks *callbacks;
    nghttp2_option *option;

    vd_assert(nghttp2_session_callbacks_new(&callbacks) == 0 && nghttp2_option_new(&option) == 0);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_client_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_client_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_client_frame);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_client_invalid);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_client_close);
    nghttp2_session_callbacks_set_select_padding_callback(callbacks, on_client_padding);
    nghttp2_option_set_no_auto_window_update(option, 1);
    vd_assert(nghttp2_session_client_new2(&w->client, callbacks, w, option) == 0);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_option_del(option);
    nghttp2_submit_settings(w->client, NGHTTP2_FLAG_NONE, NULL, 0);
}

const char *vd_oracle_run(struct vd_slice script, struct vd_oracle_sums *out_sums)
{
    static const struct vd_http2_config configs[] = {{65535, 65535, 0}, {100000, 70000, 0}};
    struct world *w = calloc(1, sizeof(*w));
    const char *wrong;

    vd_assert(w);
    w->script = script;
    vd_buf_init(&w->to_client, 0);
    vd_buf_init(&w->to_server, 0);
    vd_http2_session_init(&w->server, &server_ops, &configs[draw(w) % VD_COUNT(configs)], w,
                          &w->to_client, 0);
    w->to_client.limit_bytes = SIZE_MAX;
    client_new(w);
    for (unsigned i = 0; w->script.len && i < 600 && !w->wrong; i++)
        step(w);
    settle(w);
    *out_sums = (struct vd_oracle_sums){0};
    if (!w->wrong)
        compare(w, out_sums);
    wrong = w->wrong;
    for (unsigned i = 0; i < w->talk_count; i++)
        w->talks[i].reset = true;
    vd_http2_session_deinit(&w->server);
    nghttp2_session_del(w->client);
    vd_buf_deinit(&w->to_client);
    vd_buf_deinit(&w->to_server);
    free(w);
    return wrong;
}
