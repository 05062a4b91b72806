/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A data directory: the lock, history at rest, and the log in front of it, opened together and
 * held against each other.
 *
 *     DIR/lock      held by the one process that uses the directory
 *     DIR/history/  LMDB (store/history.h)
 *     DIR/wal/      the log (store/wal.h)
 *
 * To start: vd_store_open; read history; vd_store_recover hands over the records that history
 * has not got; append. An ephemeral store has a history in memory and no log.
 */
#ifndef VD_STORE_STORE_H
#define VD_STORE_STORE_H

#include "store/history.h"
#include "store/wal.h"

struct vd_store_options {
    size_t segment_bytes; /* of the log; 0: its default, as the next two */
    size_t small_segment_bytes;
    size_t batch_bytes;
    uint64_t map_bytes;         /* of history; 0: its default */
    struct vd_history *history; /* simulation: use this one, borrowed, instead of DIR/history */
};

struct vd_store {
    struct vd_history *history;
    struct vd_wal *wal;  /* NULL: ephemeral */
    struct vd_diag diag; /* of the newest failure of vd_store_recover */
    struct vd_dir dir;
    struct vd_file lock;
    bool has_dir, has_lock, owns_history;
    char *path;        /* of the directory; NULL: none, or a simulated one */
    bool is_name_open; /* history was replaced, and after a crash it might not have been */
};

#define VD_STORE_SCRATCH_NAME "copy.tmp"
#define VD_STORE_PART_NAME    "history.part" /* what a restore has not finished */

/*
 * Opens (or makes, 0700) the directory and takes its lock. options may be NULL. 0; VD_CONFLICT:
 * another process has it; VD_CORRUPT; VD_INVALID: a newer format, or log and history of different
 * stores; -errno. *out_diag says what is wrong in one line, for all of these.
 */
VD_MUST_CHECK int vd_store_open(struct vd_fs *fs, const char *path,
                                const struct vd_store_options *options, struct vd_diag *out_diag,
                                struct vd_store **out_store);
/* The same without a directory: everything is gone at the close. */
VD_MUST_CHECK int vd_store_open_ephemeral(struct vd_fs *fs, struct vd_store **out_store);
/*
 * Every log record above history's applied index, in order, then the log is ready for appends.
 * Once, before the first append. As vd_wal_recover; the words are in store->diag. An ephemeral
 * store has none: 0.
 */
VD_MUST_CHECK int vd_store_recover(struct vd_store *store, vd_wal_record_fn *each, void *arg);
/* A store that is only read, out of this history, which becomes its own: for snapshot files. */
VD_MUST_CHECK int vd_store_open_history(struct vd_history *history, struct vd_store **out_store);
/* No reader, batch or flush may be under way. clean: everything appended was flushed; leaves an end
 * mark. Answers whether that could be written; the store is gone either way. NULL is fine. */
int vd_store_close(struct vd_store *store, bool clean);

/*
 * An empty history for a copy of this store, in a file without a name: in the data directory, or
 * where $TMPDIR says for a store that has none. It is the history's while that is open, and stays
 * readable through *out_fd, the caller's to close. It carries the store's identity, without the
 * seed of its log. -ENOSPC: there is no room for such a copy; -errno.
 */
VD_MUST_CHECK int vd_store_scratch(struct vd_store *store, struct vd_history **out_history,
                                   int *out_fd);

/* Whether the disk has room for one more copy of history, and something for others. 0, -ENOSPC,
 * -errno. */
VD_MUST_CHECK int vd_store_check_room(struct vd_store *store);

/*
 * Another history of the same store, beside the one in use, empty. VD_NOT_FOUND: the store is not
 * on disk; -ENOSPC: there is no room for a copy; -errno. Either dropped, or, once it holds the
 * same, made the one in use: 0; -errno: it was not, and is gone; or it was, and
 * vd_store_settle_name does not answer 0. All on the thread of the batches, and not before
 * vd_history_settle says true.
 */
VD_MUST_CHECK int vd_store_new_history(struct vd_store *store, struct vd_history **out_history);
void vd_store_drop_history(struct vd_store *store, struct vd_history *history);
VD_MUST_CHECK int vd_store_replace_history(struct vd_store *store, struct vd_history *history);
/* 0: the next start finds the history that is in use. Otherwise that could not be made sure yet,
 * and the log must keep what has come into history since it was replaced. */
VD_MUST_CHECK int vd_store_settle_name(struct vd_store *store);
/* For the start: what a crash left of such a history. dir: that of history. */
VD_MUST_CHECK int vd_store_remove_new(const struct vd_dir *dir);

static inline uint64_t vd_store_id(const struct vd_store *store)
{
    return store->history->identity.store_id;
}

static inline uint64_t vd_store_member_id(const struct vd_store *store)
{
    return store->history->identity.member_id;
}

#endif
