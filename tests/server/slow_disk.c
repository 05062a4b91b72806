/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that stalls, dawdles or fails when a test says so: preloaded into the server, in front of
 * every call that writes or flushes a file of the log, of the segments beside it, or of the
 * history, io_uring's too. The test maps the same page (VD_SLOW_DISK names the file) and turns the
 * knobs while the server runs.
 *
 * It never lies: what is let through is written and flushed as asked, and what is refused is not
 * written at all.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum disk { LOG, HISTORY, SEGMENTS, DISKS, OTHER = DISKS };

/* What the test writes and reads; slow_disk_test.py knows this layout. */
struct knobs {
    _Atomic uint32_t hold;     /* 1: calls wait until it is 0 */
    _Atomic uint32_t error;    /* not 0: calls fail with this errno */
    _Atomic uint32_t delay_us; /* every flush takes this much longer */
    _Atomic uint32_t held;     /* calls that wait now */
    _Atomic uint32_t flushes;  /* that were let through */
    _Atomic uint32_t refused;  /* calls that were made to fail */
    uint32_t spare[2];
};

static struct knobs *knobs;

#define EXPORT __attribute__((visibility("default")))

__attribute__((constructor)) static void map_knobs(void)
{
    const char *path = getenv("VD_SLOW_DISK");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *page = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    if (page == MAP_FAILED) {
        fputs("slow_disk: VD_SLOW_DISK names no file of a page\n", stderr);
        abort();
    }
    close(fd);
    knobs = page;
}

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* What the keeper writes beside the log are segments for later, not flushes that somebody awaits.
 */
static enum disk disk_of(int fd)
{
    char link[64], path[4096], thread[16] = "";
    ssize_t n;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof(path) - 1);
    if (n < 0)
        return OTHER;
    path[n] = '\0';
    pthread_getname_np(pthread_self(), thread, sizeof(thread));
    if (strstr(path, "/history"))
        return HISTORY;
    return !strstr(path, "/wal") ? OTHER : strcmp(thread, "keeper") == 0 ? SEGMENTS : LOG;
}

/* Waits as the knobs say; 0, or the errno to fail with. */
static int pass(enum disk disk, bool is_flush)
{
    struct knobs *at = &knobs[disk];
    int error;

    if (atomic_load(&at->hold)) {
        atomic_fetch_add(&at->held, 1);
        while (atomic_load(&at->hold))
            usleep(500);
        atomic_fetch_sub(&at->held, 1);
    }
    error = (int)atomic_load(&at->error);
    if (error) {
        atomic_fetch_add(&at->refused, 1);
        return error;
    }
    if (is_flush) {
        if (atomic_load(&at->delay_us))
            usleep(atomic_load(&at->delay_us));
        atomic_fetch_add(&at->flushes, 1);
    }
    return 0;
}

static bool is_refused(int fd, bool is_flush)
{
    enum disk disk = disk_of(fd);
    int error = disk == OTHER ? 0 : pass(disk, is_flush);

    if (error)
        errno = error;
    return error != 0;
}

EXPORT ssize_t pwritev64v2(int fd, const struct iovec *parts, int n, off64_t offset, int flags)
{
    ssize_t (*call)(int, const struct iovec *, int, off64_t, int) = real("pwritev64v2");

    return is_refused(fd, flags & RWF_DSYNC) ? -1 : call(fd, parts, n, offset, flags);
}

EXPORT ssize_t pwrite(int fd, const void *buf, size_t len, off_t offset)
{
    ssize_t (*call)(int, const void *, size_t, off_t) = real("pwrite");

    return is_refused(fd, false) ? -1 : call(fd, buf, len, offset);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int n)
{
    ssize_t (*call)(int, const struct iovec *, int) = real("writev");

    return is_refused(fd, false) ? -1 : call(fd, parts, n);
}

EXPORT int fdatasync(int fd)
{
    int (*call)(int) = real("fdatasync");

    return is_refused(fd, true) ? -1 : call(fd);
}

EXPORT int fsync(int fd)
{
    int (*call)(int) = real("fsync");

    return is_refused(fd, true) ? -1 : call(fd);
}

/*
 * A ring that has to wait is handed to a thread of ours: the server has one entry under way and
 * touches the submission side no more until that is complete. A refusal is an entry whose
 * descriptor is none, so that the kernel is who says no.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct io_uring *waiting;

static int submit(struct io_uring *ring)
{
    int (*call)(struct io_uring *) = real("io_uring_submit");

    if (pass(LOG, true))
        ring->sq.sqes[(ring->sq.sqe_tail - 1) & *ring->sq.kring_mask].fd = -1;
    return call(ring);
}

static void *submit_later(void *arg)
{
    for (;;) {
        struct io_uring *ring;

        pthread_mutex_lock(&lock);
        while (!waiting)
            pthread_cond_wait(&changed, &lock);
        ring = waiting;
        waiting = NULL;
        pthread_mutex_unlock(&lock);
        if (submit(ring) < 0)
            abort();
    }
    return arg;
}

static void start_waiter(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, submit_later, NULL))
        abort();
    pthread_detach(thread);
}

EXPORT int io_uring_submit(struct io_uring *ring)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    if (!atomic_load(&knobs[LOG].hold) && !atomic_load(&knobs[LOG].delay_us))
        return submit(ring);
    pthread_once(&once, start_waiter);
    pthread_mutex_lock(&lock);
    if (waiting)
        abort(); /* two flushes under way */
    waiting = ring;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return 1;
}
