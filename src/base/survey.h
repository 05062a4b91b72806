/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look at all readers of a server: how far behind they are, and, if somebody wants to know, which
 * they are. A reader that has everything is 0 behind. It goes round in slices, a bounded number of
 * readers a turn.
 *
 * What a door does in its `survey` callback (struct vd_handler, struct vd_rpc_ops), for each watch:
 *
 *     if (vd_survey_add(survey, VD_DOOR_LIVE, behind, paused))
 *         vd_survey_name(survey, &(struct vd_survey_watch){.key = ..., .by = "sse", ...});
 *
 * (doors/watching.h does both for a cursor of the store.) An exchange that has many watches begins
 * with its watch number survey->from, asks vd_survey_goes_on before each, and where that says no
 * puts the number of that watch into survey->resume and returns. Whoever has one ignores all that.
 */
#ifndef VD_BASE_SURVEY_H
#define VD_BASE_SURVEY_H

#include "base/door_id.h"
#include "base/pos.h"
#include "base/slice.h"

#include <stdbool.h>

/* Up to 1, 10, 100, ... behind, and any number. */
enum { VD_SURVEY_BUCKETS = 9, VD_SURVEY_PEER_BYTES = 56 };

enum vd_survey_state {
    VD_SURVEY_LIVE,
    VD_SURVEY_BEHIND,
    VD_SURVEY_PAUSED,  /* its reader has said so */
    VD_SURVEY_STALLED, /* it is behind, and its reader takes nothing now */
    VD_SURVEY_STATES
};

/* What it adds up to. */
struct vd_survey_sum {
    uint64_t counts[1 + VD_SURVEY_BUCKETS]; /* [0]: those that are 0 behind; each counts once */
    uint64_t max, total; /* revisions behind: of the worst, and of all together */
    uint64_t watches[VD_DOOR_ID_COUNT][VD_SURVEY_STATES];
};

/* Where a watch is, for as long as it is open; in this order. */
struct vd_survey_place {
    uint32_t loop;
    uint32_t stream; /* of HTTP/2, or 0 */
    uint64_t conn;   /* of the loop */
    uint32_t slot;   /* in its exchange */
};

struct vd_survey_list; /* base/survey_list.h */

struct vd_survey {
    struct vd_survey_sum sum;
    struct vd_survey_list *list; /* those that are to be named; NULL: only the sum is wanted */
    uint32_t round;              /* of its number; not 0 */
    /* Readers, exchanges and connections that may still be looked at in this turn. */
    uint32_t budget;
    uint32_t from, resume;
    uint8_t as; /* 1 + enum vd_door_id: the door that what comes now is counted for; 0: its own */
    /* Where it is, and what the layers on the way there know of it. */
    bool within; /* the connection has exchanges that were not looked at yet */
    bool stalled;
    struct vd_survey_place place;
    uint64_t unsent_bytes;
    char peer[VD_SURVEY_PEER_BYTES];
};

/* A watch as its door describes it; borrowed for the call. */
struct vd_survey_watch {
    uint32_t slot;            /* its number in its exchange; 0 where there is one */
    const char *by;           /* how it is told: "grpc", "sse", "poll", ...; constant */
    struct vd_slice id;       /* what its peer calls it, if it does */
    struct vd_slice key, end; /* as core/access.h has them */
    struct vd_slice options;  /* words with a space between them, of the protocol at hand, as in
                               * "prev noput"; what a peer has chosen may be among them */
    struct vd_pos next;       /* what it wants next; {0, 0}: what comes after the head */
};

/* One reader. True: vd_survey_name is to follow. */
bool vd_survey_add(struct vd_survey *survey, enum vd_door_id door, uint64_t behind, bool paused);
/* So many that have everything; not while they are to be named (vd_survey_is_naming). */
void vd_survey_add_current(struct vd_survey *survey, enum vd_door_id door, uint64_t count);
static inline bool vd_survey_is_naming(const struct vd_survey *survey)
{
    return survey->list != NULL;
}
/* The one that was just added. */
void vd_survey_name(struct vd_survey *survey, const struct vd_survey_watch *watch);

/* Takes one of the budget. False: nothing is left, go on in another turn. */
static inline bool vd_survey_goes_on(struct vd_survey *survey)
{
    if (!survey->budget)
        return false;
    survey->budget--;
    return true;
}

void vd_survey_merge(struct vd_survey_sum *into, const struct vd_survey_sum *from);
/* What is at most so far behind is in counts[0 .. i]: 0, 1, 10, 100, ...; UINT64_MAX for the last.
 */
uint64_t vd_survey_bound(unsigned i);
const char *vd_survey_state_name(enum vd_survey_state state);

#endif
