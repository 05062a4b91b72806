/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/owners.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/meta.h"

#include <errno.h>

enum { BUCKETS_FIRST = 64 };

/* An object that names owners. */
struct vd_kube_owned {
    struct vd_list link; /* in its bucket */
    struct vd_list owners;
    bool is_leaving;
    struct vd_slice key; /* ours, as the bytes behind this */
};

/* A uid that is named. */
struct vd_kube_owner {
    struct vd_list link;
    struct vd_list dependents;
    struct vd_slice uid;
};

struct table {
    struct vd_list *buckets;
    size_t mask, count;
};

struct vd_kube_owners {
    struct table objects, owners;
};

/* --- tables ----------------------------------------------------------------------------------- */

/* Both kinds of entries begin with their link. */
_Static_assert(offsetof(struct vd_kube_owned, link) == 0, "tables move entries by their links");
_Static_assert(offsetof(struct vd_kube_owner, link) == 0, "tables move entries by their links");

static struct vd_list *new_buckets(size_t count)
{
    struct vd_list *buckets = vd_alloc(count * sizeof(*buckets));

    for (size_t i = 0; buckets && i < count; i++)
        vd_list_init(&buckets[i]);
    return buckets;
}

static struct vd_list *bucket_of(const struct table *table, struct vd_slice name)
{
    return &table->buckets[vd_hash(name) & table->mask];
}

/* Twice the buckets; without memory it stays as it is. */
static void grow(struct table *table, struct vd_slice (*name_of)(const struct vd_list *link))
{
    size_t count = table->mask + 1;
    struct table larger = {new_buckets(2 * count), 2 * count - 1, table->count};

    if (!larger.buckets)
        return;
    for (size_t i = 0; i < count; i++) {
        while (!vd_list_is_empty(&table->buckets[i])) {
            struct vd_list *link = table->buckets[i].next;

            vd_list_remove(link);
            vd_list_append(bucket_of(&larger, name_of(link)), link);
        }
    }
    vd_free(table->buckets);
    *table = larger;
}

static struct vd_slice key_of(const struct vd_list *link)
{
    return vd_container_of(link, const struct vd_kube_owned, link)->key;
}

static struct vd_slice uid_of(const struct vd_list *link)
{
    return vd_container_of(link, const struct vd_kube_owner, link)->uid;
}

static void add(struct table *table, struct vd_list *link,
                struct vd_slice (*name_of)(const struct vd_list *link))
{
    if (table->count++ > table->mask)
        grow(table, name_of);
    vd_list_append(bucket_of(table, name_of(link)), link);
}

static struct vd_kube_owned *find_object(const struct vd_kube_owners *owners, struct vd_slice key)
{
    struct vd_list *bucket = bucket_of(&owners->objects, key);

    for (struct vd_list *link = bucket->next; link != bucket; link = link->next)
        if (vd_slice_eq(key_of(link), key))
            return vd_container_of(link, struct vd_kube_owned, link);
    return NULL;
}

static struct vd_kube_owner *find_owner(const struct vd_kube_owners *owners, struct vd_slice uid)
{
    struct vd_list *bucket = bucket_of(&owners->owners, uid);

    for (struct vd_list *link = bucket->next; link != bucket; link = link->next)
        if (vd_slice_eq(uid_of(link), uid))
            return vd_container_of(link, struct vd_kube_owner, link);
    return NULL;
}

/* --- its life --------------------------------------------------------------------------------- */

int vd_kube_owners_new(struct vd_kube_owners **out_owners)
{
    struct vd_kube_owners *owners = vd_alloc_zero(sizeof(*owners));

    if (!owners)
        return -ENOMEM;
    owners->objects = (struct table){new_buckets(BUCKETS_FIRST), BUCKETS_FIRST - 1, 0};
    owners->owners = (struct table){new_buckets(BUCKETS_FIRST), BUCKETS_FIRST - 1, 0};
    if (!owners->objects.buckets || !owners->owners.buckets) {
        vd_free(owners->objects.buckets);
        vd_free(owners->owners.buckets);
        vd_free(owners);
        return -ENOMEM;
    }
    *out_owners = owners;
    return 0;
}

static void forget_dependent(struct vd_kube_owners *owners, struct vd_kube_dependent *dependent)
{
    struct vd_kube_owner *owner = dependent->owner;

    vd_list_remove(&dependent->of_owner);
    vd_list_remove(&dependent->of_object);
    vd_free(dependent);
    if (!vd_list_is_empty(&owner->dependents))
        return;
    vd_list_remove(&owner->link);
    owners->owners.count--;
    vd_free(owner);
}

static void forget_object(struct vd_kube_owners *owners, struct vd_kube_owned *object)
{
    while (!vd_list_is_empty(&object->owners))
        forget_dependent(owners,
                         vd_list_first(&object->owners, struct vd_kube_dependent, of_object));
    vd_list_remove(&object->link);
    owners->objects.count--;
    vd_free(object);
}

