/* SPDX-License-Identifier: Apache-2.0 */
#include "core/peek.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/kv_private.h"

struct vd_lookup {
    struct vd_kv *kv;
    unsigned slot;
    void (*ready)(void *arg);
    void *arg;
    struct vd_job job;
    bool is_busy, is_closed; /* a job has it; nobody wants it any more */
    bool is_stale;           /* something was wanted since the job */
    int rc;
    struct vd_wanted wanted;
    struct vd_pos positions[VD_LOOKUP_MAX];
    struct vd_block *block;
};

static void fill(struct vd_kv *kv, const struct vd_index_hit *hit, struct vd_peek *out_peek)
{
    const struct vd_version *version = hit->version;

    *out_peek = (struct vd_peek){
        .key = vd_key_slice(hit->key),
        .pos = vd_version_pos(version),
        .create_revision = version->create_revision,
        .version = version->version,
        .lease = version->lease,
        .value_len = version->value_len,
        .event = vd_values_get(&kv->values, hit->key, vd_version_pos(version)),
    };
}

int vd_kv_peek(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
               struct vd_slice key, struct vd_peek *out_peek)
{
    struct vd_index_hit hit;
    int rc = vd_access_check(principal, VD_ACCESS_READ, key, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    if (!vd_index_get(vd_kv_view(kv, slot)->root, key, (struct vd_pos){0, 0}, &hit))
        return VD_NOT_FOUND;
    fill(kv, &hit, out_peek);
    return 0;
}

int vd_kv_peek_first(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                     struct vd_slice key, struct vd_slice end, int64_t revision, size_t *rows,
                     struct vd_peek *out_peek)
{
    struct vd_pos before = {revision ? revision + 1 : 0, 0};
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    int rc = vd_access_check(principal, VD_ACCESS_READ, key, end);

    if (rc)
        return rc;
    vd_index_iter_init(&iter, vd_kv_view(kv, slot)->root, key, end, before);
    rc = vd_index_iter_step(&iter, false, rows, &hit);
    if (rc == VD_END)
        return VD_NOT_FOUND;
    if (rc == VD_AGAIN)
        *out_peek = (struct vd_peek){.key = vd_index_iter_passed(&iter, false)};
    else if (!rc)
        fill(kv, &hit, out_peek);
    return rc;
}

struct vd_lookup *vd_lookup_new(struct vd_kv *kv, unsigned slot, void (*ready)(void *arg),
                                void *arg)
{
    struct vd_lookup *fetch = vd_alloc_zero(sizeof(*fetch));

    if (!fetch)
        return NULL;
    fetch->kv = kv;
    fetch->slot = slot;
    fetch->ready = ready;
    fetch->arg = arg;
    fetch->wanted.positions = fetch->positions;
    return fetch;
}

static void destroy(struct vd_lookup *fetch)
{
    vd_block_unref(fetch->block);
    vd_free(fetch);
}

void vd_lookup_free(struct vd_lookup *fetch)
{
    if (!fetch)
        return;
    if (fetch->is_busy)
        fetch->is_closed = true;
    else
        destroy(fetch);
}

bool vd_lookup_want(struct vd_lookup *fetch, const struct vd_peek *peek)
{
    struct vd_wanted *wanted = &fetch->wanted;

    vd_assert(!fetch->is_busy && wanted->count < VD_LOOKUP_MAX);
    for (size_t i = 0; i < wanted->count; i++)
        if (!vd_pos_cmp(wanted->positions[i], peek->pos))
            return wanted->count < VD_LOOKUP_MAX && wanted->bytes < VD_LOOKUP_BYTES;
    wanted->positions[wanted->count++] = peek->pos;
    wanted->bytes += peek->key.len + peek->value_len;
    fetch->is_stale = true;
    return wanted->count < VD_LOOKUP_MAX && wanted->bytes < VD_LOOKUP_BYTES;
}

void vd_lookup_clear(struct vd_lookup *fetch)
{
    vd_assert(!fetch->is_busy);
    fetch->wanted.count = fetch->wanted.bytes = 0;
    fetch->is_stale = false;
    vd_block_unref(fetch->block);
    fetch->block = NULL;
}

static void run(struct vd_job *job, unsigned slot)
{
    struct vd_lookup *fetch = vd_container_of(job, struct vd_lookup, job);
    size_t count;

    vd_block_unref(fetch->block);
    fetch->block = NULL;
    vd_wanted_sort(&fetch->wanted);
    count = fetch->wanted.count;
    /* No more than fits was wanted. */
    fetch->rc =
        vd_kv_read_events(fetch->kv, slot, fetch->positions, &count, SIZE_MAX, &fetch->block);
}

/* What is still its key's newest is worth keeping. */
static void keep(struct vd_lookup *fetch)
{
    const struct vd_index_root *root = vd_kv_view(fetch->kv, fetch->slot)->root;
    struct vd_index_hit hit;

    for (uint32_t i = 0; fetch->block && i < fetch->block->count; i++) {
        const struct vd_event *event = &fetch->block->events[i];

        if (vd_index_get(root, vd_event_key(event), (struct vd_pos){0, 0}, &hit) &&
            !vd_pos_cmp(vd_version_pos(hit.version), vd_event_pos(event)))
            vd_values_keep(&fetch->kv->values, hit.key, event);
    }
}

static void done(struct vd_job *job)
{
    struct vd_lookup *fetch = vd_container_of(job, struct vd_lookup, job);

    fetch->is_busy = false;
    if (!fetch->is_closed) {
        keep(fetch);
        fetch->ready(fetch->arg);
    } else {
        destroy(fetch);
    }
}

int vd_lookup_begin(struct vd_lookup *fetch)
{
    struct vd_kv_env *env = &fetch->kv->env;
    int rc = fetch->rc;

    vd_assert(!fetch->is_busy);
    fetch->rc = 0;
    if (rc)
        return rc;
    if (!fetch->is_stale)
        return VD_CORRUPT;
    fetch->is_stale = false;
    fetch->is_busy = true;
    fetch->job = (struct vd_job){.slot = fetch->slot, .run = run, .done = done};
    env->submit_job(env->arg, &fetch->job);
    return VD_WAIT;
}

bool vd_lookup_is_busy(const struct vd_lookup *fetch)
{
    return fetch->is_busy;
}

const struct vd_event *vd_lookup_find(const struct vd_lookup *fetch, struct vd_pos pos)
{
    uint32_t i = fetch->block ? vd_block_find(fetch->block, pos) : 0;

    if (!fetch->block || i == fetch->block->count ||
        vd_pos_cmp(vd_event_pos(&fetch->block->events[i]), pos))
        return NULL;
    return &fetch->block->events[i];
}
