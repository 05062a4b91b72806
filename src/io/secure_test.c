/* SPDX-License-Identifier: Apache-2.0 */
/* Connections under TLS. The loop runs on a thread of its own; the test holds the other end, on
 * which OpenSSL's client speaks, or the test itself what it should not. */
#include "base/alloc.h"
#include "io/internal.h"
#include "wire/test_tls_peer.h"
#include "wire/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATTERN_BYTES = 1 << 20 };

/* A protocol that says what it is told to and notes what happens to it. */
struct probe {
    struct vd_conn *conn;
    size_t to_write, ref_every;
    bool close_after, no_clear;
    _Atomic int stall_answer;
    _Atomic size_t written;
    _Atomic bool closed;
    _Atomic size_t received, cleared;
    _Atomic unsigned eofs, refs_given, refs_released, stalls;
};

static struct vd_loop *loop;
static pthread_t loop_thread;
static struct vd_test_cert cert;
static struct vd_tls_identity *identity;
static struct probe probe;
static int peer;        /* the other end */
static SSL_CTX *client; /* and what speaks there */
static SSL *ssl;
static uint8_t pattern[PATTERN_BYTES];

static void release_ref(void *hold)
{
    ((struct probe *)hold)->refs_released++;
}

static int on_bytes(struct vd_conn *conn, struct vd_slice bytes)
{
    vd_assert(vd_conn_tls(conn));
    if (bytes.ptr[0] == 'p')
        vd_conn_pause(conn, true);
    probe.received += bytes.len;
    return bytes.ptr[0] == '!';
}

static int on_clear(struct vd_conn *conn, struct vd_slice bytes)
{
    vd_assert(!vd_conn_tls(conn));
    probe.cleared += bytes.len;
    return 0;
}

static int on_eof(struct vd_conn *conn)
{
    probe.eofs++;
    return 0;
}

static bool write_piece(struct vd_out *out)
{
    size_t at = probe.written % PATTERN_BYTES;
    size_t n = VD_MIN(VD_MIN(probe.to_write - probe.written, out->room), PATTERN_BYTES - at);

    n = probe.ref_every ? VD_MIN(n, probe.ref_every) : n;
    if (!n || (probe.ref_every && !vd_out_can_ref(out, n)))
        return false;
    if (probe.ref_every && probe.written / probe.ref_every % 2) {
        vd_out_add_ref(out, vd_slice(pattern + at, n), release_ref, &probe);
        probe.refs_given++;
    } else {
        vd_out_copy(out, vd_slice(pattern + at, n));
    }
    probe.written += n;
    return true;
}

static enum vd_fill on_fill(struct vd_conn *conn, struct vd_out *out)
{
    vd_assert(vd_conn_tls(conn));
    while (write_piece(out))
        ;
    if (probe.close_after && probe.written == probe.to_write)
        vd_conn_close(conn, false);
    return probe.written < probe.to_write ? VD_FILL_MORE : VD_FILL_IDLE;
}

static void on_drain(struct vd_conn *conn)
{
    vd_conn_close(conn, false);
}

static int on_stalled(struct vd_conn *conn)
{
    probe.stalls++;
    return probe.stall_answer;
}

static void on_closed(struct vd_conn *conn)
{
    vd_alloc_fail_after(-1);
    probe.closed = true;
}

static const struct vd_conn_ops ops = {.bytes = on_bytes,
                                       .eof = on_eof,
                                       .fill = on_fill,
                                       .drain = on_drain,
                                       .stalled = on_stalled,
                                       .closed = on_closed,
                                       .clear = on_clear};
static const struct vd_conn_ops ops_without_clear = {
    .bytes = on_bytes, .eof = on_eof, .fill = on_fill, .drain = on_drain, .closed = on_closed};

/* --- the loop, seen from outside -------------------------------------------------------------- */

struct call {
    struct vd_loop_task task;
    void (*run)(void *arg);
    void *arg;
    sem_t done;
};

static void run_call(struct vd_loop_task *task)
{
    struct call *call = vd_container_of(task, struct call, task);

    call->run(call->arg);
    sem_post(&call->done);
}

