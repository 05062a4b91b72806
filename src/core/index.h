/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key index: every key with all of its versions, in memory, in the order of the keys.
 *
 * A copy-on-write B+tree. One writer at a time (the role holder) works on a batch: begin, any
 * number of puts and purges, publish. Readers look at a root, which never changes once it is
 * published, without a lock; a root and everything found in it hold until the reader's slot
 * leaves its epoch (core/epoch.h). Each node counts its live keys and knows the newest revision
 * below it, so counting at the head and asking "did anything here change since R?" are O(log n),
 * and counting at an older revision costs what has changed since.
 *
 * Positions: "before pos" means the events with (revision, sub) < pos; {0, 0} means the newest.
 * Ranges as in core/access.h: end empty is the one key, "\0" is everything from key on,
 * otherwise [key, end).
 */
#ifndef VD_CORE_INDEX_H
#define VD_CORE_INDEX_H

#include "base/outcome.h"
#include "core/event.h"

struct vd_epoch;
struct vd_index;
struct vd_index_root;
struct vd_index_node;
struct vd_index_hit;

/* A key, once for all its versions. Freed through the epoch when the key is removed. */
struct vd_key {
    /* Where the newest event is in memory: the engine's (core/values.h), 0 at first. */
    _Atomic uint64_t where;
    uint32_t len;
    uint8_t bytes[];
};

static inline struct vd_slice vd_key_slice(const struct vd_key *key)
{
    return vd_slice(key->bytes, key->len);
}

/* What one event made of a key. */
struct vd_version {
    int64_t revision;
    int64_t create_revision; /* 0: a tombstone */
    int64_t version;         /* 0: a tombstone */
    int64_t lease;
    uint32_t sub;
    uint32_t value_len;
};

static inline struct vd_pos vd_version_pos(const struct vd_version *version)
{
    return (struct vd_pos){version->revision, version->sub};
}

/*
 * The writer's side. All of it belongs to the thread that holds the role.
 */

/* The index retires what it replaces through epoch, which must outlive it. NULL: no memory. */
struct vd_index *vd_index_new(struct vd_epoch *epoch);
/* No reader may be left. NULL is fine. */
void vd_index_free(struct vd_index *index);

/* Starts a batch, or does nothing if one is open. 0, -ENOMEM. */
VD_MUST_CHECK int vd_index_begin(struct vd_index *index);
/* What the open batch has made so far (or the published root, when none is open). What is found
 * in it holds until the next change; it is for the writer alone. */
const struct vd_index_root *vd_index_working(const struct vd_index *index);

/*
 * Adds a new newest version (a put, or a tombstone when version->version is 0) and keeps the
 * older ones. Its position must be above every version of that key. A batch must be open.
 * 0; -ENOMEM: no key, version or count has changed. out_key may be NULL.
 */
VD_MUST_CHECK int vd_index_put(struct vd_index *index, struct vd_slice key,
                               const struct vd_version *version, struct vd_key **out_key);
/*
 * The same with one search, for a version that depends on the one before it: make is shown the
 * newest there is (out_hit->version NULL: none; maybe a tombstone) and fills in the next. What it
 * answers other than 0 is passed up, and nothing has changed. It must not call the index.
 */
typedef int vd_index_make_fn(void *arg, const struct vd_index_hit *newest,
                             struct vd_version *out_version);
VD_MUST_CHECK int vd_index_put_made(struct vd_index *index, struct vd_slice key,
                                    vd_index_make_fn *make, void *arg, struct vd_key **out_key);
/*
 * Takes back the newest version of a key, which must have been put in this batch with no purge
 * since: the undoing of a transaction that fails half way, last put first. Cannot fail. A key
 * that has no other version is gone, and freed at once.
 */
void vd_index_undo(struct vd_index *index, struct vd_slice key);

/*
 * Drops the versions of a key that were superseded at or below floor, and a tombstone below floor
 * when it is the oldest one left (one exactly at floor stays). A key without versions is removed:
 * *out_removed (else NULL) is the key, for whoever keeps something about it, readable until the
 * end of the batch. A batch must be open. 0; -ENOMEM: nothing has changed.
 */
VD_MUST_CHECK int vd_index_purge_key(struct vd_index *index, struct vd_slice key, int64_t floor,
                                     struct vd_key **out_removed);
/*
 * Looks for keys that vd_index_purge_key would change: walks at most max_rows keys from `from` on,
 * and stops early after max_found. Fills found with them and returns how many; *out_next is the
 * key to go on from, NULL: the end was reached. Borrowed like all that is found in a root.
 */
size_t vd_index_purgeable(const struct vd_index_root *root, struct vd_slice from, int64_t floor,
                          size_t max_rows, struct vd_key **found, size_t max_found,
                          const struct vd_key **out_next);

/*
 * Ends the batch: its root will not change any more. The caller makes it visible to readers and
 * then, and not before, calls vd_index_reclaim, which retires what this batch has replaced. A new
 * batch can begin only after that. With no batch open: the published root.
 */
