/* SPDX-License-Identifier: Apache-2.0 */
/* The loop runs on a thread of its own; the test holds the other ends, and looks into the loop's
 * world only through `on_loop`, so that a race of ours is a race the sanitizer sees. */
#include "base/alloc.h"
#include "base/hash.h"
#include "base/survey_list.h"
#include "io/internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { FILLS_MAX = 4096, PROBES = 3, HOUR_MS = 3600000 };

/* A protocol that writes what it is told to and notes what happens to it. */
struct probe {
    struct vd_conn *conn;
    int fd, peer;
    char name;
    /* What to write: bytes [written, to_write) of a stream whose byte i is pattern(i). */
    size_t to_write, written, ref_every, a_fill;
    bool endless, close_after, fail_memory, stall_is_fatal;
    _Atomic unsigned fills, refs_given, refs_released, eofs, drains, stalls, closed;
    _Atomic size_t received;
    bool closed_inside;
    _Atomic int eof_answer, hangup_answer;
    _Atomic unsigned hangups;
};

static struct vd_loop *loop;
static pthread_t loop_thread;
static unsigned turn;
static struct {
    char name;
    unsigned turn;
} fill_log[FILLS_MAX];
static unsigned fill_count;
static struct probe probes[PROBES];
static uint8_t pattern[1 << 20];

static void release_ref(void *hold)
{
    ((struct probe *)hold)->refs_released++;
}

static bool write_some(struct probe *probe, struct vd_out *out)
{
    size_t left = probe->to_write - probe->written;
    size_t n = VD_MIN(VD_MIN(left, out->room), probe->ref_every ? probe->ref_every : left);
    struct vd_slice bytes = vd_slice(pattern + probe->written % sizeof(pattern), n);

    n = bytes.len = VD_MIN(n, sizeof(pattern) - probe->written % sizeof(pattern));
    if (!n || (probe->ref_every && !vd_out_can_ref(out, n)))
        return false;
    if (probe->ref_every && (probe->written / probe->ref_every) % 2) {
        vd_out_add_ref(out, bytes, release_ref, probe);
        probe->refs_given++;
    } else {
        vd_out_copy(out, bytes);
    }
    probe->written += n;
    return true;
}

static enum vd_fill on_fill(struct vd_conn *conn, struct vd_out *out)
{
    struct probe *probe = vd_conn_state(conn);

    probe->fills++;
    if (fill_count < FILLS_MAX) {
        fill_log[fill_count].name = probe->name;
        fill_log[fill_count++].turn = turn;
    }
    if (probe->a_fill)
        out->room = VD_MIN(out->room, probe->a_fill);
    while (write_some(probe, out))
        ;
    vd_conn_ready(conn, VD_CONN_URGENT); /* without effect */
    if (probe->fail_memory)
        vd_alloc_fail_after(0);
    if (probe->close_after && probe->written == probe->to_write) {
        vd_conn_close(conn, false);
        probe->closed_inside = probe->closed > 0;
    }
    return probe->endless || probe->written < probe->to_write ? VD_FILL_MORE : VD_FILL_IDLE;
}

static int on_bytes(struct vd_conn *conn, struct vd_slice bytes)
{
    struct probe *probe = vd_conn_state(conn);

    probe->received += bytes.len;
    return bytes.ptr[0] == '!';
}

static int on_eof(struct vd_conn *conn)
{
    struct probe *probe = vd_conn_state(conn);

    probe->eofs++;
    return probe->eof_answer;
}

static void on_drain(struct vd_conn *conn)
{
    ((struct probe *)vd_conn_state(conn))->drains++;
    vd_conn_close(conn, false);
}

static int on_stalled(struct vd_conn *conn)
{
    struct probe *probe = vd_conn_state(conn);

    probe->stalls++;
    return probe->stall_is_fatal;
}

static void on_closed(struct vd_conn *conn)
{
    struct probe *probe = vd_conn_state(conn);

    vd_alloc_fail_after(-1);
    probe->closed++;
    probe->conn = NULL;
}

/* As many behind as its name says: '1', '2', '3'. */
static void on_survey(struct vd_conn *conn, struct vd_survey *survey)
{
    vd_survey_add(survey, VD_DOOR_LIVE, (uint64_t)((struct probe *)vd_conn_state(conn))->name,
                  false);
}

