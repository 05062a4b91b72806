/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Server-side apply: the configuration is merged into the live object, what its manager gave up and
 * nobody else owns is taken out, and what that changes must not be another's.
 *
 * kubectl comes from client-side apply, which kept its configuration in an annotation: where that
 * one says the same as the live object, its fields are kubectl's, whoever is named; and as long as
 * it is there, it is kept up to date.
 */
#include "doors/kube/model/causes.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/last_applied.h"
#include "doors/kube/model/managed_entries.h"

#include <errno.h>

struct apply {
    struct vd_arena *arena;
    struct vd_kube_shape shape;
    const struct vd_json_value *live, *config; /* without what never takes part */
    const struct vd_kube_writer *writer;
    struct vd_kube_owners owners;
    struct vd_json_value *merged;
    /* Of a conflict: who owns what of it. */
    struct vd_kube_owners conflicts;
};

static int fail(struct vd_arena *arena, struct vd_kube_applied *out, int code, struct vd_buf *text)
{
    int rc = vd_buf_status(text);

    if (!rc && vd_arena_copy(arena, vd_buf_slice(text), &out->message))
        rc = -ENOMEM;
    out->code = code;
    vd_buf_deinit(text);
    return rc ? rc : VD_INVALID;
}

/* --- what the configuration must be --------------------------------------------------------- */

static void print_kind(struct vd_buf *buf, const struct vd_json_value *config)
{
    struct vd_slice version = vd_kube_doc_string(config, "apiVersion");

    if (!version.len || !memchr(version.ptr, '/', version.len))
        vd_buf_append(buf, "/", 1); /* the core group has no name */
    vd_buf_append_slice(buf, version);
    vd_buf_append(buf, ", Kind=", 7);
    vd_buf_append_slice(buf, vd_kube_doc_string(config, "kind"));
}

static int check_kind(struct apply *apply, struct vd_kube_applied *out)
{
    const struct vd_json_value *meta = vd_kube_doc_object(apply->config, "metadata");
    struct vd_buf text;

    vd_buf_init(&text, 0);
    if (!vd_slice_eq(vd_kube_doc_string(apply->config, "apiVersion"), apply->writer->api_version) ||
        !vd_slice_eq(vd_kube_doc_string(apply->config, "kind"), apply->writer->kind)) {
        vd_buf_printf(&text, "invalid object type: ");
        print_kind(&text, apply->config);
        return fail(apply->arena, out, 400, &text);
    }
    if (!vd_kube_doc_is_null(vd_kube_doc_get(meta, "managedFields"))) {
        vd_buf_printf(&text, "metadata.managedFields must be nil");
        return fail(apply->arena, out, 400, &text);
    }
    return 0;
}

static int check_shape(struct apply *apply, struct vd_kube_applied *out)
{
    const struct vd_json_value *meta = vd_kube_doc_object(apply->config, "metadata");
    struct vd_buf text, faults;
    int rc;

    vd_buf_init(&faults, 0);
    vd_buf_init(&text, 0);
    vd_kube_check(apply->arena, apply->shape, apply->config, &faults);
    rc = vd_buf_status(&faults);
    if (!rc && faults.len) {
        vd_buf_printf(&text, "failed to create typed patch object (");
        vd_buf_append_slice(&text, vd_kube_doc_string(meta, "namespace"));
        vd_buf_append(&text, "/", 1);
        vd_buf_append_slice(&text, vd_kube_doc_string(meta, "name"));
        vd_buf_append(&text, "; ", 2);
        print_kind(&text, apply->config);
        vd_buf_printf(&text, "): %s", faults.data[0] == '\n' ? "errors:" : "");
        vd_buf_append_slice(&text, vd_buf_slice(&faults));
        rc = fail(apply->arena, out, 500, &text);
    }
    vd_buf_deinit(&faults);
    vd_buf_deinit(&text);
    return rc;
}

/* --- taking back what is no longer said ----------------------------------------------------- */

static int named(struct apply *apply, const struct vd_kube_fields *set,
                 const struct vd_kube_fields **out)
{
    return vd_kube_fields_named(apply->arena, apply->shape, set, out);
}

static int fields_named_of(struct apply *apply, const struct vd_json_value *value,
                           const struct vd_kube_fields **out)
{
    int rc = vd_kube_collect(apply->arena, apply->shape, value, out);

    return rc ? rc : named(apply, *out, out);
}

