/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease_table.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/lease_heap.h"
#include "core/lease_ids.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

enum { PIECE = 64, RENEWED_MAX = 1024, LOOKED_MAX = 1024, RETRY_MS = 500 };

#define NEVER UINT64_MAX

static const int64_t NO_TIME = INT64_MIN;

struct change {
    struct vd_lease *lease;
    bool revokes;
};

struct vd_lease_table {
    pthread_mutex_t lock;
    struct vd_lease_ids ids;
    struct vd_lease_heap heap;
    struct vd_lease_counts counts;

    /* In the heap, and in a lease, times are relative to the first that was told. */
    _Atomic int64_t base_ms, now_ms;
    _Atomic int64_t due_ms; /* relative too; INT64_MAX: no lease runs */

    struct change *staged; /* the role's alone */
    size_t staged_count, staged_cap;
};

static void unlink_lease(struct vd_lease_table *table, struct vd_lease *lease)
{
    vd_lease_ids_remove(&table->ids, lease);
    if (lease->heap_at != VD_LEASE_UNHEAPED)
        vd_lease_heap_remove(&table->heap, lease);
}

static void free_lease(struct vd_lease *lease)
{
    if (lease)
        vd_lease_keys_deinit(&lease->keys);
    vd_free(lease);
}

static struct vd_lease *new_lease(const struct vd_lease_op *op)
{
    struct vd_lease *lease = vd_alloc_zero(sizeof(*lease));

    if (!lease)
        return NULL;
    lease->id = op->id;
    lease->ttl_ms = op->ttl_ms;
    lease->takes_subtrees = op->subtree;
    lease->expires_ms = INT64_MAX;
    lease->granted = VD_LEASE_STAGED;
    lease->revoked = NEVER;
    lease->heap_at = VD_LEASE_UNHEAPED;
    return lease;
}

/* What the heap says, for those who do not take the lock. */
static void tell_due(struct vd_lease_table *table)
{
    int64_t due = table->heap.count ? vd_lease_heap_first(&table->heap)->due_ms : INT64_MAX;

    atomic_store(&table->due_ms, due);
}

/* From now on it runs. */
static void start(struct vd_lease_table *table, struct vd_lease *lease, int64_t now)
{
    lease->expires_ms = now + lease->ttl_ms;
    vd_lease_heap_add(&table->heap, lease, lease->expires_ms);
}

struct vd_lease_table *vd_lease_table_new(void)
{
    struct vd_lease_table *table = vd_alloc_zero(sizeof(*table));

    if (!table)
        return NULL;
    if (vd_lease_ids_init(&table->ids)) {
        vd_free(table);
        return NULL;
    }
    vd_lease_heap_init(&table->heap);
    pthread_mutex_init(&table->lock, NULL);
    table->base_ms = table->now_ms = NO_TIME;
    table->due_ms = INT64_MAX;
    return table;
}

void vd_lease_table_free(struct vd_lease_table *table)
{
    if (!table)
        return;
    vd_lease_ids_deinit(&table->ids, free_lease);
    vd_lease_heap_deinit(&table->heap);
    pthread_mutex_destroy(&table->lock);
    vd_free(table->staged);
    vd_free(table);
}

static void forget(struct vd_lease_table *table, struct vd_lease *lease)
{
    unlink_lease(table, lease);
    free_lease(lease);
    tell_due(table);
}

int vd_lease_table_recover(struct vd_lease_table *table, const struct vd_lease_op *op)
{
    struct vd_lease *lease = vd_lease_ids_find(&table->ids, op->id);
    int rc = vd_lease_heap_reserve(&table->heap, table->ids.count + 1);

    if (rc)
        return rc;
    if (lease)
        forget(table, lease);
    lease = new_lease(op);
    if (!lease)
        return -ENOMEM;
    lease->granted = 0;
    vd_lease_ids_add(&table->ids, lease);
    start(table, lease, 0);
    tell_due(table);
    return 0;
}

void vd_lease_table_forget(struct vd_lease_table *table, int64_t id)
{
    struct vd_lease *lease = vd_lease_ids_find(&table->ids, id);

    if (lease)
        forget(table, lease);
}

int vd_lease_table_recover_key(struct vd_lease_table *table, int64_t id, struct vd_key *key)
{
    struct vd_lease *lease = vd_lease_ids_find(&table->ids, id);

    return lease ? vd_lease_keys_add(&lease->keys, key) : 0;
}

/* It exists, for the role. */
static bool is_there(const struct vd_lease *lease)
{
    return lease->revoked == NEVER;
}

static struct vd_lease *find_there(const struct vd_lease_table *table, int64_t id)
{
    struct vd_lease *lease = vd_lease_ids_find(&table->ids, id);

