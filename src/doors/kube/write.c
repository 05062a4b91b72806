/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all writes share: who has which verb, the transaction and its answer.
 *
 * One object is one key, and one transaction puts or deletes one object: resourceVersion is its
 * revision. It compares what was judged: the object as it was read, the namespace that a new one is
 * made in, and, where addresses are given out, that no service is newer than the ones that were
 * looked at. What was submitted is done even if its peer has gone.
 */
#include "doors/kube/write_inner.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "core/lease.h"
#include "doors/kube/model/crd.h"
#include "doors/kube/model/managed.h"
#include "doors/kube/model/prepare.h"
#include "doors/kube/model/splice.h"
#include "doors/kube/model/time.h"

#include <errno.h>
#include <sys/random.h>

enum { EVENT_TTL_MS = 3600 * 1000, LEASE_BIT = 62, TEXT_MORE_BYTES = 4096 };

/* --- randomness --------------------------------------------------------------------------------
 */

/* Of the kernel, a few at a time: uids must not come twice. */
uint64_t vd_kube_write_random(void)
{
    static _Thread_local uint64_t pool[32];
    static _Thread_local unsigned left;

    if (!left) {
        vd_assert(getrandom(pool, sizeof(pool), 0) == (ssize_t)sizeof(pool));
        left = VD_COUNT(pool);
    }
    return pool[--left];
}

/* --- what went wrong ---------------------------------------------------------------------------
 */

bool vd_kube_write_failed(struct vd_kube_writing *w, int rc)
{
    if (!rc)
        return false;
    vd_kube_refuse_outcome(w->call, rc);
    return true;
}

/* --- what is there -----------------------------------------------------------------------------
 */

/* What somebody else has written becomes what this door would have: each member once, and in
 * metadata nothing that is not stored. */
static int settle_other(struct vd_kube_writing *w)
{
    struct vd_json_value *meta = vd_kube_doc_get(w->old, "metadata");
    struct vd_json json;
    struct vd_buf buf;
    int rc;

    vd_kube_doc_drop_duplicates(w->old);
    (void)vd_kube_doc_remove(meta, "resourceVersion");
    (void)vd_kube_doc_remove(meta, "selfLink");
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, w->old);
    rc = vd_buf_status(&buf);
    if (!rc)
        rc = vd_arena_copy(&w->call->arena, vd_buf_slice(&buf), &w->old_text);
    vd_buf_deinit(&buf);
    return rc;
}

bool vd_kube_write_old(struct vd_kube_writing *w)
{
    const struct vd_kube_stored *loaded = &w->call->loaded;
    int rc;

    w->old = NULL;
    w->old_revision = w->old_lease = 0;
    if (loaded->rc == VD_NOT_FOUND)
        return true;
    if (vd_kube_write_failed(w, loaded->rc))
        return false;
    if (!vd_kube_splice_check(w->stored, loaded->value, loaded->is_ours)) {
        vd_kube_refuse_stored(w->call, w->key);
        return false;
    }
    rc = vd_json_read(&w->call->arena, loaded->value, VD_KUBE_DOC_DEPTH_MAX, &w->old, NULL);
    if (rc == VD_INVALID || (rc == 0 && !vd_kube_doc_object(w->old, "metadata"))) {
        vd_kube_refuse_stored(w->call, w->key);
        return false;
    }
    w->old_text = loaded->value;
    w->old_revision = loaded->mod_revision;
    w->old_lease = loaded->lease;
    if (rc == 0 && !loaded->is_ours)
        rc = settle_other(w);
    return !vd_kube_write_failed(w, rc);
}

/* --- the transaction ---------------------------------------------------------------------------
 */

bool vd_kube_write_text(struct vd_kube_writing *w)
{
    struct vd_json json;

    vd_buf_clear(&w->buf);
    (void)vd_buf_reserve(&w->buf, w->call->body.len + w->old_text.len + TEXT_MORE_BYTES);
    vd_json_init(&json, &w->buf);
    vd_json_write(&json, w->object);
    w->text = vd_buf_slice(&w->buf);
    return !vd_kube_write_failed(w, vd_buf_status(&w->buf));
}

static void landed(struct vd_kube_writing *w)
{
    if (--w->flying == 0)
        vd_kube_call_resume(w->call);
}

static void on_granted(struct vd_write *write)
{
    landed(vd_container_of(write, struct vd_kube_writing, grant));
}

static void on_done(struct vd_write *write)
{
    landed(vd_container_of(write, struct vd_kube_writing, write));
}

