/* SPDX-License-Identifier: Apache-2.0 */
/* SIGTERM and SIGINT, taken by the main thread when it asks; SIGPIPE and SIGHUP ignored. */
#ifndef VD_SERVER_SIGNALS_H
#define VD_SERVER_SIGNALS_H

#include <stdbool.h>

/* Before any thread is started. */
void vd_signals_init(void);
/* Sleeps until one comes. */
void vd_signals_wait(void);
/* Whether a further one has come. */
bool vd_signals_again(void *unused);

#endif
