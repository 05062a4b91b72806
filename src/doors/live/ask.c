/* SPDX-License-Identifier: Apache-2.0 */
/* Headers win over the query: a browser that comes again can only say where it was in a header. */
#include "doors/live/ask.h"

#include <strings.h>

/* Whether a header's value names the media type anywhere; whose weight is not looked at. */
static bool names(struct vd_slice value, struct vd_slice type)
{
    for (size_t i = 0; i + type.len <= value.len; i++)
        if (strncasecmp((const char *)value.ptr + i, (const char *)type.ptr, type.len) == 0)
            return true;
    return false;
}

static struct vd_slice header_of(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *header = vd_header_find(request->headers, request->header_count, name);

    return header ? header->value : VD_SLICE_EMPTY;
}

static void skip(struct vd_slice *rest, const char *bytes)
{
    while (rest->len && *rest->ptr && strchr(bytes, *rest->ptr))
        *rest = vd_slice(rest->ptr + 1, rest->len - 1);
}

/* Everything up to one of the bytes. */
static struct vd_slice take_until(struct vd_slice *rest, const char *bytes)
{
    struct vd_slice taken = vd_slice(rest->ptr, 0);

    while (rest->len && !(*rest->ptr && strchr(bytes, *rest->ptr))) {
        *rest = vd_slice(rest->ptr + 1, rest->len - 1);
        taken.len++;
    }
    return taken;
}

bool vd_live_tag_next(struct vd_slice *rest, struct vd_slice *out_tag)
{
    skip(rest, " \t,");
    if (!rest->len)
        return false;
    if (rest->len > 2 && rest->ptr[0] == 'W' && rest->ptr[1] == '/')
        *rest = vd_slice(rest->ptr + 2, rest->len - 2);
    if (*rest->ptr != '"') {
        *out_tag = take_until(rest, " \t,");
        return true;
    }
    *rest = vd_slice(rest->ptr + 1, rest->len - 1);
    *out_tag = take_until(rest, "\"");
    skip(rest, "\"");
    return true;
}

static int set_since(struct vd_live_ask *ask, struct vd_slice text, const char *wrong,
                     const char **out_what)
{
    *out_what = wrong;
    ask->wish.list = false;
    return vd_live_position_parse(text, &ask->wish.since);
}

/* Anew where it was: an empty one is none. */
static int read_last_id(struct vd_live_ask *ask, const struct vd_request *request,
                        const char **out_what)
{
    struct vd_slice id = header_of(request, VD_SLICE("last-event-id"));

    if (!id.len)
        id = ask->wish.last_id;
    if (!id.len)
        return 0;
    ask->is_resumed = true;
    return set_since(ask, id, "Last-Event-ID is a position", out_what);
}

static void poll_for(struct vd_live_ask *ask, int64_t wait_ms)
{
    ask->wish.is_poll = true;
    ask->wish.wait_ms = (uint32_t)VD_MIN(wait_ms, (int64_t)VD_LIVE_WAIT_MAX_MS);
}

static int read_validator(struct vd_live_ask *ask, const struct vd_request *request,
                          const char **out_what)
{
    struct vd_slice value = header_of(request, VD_SLICE("if-none-match")), tag;

    if (!vd_live_tag_next(&value, &tag))
        return 0;
    ask->has_validator = true;
    if (!ask->wish.is_poll)
        poll_for(ask, VD_LIVE_WAIT_MS);
    return set_since(ask, tag, "If-None-Match is the ETag of an answer before", out_what);
}

/* RFC 7240; a preference that makes no sense is not heeded. */
static void read_preference(struct vd_live_ask *ask, const struct vd_request *request)
{
    struct vd_slice rest = header_of(request, VD_SLICE("prefer"));

    for (skip(&rest, " \t,;"); rest.len; skip(&rest, " \t,;")) {
        struct vd_slice item = take_until(&rest, " \t,;");
        int64_t seconds;

        if (item.len < 6 || strncasecmp((const char *)item.ptr, "wait=", 5) != 0 ||
            vd_live_number_parse(vd_slice(item.ptr + 5, item.len - 5), &seconds))
            continue;
        ask->has_preference = true;
        poll_for(ask, seconds > VD_LIVE_WAIT_MAX_MS ? VD_LIVE_WAIT_MAX_MS : seconds * 1000);
        return;
    }
}

int vd_live_ask_parse(struct vd_arena *arena, struct vd_slice key, const struct vd_request *request,
                      int64_t now_ms, struct vd_live_ask *out_ask, const char **out_what)
{
    struct vd_slice accept = header_of(request, VD_SLICE("accept"));
    struct vd_live_ask ask = {.format = VD_LIVE_NDJSON};
    int rc;

    if (names(accept, VD_SLICE("text/event-stream")))
        ask.format = VD_LIVE_SSE;
    else
        ask.is_navigation = names(accept, VD_SLICE("text/html"));
    rc = vd_live_wish_parse(arena, key, request->query, now_ms, &ask.wish, out_what);
    if (rc == 0 && !ask.wish.is_poll)
        read_preference(&ask, request);
    if (rc == 0)
        rc = read_validator(&ask, request, out_what);
    if (rc == 0)
        rc = read_last_id(&ask, request, out_what);
    if (rc == 0)
        rc = vd_live_wish_check(&ask.wish, out_what);
    if (rc == 0)
        *out_ask = ask;
    return rc;
}
