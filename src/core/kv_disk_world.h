/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: a world whose store is on a simulated disk, with its history in memory beside it, so
 * that power can fail and space run out. */
#ifndef VD_CORE_KV_DISK_WORLD_H
#define VD_CORE_KV_DISK_WORLD_H

#include "core/kv_world.h"
#include "store/fs_sim.h"
#include "store/store.h"

struct disk {
    struct vd_fs_sim *sim;
    struct vd_history *history;
    struct vd_store_options store_options;
    struct world world;
};

/* store_options, options: NULL for the defaults; the former are kept for every opening. */
void disk_open(struct disk *disk, const struct vd_store_options *store_options,
               const struct vd_kv_options *options);
struct vd_store *disk_open_store(struct disk *disk);
/* The world, on a store that is opened anew. */
void disk_open_world(struct disk *disk, const struct vd_kv_options *options);
void disk_close_world(struct disk *disk, bool clean);
void disk_reopen(struct disk *disk, bool clean, const struct vd_kv_options *options);
/* Gives the world up as it stands: power has failed, and nothing of it is closed. */
void disk_crash(struct disk *disk, enum vd_fs_sim_loss loss);
void disk_close(struct disk *disk);

#endif