static void on_loop(void (*run)(void *arg), void *arg)
{
    struct call call = {.task.run = run_call, .run = run, .arg = arg};

    sem_init(&call.done, 0, 0);
    vd_loop_post(loop, &call.task);
    while (sem_wait(&call.done))
        ;
    sem_destroy(&call.done);
}

static void *run_loop(void *arg)
{
    vd_loop_run(loop);
    return arg;
}

#define until(condition)                                                                           \
    for (int tries_ = 0; !(condition); tries_++) {                                                 \
        assert_true(tries_ < 60000);                                                               \
        usleep(1000);                                                                              \
    }

static void adopt(void *arg)
{
    int *end = arg;

    assert_int_equal(
        vd_conn_new(loop, *end, probe.no_clear ? &ops_without_clear : &ops, NULL, &probe.conn), 0);
    assert_int_equal(vd_conn_secure(probe.conn, identity), 0);
}

static void begin(bool tiny)
{
    int ends[2], bytes = 4096;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    if (tiny)
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
    peer = ends[1];
    on_loop(adopt, &ends[0]);
}

static void look_if_secure(void *arg)
{
    *(bool *)arg = vd_conn_tls(probe.conn) != NULL;
}

/* Until both ends are through: the client is first. */
static void shake(void)
{
    bool is_secure = false;

    ssl = SSL_new(client);
    SSL_set_fd(ssl, peer);
    assert_int_equal(SSL_connect(ssl), 1);
    while (!is_secure)
        on_loop(look_if_secure, &is_secure);
}

struct output {
    size_t bytes, ref_every;
    bool close_after;
};

static void make_ready(void *arg)
{
    const struct output *output = arg;

    probe.to_write = output->bytes;
    probe.ref_every = output->ref_every;
    probe.close_after = output->close_after;
    vd_conn_ready(probe.conn, VD_CONN_STREAM);
}

static void write_pattern(size_t bytes, size_t ref_every, bool close_after)
{
    struct output output = {bytes, ref_every, close_after};

    on_loop(make_ready, &output);
}

static void close_it(void *arg)
{
    vd_conn_close(probe.conn, *(bool *)arg);
}

static void pause_it(void *arg)
{
    vd_conn_pause(probe.conn, *(bool *)arg);
}

static void expect_pattern(size_t n, size_t gulp)
{
    uint8_t *bytes = malloc(gulp);
    size_t at = 0;

    while (at < n) {
        int got = SSL_read(ssl, bytes, (int)VD_MIN(gulp, n - at));

        assert_true(got > 0);
        assert_memory_equal(bytes, pattern + at, (size_t)got);
        at += (size_t)got;
    }
    free(bytes);
}

static void expect_end(int error)
{
    uint8_t byte;
    int got = SSL_read(ssl, &byte, 1);

    assert_int_equal(got, 0);
    assert_int_equal(SSL_get_error(ssl, got), error);
}

/* Its end on the wire, whatever was said before. */
static void expect_hangup(void)
{
    uint8_t bytes[4096];

    while (read(peer, bytes, sizeof(bytes)) > 0)
        ;
    until(probe.closed);
}

static int set_up(void **state)
{
    memset(&probe, 0, sizeof(probe));
    ssl = NULL;
    ERR_clear_error();
    if (vd_loop_new(NULL, &loop))
        return -1;
    loop->stall_ms = loop->linger_ms = 60;
    return pthread_create(&loop_thread, NULL, run_loop, NULL);
}

static int tear_down(void **state)
{
    vd_loop_stop(loop);
    pthread_join(loop_thread, NULL);
    vd_loop_free(loop);
    SSL_free(ssl);
    close(peer);
    return 0;
}

/* --- claims ----------------------------------------------------------------------------------- */

static void every_byte_arrives_through_a_tiny_buffer(void **state)
{
    static const size_t refs[] = {0, 100, 777, 16384, 30000};

    for (size_t i = 0; i < VD_COUNT(refs); i++) {
        memset(&probe, 0, sizeof(probe));
        begin(true);
        shake();
        write_pattern(PATTERN_BYTES, refs[i], false);
        expect_pattern(PATTERN_BYTES, 5000);
        until(probe.refs_given == probe.refs_released);
        assert_true((probe.refs_given > 0) == (refs[i] > 0));
        SSL_free(ssl);
        ssl = NULL;
        close(peer);
        until(probe.closed);
    }
    peer = -1;
}

