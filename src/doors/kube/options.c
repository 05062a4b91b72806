/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/options.h"

#include "doors/kube/model/causes.h"
#include "doors/kube/status.h"

#include <errno.h>

/* --- values ------------------------------------------------------------------------------------
 */

/* Empty if it is not there. False: it does not decode, and the call is answered. */
static bool take(struct vd_kube_call *call, const char *name, struct vd_slice *out)
{
    int rc = vd_kube_query(call, vd_slice_str(name), out);

    if (rc == VD_NOT_FOUND)
        *out = VD_SLICE_EMPTY;
    if (rc == 0 || rc == VD_NOT_FOUND)
        return true;
    if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(call, "the parameter %s does not decode", name);
    else
        vd_kube_refuse_outcome(call, rc);
    return false;
}

static bool take_number(struct vd_kube_call *call, const char *name, int64_t *out)
{
    struct vd_slice text;

    *out = 0;
    if (!take(call, name, &text))
        return false;
    if (!text.len || vd_json_number_int(text, out))
        return true;
    vd_kube_refuse_bad_request(call, "%s: strconv.ParseInt: parsing \"%.*s\": invalid syntax", name,
                               (int)VD_MIN(text.len, (size_t)64), text.ptr);
    return false;
}

static bool is_false(struct vd_slice text)
{
    return vd_slice_eq(text, VD_SLICE("0")) || vd_slice_eq(text, VD_SLICE("false")) ||
           vd_slice_eq(text, VD_SLICE("False")) || vd_slice_eq(text, VD_SLICE("FALSE"));
}

static bool take_flag(struct vd_kube_call *call, const char *name, enum vd_kube_flag *out)
{
    struct vd_slice text;
    int rc = vd_kube_query(call, vd_slice_str(name), &text);

    *out = rc == VD_NOT_FOUND ? VD_KUBE_UNSET : VD_KUBE_TRUE;
    if (rc == 0 && is_false(text))
        *out = VD_KUBE_FALSE;
    return rc == VD_NOT_FOUND || take(call, name, &text);
}

static bool take_revision(struct vd_kube_call *call, bool *out_has, int64_t *out)
{
    struct vd_slice text;

    *out = 0;
    if (!take(call, "resourceVersion", &text))
        return false;
    *out_has = text.len > 0;
    if (!text.len || (text.ptr[0] >= '0' && text.ptr[0] <= '9' && vd_json_number_int(text, out) &&
                      *out < INT64_MAX))
        return true;
    vd_kube_refuse_bad_request(call,
                               "resourceVersion: Invalid value: \"%.*s\": strconv.ParseUint: "
                               "parsing \"%.*s\": invalid syntax",
                               (int)VD_MIN(text.len, (size_t)64), text.ptr,
                               (int)VD_MIN(text.len, (size_t)64), text.ptr);
    return false;
}

enum vd_kube_with vd_kube_options_with(struct vd_kube_call *call)
{
    struct vd_slice text;

    if (vd_kube_query(call, VD_SLICE("includeObject"), &text))
        return VD_KUBE_WITH_METADATA;
    if (vd_slice_eq(text, VD_SLICE("None")))
        return VD_KUBE_WITH_NONE;
    return vd_slice_eq(text, VD_SLICE("Object")) ? VD_KUBE_WITH_OBJECT : VD_KUBE_WITH_METADATA;
}

/* --- what goes together ------------------------------------------------------------------------
 */

static bool is_watch(const struct vd_kube_call *call)
{
    return call->verb == VD_KUBE_WATCH;
}

#define PATH(text) (&(struct vd_kube_path){.name = VD_SLICE(text), .form = VD_KUBE_PATH_MEMBER})

static void judge_list(const struct vd_kube_options *options, struct vd_slice match, bool has_token,
                       struct vd_kube_causes *causes)
{
    static const char *const known[] = {"Exact", "NotOlderThan", "", NULL};

    if (match.len) {
        if (!options->has_revision)
            vd_kube_forbidden(causes, PATH("resourceVersionMatch"),
                              "resourceVersionMatch is forbidden unless resourceVersion is "
                              "provided");
        if (has_token)
            vd_kube_forbidden(causes, PATH("resourceVersionMatch"),
                              "resourceVersionMatch is forbidden when continue is provided");
        if (options->match == VD_KUBE_MATCH_UNSET)
            vd_kube_not_supported(causes, PATH("resourceVersionMatch"), match, known);
        if (options->match == VD_KUBE_MATCH_EXACT && options->has_revision && !options->revision)
            vd_kube_forbidden(causes, PATH("resourceVersionMatch"),
                              "resourceVersionMatch \"exact\" is forbidden for resourceVersion "
                              "\"0\"");
    }
    if (options->initial_events != VD_KUBE_UNSET)
        vd_kube_forbidden(causes, PATH("sendInitialEvents"),
                          "sendInitialEvents is forbidden for list");
}

