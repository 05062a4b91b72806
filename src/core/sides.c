/* SPDX-License-Identifier: Apache-2.0 */
#include "core/sides.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/lease.h"
#include "store/varint.h"

#include <endian.h>
#include <errno.h>

enum { SUBTREE = 1 };

_Static_assert(8 + VD_VARINT_MAX + 1 <= sizeof(((struct vd_side_row *)0)->bytes), "a lease fits");

struct vd_side_row vd_side_row_lease(const struct vd_lease_op *lease)
{
    struct vd_side_row row = {.table = VD_SIDE_LEASE, .key_len = 8, .is_removed = !lease->ttl_ms};
    uint64_t id_be = htobe64((uint64_t)lease->id);

    memcpy(row.bytes, &id_be, sizeof(id_be));
    if (lease->ttl_ms)
        row.value_len = (uint8_t)vd_varint_put(row.bytes + 8, (uint64_t)lease->ttl_ms);
    if (lease->ttl_ms && lease->subtree)
        row.bytes[8 + row.value_len++] = SUBTREE;
    return row;
}

struct vd_side_row vd_side_row_alarm(enum vd_alarm alarm, bool raised)
{
    return (struct vd_side_row){
        .table = VD_SIDE_ALARM, .key_len = 1, .is_removed = !raised, .bytes = {(uint8_t)alarm}};
}

struct vd_side_row vd_side_row_copy(const struct vd_side *side)
{
    struct vd_side_row row = {
        .table = side->table,
        .key_len = (uint8_t)side->key.len,
        .value_len = (uint8_t)side->value.len,
        .is_removed = side->removed,
    };

    vd_assert(side->key.len + side->value.len <= sizeof(row.bytes));
    memcpy(row.bytes, side->key.ptr, side->key.len);
    if (side->value.len)
        memcpy(row.bytes + side->key.len, side->value.ptr, side->value.len);
    return row;
}

struct vd_side vd_side_of_row(const struct vd_side_row *row)
{
    return (struct vd_side){
        .table = row->table,
        .removed = row->is_removed,
        .key = vd_slice(row->bytes, row->key_len),
        .value = vd_slice(row->bytes + row->key_len, row->value_len),
    };
}

int vd_side_read_lease(const struct vd_side *side, struct vd_lease_op *out_lease)
{
    struct vd_bytes_reader reader = vd_bytes_reader(side->value);
    uint64_t id_be, ttl_ms = 0;
    uint8_t flag = 0;

    vd_assert(side->table == VD_SIDE_LEASE);
    if (side->key.len != sizeof(id_be))
        return VD_CORRUPT;
    memcpy(&id_be, side->key.ptr, sizeof(id_be));
    if (!side->removed) {
        ttl_ms = vd_bytes_varint(&reader, VD_LEASE_TTL_MAX_MS);
        if (vd_bytes_left(&reader))
            flag = vd_bytes_u8(&reader);
        if (reader.failed || vd_bytes_left(&reader) || !ttl_ms || (flag && flag != SUBTREE))
            return VD_CORRUPT;
    }
    if (!id_be || (side->removed && side->value.len))
        return VD_CORRUPT;
    *out_lease = (struct vd_lease_op){(int64_t)be64toh(id_be), (int64_t)ttl_ms, flag == SUBTREE};
    return 0;
}

int vd_side_read_alarm(const struct vd_side *side, enum vd_alarm *out_alarm)
{
    vd_assert(side->table == VD_SIDE_ALARM);
    if (side->key.len != 1 || side->value.len)
        return VD_CORRUPT;
    switch (side->key.ptr[0]) {
    case VD_ALARM_NOSPACE:
    case VD_ALARM_CORRUPT:
        *out_alarm = (enum vd_alarm)side->key.ptr[0];
        return 0;
    }
    return VD_CORRUPT;
}

static struct vd_side_chunk *new_chunk(void)
{
    struct vd_side_chunk *chunk = vd_alloc(sizeof(*chunk));

    if (chunk) {
        atomic_init(&chunk->next, NULL);
        atomic_init(&chunk->count, 0);
    }
    return chunk;
}

int vd_side_queue_init(struct vd_side_queue *queue)
{
    *queue = (struct vd_side_queue){.first = new_chunk()};
    queue->last = queue->first;
    return queue->first ? 0 : -ENOMEM;
}

void vd_side_queue_deinit(struct vd_side_queue *queue)
{
    struct vd_side_chunk *chunk = queue->first, *next;

    for (; chunk; chunk = next) {
        next = atomic_load(&chunk->next);
        vd_free(chunk);
    }
    vd_free(queue->spare);
    *queue = (struct vd_side_queue){0};
}

int vd_side_queue_reserve(struct vd_side_queue *queue)
{
    uint32_t count = atomic_load_explicit(&queue->last->count, memory_order_relaxed);

    if (count == VD_SIDE_CHUNK_ROWS && !queue->spare)
        queue->spare = new_chunk();
    return count < VD_SIDE_CHUNK_ROWS || queue->spare ? 0 : -ENOMEM;
}

void vd_side_queue_append(struct vd_side_queue *queue, const struct vd_side_row *row)
{
    uint32_t count = atomic_load_explicit(&queue->last->count, memory_order_relaxed);

    if (count == VD_SIDE_CHUNK_ROWS) {
        struct vd_side_chunk *next = queue->spare;

        vd_assert(next);
        queue->spare = NULL;
        atomic_store_explicit(&queue->last->next, next, memory_order_release);
        queue->last = next;
        count = 0;
    }
    queue->last->rows[count] = *row;
    atomic_store_explicit(&queue->last->count, count + 1, memory_order_release);
}

/* The next row from *chunk and *at on, which it moves. NULL: no more up to log_index. */
static const struct vd_side_row *next_row(const struct vd_side_chunk **chunk, uint32_t *at,
                                          uint64_t log_index)
{
    const struct vd_side_row *row;

    if (*at == VD_SIDE_CHUNK_ROWS) {
        const struct vd_side_chunk *next =
            atomic_load_explicit(&(*chunk)->next, memory_order_acquire);

        if (!next)
            return NULL;
        *chunk = next;
        *at = 0;
    }
    if (*at == atomic_load_explicit(&(*chunk)->count, memory_order_acquire))
        return NULL;
    row = &(*chunk)->rows[*at];
    if (row->log_index > log_index)
        return NULL;
    ++*at;
    return row;
}

size_t vd_side_queue_walk(const struct vd_side_queue *queue, uint64_t log_index,
                          void (*each)(void *arg, const struct vd_side *side), void *arg)
{
    const struct vd_side_chunk *chunk = queue->first;
    const struct vd_side_row *row;
    uint32_t at = queue->taken;
    size_t count = 0;

    for (; (row = next_row(&chunk, &at, log_index)); count++) {
        struct vd_side side = vd_side_of_row(row);

        each(arg, &side);
    }
    return count;
}

void vd_side_queue_drop(struct vd_side_queue *queue, uint64_t log_index)
{
    const struct vd_side_chunk *chunk = queue->first;

    while (next_row(&chunk, &queue->taken, log_index))
        ;
    while (queue->first != chunk) {
        struct vd_side_chunk *passed = queue->first;

        queue->first = atomic_load_explicit(&passed->next, memory_order_acquire);
        vd_free(passed);
    }
}
