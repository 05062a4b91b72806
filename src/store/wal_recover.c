/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making sense of a directory of segments after any kind of end.
 *
 * Valid headers give the segments in use, in the order of their sequence. From the one that holds
 * the first record wanted, records are followed index by index and sum by sum. Where the next
 * record is missing or broken, the log ends, if nothing says that this record was durable; what
 * says so is (a) a later segment, which is only ever begun when everything before it was durable,
 * (b) any later whole record that carries a durable index as high. With such a proof it is damage,
 * and recovery refuses: the tail that may be cut off is the unacknowledged one and nothing else.
 *
 * Whatever the end was, what was read is flushed (what was seen in the page cache must not vanish
 * later) and never written again: the next record opens a segment of its own. So nothing can
 * follow an end mark, and a start after a clean stop has nothing to search.
 */
#include "store/wal_private.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define SPARE_STANDARD 2 /* unused files of standard size kept for the ring */

struct cursor {
    struct vd_wal *wal;
    struct vd_wal_segment *segment;
    struct vd_wal_reader reader;
    struct vd_diag *diag;
    uint64_t after_index;
    vd_wal_record_fn *each;
    void *arg;
    uint64_t expected; /* the index that must come next */
    uint32_t prev_crc; /* of the record before it */
    int64_t time_ms;
    uint64_t offset;       /* where it is looked for */
    uint64_t fault_offset; /* where it was not found, and why */
    enum vd_wal_fault fault;
    bool ended; /* an end mark: the log goes on in another segment, if at all */
};

/* Looks for the expected record, or an end mark, at one place. 0 with c->fault saying how it went.
 */
static int try_at(struct cursor *c, uint64_t offset, struct vd_wal_record_header *header,
                  struct vd_slice *payload, enum vd_wal_fault *out_fault)
{
    int rc = vd_wal_reader_record(&c->reader, offset, c->segment->generation, header, payload,
                                  out_fault);
    bool end;

    if (rc || *out_fault)
        return rc;
    end = header->type == VD_WAL_TYPE_END;
    if (header->index + (end ? 1 : 0) != c->expected || header->prev_crc != c->prev_crc)
        *out_fault = VD_WAL_FAULT_SEQUENCE;
    return 0;
}

/* The expected record stands behind the one before, or in the next block: flushes begin there. */
static int find_next(struct cursor *c, struct vd_wal_record_header *header,
                     struct vd_slice *payload)
{
    uint64_t block = vd_wal_align((size_t)c->offset, VD_WAL_BLOCK);
    enum vd_wal_fault fault;
    int rc;

    c->fault_offset = c->offset;
    rc = try_at(c, c->offset, header, payload, &c->fault);
    if (rc || !c->fault || block == c->offset)
        return rc;
    rc = try_at(c, block, header, payload, &fault);
    if (rc)
        return rc;
    if (c->fault == VD_WAL_FAULT_ABSENT || !fault) {
        c->fault = fault;
        c->fault_offset = block;
    }
    if (!fault)
        c->offset = block;
    return 0;
}

static int accept(struct cursor *c, const struct vd_wal_record_header *header,
                  struct vd_slice payload)
{
    struct vd_wal_record record = {
        .index = header->index,
        .time_ms = header->time_ms,
        .payload = payload,
        .type = header->type,
    };

    c->offset += vd_wal_record_size(header->payload_len);
    c->ended = header->type == VD_WAL_TYPE_END;
    if (c->ended)
        return 0;
    c->expected++;
    c->prev_crc = header->crc;
    c->time_ms = VD_MAX(c->time_ms, header->time_ms);
    c->segment->last_index = header->index;
    if (header->index <= c->after_index)
        return 0;
    return c->each(c->arg, &record);
}

/* Follows the records of one segment up to `limit` or the first fault. */
static int follow(struct cursor *c, uint64_t limit)
{
    struct vd_wal_record_header header;
    struct vd_slice payload;
    int rc;

    c->offset = VD_WAL_BLOCK;
    c->fault = VD_WAL_FAULT_NONE;
    c->ended = false;
    while (c->expected <= limit && !c->ended) {
        rc = find_next(c, &header, &payload);
        if (rc)
            return rc;
        if (c->fault)
            return 0;
        rc = accept(c, &header, payload);
        if (rc)
            return rc;
    }
    return 0;
}

