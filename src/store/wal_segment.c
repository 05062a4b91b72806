/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a segment file. It is made under a temporary name, filled with real zeros and
 * flushed, and only then gets a name ending in .wal (and the directory is flushed): so a file
 * with such a name always has its full size on the disk, and writing into it never has to
 * allocate. When all its records are in history it is renamed to a number never used before and
 * written over from its start; the header it still carries names the old number and so counts
 * for nothing.
 *
 * The keeper does this a step at a time. The role only takes ready segments from a ring and puts
 * used ones on a stack; both are single producer, single consumer, without a lock.
 */
#include "base/alloc.h"
#include "store/wal_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define ZERO_BYTES     (256u << 10) /* written at a time */
#define STEP_BYTES     (1u << 20)   /* zeroed in one step of the keeper */
#define READY_STANDARD 1            /* the keeper makes new ones until this many are ready */
#define READY_RECYCLED 3            /* and keeps used ones up to this many */
#define TEMP_OF_KEEPER "keeper.tmp"
#define TEMP_OF_ROLE   "role.tmp"

void vd_wal_file_name(uint64_t file_number, char out_name[VD_WAL_NAME_MAX])
{
    snprintf(out_name, VD_WAL_NAME_MAX, "%016llx.wal", (unsigned long long)file_number);
}

uint64_t vd_wal_file_number(const char *name)
{
    char again[VD_WAL_NAME_MAX];
    uint64_t number = strtoull(name, NULL, 16);

    vd_wal_file_name(number, again);
    return strcmp(name, again) == 0 ? number : 0;
}

struct vd_wal_segment *vd_wal_segment_new(void)
{
    struct vd_wal_segment *segment = vd_alloc_zero(sizeof(*segment));

    if (segment)
        segment->file.handle = -1;
    return segment;
}

void vd_wal_segment_free(struct vd_wal_segment *segment)
{
    if (segment && segment->file.handle >= 0)
        vd_file_close(&segment->file);
    vd_free(segment);
}

static uint32_t ready_count(const struct vd_wal *wal)
{
    return atomic_load_explicit(&wal->ready.tail, memory_order_acquire) -
           atomic_load_explicit(&wal->ready.head, memory_order_acquire);
}

bool vd_wal_ready_put(struct vd_wal *wal, struct vd_wal_segment *segment)
{
    uint32_t tail = atomic_load_explicit(&wal->ready.tail, memory_order_relaxed);

    if (ready_count(wal) == VD_WAL_READY_MAX)
        return false;
    wal->ready.slots[tail % VD_WAL_READY_MAX] = segment;
    atomic_store_explicit(&wal->ready.tail, tail + 1, memory_order_release);
    return true;
}

struct vd_wal_segment *vd_wal_ready_peek(const struct vd_wal *wal)
{
    uint32_t head = atomic_load_explicit(&wal->ready.head, memory_order_relaxed);

    return ready_count(wal) ? wal->ready.slots[head % VD_WAL_READY_MAX] : NULL;
}

static void ready_drop(struct vd_wal *wal)
{
    atomic_fetch_add_explicit(&wal->ready.head, 1, memory_order_release);
}

void vd_wal_segment_retire(struct vd_wal *wal, struct vd_wal_segment *segment)
{
    segment->next_retired = atomic_load_explicit(&wal->retired, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&wal->retired, &segment->next_retired, segment,
                                                  memory_order_release, memory_order_relaxed))
        ;
}

static int zero_fill(const struct vd_file *file, uint64_t from, uint64_t to)
{
    /* Never written to, so all of it is the kernel's one page of zeros. */
    static uint8_t zeros[ZERO_BYTES] __attribute__((aligned(VD_WAL_BLOCK)));
    int rc = 0;

    for (uint64_t at = from; at < to && !rc; at += ZERO_BYTES)
        rc = vd_file_write(file, zeros, (size_t)VD_MIN((uint64_t)ZERO_BYTES, to - at), at);
    return rc;
}

/* Lets go of a half-made file. Its leftovers, should the unlink fail, are removed by vd_wal_open or
 * written over by the next attempt. */
static void make_abandon(struct vd_wal *wal, struct vd_wal_segment *segment, const char *temp)
{
    char name[VD_WAL_NAME_MAX];
    int rc;

    vd_wal_file_name(segment->file_number, name);
    rc = vd_dir_unlink(&wal->dir, segment->file_number ? name : temp);
    (void)rc;
    vd_wal_segment_free(segment);
}

static int make_begin(struct vd_wal *wal, const char *temp, uint64_t size_bytes,
                      struct vd_wal_segment **out_segment)
{
    struct vd_wal_segment *segment = vd_wal_segment_new();
    int rc;