const struct vd_index_root *vd_index_publish(struct vd_index *index);
void vd_index_reclaim(struct vd_index *index);

/*
 * The reader's side: any thread, on any root.
 */

struct vd_index_hit {
    struct vd_key *key; /* NULL: never seen, or purged */
    const struct vd_version
        *version;                   /* newest before the position, maybe a tombstone; NULL: none */
    const struct vd_version *older; /* the one before that, maybe a tombstone; NULL: none */
};

/* Where the value before this version stands; revision 0: none, deleted or purged. */
static inline struct vd_pos vd_index_hit_prev(const struct vd_index_hit *hit)
{
    return hit->older && hit->older->version ? vd_version_pos(hit->older) : (struct vd_pos){0, 0};
}

/* True: the key is there at that position. *out_hit is filled either way. */
bool vd_index_get(const struct vd_index_root *root, struct vd_slice key, struct vd_pos before,
                  struct vd_index_hit *out_hit);

/* How many keys are there in the range at that position. */
int64_t vd_index_count(const struct vd_index_root *root, struct vd_slice key, struct vd_slice end,
                       struct vd_pos before);
/*
 * The same in pieces: walks at most *rows rows, which it counts down and which are not 0. What it
 * has counted; *out_next is the key to go on from (to the same end), NULL: the end was reached.
 * Borrowed like all that is found in a root.
 */
int64_t vd_index_count_some(const struct vd_index_root *root, struct vd_slice key,
                            struct vd_slice end, struct vd_pos before, size_t *rows,
                            const struct vd_key **out_next);
/* Whether any key of the range has an event with a revision above `revision` (at or above the
 * floor: purged tombstones are forgotten). O(log n). */
bool vd_index_changed_since(const struct vd_index_root *root, struct vd_slice key,
                            struct vd_slice end, int64_t revision);
/* All keys, with those of which only a tombstone is left. O(1). */
int64_t vd_index_size(const struct vd_index_root *root);
/* The newest revision in the index, 0: none. O(1). */
int64_t vd_index_head(const struct vd_index_root *root);

/*
 * Walks the keys of a range that are there at a position, in both directions. An iterator stands
 * between two keys: next steps over the one after it, prev over the one before it. It allocates
 * nothing and needs no end. It holds as long as its root; to go on in a later turn, start a new
 * one with vd_index_iter_seek_after(the last key seen).
 */
enum { VD_INDEX_DEPTH_MAX = 12 };

struct vd_index_iter {
    const struct vd_index_root *root;
    struct vd_slice key, end; /* borrowed */
    struct vd_pos before;
    unsigned depth;     /* of the leaf in path */
    unsigned low, high; /* the rows of the leaf that lie in the range */
    struct {
        const struct vd_index_node *node;
        unsigned at;
    } path[VD_INDEX_DEPTH_MAX];
};

/* Stands before the first key of the range. */
void vd_index_iter_init(struct vd_index_iter *iter, const struct vd_index_root *root,
                        struct vd_slice key, struct vd_slice end, struct vd_pos before);
/* Stands before the first key that is not below `at`; outside the range: at its nearer border. */
void vd_index_iter_seek(struct vd_index_iter *iter, struct vd_slice at);
/* Stands behind `at`, whether that key is there or not. */
void vd_index_iter_seek_after(struct vd_index_iter *iter, struct vd_slice at);
/* Stands behind the last key of the range. */
void vd_index_iter_seek_last(struct vd_index_iter *iter);
/* False: no further key in that direction; the iterator stays at the border. */
bool vd_index_iter_next(struct vd_index_iter *iter, struct vd_index_hit *out_hit);
bool vd_index_iter_prev(struct vd_index_iter *iter, struct vd_index_hit *out_hit);
/*
 * One step in a bounded time, however many keys are not there at the position: *rows, which is not
 * 0, counts down with every key that it steps over. 0; VD_END, as false above; VD_AGAIN: no row is
 * left, and the last key was not there.
 */
VD_MUST_CHECK int vd_index_iter_step(struct vd_index_iter *iter, bool backward, size_t *rows,
                                     struct vd_index_hit *out_hit);
/* The key that the last step in that direction went over, whether it was there or not. */
struct vd_slice vd_index_iter_passed(const struct vd_index_iter *iter, bool backward);

/* All versions of one key at or after a position, oldest first, tombstones too. */
struct vd_index_history {
    const struct vd_version *older, *newest;
    uint32_t at, older_count;
};

/* False: the key has none. *out_key may be NULL. */
bool vd_index_history_init(struct vd_index_history *history, const struct vd_index_root *root,
                           struct vd_slice key, struct vd_pos from, struct vd_key **out_key);
/* NULL: no more. */
const struct vd_version *vd_index_history_next(struct vd_index_history *history);

#endif
