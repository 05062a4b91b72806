/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The write-ahead log: a short run of preallocated, recycled segments that holds what history
 * (store/history.h) has not got yet. docs/format.md has its bytes and the reasons for them.
 *
 * What it promises. A record whose flush is done is there after any crash. A record that is not
 * whole is not there at all, and neither is any record after it. What comes back is a contiguous
 * run of indices. Damage to a record that was known durable is reported as damage, never cut off
 * as if it were a torn tail.
 *
 * Who calls what. One thread at a time, the holder of the role, calls append, flush_* and close;
 * the flush itself may end on any thread, as long as flush_done happens before the role's next
 * call. One thread at a time, the keeper, calls step and set_applied. The two share four words:
 * a ring of ready segments (keeper to role), a stack of retired ones (role to keeper), and the
 * durable and applied indices, all atomics; so a flush never waits for the keeper. Where no segment
 * is ready, flush_begin makes a small one itself: the slow path, counted in the figures. Only what
 * is larger than any segment that is kept ready waits, for one of its size that the keeper makes.
 *
 *     vd_wal_open, vd_wal_recover        once, in this order
 *     vd_wal_append ...                  into the open batch, in memory, also during a flush
 *     vd_wal_draft_begin, _add, _end     the same, for a record that is put together piecemeal
 *     vd_wal_flush_begin                 closes the batch, says what to write where
 *       (write out.buf durably at out.offset: io_uring, RWF_DSYNC, a thread; not in here)
 *     vd_wal_flush_done                  the records are durable; the next flush may begin
 */
#ifndef VD_STORE_WAL_H
#define VD_STORE_WAL_H

#include "store/diag.h"
#include "store/fs.h"

#include <sys/types.h>

struct vd_wal;

#define VD_WAL_PAYLOAD_MAX (1u << 30)

struct vd_wal_options {
    uint64_t store_id;
    uint32_t crc_seed;    /* start value of the record sums: random, one a store, told to nobody */
    uint64_t first_index; /* of the first record ever, at least 1; used only by an empty log */
    size_t segment_bytes; /* 0: 64 MiB; a multiple of 4096 */
    size_t small_segment_bytes; /* of one made in a hurry; 0: 1 MiB; a multiple of 4096 */
    size_t batch_bytes;         /* a batch of this many bytes takes no further record; 0: 8 MiB */
};

struct vd_wal_record {
    uint64_t index;
    int64_t time_ms;
    struct vd_slice payload;
    uint8_t type;
};

/* What to write: len bytes (a multiple of 4096, as are offset and the address) of buf at offset of
 * fd, durably, whole. */
struct vd_wal_flush {
    int fd;
    off_t offset;
    const void *buf;
    size_t len;
    bool direct; /* fd is open with O_DIRECT */
};

struct vd_wal_stats {
    uint64_t records, payload_bytes, flushes, flushed_bytes;
    uint64_t segments_used, segments_made_inline, segments_prepared, segments_recycled;
    uint64_t disk_bytes; /* of all segment files */
};

/*
 * Opens the log in directory `path` (made if missing) and takes stock of its files. 0; VD_CORRUPT
 * or VD_INVALID (another store's, or a newer format) with a diagnosis; -errno with one. The options
 * are copied. Nothing is written yet.
 */
VD_MUST_CHECK int vd_wal_open(struct vd_fs *fs, const char *path,
                              const struct vd_wal_options *options, struct vd_diag *diag,
                              struct vd_wal **out_wal);
/*
 * Hands every record above after_index to `each`, in order and without a gap, then makes the log
 * ready to append. Must be called once, before anything else. each: 0, or anything else to stop
 * and pass up; the payload is borrowed for the call. VD_CORRUPT with a diagnosis: damaged, or it
 * does not reach from after_index on.
 */
typedef int vd_wal_record_fn(void *arg, const struct vd_wal_record *record);
VD_MUST_CHECK int vd_wal_recover(struct vd_wal *wal, uint64_t after_index, vd_wal_record_fn *each,
                                 void *arg, struct vd_diag *diag);
