/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TLS of one connection: what it has come to, and how long the peer may take. Until its first
 * byte a peer costs this struct alone; that byte says whether it speaks TLS at all.
 *
 * One who is slow with its handshake, or within a record (OpenSSL keeps 16 KiB for it), is late.
 */
#ifndef VD_IO_SECURE_H
#define VD_IO_SECURE_H

#include "io/loop.h"
#include "io/pieces.h"
#include "wire/tls.h"

#include <sys/types.h>

enum vd_secure_phase {
    VD_SECURE_GREETING, /* the handshake */
    VD_SECURE_TALKING,
    VD_SECURE_CLEAR /* the peer's first byte is not TLS's */
};

struct vd_secure {
    struct vd_tls_identity *identity;
    struct vd_tls *tls; /* NULL until there is something to take */
    struct vd_loop *loop;
    struct vd_timer timer;
    uint32_t record_ms;
    uint8_t phase; /* enum vd_secure_phase */
    bool paused;   /* we do not read: the peer is not late with its record */
    void (*late)(struct vd_secure *secure, void *arg);
    void *arg;
};

/* The peer has handshake_ms from now, and then record_ms for a record that it has begun, before
 * `late` is called. */
VD_MUST_CHECK int vd_secure_new(struct vd_loop *loop, struct vd_tls_identity *identity,
                                uint32_t handshake_ms, uint32_t record_ms,
                                void (*late)(struct vd_secure *secure, void *arg), void *arg,
                                struct vd_secure **out_secure);
void vd_secure_free(struct vd_secure *secure); /* NULL is fine */

/* As vd_tls_input; VD_DENIED: it is clear text, all of *sealed. */
VD_MUST_CHECK int vd_secure_open(struct vd_secure *secure, struct vd_slice *sealed, uint8_t *to,
                                 size_t cap, size_t *out_len);
/* How much room vd_secure_seal needs, at most, for a fill of so many bytes. */
#define VD_SECURE_SEALED_BYTES(bytes)                                                              \
    ((bytes) + ((bytes) / VD_TLS_RECORD_BYTES + 3 * VD_PIECES_MAX) * VD_TLS_OVERHEAD_BYTES)
/* Seals all that has not left of pieces, and drops them in every case. */
VD_MUST_CHECK ssize_t vd_secure_seal(struct vd_secure *secure, struct vd_pieces *pieces,
                                     uint8_t *to);
/* Ends our side. */
void vd_secure_shut(struct vd_secure *secure);
/* What TLS itself has to say, before anything that is sealed later. */
bool vd_secure_has_control(const struct vd_secure *secure);
struct vd_slice vd_secure_control(const struct vd_secure *secure);
void vd_secure_control_sent(struct vd_secure *secure);

#endif