static int damaged(const struct cursor *c, const char *proof, uint64_t proof_at)
{
    char name[VD_WAL_NAME_MAX];

    vd_wal_file_name(c->segment->file_number, name);
    vd_diag_set(c->diag,
                "%s/%s: damaged: record %" PRIu64 " at offset %" PRIu64
                ": %s, and it was durable (%s %" PRIu64 ")",
                c->wal->path, name, c->expected, c->fault_offset, vd_wal_fault_name(c->fault),
                proof, proof_at);
    return VD_CORRUPT;
}

static struct vd_wal_segment *next_found(const struct vd_wal *wal,
                                         const struct vd_wal_segment *segment)
{
    return segment->link.next == &wal->found
               ? NULL
               : vd_list_entry(segment->link.next, struct vd_wal_segment, link);
}

/* Whether this segment goes on where the one before it ended. */
static int check_joint(const struct cursor *c, const struct vd_wal_segment *before)
{
    const struct vd_wal_segment *segment = c->segment;
    char name[VD_WAL_NAME_MAX];

    if (!before || (segment->sequence == before->sequence + 1 &&
                    segment->first_index == c->expected && segment->prev_crc == c->prev_crc))
        return 0;
    vd_wal_file_name(segment->file_number, name);
    vd_diag_set(c->diag,
                "%s/%s: damaged: segment %" PRIu64 " begins with record %" PRIu64
                ", but the one before it is segment %" PRIu64 " and ends with %" PRIu64,
                c->wal->path, name, segment->sequence, segment->first_index, before->sequence,
                c->expected - 1);
    return VD_CORRUPT;
}

static int read_segment(struct cursor *c, const struct vd_wal_segment *before,
                        const struct vd_wal_segment *next)
{
    uint64_t at = 0;
    int rc = check_joint(c, before);

    if (rc)
        return rc;
    rc = follow(c, next ? next->first_index - 1 : UINT64_MAX);
    if (rc)
        return rc;
    if (next && c->expected < next->first_index)
        return damaged(c, "the segment after it begins with record", next->first_index);
    if (!next && !c->ended) {
        rc = vd_wal_reader_find_proof(&c->reader, c->fault_offset, c->segment->generation,
                                      c->expected, &at);
        if (rc == 0)
            return damaged(c, "says the record at offset", at);
        if (rc != VD_NOT_FOUND)
            return rc;
    }
    return vd_file_sync(&c->segment->file);
}

static int read_one(struct cursor *c, struct vd_wal_segment *segment,
                    const struct vd_wal_segment *before)
{
    struct vd_wal *wal = c->wal;
    char name[VD_WAL_NAME_MAX];
    int rc;

    c->segment = segment;
    rc = vd_wal_reader_init(&c->reader, &segment->file, wal->options.crc_seed);
    if (!rc)
        rc = read_segment(c, before, next_found(wal, segment));
    vd_wal_reader_deinit(&c->reader);
    vd_wal_file_name(segment->file_number, name);
    return rc < 0 ? vd_wal_fail_io(wal, c->diag, rc, "recover", name) : rc;
}

/* Segments whose records are all applied need no reading. */
static void skip_applied(struct vd_wal *wal, uint64_t after_index)
{
    struct vd_wal_segment *first, *second;

    while (!vd_list_is_empty(&wal->found)) {
        first = vd_list_first(&wal->found, struct vd_wal_segment, link);
        second = next_found(wal, first);
        if (!second || second->first_index > after_index + 1)
            return;
        first->last_index = second->first_index - 1;
        vd_list_remove(&first->link);
        vd_list_append(&wal->retired_list, &first->link);
    }
}

static int read_found(struct cursor *c)
{
    struct vd_wal_segment *segment, *tmp, *before = NULL;
    struct vd_wal *wal = c->wal;
    int rc;

    skip_applied(wal, c->after_index);
    segment = vd_list_first(&wal->found, struct vd_wal_segment, link);
    if (segment->first_index > c->after_index + 1) {
        vd_diag_set(c->diag, "%s: damaged: records %" PRIu64 " to %" PRIu64 " are missing",
                    wal->path, c->after_index + 1, segment->first_index - 1);
        return VD_CORRUPT;
    }
    c->expected = segment->first_index;
    c->prev_crc = segment->prev_crc;
    vd_list_each(segment, tmp, &wal->found, link)
    {
        rc = read_one(c, segment, before);
        if (rc)
            return rc;
        before = segment;
    }
    return 0;
}

/*
 * A file without a valid header of its own is a spare, or a segment whose first flush was torn, or
 * a segment whose header is damaged. It is the last if it holds proof that the record was durable
 * at which the log seems to end.
 */
