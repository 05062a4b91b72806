/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/server.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/hash.h"
#include "wire/grpc.h"

#include <errno.h>

enum { SLOTS_MIN = 64, TEXT_BYTES = 512, NAME_BYTES = 100 };

/* Open addressing over at most half of the slots; nothing is ever removed. */
struct vd_rpc_server {
    struct vd_rpc_entry **slots;
    size_t slot_count; /* a power of two */
    size_t used;
    struct vd_rpc_entry *first, **last;
    struct vd_rpc_counted counted;
    uint32_t receive_max_bytes;
};

struct vd_rpc_server *vd_rpc_server_new(void)
{
    struct vd_rpc_server *server = vd_alloc_zero(sizeof(*server));

    if (!server)
        return NULL;
    server->last = &server->first;
    vd_rpc_server_set_receive_max(server, 0);
    vd_rpc_counts_join(&server->counted, server);
    return server;
}

void vd_rpc_server_set_receive_max(struct vd_rpc_server *server, uint32_t bytes)
{
    server->receive_max_bytes = bytes ? bytes : VD_RPC_RECEIVE_MAX_BYTES;
}

void vd_rpc_server_free(struct vd_rpc_server *server)
{
    if (!server)
        return;
    vd_rpc_counts_leave(&server->counted);
    for (size_t i = 0; i < server->slot_count; i++) {
        if (server->slots[i])
            vd_rpc_entry_deinit(server->slots[i]);
        vd_free(server->slots[i]);
    }
    vd_free(server->slots);
    vd_free(server);
}

/* The slot of this path, or the free one where it would stand. */
static struct vd_rpc_entry **find(struct vd_rpc_entry **slots, size_t count, struct vd_slice path)
{
    size_t at = (size_t)vd_hash(path) & (count - 1);

    while (slots[at] && !vd_slice_eq(vd_slice_str(slots[at]->method->path), path))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static int grow(struct vd_rpc_server *server, size_t need)
{
    size_t count = VD_MAX(server->slot_count, (size_t)SLOTS_MIN);
    struct vd_rpc_entry **slots;

    while (count < need * 2)
        count *= 2;
    if (count == server->slot_count)
        return 0;
    slots = vd_alloc_zero(count * sizeof(struct vd_rpc_entry *));
    if (!slots)
        return -ENOMEM;
    for (size_t i = 0; i < server->slot_count; i++)
        if (server->slots[i])
            *find(slots, count, vd_slice_str(server->slots[i]->method->path)) = server->slots[i];
    vd_free(server->slots);
    server->slots = slots;
    server->slot_count = count;
    return 0;
}

static int add(struct vd_rpc_server *server, const struct vd_rpc_service *service,
               const struct vd_rpc_method *method, void *arg)
{
    struct vd_rpc_entry *entry = vd_alloc(sizeof(*entry));

    if (!entry)
        return -ENOMEM;
    *entry = (struct vd_rpc_entry){.method = method,
                                   .service = service,
                                   .arg = arg,
                                   .receive_max_bytes = server->receive_max_bytes,
                                   .counted = &entry->counts};
    *find(server->slots, server->slot_count, vd_slice_str(method->path)) = entry;
    server->used++;
    *server->last = entry;
    server->last = &entry->next;
    return 0;
}

int vd_rpc_server_add(struct vd_rpc_server *server, const struct vd_rpc_service *service, void *arg)
{
    int rc = grow(server, server->used + service->method_count);

    if (rc)
        return rc;
    for (uint32_t i = 0; i < service->method_count; i++)
        if (*find(server->slots, server->slot_count, vd_slice_str(service->methods[i].path)))
            return VD_EXISTS;
    for (uint32_t i = 0; rc == 0 && i < service->method_count; i++)
        rc = add(server, service, &service->methods[i], arg);
    return rc;
}

const struct vd_rpc_entry *vd_rpc_server_first(const struct vd_rpc_server *server)
{
    return server->first;
}

const struct vd_rpc_entry *vd_rpc_server_find(const struct vd_rpc_server *server,
                                              struct vd_slice path)
{
    return server->slot_count ? *find(server->slots, server->slot_count, path) : NULL;
}

struct vd_slice vd_rpc_service_of(const char *path)
{
    return vd_slice(path + 1, (size_t)(strrchr(path, '/') - path) - 1);
}

/* "application/grpc", alone or with +proto, and any parameters. */
static bool is_grpc(struct vd_slice type)
{
    static const struct vd_slice PREFIX = VD_SLICE("application/grpc");
    static const struct vd_slice PROTO = VD_SLICE("+proto");

    if (!vd_slice_starts_with(type, PREFIX))
        return false;
    type = vd_slice(type.ptr + PREFIX.len, type.len - PREFIX.len);
    if (vd_slice_starts_with(type, PROTO))
        type = vd_slice(type.ptr + PROTO.len, type.len - PROTO.len);
    return type.len == 0 || type.ptr[0] == ';';
}

static int refuse_http(struct vd_exchange *x, unsigned status)
{
    vd_exchange_start(x, status, NULL, 0);
    vd_exchange_finish(x, NULL, 0);
    return 0;
}

/* Names of a peer's choice are cut: they come back to it in a header. */
static void put_name(struct vd_buf *text, struct vd_slice name)
{
    vd_buf_append(text, name.ptr, VD_MIN(name.len, (size_t)NAME_BYTES));
}

static int refuse(struct vd_exchange *x, enum vd_rpc_code code, const char *before,
                  struct vd_slice name, const char *after, struct vd_slice second)
{
    struct vd_buf text;

