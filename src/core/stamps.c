/* SPDX-License-Identifier: Apache-2.0 */
#include "core/stamps.h"

void vd_stamps_put(struct vd_stamps *stamps, int64_t head, uint64_t time_ns)
{
    uint32_t at = atomic_fetch_add_explicit(&stamps->count, 1, memory_order_relaxed) % VD_STAMPS;

    atomic_store_explicit(&stamps->ring[at].head, 0, memory_order_relaxed);
    atomic_store_explicit(&stamps->ring[at].time_ns, time_ns, memory_order_release);
    atomic_store_explicit(&stamps->ring[at].head, head, memory_order_release);
}

/* From the newest one backwards, until one does not hold the revision: the one before did. */
bool vd_stamps_find(const struct vd_stamps *stamps, int64_t revision, uint64_t *out_time_ns)
{
    uint32_t count = atomic_load_explicit(&stamps->count, memory_order_relaxed);
    uint64_t time_ns = 0;

    for (uint32_t back = 1; back <= VD_STAMPS; back++) {
        uint32_t at = (count - back) % VD_STAMPS;
        int64_t head = atomic_load_explicit(&stamps->ring[at].head, memory_order_acquire);

        if (head < revision) {
            *out_time_ns = time_ns;
            return time_ns != 0;
        }
        time_ns = atomic_load_explicit(&stamps->ring[at].time_ns, memory_order_acquire);
    }
    return false;
}
