/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One key as it is now: what most reads want. A range over it (core/range.h) gives the same answer,
 * and more: this one neither holds a revision nor waits, so it allocates nothing and looks the key
 * up once.
 */
#ifndef VD_CORE_GET_H
#define VD_CORE_GET_H

#include "core/range.h"

/*
 * In a slot that is entered. 0: *out_row, borrowed until the slot leaves; without with_value the
 * value is NULL, of the recorded length. VD_NOT_FOUND: there is no such key. VD_WAIT: the value is
 * not in memory; open a range. VD_DENIED.
 */
VD_MUST_CHECK int vd_kv_get(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                            struct vd_slice key, bool with_value, struct vd_row *out_row);

#endif
