/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A journal is anything that has an order of changes and can be read from a position. Doors see
 * this face of it only; the store and a file tree both have it.
 *
 * A cursor is a selector and the next position. It is the whole cost of a reader that is slow,
 * paused or stalled. When something waits for it, `ready` is called, once, on the cursor's loop;
 * then the door pulls a bounded batch whenever its reader can take bytes, and goes on pulling
 * until the answer is VD_WAIT, which re-arms `ready`.
 */
#ifndef VD_CORE_JOURNAL_H
#define VD_CORE_JOURNAL_H

#include "base/arena.h"
#include "base/list.h"
#include "core/access.h"
#include "core/event.h"

struct vd_cursor;
struct vd_journal;
struct vd_selector;

/* An attribute that a door reads out of an event's value: name and value are bytes of its choice.
 */
struct vd_term {
    struct vd_slice name, value;
};

/* How attributes are read out of a value: a constant of a door, one for a kind of values. */
struct vd_extractor {
    /*
     * All attributes of an event that selections may name, as bytes of the event or made in the
     * arena (both last as long as the answer is used). A value that makes no sense has none. Called
     * on the journal's loop, at most once for an event and once for the value before it (and again
     * for conflated pulls), and only if a range that holds the key has terms. 0, or -ENOMEM.
     */
    int (*extract)(const struct vd_extractor *extractor, const struct vd_event *event,
                   struct vd_arena *arena, const struct vd_term **out_terms, uint32_t *out_count);
};

/*
 * What a cursor wants to see. Keys as in core/access.h. All terms must hold for the event, or all
 * for the value before it, so that what no longer matches is still seen once. The residual is asked
 * last; it sees the value before if it asked for it (NULL: there is none). Everything is copied
 * when a cursor is opened but residual_arg, which must live until its last cursor is closed;
 * cursors of equal selections (equal pointers, for the residual) share all work.
 */
struct vd_selection {
    struct vd_slice key, end;
    const struct vd_term *terms;
    uint32_t term_count;
    const struct vd_extractor *extractor; /* of the terms */
    bool (*residual)(const struct vd_event *event, const struct vd_event *prev,
                     void *arg); /* may be NULL */
    void *residual_arg;
    bool residual_prev;
};

struct vd_cursor {
    struct vd_list link; /* in a list of its selector, or of those that are behind */
    struct vd_selector *selector;
    void (*ready)(struct vd_cursor *cursor);
    struct vd_pos next; /* meaningful while it is not idle */
    uint8_t state;      /* this and what follows: the journal's */
    uint8_t flags;
    uint32_t tag;
};

/* What a pull hands over: borrowed until the end of the turn, or longer by a reference to each
 * event's block. */
struct vd_batch {
    const struct vd_event *const *events;
    const struct vd_event *const
        *prevs; /* parallel, NULL entries: nothing before; NULL: not asked for */
    uint32_t count;
    struct vd_pos from, to; /* everything that matches in [from, to) is here, but what
                               VD_PULL_LATEST leaves out */
    struct vd_pos since;    /* and nothing matches in [since, from); {0, 0}: not known */
    /* Batches of equal keys show one selection: where their positions overlap, the same events. 0:
     * never equal to another. */
    uint64_t key;
    bool splits; /* `to` lies inside a revision, whose rest (or end) follows */
    /* With VD_PULL_DRAIN: this was the last of what there is, and `ready` is armed as after a
     * VD_WAIT. A journal may leave it false and answer VD_WAIT to the next pull. */
    bool drained;
};

enum { VD_JOURNAL_ROOM = 256 };

enum vd_pull_flags {
    VD_PULL_PREV = 1,  /* the values before, too */
    VD_PULL_DRAIN = 2, /* the caller heeds batch.drained */
    /*
     * Conflated: leaves out an event whose key has a newer one up to head(), a deletion as well as
     * a put, if that is wanted by the selection too. So the last event of each key is always handed
     * out, the order is kept, and nothing is remembered for the cursor. What cannot be told without
     * waiting may be handed out all the same. A batch of which something was left out equals (key)
     * only others of its turn that are the same. Pieces of a revision that is split may be empty;
     * prevs are the values before in the journal, not what this reader had before. A key that
     * changes all the time is seen when the reader reaches the head.
     */
    VD_PULL_LATEST = 4,
};

struct vd_journal_ops {
    /* The newest revision that cursors of this loop have been shown or have waiting: progress may
     * be answered with it. */
    int64_t (*head)(struct vd_journal *journal);
    /* The newest compacted revision. */
    int64_t (*floor)(struct vd_journal *journal);
    /* Calls back on this loop once everything that happened before the call is visible to it. 0: it
     * is already; VD_WAIT: reached will be called; -ENOMEM. */
    int (*barrier)(struct vd_journal *journal, void (*reached)(void *arg), void *arg);
    /*
     * The caller has set `ready`; all else is filled in. `ready` is never called from here. from.
     * revision 0: only what comes after now. A future position is legal: nothing before it is
     * shown. 0; VD_COMPACTED; VD_DENIED; VD_INVALID (an empty range); -ENOMEM. out_now: the
     * revision at registration, exactly.
     */
    int (*open)(struct vd_journal *journal, struct vd_cursor *cursor,
                const struct vd_principal *principal, const struct vd_selection *selection,
                struct vd_pos from, int64_t *out_now);
    /*
     * The next events, about max_bytes of keys and values, at least one event, whole revisions.
     * Only a revision that is alone larger than that (or than what the journal reads at a time, a
     * few hundred kilobytes) is split; then the batches hold nothing but that revision until one
     * ends it, whose splits is false and which is empty (count 0) when nothing was left to come.
     * 0; VD_WAIT: nothing now, `ready` will be called; VD_COMPACTED: the position is gone (what was
     * waiting in memory when the floor came is still handed out); -errno:
     * it cannot be read now. After VD_COMPACTED the cursor is only good for seek and close.
     */
    int (*pull)(struct vd_journal *journal, struct vd_cursor *cursor, size_t max_bytes,
                unsigned flags, struct vd_batch *out_batch);
    /*
     * Moves a cursor over a batch that another one pulled and that drained it, as if this one had
     * pulled it too: for a door that still has what it made of it. Only the batch's key, from and
     * to are looked at, in this turn or a later one. False: this cursor is to get something else,
     * pull it. May be NULL.
     */
    bool (*repeat)(struct vd_journal *journal, struct vd_cursor *cursor,
                   const struct vd_batch *batch);
    /* Goes back to a position it has already pulled from (to walk a large revision twice). Pull
     * next: nothing will call `ready` for it. */
    void (*seek)(struct vd_journal *journal, struct vd_cursor *cursor, struct vd_pos to);
    /* Everything up to head() has been pulled, or lies before its start. */
    bool (*is_live)(struct vd_journal *journal, const struct vd_cursor *cursor);
    void (*close)(struct vd_journal *journal, struct vd_cursor *cursor);
    /* The keys that it selects, as core/access.h writes them: borrowed, also from `room`. */
    void (*range)(struct vd_journal *journal, const struct vd_cursor *cursor,
                  uint8_t room[VD_JOURNAL_ROOM], struct vd_slice *out_key,
                  struct vd_slice *out_end);
};

/* One a loop and source of changes; only its own loop calls it. */
struct vd_journal {
    const struct vd_journal_ops *ops;
};

#endif
