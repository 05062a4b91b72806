/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/lease_table.h"

#include <errno.h>
#include <stdlib.h>

enum { WANTED_MAX = 65536, STEP_BYTES = 1024 };

static const struct vd_pos NEWEST = {0, 0};

void vd_wanted_deinit(struct vd_wanted *wanted)
{
    vd_free(wanted->positions);
    *wanted = (struct vd_wanted){0};
}

static int compare_positions(const void *a, const void *b)
{
    return vd_pos_cmp(*(const struct vd_pos *)a, *(const struct vd_pos *)b);
}

void vd_wanted_sort(struct vd_wanted *wanted)
{
    size_t kept = 0;

    if (!wanted->count)
        return;
    qsort(wanted->positions, wanted->count, sizeof(wanted->positions[0]), compare_positions);
    for (size_t i = 1; i < wanted->count; i++)
        if (vd_pos_cmp(wanted->positions[kept], wanted->positions[i]))
            wanted->positions[++kept] = wanted->positions[i];
    wanted->count = kept + 1;
}

static int want(struct vd_wanted *wanted, struct vd_pos pos, size_t bytes)
{
    if (wanted->count == WANTED_MAX || wanted->bytes + bytes > VD_WANTED_BYTES_MAX)
        return VD_TOO_LARGE;
    if (wanted->count == wanted->cap) {
        size_t cap = VD_MAX(2 * wanted->cap, (size_t)8);
        struct vd_pos *larger = vd_realloc(wanted->positions, cap * sizeof(*larger));

        if (!larger)
            return -ENOMEM;
        wanted->positions = larger;
        wanted->cap = cap;
    }
    wanted->positions[wanted->count++] = pos;
    wanted->bytes += bytes;
    return 0;
}

int vd_wanted_add(struct vd_wanted *wanted, const struct vd_wanted *more)
{
    int rc = 0;

    for (size_t i = 0; i < more->count && !rc; i++)
        rc = want(wanted, more->positions[i], 0);
    wanted->bytes += more->bytes;
    return rc;
}

static const struct vd_event *in_fetched(const struct vd_block *block, struct vd_pos pos)
{
    uint32_t i = block ? vd_block_find(block, pos) : 0;

    if (!block || i == block->count || vd_pos_cmp(vd_event_pos(&block->events[i]), pos))
        return NULL;
    return &block->events[i];
}

int vd_judge_value(const struct vd_judge *judge, const struct vd_key *key,
                   const struct vd_version *version, struct vd_slice *out_value)
{
    struct vd_pos pos = vd_version_pos(version);
    const struct vd_event *event;

    vd_assert(version->version > 0);
    if (!version->value_len) {
        *out_value = VD_SLICE_EMPTY;
        return 0;
    }
    event = judge->is_role ? vd_values_get_staged(judge->values, key, pos)
                           : vd_values_get(judge->values, key, pos);
    if (!event)
        event = in_fetched(judge->fetched, pos);
    if (!event) {
        int rc =
            judge->wanted ? want(judge->wanted, pos, (size_t)key->len + version->value_len) : 0;

        return rc ? rc : VD_WAIT;
    }
    *out_value = vd_event_value(event);
    return 0;
}

static bool holds(enum vd_compare_result result, int order)
{
    switch (result) {
    case VD_CMP_EQUAL:
        return order == 0;
    case VD_CMP_GREATER:
        return order > 0;
    case VD_CMP_LESS:
        return order < 0;
    case VD_CMP_NOT_EQUAL:
        return order != 0;
    case VD_CMP_ALWAYS:
        break;
    }
    return true;
}

static int64_t number_of(const struct vd_version *version, enum vd_compare_target target)
{
    if (!version)
        return 0;
    switch (target) {
    case VD_CMP_VERSION:
        return version->version;
    case VD_CMP_CREATE:
        return version->create_revision;
    case VD_CMP_MOD:
        return version->revision;
    case VD_CMP_LEASE:
        return version->lease;
    case VD_CMP_VALUE:
        break;
    }
    return 0;
}

static bool number_holds(const struct vd_compare *compare, const struct vd_version *version)
{
    int64_t number = number_of(version, compare->target);

    return holds(compare->result, (number > compare->number) - (number < compare->number));
}

/* A long value takes as long to compare as many keys. */
static void charge_bytes(size_t *steps, size_t bytes)
{
    *steps -= VD_MIN(*steps, bytes / STEP_BYTES);
}