static void what_is_ready_before_the_handshake_is_filled_after_it(void **state)
{
    begin(false);
    write_pattern(1000, 0, false);
    assert_int_equal(probe.written, 0);
    shake();
    expect_pattern(1000, 1000);
}

static void what_comes_is_opened(void **state)
{
    static const uint8_t bytes[300000]; /* none of them means anything to on_bytes */

    begin(false);
    shake();
    assert_int_equal(SSL_write(ssl, bytes, sizeof(bytes)), sizeof(bytes));
    until(probe.received == 300000);
    assert_int_equal(SSL_write(ssl, "!", 1), 1);
    expect_end(SSL_ERROR_ZERO_RETURN);
    until(probe.closed);
}

static void close_says_the_end_and_abort_does_not(void **state)
{
    bool abort = false;

    begin(false);
    shake();
    on_loop(close_it, &abort);
    expect_end(SSL_ERROR_ZERO_RETURN);
    SSL_free(ssl);
    close(peer);
    memset(&probe, 0, sizeof(probe));
    begin(false);
    shake();
    abort = true;
    on_loop(close_it, &abort);
    expect_hangup();
}

static void what_is_written_leaves_before_the_end_is_said(void **state)
{
    begin(true);
    shake();
    write_pattern(500000, 0, true);
    expect_pattern(500000, 3000);
    expect_end(SSL_ERROR_ZERO_RETURN);
    until(probe.closed);
}

static void end_of_the_peer_is_heard_if_it_says_so(void **state)
{
    begin(false);
    shake();
    SSL_shutdown(ssl);
    until(probe.eofs == 1);
    assert_false(probe.closed);
    write_pattern(100, 0, false); /* our side is open */
    expect_pattern(100, 100);
}

static void end_of_the_peer_that_is_not_said_is_an_abort(void **state)
{
    begin(false);
    shake();
    shutdown(peer, SHUT_WR);
    until(probe.closed);
    assert_int_equal(probe.eofs, 0);
}

static void clear_text_goes_to_who_refuses_it(void **state)
{
    begin(false);
    assert_int_equal(write(peer, "GET /", 5), 5);
    until(probe.cleared == 5);
    assert_int_equal(write(peer, "\x16\x03\x01", 3), 3); /* later it is too late */
    until(probe.cleared == 8);
    assert_int_equal(probe.received, 0);
}

static void clear_text_that_nobody_refuses_is_an_abort(void **state)
{
    probe.no_clear = true;
    begin(false);
    assert_int_equal(write(peer, "GET /", 5), 5);
    expect_hangup();
    assert_int_equal(probe.received, 0);
}

static void bad_record_is_answered_by_an_alert(void **state)
{
    static const char record[] = "\x17\x03\x03\0\x20zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz";
    uint8_t byte;

    begin(false);
    shake();
    assert_int_equal(write(peer, record, sizeof(record) - 1), (ssize_t)sizeof(record) - 1);
    assert_true(SSL_read(ssl, &byte, 1) <= 0);
    assert_int_equal(ERR_GET_REASON(ERR_peek_last_error()), SSL_R_SSLV3_ALERT_BAD_RECORD_MAC);
    ERR_clear_error();
    until(probe.closed);
    assert_int_equal(probe.received, 0);
}

static void who_is_slow_with_the_handshake_is_cut(void **state)
{
    static const char *const said[] = {"", "\x16", "\x16\x03\x01\x02"};

    loop->handshake_ms = 30;
    for (size_t i = 0; i < VD_COUNT(said); i++) {
        memset(&probe, 0, sizeof(probe));
        begin(false);
        assert_int_equal(write(peer, said[i], strlen(said[i])), (ssize_t)strlen(said[i]));
        expect_hangup();
        close(peer);
    }
    peer = -1;
}

static void who_is_slow_with_a_record_is_cut_and_who_is_silent_is_not(void **state)
{
    loop->record_ms = 30;
    begin(false);
    shake();
    assert_int_equal(SSL_write(ssl, "all", 3), 3);
    until(probe.received == 3);
    usleep(120000);
    assert_false(probe.closed);
    assert_int_equal(write(peer, "\x17\x03\x03", 3), 3);
    expect_hangup();
}

