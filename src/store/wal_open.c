/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking stock of the log's directory: which files are segments in use, by their headers, and which
 * are not. Refuses what is another store's, of a newer format, or shorter than it was made; nothing
 * is read beyond the header blocks, and nothing is changed but half-made files removed.
 */
#include "base/alloc.h"
#include "store/wal_private.h"

#include <errno.h>
#include <inttypes.h>

#define SEGMENT_BYTES       (64u << 20)
#define SMALL_SEGMENT_BYTES (1u << 20)
#define BATCH_BYTES         (8u << 20)

int vd_wal_fail_io(const struct vd_wal *wal, struct vd_diag *diag, int rc, const char *what,
                   const char *name)
{
    vd_diag_set(diag, "%s/%s: cannot %s: %s", wal->path, name, what, vd_outcome_name(rc));
    return rc;
}

static void insert_by_sequence(struct vd_list *list, struct vd_wal_segment *segment)
{
    struct vd_list *at = list->prev;

    while (at != list &&
           vd_list_entry(at, struct vd_wal_segment, link)->sequence > segment->sequence)
        at = at->prev;
    vd_list_insert_after(at, &segment->link);
}

/* What the header block says about the file; refuses what cannot be ours or cannot be whole. */
static int judge_file(struct vd_wal *wal, struct vd_wal_segment *segment, const char *name,
                      struct vd_diag *diag)
{
    struct vd_wal_segment_header header = {.version = 0};
    enum vd_wal_header_state state;
    struct vd_wal_reader reader;
    int rc;

    rc = vd_wal_reader_init(&reader, &segment->file, wal->options.crc_seed);
    if (!rc)
        rc = vd_wal_reader_header(&reader, segment->file_number, &header, &state);
    vd_wal_reader_deinit(&reader);
    if (rc)
        return vd_wal_fail_io(wal, diag, rc, "read", name);
    segment->size_bytes = reader.size_bytes;
    segment->header_state = (uint8_t)state;
    if (state == VD_WAL_HEADER_NEWER) {
        vd_diag_set(diag, "%s/%s: made by a newer format %u, this program knows %u", wal->path,
                    name, header.version, VD_WAL_FORMAT_VERSION);
        return VD_INVALID;
    }
    if (state != VD_WAL_HEADER_VALID) {
        if (state != VD_WAL_HEADER_STALE &&
            (reader.size_bytes < 2 * VD_WAL_BLOCK || reader.size_bytes % VD_WAL_BLOCK)) {
            vd_diag_set(diag, "%s/%s: damaged: truncated to %" PRIu64 " bytes", wal->path, name,
                        reader.size_bytes);
            return VD_CORRUPT;
        }
        return 0;
    }
    if (header.store_id != wal->options.store_id) {
        vd_diag_set(diag, "%s/%s: belongs to store %016" PRIx64 ", not to %016" PRIx64, wal->path,
                    name, header.store_id, wal->options.store_id);
        return VD_INVALID;
    }
    if (header.size_bytes != reader.size_bytes) {
        vd_diag_set(diag, "%s/%s: damaged: %" PRIu64 " bytes long, made with %" PRIu64, wal->path,
                    name, reader.size_bytes, header.size_bytes);
        return VD_CORRUPT;
    }
    segment->sequence = header.sequence;
    segment->generation = header.generation;
    segment->first_index = header.first_index;
    segment->last_index = header.first_index - 1;
    segment->prev_crc = header.prev_crc;
    return 0;
}

static int take_file(struct vd_wal *wal, const char *name, uint64_t number, struct vd_diag *diag)
{
    struct vd_wal_segment *segment = vd_wal_segment_new();
    int rc;

    if (!segment)
        return -ENOMEM;
    segment->file_number = number;
    rc = vd_file_open(&wal->dir, name, VD_FS_DIRECT, &segment->file);
    if (rc) {
        segment->file.handle = -1;
        vd_wal_segment_free(segment);
        return vd_wal_fail_io(wal, diag, rc, "open", name);
    }
    rc = judge_file(wal, segment, name, diag);
    if (rc) {
        vd_wal_segment_free(segment);
        return rc;
    }
    VD_WAL_COUNT(wal, disk_bytes, segment->size_bytes);
    if (segment->header_state == VD_WAL_HEADER_VALID)
        insert_by_sequence(&wal->found, segment);
    else
        vd_list_append(&wal->unused, &segment->link);
    if (number >= atomic_load_explicit(&wal->next_file_number, memory_order_relaxed))
        atomic_store_explicit(&wal->next_file_number, number + 1, memory_order_relaxed);
    return 0;
}

struct listing {
    struct vd_wal *wal;
    struct vd_diag *diag;
};

/* The directory is the log's own: segments, files that were being made, and nothing else of ours.
 */
static int see_name(void *arg, const char *name)
{
    struct listing *listing = arg;
    size_t len = strlen(name);
    uint64_t number = vd_wal_file_number(name);

    if (number)
        return take_file(listing->wal, name, number, listing->diag);
    if (len > 4 && strcmp(name + len - 4, ".tmp") == 0)
        return vd_dir_unlink(&listing->wal->dir, name);
    return 0;
}

static int set_options(struct vd_wal *wal, const struct vd_wal_options *options)
{
    struct vd_wal_options *own = &wal->options;

    *own = *options;
    own->segment_bytes = own->segment_bytes ? own->segment_bytes : SEGMENT_BYTES;
    own->small_segment_bytes =
        own->small_segment_bytes ? own->small_segment_bytes : SMALL_SEGMENT_BYTES;
    own->batch_bytes = own->batch_bytes ? own->batch_bytes : BATCH_BYTES;
    vd_assert(own->first_index >= 1);
    vd_assert(own->segment_bytes % VD_WAL_BLOCK == 0 && own->segment_bytes >= 2 * VD_WAL_BLOCK);
    vd_assert(own->small_segment_bytes % VD_WAL_BLOCK == 0);
    return 0;
}

int vd_wal_open(struct vd_fs *fs, const char *path, const struct vd_wal_options *options,
                struct vd_diag *diag, struct vd_wal **out_wal)
{
    struct vd_wal *wal = vd_alloc_zero(sizeof(*wal));
    struct listing listing = {wal, diag};
    size_t path_size = strlen(path) + 1;
    int rc;

    if (!wal)
        return -ENOMEM;
    wal->fs = fs;
    wal->path = vd_alloc(path_size);
    rc = wal->path ? vd_dir_open(fs, path, &wal->dir) : -ENOMEM;
    if (rc) {
        vd_diag_set(diag, "%s: cannot open: %s", path, vd_outcome_name(rc));
        vd_free(wal->path);
        vd_free(wal);
        return rc;
    }
    memcpy(wal->path, path, path_size);
    set_options(wal, options);
    vd_list_init(&wal->retired_list);
    vd_list_init(&wal->found);
    vd_list_init(&wal->unused);
    wal->open.len = wal->flushing.len = VD_WAL_BLOCK;
    atomic_store_explicit(&wal->next_file_number, 1, memory_order_relaxed);
    rc = vd_dir_list(&wal->dir, see_name, &listing);
    if (rc) {
        vd_wal_close(wal, false);
        return rc;
    }
    *out_wal = wal;
    return 0;
}

static void forget(struct vd_list *list)
{
    struct vd_wal_segment *segment, *next;

    vd_list_each(segment, next, list, link)
    {
        vd_list_remove(&segment->link);
        vd_wal_segment_free(segment);
    }
}

void vd_wal_forget_found(struct vd_wal *wal)
{
    forget(&wal->found);
    forget(&wal->unused);
}
