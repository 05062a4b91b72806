/* SPDX-License-Identifier: Apache-2.0 */
#include "server/signals.h"

#include <signal.h>
#include <time.h>

static sigset_t taken, ending;

void vd_signals_init(void)
{
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    taken = ending;
    sigaddset(&taken, SIGHUP);
    sigprocmask(SIG_BLOCK, &taken, NULL);
}

enum vd_signal vd_signals_wait(void)
{
    int number;

    do
        number = sigwaitinfo(&taken, NULL);
    while (number < 0);
    return number == SIGHUP ? VD_SIGNAL_RELOAD : VD_SIGNAL_END;
}

bool vd_signals_again(void *unused)
{
    struct timespec none = {0};

    (void)unused;
    return sigtimedwait(&ending, NULL, &none) > 0;
}
