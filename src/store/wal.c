/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building batches and flushing them: the commit path. An append is a memcpy and one CRC over the
 * payload, and may run while the batch before is being written. What depends on the moment of the
 * flush (the generation of the segment it goes to, what is durable by then, the chain of sums) is
 * filled in by flush_begin, 52 bytes of CRC a record.
 *
 * Each flush begins on a block that no flush has touched in this life of the segment, so a torn
 * write can only hurt its own records. A batch that does not fit into what is left of the active
 * segment goes to the next one; the header block of that one is written in the same write, in
 * front of it.
 */
#include "base/alloc.h"
#include "store/wal_private.h"

#include <errno.h>

#define BATCH_MIN_BYTES  (64u << 10)
#define BATCH_KEEP_BYTES (2u << 20) /* memory above this is given back after the flush */

/* After a flush: giving much memory back takes time, which the keeper has. */
static void batch_recycle(struct vd_wal *wal, struct vd_wal_batch *batch)
{
    if (batch->cap > BATCH_KEEP_BYTES) {
        vd_free(atomic_exchange(&wal->worn, batch->base));
        batch->base = NULL;
        batch->cap = 0;
    }
    batch->len = VD_WAL_BLOCK;
    batch->count = 0;
}

/* Room for n more bytes, and for the zeros up to the next block. */
static int batch_reserve(struct vd_wal_batch *batch, size_t n)
{
    size_t need = vd_wal_align(batch->len + n, VD_WAL_BLOCK);
    size_t cap = VD_MAX(batch->cap, (size_t)BATCH_MIN_BYTES);
    uint8_t *base;

    if (need <= batch->cap)
        return 0;
    while (cap < need)
        cap *= 2;
    base = vd_alloc_aligned(VD_WAL_BLOCK, cap);
    if (!base)
        return -ENOMEM;
    if (batch->len > VD_WAL_BLOCK)
        memcpy(base + VD_WAL_BLOCK, batch->base + VD_WAL_BLOCK, batch->len - VD_WAL_BLOCK);
    vd_free(batch->base);
    batch->base = base;
    batch->cap = cap;
    return 0;
}

static size_t pieces_len(const struct vd_slice *pieces, size_t count)
{
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        if (pieces[i].len > VD_WAL_PAYLOAD_MAX - len)
            return SIZE_MAX;
        len += pieces[i].len;
    }
    return len;
}

static uint8_t *copy_pieces(uint8_t *at, const struct vd_slice *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].len)
            memcpy(at, pieces[i].ptr, pieces[i].len);
        at += pieces[i].len;
    }
    return at;
}

/* The header and the padding of the record at `at`, whose payload is there and which becomes the
 * last of the batch; the header is sealed later. */
static void batch_close(struct vd_wal_batch *batch, size_t at, struct vd_wal_record_header *header)
{
    size_t end = at + sizeof(*header) + header->payload_len;

    header->magic = VD_WAL_RECORD_MAGIC;
    memcpy(batch->base + at, header, sizeof(*header));
    batch->len = at + vd_wal_record_size(header->payload_len);
    memset(batch->base + end, 0, batch->len - end);
    if (batch->count++ == 0)
        batch->first_index = header->index;
}

/* Puts a record at the end of the batch. */
static void batch_put(struct vd_wal *wal, struct vd_wal_record_header *header,
                      const struct vd_slice *pieces, size_t count)
{
    struct vd_wal_batch *batch = &wal->open;
    uint8_t *payload = batch->base + batch->len + sizeof(*header);

    copy_pieces(payload, pieces, count);
    header->payload_crc = vd_crc32c(wal->options.crc_seed, payload, header->payload_len);
    batch_close(batch, batch->len, header);
}

static void count_record(struct vd_wal *wal, const struct vd_wal_record_header *header)
{
    wal->last_index = header->index;
    wal->last_time_ms = header->time_ms;
    VD_WAL_COUNT(wal, records, 1);
    VD_WAL_COUNT(wal, payload_bytes, header->payload_len);
}

bool vd_wal_is_full(const struct vd_wal *wal)
{
    return wal->open.count && wal->open.len - VD_WAL_BLOCK >= wal->options.batch_bytes;
}

