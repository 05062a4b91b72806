/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: readers of any journal, which hold every batch against a naive scan of all that was
 * ever written, and the claims that every journal has to satisfy.
 */
#ifndef VD_CORE_JOURNAL_KIT_H
#define VD_CORE_JOURNAL_KIT_H

#include "core/journal.h"

struct kit_event {
    struct vd_pos pos, prev;
    struct vd_slice key, value;
    bool is_delete, is_last;
};

/* A journal in its surroundings. The surroundings append to the log what they have written. */
struct kit {
    struct vd_journal *journal;
    const struct kit_ops *ops;
    struct kit_event *log;
    size_t log_count, log_room;
    struct vd_arena arena;         /* of the log's bytes */
    struct vd_list ready;          /* readers whose `ready` was called, in that order */
    struct vd_batch drained;       /* what drained a reader last, but its events */
    size_t pulls, repeats, events; /* of all readers */
};

struct kit_ops {
    void (*enter)(struct kit *kit);
    void (*leave)(struct kit *kit);
    /* One key; the revision it made. */
    int64_t (*put)(struct kit *kit, const char *key, const char *value);
    int64_t (*remove)(struct kit *kit, const char *key);
    /* Several keys in one revision. */
    int64_t (*put_many)(struct kit *kit, const char *const *keys, size_t count, const char *value);
    void (*compact)(struct kit *kit, int64_t revision);
    /* What the loop does before it fills connections; the journal is entered. True: more to do. */
    bool (*turn)(struct kit *kit);
    /* What happens elsewhere: jobs, other threads. True: something did. */
    bool (*elsewhere)(struct kit *kit);
};

struct reader {
    struct vd_cursor cursor;
    struct kit *kit;
    struct vd_list link;
    struct vd_slice key, end; /* what it wants, for the scan */
    bool (*accepts)(const struct reader *reader, const struct kit_event *event);
    void *arg;
    struct vd_pos next; /* by what it was handed */
    unsigned flags;     /* of its pulls */
    size_t max_bytes;
    size_t log_at; /* where the scan is */
    size_t events, batches, ready_calls;
    size_t repeated; /* batches that it took over from the reader that was drained last */
    bool repeats;    /* it tries to, before it pulls */
    bool is_open, is_armed, is_ready, is_paused, is_inside, is_gone;
    bool goes_on; /* its last batch says that nothing was between it and the one before */
    uint64_t last_key;
};

void kit_init(struct kit *kit, struct vd_journal *journal, const struct kit_ops *ops);
void kit_deinit(struct kit *kit);
void kit_log(struct kit *kit, const struct kit_event *event);
int64_t kit_head(const struct kit *kit);

/* key and end as in vd_selection. 0 or what open said. */
int reader_try_open(struct kit *kit, struct reader *reader, const struct vd_selection *selection,
                    struct vd_pos from);
/* A reader of [key, end), which must open. from 0: now. */
void reader_open(struct kit *kit, struct reader *reader, const char *key, const char *end,
                 int64_t from);
void reader_close(struct reader *reader);
void reader_seek(struct reader *reader, struct vd_pos to);
/* One pull, whose batch is checked; the journal is entered. */
int reader_pull(struct reader *reader);

/* One turn; then readers that are ready pull, each until VD_WAIT. */
bool kit_turn(struct kit *kit);
/* Turns until nothing happens any more. */
void kit_settle(struct kit *kit);
/* Everything that the log holds for it has been seen, and it is live. */
void reader_assert_complete(const struct reader *reader);

/* The claims. Each begins with an empty journal. */
void kit_claim_now_is_exact(struct kit *kit);
void kit_claim_history_is_replayed(struct kit *kit);
void kit_claim_latest_leaves_out_what_has_a_newer_one(struct kit *kit);
void kit_claim_latest_of_a_revision_that_is_split(struct kit *kit);
void kit_claim_ready_is_called_once(struct kit *kit);
void kit_claim_future_shows_nothing_before(struct kit *kit);
void kit_claim_compacted_is_refused(struct kit *kit);
void kit_claim_seek_shows_the_same_again(struct kit *kit);
void kit_claim_revisions_stay_whole(struct kit *kit);
void kit_claim_large_revision_is_split(struct kit *kit);
void kit_claim_close_in_ready_is_safe(struct kit *kit);
void kit_claim_pull_in_ready_is_safe(struct kit *kit);
void kit_claim_repeat_is_what_a_pull_would_be(struct kit *kit);

#endif
