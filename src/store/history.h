/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All history at rest: every event that is not compacted, by position; rows of small side tables
 * (leases, alarms, settings); and the state that belongs to them, always changed in one piece.
 *
 * Two implementations: history_lmdb.c on disk, history_mem.c for --ephemeral and simulations.
 * One writer at a time (a batch, begun and ended on one thread), any number of readers, each of
 * which sees the batch that was newest when it began and holds nobody up. A reader pins disk
 * pages: it belongs to one slice of work and must never outlive a turn. A thread that holds a
 * begun reader must not commit.
 *
 * Every row carries a CRC32C over its key and bytes that is checked each time it is read: about
 * ten nanoseconds for what nobody else between the disk and us checks.
 */
#ifndef VD_STORE_HISTORY_H
#define VD_STORE_HISTORY_H

#include "store/diag.h"
#include "store/entry.h"
#include "store/record.h"

#define VD_HISTORY_FORMAT_VERSION 1

/* Drawn once, when the store is made; a restore draws anew. */
struct vd_history_identity {
    uint32_t format_version;
    uint32_t wal_seed;
    uint64_t store_id, member_id;
    uint64_t log_base; /* the log began after this index; 0 unless the store was restored */
};

struct vd_history_state {
    uint64_t applied_index;   /* the newest log record that is in here */
    struct vd_pos head;       /* position of the newest event; revision 0: none yet */
    int64_t head_time_ms;     /* of its commit */
    int64_t floor;            /* newest compacted revision as readers are told; 0: none */
    int64_t compacted;        /* and as far as the rows are really gone */
    int64_t compact_target;   /* what the pass under way is for; 0: none is */
    struct vd_pos compact_at; /* where it goes on */
};

struct vd_history_stats {
    uint64_t entries;    /* events */
    uint64_t used_bytes; /* by rows and the trees over them */
    uint64_t file_bytes; /* of the file, free pages included */
};

enum vd_history_read { VD_HISTORY_VALUES = 1 }; /* fetch values that stand apart */

/* 0: go on. Anything else ends the scan and is its answer. The entry and its slices are borrowed
 * until the reader is reset (in a batch: until its next change). */
typedef int vd_history_entry_fn(void *arg, const struct vd_entry *entry);
typedef int vd_history_side_fn(void *arg, struct vd_slice key, struct vd_slice value);

struct vd_history {
    const struct vd_history_ops *ops;
    struct vd_history_identity identity;
    bool made; /* by this open: there was nothing before */
};

struct vd_history_reader {
    struct vd_history *history;
};

/* Sticky: after the first failure changes do nothing, and the commit answers it. */
struct vd_history_batch {
    struct vd_history *history;
    struct vd_history_state state; /* read it, change it; written by the commit */
    int status;
};

struct vd_history_ops {
    int (*reader_open)(struct vd_history *history, struct vd_history_reader **out_reader);
    int (*reader_begin)(struct vd_history_reader *reader);
    void (*reader_reset)(struct vd_history_reader *reader);
    void (*reader_close)(struct vd_history_reader *reader);
    int (*state)(struct vd_history_reader *reader, struct vd_history_state *out_state);
    int (*scan)(struct vd_history_reader *reader, struct vd_pos from, unsigned flags,
                vd_history_entry_fn *each, void *arg);
    int (*get)(struct vd_history_reader *reader, struct vd_pos pos, struct vd_entry *out_entry);
    int (*side_scan)(struct vd_history_reader *reader, uint8_t table, vd_history_side_fn *each,
                     void *arg);
    int (*batch_begin)(struct vd_history *history, struct vd_history_batch **out_batch);
    int (*batch_put)(struct vd_history_batch *batch, const struct vd_entry *entry);
    int (*batch_remove)(struct vd_history_batch *batch, struct vd_pos pos);
    int (*batch_side)(struct vd_history_batch *batch, const struct vd_side *side);
    int (*batch_scan)(struct vd_history_batch *batch, struct vd_pos from, vd_history_entry_fn *each,
                      void *arg);
    int (*batch_commit)(struct vd_history_batch *batch);
    void (*batch_abort)(struct vd_history_batch *batch);
    int (*stats)(struct vd_history *history, struct vd_history_stats *out_stats);
    void (*replace)(struct vd_history *history, struct vd_history *other);
    bool (*settle)(struct vd_history *history);
    void (*close)(struct vd_history *history);
};

/* What stands at the path. */
enum vd_history_place {
    VD_HISTORY_DIR,       /* a directory, which exists */
    VD_HISTORY_SCRATCH,   /* a file that no crash need spare: one user, and nothing is flushed */
    VD_HISTORY_READ_ONLY, /* a file that nobody changes meanwhile: no batches */
    VD_HISTORY_BESIDE     /* a file with all that a directory's has: it shall take its place */
};

