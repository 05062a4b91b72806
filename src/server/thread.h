/* SPDX-License-Identifier: Apache-2.0 */
/* Threads as we want them: small stacks, a name that `top -H` shows, no signals. */
#ifndef VD_SERVER_THREAD_H
#define VD_SERVER_THREAD_H

#include "base/outcome.h"

#include <pthread.h>

#ifdef __SANITIZE_ADDRESS__ /* whose frames are several times as large */
enum { VD_THREAD_STACK_BYTES = 2048 * 1024 };
#else
enum { VD_THREAD_STACK_BYTES = 256 * 1024 };
#endif

/* name: at most 15 bytes. 0 or -errno. */
VD_MUST_CHECK int vd_thread_start(pthread_t *out_id, const char *name, void *(*run)(void *arg),
                                  void *arg);
/* For the main thread, which has nothing better to do. */
void vd_sleep_ms(unsigned ms);

#endif
