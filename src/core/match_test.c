/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match.h"

#include "base/alloc.h"
#include "core/match_tree.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct watch {
    struct vd_slice key, end; /* as asked for */
    bool is_in;
    unsigned seen;
    struct vd_term terms[2];
    struct vd_match_terms wanted;
    struct vd_match_entry entry;
};

static uint64_t rng = 1;

static unsigned below(unsigned n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return (unsigned)(rng >> 11) % n;
}

static void seed_from(unsigned seed)
{
    rng = seed * 0x9e3779b97f4a7c15ULL + 1;
}

static struct watch *watch_new(struct vd_slice key, struct vd_slice end, unsigned term_count)
{
    struct vd_match_range range;
    struct watch *watch;

    if (vd_match_range(key, end, &range))
        return NULL;
    watch = calloc(1, sizeof(*watch) + vd_match_entry_bytes(&range));
    watch->key = key;
    watch->end = end;
    watch->wanted.terms = watch->terms;
    watch->wanted.count = term_count;
    vd_match_entry_init(&watch->entry, &range, term_count ? &watch->wanted : NULL);
    return watch;
}

/* As the protocol says it, with nothing clever. */
static bool holds(const struct watch *watch, struct vd_slice key)
{
    if (!watch->end.len)
        return vd_slice_eq(watch->key, key);
    if (vd_slice_cmp(key, watch->key) < 0)
        return false;
    return vd_slice_eq(watch->end, vd_slice("", 1)) || vd_slice_cmp(key, watch->end) < 0;
}

static int no_attributes(void *arg, const struct vd_extractor *extractor,
                         struct vd_match_attributes *out)
{
    fail();
    return 0;
}

static const struct vd_match_probe no_probe = {no_attributes, NULL};

static size_t look_up(struct vd_match *match, struct vd_slice key,
                      const struct vd_match_probe *probe)
{
    struct vd_match_entry *const *hits;
    size_t count;

    assert_int_equal(vd_match_lookup(match, key, probe, &hits, &count), 0);
    for (size_t i = 0; i < count; i++)
        vd_container_of(hits[i], struct watch, entry)->seen++;
    return count;
}

/* A key of few letters, so that keys meet: nested, equal, with 0 and 0xff at the borders. */
static struct vd_slice some_key(struct vd_arena *arena, unsigned least)
{
    static const uint8_t letters[] = {0, 'a', 'b', '/', 0xfe, 0xff};
    unsigned len = least + below(below(4) ? 6 : 40);
    uint8_t *bytes = vd_arena_alloc(arena, len + 1);
    bool is_long = len > 8;

    for (unsigned i = 0; i < len; i++)
        bytes[i] = is_long && i < len - 3 ? 'x' : letters[below(sizeof(letters))];
    return vd_slice(bytes, len);
}

static struct vd_slice prefix_end(struct vd_arena *arena, struct vd_slice key)
{
    uint8_t *bytes = vd_arena_alloc(arena, key.len + 1);
    size_t n = key.len;

    memcpy(bytes, key.ptr, key.len);
    while (n && bytes[n - 1] == 0xff)
        n--;
    if (!n)
        return vd_slice("", 1);
    bytes[n - 1]++;
    return vd_slice(bytes, n);
}

static struct watch *some_watch(struct vd_arena *arena)
{
    struct vd_slice key = some_key(arena, 1);

    switch (below(8)) {
    case 0:
    case 1:
        return watch_new(key, VD_SLICE_EMPTY, 0);
    case 2:
    case 3:
        return watch_new(key, prefix_end(arena, key), 0);
    case 4:
        return watch_new(key, vd_slice("", 1), 0);
    default:
        return watch_new(key, some_key(arena, 1), 0);
    }
}

static void compare_with_scan(struct vd_match *match, struct watch **watches, size_t count,
                              struct vd_slice key)
{
    size_t expected = 0;

