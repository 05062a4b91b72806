/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ownership after a write that is no apply: the writer owns what it changed or added, nobody owns
 * what is gone. At most ten owners of this kind are kept; beyond that the oldest of a version
 * become one, "ancient-changes".
 */
#include "doors/kube/model/managed.h"

#include "doors/kube/model/doc.h"
#include "doors/kube/model/managed_entries.h"
#include "wire/utf8.h"

#include <errno.h>

enum { UPDATERS_MAX = 10 };

/* --- at most so many ------------------------------------------------------------------------ */

/* The next oldest of those who update, behind `after` (NULL: the oldest of all). */
static int cmp_age(const struct vd_kube_owner *a, const struct vd_kube_owner *b)
{
    int c = vd_slice_cmp(a->time, b->time);

    if (!c)
        c = vd_slice_cmp(a->manager, b->manager);
    if (!c)
        c = vd_slice_cmp(a->api_version, b->api_version);
    return c ? c : vd_kube_subresource_cmp(a->subresource, b->subresource);
}

static struct vd_kube_owner *oldest_behind(struct vd_kube_owners *owners,
                                           const struct vd_kube_owner *after)
{
    struct vd_kube_owner *oldest = NULL;

    for (uint32_t i = 0; i < owners->count; i++) {
        struct vd_kube_owner *owner = &owners->at[i];

        if (!owner->is_apply && (!after || cmp_age(owner, after) > 0) &&
            (!oldest || cmp_age(owner, oldest) < 0))
            oldest = owner;
    }
    return oldest;
}

static uint32_t count_updaters(const struct vd_kube_owners *owners)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < owners->count; i++)
        count += !owners->at[i].is_apply;
    return count;
}

static struct vd_kube_owner *first_of_version(struct vd_kube_owners *firsts,
                                              struct vd_slice version)
{
    for (uint32_t i = 0; i < firsts->count; i++)
        if (vd_slice_eq(firsts->at[i].api_version, version))
            return &firsts->at[i];
    return NULL;
}

/* Makes `owner` part of the bucket of its version, which begins as what `first` was. */
static int pour(struct vd_arena *arena, struct vd_kube_owners *owners,
                const struct vd_kube_owner *first, const struct vd_kube_owner *owner)
{
    struct vd_kube_owner bucket = {.manager = VD_SLICE("ancient-changes"),
                                   .api_version = owner->api_version};
    struct vd_kube_owner *old = vd_kube_owners_find(owners, &bucket);
    const struct vd_kube_fields *set = old ? old->set : NULL;

    if (!old) {
        old = vd_kube_owners_find(owners, first);
        set = old->set;
        vd_kube_owners_drop(owners, old);
    }
    bucket.time = owner->time;
    if (vd_kube_fields_union(arena, owner->set, set, &bucket.set) ||
        vd_kube_owners_put(arena, owners, &bucket))
        return -ENOMEM;
    vd_kube_owners_drop(owners, vd_kube_owners_find(owners, owner));
    return 0;
}

static int cap_updaters(struct vd_arena *arena, struct vd_kube_owners *owners)
{
    struct vd_kube_owners firsts = {0};
    struct vd_kube_owner at;
    const struct vd_kube_owner *next;
    uint32_t count = count_updaters(owners);
    int rc = 0;

    if (count <= UPDATERS_MAX)
        return 0;
    next = oldest_behind(owners, NULL);
    while (!rc && next && count > UPDATERS_MAX) {
        const struct vd_kube_owner *first;

        at = *next;
        first = first_of_version(&firsts, at.api_version);
        if (first) {
            rc = pour(arena, owners, first, &at);
            count--;
        } else {
            rc = vd_kube_owners_put(arena, &firsts, &at);
        }
        next = oldest_behind(owners, &at);
    }
    return rc;
}

/* --- updates -------------------------------------------------------------------------------- */

int vd_kube_owners_lose(struct vd_arena *arena, struct vd_kube_owners *owners,
                        const struct vd_kube_owner *self, const struct vd_kube_diff *diff)
{
    int rc = 0;

    for (uint32_t i = 0; !rc && i < owners->count; i++) {
        struct vd_kube_owner *owner = &owners->at[i];

        if (owner == self)
            continue;
        rc = vd_kube_fields_difference(arena, owner->set, diff->modified, &owner->set);
        if (!rc)
            rc = vd_kube_fields_difference(arena, owner->set, diff->added, &owner->set);
        if (!rc)
            rc = vd_kube_fields_difference(arena, owner->set, diff->removed, &owner->set);
    }
    return rc;
}

static int own(struct vd_arena *arena, struct vd_kube_owners *owners,
               const struct vd_kube_writer *writer, const struct vd_kube_fields *set)
{
    struct vd_kube_owner owner = vd_kube_owner_of(writer, false);
    const struct vd_kube_owner *before = vd_kube_owners_find(owners, &owner);

    if (vd_kube_fields_union(arena, set, before ? before->set : NULL, &owner.set))
        return -ENOMEM;
    owner.time = writer->time;
    return vd_kube_owners_put(arena, owners, &owner);
}

int vd_kube_owners_update(struct vd_arena *arena, struct vd_kube_shape shape,
                          const struct vd_json_value *old, const struct vd_json_value *changed,
                          const struct vd_kube_writer *writer, struct vd_kube_owners *owners)
{
    const struct vd_kube_fields *set = NULL;
    struct vd_kube_diff diff;
    int rc = vd_kube_compare(arena, shape, old, changed, false, &diff);

    if (!rc)
        rc = vd_kube_reset_diff(arena, writer->resets, &diff);
    if (!rc)
        rc = vd_kube_owners_lose(arena, owners, NULL, &diff);
    if (rc)
        return rc;
    vd_kube_owners_drop_empty(owners);
    rc = vd_kube_fields_union(arena, diff.modified, diff.added, &set);
    if (!rc)
        rc = vd_kube_fields_difference(arena, set, vd_kube_never_owned(), &set);
    if (!rc && set)
        rc = own(arena, owners, writer, set);
    return rc ? rc : cap_updaters(arena, owners);
}

