/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the hub share; nobody else includes this. */
#ifndef VD_CORE_HUB_PRIVATE_H
#define VD_CORE_HUB_PRIVATE_H

#include "core/hub.h"
#include "core/selector.h"

enum {
    VD_RING_MAX = 256,            /* matches kept for live cursors of a selector */
    VD_RING_FEW = 4,              /* of them without a second allocation */
    VD_RINGS_KEPT = 64,           /* though nothing waits in them */
    VD_TURN_EVENTS = 8192,        /* matched in one turn */
    VD_SLICE_EVENTS = 4096,       /* of one slice of the tail */
    VD_SLICE_BYTES = 768 * 1024,  /* of memory, for one that is read from disk */
    VD_SLICE_MATCHES = 64 * 1024, /* of all seats, in one slice */
    VD_FETCH_MAX = 1024,          /* positions asked for by one job */
    VD_PATIENCE = 64, /* turns without a pull until the pass goes on without its slow members */
};

/*
 * The life of a cursor. `next` is exact in most of them; in REST it is where the cursor came to
 * rest, and in PASS it is at least where the pass stands.
 */
enum vd_cursor_state {
    VD_CURSOR_REST,   /* live, nothing waits; in its selector's idle list */
    VD_CURSOR_FUTURE, /* live, its start is still to come; in the hub's heap */
    VD_CURSOR_MIDWAY, /* live, waits for the end of the revision being matched; in a list */
    VD_CURSOR_READY,  /* to be pulled */
    VD_CURSOR_PASS,   /* in a seat's waiting list */
    VD_CURSOR_LATER,  /* in the hub's list for the next pass */
    VD_CURSOR_FETCH,  /* in a list of the fetch */
    VD_CURSOR_CLOSED,
};

enum vd_cursor_flags {
    VD_CURSOR_ARMED = 1,   /* pull has said VD_WAIT, so `ready` is to be called */
    VD_CURSOR_INSIDE = 2,  /* its last batch split a revision, whose end it has not seen */
    VD_CURSOR_FETCHED = 4, /* counted as a user of what was fetched */
    VD_CURSOR_FAILED = 16, /* what it waited for could not be read */
    VD_CURSOR_LISTED = 8,  /* READY, and in the list of those whose `ready` is called next turn */
};

/* Consecutive matches of one selector, in order. */
struct vd_run {
    const struct vd_event **events;
    uint32_t count, room;
    uint64_t key; /* of the batches cut from it; another one whenever it is begun anew */
    /* The batch cut last: neighbours want the same. */
    uint32_t cut_first, cut_count, cut_seen;
    size_t cut_max;
    const struct vd_event *const *prevs; /* of that batch, in the turn prevs_turn */
    uint64_t prevs_turn;
};

/* What live cursors of a selector have not pulled, behind what they have. */
struct vd_ring {
    struct vd_run run;
    struct vd_list kept;    /* in the hub's list, while nothing waits in it */
    struct vd_list touched; /* in the hub's list, while idle cursors are to be woken */
    struct vd_selector *selector;
    struct vd_pos base;         /* everything that matched from here on is in the run */
    struct vd_pos last;         /* where the newest of it is; {0, 0}: there is none */
    struct vd_pos before;       /* where the newest is of the revisions before that one's */
    uint32_t last_first;        /* which in the run is the first of that one's */
    struct vd_pos touched_from; /* where what idle cursors have not seen begins */
    uint32_t users;             /* cursors that hold its tag */
    uint32_t tag;
    const struct vd_event *few[VD_RING_FEW];
};

/* A selector in the pass. */
struct vd_seat {
    struct vd_list link;    /* of the pass */
    struct vd_list waiting; /* cursors that have what lies before the pass */
    struct vd_selector *selector;
    struct vd_run run;  /* matches in the slice */
    struct vd_list hot; /* in the pass, while something is to be done about this slice */
    struct vd_pos from; /* since when the run is complete */
    uint32_t inside;    /* how many of the waiting stand inside a revision */
    bool was_empty;     /* nobody was waiting at the end of the last slice */
    const struct vd_event *few[VD_RING_FEW];
    struct vd_match_entry entry;
};

