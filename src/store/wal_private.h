/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the log share. wal.c builds batches and flushes them (role), wal_segment.c
 * makes, hands over and recycles segment files (keeper, and role in a hurry), wal_reader.c reads
 * one segment without trust, wal_open.c looks over a directory of them, wal_recover.c reads it.
 */
#ifndef VD_STORE_WAL_PRIVATE_H
#define VD_STORE_WAL_PRIVATE_H

#include "base/list.h"
#include "store/wal.h"
#include "store/wal_format.h"

#include <stdatomic.h>

#define VD_WAL_READY_MAX 4 /* of the ring; a power of two */

/* A segment file. Owned by whoever holds the pointer: role, keeper, or the ring between them. */
struct vd_wal_segment {
    struct vd_list link; /* the keeper's list of retired ones, or recovery's */
    struct vd_wal_segment *next_retired;
    struct vd_file file;
    uint64_t file_number;
    uint64_t size_bytes;
    uint64_t sequence, generation, first_index, last_index; /* last: first - 1 while it is empty */
    uint32_t prev_crc;
    uint8_t header_state; /* recovery: enum vd_wal_header_state */
};

/* Segments made ready by the keeper and taken by the role, oldest first. */
struct vd_wal_ready {
    struct vd_wal_segment *slots[VD_WAL_READY_MAX];
    _Atomic uint32_t head, tail; /* head: taken so far (role); tail: put so far (keeper) */
    uint32_t small;              /* how many of the first ones are small: put in by recovery */
};

/* Records in the making: one header block of room, then records. */
struct vd_wal_batch {
    uint8_t *base;   /* aligned to a block */
    size_t cap, len; /* len: with the header block */
    uint64_t first_index;
    uint32_t count;
};

/* A record at the end of the open batch that is not whole yet. */
struct vd_wal_draft {
    size_t at; /* where it begins in the batch; 0: none */
    size_t payload_len;
    uint32_t payload_crc;
    uint8_t type;
    int64_t time_ms;
};

/* Preparation of the next segment, over several steps. */
struct vd_wal_making {
    struct vd_wal_segment *segment; /* NULL: none under way */
    uint64_t zeroed_bytes;
};

struct vd_wal {
    struct vd_fs *fs;
    struct vd_dir dir;
    char *path; /* for diagnoses */
    struct vd_wal_options options;

    /* Role. */
    struct vd_wal_batch open, flushing;
    struct vd_wal_draft draft;
    struct vd_wal_segment *active;  /* NULL: the next flush opens one */
    struct vd_wal_segment *closing; /* the one before, until the active one has a durable flush */
    uint64_t write_offset;          /* in the active one */
    size_t flush_bytes;             /* of the flush under way, from write_offset on; 0: none */
    uint64_t last_index;            /* appended */
    uint64_t sealed_index;          /* handed to a flush */
    uint64_t next_sequence;
    int64_t last_time_ms, sealed_time_ms;
    uint32_t last_crc; /* of the newest record handed to a flush */
    int failed;
    bool recovered;

    /* Between the two. */
    struct vd_wal_ready ready;
    _Atomic(struct vd_wal_segment *) retired;
    _Atomic(struct vd_wal_segment *) large; /* made for a flush that no other would hold */
    _Atomic uint64_t wanted_bytes;          /* how large the role wants it; 0: nothing is wanted */
    _Atomic(uint8_t *) worn;                /* a large batch's memory, for the keeper to free */
    _Atomic uint64_t durable_index, applied_index, next_file_number;

    /* Keeper. */
    struct vd_list retired_list; /* struct vd_wal_segment, oldest first */
    struct vd_wal_making making;

    /* What vd_wal_open found, for vd_wal_recover: valid segments by sequence, and the others. */
    struct vd_list found, unused;

    struct {
        _Atomic uint64_t records, payload_bytes, flushes, flushed_bytes;
        _Atomic uint64_t used, made_inline, prepared, recycled, disk_bytes;
    } stats;
};

#define VD_WAL_COUNT(wal, what, n)                                                                 \
    atomic_fetch_add_explicit(&(wal)->stats.what, (uint64_t)(n), memory_order_relaxed)

#define VD_WAL_NAME_MAX 32
/* "0123456789abcdef.wal" */
void vd_wal_file_name(uint64_t file_number, char out_name[VD_WAL_NAME_MAX]);
/* The number in such a name, or 0. */
uint64_t vd_wal_file_number(const char *name);

