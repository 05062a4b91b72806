/* SPDX-License-Identifier: Apache-2.0 */
#include "server/thread.h"

#include <signal.h>
#include <time.h>

int vd_thread_start(pthread_t *out_id, const char *name, void *(*run)(void *arg), void *arg)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    int rc;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, VD_THREAD_STACK_BYTES);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* the new thread inherits it */
    rc = pthread_create(out_id, &attributes, run, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (rc)
        return -rc;
    (void)pthread_setname_np(*out_id, name);
    return 0;
}

void vd_sleep_ms(unsigned ms)
{
    struct timespec rest = {ms / 1000, (long)(ms % 1000) * 1000000};

    while (nanosleep(&rest, &rest))
        ;
}