/* Whether a record may be added. */
static int check_append(const struct vd_wal *wal, uint8_t type, int64_t time_ms)
{
    vd_assert(wal->recovered && !wal->draft.at);
    vd_assert(type >= 1 && type <= VD_WAL_TYPE_MAX);
    vd_assert(time_ms >= wal->last_time_ms);
    if (wal->failed)
        return wal->failed;
    return vd_wal_is_full(wal) ? VD_WAIT : 0;
}

int vd_wal_append(struct vd_wal *wal, uint8_t type, int64_t time_ms, const struct vd_slice *pieces,
                  size_t count, uint64_t *out_index)
{
    size_t len = pieces_len(pieces, count);
    struct vd_wal_record_header header;
    int rc = check_append(wal, type, time_ms);

    if (!rc && len > VD_WAL_PAYLOAD_MAX)
        rc = VD_TOO_LARGE;
    if (!rc)
        rc = batch_reserve(&wal->open, vd_wal_record_size(len));
    if (rc)
        return rc;
    header = (struct vd_wal_record_header){
        .type = type,
        .payload_len = (uint32_t)len,
        .index = wal->last_index + 1,
        .time_ms = time_ms,
    };
    batch_put(wal, &header, pieces, count);
    count_record(wal, &header);
    *out_index = header.index;
    return 0;
}

int vd_wal_draft_begin(struct vd_wal *wal, uint8_t type, int64_t time_ms, size_t expect_bytes)
{
    size_t expect = VD_MIN(expect_bytes, (size_t)VD_WAL_PAYLOAD_MAX);
    int rc = check_append(wal, type, time_ms);

    if (!rc)
        rc = batch_reserve(&wal->open, vd_wal_record_size(expect));
    if (rc)
        return rc;
    wal->draft = (struct vd_wal_draft){
        .at = wal->open.len,
        .payload_crc = wal->options.crc_seed,
        .type = type,
        .time_ms = time_ms,
    };
    wal->open.len += sizeof(struct vd_wal_record_header);
    return 0;
}

int vd_wal_draft_add(struct vd_wal *wal, const struct vd_slice *pieces, size_t count)
{
    struct vd_wal_draft *draft = &wal->draft;
    struct vd_wal_batch *batch = &wal->open;
    size_t len = pieces_len(pieces, count);
    int rc;

    vd_assert(draft->at);
    if (len > VD_WAL_PAYLOAD_MAX - draft->payload_len)
        return VD_TOO_LARGE;
    rc = batch_reserve(batch, len + VD_WAL_ALIGN);
    if (rc)
        return rc;
    copy_pieces(batch->base + batch->len, pieces, count);
    draft->payload_crc = vd_crc32c(draft->payload_crc, batch->base + batch->len, len);
    draft->payload_len += len;
    batch->len += len;
    return 0;
}

uint64_t vd_wal_draft_end(struct vd_wal *wal)
{
    struct vd_wal_draft *draft = &wal->draft;
    struct vd_wal_record_header header = {
        .type = draft->type,
        .payload_len = (uint32_t)draft->payload_len,
        .payload_crc = draft->payload_crc,
        .index = wal->last_index + 1,
        .time_ms = draft->time_ms,
    };

    vd_assert(draft->at);
    batch_close(&wal->open, draft->at, &header);
    *draft = (struct vd_wal_draft){0};
    count_record(wal, &header);
    return header.index;
}

void vd_wal_draft_drop(struct vd_wal *wal)
{
    if (wal->draft.at)
        wal->open.len = wal->draft.at;
    wal->draft = (struct vd_wal_draft){0};
}

void vd_wal_unappend(struct vd_wal *wal, uint64_t index)
{
    struct vd_wal_batch *batch = &wal->open;
    struct vd_wal_record_header header;
    uint32_t keep;

    vd_assert(!wal->draft.at && index > wal->sealed_index && index <= wal->last_index + 1);
    keep = batch->count ? (uint32_t)(index - batch->first_index) : 0;
    batch->len = VD_WAL_BLOCK;
    wal->last_time_ms = wal->sealed_time_ms;
    for (uint32_t i = 0; i < keep; i++) {
        memcpy(&header, batch->base + batch->len, sizeof(header));
        batch->len += vd_wal_record_size(header.payload_len);
        wal->last_time_ms = header.time_ms;
    }
    batch->count = keep;
    wal->last_index = index - 1;
}

