/* SPDX-License-Identifier: Apache-2.0 */
#include "io/pieces.h"

#include "base/alloc.h"

static void release(struct vd_piece *piece)
{
    if (piece->release)
        piece->release(piece->hold);
}

static void add(struct vd_pieces *pieces, struct vd_slice bytes, void (*release_bytes)(void *),
                void *hold)
{
    pieces->items[pieces->count++] = (struct vd_piece){bytes, release_bytes, hold};
}

void vd_pieces_init(struct vd_pieces *pieces, struct vd_piece items[VD_PIECES_MAX],
                    const struct vd_out *out)
{
    size_t at = 0;

    *pieces = (struct vd_pieces){items, 0, 0};
    for (unsigned i = 0; i < out->ref_count; i++) {
        const struct vd_out_ref *ref = &out->refs[i];

        if (ref->at > at)
            add(pieces, vd_slice(out->scratch + at, ref->at - at), NULL, NULL);
        at = ref->at;
        add(pieces, ref->bytes, ref->release, ref->hold);
    }
    if (out->len > at)
        add(pieces, vd_slice(out->scratch + at, out->len - at), NULL, NULL);
}

unsigned vd_pieces_iov(const struct vd_pieces *pieces, struct iovec parts[VD_PIECES_MAX])
{
    unsigned n = 0;

    for (unsigned i = pieces->first; i < pieces->count; i++) {
        struct vd_slice bytes = pieces->items[i].bytes;

        parts[n++] = (struct iovec){(void *)(uintptr_t)bytes.ptr, bytes.len};
    }
    return n;
}

void vd_pieces_sent(struct vd_pieces *pieces, size_t sent)
{
    struct vd_piece *piece = &pieces->items[pieces->first];

    for (; !vd_pieces_is_empty(pieces) && sent >= piece->bytes.len; piece++) {
        sent -= piece->bytes.len;
        release(piece);
        pieces->first++;
    }
    if (sent) {
        piece->bytes.ptr += sent;
        piece->bytes.len -= sent;
    }
}

void vd_pieces_drop(struct vd_pieces *pieces)
{
    while (!vd_pieces_is_empty(pieces))
        release(&pieces->items[pieces->first++]);
}

struct vd_pieces *vd_pieces_keep(struct vd_pieces *pieces)
{
    unsigned count = pieces->count - pieces->first;
    const struct vd_piece *from = &pieces->items[pieces->first];
    struct vd_pieces *kept;
    size_t copied = 0;
    uint8_t *to;

    for (unsigned i = 0; i < count; i++)
        copied += from[i].release ? 0 : from[i].bytes.len;
    kept = vd_alloc(sizeof(*kept) + count * sizeof(*from) + copied);
    if (!kept) {
        vd_pieces_drop(pieces);
        return NULL;
    }
    *kept = (struct vd_pieces){(struct vd_piece *)(kept + 1), 0, count};
    to = (uint8_t *)(kept->items + count);
    for (unsigned i = 0; i < count; i++) {
        kept->items[i] = from[i];
        if (from[i].release)
            continue;
        memcpy(to, from[i].bytes.ptr, from[i].bytes.len);
        kept->items[i].bytes.ptr = to;
        to += from[i].bytes.len;
    }
    pieces->first = pieces->count;
    return kept;
}

size_t vd_pieces_bytes(const struct vd_pieces *pieces)
{
    size_t bytes = 0;

    for (unsigned i = pieces->first; i < pieces->count; i++)
        bytes += pieces->items[i].bytes.len;
    return bytes;
}
