/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One number for the whole key space up to a revision. It is the CRC32C that etcd computes for the
 * same history (its HashKV), so it depends on nothing but keys, values, revisions, versions, leases
 * and the floor: not on how far a compaction has come, a restart, a restore or a defragmentation.
 *
 * Each event adds: its revision and sub, big-endian with '_' between them, and 't' behind a delete;
 * then its KeyValue as Protocol Buffers have it, of a delete the key alone. Of what lies at or
 * below the floor only those versions count that are still the newest at that revision.
 *
 * Pool threads read history in slices; nothing is pinned between two of them, and no compaction
 * begins meanwhile. On one loop, whose slot is entered.
 */
#ifndef VD_CORE_KV_HASH_H
#define VD_CORE_KV_HASH_H

#include "base/outcome.h"
#include "core/kv.h"

struct vd_kv_hash;

struct vd_kv_hash_result {
    uint32_t hash;
    int64_t revision; /* up to which it goes */
    int64_t floor;    /* when it was asked for; 0: nothing was ever compacted */
};

/* revision 0: the newest. ready(arg): ask for the result; on this loop, in a later turn. 0;
 * VD_COMPACTED, VD_FUTURE, VD_DENIED, -ENOMEM. */
VD_MUST_CHECK int vd_kv_hash_open(struct vd_kv *kv, unsigned slot,
                                  const struct vd_principal *principal, int64_t revision,
                                  void (*ready)(void *arg), void *arg,
                                  struct vd_kv_hash **out_hash);
/* ready is not called after this. NULL is fine. */
void vd_kv_hash_close(struct vd_kv_hash *hash);
/* 0; VD_WAIT: not yet; VD_CORRUPT; VD_UNAVAILABLE: the store closes; -errno. */
VD_MUST_CHECK int vd_kv_hash_result(const struct vd_kv_hash *hash,
                                    struct vd_kv_hash_result *out_result);

#endif
