/* SPDX-License-Identifier: Apache-2.0 */
#include "server/signals.h"

#include <signal.h>
#include <time.h>

static sigset_t taken;

void vd_signals_init(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigemptyset(&taken);
    sigaddset(&taken, SIGTERM);
    sigaddset(&taken, SIGINT);
    sigprocmask(SIG_BLOCK, &taken, NULL);
}

void vd_signals_wait(void)
{
    while (sigwaitinfo(&taken, NULL) < 0)
        ;
}

bool vd_signals_again(void *unused)
{
    struct timespec none = {0};

    (void)unused;
    return sigtimedwait(&taken, NULL, &none) > 0;
}
