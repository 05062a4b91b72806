/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a conflict is said: by manager, in one order, so that the same conflict reads the same.
 */
#include "doors/kube/model/causes.h"
#include "doors/kube/model/managed_entries.h"

#include <errno.h>

/* By manager, as the message lists them. */
static void sort_conflicts(struct vd_kube_owners *owners)
{
    for (uint32_t i = 1; i < owners->count; i++) {
        struct vd_kube_owner owner = owners->at[i];
        uint32_t k = i;

        for (; k; k--) {
            const struct vd_kube_owner *at = &owners->at[k - 1];
            int c = vd_slice_cmp(at->manager, owner.manager);

            if (!c)
                c = (int)owner.is_apply - (int)at->is_apply;
            if (!c)
                c = vd_slice_cmp(at->api_version, owner.api_version);
            if (!c)
                c = vd_kube_subresource_cmp(at->subresource, owner.subresource);
            if (c <= 0)
                break;
            owners->at[k] = *at;
        }
        owners->at[k] = owner;
    }
}

static void print_manager(struct vd_buf *buf, const struct vd_kube_owner *owner)
{
    vd_kube_quote(buf, owner->manager);
    if (owner->subresource.len) {
        vd_buf_printf(buf, " with subresource ");
        vd_kube_quote(buf, owner->subresource);
    }
    if (!owner->is_apply) {
        vd_buf_printf(buf, " using ");
        vd_buf_append_slice(buf, owner->api_version);
    }
}

struct listing {
    struct vd_arena *arena;
    struct vd_buf buf;
    struct vd_slice manager;
    struct vd_kube_conflict **end;
    size_t count;
};

static int list_conflict(void *arg, const struct vd_kube_step *path, size_t steps)
{
    struct listing *listing = arg;
    struct vd_kube_conflict *conflict = vd_arena_alloc_zero(listing->arena, sizeof(*conflict));

    vd_buf_clear(&listing->buf);
    vd_kube_fields_print(&listing->buf, path, steps);
    if (!conflict || vd_buf_status(&listing->buf) ||
        vd_arena_copy(listing->arena, vd_buf_slice(&listing->buf), &conflict->field))
        return -ENOMEM;
    conflict->manager = listing->manager;
    *listing->end = conflict;
    listing->end = &conflict->next;
    listing->count++;
    return 0;
}

static int list_conflicts(struct vd_arena *arena, const struct vd_kube_owners *owners,
                          struct vd_kube_conflict **out, size_t *out_count)
{
    struct listing listing = {.arena = arena, .end = out};
    int rc = 0;

    *out = NULL;
    vd_buf_init(&listing.buf, 0);
    for (uint32_t i = 0; !rc && i < owners->count; i++) {
        const struct vd_kube_owner *owner = &owners->at[i];

        vd_buf_clear(&listing.buf);
        print_manager(&listing.buf, owner);
        rc = vd_buf_status(&listing.buf) ||
                     vd_arena_copy(arena, vd_buf_slice(&listing.buf), &listing.manager)
                 ? -ENOMEM
                 : vd_kube_fields_each(owner->set, list_conflict, &listing);
    }
    vd_buf_deinit(&listing.buf);
    *out_count = listing.count;
    return rc;
}

static void print_conflicts(struct vd_buf *text, const struct vd_kube_conflict *conflict,
                            size_t count)
{
    struct vd_slice manager = VD_SLICE_EMPTY;

    if (count == 1) {
        vd_buf_printf(text, "Apply failed with 1 conflict: conflict with ");
        vd_buf_append_slice(text, conflict->manager);
        vd_buf_append(text, ": ", 2);
        vd_buf_append_slice(text, conflict->field);
        return;
    }
    vd_buf_printf(text, "Apply failed with %zu conflicts: ", count);
    for (; conflict; conflict = conflict->next) {
        if (!vd_slice_eq(manager, conflict->manager)) {
            vd_buf_printf(text, "%sconflicts with ", manager.len ? "\n" : "");
            vd_buf_append_slice(text, conflict->manager);
            vd_buf_append(text, ":", 1);
        }
        manager = conflict->manager;
        vd_buf_append(text, "\n- ", 3);
        vd_buf_append_slice(text, conflict->field);
    }
}

int vd_kube_conflicts_say(struct vd_arena *arena, struct vd_kube_owners *conflicts,
                          struct vd_kube_applied *out)
{
    struct vd_buf text;
    size_t count;
    int rc;

    sort_conflicts(conflicts);
    rc = list_conflicts(arena, conflicts, &out->conflicts, &count);
    vd_buf_init(&text, 0);
    if (!rc) {
        print_conflicts(&text, out->conflicts, count);
        rc = vd_buf_status(&text) || vd_arena_copy(arena, vd_buf_slice(&text), &out->message)
                 ? -ENOMEM
                 : VD_CONFLICT;
    }
    vd_buf_deinit(&text);
    return rc;
}
