/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run covers [from, to): every event of its selection in there, filters applied, is in it. Its
 * memory is taken once; when that is full the run is closed and a longer one begins behind it, so a
 * selection of few events costs little and a busy one soon has runs of full length.
 */
#include "doors/etcd3/batches.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/etcd3/encode.h"

#include <errno.h>

enum {
    RUN_MIN_BYTES = 512,
    EVENT_BYTES = 64, /* a run of n bytes takes at most n / EVENT_BYTES events, and one */
    LOOK_RUNS = VD_ETCD3_BATCHES_BYTES / VD_ETCD3_RUN_BYTES,
    FRAME_BYTES = 72 /* an event is at most so much longer than its key and value */
};

struct entry {
    struct vd_pos pos;
    uint32_t at; /* first byte */
};

struct run {
    struct vd_list link, order;
    uint64_t key;
    unsigned variant;
    struct vd_pos from, to;
    struct vd_bytes *bytes; /* all of its memory; the first `used` are filled */
    uint32_t used, count, max;
    struct {
        struct vd_pos from, to;
        uint32_t first, end;
    } last; /* what was asked for last: neighbours want the same */
    struct entry entries[];
};

void vd_etcd3_batches_init(struct vd_etcd3_batches *batches)
{
    batches->bytes = 0;
    vd_list_init(&batches->order);
    for (size_t i = 0; i < VD_ETCD3_BATCHES_BUCKETS; i++)
        vd_list_init(&batches->buckets[i]);
}

static size_t cost_of(const struct run *run)
{
    return sizeof(*run) + run->max * sizeof(struct entry) + run->bytes->len;
}

static void forget(struct vd_etcd3_batches *batches, struct run *run)
{
    batches->bytes -= cost_of(run);
    vd_list_remove(&run->link);
    vd_list_remove(&run->order);
    vd_bytes_unref(run->bytes);
    vd_free(run);
}

/* Down to `limit`, the oldest first. */
static void shrink(struct vd_etcd3_batches *batches, size_t limit)
{
    while (batches->bytes > limit && !vd_list_is_empty(&batches->order))
        forget(batches, vd_list_first(&batches->order, struct run, order));
}

void vd_etcd3_batches_deinit(struct vd_etcd3_batches *batches)
{
    shrink(batches, 0);
}

static const struct vd_event *prev_of(const struct vd_batch *batch, uint32_t i, unsigned variant)
{
    return variant & VD_ETCD3_PREV_KV && batch->prevs ? batch->prevs[i] : NULL;
}

/* --- making a run longer -----------------------------------------------------------------------
 */

/* Where what stays together ends: a revision, or in a batch that splits one, an event. */
static uint32_t unit_end(const struct vd_batch *batch, uint32_t first)
{
    uint32_t i = first;

    if (batch->splits)
        return first + 1;
    while (i < batch->count && batch->events[i]->revision == batch->events[first]->revision)
        i++;
    return i;
}

/* False: no room, and nothing of it is kept. */
static bool add_unit(struct run *run, const struct vd_batch *batch, uint32_t first, uint32_t end)
{
    uint32_t used = run->used, count = run->count;

    for (uint32_t i = first; i < end; i++) {
        const struct vd_event *event = batch->events[i];
        struct vd_etcd3_event_sizes sizes;

        if (!vd_etcd3_wants(run->variant, event))
            continue;
        sizes = vd_etcd3_event_measure(event, prev_of(batch, i, run->variant));
        if (count == run->max || sizes.field > run->bytes->len - used)
            return false;
        run->entries[count++] = (struct entry){vd_event_pos(event), used};
        vd_etcd3_event_write(run->bytes->data + used, event, prev_of(batch, i, run->variant),
                             &sizes);
        used += (uint32_t)sizes.field;
    }
    run->used = used;
    run->count = count;
    return true;
}

/* The events of the batch from the run's end on, as many units as there is room for. */
static void extend(struct run *run, const struct vd_batch *batch, uint32_t first)
{
    while (first < batch->count) {
        uint32_t end = unit_end(batch, first);

        if (!add_unit(run, batch, first, end)) {
            run->to = (struct vd_pos){batch->events[first]->revision,
                                      batch->splits ? batch->events[first]->sub : 0};
            return;
        }
        first = end;
    }
    run->to = batch->to;
}

/* The first event of the batch at or after pos. */
static uint32_t find_event(const struct vd_batch *batch, struct vd_pos pos)
{
    uint32_t i = 0, end = batch->count;

    while (i < end) {
        uint32_t middle = (i + end) / 2;

        if (vd_pos_cmp(vd_event_pos(batch->events[middle]), pos) < 0)
            i = middle + 1;
        else
            end = middle;
    }
    return i;
}

/* --- finding and beginning runs ----------------------------------------------------------------
 */

static struct vd_list *bucket_of(struct vd_etcd3_batches *batches, uint64_t key, unsigned variant)
{
    return &batches->buckets[vd_hash_u64(key * (VD_ETCD3_VARIANTS + 1) + variant) %
                             VD_ETCD3_BATCHES_BUCKETS];
}

/* The run that covers `from`, or ends where nothing is between. As many are looked at as there can
 * be of full length: a live watch leaves many short ones behind, and looking through them all costs
 * more than encoding again. */
