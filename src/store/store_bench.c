/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a record costs on its way: `meson test --benchmark`, or run it with a folder to work in.
 * Prints CPU per record (of this process, user and system) and wall time beside it.
 */
#include "base/check.h"
#include "base/clock.h"
#include "store/history_check.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define RECORDS 1000000
#define KEY_LEN 32

static double cpu_s(void)
{
    struct rusage use;

    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

struct span {
    double cpu_s;
    uint64_t wall_ns;
};

static struct span begin(void)
{
    return (struct span){cpu_s(), vd_time_monotonic_ns()};
}

static void end(struct span span, const char *what, double count)
{
    double wall_ns = (double)(vd_time_monotonic_ns() - span.wall_ns);

    printf("%-46s %8.1f ns CPU %8.1f ns wall\n", what, (cpu_s() - span.cpu_s) * 1e9 / count,
           wall_ns / count);
}

#define HEAD_LEN 12 /* about what stands before the key */

static size_t build(uint8_t *out, int64_t revision, const uint8_t *value, size_t value_len)
{
    struct vd_record_head head = {.revision = revision, .events = 1};
    char key[KEY_LEN + 1];
    struct vd_entry entry = {
        .pos = {revision, 0},
        .prev = {revision > 10000 ? revision - 10000 : 0, 0},
        .create_revision = 1 + (revision - 1) % 10000,
        .version = 1 + (revision - 1) / 10000,
        .value = vd_slice(value, value_len),
    };
    size_t len = vd_record_encode_head(&head, out);

    snprintf(key, sizeof(key), "/registry/pods/default/%09d", (int)((revision - 1) % 10000));
    entry.key = vd_slice(key, KEY_LEN);
    len += vd_entry_encode_head(&entry, out + len);
    memcpy(out + len, key, KEY_LEN);
    memcpy(out + len + KEY_LEN, value, value_len);
    return len + KEY_LEN + value_len;
}

struct payload {
    uint16_t len;
    uint8_t bytes[254];
};

static struct payload *payloads(void)
{
    static uint8_t value[126];
    struct payload *all = malloc(RECORDS * sizeof(*all));

    vd_assert(all);
    for (int64_t i = 0; i < RECORDS; i++)
        all[i].len = (uint16_t)build(all[i].bytes, i + 1, value, sizeof(value));
    return all;
}

static void keep(struct vd_wal *wal)
{
    while (vd_wal_step(wal) == 0)
        ;
}

static void bench_append(struct vd_wal *wal, const struct payload *all, int batch)
{
    struct vd_wal_flush flush;
    struct span span = begin();
    char what[64];
    uint64_t index;

    for (int i = 0; i < RECORDS; i++) {
        struct vd_slice pieces[] = {
            vd_slice(all[i].bytes, HEAD_LEN), vd_slice(all[i].bytes + HEAD_LEN, KEY_LEN),
            vd_slice(all[i].bytes + HEAD_LEN + KEY_LEN, all[i].len - HEAD_LEN - KEY_LEN)};

        vd_assert(vd_wal_append(wal, VD_RECORD_WRITE, 1, pieces, 3, &index) == 0);
        if (i % batch == batch - 1) {
            vd_assert(vd_wal_flush_begin(wal, &flush) == 0);
            vd_wal_flush_done(wal, 0); /* nothing is written: this measures us */
            vd_wal_set_applied(wal, index);
        }
        if (i % 8192 == 0)
            keep(wal);
    }
    snprintf(what, sizeof(what), "append and seal, %u bytes, %d a flush", all[RECORDS - 1].len,
             batch);
    end(span, what, RECORDS);
}

static void bench_flush(struct vd_wal *wal, const struct payload *payload)
{
    struct vd_slice piece = vd_slice(payload->bytes, payload->len);
    struct span span = begin();
    uint64_t index;

    for (int i = 0; i < 2000; i++) {
        vd_assert(vd_wal_append(wal, VD_RECORD_WRITE, 1, &piece, 1, &index) == 0);
        vd_assert(vd_wal_flush_sync(wal) == 0);
    }
    end(span, "append and a durable flush, one at a time", 2000);
}

static void bench_apply(struct vd_history *history, const struct payload *all, uint64_t batch)
{
    struct span span = begin(), commits = {0};
    struct vd_history_batch *open;
    char what[64];

    for (uint64_t i = 0; i < RECORDS; i += batch) {
        vd_assert(vd_history_batch_begin(history, &open) == 0);
        for (uint64_t j = i; j < i + batch; j++)
            vd_assert(vd_history_apply(open, j + 1, 1, vd_slice(all[j].bytes, all[j].len)) == 0);
        commits.cpu_s -= cpu_s();
        vd_assert(vd_history_commit(open) == 0);
        commits.cpu_s += cpu_s();
    }
    snprintf(what, sizeof(what), "history, %d a batch, with its commit", (int)batch);
    end(span, what, RECORDS);
    printf("%-46s %8.1f ns CPU\n", "  of it the commits", commits.cpu_s * 1e9 / RECORDS);
}

static int count_entry(void *arg, const struct vd_entry *entry)
{
    *(size_t *)arg += entry->value.len;
    return 0;
}

static void bench_read(struct vd_history *history)
{
    struct vd_history_reader *reader;
    struct vd_entry entry;
    struct span span;
    size_t bytes = 0;

    vd_assert(vd_history_reader_open(history, &reader) == 0);
    vd_assert(vd_history_reader_begin(reader) == 0);
    span = begin();
    vd_assert(vd_history_scan(reader, (struct vd_pos){0, 0}, 0, count_entry, &bytes) == VD_END);
    end(span, "scan, pages not yet mapped", RECORDS);
    span = begin();
    vd_assert(vd_history_scan(reader, (struct vd_pos){0, 0}, 0, count_entry, &bytes) == VD_END);
    end(span, "scan again", RECORDS);
    span = begin();
    for (int64_t i = 0; i < 200000; i++) {
        struct vd_pos pos = {1 + i * 7919 % RECORDS, 0};

        vd_assert(vd_history_get(reader, pos, &entry) == 0);
    }
    end(span, "get, at random", 200000);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
}

static void bench_compact(struct vd_history *history)
{
    struct vd_history_batch *batch;
    struct span span = begin();
    int rc = 0;

    while (rc == 0) {
        vd_assert(vd_history_batch_begin(history, &batch) == 0);
        batch->state.floor = RECORDS / 2;
        rc = vd_history_compact_step(batch, 10000);
        vd_assert(vd_history_commit(batch) == 0);
    }
    end(span, "compaction of the older half, an event of it", RECORDS / 2.0);
}

int main(int argc, char **argv)
{
    char made[] = "/tmp/vd-store-bench-XXXXXX", path[256];
    struct vd_diag diag = {""};
    struct vd_store *store;
    struct payload *all;
    struct span span;

    if (argc < 2 && !mkdtemp(made))
        return 1;
    setenv("VD_MADE", made, 1);
    snprintf(path, sizeof(path), "%s/data", argc < 2 ? made : argv[1]);
    all = payloads();
    if (vd_store_open(vd_fs_posix(), path, NULL, &diag, &store) != 0 ||
        vd_store_recover(store, NULL, NULL) != 0) {
        fprintf(stderr, "%s\n", diag.text);
        return 1;
    }
    keep(store->wal);
    bench_flush(store->wal, all);
    bench_append(store->wal, all, 1);
    bench_append(store->wal, all, 64);
    bench_append(store->wal, all, 1000);
    bench_apply(store->history, all, 10000);
    bench_read(store->history);
    bench_compact(store->history);
    vd_store_close(store, false);
    snprintf(path + strlen(path), sizeof(path) - strlen(path), "/history/data.mdb");
    span = begin();
    vd_assert(vd_history_check(path, &diag) == 0);
    end(span, "check of the file's shape, an event", RECORDS);
    free(all);
    return argc < 2 ? system("rm -r \"$VD_MADE\"") : 0;
}