    while (lease && !is_there(lease))
        lease = vd_lease_ids_another(lease);
    return lease;
}

/* For the role, which sees everything, of several the one that is there. */
static bool is_seen(const struct vd_lease *lease, uint64_t log_index)
{
    return lease->granted <= log_index && log_index < lease->revoked;
}

static struct vd_lease *find_seen(const struct vd_lease_table *table, int64_t id,
                                  uint64_t log_index)
{
    struct vd_lease *lease = vd_lease_ids_find(&table->ids, id);

    while (lease && !is_seen(lease, log_index))
        lease = vd_lease_ids_another(lease);
    return lease;
}

static int reserve_staged(struct vd_lease_table *table)
{
    size_t cap = VD_MAX(2 * table->staged_cap, (size_t)16);
    struct change *larger;

    if (table->staged_count < table->staged_cap)
        return 0;
    larger = vd_realloc(table->staged, cap * sizeof(*larger));
    if (!larger)
        return -ENOMEM;
    table->staged = larger;
    table->staged_cap = cap;
    return 0;
}

static void stage(struct vd_lease_table *table, struct vd_lease *lease, bool revokes)
{
    table->staged[table->staged_count++] = (struct change){lease, revokes};
}

/* It is in the table, with room for it in the heap, or nothing has changed. */
static int add_granted(struct vd_lease_table *table, struct vd_lease *lease)
{
    int rc = VD_EXISTS;

    pthread_mutex_lock(&table->lock);
    if (!find_there(table, lease->id))
        rc = vd_lease_heap_reserve(&table->heap, table->ids.count + 1);
    if (!rc)
        vd_lease_ids_add(&table->ids, lease);
    pthread_mutex_unlock(&table->lock);
    return rc;
}

int vd_lease_table_grant(struct vd_lease_table *table, const struct vd_lease_op *op)
{
    struct vd_lease *lease;
    int rc = reserve_staged(table);

    vd_assert(op->id && op->ttl_ms > 0 && op->ttl_ms <= VD_LEASE_TTL_MAX_MS);
    if (rc)
        return rc;
    lease = new_lease(op);
    if (!lease)
        return -ENOMEM;
    rc = add_granted(table, lease);
    if (rc)
        free_lease(lease);
    else
        stage(table, lease, false);
    return rc;
}

int vd_lease_table_revoke(struct vd_lease_table *table, int64_t id)
{
    struct vd_lease *lease;
    int rc = reserve_staged(table);

    if (rc)
        return rc;
    pthread_mutex_lock(&table->lock);
    lease = find_there(table, id);
    if (lease)
        lease->revoked = VD_LEASE_STAGED;
    else
        rc = VD_LEASE_GONE;
    pthread_mutex_unlock(&table->lock);
    if (!rc)
        stage(table, lease, true);
    return rc;
}

void vd_lease_table_accept(struct vd_lease_table *table, uint64_t log_index)
{
    struct change *change;

    vd_assert(table->staged_count && log_index < VD_LEASE_STAGED);
    change = &table->staged[table->staged_count - 1];
    pthread_mutex_lock(&table->lock);
    if (change->revokes)
        change->lease->revoked = log_index;
    else
        change->lease->granted = log_index;
    pthread_mutex_unlock(&table->lock);
}

void vd_lease_table_undo(struct vd_lease_table *table)
{
    struct change *change;

    vd_assert(table->staged_count);
    change = &table->staged[--table->staged_count];
    pthread_mutex_lock(&table->lock);
    if (change->revokes)
        change->lease->revoked = NEVER;
    else
        unlink_lease(table, change->lease);
    pthread_mutex_unlock(&table->lock);
    if (!change->revokes)
        free_lease(change->lease);
}

static int64_t relative(const struct vd_lease_table *table, int64_t now_ms)
{
    int64_t base = atomic_load_explicit(&table->base_ms, memory_order_relaxed);

    return base == NO_TIME ? 0 : now_ms - base;
}

static void publish_some(struct vd_lease_table *table, const struct change *changes, size_t count)
{
    int64_t now = relative(table, atomic_load_explicit(&table->now_ms, memory_order_relaxed));

    pthread_mutex_lock(&table->lock);
    for (size_t i = 0; i < count; i++) {
        struct vd_lease *lease = changes[i].lease;

        if (changes[i].revokes) {
            unlink_lease(table, lease);
            table->counts.revoked++;
            table->counts.expired += lease->has_expired;
        } else {
            start(table, lease, now);
            table->counts.granted++;
        }
    }
    tell_due(table);
    pthread_mutex_unlock(&table->lock);
    for (size_t i = 0; i < count; i++)
        if (changes[i].revokes)
            free_lease(changes[i].lease);
}