enum vd_pass_state {
    VD_PASS_NONE,
    VD_PASS_READ,  /* the slice at `at` is to be found */
    VD_PASS_JOB,   /* a job reads it */
    VD_PASS_MATCH, /* the slice is being matched */
    VD_PASS_SERVE, /* its cursors pull */
};

struct vd_pass {
    enum vd_pass_state state;
    struct vd_list seats;
    struct vd_list hot;   /* seats with matches in this slice, or with cursors inside a revision */
    struct vd_list later; /* cursors for the next pass */
    size_t waiting;       /* cursors in seats */
    struct vd_match *index;
    size_t seat_count;
    struct vd_pos at;        /* READ, JOB: where to read; MATCH: how far it is matched */
    struct vd_pos boundary;  /* MATCH: after the last whole revision */
    struct vd_pos low, high; /* SERVE: the slice; everything that matches in it is in the runs */
    struct vd_block *block;  /* the slice, if it came from a job */
    bool is_tail;            /* the slice lies in the tail */
    size_t matches;          /* MATCH: so far */
    uint32_t events;
    uint32_t tag;    /* of the cursors that are counted in unpulled */
    size_t unpulled; /* cursors that have not pulled their part of the slice */
    unsigned quiet, empty_reads;
    bool pulled; /* somebody pulled since the last turn */

    /* A job that reads a slice, ahead of the one that is served if that came from disk too. */
    bool is_reading, is_read;
    struct vd_pos job_from;
    struct vd_job job;
    struct vd_block *job_block;
    int job_rc;
};

/* Events that are only on disk, by position: one job at a time for whoever wants some. */
struct vd_fetch_result {
    struct vd_pos *asked; /* ascending, each once */
    size_t asked_first, asked_count;
    struct vd_block *block; /* what was found of it */
    int rc;
};

struct vd_fetch {
    struct vd_job job;
    bool is_running;
    struct vd_fetch_result coming; /* the job's while it runs */
    struct vd_fetch_result result; /* of the job before */
    struct vd_pos last;            /* where the last job stopped, if it did not bring all */
    size_t users;                  /* cursors that have not looked at it yet */
    unsigned quiet;
    struct vd_pos *wanted; /* for the next job */
    size_t wanted_count;
    bool is_full;                 /* of positions that differ */
    struct vd_list waiting;       /* cursors for the next job */
    struct vd_list crowded;       /* cursors that found no room in it, and ask again after */
    struct vd_list running;       /* cursors of the one under way */
    bool match_waits, pass_waits; /* so do the live matching and the pass, for what they named */
};

struct vd_hub_attributes {
    struct vd_hub_attributes *next;
    const struct vd_extractor *extractor;
    struct vd_match_attributes set;
};

/* The batch that was conflated last, and what was left of it: neighbours pull the same. */
struct vd_latest {
    uint64_t turn, key;
    const struct vd_event *const *events, *const *prevs;
    uint32_t count;
    struct vd_batch left;
};

struct vd_hub_barrier {
    struct vd_list link;
    int64_t revision;
    void (*reached)(void *arg);
    void *arg;
};

struct vd_hub {
    struct vd_journal journal;
    struct vd_hub_options options;
    struct vd_kv *kv;
    unsigned slot;
    uint64_t turn;
    uint64_t next_key;
    uint32_t next_tag;

    struct vd_match *index;
    struct vd_pos matched; /* everything before it is matched */
    int64_t head;          /* the newest revision that is wholly matched */
    struct vd_list touched;
    struct vd_list kept; /* rings in which nothing waits, the oldest first */
    unsigned kept_count;
    struct vd_list listed; /* cursors whose `ready` is called in the next turn */
    struct vd_list midway;
    struct vd_cursor **future; /* a heap by next.revision */
    size_t future_count, future_room;
    struct vd_list barriers;

