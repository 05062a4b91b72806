/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of etcd v3 into bytes: the pieces that ranges, transactions and watches are made of. Each
 * comes as a size and a put that agree, so that lengths can be written before what they measure.
 * As proto3 has it, zeros are left out.
 *
 * An event's `kv` and a row of a RangeResponse are both field 2 with a KeyValue in it.
 */
#ifndef VD_DOORS_ETCD3_ENCODE_H
#define VD_DOORS_ETCD3_ENCODE_H

#include "core/event.h"
#include "core/range.h"
#include "wire/protobuf.h"

enum {
    VD_ETCD3_HEADER_BYTES = 48, /* the longest ResponseHeader, with tag and length */
    VD_ETCD3_FIELD_BYTES = 11   /* a tag below 16 and the longest varint */
};

/* Who answers: what every header says. */
struct vd_etcd3_identity {
    uint64_t cluster_id, member_id, term;
};

/* Field 1 of every response, encoded. */
struct vd_etcd3_header {
    int64_t revision;
    uint8_t len;
    uint8_t bytes[VD_ETCD3_HEADER_BYTES];
};

void vd_etcd3_header_make(const struct vd_etcd3_identity *identity, int64_t revision,
                          struct vd_etcd3_header *out_header);
/* A transaction's parts carry a header with nothing but the revision (0: with nothing). */
size_t vd_etcd3_part_header_size(int64_t revision);
uint8_t *vd_etcd3_part_header_put(uint8_t *to, int64_t revision);

static inline size_t vd_etcd3_int_size(int64_t value)
{
    return value ? 1 + vd_pb_varint_size((uint64_t)value) : 0;
}

/* Fields below 16. */
static inline uint8_t *vd_etcd3_int_put(uint8_t *to, unsigned field, int64_t value)
{
    if (!value)
        return to;
    *to++ = (uint8_t)(field << 3);
    return vd_pb_put_varint(to, (uint64_t)value);
}

static inline uint8_t *vd_etcd3_len_put(uint8_t *to, unsigned field, size_t n)
{
    *to++ = (uint8_t)(field << 3 | VD_PB_LEN);
    return vd_pb_put_varint(to, n);
}

static inline size_t vd_etcd3_bytes_size(size_t n)
{
    return n ? 1 + vd_pb_varint_size(n) + n : 0;
}

static inline uint8_t *vd_etcd3_bytes_put(uint8_t *to, unsigned field, struct vd_slice bytes)
{
    if (!bytes.len)
        return to;
    to = vd_etcd3_len_put(to, field, bytes.len);
    memcpy(to, bytes.ptr, bytes.len);
    return to + bytes.len;
}

/* Of a KeyValue without tag and length. A row whose value is to be left out has none of length. */
static inline size_t vd_etcd3_row_size(const struct vd_row *row)
{
    return vd_etcd3_bytes_size(row->key.len) + vd_etcd3_int_size(row->create_revision) +
           vd_etcd3_int_size(row->mod_revision) + vd_etcd3_int_size(row->version) +
           vd_etcd3_bytes_size(row->value.len) + vd_etcd3_int_size(row->lease);
}

static inline uint8_t *vd_etcd3_row_put(uint8_t *to, const struct vd_row *row)
{
    to = vd_etcd3_bytes_put(to, 1, row->key);
    to = vd_etcd3_int_put(to, 2, row->create_revision);
    to = vd_etcd3_int_put(to, 3, row->mod_revision);
    to = vd_etcd3_int_put(to, 4, row->version);
    to = vd_etcd3_bytes_put(to, 5, row->value);
    return vd_etcd3_int_put(to, 6, row->lease);
}

/* What n bytes cost as a field below 16. */
static inline size_t vd_etcd3_field_size(size_t n)
{
    return 1 + vd_pb_varint_size(n) + n;
}

static inline struct vd_row vd_etcd3_row_of(const struct vd_event *event)
{
    return (struct vd_row){.key = vd_event_key(event),
                           .value = vd_event_value(event),
                           .create_revision = event->create_revision,
                           .mod_revision = event->revision,
                           .version = event->version,
                           .lease = event->lease};
}

/* One Event as field 11 of a WatchResponse: what its parts take, and the whole. */
struct vd_etcd3_event_sizes {
    size_t kv, prev; /* KeyValues, without tag and length */
    size_t message;  /* the Event, without tag and length */
    size_t field;
};

/* prev: NULL for none. */
struct vd_etcd3_event_sizes vd_etcd3_event_measure(const struct vd_event *event,
                                                   const struct vd_event *prev);
uint8_t *vd_etcd3_event_write(uint8_t *to, const struct vd_event *event,
                              const struct vd_event *prev,
                              const struct vd_etcd3_event_sizes *sizes);

#endif
