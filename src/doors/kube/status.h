/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kubernetes' words for what went wrong: the object Status, whose `reason` clients decide on and
 * whose message people read. Each of these answers the call (answer.h).
 */
#ifndef VD_DOORS_KUBE_STATUS_H
#define VD_DOORS_KUBE_STATUS_H

#include "doors/kube/call.h"
#include "doors/kube/model/causes.h"

/* One of several causes, as in details.causes. */
struct vd_kube_status_cause {
    const char *reason; /* "FieldValueInvalid", ... */
    struct vd_slice message, field;
};

struct vd_kube_status {
    unsigned code;
    const char *reason; /* "NotFound", ...; NULL: none */
    struct vd_slice message;
    /* details; left out where empty. has_details false: none at all. */
    bool has_details;
    struct vd_slice name, group, kind, uid; /* kind: the plural of the resource, but the Kind itself
                                             * for Invalid */
    const struct vd_kube_status_cause *causes;
    uint32_t cause_count;
    uint32_t retry_after_s;         /* 0: not said; also the header */
    struct vd_slice continue_token; /* metadata.continue */
};

/* Answers with exactly this. */
void vd_kube_refuse_with(struct vd_kube_call *call, const struct vd_kube_status *status);
/* With the details of the call's object: its name, group and plural. */
void vd_kube_refuse(struct vd_kube_call *call, unsigned code, const char *reason,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The usual ones, about the call's object in the words of Kubernetes. */
void vd_kube_refuse_not_found(struct vd_kube_call *call); /* pods "p" not found */
void vd_kube_refuse_exists(struct vd_kube_call *call);    /* pods "p" already exists */
/* Operation cannot be fulfilled on pods "p": <why> */
void vd_kube_refuse_conflict(struct vd_kube_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void vd_kube_refuse_bad_request(struct vd_kube_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* <Kind>.<group> "p" is invalid: <causes, with their fields> */
void vd_kube_refuse_invalid(struct vd_kube_call *call, const struct vd_kube_causes *causes);
/* The same of something else than the call's object. */
void vd_kube_refuse_invalid_of(struct vd_kube_call *call, struct vd_slice kind,
                               struct vd_slice group, struct vd_slice name,
                               const struct vd_kube_causes *causes);
/* the server could not find the requested resource */
void vd_kube_refuse_unknown(struct vd_kube_call *call);
void vd_kube_refuse_method(struct vd_kube_call *call);
/* What is stored there is no object of its kind. */
void vd_kube_refuse_stored(struct vd_kube_call *call, struct vd_slice key);
/* The revision that was awaited has not come (504). */
void vd_kube_refuse_too_new(struct vd_kube_call *call);
/* The same as a Status; text and cause are the caller's memory for it. */
struct vd_kube_status vd_kube_status_too_new(const struct vd_kube_call *call, char *text,
                                             size_t size, struct vd_kube_status_cause *cause);
/* What core answered: every outcome and -errno; 0 is none. */
void vd_kube_refuse_outcome(struct vd_kube_call *call, int rc);

/* The Status of success that a deletion answers; uid may be empty. */
void vd_kube_answer_success(struct vd_kube_call *call, struct vd_slice uid);

/* For events of watches, which carry a Status too: as compact JSON at the end of the buffer. */
void vd_kube_status_write(struct vd_buf *buf, const struct vd_kube_status *status);

#endif