    if (!segment)
        return -ENOMEM;
    segment->size_bytes = size_bytes;
    rc = vd_file_open(&wal->dir, temp, VD_FS_CREATE | VD_FS_DIRECT, &segment->file);
    if (rc) {
        segment->file.handle = -1;
        vd_wal_segment_free(segment);
        return rc;
    }
    rc = vd_file_truncate(&segment->file, size_bytes);
    if (rc) {
        make_abandon(wal, segment, temp);
        return rc;
    }
    *out_segment = segment;
    return 0;
}

/* Gives the file a number of its own, durably. */
static int make_name(struct vd_wal *wal, struct vd_wal_segment *segment, const char *from)
{
    uint64_t number = atomic_fetch_add_explicit(&wal->next_file_number, 1, memory_order_relaxed);
    char name[VD_WAL_NAME_MAX];
    int rc;

    vd_wal_file_name(number, name);
    rc = vd_dir_rename(&wal->dir, from, name);
    if (rc)
        return rc;
    segment->file_number = number;
    return vd_dir_sync(&wal->dir);
}

static int make_end(struct vd_wal *wal, struct vd_wal_segment *segment, const char *temp)
{
    int rc = vd_file_sync(&segment->file);

    if (!rc)
        rc = make_name(wal, segment, temp);
    if (!rc)
        VD_WAL_COUNT(wal, disk_bytes, segment->size_bytes);
    return rc;
}

static int make_now(struct vd_wal *wal, uint64_t need_bytes, struct vd_wal_segment **out_segment)
{
    uint64_t size_bytes = vd_wal_align((size_t)need_bytes, wal->options.small_segment_bytes);
    struct vd_wal_segment *segment;
    int rc;

    rc = make_begin(wal, TEMP_OF_ROLE, size_bytes, &segment);
    if (rc)
        return rc;
    rc = zero_fill(&segment->file, 0, size_bytes);
    if (!rc)
        rc = make_end(wal, segment, TEMP_OF_ROLE);
    if (rc) {
        make_abandon(wal, segment, TEMP_OF_ROLE);
        return rc;
    }
    VD_WAL_COUNT(wal, made_inline, 1);
    *out_segment = segment;
    return 0;
}

/* One that the keeper has made on demand. VD_AGAIN: he has been asked. */
static int take_large(struct vd_wal *wal, uint64_t need_bytes, struct vd_wal_segment **out_segment)
{
    struct vd_wal_segment *segment = atomic_exchange(&wal->large, NULL);

    if (segment && segment->size_bytes >= need_bytes) {
        *out_segment = segment;
        return 0;
    }
    if (segment) {
        segment->last_index = 0;
        vd_wal_segment_retire(wal, segment);
    }
    atomic_store(&wal->wanted_bytes, need_bytes);
    return VD_AGAIN;
}

bool vd_wal_has_large(const struct vd_wal *wal)
{
    return atomic_load(&wal->large) != NULL;
}

int vd_wal_segment_take(struct vd_wal *wal, uint64_t need_bytes, bool has_keeper,
                        struct vd_wal_segment **out_segment)
{
    struct vd_wal_segment *segment;

    if (need_bytes > wal->options.segment_bytes && has_keeper)
        return take_large(wal, need_bytes, out_segment);
    while ((segment = vd_wal_ready_peek(wal))) {
        if (segment->size_bytes >= need_bytes) {
            ready_drop(wal);
            *out_segment = segment;
            return 0;
        }
        if (segment->size_bytes >= wal->options.segment_bytes)
            break; /* the next batch will want it */
        ready_drop(wal);
        segment->last_index = 0;
        vd_wal_segment_retire(wal, segment);
    }
    return make_now(wal, need_bytes, out_segment);
}

int vd_wal_ready_make_small(struct vd_wal *wal)
{
    struct vd_wal_segment *segment;
    int rc = make_now(wal, 2 * VD_WAL_BLOCK, &segment);

    if (rc)
        return rc;
    vd_assert(vd_wal_ready_put(wal, segment));
    return 0;
}

static void collect_retired(struct vd_wal *wal)
{
    struct vd_wal_segment *segment, *next;
    struct vd_list fresh;

    vd_list_init(&fresh);
    segment = atomic_exchange_explicit(&wal->retired, NULL, memory_order_acquire);
    for (; segment; segment = next) {
        next = segment->next_retired;
        vd_list_prepend(&fresh, &segment->link);
    }
    vd_list_splice(&wal->retired_list, &fresh);
}

