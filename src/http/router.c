/* SPDX-License-Identifier: Apache-2.0 */
/* Which door takes a request; and the few words for requests that none takes. */
#include "base/metrics.h"
#include "http/guard.h"
#include "http/inner.h"

#include <stdio.h>

enum { METHODS_BYTES = 96 };

#define ALL_METHODS "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"

static struct vd_slice value_of(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *header = vd_header_find(request->headers, request->header_count, name);

    return header ? header->value : VD_SLICE_EMPTY;
}

static bool is_grpc(const struct vd_exchange *x, struct vd_slice content_type)
{
    struct vd_slice name = VD_SLICE("application/grpc");

    if (!vd_exchange_is_http2(x) || !vd_slice_starts_with(content_type, name))
        return false;
    return content_type.len == name.len || content_type.ptr[name.len] == '+' ||
           content_type.ptr[name.len] == ';';
}

static bool path_matches(struct vd_slice wanted, struct vd_slice path)
{
    if (wanted.len == 0)
        return true;
    if (wanted.len > 1 && wanted.ptr[wanted.len - 1] == '/')
        return vd_slice_starts_with(path, wanted);
    return vd_slice_eq(path, wanted);
}

/* Whether a list such as "GET, PUT" has it. */
static bool lists(const char *list, struct vd_slice method)
{
    while (*list) {
        size_t len = strcspn(list, ",");

        if (vd_slice_eq(vd_slice(list, len), method))
            return true;
        list += len;
        list += strspn(list, ", ");
    }
    return false;
}

static bool takes(const struct vd_route *route, struct vd_slice method)
{
    if (!route->methods || lists(route->methods, method))
        return true;
    return vd_slice_eq(method, VD_SLICE("HEAD")) && lists(route->methods, VD_SLICE("GET"));
}

static const struct vd_route *find(const struct vd_http *http, struct vd_slice path, bool grpc)
{
    for (uint32_t i = 0; i < http->route_count; i++)
        if (http->routes[i].route.grpc == grpc && path_matches(http->routes[i].path, path))
            return &http->routes[i].route;
    return NULL;
}

