/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/cause.h"

#include "core/write.h"
#include "wire/protobuf.h"

enum { ACTION = 0x0f, DIR = 0x10, REFRESH = 0x20 };

static const char *const NAMES[VD_ETCD2_ACTIONS] = {
    "get", "set", "create", "update", "compareAndSwap", "delete", "compareAndDelete", "expire",
};

const char *vd_etcd2_action_name(enum vd_etcd2_action action)
{
    return NAMES[action];
}

size_t vd_etcd2_cause_write(const struct vd_etcd2_cause *cause, uint8_t *to)
{
    uint8_t *at = to;

    *at++ = VD_CAUSE_ETCD2;
    *at++ = (uint8_t)((unsigned)cause->action | (cause->dir ? DIR : 0u) |
                      (cause->refresh ? REFRESH : 0u));
    at = vd_pb_put_varint(at, (uint64_t)cause->created);
    at = vd_pb_put_varint(at, (uint64_t)cause->expires_ms);
    if (cause->action == VD_ETCD2_DELETE || cause->action == VD_ETCD2_CAD) {
        at = vd_pb_put_varint(at, cause->stem_len);
        at = vd_pb_put_varint(at, (uint64_t)cause->prev_expires_ms);
    }
    return (size_t)(at - to);
}

/* Nothing further: 0. */
static int64_t next(struct vd_pb_reader *reader)
{
    uint64_t value = 0;

    return vd_pb_next_varint(reader, &value) ? (int64_t)value : 0;
}

static void read_expiry(const struct vd_event *event, struct vd_pb_reader *reader,
                        struct vd_etcd2_cause *out_cause)
{
    size_t len = (size_t)next(reader);

    out_cause->action = VD_ETCD2_EXPIRE;
    if (len && len <= event->key_len && event->key[len - 1] == '/') {
        out_cause->dir = true;
        out_cause->stem_len = len - 1;
    }
}

static void read_own(const struct vd_event *event, uint8_t head, struct vd_pb_reader *reader,
                     struct vd_etcd2_cause *out_cause)
{
    size_t len;

    out_cause->is_v2 = true;
    out_cause->action = (enum vd_etcd2_action)(head & ACTION);
    out_cause->dir = head & DIR;
    out_cause->refresh = head & REFRESH;
    out_cause->created = next(reader);
    out_cause->expires_ms = next(reader);
    len = (size_t)next(reader);
    out_cause->stem_len = len <= event->key_len ? len : 0;
    out_cause->prev_expires_ms = next(reader);
}

void vd_etcd2_cause_read(const struct vd_event *event, struct vd_etcd2_cause *out_cause)
{
    struct vd_slice bytes = vd_event_cause(event);
    bool is_delete = event->type == VD_EVENT_DELETE;
    struct vd_pb_reader reader;

    *out_cause = (struct vd_etcd2_cause){.action = is_delete ? VD_ETCD2_DELETE : VD_ETCD2_SET};
    if (!bytes.len)
        return;
    vd_pb_reader_init(&reader, vd_slice(bytes.ptr + 1, bytes.len - 1));
    if (bytes.ptr[0] == VD_CAUSE_EXPIRED && is_delete)
        read_expiry(event, &reader, out_cause);
    if (bytes.ptr[0] != VD_CAUSE_ETCD2 || bytes.len < 2 ||
        (bytes.ptr[1] & ACTION) >= VD_ETCD2_EXPIRE)
        return;
    vd_pb_reader_init(&reader, vd_slice(bytes.ptr + 2, bytes.len - 2));
    read_own(event, bytes.ptr[1], &reader, out_cause);
}
