/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key index against a sorted array that does everything the slow way. Each random run prints
 * its seed; VD_SEED=n repeats one.
 */
#include "core/index_node.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/epoch.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KEYS_MAX = 3000, KEY_BYTES = 32, SLOTS = 4 };

struct model_key {
    uint8_t bytes[KEY_BYTES];
    size_t len;
    struct vd_version *versions;
    size_t count;
};

struct model {
    struct model_key keys[KEYS_MAX]; /* in order; those without versions are not there */
    size_t count;
    int64_t head, floor;
};

struct fixture {
    struct vd_epoch *epoch;
    struct vd_index *index;
    struct model model;
    uint64_t random;
};

static uint64_t roll(struct fixture *f, uint64_t n)
{
    return vd_hash_u64(++f->random * 0x9e3779b97f4a7c15ULL) % n;
}

static struct vd_slice key_slice(const struct model_key *key)
{
    return vd_slice(key->bytes, key->len);
}

static size_t model_find(const struct model *model, struct vd_slice key, bool *out_equal)
{
    size_t i = 0;

    while (i < model->count && vd_slice_cmp(key_slice(&model->keys[i]), key) < 0)
        i++;
    *out_equal = i < model->count && vd_slice_eq(key_slice(&model->keys[i]), key);
    return i;
}

static void model_put(struct model *model, struct vd_slice key, const struct vd_version *version)
{
    bool equal;
    size_t i = model_find(model, key, &equal);
    struct model_key *at = &model->keys[i];

    if (!equal) {
        vd_assert(model->count < KEYS_MAX);
        memmove(at + 1, at, (model->count++ - i) * sizeof(*at));
        *at = (struct model_key){.len = key.len};
        if (key.len)
            memcpy(at->bytes, key.ptr, key.len);
    }
    at->versions = realloc(at->versions, (at->count + 1) * sizeof(*version));
    vd_assert(at->versions);
    at->versions[at->count++] = *version;
    model->head = version->revision;
}

static void model_drop_oldest(struct model *model, size_t i, size_t n)
{
    struct model_key *at = &model->keys[i];

    memmove(at->versions, at->versions + n, (at->count - n) * sizeof(*at->versions));
    at->count -= n;
    if (at->count == 0) {
        free(at->versions);
        memmove(at, at + 1, (--model->count - i) * sizeof(*at));
    }
}

/* What compaction means, said another way than the index says it: a version goes when no reader
 * at floor or above can see it. */
static size_t model_purgeable(const struct model_key *key, int64_t floor)
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

static void model_copy(struct model *to, const struct model *from)
{
    *to = *from;
    for (size_t i = 0; i < to->count; i++) {
        struct model_key *key = &to->keys[i];

        key->versions = malloc(key->count * sizeof(*key->versions));
        vd_assert(key->versions);
        memcpy(key->versions, from->keys[i].versions, key->count * sizeof(*key->versions));
    }
}

static void model_deinit(struct model *model)
{
    for (size_t i = 0; i < model->count; i++)
        free(model->keys[i].versions);
    model->count = 0;
}

static const struct vd_version *model_at(const struct model_key *key, struct vd_pos before)
{
    const struct vd_version *found = NULL;

    for (size_t i = 0; i < key->count; i++)
        if (before.revision == 0 || vd_pos_cmp(vd_version_pos(&key->versions[i]), before) < 0)
            found = &key->versions[i];
    return found;
}

static bool model_is_live(const struct model_key *key, struct vd_pos before)
{
    const struct vd_version *version = model_at(key, before);

    return version && version->version != 0;
}

static bool is_inside(struct vd_slice at, struct vd_slice key, struct vd_slice end)
{
    if (end.len == 0)
        return vd_slice_eq(at, key);
    if (vd_slice_cmp(at, key) < 0)
        return false;
    return (end.len == 1 && end.ptr[0] == 0) || vd_slice_cmp(at, end) < 0;
}

