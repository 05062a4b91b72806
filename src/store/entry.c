/* SPDX-License-Identifier: Apache-2.0 */
#include "store/entry.h"

#include "base/check.h"
#include "store/varint.h"

enum flag {
    FLAG_DELETE = 1,
    FLAG_LEASE = 2,
    FLAG_CAUSE = 4,
    FLAG_PREV = 8,
    FLAG_CREATED = 16, /* create revision is the revision, version is 1 */
    FLAG_LAST = 32,
    FLAG_APART = 64,
};

static uint8_t flags_of(const struct vd_entry *entry)
{
    unsigned flags = 0;

    flags |= entry->lease ? FLAG_LEASE : 0;
    flags |= entry->cause.len ? FLAG_CAUSE : 0;
    flags |= entry->prev.revision ? FLAG_PREV : 0;
    flags |= entry->last ? FLAG_LAST : 0;
    if (entry->type == VD_ENTRY_DELETE)
        return (uint8_t)(flags | FLAG_DELETE);
    flags |= entry->apart ? FLAG_APART : 0;
    if (entry->create_revision == entry->pos.revision && entry->version == 1)
        flags |= FLAG_CREATED;
    return (uint8_t)flags;
}

size_t vd_entry_encode_head(const struct vd_entry *entry, uint8_t out[VD_ENTRY_HEAD_MAX])
{
    uint8_t flags = flags_of(entry);
    size_t len = 0;

    vd_assert(entry->cause.len <= VD_ENTRY_CAUSE_MAX && entry->key.len <= VD_ENTRY_LEN_MAX);
    out[len++] = flags;
    len += vd_varint_put(out + len, entry->key.len);
    if (!(flags & FLAG_DELETE))
        len += vd_varint_put(out + len, entry->apart ? entry->value_len : entry->value.len);
    if (flags & FLAG_CAUSE)
        len += vd_varint_put(out + len, entry->cause.len);
    if (!(flags & (FLAG_DELETE | FLAG_CREATED))) {
        len += vd_varint_put(out + len, (uint64_t)(entry->pos.revision - entry->create_revision));
        len += vd_varint_put(out + len, (uint64_t)entry->version);
    }
    if (flags & FLAG_LEASE) {
        memcpy(out + len, &entry->lease, 8);
        len += 8;
    }
    if (flags & FLAG_PREV) {
        len += vd_varint_put(out + len, (uint64_t)(entry->pos.revision - entry->prev.revision));
        len += vd_varint_put(out + len, entry->prev.sub);
    }
    vd_assert(len <= VD_ENTRY_HEAD_MAX);
    return len;
}

static void decode_versions(struct vd_bytes_reader *reader, uint8_t flags, struct vd_entry *entry)
{
    uint64_t below = entry->pos.revision > 0 ? (uint64_t)entry->pos.revision - 1 : 0;

    entry->create_revision = entry->version = 0;
    if (flags & FLAG_CREATED) {
        entry->create_revision = entry->pos.revision;
        entry->version = 1;
    } else if (!(flags & FLAG_DELETE)) {
        entry->create_revision = entry->pos.revision - (int64_t)vd_bytes_varint(reader, below);
        entry->version = (int64_t)vd_bytes_varint(reader, INT64_MAX);
    }
    entry->lease = flags & FLAG_LEASE ? (int64_t)vd_bytes_u64(reader) : 0;
    entry->prev = (struct vd_pos){0, 0};
    if (flags & FLAG_PREV) {
        entry->prev.revision = entry->pos.revision - (int64_t)vd_bytes_varint(reader, below);
        entry->prev.sub = (uint32_t)vd_bytes_varint(reader, UINT32_MAX);
    }
}

static bool is_sane(const struct vd_entry *entry, uint8_t flags)
{
    if ((flags & FLAG_DELETE) && (flags & (FLAG_CREATED | FLAG_APART)))
        return false;
    if (!(flags & FLAG_DELETE) && entry->version < 1)
        return false;
    if ((flags & FLAG_LEASE) && !entry->lease)
        return false;
    return !(flags & FLAG_PREV) || vd_pos_cmp(entry->prev, entry->pos) < 0;
}

int vd_entry_decode(struct vd_slice *bytes, struct vd_entry *entry)
{
    struct vd_bytes_reader reader = vd_bytes_reader(*bytes);
    uint64_t key_len, value_len, cause_len;
    uint8_t flags = vd_bytes_u8(&reader);

    key_len = vd_bytes_varint(&reader, VD_ENTRY_LEN_MAX);
    value_len = flags & FLAG_DELETE ? 0 : vd_bytes_varint(&reader, VD_ENTRY_LEN_MAX);
    cause_len = flags & FLAG_CAUSE ? vd_bytes_varint(&reader, VD_ENTRY_CAUSE_MAX) : 0;
    decode_versions(&reader, flags, entry);
    entry->type = flags & FLAG_DELETE ? VD_ENTRY_DELETE : VD_ENTRY_PUT;
    entry->last = flags & FLAG_LAST;
    entry->apart = flags & FLAG_APART;
    entry->value_len = (uint32_t)value_len;
    entry->key = vd_bytes_take(&reader, key_len);
    entry->value = vd_bytes_take(&reader, entry->apart ? 0 : value_len);
    entry->cause = vd_bytes_take(&reader, cause_len);
    if (reader.failed || flags & 0x80 || !is_sane(entry, flags))
        return VD_CORRUPT;
    *bytes = vd_slice(reader.at, vd_bytes_left(&reader));
    return 0;
}
