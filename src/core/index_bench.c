/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the key index costs: memory a key, and the time of each operation on a million keys.
 *
 *   index_bench [KEYS]
 *
 * CPU time of this thread, so that a busy machine disturbs it little.
 */
#include "core/index.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"
#include "core/epoch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { KEY_LEN = 32, BATCH = 256 };

static uint64_t cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static long anon_kb(void)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    long kb = 0;

    while (f && fgets(line, sizeof(line), f))
        if (sscanf(line, "RssAnon: %ld", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return kb;
}

static struct vd_slice key_of(uint8_t *buf, uint64_t n)
{
    static const char hex[] = "0123456789abcdef";
    uint64_t h = vd_hash_u64(n + 1);

    memcpy(buf, "/registry/pods/x", 16);
    for (unsigned i = 0; i < 16; i++, h >>= 4)
        buf[16 + i] = (uint8_t)hex[h & 15];
    return vd_slice(buf, KEY_LEN);
}

struct bench {
    struct vd_epoch *epoch;
    struct vd_index *index;
    int64_t revision;
};

static void commit(struct bench *b)
{
    vd_index_publish(b->index);
    vd_index_reclaim(b->index);
    vd_epoch_collect(b->epoch, SIZE_MAX);
}

static void put(struct bench *b, uint64_t n)
{
    uint8_t buf[KEY_LEN];
    struct vd_version version = {.revision = ++b->revision, .create_revision = 2, .version = 1};
    int rc = vd_index_begin(b->index);

    if (!rc)
        rc = vd_index_put(b->index, key_of(buf, n), &version, NULL);
    vd_assert(rc == 0);
}

/* ns a put. */
static double put_many(struct bench *b, uint64_t from, uint64_t count, uint64_t modulo,
                       unsigned batch)
{
    uint64_t start = cpu_ns();

    for (uint64_t i = 0; i < count; i++) {
        put(b, (from + i) % modulo);
        if ((i + 1) % batch == 0)
            commit(b);
    }
    commit(b);
    return (double)(cpu_ns() - start) / (double)count;
}

static void open_bench(struct bench *b)
{
    b->epoch = vd_epoch_new(1);
    b->index = b->epoch ? vd_index_new(b->epoch) : NULL;
    b->revision = 1;
    vd_assert(b->index);
}

static void close_bench(struct bench *b)
{
    vd_index_free(b->index);
    vd_epoch_free(b->epoch);
}

static void bench_lookups(struct bench *b, uint64_t keys)
{
    const struct vd_index_root *root = vd_index_publish(b->index);
    uint64_t n = 1000000, start = cpu_ns(), found = 0;
    struct vd_index_hit hit;
    uint8_t buf[KEY_LEN];

    for (uint64_t i = 0; i < n; i++)
        found += vd_index_get(root, key_of(buf, vd_hash_u64(i) % keys), (struct vd_pos){0}, &hit);
    printf("lookup              %8.0f ns  (found %llu)\n", (double)(cpu_ns() - start) / (double)n,
           (unsigned long long)found);
}

static void bench_ranges(struct bench *b, uint64_t keys)
{
    const struct vd_index_root *root = vd_index_publish(b->index);
    uint64_t ranges = 1000, rows = 0, start = cpu_ns(), bytes = 0;
    struct vd_index_iter iter;
    struct vd_index_hit hit;
    uint8_t buf[KEY_LEN];

    for (uint64_t i = 0; i < ranges; i++) {
        vd_index_iter_init(&iter, root, key_of(buf, vd_hash_u64(i) % keys), VD_SLICE("\0"),
                           (struct vd_pos){0});
        for (unsigned n = 0; n < 1000 && vd_index_iter_next(&iter, &hit); n++, rows++)
            bytes += hit.key->bytes[hit.key->len - 1];
    }
    printf("range of 1000       %8.1f ns a key  (%llu)\n",
           (double)(cpu_ns() - start) / (double)rows, (unsigned long long)bytes);
    start = cpu_ns();
    for (uint64_t i = 0; i < ranges; i++)
        rows += (uint64_t)vd_index_count(root, key_of(buf, vd_hash_u64(i) % keys), VD_SLICE("\0"),
                                         (struct vd_pos){0});
    printf("count at the head   %8.0f ns  (%llu)\n", (double)(cpu_ns() - start) / (double)ranges,
           (unsigned long long)rows);
    start = cpu_ns();
    for (uint64_t i = 0; i < ranges; i++)
        rows += (uint64_t)vd_index_count(root, key_of(buf, vd_hash_u64(i) % keys), VD_SLICE("\0"),
                                         (struct vd_pos){b->revision - 99, 0});
    printf("count 100 back      %8.0f ns  (%llu)\n", (double)(cpu_ns() - start) / (double)ranges,
           (unsigned long long)rows);
}

int main(int argc, char **argv)
{
    uint64_t keys = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    struct bench b;
    long before = anon_kb();
    double ns;

    open_bench(&b);
    ns = put_many(&b, 0, keys, UINT64_MAX, BATCH);
    printf("%llu keys of %d bytes, commits of %d\n", (unsigned long long)keys, KEY_LEN, BATCH);
    printf("insert at random    %8.0f ns\n", ns);
    printf("memory              %8.1f bytes a key beside the key\n",
           (double)(anon_kb() - before) * 1024.0 / (double)keys - KEY_LEN);
    bench_lookups(&b, keys);
    bench_ranges(&b, keys);
    printf("put again           %8.0f ns\n", put_many(&b, 77, 200000, keys, BATCH));
    printf("put again, alone    %8.0f ns\n", put_many(&b, 7, 20000, keys, 1));
    close_bench(&b);

    open_bench(&b);
    printf("load in one batch   %8.0f ns\n", put_many(&b, 0, keys, UINT64_MAX, UINT32_MAX));
    close_bench(&b);

    open_bench(&b);
    put_many(&b, 0, 10000, UINT64_MAX, BATCH);
    printf("10,000 keys, 256 a commit: %8.0f ns a put\n", put_many(&b, 0, 1000000, 10000, BATCH));
    close_bench(&b);
    return 0;
}