static void assert_version(const struct vd_version *a, const struct vd_version *b)
{
    assert_int_equal(a->revision, b->revision);
    assert_int_equal(a->sub, b->sub);
    assert_int_equal(a->create_revision, b->create_revision);
    assert_int_equal(a->version, b->version);
    assert_int_equal(a->lease, b->lease);
    assert_int_equal(a->value_len, b->value_len);
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

static void check_tree(const struct vd_index_root *root)
{
    const struct vd_key *last = NULL;

    check_node(root->node, &last, NULL, true);
    assert_int_equal(root->sum.size, vd_node_sum(root->node).size);
    assert_int_equal(root->sum.live, vd_node_sum(root->node).live);
    assert_int_equal(root->sum.max_mod, vd_node_sum(root->node).max_mod);
    assert_int_equal(root->sum.purge_at, vd_node_sum(root->node).purge_at);
}

/* Every key with every version, both ways of asking. */
static void check_contents(const struct vd_index_root *root, const struct model *model)
{
    assert_int_equal(vd_index_size(root), model->count);
    for (size_t i = 0; i < model->count; i++) {
        const struct model_key *key = &model->keys[i];
        struct vd_index_history history;
        const struct vd_version *version;
        struct vd_key *found;
        size_t n = 0;

        assert_true(
            vd_index_history_init(&history, root, key_slice(key), (struct vd_pos){0}, &found));
        assert_true(vd_slice_eq(vd_key_slice(found), key_slice(key)));
        while ((version = vd_index_history_next(&history)))
            assert_version(version, &key->versions[n++]);
        assert_int_equal(n, key->count);
    }
}

static struct vd_pos random_before(struct fixture *f, const struct model *model)
{
    if (roll(f, 4) == 0)
        return (struct vd_pos){0, 0};
    return (struct vd_pos){1 + (int64_t)roll(f, (uint64_t)model->head + 2), (uint32_t)roll(f, 3)};
}

/*
 * Keys that share prefixes, are prefixes of each other, hold zero bytes, differ late, or not
 * until after the four bytes of a head.
 */
static struct vd_slice random_key(struct fixture *f, uint8_t *buf)
{
    static const char *const stems[] = {"", "/registry/pods/", "/registry/pods/default/", "a",
                                        "\xff"};
    const char *stem = stems[roll(f, VD_COUNT(stems))];
    size_t len = strlen(stem);

    if (len > 0)
        memcpy(buf, stem, len);
    if (len <= 1 && roll(f, 3) == 0) {
        size_t n = roll(f, 4);

        for (size_t i = 0; i < n; i++)
            buf[len++] = (uint8_t) "\0\1ab\xff"[roll(f, 5)];
        return vd_slice(buf, len);
    }
    if (len <= 1) {
        memcpy(buf + len, "zzzzzz", 6);
        len += roll(f, 7);
    }
    buf[len++] = (uint8_t)('a' + roll(f, 3));
    if (roll(f, 8))
        buf[len] = (uint8_t)('a' + roll(f, 26)), len++;
    return vd_slice(buf, len);
}

static struct vd_slice random_end(struct fixture *f, uint8_t *buf)
{
    switch (roll(f, 4)) {
    case 0:
        return VD_SLICE_EMPTY;
    case 1:
        return VD_SLICE("\0");
    default:
        return random_key(f, buf);
    }
}

static void check_get(struct fixture *f, const struct vd_index_root *root,
                      const struct model *model)
{
    uint8_t buf[KEY_BYTES];
    struct vd_slice key = random_key(f, buf);
    struct vd_pos before = random_before(f, model);
    struct vd_index_hit hit;
    bool equal, live = vd_index_get(root, key, before, &hit);
    size_t i = model_find(model, key, &equal);
    const struct vd_version *version = equal ? model_at(&model->keys[i], before) : NULL;

    assert_int_equal(hit.key != NULL, equal);
    assert_int_equal(hit.version != NULL, version != NULL);
    assert_int_equal(live, version && version->version);
    if (!version)
        return;
    assert_version(hit.version, version);
    if (version == model->keys[i].versions) {
        assert_null(hit.older);
        assert_int_equal(vd_index_hit_prev(&hit).revision, 0);
    } else {
        assert_version(hit.older, version - 1);
        assert_int_equal(vd_index_hit_prev(&hit).revision,
                         version[-1].version ? version[-1].revision : 0);
    }
}

/* Counted in pieces of a few rows. */
static int64_t count_pieces(struct fixture *f, const struct vd_index_root *root,
                            struct vd_slice key, struct vd_slice end, struct vd_pos before)
{
    const struct vd_key *next = NULL;
    int64_t count = 0;

    do {
        size_t given = 1 + roll(f, 5), rows = given;

        count +=
            vd_index_count_some(root, next ? vd_key_slice(next) : key, end, before, &rows, &next);
        assert_true(rows <= given && (!next || rows == 0));
    } while (next);
    return count;
}

/* In pieces of a few rows, each with an iterator of its own that goes on where the last one
 * stopped, at a key that is there or at one that is not. */
static void check_pieces(struct fixture *f, struct vd_index_iter *iter, bool backward,
                         const struct model_key *const *live, size_t n)
{
    size_t at = backward ? n : 0;
    struct vd_index_hit hit;
    int rc = 0;

    vd_index_iter_seek(iter, iter->key);
    if (backward)
        vd_index_iter_seek_last(iter);
    while (rc != VD_END) {
        size_t rows = 1 + roll(f, 5);

        for (rc = 0; rc == 0 && rows > 0;) {
            rc = vd_index_iter_step(iter, backward, &rows, &hit);
            assert_true(rc == 0 || rc == VD_END || (rc == VD_AGAIN && rows == 0));
            if (rc == 0 && backward)
                assert_true(at > 0 && vd_slice_eq(vd_key_slice(hit.key), key_slice(live[--at])));
            else if (rc == 0)
                assert_true(at < n && vd_slice_eq(vd_key_slice(hit.key), key_slice(live[at++])));
        }
        if (rc == VD_END)
            break;
        if (backward)
            vd_index_iter_seek(iter, vd_index_iter_passed(iter, true));
        else
            vd_index_iter_seek_after(iter, vd_index_iter_passed(iter, false));
    }
    assert_int_equal(at, backward ? 0 : n);
}

static void check_range(struct fixture *f, const struct vd_index_root *root,
                        const struct model *model)
{
    uint8_t key_buf[KEY_BYTES], end_buf[KEY_BYTES];
    struct vd_slice key = random_key(f, key_buf), end = random_end(f, end_buf);
    struct vd_pos before = random_before(f, model);
    const struct model_key *live[KEYS_MAX];
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    size_t n = 0, at;
    int64_t max_mod = 0, since;

    for (size_t i = 0; i < model->count; i++) {
        const struct model_key *k = &model->keys[i];

        if (!is_inside(key_slice(k), key, end))
            continue;
        max_mod = VD_MAX(max_mod, k->versions[k->count - 1].revision);
        if (model_is_live(k, before))
            live[n++] = k;
    }
    assert_int_equal(vd_index_count(root, key, end, before), n);
    assert_int_equal(count_pieces(f, root, key, end, before), n);
    since = model->floor + (int64_t)roll(f, (uint64_t)(model->head - model->floor) + 2);
    assert_int_equal(vd_index_changed_since(root, key, end, since), max_mod > since);

    vd_index_iter_init(&iter, root, key, end, before);
    for (at = 0; vd_index_iter_next(&iter, &hit); at++) {
        assert_true(at < n);
        assert_true(vd_slice_eq(vd_key_slice(hit.key), key_slice(live[at])));
        assert_version(hit.version, model_at(live[at], before));
    }
    assert_int_equal(at, n);
    while (vd_index_iter_prev(&iter, &hit))
        assert_true(at > 0 && vd_slice_eq(vd_key_slice(hit.key), key_slice(live[--at])));
    assert_int_equal(at, 0);

    check_pieces(f, &iter, false, live, n);
    check_pieces(f, &iter, true, live, n);

    vd_index_iter_seek_last(&iter);
    for (at = n; vd_index_iter_prev(&iter, &hit);)
        assert_true(at > 0 && vd_slice_eq(vd_key_slice(hit.key), key_slice(live[--at])));
    assert_int_equal(at, 0);

    for (unsigned turn = 0; turn < 20; turn++) {
        uint64_t what = roll(f, 12);

        if (what == 0) {
            uint8_t buf[KEY_BYTES];
            struct vd_slice to = random_key(f, buf);
            bool after = roll(f, 2);

            if (after)
                vd_index_iter_seek_after(&iter, to);
            else
                vd_index_iter_seek(&iter, to);
            for (at = 0; at < n; at++) {
                int c = vd_slice_cmp(key_slice(live[at]), to);

                if (c > 0 || (c == 0 && !after))
                    break;
            }
        } else if (what % 2) {
            assert_int_equal(vd_index_iter_next(&iter, &hit), at < n);
            if (at < n)
                assert_true(vd_slice_eq(vd_key_slice(hit.key), key_slice(live[at++])));
        } else {
            assert_int_equal(vd_index_iter_prev(&iter, &hit), at > 0);
            if (at > 0)
                assert_true(vd_slice_eq(vd_key_slice(hit.key), key_slice(live[--at])));
        }
    }
}

static void check_history(struct fixture *f, const struct vd_index_root *root,
                          const struct model *model)
{
    struct vd_index_history history;
    const struct vd_version *version;
    const struct model_key *key;
    struct vd_pos from = {1 + (int64_t)roll(f, (uint64_t)model->head + 2), (uint32_t)roll(f, 2)};
    size_t n = 0;
    bool any;

    if (model->count == 0)
        return;
    key = &model->keys[roll(f, model->count)];
    while (n < key->count && vd_pos_cmp(vd_version_pos(&key->versions[n]), from) < 0)
        n++;
    any = vd_index_history_init(&history, root, key_slice(key), from, NULL);
    assert_int_equal(any, n < key->count);
    while ((version = vd_index_history_next(&history)))
        assert_version(version, &key->versions[n++]);
    assert_int_equal(n, key->count);
}

static void check_purgeable(struct fixture *f, const struct vd_index_root *root,
                            const struct model *model)
{
    int64_t floor = (int64_t)roll(f, (uint64_t)model->head + 2);
    struct vd_slice from = VD_SLICE_EMPTY;
    const struct vd_key *next;
    size_t i = 0;

    do {
        struct vd_key *found[5];
        size_t n = vd_index_purgeable(root, from, floor, 1 + roll(f, 60), found, 5, &next);

        for (size_t j = 0; j < n; j++) {
            while (i < model->count && !model_purgeable(&model->keys[i], floor))
                i++;
            assert_true(i < model->count);
            assert_true(vd_slice_eq(vd_key_slice(found[j]), key_slice(&model->keys[i++])));
        }
        if (next)
            from = vd_key_slice(next);
    } while (next);
    while (i < model->count)
        assert_int_equal(model_purgeable(&model->keys[i++], floor), 0);
}

static void check_all(struct fixture *f, const struct vd_index_root *root,
                      const struct model *model, unsigned rounds)
{
    check_tree(root);
    check_contents(root, model);
    for (unsigned i = 0; i < rounds; i++) {
        for (unsigned j = 0; j < 8; j++)
            check_get(f, root, model);
        check_range(f, root, model);
        check_history(f, root, model);
        check_purgeable(f, root, model);
    }
}

/* The version that a put or delete at a position makes. */
static struct vd_version next_version(const struct model *model, struct vd_slice key,
                                      struct vd_pos pos, bool tombstone)
{
    struct vd_version version = {.revision = pos.revision, .sub = pos.sub};
    bool equal;
    size_t i = model_find(model, key, &equal);
    const struct vd_version *old = equal ? model_at(&model->keys[i], (struct vd_pos){0}) : NULL;

    if (tombstone)
        return version;
    version.create_revision = old && old->version ? old->create_revision : pos.revision;
    version.version = old && old->version ? old->version + 1 : 1;
    version.lease = pos.revision % 7;
    version.value_len = (uint32_t)pos.revision * 3;
    return version;
}

static void put(struct fixture *f, struct vd_slice key, struct vd_pos pos, bool tombstone)
{
    struct vd_version version = next_version(&f->model, key, pos, tombstone);
    struct vd_key *out_key = NULL;

    assert_int_equal(vd_index_put(f->index, key, &version, &out_key), 0);
    assert_true(vd_slice_eq(vd_key_slice(out_key), key));
    model_put(&f->model, key, &version);
}

static void purge(struct fixture *f, size_t i, int64_t floor)
{
    struct model_key *key = &f->model.keys[i];
    size_t n = model_purgeable(key, floor);
    bool gone = n == key->count;
    uint8_t buf[KEY_BYTES];
    struct vd_slice bytes = vd_slice(buf, key->len);
    struct vd_key *removed;

    memcpy(buf, key->bytes, key->len);
    assert_int_equal(vd_index_purge_key(f->index, bytes, floor, &removed), 0);
    assert_int_equal(removed != NULL, gone);
    if (gone)
        assert_true(vd_slice_eq(vd_key_slice(removed), bytes));
    if (n)
        model_drop_oldest(&f->model, i, n);
}

static void compact(struct fixture *f, int64_t floor)
{
    for (size_t i = f->model.count; i-- > 0;)
        purge(f, i, floor);
    f->model.floor = floor;
}

/* Puts of a transaction that fails: taken back, nothing is left of them. */
static void put_and_undo(struct fixture *f)
{
    uint8_t bufs[20][KEY_BYTES];
    struct vd_slice keys[20];
    size_t n = 1 + roll(f, 20);

    for (size_t i = 0; i < n; i++) {
        struct vd_version version;

        keys[i] = random_key(f, bufs[i]);
        version = next_version(&f->model, keys[i], (struct vd_pos){f->model.head + 1, (uint32_t)i},
                               roll(f, 3) == 0);
        assert_int_equal(vd_index_put(f->index, keys[i], &version, NULL), 0);
    }
    vd_alloc_fail_after(0);
    while (n-- > 0)
        vd_index_undo(f->index, keys[n]);
    vd_alloc_fail_after(-1);
}

static void setup(struct fixture *f, uint64_t seed)
{
    *f = (struct fixture){.random = seed * 1000003};
    f->epoch = vd_epoch_new(SLOTS);
    assert_non_null(f->epoch);
    f->index = vd_index_new(f->epoch);
    assert_non_null(f->index);
    f->model.head = 1;
}

static void teardown(struct fixture *f)
{
    vd_index_free(f->index);
    while (vd_epoch_collect(f->epoch, SIZE_MAX))
        continue;
    assert_int_equal(vd_epoch_pending(f->epoch), 0);
    vd_epoch_free(f->epoch);
    model_deinit(&f->model);
}

static void random_batch(struct fixture *f, unsigned bias)
{
    unsigned ops = 1 + (unsigned)roll(f, 40);

    assert_int_equal(vd_index_begin(f->index), 0);
    for (unsigned i = 0; i < ops; i++) {
        struct vd_pos pos = {f->model.head + 1, 0};
        uint8_t buf[KEY_BYTES];
        uint64_t what = roll(f, 100);

        if (what < 4) {
            put_and_undo(f);
        } else if (what < 6) {
            compact(f, f->model.floor +
                           (int64_t)roll(f, (uint64_t)(f->model.head - f->model.floor) + 1));
        } else if (what < 12 && f->model.count > 0) {
            purge(f, roll(f, f->model.count), f->model.floor);
        } else {
            unsigned subs = 1 + (unsigned)roll(f, 3);
            struct vd_slice last = VD_SLICE_EMPTY;
            uint8_t last_buf[KEY_BYTES];

            for (unsigned s = 0; s < subs; s++, pos.sub++) {
                struct vd_slice key = random_key(f, buf);

                if (s > 0 && roll(f, 4) == 0)
                    key = last; /* the same key twice in a revision */
                put(f, key, pos, roll(f, 100) < bias);
                memcpy(last_buf, key.ptr, key.len);
                last = vd_slice(last_buf, key.len);
            }
        }
    }
}

static void random_operations_agree_with_the_model(void **state)
{
    const char *env = getenv("VD_SEED");
    uint64_t seed = env ? strtoull(env, NULL, 10) : (uint64_t)(uintptr_t)&env >> 4 & 0xffffff;

    print_message("VD_SEED=%llu\n", (unsigned long long)seed);
    for (unsigned run = 0; run < 4; run++) {
        struct fixture *f = malloc(sizeof(*f));
        struct model *old = calloc(SLOTS, sizeof(*old));
        const struct vd_index_root *roots[SLOTS] = {0};
        const struct vd_index_root *published = NULL;

        assert_non_null(f);
        assert_non_null(old);
        setup(f, seed + run);
        published = vd_index_publish(f->index);
        for (unsigned round = 0; round < 120; round++) {
            unsigned slot = (unsigned)roll(f, SLOTS);
            /* Grow, and then shrink to nothing and grow again. */
            unsigned bias = round % 60 < 45 ? 25 : 97;

            /* A slot keeps an old root across batches, with the model of its time. */
            if (roots[slot]) {
                check_all(f, roots[slot], &old[slot], 2);
                model_deinit(&old[slot]);
                roots[slot] = NULL;
                vd_epoch_leave(f->epoch, slot);
            } else {
                vd_epoch_enter(f->epoch, slot);
                roots[slot] = published;
                model_copy(&old[slot], &f->model);
            }
            random_batch(f, bias);
            if (round % 60 == 59)
                compact(f, f->model.head);
            check_all(f, vd_index_working(f->index), &f->model, 3);
            published = vd_index_publish(f->index);
            vd_index_reclaim(f->index);
            vd_epoch_collect(f->epoch, roll(f, 200));
            check_all(f, published, &f->model, 2);
        }
        for (unsigned slot = 0; slot < SLOTS; slot++) {
            if (!roots[slot])
                continue;
            check_all(f, roots[slot], &old[slot], 2);
            model_deinit(&old[slot]);
            vd_epoch_leave(f->epoch, slot);
        }
        teardown(f);
        free(old);
        free(f);
    }
}

static struct vd_slice numbered(char *buf, unsigned n)
{
    int len = snprintf(buf, 32, "/keys/%08u", n);

    return vd_slice(buf, (size_t)len);
}

/* Large enough for three levels; forth, back and at random. */
static void keys_in_any_order_are_found_in_order(void **state)
{
    for (unsigned way = 0; way < 3; way++) {
        enum { N = 20000 };
        struct vd_epoch *epoch = vd_epoch_new(1);
        struct vd_index *index = vd_index_new(epoch);
        struct vd_index_iter iter;
        struct vd_index_hit hit;
        struct vd_key *removed;
        unsigned i;
        char buf[32];

        assert_non_null(index);
        assert_int_equal(vd_index_begin(index), 0);
        for (i = 0; i < N; i++) {
            unsigned n = way == 0 ? i : way == 1 ? N - 1 - i : (i * 7919u) % N;
            struct vd_version version = {.revision = 2 + i, .create_revision = 2 + i, .version = 1};

            assert_int_equal(vd_index_put(index, numbered(buf, n), &version, NULL), 0);
        }
        check_tree(vd_index_working(index));
        assert_true(vd_index_working(index)->node->level >= 2);
        vd_index_iter_init(&iter, vd_index_publish(index), VD_SLICE(""), VD_SLICE("\0"),
                           (struct vd_pos){0});
        vd_index_reclaim(index);
        for (i = 0; vd_index_iter_next(&iter, &hit); i++)
            assert_true(vd_slice_eq(vd_key_slice(hit.key), numbered(buf, i)));
        assert_int_equal(i, N);

        /* And away again, in batches, in the other order. */
        for (i = 0; i < N; i++) {
            struct vd_version gone = {.revision = 2 + N + i};
            struct vd_slice key = numbered(buf, (i * 4099u) % N);

            assert_int_equal(vd_index_begin(index), 0);
            assert_int_equal(vd_index_put(index, key, &gone, NULL), 0);
            assert_int_equal(vd_index_purge_key(index, key, gone.revision, &removed), 0);
            assert_null(removed); /* a tombstone exactly at the floor stays */
            assert_int_equal(vd_index_purge_key(index, key, gone.revision + 1, &removed), 0);
            assert_non_null(removed);
            if (i % 100 == 0 || i > N - 100) {
                check_tree(vd_index_working(index));
                vd_index_publish(index);
                vd_index_reclaim(index);
                vd_epoch_collect(epoch, SIZE_MAX);
            }
        }
        assert_int_equal(vd_index_size(vd_index_publish(index)), 0);
        assert_int_equal(vd_index_head(vd_index_publish(index)), 0);
        vd_index_reclaim(index);
        vd_index_free(index);
        vd_epoch_free(epoch);
    }
}

static void ordered_keys_fill_their_leaves(void **state)
{
    struct vd_epoch *epoch = vd_epoch_new(1);
    struct vd_index *index = vd_index_new(epoch);
    const struct vd_index_node *node;
    char buf[32];

    assert_non_null(index);
    assert_int_equal(vd_index_begin(index), 0);
    for (unsigned i = 0; i < 10 * VD_LEAF_MAX; i++) {
        struct vd_version version = {.revision = 2 + i, .create_revision = 2 + i, .version = 1};

        assert_int_equal(vd_index_put(index, numbered(buf, i), &version, NULL), 0);
    }
    node = vd_index_working(index)->node;
    assert_int_equal(node->level, 1);
    assert_int_equal(node->count, 10);
    vd_index_free(index);
    vd_epoch_free(epoch);
}

/* Each allocation of each operation fails in turn; nothing changes until one goes through. */
static void failed_allocation_changes_nothing(void **state)
{
    struct fixture *f = malloc(sizeof(*f));
    struct vd_key *removed;
    unsigned refused = 0;

    assert_non_null(f);
    for (long n = 0;; n++) {
        struct vd_index *index;

        vd_alloc_fail_after(n);
        index = vd_index_new(NULL);
        vd_alloc_fail_after(-1);
        if (index) {
            vd_index_free(index);
            break;
        }
        refused++;
    }
    assert_true(refused >= 3);

    setup(f, 7);
    for (unsigned i = 0; i < 500; i++) {
        struct vd_pos pos = {f->model.head + 1, 0};
        uint8_t buf[KEY_BYTES];
        struct vd_slice key = random_key(f, buf);
        struct vd_version version = next_version(&f->model, key, pos, roll(f, 4) == 0);
        int rc;

        for (long n = 0;; n++) {
            vd_alloc_fail_after(n);
            rc = vd_index_begin(f->index);
            if (!rc)
                rc = vd_index_put(f->index, key, &version, NULL);
            vd_alloc_fail_after(-1);
            if (rc == 0)
                break;
            assert_int_equal(rc, -ENOMEM);
            refused++;
            check_tree(vd_index_working(f->index));
            check_contents(vd_index_working(f->index), &f->model);
        }
        model_put(&f->model, key, &version);
        if (roll(f, 3) == 0) {
            size_t at = roll(f, f->model.count);
            int64_t floor = f->model.head - (int64_t)roll(f, 20);
            struct vd_slice victim = key_slice(&f->model.keys[at]);

            for (long n = 0;; n++) {
                vd_alloc_fail_after(n);
                rc = vd_index_purge_key(f->index, victim, floor, &removed);
                vd_alloc_fail_after(-1);
                if (rc == 0)
                    break;
                assert_int_equal(rc, -ENOMEM);
                refused++;
                check_tree(vd_index_working(f->index));
                check_contents(vd_index_working(f->index), &f->model);
            }
            model_drop_oldest(&f->model, at, model_purgeable(&f->model.keys[at], floor));
        }
        check_tree(vd_index_working(f->index));
        check_contents(vd_index_working(f->index), &f->model);
        if (roll(f, 3) == 0) {
            vd_index_publish(f->index);
            vd_index_reclaim(f->index);
            vd_epoch_collect(f->epoch, SIZE_MAX);
        }
    }
    assert_true(refused > 500);
    teardown(f);
    free(f);
}

/*
 * Readers beside a writer. Each revision changes the two keys of a pair, so a reader that ever
 * saw half of a batch, or memory that was freed, would find a pair that differs.
 */
enum { PAIRS = 300, READERS = 3, BATCHES = 600 };

static struct {
    struct vd_epoch *epoch;
    _Atomic(const struct vd_index_root *) root;
    _Atomic bool stop;
    _Atomic uint64_t rows;
} shared;

static void *read_pairs(void *arg)
{
    unsigned slot = (unsigned)(uintptr_t)arg;

    for (unsigned turn = 0; !atomic_load(&shared.stop); turn++) {
        const struct vd_index_root *root;
        struct vd_index_iter iter;
        struct vd_index_hit a, b;
        struct vd_pos before = {0};
        uint64_t rows = 0;

        vd_epoch_enter(shared.epoch, slot);
        root = atomic_load(&shared.root);
        if (turn % 2 && vd_index_head(root) > 40)
            before.revision = vd_index_head(root) - 20;
        vd_index_iter_init(&iter, root, VD_SLICE("p"), VD_SLICE("\0"), before);
        while (vd_index_iter_next(&iter, &a)) {
            vd_assert(vd_index_iter_next(&iter, &b));
            vd_assert(a.version->revision == b.version->revision);
            vd_assert(a.version->version == b.version->version);
            rows += 2;
        }
        vd_assert(vd_index_count(root, VD_SLICE("p"), VD_SLICE("\0"), before) % 2 == 0);
        vd_epoch_leave(shared.epoch, slot);
        atomic_fetch_add(&shared.rows, rows);
    }
    return NULL;
}

static void readers_see_whole_batches_only(void **state)
{
    struct fixture f = {.random = 99};
    struct vd_index *index;
    pthread_t threads[READERS];
    int64_t revision = 1;

    shared.epoch = vd_epoch_new(READERS);
    index = vd_index_new(shared.epoch);
    assert_non_null(index);
    atomic_store(&shared.root, vd_index_publish(index));
    for (uintptr_t i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_pairs, (void *)i), 0);
    for (unsigned batch = 0; batch < BATCHES || atomic_load(&shared.rows) < 5000; batch++) {
        assert_int_equal(vd_index_begin(index), 0);
        for (unsigned i = 0; i < 20; i++) {
            unsigned pair = (unsigned)roll(&f, PAIRS);
            bool tombstone = roll(&f, 3) == 0;
            struct vd_key *removed;

            revision++;
            for (unsigned side = 0; side < 2; side++) {
                struct vd_version version = {.revision = revision, .sub = side};
                char buf[32];
                struct vd_slice key;

                snprintf(buf, sizeof(buf), "pair-%04u-%u", pair, side);
                key = vd_slice_str(buf);
                version.version = tombstone ? 0 : revision;
                version.create_revision = version.version;
                assert_int_equal(vd_index_put(index, key, &version, NULL), 0);
                assert_int_equal(vd_index_purge_key(index, key, revision - 30, &removed), 0);
            }
        }
        atomic_store(&shared.root, vd_index_publish(index));
        vd_index_reclaim(index);
        vd_epoch_collect(shared.epoch, 100);
    }
    atomic_store(&shared.stop, true);
    for (unsigned i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    check_tree(atomic_load(&shared.root));
    vd_index_free(index);
    vd_epoch_free(shared.epoch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_operations_agree_with_the_model),
        cmocka_unit_test(keys_in_any_order_are_found_in_order),
        cmocka_unit_test(ordered_keys_fill_their_leaves),
        cmocka_unit_test(failed_allocation_changes_nothing),
        cmocka_unit_test(readers_see_whole_batches_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
