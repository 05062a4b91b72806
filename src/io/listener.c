/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accepting is bounded a turn, and never waits: what cannot be taken is refused at once. Options of
 * a connection (keep-alive) are set on the listening socket, which hands them down.
 */
#include "io/listener.h"

#include "base/alloc.h"
#include "base/metrics.h"
#include "io/conn.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096, ACCEPTS_A_TURN = 64, RETRY_MS = 100, NAME_BYTES = 128 };

struct vd_listener {
    struct vd_listener_options options;
    struct vd_watch_fd *watch;
    struct vd_timer retry;
    _Atomic unsigned handed; /* given to a loop, and not taken by it yet */
    unsigned next_loop;
    int fd, reserve_fd;
    bool is_loopback;
    char name[NAME_BYTES];
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)]; /* to unlink; empty: TCP */
};

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

static int parse_port(const char *text, in_port_t *out_port)
{
    char *end;
    unsigned long port;

    if (*text < '0' || *text > '9')
        return VD_INVALID;
    port = strtoul(text, &end, 10);
    if (*end || port > 65535)
        return VD_INVALID;
    *out_port = htons((in_port_t)port);
    return 0;
}

/* "host" is an IP address, or localhost; an empty one is every address. */
static int parse_host(const char *host, in_port_t port, union address *out, socklen_t *out_len)
{
    memset(out, 0, sizeof(*out));
    if (strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    if (*host == '\0')
        host = "0.0.0.0";
    if (inet_pton(AF_INET, host, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = port;
        *out_len = sizeof(out->v4);
        return 0;
    }
    if (inet_pton(AF_INET6, host, &out->v6.sin6_addr) != 1)
        return VD_INVALID;
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = port;
    *out_len = sizeof(out->v6);
    return 0;
}

static int parse_tcp(const char *text, union address *out, socklen_t *out_len)
{
    const char *colon = strrchr(text, ':');
    char host[64];
    size_t len;
    in_port_t port;

    if (!colon || parse_port(colon + 1, &port))
        return VD_INVALID;
    len = (size_t)(colon - text);
    if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
        text++;
        len -= 2;
    } else if (memchr(text, ':', len)) {
        return VD_INVALID;
    }
    if (len >= sizeof(host))
        return VD_INVALID;
    memcpy(host, text, len);
    host[len] = '\0';
    return parse_host(host, port, out, out_len);
}

static int parse_unix(const char *path, union address *out, socklen_t *out_len)
{
    memset(out, 0, sizeof(*out));
    if (!*path || strlen(path) >= sizeof(out->local.sun_path))
        return VD_INVALID;
    out->local.sun_family = AF_UNIX;
    strcpy(out->local.sun_path, path);
    *out_len = sizeof(out->local);
    return 0;
}

/* Removes a socket that a dead server has left behind. */
static void remove_stale(const union address *address, socklen_t len)
{
    struct stat st;
    int fd;

    if (stat(address->local.sun_path, &st) || !S_ISSOCK(st.st_mode))
        return;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    if (connect(fd, &address->any, len) && errno == ECONNREFUSED)
        unlink(address->local.sun_path);
    close(fd);
}

static void set_int(int fd, int level, int option, int value)
{
    (void)setsockopt(fd, level, option, &value, sizeof(value)); /* better with it, well without */
}

static int open_socket(const union address *address, socklen_t len, int *out_fd)
{
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int rc;

    if (fd < 0)
        return -errno;
    if (address->any.sa_family == AF_UNIX) {
        remove_stale(address, len);
    } else {
        set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
        set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, 60);
        set_int(fd, IPPROTO_TCP, TCP_KEEPINTVL, 15);
        set_int(fd, IPPROTO_TCP, TCP_KEEPCNT, 4);
        set_int(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, VD_CONN_UNSENT_BYTES);
    }
    if (bind(fd, &address->any, len) || listen(fd, BACKLOG)) {
        rc = -errno;
        close(fd);
        return rc;
    }
    *out_fd = fd;
    return 0;
}

static bool is_loopback_v6(const struct in6_addr *address)
{
    return IN6_IS_ADDR_LOOPBACK(address) ||
           (IN6_IS_ADDR_V4MAPPED(address) && address->s6_addr[12] == IN_LOOPBACKNET);
}

/* And what kind of address it is. */
static void set_name(struct vd_listener *listener)
{
    union address address;
    socklen_t len = sizeof(address);
    char host[INET6_ADDRSTRLEN];

    if (listener->path[0]) {
        snprintf(listener->name, sizeof(listener->name), "unix:%s", listener->path);
        return;
    }
    vd_assert(getsockname(listener->fd, &address.any, &len) == 0);
    if (address.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address.v6.sin6_addr, host, sizeof(host));
        snprintf(listener->name, sizeof(listener->name), "[%s]:%u", host,
                 (unsigned)ntohs(address.v6.sin6_port));
        listener->is_loopback = is_loopback_v6(&address.v6.sin6_addr);
    } else {
        inet_ntop(AF_INET, &address.v4.sin_addr, host, sizeof(host));
        snprintf(listener->name, sizeof(listener->name), "%s:%u", host,
                 (unsigned)ntohs(address.v4.sin_port));
        listener->is_loopback =
            ntohl(address.v4.sin_addr.s_addr) >> IN_CLASSA_NSHIFT == IN_LOOPBACKNET;
    }
}