    struct vd_ring *spare; /* a few small ones, chained by `selector` */
    unsigned spare_count;
    struct vd_list garbage;      /* rings that went, still borrowed in this turn (link: touched) */
    struct vd_list seat_garbage; /* and seats (link: link) */
    struct vd_arena arena;       /* what batches borrow until the end of the turn */
    struct vd_arena attribute_arena; /* of the event being matched */

    /* The event being matched. */
    const struct vd_event *event;
    struct vd_hub_attributes *attributes;
    void **hits;
    size_t hit_room;
    bool is_woken; /* since the last turn */

    struct vd_pass pass;
    struct vd_fetch fetch;
    struct vd_latest latest;
    struct vd_hub_stats stats;
};

static inline struct vd_hub *vd_hub_of(struct vd_journal *journal)
{
    return vd_container_of(journal, struct vd_hub, journal);
}

/* Where all that is visible to cursors ends. */
static inline struct vd_pos vd_hub_end(const struct vd_hub *hub)
{
    return (struct vd_pos){hub->head + 1, 0};
}

static inline struct vd_pos vd_pos_max(struct vd_pos a, struct vd_pos b)
{
    return vd_pos_cmp(a, b) < 0 ? b : a;
}

static inline struct vd_pos vd_event_after(const struct vd_event *event)
{
    return event->last ? (struct vd_pos){event->revision + 1, 0}
                       : (struct vd_pos){event->revision, event->sub + 1};
}

static inline uint32_t vd_hub_new_tag(struct vd_hub *hub)
{
    if (++hub->next_tag == 0)
        hub->next_tag = 1;
    return hub->next_tag;
}

/* hub.c: the states of cursors. */
/* Asks for a turn. */
void vd_hub_wake(struct vd_hub *hub);
/* A cursor that is in nothing becomes READY; its `ready` is called in the next turn, if due. */
void vd_hub_wake_cursor(struct vd_hub *hub, struct vd_cursor *cursor);
/* Takes it out of whatever it is in; it is READY then. */
void vd_hub_detach(struct vd_hub *hub, struct vd_cursor *cursor);
/* Cursors that begin at this revision wait no longer; it is the next one to be matched. */
void vd_hub_promote(struct vd_hub *hub, int64_t revision);
/* One cursor less needs the selector. */
void vd_hub_put_selector(struct vd_hub *hub, struct vd_selector *selector);
/* A READY cursor that has everything up to the head becomes live. */
void vd_hub_rest(struct vd_hub *hub, struct vd_cursor *cursor);
/* False: nothing that it may want has happened between its next position and the head. */
bool vd_hub_is_behind(struct vd_hub *hub, const struct vd_view *view,
                      const struct vd_cursor *cursor);

/* hub_future.c */
/* The revision at whose beginning a cursor in the heap stops waiting. */
int64_t vd_future_due(const struct vd_cursor *cursor);
/* It is FUTURE then. 0, -ENOMEM. */
VD_MUST_CHECK int vd_future_add(struct vd_hub *hub, struct vd_cursor *cursor);
void vd_future_remove(struct vd_hub *hub, struct vd_cursor *cursor);

/* hub_ring.c: runs of matches, and the rings of live cursors. */
/* The index of the first event at or after a position; count: none. */
uint32_t vd_run_find(const struct vd_run *run, struct vd_pos pos);
/* Room for one more. few: VD_RING_FEW places beside the run. 0, -ENOMEM. */
VD_MUST_CHECK int vd_run_reserve(struct vd_run *run, const struct vd_event **few);
void vd_run_begin(struct vd_hub *hub, struct vd_run *run);
void vd_run_deinit(struct vd_run *run, const struct vd_event **few);
/* False: all cursors of the selector are behind, and would not look into a ring. */
bool vd_ring_is_needed(struct vd_hub *hub, struct vd_selector *selector);
/* Room in the ring of a selector for this event, a ring if it has none. 0, -ENOMEM. */
VD_MUST_CHECK int vd_ring_reserve(struct vd_hub *hub, struct vd_selector *selector,
                                  const struct vd_event *event);