static int without(struct apply *apply, const struct vd_json_value *value,
                   const struct vd_kube_fields *set, struct vd_json_value **out)
{
    int rc = vd_kube_remove(apply->arena, apply->shape, value, set, out);

    if (!rc && !*out)
        *out = vd_kube_new(apply->arena, VD_JSON_OBJECT);
    return rc ? rc : *out ? 0 : -ENOMEM;
}

static int all_owned(struct apply *apply, const struct vd_kube_fields **out)
{
    int rc = 0;

    *out = NULL;
    for (uint32_t i = 0; !rc && i < apply->owners.count; i++)
        rc = vd_kube_fields_union(apply->arena, *out, apply->owners.at[i].set, out);
    return rc ? rc : named(apply, *out, out);
}

/*
 * Three steps, as the reference takes them: without all that the manager owned; then with what
 * anybody owns of it now; then with what hangs below that without an owner.
 */
static int take_back(struct apply *apply, const struct vd_kube_fields *last)
{
    struct vd_arena *arena = apply->arena;
    const struct vd_kube_fields *all, *kept, *owned, *gone;
    struct vd_json_value *pruned;
    int rc = named(apply, last, &last);

    if (!rc)
        rc = without(apply, apply->merged, last, &pruned);
    if (!rc)
        rc = fields_named_of(apply, apply->merged, &all);
    if (!rc)
        rc = fields_named_of(apply, pruned, &kept);
    if (!rc)
        rc = all_owned(apply, &owned);
    if (!rc)
        rc = vd_kube_fields_union(arena, kept, owned, &kept);
    if (!rc)
        rc = vd_kube_fields_difference(arena, all, kept, &gone);
    if (!rc)
        rc = without(apply, apply->merged, gone, &pruned);
    if (!rc)
        rc = fields_named_of(apply, pruned, &kept);
    if (!rc)
        rc = vd_kube_fields_difference(arena, all, kept, &gone);
    if (!rc)
        rc = vd_kube_fields_intersection(arena, gone, last, &gone);
    return rc ? rc : without(apply, apply->merged, gone, &apply->merged);
}

/* --- others' fields -------------------------------------------------------------------------- */

static int find_conflicts(struct apply *apply, const struct vd_kube_owner *self,
                          const struct vd_kube_diff *diff)
{
    const struct vd_kube_fields *given;
    int rc = vd_kube_fields_union(apply->arena, diff->modified, diff->added, &given);

    apply->conflicts = (struct vd_kube_owners){0};
    for (uint32_t i = 0; !rc && given && i < apply->owners.count; i++) {
        struct vd_kube_owner owner = apply->owners.at[i];

        if (&apply->owners.at[i] == self)
            continue;
        rc = vd_kube_fields_intersection(apply->arena, owner.set, given, &owner.set);
        if (!rc && owner.set)
            rc = vd_kube_owners_put(apply->arena, &apply->conflicts, &owner);
    }
    return rc;
}

/* --- the apply itself ----------------------------------------------------------------------- */

/* The fields that the configuration names are its manager's. What was so before comes out, if
 * there is anything in it that is no longer said; else NULL: there is nothing to take back. */
static int own_config(struct apply *apply, const struct vd_kube_fields **out_last)
{
    struct vd_kube_owner self = vd_kube_owner_of(apply->writer, true);
    const struct vd_kube_fields *given_up = NULL;
    const struct vd_kube_owner *before = vd_kube_owners_find(&apply->owners, &self);
    int rc = vd_kube_collect(apply->arena, apply->shape, apply->config, &self.set);

    *out_last = NULL;
    self.time = before ? before->time : VD_SLICE_EMPTY;
    if (!rc)
        rc = vd_kube_reset(apply->arena, apply->writer->resets, &self.set);
    if (!rc && before)
        rc = vd_kube_fields_difference(apply->arena, before->set, self.set, &given_up);
    if (!rc && given_up)
        *out_last = before->set;
    return rc ? rc : vd_kube_owners_put(apply->arena, &apply->owners, &self);
}

/* Equal where both have something. Of two objects that do not differ it tells whether their lists
 * are in the same order, which no set of fields shows. */
