/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Following the definitions: a cursor is opened at the present, then the range is read as it was at
 * that revision, then what the cursor has gathered is taken. A position that was compacted away
 * begins it all over, and what is not found then is gone.
 *
 * A definition whose kinds are what they were (only its conditions have changed, or its labels)
 * does not disturb anybody. One that is no definition has an entry without kinds.
 */
#include "base/alloc.h"
#include "doors/kube/kinds_inner.h"

#include <errno.h>

enum { ROWS = 16, ROW_BYTES = 1 << 20, PULL_BYTES = 1 << 20, ENTRIES_FIRST = 16, AGAIN_MS = 1 };

static void load_on(struct vd_kube_kinds *kinds);

/* --- entries ---------------------------------------------------------------------------------- */

struct vd_kube_kinds_entry *vd_kube_kinds_entry(const struct vd_kube_kinds *kinds,
                                                struct vd_slice name, size_t *out_index)
{
    size_t low = 0, high = kinds->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = vd_slice_cmp(kinds->entries[middle]->name, name);

        if (order == 0) {
            *out_index = middle;
            return kinds->entries[middle];
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out_index = low;
    return NULL;
}

static struct vd_kube_kinds_entry *new_entry(struct vd_slice name)
{
    struct vd_kube_kinds_entry *entry = vd_alloc_zero(sizeof(*entry) + name.len);

