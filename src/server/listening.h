/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where clients come in: the listeners of --listen, --listen-plain and --listen-metrics, in clear
 * text or under TLS, and the certificates of the latter.
 */
#ifndef VD_SERVER_LISTENING_H
#define VD_SERVER_LISTENING_H

#include "base/outcome.h"
#include "http/http.h"
#include "io/loop.h"
#include "server/config.h"

struct vd_listening;

enum { VD_LISTENING_ERROR_BYTES = 512 };

struct vd_listening_options {
    const struct vd_config *config; /* outlives it, and so do the loops */
    struct vd_loop *const *loops;
    unsigned loop_count;
    /* The socket of a client, on its loop. is_metrics: to be shown metrics and nothing else. 0;
     * -errno: it is closed. */
    int (*accepted)(void *arg, struct vd_loop *loop, int fd, const struct vd_http_port *port,
                    bool is_metrics);
    void *arg;
};

/* Before the loops run. Not 0: out_error is one line that says what is wrong and what to do. */
VD_MUST_CHECK int vd_listening_open(const struct vd_listening_options *options,
                                    struct vd_listening **out_listening,
                                    char out_error[VD_LISTENING_ERROR_BYTES]);
/* Where clients reach us, without the listeners of metrics. */
const char *const *vd_listening_urls(const struct vd_listening *listening, unsigned *out_count);
/* Reads the certificates anew, for connections to come, and logs what came of it. */
void vd_listening_reload(struct vd_listening *listening);
/* Nobody new is to come in: done by the first loop in its next turn. */
void vd_listening_end(struct vd_listening *listening);
/* The same, and at once: the loops do not run any more. NULL is fine, here and below. */
void vd_listening_close(struct vd_listening *listening);
/* No connection is left. */
void vd_listening_free(struct vd_listening *listening);

#endif
