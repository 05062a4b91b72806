/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk in memory that can lose power, for tests. It keeps two versions of every file and
 * directory: what a program sees, and what is durable. A crash makes one of the states that a
 * real disk could be found in: of what was never flushed, any 512-byte sectors, any names, any
 * sizes may be there, whatever the order they were written in; a file that grew without its
 * bytes holds zeros or somebody else's old sectors.
 *
 * Every call that changes something (write, sync, truncate, create, rename, unlink, directory
 * sync) is a step, counted from 1; cuts and failures are set by step. Memory of its own comes from
 * malloc, so that allocation failures hit only what is tested. Single-threaded.
 */
#ifndef VD_STORE_FS_SIM_H
#define VD_STORE_FS_SIM_H

#include "store/fs.h"

struct vd_fs_sim;

enum vd_fs_sim_loss {
    VD_FS_SIM_LOSE_ALL, /* nothing that was not flushed survives */
    VD_FS_SIM_KEEP_ALL, /* everything does: a process was killed, the machine lives */
    VD_FS_SIM_RANDOM,   /* any part, drawn from the seed */
};

struct vd_fs_sim *vd_fs_sim_new(uint64_t seed);
/* A copy in the same state, open handles included, with a seed of its own. */
struct vd_fs_sim *vd_fs_sim_clone(const struct vd_fs_sim *sim, uint64_t seed);
void vd_fs_sim_free(struct vd_fs_sim *sim);
struct vd_fs *vd_fs_sim_fs(struct vd_fs_sim *sim);

uint64_t vd_fs_sim_steps(const struct vd_fs_sim *sim);
/* Power fails during this step: it and everything after it answer -EIO. 0: never. */
void vd_fs_sim_cut_at(struct vd_fs_sim *sim, uint64_t step);
bool vd_fs_sim_is_cut(const struct vd_fs_sim *sim);
/* This step fails with -error after, for a write, its first half. 0: none does. */
void vd_fs_sim_fail_at(struct vd_fs_sim *sim, uint64_t step, int error);
/* Bytes all files together may have; more is -ENOSPC. 0: no limit. */
void vd_fs_sim_limit(struct vd_fs_sim *sim, uint64_t bytes);
/* Ends the world and begins the next one: handles and locks are gone, the rest is as `loss` says.
 */
void vd_fs_sim_crash(struct vd_fs_sim *sim, enum vd_fs_sim_loss loss);

/* The bytes of a file, durable and seen alike, to spoil. NULL: no such file. */
uint8_t *vd_fs_sim_bytes(struct vd_fs_sim *sim, const char *dir, const char *name, size_t *out_len);
/* Sets bytes [offset, offset + len) of a file to what is given, on the disk itself. */
void vd_fs_sim_spoil(struct vd_fs_sim *sim, const char *dir, const char *name, size_t offset,
                     const void *bytes, size_t len);
void vd_fs_sim_resize(struct vd_fs_sim *sim, const char *dir, const char *name, size_t len);
/* Adds or replaces a file, durably. */
void vd_fs_sim_put(struct vd_fs_sim *sim, const char *dir, const char *name, const void *bytes,
                   size_t len);

#endif