    if (!entry)
        return NULL;
    memcpy(entry + 1, name.ptr, name.len);
    entry->name = vd_slice(entry + 1, name.len);
    vd_list_init(&entry->watches);
    return entry;
}

/* One more, where it stands; NULL: no memory. */
static struct vd_kube_kinds_entry *insert_entry(struct vd_kube_kinds *kinds, struct vd_slice name,
                                                size_t at)
{
    struct vd_kube_kinds_entry *entry = new_entry(name);

    if (!entry)
        return NULL;
    if (kinds->count == kinds->room) {
        size_t room = kinds->room ? 2 * kinds->room : ENTRIES_FIRST;
        struct vd_kube_kinds_entry **entries =
            vd_realloc(kinds->entries, room * sizeof(struct vd_kube_kinds_entry *));

        if (!entries) {
            vd_free(entry);
            return NULL;
        }
        kinds->entries = entries;
        kinds->room = room;
    }
    memmove(&kinds->entries[at + 1], &kinds->entries[at],
            (kinds->count - at) * sizeof(struct vd_kube_kinds_entry *));
    kinds->entries[at] = entry;
    kinds->count++;
    return entry;
}

/* What was found of the kinds is another now: those who watch are told. */
static void changed(struct vd_kube_kinds *kinds, struct vd_list *watches)
{
    struct vd_list told;

    kinds->change++;
    vd_free((void *)kinds->order);
    kinds->order = NULL;
    vd_list_init(&told);
    vd_list_splice(&told, watches);
    while (!vd_list_is_empty(&told)) {
        struct vd_kube_kind_watch *watch = vd_list_first(&told, struct vd_kube_kind_watch, link);

        vd_list_remove(&watch->link);
        watch->gone(watch);
    }
}

static void drop_entry(struct vd_kube_kinds *kinds, size_t at)
{
    struct vd_kube_kinds_entry *entry = kinds->entries[at];

    kinds->count--;
    memmove(&kinds->entries[at], &kinds->entries[at + 1],
            (kinds->count - at) * sizeof(struct vd_kube_kinds_entry *));
    changed(kinds, &entry->watches);
    vd_kube_crd_unref(entry->crd);
    vd_free(entry);
}

void vd_kube_kinds_clear(struct vd_kube_kinds *kinds)
{
    while (kinds->count > 0)
        drop_entry(kinds, kinds->count - 1);
    vd_free(kinds->entries);
    kinds->entries = NULL;
    kinds->room = 0;
    vd_free((void *)kinds->order);
    kinds->order = NULL;
}

/* --- changes ---------------------------------------------------------------------------------- */

static bool is_same(const struct vd_kube_crd *a, const struct vd_kube_crd *b)
{
    return a == b || (a && b && vd_kube_crd_print(a) == vd_kube_crd_print(b));
}

/* What is stored under a name. */
static int take_put(struct vd_kube_kinds *kinds, struct vd_slice name, struct vd_slice value)
{
    struct vd_kube_crd *crd = NULL, *old;
    struct vd_kube_kinds_entry *entry;
    size_t at;
    int rc = vd_kube_crd_new(value, &crd);

    if (rc < 0)
        return rc;
    entry = vd_kube_kinds_entry(kinds, name, &at);
    if (!entry)
        entry = insert_entry(kinds, name, at);
    if (!entry) {
        vd_kube_crd_unref(crd);
        return -ENOMEM;
    }
    entry->is_old = false;
    old = entry->crd;
    if (is_same(old, crd)) {
        vd_kube_crd_unref(crd);
        return 0;
    }
    entry->crd = crd;
    changed(kinds, &entry->watches);
    vd_kube_crd_unref(old);
    return 0;
}

static void take_delete(struct vd_kube_kinds *kinds, struct vd_slice name)
{
    size_t at;

    if (vd_kube_kinds_entry(kinds, name, &at))
        drop_entry(kinds, at);
}

static struct vd_slice name_of(const struct vd_kube_kinds *kinds, struct vd_slice key)
{
    return vd_slice(key.ptr + kinds->prefix.len, key.len - kinds->prefix.len);
}

/* --- the cursor ------------------------------------------------------------------------------- */

static void stop(struct vd_kube_kinds *kinds)
{
    struct vd_journal *journal = kinds->kube->env.store;

    if (kinds->range)
        vd_range_close(kinds->range);
    kinds->range = NULL;
    vd_timer_stop(kinds->kube->env.loop, &kinds->again);
    if (kinds->is_open)
        journal->ops->close(journal, &kinds->cursor);
    kinds->is_open = false;
    kinds->state = VD_KUBE_KINDS_IDLE;
}

/* Nothing is known any more until it is read again; those who wait are told why. */
static void fail(struct vd_kube_kinds *kinds, int rc)
{
    stop(kinds);
    vd_kube_kinds_release(kinds, rc);
}

static int take_batch(struct vd_kube_kinds *kinds, const struct vd_batch *batch)
{
    int rc = 0;

    for (uint32_t i = 0; i < batch->count && rc == 0; i++) {
        const struct vd_event *event = batch->events[i];
        struct vd_slice name = name_of(kinds, vd_event_key(event));

        if (event->type == VD_EVENT_DELETE)
            take_delete(kinds, name);
        else
            rc = take_put(kinds, name, vd_event_value(event));
    }
    return rc;
}

/* Everything that the cursor has. 0; VD_COMPACTED; -errno. */
static int pull_all(struct vd_kube_kinds *kinds)
{
    struct vd_journal *journal = kinds->kube->env.store;
    struct vd_batch batch;
    int rc;

    while ((rc = journal->ops->pull(journal, &kinds->cursor, PULL_BYTES, 0, &batch)) == 0) {
        rc = take_batch(kinds, &batch);
        if (rc)
            return rc;
    }
    return rc == VD_WAIT ? 0 : rc;
}

/* Also when one is added to the end of what is known by the very pull that failed. */
static void take_all(struct vd_kube_kinds *kinds)
{
    int rc = pull_all(kinds);

    if (rc == VD_COMPACTED) {
        stop(kinds);
        rc = vd_kube_kinds_follow(kinds);
    }
    if (rc)
        fail(kinds, rc < 0 ? rc : -EIO);
}

static void on_ready(struct vd_cursor *cursor)
{
    struct vd_kube_kinds *kinds = vd_container_of(cursor, struct vd_kube_kinds, cursor);

    if (kinds->state != VD_KUBE_KINDS_LIVE)
        return;
    take_all(kinds);
    vd_kube_kinds_release(kinds, 0);
}

bool vd_kube_kinds_knows(struct vd_kube_kinds *kinds, int64_t revision)
{
    struct vd_journal *journal = kinds->kube->env.store;

    if (kinds->state == VD_KUBE_KINDS_LIVE && !journal->ops->is_live(journal, &kinds->cursor))
        take_all(kinds);
    return kinds->state == VD_KUBE_KINDS_LIVE && journal->ops->head(journal) >= revision &&
           journal->ops->is_live(journal, &kinds->cursor);
}

/* --- loading ---------------------------------------------------------------------------------- */

static void loaded(struct vd_kube_kinds *kinds)
{
    vd_range_close(kinds->range);
    kinds->range = NULL;
    for (size_t i = kinds->count; i-- > 0;)
        if (kinds->entries[i]->is_old)
            drop_entry(kinds, i);
    kinds->state = VD_KUBE_KINDS_LIVE;
    take_all(kinds);
    vd_kube_kinds_release(kinds, 0);
}

static int take_rows(struct vd_kube_kinds *kinds, const struct vd_row *rows, size_t count)
{
    int rc = 0;

    for (size_t i = 0; i < count && rc == 0; i++)
        rc = take_put(kinds, name_of(kinds, rows[i].key), rows[i].value);
    return rc;
}

static void on_again(struct vd_timer *timer)
{
    load_on(vd_container_of(timer, struct vd_kube_kinds, again));
}

static void load_on(struct vd_kube_kinds *kinds)
{
    struct vd_row rows[ROWS];
    size_t count;
    int rc;

    while ((rc = vd_range_next(kinds->range, true, rows, ROWS, ROW_BYTES, &count)) == 0) {
        rc = take_rows(kinds, rows, count);
        if (rc)
            break;
    }
    if (rc == VD_AGAIN)
        vd_timer_start(kinds->kube->env.loop, &kinds->again, AGAIN_MS);
    else if (rc == VD_END)
        loaded(kinds);
    else if (rc != VD_WAIT)
        fail(kinds, rc < 0 ? rc : -EIO);
}

static void on_range(void *arg)
{
    load_on(arg);
}

/* The cursor first, so that nothing falls between it and the range. */
static int begin(struct vd_kube_kinds *kinds)
{
    const struct vd_door_env *env = &kinds->kube->env;
    struct vd_selection selection = {.key = kinds->prefix, .end = kinds->end};
    struct vd_range_op op = {.key = kinds->prefix, .end = kinds->end};
    int rc;

    kinds->cursor = (struct vd_cursor){.ready = on_ready};
    rc = env->store->ops->open(env->store, &kinds->cursor, &kinds->principal, &selection,
                               (struct vd_pos){0, 0}, &op.revision);
    if (rc)
        return rc;
    kinds->is_open = true;
    kinds->again.fire = on_again;
    return vd_range_open(env->kv, env->slot, &kinds->principal, &op, (struct vd_pos){0, 0},
                         on_range, kinds, &kinds->range);
}

int vd_kube_kinds_follow(struct vd_kube_kinds *kinds)
{
    int rc;

    if (kinds->state != VD_KUBE_KINDS_IDLE)
        return 0;
    for (size_t i = 0; i < kinds->count; i++)
        kinds->entries[i]->is_old = true;
    rc = begin(kinds);
    if (rc) {
        stop(kinds);
        return rc < 0 ? rc : -EIO;
    }
    kinds->state = VD_KUBE_KINDS_LOADING;
    load_on(kinds);
    return 0;
}

void vd_kube_kinds_unfollow(struct vd_kube_kinds *kinds)
{
    stop(kinds);
}
