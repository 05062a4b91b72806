/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/status.h"

#include "base/check.h"
#include "doors/kube/answer.h"
#include "doors/kube/call_inner.h"
#include "wire/json.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_BYTES = 1024, NAME_BYTES = 512 };

/* --- the text ----------------------------------------------------------------------------------
 */

static void add_if(struct vd_json *json, const char *name, struct vd_slice text)
{
    if (text.len)
        vd_json_add_string(json, name, text);
}

static void write_details(struct vd_json *json, const struct vd_kube_status *status)
{
    vd_json_name(json, "details");
    vd_json_object(json);
    add_if(json, "name", status->name);
    add_if(json, "group", status->group);
    add_if(json, "kind", status->kind);
    add_if(json, "uid", status->uid);
    if (status->cause_count) {
        vd_json_name(json, "causes");
        vd_json_array(json);
        for (uint32_t i = 0; i < status->cause_count; i++) {
            vd_json_object(json);
            if (status->causes[i].reason)
                vd_json_add_str(json, "reason", status->causes[i].reason);
            add_if(json, "message", status->causes[i].message);
            add_if(json, "field", status->causes[i].field);
            vd_json_object_end(json);
        }
        vd_json_array_end(json);
    }
    if (status->retry_after_s)
        vd_json_add_uint(json, "retryAfterSeconds", status->retry_after_s);
    vd_json_object_end(json);
}

static bool is_failure(const struct vd_kube_status *status)
{
    return status->code >= 400;
}

void vd_kube_status_write(struct vd_buf *buf, const struct vd_kube_status *status)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_add_str(&json, "kind", "Status");
    vd_json_add_str(&json, "apiVersion", "v1");
    vd_json_name(&json, "metadata");
    vd_json_object(&json);
    add_if(&json, "continue", status->continue_token);
    vd_json_object_end(&json);
    vd_json_add_str(&json, "status", is_failure(status) ? "Failure" : "Success");
    add_if(&json, "message", status->message);
    if (status->reason)
        vd_json_add_str(&json, "reason", status->reason);
    if (status->has_details)
        write_details(&json, status);
    if (is_failure(status))
        vd_json_add_uint(&json, "code", status->code);
    vd_json_object_end(&json);
}

/* --- answering ---------------------------------------------------------------------------------
 */

static void answer(struct vd_kube_call *call, const struct vd_kube_status *status)
{
    struct vd_buf *buf = vd_kube_scratch(call->kube);

    call->retry_after_s = status->retry_after_s;
    vd_kube_status_write(buf, status);
    if (vd_buf_status(buf))
        vd_kube_call_break_off(call);
    else
        vd_kube_answer_json(call, status->code, vd_buf_slice(buf));
}

void vd_kube_refuse_with(struct vd_kube_call *call, const struct vd_kube_status *status)
{
    answer(call, status);
}

/* Of the call's object; of a path that is no resource's there is nothing to say. */
static struct vd_kube_status about(const struct vd_kube_call *call, unsigned code,
                                   const char *reason, struct vd_slice message)
{
    struct vd_slice kind = call->kind ? call->kind->plural : call->plural;

    return (struct vd_kube_status){.code = code,
                                   .reason = reason,
                                   .message = message,
                                   .has_details = call->name.len || call->group.len || kind.len,
                                   .name = call->name,
                                   .group = call->group,
                                   .kind = kind};
}

