/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a function answers.
 *
 *   0         done.
 *   negative  the machine failed: -errno, passed up unchanged. Nobody matches on it.
 *   positive  an outcome (below) that the caller must handle; each function names the
 *             ones it can return.
 *
 * Each door maps the whole enum in its own errors.c with a switch and no default, so a new
 * outcome breaks the build of every door that has not decided what to say.
 */
#ifndef VD_BASE_OUTCOME_H
#define VD_BASE_OUTCOME_H

#define VD_MUST_CHECK __attribute__((warn_unused_result))

enum vd_outcome {
    VD_OK = 0,
    VD_WAIT,        /* not now; a callback will say when to ask again */
    VD_AGAIN,       /* a bounded piece is done; ask again in another turn, nobody will call */
    VD_END,         /* nothing further will come */
    VD_COMPACTED,   /* the position lies below the floor */
    VD_FUTURE,      /* the position lies above the head */
    VD_CONFLICT,    /* a comparison or precondition does not hold */
    VD_NOT_FOUND,   /* the thing named does not exist */
    VD_EXISTS,      /* the thing named exists already */
    VD_INVALID,     /* the bytes or the arguments make no sense */
    VD_LEASE_GONE,  /* the lease named does not exist */
    VD_TOO_LARGE,   /* over a configured size */
    VD_TOO_MANY,    /* over a configured count or rate */
    VD_OVER_QUOTA,  /* the store is full */
    VD_DENIED,      /* the principal may not */
    VD_READ_ONLY,   /* the store takes no writes now */
    VD_CORRUPT,     /* stored bytes are damaged */
    VD_UNAVAILABLE, /* this server is closing down */
};

/* The name of an outcome or errno, for logs; never NULL. */
const char *vd_outcome_name(int rc);

#endif