static int on_hung_up(struct vd_conn *conn)
{
    struct probe *probe = vd_conn_state(conn);

    probe->hangups++;
    return probe->hangup_answer;
}

static const struct vd_conn_ops probe_ops = {.bytes = on_bytes,
                                             .eof = on_eof,
                                             .fill = on_fill,
                                             .drain = on_drain,
                                             .stalled = on_stalled,
                                             .closed = on_closed,
                                             .survey = on_survey,
                                             .hung_up = on_hung_up};

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

static void nothing(void *arg)
{
    (void)arg;
}

/* Whatever was set off before has been done, its burials too. */
static void settle(void)
{
    for (int i = 0; i < 3; i++)
        on_loop(nothing, NULL);
}

static void on_turn(void *arg)
{
    (void)arg;
    turn++;
}

static bool is_pressing; /* the loop's */

static bool on_presses(void *arg)
{
    (void)arg;
    return is_pressing;
}

static void *run_loop(void *arg)
{
    vd_loop_run(loop);
    return arg;
}

static int set_up(void **state)
{
    struct vd_loop_hooks hooks = {.turn = on_turn, .presses = on_presses};

    for (size_t i = 0; i < sizeof(pattern); i++)
        pattern[i] = (uint8_t)(vd_hash_u64(i) >> 7);
    memset(probes, 0, sizeof(probes));
    fill_count = 0;
    is_pressing = false;
    if (vd_loop_new(&hooks, &loop))
        return -1;
    loop->stall_ms = 60;
    loop->linger_ms = 60;
    return pthread_create(&loop_thread, NULL, run_loop, NULL);
}

static int tear_down(void **state)
{
    vd_loop_stop(loop);
    pthread_join(loop_thread, NULL);
    vd_loop_free(loop);
    for (unsigned i = 0; i < PROBES; i++)
        if (probes[i].name)
            close(probes[i].peer);
    return 0;
}

static void adopt(void *arg)
{
    struct probe *probe = arg;
    int fd = probe->peer, ends[2], bytes = 4096;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    if (fd == -1)
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
    probe->fd = ends[0];
    probe->peer = ends[1];
    assert_int_equal(vd_conn_new(loop, ends[0], &probe_ops, probe, &probe->conn), 0);
}

/* Over TCP, whose kernel says what it holds; send_bytes: 0 leaves its buffer as it is. */
static void adopt_tcp(struct probe *probe, int send_bytes)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t len = sizeof(at);

    assert_int_equal(bind(listener, (struct sockaddr *)&at, len), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&at, &len), 0);
    probe->peer = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(probe->peer, (struct sockaddr *)&at, len), 0);
    probe->fd = accept(listener, NULL, NULL);
    assert_true(probe->fd >= 0);
    close(listener);
    if (send_bytes)
        setsockopt(probe->fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof(send_bytes));
    assert_int_equal(vd_conn_new(loop, probe->fd, &probe_ops, probe, &probe->conn), 0);
}

static struct probe *new_probe(unsigned i, bool tiny_buffer)
{
    probes[i].name = (char)('a' + i);
    probes[i].peer = tiny_buffer ? -1 : 0;
    on_loop(adopt, &probes[i]);
    return &probes[i];
}

static void make_urgent(void *arg)
{
    vd_conn_ready(((struct probe *)arg)->conn, VD_CONN_URGENT);
}

static void make_streaming(void *arg)
{
    vd_conn_ready(((struct probe *)arg)->conn, VD_CONN_STREAM);
}

/* Reads n bytes of the pattern from the peer's end, in gulps of at most `gulp`. */
static void expect_stream(struct probe *probe, size_t from, size_t n, size_t gulp)
{
    static uint8_t bytes[1 << 16];

    while (n) {
        ssize_t got = read(probe->peer, bytes, VD_MIN(VD_MIN(n, gulp), sizeof(bytes)));

        assert_true(got > 0);
        for (ssize_t i = 0; i < got; i++)
            if (bytes[i] != pattern[(from + (size_t)i) % sizeof(pattern)])
                fail_msg("byte %zu differs", from + (size_t)i);
        from += (size_t)got;
        n -= (size_t)got;
    }
}