/* wal_segment.c */

struct vd_wal_segment *vd_wal_segment_new(void);
/* Closes its file; NULL is fine. */
void vd_wal_segment_free(struct vd_wal_segment *segment);
/* Role: a ready segment with room for need_bytes, made now if there is none; unless it is large and
 * the keeper is there to be asked for it (VD_AGAIN). */
VD_MUST_CHECK int vd_wal_segment_take(struct vd_wal *wal, uint64_t need_bytes, bool has_keeper,
                                      struct vd_wal_segment **out_segment);
/* Role: no further record goes into it; the keeper recycles it once its records are applied. */
void vd_wal_segment_retire(struct vd_wal *wal, struct vd_wal_segment *segment);
/* Recovery, before there are threads: puts one into the ring. False: it is full. */
bool vd_wal_ready_put(struct vd_wal *wal, struct vd_wal_segment *segment);
/* The segment that the role would take next, or NULL. */
struct vd_wal_segment *vd_wal_ready_peek(const struct vd_wal *wal);
/* Recovery: makes a small one and puts it into the ring, so that the first flush finds it. */
VD_MUST_CHECK int vd_wal_ready_make_small(struct vd_wal *wal);
/* Releases the ring, the retired and the one being made. */
void vd_wal_segments_deinit(struct vd_wal *wal);

/* wal_open.c */

/* Says which file could not be opened, read, ...; answers rc. */
int vd_wal_fail_io(const struct vd_wal *wal, struct vd_diag *diag, int rc, const char *what,
                   const char *name);
/* Frees what vd_wal_open found and vd_wal_recover did not take. */
void vd_wal_forget_found(struct vd_wal *wal);

/* wal_reader.c */

/* A window over a segment file. Nothing in the file is believed before its sum was checked. */
struct vd_wal_reader {
    const struct vd_file *file;
    uint64_t size_bytes;
    uint32_t seed;
    uint8_t *buf;
    size_t cap, len;
    uint64_t offset; /* of buf in the file */
    uint64_t window; /* how much to read at once */
};

VD_MUST_CHECK int vd_wal_reader_init(struct vd_wal_reader *reader, const struct vd_file *file,
                                     uint32_t seed);
void vd_wal_reader_deinit(struct vd_wal_reader *reader);

/* Why there is no valid record somewhere. */
enum vd_wal_fault {
    VD_WAL_FAULT_NONE,
    VD_WAL_FAULT_ABSENT,   /* no record header begins here */
    VD_WAL_FAULT_LENGTH,   /* it would reach past the end of the file */
    VD_WAL_FAULT_HEADER,   /* the header's sum is wrong */
    VD_WAL_FAULT_PAYLOAD,  /* the payload's sum is wrong */
    VD_WAL_FAULT_SEQUENCE, /* valid in itself, but not the record that belongs here */
};
const char *vd_wal_fault_name(enum vd_wal_fault fault);

/*
 * The record at offset (a multiple of 8). generation 0: of any. 0 with *out_fault NONE and the
 * rest set, or with another fault and the rest unset; -EIO, -ENOMEM. The payload is borrowed
 * until the next call.
 */
VD_MUST_CHECK int vd_wal_reader_record(struct vd_wal_reader *reader, uint64_t offset,
                                       uint64_t generation, struct vd_wal_record_header *out_header,
                                       struct vd_slice *out_payload, enum vd_wal_fault *out_fault);
/*
 * The first valid record at or after offset that says `index` was durable when it was written.
 * 0 with *out_offset, VD_NOT_FOUND, -errno.
 */
VD_MUST_CHECK int vd_wal_reader_find_proof(struct vd_wal_reader *reader, uint64_t offset,
                                           uint64_t generation, uint64_t index,
                                           uint64_t *out_offset);

enum vd_wal_header_state {
    VD_WAL_HEADER_VALID,  /* and of this very file */
    VD_WAL_HEADER_STALE,  /* valid, of a former life of the file */
    VD_WAL_HEADER_ZERO,   /* never used */
    VD_WAL_HEADER_BROKEN, /* neither copy is whole */
    VD_WAL_HEADER_NEWER,  /* of a format version we do not know */
};
/* Judges the header block. out_header is set unless it is ZERO or BROKEN. */
VD_MUST_CHECK int vd_wal_reader_header(struct vd_wal_reader *reader, uint64_t file_number,
                                       struct vd_wal_segment_header *out_header,
                                       enum vd_wal_header_state *out_state);

#endif