static bool agree(const struct vd_json_value *a, const struct vd_json_value *b)
{
    const struct vd_json_value *x = a->first, *y = b->first;
    struct vd_kube_index index;
    bool do_agree = true;

    if (a->type != b->type || (a->type != VD_JSON_OBJECT && a->type != VD_JSON_ARRAY))
        return vd_kube_doc_equal(a, b);
    if (a->type == VD_JSON_ARRAY) {
        for (; do_agree && x && y; x = x->next, y = y->next)
            do_agree = agree(x, y);
        return do_agree && !x && !y;
    }
    vd_kube_index_init(&index, b);
    for (; do_agree && x; x = x->next) {
        y = vd_kube_index_find(&index, x->name);
        do_agree = !y || agree(x, y);
    }
    vd_kube_index_deinit(&index);
    return do_agree;
}

static int settle_owners(struct apply *apply, const struct vd_kube_diff *diff, bool is_same)
{
    struct vd_kube_owner like = vd_kube_owner_of(apply->writer, true);
    struct vd_kube_owner *self = vd_kube_owners_find(&apply->owners, &like);
    int rc = vd_kube_owners_lose(apply->arena, &apply->owners, self, diff);

    if (!rc)
        rc = vd_kube_fields_difference(apply->arena, self->set, vd_kube_never_owned(), &self->set);
    if (!rc && !is_same)
        self->time = apply->writer->time;
    if (!rc)
        vd_kube_owners_drop_empty(&apply->owners);
    return rc;
}

/* VD_CONFLICT: apply->conflicts says with whom, and nothing was done. */
static int try_apply(struct apply *apply, bool is_forced)
{
    static const struct vd_json_value NOTHING = {.type = VD_JSON_OBJECT};
    const struct vd_json_value *live = apply->live ? apply->live : &NOTHING;
    const struct vd_kube_fields *last;
    struct vd_kube_owner like = vd_kube_owner_of(apply->writer, true);
    struct vd_kube_diff diff;
    bool is_same = false;
    int rc = own_config(apply, &last);

    apply->merged = vd_kube_merge(apply->arena, apply->shape, live, apply->config);
    if (!rc && !apply->merged)
        rc = -ENOMEM;
    if (!rc && last)
        rc = take_back(apply, last);
    if (!rc)
        rc = vd_kube_compare(apply->arena, apply->shape, live, apply->merged, true, &diff);
    if (!rc) {
        is_same = !diff.added && !diff.modified && !diff.removed && agree(live, apply->merged);
        rc = vd_kube_reset_diff(apply->arena, apply->writer->resets, &diff);
    }
    if (!rc)
        rc = find_conflicts(apply, vd_kube_owners_find(&apply->owners, &like), &diff);
    if (!rc && apply->conflicts.count && !is_forced)
        return VD_CONFLICT;
    return rc ? rc : settle_owners(apply, &diff, is_same);
}

static int copy_owners(struct vd_arena *arena, const struct vd_kube_owners *from,
                       struct vd_kube_owners *to)
{
    *to = (struct vd_kube_owners){0};
    if (!from->count)
        return 0;
    to->at = vd_arena_alloc(arena, from->count * sizeof(*to->at));
    if (!to->at)
        return -ENOMEM;
    memcpy(to->at, from->at, from->count * sizeof(*to->at));
    to->count = to->room = from->count;
    return 0;
}

static int drop_allowed(struct apply *apply, const struct vd_kube_fields *allowed)
{
    int rc = 0;

    for (uint32_t i = 0; !rc && i < apply->conflicts.count; i++) {
        struct vd_kube_owner *owner = &apply->conflicts.at[i];

        rc = vd_kube_fields_difference(apply->arena, owner->set, allowed, &owner->set);
    }
    vd_kube_owners_drop_empty(&apply->conflicts);
    return rc;
}

/* kubectl's own from before it applied at the server are no conflicts. */
static int apply_or_upgrade(struct apply *apply, bool is_forced)
{
    const struct vd_kube_fields *allowed;
    struct vd_kube_owners before;
    int rc = copy_owners(apply->arena, &apply->owners, &before);

    if (!rc)
        rc = try_apply(apply, is_forced);
    if (rc != VD_CONFLICT || !vd_slice_eq(apply->writer->manager, VD_SLICE("kubectl")))
        return rc;
    rc = vd_kube_last_applied_fields(apply->arena, apply->shape, apply->live,
                                     apply->writer->api_version, &allowed);
    if (rc)
        return rc < 0 ? rc : VD_CONFLICT;
    rc = drop_allowed(apply, allowed);
    if (rc || apply->conflicts.count)
        return rc ? rc : VD_CONFLICT;
    apply->owners = before;
    return try_apply(apply, true);
}