static void expect_end(struct probe *probe)
{
    uint8_t byte;

    assert_int_equal(read(probe->peer, &byte, 1), 0);
}

static void ready_ten_times(void *arg)
{
    struct probe *probe = arg;

    probe->to_write = 100;
    for (int i = 0; i < 10; i++)
        vd_conn_ready(probe->conn, i % 2 ? VD_CONN_URGENT : VD_CONN_STREAM);
}

static void what_is_made_ready_many_times_is_filled_once(void **state)
{
    struct probe *probe = new_probe(0, false);

    on_loop(ready_ten_times, probe);
    expect_stream(probe, 0, 100, 100);
    settle();
    assert_int_equal(probe->fills, 1);
}

static void ready_in_order_a_b_with_b_urgent(void *arg)
{
    for (int i = 0; i < 3; i++)
        probes[i].to_write = 10;
    make_streaming(&probes[0]);
    make_urgent(&probes[1]);
    make_streaming(&probes[2]);
    make_urgent(&probes[2]); /* promoted */
}

static void urgent_connections_are_filled_before_streaming_ones(void **state)
{
    for (unsigned i = 0; i < 3; i++)
        new_probe(i, false);
    on_loop(ready_in_order_a_b_with_b_urgent, NULL);
    settle();
    assert_int_equal(fill_count, 3);
    assert_int_equal(fill_log[0].name, 'b');
    assert_int_equal(fill_log[1].name, 'c');
    assert_int_equal(fill_log[2].name, 'a');
    assert_int_equal(fill_log[0].turn, fill_log[2].turn);
}

static void press_and_ready_a_b_with_c_urgent(void *arg)
{
    is_pressing = true;
    for (int i = 0; i < 3; i++)
        probes[i].to_write = 10;
    make_streaming(&probes[0]);
    make_streaming(&probes[1]);
    make_urgent(&probes[2]);
}

static void what_presses_waits_for_one_streaming_connection_at_most(void **state)
{
    for (unsigned i = 0; i < 3; i++)
        new_probe(i, false);
    on_loop(press_and_ready_a_b_with_c_urgent, NULL);
    settle();
    assert_int_equal(fill_count, 3);
    assert_int_equal(fill_log[0].name, 'c');
    assert_int_equal(fill_log[1].name, 'a');
    assert_int_equal(fill_log[2].name, 'b');
    assert_int_equal(fill_log[0].turn, fill_log[1].turn);
    assert_int_equal(fill_log[1].turn + 1, fill_log[2].turn);
}

static void ready_two_endless(void *arg)
{
    probes[0].endless = probes[1].endless = true;
    make_urgent(&probes[0]);
    make_streaming(&probes[1]);
}

static void calm_down(void *arg)
{
    probes[0].endless = probes[1].endless = false;
}

static void an_endless_stream_is_filled_once_a_turn_and_shares_with_others(void **state)
{
    new_probe(0, false);
    new_probe(1, false);
    on_loop(ready_two_endless, NULL);
    for (int i = 0; i < 50; i++)
        settle();
    on_loop(calm_down, NULL);
    settle();
    for (unsigned i = 1; i < fill_count; i++) {
        assert_int_not_equal(fill_log[i].name, fill_log[i - 1].name);
        if (i > 1)
            assert_int_not_equal(fill_log[i].turn, fill_log[i - 2].turn);
    }
    assert_true(fill_count > 100);
}

static void write_through_a_tiny_buffer(size_t total, size_t ref_every, size_t gulp)
{
    struct probe *probe = &probes[0];

    memset(probe, 0, sizeof(*probe));
    new_probe(0, true);
    probe->to_write = total;
    probe->ref_every = ref_every;
    on_loop(make_streaming, probe);
    expect_stream(probe, 0, total, gulp);
    settle();
    assert_int_equal(probe->refs_given, probe->refs_released);
    assert_true(!ref_every || total < 2 * ref_every || probe->refs_given > 0);
    close(probe->peer);
    settle();
    probe->name = 0;
}

