/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is there, and what changes: a cursor over everything is opened at the present, then all is
 * read once as it was then, then what the cursor gathers is taken. Most objects are passed over
 * without being read: they name no owner, are not being deleted, and nobody depends on them.
 */
#include "doors/kube/model/crd.h"
#include "doors/kube/steward_inner.h"

#include "base/alloc.h"
#include "base/log.h"

#include <errno.h>

enum {
    ROWS = 64,
    ROW_BYTES = 1 << 20,
    PULL_BYTES = 1 << 20,
    BATCHES_A_TURN = 4,
    AGAIN_MS = 1,
    BEGIN_AGAIN_MS = 1000,
    SCRATCH_MAX_BYTES = 64 << 20
};

static const struct vd_principal ourselves = {VD_SLICE_EMPTY};

/* --- one value -------------------------------------------------------------------------------- */

static bool mentions(struct vd_slice value, struct vd_slice word)
{
    return value.ptr && memmem(value.ptr, value.len, word.ptr, word.len);
}

/* As a document, in the scratch; NULL: it is none. */
static struct vd_json_value *read(struct vd_kube_steward *steward, struct vd_slice value)
{
    struct vd_json_value *object = NULL;

    vd_arena_deinit(&steward->scratch);
    vd_arena_init(&steward->scratch, SCRATCH_MAX_BYTES);
    if (vd_json_read(&steward->scratch, value, VD_KUBE_DOC_DEPTH_MAX, &object, NULL))
        return NULL;
    return object;
}

static struct vd_slice behind_prefix(const struct vd_kube_steward *steward, struct vd_slice key)
{
    size_t prefix = steward->kube->prefix.len;

    return vd_slice(key.ptr + prefix, key.len - prefix);
}

static bool is_space_key(const struct vd_kube_steward *steward, struct vd_slice key)
{
    return vd_slice_starts_with(behind_prefix(steward, key), VD_SLICE("namespaces/"));
}

/* The name behind the last slash, and the one between the last two. */
static void split(struct vd_slice key, struct vd_slice *out_within, struct vd_slice *out_name)
{
    size_t end = key.len, begin;

    while (end > 0 && key.ptr[end - 1] != '/')
        end--;
    *out_name = vd_slice(key.ptr + end, key.len - end);
    begin = end ? end - 1 : 0;
    while (begin > 0 && key.ptr[begin - 1] != '/')
        begin--;
    *out_within = vd_slice(key.ptr + begin, (end ? end - 1 : 0) - begin);
}

/* The key of these parts behind the prefix, in the scratch; empty: no memory. */
static struct vd_slice join(struct vd_kube_steward *steward, const struct vd_slice *parts,
                            size_t count)
{
    struct vd_slice prefix = steward->kube->prefix;
    size_t len = prefix.len;
    uint8_t *key, *to;

    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    key = to = vd_arena_alloc(&steward->scratch, len);
    if (!key)
        return VD_SLICE_EMPTY;
    memcpy(to, prefix.ptr, prefix.len);
    to += prefix.len;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len)
            memcpy(to, parts[i].ptr, parts[i].len);
        to += parts[i].len;
    }
    return vd_slice(key, len);
}

static void tell_space(struct vd_kube_steward *steward, struct vd_slice key)
{
    struct vd_slice within, name;

    split(key, &within, &name);
    const struct vd_slice parts[] = {VD_SLICE("namespaces/"), within};
    struct vd_slice space = join(steward, parts, VD_COUNT(parts));

    if (vd_slice_eq(name, VD_SLICE("default")) || vd_slice_eq(name, VD_SLICE("kube-root-ca.crt")))
        vd_kube_look_at(steward, space);
    else
        vd_kube_look_again(steward, space);
}

