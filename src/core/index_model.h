/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the key index as a sorted array that does everything the slow way; and whether a tree
 * is one.
 */
#ifndef VD_CORE_INDEX_MODEL_H
#define VD_CORE_INDEX_MODEL_H

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/epoch.h"
#include "core/index_node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { KEYS_MAX = 3000, KEY_BYTES = 32, SLOTS = 4 };

struct index_model_key {
    uint8_t bytes[KEY_BYTES];
    size_t len;
    struct vd_version *versions;
    size_t count;
};

struct index_model {
    struct index_model_key keys[KEYS_MAX]; /* in order; those without versions are not there */
    size_t count;
    int64_t head, floor;
};

struct vd_slice index_model_slice(const struct index_model_key *key);
size_t index_model_find(const struct index_model *model, struct vd_slice key, bool *out_equal);
void index_model_put(struct index_model *model, struct vd_slice key,
                     const struct vd_version *version);
void index_model_drop_oldest(struct index_model *model, size_t i, size_t n);
/* What compaction means, said another way than the index says it: a version goes when no reader
 * at floor or above can see it. */
size_t index_model_purgeable(const struct index_model_key *key, int64_t floor);

void index_model_copy(struct index_model *to, const struct index_model *from);
void index_model_deinit(struct index_model *model);
const struct vd_version *index_model_at(const struct index_model_key *key, struct vd_pos before);
bool index_model_is_live(const struct index_model_key *key, struct vd_pos before);
bool index_is_inside(struct vd_slice at, struct vd_slice key, struct vd_slice end);
void index_check_tree(const struct vd_index_root *root);

#endif
