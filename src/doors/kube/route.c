/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a request to who answers it: the path says which resource, the registry which kind that is,
 * the method and the query what is to be done (apiserver's pkg/endpoints/request).
 */
#include "doors/kube/route.h"

#include "base/check.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/discovery.h"
#include "doors/kube/mishap.h"
#include "doors/kube/read.h"
#include "doors/kube/status.h"
#include "doors/kube/write.h"
#include "http/websocket.h"
#include "wire/url.h"

#include <errno.h>

/* --- the path ----------------------------------------------------------------------------------
 */

/* Takes the next segment of an encoded path, decoded into the arena. 0; VD_END: there is none. */
static int next_segment(struct vd_kube_call *call, struct vd_slice *rest, struct vd_slice *out)
{
    size_t n = 0;
    struct vd_slice segment;

    while (rest->len && rest->ptr[0] == '/')
        *rest = vd_slice(rest->ptr + 1, rest->len - 1);
    if (!rest->len)
        return VD_END;
    while (n < rest->len && rest->ptr[n] != '/')
        n++;
    segment = vd_slice(rest->ptr, n);
    *rest = vd_slice(rest->ptr + n, rest->len - n);
    return vd_url_decode_in(&call->arena, VD_URL_PATH, segment, out);
}

/* The next segment, if there is one. */
static int take(struct vd_kube_call *call, struct vd_slice *rest, struct vd_slice *out)
{
    int rc = next_segment(call, rest, out);

    return rc == VD_END ? 0 : rc;
}

static bool is_namespace_sub(struct vd_slice word)
{
    return vd_slice_eq(word, VD_SLICE("status")) || vd_slice_eq(word, VD_SLICE("finalize"));
}

/* Behind "namespaces": a namespace itself, or what is in one. */
static int parse_namespaced(struct vd_kube_call *call, struct vd_slice *rest)
{
    struct vd_slice name = VD_SLICE_EMPTY, word = VD_SLICE_EMPTY;
    int rc = take(call, rest, &name);

    if (rc == 0)
        rc = take(call, rest, &word);
    call->name_space = call->name = name;
    if (rc || !word.len || is_namespace_sub(word)) {
        call->plural = VD_SLICE("namespaces");
        call->subresource = word;
        return rc;
    }
    call->plural = word;
    call->name = VD_SLICE_EMPTY;
    rc = take(call, rest, &call->name);
    return rc ? rc : take(call, rest, &call->subresource);
}

static int parse_resource(struct vd_kube_call *call, struct vd_slice *rest)
{
    int rc = take(call, rest, &call->plural);

    if (rc == 0 && vd_slice_eq(call->plural, VD_SLICE("watch"))) {
        call->is_watch_path = true;
        call->plural = VD_SLICE_EMPTY;
        rc = take(call, rest, &call->plural);
    }
    if (rc || !call->plural.len)
        return rc;
    if (vd_slice_eq(call->plural, VD_SLICE("namespaces")))
        return parse_namespaced(call, rest);
    rc = take(call, rest, &call->name);
    return rc ? rc : take(call, rest, &call->subresource);
}

/* plural is empty of what is no resource. 0, VD_INVALID, -ENOMEM. */
static int parse_path(struct vd_kube_call *call)
{
    struct vd_slice rest = call->path, word = VD_SLICE_EMPTY;
    int rc = take(call, &rest, &word);

    if (rc)
        return rc;
    if (vd_slice_eq(word, VD_SLICE("apis")))
        rc = take(call, &rest, &call->group);
    else if (!vd_slice_eq(word, VD_SLICE("api")))
        return 0;
    if (rc == 0)
        rc = take(call, &rest, &call->version);
    return rc ? rc : parse_resource(call, &rest);
}

/* --- the verb ----------------------------------------------------------------------------------
 */

static bool asks_to_watch(struct vd_kube_call *call)
{
    return call->is_watch_path || vd_kube_query_flag(call, VD_SLICE("watch"));
}

/* -1: none. */
static int verb_of(struct vd_kube_call *call, struct vd_slice method)
{
    bool is_named = call->name.len > 0;

    if (vd_slice_eq(method, VD_SLICE("GET"))) {
        if (!call->subresource.len && asks_to_watch(call))
            return VD_KUBE_WATCH;
        return is_named ? VD_KUBE_GET : VD_KUBE_LIST;
    }
    if (call->is_watch_path)
        return -1;
    if (vd_slice_eq(method, VD_SLICE("POST")) && (!is_named || call->subresource.len))
        return VD_KUBE_CREATE;
    if (vd_slice_eq(method, VD_SLICE("DELETE")))
        return is_named ? VD_KUBE_DELETE : VD_KUBE_DELETE_COLLECTION;
    if (!is_named)
        return -1;
    if (vd_slice_eq(method, VD_SLICE("PUT")))
        return VD_KUBE_UPDATE;
    return vd_slice_eq(method, VD_SLICE("PATCH")) ? VD_KUBE_PATCH : -1;
}

uint32_t vd_kube_may_of(enum vd_kube_verb verb)
{
    static const uint32_t may[] = {
        [VD_KUBE_GET] = VD_KUBE_MAY_GET,
        [VD_KUBE_LIST] = VD_KUBE_MAY_LIST,
        [VD_KUBE_WATCH] = VD_KUBE_MAY_WATCH,
        [VD_KUBE_CREATE] = VD_KUBE_MAY_CREATE,
        [VD_KUBE_UPDATE] = VD_KUBE_MAY_UPDATE,
        [VD_KUBE_PATCH] = VD_KUBE_MAY_PATCH,
        [VD_KUBE_DELETE] = VD_KUBE_MAY_DELETE,
        [VD_KUBE_DELETE_COLLECTION] = VD_KUBE_MAY_DELETE_COLLECTION,
    };

    return may[verb];
}

/* --- dispatch ----------------------------------------------------------------------------------
 */

/* Whether the path fits what the kind is: a namespace where there is to be one, and no other. */
static bool fits(const struct vd_kube_call *call)
{
    if (!call->kind->namespaced)
        return !call->name_space.len || vd_slice_eq(call->plural, VD_SLICE("namespaces"));
    return call->name_space.len || !call->name.len;
}

static void dispatch(struct vd_kube_call *call)
{
    bool is_across = call->kind->namespaced && !call->name_space.len;

    if (!call->answered && vd_kube_mishap_strikes(call))
        return;
    switch (call->verb) {
    case VD_KUBE_GET:
        if (call->subresource.len && !vd_slice_eq(call->subresource, VD_SLICE("status")))
            vd_kube_subresource_open(call);
        else
            vd_kube_get_open(call);
        return;
    case VD_KUBE_LIST:
        vd_kube_list_open(call);
        return;
    case VD_KUBE_WATCH:
        vd_kube_watch_open(call);
        return;
    case VD_KUBE_CREATE:
    case VD_KUBE_UPDATE:
    case VD_KUBE_PATCH:
    case VD_KUBE_DELETE:
    case VD_KUBE_DELETE_COLLECTION:
        if (is_across)
            vd_kube_refuse_method(call);
        else
            vd_kube_write_open(call);
        return;
    case VD_KUBE_OTHER:
        break;
    }
    vd_kube_refuse_unknown(call);
}

static bool may_be_asked(const struct vd_kube_call *call)
{
    if (!call->subresource.len)
        return call->kind->verbs & vd_kube_may_of(call->verb);
    return vd_kube_sub_facts(vd_kube_sub_of(call->subresource))->verbs & vd_kube_may_of(call->verb);
}

static bool has_subresource(const struct vd_kube_call *call)
{
    enum vd_kube_sub sub = vd_kube_sub_of(call->subresource);

    return !call->subresource.len ||
           (sub != VD_KUBE_SUB_NONE && vd_kube_kind_has_sub(call->kind, sub));
}

static void find_kind(struct vd_kube_call *call);

static void on_kinds(struct vd_kube_kinds_wait *wait)
{
    find_kind(vd_container_of(wait, struct vd_kube_call, kinds_wait));
}

static void find_kind(struct vd_kube_call *call)
{
    int rc;

    call->kinds_wait.done = on_kinds;
    rc = vd_kube_kinds_find(call->kube->kinds, call->group, call->version, call->plural,
                            &call->kinds_wait, &call->kind);
    if (rc == VD_WAIT)
        return;
    if (rc == VD_NOT_FOUND || (rc == 0 && (!fits(call) || !has_subresource(call))))
        vd_kube_refuse_unknown(call);
    else if (rc)
        vd_kube_refuse_outcome(call, rc);
    else if (!may_be_asked(call))
        vd_kube_refuse_method(call);
    else
        dispatch(call);
}

static void on_entered(struct vd_kube_steward_wait *wait)
{
    find_kind(vd_container_of(wait, struct vd_kube_call, steward_wait));
}

/* --- the request -------------------------------------------------------------------------------
 */

static struct vd_slice header_of(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *header = vd_header_find(request->headers, request->header_count, name);

    return header ? header->value : VD_SLICE_EMPTY;
}

static bool contains(struct vd_slice text, struct vd_slice word)
{
    return text.len >= word.len && memmem(text.ptr, text.len, word.ptr, word.len);
}

static int keep_ws_headers(struct vd_kube_call *call, const struct vd_request *request)
{
    static const struct vd_slice names[] = {VD_SLICE("sec-websocket-version"),
                                            VD_SLICE("sec-websocket-key"),
                                            VD_SLICE("sec-websocket-protocol")};

    for (size_t i = 0; i < VD_COUNT(names); i++) {
        struct vd_header kept = {names[i], header_of(request, names[i])};
        int rc = vd_arena_copy(&call->arena, kept.value, &kept.value);

        if (rc)
            return rc;
        if (kept.value.len)
            call->ws_headers[call->ws_header_count++] = kept;
    }
    return 0;
}

/* What a call needs of its request outlives it. */
static int keep_request(struct vd_kube_call *call, const struct vd_request *request)
{
    const struct {
        struct vd_slice from, *to;
    } kept[] = {
        {request->method, &call->method},
        {request->path, &call->path},
        {request->query, &call->query},
        {request->authority, &call->authority},
        {request->content_type, &call->content_type},
        {header_of(request, VD_SLICE("accept")), &call->accept},
        {header_of(request, VD_SLICE("user-agent")), &call->user_agent},
        {header_of(request, VD_SLICE("if-none-match")), &call->if_none_match},
        {header_of(request, VD_SLICE("authorization")), &call->authorization},
    };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < VD_COUNT(kept); i++)
        rc = vd_arena_copy(&call->arena, kept[i].from, kept[i].to);
    call->accepts_gzip =
        contains(header_of(request, VD_SLICE("accept-encoding")), VD_SLICE("gzip"));
    call->is_websocket = vd_ws_is_asked(request);
    if (rc == 0 && call->is_websocket)
        rc = keep_ws_headers(call, request);
    call->has_body = !request->ended;
    call->is_body_complete = request->ended;
    return rc;
}