/* Objects of a definition lie at <group>/<plural>/, and it is called <plural>.<group>. */
static void tell_definition(struct vd_kube_steward *steward, struct vd_slice key)
{
    struct vd_slice rest = behind_prefix(steward, key);
    const uint8_t *end = rest.ptr + rest.len;
    const uint8_t *first = memchr(rest.ptr, '/', rest.len);
    const uint8_t *second = first ? memchr(first + 1, '/', (size_t)(end - first - 1)) : NULL;

    if (!second)
        return;
    const struct vd_slice parts[] = {VD_SLICE("apiextensions.k8s.io/customresourcedefinitions/"),
                                     vd_slice(first + 1, (size_t)(second - first - 1)),
                                     VD_SLICE("."), vd_slice(rest.ptr, (size_t)(first - rest.ptr))};

    vd_kube_look_again(steward, join(steward, parts, VD_COUNT(parts)));
}

/* --- puts and deletions ----------------------------------------------------------------------- */

/* Those that it was in the way of may go on. */
static void set_owners(struct vd_kube_steward *steward, struct vd_slice key,
                       const struct vd_json_value *object)
{
    struct vd_slice uid;

    for (size_t i = 0; !vd_list_is_empty(&steward->blocked) &&
                       (uid = vd_kube_owners_uid(steward->owners, key, i)).len;
         i++)
        vd_kube_look_unblock(steward, uid);
    if (vd_kube_owners_set(steward->owners, key, object))
        vd_log(VD_LOG_WARN, "no memory to follow who owns an object", VD_F_BYTES("key", key));
}

static void take_put(struct vd_kube_steward *steward, struct vd_slice key, struct vd_slice value)
{
    bool names_owners = mentions(value, VD_SLICE("\"ownerReferences\""));
    bool may_be_ending = mentions(value, VD_SLICE("\"deletionTimestamp\""));

    if (names_owners || vd_kube_owners_has(steward->owners, key))
        set_owners(steward, key, names_owners ? read(steward, value) : NULL);
    if (names_owners || may_be_ending || is_space_key(steward, key))
        vd_kube_look_at(steward, key);
}

/* Those that go after it, or that it was in the way of. */
static void take_delete(struct vd_kube_steward *steward, struct vd_slice key,
                        const struct vd_event *prev)
{
    const struct vd_kube_dependent *at;
    struct vd_json_value *object = NULL;
    struct vd_slice uid;

    vd_arena_deinit(&steward->scratch);
    vd_arena_init(&steward->scratch, SCRATCH_MAX_BYTES);
    tell_space(steward, key);
    tell_definition(steward, key);
    if (vd_kube_owners_is_empty(steward->owners))
        return;
    set_owners(steward, key, NULL);
    if (prev)
        object = read(steward, vd_event_value(prev));
    uid = vd_kube_doc_string(vd_kube_doc_object(object, "metadata"), "uid");
    for (at = vd_kube_owners_first(steward->owners, uid); at; at = vd_kube_owners_next(at))
        vd_kube_look_at(steward, vd_kube_dependent_key(at));
}

static void take(struct vd_kube_steward *steward, const struct vd_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct vd_event *event = batch->events[i];

        if (event->type == VD_EVENT_DELETE)
            take_delete(steward, vd_event_key(event), batch->prevs[i]);
        else
            take_put(steward, vd_event_key(event), vd_event_value(event));
        steward->known = event->revision;
    }
}

/* --- the cursor ------------------------------------------------------------------------------- */

static void begin_again(struct vd_kube_steward *steward, int rc)
{
    vd_log(VD_LOG_WARN, "what happens by itself to Kubernetes objects begins anew",
           VD_F_INT("because", rc));
    vd_kube_steward_unfollow(steward);
    if (!steward->is_ending)
        vd_timer_start(steward->kube->env.loop, &steward->again, BEGIN_AGAIN_MS);
}

/* What has come, a few batches in a turn. */
static void pull(struct vd_kube_steward *steward)
{
    struct vd_journal *journal = steward->kube->env.store;
    struct vd_batch batch;
    int rc = 0;

    for (unsigned i = 0; i < BATCHES_A_TURN && rc == 0; i++) {
        rc = journal->ops->pull(journal, &steward->cursor, PULL_BYTES, VD_PULL_PREV, &batch);
        if (rc == 0)
            take(steward, &batch);
    }
    if (rc == 0)
        vd_timer_start(steward->kube->env.loop, &steward->again, AGAIN_MS);
    else if (rc != VD_WAIT)
        begin_again(steward, rc);
    vd_kube_looks_go(steward);
}

