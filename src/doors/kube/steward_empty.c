/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies in a namespace, and the objects of a definition: made with it, and deleted before it
 * goes. What a finalizer holds is waited for.
 */
#include "doors/kube/steward_inner.h"

#include "doors/kube/model/crd.h"
#include "doors/kube/model/meta.h"

#define TEXT(slice) (int)(slice).len, (const char *)(slice).ptr

/* --- a namespace that stays ------------------------------------------------------------------- */

static void on_made(struct vd_kube_look *look)
{
    unsigned status = look->chore.status;

    /* Forbidden: it is being deleted by now. */
    if (status != 409 && status != 403 && !vd_kube_look_went_well(look)) {
        vd_kube_look_failed(look);
        return;
    }
    look->index++;
    vd_kube_look_space(look);
}

static struct vd_json_value *named(struct vd_kube_look *look, const char *name)
{
    struct vd_json_value *object = vd_kube_doc_new_object(&look->doc);
    struct vd_json_value *meta = vd_kube_doc_ensure_object(&look->doc, object, "metadata");

    vd_kube_doc_set_str(&look->doc, meta, "name", name);
    return object;
}

static void make_account(struct vd_kube_look *look)
{
    vd_kube_look_send(look, "POST",
                      vd_kube_look_text(look, "%.*s/serviceaccounts", TEXT(look->path)),
                      "application/json", named(look, "default"), on_made);
}

/* Who checks a server's certificate with it is told nothing that is not so: there is none here. */
static void make_root_ca(struct vd_kube_look *look)
{
    struct vd_json_value *object = named(look, "kube-root-ca.crt");

    vd_kube_doc_set_str(&look->doc, vd_kube_doc_ensure_object(&look->doc, object, "data"), "ca.crt",
                        "");
    vd_kube_look_send(look, "POST", vd_kube_look_text(look, "%.*s/configmaps", TEXT(look->path)),
                      "application/json", object, on_made);
}

void vd_kube_look_space(struct vd_kube_look *look)
{
    if (look->index == 0)
        make_account(look);
    else if (look->index == 1)
        make_root_ca(look);
    else
        vd_kube_look_done(look);
}

/* --- counting --------------------------------------------------------------------------------- */

static const struct vd_principal ourselves = {VD_SLICE_EMPTY};

static void never(void *arg)
{
    (void)arg;
}

/* How many keys there are from here to the end of this place now, or 1 where that cannot be told at
 * once; and the first of them, where it is wanted. */
static int64_t count(struct vd_kube_look *look, struct vd_slice from, struct vd_slice place,
                     struct vd_slice *out_first)
{
    const struct vd_door_env *env = &look->steward->kube->env;
    /* A place ends in a slash, behind which there is '0'. */
    struct vd_slice end =
        vd_kube_look_text(look, "%.*s0", (int)place.len - 1, (const char *)place.ptr);
    struct vd_range_op op = {.key = from, .end = end, .keys_only = true};
    struct vd_range *range;
    struct vd_row row;
    size_t rows;
    int64_t found = 1;

    if (look->doc.rc || vd_range_open(env->kv, env->slot, &ourselves, &op, (struct vd_pos){0, 0},
                                      never, NULL, &range))
        return found;
    if (vd_range_settle(range) == 0)
        found = vd_range_count(range);
    if (found && out_first && vd_range_next(range, false, &row, 1, 1, &rows) == 0)
        *out_first = vd_kube_look_text(look, "%.*s", TEXT(row.key));
    vd_range_close(range);
    return found;
}

static int64_t count_all(struct vd_kube_look *look, struct vd_slice place)
{
    return look->doc.rc ? 1 : count(look, place, place, NULL);
}

/* All of a kind in one namespace, at once: nobody is there to see a pod's grace to its end. */
static void empty(struct vd_kube_look *look, struct vd_slice path,
                  void (*next)(struct vd_kube_look *look))
{
    struct vd_json_value *options = vd_kube_doc_new_object(&look->doc);

    vd_kube_doc_set_str(&look->doc, options, "kind", "DeleteOptions");
    vd_kube_doc_set_str(&look->doc, options, "apiVersion", "v1");
    vd_kube_doc_set_int(&look->doc, options, "gracePeriodSeconds", 0);
    vd_kube_look_send(look, "DELETE", path, "application/json", options, next);
}

/* --- a namespace that goes -------------------------------------------------------------------- */

static struct vd_slice name_of(const struct vd_kube_look *look)
{
    return vd_kube_meta_name(look->object);
}

/* The place of a kind's objects in the namespace. */
static struct vd_slice place(struct vd_kube_look *look, const struct vd_kube_kind *kind)
{
    return vd_kube_look_text(look, "%.*s%.*s/%.*s/", TEXT(look->steward->kube->prefix),
                             TEXT(kind->storage), TEXT(name_of(look)));
}

/* From `index` on, the next kind that has objects in the namespace; NULL: none. */
static const struct vd_kube_kind *next_kind(struct vd_kube_look *look)
{
    const struct vd_kube_kind *kind;

    while ((kind = vd_kube_kinds_at(look->steward->kube->kinds, look->index++))) {
        if (kind->namespaced && kind->storage.len && kind->verbs & VD_KUBE_MAY_DELETE_COLLECTION &&
            count_all(look, place(look, kind)) > 0)
            return kind;
    }
    return NULL;
}

