/* SPDX-License-Identifier: Apache-2.0 */
/* What makes pods: apps and batch, and the controller of core that came before them. */
#include "doors/kube/model/judge_inner.h"
#include "doors/kube/model/meta.h"

static struct vd_kube_place spec_of(const struct vd_kube_place *object, struct vd_kube_path *memory)
{
    return vd_kube_place_at(object, "spec", memory);
}

static const struct vd_json_value *labels_of(const struct vd_json_value *template)
{
    return vd_kube_doc_at(template, "metadata", "labels", NULL);
}

/* What is wrong with labels is said of them; none are shown as null. */
static void labels_invalid(const struct vd_kube_place *template, const char *why)
{
    struct vd_json_value nothing = {.type = VD_JSON_NULL};
    struct vd_kube_path meta = VD_KUBE_PATH(template->path, "metadata");
    struct vd_kube_path path = VD_KUBE_PATH(&meta, "labels");
    const struct vd_json_value *labels = labels_of(template->value);

    vd_kube_invalid(template->causes, &path, labels ? labels : &nothing, why);
}

/* restart: the only policy that is allowed; NULL: any. */
static void judge_template(const struct vd_kube_place *template, const char *restart)
{
    struct vd_kube_path meta = VD_KUBE_PATH(template->path, "metadata");
    struct vd_kube_path labels = VD_KUBE_PATH(&meta, "labels");
    struct vd_kube_path path;
    struct vd_kube_place spec = vd_kube_place_at(template, "spec", &path);
    const char *const words[] = {restart, NULL};

    vd_kube_labels_judge(labels_of(template->value), &labels, template->causes);
    vd_kube_judge_pod_spec(&spec);
    if (restart)
        vd_kube_judge_word(&spec, "restartPolicy", words);
}

/* A selector is there, selects something, and the template's labels. */
static void judge_selected(const struct vd_kube_place *spec, const char *of, bool judge_pods)
{
    struct vd_kube_path selector_path, template_path;
    struct vd_kube_place selector = vd_kube_place_at(spec, "selector", &selector_path);
    struct vd_kube_place template = vd_kube_place_at(spec, "template", &template_path);
    char why[80] = "empty selector is invalid for ";

    if (vd_kube_doc_is_null(selector.value)) {
        vd_kube_required(spec->causes, &selector_path, "");
    } else {
        vd_kube_judge_selector(&selector);
        if (vd_kube_selector_is_all(selector.value)) {
            strncat(why, of, sizeof(why) - strlen(why) - 1);
            vd_kube_invalid(spec->causes, &selector_path, selector.value, why);
        } else if (!vd_kube_selector_selects(selector.value, labels_of(template.value))) {
            labels_invalid(&template, "`selector` does not match template `labels`");
        }
    }
    if (judge_pods)
        judge_template(&template, "Always");
}

void vd_kube_judge_deployment(const struct vd_kube_place *object)
{
    struct vd_kube_path path, strategy_path;
    struct vd_kube_place spec = spec_of(object, &path);
    struct vd_kube_place strategy = vd_kube_place_at(&spec, "strategy", &strategy_path);
    static const char *const types[] = {"Recreate", "RollingUpdate", NULL};
    struct vd_kube_path rolling = VD_KUBE_PATH(&strategy_path, "rollingUpdate");

    vd_kube_judge_not_negative(&spec, "replicas");
    judge_selected(&spec, "deployment", true);
    vd_kube_judge_word(&strategy, "type", types);
    if (vd_kube_doc_says(vd_kube_doc_get(strategy.value, "type"), "Recreate") &&
        vd_kube_doc_object(strategy.value, "rollingUpdate"))
        vd_kube_forbidden(object->causes, &rolling,
                          "may not be specified when strategy `type` is 'Recreate'");
    vd_kube_judge_not_negative(&spec, "minReadySeconds");
    vd_kube_judge_not_negative(&spec, "revisionHistoryLimit");
    vd_kube_judge_not_negative(&spec, "progressDeadlineSeconds");
    vd_kube_judge_kept(&spec, "selector");
}

