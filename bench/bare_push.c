/* SPDX-License-Identifier: Apache-2.0 */
/* The limit of HTTP push: whoever asks with GET is sent every value as a Server-Sent Event, in a
 * chunk; whoever posts a value is answered. Nothing is kept, and nothing understood but lengths. */
#include "bare.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_BYTES = 1 << 17, BATCH_BYTES = 1 << 20 };

struct peer {
    int fd;
    bool is_subscriber;
    size_t size;
    char *request; /* what has come of it */
};

static struct peer **subscribers;
static size_t count, cap;
static uint8_t batch[BATCH_BYTES];
static size_t batch_size;
static unsigned batch_values, gather_values;

static void deliver(void)
{
    for (size_t i = 0; i < count && batch_size; i++)
        bare_send_all(subscribers[i]->fd, batch, batch_size);
    batch_size = batch_values = 0;
}

static void add_value(const char *value, size_t n)
{
    char id[64];
    static unsigned long number;
    int id_size = snprintf(id, sizeof(id), "id: 0123456789abcdef:%lu\ndata: ", ++number);
    size_t size = (size_t)id_size + n + 2;
    if (batch_size + size + 32 > BATCH_BYTES)
        deliver();
    batch_size += (size_t)sprintf((char *)batch + batch_size, "%zx\r\n%s", size, id);
    memcpy(batch + batch_size, value, n);
    memcpy(batch + batch_size + n, "\n\n\r\n", 4);
    batch_size += n + 4;
    if (++batch_values == gather_values)
        deliver();
}

static void subscribe(struct peer *p)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n";
    bare_send_all(p->fd, (const uint8_t *)head, sizeof(head) - 1);
    if (count == cap) {
        cap = cap * 2 + 64;
        subscribers = realloc(subscribers, cap * sizeof(struct peer *));
        if (!subscribers)
            abort();
    }
    p->is_subscriber = true;
    subscribers[count++] = p;
    free(p->request);
    p->request = NULL;
}

/* The whole requests at the front of what has come. */
static void take_requests(struct peer *p)
{
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    size_t at = 0;
    while (p->request) {
        char *from = p->request + at, *end = memmem(from, p->size - at, "\r\n\r\n", 4);
        char *length = end ? memmem(from, (size_t)(end - from), "Content-Length: ", 16) : NULL;
        size_t n = length ? strtoul(length + 16, NULL, 10) : 0;
        if (!end || (size_t)(end + 4 - p->request) + n > p->size)
            break;
        if (*from == 'G') {
            subscribe(p);
            return;
        }
        add_value(end + 4, n);
        bare_send_all(p->fd, (const uint8_t *)answer, sizeof(answer) - 1);
        at = (size_t)(end + 4 - p->request) + n;
    }
    memmove(p->request, p->request + at, p->size - at);
    p->size -= at;
}

static void drop(struct peer *p)
{
    for (size_t i = 0; i < count; i++)
        if (subscribers[i] == p) {
            subscribers[i] = subscribers[--count];
            break;
        }
    close(p->fd);
    free(p->request);
    free(p);
}

static void read_peer(struct peer *p)
{
    static char ignored[256];
    size_t room = p->request ? REQUEST_BYTES - p->size : sizeof(ignored);
    ssize_t n = recv(p->fd, p->request ? p->request + p->size : ignored, room, MSG_DONTWAIT);
    if (n <= 0) {
        drop(p);
        return;
    }
    if (!p->request)
        return;
    p->size += (size_t)n;
    take_requests(p);
}

static void accept_peer(int listener, int epoll_fd)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC), one = 1;
    struct peer *p = fd >= 0 ? calloc(1, sizeof(*p)) : NULL;
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = p};
    if (!p)
        return;
    p->fd = fd;
    p->request = malloc(REQUEST_BYTES);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &e);
}

int bare_push(unsigned gather)
{
    struct epoll_event ready[256];
    int epoll_fd = epoll_create1(0), listener = bare_listen(epoll_fd);
    gather_values = gather;
    while (listener >= 0) {
        int n = epoll_wait(epoll_fd, ready, 256, -1);
        for (int i = 0; i < n; i++)
            if (ready[i].data.ptr)
                read_peer(ready[i].data.ptr);
            else
                accept_peer(listener, epoll_fd);
        deliver();
    }
    return 1;
}