/* People look at these (apiserver's pkg/endpoints/handlers/negotiation). */
static bool is_shown_to_people(struct vd_slice agent)
{
    return vd_slice_starts_with(agent, VD_SLICE("curl")) ||
           vd_slice_starts_with(agent, VD_SLICE("Wget")) ||
           vd_slice_starts_with(agent, VD_SLICE("Mozilla/5.0"));
}

static bool wants_pretty(struct vd_kube_call *call)
{
    struct vd_slice value;

    if (vd_kube_query(call, VD_SLICE("pretty"), &value) == 0)
        return vd_kube_query_flag(call, VD_SLICE("pretty"));
    return is_shown_to_people(call->user_agent);
}

static void open_other(struct vd_kube_call *call)
{
    call->verb = VD_KUBE_OTHER;
    if (!vd_slice_eq(call->method, VD_SLICE("GET")))
        vd_kube_refuse_method(call);
    else
        vd_kube_discovery_open(call);
}

static unsigned forms_of(struct vd_kube_call *call)
{
    if (call->verb == VD_KUBE_LIST)
        return VD_KUBE_AS_OBJECT | VD_KUBE_AS_PARTIAL_LIST | VD_KUBE_AS_TABLE;
    if (call->verb == VD_KUBE_WATCH && vd_kube_query_flag(call, VD_SLICE("sendInitialEvents")))
        return VD_KUBE_AS_OBJECT | VD_KUBE_AS_PARTIAL; /* informers keep no tables */
    return VD_KUBE_AS_OBJECT | VD_KUBE_AS_PARTIAL | VD_KUBE_AS_TABLE;
}

