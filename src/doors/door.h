/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A door: how one protocol's clients come in. It is one constant struct; each loop opens it once
 * and owns what it opened, so nothing in a door is shared between threads unless it says so.
 *
 * To add one: a folder here with its struct vd_door, and a line in server/wiring.c.
 */
#ifndef VD_DOORS_DOOR_H
#define VD_DOORS_DOOR_H

#include "base/survey_list.h"
#include "core/journal.h"
#include "core/kv.h"
#include "core/stamps.h"
#include "http/exchange.h"
#include "io/loop.h"

struct vd_kube_mishap_desk;
struct vd_rpc_server; /* rpc/server.h */

/* The etcd release whose behaviour the etcd doors show. */
#define VD_DOOR_ETCD_VERSION         "3.6.5"
#define VD_DOOR_ETCD_CLUSTER_VERSION "3.6.0"
/* And the Kubernetes release whose API is served. */
#define VD_DOOR_KUBE_MAJOR           "1"
#define VD_DOOR_KUBE_MINOR           "37"
#define VD_DOOR_KUBE_VERSION         "v1.37.2"

/* A question to all loops, of a door that waits for the answer. */
struct vd_door_survey {
    const struct vd_survey_wish *wish; /* which watches to name; NULL: none */
    struct vd_survey_sum result;
    struct vd_survey_list list; /* those that were named, in order; the asker's to deinit */
    struct vd_loop *loop;       /* where `done` is called */
    void (*done)(struct vd_door_survey *survey);
};

/* What the server knows and doors may say. One for all loops; constant but for the atomic. */
struct vd_door_facts {
    const char *const *client_urls; /* where clients reach us: --advertise, or the listeners */
    unsigned client_url_count;
    const char *member_name;
    const char *v2_root; /* what the keys of etcd v2's nodes begin with: "" (NULL) or ".../" */
    /* What the keys of Kubernetes objects begin with, as in "/registry"; NULL: that door is shut.
     */
    const char *kube_prefix;
    unsigned
        kube_accept; /* Kubernetes objects that are stored and not enforced (kube/model/kind.h) */
    struct vd_kube_mishap_desk *kube_faults; /* on purpose (kube/mishap.h); NULL: there are none */
    /* Whether a loop has taken it on to do what happens by itself to Kubernetes objects; NULL:
     * nothing does. */
    _Atomic bool *kube_steward;
    uint64_t quota_bytes;          /* 0: none */
    uint64_t progress_interval_ms; /* of etcd watches that ask for progress; 0: 10 minutes */
    uint64_t max_request_bytes;    /* of a request that writes; 0: 1.5 MiB */
    uint64_t max_txn_ops;          /* in a list of a transaction; 0: 128 */
    _Atomic bool *is_ending;       /* the server is going down */
    /* Which readers all loops have, and how far behind they are: 0: survey->done is called in a
     * later turn, also after the exchange that asked is gone;
     * -ENOMEM. NULL: nobody knows. */
    int (*survey)(void *arg, struct vd_door_survey *survey);
    void *survey_arg;
    const struct vd_stamps *stamps; /* when revisions were published; NULL: nobody says */
};

/* What a loop lends to its doors. Lives until after `close`. */
struct vd_door_env {
    struct vd_loop *loop;
    unsigned slot;             /* of this loop, in the kv */
    struct vd_kv *kv;          /* entered whenever a door is called */
    struct vd_journal *store;  /* the kv's changes, for this loop */
    struct vd_rpc_server *rpc; /* where gRPC services are added in `open` */
    const struct vd_door_facts *facts;
};

struct vd_door {
    const char *name;
    /* Whether it is to be there at all. NULL: it is. */
    bool (*is_wanted)(const struct vd_door_facts *facts);
    /* 0, or -errno and the server does not start. On the main thread, before the loop runs. */
    int (*open)(const struct vd_door_env *env, void **out_state);
    /* Requests it takes; `arg` is replaced by the state that `open` gave. Doors are asked in the
     * order of wiring.c, and their routes in this order. */
    const struct vd_route *routes;
    uint32_t route_count;
    /* The server is going down: nothing new is taken; exchanges are drained one by one through
     * their own handlers. On the loop. NULL: nothing to do. */
    void (*drain)(void *state);
    /* No exchange is left; the loop has ended. */
    void (*close)(void *state);
};

#endif