void vd_kube_judge_replicas(const struct vd_kube_place *object)
{
    struct vd_kube_path path;
    struct vd_kube_place spec = spec_of(object, &path);

    vd_kube_judge_not_negative(&spec, "replicas");
    vd_kube_judge_not_negative(&spec, "minReadySeconds");
    judge_selected(&spec, "deployment", true);
    vd_kube_judge_kept(&spec, "selector");
}

void vd_kube_judge_stateful(const struct vd_kube_place *object)
{
    struct vd_kube_path path;
    struct vd_kube_place spec = spec_of(object, &path);
    struct vd_json_value *claims = vd_kube_doc_array(spec.value, "volumeClaimTemplates");

    vd_kube_judge_not_negative(&spec, "replicas");
    vd_kube_judge_not_negative(&spec, "minReadySeconds");
    /* Claims are volumes too; mounts of them are not looked for. */
    judge_selected(&spec, "statefulset", !claims || !claims->first);
    if (!object->old)
        return;
    vd_kube_judge_kept(&spec, "selector");
    vd_kube_judge_kept(&spec, "volumeClaimTemplates");
    vd_kube_judge_kept(&spec, "serviceName");
    vd_kube_judge_kept(&spec, "podManagementPolicy");
}

void vd_kube_judge_daemons(const struct vd_kube_place *object)
{
    struct vd_kube_path path;
    struct vd_kube_place spec = spec_of(object, &path);

    judge_selected(&spec, "daemonset", true);
    vd_kube_judge_not_negative(&spec, "minReadySeconds");
    vd_kube_judge_not_negative(&spec, "revisionHistoryLimit");
    vd_kube_judge_kept(&spec, "selector");
}

/* Its selector is a map of labels. */
void vd_kube_judge_controller(const struct vd_kube_place *object)
{
    struct vd_kube_path path, template_path;
    struct vd_kube_place spec = spec_of(object, &path);
    struct vd_kube_place template = vd_kube_place_at(&spec, "template", &template_path);
    const struct vd_json_value *at;

    vd_kube_judge_not_negative(&spec, "replicas");
    (void)vd_kube_judge_needed(&spec, "selector", "");
    if (!vd_kube_judge_needed(&spec, "template", ""))
        return;
    vd_kube_doc_each(at, vd_kube_doc_object(spec.value, "selector")) {
        const struct vd_json_value *there =
            vd_kube_doc_get_slice(labels_of(template.value), at->name);

        if (there && vd_slice_eq(vd_kube_doc_text(there), vd_kube_doc_text(at)))
            continue;
        labels_invalid(&template, "`selector` does not match template `labels`");
        break;
    }
    judge_template(&template, "Always");
}

/* --- batch -------------------------------------------------------------------------------------
 */

static void judge_restart(const struct vd_kube_place *spec)
{
    static const char *const words[] = {"OnFailure", "Never", NULL};
    struct vd_kube_path template_path, pod_path;
    struct vd_kube_place template = vd_kube_place_at(spec, "template", &template_path);
    struct vd_kube_place pod = vd_kube_place_at(&template, "spec", &pod_path);
    struct vd_kube_path path = VD_KUBE_PATH(&pod_path, "restartPolicy");
    const struct vd_json_value *restart = vd_kube_doc_get(pod.value, "restartPolicy");

    judge_template(&template, NULL);
    if (vd_kube_doc_is_null(restart) || vd_kube_doc_says(restart, "Always"))
        vd_kube_required(spec->causes, &path, "valid values: \"OnFailure\", \"Never\"");
    else
        vd_kube_judge_word(&pod, "restartPolicy", words);
}

static void judge_job_spec(const struct vd_kube_place *spec)
{
    static const char *const numbers[] = {"parallelism",
                                          "completions",
                                          "activeDeadlineSeconds",
                                          "backoffLimit",
                                          "ttlSecondsAfterFinished",
                                          "backoffLimitPerIndex",
                                          "maxFailedIndexes"};
    static const char *const modes[] = {"NonIndexed", "Indexed", NULL};
    struct vd_kube_path completions = VD_KUBE_PATH(spec->path, "completions");

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        vd_kube_judge_not_negative(spec, numbers[i]);
    vd_kube_judge_word(spec, "completionMode", modes);
    if (vd_kube_doc_says(vd_kube_doc_get(spec->value, "completionMode"), "Indexed") &&
        vd_kube_doc_is_null(vd_kube_doc_get(spec->value, "completions")))
        vd_kube_required(spec->causes, &completions, "when completion mode is Indexed");
    judge_restart(spec);
}