void vd_ring_record(struct vd_hub *hub, struct vd_selector *selector, const struct vd_event *event);
/* The index of the first event at or after a position, and `since` of a batch that begins there. */
uint32_t vd_ring_find(const struct vd_ring *ring, struct vd_pos pos, struct vd_pos *out_since);
/* Whether the ring holds all that a cursor at this position has not seen; what is stale goes. */
bool vd_ring_covers(struct vd_hub *hub, struct vd_selector *selector, struct vd_pos pos);
void vd_ring_join(struct vd_hub *hub, struct vd_cursor *cursor);
void vd_ring_leave(struct vd_hub *hub, struct vd_cursor *cursor);
/* Idle cursors of the selector have not seen what the ring holds from `from` on. */
void vd_ring_touch(struct vd_hub *hub, struct vd_ring *ring, struct vd_pos from);
/* A READY cursor of the ring, which has all that is visible of it, comes to rest. */
void vd_ring_rest(struct vd_hub *hub, struct vd_cursor *cursor);
/* Calls `ready` for the idle cursors of all rings that were touched, as far as it is visible. */
void vd_ring_wake(struct vd_hub *hub);
/* Whether that will call an idle cursor in this turn. */
bool vd_ring_is_to_wake(const struct vd_hub *hub, const struct vd_cursor *cursor);
/* Forgets what the ring holds: its cursors are behind. */
void vd_ring_drop(struct vd_hub *hub, struct vd_selector *selector);
/* Frees what was borrowed in the last turn. */
void vd_ring_recycle(struct vd_hub *hub);
void vd_ring_free_spare(struct vd_hub *hub);

/* hub_match.c: which selectors an event concerns. */
void vd_hub_event_begin(struct vd_hub *hub, const struct vd_event *event);
/* The value before an event, NULL: none. 0; VD_WAIT: it will be fetched; -errno. */
VD_MUST_CHECK int vd_hub_event_prev(struct vd_hub *hub, const struct vd_event *event,
                                    const struct vd_event **out_prev);
/* Range and terms, of all entries of an index. 0; VD_WAIT; -ENOMEM. */
VD_MUST_CHECK int vd_hub_event_hits(struct vd_hub *hub, struct vd_match *index,
                                    struct vd_match_entry *const **out_hits, size_t *out_count);
/* The residual (and the terms, if asked), where the range is known to hold. 0; VD_WAIT; -errno. */
VD_MUST_CHECK int vd_hub_event_passes(struct vd_hub *hub, const struct vd_selector *selector,
                                      bool with_terms, bool *out_passes);
/* Room in hub->hits. 0, -ENOMEM. */
VD_MUST_CHECK int vd_hub_hits_reserve(struct vd_hub *hub, size_t count);
/* Matches what was published. True: there is more. */
bool vd_hub_match(struct vd_hub *hub, const struct vd_view *view);

/* What the source of a batch knows. */
struct vd_source {
    struct vd_run *run;
    struct vd_pos since; /* nothing matches between it and what the cursor has not seen */
    struct vd_pos limit; /* everything before it that matches is in the run */
    uint32_t first;      /* not before the cursor */
};

/* The cursor has moved without finding anything: look again. */
enum { VD_PULL_AGAIN = -1000000 };

/* hub_pull.c */
/* Hands out what the source has for the cursor, which is something, and moves the cursor on. 0;
 * VD_WAIT; -errno. */
VD_MUST_CHECK int vd_pull_serve(struct vd_hub *hub, struct vd_cursor *cursor,
                                const struct vd_source *source, size_t max_bytes, unsigned flags,
                                struct vd_batch *out_batch);
/* Whether the revision that the cursor stands inside has nothing more for it in the source; then it
 * is told so by vd_pull_serve_end. */
bool vd_pull_has_left(const struct vd_cursor *cursor, const struct vd_source *source);
VD_MUST_CHECK int vd_pull_serve_end(struct vd_cursor *cursor, struct vd_batch *out_batch);
int vd_hub_pull(struct vd_journal *journal, struct vd_cursor *cursor, size_t max_bytes,
                unsigned flags, struct vd_batch *out_batch);
bool vd_hub_repeat(struct vd_journal *journal, struct vd_cursor *cursor,
                   const struct vd_batch *batch);

