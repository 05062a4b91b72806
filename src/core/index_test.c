/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key index against the model. Each random run prints its seed; VD_SEED=n repeats one.
 */
#include "core/index_model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct vd_epoch *epoch;
    struct vd_index *index;
    struct index_model model;
    uint64_t random;
};

static uint64_t roll(struct fixture *f, uint64_t n)
{
    return vd_hash_u64(++f->random * 0x9e3779b97f4a7c15ULL) % n;
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

/* Every key with every version, both ways of asking. */
static void check_contents(const struct vd_index_root *root, const struct index_model *model)
{
    assert_int_equal(vd_index_size(root), model->count);
    for (size_t i = 0; i < model->count; i++) {
        const struct index_model_key *key = &model->keys[i];
        struct vd_index_history history;
        const struct vd_version *version;
        struct vd_key *found;
        size_t n = 0;

        assert_true(vd_index_history_init(&history, root, index_model_slice(key),
                                          (struct vd_pos){0}, &found));
        assert_true(vd_slice_eq(vd_key_slice(found), index_model_slice(key)));
        while ((version = vd_index_history_next(&history)))
            assert_version(version, &key->versions[n++]);
        assert_int_equal(n, key->count);
    }
}

static struct vd_pos random_before(struct fixture *f, const struct index_model *model)
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
                      const struct index_model *model)
{
    uint8_t buf[KEY_BYTES];
    struct vd_slice key = random_key(f, buf);
    struct vd_pos before = random_before(f, model);
    struct vd_index_hit hit;
    bool equal, live = vd_index_get(root, key, before, &hit);
    size_t i = index_model_find(model, key, &equal);
    const struct vd_version *version = equal ? index_model_at(&model->keys[i], before) : NULL;

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
                         const struct index_model_key *const *live, size_t n)
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
                assert_true(at > 0 &&
                            vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[--at])));
            else if (rc == 0)
                assert_true(at < n &&
                            vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[at++])));
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
                        const struct index_model *model)
{
    uint8_t key_buf[KEY_BYTES], end_buf[KEY_BYTES];
    struct vd_slice key = random_key(f, key_buf), end = random_end(f, end_buf);
    struct vd_pos before = random_before(f, model);
    const struct index_model_key *live[KEYS_MAX];
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    size_t n = 0, at;
    int64_t max_mod = 0, since;

    for (size_t i = 0; i < model->count; i++) {
        const struct index_model_key *k = &model->keys[i];

        if (!index_is_inside(index_model_slice(k), key, end))
            continue;
        max_mod = VD_MAX(max_mod, k->versions[k->count - 1].revision);
        if (index_model_is_live(k, before))
            live[n++] = k;
    }
    assert_int_equal(vd_index_count(root, key, end, before), n);
    assert_int_equal(count_pieces(f, root, key, end, before), n);
    since = model->floor + (int64_t)roll(f, (uint64_t)(model->head - model->floor) + 2);
    assert_int_equal(vd_index_changed_since(root, key, end, since), max_mod > since);

    vd_index_iter_init(&iter, root, key, end, before);
    for (at = 0; vd_index_iter_next(&iter, &hit); at++) {
        assert_true(at < n);
        assert_true(vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[at])));
        assert_version(hit.version, index_model_at(live[at], before));
    }
    assert_int_equal(at, n);
    while (vd_index_iter_prev(&iter, &hit))
        assert_true(at > 0 && vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[--at])));
    assert_int_equal(at, 0);

    check_pieces(f, &iter, false, live, n);
    check_pieces(f, &iter, true, live, n);

    vd_index_iter_seek_last(&iter);
    for (at = n; vd_index_iter_prev(&iter, &hit);)
        assert_true(at > 0 && vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[--at])));
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
                int c = vd_slice_cmp(index_model_slice(live[at]), to);

                if (c > 0 || (c == 0 && !after))
                    break;
            }
        } else if (what % 2) {
            assert_int_equal(vd_index_iter_next(&iter, &hit), at < n);
            if (at < n)
                assert_true(vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[at++])));
        } else {
            assert_int_equal(vd_index_iter_prev(&iter, &hit), at > 0);
            if (at > 0)
                assert_true(vd_slice_eq(vd_key_slice(hit.key), index_model_slice(live[--at])));
        }
    }
}