struct vd_history_lmdb_options {
    uint64_t map_bytes; /* address space; what history can ever hold. 0: 256 GiB */
    enum vd_history_place place;
};

/*
 * Opens the LMDB environment at `path`. `fresh` is the identity a new history gets (NULL:
 * VD_NOT_FOUND instead); the one that is there comes back in history->identity. 0; VD_CORRUPT or
 * VD_INVALID (a newer format) with a diagnosis; -errno with one. One open a path and process.
 */
VD_MUST_CHECK int vd_history_open_lmdb(const char *path, const struct vd_history_identity *fresh,
                                       const struct vd_history_lmdb_options *options,
                                       struct vd_diag *diag, struct vd_history **out_history);
/* In memory; gone with the close. */
VD_MUST_CHECK int vd_history_open_mem(const struct vd_history_identity *fresh,
                                      struct vd_history **out_history);
/* Simulation: what a crash does. Open batches and readers must not be touched again. */
void vd_history_mem_crash(struct vd_history *history);
/* No reader, no batch may be open; readers must be closed. */
void vd_history_close(struct vd_history *history);

/* A reader is opened once a thread and begun and reset around each piece of work. */
VD_MUST_CHECK int vd_history_reader_open(struct vd_history *history,
                                         struct vd_history_reader **out_reader);
VD_MUST_CHECK int vd_history_reader_begin(struct vd_history_reader *reader);
void vd_history_reader_reset(struct vd_history_reader *reader);
void vd_history_reader_close(struct vd_history_reader *reader);

VD_MUST_CHECK int vd_history_state(struct vd_history_reader *reader,
                                   struct vd_history_state *out_state);
/* Events from `from` on in order, until each says stop (its answer) or there are none (VD_END);
 * VD_CORRUPT, -errno. flags: of enum vd_history_read. */
VD_MUST_CHECK int vd_history_scan(struct vd_history_reader *reader, struct vd_pos from,
                                  unsigned flags, vd_history_entry_fn *each, void *arg);
/* The event at exactly this position, with its value. VD_NOT_FOUND, VD_CORRUPT, -errno. */
VD_MUST_CHECK int vd_history_get(struct vd_history_reader *reader, struct vd_pos pos,
                                 struct vd_entry *out_entry);
/* Rows of one side table in the order of their keys; VD_END, as vd_history_scan. */
VD_MUST_CHECK int vd_history_side_scan(struct vd_history_reader *reader, uint8_t table,
                                       vd_history_side_fn *each, void *arg);

VD_MUST_CHECK int vd_history_batch_begin(struct vd_history *history,
                                         struct vd_history_batch **out_batch);
/* Puts in ascending order are several times cheaper. Moves state.head. */
void vd_history_put(struct vd_history_batch *batch, const struct vd_entry *entry);
/* Removing what is not there is no failure. */
void vd_history_remove(struct vd_history_batch *batch, struct vd_pos pos);
void vd_history_put_side(struct vd_history_batch *batch, const struct vd_side *side);
/* Everything in a record of the log, which becomes state.applied_index. VD_CORRUPT: not a record
 * (the batch must be aborted); otherwise as the batch's status. */
VD_MUST_CHECK int vd_history_apply(struct vd_history_batch *batch, uint64_t index, int64_t time_ms,
                                   struct vd_slice payload);
/*
 * Removes what state.floor made unreachable: of each key, versions older than the newest at or
 * below the floor, and that one too if it is a tombstone from before the floor. At most about
 * max_events are looked at; progress is in the state, so a later batch goes on, also after a
 * crash. 0: there is more; VD_END: all done up to the floor; otherwise as the batch's status.
 */
VD_MUST_CHECK int vd_history_compact_step(struct vd_history_batch *batch, size_t max_events);
/* One durable transaction, or nothing. 0; -ENOSPC: no room (map or disk); -errno; VD_CORRUPT. The
 * batch is gone either way. */
VD_MUST_CHECK int vd_history_commit(struct vd_history_batch *batch);
void vd_history_abort(struct vd_history_batch *batch);

/* On the thread of the batches. */
VD_MUST_CHECK int vd_history_stats(struct vd_history *history, struct vd_history_stats *out_stats);

/*
 * Batches and readers are begun in the file of `other` from now on, which holds the same and is of
 * the same kind, on disk, and gone as a history. What is under way ends where it was begun. On the
 * thread of the batches, with none open; not before the last replacement is settled.
 */
void vd_history_replace(struct vd_history *history, struct vd_history *other);
/* On the same thread, every now and then after that: closes the file that was replaced as soon as
 * nobody is in it. True: it is closed, or there was none. */
bool vd_history_settle(struct vd_history *history);

#endif