/* version NULL: there is no such key. */
static int compare_one(const struct vd_judge *judge, const struct vd_compare *compare,
                       const struct vd_key *key, const struct vd_version *version, size_t *steps,
                       bool *out_holds)
{
    struct vd_slice value;
    int rc;

    if (compare->target != VD_CMP_VALUE) {
        *out_holds = number_holds(compare, version);
        return 0;
    }
    if (!version) {
        *out_holds = false;
        return 0;
    }
    if (compare->result == VD_CMP_ALWAYS) {
        *out_holds = true;
        return 0;
    }
    rc = vd_judge_value(judge, key, version, &value);
    if (rc)
        return rc;
    charge_bytes(steps, VD_MIN(value.len, compare->value.len));
    *out_holds = holds(compare->result, vd_slice_cmp(value, compare->value));
    return 0;
}

/* The next key of the range; one that fails decides. VD_END: all hold. */
static int compare_next(struct vd_plan *plan, const struct vd_compare *compare, size_t *steps,
                        bool *out_holds)
{
    struct vd_index_hit hit;
    int rc;

    if (!*steps)
        return VD_AGAIN;
    rc = vd_index_iter_step(&plan->iter, false, steps, &hit);
    if (rc)
        return rc;
    plan->any = true;
    rc = compare_one(&plan->judge, compare, hit.key, hit.version, steps, out_holds);
    if (rc != VD_WAIT)
        return rc;
    plan->range_waits = true;
    return 0;
}

static int compare_range(struct vd_plan *plan, const struct vd_compare *compare, size_t *steps,
                         bool *out_holds)
{
    bool one = true;
    int rc;

    if (!plan->in_range)
        vd_index_iter_init(&plan->iter, plan->judge.root, compare->key, compare->end, NEWEST);
    if (!plan->in_range)
        plan->any = plan->range_waits = false;
    do
        rc = compare_next(plan, compare, steps, &one);
    while (!rc && one);
    plan->in_range = rc == VD_AGAIN;
    if (rc && rc != VD_END)
        return rc;
    if (!plan->any)
        return compare_one(&plan->judge, compare, NULL, NULL, steps, out_holds);
    if (one && plan->range_waits)
        return VD_WAIT;
    *out_holds = one;
    return 0;
}

static int compare_key(struct vd_plan *plan, const struct vd_compare *compare, size_t *steps,
                       bool *out_holds)
{
    const struct vd_judge *judge = &plan->judge;
    struct vd_index_hit hit;

    if (compare->end.len)
        return compare_range(plan, compare, steps, out_holds);
    --*steps;
    if (!vd_index_get(judge->root, compare->key, NEWEST, &hit))
        return compare_one(judge, compare, NULL, NULL, steps, out_holds);
    return compare_one(judge, compare, hit.key, hit.version, steps, out_holds);
}

/* One comparison that fails decides, even where others still wait for their values. */
static int compare_all(struct vd_plan *plan, struct vd_txn_frame *frame, size_t *steps)
{
    bool one = true;

    for (; frame->at < frame->txn->compare_count; frame->at++) {
        int rc =
            *steps ? compare_key(plan, &frame->txn->compares[frame->at], steps, &one) : VD_AGAIN;

        if (rc == VD_WAIT)
            frame->waits = true;
        else if (rc)
            return rc;
        else if (!one)
            break;
    }
    frame->result->succeeded = one;
    return one && frame->waits ? VD_WAIT : 0;
}

static int check_put(const struct vd_judge *judge, const struct vd_put_op *put)
{
    struct vd_index_hit hit;
    struct vd_slice value;
    int rc;

    if (put->lease && !put->ignore_lease && !vd_lease_table_has(judge->leases, put->lease))
        return VD_LEASE_GONE;
    if (put->ignore_value || put->ignore_lease) {
        if (!vd_index_get(judge->root, put->key, NEWEST, &hit))
            return VD_NOT_FOUND;
        if (put->ignore_value) {
            rc = vd_judge_value(judge, hit.key, hit.version, &value);
            if (rc)
                return rc;
        }
    }
    return 0;
}

static int check_range(const struct vd_judge *judge, const struct vd_range_op *range)
{
    if (range->revision > judge->head)
        return VD_FUTURE;
    return range->revision > 0 && range->revision < judge->floor ? VD_COMPACTED : 0;
}

