/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who decides the order of writes. Behind these four functions stands `local` (core/sequencer.c):
 * this process orders the writes, commits them in groups, and is the authority. An upstream
 * cluster can stand behind the same four: submit forwards, flushed publishes what was mirrored.
 *
 * vd_kv_submit, _lead, _flushed and _collect of core/kv.h call through it and hold the contract.
 */
#ifndef VD_CORE_SEQUENCER_H
#define VD_CORE_SEQUENCER_H

#include "core/kv.h"

struct vd_sequencer;

struct vd_sequencer_ops {
    void (*submit)(struct vd_sequencer *sequencer, struct vd_write *write);
    int (*lead)(struct vd_sequencer *sequencer, unsigned slot, int64_t now_ms,
                struct vd_wal_flush *out_flush);
    void (*flushed)(struct vd_sequencer *sequencer, int rc);
    size_t (*collect)(struct vd_sequencer *sequencer, unsigned slot);
    /* The role was given back: somebody shall lead if writes wait. Any thread. */
    void (*nudge)(struct vd_sequencer *sequencer);
    /* Answers what still waits with VD_UNAVAILABLE where that is true, and is gone. */
    void (*close)(struct vd_sequencer *sequencer);
};

struct vd_sequencer {
    const struct vd_sequencer_ops *ops;
};

/* The order made in this process. NULL: no memory. */
struct vd_sequencer *vd_sequencer_local(struct vd_kv *kv);

#endif