static void partial_writes_keep_every_byte_in_order(void **state)
{
    static const size_t refs[] = {0, 1, 100, 777, 5000, 30000};
    static const size_t gulps[] = {65536, 4096, 1000, 61};

    for (size_t r = 0; r < VD_COUNT(refs); r++)
        for (size_t g = 0; g < VD_COUNT(gulps); g++)
            write_through_a_tiny_buffer(refs[r] == 1 ? 3000 : 300000, refs[r], gulps[g]);
}

static void a_blocked_connection_is_not_filled(void **state)
{
    struct probe *probe = new_probe(0, true);

    probe->to_write = 16384;
    on_loop(make_streaming, probe);
    settle();
    assert_int_equal(probe->fills, 1);
    probe->to_write = 16384 + 4096;
    on_loop(make_urgent, probe);
    settle();
    assert_int_equal(probe->fills, 1);
    expect_stream(probe, 0, 16384 + 4096, 65536);
    settle();
    assert_int_equal(probe->fills, 2);
}

static void pause_reading(void *arg)
{
    vd_conn_pause(((struct probe *)arg)->conn, true);
}

static void resume_reading(void *arg)
{
    vd_conn_pause(((struct probe *)arg)->conn, false);
}

static void a_paused_connection_reads_nothing_until_it_goes_on(void **state)
{
    struct probe *probe = new_probe(0, false);

    on_loop(pause_reading, probe);
    assert_int_equal(write(probe->peer, "hello", 5), 5);
    settle();
    assert_int_equal(probe->received, 0);
    on_loop(resume_reading, probe);
    settle();
    assert_int_equal(probe->received, 5);
}

static void wait_for_turns(unsigned ms)
{
    poll(NULL, 0, (int)ms);
    settle();
}

static void a_dead_peer_is_noticed_even_while_paused(void **state)
{
    struct probe *probe = new_probe(0, false);

    on_loop(pause_reading, probe);
    close(probe->peer);
    probe->name = 0;
    while (!probe->closed)
        settle();
    assert_int_equal(probe->closed, 1);
    assert_int_equal(vd_loop_open_count(loop), 0);
}

/* It is asked once, not in every turn, and again when it has written; what was sent is not lost. */
static void the_protocol_is_asked_what_an_end_means_that_comes_while_paused(void **state)
{
    struct probe *stays = new_probe(0, false), *goes = new_probe(1, false);

    goes->hangup_answer = 1;
    on_loop(pause_reading, stays);
    on_loop(pause_reading, goes);
    assert_int_equal(write(stays->peer, "hello", 5), 5);
    assert_int_equal(write(goes->peer, "hello", 5), 5);
    shutdown(stays->peer, SHUT_WR);
    shutdown(goes->peer, SHUT_WR);
    while (!goes->closed || !stays->hangups)
        settle();
    settle();
    assert_int_equal(stays->hangups, 1);
    assert_int_equal(goes->eofs + stays->eofs, 0);
    stays->to_write = 10;
    on_loop(make_urgent, stays);
    expect_stream(stays, 0, 10, 10);
    while (stays->hangups < 2)
        settle();
    on_loop(resume_reading, stays);
    while (!stays->eofs)
        settle();
    assert_int_equal(stays->received, 5);
    assert_int_equal(stays->hangups, 2);
    assert_int_equal(goes->received, 0);
}

static void closing_sends_all_that_is_written_even_while_the_peer_still_sends(void **state)
{
    struct probe *probe = new_probe(0, true);

    probe->to_write = 16000;
    probe->close_after = true;
    on_loop(make_urgent, probe);
    settle();
    assert_int_equal(probe->closed, 0); /* it waits for its reader */
    assert_int_equal(send(probe->peer, "late", 4, MSG_NOSIGNAL), 4);
    expect_stream(probe, 0, 16000, 65536);
    expect_end(probe);
    settle();
    assert_int_equal(probe->closed, 1);
    assert_false(probe->closed_inside);
    assert_int_equal(probe->received, 0);
    assert_int_equal(vd_loop_open_count(loop), 0);
    assert_int_equal(vd_loop_socket_count(loop), 1); /* it lingers */
    while (vd_loop_socket_count(loop))
        settle();
    assert_true(send(probe->peer, "x", 1, MSG_NOSIGNAL) < 0);
}

