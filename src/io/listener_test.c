/* SPDX-License-Identifier: Apache-2.0 */
#include "base/metrics.h"
#include "io/conn.h"
#include "io/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

enum { LOOPS = 2 };

static struct vd_loop *loops[LOOPS];
static pthread_t threads[LOOPS];
static _Atomic unsigned taken[LOOPS];

static int echo(struct vd_conn *conn, struct vd_slice bytes)
{
    (void)conn;
    return bytes.len == 0;
}

static int end(struct vd_conn *conn)
{
    (void)conn;
    return 1;
}

static enum vd_fill greet(struct vd_conn *conn, struct vd_out *out)
{
    (void)conn;
    vd_out_copy(out, VD_SLICE("hi"));
    return VD_FILL_IDLE;
}

static void forget(struct vd_conn *conn)
{
    (void)conn;
}

static const struct vd_conn_ops greeter = {
    .bytes = echo, .eof = end, .fill = greet, .drain = forget, .closed = forget};

static int on_accepted(struct vd_loop *loop, int fd, void *arg)
{
    struct vd_conn *conn;
    int rc = vd_conn_new(loop, fd, &greeter, NULL, &conn);

    (void)arg;
    if (rc)
        return rc;
    vd_conn_ready(conn, VD_CONN_URGENT);
    taken[loop == loops[1]]++;
    return 0;
}

static void *run(void *arg)
{
    vd_loop_run(arg);
    return NULL;
}

static int make_loops(void **state)
{
    for (int i = 0; i < LOOPS; i++) {
        taken[i] = 0;
        if (vd_loop_new(NULL, &loops[i]))
            return -1;
    }
    return 0;
}

static void start(void)
{
    for (int i = 0; i < LOOPS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, loops[i]), 0);
}

static void stop(struct vd_listener *listener)
{
    for (int i = 0; i < LOOPS; i++)
        vd_loop_stop(loops[i]);
    for (int i = 0; i < LOOPS; i++)
        pthread_join(threads[i], NULL);
    vd_listener_close(listener);
    for (int i = 0; i < LOOPS; i++)
        vd_loop_free(loops[i]);
    vd_listener_free(listener);
}

static struct vd_listener *listen_on(const char *address, unsigned max_connections)
{
    struct vd_listener_options options = {.address = address,
                                          .loops = loops,
                                          .loop_count = LOOPS,
                                          .max_connections = max_connections,
                                          .refusal = VD_SLICE("no"),
                                          .accepted = on_accepted};
    struct vd_listener *listener = NULL;

    assert_int_equal(vd_listener_new(&options, &listener), 0);
    return listener;
}

static int dial(const struct vd_listener *listener)
{
    const char *name = vd_listener_name(listener);
    struct sockaddr_in to = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons((uint16_t)atoi(strrchr(name, ':') + 1));
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    return fd;
}

static void expect_words(int fd, const char *words)
{
    char got[3] = {0};

    assert_int_equal(recv(fd, got, 2, MSG_WAITALL), 2);
    assert_string_equal(got, words);
}

static void sockets_go_round_the_loops(void **state)
{
    struct vd_listener *listener = listen_on("127.0.0.1:0", 0);
    int fds[10];

    start();
    for (int i = 0; i < 10; i++) {
        fds[i] = dial(listener);
        expect_words(fds[i], "hi");
    }
    assert_int_equal(taken[0], 5);
    assert_int_equal(taken[1], 5);
    for (int i = 0; i < 10; i++)
        close(fds[i]);
    stop(listener);
}

static void beyond_the_limit_peers_are_told_and_later_ones_served(void **state)
{
    struct vd_listener *listener = listen_on("127.0.0.1:0", 3);
    uint64_t refused = vd_metric_read(VD_M_CONNECTIONS_REFUSED);
    int fds[4], again;

    start();
    for (int i = 0; i < 4; i++) {
        fds[i] = dial(listener);
        expect_words(fds[i], i < 3 ? "hi" : "no");
    }
    assert_int_equal(vd_metric_read(VD_M_CONNECTIONS_REFUSED), refused + 1);
    close(fds[0]);
    while (vd_loop_socket_count(loops[0]) + vd_loop_socket_count(loops[1]) == 3)
        poll(NULL, 0, 1);
    again = dial(listener);
    expect_words(again, "hi");
    for (int i = 1; i < 4; i++)
        close(fds[i]);
    close(again);
    stop(listener);
}