/* A door that failed halfway through an answer leaves nothing better than a reset. */
static void answer(struct vd_exchange *x, unsigned status, const char *text)
{
    const struct vd_header plain = {VD_SLICE("content-type"), VD_SLICE("text/plain")};

    if (x->started) {
        vd_exchange_reset(x, VD_HTTP2_INTERNAL_ERROR);
        return;
    }
    vd_exchange_start(x, status, &plain, 1);
    if (vd_exchange_body(x, vd_slice_str(text)))
        vd_exchange_reset(x, VD_HTTP2_INTERNAL_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
}

/* What may be done with it; 204 for those who ask, and 405 for those who do something else. */
static void answer_allow(struct vd_exchange *x, const struct vd_route *route, bool is_asked)
{
    const char *head = lists(route->methods, VD_SLICE("GET")) ? ", HEAD" : "";
    char allow[METHODS_BYTES];
    int len = snprintf(allow, sizeof(allow), "%s%s, OPTIONS", route->methods, head);
    const char *text = route->refusal ? route->refusal : "this method is not served here\n";
    const char *type = route->refusal ? route->refusal_type : "text/plain";
    struct vd_header headers[] = {{VD_SLICE("allow"), vd_slice(allow, (size_t)len)},
                                  {VD_SLICE("content-type"), vd_slice_str(type)}};

    vd_assert(len > 0 && (size_t)len < sizeof(allow));
    vd_exchange_start(x, is_asked ? 204 : 405, headers, is_asked ? 1 : 2);
    if (!is_asked && vd_exchange_body(x, vd_slice_str(text)))
        vd_exchange_reset(x, VD_HTTP2_INTERNAL_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
}

static void answer_grpc(struct vd_exchange *x, struct vd_slice status, struct vd_slice message)
{
    const struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/grpc")},
        {VD_SLICE("grpc-status"), status},
        {VD_SLICE("grpc-message"), message},
    };

    if (x->started) {
        vd_exchange_reset(x, VD_HTTP2_INTERNAL_ERROR);
        return;
    }
    vd_exchange_start(x, 200, headers, VD_COUNT(headers));
    vd_exchange_finish(x, NULL, 0);
}

static void fail(struct vd_exchange *x, bool grpc)
{
    if (grpc)
        answer_grpc(x, VD_SLICE("13"), VD_SLICE("internal error"));
    else
        answer(x, 500, "internal error\n");
}

static void split_target(struct vd_slice target, struct vd_request *request)
{
    const uint8_t *mark = target.len ? memchr(target.ptr, '?', target.len) : NULL;

    request->path = request->query = target;
    if (!mark) {
        request->query = VD_SLICE_EMPTY;
        return;
    }
    request->path.len = (size_t)(mark - target.ptr);
    request->query = vd_slice(mark + 1, target.len - request->path.len - 1);
}

/* False: it was answered. */
static bool passes_guard(struct vd_exchange *x, const struct vd_request *request)
{
    switch (vd_guard_judge(&x->conn->http->guard, x->conn->port, request, &x->cors)) {
    case VD_GUARD_PASS:
        return true;
    case VD_GUARD_HOST:
        answer(x, 421, "this server is not known by that name; see --allowed-hosts\n");
        break;
    case VD_GUARD_ORIGIN:
        answer(x, 403, "pages from there may not use this server; see --cors\n");
        break;
    }
    vd_metric_add(VD_M_HTTP_GUARDED, 1);
    return false;
}

/* A browser asks ahead for a page from elsewhere: whatever it asks may be done. */
static bool is_preflight(const struct vd_exchange *x, const struct vd_request *request)
{
    return x->cors && vd_slice_eq(request->method, VD_SLICE("OPTIONS")) &&
           value_of(request, VD_SLICE("access-control-request-method")).len;
}

static void answer_preflight(struct vd_exchange *x, const struct vd_request *request)
{
    struct vd_slice fields = value_of(request, VD_SLICE("access-control-request-headers"));
    struct vd_header headers[] = {
        {VD_SLICE("access-control-allow-methods"), VD_SLICE(ALL_METHODS)},
        {VD_SLICE("access-control-max-age"), VD_SLICE("600")},
        {VD_SLICE("access-control-allow-private-network"), VD_SLICE("true")},
        {VD_SLICE("access-control-allow-headers"), fields},
    };

    vd_exchange_start(x, 204, headers, VD_COUNT(headers) - !fields.len);
    vd_exchange_finish(x, NULL, 0);
}

/* A question to the server as a whole (RFC 9110, 9.3.7). */
static void answer_asterisk(struct vd_exchange *x)
{
    const struct vd_header allow = {VD_SLICE("allow"), VD_SLICE(ALL_METHODS)};

    vd_exchange_start(x, 204, &allow, 1);
    vd_exchange_finish(x, NULL, 0);
}

static void open_grpc(struct vd_exchange *x, const struct vd_request *request)
{
    const struct vd_route *route = find(x->conn->http, request->path, true);

    if (!route)
        answer_grpc(x, VD_SLICE("12"), VD_SLICE("unknown service"));
    else if (route->open(x, request, route->arg))
        fail(x, true);
}

static void open_route(struct vd_exchange *x, const struct vd_request *request)
{
    const struct vd_route *route = find(x->conn->http, request->path, false);
    bool asks = vd_slice_eq(request->method, VD_SLICE("OPTIONS"));

    if (is_preflight(x, request))
        answer_preflight(x, request);
    else if (asks && vd_slice_eq(request->path, VD_SLICE("*")))
        answer_asterisk(x);
    else if (request->path.len == 0 || request->path.ptr[0] != '/')
        answer(x, 400, "the path must begin with a slash\n");
    else if (vd_slice_eq(request->method, VD_SLICE("CONNECT")))
        answer(x, 501, "of tunnels only websocket is spoken\n");
    else if (!route)
        answer(x, 404, "nothing is served under this path\n");
    else if (!takes(route, request->method))
        answer_allow(x, route, asks);
    else if (route->open(x, request, route->arg))
        fail(x, false);
}

static void open_guarded(struct vd_exchange *x, const struct vd_request *request)
{
    x->is_dated = x->conn->http->wall_ms != NULL;
    if (passes_guard(x, request))
        open_route(x, request);
}

void vd_router_open(struct vd_exchange *x, struct vd_slice target, struct vd_request *request)
{
    request->content_type = value_of(request, VD_SLICE("content-type"));
    split_target(target, request);
    if (request->upgrade.len)
        request->method = VD_SLICE("GET");
    x->no_body = vd_slice_eq(request->method, VD_SLICE("HEAD"));
    x->request_ended = request->ended;
    /* No page can send this content type without asking ahead, and there it is not allowed to. */
    if (!x->is_connect && is_grpc(x, request->content_type))
        open_grpc(x, request);
    else
        open_guarded(x, request);
}
