/* SPDX-License-Identifier: Apache-2.0 */
#include "core/kv_disk_world.h"

#include "base/check.h"
#include "core/kv_private.h"

#include <stdio.h>

struct vd_store *disk_open_store(struct disk *disk)
{
    struct vd_store *store;
    struct vd_diag diag;
    int rc = vd_store_open(vd_fs_sim_fs(disk->sim), "data", &disk->store_options, &diag, &store);

    if (rc)
        fprintf(stderr, "%s\n", diag.text);
    vd_assert(rc == 0);
    return store;
}

void disk_open_world(struct disk *disk, const struct vd_kv_options *options)
{
    world_init(&disk->world, disk_open_store(disk), options);
    disk->world.fs = vd_fs_sim_fs(disk->sim);
}

void disk_open(struct disk *disk, const struct vd_store_options *store_options,
               const struct vd_kv_options *options)
{
    const struct vd_history_identity identity = {
        .format_version = VD_HISTORY_FORMAT_VERSION, .store_id = 7, .member_id = 8, .wal_seed = 9};
    int rc = vd_history_open_mem(&identity, &disk->history);

    vd_assert(rc == 0);
    disk->sim = vd_fs_sim_new(1);
    disk->store_options = store_options ? *store_options : (struct vd_store_options){0};
    disk->store_options.history = disk->history;
    disk_open_world(disk, options);
}

void disk_close_world(struct disk *disk, bool clean)
{
    world_deinit(&disk->world);
    vd_store_close(disk->world.store, clean);
}

void disk_reopen(struct disk *disk, bool clean, const struct vd_kv_options *options)
{
    disk_close_world(disk, clean);
    disk_open_world(disk, options);
}

void disk_crash(struct disk *disk, enum vd_fs_sim_loss loss)
{
    vd_fs_sim_crash(disk->sim, loss);
    vd_history_mem_crash(disk->history);
    vd_fs_sim_cut_at(disk->sim, 0);
    atomic_store(&disk->world.kv->role, false);
    disk_close_world(disk, false);
}

void disk_close(struct disk *disk)
{
    disk_close_world(disk, true);
    vd_history_close(disk->history);
    vd_fs_sim_free(disk->sim);
}