static void on_finalized(struct vd_kube_look *look)
{
    if (vd_kube_look_went_well(look))
        vd_kube_look_done(look);
    else
        vd_kube_look_failed(look);
}

static void finalize(struct vd_kube_look *look)
{
    struct vd_json_value *space = vd_kube_doc_copy(&look->doc, look->object);
    struct vd_json_value *spec = vd_kube_doc_ensure_object(&look->doc, space, "spec");

    vd_kube_doc_set(&look->doc, spec, "finalizers", vd_kube_doc_new_array(&look->doc));
    vd_kube_doc_set(&look->doc, vd_kube_doc_object(space, "metadata"), "resourceVersion",
                    vd_kube_doc_new_printf(&look->doc, "%lld", (long long)look->revision));
    vd_kube_look_send(look, "PUT", vd_kube_look_text(look, "%.*s/finalize", TEXT(look->path)),
                      "application/json", space, on_finalized);
}

static void empty_space(struct vd_kube_look *look);

static void is_anything_left(struct vd_kube_look *look)
{
    look->index = 0;
    if (next_kind(look))
        vd_kube_look_park(look);
    else
        finalize(look);
}

static void on_emptied(struct vd_kube_look *look)
{
    if (vd_kube_look_went_well(look))
        vd_kube_look_settle(look, empty_space);
    else
        vd_kube_look_failed(look);
}

static void empty_space(struct vd_kube_look *look)
{
    const struct vd_kube_kind *kind = next_kind(look);

    if (kind)
        empty(look, vd_kube_look_path(look, kind, name_of(look), VD_SLICE_EMPTY), on_emptied);
    else
        is_anything_left(look);
}

void vd_kube_look_space_ending(struct vd_kube_look *look)
{
    const struct vd_json_value *held = vd_kube_doc_at(look->object, "spec", "finalizers", NULL);

    look->index = 0;
    if (vd_kube_doc_find_string(held, VD_SLICE("kubernetes")))
        vd_kube_look_settle(look, empty_space);
    else
        vd_kube_look_done(look);
}

/* --- a definition that goes ------------------------------------------------------------------- */

static void empty_definition(struct vd_kube_look *look);

static void on_definition_emptied(struct vd_kube_look *look)
{
    if (vd_kube_look_went_well(look))
        empty_definition(look);
    else
        vd_kube_look_failed(look);
}

static struct vd_slice version_of(const struct vd_json_value *spec)
{
    const struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "versions"))
        if (vd_kube_doc_bool(at, "served", false))
            return vd_kube_doc_string(at, "name");
    return VD_SLICE_EMPTY;
}

/* The namespace of a key behind the definition's place. */
static struct vd_slice space_in(struct vd_slice key, size_t place)
{
    const uint8_t *slash = memchr(key.ptr + place, '/', key.len - place);

    return slash ? vd_slice(key.ptr + place, (size_t)(slash - key.ptr) - place) : VD_SLICE_EMPTY;
}

/* Behind all that lies in the same namespace as this key; without one, behind everything. */
static struct vd_slice behind(struct vd_kube_look *look, struct vd_slice place,
                              struct vd_slice space)
{
    size_t kept = place.len - 1;

    if (!space.len)
        return vd_kube_look_text(look, "%.*s0", (int)kept, (const char *)place.ptr);
    return vd_kube_look_text(look, "%.*s%.*s0", TEXT(place), TEXT(space));
}

/* What is called otherwise defines nothing, and is not to take others' objects with it. */
static bool is_of_its_name(struct vd_kube_look *look, struct vd_slice plural, struct vd_slice group)
{
    struct vd_slice name = vd_kube_look_text(look, "%.*s.%.*s", TEXT(plural), TEXT(group));

    return vd_slice_eq(name, name_of(look));
}

/* One namespace after the other; look->at: where those begin that were not seen to. */
static void empty_definition(struct vd_kube_look *look)
{
    const struct vd_json_value *spec = vd_kube_doc_object(look->object, "spec");
    struct vd_slice group = vd_kube_doc_string(spec, "group"), version = version_of(spec);
    struct vd_slice plural = vd_kube_doc_string(vd_kube_doc_object(spec, "names"), "plural");
    struct vd_slice place = vd_kube_look_text(
        look, "%.*s%.*s/%.*s/", TEXT(look->steward->kube->prefix), TEXT(group), TEXT(plural));
    struct vd_slice first = VD_SLICE_EMPTY, space;

    if (look->doc.rc) {
        vd_kube_look_failed(look);
        return;
    }
    if (!is_of_its_name(look, plural, group)) {
        vd_kube_look_done(look);
        return;
    }
    if (count_all(look, place) == 0) {
        vd_kube_look_let_go(look, VD_KUBE_CRD_FINALIZER);
        return;
    }
    if (!version.len || count(look, look->at.len ? look->at : place, place, &first) == 0) {
        vd_kube_look_park(look); /* a finalizer holds some, or they are served no more */
        return;
    }
    if (!first.len) {
        vd_kube_look_failed(look);
        return;
    }
    space = space_in(first, place.len);
    look->at = behind(look, place, space);
    empty(look,
          vd_kube_look_text(look, "/apis/%.*s/%.*s%s%.*s/%.*s", TEXT(group), TEXT(version),
                            space.len ? "/namespaces/" : "", TEXT(space), TEXT(plural)),
          on_definition_emptied);
}

void vd_kube_look_definition_ending(struct vd_kube_look *look)
{
    look->at = VD_SLICE_EMPTY;
    empty_definition(look);
}
