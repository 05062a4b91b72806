/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A snapshot as its client saved it: the file of a history (a multiple of 512 bytes), and behind it
 * the SHA-256 of all of it. The file of a history that somebody copied has no such sum.
 */
#ifndef VD_STORE_SNAPSHOT_FILE_H
#define VD_STORE_SNAPSHOT_FILE_H

#include "store/history.h"

struct vd_snapshot_file {
    struct vd_history *history; /* read-only; nobody may change the file meanwhile */
    uint64_t size_bytes;        /* without the sum */
    bool has_sum;
};

/*
 * Nothing of the file is believed before its sum is right (skip_sum: no sum is asked for) and its
 * shape is that of a history. 0; VD_INVALID: not a snapshot, or not of this program; VD_CORRUPT;
 * -errno; all with a diagnosis.
 */
VD_MUST_CHECK int vd_snapshot_file_open(const char *path, bool skip_sum, struct vd_diag *diag,
                                        struct vd_snapshot_file *out_file);
void vd_snapshot_file_close(struct vd_snapshot_file *file);

#endif
