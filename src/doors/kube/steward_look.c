/* SPDX-License-Identifier: Apache-2.0 */
/* A look at a key: what is there is loaded, and what that calls for is begun. */
#include "doors/kube/steward_inner.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/meta.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

static const struct vd_slice SPACES = VD_SLICE("namespaces/");
static const struct vd_slice DEFINITIONS =
    VD_SLICE("apiextensions.k8s.io/customresourcedefinitions/");

/* --- tools ------------------------------------------------------------------------------------ */

struct vd_slice vd_kube_look_text(struct vd_kube_look *look, const char *format, ...)
{
    va_list args;
    char *text;
    int n;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = n >= 0 ? vd_kube_doc_alloc(&look->doc, (size_t)n + 1) : NULL;
    if (!text)
        return VD_SLICE_EMPTY;
    va_start(args, format);
    (void)vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return vd_slice(text, (size_t)n);
}

#define TEXT(slice) (int)(slice).len, (const char *)(slice).ptr

struct vd_slice vd_kube_look_path(struct vd_kube_look *look, const struct vd_kube_kind *kind,
                                  struct vd_slice name_space, struct vd_slice name)
{
    bool is_within = kind->namespaced && name_space.len;

    return vd_kube_look_text(look, "/%s%.*s%s%.*s%s%.*s/%.*s%s%.*s",
                             kind->group.len ? "apis/" : "api", TEXT(kind->group), "/",
                             TEXT(kind->version), is_within ? "/namespaces/" : "",
                             TEXT(is_within ? name_space : VD_SLICE_EMPTY), TEXT(kind->plural),
                             name.len ? "/" : "", TEXT(name));
}

static void on_sent(struct vd_kube_chore *chore, unsigned status, struct vd_slice body)
{
    struct vd_kube_look *look = vd_container_of(chore, struct vd_kube_look, chore);

    (void)status;
    (void)body;
    look->next(look);
}

static int write_body(struct vd_buf *buf, const struct vd_json_value *body)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    if (body)
        vd_json_write(&json, body);
    return vd_buf_status(buf);
}

void vd_kube_look_send(struct vd_kube_look *look, const char *method, struct vd_slice path,
                       const char *content_type, const struct vd_json_value *body,
                       void (*next)(struct vd_kube_look *look))
{
    struct vd_buf buf;

    look->next = next;
    look->chore.done = on_sent;
    vd_buf_init(&buf, 0);
    if (look->steward->is_ending || look->doc.rc || !path.len || write_body(&buf, body))
        vd_kube_chore_fail(look->steward->kube, &look->chore);
    else
        vd_kube_chore_send(look->steward->kube, &look->chore, method, path, content_type,
                           vd_buf_slice(&buf));
    vd_buf_deinit(&buf);
}

bool vd_kube_look_went_well(const struct vd_kube_look *look)
{
    unsigned status = look->chore.status;

    return (status >= 200 && status < 300) || status == 404;
}

/* What the object says has to change first, and then it is looked at again. */
static bool is_refused(unsigned status)
{
    return status == 400 || status == 403 || status == 405 || status == 422;
}

void vd_kube_look_end(struct vd_kube_look *look)
{
    if (vd_kube_look_went_well(look) || is_refused(look->chore.status))
        vd_kube_look_done(look);
    else
        vd_kube_look_failed(look);
}

void vd_kube_look_let_go(struct vd_kube_look *look, const char *finalizer)
{
    const struct vd_json_value *meta = vd_kube_doc_object(look->object, "metadata");
    const struct vd_json_value *held = vd_kube_doc_array(meta, "finalizers"), *at;
    struct vd_json_value *patch = vd_kube_doc_new_object(&look->doc);
    struct vd_json_value *patched = vd_kube_doc_ensure_object(&look->doc, patch, "metadata");
    struct vd_json_value *left = vd_kube_doc_ensure_array(&look->doc, patched, "finalizers");

    vd_kube_doc_each(at, held)
        if (!vd_kube_doc_says(at, finalizer))
            vd_kube_doc_append_string(&look->doc, left, vd_kube_doc_text(at));
    vd_kube_doc_set(&look->doc, patched, "resourceVersion",
                    vd_kube_doc_new_printf(&look->doc, "%lld", (long long)look->revision));
    vd_kube_look_send(look, "PATCH", look->path, "application/merge-patch+json", patch,
                      vd_kube_look_end);
}

static void on_settled(struct vd_kube_kinds_wait *wait)
{
    struct vd_kube_look *look = vd_container_of(wait, struct vd_kube_look, kinds_wait);

    vd_kube_look_settle(look, look->next);
}

