/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests of etcd v3 out of their bytes, straight into what core takes. Slices point into the
 * message, which must live as long. Nothing is judged here but the encoding, and what would cost
 * memory or stack (the number and the nesting of a transaction's operations).
 *
 * Unknown fields are ignored. All return 0, or VD_INVALID: not Protocol Buffers.
 */
#ifndef VD_DOORS_ETCD3_DECODE_H
#define VD_DOORS_ETCD3_DECODE_H

#include "core/write.h"

enum {
    VD_ETCD3_TXN_OPS = 128,         /* in one list of a transaction, if nothing else is said */
    VD_ETCD3_TXN_OPS_IN_ALL = 4096, /* over all lists, however nested; or twice those of a list */
    VD_ETCD3_TXN_DEPTH = 128
};

VD_MUST_CHECK int vd_etcd3_read_range(struct vd_slice message, struct vd_range_op *out_op);
VD_MUST_CHECK int vd_etcd3_read_put(struct vd_slice message, struct vd_put_op *out_op);
VD_MUST_CHECK int vd_etcd3_read_delete(struct vd_slice message, struct vd_delete_op *out_op);

/*
 * Everything is made in the arena. Also: VD_TOO_MANY (a list, the depth or the sum is over the
 * limits above), VD_NOT_FOUND (an operation that is none), -ENOMEM.
 */
VD_MUST_CHECK int vd_etcd3_read_txn(struct vd_arena *arena, struct vd_slice message,
                                    uint32_t max_ops, struct vd_txn *out_txn);

struct vd_etcd3_compaction {
    int64_t revision;
    bool physical;
};
VD_MUST_CHECK int vd_etcd3_read_compaction(struct vd_slice message,
                                           struct vd_etcd3_compaction *out_compaction);

enum vd_etcd3_watch_kind {
    VD_ETCD3_WATCH_NONE, /* none of the three: ignored */
    VD_ETCD3_WATCH_CREATE,
    VD_ETCD3_WATCH_CANCEL,
    VD_ETCD3_WATCH_PROGRESS
};

struct vd_etcd3_watch_request {
    enum vd_etcd3_watch_kind kind;
    int64_t watch_id; /* create: 0 is "choose one" */
    struct vd_slice key, end;
    int64_t start_revision;
    bool progress_notify, no_put, no_delete, prev_kv, fragment;
};
VD_MUST_CHECK int vd_etcd3_read_watch(struct vd_slice message,
                                      struct vd_etcd3_watch_request *out_request);

struct vd_etcd3_lease_request {
    int64_t id, ttl_s;
    bool keys; /* of time to live: name the keys too */
};
VD_MUST_CHECK int vd_etcd3_read_lease_grant(struct vd_slice message,
                                            struct vd_etcd3_lease_request *out_request);
/* Revoke, keep alive, time to live. */
VD_MUST_CHECK int vd_etcd3_read_lease(struct vd_slice message,
                                      struct vd_etcd3_lease_request *out_request);

struct vd_etcd3_alarm_request {
    uint32_t action, alarm;
    uint64_t member_id;
};
VD_MUST_CHECK int vd_etcd3_read_alarm(struct vd_slice message,
                                      struct vd_etcd3_alarm_request *out_request);

/* Of Lock, Campaign, and (with nothing but a name) Leader, Observe; Unlock's key is the name. */
struct vd_etcd3_contest_request {
    struct vd_slice name, value;
    int64_t lease;
};
VD_MUST_CHECK int vd_etcd3_read_contest(struct vd_slice message,
                                        struct vd_etcd3_contest_request *out_request);

/* Of Proclaim and Resign: who believes to lead, by key and create revision. */
struct vd_etcd3_leader_request {
    struct vd_slice key, value;
    int64_t revision, lease;
    bool has_leader;
};
VD_MUST_CHECK int vd_etcd3_read_leader(struct vd_slice message,
                                       struct vd_etcd3_leader_request *out_request);

#endif
