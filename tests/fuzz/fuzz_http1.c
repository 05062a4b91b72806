/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests one behind the other, with bodies of either framing, are read the same whole, byte by
 * byte and cut in two anywhere; and what is accepted is unambiguous.
 */
#include "base/check.h"
#include "base/hash.h"
#include "wire/http1.h"
#include "wire/http1_chunks.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { CUTS_ALL = 200, CUTS = 24, HELD_MAX = 65536 };

/* A reader as a connection is one: it keeps what is not taken. */
struct peer {
    uint8_t *held; /* the bytes of a head that is not whole */
    size_t held_len, scanned;
    uint64_t body_left;
    struct vd_http1_chunks *chunks;
    bool is_over;
    uint64_t digest; /* of everything that was told */
};

static struct vd_http1_request head;

static void tell(struct peer *peer, struct vd_slice what)
{
    for (size_t i = 0; i < what.len; i++)
        peer->digest = (peer->digest ^ what.ptr[i]) * 0x100000001b3;
}

static void tell_number(struct peer *peer, uint64_t number)
{
    tell(peer, vd_slice(&number, sizeof(number)));
}

static bool has_control(struct vd_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] < 0x20 && s.ptr[i] != '\t') || s.ptr[i] == 0x7f)
            return true;
    return false;
}

static size_t count(struct vd_slice name)
{
    size_t found = 0;

    for (uint32_t i = 0; i < head.header_count; i++)
        found += vd_slice_eq(head.headers[i].name, name);
    return found;
}

static void check_head(void)
{
    size_t lengths = count(VD_SLICE("content-length"));
    size_t codings = count(VD_SLICE("transfer-encoding"));

    vd_assert(head.header_count <= VD_HTTP1_FIELDS);
    vd_assert(!has_control(head.method) && !has_control(head.target));
    vd_assert(head.target.ptr[0] == '/' || head.target.ptr[0] == '*');
    vd_assert(head.target.len <= VD_HTTP1_TARGET_BYTES);
    vd_assert(lengths + codings <= 1 && head.chunked == (codings == 1));
    vd_assert(!(head.chunked || head.upgrades) || head.is_1_1);
    vd_assert(!head.content_length || (lengths && !head.upgrades));
    vd_assert(count(VD_SLICE("host")) == 1 || (!head.is_1_1 && !count(VD_SLICE("host"))));
    for (uint32_t i = 0; i < head.header_count; i++) {
        struct vd_header *h = &head.headers[i];

        vd_assert(h->name.len && !has_control(h->name) && !has_control(h->value));
        vd_assert(!memchr(h->name.ptr, ' ', h->name.len) && !memchr(h->name.ptr, ':', h->name.len));
    }
}

static void tell_head(struct peer *peer)
{
    tell(peer, head.method);
    tell(peer, head.target);
    tell(peer, head.authority);
    tell_number(peer, head.content_length);
    tell_number(peer, head.is_1_1);
    tell_number(peer, head.keep_alive);
    tell_number(peer, head.chunked);
    tell_number(peer, head.expects_continue);
    tell_number(peer, head.upgrades);
    for (uint32_t i = 0; i < head.header_count; i++) {
        tell_number(peer, head.headers[i].name.len);
        tell(peer, head.headers[i].name);
        tell_number(peer, head.headers[i].value.len);
        tell(peer, head.headers[i].value);
    }
}

static void take_head(struct peer *peer, struct vd_slice *bytes)
{
    size_t before = peer->held_len;
    int rc;

    memcpy(peer->held + before, bytes->ptr, bytes->len);
    peer->held_len += bytes->len;
    rc = vd_http1_parse(vd_slice(peer->held, peer->held_len), &peer->scanned, &head);
    if (rc == VD_WAIT) {
        bytes->len = 0;
        return;
    }
    tell_number(peer, (uint64_t)rc);
    if (rc) {
        tell_number(peer, head.refusal);
        peer->is_over = true;
        return;
    }
    check_head();
    tell_head(peer);
    vd_assert(head.head_bytes > before && head.head_bytes <= peer->held_len);
    *bytes = vd_slice(bytes->ptr + head.head_bytes - before, peer->held_len - head.head_bytes);
    peer->held_len = 0;
    peer->body_left = head.content_length;
    peer->chunks = head.chunked ? vd_http1_chunks_new() : NULL;
    peer->is_over = head.upgrades;
}

static void take_body(struct peer *peer, struct vd_slice *bytes)
{
    struct vd_slice piece = {bytes->ptr, (size_t)VD_MIN((uint64_t)bytes->len, peer->body_left)};
    int rc = 0;

    if (peer->chunks) {
        rc = vd_http1_chunks_next(peer->chunks, bytes, &piece);
    } else {
        *bytes = vd_slice(bytes->ptr + piece.len, bytes->len - piece.len);
        peer->body_left -= piece.len;
    }
    tell(peer, piece);
    if (!rc)
        return;
    tell_number(peer, (uint64_t)rc);
    peer->is_over = rc != VD_END;
    vd_http1_chunks_free(peer->chunks);
    peer->chunks = NULL;
}

/* An exact copy, so that a look past its end is seen. */
static void feed(struct peer *peer, const uint8_t *bytes, size_t len)
{
    uint8_t *copy = calloc(1, len + 1);
    struct vd_slice rest = vd_slice(copy, len);

    vd_assert(copy);
    memcpy(copy, bytes, len);
    while (rest.len && !peer->is_over) {
        if (peer->body_left || peer->chunks)
            take_body(peer, &rest);
        else
            take_head(peer, &rest);
    }
    free(copy);
}

/* In one piece up to `cut`, and then in pieces of `step`. */
static uint64_t outcome(const uint8_t *bytes, size_t len, size_t cut, size_t step)
{
    struct peer peer = {.held = malloc(HELD_MAX), .digest = 0xcbf29ce484222325};
    uint64_t digest;

    vd_assert(peer.held);
    feed(&peer, bytes, cut);
    while (cut < len) {
        size_t n = VD_MIN(step, len - cut);

        feed(&peer, bytes + cut, n);
        cut += n;
    }
    tell_number(&peer, peer.body_left);
    digest = peer.digest;
    vd_http1_chunks_free(peer.chunks);
    free(peer.held);
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    uint64_t whole;

    if (len > HELD_MAX)
        return 0;
    whole = outcome(bytes, len, 0, len);
    vd_assert(outcome(bytes, len, 0, 1) == whole);
    for (size_t cut = 1; cut < len; cut += len <= CUTS_ALL ? 1 : len / CUTS)
        vd_assert(outcome(bytes, len, cut, len) == whole);
    return 0;
}
