/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what has left the tail: on pool threads, each with a reader of its own, into blocks that
 * look like those of the tail.
 *
 * A reader sees one batch of history. The floor is looked at after it has begun: what was removed
 * from that batch was below a floor that had been published before.
 */
#include "core/kv_private.h"

#include "base/alloc.h"
#include "base/check.h"
#include "store/history.h"

#include <errno.h>

struct collector {
    struct vd_block *block;
    size_t max_bytes;
};

int vd_kv_reader(struct vd_kv *kv, unsigned slot, struct vd_history_reader **out_reader)
{
    int rc = 0;

    vd_assert(slot < VD_COUNT(kv->readers));
    if (!kv->readers[slot])
        rc = vd_history_reader_open(kv->history, &kv->readers[slot]);
    if (!rc)
        *out_reader = kv->readers[slot];
    return rc;
}

static int begin_reader(struct vd_kv *kv, unsigned slot, struct vd_history_reader **out_reader)
{
    int rc = vd_kv_reader(kv, slot, out_reader);

    return rc ? rc : vd_history_reader_begin(*out_reader);
}

static size_t size_of(const struct vd_entry *entry)
{
    return sizeof(struct vd_event) + entry->key.len + entry->value.len + entry->cause.len;
}

static bool add_entry(struct vd_block *block, const struct vd_entry *entry)
{
    struct vd_event *event = vd_block_add(block, entry->key, entry->value, entry->cause);

    if (!event)
        return false;
    vd_apply_fill(event, entry);
    return true;
}

static int collect(void *arg, const struct vd_entry *entry)
{
    struct collector *collector = arg;

    if (!collector->block)
        collector->block = vd_block_new(0, VD_MAX(collector->max_bytes, size_of(entry)));
    if (!collector->block)
        return -ENOMEM;
    return add_entry(collector->block, entry) ? 0 : VD_END;
}

static int check_from(struct vd_kv *kv, unsigned slot, struct vd_pos from)
{
    const struct vd_view *view = vd_kv_view(kv, slot);

    if (from.revision < view->floor)
        return VD_COMPACTED;
    return from.revision > view->head ? VD_END : 0;
}

/* What history has not got is in the tail; copied, so that the block begins where it was wanted.
 * VD_WAIT: the tail has moved on, and what left it is in history. */
static int read_tail(struct vd_kv *kv, struct vd_pos from, struct collector *collector)
{
    struct vd_block *block;
    uint64_t number;
    uint32_t index;
    int rc = vd_tail_find(&kv->values.tail, from, &number, &block, &index);

    if (rc)
        return rc;
    for (; index < block->count && !rc; index++) {
        struct vd_entry entry = vd_entry_of(&block->events[index]);

        rc = collect(collector, &entry);
    }
    return rc < 0 ? rc : VD_END;
}

static int scan_history(struct vd_kv *kv, unsigned slot, struct vd_pos from,
                        struct collector *collector)
{
    struct vd_history_reader *reader;
    int rc = begin_reader(kv, slot, &reader);

    if (rc)
        return rc;
    rc = check_from(kv, slot, from);
    if (!rc)
        rc = vd_history_scan(reader, from, VD_HISTORY_VALUES, collect, collector);
    vd_history_reader_reset(reader);
    return rc;
}

/*
 * Where the tail begins is looked at before the reader is begun: what lies before it was committed
 * by then, so the reader sees it, and where it sees nothing there is nothing. Looked at afterwards,
 * it might have moved over events that the reader was too early for. A tail that has been emptied
 * begins behind the head: there is nothing to look for.
 */
static int read_history(struct vd_kv *kv, unsigned slot, struct vd_pos from, size_t max_bytes,
                        struct vd_block **out_block)
{
    struct collector collector = {.max_bytes = max_bytes};
    int rc;

    do {
        struct vd_pos start = vd_kv_tail_start(kv, slot);

        if (vd_pos_cmp(start, from) < 0)
            start = from;
        rc = scan_history(kv, slot, from, &collector);
        if (rc == VD_END && !collector.block) {
            rc = check_from(kv, slot, start);
            if (!rc)
                rc = read_tail(kv, start, &collector);
        }
    } while (rc == VD_WAIT);
    if (rc != VD_END || !collector.block) {
        vd_block_unref(collector.block);
        return rc;
    }
    *out_block = collector.block;
    return 0;
}

int vd_kv_read_history(struct vd_kv *kv, unsigned slot, struct vd_pos from, size_t max_bytes,
                       struct vd_block **out_block)
{
    bool pinned = vd_kv_pin(kv, slot);
    int rc = read_history(kv, slot, from, max_bytes, out_block);

    vd_kv_unpin(kv, slot, pinned);
    return rc;
}

/* What was found of some positions. */
struct found {
    struct vd_entry *entries;
    size_t count, bytes;
};

/* Up to about max_bytes; how many positions that were. */
static int get_entries(struct vd_history_reader *reader, const struct vd_pos *positions,
                       size_t *count, size_t max_bytes, struct found *found)
{
    size_t i;

    for (i = 0; i < *count; i++) {
        struct vd_entry *entry = &found->entries[found->count];
        int rc = vd_history_get(reader, positions[i], entry);

        vd_assert(i == 0 || vd_pos_cmp(positions[i - 1], positions[i]) < 0);
        if (rc == VD_NOT_FOUND)
            continue;
        if (rc)
            return rc;
        if (found->count && size_of(entry) > max_bytes - VD_MIN(found->bytes, max_bytes))
            break;
        found->bytes += size_of(entry);
        found->count++;
    }
    *count = i;
    return 0;
}

static int read_entries(struct vd_history_reader *reader, const struct vd_pos *positions,
                        size_t *count, size_t max_bytes, struct found *found,
                        struct vd_block **out_block)
{
    struct vd_block *block;
    int rc = get_entries(reader, positions, count, max_bytes, found);

    if (rc)
        return rc;
    block = vd_block_new(0, found->bytes);
    if (!block)
        return -ENOMEM;
    for (size_t i = 0; i < found->count; i++) {
        bool fits = add_entry(block, &found->entries[i]);

        vd_assert(fits);
    }
    *out_block = block;
    return 0;
}

int vd_kv_read_events(struct vd_kv *kv, unsigned slot, const struct vd_pos *positions,
                      size_t *count, size_t max_bytes, struct vd_block **out_block)
{
    struct found found = {.entries = vd_alloc_array(*count, sizeof(*found.entries))};
    struct vd_history_reader *reader;
    int rc;

    if (!found.entries)
        return -ENOMEM;
    rc = begin_reader(kv, slot, &reader);
    if (!rc) {
        rc = read_entries(reader, positions, count, max_bytes, &found, out_block);
        vd_history_reader_reset(reader);
    }
    vd_free(found.entries);
    return rc;
}
