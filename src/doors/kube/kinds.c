/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking the registry. What is built in is answered at once. A custom kind is looked for when
 * everything that was published before the question has been seen: mostly that is so already, else
 * the question waits until the cursor has come that far.
 */
#include "doors/kube/kinds.h"

#include "base/alloc.h"
#include "doors/kube/kinds_inner.h"

#include <errno.h>
#include <stdlib.h>

#define FOLDER "apiextensions.k8s.io/customresourcedefinitions/"

enum { NAME_MAX_BYTES = 512 };

static struct vd_slice taken(void *arg, struct vd_slice group, struct vd_slice name, bool is_kind,
                             struct vd_slice self);

/* Keys of definitions: from the folder's name up to the same with the byte after its slash. */
static int set_range(struct vd_kube_kinds *kinds, struct vd_slice prefix)
{
    size_t len = prefix.len + sizeof(FOLDER) - 1;
    uint8_t *keys = vd_alloc(2 * len);

    if (!keys)
        return -ENOMEM;
    for (unsigned i = 0; i < 2; i++) {
        memcpy(keys + i * len, prefix.ptr, prefix.len);
        memcpy(keys + i * len + prefix.len, FOLDER, sizeof(FOLDER) - 1);
    }
    keys[2 * len - 1] = '/' + 1;
    kinds->prefix = vd_slice(keys, len);
    kinds->end = vd_slice(keys + len, len);
    return 0;
}

int vd_kube_kinds_open(struct vd_kube *kube, struct vd_kube_kinds **out_kinds)
{
    struct vd_kube_kinds *kinds = vd_alloc_zero(sizeof(*kinds));
    int rc;

    if (!kinds)
        return -ENOMEM;
    kinds->kube = kube;
    kinds->change = 1;
    kinds->others = (struct vd_kube_crd_others){taken, kinds};
    vd_list_init(&kinds->waits);
    rc = set_range(kinds, kube->prefix);
    if (rc) {
        vd_free(kinds);
        return rc;
    }
    *out_kinds = kinds;
    return 0;
}

void vd_kube_kinds_close(struct vd_kube_kinds *kinds)
{
    if (!kinds)
        return;
    vd_assert(vd_list_is_empty(&kinds->waits));
    vd_kube_kinds_unfollow(kinds);
    vd_kube_kinds_clear(kinds);
    vd_free((void *)(uintptr_t)kinds->prefix.ptr);
    vd_free(kinds);
}

/* --- waiting ---------------------------------------------------------------------------------- */

static int ask_barrier(struct vd_kube_kinds *kinds);

static void on_barrier(void *arg)
{
    struct vd_kube_kinds *kinds = arg;

    int rc;

    kinds->has_barrier = false;
    vd_kube_kinds_release(kinds, 0);
    rc = vd_list_is_empty(&kinds->waits) ? 0 : ask_barrier(kinds);
    if (rc)
        vd_kube_kinds_release(kinds, rc);
}

/* What is visible already, but not to the cursor, will be said by that. 0, -ENOMEM. */
static int ask_barrier(struct vd_kube_kinds *kinds)
{
    struct vd_journal *journal = kinds->kube->env.store;
    int rc = 0;

    if (!kinds->has_barrier)
        rc = journal->ops->barrier(journal, on_barrier, kinds);
    if (rc == VD_WAIT)
        kinds->has_barrier = true;
    return rc < 0 ? rc : 0;
}

static int64_t published(const struct vd_kube_kinds *kinds)
{
    return vd_kv_view(kinds->kube->env.kv, kinds->kube->env.slot)->head;
}

void vd_kube_kinds_release(struct vd_kube_kinds *kinds, int rc)
{
    struct vd_list ready;

    vd_list_init(&ready);
    while (!vd_list_is_empty(&kinds->waits)) {
        struct vd_kube_kinds_wait *wait =
            vd_list_first(&kinds->waits, struct vd_kube_kinds_wait, link);

        if (rc == 0 && !vd_kube_kinds_knows(kinds, wait->revision))
            break;
        vd_list_remove(&wait->link);
        wait->rc = rc;
        wait->has_waited = true;
        vd_list_append(&ready, &wait->link);
    }
    /* Whoever is told may ask again, or take others out. */
    while (!vd_list_is_empty(&ready)) {
        struct vd_kube_kinds_wait *wait = vd_list_first(&ready, struct vd_kube_kinds_wait, link);

        vd_list_remove(&wait->link);
        wait->done(wait);
    }
}

