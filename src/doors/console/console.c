/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that are part of the program, written straight from its memory. A browser is told to trust
 * nothing but them: no other origin, no inline script or style, no frame around the page, and no
 * text that becomes markup (Trusted Types), so a key or a value can be nothing but text.
 */
#include "doors/console/console.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/console/files.h"

#include <errno.h>
#include <stdio.h>

static const struct vd_slice POLICY =
    VD_SLICE("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
             "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
             "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'");

struct reply {
    struct vd_slice rest;
};

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct reply *reply = vd_exchange_user(x);
    size_t n = vd_out_copy(out, reply->rest);

    reply->rest = vd_slice(reply->rest.ptr + n, reply->rest.len - n);
    if (reply->rest.len)
        return VD_FILL_MORE;
    vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    vd_free(vd_exchange_user(x));
}

static const struct vd_handler handler = {.fill = fill, .closed = closed};

/* Takes the next item of a list of words with commas between them, without its parameters. */
static bool next_item(struct vd_slice *list, struct vd_slice *out_item, struct vd_slice *out_rest)
{
    const uint8_t *comma, *end;

    while (list->len && (*list->ptr == ' ' || *list->ptr == ',' || *list->ptr == '\t'))
        *list = vd_slice(list->ptr + 1, list->len - 1);
    if (!list->len)
        return false;
    comma = memchr(list->ptr, ',', list->len);
    comma = comma ? comma : list->ptr + list->len;
    for (end = list->ptr; end < comma && *end != ';' && *end != ' ' && *end != '\t';)
        end++;
    *out_item = vd_slice(list->ptr, (size_t)(end - list->ptr));
    *out_rest = vd_slice(end, (size_t)(comma - end));
    *list = vd_slice(comma, list->len - (size_t)(comma - list->ptr));
    return true;
}

/* "gzip;q=0" means that it does not take it; any other weight is as good as none. */
static bool is_refused(struct vd_slice parameters)
{
    const uint8_t *q = parameters.len ? memmem(parameters.ptr, parameters.len, "q=0", 3) : NULL;

    for (q = q ? q + 3 : NULL; q && q < parameters.ptr + parameters.len; q++)
        if (*q >= '1' && *q <= '9')
            return false;
    return q != NULL;
}

static struct vd_slice header_of(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *header = vd_header_find(request->headers, request->header_count, name);

    return header ? header->value : VD_SLICE_EMPTY;
}

static bool takes_gzip(const struct vd_request *request)
{
    struct vd_slice list = header_of(request, VD_SLICE("accept-encoding")), item, rest;

    while (next_item(&list, &item, &rest))
        if (vd_slice_eq(item, VD_SLICE("gzip")))
            return !is_refused(rest);
    return false;
}

static bool has_it(const struct vd_request *request, struct vd_slice tag)
{
    struct vd_slice list = header_of(request, VD_SLICE("if-none-match")), item, rest;

    while (next_item(&list, &item, &rest)) {
        if (vd_slice_starts_with(item, VD_SLICE("W/")))
            item = vd_slice(item.ptr + 2, item.len - 2);
        if (vd_slice_eq(item, tag) || vd_slice_eq(item, VD_SLICE("*")))
            return true;
    }
    return false;
}

static void start(struct vd_exchange *x, const struct vd_console_file *file, bool packed,
                  struct vd_slice tag, bool not_modified)
{
    char length[24];
    struct vd_header headers[] = {
        {VD_SLICE("etag"), tag},
        {VD_SLICE("cache-control"), VD_SLICE("no-cache")},
        {VD_SLICE("vary"), VD_SLICE("accept-encoding")},
        {VD_SLICE("content-security-policy"), POLICY},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("x-frame-options"), VD_SLICE("DENY")},
        {VD_SLICE("referrer-policy"), VD_SLICE("no-referrer")},
        {VD_SLICE("cross-origin-opener-policy"), VD_SLICE("same-origin")},
        {VD_SLICE("cross-origin-resource-policy"), VD_SLICE("same-origin")},
        {VD_SLICE("content-type"), vd_slice_str(file->type)},
        {VD_SLICE("content-length"), VD_SLICE_EMPTY},
        {VD_SLICE("content-encoding"), VD_SLICE("gzip")},
    };
    uint32_t count = VD_COUNT(headers);

    snprintf(length, sizeof(length), "%zu", packed ? file->packed.len : file->plain.len);
    headers[count - 2].value = vd_slice_str(length);
    vd_exchange_start(x, not_modified ? 304 : 200, headers,
                      not_modified ? count - 3 : count - !packed);
}

static int open_file(struct vd_exchange *x, const struct vd_request *request,
                     const struct vd_console_file *file)
{
    bool packed = takes_gzip(request);
    struct vd_slice tag = vd_slice_str(packed ? file->packed_tag : file->tag);
    struct reply *reply = vd_alloc_zero(sizeof(*reply));

    if (!reply)
        return -ENOMEM;
    vd_exchange_set(x, &handler, reply);
    if (has_it(request, tag)) {
        start(x, file, packed, tag, true);
        vd_exchange_finish(x, NULL, 0);
        return 0;
    }
    reply->rest = packed ? file->packed : file->plain;
    start(x, file, packed, tag, false);
    vd_exchange_ready(x, true);
    return 0;
}

static int open_console(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    const struct vd_header type = {VD_SLICE("content-type"), VD_SLICE("text/plain")};

    (void)arg;
    for (unsigned i = 0; i < vd_console_file_count; i++)
        if (vd_slice_eq(request->path, vd_slice_str(vd_console_files[i].path)))
            return open_file(x, request, &vd_console_files[i]);
    vd_exchange_start(x, 404, &type, 1);
    if (vd_exchange_body(x, VD_SLICE("the console has no such file\n")))
        return -ENOMEM;
    vd_exchange_finish(x, NULL, 0);
    return 0;
}

static const struct vd_route routes[] = {
    {.path = "/", .open = open_console, .methods = "GET"},
    {.path = "/console/", .open = open_console, .methods = "GET"},
};

static int open_door(const struct vd_door_env *env, void **out_state)
{
    (void)env;
    *out_state = NULL;
    return 0;
}

static void close_door(void *state)
{
    (void)state;
}

const struct vd_door vd_door_console = {.name = "console",
                                        .open = open_door,
                                        .routes = routes,
                                        .route_count = VD_COUNT(routes),
                                        .close = close_door};