static void judge_watch(const struct vd_kube_options *options, struct vd_slice match,
                        bool has_token, struct vd_kube_causes *causes)
{
    static const char *const known[] = {"NotOlderThan", NULL};

    if (options->initial_events != VD_KUBE_UNSET && options->match != VD_KUBE_MATCH_NOT_OLDER)
        vd_kube_forbidden(causes, PATH("resourceVersionMatch"),
                          "sendInitialEvents requires setting resourceVersionMatch to "
                          "NotOlderThan");
    if (!match.len)
        return;
    if (options->initial_events == VD_KUBE_UNSET)
        vd_kube_forbidden(causes, PATH("resourceVersionMatch"),
                          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is "
                          "provided");
    if (options->match != VD_KUBE_MATCH_NOT_OLDER)
        vd_kube_not_supported(causes, PATH("resourceVersionMatch"), match, known);
    if (has_token)
        vd_kube_forbidden(causes, PATH("resourceVersionMatch"),
                          "resourceVersionMatch is forbidden when continue is provided");
}

static bool judge(struct vd_kube_call *call, struct vd_kube_options *out, struct vd_slice match,
                  bool has_token)
{
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, &call->arena);
    if (vd_slice_eq(match, VD_SLICE("Exact")))
        out->match = VD_KUBE_MATCH_EXACT;
    else if (vd_slice_eq(match, VD_SLICE("NotOlderThan")))
        out->match = VD_KUBE_MATCH_NOT_OLDER;
    if (is_watch(call))
        judge_watch(out, match, has_token, &causes);
    else
        judge_list(out, match, has_token, &causes);
    if (vd_kube_causes_has(&causes) || vd_kube_causes_status(&causes)) {
        vd_kube_refuse_invalid_of(call, VD_SLICE("ListOptions"), VD_SLICE("meta.k8s.io"),
                                  VD_SLICE_EMPTY, &causes);
        return false;
    }
    return true;
}

static bool take_match(struct vd_kube_call *call, struct vd_kube_options *out)
{
    struct vd_slice match, token;

    return take(call, "resourceVersionMatch", &match) && take(call, "continue", &token) &&
           take_flag(call, "sendInitialEvents", &out->initial_events) &&
           judge(call, out, match, token.len > 0);
}

static bool take_token(struct vd_kube_call *call, struct vd_kube_options *out)
{
    struct vd_slice text;
    const char *why;
    int rc;

    if (!take(call, "continue", &text))
        return false;
    out->has_continue = text.len > 0 && !is_watch(call);
    if (!out->has_continue)
        return true;
    if (out->has_revision && out->revision) {
        vd_kube_refuse_bad_request(call, "specifying resource version is not allowed when using "
                                         "continue");
        return false;
    }
    rc = vd_kube_token_read(&call->arena, text, &out->token, &why);
    if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(call, "%s", why);
    else if (rc)
        vd_kube_refuse_outcome(call, rc);
    return rc == 0;
}

/* --- selectors ---------------------------------------------------------------------------------
 */

static bool take_selector(struct vd_kube_call *call, struct vd_kube_options *out)
{
    char fault[VD_KUBE_SELECTOR_FAULT_BYTES];
    int rc;

    if (!take(call, "labelSelector", &out->labels) || !take(call, "fieldSelector", &out->fields))
        return false;
    rc = vd_kube_selector_add_labels(&call->arena, out->labels, &out->selector, fault);
    if (rc == 0)
        rc = vd_kube_selector_add_fields(&call->arena, call->kind, out->fields, &out->selector,
                                         fault);
    if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(call, "%s", fault);
    else if (rc == VD_TOO_MANY)
        vd_kube_refuse_bad_request(call, "the selector has too many requirements or values");
    else if (rc)
        vd_kube_refuse_outcome(call, rc);
    return rc == 0;
}

bool vd_kube_options_read(struct vd_kube_call *call, struct vd_kube_options *out)
{
    enum vd_kube_flag bookmarks;

    *out = (struct vd_kube_options){.limit = 0};
    if (!take_revision(call, &out->has_revision, &out->revision) ||
        !take_number(call, "limit", &out->limit) ||
        !take_number(call, "timeoutSeconds", &out->timeout_s) || !take_match(call, out) ||
        !take_token(call, out) || !take_flag(call, "allowWatchBookmarks", &bookmarks) ||
        !take_selector(call, out))
        return false;
    out->wants_bookmarks = bookmarks == VD_KUBE_TRUE;
    out->with = vd_kube_options_with(call);
    out->limit = VD_MAX(out->limit, (int64_t)0);
    out->timeout_s = VD_MAX(out->timeout_s, (int64_t)0);
    return true;
}

bool vd_kube_options_revision(struct vd_kube_call *call, int64_t *out_revision)
{
    bool has_revision;

    return take_revision(call, &has_revision, out_revision);
}