int vd_kube_kinds_settle(struct vd_kube_kinds *kinds, struct vd_kube_kinds_wait *wait)
{
    int64_t head = published(kinds);
    int rc;

    if (wait->has_waited) {
        wait->has_waited = false;
        return wait->rc;
    }
    rc = vd_kube_kinds_follow(kinds);
    if (rc)
        return rc;
    if (vd_kube_kinds_knows(kinds, head))
        return 0;
    if (kinds->state == VD_KUBE_KINDS_IDLE)
        return -ENOMEM; /* what there is could not be taken; the next question begins anew */
    rc = ask_barrier(kinds);
    if (rc)
        return rc;
    wait->revision = head;
    vd_list_append(&kinds->waits, &wait->link);
    return VD_WAIT;
}

void vd_kube_kinds_unwait(struct vd_kube_kinds_wait *wait)
{
    if (vd_list_is_linked(&wait->link))
        vd_list_remove(&wait->link);
}

/* --- looking ---------------------------------------------------------------------------------- */

static const struct vd_kube_kinds_entry *served(const struct vd_kube_kinds_entry *entry)
{
    return entry && entry->crd && vd_kube_crd_is_served(entry->crd) ? entry : NULL;
}

/* <plural>.<group> */
static const struct vd_kube_kinds_entry *find_entry(const struct vd_kube_kinds *kinds,
                                                    struct vd_slice group, struct vd_slice plural)
{
    uint8_t name[NAME_MAX_BYTES];
    size_t len = plural.len + 1 + group.len, at;

    if (!group.len || !plural.len || len > sizeof(name))
        return NULL;
    memcpy(name, plural.ptr, plural.len);
    name[plural.len] = '.';
    memcpy(name + plural.len + 1, group.ptr, group.len);
    return served(vd_kube_kinds_entry(kinds, vd_slice(name, len), &at));
}

static int find_custom(struct vd_kube_kinds *kinds, struct vd_slice group, struct vd_slice version,
                       struct vd_slice plural, const struct vd_kube_kind **out_kind)
{
    const struct vd_kube_kinds_entry *entry = find_entry(kinds, group, plural);
    const struct vd_kube_kind *all;
    size_t count;

    if (!entry)
        return VD_NOT_FOUND;
    all = vd_kube_crd_kinds(entry->crd, &count);
    for (size_t i = 0; i < count; i++)
        if (vd_slice_eq(all[i].version, version) && vd_slice_eq(all[i].group, group)) {
            *out_kind = vd_kube_kind_ref(&all[i]);
            return 0;
        }
    return VD_NOT_FOUND;
}

int vd_kube_kinds_find(struct vd_kube_kinds *kinds, struct vd_slice group, struct vd_slice version,
                       struct vd_slice plural, struct vd_kube_kinds_wait *wait,
                       const struct vd_kube_kind **out_kind)
{
    const struct vd_kube_kind *kind =
        version.len ? vd_kube_builtin_find(group, version, plural) : NULL;
    int rc;

    if (kind) {
        *out_kind = kind;
        return 0;
    }
    rc = group.len ? vd_kube_kinds_settle(kinds, wait) : VD_NOT_FOUND;
    return rc ? rc : find_custom(kinds, group, version, plural, out_kind);
}

int vd_kube_kinds_of(struct vd_kube_kinds *kinds, struct vd_slice group, struct vd_slice version,
                     struct vd_slice name, struct vd_kube_kinds_wait *wait,
                     const struct vd_kube_kind **out_kind)
{
    const struct vd_kube_kind *kind = vd_kube_builtin_of(group, version, name);
    int rc;

    if (kind) {
        *out_kind = kind;
        return 0;
    }
    rc = group.len ? vd_kube_kinds_settle(kinds, wait) : VD_NOT_FOUND;
    for (size_t i = 0; rc == 0 && (kind = vd_kube_kinds_at(kinds, i)) != NULL; i++)
        if (kind->custom && vd_slice_eq(kind->kind, name) && vd_slice_eq(kind->group, group) &&
            (!version.len || vd_slice_eq(kind->version, version))) {
            *out_kind = vd_kube_kind_ref(kind);
            return 0;
        }
    return rc ? rc : VD_NOT_FOUND;
}

/* --- all of them ------------------------------------------------------------------------------ */

static int by_group(const void *a, const void *b)
{
    const struct vd_kube_kind *x = *(const struct vd_kube_kind *const *)a;
    const struct vd_kube_kind *y = *(const struct vd_kube_kind *const *)b;
    int order = vd_slice_cmp(x->group, y->group);

    if (order == 0)
        order = vd_kube_version_cmp(y->version, x->version);
    return order ? order : vd_slice_cmp(x->plural, y->plural);
}

