/* SPDX-License-Identifier: Apache-2.0 */
/* The health checks by name, and the text that /livez and /readyz make of them. */
#ifndef VD_DOORS_OPS_CHECKS_H
#define VD_DOORS_OPS_CHECKS_H

#include "base/buf.h"
#include "doors/door.h"

enum vd_ops_probe { VD_OPS_LIVE = 1, VD_OPS_READY = 2 };

/*
 * Runs the checks of a probe and writes the answer's body. only: one check's name, or empty for
 * all. query: what follows '?' (verbose, exclude=NAME). The status: 200; 503; 404 where `only`
 * names no check of this probe.
 */
unsigned vd_ops_run_checks(const struct vd_door_env *env, enum vd_ops_probe probe,
                           struct vd_slice only, struct vd_slice query, struct vd_buf *body);

/* What keeps the server from being healthy, in etcd's words for /health, or NULL. A raised alarm
 * does, unless the query says exclude=ALARM. */
const char *vd_ops_unhealthy(const struct vd_door_env *env, struct vd_slice query);

#endif