void vd_kube_owners_free(struct vd_kube_owners *owners)
{
    if (!owners)
        return;
    for (size_t i = 0; i <= owners->objects.mask; i++)
        while (!vd_list_is_empty(&owners->objects.buckets[i]))
            forget_object(owners,
                          vd_list_first(&owners->objects.buckets[i], struct vd_kube_owned, link));
    vd_free(owners->objects.buckets);
    vd_free(owners->owners.buckets);
    vd_free(owners);
}

/* --- what an object says ---------------------------------------------------------------------- */

static struct vd_kube_owned *new_object(struct vd_kube_owners *owners, struct vd_slice key)
{
    struct vd_kube_owned *object = vd_alloc_zero(sizeof(*object) + key.len);

    if (!object)
        return NULL;
    memcpy(object + 1, key.ptr, key.len);
    object->key = vd_slice(object + 1, key.len);
    vd_list_init(&object->owners);
    add(&owners->objects, &object->link, key_of);
    return object;
}

static struct vd_kube_owner *new_owner(struct vd_kube_owners *owners, struct vd_slice uid)
{
    struct vd_kube_owner *owner = vd_alloc_zero(sizeof(*owner) + uid.len);

    if (!owner)
        return NULL;
    memcpy(owner + 1, uid.ptr, uid.len);
    owner->uid = vd_slice(owner + 1, uid.len);
    vd_list_init(&owner->dependents);
    add(&owners->owners, &owner->link, uid_of);
    return owner;
}

static int depend(struct vd_kube_owners *owners, struct vd_kube_owned *object, struct vd_slice uid,
                  bool blocks)
{
    struct vd_kube_dependent *dependent = vd_alloc_zero(sizeof(*dependent));
    struct vd_kube_owner *owner = dependent ? find_owner(owners, uid) : NULL;

    if (dependent && !owner)
        owner = new_owner(owners, uid);
    if (!owner) {
        vd_free(dependent);
        return -ENOMEM;
    }
    dependent->object = object;
    dependent->owner = owner;
    dependent->blocks = blocks;
    vd_list_append(&owner->dependents, &dependent->of_owner);
    vd_list_append(&object->owners, &dependent->of_object);
    return 0;
}

static const struct vd_json_value *references_of(const struct vd_json_value *object)
{
    return vd_kube_doc_array(vd_kube_doc_object(object, "metadata"), "ownerReferences");
}

int vd_kube_owners_set(struct vd_kube_owners *owners, struct vd_slice key,
                       const struct vd_json_value *object)
{
    const struct vd_json_value *references = references_of(object), *at;
    struct vd_kube_owned *owned = find_object(owners, key);
    int rc = 0;

    if (owned)
        forget_object(owners, owned);
    if (!references || !references->first)
        return 0;
    owned = new_object(owners, key);
    if (!owned)
        return -ENOMEM;
    owned->is_leaving =
        vd_kube_meta_is_ending(object) && vd_kube_meta_has_finalizer(object, "foregroundDeletion");
    vd_kube_doc_each(at, references) {
        struct vd_slice uid = vd_kube_doc_string(at, "uid");

        if (rc == 0 && uid.len)
            rc = depend(owners, owned, uid, vd_kube_doc_bool(at, "blockOwnerDeletion", false));
    }
    if (rc || vd_list_is_empty(&owned->owners))
        forget_object(owners, owned);
    return rc;
}

/* --- looking ---------------------------------------------------------------------------------- */

bool vd_kube_owners_has(const struct vd_kube_owners *owners, struct vd_slice key)
{
    return find_object(owners, key);
}

bool vd_kube_owners_is_empty(const struct vd_kube_owners *owners)
{
    return owners->objects.count == 0;
}

struct vd_slice vd_kube_dependent_key(const struct vd_kube_dependent *dependent)
{
    return dependent->object->key;
}

bool vd_kube_dependent_is_leaving(const struct vd_kube_dependent *dependent)
{
    return dependent->object->is_leaving;
}

const struct vd_kube_dependent *vd_kube_owners_first(const struct vd_kube_owners *owners,
                                                     struct vd_slice uid)
{
    struct vd_kube_owner *owner = find_owner(owners, uid);

    return owner ? vd_list_first(&owner->dependents, struct vd_kube_dependent, of_owner) : NULL;
}

const struct vd_kube_dependent *vd_kube_owners_next(const struct vd_kube_dependent *dependent)
{
    const struct vd_list *next = dependent->of_owner.next;

    return next == &dependent->owner->dependents
               ? NULL
               : vd_container_of(next, struct vd_kube_dependent, of_owner);
}

struct vd_slice vd_kube_owners_uid(const struct vd_kube_owners *owners, struct vd_slice key,
                                   size_t index)
{
    const struct vd_kube_owned *object = find_object(owners, key);
    const struct vd_list *link;

    if (!object)
        return VD_SLICE_EMPTY;
    for (link = object->owners.next; link != &object->owners; link = link->next)
        if (index-- == 0)
            return vd_container_of(link, struct vd_kube_dependent, of_object)->owner->uid;
    return VD_SLICE_EMPTY;
}
