/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much history is kept: what is to be compacted, and when to look again. Pure: it is told the
 * time and the state of the store, and says up to where to compact; somebody else does it.
 *
 * The newest version of every key stays readable whatever is compacted. What was asked for is
 * kept, even if the store runs full of it: only the first kind below is bounded by the quota.
 */
#ifndef VD_CORE_RETENTION_H
#define VD_CORE_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

enum vd_retention_kind {
    VD_RETAIN_HALF,      /* until history fills half of the quota; then its older half goes */
    VD_RETAIN_ALL,       /* for ever */
    VD_RETAIN_AGE,       /* amount: milliseconds that history reaches back, a tenth more at most */
    VD_RETAIN_BYTES,     /* amount: as HALF, of so many bytes */
    VD_RETAIN_REVISIONS, /* amount: how many of the newest, an eighth more at most */
    /* etcd's auto-compaction. amount: milliseconds; as AGE, looked after every hour, or after that
     * time if it is shorter. */
    VD_RETAIN_PERIODIC,
    VD_RETAIN_EVERY_5M, /* amount: how many of the newest revisions, looked after every 5 minutes */
};

struct vd_retention {
    enum vd_retention_kind kind;
    uint64_t amount;
};

/* What it looks at. */
struct vd_retention_facts {
    int64_t now_ms;      /* since 1970, as commits are stamped */
    int64_t head, floor; /* as published */
    bool is_settled;     /* what was compacted so far is gone from the disk too */
    uint64_t used_bytes; /* by history, free pages apart */
    uint64_t events;     /* in history */
    uint64_t keys;       /* that exist: so many of the events cannot go */
    uint64_t quota_bytes;
};

/* Begins as zeros. */
struct vd_retention_state {
    int64_t next_ms; /* nothing is looked at before */
};

enum vd_retention_verdict {
    VD_RETAIN_NOTHING,
    VD_RETAIN_FROM_REVISION, /* compact at *out: a revision above the floor, at most the head */
    VD_RETAIN_FROM_TIME      /* compact at the newest revision of that time or before */
};

/* Whether a look would say anything at this time. A clock that was set back is no reason to wait.
 */
bool vd_retention_is_due(const struct vd_retention *retention,
                         const struct vd_retention_state *state, int64_t now_ms);
enum vd_retention_verdict vd_retention_look(const struct vd_retention *retention,
                                            struct vd_retention_state *state,
                                            const struct vd_retention_facts *facts, int64_t *out);

#endif