static void without_descriptors_peers_are_refused_and_nothing_spins(void **state)
{
    struct vd_listener *listener = listen_on("127.0.0.1:0", 0);
    struct rlimit limit, tight;
    int fds[3], probe;
    uint64_t turns;

    start();
    for (int i = 0; i < 3; i++) /* the test's own ends, before there are none */
        fds[i] = socket(AF_INET, SOCK_STREAM, 0);
    getrlimit(RLIMIT_NOFILE, &limit);
    probe = dup(0);
    close(probe);
    tight = (struct rlimit){(rlim_t)probe + 1, limit.rlim_max};
    setrlimit(RLIMIT_NOFILE, &tight);
    for (int i = 0; i < 3; i++) {
        struct sockaddr_in to = {.sin_family = AF_INET};

        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons((uint16_t)atoi(strrchr(vd_listener_name(listener), ':') + 1));
        assert_int_equal(connect(fds[i], (struct sockaddr *)&to, sizeof(to)), 0);
        expect_words(fds[i], i < 1 ? "hi" : "no");
    }
    turns = vd_metric_read(VD_M_TURNS);
    poll(NULL, 0, 50);
    assert_in_range(vd_metric_read(VD_M_TURNS) - turns, 0, 100);
    assert_int_equal(vd_metric_read(VD_M_ACCEPT_EXHAUSTED) >= 2, 1);
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int i = 0; i < 3; i++)
        close(fds[i]);
    probe = dial(listener);
    expect_words(probe, "hi");
    close(probe);
    stop(listener);
}

static void a_unix_socket_is_served_replaced_when_stale_and_removed(void **state)
{
    char address[64], *path = address + 5;
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    struct vd_listener_options options = {
        .loops = loops, .loop_count = LOOPS, .accepted = on_accepted};
    struct vd_listener *listener, *second = NULL;
    int stale, fd;

    snprintf(address, sizeof(address), "unix:/tmp/vedette-listener-test.%d", (int)getpid());
    strcpy(to.sun_path, path);
    stale = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(stale, (struct sockaddr *)&to, sizeof(to)), 0);
    close(stale);
    listener = listen_on(address, 0);
    assert_string_equal(vd_listener_name(listener), address);
    options.address = address;
    assert_int_equal(vd_listener_new(&options, &second), -EADDRINUSE);
    start();
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    expect_words(fd, "hi");
    close(fd);
    stop(listener);
    assert_int_equal(access(path, F_OK), -1);
}

static void addresses_that_are_none_are_refused(void **state)
{
    static const char *const wrong[] = {
        "",       "2379",          "127.0.0.1", ":",     "127.0.0.1:x", "127.0.0.1:65536",
        "::1:80", "127.0.0.1:80x", "[::1]",     "unix:", "nohost:1",    "127.0.0.1:-1",
        "[::1:1", "127.0.0.1:+1",  "1.2.3:1"};
    struct vd_listener_options options = {
        .loops = loops, .loop_count = LOOPS, .accepted = on_accepted};
    struct vd_listener *listener = NULL;

    for (size_t i = 0; i < VD_COUNT(wrong); i++) {
        options.address = wrong[i];
        assert_int_equal(vd_listener_new(&options, &listener), VD_INVALID);
    }
    for (int i = 0; i < LOOPS; i++)
        vd_loop_free(loops[i]);
}

static void an_address_in_use_is_reported(void **state)
{
    struct vd_listener *listener = listen_on("127.0.0.1:0", 0), *second = NULL;
    struct vd_listener_options options = {
        .loops = loops, .loop_count = LOOPS, .accepted = on_accepted};

    options.address = vd_listener_name(listener);
    assert_int_equal(vd_listener_new(&options, &second), -EADDRINUSE);
    start();
    stop(listener);
}

#define CASE(name) cmocka_unit_test_setup(name, make_loops)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(sockets_go_round_the_loops),
        CASE(beyond_the_limit_peers_are_told_and_later_ones_served),
        CASE(without_descriptors_peers_are_refused_and_nothing_spins),
        CASE(a_unix_socket_is_served_replaced_when_stale_and_removed),
        CASE(addresses_that_are_none_are_refused),
        CASE(an_address_in_use_is_reported),
    };

    return cmocka_run_group_tests_name("listener", tests, NULL, NULL);
}
