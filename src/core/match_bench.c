/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nanoseconds a lookup, with a full compare of the key, for each kind of range alone and for
 * Kubernetes-like nested prefixes: match_bench [COUNT...]
 */
#include "core/match.h"

#include "base/clock.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum { LOOKUPS = 1000000, KEY_MAX = 64 };

enum shape { KEYS, PREFIXES, NESTED, RANGES, TERMS, SHAPES };

static const char *const names[] = {"exact keys", "prefixes", "nested prefixes", "ranges",
                                    "terms of one prefix"};

struct watch {
    struct vd_term term;
    struct vd_match_terms wanted;
    char value[24];
    struct vd_match_entry entry;
};

static const struct vd_extractor extractor;
static uint64_t rng = 88172645463325252ULL;

static uint64_t draw(void)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return rng >> 3;
}

/* Spread over the key space, but the same for the same i. */
static int key_of(enum shape shape, uint64_t i, char *out)
{
    if (shape == NESTED)
        return snprintf(out, KEY_MAX, "/registry/pods/ns-%llu/", (unsigned long long)i);
    return snprintf(out, KEY_MAX, "/k/%016llx", (unsigned long long)(i * 0x9e3779b97f4a7c15ULL));
}

static struct vd_match_entry *entry_of(enum shape shape, uint64_t i)
{
    struct vd_match_terms *wanted = NULL;
    struct vd_slice key, end = VD_SLICE_EMPTY;
    char text[KEY_MAX], last[KEY_MAX];
    struct vd_match_range range;
    struct watch *watch;
    int n = shape == TERMS ? snprintf(text, KEY_MAX, "/p/") : key_of(shape, i, text);

    key = vd_slice(text, (size_t)n);
    memcpy(last, text, sizeof(text));
    if (shape == RANGES) {
        memcpy(last + n, "zz", 3);
        end = vd_slice(last, (size_t)n + 2);
    } else if (shape != KEYS) {
        last[n - 1]++;
        end = vd_slice(last, (size_t)n);
    }
    if (vd_match_range(key, end, &range))
        abort();
    if (shape == TERMS) {
        watch = malloc(sizeof(*watch) + vd_match_entry_bytes(&range));
        n = snprintf(watch->value, sizeof(watch->value), "node-%llu", (unsigned long long)i);
        watch->term =
            (struct vd_term){VD_SLICE("spec.nodeName"), vd_slice(watch->value, (size_t)n)};
        watch->wanted = (struct vd_match_terms){&extractor, &watch->term, 1};
        wanted = &watch->wanted;
        vd_match_entry_init(&watch->entry, &range, wanted);
        return &watch->entry;
    }
    struct vd_match_entry *entry = malloc(sizeof(*entry) + vd_match_entry_bytes(&range));

    vd_match_entry_init(entry, &range, NULL);
    return entry;
}

static int attributes(void *arg, const struct vd_extractor *x, struct vd_match_attributes *out)
{
    *out = *(const struct vd_match_attributes *)arg;
    return 0;
}

static void measure(enum shape shape, uint64_t count)
{
    struct vd_match *match = vd_match_new();
    char(*keys)[KEY_MAX] = malloc((size_t)LOOKUPS * KEY_MAX);
    uint8_t *lens = malloc(LOOKUPS);
    struct vd_match_entry **entries = malloc(count * sizeof(struct vd_match_entry *));
    size_t memory = mallinfo2().uordblks + mallinfo2().hblkhd, hits = 0, n;
    struct vd_match_entry *const *found;
    struct vd_match_attributes set = {0};
    struct vd_match_probe probe = {attributes, &set};
    uint64_t start, built, looked, removed;

    start = vd_time_monotonic_ns();
    for (uint64_t i = 0; i < count; i++) {
        entries[i] = entry_of(shape, i);
        if (vd_match_insert(match, entries[i]))
            abort();
    }
    built = vd_time_monotonic_ns();
    memory = mallinfo2().uordblks + mallinfo2().hblkhd - memory;
    for (size_t i = 0; i < LOOKUPS; i++) {
        lens[i] = (uint8_t)key_of(shape, draw() % count, keys[i]);
        if (shape == PREFIXES || shape == RANGES || shape == NESTED)
            lens[i] = (uint8_t)(lens[i] + snprintf(keys[i] + lens[i], 8, "yz"));
    }
    looked = vd_time_monotonic_ns();
    for (size_t i = 0; i < LOOKUPS; i++) {
        struct vd_term term;
        char value[24];

        if (shape == TERMS) {
            int len =
                snprintf(value, sizeof(value), "node-%llu", (unsigned long long)(draw() % count));

            term = (struct vd_term){VD_SLICE("spec.nodeName"), vd_slice(value, (size_t)len)};
            set = (struct vd_match_attributes){.now = &term, .now_count = 1};
        }
        if (vd_match_lookup(match, shape == TERMS ? VD_SLICE("/p/x") : vd_slice(keys[i], lens[i]),
                            &probe, &found, &n))
            abort();
        hits += n;
    }
    looked = vd_time_monotonic_ns() - looked;
    removed = vd_time_monotonic_ns();
    for (uint64_t i = 0; i < count; i++) {
        vd_match_remove(match, entries[i]);
        free(shape == TERMS ? (void *)vd_container_of(entries[i], struct watch, entry)
                            : entries[i]);
    }
    removed = vd_time_monotonic_ns() - removed;
    printf("%-20s %8llu: lookup %4llu ns, insert %4llu ns, remove %4llu ns, %3llu bytes an entry "
           "(hits %zu)\n",
           names[shape], (unsigned long long)count, (unsigned long long)looked / LOOKUPS,
           (unsigned long long)(built - start) / count, (unsigned long long)removed / count,
           (unsigned long long)(memory / count), hits);
    vd_match_free(match);
    free(keys);
    free(lens);
    free(entries);
}

int main(int argc, char **argv)
{
    for (enum shape shape = 0; shape < SHAPES; shape++) {
        for (int i = 1; i < argc; i++)
            measure(shape, strtoull(argv[i], NULL, 10));
        if (argc > 1)
            continue;
        measure(shape, 100000);
        measure(shape, 1000000);
    }
    return 0;
}
