/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steward, for its files: steward.c founds, steward_follow.c reads what is there and follows
 * what changes, steward_queue.c says which keys are to be looked at and when, and steward_look.c,
 * steward_empty.c and steward_owners.c do for one key what is due.
 *
 * A look is at a key, not at a change: it begins by loading what is there now, and does what that
 * calls for. So looking once too often does no harm, a look that failed is taken again, and after a
 * restart everything is looked at.
 */
#ifndef VD_DOORS_KUBE_STEWARD_INNER_H
#define VD_DOORS_KUBE_STEWARD_INNER_H

#include "core/range.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/chore.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/owners.h"
#include "doors/kube/steward.h"

enum {
    VD_KUBE_FOUNDED = 4, /* namespaces */
    VD_KUBE_LOOKS_AT_ONCE = 16,
    VD_KUBE_LOOK_BUCKETS = 1024,
    VD_KUBE_UID_MAX_BYTES = 64 /* of those that are parked for; ours have 36 */
};

enum vd_kube_look_state {
    VD_KUBE_LOOK_QUEUED,
    VD_KUBE_LOOK_RUNNING,
    VD_KUBE_LOOK_PARKED, /* what it waits for brings it back */
    VD_KUBE_LOOK_RESTING /* it failed, and is taken again */
};

struct vd_kube_look {
    struct vd_list bucket, queue, blocked;
    struct vd_kube_steward *steward;
    enum vd_kube_look_state state;
    bool is_again; /* was asked for while it ran */
    unsigned failures;
    struct vd_timer timer;
    uint8_t uid[VD_KUBE_UID_MAX_BYTES]; /* of what is parked for dependents */
    size_t uid_bytes;
    struct vd_slice key; /* ours, behind this */

    /* While it runs. */
    struct vd_kube_call *call; /* its memory and its loads */
    struct vd_kube_chore chore;
    struct vd_kube_doc doc;
    struct vd_json_value *object; /* what is stored there */
    int64_t revision;
    struct vd_slice path; /* of the object, as a URL has it; empty: of no kind that is served */
    /* Of who has it. */
    const struct vd_json_value *reference; /* the owner that is looked for */
    struct vd_slice at;
    size_t index;
    struct vd_slice *keys;
    size_t key_count;
    unsigned solid, waiting;
    bool is_walking, is_due, is_lost; /* one after the other, without nesting */
    struct vd_kube_kinds_wait kinds_wait;
    void (*next)(struct vd_kube_look *look);
};

struct vd_kube_steward {
    struct vd_kube *kube;
    struct vd_kube_chore founding[VD_KUBE_FOUNDED];
    unsigned founding_left;
    bool is_founding, is_founded, is_refused, has_warned, is_ending;
    struct vd_timer refound;
    struct vd_list waits;

    /* Of the one that is on duty. */
    bool is_on_duty;
    struct vd_slice end; /* of all keys */
    struct vd_cursor cursor;
    bool is_open, is_read;
    int64_t known; /* the revision that `owners` is of, once all is read */
    struct vd_range *range;
    struct vd_timer again;
    struct vd_arena scratch; /* of one value */
    struct vd_kube_owners *owners;
    struct vd_list looks[VD_KUBE_LOOK_BUCKETS], queue;
    struct vd_list blocked; /* looks that are parked until a dependent goes */
    unsigned running;
    bool is_going;
};

/* --- steward_follow.c ------------------------------------------------------------------------- */

/* On duty from now on. */
void vd_kube_steward_follow(struct vd_kube_steward *steward);
void vd_kube_steward_unfollow(struct vd_kube_steward *steward);

/* --- steward_queue.c -------------------------------------------------------------------------- */

/* This key is to be looked at. */
void vd_kube_look_at(struct vd_kube_steward *steward, struct vd_slice key);
/* The same, if a look at it is parked. */
void vd_kube_look_again(struct vd_kube_steward *steward, struct vd_slice key);
/* What was waited for may have come while nobody followed: what is parked is looked at. */
void vd_kube_looks_anew(struct vd_kube_steward *steward);
/* Begins what can be begun. */
void vd_kube_looks_go(struct vd_kube_steward *steward);
void vd_kube_looks_forget(struct vd_kube_steward *steward);
/* How a look ends: nothing (more) is due; it waits for vd_kube_look_again; or it could not be done
 * now. It is not to be touched afterwards. */
void vd_kube_look_done(struct vd_kube_look *look);
void vd_kube_look_park(struct vd_kube_look *look);
/* The same, until a dependent of this owner is none any more. */
void vd_kube_look_park_for(struct vd_kube_look *look, struct vd_slice uid);
void vd_kube_look_unblock(struct vd_kube_steward *steward, struct vd_slice uid);
void vd_kube_look_failed(struct vd_kube_look *look);

/* --- steward_look.c --------------------------------------------------------------------------- */

/* Looks at look->key. */
void vd_kube_look_begin(struct vd_kube_look *look);
/* A request for the object's path (with `suffix` behind it); `next` finds its status. */
void vd_kube_look_send(struct vd_kube_look *look, const char *method, struct vd_slice path,
                       const char *content_type, const struct vd_json_value *body,
                       void (*next)(struct vd_kube_look *look));
/* The answer: something to be done anew (a conflict, no room); or it has been done, or was. */
bool vd_kube_look_went_well(const struct vd_kube_look *look);
/* It is done, or was refused for good (what is stored there is not valid); or it failed, and is
 * taken again. */
void vd_kube_look_end(struct vd_kube_look *look);
/* Takes a finalizer from the object, and is done. */
void vd_kube_look_let_go(struct vd_kube_look *look, const char *finalizer);
/* Whether what was loaded at `revision` can be judged by who depends on whom. If not, the change
 * that it came by is yet to be taken, and it is looked at again then. */
bool vd_kube_look_is_known(const struct vd_kube_look *look, int64_t revision);
/* A text in the memory of the look. */
struct vd_slice vd_kube_look_text(struct vd_kube_look *look, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The path of an object of a kind. */
struct vd_slice vd_kube_look_path(struct vd_kube_look *look, const struct vd_kube_kind *kind,
                                  struct vd_slice name_space, struct vd_slice name);
/* Goes on with `next` when every definition is known. */
void vd_kube_look_settle(struct vd_kube_look *look, void (*next)(struct vd_kube_look *look));

/* --- the work --------------------------------------------------------------------------------- */

/* A namespace that is to have what every one has; that is to be emptied; and a definition. */
void vd_kube_look_space(struct vd_kube_look *look);
void vd_kube_look_space_ending(struct vd_kube_look *look);
void vd_kube_look_definition_ending(struct vd_kube_look *look);
/* An object that is to outlive, or to go after, what depends on it. */
void vd_kube_look_orphaning(struct vd_kube_look *look);
void vd_kube_look_foreground(struct vd_kube_look *look);
/* An object that names owners. */
void vd_kube_look_owned(struct vd_kube_look *look);

#endif
