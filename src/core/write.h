/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A write is a value: a transaction (or one of the few other records), handed to the sequencer
 * and given back with its result. It holds no callback into the order of things; what it cannot
 * say, a door reads, decides, compares and retries.
 *
 * Results hold positions, not values: a range inside a transaction is a range at the position it
 * stood at, and is read after the commit like any other (core/range.h).
 */
#ifndef VD_CORE_WRITE_H
#define VD_CORE_WRITE_H

#include "base/arena.h"
#include "base/outcome.h"
#include "core/access.h"
#include "core/event.h"

#include <stdbool.h>

/* NONE by another target than the key is ascending, and as in etcd a limit without filters takes
 * the first keys (one more than it says), and counts again once they are sorted. */
enum vd_sort_order { VD_SORT_NONE, VD_SORT_ASCEND, VD_SORT_DESCEND };
enum vd_sort_target {
    VD_SORT_BY_KEY,
    VD_SORT_BY_VERSION,
    VD_SORT_BY_CREATE,
    VD_SORT_BY_MOD,
    VD_SORT_BY_VALUE
};

/* `end`: empty is the one key; "\0" is everything from key on; otherwise [key, end). */
struct vd_range_op {
    struct vd_slice key, end;
    int64_t limit;    /* <= 0: none */
    int64_t revision; /* <= 0: the newest */
    enum vd_sort_order order;
    enum vd_sort_target target;
    bool keys_only, count_only;
    int64_t min_mod_revision, max_mod_revision, min_create_revision, max_create_revision;
};

struct vd_put_op {
    struct vd_slice key, value;
    int64_t lease;
    bool prev_kv, ignore_value, ignore_lease;
    /* The key goes on with the revision of the transaction, in VD_IN_ORDER_DIGITS digits, so that
     * such keys stand in the order of their commits; it may not be there yet (VD_EXISTS). */
    bool in_order;
    struct vd_slice order_end; /* what stands behind those digits */
};

enum { VD_IN_ORDER_DIGITS = 20 };

struct vd_delete_op {
    struct vd_slice key, end;
    bool prev_kv;
};

enum vd_compare_result {
    VD_CMP_EQUAL,
    VD_CMP_GREATER,
    VD_CMP_LESS,
    VD_CMP_NOT_EQUAL,
    VD_CMP_ALWAYS
};
enum vd_compare_target { VD_CMP_VERSION, VD_CMP_CREATE, VD_CMP_MOD, VD_CMP_VALUE, VD_CMP_LEASE };

/* etcd's rules (see its reference): over a range all keys must satisfy; VALUE of a missing key is
 * false. */
struct vd_compare {
    enum vd_compare_result result; /* VD_CMP_ALWAYS: an unknown result or target is true */
    enum vd_compare_target target;
    struct vd_slice key, end;
    int64_t number;
    struct vd_slice value;
};

enum vd_op_type { VD_OP_RANGE, VD_OP_PUT, VD_OP_DELETE, VD_OP_TXN };

struct vd_op {
    enum vd_op_type type;
    union {
        struct vd_range_op range;
        struct vd_put_op put;
        struct vd_delete_op del;
        const struct vd_txn *txn;
    };
};

struct vd_txn {
    const struct vd_compare *compares;
    const struct vd_op *success, *failure;
    uint32_t compare_count, success_count, failure_count;
};

struct vd_op_result {
    enum vd_op_type type;
    struct vd_pos at;   /* range, and prev_kvs of a delete: read everything before this position */
    int64_t head;       /* range and delete: the newest revision visible after it */
    struct vd_pos prev; /* put: where the value before stands; revision 0: there was none */
    int64_t deleted;    /* delete: how many keys */
    struct vd_txn_result *txn;
};

struct vd_txn_result {
    int64_t revision; /* the one it made, or the head it was judged at */
    bool succeeded;
    uint32_t count;
    struct vd_op_result *ops; /* parallel to the branch that ran */
};

enum vd_write_kind {
    VD_WRITE_TXN,
    VD_WRITE_COMPACT,
    VD_WRITE_LEASE_GRANT,
    VD_WRITE_LEASE_REVOKE,
    VD_WRITE_ALARM
};

/* A grant or a revoke. A grant of id 0 picks one above 0 that is free, and leaves it here. ttl_ms:
 * 1 to VD_LEASE_TTL_MAX_MS, of a grant. subtree, of a grant: with each key of the lease goes
 * everything that begins with it. */
struct vd_lease_op {
    int64_t id, ttl_ms;
    bool subtree;
};

/*
 * A write's cause is bytes of its door, which are kept with each of its events; the first one says
 * whose they are. What core itself writes when a lease has run out is VD_CAUSE_EXPIRED, and, if a
 * key went with everything that begins with it, the length of that key, a varint.
 */
enum { VD_CAUSE_EXPIRED = 1, VD_CAUSE_ETCD2 = 2, VD_CAUSE_KUBE = 3 };

/* They are kept until somebody takes them back, also over a restart. */
enum vd_alarm { VD_ALARM_NOSPACE = 1, VD_ALARM_CORRUPT = 2 };

static inline const char *vd_alarm_name(enum vd_alarm alarm)
{
    return alarm == VD_ALARM_NOSPACE ? "NOSPACE" : "CORRUPT";
}

struct vd_alarm_op {
    enum vd_alarm alarm;
    bool raise; /* or take back */
};

/*
 * Filled by a door, then lent to the sequencer until `done` is called on the loop `slot`. All that
 * it points to (the txn, its bytes) must live as long. A single put is a txn of one success op.
 */
struct vd_write {
    enum vd_write_kind kind;
    const struct vd_principal *principal;
    const struct vd_txn *txn;
    int64_t compact_revision;
    struct vd_lease_op lease;
    struct vd_alarm_op alarm;
    struct vd_slice cause;
    struct vd_arena *arena; /* where results are made */
    unsigned slot;
    void (*done)(struct vd_write *write);

    /*
     * The answer. outcome: 0; VD_COMPACTED or VD_FUTURE (a range or the compaction); VD_NOT_FOUND
     * (ignore_value or ignore_lease of a key that is not there); VD_LEASE_GONE (a put, a revoke);
     * VD_EXISTS (a grant, a key in order); VD_INVALID (a grant's ttl_ms); VD_OVER_QUOTA;
     * VD_TOO_LARGE (results over the arena's cap, too many values to look at); VD_READ_ONLY;
     * VD_DENIED; VD_CORRUPT (a value it has to look at is missing on disk, or that alarm is
     * raised); VD_UNAVAILABLE; or -errno. Anything but 0 has changed nothing.
     */
    int outcome;
    bool changed;     /* whether it made a revision; of an alarm: whether it was not so before */
    int64_t revision; /* of the change, or the head it was judged at */
    struct vd_txn_result result;

    struct vd_write *next; /* the sequencer's, as what follows */
    void *private;
    bool is_internal; /* of its own making: nobody asks for it, nobody is answered */
};

#endif
