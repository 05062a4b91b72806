/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which way a flush goes, by what both have taken lately.
 *
 * io_uring costs no thread and no switch of contexts of ours, and is the faster one on a machine
 * that has a core to spare. But a part of each write is done by the kernel's workers, which stand
 * in line with everything else on their core: where all cores are busy a thread that sleeps until
 * its flush is done is served several times sooner. So the thread is used while it is clearly
 * faster, and now and then a few flushes go the other way, to know.
 *
 * For one flush at a time, by whoever has the role of committing. No clock in here.
 */
#ifndef VD_SERVER_FLUSH_CHOICE_H
#define VD_SERVER_FLUSH_CHOICE_H

#include <stddef.h>
#include <stdint.h>

enum vd_flush_way { VD_FLUSH_URING, VD_FLUSH_THREAD, VD_FLUSH_WAYS };

/* Zeroed: io_uring, nothing known. */
struct vd_flush_choice {
    uint64_t usual_ns[VD_FLUSH_WAYS]; /* 0: not known */
    uint32_t count;
    enum vd_flush_way way; /* of all but the trials */
};

enum vd_flush_way vd_flush_choice_next(struct vd_flush_choice *choice);
/* A flush of so many bytes has taken so long. */
void vd_flush_choice_learn(struct vd_flush_choice *choice, enum vd_flush_way way, uint64_t ns,
                           size_t bytes);

#endif
