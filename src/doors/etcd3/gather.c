/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/gather.h"

#include "base/alloc.h"
#include "wire/protobuf.h"

enum { FIRST_BYTES = 256, PIECE_BYTES = 65536 };

/* The length of a gRPC message is 32 bits, and clients take half of that. */
static const size_t GATHER_MAX_BYTES = 0x7fffffff;

struct vd_etcd3_piece {
    struct vd_etcd3_piece *next;
    struct vd_bytes *bytes;
    size_t used;
};

static struct vd_etcd3_piece *piece_new(size_t n)
{
    struct vd_etcd3_piece *piece = vd_alloc(sizeof(*piece));

    if (!piece)
        return NULL;
    *piece = (struct vd_etcd3_piece){.bytes = vd_bytes_new(n)};
    if (piece->bytes)
        return piece;
    vd_free(piece);
    return NULL;
}

static void piece_free(struct vd_etcd3_piece *piece)
{
    vd_bytes_unref(piece->bytes);
    vd_free(piece);
}

uint8_t *vd_etcd3_gather_take(struct vd_etcd3_gather *gather, size_t n)
{
    struct vd_etcd3_piece *last = gather->last;
    uint8_t *to;

    gather->is_failed |= n > GATHER_MAX_BYTES - gather->bytes;
    if (gather->is_failed)
        return NULL;
    if (!last || last->bytes->len - last->used < n) {
        last = piece_new(VD_MAX(n, (size_t)(gather->first ? PIECE_BYTES : FIRST_BYTES)));
        gather->is_failed = !last;
        if (!last)
            return NULL;
        if (gather->last)
            gather->last->next = last;
        else
            gather->first = last;
        gather->last = last;
        gather->held_bytes += sizeof(*last) + last->bytes->len;
    }
    to = last->bytes->data + last->used;
    last->used += n;
    gather->bytes += n;
    return to;
}

void vd_etcd3_gather_int(struct vd_etcd3_gather *gather, unsigned field, int64_t value)
{
    uint8_t *to = vd_etcd3_gather_take(gather, vd_etcd3_int_size(value));

    if (to)
        vd_etcd3_int_put(to, field, value);
}

void vd_etcd3_gather_bytes(struct vd_etcd3_gather *gather, unsigned field, struct vd_slice bytes)
{
    uint8_t *to = vd_etcd3_gather_take(gather, vd_etcd3_field_size(bytes.len));

    if (to)
        vd_pb_put_bytes(to, field, bytes);
}

void vd_etcd3_gather_header(struct vd_etcd3_gather *gather, const struct vd_etcd3_header *header)
{
    uint8_t *to = vd_etcd3_gather_take(gather, header->len);

    if (to)
        memcpy(to, header->bytes, header->len);
}

/* True: it has left, or the call keeps it. */
static bool write_piece(struct vd_etcd3_gather_reader *reader, struct vd_call *call,
                        struct vd_out *out)
{
    const struct vd_etcd3_piece *piece = reader->piece;
    struct vd_slice body = vd_slice(piece->bytes->data, piece->used);

    reader->piece = piece->next;
    return vd_call_write_piece(call, out, VD_SLICE_EMPTY, body, piece->bytes);
}

enum vd_fill vd_etcd3_gather_fill(const struct vd_etcd3_gather *gather,
                                  struct vd_etcd3_gather_reader *reader, struct vd_call *call,
                                  struct vd_out *out)
{
    uint8_t prefix[VD_RPC_PREFIX_BYTES];
    bool is_out = true;

    if (!reader->is_begun) {
        reader->is_begun = true;
        reader->piece = gather->first;
        vd_call_put_prefix(prefix, gather->bytes);
        is_out = vd_call_write(call, out, vd_slice(prefix, sizeof(prefix)), NULL);
    }
    while (is_out && reader->piece)
        is_out = write_piece(reader, call, out);
    if (reader->piece)
        return VD_FILL_MORE;
    vd_call_finish(call, VD_RPC_OK, NULL);
    return VD_FILL_IDLE;
}

void vd_etcd3_gather_end(struct vd_etcd3_gather *gather)
{
    while (gather->first) {
        struct vd_etcd3_piece *piece = gather->first;

        gather->first = piece->next;
        piece_free(piece);
    }
    *gather = (struct vd_etcd3_gather){0};
}
