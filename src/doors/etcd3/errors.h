/* SPDX-License-Identifier: Apache-2.0 */
/*
 * etcd's errors, word for word: its clients tell errors apart by the text, not by the code.
 */
#ifndef VD_DOORS_ETCD3_ERRORS_H
#define VD_DOORS_ETCD3_ERRORS_H

#include "base/outcome.h"
#include "rpc/status.h"

struct vd_etcd3_error {
    enum vd_rpc_code code;
    const char *message;
};

/* What a request can be refused for before core sees it. */
extern const struct vd_etcd3_error VD_ETCD3_EMPTY_KEY, VD_ETCD3_KEY_NOT_FOUND,
    VD_ETCD3_VALUE_PROVIDED, VD_ETCD3_LEASE_PROVIDED, VD_ETCD3_TOO_MANY_OPS, VD_ETCD3_DUPLICATE_KEY,
    VD_ETCD3_SORT_OPTION, VD_ETCD3_CLIENT_VERSION, VD_ETCD3_REQUEST_TOO_LARGE, VD_ETCD3_BAD_MESSAGE,
    VD_ETCD3_COMPACTED, VD_ETCD3_FUTURE, VD_ETCD3_TTL_TOO_LARGE, VD_ETCD3_NO_MEMORY;

/* What core answered, in etcd's words. Never for 0. */
const struct vd_etcd3_error *vd_etcd3_error_of(int rc);

/* Why a watch is canceled; not statuses of a call. */
#define VD_ETCD3_WATCH_EMPTY_RANGE  "mvcc: watcher range is empty"
#define VD_ETCD3_WATCH_DUPLICATE_ID "mvcc: duplicate watch ID provided on the WatchStream"

#define VD_ETCD3_DEADLINE "etcdserver: context deadline exceeded"
#define VD_ETCD3_STOPPED  "etcdserver: server stopped"

#endif
