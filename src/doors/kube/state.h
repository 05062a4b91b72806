/* SPDX-License-Identifier: Apache-2.0 */
/* What the requests of this door share on a loop. */
#ifndef VD_DOORS_KUBE_STATE_H
#define VD_DOORS_KUBE_STATE_H

#include "base/buf.h"
#include "doors/door.h"
#include "doors/runs.h"
#include "doors/watching.h"

struct vd_kube_call;
struct vd_kube_writing;
struct vd_kube_kinds;
struct vd_kube_show;
struct vd_kube_steward;

enum { VD_KUBE_SCRATCH_BYTES = 256 << 10, VD_KUBE_SHOW_BUCKETS = 1024 };

/* What a live watch was given last: its neighbours want the same. */
struct vd_kube_sent {
    struct vd_batch batch;     /* its key, from and to; the events are gone with the turn */
    struct vd_run_piece piece; /* with a reference to its bytes; NULL: nothing was */
    int64_t first;             /* revision of the oldest event in it */
    uint32_t show;             /* the number of its show */
};

struct vd_kube {
    struct vd_door_env env;
    struct vd_slice prefix; /* "/registry": what all keys of objects begin with, and a slash */
    struct vd_kube_kinds *kinds;
    struct vd_kube_steward *steward; /* NULL: nobody has asked yet */
    struct vd_buf scratch;           /* what is made and sent at once */
    struct vd_buf page;              /* the same, as it is laid out */
    struct vd_watching_sent delivered;
    struct vd_list shows[VD_KUBE_SHOW_BUCKETS]; /* doors/kube/show.h */
    struct vd_list extractors;                  /* doors/kube/extract.c */
    uint32_t show_number;
    struct vd_runs runs;
    const struct vd_kube_show *showing; /* whose events are being encoded */
    struct vd_kube_sent sent;
    struct vd_list held; /* large rests of watches, the oldest first */
    size_t held_bytes, held_max_bytes;
    /* Who has the turn among writes that would defeat each other, and who waits for it (turn.c). */
    struct {
        struct vd_kube_writing *owner, *first, *last;
        bool is_waking;
    } turn;
    uint64_t random; /* for jitter; nothing hangs on its quality */
    bool is_draining;
};

/* The scratch, empty; what one large answer made of it is given back. */
static inline struct vd_buf *vd_kube_scratch(struct vd_kube *kube)
{
    if (kube->scratch.cap > VD_KUBE_SCRATCH_BYTES) {
        vd_buf_deinit(&kube->scratch);
        vd_buf_init(&kube->scratch, 0);
    }
    vd_buf_clear(&kube->scratch);
    return &kube->scratch;
}

/* A number below `bound`, which is not 0. */
static inline uint32_t vd_kube_random(struct vd_kube *kube, uint32_t bound)
{
    kube->random = kube->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((kube->random >> 33) % bound);
}

#endif