/* Writes both copies of the header into the room in front of the batch. */
static void seal_segment(struct vd_wal *wal, const struct vd_wal_segment *segment)
{
    uint8_t *block = wal->open.base;
    struct vd_wal_segment_header header = {
        .version = VD_WAL_FORMAT_VERSION,
        .store_id = wal->options.store_id,
        .file_number = segment->file_number,
        .sequence = segment->sequence,
        .generation = segment->generation,
        .first_index = segment->first_index,
        .size_bytes = segment->size_bytes,
        .prev_crc = segment->prev_crc,
    };

    memcpy(header.magic, VD_WAL_SEGMENT_MAGIC, sizeof(header.magic));
    header.crc = vd_wal_segment_header_crc(&header);
    memset(block, 0, VD_WAL_BLOCK);
    memcpy(block, &header, sizeof(header));
    memcpy(block + VD_WAL_SEGMENT_COPY, &header, sizeof(header));
}

/* Chains the records to what went before and sums their headers. */
static void seal_records(struct vd_wal *wal, uint64_t generation)
{
    uint64_t durable = atomic_load_explicit(&wal->durable_index, memory_order_relaxed);
    struct vd_wal_batch *batch = &wal->open;
    struct vd_wal_record_header header;
    uint8_t *at = batch->base + VD_WAL_BLOCK;

    for (uint32_t i = 0; i < batch->count; i++) {
        memcpy(&header, at, sizeof(header));
        header.generation = generation;
        header.durable_index = durable;
        header.prev_crc = wal->last_crc;
        header.crc = vd_wal_record_header_crc(wal->options.crc_seed, &header);
        memcpy(at, &header, sizeof(header));
        if (header.type != VD_WAL_TYPE_END)
            wal->last_crc = header.crc;
        at += vd_wal_record_size(header.payload_len);
    }
    vd_assert(at == batch->base + batch->len);
    memset(at, 0, vd_wal_align(batch->len, VD_WAL_BLOCK) - batch->len);
}

/* Makes the next segment the active one; nothing of it is written yet. */
static int open_segment(struct vd_wal *wal, uint64_t need_bytes, bool has_keeper)
{
    struct vd_wal_segment *segment;
    int rc = vd_wal_segment_take(wal, need_bytes, has_keeper, &segment);

    if (rc)
        return rc;
    segment->sequence = wal->next_sequence++;
    segment->generation = vd_fs_random(wal->fs);
    segment->first_index = wal->open.first_index;
    segment->last_index = wal->sealed_index;
    segment->prev_crc = wal->last_crc;
    vd_assert(!wal->closing || !wal->active);
    if (wal->active)
        wal->closing = wal->active;
    wal->active = segment;
    wal->write_offset = 0;
    VD_WAL_COUNT(wal, used, 1);
    return 0;
}

static int flush_begin(struct vd_wal *wal, bool has_keeper, struct vd_wal_flush *out_flush)
{
    struct vd_wal_batch batch;
    size_t len;
    int rc;

    vd_assert(wal->recovered && !wal->draft.at);
    if (wal->failed)
        return wal->failed;
    if (wal->flush_bytes)
        return VD_WAIT;
    if (!wal->open.count)
        return VD_END;
    len = vd_wal_align(wal->open.len, VD_WAL_BLOCK);
    if (!wal->active || len - VD_WAL_BLOCK > wal->active->size_bytes - wal->write_offset) {
        rc = open_segment(wal, len, has_keeper);
        if (rc)
            return rc;
        seal_segment(wal, wal->active);
    }
    seal_records(wal, wal->active->generation);
    wal->flush_bytes = wal->write_offset ? len - VD_WAL_BLOCK : len;
    wal->sealed_index = wal->last_index;
    wal->sealed_time_ms = wal->last_time_ms;
    *out_flush = (struct vd_wal_flush){
        .fd = wal->active->file.handle,
        .offset = (off_t)wal->write_offset,
        .buf = wal->open.base + (wal->write_offset ? VD_WAL_BLOCK : 0),
        .len = wal->flush_bytes,
        .direct = wal->active->file.direct,
    };
    batch = wal->flushing;
    wal->flushing = wal->open;
    wal->open = batch;
    return 0;
}

int vd_wal_flush_begin(struct vd_wal *wal, struct vd_wal_flush *out_flush)
{
    return flush_begin(wal, true, out_flush);
}

