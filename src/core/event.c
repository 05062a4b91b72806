/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks of events: one allocation, filled from both ends, shared by a count. Nothing in a block
 * moves, so an event's pointers are final when it is made and readers need no lock.
 */
#include "core/event.h"

#include "base/alloc.h"
#include "base/check.h"

struct vd_block *vd_block_new(size_t count, size_t data_bytes)
{
    size_t fixed, size;
    struct vd_block *block;

    if (__builtin_mul_overflow(count, sizeof(struct vd_event), &fixed) ||
        __builtin_add_overflow(fixed, sizeof(*block), &fixed) ||
        __builtin_add_overflow(fixed, data_bytes, &size))
        return NULL;
    block = vd_alloc(size);
    if (!block)
        return NULL;
    atomic_init(&block->refs, 1);
    block->count = 0;
    block->size_bytes = size;
    block->front = sizeof(*block);
    block->back = size;
    return block;
}

static void copy_in(uint8_t **at, struct vd_slice bytes)
{
    if (bytes.len)
        memcpy(*at, bytes.ptr, bytes.len);
    *at += bytes.len;
}

struct vd_event *vd_block_add(struct vd_block *block, struct vd_slice key, struct vd_slice value,
                              struct vd_slice cause)
{
    size_t room = block->back - block->front;
    struct vd_event *event;
    uint8_t *at;

    vd_assert(block->front <= block->back);
    vd_assert(key.len <= UINT32_MAX && value.len <= UINT32_MAX && cause.len <= UINT16_MAX);
    if (room < sizeof(*event) || room - sizeof(*event) < key.len + value.len + cause.len)
        return NULL;
    event = &block->events[block->count++];
    block->front += sizeof(*event);
    block->back -= key.len + value.len + cause.len;
    at = (uint8_t *)block + block->back;
    *event = (struct vd_event){
        .key = at,
        .block = block,
        .key_len = (uint32_t)key.len,
        .value_len = (uint32_t)value.len,
        .cause_len = (uint16_t)cause.len,
    };
    copy_in(&at, key);
    copy_in(&at, value);
    copy_in(&at, cause);
    return event;
}

struct vd_block *vd_block_ref(struct vd_block *block)
{
    uint32_t before = atomic_fetch_add_explicit(&block->refs, 1, memory_order_relaxed);

    vd_assert(before > 0 && before < UINT32_MAX);
    return block;
}

void vd_block_unref(struct vd_block *block)
{
    uint32_t before;

    if (!block)
        return;
    before = atomic_fetch_sub_explicit(&block->refs, 1, memory_order_release);
    vd_assert(before > 0);
    if (before > 1)
        return;
    (void)atomic_load_explicit(&block->refs, memory_order_acquire);
    vd_free(block);
}