    for (size_t i = 0; i < count; i++)
        watches[i]->seen = 0;
    look_up(match, key, &no_probe);
    for (size_t i = 0; i < count; i++) {
        bool hit = watches[i]->is_in && holds(watches[i], key);

        assert_int_equal(watches[i]->seen, hit);
        expected += hit;
    }
    assert_true(expected <= count);
}

static void random_ranges_match_as_a_naive_scan_says(void **state)
{
    enum { WATCHES = 600, STEPS = 6000 };
    struct watch *watches[WATCHES];
    unsigned hits = 0;

    for (unsigned seed = 1; seed <= 6; seed++) {
        struct vd_match *match = vd_match_new();
        struct vd_arena arena;
        size_t in = 0;

        print_message("seed %u\n", seed);
        seed_from(seed);
        vd_arena_init(&arena, 64 << 20);
        for (size_t i = 0; i < WATCHES; i++)
            while (!(watches[i] = some_watch(&arena)))
                ;
        for (unsigned step = 0; step < STEPS; step++) {
            struct watch *watch = watches[below(WATCHES)];

            /* Grows for a while, then shrinks, to nothing at the end. */
            if (!watch->is_in && below(STEPS) > step) {
                assert_int_equal(vd_match_insert(match, &watch->entry), 0);
                watch->is_in = true;
                in++;
            } else if (watch->is_in && below(STEPS) <= step + STEPS / 8) {
                vd_match_remove(match, &watch->entry);
                watch->is_in = false;
                in--;
            }
            assert_int_equal(vd_match_count(match), in);
            if (step % 4 == 0) {
                compare_with_scan(match, watches, WATCHES, some_key(&arena, 1));
                compare_with_scan(match, watches, WATCHES, watch->key);
                hits += watch->seen;
            }
        }
        for (size_t i = 0; i < WATCHES; i++) {
            if (watches[i]->is_in)
                vd_match_remove(match, &watches[i]->entry);
            free(watches[i]);
        }
        vd_match_free(match);
        vd_arena_deinit(&arena);
    }
    assert_true(hits > 1000);
}

static void the_tree_stays_sound_under_every_order_of_changes(void **state)
{
    enum { COUNT = 3000 };
    static struct watch *watches[COUNT];

    for (unsigned order = 0; order < 4; order++) {
        struct vd_match_tree tree = {0};
        struct vd_arena arena;

        seed_from(order + 77);
        vd_arena_init(&arena, 64 << 20);
        for (unsigned i = 0; i < COUNT; i++) {
            char *text = vd_arena_alloc(&arena, 64);
            int n = snprintf(text, 64, "/a/rather/long/common/beginning/%06u", i * 10);
            char *end = vd_arena_alloc(&arena, 64);
            int m = snprintf(end, 64, "/a/rather/long/common/beginning/%06u",
                             i * 10 + 1 + below(i % 50 ? 8 : 10000));

            if (i % 97 == 0)
                m = snprintf(end, 64, "/b");
            watches[i] = watch_new(vd_slice(text, (size_t)n), vd_slice(end, (size_t)m), 0);
        }
        if (order >= 2)
            for (unsigned i = COUNT - 1; i > 0; i--) {
                unsigned k = below(i + 1);
                struct watch *w = watches[i];

                watches[i] = watches[k];
                watches[k] = w;
            }
        for (unsigned i = 0; i < COUNT; i++) {
            assert_int_equal(
                vd_match_tree_insert(&tree, &watches[order == 1 ? COUNT - 1 - i : i]->entry), 0);
            if (i % 100 == 0)
                assert_true(vd_match_tree_is_sound(&tree));
        }
        for (unsigned i = 0; i < COUNT; i++) {
            struct watch *watch = watches[order == 3 ? COUNT - 1 - i : i];
            struct vd_match_range range = vd_match_entry_range(&watch->entry);

            assert_ptr_equal(vd_match_tree_find(&tree, &range), &watch->entry);
            vd_match_tree_remove(&tree, &watch->entry);
            assert_null(vd_match_tree_find(&tree, &range));
            if (i % 100 == 0)
                assert_true(vd_match_tree_is_sound(&tree));
            free(watch);
        }
        assert_null(tree.root);
        vd_arena_deinit(&arena);
    }
}

