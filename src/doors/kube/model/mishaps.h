/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faults that a controller's tests ask for: a list of rules in a small language, and which request
 * is struck by which (docs/doors/kube.md has the language for those who write it). Rules count
 * requests, so the same requests in the same order meet the same faults.
 *
 *     RULE   = VERBS RESOURCE [OPTION]... FAULT           rules are parted by ";" or a new line
 *     VERBS  = get list watch create update patch delete deletecollection, read write any; by
 * commas RESOURCE = PLURAL[.GROUP][/SUBRESOURCE], or "*" OPTION = namespace=NS name=NAME nth=N
 * times=N after=N bookmark=N FAULT  = conflict | throttle[=SECONDS] | expire | cut | drop-bookmarks
 * | delay-bookmarks=TIME
 */
#ifndef VD_DOORS_KUBE_MODEL_MISHAPS_H
#define VD_DOORS_KUBE_MODEL_MISHAPS_H

#include "base/buf.h"
#include "base/outcome.h"
#include "doors/kube/model/kind.h"

enum {
    VD_KUBE_MISHAPS_MAX = 64,
    VD_KUBE_MISHAPS_TEXT_BYTES = 8192,
    VD_KUBE_MISHAPS_ERROR_BYTES = 256
};

enum vd_kube_mishap_act {
    VD_KUBE_MISHAP_NONE,
    VD_KUBE_MISHAP_CONFLICT, /* 409 */
    VD_KUBE_MISHAP_THROTTLE, /* 429, Retry-After amount seconds */
    VD_KUBE_MISHAP_EXPIRE,   /* 410: of a list; of a watch after `after` events */
    VD_KUBE_MISHAP_CUT,      /* in the middle of the event that follows `after` others */
    VD_KUBE_MISHAP_DROP,     /* the bookmark, or all, is left out */
    VD_KUBE_MISHAP_DELAY     /* it, and all behind it, comes amount milliseconds later */
};

struct vd_kube_mishap {
    enum vd_kube_mishap_act act;
    uint32_t amount;
    uint32_t after;    /* events of a watch */
    uint32_t bookmark; /* which one of a watch; 0: all */
};

/* Slices lie in the text of its faults. */
struct vd_kube_mishap_rule {
    struct vd_slice text;
    uint32_t verbs; /* enum vd_kube_may */
    /* Empty: any. A resource of "*" has any subresource. */
    struct vd_slice plural, group, subresource, name_space, name;
    uint64_t nth, times; /* strikes the nth and those that follow, so many; times 0: all of them */
    struct vd_kube_mishap fault;
    uint64_t seen, struck; /* requests */
};

/* Not to be moved. */
struct vd_kube_mishaps {
    unsigned count;
    struct vd_kube_mishap_rule rules[VD_KUBE_MISHAPS_MAX];
    char text[VD_KUBE_MISHAPS_TEXT_BYTES];
};

struct vd_kube_mishap_request {
    uint32_t verb; /* one of enum vd_kube_may */
    struct vd_slice plural, group, subresource, name_space, name;
};

/* An empty text is no rules. 0; VD_INVALID with one line that says which rule is wrong, and why;
 * the faults are unspecified then. */
VD_MUST_CHECK int vd_kube_mishaps_parse(struct vd_slice text, struct vd_kube_mishaps *out_faults,
                                        char out_error[VD_KUBE_MISHAPS_ERROR_BYTES]);
/* A request has come: every rule that it fits counts it, and the first whose turn it is strikes.
 * act is NONE where none does. */
struct vd_kube_mishap vd_kube_mishaps_meet(struct vd_kube_mishaps *faults,
                                           const struct vd_kube_mishap_request *request);
/* {"faults":[{"rule":"...","seen":3,"struck":1}]} */
void vd_kube_mishaps_write(const struct vd_kube_mishaps *faults, struct vd_buf *buf);

#endif
