/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new data directory out of a snapshot. Its history is the snapshot's, with every row's sum
 * checked; its store id, member id and the seed of its log are new, so whoever knows the old store
 * sees that this is another one; revisions go on from the snapshot's, and the log where the
 * snapshot's ended.
 *
 * Everything is on the disk before the history gets its name, which is the last step. What was cut
 * short before it does not start as a store (vd_store_open says so), and may be begun again.
 */
#ifndef VD_STORE_RESTORE_H
#define VD_STORE_RESTORE_H

#include "store/fs.h"
#include "store/snapshot_file.h"

struct vd_restored {
    struct vd_history_identity identity;
    int64_t revision; /* of the newest event; 0: there is none */
    uint64_t events;
};

/*
 * dir: missing (then it is made), empty, or left by a restore that was cut short. 0; VD_EXISTS:
 * there is something in it; VD_CONFLICT: somebody uses it; VD_CORRUPT; -errno; all with a
 * diagnosis.
 */
VD_MUST_CHECK int vd_restore(struct vd_fs *fs, const struct vd_snapshot_file *file, const char *dir,
                             struct vd_diag *diag, struct vd_restored *out_restored);

#endif
