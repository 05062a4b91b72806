/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An origin is the scheme, host and port of the page that a browser speaks for; it is ours if it
 * names the authority that was asked for. Which of http and https it was is not compared: a port
 * speaks one of them, and what stands before us may speak the other.
 */
#include "http/guard.h"

#include "base/check.h"

#include <arpa/inet.h>
#include <strings.h>

static bool equals_ignoring_case(struct vd_slice a, struct vd_slice b)
{
    return a.len == b.len &&
           (a.len == 0 || strncasecmp((const char *)a.ptr, (const char *)b.ptr, a.len) == 0);
}

static bool starts_with(struct vd_slice s, struct vd_slice prefix)
{
    return s.len >= prefix.len && equals_ignoring_case(vd_slice(s.ptr, prefix.len), prefix);
}

/* --- Host ------------------------------------------------------------------------------------- */

/* Without its port, and without the brackets of an IPv6 address. False: it is neither. */
static bool split_host(struct vd_slice authority, struct vd_slice *out_host, bool *out_v6)
{
    const uint8_t *end = authority.ptr + authority.len, *host_end;

    *out_v6 = authority.len && authority.ptr[0] == '[';
    host_end = memchr(authority.ptr, *out_v6 ? ']' : ':', authority.len);
    if (*out_v6 && !host_end)
        return false;
    *out_host = *out_v6 ? vd_slice(authority.ptr + 1, (size_t)(host_end - authority.ptr) - 1)
                        : vd_slice(authority.ptr,
                                   host_end ? (size_t)(host_end - authority.ptr) : authority.len);
    host_end = out_host->ptr + out_host->len + *out_v6;
    if (host_end < end && *host_end++ != ':')
        return false;
    while (host_end < end && *host_end >= '0' && *host_end <= '9')
        host_end++;
    return host_end == end;
}

/* A name may come to point to us; an address says where its peer wants to go. */
static bool is_address(struct vd_slice host, bool is_v6)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;

    if (host.len >= sizeof(text))
        return false;
    memcpy(text, host.ptr, host.len);
    text[host.len] = '\0';
    return inet_pton(is_v6 ? AF_INET6 : AF_INET, text, &address) == 1;
}

static bool is_allowed_host(const struct vd_http_guard *guard, struct vd_slice host)
{
    if (host.len && host.ptr[host.len - 1] == '.')
        host.len--;
    if (equals_ignoring_case(host, VD_SLICE("localhost")))
        return true;
    for (uint32_t i = 0; i < guard->allowed_host_count; i++)
        if (equals_ignoring_case(host, vd_slice_str(guard->allowed_hosts[i])))
            return true;
    return false;
}

static bool allows_all_hosts(const struct vd_http_guard *guard)
{
    for (uint32_t i = 0; i < guard->allowed_host_count; i++)
        if (strcmp(guard->allowed_hosts[i], "*") == 0)
            return true;
    return false;
}

/* Nothing in a browser leaves the name out. */
static bool host_passes(const struct vd_http_guard *guard, const struct vd_http_port *port,
                        struct vd_slice authority)
{
    struct vd_slice host;
    bool is_v6;

    if ((!port->is_loopback && !guard->allowed_host_count) || !authority.len ||
        allows_all_hosts(guard))
        return true;
    return split_host(authority, &host, &is_v6) &&
           (is_address(host, is_v6) || (!is_v6 && is_allowed_host(guard, host)));
}

/* --- Origin ----------------------------------------------------------------------------------- */

/* Without the port that goes without saying. */
static struct vd_slice without_default(struct vd_slice authority, struct vd_slice port)
{
    if (authority.len > port.len &&
        memcmp(authority.ptr + authority.len - port.len, port.ptr, port.len) == 0)
        authority.len -= port.len;
    return authority;
}

