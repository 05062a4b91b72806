/* SPDX-License-Identifier: Apache-2.0 */
/* The server as a whole: what is started in which order, and how it ends. */
#ifndef VD_SERVER_SERVER_H
#define VD_SERVER_SERVER_H

#include "server/config.h"

struct vd_server;

enum { VD_SERVER_ERROR_BYTES = 768 };

/*
 * Recovers the store, binds, starts every thread. 0; otherwise nothing runs and out_error is one
 * line that says what is wrong and what to do. config and its strings outlive the server.
 */
VD_MUST_CHECK int vd_server_start(const struct vd_config *config, struct vd_server **out_server,
                                  char out_error[VD_SERVER_ERROR_BYTES]);
/* Where clients reach it: "http://127.0.0.1:2379", with TLS "https://...", a line a listener. NULL
 * after the last. */
const char *vd_server_url(const struct vd_server *server, unsigned i);
/* SIGHUP: reads the certificates anew, for connections to come, and says in the log what came of
 * it. */
void vd_server_reload(struct vd_server *server);
/* Stops listening and asks every client to end; returns when all have, or hurry(arg) says so, or
 * the time is over. */
void vd_server_drain(struct vd_server *server, uint64_t ms, bool (*hurry)(void *arg), void *arg);
/* Ends what is left, and lets go of everything. */
void vd_server_stop(struct vd_server *server);

#endif