static void who_is_not_read_is_not_slow(void **state)
{
    bool no = false;
    uint8_t bytes[256];
    int n;

    loop->record_ms = 30;
    begin(false);
    shake();
    /* A record that makes the server pause, and the beginning of another, in one write. */
    SSL_set0_wbio(ssl, BIO_new(BIO_s_mem()));
    assert_int_equal(SSL_write(ssl, "p", 1), 1);
    n = BIO_read(SSL_get_wbio(ssl), bytes, 250);
    memcpy(bytes + n, "\x17\x03\x03", 3);
    assert_int_equal(write(peer, bytes, (size_t)n + 3), n + 3);
    until(probe.received == 1);
    usleep(120000);
    assert_false(probe.closed);
    on_loop(pause_it, &no);
    expect_hangup();
}

static void reader_that_stalls_is_noticed(void **state)
{
    begin(true);
    shake();
    write_pattern(PATTERN_BYTES, 0, false);
    until(probe.stalls >= 2);
    assert_true(probe.written < PATTERN_BYTES);
    probe.stall_answer = -ETIMEDOUT;
    until(probe.closed);
}

static void close_amid_the_handshake(void **state)
{
    static const uint8_t hello[] = "\x16\x03\x01\x02";
    bool abort = false;

    begin(false);
    assert_int_equal(write(peer, hello, 4), 4);
    on_loop(close_it, &abort);
    expect_hangup();
}

static void fail_from_now(void *arg)
{
    vd_alloc_fail_after(*(long *)arg);
}

/* Also while the loop ends a connection in the middle of things. */
static void without_memory_a_connection_is_aborted(void **state)
{
    for (long after = 0; after < 3; after++) {
        memset(&probe, 0, sizeof(probe));
        begin(false);
        on_loop(fail_from_now, &after);
        ssl = SSL_new(client);
        SSL_set_fd(ssl, peer);
        if (SSL_connect(ssl) == 1)
            SSL_write(ssl, "!", 1);
        until(probe.closed);
        SSL_free(ssl);
        close(peer);
    }
    ssl = NULL;
    peer = -1;
}

/* --- the whole -------------------------------------------------------------------------------- */

static int set_up_all(void **state)
{
    struct vd_tls_options options;
    struct vd_tls_context *context;

    signal(SIGPIPE, SIG_IGN); /* OpenSSL's client writes without asking for none */
    for (size_t i = 0; i < PATTERN_BYTES; i++)
        pattern[i] = (uint8_t)(i * 31 + i / 509);
    vd_test_cert_make(&cert, &(struct vd_test_cert_wish){.common_name = "localhost"});
    options = (struct vd_tls_options){.cert = vd_buf_slice(&cert.cert_pem),
                                      .key = vd_buf_slice(&cert.key_pem)};
    if (vd_tls_context_new(&options, &context))
        return -1;
    identity = vd_tls_identity_new(context);
    client = SSL_CTX_new(TLS_client_method());
    return identity && client ? 0 : -1;
}

static int tear_down_all(void **state)
{
    SSL_CTX_free(client);
    vd_tls_identity_free(identity);
    vd_test_cert_drop(&cert);
    return 0;
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CLAIM(every_byte_arrives_through_a_tiny_buffer),
        CLAIM(what_is_ready_before_the_handshake_is_filled_after_it),
        CLAIM(what_comes_is_opened),
        CLAIM(close_says_the_end_and_abort_does_not),
        CLAIM(what_is_written_leaves_before_the_end_is_said),
        CLAIM(end_of_the_peer_is_heard_if_it_says_so),
        CLAIM(end_of_the_peer_that_is_not_said_is_an_abort),
        CLAIM(clear_text_goes_to_who_refuses_it),
        CLAIM(clear_text_that_nobody_refuses_is_an_abort),
        CLAIM(bad_record_is_answered_by_an_alert),
        CLAIM(who_is_slow_with_the_handshake_is_cut),
        CLAIM(who_is_slow_with_a_record_is_cut_and_who_is_silent_is_not),
        CLAIM(who_is_not_read_is_not_slow),
        CLAIM(reader_that_stalls_is_noticed),
        CLAIM(close_amid_the_handshake),
        CLAIM(without_memory_a_connection_is_aborted),
    };

    return cmocka_run_group_tests(tests, set_up_all, tear_down_all);
}