/* [] or [{}]: forget who owned what. */
static bool is_cleared(const struct vd_json_value *array)
{
    return array && (!array->count || (array->count == 1 && array->first->type == VD_JSON_OBJECT &&
                                       !array->first->count));
}

static int read_or_none(struct vd_arena *arena, const struct vd_json_value *array,
                        struct vd_kube_owners *out_owners)
{
    int rc = vd_kube_owners_read(arena, array, out_owners);

    if (rc > 0)
        *out_owners = (struct vd_kube_owners){0};
    return rc < 0 ? rc : 0;
}

/* Those of the request, if it says something that can be read; else those of the old object. */
static int known_owners(struct vd_arena *arena, const struct vd_json_value *old,
                        const struct vd_json_value *changed, bool is_main,
                        struct vd_kube_owners *out_owners)
{
    const struct vd_json_value *said = vd_kube_owners_of(changed);

    *out_owners = (struct vd_kube_owners){0};
    if (is_main && is_cleared(said))
        return 0;
    if (is_main && said) {
        int rc = vd_kube_owners_read(arena, said, out_owners);

        if (rc < 0 || (rc == 0 && out_owners->count))
            return rc;
    }
    return read_or_none(arena, vd_kube_owners_of(old), out_owners);
}

int vd_kube_managed_update(struct vd_arena *arena, struct vd_kube_shape shape,
                           const struct vd_json_value *old, struct vd_json_value *changed,
                           const struct vd_kube_writer *writer)
{
    struct vd_kube_writer own_writer;
    struct vd_kube_owners owners;
    int rc = known_owners(arena, old, changed, !writer->subresource.len, &owners);

    if (rc)
        return vd_kube_why(arena, rc);
    (void)vd_kube_doc_remove(vd_kube_doc_object(changed, "metadata"), "managedFields");
    if (old && !owners.count)
        return 0; /* nobody kept account of this one */
    rc = vd_kube_owners_reconcile(arena, shape, &owners);
    if (!rc)
        rc = vd_kube_writer_keep(arena, writer, &own_writer);
    if (!rc)
        rc = vd_kube_owners_update(arena, shape, old, changed, &own_writer, &owners);
    if (!rc)
        rc = vd_kube_owners_store(arena, &owners, changed);
    return vd_kube_why(arena, rc);
}

/* --- what is no change ---------------------------------------------------------------------- */

static bool same_but_time(const struct vd_json_value *a, const struct vd_json_value *b)
{
    static const char *const NAMES[] = {"manager",    "operation", "apiVersion",
                                        "fieldsType", "fieldsV1",  "subresource"};

    for (size_t i = 0; i < VD_COUNT(NAMES); i++)
        if (!vd_kube_doc_equal(vd_kube_doc_get(a, NAMES[i]), vd_kube_doc_get(b, NAMES[i])))
            return false;
    return true;
}

/* Each member but one is equal. */
static bool equal_but(const struct vd_json_value *a, const struct vd_json_value *b,
                      const char *skipped)
{
    struct vd_json_value *at;

    if (!vd_kube_doc_is(a, VD_JSON_OBJECT) || !vd_kube_doc_is(b, VD_JSON_OBJECT) ||
        a->count != b->count)
        return false;
    vd_kube_doc_each(at, a) {
        if (!vd_slice_eq(at->name, vd_slice_str(skipped)) &&
            !vd_kube_doc_equal(at, vd_kube_doc_get_slice(b, at->name)))
            return false;
    }
    return true;
}

bool vd_kube_managed_settle(const struct vd_json_value *old, struct vd_json_value *changed)
{
    const struct vd_json_value *was = vd_kube_owners_of(old), *x;
    struct vd_json_value *is = vd_kube_owners_of(changed), *y;

    if (!was || !is || was->count != is->count)
        return vd_kube_doc_equal(old, changed);
    for (x = was->first, y = is->first; x; x = x->next, y = y->next)
        if (!same_but_time(x, y))
            return false;
    if (!equal_but(old, changed, "metadata") ||
        !equal_but(vd_kube_doc_get(old, "metadata"), vd_kube_doc_get(changed, "metadata"),
                   "managedFields"))
        return false;
    for (x = was->first, y = is->first; x; x = x->next, y = y->next) {
        const struct vd_json_value *before = vd_kube_doc_get(x, "time");
        struct vd_json_value *time = vd_kube_doc_get(y, "time");

        if (before && time)
            time->text = before->text;
    }
    return true;
}

/* --- who writes ----------------------------------------------------------------------------- */

struct vd_slice vd_kube_manager_of(struct vd_slice user_agent,
                                   char memory[VD_KUBE_MANAGER_MAX_BYTES])
{
    size_t len = 0;

    for (size_t i = 0, n; i < user_agent.len && user_agent.ptr[i] != '/'; i += n) {
        struct vd_slice rest = vd_slice(user_agent.ptr + i, user_agent.len - i);

        n = vd_utf8_char(rest);
        if (n <= 1 && (!n || rest.ptr[0] < 0x20 || rest.ptr[0] == 0x7f)) {
            n = 1;
            continue;
        }
        if (len + n > VD_KUBE_MANAGER_MAX_BYTES)
            break;
        memcpy(memory + len, rest.ptr, n);
        len += n;
    }
    return vd_slice(memory, len);
}
