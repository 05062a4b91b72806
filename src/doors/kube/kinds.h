/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds that one loop serves: the built-in ones, and those of the CustomResourceDefinitions in
 * the store, which a cursor on their prefix follows. It is opened at the loop's first question that
 * needs it; until then it costs nothing.
 *
 * A definition that was applied through another loop a moment ago is found: a question for a kind
 * that is not known waits for a barrier of the journal, and looks again. Kinds that calls and
 * watches refer to stay as they were; who wants to know that one has gone or changed watches it.
 */
#ifndef VD_DOORS_KUBE_KINDS_H
#define VD_DOORS_KUBE_KINDS_H

#include "doors/kube/model/crd.h"
#include "doors/kube/model/kind.h"
#include "doors/kube/state.h"

struct vd_kube_kinds;

/* 0, -ENOMEM. Nothing is read yet. Looks at kube->env and kube->prefix, which stay. */
VD_MUST_CHECK int vd_kube_kinds_open(struct vd_kube *kube, struct vd_kube_kinds **out_kinds);
/* No question waits, nobody watches, nobody has a kind. NULL is fine. */
void vd_kube_kinds_close(struct vd_kube_kinds *kinds);

/* A question that may have to wait. Zeroed by the asker, but for `done`: called once, in a later
 * turn with the slot entered, never from inside; it may ask again, and free what this lies in. */
struct vd_kube_kinds_wait {
    void (*done)(struct vd_kube_kinds_wait *wait);
    struct vd_list link; /* this and what follows: the registry's */
    int64_t revision;
    int rc;
    bool has_waited;
};

/*
 * The kind of (group, version, plural), with a reference for the caller. 0; VD_NOT_FOUND: there is
 * none, and was none when the question came; VD_WAIT: wait->done will be called: ask the same again
 * then, with the same wait, and the answer is another. -errno: definitions cannot be read.
 * The slot is entered.
 */
VD_MUST_CHECK int vd_kube_kinds_find(struct vd_kube_kinds *kinds, struct vd_slice group,
                                     struct vd_slice version, struct vd_slice plural,
                                     struct vd_kube_kinds_wait *wait,
                                     const struct vd_kube_kind **out_kind);
/* The same by the kind's name ("Deployment"); version empty: the preferred one that is served. */
VD_MUST_CHECK int vd_kube_kinds_of(struct vd_kube_kinds *kinds, struct vd_slice group,
                                   struct vd_slice version, struct vd_slice kind,
                                   struct vd_kube_kinds_wait *wait,
                                   const struct vd_kube_kind **out_kind);
/* Everything that was applied before now is known: 0; VD_WAIT, as above; -errno. Before discovery,
 * before vd_kube_kinds_names, and before anything that goes over all kinds. */
VD_MUST_CHECK int vd_kube_kinds_settle(struct vd_kube_kinds *kinds,
                                       struct vd_kube_kinds_wait *wait);
/* A question that waits is forgotten; fine for one that does not. */
void vd_kube_kinds_unwait(struct vd_kube_kinds_wait *wait);

/* All kinds that are served, the built-in ones first, then the definitions' by group, preference
 * of the version and plural: NULL behind the last. Borrowed until the turn ends. */
const struct vd_kube_kind *vd_kube_kinds_at(struct vd_kube_kinds *kinds, size_t index);
/* Another number after each change of a definition; never 0. */
uint64_t vd_kube_kinds_change(const struct vd_kube_kinds *kinds);
/* Who has which names: what vd_kube_crd_settle (model/crd.h) asks. Lives until the turn ends. */
const struct vd_kube_crd_others *vd_kube_kinds_names(struct vd_kube_kinds *kinds);

/* Tells a watch that its kind has gone, or is another now: `gone` is called once, in a turn, and
 * may watch and unwatch others, and free what this lies in. Built-in kinds never go. Zeroed by the
 * watcher but for `gone`; the kind must have been found in this turn. */
struct vd_kube_kind_watch {
    void (*gone)(struct vd_kube_kind_watch *watch);
    struct vd_list link;
};
void vd_kube_kinds_watch(struct vd_kube_kinds *kinds, const struct vd_kube_kind *kind,
                         struct vd_kube_kind_watch *watch);
/* Fine for one that was told, or never watched. */
void vd_kube_kinds_unwatch(struct vd_kube_kind_watch *watch);

struct vd_kube_kinds_stats {
    size_t definitions; /* that are served */
    size_t broken;      /* values on their prefix that are none */
    size_t bytes;       /* held for them */
};
void vd_kube_kinds_stats(const struct vd_kube_kinds *kinds, struct vd_kube_kinds_stats *out_stats);

#endif
