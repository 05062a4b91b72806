/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Log segments and record payloads that mean harm. The first byte chooses one of four ways in,
 * because sums keep random bytes from getting far:
 *
 *   0  the bytes are the beginning of a segment file, as they are
 *   1  a sound log of two segments, with bytes changed: triples of position (16 bits) and mask
 *   2  a segment whose records say anything, with right sums: 12 bytes a record
 *   3  the bytes are a record's payload
 *
 * Whatever is in there, recovery answers or refuses; what it answers is contiguous and, in way 1,
 * what was written; and a log it accepted takes a record and gives it back.
 */
#include "base/check.h"
#include "store/fs_sim.h"
#include "store/record.h"
#include "store/wal.h"
#include "store/wal_format.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define SEGMENT    (16u << 10)
#define FIRST_FILE "0000000000000001.wal"

static const struct vd_wal_options options = {
    .store_id = 5,
    .crc_seed = 6,
    .first_index = 1,
    .segment_bytes = SEGMENT,
    .small_segment_bytes = SEGMENT,
};

struct seen {
    uint64_t last, sum;
    bool check_bytes;
};

static uint8_t byte_of(uint64_t index)
{
    return (uint8_t)(index * 37 + 1);
}

static int see(void *arg, const struct vd_wal_record *record)
{
    struct seen *seen = arg;

    vd_assert(record->index == seen->last + 1);
    seen->last = record->index;
    for (size_t i = 0; i < record->payload.len; i++) {
        vd_assert(!seen->check_bytes || record->payload.ptr[i] == byte_of(record->index));
        seen->sum += record->payload.ptr[i];
    }
    return 0;
}

static struct vd_wal *open_log(struct vd_fs_sim *sim, struct seen *seen)
{
    struct vd_diag diag = {""};
    struct vd_wal *wal;
    int rc = vd_wal_open(vd_fs_sim_fs(sim), "wal", &options, &diag, &wal);

    if (rc == 0) {
        rc = vd_wal_recover(wal, 0, see, seen, &diag);
        if (rc == 0)
            return wal;
        vd_wal_close(wal, false);
    }
    vd_assert(rc == VD_CORRUPT || rc == VD_INVALID);
    vd_assert(diag.text[0]);
    return NULL;
}

static void append(struct vd_wal *wal, size_t len)
{
    uint64_t index = vd_wal_last_index(wal) + 1, got;
    int64_t time_ms = VD_MAX(vd_wal_last_time_ms(wal), 1);
    static uint8_t payload[SEGMENT];
    struct vd_slice piece = vd_slice(payload, len);

    memset(payload, byte_of(index), len);
    vd_assert(vd_wal_append(wal, 1, time_ms, &piece, 1, &got) == 0);
    vd_assert(vd_wal_flush_sync(wal) == 0);
}

/* What recovery accepted must go on as a log. */
static void try_log(struct vd_fs_sim *sim, bool check_bytes)
{
    struct seen seen = {.check_bytes = check_bytes}, again = {.check_bytes = check_bytes};
    struct vd_wal *wal = open_log(sim, &seen);

    if (!wal)
        return;
    vd_assert(vd_wal_last_index(wal) == seen.last);
    append(wal, 10);
    vd_wal_close(wal, false);
    wal = open_log(sim, &again);
    vd_assert(wal && again.last == seen.last + 1);
    vd_wal_close(wal, true);
}

static void raw_segment(struct vd_fs_sim *sim, const uint8_t *bytes, size_t len)
{
    uint8_t *file = calloc(1, SEGMENT);

    vd_assert(file);
    memcpy(file, bytes, VD_MIN(len, (size_t)SEGMENT));
    vd_fs_sim_put(sim, "wal", FIRST_FILE, file, SEGMENT);
    free(file);
    try_log(sim, false);
}

static void changed_log(struct vd_fs_sim *sim, const uint8_t *bytes, size_t len)
{
    static const char *const names[] = {FIRST_FILE, "0000000000000002.wal"};
    struct seen seen = {0};
    struct vd_wal *wal = open_log(sim, &seen);

    append(wal, 100);
    append(wal, 5000);
    append(wal, 100);
    append(wal, 3000);
    vd_wal_close(wal, len % 2);
    for (; len >= 3; bytes += 3, len -= 3) {
        size_t at = bytes[0] | (size_t)(bytes[1] & 0x7f) << 8, size;
        const char *name = names[at / SEGMENT];
        uint8_t byte = vd_fs_sim_bytes(sim, "wal", name, &size)[at % SEGMENT];

        byte ^= bytes[2];
        vd_fs_sim_spoil(sim, "wal", name, at % SEGMENT, &byte, 1);
    }
    try_log(sim, true);
}