static struct run *find_run(struct vd_etcd3_batches *batches, const struct vd_batch *batch,
                            unsigned variant)
{
    struct vd_list *bucket = bucket_of(batches, batch->key, variant);
    struct vd_pos since = batch->since.revision ? batch->since : batch->from;
    struct run *run, *tmp;
    unsigned looked = 0;

    if (!batch->key)
        return NULL;
    vd_list_each(run, tmp, bucket, link)
    {
        if (run->key == batch->key && run->variant == variant &&
            vd_pos_cmp(run->from, batch->from) <= 0 && vd_pos_cmp(since, run->to) <= 0)
            return run;
        if (++looked == LOOK_RUNS)
            break;
    }
    return NULL;
}

/* At most what the first units of the batch need: at least one, and no more than a run holds.
 * Measuring them would cost as much as writing them. */
static size_t bytes_needed(const struct vd_batch *batch, unsigned variant, uint32_t *out_events)
{
    size_t needed = 0;
    uint32_t first = 0, end;

    for (; first < batch->count; first = end) {
        size_t size = 0;

        end = unit_end(batch, first);
        for (uint32_t i = first; i < end; i++) {
            const struct vd_event *event = batch->events[i], *prev = prev_of(batch, i, variant);

            size += event->key_len + (size_t)event->value_len + FRAME_BYTES;
            size += prev ? prev->key_len + (size_t)prev->value_len + FRAME_BYTES : 0;
        }
        if (needed && needed + size > VD_ETCD3_RUN_BYTES)
            break;
        needed += size;
    }
    *out_events = first;
    return needed;
}

/* before: the run that ends where this one begins; NULL: none. NULL: no memory. */
static struct run *begin_run(struct vd_etcd3_batches *batches, const struct vd_batch *batch,
                             unsigned variant, const struct run *before)
{
    uint32_t events;
    size_t needed = bytes_needed(batch, variant, &events);
    size_t bytes =
        before ? VD_MIN(before->bytes->len * (size_t)2, (size_t)VD_ETCD3_RUN_BYTES) : RUN_MIN_BYTES;
    uint32_t max;
    struct run *run;

    bytes = VD_MAX(bytes, needed);
    max = VD_MAX((uint32_t)(bytes / EVENT_BYTES) + 1, events);
    run = bytes <= UINT32_MAX ? vd_alloc(sizeof(*run) + max * sizeof(struct entry)) : NULL;
    if (!run)
        return NULL;
    *run = (struct run){.key = batch->key,
                        .variant = variant,
                        .from = batch->from,
                        .to = batch->from,
                        .max = max,
                        .bytes = vd_bytes_new(bytes)};
    if (!run->bytes) {
        vd_free(run);
        return NULL;
    }
    batches->bytes += cost_of(run);
    shrink(batches, VD_MAX(cost_of(run), (size_t)VD_ETCD3_BATCHES_BYTES));
    vd_list_append(&batches->order, &run->order);
    vd_list_prepend(bucket_of(batches, batch->key, variant), &run->link);
    return run;
}

/* --- pieces -------------------------------------------------------------------------------------
 */

static uint32_t find_entry(const struct run *run, struct vd_pos pos)
{
    uint32_t i = 0, end = run->count;

    while (i < end) {
        uint32_t middle = (i + end) / 2;

        if (vd_pos_cmp(run->entries[middle].pos, pos) < 0)
            i = middle + 1;
        else
            end = middle;
    }
    return i;
}

static uint32_t byte_of(const struct run *run, uint32_t entry)
{
    return entry < run->count ? run->entries[entry].at : run->used;
}

static void take_piece(struct run *run, const struct vd_batch *batch,
                       struct vd_etcd3_encoding *out_encoding)
{
    struct vd_pos to = vd_pos_cmp(run->to, batch->to) < 0 ? run->to : batch->to;
    uint32_t at;

    if (vd_pos_cmp(run->last.from, batch->from) != 0 || vd_pos_cmp(run->last.to, to) != 0) {
        run->last.from = batch->from;
        run->last.to = to;
        run->last.first = find_entry(run, batch->from);
        run->last.end = find_entry(run, to);
    }
    at = byte_of(run, run->last.first);
    *out_encoding = (struct vd_etcd3_encoding){
        .bytes = run->bytes,
        .piece = vd_slice(run->bytes->data + at, byte_of(run, run->last.end) - at),
        .events = run->last.end - run->last.first,
        .to = to};
}

int vd_etcd3_batches_get(struct vd_etcd3_batches *batches, const struct vd_batch *batch,
                         unsigned variant, struct vd_etcd3_encoding *out_encoding)
{
    struct run *run = find_run(batches, batch, variant);

    vd_assert(batch->count);
    if (run && vd_pos_cmp(run->to, batch->to) < 0)
        extend(run, batch, find_event(batch, run->to));
    if (!run || vd_pos_cmp(run->to, batch->from) <= 0) {
        run = begin_run(batches, batch, variant, run);
        if (!run)
            return -ENOMEM;
        extend(run, batch, 0);
    }
    vd_assert(vd_pos_cmp(batch->from, run->to) < 0);
    take_piece(run, batch, out_encoding);
    return 0;
}