static int check_unused(struct cursor *c, struct vd_wal_segment *segment)
{
    struct vd_wal_record_header header;
    enum vd_wal_fault fault;
    struct vd_slice payload;
    uint64_t at;
    int rc;

    c->segment = segment;
    rc = vd_wal_reader_record(&c->reader, VD_WAL_BLOCK, 0, &header, &payload, &fault);
    if (rc)
        return rc;
    if (segment->header_state != VD_WAL_HEADER_BROKEN && (fault || header.index < c->expected))
        return 0;
    rc = vd_wal_reader_find_proof(&c->reader, VD_WAL_BLOCK, 0, c->expected, &at);
    if (rc)
        return rc == VD_NOT_FOUND ? 0 : rc;
    c->fault = VD_WAL_FAULT_HEADER;
    c->fault_offset = 0;
    return damaged(c, "says the record at offset", at);
}

static int check_all_unused(struct cursor *c)
{
    struct vd_wal_segment *segment, *tmp;
    int rc = 0;

    vd_list_each(segment, tmp, &c->wal->unused, link)
    {
        rc = vd_wal_reader_init(&c->reader, &segment->file, c->wal->options.crc_seed);
        if (!rc)
            rc = check_unused(c, segment);
        vd_wal_reader_deinit(&c->reader);
        if (rc)
            return rc;
    }
    return 0;
}

/* Spares go into the ring, as far as it wants them; the others are removed. */
static int place_unused(struct vd_wal *wal)
{
    struct vd_wal_segment *segment, *tmp;
    unsigned standard = 0;
    int rc = 0;

    vd_list_each(segment, tmp, &wal->unused, link)
    {
        char name[VD_WAL_NAME_MAX];

        vd_list_remove(&segment->link);
        if (segment->size_bytes == wal->options.segment_bytes && standard < SPARE_STANDARD) {
            vd_assert(vd_wal_ready_put(wal, segment));
            standard++;
            continue;
        }
        vd_wal_file_name(segment->file_number, name);
        VD_WAL_COUNT(wal, disk_bytes, -segment->size_bytes);
        if (!rc)
            rc = vd_dir_unlink(&wal->dir, name);
        vd_wal_segment_free(segment);
    }
    return rc;
}

/* Hands every segment that was read to who will have it next. */
static void place_found(struct vd_wal *wal)
{
    struct vd_wal_segment *segment, *tmp;

    vd_list_each(segment, tmp, &wal->found, link)
    {
        bool last = next_found(wal, segment) == NULL;

        wal->next_sequence = segment->sequence + 1;
        vd_list_remove(&segment->link);
        if (last)
            wal->closing = segment;
        else
            vd_list_append(&wal->retired_list, &segment->link);
    }
}

static int begin(struct cursor *c)
{
    struct vd_wal *wal = c->wal;
    int rc;

    /* A name that a killed process gave may be seen and not yet durable. */
    rc = vd_dir_sync(&wal->dir);
    if (rc)
        return rc;
    place_found(wal);
    wal->last_index = wal->sealed_index = c->expected - 1;
    wal->last_time_ms = wal->sealed_time_ms = c->time_ms;
    wal->last_crc = c->prev_crc;
    atomic_store_explicit(&wal->durable_index, wal->last_index, memory_order_relaxed);
    atomic_store_explicit(&wal->applied_index, c->after_index, memory_order_relaxed);
    rc = place_unused(wal);
    if (!rc && !vd_wal_ready_peek(wal)) {
        rc = vd_wal_ready_make_small(wal);
        wal->ready.small = rc ? 0 : 1;
    }
    return rc;
}

int vd_wal_recover(struct vd_wal *wal, uint64_t after_index, vd_wal_record_fn *each, void *arg,
                   struct vd_diag *diag)
{
    struct cursor c = {
        .wal = wal,
        .diag = diag,
        .after_index = after_index,
        .each = each,
        .arg = arg,
        .expected = wal->options.first_index,
        .time_ms = INT64_MIN,
    };
    int rc = 0;

    vd_assert(!wal->recovered);
    wal->next_sequence = 1;
    if (!vd_list_is_empty(&wal->found))
        rc = read_found(&c);
    if (!rc)
        rc = check_all_unused(&c);
    if (rc)
        return rc;
    if (c.expected <= after_index) {
        vd_diag_set(diag,
                    "%s: damaged: the log ends with record %" PRIu64
                    ", but history has records up to %" PRIu64,
                    wal->path, c.expected - 1, after_index);
        return VD_CORRUPT;
    }
    rc = begin(&c);
    if (rc) {
        vd_diag_set(diag, "%s: cannot prepare the log: %s", wal->path, vd_outcome_name(rc));
        return rc;
    }
    wal->recovered = true;
    return 0;
}
