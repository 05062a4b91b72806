/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a query says of a write (k8s.io/apimachinery, pkg/apis/meta/v1/validation), and what a
 * deletion says in its body or its query.
 */
#include "doors/kube/model/managed.h"
#include "doors/kube/model/protobuf.h"
#include "doors/kube/write_inner.h"

#include "wire/utf8.h"

#include <errno.h>

enum { MANAGER_MAX_BYTES = 128 };

static void refuse_options(struct vd_kube_call *call, const char *what,
                           const struct vd_kube_causes *causes)
{
    struct vd_kube_status_cause list[4];
    struct vd_kube_status status = {.code = 422,
                                    .reason = "Invalid",
                                    .has_details = true,
                                    .group = VD_SLICE("meta.k8s.io"),
                                    .kind = vd_slice_str(what),
                                    .causes = list};
    const struct vd_kube_cause *cause;
    struct vd_buf message;

    for (cause = causes->first; cause && status.cause_count < 4; cause = cause->next)
        list[status.cause_count++] = (struct vd_kube_status_cause){
            vd_kube_cause_reason(cause->type), cause->message, cause->field};
    vd_buf_init(&message, 0);
    vd_kube_causes_message(&message, status.kind, status.group, VD_SLICE_EMPTY, causes);
    status.message = vd_buf_slice(&message);
    vd_kube_refuse_with(call, &status);
    vd_buf_deinit(&message);
}

/* False: refused. Empty where it is not there. */
static bool parameter(struct vd_kube_call *call, const char *name, struct vd_slice *out_value)
{
    int rc = vd_kube_query(call, vd_slice_str(name), out_value);

    if (rc == 0)
        return true;
    *out_value = VD_SLICE_EMPTY;
    if (rc == VD_NOT_FOUND)
        return true;
    if (rc == VD_INVALID)
        vd_kube_refuse_bad_request(call, "the query parameter %s does not decode", name);
    else
        vd_kube_refuse_outcome(call, rc);
    return false;
}

static void judge_dry_run(struct vd_slice value, struct vd_kube_causes *causes)
{
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "dryRun");
    struct vd_buf list;

    if (!value.len || vd_slice_eq(value, VD_SLICE("All")))
        return;
    vd_buf_init(&list, 1024);
    vd_kube_quote(&list, value);
    vd_kube_cause_add(causes, VD_KUBE_VALUE_NOT_SUPPORTED, &path,
                      "[%.*s]: supported values: \"All\"", (int)list.len, (const char *)list.data);
    vd_buf_deinit(&list);
}

static void judge_manager(struct vd_slice manager, struct vd_kube_causes *causes)
{
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "fieldManager");

    if (manager.len > MANAGER_MAX_BYTES)
        vd_kube_too_long(causes, &path, MANAGER_MAX_BYTES);
    for (size_t i = 0; i < manager.len; i++)
        if (manager.ptr[i] < 0x20 || manager.ptr[i] == 0x7f) {
            vd_kube_invalid_text(causes, &path, manager, "invalid character");
            return;
        }
    if (!vd_utf8_is_valid(manager))
        vd_kube_invalid_text(causes, &path, VD_SLICE("\xef\xbf\xbd"), "invalid character");
}

static enum vd_kube_field_validation judge_validation(struct vd_slice value,
                                                      struct vd_kube_causes *causes)
{
    static const char *const supported[] = {"", "Ignore", "Strict", "Warn", NULL};
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "fieldValidation");

    if (vd_slice_eq(value, VD_SLICE("Ignore")))
        return VD_KUBE_IGNORE;
    if (vd_slice_eq(value, VD_SLICE("Strict")))
        return VD_KUBE_STRICT;
    if (value.len && !vd_slice_eq(value, VD_SLICE("Warn")))
        vd_kube_not_supported(causes, &path, value, supported);
    return VD_KUBE_WARN;
}

static void judge_force(const struct vd_kube_write_options *options, bool is_apply,
                        struct vd_kube_causes *causes)
{
    struct vd_kube_path manager = VD_KUBE_PATH(NULL, "fieldManager");
    struct vd_kube_path force = VD_KUBE_PATH(NULL, "force");

    if (is_apply && !options->has_manager)
        vd_kube_required(causes, &manager, "is required for apply patch");
    if (!is_apply && options->has_force)
        vd_kube_forbidden(causes, &force, "may not be specified for non-apply patch");
}

bool vd_kube_write_options_read(struct vd_kube_writing *w, const char *what, bool is_apply)
{
    struct vd_kube_write_options *options = &w->options;
    struct vd_slice dry_run, validation, force;
    struct vd_kube_causes causes;
    char *memory;

    if (!parameter(w->call, "dryRun", &dry_run) ||
        !parameter(w->call, "fieldManager", &options->manager) ||
        !parameter(w->call, "fieldValidation", &validation) || !parameter(w->call, "force", &force))
        return false;
    vd_kube_causes_init(&causes, &w->call->arena);
    options->is_dry_run = dry_run.len;
    options->has_manager = options->manager.len;
    options->has_force = force.len && w->call->verb == VD_KUBE_PATCH;
    options->is_forced = force.len && vd_kube_query_flag(w->call, VD_SLICE("force"));
    judge_force(options, is_apply, &causes);
    judge_manager(options->manager, &causes);
    judge_dry_run(dry_run, &causes);
    options->validation = judge_validation(validation, &causes);
    if (vd_kube_causes_has(&causes)) {
        refuse_options(w->call, what, &causes);
        return false;
    }
    memory = vd_arena_alloc(&w->call->arena, VD_KUBE_MANAGER_MAX_BYTES);
    if (vd_kube_write_failed(w, memory ? 0 : -ENOMEM))
        return false;
    if (!options->has_manager)
        options->manager = vd_kube_manager_of(w->call->user_agent, memory);
    return true;
}