/* Without memory there are only the built-in ones, until the next question. */
static void make_order(struct vd_kube_kinds *kinds)
{
    size_t total = 0, at = 0, count;

    for (size_t i = 0; i < kinds->count; i++)
        if (served(kinds->entries[i])) {
            vd_kube_crd_kinds(kinds->entries[i]->crd, &count);
            total += count;
        }
    kinds->order_count = 0;
    kinds->order = vd_alloc_array(total + 1, sizeof(*kinds->order));
    if (!kinds->order)
        return;
    for (size_t i = 0; i < kinds->count; i++) {
        const struct vd_kube_kind *all;

        if (!served(kinds->entries[i]))
            continue;
        all = vd_kube_crd_kinds(kinds->entries[i]->crd, &count);
        for (size_t j = 0; j < count; j++)
            kinds->order[at++] = &all[j];
    }
    kinds->order_count = at;
    qsort(kinds->order, at, sizeof(*kinds->order), by_group);
}

const struct vd_kube_kind *vd_kube_kinds_at(struct vd_kube_kinds *kinds, size_t index)
{
    size_t count;
    const struct vd_kube_kind *builtin = vd_kube_builtin_kinds(&count);

    if (index < count)
        return &builtin[index];
    if (!kinds->order)
        make_order(kinds);
    return index - count < kinds->order_count ? kinds->order[index - count] : NULL;
}

uint64_t vd_kube_kinds_change(const struct vd_kube_kinds *kinds)
{
    return kinds->change;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool has_name(const struct vd_kube_kind *kind, struct vd_slice name, bool is_kind)
{
    if (is_kind)
        return vd_slice_eq(kind->kind, name) || vd_slice_eq(kind->list_kind, name);
    for (uint32_t i = 0; i < kind->short_name_count; i++)
        if (vd_slice_eq(kind->short_names[i], name))
            return true;
    return vd_slice_eq(kind->plural, name) || vd_slice_eq(kind->singular, name);
}

/* Names that were accepted are taken, served or not: the kinds of an entry have those. */
static struct vd_slice taken(void *arg, struct vd_slice group, struct vd_slice name, bool is_kind,
                             struct vd_slice self)
{
    const struct vd_kube_kinds *kinds = arg;
    size_t count;

    for (size_t i = 0; name.len > 0 && i < kinds->count; i++) {
        const struct vd_kube_kinds_entry *entry = kinds->entries[i];
        const struct vd_kube_kind *all;

        if (!served(entry) || vd_slice_eq(entry->name, self))
            continue;
        all = vd_kube_crd_kinds(entry->crd, &count);
        if (count > 0 && vd_slice_eq(all[0].group, group) && has_name(&all[0], name, is_kind))
            return entry->name;
    }
    return VD_SLICE_EMPTY;
}

const struct vd_kube_crd_others *vd_kube_kinds_names(struct vd_kube_kinds *kinds)
{
    return &kinds->others;
}

/* --- watches ---------------------------------------------------------------------------------- */

void vd_kube_kinds_watch(struct vd_kube_kinds *kinds, const struct vd_kube_kind *kind,
                         struct vd_kube_kind_watch *watch)
{
    struct vd_kube_kinds_entry *entry;
    size_t at;

    watch->link = (struct vd_list){NULL, NULL};
    if (!kind->custom)
        return;
    entry = vd_kube_kinds_entry(kinds, vd_kube_crd_name(kind->custom->crd), &at);
    if (entry && entry->crd == kind->custom->crd)
        vd_list_append(&entry->watches, &watch->link);
}

void vd_kube_kinds_unwatch(struct vd_kube_kind_watch *watch)
{
    if (vd_list_is_linked(&watch->link))
        vd_list_remove(&watch->link);
}

void vd_kube_kinds_stats(const struct vd_kube_kinds *kinds, struct vd_kube_kinds_stats *out_stats)
{
    *out_stats = (struct vd_kube_kinds_stats){0};
    for (size_t i = 0; i < kinds->count; i++) {
        const struct vd_kube_kinds_entry *entry = kinds->entries[i];

        if (!entry->crd)
            out_stats->broken++;
        else
            out_stats->bytes += vd_kube_crd_bytes(entry->crd);
        out_stats->definitions += served(entry) != NULL;
    }
}
