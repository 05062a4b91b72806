/* SPDX-License-Identifier: Apache-2.0 */
/* SIGTERM, SIGINT and SIGHUP, taken by the main thread when it asks; SIGPIPE ignored. */
#ifndef VD_SERVER_SIGNALS_H
#define VD_SERVER_SIGNALS_H

#include <stdbool.h>

/* Before any thread is started. */
void vd_signals_init(void);
enum vd_signal { VD_SIGNAL_END, VD_SIGNAL_RELOAD };

/* Sleeps until one comes. */
enum vd_signal vd_signals_wait(void);
/* Whether a further one has come that asks to end. */
bool vd_signals_again(void *unused);

#endif