static enum vd_match_kind kind_of(struct vd_slice key, struct vd_slice end)
{
    struct vd_match_range range;

    assert_int_equal(vd_match_range(key, end, &range), 0);
    return range.kind;
}

static void ranges_are_put_into_their_shortest_words(void **state)
{
    static uint8_t big[400];
    struct vd_match_range range;

    assert_int_equal(kind_of(VD_SLICE("a"), VD_SLICE("")), VD_MATCH_KEY);
    assert_int_equal(kind_of(VD_SLICE("a"), VD_SLICE("a\0")), VD_MATCH_KEY);
    assert_int_equal(kind_of(VD_SLICE("a"), VD_SLICE("b")), VD_MATCH_PREFIX);
    assert_int_equal(kind_of(VD_SLICE("a\xff\xff"), VD_SLICE("b")), VD_MATCH_PREFIX);
    assert_int_equal(kind_of(VD_SLICE("\xff\xff"), VD_SLICE("\0")), VD_MATCH_PREFIX);
    assert_int_equal(kind_of(VD_SLICE("\0"), VD_SLICE("\0")), VD_MATCH_PREFIX);
    assert_int_equal(kind_of(VD_SLICE(""), VD_SLICE("\0")), VD_MATCH_PREFIX);
    assert_int_equal(kind_of(VD_SLICE("a"), VD_SLICE("\0")), VD_MATCH_RANGE);
    assert_int_equal(kind_of(VD_SLICE("a"), VD_SLICE("c")), VD_MATCH_RANGE);
    assert_int_equal(kind_of(VD_SLICE("ab"), VD_SLICE("b")), VD_MATCH_RANGE);
    assert_int_equal(vd_match_range(VD_SLICE("b"), VD_SLICE("a"), &range), VD_INVALID);
    assert_int_equal(vd_match_range(VD_SLICE("b"), VD_SLICE("b"), &range), VD_INVALID);
    memset(big, 'p', sizeof(big));
    big[sizeof(big) - 1] = 'q';
    assert_int_equal(kind_of(vd_slice(big, 399), vd_slice(big + 1, 399)), VD_MATCH_RANGE);
}

/*
 * Attributes.
 */

struct attribute_set {
    struct vd_match_attributes attributes;
    unsigned asked;
    int rc;
};

static int give_attributes(void *arg, const struct vd_extractor *extractor,
                           struct vd_match_attributes *out)
{
    struct attribute_set *set = arg;

    set->asked++;
    *out = set->attributes;
    return set->rc;
}

static const struct vd_extractor extractor;

static struct watch *term_watch(struct vd_slice key, struct vd_slice end, struct vd_term a,
                                struct vd_term b)
{
    struct watch *watch = watch_new(key, end, b.name.len ? 2 : 1);

    watch->terms[0] = a;
    watch->terms[1] = b;
    watch->wanted.extractor = &extractor;
    return watch;
}

#define TERM(n, v) ((struct vd_term){VD_SLICE(n), VD_SLICE(v)})
#define NO_TERM    ((struct vd_term){VD_SLICE_EMPTY, VD_SLICE_EMPTY})