static void a_lingering_connection_goes_as_soon_as_its_peer_does(void **state)
{
    struct probe *probe = new_probe(0, false);

    loop->linger_ms = HOUR_MS;
    probe->close_after = true;
    on_loop(make_urgent, probe);
    expect_end(probe);
    settle();
    assert_int_equal(vd_loop_socket_count(loop), 1);
    shutdown(probe->peer, SHUT_WR);
    while (vd_loop_socket_count(loop))
        settle();
}

static void close_now(void *arg)
{
    vd_conn_close(((struct probe *)arg)->conn, false);
}

static void abort_now(void *arg)
{
    struct probe *probe = arg;

    vd_conn_close(probe->conn, true);
    probe->closed_inside = probe->closed > 0;
}

static void aborting_drops_what_is_unsent_and_releases_it(void **state)
{
    struct probe *probe = new_probe(0, true);

    probe->to_write = 60000;
    probe->ref_every = 5000;
    on_loop(make_urgent, probe);
    settle();
    assert_true(probe->refs_released < probe->refs_given);
    on_loop(abort_now, probe);
    settle();
    assert_int_equal(probe->closed, 1);
    assert_false(probe->closed_inside);
    assert_int_equal(probe->refs_given, probe->refs_released);
    assert_int_equal(vd_loop_socket_count(loop), 0);
}

static void the_protocol_decides_what_an_end_of_the_peer_means(void **state)
{
    struct probe *stays = new_probe(0, false), *goes = new_probe(1, false);

    goes->eof_answer = 1;
    shutdown(stays->peer, SHUT_WR);
    shutdown(goes->peer, SHUT_WR);
    while (!goes->closed || !stays->eofs)
        settle();
    assert_int_equal(stays->closed, 0);
    stays->to_write = 10;
    on_loop(make_urgent, stays);
    expect_stream(stays, 0, 10, 10);
    settle();
    assert_int_equal(stays->eofs, 1);
}

static void bytes_that_make_no_sense_end_the_connection(void **state)
{
    struct probe *probe = new_probe(0, false);

    assert_int_equal(write(probe->peer, "!", 1), 1);
    expect_end(probe);
    settle();
    assert_int_equal(probe->closed, 1);
}

static void a_stalled_reader_is_reported_and_cut_only_if_the_protocol_says_so(void **state)
{
    struct probe *patient = new_probe(0, true), *strict = new_probe(1, true);

    strict->stall_is_fatal = true;
    patient->to_write = strict->to_write = 65536;
    on_loop(make_streaming, patient);
    on_loop(make_streaming, strict);
    while (patient->stalls < 2)
        wait_for_turns(10);
    assert_int_equal(strict->stalls, 1);
    assert_int_equal(strict->closed, 1);
    assert_int_equal(patient->closed, 0);
    expect_stream(patient, 0, 65536, 65536);
}

/* Nothing but a socket that is full makes a timer run here. */
static void look_for_timer(void *arg)
{
    *(bool *)arg = vd_wheel_next_ms(&loop->wheel) != UINT64_MAX;
}

static void wait_until_full(void)
{
    bool is_full = false;

    while (!is_full)
        on_loop(look_for_timer, &is_full);
}

static void what_is_closed_while_its_socket_is_full_sends_what_it_has_and_goes(void **state)
{
    struct probe *probe = new_probe(0, false);

    loop->stall_ms = HOUR_MS;
    probe->to_write = 1 << 20;
    on_loop(make_streaming, probe);
    wait_until_full();
    on_loop(close_now, probe);
    settle();
    assert_int_equal(probe->closed, 1);
    assert_true(probe->written < probe->to_write);
    expect_stream(probe, 0, probe->written, 65536);
    expect_end(probe);
    while (vd_loop_socket_count(loop)) /* it lingers, and no longer than that */
        settle();
}

/* As if another hour had passed: the timer of what is full fires, once. */
static void pass_an_hour(void *arg)
{
    unsigned *hours = arg;

    loop->stall_ms = (++*hours + 1) * HOUR_MS;
    vd_wheel_advance(&loop->wheel, uv_now(&loop->uv) + *hours * HOUR_MS + 1000);
}

