/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A snapshot with bytes changed, and no sum asked for: LMDB is handed a file that means harm. The
 * input is quadruples: a position (24 bits) and what its byte is xored with. Whatever is in there,
 * it is refused with words, or everything that it says can be read.
 */
#include "base/check.h"
#include "store/snapshot_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { REVISIONS = 400 };

static char path[64];
static uint8_t *good;
static size_t good_len;

static void put_revision(struct vd_history_batch *batch, int64_t revision)
{
    static uint8_t value[9000];
    struct vd_entry entry = {
        .pos = {revision, 0},
        .create_revision = revision,
        .version = 1,
        .key = vd_slice(&revision, sizeof(revision)),
        .value = vd_slice(value, revision % 40 ? (size_t)revision % 90 : sizeof(value)),
        .last = true,
    };
    struct vd_side side = {.table = VD_SIDE_LEASE, .key = entry.key, .value = VD_SLICE("lease")};

    vd_history_put(batch, &entry);
    vd_history_put_side(batch, &side);
}

/* Trees of more than one level, values that stand apart, and free pages. */
static void make_good(void)
{
    static const struct vd_history_identity identity = {.store_id = 1, .member_id = 2};
    struct vd_history_lmdb_options options = {.place = VD_HISTORY_SCRATCH};
    struct vd_history_batch *batch;
    struct vd_history *history;
    FILE *file;

    snprintf(path, sizeof(path), "%s/vd-fuzz-snapshot-%d",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    vd_assert(vd_history_open_lmdb(path, &identity, &options, NULL, &history) == 0);
    for (int64_t revision = 2; revision < REVISIONS; revision++) {
        if (revision % 50 == 2)
            vd_assert(vd_history_batch_begin(history, &batch) == 0);
        put_revision(batch, revision);
        if (revision > 100)
            vd_history_remove(batch, (struct vd_pos){revision - 90, 0});
        if (revision % 50 == 1)
            vd_assert(vd_history_commit(batch) == 0);
    }
    vd_assert(vd_history_commit(batch) == 0);
    vd_history_close(history);
    file = fopen(path, "rb");
    vd_assert(file && fseek(file, 0, SEEK_END) == 0);
    good_len = (size_t)ftell(file);
    good = malloc(good_len);
    rewind(file);
    vd_assert(good && fread(good, 1, good_len, file) == good_len);
    fclose(file);
}

static void write_changed(const uint8_t *bytes, size_t len)
{
    uint8_t *changed = malloc(good_len);
    FILE *file = fopen(path, "wb");

    vd_assert(changed && file);
    memcpy(changed, good, good_len);
    for (; len >= 4; bytes += 4, len -= 4)
        changed[((size_t)bytes[0] << 16 | (size_t)bytes[1] << 8 | bytes[2]) % good_len] ^= bytes[3];
    vd_assert(fwrite(changed, 1, good_len, file) == good_len);
    fclose(file);
    free(changed);
}

static int see_event(void *arg, const struct vd_entry *entry)
{
    size_t *sum = arg;

    for (size_t i = 0; i < entry->value.len; i++)
        *sum += entry->value.ptr[i];
    return 0;
}

static int see_side(void *arg, struct vd_slice key, struct vd_slice value)
{
    size_t *sum = arg;

    *sum += key.len + value.len;
    return 0;
}

static void read_all(struct vd_history *history)
{
    struct vd_history_reader *reader;
    struct vd_history_state state;
    struct vd_entry entry;
    size_t sum = 0;
    int rc;

    if (vd_history_reader_open(history, &reader) != 0)
        return;
    vd_assert(vd_history_reader_begin(reader) == 0);
    if (vd_history_state(reader, &state) == 0) {
        rc = vd_history_scan(reader, (struct vd_pos){0, 0}, VD_HISTORY_VALUES, see_event, &sum);
        vd_assert(rc == VD_END || rc == VD_CORRUPT);
        rc = vd_history_side_scan(reader, VD_SIDE_LEASE, see_side, &sum);
        vd_assert(rc == VD_END || rc == VD_CORRUPT);
        rc = vd_history_get(reader, state.head, &entry);
        vd_assert(rc == 0 || rc == VD_NOT_FOUND || rc == VD_CORRUPT);
    }
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_snapshot_file file;
    struct vd_diag diag = {""};
    int rc;

    if (!good)
        make_good();
    write_changed(bytes, len);
    rc = vd_snapshot_file_open(path, true, &diag, &file);
    vd_assert(rc == 0 || diag.text[0]);
    if (rc == 0) {
        read_all(file.history);
        vd_snapshot_file_close(&file);
    }
    (void)unlink(path);
    return 0;
}