static void terms_hold_for_the_event_or_for_the_value_before_it(void **state)
{
    struct vd_match *match = vd_match_new();
    struct watch *watches[] = {
        term_watch(VD_SLICE("pods/"), VD_SLICE("pods0"), TERM("node", "n1"), NO_TERM),
        term_watch(VD_SLICE("pods/"), VD_SLICE("pods0"), TERM("node", "n2"), NO_TERM),
        term_watch(VD_SLICE("pods/"), VD_SLICE("pods0"), TERM("node", "n1"), TERM("app", "x")),
        term_watch(VD_SLICE("pods/"), VD_SLICE("pods0"), TERM("node", "n3"), NO_TERM),
        term_watch(VD_SLICE("pods/"), VD_SLICE("pods0"), TERM("node", "n2"), TERM("app", "x")),
        watch_new(VD_SLICE("pods/"), VD_SLICE("pods0"), 0),
        term_watch(VD_SLICE("pods/1"), VD_SLICE(""), TERM("app", "y"), NO_TERM),
    };
    struct vd_term now[] = {TERM("node", "n2"), TERM("app", "x"), TERM("app", "x")};
    struct vd_term before[] = {TERM("node", "n1"), TERM("app", "y")};
    struct attribute_set set = {.attributes = {now, before, 3, 2}};
    struct vd_match_probe probe = {give_attributes, &set};
    static const bool expected[] = {true, true, false, false, true, true, true};

    for (size_t i = 0; i < VD_COUNT(watches); i++)
        assert_int_equal(vd_match_insert(match, &watches[i]->entry), 0);
    look_up(match, VD_SLICE("pods/1"), &probe);
    for (size_t i = 0; i < VD_COUNT(watches); i++)
        assert_int_equal(watches[i]->seen, expected[i]);
    assert_int_equal(look_up(match, VD_SLICE("podz/1"), &no_probe), 0);
    for (size_t i = 0; i < VD_COUNT(watches); i++) {
        vd_match_remove(match, &watches[i]->entry);
        free(watches[i]);
    }
    vd_match_free(match);
}

static void a_lookup_that_must_wait_for_attributes_says_so(void **state)
{
    struct vd_match *match = vd_match_new();
    struct watch *watch = term_watch(VD_SLICE("k"), VD_SLICE(""), TERM("a", "b"), NO_TERM);
    struct attribute_set set = {.rc = VD_WAIT};
    struct vd_match_probe probe = {give_attributes, &set};
    struct vd_match_entry *const *hits;
    size_t count;

    assert_int_equal(vd_match_insert(match, &watch->entry), 0);
    assert_int_equal(vd_match_lookup(match, VD_SLICE("k"), &probe, &hits, &count), VD_WAIT);
    assert_int_equal(vd_match_lookup(match, VD_SLICE("l"), &probe, &hits, &count), 0);
    vd_match_remove(match, &watch->entry);
    free(watch);
    vd_match_free(match);
}

static void terms_under_one_prefix_cost_one_question_and_find_their_own(void **state)
{
    enum { COUNT = 20000 };
    struct vd_match *match = vd_match_new();
    struct watch **watches = calloc(COUNT, sizeof(struct watch *));
    char(*names)[16] = calloc(COUNT, 16);

    for (unsigned i = 0; i < COUNT; i++) {
        int n = snprintf(names[i], 16, "node-%u", i);
        struct vd_term term = {VD_SLICE("spec.nodeName"), vd_slice(names[i], (size_t)n)};

        watches[i] = term_watch(VD_SLICE("pods/"), VD_SLICE("pods0"), term, NO_TERM);
        assert_int_equal(vd_match_insert(match, &watches[i]->entry), 0);
    }
    for (unsigned i = 0; i < COUNT; i += 7) {
        struct attribute_set set = {.attributes = {.now = watches[i]->terms, .now_count = 1}};
        struct vd_match_probe probe = {give_attributes, &set};

        assert_int_equal(look_up(match, VD_SLICE("pods/x"), &probe), 1);
        assert_int_equal(watches[i]->seen, 1);
        assert_int_equal(set.asked, 1);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        vd_match_remove(match, &watches[i]->entry);
        free(watches[i]);
    }
    vd_match_free(match);
    free(names);
    free(watches);
}

static bool is_same(const struct vd_match_entry *entry, const void *arg)
{
    return !arg || entry == arg;
}

