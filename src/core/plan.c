/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <stdlib.h>

enum { WANTED_MAX = 65536, WANTED_BYTES_MAX = 64 << 20 };

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

static int want(struct vd_wanted *wanted, struct vd_pos pos, size_t value_bytes)
{
    if (wanted->count == WANTED_MAX || wanted->value_bytes + value_bytes > WANTED_BYTES_MAX)
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
    wanted->value_bytes += value_bytes;
    return 0;
}

int vd_wanted_add(struct vd_wanted *wanted, const struct vd_wanted *more)
{
    int rc = 0;

    for (size_t i = 0; i < more->count && !rc; i++)
        rc = want(wanted, more->positions[i], 0);
    wanted->value_bytes += more->value_bytes;
    vd_wanted_sort(wanted);
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
        int rc = judge->wanted ? want(judge->wanted, pos, version->value_len) : 0;

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

/* version NULL: there is no such key. */
static int compare_one(const struct vd_judge *judge, const struct vd_compare *compare,
                       const struct vd_key *key, const struct vd_version *version, bool *out_holds)
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
    if (!rc)
        *out_holds = holds(compare->result, vd_slice_cmp(value, compare->value));
    return rc;
}

static int compare_range(const struct vd_judge *judge, const struct vd_compare *compare,
                         bool *out_holds)
{
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    bool waits = false, any = false, one = true;

    vd_index_iter_init(&iter, judge->root, compare->key, compare->end, NEWEST);
    while (vd_index_iter_next(&iter, &hit)) {
        int rc = compare_one(judge, compare, hit.key, hit.version, &one);

        any = true;
        if (rc == VD_WAIT)
            waits = true;
        else if (rc)
            return rc;
        else if (!one)
            break;
    }
    if (!any)
        return compare_one(judge, compare, NULL, NULL, out_holds);
    if (one && waits)
        return VD_WAIT;
    *out_holds = one;
    return 0;
}

static int compare_key(const struct vd_judge *judge, const struct vd_compare *compare,
                       bool *out_holds)
{
    struct vd_index_hit hit;

    if (compare->end.len)
        return compare_range(judge, compare, out_holds);
    if (!vd_index_get(judge->root, compare->key, NEWEST, &hit))
        return compare_one(judge, compare, NULL, NULL, out_holds);
    return compare_one(judge, compare, hit.key, hit.version, out_holds);
}

/* One comparison that fails decides, even where others still wait for their values. */
static int compare_all(const struct vd_judge *judge, const struct vd_txn *txn, bool *out_holds)
{
    bool waits = false;

    for (uint32_t i = 0; i < txn->compare_count; i++) {
        bool one = true;
        int rc = compare_key(judge, &txn->compares[i], &one);

        if (rc == VD_WAIT) {
            waits = true;
        } else if (rc) {
            return rc;
        } else if (!one) {
            *out_holds = false;
            return 0;
        }
    }
    *out_holds = true;
    return waits ? VD_WAIT : 0;
}

/* Leases come with a later change; until then there is none that could be named. */
static int check_lease(int64_t lease)
{
    return lease ? VD_LEASE_GONE : 0;
}

static int check_put(const struct vd_judge *judge, const struct vd_put_op *put)
{
    struct vd_index_hit hit;
    struct vd_slice value;
    int rc = put->ignore_lease ? 0 : check_lease(put->lease);

    if (rc)
        return rc;
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

static int plan_txn(const struct vd_judge *judge, const struct vd_txn *txn, unsigned depth,
                    struct vd_txn_result *out_result);

static int plan_op(const struct vd_judge *judge, const struct vd_op *op, unsigned depth,
                   struct vd_op_result *result)
{
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
    rc = arena_zeroed(judge->arena, 1, sizeof(*result->txn), &result->txn);
    return rc ? rc : plan_txn(judge, op->txn, depth + 1, result->txn);
}

static int plan_txn(const struct vd_judge *judge, const struct vd_txn *txn, unsigned depth,
                    struct vd_txn_result *out_result)
{
    struct vd_txn_result result = {.revision = judge->head};
    const struct vd_op *ops;
    bool waits = false;
    int rc;

    if (depth >= VD_TXN_DEPTH_MAX)
        return VD_TOO_LARGE;
    rc = compare_all(judge, txn, &result.succeeded);
    if (rc)
        return rc;
    ops = result.succeeded ? txn->success : txn->failure;
    result.count = result.succeeded ? txn->success_count : txn->failure_count;
    rc = arena_zeroed(judge->arena, result.count, sizeof(result.ops[0]), &result.ops);
    if (rc)
        return rc;
    for (uint32_t i = 0; i < result.count; i++) {
        rc = plan_op(judge, &ops[i], depth, &result.ops[i]);
        if (rc == VD_WAIT)
            waits = true;
        else if (rc) /* the first error counts, and one before it may still be waiting */
            return waits && rc > 0 ? VD_WAIT : rc;
    }
    *out_result = result;
    return waits ? VD_WAIT : 0;
}

int vd_plan_txn(const struct vd_judge *judge, const struct vd_txn *txn,
                struct vd_txn_result *out_result)
{
    return plan_txn(judge, txn, 0, out_result);
}
