/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one segment file and believes nothing in it: every length is held against the file,
 * every sum is checked before a field is used, and no byte pattern makes it allocate more than
 * the file is long. It judges single records and the header block; what the judgement means for
 * the log is wal_recover.c's.
 */
#include "base/alloc.h"
#include "store/wal_private.h"

#include <errno.h>

#define WINDOW_BYTES (1u << 20)
#define FIRST_WINDOW (16u << 10) /* doubled with every further read: most look at one block */

int vd_wal_reader_init(struct vd_wal_reader *reader, const struct vd_file *file, uint32_t seed)
{
    *reader = (struct vd_wal_reader){.file = file, .seed = seed, .window = FIRST_WINDOW};
    return vd_file_size(file, &reader->size_bytes);
}

void vd_wal_reader_deinit(struct vd_wal_reader *reader)
{
    vd_free(reader->buf);
    reader->buf = NULL;
}

static int grow(struct vd_wal_reader *reader, size_t cap)
{
    uint8_t *buf;

    if (cap <= reader->cap)
        return 0;
    buf = vd_alloc_aligned(VD_WAL_BLOCK, cap);
    if (!buf)
        return -ENOMEM;
    vd_free(reader->buf);
    reader->buf = buf;
    reader->cap = cap;
    reader->len = 0;
    return 0;
}

/* Memory that holds [offset, offset + len) of the file; NULL in *out where the file is shorter. */
static int view(struct vd_wal_reader *reader, uint64_t offset, size_t len, const uint8_t **out)
{
    uint64_t start = offset & ~(uint64_t)(VD_WAL_BLOCK - 1);
    size_t want, ahead;
    int rc;

    *out = NULL;
    if (offset > reader->size_bytes || len > reader->size_bytes - offset)
        return 0;
    if (offset < reader->offset || offset + len > reader->offset + reader->len) {
        want = vd_wal_align((size_t)(offset - start) + len, VD_WAL_BLOCK);
        ahead =
            vd_wal_align((size_t)VD_MIN(reader->size_bytes - start, reader->window), VD_WAL_BLOCK);
        want = VD_MAX(want, ahead);
        reader->window = VD_MIN(2 * reader->window, (uint64_t)WINDOW_BYTES);
        rc = grow(reader, want);
        if (rc)
            return rc;
        rc = vd_file_read(reader->file, reader->buf, want, start, &reader->len);
        if (rc) {
            reader->len = 0;
            return rc;
        }
        reader->offset = start;
        if (offset + len > start + reader->len) {
            reader->len = 0;
            return -EIO; /* it became shorter under our hands */
        }
    }
    *out = reader->buf + (offset - reader->offset);
    return 0;
}

const char *vd_wal_fault_name(enum vd_wal_fault fault)
{
    switch (fault) {
    case VD_WAL_FAULT_NONE:
        return "whole";
    case VD_WAL_FAULT_ABSENT:
        return "no record begins there";
    case VD_WAL_FAULT_LENGTH:
        return "its length reaches past the file";
    case VD_WAL_FAULT_HEADER:
        return "the checksum of its header does not match";
    case VD_WAL_FAULT_PAYLOAD:
        return "the checksum of its payload does not match";
    case VD_WAL_FAULT_SEQUENCE:
        return "another record stands there";
    }
    return "unknown";
}

/* Cheapest tests first: most of what is probed in a search is no record at all. */
static enum vd_wal_fault judge_header(const struct vd_wal_reader *reader, uint64_t offset,
                                      uint64_t generation,
                                      const struct vd_wal_record_header *header)
{
    if (header->magic != VD_WAL_RECORD_MAGIC)
        return VD_WAL_FAULT_ABSENT;
    if (generation && header->generation != generation)
        return VD_WAL_FAULT_ABSENT;
    if (header->crc != vd_wal_record_header_crc(reader->seed, header))
        return VD_WAL_FAULT_HEADER;
    if (header->payload_len > reader->size_bytes - offset - sizeof(*header))
        return VD_WAL_FAULT_LENGTH;
    return VD_WAL_FAULT_NONE;
}

int vd_wal_reader_record(struct vd_wal_reader *reader, uint64_t offset, uint64_t generation,
                         struct vd_wal_record_header *out_header, struct vd_slice *out_payload,
                         enum vd_wal_fault *out_fault)
{
    struct vd_wal_record_header header;
    const uint8_t *bytes;
    int rc;

