/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random transactions. The keys are cut in two: what a transaction puts comes from one part, what
 * it deletes from the other, so that no key is changed twice on any path (which no door lets
 * through).
 */
#include "sim.h"

#include "base/check.h"

#include <stdio.h>

struct making {
    struct sim *sim;
    struct sim_write *write;
    unsigned middle;
    bool puts_below; /* put below the middle, delete from it on */
    bool used[SIM_KEYS];
};

static void *make(struct making *m, size_t size)
{
    void *ptr = vd_arena_alloc_zero(&m->write->arena, size);

    vd_assert(ptr);
    return ptr;
}

static struct vd_slice random_value(struct making *m)
{
    size_t len = sim_roll(m->sim, 60);
    char *text;

    if (sim_roll(m->sim, 25) == 0)
        len = 1500 + sim_roll(m->sim, 4000);
    if (sim_roll(m->sim, 12) == 0)
        return VD_SLICE_EMPTY;
    text = make(m, len + 32);
    memset(text, 'x', len + 32);
    if (sim_roll(m->sim, 8))
        memcpy(text, "s=a;", 4), text[2] = (char)('a' + sim_roll(m->sim, 4));
    return vd_slice(text, len + 4);
}

static struct vd_slice copied(struct making *m, struct vd_slice bytes)
{
    uint8_t *ptr = make(m, bytes.len + 1);

    memcpy(ptr, bytes.ptr, bytes.len);
    return vd_slice(ptr, bytes.len);
}

/* A range inside keys [low, high); half of them are one key. */
static void random_range(struct making *m, unsigned low, unsigned high, struct vd_slice *key,
                         struct vd_slice *end)
{
    unsigned from = low + (unsigned)sim_roll(m->sim, high - low), to;

    *key = copied(m, model_key(from));
    *end = VD_SLICE_EMPTY;
    if (sim_roll(m->sim, 2))
        return;
    to = from + 1 + (unsigned)sim_roll(m->sim, high - from);
    if (to < SIM_KEYS)
        *end = copied(m, model_key(to));
    else
        *end = VD_SLICE("\0");
}

static bool random_put(struct making *m, struct vd_op *op)
{
    unsigned low = m->puts_below ? 0 : m->middle, high = m->puts_below ? m->middle : SIM_KEYS;
    unsigned key = low + (unsigned)sim_roll(m->sim, high - low);

    if (m->used[key])
        return false;
    m->used[key] = true;
    op->type = VD_OP_PUT;
    op->put.key = copied(m, model_key(key));
    op->put.prev_kv = sim_roll(m->sim, 3) == 0;
    op->put.ignore_lease = sim_roll(m->sim, 40) == 0;
    op->put.ignore_value = sim_roll(m->sim, 20) == 0;
    op->put.lease = sim_random_lease(m->sim);
    if (!op->put.ignore_value)
        op->put.value = random_value(m);
    return true;
}

static void random_delete(struct making *m, struct vd_op *op)
{
    op->type = VD_OP_DELETE;
    op->del.prev_kv = sim_roll(m->sim, 3) == 0;
    if (m->puts_below)
        random_range(m, m->middle, SIM_KEYS, &op->del.key, &op->del.end);
    else
        random_range(m, 0, m->middle, &op->del.key, &op->del.end);
}

static void random_range_op(struct making *m, struct vd_op *op)
{
    const struct model *model = &m->sim->model;

    op->type = VD_OP_RANGE;
    random_range(m, 0, SIM_KEYS, &op->range.key, &op->range.end);
    if (sim_roll(m->sim, 3) == 0 && model->head > model->floor)
        op->range.revision =
            model->floor + 1 + (int64_t)sim_roll(m->sim, (uint64_t)(model->head - model->floor));
}

static void random_compare(struct making *m, struct vd_compare *compare)
{
    const struct model *model = &m->sim->model;
    unsigned key = (unsigned)sim_roll(m->sim, SIM_KEYS);
    long at = model_at(model, key, (struct vd_pos){INT64_MAX, 0});
    const struct model_event *event = at >= 0 ? &model->events[at] : NULL;

    *compare = (struct vd_compare){.result = (enum vd_compare_result)sim_roll(m->sim, 4),
                                   .target = (enum vd_compare_target)sim_roll(m->sim, 5),
                                   .key = copied(m, model_key(key))};
    /* Equality with what is there now is what most real ones ask for. */
    switch (compare->target) {
    case VD_CMP_VERSION:
        compare->number = event ? event->version : 0;
        break;
    case VD_CMP_CREATE:
        compare->number = event ? event->create_revision : 0;
        break;
    case VD_CMP_MOD:
        compare->number = event ? event->pos.revision : 0;
        break;
    case VD_CMP_VALUE:
        compare->value = event ? copied(m, event->value) : VD_SLICE("x");
        break;
    case VD_CMP_LEASE:
        compare->number = event ? event->lease : 0;
        break;
    }
    if (sim_roll(m->sim, 4) == 0)
        compare->number += (int64_t)sim_roll(m->sim, 3) - 1;
    if (sim_roll(m->sim, 5) == 0)
        random_range(m, 0, SIM_KEYS, &compare->key, &compare->end);
}

static const struct vd_txn *random_txn(struct making *m, unsigned depth, unsigned size);

static const struct vd_op *random_ops(struct making *m, unsigned depth, unsigned size,
                                      uint32_t *out_count)
{
    uint32_t count = (uint32_t)sim_roll(m->sim, size + 1), made = 0;
    struct vd_op *ops = make(m, (count + 1) * sizeof(*ops));

    for (uint32_t i = 0; i < count; i++) {
        struct vd_op *op = &ops[made];
        uint64_t what = sim_roll(m->sim, 100);

        if (what < 60) {
            if (!random_put(m, op))
                continue;
        } else if (what < 75) {
            random_delete(m, op);
        } else if (what < 92 || depth == 0) {
            random_range_op(m, op);
        } else {
            op->type = VD_OP_TXN;
            op->txn = random_txn(m, depth - 1, 3);
        }
        made++;
    }
    *out_count = made;
    return ops;
}

static const struct vd_txn *random_txn(struct making *m, unsigned depth, unsigned size)
{
    struct vd_txn *txn = make(m, sizeof(*txn));
    uint32_t count = (uint32_t)sim_roll(m->sim, 3);
    struct vd_compare *compares = make(m, (count + 1) * sizeof(*compares));

    for (uint32_t i = 0; i < count; i++)
        random_compare(m, &compares[i]);
    txn->compares = compares;
    txn->compare_count = count;
    txn->success = random_ops(m, depth, size, &txn->success_count);
    txn->failure = random_ops(m, depth, size, &txn->failure_count);
    return txn;
}

static const struct vd_txn *one_op(struct making *m)
{
    struct vd_txn *txn = make(m, sizeof(*txn));
    struct vd_op *op = make(m, sizeof(*op));

    if (sim_roll(m->sim, 5) == 0)
        random_delete(m, op);
    else if (!random_put(m, op))
        vd_assert(false && "nothing was put yet");
    txn->success = op;
    txn->success_count = 1;
    return txn;
}

void sim_random_txn(struct sim *sim, struct sim_write *write)
{
    struct making m = {.sim = sim, .write = write};

    m.middle = 1 + (unsigned)sim_roll(sim, SIM_KEYS - 1);
    m.puts_below = sim_roll(sim, 2);
    if (sim_roll(sim, 10) < 7)
        write->write.txn = one_op(&m);
    else
        write->write.txn = random_txn(&m, 2, sim_roll(sim, 12) ? 4 : 60);
}
