/* SPDX-License-Identifier: Apache-2.0 */
/* Counts what a transaction has done, as etcd counts it: operations of the branch that ran, nested
 * ones too, and the transaction itself where there was more than one. */
#ifndef VD_CORE_TALLY_H
#define VD_CORE_TALLY_H

#include "core/write.h"

/* After it has been judged and, if it writes, recorded. */
void vd_tally_txn(const struct vd_txn *txn, const struct vd_txn_result *result);

#endif
