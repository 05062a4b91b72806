/* SPDX-License-Identifier: Apache-2.0 */
/* /v2/keys: a request is gathered until it is complete, read, and handed to one of three. */
#include "base/alloc.h"
#include "base/check.h"
#include "doors/etcd2/path.h"
#include "doors/etcd2/request.h"

#include <errno.h>

enum { ARENA_BYTES = 32 << 20, HTTP_BAD_REQUEST = 400, HTTP_NOT_ALLOWED = 405 };

#define PREFIX "/v2/keys"

static const struct vd_etcd2_error TOO_LARGE = {VD_ETCD2_INVALID_FORM, "http: POST too large"};
static const struct vd_etcd2_error TOO_DEEP = {VD_ETCD2_INVALID_FORM,
                                               "vedette: the path has too many parts"};

void vd_etcd2_request_free(struct vd_etcd2_request *request)
{
    vd_buf_deinit(&request->body);
    vd_arena_deinit(&request->arena);
    vd_free(request);
}

static bool method_of(struct vd_slice name, enum vd_etcd2_method *out_method)
{
    static const char *const NAMES[] = {"HEAD", "GET", "PUT", "POST", "DELETE"};

    for (unsigned i = 0; i < VD_COUNT(NAMES); i++)
        if (vd_slice_eq(name, vd_slice_str(NAMES[i]))) {
            *out_method = (enum vd_etcd2_method)i;
            return true;
        }
    return false;
}

/* Whatever stands behind a semicolon; names of types have no case. */
static bool is_form(struct vd_slice type)
{
    static const char FORM[] = "application/x-www-form-urlencoded";
    size_t len = sizeof(FORM) - 1;

    if (type.len < len || (type.len > len && type.ptr[len] != ';' && type.ptr[len] != ' '))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((type.ptr[i] >= 'A' && type.ptr[i] <= 'Z' ? type.ptr[i] | 0x20 : type.ptr[i]) !=
            (uint8_t)FORM[i])
            return false;
    return true;
}

/* --- answers without a request ---------------------------------------------------------------- */

static void answer_text(struct vd_exchange *x, unsigned status, const char *allow, const char *text)
{
    const struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("text/plain; charset=utf-8")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("allow"), vd_slice_str(allow ? allow : "")},
    };

    vd_exchange_start(x, status, headers, allow ? 3 : 2);
    if (vd_exchange_body(x, vd_slice_str(text)))
        vd_exchange_reset(x, 2);
    else
        vd_exchange_finish(x, NULL, 0);
}

/* --- the complete request ------------------------------------------------------------------------
 */

static void refuse(struct vd_etcd2_request *request, const struct vd_etcd2_error *error)
{
    vd_etcd2_fail_with(request->x, request->door, error, 0);
}

/* 0: somebody has it; otherwise it is answered, and still ours. */
static int hand_over(struct vd_etcd2_request *request)
{
    int rc;

    if (request->params.wait)
        rc = vd_etcd2_watch_begin(request);
    else if (request->method == VD_ETCD2_M_GET || request->method == VD_ETCD2_M_HEAD)
        rc = vd_etcd2_get_begin(request);
    else
        rc = vd_etcd2_write_begin(request);
    if (rc)
        refuse(request, vd_etcd2_error_of(rc));
    return rc;
}

static void complete(struct vd_etcd2_request *request)
{
    struct vd_slice form = request->is_form ? vd_buf_slice(&request->body) : VD_SLICE_EMPTY;
    const struct vd_etcd2_error *error = NULL;
    int rc =
        vd_etcd2_stem(&request->arena, request->door->root, request->encoded_path, &request->stem);

    if (rc == VD_INVALID) {
        answer_text(request->x, HTTP_BAD_REQUEST, NULL, "400 Bad Request");
        return;
    }
    if (rc)
        error = rc == VD_TOO_MANY ? &TOO_DEEP : vd_etcd2_error_of(rc);
    if (!error && (request->is_too_large || vd_buf_status(&request->body)))
        error = &TOO_LARGE;
    if (!error)
        error = vd_etcd2_params_read(&request->arena, request->method, request->query, form,
                                     &request->params);
    if (!error && request->params.value.len > request->door->max_request_bytes)
        error = vd_etcd2_error_of(VD_TOO_LARGE);
    if (error)
        refuse(request, error);
    else
        hand_over(request);
}

static void on_body(struct vd_exchange *x, struct vd_slice piece)
{
    struct vd_etcd2_request *request = vd_exchange_user(x);

    if (request->is_form)
        vd_buf_append_slice(&request->body, piece);
}

static void on_end(struct vd_exchange *x)
{
    complete(vd_exchange_user(x));
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    (void)x;
    (void)out;
    return VD_FILL_IDLE;
}

static void closed(struct vd_exchange *x, bool aborted)
{
    (void)aborted;
    vd_etcd2_request_free(vd_exchange_user(x));
}

static const struct vd_handler handler = {
    .body = on_body, .end = on_end, .fill = fill, .closed = closed};

static int keep(struct vd_etcd2_request *kept, const struct vd_request *request)
{
    size_t prefix = sizeof(PREFIX) - 1;
    struct vd_slice path = vd_slice(request->path.ptr + prefix, request->path.len - prefix);
    const struct vd_principal *principal = vd_exchange_principal(kept->x);
    int rc = vd_arena_copy(&kept->arena, path, &kept->encoded_path);

    if (!rc)
        rc = vd_arena_copy(&kept->arena, request->query, &kept->query);
    if (!rc && principal)
        rc = vd_arena_copy(&kept->arena, principal->name, &kept->principal.name);
    return rc;
}

int vd_etcd2_keys_open(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_etcd2 *door = arg;
    struct vd_etcd2_request *kept;
    enum vd_etcd2_method method;
    int rc;

    if (!method_of(request->method, &method)) {
        answer_text(x, HTTP_NOT_ALLOWED, "HEAD,GET,PUT,POST,DELETE", "Method Not Allowed\n");
        return 0;
    }
    kept = vd_alloc_zero(sizeof(*kept));
    if (!kept)
        return -ENOMEM;
    kept->door = door;
    kept->x = x;
    kept->method = method;
    vd_arena_init_in(&kept->arena, kept->memory, sizeof(kept->memory), ARENA_BYTES);
    vd_buf_init(&kept->body, 3 * door->max_request_bytes + (64 << 10));
    kept->is_form =
        (method == VD_ETCD2_M_PUT || method == VD_ETCD2_M_POST) && is_form(request->content_type);
    rc = keep(kept, request);
    if (rc) {
        vd_etcd2_request_free(kept);
        return rc;
    }
    vd_exchange_set(x, &handler, kept);
    if (request->ended)
        complete(kept);
    return 0;
}