static void refuse(struct vd_listener *listener, int fd)
{
    struct vd_slice words = listener->options.refusal;

    vd_metric_add(VD_M_CONNECTIONS_REFUSED, 1);
    if (words.len)
        (void)!send(fd, words.ptr, words.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    close(fd);
}

static void pause_for_a_while(struct vd_listener *listener)
{
    vd_watch_fd_pause(listener->watch, true);
    vd_timer_start(listener->options.loops[0], &listener->retry, RETRY_MS);
}

/* No descriptor is left: the reserved one makes room to turn one peer away. */
static void refuse_one_for_want_of_descriptors(struct vd_listener *listener)
{
    int fd;

    vd_metric_add(VD_M_ACCEPT_EXHAUSTED, 1);
    if (listener->reserve_fd >= 0)
        close(listener->reserve_fd);
    fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0)
        refuse(listener, fd);
    listener->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (listener->reserve_fd < 0)
        pause_for_a_while(listener);
}

static bool is_full(const struct vd_listener *listener)
{
    const struct vd_listener_options *options = &listener->options;
    unsigned open = atomic_load_explicit(&listener->handed, memory_order_relaxed);

    if (!options->max_connections)
        return false;
    for (unsigned i = 0; i < options->loop_count; i++)
        open += vd_loop_socket_count(options->loops[i]);
    return open >= options->max_connections;
}

struct handover {
    struct vd_loop_task task;
    struct vd_listener *listener;
    struct vd_loop *loop;
    int fd;
};

static void take(struct vd_listener *listener, struct vd_loop *loop, int fd)
{
    if (listener->options.accepted(loop, fd, listener->options.arg))
        close(fd);
    atomic_fetch_sub_explicit(&listener->handed, 1, memory_order_relaxed);
}

static void on_handover(struct vd_loop_task *task)
{
    struct handover *handover = vd_container_of(task, struct handover, task);

    take(handover->listener, handover->loop, handover->fd);
    vd_free(handover);
}

static void hand_out(struct vd_listener *listener, int fd)
{
    const struct vd_listener_options *options = &listener->options;
    unsigned to = listener->next_loop++ % options->loop_count;
    struct handover *handover = to ? vd_alloc(sizeof(*handover)) : NULL;

    atomic_fetch_add_explicit(&listener->handed, 1, memory_order_relaxed);
    if (!handover) { /* the accepting loop itself; or no memory, and then it may have it too */
        take(listener, options->loops[0], fd);
        return;
    }
    *handover = (struct handover){
        .task.run = on_handover, .listener = listener, .loop = options->loops[to], .fd = fd};
    vd_loop_post(options->loops[to], &handover->task);
}

static void on_connections(void *arg)
{
    struct vd_listener *listener = arg;

    for (unsigned i = 0; i < ACCEPTS_A_TURN; i++) {
        int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

        if (fd >= 0 && is_full(listener))
            refuse(listener, fd);
        else if (fd >= 0)
            hand_out(listener, fd);
        else if (errno == EMFILE || errno == ENFILE)
            refuse_one_for_want_of_descriptors(listener);
        else if (errno == ENOMEM || errno == ENOBUFS)
            pause_for_a_while(listener);
        if (fd < 0 && errno != ECONNABORTED && errno != EINTR)
            return;
    }
}

static void on_retry(struct vd_timer *timer)
{
    struct vd_listener *listener = vd_container_of(timer, struct vd_listener, retry);

    if (listener->reserve_fd < 0)
        listener->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    vd_watch_fd_pause(listener->watch, false);
}

static int bind_address(struct vd_listener *listener, const char *text)
{
    union address address;
    socklen_t len;
    int rc;

    if (strncmp(text, "unix:", 5) == 0)
        rc = parse_unix(text + 5, &address, &len);
    else
        rc = parse_tcp(text, &address, &len);
    if (rc)
        return rc;
    rc = open_socket(&address, len, &listener->fd);
    if (rc)
        return rc;
    if (address.any.sa_family == AF_UNIX)
        strcpy(listener->path, address.local.sun_path);
    set_name(listener);
    return 0;
}

int vd_listener_new(const struct vd_listener_options *options, struct vd_listener **out_listener)
{
    struct vd_listener *listener = vd_alloc_zero(sizeof(*listener));
    int rc;

    if (!listener)
        return -ENOMEM;
    listener->options = *options;
    listener->retry.fire = on_retry;
    listener->fd = -1;
    listener->reserve_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    rc = bind_address(listener, options->address);
    if (!rc)
        rc = vd_watch_fd_new(options->loops[0], listener->fd, on_connections, listener,
                             &listener->watch);
    if (rc) {
        vd_listener_close(listener);
        vd_listener_free(listener);
        return rc;
    }
    *out_listener = listener;
    return 0;
}

void vd_listener_close(struct vd_listener *listener)
{
    if (listener->fd < 0)
        return;
    vd_timer_stop(listener->options.loops[0], &listener->retry);
    vd_watch_fd_free(listener->watch);
    close(listener->fd);
    listener->fd = -1;
    if (listener->path[0])
        unlink(listener->path);
}

void vd_listener_free(struct vd_listener *listener)
{
    if (!listener)
        return;
    vd_assert(listener->fd < 0);
    if (listener->reserve_fd >= 0)
        close(listener->reserve_fd);
    vd_free(listener);
}

bool vd_listener_is_loopback(const struct vd_listener *listener)
{
    return listener->is_loopback;
}

const char *vd_listener_name(const struct vd_listener *listener)
{
    return listener->name;
}
