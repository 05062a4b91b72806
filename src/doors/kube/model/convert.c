/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events differ in the names of their members only. Of an autoscaler, version 1 has the one metric
 * that it was made for in a field of its own, and the rest in annotations.
 */
#include "doors/kube/model/convert.h"

#include "doors/kube/model/doc.h"

#include <errno.h>

/* --- events ----------------------------------------------------------------------------------- */

static const struct {
    const char *core, *events;
} event_names[] = {
    {"involvedObject", "regarding"},
    {"message", "note"},
    {"source", "deprecatedSource"},
    {"firstTimestamp", "deprecatedFirstTimestamp"},
    {"lastTimestamp", "deprecatedLastTimestamp"},
    {"count", "deprecatedCount"},
    {"reportingComponent", "reportingController"},
};

static void rename_member(struct vd_json_value *doc, const char *from, const char *to)
{
    struct vd_json_value *member = vd_kube_doc_get(doc, from);

    if (member && !vd_kube_doc_get(doc, to))
        member->name = vd_slice_str(to);
}

static int finish(struct vd_kube_doc *edit)
{
    return edit->rc ? -ENOMEM : 0;
}

int vd_kube_event_to_served(const struct vd_kube_kind *kind, struct vd_arena *arena,
                            struct vd_json_value *doc)
{
    struct vd_kube_doc edit = {arena, 0};

    if (!vd_kube_doc_is(doc, VD_JSON_OBJECT))
        return VD_INVALID;
    for (size_t i = 0; i < sizeof(event_names) / sizeof(event_names[0]); i++)
        rename_member(doc, event_names[i].core, event_names[i].events);
    vd_kube_doc_set_string(&edit, doc, "apiVersion", kind->api_version);
    return finish(&edit);
}

int vd_kube_event_to_stored(const struct vd_kube_kind *kind, struct vd_arena *arena,
                            struct vd_json_value *doc)
{
    struct vd_kube_doc edit = {arena, 0};

    if (!vd_kube_doc_is(doc, VD_JSON_OBJECT))
        return VD_INVALID;
    for (size_t i = 0; i < sizeof(event_names) / sizeof(event_names[0]); i++)
        rename_member(doc, event_names[i].events, event_names[i].core);
    vd_kube_doc_set_string(&edit, doc, "apiVersion", kind->stored_api_version);
    return finish(&edit);
}

/* --- autoscalers ------------------------------------------------------------------------------ */

#define ANNOTATION(word) "autoscaling.alpha.kubernetes.io/" word

/* How deep what an annotation holds may be, and how long. */
enum { DEPTH_MAX = 32 };

/* resource.name is cpu and it is told as a part of what was asked for: the number below `holder`
 * (target of a spec, current of a status). NULL: another kind of metric. */
static struct vd_json_value *cpu_utilization(const struct vd_json_value *metric, const char *holder)
{
    struct vd_json_value *resource = vd_kube_doc_object(metric, "resource");

    if (!vd_kube_doc_says(vd_kube_doc_get(metric, "type"), "Resource") ||
        !vd_kube_doc_says(vd_kube_doc_get(resource, "name"), "cpu"))
        return NULL;
    return vd_kube_doc_get(vd_kube_doc_object(resource, holder), "averageUtilization");
}

/* Takes the first such metric out of the list, and what it says. */
static struct vd_json_value *take_cpu(struct vd_json_value *metrics, const char *holder)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, metrics) {
        struct vd_json_value *number = cpu_utilization(at, holder);

        if (number) {
            vd_kube_doc_take(metrics, at);
            return number;
        }
    }
    return NULL;
}

static void put_first(struct vd_json_value *array, struct vd_json_value *element)
{
    element->next = array->first;
    array->first = element;
    if (!array->last)
        array->last = element;
    array->count++;
}

/* A metric of the CPU's use, in front of the others. */
static void add_cpu(struct vd_kube_doc *edit, struct vd_json_value *parent, const char *list,
                    const char *holder, struct vd_json_value *number)
{
    struct vd_json_value *metrics = vd_kube_doc_ensure_array(edit, parent, list);
    struct vd_json_value *metric = vd_kube_doc_new_object(edit);
    struct vd_json_value *resource = vd_kube_doc_ensure_object(edit, metric, "resource");
    struct vd_json_value *target;

    vd_kube_doc_set_str(edit, resource, "name", "cpu");
    target = vd_kube_doc_ensure_object(edit, resource, holder);
    if (strcmp(holder, "target") == 0)
        vd_kube_doc_set_str(edit, target, "type", "Utilization");
    vd_kube_doc_set(edit, target, "averageUtilization", number);
    vd_kube_doc_set_str(edit, metric, "type", "Resource");
    if (!edit->rc)
        put_first(metrics, metric);
}

