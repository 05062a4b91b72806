/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run covers [from, to): every event of its selection in there that its variant is shown is in
 * it. Its memory is taken once; when that is full the run is closed and a longer one begins behind
 * it, so a selection of few events costs little and a busy one soon has runs of full length.
 *
 * What stays together is a unit: an event, or where the encoder wants whole revisions, the events
 * of one.
 */
#include "doors/runs.h"

#include "base/alloc.h"
#include "base/hash.h"

#include <errno.h>

enum {
    RUN_MIN_BYTES = 512,
    EVENT_BYTES = 64, /* a run of n bytes takes at most n / EVENT_BYTES events, and one */
    LOOK_RUNS = VD_RUNS_BYTES / VD_RUN_BYTES
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

void vd_runs_init(struct vd_runs *runs, const struct vd_run_encoder *encoder, void *arg)
{
    runs->encoder = encoder;
    runs->arg = arg;
    runs->bytes = 0;
    vd_list_init(&runs->order);
    for (size_t i = 0; i < VD_RUNS_BUCKETS; i++)
        vd_list_init(&runs->buckets[i]);
}

static size_t cost_of(const struct run *run)
{
    return sizeof(*run) + run->max * sizeof(struct entry) + run->bytes->len;
}

static void forget(struct vd_runs *runs, struct run *run)
{
    runs->bytes -= cost_of(run);
    vd_list_remove(&run->link);
    vd_list_remove(&run->order);
    vd_bytes_unref(run->bytes);
    vd_free(run);
}

/* Down to `limit`, the oldest first. */
static void shrink(struct vd_runs *runs, size_t limit)
{
    while (runs->bytes > limit && !vd_list_is_empty(&runs->order))
        forget(runs, vd_list_first(&runs->order, struct run, order));
}

void vd_runs_deinit(struct vd_runs *runs)
{
    shrink(runs, 0);
}

static const struct vd_event *prev_of(const struct vd_batch *batch, uint32_t i)
{
    return batch->prevs ? batch->prevs[i] : NULL;
}

static size_t bound_of(const struct vd_runs *runs, const struct vd_batch *batch, uint32_t i,
                       unsigned variant)
{
    return runs->encoder->bound(variant, batch->events[i], prev_of(batch, i));
}

/* --- making a run longer -----------------------------------------------------------------------
 */

static bool keeps_revisions(const struct vd_runs *runs, const struct vd_batch *batch)
{
    return runs->encoder->whole_revisions && !batch->splits;
}

static uint32_t unit_end(const struct vd_runs *runs, const struct vd_batch *batch, uint32_t first)
{
    uint32_t i = first + 1;

    while (keeps_revisions(runs, batch) && i < batch->count &&
           batch->events[i]->revision == batch->events[first]->revision)
        i++;
    return i;
}

/* Where the unit of this event begins. */
static struct vd_pos unit_pos(const struct vd_runs *runs, const struct vd_batch *batch,
                              uint32_t first)
{
    const struct vd_event *event = batch->events[first];

    return keeps_revisions(runs, batch) ? (struct vd_pos){event->revision, 0} : vd_event_pos(event);
}

static bool has_room(const struct vd_runs *runs, const struct run *run, size_t bound,
                     const struct vd_event *event, const struct vd_event *prev)
{
    size_t room = run->bytes->len - run->used;

    if (run->count == run->max)
        return false;
    return bound <= room ||
           (runs->encoder->size && runs->encoder->size(run->variant, event, prev) <= room);
}

/* False: no room. */
static bool add_event(struct vd_runs *runs, struct run *run, const struct vd_batch *batch,
                      uint32_t i)
{
    const struct vd_event *event = batch->events[i], *prev = prev_of(batch, i);
    size_t bound = bound_of(runs, batch, i, run->variant);
    uint8_t *at = run->bytes->data + run->used, *end;

    if (!bound)
        return true;
    if (!has_room(runs, run, bound, event, prev))
        return false;
    end = runs->encoder->write(runs->arg, run->variant, at, event, prev);
    vd_assert((size_t)(end - at) <= bound);
    run->entries[run->count++] = (struct entry){vd_event_pos(event), run->used};
    run->used += (uint32_t)(end - at);
    return true;
}

/* False: no room, and nothing of it is kept. */
static bool add_unit(struct vd_runs *runs, struct run *run, const struct vd_batch *batch,
                     uint32_t first, uint32_t end)
{
    uint32_t used = run->used, count = run->count;

    for (uint32_t i = first; i < end; i++)
        if (!add_event(runs, run, batch, i)) {
            run->used = used;
            run->count = count;
            return false;
        }
    return true;
}

/* The events of the batch from the first on, as many units as there is room for. */
static void extend(struct vd_runs *runs, struct run *run, const struct vd_batch *batch,
                   uint32_t first)
{
    while (first < batch->count) {
        uint32_t end = unit_end(runs, batch, first);

        if (!add_unit(runs, run, batch, first, end)) {
            run->to = unit_pos(runs, batch, first);
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

static struct vd_list *bucket_of(struct vd_runs *runs, uint64_t key, unsigned variant)
{
    return &runs->buckets[vd_hash_u64(vd_hash_u64(key) + variant) % VD_RUNS_BUCKETS];
}

/* A run that ends inside a revision is of no use to who wants that whole: what is in it may be in
 * use, so it is not made shorter either. */
static bool serves(const struct vd_runs *runs, const struct run *run, const struct vd_batch *batch)
{
    struct vd_pos since = batch->since.revision ? batch->since : batch->from;

    if (vd_pos_cmp(run->from, batch->from) > 0 || vd_pos_cmp(since, run->to) > 0)
        return false;
    return !run->to.sub || !keeps_revisions(runs, batch) || vd_pos_cmp(batch->to, run->to) <= 0;
}

/* The run that covers `from`, or ends where nothing is between. As many are looked at as there can
 * be of full length: a live reader leaves many short ones behind, and looking through them all
 * costs more than encoding again. */
static struct run *find_run(struct vd_runs *runs, const struct vd_batch *batch, unsigned variant)
{
    struct vd_list *bucket = bucket_of(runs, batch->key, variant);
    struct run *run, *tmp;
    unsigned looked = 0;

    if (!batch->key)
        return NULL;
    vd_list_each(run, tmp, bucket, link)
    {
        if (run->key == batch->key && run->variant == variant && serves(runs, run, batch))
            return run;
        if (++looked == LOOK_RUNS)
            break;
    }
    return NULL;
}

/* At most what the first units of the batch need: one at least, and no more than a run holds. */
static size_t bytes_needed(const struct vd_runs *runs, const struct vd_batch *batch,
                           unsigned variant, uint32_t *out_events)
{
    size_t needed = 0;
    uint32_t first = 0, end;

    for (; first < batch->count; first = end) {
        size_t bound = 0;

        end = unit_end(runs, batch, first);
        for (uint32_t i = first; i < end; i++)
            bound += bound_of(runs, batch, i, variant);
        if (needed && needed + bound > VD_RUN_BYTES)
            break;
        needed += bound;
    }
    *out_events = first;
    return needed;
}

/* before: the run that ends where this one begins; NULL: none. NULL: no memory. */
static struct run *begin_run(struct vd_runs *runs, const struct vd_batch *batch, unsigned variant,
                             const struct run *before)
{
    uint32_t events;
    size_t needed = bytes_needed(runs, batch, variant, &events);
    size_t bytes =
        before ? VD_MIN(before->bytes->len * (size_t)2, (size_t)VD_RUN_BYTES) : RUN_MIN_BYTES;
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
    runs->bytes += cost_of(run);
    shrink(runs, VD_MAX(cost_of(run), (size_t)VD_RUNS_BYTES));
    vd_list_append(&runs->order, &run->order);
    vd_list_prepend(bucket_of(runs, batch->key, variant), &run->link);
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

/* The last of the ends in (first, end] at which no more than max_bytes lie; the first one at
 * least. */
static uint32_t cut(const struct run *run, uint32_t first, uint32_t end, size_t max_bytes)
{
    uint32_t low = first + 1, high = end;

    while (low < high) {
        uint32_t middle = (low + high + 1) / 2;

        if (byte_of(run, middle) - byte_of(run, first) <= max_bytes)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static void find_entries(struct run *run, struct vd_pos from, struct vd_pos to)
{
    if (vd_pos_cmp(run->last.from, from) == 0 && vd_pos_cmp(run->last.to, to) == 0)
        return;
    run->last.from = from;
    run->last.to = to;
    run->last.first = find_entry(run, from);
    run->last.end = find_entry(run, to);
}

static void take_piece(struct run *run, const struct vd_batch *batch, size_t max_bytes,
                       uint32_t max_events, struct vd_run_piece *out_piece)
{
    struct vd_pos to = vd_pos_cmp(run->to, batch->to) < 0 ? run->to : batch->to;
    uint32_t first, end, all, at;

    find_entries(run, batch->from, to);
    first = run->last.first;
    end = all = run->last.end;
    at = byte_of(run, first);
    if (end - first > max_events)
        end = first + max_events;
    if (end > first && byte_of(run, end) - at > max_bytes)
        end = cut(run, first, end, max_bytes);
    *out_piece =
        (struct vd_run_piece){.bytes = run->bytes,
                              .piece = vd_slice(run->bytes->data + at, byte_of(run, end) - at),
                              .events = end - first,
                              .first = end > first ? run->entries[first].pos : to,
                              .to = end < all ? run->entries[end].pos : to};
}

int vd_runs_get(struct vd_runs *runs, const struct vd_batch *batch, unsigned variant,
                size_t max_bytes, uint32_t max_events, struct vd_run_piece *out_piece)
{
    struct run *run = find_run(runs, batch, variant);

    vd_assert(batch->count);
    vd_assert(!runs->encoder->whole_revisions ||
              (max_bytes == SIZE_MAX && max_events == UINT32_MAX));
    if (run && vd_pos_cmp(run->to, batch->to) < 0)
        extend(runs, run, batch, find_event(batch, run->to));
    if (!run || vd_pos_cmp(run->to, batch->from) <= 0) {
        run = begin_run(runs, batch, variant, run);
        if (!run)
            return -ENOMEM;
        extend(runs, run, batch, 0);
    }
    vd_assert(vd_pos_cmp(batch->from, run->to) < 0);
    take_piece(run, batch, max_bytes, max_events, out_piece);
    return 0;
}
