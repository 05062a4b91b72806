/* SPDX-License-Identifier: Apache-2.0 */
#include "core/defrag.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/access.h"
#include "core/kv_errand.h"
#include "core/kv_private.h"

#include <errno.h>

struct vd_defrag {
    struct vd_errand errand;
    void (*ready)(void *arg);
    void *arg;
    bool is_busy, is_closed;
};

static void is_done(struct vd_job *job)
{
    struct vd_defrag *defrag = vd_container_of(job, struct vd_defrag, errand.job);

    defrag->is_busy = false;
    if (defrag->is_closed)
        vd_free(defrag);
    else
        defrag->ready(defrag->arg);
}

int vd_defrag_open(struct vd_kv *kv, unsigned slot, const struct vd_principal *principal,
                   void (*ready)(void *arg), void *arg, struct vd_defrag **out_defrag)
{
    struct vd_defrag *defrag;
    int rc = vd_access_check(principal, VD_ACCESS_ADMIN, VD_SLICE_EMPTY, VD_SLICE_EMPTY);

    if (rc)
        return rc;
    defrag = vd_alloc_zero(sizeof(*defrag));
    if (!defrag)
        return -ENOMEM;
    defrag->ready = ready;
    defrag->arg = arg;
    defrag->is_busy = true;
    defrag->errand.kind = VD_ERRAND_DEFRAG;
    vd_errand_post(kv, slot, &defrag->errand, is_done);
    *out_defrag = defrag;
    return 0;
}

void vd_defrag_close(struct vd_defrag *defrag)
{
    if (!defrag)
        return;
    defrag->is_closed = true;
    if (!defrag->is_busy)
        vd_free(defrag);
}

int vd_defrag_result(const struct vd_defrag *defrag)
{
    return defrag->is_busy ? VD_WAIT : defrag->errand.rc;
}