void vd_wal_flush_done(struct vd_wal *wal, int rc)
{
    vd_assert(wal->flush_bytes && wal->flushing.count);
    if (rc) {
        wal->failed = rc;
        return;
    }
    wal->write_offset += wal->flush_bytes;
    wal->active->last_index = wal->sealed_index;
    atomic_store_explicit(&wal->durable_index, wal->sealed_index, memory_order_release);
    VD_WAL_COUNT(wal, flushes, 1);
    VD_WAL_COUNT(wal, flushed_bytes, wal->flush_bytes);
    wal->flush_bytes = 0;
    batch_recycle(wal, &wal->flushing);
    if (wal->closing) {
        /* Only now that its successor is on the disk may it go: recovery always finds one valid
         * header, and with it the place to go on from. */
        vd_wal_segment_retire(wal, wal->closing);
        wal->closing = NULL;
    }
}

int vd_wal_flush_sync(struct vd_wal *wal)
{
    struct vd_wal_flush flush;
    int rc = flush_begin(wal, false, &flush);

    if (rc == VD_END)
        return 0;
    if (rc)
        return rc;
    rc = vd_file_write_durable(&wal->active->file, flush.buf, flush.len, (uint64_t)flush.offset);
    vd_wal_flush_done(wal, rc);
    return rc;
}

static int write_end_mark(struct vd_wal *wal)
{
    struct vd_wal_record_header header = {
        .type = VD_WAL_TYPE_END,
        .index = wal->last_index,
        .time_ms = wal->last_time_ms,
    };
    int rc;

    if (!wal->recovered || wal->failed || wal->flush_bytes || wal->open.count)
        return -EINVAL;
    if (!wal->active)
        return 0; /* nothing was written in this run */
    rc = batch_reserve(&wal->open, vd_wal_record_size(0));
    if (rc)
        return rc;
    batch_put(wal, &header, NULL, 0);
    wal->open.first_index = wal->last_index + 1; /* if it should open a segment */
    return vd_wal_flush_sync(wal);
}

int vd_wal_close(struct vd_wal *wal, bool clean)
{
    int rc = clean ? write_end_mark(wal) : 0;

    vd_wal_segment_free(wal->active);
    vd_wal_segment_free(wal->closing);
    vd_wal_segments_deinit(wal);
    vd_wal_forget_found(wal);
    vd_dir_close(&wal->dir);
    vd_free(wal->open.base);
    vd_free(wal->flushing.base);
    vd_free(atomic_load(&wal->worn));
    vd_free(wal->path);
    vd_free(wal);
    return rc;
}

size_t vd_wal_room(const struct vd_wal *wal)
{
    const struct vd_wal_segment *ready = vd_wal_ready_peek(wal);
    size_t used = wal->open.len + sizeof(struct vd_wal_record_header) + VD_WAL_ALIGN;
    size_t left = 0;

    if (wal->active)
        left =
            (size_t)(wal->active->size_bytes - wal->write_offset - wal->flush_bytes) + VD_WAL_BLOCK;
    if (ready)
        left = VD_MAX(left, (size_t)ready->size_bytes);
    left = VD_MIN(left, (size_t)VD_WAL_PAYLOAD_MAX);
    return left > used ? left - used : 0;
}

uint64_t vd_wal_last_index(const struct vd_wal *wal)
{
    return wal->last_index;
}

uint64_t vd_wal_durable_index(const struct vd_wal *wal)
{
    return atomic_load_explicit(&wal->durable_index, memory_order_acquire);
}

int64_t vd_wal_last_time_ms(const struct vd_wal *wal)
{
    return wal->last_time_ms;
}

void vd_wal_set_applied(struct vd_wal *wal, uint64_t index)
{
    vd_assert(index <= vd_wal_durable_index(wal));
    atomic_store_explicit(&wal->applied_index, index, memory_order_relaxed);
}

void vd_wal_stats(const struct vd_wal *wal, struct vd_wal_stats *out_stats)
{
#define LOAD(what) atomic_load_explicit(&wal->stats.what, memory_order_relaxed)
    *out_stats = (struct vd_wal_stats){
        .records = LOAD(records),
        .payload_bytes = LOAD(payload_bytes),
        .flushes = LOAD(flushes),
        .flushed_bytes = LOAD(flushed_bytes),
        .segments_used = LOAD(used),
        .segments_made_inline = LOAD(made_inline),
        .segments_prepared = LOAD(prepared),
        .segments_recycled = LOAD(recycled),
        .disk_bytes = LOAD(disk_bytes),
    };
#undef LOAD
}