static void submit(struct vd_kube_writing *w, struct vd_write *write)
{
    const struct vd_door_env *env = &w->call->kube->env;

    w->flying++;
    vd_kv_submit(env->kv, write);
    vd_loop_wake(env->loop);
}

/* Events go after an hour. */
static void grant(struct vd_kube_writing *w)
{
    w->lease = (int64_t)(vd_kube_write_random() >> 2 | 1ull << (LEASE_BIT - 1));
    w->grant = (struct vd_write){.kind = VD_WRITE_LEASE_GRANT,
                                 .principal = &w->principal,
                                 .lease = {.id = w->lease, .ttl_ms = EVENT_TTL_MS},
                                 .arena = &w->call->arena,
                                 .slot = w->call->kube->env.slot,
                                 .done = on_granted};
    submit(w, &w->grant);
}

static void compare(struct vd_kube_writing *w, struct vd_slice key, struct vd_slice end,
                    enum vd_compare_result result, int64_t number)
{
    w->compares[w->txn.compare_count++] = (struct vd_compare){
        .result = result, .target = VD_CMP_MOD, .key = key, .end = end, .number = number};
}

static void go_on(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    vd_kube_turn_release(w);
    w->committed(call);
}

static void commit(struct vd_kube_writing *w, vd_kube_step *step)
{
    const struct vd_door_env *env = &w->call->kube->env;

    w->committed = step;
    w->txn = (struct vd_txn){.compares = w->compares, .success = &w->op, .success_count = 1};
    compare(w, w->key, VD_SLICE_EMPTY, VD_CMP_EQUAL, w->old_revision);
    if (w->space_key.len)
        compare(w, w->space_key, VD_SLICE_EMPTY, VD_CMP_EQUAL, w->space_revision);
    if (w->guards_services)
        compare(w, w->services_key, w->services_end, VD_CMP_LESS, w->services_revision + 1);
    w->write = (struct vd_write){.kind = VD_WRITE_TXN,
                                 .principal = &w->principal,
                                 .txn = &w->txn,
                                 .cause = VD_KUBE_CAUSE,
                                 .arena = &w->call->arena,
                                 .slot = env->slot,
                                 .done = on_done};
    if (w->options.is_dry_run) {
        w->write.result.succeeded = true;
        vd_kube_turn_release(w);
        step(w->call);
        return;
    }
    vd_kube_call_begin(w->call, go_on);
    w->grant.outcome = 0;
    if (w->op.type == VD_OP_PUT && !w->op.put.lease && !w->old &&
        vd_kube_kind_is(w->stored, "", "Event")) {
        grant(w);
        w->op.put.lease = w->lease;
    }
    submit(w, &w->write);
}

void vd_kube_commit_put(struct vd_kube_writing *w, vd_kube_step *step)
{
    w->op = (struct vd_op){.type = VD_OP_PUT,
                           .put = {.key = w->key, .value = w->text, .lease = w->old_lease}};
    commit(w, step);
}

void vd_kube_commit_delete(struct vd_kube_writing *w, vd_kube_step *step)
{
    w->op = (struct vd_op){.type = VD_OP_DELETE, .del = {.key = w->key}};
    commit(w, step);
}

bool vd_kube_committed(struct vd_kube_writing *w, bool *out_refused)
{
    int rc = w->grant.outcome ? w->grant.outcome : w->write.outcome;

    *out_refused = false;
    if (rc == VD_LEASE_GONE || rc == VD_EXISTS) /* the lease of an object, or one just granted */
        return false;
    if (rc) {
        *out_refused = true;
        vd_kube_refuse_outcome(w->call, rc);
        return false;
    }
    return w->write.result.succeeded;
}

int64_t vd_kube_write_revision(const struct vd_kube_writing *w)
{
    return w->options.is_dry_run ? w->old_revision : w->write.revision;
}

/* --- who owns what -----------------------------------------------------------------------------
 */

bool vd_kube_write_shape(struct vd_kube_writing *w, struct vd_kube_shape *out_shape)
{
    const struct vd_kube_schema *schema;

    if (!w->kind->custom) {
        *out_shape = vd_kube_shape_of_type(vd_kube_kind_type(w->stored));
        return true;
    }
    if (vd_kube_write_failed(w, vd_kube_kind_schema(w->kind, &schema)))
        return false;
    *out_shape = vd_kube_shape_of_custom(schema);
    return true;
}

struct vd_kube_writer vd_kube_write_writer(struct vd_kube_writing *w)
{
    return (struct vd_kube_writer){
        .manager = w->options.manager,
        .api_version = w->stored->api_version,
        .kind = w->stored->kind,
        .subresource = w->call->subresource,
        .time = w->now,
        .resets = vd_kube_resets_of(w->stored->group, w->stored->plural, w->call->subresource,
                                    w->stored->traits & VD_KUBE_HAS_STATUS, w->kind->custom)};
}