static void put_header(uint8_t *file)
{
    struct vd_wal_segment_header header = {
        .version = VD_WAL_FORMAT_VERSION,
        .store_id = options.store_id,
        .file_number = 1,
        .sequence = 1,
        .generation = 1,
        .first_index = 1,
        .size_bytes = SEGMENT,
    };

    memcpy(header.magic, VD_WAL_SEGMENT_MAGIC, sizeof(header.magic));
    header.crc = vd_wal_segment_header_crc(&header);
    memcpy(file, &header, sizeof(header));
}

/* One record of the fuzzer's choice with sums that are right; where the next one goes. */
static size_t put_record(uint8_t *file, size_t at, const uint8_t *bytes, uint32_t *crc)
{
    struct vd_wal_record_header header = {
        .magic = VD_WAL_RECORD_MAGIC,
        .type = bytes[0] & 0x80 ? VD_WAL_TYPE_END : bytes[0],
        .payload_len = bytes[1] | (uint32_t)bytes[2] << 8 | (uint32_t)(bytes[3] & 1) << 30,
        .index = bytes[4],
        .time_ms = (int8_t)bytes[5],
        .generation = 1u + (bytes[6] & 1),
        .durable_index = bytes[7],
        .prev_crc = bytes[8] & 1 ? bytes[9] : *crc,
    };
    size_t room = SEGMENT - at - sizeof(header);

    header.payload_crc = vd_crc32c(options.crc_seed, file + at + sizeof(header),
                                   VD_MIN((size_t)header.payload_len, room));
    header.crc = vd_wal_record_header_crc(options.crc_seed, &header);
    *crc = header.crc;
    memcpy(file + at, &header, sizeof(header));
    at += VD_MIN(vd_wal_record_size(header.payload_len), (size_t)SEGMENT);
    if (bytes[10] & 1)
        at = vd_wal_align(at, VD_WAL_BLOCK);
    return at + (bytes[11] & 7u) * VD_WAL_ALIGN;
}

static void made_up_records(struct vd_fs_sim *sim, const uint8_t *bytes, size_t len)
{
    uint8_t *file = calloc(1, SEGMENT);
    size_t at = VD_WAL_BLOCK;
    uint32_t crc = 0;

    vd_assert(file);
    put_header(file);
    for (; len >= 12 && at + sizeof(struct vd_wal_record_header) <= SEGMENT; bytes += 12, len -= 12)
        at = put_record(file, at, bytes, &crc);
    vd_fs_sim_put(sim, "wal", FIRST_FILE, file, SEGMENT);
    free(file);
    try_log(sim, false);
}

static void payload(struct vd_slice bytes)
{
    struct vd_record_reader reader;
    struct vd_entry entry;
    struct vd_side side;
    size_t sum = 0;
    int rc = vd_record_reader_init(&reader, bytes, 1);

    while (rc == 0 && (rc = vd_record_next_event(&reader, &entry)) == 0)
        sum += 2 + entry.key.len + entry.value.len + entry.cause.len;
    while (rc == VD_END && (rc = vd_record_next_side(&reader, &side)) == 0) {
        sum += 3 + side.key.len + side.value.len;
        rc = VD_END;
        if (reader.side == reader.head.sides)
            break;
    }
    vd_assert(rc == VD_END || rc == VD_CORRUPT);
    vd_assert(sum <= bytes.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_fs_sim *sim;

    if (len == 0)
        return 0;
    if (bytes[0] % 4 == 3) {
        payload(vd_slice(bytes + 1, len - 1));
        return 0;
    }
    sim = vd_fs_sim_new(1);
    if (bytes[0] % 4 == 0)
        raw_segment(sim, bytes + 1, len - 1);
    else if (bytes[0] % 4 == 1)
        changed_log(sim, bytes + 1, len - 1);
    else
        made_up_records(sim, bytes + 1, len - 1);
    vd_fs_sim_free(sim);
    return 0;
}
