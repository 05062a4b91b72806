/* SPDX-License-Identifier: Apache-2.0 */
/* The access check for everything that a transaction names. */
#ifndef VD_CORE_ACCESS_TXN_H
#define VD_CORE_ACCESS_TXN_H

#include "core/write.h"

/* Both branches must be allowed, whichever will run. 0; VD_DENIED; VD_TOO_LARGE: nested too deep.
 */
VD_MUST_CHECK int vd_access_check_txn(const struct vd_principal *principal,
                                      const struct vd_txn *txn);
/* Whether either branch can change anything. */
bool vd_txn_has_writes(const struct vd_txn *txn);

#endif