static void on_ready(struct vd_cursor *cursor)
{
    struct vd_kube_steward *steward = vd_container_of(cursor, struct vd_kube_steward, cursor);

    if (steward->is_read && !steward->is_ending)
        pull(steward);
}

/* --- what is there ---------------------------------------------------------------------------- */

static void read_on(struct vd_kube_steward *steward)
{
    struct vd_row rows[ROWS];
    size_t count;
    int rc = vd_range_next(steward->range, true, rows, ROWS, ROW_BYTES, &count);

    for (size_t i = 0; rc == 0 && i < count; i++)
        take_put(steward, rows[i].key, rows[i].value);
    if (rc == 0 || rc == VD_AGAIN) {
        vd_timer_start(steward->kube->env.loop, &steward->again, AGAIN_MS);
    } else if (rc == VD_END) {
        vd_range_close(steward->range);
        steward->range = NULL;
        steward->is_read = true;
        vd_kube_looks_anew(steward);
        pull(steward);
    } else if (rc != VD_WAIT) {
        begin_again(steward, rc);
    }
}

static void on_range(void *arg)
{
    struct vd_kube_steward *steward = arg;

    if (!steward->is_ending)
        read_on(steward);
}

static void on_again(struct vd_timer *timer)
{
    struct vd_kube_steward *steward = vd_container_of(timer, struct vd_kube_steward, again);

    if (steward->is_ending)
        return;
    if (!steward->is_open)
        vd_kube_steward_follow(steward);
    else if (steward->range)
        read_on(steward);
    else
        pull(steward);
}

static int set_end(struct vd_kube_steward *steward)
{
    struct vd_slice prefix = steward->kube->prefix;
    uint8_t *end = vd_alloc(prefix.len);

    if (!end)
        return -ENOMEM;
    memcpy(end, prefix.ptr, prefix.len);
    end[prefix.len - 1]++; /* it ends in a slash */
    steward->end = vd_slice(end, prefix.len);
    return 0;
}

static int begin(struct vd_kube_steward *steward)
{
    const struct vd_door_env *env = &steward->kube->env;
    int rc = steward->end.len ? 0 : set_end(steward);
    struct vd_selection selection = {.key = steward->kube->prefix, .end = steward->end};
    struct vd_range_op op = {.key = steward->kube->prefix, .end = steward->end};

    if (rc == 0)
        rc = vd_kube_owners_new(&steward->owners);
    if (rc)
        return rc;
    steward->cursor = (struct vd_cursor){.ready = on_ready};
    rc = env->store->ops->open(env->store, &steward->cursor, &ourselves, &selection,
                               (struct vd_pos){0, 0}, &op.revision);
    if (rc)
        return rc;
    steward->is_open = true;
    steward->known = op.revision;
    return vd_range_open(env->kv, env->slot, &ourselves, &op, (struct vd_pos){0, 0}, on_range,
                         steward, &steward->range);
}

void vd_kube_steward_follow(struct vd_kube_steward *steward)
{
    int rc;

    if (!steward->is_on_duty) {
        steward->is_on_duty = true;
        steward->again.fire = on_again;
        vd_arena_init(&steward->scratch, SCRATCH_MAX_BYTES);
        vd_list_init(&steward->queue);
        vd_list_init(&steward->blocked);
        for (unsigned i = 0; i < VD_KUBE_LOOK_BUCKETS; i++)
            vd_list_init(&steward->looks[i]);
    }
    rc = begin(steward);
    if (rc)
        begin_again(steward, rc);
    else
        read_on(steward);
}

void vd_kube_steward_unfollow(struct vd_kube_steward *steward)
{
    struct vd_journal *journal = steward->kube->env.store;

    if (!steward->is_on_duty)
        return;
    vd_timer_stop(steward->kube->env.loop, &steward->again);
    if (steward->range)
        vd_range_close(steward->range);
    steward->range = NULL;
    if (steward->is_open)
        journal->ops->close(journal, &steward->cursor);
    steward->is_open = steward->is_read = false;
    vd_kube_owners_free(steward->owners);
    steward->owners = NULL;
}
