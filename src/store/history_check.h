/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VD_STORE_HISTORY_CHECK_H
#define VD_STORE_HISTORY_CHECK_H

#include "store/history.h"

/*
 * Looks over the shape of an LMDB file before LMDB is let near it. 0: sound, or there is none;
 * VD_CORRUPT with a diagnosis; -errno. Nobody may have it open.
 */
VD_MUST_CHECK int vd_history_check(const char *file, struct vd_diag *diag);

#endif
