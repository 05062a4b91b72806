/* SPDX-License-Identifier: Apache-2.0 */
/* Both ways at hand; each flush goes the one that the choice says. */
#include "base/alloc.h"
#include "base/clock.h"
#include "server/flush.h"

#include <errno.h>

struct either_flusher {
    struct vd_flusher base;
    struct vd_flusher *ways[VD_FLUSH_WAYS];
    struct vd_flush_choice *choice;
    enum vd_flush_way way; /* of the last one */
    uint64_t began_ns;
    size_t bytes;
};

static struct either_flusher *either_of(struct vd_flusher *base)
{
    return vd_container_of(base, struct either_flusher, base);
}

/* What has ended is learnt from first: done gives the role away. */
static void on_ended(void *arg, int rc)
{
    struct either_flusher *flusher = arg;

    vd_flush_choice_learn(flusher->choice, flusher->way, vd_time_monotonic_ns() - flusher->began_ns,
                          flusher->bytes);
    flusher->base.done(flusher->base.arg, rc);
}

static void either_write(struct vd_flusher *base, const struct vd_wal_flush *flush)
{
    struct either_flusher *flusher = either_of(base);

    flusher->way = vd_flush_choice_next(flusher->choice);
    flusher->began_ns = vd_time_monotonic_ns();
    flusher->bytes = flush->len;
    vd_flusher_write(flusher->ways[flusher->way], flush);
}

static bool either_has_ended(const struct vd_flusher *base)
{
    const struct either_flusher *flusher = vd_container_of(base, const struct either_flusher, base);

    return vd_flusher_has_ended(flusher->ways[flusher->way]);
}

static void either_look(struct vd_flusher *base)
{
    struct either_flusher *flusher = either_of(base);

    vd_flusher_look(flusher->ways[flusher->way]);
}

static void either_free(struct vd_flusher *base)
{
    struct either_flusher *flusher = either_of(base);

    for (unsigned way = 0; way < VD_FLUSH_WAYS; way++)
        vd_flusher_free(flusher->ways[way]);
    vd_free(flusher);
}

static const struct vd_flusher_ops either_ops = {either_write, either_has_ended, either_look,
                                                 either_free};

int vd_flush_either_new(struct vd_flush_thread *thread, struct vd_flush_choice *choice,
                        struct vd_loop *loop, vd_flush_done *done, void *arg,
                        struct vd_flusher **out_flusher)
{
    struct either_flusher *flusher = vd_alloc_zero(sizeof(*flusher));
    int rc;

    if (!flusher)
        return -ENOMEM;
    flusher->base = (struct vd_flusher){&either_ops, done, arg};
    flusher->choice = choice;
    rc = vd_flush_uring_new(loop, on_ended, flusher, &flusher->ways[VD_FLUSH_URING]);
    if (!rc)
        rc = vd_flush_thread_new(thread, loop, on_ended, flusher, &flusher->ways[VD_FLUSH_THREAD]);
    if (rc) {
        either_free(&flusher->base);
        return rc;
    }
    *out_flusher = &flusher->base;
    return 0;
}