static bool is_same(struct vd_slice origin, struct vd_slice authority, struct vd_slice scheme,
                    struct vd_slice port)
{
    if (!authority.len || !starts_with(origin, scheme))
        return false;
    origin = vd_slice(origin.ptr + scheme.len, origin.len - scheme.len);
    return equals_ignoring_case(without_default(origin, port), without_default(authority, port));
}

static bool is_ours(struct vd_slice origin, struct vd_slice authority)
{
    return is_same(origin, authority, VD_SLICE("http://"), VD_SLICE(":80")) ||
           is_same(origin, authority, VD_SLICE("https://"), VD_SLICE(":443"));
}

/* 1 + its place in the list; 0: it has none. An empty origin: whoever it is. */
static uint8_t find_origin(const struct vd_http_guard *guard, struct vd_slice origin)
{
    for (uint32_t i = 0; i < VD_MIN(guard->cors_origin_count, (uint32_t)UINT8_MAX); i++) {
        struct vd_slice allowed = vd_slice_str(guard->cors_origins[i]);

        if (vd_slice_eq(allowed, VD_SLICE("*")) || (origin.len && vd_slice_eq(allowed, origin)))
            return (uint8_t)(i + 1);
    }
    return 0;
}

static struct vd_slice value_of(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *header = vd_header_find(request->headers, request->header_count, name);

    return header ? header->value : VD_SLICE_EMPTY;
}

/* A page from elsewhere may lead here (a link), and may not have us as a part of itself. */
static bool is_foreign_fetch(const struct vd_request *request)
{
    struct vd_slice site = value_of(request, VD_SLICE("sec-fetch-site"));
    struct vd_slice mode = value_of(request, VD_SLICE("sec-fetch-mode"));
    struct vd_slice dest = value_of(request, VD_SLICE("sec-fetch-dest"));

    if (!site.len || vd_slice_eq(site, VD_SLICE("same-origin")) ||
        vd_slice_eq(site, VD_SLICE("none")))
        return false;
    return !(vd_slice_eq(mode, VD_SLICE("navigate")) && vd_slice_eq(dest, VD_SLICE("document")) &&
             (vd_slice_eq(request->method, VD_SLICE("GET")) ||
              vd_slice_eq(request->method, VD_SLICE("HEAD"))));
}

static bool origin_passes(const struct vd_http_guard *guard, const struct vd_request *request,
                          uint8_t *out_cors)
{
    bool is_there = false;

    for (uint32_t i = 0; i < request->header_count; i++) {
        struct vd_slice origin = request->headers[i].value;

        if (!vd_slice_eq(request->headers[i].name, VD_SLICE("origin")))
            continue;
        if (is_there) /* whose is it? */
            return false;
        is_there = true;
        *out_cors = find_origin(guard, origin.len ? origin : VD_SLICE("null"));
        if (!*out_cors && !is_ours(origin, request->authority))
            return false;
    }
    return is_there || !is_foreign_fetch(request) || find_origin(guard, VD_SLICE_EMPTY);
}

enum vd_guard vd_guard_judge(const struct vd_http_guard *guard, const struct vd_http_port *port,
                             const struct vd_request *request, uint8_t *out_cors)
{
    uint8_t cors = 0;

    if (!host_passes(guard, port, request->authority))
        return VD_GUARD_HOST;
    if (!origin_passes(guard, request, &cors))
        return VD_GUARD_ORIGIN;
    *out_cors = cors;
    return VD_GUARD_PASS;
}

void vd_guard_cors(const struct vd_http_guard *guard, uint8_t cors,
                   struct vd_header out_headers[VD_GUARD_CORS_HEADERS])
{
    vd_assert(cors && cors <= guard->cors_origin_count);
    out_headers[0] = (struct vd_header){VD_SLICE("access-control-allow-origin"),
                                        vd_slice_str(guard->cors_origins[cors - 1])};
    out_headers[1] = (struct vd_header){VD_SLICE("access-control-expose-headers"), VD_SLICE("*")};
    out_headers[2] = (struct vd_header){VD_SLICE("vary"), VD_SLICE("origin")};
}
