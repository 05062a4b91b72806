/* SPDX-License-Identifier: Apache-2.0 */
/* Each way of flushing, by the same claims. */
#include "base/alloc.h"
#include "server/flush.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { BLOCK = 4096, ROUNDS = 300 };

static struct vd_loop *loop;
static struct vd_flush_thread *thread;
static struct vd_flusher *flusher;
static struct vd_flush_choice choice;
static struct vd_loop_task begin;
static struct vd_wal_flush flush;
static uint8_t *bytes;
static unsigned done_count, rounds;
static int last_rc;

static void on_done(void *arg, int rc)
{
    last_rc = rc;
    if (++done_count == rounds || rc) {
        vd_loop_stop(loop);
        return;
    }
    flush.offset += (off_t)flush.len;
    vd_flusher_write(flusher, &flush);
}

static void on_begin(struct vd_loop_task *task)
{
    (void)task;
    vd_flusher_write(flusher, &flush);
}

static int open_file(void)
{
    char path[] = "/var/tmp/vedette-flush-XXXXXX";
    int fd = mkstemp(path);

    unlink(path);
    return fd;
}

static char by_thread[] = "thread", by_either[] = "either";

static int make_flusher(const char *way)
{
    int rc = 0;

    if (way)
        rc = vd_flush_thread_start(&thread);
    if (!rc && way == by_thread)
        return vd_flush_thread_new(thread, loop, on_done, NULL, &flusher);
    if (!rc && way == by_either)
        rc = vd_flush_either_new(thread, &choice, loop, on_done, NULL, &flusher);
    else if (!rc)
        rc = vd_flush_uring_new(loop, on_done, NULL, &flusher);
    return rc == -EPERM ? 0 : rc;
}

static int set_up(void **state)
{

    done_count = 0;
    last_rc = 1;
    bytes = vd_alloc_aligned(BLOCK, 8 * BLOCK);
    memset(bytes, 'v', 8 * BLOCK);
    begin.run = on_begin;
    flush = (struct vd_wal_flush){.fd = open_file(), .buf = bytes, .len = 2 * BLOCK};
    if (vd_loop_new(NULL, &loop))
        return -1;
    thread = NULL;
    flusher = NULL;
    choice = (struct vd_flush_choice){.way = VD_FLUSH_URING};
    return make_flusher(*state);
}

static int tear_down(void **state)
{
    vd_flusher_free(flusher);
    vd_loop_free(loop);
    vd_flush_thread_stop(thread);
    close(flush.fd);
    vd_free(bytes);
    return 0;
}

static void skip_without_flusher(void)
{
    if (!flusher)
        skip(); /* io_uring is forbidden here */
}

static void flushes_are_written_whole_and_reported_on_the_loop(void **state)
{
    struct stat st;

    skip_without_flusher();
    rounds = ROUNDS;
    vd_loop_post(loop, &begin);
    vd_loop_run(loop);
    assert_int_equal(last_rc, 0);
    assert_int_equal(done_count, ROUNDS);
    fstat(flush.fd, &st);
    assert_int_equal(st.st_size, ROUNDS * 2 * BLOCK);
}

static void a_write_that_fails_is_reported(void **state)
{
    skip_without_flusher();
    rounds = 2;
    close(flush.fd);
    flush.fd = open("/dev/null", O_RDONLY);
    vd_loop_post(loop, &begin);
    vd_loop_run(loop);
    assert_int_equal(last_rc, -EBADF);
    assert_int_equal(done_count, 1);
}

/* A file may only grow to five blocks: the write of eight is cut short, its rest refused. */
static void a_write_that_is_cut_short_is_gone_on_with(void **state)
{
    struct rlimit before, limit;
    struct stat st;

    skip_without_flusher();
    rounds = 1;
    flush.len = 8 * BLOCK;
    getrlimit(RLIMIT_FSIZE, &before);
    limit = (struct rlimit){5 * BLOCK, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    vd_loop_post(loop, &begin);
    vd_loop_run(loop);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(last_rc, -EFBIG);
    fstat(flush.fd, &st);
    assert_int_equal(st.st_size, 5 * BLOCK);
}

/* In several writes, if need be: nothing is lost between them, and it is one flush. */
static void a_very_large_flush_is_written_whole(void **state)
{
    enum { LARGE = 40 << 20 };
    uint8_t *large = vd_alloc_aligned(BLOCK, LARGE), page[BLOCK];

    skip_without_flusher();
    for (size_t i = 0; i < LARGE; i += BLOCK)
        memset(large + i, (int)(i / BLOCK % 251), BLOCK);
    rounds = 1;
    flush.buf = large;
    flush.len = LARGE;
    vd_loop_post(loop, &begin);
    vd_loop_run(loop);
    assert_int_equal(last_rc, 0);
    assert_int_equal(done_count, 1);
    for (size_t i = 0; i < LARGE; i += BLOCK) {
        assert_int_equal(pread(flush.fd, page, BLOCK, (off_t)i), BLOCK);
        assert_memory_equal(page, large + i, BLOCK);
    }
    vd_free(large);
}

#define CASE(name, way)                                                                            \
    {                                                                                              \
#name, name, set_up, tear_down, way                                                        \
    }
#define EACH(name) CASE(name, NULL), CASE(name, by_thread), CASE(name, by_either)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(flushes_are_written_whole_and_reported_on_the_loop),
        EACH(a_write_that_fails_is_reported),
        EACH(a_write_that_is_cut_short_is_gone_on_with),
        EACH(a_very_large_flush_is_written_whole),
    };

    return cmocka_run_group_tests_name("flush", tests, NULL, NULL);
}
