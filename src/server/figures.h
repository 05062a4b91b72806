/* SPDX-License-Identifier: Apache-2.0 */
/* The metrics that nobody counts because somebody knows them: the process's and the store's. */
#ifndef VD_SERVER_FIGURES_H
#define VD_SERVER_FIGURES_H

#include "core/kv.h"

/* From now on /metrics has them, asked on a loop, in its turn. kv: until it is NULL
 * again, which it must be before the kv is closed. */
void vd_figures_watch(struct vd_kv *kv);

#endif