/* --- deletions ---------------------------------------------------------------------------------
 */

static enum vd_kube_propagation propagation_of(struct vd_slice text, bool *out_known)
{
    *out_known = true;
    if (vd_slice_eq(text, VD_SLICE("Background")))
        return VD_KUBE_PROPAGATE_BACKGROUND;
    if (vd_slice_eq(text, VD_SLICE("Foreground")))
        return VD_KUBE_PROPAGATE_FOREGROUND;
    if (vd_slice_eq(text, VD_SLICE("Orphan")))
        return VD_KUBE_PROPAGATE_ORPHAN;
    *out_known = !text.len;
    return VD_KUBE_PROPAGATE_DEFAULT;
}

static void judge_propagation(struct vd_kube_delete_options *ending, struct vd_slice policy,
                              struct vd_kube_causes *causes)
{
    static const char *const supported[] = {"Foreground", "Background", "Orphan", "nil", NULL};
    struct vd_kube_path path = VD_KUBE_PATH(NULL, "propagationPolicy");
    bool is_known;

    ending->propagation = propagation_of(policy, &is_known);
    if (policy.len && ending->has_orphan)
        vd_kube_invalid_text(causes, &path, policy,
                             "orphanDependents and deletionPropagation cannot be both set");
    if (!is_known)
        vd_kube_not_supported(causes, &path, policy, supported);
    if (ending->has_orphan)
        ending->propagation =
            ending->orphans ? VD_KUBE_PROPAGATE_ORPHAN : VD_KUBE_PROPAGATE_BACKGROUND;
}

static void from_document(struct vd_kube_delete_options *ending,
                          const struct vd_json_value *options, struct vd_slice *out_policy,
                          struct vd_slice *out_dry_run)
{
    const struct vd_json_value *orphan = vd_kube_doc_get(options, "orphanDependents");
    const struct vd_json_value *conditions = vd_kube_doc_object(options, "preconditions");
    const struct vd_json_value *uid = vd_kube_doc_get(conditions, "uid");
    const struct vd_json_value *version = vd_kube_doc_get(conditions, "resourceVersion");

    ending->has_grace = !vd_kube_doc_is_null(vd_kube_doc_get(options, "gracePeriodSeconds"));
    ending->grace_s = vd_kube_doc_int(options, "gracePeriodSeconds", 0);
    ending->has_orphan = !vd_kube_doc_is_null(orphan);
    ending->orphans = vd_kube_doc_bool(options, "orphanDependents", false);
    *out_policy = vd_kube_doc_string(options, "propagationPolicy");
    *out_dry_run = vd_kube_doc_text(vd_kube_doc_element(vd_kube_doc_array(options, "dryRun"), 0));
    if (vd_kube_doc_is(uid, VD_JSON_STRING))
        ending->uid = vd_slice(uid->text.len ? uid->text.ptr : (const uint8_t *)"", uid->text.len);
    if (vd_kube_doc_is(version, VD_JSON_STRING))
        ending->version = vd_slice(version->text.len ? version->text.ptr : (const uint8_t *)"",
                                   version->text.len);
}

static bool from_query(struct vd_kube_writing *w, struct vd_slice *out_policy,
                       struct vd_slice *out_dry_run)
{
    struct vd_slice grace, orphan;

    if (!parameter(w->call, "gracePeriodSeconds", &grace) ||
        !parameter(w->call, "orphanDependents", &orphan) ||
        !parameter(w->call, "propagationPolicy", out_policy) ||
        !parameter(w->call, "dryRun", out_dry_run))
        return false;
    w->ending.has_grace = grace.len;
    if (grace.len && !vd_json_number_int(grace, &w->ending.grace_s)) {
        vd_kube_refuse_bad_request(w->call, "strconv.ParseInt: parsing \"%.*s\": invalid syntax",
                                   (int)grace.len, (const char *)grace.ptr);
        return false;
    }
    w->ending.has_orphan = orphan.len;
    w->ending.orphans = orphan.len && vd_kube_query_flag(w->call, VD_SLICE("orphanDependents"));
    return true;
}

static bool judge(struct vd_kube_writing *w, struct vd_slice policy, struct vd_slice dry_run)
{
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, &w->call->arena);
    judge_propagation(&w->ending, policy, &causes);
    judge_dry_run(dry_run, &causes);
    w->ending.is_dry_run = dry_run.len;
    w->options.is_dry_run |= w->ending.is_dry_run;
    if (w->ending.has_grace && w->ending.grace_s < 0)
        w->ending.grace_s = 1;
    if (!vd_kube_causes_has(&causes))
        return true;
    refuse_options(w->call, "DeleteOptions", &causes);
    return false;
}

bool vd_kube_delete_options_of(struct vd_kube_writing *w, const struct vd_json_value *options)
{
    struct vd_slice policy, dry_run;

    w->ending = (struct vd_kube_delete_options){.grace_s = 0};
    from_document(&w->ending, options, &policy, &dry_run);
    return judge(w, policy, dry_run);
}

bool vd_kube_delete_options_read(struct vd_kube_writing *w)
{
    struct vd_slice policy, dry_run;
    struct vd_json_value *options;

    w->options.validation = VD_KUBE_IGNORE;
    if (w->call->body.len) {
        options = vd_kube_body_message(w, "", "v1", "DeleteOptions");
        return options && vd_kube_delete_options_of(w, options);
    }
    w->ending = (struct vd_kube_delete_options){.grace_s = 0};
    return from_query(w, &policy, &dry_run) && judge(w, policy, dry_run);
}
