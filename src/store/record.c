/* SPDX-License-Identifier: Apache-2.0 */
#include "store/record.h"

#include "base/check.h"
#include "store/varint.h"

#define EVENT_MIN_BYTES 2
#define SIDE_MIN_BYTES  3

size_t vd_record_encode_head(const struct vd_record_head *head, uint8_t out[VD_RECORD_HEAD_MAX])
{
    size_t len = 0;

    vd_assert(head->revision >= 0 && head->floor >= 0);
    vd_assert(head->revision > 0 || head->events == 0);
    len += vd_varint_put(out + len, (uint64_t)head->revision);
    len += vd_varint_put(out + len, (uint64_t)head->floor);
    len += vd_varint_put(out + len, head->events);
    len += vd_varint_put(out + len, head->sides);
    return len;
}

size_t vd_side_encode_head(const struct vd_side *side, uint8_t out[VD_SIDE_HEAD_MAX])
{
    size_t len = 0;

    vd_assert(side->key.len <= VD_SIDE_KEY_MAX && (!side->removed || side->value.len == 0));
    out[len++] = side->table;
    len += vd_varint_put(out + len, side->key.len);
    len += vd_varint_put(out + len, side->removed ? 0 : side->value.len + 1);
    return len;
}

int vd_record_reader_init(struct vd_record_reader *reader, struct vd_slice payload, int64_t time_ms)
{
    struct vd_bytes_reader bytes = vd_bytes_reader(payload);
    struct vd_record_head head;

    head.revision = (int64_t)vd_bytes_varint(&bytes, INT64_MAX);
    head.floor = (int64_t)vd_bytes_varint(&bytes, INT64_MAX);
    head.events = (uint32_t)vd_bytes_varint(&bytes, UINT32_MAX);
    head.sides = (uint32_t)vd_bytes_varint(&bytes, UINT32_MAX);
    if (bytes.failed || (head.revision == 0 && head.events))
        return VD_CORRUPT;
    if ((uint64_t)head.events * EVENT_MIN_BYTES + (uint64_t)head.sides * SIDE_MIN_BYTES >
        vd_bytes_left(&bytes))
        return VD_CORRUPT;
    *reader = (struct vd_record_reader){
        .head = head,
        .rest = vd_slice(bytes.at, vd_bytes_left(&bytes)),
        .time_ms = time_ms,
    };
    return 0;
}

int vd_record_next_event(struct vd_record_reader *reader, struct vd_entry *out_entry)
{
    struct vd_entry entry = {
        .pos = {reader->head.revision, reader->event},
        .time_ms = reader->time_ms,
    };
    int rc;

    if (reader->event == reader->head.events)
        return VD_END;
    rc = vd_entry_decode(&reader->rest, &entry);
    if (rc)
        return rc;
    if (entry.apart) /* the log keeps every value where it was written */
        return VD_CORRUPT;
    entry.last = ++reader->event == reader->head.events;
    *out_entry = entry;
    return 0;
}

int vd_record_next_side(struct vd_record_reader *reader, struct vd_side *out_side)
{
    struct vd_bytes_reader bytes = vd_bytes_reader(reader->rest);
    struct vd_side side;
    uint64_t key_len, value_len;

    vd_assert(reader->event == reader->head.events);
    if (reader->side == reader->head.sides)
        return reader->rest.len ? VD_CORRUPT : VD_END;
    side.table = vd_bytes_u8(&bytes);
    key_len = vd_bytes_varint(&bytes, VD_SIDE_KEY_MAX);
    value_len = vd_bytes_varint(&bytes, VD_ENTRY_LEN_MAX);
    side.removed = value_len == 0;
    side.key = vd_bytes_take(&bytes, key_len);
    side.value = vd_bytes_take(&bytes, value_len ? value_len - 1 : 0);
    if (bytes.failed)
        return VD_CORRUPT;
    reader->side++;
    reader->rest = vd_slice(bytes.at, vd_bytes_left(&bytes));
    *out_side = side;
    return 0;
}