/* What is written as it is read is JSON. */
static unsigned medias_of(const struct vd_kube_call *call)
{
    bool is_streamed = call->verb == VD_KUBE_LIST || call->verb == VD_KUBE_WATCH;

    return is_streamed ? VD_KUBE_MEDIA_JSON : VD_KUBE_MEDIA_ALL;
}

/* Nobody is served before what everybody expects is there; but who makes it. */
static void enter(struct vd_kube_call *call)
{
    int rc = 0;

    call->steward_wait.done = on_entered;
    if (!call->answered)
        rc = vd_kube_steward_enter(call->kube, &call->steward_wait);
    if (rc == 0)
        find_kind(call);
    else if (rc != VD_WAIT)
        vd_kube_refuse_outcome(call, rc);
}

static void open_resource(struct vd_kube_call *call)
{
    int verb = verb_of(call, call->method);

    if (verb < 0) {
        vd_kube_refuse_method(call);
        return;
    }
    call->verb = (enum vd_kube_verb)verb;
    if (vd_kube_accept_parse(call->accept, forms_of(call), medias_of(call), &call->form) == 0) {
        enter(call);
        return;
    }
    vd_kube_refuse(call, 406, "NotAcceptable",
                   "only the following media types are accepted: application/json, "
                   "application/yaml");
}

void vd_kube_route(struct vd_kube_call *call)
{
    int rc;

    call->form = (struct vd_kube_shown){.media = VD_KUBE_JSON, .as = VD_KUBE_AS_OBJECT};
    call->is_pretty = wants_pretty(call);
    rc = parse_path(call);
    if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(call, "the path does not decode");
    else if (rc)
        vd_kube_refuse_outcome(call, rc);
    else if (call->plural.len)
        open_resource(call);
    else
        open_other(call);
}

int vd_kube_route_open(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_kube_call *call = vd_kube_call_new(arg, x);
    int rc;

    if (!call)
        return -ENOMEM;
    rc = keep_request(call, request);
    if (rc)
        vd_kube_refuse_outcome(call, rc);
    else
        vd_kube_route(call);
    return 0;
}
