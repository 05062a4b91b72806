/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/counts.h"

#include "base/metrics.h"
#include "rpc/server.h"

#include <pthread.h>
#include <stdio.h>

enum { LABELS_BYTES = 256, CODE_BYTES = 32 };

/* The loops' servers, which have the same methods. */
static struct vd_list servers = {&servers, &servers};
static pthread_mutex_t servers_lock = PTHREAD_MUTEX_INITIALIZER;

static const struct vd_rpc_server *first_server(void)
{
    if (vd_list_is_empty(&servers))
        return NULL;
    return vd_container_of(servers.next, struct vd_rpc_counted, link)->server;
}

static uint64_t read(const _Atomic uint64_t *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

/* The same method of all servers, added up. */
static void sum_up(const char *path, struct vd_rpc_counts *out_sum)
{
    *out_sum = (struct vd_rpc_counts){0};
    for (const struct vd_list *link = servers.next; link != &servers; link = link->next) {
        const struct vd_rpc_server *server =
            vd_container_of(link, struct vd_rpc_counted, link)->server;
        const struct vd_rpc_entry *entry = vd_rpc_server_find(server, vd_slice_str(path));

        if (!entry)
            continue;
        for (unsigned code = 0; code < VD_RPC_CODES; code++)
            vd_rpc_count(&out_sum->handled[code], read(&entry->counts.handled[code]));
        vd_rpc_count(&out_sum->started, read(&entry->counts.started));
        vd_rpc_count(&out_sum->received, read(&entry->counts.received));
        vd_rpc_count(&out_sum->sent, read(&entry->counts.sent));
    }
}

static const char *type_of(enum vd_rpc_kind kind)
{
    switch (kind) {
    case VD_RPC_UNARY:
        return "unary";
    case VD_RPC_SERVER_STREAM:
        return "server_stream";
    case VD_RPC_BIDI:
        break;
    }
    return "bidi_stream";
}

static struct vd_slice labels_of(const struct vd_rpc_method *method, char text[LABELS_BYTES])
{
    struct vd_slice service = vd_rpc_service_of(method->path);
    int n =
        snprintf(text, LABELS_BYTES, "grpc_method=\"%s\",grpc_service=\"%.*s\",grpc_type=\"%s\"",
                 method->path + service.len + 2, (int)service.len, (const char *)service.ptr,
                 type_of(method->kind));

    vd_assert(n > 0 && n < LABELS_BYTES);
    return vd_slice(text, (size_t)n);
}

static void add_handled(struct vd_buf *buf, const struct vd_rpc_counts *counts,
                        struct vd_slice labels)
{
    for (unsigned code = 0; code < VD_RPC_CODES; code++) {
        char text[CODE_BYTES + LABELS_BYTES];
        int n = snprintf(text, sizeof(text), "grpc_code=\"%s\",",
                         vd_rpc_code_name((enum vd_rpc_code)code));

        vd_assert(n > 0 && n < CODE_BYTES);
        memcpy(text + n, labels.ptr, labels.len);
        vd_metrics_add_row(buf, VD_FAMILY_GRPC_HANDLED, vd_slice(text, (size_t)n + labels.len),
                           read(&counts->handled[code]));
    }
}

static void add_method(struct vd_buf *buf, enum vd_family family,
                       const struct vd_rpc_method *method)
{
    char text[LABELS_BYTES];
    struct vd_slice labels = labels_of(method, text);
    struct vd_rpc_counts counts;

    sum_up(method->path, &counts);
    if (family == VD_FAMILY_GRPC_HANDLED)
        add_handled(buf, &counts, labels);
    else
        vd_metrics_add_row(buf, family, labels,
                           read(family == VD_FAMILY_GRPC_STARTED    ? &counts.started
                                : family == VD_FAMILY_GRPC_RECEIVED ? &counts.received
                                                                    : &counts.sent));
}

static void write_family(struct vd_buf *buf, enum vd_family family)
{
    const struct vd_rpc_server *server;

    pthread_mutex_lock(&servers_lock);
    server = first_server();
    for (const struct vd_rpc_entry *entry = server ? vd_rpc_server_first(server) : NULL; entry;
         entry = entry->next)
        add_method(buf, family, entry->method);
    pthread_mutex_unlock(&servers_lock);
}

uint64_t vd_rpc_counts_open(const char *path)
{
    struct vd_rpc_counts sum;
    uint64_t handled = 0;

    pthread_mutex_lock(&servers_lock);
    sum_up(path, &sum);
    pthread_mutex_unlock(&servers_lock);
    for (unsigned code = 0; code < VD_RPC_CODES; code++)
        handled += read(&sum.handled[code]);
    return read(&sum.started) - handled;
}

uint64_t vd_rpc_counts_failed(const char *path)
{
    struct vd_rpc_counts sum;
    uint64_t failed = 0;

    pthread_mutex_lock(&servers_lock);
    sum_up(path, &sum);
    pthread_mutex_unlock(&servers_lock);
    for (unsigned code = 0; code < VD_RPC_CODES; code++)
        failed += code == VD_RPC_OK || code == VD_RPC_CANCELED ? 0 : read(&sum.handled[code]);
    return failed;
}

uint64_t vd_rpc_counts_started(unsigned kind)
{
    uint64_t started = 0;

    pthread_mutex_lock(&servers_lock);
    for (const struct vd_list *link = servers.next; link != &servers; link = link->next) {
        const struct vd_rpc_entry *entry =
            vd_rpc_server_first(vd_container_of(link, struct vd_rpc_counted, link)->server);

        for (; entry; entry = entry->next)
            started += entry->method->kind == kind ? read(&entry->counts.started) : 0;
    }
    pthread_mutex_unlock(&servers_lock);
    return started;
}

void vd_rpc_counts_join(struct vd_rpc_counted *counted, const struct vd_rpc_server *server)
{
    static const enum vd_family FAMILIES[] = {VD_FAMILY_GRPC_STARTED, VD_FAMILY_GRPC_HANDLED,
                                              VD_FAMILY_GRPC_RECEIVED, VD_FAMILY_GRPC_SENT};

    counted->server = server;
    pthread_mutex_lock(&servers_lock);
    vd_list_append(&servers, &counted->link);
    for (size_t i = 0; i < VD_COUNT(FAMILIES); i++)
        vd_metrics_set_writer(FAMILIES[i], write_family);
    pthread_mutex_unlock(&servers_lock);
}

void vd_rpc_counts_leave(struct vd_rpc_counted *counted)
{
    pthread_mutex_lock(&servers_lock);
    vd_list_remove(&counted->link);
    pthread_mutex_unlock(&servers_lock);
}
