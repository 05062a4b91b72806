/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line of those who want one name: etcd's recipe for locks and elections. Each puts the key
 * NAME/HEX(LEASE) under its lease; whose key was created first has the name, and everybody else
 * waits for the one right before it to go. So a name that is given up wakes one, not all.
 *
 * Who gives up before it was answered (canceled, out of time) takes its key out of the line, from
 * wherever it was.
 */
#ifndef VD_DOORS_ETCD3_CONTEST_H
#define VD_DOORS_ETCD3_CONTEST_H

#include "doors/etcd3/look.h"
#include "doors/etcd3/submit.h"

enum vd_etcd3_contest_step {
    VD_ETCD3_CONTEST_LEASE, /* one of its own is being granted */
    VD_ETCD3_CONTEST_ENTER, /* the key is being put */
    VD_ETCD3_CONTEST_OWN,   /* look whether it is (still) there, and since when */
    VD_ETCD3_CONTEST_AHEAD, /* look who is right before it */
    VD_ETCD3_CONTEST_WAIT,  /* for that one to go */
    VD_ETCD3_CONTEST_WON
};

/* In the state of a call, zeroed. */
struct vd_etcd3_contest {
    struct vd_etcd3_submit submit;
    struct vd_etcd3_look look;
    struct vd_cursor cursor; /* on the key before ours; open in the step WAIT only */
    enum vd_etcd3_contest_step step;
    bool is_entered, is_last_look, is_answered;

    struct vd_slice prefix, end, key; /* in the submit's arena, as all slices here */
    int64_t lease;
    int64_t revision; /* our key's create revision: our place in the line. 0: not known yet */
    int64_t head;     /* of the newest look */

    struct vd_compare is_new, is_other;
    struct vd_op put, proclaim;
    struct vd_txn enter, unless_equal;
};

/*
 * Takes a place in the line; slices are copied. lease 0: one of a minute is made, and left to
 * itself. value: what stands in the key; a key of this lease that has another value gets this one.
 * A failure ends the call.
 */
void vd_etcd3_contest_begin(struct vd_etcd3_contest *contest, struct vd_call *call,
                            struct vd_slice name, int64_t lease, struct vd_slice value);
/* Inside fill. True: it is won, answer and set is_answered; false: not yet, or the call was ended.
 * gone: what to say when our key was taken out of the line. */
VD_MUST_CHECK bool vd_etcd3_contest_go(struct vd_etcd3_contest *contest, const char *gone);
/* In the call's release. */
void vd_etcd3_contest_end(struct vd_etcd3_contest *contest);

/* These services say UNKNOWN, and in the text what it was. */
void vd_etcd3_contest_fail(struct vd_call *call, int rc);

/* The range of keys that stand for a name. 0, -ENOMEM. */
VD_MUST_CHECK int vd_etcd3_contest_range(struct vd_arena *arena, struct vd_slice name,
                                         struct vd_slice *out_prefix, struct vd_slice *out_end);
/* Who has it: the oldest in the range. */
struct vd_range_op vd_etcd3_contest_holder(struct vd_slice prefix, struct vd_slice end);

#endif