/* hub_latest.c: for VD_PULL_LATEST. */
/* A cursor of one key goes on to its newest event. */
void vd_latest_skip(struct vd_hub *hub, struct vd_cursor *cursor);
/* Takes out of the cursor's batch what is superseded. How many events it had to look at. */
uint32_t vd_latest_filter(struct vd_hub *hub, const struct vd_cursor *cursor,
                          struct vd_batch *batch);

/* hub_key.c: the next events of a cursor of one key, from its versions. As vd_hub_pull, and
 * VD_PULL_AGAIN. */
VD_MUST_CHECK int vd_pull_key(struct vd_hub *hub, const struct vd_view *view,
                              struct vd_cursor *cursor, size_t max_bytes, unsigned flags,
                              struct vd_batch *out_batch);

/* hub_pass.c, hub_seat.c */
void vd_pass_init(struct vd_hub *hub);
void vd_pass_deinit(struct vd_hub *hub);
/* True: more to do now. */
bool vd_pass_turn(struct vd_hub *hub, const struct vd_view *view);
/* Makes a READY cursor wait in the seat of its selector. False: no memory for a seat. */
bool vd_seat_take(struct vd_hub *hub, struct vd_cursor *cursor);
/* Takes a waiting cursor out; its next position is not before `at` then. */
void vd_seat_release(struct vd_hub *hub, struct vd_seat *seat, struct vd_cursor *cursor,
                     struct vd_pos at);
void vd_seat_heat(struct vd_hub *hub, struct vd_seat *seat);
/* Nobody may wait in it. */
void vd_seat_free(struct vd_hub *hub, struct vd_seat *seat);
/* A READY cursor that is behind waits for the pass from now on. */
void vd_pass_join(struct vd_hub *hub, struct vd_cursor *cursor);
/* It is PASS or LATER, and leaves. */
void vd_pass_leave(struct vd_hub *hub, struct vd_cursor *cursor);
/* A READY cursor has what the slice holds for it, or does not want it. */
void vd_pass_served(struct vd_hub *hub, struct vd_cursor *cursor);
/* A READY cursor that stands in the slice again is waited for again. */
void vd_pass_return(struct vd_hub *hub, struct vd_cursor *cursor);
/* The run of the slice, if the slice holds all that a cursor at its position wants. */
struct vd_run *vd_pass_run(struct vd_hub *hub, const struct vd_cursor *cursor);
/* Frees what was borrowed in the last turn. */
void vd_pass_recycle(struct vd_hub *hub);
/* The selector goes. */
void vd_pass_forget(struct vd_hub *hub, struct vd_selector *selector);

/* hub_fetch.c */
void vd_fetch_init(struct vd_hub *hub);
void vd_fetch_deinit(struct vd_hub *hub);
/* True: more to do now. */
bool vd_fetch_turn(struct vd_hub *hub);
/* Asks for an event in the next job; beyond its size nothing happens, and it is asked for again. */
void vd_fetch_want(struct vd_hub *hub, struct vd_pos pos);
/* The same, in the place of another one if need be. */
void vd_fetch_must(struct vd_hub *hub, struct vd_pos pos);
/* A READY cursor waits for the next job. */
void vd_fetch_join(struct vd_hub *hub, struct vd_cursor *cursor);
/* It is FETCH, and leaves. */
void vd_fetch_leave(struct vd_hub *hub, struct vd_cursor *cursor);
/* Whether an event lies in what was fetched last, and goes with it. */
static inline bool vd_fetch_has(const struct vd_hub *hub, const struct vd_event *event)
{
    return hub->fetch.result.block && event->block == hub->fetch.result.block;
}
/* It has looked at what was fetched for it. */
void vd_fetch_used(struct vd_hub *hub, struct vd_cursor *cursor);
/* The event at a position, wherever it is. 0; VD_NOT_FOUND: nowhere; VD_WAIT: only on disk;
 * -errno: it could not be read. */
VD_MUST_CHECK int vd_fetch_event(struct vd_hub *hub, struct vd_pos pos,
                                 const struct vd_event **out_event);

#endif
