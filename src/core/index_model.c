/* SPDX-License-Identifier: Apache-2.0 */
#include "core/index_model.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct vd_slice index_model_slice(const struct index_model_key *key)
{
    return vd_slice(key->bytes, key->len);
}

size_t index_model_find(const struct index_model *model, struct vd_slice key, bool *out_equal)
{
    size_t i = 0;

    while (i < model->count && vd_slice_cmp(index_model_slice(&model->keys[i]), key) < 0)
        i++;
    *out_equal = i < model->count && vd_slice_eq(index_model_slice(&model->keys[i]), key);
    return i;
}

void index_model_put(struct index_model *model, struct vd_slice key,
                     const struct vd_version *version)
{
    bool equal;
    size_t i = index_model_find(model, key, &equal);
    struct index_model_key *at = &model->keys[i];

    if (!equal) {
        vd_assert(model->count < KEYS_MAX);
        memmove(at + 1, at, (model->count++ - i) * sizeof(*at));
        *at = (struct index_model_key){.len = key.len};
        if (key.len)
            memcpy(at->bytes, key.ptr, key.len);
    }
    at->versions = realloc(at->versions, (at->count + 1) * sizeof(*version));
    vd_assert(at->versions);
    at->versions[at->count++] = *version;
    model->head = version->revision;
}

void index_model_drop_oldest(struct index_model *model, size_t i, size_t n)
{
    struct index_model_key *at = &model->keys[i];

    memmove(at->versions, at->versions + n, (at->count - n) * sizeof(*at->versions));
    at->count -= n;
    if (at->count == 0) {
        free(at->versions);
        memmove(at, at + 1, (--model->count - i) * sizeof(*at));
    }
}

size_t index_model_purgeable(const struct index_model_key *key, int64_t floor)
{
    size_t n = 0;

    for (; n < key->count; n++) {
        const struct vd_version *next = n + 1 < key->count ? &key->versions[n + 1] : NULL;
        bool seen = !next || next->revision > floor;

        if (key->versions[n].version == 0 && key->versions[n].revision < floor)
            seen = false;
        if (seen)
            break;
    }
    return n;
}

void index_model_copy(struct index_model *to, const struct index_model *from)
{
    *to = *from;
    for (size_t i = 0; i < to->count; i++) {
        struct index_model_key *key = &to->keys[i];

        key->versions = malloc(key->count * sizeof(*key->versions));
        vd_assert(key->versions);
        memcpy(key->versions, from->keys[i].versions, key->count * sizeof(*key->versions));
    }
}

void index_model_deinit(struct index_model *model)
{
    for (size_t i = 0; i < model->count; i++)
        free(model->keys[i].versions);
    model->count = 0;
}

const struct vd_version *index_model_at(const struct index_model_key *key, struct vd_pos before)
{
    const struct vd_version *found = NULL;

    for (size_t i = 0; i < key->count; i++)
        if (before.revision == 0 || vd_pos_cmp(vd_version_pos(&key->versions[i]), before) < 0)
            found = &key->versions[i];
    return found;
}

bool index_model_is_live(const struct index_model_key *key, struct vd_pos before)
{
    const struct vd_version *version = index_model_at(key, before);

    return version && version->version != 0;
}

bool index_is_inside(struct vd_slice at, struct vd_slice key, struct vd_slice end)
{
    if (end.len == 0)
        return vd_slice_eq(at, key);
    if (vd_slice_cmp(at, key) < 0)
        return false;
    return (end.len == 1 && end.ptr[0] == 0) || vd_slice_cmp(at, end) < 0;
}

/* The shape of the tree: order, separators, prefixes, heads, and what nodes know of their kids. */
static unsigned check_node(const struct vd_index_node *node, const struct vd_key **last,
                           const struct vd_key *upper, bool is_root)
{
    struct vd_index_sum sum = vd_node_sum(node);

    assert_true(node->count <= vd_node_max(node) && node->count <= node->cap);
    assert_true(node->count > 0 || (is_root && node->level == 0));
    for (unsigned i = node->level ? 1 : 0; i < node->count; i++) {
        struct vd_slice key = vd_key_slice(vd_node_keys(node)[i]);
        uint32_t head = 0;

        assert_true(key.len >= node->prefix_len);
        assert_memory_equal(key.ptr, vd_node_keys(node)[node->level ? 1 : 0]->bytes,
                            node->prefix_len);
        for (size_t j = 0; j < 4; j++)
            head = head << 8 | (node->prefix_len + j < key.len ? key.ptr[node->prefix_len + j] : 0);
        assert_int_equal(head, node->heads[i]);
    }
    for (unsigned i = 0; i < node->count; i++) {
        const struct vd_key *key = vd_node_keys(node)[i];

        if (node->level == 0) {
            assert_true(!*last || vd_slice_cmp(vd_key_slice(*last), vd_key_slice(key)) < 0);
            assert_true(!upper || vd_slice_cmp(vd_key_slice(key), vd_key_slice(upper)) < 0);
            *last = key;
            continue;
        }
        if (i > 0)
            assert_true(!*last || vd_slice_cmp(vd_key_slice(*last), vd_key_slice(key)) < 0);
        if (i == 0)
            assert_null(key);
        else
            *last = NULL; /* the first key below may be equal to the separator */
        check_node(vd_node_kids(node)[i].node, last,
                   i + 1u < node->count ? vd_node_keys(node)[i + 1] : upper, false);
        if (i > 0) {
            const struct vd_index_node *leaf = vd_node_kids(node)[i].node;

            while (leaf->level)
                leaf = vd_node_kids(leaf)[0].node;
            assert_true(vd_slice_cmp(vd_key_slice(key), vd_key_slice(vd_node_keys(leaf)[0])) <= 0);
        }
        assert_int_equal(vd_node_kids(node)[i].node->level + 1, node->level);
        assert_int_equal(vd_node_kids(node)[i].sum.live,
                         vd_node_sum(vd_node_kids(node)[i].node).live);
        assert_int_equal(vd_node_kids(node)[i].sum.size,
                         vd_node_sum(vd_node_kids(node)[i].node).size);
        assert_int_equal(vd_node_kids(node)[i].sum.purge_at,
                         vd_node_sum(vd_node_kids(node)[i].node).purge_at);
        assert_int_equal(vd_node_kids(node)[i].sum.max_mod,
                         vd_node_sum(vd_node_kids(node)[i].node).max_mod);
    }
    return (unsigned)sum.size;
}

void index_check_tree(const struct vd_index_root *root)
{
    const struct vd_key *last = NULL;

    check_node(root->node, &last, NULL, true);
    assert_int_equal(root->sum.size, vd_node_sum(root->node).size);
    assert_int_equal(root->sum.live, vd_node_sum(root->node).live);
    assert_int_equal(root->sum.max_mod, vd_node_sum(root->node).max_mod);
    assert_int_equal(root->sum.purge_at, vd_node_sum(root->node).purge_at);
}