    vd_buf_init(&text, TEXT_BYTES);
    vd_buf_append_slice(&text, vd_slice_str(before));
    put_name(&text, name);
    vd_buf_append_slice(&text, vd_slice_str(after));
    put_name(&text, second);
    vd_call_refuse(x, code, vd_buf_slice(&text));
    vd_buf_deinit(&text);
    return 0;
}

static int refuse_unknown(struct vd_exchange *x, const struct vd_rpc_server *server,
                          struct vd_slice path)
{
    const uint8_t *slash = path.len ? memrchr(path.ptr + 1, '/', path.len - 1) : NULL;
    struct vd_slice service, method, prefix;

    if (!path.len || path.ptr[0] != '/' || !slash)
        return refuse(x, VD_RPC_UNIMPLEMENTED, "malformed method name: \"", path, "\"",
                      VD_SLICE_EMPTY);
    service = vd_slice(path.ptr + 1, (size_t)(slash - path.ptr) - 1);
    method = vd_slice(slash + 1, path.len - (size_t)(slash - path.ptr) - 1);
    prefix = vd_slice(path.ptr, service.len + 2);
    for (size_t i = 0; i < server->slot_count; i++)
        if (server->slots[i] &&
            vd_slice_starts_with(vd_slice_str(server->slots[i]->method->path), prefix))
            return refuse(x, VD_RPC_UNIMPLEMENTED, "unknown method ", method, " for service ",
                          service);
    return refuse(x, VD_RPC_UNIMPLEMENTED, "unknown service ", service, "", VD_SLICE_EMPTY);
}

/* What the headers of a call say that concerns us. */
struct call_headers {
    struct vd_slice encoding, timeout;
};

static struct call_headers read_headers(const struct vd_request *request)
{
    struct call_headers found = {VD_SLICE_EMPTY, VD_SLICE_EMPTY};

    for (uint32_t i = 0; i < request->header_count; i++) {
        const struct vd_header *header = &request->headers[i];

        if (!vd_slice_starts_with(header->name, VD_SLICE("grpc-")))
            continue;
        if (vd_slice_eq(header->name, VD_SLICE("grpc-encoding")))
            found.encoding = header->value;
        else if (vd_slice_eq(header->name, VD_SLICE("grpc-timeout")))
            found.timeout = header->value;
    }
    return found;
}

static int open_call(struct vd_exchange *x, const struct vd_request *request,
                     struct vd_rpc_entry *entry)
{
    struct call_headers headers = read_headers(request);
    uint64_t timeout_ns = 0, timeout_ms = UINT64_MAX;
    enum vd_rpc_code code;
    const char *message = "";

    if (headers.encoding.len && !vd_slice_eq(headers.encoding, VD_SLICE("identity")))
        return refuse(x, VD_RPC_UNIMPLEMENTED,
                      "grpc: Decompressor is not installed for grpc-encoding \"", headers.encoding,
                      "\"", VD_SLICE_EMPTY);
    if (headers.timeout.len) {
        if (vd_grpc_timeout_parse(headers.timeout, &timeout_ns) != 0)
            return refuse(x, VD_RPC_INTERNAL, "malformed grpc-timeout: \"", headers.timeout, "\"",
                          VD_SLICE_EMPTY);
        timeout_ms = timeout_ns / 1000000 + (timeout_ns % 1000000 != 0);
    }
    code = entry->service->admit ? entry->service->admit(request, &message) : VD_RPC_OK;
    if (code != VD_RPC_OK) {
        vd_rpc_count(&entry->counts.started, 1);
        vd_rpc_count(&entry->counts.handled[code], 1);
        vd_call_refuse(x, code, vd_slice_str(message));
        return 0;
    }
    return vd_call_open(x, request, entry, timeout_ms);
}

int vd_rpc_server_open(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    const struct vd_rpc_server *server = arg;
    struct vd_rpc_entry *entry = NULL;

    if (!vd_slice_eq(request->method, VD_SLICE("POST")))
        return refuse_http(x, 405);
    if (!is_grpc(request->content_type))
        return refuse_http(x, 415);
    if (server->slot_count)
        entry = *find(server->slots, server->slot_count, request->path);
    if (!entry || !entry->method->ops)
        return refuse_unknown(x, server, request->path);
    return open_call(x, request, entry);
}