static void refuse_in(struct vd_kube_call *call, unsigned code, const char *reason,
                      const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void refuse_in(struct vd_kube_call *call, unsigned code, const char *reason,
                      const char *format, va_list args)
{
    char text[MESSAGE_BYTES];
    int n = vsnprintf(text, sizeof(text), format, args);
    struct vd_kube_status status =
        about(call, code, reason, vd_slice(text, VD_MIN((size_t)VD_MAX(n, 0), sizeof(text) - 1)));

    answer(call, &status);
}

void vd_kube_refuse(struct vd_kube_call *call, unsigned code, const char *reason,
                    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    refuse_in(call, code, reason, format, args);
    va_end(args);
}

/* --- the usual ones ----------------------------------------------------------------------------
 */

/* "deployments.apps", or "pods". */
static const char *resource_of(const struct vd_kube_call *call, char text[NAME_BYTES])
{
    struct vd_slice plural = call->kind ? call->kind->plural : call->plural;

    snprintf(text, NAME_BYTES, "%.*s%s%.*s", (int)VD_MIN(plural.len, (size_t)200), plural.ptr,
             call->group.len ? "." : "", (int)VD_MIN(call->group.len, (size_t)200),
             call->group.ptr);
    return text;
}

#define NAME_OF(call) (int)VD_MIN((call)->name.len, (size_t)253), (call)->name.ptr

void vd_kube_refuse_not_found(struct vd_kube_call *call)
{
    char text[NAME_BYTES];

    vd_kube_refuse(call, 404, "NotFound", "%s \"%.*s\" not found", resource_of(call, text),
                   NAME_OF(call));
}

void vd_kube_refuse_exists(struct vd_kube_call *call)
{
    char text[NAME_BYTES];

    vd_kube_refuse(call, 409, "AlreadyExists", "%s \"%.*s\" already exists",
                   resource_of(call, text), NAME_OF(call));
}

void vd_kube_refuse_conflict(struct vd_kube_call *call, const char *format, ...)
{
    char text[NAME_BYTES], why[MESSAGE_BYTES];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(why, sizeof(why), format, args);
    va_end(args);
    vd_kube_refuse(call, 409, "Conflict", "Operation cannot be fulfilled on %s \"%.*s\": %s",
                   resource_of(call, text), NAME_OF(call), why);
}

/* The real server names no object in these. */
void vd_kube_refuse_bad_request(struct vd_kube_call *call, const char *format, ...)
{
    char text[MESSAGE_BYTES];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    answer(call, &(struct vd_kube_status){
                     .code = 400,
                     .reason = "BadRequest",
                     .message = vd_slice(text, VD_MIN((size_t)VD_MAX(n, 0), sizeof(text) - 1))});
}

static uint32_t copy_causes(const struct vd_kube_causes *causes,
                            struct vd_kube_status_cause to[VD_KUBE_CAUSES_MAX])
{
    uint32_t count = 0;

    for (const struct vd_kube_cause *cause = causes->first; cause && count < VD_KUBE_CAUSES_MAX;
         cause = cause->next)
        to[count++] = (struct vd_kube_status_cause){vd_kube_cause_reason(cause->type),
                                                    cause->message, cause->field};
    return count;
}

void vd_kube_refuse_invalid_of(struct vd_kube_call *call, struct vd_slice kind,
                               struct vd_slice group, struct vd_slice name,
                               const struct vd_kube_causes *causes)
{
    struct vd_kube_status_cause copies[VD_KUBE_CAUSES_MAX];
    struct vd_kube_status status = {.code = 422,
                                    .reason = "Invalid",
                                    .has_details = true,
                                    .name = name,
                                    .group = group,
                                    .kind = kind,
                                    .causes = copies,
                                    .cause_count = copy_causes(causes, copies)};
    struct vd_buf message;

    vd_buf_init(&message, 0);
    vd_kube_causes_message(&message, kind, group, name, causes);
    status.message = vd_buf_slice(&message);
    if (vd_buf_status(&message) || vd_kube_causes_status(causes))
        vd_kube_refuse_outcome(call, -ENOMEM);
    else
        answer(call, &status);
    vd_buf_deinit(&message);
}

void vd_kube_refuse_invalid(struct vd_kube_call *call, const struct vd_kube_causes *causes)
{
    vd_kube_refuse_invalid_of(call, call->kind->kind, call->group, call->name, causes);
}

static bool is_group_known(const struct vd_kube_call *call)
{
    const struct vd_kube_kind *kind;

    for (size_t i = 0; (kind = vd_kube_kinds_at(call->kube->kinds, i)); i++)
        if (vd_slice_eq(kind->group, call->group))
            return true;
    return false;
}

/* Of a group that is not served not even a Status is: clients tell the two apart. */
void vd_kube_refuse_unknown(struct vd_kube_call *call)
{
    static const struct vd_header text = {VD_SLICE("content-type"),
                                          VD_SLICE("text/plain; charset=utf-8")};

    if (call->group.len && !is_group_known(call)) {
        vd_kube_answer_bytes(call, 404, &text, 1, VD_SLICE("404 page not found\n"));
        return;
    }
    struct vd_kube_status status =
        about(call, 404, "NotFound", VD_SLICE("the server could not find the requested resource"));

    answer(call, &status);
}

void vd_kube_refuse_method(struct vd_kube_call *call)
{
    struct vd_kube_status status =
        about(call, 405, "MethodNotAllowed",
              VD_SLICE("the server does not allow this method on the requested resource"));

    answer(call, &status);
}

void vd_kube_refuse_stored(struct vd_kube_call *call, struct vd_slice key)
{
    vd_kube_refuse(call, 500, "InternalError",
                   "Internal error occurred: what is stored at the key %.*s is not a JSON object "
                   "of this kind",
                   (int)VD_MIN(key.len, (size_t)512), key.ptr);
}

static void refuse_soon(struct vd_kube_call *call, unsigned code, const char *reason,
                        const char *message)
{
    struct vd_kube_status status = about(call, code, reason, vd_slice_str(message));

    status.has_details = true;
    status.retry_after_s = 1;
    answer(call, &status);
}

static void refuse_internal(struct vd_kube_call *call, const char *what)
{
    vd_kube_refuse(call, 500, "InternalError", "Internal error occurred: %s", what);
}

struct vd_kube_status vd_kube_status_too_new(const struct vd_kube_call *call, char *text,
                                             size_t size, struct vd_kube_status_cause *cause)
{
    const struct vd_door_env *env = &call->kube->env;
    int n =
        snprintf(text, size, "Timeout: Too large resource version: %lld, current: %lld",
                 (long long)call->await_revision, (long long)vd_kv_view(env->kv, env->slot)->head);

    *cause = (struct vd_kube_status_cause){.reason = "ResourceVersionTooLarge",
                                           .message = VD_SLICE("Too large resource version")};
    return (struct vd_kube_status){.code = 504,
                                   .reason = "Timeout",
                                   .message = vd_slice(text, VD_MIN((size_t)n, size - 1)),
                                   .has_details = true,
                                   .causes = cause,
                                   .cause_count = 1,
                                   .retry_after_s = 1};
}

void vd_kube_refuse_too_new(struct vd_kube_call *call)
{
    char text[MESSAGE_BYTES];
    struct vd_kube_status_cause cause;
    struct vd_kube_status status = vd_kube_status_too_new(call, text, sizeof(text), &cause);

    answer(call, &status);
}

static void refuse_outcome(struct vd_kube_call *call, enum vd_outcome outcome)
{
    switch (outcome) {
    case VD_COMPACTED:
        vd_kube_refuse(call, 410, "Expired",
                       "The resourceVersion for the provided list is too old.");
        return;
    case VD_CONFLICT:
        vd_kube_refuse_conflict(call, "the object has been modified; please apply your changes to "
                                      "the latest version and try again");
        return;
    case VD_NOT_FOUND:
        vd_kube_refuse_not_found(call);
        return;
    case VD_EXISTS:
        vd_kube_refuse_exists(call);
        return;
    case VD_INVALID:
        vd_kube_refuse_bad_request(call, "the request makes no sense");
        return;
    case VD_TOO_LARGE:
        vd_kube_refuse(call, 413, "RequestEntityTooLarge", "Request entity is too large");
        return;
    case VD_TOO_MANY:
        refuse_soon(call, 429, "TooManyRequests", "too many requests, please try again later");
        return;
    case VD_OVER_QUOTA:
        vd_kube_refuse(call, 507, "InsufficientStorage", "the store is full");
        return;
    case VD_DENIED:
        vd_kube_refuse(call, 403, "Forbidden", "this is not allowed");
        return;
    case VD_READ_ONLY:
        refuse_soon(call, 503, "ServiceUnavailable", "the store takes no writes now");
        return;
    case VD_UNAVAILABLE:
        refuse_soon(call, 503, "ServiceUnavailable", "the server is going down");
        return;
    case VD_CORRUPT:
        refuse_internal(call, "stored data is damaged");
        return;
    case VD_OK:
    case VD_WAIT:
    case VD_AGAIN:
    case VD_END:
    case VD_FUTURE:
    case VD_LEASE_GONE:
        break;
    }
    refuse_internal(call, vd_outcome_name((int)outcome));
}

void vd_kube_refuse_outcome(struct vd_kube_call *call, int rc)
{
    if (rc == -ENOMEM)
        refuse_soon(call, 503, "ServiceUnavailable", "out of memory");
    else if (rc < 0)
        refuse_internal(call, vd_outcome_name(rc));
    else
        refuse_outcome(call, (enum vd_outcome)rc);
}

void vd_kube_answer_success(struct vd_kube_call *call, struct vd_slice uid)
{
    struct vd_kube_status status = about(call, 200, NULL, VD_SLICE_EMPTY);

    status.uid = uid;
    answer(call, &status);
}