/* clean: everything appended was flushed; writes an end mark. Without it, or after a failure, only
 * lets go. wal is gone either way; the answer says whether the mark was written. */
int vd_wal_close(struct vd_wal *wal, bool clean);

/*
 * Adds a record to the open batch, its payload the pieces one after another. type: 1 to 127, the
 * caller's. time_ms: never smaller than the record's before (vd_wal_last_time_ms). *out_index: its
 * log index, one more than the last. 0; VD_WAIT: the batch is full, flush first; VD_TOO_LARGE;
 * -ENOMEM (nothing was added); the error of a flush that failed.
 */
VD_MUST_CHECK int vd_wal_append(struct vd_wal *wal, uint8_t type, int64_t time_ms,
                                const struct vd_slice *pieces, size_t count, uint64_t *out_index);
/* Whether an append would answer VD_WAIT now. */
bool vd_wal_is_full(const struct vd_wal *wal);
/*
 * The same for a long record, in pieces as small as its writer likes: begun, added to, and ended
 * (its index) or dropped. Nothing else is appended, taken back or flushed meanwhile. expect_bytes:
 * how long the payload will be at most, so that it is not copied while it grows. They answer what
 * append does; a piece that was refused was not added.
 */
VD_MUST_CHECK int vd_wal_draft_begin(struct vd_wal *wal, uint8_t type, int64_t time_ms,
                                     size_t expect_bytes);
VD_MUST_CHECK int vd_wal_draft_add(struct vd_wal *wal, const struct vd_slice *pieces, size_t count);
uint64_t vd_wal_draft_end(struct vd_wal *wal);
/* Nothing happens where none was begun. */
void vd_wal_draft_drop(struct vd_wal *wal);
/* Takes back the records of the open batch from `index` on, as if never appended. */
void vd_wal_unappend(struct vd_wal *wal, uint64_t index);

/*
 * Closes the batch. 0: *out_flush is to be written, then vd_wal_flush_done called. VD_END: the
 * batch is empty. VD_WAIT: a flush is under way. VD_AGAIN: it needs a segment larger than those
 * that are kept ready, and the keeper has been asked for it: once vd_wal_has_large says so, this is
 * to be tried again. -errno (-ENOSPC): no segment could be made; the batch is still open and whole,
 * and this may be tried again.
 */
VD_MUST_CHECK int vd_wal_flush_begin(struct vd_wal *wal, struct vd_wal_flush *out_flush);
/* Any thread. */
bool vd_wal_has_large(const struct vd_wal *wal);
/* rc 0: written whole and durable. Anything else: the log is done for, every later call answers rc,
 * and nothing may be acknowledged. */
void vd_wal_flush_done(struct vd_wal *wal, int rc);
/* begin, a durable write through the file interface, done. 0 also for an empty batch. */
VD_MUST_CHECK int vd_wal_flush_sync(struct vd_wal *wal);

/* Bytes of payload that the open batch can take in one more record with no new file being made;
 * what a caller asks who would rather refuse a write than meet -ENOSPC in flush_begin. */
size_t vd_wal_room(const struct vd_wal *wal);
/* The index of the newest record appended; of the newest durable one (any thread). */
uint64_t vd_wal_last_index(const struct vd_wal *wal);
uint64_t vd_wal_durable_index(const struct vd_wal *wal);
int64_t vd_wal_last_time_ms(const struct vd_wal *wal);

/* Keeper: history has everything up to index for good. */
void vd_wal_set_applied(struct vd_wal *wal, uint64_t index);
/*
 * Keeper: one bounded piece of work (up to 1 MiB of zeros, or one segment recycled). 0: did
 * something, there may be more; VD_WAIT: nothing to do until a flush or set_applied; -errno:
 * -ENOSPC and the like are not fatal, try again later.
 */
VD_MUST_CHECK int vd_wal_step(struct vd_wal *wal);
/* Any thread; the figures of one moment need not fit together. */
void vd_wal_stats(const struct vd_wal *wal, struct vd_wal_stats *out_stats);

#endif
