/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log's bytes: the header block of a segment, and the header of a record. All integers are
 * little-endian; docs/format.md says what each field is there for.
 *
 *   segment: one header block of 4096 bytes, with the same 80 bytes at 0 and at 2048
 *      0  8 "VDWALSEG"      32  8 sequence          64  4 CRC of the record before the first
 *      8  4 format version  40  8 generation        68  8 zero
 *     12  4 zero            48  8 first index       76  4 CRC32C of bytes 0..75, started at 0
 *     16  8 store id        56  8 size in bytes
 *     24  8 file number
 *
 *   record: 56 bytes, then the payload, then zeros up to a multiple of 8
 *      0  4 "VDR1"          12  4 payload CRC       40  8 durable index
 *      4  1 type            16  8 index             48  4 CRC of the record before (its bytes 52..)
 *      5  3 zero            24  8 time in ms        52  4 CRC32C of bytes 0..51, started at the
 * seed 8  4 payload length  32  8 generation
 */
#ifndef VD_STORE_WAL_FORMAT_H
#define VD_STORE_WAL_FORMAT_H

#include "store/crc.h"

#include <endian.h>

#define VD_WAL_FORMAT_VERSION 1
#define VD_WAL_BLOCK          4096
#define VD_WAL_ALIGN          8
#define VD_WAL_TYPE_MAX       127
#define VD_WAL_TYPE_END       255 /* the mark of a clean stop; carries the newest index again */

struct vd_wal_segment_header {
    char magic[8];
    uint32_t version;
    uint32_t zero;
    uint64_t store_id;
    uint64_t file_number;
    uint64_t sequence;
    uint64_t generation;
    uint64_t first_index;
    uint64_t size_bytes;
    uint32_t prev_crc;
    uint32_t zeros[2];
    uint32_t crc;
};
_Static_assert(sizeof(struct vd_wal_segment_header) == 80, "segment header on disk");

struct vd_wal_record_header {
    uint32_t magic;
    uint8_t type;
    uint8_t zero[3];
    uint32_t payload_len;
    uint32_t payload_crc;
    uint64_t index;
    int64_t time_ms;
    uint64_t generation;
    uint64_t durable_index;
    uint32_t prev_crc;
    uint32_t crc;
};
_Static_assert(sizeof(struct vd_wal_record_header) == 56, "record header on disk");
_Static_assert(__BYTE_ORDER == __LITTLE_ENDIAN, "the structs are the bytes on disk");

#define VD_WAL_SEGMENT_MAGIC "VDWALSEG"
#define VD_WAL_SEGMENT_COPY  2048        /* where the second copy stands */
#define VD_WAL_RECORD_MAGIC  0x31524456u /* "VDR1" */

static inline size_t vd_wal_align(size_t n, size_t to)
{
    return (n + to - 1) & ~(to - 1);
}

/* Of a record on disk, with header and padding. */
static inline size_t vd_wal_record_size(size_t payload_len)
{
    return vd_wal_align(sizeof(struct vd_wal_record_header) + payload_len, VD_WAL_ALIGN);
}

static inline uint32_t vd_wal_segment_header_crc(const struct vd_wal_segment_header *header)
{
    return vd_crc32c(0, header, offsetof(struct vd_wal_segment_header, crc));
}

static inline uint32_t vd_wal_record_header_crc(uint32_t seed,
                                                const struct vd_wal_record_header *header)
{
    return vd_crc32c(seed, header, offsetof(struct vd_wal_record_header, crc));
}

#endif