void vd_lease_table_publish(struct vd_lease_table *table)
{
    if (!table->staged_count)
        return;
    for (size_t i = 0; i < table->staged_count; i += PIECE)
        publish_some(table, table->staged + i, VD_MIN((size_t)PIECE, table->staged_count - i));
    table->staged_count = 0;
    pthread_mutex_lock(&table->lock);
    vd_lease_heap_trim(&table->heap, table->ids.count);
    pthread_mutex_unlock(&table->lock);
}

bool vd_lease_table_takes_subtrees(struct vd_lease_table *table, int64_t id)
{
    const struct vd_lease *lease;
    bool takes;

    pthread_mutex_lock(&table->lock);
    lease = find_there(table, id);
    takes = lease && lease->takes_subtrees;
    pthread_mutex_unlock(&table->lock);
    return takes;
}

bool vd_lease_table_has(struct vd_lease_table *table, int64_t id)
{
    bool has;

    pthread_mutex_lock(&table->lock);
    has = find_there(table, id) != NULL;
    pthread_mutex_unlock(&table->lock);
    return has;
}

int vd_lease_table_attach(struct vd_lease_table *table, int64_t id, struct vd_key *key)
{
    struct vd_lease *lease;
    int rc;

    pthread_mutex_lock(&table->lock);
    lease = find_there(table, id);
    vd_assert(lease);
    rc = vd_lease_keys_add(&lease->keys, key);
    pthread_mutex_unlock(&table->lock);
    return rc;
}

void vd_lease_table_detach(struct vd_lease_table *table, int64_t id, const struct vd_key *key)
{
    struct vd_lease *lease;

    pthread_mutex_lock(&table->lock);
    lease = find_there(table, id);
    if (lease)
        vd_lease_keys_remove(&lease->keys, key);
    pthread_mutex_unlock(&table->lock);
}

/* Of the first one of the heap, which is due there. True: it has run out. */
static bool settle_first(struct vd_lease_table *table, int64_t now, int64_t *out_id)
{
    struct vd_lease *lease = vd_lease_heap_first(&table->heap)->lease;

    if (lease->expires_ms > now) {
        vd_lease_heap_delay_first(&table->heap, lease->expires_ms);
        return false;
    }
    vd_lease_heap_delay_first(&table->heap, now + RETRY_MS);
    if (!is_there(lease))
        return false;
    lease->has_expired = true;
    *out_id = lease->id;
    return true;
}

int vd_lease_table_next_due(struct vd_lease_table *table, int64_t now_ms, int64_t *out_id)
{
    int64_t now = relative(table, now_ms);
    int rc = VD_WAIT;

    pthread_mutex_lock(&table->lock);
    for (unsigned i = 0; i < RENEWED_MAX && rc == VD_WAIT; i++) {
        if (!table->heap.count || vd_lease_heap_first(&table->heap)->due_ms > now)
            rc = VD_END;
        else if (settle_first(table, now, out_id))
            rc = 0;
    }
    tell_due(table);
    pthread_mutex_unlock(&table->lock);
    return rc;
}

/* Who is first sets the beginning of time; what others tell at the same moment is as good. */
void vd_lease_table_set_time(struct vd_lease_table *table, int64_t now_ms)
{
    int64_t base = NO_TIME;

    vd_assert(now_ms != NO_TIME);
    if (now_ms <= atomic_load_explicit(&table->now_ms, memory_order_relaxed))
        return;
    if (atomic_load_explicit(&table->base_ms, memory_order_relaxed) == NO_TIME)
        atomic_compare_exchange_strong(&table->base_ms, &base, now_ms);
    atomic_store_explicit(&table->now_ms, now_ms, memory_order_relaxed);
}

int64_t vd_lease_table_time(const struct vd_lease_table *table)
{
    return atomic_load_explicit(&table->now_ms, memory_order_relaxed);
}

int64_t vd_lease_table_due_at(const struct vd_lease_table *table)
{
    int64_t due = atomic_load(&table->due_ms);
    int64_t base = atomic_load_explicit(&table->base_ms, memory_order_relaxed);

    if (due == INT64_MAX)
        return due;
    return base == NO_TIME ? NO_TIME : base + due;
}

int vd_lease_table_renew(struct vd_lease_table *table, uint64_t log_index, int64_t id,
                         int64_t now_ms, int64_t *out_ttl_ms)
{
    int64_t now = relative(table, now_ms);
    struct vd_lease *lease;
    int rc = 0;

    pthread_mutex_lock(&table->lock);
    lease = find_seen(table, id, log_index);
    if (!lease) {
        rc = VD_LEASE_GONE;
    } else if (!is_there(lease) || lease->has_expired || lease->expires_ms <= now) {
        lease->has_expired |= lease->expires_ms <= now;
        rc = VD_WAIT;
    } else {
        if (lease->expires_ms != INT64_MAX)
            lease->expires_ms = VD_MAX(lease->expires_ms, now + lease->ttl_ms);
        table->counts.renewed++;
        *out_ttl_ms = lease->ttl_ms;
    }
    pthread_mutex_unlock(&table->lock);
    return rc;
}