static void an_equal_entry_can_be_found_to_be_shared(void **state)
{
    struct vd_match *match = vd_match_new();
    struct watch *a = watch_new(VD_SLICE("k"), VD_SLICE("z"), 0);
    struct watch *b = watch_new(VD_SLICE("k"), VD_SLICE("z"), 0);
    struct watch *c = term_watch(VD_SLICE("k"), VD_SLICE("z"), TERM("a", "1"), TERM("b", "2"));
    struct watch *d = term_watch(VD_SLICE("k"), VD_SLICE("z"), TERM("a", "1"), NO_TERM);
    struct vd_match_range range = vd_match_entry_range(&a->entry);

    assert_null(vd_match_find(match, &range, NULL, is_same, NULL));
    assert_int_equal(vd_match_insert(match, &a->entry), 0);
    assert_ptr_equal(vd_match_find(match, &range, NULL, is_same, NULL), &a->entry);
    assert_null(vd_match_find(match, &range, &c->wanted, is_same, NULL));
    assert_int_equal(vd_match_insert(match, &b->entry), 0);
    assert_int_equal(vd_match_insert(match, &c->entry), 0);
    assert_int_equal(vd_match_insert(match, &d->entry), 0);
    assert_ptr_equal(vd_match_find(match, &range, NULL, is_same, &b->entry), &b->entry);
    assert_ptr_equal(vd_match_find(match, &range, NULL, is_same, &a->entry), &a->entry);
    assert_ptr_equal(vd_match_find(match, &range, &d->wanted, is_same, NULL), &d->entry);
    assert_ptr_equal(vd_match_find(match, &range, &c->wanted, is_same, NULL), &c->entry);
    vd_match_remove(match, &c->entry);
    vd_match_remove(match, &a->entry);
    vd_match_remove(match, &b->entry);
    vd_match_remove(match, &d->entry);
    assert_null(vd_match_find(match, &range, NULL, is_same, NULL));
    vd_match_free(match);
    free(a);
    free(b);
    free(c);
    free(d);
}

/* With each allocation failing in turn, an insertion either is in or has changed nothing. */
static void an_insertion_that_fails_leaves_nothing_behind(void **state)
{
    enum { COUNT = 200 };
    struct watch *watches[COUNT];
    struct vd_arena arena;
    unsigned failed = 0;

    seed_from(5);
    vd_arena_init(&arena, 1 << 20);
    for (unsigned i = 0; i < COUNT; i++) {
        if (i % 4 == 3)
            watches[i] = term_watch(VD_SLICE("t"), VD_SLICE("u"), TERM("a", "1"), NO_TERM);
        else
            while (!(watches[i] = some_watch(&arena)))
                ;
    }
    for (long after = 0; after < 3; after++) {
        struct vd_match *match = vd_match_new();

        for (unsigned i = 0; i < COUNT; i++) {
            int rc;

            vd_alloc_fail_after(after);
            rc = vd_match_insert(match, &watches[i]->entry);
            vd_alloc_fail_after(-1);
            watches[i]->is_in = rc == 0;
            if (!rc)
                continue;
            assert_int_equal(rc, -ENOMEM);
            failed++;
            if (watches[i]->wanted.count)
                continue;
            /* At the second time of asking there is memory. */
            if (i % 2) {
                assert_int_equal(vd_match_insert(match, &watches[i]->entry), 0);
                watches[i]->is_in = true;
            }
            compare_with_scan(match, watches, i + 1 < 3 ? i + 1 : 3, watches[i]->key);
        }
        for (unsigned i = 0; i < COUNT; i++)
            if (watches[i]->is_in)
                vd_match_remove(match, &watches[i]->entry);
        assert_int_equal(vd_match_count(match), 0);
        vd_match_free(match);
    }
    assert_true(failed > 10);
    for (unsigned i = 0; i < COUNT; i++)
        free(watches[i]);
    vd_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_ranges_match_as_a_naive_scan_says),
        cmocka_unit_test(the_tree_stays_sound_under_every_order_of_changes),
        cmocka_unit_test(ranges_are_put_into_their_shortest_words),
        cmocka_unit_test(terms_hold_for_the_event_or_for_the_value_before_it),
        cmocka_unit_test(a_lookup_that_must_wait_for_attributes_says_so),
        cmocka_unit_test(terms_under_one_prefix_cost_one_question_and_find_their_own),
        cmocka_unit_test(an_equal_entry_can_be_found_to_be_shared),
        cmocka_unit_test(an_insertion_that_fails_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
