/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS, the server's side of one connection (RFC 8446, RFC 5246), over OpenSSL: bytes to bytes, no
 * I/O, no clock.
 *
 * In:  vd_tls_input takes sealed bytes in any pieces and writes what they say where the caller
 *      wants it. The handshake runs in there too.
 * Out: what TLS itself has to say (the handshake, alerts, new keys) is appended to `control`,
 *      which the caller sends before anything sealed later. vd_tls_seal seals what the caller
 *      says into the caller's memory.
 *
 * So a session that is idle holds no buffer: OpenSSL reads from, and writes to, the caller's
 * memory, and lets go of its own after each record.
 *
 * Refused: versions below 1.2, suites that are not both authenticated and forward secret,
 * compression, renegotiation, data before the handshake is over, and sessions kept in memory.
 */
#ifndef VD_WIRE_TLS_H
#define VD_WIRE_TLS_H

#include "base/buf.h"
#include "base/principal.h"

#include <sys/types.h>

enum {
    VD_TLS_RECORD_BYTES = 16384,
    VD_TLS_OVERHEAD_BYTES = 32,        /* of a record, at most */
    VD_TLS_CONTROL_BYTES = 128 * 1024, /* unsent; a peer that makes us say more is given up */
    VD_TLS_HELLO_BYTES = 16384,        /* of a peer's first message */
    VD_TLS_NAME_BYTES = 256            /* of a peer; a longer one counts as none */
};

/* A certificate and its key, and whom it believes: the same for many sessions, never changed. May
 * be shared between threads. */
struct vd_tls_context;

enum vd_tls_version { VD_TLS_ANY, VD_TLS_1_2, VD_TLS_1_3 };

/* Borrowed during the call. */
struct vd_tls_options {
    struct vd_slice cert;      /* PEM: the certificate, and after it those that vouch for it */
    struct vd_slice key;       /* PEM, without a pass phrase */
    struct vd_slice client_ca; /* PEM: who may vouch for a peer, which must then have a certificate;
                                * empty: peers are not asked */
    enum vd_tls_version min_version, max_version;
};

/* What is wrong with them. */
enum vd_tls_fault {
    VD_TLS_FINE,
    VD_TLS_BAD_CERT,      /* no certificate in there, or one that is not to be used */
    VD_TLS_BAD_KEY,       /* no key, or one behind a pass phrase */
    VD_TLS_OTHER_KEY,     /* it does not belong to the certificate */
    VD_TLS_BAD_CLIENT_CA, /* no certificate in there */
    VD_TLS_BAD_VERSIONS,
    VD_TLS_NO_MEMORY
};

/* OpenSSL is set up by the first call. On failure *out_context is untouched. */
VD_MUST_CHECK enum vd_tls_fault vd_tls_context_new(const struct vd_tls_options *options,
                                                   struct vd_tls_context **out_context);
struct vd_tls_context *vd_tls_context_ref(struct vd_tls_context *context);
void vd_tls_context_unref(struct vd_tls_context *context); /* NULL is fine */
/* When its certificate ends, in seconds since 1970. */
int64_t vd_tls_context_ends_s(const struct vd_tls_context *context);

/*
 * Which context new sessions have: it may be replaced, by any thread, while others begin sessions.
 * Those that run keep the one that they began with.
 */
struct vd_tls_identity;

/* Takes over the context. NULL: no memory, and the context is the caller's. */
struct vd_tls_identity *vd_tls_identity_new(struct vd_tls_context *context);
void vd_tls_identity_free(struct vd_tls_identity *identity); /* NULL is fine */
void vd_tls_identity_replace(struct vd_tls_identity *identity, struct vd_tls_context *context);
/* The present one; to be unreferenced. */
struct vd_tls_context *vd_tls_identity_context(struct vd_tls_identity *identity);

struct vd_tls;

/* What both ends agreed to speak inside (RFC 7301). A peer that offers only others is refused. */
enum vd_tls_alpn { VD_TLS_ALPN_NONE, VD_TLS_ALPN_HTTP1, VD_TLS_ALPN_HTTP2 };

/* Whether the first byte of a connection can be TLS's: no text protocol begins with it. */
static inline bool vd_tls_begins_with(uint8_t first)
{
    return first == 0x16;
}

VD_MUST_CHECK int vd_tls_new(struct vd_tls_context *context, struct vd_tls **out_tls);
void vd_tls_free(struct vd_tls *tls); /* NULL is fine */

/*
 * Takes sealed bytes from the front of *sealed and writes what they say to `to`.
 *   0           all of them are taken
 *   VD_AGAIN    `to` is full: call again
 *   VD_END      the peer has ended its side as it should; nothing after that is looked at
 *   VD_INVALID  over: send `control`, which may end with an alert, and close
 *   -ENOMEM     close
 * What was written to `to` counts in every case.
 */
VD_MUST_CHECK int vd_tls_input(struct vd_tls *tls, struct vd_slice *sealed, uint8_t *to, size_t cap,
                               size_t *out_len);
/* The handshake is over: the peer is who it is, and there is something to be said. */
bool vd_tls_is_established(const struct vd_tls *tls);
/* True in the middle of a record: a peer that stays there is slow on purpose. */
bool vd_tls_is_mid_record(const struct vd_tls *tls);

/* How many bytes n become, at most, when they are sealed in one call: in records, and one or two
 * that say that keys change. */
static inline size_t vd_tls_sealed_bytes(size_t n)
{
    return n + (n / VD_TLS_RECORD_BYTES + 3) * VD_TLS_OVERHEAD_BYTES;
}

/* Seals all of `plain` (not empty) to `to`, which has vd_tls_sealed_bytes of room; returns how many
 * bytes it has become. -ENOMEM, -EPROTO: close. Only while established and not shut. */
VD_MUST_CHECK ssize_t vd_tls_seal(struct vd_tls *tls, struct vd_slice plain, uint8_t *to);
/* Ends our side: adds the last words to control. Without effect before it is established. */
void vd_tls_shut(struct vd_tls *tls);
/* What is to be sent before anything that is sealed later; the caller takes it from there. */
struct vd_buf *vd_tls_control(struct vd_tls *tls);

/* Of a session that is established: */
enum vd_tls_alpn vd_tls_alpn(const struct vd_tls *tls);
/* Who the peer's certificate says it is: its common name, else its first DNS name, address of mail
 * or URI. Nobody, where peers are not asked, or the certificate has no name that is printable. */
const struct vd_principal *vd_tls_peer(const struct vd_tls *tls);

#endif