static void a_peer_that_takes_a_little_has_not_stalled(void **state)
{
    struct probe *probe = new_probe(0, false);
    static uint8_t bytes[65536];
    unsigned hours = 0;

    loop->stall_ms = HOUR_MS;
    probe->to_write = 1 << 20;
    on_loop(make_streaming, probe);
    wait_until_full();
    on_loop(pass_an_hour, &hours);
    assert_int_equal(probe->stalls, 1);
    assert_int_equal(recv(probe->peer, bytes, sizeof(bytes), MSG_WAITALL), sizeof(bytes));
    on_loop(pass_an_hour, &hours);
    assert_int_equal(probe->stalls, 1);
    on_loop(pass_an_hour, &hours);
    assert_int_equal(probe->stalls, 2);
    expect_stream(probe, sizeof(bytes), (1 << 20) - sizeof(bytes), 65536);
}

struct stall {
    int send_bytes;
    size_t a_fill;
};

static void begin_without_memory(void *arg)
{
    const struct stall *stall = arg;

    probes[0].name = 'a';
    probes[0].to_write = 8 << 20;
    probes[0].a_fill = stall->a_fill;
    adopt_tcp(&probes[0], stall->send_bytes);
    vd_alloc_fail_after(0);
    make_streaming(&probes[0]);
}

static void end_without_memory(void *arg)
{
    *(bool *)arg = vd_alloc_fail_hit() != 0;
    vd_alloc_fail_after(-1);
}

static void a_reader_that_has_stalled_costs_no_memory(void **state)
{
    static struct stall stalls[] = {
        {0, 1000}, {0, 20000}, {0, 65536}, {16384, 1000}, {16384, 9000}};
    struct probe *probe = &probes[0];
    bool allocated;
    int unsent;

    loop->stall_ms = HOUR_MS;
    for (size_t i = 0; i < VD_COUNT(stalls); i++) {
        memset(probe, 0, sizeof(*probe));
        probe->eof_answer = 1;
        on_loop(begin_without_memory, &stalls[i]);
        wait_until_full();
        assert_int_equal(ioctl(probe->fd, SIOCOUTQNSD, &unsent), 0);
        assert_in_range(unsent, 0, VD_CONN_UNSENT_BYTES);
        expect_stream(probe, 0, probe->to_write, 65536);
        on_loop(end_without_memory, &allocated);
        assert_false(allocated);
        assert_int_equal(probe->closed, 0);
        close(probe->peer);
        while (!probe->closed)
            settle();
    }
    probe->name = 0;
}

static void drain(void *arg)
{
    vd_loop_drain(loop);
}

static void draining_asks_every_connection(void **state)
{
    for (unsigned i = 0; i < PROBES; i++)
        new_probe(i, false);
    on_loop(drain, NULL);
    settle();
    for (unsigned i = 0; i < PROBES; i++) {
        assert_int_equal(probes[i].drains, 1);
        assert_int_equal(probes[i].closed, 1);
    }
}

static struct vd_survey surveyed;
static bool survey_ended;

static void survey_two(void *arg)
{
    (void)arg;
    surveyed.budget = 2;
    survey_ended = vd_loop_survey(loop, &surveyed);
}

static void a_survey_goes_round_all_connections_once(void **state)
{
    unsigned slices = 0;
    uint64_t max = 0;

    for (unsigned i = 0; i < PROBES; i++)
        max = (uint64_t)new_probe(i, false)->name; /* they ascend */
    for (unsigned round = 1; round <= 2; round++) {
        surveyed = (struct vd_survey){.round = round};
        survey_ended = false;
        for (slices = 0; !survey_ended; slices++)
            on_loop(survey_two, NULL);
        assert_int_equal(slices, PROBES / 2 + 1);
        assert_int_equal(surveyed.sum.counts[3], PROBES);
        assert_int_equal(surveyed.sum.max, max);
    }
    on_loop(drain, NULL);
    settle();
    surveyed = (struct vd_survey){.round = 3};
    for (survey_ended = false; !survey_ended;) /* those that linger are nobody */
        on_loop(survey_two, NULL);
    assert_int_equal(surveyed.sum.counts[3], 0);
}