bool vd_kube_write_manage(struct vd_kube_writing *w)
{
    struct vd_kube_shape shape;
    struct vd_kube_writer writer;

    if (w->is_applied)
        return true;
    if (!vd_kube_write_shape(w, &shape))
        return false;
    writer = vd_kube_write_writer(w);
    return !vd_kube_write_failed(
        w, vd_kube_managed_update(&w->call->arena, shape, w->old, w->object, &writer));
}

/* --- opening -----------------------------------------------------------------------------------
 */

static void forget(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    vd_kube_service_forget(w);
    vd_kube_turn_release(w);
    if (w->forget_more)
        w->forget_more(w);
    vd_buf_deinit(&w->buf);
}

/* Others need not wait until its peer has read the answer. */
static void over(struct vd_kube_call *call)
{
    vd_kube_turn_release(vd_kube_writing_of(call));
}

static const struct vd_kube_kind *stored_kind(const struct vd_kube_kind *kind)
{
    struct vd_slice stored = kind->stored_api_version, group, version;
    const struct vd_kube_kind *found;

    if (kind->custom || !stored.len || vd_slice_eq(stored, kind->api_version))
        return kind;
    vd_kube_version_split(stored, &group, &version);
    found = vd_kube_builtin_of(group, version, kind->kind);
    return found ? found : kind;
}

static struct vd_kube_writing *begin(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_arena_alloc(&call->arena, sizeof(*w));

    if (!w) {
        vd_kube_refuse_outcome(call, -ENOMEM);
        return NULL;
    }
    *w = (struct vd_kube_writing){.call = call,
                                  .doc = {&call->arena, 0},
                                  .kind = call->kind,
                                  .stored = stored_kind(call->kind),
                                  .sub = vd_kube_sub_of(call->subresource),
                                  .now_ms = vd_time_wall_ms(),
                                  .name = call->name};
    vd_buf_init(&w->buf, 0);
    call->state = w;
    call->forget = forget;
    call->over = over;
    vd_kube_time_print(w->now_ms * 1000, (char *)w->time);
    w->now = vd_slice(w->time, VD_KUBE_TIME_BYTES);
    if (vd_kube_write_failed(
            w, vd_arena_copy(&call->arena, call->principal->name, &w->principal.name)))
        return NULL;
    return w;
}

static bool has_slash(struct vd_slice text)
{
    return text.len && memchr(text.ptr, '/', text.len);
}

static bool is_part(enum vd_kube_sub sub)
{
    return sub != VD_KUBE_SUB_NONE && sub != VD_KUBE_SUB_STATUS && sub != VD_KUBE_SUB_FINALIZE &&
           sub != VD_KUBE_SUB_APPROVAL && sub != VD_KUBE_SUB_EPHEMERALCONTAINERS &&
           sub != VD_KUBE_SUB_RESIZE;
}

static void with_body(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);

    if (w->kind->traits & VD_KUBE_CREATE_ONLY) {
        vd_kube_review_open(w);
        return;
    }
    if (is_part(w->sub)) {
        vd_kube_part_open(w);
        return;
    }
    switch (call->verb) {
    case VD_KUBE_CREATE:
        vd_kube_create_open(w);
        return;
    case VD_KUBE_UPDATE:
        vd_kube_update_open(w);
        return;
    case VD_KUBE_PATCH:
        vd_kube_patch_open(w);
        return;
    case VD_KUBE_DELETE:
        vd_kube_delete_open(w);
        return;
    case VD_KUBE_DELETE_COLLECTION:
        vd_kube_delete_collection_open(w);
        return;
    case VD_KUBE_GET:
    case VD_KUBE_LIST:
    case VD_KUBE_WATCH:
    case VD_KUBE_OTHER:
        break;
    }
    vd_kube_refuse_method(call);
}

void vd_kube_write_open(struct vd_kube_call *call)
{
    if (has_slash(call->name) || has_slash(call->name_space)) {
        vd_kube_refuse_unknown(call);
        return;
    }
    if (begin(call))
        vd_kube_call_body(call, with_body);
}

void vd_kube_subresource_open(struct vd_kube_call *call)
{
    struct vd_kube_writing *w;

    if (has_slash(call->name) || has_slash(call->name_space)) {
        vd_kube_refuse_unknown(call);
        return;
    }
    w = begin(call);
    if (w)
        vd_kube_part_open(w);
}
