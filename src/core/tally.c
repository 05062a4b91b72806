/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tally.h"

#include "base/metrics.h"

struct tally {
    uint64_t ranges, puts, deletes, put_bytes;
};

/* Doors and the sequencer bound the depth. */
static void count(struct tally *tally, const struct vd_txn *txn, const struct vd_txn_result *result)
{
    const struct vd_op *ops = result->succeeded ? txn->success : txn->failure;

    for (uint32_t i = 0; i < result->count; i++)
        switch (ops[i].type) {
        case VD_OP_RANGE:
            tally->ranges++;
            break;
        case VD_OP_PUT:
            tally->puts++;
            tally->put_bytes += ops[i].put.key.len + ops[i].put.value.len;
            break;
        case VD_OP_DELETE:
            tally->deletes++;
            break;
        case VD_OP_TXN:
            count(tally, ops[i].txn, result->ops[i].txn);
            break;
        }
}

void vd_tally_txn(const struct vd_txn *txn, const struct vd_txn_result *result)
{
    struct tally tally = {0};

    count(&tally, txn, result);
    if (tally.puts) {
        vd_metric_add(VD_M_PUTS, tally.puts);
        vd_metric_add(VD_M_PUT_BYTES, tally.put_bytes);
    }
    if (tally.ranges)
        vd_metric_add(VD_M_RANGES, tally.ranges);
    if (tally.deletes)
        vd_metric_add(VD_M_DELETES, tally.deletes);
    if (tally.ranges + tally.puts + tally.deletes > 1)
        vd_metric_add(VD_M_TXNS, 1);
}