/* An object that nobody kept account of belongs to "before-first-apply". */
static int know_owners(struct apply *apply, const struct vd_json_value *live)
{
    struct vd_kube_writer before = *apply->writer;
    int rc = vd_kube_owners_read(apply->arena, vd_kube_owners_of(live), &apply->owners);

    if (rc > 0)
        apply->owners = (struct vd_kube_owners){0};
    if (rc < 0 || !live)
        return rc < 0 ? rc : 0;
    if (apply->owners.count)
        return vd_kube_owners_reconcile(apply->arena, apply->shape, &apply->owners);
    before.manager = VD_SLICE("before-first-apply");
    return vd_kube_owners_update(apply->arena, apply->shape, NULL, apply->live, &before,
                                 &apply->owners);
}

/* The object with a metadata of its own that lacks this member; shares all else. */
static const struct vd_json_value *leave_out(struct vd_arena *arena,
                                             const struct vd_json_value *object, const char *name)
{
    const struct vd_json_value *meta = vd_kube_doc_object(object, "metadata");
    struct vd_json_value *copy, *own, *at;

    if (!vd_kube_doc_get(meta, name))
        return object;
    copy = vd_kube_new(arena, VD_JSON_OBJECT);
    own = vd_kube_new(arena, VD_JSON_OBJECT);
    if (!copy || !own)
        return NULL;
    for (int level = 0; level < 2; level++) {
        const struct vd_json_value *from = level ? meta : object;

        vd_kube_doc_each(at, from) {
            struct vd_json_value *child = at == meta ? own : vd_kube_new(arena, at->type);

            if (!child)
                return NULL;
            if (level && vd_slice_eq(at->name, vd_slice_str(name)))
                continue;
            if (at != meta)
                *child = *at;
            child->name = at->name;
            vd_kube_append(level ? own : copy, child);
        }
    }
    copy->has_duplicates = object->has_duplicates;
    own->has_duplicates = meta->has_duplicates;
    return copy;
}

static int prepare(struct apply *apply, const struct vd_json_value *live,
                   const struct vd_json_value *config)
{
    const struct vd_json_value *bare;
    struct vd_json_value *own = NULL;

    apply->config = leave_out(apply->arena, config, "resourceVersion");
    bare = live ? leave_out(apply->arena, live, "managedFields") : NULL;
    if (bare)
        own = vd_kube_clone(apply->arena, bare);
    if (!apply->config || (live && !own))
        return -ENOMEM;
    if (own)
        vd_kube_drop_hidden(apply->shape, own);
    apply->live = own;
    return know_owners(apply, live);
}

static int finish(struct apply *apply, struct vd_kube_applied *out)
{
    int rc = 0;

    vd_kube_drop_hidden(apply->shape, apply->merged);
    if (vd_slice_eq(apply->writer->manager, VD_SLICE("kubectl")))
        rc = vd_kube_last_applied_update(apply->arena, apply->merged, apply->config);
    if (!rc)
        rc = vd_kube_owners_store(apply->arena, &apply->owners, apply->merged);
    out->object = apply->merged;
    return rc;
}

int vd_kube_apply(struct vd_arena *arena, struct vd_kube_shape shape,
                  const struct vd_json_value *live, const struct vd_json_value *config,
                  const struct vd_kube_writer *writer, bool is_forced,
                  struct vd_kube_applied *out_applied)
{
    struct vd_kube_writer own_writer;
    struct apply apply = {.arena = arena, .shape = shape, .config = config, .writer = &own_writer};
    int rc = vd_kube_writer_keep(arena, writer, &own_writer);

    if (!rc)
        rc = check_kind(&apply, out_applied);
    if (!rc)
        rc = check_shape(&apply, out_applied);
    if (!rc)
        rc = prepare(&apply, live, config);
    if (!rc)
        rc = apply_or_upgrade(&apply, is_forced);
    if (!rc)
        rc = finish(&apply, out_applied);
    else if (rc == VD_CONFLICT)
        rc = vd_kube_conflicts_say(arena, &apply.conflicts, out_applied);
    return vd_kube_why(arena, rc);
}
