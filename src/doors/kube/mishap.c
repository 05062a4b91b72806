/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The desk, and the page where its rules are seen and set. The rules count requests of all loops,
 * so they lie behind a lock; without rules nobody takes it.
 */
#include "doors/kube/mishap.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/access.h"
#include "doors/kube/answer.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/route.h"
#include "doors/kube/status.h"

#include <errno.h>
#include <stdatomic.h>

/* --- the desk ----------------------------------------------------------------------------------
 */

/* In the place of those that are there; NULL: there are none. */
static void set_rules(struct vd_kube_mishap_desk *desk, struct vd_kube_mishaps *faults)
{
    struct vd_kube_mishaps *before;

    if (faults && !faults->count) {
        vd_free(faults);
        faults = NULL;
    }
    pthread_mutex_lock(&desk->lock);
    before = desk->faults;
    desk->faults = faults;
    atomic_store(&desk->has_rules, faults != NULL);
    pthread_mutex_unlock(&desk->lock);
    vd_free(before);
}

int vd_kube_mishap_desk_init(struct vd_kube_mishap_desk *desk, const char *rules)
{
    char error[VD_KUBE_MISHAPS_ERROR_BYTES];
    struct vd_kube_mishaps *faults;

    *desk = (struct vd_kube_mishap_desk){.lock = PTHREAD_MUTEX_INITIALIZER};
    if (!rules)
        return 0;
    faults = vd_alloc_zero(sizeof(*faults));
    if (!faults)
        return -ENOMEM;
    vd_assert(vd_kube_mishaps_parse(vd_slice_str(rules), faults, error) == 0);
    set_rules(desk, faults);
    return 0;
}

void vd_kube_mishap_desk_deinit(struct vd_kube_mishap_desk *desk)
{
    vd_free(desk->faults);
    desk->faults = NULL;
}

static struct vd_kube_mishap meet(struct vd_kube_mishap_desk *desk,
                                  const struct vd_kube_mishap_request *request)
{
    struct vd_kube_mishap fault = {.act = VD_KUBE_MISHAP_NONE};

    if (!desk || !atomic_load_explicit(&desk->has_rules, memory_order_relaxed))
        return fault;
    pthread_mutex_lock(&desk->lock);
    if (desk->faults)
        fault = vd_kube_mishaps_meet(desk->faults, request);
    pthread_mutex_unlock(&desk->lock);
    return fault;
}

/* --- a request ---------------------------------------------------------------------------------
 */

static void throttle(struct vd_kube_call *call, uint32_t seconds)
{
    const struct vd_kube_status status = {
        .code = 429,
        .reason = "TooManyRequests",
        .message = VD_SLICE("too many requests (a fault on purpose), please try again later"),
        .has_details = true,
        .name = call->name,
        .group = call->group,
        .kind = call->plural,
        .retry_after_s = seconds};

    vd_kube_refuse_with(call, &status);
}

bool vd_kube_mishap_strikes(struct vd_kube_call *call)
{
    const struct vd_kube_mishap_request request = {.verb = vd_kube_may_of(call->verb),
                                                   .plural = call->plural,
                                                   .group = call->group,
                                                   .subresource = call->subresource,
                                                   .name_space = call->name_space,
                                                   .name = call->name};
    struct vd_kube_mishap fault = meet(call->kube->env.facts->kube_faults, &request);

    switch (fault.act) {
    case VD_KUBE_MISHAP_CONFLICT:
        vd_kube_refuse_conflict(call, "the object has been modified; please apply your changes to "
                                      "the latest version and try again");
        return true;
    case VD_KUBE_MISHAP_THROTTLE:
        throttle(call, fault.amount);
        return true;
    case VD_KUBE_MISHAP_EXPIRE:
        if (call->verb == VD_KUBE_WATCH)
            break;
        vd_kube_refuse(call, 410, "Expired",
                       "The resourceVersion for the provided list is too old.");
        return true;
    case VD_KUBE_MISHAP_NONE:
    case VD_KUBE_MISHAP_CUT:
    case VD_KUBE_MISHAP_DROP:
    case VD_KUBE_MISHAP_DELAY:
        break;
    }
    call->fault = fault;
    return false;
}

/* --- the page ----------------------------------------------------------------------------------
 */

static void show(struct vd_kube_call *call)
{
    static const struct vd_header type = {VD_SLICE("content-type"), VD_SLICE("application/json")};
    static const struct vd_kube_mishaps none = {.count = 0};
    struct vd_kube_mishap_desk *desk = call->kube->env.facts->kube_faults;
    struct vd_buf *scratch = vd_kube_scratch(call->kube);

    pthread_mutex_lock(&desk->lock);
    vd_kube_mishaps_write(desk->faults ? desk->faults : &none, scratch);
    pthread_mutex_unlock(&desk->lock);
    vd_buf_append(scratch, "\n", 1);
    if (vd_buf_status(scratch))
        vd_kube_refuse_outcome(call, -ENOMEM);
    else
        vd_kube_answer_bytes(call, 200, &type, 1, vd_buf_slice(scratch));
}

static void on_rules(struct vd_kube_call *call)
{
    char error[VD_KUBE_MISHAPS_ERROR_BYTES];
    struct vd_kube_mishaps *faults = vd_alloc_zero(sizeof(*faults));
    int rc = faults ? vd_kube_mishaps_parse(vd_buf_slice(&call->body), faults, error) : -ENOMEM;

    if (rc) {
        vd_free(faults);
        if (rc == VD_INVALID)
            vd_kube_refuse_bad_request(call, "%s", error);
        else
            vd_kube_refuse_outcome(call, rc);
        return;
    }
    set_rules(call->kube->env.facts->kube_faults, faults);
    show(call);
}

static void answer(struct vd_kube_call *call, struct vd_slice method)
{
    struct vd_kube_mishap_desk *desk = call->kube->env.facts->kube_faults;
    int rc = vd_access_check(vd_exchange_principal(call->x), VD_ACCESS_ADMIN, VD_SLICE("\0"),
                             VD_SLICE("\0"));

    if (rc || !desk) {
        vd_kube_refuse_outcome(call, rc ? rc : VD_UNAVAILABLE);
        return;
    }
    if (vd_slice_eq(method, VD_SLICE("PUT"))) {
        vd_kube_call_body(call, on_rules);
        return;
    }
    if (vd_slice_eq(method, VD_SLICE("DELETE")))
        set_rules(desk, NULL);
    show(call);
}

int vd_kube_mishap_open(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_kube_call *call = vd_kube_call_new(arg, x);

    if (!call)
        return -ENOMEM;
    call->verb = VD_KUBE_OTHER;
    call->form = (struct vd_kube_shown){.media = VD_KUBE_JSON, .as = VD_KUBE_AS_OBJECT};
    call->has_body = !request->ended;
    call->is_body_complete = request->ended;
    answer(call, request->method);
    return 0;
}
