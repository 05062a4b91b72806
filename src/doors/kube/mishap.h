/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faults on purpose, for the tests of controllers (model/mishaps.h says which there are,
 * docs/doors/kube.md how they are asked for). One desk for all loops holds the rules; a request
 * meets them once, when it is known what it asks for.
 */
#ifndef VD_DOORS_KUBE_MISHAP_H
#define VD_DOORS_KUBE_MISHAP_H

#include "base/slice.h"
#include "doors/kube/model/mishaps.h"

#include <pthread.h>

struct vd_exchange;
struct vd_kube_call;
struct vd_kube_reader;
struct vd_kube_piece;
struct vd_request;

struct vd_kube_mishap_desk {
    _Atomic bool has_rules; /* looked at without the lock */
    pthread_mutex_t lock;   /* of what follows */
    struct vd_kube_mishaps *faults;
};

/* Storage is the caller's. With these rules, which were parsed before (NULL: none). 0, -ENOMEM. */
VD_MUST_CHECK int vd_kube_mishap_desk_init(struct vd_kube_mishap_desk *desk, const char *rules);
void vd_kube_mishap_desk_deinit(struct vd_kube_mishap_desk *desk);

/* The call's turn has come. True: it was struck and is answered. What befalls a watch later is left
 * in call->fault. */
bool vd_kube_mishap_strikes(struct vd_kube_call *call);

/* GET, PUT and DELETE of the rules. `arg` is the door. */
int vd_kube_mishap_open(struct vd_exchange *x, const struct vd_request *request, void *arg);

/* --- a watch that is struck ------------------------------------------------------------------- */

struct vd_kube_hurt; /* what it still needs of the fault */

/* 0; -ENOMEM. reader->hurt stays NULL where nothing befalls it. */
VD_MUST_CHECK int vd_kube_hurt_open(struct vd_kube_reader *reader,
                                    const struct vd_kube_mishap *fault);
void vd_kube_hurt_close(struct vd_kube_reader *reader);
/* The next piece of a reader that has a hurt. As vd_kube_reader_next; VD_COMPACTED: 410 is to be
 * said now. `whole` gives what would be said without it. */
VD_MUST_CHECK int vd_kube_hurt_next(struct vd_kube_reader *reader, size_t room,
                                    int (*whole)(struct vd_kube_reader *reader, size_t room,
                                                 struct vd_kube_piece *out_piece),
                                    struct vd_kube_piece *out_piece);

#endif
