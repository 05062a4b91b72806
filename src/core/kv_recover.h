/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bringing the journal back: the index from history, without large values, then the log above it.
 * What history has stays there; what only the log has goes into the tail, from where the keeper
 * carries it on.
 */
#ifndef VD_CORE_KV_RECOVER_H
#define VD_CORE_KV_RECOVER_H

#include "base/outcome.h"

struct vd_kv;

/* The parts are made and empty. 0; VD_CORRUPT with a diagnosis in the store; -errno. */
VD_MUST_CHECK int vd_kv_recover(struct vd_kv *kv);

#endif
