/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_copy.h"

#include "base/check.h"

struct piece {
    struct vd_history_copy *copy;
    struct vd_history_batch *batch;
    int64_t until;
    size_t bytes, max_bytes;
};

static int copy_event(void *arg, const struct vd_entry *entry)
{
    struct piece *piece = arg;

    if (entry->pos.revision > piece->until)
        return VD_END;
    if (piece->bytes >= piece->max_bytes)
        return VD_WAIT;
    vd_history_put(piece->batch, entry);
    piece->bytes += sizeof(*entry) + entry->key.len + entry->value.len + entry->cause.len;
    piece->copy->next = (struct vd_pos){entry->pos.revision, entry->pos.sub + 1};
    return piece->batch->status;
}

/* rc: 0 and VD_WAIT are worth a commit, and so is VD_END. */
static int finish(struct vd_history_batch *batch, int rc)
{
    int committed;

    if (rc && rc != VD_WAIT && rc != VD_END) {
        vd_history_abort(batch);
        return rc;
    }
    committed = vd_history_commit(batch);
    if (committed)
        return committed;
    return rc == VD_WAIT ? 0 : rc;
}

int vd_history_copy_events(struct vd_history_copy *copy, int64_t until, size_t max_bytes)
{
    struct piece piece = {.copy = copy, .until = until, .max_bytes = max_bytes};
    int rc = vd_history_reader_begin(copy->from);

    vd_assert(max_bytes > 0);
    if (rc)
        return rc;
    rc = vd_history_batch_begin(copy->to, &piece.batch);
    if (!rc)
        rc = vd_history_scan(copy->from, copy->next, VD_HISTORY_VALUES, copy_event, &piece);
    vd_history_reader_reset(copy->from);
    return piece.batch ? finish(piece.batch, rc) : rc;
}

struct side_copy {
    struct vd_history_batch *batch;
    uint8_t table;
};

static int copy_side(void *arg, struct vd_slice key, struct vd_slice value)
{
    struct side_copy *sides = arg;
    struct vd_side side = {.table = sides->table, .key = key, .value = value};

    vd_history_put_side(sides->batch, &side);
    return sides->batch->status;
}

static int copy_tables(struct vd_history_reader *from, struct vd_history_batch *batch)
{
    struct side_copy sides = {.batch = batch};

    for (unsigned table = 0; table <= UINT8_MAX; table++) {
        int rc;

        sides.table = (uint8_t)table;
        rc = vd_history_side_scan(from, sides.table, copy_side, &sides);
        if (rc != VD_END)
            return rc;
    }
    return 0;
}

int vd_history_copy_sides(struct vd_history_copy *copy, struct vd_history_state *out_state)
{
    struct vd_history_batch *batch = NULL;
    struct vd_history_state state;
    int rc = vd_history_reader_begin(copy->from);

    if (rc)
        return rc;
    rc = vd_history_state(copy->from, &state);
    if (!rc)
        rc = vd_history_batch_begin(copy->to, &batch);
    if (!rc)
        rc = copy_tables(copy->from, batch);
    vd_history_reader_reset(copy->from);
    if (batch)
        rc = finish(batch, rc);
    if (!rc)
        *out_state = state;
    return rc;
}

int vd_history_copy_end(struct vd_history_copy *copy, const struct vd_history_state *state)
{
    struct vd_history_batch *batch;
    int rc = vd_history_batch_begin(copy->to, &batch);

    if (rc)
        return rc;
    batch->state = *state;
    return vd_history_commit(batch);
}