/* Of an indexed job, completions may change together with parallelism. */
static bool grows(const struct vd_kube_place *spec)
{
    return vd_kube_doc_says(vd_kube_doc_get(spec->value, "completionMode"), "Indexed") &&
           vd_kube_doc_int(spec->value, "completions", -1) ==
               vd_kube_doc_int(spec->value, "parallelism", -2);
}

void vd_kube_judge_job(const struct vd_kube_place *object)
{
    static const char *const kept[] = {"selector",         "completionMode",
                                       "podFailurePolicy", "backoffLimitPerIndex",
                                       "managedBy",        "successPolicy"};
    struct vd_kube_path path, selector_path, template_path;
    struct vd_kube_place spec = spec_of(object, &path);
    struct vd_kube_place selector = vd_kube_place_at(&spec, "selector", &selector_path);
    struct vd_kube_place template = vd_kube_place_at(&spec, "template", &template_path);

    judge_job_spec(&spec);
    if (vd_kube_doc_is_null(selector.value)) {
        vd_kube_required(object->causes, &selector_path, "");
    } else {
        vd_kube_judge_selector(&selector);
        if (!vd_kube_selector_selects(selector.value, labels_of(template.value)))
            labels_invalid(&template, "`selector` does not match template `labels`");
    }
    if (!object->old)
        return;
    if (!grows(&spec))
        vd_kube_judge_kept(&spec, "completions");
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        vd_kube_judge_kept(&spec, kept[i]);
    if (!vd_kube_doc_bool(spec.old, "suspend", false))
        vd_kube_judge_kept(&spec, "template");
}

static bool is_cron_char(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && memchr("*/,-?", c, 5));
}

/* Five fields, or @ and a word; what stands in a field is not looked at. */
static void judge_schedule(const struct vd_kube_place *spec)
{
    struct vd_slice text = vd_kube_doc_string(spec->value, "schedule");
    struct vd_kube_path path = VD_KUBE_PATH(spec->path, "schedule");
    unsigned fields = 0;
    bool is_inside = false, is_fine = true;

    if (!vd_kube_judge_needed(spec, "schedule", "") || !text.len || text.ptr[0] == '@')
        return;
    for (size_t i = 0; i < text.len; i++) {
        bool is_space = text.ptr[i] == ' ' || text.ptr[i] == '\t';

        fields += !is_space && !is_inside;
        is_inside = !is_space;
        is_fine &= is_space || is_cron_char(text.ptr[i]);
    }
    if (fields != 5)
        vd_kube_cause_add(spec->causes, VD_KUBE_VALUE_INVALID, &path,
                          "\"%.*s\": expected exactly 5 fields, found %u: [%.*s]", (int)text.len,
                          (const char *)text.ptr, fields, (int)text.len, (const char *)text.ptr);
    else if (!is_fine)
        vd_kube_invalid_text(spec->causes, &path, text, "failed to parse int from its fields");
}

void vd_kube_judge_cron_job(const struct vd_kube_place *object)
{
    static const char *const policies[] = {"Allow", "Forbid", "Replace", NULL};
    struct vd_kube_path path, template_path, job_path;
    struct vd_kube_place spec = spec_of(object, &path);
    struct vd_kube_place template = vd_kube_place_at(&spec, "jobTemplate", &template_path);
    struct vd_kube_place job = vd_kube_place_at(&template, "spec", &job_path);

    judge_schedule(&spec);
    vd_kube_judge_not_negative(&spec, "startingDeadlineSeconds");
    vd_kube_judge_word(&spec, "concurrencyPolicy", policies);
    judge_job_spec(&job);
    vd_kube_judge_not_negative(&spec, "successfulJobsHistoryLimit");
    vd_kube_judge_not_negative(&spec, "failedJobsHistoryLimit");
}