/* The arena says only that it cannot; why is for us to find out. */
static int arena_zeroed(struct vd_arena *arena, size_t count, size_t size, void *out_ptr)
{
    size_t bytes = count * size;
    void *ptr = vd_arena_alloc_zero(arena, bytes);

    if (!ptr)
        return bytes > arena->limit_bytes || arena->total_bytes > arena->limit_bytes - bytes
                   ? VD_TOO_LARGE
                   : -ENOMEM;
    memcpy(out_ptr, &ptr, sizeof(ptr));
    return 0;
}

void vd_plan_enter(struct vd_plan *plan, const struct vd_txn *txn, struct vd_txn_result *result)
{
    vd_assert(plan->depth < VD_TXN_DEPTH_MAX);
    plan->frames[plan->depth++] = (struct vd_txn_frame){.txn = txn, .result = result};
}

static int choose_branch(struct vd_plan *plan, struct vd_txn_frame *frame, size_t *steps)
{
    struct vd_txn_result *result = frame->result;
    int rc = compare_all(plan, frame, steps);

    if (rc)
        return rc;
    result->count = result->succeeded ? frame->txn->success_count : frame->txn->failure_count;
    rc = arena_zeroed(plan->judge.arena, result->count, sizeof(result->ops[0]), &result->ops);
    if (rc)
        return rc;
    frame->is_chosen = true;
    frame->waits = false;
    frame->at = 0;
    return 0;
}

/* A transaction among them is one frame more; its answer comes when that is done. */
static int plan_op(struct vd_plan *plan, const struct vd_op *op, struct vd_op_result *result)
{
    const struct vd_judge *judge = &plan->judge;
    int rc;

    result->type = op->type;
    switch (op->type) {
    case VD_OP_RANGE:
        result->head = judge->head;
        result->at =
            (struct vd_pos){(op->range.revision > 0 ? op->range.revision : judge->head) + 1, 0};
        return check_range(judge, &op->range);
    case VD_OP_PUT:
        return check_put(judge, &op->put);
    case VD_OP_DELETE:
        return 0;
    case VD_OP_TXN:
        break;
    }
    if (plan->depth == VD_TXN_DEPTH_MAX)
        return VD_TOO_LARGE;
    rc = arena_zeroed(judge->arena, 1, sizeof(*result->txn), &result->txn);
    if (rc)
        return rc;
    result->txn->revision = judge->head;
    vd_plan_enter(plan, op->txn, result->txn);
    return 0;
}

/* How an operation has come out. 0: the next one; anything else: that is how the transaction does.
 */
static int note(struct vd_txn_frame *frame, int rc)
{
    if (rc == VD_WAIT)
        frame->waits = true;
    else if (rc) /* the first error counts, and one before it may still be waiting */
        return frame->waits && rc > 0 ? VD_WAIT : rc;
    frame->at++;
    return 0;
}

/* The innermost transaction has come out as rc, and is an operation of the one around it. */
static int pop(struct vd_plan *plan, int rc)
{
    while (--plan->depth) {
        rc = note(&plan->frames[plan->depth - 1], rc);
        if (!rc)
            return 0;
    }
    return rc;
}

static int step(struct vd_plan *plan, struct vd_txn_frame *frame, size_t *steps)
{
    struct vd_txn_result *result = frame->result;
    unsigned depth = plan->depth;
    const struct vd_op *ops;
    int rc;

    if (!frame->is_chosen) {
        rc = choose_branch(plan, frame, steps);
        return rc && rc != VD_AGAIN ? pop(plan, rc) : rc;
    }
    if (frame->at == result->count)
        return pop(plan, frame->waits ? VD_WAIT : 0);
    ops = result->succeeded ? frame->txn->success : frame->txn->failure;
    rc = plan_op(plan, &ops[frame->at], &result->ops[frame->at]);
    --*steps;
    if (plan->depth > depth)
        return 0;
    rc = note(frame, rc);
    return rc ? pop(plan, rc) : 0;
}

void vd_plan_begin(struct vd_plan *plan, const struct vd_judge *judge, const struct vd_txn *txn)
{
    plan->judge = *judge;
    plan->result = (struct vd_txn_result){.revision = judge->head};
    plan->depth = 0;
    plan->in_range = false;
    vd_plan_enter(plan, txn, &plan->result);
}

int vd_plan_step(struct vd_plan *plan, size_t *steps)
{
    int rc = 0;

    vd_assert(plan->depth > 0);
    while (!rc && plan->depth)
        rc = *steps ? step(plan, &plan->frames[plan->depth - 1], steps) : VD_AGAIN;
    return rc;
}