static int unlink_segment(struct vd_wal *wal, struct vd_wal_segment *segment)
{
    char name[VD_WAL_NAME_MAX];
    int rc;

    vd_wal_file_name(segment->file_number, name);
    rc = vd_dir_unlink(&wal->dir, name);
    if (rc)
        return rc;
    atomic_fetch_sub_explicit(&wal->stats.disk_bytes, segment->size_bytes, memory_order_relaxed);
    vd_list_remove(&segment->link);
    vd_wal_segment_free(segment);
    return 0;
}

static int recycle(struct vd_wal *wal, struct vd_wal_segment *segment)
{
    char name[VD_WAL_NAME_MAX];
    int rc;

    if (segment->size_bytes != wal->options.segment_bytes || ready_count(wal) >= READY_RECYCLED)
        return unlink_segment(wal, segment);
    vd_wal_file_name(segment->file_number, name);
    rc = make_name(wal, segment, name);
    if (rc)
        return rc;
    vd_list_remove(&segment->link);
    vd_assert(vd_wal_ready_put(wal, segment));
    VD_WAL_COUNT(wal, recycled, 1);
    return 0;
}

/* The role takes from the ring meanwhile, so this may be too high for a moment, never too low. */
static uint32_t ready_standard(const struct vd_wal *wal)
{
    uint32_t head = atomic_load_explicit(&wal->ready.head, memory_order_acquire);
    uint32_t tail = atomic_load_explicit(&wal->ready.tail, memory_order_relaxed);

    /* Small ones are put in before there is a keeper, so they are the first of all. */
    return tail - VD_MIN(tail, VD_MAX(head, wal->ready.small));
}

/* How large the next segment is to be; 0: none is needed. */
static uint64_t next_size(const struct vd_wal *wal)
{
    uint64_t wanted = atomic_load(&wal->wanted_bytes);

    if (wanted && !atomic_load(&wal->large))
        return vd_wal_align((size_t)wanted, wal->options.small_segment_bytes);
    return ready_standard(wal) < READY_STANDARD ? wal->options.segment_bytes : 0;
}

static void make_ready(struct vd_wal *wal, struct vd_wal_segment *segment)
{
    if (segment->size_bytes > wal->options.segment_bytes) {
        atomic_store(&wal->wanted_bytes, 0);
        atomic_store(&wal->large, segment);
    } else {
        vd_assert(vd_wal_ready_put(wal, segment));
    }
    VD_WAL_COUNT(wal, prepared, 1);
}

static int make_step(struct vd_wal *wal)
{
    struct vd_wal_making *making = &wal->making;
    uint64_t to;
    int rc = 0;

    if (!making->segment) {
        uint64_t size_bytes = next_size(wal);

        if (!size_bytes)
            return VD_WAIT;
        rc = make_begin(wal, TEMP_OF_KEEPER, size_bytes, &making->segment);
        if (rc)
            return rc;
        making->zeroed_bytes = 0;
    }
    to = VD_MIN(making->zeroed_bytes + STEP_BYTES, making->segment->size_bytes);
    rc = zero_fill(&making->segment->file, making->zeroed_bytes, to);
    making->zeroed_bytes = to;
    if (!rc && to < making->segment->size_bytes)
        return 0;
    if (!rc)
        rc = make_end(wal, making->segment, TEMP_OF_KEEPER);
    if (rc)
        make_abandon(wal, making->segment, TEMP_OF_KEEPER);
    else
        make_ready(wal, making->segment);
    making->segment = NULL;
    return rc;
}

int vd_wal_step(struct vd_wal *wal)
{
    struct vd_wal_segment *oldest;

    vd_assert(wal->recovered);
    vd_free(atomic_exchange(&wal->worn, NULL));
    collect_retired(wal);
    if (!vd_list_is_empty(&wal->retired_list)) {
        oldest = vd_list_first(&wal->retired_list, struct vd_wal_segment, link);
        if (oldest->last_index <= atomic_load_explicit(&wal->applied_index, memory_order_relaxed))
            return recycle(wal, oldest);
    }
    return make_step(wal);
}

void vd_wal_segments_deinit(struct vd_wal *wal)
{
    struct vd_wal_segment *segment, *next;

    collect_retired(wal);
    vd_list_each(segment, next, &wal->retired_list, link)
    {
        vd_list_remove(&segment->link);
        vd_wal_segment_free(segment);
    }
    while ((segment = vd_wal_ready_peek(wal))) {
        ready_drop(wal);
        vd_wal_segment_free(segment);
    }
    vd_wal_segment_free(atomic_exchange(&wal->large, NULL));
    if (wal->making.segment)
        make_abandon(wal, wal->making.segment, TEMP_OF_KEEPER);
    wal->making.segment = NULL;
}
