/* SPDX-License-Identifier: Apache-2.0 */
/* The Auth service of an etcd whose authentication is off, and which has no users and no roles.
 * What would change that is not served. */
#ifndef VD_DOORS_ETCD3_AUTH_H
#define VD_DOORS_ETCD3_AUTH_H

#include "doors/etcd3/state.h"

extern const struct vd_rpc_ops VD_ETCD3_AUTH_STATUS, VD_ETCD3_AUTH_DISABLE, VD_ETCD3_AUTHENTICATE,
    VD_ETCD3_NO_USERS, VD_ETCD3_NO_ROLES, VD_ETCD3_NO_SUCH_USER, VD_ETCD3_NO_SUCH_ROLE;

#endif