int vd_lease_table_info(struct vd_lease_table *table, uint64_t log_index, int64_t id,
                        int64_t now_ms, struct vd_lease_info *out_info)
{
    int64_t now = relative(table, now_ms);
    const struct vd_lease *lease;
    int rc = VD_LEASE_GONE;

    pthread_mutex_lock(&table->lock);
    lease = find_seen(table, id, log_index);
    if (lease) {
        out_info->ttl_ms = out_info->remaining_ms = lease->ttl_ms;
        if (lease->expires_ms != INT64_MAX)
            out_info->remaining_ms =
                lease->has_expired ? 0 : VD_MAX(lease->expires_ms - now, (int64_t)0);
        rc = 0;
    }
    pthread_mutex_unlock(&table->lock);
    return rc;
}

/* Where a reader of keys has come to. */
struct keys_walk {
    const struct vd_index_root *root;
    struct vd_slice after;
    struct vd_index_hit *hits;
    size_t count, max, looked;
    bool is_end;
};

/* True: the index knows the key, so its bytes hold without the lock. */
static bool look_up(struct keys_walk *walk, const struct vd_lease *lease, struct vd_slice key)
{
    struct vd_index_hit *hit = &walk->hits[walk->count];

    walk->looked++;
    walk->after = key;
    if (vd_index_get(walk->root, key, (struct vd_pos){0, 0}, hit) &&
        hit->version->lease == lease->id)
        walk->count++;
    if (!hit->key)
        return false;
    walk->after = vd_key_slice(hit->key);
    return true;
}

static int walk_some(struct vd_lease_table *table, uint64_t log_index, int64_t id,
                     struct keys_walk *walk)
{
    const struct vd_lease *lease;
    struct vd_key *keys[PIECE];
    bool is_known = false;

    pthread_mutex_lock(&table->lock);
    lease = find_seen(table, id, log_index);
    while (lease && !is_known && !walk->is_end) {
        size_t asked = VD_MIN((size_t)PIECE, walk->max - walk->count);
        size_t n =
            vd_lease_keys_after(&lease->keys, walk->after.len ? &walk->after : NULL, keys, asked);

        for (size_t i = 0; i < n; i++)
            is_known = look_up(walk, lease, vd_key_slice(keys[i]));
        walk->is_end = n < asked;
    }
    pthread_mutex_unlock(&table->lock);
    return lease ? 0 : VD_LEASE_GONE;
}

int vd_lease_table_keys(struct vd_lease_table *table, uint64_t log_index,
                        const struct vd_index_root *root, int64_t id, struct vd_slice *after,
                        struct vd_index_hit *out_hits, size_t max, size_t *out_count)
{
    struct keys_walk walk = {.root = root, .after = *after, .hits = out_hits, .max = max};

    vd_assert(max > 0);
    do {
        int rc = walk_some(table, log_index, id, &walk);

        if (rc)
            return rc;
    } while (!walk.is_end && walk.count < max && walk.looked < LOOKED_MAX);
    *after = walk.after;
    *out_count = walk.count;
    return walk.is_end ? 0 : VD_AGAIN;
}

bool vd_lease_table_scan(struct vd_lease_table *table, uint64_t log_index, uint64_t *cursor,
                         struct vd_lease_row *rows, size_t max, size_t *out_count)
{
    size_t count = 0;
    bool is_end = false;

    pthread_mutex_lock(&table->lock);
    for (unsigned i = 0; i < 2 * PIECE && !is_end; i++) {
        uint64_t next;
        const struct vd_lease *lease = vd_lease_ids_from(&table->ids, *cursor, &next);
        size_t n = 0;

        for (; lease; lease = vd_lease_ids_next(lease, *cursor)) {
            if (!is_seen(lease, log_index))
                continue;
            if (count + n < max)
                rows[count + n] = (struct vd_lease_row){lease->expires_ms, lease->id};
            n++;
        }
        if (count + n > max)
            break;
        count += n;
        *cursor = next;
        is_end = !next;
    }
    pthread_mutex_unlock(&table->lock);
    *out_count = count;
    return is_end;
}

void vd_lease_table_counts(struct vd_lease_table *table, struct vd_lease_counts *out_counts)
{
    pthread_mutex_lock(&table->lock);
    *out_counts = table->counts;
    out_counts->leases = table->ids.count;
    pthread_mutex_unlock(&table->lock);
}