    vd_assert(offset % VD_WAL_ALIGN == 0);
    *out_fault = VD_WAL_FAULT_ABSENT;
    rc = view(reader, offset, sizeof(header), &bytes);
    if (rc || !bytes)
        return rc;
    memcpy(&header, bytes, sizeof(header));
    *out_fault = judge_header(reader, offset, generation, &header);
    if (*out_fault)
        return 0;
    rc = view(reader, offset, sizeof(header) + header.payload_len, &bytes);
    if (rc)
        return rc;
    vd_assert(bytes);
    bytes += sizeof(header);
    if (vd_crc32c(reader->seed, bytes, header.payload_len) != header.payload_crc) {
        *out_fault = VD_WAL_FAULT_PAYLOAD;
        return 0;
    }
    *out_header = header;
    *out_payload = vd_slice(bytes, header.payload_len);
    return 0;
}

/* Moves *offset on to the next place where a record may begin; the file's size: there is none. */
static int next_magic(struct vd_wal_reader *reader, uint64_t *offset)
{
    while (*offset + sizeof(struct vd_wal_record_header) <= reader->size_bytes) {
        size_t len =
            (size_t)VD_MIN((uint64_t)WINDOW_BYTES - VD_WAL_BLOCK, reader->size_bytes - *offset);
        const uint8_t *bytes;
        uint32_t word;
        int rc = view(reader, *offset, len, &bytes);

        if (rc)
            return rc;
        for (size_t at = 0; at + sizeof(word) <= len; at += VD_WAL_ALIGN) {
            memcpy(&word, bytes + at, sizeof(word));
            if (word == VD_WAL_RECORD_MAGIC) {
                *offset += at;
                return 0;
            }
        }
        *offset += vd_wal_align(len, VD_WAL_ALIGN);
    }
    *offset = reader->size_bytes;
    return 0;
}

int vd_wal_reader_find_proof(struct vd_wal_reader *reader, uint64_t offset, uint64_t generation,
                             uint64_t index, uint64_t *out_offset)
{
    struct vd_wal_record_header header;
    enum vd_wal_fault fault;
    struct vd_slice payload;
    int rc;

    for (;; offset += VD_WAL_ALIGN) {
        rc = next_magic(reader, &offset);
        if (rc)
            return rc;
        if (offset >= reader->size_bytes)
            return VD_NOT_FOUND;
        rc = vd_wal_reader_record(reader, offset, generation, &header, &payload, &fault);
        if (rc)
            return rc;
        if (fault == VD_WAL_FAULT_NONE && header.durable_index >= index) {
            *out_offset = offset;
            return 0;
        }
    }
}

static bool is_zero(const uint8_t *bytes, size_t len)
{
    return len == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, len - 1) == 0);
}

static enum vd_wal_header_state judge_copy(const uint8_t *bytes, uint64_t file_number,
                                           struct vd_wal_segment_header *out_header)
{
    struct vd_wal_segment_header header;

    memcpy(&header, bytes, sizeof(header));
    if (memcmp(header.magic, VD_WAL_SEGMENT_MAGIC, sizeof(header.magic)) != 0 ||
        header.crc != vd_wal_segment_header_crc(&header))
        return VD_WAL_HEADER_BROKEN;
    *out_header = header;
    if (header.version != VD_WAL_FORMAT_VERSION)
        return VD_WAL_HEADER_NEWER;
    return header.file_number == file_number ? VD_WAL_HEADER_VALID : VD_WAL_HEADER_STALE;
}

int vd_wal_reader_header(struct vd_wal_reader *reader, uint64_t file_number,
                         struct vd_wal_segment_header *out_header,
                         enum vd_wal_header_state *out_state)
{
    size_t len = (size_t)VD_MIN((uint64_t)VD_WAL_BLOCK, reader->size_bytes);
    enum vd_wal_header_state state = VD_WAL_HEADER_BROKEN;
    const uint8_t *block;
    int rc;

    rc = view(reader, 0, len, &block);
    if (rc)
        return rc;
    if (len < VD_WAL_BLOCK) {
        *out_state = VD_WAL_HEADER_BROKEN;
        if (block && len >= sizeof(struct vd_wal_segment_header))
            *out_state = judge_copy(block, file_number, out_header);
        return 0;
    }
    vd_assert(block);
    state = judge_copy(block + VD_WAL_SEGMENT_COPY, file_number, out_header);
    /* A torn write may leave one copy of each life. The newer life is the one of this file. */
    if (state != VD_WAL_HEADER_VALID) {
        enum vd_wal_header_state first = judge_copy(block, file_number, out_header);

        state = first != VD_WAL_HEADER_BROKEN ? first : state;
    }
    if (state == VD_WAL_HEADER_BROKEN && is_zero(block, len))
        state = VD_WAL_HEADER_ZERO;
    *out_state = state;
    return 0;
}
