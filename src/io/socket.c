/* SPDX-License-Identifier: Apache-2.0 */
#include "io/socket.h"

#include "base/metrics.h"
#include "io/conn.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

void vd_socket_prepare(int fd)
{
    int on = 1, unsent = VD_CONN_UNSENT_BYTES;

    /* Unix sockets have neither. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
}

ssize_t vd_socket_send(int fd, struct iovec *parts, unsigned count)
{
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t sent;

    do
        sent = count == 1 ? send(fd, parts->iov_base, parts->iov_len, MSG_NOSIGNAL)
                          : sendmsg(fd, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return errno == EAGAIN || errno == ENOBUFS ? 0 : -errno;
    vd_metric_add(VD_M_SENT_BYTES, (uint64_t)sent);
    vd_metric_add(VD_M_SENDS, 1);
    return sent;
}

/* The kernel calls a socket writable while what it holds unsent is below the half of its bound
 * (TCP_NOTSENT_LOWAT), and what is free of its buffer not less than half of what is used. */
uint32_t vd_socket_credit(int fd)
{
    uint32_t info[SK_MEMINFO_VARS], queued, spare, credit = VD_CONN_UNSENT_BYTES;
    socklen_t len = sizeof(info);
    int unsent;

    if (!ioctl(fd, SIOCOUTQNSD, &unsent)) {
        if ((uint32_t)unsent >= VD_CONN_UNSENT_BYTES / 2)
            return 0;
        credit -= (uint32_t)unsent;
    }
    if (!getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &len)) {
        queued = info[SK_MEMINFO_WMEM_QUEUED]; /* a Unix socket has only the other */
        queued = queued ? queued : info[SK_MEMINFO_WMEM_ALLOC];
        spare = info[SK_MEMINFO_SNDBUF] - VD_MIN(queued, info[SK_MEMINFO_SNDBUF]);
        if (spare < queued / 2)
            return 0;
        credit = VD_MIN(credit, spare / 3 * 2);
    }
    return VD_MAX(credit, VD_SOCKET_CREDIT_MIN_BYTES);
}

uint32_t vd_socket_held(int fd)
{
    int held;

    return ioctl(fd, SIOCOUTQ, &held) ? 0 : (uint32_t)held;
}

void vd_socket_peer(int fd, char out_text[VD_SOCKET_PEER_BYTES])
{
    struct sockaddr_storage peer;
    socklen_t len = sizeof(peer);
    char host[INET6_ADDRSTRLEN];

    out_text[0] = '\0';
    if (getpeername(fd, (struct sockaddr *)&peer, &len))
        return;
    if (peer.ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)&peer;

        inet_ntop(AF_INET, &in->sin_addr, host, sizeof(host));
        snprintf(out_text, VD_SOCKET_PEER_BYTES, "%s:%u", host, ntohs(in->sin_port));
    } else if (peer.ss_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)&peer;

        inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof(host));
        snprintf(out_text, VD_SOCKET_PEER_BYTES, "[%s]:%u", host, ntohs(in->sin6_port));
    } else {
        snprintf(out_text, VD_SOCKET_PEER_BYTES, "unix");
    }
}