/* A member that version 1 does not have, as the text of an annotation. */
static void stow(struct vd_kube_doc *edit, struct vd_json_value *doc, struct vd_json_value *value,
                 const char *annotation)
{
    struct vd_json_value *metadata, *annotations;
    struct vd_buf buf;
    struct vd_json json;

    if (!value || (value->type == VD_JSON_ARRAY && value->count == 0))
        return;
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    value->name = VD_SLICE_EMPTY;
    vd_json_write(&json, value);
    metadata = vd_kube_doc_ensure_object(edit, doc, "metadata");
    annotations = vd_kube_doc_ensure_object(edit, metadata, "annotations");
    if (vd_buf_status(&buf))
        edit->rc = -ENOMEM;
    vd_kube_doc_set_string(edit, annotations, annotation, vd_buf_slice(&buf));
    vd_buf_deinit(&buf);
}

/* The value that an annotation holds, which is taken away; NULL: none that can be read. */
static struct vd_json_value *unstow(struct vd_kube_doc *edit, struct vd_json_value *doc,
                                    const char *annotation, enum vd_json_type type)
{
    struct vd_json_value *metadata = vd_kube_doc_object(doc, "metadata");
    struct vd_json_value *annotations = vd_kube_doc_object(metadata, "annotations");
    struct vd_json_value *text = vd_kube_doc_remove(annotations, annotation);
    struct vd_json_value *value = NULL;
    int rc;

    if (annotations && annotations->count == 0)
        vd_kube_doc_remove(metadata, "annotations");
    if (!vd_kube_doc_is(text, VD_JSON_STRING))
        return NULL;
    rc = vd_json_read(edit->arena, text->text, DEPTH_MAX, &value, NULL);
    if (rc < 0)
        edit->rc = rc;
    return rc == 0 && value->type == type ? value : NULL;
}

int vd_kube_autoscaler_to_served(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                 struct vd_json_value *doc)
{
    struct vd_kube_doc edit = {arena, 0};
    struct vd_json_value *spec = vd_kube_doc_object(doc, "spec");
    struct vd_json_value *status = vd_kube_doc_object(doc, "status");
    struct vd_json_value *metrics, *number;

    if (!vd_kube_doc_is(doc, VD_JSON_OBJECT))
        return VD_INVALID;
    metrics = vd_kube_doc_remove(spec, "metrics");
    number = take_cpu(metrics, "target");
    if (number)
        vd_kube_doc_set(&edit, spec, "targetCPUUtilizationPercentage", number);
    stow(&edit, doc, metrics, ANNOTATION("metrics"));
    stow(&edit, doc, vd_kube_doc_remove(spec, "behavior"), ANNOTATION("behavior"));
    metrics = vd_kube_doc_remove(status, "currentMetrics");
    number = take_cpu(metrics, "current");
    if (number)
        vd_kube_doc_set(&edit, status, "currentCPUUtilizationPercentage", number);
    stow(&edit, doc, metrics, ANNOTATION("current-metrics"));
    stow(&edit, doc, vd_kube_doc_remove(status, "conditions"), ANNOTATION("conditions"));
    vd_kube_doc_set_string(&edit, doc, "apiVersion", kind->api_version);
    return finish(&edit);
}

/* Puts back what an annotation holds, if there is anything to put it into. */
static void restore(struct vd_kube_doc *edit, struct vd_json_value *doc, const char *parent,
                    const char *name, const char *annotation, enum vd_json_type type)
{
    struct vd_json_value *value = unstow(edit, doc, annotation, type);

    if (value)
        vd_kube_doc_set(edit, vd_kube_doc_ensure_object(edit, doc, parent), name, value);
}

int vd_kube_autoscaler_to_stored(const struct vd_kube_kind *kind, struct vd_arena *arena,
                                 struct vd_json_value *doc)
{
    struct vd_kube_doc edit = {arena, 0};
    struct vd_json_value *spec = vd_kube_doc_object(doc, "spec");
    struct vd_json_value *status = vd_kube_doc_object(doc, "status");
    struct vd_json_value *number;

    if (!vd_kube_doc_is(doc, VD_JSON_OBJECT))
        return VD_INVALID;
    restore(&edit, doc, "spec", "metrics", ANNOTATION("metrics"), VD_JSON_ARRAY);
    restore(&edit, doc, "spec", "behavior", ANNOTATION("behavior"), VD_JSON_OBJECT);
    restore(&edit, doc, "status", "currentMetrics", ANNOTATION("current-metrics"), VD_JSON_ARRAY);
    restore(&edit, doc, "status", "conditions", ANNOTATION("conditions"), VD_JSON_ARRAY);
    number = vd_kube_doc_remove(spec, "targetCPUUtilizationPercentage");
    if (number && number->type == VD_JSON_NUMBER)
        add_cpu(&edit, spec, "metrics", "target", number);
    number = vd_kube_doc_remove(status, "currentCPUUtilizationPercentage");
    if (number && number->type == VD_JSON_NUMBER)
        add_cpu(&edit, status, "currentMetrics", "current", number);
    vd_kube_doc_set_string(&edit, doc, "apiVersion", kind->stored_api_version);
    return finish(&edit);
}