static void check_history(struct fixture *f, const struct vd_index_root *root,
                          const struct index_model *model)
{
    struct vd_index_history history;
    const struct vd_version *version;
    const struct index_model_key *key;
    struct vd_pos from = {1 + (int64_t)roll(f, (uint64_t)model->head + 2), (uint32_t)roll(f, 2)};
    size_t n = 0;
    bool any;

    if (model->count == 0)
        return;
    key = &model->keys[roll(f, model->count)];
    while (n < key->count && vd_pos_cmp(vd_version_pos(&key->versions[n]), from) < 0)
        n++;
    any = vd_index_history_init(&history, root, index_model_slice(key), from, NULL);
    assert_int_equal(any, n < key->count);
    while ((version = vd_index_history_next(&history)))
        assert_version(version, &key->versions[n++]);
    assert_int_equal(n, key->count);
}

static void check_purgeable(struct fixture *f, const struct vd_index_root *root,
                            const struct index_model *model)
{
    int64_t floor = (int64_t)roll(f, (uint64_t)model->head + 2);
    struct vd_slice from = VD_SLICE_EMPTY;
    const struct vd_key *next;
    size_t i = 0;

    do {
        struct vd_key *found[5];
        size_t n = vd_index_purgeable(root, from, floor, 1 + roll(f, 60), found, 5, &next);

        for (size_t j = 0; j < n; j++) {
            while (i < model->count && !index_model_purgeable(&model->keys[i], floor))
                i++;
            assert_true(i < model->count);
            assert_true(vd_slice_eq(vd_key_slice(found[j]), index_model_slice(&model->keys[i++])));
        }
        if (next)
            from = vd_key_slice(next);
    } while (next);
    while (i < model->count)
        assert_int_equal(index_model_purgeable(&model->keys[i++], floor), 0);
}

static void check_all(struct fixture *f, const struct vd_index_root *root,
                      const struct index_model *model, unsigned rounds)
{
    index_check_tree(root);
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
static struct vd_version next_version(const struct index_model *model, struct vd_slice key,
                                      struct vd_pos pos, bool tombstone)
{
    struct vd_version version = {.revision = pos.revision, .sub = pos.sub};
    bool equal;
    size_t i = index_model_find(model, key, &equal);
    const struct vd_version *old =
        equal ? index_model_at(&model->keys[i], (struct vd_pos){0}) : NULL;

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
    index_model_put(&f->model, key, &version);
}

static void purge(struct fixture *f, size_t i, int64_t floor)
{
    struct index_model_key *key = &f->model.keys[i];
    size_t n = index_model_purgeable(key, floor);
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
        index_model_drop_oldest(&f->model, i, n);
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
    index_model_deinit(&f->model);
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
        struct index_model *old = calloc(SLOTS, sizeof(*old));
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
                index_model_deinit(&old[slot]);
                roots[slot] = NULL;
                vd_epoch_leave(f->epoch, slot);
            } else {
                vd_epoch_enter(f->epoch, slot);
                roots[slot] = published;
                index_model_copy(&old[slot], &f->model);
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
            index_model_deinit(&old[slot]);
            vd_epoch_leave(f->epoch, slot);
        }
        teardown(f);
        free(old);
        free(f);
    }
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
            index_check_tree(vd_index_working(f->index));
            check_contents(vd_index_working(f->index), &f->model);
        }
        index_model_put(&f->model, key, &version);
        if (roll(f, 3) == 0) {
            size_t at = roll(f, f->model.count);
            int64_t floor = f->model.head - (int64_t)roll(f, 20);
            struct vd_slice victim = index_model_slice(&f->model.keys[at]);

            for (long n = 0;; n++) {
                vd_alloc_fail_after(n);
                rc = vd_index_purge_key(f->index, victim, floor, &removed);
                vd_alloc_fail_after(-1);
                if (rc == 0)
                    break;
                assert_int_equal(rc, -ENOMEM);
                refused++;
                index_check_tree(vd_index_working(f->index));
                check_contents(vd_index_working(f->index), &f->model);
            }
            index_model_drop_oldest(&f->model, at,
                                    index_model_purgeable(&f->model.keys[at], floor));
        }
        index_check_tree(vd_index_working(f->index));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_operations_agree_with_the_model),
        cmocka_unit_test(failed_allocation_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