void vd_kube_look_settle(struct vd_kube_look *look, void (*next)(struct vd_kube_look *look))
{
    int rc;

    look->next = next;
    look->kinds_wait.done = on_settled;
    rc = vd_kube_kinds_settle(look->steward->kube->kinds, &look->kinds_wait);
    if (rc == 0)
        next(look);
    else if (rc != VD_WAIT)
        vd_kube_look_failed(look);
}

/* --- what is due ------------------------------------------------------------------------------ */

bool vd_kube_look_is_known(const struct vd_kube_look *look, int64_t revision)
{
    return look->steward->is_read && revision <= look->steward->known;
}

static void decide(struct vd_kube_look *look)
{
    struct vd_slice prefix = look->steward->kube->prefix;
    struct vd_slice rest = vd_slice(look->key.ptr + prefix.len, look->key.len - prefix.len);
    bool is_ending = vd_kube_meta_is_ending(look->object);

    if (!look->path.len || !vd_kube_look_is_known(look, look->revision))
        vd_kube_look_done(look);
    else if (vd_slice_starts_with(rest, SPACES))
        is_ending ? vd_kube_look_space_ending(look) : vd_kube_look_space(look);
    else if (is_ending && vd_kube_meta_has_finalizer(look->object, "orphan"))
        vd_kube_look_orphaning(look);
    else if (is_ending && vd_kube_meta_has_finalizer(look->object, "foregroundDeletion"))
        vd_kube_look_foreground(look);
    else if (is_ending && vd_slice_starts_with(rest, DEFINITIONS) &&
             vd_kube_meta_has_finalizer(look->object, VD_KUBE_CRD_FINALIZER))
        vd_kube_look_definition_ending(look);
    else if (!is_ending && vd_kube_owners_has(look->steward->owners, look->key))
        vd_kube_look_owned(look);
    else
        vd_kube_look_done(look);
}

static bool is_plain(struct vd_slice word)
{
    return word.len && !memchr(word.ptr, '/', word.len) && !memchr(word.ptr, '%', word.len);
}

/* Of an object that lies where it says. Anybody may put anything there, and what is done in the
 * name of one object is not to be done to another. */
static struct vd_slice own_path(struct vd_kube_look *look, const struct vd_kube_kind *kind)
{
    const struct vd_json_value *meta = vd_kube_doc_object(look->object, "metadata");
    struct vd_slice name = vd_kube_doc_string(meta, "name");
    struct vd_slice within =
        kind->namespaced ? vd_kube_doc_string(meta, "namespace") : VD_SLICE_EMPTY;

    if (!is_plain(name) || (kind->namespaced && !is_plain(within)) ||
        !vd_slice_eq(vd_kube_key(look->call, kind, within, name), look->key))
        return VD_SLICE_EMPTY;
    return vd_kube_look_path(look, kind, within, name);
}

static void find_kind(struct vd_kube_look *look);

static void on_kind(struct vd_kube_kinds_wait *wait)
{
    find_kind(vd_container_of(wait, struct vd_kube_look, kinds_wait));
}

static void find_kind(struct vd_kube_look *look)
{
    struct vd_slice group, version;
    const struct vd_kube_kind *kind;
    int rc;

    vd_kube_version_split(vd_kube_doc_string(look->object, "apiVersion"), &group, &version);
    look->kinds_wait.done = on_kind;
    rc = vd_kube_kinds_of(look->steward->kube->kinds, group, version,
                          vd_kube_doc_string(look->object, "kind"), &look->kinds_wait, &kind);
    if (rc == VD_WAIT)
        return;
    if (rc < 0) {
        vd_kube_look_failed(look);
        return;
    }
    if (rc == 0) {
        look->path = own_path(look, kind);
        vd_kube_kind_unref(kind);
    }
    decide(look);
}

static void on_loaded(struct vd_kube_call *call)
{
    struct vd_kube_look *look = call->state_of_chore;
    int rc = call->loaded.rc;

    if (rc == 0)
        rc = vd_json_read(&call->arena, call->loaded.value, VD_KUBE_DOC_DEPTH_MAX, &look->object,
                          NULL);
    look->revision = call->loaded.mod_revision;
    if (rc == VD_NOT_FOUND || rc == VD_INVALID || rc == VD_TOO_LARGE)
        vd_kube_look_done(look);
    else if (rc)
        vd_kube_look_failed(look);
    else
        find_kind(look);
}

void vd_kube_look_begin(struct vd_kube_look *look)
{
    look->call = vd_kube_chore_call(look->steward->kube);
    if (!look->call) {
        vd_kube_look_failed(look);
        return;
    }
    look->call->state_of_chore = look;
    look->doc = (struct vd_kube_doc){&look->call->arena, 0};
    look->path = look->at = VD_SLICE_EMPTY;
    look->index = 0;
    look->kinds_wait = (struct vd_kube_kinds_wait){0};
    vd_kube_load(look->call, look->key, on_loaded);
}
