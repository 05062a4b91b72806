/* SPDX-License-Identifier: Apache-2.0 */
/* Maintenance.Alarm, and what other answers say of alarms. */
#ifndef VD_DOORS_ETCD3_ALARM_H
#define VD_DOORS_ETCD3_ALARM_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_ALARM;

/* A line for each raised alarm, as Status.errors has them: elements of the field. */
void vd_etcd3_alarm_add_errors(struct vd_buf *body, unsigned field, const struct vd_etcd3 *door);

#endif