static void a_survey_that_names_knows_the_peer_and_what_it_has_not_taken(void **state)
{
    struct vd_survey_wish wish = {.limit = 1, .doors = 1u << VD_DOOR_LIVE};
    struct vd_survey_list list;

    new_probe(0, false);
    vd_survey_list_init(&list, &wish);
    surveyed = (struct vd_survey){.round = 1, .list = &list};
    on_loop(survey_two, NULL);
    assert_string_equal(surveyed.peer, "unix");
    assert_int_equal(surveyed.unsent_bytes, 0);
    assert_false(surveyed.stalled);
    assert_true(surveyed.place.conn > 0);
    vd_survey_list_deinit(&list);
}

static void without_memory_for_the_rest_the_connection_is_cut_and_nothing_leaks(void **state)
{
    struct probe *probe = new_probe(0, true);

    probe->to_write = 60000;
    probe->ref_every = 7000;
    probe->fail_memory = true;
    on_loop(make_streaming, probe);
    settle();
    assert_int_equal(probe->closed, 1);
    assert_int_equal(probe->refs_given, probe->refs_released);
}

static void new_without_memory(void *arg)
{
    struct vd_conn *conn;
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    vd_alloc_fail_after(0);
    assert_int_equal(vd_conn_new(loop, ends[0], &probe_ops, NULL, &conn), -ENOMEM);
    vd_alloc_fail_after(-1);
    assert_int_equal(close(ends[0]), 0);
    assert_int_equal(close(ends[1]), 0);
}

static void a_connection_that_cannot_be_made_leaves_the_socket_alone(void **state)
{
    on_loop(new_without_memory, NULL);
    assert_int_equal(vd_loop_socket_count(loop), 0);
}

static void ending_the_loop_closes_what_is_left(void **state)
{
    struct probe *probe = new_probe(0, true);

    probe->to_write = 60000;
    probe->ref_every = 5000;
    on_loop(make_urgent, probe);
    vd_loop_stop(loop);
    pthread_join(loop_thread, NULL);
    assert_int_equal(probe->closed, 1);
    assert_int_equal(probe->refs_given, probe->refs_released);
    vd_loop_free(loop);
    close(probe->peer);
    memset(probes, 0, sizeof(probes));
    assert_int_equal(set_up(state), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_made_ready_many_times_is_filled_once),
        CASE(urgent_connections_are_filled_before_streaming_ones),
        CASE(what_presses_waits_for_one_streaming_connection_at_most),
        CASE(an_endless_stream_is_filled_once_a_turn_and_shares_with_others),
        CASE(partial_writes_keep_every_byte_in_order),
        CASE(a_blocked_connection_is_not_filled),
        CASE(a_paused_connection_reads_nothing_until_it_goes_on),
        CASE(a_dead_peer_is_noticed_even_while_paused),
        CASE(the_protocol_is_asked_what_an_end_means_that_comes_while_paused),
        CASE(closing_sends_all_that_is_written_even_while_the_peer_still_sends),
        CASE(a_lingering_connection_goes_as_soon_as_its_peer_does),
        CASE(aborting_drops_what_is_unsent_and_releases_it),
        CASE(the_protocol_decides_what_an_end_of_the_peer_means),
        CASE(bytes_that_make_no_sense_end_the_connection),
        CASE(a_stalled_reader_is_reported_and_cut_only_if_the_protocol_says_so),
        CASE(what_is_closed_while_its_socket_is_full_sends_what_it_has_and_goes),
        CASE(a_peer_that_takes_a_little_has_not_stalled),
        CASE(a_reader_that_has_stalled_costs_no_memory),
        CASE(draining_asks_every_connection),
        CASE(a_survey_goes_round_all_connections_once),
        CASE(a_survey_that_names_knows_the_peer_and_what_it_has_not_taken),
        CASE(without_memory_for_the_rest_the_connection_is_cut_and_nothing_leaks),
        CASE(a_connection_that_cannot_be_made_leaves_the_socket_alone),
        CASE(ending_the_loop_closes_what_is_left),
    };

    return cmocka_run_group_tests_name("conn", tests, NULL, NULL);
}
