/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which file a reader is in, and how all get from one into another without waiting.
 *
 * A reader belongs to the thread that uses it. It enters the present file when it is next begun and
 * finds itself in another one; and one that is not used is taken out by whoever settles, which is
 * the only moment at which two threads want the same reader: `use` says who has it. A file is
 * closed by the settling thread alone, when no reader is counted in it; readers are counted, in and
 * out, under the lock, so none can enter what is being closed.
 */
#include "store/history_lmdb.h"

#include "base/alloc.h"

#include <errno.h>

static struct vd_lmdb_history *history_of(struct vd_history *history)
{
    return vd_container_of(history, struct vd_lmdb_history, base);
}

static void env_close(struct vd_lmdb_env *env)
{
    if (!env)
        return;
    vd_assert(!env->readers);
    if (env->env)
        mdb_env_close(env->env);
    vd_free(env);
}

/* The lock is held, or nobody else is there. */
static void leave(struct vd_lmdb_reader *reader)
{
    if (reader->cursor)
        mdb_cursor_close(reader->cursor);
    if (reader->txn)
        mdb_txn_abort(reader->txn);
    if (reader->env)
        reader->env->readers--;
    reader->cursor = NULL;
    reader->txn = NULL;
    reader->env = NULL;
}

/* Under the lock: into the present file, with a transaction that is reset. */
static int enter(struct vd_lmdb_history *history, struct vd_lmdb_reader *reader)
{
    int rc;

    reader->env = atomic_load(&history->env);
    reader->env->readers++;
    rc = mdb_txn_begin(reader->env->env, NULL, MDB_RDONLY, &reader->txn);
    if (!rc)
        rc = mdb_cursor_open(reader->txn, reader->env->events, &reader->cursor);
    if (rc) {
        leave(reader);
        return vd_lmdb_outcome(rc);
    }
    mdb_txn_reset(reader->txn);
    return 0;
}

static int move(struct vd_lmdb_reader *reader)
{
    struct vd_lmdb_history *history = history_of(reader->base.history);
    int rc;

    pthread_mutex_lock(&history->lock);
    leave(reader);
    rc = enter(history, reader);
    pthread_mutex_unlock(&history->lock);
    return rc;
}

int vd_lmdb_reader_claim(struct vd_lmdb_reader *reader)
{
    struct vd_lmdb_history *history = history_of(reader->base.history);
    int use = VD_LMDB_IDLE, rc = 0;

    while (!atomic_compare_exchange_strong(&reader->use, &use, VD_LMDB_BEGUN)) {
        vd_assert(use == VD_LMDB_MOVING); /* by a thread that has the lock, and not for long */
        pthread_mutex_lock(&history->lock);
        pthread_mutex_unlock(&history->lock);
        use = VD_LMDB_IDLE;
    }
    if (reader->env != atomic_load_explicit(&history->env, memory_order_acquire))
        rc = move(reader);
    if (rc)
        vd_lmdb_reader_let_go(reader);
    return rc;
}

void vd_lmdb_reader_let_go(struct vd_lmdb_reader *reader)
{
    atomic_store_explicit(&reader->use, VD_LMDB_IDLE, memory_order_release);
}

int vd_lmdb_reader_open(struct vd_history *base, struct vd_history_reader **out_reader)
{
    struct vd_lmdb_history *history = history_of(base);
    struct vd_lmdb_reader *reader = vd_alloc_zero(sizeof(*reader));
    int rc;

    if (!reader)
        return -ENOMEM;
    reader->base.history = base;
    pthread_mutex_lock(&history->lock);
    rc = enter(history, reader);
    if (!rc)
        vd_list_append(&history->readers, &reader->link);
    pthread_mutex_unlock(&history->lock);
    if (rc) {
        vd_free(reader);
        return rc;
    }
    *out_reader = &reader->base;
    return 0;
}

void vd_lmdb_reader_close(struct vd_history_reader *base)
{
    struct vd_lmdb_reader *reader = vd_container_of(base, struct vd_lmdb_reader, base);
    struct vd_lmdb_history *history = history_of(base->history);

    pthread_mutex_lock(&history->lock);
    leave(reader);
    vd_list_remove(&reader->link);
    pthread_mutex_unlock(&history->lock);
    vd_free(reader);
}

void vd_lmdb_replace(struct vd_history *base, struct vd_history *other_base)
{
    struct vd_lmdb_history *history = history_of(base), *other = history_of(other_base);

    vd_assert(!history->leaving && vd_list_is_empty(&other->readers));
    pthread_mutex_lock(&history->lock);
    history->leaving = atomic_load(&history->env);
    atomic_store(&history->env, atomic_load(&other->env));
    pthread_mutex_unlock(&history->lock);
    atomic_store(&other->env, NULL);
    vd_lmdb_close(other_base);
    (void)vd_lmdb_settle(base);
}

/* Readers of the file that is left which nobody uses at the moment. */
static void take_out(struct vd_lmdb_history *history)
{
    struct vd_lmdb_reader *reader, *tmp;

    vd_list_each(reader, tmp, &history->readers, link)
    {
        int use = VD_LMDB_IDLE;

        if (!atomic_compare_exchange_strong(&reader->use, &use, VD_LMDB_MOVING))
            continue;
        if (reader->env == history->leaving)
            leave(reader);
        vd_lmdb_reader_let_go(reader);
    }
}

bool vd_lmdb_settle(struct vd_history *base)
{
    struct vd_lmdb_history *history = history_of(base);
    struct vd_lmdb_env *left = NULL;

    if (!history->leaving)
        return true;
    pthread_mutex_lock(&history->lock);
    take_out(history);
    if (!history->leaving->readers) {
        left = history->leaving;
        history->leaving = NULL;
    }
    pthread_mutex_unlock(&history->lock);
    env_close(left);
    return left;
}

void vd_lmdb_close(struct vd_history *base)
{
    struct vd_lmdb_history *history = history_of(base);

    vd_assert(vd_list_is_empty(&history->readers));
    env_close(history->leaving);
    env_close(atomic_load(&history->env));
    pthread_mutex_destroy(&history->lock);
    vd_free(history);
}
